"""What a form already says when its unit opens it: notices, last month's answers, totals so far."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from unicodedata import normalize

import openpyxl
import pytest
from msgspec.structs import replace
from openpyxl.worksheet.worksheet import Worksheet

from cv183_reports.catalogue.structure import GREY_CELLS
from cv183_reports.form.blank import write_form
from cv183_reports.form.fields import (
    ANSWER_COLUMNS,
    ANSWERS_SHEET,
    FIGURE_COLUMNS,
    FIGURES_SHEET,
    LAST_RESULT,
    Input,
    Mark,
    is_notice,
    recalls,
)
from cv183_reports.form.filled import describe
from cv183_reports.form.looks import COLOURS
from cv183_reports.form.values import Answers, LastMonth, Total
from cv183_reports.model import Aggregation, Filing, Nature, Period, Receipt, Register, Status
from cv183_reports.model.finding import Judgement
from cv183_reports.spreadsheet.xlsx import read_workbook
from cv183_reports.validation.judgement import judge_submission
from tests.builders import REGISTER, WARD, typed_row
from tests.conftest import Command, lay
from tests.months import filing, record

JULY, AUGUST, SEPTEMBER, OCTOBER = (Period(2025, month) for month in range(7, 11))
Months = Sequence[tuple[Period, Filing | None]]
TABLES = {ANSWERS_SHEET: ANSWER_COLUMNS, FIGURES_SHEET: FIGURE_COLUMNS}


def of(period: Period, *records: tuple[str, Status, date | None], **figures: int) -> Filing:
    """What the ward reported in that month."""
    told = (record(WARD.code, code, status, done_on=day) for code, status, day in records)
    return replace(filing(WARD.code, *told, figures={**figures}), period=period)


def sheet(
    name: str, months: Months = (), *, period: Period = SEPTEMBER, register: Register = REGISTER
) -> Worksheet:
    """A sheet of the ward's form, as Excel opens it."""
    data = write_form(WARD, register, period, LastMonth.of(register, period, months))
    return openpyxl.load_workbook(BytesIO(data))[name]


def cell(page: Worksheet, code: str, key: str) -> openpyxl.cell.Cell:
    """The cell of that row and column."""
    index = [column.key for column in TABLES[page.title]].index(key)
    return next(row[index] for row in page.iter_rows() if row[0].value == code)


DONE, OPEN, IDLE = Status.DONE, Status.IN_PROGRESS, Status.NOT_ARISING

NOTICES = [
    # what 3.1 (before 29/8/2025) was said to be, in which month, in the form of which month
    (None, None, None, AUGUST, "Đến hạn trong tháng", Mark.LOCKED),
    (OPEN, None, JULY, AUGUST, "Đến hạn trong tháng", Mark.LOCKED),
    (OPEN, None, AUGUST, SEPTEMBER, "Đã quá hạn", Mark.OVERDUE),
    (Status.NOT_STARTED, None, AUGUST, OCTOBER, "Đã quá hạn", Mark.OVERDUE),
    (None, None, None, SEPTEMBER, "Đã qua thời hạn", Mark.LOCKED),
    (IDLE, None, AUGUST, SEPTEMBER, None, Mark.LOCKED),
    (Status.NOT_COMPETENT, None, AUGUST, SEPTEMBER, None, Mark.LOCKED),
    (DONE, None, AUGUST, SEPTEMBER, "Đã hoàn thành (báo cáo tháng 8/2025)", Mark.DONE),
    (DONE, date(2025, 8, 28), AUGUST, SEPTEMBER,
     "Đã hoàn thành ngày 28/8/2025 (báo cáo tháng 8/2025)", Mark.DONE),
    (DONE, date(2025, 8, 29), AUGUST, OCTOBER,
     "Đã hoàn thành ngày 29/8/2025, quá hạn (báo cáo tháng 8/2025)", Mark.OVERDUE),
    (DONE, None, Period(2026, 1), Period(2026, 2),
     "Đã hoàn thành (báo cáo tháng 01/2026)", Mark.DONE),
    (None, None, None, JULY, None, Mark.LOCKED),
]  # fmt: skip


