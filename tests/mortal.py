"""A process that makes runs of the command line and lets them die: ``python -m tests.mortal``.

One run a line of standard input, as JSON: ``{"folder": "/…", "arguments": [...], "die_at": 5, "torn": true}``.
With ``"job": "module:function"`` it is that function that is called with the arguments, for what asks a person.
Each is made in a forked child, so that nothing is imported twice; ``die_at`` 0 lets it live, and -1
makes it in this process, so that every child after it knows what it learnt. The answer, a line of
standard output: how the run ended (its exit code, or -9) and how many steps it made.

A step is a change of the disk within `folder`: opening for writing, making, moving or removing,
setting times, and making sure that it is on the disk. The child dies *before* that step, by a signal
that nothing can catch. ``torn``: only the last are steps, and what the file held at its end never
reached the disk.

With ``"copies": ["/…/root", "/…/copies"]`` it lives, and before each step the first folder is copied into
the second, where it lies as a death at that step would leave it: ``003``; ``003 torn`` where it is one of the last.
"""

from __future__ import annotations

import functools
import gc
import importlib
import json
import os
import pkgutil
import shutil
import signal
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

import cv183_reports
from cv183_reports.cli import cli
from cv183_reports.cli.clerk import run
from cv183_reports.spreadsheet.bounded import Worker
from tests.remembered import remember

CHANGES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.utime", "os.truncate", "os.link"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
TORN = 7
"""Bytes that a torn file lacks."""


class Mortal:
    """Counts the steps of this process, and ends it before one of them."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.folder, self.die_at, self.torn = told["folder"], told["die_at"], told["torn"]
        self.copied, self.copies = map(Path, told.get("copies") or ("", ""))
        self.steps = 0
        self.is_copying = False
        self.sync = os.fsync

    def born(self) -> None:
        sys.addaudithook(self.on_event)
        os.fsync = self.on_sync

    def on_event(self, event: str, details: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = details
            if not flags & WRITING:
                return
        elif event not in CHANGES:
            return
        else:
            path = details[0]
        if isinstance(path, str | bytes | os.PathLike) and os.fsdecode(path).startswith(
            self.folder
        ):
            self.step()

    def on_sync(self, file: int) -> None:
        if str(Path(f"/proc/self/fd/{file}").readlink()).startswith(self.folder):
            self.step(file)
        self.sync(file)

    def step(self, file: int | None = None) -> None:
        if self.is_copying or (self.torn and file is None):
            return
        self.steps += 1
        if self.copies.name:
            self.is_copying = True
            self.copy(file)
            self.is_copying = False
        if self.steps != self.die_at:
            return
        if self.torn and file is not None:
            os.ftruncate(file, max(0, os.fstat(file).st_size - TORN))
        os.kill(os.getpid(), signal.SIGKILL)

    def copy(self, file: int | None) -> None:
        """What is on the disk now; of a file that is to be on it for good, also what it may be without that."""
        shutil.copytree(self.copied, self.copies / f"{self.steps:03}")
        if file is not None:
            torn = self.copies / f"{self.steps:03} torn"
            shutil.copytree(self.copied, torn)
            written = Path(f"/proc/self/fd/{file}").readlink()
            if written.is_file():
                path = torn / written.relative_to(self.copied)
                os.truncate(path, max(0, path.stat().st_size - TORN))


def live(told: dict[str, Any], answer: int) -> None:
    """The child: one run; it tells its steps through the pipe `answer`, unless it dies."""
    mortal = Mortal(told)
    mortal.born()
    code: object = None
    try:
        code = done(told)
    finally:
        os.write(answer, json.dumps([code, mortal.steps]).encode())
        os._exit(0)


def done(told: dict[str, Any]) -> object:
    """One run; its exit code, or what its function returned."""
    if "job" not in told:
        return ended(told["arguments"])
    module, _, function = told["job"].partition(":")
    return getattr(importlib.import_module(module), function)(*told["arguments"])


def ended(arguments: list[str]) -> object:
    """One run; its exit code."""
    sys.argv = ["cv183-report", *arguments]
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
        try:
            run(cli)
        except SystemExit as end:
            return end.code
    return None


def import_everything() -> None:
    """Every module, so that no child imports any: that took three times as long as the run itself."""
    for module in pkgutil.walk_packages(cv183_reports.__path__, "cv183_reports."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def read_here() -> None:
    """Workbooks are read by the run itself: the child that it would start for that has no part in any step."""

    @functools.cache
    def done(job: str, payload: bytes) -> bytes:
        module, _, function = job.partition(":")
        answer: bytes = getattr(importlib.import_module(module), function)(payload)
        return answer

    Worker.run = lambda _, job, payload: done(job, payload)  # type: ignore[method-assign]


def in_a_child(told: dict[str, Any]) -> list[Any]:
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        live(told, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer: list[Any] = json.loads(pipe.read() or b"[-9, 0]")
    os.waitpid(child, 0)
    return answer


def main() -> None:
    import_everything()
    remember(pytest.MonkeyPatch())
    read_here()
    for line in sys.stdin:
        told = json.loads(line)
        answer = [done(told), 0] if told["die_at"] < 0 else in_a_child(told)
        gc.freeze()  # no child looks through what its parent holds
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
