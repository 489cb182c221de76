"""The one declaration of the editor's sheet (bien-tap.xlsx). Writer, reader and updater derive from it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO

from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.consolidation.themes import LIKENESS, MISSPELT
from cv183_reports.model import Cycle, Period
from cv183_reports.model.prose import Assessment, Candidate, TextKind, Use
from cv183_reports.register.sheets import YES_OR_NO
from cv183_reports.spreadsheet.grid import column_letters
from cv183_reports.spreadsheet.style import (
    FRAME,
    GREEN,
    GREY_TEXT,
    ORANGE,
    Formats,
    GrowingSheet,
    Look,
    NewWorkbook,
    ToFill,
    set_up_page,
    write_text,
)
from cv183_reports.spreadsheet.writer import AT_ONCE, SettlingSheet
from cv183_reports.vietnamese.wording import (
    SAMPLE_MARK,
    count,
    names_listed,
    period_name,
    period_noun,
)

EDITOR_TITLE = "BẢNG BIÊN TẬP"
"""Words of Đưa vào báo cáo; blank: the program decides."""
NEW = "mới (đợt {wave})"
MOVED = "số liệu đã đổi (đợt {wave})"
"""Staff worded the row, and a figure of the draft under their words moved."""
REDRAFTED = "bản soạn đã đổi (đợt {wave})"
"""The same where no figure moved: other units are named, another word stands there."""
GONE = "không còn"
"""No unit says it any longer; no rule drafts it any longer."""


class EditorColumn(Struct, frozen=True):
    """One column, known by its header and found again by it, folded."""

    header: str
    width: int
    """In characters of the default font, as Excel counts."""
    input: bool = False
    """For staff to fill in; the others are the program's."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, EditorColumn) and self.header == other.header

    def __hash__(self) -> int:
        return hash(self.header)


GROUP = EditorColumn("Nhóm", 6)
OBLIGATION = EditorColumn("Mã nhiệm vụ", 9)
TEXT = EditorColumn("Nội dung đơn vị báo cáo", 41)
UNITS_COLUMN = EditorColumn("Đơn vị", 19)
COUNT = EditorColumn("Số đơn vị của nhóm", 8)
USE = EditorColumn("Chương trình đang chọn", 12)
PART = EditorColumn("Phần", 17)
DRAFT = EditorColumn("Chương trình soạn", 60)
INCLUDE = EditorColumn("Đưa vào báo cáo", 10, input=True)
WORDING = EditorColumn("Nội dung biên tập", 34, input=True)
STATE_COLUMN = EditorColumn("Tình trạng", 11)
PRIOR = EditorColumn("Bản soạn trước", 60)
"""What the program had drafted when staff wrote their words; filled in while it drafts otherwise."""
KEY = EditorColumn("Mã dòng", 15)
SEAL = EditorColumn("Mã kiểm", 15)
"""See `Seal`."""
_LABELS = {
    TextKind.RESULT: EditorColumn("Nhiệm vụ", 16),
    TextKind.DIFFICULTY: EditorColumn("Lĩnh vực", 16),
    TextKind.PROPOSAL: EditorColumn("Cấp giải quyết", 16),
}


class EditorPage(Struct, frozen=True):
    """One sheet of the workbook, found again by its folded name."""

    name: str
    instructions: tuple[str, str, str]
    """The lines above the table."""
    columns: tuple[EditorColumn, ...]
    """In their order when new."""
    required: tuple[EditorColumn, ...]
    """Without these the sheet cannot be followed."""
    together: EditorColumn
    """Rows that are alike in this one belong together."""
    kind: TextKind | None = None
    """Of the texts of units in it; None: assessments."""

    def titled(self, cycle: Cycle) -> str:
        """Its name where such periods are reported."""
        return self.name.format(noun=period_noun(cycle))


