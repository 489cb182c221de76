"""`explain`: where a figure of the monthly report comes from."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from cv183_reports.app import Cause, ShowProgress, Stopped, Unseen
from cv183_reports.app.build import read_material
from cv183_reports.app.documents import monthly_context
from cv183_reports.app.opening import clock, open_register, period_of
from cv183_reports.catalogue import machine
from cv183_reports.consolidation.progress import course_of
from cv183_reports.document.papers import Place, found, places_of
from cv183_reports.model import Period, Source, Unit
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.model.prose import About, Basis
from cv183_reports.narrative.explanation import explain
from cv183_reports.narrative.indicator_explanation import Evidence, ExplainedPart, Explanation
from cv183_reports.narrative.phrases import cited
from cv183_reports.vietnamese.text import fold
from cv183_reports.vietnamese.wording import number

_NEAREST = 5


class ExplainedPlaces(Struct, frozen=True):
    """The places that were asked for."""

    period: Period
    places: tuple[tuple[Place, Explanation | None], ...]
    """None: nothing at that place is counted from the submissions."""

    def told(self) -> Iterator[ToldPlace]:
        """Each place in words."""
        for place, explanation in self.places:
            if explanation is None:
                by_column = any(cell.basis for cell in place.cells)
                told = _BY_COLUMN.format(place=place.name) if by_column else _NO_FIGURE
                yield ToldPlace(place.name, place.text, told)
                continue
            rule, sums = f"Cách tính: {explanation.rule}", tuple(map(str, explanation.sums))
            parts = tuple(map(ToldPart.of, explanation.parts))
            yield ToldPlace(place.name, place.text, rule, sums, parts)


_NO_FIGURE = "Không có số liệu tổng hợp từ báo cáo của đơn vị ở chỗ này."
_BY_COLUMN = (
    "Mỗi cột của dòng này có cách tính riêng: hỏi thêm số cột hoặc tên cột, ví dụ «{place} cột 1»."
)
_CITED = re.compile(r"\b(i|muc) ([\divxl]+)\b")
"""Folded: an item or a section of the dispatch, as documents cite it."""
_BEGINNING = 3
"""Words at the beginning of a name that are enough to ask by."""


class ToldPart(Struct, frozen=True):
    """One part of a figure, in words."""

    text: str
    units: tuple[str, ...]
    """Each unit: what it said, in which cell."""

    @classmethod
    def of(cls, part: ExplainedPart) -> ToldPart:
        """The part, as a person reads it."""
        text = f"{part.label}: {number(part.value, part.decimals)}"
        return cls(text, tuple(f"{e.unit.labelled}{_where(e)}" for e in part.evidence))


class ToldPlace(Struct, frozen=True):
    """One place and where its figure comes from, in words."""

    name: str
    text: str
    rule: str
    """How it is counted; that nothing is."""
    sums: tuple[str, ...] = ()
    parts: tuple[ToldPart, ...] = ()


def _where(evidence: Evidence) -> str:
    said = f": {evidence.said}" if evidence.said else ""
    return f"{said} · {evidence.source}" if evidence.source else said


def explain_place(
    root: Path, text: str, asked: str, as_of: str | None = None, progress: ShowProgress = Unseen
) -> ExplainedPlaces:
    """Where the figures of the places that `asked` names come from.

    Raises:
        Stopped: it names nothing; what can be asked, and what is nearest, is told.
    """
    period, now = period_of(text), clock(as_of)
    workspace, register = open_register(root, period)
    until = now if as_of else None
    material = read_material(
        workspace, register, period, now, until=until, read_only=True, progress=progress
    )
    known = places_of(monthly_context(material))
    places = found(known, asked) or _by_code(material.now, asked)
    if not places:
        near = _nearest(material.now, known, asked)
        told = {"value": asked, "near": (f"; gần giống: {', '.join(near)}",) if near else ""}
        raise Stopped((machine.UNKNOWN_PLACE.at(Source("CHỖ"), **told),), Cause.USAGE)
    trend = course_of(material.earlier, material.before, material.now)
    explained = (
        (p, explain(material.now, p.basis, trend, material.before) if p.basis else None)
        for p in places
    )
    return ExplainedPlaces(period, tuple(explained))


def _by_code(now: Consolidated, asked: str) -> tuple[Place, ...]:
    """What has that code or name: an obligation, also as documents cite it, an indicator, a unit (also without "Xã")."""
    wanted, told, known = asked.strip().casefold(), fold(asked), [*_askable(now)]
    some = [each for each in known if each.code.casefold() == wanted]
    some = some or [each for each in known if told == fold(each.name) or each.is_cited(told)]
    if some:
        return tuple(each.place for each in some)
    units = [f.unit for f in now.filings]
    named = (
        [u for u in units if u.code.casefold() == wanted]
        or [u for u in units if told in (fold(u.short_name), fold(u.name))]
        or [u for u in units if " " in told and fold(u.short_name).endswith(f" {told}")]
    )
    begun = [each.place for each in _begun(now, told)]
    return tuple(place for unit in named for place in _of_unit(now, unit)) or (
        tuple(begun) if len(begun) == 1 else ()
    )


class _Askable(Struct, frozen=True):
    """An obligation or an indicator."""

    code: str
    name: str
    place: Place
    cited: frozenset[tuple[str, str]] = frozenset()

    def is_cited(self, told: str) -> bool:
        """``ý (3), mục 1`` or ``mục 1 ý 3``, folded."""
        return bool(self.cited) and frozenset(_CITED.findall(told)) == self.cited


def _askable(now: Consolidated) -> Iterator[_Askable]:
    for each in now.register.obligations:
        place = Place(
            f"Nhiệm vụ {each.code}", each.short_text, Basis(About.OBLIGATION, (each.code,))
        )
        told = frozenset(_CITED.findall(fold(cited([each]))))
        yield _Askable(each.code, each.short_text, place, told)
    for one in (total.indicator for total in now.totals):
        place = Place(f"Chỉ tiêu {one.code}", one.name, Basis(About.INDICATOR, (one.code,)))
        yield _Askable(one.code, one.name, place)


def _begun(now: Consolidated, told: str) -> Iterator[_Askable]:
    """Those whose names begin with these words."""
    if len(told.split()) >= _BEGINNING:
        yield from (each for each in _askable(now) if fold(each.name).startswith(told))


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
    begun = [f"{each.code} ({each.name})" for each in _begun(now, fold(asked))]
    if begun:
        return begun[:_NEAREST]
    names = [
        *(place.name for place in places),
        *(o.code for o in now.register.obligations),
        *(i.code for i in now.register.indicators),
        *(filing.unit.short_name for filing in now.filings),
        *(filing.unit.code for filing in now.filings),
    ]
    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(fold(name), name)
    return [folded[key] for key in difflib.get_close_matches(fold(asked), folded, n=_NEAREST)]
