"""`explain` on the screen and as JSON: rule, parts that re-add, file and cell of each unit."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import click

from cv183_reports.app.explain import ToldPlace, explain_place
from cv183_reports.cli.screen import Bar
from cv183_reports.document.papers import Place
from cv183_reports.narrative.indicator_explanation import Evidence, Explanation

_SCREEN = 110
"""Characters of a line on the screen."""


def explain(root: Path, period: str, asked: str, as_of: str | None, *, as_json: bool) -> int:
    """Says where the figures of the places that `asked` names come from."""
    explained = explain_place(root, period, asked, as_of, Bar)
    if as_json:
        places = [_json(*each) for each in explained.places]
        entries = {"period": str(explained.period), "places": places}
        click.echo(json.dumps(entries, ensure_ascii=False, indent=1))
        return 0
    for place in explained.told():
        _show(place)
    return 0


def _show(place: ToldPlace) -> None:
    click.echo(f"== {place.name}")
    _wrapped(place.text)
    _wrapped(place.rule)
    for total in place.sums:
        _wrapped(f"→ {total}")
    for part in place.parts:
        click.echo(f"   {part.text}")
        for unit in part.units:
            click.echo(f"     {unit}")
    click.echo()


def _wrapped(text: str) -> None:
    if text:
        click.echo(
            textwrap.fill(
                text,
                _SCREEN,
                initial_indent="   ",
                subsequent_indent="     ",
                break_on_hyphens=False,
                break_long_words=False,
            )
        )


def _json(place: Place, explanation: Explanation | None) -> dict[str, object]:
    told: dict[str, object] = {"place": place.name, "text": place.text}
    if explanation is None:
        return told
    return told | {
        "rule": explanation.rule,
        "sums": [{"text": str(total), "total": str(total.total)} for total in explanation.sums],
        "parts": [
            {
                "label": part.label,
                "value": str(part.value),
                "evidence": [_evidence(evidence) for evidence in part.evidence],
            }
            for part in explanation.parts
        ],
    }


def _evidence(evidence: Evidence) -> dict[str, str | None]:
    source = evidence.source
    return {
        "unit": evidence.unit.code,
        "name": evidence.unit.short_name,
        "said": evidence.said,
        "file": source.file if source else None,
        "sheet": source.sheet if source else None,
        "cell": source.cell if source else None,
    }
