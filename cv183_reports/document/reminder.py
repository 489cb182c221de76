"""What is made about units that owe, the letter to them and the list to phone: Consolidated → contexts."""

from __future__ import annotations

from dataclasses import replace
from itertools import count as numbers

from cv183_reports.consolidation.consolidate import reminded
from cv183_reports.document.appendices import filing_groups
from cv183_reports.document.context import CallList, CallListGroup, CallRow, Reminder
from cv183_reports.document.letterhead import (
    attached_to,
    letterhead,
    list_mark,
    recipients,
    signing_block,
    styled,
)
from cv183_reports.model import Issuer
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.model.prose import ReminderProse
from cv183_reports.narrative.owed import calls
from cv183_reports.vietnamese.wording import deadline_words, instant, month_name

LETTER = "CV"
"""Abbreviation of công văn in a document number."""
LETTER_NAME = "Công văn"
_AS_ABOVE = "Như trên"


def reminder(now: Consolidated, prose: ReminderProse, sample: str) -> Reminder:
    """All that the template of the letter prints.

    Args:
        now: the month.
        prose: its sentences, composed.
        sample: what a letter that rests on invented files says of itself; empty for a real one.
    """
    settings, period = now.register.settings, now.period
    board = _unsigned(settings.board)
    mark = list_mark(board, period)
    addressees = tuple(f"{styled(now, name)}{mark}" for name in prose.addressees)
    return Reminder(
        letterhead=letterhead(board, now.register.profile.place, period, LETTER),
        subject=styled(now, prose.subject),
        sample=styled(now, sample),
        addressee=addressees[0] if len(addressees) == 1 else "",
        addressees=addressees if len(addressees) > 1 else (),
        blocks=tuple(replace(block, text=styled(now, block.text)) for block in prose.blocks),
        closing=styled(now, prose.closing),
        recipients=recipients(board, period),
        signing=signing_block(board),
        attached_to=attached_to(board, period, LETTER, LETTER_NAME),
        list_title=styled(now, prose.list_title),
        owing=filing_groups(now, reminded(now), for_units=True) if prose.list_title else (),
    )


def _unsigned(board: Issuer) -> Issuer:
    """The board as issuer of a letter: the number and day of the settings are those of its report."""
    return replace(board, number="", signed_on=None, recipients=(_AS_ABOVE, board.recipients[-1]))


def call_list(now: Consolidated, sample: str) -> CallList:
    """All that the template of the list prints.

    Args:
        now: the month.
        sample: what a list that rests on invented files says of itself; empty for a real one.
    """
    ranks = numbers(1)
    return CallList(
        month=month_name(now.period.year, now.period.month),
        as_of=instant(now.as_of),
        deadline=deadline_words(now.due),
        sample=styled(now, sample),
        groups=tuple(
            CallListGroup(
                styled(now, group.title),
                tuple(
                    CallRow(
                        str(next(ranks)),
                        call.unit.short_name,
                        call.unit.officer,
                        call.unit.phone,
                        call.unit.email,
                        call.state,
                    )
                    for call in group.calls
                ),
            )
            for group in calls(now)
        ),
    )
