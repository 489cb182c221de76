"""One worksheet of a marked copy, its cells coloured; and the looks that the workbook's styles gain."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from lxml import etree

from cv183_reports.catalogue import files
from cv183_reports.model.finding import Severity
from cv183_reports.ooxml.archive import Refusal
from cv183_reports.ooxml.xml import (
    child,
    children,
    fragment,
    identity_in,
    local,
    named_like,
    new_root,
    remove,
    root,
    serialised,
)
from cv183_reports.spreadsheet.grid import CellRange, column_letters
from cv183_reports.spreadsheet.style import FONT, Look, argb
from cv183_reports.spreadsheet.values import MAX_COLUMN, cell_range, is_true, whole_number

MARK_COLOURS = {Severity.ERROR: ("#FF8A80", "#C00000"), Severity.WARNING: ("#FFE14D", "#806000")}
"""Fill and frame of a marked cell: stronger than any colour of the form."""

_BLACK = "#000000"
_ORDER = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
)
_SIDES = ("left", "right", "top", "bottom")
_NO_FILLS = (
    "<fill><patternFill patternType='none'/></fill>",
    "<fill><patternFill patternType='gray125'/></fill>",
)
_NO_BORDER = "<border><left/><right/><top/><bottom/><diagonal/></border>"
_PLAIN = "<xf numFmtId='0' fontId='0' fillId='0' borderId='0'/>"
_FIRST = {
    "fonts": ("<font><sz val='11'/></font>",),
    "fills": _NO_FILLS,
    "borders": (_NO_BORDER,),
    "cellStyleXfs": (_PLAIN,),
    "cellXfs": ("<xf numFmtId='0' fontId='0' fillId='0' borderId='0' xfId='0'/>",),
}
"""What indexes 0 (and 1) mean where a workbook has no such list."""


class MarkedStyles:
    """``styles.xml``, to which formats are added; one that is there already is used again."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self._namespace = etree.QName(root).namespace or ""
        self._cells: dict[Look, int] = {}

    @classmethod
    def new(cls, namespace: str) -> MarkedStyles:
        """Of a workbook that has none."""
        return cls(new_root("styleSheet", namespace))

    def mark(self, severity: Severity) -> int:
        """The index of the differential format of a marked cell."""
        fill, frame = map(argb, MARK_COLOURS[severity])
        sides = "".join(f"<{s} style='thin'><color rgb='{frame}'/></{s}>" for s in _SIDES)
        return self._index(
            "dxfs",
            "<dxf><fill><patternFill patternType='solid'>"
            f"<fgColor rgb='{fill}'/><bgColor rgb='{fill}'/></patternFill></fill>"
            f"<border>{sides}</border></dxf>",
        )

    def cell(self, look: Look) -> int:
        """The index of a cell format."""
        if look not in self._cells:
            self._cells[look] = self._cell(look)
        return self._cells[look]

    def _cell(self, look: Look) -> int:
        marks = "<b/>" * look.bold + "<i/>" * look.italic + "<u/>" * look.underline
        font = self._index(
            "fonts",
            f"<font>{marks}<sz val='{look.size}'/><color rgb='{argb(look.colour or _BLACK)}'/>"
            f"<name val='{FONT}'/><family val='1'/></font>",
        )
        fill = border = 0
        self._list("fills")
        if look.fill:
            fill = self._index(
                "fills",
                f"<fill><patternFill patternType='solid'><fgColor rgb='{argb(look.fill)}'/>"
                "<bgColor indexed='64'/></patternFill></fill>",
            )
        self._list("borders")
        if look.frame:
            sides = "".join(
                f"<{s} style='thin'><color rgb='{argb(look.frame)}'/></{s}>" for s in _SIDES
            )
            border = self._index("borders", f"<border>{sides}<diagonal/></border>")
        self._list("cellStyleXfs")
        said = {
            "horizontal": look.across or "left",
            "vertical": look.down.removeprefix("v") or "bottom",
            "wrapText": str(int(look.wrap)),
            "indent": str(look.indent),
        }
        alignment = " ".join(f"{name}='{value}'" for name, value in said.items() if value != "0")
        return self._index(
            "cellXfs",
            f"<xf numFmtId='0' fontId='{font}' fillId='{fill}' borderId='{border}' xfId='0' "
            "applyFont='1' applyFill='1' applyBorder='1' applyAlignment='1'>"
            f"<alignment {alignment}/></xf>",
        )

    def _index(self, name: str, xml: str) -> int:
        entries = self._list(name)
        wanted = self._made(xml)
        elements: Sequence[etree._Element] = [each for each in entries if local(each)]
        shape = _shape(wanted)
        for rank, each in enumerate(elements):
            if _shape(each) == shape:
                return rank
        entries.append(wanted)
        entries.set("count", str(len(elements) + 1))
        return len(elements)

    def _list(self, name: str) -> etree._Element:
        """The list of that name; a missing one begins with what its index 0 always meant."""
        found = child(self.root, name)
        if found is not None:
            return found
        made = etree.Element(f"{{{self._namespace}}}{name}")
        made.extend([self._made(xml) for xml in _FIRST.get(name, ())])
        made.set("count", str(len(made)))
        later = _ORDER[_ORDER.index(name) + 1 :]
        place = next(
            (n for n, each in enumerate(self.root) if local(each) in later), len(self.root)
        )
        self.root.insert(place, made)
        return made

    def _made(self, xml: str) -> etree._Element:
        return fragment(xml, {"": self._namespace})


