"""How far each obligation has come, over all units that owe it, and since last month."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from cv183_reports.model import Kind, Obligation, Period
from cv183_reports.model.consolidated import DONE_STANDINGS, Assignment, Consolidated, Standing
from cv183_reports.vietnamese.wording import deadline_words


class Stage(Enum):
    """Where an obligation stands as a whole: the first of these that fits, so that each is in one."""

    OVERDUE = auto()
    """A unit has not done it though its deadline has passed."""
    WITHIN_DEADLINE = auto()
    UNDER_WAY = auto()
    """Without a deadline, and some unit has not done it."""
    UNTOLD = auto()
    """Every unit that validly answered has done it; the others have not answered."""
    DONE = auto()
    """By every unit that has to."""
    NOT_OWED = auto()
    """No unit has to: not arising, not competent and the like."""


_STAGES = (
    (Stage.OVERDUE, {Standing.OVERDUE}),
    (Stage.WITHIN_DEADLINE, {Standing.WITHIN_DEADLINE}),
    (Stage.UNDER_WAY, {Standing.UNDER_WAY, Standing.NOT_BEGUN}),
    (Stage.UNTOLD, {Standing.FAULTY, Standing.BLANK, Standing.NOT_FILED}),
    (Stage.DONE, set(DONE_STANDINGS)),
)
_UNTOLD = frozenset({Standing.FAULTY, Standing.BLANK, Standing.NOT_FILED})


@dataclass(frozen=True, slots=True)
class Progress:
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


def fulfilled_by(obligation: Obligation) -> frozenset[Standing]:
    """The classes that fulfil it; what is ongoing is fulfilled by being done all along."""
    if obligation.kind is Kind.ONGOING:
        return frozenset({Standing.DONE, Standing.UNDER_WAY})
    return DONE_STANDINGS


def gained(obligation: Obligation, now: Consolidated, before: Consolidated) -> int | None:
    """How many units more than last month fulfil it; None where the months cannot be compared.

    Counted over the units whose answer counts in both months, so that a file that is late in coming
    is not a step back; over all units where the coming of the file is itself the obligation. What
    is due each month is not compared before it is due.
    """
    if obligation.kind is Kind.MONTHLY and _is_open(obligation, now):
        return None
    here, there = (_fulfilled(obligation, month) for month in (now, before))
    both = here.keys() & there.keys()
    return sum(here[unit] - there[unit] for unit in both) if both else None


def _is_open(obligation: Obligation, now: Consolidated) -> bool:
    deadline = obligation.deadline
    return deadline is not None and now.as_of < deadline.at(now.period)


@dataclass(frozen=True, slots=True)
class Moves:
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
        if a.obligation.kind is not Kind.MONTHLY and a.standing not in {*_UNTOLD, Standing.WAIVED}
    }


def _fulfilled(obligation: Obligation, month: Consolidated) -> dict[str, bool]:
    """Unit → whether it fulfils the obligation, for every unit that can be judged."""
    wanted = fulfilled_by(obligation)
    return {
        a.unit.code: a.standing in wanted
        for a in month.assignments
        if a.obligation.code == obligation.code
        and a.standing is not Standing.WAIVED
        and (obligation.judged_by_receipt or a.standing not in _UNTOLD)
    }


def term(obligation: Obligation, period: Period) -> str:
    """Until when, as documents say it: ``trước ngày 15/8/2025``, ``thường xuyên``."""
    if obligation.deadline is not None:
        monthly = "hằng tháng, " if obligation.kind is Kind.MONTHLY else ""
        return f"{monthly}{deadline_words(obligation.deadline.at(period))}"
    return "thường xuyên" if obligation.kind is Kind.ONGOING else "không quy định"
