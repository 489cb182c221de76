"""Values that tests are made of: workbooks drawn as Markdown, a small register, units and dates.

A sheet is a Markdown table whose head names it; under the head come its rows, from row 1. A cell is
a text, except: ``80`` a number (not in column A, where codes stand), ``~1.1`` a number anywhere,
``%0.8`` a number in a percent format, ``@2025-08-15`` a date, ``=A1`` a formula without result,
``#REF!`` an error value; ``'80`` is a text for certain. ``\\n``, ``\\|``, ``\\u00a0`` are escapes.

Lines under the tables add what a table cannot show: ``- merged Báo cáo!D2:D3``,
``- hidden Báo cáo!3``, ``- font Báo cáo!E2 .VnTime``, ``- macros``, ``- links``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO

import openpyxl
from msgspec.structs import replace
from openpyxl.styles import Font

from cv183_reports.form import fields
from cv183_reports.form.values import Cells, Typed
from cv183_reports.model import (
    LOCAL,
    Aggregation,
    Constraint,
    Deadline,
    Indicator,
    Kind,
    Obligation,
    PresentationStyle,
    Register,
    Settings,
    Unit,
    UnitGroup,
)
from cv183_reports.spreadsheet.grid import Cell, CellKind, CellRange, Sheet, Workbook
from tests.months import BOARD, COMMITTEES, DEPARTMENTS, OFFICE, PROFILE

FILE = "11560-Phường Thủy Nguyên-2025-09.xlsx"

_EPOCH = datetime(1899, 12, 30)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_ESCAPE = re.compile(r"\\(?:n|\||u[0-9a-f]{4})")
_SPLIT = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\|(?: :?-{3,}:? \|)+")


def workbook(markdown: str, file: str = FILE) -> Workbook:
    """The workbook that `markdown` draws, as the reader would give it."""
    sheets = [_sheet(name, rows) for name, rows in _tables(markdown)]
    flags: set[str] = set()
    for line in markdown.splitlines():
        if line.startswith("- "):
            what, _, rest = line[2:].partition(" ")
            flags.add(what)
            sheets = [_with(sheet, what, rest) for sheet in sheets]
    return Workbook(
        file,
        tuple(sheets),
        has_macros="macros" in flags,
        has_external_links="links" in flags,
    )


def xlsx(drawn: Workbook | str) -> bytes:
    """The same workbook as a file (without macros and links)."""
    drawn = workbook(drawn) if isinstance(drawn, str) else drawn
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in drawn.sheets:
        page = book.create_sheet(sheet.name)
        page.sheet_state = "visible" if sheet.visible else "hidden"
        for cell in sheet.cells.values():
            _write(page.cell(cell.row, cell.column), cell)
        for merged in sheet.merged:
            page.merge_cells(str(merged))
        for row in sheet.hidden_rows:
            page.row_dimensions[row].hidden = True
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _write(target: openpyxl.cell.Cell, cell: Cell) -> None:
    match cell.kind:
        case CellKind.NUMBER:
            target.value = float(cell.text)
        case CellKind.DATE:
            target.value = cell.when
        case CellKind.UNCALCULATED:
            target.value = cell.text
        case _:
            target.value = cell.text
            target.data_type = "e" if cell.kind is CellKind.ERROR else "s"
    target.number_format = cell.number_format
    if cell.font:
        target.font = Font(name=cell.font)


def _tables(markdown: str) -> Iterable[tuple[str, list[list[str]]]]:
    """Each table: the name in its head, and its rows."""
    name, rows, previous = "", [], ""
    for line in [*markdown.splitlines(), ""]:
        if _RULE.fullmatch(line.strip()):
            name, rows = _split(previous)[0], []
        elif name and line.startswith("|"):
            rows.append(_split(line))
        elif name and not line.strip():
            yield name, rows
            name = ""
        previous = line


def _split(line: str) -> list[str]:
    return [part.strip() for part in _SPLIT.split(line.strip().strip("|"))]


def _sheet(name: str, rows: list[list[str]]) -> Sheet:
    cells = {
        (row, column): _cell(row, column, written)
        for row, line in enumerate(rows, 1)
        for column, written in enumerate(line, 1)
        if written
    }
    return Sheet(name, name != "_meta", cells)


def _cell(row: int, column: int, written: str) -> Cell:
    mark, rest = written[0], written[1:]
    if mark == "~" or (column > 1 and _NUMBER.fullmatch(written)):
        digits = written.removeprefix("~")
        return Cell(row, column, CellKind.NUMBER, digits, Decimal(digits))
    if mark == "%":
        return Cell(row, column, CellKind.NUMBER, rest, Decimal(rest), number_format="0%")
    if mark == "@":
        when = datetime.fromisoformat(rest)
        days = Decimal((when - _EPOCH).days)
        return Cell(row, column, CellKind.DATE, rest, days, when, "dd/mm/yyyy")
    if mark == "=":
        return Cell(row, column, CellKind.UNCALCULATED, written, formula=written)
    if mark == "#":
        return Cell(row, column, CellKind.ERROR, written)
    return Cell(row, column, CellKind.TEXT, _ESCAPE.sub(_unescaped, written.removeprefix("'")))


def _unescaped(found: re.Match[str]) -> str:
    escape = found[0][1:]
    return {"n": "\n", "|": "|"}.get(escape) or chr(int(escape[1:], 16))


def _with(sheet: Sheet, what: str, rest: str) -> Sheet:
    """The sheet with what one line under the tables says of it."""
    name, _, place = rest.partition("!")
    if name != sheet.name:
        return sheet
    if what == "merged":
        return replace(sheet, merged=(*sheet.merged, _range(place)))
    if what == "hidden":
        return replace(sheet, hidden_rows=sheet.hidden_rows | {int(place)})
    assert what == "font", what
    reference, _, font = place.partition(" ")
    cells = {
        key: replace(cell, font=font) if cell.reference == reference else cell
        for key, cell in sheet.cells.items()
    }
    return replace(sheet, cells=cells)


def _range(reference: str) -> CellRange:
    corners = re.findall(r"([A-Z])(\d+)", reference)
    (left, top), (right, bottom) = corners[0], corners[-1]
    return CellRange(int(top), ord(left) - 64, int(bottom), ord(right) - 64)


def typed_row(*values: Typed, **named: Typed) -> Cells:
    """What is typed into the input cells of an obligation, from the left, or by key."""
    keys = (column.key for column in fields.inputs(fields.ANSWER_COLUMNS))
    return {**dict(zip(keys, values, strict=False)), **named}


def _before(day: date, at: time = time()) -> Deadline:
    return Deadline(once=datetime.combine(day, at, LOCAL))


WARD = Unit(
    code="11560",
    name="Đảng ủy phường Thủy Nguyên",
    short_name="Phường Thủy Nguyên",
    group="cap-xa",
    style=PresentationStyle.PARTY,
    order=0,
    email="thuynguyen@example.vn",
    tier="Phường",
)
COMMUNE = Unit(
    code="10909",
    name="Đảng ủy xã Cẩm Giàng",
    short_name="Xã Cẩm Giàng",
    group="cap-xa",
    style=PresentationStyle.PARTY,
    order=1,
    former_names=("Đảng ủy xã Tân Trường",),
    tier="Xã",
)
DEPARTMENT = Unit(
    code="so-khcn",
    name="Sở Khoa học & Công nghệ, Đổi mới sáng tạo và Chuyển đổi số thành phố Hải Phòng",
    short_name="Sở KH&CN",
    group="so-nganh",
    style=PresentationStyle.STATE,
    order=2,
    valid_until=date(2026, 6, 30),
)


def _obligation(
    code: str,
    text: str,
    kind: Kind,
    deadline: Deadline | None,
    assigned_to: tuple[str, ...],
    order: int,
) -> Obligation:
    return Obligation(
        code=code,
        section="1. Về tổ chức bộ máy" if code.startswith("1") else "2. Các nhiệm vụ khác",
        text=text,
        short_text=text[:30],
        kind=kind,
        deadline=deadline,
        assigned_to=assigned_to,
        with_units=(),
        proof=f"Văn bản về nhiệm vụ {code}",
        judged_by_receipt=code == "1.4",
        order=order,
    )


_OBLIGATIONS = (
    (
        "1.1",
        "Kiện toàn tổ chức bộ máy của xã, phường, đặc khu",
        Kind.ONGOING,
        None,
        "cap-xa so-nganh",
    ),
    (
        "1.3",
        "Ban hành quy chế làm việc của cấp ủy",
        Kind.ONE_OFF,
        _before(date(2025, 8, 15)),
        "cap-xa",
    ),
    (
        "1.4",
        "Báo cáo kết quả thực hiện hằng tháng",
        Kind.MONTHLY,
        Deadline(monthly_day=22, monthly_time=time(16)),
        "cap-xa so-nganh",
    ),
    (
        "3.1",
        "Bố trí trụ sở, trang thiết bị làm việc",
        Kind.ONE_OFF,
        _before(date(2025, 8, 29)),
        "cap-xa",
    ),
    (
        "5.4",
        "Tổng hợp số liệu & báo cáo chuyên đề",
        Kind.MONTHLY,
        Deadline(monthly_day=23, monthly_time=time(16)),
        "so-khcn",
    ),
    ("9", "Theo dõi, đôn đốc việc thực hiện", Kind.ONGOING, None, "so-khcn"),
)


def _indicator(code: str, name: str, decimals: int, order: int, measure: str) -> Indicator:
    return Indicator(
        code=code,
        name=name,
        measure=measure,
        topic="Thủ tục hành chính",
        groups=("cap-xa",),
        aggregation=Aggregation.SUM,
        decimals=decimals,
        order=order,
    )


REGISTER = Register(
    groups=(
        UnitGroup("cap-xa", "cấp ủy cấp xã", 0, COMMITTEES),
        UnitGroup("so-nganh", "sở, ngành", 1, DEPARTMENTS),
    ),
    units=(WARD, COMMUNE, DEPARTMENT),
    obligations=tuple(
        _obligation(code, text, kind, deadline, tuple(owners.split()), order)
        for order, (code, text, kind, deadline, owners) in enumerate(_OBLIGATIONS)
    ),
    indicators=(
        _indicator("CD01", "Hồ sơ tiếp nhận", 0, 0, "hồ sơ"),
        _indicator("CD02", "Hồ sơ đã giải quyết", 0, 1, "hồ sơ"),
        _indicator("CD03", "Hồ sơ đang giải quyết", 0, 2, "hồ sơ"),
        _indicator("CD04", "Tỷ lệ số hóa", 1, 3, "%"),
    ),
    constraints=(
        Constraint(("CD02", "CD03"), "=", ("CD01",), "đã giải quyết + đang giải quyết = tiếp nhận"),
    ),
    settings=Settings(
        board=BOARD,
        office=OFFICE,
        new_tone_marks=False,
    ),
    profile=PROFILE,
    fingerprint="0123456789abcdef",
)
"""3 units and 6 obligations, with diacritics, a long name and a "&"."""
