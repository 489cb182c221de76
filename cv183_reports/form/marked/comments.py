"""Comments of a worksheet that is marked: their texts, and the boxes (VML) they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from cv183_reports.form.layout import COMMENT_BEGINNING
from cv183_reports.form.marked.sheet import Place
from cv183_reports.ooxml.xml import (
    child,
    children,
    fragment,
    index,
    local,
    named_like,
    new_root,
)
from cv183_reports.spreadsheet.grid import column_letters
from cv183_reports.spreadsheet.style import FONT, wrapped_lines
from cv183_reports.spreadsheet.values import MAX_COLUMN, MAX_ROW, cell_range

_NAMESPACES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_BOX = 340
"""Pixels of a box's width."""
_LETTER, _LINE, _AROUND = 7.2, 18, 16
_TALLEST = 620
_GAP = 15
"""Pixels between the cell and its box."""
_COLUMN, _ROW = 64, 20
"""Pixels of a column and a row that have no size of their own."""
_CLUSTER = 1024
"""Numbers of shapes go by clusters of so many; a drawing lists those it uses."""
_SHAPE = re.compile(r"_x0000_s(\d{1,7})")


@dataclass(frozen=True, slots=True)
class Sizes:
    """Pixels of the columns, or of the rows, of a sheet."""

    own: Mapping[int, int]
    """Of those that have a size of their own, from 1."""
    usual: int
    last: int

    def after(self, passed: int, pixels: int) -> tuple[int, int]:
        """Where the point is that lies `pixels` behind the first `passed`: number from 0, pixels in it."""
        number = passed
        while number < self.last - 1 and pixels > (size := self.own.get(number + 1, self.usual)):
            pixels -= size
            number += 1
        return number, pixels


@dataclass(frozen=True, slots=True)
class Grid:
    """Where boxes lie."""

    columns: Sizes
    rows: Sizes

    @classmethod
    def of(cls, columns: Mapping[int, int], rows: Mapping[int, int]) -> Grid:
        """Of a sheet in which these columns and rows have a size of their own."""
        return cls(Sizes(columns, _COLUMN, MAX_COLUMN), Sizes(rows, _ROW, MAX_ROW))


def empty_drawing() -> etree._Element:
    """A VML part without shapes."""
    return etree.Element("xml", nsmap=_NAMESPACES)


def drop_boxes(root: etree._Element, places: frozenset[Place]) -> None:
    """Take the boxes of those cells out of a VML part."""
    for shape in [each for each in root if local(each) == "shape"]:
        if _box_place(shape) in places:
            root.remove(shape)


def has_shapes(root: etree._Element) -> bool:
    """Whether a VML part draws anything."""
    return any(local(each) not in ("shapelayout", "shapetype", "") for each in root)


def _box_place(shape: etree._Element) -> Place | None:
    data = next((each for each in shape if local(each) == "ClientData"), None)
    if data is None or data.get("ObjectType") != "Note":
        return None
    row, column = (child(data, name) for name in ("Row", "Column"))
    top, left = (None if each is None else index(each.text or "") for each in (row, column))
    return None if top is None or left is None else (top + 1, left + 1)


def add_boxes(root: etree._Element, texts: Mapping[Place, str], grid: Grid, cluster: int) -> None:
    """Add a hidden box for each of `texts` to a VML part.

    Args:
        root: the part.
        texts: what the boxes must have room for.
        grid: where the boxes lie.
        cluster: from which numbers of shapes are given, where the part has none yet.
    """
    used = [int(n) for each in root.iter() for n in _SHAPE.findall(str(each.get("id", "")))]
    first = max(used, default=cluster * _CLUSTER) + 1
    _declare(root, range(first, first + len(texts)))
    if not any(each.get("id") == "_x0000_t202" for each in root):
        root.append(fragment(_BOX_TYPE, _NAMESPACES))
    for number, ((row, column), text) in enumerate(sorted(texts.items()), first):
        anchor = _anchor(row, column, _tall(text), grid)
        root.append(
            fragment(
                _BOX_SHAPE.format(
                    n=number, z=number - first + 1, anchor=anchor, row=row - 1, column=column - 1
                ),
                _NAMESPACES,
            )
        )


