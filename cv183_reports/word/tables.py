"""Tables: rows and cells as they are shown, and what a table style says of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from cv183_reports.ooxml.xml import Node
from cv183_reports.word.cascade import (
    TABLE,
    Level,
    WordStyles,
    has_line,
    is_on,
    level,
    merged,
    millimetres,
    whole,
)
from cv183_reports.word.facts import NO_BORDERS, Borders, CellFacts
from cv183_reports.word.formatting import TableCellStyle
from cv183_reports.word.text import content

Parts = tuple[str, ...]
"""Parts of a table that a cell belongs to by OOXML name, the weightiest last (17.7.6)."""

_FLAGS = {
    "firstRow": 0x0020,
    "lastRow": 0x0040,
    "firstColumn": 0x0080,
    "lastColumn": 0x0100,
    "noHBand": 0x0200,
    "noVBand": 0x0400,
}
_HEX = 16
_CORNERS = {
    ("firstRow", "firstCol"): "nwCell",
    ("firstRow", "lastCol"): "neCell",
    ("lastRow", "firstCol"): "swCell",
    ("lastRow", "lastCol"): "seCell",
}


class TableLook(Struct, frozen=True):
    """Which parts of its style a table shows (``w:tblLook``)."""

    first_row: bool
    last_row: bool
    first_column: bool
    last_column: bool
    row_bands: bool
    column_bands: bool
    row_band: int = 1
    """Rows of one band."""
    column_band: int = 1

    @classmethod
    def read(cls, said: Mapping[str, str] | None, style: Level) -> TableLook:
        """What ``w:tblLook`` says, in letters or (as older files do) as one hexadecimal number."""
        said = {} if said is None else said
        try:
            bits = int(said.get("val") or "0", _HEX)
        except ValueError:
            bits = 0
        on = {
            name: is_on(said[name]) if name in said else bool(bits & bit)
            for name, bit in _FLAGS.items()
        }
        return cls(
            first_row=on["firstRow"],
            last_row=on["lastRow"],
            first_column=on["firstColumn"],
            last_column=on["lastColumn"],
            row_bands=not on["noHBand"],
            column_bands=not on["noVBand"],
            row_band=_size(style, "tblStyleRowBandSize"),
            column_band=_size(style, "tblStyleColBandSize"),
        )

    def parts(self, row: int, rows: int, column: int, columns: int) -> Parts:
        """The parts that the cell at `row` and `column` belongs to."""
        across = _end(row, rows, "Row", first=self.first_row, last=self.last_row)
        down = _end(column, columns, "Col", first=self.first_column, last=self.last_column)
        found = []
        if self.column_bands and not down:
            found.append(_band(column - self.first_column, self.column_band, "Vert"))
        if self.row_bands and not across:
            found.append(_band(row - self.first_row, self.row_band, "Horz"))
        found += [part for part in (across, down, _CORNERS.get((across, down), "")) if part]
        return tuple(found)


class TableStyles(Struct):
    """The table styles of one document, each worked out once."""

    styles: WordStyles
    _cells: dict[tuple[str, Parts], TableCellStyle] = field(default_factory=dict)
    _parts: dict[tuple[str, str], Level] = field(default_factory=dict)

    def table(self, identity: str) -> Level:
        """What the style says of the table as a whole."""
        chain = self.styles.chain(TABLE, identity)
        return merged(level(style.node.child("tblPr")) for style in chain)

    def cell(self, identity: str, parts: Parts) -> TableCellStyle:
        """What the style says of a cell that belongs to these parts."""
        key = (identity, parts)
        if key not in self._cells:
            self._cells[key] = TableCellStyle(
                run=self._merged(identity, "rPr", parts),
                paragraph=self._merged(identity, "pPr", parts),
                cell=self._merged(identity, "tcPr", parts),
            )
        return self._cells[key]

    def part(self, identity: str, part: str) -> Level:
        """What the style says of the cells of one part alone."""
        key = (identity, part)
        if key not in self._parts:
            chain = self.styles.chain(TABLE, identity)
            self._parts[key] = merged(level(_said(style.node, part, "tcPr")) for style in chain)
        return self._parts[key]

    def _merged(self, identity: str, properties: str, parts: Parts) -> Level:
        chain = self.styles.chain(TABLE, identity)
        return merged(
            level(_said(style.node, part, properties))
            for part in ("", "wholeTable", *parts)
            for style in chain
        )


def _said(style: Node, part: str, properties: str) -> Node | None:
    """The properties that a style gives one part of a table; the whole under the empty name."""
    if not part:
        return style.child(properties)
    for child in style:
        if child.name == "tblStylePr" and child.get("type") == part:
            return child.child(properties)
    return None


def _end(at: int, count: int, kind: str, *, first: bool, last: bool) -> str:
    if first and at == 0:
        return f"first{kind}"
    return f"last{kind}" if last and at == count - 1 else ""


def _band(at: int, size: int, kind: str) -> str:
    return f"band{at // size % 2 + 1}{kind}"


def _size(style: Level, name: str) -> int:
    return max(1, whole(style.get(name, {}).get("val", "")) or 1)


_EDGES = {"top": "insideH", "bottom": "insideH", "left": "insideV", "right": "insideV"}
_STRICT = {"left": "start", "right": "end"}
_CELL_MARGIN = 2.0
"""Millimetres left and right where nothing says (115 twips; ECMA-376 part 1, 17.4.42)."""
_FIFTIETHS = 5_000
"""Fiftieths of a percent of the whole."""
_HUNDRED = 100


class Spot(Struct, frozen=True):
    """Where a cell stands in its table: row and grid column, and how many there are."""

    row: int
    rows: int
    column: int
    span: int
    columns: int

    @property
    def edges(self) -> frozenset[str]:
        """The sides of the cell that are the table's."""
        at = {
            "top": self.row == 0,
            "bottom": self.row == self.rows - 1,
            "left": self.column == 0,
            "right": self.column + self.span >= self.columns,
        }
        return frozenset(side for side in at if at[side])


