"""A text in several looks (CT_Rst), gathered from its elements; one look in all but few cells."""

from __future__ import annotations

from collections.abc import Mapping

from cv183_reports.spreadsheet.grid import Run
from cv183_reports.spreadsheet.xlsx.styles import PLAIN_FONT, FontLook, with_property

_PROPERTIES = frozenset({"rFont", "strike", "vertAlign"})
_LEGACY = (".vn", "vni")
"""How the names of fonts begin whose letters are not what they seem."""


def is_telling(font: FontLook) -> bool:
    """Whether a run of that look says something else than its characters alone."""
    return font.struck or font.shift != 0 or font.name.lower().startswith(_LEGACY)


class RichText:
    """The runs of one text so far. False while nothing came."""

    __slots__ = ("_font", "_is_rich", "_runs")

    def __init__(self) -> None:
        self._runs: list[tuple[str, FontLook]] = []
        self._font = PLAIN_FONT
        self._is_rich = False

    def __bool__(self) -> bool:
        return bool(self._runs)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A run, or a property of one, begins."""
        if name == "r":
            self._font = PLAIN_FONT
        elif name in _PROPERTIES:
            self._font = with_property(self._font, name, attributes)

    def add(self, text: str) -> None:
        """The text of a run."""
        self._is_rich |= is_telling(self._font)
        self._runs.append((text, self._font))

    def text(self) -> str | tuple[Run, ...]:
        """All of it; as runs only where their looks tell anything."""
        if not self._is_rich:
            return "".join(text for text, _ in self._runs)
        return tuple(Run(text, font.name, font.struck, font.shift) for text, font in self._runs)
