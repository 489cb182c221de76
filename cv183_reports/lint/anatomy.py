"""Recognises the parts of a document never seen before, its end included, and says what was taken for what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import Enum, auto
from itertools import islice, takewhile

from msgspec import Struct

from cv183_reports.catalogue.lint import (
    WHY_APPENDIX,
    WHY_BEHIND,
    WHY_BELOW_AUTHORITY,
    WHY_BELOW_LABEL,
    WHY_BODY,
    WHY_TABLE,
    WHY_WORDS,
)
from cv183_reports.lint.lines import Item, Line, Side, items_of
from cv183_reports.lint.parts import Appendix, Head, Part, body_parts, head_parts, is_reference
from cv183_reports.lint.vocabulary import (
    COPIES,
    DELEGATED,
    KEPT,
    OFFICIAL_LETTER,
    RECIPIENTS,
    PartKind,
    appendix_label,
    is_authority,
    is_mark,
    is_post,
    phrase_of,
)
from cv183_reports.word.facts import DocumentFacts, TableFacts

_FEW_WORDS = 4
"""That a line of keeping may go on with on the next."""
_MOST_WORDS = 7
"""Of a person's name."""
_LABEL = re.compile(r"^N[ơo]i nh[ậâa]n\s*:", re.IGNORECASE)
_OFFICE = re.compile(r"\b(?:ui ban nhan dan|hoi dong nhan dan|ubnd|hdnd) \w+")
_GROUNDS = ("can cu", "xet ", "theo de nghi", "quiet dinh", "quiet nghi")
"""How the line below who decides begins, folded."""
_FAR = 40
"""Lines behind Nơi nhận among which one still signs."""
_SHORT = 40
"""Characters of a line that says no more than Nơi nhận, whatever marks are around it."""
_NEAR = 16
"""Lines before Nơi nhận, or before the end, among which a signing block begins."""
_NOTE = re.compile(
    r"^[(\[].*[)\]]$|^[A-Z]{2,8}\s*[-–]\s*\d+$|^đã ký[.!]?$"
    r"|^(?:(?:người |được )?ký(?: số)?(?: bởi)?|cơ quan|e-?mail|(?:thời gian|ngày) ký|signed by)\s*:",
    re.IGNORECASE,
)
"""``(Đã ký)``; the mark of who typed it; what a digital signature says of itself."""


class _State(Enum):
    BEFORE = auto()
    RECIPIENTS = auto()
    KEPT = auto()
    """Below the line that says where it is kept, the last of Nơi nhận."""
    POSITION = auto()
    NAME = auto()
    DONE = auto()


_LISTING = frozenset({_State.RECIPIENTS, _State.KEPT})


class Ending(Struct, frozen=True):
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
    """Whether the letterhead of another document begins here, or that of who made a copy (NĐ 30, III.2)."""
    row = (item for item in below[:_NEAR] if line is item or line.shares_table_with(item))
    lines = [item for item in row if isinstance(item, Line)]
    return any(phrase_of(each.folded) or each.folded in COPIES for each in lines)


def _begins_anew(line: Line, above: Item, ending: Iterable[Item]) -> bool:
    """Whether a line below Nơi nhận and the signature belongs to neither: a new page, a title, a chỉ dẫn."""
    own = line.paragraph
    new_page = own.page_break_before or "\f" in own.own_text[: line.start]
    if isinstance(above, Line) and above.paragraph is not own:
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
        below = items[rank + 1 : rank + 1 + _NEAR]
        if isinstance(item, Line) and is_authority(item.text) and not _is_decider(item, below):
            return rank
    beside = None if label is None else items[label]
    for rank in range(first, last):
        item = items[rank]
        if isinstance(item, Line) and isinstance(beside, Line) and _is_beside(item, beside):
            return rank
    return None


def _is_decider(line: Line, below: Sequence[Item]) -> bool:
    """``CHỦ TỊCH ỦY BAN NHÂN DÂN …`` in the middle of the page above the căn cứ, not who signs."""
    bare = line.paragraph.place is None and line.side is Side.WHOLE
    following = next((item for item in below if isinstance(item, Line) and item.text), None)
    grounded = following is not None and following.folded.startswith(_GROUNDS)
    return bare and line.is_centred and (grounded or _OFFICE.search(line.folded) is not None)


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
    if state is _State.KEPT and _is_note(line):
        return Part(PartKind.OTHER, line, WHY_BELOW_LABEL)
    if state in _LISTING:
        states[side] = _State.KEPT if KEPT.match(line.text) else state
        return Part(PartKind.RECIPIENT, line, WHY_BELOW_LABEL)
    return _signing(line, side, states)


