"""The editor's sheet: made, read with every fault named, and brought up to date without touching staff's cells."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest
from msgspec.structs import replace
from openpyxl.worksheet.worksheet import Worksheet

from cv183_reports.consolidation.choices import key_of
from cv183_reports.editor import blank
from cv183_reports.editor.blank import (
    GROUP,
    INCLUDE,
    KEY,
    PAGES,
    STATE_COLUMN,
    TEXT,
    UNITS_COLUMN,
    WORDING,
    EditorColumn,
    write_editor,
)
from cv183_reports.editor.changes import Changes, changes, updated
from cv183_reports.editor.reading import Edited, read_editor
from cv183_reports.model import Cycle
from cv183_reports.model.prose import Candidate, TextDecision, TextKind, Use
from cv183_reports.spreadsheet.changing import NotKept
from cv183_reports.spreadsheet.xlsx import read_workbook
from tests.months import SEPTEMBER, register

UNITS_OF = register().units
SHEET = TextKind.DIFFICULTY.value
FIRST = 6
"""The first row of texts."""


def text(
    words: str, group: int = 1, *units: int, kind: TextKind = TextKind.DIFFICULTY
) -> Candidate:
    said_by = tuple(UNITS_OF[at] for at in units or (0,))
    code = "" if kind is TextKind.PLAN else "1.1"
    label = "" if kind is TextKind.PLAN else "Chuyển đổi số"
    return Candidate(
        key_of(kind, code, words), kind, group, label, code, words, said_by, len(said_by), Use.BODY
    )


TEXTS = (
    text("Mạng chậm", 1, 0, 1),
    text("Mạng rất chậm", 1, 2),
    text("=Trụ sở chật hẹp", 2),
    text("Tập huấn", 1, kind=TextKind.PLAN),
)
NEW = write_editor(TEXTS, (), SEPTEMBER, sample=False)


def test_long_sheets_say_the_same_when_their_rows_are_settled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(blank, "AT_ONCE", 2)
    settled = write_editor(TEXTS, (), SEPTEMBER, sample=False)
    assert settled == write_editor(TEXTS, (), SEPTEMBER, sample=False)
    assert said_in(settled) == said_in(NEW)


def said_in(data: bytes) -> dict[str, list[tuple[object, ...]]]:
    """What every cell says and looks like, and the heights of the rows."""
    return {
        sheet.title: [
            *((c.coordinate, c.value, c.fill.fgColor.rgb) for row in sheet for c in row),
            *((row, each.height) for row, each in sheet.row_dimensions.items()),
        ]
        for sheet in openpyxl.load_workbook(BytesIO(data))
    }


def at(column: EditorColumn, kind: TextKind = TextKind.DIFFICULTY) -> int:
    page = next(page for page in PAGES if page.kind is kind)
    return page.columns.index(column) + 1


def edit(change: Callable[[Worksheet], object], data: bytes = NEW) -> bytes:
    book = openpyxl.load_workbook(BytesIO(data))
    change(book[SHEET])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def read(data: bytes) -> Edited:
    workbook, findings = read_workbook(data, "bien-tap.xlsx")
    assert workbook is not None
    assert not findings
    return read_editor(workbook, SEPTEMBER)


def due(data: bytes, *texts: Candidate) -> Changes:
    return changes(read(data), texts or TEXTS, (), Cycle.MONTH)


def renewed(data: bytes, *texts: Candidate) -> bytes:
    fresh = updated(data, due(data, *texts), SEPTEMBER, sample=False)
    assert isinstance(fresh, bytes)
    return fresh


def column(data: bytes, wanted: EditorColumn) -> list[object]:
    sheet = openpyxl.load_workbook(BytesIO(data))[SHEET]
    return [sheet.cell(row, at(wanted)).value for row in range(FIRST, sheet.max_row + 1)]


def put(row: int, wanted: EditorColumn, value: object) -> Callable[[Worksheet], object]:
    return lambda sheet: sheet.cell(row, at(wanted), value)


def test_a_new_sheet_decides_nothing_and_needs_nothing() -> None:
    assert write_editor(TEXTS, (), SEPTEMBER, sample=False) == NEW
    edited = read(NEW)
    assert edited.decisions == {}
    assert edited.findings == ()
    assert [row.key for sheet in edited.sheets for row in sheet.rows] == [t.key for t in TEXTS]
    assert not due(NEW)


def test_texts_stay_texts_whatever_they_begin_with() -> None:
    assert "=Trụ sở chật hẹp" in [row.text for row in read(NEW).sheets[2].rows]


@pytest.mark.parametrize(
    ("include", "wording", "decision"),
    [
        ("Có", None, TextDecision(include=True)),
        ("không", None, TextDecision(include=False)),
        (" CÓ ", "Mạng yếu", TextDecision(include=True, wording="Mạng yếu")),
        (None, " Mạng yếu.\n", TextDecision(wording="Mạng yếu.")),
        (None, 2025, TextDecision(wording="2025")),
    ],
)
def test_decisions_are_read_wherever_the_row_was_sorted_to(
    include: str | None, wording: object, decision: TextDecision
) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.insert_rows(FIRST)
        sheet.cell(FIRST + 1, at(INCLUDE), include)
        sheet.cell(FIRST + 1, at(WORDING), wording)

    edited = read(edit(change))
    assert edited.decisions == {TEXTS[0].key: decision}
    assert edited.findings == ()


def _both(sheet: Worksheet) -> None:
    sheet.cell(FIRST, at(INCLUDE), "Không")
    sheet.cell(FIRST, at(WORDING), "Mạng yếu")


def _twice(sheet: Worksheet) -> None:
    sheet.cell(FIRST, at(INCLUDE), "Có")
    sheet.cell(FIRST + 1, at(INCLUDE), "Không")
    sheet.cell(FIRST + 1, at(KEY), TEXTS[0].key)


def _two_wordings(sheet: Worksheet) -> None:
    sheet.cell(FIRST, at(WORDING), "Một")
    sheet.cell(FIRST + 1, at(WORDING), "Hai")


def _no_key(sheet: Worksheet) -> None:
    sheet.cell(FIRST, at(INCLUDE), "Có")
    sheet.cell(FIRST, at(KEY)).value = None


@pytest.mark.parametrize(
    ("change", "code", "cell"),
    [
        (_both, "BTA009", "I6"),
        (_twice, "BTA007", "K7"),
        (_two_wordings, "BTA010", "I6"),
        (_no_key, "BTA006", "K6"),
        (put(FIRST, INCLUDE, "chắc có"), "BTA008", "H6"),
        (put(FIRST, WORDING, "=A1&B1"), "BTA012", "I6"),
        (put(FIRST, WORDING, "-"), "BTA012", "I6"),
        (lambda sheet: sheet.delete_rows(FIRST - 1), "BTA003", ""),
        (put(FIRST, WORDING, "C«ng t¸c x©y dùng §¶ng"), "BTA011", "I6"),
        (put(FIRST - 1, KEY, "Mã"), "BTA003", ""),
        (put(FIRST - 1, WORDING, "Ghi chú"), "BTA003", ""),
        (put(FIRST - 1, STATE_COLUMN, "Nội dung biên tập"), "BTA004", "J5"),
        (lambda sheet: setattr(sheet, "title", "Khác"), "BTA002", ""),
    ],
)
def test_each_fault_is_named_with_its_cell(
    change: Callable[[Worksheet], object], code: str, cell: str
) -> None:
    found = read(edit(change)).findings
    assert [(f.code, f.place.cell) for f in found] == [(code, cell)]


def test_words_typed_over_those_of_a_unit_are_known() -> None:
    told = edit(put(FIRST, TEXT, "Lời sửa vào cột của đơn vị"))
    over = [sheet.overtyped(row) for sheet in read(told).sheets for row in sheet.rows]
    assert over == [(TEXT,), (), (), ()]
    assert not any(sheet.overtyped(row) for sheet in read(NEW).sheets for row in sheet.rows)


def test_a_sheet_that_cannot_be_followed_leaves_the_others() -> None:
    def change(sheet: Worksheet) -> None:
        sheet.cell(FIRST - 1, at(KEY), "Mã")
        plans = sheet.parent["Nhiệm vụ tháng tới"]
        plans.cell(FIRST, at(INCLUDE, TextKind.PLAN), "Không")

    assert read(edit(change)).decisions == {TEXTS[3].key: TextDecision(include=False)}


def test_newcomers_are_appended_and_marked_and_a_second_time_nothing_is_due() -> None:
    newcomer = text("Thiếu máy quét", 3, 3)
    more = renewed(NEW, *TEXTS, newcomer)
    assert column(more, KEY)[-1] == newcomer.key
    assert column(more, STATE_COLUMN) == [None, None, None, "mới (đợt 2)"]
    assert not due(more, *TEXTS, newcomer)
    third = renewed(more, *TEXTS, newcomer, text("Thiếu kho", 4))
    assert column(third, STATE_COLUMN)[-2:] == ["mới (đợt 2)", "mới (đợt 3)"]
    assert renewed(NEW, *TEXTS, newcomer) == more


def test_what_nobody_says_any_longer_is_marked_and_comes_back() -> None:
    less = renewed(NEW, *TEXTS[1:])
    assert column(less, STATE_COLUMN) == ["không còn", None, None]
    assert not due(less, *TEXTS[1:])
    again = renewed(less)
    assert column(again, STATE_COLUMN) == [None, None, None]


def test_groups_keep_their_numbers_when_a_newcomer_comes_before_them() -> None:
    first = text("Thiếu máy quét", 1)
    moved = [first, *(replace(t, group=t.group + 1) for t in TEXTS[:3])]
    assert column(renewed(NEW, *moved), GROUP) == [1, 1, 2, 3]


def test_units_are_brought_up_to_date_in_place() -> None:
    more = renewed(NEW, text("Mạng chậm", 1, 0, 1, 3), *TEXTS[1:])
    assert column(more, UNITS_COLUMN)[0] == "Sở A & B, Xã Cẩm Giang, Phường Ngô Quyền"


def test_staff_keep_everything_they_wrote() -> None:
    def change(sheet: Worksheet) -> None:
        sheet.cell(FIRST, at(INCLUDE), "Có")
        sheet.cell(FIRST, at(WORDING), "=Mạng yếu").data_type = "s"
        sheet.cell(FIRST - 1, 13, "Ý kiến lãnh đạo")
        sheet.cell(FIRST, 13, "đồng ý")
        sheet.cell(FIRST + 9, 1, "Ghi chú cuối trang")
        sheet.column_dimensions["D"].width = 81
        sheet.row_dimensions[FIRST].height = 99
        sheet.parent.create_sheet("Của tôi")["B2"] = "giữ"

    before = edit(change)
    after = renewed(before, *TEXTS[1:], text("Thiếu máy quét", 3))
    book = openpyxl.load_workbook(BytesIO(after))
    sheet = book[SHEET]
    assert (sheet.cell(FIRST, at(INCLUDE)).value, sheet.cell(FIRST, 13).value) == ("Có", "đồng ý")
    assert sheet.cell(FIRST, at(WORDING)).value == "=Mạng yếu"
    assert sheet.cell(FIRST + 9, 1).value == "Ghi chú cuối trang"
    assert sheet.cell(FIRST + 10, at(KEY)).value == text("Thiếu máy quét").key
    assert sheet.column_dimensions["D"].width == 81
    assert book["Của tôi"]["B2"].value == "giữ"
    assert sheet.freeze_panes == "A6"
    assert sheet.data_validations.dataValidation
    assert read(after).decisions[TEXTS[0].key] == TextDecision(include=True, wording="=Mạng yếu")


def test_rows_still_grow_with_what_staff_type() -> None:
    after = renewed(NEW, *TEXTS, text("Thiếu máy quét " * 9, 3))
    with zipfile.ZipFile(BytesIO(after)) as package:
        assert b"customHeight" not in package.read("xl/worksheets/sheet3.xml")
    first, again = (openpyxl.load_workbook(BytesIO(data))[SHEET] for data in (NEW, after))
    heights = [again.row_dimensions[row].height for row in range(1, again.max_row + 1)]
    assert heights[:-1] == [first.row_dimensions[row].height for row in range(1, again.max_row)]
    assert heights[-1] >= 33


def test_newcomers_are_printed_unless_staff_print_less() -> None:
    newcomer = text("Thiếu máy quét", 3, 3)

    def printed(data: bytes) -> str:
        more = renewed(data, *TEXTS, newcomer)
        return str(openpyxl.load_workbook(BytesIO(more))[SHEET].print_area).rpartition("!")[2]

    assert printed(NEW) == "$A$1:$J$9"
    assert printed(edit(lambda sheet: setattr(sheet, "print_area", "A1:D7"))) == "$A$1:$D$7"
    assert printed(edit(lambda sheet: setattr(sheet, "print_area", None))) == ""


def test_no_two_rules_of_colour_share_a_cell_but_within_one_range() -> None:
    """LibreOffice draws the first rule of one of the ranges, whichever it meets."""
    for sheet in openpyxl.load_workbook(BytesIO(NEW)):
        ranges = [str(r) for area in sheet.conditional_formatting for r in area.sqref.ranges]
        letters = [r[0] for r in ranges]
        assert len(letters) == len(set(letters))
        assert len(letters) == len([c for c in sheet[FIRST - 1] if c.value])


def test_a_file_with_what_openpyxl_would_drop_is_left_alone() -> None:
    target = BytesIO(NEW)
    with zipfile.ZipFile(target, "a") as package:
        package.writestr("xl/drawings/drawing9.xml", "<x/>")
    data = target.getvalue()
    more = due(NEW, *TEXTS, text("Thiếu máy quét", 3))
    lost = updated(data, more, SEPTEMBER, sample=False)
    assert lost == NotKept("drawings/drawing")


@pytest.mark.parametrize("nothing", ["<xdr:wsDr xmlns:xdr='x' ></xdr:wsDr>", "<wsDr />\n"])
def test_an_empty_drawing_as_libreoffice_saves_it_holds_nothing(nothing: str) -> None:
    target = BytesIO(NEW)
    with zipfile.ZipFile(target, "a") as package:
        package.writestr("xl/drawings/drawing9.xml", nothing)
    more = due(NEW, *TEXTS, text("Thiếu máy quét", 3))
    assert isinstance(updated(target.getvalue(), more, SEPTEMBER, sample=False), bytes)
