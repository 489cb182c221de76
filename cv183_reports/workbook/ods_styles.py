"""Styles of an .ods as far as values need them: font names, and which sheets are hidden."""

from __future__ import annotations

from cv183_reports.ooxml.xml import Handler

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
