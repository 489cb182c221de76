"""The summary on one page: what it says of every kind of month, its figures against the report, its looks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from msgspec.structs import replace

from cv183_reports.app.outline import outline
from cv183_reports.consolidation.choices import decided
from cv183_reports.document.context import Brief
from cv183_reports.document.papers import brief_page
from cv183_reports.lint.judge import judge
from cv183_reports.model import Filing, Period, Register, Status, UnitGroup
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.model.prose import AssessmentPart, BriefFigure, BriefProse, TextDecision
from cv183_reports.narrative.brief import brief_prose
from cv183_reports.narrative.monthly import FIRST_MONTH, MonthsBefore, drafted
from cv183_reports.word.document import read_facts
from tests.laid_out import LaidOut, laid_out_once
from tests.months import SEPTEMBER, Level, record
from tests.months import filing as filed
from tests.papers import filled_in, names_in
from tests.test_evaluation import AUGUST, LATE, UNITS, asked, done, figures_of, month

NAME = "tom-tat.docx"
MARK = "SỐ LIỆU MINH HỌA"
NOTHING: Mapping[str, TextDecision] = {}
LONG = "Các cấp ủy tập trung lãnh đạo, chỉ đạo, khắc phục ngay tình trạng chậm tiến độ. " * 60
"""More than five thousand characters."""


def prose(
    now: Consolidated,
    last: Consolidated | None = None,
    decisions: Mapping[str, TextDecision] = NOTHING,
) -> BriefProse:
    before = MonthsBefore(last) if last is not None else FIRST_MONTH
    return brief_prose(now, before, decided(drafted(now, before), decisions))


def context(
    now: Consolidated,
    last: Consolidated | None = None,
    decisions: Mapping[str, TextDecision] = NOTHING,
    sample: str = MARK,
) -> Brief:
    return brief_page(now, prose(now, last, decisions), sample)


def rendered(told: Brief) -> bytes:
    return filled_in(told, NAME)


def text_of(told: Brief) -> str:
    return outline(rendered(told), NAME)


def figures(told: BriefProse) -> dict[str, tuple[str, str, str]]:
    """This month, last month, change, by the name of the figure."""
    return {each.name: (each.now, each.before, each.change) for each in told.figures}


def before() -> Consolidated:
    """Three filed, two have done what they had to; one is overdue."""
    august = AUGUST.instant(20, time(9))
    given = {"x10888": {"N1": 100, "N2": 50}, "x10903": {"N1": 100, "N2": 90}}
    told = [replace(each, period=AUGUST) for each in figures_of(**given)]
    shared = [
        replace(
            each,
            records=(record(each.unit, "1.3", Status.IN_PROGRESS),),
            receipt=replace(each.receipt, at=august),
        )
        for each in told
    ]
    return month(*shared, replace(done("so-ab", at=august), period=AUGUST), period=AUGUST)


def after() -> Consolidated:
    """All filed, one late; one is overdue; two ask for the same."""
    given = {"x10888": {"N1": 100, "N2": 80}, "x10903": {"N1": 100, "N2": 70}}
    wish = "Cấp máy quét cho bộ phận một cửa"
    told = [
        replace(
            each,
            records=(
                record(
                    each.unit,
                    "1.3",
                    Status.DONE,
                    done_on=date(2025, 8, 14),
                    proposal=wish,
                    level=Level.CITY_PARTY,
                ),
                record(each.unit, "1.1", Status.IN_PROGRESS),
            ),
        )
        for each in figures_of(**given)
    ]
    late = filed("11329", record("11329", "1.3", Status.IN_PROGRESS), at=LATE)
    return month(*told, done("so-ab"), late, found=asked())


def nothing_came() -> Consolidated:
    return month()


def everything(now: Consolidated) -> dict[str, TextDecision]:
    """Staff wrote five thousand characters in the place of every assessment."""
    return {
        each.key: TextDecision(include=True, wording=LONG)
        for each in drafted(now, MonthsBefore(before()))
    }


NAMED = "cơ quan chuyên trách tham mưu, giúp việc"


def largest() -> Register:
    """Twelve groups of one unit, with long names of everything."""
    base = asked()
    groups = tuple(UnitGroup(f"g{n}", f"nhóm {NAMED} {n}", n) for n in range(12))
    codes = tuple(group.code for group in groups)
    units = tuple(
        replace(base.units[1], code=f"u{n}", name=f"Đơn vị {n}", group=f"g{n}", order=n)
        for n in range(12)
    )
    obligations = tuple(replace(each, assigned_to=codes) for each in base.obligations)
    told = " của các cơ quan, đơn vị, địa phương trên địa bàn tính đến cuối kỳ báo cáo" * 2
    indicators = tuple(
        replace(each, name=f"{each.name}{told}", groups=codes if each.groups else ())
        for each in base.indicators
    )
    return replace(base, groups=groups, units=units, obligations=obligations, indicators=indicators)


def fullest() -> Brief:
    """As much as can be said, by staff as well."""

    def at(period: Period, n2: int) -> Consolidated:
        told = figures_of(xu0={"N1": 100, "N2": n2, "N3": n2}, xu1={"N1": 100, "N2": n2, "N3": 80})
        late = [filed(f"u{n}", record(f"u{n}", "1.3", Status.IN_PROGRESS)) for n in range(2, 11)]
        each = [replace(one, period=period) for one in (*told, *late)]
        return month(*each, period=period, found=largest())

    now, last = at(SEPTEMBER, 80), at(AUGUST, 50)
    before = MonthsBefore(last)
    own = [each for each in drafted(now, before) if each.part is AssessmentPart.PROPOSALS]
    more = [replace(own[0], key=f"{own[0].key} {rank}", text=LONG) for rank in range(9)]
    verdict = replace(own[0], key="verdict", part=AssessmentPart.EVALUATION, text=LONG)
    return brief_page(now, brief_prose(now, before, (verdict, *more)), MARK)


CASES: dict[str, Callable[[], Brief]] = {
    "a month after another": lambda: context(after(), before()),
    "of real figures": lambda: context(after(), before(), sample=""),
    "first month": lambda: context(after()),
    "nothing came": lambda: context(nothing_came(), before()),
    "nothing came, first month": lambda: context(nothing_came()),
    "nothing came, last month neither": lambda: context(nothing_came(), month(period=AUGUST)),
    "before the deadline": lambda: context(
        month(done("so-ab"), as_of=SEPTEMBER.instant(20, time(9))), before()
    ),
    "all perfect": lambda: context(month(*map(done, UNITS)), before()),
    "everything at its longest": fullest,
    "five thousand characters": lambda: context(after(), before(), everything(after())),
}


def test_the_summary_reads_so(golden: Callable[[str, str], None]) -> None:
    golden("tom-tat.txt", text_of(CASES["a month after another"]()))


def test_the_verdict_is_that_of_staff_or_left_out_with_theirs() -> None:
    now = after()
    own = prose(
        now,
        before(),
        {"verdict": TextDecision(include=None, wording="Việc triển khai\nđạt yêu cầu.")},
    )
    assert own.verdict == "Việc triển khai; đạt yêu cầu."
    assert prose(now).verdict.startswith("Tháng 9 năm 2025, việc triển khai thực hiện")
    none = {"verdict": TextDecision(include=False, wording="")}
    assert prose(now, before(), none).verdict == ""
    text = text_of(context(now, before(), none))
    assert "việc triển khai thực hiện Kết luận" not in text


def test_six_figures_each_with_its_own_base() -> None:
    assert figures(prose(after(), before())) == {
        "Lượt nhiệm vụ hoàn thành": (
            "08/09 (88,9%)",
            "05/09 (55,6%)",
            "▲ tăng 02 lượt (từ 02 lên 04)",
        ),
        "Đơn vị gửi báo cáo đúng hạn": ("03/04 (75%)", "03/04 (75%)", "– không thay đổi"),
        "Lượt nhiệm vụ quá hạn": (
            "01 (01 đơn vị)",
            "02 (02 đơn vị)",
            "▼ giảm 02 lượt (từ 02 còn 0)",
        ),
        "Lượt thường xuyên đang thực hiện": (
            "02/08 (25%)",
            "0/08 (0%)",
            "▲ tăng 25,0 điểm %",
        ),
        "Tỷ lệ trực tuyến (02/03 đơn vị)": ("75,0%", "70,0%", "▲ tăng 5,0 điểm %"),
        "Hồ sơ tiếp nhận (02/03 đơn vị)": ("200 hồ sơ", "200 hồ sơ", "– không thay đổi"),
    }


def test_that_nothing_is_overdue_is_told_of_the_units_that_reported() -> None:
    def overdue(*codes: str) -> str:
        sent = (
            filed(code, record(code, "1.3", Status.DONE, done_on=date(2025, 8, 9)))
            for code in codes
        )
        return figures(prose(month(*sent)))["Lượt nhiệm vụ quá hạn"][0]

    assert overdue(*UNITS) == "không có"
    assert overdue(*UNITS[:3]) == "không có ở 03/04 đơn vị"
    assert overdue() == "chưa có số liệu"


def test_the_best_and_the_worst_change_come_first() -> None:
    def given(period: object, n2: int, points: str) -> list[object]:
        given = {"N1": 100, "N2": n2, "N3": points}
        told = figures_of(x10888=given, x10903=given)
        return [replace(each, period=period) for each in told]

    last = month(*given(AUGUST, 50, "90"), period=AUGUST)  # type: ignore[arg-type]
    now = month(*given(SEPTEMBER, 80, "60"))  # type: ignore[arg-type]
    names = [each.name for each in prose(now, last).figures]
    assert names[4:] == ["Tỷ lệ trực tuyến (02/03 đơn vị)", "Điểm chỉ số (02/03 đơn vị)"]
    assert figures(prose(now, last))[names[5]] == ("60,00 điểm", "90,00 điểm", "▼ giảm 30,00 điểm")


def test_figures_carried_from_a_silent_unit_are_marked_and_said() -> None:
    told = BriefFigure("Biên chế*", "12", "11", "▲ tăng 01")
    plain = context(after(), before())
    assert "Dấu *" not in text_of(plain)
    marked = prose(after(), before())
    assert not any(each.name.endswith("*") for each in marked.figures)
    assert "Biên chế*" in text_of(replace(plain, figures=(told,)))


def test_a_first_month_has_no_column_to_compare_with() -> None:
    told = context(after())
    assert told.last_month == ""
    assert all(each.before == each.change == "" for each in told.figures)
    text = text_of(told)
    assert "So với" not in text
    assert "bảng 2 cột" in text
    assert "tháng 8" not in text.replace("/8/", "")


def test_of_a_month_to_which_nothing_came_only_what_is_true_is_said() -> None:
    told = prose(nothing_came(), before())
    assert "chưa đủ cơ sở đánh giá chung" in told.verdict
    found = figures(told)
    assert found["Đơn vị gửi báo cáo đúng hạn"] == (
        "0/04 (0%)",
        "03/04 (75%)",
        "▼ giảm 75,0 điểm %",
    )
    assert found["Lượt nhiệm vụ quá hạn"] == (
        "chưa có số liệu",
        "02 (02 đơn vị)",
        "chưa so sánh được",
    )
    assert found["Lượt thường xuyên đang thực hiện"][::2] == (
        "chưa có số liệu",
        "chưa so sánh được",
    )
    assert found["Tỷ lệ trực tuyến"] == ("chưa có số liệu", "", "")
    assert "báo cáo hợp lệ: 0/04 đơn vị" in told.note.lower()
    (asked_for,) = prose(nothing_came()).decisions
    assert asked_for.startswith("Chỉ đạo 04 đơn vị chưa có báo cáo hợp lệ gửi ngay báo cáo tháng 9")
    first = prose(month(as_of=SEPTEMBER.instant(20, time(9))))
    assert first.decisions == ()
    assert first.lead == (
        "Ban Tổ chức Thành ủy không có nội dung đề nghị Thường trực Thành ủy quyết định kỳ này."
    )


def test_what_goes_on_is_no_less_for_want_of_answers() -> None:
    few = figures(prose(month(done("so-ab")), before()))
    assert few["Lượt thường xuyên đang thực hiện"][2] == "chưa so sánh được"
    half = figures(prose(month(*(done(unit) for unit in UNITS[:2])), before()))
    assert "điểm %" in half["Lượt thường xuyên đang thực hiện"][2]


def test_before_the_deadline_nothing_is_called_a_fall() -> None:
    told = prose(month(done("so-ab"), as_of=SEPTEMBER.instant(20, time(9))), before())
    changes = [each.change for each in told.figures[:4]]
    assert changes == ["chưa đến hạn"] * 4


def test_nothing_overdue_is_said_in_words() -> None:
    told = figures(prose(month(*map(done, UNITS)), before()))
    assert told["Lượt nhiệm vụ quá hạn"] == ("không có", "02 (02 đơn vị)", "▼ giảm 02 lượt")


def test_three_things_to_decide_are_the_first_three_of_the_board() -> None:
    now, last = after(), before()
    own = [
        each for each in drafted(now, MonthsBefore(last)) if each.part is AssessmentPart.PROPOSALS
    ]
    told = prose(now, last)
    assert len(own) == len(told.decisions) == 3
    assert told.decisions[:2] == (own[0].text, own[1].text)
    assert told.lead == "Ban Tổ chức Thành ủy đề nghị Thường trực Thành ủy:"
    many = [replace(own[0], key=f"{own[0].key} {n}", text=f"Nội dung {n}.") for n in range(5)]
    more = brief_prose(now, MonthsBefore(last), many)
    assert more.decisions == ("Nội dung 0.", "Nội dung 1.", "Nội dung 2.")
    assert more.lead == "Ban Tổ chức Thành ủy đề nghị Thường trực Thành ủy (03 trong 05 nội dung):"


def test_what_is_only_numbered_in_the_report_is_told_here() -> None:
    now = after()
    (shared,) = (each for each in prose(now, before()).decisions if "nội dung số" in each)
    assert shared.endswith(
        "Nhiều đơn vị nêu nhất: “Cấp máy quét cho bộ phận một cửa” (xã Cẩm Giang, xã Cẩm Giàng)."
    )
    key = next(each.key for each in drafted(now, MonthsBefore(before())) if "shared" in each.key)
    edited = prose(
        now, before(), {key: TextDecision(include=None, wording="Cho ý kiến về nội dung số 1.")}
    )
    assert edited.decisions[-1] == "Cho ý kiến về nội dung số 1."


def test_words_too_long_for_the_page_end_with_where_they_go_on() -> None:
    told = prose(after(), before(), everything(after()))
    for text in (told.verdict, *told.decisions):
        assert len(text) <= 300
        assert text.endswith("chậm tiến độ. (xem tiếp tại Báo cáo).")


def test_groups_of_the_chart_add_up_to_the_figure_above_it() -> None:
    told = prose(after(), before())
    parts = [re.findall(r"\d+", each.told)[:2] for each in told.shares]
    assert [sum(int(part[at]) for part in parts) for at in (0, 1)] == [8, 9]
    assert [each.group for each in told.shares] == ["Sở, ban, ngành", "Cấp ủy cấp xã"]
    assert [each.points for each in told.shares] == [Decimal(100), Decimal(500) / 6]


def test_of_many_groups_those_that_lag_are_drawn_and_that_is_said() -> None:
    told = prose(month(*(done(f"u{n}") for n in range(4)), found=largest()))
    assert [each.group for each in told.shares] == [f"Nhóm {NAMED} {n}" for n in range(4, 12)]
    assert told.shares_title.endswith(": 08 nhóm thấp nhất")
    assert "thấp nhất" not in prose(after()).shares_title


def test_the_chart_says_in_words_what_it_draws() -> None:
    document = Document(BytesIO(rendered(context(after(), before()))))
    (drawn,) = document.element.xpath(".//wp:docPr")
    assert drawn.get("descr") == (
        "Tỷ lệ hoàn thành nhiệm vụ theo nhóm đơn vị (lượt hoàn thành/lượt phải hoàn thành): "
        "Sở, ban, ngành 03/03 (100%); Cấp ủy cấp xã 05/06 (83,3%)"
    )


def test_its_words_have_the_house_style_of_tone_marks() -> None:
    told = context(
        after(new_tone_marks=True) if False else new_style(), before(), sample="SỐ LIỆU MINH HỌA"
    )
    assert told.sample == "SỐ LIỆU MINH HOẠ"
    assert "uỷ" in told.completion.description.casefold()


def new_style() -> Consolidated:
    now = after()
    settings = replace(now.register.settings, new_tone_marks=True)
    return replace(now, register=replace(now.register, settings=settings))


def test_the_template_names_all_that_the_context_has_and_nothing_else() -> None:
    assert names_in(NAME) == {*Brief.__struct_fields__}


@pytest.mark.parametrize("name", CASES)
def test_every_summary_is_sound_by_the_rules_of_presentation(name: str) -> None:
    facts, findings = read_facts(rendered(CASES[name]()), NAME)
    assert facts is not None
    assert [*findings, *(fault.finding for fault in judge(facts).faults)] == []


def test_without_what_it_goes_with_it_would_lack_a_head() -> None:
    alone = rendered(replace(context(after(), before()), attached_to="(Tài liệu nội bộ)"))
    facts, _ = read_facts(alone, NAME)
    assert facts is not None
    assert [fault.finding.code for fault in judge(facts).faults] == ["FMT011"]


def test_the_mark_of_invented_figures_is_on_samples_alone() -> None:
    marked, bare = (text_of(CASES[name]()) for name in ("a month after another", "of real figures"))
    assert (marked.count(MARK), bare.count(MARK)) == (3, 0)


@pytest.fixture(scope="module")
def printed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, LaidOut]:
    def documents() -> dict[str, bytes]:
        shipped = (built / "out" / "2025-09" / "tom-tat-2025-09.docx").read_bytes()
        return {name: rendered(make()) for name, make in CASES.items()} | {"shipped": shipped}

    return laid_out_once(documents, "summaries", tmp_path_factory)


def test_it_is_one_page_whatever_came(printed: dict[str, LaidOut]) -> None:
    assert {name: len(one.pages) for name, one in printed.items()} == dict.fromkeys(printed, 1)


def test_a_bar_bears_its_number_on_one_line_with_a_comma(printed: dict[str, LaidOut]) -> None:
    (page,) = printed["shipped"].pages
    assert page.row("414/456 (90,8%)") is not None


def test_nothing_stands_outside_the_margins(printed: dict[str, LaidOut]) -> None:
    for one in printed.values():
        rows = [row for page in one.pages for row in page.rows if row.text != MARK]
        assert min(row.left for row in rows) > 29.4
        assert max(row.right for row in rows) < 195.6
        assert max(row.bottom for row in rows) < 277.6


def test_its_figures_are_those_of_the_report(built: Path) -> None:
    out = built / "out" / "2025-09"
    (table,) = Document(str(out / "tom-tat-2025-09.docx")).tables
    report = "\n".join(p.text for p in Document(str(out / "bao-cao-thang-2025-09.docx")).paragraphs)
    rows = [[cell.text for cell in row.cells] for row in table.rows][1:]
    assert len(rows) == 6
    told = {name: now.partition(" (") for name, now, _, _ in rows[:4]}
    done_, filed_, late, ongoing = told.values()
    assert f"nhiệm vụ phải hoàn thành: {done_[0]} lượt, đạt {done_[2][:-1]}" in report.lower()
    assert f"{filed_[0]} đơn vị gửi đúng hạn, đạt {filed_[2][:-1]}" in report
    assert f"{ongoing[0]} lượt đang thực hiện, đạt {ongoing[2][:-1]}" in report
    assert f"{late[0]} lượt của {late[2][:-1]}, lâu nhất" in report


def test_a_change_against_what_is_shown_gives_both_its_numbers() -> None:
    """Who answers for the first time is in the figures beside it, but not in the change."""
    late, on_time = Status.IN_PROGRESS, Status.DONE
    day = date(2025, 8, 14)

    def told(unit: str, status: Status, period: Period) -> Filing:
        done_on = day if status is on_time else None
        said = filed(unit, record(unit, "1.3", status, done_on=done_on))
        return replace(
            said, period=period, receipt=replace(said.receipt, at=period.instant(20, time(9)))
        )

    last = month(told("10888", late, AUGUST), period=AUGUST)
    now = month(
        told("10888", on_time, SEPTEMBER),
        told("10903", late, SEPTEMBER),
        told("11329", late, SEPTEMBER),
    )
    assert figures(prose(now, last))["Lượt nhiệm vụ quá hạn"] == (
        "02 (02 đơn vị)",
        "01 (01 đơn vị)",
        "▼ giảm 01 lượt (từ 01 còn 0)",
    )
    still = month(told("10888", late, SEPTEMBER), told("10903", late, SEPTEMBER))
    moved = figures(prose(still, last))["Lượt nhiệm vụ quá hạn"][2]
    assert moved == "– không thay đổi (đều 01)"
