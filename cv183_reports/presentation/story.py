"""One story of a document (its body, a header, the notes): where the reading of it has come to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from cv183_reports.ooxml.tree import Node
from cv183_reports.presentation.facts import LineFacts, TextBoxFacts

_NOT_CHOSEN = "Fallback"


@dataclass(slots=True)
class Field:
    """A field that has begun and not ended."""

    within_instruction: bool
    """It begins in the instruction of another, whose result alone is shown."""
    instruction: list[str] = field(default_factory=list)
    in_result: bool = False
    shown: bool = False
    """Something of its result has been seen."""

    @property
    def instructing(self) -> bool:
        """Whether what comes now is not shown."""
        return self.within_instruction or not self.in_result

    @property
    def code(self) -> str:
        """The instruction on one line: ``PAGE``."""
        return " ".join("".join(self.instruction).split())


@dataclass(slots=True)
class Story:
    """The reading of one part."""

    part: str
    widths: tuple[float, ...]
    """Of a line between the margins (of a column, where there are several), by section."""
    section: int
    page: int | None
    """The page come to; None when the part does not tell where pages end."""
    paragraphs: dict[Node, int]
    """Rank of each ``w:p`` in the part."""
    tables: dict[Node, int]
    fields: list[Field] = field(default_factory=list)
    text_boxes: list[TextBoxFacts] = field(default_factory=list)
    lines: list[LineFacts] = field(default_factory=list)

    @classmethod
    def open(cls, part: str, root: Node, widths: tuple[float, ...], section: int = 0) -> Story:
        """Begin with the part whose root is `root`."""
        paragraphs: dict[Node, int] = {}
        tables: dict[Node, int] = {}
        paged = False
        for node in root.walk():
            paged = paged or node.name == "lastRenderedPageBreak"
            if node.name == "txBody":
                _leave_out(node)
            elif node.name == "p":
                paragraphs[node] = len(paragraphs)
            elif node.name == "tbl":
                tables[node] = len(tables)
        return cls(part, widths, section, 1 if paged else None, paragraphs, tables)

    @property
    def width(self) -> float:
        """Of a line here."""
        return self.widths[min(self.section, len(self.widths) - 1)]

    @property
    def instructing(self) -> bool:
        """Whether what comes now is the instruction of a field, which is not shown."""
        return bool(self.fields) and self.fields[-1].instructing

    def begin_field(self, instruction: str = "") -> Field:
        """A field begins here."""
        begun = Field(self.instructing, [instruction])
        self.fields.append(begun)
        return begun

    def forget_instructions(self) -> None:
        """End the fields whose instruction the paragraph left open: they would hide all that follows."""
        self.fields = [one for one in self.fields if not one.instructing]


def chosen(alternatives: Node) -> Node | None:
    """The one of ``mc:AlternateContent`` that Word shows."""
    fallback = alternatives.child(_NOT_CHOSEN)
    return alternatives.child("Choice") or fallback


def content(node: Node) -> Iterator[Node]:
    """The children of `node`, of alternatives only the one that is shown."""
    for child in node:
        if child.name == "AlternateContent":
            choice = chosen(child)
            if choice is not None:
                yield from content(choice)
        else:
            yield child


def _leave_out(drawn: Node) -> None:
    """Text of DrawingML (``a:p``) is no paragraph of the document."""
    drawn.children = []
