"""The strict reader of .xlsx and .xlsm: a `Workbook` of what is stored, or why there is none.

Every part is inflated within limits and proved by its CRC, whether it is needed or not; XML is
matched by local name, so that transitional and Strict OOXML and any prefix read the same.
"""

from __future__ import annotations

from cv183_reports.catalogue import files
from cv183_reports.model.finding import Finding
from cv183_reports.ooxml.archive import Refusal
from cv183_reports.ooxml.package import Package, Relationship, target
from cv183_reports.ooxml.xml import Handler
from cv183_reports.workbook.grid import Workbook
from cv183_reports.workbook.sheet_builder import MAX_SHEETS, SheetBuilder
from cv183_reports.workbook.xlsx_cell_values import Surroundings
from cv183_reports.workbook.xlsx_cells import SheetHandler
from cv183_reports.workbook.xlsx_frame import Frame, Tab
from cv183_reports.workbook.xlsx_styles import StylesHandler
from cv183_reports.workbook.xlsx_values import decoded, is_true

_HIDDEN = frozenset({"hidden", "veryHidden"})


def read_workbook(data: bytes, file: str) -> tuple[Workbook | None, tuple[Finding, ...]]:
    """Read the .xlsx or .xlsm in `data`; findings name it `file`.

    Returns:
        The workbook and what could not be read in single cells; or None and why the whole file
        cannot be read. Nothing a file holds makes it raise.
    """
    try:
        return _read(Package(data), file)
    except Refusal as refusal:
        return None, (refusal.finding(file),)


def _read(package: Package, file: str) -> tuple[Workbook, tuple[Finding, ...]]:
    frame = Frame.of(package, file)
    outline = _Outline()
    package.parse(frame.main, outline)
    if outline.root != "workbook":
        raise Refusal(files.NOT_A_WORKBOOK)
    around = _surroundings(package, frame.relationships, since_1904=outline.since_1904)

    def read_sheet(part: str, built: SheetBuilder) -> None:
        package.parse(part, SheetHandler(built, around))

    return frame.assembled(outline.tabs, read_sheet)


def _surroundings(
    package: Package, relationships: tuple[Relationship, ...], *, since_1904: bool
) -> Surroundings:
    """Shared strings and styles; a workbook may do without either."""
    strings, styles = _SharedStrings(), StylesHandler()
    for kind, handler in (("sharedStrings", strings), ("styles", styles)):
        part = target(relationships, kind)
        if part is not None:
            package.parse(part, handler)
    return Surroundings(strings.strings, styles.styles, since_1904)


class _Outline(Handler):
    """Reads ``workbook.xml``: its sheets and its date system."""

    def __init__(self) -> None:
        self.root = ""
        self.tabs: list[Tab] = []
        self.since_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.root = self.root or name
        if name == "sheet":
            relationship = next((attributes[key] for key in attributes if key.endswith(":id")), "")
            visible = attributes.get("state") not in _HIDDEN
            if len(self.tabs) >= MAX_SHEETS:
                raise Refusal(files.TOO_MANY_SHEETS, limit=MAX_SHEETS)
            self.tabs.append(Tab(decoded(attributes.get("name", "")), visible, relationship))
        elif name == "workbookPr":
            self.since_1904 = is_true(attributes.get("date1904"))


class _SharedStrings(Handler):
    """Reads ``sharedStrings.xml``: runs of rich text joined, phonetic guides left out."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self._pieces: list[str] = []
        self._in_text = False
        self._in_phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002
        if name == "si":
            self._pieces = []
        elif name == "t":
            self._in_text = not self._in_phonetic
        elif name == "rPh":
            self._in_phonetic = True

    def text(self, text: str) -> None:
        if self._in_text:
            self._pieces.append(text)

    def end(self, name: str) -> None:
        if name == "si":
            self.strings.append(decoded("".join(self._pieces)))
        elif name == "t":
            self._in_text = False
        elif name == "rPh":
            self._in_phonetic = False
