"""Paragraphs and tables of a story, in order, with all that stands in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cv183_reports.ooxml.xml import Node
from cv183_reports.word.cascade import Theme, level, millimetres
from cv183_reports.word.drawing import Shape, shapes
from cv183_reports.word.facts import (
    Block,
    CellFacts,
    CellPlace,
    Drawn,
    LineFacts,
    ParagraphFacts,
    RowFacts,
    TableFacts,
    TextBoxFacts,
)
from cv183_reports.word.formatting import NO_CELL, CellStyle, ParagraphFormats, RunLooks
from cv183_reports.word.numbering import Numbering
from cv183_reports.word.styles import PARAGRAPH, TABLE, Styles
from cv183_reports.word.tables import (
    Spot,
    TableFrame,
    TableStyles,
    cells_of,
    is_set,
    rows_of,
    skipped,
    spanned,
)
from cv183_reports.word.text import Story, TextReader, content

_GONE = frozenset({"del", "moveFrom", "sdtPr", "pPr", "rPr", "sectPr", "tcPr"})


@dataclass(frozen=True, slots=True)
class Around:
    """What the blocks stand in."""

    place: CellPlace | None = None
    cell: CellStyle = NO_CELL
    width: float | None = None
    """Of a line; None = the section's."""


class BlockReader:
    """Reads the blocks of all stories of one document, which share styles and the count of lists."""

    def __init__(self, styles: Styles, theme: Theme, numbering: Numbering) -> None:
        self._styles = styles
        self._theme = theme
        self._numbering = numbering
        self._looks = RunLooks(styles, theme)
        self._formats = ParagraphFormats(styles, theme, numbering, self._looks)
        self._table_styles = TableStyles(styles)

    def language(self) -> str:
        """Declared for ordinary text."""
        default = self._styles.identity(PARAGRAPH, "")
        return self._looks.look(NO_CELL, default, None).facts.language

    def blocks(self, parent: Node, story: Story, around: Around | None = None) -> tuple[Block, ...]:
        """The paragraphs and tables of a body, cell, header, note or text box."""
        return tuple(self._blocks(parent, story, around or Around()))

    def _blocks(self, parent: Node, story: Story, around: Around) -> Iterator[Block]:
        for child in content(parent):
            if child.name == "p":
                yield self._paragraph(child, story, around)
                if child.descend("pPr", "sectPr") is not None and around.place is None:
                    story.section += 1
            elif child.name == "tbl":
                yield self._table(child, story, around)
            elif child.name not in _GONE:
                yield from self._blocks(child, story, around)

    def _paragraph(self, node: Node, story: Story, around: Around) -> ParagraphFacts:
        found = self._formats.format(around.cell, node.child("pPr"))
        number, suffix = "", ""
        if found.list_id:
            number = self._numbering.next(found.list_id, found.list_level)
            suffix = self._numbering.suffix(found.list_id, found.list_level) if number else ""
        text = TextReader(story, self._looks, around.cell, found.style).read(node)
        width = story.width if around.width is None else around.width
        for drawing in text.drawings:
            self._drawing(drawing, story, story.paragraphs[node], around.place)
        return replace(
            found.facts,
            part=story.part,
            index=story.paragraphs[node],
            section=story.section,
            place=around.place,
            number=number,
            number_suffix=suffix,
            runs=text.runs,
            page_hint=text.page,
            room=round(width - found.facts.indent_left - found.facts.indent_right, 3),
        )

    def _drawing(self, node: Node, story: Story, anchor: int, place: CellPlace | None) -> None:
        for shape in shapes(node, self._theme):
            drawn = _drawn(shape, story.part, anchor, place)
            if shape.content is not None:
                outside, story.fields = story.fields, []
                around = Around(place=place, width=max(0.0, shape.width - shape.inset))
                box = TextBoxFacts(drawn, self.blocks(shape.content, story, around))
                story.fields = outside
                story.text_boxes.append(box)
            elif shape.is_line:
                story.lines.append(LineFacts(drawn, shape.weight, shape.color))

    def _table(self, node: Node, story: Story, around: Around) -> TableFacts:
        room = story.width if around.width is None else around.width
        frame = TableFrame(node, self._table_styles, self._theme, room)
        rows = tuple(rows_of(node))
        section, index = story.section, story.tables[node]
        return TableFacts(
            part=story.part,
            index=index,
            section=section,
            place=around.place,
            columns=frame.columns,
            width=frame.width,
            alignment=frame.alignment,
            indent=frame.indent,
            floating="tblpPr" in frame.said,
            fixed=frame.fixed,
            style=self._styles.name(TABLE, frame.style),
            rows=tuple(
                self._row(row, story, frame, CellPlace(index, rank, 0), len(rows))
                for rank, row in enumerate(rows)
            ),
        )

    def _row(
        self, node: Node, story: Story, frame: TableFrame, place: CellPlace, rows: int
    ) -> RowFacts:
        """One row; where it goes on over a page, each of its cells tells so anew."""
        said = level(node.child("trPr"))
        column = skipped(said)
        cells, pages = [], [story.page]
        for rank, cell in enumerate(cells_of(node)):
            span = spanned(level(cell.child("tcPr")))
            spot = Spot(place.row, rows, column, span, len(frame.columns))
            story.page = pages[0]
            cells.append(self._cell(cell, story, frame, spot, replace(place, cell=rank)))
            pages.append(story.page)
            column += span
        story.page = None if pages[0] is None else max(page for page in pages if page is not None)
        height = said.get("trHeight", {})
        return RowFacts(
            cells=tuple(cells),
            header=is_set(said, "tblHeader"),
            cant_split=is_set(said, "cantSplit"),
            height=millimetres(height["val"]) if height.get("val") else None,
            exact_height=height.get("hRule") == "exact",
        )

    def _cell(
        self, node: Node, story: Story, frame: TableFrame, spot: Spot, place: CellPlace
    ) -> CellFacts:
        facts, style = frame.cell(node.child("tcPr"), spot)
        room = facts.width - facts.margin_left - facts.margin_right
        around = Around(place, style, max(0.0, room))
        return replace(facts, blocks=self.blocks(node, story, around))


def _drawn(shape: Shape, part: str, anchor: int, place: CellPlace | None) -> Drawn:
    return Drawn(
        part=part,
        paragraph=anchor,
        place=place,
        width=shape.width,
        height=shape.height,
        left=shape.where.left,
        left_of=shape.where.left_of,
        top=shape.where.top,
        top_of=shape.where.top_of,
        aligned=shape.where.aligned,
    )
