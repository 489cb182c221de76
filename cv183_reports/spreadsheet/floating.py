"""What lies over the cells of an .xlsx or .xlsb or hangs on them: drawings, embedded objects, comments."""

from __future__ import annotations

import re
from contextlib import suppress

from msgspec.structs import replace

from cv183_reports.ooxml.archive import Refusal
from cv183_reports.ooxml.package import Package
from cv183_reports.ooxml.xml import Handler, check_prolog, parse
from cv183_reports.spreadsheet.building import SheetBuilder
from cv183_reports.spreadsheet.grid import MOST_OF_A_COMMENT, Floating, FloatingKind
from cv183_reports.spreadsheet.values import cell_range

_ANCHORS = frozenset({"twoCellAnchor", "oneCellAnchor", "absoluteAnchor"})
_KINDS = {"sp": FloatingKind.TEXT_BOX, "pic": FloatingKind.PICTURE}
_SLIVER = 63_500
"""Of a row, in EMU (5 points): what reaches no further into it does not cover it."""
_EMBEDDED = frozenset({"oleObject", "package", "control"})
"""Arrows of a sheet to files of other programs."""


def read_floating(package: Package, sheet: str, built: SheetBuilder) -> None:
    """Give what lies over the cells of that sheet part to `built`."""
    relationships = package.relationships(sheet)
    for relationship in relationships:
        if not relationship.target.endswith(".xml") or not package.has(relationship.target):
            continue
        if relationship.kind == "drawing":
            package.parse(relationship.target, _Drawing(built))
        elif relationship.kind in ("comments", "threadedComment"):
            package.parse(relationship.target, _Comments(built))
    if any(each.kind in _EMBEDDED for each in relationships):
        old = (each.target for each in relationships if each.kind == "vmlDrawing")
        found = [each for part in old if package.has(part) for each in _objects(package, part)]
        for each in found or [Floating(FloatingKind.OBJECT, 0, 0)]:
            built.float(each)


def _objects(package: Package, part: str) -> list[Floating]:
    """The embedded objects in an old drawing part, which is not always XML."""
    content, objects = package.read(part), _Objects()
    check_prolog(part, content)
    with suppress(Refusal):
        parse(part, content, objects)
    return objects.found


class _Objects(Handler):
    """Reads an old drawing part: where embedded objects lie; comments and buttons stand there, too."""

    def __init__(self) -> None:
        self.found: list[Floating] = []
        self._is_object = False
        self._numbers = ""
        self._in_anchor = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "ClientData":
            self._is_object = attributes.get("ObjectType") == "Pict"
        elif name == "Anchor":
            self._in_anchor, self._numbers = True, ""

    def text(self, text: str) -> None:
        if self._in_anchor:
            self._numbers += text

    def end(self, name: str) -> None:
        if name != "Anchor":
            return
        self._in_anchor = False
        if self._is_object and (place := _OLD_ANCHOR.fullmatch(self._numbers)):
            column, row, last = (int(digits) + 1 for digits in place.groups())
            self.found.append(Floating(FloatingKind.OBJECT, row, column, bottom=last))


_OLD_ANCHOR = re.compile(
    r"\s*([0-9]{1,5}),[^,]*,\s*([0-9]{1,7}),(?:[^,]*,){3}\s*([0-9]{1,7}),[^,]*"
)
"""Column, offset, row, offset of the upper left corner, and of the lower right one."""


class _Drawing(Handler):
    """Reads a drawing part: text boxes that hold text, pictures, diagrams; charts and lines say nothing."""

    def __init__(self, built: SheetBuilder) -> None:
        self._built = built
        self._path: list[str] = []
        self._digits = ""
        self._marks: dict[tuple[str, str], int] = {}
        self._kind: FloatingKind | None = None
        self._has_text = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(name)
        self._digits = ""
        if name in _ANCHORS:
            self._kind, self._has_text, self._marks = None, False, {}
        elif name in _KINDS and self._kind is None:
            self._kind = _KINDS[name]
        elif name == "graphicData" and attributes.get("uri", "").endswith("/diagram"):
            self._kind = self._kind or FloatingKind.DIAGRAM

    def text(self, text: str) -> None:
        if self._path[-2:-1] in (["from"], ["to"]):
            self._digits += text
        elif self._path[-1] == "t":
            self._has_text |= bool(text.strip())

    def end(self, name: str) -> None:
        self._path.pop()
        corner = self._path[-1] if self._path else ""
        if corner in ("from", "to") and _OF_A_MARK.fullmatch(digits := self._digits.strip()):
            self._marks[corner, name] = int(digits)
        elif name in _ANCHORS and self._kind is not None and self._says_something:
            row, column = (self._marks.get(("from", axis), -1) + 1 for axis in ("row", "col"))
            self._built.float(Floating(self._kind, row, column, bottom=self._bottom))

    @property
    def _bottom(self) -> int:
        """The last row that is covered; 0 where the drawing does not say where it ends."""
        last = self._marks.get(("to", "row"), -1)
        return last + (self._marks.get(("to", "rowOff"), 0) > _SLIVER) if last >= 0 else 0

    @property
    def _says_something(self) -> bool:
        return self._kind is not FloatingKind.TEXT_BOX or self._has_text


_OF_A_MARK = re.compile("[0-9]{1,9}")


_COMMENTS = frozenset({"comment", "threadedComment"})
_COMMENT_TEXTS = frozenset({"t", "text"})
"""Of an old comment, of a threaded one."""


class _Comments(Handler):
    """Reads a part of comments: which cell each hangs on, who wrote it, and how it begins."""

    def __init__(self, built: SheetBuilder) -> None:
        self._built = built
        self._authors: list[str] = []
        self._read = ""
        self._comment: Floating | None = None
        self._text = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._read = name
        if name == "author":
            self._authors.append("")
        elif name in _COMMENTS:
            place = cell_range(attributes.get("ref", ""))
            number = attributes.get("authorId", "")
            is_known = number.isdigit() and int(number) < len(self._authors)
            author = self._authors[int(number)] if is_known else ""
            self._text = ""
            if place is not None:
                self._comment = Floating(FloatingKind.COMMENT, place.top, place.left, author)

    def text(self, text: str) -> None:
        if self._read == "author":
            self._authors[-1] += text
        elif self._read in _COMMENT_TEXTS and len(self._text) < MOST_OF_A_COMMENT:
            self._text += text

    def end(self, name: str) -> None:
        self._read = ""
        if name in _COMMENTS and self._comment is not None:
            beginning = self._text[:MOST_OF_A_COMMENT]
            self._built.float(replace(self._comment, beginning=beginning))
            self._comment = None
