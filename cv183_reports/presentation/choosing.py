"""Chooses the set of rules for a document: by whose it is, then by its date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from cv183_reports.catalogue import lint as catalogue
from cv183_reports.presentation.kinds import PartKind
from cv183_reports.presentation.parts import Anatomy
from cv183_reports.presentation.rules import HD05, ND30, RuleSet, rules_on

_STATE_NUMBER = re.compile(r"^Số\s*:?[\s\d.…]*/")
_PARTY_NUMBER = re.compile(
    r"^Số\s*:?[\s\d.…]*-\w+/(?:[A-ZĐ]*(?:TU|ĐU|TW)|ĐU[A-ZĐ]+|(?:CQ)?UBKT|CB|BXDĐ|BTGDV)$"
)
"""The number of a Party agency, whatever heading stands beside it (HD05 3.1.2)."""
_DATE = re.compile(
    r"ngày[\s.…]*(?P<day>\d{1,2})?[\s.…]*tháng\s*(?P<month>\d{1,2})\s*năm\s*(?P<year>\d{4})",
    re.IGNORECASE,
)
_SAFE_DAY = 23
"""Taken for a blank day: the day on which our own reports are due (`document.letter`)."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A set of rules, and why it was taken."""

    rules: RuleSet
    why: str


def chosen(anatomy: Anatomy) -> Choice:
    """The set for a document: NĐ 30 for state units, else the Party's of its date."""
    number = anatomy.first(PartKind.NUMBER)
    written = number.text if number is not None else ""
    if anatomy.first(PartKind.TITLE) is None and not _PARTY_NUMBER.match(written):
        if anatomy.first(PartKind.NATION) is not None:
            return Choice(ND30, catalogue.CHOSEN_BY_NATION)
        if _STATE_NUMBER.match(written):
            return Choice(ND30, catalogue.CHOSEN_BY_NUMBER_FORM.format(text=written))
        if not written:
            return Choice(HD05, catalogue.CHOSEN_WITHOUT_HEAD)
    line = anatomy.first(PartKind.DATELINE)
    day = _day(line.text) if line is not None else None
    if line is None or day is None:
        return Choice(HD05, catalogue.CHOSEN_WITHOUT_DATE)
    shown = " ".join(line.text.rpartition(",")[2].split())
    return Choice(rules_on(day), catalogue.CHOSEN_BY_DATE.format(day=shown))


def _day(text: str) -> date | None:
    """The day that a line of place and date means, however it is written."""
    found = _DATE.search(text)
    if found is None:
        return None
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"] or _SAFE_DAY))
    except ValueError:
        return None
