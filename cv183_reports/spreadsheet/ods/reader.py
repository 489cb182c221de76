"""Styles of an .ods as far as values need them: font names, and which sheets are hidden."""

from __future__ import annotations

from cv183_reports.catalogue import files
from cv183_reports.model.finding import Finding
from cv183_reports.ooxml.archive import Refusal
from cv183_reports.ooxml.package import Package
from cv183_reports.ooxml.xml import Handler
from cv183_reports.spreadsheet.grid import Workbook
from cv183_reports.spreadsheet.ods.content import OdsContent, OdsStyles


def read_ods(data: bytes, file: str) -> tuple[Workbook | None, tuple[Finding, ...]]:
    """Read the .ods in `data`, with the promises of `xlsx_reader.read_workbook`.

    Not told: fonts of parts of a cell, number formats other than "is a percentage".
    """
    try:
        return _read(Package(data), file)
    except Refusal as refusal:
        return None, (refusal.finding(file),)


def _read(package: Package, file: str) -> tuple[Workbook, tuple[Finding, ...]]:
    manifest, styles = _Manifest(), OdsStyles()
    optional = (("META-INF/manifest.xml", manifest), ("styles.xml", styles))
    for part, handler in optional:
        if manifest.is_encrypted:
            raise Refusal(files.PASSWORD)
        if package.has(part):
            package.parse(part, handler)
    content = OdsContent(file, styles)
    package.parse("content.xml", content)
    if not content.is_spreadsheet:
        raise Refusal(files.NOT_A_WORKBOOK)
    if not content.sheets:
        raise Refusal(files.NO_SHEETS)
    package.verify_rest()
    workbook = Workbook(
        file,
        tuple(content.sheets),
        has_macros=package.has("Basic/script-lc.xml"),
        has_external_links=content.has_links,
    )
    return workbook, tuple(content.findings)


class _Manifest(Handler):
    """Reads whether the parts are locked with a password."""

    def __init__(self) -> None:
        self.is_encrypted = False

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002
        if name == "encryption-data":
            self.is_encrypted = True
