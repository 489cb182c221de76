"""How a marked copy tells its findings: comments at the cells, with the boxes (VML) they stand in; sheet Cần sửa.

The sheet has every finding in one table, each with a link to its cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.form import fields
from cv183_reports.form.fields import COMMENT_BEGINNING
from cv183_reports.form.marked.sheet import MARK_COLOURS, MarkedStyles, RowColumn
from cv183_reports.model import Period
from cv183_reports.model.finding import Finding
from cv183_reports.ooxml.xml import (
    SPACE,
    child,
    children,
    fragment,
    index,
    local,
    named_like,
    new_root,
    remove,
    serialised,
)
from cv183_reports.spreadsheet.grid import cell_reference, column_letters
from cv183_reports.spreadsheet.style import FONT, Look, ToFill, argb, fitted_height, wrapped_lines
from cv183_reports.spreadsheet.values import MAX_COLUMN, MAX_ROW, cell_range
from cv183_reports.vietnamese.wording import count, joined, period_name, upper_first

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


class Sizes(Struct, frozen=True):
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


class Grid(Struct, frozen=True):
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


def drop_boxes(root: etree._Element, places: frozenset[RowColumn]) -> None:
    """Take the boxes of those cells out of a VML part."""
    for shape in [each for each in root if local(each) == "shape"]:
        if _box_place(shape) in places:
            root.remove(shape)


def has_shapes(root: etree._Element) -> bool:
    """Whether a VML part draws anything."""
    return any(local(each) not in ("shapelayout", "shapetype", "") for each in root)


def _box_place(shape: etree._Element) -> RowColumn | None:
    data = next((each for each in shape if local(each) == "ClientData"), None)
    if data is None or data.get("ObjectType") != "Note":
        return None
    row, column = (child(data, name) for name in ("Row", "Column"))
    top, left = (None if each is None else index(each.text or "") for each in (row, column))
    return None if top is None or left is None else (top + 1, left + 1)


def add_boxes(
    root: etree._Element, texts: Mapping[RowColumn, str], grid: Grid, cluster: int
) -> None:
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


def empty_comments(namespace: str) -> etree._Element:
    """A comments part without comments."""
    root = new_root("comments", namespace)
    for name in ("authors", "commentList"):
        etree.SubElement(root, f"{{{namespace}}}{name}")
    return root


def cleared(root: etree._Element) -> frozenset[RowColumn]:
    """Take our comments out of a comments part; gives the cells that have none any more.

    What a unit wrote before ours in the same box stays.
    """
    gone: set[RowColumn] = set()
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
        remove(comment)
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


def add_comments(
    root: etree._Element, texts: Mapping[RowColumn, str], ours: str
) -> tuple[RowColumn, ...]:
    """Add `texts` to a comments part; gives the cells that need a box.

    Where the unit has a comment of its own, ours goes under it; a conversation is left alone.
    """
    author = _author(root, ours)
    around = child(root, "commentList")
    if around is None:
        around = etree.SubElement(root, named_like(root, "commentList"))
    theirs = {place: each for each in _comments(root) if (place := _place(each)) is not None}
    boxes: list[RowColumn] = []
    for (row, column), text in sorted(texts.items()):
        comment = theirs.get((row, column))
        if comment is not None:
            if not _is_conversation(root, comment):
                _append_run(comment, f"\n\n{text}")
            continue
        comment = etree.SubElement(around, named_like(root, "comment"))
        comment.set("ref", cell_reference(row, column))
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
    written.set(SPACE, "preserve")


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


def _place(comment: etree._Element) -> RowColumn | None:
    area = cell_range(str(comment.get("ref", "")).replace("$", ""))
    return None if area is None else (area.top, area.left)


MENDING_HEADER_ROW = 8
"""The row that is repeated on each printed page."""

_WIDTHS = (6.0, 24.0, 12.0, 54.0, 54.0)
_THIN = Look(down="vcenter", wrap=True)
_TITLE = replace(ToFill.TITLE, down="vcenter", wrap=True)
_LEGEND = replace(_THIN, indent=1)
_STRONG = replace(_THIN, bold=True)
_CENTRED = replace(ToFill.PLAIN, across="center")
_LINK = replace(ToFill.PLAIN, colour="#0563C1", underline=True)
_SEVERITIES = {
    severity: replace(ToFill.PLAIN, fill=fill, frame=frame, across="center")
    for severity, (fill, frame) in MARK_COLOURS.items()
}
_TAB = "#C00000"
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


class MarkedHead(Struct, frozen=True):
    """What stands above the table of sheet Cần sửa."""

    unit_name: str
    period: Period
    due_text: str
    """When the mended file must come: ``trước 11 giờ, ngày 10/9/2025``."""
    board: str
    """To whom it is sent, and who says what is wrong."""


class ListedFinding(Struct, frozen=True):
    """One finding in the list."""

    number: int
    finding: Finding
    link: bool
    """Its cell can be gone to."""

    @property
    def where(self) -> str:
        """The place in words."""
        place = self.finding.place
        if not place.sheet:
            return fields.WHOLE_FILE
        words = fields.ONE_CELL if place.cell else fields.WHOLE_SHEET
        return words.format(sheet=place.sheet, cell=place.cell)


def storable(text: str) -> str:
    """`text` as a cell or a comment stores it: without what XML cannot hold, escapes kept as written."""
    return _ESCAPE.sub("_x005F_", _NO_CHARACTER.sub("", text))


def message_sentence(text: str) -> str:
    """A message as a sentence of its own."""
    text = text.strip()
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def list_sheet(
    entries: Sequence[ListedFinding], head: MarkedHead, styles: MarkedStyles, namespace: str
) -> bytes:
    """The worksheet part; its formats are added to `styles`."""
    pen = _Pen(styles, namespace)
    pen.head(entries, head)
    for row, entry in enumerate(entries, MENDING_HEADER_ROW + 1):
        pen.entry(row, entry)
    return pen.sheet(head)


class _Pen:
    """Writes the rows, then all that stands around them."""

    def __init__(self, styles: MarkedStyles, namespace: str) -> None:
        self._styles = styles
        self._namespace = namespace
        self._data = new_root("sheetData", namespace)
        self._merges: list[str] = []
        self._links: list[tuple[str, str, str]] = []

    def head(self, entries: Sequence[ListedFinding], head: MarkedHead) -> None:
        unit = f"{head.unit_name} – kỳ báo cáo {period_name(head.period)}"
        tally = [
            f"{count(n)} {severity.value}"
            for severity in MARK_COLOURS
            if (n := sum(each.finding.severity is severity for each in entries))
        ]
        self._line(1, fields.MENDING_TITLE, _TITLE)
        self._line(2, unit, _STRONG)
        self._line(3, fields.MENDING_FIRST.format(counts=joined(tally)), _THIN)
        self._line(4, fields.MENDING_STEPS.format(due=head.due_text, board=head.board), _STRONG)
        for row, (words, look) in enumerate(
            zip(fields.MENDING_LEGEND, _SEVERITIES.values(), strict=True), 5
        ):
            cells = self._row(row, fitted_height(()))
            self._cell(cells, 1, "", look)
            self._cell(cells, 2, words, _LEGEND)
            self._merges.append(f"B{row}:E{row}")
        cells = self._row(MENDING_HEADER_ROW, fitted_height((), padding=9))
        for column, header in enumerate(fields.MENDING_HEADERS, 1):
            self._cell(cells, column, header, ToFill.HEAD)

    def entry(self, row: int, entry: ListedFinding) -> None:
        finding = entry.finding
        texts = (
            str(entry.number),
            entry.where,
            upper_first(finding.severity.value),
            message_sentence(finding.message),
            finding.remedy,
        )
        where = _LINK if entry.link else ToFill.PLAIN
        looks = (_CENTRED, where, _SEVERITIES[finding.severity], ToFill.PLAIN, ToFill.PLAIN)
        cells = self._row(row, fitted_height(zip(texts, _WIDTHS, strict=True)))
        for column, (text, look) in enumerate(zip(texts, looks, strict=True), 1):
            self._cell(cells, column, text, look)
        if entry.link:
            name = finding.place.sheet.replace("'", "''")
            self._links.append((f"B{row}", f"'{name}'!{finding.place.cell}", entry.where))

    def sheet(self, head: MarkedHead) -> bytes:
        root = new_root("worksheet", self._namespace)
        properties = self._new("sheetPr", root)
        self._new("tabColor", properties, rgb=argb(_TAB))
        self._new("pageSetUpPr", properties, fitToPage="1")
        self._view(root)
        self._new("sheetFormatPr", root, defaultRowHeight="15")
        columns = self._new("cols", root)
        for n, width in enumerate(_WIDTHS, 1):
            self._new("col", columns, min=str(n), max=str(n), width=str(width), customWidth="1")
        root.append(self._data)
        allowed = dict.fromkeys(("formatCells", "formatColumns", "formatRows"), "0")
        self._new("sheetProtection", root, sheet="1", objects="1", scenarios="1", **allowed)
        merges = self._new("mergeCells", root, count=str(len(self._merges)))
        for each in self._merges:
            self._new("mergeCell", merges, ref=each)
        if self._links:
            links = self._new("hyperlinks", root)
            for cell, location, words in self._links:
                self._new(
                    "hyperlink",
                    links,
                    ref=cell,
                    location=storable(location),
                    display=storable(words),
                )
        self._page(root, head)
        return serialised(root)

    def _view(self, root: etree._Element) -> None:
        views = self._new("sheetViews", root)
        view = self._new("sheetView", views, showGridLines="0", tabSelected="1", workbookViewId="0")
        top = f"A{MENDING_HEADER_ROW + 1}"
        self._new(
            "pane",
            view,
            ySplit=str(MENDING_HEADER_ROW),
            topLeftCell=top,
            activePane="bottomLeft",
            state="frozen",
        )
        cell = f"B{MENDING_HEADER_ROW + 1}"
        self._new("selection", view, pane="bottomLeft", activeCell=cell, sqref=cell)

    def _page(self, root: etree._Element, head: MarkedHead) -> None:
        sides = {"left": "0.4", "right": "0.4", "top": "0.5", "bottom": "0.6"}
        self._new("pageMargins", root, **sides, header="0.3", footer="0.3")
        self._new("pageSetup", root, paperSize="9", fitToHeight="0", orientation="landscape")
        font = f'&"{FONT},Regular"&10'
        name = storable(head.unit_name).replace("&", "&&")[:120]
        footer = self._new("oddFooter", self._new("headerFooter", root))
        footer.text = f"&L{font}{name} – {fields.MENDING_SHEET}&R{font}Trang &P/&N"

    def _line(self, row: int, text: str, look: Look) -> None:
        """One text over the whole width."""
        cells = self._row(row, fitted_height([(text, sum(_WIDTHS))], size=look.size))
        self._cell(cells, 1, text, look)
        self._merges.append(f"A{row}:{column_letters(len(_WIDTHS))}{row}")

    def _row(self, number: int, height: float) -> etree._Element:
        tall = f"{height:.2f}"
        return self._new("row", self._data, r=str(number), ht=tall, customHeight="1")

    def _cell(self, row: etree._Element, column: int, text: str, look: Look) -> None:
        reference = f"{column_letters(column)}{row.get('r')}"
        cell = self._new("c", row, r=reference, s=str(self._styles.cell(look)))
        if text:
            cell.set("t", "inlineStr")
            inner = self._new("t", self._new("is", cell))
            inner.text = storable(text)
            inner.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    def _new(self, name: str, parent: etree._Element, **attributes: str) -> etree._Element:
        made = etree.SubElement(parent, named_like(parent, name))
        for key, value in attributes.items():
            made.set(key, value)
        return made
