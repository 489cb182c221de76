"""The ledger (sổ tiếp nhận) of one month: one line for each thing received or decided, only ever added to.

A JSON object a line, UTF-8. What came in one original (a .zip, a mail) has a line each. Lines of other
kinds say so in `kind`: which file a person takes or sets aside, which call was taken back, that the month
was closed or opened again. A line that a crash cut short is passed over and told; the things it was to
book can be received again.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.catalogue import intake as catalogue
from cv183_reports.intake.guard import is_ignored, showable
from cv183_reports.model import LOCAL, Source
from cv183_reports.model.finding import Finding, Outcome
from cv183_reports.vietnamese.text import file_name
from cv183_reports.workspace.folder import TEMPORARY, free_name, replace_file
from cv183_reports.workspace.written import add_lines, book_lines, bytes_if_there, naming

_SHA256 = re.compile(r"[0-9a-f]{64}|")
"""Nothing else is ever used as the name of a folder."""
_QUOTED = 400
"""Bytes of a line that a sentence may quote."""
_LONGEST = 1 << 18
"""Bytes of one line: the longest name in a .zip and whatever else is told of it fit in."""

Key = tuple[str, str, str]
"""SHA-256 of the original, its name, the path within it: what makes a thing the same when it comes again."""


class Booking(Struct, frozen=True):
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
    call: str = ""
    """Which run of `receive` wrote the line; older lines tell it by their time alone."""

    @property
    def shown(self) -> str:
        """Its name, and where it lay in what came."""
        return f"{self.name}/{self.inside}".rstrip("/")

    @property
    def key(self) -> Key:
        """What makes it the same thing when it is received again."""
        return self.original, self.name, self.inside

    @property
    def is_timed(self) -> bool:
        """Whether it was settled when it came, or that nobody can know."""
        return self.received is not None or bool(self.evidence)


class Will(Enum):
    """What a person wants done with one file; the value stands in the ledger."""

    TAKE = "take"
    """It counts for its unit, before those that were there when this was decided."""
    SET_ASIDE = "set-aside"
    """It counts for nothing."""


class Decision(Struct, frozen=True):
    """What a person decided of one file of the month."""

    will: Will
    original: str
    """As in its booking; empty for a file that lies in the folder and is not booked."""
    name: str
    inside: str
    sha256: str
    unit: str
    """Code of the unit the file is of; may be empty."""
    over: tuple[str, ...]
    """To take: SHA-256 of the unit's other files that were there; what comes later still counts."""
    reason: str
    booked: datetime
    call: str

    @property
    def shown(self) -> str:
        """Its name, and where it lay in what came."""
        return f"{self.name}/{self.inside}".rstrip("/")

    @property
    def key(self) -> Key:
        """The thing it is about."""
        return self.original, self.name, self.inside


class Withdrawal(Struct, frozen=True):
    """One call of `receive` taken back: its lines count no more, nothing of it is deleted."""

    undone: str
    booked: datetime
    call: str


class Closing(Struct, frozen=True):
    """The month was closed: its figures are those of chot.json."""

    sha256: str
    """Of chot.json."""
    booked: datetime
    call: str


class Reopening(Struct, frozen=True):
    """A closed month was opened again: what came counts as it comes."""

    reason: str
    booked: datetime
    call: str


LedgerLine = Booking | Decision | Withdrawal | Closing | Reopening


class Ledger(Struct, frozen=True):
    """All lines of one month's ledger that can be read, in the order they were written."""

    bookings: tuple[Booking, ...]
    """Those that stand, each thing once."""
    findings: tuple[Finding, ...]
    decisions: tuple[Decision, ...] = ()
    """Those that stand."""
    last_call: tuple[LedgerLine, ...] = ()
    """All lines of the last call that stands; empty: there is nothing to take back."""
    originals: frozenset[str] = frozenset()
    """SHA-256 of everything that was ever kept, whether its line still stands or not."""
    closing: Closing | None = None
    """That the month was closed, and is."""

    @property
    def aside(self) -> frozenset[Key]:
        """What a person set aside and nobody took since."""
        last = {decision.key: decision.will for decision in self.decisions}
        return frozenset(key for key, will in last.items() if will is Will.SET_ASIDE)


def read_ledger(path: Path) -> Ledger:
    """The ledger at `path`; an empty one where there is none yet.

    Of two lines on one thing the first counts (two clerks may have received it at once), but that
    its legacy texts be converted can be asked for later. Nothing that stands in the file makes it raise.

    Raises:
        OSError: the machine does not give the file.
    """
    data = bytes_if_there(path)
    return Ledger((), ()) if data is None else _read(data, path.name)


