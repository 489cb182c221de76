"""A register made before something was thought of: what it lacks is taken from the one that ships.

It is read as it is, with the missing rows filled in; `register.rewriting` fills in its file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.catalogue import register as rules
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding
from cv183_reports.register.cells import plain_number
from cv183_reports.register.sheets import (
    Groups,
    Indicators,
    Lists,
    Obligations,
    RegisterColumn,
    Setting,
    SettingRows,
    SettingsTable,
    SheetPlan,
    Units,
    Waivers,
)
from cv183_reports.register.table import (
    header_of,
    misspelt,
    read_table,
    renamed,
    sheet_of,
    twins,
)
from cv183_reports.spreadsheet.grid import Cell, CellKind, Sheet, Workbook
from cv183_reports.vietnamese.text import clean, fold

_KEYED = (
    (Groups.SHEET, (Groups.CODE,)),
    (Units.SHEET, (Units.CODE,)),
    (Obligations.SHEET, (Obligations.CODE,)),
    (Indicators.SHEET, (Indicators.CODE, Indicators.NAME)),
)
"""Sheets to which columns were added later, and what tells which row is which: HC01 may be another figure elsewhere."""
SHEET, COLUMN, ROW = "trang", "cột", "mục"
_WHOSE = re.compile(r"(?P<what>[^()]+) \((?P<whose>[^()]+)\)")
_OFFICE_NAME = fold(SettingRows.BOARD.name.key)


class TakenCell(Struct, frozen=True):
    """One cell of the shipped register, and where it goes."""

    row: int
    column: int
    shipped: Cell
    looks_only: bool = False
    """Its value is nothing to this register."""


class Gap(Struct, frozen=True):
    """One thing that a register lacks, and what it is filled with."""

    sheet: str
    """As the register calls it, or would."""
    what: str
    """``«Ký hiệu»``; empty for a mere change of name."""
    kind: str
    """What it is: ``cột``."""
    cells: tuple[TakenCell, ...]
    is_spare: bool = False
    """The register may well do without it."""


def gaps(
    workbook: Workbook, shipped: Callable[[], Workbook], *, everything: bool = False
) -> tuple[Gap, ...]:
    """What `workbook` lacks of all that was added later; `shipped` is asked only when something is.

    With `everything`, also what it may well do without.
    """
    return (
        *_sheets(workbook, shipped, everything=everything),
        *_columns(workbook, shipped, everything=everything),
        *_rows(workbook, shipped, everything=everything),
    )


def filled(workbook: Workbook, found: Iterable[Gap]) -> Workbook:
    """`workbook` as if it had everything."""
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    for gap in found:
        sheet = sheets.get(gap.sheet) or Sheet(gap.sheet, visible=True, cells={})
        placed = {
            (t.row, t.column): replace(t.shipped, row=t.row, column=t.column)
            for t in gap.cells
            if not t.looks_only
        }
        sheets[gap.sheet] = replace(sheet, cells=sheet.cells | placed)
    return replace(workbook, sheets=tuple(sheets.values()))


def taken(workbook: Workbook, found: Sequence[Gap]) -> Iterator[Finding]:
    """What is to be said of `found`, a sentence a sheet."""
    for name in dict.fromkeys(gap.sheet for gap in found if gap.what):
        here = [gap for gap in found if gap.sheet == name and gap.what]
        what = tuple(gap.what for gap in here)
        rule = rules.LACKING if here[0].is_spare else rules.TAKEN
        yield rule.at(Source(workbook.file, name), kind=here[0].kind, what=what)


def done_without(workbook: Workbook, shipped: Callable[[], Workbook]) -> Iterator[Finding]:
    """What is to be said of what `workbook` may do without and does, a sentence a sheet."""
    found = gaps(workbook, shipped, everything=True)
    yield from taken(workbook, [gap for gap in found if gap.is_spare])


def _sheets(
    workbook: Workbook, shipped: Callable[[], Workbook], *, everything: bool
) -> Iterator[Gap]:
    for plan in (Lists.SHEET, Waivers.SHEET) if everything else (Lists.SHEET,):
        if sheet_of(workbook, plan) is not None or any(twins(workbook, plan)):
            continue
        sheet = sheet_of(shipped(), plan)
        assert sheet is not None, "the shipped register has every sheet"
        cells = tuple(TakenCell(row, column, cell) for (row, column), cell in sheet.cells.items())
        yield Gap(sheet.name, f"«{sheet.name}»", SHEET, cells, is_spare=plan.optional)


def _columns(
    workbook: Workbook, shipped: Callable[[], Workbook], *, everything: bool
) -> Iterator[Gap]:
    for plan, key in _KEYED:
        needed = {fold(column.header) for column in key}
        sheet = sheet_of(workbook, plan)
        if sheet is None:
            continue
        header, headings = header_of(sheet, plan)
        wanted = [c for c in plan.columns if c.later or (everything and c.optional)]
        reworded = renamed(headings, plan)
        lacking = [c for c in wanted if fold(c.header) not in headings and c not in reworded]
        if not lacking or not needed <= headings.keys():
            continue
        keys = _keys(sheet, header, [headings[fold(each.header)][0].column for each in key])
        free = max(column for _, column in sheet.cells) + 1
        for at, column in enumerate(lacking, free):
            cells = tuple(_column(column, plan, key, shipped(), (header, at), keys))
            told = f"«{column.header}»"
            yield Gap(sheet.name, told, COLUMN, cells, is_spare=column.optional)


def _column(
    column: RegisterColumn,
    plan: SheetPlan,
    key: Sequence[RegisterColumn],
    shipped: Workbook,
    head: tuple[int, int],
    keys: Mapping[tuple[str, ...], int],
) -> Iterator[TakenCell]:
    """Header, hint above it, and the value of each row that the shipped register has, too."""
    sheet, (table, _) = sheet_of(shipped, plan), read_table(shipped, plan)
    assert sheet is not None, "the shipped register has every sheet"
    assert table is not None, "and can be read"
    top, at = head
    header, headings = header_of(sheet, plan)
    theirs = headings[fold(column.header)][0].column
    for above in (1, 0):
        cell = sheet.at(header - above, theirs)
        if cell is not None and top > above:
            yield TakenCell(top - above, at, cell)
    for row in table.rows:
        value = row.cell(column)
        same = tuple(_text(cell) for each in key if (cell := row.cell(each)))
        if value is not None and same in keys:
            yield TakenCell(keys[same], at, value)


def _keys(sheet: Sheet, header: int, columns: Sequence[int]) -> dict[tuple[str, ...], int]:
    """Row by what stands in `columns` of it."""
    below = [row for row in sheet.rows() if row > header]
    cells = {row: [sheet.at(row, column) for column in columns] for row in below}
    return {tuple(_text(c) for c in found if c): row for row, found in cells.items() if all(found)}


def _text(cell: Cell) -> str:
    return plain_number(cell) if cell.kind is CellKind.NUMBER else clean(cell.text).text


def _rows(
    workbook: Workbook, shipped: Callable[[], Workbook], *, everything: bool
) -> Iterator[Gap]:
    """Settings under a name they had before, then those that are not there."""
    plan = SettingsTable.SHEET
    sheet = sheet_of(workbook, plan)
    header, headings = header_of(sheet, plan) if sheet else (0, {})
    if sheet is None or any(fold(column.header) not in headings for column in plan.columns):
        return
    keyed = _keys(sheet, header, [headings[fold(SettingsTable.KEY.header)][0].column])
    keys = {key: row for (key,), row in keyed.items()}
    places = {fold(key): row for key, row in keys.items()}
    called = dict(_renamed(keys))
    wanted = [s for s in SettingRows.ALL if s.later or (everything and s.optional)]
    lacking = [s for s in wanted if fold(s.key) not in places.keys() | called.keys()]
    declared = {fold(setting.key) for setting in SettingRows.ALL}
    unknown = {key for key, row in places.items() if row not in called.values()} - declared
    reworded = misspelt([fold(setting.key) for setting in lacking], unknown)
    lacking = [setting for setting in lacking if fold(setting.key) not in reworded]
    if not called and not lacking:
        return
    source = sheet_of(shipped(), plan)
    assert source is not None, "the shipped register has every sheet"
    ours, theirs = _positions(headings), _positions(header_of(source, plan)[1])
    known = {fold(_text(c)): c.row for c in source.cells.values() if c.column == theirs[0]}
    for key, row in called.items():
        cell = source.cells[known[key], theirs[0]]
        yield Gap(sheet.name, "", ROW, (TakenCell(row, ours[0], cell),))
    free = max(row for row, _ in sheet.cells) + 1
    for row, setting in enumerate(lacking, free):
        there = known[fold(setting.key)]
        shown = [source.at(there, at) or Cell(there, at, CellKind.TEXT, "") for at in theirs]
        strange = _is_strange(setting, shown[1], workbook)
        found = tuple(
            TakenCell(row, at, cell, looks_only=not cell.text or (strange and at == ours[1]))
            for at, cell in zip(ours, shown, strict=False)
        )
        yield Gap(sheet.name, f"«{setting.key}»", ROW, found, is_spare=setting.optional)


def _is_strange(setting: Setting, value: Cell | None, workbook: Workbook) -> bool:
    """Whether the shipped `value` of `setting` is the name of a topic that `workbook` does not have."""
    if setting is not SettingRows.DIRECTION_TOPIC or value is None:
        return False
    table, _ = read_table(workbook, Indicators.SHEET)
    topics = [row.cell(Indicators.TOPIC) for row in table.rows] if table else []
    return fold(value.text) not in {fold(topic.text) for topic in topics if topic}


def _positions(headings: dict[str, list[Cell]]) -> tuple[int, ...]:
    """The columns of name, value and explanation, as far as they are there."""
    headers = (SettingsTable.KEY.header, SettingsTable.VALUE.header, SettingsTable.EXPLANATION)
    return tuple(headings[fold(h)][0].column for h in headers if fold(h) in headings)


def _renamed(keys: dict[str, int]) -> Iterator[tuple[str, int]]:
    """Rows of the second issuer that say its name in brackets and not its document: today's key, row."""
    office = {fold(setting.key) for setting in SettingRows.OFFICE.all}
    found = {
        key: match for key in keys if (match := _WHOSE.fullmatch(key)) and fold(key) not in office
    }
    names = {fold(m["whose"]) for m in found.values() if fold(m["what"]) == _OFFICE_NAME}
    for key, match in found.items():
        today = fold(f"{match['what']} ({SettingRows.OF_OFFICE})")
        if fold(match["whose"]) in names and today in office:
            yield today, keys[key]
