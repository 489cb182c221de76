"""Workbook → what staff decided in the editor's sheet, and what in it cannot be followed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from cv183_reports.catalogue import closing as rules
from cv183_reports.consolidation.choices import Decisions, key_of
from cv183_reports.editor.blank import (
    ASSESSMENTS,
    DRAFT,
    EDITOR_TITLE,
    GONE,
    GROUP,
    INCLUDE,
    KEY,
    MOVED,
    NEW,
    OBLIGATION,
    PAGES,
    PRIOR,
    REDRAFTED,
    SEAL,
    STATE_COLUMN,
    TEXT,
    WORDING,
    EditorColumn,
    EditorPage,
    Seal,
)
from cv183_reports.model import Period, Source
from cv183_reports.model.finding import Finding
from cv183_reports.model.prose import TextDecision
from cv183_reports.register.sheets import YES_OR_NO
from cv183_reports.spreadsheet.grid import (
    Cell,
    CellKind,
    Sheet,
    Workbook,
    cell_reference,
    column_letters,
)
from cv183_reports.vietnamese.legacy import detect
from cv183_reports.vietnamese.text import clean, fold
from cv183_reports.vietnamese.wording import listed, period_name

_TITLE = re.compile(rf"{fold(EDITOR_TITLE)} ((?:thang|qui) \w+ nam \d+)")
"""How the title of a sheet names its period."""
_HEADER_WITHIN = 20
"""Rows from the top in which the header row is looked for."""
_UNDECIDED = TextDecision()


def _waves(state: str) -> re.Pattern[str]:
    return re.compile(re.escape(state).replace(r"\{wave\}", r"(\d+)"))


WAVE = _waves(NEW)
MARKS = (_waves(MOVED), _waves(REDRAFTED))
"""What Tình trạng says of a newcomer; of words under which the draft moved."""


class EditorRow(Struct, frozen=True):
    """One row of the program's, as it stands in the file."""

    number: int
    key: str
    group: str
    obligation: str
    text: str
    """Of a unit; by these two it is told whether its key is one of ours."""
    decision: TextDecision


class EditorSheet(Struct, frozen=True):
    """One sheet that can be followed."""

    page: EditorPage
    sheet: Sheet
    positions: Mapping[EditorColumn, int]
    """Column numbers from 1, of the declared columns that are there."""
    rows: tuple[EditorRow, ...]
    """Each key once, in the order of the sheet."""
    last_row: int
    """The last row with anything in it, staff's own notes included."""

    def cell(self, row: EditorRow, column: EditorColumn) -> str:
        """``K12``: where that column of the row stands, one without which a sheet is not followed."""
        return cell_reference(row.number, self.positions[column])

    def shown(self, row: int, column: EditorColumn) -> str:
        """What stands in that column of the row, struck out or not; empty where the column was taken away."""
        at = self.positions.get(column, 0)
        cell = self.sheet.at(row, at)
        return cell.text if cell else self.sheet.struck.get((row, at), "")

    def seal(self, row: EditorRow) -> Seal:
        """What Mã kiểm of an assessment says."""
        return Seal.read(self.shown(row.number, SEAL))

    def overtyped(self, row: EditorRow) -> tuple[EditorColumn, ...]:
        """Columns of the program's in which staff wrote over its words; not their own words once more."""
        state, kind = self.shown(row.number, STATE_COLUMN), self.page.kind
        is_known = not state or state == GONE or any(p.fullmatch(state) for p in (WAVE, *MARKS))
        found = [] if is_known else [STATE_COLUMN]
        if kind is not None:
            is_other = row.text and key_of(kind, row.obligation, row.text) != row.key
            found += [TEXT] if is_other and row.text != row.decision.wording else []
            return tuple(found)
        draft, sealed = self.shown(row.number, DRAFT), self.seal(row).draft
        if (
            sealed
            and draft not in ("", row.decision.wording)
            and Seal.of("", "", draft).draft != sealed
        ):
            found.append(DRAFT)
        if self.shown(row.number, PRIOR) and not self.seal(row).wording:
            found.append(PRIOR)
        return tuple(found)

    def is_ours(self, row: EditorRow) -> bool:
        """Whether the program wrote the key of `row`, be it still in use or not."""
        kind = self.page.kind
        if kind is None:
            return self.seal(row).key == Seal.of(row.key).key
        return key_of(kind, row.obligation, row.text) == row.key


class Edited(Struct, frozen=True):
    """The editor's sheet, read."""

    sheets: tuple[EditorSheet, ...]
    findings: tuple[Finding, ...]

    is_older: bool = False
    """Made before there was a sheet of assessments, or that sheet was taken out."""

    @property
    def decisions(self) -> Decisions:
        """On texts of units, by key; only of rows about which staff decided something."""
        return self._decided(sheet for sheet in self.sheets if sheet.page is not ASSESSMENTS)

    @property
    def on_assessments(self) -> Decisions:
        """The same of assessments."""
        return self._decided(sheet for sheet in self.sheets if sheet.page is ASSESSMENTS)

    def _decided(self, sheets: Iterable[EditorSheet]) -> Decisions:
        rows = (row for sheet in sheets for row in sheet.rows)
        return {row.key: row.decision for row in rows if row.decision != _UNDECIDED}


