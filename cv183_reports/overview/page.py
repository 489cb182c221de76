"""The page itself: what it shows, as frozen values, through one template; nothing of it is fetched from anywhere.

Texts of units reach it as text alone: Jinja escapes what stands in the page, what is told on demand
lies in a block of JSON without a single mark of markup.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import groupby

import msgspec
from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup
from msgspec import Struct

from cv183_reports.consolidation.progress import Point, completion
from cv183_reports.model import Obligation, Unit
from cv183_reports.model.consolidated import Consolidated, FilingStanding, Standing, UnitFiling
from cv183_reports.narrative.filing import CallGroup, calls
from cv183_reports.narrative.phrases import cited
from cv183_reports.overview.answers import FILED, SIGNS, ToldUnit, coloured_as, told_units
from cv183_reports.vietnamese.text import fold
from cv183_reports.vietnamese.wording import (
    SAMPLE_MARK,
    count,
    instant,
    percent,
    percent_points,
    period_name,
    tabular_period,
    upper_first,
)

OVERVIEW_FILE = "tinh-hinh.html"
_WIDE, _HIGH, _EDGE = 120, 26, 3
"""Of a small line, in pixels."""
_LEAST_SPAN = Decimal(10)
"""Points that the height of a small line stands for at least: a tenth of a point is no cliff."""
_BAR = 1000
"""Units that a bar is wide."""
_MARKUP = "<>&\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"
"""What could end or change the block of JSON."""


class LegendItem(Struct, frozen=True):
    """One class, and how many are in it."""

    look: str
    sign: str
    label: str
    number: int


class LegendGroup(Struct, frozen=True):
    """Classes that belong together."""

    label: str
    items: tuple[LegendItem, ...]

    @property
    def number(self) -> int:
        """Assignments in all of them."""
        return sum(item.number for item in self.items)


class BarPiece(Struct, frozen=True):
    """One part of the bar over the units."""

    look: str
    label: str
    number: int
    begins: int
    width: int


class SmallLine(Struct, frozen=True):
    """One share over the months."""

    label: str
    value: str
    """Of this month."""
    points: str
    """As SVG has them; of one month a single one."""
    end: tuple[str, str]
    told: str
    """From which month on, and what it was the month before."""


class MapColumn(Struct, frozen=True):
    """One obligation."""

    code: str
    cited: str
    """As the dispatch numbers it: ``ý (3), mục 1``."""
    text: str


class MapSection(Struct, frozen=True):
    """The columns of one section of the dispatch."""

    number: str
    title: str
    columns: tuple[MapColumn, ...]

    @property
    def is_single(self) -> bool:
        """Whether the section is one obligation as a whole."""
        return len(self.columns) == 1 and self.columns[0].code == self.number


class MapCell(Struct, frozen=True):
    """One assignment."""

    look: str
    sign: str
    label: str


class MapRow(Struct, frozen=True):
    """One unit."""

    unit: Unit
    folded: str
    """What is searched."""
    look: str
    filed: str
    owes: bool
    cells: tuple[MapCell | None, ...]
    """None: the obligation is not the unit's."""


class MapGroup(Struct, frozen=True):
    """The units of one group."""

    code: str
    name: str
    filed: int
    rows: tuple[MapRow, ...]


class OverviewPage(Struct, frozen=True):
    """Everything that stands on the page."""

    title: str
    issuer: str
    as_of: str
    mark: str
    """That figures are invented; empty: none is."""
    filed: int
    expected: int
    share: str
    bar: tuple[BarPiece, ...]
    width: int
    done: str
    lines: tuple[SmallLine, ...]
    calls: tuple[CallGroup, ...]
    legend: tuple[LegendGroup, ...]
    sections: tuple[MapSection, ...]
    groups: tuple[MapGroup, ...]
    officers: tuple[str, ...]

    @property
    def called(self) -> int:
        """Units to phone."""
        return sum(len(group.calls) for group in self.calls)

    @property
    def columns(self) -> tuple[MapColumn, ...]:
        """Of all sections."""
        return tuple(column for section in self.sections for column in section.columns)


