"""Mends the widths of tables: those that the page has become too narrow for, and the column of a date that wraps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree

from cv183_reports.lint.case import Fault
from cv183_reports.lint.checks.head import width_of
from cv183_reports.lint.lines import runs_width
from cv183_reports.lint.parts import Part
from cv183_reports.lint.repairs.bench import RepairBench
from cv183_reports.word.facts import (
    CellFacts,
    SectionFacts,
    TableFacts,
    paragraphs_in,
    tables_in,
)

_Element = etree._Element  # noqa: SLF001 - its stubs have no other name
_GRID, _ROW, _CELL = map(qn, ("w:tblGrid", "w:tr", "w:tc"))
_WIDTH, _KIND, _TWIPS = qn("w:w"), qn("w:type"), "dxa"
_OF_TABLE, _OF_CELL = f"{qn('w:tblPr')}/{qn('w:tblW')}", f"{qn('w:tcPr')}/{qn('w:tcW')}"
_FITS = 3.0
"""Millimetres that a table that fits its page may be wider."""
_ROOMY = 1.0
"""Millimetres beside a line that must not wrap."""
_PAIR = 2


def fit_tables(bench: RepairBench, section: SectionFacts, lost: float) -> None:
    """Narrows the tables that a page had room for and has not, now that its lines are `lost` mm shorter."""
    margins = section.margins
    room = section.width - margins.left - margins.right - margins.gutter
    for table in bench.case.facts.blocks:
        if isinstance(table, TableFacts) and table.section == section.index:
            width = sum(table.columns)
            if room - lost < width <= room + _FITS:
                _scale(bench.copy.table(table.part, table.index), (room - lost) / width)


def _scale(table: _Element, factor: float) -> None:
    """A table and its cells; not tables within."""
    said = [*table.iterfind(_OF_TABLE), *table.iterfind(f"{_ROW}/{_CELL}/{_OF_CELL}")]
    told = [each for each in said if each.get(_KIND) == _TWIPS]
    for each in (*told, *table.iterfind(f"{_GRID}/*")):
        width = each.get(_WIDTH, "")
        if width.isdecimal():
            each.set(_WIDTH, str(round(int(width) * factor)))


def mend_date_room(bench: RepairBench, fault: Fault) -> None:
    """Widens the column of a date that wraps."""
    for part in bench.parts(fault):
        keep_on_line(bench, part, width_of(part))


def keep_on_line(bench: RepairBench, part: Part, width: float) -> None:
    """Widens the second column of a head for a line of so many mm, where the column beside it has room to spare."""
    place = part.line.paragraph.place
    tables = tables_in(bench.case.facts.blocks) if place and place.cell == _PAIR - 1 else iter(())
    table = next((each for each in tables if place and each.index == place.table), None)
    if table is None or part.line.boxed:
        return
    given = bench.widened.get(table.index, 0.0)
    need = width + _ROOMY - part.line.paragraph.room - given
    pairs = all(len(row.cells) == len(table.columns) == _PAIR for row in table.rows)
    if pairs and 0 < need < _spare(row.cells[0] for row in table.rows) - given:
        bench.widened[table.index] = given + need
        _widen_second(bench.copy.table(table.part, table.index), round(Mm(need).twips))


def _spare(cells: Iterable[CellFacts]) -> float:
    """Millimetres that no line of these cells needs; a text that wraps may wrap sooner."""
    paragraphs = (each for cell in cells for each in paragraphs_in(cell.blocks))
    left = [each.room - runs_width(each.runs) - _ROOMY for each in paragraphs]
    return min((length for length in left if length >= 0), default=0.0)


def _widen_second(table: _Element, twips: int) -> None:
    """Gives the second column so much of the first."""
    for pair in _pairs(table):
        for said, more in zip(pair, (-twips, twips), strict=True):
            said.set(_WIDTH, str(int(said.get(_WIDTH, "0")) + more))


def _pairs(table: _Element) -> Iterator[list[_Element]]:
    """What says the widths of both columns: in the grid, and row by row."""
    yield list(table.iterfind(f"{_GRID}/*"))
    for row in table.iterfind(_ROW):
        said = list(row.iterfind(f"{_CELL}/{_OF_CELL}"))
        if len(said) == _PAIR and all(each.get(_KIND) == _TWIPS for each in said):
            yield said
