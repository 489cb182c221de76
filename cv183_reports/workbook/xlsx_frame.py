"""What .xlsx and .xlsb have in common: tabs that lead to sheet parts, macros, links, who saved it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cv183_reports.catalogue import files
from cv183_reports.model.finding import Finding
from cv183_reports.ooxml.archive import Refusal
from cv183_reports.ooxml.package import Package, Relationship, target
from cv183_reports.ooxml.xml import Handler
from cv183_reports.workbook.grid import Sheet, Workbook
from cv183_reports.workbook.sheet_builder import SheetBuilder

_PROPERTIES = frozenset({"extended-properties", "extendedProperties"})
"""Its name in transitional and in Strict files."""
_LONGEST_PRODUCER = 200
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
        for tab in tabs:
            part = parts.get(tab.relationship)
            if not part:
                raise Refusal(files.MISSING_PART, part=tab.name)
            built = SheetBuilder(self.file, tab.name)
            read_sheet(part, built)
            sheets.append(built.sheet(visible=tab.visible))
            findings += built.findings
        workbook = Workbook(
            self.file,
            tuple(sheets),
            self._producer(),
            has_macros=any(each.kind in _MACROS for each in self.relationships),
            has_external_links=target(self.relationships, "externalLink") is not None,
        )
        self.package.verify_rest()
        return workbook, tuple(findings)

    def _producer(self) -> str:
        part = next((root.target for root in self.roots if root.kind in _PROPERTIES), None)
        if part is None or not self.package.has(part):
            return ""
        properties = _Properties()
        self.package.parse(part, properties)
        return properties.application


class _Properties(Handler):
    """Reads ``app.xml``: which program saved the file."""

    def __init__(self) -> None:
        self.application = ""
        self._in_application = False

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002
        self._in_application = name == "Application"

    def text(self, text: str) -> None:
        if self._in_application:
            self.application = (self.application + text)[:_LONGEST_PRODUCER]

    def end(self, name: str) -> None:  # noqa: ARG002
        self._in_application = False
