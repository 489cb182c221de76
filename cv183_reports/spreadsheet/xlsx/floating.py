"""What lies over the cells of a sheet of an .xlsx or .xlsb: pictures, text boxes, comments, old and threaded."""

from __future__ import annotations

from cv183_reports.ooxml.package import Package
from cv183_reports.ooxml.xml import Handler
from cv183_reports.spreadsheet.building import SheetBuilder
from cv183_reports.spreadsheet.grid import Floating, FloatingKind
from cv183_reports.spreadsheet.values import cell_range

_ANCHORS = frozenset({"twoCellAnchor", "oneCellAnchor"})
_KINDS = {"sp": FloatingKind.TEXT_BOX, "pic": FloatingKind.PICTURE}


def read_floating(package: Package, sheet: str, built: SheetBuilder) -> None:
    """Give what lies over the cells of that sheet part to `built`."""
    for relationship in package.relationships(sheet):
        if not relationship.target.endswith(".xml") or not package.has(relationship.target):
            continue
        if relationship.kind == "drawing":
            package.parse(relationship.target, _Drawing(built))
        elif relationship.kind in ("comments", "threadedComment"):
            package.parse(relationship.target, _Comments(built))


class _Drawing(Handler):
    """Reads a drawing part: text boxes that hold text, and pictures; charts and lines say nothing."""

    def __init__(self, built: SheetBuilder) -> None:
        self._built = built
        self._path: list[str] = []
        self._digits = ""
        self._place = {"row": 0, "col": 0}
        self._kind: FloatingKind | None = None
        self._has_text = False

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002
        self._path.append(name)
        if name in _ANCHORS:
            self._kind, self._has_text = None, False
        elif name in _KINDS and self._kind is None:
            self._kind = _KINDS[name]
        elif name in self._place:
            self._digits = ""

    def text(self, text: str) -> None:
        last = self._path[-1]
        if last in self._place and "from" in self._path:
            self._digits += text
        elif last == "t":
            self._has_text |= bool(text.strip())

    def end(self, name: str) -> None:
        self._path.pop()
        if name in self._place and "from" in self._path and self._digits.strip().isdigit():
            self._place[name] = int(self._digits) + 1
        elif name in _ANCHORS and self._kind is not None and self._says_something:
            self._built.float(Floating(self._kind, self._place["row"], self._place["col"]))

    @property
    def _says_something(self) -> bool:
        return self._kind is FloatingKind.PICTURE or self._has_text


class _Comments(Handler):
    """Reads a part of comments: which cell each hangs on, and who wrote it."""

    def __init__(self, built: SheetBuilder) -> None:
        self._built = built
        self._authors: list[str] = []
        self._in_author = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "author":
            self._in_author = True
            self._authors.append("")
        elif name in ("comment", "threadedComment"):
            place = cell_range(attributes.get("ref", ""))
            number = attributes.get("authorId", "")
            is_known = number.isdigit() and int(number) < len(self._authors)
            author = self._authors[int(number)] if is_known else ""
            if place is not None:
                where = (place.top, place.left)
                self._built.float(Floating(FloatingKind.COMMENT, *where, author))

    def text(self, text: str) -> None:
        if self._in_author:
            self._authors[-1] += text

    def end(self, name: str) -> None:
        if name == "author":
            self._in_author = False
