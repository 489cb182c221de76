"""`close`, `reopen`: a month as it was signed stays as it was signed, whatever comes or changes later."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from datetime import datetime
from email import message_from_bytes, policy
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from msgspec.structs import replace

from cv183_reports.app import Cause, Stopped
from cv183_reports.app import close as app
from cv183_reports.app.build import build_month
from cv183_reports.app.close import close_month
from cv183_reports.app.where import StageMark, where_it_stands
from cv183_reports.consolidation.closing import (
    KeptMonth,
    Published,
    kept_told,
    read_published,
    told_kept,
)
from cv183_reports.consolidation.consolidate import consolidate
from cv183_reports.consolidation.progress import point_of
from cv183_reports.intake.ledger import Ledger, append, read_ledger
from cv183_reports.model import LOCAL, Period
from cv183_reports.model.finding import Finding
from cv183_reports.sample.month import sample_month
from cv183_reports.workspace.folder import Workspace, sha256
from tests.conftest import Command, Ran
from tests.months import filing, register
from tests.shipped import MONTHS, keep_rows, lay, register_at

AUGUST, SEPTEMBER = MONTHS
REPORT = f"bao-cao-thang-{AUGUST}.docx"
AT = ("--as-of", "2025-08-25T09:00")
LATER = ("--as-of", "2025-09-24T08:00")
UNIT = "10507"
NAMED = ("btc-tu", "btgdv-tu", "du-mttq", "du-ubnd", "tct-to-hieu", "ubkt-tu", "vp-tu")
"""Units to which an obligation is given by name."""
UNITS = (UNIT, "10903", "11329", "11383", "11560", *NAMED)


@pytest.fixture(scope="module")
def open_month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two invented months of few units, their documents built, nothing closed."""
    folder = lay(tmp_path_factory.mktemp("chốt") / "CV 183")
    register = folder / "data" / "danh-muc.xlsx"
    keep_rows(register, {"Đơn vị": UNITS})
    for month in MONTHS:
        inbox = folder / "data" / month / "nop"
        inbox.mkdir(parents=True)
        period = Period.parse(month)
        assert period is not None
        (inbox / "gửi về.zip").write_bytes(sample_month(register_at(register), period))
    build_month(folder, AUGUST, "2025-08-25T08:00")
    build_month(folder, SEPTEMBER, LATER[1])
    return folder


@pytest.fixture(scope="module")
def closed_month(open_month: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("đã chốt") / "CV 183"
    shutil.copytree(open_month, folder)
    close_month(folder, AUGUST, [report(folder)], AT[1])
    return folder


@pytest.fixture
def month(open_month: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(open_month, tmp_path / "tháng"))


@pytest.fixture
def closed(closed_month: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(closed_month, tmp_path / "tháng đã chốt"))


def report(root: Path) -> Path:
    return root / "out" / AUGUST / REPORT


def chot(root: Path) -> Path:
    return root / "data" / AUGUST / "chot.json"


def ledger(root: Path) -> Ledger:
    return read_ledger(root / "data" / AUGUST / "so-tiep-nhan.jsonl")


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    }


def published(root: Path) -> Published:
    closing = ledger(root).closing
    assert closing is not None
    found = read_published(chot(root), closing.sha256, "chot.json")
    assert isinstance(found, Published)
    return found


def late_file(root: Path, folder: Path, add: int = 1000, period: str = AUGUST) -> Path:
    """What a unit sends once its month is closed: its form, one figure higher."""
    with zipfile.ZipFile(root / "data" / period / "nop" / "gửi về.zip") as archive:
        (name,) = (name for name in archive.namelist() if UNIT in name)
        book = openpyxl.load_workbook(BytesIO(archive.read(name)))
    cell = book["Số liệu"]["F19"]
    assert isinstance(cell.value, float)
    cell.value += add
    path = folder / "báo cáo bổ sung.xlsx"
    book.save(path)
    at = datetime(2025, 9, 3 if period == AUGUST else 23, 10, tzinfo=LOCAL).timestamp()
    os.utime(path, (at, at))
    return path


def receive_late(root: Path, folder: Path, command: Command) -> Ran:
    asked = ("--as-of", "2025-09-03T10:05", "--json")
    return command("--root", root, "receive", AUGUST, late_file(root, folder), *asked)


def text_of(path: Path) -> str:
    document = docx.Document(str(path))
    cells = (cell.text for t in document.tables for row in t.rows for cell in row.cells)
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


