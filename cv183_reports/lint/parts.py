"""Recognises the parts of a document: the head, and the text under it.

Head: letterhead, number, date, name, trích yếu. Under it: Kính gửi, căn cứ, headings, paragraphs. What
follows is told by `anatomy`, which brings them together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

from cv183_reports.catalogue.lint import (
    WHY_ABOVE_NUMBER,
    WHY_APPENDIX,
    WHY_BASIS,
    WHY_BELOW_NAME,
    WHY_BELOW_NUMBER,
    WHY_BESIDE_TABLE,
    WHY_BODY,
    WHY_HEADING,
    WHY_LIST,
    WHY_WORDS,
)
from cv183_reports.lint.lines import (
    Item,
    Line,
    Side,
    is_dateline,
    is_loose_dateline,
    is_number,
)
from cv183_reports.lint.vocabulary import (
    ADDRESS,
    AGREEMENTS,
    MOTTO,
    NAMES,
    NATION,
    OFFICIAL_LETTER,
    OTHERS,
    PARTY_TITLE,
    PartKind,
    compound_of,
    is_mark,
    is_one_name,
    is_parted_name,
    phrase_of,
)
from cv183_reports.word.facts import TableFacts


class Part(Struct, frozen=True):
    """One line of a document, and what it was taken for."""

    kind: PartKind
    line: Line
    why: str
    """In Vietnamese, for a clerk who asks."""

    @property
    def text(self) -> str:
        """As typed."""
        return self.line.text


class Appendix(Struct, frozen=True):
    """One appendix: its heading lines, its text, its tables."""

    label: Part
    number: str
    """As typed (``1``, ``II``); empty = none."""
    own_title: str
    """A title on the line of the label itself."""
    title: tuple[Part, ...]
    reference: tuple[Part, ...]
    """The lines of its chỉ dẫn."""
    text: tuple[Part, ...]


_SEARCHED = 60
"""Lines from the top among which a letterhead is looked for."""
_MOST_ABSTRACT = 8
_BOLD_LINES = 2
"""Lines of a trích yếu that may be known by being bold alone."""
_NAME_AFTER = 12
"""Lines after the letterhead within which a document gives its name."""
_PARTY_CODE = re.compile(r"[-–]\s*([A-ZĐ][A-ZĐa-zđ]{1,3})\s*/")
_STATE_CODE = re.compile(r"/\s*([A-ZĐ][A-ZĐa-z]{1,3})\s*[-–]")
_COPIES = {"SY": "SAO Y", "TrS": "TRÍCH SAO", "SL": "SAO LỤC"}
_COPY_CODE = re.compile(rf"/\s*({'|'.join(_COPIES)})\s*[-–]")
_LETTER_CODE = re.compile(r"/\s*[A-ZĐ0-9&]+(?:\s*[-–]\s*[A-ZĐ0-9&]+)*\s*$")
_DASHES = re.compile(r"[-–—_=*~.…\s]+")
_SUBJECT = re.compile(r"^(?:V\s*/\s*v|về việc)\b", re.IGNORECASE)
_TITLES = {PARTY_TITLE: PartKind.TITLE, NATION: PartKind.NATION, MOTTO: PartKind.MOTTO}


class Head(Struct, frozen=True):
    """The head of a document."""

    parts: tuple[Part, ...]
    end: int
    """Rank of the first item after it."""
    code: str
    """``BC``; empty where neither number nor name tells."""
    looks_like_letter: bool
    called: str = ""
    """The line that stands where a document is named, but is no name we know."""


def head_parts(items: Sequence[Item]) -> Head:
    """The head that a document begins with; empty where nothing of a letterhead is found."""
    anchors = _anchors(items)
    end = _letterhead_end(items, anchors)
    parts = _letterhead(items[:end], anchors)
    number = next((part.text for part in parts if part.kind is PartKind.NUMBER), "")
    named, end = _name(items, end) if parts else ((), end)
    name = next((part for part in named if part.kind is PartKind.NAME), None)
    code = _code(number) or (NAMES.get(_name_of(name.line), "") if name else "")
    is_named = name is not None and _name_of(name.line) != OFFICIAL_LETTER
    called = "" if named or not parts or code == "CV" else _copy(number) or _called(items, end)
    as_letter = _LETTER_CODE.search(number) is not None or _has_subject(parts)
    unnamed = code == "" and not called and as_letter
    letter = not is_named and (code == "CV" or unnamed)
    if letter:
        subject, end = _subject(items, end) if name is None else ((), end)
        parts = tuple(_as_letter(part) for part in (*parts, *subject))
    return Head((*parts, *named), end, code, letter, called)


def _has_subject(parts: Sequence[Part]) -> bool:
    """Whether a trích yếu stands below the issuer, as in a công văn alone, whatever its number says."""
    return any(part.kind is PartKind.OTHER and _SUBJECT.match(part.text) for part in parts)


def _copy(number: str) -> str:
    """What a copy of another document is called by its number; empty = it is none."""
    found = _COPY_CODE.search(number)
    return _COPIES[found[1]] if found else ""


def _called(items: Sequence[Item], start: int) -> str:
    """The bold or centred capitals that a document of a kind unknown to us begins with."""
    lines = (item for item in items[start : start + _NAME_AFTER] if isinstance(item, Line))
    first = next((line for line in lines if line.text and not is_mark(line.text)), None)
    if first is None or not first.text.isupper() or _opens_text(first):
        return ""
    placed = first.is_centred or (first.is_bold and not first.has_heading_number)
    return first.text if placed else ""


def _anchors(items: Sequence[Item]) -> dict[int, PartKind]:
    """What can be told by its own words, above the running text; of each kind the first."""
    found: dict[int, PartKind] = {}
    for rank, item in enumerate(items[:_SEARCHED]):
        if found and isinstance(item, Line) and (_is_running(item) or _is_agreement(item)):
            break
        kind = _anchor(item) if isinstance(item, Line) else None
        if kind is not None and kind not in found.values():
            found[rank] = kind
    if not {PartKind.NUMBER, *_TITLES.values()} & set(found.values()):
        return {}
    return found


def _is_running(line: Line) -> bool:
    """Whether a line can only stand below a letterhead."""
    long = len(line.text) > _LONGEST_MIDDLE or line.has_heading_number
    return line.side is Side.WHOLE and (long or _LEGAL.match(line.text) is not None)


def _is_agreement(line: Line) -> bool:
    """Whether a paper begins here whose number may stand below its name."""
    code = NAMES.get(compound_of(line.folded), "")
    return (
        code in AGREEMENTS and line.text.isupper() and line.is_centred and line.side is Side.WHOLE
    )


def _anchor(line: Line) -> PartKind | None:
    phrase = phrase_of(line.folded)
    if phrase:
        return _TITLES[phrase]
    if line.text in {"*", "* * *", "***"}:
        return PartKind.STAR
    if is_dateline(line.text) or (line.side is Side.RIGHT and is_loose_dateline(line.text)):
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
        item = items[end]
        if isinstance(item, Line) and ADDRESS.match(item.text):
            break
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
        elif rank < min(number, star) and (number < len(items) or line.text.isupper()):
            names.append((rank, line))
        else:
            parts.append((rank, Part(PartKind.OTHER, line, WHY_BELOW_NUMBER)))
    parts += _issuers(names)
    return tuple(part for _, part in sorted(parts, key=lambda each: each[0]))


def _issuers(names: Sequence[tuple[int, Line]]) -> list[tuple[int, Part]]:
    """Own name: the bold lines at the end; where boldness does not tell, the last line."""
    if _is_upside_down([line for _, line in names]):
        return _upside_down(names)
    own = len(names)
    while own and names[own - 1][1].is_bold:
        own -= 1
    if own in {0, len(names)}:
        own = max(len(names) - 1, 0)
        while own and is_one_name(names[own - 1][1].text, names[own][1].text):
            own -= 1
    if own and is_parted_name(names[own - 1][1].text, names[own][1].text):
        own -= 1
    return [
        (
            rank,
            Part(PartKind.ISSUER if place >= own else PartKind.SUPERIOR, line, WHY_ABOVE_NUMBER),
        )
        for place, (rank, line) in enumerate(names)
    ]


def _is_upside_down(names: Sequence[Line]) -> bool:
    """Whether the own name, bold, stands above a plain one."""
    bold = [line.is_bold for line in names]
    plain_below = bold == sorted(bold, reverse=True) and len(set(bold)) > 1
    joint = any(is_one_name(one.text, other.text) for one, other in pairwise(names))
    return plain_below and not joint


def _upside_down(names: Sequence[tuple[int, Line]]) -> list[tuple[int, Part]]:
    kinds = {True: PartKind.ISSUER, False: PartKind.SUPERIOR}
    return [(rank, Part(kinds[line.is_bold], line, WHY_ABOVE_NUMBER)) for rank, line in names]


def _code(number: str) -> str:
    found = _PARTY_CODE.search(number) or _STATE_CODE.search(number)
    return found[1] if found and found[1].upper() in _CODES else ""


_CODES = frozenset(code.upper() for code in NAMES.values()) | {"QĐI", "QYĐ"}


def _name(items: Sequence[Item], start: int) -> tuple[tuple[Part, ...], int]:
    """Name, trích yếu and the dashes below; nothing where the first lines give no name."""
    seen = 0
    for rank in range(start, len(items)):
        line = items[rank]
        if not isinstance(line, Line) or seen > _NAME_AFTER:
            break
        if not line.text or is_mark(line.text):
            continue
        seen += 1
        if line.folded in OTHERS:
            break
        if _name_of(line):
            name = Part(PartKind.NAME, line, WHY_WORDS)
            below, end = _abstract(items, rank + 1)
            return (name, *below), end
        if _opens_text(line) or _PART.match(line.text) or not line.is_centred:
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
        elif is_number(line.text) and line.is_centred:
            found.append(Part(PartKind.NUMBER, line, WHY_WORDS))
        elif is_reference(line) or refers_on(found):
            found.append(Part(PartKind.APPENDIX_REFERENCE, line, WHY_APPENDIX))
        elif _opens_text(line) or not _goes_on(line, found):
            break
        else:
            found.append(Part(PartKind.ABSTRACT, line, WHY_BELOW_NAME))
        end = rank + 1
    return found, end


_REFERENCE = re.compile(
    r"(?:(?:ban hanh|dinh|gui) )?kem (?:theo|(?:\w+ ){1,3}so)\b|ban hanh theo\b"
)


def is_reference(line: Line) -> bool:
    """Whether a line begins a chỉ dẫn: what a paper goes with."""
    return _REFERENCE.match(line.folded) is not None


def refers_on(parts: Sequence[Part]) -> bool:
    """Whether the last of `parts` is a chỉ dẫn whose bracket has not closed."""
    if not parts or parts[-1].kind is not PartKind.APPENDIX_REFERENCE:
        return False
    text = " ".join(part.text for part in parts if part.kind is PartKind.APPENDIX_REFERENCE)
    return text.count("(") > text.count(")")


def _opens_text(line: Line) -> bool:
    addressed = ADDRESS.match(line.text) is not None
    return addressed or line.folded.startswith("can cu") or line.text.endswith(":")


def _goes_on(line: Line, found: Sequence[Part]) -> bool:
    """Whether a line still belongs to the trích yếu: centred, or bold right below the name."""
    if _PART.match(line.text) or (line.text.isupper() and _is_begun(found)):
        return False
    return line.is_centred or (
        line.is_bold and len(found) < _BOLD_LINES and not line.has_heading_number
    )


def _is_begun(found: Sequence[Part]) -> bool:
    """Whether there is a trích yếu, and not in capitals: what follows in capitals is another thing."""
    texts = [part.text for part in found if part.kind is PartKind.ABSTRACT]
    return bool(texts) and not all(text.isupper() for text in texts)


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
_LONGEST_MIDDLE = 120
_SET_IN = 30.0
"""Millimetres that a name below Kính gửi is set in, and no text."""
_ROMAN = re.compile(r"^[IVXLC]+\s*[-–./]\s*\S")
_FIRST = re.compile(r"^\d{1,2}\.\s+\S")
_SECOND = re.compile(r"^\d{1,2}\.\d{1,2}\.?\s+\S")
_PART = re.compile(r"^(?:Phần|Chương|Mục)\s+(?:[IVXLC]+|\d+|thứ \w+)\.?$", re.IGNORECASE)
_LEGAL = re.compile(r"^(?:[-–]\s*)?Căn\s+cứ\b", re.IGNORECASE)
_LEGAL_MORE = re.compile(
    r"^(?:[-–]\s*)?(?:Căn\s+cứ|Xét|Theo|Thực hiện|Thể theo|Sau khi|Trên cơ sở)\b", re.IGNORECASE
)
_OF_TABLE = re.compile(
    r"^\W*(?:Nguồn(?: số liệu)?|Ghi chú|Đơn vị(?: tính)?|ĐVT)\s*:", re.IGNORECASE
)
_ENACTING = re.compile(r" ban hành (?:Nghị quyết|Nghị định|Quyết định|Thông tư)\b")
_ARTICLE = re.compile(r"^Điều\s+\d+[a-zđ]?\s*[.:]")


def body_parts(items: Sequence[Item], *, has_head: bool) -> tuple[Part, ...]:
    """The parts of the running text; tables are left out."""
    shown = [item for item in items if not isinstance(item, Line) or item.text]
    lines = [item for item in shown if isinstance(item, Line)]
    notes = _notes_of_tables(shown)
    addressed, rest = _addressees(lines)
    above, rest = _centred(rest)
    listed, rest = _telegraphed(above, rest)
    bases, rest = _bases(rest) if has_head else ([], rest)
    return (*addressed, *_running(above, notes), *listed, *bases, *_running(rest, notes))


def _notes_of_tables(shown: Sequence[Item]) -> frozenset[int]:
    """Of the short lines that say something of the table above or below them (``Nguồn: …``), who they are."""
    pairs = [
        (one, other)
        for above, below in pairwise(shown)
        for one, other in ((above, below), (below, above))
    ]
    return frozenset(
        id(line)
        for line, table in pairs
        if isinstance(line, Line)
        and isinstance(table, TableFacts)
        and _OF_TABLE.match(line.text)
        and len(line.text) < _LONGEST_HEADING
    )


def _centred(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """The short lines in the middle that a text begins with, such as who decides."""
    end = next((rank for rank, line in enumerate(lines) if not _is_middle(line)), len(lines))
    return lines[:end], lines[end:]


def _is_middle(line: Line) -> bool:
    return line.is_centred and len(line.text) < _LONGEST_MIDDLE


def _telegraphed(above: list[Line], lines: list[Line]) -> tuple[list[Part], list[Line]]:
    """Those whom a công điện is sent to: ``… điện:`` and the dashed lines below."""
    if not above or not above[-1].text.endswith("điện:"):
        return [], lines
    end = next((rank for rank, line in enumerate(lines) if not _is_dashed(line)), len(lines))
    return [Part(PartKind.ADDRESSEE, line, WHY_LIST) for line in lines[:end]], lines[end:]


def _is_dashed(line: Line) -> bool:
    return line.text.startswith(("-", "–"))


def _addressees(lines: list[Line]) -> tuple[list[Part], list[Line]]:
    """Kính gửi near the top, and the dashed lines that follow it."""
    start = next((rank for rank, line in enumerate(lines[:6]) if ADDRESS.match(line.text)), None)
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
    set_in = line.paragraph.indent_left + line.paragraph.indent_first > _SET_IN
    if _LEGAL.match(line.text):  # by HD05 it has a dash, too
        return False
    return _is_dashed(line) or same_table or set_in or line.paragraph.own_text.startswith("\t\t")


def _bases(lines: list[Line]) -> tuple[list[Part], list[Line]]:
    """The căn cứ that a text opens with; one alone counts only if it is marked as a list."""
    end = 0
    while end < len(lines) and _is_basis(lines[end], begun=end > 0):
        end += 1
    single = end == 1 and not (lines[0].text.endswith((";", ",")) or lines[0].text.startswith("-"))
    if single:
        end = 0
    if 0 < end < len(lines) and _enacts(lines[end], lines[end - 1]):
        end += 1
    return [Part(PartKind.LEGAL_BASIS, line, WHY_BASIS) for line in lines[:end]], lines[end:]


def _enacts(line: Line, above: Line) -> bool:
    """Whether a line slanted as the căn cứ above it, which ends with a semicolon, says what is issued on them."""
    slanted = all(run.italic for run in (*line.runs, *above.runs) if run.text.strip())
    return slanted and above.text.endswith(";") and _ENACTING.search(line.text) is not None


def _is_basis(line: Line, *, begun: bool) -> bool:
    pattern = _LEGAL_MORE if begun else _LEGAL
    return pattern.match(line.text) is not None and not line.text.endswith(":")


def _running(lines: list[Line], notes: frozenset[int]) -> list[Part]:
    parts: list[Part] = []
    for line in lines:
        if id(line) in notes:
            parts.append(Part(PartKind.TABLE, line, WHY_BESIDE_TABLE))
            continue
        after_part = bool(parts) and bool(_PART.match(parts[-1].text))
        kind = _kind(line, after_part=after_part)
        parts.append(Part(kind, line, WHY_BODY if kind is PartKind.BODY else WHY_HEADING))
    return parts


def _kind(line: Line, *, after_part: bool) -> PartKind:
    if is_mark(line.text):
        return PartKind.MARK
    if _PART.match(line.text) or (line.is_centred and after_part):
        return PartKind.PART_HEADING
    if _is_middle(line):
        return PartKind.CENTRED
    return PartKind.ARTICLE if _ARTICLE.match(line.text) else _numbered(line)


def _numbered(line: Line) -> PartKind:
    """A heading by its number, if it is short and no sentence."""
    text = line.text
    goes_on = ": " in text and not line.is_bold
    if len(text) > _LONGEST_HEADING or text.endswith((";", ":", ",")) or goes_on:
        return PartKind.BODY
    if _ROMAN.match(text):
        return PartKind.HEADING_I
    if not line.is_bold and (text.endswith(".") or len(text) > _LONGEST_MIDDLE):
        return PartKind.BODY
    if _SECOND.match(text):
        return PartKind.HEADING_11
    return PartKind.HEADING_1 if _FIRST.match(text) else PartKind.BODY
