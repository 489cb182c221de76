"""`explain`: where a figure of the monthly report comes from."""

from __future__ import annotations

import difflib
import json
import textwrap
from collections.abc import Sequence
from pathlib import Path

import click

from cv183_reports.catalogue import machine
from cv183_reports.cli.building import read_material
from cv183_reports.cli.clerk import USAGE
from cv183_reports.cli.documents import monthly_context
from cv183_reports.cli.opening import Stopped, clock, open_register, period_of
from cv183_reports.consolidation.trend import course_of
from cv183_reports.document.monthly import Place, found, places_of
from cv183_reports.model import Source, Unit
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.model.prose import About, Basis
from cv183_reports.narrative.explained import Evidence, Explanation
from cv183_reports.narrative.explanation import explain
from cv183_reports.vietnamese.text import fold
from cv183_reports.vietnamese.wording import number

_SCREEN = 110
"""Characters of a line on the screen."""
_NEAREST = 5
_NO_FIGURE = "Không có số liệu tổng hợp từ báo cáo của đơn vị ở chỗ này."


def explain_place(root: Path, text: str, asked: str, as_of: str | None, *, as_json: bool) -> int:
    """Prints where the figures of the places that `asked` names come from.

    Raises:
        Stopped: it names nothing; what can be asked, and what is nearest, is told.
    """
    period, now = period_of(text), clock(as_of)
    workspace, register = open_register(root)
    material = read_material(
        workspace, register, period, now, until=now if as_of else None, read_only=True
    )
    known = places_of(monthly_context(material))
    places = found(known, asked) or _by_code(material.now, asked)
    if not places:
        near = _nearest(material.now, known, asked)
        told = {"value": asked, "near": f"; gần giống: {', '.join(near)}" if near else ""}
        raise Stopped((machine.UNKNOWN_PLACE.at(Source("CHỖ"), **told),), USAGE)
    trend = course_of(material.earlier, material.before, material.now)
    explained = [(p, explain(material.now, p.basis, trend) if p.basis else None) for p in places]
    if as_json:
        entries = {"period": str(period), "places": [_json(*each) for each in explained]}
        click.echo(json.dumps(entries, ensure_ascii=False, indent=1))
        return 0
    for place, explanation in explained:
        _show(place, explanation)
    return 0


def _by_code(now: Consolidated, asked: str) -> tuple[Place, ...]:
    """The obligation, indicator or unit of that code, or the unit of that name (also without "Xã")."""
    wanted, told = asked.strip().casefold(), fold(asked)
    for obligation in now.register.obligations:
        if obligation.code == wanted:
            name = f"Nhiệm vụ {obligation.code}"
            return (
                Place(name, obligation.short_text, Basis(About.OBLIGATION, (obligation.code,))),
            )
    for total in now.totals:
        one = total.indicator
        if one.code.casefold() == wanted:
            return (Place(f"Chỉ tiêu {one.code}", one.name, Basis(About.INDICATOR, (one.code,))),)
    units = [f.unit for f in now.filings]
    named = (
        [u for u in units if u.code.casefold() == wanted]
        or [u for u in units if told in (fold(u.short_name), fold(u.name))]
        or [u for u in units if " " in told and fold(u.short_name).endswith(f" {told}")]
    )
    return tuple(place for unit in named for place in _of_unit(now, unit))


def _of_unit(now: Consolidated, unit: Unit) -> tuple[Place, ...]:
    """What a unit says of its obligations, and its figures."""
    codes = tuple(i.code for i in now.register.indicators_of(unit))
    places = [Place(f"Đơn vị {unit.code}", unit.name, Basis(About.UNIT, (unit.code,)))]
    if codes:
        name = f"Số liệu của {unit.short_name}"
        places.append(Place(name, unit.name, Basis(About.FIGURES, (unit.code, *codes))))
    return tuple(places)


def _nearest(now: Consolidated, places: Sequence[Place], asked: str) -> list[str]:
    """What looks like `asked` among everything that can be asked for."""
    names = [
        *(place.name for place in places),
        *(o.code for o in now.register.obligations),
        *(i.code for i in now.register.indicators),
        *(u.short_name for u in now.register.units),
        *(u.code for u in now.register.units),
    ]
    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(fold(name), name)
    return [folded[key] for key in difflib.get_close_matches(fold(asked), folded, n=_NEAREST)]


def _show(place: Place, explanation: Explanation | None) -> None:
    click.echo(f"== {place.name}")
    _wrapped(place.text, "   ")
    if explanation is None:
        click.echo(f"   {_NO_FIGURE}\n")
        return
    _wrapped(f"Cách tính: {explanation.rule}", "   ")
    for total in explanation.sums:
        _wrapped(f"→ {total}", "   ")
    for part in explanation.parts:
        click.echo(f"   {part.label}: {number(part.value, part.decimals)}")
        for evidence in part.evidence:
            unit = evidence.unit
            click.echo(f"     {unit.short_name} [{unit.code}]{_where(evidence)}")
    click.echo()


def _where(evidence: Evidence) -> str:
    said = f": {evidence.said}" if evidence.said else ""
    return f"{said} · {evidence.source}" if evidence.source else said


def _wrapped(text: str, indent: str) -> None:
    if text:
        follow = f"{indent}  "
        click.echo(
            textwrap.fill(
                text,
                _SCREEN,
                initial_indent=indent,
                subsequent_indent=follow,
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
