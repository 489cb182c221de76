"""How a unit heads and signs its own papers, as far as its name tells; staff correct the rest by hand.

Issuer, code and capacity by HD36-HD/VPTW and HD05-HD/VPTW (2.1, 3.1.2, 4.1.1, 7.1) for Party bodies,
by NĐ 30/2020, Phụ lục I, for state bodies.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from cv183_reports.document.context import IssuedReport, Letterhead, SigningBlock
from cv183_reports.lint.rules import rules_on
from cv183_reports.model import Issuer, Period, PresentationStyle, Unit
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.model.prose import BlockKind, ReportProse, Section
from cv183_reports.vietnamese.text import fold, place_tones
from cv183_reports.vietnamese.wording import (
    blank_date,
    document_number,
    long_date,
    month_number,
    short_date,
)
from cv183_reports.word.text_width import text_width_mm

_CITY = "Hải Phòng"
_OF_CITY_COMMITTEE = " thanh ui"
_PARTY_CITY = "THÀNH ỦY HẢI PHÒNG"
_PARTY_BASE = "ĐẢNG BỘ THÀNH PHỐ HẢI PHÒNG"
_STATE_CITY = "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HẢI PHÒNG"
_ASSEMBLY = "ĐOÀN ĐẠI BIỂU QUỐC HỘI\nVÀ HỘI ĐỒNG NHÂN DÂN\nTHÀNH PHỐ HẢI PHÒNG"
_TIERS = ("Phường ", "Xã ", "Đặc khu ")
_NAMED_AFTER_PEOPLE = frozenset(
    map(
        fold,
        (
            "Chu Văn An",
            "Khúc Thừa Dụ",
            "Lê Chân",
            "Lê Đại Hành",
            "Lê Ích Mộc",
            "Lê Thanh Nghị",
            "Ngô Quyền",
            "Nguyễn Bỉnh Khiêm",
            "Nguyễn Đại Năng",
            "Nguyễn Lương Bằng",
            "Nguyễn Trãi",
            "Phạm Sư Mạnh",
            "Trần Hưng Đạo",
            "Trần Liễu",
            "Trần Nhân Tông",
            "Trần Phú",
            "Tuệ Tĩnh",
            "Yết Kiêu",
        ),
    )
)
"""Their tier belongs to the name of the place: ``Phường Ngô Quyền,`` (HD05 4.1.1)."""


@dataclass(frozen=True, slots=True)
class UnitHead:
    """What stands above and below a unit's paper; the name of who signs is never known."""

    superior: str
    issuer: str
    """In one line; see `balanced`."""
    code: str
    """``ĐU``, ``SNV``; empty: not known, left to the pen."""
    place: str
    capacity: str
    title: str
    """Empty when the head signs."""
    kept_by: str
    """After ``Lưu``."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """Units whose folded names begin with the same words."""

    begins: str
    superior: str
    code: str
    capacity: str
    title: str = ""


_COMMITTEE = ("T/M BAN THƯỜNG VỤ", "BÍ THƯ")
_PARTY_KINDS = (
    _Kind("dang ui quan su", _PARTY_BASE, "ĐUQS", *_COMMITTEE),
    _Kind("dang ui cong an", _PARTY_BASE, "ĐUCA", *_COMMITTEE),
    _Kind("dang ui", _PARTY_BASE, "ĐU", *_COMMITTEE),
    _Kind("ui ban kiem tra", _PARTY_CITY, "UBKTTU", "T/M ỦY BAN KIỂM TRA", "CHỦ NHIỆM"),
    _Kind("ban to chuc", _PARTY_CITY, "BTCTU", "TRƯỞNG BAN"),
    _Kind("ban tuien giao va dan van", _PARTY_CITY, "BTGDVTU", "TRƯỞNG BAN"),
    _Kind("ban noi chinh", _PARTY_CITY, "BNCTU", "TRƯỞNG BAN"),
    _Kind("ban", _PARTY_CITY, "", "TRƯỞNG BAN"),
    _Kind("van phong", _PARTY_CITY, "VPTU", "CHÁNH VĂN PHÒNG"),
    _Kind("truong chinh tri", _PARTY_CITY, "TCT", "HIỆU TRƯỞNG"),
    _Kind("bao va phat thanh", _PARTY_CITY, "BPTTHHP", "GIÁM ĐỐC"),
    _Kind("", _PARTY_CITY, "", "GIÁM ĐỐC"),
)
"""The first that fits."""
_STATE_KINDS = (
    _Kind("van phong doan", _ASSEMBLY, "VP", "CHÁNH VĂN PHÒNG"),
    _Kind("van phong", _STATE_CITY, "VP", "CHÁNH VĂN PHÒNG"),
    _Kind("thanh tra", _STATE_CITY, "TTTP", "CHÁNH THANH TRA"),
    _Kind("ban quan li", _STATE_CITY, "BQL", "TRƯỞNG BAN"),
    _Kind("ban", _STATE_CITY, "", "TRƯỞNG BAN"),
    _Kind("so ngoai vu", _STATE_CITY, "SNgV", "GIÁM ĐỐC"),
    _Kind("", _STATE_CITY, "", "GIÁM ĐỐC"),
)
_DEPARTMENT = "so "


def unit_head(unit: Unit) -> UnitHead:
    """Head and foot of the papers of `unit`, in the tone style of our own texts (ủy)."""
    is_party = unit.style is PresentationStyle.PARTY
    name = fold(unit.name)
    kind = next(
        k for k in (_PARTY_KINDS if is_party else _STATE_KINDS) if name.startswith(k.begins)
    )
    code = kind.code or (_initials(unit.name) if name.startswith(_DEPARTMENT) else "")
    kept = _kept_by(unit) if is_party else "VT"
    issuer = _own_name(unit).upper()
    return UnitHead(kind.superior, issuer, code, _place(unit), kind.capacity, kind.title, kept)


def _own_name(unit: Unit) -> str:
    """The name beside that of its superior, which is not said twice."""
    name = fold(unit.name)
    if name.endswith(_OF_CITY_COMMITTEE):
        return " ".join(unit.name.split()[:-2])
    if name.startswith("van phong"):
        return "Văn phòng"
    return unit.name


def _kept_by(unit: Unit) -> str:
    if not fold(unit.name).startswith("dang ui"):
        return unit.name
    return f"Văn phòng {' '.join(unit.name.split()[:2])}"


def _initials(name: str) -> str:
    """``SNNMT`` of ``Sở Nông nghiệp và Môi trường``."""
    words = name.replace(",", "").split()
    return "".join(word[0] for word in words if word != "và").upper()


def _place(unit: Unit) -> str:
    """The commune's own name, with its tier where that belongs to it; else the city's."""
    tier = next((tier for tier in _TIERS if unit.short_name.startswith(tier)), "")
    if not tier:
        return _CITY
    proper = unit.short_name.removeprefix(tier)
    with_tier = " " not in proper or fold(proper) in _NAMED_AFTER_PEOPLE
    return unit.short_name if with_tier or fold(proper) == fold(_CITY) else proper


_BEGINNERS = frozenset(
    "CÁC CƠ HỘI KHU MÔ PHÁT PHƯỜNG THÀNH TRUYỀN VÀ VIỆT XÃ ĐẶC ỦY".split()  # noqa: SIM905
)
"""First words of what may well begin the second line of a name."""
_INSEPARABLE = frozenset({"ĐẢNG ỦY", "ĐẢNG UỶ", "CÁC CƠ", "THÀNH ỦY"})


def balanced(name: str, room: float, size: float, *, bold: bool) -> str:
    """`name` on one line, or, where it is wider than `room` mm, on two that sense and width suit."""

    def width(words: list[str]) -> float:
        return text_width_mm(" ".join(words), size, bold)

    words = name.split()
    if "\n" in name or width(words) <= room:
        return name
    cuts = range(1, len(words))
    apt = [
        cut
        for cut in cuts
        if words[cut] in _BEGINNERS and f"{words[cut - 1]} {words[cut]}" not in _INSEPARABLE
    ]
    fits = [cut for cut in apt if max(width(words[:cut]), width(words[cut:])) <= room]
    cut = min(fits or cuts, key=lambda at: max(width(words[:at]), width(words[at:])))
    return f"{' '.join(words[:cut])}\n{' '.join(words[cut:])}"


REPORT = "BC"
"""Abbreviation of báo cáo in a document number."""
REPORT_NAME = "Báo cáo"
REPORT_DAY = 23
"""Dispatch 5.4: the report is due on the 23rd; an unsigned one is taken to be dated so."""
_ISSUER_ROOM, _ISSUER_SIZE = 80, 14
"""Millimetres and points of the issuer's name in the templates."""


