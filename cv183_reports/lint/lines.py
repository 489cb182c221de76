"""The lines of a document as its author saw them: letterheads and signing blocks undone.

A letterhead may be a table, two columns made by tabs, text boxes, or one paragraph with line breaks;
here each of its lines stands alone and says on which side of the page it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from msgspec import Struct, structs

from cv183_reports.lint.vocabulary import (
    ADDRESS,
    MOTTO,
    NATION,
    RECIPIENTS,
    is_authority,
    is_mark,
    phrase_of,
)
from cv183_reports.vietnamese.text import fold
from cv183_reports.vietnamese.text_width import text_width_mm
from cv183_reports.word.cascade import MM_PER_POINT
from cv183_reports.word.facts import (
    Alignment,
    BlockFacts,
    DocumentFacts,
    ParagraphFacts,
    RunFacts,
    TableFacts,
    TextBoxFacts,
    paragraphs_in,
)

_DATELINE = re.compile(r"\w.* ngai (?:\d+ )?(?:th?an?g|hang) (?:\d+ )?nam\b")
_BEFORE_MOTTO = re.compile(r"(?<=\w)\s+(?=[Đđ]\w)")
_NUMBER = re.compile(r"^S[ốôo]\s*:?[\s.…\d]*(?:[-–/]\s*\S|$)", re.IGNORECASE)
_GAP = re.compile(r" {3,}(?=\S)")
_FACES = {
    "timesnewromanpsmt": (False, False),
    "timesnewromanps-boldmt": (True, False),
    "timesnewromanps-italicmt": (False, True),
    "timesnewromanps-bolditalicmt": (True, True),
    "times new roman bold": (True, False),
    "times new roman italic": (False, True),
    "times new roman bold italic": (True, True),
}
"""Faces that are fonts of their own for some programs, the first by their PostScript names: bold, slanted?"""
FAMILY = "Times New Roman"
_HEADING = re.compile(r"^(?:[IVXLC]+\s*[-–.]|\d+\.)\s*\S")
_TALL, _WIDE = 14, 4
"""Rows and columns up to which a table may be a letterhead or a signing block."""
_LONG = 160
"""Characters of a line that nobody breaks by hand."""
_PUSHED = 30
"""Blanks before a text that push it to the right."""
_FRAMED = 300
"""Characters of a text that somebody put in a table of one cell to place it."""
_RIGHT_HALF = 60.0
"""Millimetres of indent, or from the left edge of the text, that put something on the right."""


class Side(Enum):
    """Where across the page a line stands."""

    WHOLE = "cả dòng"
    LEFT = "bên trái"
    RIGHT = "bên phải"


class Line(Struct, frozen=True):
    """One line: a paragraph, or the stretch of one that an author set on a line of its own."""

    paragraph: ParagraphFacts
    runs: tuple[RunFacts, ...]
    side: Side
    text: str
    """NFC, blanks at its ends gone, those within kept."""
    boxed: bool = False
    """In a text box."""
    table: int | None = None
    """Index of the table that sets it beside others: that around its own, where one stands in a column of it."""

    @property
    def written(self) -> str:
        """Letter by letter as the file has it, blanks at its ends too, no automatic number."""
        return "".join(run.text for run in self.runs)

    @property
    def start(self) -> int | None:
        """Where it begins in its paragraph's `own_text`; None where two places say the same."""
        own, written = self.paragraph.own_text, self.written
        return own.find(written) if own.count(written) == 1 else None

    @property
    def folded(self) -> str:
        """For comparing."""
        return fold(self.text)

    @property
    def is_bold(self) -> bool:
        """Whether all its letters are bold."""
        letters = [run for run in self.runs if has_letters(run.text)]
        return bool(letters) and all(run.bold for run in letters)

    @property
    def is_centred(self) -> bool:
        """Whether it stands in the middle of its column."""
        return self.paragraph.alignment is Alignment.CENTER

    def shares_table_with(self, other: Item) -> bool:
        """Whether both stand in one table."""
        return self.table is not None and isinstance(other, Line) and self.table == other.table

    @property
    def has_heading_number(self) -> bool:
        """Whether it begins with ``I-``, ``1.`` or the like."""
        return _HEADING.match(self.text) is not None


Item = Line | TableFacts
"""A line, or a table of figures."""


def items_of(facts: DocumentFacts) -> tuple[Item, ...]:
    """Lines and tables of the body in reading order, blank lines too."""
    boxes: dict[int, list[TextBoxFacts]] = {}
    for box in facts.text_boxes:
        if box.drawn.part == _main(facts):
            boxes.setdefault(box.drawn.paragraph, []).append(box)
    return tuple(_items(facts.blocks, _Frame(), boxes))


def _main(facts: DocumentFacts) -> str:
    return next((paragraph.part for paragraph in facts.paragraphs), "")


class _Frame(NamedTuple):
    """What stands around lines and tables."""

    side: Side = Side.WHOLE
    table: int | None = None
    """That its lines are told by."""
    outer: int | None = None
    """That the lines of tables in it are told by; None = each by its own, as where a frame is around them."""


