"""`check` on the screen and as JSON: each file with everything that is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from cv183_reports.app.check import check_files
from cv183_reports.app.running import Cause
from cv183_reports.catalogue import machine
from cv183_reports.cli.screen import (
    Bar,
    judgement_json,
    show_findings,
    show_judgements,
    tally_line,
)
from cv183_reports.model import Source
from cv183_reports.model.finding import Judgement, Outcome
from cv183_reports.vietnamese.wording import listed

_SATISFACTORY = {Outcome.ACCEPTED, Outcome.ACCEPTED_WITH_WARNINGS, Outcome.IGNORED}


def check(root: Path, paths: Sequence[Path], *, convert_legacy: bool, as_json: bool) -> int:
    """Judges files, or all that came in a period, and says what was found."""
    register, judgements = check_files(root, paths, convert_legacy=convert_legacy, progress=Bar)
    if as_json:
        files = [judgement_json(judgement) for judgement in judgements]
        click.echo(json.dumps({"files": files}, ensure_ascii=False, indent=1))
    elif judgements:
        show_judgements(judgements, register)
        _show_tally(judgements)
    else:
        show_findings([machine.NO_FILES.at(Source(listed(str(path) for path in paths)))])
    return 0 if all(j.outcome in _SATISFACTORY for j in judgements) else Cause.FINDINGS


def _show_tally(judgements: Sequence[Judgement]) -> None:
    """How many files, and how many findings."""
    findings = [finding for judgement in judgements for finding in judgement.findings]
    told = tally_line(findings) or "không có lỗi, cảnh báo"
    click.echo(f"\nĐã kiểm tra {len(judgements)} tệp: {told}.")
