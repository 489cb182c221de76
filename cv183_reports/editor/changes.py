"""The editor's sheet at a rebuild: followed, and brought up to date with what units say and the program drafts now.

What must change in it: newcomers, what is gone, new counts, new drafts; nothing that staff wrote. That is put into
bien-tap.xlsx where it lies (openpyxl, asked for only then).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from cv183_reports.catalogue import closing as rules
from cv183_reports.catalogue import files
from cv183_reports.catalogue.files import reason
from cv183_reports.consolidation.choices import candidates, follow, tally
from cv183_reports.consolidation.themes import LIKENESS, MISSPELT
from cv183_reports.editor.blank import (
    ASSESSMENTS,
    DRAFT,
    GONE,
    KEY,
    MOVED,
    NEW,
    PRIOR,
    REDRAFTED,
    SEAL,
    STATE_COLUMN,
    TEXT,
    WORDING,
    EditorColumn,
    ProgramRow,
    Seal,
    ShownValue,
    line_of,
    line_of_assessment,
    line_of_gone,
    look_of,
    write_editor,
    write_pages,
)
from cv183_reports.editor.reading import (
    MARKS,
    WAVE,
    Edited,
    EditorRow,
    EditorSheet,
    read_editor,
)
from cv183_reports.intake.guard import refusal_of
from cv183_reports.model import Cycle, Period, Source
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.model.finding import Finding
from cv183_reports.model.prose import Assessment, Candidate, EditingTally, TextDecision
from cv183_reports.ooxml.archive import Refusal, is_locked
from cv183_reports.spreadsheet.grid import Workbook
from cv183_reports.spreadsheet.style import FONT, Look, argb, fitted_height
from cv183_reports.spreadsheet.xlsx import read_workbook
from cv183_reports.vietnamese.wording import count, listed
from cv183_reports.workspace.folder import Placed, Workspace, is_open, publish, renew

if TYPE_CHECKING:
    from openpyxl import Workbook as Book
    from openpyxl.worksheet.worksheet import Worksheet

    from cv183_reports.spreadsheet.changing import NotKept


_UNTOUCHED = EditingTally()
_NOT_READ = "không đọc được"
_REDRAFTS = 4
"""Figures of one row that its finding names."""


class Editing(Struct, frozen=True):
    """What became of the editor's sheet."""

    file: str = ""
    """Within the working folder; empty while there is no sheet."""
    tally: EditingTally = _UNTOUCHED
    decisions: Mapping[str, TextDecision] = field(default_factory=dict)
    """On assessments, by key; those on texts of units the month has followed already."""
    news: str = ""
    """What the program did to the sheet, for the screen."""
    findings: tuple[Finding, ...] = ()
    sheet: str = ""
    """All that the sheet decides, as a fingerprint; empty: nothing."""

    @property
    def told(self) -> str:
        """The line on the screen."""
        done = (
            (self.tally.edited, "sửa lời"),
            (self.tally.omitted, "bỏ"),
            (self.tally.wanted, "chọn đưa vào"),
        )
        made = ", ".join(f"{words} {count(number)} nội dung" for number, words in done if number)
        return f"Bảng biên tập: {self.file}  ({self.news}); {made or 'chưa có phần biên tập nào'}."

    @property
    def logged(self) -> dict[str, int | str]:
        """What nhat-ky.json keeps: how much staff changed of units' words and of assessments, and how texts were grouped."""
        return {
            "edited": self.tally.edited,
            "omitted": self.tally.omitted,
            "wanted": self.tally.wanted,
            "decisions": self.tally.fingerprint,
            "sheet": self.sheet,
            "likeness": LIKENESS,
            "misspelt": MISSPELT,
        }


NO_EDITING = Editing()
"""Of a month in which staff have nothing to choose from."""


Draft = Callable[[Consolidated], Sequence[Assessment]]
"""What the program judges of a month, once the texts of units in it are as staff want them."""


