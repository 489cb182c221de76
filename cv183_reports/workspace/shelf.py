"""Files that were made and wait until all can be put in place: more than a few of them wait on the disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from os import SEEK_END
from tempfile import TemporaryFile
from typing import IO

_IN_MEMORY = 8 << 20
"""Bytes that wait in memory: all that is made of 142 units."""


class Shelf(Mapping[str, bytes]):
    """Files by name, in the order in which they were laid here.

    Those on the disk lie in one file without a name, which ends with the program, however that ends.
    Where the disk refuses, they wait in memory.
    """

    def __init__(self) -> None:
        self._here: dict[str, bytes] = {}
        self._places: dict[str, tuple[int, int]] = {}
        """Of each where it begins and how long it is; of one that is `_here` it tells nothing."""
        self._room = _IN_MEMORY
        self._file: IO[bytes] | None = None

    def lay(self, name: str, data: bytes) -> None:
        """Takes one more file, of a name of its own."""
        is_small = len(data) <= self._room
        place = None if is_small else self._written(data)
        if place is None:
            self._here[name] = data
        if is_small:
            self._room -= len(data)
        self._places[name] = place or (0, 0)

    def part(self, names: Mapping[str, str]) -> Shelf:
        """Some of the files under other names: new name → name here."""
        part = Shelf()
        part._file = self._file
        part._places = {new: self._places[name] for new, name in names.items()}
        part._here = {new: self._here[name] for new, name in names.items() if name in self._here}
        return part

    def _written(self, data: bytes) -> tuple[int, int] | None:
        with suppress(OSError):
            file = self._file or self._opened()
            begin = file.seek(0, SEEK_END)
            if file.write(data) == len(data):
                return begin, len(data)
        return None

    def _opened(self) -> IO[bytes]:
        self._file = TemporaryFile(buffering=0)  # noqa: SIM115 - closed with the last shelf that knows it
        return self._file

    def __getitem__(self, name: str) -> bytes:
        if name in self._here:
            return self._here[name]
        begin, size = self._places[name]
        assert self._file is not None
        self._file.seek(begin)
        return self._file.read(size)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