def read_editor(workbook: Workbook, period: Period) -> Edited:
    """What `workbook` decides of `period`; every fault is a finding, and the rest of the file still counts."""
    reading = _Reading(workbook.file, period)
    sheets = [reading.sheet(workbook, page) for page in PAGES]
    read = tuple(sheet for sheet in sheets if sheet)
    reading.findings += _copies(workbook, read)
    if not read:  # the whole file is of another period, say: told once
        reading.findings[:] = _once(reading.findings)
    return Edited(read, tuple(reading.findings), is_older=_lacks_assessments(workbook))


def _lacks_assessments(workbook: Workbook) -> bool:
    """Neither by its name nor, renamed, by what only its table has."""
    return not any(
        fold(sheet.name) == fold(ASSESSMENTS.name) or DRAFT in _header(sheet, ASSESSMENTS)[1]
        for sheet in workbook.sheets
    )


def _once(findings: Sequence[Finding]) -> list[Finding]:
    """The findings, one that every sheet has as one of the file."""
    told = {(f.code, f.message): f for f in reversed(findings)}
    return [replace(f, place=Source(f.place.file)) for f in reversed(told.values())]


def _copies(workbook: Workbook, read: Sequence[EditorSheet]) -> Iterator[Finding]:
    """Sheets that look like one that is followed; what staff put out of sight they do not mean to be."""
    named = {each.page: each.sheet.name for each in read}
    others = (s for s in workbook.sheets if s.visible and s.name not in named.values())
    for sheet in others:
        found = {page: _header(sheet, page)[1] for page in PAGES}
        page = max(PAGES, key=lambda page: len(found[page]))
        if page in named and found[page].keys() >= set(page.required):
            yield rules.SHEET_COPIED.at(Source(workbook.file, sheet.name), sheet=named[page])


