"""Returned forms as their files say them: read in a bounded worker, ahead of what is done with them."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

from cv183_reports.form.values import Submission
from cv183_reports.intake.guard import refusal_of
from cv183_reports.intake.inbox import Arrival
from cv183_reports.model.finding import Finding
from cv183_reports.spreadsheet.bounded import Worker

Described = tuple[Submission | None, tuple[Finding, ...]]
"""What a file says as a returned form, and what its reader found; None where it cannot be read."""
_AHEAD = 6
"""Files that are read before they are asked for: so many lie in memory."""
_OF_THIS_THREAD = threading.local()


def described(arrival: Arrival) -> Described:
    """What a file says as a returned form."""
    if arrival.data is None or arrival.finding is not None:
        return None, (arrival.finding,) if arrival.finding else ()
    if found := refusal_of(arrival.data, arrival.file):
        return None, (found,)
    from cv183_reports.form.filled import describe
    from cv183_reports.spreadsheet.reading import read_any
    from cv183_reports.validation.reading import converted

    workbook, on_cells = read_any(arrival.data, arrival.file, _worker())
    if workbook is not None and arrival.convert_legacy:
        workbook, told = converted(workbook)
        on_cells += told
    return describe(workbook) if workbook else None, on_cells


def _worker() -> Worker:
    """The one bounded worker of this thread, which is a command's own: started with its first job, ended with it."""
    worker: Worker | None = getattr(_OF_THIS_THREAD, "worker", None)
    if worker is None:
        worker = _OF_THIS_THREAD.worker = Worker()
    return worker


def dismiss_worker() -> None:
    """Ends this thread's worker: whoever goes on but waits for long keeps none. The next file has a new one."""
    _worker().close()


def _share(worker: Worker) -> None:
    """Lets this thread read with the worker of another."""
    _OF_THIS_THREAD.worker = worker


Awaited = Callable[[], Described]
"""Gives what a file says, at once or when its worker has read it."""


def read_ahead(
    arrivals: Iterable[Arrival], is_wanted: Callable[[Arrival], bool]
) -> Iterator[tuple[Arrival, Awaited]]:
    """Each arrival in its order, with what reads it; those that are wanted are read before they are asked for.

    One worker reads while what it read before is judged, which takes about as long: that keeps two cores
    busy, and a second worker only took them from both.
    """
    with ThreadPoolExecutor(1, initializer=_share, initargs=(_worker(),)) as pool:
        try:
            yield from _ahead(pool, arrivals, is_wanted)
        except BaseException:  # whoever stops waits for one file at most
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _ahead(
    pool: ThreadPoolExecutor, arrivals: Iterable[Arrival], is_wanted: Callable[[Arrival], bool]
) -> Iterator[tuple[Arrival, Awaited]]:
    waiting: deque[tuple[Arrival, Awaited, bool]] = deque()
    for arrival in arrivals:
        is_begun = is_wanted(arrival)
        reading = pool.submit(described, arrival).result if is_begun else _later(arrival)
        waiting.append((arrival, reading, is_begun))
        while sum(ahead for *_, ahead in waiting) > _AHEAD:
            yield waiting.popleft()[:2]
        while waiting and not waiting[0][2]:
            yield waiting.popleft()[:2]
    for arrival, reading, _ in waiting:
        yield arrival, reading


def _later(arrival: Arrival) -> Awaited:
    return lambda: described(arrival)
