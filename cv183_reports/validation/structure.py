"""The tables of a submission: which one counts, which of its rows can be used, what lies outside."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from functools import cached_property, lru_cache

from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.catalogue import structure
from cv183_reports.catalogue import submission as catalogue
from cv183_reports.form.fields import CODE, Column, inputs
from cv183_reports.form.filled import says_anything
from cv183_reports.form.values import Meta, Row, Slot, Submission, Table
from cv183_reports.model import Answer, Obligation, Period, Receipt, Register, Source, Unit
from cv183_reports.model.finding import Finding, Rule
from cv183_reports.spreadsheet.grid import CellKind, column_letters
from cv183_reports.validation.reading import (
    Reading,
    at_most,
    is_left_blank,
    plausible_days,
    read_answer,
    read_blank,
)
from cv183_reports.validation.seen import shown
from cv183_reports.vietnamese.text import fold, fold_words, lazy_pattern


class Asking(Struct, frozen=True, dict=True):
    """What one file is judged against."""

    unit: Unit
    period: Period
    register: Register
    receipt: Receipt
    issued: frozenset[str]
    """Codes that the form is known to have had."""

    @cached_property
    def month(self) -> Register:
        """The register as it asks in that month."""
        return self.register.at(self.period)

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """What each obligation says, by code."""
        return {obligation.code: obligation.text for obligation in self.register.obligations}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What each indicator of that month is called, by code."""
        return {indicator.code: indicator.name for indicator in self.month.indicators}

    @cached_property
    def plausible(self) -> tuple[date, date]:
        """The first and the last day on which anything can have been done."""
        return plausible_days(self.register.profile.dispatch, self.receipt, self.period)

    def is_waived(self, obligation: Obligation) -> bool:
        """Whether a decision excuses the unit."""
        return self.register.waiver(self.unit, obligation, self.period) is not None

    def read(self, row: Row, column: Column) -> Reading[Answer]:
        """What stands in that column of the row."""
        if row.cell(column) is None:
            return read_blank(column)
        return read_answer(row.slot(column), column, self.register.profile, self.plausible)


class Codes(Struct, frozen=True):
    """What one table may hold, of one unit and month."""

    known: frozenset[str]
    """Every code of the register."""
    owed: tuple[str, ...]
    """Asked of the unit this month, in the order of the form."""
    ever: frozenset[str]
    """Asked of the unit in any month."""
    issued: frozenset[str]
    """What the form is known to have had when it was issued."""
    elsewhere: frozenset[str] = frozenset()
    """Every code of the register of the other table."""

    @property
    def withdrawn(self) -> frozenset[str]:
        """What the form was issued with and the register has no more: a row was taken out of it."""
        return self.issued - self.known - self.elsewhere

    @property
    def lapsed(self) -> frozenset[str]:
        """What the unit may have been asked when its form was issued, and is not asked now.

        Of a form of which nobody knows what it had, that is whatever the register knows.
        """
        return (self.ever | (self.issued or self.known)).difference(self.owed)


class Rows(Struct, frozen=True):
    """The rows of one table that can be used."""

    usable: tuple[Row, ...]
    """One for each code, in the order of the sheet; only codes the unit owes."""
    unusable: frozenset[str]
    """Owed codes whose row cannot be told: twice there, or merged with another."""
    deleted: tuple[str, ...]
    """Owed codes whose row was in the form and is gone."""
    unseen: tuple[str, ...]
    """Owed codes that the form never had: nobody asked the unit."""
    findings: tuple[Finding, ...]


def issued_codes(meta: Meta | None, month: Register, unit: Unit) -> frozenset[str]:
    """The codes that a form is known to have had when it was issued; `month`: the register then asked.

    A form of before forms named their rows had all that is asked now, if its fingerprint is today's;
    of any other nobody knows.
    """
    if meta is None or meta.rows:
        return meta.rows if meta else frozenset()
    if meta.fingerprint != month.fingerprint:
        return frozenset()
    return frozenset(month.codes_of(unit))


