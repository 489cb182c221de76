"""What must change in the editor's sheet when units say something else: newcomers, what is gone, new counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cv183_reports.editor.blank import (
    KEY,
    NEW,
    STATE,
    TEXT,
    EditorColumn,
    ProgramRow,
    Shown,
    line_of,
    line_of_gone,
)
from cv183_reports.editor.reading import Edited, EditorRow, EditorSheet
from cv183_reports.model.editing import Candidate, TextKind

_WAVE = re.compile(re.escape(NEW).replace(r"\{wave\}", r"(\d+)"))


_FIXED: frozenset[EditorColumn] = frozenset({TEXT, KEY})


"""Columns of the program's that stay as first written."""


_FIRST_WAVE = 2


"""The first build makes the sheet; the second brings its first newcomers."""


@dataclass(frozen=True, slots=True)
class EditorChange:
    """One cell of the program's that must say something else; staff's cells are never among them."""

    sheet: str
    row: int
    column: int
    value: Shown


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that must change; nothing in it means that the file stays as it is, byte for byte."""

    cells: tuple[EditorChange, ...]
    newcomers: tuple[tuple[EditorSheet, tuple[ProgramRow, ...]], ...]
    """Rows to append, by sheet."""

    def __len__(self) -> int:
        return len({(c.sheet, c.row) for c in self.cells}) + self.added

    @property
    def added(self) -> int:
        """Rows to append."""
        return sum(len(lines) for _, lines in self.newcomers)


NO_CHANGES = Changes((), ())


def changes(
    edited: Edited, texts: Sequence[Candidate], is_ours: Callable[[TextKind, EditorRow], bool]
) -> Changes:
    """What the file must take up so that it shows `texts`.

    Args:
        edited: the file as it stands.
        texts: what the report may print now.
        is_ours: whether the key of a row nobody says any longer was once written by the program.
    """
    wave = _next_wave(edited)
    cells: list[EditorChange] = []
    newcomers = []
    for sheet in edited.sheets:
        own = [text for text in texts if text.kind is sheet.kind]
        rows = {row.key: row for row in sheet.rows}
        groups = _stable_groups(own, rows)
        for text in own:
            if text.key in rows:
                row = rows[text.key]
                line = line_of(text, groups[text.group], _kept_state(sheet, row))
                cells += _differences(sheet, row, line)
        said = {text.key for text in own}
        for row in sheet.rows:
            if row.key not in said and is_ours(sheet.kind, row):
                cells += _differences(sheet, row, line_of_gone(row.key))
        fresh = tuple(
            line_of(text, groups[text.group], NEW.format(wave=wave))
            for text in own
            if text.key not in rows
        )
        if fresh:
            newcomers.append((sheet, fresh))
    return Changes(tuple(cells), tuple(newcomers))


def _next_wave(edited: Edited) -> int:
    waves = [
        int(found[1])
        for sheet in edited.sheets
        for row in sheet.rows
        if (found := _WAVE.fullmatch(sheet.shown(row.number, STATE)))
    ]
    return max(waves, default=_FIRST_WAVE - 1) + 1


def _kept_state(sheet: EditorSheet, row: EditorRow) -> str:
    """A newcomer stays one; a text that is said again is as any other."""
    state = sheet.shown(row.number, STATE)
    return state if _WAVE.fullmatch(state) else ""


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
    """The program's cells that say something else."""
    return [
        EditorChange(sheet.sheet.name, row.number, sheet.positions[column], value)
        for column, value in line.values.items()
        if column in sheet.positions
        and column not in _FIXED
        and sheet.shown(row.number, column) != str(value)
    ]
