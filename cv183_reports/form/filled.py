"""Workbook → Submission: what a returned form says, found by header text and code, never by position.

Nothing is judged here. Each non-blank cell of a sheet is taken once, by a table, the header block,
the plan or the form's own print; what nobody takes is a leftover.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.form import fields
from cv183_reports.form.fields import (
    CODE,
    DONE_ON,
    FIGURES_NOTE,
    FIGURES_TITLE,
    FORM_TITLE,
    INSTRUCTIONS_SHEET,
    MENDING_SHEET,
    META_SHEET,
    PERCENT,
    PERIOD,
    PLAN_LINES,
    STATUS,
    TOTALS_NOTE,
    VALUE,
    Column,
    HeaderField,
    MetaKey,
    plan_heading,
)
from cv183_reports.form.values import Merge, Meta, Row, Slot, Submission, Table
from cv183_reports.model import Cycle, Period, Source
from cv183_reports.spreadsheet.grid import Cell, CellKind, Floating, FloatingKind, Sheet, Workbook
from cv183_reports.vietnamese.parsing import another_period, period_in
from cv183_reports.vietnamese.text import clean, fold, lazy_pattern
from cv183_reports.vietnamese.wording import SAMPLE_MARK

_LONGEST_HEADER = 40
"""Longer texts are never a header or a label: no need to fold them."""
_FEWEST_HEADERS = 3
"""A row with fewer headers is never a header row."""
_FEWEST_OF_BROKEN = 4
"""Nor one with fewer that lacks a required one."""
_TELLING = (STATUS, PERCENT, DONE_ON, VALUE)
"""A row without a code that fills one of these columns means to answer."""

_LABEL_SLACK = 10
"""Characters by which a label may be longer or shorter than issued: blanks, other accents."""
_DECOMPOSED = 3
"""Characters that a letter becomes at most where its marks stand apart (NFD)."""
_ROOM = 3
"""Rows under a label in which its text is looked for, where nothing follows."""

_OWN_SHEETS = {fold(sheet) for sheet in (MENDING_SHEET, INSTRUCTIONS_SHEET, META_SHEET)}
_PRINT = {fold(text) for text in (SAMPLE_MARK, FIGURES_TITLE, FIGURES_NOTE, TOTALS_NOTE)}
_TITLE = f"{fold(FORM_TITLE)} "
_EXPORTED = lazy_pattern(
    r"This document was exported from Numbers|Tài liệu này .{0,20}xuất từ Numbers"
)
_TABLE_NAME = re.compile(r"(?:table|bang) \d{1,2}(?: \d{1,2})?")
"""What Numbers writes above a table, folded."""
_OF_A_TABLE = lazy_pattern(rf" {_TABLE_NAME.pattern}$")
"""And behind the name of the sheet."""
_LONGEST_PRINT = 2 * max(len(text) for text in (FIGURES_NOTE, TOTALS_NOTE))
_PLANS = {fold(plan_heading(cycle)) for cycle in Cycle}
_PLAN_OTHERWISE = lazy_pattern(
    r"(?:phuong huong )?nhiem vu(?: trong tam)? (?:thang|qui|ki)"
    r" (?:toi|sau|(?:\d{1,2}|i{1,3}|iv)(?: (?:nam )?20\d\d)?)"
)
"""Folded headings that clerks put in place of ours."""
_ORDINAL = lazy_pattern(r"\d{1,2}\s*[.)]?")
_NUMBERING = frozenset({"stt", "tt", "so tt", "so thu tu"})
"""Folded headers of a column that only counts the rows."""
_COUNTED = lazy_pattern(r"(?:\d{1,3}|[IVX]{1,5})\s*[.)]?")


def describe(workbook: Workbook) -> Submission:
    """What `workbook` says as a returned form."""
    hidden = _meta_sheet(workbook)
    meta = _meta(hidden) if hidden else None
    version = fields.version_of(meta.version) if meta else None
    kinds = _kinds(
        version or fields.FORM_VERSION,
        fields.ANSWER_COLUMNS,
        fields.FIGURE_COLUMNS,
        fields.HEADER_FIELDS,
    )
    label = meta.highlight if meta else ""
    described = [
        _SheetReader(workbook.file, sheet, kinds, label).read()
        for sheet in workbook.sheets
        if sheet is not hidden and not _is_aside(sheet)
    ]
    described, others = _of_period(described, Period.parse(meta.period) if meta else None)
    main = _main([each for each in described if each.answers])
    told = [each for each in described if each is main or each.is_seen]
    return Submission(
        file=workbook.file,
        meta=meta,
        header=main.header if main else {},
        answers=tuple(table for each in described for table in each.answers),
        figures=tuple(table for each in described for table in each.figures),
        plans=tuple(line for each in told for line in each.plans),
        highlight=next((each.highlight for each in told if each.highlight), None),
        leftovers=tuple(slot for each in described for slot in each.leftovers),
        has_macros=workbook.has_macros,
        has_external_links=workbook.has_external_links,
        other_periods=tuple(others),
    )


def _of_period(
    described: list[_Described], period: Period | None
) -> tuple[list[_Described], list[Slot]]:
    """The sheets without those of another period, where one is left that is not: last month's, kept for comparison."""
    if period is None or len(described) == 1:
        return described, []
    told = [(each, each.other_period(period)) for each in described]
    answers = any(each.answers for each, slot in told if slot is None)
    figures = any(each.figures for each, slot in told if slot is None)
    kept: list[_Described] = []
    others: list[Slot] = []
    for each, slot in told:
        if slot is not None and (answers if each.answers else figures):
            others.append(slot)
        else:
            kept.append(each)
    return kept, others


