"""Files that the browser brings: kept beside the working folder while they are worked on, within limits, then removed."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct, field

from cv183_reports.app import Cause, Stopped
from cv183_reports.catalogue import machine
from cv183_reports.catalogue.files import WINDOWS_PATH
from cv183_reports.catalogue.machine import refusal
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding
from cv183_reports.ooxml.archive import MEGABYTE
from cv183_reports.vietnamese.text import FILE_NAME_BYTES, file_name

MAX_UPLOAD = 512 * MEGABYTE
"""Bytes of one file: far above a .zip of what all units send."""
MAX_PARCEL = 2048 * MEGABYTE
MAX_FILES = 3_000
"""Of one parcel."""
_PREFIX = "cv183-ban-"
_OLD = 24 * 3600
"""Seconds after which a folder that a killed desk left is nobody's."""
_CHUNK = 1 << 20
_SPARE = 16 * MEGABYTE
"""Bytes that stay free."""


class Parcel(Struct):
    """The files of one drop, each in a folder of its own, so that names may be alike."""

    folder: Path
    paths: list[Path] = field(default_factory=list)
    size: int = 0


class Parcels:
    """Every parcel of one desk."""

    def __init__(self) -> None:
        _sweep()
        # Windows gives it by its short name (C:\Users\QUNTRA~1) where that of the account has blanks or accents
        self._folder = Path(tempfile.mkdtemp(prefix=_PREFIX)).resolve()
        self._ours = re.compile(rf"{re.escape(str(self._folder))}[\\/][0-9a-f]+[\\/]\d+[\\/]")
        self._parcels: dict[str, Parcel] = {}
        self._lock = threading.Lock()

    def new(self, size: int = 0) -> str:
        """Begins a parcel that takes so many bytes while it comes in; gives what it is called.

        Raises:
            Stopped: no room for them; the library that serves us would break off without a word.
        """
        free = shutil.disk_usage(self._folder).free
        if free < size + _SPARE:
            where = {"folder": str(self._folder.parent), "free": free // MEGABYTE}
            told = machine.DESK_ROOM_LEFT.format(**where)
            raise Stopped((machine.DESK_NO_ROOM.at(Source(""), reason=told),), Cause.MACHINE)
        name = secrets.token_hex(8)
        with self._lock:
            folder = self._folder / name
            folder.mkdir()
            self._parcels[name] = Parcel(folder)
        return name

    def add(self, name: str, file: str, modified: float | None, stream: BinaryIO) -> None:
        """Keeps one file as it is, under a name that every system takes, changed last when it says.

        Raises:
            Stopped: no such parcel; too much; no room.
        """
        parcel = self._parcel(name)
        folder = parcel.folder / str(len(parcel.paths))
        path = folder / _shown(file, WINDOWS_PATH - len(f"{folder}/"))
        try:
            _expect_room(parcel)
            path.parent.mkdir()
            parcel.size += _copied(stream, path, min(MAX_UPLOAD, MAX_PARCEL - parcel.size))
            if modified is not None:
                with suppress(OverflowError, ValueError, OSError):
                    os.utime(path, (modified, modified))
        except OSError as error:
            self.drop(name)
            found = refusal(error, Source(path.name), machine.DESK_NO_ROOM)
            raise Stopped((found,), Cause.MACHINE) from None
        except Stopped:
            self.drop(name)
            raise
        parcel.paths.append(path)

    def paths(self, name: str) -> tuple[Path, ...]:
        """The files of that parcel.

        Raises:
            Stopped: there is none of that name, or nothing is in it.
        """
        found = tuple(self._parcel(name).paths)
        if not found:
            raise Stopped((machine.DESK_NO_FILES.at(Source("")),), Cause.USAGE)
        return found

    def drop(self, name: str) -> None:
        """Removes the files of a parcel; none of that name is no matter."""
        with self._lock:
            parcel = self._parcels.pop(name, None)
        if parcel is not None:
            shutil.rmtree(parcel.folder, ignore_errors=True)

    def close(self) -> None:
        """Removes all."""
        self._parcels.clear()
        shutil.rmtree(self._folder, ignore_errors=True)

    def shown(self, text: str) -> str:
        """`text` without the folder of ours that a path in it lies in: a clerk knows the file by its name."""
        return self._ours.sub("", text)

    def _parcel(self, name: str) -> Parcel:
        found = self._parcels.get(name)
        if found is None:
            raise Stopped((machine.DESK_GONE.at(Source("")),), Cause.USAGE)
        return found


def _expect_room(parcel: Parcel) -> None:
    if len(parcel.paths) >= MAX_FILES:
        raise Stopped((too_many(),), Cause.USAGE)


def _shown(file: str, room: int) -> str:
    """The name of a file by itself, as every system takes it, of at most so many letters."""
    return file_name(file.replace("\\", "/").rpartition("/")[2], min(room, FILE_NAME_BYTES))


def too_many() -> Finding:
    """What is said of more than one parcel takes."""
    told = {"files": MAX_FILES, "limit": MAX_PARCEL // MEGABYTE}
    return machine.DESK_TOO_MANY.at(Source(""), **told)


def upload_too_big(name: str) -> Finding:
    """What is said of a file that is heavier than any we know of."""
    return machine.DESK_FILE_TOO_BIG.at(Source(name), limit=MAX_UPLOAD // MEGABYTE)


def _copied(stream: BinaryIO, path: Path, room: int) -> int:
    size = 0
    with path.open("xb") as file:
        while data := stream.read(_CHUNK):
            size += len(data)
            if size > room:
                found = upload_too_big(path.name) if size > MAX_UPLOAD else too_many()
                raise Stopped((found,), Cause.USAGE)
            file.write(data)
    return size


def _sweep() -> None:
    """Removes what desks left that were killed, or lost their power."""
    since = time.time() - _OLD
    with suppress(OSError):
        for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
            if not left.is_symlink() and left.is_dir() and left.stat().st_mtime < since:
                shutil.rmtree(left, ignore_errors=True)
