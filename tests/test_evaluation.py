"""What stands out of a month, and the sentences drafted of it: one table, a line a month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cv183_reports.consolidation.consolidate import change_of, consolidate
from cv183_reports.consolidation.progress import completion, course_of, point_of
from cv183_reports.consolidation.salience import Rating, contributions, salience
from cv183_reports.model import Better, Deadline, Filing, Period, Register, Status, Thresholds
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.model.prose import AssessmentPart
from cv183_reports.narrative import evaluation
from cv183_reports.narrative.explanation import explain
from cv183_reports.narrative.monthly import FIRST_MONTH, MonthsBefore, drafted, monthly_prose
from cv183_reports.narrative.phrases import syllables
from tests.months import CUT_OFF, SEPTEMBER, Level, on, record, register
from tests.months import filing as filed

AUGUST = SEPTEMBER.previous
BETTER = {"N1": None, "N2": None, "N3": Better.HIGHER, "N4": Better.HIGHER}
SHARED = Thresholds(shared=2, poor=60)


def asked(limits: Thresholds = SHARED, **changes: object) -> Register:
    """The register of the tests, which says what is better."""
    base = register(thresholds=limits)
    told = tuple(replace(i, better=BETTER[i.code]) for i in base.indicators)
    return replace(base, indicators=told, **changes)  # type: ignore[arg-type]


def month(
    *filings: Filing,
    period: Period = SEPTEMBER,
    as_of: datetime | None = None,
    found: Register | None = None,
) -> Consolidated:
    end = period.instant(22, time(16))
    return consolidate(found or asked(), period, filings, as_of=as_of or end, unreadable={})


def done(
    unit: str, *more: object, day: int = 14, at: datetime | None = None, **given: object
) -> Filing:
    """A unit that has done all it can complete, in time."""
    own = "3.1" if unit == "so-ab" else "1.1"
    told = [
        record(unit, "1.3", Status.DONE, done_on=on(day)),
        record(unit, own, Status.DONE, done_on=on(day)),
    ]
    return filed(unit, *told, *more, **({"at": at} if at else {}), **given)  # type: ignore[arg-type]


UNITS = ("so-ab", "10888", "10903", "11329")
LATE = CUT_OFF.replace(hour=17)
IN_AUGUST = AUGUST.instant(20, time(9))


def drafts(now: Consolidated, before: MonthsBefore = FIRST_MONTH) -> dict[str, str]:
    return {each.key: each.text for each in drafted(now, before)}


MONTHS = [
    # what came, the level of the ladder, the sentence that says so
    pytest.param(
        (),
        None,
        "Tính đến 16 giờ, ngày 22/9/2025, chưa có đơn vị nào trong số 04 đơn vị có báo cáo hợp lệ, chưa đủ cơ sở đánh giá chung.",
        id="nobody filed",
    ),
    pytest.param(
        tuple(done(unit) for unit in UNITS),
        Rating.GOOD,
        "Tháng 9 năm 2025, việc triển khai thực hiện Kết luận số 183-KL/TW bảo đảm tiến độ, đúng yêu cầu.",
        id="all perfect",
    ),
    pytest.param(
        tuple(done(unit) for unit in UNITS[1:]),
        Rating.FINDING_ITS_WAY,
        "Tháng 9 năm 2025, việc triển khai thực hiện Kết luận số 183-KL/TW từng bước đi vào nền nếp, nhưng còn chậm so với yêu cầu. "
        "Còn 01 đơn vị chưa có báo cáo hợp lệ.",
        id="one silent of four",
    ),
    pytest.param(
        (done("so-ab"), filed("10888", record("10888", "1.3", Status.IN_PROGRESS), at=LATE)),
        Rating.LAGGING,
        "Tháng 9 năm 2025, việc triển khai thực hiện Kết luận số 183-KL/TW còn chậm, chưa đạt yêu cầu. "
        "Còn 01 đơn vị có nhiệm vụ quá hạn và 02 đơn vị chưa có báo cáo hợp lệ.",
        id="half of it late",
    ),
]


@pytest.mark.parametrize(("filings", "rating", "told"), MONTHS)
def test_a_month_is_rated_by_the_lower_share_and_says_what_it_lacks(
    filings: tuple[Filing, ...], rating: Rating | None, told: str
) -> None:
    now = month(*filings)
    assert salience(now, None).rating is rating
    assert drafts(now)["verdict"] == told


def test_what_is_overdue_bars_the_best_level() -> None:
    limits = Thresholds(good=50, fair=40, poor=30)
    others = [done(unit) for unit in UNITS[:3]]
    late = filed("11329", record("11329", "1.3", Status.IN_PROGRESS))
    found = asked(limits)
    assert salience(month(*others, late, found=found), None).rating is Rating.FAIR
    assert salience(month(*others, done("11329"), found=found), None).rating is Rating.GOOD


def test_before_the_deadline_nothing_is_rated_in_words() -> None:
    early = month(done("so-ab"), as_of=SEPTEMBER.instant(20, time(9)))
    assert drafts(early)["verdict"] == (
        "Tính đến 09 giờ, ngày 20/9/2025, mới có 01/04 đơn vị có báo cáo hợp lệ, chưa đủ cơ sở đánh giá chung."
    )
    assert "laggards" not in drafts(early)


def figures_of(**told: dict[str, int | str]) -> list[Filing]:
    return [filed(code.removeprefix("x"), figures=given) for code, given in told.items()]


SHIFTS = [
    # August, September → key, sentence
    (
        {"x10888": {"N1": 100, "N2": 50}, "x10903": {"N1": 100, "N2": 50}},
        {"x10888": {"N1": 100, "N2": 80}, "x10903": {"N1": 100, "N2": 60}},
        "improved",
        (
            "Chuyển biến rõ nhất so với tháng 8: tỷ lệ trực tuyến tăng 20,0 điểm phần trăm, từ 50,0% lên 70,0% (cùng 02 đơn vị có số liệu hai tháng). "
            "Các đơn vị làm tăng nhiều nhất: xã Cẩm Giang, xã Cẩm Giàng."
        ),
    ),
    (
        {"x10888": {"N3": 90}, "x10903": {"N3": 80}},
        {"x10888": {"N3": 80}, "x10903": {"N3": 80}, "x11329": {"N3": 10}},
        "worsened",
        (
            "Giảm sút nhiều nhất so với tháng 8: điểm chỉ số giảm 5,00 điểm, từ 85,00 còn 80,00 (cùng 02 đơn vị có số liệu hai tháng). "
            "Đơn vị làm giảm nhiều nhất: xã Cẩm Giang."
        ),
    ),
    # less than the register calls a change, or an indicator of which neither way is better: nothing
    ({"x10888": {"N3": 90}}, {"x10888": {"N3": "89.5"}}, "worsened", None),
    ({"x10888": {"N1": 90}}, {"x10888": {"N1": 10}}, "worsened", None),
]


@pytest.mark.parametrize(("earlier", "later", "key", "told"), SHIFTS)
def test_what_moved_most_and_through_whom(
    earlier: dict[str, dict[str, int | str]],
    later: dict[str, dict[str, int | str]],
    key: str,
    told: str | None,
) -> None:
    before = month(*figures_of(**earlier), period=AUGUST)
    assert drafts(month(*figures_of(**later)), MonthsBefore(before)).get(key) == told


ALIKE = [
    # September of three units that had 50 each, at most two named → who is said to have moved it, whom the board asks
    ((40, 40, 40), "Có 03 đơn vị làm giảm, mức như nhau.", "giao 03 đơn vị làm giảm rà soát"),
    (
        (30, 40, 40),
        "Đơn vị làm giảm nhiều nhất: xã Cẩm Giang.",
        "giao xã Cẩm Giang rà soát",
    ),
    (
        (30, 30, 40),
        "Các đơn vị làm giảm nhiều nhất: xã Cẩm Giang, xã Cẩm Giàng.",
        "giao xã Cẩm Giang, xã Cẩm Giàng rà soát",
    ),
]


@pytest.mark.parametrize(("later", "through", "asked_of"), ALIKE)
def test_none_of_those_who_moved_it_alike_is_named_without_the_others(
    later: tuple[int, ...], through: str, asked_of: str
) -> None:
    found = asked(Thresholds(named=2))
    codes = ("10888", "10903", "11329")
    before = month(*(filed(c, figures={"N3": 50}) for c in codes), period=AUGUST, found=found)
    now = month(
        *(filed(c, figures={"N3": n}) for c, n in zip(codes, later, strict=True)), found=found
    )
    told = drafts(now, MonthsBefore(before))
    assert told["worsened"].endswith(f"(cùng 03 đơn vị có số liệu hai tháng). {through}")
    assert told["propose worsened"].lower().startswith(asked_of.lower())


def test_units_that_moved_a_sum_alike_are_told_with_what_each_moved_it_by() -> None:
    found = asked(Thresholds(named=2))
    better = tuple(
        replace(i, better=Better.HIGHER) if i.code == "N1" else i for i in found.indicators
    )
    found = replace(found, indicators=better)
    codes = ("10888", "10903", "11329")
    before, now = (
        month(*(filed(c, figures={"N1": n}) for c in codes), period=period, found=found)
        for n, period in ((9, AUGUST), (12, SEPTEMBER))
    )
    assert drafts(now, MonthsBefore(before))["improved"].endswith(
        "(cùng 03 đơn vị có số liệu hai tháng). Có 03 đơn vị làm tăng, mỗi đơn vị 03 hồ sơ."
    )


def test_what_is_worse_for_being_more_has_not_declined() -> None:
    found = asked()
    worse = tuple(
        replace(i, better=Better.LOWER) if i.code == "N1" else i for i in found.indicators
    )
    found = replace(found, indicators=worse)
    before = month(*figures_of(x10888={"N1": 20}, x10903={"N1": 9}), period=AUGUST, found=found)
    now = month(*figures_of(x10888={"N1": 50}, x10903={"N1": 9}), found=found)
    assert drafts(now, MonthsBefore(before))["worsened"].startswith(
        "Hạn chế rõ nhất so với tháng 8: hồ sơ tiếp nhận tăng 30 hồ sơ, từ 29 lên 59 "
    )


def test_what_is_said_to_have_moved_is_explained_by_both_months() -> None:
    """The printed change re-adds from both months over the same units, and from what each unit adds to it."""
    before = month(*figures_of(x10888={"N3": 90}, x10903={"N3": 80}), period=AUGUST)
    now = month(*figures_of(x10888={"N3": 80}, x10903={"N3": 80}, x11329={"N3": 10}))
    (worse,) = [e for e in drafted(now, MonthsBefore(before)) if e.key == "worsened"]
    told = explain(now, worse.basis, (), before)
    assert str(told.sums[-1]).endswith("(điểm): 80,00 - 85,00 = -5,00")
    assert [str(one) for one in told.sums if "bình quân" in one.label] == [
        "Tháng 8, bình quân: 170,00 / 2 = 85,00",
        "Tháng 9, bình quân: 160,00 / 2 = 80,00",
    ]
    assert [(e.unit.code, e.said) for e in told.parts[0].evidence] == [("10888", "-5,00")]
    assert {e.source.sheet for part in told.parts[1:] for e in part.evidence if e.source}


_amounts = st.integers(1, 999)


@given(st.lists(st.tuples(_amounts, _amounts, _amounts, _amounts), min_size=1, max_size=3))
def test_contributions_add_up_to_the_change(rows: list[tuple[int, int, int, int]]) -> None:
    codes = UNITS[1:]
    there = month(
        *(
            filed(c, figures={"N1": a, "N2": b})
            for c, (a, b, _, _) in zip(codes, rows, strict=False)
        ),
        period=AUGUST,
    )
    here = month(
        *(
            filed(c, figures={"N1": a, "N2": b})
            for c, (_, _, a, b) in zip(codes, rows, strict=False)
        )
    )
    for indicator in here.register.indicators:
        change = change_of(indicator, here, there)
        if change is None:
            continue
        whole = sum((c.change for c in contributions(indicator, here, there)), Decimal())
        assert abs(whole - (change.exact_now - change.exact_before)) < Decimal("1e-9"), (
            indicator.code
        )


def test_who_leads_did_all_in_time_and_whole() -> None:
    now = month(
        done("so-ab"),
        done("10888", at=LATE),
        done("10903", day=20),
        done("11329", blank=("2.1",)),
    )
    assert [unit.code for unit in salience(now, None).leaders] == ["so-ab"]
    assert drafts(now)["leaders"] == (
        "Có 01/04 đơn vị gửi báo cáo đúng hạn, số liệu hợp lệ và hoàn thành đúng hạn các nhiệm vụ phải hoàn thành. "
        "Tỷ lệ cao nhất là sở, ban, ngành (01/01 đơn vị); thấp nhất là cấp ủy cấp xã (0/03 đơn vị)."
    )


def test_what_does_not_arise_is_as_little_done_among_the_leaders_as_in_the_share() -> None:
    """A month in which every unit answers so lags, and nobody leads in it."""
    of = {unit.code: month().register.obligations_of(unit) for unit in month().register.units}
    now = month(
        *(
            filed(code, *(record(code, o.code, Status.NOT_ARISING) for o in owed))
            for code, owed in of.items()
            if code in UNITS
        )
    )
    told = completion(now.assignments)
    assert 0 < told.done < told.owed
    assert salience(now, None).rating is Rating.LAGGING
    assert "leaders" not in drafts(now)


def test_no_group_lags_before_the_files_are_due() -> None:
    early = month(
        done("so-ab", at=SEPTEMBER.instant(18, time(9))), as_of=SEPTEMBER.instant(20, time(9))
    )
    assert "thấp nhất" not in drafts(early).get("leaders", "")
    assert drafts(early)["leaders"].startswith("Có 01/04 đơn vị")


def test_groups_that_stand_alike_are_all_named_first_or_last() -> None:
    """Each ward in a group of its own: the first group is no better than the second."""
    base = asked()
    own = tuple(
        replace(base.groups[1], code=unit.code, name=unit.short_name) for unit in base.units[1:]
    )
    units = tuple(replace(u, group=u.code) if u.group == "xa" else u for u in base.units)
    everyone = ("ban", *(group.code for group in own))
    tasks = tuple(
        replace(o, assigned_to=everyone if "xa" in o.assigned_to else o.assigned_to)
        for o in base.obligations
    )
    found = replace(base, groups=(base.groups[0], *own), units=units, obligations=tasks)
    two = month(done("so-ab"), done("10888"), found=found)
    assert drafts(two)["leaders"].endswith(
        "Tỷ lệ cao nhất là sở, ban, ngành (01/01 đơn vị) và Xã Cẩm Giang (01/01 đơn vị); "
        "thấp nhất là Xã Cẩm Giàng (0/01 đơn vị) và Phường Ngô Quyền (0/01 đơn vị)."
    )


def late_running(*months: Sequence[str]) -> dict[str, int]:
    """Units that filed in time in each month, the oldest first → months running that each lags."""
    told = []
    period = SEPTEMBER
    for _ in months[1:]:
        period = period.previous
    for filers in months:
        came = [filed(unit, at=period.instant(20)) for unit in filers]
        told.append(month(*came, period=period))
        period = period.following
    points = [point_of(each) for each in told[:-2]]
    found = salience(told[-1], told[-2] if len(told) > 1 else None, points)
    return {each.unit.code: each.late_running for each in found.laggards}


def test_months_running_are_counted_back_from_this_one() -> None:
    everyone = list(UNITS)
    assert late_running(everyone, everyone) == {}
    assert late_running(["so-ab"], everyone) == {}
    assert late_running(everyone, everyone[:3]) == {"11329": 1}
    assert late_running(["so-ab"], everyone[:3]) == {"11329": 2}
    assert late_running(everyone[:3], everyone[:3], everyone[:2]) == {"10903": 1, "11329": 3}


def test_laggards_are_named_with_what_they_lack_and_asked_for_it() -> None:
    before = month(*(filed(u, at=IN_AUGUST) for u in UNITS[:3]), period=AUGUST)
    now = month(
        done("so-ab"),
        filed("10888", record("10888", "1.3", Status.IN_PROGRESS, new_deadline=date(2025, 10, 5))),
        done("10903"),
    )
    told = drafts(now, MonthsBefore(before))
    assert told["laggards"] == (
        "Chậm tiến độ nhất: xã Cẩm Giang (01 nhiệm vụ quá hạn, 38 ngày). "
        "Gửi chậm hoặc chưa có báo cáo hợp lệ từ 02 tháng liên tiếp: phường Ngô Quyền."
    )
    assert told["propose overdue"] == (
        "Chỉ đạo hoàn thành dứt điểm nhiệm vụ quá hạn (mục 1, phần IV) theo hạn đơn vị đề nghị (phần VI), chậm nhất ngày 05/10/2025: xã Cẩm Giang."
    )
    assert told["propose filing"] == (
        "Nhắc nhở và yêu cầu gửi báo cáo đúng hạn từ kỳ tháng 10 (trước 16 giờ, ngày 22/10/2025): phường Ngô Quyền."
    )
    assert told["task overdue 1.3"] == (
        "Hoàn thành dứt điểm việc nhiệm vụ 1.3 (ý (3), mục 1 Công văn) chậm nhất ngày 05/10/2025. Chủ trì: xã Cẩm Giang."
    )
    assert told["task due 1.4"] == (
        "Gửi báo cáo tháng 10 về Ban Tổ chức Thành ủy trước 16 giờ, ngày 22/10/2025. Chủ trì: 04 đơn vị được giao."
    )


def test_what_was_due_on_the_day_of_judgement_is_overdue_for_less_than_a_day() -> None:
    base = asked()
    due = Deadline(once=SEPTEMBER.instant(22))
    told = tuple(replace(o, deadline=due) if o.code == "1.3" else o for o in base.obligations)
    behind = filed("10888", record("10888", "1.3", Status.IN_PROGRESS))
    now = month(done("so-ab"), behind, done("10903"), found=replace(base, obligations=told))
    line = next(
        b.text for b in monthly_prose(now, FIRST_MONTH).sections[0].blocks if "quá hạn:" in b.text
    )
    assert line.endswith("Nhiệm vụ quá hạn: 01 lượt của 01 đơn vị, dưới 01 ngày.")
    assert "xã Cẩm Giang (01 nhiệm vụ quá hạn, dưới 01 ngày)" in drafts(now)["laggards"]


def test_the_board_neither_reminds_itself_nor_asks_itself() -> None:
    base = asked()
    board = replace(base.units[0], name=base.settings.board.name)
    now = month(
        filed("so-ab", record("so-ab", "3.1", Status.IN_PROGRESS)),
        found=replace(base, units=(board, *base.units[1:])),
    )
    told = drafts(now)
    assert "propose overdue" not in told
    assert "Chủ trì: Ban Tổ chức Thành ủy" in told["task overdue 3.1"]


def test_overdue_tasks_that_a_sentence_cannot_hold_by_name_are_told_by_number() -> None:
    long = "Hoàn thiện thể chế; kiện toàn tổ chức bộ máy, cán bộ; phân cấp, phân quyền; ngân sách, cơ sở vật chất"
    base = asked()
    tasks = tuple(replace(o, short_text=long) for o in base.obligations)
    late = [record("so-ab", code, Status.IN_PROGRESS) for code in ("1.3", "3.1")]
    told = drafts(month(filed("so-ab", *late), found=replace(base, obligations=tasks)))
    assert told["task overdue 1.3 3.1"] == (
        "Hoàn thành dứt điểm 02 nhiệm vụ quá hạn (ý (3), mục 1; ý (1), mục 3 Công văn) trước ngày 22/10/2025. Chủ trì: Sở A & B."
    )


def asking(unit: str, level: Level) -> Filing:
    return done(
        unit, record(unit, "2.1", proposal="Đề nghị bổ sung máy quét cho cấp xã", level=level)
    )


PROPOSALS = [
    (
        Level.CENTRAL,
        "Kiến nghị Trung ương giải quyết nội dung số 1 tại mục 2.",
    ),
    (
        Level.CITY_PARTY,
        "Xem xét, cho ý kiến đối với nội dung số 1 tại mục 2.",
    ),
    (
        Level.PEOPLES_COMMITTEE,
        "Giao Ủy ban nhân dân thành phố giải quyết nội dung số 1 tại mục 2, trả lời trước ngày 22/10/2025.",
    ),
]


@pytest.mark.parametrize(("level", "told"), PROPOSALS)
def test_what_several_units_ask_is_put_to_who_can_settle_it(level: Level, told: str) -> None:
    now = month(asking("10888", level), asking("10903", level))
    assert drafts(now)[f"propose shared {level.value}"] == told  # type: ignore[attr-defined]
    assert not any(
        key.startswith("propose shared") for key in drafts(month(asking("10888", level)))
    )


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"name": "Ủy ban nhân dân thành phố"}, None),
        (
            {"addressees": ("Ủy ban nhân dân thành phố",)},
            "Xem xét, cho ý kiến đối với nội dung số 1 tại mục 2.",
        ),
    ],
)
def test_nobody_is_asked_to_ask_himself(settings: dict[str, object], told: str | None) -> None:
    level = Level.PEOPLES_COMMITTEE
    found = register(thresholds=SHARED, **settings)
    now = month(asking("10888", level), asking("10903", level), found=found)
    assert drafts(now).get(f"propose shared {level.value}") == told  # type: ignore[attr-defined]


def test_causes_are_counted_as_units_gave_them() -> None:
    objective, own = register().profile.causes
    told = [
        record(u, "1.1", difficulty="Thiếu máy quét", cause=cause)
        for u, cause in (("10888", objective), ("10903", own), ("11329", objective))
    ]
    now = month(*(filed(each.unit, each) for each in told))
    assert drafts(now)["causes"] == (
        "Trong 03 nội dung khó khăn, vướng mắc có nêu nguyên nhân, đơn vị xác định: khách quan 02, chủ quan 01."
    )
    assert "causes" not in drafts(month(filed("10888", record("10888", "1.1", difficulty="Thiếu"))))


def test_what_is_overdue_has_its_causes_told_without_a_difficulty() -> None:
    objective, own = register().profile.causes
    late = [
        record("10888", "1.3", cause=own),
        record("10903", "1.3", cause=objective, difficulty="Thiếu máy quét"),
        record("11329", "1.3"),
    ]
    now = month(*(filed(each.unit, each) for each in late))
    assert drafts(now)["causes"] == (
        "Trong 01 nội dung khó khăn, vướng mắc có nêu nguyên nhân, đơn vị xác định: khách quan 01. "
        "Có 02/03 lượt nhiệm vụ quá hạn nêu nguyên nhân: khách quan 01, chủ quan 01."
    )
    alone = month(filed("10888", late[0]))
    assert drafts(alone)["causes"] == "Có 01/01 lượt nhiệm vụ quá hạn nêu nguyên nhân: chủ quan 01."


def test_an_unusual_month_is_told_only_against_enough_others() -> None:
    values = (100, 104, 98, 102, 900)
    told = []
    period = SEPTEMBER
    for _ in values[1:]:
        period = period.previous
    for value in values:
        told.append(month(filed("10888", figures={"N1": value}), period=period))
        period = period.following
    points = [point_of(each) for each in told[:-2]]
    (found,) = salience(told[-1], told[-2], points).unusual
    assert (found.indicator.code, found.value, found.usual, found.months) == ("N1", 900, 101, 4)
    assert salience(told[-1], told[-2], points[1:]).unusual == ()
    assert drafts(told[-1], MonthsBefore(told[-2], earlier=tuple(points)))["unusual"] == (
        "Số liệu cần kiểm tra lại: hồ sơ tiếp nhận, bình quân một đơn vị 900,0 hồ sơ, trong khi trung vị 04 tháng trước là 101,0."
    )
    (one,) = [
        each
        for each in drafted(told[-1], MonthsBefore(told[-2], earlier=tuple(points)))
        if each.key == "unusual"
    ]
    sums = explain(told[-1], one.basis, course_of(points, told[-2], told[-1]), told[-2]).sums
    assert [str(each) for each in sums[-2:]] == [
        "Trung vị 04 tháng trước: 101,0",
        "Bình quân một đơn vị, tháng 9/2025: 900 / 1 = 900,0",
    ]


@pytest.mark.parametrize(("last", "told"), [(60, 0), (90, 1)])
def test_what_is_told_by_other_units_is_not_unusual_for_that(last: int, told: int) -> None:
    """A small unit tells nothing any more: the others' mean is another one, and none of them has to look again."""
    months, period = [], SEPTEMBER.previous.previous.previous.previous
    for value in (60, 61, 59, 60):
        pair = (filed("10888", figures={"N1": value}), filed("10903", figures={"N1": 20}))
        months.append(month(*pair, period=period))
        period = period.following
    months.append(month(filed("10888", figures={"N1": last}), period=period))
    points = [point_of(each) for each in months[:-2]]
    assert len(salience(months[-1], months[-2], points).unusual) == told