def _main(described: Sequence[_Described]) -> _Described | None:
    """The sheet that answers, of several: one that is seen before one that is hidden, one filled in before a blank one."""
    seen = [each for each in described if each.is_seen] or described
    filled = (each for each in seen if any(map(says_anything, each.answers)))
    return next(filled, seen[0] if seen else None)


def says_anything(table: Table) -> bool:
    """Whether anything stands in a column that units fill."""
    keys = {c.key for c in fields.inputs((*fields.ANSWER_COLUMNS, *fields.FIGURE_COLUMNS))}
    return any(not keys.isdisjoint(row.cells) for row in table.rows)


def _meta_sheet(workbook: Workbook) -> Sheet | None:
    """The hidden sheet; where a program gave it another name («_meta - Table 1»), the one that has its keys."""
    named = (s for s in workbook.sheets if fold(s.name) == fold(META_SHEET))
    told = {MetaKey.UNIT.value, MetaKey.PERIOD.value, MetaKey.VERSION.value}
    keyed = (
        s for s in workbook.sheets if told <= {c.text for c in s.cells.values() if c.column == 1}
    )
    return next(named, None) or next(keyed, None)


def _is_aside(sheet: Sheet) -> bool:
    """Whether a sheet is no place for answers: one of ours, or what Numbers says of its export."""
    texts = (cell.text for cell in sheet.cells.values() if cell.row <= _ROOM)
    name = _OF_A_TABLE.sub("", fold(sheet.name))
    return name in _OWN_SHEETS or any(map(_EXPORTED.match, texts))


def _meta(sheet: Sheet) -> Meta:
    """The hidden sheet: keys in its first column, values in the second."""
    written: dict[str, str] = {}
    for (row, column), key in sheet.cells.items():
        value = sheet.at(row, 2)
        if column == 1 and value is not None:
            written.setdefault(key.text.strip(), _code(value))
    return Meta(
        unit=written.get(MetaKey.UNIT.value, ""),
        period=written.get(MetaKey.PERIOD.value, ""),
        version=written.get(MetaKey.VERSION.value, ""),
        fingerprint=written.get(MetaKey.FINGERPRINT.value, ""),
        sample=written.get(MetaKey.SAMPLE.value, ""),
        highlight=written.get(MetaKey.HIGHLIGHT.value, ""),
        rows=frozenset(re.findall(r"[^;\s]+", written.get(MetaKey.ROWS.value, ""))),
    )