def only_table(
    tables: Sequence[Table], sheet: str, none: Finding, known: Collection[str]
) -> tuple[Table | None, tuple[Finding, ...]]:
    """The table of `sheet`, if there is exactly one that can be read; else what is wrong.

    Its codes are those of `known`, where case and blanks are all that differs.
    """
    if not tables:
        return None, (none,)
    tables = _filled(tables)
    first = tables[0]
    if len(tables) > 1:
        all_places = [f"{t.place.sheet}!{t.place.cell}" for t in tables]
        places = at_most(all_places, structure.MORE_TABLES)
        return None, (structure.TWO_TABLES.at(first.place, sheet=sheet, places=places),)
    if first.missing:
        columns = tuple(f"«{header}»" for header in first.missing)
        missing = structure.COLUMN_MISSING.at(first.place, columns=columns)
        return None, (missing, *_extra_columns(first))
    return _with_codes(first, known), ()


def _filled(tables: Sequence[Table]) -> Sequence[Table]:
    """Without twins that nobody filled in, or that stand on a hidden sheet beside one that is seen."""
    seen = [table for table in tables if table.is_seen] or list(tables)
    return [table for table in seen if says_anything(table)] or seen[:1]


def _with_codes(table: Table, known: Collection[str]) -> Table:
    """`table` with codes as the register has them: ``CB01`` for ``cb 01``; without merges in which nothing is said."""
    issued = {_bare(code): code for code in known}

    def code(written: str) -> str:
        return written if written in known else issued.get(_bare(written), written)

    telling = (merge for merge in table.merges if not is_left_blank(merge.cell))
    return replace(
        table,
        rows=tuple(_called(row, code(row.code)) for row in table.rows),
        merges=tuple(replace(m, codes=tuple(map(code, m.codes))) for m in telling),
    )


def _called(row: Row, code: str) -> Row:
    return row if row.code == code else replace(row, code=code)


_LED_IN = lazy_pattern(r"(?:mục|ý|nhiệm vụ|nv|chỉ tiêu|số)(?=\W|\d)", re.IGNORECASE)
"""What a code may be called: ``Mục 1.1``."""


@lru_cache(maxsize=8192)
def _bare(code: str) -> str:
    """A code as it is compared: ``1.1`` for ``Mục 1.1.``, ``1.1)``, ``1,1`` and ``１.１``."""
    plain = unicodedata.normalize("NFKC", code)
    bare = "".join(_LED_IN.sub("", plain, count=1).split()).strip(".,;:)(-–")
    return bare.replace(",", ".").casefold()


def usable_rows(
    table: Table, columns: tuple[Column, ...], codes: Codes, excused: Collection[str] = ()
) -> Rows:
    """Which rows of `table` can be used, told by their codes; one of `excused` may be absent."""
    filled_in = frozenset(column.key for column in inputs(columns))
    table = _without_blank_twins(table, filled_in)
    times = Counter(row.code for row in table.rows)
    doubtful = {code for code, count in times.items() if count > 1}
    doubtful |= {code for merge in table.merges for code in merge.codes}
    absent = [code for code in codes.owed if code not in times and code not in excused]
    deleted = tuple(code for code in absent if code in codes.issued)
    unseen = tuple(code for code in absent if code not in codes.issued)
    answered = [row.code for row in table.rows if not filled_in.isdisjoint(row.cells)]
    lapsed = [code for code in answered if code in codes.lapsed - codes.withdrawn]
    withdrawn = [code for code in answered if code in codes.withdrawn]
    findings = (
        *_extra_columns(table),
        *_merged(table),
        *_hidden(table, filled_in),
        *_hidden_columns(table, filled_in),
        *_faint(table, filled_in),
        *_uncoded(table),
        *_other_codes(table, codes.known),
        *_strange_codes(table, filled_in, codes),
        *_duplicates(table, times, codes.owed),
        *_about(table, structure.ROWS_NOT_ISSUED, unseen),
        *_about(table, structure.ROWS_NOT_IN_FORCE, lapsed),
        *_about(table, structure.ROWS_WITHDRAWN, withdrawn),
    )
    usable = tuple(r for r in table.rows if r.code in codes.owed and r.code not in doubtful)
    unusable = doubtful.intersection(codes.owed)
    return Rows(usable, frozenset(unusable), deleted, unseen, findings)


def _without_blank_twins(table: Table, filled_in: frozenset[str]) -> Table:
    """`table` without rows that say nothing, where another of the same code does."""
    told = {row.code for row in table.rows if not filled_in.isdisjoint(row.cells)}
    rows = (r for r in table.rows if r.code not in told or not filled_in.isdisjoint(r.cells))
    return replace(table, rows=tuple(rows))


