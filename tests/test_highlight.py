"""The one text that a group may be asked for beside its obligations: its label is the register's, its words the unit's."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from unicodedata import normalize

import openpyxl
import pytest
from msgspec.structs import replace
from openpyxl.worksheet.worksheet import Worksheet

from cv183_reports.consolidation.consolidate import consolidate
from cv183_reports.form.blank import write_form
from cv183_reports.form.fields import HIGHLIGHT_ROW, plan_heading
from cv183_reports.form.filled import describe
from cv183_reports.form.values import Answers, LastMonth, Submission
from cv183_reports.model import Cycle, Filing, Receipt, Register, Source, Unit
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.model.finding import Judgement
from cv183_reports.narrative.unit import unit_prose
from cv183_reports.spreadsheet.xlsx import read_workbook
from cv183_reports.summary.workbook import write_summary
from cv183_reports.validation.judgement import judge_submission
from tests.builders import COMMUNE, DEPARTMENT, REGISTER, WARD
from tests.months import SEPTEMBER

LABEL = "Kinh tế, văn hóa, trật tự an toàn xã hội nổi bật trong tháng"
"""Longer than any header of a table may be."""
TEXT = "Thu ngân sách đạt 12,4 tỷ đồng.\nTổ chức giải bơi xã"
ASKING = replace(
    REGISTER,
    groups=tuple(
        replace(group, highlight=LABEL if group.code == WARD.group else "")
        for group in REGISTER.groups
    ),
)
RECEIPT = Receipt(SEPTEMBER.instant(20), "thử")


def form(unit: Unit = WARD, text: str = "", register: Register = ASKING) -> bytes:
    answers = Answers({}, {}, plans=("Họp dân", "Sửa trụ sở"), highlight=text)
    return write_form(unit, register, SEPTEMBER, LastMonth(), answers)


def described(data: bytes) -> Submission:
    book, findings = read_workbook(data, "f.xlsx")
    assert book is not None
    assert not findings
    return describe(book)


def judged(data: bytes, register: Register = ASKING) -> Judgement:
    return judge_submission(described(data), register, SEPTEMBER, RECEIPT, last={}, last_figures={})


def filed(data: bytes, register: Register = ASKING) -> Filing:
    filing = judged(data, register).filing
    assert filing is not None
    return filing


def on(data: bytes, code: str) -> list[str]:
    """The cells of findings with that code."""
    return [f.place.cell for f in judged(data).findings if f.code == code]


def changed(change: Callable[[Worksheet, int], None], text: str = TEXT) -> bytes:
    """A filled form on which that was done; it is given the row of the label."""
    book = openpyxl.load_workbook(BytesIO(form(text=text)))
    sheet = book["Báo cáo"]
    change(sheet, next(c.row for row in sheet.iter_rows() for c in row if c.value == LABEL))
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def test_the_words_come_back_under_the_label_of_the_register() -> None:
    filing = filed(form(text=TEXT))
    told = filing.highlight
    assert told is not None
    assert (told.unit, told.label, told.text) == (WARD.code, LABEL, TEXT)
    assert told.source == Source("f.xlsx", "Báo cáo", told.source.cell)
    assert [plan.text for plan in filing.plans] == ["Họp dân", "Sửa trụ sở"]
    assert not on(form(text=TEXT), "SUB015")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "Không",
            "không có.",
            "-",
            "Không có nội dung",
            "…",
            ".",
            "x",
            "N/A",
            "n.a",
            "Không.",
        ),
        *("Hiện nay chưa có", "Đến nay không có gì", "Trong kỳ không phát sinh", "Không có ý kiến"),
    ],
)
def test_what_says_nothing_is_none(text: str) -> None:
    assert filed(form(text=text)).highlight is None


def test_letters_whose_marks_stand_apart_are_the_same_label() -> None:
    def apart(sheet: Worksheet, row: int) -> None:
        sheet.cell(row, 2).value = normalize("NFD", LABEL)

    data = changed(apart)
    told = filed(data).highlight
    assert told is not None
    assert (told.text, on(data, "SUB015")) == (TEXT, [])


def test_a_group_that_is_not_asked_has_the_form_that_it_had() -> None:
    assert form(DEPARTMENT) == form(DEPARTMENT, register=REGISTER)
    assert form(WARD) != form(WARD, register=REGISTER)
    submission = described(form(DEPARTMENT))
    assert submission.highlight is None
    assert submission.meta is not None
    assert submission.meta.highlight == ""


def test_a_form_is_read_by_the_label_that_it_was_issued_with() -> None:
    """Whatever the register asks since, or asks no more."""
    later = replace(
        ASKING, groups=tuple(replace(g, highlight="Nội dung khác") for g in ASKING.groups)
    )
    for register in (later, REGISTER):
        told = filed(form(text=TEXT), register).highlight
        assert told is not None
        assert (told.label, told.text) == (LABEL, TEXT)
    assert filed(form(register=REGISTER)).highlight is None
    assert not any("nổi bật" in f.message for f in judged(form(register=REGISTER)).findings)


def test_a_row_put_in_under_the_label_hides_nothing() -> None:
    def put_in(sheet: Worksheet, row: int) -> None:
        sheet.unmerge_cells(start_row=row + 1, end_row=row + 1, start_column=2, end_column=11)
        sheet.cell(row + 2, 2).value, sheet.cell(row + 1, 2).value = TEXT, None

    told = filed(changed(put_in)).highlight
    assert told is not None
    assert told.text == TEXT


def test_what_stands_under_the_plan_of_a_form_is_no_answer_to_the_label() -> None:
    filing = filed(form(text=""))
    assert filing.highlight is None
    assert len(filing.plans) == 2


def test_a_label_under_the_plan_ends_the_plan() -> None:
    def below(sheet: Worksheet, row: int) -> None:
        plan = next(
            c.row
            for line in sheet.iter_rows()
            for c in line
            if c.value == plan_heading(Cycle.MONTH)
        )
        sheet.cell(row, 2).value = sheet.cell(row + 1, 2).value = None
        for merged in [m for m in sheet.merged_cells.ranges if m.min_row >= plan]:
            sheet.unmerge_cells(str(merged))
        for number in range(plan + 3, plan + 6):
            sheet.cell(number, 1).value = None
        sheet.cell(plan + 3, 2).value, sheet.cell(plan + 4, 2).value = LABEL, TEXT

    filing = filed(changed(below))
    assert [plan.text for plan in filing.plans] == ["Họp dân", "Sửa trụ sở"]
    assert filing.highlight is not None
    assert filing.highlight.text == TEXT


def test_more_than_one_cell_of_words_is_said_to_the_unit() -> None:
    def beside(sheet: Worksheet, row: int) -> None:
        sheet.cell(row + 2, 2).value = "Còn nội dung này nữa"

    data = changed(beside)
    told = filed(data).highlight
    assert told is not None
    assert told.text == TEXT
    assert len(on(data, "SUB015")) == 1


def test_words_in_an_old_code_are_an_error_and_count_for_nothing() -> None:
    data = form(text="§¶ng ñy ®· chØ ®¹o rµ so¸t ®éi ngò c¸n bé")
    told = described(data).highlight
    assert told is not None
    assert on(data, "SUB032") == [told.place.cell]
    assert filed(data).highlight is None


def consolidated(*filings: Filing, register: Register = ASKING) -> Consolidated:
    return consolidate(register, SEPTEMBER, filings, as_of=register.due(SEPTEMBER), unreadable={})


def test_the_month_has_them_in_official_order() -> None:
    filings = [filed(form(unit, f"Kết quả của {unit.short_name}")) for unit in (COMMUNE, WARD)]
    told = consolidated(*filings).highlights
    assert [(voice.unit.code, voice.text) for voice in told] == [
        (WARD.code, f"Kết quả của {WARD.short_name}"),
        (COMMUNE.code, f"Kết quả của {COMMUNE.short_name}"),
    ]


def test_tong_hop_has_the_sheet_only_where_somebody_is_asked() -> None:
    filing = filed(form(text=TEXT))
    names = {
        register is ASKING: openpyxl.load_workbook(
            BytesIO(write_summary(consolidated(filing, register=register), None))
        ).sheetnames
        for register in (ASKING, REGISTER)
    }
    assert [name for name in names[True] if name not in names[False]] == [HIGHLIGHT_ROW]


def test_the_report_of_the_unit_prints_its_words() -> None:
    prose = unit_prose(filed(form(text=TEXT)), ASKING, SEPTEMBER)
    texts = [block.text for block in prose.results.blocks]
    said = texts.index(f"1. {LABEL}")
    assert texts[said + 1] == "Thu ngân sách đạt 12,4 tỷ đồng. Tổ chức giải bơi xã."
    silent = unit_prose(filed(form()), ASKING, SEPTEMBER).results.blocks
    assert not any(LABEL in block.text for block in silent)
