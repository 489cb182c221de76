"""The XML door: no DTD, no strange encoding, no bottomless nesting.

Behind it a part is read in one of four ways, by what is wanted of it: element by element (`parse`), the
same with what is written in an ordinary way taken whole (`parse_taking`), as a light tree of local names
(`Trees`), or as a tree that is changed and written again (`root`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from lxml import etree

from cv183_reports.catalogue import files
from cv183_reports.catalogue import lint as presentation
from cv183_reports.ooxml.archive import Refusal

_MAX_DEPTH = 64
_ENCODINGS = frozenset({"utf-8", "utf-16", "us-ascii", "ascii"})
"""OOXML allows the first two (ECMA-376 part 2); ASCII is the first."""
_PIECE = 256 * 1024
_MAX_TAG = 8 * _PIECE
"""Bytes of one tag or comment."""
_PLAIN_START = re.compile(
    rb"(?:\xef\xbb\xbf)?<(?:\?xml version=([\"'])1\.0\1 encoding=([\"'])utf-8\2[^<>]*>\s*<)?[A-Za-z]",
    re.IGNORECASE,
)
"""How a part begins that is UTF-8 or no XML."""
_DIGITS = 9
"""Far beyond any index."""


SPACE = "{http://www.w3.org/XML/1998/namespace}space"
"""Whether blanks at the ends of a text are meant (``preserve``)."""


class Handler:
    """What a part does with its elements; each kind of part overrides what it needs."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins; `name` is its local name, whatever its namespace."""

    def end(self, name: str) -> None:
        """The element ends."""

    def text(self, text: str) -> None:
        """Characters, possibly not all at once."""


class _PrologRead(Exception):  # noqa: N818 - a signal, not an error
    """The first element has come, so no DTD can come any more."""


class Taker(Handler):
    """A handler that takes what is written in one ordinary way whole, without its single elements."""

    ordinary: re.Pattern[bytes]
    """What it takes: balanced elements, few levels deep, and in them no entity, no control character but tab
    and line feed, no byte EF (U+FFFF is no character)."""

    def may_take(self, path: list[str]) -> bool:  # noqa: ARG002 - each kind looks where it is
        """Whether what comes next is taken, inside the open elements `path`; asked before each stretch."""
        return False

    def take(self, found: Sequence[Any]) -> None:
        """Take the next of a stretch: the groups of `ordinary`, after what stood between it and the one before.

        Raises:
            UnicodeDecodeError: it is no UTF-8.
        """


def parse(part: str, content: bytes, handler: Handler) -> None:
    """Give every element of the XML `content` to `handler`.

    Raises:
        Refusal: a DTD, an encoding OOXML does not know, nesting too deep, or bad XML.
    """
    _feed(_walker(part, handler, []), part, content)


def parse_taking(part: str, content: bytes, handler: Taker) -> None:
    """As `parse`, but what is ordinary goes to `handler` whole where it may take it; nothing else changes.

    What is taken the parser never sees: it is sound by itself, and it stands where the parser, given all
    that came before, has nothing pending and waits for content.
    """
    if not _is_plain(content):
        parse(part, content, handler)
        return
    path: list[str] = []
    parser = _walker(part, handler, path)
    pieces = handler.ordinary.split(content)
    rest, fed = pieces[-1], 0
    size = handler.ordinary.groups + 1
    try:
        for number, found in enumerate(zip(*[iter(pieces)] * size, strict=False)):
            between = found[0]
            if between or not number:
                parser.Parse(between)
                fed += len(between)
                if parser.CurrentByteIndex != fed or not handler.may_take(path):
                    rest = content[_start(handler.ordinary, content, number) :]
                    break
            handler.take(found)
        parser.Parse(rest, True)  # noqa: FBT003 - as below
    except (ExpatError, UnicodeDecodeError) as problem:
        raise Refusal(files.BAD_XML, part=part) from problem


def _start(pattern: re.Pattern[bytes], content: bytes, number: int) -> int:
    """Where what is found after `number` others begins."""
    return next(islice(pattern.finditer(content), number, None)).start()


