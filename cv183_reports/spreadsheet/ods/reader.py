"""Styles of an .ods as far as values need them: font names, and which sheets are hidden."""

from __future__ import annotations

from cv183_reports.catalogue import files
from cv183_reports.model.finding import Finding
from cv183_reports.ooxml.archive import Refusal
from cv183_reports.ooxml.package import Package
from cv183_reports.ooxml.xml import Handler
from cv183_reports.spreadsheet.grid import Workbook
from cv183_reports.spreadsheet.ods.content import OdsContent

_MAX_PARENTS = 20


def local_names(attributes: dict[str, str]) -> dict[str, str]:
    """Attributes without prefix; LibreOffice's own extras (``calcext:``) repeat standard names."""
    return {
        name.rpartition(":")[2]: value
        for name, value in attributes.items()
        if not name.startswith("calcext:")
    }


class OdsStyles(Handler):
    """Reads styles wherever they stand: in ``styles.xml`` and at the head of ``content.xml``."""

    def __init__(self) -> None:
        self._style = ("", "")
        self._fonts: dict[tuple[str, str], str] = {}
        self._parents: dict[tuple[str, str], str] = {}
        self._hidden: set[tuple[str, str]] = set()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note the parent, the font and the visibility of a style."""
        if name not in ("style", "default-style", "text-properties", "table-properties"):
            return
        given = local_names(attributes)
        if name in ("style", "default-style"):
            self._style = (given.get("family", ""), given.get("name", ""))
            self._parents[self._style] = given.get("parent-style-name", "")
        elif name == "text-properties":
            font = given.get("font-name") or given.get("font-family", "").strip("'\"")
            if font:
                self._fonts[self._style] = font
        elif given.get("display") == "false":
            self._hidden.add(self._style)

    def font(self, style: str) -> str:
        """The font of a cell of that style: its own, or that of the styles it stands on."""
        for _ in range(_MAX_PARENTS):
            font = self._fonts.get(("table-cell", style))
            if font or not style:
                return font or ""
            style = self._parents.get(("table-cell", style), "")
        return ""

    def hides(self, style: str) -> bool:
        """Whether a sheet of that style is hidden."""
        return ("table", style) in self._hidden


_LONGEST_PRODUCER = 200


def read_ods(data: bytes, file: str) -> tuple[Workbook | None, tuple[Finding, ...]]:
    """Read the .ods in `data`, with the promises of `xlsx_reader.read_workbook`.

    Not told: fonts of parts of a cell, number formats other than "is a percentage".
    """
    try:
        return _read(Package(data), file)
    except Refusal as refusal:
        return None, (refusal.finding(file),)


def _read(package: Package, file: str) -> tuple[Workbook, tuple[Finding, ...]]:
    manifest, meta, styles = _Manifest(), _Meta(), OdsStyles()
    optional = (("META-INF/manifest.xml", manifest), ("meta.xml", meta), ("styles.xml", styles))
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
        meta.generator,
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


class _Meta(Handler):
    """Reads which program saved the file."""

    def __init__(self) -> None:
        self.generator = ""
        self._in_generator = False

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002
        self._in_generator = name == "generator"

    def text(self, text: str) -> None:
        if self._in_generator:
            self.generator = (self.generator + text)[:_LONGEST_PRODUCER]

    def end(self, name: str) -> None:  # noqa: ARG002
        self._in_generator = False
