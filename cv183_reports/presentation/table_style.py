"""What a table style says of each cell: the whole table, bands, first and last rows and columns, corners."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cv183_reports.ooxml.tree import Node
from cv183_reports.presentation.cascade import Level, level, merged
from cv183_reports.presentation.measures import is_on, whole
from cv183_reports.presentation.run_look import CellStyle
from cv183_reports.presentation.styles import TABLE, Styles

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


@dataclass(frozen=True, slots=True)
class TableLook:
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


@dataclass(slots=True)
class TableStyles:
    """The table styles of one document, each worked out once."""

    styles: Styles
    _cells: dict[tuple[str, Parts], CellStyle] = field(default_factory=dict)
    _parts: dict[tuple[str, str], Level] = field(default_factory=dict)

    def table(self, identity: str) -> Level:
        """What the style says of the table as a whole."""
        chain = self.styles.chain(TABLE, identity)
        return merged(level(style.node.child("tblPr")) for style in chain)

    def cell(self, identity: str, parts: Parts) -> CellStyle:
        """What the style says of a cell that belongs to these parts."""
        key = (identity, parts)
        if key not in self._cells:
            self._cells[key] = CellStyle(
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
