"""The sheet Đánh giá: drafts of the program beside staff's words, which stay whatever the figures do."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO

import openpyxl
import pytest
from msgspec.structs import replace
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from cv183_reports.consolidation.choices import decided
from cv183_reports.editor.blank import (
    ASSESSMENTS,
    DRAFT,
    INCLUDE,
    KEY,
    PAGES,
    PRIOR,
    SEAL,
    STATE_COLUMN,
    WORDING,
    EditorColumn,
    write_editor,
)
from cv183_reports.editor.changes import Changes, MovedRow, Redraft, changes, redrafts, updated
from cv183_reports.editor.reading import read_editor
from cv183_reports.model import Cycle
from cv183_reports.model.prose import (
    About,
    Assessment,
    AssessmentPart,
    Basis,
    TextDecision,
    TextKind,
)
from cv183_reports.spreadsheet.xlsx import read_workbook
from tests.months import SEPTEMBER
from tests.test_editor_sheet import TEXTS, read

FIRST = 6
"""The first row of assessments."""


def assessment(key: str, text: str, part: AssessmentPart = AssessmentPart.EVALUATION) -> Assessment:
    return Assessment(key, part, text, Basis(About.ASSESSMENT, (key,)))


VERDICT = assessment("verdict", "Đã hoàn thành 457/525 nhiệm vụ (87,0%), giảm 1.204 hồ sơ.")
LATE = assessment("late HC09", "Xã Cẩm Giang, phường Ngô Quyền chậm báo cáo hai tháng liền.")
ASKED = assessment("ask 4.1", "=Đề nghị giao Sở A chủ trì.", AssessmentPart.PROPOSALS)
DRAFTS = (VERDICT, LATE, ASKED)
MOVED = replace(VERDICT, text="Đã hoàn thành 460/525 nhiệm vụ (87,6%), giảm 1.204 hồ sơ.")
NEW = write_editor(TEXTS, DRAFTS, SEPTEMBER, sample=False)
OURS = "Cơ bản hoàn thành, đạt 87,0%."


def at(column: EditorColumn) -> int:
    return ASSESSMENTS.columns.index(column) + 1


def edit(change: Callable[[Worksheet], object], data: bytes = NEW) -> bytes:
    book = openpyxl.load_workbook(BytesIO(data))
    change(book["Đánh giá"])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def put(key: str, column: EditorColumn, value: object, data: bytes = NEW) -> bytes:
    def change(sheet: Worksheet) -> None:
        rows = range(FIRST, sheet.max_row + 1)
        row = next(r for r in rows if sheet.cell(r, at(KEY)).value == key)
        sheet.cell(row, at(column)).value = value

    return edit(change, data)


def due(data: bytes, drafts: Sequence[Assessment] = DRAFTS) -> Changes:
    return changes(read(data), TEXTS, drafts, Cycle.MONTH)


def renewed(data: bytes, drafts: Sequence[Assessment] = DRAFTS) -> bytes:
    """The sheet after a build that drafts `drafts`; a second such build finds nothing to do."""
    fresh = updated(data, due(data, drafts), SEPTEMBER, sample=False)
    assert isinstance(fresh, bytes)
    assert not due(fresh, drafts)
    return fresh


def column(data: bytes, wanted: EditorColumn) -> dict[str, str]:
    """By key, what stands in that column."""
    sheet = openpyxl.load_workbook(BytesIO(data))["Đánh giá"]
    rows = range(FIRST, sheet.max_row + 1)
    return {
        str(sheet.cell(r, at(KEY)).value): str(sheet.cell(r, at(wanted)).value or "") for r in rows
    }


def test_the_first_sheet_holds_one_row_for_each_draft() -> None:
    book = openpyxl.load_workbook(BytesIO(NEW))
    titles = [page.titled(Cycle.MONTH) for page in PAGES]
    assert book.sheetnames == titles
    assert titles[0] == "Đánh giá"
    assert titles[-1] == "Nhiệm vụ tháng tới"
    assert PAGES[-1].titled(Cycle.QUARTER) == "Nhiệm vụ quý tới"
    assert book.active is not None
    assert book.active.title == "Đánh giá"
    shown = [[cell.value for cell in row[:7]] for row in book["Đánh giá"].iter_rows(5, 8)]
    assert shown[0] == [
        *("Phần", "Chương trình soạn", "Đưa vào báo cáo", "Nội dung biên tập", "Tình trạng"),
        *("Bản soạn trước", "Mã dòng"),
    ]
    assert [row[:2] for row in shown[1:]] == [
        [j.part.value.format(noun="tháng"), j.text] for j in DRAFTS
    ]
    assert [row[6] for row in shown[1:]] == ["verdict", "late HC09", "ask 4.1"]


def test_a_new_sheet_decides_nothing_and_needs_nothing() -> None:
    edited = read(NEW)
    assert (edited.on_assessments, edited.findings, edited.is_older) == ({}, (), False)
    assert not due(NEW)
    assert due(NEW).moved == ()


@pytest.mark.parametrize(
    ("include", "wording", "printed"),
    [
        (None, None, [(VERDICT.text, False), (LATE.text, False), (ASKED.text, False)]),
        ("Có", None, [(VERDICT.text, False), (LATE.text, False), (ASKED.text, False)]),
        (None, OURS, [(VERDICT.text, False), (OURS, True), (ASKED.text, False)]),
        ("không", None, [(VERDICT.text, False), (ASKED.text, False)]),
        ("Không", OURS, [(VERDICT.text, False), (ASKED.text, False)]),
    ],
)
def test_decisions_are_applied_in_the_order_of_the_drafts(
    include: str | None, wording: str | None, printed: list[tuple[str, bool]]
) -> None:
    data = put(LATE.key, INCLUDE, include, put(LATE.key, WORDING, wording))
    applied = decided(DRAFTS, read(data).on_assessments)
    assert [(each.text, each.edited) for each in applied] == printed
    assert read(data).decisions == {}


def test_a_draft_that_nobody_reworded_follows_the_figures_without_a_mark() -> None:
    data = put(VERDICT.key, INCLUDE, "Có")
    fresh = renewed(data, (MOVED, LATE, ASKED))
    assert column(fresh, DRAFT)["verdict"] == MOVED.text
    assert set(column(fresh, STATE_COLUMN).values()) == {""}
    assert due(data, (MOVED, LATE, ASKED)).moved == ()
    assert read(fresh).on_assessments == {"verdict": TextDecision(include=True)}


def test_figures_that_move_under_words_of_staff_are_marked_and_told_until_they_write_anew() -> None:
    drafts = (MOVED, LATE, ASKED)
    data = put(VERDICT.key, WORDING, OURS)
    told = (MovedRow("Đánh giá", "D6", (Redraft("457/525", "460/525"), Redraft("87,0%", "87,6%"))),)
    assert due(data).moved == ()
    assert due(data, drafts).moved == told
    fresh = renewed(data, drafts)
    assert column(fresh, STATE_COLUMN)["verdict"] == "số liệu đã đổi (đợt 2)"
    assert column(fresh, DRAFT)["verdict"] == MOVED.text
    assert column(fresh, PRIOR)["verdict"] == VERDICT.text
    assert column(fresh, WORDING)["verdict"] == OURS
    assert read(fresh).on_assessments == {"verdict": TextDecision(wording=OURS)}
    assert due(fresh, drafts).moved == told  # it stays, and is told, build after build

    reworded = put(VERDICT.key, WORDING, "Cơ bản hoàn thành, đạt 87,6%.", fresh)
    assert due(reworded, drafts).moved == ()
    settled = renewed(reworded, drafts)
    assert column(settled, STATE_COLUMN)["verdict"] == ""
    assert column(settled, PRIOR)["verdict"] == ""
    assert due(settled, drafts).moved == ()


def test_staff_clear_the_mark_where_their_words_are_still_right() -> None:
    drafts = (MOVED, LATE, ASKED)
    marked = renewed(put(VERDICT.key, WORDING, "Cơ bản hoàn thành."), drafts)
    cleared = put(VERDICT.key, STATE_COLUMN, None, marked)
    assert due(cleared, drafts).moved == ()
    settled = renewed(cleared, drafts)
    assert column(settled, STATE_COLUMN)["verdict"] == ""
    again = renewed(settled, DRAFTS)
    assert column(again, STATE_COLUMN)["verdict"] == "số liệu đã đổi (đợt 2)"
    assert column(again, PRIOR)["verdict"] == MOVED.text


def test_the_mark_goes_when_the_figures_come_back_and_its_wave_grows_when_they_move_on() -> None:
    marked = renewed(put(VERDICT.key, WORDING, OURS), (MOVED, LATE, ASKED))
    assert column(renewed(marked, DRAFTS), STATE_COLUMN)["verdict"] == ""
    further = replace(VERDICT, text="Đã hoàn thành 470/525 nhiệm vụ (89,5%), giảm 1.204 hồ sơ.")
    on = renewed(marked, (further, LATE, ASKED))
    assert column(on, STATE_COLUMN)["verdict"] == "số liệu đã đổi (đợt 3)"
    assert column(on, PRIOR)["verdict"] == VERDICT.text
    assert due(on, (further, LATE, ASKED)).moved[0].redrafts[0] == Redraft("457/525", "470/525")


def test_words_that_change_without_a_figure_are_not_called_figures() -> None:
    other = replace(LATE, text="Xã Cẩm Giang chậm báo cáo hai tháng liền.")
    data = put(LATE.key, WORDING, "Hai đơn vị chậm.")
    assert due(data, (VERDICT, other, ASKED)).moved[0].redrafts == (
        Redraft("phường Ngô Quyền", ""),
    )
    fresh = renewed(data, (VERDICT, other, ASKED))
    assert column(fresh, STATE_COLUMN)["late HC09"] == "bản soạn đã đổi (đợt 2)"


def test_a_row_left_out_of_the_report_is_marked_but_not_told() -> None:
    data = put(VERDICT.key, INCLUDE, "Không", put(VERDICT.key, WORDING, OURS))
    assert due(data, (MOVED, LATE, ASKED)).moved == ()
    fresh = renewed(data, (MOVED, LATE, ASKED))
    assert column(fresh, STATE_COLUMN)["verdict"] == "số liệu đã đổi (đợt 2)"


@pytest.mark.parametrize(
    ("was", "now", "found"),
    [
        ("Đạt 87,0%; tăng.", "Đạt 87,0%, tăng", ()),
        ("Đạt 87,0%.", "Đạt 87,0% (tăng 02 bậc).", (Redraft("", "tăng 02 bậc"),)),
        ("Tăng 12 đơn vị.", "Giảm 13 đơn vị.", (Redraft("Tăng 12", "Giảm 13"),)),
        ("Xã A chậm 12 ngày.", "Xã B chậm 13 ngày.", (Redraft("12", "13"),)),
        ("Xã A chậm.", "Xã B chậm.", (Redraft("A", "B"),)),
    ],
)
def test_what_two_drafts_say_otherwise(was: str, now: str, found: tuple[Redraft, ...]) -> None:
    assert redrafts(was, now) == found


def test_what_is_drafted_no_longer_keeps_its_words_and_comes_back_with_them() -> None:
    data = put(VERDICT.key, WORDING, OURS)
    less = renewed(data, (LATE, ASKED))
    assert column(less, STATE_COLUMN) == {"verdict": "không còn", "late HC09": "", "ask 4.1": ""}
    assert column(less, WORDING)["verdict"] == OURS
    assert decided((LATE, ASKED), read(less).on_assessments) == (LATE, ASKED)
    assert due(less, (LATE, ASKED)).moved == ()
    assert column(renewed(less), STATE_COLUMN)["verdict"] == ""
    moved = renewed(less, (MOVED, LATE, ASKED))
    assert column(moved, STATE_COLUMN)["verdict"] == "số liệu đã đổi (đợt 2)"


def test_a_mark_outlives_a_build_without_the_draft() -> None:
    marked = renewed(put(VERDICT.key, WORDING, OURS), (MOVED, LATE, ASKED))
    gone = renewed(marked, (LATE, ASKED))
    assert column(gone, STATE_COLUMN)["verdict"] == "không còn"
    back = renewed(gone, (MOVED, LATE, ASKED))
    assert column(back, STATE_COLUMN)["verdict"] == "số liệu đã đổi (đợt 2)"
    assert column(back, PRIOR)["verdict"] == VERDICT.text


def test_new_drafts_are_appended_under_what_is_there() -> None:
    fresh = assessment("task 3.7", "Hoàn thành 3.7 trước ngày 30/10/2025.", AssessmentPart.TASKS)
    data = renewed(put(VERDICT.key, WORDING, OURS), (fresh, *DRAFTS))
    assert list(column(data, STATE_COLUMN).items())[-1] == ("task 3.7", "mới (đợt 2)")
    assert column(data, DRAFT)["ask 4.1"] == ASKED.text
    sheet = openpyxl.load_workbook(BytesIO(data))["Đánh giá"]
    assert sheet.auto_filter.ref == "A5:H9"
    assert sheet.print_area == "'Đánh giá'!$A$1:$E$9"
    assert (
        sheet.cell(9, at(WORDING)).fill.fgColor.rgb == sheet.cell(8, at(WORDING)).fill.fgColor.rgb
    )


def test_staff_sort_the_rows_and_add_columns_of_their_own() -> None:
    def sort(sheet: Worksheet) -> None:
        rows = [[c.value for c in row] for row in sheet.iter_rows(FIRST, FIRST + 2)]
        for number, values in enumerate(reversed(rows), start=FIRST):
            for place, value in enumerate(values, start=1):
                sheet.cell(number, place).value = value
                sheet.cell(number, place).data_type = "s" if value else "n"
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        sheet.insert_cols(1)
        sheet.cell(FIRST - 1, 1, "Người sửa")
        sheet.cell(FIRST, 1, "Lan")
        sheet.row_dimensions[FIRST].height = 99

    data = edit(sort, put(VERDICT.key, WORDING, OURS))
    assert read(data).on_assessments == {"verdict": TextDecision(wording=OURS)}
    assert not due(data)
    found = due(data, (MOVED, LATE, ASKED))
    assert [row.cell for row in found.moved] == ["E8"]
    fresh = updated(data, found, SEPTEMBER, sample=False)
    assert isinstance(fresh, bytes)
    sheet = openpyxl.load_workbook(BytesIO(fresh))["Đánh giá"]
    assert [sheet.cell(row, 1).value for row in (5, 6)] == ["Người sửa", "Lan"]
    assert sheet.cell(8, at(STATE_COLUMN) + 1).value == "số liệu đã đổi (đợt 2)"
    assert sheet.row_dimensions[FIRST].height == 99


def test_a_row_grows_with_its_draft() -> None:
    longer = replace(VERDICT, text=f"{VERDICT.text} " * 9)
    before, after = (
        openpyxl.load_workbook(BytesIO(data))["Đánh giá"].row_dimensions
        for data in (NEW, renewed(NEW, (longer, LATE, ASKED)))
    )
    assert after[FIRST].height > before[FIRST].height * 2
    assert after[FIRST + 1].height == before[FIRST + 1].height


def older() -> bytes:
    """A file as it was before there was the sheet, with what staff did in it."""

    def change(sheet: Worksheet) -> None:
        book = sheet.parent
        book.remove(sheet)
        texts = book[TextKind.DIFFICULTY.value]
        texts.cell(FIRST, 9, "Mạng yếu")
        texts.column_dimensions["D"].width = 81
        book.create_sheet("Của tôi", 0)["B2"] = "giữ"
        book.active = book["Kết quả nổi bật"]

    return edit(change)


def test_an_older_file_gets_the_sheet_first_and_keeps_all_else() -> None:
    data = older()
    assert read(data).findings == ()
    assert read(data).is_older
    more = due(data)
    assert (len(more), more.added) == (3, 3)
    book = openpyxl.load_workbook(BytesIO(renewed(data)))
    was, ours = (openpyxl.load_workbook(BytesIO(each)) for each in (data, NEW))
    assert book.sheetnames == ["Đánh giá", *was.sheetnames]
    assert [s.title for s in book if s.sheet_view.tabSelected] == ["Đánh giá"]
    for name in was.sheetnames:
        assert list(book[name].values) == list(was[name].values)
        widths = [{k: d.width for k, d in b[name].column_dimensions.items()} for b in (was, book)]
        assert widths[0] == widths[1]
        assert book[name].print_area == was[name].print_area
        assert book[name].print_title_rows == was[name].print_title_rows
    added, made = book["Đánh giá"], ours["Đánh giá"]
    assert list(added.values) == list(made.values)
    for row in made.iter_rows():
        for cell in row:
            same = added[cell.coordinate]
            for look in ("font", "fill", "border", "alignment", "number_format", "data_type"):
                assert repr(getattr(same, look)) == repr(getattr(cell, look))
    for each in (
        lambda sheet: sheet.freeze_panes,
        lambda sheet: sheet.auto_filter.ref,
        lambda sheet: sheet.print_area,
        lambda sheet: sheet.print_title_rows,
        lambda sheet: sheet.print_title_cols,
        lambda sheet: {str(area) for area in sheet.merged_cells.ranges},
        lambda sheet: {k: d.width for k, d in sheet.column_dimensions.items()},
        lambda sheet: {k: d.height for k, d in sheet.row_dimensions.items()},
        lambda sheet: [(str(v.sqref), v.formula1) for v in sheet.data_validations.dataValidation],
        lambda sheet: [
            (str(area.sqref), rule.formula, rule.dxf)
            for area in sheet.conditional_formatting
            for rule in area.rules
        ],
        lambda sheet: (sheet.page_setup.orientation, sheet.page_setup.paperSize),
        lambda sheet: (sheet.page_setup.scale, sheet.sheet_properties.pageSetUpPr),
        lambda sheet: (sheet.oddFooter.left.text, sheet.oddFooter.right.text),
        lambda sheet: (sheet.page_margins.left, sheet.page_margins.top),
    ):
        assert each(added) == each(made)


def test_the_added_sheet_is_as_any_other() -> None:
    data = renewed(older())
    assert renewed(older()) == data
    with zipfile.ZipFile(BytesIO(data)) as package:
        assert b"customHeight" not in package.read("xl/worksheets/sheet1.xml")
    worded = put(VERDICT.key, WORDING, OURS, data)
    assert read(worded).on_assessments == {"verdict": TextDecision(wording=OURS)}
    assert column(renewed(worded, (MOVED, LATE)), STATE_COLUMN) == {
        "verdict": "số liệu đã đổi (đợt 2)",
        "late HC09": "",
        "ask 4.1": "không còn",
    }


def test_an_older_file_needs_no_sheet_where_nothing_is_drafted() -> None:
    assert not due(older(), ())
    assert read(older()).findings == ()


def test_a_hidden_sheet_is_followed_and_stays_hidden() -> None:
    data = edit(
        lambda sheet: setattr(sheet, "sheet_state", "hidden"), put(VERDICT.key, WORDING, OURS)
    )
    assert read(data).on_assessments == {"verdict": TextDecision(wording=OURS)}
    fresh = openpyxl.load_workbook(BytesIO(renewed(data, (MOVED, LATE, ASKED))))
    assert fresh["Đánh giá"].sheet_state == "hidden"
    assert len(fresh.sheetnames) == len(PAGES)


def test_a_renamed_sheet_is_told_and_none_is_added() -> None:
    data = edit(lambda sheet: setattr(sheet, "title", "Nhận định của Lan"))
    assert [(f.code, f.place.sheet) for f in read(data).findings] == [("BTA002", "")]
    assert not due(data)


@pytest.mark.parametrize("wanted", ASSESSMENTS.required)
def test_a_column_without_which_words_could_be_lost_is_missed(wanted: EditorColumn) -> None:
    data = edit(lambda sheet: sheet.cell(FIRST - 1, at(wanted), "Ghi chú"))
    assert [f.code for f in read(data).findings] == ["BTA003"]
    assert not due(data)


def test_a_key_that_the_program_did_not_write_is_not_called_gone() -> None:
    data = put(VERDICT.key, KEY, "tự ghi")
    (sheet,) = (sheet for sheet in read(data).sheets if sheet.page is ASSESSMENTS)
    assert [sheet.is_ours(row) for row in sheet.rows] == [False, True, True]
    fresh = renewed(data)
    assert column(fresh, STATE_COLUMN) == {
        "tự ghi": "",
        "late HC09": "",
        "ask 4.1": "",
        "verdict": "mới (đợt 2)",
    }
    assert column(fresh, SEAL)["verdict"] == column(NEW, SEAL)["verdict"]


@pytest.mark.parametrize(
    ("column_", "words"),
    [
        (DRAFT, "Lời gõ nhầm vào cột của chương trình."),
        (STATE_COLUMN, "Lời gõ nhầm vào cột tình trạng."),
        (PRIOR, "Lời gõ nhầm vào cột bản trước."),
    ],
)
def test_words_typed_over_those_of_the_program_are_told_and_never_written_over(
    column_: EditorColumn, words: str
) -> None:
    data = put(VERDICT.key, column_, words)
    (sheet, *_) = read(data).sheets
    assert [sheet.overtyped(row) for row in sheet.rows] == [(column_,), (), ()]
    later = updated(data, due(data, (MOVED, LATE, ASKED)), SEPTEMBER, sample=False)
    assert isinstance(later, bytes)
    assert column(later, column_)["verdict"] == words
    settled = put(VERDICT.key, WORDING, words, data)
    emptied = put(VERDICT.key, column_, None, settled)
    (sheet, *_) = read(emptied).sheets
    assert not any(map(sheet.overtyped, sheet.rows))


def test_a_sheet_of_before_the_draft_was_sealed_gets_its_seal() -> None:
    key = column(NEW, SEAL)["verdict"].partition("-")[0]
    (change,) = due(put(VERDICT.key, SEAL, key)).cells
    assert change.value == column(NEW, SEAL)["verdict"]


def test_the_sheet_of_another_period_is_neither_followed_nor_written_into() -> None:
    data = put(VERDICT.key, WORDING, OURS)
    workbook, _ = read_workbook(data, "bien-tap.xlsx")
    assert workbook is not None
    edited = read_editor(workbook, SEPTEMBER.following)
    assert [(f.code, f.place.sheet) for f in edited.findings] == [("BTA017", "")]
    assert "tháng 9 năm 2025" in edited.findings[0].message
    assert not edited.on_assessments
    assert not changes(edited, TEXTS, DRAFTS, Cycle.MONTH)


def test_a_quarter_is_named_as_it_is_written() -> None:
    title = "BẢNG BIÊN TẬP QUÝ III NĂM 2025: ĐÁNH GIÁ"
    (finding,) = read(edit(lambda sheet: sheet.cell(1, 1, title))).findings
    assert (finding.code, finding.place.sheet) == ("BTA017", "Đánh giá")
    assert "của quý III năm 2025, không phải tháng 9 năm 2025" in finding.message


@pytest.mark.parametrize(("hidden", "codes"), [(False, ["BTA018"]), (True, [])])
def test_decisions_in_a_copy_of_a_sheet_are_told(*, hidden: bool, codes: list[str]) -> None:
    book = openpyxl.load_workbook(BytesIO(NEW))
    copied = book.copy_worksheet(book["Đánh giá"])
    copied.sheet_state = "hidden" if hidden else "visible"
    saved = BytesIO()
    book.save(saved)
    assert [f.code for f in read(saved.getvalue()).findings] == codes


@pytest.mark.parametrize(
    ("columns", "include", "told"),
    [
        (ASSESSMENTS.columns, None, [("BTA019", "B6")]),
        (ASSESSMENTS.columns, "Không", [("BTA020", "C6"), ("BTA019", "B6")]),
        ((DRAFT,), "Không", []),
        ((KEY,), "Có", []),
    ],
)
def test_a_row_struck_out_is_still_a_row_and_decides_nothing(
    columns: Sequence[EditorColumn], include: str | None, told: list[tuple[str, str]]
) -> None:
    def strike(sheet: Worksheet) -> None:
        for each in columns:
            sheet.cell(FIRST, at(each)).font = Font(strike=True)

    workbook, _ = read_workbook(edit(strike, put(VERDICT.key, INCLUDE, include)), "bien-tap.xlsx")
    assert workbook is not None
    edited = read_editor(workbook, SEPTEMBER)
    assert [(f.code, f.place.cell) for f in edited.findings] == told
    assert [row.key for row in edited.sheets[0].rows] == [each.key for each in DRAFTS]
    assert not changes(edited, TEXTS, DRAFTS, Cycle.MONTH)


def test_words_of_staff_struck_out_are_not_printed() -> None:
    def strike(sheet: Worksheet) -> None:
        sheet.cell(FIRST, at(WORDING)).font = Font(strike=True)

    workbook, _ = read_workbook(edit(strike, put(VERDICT.key, WORDING, OURS)), "bien-tap.xlsx")
    assert workbook is not None
    edited = read_editor(workbook, SEPTEMBER)
    assert [(f.code, f.place.cell) for f in edited.findings] == [("BTA020", "D6")]
    assert OURS in edited.findings[0].message
    assert not edited.on_assessments
