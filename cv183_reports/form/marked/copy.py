"""A returned form, marked in itself: its own bytes with colours and comments, sheet Cần sửa first and open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lxml import etree
from msgspec import Struct

from cv183_reports.catalogue import files
from cv183_reports.form.fields import COMMENT_HEAD, MENDING_SHEET
from cv183_reports.form.marked.comments import (
    MENDING_HEADER_ROW,
    Grid,
    ListedFinding,
    MarkedHead,
    add_boxes,
    add_comments,
    cleared,
    drop_boxes,
    empty_comments,
    empty_drawing,
    has_comments,
    has_shapes,
    list_sheet,
    message_sentence,
    storable,
)
from cv183_reports.form.marked.sheet import MARK_COLOURS, MarkedStyles, RowColumn, SheetPart
from cv183_reports.model.finding import Finding, Severity
from cv183_reports.ooxml.archive import Refusal
from cv183_reports.ooxml.package import Package
from cv183_reports.ooxml.xml import (
    child,
    children,
    identity_in,
    index,
    local,
    named_like,
    serialised,
)
from cv183_reports.spreadsheet.grid import CellRange
from cv183_reports.spreadsheet.values import cell_range, decoded, whole_number
from cv183_reports.vietnamese.text import fold
from cv183_reports.vietnamese.wording import upper_first

_STRICT = "http://purl.oclc.org/ooxml/"
_STRICT_KINDS = f"{_STRICT}officeDocument/relationships"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PART = "xl/worksheets/can-sua{n}.xml"
_HANGING = ("printerSettings", "comments", "vmlDrawing", "drawing")
"""What programs hang on a sheet of their own accord, or a clerk on ours."""
_BEFORE_NAMES = frozenset(
    [
        "fileVersion",
        "fileSharing",
        "workbookPr",
        "AlternateContent",
        "revisionPtr",
        "workbookProtection",
        "bookViews",
        "sheets",
        "functionGroups",
        "externalReferences",
    ]
)


_MARKED = f" ({MENDING_SHEET.lower()}).xlsx"
"""How the name of a marked workbook ends."""


def marked_name(form: str) -> str:
    """What the form of that name is called once its faults are marked."""
    return form.removesuffix(".xlsx") + _MARKED


def is_marked(name: str) -> bool:
    """Whether the file of that name is a workbook with its faults marked, not a form to fill in."""
    return name.endswith(_MARKED)


class MarkedTab(Struct, frozen=True):
    """One sheet of the workbook."""

    name: str
    visible: bool
    part: str


class MarkedBook:
    """The workbook part of `package`, opened; `save` puts it back."""

    def __init__(self, package: Package) -> None:
        """Open it.

        Raises:
            Refusal: there is none, or it has no sheets.
        """
        part = package.target("", "officeDocument")
        if part is None:
            raise Refusal(files.MISSING_PART, part="_rels/.rels")
        self.part = part
        self._package = package
        self._root = package.root(part)
        sheets = child(self._root, "sheets")
        if local(self._root) != "workbook" or sheets is None:
            raise Refusal(files.NOT_A_WORKBOOK)
        self._sheets = sheets
        self.namespace = etree.QName(self._root).namespace or ""
        """Of the workbook's own elements."""
        self.kinds = _STRICT_KINDS if self.namespace.startswith(_STRICT) else _KINDS
        """Begins the type of every relationship, and is the namespace of ``r:id``."""

    @property
    def tabs(self) -> tuple[MarkedTab, ...]:
        """All sheets that have a part, in the order of their tabs."""
        targets = self._package.targets(self.part)
        return tuple(
            MarkedTab(
                decoded(each.get("name", "")),
                each.get("state", "visible") == "visible",
                targets[identity],
            )
            for each in children(self._sheets, "sheet")
            if (identity := identity_in(each)) in targets
        )

    def take_out_list(self) -> None:
        """Remove the sheet Cần sửa of an earlier copy, with all that hangs on it."""
        targets = self._package.targets(self.part)
        all_sheets = children(self._sheets, "sheet")
        gone = {n for n, each in enumerate(all_sheets) if _is_list(each)}
        if len(gone) == len(all_sheets):
            raise Refusal(files.NO_SHEETS)
        for number in gone:
            self._sheets.remove(all_sheets[number])
            part = targets.get(identity_in(all_sheets[number]))
            if part is not None:
                for kind in _HANGING:
                    for hanging in self._package.targets(part, kind).values():
                        self._package.drop(hanging)
                self._package.unrelate(self.part, part)
                self._package.drop(part)
        self._renumber(
            {n: n - sum(g < n for g in gone) for n in range(len(all_sheets)) if n not in gone}
        )

    def put_list_first(self, content: bytes, header_row: int) -> None:
        """Add sheet Cần sửa before all others, and let the workbook open there."""
        count = len(children(self._sheets, "sheet"))
        self._renumber({n: n + 1 for n in range(count)})
        part = self._package.free_name(_PART)
        self._package.add(part, f"{_SPREADSHEET}.worksheet+xml", content)
        identity = self._package.relate(self.part, f"{self.kinds}/worksheet", part)
        numbers = [whole_number(each.get("sheetId", ""), 65_534) or 0 for each in self._sheets]
        sheet = etree.Element(named_like(self._root, "sheet"), nsmap={"r": self.kinds})
        sheet.set("name", MENDING_SHEET)
        sheet.set("sheetId", str(max(numbers, default=0) + 1))
        sheet.set(f"{{{self.kinds}}}id", identity)
        self._sheets.insert(0, sheet)
        for views in children(self._root, "bookViews"):
            for view in children(views, "workbookView"):
                view.attrib.pop("firstSheet", "")
                view.set("activeTab", "0")
        self._name_titles(header_row)

    def save(self) -> None:
        """Put the part back."""
        self._package.put(self.part, self._root)

    def _name_titles(self, row: int) -> None:
        """The rows repeated on each printed page."""
        names = child(self._root, "definedNames")
        if names is None:
            names = etree.Element(named_like(self._root, "definedNames"))
            place = max(n for n, each in enumerate(self._root) if local(each) in _BEFORE_NAMES)
            self._root.insert(place + 1, names)
        name = etree.Element(named_like(self._root, "definedName"))
        name.set("name", "_xlnm.Print_Titles")
        name.set("localSheetId", "0")
        name.text = f"'{MENDING_SHEET}'!${row}:${row}"
        names.insert(0, name)

    def _renumber(self, places: dict[int, int]) -> None:
        """Names that belong to one sheet follow it; those of a sheet that is gone go too."""
        names = child(self._root, "definedNames")
        if names is None:
            return
        for each in children(names, "definedName"):
            told = each.get("localSheetId")
            if told is None:
                continue
            rank = index(told)
            place = None if rank is None else places.get(rank)
            if place is None:
                names.remove(each)
            else:
                each.set("localSheetId", str(place))
        if not len(names):
            self._root.remove(names)


