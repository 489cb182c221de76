"""The theme of a document: the fonts and colours that others name by their role."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from cv183_reports.ooxml.tree import Node
from cv183_reports.presentation.look import AUTO

_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_SCRIPTS = {"hansi": "latin", "ascii": "latin", "eastasia": "ea", "bidi": "cs"}
_MAPPED = {
    "text1": "dk1",
    "dark1": "dk1",
    "text2": "dk2",
    "dark2": "dk2",
    "background1": "lt1",
    "light1": "lt1",
    "background2": "lt2",
    "light2": "lt2",
    "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
    "tx1": "dk1",
    "tx2": "dk2",
    "bg1": "lt1",
    "bg2": "lt2",
}
"""Names of documents and drawings → names of the theme (the mapping every honest document has)."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Fonts and colours by role; without a theme part nothing is known."""

    _fonts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    _colors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Node | None) -> Theme:
        """The theme in the part ``theme1.xml``."""
        elements = None if root is None else root.child("themeElements")
        if elements is None:
            return cls()
        return cls(_fonts(elements.child("fontScheme")), _colors(elements.child("clrScheme")))

    def font(self, role: str) -> str:
        """The font of a role such as ``minorHAnsi``; empty when the theme has none."""
        size = role[:5]
        return self._fonts.get((size, _SCRIPTS.get(role[5:].lower(), "")), "")

    def color(self, said: Mapping[str, str], attribute: str = "val") -> str:
        """The colour that a ``w:color``, border or ``w:shd`` says: AUTO, six hex digits, or empty.

        Args:
            said: its attributes.
            attribute: ``val``; of a border ``color``; ``fill`` for the ground of a shading.
        """
        prefix, role = ("themeFill",) * 2 if attribute == "fill" else ("theme", "themeColor")
        base, written = self.role(said.get(role, "")), hex_color(said.get(attribute, ""))
        if f"{prefix}Tint" in said or f"{prefix}Shade" in said:
            # Word keeps beside them the colour it worked out.
            return written or base
        return base or written

    def role(self, name: str) -> str:
        """The colour of a role such as ``accent1`` or ``text1``; empty when unknown."""
        return self._colors.get(_MAPPED.get(name, name), "")


def hex_color(written: str) -> str:
    """AUTO, or six hex digits in capitals; empty when `written` is neither."""
    if written == AUTO:
        return AUTO
    digits = written.removeprefix("#")
    return digits.upper() if _HEX.fullmatch(digits) else ""


def _fonts(scheme: Node | None) -> dict[tuple[str, str], str]:
    found = {}
    for size in () if scheme is None else scheme:
        for script in size:
            found[size.name[:5], script.name] = script.get("typeface")
    return found


def _colors(scheme: Node | None) -> dict[str, str]:
    found = {}
    for role in () if scheme is None else scheme:
        for said in role:
            color = hex_color(said.get("lastClr") or said.get("val"))
            if color:
                found[role.name] = color
    return found
