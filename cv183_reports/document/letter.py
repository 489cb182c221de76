"""What every document of an issuer has: letterhead, recipients, signing block, reference of appendices."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from cv183_reports.document.context import IssuedReport, Letterhead, SigningBlock
from cv183_reports.document.unit_head import balanced
from cv183_reports.lint.rules import rules_on
from cv183_reports.model import Issuer, Period
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.model.prose import BlockKind, ReportProse, Section
from cv183_reports.vietnamese.text import place_tones
from cv183_reports.vietnamese.wording import (
    blank_date,
    document_number,
    long_date,
    month_number,
    short_date,
)

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
