"""A .docx opened to be merged: its lines, each with the element it stands in, and what else it is made of (python-docx).

The letters of a paragraph are read as Word shows them; one that is changed keeps the look of its run, tracked changes
count as accepted, as in `word`. Two changes of one text are brought together here, character by character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy

from docx.opc.constants import CONTENT_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.package import Package as WordPackage
from docx.parts.document import DocumentPart
from lxml import etree
from msgspec import Struct
from msgspec.structs import replace
from rapidfuzz import fuzz

from cv183_reports.catalogue import machine
from cv183_reports.differences.comparison import DocumentLine, lines_of, marked
from cv183_reports.lint.opened import SIGN_ELEMENTS, letters_of
from cv183_reports.ooxml.archive import MAX_WORD_PART
from cv183_reports.ooxml.package import Package
from cv183_reports.ooxml.xml import SPACE, children, identity_in, local
from cv183_reports.word.document import read_facts
from cv183_reports.word.facts import DocumentFacts

P, TABLE, ROW, CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_SAME_TABLE = 0.5
"""Share of its rows that a table has in common with the one that it was."""
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_STYLED = {qn("w:pStyle"): "paragraph", qn("w:rStyle"): "character", qn("w:tblStyle"): "table"}
_VALUE, _IDENTITY = (
    qn("w:val"),
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
)
_REFERENCES = frozenset({qn("w:headerReference"), qn("w:footerReference")})
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_ANCHORS = frozenset(
    map(
        qn,
        (
            "w:ins", "w:del", "w:moveFrom", "w:moveTo", "w:commentRangeStart", "w:commentRangeEnd",
            "w:commentReference", "w:footnoteReference", "w:endnoteReference", "w:drawing", "w:pict", "w:object",
        ),
    )
)  # fmt: skip
"""What a person may have laid into a place without changing a letter of it."""


class CannotMerge(Exception):  # noqa: N818 - a verdict, not a mistake
    """The documents do not fit together well enough to be merged; says why, in the words for a clerk."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class OpenedDocument:
    """One of the documents that are merged."""

    def __init__(self, data: bytes) -> None:
        """Opens `data`.

        Raises:
            CannotMerge: it cannot be read, or is of a kind that python-docx does not change.
        """
        facts, _ = read_facts(data, "")
        if facts is None:
            raise CannotMerge(machine.UNREADABLE_WORD)
        self.facts: DocumentFacts = facts
        self.package = Package(data)
        self.main = self.package.target("", "officeDocument") or ""
        text = self.package.read(self.main, MAX_WORD_PART)
        if _STRICT in text:
            raise CannotMerge(machine.STRICT_WORD)
        kind, name = CONTENT_TYPE.WML_DOCUMENT_MAIN, PackURI(f"/{self.main}")
        part = DocumentPart.load(name, kind, text, WordPackage())
        assert isinstance(part, DocumentPart)
        self.part = part
        self.body: etree._Element = part.element.body
        self.lines = tuple(map(_known_by_heads, lines_of(facts)))
        self._paragraphs: list[etree._Element] = self.paragraphs
        self.units = {id(line): self._unit(line) for line in self.lines}
        self._blocks = {self.block(unit) for unit in self.units.values()}
        self._styles = _style_names(self.package, self.main)

    @property
    def paragraphs(self) -> list[etree._Element]:
        """All of the main part, by rank, as they stand now."""
        return list(self.part.element.iter(P))

    def know_tables_of(self, other: OpenedDocument) -> None:
        """Tables whose heads a person changed are known as those of `other` with which they share most rows."""
        rows, theirs = _rows_of(self.lines), _rows_of(other.lines)
        likely = [
            (fuzz.ratio(own, known), own, known)
            for own in rows.keys() - theirs.keys()
            for known in theirs.keys() - rows.keys()
            if len(rows[own] & theirs[known]) >= _SAME_TABLE * len(rows[own])
        ]
        called: dict[str, str] = {}
        for _, own, known in sorted(likely, reverse=True):
            if own not in called and known not in called.values():
                called[own] = known
        renamed = [_in_table(line, called.get(line.table, line.table)) for line in self.lines]
        self.units = {
            id(new): self.units[id(old)] for old, new in zip(self.lines, renamed, strict=True)
        }
        self.lines = tuple(renamed)

    def cell(self, line: DocumentLine, at: int) -> list[etree._Element]:
        """The paragraphs of one text of a line."""
        return [self._paragraphs[rank] for rank in line.paragraphs[at]]

    def _unit(self, line: DocumentLine) -> etree._Element:
        """What comes and goes with the line: its paragraph, or its row."""
        ranks = [rank for each in line.paragraphs for rank in each]
        if not ranks:
            raise CannotMerge(machine.OTHER_STRUCTURE)
        paragraph = self._paragraphs[ranks[0]]
        return [*paragraph.iterancestors(ROW)][-1] if line.table else paragraph

    def block(self, element: etree._Element) -> etree._Element:
        """The child of the body that `element` is, or stands in."""
        while (parent := element.getparent()) is not self.body:
            if parent is None:
                raise CannotMerge(machine.OTHER_STRUCTURE)
            element = parent
        return element

    def before(self, block: etree._Element) -> list[etree._Element]:
        """The blocks without a word that stand right before `block` and come and go with it."""
        found: list[etree._Element] = []
        for each in block.itersiblings(preceding=True):
            if each in self._blocks or each.tag not in {P, TABLE}:
                break
            found.insert(0, each)
        return found

    def note(self, element: etree._Element) -> None:
        """Something that was put in says something, too."""
        self._blocks.add(self.block(element))

    def others(self, line: DocumentLine) -> list[etree._Element]:
        """The cells of a row that the line leaves out: its rank."""
        told = {p.getparent() for at in range(len(line.texts)) for p in self.cell(line, at)}
        return [cell for cell in self.units[id(line)].iterchildren(CELL) if cell not in told]

    def fitted(self, element: etree._Element, origin: OpenedDocument) -> etree._Element:
        """A copy of an element of `origin` that may stand here.

        Raises:
            CannotMerge: it needs a style that is not here, or another part (a picture).
        """
        copy = deepcopy(element)
        for each in list(copy.iter()):
            parent = each.getparent()
            if each.tag in _REFERENCES and parent is not None:
                parent.remove(each)
            elif any(str(name).startswith(_IDENTITY) for name in each.attrib):
                raise CannotMerge(machine.PICTURE_TO_MERGE)
            elif kind := _STYLED.get(str(each.tag)):
                each.set(_VALUE, self._style(kind, origin.style_name(kind, each.get(_VALUE, ""))))
        return copy

    def style_name(self, kind: str, identity: str) -> str:
        """What the style of that identity is called."""
        return self._styles.get((kind, identity), identity)

    def _style(self, kind: str, name: str) -> str:
        for (known, identity), called in self._styles.items():
            if known == kind and called == name:
                return identity
        raise CannotMerge(machine.STYLE_TO_MERGE)

    def charts(self) -> dict[str, tuple[etree._Element, str]]:
        """Name → the ``wp:docPr`` and the part of each chart in the text."""
        targets = self.package.targets(self.main)
        found = {}
        for drawn in self.body.iter(_DRAWN):
            holder = drawn.getparent()
            chart = next(holder.iter(_CHART), None) if holder is not None else None
            if chart is not None and (part := targets.get(identity_in(chart))):
                found[str(drawn.get("name", ""))] = (drawn, part)
        return found

    def packed(self) -> bytes:
        """The file with what was changed in its text."""
        self.package.put(self.main, self.part.blob)
        return self.package.packed()