def _shape(element: etree._Element) -> tuple[object, ...]:
    """What makes two entries the same, however they are written."""
    inner = tuple(_shape(each) for each in element if local(each))
    return local(element), tuple(sorted(element.attrib.items())), inner


RowColumn = tuple[int, int]
"""Row and column, from 1."""

_FORMULAS = {
    Severity.ERROR: 'N("cv183-error")=0',
    Severity.WARNING: 'N("cv183-warning")=0',
}
"""Always true; programs keep it as it is, so that our marks are known again."""
_OURS = "cv183-"
_RULES = "conditionalFormatting"
_AREAS = 500
"""Areas of one conditional format."""
_MERGES = 20_000
"""Merged ranges that are looked through: more is no form of ours."""

_DATA = re.compile(rb"<([A-Za-z_][\w.-]*:)?sheetData\b[^<>]*>")
_ROW = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?row\b([^<>]*)>")
_NUMBER = re.compile(rb"""\br=["'](\d{1,7})["']""")
_HEIGHT = re.compile(rb"""\bht=["'](\d{1,3}(?:\.\d+)?)["']""")
_HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)["']""")
_HOLE = b"<cv183-rows/>"
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")

_AFTER_RULES = frozenset(
    [
        "dataValidations",
        "hyperlinks",
        "printOptions",
        "pageMargins",
        "pageSetup",
        "headerFooter",
        "rowBreaks",
        "colBreaks",
        "customProperties",
        "cellWatches",
        "ignoredErrors",
        "smartTags",
        "drawing",
    ]
)
_AFTER_ANCHOR = frozenset(
    [
        "legacyDrawingHF",
        "drawingHF",
        "picture",
        "oleObjects",
        "controls",
        "AlternateContent",
        "webPublishItems",
        "tableParts",
        "extLst",
    ]
)
"""What follows ``legacyDrawing`` in a worksheet (ECMA-376 part 1, 18.3.1.99)."""

_WIDTH = 64
"""Pixels of a column of which a sheet says nothing."""
_PIXELS = 96 / 72
_DIGIT, _MARGIN = 7, 5
"""Pixels of a digit of the default font, and around the text of a column."""


