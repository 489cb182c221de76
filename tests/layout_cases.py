"""The documents that are laid out: every signer, date, list of recipients, long name, and the whole month."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from cv183_reports.document.context import MonthlyReport, SigningBlock, UnitReport
from cv183_reports.model import Period, PresentationStyle
from cv183_reports.model.prose import Block, BlockKind
from tests.months import register
from tests.shipped import MONTHS
from tests.test_documents import rendered, report, small
from tests.test_documents_presentation import SETTINGS, months
from tests.test_unit_report import (
    PARTY_UNITS,
    STATE_UNITS,
    built,
    own,
    told,
    with_unit,
)
from tests.test_unit_report import rendered as rendered_unit

Context = TypeVar("Context", MonthlyReport, UnitReport)

PARTY, STATE = PresentationStyle.PARTY, PresentationStyle.STATE
UNITS = {PARTY: "11329", STATE: "so-ab"}
NAMED = "Nguyễn Thị Phương Thảo"
SIGNERS = {
    PARTY: {
        "by order": SigningBlock("T/L BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG", NAMED),
        "deputy": SigningBlock("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ THƯỜNG TRỰC", NAMED),
        "deputy head": SigningBlock("K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN THƯỜNG TRỰC", NAMED),
        "acting head": SigningBlock("Q. TRƯỞNG BAN", "", NAMED),
        "head": SigningBlock("TRƯỞNG BAN", "", ""),
    },
    STATE: {
        "deputy": SigningBlock("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", NAMED),
        "acting head": SigningBlock("Q. GIÁM ĐỐC", "", NAMED),
        "by order": SigningBlock("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG", NAMED),
    },
}
TO = "Đảng ủy Ủy ban nhân dân thành phố, Đảng ủy Hội đồng nhân dân thành phố Hải Phòng (để báo cáo)"
KEPT = {PARTY: "- Lưu Văn phòng Đảng ủy.", STATE: "- Lưu: VT, TH."}
RECIPIENTS = {
    style: {"one recipient": (kept,), "ten recipients": (*[f"- {TO};"] * 9, kept)}
    for style, kept in KEPT.items()
}
MONTHLY = (
    ("nothing known yet",),
    ("head alone", "number only", "one recipient"),
    ("head by name", "date only", "five recipients"),
    ("acting head", "number and date", "long issuer"),
    ("deputy by name", "last day of hd36"),
    ("first deputy", "first day of hd05"),
    ("by order", "ten long recipients"),
    ("a committee",),
    ("a committee, signed",),
)
"""Every setting once; what is of different places of a document stands in one."""
MONTHLY_SWEEP = range(1, 6)
SWEEPS = {PARTY: (0, *range(15, 28), 31), STATE: (0, *range(22, 32))}
"""Paragraphs more and more: the ending of a document meets the end of a page in every way.

`PAGES` of the tests sees to it that the end of the page lies within.
"""
FILLER = Block(BlockKind.BODY, "Các đơn vị tiếp tục thực hiện đúng tiến độ.")
HEADED = (Block(BlockKind.HEADING, "2. Nội dung khác"), FILLER)


def cases() -> Iterator[tuple[str, bytes]]:
    """(name, document) of everything but the whole month."""
    assert {name for names in MONTHLY for name in names} == SETTINGS.keys()
    for names in MONTHLY:
        settings = {key: value for name in names for key, value in SETTINGS[name].items()}
        yield f"monthly: {', '.join(names)}", rendered(report(small(**settings)))
    for name, month in months(register()).items():
        yield f"monthly: {name}", rendered(report(month))
    for style in (PARTY, STATE):
        yield from _unit_cases(style)
    yield from _swept()


def _unit_cases(style: PresentationStyle) -> Iterator[tuple[str, bytes]]:
    units = PARTY_UNITS if style is PARTY else STATE_UNITS
    for rank, (name, short) in enumerate(units.items()):
        found = with_unit(name, short, style)
        year, sample = (2026, "") if rank % 2 else (2025, "SỐ LIỆU MINH HỌA")
        yield f"{name}, {year}", built(told("00001"), found, Period(year, 12), sample)
    plain = own(told(UNITS[style]))
    for name, signing in SIGNERS[style].items():
        yield f"{style.name}, {name}", rendered_unit(replace(plain, signing=signing), style)
    for name, lines in RECIPIENTS[style].items():
        yield f"{style.name}, {name}", rendered_unit(replace(plain, recipients=lines), style)


def _swept() -> Iterator[tuple[str, bytes]]:
    monthly = report(small())
    for count in MONTHLY_SWEEP:
        yield f"monthly, {count} paragraphs more", rendered(longer(monthly, count))
    for style, unit in UNITS.items():
        signed = replace(own(told(unit)), signing=next(iter(SIGNERS[style].values())))
        for count in SWEEPS[style]:
            longer_one = longer(signed, count)
            yield f"{style.name}, {count} paragraphs more", rendered_unit(longer_one, style)


def longer(context: Context, count: int) -> Context:
    """With so many paragraphs and a short headed one more at the end."""
    *before, last = context.sections
    blocks = (*last.blocks, *[FILLER] * count, *HEADED)
    return replace(context, sections=(*before, replace(last, blocks=blocks)))


def documents_of(root: Path) -> dict[str, bytes]:
    """The Word documents of the built month by their paths; of the units' own every twelfth.

    The summary on one page has no letterhead: `tests/test_brief.py` lays it out.
    """
    out = root / "out" / MONTHS[-1]
    own = sorted((out / "don-vi").glob("*.docx"))[::12]
    paths = [*sorted(out.glob("[!t]*.docx")), *own]
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in paths}
