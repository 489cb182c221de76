"""When a mail came: the instants in its header, in every way that mailers write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from cv183_reports.catalogue import intake as mails
from cv183_reports.model import LOCAL

_LONGEST = 1_000
"""Characters of a date that are looked at."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the header of a mail tells of when it came."""

    at: datetime | None
    """None: all that it tells cannot be read."""
    evidence: str
    """Sentence with a field ``{mail}`` that says what tells `at`; empty without it."""
    unread: tuple[tuple[str, str], ...] = ()
    """What should have told it: a sentence with fields ``{mail}`` and ``{value}``, and the value."""


def stamp(received: Sequence[str], *others: tuple[datetime | str | None, str]) -> Stamp | None:
    """What tells when a mail came; None where nothing even tries.

    Args:
        received: the values of its Received headers. The topmost is the word of our own server.
        others: what tells it where that does not, the best first: an instant, or a date as text;
            and the sentence that says so.
    """
    unread = []
    if received and (text := _date_of_trace(received[0])):
        at = instant_of(text)
        if at is not None:
            return Stamp(at, mails.BY_RECEIVED)
        unread.append((mails.UNREADABLE_RECEIVED, text))
    for told, evidence in others:
        at = instant_of(told) if isinstance(told, str) else told
        if at is not None:
            return Stamp(at, evidence, tuple(unread))
        if isinstance(told, str) and told.strip():
            unread.append((mails.UNREADABLE_DATE, told))
    return Stamp(None, "", tuple(unread)) if unread else None


def instant_of(text: str) -> datetime | None:
    """The one instant that `text` can mean, local time; None where it means none, or several.

    A date that names no zone is local; a comment may name it.
    """
    masked, comments = _masked(unicodedata.normalize("NFKC", text[:_LONGEST]).lower())
    plain = " ".join(masked.split()).strip(" ,;.")
    zones = [offset for each in comments if (offset := _zone(each)) is not None]
    default = zones[0] if zones else LOCAL
    found = {
        at
        for shape in _SHAPES
        if (told := shape.fullmatch(plain)) and (at := _read(told.groupdict(), default))
    }
    return found.pop() if len(found) == 1 else None


def _date_of_trace(header: str) -> str:
    """The date of a Received header: behind its last semicolon; without one, at its end."""
    masked, _ = _masked(header)
    semicolon = masked.rfind(";")
    if semicolon >= 0:
        return header[semicolon + 1 :].strip()
    found = _AT_THE_END.search(header)
    return (found[0] if found else header).strip()


def _masked(text: str) -> tuple[str, list[str]]:
    """`text` with its comments blanked out, and what stands in them (RFC 5322: they nest)."""
    shown, comments, depth = list(text), list[str](), 0
    for at, character in enumerate(text):
        if character == "(":
            depth += 1
            if depth == 1:
                comments.append("")
        elif depth and character != ")":
            comments[-1] += character
        if depth or character == ")":
            shown[at] = " "
        if character == ")" and depth:
            depth -= 1
    return "".join(shown), comments


_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|t[2-7]|cn|thứ \w+|chủ nhật)?\s?[.,]*\s*"
_MONTH = r"(?P<name>[a-z]{3,9}|th(?:g|áng)?\.?\s?\d{1,2})\.?"
_TIME = (
    r"(?P<hour>\d{1,2})\s?[:.h]\s?(?P<minute>\d\d)(?:\s?[:.]\s?(?P<second>\d\d)(?:[.,]\d+)?)?"
    r"\s?(?P<half>am|pm|a\.m|p\.m|sa|ch)?\.?"
)
_ZONE = r"[\s,]*(?P<zone>\D.*|)"
_YEAR = r"(?P<year>\d{4}|\d{2,3})"
_BETWEEN = r"(?:[\s,]*(?:at|lúc)\s|[\s,]*)"
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        # Mon, 22 Sep 2025 15:59:00 +0700 · 22-Sep-25 3:59 PM · T2, 22 thg 9, 2025 15:59
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})[\s./-]*{_MONTH},?[\s./-]*{_YEAR}{_BETWEEN}{_TIME}{_ZONE}",
        # Monday, September 22, 2025 3:59 PM · Mon Sep 22 2025 15:59:00 GMT+0700
        rf"{_WEEKDAY}{_MONTH}\s?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s,]+(?P<year>\d{{4}}){_BETWEEN}{_TIME}{_ZONE}",
        # Mon Sep 22 15:59:00 2025 · Mon Sep 22 15:59:00 ICT 2025
        rf"{_WEEKDAY}{_MONTH}\s(?P<day>\d{{1,2}})\s{_TIME}\s(?P<zone>[a-z]{{1,5}}|[a-z]{{0,3}}[+-]\d\d:?\d\d)\s(?P<year>\d{{4}})",
        rf"{_WEEKDAY}{_MONTH}\s(?P<day>\d{{1,2}})\s{_TIME}\s(?P<year>\d{{4}}){_ZONE}",
        # 2025-09-22T15:59:00+07:00 · 20250922T085900Z
        rf"{_WEEKDAY}(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})[\s,]?t?\s?{_TIME}{_ZONE}",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)t?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?"
        + _ZONE,
        # 22/9/2025 15:59 · 15:59 22/9/2025; of 5/9 nobody knows which is the month
        *(
            shape
            for pair in (("day", "month"), ("month", "day"))
            for date in [rf"(?P<{pair[0]}>\d\d?)[/.-](?P<{pair[1]}>\d\d?)[/.-](?P<year>\d{{4}})"]
            for shape in (
                rf"{_WEEKDAY}{date}{_BETWEEN}{_TIME}{_ZONE}",
                rf"{_TIME}(?P<zone>)[\s,]+(?:ngày )?{_WEEKDAY}{date}",
            )
        ),
    )
)
_AT_THE_END = re.compile(
    r"(?:\w{2,9},?\s+)?\d{1,2}[\s-][A-Za-z]{3,9}[\s-]\d{2,4}\s.{1,60}$", re.DOTALL
)
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_SHORTEST_MONTH = 3
_AFTERNOON = {"am": 0, "a.m": 0, "sa": 0, "pm": 12, "p.m": 12, "ch": 12}
_NOON = 12
_LAST_SECOND = 59
_FULL_YEAR, _CENTURY_TURNS = 1_000, 50
"""Years of fewer digits count from 1900 (RFC 5322), those below 50 from 2000."""