class TableFrame:
    """One table: its properties resolved, its grid, and its cells before their content is read."""

    def __init__(self, table: Node, styles: TableStyles, room: float) -> None:
        self._styles = styles
        properties = table.child("tblPr")
        named = "" if properties is None else properties.value("tblStyle")
        self._style = styles.styles.identity(TABLE, named)
        self._said: Level = merged((styles.table(self._style), level(properties)))
        self._look = TableLook.read(self._said.get("tblLook"), self._said)
        grid = table.child("tblGrid")
        widths = () if grid is None else (c for c in grid if c.name == "gridCol")
        self.columns = tuple(millimetres(column.get("w")) for column in widths)
        self._width = _width(self._said.get("tblW"), room) or round(sum(self.columns), 3)
        self._known: dict[tuple[object, ...], tuple[CellFacts, TableCellStyle]] = {}

    def cell(self, properties: Node | None, spot: Spot) -> tuple[CellFacts, TableCellStyle]:
        """A cell without content, and what the table style says of what stands in it.

        Args:
            properties: its ``tcPr``.
            spot: where it stands.
        """
        parts = self._look.parts(spot.row, spot.rows, spot.column, spot.columns)
        edges = spot.edges
        key = (properties, parts, edges, spot.column, spot.span)
        if key not in self._known:
            style = self._styles.cell(self._style, parts)
            facts = self._cell(level(properties), style.cell, spot)
            borders = self._borders(level(properties), parts, edges)
            self._known[key] = replace(facts, borders=borders), style
        return self._known[key]

    def _cell(self, own: Level, style: Level, spot: Spot) -> CellFacts:
        said = merged((style, own))
        stated = _width(said.get("tcW"), self._width)
        columns = self.columns[spot.column : spot.column + spot.span]
        return CellFacts(
            column=spot.column,
            span=spot.span,
            continues="vMerge" in own and own["vMerge"].get("val") != "restart",
            width=stated or round(sum(columns), 3),
            borders=NO_BORDERS,
            margin_left=self._margin(said, "left"),
            margin_right=self._margin(said, "right"),
            blocks=(),
        )

    def _margin(self, cell: Level, side: str) -> float:
        """Millimetres between the left or right side of a cell and its text."""
        for said, name in ((cell, "tcMar"), (self._said, "tblCellMar")):
            for word in (side, _STRICT[side]):
                if f"{name}.{word}" in said:
                    return _width(said[f"{name}.{word}"], 0)
        return _CELL_MARGIN

    def _borders(self, own: Level, parts: Parts, edges: frozenset[str]) -> Borders:
        """What the cell says itself goes before its table, what the table says before its style."""
        found = {side: has_line(self._said_of(own, parts, edges, side)) for side in _EDGES}
        return Borders(**found) if any(found.values()) else NO_BORDERS

    def _said_of(
        self, own: Level, parts: Parts, edges: frozenset[str], side: str
    ) -> Mapping[str, str] | None:
        said = _side(own, "tcBorders", side)
        for part in reversed(parts):
            if said is not None:
                return said
            between = side not in edges and _runs_along(part, side)
            style = self._styles.part(self._style, part)
            said = _side(style, "tcBorders", _EDGES[side] if between else side)
        edge = side if side in edges else _EDGES[side]
        return _side(self._said, "tblBorders", edge) if said is None else said


def rows_of(table: Node) -> Iterator[Node]:
    """The rows of a table itself, those in content controls too."""
    return _below(table, "tr")


def cells_of(row: Node) -> Iterator[Node]:
    """The cells of a row."""
    return _below(row, "tc")


def spanned(cell: Level) -> int:
    """How many grid columns a cell covers."""
    return max(1, whole(cell.get("gridSpan", {}).get("val", "")) or 1)


def skipped(row: Level) -> int:
    """How many grid columns are left empty before the first cell of a row."""
    return max(0, whole(row.get("gridBefore", {}).get("val", "")) or 0)


def _below(parent: Node, name: str) -> Iterator[Node]:
    for child in content(parent):
        if child.name == name:
            yield child
        elif child.name in {"sdt", "sdtContent", "customXml", "ins", "moveTo"}:
            yield from _below(child, name)


def _side(said: Level, group: str, side: str) -> Mapping[str, str] | None:
    return said.get(f"{group}.{side}") or said.get(f"{group}.{_STRICT.get(side, side)}")


def _runs_along(part: str, side: str) -> bool:
    """Whether several cells of that part of the table touch on that side."""
    if side in {"left", "right"}:
        return part.endswith(("Row", "Horz"))
    return part.endswith(("Col", "Vert"))


def _width(said: Mapping[str, str] | None, whole_width: float) -> float:
    """Millimetres of a width in twips or in a share of `whole_width`; 0 where it is left to Word."""
    if said is None or said.get("type") in {"auto", "nil"}:
        return 0.0
    written = said.get("w", "")
    if written.endswith("%"):
        return round((whole(written[:-1]) or 0) * whole_width / _HUNDRED, 3)
    if said.get("type") == "pct":
        return round((whole(written) or 0) * whole_width / _FIFTIETHS, 3)
    return millimetres(written)
