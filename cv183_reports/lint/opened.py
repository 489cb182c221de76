"""A document opened for a copy of it that is written: its texts as python-docx knows them, all else as packed.

Its letters are had as Word shows them, each with the element it stands in; tracked changes count as accepted, as in
`word`. Runs are parted where a look or a change begins in the middle of one; letters are replaced as tracked changes in
the look of those they replace. One such copy is written here: with a Word comment at each fault, and nothing else touched.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import cast

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.oxml.text.run import CT_R
from docx.package import Package as WordPackage
from docx.parts.comments import CommentsPart
from docx.parts.document import DocumentPart
from docx.parts.hdrftr import HeaderPart
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml import etree
from msgspec import Struct

from cv183_reports.ooxml.archive import MAX_WORD_PART
from cv183_reports.ooxml.package import Package
from cv183_reports.ooxml.xml import SPACE, local
from cv183_reports.word.facts import ParagraphFacts
from cv183_reports.word.numbering import SYMBOL_SIGNS
from cv183_reports.word.text import BREAKS, SIGN_OF

_Element = etree._Element  # noqa: SLF001 - its stubs have no other name
_R, _T, _RPR = qn("w:r"), qn("w:t"), qn("w:rPr")
_GONE = frozenset(
    map(qn, ("w:pPr", "w:del", "w:moveFrom", "w:sdtPr", "w:sdtEndPr", "w:rPr", "w:rt"))
)
SIGN_ELEMENTS = {qn(f"w:{name}"): sign for name, sign in SIGN_OF.items()}
"""Elements that are one character."""
_BR, _SYM, _FIELD, _SIMPLE = qn("w:br"), qn("w:sym"), qn("w:fldChar"), qn("w:fldSimple")
AUTHOR = "cv183-report"
"""Of the changes and comments that we put into a document."""
_AUTHOR = qn("w:author")
_INS, _DEL, _DELETED = qn("w:ins"), qn("w:del"), qn("w:delText")
_TAKEN_OUT = frozenset({_RPR, _T, qn("w:lastRenderedPageBreak")})
"""What a run may hold whose letters are taken out whole."""
_SIGN_LETTERS = frozenset("\t\n\f\v")
_P, _TBL, _IDENTITY = map(qn, ("w:p", "w:tbl", "w:id"))
_DRAWING = re.compile(rb"""docPr\b[^>]*?\bid=["'](\d+)""")
_LOOSE, _STRICT = b"http://schemas.openxmlformats.org", b"http://purl.oclc.org/ooxml"
_NAMES = tuple(
    (_LOOSE + loose, _STRICT + strict)
    for loose, strict in (
        (b"/wordprocessingml/2006/main", b"/wordprocessingml/main"),
        (b"/officeDocument/2006/relationships", b"/officeDocument/relationships"),
        (b"/drawingml/2006/main", b"/drawingml/main"),
        (b"/drawingml/2006/wordprocessingDrawing", b"/drawingml/wordprocessingDrawing"),
    )
)
"""What parts of a Strict document are written in, and the names for it that python-docx knows."""
_HEADER = b'<w:hdr xmlns:w="' + _NAMES[0][0] + b'" xmlns:r="' + _NAMES[1][0] + b'"/>'

Namespaces = tuple[tuple[bytes, bytes], ...]
"""Of each vocabulary the name that python-docx knows, and the one that a document has for it."""


def strict_names(text: bytes) -> Namespaces:
    """The names of a Strict document, by its main part; none for an ordinary one."""
    return tuple(pair for pair in _NAMES if pair[1] in text)


def loosened(content: bytes, names: Namespaces) -> bytes:
    """A part of a Strict document in the names that python-docx knows."""
    for loose, strict in names:
        content = content.replace(strict, loose)
    return content


def tightened(content: bytes, names: Namespaces) -> bytes:
    """The same in its own names."""
    for loose, strict in names:
        content = content.replace(loose, strict)
    return content


