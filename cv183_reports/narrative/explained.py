"""What is said of one place of a report: rule, parts, sources. Values only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cv183_reports.model import Source, Unit
from cv183_reports.vietnamese.wording import (
    number,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that counts, of one unit."""

    unit: Unit
    said: str
    """Its value in words; empty where nothing was said."""
    source: Source | None
    """File, sheet and cell; None: nothing came."""


@dataclass(frozen=True, slots=True)
class ExplainedPart:
    """What belongs together and is counted as one."""

    label: str
    value: Decimal | int
    evidence: tuple[Evidence, ...]
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Sum:
    """One figure, written out from the parts."""

    label: str
    written: str
    """``126 + 7``; empty where nothing is added."""
    total: Decimal | int
    decimals: int = 0

    def __str__(self) -> str:
        total = number(self.total, self.decimals)
        return (
            f"{self.label}: {self.written} = {total}" if self.written else f"{self.label}: {total}"
        )


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where one figure comes from."""

    rule: str
    """How it is counted, in words."""
    parts: tuple[ExplainedPart, ...]
    sums: tuple[Sum, ...]


def added(label: str, parts: Sequence[ExplainedPart], decimals: int = 0) -> Sum:
    """The sum of `parts`, written out."""
    written = " + ".join(number(part.value, decimals) for part in parts)
    total = sum((part.value for part in parts), Decimal())
    return Sum(label, written if len(parts) > 1 else "", total, decimals)
