"""What every document of an issuer has: letterhead, recipients, signing block, reference of appendices."""

from __future__ import annotations

from datetime import date

from cv183_reports.document.context import Letterhead, SigningBlock
from cv183_reports.model import Issuer, Period
from cv183_reports.presentation.rules import rules_on
from cv183_reports.vietnamese.wording import (
    blank_date,
    document_number,
    long_date,
    month_number,
    short_date,
)

REPORT_DAY = 23
"""Dispatch 5.4: the report is due on the 23rd; an unsigned one is taken to be dated so."""


def letterhead(issuer: Issuer, place: str, period: Period, kind: str) -> Letterhead:
    """The head of a document of that kind (``BC``) on `period`."""
    signed = issuer.signed_on
    when = long_date(signed) if signed else blank_date(period.year, period.month)
    return Letterhead(
        issuer.superior,
        issuer.heading,
        document_number(issuer.number, kind, issuer.number_code),
        f"{place}, {when}",
    )


def recipients(issuer: Issuer, period: Period) -> tuple[str, ...]:
    """Nơi nhận, one line each, marked as the rule set of the document's date asks."""
    dated = issuer.signed_on or date(period.year, period.month, REPORT_DAY)
    mark = rules_on(dated).list_mark
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
