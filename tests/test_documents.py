"""The monthly report: its outline as a text, and its figures against those of tong-hop."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from docx.document import Document as DocumentOfWord
from msgspec.structs import asdict

from cv183_reports.app.outline import outline
from cv183_reports.consolidation.consolidate import consolidate
from cv183_reports.document.context import MonthlyReport
from cv183_reports.document.papers import monthly_report
from cv183_reports.model import Plan, Source, Status
from cv183_reports.model.consolidated import Consolidated, Standing
from cv183_reports.narrative.monthly import MonthsBefore, monthly_prose
from tests.conftest import REPOSITORY
from tests.months import CUT_OFF, SEPTEMBER, Field, Level, on, record, register
from tests.months import filing as filed
from tests.papers import filled_in, names_in

NAME = "bao-cao-thang.docx"
TEMPLATE = (REPOSITORY / "templates" / "docx" / NAME).read_bytes()


def report(now: Consolidated, before: Consolidated | None = None) -> MonthlyReport:
    return monthly_report(now, monthly_prose(now, MonthsBefore(before)), "SỐ LIỆU MINH HỌA")


def rendered(context: MonthlyReport) -> bytes:
    return filled_in(context, NAME)


def small(**settings: object) -> Consolidated:
    told = filed(
        "10888",
        record(
            "10888",
            "1.1",
            Status.IN_PROGRESS,
            percent=Decimal(60),
            result="Vận hành ổn định",
            difficulty="Thiếu máy quét <A3> & phụ kiện",
            field=Field.DIGITAL,
            proposal="Đề nghị cấp máy quét",
            level=Level.CITY_PARTY,
        ),
        record("10888", "1.3", Status.IN_PROGRESS, percent=Decimal(50)),
        figures={"N1": 1234, "N2": 1000, "N3": "90.25"},
        blank=("2.1",),
    )
    planned = type(told)(
        **asdict(told) | {"plans": (Plan("10888", "Tập huấn cho công chức.", Source("x")),)}
    )
    said = filed(
        "so-ab",
        record(
            "so-ab",
            "3.1",
            Status.DONE,
            done_on=on(28),
            result="Ban hành 03 quyết định\nđúng tiến độ",
        ),
        at=CUT_OFF,
    )
    return consolidate(
        register(**settings), SEPTEMBER, (planned, said), as_of=CUT_OFF, unreadable={}
    )


def test_the_report_reads_so(golden: Callable[[str, str], None]) -> None:
    golden("bao-cao-thang.txt", outline(rendered(report(small())), "bao-cao-thang-2025-09.docx"))


def test_tables_compare_only_with_a_month_that_is_known() -> None:
    def columns(before: Consolidated | None, second: str) -> list[str]:
        tables = Document(BytesIO(rendered(report(small(), before)))).tables
        heads = [[cell.text for cell in table.rows[0].cells] for table in tables]
        return next(head for head in heads if head[1:2] == [second])

    figures, proposals = "Chỉ tiêu", "Kiến nghị, đề xuất"
    assert columns(None, figures) == ["STT", figures, "Tháng 9", "Số đơn vị"]
    compared = ["STT", figures, "Tháng 9", "Tháng 8", "Tăng, giảm", "Số đơn vị"]
    assert columns(small(), figures) == compared
    assert columns(None, proposals) == ["STT", proposals, "Đơn vị"]
    assert columns(small(), proposals) == ["STT", proposals, "Đơn vị", "Tình trạng"]


def test_a_signed_report_carries_number_date_name_and_new_tone_marks() -> None:
    settings = {
        "number": "12",
        "signed_on": date(2025, 9, 23),
        "signatory": "Nguyễn Văn A",
        "new_tone_marks": True,
    }
    text = outline(rendered(report(small(**settings))), "bao-cao-thang-2025-09.docx")
    assert "Số 12-BC/BTCTU" in text
    assert "Hải Phòng, ngày 23 tháng 9 năm 2025" in text
    assert "(Kèm theo Báo cáo số 12-BC/BTCTU, ngày 23/9/2025 của Ban Tổ chức Thành ủy)" in text
    assert "báo cáo Thường trực Thành uỷ" in text


@pytest.mark.parametrize(("signed", "mark"), [(date(2026, 5, 26), ","), (date(2026, 5, 27), ";")])
def test_recipients_are_marked_as_the_rules_of_the_day_ask(signed: date, mark: str) -> None:
    lines = report(small(signed_on=signed)).recipients
    assert lines == (f"- Thường trực Thành ủy{mark}", "- Lưu Ban Tổ chức Thành ủy.")


def test_the_template_names_only_what_the_context_has() -> None:
    assert names_in(NAME) == {*MonthlyReport.__struct_fields__}


def test_rows_of_every_appendix_add_up() -> None:
    context = report(small())
    for row in (*context.progress.rows, context.progress.total):
        assert sum(int(n or 0) for n in row.counts) == int(row.total)
    assert int(context.progress.total.total) == sum(int(r.total) for r in context.progress.rows)
    for at in range(len(Standing)):
        column = sum(int(row.counts[at] or 0) for row in context.progress.rows)
        assert column == int(context.progress.total.counts[at] or 0)


def sheet(book: openpyxl.Workbook, name: str) -> list[dict[str, object]]:
    """The rows of a table by their headers; the header row begins with Mã."""
    rows = list(book[name].iter_rows(values_only=True))
    start = next(at for at, row in enumerate(rows) if row[0] == "Mã")
    heads = [str(head) for head in rows[start]]
    return [dict(zip(heads, row, strict=True)) for row in rows[start + 1 :] if any(row)]


def headed(document: DocumentOfWord, *heads: str) -> list[list[str]]:
    """The rows of the one table that begins with these heads."""
    tables = [[[cell.text for cell in row.cells] for row in t.rows] for t in document.tables]
    (found,) = (rows for rows in tables if tuple(rows[0][: len(heads)]) == heads)
    return found


def test_every_figure_of_the_word_report_is_the_one_of_tong_hop(
    built: Path,
) -> None:
    folder = built / "out" / "2025-09"
    document = Document(str(folder / "bao-cao-thang-2025-09.docx"))
    book = openpyxl.load_workbook(folder / "tong-hop-2025-09.xlsx", data_only=True)

    progress = headed(document, "Mã")[2:]
    classes = [standing.value for standing in Standing]
    *each, whole, once, ongoing = progress
    assert [
        [code, *(int(n or 0) for n in counts), int(total)] for code, _, total, *counts in each
    ] == [
        [str(row["Mã"]), *(row[name] for name in classes), row["Tổng cộng"]]
        for row in sheet(book, "Tiến độ")[:24]
    ]
    assert int(whole[2]) == 814 == sum(int(n or 0) for n in whole[3:])
    for column, total in enumerate(whole[2:], start=2):
        assert int(total or 0) == sum(int(part[column] or 0) for part in (once, ongoing))
    assert f"gồm {once[2]} lượt phải hoàn thành, {ongoing[2]} lượt thường xuyên (Phụ lục 1)." in (
        "\n".join(paragraph.text for paragraph in document.paragraphs)
    )

    totals = {f"{row['Chỉ tiêu']} ({row['Đơn vị tính']})": row for row in sheet(book, "Chỉ tiêu")}
    assert len(totals) == 50
    main = [row for row in headed(document, "STT", "Chỉ tiêu")[1:] if row[0] != row[1]]
    assert main
    for _, name, this_month, *_ in main:
        decimals = len(this_month.partition(",")[2])
        told = Decimal(this_month.replace(".", "").replace(",", "."))
        assert told == round(Decimal(str(totals[name]["Kỳ này"])), decimals), name
