"""One piece of work at a time, done beside the server: how far it is, what came of it, how it is stopped."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Generic, Self, TypeVar

from cv183_reports.app.running import Progress, Stopped
from cv183_reports.catalogue import desk as catalogue
from cv183_reports.catalogue import machine
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding
from cv183_reports.workspace.folder import refusal

T = TypeVar("T")
_PATIENCE = 60.0
"""Seconds that a look, which changes nothing, may take to stop for real work."""


class Cancelled(BaseException):
    """A person wants the work to stop: what Ctrl+C is on the command line."""


@dataclass(frozen=True, slots=True)
class Under:
    """The work under way."""

    number: int
    title: str
    label: str
    """What it is at just now."""
    done: int
    expected: int
    stopping: bool
    silent: bool
    """Whether nobody asked for it."""


@dataclass(slots=True)
class _Task:
    """One piece of work; only its own thread changes it but for `stopping`."""

    number: int
    title: str
    silent: bool
    label: str = ""
    done: int = 0
    expected: int = 1
    stopping: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None


class _Waiting(AbstractContextManager["_Waiting"]):
    """Told by the work how far it is; tells it whether to stop."""

    def __init__(self, task: _Task, label: str, expected: int) -> None:
        self._task = task
        task.label, task.done, task.expected = label, 0, max(expected, 1)
        self._look()

    def __enter__(self) -> Self:
        return self

    def step(self) -> None:
        self._task.done += 1
        self._look()

    def __exit__(self, *_: object) -> None:
        pass

    def _look(self) -> None:
        if self._task.stopping.is_set():
            raise Cancelled


class Bench(Generic[T]):
    """Does one piece of work after the other, each in a thread of its own, and never two at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._task: _Task | None = None
        self._count = 0

    def under(self) -> Under | None:
        """The work under way."""
        task = self._task
        if task is None:
            return None
        stopping = task.stopping.is_set()
        return Under(
            task.number, task.title, task.label, task.done, task.expected, stopping, task.silent
        )

    def begin(
        self,
        title: str,
        work: Callable[[Progress], T],
        done: Callable[[T | tuple[Finding, ...]], None],
        *,
        silent: bool = False,
    ) -> bool:
        """Begins `work`, and gives `done` what came of it, or why nothing did.

        A silent one gives way to whatever is asked for. False: something else is under way.
        """
        with self._lock:
            if self._task is not None and self._task.silent and not silent:
                self._give_way(self._task)
            if self._task is not None:
                return False
            self._count += 1
            task = self._task = _Task(self._count, title, silent)
            task.thread = threading.Thread(target=self._run, args=(task, work, done), daemon=True)
            task.thread.start()
        return True

    def stop(self, number: int | None = None) -> None:
        """Lets the work under way stop at its next step; with `number` only if it is that one."""
        task = self._task
        if task is not None and number in (None, task.number):
            task.stopping.set()

    def wait(self, seconds: float = _PATIENCE) -> bool:
        """Waits until nothing is under way; False: it took longer."""
        task = self._task
        if task is not None and task.thread is not None:
            task.thread.join(seconds)
        return self._task is None

    def _give_way(self, task: _Task) -> None:
        task.stopping.set()
        if task.thread is not None:
            task.thread.join(_PATIENCE)

    def _run(
        self,
        task: _Task,
        work: Callable[[Progress], T],
        done: Callable[[T | tuple[Finding, ...]], None],
    ) -> None:
        def progress(label: str, expected: int) -> _Waiting:
            return _Waiting(task, label, expected)

        try:
            done(came_of(work, progress))
        finally:
            self._task = None


def came_of(work: Callable[[Progress], T], progress: Progress) -> T | tuple[Finding, ...]:
    """What came of it; what stopped it, in words: nothing that a person or a machine can cause ends the desk."""
    place = Source("")
    try:
        return work(progress)
    except Stopped as stopped:
        return stopped.findings
    except Cancelled:
        return (catalogue.STOPPED_BY_HAND.at(place),)
    except OSError as error:
        return (refusal(error, Source(str(error.filename or "")), machine.NOT_READ),)
    except Exception as error:  # noqa: BLE001 - a mistake of ours in one piece of work; the engineer reads it
        traceback.print_exc()
        return (catalogue.BROKEN.at(place, error=type(error).__name__),)
