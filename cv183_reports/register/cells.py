"""Typed values from the cells of the register; what is wrong with a cell is gathered on the way.

Cells speak a little language: sums of indicators, ratios of sums, periods, recurring deadlines, lists of codes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from difflib import get_close_matches
from typing import TypeVar

from msgspec import Struct

from cv183_reports.catalogue import register as rules
from cv183_reports.model import LOCAL, Cycle, Deadline, Period, Source
from cv183_reports.model.finding import Finding, Rule
from cv183_reports.register.sheets import RegisterColumn, SheetPlan
from cv183_reports.spreadsheet.grid import Cell, CellKind, Sheet, Workbook, column_letters
from cv183_reports.vietnamese.legacy import detect
from cv183_reports.vietnamese.parsing import parse_date
from cv183_reports.vietnamese.text import clean, fold, is_reserved
from cv183_reports.vietnamese.wording import period_noun, short_date, typed_forms

T = TypeVar("T")

_NUMERAL = re.compile(r"\d{1,9}", re.ASCII)
_BETWEEN = re.compile(r"[\s;,]+")
EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
"""ASCII alone: no mail server of a unit takes other letters before the @."""
HOST_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?", re.ASCII)
"""A name or the numbers of an address, without ``smtp://`` and port."""
_CODE = re.compile(r"[A-Z]+[0-9]+")
_SEPARATOR = re.compile(r"[;\n]")
_RECURRING = re.compile(
    r"(?:(?P<hour>\d{1,2})(?::| ?giờ ?|h)(?P<minute>\d{2})?,? )?ngày (?P<day>\d{1,2}) "
    r"(?:h[àằ]ng (?:tháng|(?P<quarter>quý))|(?P<last>tháng cuối (?:(?:mỗi|h[àằ]ng) )?quý))",
    re.ASCII | re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    r"(?:(?:kỳ |tháng )*)(?P<month>\d{1,2})(?:[/.-]| năm )(?P<year>20\d\d)",
    re.ASCII | re.IGNORECASE,
)
_LAST_DAY_OF_EVERY_MONTH = 28
_HOURS, _MINUTES = 24, 60


class CodeForm(Struct, frozen=True):
    """What the codes of one sheet look like. They go into file names, so letters are plain."""

    pattern: re.Pattern[str]
    words: str
    """For the finding: an example."""


