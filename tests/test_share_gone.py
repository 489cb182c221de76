"""The share of the working folder goes at any moment of a command, as Windows tells it: said, exit code 3, and done by the next run."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Command
from tests.test_cli import filled, form
from tests.test_receive import PERIOD, bookings, laid

TOUCHES = ("stat", "lstat", "replace", "rename", "unlink", "mkdir", "rmdir", "listdir", "scandir")
MOMENTS = (0.0, 0.1, 0.25, 0.4, 0.5, 0.6, 0.7)
"""Parts of what a whole run touches; a later one, which remembers, touches less."""


class Share:
    """Counts what is done with files of a folder; from the touch `last` on it is gone."""

    def __init__(self, root: Path, number: int) -> None:
        self.root, self.number, self.touches, self.last = str(root), number, 0, 1 << 30

    def refuse(self, path: object, *, opened: bool) -> None:
        """open() tells no number of Windows."""
        if not isinstance(path, str | os.PathLike) or not str(path).startswith(self.root):
            return
        self.touches += 1
        if self.touches > self.last:
            nowhere = self.number == 53
            error = (FileNotFoundError(2, "", str(path)) if nowhere else OSError(22, "", str(path)))  # fmt: skip
            error.winerror = None if opened else self.number  # type: ignore[attr-defined]
            raise error

    def watched(self, real: Callable[..., Any], *, opened: bool) -> Callable[..., Any]:
        def touched(path: Any = ".", *more: Any, **named: Any) -> Any:
            self.refuse(path, opened=opened)
            return real(path, *more, **named)

        return touched


@pytest.fixture
def share(empty: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], Share]:
    """Makes the working folder one of a share, which Windows then tells to be gone by that number."""

    def made(number: int) -> Share:
        share = Share(empty, number)
        for name in TOUCHES:
            monkeypatch.setattr(os, name, share.watched(getattr(os, name), opened=False))
        monkeypatch.setattr(io, "open", share.watched(io.open, opened=True))
        return share

    return made


@pytest.mark.parametrize("number", [53, 64], ids=["no such server", "connection lost"])
def test_whatever_a_command_is_at_it_is_told_and_the_next_run_does_it(
    empty: Path, tmp_path: Path, command: Command, share: Callable[[int], Share], number: int
) -> None:
    path = laid(tmp_path, "bc.xlsx", filled(form(empty, command)))
    before = tmp_path / "trước"
    shutil.copytree(empty, before)
    gone = share(number)

    def ran(*words: object, until: float = 2.0) -> int:
        gone.last = int(whole.get(words[0], 1 << 30) * until)
        gone.touches = 0
        said = command("--root", empty, *words)
        gone.last = 1 << 30
        whole.setdefault(words[0], gone.touches)
        assert said.code == 0 or "không tới được ổ mạng" in said.out + said.err
        return said.code

    whole: dict[object, int] = {}
    receive = ("receive", PERIOD, path, "--as-of", f"{PERIOD}-20T10:00")
    assert [ran(*receive), ran("status", PERIOD)] == [0, 0]
    for moment in MOMENTS:
        shutil.rmtree(empty)
        shutil.copytree(before, empty)
        assert [ran(*receive, until=moment), ran(*receive)] == [3, 0]
        assert len(bookings(empty)) == 1
        assert ran("status", PERIOD, until=moment) == 3
