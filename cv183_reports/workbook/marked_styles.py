"""The looks that a marked copy adds to the styles of a workbook: two marks, and those of sheet Cần sửa."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from cv183_reports.model.finding import Severity
from cv183_reports.ooxml.parts import child, local, new_root
from cv183_reports.spreadsheet.style import FONT

MARKS = {Severity.ERROR: ("FFFF8A80", "FFC00000"), Severity.WARNING: ("FFFFE14D", "FF806000")}
"""Fill and frame of a marked cell (ARGB): stronger than any colour of the form."""

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


@dataclass(frozen=True, slots=True)
class Look:
    """One cell format of sheet Cần sửa."""

    size: int = 11
    bold: bool = False
    italic: bool = False
    colour: str = "FF000000"
    underline: bool = False
    fill: str = ""
    frame: str = ""
    across: str = "left"
    down: str = "top"
    indent: int = 0


class Styles:
    """``styles.xml``, to which formats are added; one that is there already is used again."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self._namespace = etree.QName(root).namespace or ""
        self._cells: dict[Look, int] = {}

    @classmethod
    def new(cls, namespace: str) -> Styles:
        """Of a workbook that has none."""
        return cls(new_root("styleSheet", namespace))

    def mark(self, severity: Severity) -> int:
        """The index of the differential format of a marked cell."""
        fill, frame = MARKS[severity]
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
            f"<font>{marks}<sz val='{look.size}'/><color rgb='{look.colour}'/>"
            f"<name val='{FONT}'/><family val='1'/></font>",
        )
        fill = border = 0
        self._list("fills")
        if look.fill:
            fill = self._index(
                "fills",
                f"<fill><patternFill patternType='solid'><fgColor rgb='{look.fill}'/>"
                "<bgColor indexed='64'/></patternFill></fill>",
            )
        self._list("borders")
        if look.frame:
            sides = "".join(f"<{s} style='thin'><color rgb='{look.frame}'/></{s}>" for s in _SIDES)
            border = self._index("borders", f"<border>{sides}<diagonal/></border>")
        self._list("cellStyleXfs")
        indent = f" indent='{look.indent}'" if look.indent else ""
        return self._index(
            "cellXfs",
            f"<xf numFmtId='0' fontId='{font}' fillId='{fill}' borderId='{border}' xfId='0' "
            "applyFont='1' applyFill='1' applyBorder='1' applyAlignment='1'>"
            f"<alignment horizontal='{look.across}' vertical='{look.down}' wrapText='1'{indent}/></xf>",
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
        wrapped = etree.fromstring(f"<x xmlns='{self._namespace}'>{xml}</x>")
        return wrapped[0]


def _shape(element: etree._Element) -> tuple[object, ...]:
    """What makes two entries the same, however they are written."""
    inner = tuple(_shape(each) for each in element if local(each))
    return local(element), tuple(sorted(element.attrib.items())), inner
