"""The form that goes out: what it holds, what it locks, and that it is read back as written."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from openpyxl.utils.cell import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from cv183_reports.form.blank import form_name, write_form
from cv183_reports.form.fields import (
    ANSWER_COLUMNS,
    ANSWERS_SHEET,
    CAUSE,
    DIFFICULTY,
    EVIDENCE,
    FIGURE_COLUMNS,
    FIGURES_SHEET,
    HEADER_FIELDS,
    INSTRUCTIONS_SHEET,
    META_SHEET,
    NEW_DEADLINE,
    PLAN_LINES,
    RECEIPT_HINT,
    RESULT,
    STATUS,
    Column,
    Input,
    choices_of,
    position,
)
from cv183_reports.form.filled import describe
from cv183_reports.form.values import Answers, LastMonth, Submission
from cv183_reports.model import Figure, Nature, Period, Receipt, Record, Source, Status, Unit
from cv183_reports.model.finding import Outcome, Severity
from cv183_reports.spreadsheet.style import (
    LINE_HEIGHT,
    fitted_height,
    paper_room,
    wrapped_lines,
)
from cv183_reports.spreadsheet.xlsx import read_workbook
from cv183_reports.validation.judgement import judge_submission
from cv183_reports.vietnamese.text import clean
from cv183_reports.vietnamese.text_width import text_units
from cv183_reports.vietnamese.wording import SAMPLE_MARK
from tests.builders import DEPARTMENT, REGISTER, WARD, typed_row

SEPTEMBER = Period(2025, 9)
RECEIPT = Receipt(SEPTEMBER.instant(20), "thử")
FILLED = Answers(
    rows={
        "1.1": typed_row("Đang thực hiện", Decimal("82.5"), "", "Đã kiện toàn 05 phòng."),
        "1.3": typed_row(
            "Hoàn thành", 100, date(2025, 8, 14), "=Ban hành\n- 01 quy chế", "Số 05-QĐ/ĐU"
        ),
        "1.4": typed_row("Hoàn thành", "", date(2025, 9, 20), "Đã gửi"),
        "3.1": typed_row(
            "Chưa thực hiện", 0, "", "Chưa có vốn", "", "Thiếu trụ sở", "Khách quan",
            "Trụ sở, tài sản", "Bố trí vốn", "Ủy ban nhân dân thành phố", date(2025, 10, 31),
        ),
    },
    figures={
        code: {"value": value}
        for code, value in {"CD01": 1204, "CD02": 1200, "CD03": 4, "CD04": Decimal("97.5")}.items()
    },
    plans=("Họp dân", "Sửa trụ sở"),
    header={"prepared_by": "Nguyễn Văn A", "phone": "0225.000.0001"},
)  # fmt: skip


def form(
    unit: Unit = WARD,
    answers: Answers | None = None,
    last: LastMonth | None = None,
    *,
    sample: bool = False,
) -> bytes:
    return write_form(unit, REGISTER, SEPTEMBER, last or LastMonth(), answers, sample=sample)


def described(content: bytes) -> Submission:
    book, findings = read_workbook(content, "f.xlsx")
    assert not findings
    assert book is not None
    return describe(book)


@cache
def opened(unit: Unit = WARD) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(form(unit)))


def head_of(sheet: Worksheet, columns: tuple[Column, ...]) -> int:
    headers = [each.header for each in columns]
    return next(
        r[0].row for r in sheet.iter_rows() if [c.value for c in r][: len(headers)] == headers
    )


def coded_rows(sheet: Worksheet, columns: tuple[Column, ...]) -> dict[str, int]:
    """Row of each code of a table."""
    known = {each.code for each in (*REGISTER.obligations, *REGISTER.indicators)}
    rows = range(head_of(sheet, columns) + 1, sheet.max_row + 1)
    return {str(sheet.cell(r, 1).value): r for r in rows if sheet.cell(r, 1).value in known}


@pytest.mark.parametrize("unit", [WARD, DEPARTMENT])
@pytest.mark.parametrize("answers", [None, FILLED])
def test_the_same_form_has_the_same_bytes(unit: Unit, answers: Answers | None) -> None:
    assert form(unit, answers) == form(unit, answers)


@pytest.mark.parametrize("unit", REGISTER.units)
def test_a_form_holds_exactly_the_obligations_and_indicators_of_its_unit(unit: Unit) -> None:
    submission = described(form(unit))
    (answers,), (figures,) = submission.answers, submission.figures
    assert [row.code for row in answers.rows] == [o.code for o in REGISTER.obligations_of(unit)]
    assert [row.code for row in figures.rows] == [i.code for i in REGISTER.indicators_of(unit)]
    assert submission.meta is not None
    assert submission.meta.unit == unit.code
    assert submission.meta.period == "2025-09"
    assert submission.meta.fingerprint == REGISTER.fingerprint
    assert submission.meta.sample == ""


def test_what_is_filled_in_is_read_back_without_a_finding() -> None:
    judgement = judge_submission(
        described(form(answers=FILLED)), REGISTER, SEPTEMBER, RECEIPT, last={}, last_figures={}
    )
    assert judgement.findings == ()
    assert judgement.outcome is Outcome.ACCEPTED
    filing = judgement.filing
    assert filing is not None
    done = filing.records[1]
    assert (done.status, done.percent, done.done_on) == (Status.DONE, 100, date(2025, 8, 14))
    assert (done.result, done.evidence) == ("=Ban hành\n- 01 quy chế", "Số 05-QĐ/ĐU")
    assert filing.records[0].percent == Decimal("82.5")
    assert [figure.value for figure in filing.figures] == [1204, 1200, 4, Decimal("97.5")]
    assert [plan.text for plan in filing.plans] == ["Họp dân", "Sửa trụ sở"]


def test_a_blank_form_sent_back_only_lacks_answers() -> None:
    judgement = judge_submission(
        described(form()), REGISTER, SEPTEMBER, RECEIPT, last={}, last_figures={}
    )
    found = {finding.code for finding in judgement.findings}
    assert found == {"SUB062", "SUB084"}, judgement.findings
    assert all(f.severity is not Severity.NOTE for f in judgement.findings)


XML_TEXT = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufffe\uffff"),
    min_size=1,
    max_size=300,
).filter(lambda text: bool(clean(text).text))
"""With something to be seen: blanks and invisible characters alone are a blank cell."""


@settings(max_examples=25, deadline=None)
@given(XML_TEXT)
def test_any_text_comes_back_as_the_same_characters(text: str) -> None:
    answers = Answers({"1.1": typed_row("Hoàn thành", result=text)}, {}, plans=(text,))
    submission = described(form(answers=answers))
    cell = submission.answers[0].rows[0].slot(RESULT).cell
    assert cell is not None
    assert cell.text == text
    assert [line.cell.text for line in submission.plans if line.cell] == [text]


@pytest.mark.parametrize(
    ("name", "columns"), [(ANSWERS_SHEET, ANSWER_COLUMNS), (FIGURES_SHEET, FIGURE_COLUMNS)]
)
def test_only_input_cells_are_unlocked_and_they_look_different(
    name: str, columns: tuple[Column, ...]
) -> None:
    sheet = opened()[name]
    rows = coded_rows(sheet, columns)
    assert rows
    for row in rows.values():
        for index, each in enumerate(columns, 1):
            cell = sheet.cell(row, index)
            is_locked = each.input is Input.LOCKED
            assert cell.protection.locked is is_locked, cell.coordinate
            assert cell.fill.fgColor.rgb == ("FFF0F0F0" if is_locked else "FFFFFBE0")
            is_figure = "#,##0" in cell.number_format
            assert cell.alignment.shrink_to_fit if is_figure else cell.alignment.wrap_text


@pytest.mark.parametrize("name", [INSTRUCTIONS_SHEET, ANSWERS_SHEET, FIGURES_SHEET])
def test_sheets_are_protected_without_password_and_rows_may_grow(name: str) -> None:
    protection = opened()[name].protection
    assert protection.sheet
    assert not protection.password
    assert not protection.formatRows
    assert not protection.formatColumns
    assert not protection.formatCells


def test_every_input_cell_of_an_obligation_has_its_hint_and_its_check() -> None:
    sheet = opened()[ANSWERS_SHEET]
    found = {str(v.sqref): v for v in sheet.data_validations.dataValidation}
    kinds = {Input.CHOICE: "list", Input.PERCENT: "custom", Input.DATE: "date"}
    for code, row in coded_rows(sheet, ANSWER_COLUMNS).items():
        for index, each in enumerate(ANSWER_COLUMNS, 1):
            if each.input is not Input.LOCKED:
                rule = found[sheet.cell(row, index).coordinate]
                special = {("1.4", "status"): RECEIPT_HINT}
                assert each.key == "evidence" or rule.prompt == special.get(
                    (code, each.key), each.hint
                )
                assert rule.type == kinds.get(each.input)
                assert bool(rule.error) is (each.input in kinds)


def test_the_proof_that_the_register_asks_for_is_the_hint_of_the_evidence() -> None:
    sheet = opened()[ANSWERS_SHEET]
    prompts = {str(v.sqref): v.prompt for v in sheet.data_validations.dataValidation}
    at = ANSWER_COLUMNS.index(EVIDENCE) + 1
    told = {
        code: prompts[sheet.cell(row, at).coordinate]
        for code, row in coded_rows(sheet, ANSWER_COLUMNS).items()
    }
    owed = REGISTER.obligations_of(WARD)
    assert told == {o.code: f"Minh chứng hoàn thành: {o.proof}\n{EVIDENCE.hint}" for o in owed}
    assert len(set(told.values())) == len(owed)


def test_a_proof_is_no_answer() -> None:
    (table,) = described(form()).answers
    assert [row.code for row in table.rows if row.cell(EVIDENCE)] == []


def test_the_instructions_say_what_proves_each_obligation_of_the_unit_done() -> None:
    rows = [[cell.value for cell in row] for row in opened()[INSTRUCTIONS_SHEET].iter_rows()]
    top = rows.index(["Nhiệm vụ", "Nội dung", "Minh chứng hoàn thành"]) + 1
    owed = REGISTER.obligations_of(WARD)
    assert rows[top : top + len(owed) + 1] == [
        *([o.code, o.short_text, o.proof] for o in owed),
        [None, None, None],
    ]


def test_without_proofs_in_the_register_the_column_says_what_it_always_said() -> None:
    bare = tuple(replace(o, proof="") for o in REGISTER.obligations)
    data = write_form(WARD, replace(REGISTER, obligations=bare), SEPTEMBER, LastMonth())
    book = openpyxl.load_workbook(BytesIO(data))
    rules = book[ANSWERS_SHEET].data_validations.dataValidation
    told = {rule.prompt for rule in rules if rule.promptTitle == EVIDENCE.header}
    assert told == {EVIDENCE.hint}
    heads = {cell.value for row in book[INSTRUCTIONS_SHEET].iter_rows() for cell in row}
    assert "Minh chứng hoàn thành" not in heads


def test_drop_downs_offer_the_choices_of_the_declaration() -> None:
    book = opened()
    rules = book[ANSWERS_SHEET].data_validations.dataValidation
    lists = {rule.promptTitle: rule.formula1 for rule in rules if rule.type == "list"}
    assert len(lists) == sum(c.input is Input.CHOICE for c in ANSWER_COLUMNS)
    for header, formula in lists.items():
        area = formula.replace(f"{META_SHEET}!", "").replace("$", "")
        offered = tuple(cell.value for (cell,) in book[META_SHEET][area])
        assert offered == next(
            choices_of(c, REGISTER.profile) for c in ANSWER_COLUMNS if c.header == header
        )


def test_figures_take_whole_numbers_or_decimals_as_the_register_says() -> None:
    sheet = opened()[FIGURES_SHEET]
    rules = {str(v.sqref): v for v in sheet.data_validations.dataValidation}
    rows = coded_rows(sheet, FIGURE_COLUMNS)
    assert rules[f"F{rows['CD01']}"].type == "whole"
    assert rules[f"F{rows['CD04']}"].type == "decimal"
    assert REGISTER.constraints[0].text in rules[f"F{rows['CD02']}"].prompt


@pytest.mark.parametrize(
    ("nature", "words"),
    [
        (Nature.FLOW, "riêng kỳ này"),
        (Nature.STOCK, "hiện có ở cuối kỳ"),
        (Nature.CUMULATIVE, "tổng từ đầu đến hết kỳ này"),
    ],
)
def test_a_figure_says_which_number_is_meant(nature: Nature, words: str) -> None:
    """Once every clerk was told to write the month's own number, of figures that add up over the months, too."""
    register = replace(
        REGISTER, indicators=tuple(replace(each, nature=nature) for each in REGISTER.indicators)
    )
    book = openpyxl.load_workbook(BytesIO(write_form(WARD, register, SEPTEMBER, LastMonth())))
    rules = {str(v.sqref): v for v in book[FIGURES_SHEET].data_validations.dataValidation}
    rows = coded_rows(book[FIGURES_SHEET], FIGURE_COLUMNS)
    assert words in rules[f"F{rows['CD01']}"].prompt
    steps = [row[0].value for row in book[INSTRUCTIONS_SHEET].iter_rows(max_row=12)]
    assert any(f"“{FIGURES_SHEET}”" in (step or "") and "“lũy kế”" in step for step in steps)