def _code(cell: Cell) -> str:
    """A code as text; ``1.1`` may have become a number, stored as 1.1000000000000001."""
    if cell.kind is CellKind.NUMBER and cell.number is not None:
        return f"{float(cell.number):.10g}"
    is_plain = cell.text.isascii() and cell.text.isprintable()
    return cell.text.strip() if is_plain else clean(cell.text).text


class _Kind(Struct, frozen=True):
    """One of the two tables, as it is recognised."""

    columns: tuple[Column, ...]
    keys: dict[str, str]
    """Folded header → key."""

    @classmethod
    def of(cls, columns: tuple[Column, ...]) -> _Kind:
        return cls(columns, {fold(column.header): column.key for column in columns})

    def is_named_by(self, keys: Collection[str]) -> bool:
        """Whether these headers make a header row: all that are required, or at least half of all."""
        is_half = len(keys) >= _FEWEST_OF_BROKEN and 2 * len(keys) >= len(self.columns)
        return is_half or not self.missing_from(keys)

    def missing_from(self, keys: Collection[str]) -> tuple[str, ...]:
        """Headers of the required columns that are not among `keys`."""
        return tuple(c.header for c in self.columns if c.required and c.key not in keys)

    def lost_from(self, keys: Collection[str]) -> tuple[str, ...]:
        """Headers of the other columns that units fill in and that are not among `keys`."""
        absent = self.filled_in - set(keys)
        return tuple(c.header for c in self.columns if c.key in absent and not c.required)

    @property
    def filled_in(self) -> set[str]:
        """Keys of the columns that units fill in."""
        return {column.key for column in fields.inputs(self.columns)}


class _Kinds(Struct, frozen=True):
    """What one version of the form is found by."""

    answers: _Kind
    figures: _Kind
    labels: dict[str, str]
    """Of the header block: folded label → key."""


@lru_cache(maxsize=16)
def _kinds(
    version: int,
    answers: tuple[Column, ...],
    figures: tuple[Column, ...],
    header: tuple[HeaderField, ...],
) -> _Kinds:
    return _Kinds(
        _Kind.of(fields.as_issued_in(version, answers)),
        _Kind.of(fields.as_issued_in(version, figures)),
        {fold(line.label): line.key for line in fields.labels_in(version, header)},
    )


class _Head(Struct, frozen=True):
    """One header row."""

    kind: _Kind
    row: int
    columns: dict[str, int]
    """Key → column number."""
    keys: dict[int, str]
    """Column number → key."""
    extra: tuple[Cell, ...]
    first: Cell


def _head(cells: list[Cell], kinds: _Kinds) -> _Head | None:
    """The header row that `cells` are, if they are one."""
    names = [
        (_short_fold(cell), cell)
        for cell in cells
        if cell.kind is CellKind.TEXT and len(cell.text) <= _LONGEST_HEADER
    ]
    if len(names) < _FEWEST_HEADERS:
        return None
    both = (kinds.answers, kinds.figures)
    kind = max(both, key=lambda k: sum(name in k.keys for name, _ in names))
    columns: dict[str, int] = {}
    for name, cell in names:
        if name in kind.keys:
            columns.setdefault(kind.keys[name], cell.column)
    if len(columns) < _FEWEST_HEADERS or not kind.is_named_by(columns.keys()):
        return None
    keys = {column: key for key, column in columns.items()}
    extra = tuple(cell for cell in cells if cell.column not in keys)
    return _Head(kind, cells[0].row, columns, keys, extra, cells[0])


