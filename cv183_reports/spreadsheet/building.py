"""A sheet in the making, whatever kind of file it is of: the values of its cells, the limits of what it may hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from itertools import product

from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.catalogue import files
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding, Rule
from cv183_reports.ooxml.archive import Refusal
from cv183_reports.spreadsheet.cell_style import (
    PLAIN,
    CellStyle,
    FontLook,
    is_legacy_font,
    is_symbol_font,
    pictured,
)
from cv183_reports.spreadsheet.grid import (
    Cell,
    CellKind,
    CellRange,
    Floating,
    Run,
    Sheet,
    cell_reference,
)
from cv183_reports.spreadsheet.values import (
    decoded,
    hides_text,
    instant_of_serial,
    iso,
    iso_instant,
    serial_of,
    stored_number,
)

_INDEX_DIGITS = 9
_BOOLEANS = {"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE"}


class Surroundings(Struct, frozen=True, dict=True):
    """What the cells of a workbook refer to."""

    strings: Sequence[str | tuple[Run, ...]]
    """A text in several looks as its runs."""
    styles: Sequence[CellStyle]
    since_1904: bool
    fonts: Sequence[FontLook] = ()
    """Where texts of single cells refer to them (.xlsb)."""
    hiding: Collection[int] = ()
    """Looks of rules in which nobody sees what a cell says (.xlsx)."""

    @cached_property
    def first_strings(self) -> Mapping[bytes, str | tuple[Run, ...]]:
        """The shared strings that most cells refer to, by index as a file writes it."""
        return dict(zip(_first_indexes(), self.strings, strict=False))

    def style(self, index: str) -> CellStyle:
        """The style of that index; the plain one where the file has none."""
        place = _index(index)
        return PLAIN if place is None or place >= len(self.styles) else self.styles[place]

    def string(self, index: str | bytes) -> str | tuple[Run, ...] | None:
        """The shared string of that index; None where the file has none."""
        place = _index(index.strip())
        return None if place is None or place >= len(self.strings) else self.strings[place]


@cache
def _first_indexes() -> tuple[bytes, ...]:
    return tuple(b"%d" % index for index in range(8192))


class Value(Struct, frozen=True, gc=False):
    """What a cell holds, as `Cell` has it."""

    kind: CellKind
    text: str
    number: Decimal | None = None
    when: datetime | None = None
    runs: tuple[Run, ...] = ()
    """TEXT in several looks; `text` is then all of it, what is struck through included."""
    shown: str = ""


def text_value(text: str | tuple[Run, ...]) -> Value:
    """A text, in one look or in several."""
    if isinstance(text, str):
        return Value(CellKind.TEXT, text)
    return Value(CellKind.TEXT, "".join(run.text for run in text), runs=text)


def value_of(stored_type: str, stored: str, style: CellStyle, around: Surroundings) -> Value | None:
    """The value; None when what is stored can be no value of that type."""
    read = _READERS.get(stored_type)
    return None if read is None else read(stored, style, around)


def _shared(stored: str, _style: CellStyle, around: Surroundings) -> Value | None:
    text = around.string(stored)
    return None if text is None else text_value(text)


def _text(stored: str, _style: CellStyle, _around: Surroundings) -> Value:
    return Value(CellKind.TEXT, decoded(stored))


def _number(stored: str, style: CellStyle, around: Surroundings) -> Value | None:
    digits = stored.strip()
    amount = stored_number(digits)
    if amount is None:
        return None
    if style.is_date:
        when = instant_of_serial(amount, since_1904=around.since_1904)
        if when is not None:
            return Value(CellKind.DATE, iso(when), amount, when)
    return Value(CellKind.NUMBER, digits, amount)


def _boolean(stored: str, _style: CellStyle, _around: Surroundings) -> Value | None:
    shown = _BOOLEANS.get(stored.strip())
    return None if shown is None else Value(CellKind.BOOLEAN, shown)


def _error(stored: str, _style: CellStyle, _around: Surroundings) -> Value | None:
    shown = stored.strip()
    return Value(CellKind.ERROR, shown) if shown else None


def _iso_date(stored: str, _style: CellStyle, _around: Surroundings) -> Value | None:
    when = iso_instant(stored.strip())
    return None if when is None else Value(CellKind.DATE, iso(when), serial_of(when), when)


def _index(text: str | bytes) -> int | None:
    """`text` as an index; None for anything else."""
    return _short_index(text) if len(text) <= _INDEX_DIGITS else None


@lru_cache(maxsize=8192)
def _short_index(text: str | bytes) -> int | None:
    """Kept, for every file refers to its first texts; of nine digits at most, so that nothing hostile is."""
    return int(text) if text.isdigit() and text.isascii() else None


_READERS: dict[str, Callable[[str, CellStyle, Surroundings], Value | None]] = {
    "n": _number,
    "s": _shared,
    "str": _text,
    "inlineStr": _text,
    "b": _boolean,
    "e": _error,
    "d": _iso_date,
}


MAX_SHEETS = 30
MAX_CELLS = 200_000
"""Non-blank cells of a file; merged ranges of a sheet likewise."""
MAX_CHARACTERS = 40_000_000
"""Of all cells of a file: some forty books."""
MAX_TEXT = 32_767
"""Characters of a cell, Excel's own limit."""
_PICTURE = re.compile(r"=\s*@?(?:_xlfn\.|_xlws\.)*(?:DISPIMG|IMAGE)\(", re.IGNORECASE)
"""A formula whose result is a picture in the cell (WPS, Excel 365)."""
_PICTURE_TEXT = "(hình)"
_CALL = re.compile(
    r"[\w.$~\\:/ ]+'?\|[^!]*!|(?<![\w.])(?:_xlfn\.|_xludf\.)*(?:DDE|CALL|REGISTER(?:\.ID)?|EXEC|RTD|SQL\.REQUEST)\s*\(",
    re.IGNORECASE,
)
"""What asks another program for a value, wherever in a formula: ``cmd|'/c calc'!A1``, ``DDE("cmd";"/c")``."""
_TEXTS = re.compile(r"\"[^\"]*\"|'[^']*'(?=!)")
"""Texts in a formula, and the names of sheets in it."""