def coloured(sheet: Worksheet, cell: str) -> dict[str, str]:
    """Formulas of the conditional formats on one cell, by the colour they give."""
    rules = sheet.conditional_formatting[cell]
    return {rule.dxf.fill.bgColor.rgb: rule.formula[0] for rule in rules}


def test_overdue_is_red_only_where_the_deadline_has_gone_by() -> None:
    sheet = opened()[ANSWERS_SHEET]
    rows = coded_rows(sheet, ANSWER_COLUMNS)
    red = {code for code, row in rows.items() if "FFF9C4C0" in coloured(sheet, f"H{row}")}
    assert red == {"1.3", "3.1"}
    late = coloured(sheet, f"J{rows['1.3']}")["FFF9C4C0"]
    assert ">=DATE(2025,8,15)+TIME(0,0,0)" in late


def test_orange_is_a_cause_without_a_difficulty_and_a_new_deadline_of_what_is_not_overdue() -> None:
    sheet = opened()[ANSWERS_SHEET]
    rows = coded_rows(sheet, ANSWER_COLUMNS)
    orange = {
        (code, column.key): coloured(
            sheet, f"{get_column_letter(position(ANSWER_COLUMNS, column) + 1)}{row}"
        )["FFFFC266"]
        for code, row in rows.items()
        for column in (CAUSE, NEW_DEADLINE)
    }

    def cell(column: Column, code: str) -> str:
        return f"{get_column_letter(position(ANSWER_COLUMNS, column) + 1)}{rows[code]}"

    assert orange["1.1", "cause"] == f'({cell(CAUSE, "1.1")}="")<>({cell(DIFFICULTY, "1.1")}="")'
    asked = {code: f'{cell(NEW_DEADLINE, code)}<>""' for code in ("1.1", "1.3", "1.4")}
    open_ = 'OR({0}="Chưa thực hiện",{0}="Đang thực hiện")'.format(cell(STATUS, "1.3"))
    assert orange["1.1", "new_deadline"] == asked["1.1"]
    assert orange["1.3", "new_deadline"] == f"AND({asked['1.3']},NOT({open_}))"
    assert orange["1.4", "new_deadline"] == asked["1.4"]


