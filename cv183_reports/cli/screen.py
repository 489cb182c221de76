"""What several commands print: findings, judgements of files (also as JSON), outputs, a bar while a person waits."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import groupby
from typing import Self

import click

from cv183_reports.app import Cause
from cv183_reports.catalogue import machine
from cv183_reports.form import fields
from cv183_reports.model import Figure, Record, Register
from cv183_reports.model.finding import (
    OUTCOMES,
    Finding,
    Judgement,
    Outcome,
    Severity,
    needs_action,
)
from cv183_reports.validation.batch import Shared
from cv183_reports.validation.receipt import is_late
from cv183_reports.vietnamese.wording import listed, lower_first
from cv183_reports.workspace.folder import Output

MOST_SHOWN = 200
"""Findings of one file on the screen; the log has them all."""

_WIDTH = 100
"""Characters of a line on the screen."""

SEVERITY_MARKS = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.NOTE: "·"}
"""Before each finding on the screen."""


def code_of(findings: Iterable[Finding]) -> int:
    """The exit code for what was found: a file that the machine does not give goes before what a person has to do."""
    found = tuple(findings)
    if any(finding.code == machine.NOT_READ.code for finding in found):
        return Cause.MACHINE
    return Cause.FINDINGS if needs_action(found) else 0


def show_findings(findings: Sequence[Finding]) -> None:
    """Prints findings grouped by file, in the order they were made."""
    for line in finding_lines(findings):
        click.echo(line)


def finding_lines(findings: Sequence[Finding]) -> Iterator[str]:
    """Findings grouped by file, in the order they were made."""
    for file, group in groupby(findings, key=lambda finding: finding.place.file):
        yield file
        yield from _lines(list(group))


def _lines(findings: Sequence[Finding]) -> Iterator[str]:
    """The findings of one file, under its name."""
    yield from (f"  {_line(finding)}" for finding in findings[:MOST_SHOWN])
    if len(findings) > MOST_SHOWN:
        yield f"  … và {len(findings) - MOST_SHOWN} điểm khác."


def show_names(names: Iterable[str]) -> None:
    """Prints names one after the other, wrapped."""
    click.echo("\n".join(name_lines(list(names))))


def name_lines(names: Sequence[str], most: int = MOST_SHOWN) -> list[str]:
    """Names one after the other, wrapped, on at most so many lines."""
    count = len(names)
    while True:
        left = len(names) - count
        told = (
            listed(names[:count]) if not left else f"{', '.join(names[:count])} và {left} tên khác"
        )
        wrapped = textwrap.wrap(told, _WIDTH - 2, break_on_hyphens=False)
        if len(wrapped) <= most or count <= 1:
            return [f"  {line}" for line in wrapped]
        fit = count * most // len(wrapped)
        count = max(fit if len(wrapped) > most + 1 else count - 1, 1)


def in_short(text: str) -> str:
    """`text` on one line of the screen, with the blanks that it begins with."""
    indent = text[: len(text) - len(text.lstrip())]
    return indent + textwrap.shorten(text, _WIDTH - len(indent), placeholder=" …")


def _line(finding: Finding) -> str:
    place = finding.place
    where = (
        f"{place.sheet}!{place.cell}: " if place.cell else f"{place.sheet}: " if place.sheet else ""
    )
    return f"{SEVERITY_MARKS[finding.severity]} {finding.code} {where}{finding.message}. → {finding.remedy}"


def show_outputs(outputs: Sequence[Output]) -> None:
    """Prints where each output is, and what stood in its way."""
    for output in outputs:
        click.echo(f"  {output.path}  ({output.placed.value})")
    for finding in dict.fromkeys(output.finding for output in outputs if output.finding):
        click.echo(f"  {SEVERITY_MARKS[finding.severity]} {finding}")


_KEYBOARD, _QUICK_EDIT, _EXTENDED = -10, 0x40, 0x80


@contextmanager
def running_on() -> Iterator[None]:
    """Meanwhile a click into the window does not stop us: Windows takes it for marking, and holds whoever writes there."""
    if sys.platform == "win32":
        import ctypes

        kernel, mode = ctypes.windll.kernel32, ctypes.c_uint32()
        window = ctypes.c_void_p(kernel.GetStdHandle(_KEYBOARD))
        if kernel.GetConsoleMode(window, ctypes.byref(mode)):
            kernel.SetConsoleMode(window, mode.value & ~_QUICK_EDIT | _EXTENDED)
            try:
                yield
            finally:
                kernel.SetConsoleMode(window, mode.value | _EXTENDED)
            return
    yield


class Bar:
    """A bar while a person waits: drawn on a terminal, silent elsewhere."""

    _WIDTH = 30

    def __init__(self, label: str, expected: int) -> None:
        self._label = label
        self._expected = max(expected, 1)
        self._done = 0
        self._shown = sys.stderr.isatty()
        self._left = ExitStack()

    def __enter__(self) -> Self:
        if self._shown:
            self._left.enter_context(running_on())
        self._draw()
        return self

    def step(self) -> None:
        """One more file is done."""
        self._done += 1
        self._draw()

    def _draw(self) -> None:
        if self._shown:
            filled = min(self._done * self._WIDTH // self._expected, self._WIDTH)
            bar = "█" * filled + "░" * (self._WIDTH - filled)
            click.echo(f"\r{self._label}  {bar}  {self._done}", err=True, nl=False)

    def __exit__(self, *_: object) -> None:
        self._left.close()
        if self._shown:
            click.echo(f"\r{' ' * 79}\r", err=True, nl=False)


_QUIET = "dùng được, gửi đúng hạn, không có gì phải xem"


_LISTED = 20
"""Files that ask for nothing and are named all the same; more of them are only counted."""
_SHOWN = 200
"""Files with findings that are shown; ``--json`` has them all."""


def show_judgements(judgements: Sequence[Judgement], register: Register) -> None:
    """Prints each file with what was found in it."""
    for line in judgement_lines(judgements, register):
        click.echo(line)


def judgement_lines(judgements: Sequence[Judgement], register: Register) -> Iterator[str]:
    """Each file with what was found in it: first those that ask for nothing, last the worst."""
    passed = [j for j in judgements if j.outcome is Outcome.IGNORED]
    quiet = [j for j in judgements if _is_quiet(j, register)]
    ranks = list(OUTCOMES)
    rest = sorted(
        (j for j in judgements if j.outcome is not Outcome.IGNORED and not _is_quiet(j, register)),
        key=lambda judgement: ranks.index(judgement.outcome),
    )
    for group, words in ((passed, OUTCOMES[Outcome.IGNORED]), (quiet, _QUIET)):
        if len(group) > _LISTED:
            yield f"{len(group)} tệp {words}."
        else:
            yield from _each(group, register)
    if len(rest) > _SHOWN:
        yield (
            f"{len(rest) - _SHOWN} tệp khác, nhẹ hơn hoặc tương tự, không nêu ở đây (xem đủ: thêm --json)."
        )
    yield from _each(rest[-_SHOWN:], register)


def _is_quiet(judgement: Judgement, register: Register) -> bool:
    """Whether the file counts, came in time, and nothing at all is to be said of it."""
    filing = judgement.filing
    return filing is not None and not is_late(filing, register) and not _own(judgement)


def _own(judgement: Judgement) -> list[Finding]:
    """What is said of the file but when it came."""
    return [f for f in judgement.findings if f.code != machine.RECEIVED.code]


def _each(judgements: Sequence[Judgement], register: Register) -> Iterator[str]:
    for judgement in judgements:
        unit = register.unit(judgement.unit) if judgement.unit else None
        received = (f.message for f in judgement.findings if f.code == machine.RECEIVED.code)
        told = [unit.short_name if unit else "", *map(lower_first, received)]
        after = ", ".join(filter(None, told))
        yield f"{judgement.file}: {OUTCOMES[judgement.outcome]}{after and f' — {after}'}"
        yield from _lines(_own(judgement))


def judgement_json(judgement: Judgement, *, counts: bool) -> dict[str, object]:
    """One file, judged: its outcome, whether it counts, what is valid of it, and every finding."""
    filing = judgement.filing
    return {
        "file": judgement.file,
        "outcome": judgement.outcome.value,
        "counts": counts,
        "unit": judgement.unit,
        "period": str(judgement.period) if judgement.period else None,
        "header": fields.answers_json(filing.header, fields.header_inputs()) if filing else {},
        "records": [_record(record) for record in filing.records] if filing else [],
        "figures": [_figure(figure) for figure in filing.figures] if filing else [],
        "highlight": filing.highlight.text if filing and filing.highlight else None,
        "plans": [plan.text for plan in filing.plans] if filing else [],
        "findings": [finding_json(finding) for finding in judgement.findings],
    }


def _record(record: Record) -> dict[str, object]:
    said = fields.answers_json(record.answers, fields.inputs(fields.ANSWER_COLUMNS))
    return {"obligation": record.obligation, **said}


def _figure(figure: Figure) -> dict[str, object]:
    value = {fields.VALUE.key: fields.answer_json(figure.value)}
    beside = fields.answers_json(figure.beside, fields.asked_beside())
    return {"indicator": figure.indicator, **value, **beside}


def shared_json(shared: Shared) -> dict[str, object]:
    """One sentence that many files have in common, and where each has it."""
    (first, *_) = shared.findings
    places = [
        {"file": f.place.file, "sheet": f.place.sheet, "cell": f.place.cell}
        for f in shared.findings
    ]
    return {**finding_json(first), "places": places}


def placed_json(finding: Finding) -> dict[str, object]:
    """One finding, with its file."""
    return {"file": finding.place.file, **finding_json(finding)}


def finding_json(finding: Finding) -> dict[str, object]:
    """One finding, without its file."""
    return {
        "code": finding.code,
        "severity": finding.severity.name.lower(),
        "sheet": finding.place.sheet,
        "cell": finding.place.cell,
        "message": finding.message,
        "remedy": finding.remedy,
    }