def _calls_program(formula: str) -> bool:
    return _CALL.search(_TEXTS.sub("x", formula)) is not None


MAX_FLOATING = 1_000
"""Things over the cells of a sheet that are noted; more say no more."""
_MOST_COVERED = 4_000_000
"""Cells that merges cover, or rules, looked at one by one."""
_MOST_RULES = 1_000
"""Of a sheet, that hide cells; more say no more."""
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_MAX_UNREADABLE = 1_000
"""Cells of a sheet each told of by itself; more is no slip but another kind of file."""
SHOWN = 100
"""Characters kept of a cell that cannot be read."""


class Budget(Struct):
    """What the cells of one file may take, all sheets together."""

    cells: int = MAX_CELLS
    characters: int = MAX_CHARACTERS


Applies = Callable[[Cell, Mapping[tuple[int, int], Cell]], bool]
"""Whether a rule is for a cell, given all of its sheet."""


class SheetBuilder:
    """One sheet in the making; `sheet()` gives it, `findings` what could not be read in single cells."""

    def __init__(self, file: str, name: str, budget: Budget) -> None:
        self.name = name
        self._budget = budget
        self.findings: list[Finding] = []
        self._file = file
        self._cells: dict[tuple[int, int], Cell] = {}
        self._merged: list[CellRange] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._faint: set[tuple[int, int]] = set()
        self._struck: dict[tuple[int, int], str] = {}
        self._hiding: list[tuple[CellRange, Applies]] = []
        self._floating: list[Floating] = []

    def sheet(self, *, visible: bool) -> Sheet:
        """The sheet as gathered so far, without the cells that nobody sees."""
        self._uncover()
        self._hide_by_rules()
        return Sheet(
            self.name,
            visible,
            self._cells,
            tuple(self._merged),
            frozenset(self._hidden_rows),
            frozenset(self._hidden_columns),
            tuple(self._floating),
            frozenset(self._faint),
            self._struck,
        )

    def keep(
        self,
        row: int,
        column: int,
        value: Value | None,
        stored: str,
        style: CellStyle,
        *,
        formula: str = "",
        hidden: bool = False,
        is_rich: bool = False,
    ) -> None:
        """Keep one cell; one that holds no text at all, or only what is struck through, is left out.

        `is_rich`: it shows something else than the error value that is stored for older programs.

        A cell that cannot be read (`value` is None, or longer than Excel's cells are) is kept as an
        ERROR, so that nobody takes it for blank, and told of in `findings`.

        Raises:
            Refusal: too many cells, too many unreadable ones, or the same cell twice.
        """
        if value is None or len(value.text) > MAX_TEXT:
            value = self._unreadable(row, column, value, stored)
        elif formula or is_rich or value.runs or _is_told_by_look(style) or _STROKE in value.text:
            value = self._as_shown(row, column, value, style, formula, is_rich=is_rich)
        if value.text:
            self._put((row, column), _cell(row, column, value, style, formula), hidden=hidden)
            if _is_unseen(style) if value.kind is CellKind.TEXT else style.is_faint:
                self._faint.add((row, column))

    def keep_text(
        self, row: int, column: int, text: str, style: CellStyle, *, hidden: bool
    ) -> None:
        """As `keep` does, a text in one look."""
        told = _is_told_by_look(style) or _STROKE in text
        if told or _is_unseen(style) or len(text) > MAX_TEXT:
            self.keep(row, column, Value(CellKind.TEXT, text), text, style, hidden=hidden)
        elif text:
            look, font = style.number_format, style.font
            cell = Cell(row, column, CellKind.TEXT, text, None, None, look, font)
            self._put((row, column), cell, hidden=hidden)

    def _put(self, key: tuple[int, int], cell: Cell, *, hidden: bool) -> None:
        if key in self._cells:
            raise Refusal(files.DUPLICATE_CELL).within(self.name, cell.reference)
        budget = self._budget
        budget.cells -= 1
        budget.characters -= len(cell.text)
        if budget.cells < 0:
            raise self.refusal(files.TOO_MANY_CELLS, limit=MAX_CELLS)
        if budget.characters < 0:
            raise self.refusal(files.TOO_MUCH_TEXT, limit=MAX_CHARACTERS // 1_000_000)
        self._cells[key] = cell
        if hidden:
            self._hidden_rows.add(key[0])

    def _as_shown(
        self,
        row: int,
        column: int,
        value: Value,
        style: CellStyle,
        formula: str,
        *,
        is_rich: bool,
    ) -> Value:
        """The value as a person sees it, where that may be something else than what is stored."""
        if formula and _PICTURE.match(formula):
            return self._told(files.PICTURE_CELL, row, column, _PICTURE_TEXT, what=files.A_PICTURE)
        if is_rich:
            what = files.PICTURE_OR_ERROR if formula else files.PICTURE_OR_TYPE
            return self._told(files.PICTURE_CELL, row, column, value.text, what=what)
        if formula and _calls_program(formula):
            return self._told(files.CALLS_PROGRAM, row, column, formula[:SHOWN])
        if value.runs or _is_told_by_look(style) or _STROKE in value.text:
            return self._as_seen(row, column, value, style)
        return value

    def float(self, floating: Floating) -> None:
        """Note something that is no cell."""
        if len(self._floating) < MAX_FLOATING:
            self._floating.append(floating)

    def _told(self, rule: Rule, row: int, column: int, shown: str, **told: str) -> Value:
        """Tell of a cell whose value is no answer; an error value stands in its place."""
        place = Source(self._file, self.name, cell_reference(row, column))
        self.findings.append(rule.at(place, value=shown, **told))
        return Value(CellKind.ERROR, shown)

    def _as_seen(self, row: int, column: int, value: Value, style: CellStyle) -> Value:
        """The value without what is struck through, its raised and lowered characters and its pictures as such."""
        runs = [
            piece if piece.is_own else replace(piece, struck=style.struck, shift=style.shift)
            for run in value.runs or (Run(value.text, "", is_own=False),)
            for piece in _by_strokes(run)
        ]
        struck = "".join(run.text for run in runs if run.struck)
        said = [_without_struck(run, style.font) for run in runs]
        if struck.strip():
            self._struck[row, column] = struck
            place = Source(self._file, self.name, cell_reference(row, column))
            rule = (
                files.STRUCK_PART if any(run.text.strip() for run in said) else files.STRUCK_WHOLE
            )
            self.findings.append(rule.at(place, value=struck))
        if all(run.struck for run in runs):
            return replace(value, text="", runs=())
        if value.kind is not CellKind.TEXT:
            return value
        return replace(value, text="".join(run.text for run in said), runs=tuple(said))

    def _uncover(self) -> None:
        """Take out the cells that a merge covers: only its upper left corner is seen."""
        left = _MOST_COVERED
        for merged in self._merged:
            corner = (merged.top, merged.left)
            left -= min(merged.area, len(self._cells))
            if left < 0:
                raise self.refusal(files.TOO_MANY_CELLS, limit=MAX_CELLS)
            for key in _within(merged, self._cells):
                if key != corner:
                    covered = self._cells.pop(key)
                    place = Source(self._file, self.name, cell_reference(*key))
                    told = {"value": covered.text, "range": str(merged)}
                    self.findings.append(files.COVERED_CELL.at(place, **told))

    def hide_by_rule(self, cells: CellRange, applies: Applies) -> None:
        """Note a rule by which nobody sees those of `cells` to which it `applies`."""
        if len(self._hiding) < _MOST_RULES:
            self._hiding.append((cells, applies))

    def _hide_by_rules(self) -> None:
        """Find the cells that a rule hides; of a sheet with too many of them, not all."""
        left = _MOST_COVERED
        for reach, applies in self._hiding:
            left -= min(reach.area, len(self._cells))
            if left < 0:
                return
            cells = self._cells
            self._faint.update(k for k in _within(reach, cells) if applies(cells[k], cells))

    def merge(self, merged: CellRange) -> None:
        """Note a merged range."""
        if len(self._merged) >= MAX_CELLS:
            raise self.refusal(files.TOO_MANY_CELLS, limit=MAX_CELLS)
        self._merged.append(merged)

    def hide_columns(self, columns: range) -> None:
        """Note hidden columns; files write each column once."""
        if not columns or columns[0] in self._hidden_columns:
            reference = f"{columns.start}:{columns.stop - 1}"
            raise self.refusal(files.BAD_REFERENCE, reference=reference)
        self._hidden_columns.update(columns)

    def refusal(self, rule: Rule, **values: object) -> Refusal:
        """Why the sheet as a whole cannot be read."""
        return Refusal(rule, **values).within(self.name)

    def _unreadable(self, row: int, column: int, value: Value | None, stored: str) -> Value:
        """Tell of a cell that cannot be read; an error value stands in its place."""
        if len(self.findings) >= _MAX_UNREADABLE:
            raise self.refusal(files.TOO_MANY_UNREADABLE, limit=_MAX_UNREADABLE)
        shown = (stored if value is None else value.text)[:SHOWN]
        place = Source(self._file, self.name, cell_reference(row, column))
        self.findings.append(
            files.UNREADABLE_CELL.at(place, value=shown)
            if value is None
            else files.LONG_TEXT.at(place, count=len(value.text), limit=MAX_TEXT, value=shown)
        )
        return Value(CellKind.ERROR, shown)


def _cell(row: int, column: int, value: Value, style: CellStyle, formula: str) -> Cell:
    return Cell(
        row,
        column,
        value.kind,
        value.text,
        value.number,
        value.when,
        style.number_format,
        style.font,
        formula,
        value.runs and _with_legacy_font(value.runs),
        value.shown,
    )


def _with_legacy_font(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs, if the letters of any are not what they seem; else none."""
    return runs if any(is_legacy_font(run.font) for run in runs) else ()


def _is_told_by_look(style: CellStyle) -> bool:
    """Whether a text in that style says something else than its characters."""
    return style.struck or style.shift != 0 or is_symbol_font(style.font)


_STROKE = "\u0336"
_STRUCK_LETTERS = re.compile("((?:[^\u0300-\u036f][\u0300-\u036f]*\u0336[\u0300-\u036f]*)+)")


def _by_strokes(run: Run) -> Iterator[Run]:
    """`run`, cut where each letter has a stroke of its own: how chats and phones strike words out."""
    for number, text in enumerate(_STRUCK_LETTERS.split(run.text)):
        if text and number % 2:
            yield replace(run, text=text.replace(_STROKE, ""), struck=True, is_own=True)
        elif text:
            yield replace(run, text=text)


def _without_struck(run: Run, font: str) -> Run:
    """What is said by `run` in a cell of that font; of what is struck through the blank between the words around it."""
    if not run.struck:
        return replace(run, text=as_drawn(run, font))
    parts = run.text != run.text.strip()
    return replace(run, text=" " if parts else "", struck=False)


def _is_unseen(style: CellStyle) -> bool:
    """Whether nobody sees a text in that style."""
    return style.is_faint or hides_text(style.number_format)


def as_drawn(run: Run, font: str) -> str:
    """The text of a run in a cell of that font: pictures as such; raised digits as ``²``, so that 95¹ is not 951."""
    own = run.font or ("" if run.is_own else font)
    text = pictured(run.text, own) if is_symbol_font(own) else run.text
    if not run.shift:
        return text
    return text.translate(_RAISED if run.shift > 0 else _LOWERED)


def _within(merged: CellRange, cells: Mapping[tuple[int, int], Cell]) -> list[tuple[int, int]]:
    """The non-blank cells of a rectangle, found the shorter way."""
    rows = range(merged.top, merged.bottom + 1)
    columns = range(merged.left, merged.right + 1)
    if merged.area <= len(cells):
        return [key for key in product(rows, columns) if key in cells]
    return sorted(key for key in cells if key[0] in rows and key[1] in columns)
