"""How each class looks on the page: a sign that is told without its colour, and where it stands in the legend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cv183_reports.model.consolidated import FilingStanding, Standing

_WITH_DEADLINE = "Có thời hạn"
_WITHOUT_DEADLINE = "Không có thời hạn"
_NOT_OWED = "Không phải thực hiện"
_UNKNOWN = "Chưa có số liệu"


@dataclass(frozen=True, slots=True)
class CellSign:
    """One class of assignments in the heat map."""

    group: str
    """Its heading in the legend."""
    sign: str


SIGNS: Mapping[Standing, CellSign] = MappingProxyType(
    {
        Standing.DONE_ON_TIME: CellSign(_WITH_DEADLINE, "✓"),
        Standing.DONE_LATE: CellSign(_WITH_DEADLINE, "S"),
        Standing.WITHIN_DEADLINE: CellSign(_WITH_DEADLINE, "▷"),
        Standing.OVERDUE: CellSign(_WITH_DEADLINE, "!"),
        Standing.DONE: CellSign(_WITHOUT_DEADLINE, "●"),
        Standing.UNDER_WAY: CellSign(_WITHOUT_DEADLINE, "→"),
        Standing.NOT_BEGUN: CellSign(_WITHOUT_DEADLINE, "○"),
        Standing.NOT_ARISING: CellSign(_NOT_OWED, "–"),
        Standing.NOT_COMPETENT: CellSign(_NOT_OWED, "×"),
        Standing.WAIVED: CellSign(_NOT_OWED, "M"),
        Standing.FAULTY: CellSign(_UNKNOWN, "?"),
        Standing.BLANK: CellSign(_UNKNOWN, "□"),
        Standing.NOT_FILED: CellSign(_UNKNOWN, "∅"),
    }
)
"""In the order of the legend."""

FILED: Mapping[FilingStanding, str] = MappingProxyType(
    {
        FilingStanding.ON_TIME: "Đúng hạn",
        FilingStanding.LATE: "Muộn",
        FilingStanding.FAULTY: "Gửi lại",
        FilingStanding.MISSING: "Chưa gửi",
        FilingStanding.WAIVED: "Miễn",
    }
)
"""How a unit filed, in the width of its column."""


def coloured_as(standing: Standing | FilingStanding) -> str:
    """The name of its colours in page.css."""
    prefix = "f-" if isinstance(standing, FilingStanding) else "s-"
    return prefix + standing.name.lower().replace("_", "-")