def _about(table: Table, rule: Rule, codes: Sequence[str]) -> Iterator[Finding]:
    """One finding on all rows of these codes."""
    if codes:
        place = Source(table.place.file, table.place.sheet)
        yield rule.at(place, codes=at_most(codes, structure.MORE_CODES))


def lost_columns(table: Table, rule: Rule) -> Iterator[Finding]:
    """One finding for each column of answers that is not there."""
    return (rule.at(table.place, column=header) for header in table.lost)


def _extra_columns(table: Table) -> Iterator[Finding]:
    for slot in table.extra:
        assert slot.cell is not None
        value = shown(slot.cell)
        meant = _meant(value, (*table.missing, *table.lost))
        if meant:
            yield structure.COLUMN_RENAMED.at(slot.place, value=value, column=meant)
        else:
            is_filled = slot.column in table.filled_extra
            rule = structure.EXTRA_COLUMN if is_filled else structure.SPARE_COLUMN
            yield rule.at(slot.place, value=value)


def _meant(header: str, absent: Sequence[str]) -> str | None:
    """The one of the `absent` columns that `header` may stand for: ``Khó khăn``, ``Kiến nghi``, ``Tỷ lệ hoàn thành``."""
    folded = {fold(name): name for name in absent}
    written = fold(header)
    words = {*written.split()}
    part = next((n for n in folded if words <= {*n.split()} or words >= {*n.split()}), None)
    close = [part] if part and written else get_close_matches(written, folded, n=1)
    return folded[close[0]] if close else None


def _merged(table: Table) -> Iterator[Finding]:
    for merge in table.merges:
        codes = at_most(merge.codes, structure.MORE_CODES)
        yield structure.MERGED_ROWS.at(merge.place, range=merge.place.cell, codes=codes)


def _hidden(table: Table, filled_in: frozenset[str]) -> Iterator[Finding]:
    rows = tuple(
        row.number for row in table.rows if row.hidden and not filled_in.isdisjoint(row.cells)
    )
    if rows:
        place = Source(table.place.file, table.place.sheet)
        yield structure.HIDDEN_ROWS.at(place, rows=at_most(rows, structure.MORE_ROWS))


def _hidden_columns(table: Table, filled_in: frozenset[str]) -> Iterator[Finding]:
    """Columns to fill in that are hidden and hold something."""
    hidden = {
        key
        for key, number in table.columns.items()
        if key in filled_in and number in table.hidden_columns
    }
    used = {key for row in table.rows for key in hidden & row.cells.keys()}
    letters = tuple(column_letters(table.columns[key]) for key in table.columns if key in used)
    if letters:
        place = Source(table.place.file, table.place.sheet)
        yield catalogue.HIDDEN_COLUMNS.at(place, columns=letters)


def _faint(table: Table, filled_in: frozenset[str]) -> Iterator[Finding]:
    """Answers in letters of the colour of their ground."""
    answers = (row.cells[key] for row in table.rows for key in row.cells if key in filled_in)
    cells = [cell.reference for cell in answers if (cell.row, cell.column) in table.faint]
    if cells:
        place = Source(table.place.file, table.place.sheet)
        yield catalogue.FAINT_CELLS.at(place, cells=at_most(cells, structure.MORE_CELLS))


def _uncoded(table: Table) -> Iterator[Finding]:
    for slot in table.uncoded:
        assert slot.cell is not None
        yield structure.ROW_UNCODED.at(slot.place, row=slot.cell.row)


def _other_codes(table: Table, known: Collection[str]) -> Iterator[Finding]:
    """Codes written otherwise than issued."""
    for row in table.rows:
        cell = row.cell(CODE)
        is_text = cell is not None and cell.kind is CellKind.TEXT
        if cell and is_text and row.code in known and cell.text != row.code:
            yield catalogue.VALUE_READ_AS.at(
                row.place(CODE), column=CODE.header, value=cell.text, reading=row.code
            )


_OF_A_HEADING = lazy_pattern(r"(?:[IVX]{1,5}|[A-ZĐ])\s*[.)]?")
"""What clerks put before the headings of the sections: ``I``, ``II.``, ``A``."""