def has_anchors(element: etree._Element) -> bool:
    """Whether something of a person's stands in `element` that is no text: a comment, a tracked change, a picture."""
    return any(each.tag in _ANCHORS for each in element.iter())


def _known_by_heads(line: DocumentLine) -> DocumentLine:
    """The line as it is known here: a table by its heads, not by its appendix, whose number may change."""
    if not line.table:
        return line
    return _in_table(line, " | ".join(line.columns))


def _in_table(line: DocumentLine, table: str) -> DocumentLine:
    label = line.key.partition("\n")[2]
    return replace(line, table=table, key=f"{table}\n{label}") if line.table else line


def _rows_of(lines: Iterable[DocumentLine]) -> dict[str, set[str]]:
    """The labels of the rows of each table."""
    found: dict[str, set[str]] = {}
    for line in lines:
        if line.table:
            found.setdefault(line.table, set()).add(line.key.partition("\n")[2])
    return found


def _style_names(package: Package, main: str) -> dict[tuple[str, str], str]:
    """Kind and identity of each style → its name in small letters."""
    part = package.target(main, "styles")
    return dict(_named(package.root(part))) if part else {}


def _named(styles: etree._Element) -> Iterator[tuple[tuple[str, str], str]]:
    for style in children(styles, "style"):
        kind, identity = style.get(qn("w:type"), ""), style.get(qn("w:styleId"), "")
        name = next((each.get(_VALUE, "") for each in children(style, "name")), identity)
        yield (kind, identity), name.lower()


