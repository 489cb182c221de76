from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv183_reports.model import Period
from cv183_reports.vietnamese.parsing import (
    ParsedDate,
    ParsedNumber,
    Problem,
    another_period,
    changes_number,
    names_period,
    parse_date,
    parse_number,
    parse_percent,
    spelt_number,
)
from cv183_reports.vietnamese.wording import long_date, number, percent_points, short_date
from tests.vietnamese_cases import cases

DATES = """
| written                        | taken as   | noted |
|--------------------------------|------------|-------|
| 15/8/2025                      | 2025-08-15 |       |
| 15/08/2025                     | 2025-08-15 |       |
| 05/8/2025                      | 2025-08-05 |       |
| 5/8/2025                       | 2025-08-05 |       |
| ⍽15/8/2025␣                    | 2025-08-15 |       |
| 15-08-25                       | 2025-08-15 | noted |
| 15-8-2025                      | 2025-08-15 | noted |
| 15.8.2025                      | 2025-08-15 | noted |
| 15/08/25                       | 2025-08-15 | noted |
| 15 / 8 /⍽2025                  | 2025-08-15 | noted |
| 15/8/2025 00:00:00             | 2025-08-15 | noted |
| 15/8/2025 14:30                | 2025-08-15 | noted |
| 15/8/2025 12:00:00 SA          | 2025-08-15 | noted |
| 2025-08-15                     | 2025-08-15 | noted |
| 2025-08-15T00:00:00            | 2025-08-15 | noted |
| 2025/8/15                      | 2025-08-15 | noted |
| ngày 15/8/2025                 | 2025-08-15 | noted |
| Ngày 15 tháng 8 năm 2025       | 2025-08-15 | noted |
| ngày⍽15  tháng 08 năm 2025.    | 2025-08-15 | noted |
| 15 tháng 8, 2025               | 2025-08-15 | noted |
| ngay 15 thang 8 nam 2025       | 2025-08-15 | noted |
| 04/9/2025.                     | 2025-09-04 | noted |
| 4/9/2025;                      | 2025-09-04 | noted |
| 12–8–2025                      | 2025-08-12 | noted |
| 12 — 8 — 2025                  | 2025-08-12 | noted |
| １５/８/２０２５                 | 2025-08-15 | noted |
| ２０２５－０８－１５             | 2025-08-15 | noted |
| 29/2/2024                      | 2024-02-29 |       |
| 15 thg 8, 2025                 | 2025-08-15 | noted |
| 15-Thg8-25                     | 2025-08-15 | noted |
| 15/Th8/2025                    | 2025-08-15 | noted |
| 15-Aug-25                      | 2025-08-15 | noted |
| 15 August 2025                 | 2025-08-15 | noted |
| Aug 15, 2025                   | 2025-08-15 | noted |
| 15 tháng Tám năm 2025          | 2025-08-15 | noted |
| ngày 5 tháng năm năm 2025      | 2025-05-05 | noted |
| ngày 5 tháng mười hai 2025     | 2025-12-05 | noted |
| Thứ Sáu, 15/8/2025             | 2025-08-15 | noted |
| thứ sáu, ngày 15 tháng 8 năm 2025 | 2025-08-15 | noted |
| T6 15/8/2025                   | 2025-08-15 | noted |
| CN 17/8/2025                   | 2025-08-17 | noted |
| '15/8/2025                     | 2025-08-15 | noted |
"""


@pytest.mark.parametrize(("written", "day", "noted"), cases(DATES))
def test_dates(written: str, day: str, noted: str) -> None:
    assert parse_date(written) == ParsedDate(date.fromisoformat(day), noted=bool(noted))


NO_DATES = """
| written                        | why                              |
|--------------------------------|----------------------------------|
| 15/8                           | no year                          |
| 8/2025                         | no day                           |
| tháng 8 năm 2025               | no day                           |
| 15/8/202                       | year of three digits             |
| 15/8/2025 - 20/8/2025          | two dates                        |
| đã xong 15/8/2025              | more than a date                 |
| 45884                          | serial number                    |
| Thứ Hai, 15/8/2025             | a Friday                         |
| Aug-25                         | no day, or no year               |
| Tám 15, 2025                   | no month                         |
| Đã hoàn thành                  | words                            |
|                                | nothing                          |
"""


@pytest.mark.parametrize("written", [written for written, _ in cases(NO_DATES)])
def test_unreadable_dates(written: str) -> None:
    assert parse_date(written) == ParsedDate(None, Problem.UNREADABLE)


@pytest.mark.parametrize(
    "written", ["31/02/2025", "29/2/2025", "31.9.2025", "0/8/2025", "2025-15-08", "15/8/0000"]
)
def test_a_day_that_no_calendar_has(written: str) -> None:
    assert parse_date(written) == ParsedDate(None, Problem.NO_SUCH_DAY)


