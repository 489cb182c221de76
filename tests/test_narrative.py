"""Sentences: composed, true, adding up; nothing printed that has nothing to say."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from msgspec.structs import replace

from cv183_reports.consolidation.consolidate import consolidate
from cv183_reports.document.appendices import theme_tables
from cv183_reports.model import (
    Filing,
    ListValue,
    Nature,
    Period,
    Plan,
    Source,
    Status,
    Waiver,
)
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.model.prose import About, Assessment, AssessmentPart, Basis, Section
from cv183_reports.narrative import figures, filing, results
from cv183_reports.narrative.monthly import (
    FIRST_MONTH,
    difficulties_section,
    monthly_prose,
    proposals_section,
)
from cv183_reports.narrative.phrases import without_day_done
from tests.months import CUT_OFF, SEPTEMBER, Field, Level, on, record, register
from tests.months import filing as filed
from tests.test_consolidation import together

REGISTER = register()
LATE = CUT_OFF.replace(hour=17)


def august(*filings: Filing) -> Consolidated:
    before = SEPTEMBER.previous
    cut_off = before.instant(22, time(16))
    return consolidate(REGISTER, before, filings, as_of=cut_off, unreadable={})


def lines(section: Section) -> list[str]:
    """Paragraphs as they read; rows of tables with their cells set apart."""
    told = []
    for block in section.blocks:
        told += [" | ".join((row.rank, *row.cells)).strip(" |") for row in block.rows]
        told += [] if block.rows else [f"{block.lead} {block.text}".strip()]
    return told


def results_of(now: Consolidated) -> list[str]:
    return lines(results.work_section("II", now, ""))


def figures_of(now: Consolidated, before: Consolidated | None = None) -> list[str]:
    return lines(figures.section("III", now, before))


def of_many(now: Consolidated, code: str) -> str:
    assigned = [a for a in now.assignments if a.obligation.code == code]
    return results.many(assigned, "Phụ lục 3")


def test_filing_is_one_paragraph_that_names_the_exceptions() -> None:
    now = together(
        filed("so-ab"),
        filed("10888", at=LATE),
        unreadable={"10903": ("10903.pdf",)},
    )
    before = august(filed("so-ab", at=datetime(2025, 8, 20, tzinfo=CUT_OFF.tzinfo)))
    assert filing.paragraph(now, before).text == (
        "Có 02/04 đơn vị gửi báo cáo (đạt 50%), tăng 01 đơn vị so với tháng 8; trong đó 01 đơn vị gửi đúng hạn (trước 16 giờ, ngày 22/9/2025), 01 đơn vị gửi sau hạn (Phụ lục 2). "
        "Còn 01 đơn vị chưa gửi, là phường Ngô Quyền; 01 đơn vị gửi chưa đúng biểu mẫu, cần gửi lại, là xã Cẩm Giàng. Đơn vị gửi sau hạn là xã Cẩm Giang."
    )


def test_a_month_to_which_nothing_came_is_told_truly() -> None:
    now = together()
    assert filing.paragraph(now, None).text == (
        "Chưa có đơn vị nào trong số 04 đơn vị gửi báo cáo (Phụ lục 2)."
    )
    assert figures_of(now) == ["Chưa có số liệu chủ yếu của kỳ này."]
    assert lines(proposals_section("V", now, None, ())) == [
        "Chưa có báo cáo của đơn vị để tổng hợp kiến nghị, đề xuất.",
    ]


def test_before_the_deadline_the_instant_is_named() -> None:
    early = together(filed("so-ab"), as_of=datetime(2025, 9, 20, 9, 30, tzinfo=CUT_OFF.tzinfo))
    assert filing.paragraph(early, None).text.startswith(
        "Tính đến 09 giờ 30 phút, ngày 20/9/2025, có 01/04"
    )


def _waived(unit: str, month: Period) -> Waiver:
    return Waiver(unit, "", month, month, "Công văn số 15-CV/BTCTU", on(5), "Ông A", "Bão")


EARLY = datetime(2025, 9, 20, 9, 30, tzinfo=CUT_OFF.tzinfo)
IN_AUGUST = datetime(2025, 8, 25, 8, 5, tzinfo=CUT_OFF.tzinfo)


@pytest.mark.parametrize(
    ("waived", "as_of", "overall"),
    [
        ((), CUT_OFF, "giảm 01 đơn vị so với tháng 8;"),
        (
            (_waived("10888", SEPTEMBER),),
            CUT_OFF,
            "bằng tháng 8 (tính trên 03 đơn vị phải gửi cả hai tháng);",
        ),
        (
            (_waived("11329", SEPTEMBER.previous),),
            CUT_OFF,
            "giảm 01 đơn vị so với tháng 8 (tính trên 03 đơn vị phải gửi cả hai tháng);",
        ),
        (
            (),
            EARLY,
            "giảm 01 đơn vị so với tháng 8 (tháng 8 tính cả báo cáo nhận đến 08 giờ 05 phút, ngày 25/8/2025);",
        ),
        (
            (_waived("10888", SEPTEMBER),),
            EARLY,
            "bằng tháng 8 (tính trên 03 đơn vị phải gửi cả hai tháng; tháng 8 tính cả báo cáo nhận đến 08 giờ 05 phút, ngày 25/8/2025);",
        ),
    ],
)
def test_a_change_in_filing_says_what_it_is_counted_over(
    waived: tuple[Waiver, ...], as_of: datetime, overall: str
) -> None:
    """10888 filed in August alone, late; where its waiver or the instant makes another base, that is said."""
    asked = replace(REGISTER, waivers=waived)
    now = consolidate(
        asked, SEPTEMBER, [filed("so-ab"), filed("10903")], as_of=as_of, unreadable={}
    )
    sent = [filed(unit, at=IN_AUGUST) for unit in ("so-ab", "10888", "10903")]
    end = SEPTEMBER.previous.instant(22, time(16))
    before = consolidate(asked, SEPTEMBER.previous, sent, as_of=end, unreadable={})
    assert overall in filing.paragraph(now, before).text


def test_units_with_faulty_or_blank_rows_are_named() -> None:
    now = together(filed("10888", blank=("1.1",), faulty=("2.1", "1.3")))
    assert filing.paragraph(now, None).text.endswith(
        "Có 01 đơn vị còn nội dung, số liệu để trống hoặc chưa thống nhất, chưa được tổng hợp, là xã Cẩm Giang."
    )


def test_the_section_of_one_unit_counts_its_tasks_and_gives_its_own_words() -> None:
    said = record(
        "so-ab",
        "3.1",
        Status.DONE,
        done_on=on(28),
        result="Hoàn thành ngày 28/8/2025: ban hành 03 quyết định",
        evidence="QĐ 12",
    )
    told = results_of(together(filed("so-ab", said)))
    assert "Sở A & B hoàn thành ngày 28/8/2025, đúng hạn. Ban hành 03 quyết định (QĐ 12)." in told


def test_an_obligation_of_many_is_counted_and_the_counts_add_up() -> None:
    now = together(
        filed("so-ab", record("so-ab", "1.3", Status.DONE, done_on=on(20))),
        filed("10888", record("10888", "1.3", Status.IN_PROGRESS, percent=Decimal(40))),
    )
    text = next(line for line in results_of(now) if line.startswith("Nhiệm vụ 1.3"))
    assert text == (
        "Nhiệm vụ 1.3 (ý (3)): Có 01/04 đơn vị hoàn thành (25%), sau hạn. "
        "Còn 01 đơn vị chưa hoàn thành, đã quá hạn (xã Cẩm Giang); 02 đơn vị chưa gửi báo cáo."
    )
    counts = re.search(r"Có (\d+)/.* Còn (\d+) .*; (\d+) ", text)
    assert counts
    assert sum(map(int, counts.groups())) == 4


def test_who_declines_what_is_given_to_it_by_name_is_named() -> None:
    """Of what a group owes, units without it are only counted."""
    by_name = {"2.1": ("10888", "10903", "11329")}
    asked = replace(
        REGISTER,
        obligations=tuple(
            replace(o, assigned_to=by_name.get(o.code, o.assigned_to)) for o in REGISTER.obligations
        ),
    )
    said = [
        filed(
            unit,
            *(record(unit, code, status) for code in ("1.1", "2.1")),
        )
        for unit, status in (
            ("10888", Status.NOT_COMPETENT),
            ("10903", Status.DONE),
            ("11329", Status.NOT_ARISING),
        )
    ]
    now = consolidate(asked, SEPTEMBER, said, as_of=CUT_OFF, unreadable={})
    assert of_many(now, "2.1").endswith(
        "01 đơn vị báo cáo không phát sinh nội dung (phường Ngô Quyền); "
        "01 đơn vị báo cáo nội dung không thuộc thẩm quyền (xã Cẩm Giang)."
    )
    assert "không phát sinh nội dung; 01 đơn vị báo cáo nội dung không thuộc" in of_many(now, "1.1")


DONE, UNDER_WAY = Status.DONE, Status.IN_PROGRESS


@pytest.mark.parametrize(
    ("statuses", "told"),
    [
        (
            (DONE, DONE, DONE),
            "Có 03/03 đơn vị báo cáo thực hiện thường xuyên (100%), trong đó 03 đơn vị báo cáo hoàn thành.",
        ),
        (
            (UNDER_WAY, UNDER_WAY, UNDER_WAY),
            "Có 03/03 đơn vị báo cáo thực hiện thường xuyên (100%).",
        ),
        (
            (DONE, UNDER_WAY, UNDER_WAY),
            "Có 03/03 đơn vị báo cáo thực hiện thường xuyên (100%), trong đó 01 đơn vị báo cáo hoàn thành.",
        ),
        (
            (DONE, Status.NOT_STARTED, DONE),
            "Có 02/03 đơn vị báo cáo thực hiện thường xuyên (66,7%), trong đó 02 đơn vị báo cáo hoàn thành. Còn 01 đơn vị chưa thực hiện.",
        ),
    ],
)
def test_an_ongoing_obligation_is_told_in_the_classes_of_the_table(
    statuses: tuple[Status, ...], told: str
) -> None:
    units = ("10888", "10903", "11329")
    said = (filed(u, record(u, "2.1", s)) for u, s in zip(units, statuses, strict=True))
    assert of_many(together(*said), "2.1") == told


def test_figures_against_last_month_as_printed() -> None:
    now = together(filed("10888", figures={"N1": 1500, "N2": 1200, "N3": "91.255"}))
    before = august(filed("10888", figures={"N1": 1400, "N2": 1200, "N3": "91.25"}))
    assert figures_of(now, before) == [
        "Số liệu tổng hợp từ báo cáo của 01 đơn vị (Phụ lục 4). Tăng, giảm tính trên cùng các đơn vị có số liệu hai tháng.",
        "Phục vụ hành chính công",
        "1 | Hồ sơ tiếp nhận (hồ sơ) | 1.500 | 1.400 | +100 | 01/03",
        "2 | Hồ sơ trực tuyến (hồ sơ) | 1.200 | 1.200 | – | 01/03",
        "3 | Điểm chỉ số (điểm) | 91,26 | 91,25 | +0,01 | 01/03",
        "4 | Tỷ lệ trực tuyến (%) | 80,0 | 85,7 | -5,7 | 01/03",
    ]


def difficulty(unit: str, text: str, field: ListValue | None = Field.DIGITAL) -> Filing:
    return filed(unit, record(unit, "1.1", difficulty=text, field=field))


def test_alike_difficulties_are_one_theme_with_every_unit_and_the_plainest_wording() -> None:
    now = together(
        difficulty("10888", "Qua rà soát, hiện còn thiếu chữ ký số cho cán bộ, công chức cấp xã"),
        difficulty("10903", "Thiếu chữ ký số cho cán bộ, công chức cấp xã."),
        difficulty("11329", "Đường truyền mạng chậm"),
    )
    told = lines(difficulties_section("IV", now, None, ()))
    assert told[told.index("3. Khó khăn, vướng mắc của các đơn vị") :] == [
        "3. Khó khăn, vướng mắc của các đơn vị",
        "Có 03 đơn vị nêu khó khăn, vướng mắc (Phụ lục 4); nổi lên là:",
        "- Chuyển đổi số (03 đơn vị): thiếu chữ ký số cho cán bộ, công chức cấp xã (xã Cẩm Giang, xã Cẩm Giàng).",
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Còn thiếu 05 công chức chuyên môn", "Còn thiếu 03 công chức chuyên môn"),
        ("Đề nghị sáp nhập Trung tâm Văn hóa", "Đề nghị không sáp nhập Trung tâm Văn hóa"),
        ("Đã được cấp kinh phí sửa chữa trụ sở", "Chưa được cấp kinh phí sửa chữa trụ sở"),
        ("Thiếu máy tính ở bộ phận một cửa", "Thiếu máy in ở bộ phận một cửa"),
        ("Đề nghị Sở Tài chính hướng dẫn", "Đề nghị Sở Nội vụ hướng dẫn"),
        ("Cần bổ sung biên chế địa chính", "Cần bổ sung biên chế tư pháp"),
    ],
)
def test_texts_that_say_other_things_are_never_one_theme(one: str, other: str) -> None:
    now = together(difficulty("10888", one), difficulty("10903", other))
    assert [len(theme.units) for theme in now.difficulties[0].themes] == [1, 1]


def test_proposals_by_level_the_highest_first() -> None:
    def proposal(unit: str, level: ListValue) -> Filing:
        return filed(
            unit, record(unit, "1.1", proposal=f"Đề nghị bổ sung kinh phí cho {unit}", level=level)
        )

    now = together(proposal("10888", Level.COMMUNE), proposal("10903", Level.CENTRAL))
    before = august(
        filed(
            "10903",
            record(
                "10903", "1.1", proposal="Kiến nghị bổ sung kinh phí cho 10903", level=Level.CENTRAL
            ),
        )
    )
    assert lines(proposals_section("V", now, before, ())) == [
        "Có 02 đơn vị kiến nghị, đề xuất (Phụ lục 4):",
        "Đối với Trung ương (01 đơn vị)",
        "1 | Đề nghị bổ sung kinh phí cho 10903 | Xã Cẩm Giàng | Đã nêu tháng 8",
        "Đối với cấp xã (01 đơn vị)",
        "2 | Đề nghị bổ sung kinh phí cho 10888 | Xã Cẩm Giang | Nêu lần đầu",
    ]


def test_units_whose_names_hold_commas_are_told_apart_in_the_appendix() -> None:
    units = (replace(REGISTER.units[0], short_name="Sở Văn hóa, Thể thao"), *REGISTER.units[1:])
    asked = replace(REGISTER, units=units)
    said = [difficulty("so-ab", "Thiếu máy quét"), difficulty("10888", "Thiếu máy quét")]
    now = consolidate(asked, SEPTEMBER, said, as_of=CUT_OFF, unreadable={})
    ((row,),) = (table.rows for table in theme_tables(now.difficulties, About.DIFFICULTIES))
    assert row.units == "Sở Văn hóa, Thể thao; Xã Cẩm Giang"


def test_the_lead_of_proposals_says_which_of_them_the_table_has() -> None:
    def lead(*said: tuple[str, str]) -> str:
        told = [
            filed(unit, record(unit, "1.1", proposal=text, level=Level.CENTRAL))
            for unit, text in said
        ]
        return lines(proposals_section("V", together(*told), None, ()))[0]

    staff, money = "Đề nghị bổ sung biên chế", "Đề nghị cấp kinh phí"
    assert lead(("10888", staff), ("10903", staff)) == (
        "Có 02 đơn vị kiến nghị, đề xuất (Phụ lục 4); các nội dung nhiều đơn vị nêu:"
    )
    assert lead(("10888", staff), ("10903", staff), ("11329", money)) == (
        "Có 03 đơn vị kiến nghị, đề xuất (Phụ lục 4):"
    )
    others = ("Đề nghị sửa đổi nghị định", "Đề nghị ban hành thông tư")
    assert (
        lead(("10888", staff), ("10903", money), ("11329", others[0]), ("so-ab", others[1]))
        == "Có 04 đơn vị kiến nghị, đề xuất (Phụ lục 3); trong đó có:"
    )


@pytest.mark.parametrize("ending", ["trong kỳ", "trong tháng", "trong quý"])
def test_a_count_that_names_its_period_is_not_told_with_it_twice(ending: str) -> None:
    first = REGISTER.indicators[0]
    counted = replace(
        first, name=f"Cuộc kiểm tra {ending}", measure="cuộc", topic="Chỉ đạo", is_main=True
    )
    asked = replace(
        REGISTER,
        indicators=(counted, *REGISTER.indicators[1:]),
        profile=replace(REGISTER.profile, direction_topic="Chỉ đạo"),
    )
    sent = [filed("10888", figures={"N1": 12})]
    now = consolidate(asked, SEPTEMBER, sent, as_of=CUT_OFF, unreadable={})
    (block,) = figures.led_by(now)
    assert block.text == "Trong tháng 9, các cơ quan, đơn vị có 12 cuộc kiểm tra (01/03 đơn vị)."


def test_next_month_the_tasks_then_what_units_plan_without_its_lead_in() -> None:
    one = filed("10888", record("10888", "1.3", Status.IN_PROGRESS))
    planned = replace(
        one, plans=(Plan("10888", "Trong tháng tới, tổ chức tập huấn.", Source("x")),)
    )
    basis = Basis(About.ASSESSMENT, ("task due 1.4",))
    task = Assessment("task due 1.4", AssessmentPart.TASKS, "Gửi báo cáo tháng 10.", basis)
    assert lines(monthly_prose(together(planned), FIRST_MONTH, (task,)).sections[-1]) == [
        "- Gửi báo cáo tháng 10.",
        "Các đơn vị xác định nhiệm vụ trọng tâm: trong tháng tới, tổ chức tập huấn (xã Cẩm Giang).",
    ]


def test_each_plan_of_units_is_a_sentence() -> None:
    texts = {"10888": "Tập huấn công chức; cấp chữ ký số", "10903": "Số hóa hồ sơ, sổ sách, v.v."}
    now = together(
        *(
            replace(filed(unit), plans=(Plan(unit, text, Source("x")),))
            for unit, text in texts.items()
        )
    )
    (told,) = monthly_prose(now, FIRST_MONTH, ()).sections[-1].blocks
    assert told.text == (
        "Các đơn vị xác định nhiệm vụ trọng tâm: tập huấn công chức; cấp chữ ký số (xã Cẩm Giang). "
        "Số hóa hồ sơ, sổ sách, v.v. (xã Cẩm Giàng)."
    )
    assert told.basis == Basis(About.PLANS, tuple(texts.values()))


FIGURES = [
    # August, September: unit → figures (N2 is what stands at the end of the month), and what is said
    (
        {"10888": {"N1": 1400, "N2": 1200}, "10903": {"N1": 5}, "11329": {"N1": 7}},
        {"10888": {"N1": 1500, "N2": 1200}, "10903": {"N1": 5}, "11329": {"N1": 7}},
        (
            "1 | Hồ sơ tiếp nhận (hồ sơ) | 1.512 | 1.412 | +100 | 03",
            "2 | Hồ sơ trực tuyến (hồ sơ) | 1.200 | 1.200 | – | 01/03",
            "3 | Tỷ lệ trực tuyến (%) | 80,0 | 85,7 | -5,7 | 01/03",
        ),
    ),
    # what happened in the month is compared over the units that gave it in both
    (
        {"10888": {"N1": 4}, "11329": {"N1": 900}},
        {"10888": {"N1": 10}, "10903": {"N1": 20}},
        ("1 | Hồ sơ tiếp nhận (hồ sơ) | 30 | 904 | +6 (từ 4 lên 10) | 02/03 (01)",),
    ),
    # what stands does not vanish with a file that did not come; a file that left it blank says nothing
    (
        {"10888": {"N2": 4}, "10903": {"N2": 50}, "11329": {"N2": 900}},
        {"10888": {"N2": 10}, "10903": {}},
        ("1 | Hồ sơ trực tuyến (hồ sơ) | 910 | 954 | +6 (từ 904 lên 910) | 02/03*",),
    ),
    # over as many units, but not over those that the figure of last month is of
    (
        {"10888": {"N1": 4, "N3": 9}, "11329": {"N1": 900, "N3": 9}},
        {"10888": {"N1": 10, "N3": 9}, "11329": {}},
        (
            "1 | Hồ sơ tiếp nhận (hồ sơ) | 10 | 904 | +6 (từ 4 lên 10) | 01/03",
            "2 | Điểm chỉ số (điểm) | 9,00 | 9,00 | – | 01/03",
        ),
    ),
    (
        {"10888": {"N1": 4}, "11329": {"N1": 900}},
        {"10888": {"N1": 4}},
        ("1 | Hồ sơ tiếp nhận (hồ sơ) | 4 | 904 | – (đều 4) | 01/03",),
    ),
    # and over others, but of the same figures
    (
        {"10888": {"N1": 4}},
        {"10888": {"N1": 10}, "11329": {"N1": 0}},
        ("1 | Hồ sơ tiếp nhận (hồ sơ) | 10 | 4 | +6 | 02/03 (01)",),
    ),
    # a share is never rounded to all; it moves by the difference of the exact shares
    (
        {"10888": {"N1": 10_000, "N2": 484}},
        {"10888": {"N1": 10_000, "N2": 1186}},
        (
            "1 | Hồ sơ tiếp nhận (hồ sơ) | 10.000 | 10.000 | – | 01/03",
            "2 | Hồ sơ trực tuyến (hồ sơ) | 1.186 | 484 | +702 | 01/03",
            "3 | Tỷ lệ trực tuyến (%) | 11,9 | 4,8 | +7,0 | 01/03",
        ),
    ),
    (
        {},
        {"10888": {"N1": 10_000, "N2": 9_999}},
        (
            "1 | Hồ sơ tiếp nhận (hồ sơ) | 10.000 |  |  | 01/03",
            "2 | Hồ sơ trực tuyến (hồ sơ) | 9.999 |  |  | 01/03",
            "3 | Tỷ lệ trực tuyến (%) | 99,9 |  |  | 01/03",
        ),
    ),
]


@pytest.mark.parametrize(("earlier", "later", "expected"), FIGURES)
def test_figures_compare_the_same_units_and_say_which_they_cover(
    earlier: dict[str, dict[str, int | str]],
    later: dict[str, dict[str, int | str]],
    expected: tuple[str, ...],
) -> None:
    with_stock = tuple(
        replace(each, nature=Nature.STOCK) if each.code == "N2" else each
        for each in REGISTER.indicators
    )
    asked = replace(REGISTER, indicators=with_stock)
    last = SEPTEMBER.previous
    sent = [replace(filed(unit, figures=given), period=last) for unit, given in earlier.items()]
    before, now = (
        consolidate(
            asked,
            period,
            filings,
            as_of=period.instant(22, time(16)),
            unreadable={},
            earlier=reports,
        )
        for period, filings, reports in (
            (last, sent, ()),
            (
                SEPTEMBER,
                [filed(unit, figures=given) for unit, given in later.items()],
                ((last, {filing.unit: filing for filing in sent}),),
            ),
        )
    )
    assert tuple(line for line in figures_of(now, before) if line[0].isdigit()) == expected
    brackets = any(row.rsplit(" | ", 1)[-1].endswith(")") for row in expected)
    assert ("(số đơn vị trong ngoặc)" in figures_of(now, before)[0]) == brackets


_GIVEN = "Công văn giao 06 nhiệm vụ cho 04 đơn vị, tổng số 17 lượt nhiệm vụ (mỗi nhiệm vụ giao một đơn vị tính một lượt), gồm 09 lượt phải hoàn thành, 08 lượt thường xuyên (Phụ lục 1). "
_OF_NINE = "Trong 09 lượt nhiệm vụ phải hoàn thành, "
COMPLETION = [
    # statuses of 1.1 (ongoing), 1.3 (by 15/8), and what is said of all 17 assignments
    (
        {},
        (
            "chưa có lượt nào hoàn thành. Chưa hoàn thành: 04 lượt đã quá hạn, đều là báo cáo tháng chưa gửi. Còn lại: 05 lượt chưa gửi báo cáo. "
            "Nhiệm vụ thường xuyên (08 lượt): 08 lượt chưa gửi báo cáo."
        ),
    ),
    (
        {"10888": (Status.IN_PROGRESS, Status.DONE), "10903": (Status.DONE, Status.NOT_ARISING)},
        (
            "đã hoàn thành 03 lượt (33,3%): 03 lượt đúng hạn. Chưa hoàn thành: 02 lượt đã quá hạn, đều là báo cáo tháng chưa gửi. "
            "Còn lại: 01 lượt không phát sinh; 03 lượt chưa gửi báo cáo. "
            "Nhiệm vụ thường xuyên (08 lượt): 01 lượt hoàn thành; 01 lượt đang thực hiện; 02 lượt báo cáo chưa hợp lệ; 04 lượt chưa gửi báo cáo."
        ),
    ),
]


@pytest.mark.parametrize(("said", "expected"), COMPLETION)
def test_completion_is_told_over_what_can_be_completed(
    said: dict[str, tuple[Status, Status]], expected: str
) -> None:
    now = together(
        *(
            filed(unit, record(unit, "1.1", ongoing), record(unit, "1.3", once, done_on=on(14)))
            for unit, (ongoing, once) in said.items()
        )
    )
    assert results.overall(now, " (Phụ lục 1)") == f"{_GIVEN}{_OF_NINE}{expected}"


def test_a_sentence_and_its_row_tell_an_ongoing_task_from_the_same_counts() -> None:
    now = together(
        filed("10888", record("10888", "1.1")),
        filed("10903", record("10903", "1.1", Status.DONE)),
    )
    assert of_many(now, "1.1") == (
        "Có 02/04 đơn vị báo cáo thực hiện thường xuyên (50%), trong đó 01 đơn vị báo cáo hoàn thành. "
        "Còn 02 đơn vị chưa gửi báo cáo."
    )


SINGLE = [
    # status, day, what the unit says, its document, and what the report says
    (
        Status.DONE,
        12,
        "Hoàn thành ngày 12/8/2025: đã ban hành 05 văn bản.",
        "Báo cáo số 73-BC/ĐU, ngày 12/8/2025",
        "Sở A & B hoàn thành ngày 12/8/2025, đúng hạn. Đã ban hành 05 văn bản (Báo cáo số 73-BC/ĐU, ngày 12/8/2025).",
    ),
    (
        Status.DONE,
        12,
        "Ngày 12/8/2025 đã trình quy định tiêu chuẩn chức danh",
        "",
        "Sở A & B hoàn thành đúng hạn. Ngày 12/8/2025 đã trình quy định tiêu chuẩn chức danh.",
    ),
    (
        Status.DONE,
        12,
        "Đã ban hành Báo cáo số 73-BC/ĐU",
        "Báo cáo số 73-BC/ĐU",
        "Sở A & B hoàn thành ngày 12/8/2025, đúng hạn. Đã ban hành Báo cáo số 73-BC/ĐU.",
    ),
    (Status.NOT_ARISING, None, "", "", "Sở A & B báo cáo không phát sinh nội dung."),
]


@pytest.mark.parametrize(("status", "day", "result", "evidence", "expected"), SINGLE)
def test_one_unit_is_told_without_saying_anything_twice(
    status: Status, day: int | None, result: str, evidence: str, expected: str
) -> None:
    done_on = on(day) if day else None
    said = record("so-ab", "3.1", status, done_on=done_on, result=result, evidence=evidence)
    now = together(filed("so-ab", said))
    (owed,) = (a for a in now.assignments if a.obligation.code == "3.1")
    assert results.single(owed, now.results_of("3.1")) == expected


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Hoàn thành ngày 29/8/2025: đã gửi đủ hồ sơ", "đã gửi đủ hồ sơ"),
        (
            "Việc rà soát hoàn thành ngày 29/8/2025. Đến nay có 53 người.",
            "Việc rà soát hoàn thành ngày 29/8/2025. Đến nay có 53 người.",
        ),
        ("Hoàn thành ngày 30/8/2025: đã gửi", "Hoàn thành ngày 30/8/2025: đã gửi"),
    ],
)
def test_the_day_done_is_taken_only_from_the_head_of_a_text(text: str, kept: str) -> None:
    """Within a sentence of the unit's it is the sentence."""
    assert without_day_done(text, date(2025, 8, 29)) == kept