def test_a_broken_constraint_colours_every_figure_of_it() -> None:
    sheet = opened()[FIGURES_SHEET]
    rows = coded_rows(sheet, FIGURE_COLUMNS)
    a, b, c = (f"F{rows[code]}" for code in ("CD02", "CD03", "CD01"))
    for cell in (a, b, c):
        assert coloured(sheet, cell) == {
            "FFFFC266": f"AND(COUNT({a},{b},{c})=3,ROUND({a}+{b}-({c}),6)<>0)"
        }


def test_a_unit_without_indicators_has_an_empty_table_of_figures() -> None:
    sheet = opened(DEPARTMENT)[FIGURES_SHEET]
    assert coded_rows(sheet, FIGURE_COLUMNS) == {}


def test_last_month_stands_in_the_grey_cells() -> None:
    nowhere = Source("")
    said = {"status": Status.IN_PROGRESS, "percent": Decimal(70), "result": "Đã dự thảo"}
    record = Record(WARD.code, "1.3", said, nowhere)
    figure = Figure(WARD.code, "CD04", Decimal("95.5"), nowhere)
    book = openpyxl.load_workbook(BytesIO(form(last=LastMonth({"1.3": record}, {"CD04": figure}))))
    answers, figures = book[ANSWERS_SHEET], book[FIGURES_SHEET]
    rows = coded_rows(answers, ANSWER_COLUMNS)
    shown = [answers.cell(rows["1.3"], n).value for n in (5, 6, 7)]
    assert shown == ["Đang thực hiện", 70, "Đã dự thảo"]
    assert [answers.cell(rows["1.1"], n).value for n in (5, 6, 7)] == [None] * 3
    assert figures.cell(coded_rows(figures, FIGURE_COLUMNS)["CD04"], 5).value == 95.5


