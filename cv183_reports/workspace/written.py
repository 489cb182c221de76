"""A file held by one program at a time: two clerks may write into one folder from two machines.

So are the books that are only added to, and the list of what we wrote.
"""

from __future__ import annotations

import errno
import hashlib
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import TypeVar

import msgspec
from msgspec import Struct

from cv183_reports.catalogue.files import is_out_of_reach

T = TypeVar("T")
_TRIES = 100
_PAUSE = 0.1
"""Seconds between tries: ten in all, far longer than a line takes to write."""
_FAR = 1 << 30
"""Where the byte lies that is locked: on Windows nobody else may read what is locked, so none of ours is."""
_ONE_AT_A_TIME = Lock()
"""Within this program: what a system holds for it, all of its threads have."""
_HELD = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
_PATIENCE = (0.05, 0.1, 0.2, 0.4, 0.5, 0.5, 0.5, 0.5)
"""Seconds between tries: on Windows a virus scanner holds a fresh file for a moment, a reader the one that is replaced."""


@contextmanager
def held(descriptor: int) -> Iterator[None]:
    """Holds the open file; the system lets go of it when this program ends, however that ends.

    A file system that knows no locks is written to without.

    Raises:
        OSError: another program held it all the time.
    """
    for left in reversed(range(_TRIES)):
        try:
            _lock(descriptor)
        except OSError as error:
            if error.errno not in _HELD:
                break
            if not left:
                raise
            time.sleep(_PAUSE)
        else:
            break
    try:
        yield
    finally:
        with suppress(OSError):
            _unlock(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _FAR)

    def _unlock(descriptor: int) -> None:
        fcntl.lockf(descriptor, fcntl.LOCK_UN, 1, _FAR)