_SAVE = "Lưu, đóng tệp rồi chạy lại build."
_JUDGED = (
    "Mỗi dòng là một đoạn nhận định chương trình soạn từ số liệu của {noun}. Chỉ ghi ở hai cột vàng. Đưa vào báo cáo: "
    "Không – không in ở đâu; Có hoặc để trống – in."
)
_REWORDING = (
    "Nội dung biên tập: ghi lời thay cho cả đoạn, in đúng như đã ghi; để trống – in theo cột Chương trình soạn. "
    f"{_SAVE}"
)
_MOVING = (
    "Lời đã ghi được giữ qua các lần build. Tình trạng nền cam «đã đổi»: số liệu hoặc tên trong đoạn nay khác lúc biên tập "
    "(bản cũ ở cột Bản soạn trước); sửa lời cho khớp, hoặc xóa ô Tình trạng nếu lời vẫn đúng."
)
_CHOOSING = (
    "Chỉ ghi ở hai cột vàng. Đưa vào báo cáo: Có – in ở phần chính; Không – không in ở đâu; để trống – theo cột "
    "Chương trình đang chọn."
)
_WORDING = (
    "Nội dung biên tập: ghi lời thay cho cả nhóm, in đúng như đã ghi. Ghi cùng một lời cho hai nhóm thì hai nhóm in gộp. "
    f"{_SAVE}"
)
_SAME_BEGINNING = "Cùng số Nhóm là mở đầu giống nhau; nội dung đầy đủ nhất đứng đại diện. Nhiệm vụ chỉ giao một đơn vị thì in toàn bộ."
_ALIKE = (
    f"Cùng số Nhóm là nói cùng một ý: giống nhau từ {LIKENESS}% trở lên, cùng số liệu, cùng phủ định, chỉ khác cách nói, "
    f"chữ viết tắt hoặc nhiều nhất {count(MISSPELT)} lỗi gõ; không chắc thì để riêng."
)


def _of_texts(kind: TextKind) -> EditorPage:
    about = (_LABELS[kind], OBLIGATION) if kind in _LABELS else ()
    return EditorPage(
        kind.value,
        (_CHOOSING, _WORDING, _SAME_BEGINNING if kind is TextKind.RESULT else _ALIKE),
        (GROUP, *about, TEXT, UNITS_COLUMN, COUNT, USE, INCLUDE, WORDING, STATE_COLUMN, KEY),
        (INCLUDE, WORDING, KEY),
        GROUP,
        kind,
    )


ASSESSMENTS = EditorPage(
    "Đánh giá",
    (_JUDGED, _REWORDING, _MOVING),
    (
        *(PART, DRAFT, INCLUDE, replace(WORDING, width=61), replace(STATE_COLUMN, width=18)),
        *(PRIOR, KEY, SEAL),
    ),
    (DRAFT, INCLUDE, WORDING, STATE_COLUMN, PRIOR, KEY, SEAL),
    PART,
)
_TEXTS = {kind: _of_texts(kind) for kind in TextKind}
PAGES = (ASSESSMENTS, *_TEXTS.values())
"""In their order when new."""


ShownValue = str | int


class ProgramRow(Struct, frozen=True):
    """One row as the program writes it: values of its own columns, by column."""

    key: str
    values: dict[EditorColumn, ShownValue]


def line_of(candidate: Candidate, group: int, state: str = "") -> ProgramRow:
    """The row of `candidate`, in the group of that number."""
    values: dict[EditorColumn, ShownValue] = {
        GROUP: group,
        TEXT: candidate.text,
        UNITS_COLUMN: names_listed([unit.short_name for unit in candidate.units]),
        COUNT: candidate.group_units,
        USE: candidate.use.value,
        STATE_COLUMN: state,
        KEY: candidate.key,
    }
    if candidate.kind in _LABELS:
        values |= {_LABELS[candidate.kind]: candidate.label, OBLIGATION: candidate.obligation}
    return ProgramRow(candidate.key, values)


def line_of_assessment(
    assessment: Assessment, cycle: Cycle, state: str = "", prior: str = "", wording: str = ""
) -> ProgramRow:
    """The row of `assessment`; `prior` is the other draft on which the `wording` of staff rests."""
    values: dict[EditorColumn, ShownValue] = {
        PART: assessment.part.value.format(noun=period_noun(cycle)),
        DRAFT: assessment.text,
        STATE_COLUMN: state,
        PRIOR: prior,
        KEY: assessment.key,
        SEAL: str(Seal.of(assessment.key, wording, assessment.text)),
    }
    return ProgramRow(assessment.key, values)


def line_of_gone(key: str) -> ProgramRow:
    """What is written into the row of what is not said or drafted any longer."""
    return ProgramRow(key, {USE: Use.NONE.value, STATE_COLUMN: GONE})


