"""Where in a sheet of the register its table stands: the header, the rows under it, and what stands there and is no row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from difflib import get_close_matches

from msgspec import Struct

from cv183_reports.catalogue import files
from cv183_reports.catalogue import register as rules
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding
from cv183_reports.register.cells import CellReader, RegisterRow, as_seen
from cv183_reports.register.sheets import (
    Constraints,
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
from cv183_reports.spreadsheet.grid import Cell, CellKind, Sheet, Workbook, cell_reference
from cv183_reports.spreadsheet.values import cell_range
from cv183_reports.vietnamese.text import clean, fold

_HEADER_WITHIN = 20
"""Rows from the top in which the header row is looked for: a title and notes may stand above it."""


class RegisterTable(Struct, frozen=True):
    """One sheet of the register."""

    place: Source
    """The sheet as a whole."""
    rows: tuple[RegisterRow, ...]


def read_table(
    workbook: Workbook, plan: SheetPlan, of_file: Sequence[Finding] = ()
) -> tuple[RegisterTable | None, tuple[Finding, ...]]:
    """The table that `plan` declares, or None; and what is wrong with the sheet, its header, or as a row of it.

    `of_file` is what reading the file said.
    """
    sheet = sheet_of(workbook, plan)
    if sheet is None:
        return _absent(workbook, plan)
    place = Source(workbook.file, sheet.name)
    copies = tuple(_copies(workbook, plan))
    header, headings = header_of(sheet, plan)
    faults = tuple(_header_faults(headings, plan, place))
    if faults:
        return None, (*faults, *copies)
    positions = {
        column: headings[fold(column.header)][0].column
        for column in plan.columns
        if fold(column.header) in headings
    }
    unseen = _Unseen.of(sheet, header, positions, of_file)
    entries = tuple(_rows_below(sheet, header, positions, place, unseen))
    strays = [row for row in entries if _is_stray(row, plan, unseen)]
    rows = [row for row in entries if row not in strays]
    alone = {row.number for row in strays}
    found = (*unseen.told(place, alone), *map(_stray, strays), *copies)
    if not rows and not plan.may_be_empty:
        return None, found or (rules.SHEET_EMPTY.at(place),)
    return RegisterTable(place, tuple(rows)), found


class _Unseen(Struct, frozen=True):
    """Cells of a table that hold something and that nobody who looks at it is told."""

    struck: dict[int, dict[int, Finding]]
    """By row and column, as reading the file said it."""
    merged: dict[str, Cell]
    """What is seen in each merged range that covers cells of the table."""
    covered: dict[int, set[int]]
    """Columns of the cells that they cover, by row."""

    @classmethod
    def of(
        cls,
        sheet: Sheet,
        header: int,
        positions: Mapping[RegisterColumn, int],
        of_file: Sequence[Finding],
    ) -> _Unseen:
        """Those under the header, in declared columns."""
        declared = set(positions.values())
        struck: dict[int, dict[int, Finding]] = {}
        for finding in of_file:
            if finding.code in _STRUCK and finding.place.sheet == sheet.name:
                at = cell_range(finding.place.cell or "")
                if at and at.top > header and at.left in declared:
                    struck.setdefault(at.top, {})[at.left] = finding
        merged: dict[str, Cell] = {}
        covered: dict[int, set[int]] = {}
        for area in sheet.merged:
            seen = sheet.at(area.top, area.left)
            columns = declared.intersection(range(area.left, area.right + 1))
            beside = area.bottom > area.top or columns - {area.left}
            if seen is None or area.top <= header or not columns or not beside:
                continue
            merged[str(area)] = seen
            for row in range(area.top, min(area.bottom, area.top + len(sheet.cells)) + 1):
                covered.setdefault(row, set()).update(columns)
            covered[area.top].discard(area.left)
        return cls(struck, merged, covered)

    def columns(self, row: int) -> frozenset[int]:
        """Of those in `row`."""
        return frozenset({*self.struck.get(row, ()), *self.covered.get(row, ())})

    def told(self, place: Source, alone: AbstractSet[int]) -> Iterator[Finding]:
        """One finding for each row with something struck through, and for each merged range but headings of a row."""
        for row, found in self.struck.items():
            (at, first), *others = sorted(found.items())
            cells = ", ".join(cell_reference(row, column) for column, _ in others)
            told = {"first": (first.message,), "others": (f", {cells} cũng vậy",) if cells else ()}
            where = Source(place.file, place.sheet, cell_reference(row, at))
            yield rules.STRUCK.at(where, **told)
        for area, seen in self.merged.items():
            if seen.row in alone:
                continue
            where = Source(place.file, place.sheet, seen.reference)
            yield rules.MERGED.at(where, range=area, value=as_seen(seen))


_STRUCK = frozenset({files.STRUCK_WHOLE.code, files.STRUCK_PART.code})
OF_LOOKS = _STRUCK | {files.COVERED_CELL.code}
"""What reading any file says of cells that nobody sees; of a register `read_table` says it."""
_FEW_REQUIRED = 3
"""Required columns of a sheet in whose rows one cell alone cannot be an entry."""


def _is_stray(row: RegisterRow, plan: SheetPlan, unseen: _Unseen) -> bool:
    """Whether a row is a note, a heading or a sum that stands in the table and is no entry of it."""
    required = sum(column.required for column in plan.columns)
    return len(row.cells) == 1 and row.number not in unseen.struck and required >= _FEW_REQUIRED


def _stray(row: RegisterRow) -> Finding:
    (cell,) = row.cells.values()
    return rules.STRAY_ROW.at(Source(row.file, row.sheet, cell.reference), value=as_seen(cell))


def sheet_of(workbook: Workbook, plan: SheetPlan) -> Sheet | None:
    """The sheet that bears the declared name."""
    return next((s for s in workbook.sheets if fold(s.name) == fold(plan.name)), None)


def _absent(
    workbook: Workbook, plan: SheetPlan
) -> tuple[RegisterTable | None, tuple[Finding, ...]]:
    """An optional sheet may be absent, but no sheet hides under another name."""
    for sheet in twins(workbook, plan):
        return None, (rules.SHEET_RENAMED.at(Source(workbook.file, sheet.name), sheet=plan.name),)
    if not plan.optional:
        return None, (rules.SHEET_MISSING.at(Source(workbook.file), sheet=plan.name),)
    return RegisterTable(Source(workbook.file, plan.name), ()), ()


def twins(workbook: Workbook, plan: SheetPlan) -> Iterator[Sheet]:
    """Sheets under no name of the register that have what every sheet of the plan has."""
    needed = {
        fold(column.header) for column in plan.columns if not (column.optional or column.later)
    }
    for sheet in workbook.sheets:
        name = fold(sheet.name)
        is_meant = name.startswith(fold(plan.name)) or len(needed) > _TOO_COMMON
        if name not in _NAMES and is_meant and needed <= header_of(sheet, plan)[1].keys():
            yield sheet


_NAMES = frozenset(
    fold(each.SHEET.name)
    for each in (Groups, Units, Obligations, Indicators, Constraints, Lists, Waivers, SettingsTable)
)
_TOO_COMMON = 2
"""Headers that a sheet of anything may have."""


def _copies(workbook: Workbook, plan: SheetPlan) -> Iterator[Finding]:
    """Copies that lie beside the sheet: what is typed there counts for nothing. A hidden one nobody types in."""
    for sheet in twins(workbook, plan):
        if sheet.visible:
            yield rules.SHEET_COPIED.at(Source(workbook.file, sheet.name), sheet=plan.name)


def header_of(sheet: Sheet, plan: SheetPlan) -> tuple[int, dict[str, list[Cell]]]:
    """The row near the top that holds most of the declared headers, and its cells by folded text."""
    wanted = {fold(column.header) for column in plan.columns}
    near_top = sorted(key for key in sheet.cells if key[0] <= _HEADER_WITHIN)
    headings: dict[int, dict[str, list[Cell]]] = {}
    for key in near_top:
        cell, found = sheet.cells[key], headings.setdefault(key[0], {})
        if cell.kind is CellKind.TEXT:
            found.setdefault(fold(cell.text), []).append(cell)
    best = Counter({number: len(wanted & found.keys()) for number, found in headings.items()})
    number = best.most_common(1)[0][0] if best else 0
    return number, headings.get(number, {})


def _header_faults(
    headings: dict[str, list[Cell]], plan: SheetPlan, place: Source
) -> Iterator[Finding]:
    """Declared columns that are not there, go by another name, or are there twice."""
    reworded = renamed(headings, plan)
    for column in plan.columns:
        cells = headings.get(fold(column.header), [])
        if not cells and column in reworded:
            cell = reworded[column]
            where = Source(place.file, place.sheet, cell.reference)
            yield rules.COLUMN_RENAMED.at(where, value=cell.text, column=column.header)
        elif not cells and not column.optional:
            yield rules.COLUMN_MISSING.at(place, column=column.header)
        for again in cells[1:]:
            where = Source(place.file, place.sheet, again.reference)
            yield rules.COLUMN_TWICE.at(where, column=column.header, first=cells[0].reference)


def renamed(headings: Mapping[str, list[Cell]], plan: SheetPlan) -> dict[RegisterColumn, Cell]:
    """Declared columns that are not there, each with a heading that nothing declares and that reads much like it."""
    declared = {fold(column.header): column for column in plan.columns}
    near = misspelt(
        [h for h in declared if h not in headings], headings.keys() - {*declared, fold(plan.beside)}
    )
    return {declared[header]: headings[unknown][0] for header, unknown in near.items()}


def misspelt(wanted: Sequence[str], unknown: Iterable[str]) -> dict[str, str]:
    """Folded names that are missing, each with the one of the unknown that reads much like it."""
    left, found = sorted(unknown), {}
    for name in wanted:
        if near := get_close_matches(name, left, n=1):
            left.remove(near[0])
            found[name] = near[0]
    return found


def _rows_below(
    sheet: Sheet,
    header: int,
    positions: dict[RegisterColumn, int],
    place: Source,
    unseen: _Unseen,
) -> Iterator[RegisterRow]:
    """Rows under the header with something in a declared column; hidden rows count, the header once more does not."""
    declared = set(positions.values())
    headers = {position: fold(column.header) for column, position in positions.items()}
    for number, cells in sheet.rows().items():
        kept = {c.column: c for c in cells if c.column in declared and not _is_blank(c)}
        repeated = all(fold(cell.text) == headers[at] for at, cell in kept.items())
        if number > header and kept and not repeated:
            columns = unseen.columns(number)
            yield RegisterRow(place.file, place.sheet, number, positions, kept, columns)


def _is_blank(cell: Cell) -> bool:
    return cell.kind is CellKind.TEXT and not clean(cell.text).text


def rows_by_setting(table: RegisterTable, cells: CellReader) -> dict[Setting, RegisterRow]:
    """Each row under the setting it names; unknown, repeated, empty and missing ones are said."""
    known = {fold(setting.key): setting for setting in SettingRows.ALL}
    found: dict[Setting, RegisterRow] = {}
    unknown: dict[str, RegisterRow] = {}
    for row in table.rows:
        key = cells.text(row, SettingsTable.KEY)
        setting = known.get(fold(key))
        if setting is None:
            if key:
                unknown[key] = row
        elif setting in found:
            first = found[setting].place(SettingsTable.KEY)
            cells.say(rules.CODE_TWICE, row, SettingsTable.KEY, code=key, first=first.cell)
        else:
            found[setting] = row
    reworded = _reworded(unknown, found, cells)
    for setting in SettingRows.ALL:
        if setting not in found:
            if not setting.optional and setting not in reworded:
                cells.findings.append(rules.SETTING_MISSING.at(table.place, key=setting.key))
        elif setting.required and found[setting].cell(SettingsTable.VALUE) is None:
            cells.say(rules.CELL_EMPTY, found[setting], SettingsTable.VALUE, column=setting.key)
    return found


def _reworded(
    unknown: dict[str, RegisterRow], found: dict[Setting, RegisterRow], cells: CellReader
) -> set[Setting]:
    """The settings that are missing under their names and there under much the same; all unknown ones are said."""
    missing = {fold(each.key): each for each in SettingRows.ALL if each not in found}
    near = misspelt(tuple(missing), map(fold, unknown))
    meant = {written: missing[name] for name, written in near.items()}
    for key, row in unknown.items():
        if setting := meant.get(fold(key)):
            cells.say(rules.SETTING_RENAMED, row, SettingsTable.KEY, value=key, key=setting.key)
        else:
            told = {"value": key, "allowed": tuple(s.key for s in SettingRows.ALL)}
            is_note = row.cell(SettingsTable.VALUE) is None
            rule = rules.STRAY_ROW if is_note else rules.SETTING_UNKNOWN
            cells.say(rule, row, SettingsTable.KEY, **told)
    return set(meant.values())
