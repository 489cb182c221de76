"""P2, P3: of a filled form every cell is used or named, and no value is changed in silence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from cv183_reports.form.blank import write_form
from cv183_reports.form.fields import ANSWER_COLUMNS, FIGURE_COLUMNS, HEADER_FIELDS
from cv183_reports.form.values import Answers, LastMonth
from cv183_reports.model import Filing, Source
from cv183_reports.model.finding import Finding, Judgement
from cv183_reports.spreadsheet.grid import Cell, CellKind, Sheet, Workbook, column_letters
from cv183_reports.vietnamese.wording import number
from tests.builders import FILE, REGISTER, WARD
from tests.builders_xlsx import read
from tests.months import SEPTEMBER
from tests.saved_forms import ANSWERS, filled
from tests.submission_cases import judged
from tests.test_xlsx_second_opinion import TEXT, XLSXWRITER_LOSES

STRANGE = "Văn bản lạ không đâu có"
SHEETS = ("Báo cáo", "Số liệu", "Trang của đơn vị")
"""Where units write. Hướng dẫn and _meta are ours: what anybody writes there besides is not read."""
UNTOLD = {"last_result"}
"""What is locked and shows what the unit said last month: here it said nothing, so nothing tells."""


@cache
def form() -> Workbook:
    """A filled form as Excel saves it, with a sheet of the unit's own."""
    book = read(filled())
    return replace(book, file=FILE, sheets=(*book.sheets, Sheet("Trang của đơn vị", True, {})))


def unread(name: str) -> set[str]:
    """Cells of that sheet that no document prints and no judgement looks at."""
    sheet = form().sheet(name)
    assert sheet is not None
    columns = {c.header: c for c in (*ANSWER_COLUMNS, *FIGURE_COLUMNS)}
    labels = {field.label: field for field in HEADER_FIELDS}
    head = next((c.row for c in sheet.cells.values() if c.text == "Mã"), 0)
    codes = [c.row for c in sheet.cells.values() if c.column == 1 and c.row > head]
    rows = [row for row in codes if sheet.at(row, 2) and not is_plan_line(sheet, row)]
    found = set()
    for cell in sheet.cells.values():
        key = columns[cell.text].key if cell.row == head and cell.text in columns else ""
        if key and is_grey(key):
            found |= {f"{column_letters(cell.column)}{row}" for row in rows}
        field = labels.get(cell.text) if cell.row < head else None
        if field and is_grey(field.key):
            found.add(f"{column_letters(cell.column + 1)}{cell.row}")
    return found


def is_plan_line(sheet: Sheet, row: int) -> bool:
    first = sheet.at(row, 1)
    return first is not None and first.text.endswith(".")


def is_grey(key: str) -> bool:
    return key in UNTOLD


def with_cell(book: Workbook, name: str, cell: Cell) -> Workbook:
    sheets = (
        replace(s, cells={**s.cells, (cell.row, cell.column): cell}) if s.name == name else s
        for s in book.sheets
    )
    return replace(book, sheets=tuple(sheets))


def texts(filing: Filing | None) -> Iterator[str]:
    for record in filing.records if filing else ():
        yield from map(str, record.answers.values())
    for figure in filing.figures if filing else ():
        yield from map(str, figure.beside.values())
    yield from (plan.text for plan in filing.plans) if filing else ()
    yield from map(str, filing.header.values()) if filing else ()


def names(finding: Finding, sheet: str, row: int, column: int) -> bool:
    """Whether the finding is on that cell, on its row or range, or lists it, or quotes what it holds."""
    reference = f"{column_letters(column)}{row}"
    rows = [int(digits) for digits in re.findall(r"\d+", finding.place.cell)]
    return finding.place.sheet == sheet and (
        (bool(rows) and rows[0] <= row <= rows[-1])
        or re.search(rf"\b{reference}\b", finding.message) is not None
        or STRANGE in finding.message
    )


def test_the_form_has_nothing_to_be_said_of() -> None:
    assert judged(form()).findings == ()


