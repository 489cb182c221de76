"""Lines around paragraphs and cells, from the attributes of one side."""

from __future__ import annotations

from collections.abc import Mapping

from cv183_reports.presentation.cascade import Level
from cv183_reports.presentation.look import AUTO, NO_BORDERS, Border, Borders
from cv183_reports.presentation.measures import points
from cv183_reports.presentation.theme import Theme

_INVISIBLE = frozenset({"", "nil", "none"})
_PER_EIGHTH = 8


def border(said: Mapping[str, str] | None, theme: Theme) -> Border | None:
    """The line that one side says; None when it says none."""
    if said is None or said.get("val", "") in _INVISIBLE:
        return None
    return Border(
        kind=said["val"],
        width=points(said.get("sz", ""), _PER_EIGHTH) or 0.0,
        color=theme.color(said, "color") or AUTO,
        space=points(said.get("space", ""), 1) or 0.0,
    )


def paragraph_borders(said: Level, theme: Theme) -> Borders:
    """The lines around a paragraph."""
    found = {
        side: border(said.get(f"pBdr.{side}"), theme)
        for side in ("top", "bottom", "left", "right", "between")
    }
    return Borders(**found) if any(found.values()) else NO_BORDERS
