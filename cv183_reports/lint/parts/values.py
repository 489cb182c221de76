"""What the recognisers hand over: a part, an appendix."""

from __future__ import annotations

from dataclasses import dataclass

from cv183_reports.lint.lines import Line
from cv183_reports.lint.vocabulary import PartKind
from cv183_reports.word.facts import TableFacts


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a document, and what it was taken for."""

    kind: PartKind
    line: Line
    why: str
    """In Vietnamese, for a clerk who asks."""

    @property
    def text(self) -> str:
        """As typed."""
        return self.line.text


@dataclass(frozen=True, slots=True)
class Appendix:
    """One appendix: its heading lines, its text, its tables."""

    label: Part
    number: str
    """As typed (``1``, ``II``); empty = none."""
    own_title: str
    """A title on the line of the label itself."""
    title: tuple[Part, ...]
    reference: Part | None
    text: tuple[Part, ...]
    tables: tuple[TableFacts, ...]
