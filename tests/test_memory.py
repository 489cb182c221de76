"""P7 with a memory: what was read once is not read again, and nothing but time tells the difference."""

from __future__ import annotations

import errno
import json
import os
import shutil
import time
import zipfile
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import docx
import openpyxl
import pytest

import cv183_reports
from cv183_reports.app import documents, history, month, reading, returns
from cv183_reports.app import memory as subject
from cv183_reports.app.close import close_month
from cv183_reports.app.memory import MonthMemory, PaperMemory, Remembered, begin
from cv183_reports.app.reading import described
from cv183_reports.catalogue import files, intake
from cv183_reports.consolidation import closing
from cv183_reports.model import Period, Register, Source
from cv183_reports.model.submission import shared_answers, shared_number
from cv183_reports.spreadsheet import reading as spreadsheets
from cv183_reports.template.word import Template
from cv183_reports.workspace.folder import Workspace
from tests.conftest import Command
from tests.shipped import register_at
from tests.test_closing import (
    AT,
    AUGUST,
    FAULTS,
    LATER,
    SEPTEMBER,
    UNIT,
    digests,
    late_file,
    open_month,
    report,
)

__all__ = ["open_month"]

STORE = Path(".cv183", "da-doc")


@pytest.fixture
def warm(open_month: Path, tmp_path: Path) -> Path:
    """Two months, built once: everything is remembered."""
    return Path(shutil.copytree(open_month, tmp_path / "ấm"))


