"""What came in: files, folders and .zip files of workbooks → one arrival for each file, one at a time."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO

from cv183_reports.catalogue import files
from cv183_reports.finding import Finding, Rule
from cv183_reports.intake.entry_names import decoded_name, shown_name
from cv183_reports.intake.guard import (
    EMPTY_ZIP,
    ZIP,
    begins_as_document,
    is_document,
    is_ignored,
    too_big,
)
from cv183_reports.model import LOCAL, Receipt, Source
from cv183_reports.workbook.safe_zip import (
    MAX_ENTRIES,
    MAX_FILE,
    MEGABYTE,
    Entry,
    Refusal,
    entries,
    read_entry,
)

_MAX_INFLATED = 1024 * MEGABYTE
"""Bytes of all files of one .zip, those of a .zip inside it included."""
_LAYERS = 2
"""A .zip, and a .zip inside it."""
_HEAD = 1024
_JUNCTION = 0xA0000003
"""IO_REPARSE_TAG_MOUNT_POINT: a folder of Windows that is really another one."""
_NO_TIME = (1980, 1, 1, 0, 0, 0)
"""What zip writers put where they know no time."""
_LATEST = 253_402_300_799 - 86_400
"""POSIX seconds: the last day but one that a datetime can hold."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file that came."""

    file: str
    """As findings name it: ``nop/bao-cao.zip/11560-….xlsx``. No two arrivals have the same."""
    data: bytes | None
    """None when it was not read; `finding` then says why."""
    receipt: Receipt | None
    """Always there with `data`; None for a file on disk that could not or need not be looked at."""
    finding: Finding | None


def gather(paths: Sequence[Path], base: Path) -> Iterator[Arrival]:
    """Every file of `paths`, once: folders with all their sub-folders, .zip files unpacked in memory.

    Files come in the order of `paths`, within a folder or .zip by name. `base` is the folder that
    names are shown relative to. Nothing in `paths` makes it raise; one file is held at a time.
    """
    names: set[str] = set()
    visited: set[str] = set()
    for path in paths:
        for found, rule in _walk(path):
            identity = os.path.normcase(_absolute(found))
            if identity not in visited:
                visited.add(identity)
                for arrival in _file(found, _shown(found, base), rule):
                    yield _named_once(arrival, names)


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


def _named_once(arrival: Arrival, names: set[str]) -> Arrival:
    """The arrival under a name that no earlier one has: a .zip may hold one name twice."""
    name, copies = arrival.file, 1
    while name in names:
        copies += 1
        name = f"{arrival.file} ({copies})"
    names.add(name)
    if copies == 1:
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
    except FileNotFoundError:
        yield Arrival(shown, None, None, files.NOT_FOUND.at(Source(shown)))
    except OSError:
        yield Arrival(shown, None, None, files.CANNOT_OPEN.at(Source(shown)))


def _opened(path: Path, shown: str) -> Iterator[Arrival]:
    status = path.stat()
    modified = datetime.fromtimestamp(min(max(status.st_mtime, 0), _LATEST), LOCAL)
    receipt = Receipt(modified, files.BY_FILE_TIME)
    if not stat.S_ISREG(status.st_mode):
        yield Arrival(shown, None, receipt, files.SPECIAL_FILE.at(Source(shown)))
        return
    with path.open("rb") as source:
        yield from _Delivery(shown, receipt, _Allowance()).arrivals(source, status.st_size)


