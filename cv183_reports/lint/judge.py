"""Judges a document: the set of rules is chosen by whose it is, then by its date, and every check is run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from cv183_reports.catalogue import lint as catalogue
from cv183_reports.catalogue import lint_text
from cv183_reports.lint.anatomy import Anatomy, dissect
from cv183_reports.lint.checks import Case, Fault
from cv183_reports.lint.checks.end import check_appendices, check_end
from cv183_reports.lint.checks.head import check_against_issuer, check_head, missing
from cv183_reports.lint.checks.letters import check_characters, check_phrases
from cv183_reports.lint.checks.page import (
    LETTERHEAD,
    check_leftovers,
    check_letters,
    check_looks,
    check_page,
    is_control,
)
from cv183_reports.lint.checks.positions import check_lines, check_positions
from cv183_reports.lint.checks.signing import check_signing
from cv183_reports.lint.checks.text import check_text, check_unfinished
from cv183_reports.lint.parts import is_reference
from cv183_reports.lint.rules import HD05, HD36, ND30, RuleSet, rules_in, rules_on
from cv183_reports.lint.vocabulary import PartKind
from cv183_reports.model.finding import Severity, quote
from cv183_reports.word.facts import DocumentFacts

_STATE_NUMBER = re.compile(r"^Số\s*:?[\s\d.…]*/")
_PARTY_NUMBER = re.compile(
    r"^Số\s*:?[\s\d.…]*-\w+/(?:[A-ZĐ]*(?:TU|ĐU|TW)|ĐU[A-ZĐ]+|(?:CQ)?UBKT|CB|BXDĐ|BTGDV)$"
)
"""The number of a Party agency, whatever heading stands beside it (HD05 3.1.2)."""
_REFERRED_DAY = re.compile(r"ngày[\s.…\d]*(?:/|tháng)\s*(\d{1,2})\s*(?:/|năm)\s*(\d{4})")
_REFERRED_STATE = re.compile(r"số\s*:?[\s\d.…]*/")
_IN_FORCE = (HD05.valid_from.year, HD05.valid_from.month, HD05.valid_from.day)
_DATE = re.compile(
    r"ngày[\s.…]*(?P<day>\d{1,2})?[\s.…]*tháng\s*(?P<month>\d{1,2})\s*năm\s*(?P<year>\d{4})",
    re.IGNORECASE,
)


class ChosenRules(Struct, frozen=True):
    """A set of rules, and why it was taken."""

    rules: RuleSet
    why: str


def chosen_rules(anatomy: Anatomy) -> ChosenRules:
    """The set for a document: NĐ 30 for state units, else the Party's of its date."""
    number = anatomy.first(PartKind.NUMBER)
    written = number.text if number is not None else ""
    if anatomy.first(PartKind.TITLE) is None and not _PARTY_NUMBER.match(written):
        if anatomy.of(PartKind.NATION, PartKind.MOTTO):
            return ChosenRules(ND30, catalogue.CHOSEN_BY_NATION)
        if _STATE_NUMBER.match(written):
            return ChosenRules(ND30, catalogue.CHOSEN_BY_NUMBER_FORM.format(text=written))
        if not written:
            return _by_reference(anatomy) or ChosenRules(HD05, catalogue.CHOSEN_WITHOUT_HEAD)
    line = anatomy.first(PartKind.DATELINE)
    day = _day(line.text) if line is not None else None
    if line is None or day is None:
        return ChosenRules(HD05, catalogue.CHOSEN_WITHOUT_DATE)
    shown = " ".join(line.text.rpartition(",")[2].split())
    return ChosenRules(rules_on(day), catalogue.CHOSEN_BY_DATE.format(day=shown))


def _by_reference(anatomy: Anatomy) -> ChosenRules | None:
    """The set of the paper that one without a head goes with, by number and day of its chỉ dẫn."""
    told = next((part.text for part in anatomy.parts if is_reference(part.line)), "")
    day = _REFERRED_DAY.search(told) if anatomy.is_attached else None
    if day is None:
        return None
    month, year = int(day[1]), int(day[2])
    if not (1 <= month <= date.max.month and year):
        return None
    rules = ND30 if _REFERRED_STATE.search(told) else rules_in(year, month)
    return ChosenRules(rules, catalogue.CHOSEN_BY_REFERENCE.format(text=quote(told)))


_CITED_DAY = re.compile(r"ngày\s+(\d{1,2})/(\d{1,2})/(\d{4})\b")


