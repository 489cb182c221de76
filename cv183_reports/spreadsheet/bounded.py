"""A child process for work that hostile bytes could make endless: bytes in, bytes out, within limits.

The work is a job: a function of ours from bytes to bytes, named ``package.module:function``. Time is
watched from here; memory is limited in the child by the system (POSIX; Windows has no such limit
without a job object, there the time and the size of what is given are the bounds). Nothing that comes
back is unpickled: a job that returns data returns JSON.
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
import threading
import time
import weakref
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import Self

from msgspec import Struct

from cv183_reports.ooxml.archive import MEGABYTE
from cv183_reports.spreadsheet.bounded_child import (
    PATIENT,
    AnswerStatus,
    read_frame,
    write_frame,
)

_CHILD = "cv183_reports.spreadsheet.bounded_child"
_ROOT = Path(__file__).resolve().parents[2]
"""The folder that holds our package, so that the child runs the same copy."""
_MAX_ANSWER = 256 * MEGABYTE
_LOOK = 0.05
"""Seconds between two looks at the clock."""
_PATIENCE = 60
"""Seconds for the child to start: an old machine, its virus scanner awake."""

if sys.platform == "win32":
    _NO_WINDOW, _OUT_OF_TIME = subprocess.CREATE_NO_WINDOW, 0
else:
    import signal

    _NO_WINDOW, _OUT_OF_TIME = 0, signal.SIGXCPU


class Trouble(Enum):
    """Why a job gave nothing."""

    TOO_LONG = "too long"
    TOO_MUCH_MEMORY = "too much memory"
    BROKE_OFF = "broke off"
    """The child ended by itself, or the job raised what it should have caught."""
    NOT_STARTED = "not started"
    """The machine lets no child process start."""


class Failed(Struct, frozen=True):
    """A job that gave nothing."""

    trouble: Trouble
    detail: str = ""
    """For an engineer: the exception, or how the process ended."""


class Limits(Struct, frozen=True):
    """What one job may take."""

    seconds: float = 20
    """Of the processor; by the clock `PATIENT` times as many, or where nobody counts the processor's."""
    memory: int = 700 * MEGABYTE
    """Bytes of address space of the whole child; where the system can limit it."""


_OUT_OF_MEMORY = Failed(Trouble.TOO_MUCH_MEMORY)


class _Watch:
    """Kills a child that takes longer than it may: one thread for all jobs of a worker, looking now and then.

    A timer for each job took as long to start as a form takes to be read.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._until = math.inf
        self._is_late = False
        self._thread: threading.Thread | None = None

    def begin(self, child: subprocess.Popen[bytes], seconds: float) -> None:
        """From now on `child` has so many seconds."""
        with self._lock:
            self._child, self._until = child, time.monotonic() + seconds
            self._is_late = False
        if self._thread is None:
            self._thread = threading.Thread(target=_looking, args=(weakref.ref(self),), daemon=True)
            self._thread.start()

    def end(self) -> bool:
        """The child answered, or ended: nobody is killed any more. Whether it was too late."""
        with self._lock:
            self._child, self._until = None, math.inf
            return self._is_late

    def look(self) -> None:
        """Kills what is too late."""
        with self._lock:
            if self._child is not None and time.monotonic() >= self._until:
                self._is_late, self._until = True, math.inf
                self._child.kill()


def _looking(watch: weakref.ref[_Watch]) -> None:
    while (found := watch()) is not None:
        found.look()
        del found
        time.sleep(_LOOK)


class Worker:
    """One child process, started with the first job, used again for each further one.

    A job that overruns or breaks takes its child with it; the next job gets a new one. The child
    ends with `close`, with the worker, or with this process, however that ends. It does one job at a
    time, whichever thread asks.
    """

    def __init__(self, limits: Limits | None = None, package: str = "cv183_reports") -> None:
        self._limits = limits or Limits()
        self._package = package
        self._busy = threading.Lock()
        self._watch = _Watch()
        self._child: subprocess.Popen[bytes] | None = None
        self._ending: weakref.finalize[[subprocess.Popen[bytes]], Worker] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def process_id(self) -> int | None:
        """Of the child that waits for the next job; None where there is none."""
        return self._child.pid if self._child else None

    def run(self, job: str, payload: bytes) -> bytes | Failed:
        """What `job`, a function of our own package, makes of `payload`.

        Raises:
            ValueError: `job` does not name one (a mistake of ours).
        """
        module, colon, function = job.partition(":")
        if not (colon and function.isidentifier() and module.startswith(f"{self._package}.")):
            raise ValueError(job)
        with self._busy:
            if self._child is not None and self._child.poll() is not None:
                self.close()  # ended while it had nothing to do: not this job's fault
            if self._child is None:
                failed = self._start()
                if failed is not None:
                    return failed
            return self._within(PATIENT * self._limits.seconds, job, payload)

    def close(self) -> None:
        """End the child, if there is one. A further job starts a new one."""
        if self._ending is not None:
            self._ending()
        self._child = self._ending = None

    def _start(self) -> Failed | None:
        """Start a child and wait until it is ready."""
        try:
            child = _spawned(self._package, self._limits)
        except OSError as problem:
            return Failed(Trouble.NOT_STARTED, str(problem))
        self._child, self._ending = child, weakref.finalize(self, _end, child)
        ready = self._within(_PATIENCE)
        return None if isinstance(ready, bytes) else Failed(Trouble.NOT_STARTED, ready.detail)

    def _within(self, seconds: float, *request: str | bytes) -> bytes | Failed:
        """One exchange with the child, which is killed when it takes longer."""
        child = self._child
        assert child is not None
        self._watch.begin(child, seconds)
        try:
            answer = _exchange(child, request)
        except BaseException:
            self.close()
            raise
        finally:
            was_late = self._watch.end()
        if was_late or answer is None or answer == _OUT_OF_MEMORY:
            self.close()
        if answer is None:
            child.wait()
            is_late = was_late or child.returncode == -_OUT_OF_TIME
            trouble = Trouble.TOO_LONG if is_late else Trouble.BROKE_OFF
            return Failed(trouble, f"exit code {child.returncode}")
        return answer


def _spawned(package: str, limits: Limits) -> subprocess.Popen[bytes]:
    """A child of this very interpreter that finds our package here, and nothing in the current folder."""
    paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    command = [sys.executable, "-P", "-m", _CHILD, package, str(limits.memory), str(limits.seconds)]
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        creationflags=_NO_WINDOW,
    )


def _exchange(
    child: subprocess.Popen[bytes], request: tuple[str | bytes, ...]
) -> bytes | Failed | None:
    """Send the request, if any, and wait for the answer; None when the child ended instead."""
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        for part in request:
            write_frame(child.stdin, part.encode() if isinstance(part, str) else part)
        child.stdin.flush()
        status, content = read_frame(child.stdout, 1), read_frame(child.stdout, _MAX_ANSWER)
    except (OSError, ValueError, EOFError):
        return None
    match status:
        case AnswerStatus.DONE.value:
            return content
        case AnswerStatus.MEMORY.value:
            return _OUT_OF_MEMORY
        case _:
            return Failed(Trouble.BROKE_OFF, content.decode("utf-8", "replace"))


def _end(child: subprocess.Popen[bytes]) -> None:
    """Nobody waits for what it was doing; its pipes are closed and it leaves no zombie."""
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        with suppress(OSError):
            if pipe is not None:
                pipe.close()