# Closing.


def test_what_is_kept_is_the_month_whole_and_nothing_that_came_is_touched(
    month: Path, command: Command
) -> None:
    before = {**digests(month / "out"), **digests(month / "data" / AUGUST / "nop")}
    ran = command("--root", month, "close", AUGUST, "--signed", report(month), *AT)
    assert (ran.code, ran.err) == (0, "")
    assert f"Đã chốt kỳ {AUGUST} lúc 09 giờ, ngày 25/8/2025" in ran.out
    assert "không có chỗ nào khác số liệu" in ran.out
    assert {**digests(month / "out"), **digests(month / "data" / AUGUST / "nop")} == before
    kept = published(month)
    assert kept.month == app_material(month).now
    (paper,) = kept.signed
    assert paper.sha256 == sha256(report(month).read_bytes())
    assert paper.figures > 100
    there = month / "data" / AUGUST / "da-ky" / paper.sha256 / REPORT
    assert there.read_bytes() == report(month).read_bytes()
    register = month / "data" / "danh-muc.xlsx"
    assert kept.register_sha256 == sha256(register.read_bytes())
    assert kept.reason == ""


def app_material(root: Path) -> app.Material:
    """The month of August as `close` reads it."""
    register = app.open_register(root)
    now = datetime(2025, 8, 25, 9, tzinfo=LOCAL)
    period = Period(2025, 8)
    shutil.move(chot(root).with_name("so-tiep-nhan.jsonl"), root / "aside")
    try:
        return app.read_material(*register, period, now, until=now, read_only=True)
    finally:
        shutil.move(root / "aside", chot(root).with_name("so-tiep-nhan.jsonl"))


def test_the_next_month_says_the_same_byte_for_byte(
    open_month: Path, closed: Path, command: Command
) -> None:
    assert command("--root", closed, "build", SEPTEMBER, *LATER).code == 0
    ours, theirs = (digests(root / "out" / SEPTEMBER) for root in (closed, open_month))
    assert ours.pop("nhat-ky.json") != theirs.pop("nhat-ky.json")
    assert ours == theirs
    journal = json.loads((closed / "out" / SEPTEMBER / "nhat-ky.json").read_bytes())
    assert journal["months_before"] == [{"period": AUGUST, "closed": published(closed).sha256}]
    journal = json.loads((open_month / "out" / SEPTEMBER / "nhat-ky.json").read_bytes())
    (before,) = journal["months_before"]
    assert len(before["files"]) > 5


def test_what_came_is_never_read_again(closed: Path, command: Command) -> None:
    """With the files of the closed month gone, nothing about it changes."""
    assert command("--root", closed, "build", SEPTEMBER, *LATER).code == 0
    before = digests(closed / "out" / SEPTEMBER)
    status = command("--root", closed, "status", AUGUST, "--json").out
    (archive,) = (closed / "data" / AUGUST / "nop").glob("*.zip")
    archive.write_bytes(bytes(archive.stat().st_size))
    assert command("--root", closed, "build", SEPTEMBER, *LATER).code == 0
    assert digests(closed / "out" / SEPTEMBER) == before
    assert command("--root", closed, "status", AUGUST, "--json").out == status
    ran = command("--root", closed, "verify", AUGUST, report(closed))
    assert (ran.code, "không có chỗ nào khác số liệu" in ran.out) == (0, True)
    asked = command("--root", closed, "explain", AUGUST, UNIT)
    assert (asked.code, "Thành Đông" in asked.out) == (0, True)


def test_a_register_of_later_days_changes_nothing_published(closed: Path, command: Command) -> None:
    status = command("--root", closed, "status", AUGUST, "--json").out
    path = closed / "data" / "danh-muc.xlsx"
    book = openpyxl.load_workbook(path)
    units = book["Đơn vị"]
    for row in range(5, 9):
        units.cell(row, 2).value = f"Đảng ủy xã Đổi Tên {row}"
    book.save(path)
    assert command("--root", closed, "status", AUGUST, "--json").out == status
    assert command("--root", closed, "verify", AUGUST, report(closed)).code == 0


# What comes later.


