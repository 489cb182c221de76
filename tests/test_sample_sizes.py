"""A working folder of any number of units, by `sample --units --into`: whole, true to its register, built like a real one."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from cv183_reports.app import Cause, Stopped, documents
from cv183_reports.app import sample as making
from cv183_reports.app.build import build_month
from cv183_reports.app.sample import make_sample
from cv183_reports.model import Period
from cv183_reports.model.finding import Finding, Severity
from cv183_reports.sample import month
from cv183_reports.sample.month import SEED, attachments, sample_zips, scaled, sendings
from cv183_reports.workspace import folder as workspace
from cv183_reports.workspace.folder import Placed
from tests.conftest import Command, lay
from tests.shipped import FEW, NAMED, keep_rows, register_at, shipped_register

SEPTEMBER = Period(2025, 9)
UNITS, MISSING, LATE, SPOILT = 160, 5, 7, 3


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder of thirteen units, to which nothing came."""
    folder = lay(tmp_path_factory.mktemp("thật") / "CV 183")
    keep_rows(folder / "data" / "danh-muc.xlsx", {"Đơn vị": {*NAMED, *FEW}})
    return folder


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A working folder of 160 units, eighteen of them invented, its returns in zips of at most 60 files."""
    source = lay(tmp_path_factory.mktemp("đủ") / "CV 183")
    folder = source.parent / "160 đơn vị"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "MOST_IN_ZIP", 60)
        make_sample(source, "2025-09", UNITS, into=folder)
        yield folder


def files(folder: Path) -> dict[str, bytes]:
    """Everything but what tells where the folder lies."""
    found = (p for p in folder.rglob("*") if p.is_file() and ".cv183" not in p.parts)
    own = (".cmd", ".desktop", ".json")
    kept = (path for path in found if path.suffix not in own)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in kept}


def returned(folder: Path) -> list[Path]:
    return sorted((folder / "data" / "2025-09" / "nop").iterdir())


def refusal(*arguments: object, **named: object) -> tuple[Finding, Cause]:
    with pytest.raises(Stopped) as stopped:
        make_sample(*arguments, **named)  # type: ignore[arg-type]
    (found,) = stopped.value.findings
    return found, stopped.value.cause


def test_a_folder_of_more_units_is_built_like_a_real_one(large: Path) -> None:
    zips = returned(large)
    assert [path.name[-7:] for path in zips] == ["-01.zip", "-02.zip", "-03.zip"]
    entries = [len(zipfile.ZipFile(path).infolist()) for path in zips]
    assert entries == [60, 60, UNITS - MISSING + 1 - 120]
    built = build_month(large, "2025-09")
    now = built.material.now
    assert len(now.expected) == UNITS
    assert f"{UNITS - MISSING - SPOILT}/{UNITS} đơn vị đã gửi" in built.counts
    assert f"{LATE} gửi muộn, {SPOILT} cần gửi lại" in built.counts
    assert len(built.own_reports) == UNITS - MISSING - SPOILT
    assert not built.faults
    assert now.sample


def test_nothing_is_found_in_it_but_what_was_planted(large: Path) -> None:
    register = register_at(large / "data" / "danh-muc.xlsx")
    sound = {s.unit.code for s in sendings(register, SEPTEMBER, SEED) if s.fault is None}
    of_sound = [
        finding
        for judgement in build_month(large, "2025-09").material.month.batch.judgements
        if judgement.unit in sound
        for finding in judgement.findings
        if finding.severity is Severity.ERROR or finding.code not in ("SUB096", "MAY021")
    ]
    assert of_sound == []


def test_the_report_of_very_many_units_is_rendered_by_a_process_of_its_own(
    large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_month(large, "2025-09", only=("bao-cao-thang",))
    shutil.rmtree(large / ".cv183" / "da-doc")
    here: list[object] = []
    monkeypatch.setattr(documents, "_LARGE", UNITS - 1)
    monkeypatch.setattr(documents, "rendered", lambda *given: here.append(given))
    built = build_month(large, "2025-09", only=("bao-cao-thang",))
    placed = {output.path.name: output.placed for output in built.outputs}
    assert placed["bao-cao-thang-2025-09.docx"] is Placed.UNCHANGED
    assert here == []


def test_where_no_other_process_can_be_had_this_one_does_it(
    real: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object) -> None:
        raise BrokenProcessPool

    register = register_at(real / "data" / "danh-muc.xlsx")
    alone = list(attachments(register, SEPTEMBER))
    monkeypatch.setattr(month, "_MANY", 5)
    monkeypatch.setattr(month, "ProcessPoolExecutor", none)
    assert list(attachments(register, SEPTEMBER)) == alone


def test_its_register_has_the_units_there_are_and_says_which_are_invented(large: Path) -> None:
    path = large / "data" / "danh-muc.xlsx"
    units = register_at(path).units
    assert units == scaled(shipped_register(), UNITS).units
    assert [unit.short_name for unit in units[142:144]] == ["Xã Minh họa 0001", "Xã Minh họa 0002"]
    sheet = openpyxl.load_workbook(path)["Đơn vị"]
    assert "SỐ LIỆU MINH HỌA" in str(sheet["A1"].value)
    assert sheet.auto_filter.ref == f"A3:S{3 + UNITS}"
    assert sheet.cell(3 + UNITS, 1).font.b == sheet.cell(3 + 142, 1).font.b


def test_the_next_month_is_made_within_the_folder_and_takes_no_more_zips_than_it_needs(
    real: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "thử"
    monkeypatch.setattr(making, "MOST_IN_ZIP", 10)
    assert make_sample(real, "2025-09", 23, into=folder).invented == 10
    assert len(returned(folder)) == 3
    monkeypatch.setattr(making, "MOST_IN_ZIP", 1_000)
    made = make_sample(folder, "2025-09")
    assert [path.name for path in returned(folder)] == ["bao-cao-minh-hoa-2025-09.zip"]
    assert (made.is_new, made.units, made.invented) == (False, 23, 0)
    grown = tmp_path / "thử nữa"
    make_sample(folder, "2025-09", 28, into=grown)
    assert register_at(grown / "data" / "danh-muc.xlsx").units[-1].code == "90015"


def test_the_same_call_leaves_the_same_bytes_and_the_register_it_was_made_of(
    real: Path, tmp_path: Path
) -> None:
    before = files(real)
    for name in ("một", "hai"):
        make_sample(real, "2025-09", 20, into=tmp_path / name)
    assert files(tmp_path / "một") == files(tmp_path / "hai")
    assert files(real) == before


def test_several_processes_write_what_one_writes(
    real: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = scaled(register_at(real / "data" / "danh-muc.xlsx"), 30)
    alone = list(attachments(register, SEPTEMBER))
    monkeypatch.setattr(month, "_MANY", 5)
    assert list(attachments(register, SEPTEMBER)) == alone
    told: list[None] = []
    several = sample_zips(register, SEPTEMBER, most=12, step=lambda: told.append(None))
    assert len(several) == -(-len(alone) // 12)
    assert len(told) == len(alone)


def test_units_are_never_added_to_a_register_that_is_there(real: Path, command: Command) -> None:
    ran = command("--root", real, "sample", "2025-09", "--units", "40")
    assert (ran.code, "MAY054" in ran.err) == (2, True)
    assert "cv183-report sample 2025-09 --units 40 --into minh-hoa-40" in ran.err
    assert not (real / "data" / "2025-09").exists()


def test_a_new_folder_is_told_with_what_to_run_next(
    real: Path, tmp_path: Path, command: Command
) -> None:
    into = tmp_path / "cỡ lớn"
    ran = command("--root", real, "sample", "2025-09", "--units", "18", "--into", into)
    assert ran.code == 0
    assert f"{into}  (thư mục làm việc mới: 18 đơn vị, trong đó 5 xã bịa thêm)" in ran.out
    assert f'cv183-report --root "{into}" build 2025-09' in ran.out
    again = command("--root", real, "sample", "2025-09", "--units", "18", "--into", into)
    assert (again.code, "MAY055" in again.err) == (2, True)
    assert command("--root", into, "status", "2025-09").code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cỡ lớn"]


def test_a_folder_with_anything_in_it_is_no_place(real: Path, tmp_path: Path) -> None:
    (tmp_path / "thư.txt").write_text("của tôi", encoding="utf-8")
    found, cause = refusal(real, "2025-09", 20, into=tmp_path)
    assert (found.code, cause) == ("MAY055", Cause.USAGE)
    assert [path.name for path in tmp_path.iterdir()] == ["thư.txt"]


def test_an_empty_folder_is_filled(real: Path, tmp_path: Path) -> None:
    made = make_sample(real, "2025-09", into=tmp_path)
    assert (made.units, made.invented) == (13, 0)
    assert register_at(tmp_path / "data" / "danh-muc.xlsx") == register_at(
        real / "data" / "danh-muc.xlsx"
    )


def test_a_register_without_communes_has_none_to_take_after(
    real: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = register_at(real / "data" / "danh-muc.xlsx")
    without = replace(register, units=tuple(u for u in register.units if not u.tier))
    monkeypatch.setattr(
        making, "open_register", lambda root, _: (workspace.Workspace(root), without)
    )
    found, cause = refusal(real, "2025-09", 20, into=tmp_path / "mới")
    assert (found.code, cause) == ("MAY056", Cause.USAGE)


def test_nothing_stands_there_when_the_machine_refuses_halfway(
    real: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(workspace, "replace_file", full)
    found, cause = refusal(real, "2025-09", 20, into=tmp_path / "mới")
    assert (found.code, cause) == ("MAY023", Cause.MACHINE)
    assert list(tmp_path.iterdir()) == []