def overview_page(now: Consolidated, course: Sequence[Point]) -> OverviewPage:
    """What the page shows of the month.

    Args:
        now: the month.
        course: this month and those before it, the oldest first.
    """
    point = course[-1]
    told = completion(now.assignments)
    done = f"{count(told.done)}/{count(told.owed)}"
    return OverviewPage(
        title=f"Tình hình báo cáo {period_name(now.period)}",
        issuer=now.register.settings.board.name,
        as_of=instant(now.as_of),
        mark=SAMPLE_MARK if any(each.sample for each in course) else "",
        filed=point.filed,
        expected=point.owing,
        share=percent(point.filed, point.owing) if point.owing else "",
        bar=_bar(now),
        width=_BAR,
        done=f"{done} nhiệm vụ phải hoàn thành",
        lines=tuple(_lines(course)),
        calls=calls(now),
        legend=_legend(now),
        sections=_sections(now),
        groups=_groups(now),
        officers=tuple(sorted({f.unit.officer for f in now.filings if f.unit.officer}, key=fold)),
    )


def _bar(now: Consolidated) -> tuple[BarPiece, ...]:
    """All units by how they filed, side by side."""
    tally, begun = now.filing_tally(), 0
    pieces = []
    for standing in FilingStanding:
        begins, begun = begun, begun + tally[standing]
        x, end = (_BAR * each // max(len(now.filings), 1) for each in (begins, begun))
        label = standing.value
        pieces.append(BarPiece(coloured_as(standing), label, tally[standing], x, end - x))
    return tuple(pieces)


def _lines(course: Sequence[Point]) -> Iterable[SmallLine]:
    """What can be told of the months in one line each."""
    told = (
        ("Tỷ lệ đã gửi", [each.filing_rate for each in course]),
        ("Tỷ lệ hoàn thành", [each.done_rate for each in course]),
        ("Tỷ lệ quá hạn", [each.overdue_rate for each in course]),
    )
    months = [tabular_period(each.period) for each in course]
    for label, rates in told:
        known = [
            (month, rate) for month, rate in zip(months, rates, strict=True) if rate is not None
        ]
        if known and rates[-1] is not None:
            yield _line(label, known)


def _line(label: str, known: Sequence[tuple[str, Decimal]]) -> SmallLine:
    rates = [rate for _, rate in known]
    low, high = min(rates), max(rates)
    span = max(high - low, _LEAST_SPAN)
    base = (low + high - span) / 2
    step = Decimal(_WIDE - 2 * _EDGE) / max(len(rates) - 1, 1)
    places = [
        (
            _pixels(_EDGE + at * step),
            _pixels(_EDGE + (base + span - rate) / span * (_HIGH - 2 * _EDGE)),
        )
        for at, rate in enumerate(rates)
    ]
    since = _since(known)
    points = " ".join(",".join(place) for place in places)
    return SmallLine(label, percent_points(rates[-1]), points, places[-1], since)


def _since(known: Sequence[tuple[str, Decimal]]) -> str:
    """From which month on the line goes, and what it was the month before."""
    if len(known) == 1:
        return f"Kỳ đầu: {known[0][0]}"
    month, rate = known[-2]
    begun = "" if len(known) == 2 else f"; đường vẽ từ {known[0][0]}"  # noqa: PLR2004
    return f"Kỳ trước ({month}): {percent_points(rate)}{begun}"


def _pixels(value: Decimal) -> str:
    return f"{value:.1f}"


def _legend(now: Consolidated) -> tuple[LegendGroup, ...]:
    tally = now.tally()
    return tuple(
        LegendGroup(
            label,
            tuple(
                LegendItem(coloured_as(standing), sign.sign, standing.value, tally[standing])
                for standing, sign in those
            ),
        )
        for label, those in groupby(SIGNS.items(), key=lambda pair: pair[1].group)
    )


def _sections(now: Consolidated) -> tuple[MapSection, ...]:
    def column(obligation: Obligation) -> MapColumn:
        return MapColumn(obligation.code, cited([obligation]), obligation.short_text)

    return tuple(
        MapSection(number, those[0].section, tuple(map(column, those)))
        for number, each in groupby(now.register.obligations, key=lambda o: o.section_number)
        if (those := list(each))
    )


def _groups(now: Consolidated) -> tuple[MapGroup, ...]:
    standings = {(a.unit.code, a.obligation.code): a.standing for a in now.assignments}
    found = []
    for group in now.register.groups:
        filings = [filing for filing in now.filings if filing.unit.group == group.code]
        if filings:
            rows = tuple(_row_of(now, filing, standings) for filing in filings)
            came = sum(filing.receipt is not None for filing in filings)
            found.append(MapGroup(group.code, upper_first(group.name), came, rows))
    return tuple(found)


def _row_of(
    now: Consolidated, filing: UnitFiling, standings: dict[tuple[str, str], Standing]
) -> MapRow:
    unit = filing.unit
    searched = (unit.code, unit.short_name, unit.name, *unit.former_names, unit.officer)
    wrong = len(filing.to_mend)
    mend = f", sửa {count(wrong)}" if wrong and filing.debt and filing.receipt else ""
    return MapRow(
        unit,
        fold(" ".join(searched)),
        coloured_as(filing.standing),
        FILED[filing.standing] + mend,
        filing.debt is not None,
        tuple(_cell(standings.get((unit.code, o.code))) for o in now.register.obligations),
    )


def _cell(standing: Standing | None) -> MapCell | None:
    if standing is None:
        return None
    return MapCell(coloured_as(standing), SIGNS[standing].sign, standing.value)


class _OnDemand(Struct, frozen=True):
    """What the page tells of what is chosen."""

    columns: tuple[MapColumn, ...]
    looks: dict[str, tuple[str, str]]
    """Sign and label of each class."""
    units: dict[str, ToldUnit]


def write_page(now: Consolidated, course: Sequence[Point]) -> bytes:
    """The page, whole: the same month gives the same bytes (see `overview_page`)."""
    page = overview_page(now, course)
    looks = {coloured_as(standing): (sign.sign, standing.value) for standing, sign in SIGNS.items()}
    style, script = palette() + _part("page.css"), _part("page.js")
    pieces = _template().generate(
        page=page,
        style=Markup(style),  # noqa: S704 – our own file
        script=Markup(script),  # noqa: S704 – likewise
        told=_told(_OnDemand(page.columns, looks, {}), told_units(now)),
        policy=policy(style, script),
    )
    whole = BytesIO()  # the pieces of thousands of units weigh several times as much
    for piece in pieces:
        whole.write(piece.encode())
    return whole.getvalue()


def _told(told: _OnDemand, units: Iterable[tuple[str, ToldUnit]]) -> Iterator[str]:
    """`told` with these units, as JSON for a script element (see `in_script`), one after the other."""
    whole = in_script(told)
    yield whole[:-2]
    for rank, (code, unit) in enumerate(units):
        if rank:
            yield ","
        yield in_script({code: unit})[1:-1]
    yield whole[-2:]


def palette() -> str:
    """The colours of our pages, as a style sheet; what is styled by them stands behind it."""
    return _part("palette.css")


def policy(style: str, script: str) -> str:
    """What the browser may do: apply this style, run this script, and nothing else at all."""
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def in_script(told: object) -> Markup:
    """JSON that may stand in a script element, whatever it says."""
    text = msgspec.json.encode(told).decode()
    for mark in _MARKUP:  # `translate` takes ten times as long
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return Markup(text)  # noqa: S704 – no mark of markup is left in it


def _part(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    return environment.from_string(_part("page.html"))
