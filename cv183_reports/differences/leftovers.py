"""What a document to be signed must not keep: comments, marks of the pen, text that nobody sees, places to fill in."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import chain, groupby

from cv183_reports.differences.comparison import DocumentLine
from cv183_reports.differences.stated import stated_in
from cv183_reports.word.facts import DocumentFacts, ParagraphFacts, RunFacts, paragraphs_in

_PERHAPS = re.compile(r"số|ngày|[….]{2}|«|___", re.IGNORECASE)
"""What every text has that has something to fill in."""
_BESIDE = "Chú thích, hộp chữ, đầu và cuối trang"
_PLACEHOLDER = re.compile(r"«[^«»]{0,200}»|…{2,}|\.{4,}|_{3,}")


class Trace(Enum):
    """What kind of thing is left."""

    COMMENTS = auto()
    TRACKED = auto()
    HIGHLIGHTED = auto()
    STRUCK = auto()
    HIDDEN = auto()
    TAG = auto()
    PLACEHOLDER = auto()
    BLANK = auto()
    """The number or the day of a document, which the pen fills in."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """One thing that is left."""

    trace: Trace
    where: str
    """As a clerk finds it; empty: of the document as a whole, or outside its body."""
    text: str
    count: int = 1


def left_in(
    facts: DocumentFacts, lines: Sequence[DocumentLine], own: Iterable[DocumentLine]
) -> tuple[Leftover, ...]:
    """All that is left in a document.

    Args:
        facts: the document.
        lines: the same, as `lines_of` reads it.
        own: the month's own rendering; what stands in it, too, is meant.
    """
    meant = {found for line in own for found in _PLACEHOLDER.findall(line.text)}
    found: list[Leftover] = []
    if facts.comments:
        found.append(Leftover(Trace.COMMENTS, "", "", facts.comments))
    if facts.tracked_changes:
        found.append(Leftover(Trace.TRACKED, "", "", facts.tracked_changes))
    for paragraph in chain(facts.paragraphs, _beside(facts)):
        found += _marks(paragraph, lines)
    found += [Leftover(Trace.TAG, _where(tag.text, lines), tag.text) for tag in facts.template_tags]
    for line in lines:
        found += _unfilled(line, meant)
    return tuple(found)


def lines_beside(facts: DocumentFacts) -> tuple[DocumentLine, ...]:
    """What stands outside the body: in boxes, notes, headers and footers; without what Word counts itself."""
    texts = (
        " ".join("".join(run.shown for run in paragraph.runs if not run.field).split())
        for paragraph in _beside(facts)
    )
    return tuple(DocumentLine(_BESIDE, "", ("",), (text,), text) for text in texts if text)


def _beside(facts: DocumentFacts) -> Iterator[ParagraphFacts]:
    boxes = (box.blocks for box in facts.text_boxes)
    notes = (note.blocks for note in facts.notes)
    edges = (
        blocks
        for section in facts.sections
        for page in (section.headers, section.footers)
        for blocks in (page.default, page.first, page.even)
    )
    seen: set[tuple[str, int]] = set()
    for paragraph in paragraphs_in(chain(*boxes, *notes, *edges)):
        if (paragraph.part, paragraph.index) not in seen:
            seen.add((paragraph.part, paragraph.index))
            yield paragraph


_LOOKS: tuple[tuple[Trace, Callable[[RunFacts], bool]], ...] = (
    (Trace.HIGHLIGHTED, lambda run: bool(run.highlight) and not run.vanish),
    (Trace.STRUCK, lambda run: run.strike and not run.vanish),
    (Trace.HIDDEN, lambda run: run.vanish),
)


def _marks(paragraph: ParagraphFacts, lines: Sequence[DocumentLine]) -> Iterator[Leftover]:
    """Neighbouring runs of one look are one."""
    for trace, is_so in _LOOKS:
        for marked, runs in groupby(paragraph.runs, key=is_so):
            text = " ".join("".join(run.text for run in runs).split()) if marked else ""
            if text:
                shown = paragraph.own_text if trace is Trace.HIDDEN else text
                yield Leftover(trace, _where(" ".join(shown.split()), lines), text)


def _where(text: str, lines: Iterable[DocumentLine]) -> str:
    return next((line.where for line in lines if text and text in line.text), "")


def _unfilled(line: DocumentLine, meant: Container[str]) -> Iterator[Leftover]:
    for text in line.texts:
        if not _PERHAPS.search(text):
            continue
        blanks = [each for each in stated_in(text, {}) if each.is_blank]
        for each in blanks:
            yield Leftover(Trace.BLANK, line.where, each.text)
        for found in _PLACEHOLDER.finditer(text):
            if found[0] in meant:
                continue
            if not any(each.start <= found.start() < each.end for each in blanks):
                yield Leftover(Trace.PLACEHOLDER, line.where, found[0])
