"""The facts of a Word document: how text, paragraphs, tables, drawings and pages look. Values only.

Lengths across and down the page are millimetres, sizes and spacings points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

from msgspec import Struct

AUTO = "auto"
"""A colour left to Word: black on white."""


class Alignment(Enum):
    """How the lines of a paragraph stand between its indents."""

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


class LineSpacing(Struct, frozen=True):
    """The distance from line to line of a paragraph."""

    rule: LineRule
    value: float
    """Points; for MULTIPLE a number of lines (1.0 = single)."""


class Borders(Struct, frozen=True):
    """Whether a line is seen on each side of a paragraph or a cell."""

    top: bool = False
    bottom: bool = False
    left: bool = False
    right: bool = False
    between: bool = False
    """Paragraphs only: drawn between two neighbours of the same borders."""

    @property
    def visible(self) -> bool:
        """Whether any of them is drawn."""
        return any((self.top, self.bottom, self.left, self.right, self.between))


NO_BORDERS = Borders()


class RunFacts(Struct, frozen=True):
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
    spacing: float = 0.0
    """Points added between letters; negative = condensed."""
    field: str = ""
    """Instruction of the field whose result this is (``PAGE``); a field without result is a run
    without text."""
    note: str = ""
    """Id of the footnote or endnote whose mark this is."""
    picture: bool = False
    """This is a picture or drawing; it has no text."""
    highlight: str = ""
    """OOXML name of the marker's colour behind it (``yellow``); empty = none."""

    @property
    def shown(self) -> str:
        """The text as it is drawn: in capitals under `caps` and `small_caps`, nothing under `vanish`."""
        if self.vanish:
            return ""
        return self.text.upper() if self.caps or self.small_caps else self.text

    @property
    def is_highlighted(self) -> bool:
        """Whether it is seen to bear a marker's colour."""
        return bool(self.highlight) and not self.vanish

    @property
    def is_struck(self) -> bool:
        """Whether it is seen to be struck through, by its look or by strokes of its letters (U+0336)."""
        return (self.strike or "\u0336" in self.text) and not self.vanish


class CellPlace(Struct, frozen=True):
    """Where in a table something stands; all from 0, and the innermost table where they nest."""

    table: int
    """The `index` of its TableFacts."""
    row: int
    cell: int
    """Rank in the row, merged ones counted once (not the grid column)."""


__all__ = [
    "AUTO",
    "Alignment",
    "BlockFacts",
    "Borders",
    "CellFacts",
    "CellPlace",
    "DocumentFacts",
    "Drawn",
    "LineFacts",
    "LineRule",
    "LineSpacing",
    "Margins",
    "NoteFacts",
    "PageBlocks",
    "ParagraphFacts",
    "RowFacts",
    "RunFacts",
    "SectionFacts",
    "TableFacts",
    "TextBoxFacts",
    "paragraphs_in",
    "tables_in",
]


class ParagraphFacts(Struct, frozen=True):
    """One paragraph as Word shows it."""

    part: str
    """Name of its part: ``word/document.xml``, ``word/header1.xml``."""
    index: int
    """Rank of its ``w:p`` among all the ``w:p`` of the part in file order, from 0. Rises through the
    body, but may skip; with `part` it is how to find the paragraph again."""
    section: int
    """Index of its SectionFacts; for notes that of the first, for headers of the section that has them."""
    place: CellPlace | None
    """None outside tables."""
    number: str
    """The automatic number or bullet as shown (``1.``, ``-``); empty = none."""
    runs: tuple[RunFacts, ...]
    style: str
    """Name of the paragraph style; empty when the file names none."""
    alignment: Alignment
    indent_left: float
    indent_right: float
    indent_first: float
    """Of the first line, from `indent_left`; negative = hanging."""
    space_before: float
    space_after: float
    line: LineSpacing
    number_suffix: str = ""
    """What parts `number` from the text: a tab, a space or nothing."""
    contextual_spacing: bool = False
    """No space between it and a neighbour of the same style (not yet taken off `space_*`)."""
    keep_next: bool = False
    keep_lines: bool = False
    page_break_before: bool = False
    borders: Borders = NO_BORDERS
    frame: str = ""
    """Horizontal place of its frame (``w:framePr``): ``center`` …, ``left`` when none is said; empty = no
    frame. Old documents centre the page number so."""
    room: float = 0.0
    """Millimetres between its indents, without regard to the first line's own."""
    page_hint: int | None = None
    """The page it begins on, counted from 1 by what the file tells of breaks; None when it tells nothing."""

    @property
    def own_text(self) -> str:
        """What is typed in the paragraph and seen, without the automatic number."""
        return "".join(run.text for run in self.runs if not run.vanish)

    @property
    def text(self) -> str:
        """What is seen: the number, what parts it from the text, and the text (capitals as typed)."""
        return f"{self.number}{self.number_suffix}{self.own_text}"


class CellFacts(Struct, frozen=True):
    """One cell of a table."""

    column: int
    """The first grid column it covers, from 0."""
    span: int
    continues: bool
    """Vertically merged into the cell above: Word shows nothing of its own."""
    width: float
    """Millimetres, cell margins within."""
    borders: Borders
    margin_left: float
    margin_right: float
    blocks: tuple[BlockFacts, ...]

    @property
    def text(self) -> str:
        """The texts of its paragraphs, one a line."""
        return "\n".join(paragraph.text for paragraph in paragraphs_in(self.blocks))