def _choices(facts: DocumentFacts, anatomy: Anatomy) -> tuple[ChosenRules, ...]:
    """The set for a document; of a Party paper without a day that may be older than the set of today, the one before, too."""
    choice = chosen_rules(anatomy)
    if choice.why != catalogue.CHOSEN_WITHOUT_DATE:
        return (choice,)
    texts = [paragraph.text for paragraph in facts.paragraphs]
    cited = (found for text in texts for found in _CITED_DAY.finditer(text))
    if any((int(y), int(m), int(d)) >= _IN_FORCE for d, m, y in (each.groups() for each in cited)):
        return (choice,)
    return choice, ChosenRules(HD36, catalogue.CHOSEN_BY_LOOKS)


def _day(text: str) -> date | None:
    """The day that a line of place and date means, however it is written; the first where it is blank."""
    found = _DATE.search(text)
    if found is None:
        return None
    for day in (int(found["day"] or 1), 1):  # the 31st of June is in June
        try:
            return date(int(found["year"]), int(found["month"]), day)
        except ValueError:
            continue
    return None


_LEFT = (check_leftovers, check_unfinished, check_characters)
_LETTERS = (check_letters, *_LEFT)
_MOST_MISSING = 3
"""Parts of a head from which on it is our reading that is wrong, and not the document."""
_JUDGES = (
    check_page,
    *_LETTERS,
    check_head,
    check_phrases,
    check_against_issuer,
    check_lines,
    check_looks,
    check_positions,
    check_text,
    check_signing,
    check_end,
    check_appendices,
)


class Verdict(Struct, frozen=True):
    """One document, judged."""

    choice: ChosenRules
    anatomy: Anatomy
    faults: tuple[Fault, ...]


def judge(facts: DocumentFacts, rules: RuleSet | None = None) -> Verdict:
    """Everything wrong with a document, by `rules` or by the set that holds for it: of two, by which it is less wrong.

    Without any letterhead nothing says whose rules hold: of a paper that goes with another its letters are judged,
    of any other only what is left in it. A template is judged by its page: its tags are none of the words that it
    will print.
    """
    anatomy = dissect(facts)
    by_hand = (ChosenRules(rules, catalogue.CHOSEN_BY_HAND),) if rules else ()
    choices = by_hand or _choices(facts, anatomy)
    return min((_judged(facts, anatomy, choice) for choice in choices), key=_weight)


def _weight(verdict: Verdict) -> int:
    return sum(fault.finding.severity is not Severity.NOTE for fault in verdict.faults)


def _judged(facts: DocumentFacts, anatomy: Anatomy, choice: ChosenRules) -> Verdict:
    case = Case(facts, anatomy, choice.rules)
    if any(map(is_control, facts.template_tags)):
        faults = [fault for check in (check_page, *_LETTERS) for fault in check(case)]
        return Verdict(choice, anatomy, tuple(faults))
    if not anatomy.of(*LETTERHEAD):
        return Verdict(choice, anatomy, tuple(_headless(case)))
    unsure = _unsure(case)
    checks = _LEFT if unsure else _JUDGES
    found = [fault for check in checks for fault in check(case)]
    if unsure:
        found.insert(0, case.whole(lint_text.UNKNOWN_KIND, why=unsure))
    return Verdict(choice, anatomy, tuple(found))


def _headless(case: Case) -> Iterator[Fault]:
    """Of what has no letterhead."""
    if not case.anatomy.is_attached:
        yield case.whole(catalogue.NO_LETTERHEAD)
    for check in _LETTERS if case.anatomy.is_attached else _LEFT:
        yield from check(case)


def _unsure(case: Case) -> str:
    """Why nothing more can be said of a document than what is left in it; empty = it is known."""
    if case.anatomy.called:
        return lint_text.CALLED_OTHERWISE.format(name=quote(case.anatomy.called))
    number = case.anatomy.first(PartKind.NUMBER)
    if number is not None and _is_strange(case, number.text):
        return lint_text.OF_STRANGERS.format(number=quote(number.text))
    lacking = missing(case)
    if len(lacking) >= _MOST_MISSING or lacking.keys() >= {PartKind.NUMBER, PartKind.NAME}:
        return lint_text.HEAD_UNTOLD.format(parts=", ".join(kind.value for kind in lacking))
    return ""


def _is_strange(case: Case, number: str) -> bool:
    """Whether neither heading nor number tells of the Party or of the state."""
    headed = case.anatomy.of(PartKind.TITLE, PartKind.NATION, PartKind.MOTTO)
    return not headed and not _PARTY_NUMBER.match(number) and not _STATE_NUMBER.match(number)
