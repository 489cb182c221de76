"""Paragraphs and tables of a story, in order, with all that stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.ooxml.xml import Node
from cv183_reports.word.cascade import (
    MM_PER_POINT,
    DocumentTheme,
    WordStyles,
    emu,
    is_set,
    level,
    points,
    whole,
)
from cv183_reports.word.facts import (
    BlockFacts,
    CellFacts,
    CellPlace,
    Drawn,
    LineFacts,
    ParagraphFacts,
    RowFacts,
    TableFacts,
    TextBoxFacts,
)
from cv183_reports.word.formatting import NO_CELL, ParagraphFormats, RunLooks, TableCellStyle
from cv183_reports.word.numbering import Numbering
from cv183_reports.word.tables import (
    Spot,
    TableFrame,
    TableStyles,
    cells_of,
    rows_of,
    skipped,
    spanned,
)
from cv183_reports.word.text import Story, TextReader, content

_GONE = frozenset({"del", "moveFrom", "sdtPr", "pPr", "rPr", "sectPr", "tcPr"})


class Around(Struct, frozen=True):
    """What the blocks stand in."""

    place: CellPlace | None = None
    cell: TableCellStyle = NO_CELL
    width: float | None = None
    """Of a line; None = the section's."""


class BlockReader:
    """Reads the blocks of all stories of one document, which share styles and the count of lists."""

    def __init__(self, styles: WordStyles, theme: DocumentTheme, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self._looks = RunLooks(styles, theme)
        self._formats = ParagraphFormats(styles, numbering)
        self._table_styles = TableStyles(styles)

    def blocks(
        self, parent: Node, story: Story, around: Around | None = None
    ) -> tuple[BlockFacts, ...]:
        """The paragraphs and tables of a body, cell, header, note or text box."""
        return tuple(self._blocks(parent, story, around or Around()))

    def _blocks(self, parent: Node, story: Story, around: Around) -> Iterator[BlockFacts]:
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
        for shape in _shapes(node):
            drawn = _drawn(shape, story.part, anchor, place)
            if shape.content is not None:
                outside, story.fields = story.fields, []
                around = Around(place=place, width=max(0.0, shape.width - shape.inset))
                box = TextBoxFacts(drawn, self.blocks(shape.content, story, around))
                story.fields = outside
                story.text_boxes.append(box)
            elif shape.is_line:
                story.lines.append(LineFacts(drawn))

    def _table(self, node: Node, story: Story, around: Around) -> TableFacts:
        room = story.width if around.width is None else around.width
        frame = TableFrame(node, self._table_styles, room)
        rows = tuple(rows_of(node))
        section, index = story.section, story.tables[node]
        return TableFacts(
            part=story.part,
            index=index,
            section=section,
            place=around.place,
            columns=frame.columns,
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
        return RowFacts(tuple(cells), header=is_set(said, "tblHeader"))

    def _cell(
        self, node: Node, story: Story, frame: TableFrame, spot: Spot, place: CellPlace
    ) -> CellFacts:
        facts, style = frame.cell(node.child("tcPr"), spot)
        room = facts.width - facts.margin_left - facts.margin_right
        around = Around(place, style, max(0.0, room))
        return replace(facts, blocks=self.blocks(node, story, around))


def _drawn(shape: _Shape, part: str, anchor: int, place: CellPlace | None) -> Drawn:
    return Drawn(
        part=part,
        paragraph=anchor,
        place=place,
        width=shape.width,
        height=shape.height,
        left=shape.where.left,
        aligned=shape.where.aligned,
    )


_LINE_FORMS = frozenset({"line", "straightConnector1"})
_LINE_TYPE = "#_x0000_t32"
"""VML's own name for a straight connector."""
_THIN = 0.5
"""Millimetres: a shape no thicker is a line."""
_VML_SHAPES = frozenset({"shape", "rect", "roundrect", "oval", "line"})
_VML_GROUPS = frozenset({"group"})
_PLACE = re.compile(r"\s*([\w-]+)\s*:\s*([^;]*)")
_LONGEST_STYLE = 2_000
_INSET = 2.54
"""Millimetres between the sides of a text box and its text, unless said otherwise."""


class _Where(Struct, frozen=True):
    """Where a drawing stands, in mm, as far as the file says."""

    left: float | None = None
    aligned: str = ""


class _Shape(Struct, frozen=True):
    """One shape, in mm."""

    where: _Where
    width: float
    height: float
    is_line: bool
    content: Node | None
    """``w:txbxContent``."""
    inset: float
    """Between its sides and its text, both together."""


def _shapes(drawn: Node) -> Iterator[_Shape]:
    """The lines and text boxes of a ``w:drawing``, ``w:pict`` or ``w:object``."""
    if drawn.name == "drawing":
        for anchor in drawn:
            yield from _drawing(anchor)
    else:
        yield from _vml(drawn, None, 1.0)


def _drawing(anchor: Node) -> Iterator[_Shape]:
    extent = anchor.child("extent")
    if extent is None:
        return
    size = (emu(extent.get("cx")) or 0.0, emu(extent.get("cy")) or 0.0)
    where = _anchored(anchor)
    found = [node for node in _shown(anchor) if node.name == "wsp"]
    for node in found:
        own = _own_size(node) if len(found) > 1 else None
        yield _drawn_shape(node, where, own or size)


def _shown(node: Node) -> Iterator[Node]:
    """All below `node`, not looking into text boxes."""
    for child in content(node):
        yield child
        if child.name != "txbxContent":
            yield from _shown(child)


def _anchored(anchor: Node) -> _Where:
    across = anchor.child("positionH")
    if across is None:
        return _Where()
    offset, aligned = across.child("posOffset"), across.child("align")
    return _Where(
        left=None if offset is None else emu(offset.text),
        aligned="" if aligned is None else aligned.text,
    )


def _own_size(shape: Node) -> tuple[float, float] | None:
    """Of one shape of several, as drawn in the group."""
    extent = shape.descend("spPr", "xfrm", "ext")
    if extent is None:
        return None
    return emu(extent.get("cx")) or 0.0, emu(extent.get("cy")) or 0.0


def _drawn_shape(shape: Node, where: _Where, size: tuple[float, float]) -> _Shape:
    properties = shape.child("spPr") or shape
    form = properties.child("prstGeom")
    box, text = shape.child("bodyPr"), shape.descend("txbx", "txbxContent")
    insets = [_INSET if box is None else emu(box.get(side)) for side in ("lIns", "rIns")]
    return _Shape(
        where=where,
        width=size[0],
        height=size[1],
        is_line=(form is not None and form.get("prst") in _LINE_FORMS)
        or (text is None and min(size) <= _THIN),
        content=text,
        inset=sum(_INSET if inset is None else inset for inset in insets),
    )


def _vml(parent: Node, around: _Where | None, scale: float) -> Iterator[_Shape]:
    """The shapes below `parent`; within a group its place counts, and its measure."""
    for node in content(parent):
        if node.name in _VML_GROUPS:
            said = _style(node)
            units = whole(node.get("coordsize").partition(",")[0])
            width = _length(said.get("width", ""))
            inner = width / units if units and width else 1.0
            yield from _vml(node, around or _vml_where(said), inner)
        elif node.name in _VML_SHAPES:
            yield _vml_shape(node, around, scale)


def _vml_shape(node: Node, around: _Where | None, scale: float) -> _Shape:
    said = _style(node)
    box = node.child("textbox")
    text = None if box is None else box.child("txbxContent")
    width, height = _vml_size(node, said, scale if around else None)
    is_line = node.name == "line" or node.get("type") == _LINE_TYPE
    return _Shape(
        where=around or _vml_where(said),
        width=width,
        height=height,
        is_line=is_line or (text is None and min(width, height) <= _THIN),
        content=text,
        inset=2 * _INSET,
    )


def _vml_size(node: Node, said: Mapping[str, str], scale: float | None) -> tuple[float, float]:
    """Width and height; a line tells its two ends instead. Within a group, numbers are its units."""
    unit = MM_PER_POINT if scale is None else scale
    if node.name == "line":
        ends = [_point(node.get(end), unit) for end in ("from", "to")]
        return abs(ends[0][0] - ends[1][0]), abs(ends[0][1] - ends[1][1])
    return _length(said.get("width", ""), unit), _length(said.get("height", ""), unit)


def _point(written: str, unit: float) -> tuple[float, float]:
    across, _, down = written.partition(",")
    return _length(across, unit), _length(down, unit)


def _style(node: Node) -> dict[str, str]:
    return {
        name: value.strip() for name, value in _PLACE.findall(node.get("style")[:_LONGEST_STYLE])
    }


def _vml_where(said: Mapping[str, str]) -> _Where:
    aligned = said.get("mso-position-horizontal", "")
    placed = "margin-left" in said and aligned in {"", "absolute"}
    return _Where(
        left=_length(said["margin-left"]) if placed else None,
        aligned=aligned.removeprefix("absolute"),
    )


def _length(written: str, unit: float = MM_PER_POINT) -> float:
    """Millimetres of a CSS length; a number alone is in `unit` mm."""
    found = points(written, 1)
    if found is None:
        return 0.0
    return round(found * (unit if written.strip()[-1:].isdigit() else MM_PER_POINT), 3)
