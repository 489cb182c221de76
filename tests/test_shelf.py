"""Files that wait to be put in place: in memory, on the disk, or in memory again where the disk refuses."""

from __future__ import annotations

import errno
from tempfile import TemporaryFile
from typing import IO

import pytest

from cv183_reports.workspace import folder
from cv183_reports.workspace.folder import Shelf

FILES = {"a": b"first", "don-vi/b": b"", "don-vi/c": b"third and long", "d": b"4"}


def laid() -> Shelf:
    found = Shelf()
    for name, data in FILES.items():
        found.lay(name, data)
    return found


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[IO[bytes]]:
    """The files that were opened on the disk; only five bytes have room in memory."""
    found: list[IO[bytes]] = []

    def open_one(buffering: int) -> IO[bytes]:
        found.append(TemporaryFile(buffering=buffering))  # noqa: SIM115 - closed with the shelf
        return found[-1]

    monkeypatch.setattr(folder, "_IN_MEMORY", 5)
    monkeypatch.setattr(folder, "TemporaryFile", open_one)
    return found


def test_little_waits_in_memory() -> None:
    assert list(laid().items()) == list(FILES.items())


def test_more_waits_on_the_disk(opened: list[IO[bytes]]) -> None:
    files = laid()
    assert list(files.items()) == list(FILES.items())
    assert len(files) == len(FILES)
    (file,) = opened
    file.seek(0)
    assert file.read() == b"third and long4"
    file.close()


def test_a_part_has_them_under_other_names(opened: list[IO[bytes]]) -> None:
    files = laid()
    part = files.part({"c": "don-vi/c", "z": "a"})
    files.lay("e", b"fifth")
    part.lay("f", b"sixth!")
    assert dict(part) == {"c": FILES["don-vi/c"], "z": FILES["a"], "f": b"sixth!"}
    assert dict(files) == FILES | {"e": b"fifth"}
    opened[0].close()


def test_what_the_disk_refuses_waits_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(**_: object) -> IO[bytes]:
        raise OSError(errno.ENOSPC, "")

    monkeypatch.setattr(folder, "_IN_MEMORY", 5)
    monkeypatch.setattr(folder, "TemporaryFile", refused)
    assert dict(laid()) == FILES