def _read(told: dict[str, str | None], default: timezone) -> datetime | None:
    """The instant of which these are the parts; None where there is none such."""
    zone = told["zone"] or ""
    offset = _zone(zone) if zone.strip(" ,;.") else default
    month, hour = _month(told), _hour(told)
    if offset is None or month is None or hour is None:
        return None
    second = min(int(told["second"] or 0), _LAST_SECOND)  # a leap second is none to us
    with suppress(ValueError, OverflowError):
        at = datetime(
            _year(told["year"] or ""), month, int(told["day"] or 0),
            hour, int(told["minute"] or 0), second, tzinfo=offset,
        )  # fmt: skip
        return at.astimezone(LOCAL)
    return None


def _year(text: str) -> int:
    year = int(text)
    if year >= _FULL_YEAR or len(text) > 3:  # noqa: PLR2004
        return year
    return year + (2000 if year < _CENTURY_TURNS else 1900)


def _month(told: dict[str, str | None]) -> int | None:
    if told.get("month"):
        return int(told["month"] or 0)
    name = told["name"] or ""
    if name[-1:].isdigit():
        return int(re.sub(r"\D", "", name))
    named = [
        n
        for n, month in enumerate(_MONTHS, 1)
        if month.startswith(name) or name == "sept" == month[:4]
    ]
    return named[0] if len(named) == 1 and len(name) >= _SHORTEST_MONTH else None


def _hour(told: dict[str, str | None]) -> int | None:
    hour, half = int(told["hour"] or 0), told.get("half")
    if not half:
        return hour
    return hour % _NOON + _AFTERNOON[half] if 1 <= hour <= _NOON else None


_HOURS = {
    "z": 0, "gmt": 0, "utc": 0, "ut": 0, "coordinated universal time": 0, "greenwich mean time": 0,
    "ict": 7, "wib": 7, "indochina time": 7, "se asia standard time": 7,
    "asia/ho_chi_minh": 7, "asia/saigon": 7, "asia/bangkok": 7, "asia/jakarta": 7, "asia/vientiane": 7,
    "hkt": 8, "sgt": 8, "myt": 8, "pht": 8, "awst": 8, "china standard time": 8,
    "singapore standard time": 8, "asia/singapore": 8, "asia/shanghai": 8, "asia/hong_kong": 8,
    "jst": 9, "kst": 9, "tokyo standard time": 9, "korea standard time": 9, "asia/tokyo": 9, "asia/seoul": 9,
    "aest": 10, "aedt": 11, "nzst": 12, "wet": 0, "west": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3,
    "edt": -4, "est": -5, "cdt": -5, "mdt": -6, "mst": -7, "pdt": -7, "pst": -8,
}  # fmt: skip
"""Names of zones with one meaning; CST, IST and BST have several."""
_OFFSET = re.compile(
    r"(?:gmt|utc|ut|z|ict)?\s?([+\N{MINUS SIGN}\N{EN DASH}-])\s?"
    r"(?:(\d\d)\s?:?(\d\d)|(\d)\s?:?(\d\d)|(\d\d?))(?::\d\d)?(?:\s[a-z/_ ]*)?"
)
_FARTHEST = 15
"""Hours from Greenwich."""


def _zone(text: str) -> timezone | None:
    """The zone that `text` names: an offset, or a name; None for one that we do not know."""
    name = " ".join(text.lower().split()).strip(" ,;.")
    if name in _HOURS:
        return timezone(timedelta(hours=_HOURS[name]))
    found = _OFFSET.fullmatch(name)
    if not found:
        return None
    hours, minutes = (
        int(next(filter(None, found.group(*each)), "0")) for each in ((2, 4, 6), (3, 5))
    )
    if hours >= _FARTHEST or minutes > _LAST_SECOND:
        return None
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(offset if found[1] == "+" else -offset)
