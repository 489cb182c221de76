"""`watch`: what comes into a folder is received as soon as it has come to rest there.

The folder is looked at again and again: that works on every system and on network shares, where notices of changes do
not. A file is at rest when neither its size nor its time changed from one look to the next: a browser, a mail program
or a copy over the network is done with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct, field

from cv183_reports.app import Cause, Stopped
from cv183_reports.app.opening import clock, open_register, period_of
from cv183_reports.app.reading import dismiss_worker
from cv183_reports.app.receive import GivenBack, ReceivedFiles, give_back, receive_files
from cv183_reports.catalogue import intake as catalogue
from cv183_reports.catalogue import machine
from cv183_reports.intake.inbox import walk
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding

_HALF = (".part", ".partial", ".crdownload", ".download", ".tmp", ".temp", ".opdownload")
"""How files end that a program is still bringing."""
_OWN_LOCK = "~$"


class _State(Struct, frozen=True):
    """Of a file, what changes while it is written."""

    size: int
    changed: int
    """Nanoseconds."""


class CameIn(Struct, frozen=True):
    """What came of one look at the folder."""

    received: ReceivedFiles | None = None
    """None: something stood in the way, or nothing new had come to rest."""
    given: GivenBack | None = None
    """What was written; None where nothing was booked."""
    hindered: tuple[Finding, ...] = ()
    """Why nothing could be received this time."""


class _Folder(Struct):
    """The folder that is watched, as it was at the last look."""

    path: Path
    last: Mapping[Path, _State] = field(default_factory=dict)
    done: dict[Path, _State] = field(default_factory=dict)
    """What was received, or told to be none of ours, in the state it had."""

    def at_rest(self) -> tuple[Path, ...]:
        """What is new, and has not changed since the last look.

        Raises:
            OSError: the folder is not there.
        """
        now = dict(_states(self.path))
        rested = [
            path
            for path, state in now.items()
            if self.last.get(path) == state and self.done.get(path) != state
        ]
        self.last = now
        return tuple(rested)

    def settle(self, paths: tuple[Path, ...]) -> None:
        """Not to be received again unless they change."""
        self.done |= {path: self.last[path] for path in paths}


def _states(folder: Path) -> Iterator[tuple[Path, _State]]:
    next(folder.iterdir(), None)  # says so where there is none
    for path, forbidden in walk([folder]):
        name = path.name.lower()
        if forbidden is not None or name.endswith(_HALF) or name.startswith(_OWN_LOCK):
            continue
        try:
            status = path.stat()
        except OSError:  # gone since
            continue
        yield path, _State(status.st_size, status.st_mtime_ns)


def watch_folder(
    root: Path,
    period: str,
    folder: Path,
    wait: Callable[[], bool],
    as_of: str | None = None,
) -> Iterator[CameIn]:
    """Receives what comes into `folder`, look by look, as long as `wait` says that there is another.

    A file that could not be received is tried again at the next look; the same hindrance is told once. Whatever
    stands in the way later (the share of the working folder gone, its register being edited) is waited for.

    Raises:
        Stopped: `folder` is none; no such period or instant, no sound register when it begins.
    """
    if not folder.is_dir():
        raise Stopped((catalogue.NO_FOLDER.at(Source(str(folder))),), Cause.USAGE)
    clock(as_of)
    open_register(root, period_of(period))
    watched = _Folder(folder)
    told: tuple[Finding, ...] = ()
    while True:
        came = _look(root, period, watched, as_of)
        dismiss_worker()
        if came.hindered != told or came.received is not None:
            yield came
        told = came.hindered
        if not wait():
            return


def _look(root: Path, period: str, watched: _Folder, as_of: str | None) -> CameIn:
    try:
        paths = watched.at_rest()
    except OSError:
        return CameIn(hindered=(catalogue.FOLDER_AWAY.at(Source(str(watched.path))),))
    if not paths:
        return CameIn()
    received: ReceivedFiles | None = None
    try:
        received = receive_files(root, period, paths, as_of)
        if not received.refused:
            watched.settle(paths)
        if not received.judgements and received.wrong_month is None:
            return CameIn(hindered=received.untaken)
        given = None if received.wrong_month else give_back(received)
    except Stopped as stopped:
        return CameIn(received, hindered=stopped.findings)
    except OSError as error:
        return CameIn(received, hindered=(machine.not_given(error, str(root)),))
    return CameIn(received, given, received.untaken)
