"""Months and quarters: how they are written, counted and typed, and what refuses the other kind."""

from __future__ import annotations

import shutil
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv183_reports.app.templates import make_forms
from cv183_reports.desk.server import HOST, create_app
from cv183_reports.desk.state import DeskState
from cv183_reports.differences.stated import Sort, stated_in
from cv183_reports.form.filled import describe
from cv183_reports.model import LOCAL, Cycle, Period
from cv183_reports.register.reader import read_register
from cv183_reports.spreadsheet.xlsx import read_workbook
from cv183_reports.validation.identity import identify
from tests.conftest import Command, lay
from tests.desks import LOCK, OURS, PORT, TOKEN
from tests.provinces import QUARTERLY, register_file
from tests.register_tables import workbook
from tests.shipped import SHIPPED, book_at

MONTHS = st.builds(Period, st.integers(2000, 2099), st.integers(1, 12))
QUARTERS = st.builds(Period.of_quarter, st.integers(2000, 2099), st.integers(1, 4))
PERIODS = st.one_of(MONTHS, QUARTERS)
ROMAN = ("I", "II", "III", "IV")


@given(PERIODS)
def test_what_is_written_is_read_back(period: Period) -> None:
    assert Period.parse(str(period)) == Period.typed(str(period)) == period
    assert Period.parse(str(period).lower()) == (None if "Q" in str(period) else period)


@given(PERIODS)
def test_periods_follow_each_other_without_a_gap(period: Period) -> None:
    assert period.following.previous == period.previous.following == period
    assert period.previous < period < period.following
    assert period.previous.end == period.begin
    assert period.end == period.following.begin
    assert period.begin.day == 1
    assert period.covers(period)
    assert not period.covers(period.following)


@given(PERIODS, st.integers(0, 50))
def test_periods_are_counted(period: Period, steps: int) -> None:
    later = period
    for _ in range(steps):
        later = later.following
    assert later.since(period) == steps
    assert period.since(later) == -steps


@given(PERIODS, st.integers(0, 30))
def test_months_are_counted_from_the_last_of_a_quarter(period: Period, months: int) -> None:
    found = period.month_after(months)
    assert found.cycle is Cycle.MONTH
    assert found.since(Period(period.year, period.month)) == months


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(Cycle))
def test_every_day_lies_in_one_period(day: date, cycle: Cycle) -> None:
    period = Period.holding(day, cycle)
    assert period.begin.date() <= day < period.end.date()
    assert period.cycle is cycle
    assert period.covers(Period(day.year, day.month))


@given(QUARTERS, st.integers(1, 28), st.times())
def test_the_day_of_a_quarter_is_of_its_last_month(period: Period, day: int, at: time) -> None:
    instant = period.instant(day, at)
    assert (instant.year, instant.month, instant.day) == (period.year, period.number * 3, day)
    assert period.end - timedelta(days=31) <= instant < period.end


@given(QUARTERS)
def test_a_quarter_is_typed_in_many_ways(period: Period) -> None:
    number, year = period.number, period.year
    numeral = ROMAN[number - 1]
    for text in (
        *(f"{year}-Q{number}", f"{year}-q{number}", f"{year}Q{number}", f"Q{number}/{year}"),
        *(
            f"q{number}-{year}",
            f"quý {number}/{year}",
            f"quý {numeral}/{year}",
            f"{numeral}/{year}",
        ),
        *(f"Quý {numeral} năm {year}", f"quy {number} năm {year}", f" {numeral.lower()}/{year} "),
        f"quy\u0301 {numeral}/{year}",
    ):
        assert Period.typed(text) == period, text


@pytest.mark.parametrize(
    "text", ["Q5/2026", "V/2026", "quý 0/2026", "IIII/2026", "quý/2026", "2026-Q", "1-2/2026", "Q1"]
)
def test_what_is_no_quarter(text: str) -> None:
    assert Period.typed(text) is None


