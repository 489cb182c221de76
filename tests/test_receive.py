"""`receive`: what came is kept, booked once, checked at once; `build` reads through the ledger."""

from __future__ import annotations

import json
import os
import shutil
import sys
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cv183_reports.intake import ledger
from cv183_reports.intake import ledger as originals
from cv183_reports.intake.ledger import Booking, read_ledger
from cv183_reports.model import LOCAL
from tests.conftest import REPOSITORY, Command
from tests.test_cli import filled, form

PERIOD = "2025-09"


def laid(folder: Path, name: str, data: bytes, at: str = "2025-09-20T09:00") -> Path:
    """A file as it came, outside the working folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    stamp = datetime.fromisoformat(at).replace(tzinfo=LOCAL).timestamp()
    os.utime(path, (stamp, stamp))
    return path


def bookings(root: Path) -> tuple[Booking, ...]:
    found = read_ledger(root / "data" / PERIOD / "so-tiep-nhan.jsonl")
    assert found.findings == ()
    return found.bookings


def kept(root: Path) -> dict[str, bytes]:
    folder = root / "data" / PERIOD / "goc"
    return {p.name: p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def filings(root: Path, command: Command) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(command("--root", root, "status", PERIOD, "--json").out)
    return told


@pytest.fixture
def came(tmp_path: Path) -> Path:
    return tmp_path / "Tải về"


def test_a_file_is_kept_booked_and_counts(empty: Path, came: Path, command: Command) -> None:
    data = filled(form(empty, command))
    path = laid(came, "bc.xlsx", data)
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    ran = command("--root", empty, "receive", PERIOD, path, "--as-of", "2025-09-20T10:00")
    assert ran.code == 0
    assert "nhận lúc 09 giờ, ngày 20/9/2025" in ran.out
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    (booking,) = bookings(empty)
    assert (booking.name, booking.inside, booking.unit) == ("bc.xlsx", "", "11329")
    assert booking.received == datetime(2025, 9, 20, 9, tzinfo=LOCAL)
    assert booking.booked == datetime(2025, 9, 20, 10, tzinfo=LOCAL)
    assert booking.original == booking.sha256
    assert kept(empty) == {"bc.xlsx": data}
    path.unlink()
    assert filings(empty, command)["on_time"] == 1


def test_a_file_on_a_share_that_is_gone_is_no_wrong_path(
    empty: Path, came: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows says there that no such file is."""
    path, real = came / "bc.xlsx", Path.stat

    def gone(asked: Path, **how: bool) -> os.stat_result:
        if asked != path:
            return real(asked, **how)
        error = FileNotFoundError(2, "", str(path))
        error.winerror = 53  # type: ignore[attr-defined]
        raise error

    monkeypatch.setattr(Path, "stat", gone)
    ran = command("--root", str(empty), "receive", PERIOD, str(path))
    assert ran.code == 3
    assert "FIL061" in ran.out


def test_received_again_nothing_is_booked_twice(empty: Path, came: Path, command: Command) -> None:
    laid(came, "a.xlsx", filled(form(empty, command)))
    laid(came, "con/~$a.xlsx", b"lock")
    command("--root", empty, "receive", PERIOD, came)
    first = (empty / "data" / PERIOD / "so-tiep-nhan.jsonl").read_bytes()
    assert [b.outcome.value for b in bookings(empty)] == ["accepted-with-warnings", "ignored"]
    ran = command("--root", empty, "receive", PERIOD, came, came / "a.xlsx")
    assert "ghi sổ 0 tệp; 2 tệp đã có trong sổ từ trước" in ran.out
    assert (empty / "data" / PERIOD / "so-tiep-nhan.jsonl").read_bytes() == first