def test_deadlines_are_told_in_words() -> None:
    sheet = opened()[ANSWERS_SHEET]
    rows = coded_rows(sheet, ANSWER_COLUMNS)
    told = {code: sheet.cell(row, 3).value for code, row in rows.items()}
    assert told["1.1"] == "Thường xuyên"
    assert told["1.3"] == "trước ngày 15/8/2025"
    assert told["1.4"].startswith("trước 16 giờ, ngày 22/9/2025 (tính theo thời điểm")


def test_the_form_prints_on_a4_and_opens_on_the_first_answer() -> None:
    book = opened()
    sheet = book[ANSWERS_SHEET]
    head = head_of(sheet, ANSWER_COLUMNS)
    assert book.active is sheet
    assert sheet.freeze_panes == f"C{head + 1}"
    assert (
        sheet.sheet_view.selection[-1].activeCell
        == f"H{min(coded_rows(sheet, ANSWER_COLUMNS).values())}"
    )
    assert sheet.print_title_rows == f"${head}:${head}"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.page_setup.scale == 82
    assert sheet.print_title_cols == "$A:$B"
    assert "&P/&N" in (sheet.oddFooter.right.text or "")
    assert book[META_SHEET].sheet_state == "hidden"


@pytest.mark.parametrize("lines", range(4, 28, 3))
def test_no_heading_ends_a_page_without_what_it_is_of(lines: int) -> None:
    """However high the rows are: what a section or the plan begins with stands on the page of its heading."""
    said = {"status": Status.IN_PROGRESS, "result": "\n".join("a" * lines)}
    told = {
        o.code: Record(WARD.code, o.code, said, Source("")) for o in REGISTER.obligations_of(WARD)
    }
    book = openpyxl.load_workbook(BytesIO(form(last=LastMonth(told))))
    sheet = book["Báo cáo"]
    begun = {brk.id for brk in sheet.row_breaks.brk}
    rows = sorted(coded_rows(sheet, ANSWER_COLUMNS).values())
    heads = {row - 1 for row in rows if row - 1 not in rows}
    pages: list[list[int]] = [[]]
    taken, room = 0.0, 7.27 * 72 * 100 / sheet.page_setup.scale
    for row in range(1, max(rows) + 9):
        height = sheet.row_dimensions[row].height or 15
        if row - 1 in begun or taken + height > room:
            pages.append([])
            taken = sheet.row_dimensions[min(rows) - 2].height
        pages[-1].append(row)
        taken += height
    assert not [page for page in pages if page[-1] in heads]
    plan = next(row for row in range(max(rows) + 1, sheet.max_row) if sheet.cell(row, 2).value)
    assert any(set(range(plan, plan + 6)) <= set(page) for page in pages)


