"""Do the block tags of a part pair up, in places where repeating or dropping what is between is safe?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cv183_reports.catalogue.template import CROSSED, NEVER_BEGUN, NEVER_ENDED, TOO_DEEP
from cv183_reports.document.draft import Placed
from cv183_reports.document.tags import ENDING, MIDDLE, OPENING
from cv183_reports.model.finding import Finding

MAX_DEPTH = 12
"""Python refuses code with more than 20 loops inside each other."""


@dataclass(slots=True)
class _Open:
    """A block that waits for its end."""

    placed: Placed
    has_else: bool = False

    @property
    def keyword(self) -> str:
        return self.placed.tag.keyword

    def takes(self, keyword: str) -> bool:
        """Whether a tag of that keyword may follow inside, or end, this block."""
        if keyword in ENDING:
            return self.keyword == ENDING[keyword]
        return not self.has_else and (keyword == "else" or self.keyword == "if")


def check_blocks(tags: Iterable[Placed]) -> tuple[Finding, ...]:
    """Every block tag without its partner, and every pair in two different places."""
    faults: list[Finding] = []
    opened: list[_Open] = []
    for placed in tags:
        keyword = placed.tag.keyword
        if keyword in OPENING:
            opened.append(_Open(placed))
            if len(opened) == MAX_DEPTH + 1:
                faults.append(placed.tag.fault(TOO_DEEP, limit=MAX_DEPTH))
        elif keyword in MIDDLE or keyword in ENDING:
            faults += _partner(placed, opened)
    return (*faults, *map(_never_ended, opened))


def _partner(placed: Placed, opened: list[_Open]) -> list[Finding]:
    """What is wrong between `placed` and the block it continues or ends; that one is then closed.

    An ending skips the open blocks of the other kind inside its own: those were never ended.
    """
    keyword = placed.tag.keyword
    faults: list[Finding] = []
    if keyword in ENDING and any(block.takes(keyword) for block in opened):
        while not opened[-1].takes(keyword):
            faults.append(_never_ended(opened.pop()))
    if not opened or not opened[-1].takes(keyword):
        return [placed.tag.fault(NEVER_BEGUN, name=keyword)]
    block = opened.pop() if keyword in ENDING else opened[-1]
    block.has_else = keyword == "else"
    partner = block.placed
    if (partner.path, partner.container) != (placed.path, placed.container):
        faults.append(placed.tag.fault(CROSSED, name=keyword, opening=partner.tag.shown))
    return faults


def _never_ended(block: _Open) -> Finding:
    return block.placed.tag.fault(NEVER_ENDED, name=block.keyword)
