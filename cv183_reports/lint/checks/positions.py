"""Judges where parts stand: date and signature in the middle of their column, Kính gửi of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cv183_reports.catalogue import lint as catalogue
from cv183_reports.catalogue import lint_text as endings
from cv183_reports.lint.case import Case, Fault
from cv183_reports.lint.checks.head import width_of
from cv183_reports.lint.lines import Side
from cv183_reports.lint.parts import Part
from cv183_reports.lint.vocabulary import PLAIN_SHEETS, PartKind
from cv183_reports.vietnamese.text_width import text_width_mm
from cv183_reports.word.facts import Alignment, ParagraphFacts

_PLAIN = frozenset({Alignment.LEFT, Alignment.JUSTIFIED})
_BLANKS = 4
"""Blanks before a text that do not move it to speak of."""
_SEEN = 10.0
"""Millimetres of room beside a text from which it shows that it is not centred."""
_BY_HAND = 3
"""Blanks before a line of a signature that tell of one placed by hand."""
_OFF = 6.0
"""Millimetres that lines placed with blanks may be off the middle of one another."""
_PLACED = 20.0
"""Millimetres of indent that put a text where it should stand."""
_SIGNING = (PartKind.AUTHORITY, PartKind.POSITION, PartKind.SIGNATORY)


def check_positions(case: Case) -> Iterator[Fault]:
    """The date, the signature, Nơi nhận beside it, Kính gửi."""
    clauses = case.rules.clauses
    for part in case.anatomy.of(PartKind.DATELINE):
        if _is_at_the_edge(part) and part.line.side is Side.RIGHT:
            yield case.in_parts(catalogue.NOT_CENTRED, [part], clause=clauses.dateline)
    if case.anatomy.code in PLAIN_SHEETS:
        return
    yield from _signature(case)
    yield from _address(case)


def _signature(case: Case) -> Iterator[Fault]:
    signing = case.anatomy.of(*_SIGNING)
    label = case.anatomy.first(PartKind.RECIPIENTS_LABEL)
    clause = case.rules.clauses.signing
    if label is not None and signing and _are_swapped(label, signing[0]):
        yield case.in_parts(endings.SIDES_SWAPPED, [label], clause=clause)
        return
    wrong = [part for part in signing if _is_at_the_edge(part) and part.line.side is Side.RIGHT]
    if any(_blanks(part.line.paragraph) >= _BY_HAND for part in signing):
        wrong = [part for part in wrong if _is_off(part, signing)]
    if wrong:
        yield case.in_parts(catalogue.NOT_CENTRED, wrong, clause=clause)


def _is_off(part: Part, signing: Sequence[Part]) -> bool:
    """Whether a line of a block placed with blanks is in the middle of none of the lines above and below it."""
    others = [each for each in signing if each is not part and _column(each) == _column(part)]
    return bool(others) and all(abs(_middle(part) - _middle(each)) > _OFF for each in others)


def _column(part: Part) -> tuple[int, int] | None:
    place = part.line.paragraph.place
    return (place.table, place.cell) if place else None


def _middle(part: Part) -> float:
    """Millimetres from the left of its column to the middle of a text."""
    paragraph = part.line.paragraph
    if paragraph.alignment is Alignment.CENTER:
        return paragraph.room / 2
    blanks = _blanks(paragraph)
    size = max((run.size for run in part.line.runs), default=0.0)
    indent = paragraph.indent_left + paragraph.indent_first
    return indent + text_width_mm(" " * blanks, size) + width_of(part) / 2


def _are_swapped(label: Part, signing: Part) -> bool:
    return label.line.side is Side.RIGHT and signing.line.side is Side.LEFT


def _is_at_the_edge(part: Part) -> bool:
    """Whether a text in a column of a table stands at its left edge, and that shows."""
    paragraph = part.line.paragraph
    indent = abs(paragraph.indent_left) + abs(paragraph.indent_first)
    bare = paragraph.alignment in _PLAIN and indent < 1 and not _is_pushed(paragraph)
    return bare and paragraph.place is not None and paragraph.room - width_of(part) > _SEEN


def _is_pushed(paragraph: ParagraphFacts) -> bool:
    """Whether blanks or a tab put a text where it should stand."""
    return _blanks(paragraph) > _BLANKS


def _blanks(paragraph: ParagraphFacts) -> int:
    text = paragraph.own_text.expandtabs()
    return len(text) - len(text.lstrip())


def _address(case: Case) -> Iterator[Fault]:
    """Kính gửi to one, on a line of its own."""
    parts = case.anatomy.of(PartKind.ADDRESSEE)
    if len(parts) != 1 or parts[0].line.paragraph.place is not None:
        return
    paragraph = parts[0].line.paragraph
    indent = paragraph.indent_left + paragraph.indent_first
    plain = paragraph.alignment in _PLAIN and not _is_pushed(paragraph)
    short = paragraph.room - indent - width_of(parts[0]) > 3 * _SEEN
    if plain and short and indent < _PLACED:
        clause = case.rules.clauses.recipients
        yield case.in_parts(catalogue.NOT_CENTRED, list(parts), clause=clause)