def _is_list(sheet: etree._Element) -> bool:
    return fold(decoded(sheet.get("name", ""))) == fold(MENDING_SHEET)


__all__ = ["MarkedHead", "mark"]

_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_NEW = {
    "comments": ("xl/can-sua-comments{n}.xml", f"{_SPREADSHEET}.comments+xml"),
    "vmlDrawing": ("xl/drawings/can-sua{n}.vml", ""),
}
"""Name (numbered) and declared type of a part we add; drawings are declared by their ending."""
_CLUSTERS = 16
"""How far apart the shapes of two sheets are numbered."""
_ROWS_OF_A_BOX = 40
"""Rows below its cell that a box may reach over."""
_LONGEST_COMMENT = 4_000
"""Characters of one comment; the list has all of them."""


def mark(data: bytes, findings: Sequence[Finding], head: MarkedHead) -> bytes | None:
    """The workbook in `data` with `findings` marked, commented and listed; the same bytes each time.

    Notes ask for nothing and are left out; where nothing else is left, the copy has no list.

    Args:
        data: an .xlsx or .xlsm as it came, perhaps a marked copy that was sent back.
        findings: what is wrong with it, their places as its reader names them.
        head: what the list says of the unit.

    Returns:
        None where `data` is no workbook that can be marked (damaged, with a password, .xls…).
    """
    try:
        return _marked(Package(data), findings, head)
    except Refusal:
        return None