@pytest.fixture
def nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are read all the same."""
    read: list[str] = []
    whole = spreadsheets.read_any

    def told(data: bytes, file: str, worker: object) -> object:
        read.append(file)
        return whole(data, file, worker)  # type: ignore[arg-type]

    monkeypatch.setattr(spreadsheets, "read_any", told)
    for module in (month, reading, returns):  # not as tests/remembered.py has it
        monkeypatch.setattr(module, "described", described)
    return read


def built(root: Path, command: Command, *, fresh: bool = False) -> dict[str, str]:
    """What September says, from nothing but what lies there."""
    shutil.rmtree(root / "out", ignore_errors=True)
    if fresh:
        shutil.rmtree(root / ".cv183")
    assert command("--root", root, "build", SEPTEMBER, *LATER).code == 0
    return digests(root / "out" / SEPTEMBER)


def test_a_second_build_reads_no_file_and_says_the_same(
    warm: Path, command: Command, nothing_is_read: list[str]
) -> None:
    again = built(warm, command)
    assert nothing_is_read == []
    assert again == built(warm, command, fresh=True)
    assert len(nothing_is_read) > 20


def test_of_a_month_only_the_late_file_and_what_goes_back_is_read(
    warm: Path, tmp_path: Path, command: Command, nothing_is_read: list[str]
) -> None:
    late = late_file(warm, tmp_path)
    command("--root", warm, "receive", AUGUST, late, "--as-of", "2025-09-03T10:05")
    returned = {path.name for path in (warm / "out" / AUGUST / "tra-lai").iterdir()}
    assert len(returned) == 2
    others = {Path(file).name for file in nothing_is_read} - {late.name}
    assert {name.partition("-")[0] for name in others} == returned
    nothing_is_read.clear()
    now = built(warm, command)
    assert late.name not in nothing_is_read, "it is known, though the ledger names its unit now"
    assert now == built(warm, command, fresh=True)


def test_what_goes_back_is_made_again_only_of_something_else(
    warm: Path, tmp_path: Path, command: Command, nothing_is_read: list[str]
) -> None:
    folder = warm / "out" / AUGUST / "tra-lai"

    def received(add: int) -> tuple[set[str], dict[str, str]]:
        nothing_is_read.clear()
        late = late_file(warm, tmp_path, add)
        command("--root", warm, "receive", AUGUST, late, "--as-of", "2025-09-03T10:05")
        others = {Path(file).name for file in nothing_is_read if late.name not in file}
        return others, digests(folder)

    _, first = received(1000)
    read, again = received(2000)
    assert (read, again) == (set(), first)
    text = warm / "templates" / "mail" / "tra-lai.txt"
    text.write_text(text.read_text(encoding="utf-8") + "\nDòng mới.\n", encoding="utf-8")
    read, changed = received(3000)
    assert read
    assert {name for name in changed if changed[name] != first[name]} <= set(first)
    assert changed != first
    shutil.rmtree(warm / ".cv183" / "da-doc")
    shutil.rmtree(folder)
    assert received(4000)[1] == changed


def test_what_is_said_of_what_goes_back_is_remembered_with_it(
    warm: Path, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def received(add: int) -> list[object]:
        late = late_file(warm, tmp_path, add)
        asked = ("receive", AUGUST, late, "--as-of", "2025-09-03T10:05", "--json")
        told = json.loads(command("--root", warm, *asked).out)["findings"]
        return [each for each in told if each["code"] == intake.NOT_MARKED.code]

    def broken(*_: object) -> bytes:
        raise ValueError

    monkeypatch.setattr(returns, "mark", broken)
    first = received(1000)
    monkeypatch.setattr(returns, "_files", broken)
    assert len(first) == 2
    assert received(2000) == first


@pytest.mark.parametrize("hindrance", [MemoryError(), OSError(28, "no room")])
def test_what_the_machine_hindered_goes_back_better_the_next_time(
    warm: Path,
    tmp_path: Path,
    command: Command,
    monkeypatch: pytest.MonkeyPatch,
    hindrance: Exception,
) -> None:
    def received(add: int) -> set[str]:
        late = late_file(warm, tmp_path, add)
        asked = ("receive", AUGUST, late, "--as-of", "2025-09-03T10:05", "--json")
        told = json.loads(command("--root", warm, *asked).out)["findings"]
        return {each["code"] for each in told} & {intake.NOT_MARKED.code}

    def hindered(*_: object) -> bytes:
        raise hindrance

    with monkeypatch.context() as patch:
        patch.setattr(returns, "mark", hindered)
        assert received(1000)
    assert not received(2000)


def test_a_month_kept_before_one_that_is_read_says_the_same(
    warm: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    october, read = "2025-10", list[str]()
    whole = history.read_month

    def told(
        workspace: Workspace, register: Register, period: Period, *rest: Any, **more: Any
    ) -> Any:
        read.append(str(period))
        return whole(workspace, register, period, *rest, **more)

    def made() -> dict[str, str]:
        shutil.rmtree(warm / "out" / october, ignore_errors=True)
        command("--root", warm, "build", october)
        command("--root", warm, "templates", october)
        return digests(warm / "out" / october)

    command("--root", warm, "build", SEPTEMBER, "--only", "tong-hop")
    (warm / "data" / SEPTEMBER / "nop" / "thêm.txt").write_text("của tháng 9", encoding="utf-8")
    monkeypatch.setattr(history, "read_month", told)
    with_august_kept = made()
    assert read == [SEPTEMBER], "August is kept, and September once it was read"
    shutil.rmtree(warm / ".cv183")
    assert made() == with_august_kept


@pytest.mark.parametrize("august", ["open", "closed", "CHO022", "CHO023"])
def test_forms_know_the_months_long_ago_though_these_are_not_read(
    august: str, warm: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    october = "2025-10"

    def forms() -> dict[str, str]:
        shutil.rmtree(warm / "out" / october, ignore_errors=True)
        assert command("--root", warm, "templates", october).code == 0
        return digests(warm / "out" / october)

    read: list[object] = []
    whole = {history: history.read_month, closing: closing.told_kept}
    for each in (SEPTEMBER, october):
        command("--root", warm, "build", each, "--only", "tong-hop")
    cold = Path(shutil.move(warm / ".cv183", warm / "nguội"))
    of_files = forms()
    shutil.rmtree(warm / ".cv183", ignore_errors=True)
    shutil.move(cold, warm / ".cv183")
    if august != "open":
        close_month(warm, AUGUST, [report(warm)], AT[1])
        command("--root", warm, "build", october, "--only", "tong-hop")
    if august in FAULTS:
        FAULTS[august](warm / "data" / AUGUST / "chot.json")
    for module, reader in whole.items():
        told = partial(_told, read, reader)
        monkeypatch.setattr(module, reader.__name__, told)
    assert forms() == of_files
    assert read == [] or august in FAULTS


def _told(read: list[object], reader: Callable[..., object], *asked: Any, **named: Any) -> object:
    read.append(reader)
    return reader(*asked, **named)


@pytest.mark.parametrize("decided", [False, True])
def test_a_month_kept_after_its_deadline_is_none_for_who_asks_of_a_day_before_it(
    warm: Path, tmp_path: Path, command: Command, *, decided: bool
) -> None:
    """Obligation 1.3 fell due on 15/8: on 10/8 nobody is late with it in August."""
    early = ("--as-of", "2025-08-10T09:00")
    command("--root", warm, "build", SEPTEMBER, "--only", "tong-hop")
    cold = Path(shutil.copytree(warm, tmp_path / "nguội"))
    shutil.rmtree(cold / ".cv183")
    late = late_file(warm, tmp_path, period=SEPTEMBER)
    told = {}
    for root in (warm, cold):
        assert command("--root", root, "receive", SEPTEMBER, late, *early).code in (0, 1)
        if decided:
            wish = ("--set-aside", late.name, "--reason", "gửi nhầm")
            assert command("--root", root, "receive", SEPTEMBER, *wish, *early).code in (0, 1)
        told[root] = (root / "out" / SEPTEMBER / "tinh-hinh.html").read_text(encoding="utf-8")
    assert told[warm] == told[cold]


def test_of_the_same_thing_twice_the_first_name_counts_kept_or_not(
    warm: Path, command: Command
) -> None:
    folder = warm / "data" / AUGUST / "nop"
    packed = min(folder.glob("*.zip"))
    with zipfile.ZipFile(packed) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".xlsx"))
        data = archive.read(name)
    for other in ("a.xlsx", "zz.xlsx"):
        (folder / other).write_bytes(data)
    command("--root", warm, "build", SEPTEMBER, "--only", "tong-hop")
    (warm / "data" / SEPTEMBER / "nop" / "lại.xlsx").write_bytes(data)
    told = command("--root", warm, "check", SEPTEMBER, "--json").out
    shutil.rmtree(warm / ".cv183")
    assert command("--root", warm, "check", SEPTEMBER, "--json").out == told
    assert "«nop/a.xlsx»" in told


def test_what_is_made_of_the_same_is_rendered_once(
    warm: Path, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a late file the report anew, and of all units' own reports that of its unit."""
    rendered: list[str] = []
    whole = documents.rendered

    def told(template: Template, report: Any) -> object:
        rendered.append(template.file)
        return whole(template, report)

    monkeypatch.setattr(documents, "rendered", told)
    before = built(warm, command)
    assert rendered == []
    late = late_file(warm, tmp_path, period=SEPTEMBER)
    command("--root", warm, "receive", SEPTEMBER, late, "--as-of", LATER[1])
    rendered.clear()
    now = built(warm, command)
    assert [name for name in rendered if "don-vi" in name] == ["bao-cao-don-vi-dang.docx"]
    assert len(rendered) == 5
    changed = {name for name in now if before.get(name) != now[name]}
    assert any(name.startswith(f"don-vi/{UNIT}-") for name in changed)
    assert now == built(warm, command, fresh=True)