def test_every_file_of_the_sample_is_booked_in_just_one_class(
    empty: Path, came: Path, command: Command
) -> None:
    (archive,) = (REPOSITORY / "data" / PERIOD / "nop").glob("*.zip")
    came.mkdir()
    shutil.copy2(archive, came)
    ran = command("--root", empty, "receive", PERIOD, came, "--json")
    told = json.loads(ran.out)["files"]
    with zipfile.ZipFile(archive) as packed:
        names = [i.filename for i in packed.infolist() if not i.is_dir()]
    assert len(told) == len(bookings(empty)) == len(names)
    assert {b.inside for b in bookings(empty)} == set(names)
    assert list(kept(empty)) == [archive.name]


def test_build_says_the_same_through_the_ledger_as_from_the_folder(
    empty: Path, few: Path, command: Command
) -> None:
    shutil.copytree(few / "data" / "2025-08", empty / "data" / "2025-08")
    shutil.copy(few / "data" / "danh-muc.xlsx", empty / "data")
    (archive,) = (few / "data" / PERIOD / "nop").glob("*.zip")
    command("--root", empty, "receive", PERIOD, archive)
    for root in (empty, few):
        command("--root", root, "build", PERIOD, "--only", "bao-cao-thang")
    name = f"bao-cao-thang-{PERIOD}.docx"
    assert (empty / "out" / PERIOD / name).read_bytes() == (
        few / "out" / PERIOD / name
    ).read_bytes()


def test_the_ledgers_time_counts_for_a_file_that_lies_in_the_folder_too(
    empty: Path, came: Path, command: Command
) -> None:
    data = filled(form(empty, command))
    path = laid(came, "bc.xlsx", data, at="2025-09-22T17:00")
    command("--root", empty, "receive", PERIOD, path)
    laid(empty / "data" / PERIOD / "nop", "chép.xlsx", data, at="2025-09-01T08:00")
    assert filings(empty, command)["late"] == 1
    ran = command("--root", empty, "check", PERIOD)
    assert "STN004" in ran.out


@pytest.mark.parametrize(
    ("harm", "code"), [("gone", "STN002"), ("changed", "STN003"), ("renamed", "")]
)
def test_an_original_that_was_harmed_is_said_and_one_renamed_is_found(
    empty: Path, came: Path, command: Command, harm: str, code: str
) -> None:
    command("--root", empty, "receive", PERIOD, laid(came, "a.xlsx", filled(form(empty, command))))
    (original,) = (empty / "data" / PERIOD / "goc").rglob("*.xlsx")
    match harm:
        case "gone":
            original.unlink()
        case "changed":
            original.write_bytes(original.read_bytes() + b" ")
        case _:
            original.rename(original.with_name("b.xlsx"))
    ran = command("--root", empty, "check", PERIOD)
    assert (code in ran.out) if code else (ran.code == 0)
    assert filings(empty, command)["on_time"] == (0 if code else 1)


def test_a_path_that_leads_nowhere_is_said_and_the_others_are_taken(
    empty: Path, came: Path, command: Command
) -> None:
    path = laid(came, "a.xlsx", filled(form(empty, command)))
    nowhere = (came / name for name in ("không có.xlsx", "nửa chữ \udc81.xlsx"))
    ran = command("--root", empty, "receive", PERIOD, *nowhere, path)
    assert (ran.code, ran.out.count("FIL060"), len(bookings(empty))) == (2, 2, 1)


def test_last_months_file_is_booked_and_turned_away(
    empty: Path, came: Path, command: Command
) -> None:
    path = laid(came, "a.xlsx", filled(form(empty, command, period="2025-08")))
    ran = command("--root", empty, "receive", PERIOD, path, "--keep-period")
    assert (ran.code, "SUB003" in ran.out) == (0, True)
    (booking,) = bookings(empty)
    assert booking.outcome.value == "rejected"


def test_two_names_alike_are_told_apart(empty: Path, came: Path, command: Command) -> None:
    one = laid(came, "1/bc.xlsx", filled(form(empty, command, "11329")))
    two = laid(came, "2/bc.xlsx", filled(form(empty, command, "11560")))
    first = command("--root", empty, "receive", PERIOD, one, two).out
    assert "bc.xlsx: dùng được" in first
    assert "bc.xlsx (2): dùng được" in first
    assert "bc.xlsx (2): dùng được" in command("--root", empty, "check", PERIOD).out


