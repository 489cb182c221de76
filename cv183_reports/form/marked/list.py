"""Sheet Cần sửa: every finding on a form in one table, each with a link to its cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml import etree

from cv183_reports.form import layout
from cv183_reports.form.marked.sheet import MARKS, MarkedStyles
from cv183_reports.model import Period
from cv183_reports.model.finding import Finding
from cv183_reports.ooxml.xml import named_like, new_root, serialised
from cv183_reports.spreadsheet.grid import column_letters
from cv183_reports.spreadsheet.style import FONT, Look, ToFill, argb, fitted_height
from cv183_reports.vietnamese.wording import count, joined, month_name, upper_first

HEADER_ROW = 8
"""The row that is repeated on each printed page."""

_WIDTHS = (6.0, 24.0, 12.0, 54.0, 54.0)
_LINE = Look(down="vcenter", wrap=True)
_TITLE = replace(ToFill.TITLE, down="vcenter", wrap=True)
_LEGEND = replace(_LINE, indent=1)
_STRONG = replace(_LINE, bold=True)
_CENTRED = replace(ToFill.PLAIN, across="center")
_LINK = replace(ToFill.PLAIN, colour="#0563C1", underline=True)
_SEVERITIES = {
    severity: replace(ToFill.PLAIN, fill=fill, frame=frame, across="center")
    for severity, (fill, frame) in MARKS.items()
}
_TAB = "#C00000"
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True)
class MarkedHead:
    """What stands above the table of sheet Cần sửa."""

    unit_name: str
    period: Period
    due_text: str
    """When the mended file must come: ``trước 11 giờ, ngày 10/9/2025``."""
    board: str
    """To whom it is sent, and who says what is wrong."""


@dataclass(frozen=True, slots=True)
class ListedFinding:
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
            return layout.WHOLE_FILE
        words = layout.ONE_CELL if place.cell else layout.WHOLE_SHEET
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
    for row, entry in enumerate(entries, HEADER_ROW + 1):
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
        unit = f"{head.unit_name} – kỳ báo cáo {month_name(head.period.year, head.period.month)}"
        tally = [
            f"{count(n)} {severity.value}"
            for severity in MARKS
            if (n := sum(each.finding.severity is severity for each in entries))
        ]
        self._line(1, layout.MENDING_TITLE, _TITLE)
        self._line(2, unit, _STRONG)
        self._line(3, layout.MENDING_FIRST.format(counts=joined(tally)), _LINE)
        self._line(4, layout.MENDING_STEPS.format(due=head.due_text, board=head.board), _STRONG)
        for row, (words, look) in enumerate(
            zip(layout.MENDING_LEGEND, _SEVERITIES.values(), strict=True), 5
        ):
            cells = self._row(row, fitted_height(()))
            self._cell(cells, 1, "", look)
            self._cell(cells, 2, words, _LEGEND)
            self._merges.append(f"B{row}:E{row}")
        cells = self._row(HEADER_ROW, fitted_height((), padding=9))
        for column, header in enumerate(layout.MENDING_HEADERS, 1):
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
        top = f"A{HEADER_ROW + 1}"
        self._new(
            "pane",
            view,
            ySplit=str(HEADER_ROW),
            topLeftCell=top,
            activePane="bottomLeft",
            state="frozen",
        )
        cell = f"B{HEADER_ROW + 1}"
        self._new("selection", view, pane="bottomLeft", activeCell=cell, sqref=cell)

    def _page(self, root: etree._Element, head: MarkedHead) -> None:
        sides = {"left": "0.4", "right": "0.4", "top": "0.5", "bottom": "0.6"}
        self._new("pageMargins", root, **sides, header="0.3", footer="0.3")
        self._new("pageSetup", root, paperSize="9", fitToHeight="0", orientation="landscape")
        font = f'&"{FONT},Regular"&10'
        name = storable(head.unit_name).replace("&", "&&")[:120]
        footer = self._new("oddFooter", self._new("headerFooter", root))
        footer.text = f"&L{font}{name} – {layout.MENDING_SHEET}&R{font}Trang &P/&N"

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