def test_label_and_value_of_a_header_line_stand_on_one_printed_page() -> None:
    """And so does a line of the plan: the first page ends behind Kết quả thực hiện."""
    keys = [each.key for each in ANSWER_COLUMNS]
    end = keys.index("result")
    for line in HEADER_FIELDS:
        first, last = (keys.index(column.key) for column in (line.under, line.until))
        assert (first > end) is (last > end), line.key
    widths = [each.width for each in ANSWER_COLUMNS]
    for page in (widths[: end + 1], widths[:2] + widths[end + 1 :]):
        taken, room = sum(width * 7 + 5 for width in page), paper_room(landscape=True)
        assert taken <= room, f"narrow its columns in form/fields.py: {taken} px of {room:.0f}"
    merged = [range_boundaries(str(area)) for area in opened()[ANSWERS_SHEET].merged_cells.ranges]
    assert not [area for area in merged if area[0] <= end + 1 < area[2]]


def test_everything_is_in_times_new_roman_and_no_theme_overrides_it() -> None:
    with ZipFile(BytesIO(form())) as parts:
        styles = parts.read("xl/styles.xml").decode()
    fonts = re.findall(r"<font>.*?</font>", styles)
    named = [font for font in fonts if "<name" in font]
    assert named
    assert all('"Times New Roman"' in font and "scheme" not in font for font in named)


