"""Builds documents of offices block by block: what stands side by side, paragraphs, pages; and changes one thing of them."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph
from msgspec import Struct, structs

from cv183_reports.vietnamese.text_width import text_width_mm
from tests.word_correct import _defaults, _set_page, without_margins, write
from tests.word_pieces import Page, Piece, blank

_ROOM = 69.0
"""Millimetres of the left column of a head."""


class Row(Struct, frozen=True):
    """Two columns without lines."""

    left: tuple[Piece, ...]
    right: tuple[Piece, ...]
    widths: tuple[float, float] = (_ROOM, 96)
    goes_on: bool = False
    """The next row of the table above."""


class Grid(Struct, frozen=True):
    """A table of figures."""

    rows: tuple[tuple[str, ...], ...]
    bold: bool = False


class Tabbed(Struct, frozen=True):
    """Two columns made by tabs (or blanks) in one paragraph, with lines drawn below."""

    left: Piece
    right: Piece
    gap: str = "\t"
    rules: tuple[tuple[float, float], ...] = ()
    """Each from and to so many millimetres."""


Block = Piece | Page | Row | Grid | Tabbed
Blocks = tuple[Block, ...]


def ruled(piece: Piece, room: float = _ROOM, part: float = 0.4) -> Piece:
    """`piece` with a rule of 0.4 of its words below it."""
    width = text_width_mm(piece.text, piece.size, piece.bold, piece.italic) * part
    return structs.replace(piece, border=(room - width) / 2)


def built(blocks: Sequence[Block]) -> Document:
    document = blank()
    _defaults(document)
    pages = 0
    table: Table | None = None
    for block in blocks:
        if isinstance(block, Page):
            if pages:
                document.add_section(WD_SECTION.NEW_PAGE)
            _set_page(document, -1 if pages else 0, block)
            pages += 1
        elif isinstance(block, Row):
            table = _row(document, block, table if block.goes_on else None)
        elif isinstance(block, Grid):
            _grid(document, block)
        elif isinstance(block, Tabbed):
            _tabbed(document, block)
        else:
            write(document.add_paragraph(), block)
    return document


def _row(document: Document, row: Row, above: Table | None) -> Table:
    table = above or document.add_table(0, 2)
    if above is None:
        table.autofit = False
        without_margins(table)
    cells = table.add_row().cells
    for cell, pieces, width in zip(cells, (row.left, row.right), row.widths, strict=True):
        cell.width = Mm(width)
        for rank, piece in enumerate(pieces):
            write(cell.add_paragraph() if rank else cell.paragraphs[0], piece)
    if above is None:
        for column, width in zip(table.columns, row.widths, strict=True):
            column.width = Mm(width)
    return table


_RULE = """<w:r {ns}><w:pict><v:line style="position:absolute" from="{left}mm,7mm" to="{right}mm,7mm"/></w:pict></w:r>"""
_NAMESPACES = nsdecls("w") + ' xmlns:v="urn:schemas-microsoft-com:vml"'


def _tabbed(document: Document, block: Tabbed) -> None:
    paragraph = document.add_paragraph()
    write(paragraph, block.left)
    paragraph.add_run(block.gap)
    run = paragraph.add_run(block.right.text)
    run.bold, run.italic = block.right.bold, block.right.italic
    run.font.size, run.font.name = Pt(block.right.size), block.right.font
    draw(paragraph, *block.rules)


def draw(paragraph: Paragraph, *rules: tuple[float, float]) -> None:
    """Lines below a paragraph, each from and to so many millimetres."""
    for left, right in rules:
        paragraph._p.append(parse_xml(_RULE.format(ns=_NAMESPACES, left=left, right=right)))


def _grid(document: Document, grid: Grid) -> None:
    table = document.add_table(0, len(grid.rows[0]))
    table.style = "Table Grid"
    for texts in grid.rows:
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            write(cell.paragraphs[0], Piece(text, size=14 if grid.bold else 12, bold=grid.bold))


def changed(blocks: Blocks, opening: str, **look: object) -> Blocks:
    """`blocks` with another look of the first piece whose text begins so."""
    done = False

    def one(piece: Piece) -> Piece:
        nonlocal done
        if done or not piece.text.startswith(opening):
            return piece
        done = True
        return structs.replace(piece, **look)  # type: ignore[arg-type]

    found = tuple(
        structs.replace(block, left=tuple(map(one, block.left)), right=tuple(map(one, block.right)))
        if isinstance(block, Row)
        else structs.replace(block, left=one(block.left), right=one(block.right))
        if isinstance(block, Tabbed)
        else one(block)
        if isinstance(block, Piece)
        else block
        for block in blocks
    )
    assert done, opening
    return found


def without(blocks: Blocks, opening: str) -> Blocks:
    """`blocks` without the first piece whose text begins so."""
    rank = next(
        rank
        for rank, block in enumerate(blocks)
        if isinstance(block, Piece) and block.text.startswith(opening)
    )
    return (*blocks[:rank], *blocks[rank + 1 :])


def paged(blocks: Blocks, **look: object) -> Blocks:
    """`blocks` with another set-up of the first page."""
    first = blocks[0]
    assert isinstance(first, Page)
    return (structs.replace(first, **look), *blocks[1:])  # type: ignore[arg-type]