_SENTENCE = re.compile(r".+?(?:[.;:!?](?=\s)|\n|$)\s*", re.DOTALL)


class Stretch(Struct, frozen=True):
    """Characters `start` to `end` of a text, and what stands there instead."""

    start: int
    end: int
    text: str

    def moved(self, by: int) -> Stretch:
        """The same, in a text with so many characters more before it."""
        return Stretch(self.start + by, self.end + by, self.text)


_ALIKE = str.maketrans("\u00a0\u2007\u202f–—−‐‑“”„‘’", '   -----"""\'\'')


def printed_alike(text: str) -> str:
    """The text with one blank, one dash and one kind of quotes, letter for letter: Word changes these by itself."""
    return text.translate(_ALIKE)


class Woven(Struct, frozen=True):
    """What is to be changed in the person's text."""

    stretches: tuple[Stretch, ...]
    """In the person's text, from left to right, none touching another."""
    contested: bool
    """Whether the data changed something that the person changed otherwise: it is left as the person has it."""


def stretches(old: str, new: str) -> tuple[Stretch, ...]:
    """What makes `new` of `old`."""
    was, now = marked(old, new)
    return tuple(_stretches(list(was), list(now)))


def _stretches(was: list[tuple[str, bool]], now: list[tuple[str, bool]]) -> Iterator[Stretch]:
    start = 0
    while was or now:
        gone = was.pop(0)[0] if was and was[0][1] else ""
        came = now.pop(0)[0] if now and now[0][1] else ""
        if gone or came:
            yield Stretch(start, start + len(gone), came)
            start += len(gone)
        else:
            now.pop(0)
            start += len(was.pop(0)[0])


def changed(text: str, changes: Sequence[Stretch]) -> str:
    """`text` with the changes made in it."""
    for each in reversed(changes):
        text = text[: each.start] + each.text + text[each.end :]
    return text


def weave(base: str, mine: str, new: str) -> Woven:
    """What of the way from `base` to `new` can be gone in `mine`.

    A figure flows in wherever the person left it; other words only in a sentence that the person left. Of a
    sentence in which both changed one place nothing is taken: its figures belong together.
    """
    own, data = stretches(printed_alike(base), printed_alike(mine)), stretches(base, new)
    free: list[Stretch] = []
    contested: list[tuple[int, int]] = []
    for each in data:
        near = [other for other in own if _meet(base, each, other)]
        if not near:
            free.append(each)
        elif each not in near:
            contested.append(_sentence(base, each))
    taken = []
    for each in free:
        if not any(each.start < end and each.end > start for start, end in contested):
            before = sum(len(o.text) - (o.end - o.start) for o in own if o.end <= each.start)
            taken.append(each.moved(before))
    return Woven(tuple(taken), bool(contested))


def _meet(base: str, data: Stretch, own: Stretch) -> bool:
    """Whether both change one place: they touch, or the data rewords a sentence that the person changed."""
    first, second = sorted((data, own), key=lambda s: (s.start, s.end))
    if not base[first.end : second.start].strip():
        return True
    if not any(map(str.isalpha, base[data.start : data.end] + data.text)):
        return False
    start, end = _sentence(base, data)
    return (own.start < end and own.end > start) or start < own.start == own.end < end


def _sentence(base: str, data: Stretch) -> tuple[int, int]:
    """Where the sentences begin and end in which the data changes something."""
    spans = [found.span() for found in _SENTENCE.finditer(base)]
    within = [s for s in spans if s[0] <= data.end and s[1] >= data.start] or [(0, len(base))]
    return within[0][0], within[-1][1]


_R, _T, _RPR, _PPR = qn("w:r"), qn("w:t"), qn("w:rPr"), qn("w:pPr")
_BR = qn("w:br")
_PLAIN = frozenset({_PPR, _R, qn("w:proofErr")})
_PLAIN_IN_RUN = frozenset({_RPR, _T, _BR, *SIGN_ELEMENTS, qn("w:lastRenderedPageBreak")})
_SAYS_NOTHING = frozenset(map(qn, ("w:lang", "w:noProof")))

_Letter = tuple[str, etree._Element | None]  # noqa: SLF001 - its stubs have no other name
"""A character and the ``w:t`` it stands in; None: it cannot be changed (a tab, the result of a field)."""


