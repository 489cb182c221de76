"""What a test process has read it does not read again: registers, templates, what units sent.

Only what the bytes alone decide, and what came of them frozen; a run of the command line in the same
process then takes half the time. How each is read is tested of the readers themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache
from pathlib import Path

import pytest

from cv183_reports.app import reading
from cv183_reports.app.doctor import try_templates
from cv183_reports.app.opening import register_workbook
from cv183_reports.form import fields
from cv183_reports.form.values import Submission
from cv183_reports.intake.arrivals import Arrival
from cv183_reports.model import Register
from cv183_reports.model.finding import Finding
from cv183_reports.register.reader import read_register
from cv183_reports.spreadsheet.grid import Workbook
from cv183_reports.template.text import load_text_template
from cv183_reports.template.word import load_template
from cv183_reports.workspace.folder import Workspace

_MOST = 512
"""Of each kind."""

Described = tuple[Submission | None, tuple[Finding, ...]]
Sheets = tuple[Workbook, tuple[Finding, ...]]
Opened = tuple[Register | None, tuple[Finding, ...]]


def remember(patch: pytest.MonkeyPatch) -> None:
    """Puts a memory before each of these readers, where commands call them."""
    app = "cv183_reports.app"
    patch.setattr(f"{app}.opening.register_workbook", _workbooks(register_workbook))
    patch.setattr("cv183_reports.register.reader.read_register", _registers(read_register))
    texts = "cv183_reports.template.text.load_text_template"
    patch.setattr(texts, lru_cache(64)(load_text_template))
    patch.setattr("cv183_reports.template.word.load_template", lru_cache(64)(load_template))
    patch.setattr(f"{app}.doctor.try_templates", _trials(try_templates))
    described = _described(reading.described)
    for module in ("reading", "month", "returns"):
        patch.setattr(f"{app}.{module}.described", described)


def _workbooks(read: Callable[[Workspace], Sheets]) -> Callable[[Workspace], Sheets]:
    """By the bytes of the file."""
    known: dict[bytes, Sheets] = {}

    def remembered(workspace: Workspace) -> Sheets:
        if not workspace.register.is_file():
            return read(workspace)
        data = workspace.register.read_bytes()
        if data not in known:
            known[data] = read(workspace)
        return known[data]

    return remembered


def _registers(read: Callable[..., Opened]) -> Callable[..., Opened]:
    """By the very workbook, which is kept, so that no other has its address."""
    known: dict[int, tuple[Workbook, Opened]] = {}

    def remembered(workbook: Workbook, *beside: object) -> Opened:
        if id(workbook) not in known:
            if len(known) == _MOST:
                known.clear()
            known[id(workbook)] = workbook, read(workbook, *beside)
        return known[id(workbook)][1]

    return remembered


def _trials(
    tried: Callable[[Workspace, Register], tuple[Finding, ...]],
) -> Callable[[Workspace, Register], tuple[Finding, ...]]:
    """By every byte of the templates and of the register."""
    known: dict[Hashable, tuple[Finding, ...]] = {}

    def remembered(workspace: Workspace, register: Register) -> tuple[Finding, ...]:
        key = _contents(workspace.templates), workspace.register.read_bytes()
        if key not in known:
            known[key] = tried(workspace, register)
        return known[key]

    return remembered


def _contents(folder: Path) -> Hashable:
    return tuple((path.name, path.read_bytes()) for path in sorted(folder.glob("*.*")))


def _described(describe: Callable[[Arrival], Described]) -> Callable[[Arrival], Described]:
    """What one form says, as long as forms ask the same; not what failed, which may be the machine's fault."""
    known: dict[Hashable, Described] = {}

    def remembered(arrival: Arrival) -> Described:
        asked = fields.ANSWER_COLUMNS, fields.FIGURE_COLUMNS, fields.HEADER_FIELDS
        key = arrival.file, arrival.data, arrival.finding, arrival.convert_legacy, asked
        if key in known:
            return known[key]
        told = describe(arrival)
        if told[0] is not None:
            if len(known) == _MOST:
                known.clear()
            known[key] = told
        return told

    return remembered