class OpenedCopy:
    """A document of which a changed copy is made; parts that nothing is changed in are copied as packed."""

    def __init__(self, data: bytes, main: str) -> None:
        """Opens `data`, whose main part is `main`; it must have been read before (`read_facts`)."""
        self._data = data
        self._is_grown = False
        self.package = Package(data)
        self.main = main
        self.names = strict_names(self.package.read(main, MAX_WORD_PART))
        self._parts: dict[str, tuple[XmlPart, bytes]] = {}
        self._paragraphs: dict[str, list[CT_P]] = {}
        self._tables: dict[str, list[_Element]] = {}
        self._drawings: int | None = None
        self._identities: dict[str, int] = {}

    @property
    def document(self) -> DocumentPart:
        """The main part."""
        return cast("DocumentPart", self.part(self.main))

    def part(self, name: str) -> XmlPart:
        """The part of that name, to be changed."""
        if name not in self._parts:
            kind = DocumentPart if name == self.main else HeaderPart
            content = loosened(self.package.read(name, MAX_WORD_PART), self.names)
            uri = PackURI(f"/{name}")
            part = kind.load(uri, CONTENT_TYPE.WML_DOCUMENT_MAIN, content, WordPackage())
            self._parts[name] = part, part.blob
        return self._parts[name][0]

    def paragraph(self, part: str, index: int) -> CT_P:
        """The paragraph that has that `ParagraphFacts.index`."""
        if part not in self._paragraphs:
            self._paragraphs[part] = list(self.part(part).element.iter(_P))
        return self._paragraphs[part][index]

    def table(self, part: str, index: int) -> _Element:
        """The table that has that `TableFacts.index`."""
        if part not in self._tables:
            self._tables[part] = list(self.part(part).element.iter(_TBL))
        return self._tables[part][index]

    def identity(self, part: str) -> int:
        """A number that no tracked change in the part has."""
        if part not in self._identities:
            marks = (each for each in self.part(part).element.iter("*") if each.get(_AUTHOR))
            taken = (each.get(_IDENTITY, "") for each in marks)
            self._identities[part] = max((int(n) for n in taken if n.isdecimal()), default=0)
        self._identities[part] += 1
        return self._identities[part]

    def drawing_identity(self) -> int:
        """A number that no drawing of the document has."""
        if self._drawings is None:
            parts = [name for name in self.package.names if name.endswith(".xml")]
            taken = [
                found
                for name in parts
                for found in _DRAWING.findall(self.package.read(name, MAX_WORD_PART))
            ]
            self._drawings = max(map(int, taken), default=0)
        self._drawings += 1
        return self._drawings

    def add_header(self) -> tuple[str, XmlPart]:
        """A new part for a header without anything in it, and the identity by which the text points to it."""
        folder = posixpath.dirname(self.main)
        name = self.package.free_name(posixpath.join(folder, "header{n}.xml"))
        self.package.add(name, CONTENT_TYPE.WML_HEADER, b"")
        arrow = tightened(RELATIONSHIP_TYPE.HEADER.encode(), self.names).decode()
        identity = self.package.relate(self.main, arrow, name)
        part = HeaderPart.load(PackURI(f"/{name}"), CONTENT_TYPE.WML_HEADER, _HEADER, WordPackage())
        self._parts[name] = part, b""
        self._is_grown = True
        return identity, part

    def packed(self) -> bytes:
        """The copy; the very same bytes where nothing was changed."""
        written = {name: (part.blob, before) for name, (part, before) in self._parts.items()}
        changed = {name: new for name, (new, before) in written.items() if new != before}
        if not changed and not self._is_grown:
            return self._data
        for name, content in changed.items():
            self.package.put(name, tightened(content, self.names))
        return self.package.packed()


class ShownLetter(Struct):
    """A letter and where it stands."""

    text: str
    element: _Element
    """Its ``w:t``, or the sign it is (a tab, a break)."""
    at: int
    """Its place in the text of `element`."""
    in_field: bool
    """Part of the result of a field, which Word makes anew."""

    @property
    def is_typed(self) -> bool:
        """Whether it can be changed."""
        return self.element.tag == _T and not self.in_field


def letters_of(paragraph: _Element) -> list[ShownLetter]:
    """What is shown of a paragraph, without an automatic number; hidden text too."""
    return list(_Reading().inline(paragraph, in_field=False))


class _Reading:
    def __init__(self) -> None:
        self._fields: list[bool] = []
        """Of each open field whether its result has begun."""

    def inline(self, node: _Element, *, in_field: bool) -> Iterator[ShownLetter]:
        for child in _shown(node):
            if child.tag == _R:
                yield from self._run(child, in_field=in_field)
            elif child.tag not in _GONE:
                yield from self.inline(child, in_field=in_field or child.tag == _SIMPLE)

    def _run(self, run: _Element, *, in_field: bool) -> Iterator[ShownLetter]:
        for child in _shown(run):
            if child.tag == _FIELD:
                self._field(str(child.get(qn("w:fldCharType"))))
            elif all(self._fields):
                begins, text = _characters(child)
                for at, letter in enumerate(text, start=begins):
                    yield ShownLetter(letter, child, at, in_field or bool(self._fields))

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()


def _characters(element: _Element) -> tuple[int, str]:
    """What a child of a run shows, and where in its text that begins."""
    if element.tag == _T:
        text = (element.text or "").replace("\n", " ")
        if element.get(SPACE) == "preserve":
            return 0, text
        return len(text) - len(text.lstrip(" \t\r")), text.strip(" \t\r")
    if element.tag == _BR:
        return 0, BREAKS.get(str(element.get(qn("w:type"))), "\n")
    if element.tag == _SYM:
        return 0, _symbol(str(element.get(qn("w:char"))))
    return 0, SIGN_ELEMENTS.get(str(element.tag), "")


