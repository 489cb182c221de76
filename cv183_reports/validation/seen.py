"""What a person sees in a cell: a number, a day, a time, as far as the file tells."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from cv183_reports.spreadsheet.grid import Cell, CellKind
from cv183_reports.spreadsheet.values import (
    leads_below_zero,
    printed_beside,
    shown_number,
    shows_month_first,
    shows_whole_day,
)
from cv183_reports.vietnamese import wording
from cv183_reports.vietnamese.parsing import parse_date, parse_number, parse_percent
from cv183_reports.vietnamese.text import clean, lazy_pattern

_NOISE = Decimal("0.000001")
_LITERAL = lazy_pattern(r'"[^"]*"?|[\\_*].?', re.DOTALL)
"""What a number format only prints, pads or fills with: in ``0\\%`` the sign does not multiply."""
_CLOCK = lazy_pattern(r"\d+:\d+(?::\d+)?")
_PARTS_OF_A_DAY = 3
_MONTHS = 12
_SHOWN_DIGITS = lazy_pattern(r"(\D*)([0-9](?:[0-9., \u00a0\u202f]*[0-9])?)(\D*)")
_A_DASH = lazy_pattern(r"\s*[-–—−]{1,2}\s*")
"""How a zero may be shown."""


@lru_cache(maxsize=8192)
def exact(number: Decimal) -> Decimal:
    """The number Excel shows for a stored one: 0.29 for 0.28999999999999998."""
    return plain(Decimal(repr(float(number))))


def plain(number: Decimal) -> Decimal:
    """The same number without idle digits: 60 for 60.0, 28.5 for 28.500."""
    whole = number.to_integral_value()
    return whole if whole == number else number.normalize()


def is_share(cell: Cell) -> bool:
    """Whether Excel shows the number times 100, with a percent sign."""
    return _is_percent(cell.number_format)


@lru_cache(maxsize=1024)
def _is_percent(number_format: str) -> bool:
    return "%" in _LITERAL.sub("", number_format)


def shown(cell: Cell) -> str:
    """What stands in the cell, nearly as the clerk sees it; for texts and for quoting."""
    if cell.kind is CellKind.DATE and cell.when is not None:
        return f"{cell.when:%H:%M}" if is_clock(cell) else wording.short_date(cell.when)
    if cell.kind is CellKind.NUMBER and cell.number is not None:
        seen = number_shown(cell)
        number = exact(cell.number) if seen is None else seen
        return f"{wording.number(number)}%" if is_share(cell) else wording.number(number)
    return clean(cell.text).text


def is_clock(cell: Cell) -> bool:
    """Whether the cell holds a time of no day: Excel counts days from 1."""
    return cell.number is not None and cell.number < 1


def number_shown(cell: Cell) -> Decimal | None:
    """The number that a person reads in the cell, points where a percent sign stands; None: no such number.

    What an .ods shows, it says itself; of other files the number format tells.
    """
    assert cell.number is not None
    if cell.shown:
        return _number_in(cell.shown, cell.number)
    return _shown_in(exact(cell.number), cell.number_format)


def _number_in(shown: str, number: Decimal) -> Decimal | None:
    """The number that the text `shown` of a cell says, which stores `number`."""
    found = _SHOWN_DIGITS.fullmatch(shown)
    if found is None:
        return Decimal() if not number and _A_DASH.fullmatch(shown) else None
    before, digits, after = found.groups()
    parsed = parse_percent(f"{digits}%") if "%" in after else parse_number(digits)
    sign = -1 if leads_below_zero(before) else 1
    fitting = (sign * each for each in parsed.readings if _rounds_to(number, sign * each))
    return next(fitting, None if parsed.value is None else sign * parsed.value)


def beside_number(cell: Cell) -> str:
    """What a person reads in a cell beside its number."""
    assert cell.number is not None
    if not cell.shown:
        return printed_beside(exact(cell.number), cell.number_format)
    found = _SHOWN_DIGITS.fullmatch(cell.shown)
    return f"{found[1]} {found[3]}" if found else ""


@lru_cache(maxsize=8192)
def _shown_in(number: Decimal, number_format: str) -> Decimal | None:
    seen = shown_number(number, number_format)
    return None if seen is None else plain(seen)


def _rounds_to(number: Decimal, reading: Decimal) -> bool:
    """Whether `number` is shown as `reading`: of ``1.234`` the number in the cell tells which is meant."""
    return exact(number).quantize(reading, ROUND_HALF_UP) == reading


def is_rounded(cell: Cell) -> bool:
    """Whether a person sees fewer digits than are stored, in more than the noise of a computation."""
    if cell.kind is not CellKind.NUMBER or cell.number is None or is_share(cell):
        return False
    seen = number_shown(cell)
    return seen is not None and abs(seen - exact(cell.number)) > _NOISE


_NO_CERTAIN_DAY = lazy_pattern(
    r"\b(?:trước|sau|khoảng|dự kiến|từ|đến|âm lịch|[AÂ]L)\b|[?~]", re.IGNORECASE
)
"""Words beside a day that make it another, or no certain one."""


def beside_day(cell: Cell) -> str:
    """What a person reads beside a date that makes it no certain day: ``trước``; empty: nothing of the kind."""
    seen = cell.shown or " ".join(found[0] for found in _LITERAL.finditer(cell.number_format))
    found = _NO_CERTAIN_DAY.search(seen)
    return found[0] if found else ""


def is_whole_day(cell: Cell) -> bool:
    """Whether a person sees day, month and year of the date."""
    if cell.shown:
        assert cell.when is not None
        return _tells_day(cell.shown, cell.when.date())
    return cell.number_format == "General" or shows_whole_day(cell.number_format)


def _tells_day(shown: str, day: date) -> bool:
    """Whether `shown` has three numbers, or a month in words beside the day and the year."""
    numbers = [int(digits) for digits in re.findall("[0-9]+", _CLOCK.sub("", shown))]
    if len(numbers) >= _PARTS_OF_A_DAY:
        return True
    years = (day.year, day.year % 100)
    is_of_day = any(numbers in ([day.day, year], [year, day.day]) for year in years)
    return is_of_day and any(map(str.isalpha, shown))


def other_day(cell: Cell, day: date) -> date | None:
    """The other day that a person may read who sees the month first."""
    if day.day > _MONTHS or day.day == day.month:
        return None
    if cell.shown:
        seen = parse_date(cell.shown).value
        return seen if seen not in (None, day) else None
    return date(day.year, day.day, day.month) if shows_month_first(cell.number_format) else None