def _strange_codes(table: Table, filled_in: frozenset[str], codes: Codes) -> Iterator[Finding]:
    """Rows of codes that nobody knows and the form was not issued with, and those that say something of what the unit is not asked."""
    for row in table.rows:
        is_mine = row.code in codes.owed or row.code in codes.lapsed
        is_blank = filled_in.isdisjoint(row.cells)
        is_heading = is_blank and _OF_A_HEADING.fullmatch(row.code)
        is_known = row.code in codes.known or row.code in codes.withdrawn
        if not is_known and not is_heading:
            yield structure.ROW_UNKNOWN.at(row.place(CODE), code=row.code)
        elif not is_mine and not is_blank:
            yield structure.NOT_OWED.at(row.place(CODE), code=row.code)


def _duplicates(table: Table, times: Counter[str], owed: Collection[str]) -> Iterator[Finding]:
    for code, count in times.items():
        if count > 1 and code in owed:
            twice = [row for row in table.rows if row.code == code]
            numbers = tuple(row.number for row in twice)
            rows = at_most(numbers, structure.MORE_ROWS)
            yield structure.ROW_DUPLICATE.at(twice[1].place(CODE), code=code, rows=rows)


def floating(submission: Submission, ours: str) -> Iterator[Finding]:
    """One finding for each table on all that lies over it, but for the comments that we wrote (`ours`)."""
    for table in (*submission.answers, *submission.figures):
        found = table.without_ours(ours)
        if found and table.is_seen:
            place = Source(table.place.file, table.place.sheet)
            cells = [
                f"{column_letters(each.column)}{each.row}" if each.row else catalogue.AT_NO_CELL
                for each in found
            ]
            things = tuple(dict.fromkeys(each.kind.value for each in found))
            told = {"things": things, "cells": at_most(cells, structure.MORE_CELLS)}
            yield catalogue.FLOATING.at(place, **told)


def on_file(submission: Submission) -> Iterator[Finding]:
    """What the file carries beside its cells, and which of its sheets nobody sees."""
    place = Source(submission.file)
    for slot in submission.other_periods:
        found = shown(slot.cell) if slot.cell else slot.sheet
        yield structure.OTHER_PERIOD.at(slot.place, found=found)
    yield from _hidden_sheets(submission)
    if submission.has_macros:
        yield structure.MACROS.at(place)
    if submission.has_external_links:
        yield structure.EXTERNAL_LINKS.at(place)


def _hidden_sheets(submission: Submission) -> Iterator[Finding]:
    """The hidden sheets that are read because no other has their table."""
    for tables in (submission.answers, submission.figures):
        if tables and not any(table.is_seen for table in tables):
            place = tables[0].place
            yield catalogue.HIDDEN_SHEET.at(Source(place.file, place.sheet))


_DAY = r"(.{1,40} )?ngai( \d{1,2})?( thang)?( \d{1,2})? (nam )?\d{4}|ngai thang nam"
_CONTACT = r"(tel|dien thoai|dt|email|e mail|lien he|hop thu|website)\b.{0,80}"
_SIGNING = lazy_pattern(
    r"(t ?m|k ?t|t ?l|q) (ban|dang|ui|hoi|chu|bi|truong|giam|chanh)\b.*|noi nhan\b.*|(da )?ki( ten)?|ki va ghi ro ho ten"
    r"|nguoi (lap|duyet|ki|bao cao)\b.*|(pho )?(bi thu|chu tich|truong ban|giam doc|chanh van phong)\b.*"
    rf"|{_DAY}|{_CONTACT}"
)
"""Folded lines (y is i) with which a letter closes: place and date, who signs, for whom."""
_HEADING = lazy_pattern(
    r"kinh gui\b.*|dang cong san viet nam|cong hoa xa hoi chu nghia viet nam|doc lap tu do hanh phuc"
    r"|(dang bo|dang ui|ui ban nhan dan|ubnd|ban to chuc|so|ban)\b.{0,50}|bao cao\b.{0,50}|so( \d+)? [a-z]{2,3}( [a-z]{2,8})?"
    r"|(bieu|mau|phu luc|(ban hanh )?kem theo)\b.{0,80}|(don vi tinh|dvt)\b.{0,30}|(ki bao cao |ki )?(thang|qui)( [\divx]+)?( nam)?( \d{4})?"
    rf"|(so lieu|thoi diem|tinh) (bao cao|tinh den|den)\b.{{0,60}}|du thao\b.{{0,20}}|(lan|trang) \d+|{_DAY}|{_CONTACT}|"
)
"""Folded lines with which one begins: motto, issuer, number, addressee, what it is and goes with; marks alone."""
_LONGEST_TITLE = 150
_PROSE = 60
"""Characters from which on a text below the table says something, whatever stands above it."""