def letterhead(issuer: Issuer, place: str, period: Period, kind: str) -> Letterhead:
    """The head of a document of that kind (``BC``) on `period`."""
    signed = issuer.signed_on
    when = long_date(signed) if signed else blank_date(period.year, period.month)
    return Letterhead(
        issuer.superior,
        balanced(issuer.heading, _ISSUER_ROOM, _ISSUER_SIZE, bold=True),
        document_number(issuer.number, kind, issuer.number_code),
        f"{place}, {when}",
    )


def list_mark(issuer: Issuer, period: Period) -> str:
    """What ends each item of Kính gửi and Nơi nhận by the rule set of the document's date."""
    return rules_on(issuer.signed_on or date(period.year, period.month, REPORT_DAY)).list_mark


def recipients(issuer: Issuer, period: Period) -> tuple[str, ...]:
    """Nơi nhận, one line each, marked as the rule set of the document's date asks."""
    mark = list_mark(issuer, period)
    last = len(issuer.recipients) - 1
    return tuple(
        f"- {name}{'.' if rank == last else mark}" for rank, name in enumerate(issuer.recipients)
    )


def signing_block(issuer: Issuer) -> SigningBlock:
    """Who signs, and how."""
    return SigningBlock(issuer.capacity, issuer.title, issuer.signatory)


