from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv183_reports.model import Period
from cv183_reports.vietnamese.wording import (
    blank_date,
    change,
    count,
    deadline_words,
    document_number,
    duration,
    instant,
    joined,
    listed,
    long_date,
    measured,
    month_number,
    names_listed,
    number,
    percent,
    percent_points,
    period_name,
    period_word,
    roman,
    sentence,
    short_date,
    short_period,
    tabular_period,
)
from tests.vietnamese_cases import cases

NUMBERS = """
| value        | decimals | printed        |
|--------------|----------|----------------|
| 0            |          | 0              |
| -0.0         |          | 0              |
| 7            |          | 7              |
| 1234         |          | 1.234          |
| 1234.5       |          | 1.234,5        |
| 1234.50      |          | 1.234,5        |
| 146839       |          | 146.839        |
| -1234567.25  |          | -1.234.567,25  |
| 1E+3         |          | 1.000          |
| 2            | 1        | 2,0            |
| 48.765       | 2        | 48,77          |
| 0.5          | 0        | 1              |
| 2.5          | 0        | 3              |
| -0.04        | 1        | 0,0            |
| 1234567890123456789012345678901234567.5 |  | 1.234.567.890.123.456.789.012.345.678.901.234.567,5 |
| 999999999999999999999999999999.95       | 1 | 1.000.000.000.000.000.000.000.000.000.000,0 |
"""


@pytest.mark.parametrize(("value", "decimals", "printed"), cases(NUMBERS))
def test_number(value: str, decimals: str, printed: str) -> None:
    assert number(Decimal(value), int(decimals) if decimals else None) == printed


@given(st.decimals(-(10**36), 10**36, places=3))
def test_every_digit_is_printed_the_whole_ones_by_threes(value: Decimal) -> None:
    whole, _, decimals = number(value).partition(",")
    first, *others = whole.removeprefix("-").split(".")
    assert len(first) <= 3
    assert all(len(group) == 3 for group in others)
    assert not decimals.endswith("0")
    assert Decimal(f"{whole.replace('.', '')}.{decimals or '0'}") == value
    assert (whole[0] == "-") == (value < 0)


MEASURES = """
| value | decimals | printed |
|-------|----------|---------|
| 14    | 1        | 14      |
| 13.5  | 1        | 13,5    |
| 0.04  | 1        | 0       |
| -0.04 | 1        | 0       |
| 1.15  | 2        | 1,15    |
| 1.1   | 2        | 1,1     |
| 1250  | 1        | 1.250   |
"""


@pytest.mark.parametrize(("value", "decimals", "printed"), cases(MEASURES))
def test_measured(value: str, decimals: str, printed: str) -> None:
    assert measured(float(value), int(decimals)) == printed


MONTHS = """
| year | month | number | word     | short         | tabular | name              |
|------|-------|--------|----------|---------------|---------|-------------------|
| 2026 | 1     | 01     | tháng 01 | tháng 01/2026 | 01/2026 | tháng 01 năm 2026 |
| 2026 | 2     | 02     | tháng 02 | tháng 02/2026 | 02/2026 | tháng 02 năm 2026 |
| 2026 | 3     | 3      | tháng 3  | tháng 3/2026  | 03/2026 | tháng 3 năm 2026  |
| 2025 | 9     | 9      | tháng 9  | tháng 9/2025  | 09/2025 | tháng 9 năm 2025  |
| 2025 | 12    | 12     | tháng 12 | tháng 12/2025 | 12/2025 | tháng 12 năm 2025 |
"""


@pytest.mark.parametrize(
    ("year", "month", "number", "word", "short", "tabular", "name"), cases(MONTHS)
)
def test_months(
    year: str, month: str, number: str, word: str, short: str, tabular: str, name: str
) -> None:
    assert month_number(int(month)) == number
    period = Period(int(year), int(month))
    assert period_word(period) == word
    assert short_period(period) == short
    assert tabular_period(period) == tabular
    assert period_name(period) == name


def test_quarters_have_roman_numerals() -> None:
    for rank, numeral in enumerate(("I", "II", "III", "IV"), 1):
        quarter = Period.of_quarter(2026, rank)
        assert period_word(quarter) == f"quý {numeral}"
        assert short_period(quarter) == f"quý {numeral}/2026"
        assert tabular_period(quarter) == f"{numeral}/2026"
        assert period_name(quarter) == f"quý {numeral} năm 2026"


