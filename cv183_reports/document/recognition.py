"""What paper of the month a Word file is: told by its head, never by its name."""

from __future__ import annotations

import re
from collections import Counter
from enum import Enum, auto

from msgspec import Struct
from rapidfuzz import fuzz

from cv183_reports.catalogue import closing as words
from cv183_reports.document.letterhead import REPORT_NAME, unit_head
from cv183_reports.lint.anatomy import Anatomy, dissect
from cv183_reports.lint.vocabulary import PartKind
from cv183_reports.model import Period, Register
from cv183_reports.model.finding import quote
from cv183_reports.vietnamese.text import fold
from cv183_reports.vietnamese.wording import period_noun
from cv183_reports.word.facts import DocumentFacts

_PERIOD = re.compile(
    r"(?:tháng\s+(?P<month>\d{1,2})|quý\s+(?P<quarter>[1-4]|I{1,3}|IV))\s+năm\s+(?P<year>\d{4})",
    re.IGNORECASE,
)
_DAY = re.compile(r"ngày[\s\d.…]*tháng\s+\d{1,2}\s+năm\s+\d{4}", re.IGNORECASE)
"""A day in running text, of another paper or of anything else."""
_BEGINNING = 4
"""Paragraphs of the text that are looked at for the month."""
_MONTHS = range(1, 13)
_OPENING = 12
"""Lines from the top in which a paper without head says what it is, and any says its month."""
_SAME_SUBJECT = 70
"""Least likeness (rapidfuzz ratio, 0 to 100) of a subject that was reworded."""


class PaperHead(Struct, frozen=True):
    """What the head of a paper says of it."""

    name: str
    """Folded: ``bao cao``; empty where there is none."""
    issuer: str
    subject: str
    """Without its period."""
    is_letter: bool
    is_attached: bool
    opening: str
    """The first lines, on one line."""
    own_periods: tuple[Period, ...]
    """Months and quarters named in the subject."""
    all_periods: tuple[Period, ...]
    """Those named in the first lines, each as often as it is."""

    def is_about(self, subject: str) -> bool:
        """Whether its subject is `subject`, perhaps reworded."""
        wanted, said = fold(_without_period(subject)), fold(self.subject)
        return bool(said) and fuzz.ratio(wanted, said) >= _SAME_SUBJECT

    def is_of(self, period: Period) -> bool:
        """Whether it is of that period; one mistyped once does not make it another's."""
        own, named = (
            [each for each in told if each.cycle is period.cycle]
            for told in (self.own_periods, self.all_periods)
        )
        if not own:
            return not named or period in named
        if period in own:
            return True
        told = Counter(named)
        return told[period] > max(told[each] for each in own)

    @property
    def seems(self) -> str:
        """What it seems to be, in words for a clerk."""
        if self.name or self.is_letter:
            name = words.LETTER_NAME if self.is_letter else self.name
            return words.SEEMS_NAMED.format(
                name=name.lower(), issuer=self.issuer, subject=quote(self.subject)
            )
        if not self.opening:
            return words.SEEMS_NOTHING
        return words.SEEMS_UNHEADED.format(text=quote(self.opening))


def head_of(facts: DocumentFacts) -> PaperHead:
    """The head of a paper, as far as it has one."""
    anatomy = dissect(facts)
    parts = [part for part in anatomy.parts if part.kind is not PartKind.MARK]
    opening = " ".join(part.text for part in parts[:_OPENING])
    subject = _said(anatomy, PartKind.ABSTRACT, PartKind.LETTER_ABSTRACT)
    if anatomy.is_attached and not subject:
        subject = " ".join(part.text for part in parts[1:3])
    until = next((at for at, p in enumerate(parts) if p.kind is PartKind.BODY), 0)
    beginning = [part for part in parts[: until + _BEGINNING] if part.kind is not PartKind.ABSTRACT]
    told = [_DAY.sub("", p.text) if p.kind is PartKind.BODY else p.text for p in beginning]
    return PaperHead(
        name=_said(anatomy, PartKind.NAME),
        issuer=_said(anatomy, PartKind.ISSUER),
        subject=_without_period(subject),
        is_letter=anatomy.is_letter,
        is_attached=anatomy.is_attached and not _said(anatomy, PartKind.NUMBER),
        opening=opening,
        own_periods=_periods(subject),
        all_periods=(*_periods(subject), *_periods(" ".join(told))),
    )


def _said(anatomy: Anatomy, *kinds: PartKind) -> str:
    return " ".join(" ".join(part.text for part in anatomy.of(*kinds)).split())


def _without_period(text: str) -> str:
    return " ".join(_PERIOD.sub("", text).split())


def _periods(text: str) -> tuple[Period, ...]:
    return tuple(filter(None, map(_period, _PERIOD.finditer(text))))


def _period(found: re.Match[str]) -> Period | None:
    if found["quarter"]:
        return Period.typed(f"quý {found['quarter']}/{found['year']}")
    month = int(found["month"])
    return Period(int(found["year"]), month) if month in _MONTHS else None


class Paper(Enum):
    """The papers of a month."""

    MONTHLY = auto()
    BRIEF = auto()
    PROGRESS = auto()
    LETTER = auto()
    UNIT = auto()


class Recognised(Struct, frozen=True):
    """One of the month's papers that a file may be."""

    paper: Paper
    called: str
    """In words for a clerk."""
    unit: str = ""
    """Code of the unit whose own report it is."""


def recognised(head: PaperHead, register: Register) -> tuple[Recognised, ...]:
    """The papers that a file may be, by its head alone; none: it is none of the month's."""
    board, office = register.settings.board, register.settings.office
    noun = period_noun(register.profile.cycle)
    if head.is_letter:
        called = words.REMINDER_LETTER.format(issuer=board.name)
        return (Recognised(Paper.LETTER, called),) if _issued(head, board.heading) else ()
    if head.is_attached:
        called = words.BRIEF_REPORT.format(issuer=board.name, noun=noun)
        return (Recognised(Paper.BRIEF, called),) if head.is_about(board.subject) else ()
    if fold(head.name) != fold(REPORT_NAME):
        return ()
    issued = (
        (Paper.MONTHLY, words.MONTHLY_REPORT, board),
        (Paper.PROGRESS, words.PROGRESS_REPORT, office),
    )
    found = [
        Recognised(paper, called.format(issuer=issuer.name, noun=noun))
        for paper, called, issuer in issued
        if _issued(head, issuer.heading) and head.is_about(issuer.subject)
    ]
    return (*found, *_of_units(head, register))


def _of_units(head: PaperHead, register: Register) -> tuple[Recognised, ...]:
    """Several where units have one name above their papers."""
    if not head.is_about(register.settings.board.subject):
        return ()
    return tuple(
        Recognised(Paper.UNIT, words.UNIT_REPORT.format(issuer=unit.name), unit.code)
        for unit in register.units
        if _issued(head, unit_head(unit, register).issuer)
    )


def _issued(head: PaperHead, issuer: str) -> bool:
    return fold(head.issuer) == fold(" ".join(issuer.split()))