def test_a_template_that_staff_change_is_rendered_anew(warm: Path, command: Command) -> None:
    before = built(warm, command)
    for name in ("bao-cao-thang", "bao-cao-don-vi-dang"):
        path = warm / "templates" / "docx" / f"{name}.docx"
        document = docx.Document(str(path))
        document.core_properties.title = "Mẫu mới"
        document.save(str(path))
    now = built(warm, command)
    changed = {name for name in now if before[name] != now[name]}
    assert {f"bao-cao-thang-{SEPTEMBER}.docx", "nhat-ky.json"} < changed
    assert len([name for name in changed if name.startswith("don-vi/")]) > 5
    assert now == built(warm, command, fresh=True)


def test_another_register_judges_anew(
    warm: Path, command: Command, nothing_is_read: list[str]
) -> None:
    path = warm / "data" / "danh-muc.xlsx"
    book = openpyxl.load_workbook(path)
    head = {str(cell.value): cell.column for cell in book["Đơn vị"][3]}
    book["Đơn vị"].cell(4, head["Cán bộ theo dõi"], "Lan")
    book.save(path)
    now = built(warm, command)
    assert nothing_is_read != []
    assert now == built(warm, command, fresh=True)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def foreign(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + bytes(100))


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def test_whoever_changes_anything_that_the_program_is_made_of_has_all_judged_anew() -> None:
    package = Path(cv183_reports.__file__).parent
    parts = {path.suffix for path in package.rglob("*.*")} - {".pyc", ".typed"}
    assert ".tsv" in parts, "words that are misspelt: a judgement rests on them"
    assert parts <= subject.SOURCES


