"""The one declaration of the editor's sheet (bien-tap.xlsx). Writer, reader and updater derive from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook

from cv183_reports.consolidation.likeness import LIKENESS, MISSPELT
from cv183_reports.model import Period
from cv183_reports.model.editing import Candidate, TextKind, Use
from cv183_reports.spreadsheet.grid import column_letters
from cv183_reports.spreadsheet.style import (
    FRAME,
    GREEN,
    GREY_TEXT,
    ORANGE,
    SAMPLE_MARK,
    Formats,
    GrowingSheet,
    Look,
    ToFill,
    options,
    set_up_page,
    write_text,
)
from cv183_reports.vietnamese.wording import count, listed, month_name

TITLE = "BẢNG BIÊN TẬP"
YES_OR_NO = {"Có": True, "Không": False}
"""Words of Đưa vào báo cáo; blank: the program decides."""
NEW = "mới (đợt {wave})"
GONE = "không còn"
"""No unit says it any longer."""

_CHOOSING = (
    "Chỉ ghi ở hai cột vàng. Đưa vào báo cáo: Có – in ở phần chính; Không – không in ở đâu; để trống – theo cột "
    "Chương trình đang chọn."
)
_WORDING = (
    "Nội dung biên tập: ghi lời thay cho cả nhóm, in đúng như đã ghi. Ghi cùng một lời cho hai nhóm thì hai nhóm in gộp. "
    "Lưu, đóng tệp rồi chạy lại build."
)
_SAME_BEGINNING = "Cùng số Nhóm là mở đầu giống nhau; nội dung đầy đủ nhất đứng đại diện. Nhiệm vụ chỉ giao một đơn vị thì in toàn bộ."
_ALIKE = (
    f"Cùng số Nhóm là nói cùng một ý: giống nhau từ {LIKENESS}% trở lên, cùng số liệu, cùng phủ định, chỉ khác cách nói, "
    f"chữ viết tắt hoặc nhiều nhất {count(MISSPELT)} lỗi gõ; không chắc thì để riêng."
)


def instructions(kind: TextKind) -> tuple[str, ...]:
    """The lines above the table."""
    return (_CHOOSING, _WORDING, _SAME_BEGINNING if kind is TextKind.RESULT else _ALIKE)


@dataclass(frozen=True, slots=True)
class EditorColumn:
    """One column, found again by its folded header."""

    header: str
    width: int
    """In characters of the default font, as Excel counts."""
    input: bool = False
    """For staff to fill in; the others are the program's."""


GROUP = EditorColumn("Nhóm", 6)
OBLIGATION = EditorColumn("Mã nhiệm vụ", 9)
TEXT = EditorColumn("Nội dung đơn vị báo cáo", 41)
UNITS = EditorColumn("Đơn vị", 19)
COUNT = EditorColumn("Số đơn vị của nhóm", 8)
USE = EditorColumn("Chương trình đang chọn", 12)
INCLUDE = EditorColumn("Đưa vào báo cáo", 10, input=True)
WORDING = EditorColumn("Nội dung biên tập", 34, input=True)
STATE = EditorColumn("Tình trạng", 11)
KEY = EditorColumn("Mã dòng", 15)
_LABELS = {
    TextKind.RESULT: EditorColumn("Nhiệm vụ", 16),
    TextKind.DIFFICULTY: EditorColumn("Lĩnh vực", 16),
    TextKind.PROPOSAL: EditorColumn("Cấp giải quyết", 16),
}
REQUIRED = (INCLUDE, WORDING, KEY)
"""Without these columns a sheet cannot be followed."""


def columns_of(kind: TextKind) -> tuple[EditorColumn, ...]:
    """The columns of the sheet of `kind`, in their order when new."""
    about = (_LABELS[kind], OBLIGATION) if kind in _LABELS else ()
    return (GROUP, *about, TEXT, UNITS, COUNT, USE, INCLUDE, WORDING, STATE, KEY)


Shown = str | int


@dataclass(frozen=True, slots=True)
class ProgramRow:
    """One row as the program writes it: values of its own columns, by column."""

    key: str
    values: dict[EditorColumn, Shown]


def line_of(candidate: Candidate, group: int, state: str = "") -> ProgramRow:
    """The row of `candidate`, in the group of that number."""
    values: dict[EditorColumn, Shown] = {
        GROUP: group,
        TEXT: candidate.text,
        UNITS: listed([unit.short_name for unit in candidate.units]),
        COUNT: candidate.group_units,
        USE: candidate.use.value,
        STATE: state,
        KEY: candidate.key,
    }
    if candidate.kind in _LABELS:
        values |= {_LABELS[candidate.kind]: candidate.label, OBLIGATION: candidate.obligation}
    return ProgramRow(candidate.key, values)


def line_of_gone(key: str) -> ProgramRow:
    """What is written into the row of a text that no unit says any longer."""
    return ProgramRow(key, {USE: Use.NONE.value, STATE: GONE})


HEADER_ROW = 4
"""From 0: a title and three lines of instructions stand above."""
_RULED = 5_000
"""Rows that drop-downs and colours reach, so that newcomers have them."""
NARROW = frozenset({GROUP, OBLIGATION, COUNT, USE, INCLUDE, STATE, KEY})
"""Columns of short values, centred."""