class ShownText:
    """One paragraph, to be read and changed."""

    def __init__(self, paragraph: etree._Element) -> None:
        self._paragraph = paragraph
        self._letters: list[_Letter] = [
            (each.text, each.element if each.is_typed else None) for each in letters_of(paragraph)
        ]

    @property
    def text(self) -> str:
        """What is shown of it, without an automatic number."""
        return "".join(letter for letter, _ in self._letters)

    def change(self, changes: Sequence[Stretch], model: etree._Element) -> bool:
        """Makes the changes where the letters stand; False: one of them cannot be made, and none is.

        Args:
            changes: from left to right, in `text`.
            model: a paragraph whose first run shows how a letter looks where there is none yet.
        """
        letters: list[_Letter] = list(self._letters)
        owners = {id(t): t for _, t in letters if t is not None}
        for each in reversed(changes):
            replaced = letters[each.start : each.end]
            owner = self._owner(each, model)
            if (
                owner is None
                or any(t is None for _, t in replaced)
                or set(each.text) & set("\t\n\f\v")
            ):
                return False
            owners[id(owner)] = owner
            letters[each.start : each.end] = [(letter, owner) for letter in each.text]
        for owner in owners.values():
            owner.text = "".join(letter for letter, t in letters if t is owner)
            owner.set(SPACE, "preserve")
        self._letters = letters
        return True

    def _owner(self, change: Stretch, model: etree._Element) -> etree._Element | None:
        """Where the new letters go: where the first old one stood, else behind the one before."""
        letters = self._letters
        if change.end > change.start:
            return letters[change.start][1]
        near = [*letters[max(0, change.start - 1) : change.start], *letters[change.start :][:1]]
        if near:
            return next((t for _, t in near if t is not None), None)
        return _new_run(self._paragraph, model)


def _new_run(paragraph: etree._Element, model: etree._Element) -> etree._Element:
    """An empty text at the end of a paragraph without any, in the look of the model's first run."""
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    looks = next((r.find(_RPR) for r in model.iter(_R)), None)
    if looks is not None:
        run.append(deepcopy(looks))
    run.append(text)
    paragraph.append(run)
    return text


def is_plain(paragraph: etree._Element) -> bool:
    """Whether nothing stands in it but text: no comment's end, tracked change, bookmark, field, picture."""
    return all(
        child.tag in _PLAIN
        and (child.tag != _R or all(inner.tag in _PLAIN_IN_RUN for inner in child))
        for child in paragraph
    )


def look_alike(one: etree._Element, other: etree._Element) -> bool:
    """Whether the runs of two paragraphs say the same in the same look."""
    return _looks(one) == _looks(other)


def _looks(paragraph: etree._Element) -> list[tuple[str, object]]:
    """Text after text with the look it has; neighbours of one look as one."""
    found: list[tuple[str, object]] = []
    for run in paragraph.iter(_R):
        text = "".join(SIGN_ELEMENTS.get(str(c.tag), c.text or "\n") for c in run if c.tag != _RPR)
        look = [_said(each) for each in run.iterfind(f"{_RPR}/*") if each.tag not in _SAYS_NOTHING]
        if found and found[-1][1] == look:
            found[-1] = (found[-1][0] + text, look)
        elif text:
            found.append((text, look))
    return found


def _said(element: etree._Element) -> object:
    """Equal for elements that say the same, whatever names were declared around them."""
    said = sorted((str(name), str(value)) for name, value in element.attrib.items())
    return element.tag, said, [_said(child) for child in element]


def take_runs(paragraph: etree._Element, model: etree._Element | None) -> None:
    """Lets a plain paragraph say what `model` says, as it says it (None: nothing); its own properties stay."""
    for child in list(paragraph):
        if child.tag != _PPR:
            paragraph.remove(child)
    for child in model if model is not None else ():
        if child.tag != _PPR:
            paragraph.append(deepcopy(child))


def widths_of(lines: Iterable[DocumentLine]) -> dict[str, int]:
    """How many columns each table has."""
    found: dict[str, int] = {}
    for line in lines:
        if line.table:
            found[line.table] = max(found.get(line.table, 0), len(line.columns))
    return found


def lay(spot: tuple[etree._Element, bool], elements: Sequence[etree._Element]) -> None:
    """Puts the elements behind or before what stands there."""
    beside, behind = spot
    for each in elements:
        if behind:
            beside.addnext(each)
            beside = each
        else:
            beside.addprevious(each)


def is_alone(unit: etree._Element) -> bool:
    """Whether it is the only paragraph of its cell, which must have one."""
    parent = unit.getparent()
    if parent is None or parent.tag != CELL:
        return False
    return unit.tag == P and sum(each.tag in {P, TABLE} for each in parent) == 1


def chart_figures(document: OpenedDocument, chart: str) -> list[str]:
    """What a chart draws: names, lengths, labels."""
    found = document.package.root(chart).iter()
    return [each.text or "" for each in found if local(each) in {"v", "t"}]
