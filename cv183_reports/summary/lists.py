"""Workbooks of one list: what came of everything received for a month (ket-qua-nhan.xlsx), what `lint` found in many files (XlsxWriter)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO

from msgspec import Struct

from cv183_reports.intake.ledger import Booking
from cv183_reports.model import Period, Register, Unit
from cv183_reports.model.finding import Finding, Judgement, Severity
from cv183_reports.spreadsheet.style import CREATED, Formats, NewWorkbook, Style
from cv183_reports.spreadsheet.writer import (
    Link,
    SheetTable,
    TableColumn,
    WrittenBook,
    WrittenSheet,
    write_sheet,
)
from cv183_reports.summary.columns import cell_columns, rank_column
from cv183_reports.validation.batch import Batch, Received
from cv183_reports.vietnamese.wording import count, period_name, upper_first

_MARK, _YES, _NO = "x", "Có", "Không"


class Results(Struct, frozen=True):
    """Everything that came for a month."""

    period: Period
    register: Register
    received: Sequence[Received]
    batch: Batch
    """Of the same files, in the same order."""
    booked: Mapping[str, datetime]
    """When each file was booked; what lies in the folder by hand is not here."""
    unkept: Sequence[Booking]
    """What was booked and is no report at all (a lock file, Thumbs.db)."""
    general: Sequence[Finding]
    """What concerns no single file: of the ledger, of what could not be received."""

    @property
    def counted(self) -> frozenset[str]:
        """The files that count."""
        return frozenset(filing.file for filing in self.batch.filings)


class _File(Struct, frozen=True):
    """One row of the sheet of files."""

    judgement: Judgement
    received: Received | None
    unit: Unit | None
    booked: datetime | None
    counts: bool

    def many(self, severity: Severity) -> int:
        """How many findings of that severity."""
        return sum(finding.severity is severity for finding in self.judgement.findings)


class _Point(Struct, frozen=True):
    """One row of the sheet of findings."""

    finding: Finding
    unit: Unit | None
    is_shared: bool


def write_results(results: Results) -> bytes:
    """Every file with what became of it, every finding with its place, and what many have in common."""
    stream = BytesIO()
    month = period_name(results.period)
    sample = any(filing.sample for filing in results.batch.filings)
    with NewWorkbook(stream) as workbook:
        workbook.set_properties({"title": f"Kết quả nhận báo cáo {month}", "created": CREATED})
        book = WrittenBook(workbook, Formats(workbook), f"Kỳ báo cáo: {month}", sample)
        write_sheet(book, _files(results))
        write_sheet(book, _points(results))
        write_sheet(book, _general(results))
    return stream.getvalue()


def _unit(results: Results, judgement: Judgement | None) -> Unit | None:
    return results.register.unit(judgement.unit or "") if judgement else None


def _files(results: Results) -> WrittenSheet[_File]:
    counted = results.counted
    pairs = zip(results.batch.judgements, results.received, strict=True)
    rows = [
        _File(j, each, _unit(results, j), results.booked.get(j.file), j.file in counted)
        for j, each in pairs
    ]
    rows += [_unkept(booking) for booking in results.unkept]
    return WrittenSheet(
        "Tệp",
        "KẾT QUẢ NHẬN BÁO CÁO",
        SheetTable(
            (
                rank_column(),
                TableColumn("Mã đơn vị", 12, lambda f: f.unit.code if f.unit else "", Style.CENTRE),
                TableColumn("Đơn vị", 27, lambda f: f.unit.short_name if f.unit else ""),
                TableColumn("Kết quả", 22, lambda f: upper_first(f.judgement.outcome.words)),
                TableColumn("Được tính", 9, lambda f: _YES if f.counts else _NO, Style.CENTRE),
                TableColumn("Số lỗi", 8, lambda f: f.many(Severity.ERROR), Style.COUNT),
                TableColumn("Số cảnh báo", 8, lambda f: f.many(Severity.WARNING), Style.COUNT),
                TableColumn("Thời điểm nhận", 16, _received_at, Style.INSTANT),
                TableColumn(
                    "Căn cứ", 38, lambda f: f.received.receipt.evidence if f.received else ""
                ),
                TableColumn("Ghi sổ lúc", 16, lambda f: f.booked, Style.INSTANT),
                TableColumn("Địa chỉ gửi", 28, lambda f: f.received.sender if f.received else ""),
                TableColumn("Tệp", 44, lambda f: f.judgement.file),
            ),
            rows,
        ),
        frozen=3,
    )


def _unkept(booking: Booking) -> _File:
    file = f"{booking.name}/{booking.inside}".rstrip("/")
    judgement = Judgement(file, booking.outcome, None, None, None, ())
    return _File(judgement, None, None, booking.booked, counts=False)


def _received_at(row: _File) -> datetime | None:
    """Nothing where nothing tells."""
    at = row.received.receipt.at if row.received else None
    return at if at and at.year > 1 else None


def _points(results: Results) -> WrittenSheet[_Point]:
    by_file = {judgement.file: judgement for judgement in results.batch.judgements}
    own = [finding for judgement in results.batch.judgements for finding in judgement.findings]
    shared = [finding for each in results.batch.shared for finding in each.findings]
    rows = [
        _Point(finding, _unit(results, by_file.get(finding.place.file)), is_shared=is_shared)
        for findings, is_shared in ((own, False), (shared, True))
        for finding in findings
    ]
    return WrittenSheet(
        "Từng điểm",
        "LỖI, CẢNH BÁO, GHI CHÚ CỦA TỪNG TỆP",
        SheetTable(
            (
                rank_column(),
                TableColumn("Mã đơn vị", 12, lambda p: p.unit.code if p.unit else "", Style.CENTRE),
                TableColumn("Đơn vị", 27, lambda p: p.unit.short_name if p.unit else ""),
                TableColumn("Mức độ", 10, lambda p: p.finding.severity.value, Style.CENTRE),
                TableColumn("Mã lỗi", 9, lambda p: p.finding.code, Style.CENTRE),
                *cell_columns(lambda p: p.finding.place),
                TableColumn("Phát hiện", 62, lambda p: p.finding.message),
                TableColumn("Cách xử lý", 62, lambda p: p.finding.remedy),
                TableColumn(
                    "Nhiều đơn vị cùng có", 10, lambda p: _MARK * p.is_shared, Style.CENTRE
                ),
                TableColumn("Tệp", 44, lambda p: p.finding.place.file),
            ),
            rows,
        ),
        frozen=3,
    )


def _general(results: Results) -> WrittenSheet[Finding]:
    rows = (*results.general, *(shared.note for shared in results.batch.shared))
    return WrittenSheet(
        "Chung cả kỳ",
        "ĐIỀU CHUNG CẢ KỲ, TỆP CHƯA NHẬN ĐƯỢC",
        SheetTable(
            (
                rank_column(),
                TableColumn("Mức độ", 10, lambda f: f.severity.value, Style.CENTRE),
                TableColumn("Mã lỗi", 9, lambda f: f.code, Style.CENTRE),
                TableColumn("Ở đâu", 40, lambda f: str(f.place)),
                TableColumn("Phát hiện", 62, lambda f: f.message),
                TableColumn("Cách xử lý", 62, lambda f: f.remedy),
            ),
            rows,
        ),
        frozen=1,
    )


_NAME, _TITLE = "Thể thức", "KẾT QUẢ SOÁT THỂ THỨC VĂN BẢN"
_CAPTION = "{files} tệp: {wrong} tệp còn phải sửa, {sound} tệp không có lỗi"


class LintedFile(Struct, frozen=True):
    """One row."""

    file: str
    """As the clerk gave it."""
    address: str
    """Where it lies, from the folder of the workbook, with slashes."""
    kind: str
    """Báo cáo, Công văn …; empty where it was not recognised."""
    rules: str
    """hd36, hd05, nd30; empty where the file was not judged."""
    findings: tuple[Finding, ...]

    def many(self, severity: Severity) -> int:
        """How many findings of that severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def worst(self) -> str:
        """The first error, else the first warning, with its code."""
        for severity in (Severity.ERROR, Severity.WARNING):
            for finding in self.findings:
                if finding.severity is severity:
                    return f"{finding.code}: {finding.message}"
        return ""


