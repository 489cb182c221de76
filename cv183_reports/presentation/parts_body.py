"""The text between head and ending: Kính gửi, căn cứ, headings, paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cv183_reports.catalogue.lint import (
    WHY_BASIS,
    WHY_BODY,
    WHY_HEADING,
    WHY_LIST,
    WHY_WORDS,
)
from cv183_reports.presentation.kinds import PartKind
from cv183_reports.presentation.lines import Item, Line
from cv183_reports.presentation.parts_values import Part
from cv183_reports.presentation.vocabulary import is_mark

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
