"""How a paragraph stands, with everything resolved that styles, lists and defaults say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cv183_reports.ooxml.tree import Node
from cv183_reports.presentation.borders import paragraph_borders
from cv183_reports.presentation.cascade import Level, level, merged
from cv183_reports.presentation.facts import ParagraphFacts
from cv183_reports.presentation.look import AUTO, Alignment, LineRule, LineSpacing, TabStop
from cv183_reports.presentation.measures import is_on, millimetres, points, whole
from cv183_reports.presentation.numbering import Numbering
from cv183_reports.presentation.run_look import CellStyle, RunLooks
from cv183_reports.presentation.styles import PARAGRAPH, Styles
from cv183_reports.presentation.theme import Theme

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
_BODY_LEVEL = 9
_TABS = {"start": "left", "end": "right", "num": "left"}


@dataclass(frozen=True, slots=True, eq=False)
class Format:
    """A paragraph without text, and the list it belongs to."""

    facts: ParagraphFacts
    style: str
    """Id of the style that holds."""
    list_id: str
    """Empty when it has no number."""
    list_level: int


class ParagraphFormats:
    """The formats of the paragraphs of one document, each worked out once."""

    def __init__(self, styles: Styles, theme: Theme, numbering: Numbering, looks: RunLooks) -> None:
        self._styles = styles
        self._theme = theme
        self._numbering = numbering
        self._looks = looks
        self._known: dict[tuple[CellStyle, Node | None], Format] = {}

    def format(self, cell: CellStyle, properties: Node | None) -> Format:
        """The format of a paragraph with these ``pPr``, in a cell of that style."""
        key = (cell, properties)
        if key not in self._known:
            self._known[key] = self._resolved(cell, properties)
        return self._known[key]

    def _resolved(self, cell: CellStyle, properties: Node | None) -> Format:
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
        facts = self._facts(said, self._styles.name(PARAGRAPH, style))
        mark = None if properties is None else properties.child("rPr")
        size = self._looks.look(cell, style, mark).facts.size
        return Format(replace(facts, mark_size=size), style, list_id if number else "", rank)

    def _list(self, levels: list[Level]) -> tuple[str, int]:
        said = merged(levels)
        rank = whole(said.get("numPr.ilvl", {}).get("val", ""))
        return said.get("numPr.numId", {}).get("val", ""), rank or 0

    def _facts(self, said: Level, style: str) -> ParagraphFacts:
        indents, spacing = said.get("ind", {}), said.get("spacing", {})
        before, before_chosen = _space(spacing, "before")
        after, after_chosen = _space(spacing, "after")
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
            space_before=before,
            space_after=after,
            line=_line(spacing),
            contextual_spacing=_on(said, "contextualSpacing"),
            automatic_spacing=before_chosen or after_chosen,
            keep_next=_on(said, "keepNext"),
            keep_lines=_on(said, "keepLines"),
            page_break_before=_on(said, "pageBreakBefore"),
            widow_control="widowControl" not in said or _on(said, "widowControl"),
            outline_level=_outline_level(said),
            borders=paragraph_borders(said, self._theme),
            shading=self._theme.color(said.get("shd", {}), "fill").removeprefix(AUTO),
            tabs=_tabs(said),
            frame=_frame(said),
        )


def _names_list(said: Level) -> bool:
    return "numPr.numId" in said or "numPr.ilvl" in said


def _on(said: Level, name: str) -> bool:
    return name in said and is_on(said[name].get("val"))


def _first(indents: Mapping[str, str]) -> float:
    if "hanging" in indents:
        return -millimetres(indents["hanging"])
    return millimetres(indents.get("firstLine", ""))


def _space(said: Mapping[str, str], side: str) -> tuple[float, bool]:
    """Points before or after, and whether Word chose them."""
    if f"{side}Autospacing" in said and is_on(said[f"{side}Autospacing"]):
        return _AUTOMATIC, True
    lines = whole(said.get(f"{side}Lines", ""))
    if lines:
        return lines * _LINE / _PER_HUNDREDTH, False
    return points(said.get(side, "")) or 0.0, False


def _line(said: Mapping[str, str]) -> LineSpacing:
    value = points(said.get("line", ""))
    if not value:
        return LineSpacing(LineRule.MULTIPLE, 1.0)
    rule = _LINE_RULES.get(said.get("lineRule", ""), LineRule.MULTIPLE)
    if value < 0:
        # An old way to say "exactly", which Word still reads.
        return LineSpacing(LineRule.EXACT, -value)
    return LineSpacing(rule, value / _LINE if rule is LineRule.MULTIPLE else value)


def _outline_level(said: Level) -> int | None:
    rank = whole(said.get("outlineLvl", {}).get("val", ""))
    return rank + 1 if rank is not None and 0 <= rank < _BODY_LEVEL else None


def _tabs(said: Level) -> tuple[TabStop, ...]:
    stops = [attributes for name, attributes in said.items() if name.startswith("tabs.")]
    found = (
        TabStop(millimetres(stop.get("pos", "")), _TABS.get(kind, kind))
        for stop in stops
        if (kind := stop.get("val", "")) != "clear"
    )
    return tuple(sorted(found, key=lambda stop: (stop.position, stop.kind)))


def _frame(said: Level) -> str:
    attributes = said.get("framePr")
    return "" if attributes is None else attributes.get("xAlign", "left")