_SEAL_DIGITS = 8
_SEAL_JOINT = "-"


class Seal(Struct, frozen=True):
    """What Mã kiểm holds: that the key is the program's; the words of staff under which the draft moved; the draft.

    Sheets of before the draft was sealed lack it.
    """

    key: str
    wording: str = ""
    draft: str = ""

    @classmethod
    def of(cls, key: str, wording: str = "", draft: str = "") -> Seal:
        """The digests of these."""
        return cls(*map(_digest, (key, wording, draft)))

    @classmethod
    def read(cls, written: str) -> Seal:
        """What such a cell says."""
        key, _, rest = written.partition(_SEAL_JOINT)
        wording, _, draft = rest.partition(_SEAL_JOINT)
        return cls(key, wording, draft)

    def __str__(self) -> str:
        return _SEAL_JOINT.join((self.key, self.wording, self.draft)).rstrip(_SEAL_JOINT)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_SEAL_DIGITS] if text else ""


HEADER_ROW = 4
"""From 0: a title and three lines of instructions stand above."""
_RULED = 5_000
"""Rows that drop-downs and colours reach, so that newcomers have them."""
_NARROW = frozenset({GROUP, OBLIGATION, COUNT, USE, INCLUDE, STATE_COLUMN, KEY})
"""Columns of short values, centred."""
_OFF_PAPER = frozenset({PRIOR, KEY, SEAL})
"""The last columns."""


class _Sheet(GrowingSheet, SettlingSheet):
    """A sheet of the workbook."""


def write_editor(
    texts: Sequence[Candidate],
    assessments: Sequence[Assessment],
    period: Period,
    *,
    sample: bool,
) -> bytes:
    """A new bien-tap.xlsx; the same bytes for the same arguments."""
    lines = {_TEXTS[kind]: _lines(texts, kind) for kind in TextKind}
    lines[ASSESSMENTS] = [
        line_of_assessment(assessment, period.cycle) for assessment in assessments
    ]
    return write_pages({page: lines[page] for page in PAGES}, period, sample=sample)


def _lines(texts: Sequence[Candidate], kind: TextKind) -> list[ProgramRow]:
    return [line_of(text, text.group) for text in texts if text.kind is kind]


def write_pages(
    pages: Mapping[EditorPage, Sequence[ProgramRow]], period: Period, *, sample: bool
) -> bytes:
    """A workbook of these sheets with these rows."""
    target = BytesIO()
    cells = sum(len(lines) * len(page.columns) for page, lines in pages.items())
    with NewWorkbook(target, large=cells > AT_ONCE) as book:
        created = datetime(period.year, period.month, 1)  # noqa: DTZ001 the file holds no zone
        book.set_properties({"title": f"{EDITOR_TITLE} – {period}", "created": created})
        formats = Formats(book)
        for page, lines in pages.items():
            sheet = book.add_worksheet(page.titled(period.cycle), _Sheet)
            _head(sheet, page, period, formats, sample=sample)
            _rows(sheet, page, lines, formats)
            _rules(sheet, page, formats)
            _paper(sheet, page, period, len(lines))
    return target.getvalue()


_NOTE = Look(italic=True, wrap=True, down="vcenter")
_CODE = replace(ToFill.OURS, colour=GREY_TEXT)
_CHOSEN = Look(fill=GREEN)
_REFUSED = Look(colour=GREY_TEXT, strike=True)
_FRESH = Look(fill=ORANGE)
_GROUP = Look(frame=FRAME, above="#000000")
"""The first row of a group."""


def look_of(column: EditorColumn) -> Look:
    """What the cells of `column` look like."""
    if column in _OFF_PAPER:
        return _CODE
    if column in _NARROW:
        return ToFill.THEIRS_CENTRE if column.input else ToFill.OURS_CENTRE
    return ToFill.THEIRS if column.input else ToFill.OURS


def _printed(page: EditorPage) -> list[EditorColumn]:
    return [column for column in page.columns if column not in _OFF_PAPER]


