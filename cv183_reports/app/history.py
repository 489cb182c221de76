"""The months before one: the last closed as it was signed, else as it was read last, else read from their files."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

from msgspec.structs import replace

from cv183_reports.app import ShowProgress, Unseen
from cv183_reports.app.memory import MonthMemory
from cv183_reports.app.month import (
    Month,
    closed_month,
    decisions_of,
    judged,
    open_ledger,
    read_month,
)
from cv183_reports.app.opening import digest_of
from cv183_reports.consolidation.closing import KeptMonth, Published, filings_told
from cv183_reports.consolidation.consolidate import Earlier, cut_off
from cv183_reports.intake.inbox import arrivals
from cv183_reports.model import LOCAL, Filing, Period, Register
from cv183_reports.model.finding import Finding
from cv183_reports.validation.batch import settle
from cv183_reports.workspace.folder import Workspace


def inbox_of(workspace: Workspace, period: Period) -> dict[str, int]:
    """What lies in the folder of `period`: path within it → bytes."""
    inbox = workspace.inbox(period)
    files = ((path, path.stat()) for path in sorted(inbox.rglob("*")) if path.is_file())
    return {path.relative_to(inbox).as_posix(): status.st_size for path, status in files}


def filed_after_closing(
    workspace: Workspace, register: Register, closed: Published
) -> tuple[Filing, ...]:
    """What would count of a closed month instead of what was published; only files that came later are read.

    Raises:
        Stopped: a ledger that cannot be read.
    """
    ledger, known = open_ledger(workspace, closed.period), frozenset(closed.kept.received.values())
    booked = {booking.sha256 for booking in ledger.bookings if booking.sha256}
    if booked <= known and inbox_of(workspace, closed.period) == closed.inbox:
        return ()
    came = arrivals(workspace, closed.period, ledger)
    later = (a for a in came if a.sha256 and a.sha256 not in known)
    received = [judged(a, register, closed.period, None) for a in later]
    filings = settle(tuple(received), register, decisions_of(ledger, received)).filings
    return tuple(each for each in filings if _replaces(each, closed.kept.by_unit.get(each.unit)))


def _replaces(later: Filing, counted: Filing | None) -> bool:
    """Whether it would count instead; an invented one never does instead of a real one."""
    if counted is None:
        return True
    is_real = counted.sample or not later.sample
    return is_real and later.receipt.is_after(counted.receipt)


def read_months(
    workspace: Workspace,
    register: Register,
    period: Period,
    *,
    until: datetime | None = None,
    progress: ShowProgress = Unseen,
) -> tuple[Month, Month | None]:
    """`period` and the month before it (None: nothing came in that one).

    With `until`, what came after that instant is not there yet.
    """
    before = read_before(workspace, register, period, until=until, progress=progress)
    return read_month(workspace, register, period, before, until=until, progress=progress), before


def read_before(
    workspace: Workspace,
    register: Register,
    period: Period,
    *,
    until: datetime | None = None,
    now: datetime | None = None,
    whole: bool = False,
    progress: ShowProgress = Unseen,
) -> Month | None:
    """The month before `period`; None where nothing came in that one. `now` as in `months_before`.

    With `whole`, all that counted in the months before that one, too.
    """
    months = partial(
        months_before, workspace, register, period, until=until, now=now, progress=progress
    )
    last = deque(months(), maxlen=1)
    if not last or not whole:
        return last[0] if last else None
    earlier = _all_before(workspace, register, period.previous, now or datetime.now(LOCAL))
    if earlier is None:
        return deque(months(whole=True), maxlen=1)[0]
    return replace(last[0], earlier=tuple(earlier))


def _all_before(
    workspace: Workspace, register: Register, period: Period, at: datetime
) -> Earlier | None:
    """What counted in each month before `period`; None where the files of one have to be read for that."""
    memory = MonthMemory(workspace, register)
    earlier: Earlier = ()
    for each, state, is_closed in _states_before(workspace, memory, period):
        found: Earlier | None
        try:
            if is_closed:
                found = filings_told(workspace.closing(each).read_bytes(), register)
            else:
                found = memory.filings(state, cut_off(register, each, at))
        except Exception:  # noqa: BLE001 - whatever a program of another day wrote there
            return None
        if found is None:
            return None
        earlier = (found[0], *(earlier or found[1:]))
    return earlier


def months_before(
    workspace: Workspace,
    register: Register,
    period: Period,
    *,
    until: datetime | None = None,
    now: datetime | None = None,
    whole: bool = False,
    progress: ShowProgress = Unseen,
) -> Iterator[Month]:
    """The months before `period`, the oldest first, as far back as something came without a gap.

    Each is judged against its own predecessor, so that what a month said of itself stays what the
    next one says of it. The last month that is closed, or as it was read last, has all that counts of
    those before it: these are left out, unless the `whole` history is asked for. A month is taken as it
    was read last only if it was judged then as it would be `now` (None: by the clock).
    """
    memory = MonthMemory(workspace, register)
    month: Month | None = None
    at = until or now or datetime.now(LOCAL)
    chain = _chain(workspace, period, until, whole=whole)
    states = list(_states(memory, chain, until))
    for each, state, found in _known(register, memory, chain, states, at, whole=whole):
        if found is None:
            month = read_month(workspace, register, each, month, until=until, progress=progress)
            month = replace(month, state=state)
        else:
            before = ((month.period, month.by_unit), *month.earlier) if month else found.earlier
            month = replace(found, earlier=tuple(before))
        yield month


def _known(
    register: Register,
    memory: MonthMemory,
    chain: Sequence[_Past],
    states: Sequence[str],
    at: datetime,
    *,
    whole: bool,
) -> list[tuple[Period, str, Month | None]]:
    """Each of these months, its state, and the month itself where nothing of it has to be read."""
    is_sound = not any(isinstance(closed, Finding) for _, closed in chain)
    months: list[tuple[Period, str, Month | None]] = []
    for (each, closed), state in reversed([*zip(chain, states, strict=True)]):
        found = None
        if isinstance(closed, Published):
            found = Month.as_kept(closed.kept, state, closed)
        elif is_sound and (kept := memory.get(state, cut_off(register, each, at))):
            found = Month.as_kept(kept, state)
        months.insert(0, (each, state, found))
        if found is not None and not whole:
            break
    return months


def state_before(workspace: Workspace, register: Register, period: Period) -> tuple[str, ...]:
    """Tells all months before `period` from any other state of them."""
    memory = MonthMemory(workspace, register)
    return tuple(state for _, state, _ in _states_before(workspace, memory, period))


def _states_before(
    workspace: Workspace, memory: MonthMemory, period: Period
) -> list[tuple[Period, str, bool]]:
    """Each month before `period`, the oldest first, its state, and whether it is closed; none of them is read."""
    found: list[tuple[Period, str, bool]] = []
    for each in reversed([*_back_from(workspace, period)]):
        line = open_ledger(workspace, each).closing
        is_closed = line is not None and digest_of(workspace.closing(each)) == line.sha256
        before = found[-1][1] if found else ""
        state = line.sha256 if line and is_closed else memory.state(each, before, None)
        found.append((each, state, is_closed))
    return found


def _back_from(workspace: Workspace, period: Period) -> Iterator[Period]:
    """The months before `period` in which something came, the latest first, as far as there is no gap."""
    while workspace.has_month(period.previous):
        period = period.previous
        yield period


_Past = tuple[Period, Published | Finding | None]
"""A month before, and how it was closed (see `closed_month`)."""


def _chain(
    workspace: Workspace, period: Period, until: datetime | None, *, whole: bool
) -> list[_Past]:
    """The months before `period`, the oldest first, from the last closed one on, or all."""
    chain: list[_Past] = []
    for each in _back_from(workspace, period):
        closed = closed_month(workspace, each, open_ledger(workspace, each), until)
        chain.insert(0, (each, closed))
        if isinstance(closed, Published) and not whole:
            break
    return chain


def _states(memory: MonthMemory, chain: Sequence[_Past], until: datetime | None) -> Iterator[str]:
    """What tells each month of the chain, with those before it, from any other state of them."""
    state = ""
    for period, closed in chain:
        if isinstance(closed, Published):
            state = closed.sha256
        else:
            state = memory.state(period, state, until)
        yield state


def keep_in_mind(workspace: Workspace, register: Register, month: Month, kept: KeptMonth) -> None:
    """Keeps a month that was read now, with all that later ones ask of it, so that later runs need not."""
    MonthMemory(workspace, register).put(month.state, kept.month.as_of, kept)
