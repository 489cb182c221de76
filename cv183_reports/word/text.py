"""One story of a document (its body, a header, the notes): where the reading of it has come to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from cv183_reports.ooxml.xml import Node
from cv183_reports.word.facts import LineFacts, RunFacts, TextBoxFacts
from cv183_reports.word.formatting import RunLook, RunLooks, TableCellStyle
from cv183_reports.word.numbering import SYMBOL_SIGNS

_NOT_CHOSEN = "Fallback"


class Field(Struct):
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


class Story(Struct):
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


def chosen_alternative(alternatives: Node) -> Node | None:
    """The one of ``mc:AlternateContent`` that Word shows."""
    fallback = alternatives.child(_NOT_CHOSEN)
    return alternatives.child("Choice") or fallback


def content(node: Node) -> Iterator[Node]:
    """The children of `node`, of alternatives only the one that is shown."""
    for child in node:
        if child.name == "AlternateContent":
            choice = chosen_alternative(child)
            if choice is not None:
                yield from content(choice)
        else:
            yield child


def _leave_out(drawn: Node) -> None:
    """Text of DrawingML (``a:p``) is no paragraph of the document."""
    drawn.children = []


_NOT_SHOWN = frozenset({"pPr", "rPr", "sdtPr", "sdtEndPr", "del", "moveFrom", "rt", "txbxContent"})
SIGN_OF = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\N{NON-BREAKING HYPHEN}"}
BREAKS = {"page": "\f", "column": "\v"}
_NOTES = frozenset({"footnoteReference", "endnoteReference"})
_PICTURES = frozenset({"drawing", "pict", "object"})
_HEX = 16
_LAST_CHARACTER = 0x10FFFF


class _Mark(NamedTuple):
    """What a piece of text is beside its look."""

    field: str = ""
    note: str = ""
    picture: bool = False


class Text(Struct, frozen=True):
    """What was found in one paragraph."""

    runs: tuple[RunFacts, ...]
    page: int | None
    """On which its text begins."""
    drawings: tuple[Node, ...]


class TextReader:
    """Reads one paragraph; a new one for each."""

    def __init__(self, story: Story, looks: RunLooks, cell: TableCellStyle, style: str) -> None:
        self._story = story
        self._looks = looks
        self._cell = cell
        self._style = style
        self._pieces: list[tuple[RunLook, _Mark, list[str]]] = []
        self._begins: int | None = None
        self._drawings: list[Node] = []

    def read(self, paragraph: Node) -> Text:
        """The text of `paragraph`; fields may go on from one paragraph to the next."""
        page = self._story.page
        self._inline(paragraph)
        self._story.forget_instructions()
        begins = page if self._begins is None else self._begins
        return Text(tuple(self._runs()), begins, tuple(self._drawings))

    def _inline(self, node: Node) -> None:
        for child in content(node):
            if child.name == "r":
                self._run(child)
            elif child.name == "fldSimple":
                self._simple_field(child)
            elif child.name not in _NOT_SHOWN:
                self._inline(child)

    def _simple_field(self, node: Node) -> None:
        self._story.begin_field(node.get("instr")).in_result = True
        self._inline(node)
        self._end_field(self._look(next((c for c in node if c.name == "r"), node)))

    def _run(self, run: Node) -> None:
        look = self._look(run)
        for child in content(run):
            name = child.name
            if name == "t":
                self._add(look, _characters(child))
            elif name in SIGN_OF:
                self._add(look, SIGN_OF[name])
            elif name == "br":
                self._add(look, BREAKS.get(child.get("type"), "\n"))
            elif name == "fldChar":
                self._field_character(look, child.get("fldCharType"))
            elif name == "instrText":
                self._instruct(child.text)
            elif name == "lastRenderedPageBreak":
                self._story.page = (self._story.page or 0) + 1
            else:
                self._special(look, child)

    def _special(self, look: RunLook, node: Node) -> None:
        if node.name in _PICTURES:
            self._drawings.append(node)
            self._mark(look, picture=True)
        elif node.name in _NOTES:
            self._mark(look, note=node.get("id"))
        elif node.name == "sym":
            self._symbol(look, node)
        elif node.name == "pgNum":
            self._mark(look, field="PAGE")
        elif node.name == "ruby":
            self._inline(node)

    def _symbol(self, look: RunLook, node: Node) -> None:
        try:
            number = int(node.get("char"), _HEX)
        except ValueError:
            return
        if 0 < number <= _LAST_CHARACTER:
            letter = chr(number)
            fonts = dict.fromkeys(look.fonts, node.get("font") or look.facts.font)
            drawn = replace(look.facts, font=fonts["ascii"])
            self._add(RunLook(drawn, fonts, hinted_east=False), SYMBOL_SIGNS.get(letter, letter))

    def _field_character(self, look: RunLook, kind: str) -> None:
        fields = self._story.fields
        if kind == "begin":
            self._story.begin_field()
        elif kind == "separate" and fields:
            fields[-1].in_result = True
        elif kind == "end" and fields:
            self._end_field(look)

    def _end_field(self, look: RunLook) -> None:
        """A field without result still leaves a run, or nobody would know of it."""
        ended = self._story.fields.pop()
        if self._story.fields and ended.shown:
            self._story.fields[-1].shown = True
        if not ended.shown and ended.code:
            self._mark(look, field=ended.code)

    def _instruct(self, text: str) -> None:
        fields = self._story.fields
        if fields and not fields[-1].in_result:
            fields[-1].instruction.append(text)

    def _look(self, run: Node) -> RunLook:
        # A run of a formula has properties of its own (m:rPr) before those of its text.
        properties = next((c for c in reversed(run.children) if c.name == "rPr"), None)
        return self._looks.look(self._cell, self._style, properties)

    def _add(self, look: RunLook, text: str) -> None:
        story = self._story
        if story.instructing or not text:
            return
        if self._begins is None:
            self._begins = story.page
        code = ""
        if story.fields:
            story.fields[-1].shown = True
            code = story.fields[-1].code
        mark = _Mark(code)
        if self._pieces and self._pieces[-1][0] is look and self._pieces[-1][1] == mark:
            self._pieces[-1][2].append(text)
        else:
            self._pieces.append((look, mark, [text]))

    def _mark(
        self, look: RunLook, field: str = "", note: str = "", *, picture: bool = False
    ) -> None:
        if not self._story.instructing:
            self._pieces.append((look, _Mark(field, note, picture), []))

    def _runs(self) -> Iterator[RunFacts]:
        for look, mark, texts in self._pieces:
            for facts in look.pieces("".join(texts)):
                yield replace(facts, **mark._asdict()) if any(mark) else facts


def _characters(node: Node) -> str:
    """The characters of ``w:t`` as Word shows them: no line ends, no outer blanks unless kept."""
    text = node.text.replace("\n", " ") if "\n" in node.text else node.text
    return text if node.get("space") == "preserve" else text.strip(" \t\r")
