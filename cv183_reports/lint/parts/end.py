"""The parts after the head: Kính gửi, căn cứ, headings, paragraphs; then signing block, Nơi nhận, appendices' labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from cv183_reports.catalogue.lint import (
    WHY_BASIS,
    WHY_BELOW_AUTHORITY,
    WHY_BELOW_LABEL,
    WHY_BODY,
    WHY_HEADING,
    WHY_LIST,
    WHY_WORDS,
)
from cv183_reports.lint.lines import Item, Line, Side
from cv183_reports.lint.parts.values import Part
from cv183_reports.lint.vocabulary import (
    DELEGATED,
    RECIPIENTS,
    PartKind,
    is_authority,
    is_mark,
    is_post,
)

_LONGEST_HEADING = 200
_ROMAN = re.compile(r"^[IVXLC]+\s*[-–./]\s*\S")
_FIRST = re.compile(r"^\d{1,2}\.\s+\S")
_SECOND = re.compile(r"^\d{1,2}\.\d{1,2}\.?\s+\S")
_PART = re.compile(r"^(?:Phần|Chương|Mục)\s+(?:[IVXLC]+|\d+|thứ \w+)\.?$", re.IGNORECASE)
_ADDRESS = re.compile(r"^Kính (?:gửi|gởi|trình)\b", re.IGNORECASE)
_LEGAL = re.compile(r"^(?:[-–]\s*)?Căn cứ\b", re.IGNORECASE)
_LEGAL_MORE = re.compile(r"^(?:[-–]\s*)?(?:Căn cứ|Xét|Theo đề nghị)\b", re.IGNORECASE)


def body_parts(items: Sequence[Item], *, has_head: bool) -> tuple[Part, ...]:
    """The parts of the running text; tables are left out."""
    lines = [item for item in items if isinstance(item, Line) and item.text]
    addressed, rest = _addressees(lines)
    bases, rest = _bases(rest) if has_head else ([], rest)
    return (*addressed, *bases, *_running(rest))


def _addressees(lines: list[Line]) -> tuple[list[Part], list[Line]]:
    """Kính gửi near the top, and the dashed lines that follow it."""
    start = next((rank for rank, line in enumerate(lines[:6]) if _ADDRESS.match(line.text)), None)
    if start is None:
        return [], lines
    end = start + 1
    while end < len(lines) and _is_listed(lines[end], lines[start]):
        end += 1
    before = [Part(_other(line), line, WHY_WORDS) for line in lines[:start]]
    found = [
        Part(PartKind.ADDRESSEE, line, WHY_LIST if rank else WHY_WORDS)
        for rank, line in enumerate(lines[start:end])
    ]
    return before + found, lines[end:]


def _other(line: Line) -> PartKind:
    return PartKind.MARK if is_mark(line.text) else PartKind.OTHER


def _is_listed(line: Line, label: Line) -> bool:
    same_table = line.paragraph.place is not None and label.paragraph.place is not None
    return line.text.startswith(("-", "–")) or same_table


def _bases(lines: list[Line]) -> tuple[list[Part], list[Line]]:
    """The căn cứ that a text opens with; one alone counts only if it is marked as a list."""
    end = 0
    while end < len(lines) and _is_basis(lines[end], begun=end > 0):
        end += 1
    single = end == 1 and not (lines[0].text.endswith((";", ",")) or lines[0].text.startswith("-"))
    if single:
        end = 0
    return [Part(PartKind.LEGAL_BASIS, line, WHY_BASIS) for line in lines[:end]], lines[end:]


def _is_basis(line: Line, *, begun: bool) -> bool:
    pattern = _LEGAL_MORE if begun else _LEGAL
    return pattern.match(line.text) is not None and not line.text.endswith(":")


def _running(lines: list[Line]) -> list[Part]:
    parts: list[Part] = []
    for line in lines:
        after_part = bool(parts) and bool(_PART.match(parts[-1].text))
        kind = _kind(line, after_part=after_part)
        parts.append(Part(kind, line, WHY_BODY if kind is PartKind.BODY else WHY_HEADING))
    return parts


def _kind(line: Line, *, after_part: bool) -> PartKind:
    if is_mark(line.text):
        return PartKind.MARK
    if line.is_centred and (after_part or _PART.match(line.text)):
        return PartKind.PART_HEADING
    return _numbered(line)


def _numbered(line: Line) -> PartKind:
    """A heading by its number, if it is short and no sentence."""
    text = line.text
    if len(text) > _LONGEST_HEADING or text.endswith((";", ":", ",")):
        return PartKind.BODY
    if _ROMAN.match(text):
        return PartKind.HEADING_I
    if text.endswith(".") and not line.is_bold:
        return PartKind.BODY
    if _SECOND.match(text):
        return PartKind.HEADING_11
    return PartKind.HEADING_1 if _FIRST.match(text) else PartKind.BODY


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
