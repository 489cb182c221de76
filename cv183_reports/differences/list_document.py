"""The list of what to carry over, as a Word document to tick off beside the one that is edited (python-docx)."""

from __future__ import annotations

from collections.abc import Iterable

from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from cv183_reports.differences.comparison import Difference, Differences, Marked, brief, marked
from cv183_reports.differences.sheet import add_line, keep_whole, new_sheet, packed, repeat
from cv183_reports.vietnamese.wording import count

_HEADS = ("STT", "Ở đâu", "Chương trình đã ghi", "Nay là", "Bản của anh chị", "Xong")
_WIDTHS = (12, 48, 72, 72, 49, 14)
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
    document = new_sheet(landscape=True)
    title = "NHỮNG CHỖ CẢ HAI BÊN CÙNG SỬA" if merged else "NHỮNG CHỖ CẦN CHÉP SANG BẢN ĐÃ SỬA"
    add_line(document, title, bold=True, size=14)
    add_line(document, f"Bản của anh chị (giữ nguyên): {kept}. Bản mới: {beside}.")
    add_line(document, _advice_on_merged(differences, merged) if merged else _advice(differences))
    if differences.found:
        _table(document, differences.found)
    return packed(document)


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


def _table(document: WordDocument, found: Iterable[Difference]) -> None:
    rows = list(found)
    table = document.add_table(1 + len(rows), len(_HEADS), "Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Mm(width)
    head, *body = table.rows
    repeat(head)
    for cell, text in zip(head.cells, _HEADS, strict=True):
        _write(cell, [(text, True)], bold=True)
        _shade(cell, _GREY)
    for number, (row, difference) in enumerate(zip(body, rows, strict=True), start=1):
        keep_whole(row)
        _row(row.cells, number, difference)
    for row in table.rows:
        for cell, width in zip(row.cells, _WIDTHS, strict=True):
            cell.width = Mm(width)


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