def test_no_room_to_keep_or_to_book_is_said_and_nothing_is_half_booked(
    empty: Path, came: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = laid(came, "a.xlsx", filled(form(empty, command)))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(originals, "replace_file", full)
        ran = command("--root", empty, "receive", PERIOD, path)
        assert (ran.code, "MAY023 Đầy đĩa" in ran.out, kept(empty)) == (3, True, {})
        assert "quyền" not in ran.out
    with monkeypatch.context() as patch:
        patch.setattr(ledger.os, "fsync", full)
        ran = command("--root", empty, "receive", PERIOD, path)
        assert (ran.code, "MAY023 Đầy đĩa" in ran.out) == (3, True)
    assert command("--root", empty, "receive", PERIOD, path).code == 0
    assert len(bookings(empty)) == 1


@pytest.mark.parametrize(("gone", "tries"), [("goc", 1), ("1.xlsx", 2)])
def test_when_the_share_of_the_working_folder_goes_the_others_are_not_tried(
    empty: Path,
    came: Path,
    command: Command,
    monkeypatch: pytest.MonkeyPatch,
    gone: str,
    tries: int,
) -> None:
    """Each try may take Windows half a minute; of a stick with the files in it the others may lie elsewhere."""
    data = filled(form(empty, command))
    paths = [laid(came, f"{n}.xlsx", data + bytes(n)) for n in (1, 2)]
    where = came / gone if gone.endswith("xlsx") else empty / "data" / PERIOD / gone
    tried = []

    def refuse(given: Path, _: Path) -> None:
        tried.append(given)
        error = OSError(22, "", str(where))
        error.winerror = 64  # type: ignore[attr-defined]
        raise error

    with monkeypatch.context() as patch:
        patch.setattr("cv183_reports.app.receive.keep", refuse)
        ran = command("--root", empty, "receive", PERIOD, *paths)
    assert (ran.code, tried) == (3, paths[:tries])
    assert "không tới được ổ mạng" in ran.out
    assert command("--root", empty, "receive", PERIOD, *paths).code == 0


def legacy(data: bytes) -> bytes:
    """The form with a result typed in TCVN3."""
    book = openpyxl.load_workbook(BytesIO(data))
    cell = next(
        c for row in book["Báo cáo"].iter_rows() for c in row if c.value == "Đã làm việc 1.1"
    )
    cell.value = "§¶ng ñy ®· chØ ®¹o rµ so¸t ®éi ngò c¸n bé"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_legacy_text_is_offered_and_taken_for_good_when_asked(
    empty: Path, came: Path, command: Command
) -> None:
    path = laid(came, "a.xlsx", legacy(filled(form(empty, command))))
    assert "SUB032" in command("--root", empty, "receive", PERIOD, path).out
    ran = command("--root", empty, "check", path, "--convert-legacy")
    assert ("SUB036" in ran.out, "SUB032" in ran.out) == (True, False)
    ran = command("--root", empty, "receive", PERIOD, path, "--convert-legacy")
    assert ("SUB036" in ran.out, "SUB032" in ran.out) == (True, False)
    assert "«Đảng ủy đã chỉ đạo rà soát đội ngũ cán bộ»" in ran.out
    told = command("--root", empty, "check", PERIOD).out
    assert ("SUB036" in told, "SUB032" in told) == (True, False)
    (booking,) = bookings(empty)
    assert booking.convert_legacy
    size = (empty / "data" / PERIOD / "so-tiep-nhan.jsonl").stat().st_size
    command("--root", empty, "receive", PERIOD, path, "--convert-legacy")
    assert (empty / "data" / PERIOD / "so-tiep-nhan.jsonl").stat().st_size == size


def test_status_shows_the_versions_of_a_unit_that_sent_again(
    empty: Path, came: Path, command: Command
) -> None:
    data = filled(form(empty, command))
    one = laid(came, "lần 1.xlsx", data, at="2025-09-20T09:00")
    two = laid(came, "lần 2.xlsx", filled(data, n1_1="Hoàn thành"), at="2025-09-21T10:30")
    bad = laid(came, "11329-lần 3.xlsx", b"%PDF-1.7", at="2025-09-22T08:00")
    command("--root", empty, "receive", PERIOD, one, two, bad)
    told = command("--root", empty, "status", PERIOD).out
    assert "Gửi nhiều lần (1):" in told
    assert "→ bản 2: 10 giờ 30 phút, ngày 21/9/2025, " in told
    assert "bản 3: 08 giờ, ngày 22/9/2025, không dùng được: 11329-lần 3.xlsx" in told
    (unit,) = filings(empty, command)["versions"]
    assert [version["counts"] for version in unit["files"]] == [False, True, False]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_what_cannot_be_opened_or_is_no_report_is_told_too(
    empty: Path, came: Path, command: Command
) -> None:
    """Nothing of it is kept, so that no month will ever show it: this is the time to say so."""
    path = laid(came, "a.xlsx", filled(form(empty, command)))
    (came / "b.xlsx").symlink_to(path)
    laid(came, "~$a.xlsx", b"lock")
    ran = command("--root", empty, "receive", PERIOD, came)
    assert ("FIL062" in ran.out, "FIL020" in ran.out, "ghi sổ 3 tệp" in ran.out) == (True,) * 3
    assert [b.name for b in bookings(empty)] == ["a.xlsx", "b.xlsx", "~$a.xlsx"]


def everything(root: Path) -> dict[str, bytes]:
    """Every file of the working folder but the cache, which changes nothing but time."""
    found = (path for path in root.rglob("*") if path.is_file())
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in found
        if ".cv183" not in path.relative_to(root).parts
    }