def test_a_late_file_is_booked_told_and_changes_nothing_published(
    closed: Path, tmp_path: Path, command: Command
) -> None:
    before, status = digests(closed / "out" / AUGUST), published(closed)
    told = json.loads(receive_late(closed, tmp_path, command).out)
    (file,) = told["files"]
    assert [f["code"] for f in file["findings"]].count("CHO031") == 1
    assert file["outcome"].startswith("accepted")
    assert published(closed) == status
    counts = json.loads(command("--root", closed, "status", AUGUST, "--json").out)
    (finding,) = (f for f in counts["findings"] if f["code"] == "CHO030")
    assert "1 tệp đến sau khi chốt" in finding["message"]
    ran = command("--root", closed, "build", AUGUST, "--as-of", "2025-09-03T11:00")
    assert (ran.code, "CHO032" in ran.out) == (0, True)
    apart = closed / "out" / f"{AUGUST} (sau chốt)"
    assert (apart / REPORT).exists()
    now = digests(closed / "out" / AUGUST)
    assert {name: now[name] for name in before if name != "ket-qua-nhan.xlsx"} == {
        name: digest for name, digest in before.items() if name != "ket-qua-nhan.xlsx"
    }
    assert not (closed / "data" / AUGUST / "bien-tap.xlsx").exists()


def test_a_file_that_was_counted_is_not_told_as_late_whenever_it_was_booked(
    month: Path, tmp_path: Path, command: Command
) -> None:
    """Closed as of when the papers were made, its files booked afterwards."""
    path = late_file(month, tmp_path)
    ran = command("--root", month, "receive", AUGUST, path, "--as-of", "2025-09-05T09:00")
    assert ran.code == 0, ran.err
    asked = ("--as-of", "2025-09-04T09:00", "--anyway", "--reason", "thử")
    ran = command("--root", month, "close", AUGUST, "--signed", report(month), *asked)
    assert ran.code == 0, ran.err
    told = json.loads(command("--root", month, "status", AUGUST, "--json").out)
    (finding,) = (f for f in told["findings"] if f["code"] == "CHO030")
    assert "đến sau khi chốt" not in finding["message"]


def test_the_page_of_a_closed_month_is_as_it_was_signed(
    closed: Path, tmp_path: Path, command: Command
) -> None:
    apart = closed / "out" / f"{AUGUST} (sau chốt)" / "tinh-hinh.html"
    assert command("--root", closed, "status", AUGUST, "--html").code == 0
    signed, page = apart.read_bytes(), closed / "out" / AUGUST / "tinh-hinh.html"
    assert page.read_bytes() == signed
    assert json.loads(receive_late(closed, tmp_path, command).out)["overview"] == []
    command("--root", closed, "status", AUGUST, "--html")
    assert apart.read_bytes() == page.read_bytes() == signed


def test_the_unit_gets_a_receipt(closed: Path, tmp_path: Path, command: Command) -> None:
    """By the command that is named beside the file, and as the next step."""
    (file,) = json.loads(receive_late(closed, tmp_path, command).out)["files"]
    (remedy,) = (f["remedy"] for f in file["findings"] if f["code"] == "CHO031")
    assert f"cv183-report mail {AUGUST} receipts;" in remedy
    again = command("--root", closed, "receive", AUGUST, tmp_path / "báo cáo bổ sung.xlsx")
    assert f"Việc tiếp theo: cv183-report mail {AUGUST} receipts" in again.out
    assert command("--root", closed, "mail", AUGUST, "receipts", "--unit", UNIT).code == 0
    (draft,) = (closed / "out" / AUGUST / "thu" / "da-nhan").glob(f"{UNIT}*.eml")
    letter = message_from_bytes(draft.read_bytes(), policy=policy.default)
    body = letter.get_body()
    assert body is not None
    assert "sau khi số liệu tháng đã chốt (lúc 09 giờ, ngày 25/8/2025)" in body.get_content()


def test_the_next_report_compares_with_what_was_published_and_says_what_would_change(
    closed: Path, tmp_path: Path, command: Command
) -> None:
    report_of = closed / "out" / SEPTEMBER / f"bao-cao-thang-{SEPTEMBER}.docx"
    before = text_of(report_of)
    assert "đã công bố" not in before
    receive_late(closed, tmp_path, command)
    assert command("--root", closed, "build", SEPTEMBER, *LATER).code == 0
    after = text_of(report_of)
    said = (
        " Số liệu tháng 8 là số đã công bố; nếu tính cả báo cáo gửi sau khi chốt của phường Thành Đông "
        "thì 01 chỉ tiêu và 01 lượt nhiệm vụ của tháng 8 thay đổi."
    )
    assert said in after
    assert after.replace(said, "") == before


