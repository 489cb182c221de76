"""A returned form is judged by what a person sees in it: looks of numbers and days, what is hidden or covers."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from msgspec.structs import replace

from cv183_reports.model import Status
from cv183_reports.model.finding import Judgement
from cv183_reports.spreadsheet.grid import (
    Cell,
    CellKind,
    Floating,
    FloatingKind,
    Run,
    Sheet,
    Workbook,
)
from cv183_reports.validation.structure import _bare
from tests.builders import REGISTER
from tests.submission_cases import FOLDER, judged, submitted

ANSWERS, FIGURES = "Báo cáo", "Số liệu"
DAY, LAST_FIGURE, STATUS, RESULT = (3, 4), (5, 2), (2, 2), (2, 5)


def changed(sheet: str, **values: object) -> Workbook:
    """The good form with that sheet changed."""
    book = submitted("")
    sheets = (replace(s, **values) if s.name == sheet else s for s in book.sheets)  # type: ignore[arg-type]
    return replace(book, sheets=tuple(sheets))


def with_cell(sheet: str, cell: Cell) -> Workbook:
    """The good form with that cell in place of what stood there."""
    book = submitted("")
    cells = next(s.cells for s in book.sheets if s.name == sheet)
    return changed(sheet, cells={**cells, (cell.row, cell.column): cell})


def told(judgement: Judgement) -> list[str]:
    """Codes and cells of what is found."""
    return [f"{f.code} {f.place.cell}".strip() for f in judgement.findings]


def number(stored: str, number_format: str = "General", shown: str = "") -> Cell:
    return Cell(
        *LAST_FIGURE,
        CellKind.NUMBER,
        stored,
        Decimal(stored),
        number_format=number_format,
        shown=shown,
    )


COUNTED = (
    ("97.46", "0.0", "", "97.5"),
    ("97.5", "General", "", "97.5"),
    ("0.975", "0.0%", "", "97.5"),
    ("97.5", "0%", "97,5", "97.5"),
    ("0.975", "0%", "97,50%", "97.5"),
    ("97.5", '0.0 "điểm"', "", "97.5"),
    ("97.5", "General", "97,5 điểm", "97.5"),
    ("97.5", "General", "97.5 ₫", "97.5"),
    ("0", "General", " - ", "0"),
)


@pytest.mark.parametrize(("stored", "number_format", "shown", "value"), COUNTED)
def test_the_number_that_is_seen_counts(
    stored: str, number_format: str, shown: str, value: str
) -> None:
    filing = judged(with_cell(FIGURES, number(stored, number_format, shown))).filing
    assert filing is not None
    assert filing.figures[-1].value == Decimal(value)


@pytest.mark.parametrize(("stored", "number_format"), [("97.46", "0.0"), ("97.4567", "0.00")])
def test_what_is_read_of_a_longer_number_is_told_beside_all_of_it(
    stored: str, number_format: str
) -> None:
    (note,) = judged(with_cell(FIGURES, number(stored, number_format))).findings
    assert note.message == f"CD04 ghi «{stored.replace('.', ',')}», được đọc là 97,5"


def test_a_count_typed_with_a_point_for_its_thousands_is_asked_about() -> None:
    """``1.230`` on an American machine is 1,23, which the cell of a count shows as 1; a formula may well give parts."""
    typed = replace(number("1.23", "#,##0"), row=2)
    judgement = judged(with_cell(FIGURES, typed))
    assert "SUB158 B2" in told(judgement)
    assert "SUB046 B2" not in told(judgement)
    computed = replace(number("119.6", "#,##0"), row=2, formula="=B3+B4")
    assert "SUB158 B2" not in told(judged(with_cell(FIGURES, computed)))


@pytest.mark.parametrize(
    ("shown", "formula", "found"),
    [
        ("#NAME?", "=-Tổ chức hội nghị", "SUB156 E2"),
        ("#NAME?", '=VLOKUP(A2,"x")', "SUB030 E2"),
        ("#REF!", "=-Tổ chức", "SUB030 E2"),
    ],
)
def test_words_taken_for_a_formula_are_told_as_that(shown: str, formula: str, found: str) -> None:
    """A dash before the words, in a cell that is no text any more; to type them again the same way leads nowhere."""
    cell = Cell(*RESULT, CellKind.ERROR, shown, formula=formula)
    assert told(judged(with_cell(ANSWERS, cell))) == [found]


UNSEEN = (
    "# ?/?",
    "0.00E+00",
    ";;;",
    '"đã có"',
    "[>50]0;0.0",
    '0.0" nghìn"',
    '0.0" tỉ"',
    '"~"0.0',
    '"khoảng "0.0',
    "0.0‰",
)


@pytest.mark.parametrize("number_format", UNSEEN)
def test_a_number_that_nobody_sees_is_asked_about(number_format: str) -> None:
    judgement = judged(with_cell(FIGURES, number("97.5", number_format)))
    assert told(judgement) == ["SUB130 B5"]
    assert "97,5" in judgement.findings[0].message
    assert judgement.filing is not None
    assert "CD04" in judgement.filing.faulty_figures


@pytest.mark.parametrize("formula", ["=RANDBETWEEN(90,99)", "=_xlfn.RANDARRAY()", "=now()-45000"])
def test_a_number_that_changes_with_each_opening_is_asked_about(formula: str) -> None:
    judgement = judged(with_cell(FIGURES, replace(number("97.5"), formula=formula)))
    assert told(judgement) == ["SUB160 B5"]


@pytest.mark.parametrize("formula", ["=SUM(F7:F8)", "=GRAND(1)", "=COUNTA(A1:A9)"])
def test_a_number_of_an_ordinary_formula_counts(formula: str) -> None:
    assert told(judged(with_cell(FIGURES, replace(number("97.5"), formula=formula)))) == []


@pytest.mark.parametrize(
    "shown", ["97,5 nghìn", "~97,5", "97,5‰", "9-7-5", "9,75E+01", "97 1/2", "đã có"]
)
def test_what_an_ods_shows_beside_a_number_may_make_another_of_it(shown: str) -> None:
    judgement = judged(with_cell(FIGURES, number("97.5", shown=shown)))
    assert told(judgement) == ["SUB130 B5"]


def test_a_number_that_an_ods_shows_in_brackets_is_below_zero() -> None:
    judgement = judged(with_cell(FIGURES, number("-97.5", shown="(97,5)")))
    assert told(judgement) == ["SUB083 B5"]


def day(
    month: int, of_month: int, number_format: str, *, formula: str = "", shown: str = ""
) -> Cell:
    when = datetime(2025, month, of_month)
    return Cell(
        *DAY,
        CellKind.DATE,
        when.date().isoformat(),
        Decimal(45_880),
        when,
        number_format,
        formula=formula,
        shown=shown,
    )


DAYS = (
    (day(8, 10, "dd/mm/yyyy"), []),
    (day(8, 10, "General"), []),
    (day(8, 10, "d-mmm-yy"), []),
    (day(8, 20, "mm/dd/yyyy"), []),
    (day(8, 8, "mm/dd/yyyy"), []),
    (day(8, 10, "mm-dd-yy"), []),
    (day(8, 10, "General", shown="10/08/25"), []),
    (day(8, 10, '"ngày "dd/mm/yyyy'), []),
    (day(8, 10, '"trước "dd/mm/yyyy'), ["SUB047 D3"]),
    (day(8, 10, 'dd/mm/yyyy"?"'), ["SUB047 D3"]),
    (day(8, 10, 'dd/mm/yyyy" (AL)"'), ["SUB047 D3"]),
    (day(8, 10, "General", shown="dự kiến 10/08/2025"), ["SUB047 D3"]),
    (day(8, 10, "mm/dd/yyyy"), ["SUB048 D3"]),
    (day(8, 10, "General", shown="08/10/25"), ["SUB048 D3"]),
    (day(8, 1, "mmm-yy"), ["SUB131 D3"]),
    (day(8, 10, "dd/mm"), ["SUB131 D3"]),
    (day(8, 1, "General", shown="Aug-25"), ["SUB131 D3"]),
    (day(8, 10, "General", shown="10/08"), ["SUB131 D3"]),
    (day(8, 10, "General", shown="08/2025"), ["SUB131 D3"]),
    (day(8, 10, "General", shown="Chủ Nhật 08/2025 10:30"), ["SUB131 D3"]),
    (day(8, 10, "General", shown="2025"), ["SUB131 D3"]),
    (day(8, 10, "General", shown="10 Tháng Tám 2025"), []),
    (day(8, 10, "General", shown="August 10, 25"), []),
    (day(8, 10, "General", shown="ngày 10 tháng 08 năm 2025"), []),
    (day(8, 10, "ddd mm/yyyy"), ["SUB131 D3"]),
    (day(8, 10, "dd/mm/yyyy", formula="=TODAY()"), ["SUB132 D3"]),
    (day(8, 10, "dd/mm/yyyy", formula="=NOW()-3"), ["SUB132 D3"]),
    (day(8, 10, "dd/mm/yyyy", formula="=A1"), []),
)


@pytest.mark.parametrize(("cell", "found"), DAYS)
def test_only_a_day_that_is_seen_whole_counts(cell: Cell, found: list[str]) -> None:
    judgement = judged(with_cell(ANSWERS, cell))
    assert told(judgement) == found
    assert judgement.filing is not None
    dated = next((r for r in judgement.filing.records if r.obligation == "1.3"), None)
    assert (dated is not None and dated.done_on == datetime(2025, 8, cell.when.day).date()) == (  # type: ignore[union-attr]
        not found
    )


@pytest.mark.parametrize(
    ("stored", "number_format", "shown", "text", "found"),
    [
        ("45880", "dd/mm/yyyy", "", "10/8/2025", "SUB046 E2"),
        ("45880", "d-mmm", "", "10/8/2025", "SUB146 E2"),
        ("45880", "mmm-yy", "", "10/8/2025", "SUB146 E2"),
        ("45880", "General", "10/08", "10/8/2025", "SUB146 E2"),
        ("0.4375", "h:mm", "", "10:30", "SUB146 E2"),
    ],
)
def test_a_text_that_became_a_day_or_a_time_is_told(
    stored: str, number_format: str, shown: str, text: str, found: str
) -> None:
    is_clock = stored.startswith("0")
    when = datetime(1899, 12, 31, 10, 30) if is_clock else datetime(2025, 8, 10)
    number = Decimal(stored)
    cell = Cell(*RESULT, CellKind.DATE, when.isoformat(), number, when, number_format, shown=shown)
    judgement = judged(with_cell(ANSWERS, cell))
    assert told(judgement) == [found]
    assert text in judgement.findings[0].message
    assert judgement.filing is not None
    assert judgement.filing.records[0].result == text


STATUSES = (
    ("đang  thực hiện.", Status.IN_PROGRESS),
    ("- Đang thực hiện", Status.IN_PROGRESS),
    ("ĐANG THỰC HIỆN", Status.IN_PROGRESS),
    ("Đang thực hiện…", Status.IN_PROGRESS),
    ("☐ Đang thực hiện", None),
    ("❌ Đang thực hiện", None),
    ("Đang thực hiện ✓", None),
    ("Đang thực hiện?", None),
    ("Đang thực hiện!", None),
    ("* Đang thực hiện", Status.IN_PROGRESS),
    ("Đang thực hiện*", None),
    ("Đang thực hiện (+)", None),
    ("Đang thực hiện %", None),
)


@pytest.mark.parametrize(("written", "status"), STATUSES)
def test_a_symbol_is_no_way_of_writing_a_word(written: str, status: Status | None) -> None:
    judgement = judged(with_cell(ANSWERS, Cell(*STATUS, CellKind.TEXT, written)))
    assert judgement.filing is not None
    records = {record.obligation: record.status for record in judgement.filing.records}
    assert records.get("1.1") is status
    if status is None:
        assert "SUB060 B2" in told(judgement)


def test_a_legacy_word_in_one_run_is_found() -> None:
    runs = (Run("Đảng ủy xã đã ", "Arial"), Run("häp", ".VnTime"), Run(" và giao việc", "Arial"))
    text = "".join(run.text for run in runs)
    judgement = judged(with_cell(ANSWERS, Cell(*RESULT, CellKind.TEXT, text, runs=runs)))
    assert told(judgement) == ["SUB032 E2"]
    assert "«họp»" in judgement.findings[0].message


def test_what_lies_over_the_table_is_told_once_a_sheet() -> None:
    floating = (
        Floating(FloatingKind.TEXT_BOX, 3, 5),
        Floating(FloatingKind.COMMENT, 4, 5, "Lan"),
        Floating(FloatingKind.COMMENT, 4, 5, "tc={1}"),
        Floating(FloatingKind.COMMENT, 2, 5, REGISTER.settings.board.name),
        Floating(FloatingKind.COMMENT, 3, 6, " ", "[Cần sửa 1] Lỗi: Tỷ lệ chỉ 60%."),
        Floating(FloatingKind.PICTURE, 400, 1),
    )
    judgement = judged(changed(ANSWERS, floating=floating))
    assert told(judgement) == ["SUB134"]
    assert "hộp chữ, ghi chú (E3, E4)" in judgement.findings[0].message


def test_what_begins_above_the_table_may_reach_into_it() -> None:
    head = Floating(FloatingKind.TEXT_BOX, 1, 4, bottom=1)
    assert told(judged(changed(ANSWERS, floating=(head,)))) == []
    over = (replace(head, bottom=3), Floating(FloatingKind.OBJECT, 0, 0))
    (found,) = judged(
        changed(ANSWERS, floating=(*over, Floating(FloatingKind.PICTURE, 0, 0)))
    ).findings
    assert "hộp chữ, đối tượng nhúng (D2, không gắn vào ô nào)" in found.message


@pytest.mark.parametrize(("row", "codes"), [(12, ["SUB134"]), (40, [])])
def test_what_lies_over_the_plan_is_told(row: int, codes: list[str]) -> None:
    whole = (FOLDER / "should_pass" / "full-form.md").read_text(encoding="utf-8")
    book = submitted(whole.partition("\n# ")[0])
    box = (Floating(FloatingKind.TEXT_BOX, row, 2),)
    sheets = tuple(replace(s, floating=box if s.name == ANSWERS else ()) for s in book.sheets)
    assert [c for c in told(judged(replace(book, sheets=sheets))) if "SUB134" in c] == codes


def test_a_hidden_column_of_answers_is_told() -> None:
    judgement = judged(changed(ANSWERS, hidden_columns=frozenset({3, 9})))
    assert told(judgement) == ["SUB135"]
    assert judgement.findings[0].message.endswith(": C")


def test_answers_that_nobody_sees_for_their_colour_are_told() -> None:
    judgement = judged(changed(ANSWERS, faint=frozenset({(2, 1), (2, 5), (40, 5)})))
    assert told(judgement) == ["SUB144"]
    assert judgement.findings[0].message.endswith(": E2")
    assert judgement.filing is not None
    assert len(judgement.filing.records) == 3


def _twin(book: Workbook, name: str, *, visible: bool, blank: bool) -> Workbook:
    sheet = next(s for s in book.sheets if s.name == ANSWERS)
    head = {key: cell for key, cell in sheet.cells.items() if cell.row == 1 or cell.column == 1}
    twin: Sheet = replace(sheet, name=name, visible=visible, cells=head if blank else sheet.cells)
    return replace(book, sheets=(twin, *book.sheets))


@pytest.mark.parametrize(("visible", "blank"), [(True, True), (False, False), (False, True)])
def test_a_blank_or_hidden_twin_of_the_table_is_passed_over(*, visible: bool, blank: bool) -> None:
    judgement = judged(_twin(submitted(""), "Báo cáo (2)", visible=visible, blank=blank))
    assert judgement.filing is not None
    assert len(judgement.filing.records) == 3


@pytest.mark.parametrize("blank", [True, False])
def test_nothing_is_taken_from_a_twin_that_is_passed_over(*, blank: bool) -> None:
    whole = (FOLDER / "should_pass" / "full-form.md").read_text(encoding="utf-8")
    book = submitted(whole.partition("\n# ")[0])
    sheet = next(s for s in book.sheets if s.name == ANSWERS)
    told = {"Trần Thị B": "Lê Văn C", "Hoàn thành số hóa hồ sơ": "Việc của tháng trước"}
    others = {
        key: replace(cell, text=told.get(cell.text, cell.text))
        for key, cell in sheet.cells.items()
        if not (blank and 6 <= cell.row <= 10 and cell.column > 6)
    }
    twin = replace(sheet, name="Báo cáo (2)", visible=blank, cells=others)
    if blank:
        twin = replace(twin, cells={k: c for k, c in others.items() if "Việc" not in c.text})
    filing = judged(replace(book, sheets=(twin, *book.sheets))).filing
    assert filing is not None
    assert filing.header["prepared_by"] == "Trần Thị B"
    assert [plan.text for plan in filing.plans] == ["Hoàn thành số hóa hồ sơ"]


@pytest.mark.parametrize(
    ("typed", "plans"),
    [
        ("1. Họp dân.\n2. Sửa trụ sở\n\n3) Số hóa", ["Họp dân.", "Sửa trụ sở", "Số hóa"]),
        ("- Họp dân;\n+ Sửa trụ sở", ["Họp dân;", "Sửa trụ sở"]),
        ("1. Họp dân", ["Họp dân"]),
        ("Họp dân:\n- xã A\n- xã B", ["Họp dân:\n- xã A\n- xã B"]),
        ("10.000 cây", ["10.000 cây"]),
        ("1. Họp dân; 2. Sửa trụ sở. 3) Số hóa", ["Họp dân;", "Sửa trụ sở.", "Số hóa"]),
        ("1. Giao đợt 1; 3. Nghiệm thu", ["Giao đợt 1; 3. Nghiệm thu"]),
        ("2 hội nghị", ["2 hội nghị"]),
        ("không có", []),
    ],
)
def test_a_list_typed_into_one_line_of_the_plan_is_as_many(typed: str, plans: list[str]) -> None:
    whole = (FOLDER / "should_pass" / "full-form.md").read_text(encoding="utf-8")
    book = submitted(whole.partition("\n# ")[0])
    sheets = tuple(
        replace(
            sheet,
            cells={
                key: replace(cell, text=typed) if "số hóa" in cell.text else cell
                for key, cell in sheet.cells.items()
            },
        )
        for sheet in book.sheets
    )
    filing = judged(replace(book, sheets=sheets)).filing
    assert filing is not None
    assert [plan.text for plan in filing.plans] == plans


def test_a_hidden_sheet_that_is_read_all_the_same_is_told() -> None:
    judgement = judged(changed(FIGURES, visible=False))
    assert [f"{f.code} {f.place.sheet}" for f in judgement.findings] == ["SUB143 Số liệu"]
    assert judgement.filing is not None
    assert judgement.filing.figures


def test_two_filled_tables_are_still_asked_about() -> None:
    judgement = judged(_twin(submitted(""), "Báo cáo (2)", visible=True, blank=False))
    assert judgement.filing is None


CODES = (
    "1.1",
    " 1.1 ",
    "1,1",
    "1.1.",
    "Mục 1.1",
    "mục 1.1.",
    "1.1)",
    "ý 1.1",
    "１.１",
    "Nhiệm vụ 1.1:",
    "NV 1.1",
)


@pytest.mark.parametrize("written", CODES)
def test_a_code_is_known_however_it_is_called(written: str) -> None:
    assert _bare(written) == "1.1"


def test_codes_that_differ_stay_apart() -> None:
    assert len({_bare(code) for code in ("1.1", "1.10", "11", "CB01", "CB1", "số 1")}) == 6
