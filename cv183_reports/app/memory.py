"""What was read and judged once, remembered by all that it rests on, so that nothing is read twice for the same answer.

The register rests on its file; a judgement on the file's bytes, its name, how and when it came, the
register and the month before, of a file that says nothing on the unit that the ledger names, too; a month
before on every file in its folders; a paper on all that it is made of. All of it rests on the program.
The memory is a cache and no more: with it and without it the same comes out.

It lies below `.cv183`, safe to delete, never trusted blindly: bytes by key, in files that begin with a digest of the
rest. One that is damaged, foreign or of an earlier form is as none, and written anew. Of two programs that write at
once the last one's entries stay; the other's are worked out again.
"""

from __future__ import annotations

import hashlib
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from functools import cache, cached_property, lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct

import cv183_reports
from cv183_reports.catalogue import files
from cv183_reports.consolidation.closing import KeptMonth, filings_told, kept_told, told_kept
from cv183_reports.consolidation.consolidate import Earlier
from cv183_reports.intake.inbox import Arrival
from cv183_reports.model import Period, Receipt, Register
from cv183_reports.model.finding import Finding, Judgement
from cv183_reports.model.frozen import frozen_whole, thawed_whole
from cv183_reports.workspace.folder import PRIVATE, TEMPORARY, Workspace, replace_file, sha256

OF_THE_MACHINE = frozenset(
    rule.code
    for rule in (
        files.READING_TOO_LONG,
        files.READING_TOO_BIG,
        files.READING_BROKE_OFF,
        files.READING_NOT_STARTED,
    )
)
"""What another try may not find again."""
_JSON = msgspec.json.Encoder()
_NAMES = msgspec.json.Decoder(list[str])
_FOLDER = "da-doc"
_DIGEST = 32
_QUICKLY = 1
"""zlib's level: what is remembered of a form shrinks to a quarter in a tenth of a millisecond."""
_MOST = 64 << 20
"""Bytes of all entries of one file."""
_ENTRIES = msgspec.msgpack.Decoder(dict[bytes, bytes])
_REGISTER, _MONTHS = "danh-muc", "cac-thang"
DOCUMENTS_MADE, RETURNS_MADE = "van-ban", "tra-lai"
"""The two memories of papers, one of each a month."""
_MOST_OF_PAPERS = 3
"""Months whose papers are remembered: the one that is worked on, one that is put right, one more."""
_MOST_OF_MONTHS = 16 << 20
"""Bytes: some three states of months of 142 units."""
_FRESH = 10 * 10**9
"""Nanoseconds: some file systems tell two writings of one file within seconds not from each other."""
_MOST_FILES = 500
"""Of a month: as many as fit into that. What more of them say takes as much memory to write as to read."""


class ReadRegister(Struct, frozen=True):
    """The register as it was read, and what was found in its file."""

    register: Register
    findings: tuple[Finding, ...]


def remembered_register(
    workspace: Workspace, data: Iterable[bytes], read: Callable[[], ReadRegister]
) -> ReadRegister:
    """The register as it was read of these very files, or what `read` makes of them now."""
    remembered = Remembered(workspace.root, _REGISTER)
    key = _key(_program(), *(sha256(each) for each in data))
    kept = remembered.get(key)
    if kept is not None:
        return thawed_whole(msgspec.json.decode(kept), ReadRegister)
    found = read()
    remembered.put(key, _JSON.encode(frozen_whole(found)))
    remembered.save()
    return found


class Memory(Struct, frozen=True):
    """The judgements of files of one month, against one register and one month before."""

    remembered: Remembered
    basis: str
    """What all of them rest on."""

    @classmethod
    def of(cls, workspace: Workspace, register: Register, expected: Period, before: str) -> Memory:
        """What is known of files of `expected`; `before` tells one state of the month before from another."""
        basis = _told(_program(), _owed(register), str(expected), before)
        return cls(Remembered(workspace.root, str(expected)), basis)

    def judgement(
        self, arrival: Arrival, receipt: Receipt, judge: Callable[[], Judgement]
    ) -> Judgement:
        """What was judged before of that very thing, or what `judge` finds now."""
        by_itself, by_ledger = self._about(arrival, receipt)
        kept = self.remembered.get(by_itself) or self.remembered.get(by_ledger)
        if kept is not None:
            return thawed_whole(msgspec.json.decode(kept), Judgement)
        judgement = judge()
        if not any(finding.code in OF_THE_MACHINE for finding in judgement.findings):
            key = by_itself if judgement.filing is not None else by_ledger
            self.remembered.put(key, _JSON.encode(frozen_whole(judgement)))
        return judgement

    def knows(self, arrival: Arrival) -> bool:
        """Whether that very thing was judged before, as it came."""
        receipt = arrival.receipt
        if receipt is None:
            return False
        return any(key in self.remembered for key in self._about(arrival, receipt))

    def _about(self, arrival: Arrival, receipt: Receipt) -> tuple[bytes, bytes]:
        """The key of what a file says itself, whichever unit the ledger names; and of what rests on that, too."""
        about = (arrival.file, arrival.sender, arrival.convert_legacy, frozen_whole(receipt))
        by_itself = (self.basis, arrival.sha256, *about)
        return _key(*by_itself), _key(*by_itself, arrival.unit)

    def save(self) -> None:
        """Keeps what is new."""
        self.remembered.save()


