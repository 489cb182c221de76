"""How a run looks, with everything resolved that a style, a theme or a default says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.catalogue import lint as presentation
from cv183_reports.ooxml.archive import Refusal
from cv183_reports.ooxml.xml import Node
from cv183_reports.word.cascade import (
    CHARACTER,
    NO_LEVEL,
    PARAGRAPH,
    DocumentTheme,
    Level,
    WordStyles,
    is_on,
    is_set,
    level,
    merged,
    millimetres,
    paragraph_borders,
    points,
    switched_on,
    whole,
)
from cv183_reports.word.facts import (
    AUTO,
    Alignment,
    LineRule,
    LineSpacing,
    ParagraphFacts,
    RunFacts,
)
from cv183_reports.word.numbering import Numbering

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


class TableCellStyle(Struct, frozen=True, eq=False):
    """What a table style says of what stands in one cell."""

    run: Level
    paragraph: Level
    cell: Level


NO_CELL = TableCellStyle(NO_LEVEL, NO_LEVEL, NO_LEVEL)


class RunLook(Struct, frozen=True, eq=False):
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

    def __init__(self, styles: WordStyles, theme: DocumentTheme) -> None:
        self._styles = styles
        self._theme = theme
        self._known: dict[tuple[TableCellStyle, str, Node | None], RunLook] = {}
        self._same: dict[tuple[RunFacts, tuple[str, ...], bool], RunLook] = {}

    def look(self, cell: TableCellStyle, paragraph_style: str, properties: Node | None) -> RunLook:
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

    def _resolved(
        self, cell: TableCellStyle, paragraph_style: str, properties: Node | None
    ) -> RunLook:
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
        hinted = said.get("rFonts", {}).get("hint") == _EAST
        return self._same.setdefault(
            (facts, tuple(fonts.values()), hinted), RunLook(facts, fonts, hinted)
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
            underline=_value(said, "u").removeprefix("none"),
            color=self._theme.color(said.get("color", {})) or AUTO,
            caps="caps" in on,
            small_caps="smallCaps" in on,
            strike="strike" in on or "dstrike" in on,
            vanish="vanish" in on,
            spacing=_points(said, "spacing"),
            highlight=_value(said, "highlight").removeprefix("none"),
        )


def _value(said: Level, name: str) -> str:
    return said.get(name, {}).get("val", "")


def _points(said: Level, name: str, per_point: float = 20, default: float = 0.0) -> float:
    found = points(_value(said, name), per_point)
    return default if found is None else found


_ALIGNMENTS = {
    "center": Alignment.CENTER,
    "right": Alignment.RIGHT,
    "end": Alignment.RIGHT,
    "both": Alignment.JUSTIFIED,
    "lowKashida": Alignment.JUSTIFIED,
    "mediumKashida": Alignment.JUSTIFIED,
    "highKashida": Alignment.JUSTIFIED,
    "distribute": Alignment.DISTRIBUTED,
    "thaiDistribute": Alignment.DISTRIBUTED,
}
_LINE_RULES = {"exact": LineRule.EXACT, "atLeast": LineRule.AT_LEAST}
_LINE = 12.0
"""Points of one line, as ``w:beforeLines`` and ``w:line`` (in 240ths) count them."""
_PER_HUNDREDTH = 100
_AUTOMATIC = 14.0
"""Points that Word puts between paragraphs for ``w:beforeAutospacing``."""


class Format(Struct, frozen=True, eq=False):
    """A paragraph without text, and the list it belongs to."""

    facts: ParagraphFacts
    style: str
    """Id of the style that holds."""
    list_id: str
    """Empty when it has no number."""
    list_level: int


class ParagraphFormats:
    """The formats of the paragraphs of one document, each worked out once."""

    def __init__(self, styles: WordStyles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self._known: dict[tuple[TableCellStyle, Node | None], Format] = {}

    def format(self, cell: TableCellStyle, properties: Node | None) -> Format:
        """The format of a paragraph with these ``pPr``, in a cell of that style."""
        key = (cell, properties)
        if key not in self._known:
            self._known[key] = self._resolved(cell, properties)
        return self._known[key]

    def _resolved(self, cell: TableCellStyle, properties: Node | None) -> Format:
        named = "" if properties is None else properties.value("pStyle")
        style = self._styles.identity(PARAGRAPH, named)
        own = [one.paragraph for one in self._styles.chain(PARAGRAPH, style)]
        own.append(level(properties))
        list_id, rank = self._list(own)
        levels = [self._styles.paragraph_defaults, cell.paragraph, *own]
        number = self._numbering.at(list_id, rank)
        if number is not None:
            # A list's indents lie over those of the styles below the one that names the list.
            last = max(at for at, one in enumerate(levels) if _names_list(one))
            levels.insert(last, number.paragraph)
        said = merged(levels)
        facts = _facts(said, self._styles.name(PARAGRAPH, style))
        return Format(facts, style, list_id if number else "", rank)

    def _list(self, levels: list[Level]) -> tuple[str, int]:
        said = merged(levels)
        rank = whole(said.get("numPr.ilvl", {}).get("val", ""))
        return said.get("numPr.numId", {}).get("val", ""), rank or 0


def _facts(said: Level, style: str) -> ParagraphFacts:
    indents, spacing = said.get("ind", {}), said.get("spacing", {})
    return ParagraphFacts(
        part="",
        index=0,
        section=0,
        place=None,
        number="",
        runs=(),
        style=style,
        alignment=_ALIGNMENTS.get(said.get("jc", {}).get("val", ""), Alignment.LEFT),
        indent_left=millimetres(indents.get("left", indents.get("start", ""))),
        indent_right=millimetres(indents.get("right", indents.get("end", ""))),
        indent_first=_first(indents),
        space_before=_space(spacing, "before"),
        space_after=_space(spacing, "after"),
        line=_line(spacing),
        contextual_spacing=is_set(said, "contextualSpacing"),
        keep_next=is_set(said, "keepNext"),
        keep_lines=is_set(said, "keepLines"),
        page_break_before=is_set(said, "pageBreakBefore"),
        borders=paragraph_borders(said),
        frame=_frame(said),
    )


def _names_list(said: Level) -> bool:
    return "numPr.numId" in said or "numPr.ilvl" in said


def _first(indents: Mapping[str, str]) -> float:
    if "hanging" in indents:
        return -millimetres(indents["hanging"])
    return millimetres(indents.get("firstLine", ""))


def _space(said: Mapping[str, str], side: str) -> float:
    """Points before or after."""
    if f"{side}Autospacing" in said and is_on(said[f"{side}Autospacing"]):
        return _AUTOMATIC
    lines = whole(said.get(f"{side}Lines", ""))
    if lines:
        return lines * _LINE / _PER_HUNDREDTH
    return points(said.get(side, "")) or 0.0


def _line(said: Mapping[str, str]) -> LineSpacing:
    value = points(said.get("line", ""))
    if not value:
        return LineSpacing(LineRule.MULTIPLE, 1.0)
    rule = _LINE_RULES.get(said.get("lineRule", ""), LineRule.MULTIPLE)
    if value < 0:
        # An old way to say "exactly", which Word still reads.
        return LineSpacing(LineRule.EXACT, -value)
    return LineSpacing(rule, value / _LINE if rule is LineRule.MULTIPLE else value)


def _frame(said: Level) -> str:
    attributes = said.get("framePr")
    return "" if attributes is None else attributes.get("xAlign", "left")
