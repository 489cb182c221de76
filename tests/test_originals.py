"""The ledger and the originals, compared: what is lost or unknown is told first, and names nobody on paper."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Command
from tests.shipped import NAMED, keep_rows
from tests.test_cli import filled, form, text_of
from tests.test_receive import PERIOD, came, laid

__all__ = ["came"]

LOST, OTHER = "11329", "11560"
UNITS = (LOST, OTHER, "11359", "11407", *NAMED)
LOST_NAME = "Ngô Quyền"


def original(root: Path, unit: str) -> Path:
    (path,) = (root / "data" / PERIOD / "goc").rglob(f"{unit}.xlsx")
    return path


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where what `both` made first is kept for the others."""
    return tmp_path_factory.mktemp("đã nhận")


@pytest.fixture
def both(empty: Path, came: Path, command: Command, kept: Path) -> Path:
    """Of few units that are asked, the files of two received."""
    places = {empty: kept / "CV 183", came: kept / "Tải về"}
    if not any(kept.iterdir()):
        keep_rows(empty / "data" / "danh-muc.xlsx", {"Đơn vị": UNITS})
        for unit in (LOST, OTHER):
            laid(came, f"{unit}.xlsx", filled(form(empty, command, unit)))
        command("--root", empty, "receive", PERIOD, came)
        for made, copy in places.items():
            shutil.copytree(made, copy)
    for made, copy in places.items():
        shutil.copytree(copy, made, dirs_exist_ok=True)
    return empty


def gone(root: Path, _: pytest.MonkeyPatch) -> None:
    original(root, LOST).unlink()


def emptied(root: Path, _: pytest.MonkeyPatch) -> None:
    shutil.rmtree(original(root, LOST).parent)


def changed(root: Path, _: pytest.MonkeyPatch) -> None:
    original(root, LOST).write_bytes(b"other")


def forgotten(root: Path, _: pytest.MonkeyPatch) -> None:
    """The line is gone: the ledger came back from a backup."""
    ledger = root / "data" / PERIOD / "so-tiep-nhan.jsonl"
    lines = ledger.read_text(encoding="utf-8").splitlines(keepends=True)
    ledger.write_text("".join(line for line in lines if f"{LOST}.xlsx" not in line), "utf-8")


def refusing(error: OSError) -> Callable[[Path, pytest.MonkeyPatch], None]:
    def harm(root: Path, patch: pytest.MonkeyPatch) -> None:
        path, opened = original(root, LOST), Path.open

        def refused(self: Path, *arguments: Any, **named: Any) -> Any:
            if self == path:
                raise error
            return opened(self, *arguments, **named)

        patch.setattr(Path, "open", refused)

    return harm


HARMS = {
    "gone": (gone, "STN002"),
    "emptied": (emptied, "STN002"),
    "changed": (changed, "STN003"),
    "forgotten": (forgotten, "STN011"),
    "no rights": (refusing(PermissionError(13, "denied")), "STN010"),
    "bad disk": (refusing(OSError(5, "Input/output error")), "STN010"),
    "in the cloud": (refusing(OSError(22, "Invalid argument")), "STN010"),
    "vanished": (refusing(FileNotFoundError(2, "No such file")), "STN010"),
}
harmed = pytest.mark.parametrize(("harm", "code"), HARMS.values(), ids=HARMS)


@harmed
def test_it_is_told_by_check_status_and_doctor_and_stops_no_other_file(
    both: Path,
    command: Command,
    monkeypatch: pytest.MonkeyPatch,
    harm: Callable[[Path, pytest.MonkeyPatch], None],
    code: str,
) -> None:
    harm(both, monkeypatch)
    checked = json.loads(command("--root", both, "check", PERIOD, "--json").out)
    assert [f["unit"] for f in checked["files"] if f["counts"]] == [OTHER]
    codes = [f["code"] for file in (checked, *checked["files"]) for f in file["findings"]]
    assert codes.count(code) == 1
    for name in ("check", "status"):
        assert command("--root", both, name, PERIOD).out.count(code) == 1
    assert command("--root", both, "check", PERIOD).code == 1
    doctor = json.loads(command("--root", both, "doctor", "--json").out)["checks"]
    (ledger,) = (check for check in doctor if check["topic"] == "ledger")
    assert [f["code"] for f in ledger["findings"]] == [code]
    ran = command("--root", both, "receive", PERIOD, "--set-aside", "không có", "--reason", "x")
    assert ran.code == 2


@harmed
def test_no_letter_names_the_unit_and_the_others_get_theirs(
    both: Path,
    command: Command,
    monkeypatch: pytest.MonkeyPatch,
    harm: Callable[[Path, pytest.MonkeyPatch], None],
    code: str,
) -> None:
    harm(both, monkeypatch)
    ran = command("--root", both, "build", PERIOD, "--as-of", "2025-09-25")
    assert (ran.code, code in ran.out, "MAY024" in ran.out) == (3, True, True)
    out = both / "out" / PERIOD
    written = {path.name: text_of(path.read_bytes()) for path in out.rglob("*.docx")}
    assert any(OTHER in name for name in written)
    assert f"cong-van-don-doc-{PERIOD}.docx" not in written
    if code != "STN010":
        assert not [name for name, text in written.items() if LOST_NAME in text]
    ran = command("--root", both, "mail", PERIOD, "reminders", "--as-of", "2025-09-25")
    assert (ran.code, "MAY025" in ran.out, LOST_NAME in ran.out) == (1, True, True)
    drafts = list((out / "thu" / "don-doc").glob("*.eml"))
    assert drafts
    assert not [path for path in drafts if path.name.startswith(LOST)]


