"""Judges what is unfinished: comments, marks of the pen, text that nobody sees, places to fill in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from cv183_reports.catalogue import lint_text as endings
from cv183_reports.lint.case import Case, Fault, quoted_list
from cv183_reports.lint.parts import Part
from cv183_reports.lint.vocabulary import PLAIN_SHEETS, TO_FILL_IN, PartKind
from cv183_reports.model.finding import Rule
from cv183_reports.vietnamese.wording import count
from cv183_reports.word.facts import RunFacts

_PLACEHOLDER = re.compile(rf"«[^«»]{{1,80}}»|{TO_FILL_IN}")
_NEVER = frozenset(
    {PartKind.NUMBER, PartKind.DATELINE, PartKind.DASHES, PartKind.MARK, PartKind.STAR}
)
_NUMBERED = re.compile(r"^S[ốôo]\s*:?\s*\d", re.IGNORECASE)
_DATED = re.compile(r"ngày\s*\d", re.IGNORECASE)
_MERGE = "MERGEFIELD"
_LOOKS: tuple[tuple[Rule, Callable[[RunFacts], bool]], ...] = (
    (endings.HIGHLIGHTED, lambda run: bool(run.highlight) and not run.vanish),
    (endings.STRUCK, lambda run: run.strike and not run.vanish),
    (endings.HIDDEN, lambda run: run.vanish),
    (endings.MERGE_FIELD, lambda run: run.field.split()[:1] == [_MERGE]),
)


def check_unfinished(case: Case) -> Iterator[Fault]:
    """What a document must not keep when it is sent."""
    if case.facts.comments:
        yield case.whole(endings.COMMENTS, count=count(case.facts.comments))
    yield from _marks(case)
    yield from _placeholders(case)
    yield from _half_issued(case)


def _marks(case: Case) -> Iterator[Fault]:
    """Each kind of mark in one finding, quoting what bears it."""
    for rule, is_so in _LOOKS:
        found = [
            (paragraph, " ".join("".join(marked).split()))
            for paragraph in case.facts.paragraphs
            for marked in [[run.text for run in paragraph.runs if is_so(run)]]
            if "".join(marked).strip()
        ]
        if found:
            texts = [text for _, text in found]
            paragraphs = [paragraph for paragraph, _ in found]
            yield case.in_paragraphs(rule, paragraphs, None, where=quoted_list(texts))


def _half_issued(case: Case) -> Iterator[Fault]:
    """A number without its day, or a day without its number; with neither it is a draft, which is whole as it is."""
    number, line = case.anatomy.first(PartKind.NUMBER), case.anatomy.first(PartKind.DATELINE)
    if number is None or line is None:
        return
    is_numbered = _NUMBERED.match(number.text) is not None
    is_dated = _DATED.search(line.text) is not None
    if is_numbered is not is_dated:
        blank = line if is_numbered else number
        yield case.in_parts(endings.HALF_ISSUED, [blank])


def _placeholders(case: Case) -> Iterator[Fault]:
    """Places to fill in; a sheet that is filled in by hand has them rightly."""
    if case.anatomy.code in PLAIN_SHEETS or (not case.anatomy.code and not case.anatomy.is_letter):
        return
    left = [part for part in case.anatomy.parts if _is_open(part)]
    if left:
        yield case.in_parts(endings.PLACEHOLDER, left)


def _is_open(part: Part) -> bool:
    kept = part.kind is PartKind.RECIPIENT and part.line.folded.startswith("luu")
    if kept or part.kind in _NEVER or not any(letter.isalpha() for letter in part.text):
        return False
    merged = any(run.field.split()[:1] == [_MERGE] for run in part.line.runs)
    return not merged and _PLACEHOLDER.search(part.text) is not None
