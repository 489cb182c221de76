"""A document opened for a copy of it that is written: its texts as python-docx knows them, all else as packed.

One such copy is written here: with a Word comment at each fault, and nothing else touched.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
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

from cv183_reports.lint.letters import AUTHOR
from cv183_reports.ooxml.archive import MAX_WORD_PART
from cv183_reports.ooxml.package import Package

_Element = etree._Element  # noqa: SLF001 - its stubs have no other name
_P, _TBL, _IDENTITY, _AUTHOR = map(qn, ("w:p", "w:tbl", "w:id", "w:author"))
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


Names = tuple[tuple[bytes, bytes], ...]
"""Of each vocabulary the name that python-docx knows, and the one that a document has for it."""


def strict_names(text: bytes) -> Names:
    """The names of a Strict document, by its main part; none for an ordinary one."""
    return tuple(pair for pair in _NAMES if pair[1] in text)


def loosened(content: bytes, names: Names) -> bytes:
    """A part of a Strict document in the names that python-docx knows."""
    for loose, strict in names:
        content = content.replace(strict, loose)
    return content


def tightened(content: bytes, names: Names) -> bytes:
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


_INITIALS = "CV183"
_R = qn("w:r")


@dataclass(frozen=True, slots=True)
class Comment:
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
