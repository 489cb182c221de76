"""The little language of the register: sums of indicators, ratios of sums, months, monthly deadlines, lists of codes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

from cv183_reports.model import Deadline, Period

_CODE = re.compile(r"[A-Z]+[0-9]+")
_SEPARATOR = re.compile(r"[;\n]")
_MONTHLY = re.compile(
    r"(?:(?P<hour>\d{1,2})(?::| ?giờ ?|h)(?P<minute>\d{2})?,? )?ngày (?P<day>\d{1,2}) h[àằ]ng tháng",
    re.ASCII | re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    r"(?:(?:kỳ |tháng )*)(?P<month>\d{1,2})(?:[/.-]| năm )(?P<year>20\d\d)",
    re.ASCII | re.IGNORECASE,
)
_LAST_DAY_OF_EVERY_MONTH = 28
_HOURS, _MINUTES = 24, 60


@dataclass(frozen=True, slots=True)
class Ratio:
    """The sums above and below the line."""

    numerator: tuple[str, ...]
    denominator: tuple[str, ...]


def parse_sum(text: str) -> tuple[str, ...] | None:
    """The codes of ``HC06 + HC07``, each once; None if it is anything else."""
    terms = tuple(term.strip() for term in text.split("+"))
    well_formed = all(_CODE.fullmatch(term) for term in terms) and len(set(terms)) == len(terms)
    return terms if well_formed else None


def parse_ratio(text: str) -> Ratio | None:
    """The two sums of ``(HC06 + HC07) / HC05``; a sum of several codes stands in brackets."""
    above, _, below = text.partition("/")
    numerator, denominator = _operand(above.strip()), _operand(below.strip())
    return Ratio(numerator, denominator) if numerator and denominator else None


def _operand(text: str) -> tuple[str, ...] | None:
    if text.startswith("(") and text.endswith(")"):
        return parse_sum(text[1:-1])
    return None if "+" in text else parse_sum(text)


def parse_codes(text: str) -> tuple[str, ...]:
    """The codes of ``cap-xa; so-nganh``, each once, in their order."""
    codes = (code.strip() for code in _SEPARATOR.split(text))
    return tuple(dict.fromkeys(code for code in codes if code))


def parse_month(text: str) -> Period | None:
    """The month of ``2025-09``, ``9/2025``, ``tháng 9 năm 2025``."""
    if found := _MONTH_FIRST.fullmatch(text):
        text = f"{found['year']}-{found['month']:>02}"
    return Period.parse(text)


def parse_monthly(text: str) -> Deadline | None:
    """The deadline of ``16:00 ngày 22 hằng tháng``; days that not every month has are refused."""
    found = _MONTHLY.fullmatch(text)
    if not found:
        return None
    day, hour, minute = (int(found[name] or 0) for name in ("day", "hour", "minute"))
    if not 1 <= day <= _LAST_DAY_OF_EVERY_MONTH or hour >= _HOURS or minute >= _MINUTES:
        return None
    return Deadline(monthly_day=day, monthly_time=time(hour, minute))
