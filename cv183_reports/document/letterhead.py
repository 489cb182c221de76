"""How we and the units head and sign papers, as the register tells; staff correct the rest by hand.

Issuer, code and capacity by HD36-HD/VPTW and HD05-HD/VPTW (2.1, 3.1.2, 4.1.1, 7.1) for Party bodies,
by NĐ 30/2020, Phụ lục I, for state bodies.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.document.context import IssuedReport, Letterhead, SigningBlock
from cv183_reports.lint.rules import rules_in, rules_on
from cv183_reports.model import (
    Issuer,
    Period,
    PresentationStyle,
    Register,
    Unit,
)
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.model.prose import BlockKind, ReportProse, Section
from cv183_reports.vietnamese.text import fold, place_tones
from cv183_reports.vietnamese.text_width import text_width_mm
from cv183_reports.vietnamese.wording import (
    blank_date,
    document_number,
    long_date,
    month_number,
    short_date,
)


class UnitHead(Struct, frozen=True):
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


def unit_head(unit: Unit, register: Register) -> UnitHead:
    """Head and foot of the papers of `unit`, as the register has them."""
    paper = unit.paper.over(register.group_of(unit).paper)
    is_party = unit.style is PresentationStyle.PARTY
    return UnitHead(
        superior=paper.superior,
        issuer=(paper.heading or unit.name).upper(),
        code=paper.symbol,
        place=paper.place or _place(unit, register.profile.place),
        capacity=paper.capacity,
        title=paper.title,
        kept_by=paper.kept_by or (unit.name if is_party else ARCHIVE),
    )


ARCHIVE = "VT"
"""Who keeps the papers of state bodies (NĐ 30)."""


def _place(unit: Unit, province: str) -> str:
    """The commune's own name, with its tier where that belongs to it; else the province's.

    The tier belongs to a name of one syllable and to the province's own (HD05 4.1.1); to that of a
    person, too, which only the register knows.
    """
    if not unit.tier:
        return province
    proper = unit.short_name.removeprefix(unit.tier).strip()
    with_tier = " " not in proper or fold(proper) == fold(province)
    return unit.short_name if with_tier else proper


_BEGINNERS = frozenset(
    "CÁC CƠ HỘI KHU MÔ PHÁT PHƯỜNG THÀNH TỈNH TRUYỀN VÀ VIỆT XÃ ĐẶC ỦY".split()  # noqa: SIM905
)
"""First words of what may well begin the second line of a name."""
_ONLY_BEFORE = {"ỦY": "BAN"}
"""``ĐẢNG ỦY`` and the like stay together."""
_INSEPARABLE = frozenset({"CÁC CƠ"})


def balanced(name: str, room: float, size: float) -> str:
    """`name`, in bold, on one line, or, where it is wider than `room` mm, on two that sense and width suit."""

    def width(words: list[str]) -> float:
        return text_width_mm(" ".join(words), size, bold=True)

    words = name.split()
    following = [*words[1:], ""]
    if "\n" in name or width(words) <= room:
        return name
    cuts = range(1, len(words))
    apt = [
        cut
        for cut in cuts
        if words[cut] in _BEGINNERS
        and _ONLY_BEFORE.get(words[cut], following[cut]) == following[cut]
        and f"{words[cut - 1]} {words[cut]}" not in _INSEPARABLE
    ]
    fits = [cut for cut in apt if max(width(words[:cut]), width(words[cut:])) <= room]
    cut = min(fits or cuts, key=lambda at: max(width(words[:at]), width(words[at:])))
    return f"{' '.join(words[:cut])}\n{' '.join(words[cut:])}"


REPORT_SYMBOL = "BC"
"""Abbreviation of báo cáo in a document number."""
REPORT_NAME = "Báo cáo"
_ISSUER_ROOM, _ISSUER_SIZE = 80, 14
"""Millimetres and points of the issuer's name in the templates."""


def letterhead(issuer: Issuer, place: str, period: Period, kind: str) -> Letterhead:
    """The head of a document of that kind (``BC``) on `period`."""
    signed = issuer.signed_on
    when = long_date(signed) if signed else blank_date(period.year, period.month)
    return Letterhead(
        issuer.superior,
        balanced(issuer.heading, _ISSUER_ROOM, _ISSUER_SIZE),
        document_number(issuer.number, kind, issuer.number_code),
        f"{place}, {when}",
    )


def list_mark(issuer: Issuer, period: Period) -> str:
    """What ends each item of Kính gửi and Nơi nhận by the rule set of the document's date."""
    day = issuer.signed_on
    rules = rules_on(day) if day else rules_in(period.year, period.month)
    return rules.list_mark


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


def cited_by_number(issuer: Issuer, kind: str, kind_name: str) -> str:
    """``Báo cáo số 12-BC/BTCTU``; the number is blank until it is known."""
    number = document_number(issuer.number, kind, issuer.number_code)
    return f"{kind_name} {number[:1].lower()}{number[1:]}"


def attached_to(issuer: Issuer, period: Period, kind: str, kind_name: str) -> str:
    """``(Kèm theo Báo cáo số 12-BC/BTCTU, ngày 15/9/2025 của Ban Tổ chức Tỉnh ủy)``."""
    signed = issuer.signed_on
    day = short_date(signed) if signed else f"     /{month_number(period.month)}/{period.year}"
    return f"(Kèm theo {cited_by_number(issuer, kind, kind_name)}, ngày {day} của {issuer.name})"


def issued_report(
    now: Consolidated, issuer: Issuer, prose: ReportProse, sample: str
) -> IssuedReport:
    """What a report of `issuer` on the month prints, but for its appendices.

    Args:
        now: the month.
        issuer: of the settings of the month's register.
        prose: its sentences, composed.
        sample: what a report that rests on invented files says of itself; empty for a real one.
    """
    return IssuedReport(
        letterhead=letterhead(issuer, now.register.profile.place, now.period, REPORT_SYMBOL),
        subject=prose.subject,
        sample=styled(now, sample),
        opening=styled(now, prose.opening),
        sections=tuple(section_styled(now, section) for section in prose.sections),
        closing=styled(now, prose.closing),
        recipients=recipients(issuer, now.period),
        signing=signing_block(issuer),
        attached_to=attached_to(issuer, now.period, REPORT_SYMBOL, REPORT_NAME),
        dispatch_kind=now.register.profile.dispatch.kind,
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