def _marked(package: Package, findings: Sequence[Finding], head: MarkedHead) -> bytes:
    book = MarkedBook(package)
    book.take_out_list()
    tabs = book.tabs
    entries = _listed(findings, tabs)
    styles_part = package.target(book.part, "styles")
    styles = (
        MarkedStyles(package.root(styles_part)) if styles_part else MarkedStyles.new(book.namespace)
    )
    looks = {severity: styles.mark(severity) for severity in MARK_COLOURS} if entries else {}
    for number, tab in enumerate(tabs):
        mine = [e for e in entries if e.finding.place.sheet == tab.name and _area(e.finding)]
        _SheetEdit(package, book, tab, number, head.board).run(mine, looks, keep_open=not entries)
    if entries:
        content = list_sheet(entries, head, styles, book.namespace)
        if styles_part:
            package.put(styles_part, styles.root)
        else:
            package.add("xl/styles.xml", f"{_SPREADSHEET}.styles+xml", styles.root)
            package.relate(book.part, f"{book.kinds}/styles", "xl/styles.xml")
        book.put_list_first(content, MENDING_HEADER_ROW)
    book.save()
    return package.packed()


def _listed(findings: Iterable[Finding], tabs: Sequence[MarkedTab]) -> list[ListedFinding]:
    """What is to be mended: what concerns no single cell first, then sheet by sheet, row by row."""
    ranks = {tab.name: rank for rank, tab in enumerate(tabs)}
    severities = list(MARK_COLOURS)

    def order(finding: Finding) -> tuple[int, ...]:
        area, rank = _area(finding), ranks.get(finding.place.sheet, -1)
        where = (1, rank, area.top, area.left) if area and rank >= 0 else (0, rank, 0, 0)
        severity = severities.index(finding.severity)
        return (*where, severity) if where[0] else (0, severity, rank)

    seen = {tab.name for tab in tabs if tab.visible}
    wanted = sorted((f for f in findings if f.severity in MARK_COLOURS), key=order)
    return [
        ListedFinding(number, finding, _area(finding) is not None and finding.place.sheet in seen)
        for number, finding in enumerate(wanted, 1)
    ]


def _area(finding: Finding) -> CellRange | None:
    return cell_range(finding.place.cell)


