"""The end of a document: signing block and Nơi nhận, side by side or one below the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from cv183_reports.catalogue.lint import (
    WHY_BELOW_AUTHORITY,
    WHY_BELOW_LABEL,
    WHY_BODY,
    WHY_WORDS,
)
from cv183_reports.presentation.kinds import PartKind
from cv183_reports.presentation.lines import Item, Line, Side
from cv183_reports.presentation.parts_values import Part
from cv183_reports.presentation.vocabulary import (
    DELEGATED,
    RECIPIENTS,
    is_authority,
    is_mark,
    is_post,
)

_MOST_WORDS = 7
"""Of a person's name."""
_LONGEST_LABEL = 30
_NEAR = 16
"""Lines before Nơi nhận, or before the end, among which a signing block begins."""
_NOTE = re.compile(r"^[(\[].*[)\]]$|^[A-Z]{2,8}\s*[-–]\s*\d+$")
"""``(Đã ký)``; the mark of who typed it."""


class _State(Enum):
    BEFORE = auto()
    RECIPIENTS = auto()
    POSITION = auto()
    NAME = auto()
    DONE = auto()


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of a document."""

    parts: tuple[Part, ...]
    start: int
    """Rank of its first item; the number of items where there is no ending."""


def ending_parts(items: Sequence[Item], after: int) -> Ending:
    """The ending among the items from `after` on."""
    label = _label(items, after)
    authority = _authority(items, after, label)
    starts = [rank for rank in (label, authority) if rank is not None]
    if not starts:
        return Ending((), len(items))
    start = _table_start(items, min(starts), after)
    states: dict[Side, _State] = {}
    parts = [
        part
        for item in items[start:]
        if isinstance(item, Line) and item.text
        for part in [_part(item, states)]
    ]
    return Ending(tuple(parts), start)


def _table_start(items: Sequence[Item], start: int, after: int) -> int:
    """Rank of the first line in the table that the ending begins in."""
    first = items[start]
    while start > after and isinstance(first, Line) and first.shares_table_with(items[start - 1]):
        start -= 1
    return start


def _label(items: Sequence[Item], after: int) -> int | None:
    """Rank of the last line that is ``Nơi nhận``."""
    for rank in range(len(items) - 1, after - 1, -1):
        item = items[rank]
        if isinstance(item, Line) and _is_label(item):
            return rank
    return None


def _is_label(line: Line) -> bool:
    return line.folded.startswith(RECIPIENTS) and len(line.text) < _LONGEST_LABEL


def _authority(items: Sequence[Item], after: int, label: int | None) -> int | None:
    """Rank of the first line of the signing block: near Nơi nhận, or near the end."""
    first = max(after, (len(items) if label is None else label) - _NEAR)
    for rank in range(first, len(items)):
        item = items[rank]
        if isinstance(item, Line) and is_authority(item.text):
            return rank
    return None


def _part(line: Line, states: dict[Side, _State]) -> Part:
    """What a line is, by what came before it on its side of the page."""
    side = _column(line, states)
    state = states.get(side, _State.BEFORE)
    if _is_label(line):
        states[side] = _State.RECIPIENTS
        return Part(PartKind.RECIPIENTS_LABEL, line, WHY_WORDS)
    if is_mark(line.text) or _NOTE.match(line.text):
        return Part(PartKind.MARK, line, WHY_WORDS)
    if is_authority(line.text) and state in {_State.BEFORE, _State.RECIPIENTS}:
        states[side] = _State.POSITION if DELEGATED.match(line.text) else _State.NAME
        return Part(PartKind.AUTHORITY, line, WHY_WORDS)
    if state is _State.RECIPIENTS:
        return Part(PartKind.RECIPIENT, line, WHY_BELOW_LABEL)
    return _signing(line, side, states)


def _column(line: Line, states: dict[Side, _State]) -> Side:
    """The side a line is on; one that fills the page alone goes on with what began on the left."""
    if line.side is Side.WHOLE and Side.WHOLE not in states and Side.LEFT in states:
        return Side.LEFT
    return line.side


def _signing(line: Line, side: Side, states: dict[Side, _State]) -> Part:
    """Title and name; before any authority a line still belongs to the text."""
    state = states.get(side, _State.BEFORE)
    if state is _State.BEFORE:
        kind = PartKind.BODY if line.side is Side.WHOLE else PartKind.OTHER
        return Part(kind, line, WHY_BODY)
    if state is not _State.DONE and line.text.isupper() and is_post(line.text):
        states[side] = _State.NAME
        return Part(PartKind.POSITION, line, WHY_BELOW_AUTHORITY)
    if state is _State.POSITION and line.text.isupper() and line.is_bold:
        return Part(PartKind.AUTHORITY, line, WHY_BELOW_AUTHORITY)
    if state is not _State.DONE and len(line.text.split()) <= _MOST_WORDS:
        states[side] = _State.DONE
        return Part(PartKind.SIGNATORY, line, WHY_BELOW_AUTHORITY)
    return Part(PartKind.OTHER, line, WHY_BELOW_AUTHORITY)