def test_rows_of_obligations_grow_again_when_a_clerk_types() -> None:
    """Excel never fits a row marked customHeight."""
    sheet_rows = coded_rows(opened()[ANSWERS_SHEET], ANSWER_COLUMNS)
    with ZipFile(BytesIO(form())) as parts:
        xml = parts.read("xl/worksheets/sheet2.xml").decode()
    rows = dict(re.findall(r'<row r="(\d+)"([^>]*)>', xml))
    for row in sheet_rows.values():
        assert 'ht="' in rows[str(row)]
        assert "customHeight" not in rows[str(row)]


@pytest.mark.parametrize("is_sample", [True, False])
def test_a_sample_says_so_in_sight_and_in_the_hidden_sheet(*, is_sample: bool) -> None:
    content = form(sample=is_sample)
    book = openpyxl.load_workbook(BytesIO(content))
    marked = {
        sheet.title
        for sheet in book
        for (cell,) in sheet.iter_cols(max_row=1)
        if cell.value == SAMPLE_MARK
    }
    seen = {INSTRUCTIONS_SHEET, ANSWERS_SHEET, FIGURES_SHEET}
    assert marked == (seen if is_sample else set())
    meta = described(content).meta
    assert meta is not None
    assert meta.sample == (SAMPLE_MARK if is_sample else "")


def test_there_is_room_for_the_plan() -> None:
    plans = tuple(f"Việc {n}" for n in range(PLAN_LINES))
    submission = described(form(answers=Answers({}, {}, plans)))
    assert [line.cell.text for line in submission.plans if line.cell] == list(plans)


def test_form_name_is_one_that_windows_takes() -> None:
    assert form_name(WARD, SEPTEMBER) == "11560-Phường Thủy Nguyên-2025-09.xlsx"
    assert "&" in form_name(DEPARTMENT, SEPTEMBER)


@given(st.text("ab ", max_size=400), st.floats(1, 60))
def test_wrapped_text_never_takes_fewer_lines_than_its_letters_need(
    text: str, width: float
) -> None:
    room = max(width * 5.25, 11)
    assert wrapped_lines(text, width) >= text_units(text.strip()) / 2048 * 11 / (room + 3)


def test_lines_are_counted_by_paragraphs_and_words() -> None:
    assert wrapped_lines("", 10) == 1
    assert wrapped_lines("một\nhai", 10) == 2
    assert wrapped_lines("aaaa bbbb cccc", 9.1) == 2
    assert wrapped_lines("i" * 30, 20) == 1
    assert wrapped_lines("W" * 30, 20) == 4
    assert wrapped_lines("W" * 30, 20, size=22) == 7
    assert fitted_height([("một\nhai", 10), ("ba", 10)]) == 2 * LINE_HEIGHT + 3
    assert fitted_height([("một", 10)], 3, padding=0) == 3 * LINE_HEIGHT
    assert fitted_height([("a\n" * 99, 10)]) == 409


def test_columns_have_the_widths_of_the_declaration() -> None:
    sheet = opened()[ANSWERS_SHEET]
    width = sheet.column_dimensions["K"].width
    assert abs(width - RESULT.width) < 1
