"""What came in: files, folders, .zip files and mails → one arrival for each file, one at a time."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from cv183_reports.catalogue import files
from cv183_reports.catalogue import intake as catalogue
from cv183_reports.catalogue.files import is_nowhere, reason
from cv183_reports.intake.arrivals import Arrival, Delivery
from cv183_reports.intake.guard import is_ignored, shown_name
from cv183_reports.intake.ledger import Booking, Ledger, find, originals_under
from cv183_reports.model import LOCAL, Period, Receipt, Source
from cv183_reports.model.finding import Finding, Rule
from cv183_reports.vietnamese.wording import instant_if_known
from cv183_reports.workspace.folder import Workspace

__all__ = ["Arrival", "gather"]

_JUNCTION = 0xA0000003
"""IO_REPARSE_TAG_MOUNT_POINT: a folder of Windows that is really another one."""
_LATEST = 32_503_680_000
"""POSIX seconds: the year 3000, as far as Windows reckons."""


def gather(paths: Sequence[Path], base: Path) -> Iterator[Arrival]:
    """Every file of `paths`, once: folders with all in them, .zip files and mails unpacked in memory.

    Files come in the order of `paths`, within a folder or .zip by name, in a mail as attached.
    `base` is the folder that names are shown relative to. Nothing in `paths` makes it raise; one
    file, or what one mail brings, is held at a time.
    """
    names: dict[str, int] = {}
    for found, rule in walk(paths):
        for arrival in _file(found, _shown(found, base), rule):
            yield named_once(arrival, names)


def walk(paths: Sequence[Path]) -> Iterator[tuple[Path, Rule | None]]:
    """Every file of `paths`, once, nothing unpacked; with the rule that forbids opening it."""
    visited: set[str] = set()
    for path in paths:
        for found, rule in _walk(path):
            identity = os.path.normcase(_absolute(found))
            if identity not in visited:
                visited.add(identity)
                yield found, rule


def unpacked(path: Path, name: str) -> Iterator[Arrival]:
    """What the file at `path` brings, shown by `name`: itself, or every file packed in it."""
    names: dict[str, int] = {}
    return (named_once(arrival, names) for arrival in _file(path, shown_name(name), None))


def _walk(given: Path) -> Iterator[tuple[Path, Rule | None]]:
    """Files under `given`, each with the rule that forbids opening it. Links are not followed."""
    waiting = [given]
    while waiting:
        path = waiting.pop()
        try:
            if path is not given and _is_link(path):
                yield path, files.LINK
            elif path.is_dir():
                waiting += sorted(path.iterdir(), key=_order, reverse=True)
            else:
                yield path, None
        except OSError:
            yield path, files.CANNOT_OPEN


def _is_link(path: Path) -> bool:
    """A symbolic link, or a junction of Windows (a file kept in OneDrive is neither)."""
    status = path.lstat()
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == _JUNCTION


def _order(path: Path) -> tuple[str, str]:
    return unicodedata.normalize("NFC", path.name), path.name


def _shown(path: Path, base: Path) -> str:
    """The path relative to `base` with ``/``; absolute if it lies outside."""
    absolute, folder = _absolute(path), _absolute(base)
    if folder in absolute.parents:
        return shown_name(absolute.relative_to(folder).as_posix())
    inner = absolute.relative_to(absolute.anchor).as_posix()
    return absolute.anchor.replace("\\", "/") + shown_name(inner)


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would show what a link points to


def named_once(arrival: Arrival, names: dict[str, int]) -> Arrival:
    """The arrival under a name that no earlier one has: a .zip may hold one name twice.

    `names` are those given so far, each with how many asked for it.
    """
    name, copies = arrival.file, names.get(arrival.file, 1)
    while name in names:
        copies += 1
        name = f"{arrival.file} ({copies})"
    names |= {name: 1, arrival.file: copies}
    if name == arrival.file:
        return arrival
    finding = arrival.finding and replace(arrival.finding, place=Source(name))
    return replace(arrival, file=name, finding=finding)


def _file(path: Path, shown: str, forbidden: Rule | None) -> Iterator[Arrival]:
    """What one file on disk brings: itself, or what is packed in it."""
    ignored = is_ignored(shown)
    if ignored is None and forbidden is not None:
        ignored = forbidden.at(Source(shown))
    if ignored is not None:
        yield Arrival(shown, None, None, ignored)
        return
    try:
        yield from _opened(path, shown)
    except OSError as error:
        rule = files.NOT_FOUND if is_nowhere(error) else files.CANNOT_OPEN
        yield Arrival(shown, None, None, rule.at(Source(shown)))


def _opened(path: Path, shown: str) -> Iterator[Arrival]:
    status = path.stat()
    at = datetime.fromtimestamp(min(max(status.st_mtime, 0), _LATEST), LOCAL)
    receipt = Receipt(at, files.BY_FILE_TIME)
    if not stat.S_ISREG(status.st_mode):
        yield Arrival(shown, None, receipt, files.SPECIAL_FILE.at(Source(shown)))
        return
    with path.open("rb") as source:
        yield from Delivery(shown, receipt).arrivals(source, status.st_size)


def arrivals(workspace: Workspace, period: Period, ledger: Ledger) -> Iterator[Arrival]:
    """What `ledger` has, in its order, then what lies in the folder; no two with the same name.

    A file in the folder that the ledger has too counts once, at the time the ledger gives.
    """
    names: dict[str, int] = {}
    booked = {booking.sha256: booking for booking in ledger.bookings if booking.sha256}
    for arrival in _booked(workspace.originals(period), ledger):
        yield named_once(arrival, names)
    inbox = workspace.inbox(period)
    for arrival in gather([inbox], inbox.parent) if inbox.is_dir() else ():
        yield named_once(_once(arrival, booked), names)


def names_in(ledger: Ledger, names: dict[str, int]) -> dict[tuple[str, str, str], str]:
    """The name under which `arrivals` shows each thing that was kept, by its key.

    `names` takes them all (see `named_once`). What was only told of (a lock file) is shown by none.
    """
    plain = {booking.key: booking.shown for booking in ledger.bookings if booking.original}
    return {
        key: named_once(Arrival(name, None, None, None), names).file for key, name in plain.items()
    }


def _once(arrival: Arrival, booked: dict[str, Booking]) -> Arrival:
    """The arrival; only a note where the ledger has the same."""
    booking = booked.get(arrival.sha256)
    if booking is None or not booking.is_timed:
        return arrival
    at, place = instant_if_known(booking.received), Source(arrival.file)
    told = catalogue.ALREADY_BOOKED.at(place, at=at, evidence=booking.evidence)
    return replace(arrival, data=None, finding=told)


def _booked(folder: Path, ledger: Ledger) -> Iterator[Arrival]:
    """What came in each original that was kept."""
    for (digest, name), bookings in _by_original(ledger).items():
        found = _found(folder, digest)
        if isinstance(found, Path):
            yield from (_as_booked(a, bookings, name) for a in unpacked(found, name))
        else:
            yield from (_unseen(booking, found) for booking in bookings.values())


def lost(folder: Path, ledger: Ledger) -> Iterator[Finding]:
    """Of each thing that counts by `ledger` and whose original in `folder` cannot be read: why."""
    aside = ledger.aside
    for (digest, _), bookings in _by_original(ledger).items():
        found = _found(folder, digest)
        if not isinstance(found, Path):
            left = (booking for booking in bookings.values() if booking.key not in aside)
            yield from (found(booking.shown) for booking in left)


def _by_original(ledger: Ledger) -> dict[tuple[str, str], dict[str, Booking]]:
    """What came in each original that was kept, by the path within it."""
    originals: dict[tuple[str, str], dict[str, Booking]] = {}
    for booking in ledger.bookings:
        if booking.original:
            of_original = originals.setdefault((booking.original, booking.name), {})
            of_original[booking.inside] = booking
    return originals


def _found(folder: Path, digest: str) -> Path | Callable[[str], Finding]:
    """Where the original lies; or what is to be said of each thing that came in it, by its name."""
    there = Source(f"{folder.name}/{digest[:12]}…")
    try:
        path = find(folder, digest)
        is_changed = path is None and any(originals_under(folder, digest))
    except OSError as error:
        why = reason(error)
        return lambda file: catalogue.ORIGINAL_UNREADABLE.at(Source(file), folder=there, reason=why)
    rule: Rule = catalogue.ORIGINAL_CHANGED if is_changed else catalogue.ORIGINAL_MISSING
    return path or (lambda file: rule.at(Source(file), folder=there))


def _unseen(booking: Booking, found: Callable[[str], Finding]) -> Arrival:
    """What was booked, of which only the ledger still tells."""
    receipt = Receipt(booking.received, booking.evidence) if booking.is_timed else None
    file = booking.shown
    return Arrival(file, None, receipt, found(file), booking.sender, unit=booking.unit)


def inside(arrival: Arrival, name: str) -> str:
    """The path of `arrival` within the original that is shown by `name`."""
    return arrival.file.removeprefix(name).removeprefix("/")


def _as_booked(arrival: Arrival, bookings: dict[str, Booking], name: str) -> Arrival:
    """The arrival as it was booked: its time, and how its texts are to be read."""
    booking = bookings.get(inside(arrival, name))
    if booking is None:
        return arrival
    if not booking.is_timed:
        return replace(arrival, unit=booking.unit)
    claims = arrival.receipt.claims if arrival.receipt else ()
    receipt = Receipt(booking.received, booking.evidence, claims)
    legacy = booking.convert_legacy
    return replace(arrival, receipt=receipt, convert_legacy=legacy, unit=booking.unit)
