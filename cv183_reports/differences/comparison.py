"""A Word document as lines that can be found again: paragraphs and table rows, each with its place."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from unicodedata import normalize

from msgspec import Struct, field
from rapidfuzz import fuzz

from cv183_reports.vietnamese.text import fold
from cv183_reports.word.facts import (
    DocumentFacts,
    ParagraphFacts,
    RowFacts,
    TableFacts,
    paragraphs_in,
)

_SECTION = re.compile(r"([IVXL]+)[-.)]\s")
_SUBSECTION = re.compile(r"(\d+)[.)]\s")
_APPENDIX = re.compile(r"Phụ lục(?: \S+)?", re.IGNORECASE)
_CODE = re.compile(r"\d{1,2}(?:\.\d{1,2})+")
_RANK = "stt"
"""Folded header of the column of ranks, which says nothing: one new row changes all below it."""
_TOTAL = re.compile(r"(?:tổng|cộng)(?: (?:số|cộng|chung|toàn)\b|\W*$)|toàn\b", re.IGNORECASE)
"""How the label of a row of totals begins; a unit may be a Công an, a task one of tổng hợp."""
_LONGEST_LABEL = 48
_HEAD, _BODY, _END = "Phần đầu", "Phần mở đầu", "Phần cuối (nơi nhận, chữ ký)"


class DocumentLine(Struct, frozen=True):
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
    rank: str = ""
    """Of a row: what stands under STT."""
    paragraphs: tuple[tuple[int, ...], ...] = ()
    """Of each text, the ranks of its ``w:p`` in the main part."""

    @property
    def text(self) -> str:
        """All of it on one line."""
        return " | ".join(text for text in self.texts if text)

    @property
    def is_total(self) -> bool:
        """Whether it is the row in which the others of its table are added up."""
        label = next((text for text in self.texts if any(map(str.isalpha, text))), "")
        return bool(self.table and _TOTAL.match(normalize("NFC", label.strip())))


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


class _Walk(Struct):
    """Goes through the blocks and remembers under what heading it is."""

    section: str = ""
    subsection: str = ""
    appendix: str = ""
    caption: str = ""
    tables: int = 0
    lines: list[DocumentLine] = field(default_factory=list)

    def paragraph(self, paragraph: ParagraphFacts) -> None:
        text = squeezed(paragraph.text)
        if not text:
            return
        self._heading(text, bold=_is_bold(paragraph))
        self._add(text, paragraph)

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
                for paragraph in paragraphs_in(cell.blocks):
                    if text := squeezed(paragraph.text):
                        self._add(text, paragraph, _END if self.section else _HEAD)

    def table(self, table: TableFacts) -> None:
        self.tables += 1
        heads = [row for row in table.rows if row.header] or list(table.rows[:1])
        columns = _columns(heads, len(table.columns))
        name = self.appendix or self.section or f"bảng {self.tables}"
        if self.caption and self.appendix and self.tables > 1:
            name = f"{name}, {self.caption}"
        rows = [row for row in table.rows if row not in heads]
        self.lines += _rows(rows, columns, name)

    def _add(self, text: str, paragraph: ParagraphFacts, where: str = "") -> None:
        place = where or ", ".join(filter(None, (self.appendix or self.section, self.subsection)))
        key = re.sub(r"\d+(?:[.,]\d+)*", "0", text)
        self.lines.append(
            DocumentLine(place or _BODY, "", ("",), (text,), key, paragraphs=((paragraph.index,),))
        )


def _rows(rows: Iterable[RowFacts], columns: dict[int, str], table: str) -> Iterator[DocumentLine]:
    ranked = {at for at, head in columns.items() if fold(head) == _RANK}
    for row in rows:
        shown = [cell for cell in row.cells if not cell.continues]
        ranks = [cell for cell in shown if cell.span == 1 and cell.column in ranked]
        cells = [cell for cell in shown if cell not in ranks]
        heads = tuple(columns.get(cell.column, "") for cell in cells)
        texts = tuple(squeezed(cell.text) for cell in cells)
        placed = tuple(tuple(p.index for p in paragraphs_in(cell.blocks)) for cell in cells)
        label, rank = _label(list(texts)), " ".join(squeezed(cell.text) for cell in ranks)
        where, key = f"{table}, dòng “{label}”", f"{table}\n{label}"
        yield DocumentLine(where, table, heads, texts, key, rank, placed)


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
            text = squeezed(cell.text)
            for at in range(cell.column, cell.column + cell.span):
                if text and not cell.continues and text not in found.get(at, ()):
                    found.setdefault(at, []).append(text)
    return {at: " – ".join(texts) for at, texts in found.items()}


def _is_bold(paragraph: ParagraphFacts) -> bool:
    seen = [run for run in paragraph.runs if run.text.strip()]
    return bool(seen) and all(run.bold for run in seen)


def squeezed(text: str) -> str:
    """Its words, each blank one."""
    return " ".join(text.split())


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_LABEL else text[: _LONGEST_LABEL - 1].rstrip() + "…"


_SAME_LINE = 60
"""Least likeness (rapidfuzz ratio, 0 to 100) of two lines at one place that are the same one reworded."""

Pair = tuple[DocumentLine | None, DocumentLine | None]
"""A line and its counterpart; None: there is none."""


def aligned(old: Sequence[DocumentLine], new: Sequence[DocumentLine]) -> list[Pair]:
    """Every line of both, in order, with its counterpart: the same text, the same key, or one alike."""
    pairs = list(_uncrossed(list(_pairs(old, new, (_exactly, _by_key)))))
    for way in (_exactly, _by_key):
        pairs = list(_moved(pairs, way))
    return pairs


def _exactly(line: DocumentLine) -> str:
    return f"{line.table}\n{line.text}"


def _by_key(line: DocumentLine) -> str:
    return line.key


def _pairs(
    old: Sequence[DocumentLine],
    new: Sequence[DocumentLine],
    ways: Sequence[Callable[[DocumentLine], str]],
) -> Iterator[Pair]:
    """Pairs what is the same in the first way; what lies between in the next ways, then by likeness."""
    if not ways or not old or not new:
        yield from _reworded(old, new)
        return
    here, there = [ways[0](line) for line in old], [ways[0](line) for line in new]
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, here, there, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from zip(old[i1:i2], new[j1:j2], strict=True)
        else:
            yield from _pairs(old[i1:i2], new[j1:j2], ways[1:])


def _uncrossed(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Two lines that stand in each other's place are no rewordings: each is parted from what stands there now."""
    loose = [(o, n) for o, n in pairs if o is None or n is None or _exactly(o) != _exactly(n)]
    went = Counter(_exactly(old) for old, _ in loose if old)
    came = Counter(_exactly(new) for _, new in loose if new)
    for old, new in pairs:
        was, now = old and _exactly(old), new and _exactly(new)
        if was and now and was != now and came[was] and went[now]:
            came[was] -= 1
            went[now] -= 1
            yield old, None
            yield None, new
        else:
            yield old, new


