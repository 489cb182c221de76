"""Whom to phone: exactly those that owe, by group and officer, on screen and as files."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from cv183_reports.app.outline import outline
from cv183_reports.catalogue import intake
from cv183_reports.catalogue import submission as rules
from cv183_reports.consolidation.consolidate import consolidate
from cv183_reports.document.context import CallList
from cv183_reports.document.papers import call_list_paper
from cv183_reports.model import Filing, Source
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.model.finding import Finding
from cv183_reports.narrative.filing import calls, note
from cv183_reports.summary.workbook import write_call_list
from tests.conftest import Command, lay
from tests.months import CUT_OFF, SEPTEMBER, register
from tests.months import filing as filed
from tests.papers import filled_in, names_in

NAME = "danh-sach-goi.docx"
PEOPLE = {
    "so-ab": ("Trần A", "0225 111", "soab@example.vn"),
    "10888": ("Lê B", "0225 222", "camgiang@example.vn"),
    "10903": ("Trần A", "", ""),
    "11329": ("Lê B", "0225 444", ""),
}


def together(*filings: Filing, unreadable: tuple[str, ...] = ()) -> Consolidated:
    found = register()
    units = tuple(
        replace(unit, officer=who, phone=phone, email=email)
        for unit in found.units
        for who, phone, email in (PEOPLE[unit.code],)
    )
    return consolidate(
        replace(found, units=units),
        SEPTEMBER,
        filings,
        as_of=CUT_OFF,
        unreadable={unit: (f"{unit}.pdf",) for unit in unreadable},
    )


def month() -> Consolidated:
    return together(
        filed("so-ab", blank=("9",), at=CUT_OFF),
        filed("10888", faulty=("1.1", "2.1")),
        unreadable=("10903",),
    )


def test_by_group_and_officer_in_official_order() -> None:
    assert [
        (group.title, [(call.unit.code, call.state) for call in group.calls])
        for group in calls(month())
    ] == [
        (
            "Sở, ban, ngành – cán bộ theo dõi: Trần A (01 đơn vị)",
            [
                (
                    "so-ab",
                    "Gửi muộn, còn 01 nội dung cần sửa. Nội dung chưa báo cáo: nhiệm vụ 9 (mục 9)",
                )
            ],
        ),
        (
            "Cấp ủy cấp xã – cán bộ theo dõi: Lê B (02 đơn vị)",
            [
                (
                    "10888",
                    "Còn 02 nội dung cần sửa. Nội dung chưa hợp lệ: nhiệm vụ 1.1 (ý (1), mục 1); nhiệm vụ 2.1 (ý (1), mục 2)",
                ),
                ("11329", "Chưa gửi"),
            ],
        ),
        ("Cấp ủy cấp xã – cán bộ theo dõi: Trần A (01 đơn vị)", [("10903", "Cần gửi lại")]),
    ]


STATUS = rules.STATUS_BLANK.at(Source("10903-1.xlsx", "Báo cáo", "G9"), code="1.1")
"""What is wrong in one cell of one file."""
TOGETHER = (
    intake.SAME_TIME.at(
        Source("10903-1.xlsx"), period="2025-09", file="10903-1.xlsx", other=Source("10903-2.xlsx")
    ),
    intake.SAME_TIME.at(
        Source("10903-2.xlsx"), period="2025-09", file="10903-2.xlsx", other=Source("10903-1.xlsx")
    ),
)
UNKNOWN = tuple(
    intake.UNKNOWN_ORDER.at(
        Source(one), period="2025-09", file=one, other=Source(two), counted=intake.NONE_COUNTS
    )
    for one, two in (("10903-1.xlsx", "10903-2.xlsx"), ("10903-2.xlsx", "10903-1.xlsx"))
)


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (TOGETHER, "Gửi hai báo cáo khác nhau cùng lúc, chưa xác định bản chính"),
        (
            (STATUS, *TOGETHER),
            "Gửi hai báo cáo khác nhau cùng lúc, chưa xác định bản chính",
        ),
        (
            (STATUS, *UNKNOWN),
            "Gửi nhiều báo cáo khác nhau, không rõ bản nào gửi sau, chưa xác định bản chính",
        ),
        ((STATUS,), STATUS.message),
    ],
)
def test_two_files_of_one_time_are_the_reason_whatever_is_wrong_in_them(
    found: tuple[Finding, ...], why: str
) -> None:
    files = {"10903": ("10903-1.xlsx", "10903-2.xlsx")}
    now = consolidate(register(), SEPTEMBER, (), as_of=CUT_OFF, unreadable=files, findings=found)
    filing = next(each for each in now.filings if each.unit.code == "10903")
    assert note(now, filing) == why


def test_who_sent_a_whole_file_is_not_phoned_however_late() -> None:
    now = together(*(filed(unit, at=CUT_OFF) for unit in PEOPLE))
    assert calls(now) == ()


def rendered(context: CallList) -> bytes:
    return filled_in(context, NAME)


@pytest.mark.parametrize("sample", ["", "SỐ LIỆU MINH HỌA"])
def test_the_word_list_holds_every_call(sample: str) -> None:
    text = outline(rendered(call_list_paper(month(), sample)), NAME)
    assert ("SỐ LIỆU MINH HỌA" in text) == bool(sample)
    for group in calls(month()):
        assert group.title in text
        for call in group.calls:
            assert call.state in text
            assert call.unit.short_name in text
            assert call.unit.phone in text
            assert call.unit.email in text
    assert "Không còn đơn vị nào phải gọi." not in text


def test_a_word_list_without_calls_says_so() -> None:
    now = together(*(filed(unit) for unit in PEOPLE))
    assert "Không còn đơn vị nào phải gọi." in outline(rendered(call_list_paper(now, "")), NAME)


def test_the_template_names_only_what_the_context_has() -> None:
    assert names_in(NAME) == {*CallList.__struct_fields__}


def test_the_excel_list_holds_the_same_with_room_to_write() -> None:
    data = write_call_list(month())
    assert data == write_call_list(month())
    sheet = openpyxl.load_workbook(BytesIO(data)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    start = next(at for at, row in enumerate(rows) if row[0] == "STT")
    assert rows[start] == (
        "STT",
        "Nhóm đơn vị",
        "Cán bộ theo dõi",
        "Đơn vị",
        "Điện thoại",
        "E-mail",
        "Tình trạng",
        "Ghi chú",
    )
    told = [tuple(value or "" for value in row) for row in rows[start + 1 :]]
    assert told == [
        (
            rank,
            call.group,
            call.unit.officer,
            call.unit.short_name,
            call.unit.phone,
            call.unit.email,
            call.state,
            "",
        )
        for rank, call in enumerate((c for g in calls(month()) for c in g.calls), start=1)
    ]


def test_the_command_prints_saves_and_agrees_with_status(tmp_path: Path, command: Command) -> None:
    root = lay(tmp_path / "CV 183", months=("2025-08", "2025-09"), few=True)
    asked = ("--root", root, "status", "2025-09", "--as-of", "2025-09-24T08:00")
    state = json.loads(command(*asked, "--json").out)
    found = json.loads(command(*asked, "--call-list", "--json").out)
    owing = [
        unit["code"] for key in ("faulty", "missing", "with_errors") for unit in state["units"][key]
    ]
    assert sorted(call["code"] for call in found["calls"]) == sorted(owing)
    folder = root / "out" / "2025-09"
    ran = command(*asked, "--call-list", "--save")
    assert ran.code == 0
    assert f"{len(owing)} đơn vị" in ran.out
    assert {path.name for path in folder.glob("danh-sach-goi*")} == {
        "danh-sach-goi-2025-09.docx",
        "danh-sach-goi-2025-09.xlsx",
    }
    assert "(danh mục chưa có số)" in ran.out


def test_a_faulty_template_is_told_and_the_excel_list_is_written(
    empty: Path, command: Command
) -> None:
    (empty / "templates" / "docx" / NAME).unlink()
    ran = command("--root", empty, "status", "2025-09", "--call-list", "--save")
    assert (ran.code, "MAY016" in ran.out) == (1, True)
    assert (empty / "out" / "2025-09" / "danh-sach-goi-2025-09.xlsx").is_file()


def test_saving_is_for_the_call_list_alone(empty: Path, command: Command) -> None:
    ran = command("--root", empty, "status", "2025-09", "--save")
    assert (ran.code, "--save chỉ dùng cùng --call-list" in ran.err) == (2, True)


def test_of_many_wrong_figures_the_caller_hears_a_few_and_how_many_more() -> None:
    """All of them would not stand in one row of a sheet, whose height Excel limits."""
    found = register()
    many = tuple(
        replace(found.indicators[0], code=f"N{n}", name=f"Số thứ {n}") for n in range(1, 41)
    )
    came = replace(filed("10888"), faulty_figures=frozenset(i.code for i in many))
    now = consolidate(
        replace(found, indicators=many), SEPTEMBER, [came], as_of=CUT_OFF, unreadable={}
    )
    (state,) = [c.state for group in calls(now) for c in group.calls if c.unit.code == "10888"]
    assert state.startswith("Còn 40 nội dung cần sửa. ")
    assert state.endswith(". Số liệu chưa hợp lệ: số thứ 1; số thứ 2; số thứ 3; số thứ 4; số thứ 5; số thứ 6; số thứ 7; số thứ 8; và 32 số liệu khác")  # fmt: skip
