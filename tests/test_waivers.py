"""Waivers from the register to every place that counts, prints, asks or reminds."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cv183_reports.consolidation.consolidate import consolidate
from cv183_reports.document.appendices import figure_tables, filing_groups, overdue_rows
from cv183_reports.form.blank import write_form
from cv183_reports.form.fields import ANSWER_COLUMNS, ANSWERS_SHEET, Input
from cv183_reports.form.filled import describe
from cv183_reports.form.values import Answers, Cells, LastMonth
from cv183_reports.model import Filing, Period, Register, Status, Unit, Waiver
from cv183_reports.model.consolidated import Consolidated, FilingStanding, Standing
from cv183_reports.narrative.monthly import MonthsBefore, monthly_prose
from cv183_reports.register.reader import read_register
from cv183_reports.spreadsheet.xlsx import read_workbook
from cv183_reports.validation.judgement import judge_submission
from tests.builders import typed_row
from tests.conftest import Command, lay
from tests.months import CUT_OFF, SEPTEMBER, filing, record, register
from tests.register_tables import REGISTER as REGISTER_AS_TABLES
from tests.register_tables import changed, waived, workbook
from tests.test_consolidation import anything_filed

AUGUST, OCTOBER = Period(2025, 8), Period(2025, 10)
REGISTER = register()


def waiver(
    unit: str, obligation: str = "", first: Period = SEPTEMBER, last: Period = SEPTEMBER
) -> Waiver:
    return Waiver(
        unit, obligation, first, last, "Công văn số 15-CV/BTCTU", date(2025, 9, 5), "Ông A", "Bão"
    )


def excusing(*waivers: Waiver) -> Register:
    return replace(REGISTER, waivers=waivers)


def together(
    waivers: tuple[Waiver, ...],
    *filings: Filing,
    unreadable: dict[str, tuple[str, ...]] | None = None,
) -> Consolidated:
    return consolidate(
        excusing(*waivers), SEPTEMBER, filings, as_of=CUT_OFF, unreadable=unreadable or {}
    )


def standings(now: Consolidated, unit: str) -> dict[str, Standing]:
    return {a.obligation.code: a.standing for a in now.assignments if a.unit.code == unit}


def test_the_sheet_is_read() -> None:
    found, findings = read_register(changed(*waived()))
    assert not findings
    assert found is not None
    assert found.waivers == (
        Waiver(
            "10888",
            "1.3",
            AUGUST,
            OCTOBER,
            "Công văn số 15-CV/BTCTU",
            date(2025, 8, 5),
            "Trưởng ban",
            "Bão số 3",
        ),
        Waiver(
            "10903", "", SEPTEMBER, SEPTEMBER, "16-CV/BTCTU", date(2025, 8, 6), "Trưởng ban", "Lũ"
        ),
    )


def test_a_register_of_before_has_no_waivers_and_the_same_fingerprint() -> None:
    text = REGISTER_AS_TABLES
    start, end = text.index("# Miễn, hoãn"), text.index("# Danh sách chọn")
    old, findings = read_register(workbook(text[:start] + text[end:]))
    new, _ = read_register(changed(*waived()))
    assert not findings
    assert old is not None
    assert new is not None
    assert old.waivers == ()
    assert old.fingerprint == new.fingerprint


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("2025-09", SEPTEMBER),
        ("9/2025", SEPTEMBER),
        ("09-2025", SEPTEMBER),
        ("tháng 9/2025", SEPTEMBER),
        ("Tháng 9 năm 2025", SEPTEMBER),
        ("kỳ tháng 12/2025", Period(2025, 12)),
        ("{01/09/2025}", SEPTEMBER),
    ],
)
def test_a_month_as_it_is_written(written: str, period: Period) -> None:
    found, findings = read_register(changed(*waived(("| 9/2025 ", f"| {written} "))))
    assert not findings
    assert found is not None
    assert found.waivers[1].first == period


@pytest.mark.parametrize(
    ("excused", "owes"),
    [
        (waiver("10888", "1.3", AUGUST, OCTOBER), False),
        (waiver("10888", "", SEPTEMBER, SEPTEMBER), False),
        (waiver("10888", "1.3", AUGUST, AUGUST), True),
        (waiver("10888", "1.3", OCTOBER, OCTOBER), True),
        (waiver("10888", "1.1"), True),
        (waiver("10903", "1.3"), True),
    ],
)
def test_a_waiver_excuses_its_unit_obligation_and_months_alone(
    excused: Waiver, *, owes: bool
) -> None:
    unit, obligation = REGISTER.units[1], REGISTER.obligations[1]
    found = excusing(excused).waiver(unit, obligation, SEPTEMBER)
    assert (found is None) is owes


def test_who_is_excused_from_everything_owes_nothing_and_is_not_missing() -> None:
    now = together((waiver("10888"),))
    assert set(standings(now, "10888").values()) == {Standing.WAIVED}
    assert [f.standing for f in now.filings] == [
        FilingStanding.MISSING,
        FilingStanding.WAIVED,
        *[FilingStanding.MISSING] * 2,
    ]
    assert [f.unit.code for f in now.expected] == ["so-ab", "10903", "11329"]
    assert "10888" not in {a.unit.code for a in now.overdue}
    assert {t.indicator.code: t.asked for t in now.totals} == dict.fromkeys(
        ("N1", "N2", "N3", "N4"), 2
    )


def test_who_is_excused_from_filing_alone_is_judged_by_what_it_sends_all_the_same() -> None:
    excused = (waiver("10888", "1.4"),)
    silent = standings(together(excused), "10888")
    assert set(silent.values()) == {Standing.WAIVED}
    sent = filing("10888", record("10888", "1.1"), blank=("1.3",), at=CUT_OFF, figures={"N1": 5})
    now = together(excused, sent)
    assert standings(now, "10888") == {
        "1.1": Standing.UNDER_WAY,
        "1.3": Standing.BLANK,
        "1.4": Standing.WAIVED,
        "2.1": Standing.FAULTY,
    }
    assert now.filings[1].standing is FilingStanding.WAIVED
    assert now.total("N1").asked == 3  # type: ignore[union-attr]


def test_a_file_of_which_nothing_counts_is_no_fault_of_one_that_is_excused() -> None:
    now = together((waiver("10888"),), unreadable={"10888": ("10888.pdf",)})
    assert set(standings(now, "10888").values()) == {Standing.WAIVED}
    assert now.filings[1].standing is FilingStanding.WAIVED


def test_a_decision_decides_whatever_the_unit_says() -> None:
    for status in Status:
        said = record("10888", "1.3", status)
        now = together((waiver("10888", "1.3"),), filing("10888", said))
        assert standings(now, "10888")["1.3"] is Standing.WAIVED
        told = next(a for a in now.assignments if a.standing is Standing.WAIVED)
        assert (told.record, told.waiver) == (said, waiver("10888", "1.3"))
        assert now.filings[1].owed == 3
        assert now.filings[1].waived == ("1.3",)


waivers = st.lists(
    st.builds(
        waiver,
        st.sampled_from([unit.code for unit in REGISTER.units]),
        st.sampled_from(["", *(o.code for o in REGISTER.obligations)]),
    ),
    max_size=4,
    unique_by=lambda w: (w.unit, w.obligation),
)


@given(waivers, anything_filed())
def test_classes_add_up_with_any_waivers(excused: list[Waiver], filings: list[Filing]) -> None:
    now, plain = together(tuple(excused), *filings), together((), *filings)
    assert now.tally().total() == plain.tally().total() == len(now.assignments)
    for obligation in REGISTER.obligations:
        owed = sum(a.obligation.code == obligation.code for a in now.assignments)
        assert now.tally(obligation.code).total() == owed
    assert now.filing_tally().total() == len(REGISTER.units)
    assert sum(f.owed + len(f.waived) for f in now.filings) == len(now.assignments)
    for one, other in zip(now.assignments, plain.assignments, strict=True):
        assert (one.standing is Standing.WAIVED) is (one.waiver is not None)
        assert one.waiver or one.standing is other.standing
    assert set(now.waivers) <= set(excused)
    assert monthly_prose(now, MonthsBefore(plain))


def sentences(now: Consolidated, before: Consolidated | None = None) -> str:
    sections = monthly_prose(now, MonthsBefore(before)).sections
    return "\n".join(f"{b.lead} {b.text}" for section in sections for b in section.blocks)


def test_the_report_names_who_is_excused_and_counts_without_it() -> None:
    sent = tuple(filing(u.code, record(u.code, "1.1")) for u in REGISTER.units if u.code != "10888")
    text = sentences(together((waiver("10888"),), *sent), together((), *sent, filing("10888")))
    assert (
        "Có 03/03 đơn vị gửi báo cáo (đạt 100%), bằng tháng 9 (tính trên 03 đơn vị phải gửi cả hai tháng)"
        in text
    )
    assert "Ngoài ra, có 01 đơn vị được miễn, hoãn gửi báo cáo kỳ này, là xã Cẩm Giang." in text
    assert (
        "tổng số 17 lượt nhiệm vụ, gồm 07 lượt phải hoàn thành, 06 lượt thường xuyên, 04 lượt được miễn, hoãn (Phụ lục 1). Số đã hoàn thành là 03 lượt, đều đúng hạn."
    ) in text
    assert (
        "Nhiệm vụ 1.1 (ý (1)): Có 03/03 đơn vị báo cáo thực hiện thường xuyên (100%); ngoài ra, 01 đơn vị được miễn, hoãn (xã Cẩm Giang)."
        in text
    )
    assert "Phải hoàn thành: 03/07" in text.replace("Nhiệm vụ phải", "Phải")


def test_a_report_without_waivers_does_not_mention_them() -> None:
    assert "miễn, hoãn" not in sentences(together(()))


def test_the_only_one_that_owes_an_obligation_is_excused() -> None:
    text = sentences(together((waiver("so-ab", "3.1"),), filing("so-ab")))
    told = "Sở A & B được miễn, hoãn theo Công văn số 15-CV/BTCTU, ngày 05/9/2025"
    assert f"{told}: nhiệm vụ 3.1 (ý (1))." in text


def test_all_are_excused() -> None:
    text = sentences(together(tuple(waiver(unit.code) for unit in REGISTER.units)))
    assert "04 đơn vị được giao đều được miễn, hoãn." in text
    assert "đã hoàn thành" not in text


def test_next_month_asks_nobody_who_is_excused_then() -> None:
    text = sentences(together((waiver("10888", "1.4", OCTOBER, OCTOBER),)))
    assert "Chủ trì: Sở A & B, xã Cẩm Giàng, phường Ngô Quyền" in text


def test_appendices_name_the_decision_and_leave_no_gap_to_fill() -> None:
    excused = (waiver("10888"), waiver("10903", "1.3"))
    now = together(excused, filing("10903", figures={"N1": 1}, blank=("1.1", "2.1")))
    rows = {row.unit: row for group in filing_groups(now, now.filings) for row in group.rows}
    whole, part = rows["Xã Cẩm Giang"], rows["Xã Cẩm Giàng"]
    assert (whole.standing, whole.valid) == ("Được miễn, hoãn", "")
    assert whole.note == "Theo Công văn số 15-CV/BTCTU, ngày 05/9/2025"
    assert (part.valid, part.note) == (
        "1/3",
        "Nội dung chưa báo cáo: nhiệm vụ 1.1 (ý (1), mục 1); nhiệm vụ 2.1 (ý (1), mục 2). Được miễn, hoãn: ý (3), mục 1",
    )
    figures = {row.unit: row.values for table in figure_tables(now) for row in table.rows}
    assert figures["Xã Cẩm Giang"] == ("x", "x", "x")
    assert {row.unit for row in overdue_rows(now)} == {"Sở A & B", "Phường Ngô Quyền"}


UNIT: Unit = REGISTER.units[1]


def form(*waivers: Waiver, **rows: Cells) -> bytes:
    answers = Answers({code.replace("_", "."): row for code, row in rows.items()}, {})
    return write_form(UNIT, excusing(*waivers), SEPTEMBER, LastMonth(), answers)


def test_the_form_says_what_need_not_be_filled_in_and_does_not_nag() -> None:
    book = openpyxl.load_workbook(BytesIO(form(waiver("10888", "1.3"))))
    sheet = book[ANSWERS_SHEET]
    row = next(cells for cells in sheet.iter_rows() if cells[0].value == "1.3")
    assert row[3].value == (
        "Được miễn, hoãn theo Công văn số 15-CV/BTCTU, ngày 05/9/2025: không phải điền dòng này"
    )
    assert all(cell.protection.locked for cell in row)
    number = row[0].row
    ruled = {str(rule.sqref) for rule in sheet.data_validations.dataValidation}
    coloured = {str(area.sqref) for area in sheet.conditional_formatting}
    other = next(cells[0].row for cells in sheet.iter_rows() if cells[0].value == "1.1")
    letters = [
        c.column_letter
        for c, col in zip(row, ANSWER_COLUMNS, strict=True)
        if col.input is not Input.LOCKED
    ]
    assert {f"{letter}{other}" for letter in letters} <= ruled
    assert f"H{other}" in coloured
    assert not {f"{letter}{number}" for letter in letters} & (ruled | coloured)


@pytest.mark.parametrize("excused", [waiver("10888", "1.3"), waiver("10888")])
def test_a_blank_row_of_what_is_excused_is_no_fault(excused: Waiver) -> None:
    done = typed_row(status="Đang thực hiện", result="Đã triển khai đến từng chi bộ.")
    data = form(**{"1_1": done, "2_1": done})
    read, on_cells = read_workbook(data, "10888-Xã Cẩm Giang-2025-09.xlsx")
    assert read is not None
    assert not on_cells
    owing, free = (
        judge_submission(
            describe(read), each, SEPTEMBER, filing("10888").receipt, last={}, last_figures={}
        )
        for each in (REGISTER, excusing(excused))
    )
    assert owing.filing is not None
    assert free.filing is not None
    assert owing.filing.blank == {"1.3"}
    assert free.filing.blank == free.filing.faulty == frozenset()
    assert {f.code for f in owing.findings} - {f.code for f in free.findings} == {"SUB062"}
    assert free.filing.records == owing.filing.records


def test_the_month_of_a_clerk_with_two_waivers(tmp_path: Path, command: Command) -> None:
    root = lay(tmp_path, months=("2025-09",), few=True)
    path = root / "data" / "danh-muc.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["Miễn, hoãn"]
    missing, sender = "10903", "11560"
    decided = ["Công văn số 15-CV/BTCTU", date(2025, 9, 5), "Trưởng ban", "Bão"]
    rows = [[missing, "*", "2025-09", None, *decided], [sender, "1.3", "2025-09", None, *decided]]
    for at, row in enumerate(rows, 4):
        for column, value in enumerate(row, 1):
            sheet.cell(at, column, value)
    book.save(path)
    told = json.loads(
        command("--root", root, "status", "2025-09", "--json", "--as-of", "2025-09-22T15:00").out
    )
    assert (told["expected"], told["waived"]) == (141, 1)
    assert [unit["code"] for unit in told["units"]["waived"]] == [missing]
    assert missing not in {unit["code"] for unit in told["units"]["missing"]}
    assert command("--root", root, "build", "2025-09", "--only", "tong-hop").code == 0
    out = root / "out" / "2025-09"
    log = json.loads((out / "nhat-ky.json").read_text(encoding="utf-8"))
    assert [(w["unit"], w["obligation"], w["decided_by"]) for w in log["waivers"]] == [
        (missing, "*", "Trưởng ban"),
        (sender, "1.3", "Trưởng ban"),
    ]
    made = command("--root", root, "templates", "2025-09")
    assert "Không làm biểu mẫu cho 1 đơn vị được miễn, hoãn báo cáo: Xã Cẩm Giàng" in made.out
    assert len(list((out / "bieu-mau").glob("*.xlsx"))) == 141
    assert command("--root", root, "templates", "2025-09", "--unit", missing).code == 0
    assert len(list((out / "bieu-mau").glob("*.xlsx"))) == 142
