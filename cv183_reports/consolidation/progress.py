"""How far the work has come: each obligation over all its units, since last month, over all months."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from enum import Enum, auto

from msgspec import Struct

from cv183_reports.model import Kind, Obligation, Period, Unit
from cv183_reports.model.consolidated import (
    DONE_STANDINGS,
    Assignment,
    Consolidated,
    FilingStanding,
    IndicatorTotal,
    Standing,
)
from cv183_reports.vietnamese.wording import deadline_words


class Stage(Enum):
    """Where an obligation stands as a whole: the first of these that fits, so that each is in one."""

    OVERDUE = auto()
    """A unit has not done it though its deadline has passed."""
    WITHIN_DEADLINE = auto()
    UNDER_WAY = auto()
    """Without a deadline, and some unit is at it."""
    NOT_BEGUN = auto()
    """Without a deadline, some unit has not begun it, and none is at it."""
    UNTOLD = auto()
    """Every unit that validly answered has done it; the others have not answered."""
    DONE = auto()
    """By every unit that has to."""
    NOT_OWED = auto()
    """No unit has to: not arising, not competent and the like."""


_STAGES = (
    (Stage.OVERDUE, {Standing.OVERDUE}),
    (Stage.WITHIN_DEADLINE, {Standing.WITHIN_DEADLINE}),
    (Stage.UNDER_WAY, {Standing.UNDER_WAY}),
    (Stage.NOT_BEGUN, {Standing.NOT_BEGUN}),
    (Stage.UNTOLD, {Standing.FAULTY, Standing.BLANK, Standing.NOT_FILED}),
    (Stage.DONE, set(DONE_STANDINGS)),
)
_UNTOLD = frozenset({Standing.FAULTY, Standing.BLANK, Standing.NOT_FILED})
KEPT_UP = frozenset({Standing.DONE, Standing.UNDER_WAY})
"""The classes that fulfil what is ongoing."""


class Progress(Struct, frozen=True):
    """One obligation over all units that owe it."""

    obligation: Obligation
    assigned: tuple[Assignment, ...]
    """In official order of the units; at least one."""
    stage: Stage


def progress(now: Consolidated) -> tuple[Progress, ...]:
    """Every obligation that some unit owes, in the order of the dispatch."""
    assigned: dict[str, list[Assignment]] = {}
    for assignment in now.assignments:
        assigned.setdefault(assignment.obligation.code, []).append(assignment)
    return tuple(
        Progress(obligation, tuple(owed), _stage(owed))
        for obligation in now.register.obligations
        if (owed := assigned.get(obligation.code))
    )


def _stage(assigned: list[Assignment]) -> Stage:
    standings = {assignment.standing for assignment in assigned}
    return next((stage for stage, some in _STAGES if some & standings), Stage.NOT_OWED)


class Completion(Struct, frozen=True):
    """How much of what can be completed is; what goes on all the time (thường xuyên) stands apart.

    What a waiver excuses is in neither.
    """

    completable: Counter[Standing]
    """Assignments of obligations that can be completed, by class."""
    ongoing: Counter[Standing]
    """Assignments of ongoing obligations, by class."""

    @property
    def owed(self) -> int:
        """Assignments to be completed."""
        return self.completable.total()

    @property
    def done(self) -> int:
        """Of those."""
        return sum(self.completable[standing] for standing in DONE_STANDINGS)

    @property
    def overdue(self) -> int:
        """Of those."""
        return self.completable[Standing.OVERDUE]

    @property
    def kept_up(self) -> int:
        """Of the ongoing ones, those that fulfil their obligation."""
        return sum(self.ongoing[standing] for standing in KEPT_UP)


def completion(assignments: Iterable[Assignment]) -> Completion:
    """The counts that every document tells completion by."""
    told = Completion(Counter(), Counter())
    for each in assignments:
        if each.standing is not Standing.WAIVED:
            is_ongoing = each.obligation.kind is Kind.ONGOING
            (told.ongoing if is_ongoing else told.completable)[each.standing] += 1
    return told


def fulfilled_by(obligation: Obligation) -> frozenset[Standing]:
    """The classes that fulfil it; what is ongoing is fulfilled by being done all along."""
    if obligation.kind is Kind.ONGOING:
        return KEPT_UP
    return DONE_STANDINGS


def gained(obligation: Obligation, now: Consolidated, before: Consolidated) -> int | None:
    """How many units more than last month fulfil it; None where the months cannot be compared.

    Counted over the units whose answer counts in both months, so that a file that is late in coming
    is not a step back; over all units where the coming of the file is itself the obligation. What
    is due each month is not compared before it is due.
    """
    if obligation.kind.recurs and _is_open(obligation, now):
        return None
    here, there = (_fulfilled(obligation, month) for month in (now, before))
    both = here.keys() & there.keys()
    return sum(here[unit] - there[unit] for unit in both) if both else None


def _is_open(obligation: Obligation, now: Consolidated) -> bool:
    deadline = obligation.deadline
    return deadline is not None and now.as_of < deadline.at(now.period)


class Moves(Struct, frozen=True):
    """Assignments validly answered in both months, but for what each month asks anew."""

    done: int
    done_before: int
    overdue: int
    overdue_before: int


def moves(now: Consolidated, before: Consolidated) -> Moves:
    """How all assignments moved since last month, over those that can be compared."""
    here, there = _answered(now), _answered(before)
    both = here.keys() & there.keys()
    pairs = [(here[key], there[key]) for key in both]
    return Moves(
        sum(standing in DONE_STANDINGS for standing, _ in pairs),
        sum(standing in DONE_STANDINGS for _, standing in pairs),
        sum(standing is Standing.OVERDUE for standing, _ in pairs),
        sum(standing is Standing.OVERDUE for _, standing in pairs),
    )


def _answered(month: Consolidated) -> dict[tuple[str, str], Standing]:
    return {
        (a.unit.code, a.obligation.code): a.standing
        for a in month.assignments
        if a.obligation.kind is Kind.ONE_OFF
        and a.standing not in {*_UNTOLD, Standing.WAIVED}
        and a.reported_in is None
    }


def _fulfilled(obligation: Obligation, month: Consolidated) -> dict[str, bool]:
    """Unit → whether it fulfils the obligation, for every unit that can be judged."""
    wanted = fulfilled_by(obligation)
    return {
        a.unit.code: a.standing in wanted
        for a in month.assignments
        if a.obligation.code == obligation.code
        and a.standing is not Standing.WAIVED
        and a.reported_in is None
        and (obligation.judged_by_receipt or a.standing not in _UNTOLD)
    }


_NOT_IN_TIME = frozenset({FilingStanding.LATE, FilingStanding.FAULTY, FilingStanding.MISSING})


class Point(Struct, frozen=True):
    """One month: counts over what was owed, so that a waiver is neither a fall nor a rise."""

    period: Period
    owing: int
    """Units that had to file."""
    filed: int
    """Of those, in time or not."""
    owed: int
    """Assignments to be completed; ongoing ones and what a waiver excuses left out."""
    done: int
    overdue: int
    totals: tuple[IndicatorTotal, ...]
    """Of every indicator, in the register's order."""
    sample: bool
    late: frozenset[str] = frozenset()
    """Codes of the units that came late, or of which nothing counts though the deadline has passed."""

    @property
    def filing_rate(self) -> Decimal | None:
        """In points; None when nobody had to file."""
        return _share(self.filed, self.owing)

    @property
    def done_rate(self) -> Decimal | None:
        """In points; None when nothing was owed."""
        return _share(self.done, self.owed)

    @property
    def overdue_rate(self) -> Decimal | None:
        """In points; None when nothing was owed."""
        return _share(self.overdue, self.owed)