def _declare(root: etree._Element, numbers: range) -> None:
    """List the clusters of `numbers` in the head of the drawing."""
    layout = next((each for each in root if local(each) == "shapelayout"), None)
    if layout is None:
        layout = fragment(
            "<o:shapelayout v:ext='edit'><o:idmap v:ext='edit' data=''/></o:shapelayout>",
            _NAMESPACES,
        )
        root.insert(0, layout)
    listed = next((each for each in layout if local(each) == "idmap"), None)
    if listed is None:
        return
    clusters = [each for each in listed.get("data", "").split(",") if each.strip()]
    for number in range(numbers.start // _CLUSTER, (numbers.stop - 1) // _CLUSTER + 1):
        if str(number) not in clusters:
            clusters.append(str(number))
    listed.set("data", ",".join(clusters))


def _tall(text: str) -> int:
    """Pixels that `text` takes in a box."""
    lines = wrapped_lines(text, (_BOX - _AROUND) / _LETTER)
    return min(lines * _LINE + _AROUND, _TALLEST)


def _anchor(row: int, column: int, tall: int, grid: Grid) -> str:
    """Left, top, right, bottom of the box right of the cell: number from 0 and pixels into it."""
    left = grid.columns.after(column, _GAP)
    right = grid.columns.after(column, _GAP + _BOX)
    top = (row - 1, 0)
    bottom = grid.rows.after(row - 1, tall)
    return ", ".join(str(n) for pair in (left, top, right, bottom) for n in pair)


_BOX_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BOX_SHAPE = (
    '<v:shape id="_x0000_s{n}" type="#_x0000_t202" style="position:absolute;z-index:{z};'
    'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)


_THREADED = "tc="
"""Begins the author of the comment that old programs see in place of a conversation."""
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def empty_comments(namespace: str) -> etree._Element:
    """A comments part without comments."""
    root = new_root("comments", namespace)
    for name in ("authors", "commentList"):
        etree.SubElement(root, f"{{{namespace}}}{name}")
    return root


def cleared(root: etree._Element) -> frozenset[Place]:
    """Take our comments out of a comments part; gives the cells that have none any more.

    What a unit wrote before ours in the same box stays.
    """
    gone: set[Place] = set()
    for comment in _comments(root):
        pieces = [each for each in comment.iter() if local(each) == "t"]
        text = "".join(each.text or "" for each in pieces)
        start = text.find(COMMENT_BEGINNING)
        if start < 0 or _is_conversation(root, comment):
            continue
        place = _place(comment)
        if text[:start].strip() and place is not None:
            _cut(pieces, len(text[:start].rstrip()))
            continue
        parent = comment.getparent()
        assert parent is not None
        parent.remove(comment)
        if place is not None:
            gone.add(place)
    return frozenset(gone)


def _cut(pieces: list[etree._Element], length: int) -> None:
    for piece in pieces:
        text = piece.text or ""
        piece.text = text[:length]
        length = max(0, length - len(text))


def has_comments(root: etree._Element) -> bool:
    """Whether a comments part holds any."""
    return any(True for _ in _comments(root))


def add_comments(root: etree._Element, texts: Mapping[Place, str], ours: str) -> tuple[Place, ...]:
    """Add `texts` to a comments part; gives the cells that need a box.

    Where the unit has a comment of its own, ours goes under it; a conversation is left alone.
    """
    author = _author(root, ours)
    around = child(root, "commentList")
    if around is None:
        around = etree.SubElement(root, named_like(root, "commentList"))
    theirs = {place: each for each in _comments(root) if (place := _place(each)) is not None}
    boxes: list[Place] = []
    for (row, column), text in sorted(texts.items()):
        comment = theirs.get((row, column))
        if comment is not None:
            if not _is_conversation(root, comment):
                _append_run(comment, f"\n\n{text}")
            continue
        comment = etree.SubElement(around, named_like(root, "comment"))
        comment.set("ref", f"{column_letters(column)}{row}")
        comment.set("authorId", author)
        etree.SubElement(comment, named_like(root, "text"))
        _append_run(comment, text)
        boxes.append((row, column))
    _sort(around)
    return tuple(boxes)


def _sort(around: etree._Element) -> None:
    """Comments in the order of their cells, as Excel writes them."""
    ordered = sorted(around, key=lambda each: _place(each) or (0, 0))
    for each in ordered:
        around.append(each)


def _append_run(comment: etree._Element, text: str) -> None:
    inner = child(comment, "text")
    if inner is None:
        inner = etree.SubElement(comment, named_like(comment, "text"))
    plain = child(inner, "t")
    if plain is not None:
        inner.remove(plain)
        run = etree.SubElement(inner, named_like(comment, "r"))
        run.append(plain)
    run = etree.SubElement(inner, named_like(comment, "r"))
    looks = etree.SubElement(run, named_like(comment, "rPr"))
    etree.SubElement(looks, named_like(comment, "sz")).set("val", "11")
    etree.SubElement(looks, named_like(comment, "rFont")).set("val", FONT)
    written = etree.SubElement(run, named_like(comment, "t"))
    written.text = text
    written.set(_SPACE, "preserve")


def _author(root: etree._Element, name: str) -> str:
    """The place of `name` in the list of authors."""
    authors = child(root, "authors")
    if authors is None:
        authors = etree.Element(named_like(root, "authors"))
        root.insert(0, authors)
    names = [each.text or "" for each in children(authors, "author")]
    if name not in names:
        etree.SubElement(authors, named_like(root, "author")).text = name
        names.append(name)
    return str(names.index(name))


def _is_conversation(root: etree._Element, comment: etree._Element) -> bool:
    authors = child(root, "authors")
    names = [] if authors is None else [each.text or "" for each in children(authors, "author")]
    known = dict(enumerate(names))
    rank = index(comment.get("authorId", ""))
    return rank is not None and known.get(rank, "").startswith(_THREADED)


def _comments(root: etree._Element) -> Iterator[etree._Element]:
    around = child(root, "commentList")
    return iter([] if around is None else children(around, "comment"))


def _place(comment: etree._Element) -> Place | None:
    area = cell_range(str(comment.get("ref", "")).replace("$", ""))
    return None if area is None else (area.top, area.left)