def _items(
    blocks: Iterable[BlockFacts], frame: _Frame, boxes: dict[int, list[TextBoxFacts]]
) -> Iterator[Item]:
    for block in blocks:
        if isinstance(block, TableFacts):
            yield from _table(block, frame, boxes)
            continue
        yield from _lines(block, frame.side, frame.table)
        for box in boxes.pop(block.index, ()):
            yield from _box(box, frame.side)


def _table(
    table: TableFacts, frame: _Frame, boxes: dict[int, list[TextBoxFacts]]
) -> Iterator[Item]:
    if not _is_layout(table):
        yield table
        return
    first = _first_column(table)
    own = table.index if frame.outer is None else frame.outer
    for row in table.rows:
        alone = len(row.cells) == 1
        for rank, cell in enumerate(row.cells):
            side = frame.side if alone else Side.RIGHT if rank > first else Side.LEFT
            inner = _Frame(side, own, frame.outer if alone else own)
            yield from _items(cell.blocks, inner, boxes)


def _first_column(table: TableFacts) -> int:
    """Rank of the column that stands on the left: narrow empty ones before it are margins."""
    ranks = [
        [rank for rank, cell in enumerate(row.cells) if cell.text.strip()] for row in table.rows
    ]
    return min((each[0] for each in ranks if len(each) > 1), default=0)


def _box(box: TextBoxFacts, side: Side) -> Iterator[Line]:
    drawn = box.drawn
    if side is Side.WHOLE:
        right = drawn.aligned == "right" or (drawn.left or 0) > _RIGHT_HALF
        side = Side.RIGHT if right else Side.LEFT
    for paragraph in paragraphs_in(box.blocks):
        table = paragraph.place.table if paragraph.place is not None else None
        for line in _lines(paragraph, side, table):
            yield structs.replace(line, side=side, boxed=True)


def _is_layout(table: TableFacts) -> bool:
    """Whether a table only sets a letterhead, a signing block or the like side by side."""
    if len(table.rows) > _TALL or any(len(row.cells) > _WIDE for row in table.rows):
        return False
    if all(len(row.cells) == 1 for row in table.rows) and len(table.text) < _FRAMED:
        return True
    seen = "\n".join("".join(run.shown for run in each.runs) for each in paragraphs_in((table,)))
    texts = [text.strip() for text in seen.replace("\t", "\n").split("\n")]
    marks = [is_mark(text) for text in texts if text]
    return any(map(_is_marker, texts)) or (bool(marks) and all(marks))


def _is_marker(text: str) -> bool:
    """Whether a line can only belong to a letterhead or the end of a document."""
    if not text or len(text) > _LONG:
        return False
    folded = fold(text)
    return bool(
        folded == RECIPIENTS
        or phrase_of(folded)
        or ADDRESS.match(text)
        or is_dateline(text)
        or is_authority(nfc(text))
    )


def is_dateline(text: str) -> bool:
    """Whether `text` is a place and a date, filled in or not."""
    return "," in text and is_loose_dateline(text)


def is_loose_dateline(text: str) -> bool:
    """The same with or without the comma behind the place: on the right of a head it can be nothing else."""
    listed = text.startswith(("-", "–", "+"))
    short = len(text) < _LONG // 2 and not listed
    return short and _DATELINE.match(fold(text)) is not None


def is_number(text: str) -> bool:
    """Whether `text` is the number of a document, filled in or not."""
    return len(text) < _LONG // 3 and _NUMBER.match(nfc(text)) is not None


def nfc(text: str) -> str:
    """`text` composed, blanks at its ends gone."""
    return unicodedata.normalize("NFC", text.replace("\xa0", " ")).strip()


def _lines(paragraph: ParagraphFacts, side: Side, table: int | None = None) -> Iterator[Line]:
    """The lines of one paragraph; only those of a letterhead or an ending are parted."""
    shown = [_as_seen(run) for run in paragraph.runs if not run.vanish]
    pieces = _broken(shown)
    for first, piece in enumerate(pieces):
        columns = _columns(piece) if side is Side.WHOLE else [piece]
        for rank, column in enumerate(columns):
            text = "".join(run.text for run in column)
            if not first and not rank:
                text = f"{paragraph.number}{paragraph.number_suffix}{text}"
            own_side = _side(paragraph, side, columns, rank)
            yield Line(paragraph, tuple(column), own_side, nfc(text), table=table)


def _side(
    paragraph: ParagraphFacts, side: Side, columns: Sequence[list[RunFacts]], rank: int
) -> Side:
    if side is not Side.WHOLE:
        return side
    if len(columns) > 1:
        return Side.RIGHT if rank else Side.LEFT
    text = "".join(run.text for run in columns[0])
    blanks = text[: len(text) - len(text.lstrip())]
    tabbed = text.startswith("\t\t") or len(blanks.expandtabs()) >= _PUSHED
    right = paragraph.alignment is Alignment.RIGHT or paragraph.indent_left > _RIGHT_HALF
    return Side.RIGHT if right or tabbed else Side.WHOLE


