"""The sentences that we compose, in the documents of a whole month as a reader meets them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.table import Table
from docx.text.paragraph import Paragraph

from cv183_reports.narrative.phrases import syllables
from cv183_reports.vietnamese.text import fold_words
from tests.shipped import shipped_register

MOST = 60
"""Syllables of one sentence of ours; units' own words are theirs."""
KINDS = {
    "the letter": "cong-van-don-doc-*.docx",
    "the progress report": "bao-cao-tien-do-*.docx",
    "units' own reports": "don-vi/*.docx",
}
_END = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-z])")
_BRACKETS = re.compile(r"\s*\((?:[^()]|\([^()]*\))*\)\s*[.;]?$")
_BY_CODE = re.compile(r"\b[mM]ục \d+\.\d+|\b[A-Z]{2}\d{2}\b|\d\.\d+: |: \d\.\d+\b")
_OF_A_FORM = re.compile(
    r"Trạng thái:|Minh chứng:|có lỗi|phải sửa|[Pp]hải gửi lại|không sử dụng được|đơn vị không phát sinh\b"
)


def documents(built: Path, kind: str) -> list[Path]:
    return sorted((built / "out" / "2025-09").glob(KINDS[kind]))


@cache
def told(path: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The paragraphs of the body; the cells of its tables."""
    paragraphs, cells = [], []
    for part in docx.Document(str(path)).iter_inner_content():
        if isinstance(part, Paragraph):
            paragraphs.append(part.text.replace("\n", " "))
        elif isinstance(part, Table):
            cells += [cell.text for row in part.rows for cell in row.cells]
    return tuple(paragraphs), tuple(cells)


@cache
def words_of_units(built: Path) -> str:
    """All that units wrote, as it stands in the workbook of the month."""
    book = openpyxl.load_workbook(built / "out/2025-09/tong-hop-2025-09.xlsx", read_only=True)
    rows = (row for sheet in book for row in sheet.iter_rows(values_only=True))
    cells = dict.fromkeys(cell for row in rows for cell in row if isinstance(cell, str))
    return "\n".join(fold_words(cell) for cell in cells)


def sentences(built: Path, path: Path) -> Iterator[str]:
    """Those that no unit wrote; a document in brackets at the end belongs to a unit's sentence."""
    own = words_of_units(built)
    for paragraph in told(path)[0]:
        for sentence in _END.split(paragraph.removeprefix("- ")):
            bare = fold_words(_BRACKETS.sub("", sentence))
            if bare and bare not in own:
                yield sentence


@pytest.mark.parametrize("kind", KINDS)
def test_no_sentence_of_ours_is_longer_than_one_breath(kind: str, built: Path) -> None:
    paths = documents(built, kind)
    assert paths
    found = {said: syllables(said) for path in paths for said in sentences(built, path)}
    longest = sorted(found, key=lambda said: -found[said])[:8]
    assert len(found) >= 10
    assert [(found[said], said) for said in longest if found[said] > MOST] == []


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_cited_by_a_code_or_told_as_a_form_tells_it(kind: str, built: Path) -> None:
    faults = [
        (path.name, found.group(), text)
        for path in documents(built, kind)
        for text in chain(*told(path))
        if (found := _BY_CODE.search(text) or _OF_A_FORM.search(text))
    ]
    assert faults == []


@pytest.mark.parametrize("kind", ["the letter", "the progress report"])
def test_no_sentence_of_ours_names_a_unit_twice(kind: str, built: Path) -> None:
    names = {name for u in shipped_register().units for name in (u.name, u.short_name)}
    (path,) = documents(built, kind)
    faults = []
    for said in sentences(built, path):
        counts = {
            name: len(re.findall(rf"\b{re.escape(name)}\b(?! \w*[A-ZĐ])", said)) for name in names
        }
        faults += [(name, said) for name, times in counts.items() if times > 1]
    assert faults == []