class MonthMemory:
    """Months that are over, each with all that later ones ask of it."""

    def __init__(self, workspace: Workspace, register: Register) -> None:
        self._workspace, self._register, self._owed = workspace, register, _owed(register)
        self._remembered = Remembered(workspace.root, _MONTHS, _MOST_OF_MONTHS)

    def state(self, period: Period, before: str, until: datetime | None) -> str:
        """Tells what lies in the folders of `period`, and of the months `before`, from anything else."""
        lies = (_in_folders(self._workspace, period), before)
        return _told(_program(), self._owed, str(period), str(until), *lies)

    def get(self, state: str, as_of: datetime) -> KeptMonth | None:
        """The month that was in that state, judged at that instant."""
        kept = self._remembered.get(_key(state, str(as_of)))
        return _understood(kept) if kept is not None else None

    def filings(self, state: str, as_of: datetime) -> Earlier | None:
        """What counted in that month, and of those before it what still does: see `filings_told`."""
        kept = self._remembered.get(_key(state, str(as_of)))
        return filings_told(kept, self._register, briefly=True) if kept is not None else None

    def put(self, state: str, as_of: datetime, month: KeptMonth) -> None:
        """Keeps a month that was read in that state; one that would not fit anyway is not even written down."""
        if len(month.received) > _MOST_FILES:
            return
        self._remembered.put(_key(state, str(as_of)), _JSON.encode(kept_told(month, briefly=True)))
        self._remembered.save()


@lru_cache(maxsize=2)
def _understood(kept: bytes) -> KeptMonth:
    """Once in a run: `receive` asks for the month before to judge by it, and to make forms of it."""
    return told_kept(msgspec.json.decode(kept), briefly=True)


class PaperMemory:
    """Documents of one month once rendered, by the register and all else that they are made of."""

    def __init__(self, workspace: Workspace, register: Register, name: str, period: Period) -> None:
        self._name, self._owed = name, _owed(register)
        self._remembered = Remembered(workspace.root, f"{name}-{period}")

    def files(
        self, about: tuple[object, ...], make: Callable[[], Mapping[str, bytes]]
    ) -> Mapping[str, bytes]:
        """Name → content, as they were rendered of that, or as `make` renders them now; none is kept of none."""
        key = _key(_program(), self._owed, *about)
        kept = self._kept(key)
        if kept is not None:
            return kept
        made = make()
        if made:
            self._remembered.put(key, _JSON.encode([*made]))
        for name, data in made.items():
            self._remembered.put(_key(key, name), data)
        return made

    def _kept(self, key: bytes) -> Mapping[str, bytes] | None:
        told = self._remembered.get(key)
        if told is None:
            return None
        names = _NAMES.decode(told)
        found = ((name, self._remembered.get(_key(key, name))) for name in names)
        files = {name: data for name, data in found if data is not None}
        return files if len(files) == len(names) else None

    def save(self) -> None:
        """Keeps what is new, and of the months the last ones."""
        self._remembered.save()
        with suppress(OSError):
            lying = self._remembered.folder.glob(f"{self._name}*.bin")
            months = sorted(lying, key=lambda path: path.stat().st_mtime_ns)
            for path in months[:-_MOST_OF_PAPERS]:
                path.unlink()


def _in_folders(workspace: Workspace, period: Period) -> str:
    """A digest of everything that came for `period`: bytes, names and times."""
    single = (workspace.ledger(period), workspace.closing(period))
    folders = (workspace.inbox(period), workspace.originals(period))
    paths = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    told = hashlib.sha256()
    for path in (*(path for path in single if path.is_file()), *paths):
        with suppress(OSError):  # what cannot be read now is another state than what can
            status = path.stat()
            lies = (path.relative_to(workspace.root).as_posix(), status.st_mtime_ns)
            told.update(_JSON.encode((*lies, _sha256(path, status.st_mtime_ns, status.st_size))))
    return told.hexdigest()


