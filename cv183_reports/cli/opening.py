"""What every command begins with: the working folder, the period, the clock, the register."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import click

from cv183_reports.catalogue import machine
from cv183_reports.cli.clerk import MACHINE, USAGE
from cv183_reports.model import LOCAL, Period, Register, Source
from cv183_reports.model.finding import Finding
from cv183_reports.workspace.folder import Workspace, reason

FINDINGS = 1
"""Exit code: something found needs a person."""

_INSTANT = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?")


class Stopped(click.ClickException):
    """The command cannot go on; what it found is shown, and it ends with the code of the cause."""

    def __init__(self, findings: tuple[Finding, ...], code: int) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings
        self.code = code


def period_of(text: str) -> Period:
    """The period of the command line.

    Raises:
        Stopped: not of the form 2025-09.
    """
    period = Period.parse(text)
    if period is None:
        raise Stopped((machine.BAD_PERIOD.at(Source("KỲ"), value=text),), USAGE)
    return period


def clock(as_of: str | None) -> datetime:
    """Now, or the instant given instead; local time.

    Raises:
        Stopped: not an instant.
    """
    if as_of is None:
        return datetime.now(LOCAL)
    with suppress(ValueError):
        if _INSTANT.fullmatch(as_of):
            return datetime.fromisoformat(as_of).replace(tzinfo=LOCAL)
    raise Stopped((machine.BAD_INSTANT.at(Source("--as-of"), value=as_of),), USAGE)


def open_register(root: Path) -> tuple[Workspace, Register]:
    """The working folder and its register.

    Raises:
        Stopped: there is none, or it has errors; all of them are named.
    """
    workspace = Workspace(root)
    register, _ = register_and_findings(workspace)
    return workspace, register


def register_and_findings(workspace: Workspace) -> tuple[Register, tuple[Finding, ...]]:
    """The register, and what is to be said of it all the same.

    Raises:
        Stopped: there is none, or it has errors; all of them are named.
    """
    from cv183_reports.register import read_register
    from cv183_reports.spreadsheet.xlsx.reader import read_workbook

    if not workspace.register.is_file():
        place = Source(str(workspace.register))
        folder = str(workspace.root.resolve())
        raise Stopped((machine.NO_REGISTER.at(place, folder=folder),), USAGE)
    data = read_file(workspace.register)
    workbook, findings = read_workbook(data, workspace.register.name)
    if workbook is None:
        raise Stopped(findings, FINDINGS)
    register, faults = read_register(workbook)
    if register is None:
        raise Stopped((*findings, *faults), FINDINGS)
    return register, (*findings, *faults)


def read_file(path: Path) -> bytes:
    """The bytes of a file the command cannot do without.

    Raises:
        Stopped: the machine does not give them.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise Stopped(
            (machine.NOT_READ.at(Source(str(path)), reason=reason(error)),), MACHINE
        ) from None