@pytest.mark.parametrize(("status", "done_on", "told_in", "period", "text", "mark"), NOTICES)
def test_the_notice_says_how_an_obligation_stands(
    status: Status | None,
    done_on: date | None,
    told_in: Period | None,
    period: Period,
    text: str | None,
    mark: Mark,
) -> None:
    months = [(told_in, of(told_in, ("3.1", status, done_on)))] if told_in and status else []
    found = cell(sheet(ANSWERS_SHEET, months, period=period), "3.1", "notice")
    assert found.value == text
    assert found.fill.fgColor.rgb == f"FF{COLOURS[mark].removeprefix('#')}"
    assert found.protection.locked


def test_the_notice_recalls_the_new_deadline_that_was_asked_for() -> None:
    august = filing(
        WARD.code, record(WARD.code, "3.1", OPEN, new_deadline=date(2025, 9, 30), percent=None)
    )
    months = [(AUGUST, replace(august, period=AUGUST))]
    page = sheet(ANSWERS_SHEET, months)
    told = "Đã quá hạn; đã đề nghị hạn mới 30/9/2025 (báo cáo tháng 8/2025)"
    found = cell(page, "3.1", "notice")
    assert found.value == told
    assert is_notice(told)
    assert is_notice(normalize("NFD", told))
    assert found.fill.fgColor.rgb == f"FF{COLOURS[Mark.OVERDUE].removeprefix('#')}"


def test_what_goes_on_or_is_owed_every_month_has_no_notice() -> None:
    august = of(AUGUST, ("1.1", DONE, date(2025, 8, 5)), ("1.4", DONE, date(2025, 8, 20)))
    page = sheet(ANSWERS_SHEET, [(AUGUST, august)])
    assert [cell(page, code, "notice").value for code in ("1.1", "1.4")] == [None, None]


def test_the_unit_says_itself_that_something_is_still_done() -> None:
    page = sheet(ANSWERS_SHEET, [(AUGUST, of(AUGUST, ("1.3", DONE, date(2025, 8, 14))))])
    inputs = [column.key for column in ANSWER_COLUMNS if column.input is not Input.LOCKED]
    assert {cell(page, "1.3", key).value for key in inputs} == {None}
    hints = {str(rule.sqref): rule.prompt for rule in page.data_validations.dataValidation}
    assert hints[cell(page, "1.3", "status").coordinate] == (
        "Đơn vị đã báo Hoàn thành ngày 14/8/2025 ở báo cáo tháng 8/2025. Nếu không có gì thay đổi, "
        "chọn lại Hoàn thành. Ngày hoàn thành để trống thì lấy theo kỳ trước."
    )
    assert "Hoàn thành ngày" not in hints[cell(page, "3.1", "status").coordinate]


def test_a_date_of_two_months_ago_is_not_said_to_be_taken_over() -> None:
    months = [(SEPTEMBER, None), (AUGUST, of(AUGUST, ("1.3", DONE, date(2025, 8, 14))))]
    page = sheet(ANSWERS_SHEET, months, period=OCTOBER)
    hints = {str(rule.sqref): rule.prompt for rule in page.data_validations.dataValidation}
    hint = hints[cell(page, "1.3", "status").coordinate]
    assert hint.startswith("Đơn vị đã báo Hoàn thành ngày 14/8/2025 ở báo cáo tháng 8/2025.")
    assert "kỳ trước" not in hint
    assert cell(page, "1.3", "last_status").value is None
    assert str(cell(page, "1.3", "notice").value).startswith("Đã hoàn thành ngày 14/8/2025")


def test_the_latest_word_counts() -> None:
    august = of(AUGUST, ("1.3", DONE, date(2025, 8, 14)))
    months = [(SEPTEMBER, of(SEPTEMBER, ("1.3", OPEN, None))), (AUGUST, august)]
    page = sheet(ANSWERS_SHEET, months, period=OCTOBER)
    assert cell(page, "1.3", "notice").value == "Đã quá hạn"


