"""Records → Consolidated. Counting starts from obligations × units, never from the files that came.

How figures of units become one value of an indicator (Cách tổng hợp), and how it changed since last month, stands at the top.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.model import (
    LOCAL,
    Aggregation,
    Figure,
    Filing,
    Indicator,
    Kind,
    Nature,
    Obligation,
    Period,
    Record,
    Register,
    Status,
    Unit,
    Waiver,
)
from cv183_reports.model.consolidated import (
    AfterClosing,
    Assignment,
    CarriedFigures,
    Consolidated,
    FilingStanding,
    IndicatorTotal,
    Standing,
    UnitFiling,
    by_indicator,
    making,
)
from cv183_reports.model.finding import Finding
from cv183_reports.vietnamese.text import fold

Earlier = Sequence[tuple[Period, Mapping[str, Filing]]]
"""What counted in the months before, by unit, the latest first."""
Given = Mapping[str, Mapping[str, Decimal]]
"""Unit → indicator → figure."""


def asked_for(
    indicator: Indicator, register: Register, filings: Iterable[UnitFiling]
) -> list[UnitFiling]:
    """Units that are asked for all that makes `indicator`; `register`: as of the month."""
    parts = [each for each in register.indicators if each.code in indicator.parts]
    return [filing for filing in filings if all(map(filing.is_asked_for, parts))]


def given_whole(indicator: Indicator, figures: Iterable[Figure]) -> Given:
    """The figures that make `indicator`, of the units that gave all of them.

    A unit that left one part of a ratio out would bend it.
    """
    parts = set(indicator.parts)
    given: dict[str, dict[str, Decimal]] = {}
    for figure in figures:
        if figure.indicator in parts:
            given.setdefault(figure.unit, {})[figure.indicator] = figure.value
    return {unit: values for unit, values in given.items() if values.keys() == parts}


def brought_together(indicator: Indicator, given: Given, units: Collection[str]) -> Decimal | None:
    """The value over `units`, exact; None over none, or where nothing stands below the line."""
    if not units:
        return None
    if indicator.aggregation is Aggregation.RATIO:
        below = _sum(indicator.denominator, given, units)
        return _sum(indicator.numerator, given, units) * 100 / below if below else None
    total = _sum((indicator.code,), given, units)
    return total / len(units) if indicator.aggregation is Aggregation.AVERAGE else total


def _sum(codes: Iterable[str], given: Given, units: Collection[str]) -> Decimal:
    return sum((given[unit][code] for code in codes for unit in units), Decimal())


def carried_figures(
    register: Register, filings: Iterable[UnitFiling], earlier: Earlier
) -> tuple[CarriedFigures, ...]:
    """What stands or has added up does not vanish with a file that did not come.

    Args:
        register: as of the month.
        filings: of the month.
        earlier: what counted in the months before, by unit, the latest first.
    """
    found = []
    for filing in filings:
        last = _last_report(filing.unit.code, earlier)
        if filing.receipt is not None or last is None:
            continue
        kept = {
            indicator.code
            for indicator in register.indicators
            if indicator.nature is not Nature.FLOW and filing.is_asked_for(indicator)
        }
        figures = tuple(figure for figure in last.figures if figure.indicator in kept)
        if figures:
            found.append(CarriedFigures(filing.unit, last.period, figures, last.sample))
    return tuple(found)


def _last_report(unit: str, earlier: Earlier) -> Filing | None:
    return next((filings[unit] for _, filings in earlier if unit in filings), None)


def totals_of(
    register: Register,
    filings: Sequence[UnitFiling],
    accepted: Iterable[Filing],
    carried: Iterable[CarriedFigures],
) -> tuple[IndicatorTotal, ...]:
    """Every indicator over all units of which it is known; `register`: as of the month."""
    figures = by_indicator(figure for each in accepted for figure in each.figures)
    silent = by_indicator(figure for each in carried for figure in each.figures)

    def total(indicator: Indicator) -> IndicatorTotal:
        given, kept = (given_whole(indicator, making(indicator, f)) for f in (figures, silent))
        known = {**given, **kept}
        value = brought_together(indicator, known, known)
        asked = len(asked_for(indicator, register, filings))
        return IndicatorTotal(indicator, value, asked, len(given), len(kept))

    return tuple(map(total, register.indicators))


class Change(Struct, frozen=True):
    """How one indicator moved, over the units of which it is known in both months."""

    indicator: Indicator
    exact_now: Decimal
    exact_before: Decimal
    units: int
    """Units of which it is known in both months (for a ratio: all its parts)."""

    @property
    def now(self) -> Decimal:
        """As totals are shown."""
        return self.indicator.rounded(self.exact_now)

    @property
    def before(self) -> Decimal:
        """As totals are shown."""
        return self.indicator.rounded(self.exact_before)

    @property
    def difference(self) -> Decimal:
        """Above zero: more than last month. Of the exact values, rounded once."""
        digits = Decimal(1).scaleb(-self.indicator.total_decimals)
        return (self.exact_now - self.exact_before).quantize(digits, ROUND_HALF_UP)


def change_of(
    indicator: Indicator, now: Consolidated, before: Consolidated | None
) -> Change | None:
    """The change of `indicator`; None when of no unit it is known in both months."""
    if before is None:
        return None
    here, there = (given_whole(indicator, month.known_of(indicator)) for month in (now, before))
    units = here.keys() & there.keys()
    later = brought_together(indicator, here, units)
    earlier = brought_together(indicator, there, units)
    if later is None or earlier is None:
        return None
    return Change(indicator, later, earlier, len(units))


T = TypeVar("T")
_WITHOUT_DEADLINE = {
    Status.DONE: Standing.DONE,
    Status.IN_PROGRESS: Standing.UNDER_WAY,
    Status.NOT_STARTED: Standing.NOT_BEGUN,
}
_NOT_OWED = {
    Status.NOT_ARISING: Standing.NOT_ARISING,
    Status.NOT_COMPETENT: Standing.NOT_COMPETENT,
}


def consolidate(
    register: Register,
    period: Period,
    filings: Iterable[Filing],
    *,
    as_of: datetime,
    unreadable: Mapping[str, Sequence[str]],
    earlier: Earlier = (),
    findings: Sequence[Finding] = (),
    texts: bool = True,
) -> Consolidated:
    """Everything the documents may say of `period`, judged at `as_of`.

    Args:
        register: who owes what.
        period: the month.
        filings: at most one for each unit; their order does not matter.
        as_of: the instant of judgement, aware.
        unreadable: unit code → files that came from it and do not count.
        earlier: what counted in the months before, by unit, the latest first.
        findings: carried along for the documents that list them.
        texts: whether what units say is brought together, too; who only counts needs none.
    """
    register, by_unit = register.at(period), {filing.unit: filing for filing in filings}
    units = register.units_in(period)
    accepted = tuple(by_unit[unit.code] for unit in units if unit.code in by_unit)
    filed = tuple(
        _unit_filing(register, unit, period, by_unit.get(unit.code), unreadable.get(unit.code, ()))
        for unit in units
    )
    assignments = tuple(
        _assignment(
            unit,
            obligation,
            period,
            by_unit.get(unit.code),
            as_of,
            unreadable=bool(unreadable.get(unit.code)),
            waiver=_waiver(register, unit, obligation, period, filed=unit.code in by_unit),
            earlier=earlier,
        )
        for unit, obligation in _owed(register, units, {f.unit.code: f.unseen for f in filed})
    )
    carried = carried_figures(register, filed, earlier)
    found = Consolidated(
        register=register,
        period=period,
        as_of=as_of,
        sample=_is_invented((*accepted, *_kept_from(assignments, earlier)), carried),
        filings=filed,
        assignments=assignments,
        totals=totals_of(register, filed, accepted, carried),
        accepted=accepted,
        findings=tuple(findings),
        carried=carried,
    )
    return _with_texts(found) if texts else found


def _with_texts(month: Consolidated) -> Consolidated:
    # Who only counts does without what compares texts.
    from cv183_reports.consolidation.themes import (  # noqa: PLC0415
        difficulties,
        plans,
        proposals,
        results,
    )

    register, accepted = month.register, month.accepted
    return replace(
        month,
        difficulties=difficulties(register, accepted),
        proposals=proposals(register, accepted),
        plan_themes=plans(register, accepted),
        results=results(register, register.units_in(month.period), accepted),
    )


def after_closing(
    published: Consolidated, later: Iterable[Filing], earlier: Earlier
) -> AfterClosing | None:
    """What the filings that came `later` would change of a month that is closed; None: nothing.

    Args:
        published: the month as it was closed.
        later: at most one for each unit.
        earlier: what still counted of the months before it.
    """
    told = {filing.unit: filing for filing in later}
    if not told:
        return None
    filings = {**{filing.unit: filing for filing in published.accepted}, **told}
    unreadable = {
        filing.unit.code: filing.files
        for filing in published.filings
        if filing.standing is FilingStanding.FAULTY and filing.unit.code not in told
    }
    anew = consolidate(
        published.register,
        published.period,
        filings.values(),
        as_of=published.as_of,
        unreadable=unreadable,
        earlier=earlier,
        texts=False,
    )
    indicators = _differing(_values(published), _values(anew))
    assignments = _differing(_standings(published), _standings(anew))
    if not indicators and not assignments:
        return None
    units = tuple(unit for unit in published.register.units if unit.code in told)
    return AfterClosing(published.period, units, indicators, assignments)


def _differing(one: Mapping[T, object], other: Mapping[T, object]) -> int:
    return sum(one.get(key) != other.get(key) for key in {**one, **other})


def _values(month: Consolidated) -> dict[str, object]:
    return {total.indicator.code: total.value for total in month.totals}


def _standings(month: Consolidated) -> dict[tuple[str, str], object]:
    return {(a.unit.code, a.obligation.code): a.standing for a in month.assignments}


def cut_off(register: Register, period: Period, now: datetime) -> datetime:
    """The instant a month is judged at: now, but never later than the deadline of its files.

    So a month that is over gives the same documents on whatever day they are built.
    """
    return min(now, register.due(period))


def _waiver(
    register: Register, unit: Unit, obligation: Obligation, period: Period, *, filed: bool
) -> Waiver | None:
    """What excuses the assignment: a decision on it, or one on the file it is told in."""
    own = register.waiver(unit, obligation, period)
    return own if own or filed else register.waiver(unit, register.filing, period)


def _unit_filing(
    register: Register,
    unit: Unit,
    period: Period,
    filing: Filing | None,
    unreadable: Sequence[str],
) -> UnitFiling:
    """How `unit` filed. A file received at the deadline itself is late (exclusive instant)."""
    obligations = register.obligations_of(unit)
    waived = [
        o.code for o in obligations if _waiver(register, unit, o, period, filed=filing is not None)
    ]
    unseen = filing.unseen.difference(waived) if filing else frozenset[str]()
    codes = [o.code for o in obligations if o.code not in {*waived, *unseen}]
    excused = register.waiver(unit, register.filing, period)
    if excused:
        standing = FilingStanding.WAIVED
    elif filing is None:
        standing = FilingStanding.FAULTY if unreadable else FilingStanding.MISSING
    else:
        due = register.due(period)
        standing = FilingStanding.ON_TIME if filing.receipt.is_before(due) else FilingStanding.LATE
    wrong = filing.faulty_figures if filing else frozenset()
    told = [code for code in codes if code != register.filing.code]
    return UnitFiling(
        unit=unit,
        standing=standing,
        receipt=filing.receipt if filing else None,
        files=(filing.file,) if filing else tuple(unreadable),
        owed=len(codes),
        faulty=tuple(code for code in told if filing and code in filing.faulty),
        blank=tuple(code for code in told if filing and code in filing.blank),
        faulty_figures=tuple(i.code for i in register.indicators if i.code in wrong),
        waived=tuple(waived),
        waiver=excused,
        unseen=unseen,
        short=tuple(code for code in told if filing and code in filing.short),
    )


def _owed(
    register: Register, units: Sequence[Unit], unseen: Mapping[str, frozenset[str]]
) -> Iterator[tuple[Unit, Obligation]]:
    """Who owes what, but for what the form of the unit did not ask yet."""
    for obligation in register.obligations:
        for unit in units:
            asked = {unit.code, unit.group} & set(obligation.assigned_to)
            if asked and obligation.code not in unseen[unit.code]:
                yield unit, obligation


def _assignment(
    unit: Unit,
    obligation: Obligation,
    period: Period,
    filing: Filing | None,
    as_of: datetime,
    *,
    unreadable: bool,
    waiver: Waiver | None,
    earlier: Earlier,
) -> Assignment:
    deadline = obligation.deadline.at(period) if obligation.deadline else None
    record, reported_in = _record_of(filing, obligation), None
    if filing is None and waiver is None:
        record, reported_in = _done_before(unit, obligation, earlier)
    if waiver is not None:
        standing = Standing.WAIVED
    elif obligation.judged_by_receipt:
        assert deadline is not None
        standing = _by_receipt(filing, deadline, as_of, unreadable=unreadable)
    elif record is not None:
        standing = _by_record(record, deadline, as_of)
    elif filing is None:
        standing = Standing.FAULTY if unreadable else Standing.NOT_FILED
    else:
        standing = Standing.BLANK if obligation.code in filing.blank else Standing.FAULTY
    return Assignment(unit, obligation, standing, deadline, record, waiver, reported_in)


def _done_before(
    unit: Unit, obligation: Obligation, earlier: Earlier
) -> tuple[Record | None, Period | None]:
    """What the unit said last of what is done once, where that is that it did it; and when it said so."""
    if obligation.kind is not Kind.ONE_OFF or obligation.judged_by_receipt:
        return None, None
    for month, filings in earlier:
        record = _record_of(filings.get(unit.code), obligation)
        if record is not None:
            return (record, month) if record.status is Status.DONE else (None, None)
    return None, None


def still_counted(earlier: Earlier) -> Earlier:
    """Of the months before, the latest first, what can still count in a later one: the rest says nothing more.

    That is of each unit its last report, and of each obligation the last it validly said.
    """
    told: dict[str, set[str]] = {}
    left: list[tuple[Period, Mapping[str, Filing]]] = []
    for month, filings in earlier:
        kept = {}
        for unit, filing in filings.items():
            said = {record.obligation for record in filing.records}
            if unit not in told or said - told[unit]:
                kept[unit] = filing
            told.setdefault(unit, set()).update(said)
        left.append((month, kept))
    return tuple(left)


def _kept_from(assignments: Iterable[Assignment], earlier: Earlier) -> Iterator[Filing]:
    """The filings of months before that `assignments` rest on."""
    months = dict(earlier)
    return (months[a.reported_in][a.unit.code] for a in assignments if a.reported_in)


def _is_invented(filings: Iterable[Filing], carried: Iterable[CarriedFigures]) -> bool:
    """Whether any of it rests on an invented file."""
    return any(each.sample for each in filings) or any(each.sample for each in carried)


def _record_of(filing: Filing | None, obligation: Obligation) -> Record | None:
    if filing is None:
        return None
    return next((r for r in filing.records if r.obligation == obligation.code), None)


def _by_receipt(
    filing: Filing | None, deadline: datetime, as_of: datetime, *, unreadable: bool
) -> Standing:
    """Dispatch 1.4: the report itself is the proof."""
    if filing is not None:
        return Standing.DONE_ON_TIME if filing.receipt.is_before(deadline) else Standing.DONE_LATE
    if unreadable:
        return Standing.FAULTY
    return Standing.WITHIN_DEADLINE if as_of < deadline else Standing.OVERDUE


def _by_record(record: Record, deadline: datetime | None, as_of: datetime) -> Standing:
    if record.status in _NOT_OWED:
        return _NOT_OWED[record.status]
    if deadline is None:
        return _WITHOUT_DEADLINE[record.status]
    if record.status is Status.DONE:
        return _done(record, deadline)
    return Standing.WITHIN_DEADLINE if as_of < deadline else Standing.OVERDUE


def _done(record: Record, deadline: datetime) -> Standing:
    """On time when the day it was done began before the deadline.

    A record without a date is one that validation let through because its file came before the
    deadline, so it was done before it.
    """
    if record.done_on is None:
        return Standing.DONE_ON_TIME
    began = datetime.combine(record.done_on, time(), LOCAL)
    return Standing.DONE_ON_TIME if began < deadline else Standing.DONE_LATE


def is_board(register: Register, unit: Unit) -> bool:
    """Whether `unit` is the body to which all others send their files."""
    return fold(register.settings.board.name) == fold(unit.name)


def reminded(now: Consolidated) -> tuple[UnitFiling, ...]:
    """Who is written to, in official order: all that owe but the board, which does not write to itself."""
    return tuple(filing for filing in now.owing if not is_board(now.register, filing.unit))
