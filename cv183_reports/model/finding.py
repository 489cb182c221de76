"""Finding: one problem, said to a clerk. The rules themselves live in `catalogue`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import Enum

from msgspec import Struct

from cv183_reports.model import Filing, Period, Source

QUOTED = 60
"""Characters of a faulty value that a finding quotes."""


class Severity(Enum):
    """ERROR: not counted, or a document would be wrong. WARNING: counted as read, worth a look. NOTE: only told."""

    ERROR = "lỗi"
    WARNING = "cảnh báo"
    NOTE = "ghi chú"


class Finding(Struct, frozen=True):
    """One problem: where, what is wrong (quoting the value), what to do."""

    code: str
    severity: Severity
    place: Source
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place} — {self.message} — {self.remedy} [{self.code}]"


class Rule(Struct, frozen=True):
    """One entry of the catalogue. `message` and `remedy` are Vietnamese with ``{named}`` fields."""

    code: str
    severity: Severity
    message: str
    remedy: str

    def at(self, place: Source, **values: object) -> Finding:
        """The finding that this rule makes at `place`.

        Raises:
            KeyError: a field of the sentence was not given (a mistake of ours, not of a clerk).
        """
        shown = {name: _shown(value) for name, value in values.items()}
        return Finding(
            self.code,
            self.severity,
            place,
            self.message.format(**shown),
            self.remedy.format(**shown),
        )


def _shown(value: object) -> object:
    """A text shortened, a tuple as a full list, anything else as it is."""
    if isinstance(value, tuple):
        return ", ".join(str(item) for item in value)
    return quote(value) if isinstance(value, str) else value


def quote(text: str) -> str:
    """`text` on one line, shortened for a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= QUOTED else line[: QUOTED - 1].rstrip() + "…"


class Outcome(Enum):
    """What became of one file."""

    ACCEPTED = "accepted"
    ACCEPTED_WITH_WARNINGS = "accepted-with-warnings"
    HAS_ERRORS = "has-errors"
    """Read; the assignments with a wrong cell are left out, the rest counts."""
    REJECTED = "rejected"
    """Nothing in it counts."""
    IGNORED = "ignored"
    """Not a report at all (a lock file, Thumbs.db); nobody has to do anything."""
    SET_ASIDE = "set-aside"
    """A person took it out; nothing in it counts."""

    @property
    def words(self) -> str:
        """What lists print."""
        return OUTCOMES[self]


OUTCOMES = {
    Outcome.ACCEPTED: "dùng được",
    Outcome.ACCEPTED_WITH_WARNINGS: "dùng được, có cảnh báo",
    Outcome.SET_ASIDE: "để riêng, không tính",
    Outcome.HAS_ERRORS: "có lỗi phải sửa",
    Outcome.REJECTED: "không dùng được",
    Outcome.IGNORED: "bỏ qua",
}
"""In the order in which files are shown, the worst last."""


def needs_action(findings: Iterable[Finding]) -> bool:
    """Whether a person has to do something."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def tally_line(findings: Iterable[Finding]) -> str:
    """``03 lỗi, 12 cảnh báo``; empty when there is neither."""
    tally = Counter(finding.severity for finding in findings)
    shown = (Severity.ERROR, Severity.WARNING)
    return ", ".join(f"{tally[severity]} {severity.value}" for severity in shown if tally[severity])


def outcome_of(findings: Iterable[Finding]) -> Outcome:
    """What becomes of a file that counts, with these findings."""
    severities = {finding.severity for finding in findings}
    if Severity.ERROR in severities:
        return Outcome.HAS_ERRORS
    is_doubted = Severity.WARNING in severities
    return Outcome.ACCEPTED_WITH_WARNINGS if is_doubted else Outcome.ACCEPTED


class Judgement(Struct, frozen=True):
    """One file, judged: its outcome, whose it is as far as that is known, and everything wrong with it."""

    file: str
    outcome: Outcome
    unit: str | None
    """Code of the unit, where the file tells and the register knows it."""
    period: Period | None
    filing: Filing | None
    """None when the file was rejected or ignored."""
    findings: tuple[Finding, ...]
