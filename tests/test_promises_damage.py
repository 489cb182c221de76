"""P10: a damaged form is refused or says what it said; it never says anything else."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from cv183_reports.intake.guard import refusal_of
from cv183_reports.model import Filing
from cv183_reports.model.finding import Severity
from cv183_reports.spreadsheet.bounded import Worker
from cv183_reports.spreadsheet.reading import read_any
from tests.builders import FILE
from tests.builders_other import xlsb
from tests.builders_xlsx import read
from tests.damage import spread
from tests.saved_forms import FOLDER, filled
from tests.submission_cases import judged

REFUSED = "refused"
Judge = Callable[[bytes], Filing | str]
FORMS: dict[str, Callable[[], bytes]] = {
    "xlsx": filled,
    "xlsx of LibreOffice": (FOLDER / "form.xlsx").read_bytes,
    "ods": (FOLDER / "form.ods").read_bytes,
    "xlsb": lambda: xlsb(read(filled())),
}
"""One and the same filled form; .xls is not among them: it has no checksum of any kind."""
FLIPS = 500


@cache
def form(kind: str) -> bytes:
    return FORMS[kind]()


@pytest.fixture(scope="module")
def said() -> Iterator[Judge]:
    """What the tool takes from these bytes, through all that reads and judges a file."""
    with Worker() as worker:
        yield lambda data: _said(data, worker)


def _said(data: bytes, worker: Worker) -> Filing | str:
    found = refusal_of(data, FILE)
    if found is not None:
        assert found.severity is Severity.ERROR
        return REFUSED
    book, on_cells = read_any(data, FILE, worker)
    if book is None:
        assert any(finding.severity is Severity.ERROR for finding in on_cells)
        return REFUSED
    judgement = judged(book, on_cells=on_cells)
    return judgement.filing or REFUSED


@pytest.mark.parametrize("kind", FORMS)
def test_a_flipped_bit_changes_nothing_or_is_refused(kind: str, said: Judge) -> None:
    data, dice = form(kind), random.Random(183)
    whole = said(data)
    assert isinstance(whole, Filing)
    assert len(whole.records) == len(whole.figures) == 4
    refused = 0
    for place in spread(len(data) * 8, FLIPS, dice):
        flipped = bytearray(data)
        flipped[place // 8] ^= 1 << place % 8
        found = said(bytes(flipped))
        assert found in (whole, REFUSED), place
        refused += found == REFUSED
    assert refused > FLIPS // 2


@pytest.mark.parametrize("kind", FORMS)
def test_every_truncation_is_refused(kind: str, said: Judge) -> None:
    data = form(kind)
    assert said(data) != REFUSED
    view = memoryview(data)
    taken = [length for length in range(len(data)) if said(bytes(view[:length])) != REFUSED]
    assert taken == []


@pytest.mark.parametrize("kind", FORMS)
def test_a_stretch_of_zeros_or_of_another_file_changes_nothing_or_is_refused(
    kind: str, said: Judge
) -> None:
    """As a bad disk or a broken download leaves it."""
    data, other, dice = form(kind), form("xlsx of LibreOffice"), random.Random(5)
    whole = said(data)
    for _ in range(100):
        start, length = dice.randrange(len(data)), dice.choice([1, 16, 512, 4_096])
        for stretch in (bytes(length), other[start : start + length]):
            spoilt = data[:start] + stretch + data[start + length :]
            assert said(spoilt) in (whole, REFUSED), (start, length)