class RowFacts(Struct, frozen=True):
    """One row of a table."""

    cells: tuple[CellFacts, ...]
    header: bool = False
    """Repeated on each page."""


class TableFacts(Struct, frozen=True):
    """One table."""

    part: str
    index: int
    """Rank of its ``w:tbl`` among those of the part in file order, from 0."""
    section: int
    place: CellPlace | None
    """The cell it is nested in; None at top level."""
    columns: tuple[float, ...]
    """Widths of the grid."""
    rows: tuple[RowFacts, ...]

    @property
    def has_borders(self) -> bool:
        """Whether any cell shows a line."""
        return any(cell.borders.visible for row in self.rows for cell in row.cells)

    @property
    def text(self) -> str:
        """Rows one a line, cells parted by tabs."""
        return "\n".join("\t".join(cell.text for cell in row.cells) for row in self.rows)


BlockFacts = ParagraphFacts | TableFacts
"""What stands in a body, a cell, a header, one below the other."""


class Drawn(Struct, frozen=True):
    """Where a drawn thing stands, as far as the file says."""

    part: str
    paragraph: int
    """The `index` of the paragraph it is anchored in."""
    place: CellPlace | None
    """The cell of that paragraph."""
    width: float
    height: float
    left: float | None
    """Millimetres from what the file measures from; None where it aligns it or says nothing."""
    aligned: str = ""
    """Horizontal alignment stated instead of `left`: ``center`` …"""


class LineFacts(Struct, frozen=True):
    """A drawn straight line: a connector, or a shape without height or without width."""

    drawn: Drawn

    @property
    def horizontal(self) -> bool:
        """Whether it lies flat."""
        return self.drawn.width > self.drawn.height

    @property
    def length(self) -> float:
        """Millimetres."""
        return float((self.drawn.width**2 + self.drawn.height**2) ** 0.5)


class TextBoxFacts(Struct, frozen=True):
    """A drawn box with text in it."""

    drawn: Drawn
    blocks: tuple[BlockFacts, ...]


class Margins(Struct, frozen=True):
    """The edges of a section's text area, and where its header and footer stand."""

    top: float
    bottom: float
    left: float
    right: float
    gutter: float
    header: float
    """From the top edge of the page to the header."""
    footer: float


class PageBlocks(Struct, frozen=True):
    """What stands in the header (or footer) of each kind of page, taken over from earlier sections."""

    default: tuple[BlockFacts, ...] = ()
    first: tuple[BlockFacts, ...] = ()
    """On the first page; the same as `default` unless the section has a first page of its own."""
    even: tuple[BlockFacts, ...] = ()
    """On even pages; the same as `default` unless even and odd pages differ."""


class SectionFacts(Struct, frozen=True):
    """One section: a stretch of pages of one set-up."""

    index: int
    width: float
    """Of the page as printed."""
    height: float
    margins: Margins
    mirrored: bool
    """Left and right margins change sides on even pages."""
    start: str
    """``nextPage``, ``continuous``, ``evenPage``, ``oddPage``, ``nextColumn``."""
    columns: int
    title_page: bool
    page_number_start: int | None
    """None: it goes on from the section before."""
    page_number_format: str
    """OOXML name: ``decimal``, ``upperRoman`` …"""
    headers: PageBlocks
    footers: PageBlocks


class NoteFacts(Struct, frozen=True):
    """A footnote or endnote."""

    identity: str
    blocks: tuple[BlockFacts, ...]


class DocumentFacts(Struct, frozen=True):
    """One document as Word would show it."""

    file: str
    sections: tuple[SectionFacts, ...]
    """At least one."""
    blocks: tuple[BlockFacts, ...]
    """Of the body, in order."""
    text_boxes: tuple[TextBoxFacts, ...]
    """Of the body and of headers and footers."""
    lines: tuple[LineFacts, ...]
    notes: tuple[NoteFacts, ...]
    tracked_changes: int
    """Insertions, deletions, moves and changes of format nobody has accepted or refused."""
    comments: int
    template_tags: tuple[str, ...]
    spaces_add: bool = False
    """Whether the space below a paragraph and that above the next add up; else the larger of them counts."""

    @property
    def paragraphs(self) -> Iterator[ParagraphFacts]:
        """All paragraphs of the body in reading order, those in tables too, without text boxes."""
        return paragraphs_in(self.blocks)

    @property
    def tables(self) -> Iterator[TableFacts]:
        """All tables of the body in reading order, nested ones after the one they are in."""
        return tables_in(self.blocks)


def paragraphs_in(blocks: Iterable[BlockFacts]) -> Iterator[ParagraphFacts]:
    """The paragraphs of `blocks` in reading order, those in tables too."""
    for block in blocks:
        if isinstance(block, ParagraphFacts):
            yield block
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from paragraphs_in(cell.blocks)


def tables_in(blocks: Iterable[BlockFacts]) -> Iterator[TableFacts]:
    """The tables of `blocks` in reading order, each before those nested in it."""
    for block in blocks:
        if isinstance(block, TableFacts):
            yield block
            for row in block.rows:
                for cell in row.cells:
                    yield from tables_in(cell.blocks)
