"""A process that makes runs of the command line and lets them die: ``python -m tests.mortal FOLDER``.

One run a line of standard input, as JSON: ``{"arguments": [...], "die_at": 5, "torn": true}``. Each
is made in a forked child, so that nothing is imported twice; ``die_at`` 0 lets it live. The answer,
a line of standard output: how the child ended (its exit code, or -9) and how many steps it made.

A step is a change of the disk within FOLDER: opening for writing, making, moving or removing,
setting times, and making sure that it is on the disk. The child dies *before* that step, by a signal
that nothing can catch. ``torn``: only the last are steps, and what the file held at its end never
reached the disk.
"""

from __future__ import annotations

import functools
import importlib
import json
import os
import pkgutil
import signal
import sys
from pathlib import Path
from typing import Any

import cv183_reports
from cv183_reports.app import documents
from cv183_reports.cli import cli
from cv183_reports.cli.clerk import run
from tests.conftest import REPOSITORY

CHANGES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.utime", "os.truncate", "os.link"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
TORN = 7
"""Bytes that a torn file lacks."""


class Mortal:
    """Counts the steps of this process, and ends it before one of them."""

    def __init__(self, folder: Path, die_at: int, *, torn: bool) -> None:
        self.folder, self.die_at, self.torn = str(folder), die_at, torn
        self.steps = 0
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
        if self.torn and file is None:
            return
        self.steps += 1
        if self.steps != self.die_at:
            return
        if self.torn and file is not None:
            os.ftruncate(file, max(0, os.fstat(file).st_size - TORN))
        os.kill(os.getpid(), signal.SIGKILL)


def live(folder: Path, told: dict[str, Any], answer: int) -> None:
    """The child: one run; it tells its steps through the pipe `answer`, unless it dies."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    mortal = Mortal(folder, told["die_at"], torn=told["torn"])
    sys.argv = ["cv183-report", *told["arguments"]]
    mortal.born()
    code: object = None
    try:
        run(cli)
    except SystemExit as end:
        code = end.code
    finally:
        os.write(answer, json.dumps([code, mortal.steps]).encode())
        os._exit(0)


def import_everything() -> None:
    """Every module, so that no child imports any: that took three times as long as the run itself."""
    for module in pkgutil.walk_packages(cv183_reports.__path__, "cv183_reports."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def remember_templates() -> None:
    """Compiles the shipped templates once for all children: that is most of what a build does."""
    documents.load_template = functools.cache(documents.load_template)
    for path in (REPOSITORY / "templates" / "docx").glob("*.docx"):
        documents.load_template(path.read_bytes(), path.name)


def main() -> None:
    folder = Path(sys.argv[1])
    import_everything()
    remember_templates()
    for line in sys.stdin:
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            live(folder, json.loads(line), writing)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            told = json.loads(pipe.read() or b"[-9, 0]")
        os.waitpid(child, 0)
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
