"""Tags in the text of one paragraph: found, straightened, and understood as far as text allows.

The syntax is docxtpl's: ``{{ value }}``, ``{% if … %}``, ``{# note #}``, with ``p``, ``tr``, ``tc`` or
``r`` right after the opening mark for tags that take their whole paragraph, row, cell or run away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from cv183_reports.catalogue.template import UNCLOSED_TAG, UNOPENED_TAG
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding, Rule


class Mark(Enum):
    """What kind of tag; the value is its opening mark."""

    VALUE = "{{"
    BLOCK = "{%"
    COMMENT = "{#"


class Level(Enum):
    """What a tag takes away with itself; the value is its letters after the opening mark."""

    TEXT = ""
    RUN = "r"
    PARAGRAPH = "p"
    ROW = "tr"
    CELL = "tc"


OPENING = frozenset({"for", "if"})
MIDDLE = frozenset({"elif", "else"})
ENDING = {"endfor": "for", "endif": "if"}
"""Keywords of block tags; each that ends a block with the one that begins it."""
KEYWORDS = (*sorted(OPENING), *sorted(MIDDLE), *ENDING)

STRUCTURAL = frozenset({Level.PARAGRAPH, Level.ROW, Level.CELL})

_CLOSING = {Mark.VALUE: "}}", Mark.BLOCK: "%}", Mark.COMMENT: "#}"}
_OPENING = frozenset(mark.value for mark in Mark)
_ANY_MARK = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_LEVEL = re.compile(r"(p|tr|tc|r)\s+(?=\S)")
_STRAIGHT = str.maketrans("“”„‟‘’‚‛\xa0\u202f\t\n", "\"\"\"\"''''    ")
"""What Word makes of straight quotes and plain spaces while a clerk types; one for one."""
_INVISIBLE = str.maketrans("", "", "\u200b\u200c\u200d\u2060\ufeff\xad")
_EXCERPT = 56
"""Characters of the paragraph that a finding shows (below what `finding.quote` cuts at)."""
_BEFORE = 16
"""Characters of the paragraph shown before the tag."""


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag of one paragraph."""

    mark: Mark
    level: Level
    body: str
    """What Jinja is to read: no marks, no level, quotes and spaces straightened, trimmed."""
    at: int
    """Where its opening mark stands in the paragraph's text."""
    start: int
    end: int
    """Half-open range of the text that it replaces: with ``-``, also the spaces around."""
    shown: str
    """As written."""
    paragraph: str
    """The paragraph's text around the tag, as Word shows it."""
    place: Source
    joins_before: bool = False
    """``{%-`` with nothing but spaces before it: its paragraph joins the one before."""
    joins_after: bool = False
    """``-%}`` with nothing but spaces after it: the next paragraph joins its own."""

    @property
    def keyword(self) -> str:
        """First word of a block tag: ``endfor``."""
        return self.body.partition(" ")[0] if self.mark is Mark.BLOCK else ""

    @property
    def is_structural(self) -> bool:
        """Whether its paragraph, row or cell vanishes. Values are text, so theirs never does."""
        return self.level in STRUCTURAL and self.mark is not Mark.VALUE

    def fault(self, rule: Rule, **values: object) -> Finding:
        """The finding that `rule` makes of this tag."""
        return rule.at(self.place, tag=self.shown, paragraph=self.paragraph, **values)


def scan(text: str, place: Source) -> tuple[tuple[Tag, ...], tuple[Finding, ...]]:
    """All tags of one paragraph's `text`, and every mark that has no partner in it."""
    tags: list[Tag] = []
    faults: list[Finding] = []
    plain = text.translate(_STRAIGHT)
    position = 0
    while found := _ANY_MARK.search(plain, position):
        start, position = found.span()
        if found[0] not in _OPENING:
            faults.append(_lone(UNOPENED_TAG, text, start, position, place))
            continue
        mark = Mark(found[0])
        end = _end(plain, position, mark)
        if end is None:
            faults.append(_lone(UNCLOSED_TAG, text, start, position, place))
        else:
            tags.append(_tag(text, mark, start, end, place))
            position = end
    return tuple(tags), tuple(faults)


def excerpt(text: str, start: int) -> str:
    """`text` on one line, cut so that what begins at `start` is seen."""
    cut = max(0, start - _BEFORE) if len(text) > _EXCERPT else 0
    return ("…" if cut else "") + text[cut : cut + _EXCERPT]


def _lone(rule: Rule, text: str, start: int, end: int, place: Source) -> Finding:
    return rule.at(place, tag=text[start:end], paragraph=excerpt(text, start))


def _end(plain: str, position: int, mark: Mark) -> int | None:
    """Where the tag whose inside begins at `position` ends; None if another opens first or none does."""
    closing = _CLOSING[mark]
    while found := _ANY_MARK.search(plain, position):
        position = found.end()
        if found[0] == closing:
            return position
        if found[0] in _OPENING and mark is not Mark.COMMENT:
            return None
    return None


def _tag(text: str, mark: Mark, start: int, end: int, place: Source) -> Tag:
    plain = text.translate(_STRAIGHT)
    inside = plain[start + 2 : end - 2]
    dash_before, dash_after = inside.startswith("-"), inside.endswith("-")
    inside = inside[dash_before : len(inside) - dash_after].translate(_INVISIBLE).strip(" ")
    level = Level.TEXT
    if prefix := _LEVEL.match(inside):
        # A space must not stand before the letters: {{ r x }} is no run tag but a slip.
        adjoining = plain[start + 2 + dash_before] != " "
        if adjoining:
            level, inside = Level(prefix[1]), inside[prefix.end() :]
    joins = mark is Mark.BLOCK and level not in STRUCTURAL
    before, after = plain[:start].rstrip(" "), plain[end:].lstrip(" ")
    return Tag(
        mark,
        level,
        inside,
        start,
        len(before) if dash_before else start,
        len(plain) - len(after) if dash_after else end,
        text[start:end],
        excerpt(text, start),
        place,
        joins_before=joins and dash_before and not before,
        joins_after=joins and dash_after and not after,
    )