@dataclass(frozen=True, slots=True)
class _Delivery:
    """One file on its way in: on disk, or unpacked from a .zip."""

    file: str
    receipt: Receipt
    allowance: _Allowance
    layer: int = 0
    """How many .zip files lie around it."""

    def arrivals(self, source: BinaryIO, size: int) -> Iterator[Arrival]:
        """The file itself; if it is a .zip of files, what that holds."""
        try:
            packed = _packed_files(source)
        except Refusal as refusal:
            yield self._refused(refusal.finding(self.file))
            return
        if packed is not None:
            yield from self._unpacked(source, packed)
        elif size > MAX_FILE:
            yield self._refused(too_big(self.file, size))
        else:
            source.seek(0)
            yield Arrival(self.file, source.read(MAX_FILE + 1), self.receipt, None)

    def _unpacked(self, source: BinaryIO, packed: list[tuple[str, Entry]]) -> Iterator[Arrival]:
        if self.layer >= _LAYERS:
            yield self._refused(files.NESTED_TOO_DEEP.at(Source(self.file)))
        elif not packed:
            yield self._refused(files.EMPTY_ARCHIVE.at(Source(self.file)))
        else:
            for name, entry in sorted(packed, key=itemgetter(0)):
                yield from self._inner(name, entry).from_archive(source, entry)

    def _inner(self, name: str, entry: Entry) -> _Delivery:
        receipt = self._receipt_of(entry)
        return _Delivery(f"{self.file}/{name}", receipt, self.allowance, self.layer + 1)

    def _receipt_of(self, entry: Entry) -> Receipt:
        """By the time the .zip keeps for the entry; by its own where that is no true time."""
        archive = self.file.rpartition("/")[2]
        if entry.instant is not None:
            evidence = files.BY_ENTRY_INSTANT.format(archive=archive)
            return Receipt(entry.instant.astimezone(LOCAL), evidence)
        if entry.modified != _NO_TIME:
            with suppress(ValueError):
                modified = datetime(*entry.modified, tzinfo=LOCAL)
                return Receipt(modified, files.BY_ENTRY_TIME.format(archive=archive))
        return Receipt(self.receipt.at, files.BY_ARCHIVE_TIME.format(archive=archive))

    def from_archive(self, source: BinaryIO, entry: Entry) -> Iterator[Arrival]:
        """What the entry of a .zip brings."""
        ignored = is_ignored(self.file)
        if ignored is not None:
            yield self._refused(ignored)
        elif entry.size > MAX_FILE:
            yield self._refused(too_big(self.file, entry.size))
        elif not self.allowance.take(entry.size):
            limit = _MAX_INFLATED // MEGABYTE
            yield self._refused(files.ARCHIVE_TOO_BIG.at(Source(self.file), limit=limit))
        else:
            try:
                content = read_entry(source, entry, MAX_FILE)
            except Refusal as refusal:
                yield self._refused(self._within_archive(refusal.rule))
            else:
                yield from self.arrivals(BytesIO(content), len(content))

    def _within_archive(self, rule: Rule) -> Finding:
        """What is wrong with this entry, under the name it is shown by."""
        name = self.file.rpartition("/")[2]
        return rule.at(Source(self.file), part=name, limit=MAX_FILE // MEGABYTE)

    def _refused(self, finding: Finding) -> Arrival:
        return Arrival(self.file, None, self.receipt, finding)


class _Allowance:
    """How many bytes a .zip may still unfold to, those of the .zip files inside it included."""

    def __init__(self) -> None:
        self._left = _MAX_INFLATED

    def take(self, size: int) -> bool:
        """Use `size` bytes of it; False when there are not so many."""
        self._left -= size
        return self._left >= 0


def _packed_files(source: BinaryIO) -> list[tuple[str, Entry]] | None:
    """Names and entries of a .zip of files; None when it is anything else.

    Raises:
        Refusal: a .zip of files that cannot be unpacked.
    """
    head = source.read(_HEAD)
    if not head.startswith((ZIP, EMPTY_ZIP)):
        return None
    try:
        found = entries(source)
    except Refusal as refusal:
        if begins_as_document(head):
            return None
        if refusal.rule is files.TOO_MANY_PARTS:
            raise Refusal(files.ARCHIVE_TOO_MANY, limit=MAX_ENTRIES) from refusal
        raise Refusal(files.BROKEN_ARCHIVE) from refusal
    if is_document(found):
        return None
    names = [(decoded_name(entry.raw_name, utf8=entry.utf8), entry) for entry in found]
    return [
        (shown_name(name), entry)
        for name, entry in names
        if entry.size or not name.endswith(("/", "\\"))
    ]