class _Reading(Struct):
    file: str
    period: Period
    findings: list[Finding] = field(default_factory=list)

    def sheet(self, workbook: Workbook, page: EditorPage) -> EditorSheet | None:
        name = page.titled(self.period.cycle)
        sheet = next((s for s in workbook.sheets if fold(s.name) == fold(name)), None)
        if sheet is None:
            if page is not ASSESSMENTS or not _lacks_assessments(workbook):
                self.findings.append(rules.SHEET_MISSING.at(Source(self.file), sheet=name))
            return None
        header, found = _header(sheet, page)
        place = Source(self.file, sheet.name)
        faults = [*self._of_another(sheet, header, place), *_header_faults(found, page, place)]
        self.findings += faults
        if faults:
            return None
        positions = {column: cells[0].column for column, cells in found.items() if cells}
        rows = tuple(self._rows(sheet, header, positions))
        self._wordings(place, rows, positions)
        last = max((row for row, _ in sheet.cells), default=header)
        return EditorSheet(page, sheet, positions, rows, last)

    def _of_another(self, sheet: Sheet, header: int, place: Source) -> Iterator[Finding]:
        """That the title names another period: texts and assessments of two bear the same keys."""
        wanted = period_name(self.period)
        for (row, _), cell in sheet.cells.items():
            told = _TITLE.match(fold(cell.text)) if row < header else None
            if told and told[1] != fold(wanted):
                words = cell.text[len(EDITOR_TITLE) :].partition(":")[0].split()
                shown = [word.lower() if word.strip("IVX") else word for word in words]
                yield rules.OTHER_PERIOD.at(place, period=" ".join(shown), wanted=wanted)
                return

    def _rows(
        self, sheet: Sheet, header: int, positions: Mapping[EditorColumn, int]
    ) -> Iterable[EditorRow]:
        """Each key once; of two rows, the first that decides something."""
        rows: dict[str, EditorRow] = {}
        for number in sorted({row for row, _ in (*sheet.cells, *sheet.struck) if row > header}):
            row = self._row(sheet, number, positions)
            place = self._at(sheet, number, positions[KEY])
            same = rows.get(row.key)
            if not row.key:
                if row.decision != _UNDECIDED:
                    told = row.decision.wording or INCLUDE.header
                    self._say(rules.KEY_MISSING.at(place, value=told))
            elif same is None or same.decision == _UNDECIDED:
                rows[row.key] = row
            elif row.decision not in (_UNDECIDED, same.decision):
                self._say(rules.KEY_TWICE.at(place, first=same.number))
        return rows.values()

    def _row(self, sheet: Sheet, number: int, positions: Mapping[EditorColumn, int]) -> EditorRow:
        def text(column: EditorColumn) -> str:
            at = positions.get(column, 0)
            cell = sheet.at(number, at)
            return clean(cell.text if cell else sheet.struck.get((number, at), "")).text

        include = self._choice(sheet, number, positions[INCLUDE])
        wording = self._wording(sheet, number, positions[WORDING])
        if include is False and wording:
            place = self._at(sheet, number, positions[WORDING])
            self._say(rules.OMITTED_AND_WORDED.at(place, value=wording))
        decision = TextDecision(include, wording)
        self._struck(sheet, number, positions, decision)
        key = text(KEY).lower() if TEXT in positions else text(KEY)  # of texts: hexadecimal
        return EditorRow(number, key, text(GROUP), text(OBLIGATION), text(TEXT), decision)

    def _struck(
        self,
        sheet: Sheet,
        row: int,
        positions: Mapping[EditorColumn, int],
        decision: TextDecision,
    ) -> None:
        """What is struck out: of a decision it is not said; of the program's words it decides nothing."""
        struck = {
            c: sheet.struck[row, at] for c, at in positions.items() if (row, at) in sheet.struck
        }
        own = [column for column in struck if not column.input]
        for column in struck.keys() - own:
            told = {"column": column.header, "value": struck[column]}
            self._say(rules.STRUCK_DECISION.at(self._at(sheet, row, positions[column]), **told))
        if own and decision == _UNDECIDED:
            first = next((column for column in (DRAFT, TEXT) if column in struck), own[0])
            place = self._at(sheet, row, positions[first])
            self._say(rules.STRUCK_ROW.at(place, value=struck[first]))

    def _choice(self, sheet: Sheet, row: int, column: int) -> bool | None:
        cell = sheet.at(row, column)
        written = clean(cell.text).text if cell else ""
        chosen = next((YES_OR_NO[word] for word in YES_OR_NO if fold(word) == fold(written)), None)
        if written and chosen is None:
            place = self._at(sheet, row, column)
            self._say(rules.CHOICE_UNKNOWN.at(place, column=INCLUDE.header, value=written))
        return chosen

    def _wording(self, sheet: Sheet, row: int, column: int) -> str:
        cell = sheet.at(row, column)
        if cell is None:
            return ""
        place = self._at(sheet, row, column)
        if not _is_typed(cell):
            self._say(rules.NOT_TEXT.at(place, column=WORDING.header, value=cell.text))
            return ""
        if legacy := detect(cell.text, cell.font):
            told = {"encoding": legacy.encoding, "text": legacy.text}
            self._say(rules.LEGACY_WORDING.at(place, **told))
            return ""
        words = clean(cell.text).text
        if words and not any(map(str.isalnum, words)):  # a dash, an ellipsis
            self._say(rules.NOT_TEXT.at(place, column=WORDING.header, value=words))
            return ""
        return words

    def _wordings(
        self, place: Source, rows: tuple[EditorRow, ...], positions: Mapping[EditorColumn, int]
    ) -> None:
        """Groups that staff worded in more than one way."""
        worded: dict[str, dict[str, int]] = defaultdict(dict)
        for row in rows:
            if row.decision.wording and row.decision.include is not False and row.group:
                worded[row.group].setdefault(row.decision.wording, row.number)
        letters = column_letters(positions[WORDING])
        for group, numbers in worded.items():
            if len(numbers) > 1:
                cell = f"{letters}{min(numbers.values())}"
                rows_named = listed([str(number) for number in numbers.values()])
                where = Source(place.file, place.sheet, cell)
                self._say(rules.TWO_WORDINGS.at(where, group=group, rows=rows_named))

    def _at(self, sheet: Sheet, row: int, column: int) -> Source:
        return Source(self.file, sheet.name, cell_reference(row, column))

    def _say(self, finding: Finding) -> None:
        self.findings.append(finding)


def _is_typed(cell: Cell) -> bool:
    return cell.kind in (CellKind.TEXT, CellKind.NUMBER) and not cell.from_formula


def _header(sheet: Sheet, page: EditorPage) -> tuple[int, dict[EditorColumn, list[Cell]]]:
    """The row near the top with most of the declared headers, and the cells of each."""
    declared = {fold(column.header): column for column in page.columns}
    best, found_there = 0, dict[EditorColumn, list[Cell]]()
    for number, cells in sheet.rows().items():
        if number > _HEADER_WITHIN:
            break
        found: dict[EditorColumn, list[Cell]] = defaultdict(list)
        for cell in cells:
            if cell.kind is CellKind.TEXT and fold(cell.text) in declared:
                found[declared[fold(cell.text)]].append(cell)
        if len(found) > len(found_there):
            best, found_there = number, found
    return best, dict(found_there)


def _header_faults(
    found: Mapping[EditorColumn, list[Cell]], page: EditorPage, place: Source
) -> Iterator[Finding]:
    missing = tuple(f"«{column.header}»" for column in page.required if not found.get(column))
    if missing:
        yield rules.COLUMN_MISSING.at(place, columns=missing)
    for column in page.required:
        for again in found.get(column, [])[1:]:
            where = Source(place.file, place.sheet, again.reference)
            yield rules.COLUMN_TWICE.at(where, column=column.header)