def test_in_an_open_month_a_late_file_makes_the_next_documents_out_of_date(
    month: Path, tmp_path: Path, command: Command
) -> None:
    told = json.loads(receive_late(month, tmp_path, command).out)
    (finding,) = (f for f in told["findings"] if f["code"] == "STN034")
    assert finding["file"] == f"out/{SEPTEMBER}"
    assert command("--root", month, "build", SEPTEMBER, *LATER).code == 0
    again = command("--root", month, "receive", AUGUST, tmp_path / "báo cáo bổ sung.xlsx", "--json")
    assert "STN034" not in again.out


@pytest.mark.parametrize("told", ["x", 5, [1, "x", None, {}, {"period": 8}], {"period": AUGUST}])
def test_a_journal_that_somebody_spoilt_stops_nobody(
    month: Path, tmp_path: Path, command: Command, told: object
) -> None:
    journal = month / "out" / SEPTEMBER / "nhat-ky.json"
    journal.parent.mkdir(parents=True, exist_ok=True)
    journal.write_text(json.dumps({"months_before": told}), encoding="utf-8")
    late = receive_late(month, tmp_path, command)
    assert not [f for f in json.loads(late.out)["findings"] if f["code"] == "STN034"]
    assert command("--root", month, "doctor").err == ""


def test_a_late_file_after_which_the_month_is_opened_and_closed_again_counts(
    closed: Path, tmp_path: Path, command: Command
) -> None:
    receive_late(closed, tmp_path, command)
    first, before = chot(closed).read_bytes(), published(closed)
    ran = command("--root", closed, "reopen", AUGUST, "--reason", "Phường Thành Đông gửi lại")
    assert (ran.code, "Đã mở lại kỳ" in ran.out) == (0, True)
    assert ledger(closed).closing is None
    assert command("--root", closed, "build", AUGUST, "--as-of", "2025-09-03T11:00").code == 0
    again = ("--as-of", "2025-09-03T12:00")
    ran = command("--root", closed, "close", AUGUST, "--signed", report(closed), *again)
    assert ran.code == 0
    assert chot(closed).with_name("chot-cu.json").read_bytes() == first
    (was,) = (f for f in before.month.figures if (f.unit, f.source.cell) == (UNIT, "F19"))
    (now,) = (
        f for f in published(closed).month.figures if (f.unit, f.source.cell) == (UNIT, "F19")
    )
    assert now.value == was.value + 1000


# What keeps a month from being closed.


def typed_wrong(root: Path, folder: Path) -> Path:
    """The report with a digit changed by hand."""
    document = docx.Document(str(report(root)))
    (run, *_) = (r for p in document.paragraphs for r in p.runs if "đơn vị gửi báo cáo" in r.text)
    digit = next(c for c in run.text if c.isdigit() and c != "9")
    run.text = run.text.replace(digit, "9", 1)
    path = folder / "trình ký.docx"
    document.save(str(path))
    return path


def test_a_paper_that_differs_needs_a_reason_which_is_kept(
    month: Path, tmp_path: Path, command: Command
) -> None:
    paper = typed_wrong(month, tmp_path)
    asked = ("--root", month, "close", AUGUST, "--signed", paper, *AT)
    ran = command(*asked)
    assert (ran.code, "CHO003" in ran.err + ran.out) == (1, True)
    assert not chot(month).exists()
    assert command(*asked, "--anyway").code == 2
    assert command(*asked, "--reason", "đã in").code == 2
    assert command(*asked, "--anyway", "--reason", "đã phát hành").code == 0
    kept = published(month)
    assert kept.reason == "đã phát hành"
    assert kept.signed[0].misprints > 0


def test_a_scan_is_kept_with_the_document_never_alone(
    month: Path, tmp_path: Path, command: Command
) -> None:
    scan, false = tmp_path / "bản ký.pdf", tmp_path / "giả.pdf"
    scan.write_bytes(b"%PDF-1.7 scanned")
    false.write_bytes(b"PK")
    asked = ("--root", month, "close", AUGUST, *AT, "--signed")
    assert "CHO005" in command(*asked, scan).err
    assert "CHO009" in command(*asked, report(month), "--signed", false).err
    photograph = tmp_path / "trang cuối.JPG"
    photograph.write_bytes(b"\xff\xd8\xff\xe0 page")
    assert not chot(month).exists()
    ran = command(*asked, report(month), "--signed", scan, "--signed", photograph)
    assert (ran.code, "bản ký.pdf, trang cuối.JPG" in ran.out) == (0, True)
    kept = month / "data" / AUGUST / "da-ky" / hashlib.sha256(scan.read_bytes()).hexdigest()
    assert (kept / "bản ký.pdf").read_bytes() == scan.read_bytes()