def _is_plain(content: bytes) -> bool:
    """Whether `content` is UTF-8 in which what looks like a tag is one, and none can be too long."""
    return (
        len(content) <= _MAX_TAG
        and _PLAIN_START.match(content) is not None
        and b"<![CDATA[" not in content
    )


def _walker(part: str, handler: Handler, path: list[str]) -> XMLParserType:
    """A parser that gives its elements to `handler`; the local names of the open ones stand in `path`."""
    parser = _parser(part)
    on_start, on_end = handler.start, handler.end
    enter, leave = path.append, path.pop

    def start(name: str, attributes: dict[str, str]) -> None:
        if ":" in name:
            name = _local(name)
        enter(name)
        if len(path) > _MAX_DEPTH:
            raise Refusal(files.TOO_DEEP, part=part, limit=_MAX_DEPTH)
        on_start(name, attributes)

    def end(_name: str) -> None:
        on_end(leave())

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.text
    return parser


def prove(part: str, content: bytes) -> None:
    """Read `content`, which we wrote ourselves, to its end for nothing but to know that it is XML.

    Raises:
        Refusal: it is not.
    """
    try:
        _parser(part).Parse(content, True)  # noqa: FBT003 - as below; at one go: a tenth faster
    except ExpatError as problem:
        raise Refusal(files.BAD_XML, part=part) from problem


def check_prolog(part: str, content: bytes) -> None:
    """Look for a DTD only: for parts whose elements nobody needs.

    Raises:
        Refusal: a DTD, an encoding OOXML does not know, or bad XML before the first element.
    """

    def stop(_name: str, _attributes: dict[str, str]) -> None:
        raise _PrologRead

    parser = _parser(part)
    parser.StartElementHandler = stop
    try:
        _feed(parser, part, content)
    except _PrologRead:
        return


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _parser(part: str) -> XMLParserType:
    def doctype(*_: object) -> None:
        raise Refusal(files.DOCTYPE, part=part)

    def declaration(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            raise Refusal(files.BAD_XML, part=part)

    parser = ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = _PIECE
    parser.StartDoctypeDeclHandler = doctype
    parser.XmlDeclHandler = declaration
    return parser


def _feed(parser: XMLParserType, part: str, content: bytes) -> None:
    """Feed piece by piece: a tag that does not end within `_MAX_TAG` is no honest one, and costly."""
    try:
        for start in range(0, len(content), _PIECE):
            end = start + _PIECE
            parser.Parse(content[start:end])
            if end - parser.CurrentByteIndex > _MAX_TAG:
                raise Refusal(files.BAD_XML, part=part)
        parser.Parse(b"", True)  # noqa: FBT003 - expat takes it by position: that was all
    except ExpatError as problem:
        raise Refusal(files.BAD_XML, part=part) from problem


MAX_ELEMENTS = 3_000_000
"""Elements of one document, all parts together: 100,000 paragraphs with numbers and looks of their own have 2 million."""
MAX_BLOCKS = 250_000
"""Elements among them that cost most to read: paragraphs, cells, shapes, sections."""

_BLOCKS = frozenset({"p", "tc", "wsp", "shape", "rect", "line", "sectPr"})
_SHARED = frozenset({"pPr", "rPr", "tcPr", "trPr"})
_CHARACTERS = frozenset({"t", "instrText", "delText", "posOffset", "align"})
_NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})


