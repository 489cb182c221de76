"""What `lint` found in many files as a workbook: one sheet, a row a file (XlsxWriter)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from xlsxwriter import Workbook

from cv183_reports.model.finding import Finding, Severity
from cv183_reports.spreadsheet.style import CREATED, Formats, Style, options
from cv183_reports.spreadsheet.writer import (
    Link,
    SheetTable,
    TableColumn,
    WrittenBook,
    WrittenSheet,
    write_sheet,
)
from cv183_reports.summary.columns import rank_column
from cv183_reports.vietnamese.wording import count

_NAME, _TITLE = "Thể thức", "KẾT QUẢ SOÁT THỂ THỨC VĂN BẢN"
_CAPTION = "{files} tệp: {wrong} tệp còn phải sửa, {sound} tệp không có lỗi"


@dataclass(frozen=True, slots=True)
class LintedFile:
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
    with Workbook(stream, options()) as workbook:
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