def write_linted(files: Sequence[LintedFile]) -> bytes:
    """The workbook; the files in their order."""
    stream = BytesIO()
    wrong = sum(each.many(Severity.ERROR) > 0 for each in files)
    caption = _CAPTION.format(
        files=count(len(files)), wrong=count(wrong), sound=count(len(files) - wrong)
    )
    with NewWorkbook(stream) as workbook:
        workbook.set_properties({"title": _TITLE.capitalize(), "created": CREATED})
        write_sheet(
            WrittenBook(workbook, Formats(workbook), caption, sample=False),
            WrittenSheet(_NAME, _TITLE, SheetTable(_columns(), files), frozen=2),
        )
    return stream.getvalue()


def _columns() -> tuple[TableColumn[LintedFile], ...]:
    return (
        rank_column(),
        TableColumn("Tệp", 46, lambda f: Link(f.file, f.address)),
        TableColumn("Thể loại", 16, lambda f: f.kind),
        TableColumn("Bộ quy tắc", 10, lambda f: f.rules, Style.CENTRE),
        TableColumn("Số lỗi", 8, lambda f: f.many(Severity.ERROR), Style.ALARM),
        TableColumn("Số cảnh báo", 9, lambda f: f.many(Severity.WARNING), Style.COUNT),
        TableColumn("Số ghi chú", 8, lambda f: f.many(Severity.NOTE), Style.COUNT),
        TableColumn("Lỗi đầu tiên", 64, lambda f: f.worst),
    )
