"""The head of a document: letterhead, number, date, name, trích yếu."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cv183_reports.catalogue.lint import (
    WHY_ABOVE_NUMBER,
    WHY_BELOW_NAME,
    WHY_BELOW_NUMBER,
    WHY_WORDS,
)
from cv183_reports.lint.lines import Item, Line, Side, is_dateline, is_number
from cv183_reports.lint.parts.values import Part
from cv183_reports.lint.vocabulary import (
    LETTER,
    MOTTO,
    NAMES,
    NATION,
    TITLE,
    PartKind,
    is_mark,
)

_SEARCHED = 60
"""Lines from the top among which a letterhead is looked for."""
_MOST_ABSTRACT = 8
_BOLD_LINES = 2
"""Lines of a trích yếu that may be known by being bold alone."""
_NAME_AFTER = 12
"""Lines after the letterhead within which a document gives its name."""
_PARTY_CODE = re.compile(r"[-–]\s*([A-ZĐ][A-ZĐa-zđ]{1,3})\s*/")
_STATE_CODE = re.compile(r"/\s*([A-ZĐ][A-ZĐa-z]{1,3})\s*[-–]")
_LETTER_CODE = re.compile(r"/\s*[A-ZĐ0-9&]+(?:\s*[-–]\s*[A-ZĐ0-9&]+)*\s*$")
_DASHES = re.compile(r"[-–—_=*~.…\s]+")
_SUBJECT = re.compile(r"^(?:V\s*/\s*v|về việc)\b", re.IGNORECASE)
_TITLES = {TITLE: PartKind.TITLE, NATION: PartKind.NATION, MOTTO: PartKind.MOTTO}
_ANCHORS = frozenset({*_TITLES.values(), PartKind.NUMBER, PartKind.DATELINE, PartKind.STAR})


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a document."""

    parts: tuple[Part, ...]
    end: int
    """Rank of the first item after it."""
    code: str
    """``BC``; empty where neither number nor name tells."""
    looks_like_letter: bool


def head_parts(items: Sequence[Item]) -> Head:
    """The head that a document begins with; empty where nothing of a letterhead is found."""
    anchors = _anchors(items)
    end = _letterhead_end(items, anchors)
    parts = _letterhead(items[:end], anchors)
    number = next((part.text for part in parts if part.kind is PartKind.NUMBER), "")
    named, end = _name(items, end) if parts else ((), end)
    name = next((part for part in named if part.kind is PartKind.NAME), None)
    code = _code(number) or (NAMES.get(_name_of(name.line), "") if name else "")
    is_named = name is not None and _name_of(name.line) != LETTER
    letter = not is_named and (code == "CV" or (code == "" and bool(_LETTER_CODE.search(number))))
    if letter:
        subject, end = _subject(items, end) if name is None else ((), end)
        parts = tuple(_as_letter(part) for part in (*parts, *subject))
    return Head((*parts, *named), end, code, letter)


def _anchors(items: Sequence[Item]) -> dict[int, PartKind]:
    """What can be told by its own words; of each kind the first."""
    found: dict[int, PartKind] = {}
    for rank, item in enumerate(items[:_SEARCHED]):
        kind = _anchor(item) if isinstance(item, Line) else None
        if kind is not None and kind not in found.values():
            found[rank] = kind
    if not {PartKind.NUMBER, *_TITLES.values()} & set(found.values()):
        return {}
    return found


def _anchor(line: Line) -> PartKind | None:
    if line.folded in _TITLES:
        return _TITLES[line.folded]
    if line.text in {"*", "* * *", "***"}:
        return PartKind.STAR
    if is_dateline(line.text):
        return PartKind.DATELINE
    return PartKind.NUMBER if is_number(line.text) else None


def _letterhead_end(items: Sequence[Item], anchors: Iterable[int]) -> int:
    """After the last anchor, and after the table it is in."""
    last = max(anchors, default=-1)
    if last < 0:
        return 0
    anchor = items[last]
    end = last + 1
    while isinstance(anchor, Line) and end < len(items) and anchor.shares_table_with(items[end]):
        end += 1
    return end


