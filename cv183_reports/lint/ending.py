"""Recognises how a document ends: the signing block and Nơi nhận, and what is attached behind them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import islice

from cv183_reports.catalogue.lint import (
    WHY_BELOW_AUTHORITY,
    WHY_BELOW_LABEL,
    WHY_BODY,
    WHY_WORDS,
)
from cv183_reports.lint.lines import Item, Line, Side
from cv183_reports.lint.parts import Part
from cv183_reports.lint.vocabulary import (
    DELEGATED,
    RECIPIENTS,
    PartKind,
    is_authority,
    is_mark,
    is_post,
    phrase_of,
)

_MOST_WORDS = 7
"""Of a person's name."""
_LABEL = re.compile(r"^N[ơo]i nh[ậâa]n\s*:", re.IGNORECASE)
_OFFICE = re.compile(r"\b(?:ui ban nhan dan|hoi dong nhan dan|ubnd|hdnd) \w+")
_FAR = 40
"""Lines behind Nơi nhận among which one still signs."""
_SHORT = 40
"""Characters of a line that says no more than Nơi nhận, whatever marks are around it."""
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
    stop: int
    """Rank of the first item behind it, which is attached."""


def ending_parts(items: Sequence[Item], after: int) -> Ending:
    """The ending among the items from `after` on."""
    label = label_rank(items, after)
    authority = _authority(items, after, label)
    starts = [rank for rank in (label, authority) if rank is not None]
    if not starts:
        return Ending((), len(items), len(items))
    start = _table_start(items, min(starts), after)
    stop = _stop(items, max(starts), start)
    states: dict[Side, _State] = {}
    parts = [
        part
        for item in items[start:stop]
        if isinstance(item, Line) and item.text
        for part in [_part(item, states)]
    ]
    return Ending(tuple(parts), start, stop)


def _table_start(items: Sequence[Item], start: int, after: int) -> int:
    """Rank of the first line in the table that the ending begins in."""
    first = items[start]
    while start > after and isinstance(first, Line) and first.shares_table_with(items[start - 1]):
        start -= 1
    return start


def _stop(items: Sequence[Item], last: int, start: int) -> int:
    """Behind the table that holds Nơi nhận and the signature; else where something else begins."""
    known = items[last]
    rank = last + 1
    while rank < len(items):
        item = items[rank]
        if isinstance(known, Line) and not known.shares_table_with(item):
            above = items[rank - 1]
            if not isinstance(item, Line) or _begins_anew(item, above, islice(items, start, rank)):
                break
            if _is_letterhead(item, items[rank : rank + _NEAR]):
                break
        rank += 1
    return rank


def _is_letterhead(line: Line, below: Sequence[Item]) -> bool:
    """Whether the letterhead of another document begins here."""
    row = (item for item in below[:_NEAR] if line is item or line.shares_table_with(item))
    return any(isinstance(item, Line) and phrase_of(item.folded) for item in row)


def _begins_anew(line: Line, above: Item, ending: Iterable[Item]) -> bool:
    """Whether a line below Nơi nhận and the signature belongs to neither: a new page, a title, a chỉ dẫn."""
    own = line.paragraph
    new_page = own.page_break_before or "\f" in own.own_text
    if isinstance(above, Line):
        new_page |= above.paragraph.section != own.section or "\f" in above.paragraph.own_text
    attached = line.folded.startswith(("kem theo", "ban hanh kem theo"))
    title = line.is_centred and line.side is Side.WHOLE and line.text.isupper()
    return new_page or attached or (title and not is_authority(line.text) and _is_signed(ending))


def _is_signed(ending: Iterable[Item]) -> bool:
    """Whether what stands above has both Nơi nhận and one who signs, so that a title is none of theirs."""
    lines = [item for item in ending if isinstance(item, Line)]
    return any(_is_label(line) for line in lines) and any(is_authority(line.text) for line in lines)


def label_rank(items: Sequence[Item], after: int) -> int | None:
    """Rank of the first line that is ``Nơi nhận``."""
    for rank in range(after, len(items)):
        item = items[rank]
        if isinstance(item, Line) and _is_label(item):
            return rank
    return None


def _is_label(line: Line) -> bool:
    alone = len(line.text) < _SHORT and line.folded == RECIPIENTS
    return alone or _LABEL.match(line.text) is not None


def _authority(items: Sequence[Item], after: int, label: int | None) -> int | None:
    """Rank of the first line of the signing block: near Nơi nhận, or near the end."""
    first = max(after, (len(items) if label is None else label) - _NEAR)
    last = len(items) if label is None else min(label + _FAR, len(items))
    for rank in range(first, last):
        item = items[rank]
        if isinstance(item, Line) and is_authority(item.text) and not _is_decider(item):
            return rank
    beside = None if label is None else items[label]
    for rank in range(first, last):
        item = items[rank]
        if isinstance(item, Line) and isinstance(beside, Line) and _is_beside(item, beside):
            return rank
    return None


def _is_decider(line: Line) -> bool:
    """``CHỦ TỊCH ỦY BAN NHÂN DÂN …`` in the middle of the page above the căn cứ, not who signs."""
    bare = line.paragraph.place is None and line.side is Side.WHOLE
    return bare and line.is_centred and _OFFICE.search(line.folded) is not None


def _is_beside(line: Line, label: Line) -> bool:
    """Whether capitals on the right of Nơi nhận can only be the title of who signs, known to us or not."""
    return line.side is Side.RIGHT and line.shares_table_with(label) and line.text.isupper()


def _part(line: Line, states: dict[Side, _State]) -> Part:
    """What a line is, by what came before it on its side of the page."""
    side = _column(line, states)
    state = states.get(side, _State.BEFORE)
    if _is_label(line):
        states[side] = _State.RECIPIENTS
        return Part(PartKind.RECIPIENTS_LABEL, line, WHY_WORDS)
    if is_mark(line.text) or _NOTE.match(line.text):
        return Part(PartKind.MARK, line, WHY_WORDS)
    if _can_sign(line, state):
        states[side] = _State.POSITION if DELEGATED.match(line.text) else _State.NAME
        return Part(PartKind.AUTHORITY, line, WHY_WORDS)
    if state is _State.RECIPIENTS:
        return Part(PartKind.RECIPIENT, line, WHY_BELOW_LABEL)
    return _signing(line, side, states)


def _can_sign(line: Line, state: _State) -> bool:
    """Whether a line begins a signing block, by its words or by standing in capitals on the right."""
    if state not in {_State.BEFORE, _State.RECIPIENTS}:
        return False
    beside = state is _State.BEFORE and line.side is Side.RIGHT and line.text.isupper()
    return is_authority(line.text) or beside


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