def test_received_again_or_set_aside_the_month_is_whole_again(
    both: Path, came: Path, command: Command
) -> None:
    gone(both, pytest.MonkeyPatch())
    ran = command("--root", both, "receive", PERIOD, came)
    assert "2 tệp đã có trong sổ từ trước" in ran.out
    assert command("--root", both, "build", PERIOD).code == 0
    gone(both, pytest.MonkeyPatch())
    aside = ("--set-aside", f"{LOST}.xlsx", "--reason", "mất bản gốc")
    assert command("--root", both, "receive", PERIOD, *aside).code == 0
    assert command("--root", both, "build", PERIOD).code == 0
    assert "STN002" not in command("--root", both, "doctor").out
    letter = both / "out" / PERIOD / f"cong-van-don-doc-{PERIOD}.docx"
    assert LOST_NAME in text_of(letter.read_bytes())


def test_what_the_ledger_forgot_is_received_from_where_it_lies(
    both: Path, command: Command
) -> None:
    forgotten(both, pytest.MonkeyPatch())
    told = command("--root", both, "check", PERIOD).out
    assert "tệp của Đảng ủy phường Ngô Quyền" in told
    ran = command("--root", both, "receive", PERIOD, original(both, LOST))
    assert "ghi sổ 1 tệp" in ran.out
    assert command("--root", both, "build", PERIOD).code == 0


def test_a_ledger_that_is_gone_leaves_only_orphans(both: Path, command: Command) -> None:
    (both / "data" / PERIOD / "so-tiep-nhan.jsonl").unlink()
    told = command("--root", both, "status", PERIOD).out
    assert told.count("STN011") == 2
    once = f'mọi tệp như vậy bằng một lệnh: cv183-report receive {PERIOD} "data/{PERIOD}/goc".'
    assert told.count(once) == 2
    assert once in command("--root", both, "doctor").out
    assert command("--root", both, "build", PERIOD, "--as-of", "2025-09-25").code == 3


def test_a_later_file_of_the_unit_makes_the_lost_one_no_matter_for_documents(
    both: Path, came: Path, command: Command
) -> None:
    later = filled(form(both, command), n1_1="Hoàn thành")
    laid(came, "sau.xlsx", later, at="2025-09-21T09:00")
    command("--root", both, "receive", PERIOD, came / "sau.xlsx")
    gone(both, pytest.MonkeyPatch())
    ran = command("--root", both, "build", PERIOD)
    assert (ran.code, "MAY024" in ran.out) == (0, False)
    assert "STN002" in command("--root", both, "status", PERIOD).out


def test_a_lost_file_is_nothing_that_the_unit_has_to_mend(
    both: Path, came: Path, command: Command
) -> None:
    original(both, LOST).unlink()
    third = laid(came, "x.xlsx", filled(form(both, command, "11407")))
    ran = command("--root", both, "receive", PERIOD, third, "--json")
    assert (ran.code, json.loads(ran.out)["returned"]) == (0, [])


@pytest.mark.parametrize(
    ("month", "what"),
    [(PERIOD, "số đơn vị đã gửi"), ("2025-08", "phần so với kỳ trước")],
    ids=["this month", "the month before"],
)
def test_a_file_in_the_folder_that_cannot_be_opened_now_makes_documents_doubtful(
    empty: Path, command: Command, monkeypatch: pytest.MonkeyPatch, month: str, what: str
) -> None:
    """Held by a scanner, or still in OneDrive: its unit seems to have sent nothing."""
    keep_rows(empty / "data" / "danh-muc.xlsx", {"Đơn vị": NAMED | {"11329"}})
    for each in ("2025-08", PERIOD):
        data = filled(form(empty, command, period=each))
        laid(empty / "data" / each / "nop", f"bc {each}.xlsx", data, at=f"{each}-20T09:00")
    opened, build = Path.open, ("--root", empty, "build", PERIOD, "--only", "tom-tat")

    def held(self: Path, *how: Any, **named: Any) -> Any:
        if self.name == f"bc {month}.xlsx":
            raise PermissionError(13, "held", str(self))
        return opened(self, *how, **named)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", held)
        for _ in range(2):
            ran = command(*build)
            assert ran.code == 3
            assert f"MAY062 1 tệp đơn vị gửi không mở được nên {what} trong văn bản" in ran.out
            assert f"bc {month}.xlsx" in ran.out
    ran = command(*build)
    assert (ran.code, "MAY062" in ran.out) == (0, False)