class Node:
    """One element: local name, attributes by local name, children, and characters where they count."""

    __slots__ = ("attributes", "children", "name", "text")

    def __init__(self, name: str, attributes: Mapping[str, str]) -> None:
        self.name = name
        self.attributes = attributes
        self.children: list[Node] = []
        self.text = ""

    def __iter__(self) -> Iterator[Node]:
        return iter(self.children)

    def get(self, attribute: str, default: str = "") -> str:
        """The attribute of that local name."""
        return self.attributes.get(attribute, default)

    def child(self, name: str) -> Node | None:
        """The first child of that name."""
        for child in self.children:
            if child.name == name:
                return child
        return None

    def value(self, name: str) -> str:
        """``w:val`` of the first child of that name, or nothing."""
        child = self.child(name)
        return "" if child is None else child.get("val")

    def descend(self, *names: str) -> Node | None:
        """The first child of the first name, its first child of the second, and so on."""
        found: Node | None = self
        for name in names:
            if found is None:
                return None
            found = found.child(name)
        return found

    def walk(self) -> Iterator[Node]:
        """Itself and everything below it, in file order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


class Trees:
    """Reads the parts of one document into trees; what they may hold is counted over all of them.

    Property elements that say the same are one and the same object, so what follows from them is
    worked out once, however often a part repeats them.
    """

    def __init__(self) -> None:
        self._elements = 0
        self._blocks = 0

    def read(self, part: str, content: bytes) -> Node:
        """The root of the XML `content`; raises Refusal as `parse` does, and for one too large."""
        builder = _Builder(self._elements, self._blocks)
        parse(part, content, builder)
        self._elements, self._blocks = builder.elements, builder.blocks
        return builder.root


class _Builder(Handler):
    def __init__(self, elements: int, blocks: int) -> None:
        self.elements = elements
        self.blocks = blocks
        self._document = Node("", _NO_ATTRIBUTES)
        self._open = [self._document]
        self._characters: list[str] = []
        self._same: dict[object, Node] = {}

    @property
    def root(self) -> Node:
        """The outermost element; there is one, or the part was no XML."""
        return self._document.children[0]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self.blocks += name in _BLOCKS
        if self.elements > MAX_ELEMENTS:
            raise Refusal(presentation.TOO_LONG, limit=MAX_ELEMENTS)
        if self.blocks > MAX_BLOCKS:
            raise Refusal(presentation.TOO_LONG, limit=MAX_BLOCKS)
        said = (
            {key.rpartition(":")[2]: value for key, value in attributes.items()}
            if attributes
            else _NO_ATTRIBUTES
        )
        node = Node(name, said)
        self._open[-1].children.append(node)
        self._open.append(node)
        self._characters = []

    def text(self, text: str) -> None:
        self._characters.append(text)

    def end(self, name: str) -> None:
        node = self._open.pop()
        if name in _CHARACTERS:
            node.text = "".join(self._characters)
            self._characters = []
        elif name in _SHARED:
            self._open[-1].children[-1] = self._same.setdefault(_key(node), node)


def _key(node: Node) -> object:
    """Equal for elements that say the same."""
    return (
        node.name,
        tuple(node.attributes.items()),
        tuple(_key(child) for child in node.children),
    )


def local(element: etree._Element) -> str:
    """The name without its namespace; empty for a comment or an instruction."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """The children of that local name."""
    return [child for child in element if local(child) == name]


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first child of that local name."""
    return next((each for each in element if local(each) == name), None)


def remove(element: etree._Element) -> None:
    """Take `element` out of its tree."""
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def named_like(element: etree._Element, name: str) -> str:
    """The full name that `name` has in the namespace of `element`."""
    return f"{{{etree.QName(element).namespace or ''}}}{name}"


def index(text: str) -> int | None:
    """The number from 0 that an attribute or an element gives; None for anything else."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else None


def identity_in(element: etree._Element) -> str:
    """The relationship that `element` names in its ``r:id``; empty when it names none."""
    return next((str(v) for k, v in element.attrib.items() if str(k).endswith("}id")), "")


def new_root(name: str, namespace: str) -> etree._Element:
    """An element without content whose own namespace needs no prefix."""
    return etree.fromstring(f'<{name} xmlns="{namespace}"/>')


def serialised(root: etree._Element) -> bytes:
    """`root` as a part."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def fragment(xml: str, namespaces: Mapping[str, str]) -> etree._Element:
    """The element that `xml`, written by ourselves, is in `namespaces` (by prefix, ``""`` for none)."""
    names = "".join(f" xmlns:{prefix}='{name}'" for prefix, name in namespaces.items())
    return etree.fromstring(f"<around{names.replace(':=', '=')}>{xml}</around>")[0]


def root(part: str, content: bytes, *, bare: bool = False) -> etree._Element:
    """The root of an XML part, to be changed.

    Args:
        part: its name, for the refusal.
        content: the part.
        bare: leave comments and instructions out.

    Raises:
        Refusal: a DTD, a strange encoding or bad XML.
    """
    check_prolog(part, content)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=bare,
        remove_pis=bare,
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as problem:
        raise Refusal(files.BAD_XML, part=part) from problem