def write_editor(texts: Sequence[Candidate], period: Period, *, sample: bool) -> bytes:
    """A new bien-tap.xlsx; the same bytes for the same arguments."""
    target = BytesIO()
    with Workbook(target, options()) as book:
        created = datetime(period.year, period.month, 1)  # noqa: DTZ001 the file holds no zone
        book.set_properties({"title": f"{TITLE} – {period}", "created": created})
        formats = Formats(book)
        for kind in TextKind:
            sheet = book.add_worksheet(kind.value, GrowingSheet)
            own = [text for text in texts if text.kind is kind]
            _head(sheet, kind, period, formats, sample=sample)
            _rows(sheet, kind, own, formats)
            _rules(sheet, kind, formats)
            _page(sheet, kind, period, len(own))
    return target.getvalue()


_NOTE = Look(italic=True, wrap=True, down="vcenter")
_KEY = replace(ToFill.OURS, colour=GREY_TEXT)
_CHOSEN = Look(fill=GREEN)
_REFUSED = Look(colour=GREY_TEXT, strike=True)
_FRESH = Look(fill=ORANGE)
_GROUP = Look(frame=FRAME, above="#000000")
"""The first row of a group."""


def look_of(column: EditorColumn) -> Look:
    """What the cells of `column` look like."""
    if column is KEY:
        return _KEY
    if column in NARROW:
        return ToFill.THEIRS_CENTRE if column.input else ToFill.OURS_CENTRE
    return ToFill.THEIRS if column.input else ToFill.OURS


def _head(
    sheet: GrowingSheet, kind: TextKind, period: Period, formats: Formats, *, sample: bool
) -> None:
    columns = columns_of(kind)
    width = sum(column.width for column in columns)
    month = month_name(period.year, period.month).upper()
    write_text(sheet, 0, 0, f"{TITLE} {month}: {kind.value.upper()}", formats.of(ToFill.TITLE))
    if sample:
        write_text(sheet, 0, columns.index(WORDING), SAMPLE_MARK, formats.of(ToFill.SAMPLE))
    for row, line in enumerate(instructions(kind), start=1):
        sheet.fit_row(row, [(line, width)])
        sheet.merge_range(row, 0, row, len(columns) - 1, "", formats.of(_NOTE))
        write_text(sheet, row, 0, line, formats.of(_NOTE))
    sheet.fit_row(HEADER_ROW, [(column.header, column.width) for column in columns], least=2)
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width)
        write_text(
            sheet,
            HEADER_ROW,
            at,
            column.header,
            formats.of(ToFill.HEAD_INPUT if column.input else ToFill.HEAD),
        )


def _rows(
    sheet: GrowingSheet, kind: TextKind, texts: Sequence[Candidate], formats: Formats
) -> None:
    columns = columns_of(kind)
    for row, text in enumerate(texts, start=HEADER_ROW + 1):
        values = line_of(text, text.group).values
        for at, column in enumerate(columns):
            value = values.get(column, "")
            if isinstance(value, int):
                sheet.write_number(row, at, value, formats.of(look_of(column)))
            elif value:
                write_text(sheet, row, at, value, formats.of(look_of(column)))
            else:
                sheet.write_blank(row, at, None, formats.of(look_of(column)))
        fitted = [(str(values[column]), column.width) for column in columns if column in values]
        sheet.fit_row(row, fitted)


def _rules(sheet: GrowingSheet, kind: TextKind, formats: Formats) -> None:
    """The drop-down, and the colours that follow what staff choose."""
    columns = columns_of(kind)
    first, last = HEADER_ROW + 1, HEADER_ROW + _RULED
    include = columns.index(INCLUDE)
    refusal = {
        "error_title": "Chưa đúng",
        "error_message": "Chọn Có hoặc Không, hoặc để trống để chương trình tự chọn.",
    }
    choices = {"validate": "list", "source": list(YES_OR_NO), **refusal}
    sheet.data_validation(first, include, last, include, choices)
    chosen, state, group, key = (
        f"${column_letters(columns.index(column) + 1)}{first + 1}"
        for column in (INCLUDE, STATE, GROUP, KEY)
    )
    above = f"${column_letters(columns.index(GROUP) + 1)}{first}"
    everywhere = (first, 0, last, len(columns) - 1)
    # LibreOffice draws only the first rule that applies to a cell, Excel all of them.
    for where, condition, style in (
        (everywhere, f'OR({chosen}="Không",{state}="{GONE}")', formats.of(_REFUSED)),
        (everywhere, f'AND({key}<>"",{group}<>{above})', formats.of(_GROUP)),
        ((first, include, last, include), f'{chosen}="Có"', formats.of(_CHOSEN)),
        (
            (first, columns.index(STATE), last, columns.index(STATE)),
            f'LEFT({state},3)="mới"',
            formats.of(_FRESH),
        ),
    ):
        sheet.conditional_format(
            *where, {"type": "formula", "criteria": f"={condition}", "format": style}
        )


def _page(sheet: GrowingSheet, kind: TextKind, period: Period, rows: int) -> None:
    """The head repeated on every page; frozen head, filter. The key stays off paper."""
    columns = columns_of(kind)
    printed = [column.width for column in columns if column is not KEY]
    last = HEADER_ROW + max(rows, 1)
    set_up_page(sheet, f"&A – {month_name(period.year, period.month)}", printed, repeated=1)
    sheet.print_area(0, 0, last, len(printed) - 1)
    sheet.repeat_rows(HEADER_ROW)
    sheet.freeze_panes(HEADER_ROW + 1, 0)
    sheet.autofilter(HEADER_ROW, 0, last, len(columns) - 1)