@pytest.mark.parametrize(("sentences", "is_cut"), [(4, False), (30, True)])
def test_a_result_longer_than_its_cell_shows_is_cut_with_a_sign(
    sentences: int, *, is_cut: bool
) -> None:
    result = " ".join(
        f"Đã xử lý xong {n} hồ sơ chế độ, chính sách." for n in range(1, sentences + 1)
    )
    last = replace(of(AUGUST), records=(record(WARD.code, "1.1", OPEN, result=result),))
    months = LastMonth.of(REGISTER, SEPTEMBER, [(AUGUST, last)])
    book, _ = read_workbook(write_form(WARD, REGISTER, SEPTEMBER, months), "11560.xlsx")
    assert book is not None
    (table,) = describe(book).answers
    (told,) = (row.cell(LAST_RESULT) for row in table.rows if row.code == "1.1")
    assert told is not None
    assert told.text.endswith(" … (xem đủ ở báo cáo kỳ trước)") is is_cut
    assert recalls(told.text, result)
    assert (told.text == result) is not is_cut
    judgement = judge_submission(
        describe(book), REGISTER, SEPTEMBER, Receipt(SEPTEMBER.instant(20), "thử"),
        last={(WARD.code, "1.1"): last.records[0]}, last_figures={},
    )  # fmt: skip
    assert GREY_CELLS.code not in {finding.code for finding in judgement.findings}


def without_row(data: bytes, code: str, fingerprint: str, rows: frozenset[str]) -> Judgement:
    """The August form, issued with `rows`, without the row of `code`, judged by today's register."""
    book, _ = read_workbook(data, "11560.xlsx")
    assert book is not None
    submission = describe(book)
    assert submission.meta is not None
    assert any(row.code == code for table in submission.answers for row in table.rows)
    tables = tuple(
        replace(table, rows=tuple(row for row in table.rows if row.code != code))
        for table in submission.answers
    )
    meta = replace(submission.meta, fingerprint=fingerprint, rows=rows)
    return judge_submission(
        replace(submission, answers=tables, meta=meta),
        REGISTER,
        AUGUST,
        Receipt(AUGUST.instant(20), "thử"),
        last={},
        last_figures={},
    )


@pytest.mark.parametrize(
    ("fingerprint", "rows", "text"),
    [
        ("an older register", "", "Đã qua thời hạn\nNhiệm vụ mới"),
        ("an older register", "1.1 1.3 1.4", "Đã qua thời hạn\nNhiệm vụ mới"),
        ("an older register", "1.1 1.3 1.4 3.1", "Đã qua thời hạn"),
        (REGISTER.fingerprint, "", "Đã qua thời hạn"),
    ],
)
def test_new_is_what_an_older_register_did_not_ask_not_a_row_that_was_deleted(
    fingerprint: str, rows: str, text: str
) -> None:
    answers = Answers({"1.1": typed_row("Đang thực hiện", result="Đã họp")}, {})
    data = write_form(WARD, REGISTER, AUGUST, LastMonth(), answers)
    august = without_row(data, "3.1", fingerprint, frozenset(rows.split())).filing
    assert august is not None
    assert ("3.1" in august.faulty) is ("mới" not in text)
    page = sheet(ANSWERS_SHEET, [(AUGUST, august)])
    assert cell(page, "3.1", "notice").value == text
    assert cell(page, "1.3", "notice").value == "Đã qua thời hạn"


@pytest.mark.parametrize(
    ("since", "reported", "is_new"),
    [
        (SEPTEMBER, AUGUST, True),
        (SEPTEMBER, None, True),
        (AUGUST, JULY, True),
        (AUGUST, AUGUST, False),
        (AUGUST, None, False),
    ],
)
def test_new_is_what_began_after_the_latest_report(
    since: Period, reported: Period | None, *, is_new: bool
) -> None:
    later = tuple(
        replace(o, valid_from=since) if o.code == "1.1" else o for o in REGISTER.obligations
    )
    months = [
        (month, of(month, ("1.4", DONE, None)) if month == reported else None)
        for month in (AUGUST, JULY)
    ]
    page = sheet(ANSWERS_SHEET, months, register=replace(REGISTER, obligations=later))
    assert cell(page, "1.1", "notice").value == ("Nhiệm vụ mới" if is_new else None)
    assert cell(page, "1.4", "notice").value is None


