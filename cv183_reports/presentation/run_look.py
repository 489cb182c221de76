"""How a run looks, with everything resolved that a style, a theme or a default says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from cv183_reports.catalogue import lint as presentation
from cv183_reports.ooxml.archive import Refusal
from cv183_reports.ooxml.tree import Node
from cv183_reports.presentation.cascade import NOTHING, Level, level, merged, switched_on
from cv183_reports.presentation.look import AUTO, RunFacts
from cv183_reports.presentation.measures import points, whole
from cv183_reports.presentation.styles import CHARACTER, PARAGRAPH, Styles
from cv183_reports.presentation.theme import Theme

DEFAULT_FONT = "Times New Roman"
"""Word's own, where a document says nothing (ECMA-376 part 1, 17.7.5.5 leaves it to the program)."""
MAX_LOOKS = 20_000
"""Different properties of runs in one document; honest ones have hundreds."""

_DEFAULT_SIZE = 10.0
_PER_HALF_POINT = 2

_ASCII = "ascii"
_HIGH = "hAnsi"
_EAST = "eastAsia"
_EAST_LETTERS = re.compile(
    "[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]"
)
_EAST_IF_HINTED = re.compile("[\u2010-\u2bff¡¤§¨ª\u00ad¯°-´¶-º¼-¿×÷]")


@dataclass(frozen=True, slots=True, eq=False)
class CellStyle:
    """What a table style says of what stands in one cell."""

    run: Level
    paragraph: Level
    cell: Level


NO_CELL = CellStyle(NOTHING, NOTHING, NOTHING)


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """A look without text, and the fonts its letters are drawn with."""

    facts: RunFacts
    fonts: Mapping[str, str]
    hinted_east: bool

    def pieces(self, text: str) -> Iterator[RunFacts]:
        """`text` in this look, parted where Word takes another font (ECMA-376 part 1, 17.3.2.26)."""
        if self._one_font(text):
            yield replace(self.facts, text=text)
            return
        for slot, letters in groupby(text, self._slot):
            yield replace(self.facts, text="".join(letters), font=self.fonts[slot])

    def _one_font(self, text: str) -> bool:
        if self.fonts[_ASCII] != self.fonts[_HIGH]:
            return False
        if self.fonts[_EAST] == self.fonts[_HIGH] or text.isascii():
            return True
        east = _EAST_LETTERS.search(text)
        return not east and not (self.hinted_east and _EAST_IF_HINTED.search(text))

    def _slot(self, letter: str) -> str:
        if letter.isascii():
            return _ASCII
        if _EAST_LETTERS.match(letter) or (self.hinted_east and _EAST_IF_HINTED.match(letter)):
            return _EAST
        return _HIGH


class RunLooks:
    """The looks of the runs of one document, each worked out once."""

    def __init__(self, styles: Styles, theme: Theme) -> None:
        self._styles = styles
        self._theme = theme
        self._known: dict[tuple[CellStyle, str, Node | None], Look] = {}
        self._same: dict[tuple[RunFacts, tuple[str, ...], bool], Look] = {}

    def look(self, cell: CellStyle, paragraph_style: str, properties: Node | None) -> Look:
        """The look of a run.

        Args:
            cell: what the table style says; NO_CELL outside tables.
            paragraph_style: id of the style that holds for its paragraph.
            properties: its ``rPr``.

        Raises:
            Refusal: there are more looks than any honest document has.
        """
        key = (cell, paragraph_style, properties)
        if key not in self._known:
            if len(self._known) >= MAX_LOOKS:
                raise Refusal(presentation.TOO_LONG, limit=MAX_LOOKS)
            self._known[key] = self._resolved(cell, paragraph_style, properties)
        return self._known[key]

    def _resolved(self, cell: CellStyle, paragraph_style: str, properties: Node | None) -> Look:
        direct = level(properties)
        named = "" if properties is None else properties.value("rStyle")
        character = self._styles.identity(CHARACTER, named)
        defaults = self._styles.run_defaults
        styles = (
            cell.run,
            self._styles.run(PARAGRAPH, paragraph_style),
            self._styles.run(CHARACTER, character),
        )
        said = merged((defaults, *styles, direct))
        fonts = self._fonts(said.get("rFonts", {}))
        facts = self._facts(said, switched_on(defaults, styles, direct), fonts[_HIGH])
        if named and named == character:
            facts = replace(facts, style=self._styles.name(CHARACTER, character))
        hinted = said.get("rFonts", {}).get("hint") == _EAST
        return self._same.setdefault(
            (facts, tuple(fonts.values()), hinted), Look(facts, fonts, hinted)
        )

    def _fonts(self, said: Mapping[str, str]) -> dict[str, str]:
        """By slot; a font of the theme goes before one named beside it."""
        return {
            slot: self._theme.font(said.get(f"{slot}Theme", "")) or said.get(slot) or DEFAULT_FONT
            for slot in (_ASCII, _HIGH, _EAST)
        }

    def _facts(self, said: Level, on: frozenset[str], font: str) -> RunFacts:
        return RunFacts(
            text="",
            font=font,
            size=_points(said, "sz", _PER_HALF_POINT, _DEFAULT_SIZE),
            bold="b" in on,
            italic="i" in on,
            underline=_unless_none(said, "u"),
            color=self._theme.color(said.get("color", {})) or AUTO,
            caps="caps" in on,
            small_caps="smallCaps" in on,
            strike="strike" in on or "dstrike" in on,
            vanish="vanish" in on,
            highlight=_unless_none(said, "highlight"),
            shading=self._theme.color(said.get("shd", {}), "fill").removeprefix(AUTO),
            spacing=_points(said, "spacing"),
            scale=whole(_value(said, "w").removesuffix("%")) or 100,
            position=_points(said, "position", _PER_HALF_POINT),
            vertical=_value(said, "vertAlign").removeprefix("baseline"),
            language=_value(said, "lang"),
        )


def _value(said: Level, name: str) -> str:
    return said.get(name, {}).get("val", "")


def _unless_none(said: Level, name: str) -> str:
    return _value(said, name).removeprefix("none")


def _points(said: Level, name: str, per_point: float = 20, default: float = 0.0) -> float:
    found = points(_value(said, name), per_point)
    return default if found is None else found
