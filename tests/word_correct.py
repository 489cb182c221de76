"""Word documents that are right in every respect, and the same with one thing changed.

A document is a row of named pieces. ``word("hd36", title={"size": 13})`` is the correct report of that
set of rules but for the size of its title; ``word("hd36", star=None)`` has no star.
"""

from __future__ import annotations

import io
from collections.abc import Iterable

from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from msgspec import structs

from tests.word_pieces import CORRECT, Change, Page, Piece, Pieces, blank

_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_RULES = {
    "exact": WD_LINE_SPACING.EXACTLY,
    "least": WD_LINE_SPACING.AT_LEAST,
    "multiple": WD_LINE_SPACING.MULTIPLE,
}


_LEFT = ("superior", "issuer", "star", "number", "subject")
_RIGHT = ("title", "nation", "motto", "dateline")
_END_LEFT = ("label", "recipient_1", "recipient_2", "kept")
_END_RIGHT = ("authority", "position", "signatory")


def word(kind: str, **changes: Change) -> bytes:
    """The correct document of that kind with pieces changed, replaced, or (None) left out."""
    pieces = dict(CORRECT[kind])
    for name, change in changes.items():
        if change is None:
            del pieces[name]
        elif isinstance(change, Piece | Page):
            pieces[name] = change
        else:
            pieces[name] = structs.replace(pieces[name], **change)  # type: ignore[arg-type]
    return saved(built(pieces))


def built(pieces: Pieces) -> Document:
    document = blank()
    _defaults(document)
    page = pieces["page"]
    assert isinstance(page, Page)
    _set_page(document, 0, page)
    left = 70 if "nation" in pieces else 80  # Quốc hiệu is longer than the Party's title
    _columns(document, pieces, (_LEFT, left), (_RIGHT, 165 - left))
    done = {"page", *_LEFT, *_RIGHT}
    for name, piece in pieces.items():
        if name in done:
            continue
        if name in _END_LEFT:
            _columns(document, pieces, (_END_LEFT, 85), (_END_RIGHT, 80))
            done |= {*_END_LEFT, *_END_RIGHT}
        elif isinstance(piece, Page):
            document.add_section(WD_SECTION.NEW_PAGE)
            _set_page(document, -1, piece)
        elif name not in _END_RIGHT:
            write(document.add_paragraph(), piece)
    return document


def _defaults(document: Document) -> None:
    normal = document.styles["Normal"]
    normal.font.name = "Times New Roman"
    fonts = normal.element.rPr.rFonts
    for slot in ("w:eastAsia", "w:cs"):
        fonts.set(qn(slot), "Times New Roman")
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0


def _set_page(document: Document, rank: int, page: Page) -> None:
    section = document.sections[rank]
    section.page_width, section.page_height = Mm(page.width), Mm(page.height)
    section.orientation = WD_ORIENT.LANDSCAPE if page.width > page.height else WD_ORIENT.PORTRAIT
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    section.header_distance = Mm(page.header)
    section.different_first_page_header_footer = page.different_first
    for old in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(old)
    numbering = OxmlElement("w:pgNumType")
    if rank:
        numbering.set(qn("w:start"), "1")
    elif page.number:
        edge = section.footer if page.footer else section.header
        _number(edge.paragraphs[0], page)
    if page.format:
        numbering.set(qn("w:fmt"), page.format)
    section._sectPr.insert_element_before(numbering, "w:cols", "w:titlePg", "w:docGrid")


def _number(paragraph: Paragraph, page: Page) -> None:
    paragraph.alignment = _ALIGN[page.number]
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), " PAGE ")
    run = paragraph.add_run("2")
    run.font.size, run.font.name = Pt(page.number_size), page.number_font
    field.append(run._r)
    paragraph._p.append(field)


def without_margins(table: Table) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)


def _columns(document: Document, pieces: Pieces, *columns: tuple[tuple[str, ...], float]) -> None:
    table = document.add_table(1, len(columns))
    table.autofit = False
    without_margins(table)
    for rank, (names, width) in enumerate(columns):
        table.columns[rank].width = Mm(width)
        cell = table.cell(0, rank)
        cell.width = Mm(width)
        _fill(cell, [pieces[name] for name in names if name in pieces])


def _fill(cell: _Cell, pieces: Iterable[Piece | Page]) -> None:
    paragraph = cell.paragraphs[0]
    for rank, piece in enumerate(pieces):
        assert isinstance(piece, Piece)
        write(cell.add_paragraph() if rank else paragraph, piece)


def write(paragraph: Paragraph, piece: Piece) -> None:
    layout = paragraph.paragraph_format
    layout.alignment = _ALIGN[piece.align]
    layout.first_line_indent = Mm(piece.indent)
    layout.space_before, layout.space_after = Pt(piece.before), Pt(piece.after)
    layout.line_spacing = piece.line if piece.rule == "multiple" else Pt(piece.line)
    layout.line_spacing_rule = _RULES[piece.rule]
    layout.page_break_before = piece.page_break
    if piece.border is not None:
        _border(paragraph, piece.border)
    words, colon = piece.text, ""
    if piece.underline and words.endswith(":"):
        words, colon = words[:-1], ":"
    lead, words = piece.lead, words.removeprefix(piece.lead)
    for text, underline in ((lead, piece.underline), (words, piece.underline), (colon, False)):
        if text:
            run = paragraph.add_run(text)
            run.bold, run.italic, run.underline = piece.bold, piece.italic, underline
            run.bold = piece.bold or text is lead
            run.font.size, run.font.name = Pt(piece.size), piece.font
            if piece.color:
                run.font.color.rgb = RGBColor.from_string(piece.color)


def _border(paragraph: Paragraph, indent: float) -> None:
    paragraph.paragraph_format.left_indent = Mm(indent)
    paragraph.paragraph_format.right_indent = Mm(indent)
    borders = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def saved(document: Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
