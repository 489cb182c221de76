"""The ledger (sổ tiếp nhận) of one month: one line for each thing received, only ever added to.

A JSON object a line, UTF-8. What came in one original (a .zip, a mail) has a line each. A line that
a crash cut short is passed over and told; the things it was to book can be received again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from cv183_reports.catalogue import intake as catalogue
from cv183_reports.model import LOCAL, Source
from cv183_reports.model.finding import Finding, Outcome
from cv183_reports.workspace.lock import held


@dataclass(frozen=True, slots=True)
class Booking:
    """One thing received: what it was, when it came, and what became of it then.

    Judgement is made anew whenever the month is read; `outcome`, `unit` and `findings` only tell
    what was said to the person who received it.
    """

    original: str
    """SHA-256 of the file it came in, which is kept under it; empty where nothing was kept."""
    name: str
    """Of that file, as it was given."""
    inside: str
    """Path within that file (a .zip, a mail); empty for the file itself."""
    sha256: str
    """Of the thing itself; empty where it could not be read."""
    received: datetime | None
    """When it came, local time; None where nothing tells."""
    evidence: str
    """What says so: ``theo thời điểm sửa tệp``."""
    sender: str
    """Address of the mail it came with."""
    booked: datetime
    """When this line was written, local time."""
    outcome: Outcome
    unit: str
    """Code of the unit it is from, as far as that could be told."""
    findings: tuple[str, ...]
    """Codes."""
    convert_legacy: bool = False
    """Whether its TCVN3 and VNI texts are to be taken as what they most likely say."""

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it the same thing when it is received again."""
        return self.original, self.name, self.inside


@dataclass(frozen=True, slots=True)
class Ledger:
    """All lines of one month's ledger that can be read, in the order they were written."""

    bookings: tuple[Booking, ...]
    findings: tuple[Finding, ...]


def read_ledger(path: Path) -> Ledger:
    """The ledger at `path`; an empty one where there is none yet.

    Of two lines on one thing the first counts (two clerks may have received it at once), but that
    its legacy texts be converted can be asked for later.

    Raises:
        OSError: the machine does not give the file.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig", "replace")  # Notepad adds a mark
    except FileNotFoundError:
        return Ledger((), ())
    bookings: dict[tuple[str, str, str], Booking] = {}
    findings: list[Finding] = []
    for number, line in enumerate(text.split("\n"), 1):
        booking = _booking(line) if line.strip() else None
        if booking is not None:
            first = bookings.setdefault(booking.key, booking)
            if booking.convert_legacy:
                bookings[booking.key] = replace(first, convert_legacy=True)
        elif line.strip():
            place = Source(path.name)
            findings.append(catalogue.BROKEN_LINE.at(place, number=number, value=line))
    return Ledger(tuple(bookings.values()), tuple(findings))


def append(path: Path, bookings: Iterable[Booking]) -> None:
    """Adds a line for each of `bookings`, in one write that is on disk when this returns.

    Several programs may do so at once; each waits for the others.

    Raises:
        OSError: the machine refused; lines may then be cut short, and are passed over in reading.
    """
    lines = "".join(f"{_line(booking)}\n" for booking in bookings).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file, held(file.fileno()):
        size = file.seek(0, os.SEEK_END)
        if size and not _ends_a_line(file.fileno(), size):
            lines = b"\n" + lines
        file.write(lines)
        file.flush()
        os.fsync(file.fileno())


def _ends_a_line(descriptor: int, size: int) -> bool:
    os.lseek(descriptor, size - 1, os.SEEK_SET)
    return os.read(descriptor, 1) == b"\n"


def _line(booking: Booking) -> str:
    told = {
        "received": booking.received.isoformat() if booking.received else None,
        "evidence": booking.evidence,
        "sender": booking.sender,
        "name": booking.name,
        "inside": booking.inside,
        "sha256": booking.sha256,
        "original": booking.original,
        "outcome": booking.outcome.value,
        "unit": booking.unit,
        "findings": booking.findings,
        "convert_legacy": booking.convert_legacy,
        "booked": booking.booked.isoformat(),
    }
    return json.dumps(told, ensure_ascii=False)


def _booking(line: str) -> Booking | None:
    """What a line says; None for one that we did not write, or not to its end."""
    try:
        told = json.loads(line)
        return _of(told) if isinstance(told, dict) else None
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None


def _of(told: Mapping[str, object]) -> Booking:
    received, findings = told["received"], told["findings"]
    if not isinstance(findings, list):
        raise TypeError
    return Booking(
        original=_text(told, "original"),
        name=_text(told, "name"),
        inside=_text(told, "inside"),
        sha256=_text(told, "sha256"),
        received=None if received is None else _instant(_text(told, "received")),
        evidence=_text(told, "evidence"),
        sender=_text(told, "sender"),
        booked=_instant(_text(told, "booked")),
        outcome=Outcome(told["outcome"]),
        unit=_text(told, "unit"),
        findings=tuple(str(code) for code in findings),
        convert_legacy=told.get("convert_legacy") is True,
    )


def _text(told: Mapping[str, object], key: str) -> str:
    value = told[key]
    if not isinstance(value, str):
        raise TypeError(key)
    return value


def _instant(text: str) -> datetime:
    """Local time; an instant without its zone says nothing certain."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(text)
    return instant.astimezone(LOCAL)
