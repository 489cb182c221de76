"""A Word document as lines that can be found again: paragraphs and table rows, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cv183_reports.vietnamese.text import fold
from cv183_reports.word.facts import DocumentFacts, ParagraphFacts, RowFacts, TableFacts

_SECTION = re.compile(r"([IVXL]+)[-.)]\s")
_SUBSECTION = re.compile(r"(\d+)[.)]\s")
_APPENDIX = re.compile(r"Phụ lục(?: \S+)?", re.IGNORECASE)
_CODE = re.compile(r"\d{1,2}(?:\.\d{1,2})+")
_RANK = "stt"
"""Folded header of the column of ranks, which says nothing: one new row changes all below it."""
_LONGEST_LABEL = 48
_HEAD, _BODY, _END = "Phần đầu", "Phần mở đầu", "Phần cuối (nơi nhận, chữ ký)"


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One paragraph, or one row of a ruled table."""

    where: str
    """``Mục II, 3. Giao Ban Tổ chức``; ``Phụ lục 1, dòng “1.3 · Nhiệm vụ”``."""
    table: str
    """The table a row stands in, as a clerk calls it; empty for a paragraph."""
    columns: tuple[str, ...]
    """Heads of the columns of a row; one empty head for a paragraph."""
    texts: tuple[str, ...]
    """The cells of a row without its rank; the text of a paragraph."""
    key: str
    """What it is recognised by when its figures change."""

    @property
    def text(self) -> str:
        """All of it on one line."""
        return " | ".join(text for text in self.texts if text)


def lines_of(document: DocumentFacts) -> tuple[DocumentLine, ...]:
    """The lines of the body, in reading order; empty paragraphs are none."""
    walk = _Walk()
    for block in document.blocks:
        if isinstance(block, ParagraphFacts):
            walk.paragraph(block)
        elif block.has_borders:
            walk.table(block)
        else:
            walk.layout(block)
    return tuple(walk.lines)


@dataclass(slots=True)
class _Walk:
    """Goes through the blocks and remembers under what heading it is."""

    section: str = ""
    subsection: str = ""
    appendix: str = ""
    caption: str = ""
    tables: int = 0
    lines: list[DocumentLine] = field(default_factory=list)

    def paragraph(self, paragraph: ParagraphFacts) -> None:
        text = _squeezed(paragraph.text)
        if not text:
            return
        self._heading(text, bold=_is_bold(paragraph))
        self._add(text)

    def _heading(self, text: str, *, bold: bool) -> None:
        if _APPENDIX.fullmatch(text):
            self.appendix, self.section, self.subsection, self.caption = text, "", "", ""
            self.tables = 0
        elif bold and self.appendix:
            self.caption = _short(text)
        elif bold and (found := _SECTION.match(text)):
            self.section, self.subsection = f"Mục {found[1]}", ""
        elif bold and self.section and _SUBSECTION.match(text):
            self.subsection = _short(text)

    def layout(self, table: TableFacts) -> None:
        """A table without lines only arranges: its paragraphs are as any others."""
        for row in table.rows:
            for cell in row.cells:
                for text in map(_squeezed, cell.text.splitlines()):
                    if text:
                        self._add(text, _END if self.section else _HEAD)

    def table(self, table: TableFacts) -> None:
        self.tables += 1
        heads = [row for row in table.rows if row.header] or list(table.rows[:1])
        columns = _columns(heads, len(table.columns))
        name = self.appendix or self.section or f"bảng {self.tables}"
        if self.caption and self.appendix and self.tables > 1:
            name = f"{name}, {self.caption}"
        rows = [row for row in table.rows if row not in heads]
        self.lines += _rows(rows, columns, name)

    def _add(self, text: str, where: str = "") -> None:
        place = where or ", ".join(filter(None, (self.appendix or self.section, self.subsection)))
        key = re.sub(r"\d+(?:[.,]\d+)*", "0", text)
        self.lines.append(DocumentLine(place or _BODY, "", ("",), (text,), key))


def _rows(rows: Iterable[RowFacts], columns: dict[int, str], table: str) -> Iterator[DocumentLine]:
    for row in rows:
        cells = [
            (columns.get(cell.column, ""), _squeezed(cell.text))
            for cell in row.cells
            if not cell.continues and fold(columns.get(cell.column, "")) != _RANK
        ]
        label = _label([text for _, text in cells])
        heads, texts = tuple(head for head, _ in cells), tuple(text for _, text in cells)
        yield DocumentLine(f"{table}, dòng “{label}”", table, heads, texts, f"{table}\n{label}")


def _label(texts: list[str]) -> str:
    """The row's first words that are no figures, with the code before or after them: what a clerk looks for."""
    worded = next((at for at, text in enumerate(texts) if any(map(str.isalpha, text))), 0)
    near = texts[: worded + 2] if worded == 0 else texts[: worded + 1]
    codes = [t for t in near if t and (t == texts[worded] or _CODE.fullmatch(t))]
    return _short(" · ".join(codes)) or "dòng không tên"


def _columns(heads: Iterable[RowFacts], width: int) -> dict[int, str]:
    """The head of each grid column, the upper head before the lower one."""
    found: dict[int, list[str]] = {at: [] for at in range(width)}
    for row in heads:
        for cell in row.cells:
            text = _squeezed(cell.text)
            for at in range(cell.column, cell.column + cell.span):
                if text and not cell.continues and text not in found.get(at, ()):
                    found.setdefault(at, []).append(text)
    return {at: " – ".join(texts) for at, texts in found.items()}


def _is_bold(paragraph: ParagraphFacts) -> bool:
    seen = [run for run in paragraph.runs if run.text.strip()]
    return bool(seen) and all(run.bold for run in seen)


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_LABEL else text[: _LONGEST_LABEL - 1].rstrip() + "…"
