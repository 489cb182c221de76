"""What of a month is worth saying first: what moved most and through whom, who leads, who lags, what is unusual.

Found by the thresholds of the register alone; the words are of `narrative.evaluation`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import IntEnum
from itertools import accumulate
from operator import and_
from statistics import median

from msgspec import Struct

from cv183_reports.consolidation.consolidate import (
    Change,
    Given,
    brought_together,
    change_of,
    given_whole,
)
from cv183_reports.consolidation.progress import Point, completion, point_of
from cv183_reports.model import Aggregation, Better, Indicator, Kind, Nature, Thresholds, Unit
from cv183_reports.model.consolidated import (
    DONE_STANDINGS,
    Assignment,
    Consolidated,
    FilingStanding,
    Standing,
    UnitFiling,
)

_MAD_TO_DEVIATION = Decimal("1.4826")
"""Of a normal distribution: its standard deviation over its median absolute deviation."""


class Rating(IntEnum):
    """How a month goes; the higher the better."""

    LAGGING = 0
    FINDING_ITS_WAY = 1
    FAIR = 2
    GOOD = 3


class Contribution(Struct, frozen=True):
    """What one unit adds to the change of an indicator; over all units they add up to it."""

    unit: Unit
    change: Decimal
    """In the measure of the indicator; of a share, in points of the share over all."""


class Shift(Struct, frozen=True):
    """One main indicator that moved by as much as the register calls a change, as half of those asked tell it."""

    change: Change
    relative: Decimal
    """Of last month's value, in points, without its sign."""
    improved: bool
    through: tuple[Contribution, ...]
    """All who moved it the same way, who moved it most first."""


class Laggard(Struct, frozen=True):
    """One unit that a report has to name."""

    unit: Unit
    overdue: tuple[Assignment, ...]
    """But for the monthly file itself, the longest first."""
    days: int
    """Days by which the longest is overdue; 0 where nothing is."""
    silent: bool
    """Of this month nothing of it counts."""
    late_running: int
    """Months running, this one the last, in which it came late or nothing of it counted."""


class Unusual(Struct, frozen=True):
    """One indicator whose value a unit is far from that of the months before."""

    indicator: Indicator
    value: Decimal
    usual: Decimal
    """The median of the months before."""
    months: int
    deviations: Decimal
    """Robust deviations from the median, with their sign."""


class Salience(Struct, frozen=True):
    """What stands out; every tuple with the most telling first."""

    rating: Rating | None
    """None: too few sent anything to judge by."""
    improved: tuple[Shift, ...]
    worsened: tuple[Shift, ...]
    leaders: tuple[Unit, ...]
    """In time, everything valid, all that they had to complete completed in time; in official order."""
    laggards: tuple[Laggard, ...]
    unusual: tuple[Unusual, ...]


def salience(
    now: Consolidated, before: Consolidated | None, earlier: Sequence[Point] = ()
) -> Salience:
    """What of `now` stands out.

    Args:
        now: the month.
        before: the month before; None where it is unknown.
        earlier: the months before that one, the oldest first.
    """
    here, known = point_of(now), (*earlier, *((point_of(before),) if before else ()))
    shifts = _shifts(now, before)
    return Salience(
        rating=rating_of(now),
        improved=tuple(shift for shift in shifts if shift.improved),
        worsened=tuple(shift for shift in shifts if not shift.improved),
        leaders=leading_units(now),
        laggards=_laggards(now, late_running(now, (here, *reversed(known)))),
        unusual=_unusual(now, before, here, known),
    )


def most_told(now: Consolidated) -> bool:
    """Whether half of the units, at least, told something that counts: of fewer nothing is said of the whole."""
    return bool(now.filed) and 2 * now.filed >= len(now.expected)


def rating_of(now: Consolidated) -> Rating | None:
    """By the lower of two shares: of what can be completed and is, of units whose file came in time."""
    told, asked = completion(now.assignments), len(now.expected)
    if not most_told(now):
        return None
    in_time = now.filing_tally()[FilingStanding.ON_TIME]
    shares = [Decimal(100 * in_time) / asked]
    shares += [Decimal(100 * told.done) / told.owed] if told.owed else []
    limits = now.register.settings.thresholds
    reached = sum(min(shares) >= least for least in (limits.poor, limits.fair, limits.good))
    best = Rating.FAIR if now.overdue_tasks else Rating.GOOD
    return min(Rating(reached), best)


