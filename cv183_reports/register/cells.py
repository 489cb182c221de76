"""Typed values from the cells of the register; what is wrong with a cell is gathered on the way.

Cells speak a little language: sums of indicators, ratios of sums, periods, recurring deadlines, lists of codes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypeVar

from msgspec import Struct

from cv183_reports.catalogue import register as rules
from cv183_reports.model import LOCAL, Cycle, Deadline, Period, Source
from cv183_reports.model.finding import Finding, Rule
from cv183_reports.register.sheets import RegisterColumn
from cv183_reports.spreadsheet.grid import Cell, CellKind, column_letters
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
_CLOCK = r"(?P<hour>\d{1,2})(?::| ?giờ ?|h)(?P<minute>\d{2})?(?: ?phút)?"
_BEFORE = re.compile(r"trước ", re.IGNORECASE)
"""What the header of the deadlines says and some say again."""
_CLOCK_FIRST = re.compile(rf"{_CLOCK},? (?P<day>.*)", re.ASCII | re.IGNORECASE)
_CLOCK_LAST = re.compile(rf"(?P<day>.*\d),? {_CLOCK}(?::00)?", re.ASCII | re.IGNORECASE)
_RECURRING = re.compile(
    rf"(?:{_CLOCK},? )?ngày (?P<day>\d{{1,2}}) "
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
    found = _RECURRING.fullmatch(_BEFORE.sub("", text, count=1))
    if not found or bool(found["quarter"] or found["last"]) is not (cycle is Cycle.QUARTER):
        return None
    day, clock = int(found["day"]), _clock(found)
    if not 1 <= day <= _LAST_DAY_OF_EVERY_MONTH or clock is None:
        return None
    return Deadline(monthly_day=day, monthly_time=clock)


def parse_instant(text: str) -> datetime | None:
    """The instant of ``15/8/2025``, which is its beginning, and of ``17:00 ngày 15/8/2025``; naive."""
    told = _BEFORE.sub("", text, count=1)
    found = _CLOCK_FIRST.fullmatch(told) or _CLOCK_LAST.fullmatch(told)
    clock = _clock(found) if found else time()
    day = parse_date(found["day"] if found else told).value
    return datetime.combine(day, clock) if day and clock is not None else None


def _clock(found: re.Match[str]) -> time | None:
    """The time of day that is said; None where there is none such."""
    hour, minute = int(found["hour"] or 0), int(found["minute"] or 0)
    return time(hour, minute) if hour < _HOURS and minute < _MINUTES else None


class CellReader:
    """Reads cells and keeps every finding.

    A cell that is wrong reads as if it were blank: its finding already keeps the register from
    being built, and nothing further is said of it.
    """

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.cycle = Cycle.MONTH
        """What a period of the register is."""
        self.begun_on = date.min
        """When what it asks for began."""

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

    def capitals(self, row: RegisterRow, column: RegisterColumn) -> str:
        """The lines there as heads and signing blocks print them, whatever was typed: in capitals."""
        return self.lines(row, column).upper()

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

    def choice(
        self, row: RegisterRow, column: RegisterColumn, words: Mapping[str, T], setting: str = ""
    ) -> T | None:
        """What the word there stands for, matched by its folded text."""
        written = self.text(row, column)
        found = next((words[word] for word in words if fold(word) == fold(written)), None)
        if written and found is None:
            of = f"mục «{setting}»" if setting else f"cột «{column.header}»"
            told = {"value": written, "of": (of,), "allowed": tuple(words)}
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
        cell = row.cell(column)
        if cell is None:
            return None
        instant = _written_day(cell.text) if cell.kind is CellKind.TEXT else cell.when
        if instant is None or instant.time() != time():
            self.say(rules.DATE_MALFORMED, row, column, value=as_seen(cell))
            return None
        return instant.date()

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
        """The deadline there: the beginning of a day, a time of it, or a day and time of every period."""
        cell = row.cell(column)
        if cell is None:
            return None
        written = clean(cell.text).text
        if recurring := parse_recurring(written, self.cycle):
            return recurring
        instant = parse_instant(written) if cell.kind is CellKind.TEXT else cell.when
        if instant is None:
            told = {"value": as_seen(cell), "noun": period_noun(self.cycle)}
            self.say(rules.DEADLINE_MALFORMED, row, column, **told)
            return None
        return Deadline(once=instant.replace(tzinfo=LOCAL))

    def say(
        self, rule: Rule, row: RegisterRow, column: RegisterColumn, /, **values: object
    ) -> None:
        """Keep the finding that `rule` makes of a cell; of one that nobody sees it was said why."""
        if row.positions.get(column) in row.unseen:
            return
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


class RegisterRow(Struct, frozen=True):
    """One row with something in it."""

    file: str
    sheet: str
    number: int
    positions: dict[RegisterColumn, int]
    """Of the columns that are there."""
    cells: dict[int, Cell]
    """Non-blank cells by column number."""
    unseen: frozenset[int] = frozenset()
    """Columns of cells that are struck through or covered, which was said of the sheet."""

    def cell(self, column: RegisterColumn) -> Cell | None:
        """What stands in `column`; None where it is blank, or the sheet lacks the column."""
        position = self.positions.get(column)
        return self.cells.get(position) if position else None

    def place(self, column: RegisterColumn) -> Source:
        """Where `column` is in this row, blank or not."""
        letters = column_letters(self.positions[column])
        return Source(self.file, self.sheet, f"{letters}{self.number}")
