"""What a command does, without click and without the screen: read a month, make its documents, receive, mail.

`cli` (and whatever else shows things to a person) calls these functions with plain values and shows what
they give back. What cannot go on is raised as `Stopped`; progress is a callable that is handed in. Both
stand here, light on purpose: the command line knows them before it knows anything else.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from enum import IntEnum
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from cv183_reports.model.finding import Finding


class Cause(IntEnum):
    """Why a command could not go on; the value is the exit code."""

    FINDINGS = 1
    """Something found needs a person."""
    USAGE = 2
    """What was asked for cannot be meant."""
    MACHINE = 3
    """The machine refused: file open, no rights, no disk."""


class Stopped(Exception):  # noqa: N818 - it is no error of the program
    """The command cannot go on; everything it found is told."""

    def __init__(self, findings: tuple[Finding, ...], cause: Cause) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings
        self.cause = cause


class Waiting(Protocol):
    """One long task, under way."""

    def step(self) -> None:
        """One more piece is done."""


ShowProgress = Callable[[str, int], AbstractContextManager[Waiting]]
"""Begins a long task: what is done, in words, and about how many pieces."""


class Unseen:
    """A task that nobody waits for."""

    def __init__(self, label: str, expected: int) -> None:
        """Takes what a visible one takes."""

    def __enter__(self) -> Self:
        return self

    def step(self) -> None:
        """Says nothing."""

    def __exit__(self, *_: object) -> None:
        pass