def leftovers(
    submission: Submission, unit: Unit, register: Register, *, outdated: bool = False
) -> Iterator[Finding]:
    """One finding for each sheet on what stands outside the form; its headings are the form's own.

    A form issued before the register changed (`outdated`) may have other headings.
    """
    printed = {
        *(obligation.section for obligation in register.obligations),
        *(indicator.topic for indicator in register.indicators),
        *labels_of(unit),
    }
    strange = [s for s in submission.leftovers if s.cell and s.cell.text not in printed]
    folded = {fold(text) for text in printed} if strange else set()
    headings = _heading_columns(submission) if outdated else set()
    tops = _tops(submission)
    by_sheet: dict[str, list[Slot]] = {}
    for slot in strange:
        is_heading = (slot.sheet, slot.column) in headings
        if slot.cell and fold(slot.cell.text) not in folded and not is_heading:
            by_sheet.setdefault(slot.sheet, []).append(slot)
    for slots in by_sheet.values():
        around = [*_opening(slots, tops), *_closing(slots)]
        rest = [slot for slot in slots if slot not in around]
        for rule, found in ((structure.LEFTOVER, rest), (structure.LETTER_PARTS, around)):
            if found and found[0].cell is not None:
                cells = at_most([slot.place.cell for slot in found], structure.MORE_CELLS)
                yield rule.at(found[0].place, cells=cells, value=shown(found[0].cell))


def _heading_columns(submission: Submission) -> set[tuple[str, int]]:
    """Where the tables print their headings: sheet and column."""
    tables = (*submission.answers, *submission.figures)
    return {(row.sheet, row.columns[CODE.key]) for table in tables for row in table.rows}


def _tops(submission: Submission) -> dict[str, int]:
    """The first row of a table on each sheet that has one."""
    tops: dict[str, int] = {}
    tables = (*submission.answers, *submission.figures)
    for row in (row for table in tables for row in table.rows):
        tops[row.sheet] = min(row.number, tops.get(row.sheet, row.number))
    return tops


def _opening(slots: Sequence[Slot], tops: Mapping[str, int]) -> list[Slot]:
    """How a letter begins, above the table; what is all in capitals there is a title."""
    above = [s for s in slots if s.row < tops.get(s.sheet, 0) and s.cell is not None]
    return [s for s in above if s.cell and _is_heading(s.cell.text)]


def _is_heading(text: str) -> bool:
    is_title = text.isupper() and len(text) <= _LONGEST_TITLE
    return is_title or _HEADING.fullmatch(fold(text)) is not None


def _closing(slots: Sequence[Slot]) -> list[Slot]:
    """What closes a letter, from the place and date or the signer on: short, and no answer."""
    begin = min((slot.row for slot in slots if _is_signing(slot)), default=None)
    if begin is None:
        return []
    return [s for s in slots if s.row >= begin and s.cell and len(s.cell.text) < _PROSE]


def _is_signing(slot: Slot) -> bool:
    return slot.cell is not None and _SIGNING.fullmatch(fold(slot.cell.text)) is not None


def labels_of(unit: Unit) -> tuple[str, ...]:
    """How a form names its unit: as printed, also before it was renamed, and other ways that mean the same."""
    return (*(f"{name} ({unit.code})" for name in unit.all_names), *unit.all_names, unit.code)


def names_unit(text: str, unit: Unit) -> bool:
    """Whether `text` names `unit`; tones count (Cẩm Giang, Cẩm Giàng)."""
    written = fold_words(text)
    return any(fold_words(label) == written for label in labels_of(unit))


class Issued(Struct, frozen=True):
    """What to say when the text beside a code is not the one that was issued with it."""

    swapped: Rule
    """It is another code's: one column was sorted alone, so the row says nothing certain."""
    changed: Rule


def as_issued(slot: Slot, code: str, texts: Mapping[str, str], rules: Issued) -> Iterator[Finding]:
    """Compares the text beside `code` with `texts`, the issued ones by code; blank says nothing."""
    if slot.cell is None or slot.cell.text == texts[code]:
        return
    written = fold_words(slot.cell.text)
    if written == fold_words(texts[code]):
        return
    other = next((c for c, text in texts.items() if fold_words(text) == written), None)
    if other is not None:
        yield rules.swapped.at(slot.place, code=code, other=other)
    else:
        yield rules.changed.at(slot.place, code=code, value=shown(slot.cell))