def _shifts(now: Consolidated, before: Consolidated | None) -> list[Shift]:
    limits = now.register.settings.thresholds
    found = [
        shift
        for indicator in now.register.indicators
        if indicator.is_main and indicator.better is not None and not _only_grows(indicator)
        if (shift := _shift(indicator, now, before, limits)) is not None
    ]
    return sorted(found, key=lambda s: (-s.relative, s.change.indicator.order))


def _only_grows(indicator: Indicator) -> bool:
    """What has added up since the beginning is no better for being more than last month."""
    return indicator.nature is Nature.CUMULATIVE


def _shift(
    indicator: Indicator, now: Consolidated, before: Consolidated | None, limits: Thresholds
) -> Shift | None:
    change, total = change_of(indicator, now, before), now.total(indicator.code)
    if change is None or before is None or not change.difference or not change.exact_before:
        return None
    if total is None or 2 * (change.units - total.carried) < total.asked:
        return None
    relative = abs((change.exact_now - change.exact_before) * 100 / change.exact_before)
    if relative < limits.moved:
        return None
    rose = change.difference > 0
    through = _through(indicator, now, before, rose=rose)
    return Shift(change, relative, rose == (indicator.better is Better.HIGHER), through)


def _through(
    indicator: Indicator, now: Consolidated, before: Consolidated, *, rose: bool
) -> tuple[Contribution, ...]:
    added = contributions(indicator, now, before)
    same_way = [each for each in added if each.change and (each.change > 0) == rose]
    return tuple(sorted(same_way, key=lambda c: (-abs(c.change), c.unit.order)))


def contributions(
    indicator: Indicator, now: Consolidated, before: Consolidated
) -> tuple[Contribution, ...]:
    """What each unit adds to the change of `indicator`, over the units known in both months.

    Of a share p/q that went from r: 100 × ((p' - r q') / Q' - (p - r q) / Q), which adds up to the change
    of the share, since the second terms add up to nothing.
    """
    here, there = (given_whole(indicator, each.known_of(indicator)) for each in (now, before))
    both = [f.unit for f in now.filings if f.unit.code in here and f.unit.code in there]
    codes = [unit.code for unit in both]
    if indicator.aggregation is not Aggregation.RATIO:
        shared = len(both) if indicator.aggregation is Aggregation.AVERAGE else 1
        code = indicator.code
        return tuple(
            Contribution(u, (here[u.code][code] - there[u.code][code]) / shared) for u in both
        )
    rate = brought_together(indicator, there, codes)
    below = [_below(indicator, given, codes) for given in (here, there)]
    if rate is None or not all(below):
        return ()
    return tuple(
        Contribution(
            unit,
            _excess(indicator, here[unit.code], rate) / below[0]
            - _excess(indicator, there[unit.code], rate) / below[1],
        )
        for unit in both
    )


def _below(indicator: Indicator, given: Given, codes: Sequence[str]) -> Decimal:
    return sum((given[c][part] for c in codes for part in indicator.denominator), Decimal())


def _excess(indicator: Indicator, figures: Mapping[str, Decimal], rate: Decimal) -> Decimal:
    """What a unit has above the line beyond what `rate` (in points) of its own below would be, × 100."""
    above = sum((figures[part] for part in indicator.numerator), Decimal())
    below = sum((figures[part] for part in indicator.denominator), Decimal())
    return 100 * above - rate * below


def leading_units(now: Consolidated) -> tuple[Unit, ...]:
    """In time, everything valid, all that they had to complete completed in time; in official order.

    What has to be completed is what `completion` counts: what does not arise is in it and not done.
    """
    owed: dict[str, set[Standing]] = {}
    for each in now.assignments:
        if each.obligation.kind is not Kind.ONGOING and each.standing is not Standing.WAIVED:
            owed.setdefault(each.unit.code, set()).add(each.standing)
    return tuple(f.unit for f in now.expected if _leads(f, owed.get(f.unit.code, set())))


