"""What .xlsx and .xlsb have in common: tabs that lead to sheet parts, macros, links."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cv183_reports.catalogue import files
from cv183_reports.model.finding import Finding
from cv183_reports.ooxml.archive import Refusal
from cv183_reports.ooxml.package import Package, Relationship, target
from cv183_reports.ooxml.xml import Handler
from cv183_reports.spreadsheet.building import MAX_SHEETS, Budget, SheetBuilder, Surroundings
from cv183_reports.spreadsheet.grid import Run, Sheet, Workbook
from cv183_reports.spreadsheet.values import decoded, is_true
from cv183_reports.spreadsheet.xlsx.cells import SheetHandler
from cv183_reports.spreadsheet.xlsx.floating import read_floating
from cv183_reports.spreadsheet.xlsx.rich_text import RichText
from cv183_reports.spreadsheet.xlsx.styles import StylesHandler

_MACROS = frozenset({"vbaProject", "xlMacrosheet", "xlIntlMacrosheet"})


@dataclass(frozen=True, slots=True)
class Tab:
    """One sheet, as the workbook part names it."""

    name: str
    visible: bool
    relationship: str
    """Identity of the arrow to its part."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A package and where its workbook part points."""

    package: Package
    file: str
    roots: tuple[Relationship, ...]
    main: str
    """Name of the workbook part."""
    relationships: tuple[Relationship, ...]
    """Of the workbook part."""

    @classmethod
    def of(cls, package: Package, file: str) -> Frame:
        """The frame of `package`; raises Refusal where it names no workbook part."""
        roots = package.relationships("")
        main = target(roots, "officeDocument")
        if main is None:
            raise Refusal(files.MISSING_PART, part="_rels/.rels")
        return cls(package, file, roots, main, package.relationships(main))

    def assembled(
        self, tabs: Sequence[Tab], read_sheet: Callable[[str, SheetBuilder], None]
    ) -> tuple[Workbook, tuple[Finding, ...]]:
        """The whole workbook, all its parts proved, and what could not be read in single cells.

        Args:
            tabs: the sheets in their order.
            read_sheet: gives the cells of the sheet part of that name to the builder.
        """
        if not tabs:
            raise Refusal(files.NO_SHEETS)
        parts = {each.identity: each.target for each in self.relationships}
        sheets: list[Sheet] = []
        findings: list[Finding] = []
        budget = Budget()
        for tab in tabs:
            part = parts.get(tab.relationship)
            if not part:
                raise Refusal(files.MISSING_PART, part=tab.name)
            built = SheetBuilder(self.file, tab.name, budget)
            read_sheet(part, built)
            read_floating(self.package, part, built)
            sheets.append(built.sheet(visible=tab.visible))
            findings += built.findings
        workbook = Workbook(
            self.file,
            tuple(sheets),
            has_macros=any(each.kind in _MACROS for each in self.relationships),
            has_external_links=target(self.relationships, "externalLink") is not None,
        )
        self.package.verify_rest()
        return workbook, tuple(findings)


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
    """Reads ``sharedStrings.xml``: phonetic guides left out."""

    def __init__(self) -> None:
        self.strings: list[str | tuple[Run, ...]] = []
        self._text = RichText()
        self._pieces: list[str] = []
        self._in_text = False
        self._in_phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self._text = RichText()
        elif name == "t":
            self._in_text, self._pieces = not self._in_phonetic, []
        elif name == "rPh":
            self._in_phonetic = True
        else:
            self._text.start(name, attributes)

    def text(self, text: str) -> None:
        if self._in_text:
            self._pieces.append(text)

    def end(self, name: str) -> None:
        if name == "si":
            self.strings.append(self._text.text())
        elif name == "t":
            if self._in_text:
                self._text.add(decoded("".join(self._pieces)))
            self._in_text = False
        elif name == "rPh":
            self._in_phonetic = False
