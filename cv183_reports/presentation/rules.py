"""The rule sets as data, chosen by the day a document is dated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One set of presentation rules for documents of the Party."""

    code: str
    source: str
    """The text it stands in."""
    valid_from: date
    list_mark: str
    """Ends each line of Nơi nhận but the last, which ends with a full stop."""


HD36 = RuleSet(
    "hd36",
    "Hướng dẫn số 36-HD/VPTW, ngày 03/4/2018 của Văn phòng Trung ương Đảng",
    date(2018, 4, 3),
    ",",
)
HD05 = RuleSet(
    "hd05",
    "Hướng dẫn số 05-HD/VPTW, ngày 27/5/2026 của Văn phòng Trung ương Đảng",
    date(2026, 5, 27),
    ";",
)
RULE_SETS = (HD36, HD05)
"""In order of validity."""


def rules_on(day: date) -> RuleSet:
    """The set in force on the day a document is dated; the oldest we know for days before it."""
    return next((rules for rules in reversed(RULE_SETS) if rules.valid_from <= day), RULE_SETS[0])