def _share(part: int, whole: int) -> Decimal | None:
    return Decimal(part * 100) / whole if whole else None


def point_of(month: Consolidated) -> Point:
    """The figures of `month`."""
    told = completion(month.assignments)
    return Point(
        period=month.period,
        owing=len(month.expected),
        filed=month.filed,
        owed=told.owed,
        done=told.done,
        overdue=told.overdue,
        totals=month.totals,
        sample=month.sample,
        late=frozenset(f.unit.code for f in month.expected if f.standing in _NOT_IN_TIME),
    )


def course_of(
    earlier: Sequence[Point], before: Consolidated | None, now: Consolidated
) -> tuple[Point, ...]:
    """All months, the oldest first; `earlier` are those before the last one."""
    return (*earlier, *(point_of(month) for month in (before, now) if month is not None))


def term(obligation: Obligation, period: Period) -> str:
    """Until when, as documents say it: ``trước ngày 15/8/2025``, ``thường xuyên``."""
    if obligation.deadline is not None:
        each = f"{obligation.kind.value.lower()}, " if obligation.kind.recurs else ""
        return f"{each}{deadline_words(obligation.deadline.at(period))}"
    return "thường xuyên" if obligation.kind is Kind.ONGOING else "không quy định"


def falling_due(now: Consolidated) -> tuple[tuple[datetime, Obligation], ...]:
    """Obligations whose deadline is still to come by the end of the month after, with its instant, the earliest first.

    What each month asks anew is told of the month after alone.
    """
    following = now.period.following
    due = [
        (at, obligation)
        for obligation in now.register.obligations
        if obligation.deadline is not None and obligation.holds_in(following)
        if now.as_of < (at := obligation.deadline.at(following)) <= following.end
        or obligation.kind.recurs
    ]
    return tuple(sorted(due, key=lambda pair: (pair[0], pair[1].order)))


def owners_next(now: Consolidated, obligation: Obligation) -> list[Unit]:
    """Who still owes it the month after, in official order: those there are then, whom no decision then excuses.

    What is done once is owed no longer by who did it, or has none of it.
    """
    register, following = now.register, now.period.following
    settled = _settled(now, obligation) if obligation.kind is Kind.ONE_OFF else frozenset[str]()
    return [
        unit
        for unit in register.units_in(following)
        if {unit.code, unit.group} & set(obligation.assigned_to) and unit.code not in settled
        if register.waiver(unit, obligation, following) is None
    ]


_SETTLED = DONE_STANDINGS | {Standing.NOT_ARISING, Standing.NOT_COMPETENT}


def _settled(now: Consolidated, obligation: Obligation) -> frozenset[str]:
    own = (a for a in now.assignments if a.obligation.code == obligation.code)
    return frozenset(a.unit.code for a in own if a.standing in _SETTLED)


def there_next(now: Consolidated, units: Iterable[Unit]) -> list[Unit]:
    """Those of `units` that there are the month after, to be asked for anything."""
    following = now.period.following
    return [unit for unit in units if now.register.owes(unit, following)]