def _broken(runs: list[RunFacts]) -> list[list[RunFacts]]:
    """Parted at line breaks, unless it is running text."""
    pieces = _parted(runs, re.compile("[\n\f\v]"))
    texts = ["".join(run.text for run in piece) for piece in pieces]
    if not all(len(text) < _LONG for text in texts):
        return [runs]
    return [part for piece in pieces for part in _phrases(piece)]


def _phrases(runs: list[RunFacts]) -> list[list[RunFacts]]:
    """Nation and motto apart where one paragraph holds both, so that only its width parts them."""
    text = "".join(run.text for run in runs)
    if fold(text) != f"{NATION} {MOTTO}":
        return [runs]
    gap = _BEFORE_MOTTO.search(text)
    return _cut(runs, gap.start(), gap.end()) if gap else [runs]


def _as_seen(run: RunFacts) -> RunFacts:
    """A run set in capitals in capitals; one in the face ``Times New Roman Bold`` as what it is: bold."""
    run = run if run.shown == run.text else _with_text(run, run.shown)
    face = _FACES.get(_name_of(run.font))
    if face is None:
        return run
    return structs.replace(run, font=FAMILY, bold=run.bold or face[0], italic=run.italic or face[1])


def is_face(font: str) -> bool:
    """Whether `font` is Times New Roman or one of its faces; of a list of fonts the first counts."""
    return _name_of(font) in {FAMILY.casefold(), *_FACES}


def _name_of(font: str) -> str:
    return font.partition(";")[0].strip().casefold()


def runs_width(runs: Iterable[RunFacts]) -> float:
    """Millimetres that runs take on one line, as they are drawn."""
    return sum(letters_width(run.shown, run) for run in runs)


def letters_width(text: str, run: RunFacts) -> float:
    """Millimetres that a text takes on one line in the look of a run, its letters drawn apart or together."""
    apart = run.spacing * sum(letter.isprintable() for letter in text)
    return text_width_mm(text, run.size, run.bold, run.italic) + apart * MM_PER_POINT


def has_letters(text: str) -> bool:
    """Whether `text` has a letter or a digit, which show how they are set; a dot or a box to tick does not."""
    return any(letter.isalnum() for letter in text)


def _columns(runs: list[RunFacts]) -> list[list[RunFacts]]:
    """Parted at tabs or long gaps where a piece is one of a letterhead's or an ending's."""
    pieces = _parted(runs, re.compile("\t+"))
    while len(pieces) > 1 and not any(run.text.strip() for run in pieces[-1]):
        pieces.pop()
    texts = [nfc("".join(run.text for run in piece)) for piece in pieces]
    parted = len(pieces) > 1 and bool(texts[-1])
    first = next((text for text in texts if text), "")
    if parted and (any(map(_is_marker, texts)) or first.startswith("-") or is_number(first)):
        return _two(pieces)
    return _by_gap(runs)


def _by_gap(runs: list[RunFacts]) -> list[list[RunFacts]]:
    """Parted at the first gap behind which a piece of a letterhead or an ending begins, else at the widest."""
    text = "".join(run.text for run in runs)
    gaps = [gap for gap in _GAP.finditer(text) if text[: gap.start()].strip()]
    right = next((gap for gap in gaps if _begins_marker(text[gap.end() :])), None)
    if right is None and gaps and _is_marker(nfc(text[: gaps[0].start()])):
        right = gaps[0]
    return _cut(runs, right.start(), right.end()) if right else [runs]


def _begins_marker(text: str) -> bool:
    """Whether a piece begins here: blanks for a day to be filled in may stand in it, but not before its place."""
    return _is_marker(nfc(text)) and not _GAP.search(text.partition(",")[0])


def _cut(runs: list[RunFacts], start: int, end: int) -> list[list[RunFacts]]:
    """The runs before `start` and those after `end`."""
    before: list[RunFacts] = []
    after: list[RunFacts] = []
    at = 0
    for run in runs:
        if at < start:
            before.append(_with_text(run, run.text[: start - at]))
        if at + len(run.text) > end:
            after.append(_with_text(run, run.text[max(end - at, 0) :]))
        at += len(run.text)
    return [before, after]


def _two(pieces: list[list[RunFacts]]) -> list[list[RunFacts]]:
    """What stands first, and what stands last; a tab before the first word parts nothing."""
    worded = [piece for piece in pieces if any(run.text.strip() for run in piece)]
    return [worded[0] if len(worded) > 1 else pieces[0], pieces[-1]]


def _parted(runs: list[RunFacts], pattern: re.Pattern[str]) -> list[list[RunFacts]]:
    """The runs in stretches between what `pattern` matches."""
    pieces: list[list[RunFacts]] = [[]]
    for run in runs:
        for rank, text in enumerate(pattern.split(run.text)):
            if rank:
                pieces.append([])
            pieces[-1].append(run if text == run.text else _with_text(run, text))
    return pieces


def _with_text(run: RunFacts, text: str) -> RunFacts:
    return structs.replace(run, text=text)
