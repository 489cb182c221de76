"""`verify` on the screen and as JSON: what differs from the data, what is left in the file, and the slip."""

from __future__ import annotations

import json
from pathlib import Path

import click
from msgspec.structs import asdict

from cv183_reports.app import Cause
from cv183_reports.app.verify import VerifiedDocument, verify_document
from cv183_reports.catalogue import closing as words
from cv183_reports.cli.screen import Bar, finding_json, show_findings, show_outputs
from cv183_reports.differences.verify import Misprint
from cv183_reports.workspace.folder import failed


def verify(
    root: Path, period: str, path: Path, as_of: str | None, *, as_json: bool, slip: bool
) -> int:
    """Compares the file with the month, and says what was found."""
    verified = verify_document(root, period, path, as_of, Bar, slip=slip)
    if as_json:
        click.echo(json.dumps(_as_json(verified), ensure_ascii=False, indent=1))
    else:
        _show(verified)
    if failed(verified.outputs):
        return Cause.MACHINE
    return 0 if verified.is_clean else Cause.FINDINGS


def _show(verified: VerifiedDocument) -> None:
    about, verdict, presentation = verified.told()
    click.echo(about)
    click.echo(verdict)
    show_findings(verified.findings)
    click.echo(presentation)
    show_outputs(verified.outputs)
    if verified.is_clean:
        click.echo(words.NEXT_TO_SIGN.format(period=verified.period))


def _as_json(verified: VerifiedDocument) -> dict[str, object]:
    told = verified.verification
    return {
        "period": str(verified.period),
        "file": verified.file,
        "sha256": verified.sha256,
        "document": verified.called,
        "clean": verified.is_clean,
        "figures": told.figures,
        "names": told.names,
        "misprints": [_misprint(each) for each in told.misprints],
        "rows_gone": list(told.rows_gone),
        "relabelled": [asdict(each) for each in told.relabelled],
        "leftovers": [
            {"kind": each.trace.name.lower(), "where": each.where, "text": each.text}
            | {"count": each.count}
            for each in verified.leftovers
        ],
        "findings": [finding_json(finding) for finding in verified.findings],
        "presentation": [finding_json(finding) for finding in verified.presentation],
        "slip": [str(output.path) for output in verified.outputs],
    }


def _misprint(misprint: Misprint) -> dict[str, str]:
    return {
        "kind": misprint.slip.name.lower(),
        "where": misprint.where,
        "printed": misprint.printed,
        "right": misprint.right,
        "context": misprint.context,
        "explain": misprint.address,
    }