class SheetPart:
    """A worksheet part, opened; `content()` is the part again."""

    def __init__(self, part: str, content: bytes) -> None:
        """Open the part named `part`.

        Raises:
            Refusal: it is not XML, or not as worksheets are built.
        """
        whole = _as_utf8(content)
        start, end = _rows(part, whole)
        self._rows = whole[start:end]
        around = whole[:start] + _HOLE * (end > start) + whole[end:]
        if around.count(_HOLE) != (end > start):
            raise Refusal(files.BAD_XML, part=part)
        self._root = root(part, around, bare=True)
        self.changed = False

    @property
    def is_worksheet(self) -> bool:
        """Has cells: no chart or dialog on a tab of its own."""
        return local(self._root) == "worksheet"

    def content(self) -> bytes:
        """The part; the rows are those that were there, byte for byte."""
        return serialised(self._root).replace(_HOLE, self._rows, 1)

    def deselect(self) -> None:
        """Sheets selected together are typed into together: leave that to one sheet."""
        for view in self._root.iter(named_like(self._root, "sheetView")):
            if view.attrib.pop("tabSelected", ""):
                self.changed = True

    def clear(self) -> None:
        """Take away the marks of an earlier copy."""
        for rules in self._everywhere(_RULES):
            ours = [rule for rule in children(rules, "cfRule") if _is_ours(rule)]
            for rule in ours:
                rules.remove(rule)
                self.changed = True
            if ours and not children(rules, "cfRule"):
                remove(rules)

    def mark(
        self, areas: Mapping[Severity, Sequence[CellRange]], looks: Mapping[Severity, int]
    ) -> None:
        """Mark `areas` with the differential formats `looks`, before all other rules."""
        self._make_room(len(_FORMULAS))
        self.changed = True
        place = self._place({_RULES, *_AFTER_RULES, "legacyDrawing", *_AFTER_ANCHOR})
        for priority, (severity, formula) in enumerate(_FORMULAS.items(), 1):
            texts = [_reference(area) for area in areas.get(severity, ())]
            for start in range(0, len(texts), _AREAS):
                rules = etree.Element(named_like(self._root, _RULES))
                rules.set("sqref", " ".join(texts[start : start + _AREAS]))
                rule = etree.SubElement(rules, named_like(self._root, "cfRule"))
                rule.set("type", "expression")
                rule.set("dxfId", str(looks[severity]))
                rule.set("priority", str(priority))
                etree.SubElement(rule, named_like(self._root, "formula")).text = formula
                self._root.insert(place, rules)
                place += 1

    def merged_at(self, places: Iterable[RowColumn]) -> dict[RowColumn, CellRange]:
        """The merged range around each of `places` that lies in one."""
        wanted = sorted(set(places))
        found: dict[RowColumn, CellRange] = {}
        for each in islice(self._everywhere("mergeCell"), _MERGES):
            area = cell_range(each.get("ref", ""))
            if area is None:
                continue
            for row, column in wanted[bisect_left(wanted, (area.top, 0)) :]:
                if row > area.bottom:
                    break
                if area.left <= column <= area.right:
                    found[row, column] = area
        return found

    @property
    def anchor(self) -> str:
        """Relationship of the drawing that holds the boxes of comments; empty when there is none."""
        for each in children(self._root, "legacyDrawing"):
            return identity_in(each)
        return ""

    def set_anchor(self, identity: str, namespace: str) -> None:
        """Let the boxes of comments be those of that relationship; empty: there are none."""
        self.changed = True
        for each in children(self._root, "legacyDrawing"):
            self._root.remove(each)
        if identity:
            anchor = etree.Element(named_like(self._root, "legacyDrawing"), nsmap={"r": namespace})
            anchor.set(f"{{{namespace}}}id", identity)
            self._root.insert(self._place(_AFTER_ANCHOR), anchor)

    def column_pixels(self) -> dict[int, int]:
        """Widths of the columns that have one of their own."""
        widths: dict[int, int] = {}
        known = 0
        for each in self._everywhere("col"):
            first = whole_number(each.get("min", ""), MAX_COLUMN)
            last = whole_number(each.get("max", ""), MAX_COLUMN)
            if first is None or last is None:
                continue
            first, known = max(first, known + 1), max(last, known)
            wide = 0.0 if is_true(each.get("hidden")) else _decimal(each.get("width", ""))
            pixels = _WIDTH if wide is None else int(wide * _DIGIT + _MARGIN) if wide else 0
            widths.update((column, pixels) for column in range(first, last + 1))
        return widths

    def row_pixels(self, last: int) -> dict[int, int]:
        """Heights of the rows up to `last` that have one of their own."""
        heights: dict[int, int] = {}
        number = 0
        for found in _ROW.finditer(self._rows):
            told = _NUMBER.search(found[1])
            number = int(told[1]) if told else number + 1
            if number > last:
                break
            height = _HEIGHT.search(found[1])
            if _HIDDEN.search(found[1]):
                heights[number] = 0
            elif height:
                heights[number] = round(float(height[1]) * _PIXELS)
        return heights

    def _everywhere(self, name: str) -> list[etree._Element]:
        return list(self._root.iter(named_like(self._root, name)))

    def _make_room(self, places: int) -> None:
        """Let the rules of others come after `places` further ones."""
        rules = [each for each in self._root.iter() if local(each) == "cfRule"]
        ranks = [whole_number(each.get("priority", ""), 2**31 - 1 - places) for each in rules]
        first = min((rank for rank in ranks if rank is not None), default=places + 1)
        for rule, rank in zip(rules, ranks, strict=True):
            if rank is not None and first <= places:
                rule.set("priority", str(rank + places + 1 - first))

    def _place(self, later: frozenset[str] | set[str]) -> int:
        """Where an element goes that stands before those named in `later`."""
        return next(
            (n for n, each in enumerate(self._root) if local(each) in later), len(self._root)
        )


def _rows(part: str, whole: bytes) -> tuple[int, int]:
    """Where the sheet's data begins and ends, its tags included; the same twice where it has none."""
    found = _DATA.search(whole)
    if found is None or found[0].endswith(b"/>"):
        return (0, 0) if found is None else found.span()
    closing = b"</" + (found[1] or b"") + b"sheetData"
    at = whole.rfind(closing)
    end = whole.find(b">", at) + 1
    if at < found.end() or not end:
        raise Refusal(files.BAD_XML, part=part)
    return found.start(), end


def _as_utf8(content: bytes) -> bytes:
    """The part in UTF-8 without a byte order mark."""
    if content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return content.removeprefix(b"\xef\xbb\xbf")
    return _DECLARATION.sub("", content.decode("utf-16", "replace")).encode()


def _is_ours(rule: etree._Element) -> bool:
    return any(_OURS in (each.text or "") for each in children(rule, "formula"))


def _reference(area: CellRange) -> str:
    """``A1`` for a single cell, else ``A1:B2``."""
    is_one = area.top == area.bottom and area.left == area.right
    return f"{column_letters(area.left)}{area.top}" if is_one else str(area)


def _decimal(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\d{1,3}(?:\.\d+)?", text, re.ASCII) else None
