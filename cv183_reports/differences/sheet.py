"""Sheets of paper for the desk, by python-docx: a page, its lines, rows that stay whole; the same bytes each time."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Row

from cv183_reports.ooxml.package import Package

_FONT = "Times New Roman"
_SHORT, _LONG = 210, 297
"""Sides of A4, millimetres."""
_MAIN, _EFFECTS = "word/document.xml", "word/stylesWithEffects.xml"
"""The body; and the styles once more for Word 2010, from python-docx's template: they contradict ours."""


def new_sheet(*, landscape: bool = False) -> WordDocument:
    """An empty A4 page."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    width, height = (_LONG, _SHORT) if landscape else (_SHORT, _LONG)
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin = section.right_margin = Mm(15)
    section.top_margin = section.bottom_margin = Mm(15 if landscape else 20)
    if not landscape:
        section.left_margin = Mm(30)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(12)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    normal.paragraph_format.space_after = Pt(3)
    return document


def add_line(
    document: WordDocument,
    text: str,
    *,
    bold: bool = False,
    size: float = 12,
    centred: bool = False,
) -> None:
    """One paragraph."""
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def repeat(row: _Row) -> None:
    """Heads every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - python-docx has none


def keep_whole(row: _Row) -> None:
    """Never broken over two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - likewise


def packed(document: WordDocument) -> bytes:
    """The file: the same bytes for the same content, on any day."""
    target = BytesIO()
    document.save(target)
    package = Package(target.getvalue())
    package.unrelate(_MAIN, _EFFECTS)
    package.drop(_EFFECTS)
    package.forget_when_saved()
    return package.packed()