def _leads(filing: UnitFiling, owed: set[Standing]) -> bool:
    is_whole = filing.standing is FilingStanding.ON_TIME and filing.debt is None
    return is_whole and bool(owed) and owed <= DONE_STANDINGS - {Standing.DONE_LATE}


def days_overdue(assignment: Assignment, now: Consolidated) -> int:
    """From the day of its deadline to that of judgement, as an office counts days, whatever the hour."""
    assert assignment.deadline is not None
    return (now.as_of.date() - assignment.deadline.date()).days


def by_days_overdue(now: Consolidated) -> list[Assignment]:
    """Tasks that are overdue, the longest first."""
    return sorted(
        now.overdue_tasks, key=lambda a: (-days_overdue(a, now), a.obligation.order, a.unit.order)
    )


def _laggards(now: Consolidated, running: Counter[str]) -> tuple[Laggard, ...]:
    """Whoever is overdue, silent, or late too many months running; the heaviest first."""
    least = now.register.settings.thresholds.repeated
    overdue: dict[str, list[Assignment]] = {}
    for each in by_days_overdue(now):
        overdue.setdefault(each.unit.code, []).append(each)
    found = []
    for filing in now.expected:
        code = filing.unit.code
        late = overdue.get(code, [])
        days = days_overdue(late[0], now) if late else 0
        silent = filing.receipt is None and now.as_of >= now.due
        if late or silent or running[code] >= least:
            found.append(Laggard(filing.unit, tuple(late), days, silent, running[code]))
    return tuple(sorted(found, key=_weight))


def _weight(laggard: Laggard) -> tuple[int, int, int, int]:
    return -len(laggard.overdue), -laggard.late_running, -laggard.days, laggard.unit.order


def late_running(now: Consolidated, latest_first: Sequence[Point]) -> Counter[str]:
    """Months running, this one the last, in which each unit came late or nothing of it counted."""
    running: Counter[str] = Counter()
    if now.as_of >= now.due:
        for still in accumulate((point.late for point in latest_first), and_):
            running.update(still)
    return running


def _unusual(
    now: Consolidated, before: Consolidated | None, here: Point, known: Sequence[Point]
) -> tuple[Unusual, ...]:
    """By the value a unit, so that a month in which fewer filed is not unusual for that.

    Months that hardly differ make a spread of next to nothing: what is not a change is not unusual.
    """
    limits = now.register.settings.thresholds
    found = []
    for indicator in now.register.indicators:
        value = value_of_each(here, indicator)
        past = [one for point in known if (one := value_of_each(point, indicator)) is not None]
        if value is None or len(past) < limits.outlying_months or _only_grows(indicator):
            continue
        usual = median(past)
        spread = median(abs(one - usual) for one in past) * _MAD_TO_DEVIATION
        moved = 100 * abs(value - usual) >= limits.moved * abs(usual)
        is_far = moved and spread and abs(value - usual) > limits.outlying * spread
        if is_far and not _only_others_tell(indicator, now, before, (here, *known)):
            away = (value - usual) / spread
            found.append(Unusual(indicator, value, usual, len(past), away))
    return tuple(sorted(found, key=lambda u: (-abs(u.deviations), u.indicator.order)))


def _only_others_tell(
    indicator: Indicator, now: Consolidated, before: Consolidated | None, months: Sequence[Point]
) -> bool:
    """Whether the value a unit moved because more or fewer units tell it, those of both months as they did."""
    counts = {t.units for each in months for t in each.totals if t.indicator.code == indicator.code}
    change = change_of(indicator, now, before) if len(counts) > 1 else None
    if change is None:
        return False
    moved, least = (
        abs(change.exact_now - change.exact_before),
        now.register.settings.thresholds.moved,
    )
    return not moved or 100 * moved < least * abs(change.exact_before)


def value_of_each(point: Point, indicator: Indicator) -> Decimal | None:
    """The value a unit that gave it; of a share or a mean, the value itself."""
    total = next((t for t in point.totals if t.indicator.code == indicator.code), None)
    if total is None or total.value is None or not total.units:
        return None
    adds = indicator.aggregation in (Aggregation.SUM, Aggregation.LAST)
    return total.value / total.units if adds else total.value
