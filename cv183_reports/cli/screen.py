"""What the commands print: findings by file, outputs, a bar while a person waits."""

from __future__ import annotations

import sys
import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Self

import click

from cv183_reports.model.finding import Finding, Severity
from cv183_reports.vietnamese.wording import listed
from cv183_reports.workspace.folder import Output, Placed

MOST_SHOWN = 200
"""Findings of one file on the screen; the log has them all."""

_WIDTH = 100
"""Characters of a line on the screen."""

MARKS = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.NOTE: "·"}
"""Before each finding on the screen."""


def needs_action(findings: Iterable[Finding]) -> bool:
    """Whether a person has to do something."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def show_findings(findings: Sequence[Finding]) -> None:
    """Prints findings grouped by file, in the order they were made."""
    for file, group in groupby(findings, key=lambda finding: finding.place.file):
        click.echo(file)
        show_lines(list(group))


def show_lines(findings: Sequence[Finding]) -> None:
    """Prints the findings of one file, under its name."""
    for finding in findings[:MOST_SHOWN]:
        click.echo(f"  {_line(finding)}")
    if len(findings) > MOST_SHOWN:
        click.echo(f"  … và {len(findings) - MOST_SHOWN} điểm khác.")


def show_names(names: Iterable[str]) -> None:
    """Prints names one after the other, wrapped."""
    wrapped = textwrap.wrap(listed(list(names)), _WIDTH - 2, break_on_hyphens=False)
    click.echo(textwrap.indent("\n".join(wrapped), "  "))


def _line(finding: Finding) -> str:
    place = finding.place
    where = (
        f"{place.sheet}!{place.cell}: " if place.cell else f"{place.sheet}: " if place.sheet else ""
    )
    return f"{MARKS[finding.severity]} {finding.code} {where}{finding.message}. → {finding.remedy}"


def tally_line(findings: Iterable[Finding]) -> str:
    """``03 lỗi, 12 cảnh báo``; empty when there is neither."""
    tally = Counter(finding.severity for finding in findings)
    shown = (Severity.ERROR, Severity.WARNING)
    return ", ".join(f"{tally[severity]} {severity.value}" for severity in shown if tally[severity])


def show_outputs(outputs: Sequence[Output]) -> None:
    """Prints where each output is, and what stood in its way."""
    for output in outputs:
        click.echo(f"  {output.path}  ({output.placed.value})")
    for output in outputs:
        if output.finding is not None:
            click.echo(f"  {MARKS[output.finding.severity]} {output.finding}")


def failed(outputs: Sequence[Output]) -> bool:
    """Whether the machine refused something."""
    return any(
        output.placed is Placed.FAILED
        or (output.finding is not None and output.finding.severity is Severity.ERROR)
        for output in outputs
    )


class Bar:
    """A bar while a person waits: drawn on a terminal, silent elsewhere."""

    _WIDTH = 30

    def __init__(self, label: str, expected: int) -> None:
        self._label = label
        self._expected = max(expected, 1)
        self._done = 0
        self._shown = sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def step(self) -> None:
        """One more file is done."""
        self._done += 1
        if self._shown:
            filled = min(self._done * self._WIDTH // self._expected, self._WIDTH)
            bar = "█" * filled + "░" * (self._WIDTH - filled)
            click.echo(f"\r{self._label}  {bar}  {self._done}", err=True, nl=False)

    def __exit__(self, *_: object) -> None:
        if self._shown:
            click.echo(f"\r{' ' * 79}\r", err=True, nl=False)