@pytest.mark.parametrize("kind", ["gone", "doc", "other month", "other program", "emptied"])
def test_what_is_no_signed_document_of_the_month_closes_nothing(
    kind: str, month: Path, tmp_path: Path, command: Command
) -> None:
    path = tmp_path / "văn bản.docx"
    if kind == "doc":
        path = path.with_suffix(".doc")
        path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    elif kind == "other month":
        shutil.copy(month / "out" / SEPTEMBER / f"bao-cao-thang-{SEPTEMBER}.docx", path)
    elif kind != "gone":
        document = docx.Document()
        document.add_paragraph("Kế hoạch tuần" if kind == "other program" else "")
        document.save(str(path))
    before = digests(month)
    ran = command("--root", month, "close", AUGUST, "--signed", path, *AT)
    assert ran.code == 2
    assert path.name in ran.err
    assert digests(month) == before


def test_a_month_is_closed_once_and_opened_only_when_closed(
    closed: Path, month: Path, command: Command
) -> None:
    ran = command("--root", closed, "close", AUGUST, "--signed", report(closed), *AT)
    assert (ran.code, "CHO001" in ran.err) == (2, True)
    ran = command("--root", month, "reopen", AUGUST, "--reason", "x")
    assert (ran.code, "CHO002" in ran.err) == (2, True)
    assert command("--root", closed, "reopen", AUGUST, "--reason", " ").code == 2
    early = ("--as-of", "2025-08-22T15:00")
    ran = command("--root", month, "close", AUGUST, "--signed", report(month), *early)
    assert (ran.code, "CHO004" in ran.err) == (1, True)


def test_a_month_whose_originals_are_lost_is_not_closed(month: Path, command: Command) -> None:
    (archive,) = (month / "data" / AUGUST / "nop").glob("*.zip")
    assert command("--root", month, "receive", AUGUST, archive, *AT).code in (0, 1)
    archive.unlink()
    shutil.rmtree(month / "data" / AUGUST / "goc")
    ran = command("--root", month, "close", AUGUST, "--signed", report(month), *AT)
    assert (ran.code, "CHO006" in ran.err) == (3, True)
    assert not chot(month).exists()