def _is_note(line: Line) -> bool:
    """Whether a line below the last of Nơi nhận is none of it: a sentence, without a dash."""
    dashed = line.text.startswith(("-", "–", "+", "•"))
    return not dashed and line.text[:1].isupper() and len(line.text.split()) > _FEW_WORDS


def _can_sign(line: Line, state: _State) -> bool:
    """Whether a line begins a signing block, by its words or by standing in capitals on the right."""
    if state is not _State.BEFORE and state not in _LISTING:
        return False
    beside = state is _State.BEFORE and line.side is Side.RIGHT and line.text.isupper()
    return is_authority(line.text) or beside


def _column(line: Line, states: dict[Side, _State]) -> Side:
    """The side a line is on; one that fills the page alone goes on with what began on the left.

    Behind a tab, and bold as a name is, it goes on with the signature on the right.
    """
    if line.side is Side.WHOLE and Side.WHOLE not in states and Side.LEFT in states:
        signed = states.get(Side.RIGHT) in {_State.POSITION, _State.NAME}
        behind_tab = line.written.startswith("\t") and line.is_bold
        return Side.RIGHT if signed and behind_tab else Side.LEFT
    return line.side


def _signing(line: Line, side: Side, states: dict[Side, _State]) -> Part:
    """Title and name; before any authority a line still belongs to the text."""
    state = states.get(side, _State.BEFORE)
    if state is _State.BEFORE:
        kind = PartKind.BODY if line.side is Side.WHOLE else PartKind.OTHER
        return Part(kind, line, WHY_BODY)
    if (
        state is _State.NAME
        and line.text.isupper()
        and DELEGATED.match(line.text)
        and not is_post(line.text)
    ):
        return Part(PartKind.AUTHORITY, line, WHY_BELOW_AUTHORITY)
    if state is not _State.DONE and line.text.isupper() and is_post(line.text):
        states[side] = _State.NAME
        return Part(PartKind.POSITION, line, WHY_BELOW_AUTHORITY)
    if state is _State.POSITION and line.text.isupper() and line.is_bold:
        return Part(PartKind.AUTHORITY, line, WHY_BELOW_AUTHORITY)
    if state is not _State.DONE and len(line.text.split()) <= _MOST_WORDS:
        states[side] = _State.DONE
        return Part(PartKind.SIGNATORY, line, WHY_BELOW_AUTHORITY)
    return Part(PartKind.OTHER, line, WHY_BELOW_AUTHORITY)


class Anatomy(Struct, frozen=True):
    """What a document is made of."""

    parts: tuple[Part, ...]
    """Of the main document, in reading order, blank lines left out."""
    appendices: tuple[Appendix, ...]
    attached: tuple[Part, ...]
    """What stands behind the signature and is no appendix."""
    code: str
    """Of the document's kind (``BC``), by its number, else by its name; empty = unknown."""
    called: str
    """What a document of a kind unknown to us calls itself; empty = the kind is known, or there is no such line."""
    is_letter: bool
    """A công văn: no name, or that name where none should be."""
    is_signed_off: bool
    """Whether an ending (signing block or Nơi nhận) was found, so that the text before it is known."""
    is_attached: bool
    """Whether it says under its title what it goes with (``Kèm theo Báo cáo số …``): that one has the head."""

    def of(self, *kinds: PartKind) -> tuple[Part, ...]:
        """The parts of these kinds, in reading order."""
        return tuple(part for part in self.parts if part.kind in kinds)

    def first(self, kind: PartKind) -> Part | None:
        """The first part of that kind."""
        return next((part for part in self.parts if part.kind is kind), None)


def dissect(facts: DocumentFacts) -> Anatomy:
    """The anatomy of a document."""
    items = items_of(facts)
    main, rest = _cut(items)
    head = head_parts(main)
    ending = ending_parts(main, head.end)
    attached = [item for item in main[ending.stop :] if isinstance(item, Line) and item.text]
    body = body_parts(main[head.end : ending.start], has_head=bool(head.parts))
    parts = (*head.parts, *body, *ending.parts)
    return Anatomy(
        parts=parts,
        appendices=_appendices(rest),
        attached=tuple(Part(PartKind.ATTACHED, line, WHY_BEHIND) for line in attached),
        code=head.code,
        called=head.called,
        is_letter=_is_letter(head),
        is_signed_off=bool(ending.parts),
        is_attached=_is_attached(items) or _is_referred(head),
    )