@given(st.integers(2000, 2099), st.integers(1, 4))
def test_a_bare_number_is_a_month(year: int, number: int) -> None:
    assert Period.typed(f"{number}/{year}") == Period(year, number)


@pytest.fixture(scope="module")
def quarterly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder whose register reports by quarters."""
    root = lay(tmp_path_factory.mktemp("quy"))
    (root / "data" / "danh-muc.xlsx").write_bytes(register_file(QUARTERLY))
    return root


@pytest.mark.parametrize("text", ["2026-03", "1/2026", "3/2026"])
@pytest.mark.parametrize(
    "command_line", [("status",), ("build",), ("templates",), ("mail", "returns")]
)
def test_a_register_of_quarters_has_no_month(
    quarterly: Path, command: Command, text: str, command_line: tuple[str, ...]
) -> None:
    name, *others = command_line
    ran = command("--root", quarterly, name, text, *others)
    assert ran.code == 2
    assert "Danh mục báo cáo theo quý, không có kỳ tháng" in ran.out + ran.err
    assert "Ghi năm-quý, ví dụ 2026-Q1 (hoặc quý I/2026)" in ran.out + ran.err


@pytest.mark.parametrize("text", ["2025-Q3", "quý III/2025", "III/2025"])
def test_a_register_of_months_has_no_quarter(empty: Path, command: Command, text: str) -> None:
    ran = command("--root", empty, "status", text)
    assert ran.code == 2
    assert "Danh mục báo cáo theo tháng, không có kỳ quý III/2025" in ran.out + ran.err
    assert "Ghi năm-tháng, ví dụ 2025-09 (hoặc 9/2025)" in ran.out + ran.err


def test_what_is_no_period_tells_of_both_kinds(quarterly: Path, command: Command) -> None:
    ran = command("--root", quarterly, "status", "quý V/2026")
    assert ran.code == 2
    assert "MAY002" in ran.out + ran.err


def test_the_name_of_a_document_is_that_of_a_quarter(quarterly: Path, command: Command) -> None:
    ran = command("--root", quarterly, "build", "2026-Q1", "--only", "bao-cao-thang")
    assert ran.code == 2
    assert "bao-cao-quy" in ran.out + ran.err


SPOILT = (
    ("a month for the first quarter", "| 2026-Q1 |", "| 01/2026 |", "REG041"),
    ("a month that Excel made a day", "| 2026-Q1 |", "| {01/01/2026} |", "REG041"),
    ("a bare number for a quarter", "| quý II/2026 |", "| 2/2026 |", "REG041"),
    ("a monthly obligation", "| Hằng quý | 11:00", "| Hằng tháng | 11:00", "REG073"),
    ("a monthly deadline", "11:00 ngày 10 hằng quý", "11:00 ngày 10 hằng tháng", "REG021"),
    ("a day that the next quarter has", "10 hằng quý", "10 tháng đầu quý sau", "REG021"),
    ("another cycle", "| Kỳ báo cáo | Quý |", "| Kỳ báo cáo | Năm |", "REG010"),
)


@pytest.mark.parametrize(
    ("old", "new", "code"), [each[1:] for each in SPOILT], ids=[s[0] for s in SPOILT]
)
def test_what_the_register_of_quarters_does_not_take(old: str, new: str, code: str) -> None:
    assert old in QUARTERLY
    register, findings = read_register(
        workbook(QUARTERLY.replace(old, new, 1)), lambda: book_at(SHIPPED)
    )
    assert register is None
    assert code in {finding.code for finding in findings}


def test_the_register_of_quarters_is_read() -> None:
    register, findings = read_register(workbook(QUARTERLY), lambda: book_at(SHIPPED))
    assert findings == ()
    assert register is not None
    first = Period.of_quarter(2026, 1)
    assert register.profile.cycle is Cycle.QUARTER
    assert register.profile.dispatch.first_period == first
    assert register.due(first) == datetime(2026, 3, 10, 11, tzinfo=LOCAL)
    assert [waiver.first for waiver in register.waivers] == [first.following]


def found_in(data: bytes, name: str = "xa-04.xlsx") -> list[str]:
    """What is found of the identity of a form of the first quarter."""
    register, _ = read_register(workbook(QUARTERLY), lambda: book_at(SHIPPED))
    assert register is not None
    book, _ = read_workbook(data, name)
    assert book is not None
    submission = describe(book)
    found = identify(submission, register, Period.of_quarter(2026, 1))
    assert found.period == Period.of_quarter(2026, 1)
    return [f"{f.code} {f.message}" for f in found.findings]


@pytest.fixture(scope="module")
def form(quarterly: Path) -> bytes:
    """One of the first quarter."""
    (output,) = make_forms(quarterly, "2026-Q1", ("xa-04",), ()).outputs
    return output.path.read_bytes()


@pytest.mark.parametrize(
    "name",
    [
        "xa-04-Phường Nguyễn Du-2026-Q1.xlsx",
        "BC quý I.xlsx",
        "bc q1 2026.xlsx",
        "BC tháng 3.2026.xlsx",
    ],
)
def test_names_of_the_same_quarter(form: bytes, name: str) -> None:
    assert found_in(form, name) == []


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("xa-04-2026-Q2.xlsx", "quý II năm 2026"),
        ("BC quý III.xlsx", "quý III"),
        ("bc quy 4 nam 2025.xlsx", "quý IV năm 2025"),
        ("BC tháng 5.xlsx", "tháng 5"),
        ("BC thang 6 2026.xlsx", "tháng 6 năm 2026"),
    ],
)
def test_names_of_another_period(form: bytes, name: str, told: str) -> None:
    (found,) = found_in(form, name)
    assert found.startswith("SUB008 ")
    assert told in found


def with_period(form: bytes, text: str) -> bytes:
    """The form with another text in its period cell."""
    book = openpyxl.load_workbook(BytesIO(form))
    cells = (cell for row in book["Báo cáo"].iter_rows() for cell in row)
    next(cell for cell in cells if cell.value == "quý I năm 2026").value = text
    target = BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize("text", ["Quý 1/2026", "I/2026", "Q1-2026", "2026-Q1", "quý I, năm 2026"])
def test_the_cell_says_the_same_quarter_otherwise(form: bytes, text: str) -> None:
    assert found_in(with_period(form, text)) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [("quý II/2026", "SUB006"), ("tháng 3 năm 2026", "SUB006"), ("quý này", "SUB007")],
)
def test_the_cell_says_another_period(form: bytes, text: str, code: str) -> None:
    (found,) = found_in(with_period(form, text))
    assert found.startswith(code)
    assert "quý I năm 2026" in found


def values(text: str) -> list[tuple[str, ...]]:
    return [each.value for each in stated_in(text, {}) if each.sort is Sort.DATE]


def test_a_quarter_is_stated() -> None:
    assert values("so với quý I/2026") == values("Quý 1 năm 2026") == values("I/2026")
    assert values("quý I/2026") != values("quý II/2026")
    assert values("quý II/2026") != values("tháng 02/2026")
    one, other = (stated_in(text, {})[0] for text in ("quý II", "quý II năm 2026"))
    assert one.agrees(other)


def test_the_desk_speaks_of_quarters(quarterly: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(quarterly, tmp_path / "bàn"))
    shutil.rmtree(root / "out", ignore_errors=True)
    state = DeskState(root)
    page = create_app(state, LOCK).test_client()
    page.set_cookie(LOCK.cookie, TOKEN, domain=HOST)
    shown = page.get("/", headers=OURS, base_url=f"http://{HOST}:{PORT}/")
    assert "Bắt đầu quý sau" in shown.text
    assert "tháng" not in shown.text
    periods = [Period.parse(value) for value, _ in state.shown(0).periods]
    assert {period.cycle for period in periods if period} == {Cycle.QUARTER}
    assert all(words.startswith("Quý ") for _, words in state.shown(0).periods)
    state.parcels.close()
