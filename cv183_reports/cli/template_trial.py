"""`doctor`, the part for templates: each one opened, filled in with invented figures, judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from cv183_reports.cli.documents import DOCUMENTS, Material
from cv183_reports.cli.month import Month, brought_together, judged, root_relative
from cv183_reports.document.house_style import in_house_style
from cv183_reports.document.letterhead import unit_head
from cv183_reports.intake.inbox import gather
from cv183_reports.lint.judge import judge
from cv183_reports.model import Period, Register, Unit
from cv183_reports.model.finding import Finding
from cv183_reports.outbox.cover_note import CoverNote, cover_note
from cv183_reports.sample.month import sample_month
from cv183_reports.spreadsheet.style import SAMPLE_MARK
from cv183_reports.template.text import load_text_template
from cv183_reports.word.document import read_facts
from cv183_reports.workspace.folder import Workspace

_PERIOD = Period(2025, 9)
_OF_EACH_GROUP = 3
"""Units of the trial: enough for every part of every document."""
_OWING = 3
"""One of so many sends nothing: the letter to units that owe is tried too."""


def try_templates(workspace: Workspace, register: Register) -> tuple[Finding, ...]:
    """What is wrong with the Word templates, and with what they make, by the rules of presentation.

    Each rule is told once for each template, however many documents break it.
    """
    material = _material(workspace, register)
    faults: list[Finding] = []
    for document in DOCUMENTS:
        made = document.make(material)
        faults += made.faults
        told: dict[str, Finding] = {}
        for name, data in made.files.items():
            if name.endswith(".docx"):
                for finding in _judged(data, document.name):
                    told.setdefault(finding.code, finding)
        faults += told.values()
    return tuple(dict.fromkeys(faults))


def _material(workspace: Workspace, register: Register) -> Material:
    """An invented month of a few units of each group, read as a real one is."""
    few = _few(register)
    with TemporaryDirectory() as folder:
        path = Path(folder, "minh-hoa.zip")
        path.write_bytes(sample_month(few, _PERIOD))
        sent = gather([path], path.parent)
        received = [judged(each, few, _PERIOD, None) for at, each in enumerate(sent) if at % _OWING]
    month = Month.settled(_PERIOD, tuple(received), few)
    now = brought_together(month, in_house_style(few), few.due(_PERIOD))
    wanted = frozenset(unit.code for unit in few.units)
    return Material(workspace, month, now, None, wanted)


def _few(register: Register) -> Register:
    """Units whose symbol is known: in the papers of others a pen must fill it in, which `lint` rightly says."""
    taken: dict[str, int] = {}
    units = []
    for unit in filter(_has_symbol, register.units_in(_PERIOD)):
        taken[unit.group] = taken.get(unit.group, 0) + 1
        if taken[unit.group] <= _OF_EACH_GROUP:
            units.append(unit)
    return replace(register, units=tuple(units))


def _has_symbol(unit: Unit) -> bool:
    return bool(unit_head(unit).code)


def _judged(data: bytes, document: str) -> Iterator[Finding]:
    facts, findings = read_facts(data, f"{document} (thử)")
    yield from findings
    if facts is not None:
        yield from (fault.finding for fault in judge(facts).faults)


def try_mail_templates(workspace: Workspace, register: Register) -> tuple[Finding, ...]:
    """What is wrong with the texts of e-mails, each filled in once with everything and once with nothing."""
    faults: list[Finding] = []
    for path in sorted(workspace.mail_templates.glob("*.txt")):
        template, found = load_text_template(path.read_bytes(), root_relative(workspace, path))
        faults += found
        if template is not None:
            for note in _notes(register):
                faults += template.render({f.name: getattr(note, f.name) for f in fields(note)})[1]
    return tuple(dict.fromkeys(faults))


def _notes(register: Register) -> Iterator[CoverNote]:
    """A note to a unit with everything in it, and one to the leadership with nothing."""
    settings, due = register.settings, _PERIOD.instant(22)
    full = replace(register.units[0], officer=register.units[0].name)
    yield cover_note(
        settings,
        settings.board,
        _PERIOD,
        due,
        full,
        attachments=(full.code,),
        points=(full.name,),
        overdue=True,
        sample=SAMPLE_MARK,
    )
    yield cover_note(settings, settings.board, _PERIOD, due, None)