class _Described(Struct, frozen=True):
    """One sheet of a submission."""

    is_seen: bool
    answers: tuple[Table, ...]
    figures: tuple[Table, ...]
    header: dict[str, Slot]
    plans: tuple[Slot, ...]
    highlight: Slot | None
    leftovers: tuple[Slot, ...]

    def other_period(self, period: Period) -> Slot | None:
        """Where the sheet says that its tables are of another period: in its header block, else by its name."""
        tables = (*self.answers, *self.figures)
        written = self.header.get(PERIOD.key)
        if written is not None and written.cell is not None and period_in(written.cell.text):
            return written if another_period(written.cell.text, period) else None
        if not tables or not another_period(tables[0].place.sheet, period):
            return None
        return Slot(tables[0].place.file, tables[0].place.sheet, 1, 1, None)


class _SheetReader:
    """Reads one sheet; `_left` holds the cells nobody has taken yet."""

    def __init__(self, file: str, sheet: Sheet, kinds: _Kinds, label: str) -> None:
        self._file = file
        self._label = label
        self._kinds = kinds
        self._sheet = replace(
            sheet, cells={place: cell for place, cell in sheet.cells.items() if _shows(cell)}
        )
        self._rows = self._sheet.rows()
        self._left = dict(self._sheet.cells)
        self._head_rows: set[int] = set()

    def read(self) -> _Described:
        heads = self._heads()
        plan, asked = self._plan_heading(heads), self._label_cell(heads)
        below = [cell.row for cell in (plan, asked) if cell]
        header = self._header_block(heads)
        ends = [cell.row + 1 + lines for cell, lines in ((plan, PLAN_LINES), (asked, 1)) if cell]
        tables = [(h.kind, self._table(h, self._stop(h, heads, below), ends)) for h in heads]
        highlight = self._highlight(asked, below) if asked else None
        plans = tuple(self._plan_lines(plan, below)) if plan else ()
        for cell in [c for c in self._left.values() if _is_print(c)]:
            self._take(cell)
        return _Described(
            is_seen=self._sheet.visible,
            answers=tuple(table for kind, table in tables if kind is self._kinds.answers),
            figures=tuple(table for kind, table in tables if kind is self._kinds.figures),
            header=header,
            plans=plans,
            highlight=highlight,
            leftovers=tuple(self._slot_of(cell) for cell in self._left.values()),
        )

    def _take(self, cell: Cell | None) -> None:
        if cell is not None:
            self._left.pop((cell.row, cell.column), None)

    def _slot(self, row: int, column: int) -> Slot:
        return Slot(self._file, self._sheet.name, row, column, self._sheet.at(row, column))

    def _slot_of(self, cell: Cell) -> Slot:
        return Slot(self._file, self._sheet.name, cell.row, cell.column, cell)

    def _heads(self) -> list[_Head]:
        """Header rows; one repeated with the same columns (for print) only continues its table."""
        heads: list[_Head] = []
        for cells in self._rows.values():
            head = _head(cells, self._kinds)
            if head is None:
                continue
            self._head_rows.add(head.row)
            is_repeated = any(h.kind is head.kind and h.columns == head.columns for h in heads)
            for cell in cells:
                if not is_repeated or cell.column in head.keys:
                    self._take(cell)
            if not is_repeated:
                heads.append(head)
        return heads

    def _stop(self, head: _Head, heads: list[_Head], below: list[int]) -> int:
        """The row before which the table of `head` ends; `below`: where the headings below tables are."""
        ends = [other.row for other in heads] + below
        last = max(self._rows)
        return min((end for end in ends if end > head.row), default=last + 1)

    def _plan_heading(self, heads: list[_Head]) -> Cell | None:
        """The heading of next month's plan, below a table of answers."""
        return next((c for c in self._below_answers(heads) if _heads_plan(_short_fold(c))), None)

    def _label_cell(self, heads: list[_Head]) -> Cell | None:
        """The label of the text that the group was asked for, below a table of answers."""
        if not self._label:
            return None
        label, least = fold(self._label), len(self._label) - _LABEL_SLACK
        most = _DECOMPOSED * len(self._label) + _LABEL_SLACK
        alike = (c for c in self._below_answers(heads) if least <= len(c.text) <= most)
        return next((c for c in alike if c.kind is CellKind.TEXT and fold(c.text) == label), None)

    def _below_answers(self, heads: list[_Head]) -> Iterator[Cell]:
        top = min((head.row for head in heads if head.kind is self._kinds.answers), default=None)
        return (cell for cell in self._left.values() if top is not None and cell.row > top)

    def _highlight(self, label: Cell, below: list[int]) -> Slot:
        """The first cell under the label that holds anything, before whatever follows; else the next one."""
        self._take(label)
        last = min((row - 1 for row in below if row > label.row), default=label.row + _ROOM)
        rows = range(label.row + 1, last + 1)
        filled = (row for row in rows if self._sheet.at(row, label.column))
        slot = self._slot(next(filled, label.row + 1), label.column)
        self._take(slot.cell)
        return slot

    def _header_block(self, heads: list[_Head]) -> dict[str, Slot]:
        """Values by field: the first cell right of the label that is not another label."""
        top = min((head.row for head in heads if head.kind is self._kinds.answers), default=0)
        found: dict[str, Slot] = {}
        for cells in (cells for row, cells in self._rows.items() if row < top):
            for label, following in zip(cells, [*cells[1:], None], strict=True):
                key = self._kinds.labels.get(_short_fold(label))
                if key is None or key in found:
                    continue
                is_value = (
                    following is not None and _short_fold(following) not in self._kinds.labels
                )
                column = following.column if following and is_value else label.column + 1
                found[key] = self._slot(label.row, column)
                self._take(label)
                self._take(found[key].cell)
        return found

    def _table(self, head: _Head, stop: int, ends: Sequence[int]) -> Table:
        """The table of `head`, before row `stop`; before `ends` it is asked for texts, if it asks for answers."""
        end = max(ends, default=stop) if head.kind is self._kinds.answers else stop
        body = [
            cells
            for row, cells in self._rows.items()
            if head.row < row < stop and row not in self._head_rows
        ]
        rows = tuple(row for cells in body if (row := self._row(head, cells)))
        return Table(
            place=self._slot_of(head.first).place,
            missing=head.kind.missing_from(head.columns.keys()),
            lost=head.kind.lost_from(head.columns.keys()),
            filled_extra=frozenset(self._take_extra(head, stop)),
            extra=tuple(self._slot_of(cell) for cell in head.extra),
            rows=rows,
            uncoded=tuple(self._uncoded(head, body)),
            merges=tuple(self._merges(head, rows)),
            columns=head.columns,
            hidden_columns=self._sheet.hidden_columns,
            faint=self._sheet.faint,
            floating=tuple(self._floating(head, range(head.row + 1, max(stop, end)))),
            is_seen=self._sheet.visible,
        )

    def _floating(self, head: _Head, rows: range) -> Iterator[Floating]:
        """What lies over the answers, at the first of their cells; one for each, as a threaded comment is also an old one.

        What lies at no cell may lie over them, too; a picture there is rather the head of a letter.
        """
        last = max(head.columns.values())
        seen: set[tuple[FloatingKind, int, int]] = set()
        for each in self._sheet.floating:
            row = rows.start if each.row <= head.row < each.bottom else each.row
            key = (each.kind, row, each.column)
            is_loose = not each.row and each.kind is not FloatingKind.PICTURE
            is_inside = (row in rows or is_loose) and each.column <= last
            if is_inside and key not in seen:
                seen.add(key)
                yield each if is_loose else replace(each, row=row)

    def _row(self, head: _Head, cells: list[Cell]) -> Row | None:
        """The row, if it has a code; its cells are taken."""
        column = head.columns.get(CODE.key)
        code = next((_code(cell) for cell in cells if cell.column == column), "")
        if not code:
            return None
        mine = {head.keys[cell.column]: cell for cell in cells if cell.column in head.keys}
        for cell in mine.values():
            self._take(cell)
        number = cells[0].row
        hidden = number in self._sheet.hidden_rows
        return Row(self._file, self._sheet.name, number, hidden, code, head.columns, mine)

    def _take_extra(self, head: _Head, stop: int) -> Iterator[int]:
        """The columns that are not ours and hold something; what stands there goes with their headers."""
        columns = {cell.column: _short_fold(cell) in _NUMBERING for cell in head.extra}
        for cell in list(self._left.values()):
            if cell.column in columns and head.row < cell.row < stop:
                self._take(cell)
                if not (columns[cell.column] and _COUNTED.fullmatch(_code(cell))):
                    yield cell.column

    def _uncoded(self, head: _Head, body: list[list[Cell]]) -> Iterator[Slot]:
        telling = {head.columns[c.key] for c in _TELLING if c.key in head.columns}
        for cells in body:
            left = [cell for cell in cells if (cell.row, cell.column) in self._left]
            if any(cell.column in telling for cell in left):
                for cell in left:
                    self._take(cell)
                yield self._slot_of(left[0])

    def _merges(self, head: _Head, rows: tuple[Row, ...]) -> Iterator[Merge]:
        columns = {column for key, column in head.columns.items() if key in head.kind.filled_in}
        for merged in self._sheet.merged:
            codes = tuple(row.code for row in rows if merged.top <= row.number <= merged.bottom)
            touches = any(merged.left <= column <= merged.right for column in columns)
            if len(codes) > 1 and touches:
                seen = self._sheet.at(merged.top, merged.left)
                yield Merge(Source(self._file, self._sheet.name, str(merged)), codes, seen)

    def _plan_lines(self, heading: Cell, below: list[int]) -> Iterator[Slot]:
        """Texts under the heading, in its column: on the printed lines, or on further numbered ones."""
        self._take(heading)
        stop = min((row for row in below if row > heading.row), default=max(self._rows) + 1)
        for number in (row for row in self._rows if heading.row < row < stop):
            ordinals = [cell for cell in self._rows[number] if _is_ordinal(cell, heading)]
            if number > heading.row + PLAN_LINES and not ordinals:
                return
            for cell in ordinals:
                self._take(cell)
            line = self._slot(number, heading.column)
            if line.cell is not None:
                self._take(line.cell)
                yield line


def _shows(cell: Cell) -> bool:
    """Whether there is anything to see: blanks and invisible characters are a blank cell."""
    return cell.text[:1].isalnum() or cell.kind is not CellKind.TEXT or bool(clean(cell.text).text)


def _heads_plan(folded: str) -> bool:
    return folded in _PLANS or _PLAN_OTHERWISE.fullmatch(folded) is not None


def _short_fold(cell: Cell) -> str:
    is_short = cell.kind is CellKind.TEXT and len(cell.text) <= _LONGEST_HEADER
    return _fold(cell.text) if is_short else ""


@lru_cache(maxsize=2048)
def _fold(text: str) -> str:
    """Folded; the same headers, labels and choices come back in every file."""
    return fold(text)


def _is_print(cell: Cell) -> bool:
    return (
        cell.kind is CellKind.TEXT
        and len(cell.text) <= _LONGEST_PRINT
        and (
            _fold(cell.text) in _PRINT
            or _fold(cell.text).startswith(_TITLE)
            or _TABLE_NAME.fullmatch(_fold(cell.text)) is not None
        )
    )


def _is_ordinal(cell: Cell, heading: Cell) -> bool:
    return cell.column < heading.column and _ORDINAL.fullmatch(_code(cell)) is not None
