"""Automatic numbers: what a list says of its levels, and the number each paragraph gets in its turn."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct, field

from cv183_reports.ooxml.xml import Node
from cv183_reports.word.cascade import NUMBERING, Level, WordStyles, is_on, level, whole

_LEVELS = 9
_LONGEST_TEXT = 255
"""Characters of a level's text, as Word allows."""
_HIGHEST_ROMAN = 3_999
_HIGHEST_LETTER = 780
"""Word stops at thirty times the same letter."""
_PLACEHOLDER = re.compile(r"%([1-9])")
_SUFFIXES = {"": "\t", "tab": "\t", "space": " ", "nothing": ""}
SYMBOL_SIGNS = {
    "\uf0b7": "•",
    "\uf0a7": "▪",
    "\uf02d": "-",
    "\uf0d8": "➢",
    "\uf0fc": "✓",
    "\uf06f": "o",
}
"""Signs of the fonts Symbol and Wingdings, which lie in Unicode's private use area."""
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


class NumberLevel(Struct, frozen=True, eq=False):
    """One level of a list."""

    paragraph: Level
    """Its indents and tabs."""
    start: int
    form: str
    """``decimal``, ``upperRoman``, ``bullet`` …"""
    text: str
    """``%1.%2.``"""
    suffix: str
    legal: bool
    """All numbers decimal."""
    restart: int | None
    """Restarts after a paragraph of that level (from 1) or a higher one; 0 = never; None = after any."""


class _Abstract(Struct, frozen=True):
    levels: Mapping[int, NumberLevel]
    style: str
    """Id of the numbering style where the levels stand instead."""


class _List(Struct, frozen=True):
    abstract: str
    own: Mapping[int, NumberLevel]
    starts: Mapping[int, int]
    """Levels that begin anew in this list."""


class Numbering(Struct):
    """The lists of one document, and how far each has been counted."""

    styles: WordStyles
    _abstracts: dict[str, _Abstract] = field(default_factory=dict)
    _lists: dict[str, _List] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def read(cls, root: Node | None, styles: WordStyles) -> Numbering:
        """The lists in the part ``numbering.xml``; none where there is no such part."""
        found = cls(styles)
        for node in () if root is None else root:
            if node.name == "abstractNum":
                abstract = _Abstract(_levels(node), node.value("numStyleLink"))
                found._abstracts[node.get("abstractNumId")] = abstract
            elif node.name == "num":
                found._lists[node.get("numId")] = _list(node)
        return found

    def at(self, list_id: str, rank: int) -> NumberLevel | None:
        """The level `rank` (from 0) of a list; None when there is none."""
        found = self._lists.get(list_id)
        if found is None:
            return None
        if rank in found.own:
            return found.own[rank]
        abstract = self._abstracts.get(self._abstract_id(found))
        return None if abstract is None else abstract.levels.get(rank)

    def next(self, list_id: str, rank: int) -> str:
        """Count one more paragraph of that list and level; the number it shows."""
        found, shown = self._lists.get(list_id), self.at(list_id, rank)
        if found is None or shown is None:
            return ""
        counts = self._counts.setdefault(self._abstract_id(found), {})
        self._count(list_id, found, rank, counts)
        return self._text(list_id, shown, counts)

    def suffix(self, list_id: str, rank: int) -> str:
        """What parts the number of that level from the text."""
        shown = self.at(list_id, rank)
        return "" if shown is None else shown.suffix

    def _abstract_id(self, found: _List) -> str:
        """Where the levels of a list stand: a numbering style may lie between."""
        abstract = self._abstracts.get(found.abstract)
        if abstract is None or not abstract.style:
            return found.abstract
        chain = self.styles.chain(NUMBERING, abstract.style)
        named = next(
            (s.paragraph["numPr.numId"] for s in chain if "numPr.numId" in s.paragraph), {}
        )
        linked = self._lists.get(named.get("val", ""))
        return found.abstract if linked is None else linked.abstract

    def _count(self, list_id: str, found: _List, rank: int, counts: dict[int, int]) -> None:
        for upper in range(rank):
            counts.setdefault(upper, self._start(list_id, upper))
        if rank in found.starts and (list_id, rank) not in self._begun:
            self._begun.add((list_id, rank))
            counts[rank] = found.starts[rank]
        else:
            counts[rank] = counts[rank] + 1 if rank in counts else self._start(list_id, rank)
        for lower in range(rank + 1, _LEVELS):
            shown = self.at(list_id, lower)
            if shown is None or shown.restart is None or rank < shown.restart:
                counts.pop(lower, None)

    def _start(self, list_id: str, rank: int) -> int:
        shown = self.at(list_id, rank)
        return 1 if shown is None else shown.start

    def _text(self, list_id: str, shown: NumberLevel, counts: Mapping[int, int]) -> str:
        if shown.form == "bullet":
            return "".join(SYMBOL_SIGNS.get(letter, letter) for letter in shown.text)

        def number(place: re.Match[str]) -> str:
            rank = int(place[1]) - 1
            its = self.at(list_id, rank)
            form = "decimal" if shown.legal or its is None else its.form
            return numbered(counts.get(rank, self._start(list_id, rank)), form)

        return _PLACEHOLDER.sub(number, shown.text)


def numbered(number: int, form: str) -> str:
    """`number` in one of Word's number formats; decimal in those of other languages."""
    if form == "none":
        return ""
    if form == "decimalZero":
        return f"{number:02d}"
    if form in {"upperRoman", "lowerRoman"} and 0 < number <= _HIGHEST_ROMAN:
        roman = _roman(number)
        return roman.upper() if form == "upperRoman" else roman
    if form in {"upperLetter", "lowerLetter"} and 0 < number <= _HIGHEST_LETTER:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    return str(number)


def _roman(number: int) -> str:
    parts = []
    for value, letters in _ROMAN:
        parts.append(letters * (number // value))
        number %= value
    return "".join(parts)


def _levels(parent: Node) -> dict[int, NumberLevel]:
    found = {}
    for node in parent:
        rank = whole(node.get("ilvl")) if node.name == "lvl" else None
        if rank is not None and 0 <= rank < _LEVELS:
            found[rank] = _level(node)
    return found


def _level(node: Node) -> NumberLevel:
    start = whole(node.value("start"))
    legal = node.child("isLgl")
    return NumberLevel(
        paragraph=level(node.child("pPr")),
        start=0 if start is None else start,  # ECMA-376 part 1, 17.9.25
        form=node.value("numFmt") or "decimal",
        text=node.value("lvlText")[:_LONGEST_TEXT],
        suffix=_SUFFIXES.get(node.value("suff"), "\t"),
        legal=legal is not None and is_on(legal.attributes.get("val")),
        restart=whole(node.value("lvlRestart")),
    )


def _list(node: Node) -> _List:
    own: dict[int, NumberLevel] = {}
    starts: dict[int, int] = {}
    for override in node:
        rank = whole(override.get("ilvl")) if override.name == "lvlOverride" else None
        if rank is None or not 0 <= rank < _LEVELS:
            continue
        own |= _levels(override)
        start = whole(override.value("startOverride"))
        if start is not None:
            starts[rank] = start
    return _List(node.value("abstractNumId"), own, starts)
