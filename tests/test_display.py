"""What a cell shows is what it says: numbers and dates in the formats that come back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cv183_reports.spreadsheet.values import (
    printed_beside,
    shown_number,
    shows_month_first,
    shows_whole_day,
)

SHOWN = (
    ("0.9339", "0.00%", "93.39"),
    ("0.876", "0%", "88"),
    ("0.876", "General", "0.876"),
    ("1234567", "#,##0.0,,", "1.2"),
    ("1234567", "#,##0,", "1235"),
    ("12.345", "0.0", "12.3"),
    ("12.345", "0", "12"),
    ("0.5", "0", "1"),
    ("5", '0 "hồ sơ"', "5"),
    ("-5", "#,##0;(#,##0)", "-5"),
    ("1234.5", "#,##0.00_);(#,##0.00)", "1234.50"),
    ("5", "[Red]0", "5"),
    ("7", '_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)', "7"),
    ("0", '_(* #,##0_);_(* \\(#,##0\\);_(* "-"??_);_(@_)', "0"),
    ("3", "00000", "3"),
    ("3", "#,##0 _₫", "3"),
    ("0", "_(* #,##0_);_(* \\(#,##0\\);_(* \\-??_);_(@_)", "0"),
    ("5", 'General" hồ sơ"', "5"),
    ("5", '0", đồng"', "5"),
    ("12345", "# ##0", "12345"),
    ("13602.2", "#,##0.0 [$triệu đồng]", "13602.2"),
    ("0.4", "0", "0"),
)
OTHERWISE = (
    ("0.5", "# ?/?"),
    ("5", '0"00"'),
    ("5", ";;;"),
    ("0", '0;-0;"không"'),
    ("0", "0;-0;;@"),
    ("5", "0.00E+00"),
    ("5", "[>3]0.0;0"),
    ("5", '"chưa có"'),
    ("0", "#,###"),
    ("0.4", "#"),
    ("5", "-0"),
    ("5", '"-"0'),
    ("5", "\\-#,##0"),
    ("5", "(0)"),
    ("467", "0-0-0"),
    ("5", "0" + "," * 300 + "0"),
)


@pytest.mark.parametrize(("stored", "number_format", "shown"), SHOWN)
def test_the_number_that_is_shown(stored: str, number_format: str, shown: str) -> None:
    assert shown_number(Decimal(stored), number_format) == Decimal(shown)


@pytest.mark.parametrize(("stored", "number_format"), OTHERWISE)
def test_no_number_where_none_is_shown(stored: str, number_format: str) -> None:
    assert shown_number(Decimal(stored), number_format) is None


BESIDE = (
    ('0 "nghìn"', "nghìn"),
    ('"~"0', "~"),
    ("0\\‰", "‰"),
    ('0,"k"', "k"),
    ("0.0 [$triệu đồng-42A]", "triệu đồng"),
    ("[Red]#,##0_)", ""),
    ("General", ""),
    (";;;", ""),
)


@pytest.mark.parametrize(("number_format", "beside"), BESIDE)
def test_what_is_printed_beside_a_number(number_format: str, beside: str) -> None:
    assert printed_beside(Decimal(5), number_format) == beside


DATES = (
    ("dd/mm/yyyy", True, False),
    ("d/m/yyyy h:mm", True, False),
    ("[$-42A]dd mmmm yyyy", True, False),
    ("[$-409]d-mmm-yy;@", True, False),
    ("yyyy-mm-dd", True, False),
    ("mm-dd-yy", True, False),
    ("mm/dd/yyyy", True, True),
    ("m/d/yyyy h:mm", True, True),
    ("[$-409]m/d/yy", True, True),
    ("mmm-yy", False, False),
    ("dd/mm", False, False),
    ("ddd mm/yyyy", False, False),
    ("dddd, mmmm yyyy", False, False),
    ("dddd, dd/mm/yyyy", True, False),
    ("h:mm", False, False),
)


@pytest.mark.parametrize(("number_format", "whole", "month_first"), DATES)
def test_which_day_a_date_shows(number_format: str, *, whole: bool, month_first: bool) -> None:
    assert shows_whole_day(number_format) is whole
    assert shows_month_first(number_format) is month_first
