"""The pieces of Word documents that are right in every respect."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from functools import cache

import docx
from docx.document import Document
from docx.oxml.ns import qn
from msgspec import Struct, structs


class Piece(Struct, frozen=True):
    """One paragraph."""

    text: str
    size: float = 14
    bold: bool = False
    italic: bool = False
    underline: bool = False
    align: str = "center"
    font: str = "Times New Roman"
    color: str = ""
    indent: float = 0
    line: float = 1.0
    rule: str = "multiple"
    before: float = 0
    after: float = 0
    border: float | None = None
    """A bottom border, indented on both sides by that many millimetres."""
    page_break: bool = False
    lead: str = ""
    """How the text begins, bold whatever the rest is."""


class Page(Struct, frozen=True):
    """One section."""

    width: float = 210
    height: float = 297
    top: float = 20
    bottom: float = 20
    left: float = 30
    right: float = 15
    header: float = 8
    number: str = "center"
    """Alignment of the page number; empty = none."""
    number_size: float = 14
    number_font: str = "Times New Roman"
    footer: bool = False
    """The number stands at the foot."""
    different_first: bool = True
    format: str = ""


Change = Piece | Page | Mapping[str, object] | None
Pieces = dict[str, Piece | Page]


def blank() -> Document:
    """An empty document as python-docx lays it, without its 800 KB of looks of tables."""
    return docx.Document(io.BytesIO(_blank()))


@cache
def _blank() -> bytes:
    document, stream = docx.Document(), io.BytesIO()
    relations = document.part.rels
    for identity in [i for i, each in relations.items() if "WithEffects" in each.reltype]:
        del relations[identity]
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and style.name_val not in _TABLES:
            styles.remove(style)
    document.save(stream)
    return stream.getvalue()


_TABLES = ("Normal Table", "Table Grid")


def body(text: str, **look: object) -> Piece:
    settings: dict[str, object] = {
        "align": "both",
        "indent": 10,
        "line": 19,
        "rule": "exact",
        "after": 6,
    }
    return Piece(text, **{**settings, **look})  # type: ignore[arg-type]


_LONG = (
    "Cấp ủy các cấp tập trung lãnh đạo, chỉ đạo việc triển khai nhiệm vụ được giao, bảo đảm đúng tiến độ. "
    * 6
)


def _party_head() -> Pieces:
    return {
        "page": Page(),
        "superior": Piece("THÀNH ỦY HẢI PHÒNG"),
        "issuer": Piece("BAN TỔ CHỨC", bold=True),
        "star": Piece("*"),
        "number": Piece("Số 12-BC/BTCTU"),
        "title": Piece("ĐẢNG CỘNG SẢN VIỆT NAM", size=15, bold=True, underline=True),
        "dateline": Piece("Hải Phòng, ngày 05 tháng 9 năm 2025", italic=True),
    }


def _running(**look: object) -> Pieces:
    return {
        "intro": body("Ban Tổ chức Thành ủy báo cáo kết quả như sau:", **look),
        "heading_i": body("I- Kết quả thực hiện", bold=True, **look),
        "heading_1": body("1. Công tác lãnh đạo", bold=True, **look),
        "heading_11": body("1.1. Quán triệt văn bản", bold=True, italic=True, **look),
        "body_1": body(_LONG + "Số liệu tại Phụ lục 1.", **look),
        "body_2": body(_LONG + "Chi tiết tại Phụ lục 2.", **look),
        "heading_ii": body("II- Nhiệm vụ tháng tới", bold=True, **look),
        "body_3": body(_LONG.strip(), **look),
        "body_4": body(_LONG.strip(), **look),
        "last": body("Trên đây là báo cáo của Ban Tổ chức Thành ủy.", **look),
    }


def _party_end(mark: str) -> Pieces:
    return {
        "label": Piece("Nơi nhận:", underline=True, align="left"),
        "recipient_1": Piece(f"- Thường trực Thành ủy{mark}", size=12, align="left"),
        "recipient_2": Piece(f"- Các đảng ủy trực thuộc{mark}", size=12, align="left"),
        "kept": Piece("- Lưu Ban Tổ chức Thành ủy.", size=12, align="left"),
        "authority": Piece("K/T TRƯỞNG BAN", bold=True),
        "position": Piece("PHÓ TRƯỞNG BAN"),
        "signatory": Piece("Nguyễn Văn An", bold=True, before=90),
    }


def _appendix(number: str, reference: str) -> Pieces:
    return {
        f"page_{number}": Page(),
        f"appendix_{number}": Piece(f"Phụ lục {number}", bold=True),
        f"appendix_title_{number}": Piece("KẾT QUẢ THEO ĐƠN VỊ", bold=True),
        f"reference_{number}": Piece(reference, italic=True),
        f"table_{number}": Piece("Số đơn vị: 142", size=12, align="left"),
    }


def _report(day: str, short_day: str, mark: str, bases: Iterable[str]) -> Pieces:
    head = _party_head()
    head["dateline"] = Piece(f"Hải Phòng, ngày {day}", italic=True)
    reference = f"(Kèm theo Báo cáo số 12-BC/BTCTU, ngày {short_day} của Ban Tổ chức Thành ủy)"
    return {
        **head,
        "name": Piece("BÁO CÁO", size=16, bold=True),
        "abstract": Piece("kết quả thực hiện nhiệm vụ tháng 8", bold=True),
        "dashes": Piece("-----", after=12),
        **{f"basis_{rank}": body(text) for rank, text in enumerate(bases, start=1)},
        **_running(),
        **_party_end(mark),
        **_appendix("1", reference),
        **_appendix("2", reference),
    }


def _letter() -> Pieces:
    head = _party_head()
    head["number"] = Piece("Số 12-CV/BTCTU")
    end = _party_end(";")
    end["recipient_1"] = Piece("- Như trên;", size=12, align="left")
    return {
        **head,
        "dateline": Piece("Hải Phòng, ngày 05 tháng 9 năm 2026", italic=True),
        "subject": Piece("về việc gửi báo cáo tháng 8", size=12, italic=True),
        "addressee": Piece("Kính gửi: Các đảng ủy trực thuộc Thành ủy;", before=12, after=12),
        **_without_appendices(_running()),
        **end,
    }


def _without_appendices(pieces: Pieces) -> Pieces:
    texts = {name: piece for name, piece in pieces.items() if isinstance(piece, Piece)}
    return {
        name: structs.replace(
            piece,
            text=piece.text.replace("Số liệu tại Phụ lục 1.", "")
            .replace("Chi tiết tại Phụ lục 2.", "")
            .strip(),
        )
        for name, piece in texts.items()
    }


def _state_head(number: str) -> Pieces:
    return {
        "page": Page(),
        "superior": Piece("UBND THÀNH PHỐ HẢI PHÒNG", size=13),
        "issuer": Piece("SỞ NỘI VỤ", size=13, bold=True, border=29),
        "number": Piece(number, size=13),
        "nation": Piece("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True),
        "motto": Piece("Độc lập - Tự do - Hạnh phúc", size=14, bold=True, underline=True),
        "dateline": Piece("Hải Phòng, ngày 05 tháng 9 năm 2025", size=14, italic=True),
    }


def _state_end(first: str) -> Pieces:
    return {
        "label": Piece("Nơi nhận:", size=12, bold=True, italic=True, align="left"),
        "recipient_1": Piece(first, size=11, align="left"),
        "kept": Piece("- Lưu: VT, TH.", size=11, align="left"),
        "authority": Piece("KT. GIÁM ĐỐC", bold=True),
        "position": Piece("PHÓ GIÁM ĐỐC", bold=True),
        "signatory": Piece("Nguyễn Văn An", bold=True, before=90),
    }


def _state_running() -> Pieces:
    running = _without_appendices(_running(line=1.15, rule="multiple"))
    running.pop("heading_11")
    for name in ("heading_i", "heading_ii"):
        heading = running[name]
        assert isinstance(heading, Piece)
        running[name] = structs.replace(heading, text=heading.text.replace("-", ".", 1).upper())
    return running


def _state_report() -> Pieces:
    return {
        **_state_head("Số: 12/BC-SNV"),
        "name": Piece("BÁO CÁO", bold=True),
        "abstract": Piece("Kết quả thực hiện nhiệm vụ tháng 8", bold=True, border=65),
        "addressee": Piece("Kính gửi: Ủy ban nhân dân thành phố", before=12, after=12),
        **_state_running(),
        **_state_end("- Như trên;"),
    }


def _state_report_with_appendices() -> Pieces:
    report = _state_report()
    report["body_1"] = structs.replace(
        body(_LONG.strip(), line=1.15, rule="multiple"),
        text="Số liệu tại Phụ lục I và Phụ lục II.",
    )
    reference = "(Kèm theo Báo cáo số 12/BC-SNV ngày 05 tháng 9 năm 2025 của Sở Nội vụ)"
    return report | _appendix("I", reference) | _appendix("II", reference)


def _state_letter() -> Pieces:
    return {
        **_state_head("Số: 12/SNV-VP"),
        "subject": Piece("V/v gửi báo cáo tháng 8", size=12, before=6),
        "addressee": Piece("Kính gửi: Ủy ban nhân dân thành phố", before=12, after=12),
        **_state_running(),
        **_state_end("- Như trên;"),
    }


CORRECT: Mapping[str, Pieces] = {
    "hd36": _report(
        "05 tháng 9 năm 2025",
        "05/9/2025",
        ",",
        ("Căn cứ Quy chế làm việc;", "Căn cứ Chương trình công tác,"),
    ),
    "hd05": _report(
        "05 tháng 9 năm 2026",
        "05/9/2026",
        ";",
        ("- Căn cứ Quy chế làm việc;", "- Căn cứ Chương trình công tác."),
    ),
    "hd05-letter": _letter(),
    "nd30": _state_report(),
    "nd30-appendices": _state_report_with_appendices(),
    "nd30-letter": _state_letter(),
}
"""The pieces of each correct document, in order."""
