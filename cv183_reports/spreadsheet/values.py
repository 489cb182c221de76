"""What stored characters mean: escapes, numbers as Excel shows them, serial dates, cell addresses."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from msgspec import Struct

from cv183_reports.spreadsheet.grid import CellRange
from cv183_reports.vietnamese.text import lazy_pattern

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384

_DIGITS = 15
"""Significant digits Excel keeps and shows; the 17 in files carry the noise of binary fractions."""
_AS_EXCEL = Context(prec=_DIGITS, rounding=ROUND_HALF_UP)
_WIDE = Context(prec=40, rounding=ROUND_HALF_UP)
_NUMBER = lazy_pattern(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_LONGEST = 400
"""Characters of a written number: more than any double needs."""
_ESCAPE = lazy_pattern(r"_x([0-9A-Fa-f]{4})_")
_RANGE = lazy_pattern(r"([A-Z]{1,3})([1-9][0-9]{0,6})(?::([A-Z]{1,3})([1-9][0-9]{0,6}))?", re.ASCII)

_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001 - Excel's dates have no zone
_EPOCH_1900 = datetime(1899, 12, 31)  # noqa: DTZ001
_EPOCH_AFTER_1900_02_29 = datetime(1899, 12, 30)  # noqa: DTZ001
_LEAP_DAY_OF_1900 = 60
"""Excel counts a 29/2/1900 that never was (from Lotus 1-2-3)."""
_LAST_DAY = 2_958_465
"""31/12/9999 in the 1900 system."""
_DAYS_1904 = 1_462
"""How far the 1904 system lags behind."""
_DAY = 86_400_000
"""Milliseconds, to which Excel keeps time."""


def decoded(text: str) -> str:
    """`text` with ``_xHHHH_`` decoded once, from left to right (ECMA-376 part 1, 22.9.2.19).

    Halves of a surrogate pair are joined; a half alone is no character and becomes U+FFFD.
    """
    if "_x" not in text:
        return text
    units = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def stored_number(digits: str) -> Decimal | None:
    """The number Excel shows for the stored `digits`: 0.8 for ``0.80000000000000004``.

    None when they are no number of Excel's (a double).
    """
    return None if len(digits) > _LONGEST else _stored_number(digits)


@lru_cache(maxsize=4096)
def _stored_number(digits: str) -> Decimal | None:
    if not _NUMBER.fullmatch(digits):
        return None
    approximate = float(digits)
    if approximate in (float("inf"), float("-inf")):
        return None
    if approximate == 0:
        return Decimal(0)
    if len(digits) <= _DIGITS and "e" not in digits and "E" not in digits:
        return Decimal(digits)
    return Decimal(f"{_AS_EXCEL.normalize(Decimal(digits)):f}")


def instant_of_serial(serial: Decimal, *, since_1904: bool) -> datetime | None:
    """The naive date and time of a serial number, to the millisecond; None where Excel shows ####."""
    last = _LAST_DAY - _DAYS_1904 if since_1904 else _LAST_DAY
    milliseconds = int(_WIDE.multiply(serial, Decimal(_DAY)).to_integral_value(ROUND_HALF_UP))
    day = milliseconds // _DAY
    if not 0 <= day <= last or (day == _LEAP_DAY_OF_1900 and not since_1904):
        return None
    return _epoch(day, since_1904=since_1904) + timedelta(milliseconds=milliseconds)


def _epoch(day: int, *, since_1904: bool) -> datetime:
    if since_1904:
        return _EPOCH_1904
    return _EPOCH_1900 if day < _LEAP_DAY_OF_1900 else _EPOCH_AFTER_1900_02_29


def iso_instant(text: str) -> datetime | None:
    """The instant of a cell stored in ISO 8601, read as Excel shows it: a zone is left aside."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


def serial_of(when: datetime) -> Decimal:
    """The serial number of `when` in the 1900 system, from 1/3/1900."""
    passed = when - _EPOCH_AFTER_1900_02_29
    return Decimal(passed // timedelta(milliseconds=1)) / _DAY


def iso(when: datetime) -> str:
    """``2025-08-15``, with the time only where there is one."""
    midnight = not (when.hour or when.minute or when.second or when.microsecond)
    return when.date().isoformat() if midnight else when.isoformat()


@lru_cache(maxsize=MAX_COLUMN)
def column_number(letters: str) -> int | None:
    """28 for ``AB``; None for what is no column of Excel's."""
    if not re.fullmatch("[A-Z]{1,3}", letters):
        return None
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column if column <= MAX_COLUMN else None