UNIT_CODE = CodeForm(re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*"), "11560 hoặc so-noi-vu")
GROUP_CODE = CodeForm(UNIT_CODE.pattern, "cap-xa")
OBLIGATION_CODE = CodeForm(re.compile(r"[1-9]\d?(?:\.[1-9]\d?)?", re.ASCII), "6 hoặc 1.1")
INDICATOR_CODE = CodeForm(re.compile(r"[A-Z]+[0-9]+"), "HC06")


class Ratio(Struct, frozen=True):
    """The sums above and below the line."""

    numerator: tuple[str, ...]
    denominator: tuple[str, ...]


def parse_sum(text: str) -> tuple[str, ...] | None:
    """The codes of ``HC06 + HC07``, each once; None if it is anything else."""
    terms = tuple(term.strip() for term in text.split("+"))
    well_formed = all(_CODE.fullmatch(term) for term in terms) and len(set(terms)) == len(terms)
    return terms if well_formed else None


def parse_ratio(text: str) -> Ratio | None:
    """The two sums of ``(HC06 + HC07) / HC05``; a sum of several codes stands in brackets."""
    above, _, below = text.partition("/")
    numerator, denominator = _operand(above.strip()), _operand(below.strip())
    return Ratio(numerator, denominator) if numerator and denominator else None


def _operand(text: str) -> tuple[str, ...] | None:
    if text.startswith("(") and text.endswith(")"):
        return parse_sum(text[1:-1])
    return None if "+" in text else parse_sum(text)


def parse_codes(text: str) -> tuple[str, ...]:
    """The codes of ``cap-xa; so-nganh``, each once, in their order."""
    codes = (code.strip() for code in _SEPARATOR.split(text))
    return tuple(dict.fromkeys(code for code in codes if code))


def parse_period(text: str) -> Period | None:
    """The month of ``2025-09``, ``9/2025``, ``tháng 9 năm 2025``; the quarter of ``2026-Q1``, ``quý I/2026``."""
    if found := _MONTH_FIRST.fullmatch(text):
        text = f"{found['year']}-{found['month']:>02}"
    typed = Period.typed(text.removeprefix("kỳ "))
    return typed if typed and typed.cycle is Cycle.QUARTER else Period.parse(text)


def parse_recurring(text: str, cycle: Cycle) -> Deadline | None:
    """The deadline of ``16:00 ngày 22 hằng tháng``; days that not every month has are refused.

    That of ``11:00 ngày 10 hằng quý`` lies in the quarter's last month, as ``ngày 10 tháng cuối quý`` says in full.
    """
    found = _RECURRING.fullmatch(text)
    if not found or bool(found["quarter"] or found["last"]) is not (cycle is Cycle.QUARTER):
        return None
    day, hour, minute = (int(found[name] or 0) for name in ("day", "hour", "minute"))
    if not 1 <= day <= _LAST_DAY_OF_EVERY_MONTH or hour >= _HOURS or minute >= _MINUTES:
        return None
    return Deadline(monthly_day=day, monthly_time=time(hour, minute))


class CellReader:
    """Reads cells and keeps every finding.

    A cell that is wrong reads as if it were blank: its finding already keeps the register from
    being built, and nothing further is said of it.
    """

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.cycle = Cycle.MONTH
        """What a period of the register is."""

    def text(self, row: RegisterRow, column: RegisterColumn) -> str:
        """The text there on one line, cleaned; a number as its digits."""
        return " ".join(self.lines(row, column).split())

    def lines(self, row: RegisterRow, column: RegisterColumn) -> str:
        """As `text`, with the line ends that were typed."""
        cell = row.cell(column)
        if cell is None:
            if column.required:
                self.say(rules.CELL_EMPTY, row, column, column=column.header)
            return ""
        if cell.kind is CellKind.NUMBER:
            return plain_number(cell)
        if cell.kind is CellKind.DATE:
            self.say(rules.CELL_IS_DATE, row, column, column=column.header, value=as_seen(cell))
            return ""
        return self._written(row, column, cell)

    def _written(self, row: RegisterRow, column: RegisterColumn, cell: Cell) -> str:
        """The characters of a TEXT cell; anything else is said and reads as blank."""
        if cell.kind is not CellKind.TEXT:
            self.say(rules.CELL_UNREADABLE, row, column, column=column.header, value=cell.text)
            return ""
        if legacy := detect(cell.text, cell.font):
            told = {"encoding": legacy.encoding, "text": legacy.text}
            self.say(rules.LEGACY_TEXT, row, column, column=column.header, **told)
            return ""
        return clean(cell.text).text

    def code(self, row: RegisterRow, column: RegisterColumn, form: CodeForm) -> str:
        """The code there; one that Excel turned into a number is taken back."""
        code = self.text(row, column)
        if code and not form.pattern.fullmatch(code):
            self.say(rules.CODE_MALFORMED, row, column, value=code, form=form.words)
        return code

    def unit_code(self, row: RegisterRow, column: RegisterColumn) -> str:
        """The code of a unit there, which names its files and a folder, on Windows too."""
        code = self.code(row, column, UNIT_CODE)
        if is_reserved(code):
            self.say(rules.CODE_RESERVED, row, column, value=code)
        return code

    def choice(self, row: RegisterRow, column: RegisterColumn, words: Mapping[str, T]) -> T | None:
        """What the word there stands for, matched by its folded text."""
        written = self.text(row, column)
        found = next((words[word] for word in words if fold(word) == fold(written)), None)
        if written and found is None:
            told = {"value": written, "column": column.header, "allowed": tuple(words)}
            self.say(rules.CHOICE_UNKNOWN, row, column, **told)
        return found

    def whole(
        self,
        row: RegisterRow,
        column: RegisterColumn,
        least: int,
        most: int,
        *,
        in_percent: bool = False,
    ) -> int | None:
        """The whole number there, from `least` to `most`; ``95%`` is one where it is `in_percent`."""
        written = self.text(row, column)
        cell = row.cell(column)
        if written and cell and cell.kind is CellKind.NUMBER and "%" in cell.number_format:
            written = f"{_in_percent(cell)}%"
        numeral = written.removesuffix("%").rstrip() if in_percent else written
        if _NUMERAL.fullmatch(numeral) and least <= int(numeral) <= most:
            return int(numeral)
        if written:
            told = {"value": written, "least": least, "most": most}
            self.say(rules.NUMBER_MALFORMED, row, column, **told)
        return None

    def codes(self, row: RegisterRow, column: RegisterColumn) -> tuple[str, ...]:
        """The codes there, ``cap-xa; so-nganh``."""
        return parse_codes(self.lines(row, column))

    def emails(self, row: RegisterRow, column: RegisterColumn) -> tuple[str, ...]:
        """The addresses there, between semicolons, commas, blanks or on lines of their own.

        One that is wrong is left out and said: letters can still be sent to the others.
        """
        written = [each for each in _BETWEEN.split(self._contact(row, column)) if each]
        for address in written:
            if not EMAIL.fullmatch(address):
                self.say(rules.EMAIL_MALFORMED, row, column, value=address)
        return tuple(dict.fromkeys(filter(EMAIL.fullmatch, written)))

    def phone(self, row: RegisterRow, column: RegisterColumn) -> str:
        """The telephone number there, as written."""
        number = " ".join(self._contact(row, column).split())
        cell = row.cell(column)
        if cell and cell.kind is CellKind.NUMBER:
            self.say(rules.PHONE_LOST_ZERO, row, column, value=number)
        return number

    def _contact(self, row: RegisterRow, column: RegisterColumn) -> str:
        """What stands there; a cell that cannot be read is no reason to stop anything."""
        cell = row.cell(column)
        if cell is None or cell.kind in (CellKind.NUMBER, CellKind.TEXT):
            return plain_number(cell) if cell and cell.kind is CellKind.NUMBER else _plain(cell)
        self.say(rules.CONTACT_UNREADABLE, row, column, column=column.header, value=as_seen(cell))
        return ""

    def day(self, row: RegisterRow, column: RegisterColumn) -> date | None:
        """The day there."""
        if column.required and row.cell(column) is None:
            self.say(rules.CELL_EMPTY, row, column, column=column.header)
        midnight = self._midnight(row, column, rules.DATE_MALFORMED)
        return midnight.date() if midnight else None

    def period(self, row: RegisterRow, column: RegisterColumn) -> Period | None:
        """The period there; of a month that was typed Excel makes its first day."""
        cell = row.cell(column)
        if cell is None:
            if column.required:
                self.say(rules.CELL_EMPTY, row, column, column=column.header)
            return None
        found = parse_period(clean(cell.text).text) if cell.kind is CellKind.TEXT else None
        if cell.when is not None and cell.when.day == 1 and cell.when.time() == time():
            found = Period(cell.when.year, cell.when.month)
        if found is None or found.cycle is not self.cycle:
            short, long = typed_forms(self.cycle)
            told = {"noun": period_noun(self.cycle), "short": short, "long": long}
            self.say(rules.PERIOD_MALFORMED, row, column, value=as_seen(cell), **told)
            return None
        return found

    def deadline(self, row: RegisterRow, column: RegisterColumn) -> Deadline | None:
        """The deadline there: the beginning of a day, or a day and time of every period."""
        cell = row.cell(column)
        if cell and (recurring := parse_recurring(clean(cell.text).text, self.cycle)):
            return recurring
        midnight = self._midnight(
            row, column, rules.DEADLINE_MALFORMED, noun=period_noun(self.cycle)
        )
        return Deadline(once=midnight.replace(tzinfo=LOCAL)) if midnight else None

    def _midnight(
        self, row: RegisterRow, column: RegisterColumn, malformed: Rule, **told: object
    ) -> datetime | None:
        """The beginning of the day there, naive; with a time of day it is malformed."""
        cell = row.cell(column)
        if cell is None:
            return None
        instant = _written_day(cell.text) if cell.kind is CellKind.TEXT else cell.when
        if instant is None or instant.time() != time():
            self.say(malformed, row, column, value=as_seen(cell), **told)
            return None
        return instant

    def say(
        self, rule: Rule, row: RegisterRow, column: RegisterColumn, /, **values: object
    ) -> None:
        """Keep the finding that `rule` makes of a cell."""
        self.findings.append(rule.at(row.place(column), **values))


def _plain(cell: Cell | None) -> str:
    """The text of a cell with its line ends, cleaned."""
    return clean(cell.text).text if cell else ""


def _written_day(text: str) -> datetime | None:
    """The beginning of the day that `text` says; None if it says a time as well."""
    day = None if ":" in text else parse_date(text).value
    return datetime.combine(day, time()) if day else None


def plain_number(cell: Cell) -> str:
    """The digits Excel shows for a NUMBER cell: ``6``, ``1.1``, ``11560``, without binary noise."""
    assert cell.number is not None
    return format(Decimal(format(float(cell.number), ".15g")), "f")


def _in_percent(cell: Cell) -> str:
    """The digits Excel shows before the sign: ``95`` for 0.95."""
    return format((Decimal(plain_number(cell)) * 100).normalize(), "f")


def as_seen(cell: Cell | None) -> str:
    """A cell as the clerk sees it, for a finding."""
    if cell is None:
        return "để trống"
    if cell.when is None:
        return cell.text
    clock = "" if cell.when.time() == time() else f" {cell.when:%H:%M}"
    return short_date(cell.when.date()) + clock


_HEADER_WITHIN = 20
"""Rows from the top in which the header row is looked for: a title and notes may stand above it."""


class RegisterRow(Struct, frozen=True):
    """One row with something in it."""

    file: str
    sheet: str
    number: int
    positions: dict[RegisterColumn, int]
    """Of the columns that are there."""
    cells: dict[int, Cell]
    """Non-blank cells by column number."""

    def cell(self, column: RegisterColumn) -> Cell | None:
        """What stands in `column`; None where it is blank, or the sheet lacks the column."""
        position = self.positions.get(column)
        return self.cells.get(position) if position else None

    def place(self, column: RegisterColumn) -> Source:
        """Where `column` is in this row, blank or not."""
        letters = column_letters(self.positions[column])
        return Source(self.file, self.sheet, f"{letters}{self.number}")


class RegisterTable(Struct, frozen=True):
    """One sheet of the register."""

    place: Source
    """The sheet as a whole."""
    rows: tuple[RegisterRow, ...]


def read_table(
    workbook: Workbook, plan: SheetPlan
) -> tuple[RegisterTable | None, tuple[Finding, ...]]:
    """The table that `plan` declares, or None with what is wrong with the sheet or its header."""
    sheet = sheet_of(workbook, plan)
    if sheet is None:
        return _absent(workbook, plan)
    place = Source(workbook.file, sheet.name)
    header, headings = header_of(sheet, plan)
    faults = tuple(_header_faults(headings, plan, place))
    if faults:
        return None, faults
    positions = {
        column: headings[fold(column.header)][0].column
        for column in plan.columns
        if fold(column.header) in headings
    }
    rows = tuple(_rows_below(sheet, header, positions, place))
    if not rows and not plan.may_be_empty:
        return None, (rules.SHEET_EMPTY.at(place),)
    return RegisterTable(place, rows), ()


def sheet_of(workbook: Workbook, plan: SheetPlan) -> Sheet | None:
    """The sheet that bears the declared name."""
    return next((s for s in workbook.sheets if fold(s.name) == fold(plan.name)), None)


def _absent(
    workbook: Workbook, plan: SheetPlan
) -> tuple[RegisterTable | None, tuple[Finding, ...]]:
    """An optional sheet may be absent, but not hide under another name."""
    if not plan.optional:
        return None, (rules.SHEET_MISSING.at(Source(workbook.file), sheet=plan.name),)
    for sheet in workbook.sheets:
        _, headings = header_of(sheet, plan)
        if all(fold(column.header) in headings for column in plan.columns if not column.optional):
            place = Source(workbook.file, sheet.name)
            return None, (rules.SHEET_RENAMED.at(place, sheet=plan.name),)
    return RegisterTable(Source(workbook.file, plan.name), ()), ()


def header_of(sheet: Sheet, plan: SheetPlan) -> tuple[int, dict[str, list[Cell]]]:
    """The row near the top that holds most of the declared headers, and its cells by folded text."""
    wanted = {fold(column.header) for column in plan.columns}
    near_top = {n: cells for n, cells in sheet.rows().items() if n <= _HEADER_WITHIN}
    headings: dict[int, dict[str, list[Cell]]] = {}
    for number, cells in near_top.items():
        found = headings.setdefault(number, {})
        for cell in cells:
            if cell.kind is CellKind.TEXT:
                found.setdefault(fold(cell.text), []).append(cell)
    best = Counter({number: len(wanted & found.keys()) for number, found in headings.items()})
    number = best.most_common(1)[0][0] if best else 0
    return number, headings.get(number, {})


def _header_faults(
    headings: dict[str, list[Cell]], plan: SheetPlan, place: Source
) -> Iterator[Finding]:
    """Declared columns that are not there, go by another name, or are there twice."""
    known = {fold(column.header) for column in plan.columns}
    unknown = {header: cells[0] for header, cells in headings.items() if header not in known}
    for column in plan.columns:
        cells = headings.get(fold(column.header), [])
        if not cells and not column.optional:
            yield rules.COLUMN_MISSING.at(place, column=column.header)
        elif not cells and (alike := get_close_matches(fold(column.header), unknown, n=1)):
            cell = unknown.pop(alike[0])
            where = Source(place.file, place.sheet, cell.reference)
            yield rules.COLUMN_RENAMED.at(where, value=cell.text, column=column.header)
        for again in cells[1:]:
            where = Source(place.file, place.sheet, again.reference)
            yield rules.COLUMN_TWICE.at(where, column=column.header, first=cells[0].reference)


def _rows_below(
    sheet: Sheet, header: int, positions: dict[RegisterColumn, int], place: Source
) -> Iterator[RegisterRow]:
    """Rows under the header with something in a declared column; hidden rows count."""
    declared = set(positions.values())
    for number, cells in sheet.rows().items():
        kept = {c.column: c for c in cells if c.column in declared and not _is_blank(c)}
        if number > header and kept:
            yield RegisterRow(place.file, place.sheet, number, positions, kept)


def _is_blank(cell: Cell) -> bool:
    return cell.kind is CellKind.TEXT and not clean(cell.text).text
