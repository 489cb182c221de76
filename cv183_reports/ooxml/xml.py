"""The XML door: names without prefix, no DTD, no strange encoding, no bottomless nesting."""

from __future__ import annotations

from xml.parsers.expat import (
    ExpatError,
    ParserCreate,
    XMLParserType,
)

from cv183_reports.catalogue import files
from cv183_reports.ooxml.archive import Refusal

_MAX_DEPTH = 64
_ENCODINGS = frozenset({"utf-8", "utf-16", "us-ascii", "ascii"})
"""OOXML allows the first two (ECMA-376 part 2); ASCII is the first."""
_PIECE = 256 * 1024
_MAX_TAG = 8 * _PIECE
"""Bytes of one tag or comment."""


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


def parse(part: str, content: bytes, handler: Handler) -> None:
    """Give every element of the XML `content` to `handler`.

    Raises:
        Refusal: a DTD, an encoding OOXML does not know, nesting too deep, or bad XML.
    """
    parser = _parser(part)
    on_start, on_end = handler.start, handler.end
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            raise Refusal(files.TOO_DEEP, part=part, limit=_MAX_DEPTH)
        on_start(name if ":" not in name else _local(name), attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        on_end(name if ":" not in name else _local(name))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.text
    _feed(parser, part, content)


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
