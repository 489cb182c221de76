"""The runs of one paragraph: what is drawn of its text, fields by their results, deletions left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from cv183_reports.ooxml.tree import Node
from cv183_reports.presentation.look import RunFacts
from cv183_reports.presentation.numbering import SYMBOLS
from cv183_reports.presentation.run_look import CellStyle, Look, RunLooks
from cv183_reports.presentation.story import Story, content

_NOT_SHOWN = frozenset({"pPr", "rPr", "sdtPr", "sdtEndPr", "del", "moveFrom", "rt", "txbxContent"})
_INSERTED = frozenset({"ins", "moveTo"})
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\N{NON-BREAKING HYPHEN}"}
_BREAKS = {"page": "\f", "column": "\v"}
_NOTES = frozenset({"footnoteReference", "endnoteReference"})
_PICTURES = frozenset({"drawing", "pict", "object"})
_HEX = 16
_LAST_CHARACTER = 0x10FFFF


class _Mark(NamedTuple):
    """What a piece of text is beside its look."""

    field: str = ""
    inserted: bool = False
    note: str = ""
    picture: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """What was found in one paragraph."""

    runs: tuple[RunFacts, ...]
    page: int | None
    """On which its text begins."""
    drawings: tuple[Node, ...]


class TextReader:
    """Reads one paragraph; a new one for each."""

    def __init__(self, story: Story, looks: RunLooks, cell: CellStyle, style: str) -> None:
        self._story = story
        self._looks = looks
        self._cell = cell
        self._style = style
        self._inserted = False
        self._pieces: list[tuple[Look, _Mark, list[str]]] = []
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
            elif child.name in _INSERTED:
                outside, self._inserted = self._inserted, True
                self._inline(child)
                self._inserted = outside
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
            elif name in _SIGNS:
                self._add(look, _SIGNS[name])
            elif name == "br":
                self._add(look, _BREAKS.get(child.get("type"), "\n"))
            elif name == "fldChar":
                self._field_character(look, child.get("fldCharType"))
            elif name == "instrText":
                self._instruct(child.text)
            elif name == "lastRenderedPageBreak":
                self._story.page = (self._story.page or 0) + 1
            else:
                self._special(look, child)

    def _special(self, look: Look, node: Node) -> None:
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

    def _symbol(self, look: Look, node: Node) -> None:
        try:
            number = int(node.get("char"), _HEX)
        except ValueError:
            return
        if 0 < number <= _LAST_CHARACTER:
            letter = chr(number)
            fonts = dict.fromkeys(look.fonts, node.get("font") or look.facts.font)
            drawn = replace(look.facts, font=fonts["ascii"])
            self._add(Look(drawn, fonts, hinted_east=False), SYMBOLS.get(letter, letter))

    def _field_character(self, look: Look, kind: str) -> None:
        fields = self._story.fields
        if kind == "begin":
            self._story.begin_field()
        elif kind == "separate" and fields:
            fields[-1].in_result = True
        elif kind == "end" and fields:
            self._end_field(look)

    def _end_field(self, look: Look) -> None:
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

    def _look(self, run: Node) -> Look:
        # A run of a formula has properties of its own (m:rPr) before those of its text.
        properties = next((c for c in reversed(run.children) if c.name == "rPr"), None)
        return self._looks.look(self._cell, self._style, properties)

    def _add(self, look: Look, text: str) -> None:
        story = self._story
        if story.instructing or not text:
            return
        if self._begins is None:
            self._begins = story.page
        code = ""
        if story.fields:
            story.fields[-1].shown = True
            code = story.fields[-1].code
        mark = _Mark(code, self._inserted)
        if self._pieces and self._pieces[-1][0] is look and self._pieces[-1][1] == mark:
            self._pieces[-1][2].append(text)
        else:
            self._pieces.append((look, mark, [text]))

    def _mark(self, look: Look, field: str = "", note: str = "", *, picture: bool = False) -> None:
        if not self._story.instructing:
            self._pieces.append((look, _Mark(field, self._inserted, note, picture), []))

    def _runs(self) -> Iterator[RunFacts]:
        for look, mark, texts in self._pieces:
            for facts in look.pieces("".join(texts)):
                yield replace(facts, **mark._asdict()) if any(mark) else facts


def _characters(node: Node) -> str:
    """The characters of ``w:t`` as Word shows them: no line ends, no outer blanks unless kept."""
    text = node.text.replace("\n", " ") if "\n" in node.text else node.text
    return text if node.get("space") == "preserve" else text.strip(" \t\r")