def attached_to(issuer: Issuer, period: Period, kind: str, kind_name: str) -> str:
    """``(Kèm theo Báo cáo số 12-BC/BTCTU, ngày 23/9/2025 của Ban Tổ chức Thành ủy)``."""
    number = document_number(issuer.number, kind, issuer.number_code)
    signed = issuer.signed_on
    day = short_date(signed) if signed else f"     /{month_number(period.month)}/{period.year}"
    return f"(Kèm theo {kind_name} {number[:1].lower()}{number[1:]}, ngày {day} của {issuer.name})"


def issued(now: Consolidated, issuer: Issuer, prose: ReportProse, sample: str) -> IssuedReport:
    """What a report of `issuer` on the month prints, but for its appendices.

    Args:
        now: the month.
        issuer: of the settings of the month's register.
        prose: its sentences, composed.
        sample: what a report that rests on invented files says of itself; empty for a real one.
    """
    return IssuedReport(
        letterhead=letterhead(issuer, now.register.settings.place, now.period, REPORT),
        subject=prose.subject,
        sample=styled(now, sample),
        opening=styled(now, prose.opening),
        sections=tuple(section_styled(now, section) for section in prose.sections),
        closing=styled(now, prose.closing),
        recipients=recipients(issuer, now.period),
        signing=signing_block(issuer),
        attached_to=attached_to(issuer, now.period, REPORT, REPORT_NAME),
    )


def styled(now: Consolidated, text: str) -> str:
    """Our own words in the house style of tone marks (ủy or uỷ); never used on units' words."""
    return place_tones(text, new_style=now.register.settings.new_tone_marks)


def section_styled(now: Consolidated, section: Section) -> Section:
    """Titles and headings are ours alone; paragraphs hold units' words and stay as composed."""
    blocks = tuple(
        replace(block, text=styled(now, block.text)) if block.kind is BlockKind.HEADING else block
        for block in section.blocks
    )
    return replace(section, title=styled(now, section.title), blocks=blocks)