def follow_editor(
    workspace: Workspace, now: Consolidated, draft: Draft, *, in_retrospect: bool
) -> tuple[Consolidated, Editing]:
    """The month as staff want it, and what they decided on its assessments; their sheet is made, or shows what is new.

    Nothing that is wrong with the sheet stops the documents: they are then made as the program decides.
    A month seen `in_retrospect` (as of an instant) follows the sheet but leaves no trace in it.
    """
    path = workspace.editor(now.period)
    if not path.exists():
        return now, NO_EDITING if in_retrospect else _begun(workspace, now, draft(now), path)
    file = workspace.shown(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        found = rules.EDITOR_UNREADABLE.at(Source(file), reason=reason(error))
        return now, Editing(file, news=_NOT_READ, findings=(found,))
    workbook, faults = _read(data, file)
    if workbook is None:
        return now, Editing(file, news=_NOT_READ, findings=faults)
    edited = read_editor(workbook, now.period)
    texts, followed = candidates(now), follow(now, edited.decisions)
    assessments = draft(followed)
    due = NO_CHANGES if in_retrospect else changes(edited, texts, assessments, now.period.cycle)
    news, told = _brought_up_to_date(workspace, now, file, data, due)
    keys = [*(text.key for text in texts), *(assessment.key for assessment in assessments)]
    findings = (
        *(*faults, *edited.findings, *_unknown(edited, keys, file)),
        *_overtyped(edited, keys, file),
        *(*map(_draft_moved, [file] * len(due.moved), due.moved), *told),
    )
    made = tally(keys, {**edited.decisions, **edited.on_assessments})
    return followed, Editing(
        file, made, edited.on_assessments, news, findings, sheet=_fingerprint_of(edited)
    )


def decided_now(workspace: Workspace, period: Period) -> str | None:
    """Tells all that the sheet decides from anything else it may; empty: nothing; None: it cannot be read."""
    path = workspace.editor(period)
    with suppress(OSError):
        if not path.exists():
            return ""
        workbook, _ = _read(path.read_bytes(), path.name)
        return None if workbook is None else _fingerprint_of(read_editor(workbook, period))
    return None


def _fingerprint_of(edited: Edited) -> str:
    decisions = {**edited.decisions, **edited.on_assessments}
    return tally(decisions, decisions).fingerprint


def _begun(
    workspace: Workspace, now: Consolidated, assessments: Sequence[Assessment], path: Path
) -> Editing:
    """The first build with anything to choose from makes the sheet."""
    texts = candidates(now)
    if not texts and not assessments:
        return NO_EDITING
    data = write_editor(texts, assessments, now.period, sample=now.sample)
    (output,) = publish(workspace.root, path.parent, {path.name: data})
    if output.placed is Placed.FAILED:
        return Editing(findings=(output.finding,) if output.finding else ())
    news = f"{output.placed.value}, {count(len(texts) + len(assessments))} nội dung"
    return Editing(workspace.shown(path), news=news)


def _read(data: bytes, file: str) -> tuple[Workbook | None, tuple[Finding, ...]]:
    """The workbook, or why there is none: in the words of this file, not of a unit's."""
    refused = files.PASSWORD.at(Source(file)) if is_locked(data) else refusal_of(data, file)
    if refused:
        return None, (_unreadable(refused),)
    workbook, findings = read_workbook(data, file)
    if workbook is None:
        return None, tuple(map(_unreadable, findings))
    struck = (files.STRUCK_WHOLE.code, files.STRUCK_PART.code)  # told of rows by the reader
    return workbook, files.of_own_file(f for f in findings if f.code not in struck)


def _unreadable(finding: Finding) -> Finding:
    return rules.EDITOR_UNREADABLE.at(finding.place, reason=finding.message)


def _unknown(edited: Edited, said: Iterable[str], file: str) -> Iterator[Finding]:
    """Decisions behind a key that the program never wrote."""
    known = frozenset(said)
    for sheet in edited.sheets:
        decided = edited.on_assessments if sheet.page is ASSESSMENTS else edited.decisions
        for row in sheet.rows:
            if row.key in decided and row.key not in known and not sheet.is_ours(row):
                place = Source(file, sheet.sheet.name, sheet.cell(row, KEY))
                yield rules.UNKNOWN_KEY.at(place, value=row.key)


def _overtyped(edited: Edited, said: Iterable[str], file: str) -> Iterator[Finding]:
    """Words of staff in columns of the program's, of rows that staff did not leave out."""
    known = frozenset(said)
    for sheet in edited.sheets:
        for row in sheet.rows:
            if row.key in known and row.decision.include is not False:
                for column in sheet.overtyped(row):
                    place = Source(file, sheet.sheet.name, sheet.cell(row, column))
                    told = {"column": column.header, "value": sheet.shown(row.number, column)}
                    yield rules.OVERTYPED.at(place, **told)


def _draft_moved(file: str, row: MovedRow) -> Finding:
    told = listed([_told(redraft) for redraft in row.redrafts[:_REDRAFTS]])
    more = len(row.redrafts) - _REDRAFTS
    what = f"{told} và {count(more)} chỗ khác" if more > 0 else told
    return rules.DRAFT_MOVED.at(Source(file, row.sheet, row.cell), what=what)


def _told(redraft: Redraft) -> str:
    if not redraft.was:
        return f"thêm «{redraft.now}»"
    return f"«{redraft.was}» thành «{redraft.now}»" if redraft.now else f"bỏ «{redraft.was}»"


def _brought_up_to_date(
    workspace: Workspace, now: Consolidated, file: str, data: bytes, due: Changes
) -> tuple[str, tuple[Finding, ...]]:
    path = workspace.editor(now.period)
    if not due:
        return "không đổi", ()
    waiting = rules.OPEN_ELSEWHERE.at(Source(file), count=len(due))
    if is_open(path):
        return "đang mở", (waiting,)
    from cv183_reports.spreadsheet.changing import NotKept  # noqa: PLC0415 - openpyxl

    fresh = updated(data, due, now.period, sample=now.sample)
    if isinstance(fresh, NotKept):
        kept = rules.NOT_OURS_TO_REWRITE.at(Source(file), what=fresh.what, count=len(due))
        return "giữ nguyên", (kept,)
    if not renew(workspace.root, path, data, fresh):
        return "đang mở", (waiting,)
    added = f"ghi thêm {count(due.added)} nội dung mới" if due.added else "đã cập nhật"
    return f"thêm trang {ASSESSMENTS.name}, {added}" if due.assessments else added, ()


_FIXED: frozenset[EditorColumn] = frozenset({TEXT, KEY})
"""Columns of the program's that stay as first written."""
_FIRST_WAVE = 2
"""The first build makes the sheet; the second brings its first newcomers."""


class EditorChange(Struct, frozen=True):
    """One cell of the program's that must say something else; staff's cells are never among them."""

    sheet: str
    row: int
    column: int
    value: ShownValue


class Redraft(Struct, frozen=True):
    """One word or figure that stands otherwise in a new draft; empty where it was not, or is no more."""

    was: str
    now: str


class MovedRow(Struct, frozen=True):
    """An assessment printed in staff's words, under which the program drafts otherwise than when they wrote."""

    sheet: str
    cell: str
    """Of their words."""
    redrafts: tuple[Redraft, ...]
    """The figures that moved; the words, where no figure did."""


class Changes(Struct, frozen=True):
    """Everything that must change; nothing in it means that the file stays as it is, byte for byte."""

    cells: tuple[EditorChange, ...]
    newcomers: tuple[tuple[EditorSheet, tuple[ProgramRow, ...]], ...]
    """Rows to append, by sheet."""
    assessments: tuple[ProgramRow, ...] = ()
    """Rows of the sheet of assessments that an older file lacks."""
    moved: tuple[MovedRow, ...] = ()
    """To be said, whether or not a mark must still be written."""

    def __len__(self) -> int:
        return len({(c.sheet, c.row) for c in self.cells}) + self.added

    @property
    def added(self) -> int:
        """Rows to append."""
        return sum(len(lines) for _, lines in self.newcomers) + len(self.assessments)


NO_CHANGES = Changes((), ())


def changes(
    edited: Edited, texts: Sequence[Candidate], assessments: Sequence[Assessment], cycle: Cycle
) -> Changes:
    """What the file must take up so that it shows `texts` and `assessments`.

    Args:
        edited: the file as it stands.
        texts: what the report may print now.
        assessments: what the program drafts now, whatever staff made of it.
        cycle: how often is reported.
    """
    wave = _next_wave(edited)
    cells: list[EditorChange] = []
    newcomers = []
    moved: list[MovedRow] = []
    for sheet in edited.sheets:
        rows = {row.key: row for row in sheet.rows}
        if sheet.page is ASSESSMENTS:
            lines = [_judged(sheet, rows.get(j.key), j, wave, cycle) for j in assessments]
            moved += _moved(sheet, lines, rows)
        else:
            lines = _said(sheet, [t for t in texts if t.kind is sheet.page.kind], rows, wave)
        cells += _due(sheet, lines, rows)
        fresh = tuple(line for line in lines if line.key not in rows)
        if fresh:
            newcomers.append((sheet, fresh))
    whole = (
        tuple(line_of_assessment(each, cycle) for each in assessments) if edited.is_older else ()
    )
    return Changes(tuple(cells), tuple(newcomers), whole, tuple(moved))


def _due(
    sheet: EditorSheet, lines: Sequence[ProgramRow], rows: Mapping[str, EditorRow]
) -> Iterable[EditorChange]:
    """What the rows that are there must say instead."""
    for line in lines:
        if line.key in rows:
            yield from _differences(sheet, rows[line.key], line)
    said = {line.key for line in lines}
    for row in sheet.rows:
        if row.key not in said and sheet.is_ours(row):
            yield from _differences(sheet, row, line_of_gone(row.key))


def _next_wave(edited: Edited) -> int:
    waves = [
        int(found[1])
        for sheet in edited.sheets
        for row in sheet.rows
        for pattern in (WAVE, *MARKS)
        if (found := pattern.fullmatch(sheet.shown(row.number, STATE_COLUMN)))
    ]
    return max(waves, default=_FIRST_WAVE - 1) + 1


def _kept_state(sheet: EditorSheet, row: EditorRow) -> str:
    """A newcomer stays one; a text that is said again is as any other."""
    state = sheet.shown(row.number, STATE_COLUMN)
    return state if WAVE.fullmatch(state) else ""


def _said(
    sheet: EditorSheet, texts: Sequence[Candidate], rows: Mapping[str, EditorRow], wave: int
) -> list[ProgramRow]:
    """The rows of the texts of one sheet."""
    groups = _stable_groups(texts, rows)
    fresh = NEW.format(wave=wave)
    states = [_kept_state(sheet, rows[t.key]) if t.key in rows else fresh for t in texts]
    return [
        line_of(text, groups[text.group], state) for text, state in zip(texts, states, strict=True)
    ]


def _judged(
    sheet: EditorSheet, row: EditorRow | None, assessment: Assessment, wave: int, cycle: Cycle
) -> ProgramRow:
    """The row of `assessment`: marked where staff's words rest on a draft that said otherwise."""
    if row is None:
        return line_of_assessment(assessment, cycle, NEW.format(wave=wave))
    wording, prior = row.decision.wording, _rested_on(sheet, row)
    if DRAFT in sheet.overtyped(row):
        prior = ""
    if not (wording and prior and redrafts(prior, assessment.text)):
        return line_of_assessment(assessment, cycle, _kept_state(sheet, row))
    state = sheet.shown(row.number, STATE_COLUMN)
    if not _is_mark(state) or sheet.shown(row.number, DRAFT) != assessment.text:
        mark = MOVED if _has_figures(redrafts(prior, assessment.text)) else REDRAFTED
        state = mark.format(wave=wave)
    return line_of_assessment(assessment, cycle, state, prior, wording)


def _rested_on(sheet: EditorSheet, row: EditorRow) -> str:
    """The draft that staff had before them when they wrote the words of `row`.

    Once it moved the sheet keeps it, until they write other words or clear the mark; a row that was not
    drafted for a while is as it was before.
    """
    state = sheet.shown(row.number, STATE_COLUMN)
    seal, mine = sheet.seal(row), Seal.of(row.key, row.decision.wording)
    sealed = (seal.key, seal.wording) == (mine.key, mine.wording)
    if sealed and (_is_mark(state) or state == GONE):
        return sheet.shown(row.number, PRIOR)
    return sheet.shown(row.number, DRAFT)


def _is_mark(state: str) -> bool:
    return any(pattern.fullmatch(state) for pattern in MARKS)


def _moved(
    sheet: EditorSheet, lines: Iterable[ProgramRow], rows: Mapping[str, EditorRow]
) -> Iterable[MovedRow]:
    for line in lines:
        if line.values[PRIOR] and rows[line.key].decision.include is not False:
            cell = sheet.cell(rows[line.key], WORDING)
            found = redrafts(str(line.values[PRIOR]), str(line.values[DRAFT]))
            yield MovedRow(sheet.sheet.name, cell, found)


_ENDS = '.,;:!?()“”"«»'
"""What a word of a draft may begin or end with; it is not part of a figure."""


def redrafts(was: str, now: str) -> tuple[Redraft, ...]:
    """The figures that differ between two drafts; the words where no figure does; nothing where no word does."""
    old, new = ([word.strip(_ENDS) for word in text.split()] for text in (was, now))
    found = [
        Redraft(" ".join(old[a:b]), " ".join(new[c:d]))
        for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if tag != "equal"
    ]
    return tuple([each for each in found if _has_figures([each])] or found)


def _has_figures(found: Iterable[Redraft]) -> bool:
    return any(letter.isdigit() for each in found for letter in each.was + each.now)


def _stable_groups(texts: Sequence[Candidate], rows: Mapping[str, EditorRow]) -> dict[int, int]:
    """The number each group keeps: the smallest that one of its rows already has, else the next free."""
    held = [int(row.group) for row in rows.values() if row.group.isdecimal()]
    free = max(held, default=0) + 1
    known: dict[int, list[int]] = {text.group: [] for text in texts}
    for text in texts:
        row = rows.get(text.key)
        if row and row.group.isdecimal():
            known[text.group].append(int(row.group))
    taken: set[int] = set()
    numbers: dict[int, int] = {}
    for group, held_by_members in known.items():
        number = next((n for n in sorted(held_by_members) if n not in taken), free)
        free += number == free
        taken.add(number)
        numbers[group] = number
    return numbers


def _differences(sheet: EditorSheet, row: EditorRow, line: ProgramRow) -> list[EditorChange]:
    """The program's cells that say something else; what staff wrote over them is theirs to take away."""
    kept = {*_FIXED, *sheet.overtyped(row)}
    kept |= {SEAL} if DRAFT in kept else set()
    return [
        EditorChange(sheet.sheet.name, row.number, sheet.positions[column], value)
        for column, value in line.values.items()
        if column in sheet.positions
        and column not in kept
        and sheet.shown(row.number, column) != str(value)
    ]


def updated(data: bytes, due: Changes, period: Period, *, sample: bool) -> bytes | NotKept:
    """`data`, the sheet of `period`, with `due` in it; the same bytes for the same arguments.

    What openpyxl would drop (pictures, drawings, threaded comments) it warns of, or it is found out by
    comparing the result with the original, part by part and cell by cell; then nothing is written.
    """
    from cv183_reports.spreadsheet.changing import (  # noqa: PLC0415 - only where something changes
        ALL_OF_IT,
        EXTENSIONS,
        NotKept,
        begin_with,
        opened,
        rows_without_own_height,
        saved,
        what_is_lost,
    )

    book = opened(data)
    written = {change.sheet for change in due.cells}
    written |= {sheet.sheet.name for sheet, _ in due.newcomers}
    if book is None or not written <= {*book.sheetnames}:
        return NotKept(EXTENSIONS)
    free = rows_without_own_height(data, book)
    for change in due.cells:
        _put(book[change.sheet], change.row, change.column, change.value)
    _grow(book, due, free)
    for sheet, lines in due.newcomers:
        free.setdefault(sheet.sheet.name, set()).update(
            _append(book[sheet.sheet.name], sheet, lines)
        )
    if due.assessments:
        whole = write_pages({ASSESSMENTS: due.assessments}, period, sample=sample)
        free |= begin_with(book, whole)
    try:
        fresh = saved(book, free)
    except Refusal:  # larger than can be read again
        return NotKept(ALL_OF_IT)
    lost = what_is_lost(data, fresh, {(c.sheet, c.row, c.column) for c in due.cells})
    return NotKept(lost) if lost else fresh


_WIDEST = 255.0


def _put(sheet: Worksheet, row: int, column: int, value: ShownValue) -> None:
    cell = sheet.cell(row, column)
    cell.value = value or None
    if isinstance(value, str) and value:
        cell.data_type = "s"  # a text may begin with "="


def _grow(book: Book, due: Changes, free: Mapping[str, AbstractSet[int]]) -> None:
    """Rows whose height nobody set are made high enough for what they say now."""
    for name, number in {(change.sheet, change.row) for change in due.cells}:
        sheet, row = book[name], book[name].row_dimensions[number]
        if number in free.get(name, ()) and row.height:
            cells = enumerate(sheet[number], start=1)
            texts = [(str(cell.value or ""), _width(sheet, at)) for at, cell in cells]
            row.height = max(row.height, fitted_height(texts))


def _width(sheet: Worksheet, column: int) -> float:
    """Of a column as it is now; columns that nobody set, or that are hidden, ask for no height."""
    held = (d for d in sheet.column_dimensions.values() if (d.min or 0) <= column <= (d.max or 0))
    return next((d.width for d in held if not d.hidden), _WIDEST)


def _append(sheet: Worksheet, read: EditorSheet, lines: Iterable[ProgramRow]) -> list[int]:
    """Writes `lines` under the last row; the rows they got, high enough for their text."""
    from openpyxl.worksheet.cell_range import CellRange  # noqa: PLC0415 - likewise

    rows = []
    for row, line in enumerate(lines, start=read.last_row + 1):
        for column, position in read.positions.items():
            _put(sheet, row, position, line.values.get(column, ""))
            _dress(sheet, row, position, look_of(column))
        texts = [(str(line.values.get(column, "")), column.width) for column in read.positions]
        sheet.row_dimensions[row].height = fitted_height(texts)
        rows.append(row)
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = _down_to(sheet.auto_filter.ref, sheet.max_row)
    printed = sheet.print_area.rpartition("!")[2].replace("$", "")
    if printed.count(":") == 1 and read.last_row <= CellRange(printed).max_row:
        sheet.print_area = _down_to(printed, sheet.max_row)
    return rows


def _down_to(area: str, row: int) -> str:
    """The cells of `area` and those below it, to `row`."""
    first, _, end = area.partition(":")
    letters = end.rstrip("0123456789") or first.rstrip("0123456789")
    return f"{first}:{letters}{row}"


def _dress(sheet: Worksheet, row: int, position: int, look: Look) -> None:
    """As the rows of the first build look."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side  # noqa: PLC0415 - likewise

    cell = sheet.cell(row, position)
    side = Side("thin", argb(look.frame))
    cell.font = Font(name=FONT, size=look.size, color=argb(look.colour) if look.colour else None)
    cell.border = Border(left=side, right=side, top=side, bottom=side)
    cell.fill = PatternFill("solid", fgColor=argb(look.fill))
    cell.alignment = Alignment(
        horizontal=look.across or None, vertical=look.down, wrap_text=look.wrap
    )