def test_a_trial_tells_what_would_be_booked_and_writes_nothing(
    empty: Path, came: Path, command: Command
) -> None:
    blank = form(empty, command)
    good = laid(came, "bc.xlsx", filled(blank))
    bad = laid(came, "hỏng.xlsx", filled(blank)[:2000])
    before = everything(empty)
    at = ("--as-of", "2025-09-20T10:00")
    ran = command("--root", empty, "receive", PERIOD, good, bad, "--dry-run", *at)
    assert ran.code == 0
    assert "Kỳ 2025-09: sẽ ghi sổ 2 tệp" in ran.out
    assert "Xem trước: chưa ghi gì." in ran.out
    assert "FIL003" in ran.out
    assert f'Nhận thật: cv183-report receive 2025-09 "{good}" "{bad}"' in ran.out
    assert everything(empty) == before

    trial = json.loads(
        command("--root", empty, "receive", PERIOD, good, bad, "--dry-run", "--json", *at).out
    )
    real = json.loads(command("--root", empty, "receive", PERIOD, good, bad, "--json", *at).out)
    assert trial["dry_run"] is True
    assert trial["files"] == real["files"]


def test_a_trial_of_what_was_booked_says_so(empty: Path, came: Path, command: Command) -> None:
    path = laid(came, "bc.xlsx", filled(form(empty, command)))
    at = ("--as-of", "2025-09-20T10:00")
    command("--root", empty, "receive", PERIOD, path, *at)
    before = everything(empty)
    ran = command("--root", empty, "receive", PERIOD, path, "--dry-run", *at)
    assert "sẽ ghi sổ 0 tệp; 1 tệp đã có trong sổ từ trước" in ran.out
    assert everything(empty) == before


def test_only_files_can_be_tried(empty: Path, command: Command) -> None:
    ran = command("--root", empty, "receive", PERIOD, "--undo", "--dry-run")
    assert ran.code == 2
    assert "STN035" in ran.err
