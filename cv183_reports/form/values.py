"""What a form says, cell by cell: what a returned one was filled with, what one is filled with before it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType

from msgspec import Struct, field

from cv183_reports.form.fields import CODE, COMMENT_BEGINNING, Column
from cv183_reports.model import (
    Figure,
    Filing,
    Obligation,
    Period,
    Record,
    Register,
    Source,
    Unit,
    Waiver,
)
from cv183_reports.spreadsheet.grid import Cell, Floating, cell_reference


class NoValue(Struct, frozen=True):
    """A cell whose formula gave no value; it shows ``#N/A``."""


Typed = str | int | Decimal | date | NoValue
"""What stands in one input cell, as a clerk types it; an empty string leaves the cell blank."""


class Told(Struct, frozen=True):
    """The latest that the unit validly said of one obligation, and in which month's report."""

    period: Period
    record: Record


class Total(Struct, frozen=True):
    """A figure of one unit, added over the months before (lũy kế)."""

    value: Decimal
    months: int
    """How many months gave it."""
    of: int
    """How many months there are."""


class LastMonth(Struct, frozen=True):
    """What the unit validly said before; shown in the grey cells (Kỳ trước, Lưu ý, Lũy kế)."""

    records: Mapping[str, Record] = field(default_factory=lambda: MappingProxyType({}))
    """Of the month before, by code of the obligation."""
    figures: Mapping[str, Figure] = field(default_factory=lambda: MappingProxyType({}))
    """Of the month before, by code of the indicator."""
    told: Mapping[str, Told] = field(default_factory=lambda: MappingProxyType({}))
    """Of any month before, by code of the obligation."""
    totals: Mapping[str, Total] = field(default_factory=lambda: MappingProxyType({}))
    """By code of the indicator; nothing where no month gave a figure."""
    unseen: frozenset[str] = frozenset()
    """Obligations that its latest report was not asked for yet."""

    @classmethod
    def of(
        cls, register: Register, period: Period, months: Sequence[tuple[Period, Filing | None]]
    ) -> LastMonth:
        """As the filings of one unit tell it in a form for `period`.

        `months` are those before it in which the unit owed a report, the latest first; None: it
        gave none that counts.
        """
        filings = [filing for _, filing in months if filing]
        last = dict(months).get(period.previous)
        return cls(
            MappingProxyType({r.obligation: r for r in last.records} if last else {}),
            MappingProxyType({f.indicator: f for f in last.figures} if last else {}),
            MappingProxyType(
                {
                    record.obligation: Told(filing.period, record)
                    for filing in reversed(filings)
                    for record in filing.records
                }
            ),
            MappingProxyType(_totals(register.at(period), filings, [each for each, _ in months])),
            _new(register.at(period), period.previous, filings) if months else frozenset(),
        )


def _totals(
    register: Register, filings: Sequence[Filing], months: Sequence[Period]
) -> dict[str, Total]:
    """Every figure of one unit's filings, added, of the `months` that the indicator was asked in."""
    given: dict[str, list[Decimal]] = {}
    for figure in (figure for filing in filings for figure in filing.figures):
        given.setdefault(figure.indicator, []).append(figure.value)
    return {
        each.code: Total(
            sum(given[each.code], Decimal()),
            len(given[each.code]),
            sum(map(each.holds_in, months)),
        )
        for each in register.indicators
        if each.code in given
    }


def _new(register: Register, last: Period, filings: Sequence[Filing]) -> frozenset[str]:
    """What the unit has not been asked before: in its latest report, or by the `last` month at all."""
    told, lacked = (filings[0].period, filings[0].unseen) if filings else (last, frozenset())
    began = {each.code for each in register.obligations if not each.holds_in(told)}
    return lacked | began


Cells = Mapping[str, Typed]
"""The input cells of one row, by key of the column; what is not in it stays blank."""
NO_CELLS: Cells = MappingProxyType({})


class Answers(Struct, frozen=True):
    """Everything typed into one form."""

    rows: Mapping[str, Cells]
    """By code of the obligation."""
    figures: Mapping[str, Cells]
    """By code of the indicator."""
    plans: tuple[str, ...] = ()
    header: Cells = field(default_factory=lambda: NO_CELLS)
    """Of the header block, by key of the field."""
    highlight: str = ""
    """What the unit's group is asked for above the plan."""


UNANSWERED = Answers(MappingProxyType({}), MappingProxyType({}))
"""A blank form."""


