"""Do the block tags of a part pair up, in places where repeating or dropping what is between is safe?"""

from __future__ import annotations

from collections.abc import Iterable

from cv183_reports.catalogue.template import CROSSED, NEVER_BEGUN, NEVER_ENDED, TOO_DEEP
from cv183_reports.document.draft import Placed
from cv183_reports.finding import Finding

MAX_DEPTH = 12
"""Python refuses code with more than 20 loops inside each other."""

OPENING = frozenset({"for", "if"})
MIDDLE = frozenset({"elif", "else"})
ENDING = {"endfor": "for", "endif": "if"}
KEYWORDS = (*sorted(OPENING), *sorted(MIDDLE), *ENDING)


def check_blocks(tags: Iterable[Placed]) -> tuple[Finding, ...]:
    """Every block tag without its partner, and every pair in two different places."""
    faults: list[Finding] = []
    opened: list[Placed] = []
    for placed in tags:
        keyword = placed.tag.keyword
        if keyword in OPENING:
            opened.append(placed)
            if len(opened) == MAX_DEPTH + 1:
                faults.append(placed.tag.fault(TOO_DEEP, limit=MAX_DEPTH))
        elif keyword in MIDDLE or keyword in ENDING:
            faults += _partner(placed, opened)
    faults += [placed.tag.fault(NEVER_ENDED, name=placed.tag.keyword) for placed in opened]
    return tuple(faults)


def _partner(placed: Placed, opened: list[Placed]) -> list[Finding]:
    """What is wrong between `placed` and the block it continues or ends; that one is then closed.

    An ending skips the open blocks of the other kind inside its own: those were never ended.
    """
    keyword = placed.tag.keyword
    faults: list[Finding] = []
    if keyword in ENDING and any(one.tag.keyword == ENDING[keyword] for one in opened):
        while opened[-1].tag.keyword != ENDING[keyword]:
            lost = opened.pop()
            faults.append(lost.tag.fault(NEVER_ENDED, name=lost.tag.keyword))
    partner = opened[-1] if opened else None
    wanted = {"elif": {"if"}, "else": OPENING}.get(keyword) or {ENDING[keyword]}
    if partner is None or partner.tag.keyword not in wanted:
        return [*faults, placed.tag.fault(NEVER_BEGUN, name=keyword)]
    if keyword in ENDING:
        opened.pop()
    if (partner.path, partner.container) != (placed.path, placed.container):
        faults.append(placed.tag.fault(CROSSED, name=keyword, opening=partner.tag.shown))
    return faults
