"""Recognises the parts of a document: the head, the text under it, the ending.

Head: letterhead, number, date, name, trích yếu. Under it: Kính gửi, căn cứ, headings, paragraphs. Ending:
signing block, Nơi nhận, labels of appendices. `anatomy` brings them together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from cv183_reports.catalogue.lint import (
    WHY_ABOVE_NUMBER,
    WHY_BASIS,
    WHY_BELOW_AUTHORITY,
    WHY_BELOW_LABEL,
    WHY_BELOW_NAME,
    WHY_BELOW_NUMBER,
    WHY_BODY,
    WHY_HEADING,
    WHY_LIST,
    WHY_WORDS,
)
from cv183_reports.lint.lines import Item, Line, Side, is_dateline, is_number
from cv183_reports.lint.vocabulary import (
    DELEGATED,
    LETTER,
    MOTTO,
    NAMES,
    NATION,
    RECIPIENTS,
    TITLE,
    PartKind,
    is_authority,
    is_mark,
    is_post,
)
from cv183_reports.word.facts import TableFacts


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a document, and what it was taken for."""

    kind: PartKind
    line: Line
    why: str
    """In Vietnamese, for a clerk who asks."""

    @property
    def text(self) -> str:
        """As typed."""
        return self.line.text


@dataclass(frozen=True, slots=True)
class Appendix:
    """One appendix: its heading lines, its text, its tables."""

    label: Part
    number: str
    """As typed (``1``, ``II``); empty = none."""
    own_title: str
    """A title on the line of the label itself."""
    title: tuple[Part, ...]
    reference: Part | None
    text: tuple[Part, ...]
    tables: tuple[TableFacts, ...]


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
