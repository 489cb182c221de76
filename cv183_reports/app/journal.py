"""nhat-ky.json: what went into the documents of a month and what came out, by SHA-256; and what is out of date since."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cv183_reports import __version__
from cv183_reports.app.month import Month
from cv183_reports.app.opening import digest_of, read_file
from cv183_reports.catalogue import intake as catalogue
from cv183_reports.consolidation.closing import MonthBefore
from cv183_reports.model import Period, Source, Waiver
from cv183_reports.model.consolidated import AfterClosing, Assignment, CarriedFigures
from cv183_reports.model.finding import Finding
from cv183_reports.workspace.folder import Workspace, sha256

if TYPE_CHECKING:  # `receive`, which makes no documents, asks the journal what is out of date
    from cv183_reports.app.documents import Material

JOURNAL = "nhat-ky.json"
_MONTHS = "20??-??"
_LIBRARIES = ("Jinja2", "XlsxWriter")


def journal(material: Material, files: Mapping[str, bytes], *, is_whole: bool) -> bytes:
    """What went in and what came out, by SHA-256; the same month gives the same journal.

    A run that makes only some documents leaves what an earlier one says of the others: among the
    outputs where it made them of the very same, else as outdated.
    """
    basis = basis_of(material)
    outputs = {name: sha256(data) for name, data in files.items()}
    outdated: dict[str, object] = {}
    if not is_whole:
        earlier = _earlier(material)
        made = earlier.pop("outputs")
        old = earlier.pop("outdated")
        if earlier == basis:
            outputs = made | outputs
        else:
            old |= made
        outdated = {name: digest for name, digest in old.items() if name not in outputs}
    entries = {**basis, "outputs": outputs, **({"outdated": outdated} if outdated else {})}
    return (json.dumps(entries, ensure_ascii=False, indent=1) + "\n").encode()


def _earlier(material: Material) -> dict[str, Any]:
    """The journal of the run before, as far as it is one."""
    entries = _told_in(material.folder)
    for name in ("outputs", "outdated"):
        if not isinstance(entries.get(name), dict):
            entries[name] = {}
    return entries


def _told_in(folder: Path) -> dict[str, Any]:
    """The journal that lies in `folder`, if it is one."""
    found: object = None
    with suppress(OSError, ValueError, RecursionError):
        found = json.loads((folder / JOURNAL).read_bytes())
    return found if isinstance(found, dict) else {}


def inputs_of(folder: Path) -> frozenset[str]:
    """SHA-256 of the files that the documents in `folder` were made of; none: there is no journal."""
    return frozenset(str(each.get("sha256")) for each in _inputs(folder) if isinstance(each, dict))


def counted_in(folder: Path) -> frozenset[str] | None:
    """SHA-256 of those of them that counted; None: the journal does not tell."""
    inputs = _inputs(folder)
    if not all(isinstance(each, dict) and "counts" in each for each in inputs):
        return None
    return frozenset(str(each.get("sha256")) for each in inputs if each["counts"])


def decided_in(folder: Path) -> str | None:
    """What the editor's sheet decided when they were made, as `decided_now` tells it; None: the journal does not."""
    editing = _told_in(folder).get("editing")
    told = editing.get("sheet") if isinstance(editing, dict) else None
    return told if isinstance(told, str) else None


def _inputs(folder: Path) -> list[Any]:
    told = _told_in(folder).get("inputs")
    return told if isinstance(told, list) else []


def outdated_by(workspace: Workspace, month: Month) -> Iterator[Finding]:
    """Of each later month: that its documents were made before what now counts of `month`."""
    now = _month_before(month.as_told_later)
    for period, told in _journals(workspace):
        if period > month.period and told.get(month.period, now) != now:
            place = Source(workspace.shown(workspace.out(period)))
            yield catalogue.OUTDATED.at(place, period=period, before=month.period)


def months_told(workspace: Workspace) -> Iterator[tuple[Period, Period]]:
    """Of each month with documents: every month before that its journal names."""
    return ((period, before) for period, told in _journals(workspace) for before in told)