class Form(Struct, frozen=True):
    """One form to be written: whose, for which month, and what already stands in it."""

    unit: Unit
    register: Register
    period: Period
    last: LastMonth
    answers: Answers = UNANSWERED
    sample: bool = False

    @property
    def due(self) -> datetime:
        """The instant before which the form must be back."""
        return self.register.due(self.period)

    @property
    def highlight(self) -> str:
        """The label of the text that the unit's group is asked for; empty: of none."""
        return self.register.group_of(self.unit).highlight

    def waiver(self, obligation: Obligation) -> Waiver | None:
        """What excuses the unit from `obligation` this month."""
        return self.register.waiver(self.unit, obligation, self.period)


class Slot(Struct, frozen=True, gc=False):
    """One place of the form and what stands there."""

    file: str
    sheet: str
    row: int
    column: int
    cell: Cell | None
    """None: blank."""

    @property
    def place(self) -> Source:
        """Where it is, as findings name it."""
        return Source(self.file, self.sheet, cell_reference(self.row, self.column))


class Row(Struct, frozen=True):
    """One row of a table that has a code."""

    file: str
    sheet: str
    number: int
    hidden: bool
    code: str
    columns: dict[str, int]
    """Column numbers by key; what the sheet lacks is not here."""
    cells: dict[str, Cell]
    """Non-blank cells by key."""

    def cell(self, column: Column) -> Cell | None:
        """What stands in that column; None: blank."""
        return self.cells.get(column.key)

    def slot(self, column: Column) -> Slot:
        """What stands in that column; a blank at the code cell where the sheet lacks the column."""
        at = self.columns.get(column.key) or self.columns[CODE.key]
        return Slot(self.file, self.sheet, self.number, at, self.cell(column))

    def place(self, column: Column) -> Source:
        """Where that column is in this row."""
        return self.slot(column).place


class Merge(Struct, frozen=True):
    """A merged range that reaches over several rows of a table, in columns that units fill."""

    place: Source
    """Its range as a cell reference: ``J5:J7``."""
    codes: tuple[str, ...]
    """Of the rows it touches."""
    cell: Cell | None
    """What is seen in it."""


class Table(Struct, frozen=True):
    """One table of the form, found by its header row."""

    place: Source
    """The first cell of the header row."""
    missing: tuple[str, ...]
    """Headers of required columns that are not there."""
    lost: tuple[str, ...]
    """Headers of other columns to fill in that are not there: whatever was answered in them is gone."""
    extra: tuple[Slot, ...]
    """Headers that the form does not have."""
    filled_extra: frozenset[int]
    """Those of their columns under which something stands."""
    rows: tuple[Row, ...]
    """In the order of the sheet."""
    uncoded: tuple[Slot, ...]
    """First cell of each row that answers without a code."""
    merges: tuple[Merge, ...]
    columns: Mapping[str, int]
    """Column numbers by key; what the sheet lacks is not here."""
    hidden_columns: frozenset[int]
    """Of the sheet."""
    faint: frozenset[tuple[int, int]]
    """Of the sheet: cells whose text nobody sees, for the ground has its colour."""
    floating: tuple[Floating, ...]
    """What lies over its rows or hangs on them."""
    is_seen: bool
    """Whether its sheet is not hidden."""

    def without_ours(self, board: str) -> tuple[Floating, ...]:
        """What lies over it but for the comments of `board`, known by their words where a program keeps no author."""
        return tuple(
            each
            for each in self.floating
            if each.author != board and not each.beginning.startswith(COMMENT_BEGINNING)
        )


class Meta(Struct, frozen=True):
    """The hidden sheet, as written; a key that is not there is empty."""

    unit: str
    period: str
    version: str
    fingerprint: str
    sample: str
    highlight: str = ""
    """The label of the text that the form asked for above next month's plan."""
    rows: frozenset[str] = frozenset()
    """Codes that the form was issued with; of forms that do not tell, nothing."""


class Submission(Struct, frozen=True):
    """One returned form, described and not judged. Every non-blank cell is in it, or is the form's own."""

    file: str
    meta: Meta | None
    header: dict[str, Slot]
    """Value cells of the header block by key of their HeaderField; a label not found is not here."""
    answers: tuple[Table, ...]
    """Every table that has the header row of Báo cáo: one, if all is well."""
    figures: tuple[Table, ...]
    """Likewise for Số liệu."""
    plans: tuple[Slot, ...]
    highlight: Slot | None
    """Under the label that the hidden sheet names; None: the form has no such label."""
    leftovers: tuple[Slot, ...]
    """Non-blank cells that `layout` does not account for, in the order of the sheets. The headings
    and names that a form takes from the register are among them."""
    has_macros: bool
    has_external_links: bool
    other_periods: tuple[Slot, ...] = ()
    """Of each sheet that is left aside because it is of another period: the cell that says so, or the first one of
    its table where its name does."""
