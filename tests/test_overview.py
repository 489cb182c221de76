"""The page of the month: what it shows, that it counts as tong-hop does, that texts stay texts, that nothing can be fetched."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import html
from msgspec.structs import replace

from cv183_reports.app.memory import _texts
from cv183_reports.app.status import save_overview
from cv183_reports.consolidation.consolidate import consolidate
from cv183_reports.consolidation.progress import course_of, point_of
from cv183_reports.model import Period, Source, Status
from cv183_reports.model.consolidated import Consolidated, FilingStanding, Standing
from cv183_reports.overview.answers import FILED, SIGNS, coloured_as
from cv183_reports.overview.page import (
    OVERVIEW_FILE,
    in_script,
    overview_page,
    palette,
    write_page,
)
from tests.conftest import REPOSITORY, Command
from tests.months import CUT_OFF, SEPTEMBER, filing, record, register
from tests.summary_cases import august, month, september

HOSTILE = "</script><img src=x onerror=alert(1)><!-- {{ 7*7 }} {% raw %} & \u2028 ' \" ]]>"
MOST = 1_500_000
"""Bytes of the page of 142 units."""


def course(now: Consolidated) -> tuple[Any, ...]:
    return course_of((), august(), now)


@cache
def written() -> bytes:
    now = september()
    return write_page(now, course(now))


def told(data: bytes) -> dict[str, Any]:
    """What lies in the block of JSON."""
    (block,) = re.findall(
        rb'<script type="application/json" id="told">(.*?)</script>', data, re.DOTALL
    )
    found: dict[str, Any] = json.loads(block)
    return found


def text_of(data: bytes, path: str) -> list[str]:
    found = html.document_fromstring(data.decode()).xpath(path)
    return [" ".join(each.text_content().split()) for each in found]


def test_the_head_says_the_month_who_filed_and_how_the_months_went() -> None:
    now = september()
    page = overview_page(now, course(now))
    assert page.title == "Tình hình báo cáo tháng 9 năm 2025"
    assert (page.issuer, page.as_of) == ("Ban Tổ chức Thành ủy", "16 giờ, ngày 22/9/2025")
    assert (page.filed, page.expected, page.share) == (2, 4, "50%")
    assert [(piece.label, piece.number) for piece in page.bar] == [
        *(("Đúng hạn", 1), ("Muộn", 1), ("Cần gửi lại", 1), ("Chưa gửi", 1)),
        ("Được miễn, hoãn", 0),
    ]
    assert sum(piece.width for piece in page.bar) == page.width
    filed, done, overdue = page.lines
    assert (filed.label, filed.value, filed.told) == (
        "Tỷ lệ đã gửi",
        "50%",
        "Kỳ trước (08/2025): 25%",
    )
    point = point_of(now)
    assert (done.label, overdue.label) == ("Tỷ lệ hoàn thành", "Tỷ lệ quá hạn")
    assert page.done == f"0{point.done}/0{point.owed} nhiệm vụ phải hoàn thành"


@pytest.mark.parametrize(
    ("months", "places", "says"),
    [(1, 1, "Kỳ đầu: 07/2025"), (4, 4, "Kỳ trước (09/2025): 25%; đường vẽ từ 07/2025")],
)
def test_a_small_line_has_a_place_for_each_month(months: int, places: int, says: str) -> None:
    each = [point_of(month(filing("10888"), period=Period(2025, 7 + at))) for at in range(months)]
    line = overview_page(month(filing("10888")), each).lines[0]
    assert (len(line.points.split()), line.told) == (places, says)
    assert line.end == tuple(line.points.split()[-1].split(","))


def test_each_assignment_is_one_cell_and_the_legend_counts_them_as_tong_hop_does() -> None:
    now = september()
    page = overview_page(now, course(now))
    assert [column.code for column in page.columns] == [o.code for o in now.register.obligations]
    cells = [cell for group in page.groups for row in group.rows for cell in row.cells if cell]
    assert Counter(cell.label for cell in cells) == {s.value: n for s, n in now.tally().items()}
    legend = {item.label: item.number for group in page.legend for item in group.items}
    assert legend == {standing.value: now.tally()[standing] for standing in Standing}
    assert sum(group.number for group in page.legend) == len(now.assignments)


def test_rows_stand_by_group_and_say_how_the_unit_filed() -> None:
    now = september()
    page = overview_page(now, course(now))
    assert [(g.name, g.filed, len(g.rows)) for g in page.groups] == [
        ("Sở, ban, ngành", 0, 1),
        ("Cấp ủy cấp xã", 2, 3),
    ]
    rows = {row.unit.code: row for group in page.groups for row in group.rows}
    assert {code: (row.filed, row.owes) for code, row in rows.items()} == {
        "so-ab": ("Chưa gửi", True),
        "10888": ("Đúng hạn", False),
        "10903": ("Gửi lại", True),
        "11329": ("Muộn, sửa 03", True),
    }
    assert rows["11329"].folded == "11329 phuong ngo quien dang ui phuong ngo quien"


def test_the_columns_are_cited_as_the_dispatch_numbers_them() -> None:
    columns = overview_page(september(), course(september())).columns
    assert [(column.code, column.cited) for column in columns][1:4] == [
        ("1.3", "ý (3), mục 1"),
        ("1.4", "ý (4), mục 1"),
        ("2.1", "ý (1), mục 2"),
    ]
    heads = text_of(written(), "//thead//th[contains(@class, 'code')]")
    assert sorted(heads) == ["1.1", "1.3", "1.4", "2.1", "3.1", "9"]


def test_whom_to_call_stands_there_with_the_reason() -> None:
    page = overview_page(september(), course(september()))
    assert page.called == 3
    rows = text_of(written(), "//details//tbody/tr")
    assert len(rows) == 3
    assert rows[0].startswith("Sở A & B")
    assert rows[0].endswith("Chưa gửi")


def test_an_answer_is_told_with_its_file_and_cell() -> None:
    answer = told(written())["units"]["10888"]["tasks"]["0"]
    assert answer["look"] == "s-under-way"
    assert answer["lines"] == [
        ["Trạng thái", "Đang thực hiện"],
        ["Tỷ lệ (%)", "62,5"],
        ["Khó khăn, vướng mắc", "=Thiếu cán bộ"],
        ["Nguyên nhân", "Khách quan"],
        ["Lĩnh vực", "Cán bộ, biên chế"],
        ["Tệp, ô", "10888.xlsx · Báo cáo!G9"],
    ]
    once = told(written())["units"]["10888"]["tasks"]["1"]["lines"]
    assert once[0] == ["Thời hạn", "Trước ngày 15/8/2025"]


def test_a_faulty_row_is_told_with_what_was_found_in_it() -> None:
    place = Source("11329.xlsx", "Báo cáo", "H12")
    beside = Source("11329.xlsx", "Báo cáo", "I9")
    found = replace(september().findings[0], place=place, message="sai tỷ lệ")
    other = replace(found, place=beside, message="ngày lạ")
    quyen = filing("11329", record("11329", "1.3", Status.NOT_STARTED), faulty=("1.1",))
    now = month(quyen, findings=(found, other))
    unit = told(write_page(now, course(now)))["units"]["11329"]
    faulty, sound = unit["tasks"]["0"], unit["tasks"]["1"]
    assert [(point["what"], point["place"]) for point in faulty["points"]] == [
        ("Sai tỷ lệ", f"11329.xlsx · Báo cáo!H12 [{found.code}]")
    ]
    assert [point["what"] for point in sound["points"]] == ["Ngày lạ"]
    assert len(unit["points"]) == 2


def test_of_a_file_with_too_much_in_it_the_rest_is_counted() -> None:
    found = september().findings[0]
    many = tuple(replace(found, place=Source("hong.xlsx", "Báo cáo", f"A{n}")) for n in range(90))
    now = month(unreadable={"10903": ("hong.xlsx",)}, findings=many)
    points = told(write_page(now, course(now)))["units"]["10903"]["points"]
    assert (len(points), points[-1]["what"]) == (61, "Còn 30 điểm khác trong tệp.")


def test_what_a_former_report_says_is_told_as_such() -> None:
    done = filing("10888", record("10888", "1.3", Status.DONE))
    earlier = ((SEPTEMBER.previous, {"10888": done}),)
    now = month(earlier=earlier)
    task = told(write_page(now, course(now)))["units"]["10888"]["tasks"]["1"]
    assert ["Tính theo", "Báo cáo tháng 8/2025 của đơn vị"] in task["lines"]


def test_texts_of_units_are_texts_whatever_they_hold() -> None:
    hostile = filing(
        "10888",
        record("10888", "1.1", result=HOSTILE, difficulty=HOSTILE, evidence="{{ 7*7 }}"),
        faulty=("1.3",),
    )
    known = register()
    units = [
        replace(u, name=HOSTILE, short_name=HOSTILE, officer=HOSTILE, phone=HOSTILE)
        for u in known.units
    ]
    groups = tuple(replace(group, name=HOSTILE) for group in known.groups)
    named = replace(known, units=tuple(units), groups=groups)
    now = consolidate(named, SEPTEMBER, (hostile,), as_of=CUT_OFF, unreadable={})
    data = write_page(now, course(now))
    page = html.document_fromstring(data.decode())
    assert page.xpath("//img") == []
    assert len(page.xpath("//script")) == 2
    assert b"<img" not in data
    assert b"49" not in re.sub(rb"<style>.*?</style>|sha256-\S+", b"", data, flags=re.DOTALL)
    lines = told(data)["units"]["10888"]["tasks"]["0"]["lines"]
    assert ["Kết quả thực hiện", HOSTILE] in lines
    assert " ".join(HOSTILE.split()) in text_of(data, "//th[@class='unit']")[1]


@pytest.mark.parametrize("text", ["</script>", "<!--", "&lt;", "\u2028\u2029", "]]>"])
def test_the_block_of_json_has_no_mark_of_markup(text: str) -> None:
    block = str(in_script({"said": text}))
    assert not set(block) & set("<>&\u2028\u2029")
    assert json.loads(block) == {"said": text}


def test_the_browser_may_run_these_very_parts_and_nothing_else() -> None:
    page = html.document_fromstring(written().decode())
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    parts = [
        re.search(rf"<{tag}>(.*?)</{tag}>".encode(), written(), re.DOTALL)
        for tag in ("style", "script")
    ]
    digests = [
        base64.b64encode(hashlib.sha256(part[1]).digest()).decode() for part in parts if part
    ]
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digests[0]}'; script-src 'sha256-{digests[1]}'; "
        "base-uri 'none'; form-action 'none'"
    )
    assert (
        page.xpath("//@style | //@src | //@href | //link | //@*[starts-with(name(), 'on')]") == []
    )
    assert not re.search(rb"https?://|url\(|@import|fetch\(|XMLHttp|innerHTML", written())


def test_the_same_month_gives_the_same_bytes() -> None:
    now = september()
    assert write_page(now, course(now)) == written()


def test_invented_figures_say_so() -> None:
    sample = september(sample=True)
    mark = "SỐ LIỆU MINH HỌA"
    assert mark in write_page(sample, course(sample)).decode()
    assert mark not in written().decode()
    assert overview_page(september(), [point_of(august(sample=True)), point_of(september())]).mark


def test_each_class_has_a_sign_of_its_own_and_colours_of_its_own() -> None:
    assert set(SIGNS) == set(Standing)
    assert set(FILED) == set(FilingStanding)
    assert len({sign.sign for sign in SIGNS.values()}) == len(SIGNS)
    looks = [coloured_as(standing) for standing in (*SIGNS, *FILED)]
    assert [look for look in looks if look not in colours()] == []
    assert len({colours()[look] for look in map(coloured_as, SIGNS)}) == len(SIGNS)


@cache
def colours() -> dict[str, tuple[str, str]]:
    """Background and ink of every rule of page.css that gives both; a rule of one class by that class."""
    own = files("cv183_reports.overview").joinpath("page.css").read_text(encoding="utf-8")
    style = palette() + own
    names = dict(re.findall(r"(--[\w-]+): (#\w{6});", style))
    found = {}
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", style):
        said = dict(re.findall(r"(?<![\w-])(background|color): (#\w{6}|var\([\w-]+\))", body))
        if len(said) == 2:
            plain = [
                names.get(each.removeprefix("var(").removesuffix(")"), each)
                for each in said.values()
            ]
            pair = dict(zip(said, plain, strict=True))
            found[selector.strip().removeprefix(".")] = pair["background"], pair["color"]
    return found


def contrast(one: str, other: str) -> float:
    """As WCAG 2 has it."""
    lights = sorted(
        0.2126 * linear(colour[1:3]) + 0.7152 * linear(colour[3:5]) + 0.0722 * linear(colour[5:7])
        for colour in (one, other)
    )
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def linear(part: str) -> float:
    value = int(part, 16) / 255
    return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4


def test_contrast_is_measured_as_the_standard_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_every_pair_of_colours_can_be_read() -> None:
    assert len(colours()) >= len(Standing) + len(FilingStanding)
    assert {name: pair for name, pair in colours().items() if contrast(*pair) < 4.5} == {}


def test_the_shipped_month_is_small_and_counts_as_tong_hop_does(built: Path) -> None:
    data = (built / "out" / "2025-09" / OVERVIEW_FILE).read_bytes()
    assert len(data) < MOST
    book = openpyxl.load_workbook(built / "out" / "2025-09" / "tong-hop-2025-09.xlsx")
    rows = [[cell.value for cell in row] for row in book["Tiến độ"].iter_rows()]
    head = next(row for row in rows if row[0] == "Mã")
    counts = [row for row in rows if row[0] and re.fullmatch(r"\d(\.\d)?", str(row[0]))]
    legend = text_of(data, "//button[@class='key']")
    for standing in Standing:
        total = sum(row[head.index(standing.value)] for row in counts)
        assert f"{SIGNS[standing].sign} {standing.value} {total}" in legend
    assert len(told(data)["units"]) == 142
    found = Counter(
        html.document_fromstring(data.decode()).xpath(
            "//tbody//td[starts-with(@class, 's-')]/@class"
        )
    )
    looks = {coloured_as(s): sum(row[head.index(s.value)] for row in counts) for s in Standing}
    assert found == {look: number for look, number in looks.items() if number}


def test_status_and_receive_write_what_build_does(few: Path, command: Command) -> None:
    ran = command("--root", few, "status", "2025-09", "--html")
    page = few / "out" / "2025-09" / OVERVIEW_FILE
    assert (ran.code, str(page) in ran.out) == (0, True)
    data = page.read_bytes()
    page.unlink()
    assert command("--root", few, "build", "2025-09", "--only", "tinh-hinh").code == 0
    assert page.read_bytes() == data
    assert "(không đổi)" in command("--root", few, "status", "2025-09", "--html").out


@pytest.mark.parametrize("beside", ["--json", "--call-list"])
def test_the_page_is_asked_for_alone(empty: Path, command: Command, beside: str) -> None:
    assert command("--root", empty, "status", "2025-09", "--html", beside).code == 2


def test_an_edited_page_stays(empty: Path, command: Command) -> None:
    assert command("--root", empty, "status", "2025-09", "--html").code == 0
    page = empty / "out" / "2025-09" / OVERVIEW_FILE
    page.write_text("của tôi", encoding="utf-8")
    at = "2025-09-20T08:00"
    assert command("--root", empty, "status", "2025-09", "--html", "--as-of", at).code == 0
    assert page.read_text(encoding="utf-8") == "của tôi"
    beside = page.with_name("tinh-hinh (bản 2).html").read_text(encoding="utf-8")
    assert "Số liệu tính đến 08 giờ, ngày 20/9/2025" in beside


def test_receive_leaves_the_page_of_what_came(
    empty: Path, tmp_path: Path, command: Command
) -> None:
    came = tmp_path / "là.pdf"
    came.write_bytes(b"%PDF-1.7")
    ran = command("--root", empty, "receive", "2025-09", came)
    assert "tinh-hinh.html" in ran.out.splitlines()[-1]
    data = (empty / "out" / "2025-09" / OVERVIEW_FILE).read_bytes()
    assert "0/142" in text_of(data, "//p[@class='figure']")[0]


def test_a_page_made_by_another_template_is_not_remembered() -> None:
    told = {name for name, _, _ in _texts(REPOSITORY / "cv183_reports")}
    assert {"page.py", "page.html", "palette.css", "page.css", "page.js"} <= told


def test_before_the_deadline_it_is_judged_now(empty: Path) -> None:
    (output,) = save_overview(empty, "2025-09", "2025-09-20T08:00").outputs
    assert "ngày 20/9/2025" in text_of(output.path.read_bytes(), "//p[@class='as-of']")[0]