def test_months_before_an_indicator_began_are_none_that_it_lacks() -> None:
    since = tuple(
        replace(i, valid_from=AUGUST if i.code == "CD01" else None) for i in REGISTER.indicators
    )
    months = [(SEPTEMBER, None), (AUGUST, of(AUGUST, CD01=5, CD02=5)), (JULY, None)]
    last = LastMonth.of(replace(REGISTER, indicators=since), OCTOBER, months)
    assert {code: (total.months, total.of) for code, total in last.totals.items()} == {
        "CD01": (1, 2),
        "CD02": (1, 3),
    }


def test_nothing_is_new_to_a_unit_that_never_reported() -> None:
    page = sheet(ANSWERS_SHEET, [(AUGUST, None)])
    assert "Nhiệm vụ mới" not in " ".join(str(c.value) for row in page.iter_rows() for c in row)


def test_totals_add_the_months_before_and_say_which_are_missing() -> None:
    months = [
        (SEPTEMBER, of(SEPTEMBER, CD01=30, CD03=4)),
        (AUGUST, of(AUGUST, CD01=1200, CD02=7, CD03=9)),
    ]
    last, *others = REGISTER.indicators[2:]
    stock = replace(last, aggregation=Aggregation.LAST, nature=Nature.CUMULATIVE)
    register = replace(REGISTER, indicators=(*REGISTER.indicators[:2], stock, *others))
    page = sheet(FIGURES_SHEET, months, period=OCTOBER, register=register)
    totals = {code: cell(page, code, "total") for code in ("CD01", "CD02", "CD03", "CD04")}
    assert [each.value for each in totals.values()] == [1230, 7, None, None]
    assert totals["CD01"].number_format == "#,##0"
    assert totals["CD02"].number_format == '#,##0" (1/2 kỳ)"'
    assert all(each.protection.locked for each in totals.values())
    assert [cell(page, code, "last_value").value for code in totals] == [30, None, 4, None]


def test_a_month_without_a_report_is_counted_as_missing() -> None:
    last = LastMonth.of(REGISTER, OCTOBER, [(SEPTEMBER, None), (AUGUST, of(AUGUST, CD01=5))])
    assert last.totals == {"CD01": Total(Decimal(5), 1, 2)}
    assert last.figures == {}


def test_the_form_of_october_knows_august_and_september(tmp_path: Path, command: Command) -> None:
    root = lay(tmp_path, months=("2025-08", "2025-09"), few=True)
    assert command("--root", root, "templates", "2025-10", "--unit", "11329").code == 0
    (path,) = (root / "out" / "2025-10" / "bieu-mau").glob("11329-*.xlsx")
    page = openpyxl.load_workbook(path)[FIGURES_SHEET]
    given = [figure_in(root, month, "HC02") for month in ("2025-08", "2025-09")]
    assert cell(page, "HC02", "total").value == sum(given) > max(given)
    assert cell(page, "HC02", "last_value").value == given[1]
    assert cell(page, "CB01", "total").value is None


def figure_in(root: Path, month: str, code: str) -> int:
    """What phường Ngô Quyền typed for that indicator."""
    (zipped,) = (root / "data" / month / "nop").glob("*.zip")
    with zipfile.ZipFile(zipped) as archive:
        wanted = re.compile("11329|ngo quyen", re.IGNORECASE)
        (name,) = [name for name in archive.namelist() if wanted.search(name)]
        page = openpyxl.load_workbook(BytesIO(archive.read(name)))[FIGURES_SHEET]
    return int(cell(page, code, "value").value)