@pytest.mark.parametrize("damage", [cut, flipped, foreign, emptied, a_folder])
def test_a_damaged_memory_is_as_none(
    damage: Callable[[Path], None], warm: Path, command: Command, nothing_is_read: list[str]
) -> None:
    before = built(warm, command)
    for path in (warm / STORE).iterdir():
        damage(path)
    assert built(warm, command) == before
    assert len(nothing_is_read) > 20
    if damage is not a_folder:
        nothing_is_read.clear()
        assert built(warm, command) == before
        assert nothing_is_read == []


def test_who_only_looks_leaves_no_trace(warm: Path, command: Command) -> None:
    shutil.rmtree(warm / ".cv183")
    before = digests(warm)
    for asked in (("status", SEPTEMBER), ("check", SEPTEMBER), ("explain", SEPTEMBER, "I.1")):
        command("--root", warm, *asked)
    assert digests(warm) == before


def test_what_the_machine_refused_is_tried_again(
    warm: Path, command: Command, monkeypatch: pytest.MonkeyPatch, nothing_is_read: list[str]
) -> None:
    shutil.rmtree(warm / STORE)
    told = spreadsheets.read_any

    def slow(_data: bytes, file: str, _worker: object) -> object:
        return None, (files.READING_TOO_LONG.at(Source(file)),)

    monkeypatch.setattr(spreadsheets, "read_any", slow)
    built(warm, command)
    monkeypatch.setattr(spreadsheets, "read_any", told)
    now = built(warm, command)
    assert len(nothing_is_read) > 20
    assert now == built(warm, command, fresh=True)


def test_equal_numbers_stay_as_each_was_written() -> None:
    told = [shared_answers((("share", Decimal(digits)),))["share"] for digits in ("5", "5.0", "5")]
    assert list(map(str, told)) == ["5", "5.0", "5"]
    assert list(map(str, map(shared_number, ("7", "7.00")))) == ["7", "7.00"]
    assert shared_answers((("note", None),)) is shared_answers((("note", None),))


def test_the_oldest_go_when_there_is_no_room(tmp_path: Path) -> None:
    begin(tmp_path)
    memory = Remembered(tmp_path, "a", most=250)
    for number in range(5):
        memory.put(bytes([number]), Random(number).randbytes(88))  # no smaller when packed
    memory.save()
    again = Remembered(tmp_path, "a", most=250)
    assert [again.get(bytes([number])) is not None for number in range(5)] == [False] * 3 + [
        True
    ] * 2
    again.put(b"new", Random(9).randbytes(88))
    assert again.get(bytes([3])) is not None
    again.save()
    assert Remembered(tmp_path, "a").get(bytes([4])) is not None


def test_what_does_not_fit_on_the_disk_takes_no_room_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "")

    begin(tmp_path)
    memory = Remembered(tmp_path, "a")
    memory.put(b"1", b"told")
    monkeypatch.setattr(subject, "replace_file", full)
    memory.save()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_papers_of_the_last_months_that_were_worked_on_are_remembered(warm: Path) -> None:
    workspace, register = Workspace(warm), register_at(warm / "data" / "danh-muc.xlsx")
    shutil.rmtree(warm / STORE)
    (warm / STORE).mkdir()
    (warm / STORE / "van-ban.bin").write_bytes(b"of an earlier version")
    for month_of_year in (1, 2, 3, 4, 2):
        papers = PaperMemory(workspace, register, "van-ban", Period(2025, month_of_year))
        papers.files((month_of_year,), lambda: {"a.docx": b"made"})
        papers.save()
    lying = sorted(path.name for path in (warm / STORE).iterdir())
    assert lying == [f"van-ban-2025-0{number}.bin" for number in (2, 3, 4)]


def test_a_month_is_in_another_state_once_a_file_of_it_is_another(warm: Path) -> None:
    path = next((warm / "data" / AUGUST / "nop").iterdir())
    old = path.stat().st_mtime_ns - 10**12
    memory = MonthMemory(Workspace(warm), register_at(warm / "data" / "danh-muc.xlsx"))

    def state(data: bytes, modified: int) -> str:
        path.write_bytes(data)
        os.utime(path, ns=(modified, modified))
        return memory.state(Period(2025, 8), "", None)

    first = state(b"one", old)
    assert state(b"one", old) == first
    assert state(b"two", old + 1) != first
    fresh = time.time_ns()
    assert state(b"one", fresh) != state(b"two", fresh), "written within one tick of the clock"
    path.unlink()
    path.mkdir()
    assert memory.state(Period(2025, 8), "", None) != first
