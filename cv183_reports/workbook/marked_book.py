"""``workbook.xml`` of a marked copy: its tabs, sheet Cần sửa first and open."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from cv183_reports.catalogue import files
from cv183_reports.ooxml.archive import Refusal
from cv183_reports.ooxml.parts import (
    Parts,
    child,
    children,
    identity_in,
    index,
    local,
    named_like,
)
from cv183_reports.spreadsheet.values import decoded, whole_number
from cv183_reports.vietnamese.text import fold
from cv183_reports.workbook.layout import MENDING_SHEET

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


@dataclass(frozen=True, slots=True)
class Tab:
    """One sheet of the workbook."""

    name: str
    visible: bool
    part: str


class Book:
    """The workbook part of `parts`, opened; `save` puts it back."""

    def __init__(self, parts: Parts) -> None:
        """Open it.

        Raises:
            Refusal: there is none, or it has no sheets.
        """
        part = parts.target("", "officeDocument")
        if part is None:
            raise Refusal(files.MISSING_PART, part="_rels/.rels")
        self.part = part
        self._parts = parts
        self._root = parts.tree(part)
        sheets = child(self._root, "sheets")
        if local(self._root) != "workbook" or sheets is None:
            raise Refusal(files.NOT_A_WORKBOOK)
        self._sheets = sheets
        self.namespace = etree.QName(self._root).namespace or ""
        """Of the workbook's own elements."""
        self.kinds = _STRICT_KINDS if self.namespace.startswith(_STRICT) else _KINDS
        """Begins the type of every relationship, and is the namespace of ``r:id``."""

    @property
    def tabs(self) -> tuple[Tab, ...]:
        """All sheets that have a part, in the order of their tabs."""
        targets = dict(self._parts.targets(self.part))
        return tuple(
            Tab(
                decoded(each.get("name", "")),
                each.get("state", "visible") == "visible",
                targets[identity],
            )
            for each in children(self._sheets, "sheet")
            if (identity := identity_in(each)) in targets
        )

    def take_out_list(self) -> None:
        """Remove the sheet Cần sửa of an earlier copy, with all that hangs on it."""
        targets = dict(self._parts.targets(self.part))
        all_sheets = children(self._sheets, "sheet")
        gone = {n for n, each in enumerate(all_sheets) if _is_list(each)}
        if len(gone) == len(all_sheets):
            raise Refusal(files.NO_SHEETS)
        for number in gone:
            self._sheets.remove(all_sheets[number])
            part = targets.get(identity_in(all_sheets[number]))
            if part is not None:
                for kind in _HANGING:
                    for _, hanging in self._parts.targets(part, kind):
                        self._parts.drop(hanging)
                self._parts.unrelate(self.part, part)
                self._parts.drop(part)
        self._renumber(
            {n: n - sum(g < n for g in gone) for n in range(len(all_sheets)) if n not in gone}
        )

    def put_list_first(self, content: bytes, header_row: int) -> None:
        """Add sheet Cần sửa before all others, and let the workbook open there."""
        count = len(children(self._sheets, "sheet"))
        self._renumber({n: n + 1 for n in range(count)})
        part = self._parts.free_name(_PART)
        self._parts.add(part, f"{_SPREADSHEET}.worksheet+xml", content)
        identity = self._parts.relate(self.part, f"{self.kinds}/worksheet", part)
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
        self._parts.put(self.part, self._root)

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