def _letterhead(items: Sequence[Item], anchors: dict[int, PartKind]) -> tuple[Part, ...]:
    """The anchors, the names above the number, and what else stands among them."""
    number = next((rank for rank, kind in anchors.items() if kind is PartKind.NUMBER), len(items))
    star = next((rank for rank, kind in anchors.items() if kind is PartKind.STAR), number)
    parts: list[tuple[int, Part]] = []
    names: list[tuple[int, Line]] = []
    for rank, line in enumerate(items):
        if not isinstance(line, Line) or not line.text:
            continue
        if rank in anchors:
            parts.append((rank, Part(anchors[rank], line, WHY_WORDS)))
        elif is_mark(line.text) or _DASHES.fullmatch(line.text) or line.side is Side.RIGHT:
            parts.append((rank, Part(PartKind.MARK, line, WHY_WORDS)))
        elif rank < min(number, star):
            names.append((rank, line))
        else:
            parts.append((rank, Part(PartKind.OTHER, line, WHY_BELOW_NUMBER)))
    parts += _issuers(names)
    return tuple(part for _, part in sorted(parts, key=lambda each: each[0]))


def _issuers(names: Sequence[tuple[int, Line]]) -> list[tuple[int, Part]]:
    """Own name: the bold lines at the end; where boldness does not tell, the last line."""
    own = len(names)
    while own and names[own - 1][1].is_bold:
        own -= 1
    if own in {0, len(names)}:
        own = max(len(names) - 1, 0)
    return [
        (
            rank,
            Part(PartKind.ISSUER if place >= own else PartKind.SUPERIOR, line, WHY_ABOVE_NUMBER),
        )
        for place, (rank, line) in enumerate(names)
    ]


def _code(number: str) -> str:
    found = _PARTY_CODE.search(number) or _STATE_CODE.search(number)
    return found[1] if found and found[1].upper() in _CODES else ""


_CODES = frozenset(code.upper() for code in NAMES.values()) | {"CV", "QĐI"}


def _name(items: Sequence[Item], start: int) -> tuple[tuple[Part, ...], int]:
    """Name, trích yếu and the dashes below; nothing where the first lines give no name."""
    seen = 0
    for rank in range(start, len(items)):
        line = items[rank]
        if not isinstance(line, Line) or seen > _NAME_AFTER:
            break
        if not line.text:
            continue
        seen += 1
        if _name_of(line):
            name = Part(PartKind.NAME, line, WHY_WORDS)
            below, end = _abstract(items, rank + 1)
            return (name, *below), end
        if line.folded.startswith(("kinh gui", "kinh trinh")) or not line.is_centred:
            break
    return (), start


def _name_of(line: Line) -> str:
    """The folded name of a document that the line is, or that it begins with in capitals."""
    if line.folded in NAMES:
        return line.folded
    words = line.folded.split()
    for length in (2, 3):
        begun = " ".join(words[:length])
        head = " ".join(line.text.split()[:length])
        if begun in NAMES and head.isupper() and line.is_centred:
            return begun
    return ""


def _abstract(items: Sequence[Item], start: int) -> tuple[list[Part], int]:
    """The centred lines below the name, up to and with the dashes."""
    found: list[Part] = []
    end = start
    for rank in range(start, min(start + 2 * _MOST_ABSTRACT, len(items))):
        line = items[rank]
        if not isinstance(line, Line):
            break
        if not line.text:
            continue
        if _DASHES.fullmatch(line.text):
            found.append(Part(PartKind.DASHES, line, WHY_BELOW_NAME))
            return found, rank + 1
        if is_mark(line.text):
            found.append(Part(PartKind.MARK, line, WHY_WORDS))
        elif line.folded.startswith(("kinh gui", "kinh trinh", "can cu")) or not _goes_on(
            line, found
        ):
            break
        else:
            found.append(Part(PartKind.ABSTRACT, line, WHY_BELOW_NAME))
        end = rank + 1
    return found, end


def _goes_on(line: Line, found: Sequence[Part]) -> bool:
    """Whether a line still belongs to the trích yếu: centred, or bold right below the name."""
    return line.is_centred or (
        line.is_bold and len(found) < _BOLD_LINES and not line.has_heading_number
    )


def _subject(items: Sequence[Item], start: int) -> tuple[tuple[Part, ...], int]:
    """The trích yếu of a công văn where it stands right after the letterhead."""
    for rank in range(start, len(items)):
        line = items[rank]
        if not isinstance(line, Line):
            break
        if line.text:
            if _SUBJECT.match(line.text):
                return (Part(PartKind.LETTER_ABSTRACT, line, WHY_WORDS),), rank + 1
            break
    return (), start


def _as_letter(part: Part) -> Part:
    """What stands below the number of a công văn is its trích yếu."""
    if part.kind is PartKind.OTHER:
        return Part(PartKind.LETTER_ABSTRACT, part.line, WHY_BELOW_NUMBER)
    return part
