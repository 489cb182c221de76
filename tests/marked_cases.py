"""Findings on forms, and what can be seen of the copies marked with them."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from io import BytesIO

import openpyxl
from msgspec.structs import replace
from openpyxl.comments import Comment

from cv183_reports.form.fields import MENDING_SHEET
from cv183_reports.form.marked.copy import MarkedHead, mark
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding, Severity
from cv183_reports.spreadsheet.grid import Sheet
from tests.builders import FILE, WARD
from tests.builders_other import unpacked
from tests.builders_xlsx import read
from tests.submission_cases import PERIOD

HEAD = MarkedHead(WARD.name, PERIOD, "trước 16 giờ, ngày 22/9/2025", "Ban Tổ chức Thành ủy")


def fault(
    cell: str, severity: Severity = Severity.ERROR, sheet: str = "Báo cáo", message: str = ""
) -> Finding:
    return Finding(
        "SUB999", severity, Source(FILE, sheet, cell), message or f"Sai ở {cell}", "Hãy sửa."
    )


ALL = (
    fault("J6", Severity.WARNING, message="Ngày “10.8.2025” ghi bằng chữ"),
    fault("I6", message="Tỷ lệ ghi là “khoảng 80%”, không phải là số"),
    fault("I6", Severity.WARNING, message="Tỷ lệ khác kỳ trước & <lạ>"),
    fault("K8:K9", message="Ô K8:K9 gộp hai nhiệm vụ"),
    fault("F7", sheet="Số liệu", message="Số 120 không khớp: 100 + 7 ≠ 120. " * 9),
    fault("", Severity.WARNING, message="Thiếu dòng của nhiệm vụ 3.1"),
    fault("", sheet="", message="Tệp của kỳ khác"),
    fault("K6", Severity.NOTE, message="Chỉ để biết"),
)
"""Of every kind: on a cell, on one without a value, on a range, on a sheet, on the file, a note."""


def marked(data: bytes, findings: Sequence[Finding] = ALL) -> bytes:
    """`data`, which can be marked, marked with `findings`."""
    copy = mark(data, findings, HEAD)
    assert copy is not None
    return copy


def listed(data: bytes) -> list[list[str]]:
    """The table of sheet Cần sửa, without its header."""
    sheet = read(data).sheets[0]
    assert sheet.name == MENDING_SHEET
    return [[cell.text for cell in cells] for row, cells in sheet.rows().items() if row > 8]


def theirs(data: bytes) -> tuple[Sheet, ...]:
    """What is read of the unit's own sheets, without our comments."""
    own = (sheet for sheet in read(data).sheets if sheet.name != MENDING_SHEET)
    return tuple(
        replace(s, floating=tuple(f for f in s.floating if f.author != HEAD.board)) for s in own
    )


def opened(data: bytes) -> openpyxl.Workbook:
    """`data` as openpyxl takes it, which warns of every newer extension."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(BytesIO(data))


def marks(data: bytes) -> dict[str, set[str]]:
    """The areas marked as wrong and as doubtful, as ``Báo cáo!I6``."""
    found: dict[str, set[str]] = {"error": set(), "warning": set()}
    for page in opened(data):
        for areas in page.conditional_formatting:
            for rule in areas.rules:
                kind = re.fullmatch(r'N\("cv183-(\w+)"\)=0', "".join(rule.formula))
                if kind:
                    assert rule.priority <= 2
                    found[kind[1]] |= {f"{page.title}!{area}" for area in str(areas.sqref).split()}
    return found


def comments(data: bytes) -> dict[str, str]:
    """The comments by cell, as ``Báo cáo!I6``; every one of them has its box."""
    found = {
        f"{page.title}!{cell.coordinate}": cell.comment.text
        for page in opened(data)
        for row in page.iter_rows()
        for cell in row
        if cell.comment
    }
    drawings = b"".join(part for name, part in unpacked(data).items() if name.endswith(".vml"))
    assert drawings.count(b'ObjectType="Note"') == len(found)
    return found


def with_comment(data: bytes, sheet: str, cell: str, text: str, author: str = "Nguyễn A") -> bytes:
    """`data` saved by another program, with a comment of the unit's own."""
    book = openpyxl.load_workbook(BytesIO(data))
    book[sheet][cell].comment = Comment(text, author)
    target = BytesIO()
    book.save(target)
    return target.getvalue()