def _is_attached(items: tuple[Item, ...]) -> bool:
    """Whether one of the centred lines that a document begins with is a chỉ dẫn."""
    lines = (item for item in items if not isinstance(item, Line) or item.text)
    title = takewhile(lambda item: isinstance(item, Line) and item.is_centred, lines)
    return any(isinstance(line, Line) and is_reference(line) for line in title)


def _is_referred(head: Head) -> bool:
    """Whether a paper with a letterhead, but neither number nor date, says below its name what it goes with."""
    kinds = {part.kind for part in head.parts}
    own = kinds & {PartKind.NUMBER, PartKind.DATELINE}
    return PartKind.APPENDIX_REFERENCE in kinds and not own


def _is_letter(head: Head) -> bool:
    name = next((part.line.folded for part in head.parts if part.kind is PartKind.NAME), "")
    return name == OFFICIAL_LETTER or (not name and head.looks_like_letter)


def _cut(items: tuple[Item, ...]) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """The main document and its appendices: from the first label on, but not above Nơi nhận if it is not signed."""
    main = tuple(takewhile(lambda item: not _opens_appendix(item), items))
    label = label_rank(items, len(main))
    if label is not None and not ending_parts(main, 0).parts:
        rest = takewhile(lambda item: not _opens_appendix(item), items[label:])
        main = (*items[:label], *rest)
    return main, items[len(main) :]


def _opens_appendix(item: Item) -> bool:
    return (
        isinstance(item, Line)
        and item.paragraph.place is None
        and appendix_label(item.text) is not None
    )


def _appendices(items: tuple[Item, ...]) -> tuple[Appendix, ...]:
    starts = [rank for rank, item in enumerate(items) if _opens_appendix(item)]
    ends = [*starts, len(items)][1:]
    return tuple(_appendix(items[start:end]) for start, end in zip(starts, ends, strict=True))


def _appendix(items: tuple[Item, ...]) -> Appendix:
    """Its label; the lines below it up to the chỉ dẫn or the first that is not centred are its title."""
    label = items[0]
    assert isinstance(label, Line)
    lines = [item for item in items[1:] if isinstance(item, Line) and item.text]
    number, own_title = appendix_label(label.text) or ("", "")
    heading = _heading(lines)
    return Appendix(
        label=Part(PartKind.APPENDIX, label, WHY_APPENDIX),
        number=number,
        own_title=own_title,
        title=tuple(part for part in heading if part.kind is PartKind.APPENDIX_TITLE),
        reference=tuple(part for part in heading if part.kind is PartKind.APPENDIX_REFERENCE),
        text=tuple(Part(PartKind.APPENDIX_TEXT, line, WHY_BODY) for line in lines[len(heading) :]),
    )


def _heading(lines: list[Line]) -> list[Part]:
    """Title and chỉ dẫn; a chỉ dẫn goes on until its bracket closes."""
    parts: list[Part] = []
    titled = False
    open_brackets = 0
    for line in takewhile(lambda each: each.paragraph.place is None, lines):
        referred = bool(parts) and parts[-1].kind is PartKind.APPENDIX_REFERENCE
        if (referred and open_brackets > 0) or is_reference(line):
            kind = PartKind.APPENDIX_REFERENCE
            open_brackets += line.text.count("(") - line.text.count(")")
        elif titled and line.is_centred and line.text.startswith("("):
            kind = PartKind.APPENDIX_TEXT
        elif line.is_centred and not (referred and titled):
            kind = PartKind.APPENDIX_TITLE
            titled = True
        else:
            break
        parts.append(Part(kind, line, WHY_APPENDIX))
    return parts


def explained(facts: DocumentFacts, anatomy: Anatomy) -> tuple[tuple[str, str, str], ...]:
    """(part, text, why) of every part in order, tables of the main document among them."""
    rows = [(part.kind.value, part.text, part.why) for part in (*anatomy.parts, *anatomy.attached)]
    for appendix in anatomy.appendices:
        own = (appendix.label, *appendix.title, *appendix.reference, *appendix.text)
        rows += [(part.kind.value, part.text, part.why) for part in own]
    tables = sum(1 for item in items_of(facts) if isinstance(item, TableFacts))
    if tables:
        rows.append((PartKind.TABLE.value, str(tables), WHY_TABLE))
    return tuple(rows)
