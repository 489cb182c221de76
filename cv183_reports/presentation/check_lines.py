"""Judges the lines drawn in the head: under the title, none under a Party agency's name."""

from __future__ import annotations

from collections.abc import Iterator

from cv183_reports.catalogue import lint as catalogue
from cv183_reports.presentation.case import Case, Fault
from cv183_reports.presentation.check_head import width_of
from cv183_reports.presentation.kinds import PartKind
from cv183_reports.presentation.lines import Side
from cv183_reports.presentation.parts_values import Part
from cv183_reports.word.facts import LineFacts

_TOLERANCE = 2.0
"""Millimetres."""
_SHORT_TOLERANCE = 3.0
_RIGHT_HALF = 60.0
_LETTERHEAD = frozenset(
    {
        PartKind.TITLE,
        PartKind.NATION,
        PartKind.MOTTO,
        PartKind.SUPERIOR,
        PartKind.ISSUER,
        PartKind.STAR,
        PartKind.NUMBER,
        PartKind.DATELINE,
    }
)


def check_lines(case: Case) -> Iterator[Fault]:
    """The rule under the title (or the motto), and those under the agency's name."""
    title = case.anatomy.first(PartKind.TITLE if case.is_party else PartKind.MOTTO)
    if title is not None:
        yield from _full(case, title)
    names = case.anatomy.of(PartKind.ISSUER)
    if not names:
        return
    if case.is_party:
        if _lengths(case, names[-1]) or any(_is_typed_rule(case, part) for part in _marks(case)):
            yield case.in_parts(catalogue.NAME_RULED, [names[-1]], clause=case.rules.clauses.issuer)
        return
    yield from _short(case, names[-1], case.rules.clauses.issuer)
    abstracts = case.anatomy.of(PartKind.ABSTRACT)
    if abstracts:
        yield from _short(case, abstracts[-1], case.rules.clauses.name)


def _full(case: Case, title: Part) -> Iterator[Fault]:
    """A rule as long as the title."""
    lengths = _lengths(case, title)
    wanted = width_of(title)
    clause = case.rules.clauses.title
    if not lengths:
        yield case.in_parts(catalogue.NO_HEADING_RULE, [title], clause=clause)
    elif all(abs(length - wanted) > _TOLERANCE for length in lengths):
        yield case.in_parts(
            catalogue.HEADING_RULE,
            [title],
            found=f"{lengths[0]:.0f}",
            wanted=f"{wanted:.0f}",
            tolerance=f"{_TOLERANCE:.0f}",
            clause=clause,
        )


def _short(case: Case, part: Part, clause: str) -> Iterator[Fault]:
    """A rule of a third to a half of the words above it (NĐ 30)."""
    words = width_of(part)
    lengths = _lengths(case, part)
    least, most = words / 3 - _SHORT_TOLERANCE, words / 2 + _SHORT_TOLERANCE
    if not any(least <= length <= most for length in lengths):
        yield case.in_parts(catalogue.SHORT_RULE, [part], clause=clause)


def _lengths(case: Case, part: Part) -> list[float]:
    """Of the rules under a part: drawn, the paragraph's own border, or an underline."""
    paragraph = part.line.paragraph
    found = [line.length for line in case.facts.lines if _is_under(case, line, part)]
    if paragraph.borders.bottom is not None:
        found.append(paragraph.room)
    letters = [run for run in part.line.runs if run.text.strip()]
    if letters and all(run.underline for run in letters):
        found.append(width_of(part))
    return found


def _is_under(case: Case, line: LineFacts, part: Part) -> bool:
    """Whether a flat line hangs at a part: anchored there or below, before the next words."""
    if not line.horizontal or line.drawn.part != part.line.paragraph.part:
        return False
    mine = part.line.paragraph
    if part.kind is PartKind.ABSTRACT:
        return 0 <= line.drawn.paragraph - mine.index <= 1
    if mine.place is not None and line.drawn.place is not None:
        same = mine.place == line.drawn.place
    else:
        same = _side(line) is part.line.side or part.line.side is Side.WHOLE
    return same and line.drawn.paragraph <= _last_of_head(case)


def _side(line: LineFacts) -> Side:
    return Side.RIGHT if (line.drawn.left or 0) > _RIGHT_HALF else Side.LEFT


def _last_of_head(case: Case) -> int:
    parts = [part for part in case.anatomy.parts if part.kind in _LETTERHEAD]
    return max(part.line.paragraph.index for part in parts) + 1


def _marks(case: Case) -> tuple[Part, ...]:
    return case.anatomy.of(PartKind.MARK)


def _is_typed_rule(case: Case, part: Part) -> bool:
    """Whether a rule was typed under the agency's name: ``-------``, ``_____``."""
    number = case.anatomy.first(PartKind.NUMBER)
    above = number is None or part.line.paragraph.index < number.line.paragraph.index
    typed = len(part.text) > 1 and not part.text.strip("-–—_")
    return typed and above and part.line.side is not Side.RIGHT
