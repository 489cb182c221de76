"""The tables of a submission: which one counts, which of its rows can be used, what lies outside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from cv183_reports.catalogue import submission as catalogue
from cv183_reports.finding import Finding
from cv183_reports.model import Register, Source, Unit
from cv183_reports.validation.reading import shown
from cv183_reports.vietnamese.text import fold, fold_words
from cv183_reports.workbook.layout import Column, Input
from cv183_reports.workbook.submission import Row, Slot, Submission, Table


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one table that can be used."""

    usable: tuple[Row, ...]
    """One for each code, in the order of the sheet; only codes the unit owes."""
    unusable: frozenset[str]
    """Owed codes whose row cannot be told: twice there, or merged with another."""
    findings: tuple[Finding, ...]


def only_table(
    tables: Sequence[Table], sheet: str, none: Finding
) -> tuple[Table | None, tuple[Finding, ...]]:
    """The table of `sheet`, if there is exactly one with all its columns; else what is wrong."""
    if not tables:
        return None, (none,)
    first = tables[0]
    if len(tables) > 1:
        places = tuple(f"{t.place.sheet}!{t.place.cell}" for t in tables)
        return None, (catalogue.TWO_TABLES.at(first.place, sheet=sheet, places=places),)
    if first.missing:
        columns = tuple(f"«{header}»" for header in first.missing)
        return None, (catalogue.COLUMN_MISSING.at(first.place, columns=columns),)
    return first, ()


def usable_rows(
    table: Table, columns: tuple[Column, ...], known: Collection[str], owed: Collection[str]
) -> Rows:
    """Which rows of `table` can be used, told by their codes."""
    filled_in = frozenset(c.key for c in columns if c.input is not Input.LOCKED)
    times = Counter(row.code for row in table.rows)
    doubtful = {code for code, count in times.items() if count > 1}
    doubtful |= {code for merge in table.merges for code in merge.codes}
    findings = (
        *_extra_columns(table),
        *_merged(table),
        *_hidden(table, filled_in),
        *_uncoded(table),
        *_strange_codes(table, filled_in, known, owed),
        *_duplicates(table, times, owed),
    )
    usable = tuple(r for r in table.rows if r.code in owed and r.code not in doubtful)
    return Rows(usable, frozenset(doubtful & set(owed)), findings)


def _extra_columns(table: Table) -> Iterator[Finding]:
    for slot in table.extra:
        assert slot.cell is not None
        yield catalogue.EXTRA_COLUMN.at(slot.place, value=shown(slot.cell))


def _merged(table: Table) -> Iterator[Finding]:
    for merge in table.merges:
        yield catalogue.MERGED_ROWS.at(merge.place, range=merge.place.cell, codes=merge.codes)


def _hidden(table: Table, filled_in: frozenset[str]) -> Iterator[Finding]:
    rows = tuple(
        row.number for row in table.rows if row.hidden and not filled_in.isdisjoint(row.cells)
    )
    if rows:
        yield catalogue.HIDDEN_ROWS.at(Source(table.place.file, table.place.sheet), rows=rows)


def _uncoded(table: Table) -> Iterator[Finding]:
    for slot in table.uncoded:
        assert slot.cell is not None
        yield catalogue.ROW_UNCODED.at(slot.place, row=slot.cell.row)


def _strange_codes(
    table: Table, filled_in: frozenset[str], known: Collection[str], owed: Collection[str]
) -> Iterator[Finding]:
    for row in table.rows:
        if row.code not in known:
            yield catalogue.ROW_UNKNOWN.at(row.place("code"), code=row.code)
        elif row.code not in owed and not filled_in.isdisjoint(row.cells):
            yield catalogue.NOT_OWED.at(row.place("code"), code=row.code)


def _duplicates(table: Table, times: Counter[str], owed: Collection[str]) -> Iterator[Finding]:
    for code, count in times.items():
        if count > 1 and code in owed:
            twice = [row for row in table.rows if row.code == code]
            numbers = tuple(row.number for row in twice)
            yield catalogue.ROW_DUPLICATE.at(twice[1].place("code"), code=code, rows=numbers)


def on_file(submission: Submission) -> Iterator[Finding]:
    """What the file carries beside its cells."""
    place = Source(submission.file)
    if submission.has_macros:
        yield catalogue.MACROS.at(place)
    if submission.has_external_links:
        yield catalogue.EXTERNAL_LINKS.at(place)


def leftovers(submission: Submission, unit: Unit, register: Register) -> Iterator[Finding]:
    """One finding for each sheet on what stands outside the form; its headings are the form's own."""
    printed = {
        *(obligation.section for obligation in register.obligations),
        *(indicator.topic for indicator in register.indicators),
        *labels_of(unit),
    }
    strange = [s for s in submission.leftovers if s.cell and s.cell.text not in printed]
    folded = {fold(text) for text in printed} if strange else set()
    by_sheet: dict[str, list[Slot]] = {}
    for slot in strange:
        if slot.cell and fold(slot.cell.text) not in folded:
            by_sheet.setdefault(slot.sheet, []).append(slot)
    for slots in by_sheet.values():
        first = slots[0]
        assert first.cell is not None
        yield catalogue.LEFTOVER.at(
            first.place, cells=tuple(s.place.cell for s in slots), value=shown(first.cell)
        )


def labels_of(unit: Unit) -> tuple[str, ...]:
    """How a form names its unit: as printed, and other ways that mean the same."""
    names = (unit.name, unit.short_name, *unit.former_names)
    return (f"{unit.name} ({unit.code})", *names, unit.code)


def names_unit(text: str, unit: Unit) -> bool:
    """Whether `text` names `unit`; tones count (Cẩm Giang, Cẩm Giàng)."""
    written = fold_words(text)
    return any(fold_words(label) == written for label in labels_of(unit))
