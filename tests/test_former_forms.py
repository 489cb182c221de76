"""Forms of earlier versions that are still in the mail: each reads as it did when it was issued.

``tests/data/phien-ban-1`` holds forms of version 1 from the invented month 2025-09, with the register
of that day and, in ``doc-duoc.txt``, what the program of that day read from them; likewise of version 2.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from cv183_reports.catalogue.submission import FORMER_VERSION
from cv183_reports.form.fields import (
    ANSWER_COLUMNS,
    FIGURE_COLUMNS,
    FORM_VERSION,
    HEADER_FIELDS,
    NOTICE,
    RESULT,
    as_issued_in,
    inputs,
    labels_in,
    version_of,
)
from cv183_reports.form.filled import describe
from cv183_reports.model import Receipt
from cv183_reports.model.finding import Judgement
from cv183_reports.spreadsheet.xlsx import read_workbook
from cv183_reports.validation.judgement import judge_submission
from tests.months import SEPTEMBER
from tests.shipped import register_at
from tests.submission_cases import figure_line, record_line

FOLDER = Path(__file__).parent / "data"
REGISTER = "danh-muc.xlsx"
RECEIPT = Receipt(SEPTEMBER.instant(22), "thử")
FORMER = tuple(range(1, FORM_VERSION))


def judged(file: Path) -> Judgement:
    """As the register beside the file has it judged."""
    book, on_cells = read_workbook(file.read_bytes(), file.name)
    assert book is not None
    return judge_submission(
        describe(book),
        register_at(file.with_name(REGISTER)),
        SEPTEMBER,
        RECEIPT,
        last={},
        last_figures={},
        on_cells=on_cells,
    )


def said(judgement: Judgement) -> list[str]:
    """Everything that was read, a line each, with its cell."""
    filing = judgement.filing
    assert filing is not None
    return [
        f"= {judgement.unit} {judgement.period} {judgement.outcome.value}",
        *(f"{f.code} {f.place.sheet}!{f.place.cell}" for f in judgement.findings),
        *(
            f"{record_line(r)} | {r.result} | {r.evidence} | {r.difficulty} | {r.field and r.field.value} | {r.proposal} | {r.level and r.level.value} | {r.source.cell}"
            for r in filing.records
        ),
        *(f"{figure_line(f)} | {f.source.cell}" for f in filing.figures),
        *(f"{p.text} | {p.source.cell}" for p in filing.plans),
    ]


def former(version: int) -> list[Path]:
    """Forms of that version."""
    files = sorted((FOLDER / f"phien-ban-{version}").glob("*.xlsx"))
    return [file for file in files if file.name != REGISTER]


@pytest.mark.parametrize("version", FORMER)
def test_forms_of_a_former_version_say_what_they_said(version: int) -> None:
    files = former(version)
    told = "\n\n".join("\n".join(said(judged(file))) for file in files) + "\n"
    (note,) = {line for line in told.splitlines() if line.startswith(FORMER_VERSION.code)}
    assert told.count(note) == len(files) >= 5
    golden = (FOLDER / f"phien-ban-{version}" / "doc-duoc.txt").read_text(encoding="utf-8")
    assert told.replace(f"{note}\n", "") == golden


@pytest.mark.parametrize("version", FORMER)
def test_a_former_form_says_nothing_of_what_was_not_asked(version: int) -> None:
    """Nor is anybody blamed for it: no column is lost, and the golden text has no other finding."""
    later = {c.key for c in inputs(ANSWER_COLUMNS) if c.since > version}
    for file in former(version):
        filing = judged(file).filing
        assert filing is not None
        assert filing.highlight is None
        assert {filing.header.get(line.key) for line in HEADER_FIELDS if line.since > version} <= {
            None
        }
        assert not any(r.answers.get(key) for r in filing.records for key in later)


def test_a_column_that_bore_other_names_is_found_by_them() -> None:
    column = replace(RESULT, formerly=((1, "Kết quả"), (3, "Kết quả đạt được")))
    names = [column.header_in(version) for version in (1, 2, 3, 4)]
    assert names == ["Kết quả", "Kết quả đạt được", "Kết quả đạt được", RESULT.header]
    (issued,) = as_issued_in(1, [column, NOTICE])
    assert issued.header == "Kết quả"


def test_what_each_version_had_not_yet() -> None:
    today = (*ANSWER_COLUMNS, *FIGURE_COLUMNS)
    had = [{column.key for column in as_issued_in(version, today)} for version in (1, 2, 3)]
    assert had[1] - had[0] == {"notice", "total"}
    assert had[2] - had[1] == {"cause", "new_deadline"}
    lines = [{line.key for line in labels_in(version, HEADER_FIELDS)} for version in (2, 3)]
    assert lines[1] - lines[0] == {"approved_by", "approver_title"}


def test_every_version_is_known_and_has_what_is_required() -> None:
    assert [version_of(text) for text in ("0", "1", str(FORM_VERSION), str(FORM_VERSION + 1))] == [
        None,
        1,
        FORM_VERSION,
        None,
    ]
    assert version_of("") is version_of("1.0") is None
    for column in (*ANSWER_COLUMNS, *FIGURE_COLUMNS):
        assert column.since <= FORM_VERSION
        assert not column.required or column.since == 1
        assert all(last < FORM_VERSION for last, _ in column.formerly)
