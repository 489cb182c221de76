"""Papers for the desk: the list of what to carry over, the slip of a verification to print and sign (python-docx).

Rows stay whole on a page; the same values give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from msgspec import Struct

from cv183_reports.catalogue import closing as words
from cv183_reports.differences.comparison import Difference, Differences, Marked, brief, marked
from cv183_reports.differences.verify import Misprint
from cv183_reports.model.finding import quote
from cv183_reports.ooxml.package import Package
from cv183_reports.vietnamese.wording import count

_FONT = "Times New Roman"
_SHORT, _LONG = 210, 297
"""Sides of A4, millimetres."""
_MAIN, _EFFECTS = "word/document.xml", "word/stylesWithEffects.xml"
"""The body; and the styles once more for Word 2010, from python-docx's template: they contradict ours."""


def _new_sheet(*, landscape: bool = False) -> WordDocument:
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


def _add_line(
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


def _grid(document: WordDocument, rows: int, widths: Sequence[int]) -> Table:
    """A table of `rows` rows under its head, which every page repeats; `widths` in millimetres."""
    table: Table = document.add_table(1 + rows, len(widths), "Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    head, *body = table.rows
    _set(head, "w:tblHeader")
    for row in body:
        _set(row, "w:cantSplit")
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return table


def _set(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - python-docx has none


def _packed(document: WordDocument) -> bytes:
    """The file: the same bytes for the same content, on any day."""
    target = BytesIO()
    document.save(target)
    package = Package(target.getvalue())
    package.unrelate(_MAIN, _EFFECTS)
    package.drop(_EFFECTS)
    package.forget_when_saved()
    return package.packed()


_SLIP_WIDTHS = (12, 76, 30, 30, 17)
_MOST = 12
"""Places that fit on the page beside everything else, each on two or three lines."""
_HEAD, _TAIL = 50, 45
"""Characters of a long place that are told, at its beginning and at its end."""
_MOST_LEFT = 6
_SIGNATURE = 60
"""Points for the pen."""


class SlipContent(Struct, frozen=True):
    """What a slip says."""

    called: str
    """What the document is, in words for a clerk."""
    month: str
    file: str
    sha256: str
    as_of: str
    verdict: str
    misprints: tuple[Misprint, ...]
    left: tuple[str, ...]
    """What is left in the document, one sentence each."""
    sample: str
    """SỐ LIỆU MINH HỌA, or empty."""


def write_slip(content: SlipContent) -> bytes:
    """The slip; the same bytes for the same content."""
    document = _new_sheet()
    _add_line(document, words.TITLE, bold=True, size=14, centred=True)
    if content.sample:
        _add_line(document, content.sample, bold=True, centred=True)
    _add_line(document, words.ABOUT.format(called=content.called, month=content.month))
    _add_line(document, words.FILE.format(file=content.file))
    _add_line(document, words.DIGEST.format(sha256=content.sha256), size=10)
    _add_line(document, words.AS_OF.format(as_of=content.as_of))
    _add_line(document, content.verdict, bold=True)
    if content.misprints:
        _misprints(document, content.misprints[:_MOST])
    more = len(content.misprints) - _MOST
    if more > 0:
        _add_line(document, words.MORE.format(count=count(more)))
    if content.left:
        _add_line(document, words.LEFT_OVER.format(told=_listed(content.left)))
    _signatures(document)
    return _packed(document)


def _listed(left: Sequence[str]) -> str:
    told = "; ".join(left[:_MOST_LEFT])
    more = len(left) - _MOST_LEFT
    return f"{told}; {words.MORE_LEFT.format(count=count(more))}" if more > 0 else told


def _misprints(document: WordDocument, misprints: Sequence[Misprint]) -> None:
    head, *body = _grid(document, len(misprints), _SLIP_WIDTHS).rows
    for cell, text in zip(head.cells, words.HEADS, strict=True):
        _write(cell, [(text, True)], bold=True)
    for rank, (row, each) in enumerate(zip(body, misprints, strict=True), start=1):
        printed, right = (quote(t) if t else words.NOTHING for t in (each.printed, each.right))
        texts = (str(rank), _shortened(each.where), printed, right, "")
        for cell, text in zip(row.cells, texts, strict=True):
            _write(cell, [(text, False)])


def _shortened(where: str) -> str:
    """Both ends of a place: the section or the appendix, and the column."""
    if len(where) <= _HEAD + _TAIL:
        return where
    return f"{where[:_HEAD].rstrip()} … {where[-_TAIL:].lstrip()}"


def _signatures(document: WordDocument) -> None:
    """Two places for the pen, side by side."""
    _add_line(document, "")
    table = document.add_table(1, len(words.SIGNERS))
    _set(table.rows[0], "w:cantSplit")
    for cell, signer in zip(table.rows[0].cells, words.SIGNERS, strict=True):
        texts = (words.SIGNED_ON, signer, words.SIGN_HERE)
        for at, text in enumerate(texts):
            paragraph = cell.paragraphs[0] if not at else cell.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.add_run(text).bold = text == signer
        cell.paragraphs[-1].paragraph_format.space_after = Pt(_SIGNATURE)


_HEADS = ("STT", "Ở đâu", "Chương trình đã ghi", "Nay là", "Bản của anh chị", "Xong")
_LIST_WIDTHS = (12, 48, 72, 72, 49, 14)
_GREY, _ORANGE = "D9D9D9", "FFE7C2"
_RED, _BLUE = RGBColor(0xC0, 0, 0), RGBColor(0, 0x32, 0xA0)
_BOX = "☐"
_NOTHING_LEFT = "Không còn chỗ nào phải chép: bản của anh chị đã có mọi số liệu mới."
_LOOK_ONLY = "Lời văn, số liệu không khác; bản mới chỉ khác cách trình bày."


def write_list(differences: Differences, kept: str, beside: str, merged: str = "") -> bytes:
    """The list; the same bytes for the same arguments.

    Args:
        differences: what to carry over.
        kept: name of the document that a person edited.
        beside: name of the new one.
        merged: name of the one into which all else was carried over; empty: there is none.
    """
    document = _new_sheet(landscape=True)
    title = "NHỮNG CHỖ CẢ HAI BÊN CÙNG SỬA" if merged else "NHỮNG CHỖ CẦN CHÉP SANG BẢN ĐÃ SỬA"
    _add_line(document, title, bold=True, size=14)
    _add_line(document, f"Bản của anh chị (giữ nguyên): {kept}. Bản mới: {beside}.")
    _add_line(document, _advice_on_merged(differences, merged) if merged else _advice(differences))
    if differences.found:
        _differences(document, differences.found)
    return _packed(document)


def _advice(differences: Differences) -> str:
    if not differences.found:
        return _NOTHING_LEFT if differences.carried else _LOOK_ONLY
    text = f"Còn {count(differences.places)} chỗ."
    if differences.carried:
        text += f" Đã chép {count(differences.carried)} chỗ (không liệt kê nữa)."
    if differences.contested:
        text += (
            f" Nền cam: {count(differences.contested)} chỗ anh chị cũng đã sửa, cần tự cân nhắc."
        )
    return (
        f"{text} Chép xong thì xóa bản mới rồi chạy lại build; bản của anh chị là bản chính thức."
    )


def _advice_on_merged(differences: Differences, merged: str) -> str:
    left = (
        f" Còn {count(differences.places)} chỗ anh chị cũng đã sửa: bản đã ghép giữ lời của anh chị, có ghi chú "
        "(Comment) nói số cũ, số mới; cần tự cân nhắc."
        if differences.found
        else " Không có chỗ nào hai bên cùng sửa."
    )
    return (
        f"Đã ghép {count(differences.carried)} chỗ vào {merged}, phần anh chị đã sửa giữ nguyên.{left} Soát xong thì xóa "
        "các ghi chú, lưu bản đã ghép đè lên bản của anh chị, xóa bản mới rồi chạy lại build."
    )


def _differences(document: WordDocument, found: Iterable[Difference]) -> None:
    rows = list(found)
    head, *body = _grid(document, len(rows), _LIST_WIDTHS).rows
    for cell, text in zip(head.cells, _HEADS, strict=True):
        _write(cell, [(text, True)], bold=True)
        _shade(cell, _GREY)
    for number, (row, difference) in enumerate(zip(body, rows, strict=True), start=1):
        _row(row.cells, number, difference)


def _row(cells: tuple[_Cell, ...], number: int, difference: Difference) -> None:
    was, now = map(brief, marked(difference.old, difference.new))
    rank, where, old, new, mine, done = cells
    _write(rank, [(str(number), False)])
    _write(where, [(difference.where, False)])
    if difference.places > 1:
        told = f"{count(difference.places)} chỗ khác: chép cả bảng từ bản mới (anh chị chưa sửa những chỗ này)."
        _write(new, [(told, False)])
        _write(old, [])
    else:
        _write(old, was or (("(chưa có)", False),), colour=_RED, strike=True)
        _write(new, now or (("(bỏ đi)", False),), colour=_BLUE, bold=True)
    _write(mine, _mine(difference), bold=True)
    _write(done, [(_BOX, False)], size=16)
    if difference.mine is not None:
        for cell in cells:
            _shade(cell, _ORANGE)


def _mine(difference: Difference) -> Marked:
    """What the person made of it, the person's own words standing out."""
    if difference.mine is None:
        return (("chưa sửa", False),)
    if not difference.mine:
        return (("đã xóa", False),)
    _, own = marked(difference.old, difference.mine)
    return (("đã sửa: ", False), *brief(own))


def _write(
    cell: _Cell,
    pieces: Marked | list[tuple[str, bool]],
    *,
    colour: RGBColor | None = None,
    bold: bool = False,
    strike: bool = False,
    size: float = 11,
) -> None:
    """The pieces; the marked ones stand out."""
    paragraph: Paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    for text, stands_out in pieces:
        run = paragraph.add_run(text)
        run.font.size = Pt(size)
        if stands_out:
            run.bold, run.font.strike = bold, strike
            if colour is not None:
                run.font.color.rgb = colour


def _shade(cell: _Cell, colour: str) -> None:
    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:color"), "auto")
    shading.set(qn("w:fill"), colour)
    cell._tc.get_or_add_tcPr().append(shading)  # noqa: SLF001 - python-docx has no shading
