"""What was worked out once: bytes by key, in one file below `.cv183`. Safe to delete, never trusted blindly.

The file begins with a digest of the rest. One that is damaged, foreign or of an earlier form is as none,
and written anew. Of two programs that write at once the last one's entries stay; the other's are
worked out again.
"""

from __future__ import annotations

import hashlib
import zlib
from contextlib import suppress
from functools import cached_property
from pathlib import Path

import msgspec

from cv183_reports.workspace.folder import PRIVATE, TEMPORARY, replace_file

_FOLDER = "da-doc"
_DIGEST = 32
_QUICKLY = 1
"""zlib's level: what is remembered of a form shrinks to a quarter in a tenth of a millisecond."""
_MOST = 64 << 20
"""Bytes of all entries of one file."""
_ENTRIES = msgspec.msgpack.Decoder(dict[bytes, bytes])


class Remembered:
    """The entries of one name in one working folder, of at most so many bytes together.

    Those that were longest not asked for go first.
    """

    def __init__(self, root: Path, name: str, most: int = _MOST) -> None:
        self._most = most
        self._path = root / PRIVATE / _FOLDER / f"{name}.bin"
        self._used: dict[bytes, bytes] = {}
        self._is_new = False

    @cached_property
    def _entries(self) -> dict[bytes, bytes]:
        return _read(self._path)

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
        entries = _bounded({**left, **self._used}, self._most)
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


def _read(path: Path) -> dict[bytes, bytes]:
    try:
        data = path.read_bytes()
        payload = memoryview(data)[_DIGEST:]
        return _ENTRIES.decode(payload) if _digest(payload) == data[:_DIGEST] else {}
    except (OSError, msgspec.DecodeError):
        return {}


def _digest(payload: bytes | memoryview) -> bytes:
    return hashlib.blake2b(payload, digest_size=_DIGEST).digest()


def _bounded(entries: dict[bytes, bytes], room: int) -> dict[bytes, bytes]:
    """The last of `entries` that fit into so many bytes."""
    kept = []
    for key, value in reversed(entries.items()):
        room -= len(key) + len(value)
        if room < 0:
            break
        kept.append((key, value))
    return dict(reversed(kept))