def add_lines(path: Path, decide: Callable[[bytes], Iterable[bytes]]) -> None:
    """Adds to a book the lines that `decide` says once it has seen all that stands there, in one write.

    They are on disk when this returns; nobody else writes meanwhile. After a line that was cut short
    they begin a new one.

    Raises:
        OSError: the machine refused; the last lines may then be cut short. Whatever `decide` raises;
            nothing is then added.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with naming(path), _ONE_AT_A_TIME, path.open("ab+") as file, held(file.fileno()):
        file.seek(0)  # read through this very handle: to close another one would let go of the lock
        data = b"".join(line + b"\n" for line in decide(file.read()))
        size = file.seek(0, os.SEEK_END)
        if size and not _ends_a_line(file.fileno(), size):
            data = b"\n" + data
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _ends_a_line(descriptor: int, size: int) -> bool:
    os.lseek(descriptor, size - 1, os.SEEK_SET)
    return os.read(descriptor, 1) == b"\n"


def book_lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The lines of a book that say something, with their numbers."""
    for number, line_end in enumerate(data.split(b"\n"), 1):
        line = line_end.strip().removeprefix(b"\xef\xbb\xbf")  # of Notepad
        if line:
            yield number, line


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """What a file was refused bears its name, of which reading and writing by themselves tell nothing."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(path)
        raise


def replace_file(temporary: Path, path: Path) -> None:
    """Puts `temporary`, a file or a folder, in the place of `path`, atomically.

    Raises:
        OSError: the machine refused, also after some patience.
    """
    _patiently(lambda: temporary.replace(path))


def _patiently(deed: Callable[[], T]) -> T:
    for pause in _PATIENCE:
        with suppress(PermissionError):
            return deed()
        time.sleep(pause)
    return deed()


def bytes_if_there(path: Path) -> bytes | None:
    """The bytes of a file of ours; None: there is none.

    Raises:
        OSError: the machine does not give it, be it that the share is gone: then nobody knows whether there is one.
    """
    try:
        return _patiently(path.read_bytes)
    except FileNotFoundError as error:
        if is_out_of_reach(error):
            raise
        return None


PRIVATE = Path(".cv183")
"""Within the working folder: what only the program reads; without it nothing but the copies is lost."""
WRITTEN_BOOK = Path("out", "so-da-ghi.json")
"""Within the working folder: place → SHA-256 of what we wrote there. It lies with the documents, so that
whoever copies them back from a backup has it, too: else all of them would seem edited."""
_FORMER_STATE = PRIVATE / "state.json"
"""Where it lay in earlier versions."""
_LOCK = PRIVATE / "state.lock"
MOST = 10_000
"""Copies that are kept at once: three months of 3,321 units, some years of 142."""
_COPIES = PRIVATE / "ban-da-ghi"
_COPIED = ".docx"
_JSON = msgspec.json.Encoder(order="sorted")
_HASHES = msgspec.json.Decoder(dict[str, list[str]])


def sha256(data: bytes) -> str:
    """Hex digest."""
    return hashlib.sha256(data).hexdigest()


class Written(Struct):
    """What we wrote in this working folder. A place may carry two hashes while a move is under way."""

    root: Path
    hashes: dict[str, list[str]]

    @classmethod
    def read(cls, root: Path) -> Written:
        """What the working folder remembers; damaged, it remembers nothing."""
        data = bytes_if_there(_state_path(root)) or b""
        return cls(root, _understood(data) or {})

    def is_ours(self, path: Path, content: bytes) -> bool:
        """Whether we wrote `content` to `path`."""
        return sha256(content) in self.hashes.get(self._place(path), ())

    def has(self, content: bytes) -> bool:
        """Whether we wrote `content`, wherever it lies now."""
        digest = sha256(content)
        return any(digest in known for known in self.hashes.values())

    def is_last(self, path: Path, content: bytes) -> bool:
        """Whether `content` is the last that we wrote to `path`."""
        return self.hashes.get(self._place(path), [""])[-1] == sha256(content)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Holds what the folder remembers, read anew: other programs may write into it, too.

        Raises:
            OSError: another program held it all the time, or the machine refused.
        """
        lock = self.root / _LOCK
        lock.parent.mkdir(exist_ok=True)
        with lock.open("ab") as file, held(file.fileno()):
            self.hashes = Written.read(self.root).hashes
            yield

    def promised(self, files: Iterable[tuple[Path, bytes]]) -> bytes:
        """The content of `WRITTEN_BOOK` before the moves: the old hashes still count, the new ones count already."""
        for path, data in files:
            known = self.hashes.setdefault(self._place(path), [])
            known[:] = [*known[-1:], sha256(data)]
        return msgspec.json.format(_JSON.encode(self.hashes), indent=1)

    def keep(self, path: Path, data: bytes) -> None:
        """Keeps a copy of what now stands at `path`, if it is a Word document of ours."""
        if path.suffix != _COPIED or not self.is_last(path, data):
            return
        copy = self.root / _COPIES / _name(self._place(path), sha256(data))
        with suppress(OSError):
            if not copy.exists():
                copy.parent.mkdir(parents=True, exist_ok=True)
                staged = copy.with_suffix(".tmp")
                staged.write_bytes(data)
                replace_file(staged, copy)

    def recall(self, path: Path) -> bytes | None:
        """The Word document that we last wrote to `path` and that came to stand there; None: no copy."""
        place = self._place(path)
        digest = self.hashes.get(place, [""])[-1]
        try:
            data = bytes_if_there(self.root / _COPIES / _name(place, digest))
        except OSError:
            return None
        return data if data is not None and sha256(data) == digest else None

    def clean(self) -> None:
        """Removes copies of what is no longer known, and the oldest above `MOST`."""
        wanted = {_ending(digest) for known in self.hashes.values() for digest in known}
        with suppress(OSError):
            folder = self.root / _COPIES
            copies = os.listdir(folder)  # noqa: PTH208 - thousands of names at each writing
            kept = [name for name in copies if name.partition("-")[2] in wanted]
            if len(kept) > MOST:
                kept = sorted(kept, key=lambda name: _newest(folder / name))[:MOST]
            for name in {*copies} - {*kept} if len(kept) < len(copies) else ():
                (folder / name).unlink(missing_ok=True)

    def _place(self, path: Path) -> str:
        """`path` within the working folder."""
        try:
            return path.resolve().relative_to(self.root.resolve()).as_posix()
        except ValueError:
            return path.resolve().as_posix()


def _state_path(root: Path) -> Path:
    former = root / _FORMER_STATE
    return former if former.exists() and not (root / WRITTEN_BOOK).exists() else root / WRITTEN_BOOK


def state_file(root: Path) -> tuple[Path, bool | None]:
    """The list of what was written in this working folder: where, and whether it can be read; None: none yet."""
    path = root / WRITTEN_BOOK
    try:
        path = _state_path(root)
        if not path.exists():
            return path, None
        return path, _understood(path.read_bytes()) is not None
    except OSError:
        return path, False


def _understood(data: bytes) -> dict[str, list[str]] | None:
    """The list of hashes; None: somebody's hand did not leave it as we write it."""
    try:
        return _HASHES.decode(data)
    except (msgspec.DecodeError, RecursionError):
        return None


def _name(place: str, digest: str) -> str:
    return f"{sha256(place.encode())[:16]}-{_ending(digest)}"


def _ending(digest: str) -> str:
    """What the name of a copy tells of its content."""
    return digest[:32] + _COPIED


def _newest(path: Path) -> tuple[float, str]:
    return -path.stat().st_mtime, path.name