def _symbol(written: str) -> str:
    try:
        letter = chr(int(written, 16))
    except (ValueError, OverflowError):
        return ""
    return SYMBOL_SIGNS.get(letter, letter)


def _shown(node: _Element) -> Iterator[_Element]:
    """The children of `node`, of alternatives only the one that Word shows."""
    for child in node:
        name = local(child)
        if name == "AlternateContent":
            yield from (inner for choice in list(child)[:1] for inner in _shown(choice))
        elif name not in {"", "txbxContent"}:
            yield child


class TypedParagraph:
    """One paragraph whose runs may be parted and whose letters may be replaced.

    Places count in `ParagraphFacts.own_text` of the facts it was opened with; changes go from right to left.
    """

    def __init__(self, element: _Element, letters: list[ShownLetter]) -> None:
        self.element = element
        self._letters = letters

    @classmethod
    def opened(cls, element: _Element, facts: ParagraphFacts) -> TypedParagraph | None:
        """The paragraph; None where the file does not say what `facts` say."""
        letters = letters_of(element)
        told = [(letter, run) for run in facts.runs for letter in run.text]
        if len(letters) != len(told):
            return None
        for letter, (text, run) in zip(letters, told, strict=True):
            if letter.text != text:
                return None
            letter.in_field = letter.in_field or bool(run.field)
        seen = [each for each, (_, run) in zip(letters, told, strict=True) if not run.vanish]
        return cls(element, seen)

    def runs(self, start: int, end: int) -> list[CT_R]:
        """The runs of the letters from `start` to `end`, and of no others."""
        self._cut(end)
        self._cut(start)
        runs = (each.element.getparent() for each in self._letters[start:end])
        return list(dict.fromkeys(cast("CT_R", run) for run in runs if _is_run(run)))

    def _cut(self, place: int) -> None:
        """Lets a run begin at `place`, if there is a letter of the same run before it."""
        if not 0 < place < len(self._letters):
            return
        before, letter = self._letters[place - 1], self._letters[place]
        run = letter.element.getparent()
        if run is None or run is not before.element.getparent() or run.tag != _R:
            return
        rest = _like(run)
        first = letter.element
        moved = [*first.itersiblings()]
        if first is before.element:
            first = self._part(place)
        rest.extend([first, *moved])
        run.addnext(rest)

    def _part(self, place: int) -> _Element:
        """A text of its own for what stands in one ``w:t`` from `place` on."""
        text, at = self._letters[place].element, self._letters[place].at
        rest = OxmlElement("w:t")
        rest.text, text.text = (text.text or "")[at:], (text.text or "")[:at]
        for each in (text, rest):
            each.set(SPACE, "preserve")
        for letter in self._letters[place:]:
            if letter.element is text:
                letter.element, letter.at = rest, letter.at - at
        return rest

    def track(self, start: int, end: int, text: str, identities: Iterator[int]) -> bool:
        """Puts `text` for the letters from `start` to `end` as a tracked change; False: it cannot be done.

        What stands in the result of a field, a tab or a break is not changed.
        """
        if not all(each.is_typed for each in self._letters[start:end]) or set(text) & _SIGN_LETTERS:
            return False
        beside = self._beside(start, end)
        if beside is None:
            return False
        runs = self.runs(start, end)
        if any(child.tag not in _TAKEN_OUT for run in runs for child in run):
            return False
        behind = start > 0 or bool(runs)
        anchor = self._letters[end - 1 if runs else start - 1 if behind else 0].element.getparent()
        assert anchor is not None
        looks = (runs[0] if runs else beside).find(_RPR)
        if text:
            _place(_inserted(text, looks, next(identities)), anchor, behind=behind)
        for run in runs:
            _delete(run, identities)
        return True

    def _beside(self, start: int, end: int) -> _Element | None:
        """The run that new letters look like: of the first replaced, else before, else behind the place."""
        self._cut(end)
        near = self._letters[start:end] or self._letters[max(0, start - 1) : start + (start == 0)]
        run = near[0].element.getparent() if near and not near[0].in_field else None
        return run if _is_run(run) else None


def _is_run(element: _Element | None) -> bool:
    return element is not None and element.tag == _R


def _like(run: _Element) -> _Element:
    """An empty run in the look of another."""
    made = OxmlElement("w:r")
    looks = run.find(_RPR)
    if looks is not None:
        made.append(deepcopy(looks))
    return made