@pytest.mark.parametrize("name", SHEETS)
def test_a_text_in_any_cell_is_used_or_named(name: str) -> None:
    """Over whatever stood there: answers, labels, headers, codes, locked texts, blanks around them."""
    sheet = form().sheet(name)
    assert sheet is not None
    rows = max((row for row, _ in sheet.cells), default=3) + 4
    columns = max((column for _, column in sheet.cells), default=3) + 3
    lost = []
    for row in range(1, rows):
        for column in range(1, columns):
            cell = Cell(row, column, CellKind.TEXT, STRANGE)
            judgement = judged(with_cell(form(), name, cell))
            is_used = any(STRANGE in text for text in texts(judgement.filing))
            if not is_used and not any(names(f, name, row, column) for f in judgement.findings):
                lost.append(f"{column_letters(column)}{row}")
    assert [place for place in lost if place not in unread(name)] == []


@given(
    st.sampled_from(SHEETS),
    st.integers(1, 1_000),
    st.integers(1, 60),
    st.text(st.characters(categories=["L", "Nd", "P"]), min_size=1, max_size=20),
)
@settings(deadline=None)
def test_any_text_far_from_the_tables_is_named(name: str, row: int, column: int, text: str) -> None:
    sheet = form().sheet(name)
    assert sheet is not None
    if not sheet.rows() or (row > max(sheet.rows()) and column > 20):
        judgement = judged(with_cell(form(), name, Cell(row, column, CellKind.TEXT, text)))
        assert any(names(finding, name, row, column) for finding in judgement.findings)


def bare(text: str) -> str:
    """NFC without blanks and without what cannot be seen: what nobody may change in silence."""
    kept = [
        c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf", "Cn")
    ]
    return unicodedata.normalize("NFC", "".join(kept))


def typed(text: str) -> Answers:
    """The good form with `text` in each kind of text cell."""
    difficult = f"Thiếu vốn {text}"
    row = {**ANSWERS.rows["1.3"], "result": text, "evidence": text}
    hard = {**ANSWERS.rows["1.1"], "difficulty": difficult, "proposal": difficult}
    return replace(ANSWERS, rows={**ANSWERS.rows, "1.3": row, "1.1": hard}, plans=(difficult,))


@given(TEXT.filter(lambda text: not XLSXWRITER_LOSES.search(text)))
@settings(max_examples=80, deadline=None)
def test_any_text_arrives_unchanged_or_is_named(text: str) -> None:
    """From the form as bytes to what the documents print."""
    book = read(write_form(WARD, REGISTER, SEPTEMBER, LastMonth(), typed(text)))
    judgement = judged(replace(book, file=FILE))
    assert judgement.filing is not None
    told = {finding.place for finding in judgement.findings if finding.place.cell}
    records = {record.obligation: record for record in judgement.filing.records}
    done, hard = records.get("1.3"), records.get("1.1")
    if done is None or (bare(done.result), bare(done.evidence)) != (bare(text), bare(text)):
        assert any(place.cell[1:] == "7" for place in told)
    expected = bare(f"Thiếu vốn {text}")
    if hard is None or (bare(hard.difficulty), bare(hard.proposal)) != (expected, expected):
        assert any(place.cell[1:] == "6" for place in told)
    if [bare(plan.text) for plan in judgement.filing.plans] != [expected]:
        assert any(int(place.cell[1:]) > 10 for place in told)


# Values: one written form a line, and what is said of it; blank: it says just that.

DATES = """
| 12/8/2025                 |        |
| 12/08/2025                |        |
| 12.8.2025                 | SUB046 |
| 12-08-2025                | SUB046 |
| 12/8/25                   | SUB046 |
| 12 - 8 - 2025             | SUB046 |
| ngày 12/8/2025            | SUB046 |
| ngày 12 tháng 8 năm 2025  | SUB046 |
| 12 tháng 8, 2025          | SUB046 |
| 2025-08-12                | SUB046 |
| 2025-08-12 00:00:00       | SUB046 |
| 12/8/2025 10:30           | SUB046 |
"""
PERCENTS = """
| 80    | 80   |        |
| 80%   | 80   |        |
| 80 %  | 80   |        |
| 80,5  | 80.5 |        |
| 80,5% | 80.5 |        |
| 80.5  | 80.5 | SUB046 |
| 0     | 0    |        |
"""
FIGURES = """
| 1234      |        |
| 1.234     |        |
| 1.234,0   |        |
| 1234 hồ sơ | SUB046 |
| 1 234     | SUB046 |
| 1,234     | SUB046 |
| +1234     | SUB046 |
"""
STATUSES = """
| Đang thực hiện       |        |
| ĐANG THỰC HIỆN       |        |
|   đang   thực hiện   |        |
| Dang thuc hien       | SUB041 |
| Ðang thực hiện       | SUB034 |
| Đаng thựс hiện       | SUB034 |
| Đang thực hiên       | SUB041 |
"""


