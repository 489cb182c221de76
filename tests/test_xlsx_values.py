"""Numbers as Excel shows them, serial dates and their traps, which number formats show a date."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv183_reports.spreadsheet.cell_style import shows_date
from cv183_reports.spreadsheet.values import (
    cell_range,
    column_number,
    instant_of_serial,
    iso_instant,
    serial_of,
    stored_number,
    whole_number,
)


@pytest.mark.parametrize(
    ("digits", "shown"),
    [
        ("0.80000000000000004", "0.8"),
        ("1.1000000000000001", "1.1"),
        ("0.29999999999999999", "0.3"),
        ("100.00000000000001", "100"),
        ("1.50", "1.50"),
        ("-12", "-12"),
        ("-0", "0"),
        ("1E3", "1000"),
        ("1.5e-3", "0.0015"),
        ("123456789012345678", "123456789012346000"),
        ("4.9E-400", "0"),
    ],
)
def test_numbers_as_excel_shows_them(digits: str, shown: str) -> None:
    assert str(stored_number(digits)) == shown


@pytest.mark.parametrize(
    "digits", ["", "abc", "1,5", "NaN", "Infinity", "1_000", "٣", "0x1", "1E999", "1 2", "1" * 401]
)
def test_what_is_no_number(digits: str) -> None:
    assert stored_number(digits) is None


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_a_number_is_the_nearest_of_15_digits(value: float) -> None:
    found = stored_number(repr(value))
    assert found is not None
    assert len(found.normalize().as_tuple().digits) <= 15
    assert abs(found - Decimal(repr(value))) <= abs(Decimal(repr(value))) * Decimal("5E-15")


@pytest.mark.parametrize(
    ("serial", "since_1904", "when"),
    [
        ("0", False, "1899-12-31T00:00:00"),
        ("0.5", False, "1899-12-31T12:00:00"),
        ("1", False, "1900-01-01T00:00:00"),
        ("59", False, "1900-02-28T00:00:00"),
        ("60", False, None),
        ("60.5", False, None),
        ("61", False, "1900-03-01T00:00:00"),
        ("45884", False, "2025-08-15T00:00:00"),
        ("45884.6666666667", False, "2025-08-15T16:00:00"),
        ("45883.9999999999", False, "2025-08-15T00:00:00"),
        ("2958465", False, "9999-12-31T00:00:00"),
        ("2958465.9999999999", False, None),
        ("2958466", False, None),
        ("-1", False, None),
        ("1E+300", False, None),
        ("0", True, "1904-01-01T00:00:00"),
        ("60", True, "1904-03-01T00:00:00"),
        ("44422", True, "2025-08-15T00:00:00"),
        ("2957004", True, None),
    ],
)
def test_serial_dates(serial: str, since_1904: bool, when: str | None) -> None:
    found = instant_of_serial(Decimal(serial), since_1904=since_1904)
    assert (found and found.isoformat()) == when


@given(st.datetimes(min_value=datetime(1900, 3, 1), max_value=datetime(9999, 12, 30)))
def test_a_date_comes_back_from_its_serial_number(when: datetime) -> None:
    whole = when.replace(microsecond=when.microsecond // 1000 * 1000)
    found = instant_of_serial(serial_of(whole), since_1904=False)
    assert found is not None
    assert abs(found - whole) <= timedelta(milliseconds=1)


def test_iso_dates() -> None:
    assert iso_instant("2025-08-15T01:02:03+07:00") == datetime(2025, 8, 15, 1, 2, 3)
    assert iso_instant("15/8/2025") is None


@pytest.mark.parametrize(
    ("code", "is_date"),
    [
        ("dd/mm/yyyy", True),
        ("DD/MM/YYYY", True),
        ("d/m/yyyy;@", True),
        ("[$-42A]dd mmmm yyyy", True),
        ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", True),
        ('"ngày" dd "tháng" mm', True),
        ("h:mm AM/PM", True),
        ("mm:ss.0", True),
        ("[Red]dd/mm", True),
        ("[h]:mm", False),
        ("[mm]:ss", False),
        ("General", False),
        ("GENERAL", False),
        ("0.0%", False),
        ('#,##0 "đồng/ngày"', False),
        ('#,##0\\ "d"', False),
        ("#,##0\\d", False),
        ("#,##0_d", False),
        ("#,##0*y", False),
        ("#,##0\\ [$₫-42A]", False),
        ("[Red]#,##0;[>=100]0", False),
        ("0.00E+00", False),
        ("@", False),
        ('"chưa đóng', False),
        ("[" * 300, False),
    ],
)
def test_which_formats_show_a_date(code: str, is_date: bool) -> None:
    assert shows_date(code) is is_date


def test_addresses() -> None:
    assert [column_number(letters) for letters in ("A", "AB", "XFD")] == [1, 28, 16_384]
    assert [column_number(letters) for letters in ("", "XFE", "a", "AAAA", "1")] == [None] * 5
    assert str(cell_range("C3:A1")) == "A1:C3"
    assert [cell_range(text) for text in ("", "A0", "A1:", "A1:XFE1", "A1048577", "Á1")] == [
        None
    ] * 6
    assert [whole_number(text, 16) for text in ("1", "16", "0", "17", "+1", "٣", "")] == [
        1,
        16,
        *[None] * 5,
    ]
