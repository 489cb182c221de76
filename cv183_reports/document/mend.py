"""What Word insists on, put right after rendering: no hollow tables, no hollow cells, fitting grids.

A draft sets control characters, which no value can hold, around the places that may need it.
"""

from __future__ import annotations

import re

HOLLOW, HOLLOW_END = "\x0e", "\x0f"
"""Around a table or row that loops may leave without rows or cells."""
REFIT = "\x12"
"""Right after HOLLOW: loops make cells in this table, so its grid must follow."""
SPARE, SPARE_END = "\x10", "\x11"
"""Around the paragraph that stands in when everything else in its container vanished."""

_SPARE = re.compile(f"{SPARE}([^{SPARE_END}]*){SPARE_END}")
_RANGE_ENDS = ("<w:bookmarkStart ", "<w:bookmarkEnd ", "<w:permStart ", "<w:permEnd ")
"""Not content: what stands before them is the last of its container."""
_GRID = re.compile(r"<w:tblGrid>.*?</w:tblGrid>|<w:tblGrid/>", re.DOTALL)
_CELL = re.compile(r"<w:tc(?: [^>]*)?>(?:<w:tcPr>(.*?)</w:tcPr>)?", re.DOTALL)
_SPAN = re.compile(r'<w:gridSpan w:val="(\d+)"/>')
_WIDTH = re.compile(r'<w:tcW\b[^>]*\bw:w="(\d+)"')


def mend(xml: str) -> str:
    """`xml` as Word wants it, all marks gone."""
    if HOLLOW in xml:
        xml = _without_hollow(xml)
    return _SPARE.sub(_spare, xml) if SPARE in xml else xml


def _without_hollow(xml: str) -> str:
    """`xml` without the rows and tables that loops left empty, the innermost judged first."""
    first, *others = xml.split(HOLLOW)
    opened = [[first]]
    for other in others:
        inside, *after = other.split(HOLLOW_END)
        opened.append([inside])
        for text in after:
            element = "".join(opened.pop())
            opened[-1] += [_filled(element), text]
    return "".join(opened[0])


def _filled(element: str) -> str:
    """A row that has cells; a table that has rows; else nothing."""
    if element.startswith("<w:tr"):
        return element if "</w:tc>" in element else ""
    if "</w:tr>" not in element:
        return ""
    return _fitted(element.removeprefix(REFIT)) if element.startswith(REFIT) else element


def _spare(found: re.Match[str]) -> str:
    """The spare paragraph where the container does not end in a paragraph of its own."""
    end = found.start()
    last = found.string[found.string.rfind("<", 0, end) : end]
    while last.startswith(_RANGE_ENDS):
        end -= len(last)
        last = found.string[found.string.rfind("<", 0, end) : end]
    is_paragraph = last == "</w:p>" or (last.startswith(("<w:p/", "<w:p ")) and last.endswith("/>"))
    return "" if is_paragraph else found[1]


def _fitted(table: str) -> str:
    """`table` with as many grid columns as its longest row, and its spanning headings stretched.

    Word forgives a wrong grid, LibreOffice draws by it. Tables within the table are not seen.
    """
    rows = table.split("</w:tr>")
    cells = [[_cell(cell) for cell in _CELL.finditer(row)] for row in rows[:-1]]
    totals = [sum(span for span, _ in row) for row in cells]
    columns = max(totals)
    longest = max(cells, key=lambda row: (sum(span for span, _ in row), len(row)))
    widths = [width // span for span, width in longest for _ in range(span)]
    if not all(widths):
        return table
    columns_xml = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _GRID.sub(f"<w:tblGrid>{columns_xml}</w:tblGrid>", rows[0], count=1)
    stretched = [
        _stretched(row, columns - total)
        for row, total in zip([head, *rows[1:-1]], totals, strict=True)
    ]
    return "</w:tr>".join([*stretched, rows[-1]])


def _cell(found: re.Match[str]) -> tuple[int, int]:
    """Grid columns that a cell spans, and its width as written."""
    properties = found[1] or ""
    span, width = _SPAN.search(properties), _WIDTH.search(properties)
    return int(span[1]) if span else 1, int(width[1]) if width else 0


def _stretched(row: str, missing: int) -> str:
    """`row` with its widest spanning cell (a heading, say) spanning `missing` columns more."""
    spans = list(_SPAN.finditer(row))
    if missing == 0 or not spans:
        return row
    widest = max(spans, key=lambda found: int(found[1]))
    return f"{row[: widest.start(1)]}{int(widest[1]) + missing}{row[widest.end(1) :]}"