def _change(kind: str, identity: int) -> _Element:
    """A tracked change that tells no time: the same whenever it is made."""
    change = OxmlElement(kind)
    change.set(qn("w:id"), str(identity))
    change.set(_AUTHOR, AUTHOR)
    return change


def _inserted(text: str, looks: _Element | None, identity: int) -> _Element:
    change, run, written = (
        _change("w:ins", identity),
        OxmlElement("w:r"),
        OxmlElement("w:t"),
    )
    if looks is not None:
        run.append(deepcopy(looks))
    written.text = text
    written.set(SPACE, "preserve")
    run.append(written)
    change.append(run)
    return change


def _place(change: _Element, anchor: _Element, *, behind: bool) -> None:
    """Lays a change beside a run; not within another insertion, which is parted."""
    outer = anchor.getparent()
    if outer is not None and outer.tag == _INS:
        rest = OxmlElement("w:ins")
        for name, value in outer.attrib.items():
            rest.set(name, value)
        rest.extend([*anchor.itersiblings()] if behind else [anchor, *anchor.itersiblings()])
        if len(rest):
            outer.addnext(rest)
        outer.addnext(change)
        around = outer.getparent()
        if not len(outer) and around is not None:
            around.remove(outer)
    elif behind:
        anchor.addnext(change)
    else:
        anchor.addprevious(change)


def _delete(run: _Element, identities: Iterator[int]) -> None:
    """Marks a run as taken out; joins the deletion right before it."""
    before = run.getprevious()
    if before is not None and before.tag == _DEL and before.get(_AUTHOR) == AUTHOR:
        before.append(run)
    else:
        change = _change("w:del", next(identities))
        run.addprevious(change)
        change.append(run)
    for text in run.findall(_T):
        text.tag = _DELETED
        text.set(SPACE, "preserve")


_INITIALS = "CV183"


class Comment(Struct, frozen=True):
    """One comment, at a paragraph of the body."""

    paragraph: int
    """Rank of its ``w:p`` in the main part."""
    text: str


def with_comments(data: bytes, main: str, comments: Sequence[Comment]) -> bytes:
    """The document `data`, whose main part is `main`, with `comments` added to those it has.

    `data` must have been read before (`read_facts`): it is taken to be whole and well formed.
    """
    if not comments:
        return data
    package = Package(data)
    text = package.read(main, MAX_WORD_PART)
    names = strict_names(text)
    book = package.target(main, "comments")
    known = loosened(package.read(book), names) if book else b""
    part = _opened(main, loosened(text, names), book, known)
    paragraphs = list(part.element.iter(_P))
    for comment in comments:
        _add(part.document, paragraphs[comment.paragraph], comment.text)
    content = part.part_related_by(RELATIONSHIP_TYPE.COMMENTS).blob
    if book is None:
        book = posixpath.join(posixpath.dirname(main), "comments.xml")
        package.drop(book)
        package.add(book, CONTENT_TYPE.WML_COMMENTS, b"")
        arrow = tightened(RELATIONSHIP_TYPE.COMMENTS.encode(), names).decode()
        package.relate(main, arrow, book)
    for name, written in ((main, part.blob), (book, content)):
        package.put(name, tightened(written, names))
    return package.packed()


def _opened(main: str, text: bytes, book: str | None, comments: bytes) -> DocumentPart:
    """The text of a document with its comments, if it has any."""
    package = WordPackage()
    part = DocumentPart.load(PackURI(f"/{main}"), CONTENT_TYPE.WML_DOCUMENT_MAIN, text, package)
    assert isinstance(part, DocumentPart)
    if book is not None:
        known = CommentsPart.load(PackURI(f"/{book}"), CONTENT_TYPE.WML_COMMENTS, comments, package)
        part.relate_to(known, RELATIONSHIP_TYPE.COMMENTS)
    return part


def _add(document: Document, paragraph: CT_P, text: str) -> None:
    """A comment around all that stands in `paragraph`; the same, whenever and wherever it is made.

    Word has no comments in text boxes: theirs are at the paragraph the box hangs at. python-docx tells
    the time, and names styles that the document may not have.
    """
    outermost = cast("CT_P", [paragraph, *paragraph.iterancestors(_P)][-1])
    around = Paragraph(outermost, document)
    own = (run for run in outermost.iter(_R) if next(run.iterancestors(_P)) is outermost)
    runs = [Run(cast("CT_R", run), around) for run in own] or [around.add_run()]
    comment = document.add_comment(runs, text, AUTHOR, _INITIALS)
    made = comment._comment_elm  # noqa: SLF001 - nor does it let go of either
    made.date = None
    mark = f".//w:commentReference[@w:id='{comment.comment_id}']/../w:rPr"
    for looks in (*outermost.xpath(mark), *made.xpath(".//w:pPr | .//w:rPr")):
        looks.getparent().remove(looks)