def _read(data: bytes, name: str) -> Ledger:
    lines: list[LedgerLine] = []
    findings: list[Finding] = []
    for number, raw in book_lines(data):
        line = _line_of(raw) if len(raw) <= _LONGEST else None
        if line is not None and not isinstance(line, str):
            lines.append(line)
            continue
        text = showable(raw[:_QUOTED].decode("utf-8", "replace"))
        rule, told = (catalogue.NEWER_LINE, {"kind": line}) if line else (catalogue.BROKEN_LINE, {})
        findings.append(rule.at(Source(name), number=number, value=text, **told))
    return _standing(lines, tuple(findings))


def _standing(lines: list[LedgerLine], findings: tuple[Finding, ...]) -> Ledger:
    """What stands once every call that was taken back is left out."""
    undone = {line.undone for line in lines if isinstance(line, Withdrawal)}
    bookings: dict[Key, Booking] = {}
    decisions: list[Decision] = []
    calls: dict[str, list[LedgerLine]] = {}
    closing: Closing | None = None
    for line in lines:
        if isinstance(line, Closing | Reopening):
            closing = line if isinstance(line, Closing) else None
            continue
        if isinstance(line, Withdrawal) or line.call in undone:
            continue
        calls.setdefault(line.call, []).append(line)
        if isinstance(line, Decision):
            decisions.append(line)
            continue
        first = bookings.setdefault(line.key, line)
        if line.convert_legacy:
            bookings[line.key] = replace(first, convert_legacy=True)
    originals = frozenset(line.original for line in lines if isinstance(line, Booking)) - {""}
    last = tuple(calls[next(reversed(calls))]) if calls else ()
    return Ledger(tuple(bookings.values()), findings, tuple(decisions), last, originals, closing)


def new_call() -> str:
    """A name for one run of `receive`, like no other's."""
    return uuid4().hex[:16]


def append(path: Path, lines: Iterable[LedgerLine]) -> None:
    """Adds `lines`, in one write that is on disk when this returns.

    Several programs may do so at once; each waits for the others.

    Raises:
        OSError: the machine refused; lines may then be cut short, and are passed over in reading.
    """
    append_after(path, lambda _: lines)


def append_after(path: Path, decide: Callable[[Ledger], Iterable[LedgerLine]]) -> None:
    """Adds what `decide` says once it has seen the ledger as it stands; nobody else writes meanwhile.

    Raises:
        OSError: as `append`. Whatever `decide` raises; nothing is then added.
    """

    def told(data: bytes) -> Iterator[bytes]:
        lines = decide(_read(data, path.name))
        return (json.dumps(_told(line), ensure_ascii=False).encode() for line in lines)

    add_lines(path, told)


def _told(line: LedgerLine) -> dict[str, object]:
    match line:
        case Booking():
            return _told_booking(line)
        case Decision():
            return {
                "kind": line.will.value,
                "name": line.name,
                "inside": line.inside,
                "sha256": line.sha256,
                "original": line.original,
                "unit": line.unit,
                "over": line.over,
                "reason": line.reason,
                "booked": line.booked.isoformat(),
                "call": line.call,
            }
        case Withdrawal():
            told = {"kind": _UNDO, "undone": line.undone}
        case Closing():
            told = {"kind": _CLOSE, "sha256": line.sha256}
        case Reopening():
            told = {"kind": _REOPEN, "reason": line.reason}
    return {**told, "booked": line.booked.isoformat(), "call": line.call}


def _told_booking(booking: Booking) -> dict[str, object]:
    """Without a kind: the lines of every version so far."""
    return {
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
        "call": booking.call,
    }


_UNDO, _CLOSE, _REOPEN = "undo", "close", "reopen"


def _line_of(raw: bytes) -> LedgerLine | str | None:
    """What a line says; the name of a kind that only newer versions know; None for no line of ours."""
    try:
        told = json.loads(raw.decode("utf-8", "replace"))
        if not isinstance(told, dict):
            return None
        kind = _text(told, "kind") if "kind" in told else ""
        reader = _READERS.get(kind)
        return reader(told) if reader else kind
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None


def _booking(told: Mapping[str, object]) -> Booking:
    received, booked = told["received"], _instant(_text(told, "booked"))
    return Booking(
        original=_digest(told, "original"),
        name=_text(told, "name"),
        inside=_text(told, "inside"),
        sha256=_digest(told, "sha256"),
        received=None if received is None else _instant(_text(told, "received")),
        evidence=_in_words_of_today(_text(told, "evidence")),
        sender=_text(told, "sender"),
        booked=booked,
        outcome=Outcome(told["outcome"]),
        unit=_text(told, "unit"),
        findings=_texts(told, "findings"),
        convert_legacy=told.get("convert_legacy") is True,
        call=_text(told, "call") if "call" in told else booked.isoformat(),
    )


def _in_words_of_today(evidence: str) -> str:
    for former, now in catalogue.FORMER_EVIDENCE.items():
        evidence = evidence.replace(former, now)
    return evidence