def lines(table: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in table.split("\n") if line
    ]


def answered(**cells: object) -> Judgement:
    """The form with these cells in the row of 1.3, ``figure`` in CD01, read from its bytes."""
    figure = cells.pop("figure", 1234)
    row = {**ANSWERS.rows["1.3"], **cells}
    answers = replace(
        ANSWERS,
        rows={**ANSWERS.rows, "1.3": row},
        figures={**ANSWERS.figures, "CD01": {"value": figure}},  # type: ignore[arg-type]
    )
    book = read(write_form(WARD, REGISTER, SEPTEMBER, LastMonth(), answers))
    return judged(replace(book, file=FILE))


def note(judgement: Judgement, written: str, reading: str, code: str) -> None:
    """Nothing is said; or exactly `code`, with what was written and what it was taken for."""
    assert [f.code for f in judgement.findings] == ([code] if code else [])
    for finding in judgement.findings:
        assert finding.place.cell
        assert f"«{written}»" in finding.message or code == "SUB034"
        assert reading in finding.message


@pytest.mark.parametrize(("written", "code"), lines(DATES))
def test_every_written_form_of_a_date(written: str, code: str) -> None:
    judgement = answered(done_on=written)
    assert judgement.filing is not None
    assert judgement.filing.records[1].done_on == date(2025, 8, 12)
    note(judgement, written, "ngày 12 tháng 8 năm 2025", code)


@pytest.mark.parametrize(("written", "points", "code"), lines(PERCENTS))
def test_every_written_form_of_a_percentage(written: str, points: str, code: str) -> None:
    judgement = answered(status="Đang thực hiện", percent=written, done_on="")
    assert judgement.filing is not None
    assert judgement.filing.records[1].percent == Decimal(points)
    note(judgement, written, number(Decimal(points)), code)


@pytest.mark.parametrize(("written", "code"), lines(FIGURES))
def test_every_written_form_of_a_figure(written: str, code: str) -> None:
    judgement = answered(figure=written)
    assert judgement.filing is not None
    assert judgement.filing.figures[0].value == 1234
    note(judgement, written, "1.234", code)


@pytest.mark.parametrize(("written", "code"), lines(STATUSES))
def test_every_written_form_of_a_status(written: str, code: str) -> None:
    judgement = answered(status=written, percent=60, done_on="")
    assert judgement.filing is not None
    assert judgement.filing.records[1].status.value == "Đang thực hiện"
    note(judgement, written, "Đang thực hiện", code)


@given(
    st.permutations(range(5)),
    st.permutations(range(6, 11)),
    st.permutations(range(1, len(ANSWER_COLUMNS) + 1)),
)
@settings(max_examples=40, deadline=None)
def test_the_order_of_sheets_rows_and_columns_is_nothing(
    sheets: list[int], rows: list[int], columns: list[int]
) -> None:
    """Rows of obligations are sorted anew, whole columns moved, the tabs dragged about."""
    moved = [
        _moved(sheet, dict(zip(range(6, 11), rows, strict=True)), columns)
        if sheet.name == "Báo cáo"
        else sheet
        for sheet in form().sheets
    ]
    found = judged(replace(form(), sheets=tuple(moved[n] for n in sheets)))
    assert content(found) == content(judged(form()))


def _moved(sheet: Sheet, rows: dict[int, int], columns: list[int]) -> Sheet:
    """The rows of the table in another order; from its header down, the columns too."""
    cells = {}
    for cell in sheet.cells.values():
        row = rows.get(cell.row, cell.row)
        column = columns[cell.column - 1] if 4 <= cell.row <= 10 else cell.column
        cells[row, column] = replace(cell, row=row, column=column)
    return replace(sheet, cells=cells)


def content(judgement: Judgement) -> object:
    filing, nowhere = judgement.filing, Source("")
    assert filing is not None
    said = (*filing.records, *filing.figures, *filing.plans)
    return (
        [replace(each, source=nowhere) for each in said],
        filing.faulty,
        filing.blank,
        sorted(finding.code for finding in judgement.findings),
    )
