"""`check` on the screen and as JSON: each file with everything that is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from cv183_reports.app import Cause
from cv183_reports.app.check import CheckedFiles, check_files
from cv183_reports.catalogue import machine
from cv183_reports.cli.screen import (
    Bar,
    judgement_json,
    placed_json,
    shared_json,
    show_findings,
    show_judgements,
)
from cv183_reports.model import Source
from cv183_reports.model.finding import Outcome, needs_action
from cv183_reports.vietnamese.wording import listed

_SATISFACTORY = {
    Outcome.ACCEPTED,
    Outcome.ACCEPTED_WITH_WARNINGS,
    Outcome.IGNORED,
    Outcome.SET_ASIDE,
}


def check(root: Path, paths: Sequence[Path], *, convert_legacy: bool, as_json: bool) -> int:
    """Judges files, or all that came in a period, and says what was found."""
    checked = check_files(root, paths, convert_legacy=convert_legacy, progress=Bar)
    if as_json:
        click.echo(json.dumps(_json(checked), ensure_ascii=False, indent=1))
    elif checked.judgements or checked.general:
        show_findings(checked.ledger)
        show_judgements(checked.judgements, checked.register)
        show_findings([shared.note for shared in checked.shared])
        click.echo(f"\n{checked.told}")
    else:
        show_findings([machine.NO_FILES.at(Source(listed(str(path) for path in paths)))])
    if checked.leads_nowhere:
        return Cause.USAGE
    is_sound = all(judgement.outcome in _SATISFACTORY for judgement in checked.judgements)
    return 0 if is_sound and not needs_action(checked.ledger) else Cause.FINDINGS


def _json(checked: CheckedFiles) -> dict[str, object]:
    return {
        "files": [
            judgement_json(judgement, counts=judgement.file in checked.counted)
            for judgement in checked.judgements
        ],
        "findings": [placed_json(finding) for finding in checked.ledger],
        "shared": [shared_json(shared) for shared in checked.shared],
    }