def _sha256(path: Path, modified: int, size: int) -> str:
    """Of a file, read once in a run, for it is asked for again and again; one that was written just now is read anew.

    Raises:
        OSError: it cannot be read.
    """
    is_fresh = abs(time.time_ns() - modified) < _FRESH
    return (_sha256_of.__wrapped__ if is_fresh else _sha256_of)(path, modified, size)


@lru_cache(maxsize=1 << 14)
def _sha256_of(path: Path, _modified: int, _size: int) -> str:
    return sha256(path.read_bytes())


def _owed(register: Register) -> str:
    return hashlib.sha256(msgspec.msgpack.encode(register)).hexdigest()


def _told(*parts: object) -> str:
    return hashlib.sha256(_JSON.encode(parts)).hexdigest()


def _key(*parts: object) -> bytes:
    return hashlib.blake2b(_JSON.encode(parts), digest_size=16).digest()


@cache
def _program() -> str:
    """The state of the program's own text: whoever changes it judges anew."""
    return _told(sys.version, *_texts(Path(cv183_reports.__file__).parent))


SOURCES = frozenset({".py", ".html", ".css", ".js", ".tsv", ".toml"})
"""Endings of what the program is made of."""


def _texts(package: Path) -> Iterator[tuple[str, int, int]]:
    for path in sorted(each for each in package.rglob("*.*") if each.suffix in SOURCES):
        status = path.stat()
        yield path.name, status.st_size, status.st_mtime_ns


class Remembered:
    """The entries of one name in one working folder, of at most so many bytes together.

    Those that were longest not asked for go first.
    """

    def __init__(self, root: Path, name: str, most: int = _MOST) -> None:
        self._most = most
        self._path = root / PRIVATE / _FOLDER / f"{name}.bin"
        self._used: dict[bytes, bytes] = {}
        self._is_new = False

    @property
    def folder(self) -> Path:
        """Where the entries of all names lie."""
        return self._path.parent

    @cached_property
    def _entries(self) -> dict[bytes, bytes]:
        return _entries_in(self._path)

    def __contains__(self, key: bytes) -> bool:
        return key in self._entries or key in self._used

    def get(self, key: bytes) -> bytes | None:
        """What was kept under that key."""
        found = self._used.get(key) or self._entries.get(key)
        if found is None:
            return None
        self._used[key] = found
        try:
            return zlib.decompress(found)
        except zlib.error:
            return None

    def put(self, key: bytes, value: bytes) -> None:
        """Keeps `value`, once it is saved."""
        self._used[key] = zlib.compress(value, _QUICKLY)
        self._is_new = True

    def save(self) -> None:
        """Writes what is new to the disk; where that is refused, it is worked out again another time.

        Nothing is written where `begin` was never called: who only looks leaves no trace.
        """
        if not self._is_new or not self._path.parent.parent.is_dir():
            return
        left = {key: value for key, value in self._entries.items() if key not in self._used}
        entries = _within({**left, **self._used}, self._most)
        with suppress(OSError):
            self._path.parent.mkdir(exist_ok=True)
            payload = msgspec.msgpack.encode(entries)
            staged = self._path.with_name(f"{TEMPORARY}{self._path.stem}.tmp")
            try:
                with staged.open("wb") as file:
                    file.write(_digest(payload))
                    file.write(payload)
                replace_file(staged, self._path)
            finally:
                staged.unlink(missing_ok=True)
        self._is_new = False


def begin(root: Path) -> None:
    """Lets this working folder remember: called by whoever writes into it anyway."""
    with suppress(OSError):
        (root / PRIVATE).mkdir(exist_ok=True)


def _entries_in(path: Path) -> dict[bytes, bytes]:
    try:
        data = path.read_bytes()
        payload = memoryview(data)[_DIGEST:]
        return _ENTRIES.decode(payload) if _digest(payload) == data[:_DIGEST] else {}
    except (OSError, msgspec.DecodeError):
        return {}


def _digest(payload: bytes | memoryview) -> bytes:
    return hashlib.blake2b(payload, digest_size=_DIGEST).digest()


def _within(entries: dict[bytes, bytes], room: int) -> dict[bytes, bytes]:
    """The last of `entries` that fit into so many bytes."""
    kept = []
    for key, value in reversed(entries.items()):
        room -= len(key) + len(value)
        if room < 0:
            break
        kept.append((key, value))
    return dict(reversed(kept))