def _decision(told: Mapping[str, object]) -> Decision:
    over = _texts(told, "over")
    if not all(map(_SHA256.fullmatch, over)):
        raise ValueError(over)
    return Decision(
        will=Will(told["kind"]),
        original=_digest(told, "original"),
        name=_text(told, "name"),
        inside=_text(told, "inside"),
        sha256=_digest(told, "sha256"),
        unit=_text(told, "unit"),
        over=over,
        reason=_text(told, "reason"),
        booked=_instant(_text(told, "booked")),
        call=_text(told, "call"),
    )


def _withdrawal(told: Mapping[str, object]) -> Withdrawal:
    booked = _instant(_text(told, "booked"))
    return Withdrawal(_text(told, "undone"), booked, _text(told, "call"))


def _closing(told: Mapping[str, object]) -> Closing:
    booked = _instant(_text(told, "booked"))
    return Closing(_digest(told, "sha256"), booked, _text(told, "call"))


def _reopening(told: Mapping[str, object]) -> Reopening:
    booked = _instant(_text(told, "booked"))
    return Reopening(_text(told, "reason"), booked, _text(told, "call"))


_READERS: Mapping[str, Callable[[Mapping[str, object]], LedgerLine]] = {
    "": _booking,
    **dict.fromkeys((will.value for will in Will), _decision),
    _UNDO: _withdrawal,
    _CLOSE: _closing,
    _REOPEN: _reopening,
}


def _text(told: Mapping[str, object], key: str) -> str:
    value = told[key]
    if not isinstance(value, str):
        raise TypeError(key)
    value.encode()  # half a character cannot be shown anywhere
    return value


def _digest(told: Mapping[str, object], key: str) -> str:
    value = _text(told, key)
    if not _SHA256.fullmatch(value):
        raise ValueError(value)
    return value


def _texts(told: Mapping[str, object], key: str) -> tuple[str, ...]:
    values = told[key]
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise TypeError(key)
    return tuple(values)


def _instant(text: str) -> datetime:
    """Local time; an instant without its zone says nothing certain."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(text)
    return instant.astimezone(LOCAL)


_CHUNK = 1 << 20
_ABANDONED = 3_600
"""Seconds after which a copy that is still under its temporary name was left by a run that died."""
_NAME_BYTES = 100
"""Of the name of a kept file: with 64 digits above it, the path stays short enough for Windows."""


class Kept(Struct, frozen=True):
    """One original on disk."""

    path: Path
    sha256: str


def keep(given: Path, folder: Path) -> Kept:
    """A copy of `given` in `folder`, with its time; the one kept before where there is one.

    Several programs may do so at once.

    Raises:
        OSError: it cannot be read, or cannot be written; nothing is then left behind.
    """
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f"{TEMPORARY}{uuid4().hex}.tmp"
    try:
        digest = _copied(given, temporary)
        there = find(folder, digest)
        if there is not None:
            return Kept(there, digest)
        name = file_name(given.name, _NAME_BYTES)
        path = free_name(folder / digest / name)
        path.parent.mkdir(exist_ok=True)
        replace_file(temporary, path)
    finally:
        with suppress(OSError):  # `sweep` tries again
            temporary.unlink(missing_ok=True)
    return Kept(path, digest)


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
    return next(
        (path for path in originals_under(folder, digest) if sha256_of(path) == digest), None
    )


def orphans(folder: Path, ledger: Ledger) -> tuple[Path, ...]:
    """What lies among the originals though no line of the ledger ever named it.

    Raises:
        OSError: the machine does not list the folder.
    """
    if not folder.is_dir():
        return ()
    found: list[Path] = []
    for each in sorted(folder.iterdir()):
        if each.name in ledger.originals or each.name.startswith(TEMPORARY):
            continue
        inside = sorted(each.rglob("*")) if each.is_dir() else [each]
        found += (path for path in inside if path.is_file() and is_ignored(path.name) is None)
    return tuple(found)


def originals_under(folder: Path, digest: str) -> Iterator[Path]:
    """What lies under that SHA-256."""
    kept = folder / digest
    names = sorted(kept.iterdir()) if kept.is_dir() else []
    return (path for path in names if path.is_file() and not path.name.startswith(TEMPORARY))


def _copied(given: Path, target: Path) -> str:
    """SHA-256 of what was copied; the copy has the time of `given`, too.

    It is on disk when this returns.
    """
    digest = hashlib.sha256()
    with naming(target), given.open("rb") as source, target.open("xb") as copy:
        for chunk in _chunks(source, given):
            digest.update(chunk)
            copy.write(chunk)
        copy.flush()
        os.fsync(copy.fileno())
        modified = os.fstat(source.fileno()).st_mtime_ns
    with suppress(OSError):  # a time that this disk cannot hold: it is told all the same
        os.utime(target, ns=(modified, modified))
    return digest.hexdigest()


def sha256_of(path: Path) -> str:
    """Hex digest of the file at `path`.

    Raises:
        OSError: the machine does not give it.
    """
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _chunks(source: BinaryIO, path: Path) -> Iterator[bytes]:
    with naming(path):
        yield from iter(lambda: source.read(_CHUNK), b"")
