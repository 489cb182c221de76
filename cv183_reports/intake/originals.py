"""Originals: every file received, kept byte for byte under its SHA-256, with its own name.

``goc/<SHA-256>/<name>``. Nothing that is kept is ever changed, overwritten or deleted.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from cv183_reports.vietnamese.text import file_name
from cv183_reports.workspace.folder import TEMPORARY, free_name, replace_file

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
