"""P16: what form version 1 accepted is read the same for ever.

``tests/data/bieu-mau-cu/1`` holds forms of that version as clerks filled them in and other programs
saved them, each with what it said when that version was the newest. Nothing there is ever made
anew: a form that comes back after a change of the layout is one of these. A new version adds its
own folder.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from cv183_reports.form.filled import describe
from cv183_reports.model import Figure, Filing, Record
from cv183_reports.spreadsheet.bounded import Worker
from cv183_reports.spreadsheet.reading import read_any
from tests.submission_cases import judged

VERSIONS = sorted((Path(__file__).parent / "data" / "bieu-mau-cu").iterdir())
FORMS = [path for folder in VERSIONS for path in sorted(folder.iterdir()) if path.suffix != ".txt"]


def lines_of(data: bytes, name: str) -> list[str]:
    """What the form validly says: who and when, what is left out, then a line for each value."""
    with Worker() as worker:
        book, on_cells = read_any(data, name, worker)
    assert book is not None, on_cells
    filing = judged(book, on_cells=on_cells).filing
    assert filing is not None
    return [*_head(filing), *map(_record, filing.records), *map(_figure, filing.figures),
            *(f"plan {plan.text!r} {plan.source.cell}" for plan in filing.plans)]  # fmt: skip


def _head(filing: Filing) -> list[str]:
    left_out = sorted(filing.faulty | filing.faulty_figures)
    return [
        f"unit {filing.unit}, period {filing.period}, sample {filing.sample}",
        f"faulty {', '.join(left_out) or '-'}; blank {', '.join(sorted(filing.blank)) or '-'}",
    ]


def _record(record: Record) -> str:
    field, level = (each.value if each else "-" for each in (record.field, record.level))
    texts = (record.result, record.evidence, record.difficulty, record.proposal)
    return (
        f"{record.obligation} {record.status.value}, {record.percent}, {record.done_on}, "
        f"{', '.join(map(repr, texts))}, {field}, {level} {record.source.cell}"
    )


def _figure(figure: Figure) -> str:
    return f"{figure.indicator} {figure.value} {figure.source.cell}"


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_what_a_version_accepted_is_read_the_same(path: Path) -> None:
    expected = path.with_name(f"{path.name}.txt").read_text(encoding="utf-8").splitlines()
    assert lines_of(path.read_bytes(), path.name) == expected


@pytest.mark.parametrize("folder", VERSIONS, ids=lambda folder: folder.name)
def test_the_forms_of_a_version_are_those_of_that_version_and_untouched(folder: Path) -> None:
    listed = dict(
        reversed(line.split("  ", 1))
        for line in (folder / "sha256.txt").read_text(encoding="utf-8").splitlines()
    )
    forms = [path for path in FORMS if path.parent == folder]
    assert {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in forms} == listed
    with Worker() as worker:
        for path in forms:
            book, _ = read_any(path.read_bytes(), path.name, worker)
            assert book is not None
            meta = describe(book).meta
            assert meta is not None
            assert meta.version == folder.name


def test_there_is_a_history() -> None:
    assert len(VERSIONS) > 0
    assert len(FORMS) > 7
