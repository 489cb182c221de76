"""What Excel shows of a number or a date in a number format (ECMA-376 part 1, 18.8.31), as far as it tells a value.

A person reads what is shown: a stored 0,9339 in ``0.00%`` says 93,39, and 1234567 in ``#,##0,,`` says 1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

_LITERAL = re.compile(r'"[^"]*"?|\\.|[_*].', re.DOTALL)
_PIECE = re.compile(r'"[^"]*"?|\\.|[_*].|\[[^\]]*\]|.', re.DOTALL)
_BRACKETED = re.compile(r"\[[^\]]*\]")
_CONDITION = re.compile(r"\[[<>=]")
_DIGITS = re.compile("[0#?]")
_PRINTED_DIGIT = re.compile("[0-9]")
_PLAIN = re.compile(r"[0#?,]*(?:\.([0#?]*))?([,]*)$")
_DASH = re.compile('"-"')
"""How formats of accountants show a zero."""
_OF_THE_SYSTEM = frozenset({"mm-dd-yy", "m/d/yy h:mm"})
"""Built-in formats that Excel shows as the machine's own short date, day first in Việt Nam."""
_GENERAL = frozenset({"", "general", "@", "standard"})


@dataclass(frozen=True, slots=True)
class _Look:
    """One section of a number format, understood."""

    decimals: int
    times: int
    """100 for each percent sign."""
    thousands: int
    """How many times the number is shown divided by 1000."""


def shown_number(number: Decimal, number_format: str) -> Decimal | None:
    """The number that a cell shows, percent signs taken as points; None where what it shows is no such number.

    None: hidden, fractions, scientific, words in place of digits, conditions, digits printed beside the number.
    """
    if number_format.casefold() in _GENERAL:
        return number
    look = _look_for(number_format, (number > 0) - (number < 0))
    if look is None:
        return None
    scaled = number * look.times / Decimal(1000) ** look.thousands
    return scaled.quantize(Decimal(1).scaleb(-look.decimals), ROUND_HALF_UP)


@lru_cache(maxsize=1024)
def _look_for(number_format: str, sign: int) -> _Look | None:
    sections = _sections(number_format)
    if any(_CONDITION.search(section) for section in sections):
        return None
    return _look(_of_sign(sections, sign), is_zero=sign == 0)


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


def _look(section: str, *, is_zero: bool) -> _Look | None:
    literals = "".join(found[0] for found in _LITERAL.finditer(section))
    bare = _BRACKETED.sub("", _LITERAL.sub("", section)).strip()
    if is_zero and _DASH.search(literals) and not re.sub(r"[?\s]", "", bare):
        return _Look(0, 1, 0)
    if _PRINTED_DIGIT.search(literals) or not _DIGITS.search(bare):
        return None
    times = 100 ** bare.count("%")
    signs = re.sub(r"[%\s()+$€₫đ-]", "", bare)
    found = _PLAIN.fullmatch(signs)
    if found is None:
        return None
    whole = signs.partition(".")[0]
    trailing = len(found[2]) or (0 if "." in signs else len(whole) - len(whole.rstrip(",")))
    return _Look(len(found[1] or ""), times, trailing)


_MONTH_FIRST = re.compile(r"m+[^ymdh]*d", re.IGNORECASE)
_WORDY_MONTH = re.compile("mmm", re.IGNORECASE)


def shows_whole_day(number_format: str) -> bool:
    """Whether a date in that format shows its day, month and year."""
    letters = _date_letters(number_format)
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
