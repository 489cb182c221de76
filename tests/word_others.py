"""Documents as other people make them: tabs for columns, text boxes, NĐ 30 habits, a plain note."""

from __future__ import annotations

import unicodedata

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from msgspec import structs

from tests.word_correct import built, saved, write
from tests.word_pieces import CORRECT, Piece, blank

_TEXT = "Đảng ủy phường tập trung lãnh đạo, chỉ đạo triển khai các nhiệm vụ trọng tâm, bảo đảm hoạt động thông suốt. "
_LONG = (_TEXT * 4).strip()


def _a4() -> Document:
    document = blank()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(14)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    return document


def _line(document: Document, *pieces: tuple[str, str]) -> Paragraph:
    """(text, look): b bold, i italic, u underlined, and a size."""
    paragraph = document.add_paragraph()
    for text, look in pieces:
        run = paragraph.add_run(text)
        run.bold, run.italic, run.underline = "b" in look, "i" in look, "u" in look
        size = "".join(letter for letter in look if letter.isdigit())
        if size:
            run.font.size = Pt(int(size))
    return paragraph


def _centred(document: Document, text: str, look: str) -> None:
    _line(document, (text, look)).alignment = WD_ALIGN_PARAGRAPH.CENTER


def tabs() -> bytes:
    """A ward's report: columns by tabs, blank lines, first lines by the Tab key."""
    document = _a4()
    _line(
        document,
        ("ĐẢNG BỘ THÀNH PHỐ HẢI PHÒNG\t", ""),
        ("ĐẢNG CỘNG SẢN VIỆT NAM", "bu15"),
    )
    _line(document, ("ĐẢNG UỶ PHƯỜNG NGÔ QUYỀN", "b"))
    _line(document, ("*", ""))
    _line(document, ("Số 05-BC/ĐU\t", ""), ("Phường Ngô Quyền, ngày 09 tháng 6 năm 2026", "i"))
    _line(document)
    _line(document)
    _centred(document, "BÁO CÁO", "b16")
    _centred(document, "tình hình, kết quả tháng 5", "b")
    _centred(document, "-----", "")
    _line(document)
    for heading in ("I- Kết quả", "II- Nhiệm vụ"):
        _line(document, (heading, "b"))
        for _ in range(3):
            text = _line(document, (f"\t{_LONG}", ""))
            text.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    _line(document, ("Nơi nhận:", "u"), ("\t\t\t\t\tT/M BAN THƯỜNG VỤ", "b"))
    _line(document, ("- Thường trực Thành ủy (b/c);", "12"), ("\t\t\tPHÓ BÍ THƯ THƯỜNG TRỰC", ""))
    _line(document, ("- Lưu Văn phòng Đảng ủy.", "12"))
    _line(document)
    _line(document, ("\t\t\t\t\t\t\tTrần Thị Bình", "b"))
    return saved(document)


def habit() -> bytes:
    """A Party report by someone used to NĐ 30: nothing in columns, much of it wrong."""
    document = _a4()
    for text, look in (
        ("THÀNH ỦY HẢI PHÒNG", ""),
        ("VĂN PHÒNG", "b"),
        ("-------", ""),
        ("Số: 12/2025/BC-VPTU", ""),
        ("ĐẢNG CỘNG SẢN VIỆT NAM", "b15"),
        ("Hải Phòng, ngày 5 tháng 09 năm 2025", "i"),
    ):
        _line(document, (text, look))
    _centred(document, "BÁO CÁO TÌNH HÌNH THÁNG 8", "b")
    _centred(document, "Kính gửi: Thường trực Thành ủy", "")
    for _ in range(5):
        _line(document, (_LONG, "13"))
    for text, look in (
        ("TM. VĂN PHÒNG", "b"),
        ("CHÁNH VĂN PHÒNG THÀNH ỦY", "b"),
        ("ThS. Nguyễn Văn Dũng", "b"),
    ):
        _line(document, (text, look)).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _line(document, ("Nơi nhận:", "bi12"))
    _line(document, ("- Như kính gửi", "11"))
    _line(document, ("- Lưu: VT", "11"))
    _centred(document, "PHỤ LỤC I", "b")
    _centred(document, "Danh sách đơn vị chậm", "")
    return saved(document)


def plain() -> bytes:
    """No document of an office at all."""
    document = blank()
    document.add_heading("Ghi chép cuộc họp", 1)
    document.add_paragraph("Nội dung trao đổi")
    return saved(document)


def decomposed() -> bytes:
    """The correct report typed with combining marks, as on a Mac."""
    pieces = {
        name: _decomposed(piece) if isinstance(piece, Piece) else piece
        for name, piece in CORRECT["hd36"].items()
    }
    return saved(built(pieces))


def _decomposed(piece: Piece) -> Piece:
    return structs.replace(piece, text=unicodedata.normalize("NFD", piece.text))


_BOX = """<w:r {ns}><w:pict><v:shape style="position:absolute;margin-left:{left}mm;margin-top:0;width:80mm;height:30mm">
<v:textbox><w:txbxContent><w:p/></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"""
_RULE = """<w:r {ns}><w:pict><v:line style="position:absolute" from="{left}mm,{top}mm" to="{right}mm,{top}mm"/></w:pict></w:r>"""
_NS = nsdecls("w") + ' xmlns:v="urn:schemas-microsoft-com:vml"'


def boxes() -> bytes:
    """The correct report with its letterhead in two text boxes instead of a table."""
    document = built(dict(CORRECT["hd36"]))
    table = document.tables[0]
    anchor = table._tbl.addnext(parse_xml(f"<w:p {nsdecls('w')}/>")) or table._tbl.getnext()
    for cell, left in zip(table.rows[0].cells, (0, 85), strict=True):
        run = parse_xml(_BOX.format(ns=_NS, left=left))
        box = next(
            run.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}txbxContent")
        )
        box.clear()
        box.extend(paragraph._p for paragraph in cell.paragraphs)
        anchor.append(run)
    table._tbl.getparent().remove(table._tbl)
    return saved(document)


def ruled(length: float) -> bytes:
    """The correct report with a drawn line of so many millimetres under its title."""
    pieces = dict(CORRECT["hd36"])
    title = pieces["title"]
    assert isinstance(title, Piece)
    pieces["title"] = Piece(title.text, size=title.size, bold=True)
    document = built(pieces)
    paragraph = document.tables[0].cell(0, 1).paragraphs[0]
    line = _RULE.format(ns=_NS, left=6, right=6 + length, top=7)
    paragraph._p.append(parse_xml(line))
    return saved(document)


def long_document(paragraphs: int) -> bytes:
    """The correct report with so many paragraphs more, all of them on the left."""
    document = built(dict(CORRECT["hd36"]))
    last = next(p for p in document.paragraphs if p.text.startswith("Trên đây"))
    for _ in range(paragraphs):
        write(
            last.insert_paragraph_before(),
            Piece(_LONG, align="left", indent=10, line=19, rule="exact", after=6),
        )
    return saved(document)