@pytest.mark.parametrize(
    ("quantity", "printed"), [(0, "0"), (1, "01"), (9, "09"), (10, "10"), (1204, "1.204")]
)
def test_count(quantity: int, printed: str) -> None:
    assert count(quantity) == printed


def test_count_of_less_than_nothing() -> None:
    with pytest.raises(ValueError, match="-1"):
        count(-1)


PERCENTAGES = """
| part  | whole  | printed |
|-------|--------|---------|
| 112   | 114    | 98,2%   |
| 114   | 114    | 100%    |
| 0     | 114    | 0%      |
| 57    | 114    | 50%     |
| 1     | 8      | 12,5%   |
| 1     | 16     | 6,3%    |
| 9999  | 10000  | 99,9%   |
| 10001 | 10000  | 100,1%  |
| 1     | 10000  | 0,1%    |
| 3     | 2      | 150%    |
"""


@pytest.mark.parametrize(("part", "whole", "printed"), cases(PERCENTAGES))
def test_percent(part: str, whole: str, printed: str) -> None:
    assert percent(int(part), int(whole)) == printed


@pytest.mark.parametrize(("part", "whole"), [(1, 0), (0, 0), (1, -1), (-1, 5)])
def test_percent_of_nothing(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        percent(part, whole)


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_percent_says_all_or_nothing_only_when_exact(part: int, whole: int) -> None:
    assert (percent(part, whole) == "100%") == (part == whole)
    assert (percent(part, whole) == "0%") == (part == 0)


@pytest.mark.parametrize(
    ("points", "printed"),
    [
        ("80", "80%"),
        ("80.5", "80,5%"),
        ("33.3333", "33,3%"),
        ("99.97", "99,9%"),
        ("-0.01", "-0,1%"),
    ],
)
def test_percent_points(points: str, printed: str) -> None:
    assert percent_points(Decimal(points)) == printed


CHANGES = """
| now   | before | change            |
|-------|--------|-------------------|
| 112   | 109    | tăng 03 đơn vị    |
| 107   | 109    | giảm 02 đơn vị    |
| 109   | 109    | bằng              |
| 1300  | 66     | tăng 1.234 đơn vị |
| 10.5  | 12     | giảm 1,5 đơn vị   |
| 12.50 | 2.5    | tăng 10 đơn vị    |
"""


@pytest.mark.parametrize(("now", "before", "printed"), cases(CHANGES))
def test_change(now: str, before: str, printed: str) -> None:
    assert change(Decimal(now), Decimal(before), "đơn vị") == printed


DATES = """
| day        | short      | long                        | month             |
|------------|------------|-----------------------------|-------------------|
| 2025-09-05 | 05/9/2025  | ngày 05 tháng 9 năm 2025    | tháng 9 năm 2025  |
| 2025-02-05 | 05/02/2025 | ngày 05 tháng 02 năm 2025   | tháng 02 năm 2025 |
| 2026-01-09 | 09/01/2026 | ngày 09 tháng 01 năm 2026   | tháng 01 năm 2026 |
| 2020-03-05 | 05/3/2020  | ngày 05 tháng 3 năm 2020    | tháng 3 năm 2020  |
| 2025-11-15 | 15/11/2025 | ngày 15 tháng 11 năm 2025   | tháng 11 năm 2025 |
"""


@pytest.mark.parametrize(("day", "short", "long", "month"), cases(DATES))
def test_dates(day: str, short: str, long: str, month: str) -> None:
    value = date.fromisoformat(day)
    assert short_date(value) == short
    assert long_date(value) == long
    assert period_name(Period(value.year, value.month)) == month


def test_blank_date_leaves_room_for_the_day() -> None:
    assert blank_date(2025, 9) == "ngày      tháng 9 năm 2025"
    assert blank_date(2026, 1) == "ngày      tháng 01 năm 2026"


INSTANTS = """
| instant             | happened                   | due                             |
|---------------------|----------------------------|---------------------------------|
| 2025-09-22T16:00:00 | 16 giờ, ngày 22/9/2025      | trước 16 giờ, ngày 22/9/2025    |
| 2025-09-22T15:52:00 | 15 giờ 52 phút, ngày 22/9/2025   | trước 15 giờ 52 phút, ngày 22/9/2025 |
| 2025-09-22T15:59:59 | 15 giờ 59 phút, ngày 22/9/2025   | trước 15 giờ 59 phút, ngày 22/9/2025 |
| 2025-10-05T08:05:00 | 08 giờ 05 phút, ngày 05/10/2025  | trước 08 giờ 05 phút, ngày 05/10/2025|
| 2025-08-15T00:00:00 | 00 giờ, ngày 15/8/2025      | trước ngày 15/8/2025            |
"""


@pytest.mark.parametrize(("moment", "happened", "due"), cases(INSTANTS))
def test_instants(moment: str, happened: str, due: str) -> None:
    assert instant(datetime.fromisoformat(moment)) == happened
    assert deadline_words(datetime.fromisoformat(moment)) == due


DURATIONS = [
    (timedelta(days=2, hours=3, minutes=59), "2 ngày 3 giờ"),
    (timedelta(days=2, minutes=59), "2 ngày"),
    (timedelta(hours=5), "5 giờ"),
    (timedelta(hours=5, minutes=7, seconds=59), "5 giờ 7 phút"),
    (timedelta(minutes=45), "45 phút"),
    (timedelta(seconds=59), "dưới 1 phút"),
    (timedelta(), "dưới 1 phút"),
]


@pytest.mark.parametrize(("length", "printed"), DURATIONS)
def test_duration(length: timedelta, printed: str) -> None:
    assert duration(length) == printed


def test_no_duration_runs_backwards() -> None:
    with pytest.raises(ValueError, match="duration"):
        duration(timedelta(seconds=-1))


@pytest.mark.parametrize(
    ("items", "commas", "words"),
    [
        ((), "", ""),
        (("A",), "A", "A"),
        (("A", "B"), "A, B", "A và B"),
        (("A", "B", "C"), "A, B, C", "A, B và C"),
    ],
)
def test_lists(items: tuple[str, ...], commas: str, words: str) -> None:
    assert listed(items) == commas
    assert joined(items) == words


SENTENCES = """
| text                         | sentence                      |
|------------------------------|-------------------------------|
| đảng ủy đã gửi báo cáo       | Đảng ủy đã gửi báo cáo.       |
| Đã gửi.                      | Đã gửi.                       |
| đã gửi...                    | Đã gửi.                       |
| đã gửi;                      | Đã gửi.                       |
| hồ sơ, đất đai, v.v…         | Hồ sơ, đất đai, v.v.          |
| 112 đơn vị đã gửi            | 112 đơn vị đã gửi.            |
| “ủy ban” đã gửi              | “Ủy ban” đã gửi.              |
| bao giờ có hướng dẫn?        | Bao giờ có hướng dẫn?         |
| …                            |                               |
|                              |                               |
"""


@pytest.mark.parametrize(("text", "printed"), cases(SENTENCES))
def test_sentence(text: str, printed: str) -> None:
    assert sentence(text) == printed
    assert sentence(printed) == printed


@pytest.mark.parametrize(
    ("section", "numeral"),
    [(1, "I"), (3, "III"), (4, "IV"), (5, "V"), (6, "VI"), (9, "IX"), (14, "XIV"), (39, "XXXIX")],
)
def test_roman(section: int, numeral: str) -> None:
    assert roman(section) == numeral


@pytest.mark.parametrize("section", [0, 40])
def test_no_such_section(section: int) -> None:
    with pytest.raises(ValueError, match="section"):
        roman(section)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("12", "Số 12-BC/BTCTU"),
        ("5", "Số 05-BC/BTCTU"),
        ("05", "Số 05-BC/BTCTU"),
        ("357", "Số 357-BC/BTCTU"),
        ("", "Số      -BC/BTCTU"),
        (" ", "Số      -BC/BTCTU"),
    ],
)
def test_document_number(written: str, printed: str) -> None:
    assert document_number(written, "BC", "BTCTU") == printed


def test_names_that_hold_commas_are_set_apart_otherwise() -> None:
    assert names_listed(["Xã A", "Xã B"]) == "Xã A, Xã B"
    assert names_listed(["Sở Văn hóa, Thể thao", "Xã B"]) == "Sở Văn hóa, Thể thao; Xã B"