def cell_range(reference: str) -> CellRange | None:
    """The rectangle of ``A1:C3`` (or of ``A1``); None for anything else."""
    found = _RANGE.fullmatch(reference)
    if found is None:
        return None
    left, right = column_number(found[1]), column_number(found[3] or found[1])
    top, bottom = int(found[2]), int(found[4] or found[2])
    if left is None or right is None or max(top, bottom) > MAX_ROW:
        return None
    return CellRange(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def is_true(value: str | None) -> bool:
    """An XML boolean attribute."""
    return value in ("1", "true")


def whole_number(text: str, last: int) -> int | None:
    """The row or column number that `text` gives, from 1 to `last`; None for anything else."""
    return _whole_number(text, last) if len(text) <= _MOST_DIGITS else None


_MOST_DIGITS = len(str(2**31))


@lru_cache(maxsize=4096)
def _whole_number(text: str, last: int) -> int | None:
    """Kept, for every sheet has the same first rows; of few digits, so that nothing hostile is."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(last))):
        return None
    value = int(text)
    return value if 1 <= value <= last else None


_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


def error_text(number: int) -> str:
    """``#REF!`` for 23; an error Excel does not know is still an error."""
    return _ERRORS.get(number, f"#{number}")


_FUNCTION_TOKENS = (0x21, 0x41, 0x61)
"""PtgFunc in its three classes (MS-XLS 2.5.198.62)."""
_OF_THE_DAY = {b"\xdd\x00": "=TODAY()", b"\x4a\x00": "=NOW()"}
"""Functions without arguments that give another value each day, by their numbers (MS-XLS 2.5.198.17)."""


def volatile_formula(tokens: bytes) -> str:
    """The formula that binary `tokens` hold, as far as it matters: ``=TODAY()``; else ``=``."""
    for at, token in enumerate(tokens):
        if token in _FUNCTION_TOKENS and (found := _OF_THE_DAY.get(tokens[at + 1 : at + 3])):
            return found
    return "="


_LITERAL = lazy_pattern(r'"[^"]*"?|\\.|[_*].', re.DOTALL)
_PIECE = lazy_pattern(r'"[^"]*"?|\\.|[_*].|\[[^\]]*\]|.', re.DOTALL)
_BRACKETED = lazy_pattern(r"\[[^\]]*\]")
_CURRENCY = lazy_pattern(r"\[\$([^\]-]*)")
_CONDITION = lazy_pattern(r"\[[<>=]")
_PRINTED_DIGIT = lazy_pattern("[0-9]")
_PLACES = lazy_pattern("[0#?](?:.*[0#?])?", re.DOTALL)
_SCALED = lazy_pattern("[0#?](,+)[^0#?]*$")
_PLAIN = lazy_pattern(r"[0#?,\s]*(?:\.([0#?\s]*))?")
_DASH = lazy_pattern(r"[\s?]*[-–][\s?]*")
"""How formats of accountants show a zero."""
_OF_THE_SYSTEM = frozenset({"mm-dd-yy", "m/d/yy h:mm"})
"""Built-in formats that Excel shows as the machine's own short date, day first in Việt Nam."""
_GENERAL = frozenset({"", "general", "@", "standard"})
_LONGEST_FORMAT = 255
"""Characters of a number format, Excel's own limit."""
_OF_TEXT = 4
"""Sections of a format of which the last is for texts."""
HIDDEN = ";;;"
"""The format of a cell that shows nothing of its number."""


class _Look(Struct, frozen=True):
    """One section of a number format, understood."""

    decimals: int | None
    """None: as many as the number has."""
    times: int = 1
    """100 for each percent sign."""
    thousands: int = 0
    """How many times the number is shown divided by 1000."""
    shows_zero: bool = True
    """Whether a zero leaves any digit: in ``#,###`` it leaves none."""
    beside: str = ""
    """What is printed before and behind the digits."""


def shown_number(number: Decimal, number_format: str) -> Decimal | None:
    """The number that a cell shows, percent signs taken as points; None where what it shows is no such number.

    None: hidden, fractions, scientific, words in place of digits, conditions, digits printed beside the number,
    a sign printed before a number that has none, signs among its digits.
    """
    if number_format.casefold() in _GENERAL:
        return number
    look = _look_for(number_format, (number > 0) - (number < 0))
    if look is None:
        return None
    if look.decimals is None:
        return number
    scaled = number * look.times / Decimal(1000) ** look.thousands
    shown = scaled.quantize(Decimal(1).scaleb(-look.decimals), ROUND_HALF_UP)
    return shown if shown or look.shows_zero else None


@lru_cache(maxsize=1024)
def hides_text(number_format: str) -> bool:
    """Whether a text is not shown in a cell of that format: its fourth section is for texts, and has no place for one."""
    sections = _sections(number_format) if ";" in number_format else []
    return len(sections) == _OF_TEXT and "@" not in _LITERAL.sub("", sections[-1])


def printed_beside(number: Decimal, number_format: str) -> str:
    """What the format prints before and behind the digits of a number that it shows: ``hồ sơ``."""
    if number_format.casefold() in _GENERAL:
        return ""
    look = _look_for(number_format, (number > 0) - (number < 0))
    return look.beside if look else ""


@lru_cache(maxsize=1024)
def _look_for(number_format: str, sign: int) -> _Look | None:
    sections = _sections(number_format)
    if len(number_format) > _LONGEST_FORMAT or any(
        _CONDITION.search(section) for section in sections
    ):
        return None
    return _look(_of_sign(sections, sign), sign)


def _sections(number_format: str) -> list[str]:
    """The parts of a format for positive, negative, zero and text, parted by semicolons."""
    sections = [""]
    for piece in _PIECE.findall(number_format):
        if piece == ";":
            sections.append("")
        else:
            sections[-1] += piece
    return sections


def _of_sign(sections: list[str], sign: int) -> str:
    """Positive; negative; zero. Fewer sections than signs: the first is for the rest."""
    wanted = {1: 0, -1: 1, 0: 2}[sign]
    return sections[wanted] if wanted < len(sections) else sections[0]


def _look(section: str, sign: int) -> _Look | None:
    literals = "".join(found[0] for found in _LITERAL.finditer(section))
    bare = _BRACKETED.sub("", _LITERAL.sub("", section)).strip()
    printed = "".join(map(_printed, _PIECE.findall(section.replace("General", "0"))))
    if not sign and _DASH.fullmatch(printed):
        return _Look(0)
    places = _PLACES.search(printed)
    if _PRINTED_DIGIT.search(literals) or places is None:
        return None
    before, after = printed[: places.start()], printed[places.end() :]
    found = _PLAIN.fullmatch(places[0])
    if found is None or (sign > 0 and leads_below_zero(before)):
        return None
    scaled = _SCALED.search(bare)
    thousands = len(scaled[1]) if scaled else 0
    beside = f"{before} {after[thousands:]}".strip()
    if "General" in bare:
        return _Look(None, beside=beside)
    decimals = len(re.sub(r"\s", "", found[1] or ""))
    return _Look(decimals, 100 ** bare.count("%"), thousands, "0" in bare, beside)


def leads_below_zero(before: str) -> bool:
    """Whether what stands before the digits makes the number negative: a minus, or a bracket around it."""
    return "-" in before or "−" in before or before.rfind("(") > before.rfind(")")


def _printed(piece: str) -> str:
    """What one piece of a format prints, its digits as the places for them."""
    match piece[0]:
        case "_" | "*":
            return ""
        case '"':
            return piece.strip('"')
        case "\\":
            return piece[1:]
        case "[":
            found = _CURRENCY.match(piece)
            return found[1] if found else ""
        case _:
            return piece


_MONTH_FIRST = lazy_pattern(r"m+[^ymdh]*d", re.IGNORECASE)
_WEEKDAY = lazy_pattern("d{3,}")
_WORDY_MONTH = lazy_pattern("mmm", re.IGNORECASE)


def shows_whole_day(number_format: str) -> bool:
    """Whether a date in that format shows its day, month and year."""
    letters = _WEEKDAY.sub("", _date_letters(number_format))
    return all(letter in letters for letter in "dmy")


def shows_month_first(number_format: str) -> bool:
    """Whether a date shows its month in digits before its day, though not its year first."""
    if number_format in _OF_THE_SYSTEM:
        return False
    letters = _date_letters(number_format)
    is_year_first = letters.lstrip(" -/.,").startswith("y")
    return (
        not is_year_first
        and _MONTH_FIRST.search(letters) is not None
        and _WORDY_MONTH.search(letters) is None
    )


def _date_letters(number_format: str) -> str:
    """The format in small letters, without texts, locales, and the minutes beside hours."""
    bare = _BRACKETED.sub("", _LITERAL.sub("", number_format)).lower().partition(";")[0]
    return re.sub(r"h+\s*:\s*m+|m+\s*:\s*s+|am/pm|a/p|h+|s+", "", bare)
