"""Everything that came for one month: through the ledger, and laid into the folder by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from cv183_reports.catalogue import intake as catalogue
from cv183_reports.intake.envelope import Arrival, gather, named_once, unpacked
from cv183_reports.intake.ledger import Booking, Ledger
from cv183_reports.intake.originals import candidates, find
from cv183_reports.model import Period, Receipt, Source
from cv183_reports.model.finding import Finding, Rule
from cv183_reports.vietnamese.wording import instant
from cv183_reports.workspace.folder import Workspace, sha256


def arrivals(workspace: Workspace, period: Period, ledger: Ledger) -> Iterator[Arrival]:
    """What `ledger` has, in its order, then what lies in the folder; no two with the same name.

    A file in the folder that the ledger has too counts once, at the time the ledger gives.
    """
    names: dict[str, int] = {}
    for finding in ledger.findings:
        yield named_once(Arrival(finding.place.file, None, None, finding), names)
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
    for finding in ledger.findings:
        named_once(Arrival(finding.place.file, None, None, None), names)
    plain = {b.key: f"{b.name}/{b.inside}".rstrip("/") for b in ledger.bookings if b.original}
    return {
        key: named_once(Arrival(name, None, None, None), names).file for key, name in plain.items()
    }


def _once(arrival: Arrival, booked: dict[str, Booking]) -> Arrival:
    """The arrival; only a note where the ledger has the same."""
    booking = booked.get(sha256(arrival.data)) if arrival.data is not None else None
    if booking is None or booking.received is None:
        return arrival
    at, place = instant(booking.received), Source(arrival.file)
    told = catalogue.ALREADY_BOOKED.at(place, at=at, evidence=booking.evidence)
    return replace(arrival, data=None, finding=told)


def _booked(folder: Path, ledger: Ledger) -> Iterator[Arrival]:
    """What came in each original that was kept."""
    originals: dict[tuple[str, str], dict[str, Booking]] = {}
    for booking in ledger.bookings:
        if booking.original:
            of_original = originals.setdefault((booking.original, booking.name), {})
            of_original[booking.inside] = booking
    for (digest, name), bookings in originals.items():
        path = find(folder, digest)
        if path is None:
            yield _lost(folder, digest, name)
        else:
            yield from (_as_booked(a, bookings, name) for a in unpacked(path, name))


def _lost(folder: Path, digest: str, name: str) -> Arrival:
    rule: Rule = catalogue.ORIGINAL_MISSING
    if any(candidates(folder, digest)):
        rule = catalogue.ORIGINAL_CHANGED
    finding: Finding = rule.at(Source(name), folder=Source(f"{folder.name}/{digest[:12]}…"))
    return Arrival(name, None, None, finding)


def inside(arrival: Arrival, name: str) -> str:
    """The path of `arrival` within the original that is shown by `name`."""
    return arrival.file.removeprefix(name).removeprefix("/")


def _as_booked(arrival: Arrival, bookings: dict[str, Booking], name: str) -> Arrival:
    """The arrival as it was booked: its time, and how its texts are to be read."""
    booking = bookings.get(inside(arrival, name))
    if booking is None or booking.received is None:
        return arrival
    receipt = Receipt(booking.received, booking.evidence)
    return replace(arrival, receipt=receipt, convert_legacy=booking.convert_legacy)