def _journals(workspace: Workspace) -> Iterator[tuple[Period, dict[Period, dict[str, Any]]]]:
    """Each month with documents, and what its journal says of the months before."""
    for folder in sorted(workspace.out_of_all.glob(_MONTHS)):
        period, told = Period.parse(folder.name), _told_in(folder).get("months_before")
        if period is not None:
            entries = told if isinstance(told, list) else []
            yield period, dict(_by_period(entries))


def _by_period(entries: list[Any]) -> Iterator[tuple[Period, dict[str, Any]]]:
    """Those of a journal's entries that are some."""
    for each in entries:
        period = Period.parse(str(each.get("period"))) if isinstance(each, dict) else None
        if period is not None:
            yield period, each


@cache
def library_versions() -> dict[str, str]:
    """Of what decides the bytes of the outputs beside the program."""
    return {name: version(name) for name in _LIBRARIES}


def basis_of(material: Material) -> dict[str, object]:
    """Everything that the documents were made of."""
    workspace, month, now = material.workspace, material.month, material.now
    counted, aside = month.counted, {each.file: each for each in month.batch.aside}
    templates = sorted(workspace.templates.glob("*.docx"))
    return {
        "period": str(month.period),
        "as_of": now.as_of.isoformat(),
        "sample": material.invented,
        "versions": {
            "cv183-report": __version__,
            **library_versions(),
        },
        "register": {
            "file": workspace.shown(workspace.register),
            "sha256": sha256(read_file(workspace.register)),
            "fingerprint": now.register.fingerprint,
        },
        "months_before": [_month_before(each) for each in material.history],
        **_later(material.against.later),
        "waivers": [_waiver(waiver) for waiver in now.waivers],
        "kept_from_before": [_kept(a) for a in now.assignments if a.reported_in],
        "figures_from_before": [_carried(each) for each in now.carried],
        "editing": material.editing.logged,
        "templates": {path.name: digest_of(path) for path in templates},
        "inputs": [
            {
                "file": judgement.file,
                "sha256": received.sha256,
                "received": received.receipt.at.isoformat() if received.receipt.at else None,
                "evidence": received.receipt.evidence,
                "outcome": judgement.outcome.value,
                "unit": judgement.unit,
                "counts": judgement.file in counted,
                **({"set_aside": aside[judgement.file].reason} if judgement.file in aside else {}),
                "findings": [f"{f.code} {f.place}" for f in judgement.findings],
            }
            for received, judgement in zip(month.received, month.batch.judgements, strict=True)
        ],
    }


def _month_before(month: MonthBefore) -> dict[str, object]:
    """A month that this one is told against: its closing, or the files that counted."""
    told: dict[str, object] = {"period": str(month.period)}
    if month.closed:
        return told | {"closed": month.closed}
    return told | {"files": dict(month.files)}


def _later(later: AfterClosing | None) -> dict[str, object]:
    """What came after the month before was closed, where the report says so."""
    if later is None:
        return {}
    units = [unit.code for unit in later.units]
    changed = {"indicators": later.indicators, "assignments": later.assignments}
    return {"after_closing": {"period": str(later.period), "units": units, **changed}}


def _kept(assignment: Assignment) -> dict[str, str]:
    """What counts by a file of a month before."""
    assert assignment.record is not None
    return {
        "unit": assignment.unit.code,
        "obligation": assignment.obligation.code,
        "period": str(assignment.reported_in),
        "source": str(assignment.record.source),
    }


def _carried(carried: CarriedFigures) -> dict[str, str]:
    """The report of a month before whose figures count for a unit that sent no file."""
    return {
        "unit": carried.unit.code,
        "period": str(carried.period),
        "file": carried.figures[0].source.file,
    }


def _waiver(waiver: Waiver) -> dict[str, str]:
    """One decision that excuses something this month."""
    return {
        "unit": waiver.unit,
        "obligation": waiver.obligation or "*",
        "from": str(waiver.first),
        "to": str(waiver.last),
        "document": waiver.document,
        "decided_on": waiver.decided_on.isoformat(),
        "decided_by": waiver.decided_by,
        "reason": waiver.reason,
    }
