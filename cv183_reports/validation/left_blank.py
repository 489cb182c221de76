"""What a clerk writes into a cell to say that there is nothing to say, or that it stands elsewhere."""

from __future__ import annotations

import re

from cv183_reports.spreadsheet.grid import Cell, CellKind
from cv183_reports.vietnamese.text import fold

LONGEST = 40
"""Characters; a longer text says something."""
_MARKS = re.compile(r"[-–—−_.…\s]+|[/\\]")
"""Marks by which a cell is left blank; two strokes (``//``) repeat what stands above."""
_LEAD = r"(?:(?:hien|hien nai|hien tai|den nai|don vi|trong (?:ki|thang|qui)(?: nai)?) )*"
_NOTHING = re.compile(
    rf"{_LEAD}(?:khong|chua|ko|khg|k|0)(?: co| gap| phat sinh| neu)*"
    r"(?: gi| nao| noi dung| i kien| kho khan| vuong mac| kien nghi| de xuat| phat sinh| va| them| khac| ca| a"
    r"| trong (?:ki|thang|qui)(?: nai)?)*"
    r"|n\W?a|x+|"
)
"""Folded texts (y is i) that say there is none; ``-`` and ``…`` fold to nothing."""
_NOT_COUNTED = re.compile(
    rf"{_LEAD}(?:khong|chua|ko|dang|cho)(?: the| co)*(?: thong ke| tong hop| xac dinh| ra soat| so lieu)+"
    r"(?: duoc| xong| ti le| cu the)*"
)
"""Folded texts that say nobody has counted it yet."""
_PERIOD = r"(?:ki|thang|qui)(?: bao cao)? (?:truoc|[\d ]+)"
_SAME = "n ?t|tuong tu|khong(?: co(?: gi)?)? thai doi(?: gi)?(?: so voi .{2,20})?"
_POINTS = "(?:n ?t )?(?:nhu|giong|xem|tuong tu)(?: nhu| o| noi dung)*"
_PLACE = r"(?: tren| (?:cac )?(?:muc|i|dong|phan)(?: tren| [\d ]+))"
_BEFORE = (
    "(?:nhu|giong|giu nguien|da bao cao)(?: nhu| o| tai| trong| noi dung| bao cao| cua| voi)*"
    f" (?:{_PERIOD}|bao cao truoc)"
)
_LEADING = "xem|chi tiet|cu the|noi dung|ket qua|so lieu|co|nhu|theo|tai|trong|o|da gui|gui|bang"
_PAPER = "(?:cac )?(?:file|tep|phu luc|bieu|bao cao|van ban|tai lieu|danh sach)(?: chi tiet| tong hop| excel| word)*"
_ATTACHED = f"(?:(?:{_LEADING}) )*(?:{_PAPER} (?:(?:dinh|gui) )?kem(?: theo)?|{_PAPER} rieng|(?:dinh )?kem(?: theo)? {_PAPER})"
_APPENDED = (
    "(?:xem|chi tiet|cu the|nhu|theo)(?: chi tiet| tai| o| trong)* (?:cac )?(?:phu luc|bieu|bang|file|tep)"
    r"(?: so)?(?: [\divx]+)?"
)
_ELSEWHERE = re.compile(f"{_SAME}|{_POINTS}{_PLACE}|{_BEFORE}|{_ATTACHED}|{_APPENDED}")
"""Folded texts that only point to another place, to another period, or to what was sent along."""


def is_dash(cell: Cell) -> bool:
    """Whether the cell holds only a dash or dots: a clerk's way to leave it blank."""
    return cell.kind is CellKind.TEXT and _MARKS.fullmatch(cell.text) is not None


def says_nothing(cell: Cell) -> bool:
    """Whether the cell says in words that there is none."""
    folded = _folded(cell)
    return bool(folded) and not folded.isdigit() and _NOTHING.fullmatch(folded) is not None


def says_not_counted(cell: Cell) -> bool:
    """Whether the cell says in words that nobody knows yet: «chưa thống kê được», «đang tổng hợp»."""
    return _NOT_COUNTED.fullmatch(_folded(cell)) is not None


def is_left_blank(cell: Cell | None) -> bool:
    """Whether a cell for a value says none: nothing stands there, or a dash, or words that there is none."""
    return cell is None or is_dash(cell) or says_nothing(cell) or says_not_counted(cell)


def is_none(text: str) -> bool:
    """Whether a text says that there is none: «không có», «hiện nay chưa», marks alone."""
    return len(text) <= LONGEST and _NOTHING.fullmatch(fold(text)) is not None


def points_elsewhere(text: str) -> bool:
    """Whether a text only says where it is said: «như trên», «xem file đính kèm», «như tháng 8»."""
    return len(text) <= LONGEST and _ELSEWHERE.fullmatch(fold(text)) is not None


def _folded(cell: Cell) -> str:
    is_short = cell.kind is CellKind.TEXT and len(cell.text) <= LONGEST
    return fold(cell.text) if is_short else ""