def test_of_two_clerks_closing_at_once_one_does(
    month: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one's closing is there once all was read and compared."""
    sound = app._must_be_sound

    def meanwhile(*_: object) -> None:
        monkeypatch.setattr(app, "_must_be_sound", sound)
        close_month(month, AUGUST, [report(month)], AT[1])

    monkeypatch.setattr(app, "_must_be_sound", meanwhile)
    with pytest.raises(Stopped) as stopped:
        close_month(month, AUGUST, [report(month)], AT[1])
    assert [finding.code for finding in stopped.value.findings] == ["CHO001"]
    assert published(month).reason == ""


def test_a_full_disk_closes_nothing(
    month: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(app, "put_in_place", full)
    ran = command("--root", month, "close", AUGUST, "--signed", report(month), *AT)
    assert (ran.code, "MAY023" in ran.err) == (3, True)
    assert ledger(month).closing is None
    monkeypatch.undo()
    assert close_month(month, AUGUST, [report(month)], AT[1]).published.reason == ""


# chot.json itself.


def edited(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"DONE"', b'"NOT_STARTED"', 1))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def newer(path: Path) -> None:
    told = json.loads(path.read_bytes())
    rewritten(path, {**told, "format": 99, "program": "9.0"})


def of_another_shape(path: Path) -> None:
    told = json.loads(path.read_bytes())
    rewritten(path, {**told, "month": {}})


def rewritten(path: Path, told: object) -> None:
    """As another program would have closed the month."""
    path.write_text(json.dumps(told), encoding="utf-8")
    line = ledger(path.parents[2]).closing
    assert line is not None
    other = type(line)(sha256(path.read_bytes()), line.booked, "x")
    append(path.with_name("so-tiep-nhan.jsonl"), [other])


FAULTS: dict[str, Callable[[Path], None]] = {
    "CHO020": Path.unlink,
    "CHO022": edited,
    "CHO022 ": cut,
    "CHO023": newer,
    "CHO024": of_another_shape,
}


@pytest.mark.parametrize("code", FAULTS)
def test_a_file_that_is_not_as_it_was_written_is_told_everywhere(
    code: str, closed: Path, command: Command
) -> None:
    FAULTS[code](chot(closed))
    told = json.loads(command("--root", closed, "status", AUGUST, "--json").out)
    assert [f["code"] for f in told["findings"]] == [code.strip()]
    next_month = command("--root", closed, "build", SEPTEMBER, "--only", "tong-hop", *LATER)
    assert (next_month.code, code.strip() in next_month.out) == (Cause.FINDINGS, True)
    assert command("--root", closed, "reopen", AUGUST, "--reason", "hỏng").code == 0


def test_without_what_was_closed_nothing_is_written_over_what_was_signed(
    closed: Path, command: Command
) -> None:
    chot(closed).unlink()
    before = digests(closed / "out" / AUGUST)
    ran = command("--root", closed, "build", AUGUST, "--as-of", "2025-09-03T11:00")
    assert "CHO032" in ran.out
    assert (closed / "out" / f"{AUGUST} (sau chốt)" / REPORT).exists()
    assert digests(closed / "out" / AUGUST) == before
    ended = where_it_stands(closed, AUGUST).stages[-1]
    assert ended.mark is StageMark.LOOK
    assert "không thấy số liệu chốt (CHO020)" in ended.told


def test_what_a_later_version_adds_is_passed_over(closed: Path) -> None:
    before = published(closed)
    told = json.loads(chot(closed).read_bytes())
    told["month"]["something_new"] = 1
    told["month"]["filings"][0]["another"] = {}
    rewritten(chot(closed), told)
    again = published(closed)
    assert replace(again, sha256=before.sha256) == before


@pytest.mark.parametrize("briefly", [False, True])
def test_months_before_tell_of_figures_that_are_asked_no_more(*, briefly: bool) -> None:
    """Of a month since which an indicator has ended; without its name in the file nothing of it could be read."""
    base, this = register(), Period(2025, 9)
    indicators = [
        replace(i, valid_until=this.previous if i.code == "N1" else None) for i in base.indicators
    ]
    found = replace(base, indicators=tuple(indicators))
    before, now = (
        consolidate(found, p, [filing("10888", figures={"N1": 7})], as_of=found.due(p), unreadable={})
        for p in (this.previous, this)
    )  # fmt: skip
    kept = KeptMonth(this, now, (point_of(before),), (), {"10888.xlsx": "0" * 64})
    told = json.loads(json.dumps(kept_told(kept, briefly=briefly)))
    assert told_kept(told, briefly=briefly) == kept
    assert [total.value for total in kept.course[0].totals if total.indicator.code == "N1"] == [7]
    assert "N1" not in [total.indicator.code for total in now.totals]


def test_a_file_of_the_first_format_is_read_as_it_was(closed: Path) -> None:
    before = published(closed)
    told = json.loads(chot(closed).read_bytes())
    accepted = told["month"]["accepted"]
    twice = {what: [each for f in accepted for each in f[what]] for what in ("figures", "plans")}
    assert all(twice.values())
    rewritten(chot(closed), {**told, "format": 1, "month": {**told["month"], **twice}})
    again = published(closed)
    assert (replace(again, sha256=before.sha256), again.month.figures, again.month.plans) == (
        before,
        before.month.figures,
        before.month.plans,
    )


def test_doctor_knows_an_incomplete_restore(closed: Path, command: Command) -> None:
    shutil.rmtree(closed / "data" / AUGUST / "da-ky")
    assert "CHO025" in command("--root", closed, "doctor").out
    assert command("--root", closed, "build", SEPTEMBER, "--only", "tong-hop", *LATER).code == 0
    chot(closed).unlink()
    assert "CHO020" in command("--root", closed, "doctor").out
    shutil.rmtree(closed / "data" / AUGUST)
    ran = command("--root", closed, "doctor")
    assert (ran.code, "KTM021" in ran.out) == (1, True)


def test_a_workspace_names_each_place_once() -> None:
    place = Workspace(Path("x"))
    assert place.out_after_closing(Period(2025, 8)).name == f"{AUGUST} (sau chốt)"
    assert isinstance(read_published(Path("không có"), "", "chot.json"), Finding)