@pytest.mark.parametrize("written", ["8/15/2025", "08-15-25", "8/15/2025 12:00:00 AM"])
def test_month_first_is_only_offered(written: str) -> None:
    offered = (date(2025, 8, 15),)
    assert parse_date(written) == ParsedDate(None, Problem.UNREADABLE, readings=offered)


DOUBTFUL_DAYS = """
| written             | day first  | year first |
|---------------------|------------|------------|
| 25-08-15            | 2015-08-25 | 2025-08-15 |
| 25/8/15             | 2015-08-25 | 2025-08-15 |
| 25-08-15 00:00:00   | 2015-08-25 | 2025-08-15 |
| 25-09-20            | 2020-09-25 | 2025-09-20 |
"""
SINCE, UNTIL = date(2025, 1, 1), date(2025, 9, 20)


@pytest.mark.parametrize(("written", "day_first", "year_first"), cases(DOUBTFUL_DAYS))
def test_a_year_of_two_digits_may_come_first(written: str, day_first: str, year_first: str) -> None:
    both = (date.fromisoformat(day_first), date.fromisoformat(year_first))
    doubt = ParsedDate(None, Problem.AMBIGUOUS, readings=both)
    assert parse_date(written, plausible=(SINCE, UNTIL)) == doubt
    assert parse_date(written).value == both[0]


@pytest.mark.parametrize("written", ["15-08-25", "31-08-25", "26-08-25", "25-08-25", "25-09-21"])
def test_a_day_that_cannot_be_meant_is_no_meaning(written: str) -> None:
    day, month, year = map(int, written.split("-"))
    parsed = parse_date(written, plausible=(SINCE, UNTIL))
    assert parsed == ParsedDate(date(2000 + year, month, day), noted=True)


def test_year_is_never_completed_from_four_digits() -> None:
    assert parse_date("15/8/0025").value == date(25, 8, 15)


DATE_FORMS = {
    "short": short_date,
    "long": long_date,
    "iso": date.isoformat,
    "instant": lambda day: datetime.combine(day, time()).isoformat(),
    "padded": lambda day: f"{day:%d/%m/%Y}",
    "dashes": lambda day: f"{day:%d-%m-%y}",
    "dots": lambda day: f"{day.day}.{day.month}.{day.year}",
}