def _head(
    sheet: GrowingSheet, page: EditorPage, period: Period, formats: Formats, *, sample: bool
) -> None:
    columns, over = page.columns, _printed(page)
    width = sum(column.width for column in over)
    title = f"{EDITOR_TITLE} {period_name(period).upper()}: {page.titled(period.cycle).upper()}"
    write_text(sheet, 0, 0, title, formats.of(ToFill.TITLE))
    if sample:
        write_text(sheet, 0, columns.index(WORDING), SAMPLE_MARK, formats.of(ToFill.SAMPLE))
    noun = period_noun(period.cycle)
    told = (line.format(noun=noun) for line in page.instructions)
    for row, line in enumerate(told, start=1):
        sheet.fit_row(row, [(line, width)])
        sheet.merge_range(row, 0, row, len(over) - 1, "", formats.of(_NOTE))
        write_text(sheet, row, 0, line, formats.of(_NOTE))
    sheet.fit_row(HEADER_ROW, [(column.header, column.width) for column in columns], least=2)
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width)
        look = ToFill.HEAD_INPUT if column.input else ToFill.HEAD
        write_text(sheet, HEADER_ROW, at, column.header, formats.of(look))


def _rows(sheet: _Sheet, page: EditorPage, lines: Sequence[ProgramRow], formats: Formats) -> None:
    together = max(AT_ONCE // len(page.columns), 1)
    for row, line in enumerate(lines, start=HEADER_ROW + 1):
        for at, column in enumerate(page.columns):
            value, look = line.values.get(column, ""), formats.of(look_of(column))
            if isinstance(value, int):
                sheet.write_number(row, at, value, look)
            elif value:
                write_text(sheet, row, at, value, look)
            else:
                sheet.write_blank(row, at, None, look)
        sheet.fit_row(row, [(str(line.values.get(c, "")), c.width) for c in page.columns])
        if row % together == 0:
            sheet.settle(row + 1)


def _rules(sheet: GrowingSheet, page: EditorPage, formats: Formats) -> None:
    """The drop-down, and the colours that follow what staff choose."""
    columns = page.columns
    first, last = HEADER_ROW + 1, HEADER_ROW + _RULED
    include, own_state = columns.index(INCLUDE), columns.index(STATE_COLUMN)
    refusal = {
        "error_title": "Chưa đúng",
        "error_message": "Chọn Có hoặc Không, hoặc để trống để chương trình tự chọn.",
    }
    choices = {"validate": "list", "source": list(YES_OR_NO), **refusal}
    sheet.data_validation(first, include, last, include, choices)
    chosen, state, group, key = (
        f"${column_letters(columns.index(column) + 1)}{first + 1}"
        for column in (INCLUDE, STATE_COLUMN, page.together, KEY)
    )
    above = f"${column_letters(columns.index(page.together) + 1)}{first}"
    refused = f'OR({chosen}="Không",{state}="{GONE}")', _REFUSED
    begins = f'AND({key}<>"",{group}<>{above})', _GROUP
    fresh = f'OR(LEFT({state},3)="mới",ISNUMBER(SEARCH("đã đổi",{state})))', _FRESH
    # LibreOffice draws one rule of a cell, the first of one range: no two ranges share a cell.
    for where, rules in (
        ([include], (refused, (f'{chosen}="Có"', _CHOSEN), begins)),
        ([own_state], (refused, fresh, begins)),
        ([at for at in range(len(columns)) if at not in (include, own_state)], (refused, begins)),
    ):
        letters = [column_letters(at + 1) for at in where]
        ranges = " ".join(f"{letter}{first + 1}:{letter}{last + 1}" for letter in letters)
        for condition, look in rules:
            rule = {"type": "formula", "criteria": f"={condition}", "format": formats.of(look)}
            sheet.conditional_format(
                first, where[0], last, where[0], rule | {"multi_range": ranges}
            )


def _paper(sheet: GrowingSheet, page: EditorPage, period: Period, rows: int) -> None:
    """The head repeated on every page; frozen head, filter. Codes stay off paper."""
    printed = [column.width for column in _printed(page)]
    last = HEADER_ROW + max(rows, 1)
    set_up_page(sheet, f"&A – {period_name(period)}", printed, repeated=1)
    sheet.print_area(0, 0, last, len(printed) - 1)
    sheet.repeat_rows(HEADER_ROW)
    sheet.freeze_panes(HEADER_ROW + 1, 0)
    sheet.autofilter(HEADER_ROW, 0, last, len(page.columns) - 1)
