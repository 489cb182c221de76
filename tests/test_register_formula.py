"""The little language of the register's cells."""

from __future__ import annotations

from datetime import datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv183_reports.model import LOCAL, Cycle, Deadline, Period
from cv183_reports.register.cells import (
    Ratio,
    parse_codes,
    parse_ratio,
    parse_recurring,
    parse_sum,
)

CODES = st.lists(
    st.from_regex(r"[A-Z]{2}[0-9]{2}", fullmatch=True), min_size=1, max_size=4, unique=True
)


@given(CODES)
def test_a_sum_is_read_back(codes: list[str]) -> None:
    assert parse_sum(" + ".join(codes)) == tuple(codes)
    assert parse_sum("+".join(codes)) == tuple(codes)


@given(CODES, CODES)
def test_a_ratio_is_read_back(above: list[str], below: list[str]) -> None:
    written = f"({' + '.join(above)}) / ({' + '.join(below)})"
    assert parse_ratio(written) == Ratio(tuple(above), tuple(below))


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    for terms in (parse_sum(text), (parse_ratio(text) or Ratio((), ())).numerator):
        assert all(term in text for term in terms or ())


@pytest.mark.parametrize(
    "text", ["", "+", "HC01 +", "HC01 HC02", "hc01", "HC01 + HC01", "2 * HC01", "HC01 + 5"]
)
def test_no_sum(text: str) -> None:
    assert parse_sum(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "HC01",
        "HC01 /",
        "/ HC01",
        "HC01 / HC02 / HC03",
        "HC01 + HC02 / HC03",
        "(HC01 / HC02",
        "(HC01) + (HC02) / HC03",
    ],
)
def test_no_ratio(text: str) -> None:
    assert parse_ratio(text) is None


@pytest.mark.parametrize(
    ("text", "day", "at"),
    [
        ("16:00 ngày 22 hằng tháng", 22, time(16)),
        ("16 giờ, ngày 22 hằng tháng", 22, time(16)),
        ("16 giờ 30, ngày 5 hàng tháng", 5, time(16, 30)),
        ("8h30 ngày 05 hằng tháng", 5, time(8, 30)),
        ("Ngày 20 hằng tháng", 20, time()),
    ],
)
def test_monthly_deadline(text: str, day: int, at: time) -> None:
    assert parse_recurring(text, Cycle.MONTH) == Deadline(monthly_day=day, monthly_time=at)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "22",
        "hằng tháng",
        "ngày 0 hằng tháng",
        "ngày 29 hằng tháng",
        "24:00 ngày 22 hằng tháng",
        "16:60 ngày 22 hằng tháng",
    ],
)
def test_no_monthly_deadline(text: str) -> None:
    assert parse_recurring(text, Cycle.MONTH) is None


@pytest.mark.parametrize(
    ("text", "day", "at"),
    [
        ("11:00 ngày 10 hằng quý", 10, time(11)),
        ("11 giờ, ngày 10 hàng quý", 10, time(11)),
        ("ngày 20 tháng cuối quý", 20, time()),
        ("17h ngày 12 tháng cuối hằng quý", 12, time(17)),
        ("17:00 ngày 12 tháng cuối mỗi quý", 12, time(17)),
    ],
)
def test_quarterly_deadline(text: str, day: int, at: time) -> None:
    deadline = parse_recurring(text, Cycle.QUARTER)
    assert deadline == Deadline(monthly_day=day, monthly_time=at)
    assert deadline.at(Period.of_quarter(2026, 1)) == datetime(2026, 3, day, at.hour, tzinfo=LOCAL)
    assert parse_recurring(text, Cycle.MONTH) is None


@pytest.mark.parametrize(
    "text", ["11:00 ngày 10 hằng tháng", "ngày 29 hằng quý", "ngày 10 tháng đầu quý sau"]
)
def test_no_quarterly_deadline(text: str) -> None:
    assert parse_recurring(text, Cycle.QUARTER) is None


def test_codes() -> None:
    assert parse_codes(" cap-xa;so-nganh ;\ncap-xa; ") == ("cap-xa", "so-nganh")
    assert parse_codes("") == ()