@pytest.mark.parametrize("form", DATE_FORMS)
@given(day=st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_written_date_reads_as_itself(form: str, day: date) -> None:
    assert parse_date(DATE_FORMS[form](day)).value == day


NUMBERS = """
| written         | value       | noted |
|-----------------|-------------|-------|
| 0               | 0           |       |
| 12              | 12          |       |
| 05              | 5           |       |
| 1234            | 1234        |       |
| 1234,5          | 1234.5      |       |
| 1.234,5         | 1234.5      |       |
| 1.234,567       | 1234.567    |       |
| 1.234.567       | 1234567     |       |
| -1.234,5        | -1234.5     |       |
| 0,123           | 0.123       |       |
| 1234,567        | 1234.567    |       |
| ⍽12␣            | 12          |       |
| −7              | -7          | noted |
| +7              | 7           | noted |
| 1⍽234,5         | 1234.5      | noted |
| 1 234 567       | 1234567     | noted |
| 1,234.5         | 1234.5      | noted |
| 1,234,567       | 1234567     | noted |
| 1234.5          | 1234.5      | noted |
| 1.5             | 1.5         | noted |
| 0.123           | 0.123       | noted |
| 12 người        | 12          | noted |
| 12người         | 12          | noted |
| 12 NGƯỜI.       | 12          | noted |
| 12.             | 12          | noted |
| 1.234.567.      | 1234567     | noted |
| đạt 12 người    | 12          | noted |
| １２             | 12          | noted |
| 1.234,5 nguoi   | 1234.5      | noted |
"""


@pytest.mark.parametrize(("written", "value", "noted"), cases(NUMBERS))
def test_numbers(written: str, value: str, noted: str) -> None:
    parsed = parse_number(written, measure="người")
    assert parsed == ParsedNumber(Decimal(value), noted=bool(noted))


TWO_MEANINGS = """
| written | whole number | meanings    | noted |
|---------|--------------|-------------|-------|
| 1.234   | 1234         | 1234 1.234  |       |
| 1,234   | 1234         | 1.234 1234  | noted |
| 1.000   | 1000         | 1000 1      |       |
| 1,000   | 1000         | 1 1000      | noted |
| -12.500 | -12500       | -12500 -12.5|       |
"""


@pytest.mark.parametrize(("written", "whole", "meanings", "noted"), cases(TWO_MEANINGS))
def test_two_meanings_unless_a_whole_number_is_asked(
    written: str, whole: str, meanings: str, noted: str
) -> None:
    both = tuple(Decimal(meaning) for meaning in meanings.split())
    assert parse_number(written) == ParsedNumber(None, Problem.AMBIGUOUS, readings=both)
    assert parse_number(written, whole=True) == ParsedNumber(Decimal(whole), noted=bool(noted))


NO_NUMBERS = """
| written      | why                          |
|--------------|------------------------------|
| không        | a word                       |
| ko           | a word                       |
| -            | a dash                       |
| - 5          | minus or a list              |
| 5-7          | a range                      |
| 4/5          | a fraction                   |
| 12 hồ sơ     | another measure              |
| 12 người, 3  | more than a number           |
| khoảng 12    | more than a number           |
| 1.23.4       | groups of no kind            |
| 1.234.56     | groups of no kind            |
| 1.23,4       | groups of no kind            |
| 1,234,5      | groups of no kind            |
| 1 23         | groups of no kind            |
| 1.234 567    | two marks for thousands      |
| 12,          | nothing after the comma      |
| ,5           | nothing before the comma     |
| 1E+3         | not written by hand          |
| ½            | not digits                   |
| #REF!        | an error of Excel            |
|              | nothing                      |
"""


@pytest.mark.parametrize("written", [written for written, _ in cases(NO_NUMBERS)])
def test_unreadable_numbers(written: str) -> None:
    assert parse_number(written, measure="người") == ParsedNumber(None, Problem.UNREADABLE)
    assert parse_number(written, whole=True, measure="người").value is None


def test_a_measure_must_be_asked_for() -> None:
    assert parse_number("12 người").problem is Problem.UNREADABLE
    assert parse_number("12 m2", measure="m2").value == 12
    assert parse_number("80 %", measure="%").value == 80
    assert parse_number("12 ?", measure="%").problem is Problem.UNREADABLE


@pytest.mark.parametrize(
    ("written", "measure", "value"),
    [
        ("9823,8 triệu", "triệu đồng", "9823.8"),
        ("2 lượt", "lượt người", "2"),
        ("2 người", "lượt người", None),
        ("9,8 tỷ", "triệu đồng", None),
        ("5 trie", "triệu đồng", None),
    ],
)
def test_a_measure_may_be_begun(written: str, measure: str, value: str | None) -> None:
    parsed = parse_number(written, measure=measure)
    assert (parsed.value, parsed.noted) == (value and Decimal(value), value is not None)


def test_endless_digits_are_no_figure() -> None:
    assert parse_number("9" * 40).value == Decimal("9" * 40)
    assert parse_number("9" * 41).problem is Problem.UNREADABLE


@given(st.decimals(-(10**14), 10**14, places=3) | st.integers(-(10**14), 10**14).map(Decimal))
def test_a_printed_number_reads_as_itself(value: Decimal) -> None:
    parsed = parse_number(number(value))
    assert value in (parsed.value, *parsed.readings)


@given(st.integers(-(10**14), 10**14))
def test_a_printed_whole_number_reads_as_itself(value: int) -> None:
    assert parse_number(number(value), whole=True) == ParsedNumber(Decimal(value))


PERCENTAGES = """
| written   | points  | noted |
|-----------|---------|-------|
| 80        | 80      |       |
| 80%       | 80      |       |
| 80,5      | 80.5    |       |
| 80,5⍽%    | 80.5    |       |
| 100       | 100     |       |
| 0         | 0       |       |
| 0,8%      | 0.8     |       |
| 1%        | 1       |       |
| 33,333    | 33.333  |       |
| 120%      | 120     |       |
| -5%       | -5      |       |
| 80.5      | 80.5    | noted |
| 33.333%   | 33.333  | noted |
| 75%.      | 75      | noted |
| 75 %;     | 75      | noted |
| đạt 75%   | 75      | noted |
| Tỷ lệ: 75%| 75      | noted |
| Đạt: 80,5 | 80.5    | noted |
| ７５％     | 75      | noted |
| 75/100    | 75      | noted |
| 75,5 / 100| 75.5    | noted |
| 75 phần trăm | 75   | noted |
| 0,8/100   | 0.8     | noted |
"""


@pytest.mark.parametrize(("written", "points", "noted"), cases(PERCENTAGES))
def test_percentages(written: str, points: str, noted: str) -> None:
    assert parse_percent(written) == ParsedNumber(Decimal(points), noted=bool(noted))


@pytest.mark.parametrize(
    ("written", "meanings"),
    [("0,8", ("0.8", "80")), ("0.85", ("0.85", "85")), ("1", ("1", "100")), ("1,0", ("1", "100"))],
)
def test_share_or_points(written: str, meanings: tuple[str, str]) -> None:
    both = tuple(Decimal(meaning) for meaning in meanings)
    assert parse_percent(written) == ParsedNumber(None, Problem.AMBIGUOUS, readings=both)


@pytest.mark.parametrize(
    "written",
    ["", "%", "đã xong", "4/5", "80%%", "80-90%", ">80%", "khoảng 80%", "80/120", "80%/100", "8O%"],
)
def test_unreadable_percentages(written: str) -> None:
    assert parse_percent(written) == ParsedNumber(None, Problem.UNREADABLE)


@given(st.decimals(0, 200, places=1))
def test_a_printed_percentage_reads_as_itself(points: Decimal) -> None:
    assert parse_percent(percent_points(points)) == ParsedNumber(points)


@given(st.text(max_size=30) | st.text("0123456789., -+−%/:tháng", max_size=20))
def test_any_text_has_one_meaning_or_a_problem(text: str) -> None:
    day = parse_date(text, plausible=(SINCE, UNTIL))
    for parsed in (day, parse_number(text), parse_percent(text)):
        assert (parsed.value is None) == (parsed.problem is not Problem.NONE)
        assert (len(parsed.readings) == 2) == (parsed.problem is Problem.AMBIGUOUS)
        assert parsed.value is None or not parsed.readings


@pytest.mark.parametrize(
    ("beside", "measure", "another"),
    [
        ("nghìn", "hồ sơ", True),
        ("nghìn hồ sơ", "hồ sơ", True),
        ("k", "người", True),
        ("‰", "%", True),
        ("≈", "", True),
        ("tỉ đồng", "triệu đồng", True),
        ("triệu", "triệu đồng", False),
        ("tr. đồng", "triệu đồng", False),
        ("hồ sơ", "hồ sơ", False),
        ("HS", "hồ sơ", False),
        ("%", "%", False),
        ("", "người", False),
        ("khoảng", "người", True),
        ("ít nhất", "hồ sơ", True),
        ("việc", "%", True),
        ("khoảng %", "%", True),
        ("đạt", "%", False),
        ("phần trăm", "%", False),
        ("đồng", "triệu đồng", True),
        ("triệu đồng", "triệu đồng", False),
        ("₫", "triệu đồng", False),
    ],
)
def test_what_makes_another_number_of_the_one_it_stands_beside(
    beside: str, measure: str, *, another: bool
) -> None:
    assert changes_number(beside, measure) is another


def test_what_is_shown_from_right_to_left_is_no_number_and_no_day() -> None:
    assert parse_number("\u202e764").value is None
    assert parse_percent("\u202e06").value is None
    assert parse_date("\u202e5202/9/50").value is None
    assert parse_number("\u202a467\u202c").value == 467


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Báo cáo tháng 8", "tháng 8"),
        ("T8", "tháng 8"),
        ("2025-08", "tháng 8 năm 2025"),
        ("Báo cáo tháng 9 năm 2024", "tháng 9 năm 2024"),
        ("BC tháng 9, nộp 02-10-2025", ""),
        ("báo cáo 8-2025 sửa thành 9-2025", ""),
        ("20.9.2025", ""),
        ("Báo cáo ngày 15-8-2025", ""),
        ("Zalo_2025-10-02", ""),
        ("KL183-8-2025", "tháng 8 năm 2025"),
        ("15-8-2025 báo cáo T8", "tháng 8"),
        ("lần 2", ""),
    ],
)
def test_a_name_tells_another_period_only_if_it_does_not_tell_this_one(
    text: str, other: str
) -> None:
    assert another_period(text, Period(2025, 9)) == other


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("Tháng 9", True),
        ("T9", True),
        ("từ ngày 15/8/2025 đến ngày 14/9/2025", True),
        ("tháng 9 năm 2024", False),
        ("tháng 8", False),
        ("tháng này", False),
    ],
)
def test_a_text_names_a_period_among_others(text: str, *, is_named: bool) -> None:
    assert names_period(text, Period(2025, 9)) is is_named


@pytest.mark.parametrize(
    ("words", "value"),
    [("bảy", 7), ("mười lăm", 15), ("hai mươi mốt", 21), ("hai mươi tư", 24), ("một trăm linh hai", 102),
     ("một trăm bốn mươi hai", 142), ("hai nghìn không trăm ba mươi", 2030), ("một triệu hai trăm nghìn", 1_200_000),
     ("", None), ("bảy đơn vị", None), ("một hai", None)],
)  # fmt: skip
def test_a_number_in_words_is_read(words: str, value: int | None) -> None:
    assert spelt_number(words) == value
