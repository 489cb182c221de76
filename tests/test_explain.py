"""Every figure of the monthly report re-adds from its parts, and its parts from the cells they name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from msgspec.structs import replace

from cv183_reports.app.build import read_material
from cv183_reports.app.documents import Material, monthly_context
from cv183_reports.app.explain import _nearest
from cv183_reports.app.opening import open_register
from cv183_reports.consolidation.consolidate import consolidate
from cv183_reports.consolidation.progress import course_of, point_of
from cv183_reports.document.context import MonthlyReport
from cv183_reports.document.papers import Place, found, places_of
from cv183_reports.model import LOCAL, Aggregation, Period
from cv183_reports.model.consolidated import Standing
from cv183_reports.model.prose import About, Basis, BlockKind
from cv183_reports.narrative.explanation import explain
from cv183_reports.narrative.figures import course
from cv183_reports.narrative.indicator_explanation import ExplainedPart, Explanation
from cv183_reports.narrative.monthly import MonthsBefore, monthly_prose
from cv183_reports.narrative.phrases import sentences, syllables
from cv183_reports.vietnamese.wording import number
from tests.conftest import REPOSITORY, Command, lay
from tests.months import CUT_OFF, register
from tests.test_trend import months

SEPTEMBER = Period(2025, 9)


READ_IN = [REPOSITORY]
"""The working folder of the shipped month: one that remembers what it read, while there is one."""


@pytest.fixture(scope="module", autouse=True)
def read_before(built: Path) -> None:
    READ_IN[:] = [built]


@cache
def material() -> Material:
    """The shipped month, as `build` reads it."""
    workspace, register = open_register(*READ_IN)
    at = datetime(2025, 10, 1, tzinfo=LOCAL)
    return read_material(workspace, register, SEPTEMBER, at, read_only=True)


@cache
def report() -> MonthlyReport:
    return monthly_context(material())


@cache
def places() -> dict[str, Place]:
    return {place.name: place for place in places_of(report())}


def explained(place: Place) -> Explanation:
    assert place.basis is not None, place.name
    month = material()
    trend = course_of(month.earlier, month.before, month.now)
    return explain(month.now, place.basis, trend, month.before)


def parsed(text: str) -> Decimal:
    """The number; what it covers may stand behind it: ``177.071 (107/114)``."""
    return Decimal(text.partition(" ")[0].replace(".", "").replace(",", "."))


def whole(parts: tuple[ExplainedPart, ...]) -> Decimal:
    return sum((Decimal(part.value) for part in parts), Decimal())


def test_places_are_numbered_as_printed_and_each_has_one_name() -> None:
    names = [place.name for place in places_of(report())]
    assert len(set(names)) == len(names) > 800
    for section in report().sections:
        told = [b.text for b in section.blocks if b.kind is not BlockKind.HEADING and not b.rows]
        mine = [p.text for p in places_of(report()) if p.name.startswith(f"{section.number}.")]
        assert len(mine) == len(told)
        assert all(text.endswith(end) for text, end in zip(mine, told, strict=True))
        rows = [row.cells for b in section.blocks for row in b.rows if not row.is_title]
        placed = [
            p.text for p in places_of(report()) if p.name.startswith(f"{section.number} dòng")
        ]
        assert placed == [" | ".join(filter(None, cells)) for cells in rows]


def test_every_place_that_counts_something_can_be_explained() -> None:
    without = [place.name for place in places().values() if place.basis is None]
    for place in places().values():
        if place.basis is not None:
            told = explained(place)
            assert told.rule
            for part in told.parts:
                assert all(evidence.unit for evidence in part.evidence)
    assert not [name for name in without if not re.match(r"(VI|IV|V)\.|.*dòng tổng$", name)]


@pytest.mark.parametrize("rank", [*range(1, 25), "tổng"])
def test_rows_of_appendix_1_re_add_class_by_class(rank: int | str) -> None:
    table = report().progress
    row = table.total if rank == "tổng" else table.rows[int(rank) - 1]
    place = places()[f"Phụ lục 1 dòng {rank}"]
    told = explained(place)
    assert whole(told.parts) == told.sums[-1].total == int(row.total)
    by_class = {part.label: part for part in told.parts}
    for standing, text, cell in zip(Standing, row.counts, place.cells, strict=True):
        part = by_class.get(standing.value)
        assert number(part.value if part else 0) == (text or "0")
        assert part is None or len(part.evidence) == part.value
        alone = explained(Place("", text, cell.basis))
        assert number(whole(alone.parts)) == (text or "0")


JUDGED = [
    # what the judgement says, which of its sums has that number
    (r"giảm (\d+) vị trí, từ", "Thay đổi trên cùng 109 đơn vị (vị trí)"),
    (r"vị trí, từ (\d+) còn", "Tháng 8, cộng"),
    (r"còn (\d+) \(cùng", "Tháng 9, cộng"),
    (r"còn (\d+) đơn vị có nhiệm vụ quá hạn", "Đơn vị có nhiệm vụ quá hạn"),
    (r"Có (\d+)/142 đơn vị gửi báo cáo đúng hạn, số liệu hợp lệ", "Đơn vị đạt cả ba điều"),
    (r"trong (\d+) nội dung khó khăn.* nêu nguyên nhân", "Khó khăn, vướng mắc có nêu nguyên nhân"),
    (r"Có \d+/(\d+) lượt nhiệm vụ quá hạn nêu", "Nhiệm vụ quá hạn có nêu nguyên nhân"),
]


@pytest.mark.parametrize(("printed", "label"), JUDGED)
def test_a_judgement_re_adds_to_the_numbers_it_prints(printed: str, label: str) -> None:
    (place, shown) = next(
        (place, shown)
        for place in places().values()
        if (shown := re.search(printed, place.text, re.IGNORECASE))
    )
    (one,) = [each for each in explained(place).sums if each.label == label]
    assert abs(one.total) == int(shown[1])


def test_what_is_to_be_completed_leaves_the_coming_of_the_files_out() -> None:
    place = next(p for p in places().values() if "dứt điểm nhiệm vụ quá hạn (mục 1" in p.text)
    assert explained(place).sums[-1].total == len(material().now.overdue_tasks)


def test_rows_of_appendix_2_re_add() -> None:
    rows = [row for group in report().filing for row in group.rows]
    assert len(rows) == 142
    for row in rows:
        told = explained(places()[f"Phụ lục 2 dòng {row.rank}"])
        assert all(len(part.evidence) == part.value for part in told.parts)
        if row.valid:
            valid, owed = map(int, row.valid.split("/"))
            assert told.sums[0].total == owed
            assert sum(p.value for p in told.parts if p.label == "Số liệu hợp lệ") == valid


def test_rows_of_appendix_3_are_overdue_assignments() -> None:
    assert report().overdue
    for row in report().overdue:
        (part,) = explained(places()[f"Phụ lục 3 dòng {row.rank}"]).parts
        (evidence,) = part.evidence
        assert part.label == Standing.OVERDUE.value
        assert evidence.unit.short_name == row.unit


def test_rows_of_appendix_4_name_every_unit() -> None:
    tables = (*report().difficulties, *report().proposals)
    for at, table in enumerate(tables, start=1):
        for row in table.rows:
            (part,) = explained(places()[f"Phụ lục 4 bảng {at} dòng {row.rank}"]).parts
            assert number(part.value) == row.count
            assert len({e.unit.code for e in part.evidence}) == part.value
            assert all(e.source and e.source.cell for e in part.evidence)


def test_rows_of_appendix_5_are_the_figures_of_their_unit() -> None:
    for at, table in enumerate(report().figures, start=1):
        for row in table.rows:
            told = explained(places()[f"Phụ lục 5 bảng {at} dòng {row.rank}"])
            given = [value for value in row.values if value not in ("", "x", "(*)")]
            assert [number(part.value, part.decimals) for part in told.parts] == given
            assert all(len(part.evidence) == 1 for part in told.parts)


def indicators() -> Iterator[tuple[str, Place]]:
    """Printed text and place of every total of the report."""
    for section in report().sections:
        for row in (row for block in section.blocks for row in block.rows):
            if row.basis is not None and row.basis.about is About.INDICATOR:
                yield row.cells[1], places()[f"{section.number} dòng {row.rank}"]
    for at in range(1, len(report().figures) + 1):
        for cell in places()[f"Phụ lục 5 bảng {at} dòng tổng"].cells:
            if cell.text:
                yield cell.text, Place("", cell.text, cell.basis)


def test_totals_re_add_from_their_parts_and_these_from_their_units() -> None:
    told = list(indicators())
    assert len(told) > 55
    for text, place in told:
        explanation = explained(place)
        assert explanation.sums[-1].total == parsed(text), place.name
        counted = [part for part in explanation.parts if part.value or part.decimals]
        for part in counted:
            values = [parsed(evidence.said) for evidence in part.evidence]
            assert sum(values, Decimal()) == part.value


def test_each_way_of_bringing_together_is_written_out() -> None:
    seen = {}
    for _, place in indicators():
        assert place.basis is not None
        total = material().now.total(place.basis.key[-1])
        assert total is not None
        seen[total.indicator.aggregation] = (total, explained(place))
    assert seen.keys() == set(Aggregation)
    total, told = seen[Aggregation.RATIO]
    above, below, rate = told.sums
    assert total.value is not None
    assert rate.total == total.indicator.rounded(100 * Decimal(above.total) / Decimal(below.total))
    total, told = seen[Aggregation.AVERAGE]
    summed, mean = told.sums
    assert mean.total == total.indicator.rounded(Decimal(summed.total) / total.units)
    for aggregation in (Aggregation.SUM, Aggregation.LAST):
        total, told = seen[aggregation]
        assert whole(told.parts) == told.sums[0].total == total.value


def test_what_is_overdue_re_adds_wherever_it_is_told() -> None:
    for place in places().values():
        if place.basis is not None and place.basis.about is About.OVERDUE:
            told = explained(place)
            assert f"{number(told.sums[0].total).zfill(2)} lượt" in place.text
            assert whole(told.parts) == told.sums[0].total


@pytest.mark.parametrize(
    ("name", "label"),
    [("I.2", "Đã hoàn thành"), ("I.3", "Nhiệm vụ thường xuyên đang thực hiện")],
)
def test_what_is_completed_and_what_is_kept_up_re_add_from_the_classes(
    name: str, label: str
) -> None:
    told = explained(places()[name])
    (asked,) = (each for each in told.sums if each.label == label)
    added, *less = asked.written.split(" - ")
    numbers = [parsed(each) for each in added.split(" + ")]
    assert set(numbers) <= {part.value for part in told.parts}
    assert sum(numbers) - sum(map(parsed, less)) == asked.total
    assert f": {asked.total}/" in places()[name].text


def test_the_course_of_months_is_written_out_month_by_month() -> None:
    three = months(3)
    trend = [point_of(month) for month in three]
    told = explain(three[-1], Basis(About.COURSE), trend)
    printed = course(trend)
    assert len(told.sums) == 6
    for total in told.sums:
        assert f"{number(total.total)}%" in printed
        part, whole_ = map(int, re.findall(r"× (\d+) / (\d+)", total.written)[0])
        assert abs(Decimal(100 * part) / whole_ - total.total) <= Decimal("0.05")
    blocks = (
        monthly_prose(three[2], MonthsBefore(three[1], earlier=tuple(trend[:1]))).sections[1].blocks
    )
    assert [b.basis for b in blocks if b.text == printed] == [Basis(About.COURSE)]


def test_section_1_counts_units_and_their_files() -> None:
    place = next(p for p in places().values() if p.text.startswith("Có 135/142 đơn vị gửi"))
    told = explained(place)
    now = material().now
    sent, owed = told.sums
    assert (sent.total, owed.total) == (len(now.accepted), 142)
    assert f"Có {sent.total}/{owed.total} đơn vị gửi báo cáo" in place.text
    assert str(sent) == f"Đã gửi: 128 + 7 = {sent.total}"


def test_the_cells_named_hold_the_figures() -> None:
    told = explained(places()["III dòng 8"])
    archive = REPOSITORY / "data" / "2025-09" / "nop" / "bao-cao-minh-hoa-2025-09.zip"
    checked = 0
    with ZipFile(archive) as inside:
        for evidence in told.parts[0].evidence[:5]:
            assert evidence.source is not None
            name = evidence.source.file.partition(".zip/")[2]
            book = openpyxl.load_workbook(BytesIO(inside.read(name)), data_only=True)
            value = book[evidence.source.sheet][evidence.source.cell].value
            assert Decimal(str(value)) == parsed(evidence.said)
            checked += 1
    assert checked == 5


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("II.4", ["II.4"]),
        ("ii 4", ["II.4"]),
        ("mục II.4", ["II.4"]),
        ("III dòng 4", ["III dòng 4"]),
        ("mục iii hàng 4", ["III dòng 4"]),
        ("Phụ lục 1 dòng 7", ["Phụ lục 1 dòng 7"]),
        ("phu luc 1, dong 7", ["Phụ lục 1 dòng 7"]),
        ("PL1 hàng 7", ["Phụ lục 1 dòng 7"]),
        ("pl 1 dòng tổng cộng", ["Phụ lục 1 dòng tổng"]),
        ("Phụ lục 5 bảng 2 dòng 3", ["Phụ lục 5 bảng 2 dòng 3"]),
        ("Phụ lục 1 dòng 3 cột 1", ["Phụ lục 1 dòng 3 cột 1 (Hoàn thành đúng hạn)"]),
        ("PL1 dòng 3 cột hoan thanh dung han", ["Phụ lục 1 dòng 3 cột 1 (Hoàn thành đúng hạn)"]),
        ("III.400", []),
        ("Phụ lục 9", []),
        ("", []),
    ],
)
def test_a_place_is_found_however_it_is_spelled(asked: str, names: list[str]) -> None:
    assert [place.name for place in found(list(places().values()), asked)] == names


def test_a_row_without_its_table_is_that_row_of_every_table() -> None:
    some = found(list(places().values()), "Phụ lục 5 dòng 2")
    assert [place.name for place in some] == [
        f"Phụ lục 5 bảng {at} dòng 2" for at in range(1, len(report().figures) + 1)
    ]
    assert len(found(list(places().values()), "Phụ lục 5 dòng tổng cột HC02")) == 1


def test_a_section_is_all_its_paragraphs() -> None:
    some = found(list(places().values()), "I")
    assert [place.name for place in some] == [f"I.{at}" for at in range(1, len(some) + 1)]


def test_the_command_prints_and_tells_programs(few: Path, command: Command) -> None:
    ran = command("--root", few, "explain", "2025-09", "PL1", "dòng", "7")
    assert ran.code == 0
    assert "→ Tổng số lượt: 1" in ran.out
    assert "du-ubnd-Đảng ủy UBND thành phố-2025-09.xlsx · Báo cáo!H" in ran.out
    told = json.loads(command("--root", few, "explain", "2025-09", "hc13", "--json").out)
    (place,) = told["places"]
    assert place["place"] == "Chỉ tiêu HC13"
    assert [s["text"].partition(":")[0] for s in place["sums"]] == ["Tử số", "Mẫu số", "Tỷ lệ (%)"]
    assert {"unit", "name", "said", "file", "sheet", "cell"} == set(
        place["parts"][0]["evidence"][0]
    )


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("3.7", "== Nhiệm vụ 3.7"),
        ("11560", "== Đơn vị 11560"),
        ("phuong le chan", "== Đơn vị 11383"),
        ("Lê Chân", "== Đơn vị 11383"),
        ("ý (3), mục 1", "== Nhiệm vụ 1.3"),
        ("muc 1 y 3", "== Nhiệm vụ 1.3"),
        ("ý (ii), mục 4", "== Nhiệm vụ 4.2"),
        ("ho so tiep nhan trong ky", "== Chỉ tiêu HC02"),
        ("Tổ chức đại hội đảng bộ", "== Nhiệm vụ 2.1"),
        ("phu luc 5 bang 3 dong tong", "hỏi thêm số cột hoặc tên cột"),
    ],
)
def test_codes_and_names_can_be_asked_for(
    asked: str, says: str, few: Path, command: Command
) -> None:
    assert says in command("--root", few, "explain", "2025-09", asked).out


def test_what_is_not_there_is_told_with_what_is_near(few: Path, command: Command) -> None:
    ran = command("--root", few, "explain", "2025-09", "Phụ lục 1 dòng 77")
    assert ran.code == 2
    assert "gần giống: Phụ lục 1 dòng 7" in ran.err
    assert "…" not in ran.err.partition("Hỏi được")[0]
    assert "Hỏi được: một đoạn (III.4)" in ran.err
    ran = command("--root", few, "explain", "2025-09", "ho so tiep nhan")
    assert "gần giống: HC02 (Hồ sơ tiếp nhận trong kỳ), HC03 (" in ran.err


def test_a_unit_that_has_ended_is_not_near_itself() -> None:
    base, period = register(), SEPTEMBER
    ended = tuple(
        replace(u, valid_until=date(2025, 8, 31)) if u.code == "10888" else u for u in base.units
    )
    asked = {"as_of": CUT_OFF, "unreadable": {}}
    for units, near in ((base.units, ["10888"]), (ended, [])):
        now = consolidate(replace(base, units=units), period, (), **asked)  # type: ignore[arg-type]
        assert [each for each in _nearest(now, (), "10888") if each == "10888"] == near


def test_explaining_leaves_no_trace(tmp_path: Path, command: Command) -> None:
    folder = lay(tmp_path, months=("2025-09",), few=True)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert command("--root", folder, "explain", "2025-09", "I.1").code == 0
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_a_sentence_without_figures_says_so(few: Path, command: Command) -> None:
    *_, name = (p.name for p in places().values() if p.basis is None and not p.cells)
    ran = command("--root", few, "explain", "2025-09", name)
    assert "Không có số liệu tổng hợp" in ran.out


def test_no_sentence_of_ours_in_the_body_is_longer_than_sixty_syllables() -> None:
    """Items of section II and of difficulties are in units' words."""
    units_words = (About.RESULTS, About.DIFFICULTIES, About.PROPOSALS, About.PLANS)
    told = [
        one
        for section in report().sections
        for block in section.blocks
        if block.basis is None or block.basis.about not in units_words
        for one in sentences(f"{block.lead} {block.text}")
    ]
    assert len(told) > 40
    assert [one for one in told if syllables(one) > 60] == []