@pytest.mark.parametrize(("last", "told"), [(2008, 0), (2021, 1)])
def test_what_is_no_change_is_not_unusual_however_alike_the_months_were(
    last: int, told: int
) -> None:
    """The months before differ by one in two thousand: many deviations are still less than 1 %."""
    months, period = [], SEPTEMBER.previous.previous.previous.previous
    for value in (2000, 2001, 1999, 2000, last):
        months.append(month(filed("10888", figures={"N1": value}), period=period))
        period = period.following
    points = [point_of(each) for each in months[:-2]]
    assert len(salience(months[-1], months[-2], points).unusual) == told


def test_who_is_late_again_and_again_is_named_by_the_explanation() -> None:
    in_time = [done(unit) for unit in UNITS[:2]]
    after = AUGUST.instant(22, time(17))
    before = month(*in_time, *(done(unit, at=after) for unit in UNITS[2:]), period=AUGUST)
    now = month(*in_time, *(done(unit, at=LATE) for unit in UNITS[2:]))
    both = {each.key: each for each in drafted(now, MonthsBefore(before))}
    trend = course_of((), before, now)
    for key in ("laggards", "propose filing"):
        first = explain(now, both[key].basis, trend, before).parts[0]
        assert [(e.unit.code, e.said) for e in first.evidence] == [
            (unit, "02 tháng liên tiếp") for unit in UNITS[2:]
        ]


