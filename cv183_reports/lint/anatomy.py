"""Recognises the parts of a document never seen before, and says what was taken for what.

Nothing is invented: what is not found is not in the anatomy, and whether that is a fault is for the
judges to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from cv183_reports.catalogue.lint import WHY_APPENDIX, WHY_BEHIND, WHY_BODY, WHY_TABLE
from cv183_reports.lint.ending import ending_parts, label_rank
from cv183_reports.lint.lines import Item, Line, items_of
from cv183_reports.lint.parts import Appendix, Head, Part, body_parts, head_parts
from cv183_reports.lint.vocabulary import LETTER, PartKind, appendix_label
from cv183_reports.word.facts import DocumentFacts, TableFacts


@dataclass(frozen=True, slots=True)
class Anatomy:
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
        is_attached=_is_attached(items),
    )


def _is_attached(items: tuple[Item, ...]) -> bool:
    """Whether one of the centred lines that a document begins with is a chỉ dẫn."""
    lines = (item for item in items if not isinstance(item, Line) or item.text)
    title = takewhile(lambda item: isinstance(item, Line) and item.is_centred, lines)
    return any(isinstance(line, Line) and _is_reference(line) for line in title)


def _is_letter(head: Head) -> bool:
    name = next((part.line.folded for part in head.parts if part.kind is PartKind.NAME), "")
    return name == LETTER or (not name and head.looks_like_letter)


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
        tables=tuple(item for item in items if isinstance(item, TableFacts)),
    )


def _heading(lines: list[Line]) -> list[Part]:
    """Title and chỉ dẫn; a chỉ dẫn goes on until its bracket closes."""
    parts: list[Part] = []
    titled = False
    open_brackets = 0
    for line in lines:
        referred = bool(parts) and parts[-1].kind is PartKind.APPENDIX_REFERENCE
        if (referred and open_brackets > 0) or _is_reference(line):
            kind = PartKind.APPENDIX_REFERENCE
            open_brackets += line.text.count("(") - line.text.count(")")
        elif line.is_centred and not (referred and titled):
            kind = PartKind.APPENDIX_TITLE
            titled = True
        else:
            break
        parts.append(Part(kind, line, WHY_APPENDIX))
    return parts


def _is_reference(line: Line) -> bool:
    return line.folded.startswith(("kem theo", "ban hanh kem theo"))


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
