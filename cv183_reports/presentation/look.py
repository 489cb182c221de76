"""How a piece of text, its lines and its frame look: what paragraphs, cells and drawings have in common.

Lengths across and down the page are millimetres, sizes and spacings points.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

AUTO = "auto"
"""A colour left to Word: black on white."""


class Alignment(Enum):
    """How the lines of a paragraph stand between its indents; also how a table stands on the page."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFIED = "justified"
    DISTRIBUTED = "distributed"


class LineRule(Enum):
    """How a line height is given."""

    EXACT = "exact"
    AT_LEAST = "at least"
    MULTIPLE = "multiple"


@dataclass(frozen=True, slots=True)
class LineSpacing:
    """The distance from line to line of a paragraph."""

    rule: LineRule
    value: float
    """Points; for MULTIPLE a number of lines (1.0 = single)."""


@dataclass(frozen=True, slots=True)
class Border:
    """One visible line of a frame."""

    kind: str
    """OOXML name: ``single``, ``double``, ``thick`` …, never ``none`` or ``nil``."""
    width: float
    """Points."""
    color: str
    space: float = 0.0
    """Points between the line and the text."""


@dataclass(frozen=True, slots=True)
class Borders:
    """The visible lines around a paragraph or a cell; None where there is none."""

    top: Border | None = None
    bottom: Border | None = None
    left: Border | None = None
    right: Border | None = None
    between: Border | None = None
    """Paragraphs only: drawn between two neighbours of the same borders."""

    @property
    def visible(self) -> bool:
        """Whether any of them is drawn."""
        return any((self.top, self.bottom, self.left, self.right, self.between))


NO_BORDERS = Borders()


@dataclass(frozen=True, slots=True)
class RunFacts:
    """A piece of text of one look. Text that Word does not draw (deletions, instructions) is no run."""

    text: str
    """``\\t`` a tab, ``\\n`` a line break, ``\\f`` a page break, ``\\v`` a column break."""
    font: str
    """The font Word draws these letters with."""
    size: float
    bold: bool = False
    italic: bool = False
    underline: str = ""
    """OOXML name (``single``, ``words`` …); empty = none."""
    color: str = AUTO
    """Six hex digits in capitals, or AUTO."""
    caps: bool = False
    """Drawn in capitals whatever is written; `text` is as written."""
    small_caps: bool = False
    strike: bool = False
    vanish: bool = False
    """Hidden text: in `runs`, not in the paragraph's text."""
    highlight: str = ""
    """OOXML name of the colour; empty = none."""
    shading: str = ""
    """Six hex digits behind the text; empty = none."""
    spacing: float = 0.0
    """Points added between letters; negative = condensed."""
    scale: int = 100
    """Percent of the letters' own width."""
    position: float = 0.0
    """Points above the line; negative = below."""
    vertical: str = ""
    """``superscript`` or ``subscript``; empty = neither."""
    style: str = ""
    """Name of the character style; empty = none."""
    language: str = ""
    field: str = ""
    """Instruction of the field whose result this is (``PAGE``); a field without result is a run
    without text."""
    note: str = ""
    """Id of the footnote or endnote whose mark this is."""
    picture: bool = False
    """This is a picture or drawing; it has no text."""
    inserted: bool = False
    """A tracked insertion."""

    @property
    def shown(self) -> str:
        """The text as it is drawn: in capitals under `caps` and `small_caps`, nothing under `vanish`."""
        if self.vanish:
            return ""
        return self.text.upper() if self.caps or self.small_caps else self.text


@dataclass(frozen=True, slots=True)
class CellPlace:
    """Where in a table something stands; all from 0, and the innermost table where they nest."""

    table: int
    """The `index` of its TableFacts."""
    row: int
    cell: int
    """Rank in the row, merged ones counted once (not the grid column)."""


@dataclass(frozen=True, slots=True)
class TabStop:
    """A tab stop set for a paragraph."""

    position: float
    """Millimetres from the left edge of the text area."""
    kind: str
    """``left``, ``center``, ``right``, ``decimal``, ``bar``."""
