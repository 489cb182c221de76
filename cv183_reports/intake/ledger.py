"""The ledger (sổ tiếp nhận) of one month: one line for each thing received, only ever added to.

A JSON object a line, UTF-8. What came in one original (a .zip, a mail) has a line each. A line that
a crash cut short is passed over and told; the things it was to book can be received again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from cv183_reports.catalogue import intake as catalogue
from cv183_reports.model import LOCAL, Source
from cv183_reports.model.finding import Finding, Outcome
from cv183_reports.vietnamese.text import file_name
from cv183_reports.workspace.folder import TEMPORARY, free_name, replace_file
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
    """What says so: ``theo thời điểm sửa tệp``; or why nothing does."""
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

    @property
    def is_timed(self) -> bool:
        """Whether it was settled when it came, or that nobody can know."""
        return self.received is not None or bool(self.evidence)


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
        evidence=_in_words_of_today(_text(told, "evidence")),
        sender=_text(told, "sender"),
        booked=_instant(_text(told, "booked")),
        outcome=Outcome(told["outcome"]),
        unit=_text(told, "unit"),
        findings=tuple(str(code) for code in findings),
        convert_legacy=told.get("convert_legacy") is True,
    )


def _in_words_of_today(evidence: str) -> str:
    for former, now in catalogue.FORMER_EVIDENCE.items():
        evidence = evidence.replace(former, now)
    return evidence


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


_CHUNK = 1 << 20
_NANO = 1_000_000_000
_ABANDONED = 3_600
"""Seconds after which a copy that is still under its temporary name was left by a run that died."""
_NAME_BYTES = 100
"""Of the name of a kept file: with 64 digits above it, the path stays short enough for Windows."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One original on disk."""

    path: Path
    sha256: str
    modified: float
    """Seconds since 1970: when the file that was given changed last."""


def keep(given: Path, folder: Path) -> Kept:
    """A copy of `given` in `folder`, with its time; the one kept before where there is one.

    Several programs may do so at once.

    Raises:
        OSError: it cannot be read, or cannot be written; nothing is then left behind.
    """
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f"{TEMPORARY}{uuid4().hex}.tmp"
    try:
        digest, modified = _copied(given, temporary)
        there = find(folder, digest)
        if there is not None:
            return Kept(there, digest, modified / _NANO)
        name = file_name(given.name, _NAME_BYTES)
        path = free_name(folder / digest / name)
        path.parent.mkdir(exist_ok=True)
        replace_file(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    return Kept(path, digest, modified / _NANO)


def sweep(folder: Path, now: float) -> None:
    """Removes unfinished copies from `folder`, but those that another run may be making at `now`.

    They bear the time of what is copied; only when they were laid there tells their age.
    """
    with suppress(OSError):
        for copy in folder.glob(f"{TEMPORARY}*.tmp"):
            if now - copy.stat().st_ctime > _ABANDONED:
                copy.unlink(missing_ok=True)


def find(folder: Path, digest: str) -> Path | None:
    """The original of that SHA-256, whatever its name now; None where it is gone or was changed."""
    return next((path for path in candidates(folder, digest) if _sha256(path) == digest), None)


def candidates(folder: Path, digest: str) -> Iterator[Path]:
    """What lies under that SHA-256."""
    kept = folder / digest
    names = sorted(kept.iterdir()) if kept.is_dir() else []
    return (path for path in names if path.is_file() and not path.name.startswith(TEMPORARY))


def _copied(given: Path, target: Path) -> tuple[str, int]:
    """SHA-256 of what was copied, and the time of `given` (nanoseconds), which the copy has too.

    It is on disk when this returns.
    """
    digest = hashlib.sha256()
    with given.open("rb") as source, target.open("xb") as copy:
        for chunk in _chunks(source):
            digest.update(chunk)
            copy.write(chunk)
        copy.flush()
        os.fsync(copy.fileno())
        modified = os.fstat(source.fileno()).st_mtime_ns
    with suppress(OSError):  # a time that this disk cannot hold: it is told all the same
        os.utime(target, ns=(modified, modified))
    return digest.hexdigest(), modified


def _sha256(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _chunks(source: BinaryIO) -> Iterator[bytes]:
    return iter(lambda: source.read(_CHUNK), b"")