def _moved(pairs: Sequence[Pair], way: Callable[[DocumentLine], str]) -> Iterator[Pair]:
    """Lines that only stand elsewhere are paired by what they are known by, where they stand now."""
    lost: dict[str, deque[DocumentLine]] = {}
    for old, new in pairs:
        if old and new is None:
            lost.setdefault(way(old), deque()).append(old)
    found = {
        id(new): lost[way(new)].popleft()
        for old, new in pairs
        if new and old is None and lost.get(way(new))
    }
    elsewhere = {id(old) for old in found.values()}
    for old, new in pairs:
        if new and old is None:
            yield found.get(id(new)), new
        elif id(old) not in elsewhere:
            yield old, new


def _reworded(old: Sequence[DocumentLine], new: Sequence[DocumentLine]) -> Iterator[Pair]:
    """Lines between two that are surely the same, paired in order where they are alike."""
    start = 0
    for line in old:
        likely = [
            (fuzz.ratio(line.text, other.text, score_cutoff=_SAME_LINE), -at, at)
            for at, other in enumerate(new)
            if at >= start and other.table == line.table
        ]
        best = max(likely, default=(0, 0, 0))
        if best[0]:
            yield from ((None, other) for other in new[start : best[2]])
            yield line, new[best[2]]
            start = best[2] + 1
        else:
            yield line, None
    yield from ((None, other) for other in new[start:])


WHOLE_TABLE = 12
"""Rows of one table that differ; above it, the table is sooner carried over as a whole."""
_NAMED_CELLS = 4
"""Cells of one row that are told with their heads."""
_TOKENS = re.compile(r"\w+(?:[.,/]\w+)*%?|\s+|[^\w\s]")


class Difference(Struct, frozen=True):
    """One place where the new document says something else."""

    where: str
    """As a clerk finds it: section and heading, or appendix, row and column."""
    old: str
    """What the program wrote before the person edited; empty: it is new."""
    new: str
    """What the program writes now; empty: it fell away."""
    mine: str | None = None
    """What the person made of the same place; None: left as it was."""
    places: int = 1
    """How many rows of a table this stands for."""


class Differences(Struct, frozen=True):
    """All places of one document, in reading order."""

    found: tuple[Difference, ...]
    carried: int
    """Places where the person's document already says what the new one says."""

    @property
    def places(self) -> int:
        """How many places are to be carried over."""
        return sum(each.places for each in self.found)

    @property
    def contested(self) -> int:
        """How many of them the person changed, too."""
        return sum(each.mine is not None for each in self.found)