def test_every_rule_says_how_it_decides_and_drafts_short_sentences() -> None:
    before = month(*(filed(u, at=IN_AUGUST) for u in UNITS[:2]), period=AUGUST)
    now = month(
        asking("10888", Level.CENTRAL),
        asking("10903", Level.CENTRAL),
        filed("so-ab", record("so-ab", "3.1", Status.IN_PROGRESS)),
    )
    for each in drafted(now, MonthsBefore(before)):
        assert evaluation.rule_of(each.key, now)
        assert each.basis.key[0] == each.key
        assert explain(now, each.basis, (), before).parts
        for one in each.text.split(". "):
            assert syllables(one) <= 60, one


def test_what_staff_word_is_printed_where_it_was_drafted() -> None:
    now = month(*(done(unit) for unit in UNITS))
    known = drafted(now, FIRST_MONTH)
    worded = [
        replace(e, text="Lời của cán bộ.", edited=True) if e.key == "verdict" else e for e in known
    ]
    first = monthly_prose(now, FIRST_MONTH, worded).sections[0]
    assert first.blocks[0].text == "Lời của cán bộ."
    left = [e for e in known if e.part is not AssessmentPart.TASKS]
    assert (
        "Không có nhiệm vụ đến hạn"
        in monthly_prose(now, FIRST_MONTH, left).sections[5].blocks[0].text
    )
