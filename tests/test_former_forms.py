"""Forms of earlier versions that are still in the mail: each reads as it did when it was issued.

``tests/data/phien-ban-1`` holds forms of version 1 from the invented month 2025-09, with the register
of that day and, in ``doc-duoc.txt``, what the program of that day read from them.
"""

from __future__ import annotations

from pathlib import Path

from cv183_reports.catalogue.submission import FORMER_VERSION
from cv183_reports.form.filled import describe
from cv183_reports.form.layout import (
    ANSWER_COLUMNS,
    FIGURE_COLUMNS,
    FORM_VERSION,
    FORMER_VERSIONS,
    FormerVersion,
    column,
)
from cv183_reports.model import Receipt
from cv183_reports.model.finding import Judgement
from cv183_reports.spreadsheet.xlsx.reader import read_workbook
from cv183_reports.validation.judgement import judge
from tests.months import SEPTEMBER
from tests.shipped import register_at
from tests.submission_cases import figure_line, record_line

FOLDER = Path(__file__).parent / "data" / "phien-ban-1"
RECEIPT = Receipt(SEPTEMBER.instant(22), "thử")
FILES = sorted(path.name for path in FOLDER.glob("*.xlsx") if path.name != "danh-muc.xlsx")


def judged(name: str) -> Judgement:
    book, on_cells = read_workbook((FOLDER / name).read_bytes(), name)
    assert book is not None
    return judge(
        describe(book),
        register_at(FOLDER / "danh-muc.xlsx"),
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


def test_forms_of_version_1_say_what_they_said() -> None:
    told = "\n\n".join("\n".join(said(judged(name))) for name in FILES) + "\n"
    (note,) = {line for line in told.splitlines() if line.startswith(FORMER_VERSION.code)}
    assert told.count(note) == len(FILES) >= 5
    golden = (FOLDER / "doc-duoc.txt").read_text(encoding="utf-8")
    assert told.replace(f"{note}\n", "") == golden


def test_a_column_that_bore_another_name_is_found_by_it() -> None:
    former = FormerVersion("0", frozenset({"notice"}), {"result": "Kết quả"})
    columns = {each.key: each.header for each in former.columns(ANSWER_COLUMNS)}
    assert columns["result"] == "Kết quả"
    assert columns["status"] == column(ANSWER_COLUMNS, "status").header
    assert columns.keys() == {each.key for each in ANSWER_COLUMNS} - {"notice"}


def test_every_former_version_lacks_only_columns_of_today_and_keeps_what_is_required() -> None:
    today = {each.key: each for each in (*ANSWER_COLUMNS, *FIGURE_COLUMNS)}
    for former in FORMER_VERSIONS:
        assert former.number != FORM_VERSION
        assert former.without | former.headers.keys() <= today.keys()
        assert not [key for key in former.without if today[key].required]
