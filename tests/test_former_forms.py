"""Forms of earlier versions that are still in the mail: each reads as it did when it was issued.

``tests/data/phien-ban-1`` holds forms of version 1 from the invented month 2025-09, with the register
of that day and, in ``doc-duoc.txt``, what the program of that day read from them; likewise of version 2.
``python -m tests.test_former_forms`` lays such a folder of the version that the month ships with.
"""

from __future__ import annotations

import shutil
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
    answer_text,
    as_issued_in,
    inputs,
    labels_in,
    version_of,
)
from cv183_reports.form.filled import describe
from cv183_reports.model import Receipt, Record
from cv183_reports.model.finding import Judgement
from cv183_reports.spreadsheet.xlsx import read_workbook
from cv183_reports.validation.judgement import judge_submission
from tests.months import SEPTEMBER
from tests.shipped import MONTHS, SHIPPED, register_at, sent
from tests.submission_cases import figure_line, record_line

FOLDER = Path(__file__).parent / "data"
REGISTER, GOLDEN = "danh-muc.xlsx", "doc-duoc.txt"
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


def said(judgement: Judgement, version: int) -> list[str]:
    """Everything that was read, a line each, with its cell; not that there is a newer form."""
    filing = judgement.filing
    assert filing is not None
    later = [line for line in labels_in(version, HEADER_FIELDS) if line.since > 1]
    return [
        f"= {judgement.unit} {judgement.period} {judgement.outcome.value}",
        *(
            f"{f.code} {f.place.sheet}!{f.place.cell}"
            for f in judgement.findings
            if f.code != FORMER_VERSION.code
        ),
        *(f"{line.label}: {filing.header.get(line.key)}" for line in later),
        *(f"{_told(r, version)} | {r.source.cell}" for r in filing.records),
        *(f"{figure_line(f)} | {f.source.cell}" for f in filing.figures),
        *(
            [f"{filing.highlight.text} | {filing.highlight.source.cell}"]
            if filing.highlight
            else []
        ),
        *(f"{p.text} | {p.source.cell}" for p in filing.plans),
    ]


def _told(record: Record, version: int) -> str:
    """Its texts; then what was asked for the first time after version 1."""
    field, level = (option and option.value for option in (record.field, record.level))
    asked = (c for c in as_issued_in(version, inputs(ANSWER_COLUMNS)) if c.since > 1)
    texts = (record.result, record.evidence, record.difficulty, field, record.proposal, level)
    later = (answer_text(record.answers.get(column.key)) for column in asked)
    return " | ".join(map(str, (record_line(record), *texts, *later)))


def golden_of(files: list[Path], version: int) -> str:
    """What is read from them now."""
    return "\n\n".join("\n".join(said(judged(file), version)) for file in files) + "\n"


def lay_former(root: Path) -> int:
    """Lays below `root` sound forms of the shipped month, the fullest of each group, and what is read from them.

    Gives the version of the form that they are of.
    """
    sound = sorted((s for s in sent(MONTHS[-1]) if not s[0].fault), key=lambda s: len(s[1]))
    of_groups = {each.unit.group: (each, data) for each, data in sound}
    (version,) = {_version(data) for _, data in of_groups.values()}
    folder = root / f"phien-ban-{version}"
    folder.mkdir()
    shutil.copy(SHIPPED, folder / REGISTER)
    for each, data in of_groups.values():
        (folder / f"{each.unit.code}.xlsx").write_bytes(data)
    text = golden_of(former(version, root), version)
    (folder / GOLDEN).write_text(text, encoding="utf-8", newline="\n")
    return version


def _version(data: bytes) -> int | None:
    book, _ = read_workbook(data, "")
    assert book is not None
    meta = describe(book).meta
    return version_of(meta.version) if meta is not None else None


def former(version: int, root: Path = FOLDER) -> list[Path]:
    """Forms of that version."""
    files = sorted((root / f"phien-ban-{version}").glob("*.xlsx"))
    forms = [file for file in files if file.name != REGISTER]
    assert forms, (
        f"No forms of version {version} are kept. While data/{MONTHS[-1]} is of that version (git "
        "checkout its .zip, if it was made anew): python -m tests.test_former_forms"
    )
    return forms


@pytest.mark.parametrize("version", FORMER)
def test_forms_of_a_former_version_say_what_they_said(version: int) -> None:
    files = former(version)
    assert len(files) >= 5
    for file in files:
        notes = [f for f in judged(file).findings if f.code == FORMER_VERSION.code]
        assert [(f.place.sheet, f.place.cell) for f in notes] == [("", "")]
    golden = (FOLDER / f"phien-ban-{version}" / GOLDEN).read_text(encoding="utf-8")
    assert golden_of(files, version) == golden


@pytest.mark.parametrize("version", FORMER)
def test_a_former_form_says_nothing_of_what_was_not_asked(version: int) -> None:
    """Nor is anybody blamed for it: no column is lost, and the golden text has no other finding."""
    later = {c.key for c in inputs(ANSWER_COLUMNS) if c.since > version}
    for file in former(version):
        filing = judged(file).filing
        assert filing is not None
        assert filing.highlight is None or version > 2
        assert {filing.header.get(line.key) for line in HEADER_FIELDS if line.since > version} <= {
            None
        }
        assert not any(r.answers.get(key) for r in filing.records for key in later)


def test_the_forms_of_today_can_be_kept_before_the_next_version(tmp_path: Path) -> None:
    version = lay_former(tmp_path)
    assert version == FORM_VERSION, (
        f"make the shipped months anew: rm data/*/nop/*.zip, then sample {' and sample '.join(MONTHS)}"
    )
    forms = former(version, tmp_path)
    text = (tmp_path / f"phien-ban-{version}" / GOLDEN).read_text(encoding="utf-8")
    assert text.count("\n\n= ") == len(forms) - 1 >= 4
    assert [line for line in text.splitlines() if line.startswith("Chức vụ: ")]


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


if __name__ == "__main__":
    print(f"tests/data/phien-ban-{lay_former(FOLDER)}")  # noqa: T201