class _SheetEdit(Struct, frozen=True):
    """One sheet of the copy."""

    package: Package
    book: MarkedBook
    tab: MarkedTab
    number: int
    author: str
    """Of our comments."""

    def run(
        self, entries: Sequence[ListedFinding], looks: Mapping[Severity, int], *, keep_open: bool
    ) -> None:
        """Take earlier marks and comments away and put those of `entries` in their place."""
        sheet = SheetPart(self.tab.part, self.package.read(self.tab.part))
        sheet.clear()
        if not keep_open:
            sheet.deselect()
        if sheet.is_worksheet:
            merged = sheet.merged_at(_corner(entry.finding) for entry in entries)
            if entries:
                sheet.mark(_areas(entries, merged), looks)
            self._comment(sheet, _texts(entries, merged))
        if sheet.changed:
            self.package.put(self.tab.part, sheet.content())

    def _comment(self, sheet: SheetPart, texts: Mapping[RowColumn, str]) -> None:
        """Renew our comments: their texts, then their boxes."""
        part = self.package.target(self.tab.part, "comments")
        if part is None and not texts:
            return
        comments = self.package.root(part) if part else empty_comments(self.book.namespace)
        before = serialised(comments)
        gone = cleared(comments)
        drawn = self._drawn(sheet)
        drawing = _readable(self.package, drawn)
        if drawing is None:
            # A drawing that is no XML cannot take boxes; the marks and the list say it all.
            texts = {}
        boxes = add_comments(comments, texts, self.author) if texts else ()
        if serialised(comments) != before:
            self._keep(part, "comments", comments if has_comments(comments) else None)
        if drawing is not None and (gone or boxes):
            drop_boxes(drawing, gone)
            if boxes:
                rows = sheet.row_pixels(boxes[-1][0] + _ROWS_OF_A_BOX)
                grid = Grid.of(sheet.column_pixels(), rows)
                said = {place: texts[place] for place in boxes}
                add_boxes(drawing, said, grid, _CLUSTERS * (self.number + 1))
            self._anchor(sheet, drawn, drawing if has_shapes(drawing) else None)

    def _drawn(self, sheet: SheetPart) -> str | None:
        """The part in which the sheet's boxes are drawn."""
        return self.package.targets(self.tab.part).get(sheet.anchor)

    def _keep(self, part: str | None, kind: str, root: etree._Element | None) -> str | None:
        """Put a part of the sheet back: a new one is added, an empty one dropped. Gives a new identity."""
        if root is None:
            if part is not None:
                self.package.unrelate(self.tab.part, part)
                self.package.drop(part)
        elif part is not None:
            self.package.put(part, root)
        else:
            name, content_type = _NEW[kind]
            part = self.package.free_name(name)
            if content_type:
                self.package.add(part, content_type, root)
            else:
                self.package.declare_ending("vml", _VML)
                self.package.put(part, root)
            return self.package.relate(self.tab.part, f"{self.book.kinds}/{kind}", part)
        return None

    def _anchor(self, sheet: SheetPart, drawn: str | None, root: etree._Element | None) -> None:
        identity = self._keep(drawn, "vmlDrawing", root)
        if identity is not None or root is None:
            sheet.set_anchor(identity or "", self.book.kinds)


def _readable(package: Package, part: str | None) -> etree._Element | None:
    """The drawing, an empty one where there is none; None for one that is not well formed."""
    if part is None:
        return empty_drawing()
    try:
        return package.root(part)
    except Refusal:
        return None


def _corner(finding: Finding) -> RowColumn:
    area = _area(finding)
    assert area is not None, "only findings on cells are marked in a sheet"
    return area.top, area.left


def _areas(
    entries: Iterable[ListedFinding], merged: Mapping[RowColumn, CellRange]
) -> Mapping[Severity, Sequence[CellRange]]:
    """What is to be marked: each area once, as the worst that is found in it."""
    worst: dict[CellRange, Severity] = {}
    ranks = list(MARK_COLOURS)
    for entry in entries:
        area = _area(entry.finding)
        assert area is not None
        area = merged.get((area.top, area.left), area)
        known = worst.get(area, entry.finding.severity)
        worst[area] = min(known, entry.finding.severity, key=ranks.index)
    return {
        severity: [area for area, found in worst.items() if found is severity] for severity in ranks
    }


def _texts(
    entries: Iterable[ListedFinding], merged: Mapping[RowColumn, CellRange]
) -> Mapping[RowColumn, str]:
    """The comment of each cell: all that is found there."""
    texts: dict[RowColumn, str] = {}
    for entry in entries:
        row, column = _corner(entry.finding)
        area = merged.get((row, column))
        place = (area.top, area.left) if area else (row, column)
        said = _said(entry)
        texts[place] = f"{texts[place]}\n\n{said}" if place in texts else said
    return {place: storable(text[:_LONGEST_COMMENT]) for place, text in texts.items()}


def _said(entry: ListedFinding) -> str:
    finding = entry.finding
    head = COMMENT_HEAD.format(number=entry.number, severity=upper_first(finding.severity.value))
    return f"{head}{message_sentence(finding.message)}\n{finding.remedy}"
