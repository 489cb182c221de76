"""Writes a copy of a document with a Word comment at each fault (python-docx). Nothing else is touched.

python-docx is given the text and its comments only: all other parts go into the copy as they were packed.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml.ns import nsmap, qn
from docx.oxml.text.paragraph import CT_P
from docx.oxml.text.run import CT_R
from docx.package import Package as WordPackage
from docx.parts.comments import CommentsPart
from docx.parts.document import DocumentPart
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from cv183_reports.ooxml.archive import MAX_WORD_PART
from cv183_reports.ooxml.package import Package

AUTHOR = "cv183-report"
_INITIALS = "CV183"
_LOOSE = nsmap["w"].encode()
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_STRICT_KIND = "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"
_P, _R = qn("w:p"), qn("w:r")


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
    strict = _STRICT in text
    book = package.target(main, "comments")
    part = _opened(main, _loose(text), book, _loose(package.read(book)) if book else b"")
    paragraphs = list(part.element.iter(_P))
    for comment in comments:
        _add(part.document, paragraphs[comment.paragraph], comment.text)
    content = part.part_related_by(RELATIONSHIP_TYPE.COMMENTS).blob
    if book is None:
        book = posixpath.join(posixpath.dirname(main), "comments.xml")
        package.drop(book)
        package.add(book, CONTENT_TYPE.WML_COMMENTS, b"")
        package.relate(main, _STRICT_KIND if strict else RELATIONSHIP_TYPE.COMMENTS, book)
    for name, written in ((main, part.blob), (book, content)):
        package.put(name, written.replace(_LOOSE, _STRICT) if strict else written)
    return package.packed()


def _loose(content: bytes) -> bytes:
    """A part of a Strict document in the names that python-docx knows."""
    return content.replace(_STRICT, _LOOSE)


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
