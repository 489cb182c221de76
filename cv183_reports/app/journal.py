"""nhat-ky.json: what went into the documents of a month and what came out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from importlib.metadata import version
from typing import Any

from cv183_reports import __version__
from cv183_reports.app.documents import Material
from cv183_reports.app.opening import read_file
from cv183_reports.model import Waiver
from cv183_reports.model.consolidated import Assignment, CarriedFigures
from cv183_reports.workspace.folder import sha256

LOG = "nhat-ky.json"
_LIBRARIES = ("Jinja2", "XlsxWriter")
"""Whose versions decide the bytes of the outputs."""


def log(material: Material, files: Mapping[str, bytes], *, is_whole: bool) -> bytes:
    """What went in and what came out, by SHA-256; the same month gives the same log.

    A run that makes only some documents leaves what an earlier one says of the others: among the
    outputs where it made them of the very same, else as outdated.
    """
    basis = _basis(material)
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
    """The log of the run before, as far as it is one."""
    path = material.workspace.out(material.month.period) / LOG
    found: object = None
    with suppress(OSError, ValueError):
        found = json.loads(path.read_bytes())
    entries = found if isinstance(found, dict) else {}
    for name in ("outputs", "outdated"):
        if not isinstance(entries.get(name), dict):
            entries[name] = {}
    return entries


def _basis(material: Material) -> dict[str, object]:
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
            **{name: version(name) for name in _LIBRARIES},
        },
        "register": {
            "file": workspace.shown(workspace.register),
            "sha256": sha256(read_file(workspace.register)),
            "fingerprint": now.register.fingerprint,
        },
        "waivers": [_waiver(waiver) for waiver in now.waivers],
        "kept_from_before": [_kept(a) for a in now.assignments if a.reported_in],
        "figures_from_before": [_carried(each) for each in now.carried],
        "editing": material.editing.logged,
        "templates": {path.name: sha256(read_file(path)) for path in templates},
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
