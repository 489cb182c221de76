"""Writes a copy of a document with a Word comment at each fault. Nothing else is touched."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Sequence
from dataclasses import dataclass
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

AUTHOR = "cv183-report"
_INITIALS = "CV183"
_STRICT = "http://purl.oclc.org/ooxml/"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_KIND = "/relationships/comments"
_LOOSE_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_STRICT_KIND = f"{_STRICT}officeDocument/relationships/comments"
_TYPES_PART = "[Content_Types].xml"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The date of each entry: the same copy, byte for byte, whenever it is made."""


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
    with ZipFile(io.BytesIO(data)) as package:
        parts = {entry.filename: package.read(entry) for entry in package.infolist()}
    body = _parsed(parts[main])
    namespace = etree.QName(body).namespace or ""
    part = _comments_part(parts, main, strict=namespace.startswith(_STRICT))
    book = (
        _parsed(parts[part])
        if part in parts
        else etree.Element(f"{{{namespace}}}comments", nsmap={"w": namespace})
    )
    _Writer(namespace, body, book).write(comments)
    parts[main], parts[part] = _written(body), _written(book)
    return _zipped(parts)


@dataclass(frozen=True, slots=True)
class _Writer:
    namespace: str
    body: etree._Element
    book: etree._Element

    def write(self, comments: Sequence[Comment]) -> None:
        paragraphs = list(self.body.iter(self._name("p")))
        ids = [int(each.get(self._name("id"), "-1")) for each in self.book]
        for identity, comment in enumerate(comments, start=max(ids, default=-1) + 1):
            self._mark(self._outermost(paragraphs[comment.paragraph]), str(identity))
            self.book.append(self._comment(str(identity), comment.text))

    def _name(self, local: str) -> str:
        return f"{{{self.namespace}}}{local}"

    def _new(self, local: str, **attributes: str) -> etree._Element:
        element = etree.Element(self._name(local))
        for name, value in attributes.items():
            element.set(self._name(name), value)
        return element

    def _outermost(self, paragraph: etree._Element) -> etree._Element:
        """The paragraph itself, or the one that its text box hangs at: Word has no comments in boxes."""
        around = list(paragraph.iterancestors(self._name("p")))
        return around[-1] if around else paragraph

    def _mark(self, paragraph: etree._Element, identity: str) -> None:
        """Start, end and reference of a comment around all of a paragraph."""
        has_properties = len(paragraph) and paragraph[0].tag == self._name("pPr")
        paragraph.insert(1 if has_properties else 0, self._new("commentRangeStart", id=identity))
        paragraph.append(self._new("commentRangeEnd", id=identity))
        run = self._new("r")
        run.append(self._new("commentReference", id=identity))
        paragraph.append(run)

    def _comment(self, identity: str, text: str) -> etree._Element:
        comment = self._new("comment", id=identity, author=AUTHOR, initials=_INITIALS)
        paragraph, run, words = self._new("p"), self._new("r"), self._new("t")
        words.text = text
        run.append(words)
        paragraph.append(run)
        comment.append(paragraph)
        return comment


def _comments_part(parts: dict[str, bytes], main: str, *, strict: bool) -> str:
    """The name of the part for comments; it is declared if the document has none yet."""
    folder, name = posixpath.split(main)
    relations_part = posixpath.join(folder, "_rels", f"{name}.rels")
    relations = (
        _parsed(parts[relations_part])
        if relations_part in parts
        else _parsed(f'<Relationships xmlns="{_RELATIONSHIPS}"/>'.encode())
    )
    for relation in relations:
        if relation.get("Type", "").endswith(_KIND):
            target = relation.get("Target", "")
            return (
                target.lstrip("/")
                if target.startswith("/")
                else posixpath.normpath(posixpath.join(folder, target))
            )
    part = posixpath.join(folder, "comments.xml")
    taken = {relation.get("Id") for relation in relations}
    identity = next(f"rId{rank}" for rank in range(1, len(taken) + 2) if f"rId{rank}" not in taken)
    etree.SubElement(
        relations,
        f"{{{_RELATIONSHIPS}}}Relationship",
        Id=identity,
        Type=_STRICT_KIND if strict else _LOOSE_KIND,
        Target="comments.xml",
    )
    types = _parsed(parts[_TYPES_PART])
    etree.SubElement(types, f"{{{_TYPES}}}Override", PartName=f"/{part}", ContentType=_CONTENT_TYPE)
    parts[relations_part], parts[_TYPES_PART] = _written(relations), _written(types)
    return part


def _parsed(content: bytes) -> etree._Element:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(ZipInfo(name, _LONG_AGO), content, ZIP_DEFLATED)
    return stream.getvalue()