def compare(
    wrote: Sequence[DocumentLine], mine: Sequence[DocumentLine], new: Sequence[DocumentLine]
) -> Differences:
    """What is to be carried over into the person's document.

    Args:
        wrote: the program's document before the person edited it.
        mine: the person's.
        new: what the program writes now.
    """
    own = {id(line): kept for line, kept in aligned(wrote, mine) if line is not None}
    wanted, there = (Counter((line.table, line.text) for line in lines) for lines in (new, mine))
    found: list[tuple[str, Difference]] = []
    carried = 0
    for old, fresh in aligned(wrote, new):
        if old is None:
            assert fresh is not None
            named = fresh.table, fresh.text
            is_there = there[named] >= wanted[named]
            difference = None if is_there else Difference(fresh.where, "", fresh.text)
        elif fresh is None:
            difference = _fallen_away(old, own[id(old)])
        elif old.texts != fresh.texts:
            difference = _changed(old, fresh, own[id(old)])
        else:
            continue
        carried += difference is None
        if difference is not None:
            found.append(((old or fresh or wrote[0]).table, difference))
    return Differences(tuple(_gathered(found)), carried)


def _fallen_away(old: DocumentLine, kept: DocumentLine | None) -> Difference | None:
    """None: the person took it out already."""
    if kept is None:
        return None
    return Difference(old.where, old.text, "", kept.text if kept.text != old.text else None)


def _changed(
    old: DocumentLine, fresh: DocumentLine, kept: DocumentLine | None
) -> Difference | None:
    """What changed in a paragraph, or in the cells of a row; None: the person has it already."""
    cells = []
    for at, (column, was) in enumerate(zip(old.columns, old.texts, strict=True)):
        now, own = _cell(fresh, column, at), _cell(kept, column, at) if kept else ""
        if now not in (was, own):
            cells.append((column, was, now, own))
    if not cells:
        return None
    column = cells[0][0]
    where = f"{old.where}, cột “{column}”" if len(cells) == 1 and column else old.where
    was, now, own = (_joined([(cell[0], cell[at]) for cell in cells]) for at in (1, 2, 3))
    touched = any(cell[3] != cell[1] for cell in cells)
    return Difference(where, was, now, own if touched else None)


def _joined(cells: Sequence[tuple[str, str]]) -> str:
    """One cell as it is, a few with the heads of their columns, many as they follow in the row."""
    if len(cells) == 1:
        return cells[0][1]
    if len(cells) > _NAMED_CELLS:
        return " | ".join(text or "–" for _, text in cells)
    return "\n".join(f"{column}: {text or '–'}" for column, text in cells)


def _cell(line: DocumentLine, column: str, at: int) -> str:
    """The text under that head, at the same place where heads repeat."""
    found = cell_under(line, column, at)
    return "" if found is None else line.texts[found]


def cell_under(line: DocumentLine, column: str, at: int) -> int | None:
    """Which cell of `line` stands under that head, at the same place where heads repeat; None: none."""
    if at < len(line.columns) and line.columns[at] == column:
        return at
    return next((rank for rank, head in enumerate(line.columns) if head == column), None)


def _gathered(found: Iterable[tuple[str, Difference]]) -> Iterator[Difference]:
    """Tables with many places as one difference each; what the person changed in them stays named."""
    known = list(found)
    many = {t for t, n in Counter(t for t, _ in known).items() if t and n > WHOLE_TABLE}
    told: set[str] = set()
    for table, difference in known:
        if table not in many or difference.mine is not None:
            yield difference
        elif table not in told:
            told.add(table)
            places = sum(t == table and d.mine is None for t, d in known)
            yield Difference(table, "", "", None, places)


_AROUND = 45
"""Characters that stay of an unchanged stretch, beside what changed and at the beginning."""
_ELLIPSIS = " … "

Marked = tuple[tuple[str, bool], ...]
"""Pieces of a text, and whether each is what changed."""


def marked(old: str, new: str) -> tuple[Marked, Marked]:
    """Both texts with what changed picked out, figure by figure and word by word."""
    here, there = _TOKENS.findall(old), _TOKENS.findall(new)
    was: list[tuple[str, bool]] = []
    now: list[tuple[str, bool]] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, here, there, autojunk=False).get_opcodes():
        changed = kind != "equal"
        was.append(("".join(here[i1:i2]), changed))
        now.append(("".join(there[j1:j2]), changed))
    return tuple(p for p in was if p[0]), tuple(p for p in now if p[0])


def brief(pieces: Marked) -> Marked:
    """The pieces with long unchanged stretches shortened; a text in which nothing changed is shortened, too."""
    last = len(pieces) - 1
    return tuple(
        (text if changed else _shortened(text, is_last=at == last), changed)
        for at, (text, changed) in enumerate(pieces)
    )


def _shortened(text: str, *, is_last: bool) -> str:
    if len(text) <= 2 * _AROUND + len(_ELLIPSIS):
        return text
    head = text[:_AROUND].rpartition(" ")[0]
    return f"{head} …" if is_last else f"{head}{_ELLIPSIS}{text[-_AROUND:].partition(' ')[2]}"
