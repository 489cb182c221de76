"""Judgements: how many units a sentence names, what a change is told over, by which day what is to be done."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from cv183_reports.consolidation.consolidate import consolidate
from cv183_reports.model import Better, Nature, Status, Thresholds
from cv183_reports.narrative.monthly import FIRST_MONTH, MonthsBefore
from cv183_reports.narrative.phrases import syllables
from cv183_reports.narrative.progress import progress_prose
from tests.months import CUT_OFF, SEPTEMBER, on, record
from tests.months import filing as filed
from tests.test_evaluation import AUGUST, asked, drafts, figures_of, month


@pytest.mark.parametrize(
    ("most", "names", "told"),
    [
        (2, "xã A0, xã A1", 2),
        (5, "xã A0, xã A1, xã A2, xã A3, xã A4", 5),
        (4, "xã A0, xã A1, xã A2, xã A3", 4),
    ],
)
def test_a_sentence_of_judgement_names_as_many_as_the_register_says(
    most: int, names: str, told: int
) -> None:
    found = asked(Thresholds(named=most))
    commune = found.units[1]
    few = [
        replace(commune, code=f"1000{n}", name=f"Đảng ủy xã A{n}", short_name=f"Xã A{n}", order=n)
        for n in range(6)
    ]
    found = replace(found, units=tuple(few))
    begun = {u.code: record(u.code, "1.3", Status.IN_PROGRESS) for u in few}
    before, now = (
        month(
            *(filed(u.code, begun[u.code], figures={"N3": level(n)}) for n, u in enumerate(few)),
            period=period,
            found=found,
        )
        for period, level in ((AUGUST, lambda _: 90), (SEPTEMBER, lambda n: 20 + 9 * n))
    )
    said = drafts(now, MonthsBefore(before))
    assert said["worsened"].endswith(f"Các đơn vị làm giảm nhiều nhất: {names}.")
    assert said["propose worsened"].startswith(f"Giao {names} rà soát")
    left = f" và 0{6 - told} đơn vị khác"
    assert f"{left} (Phụ lục 3)." in said["laggards"]
    assert said["laggards"].count("nhiệm vụ quá hạn") == told
    assert said["propose overdue"].endswith(f"{names.replace(',', ';')}{left}.")


def test_a_list_of_long_names_leaves_room_for_what_is_said_of_them() -> None:
    found = asked(Thresholds(named=5))
    commune = found.units[1]
    long = [
        replace(commune, code=f"1000{n}", short_name=f"Xã {'A ' * 9}{n}", order=n) for n in range(6)
    ]
    found = replace(found, units=tuple(long))
    before, now = (
        month(
            *(filed(u.code, figures={"N3": level(n)}) for n, u in enumerate(long)),
            period=period,
            found=found,
        )
        for period, level in ((AUGUST, lambda _: 90), (SEPTEMBER, lambda n: 20 + 9 * n))
    )
    said = drafts(now, MonthsBefore(before))["worsened"]
    assert said.count("xã A") == 2
    assert max(map(syllables, said.split(". "))) <= 60


def test_a_change_tells_what_it_is_of_but_the_units_that_reported() -> None:
    """Figures that stand are carried from the last report; a share moves by more than the rounded shares do."""
    found = asked()
    kept = tuple(
        replace(i, nature=Nature.STOCK, better=Better.LOWER) if i.code == "N2" else i
        for i in found.indicators
    )
    stands = replace(found, indicators=kept)
    sent = figures_of(x10888={"N2": 40}, x10903={"N2": 5}, x11329={"N2": 5})
    earlier = [replace(each, period=AUGUST) for each in sent]
    before = month(*earlier, period=AUGUST, found=stands)
    now = consolidate(
        stands,
        SEPTEMBER,
        figures_of(x10888={"N2": 20}, x10903={"N2": 5}),
        as_of=CUT_OFF,
        unreadable={},
        earlier=((AUGUST, {each.unit: each for each in earlier}),),
    )
    assert drafts(now, MonthsBefore(before))["improved"].startswith(
        "Chuyển biến rõ nhất so với tháng 8: hồ sơ trực tuyến giảm 20 hồ sơ, từ 50 còn 30 (cùng 03 đơn vị, "
        "01 đơn vị lấy theo báo cáo tháng 8)."
    )
    alone = asked(units=found.units[:2])
    silent = consolidate(
        stands,
        SEPTEMBER,
        figures_of(x10888={"N2": 20}),
        as_of=CUT_OFF,
        unreadable={},
        earlier=((AUGUST, {each.unit: each for each in earlier}),),
    )
    assert "improved" not in drafts(silent, MonthsBefore(before))
    before = month(*figures_of(x10888={"N1": 10_000, "N2": 484}), period=AUGUST, found=alone)
    now = month(*figures_of(x10888={"N1": 10_000, "N2": 1186}), found=alone)
    assert (
        "tăng 7,0 điểm phần trăm, từ 4,8% lên 11,9% (số liệu của xã Cẩm Giang; tính trước khi làm tròn)."
        in (drafts(now, MonthsBefore(before))["improved"])
    )


@pytest.mark.parametrize(
    ("asked_for", "until"),
    [
        # of 1.3 by two communes, of 3.1 by the department
        ((None, None, None), "trước ngày 22/10/2025"),
        ((5, 7, 9), "theo thời hạn tại phần VI, chậm nhất ngày 09/10/2025"),
        ((5, 7, None), "theo thời hạn tại phần VI, trước ngày 22/10/2025"),
        ((5, None, 9), "theo thời hạn tại phần VI, trước ngày 22/10/2025"),
        ((30, None, 9), "theo thời hạn tại phần VI, trước ngày 22/10/2025"),
        ((5, None, 25), "theo thời hạn tại phần VI, chậm nhất ngày 25/10/2025"),
    ],
)
def test_the_last_day_of_all_is_one_that_the_tasks_name(
    asked_for: tuple[int | None, ...], until: str
) -> None:
    owed = (("10888", "1.3"), ("10903", "1.3"), ("so-ab", "3.1"))
    days = [date(2025, 10, day) if day else None for day in asked_for]
    late = [
        filed(unit, record(unit, code, Status.IN_PROGRESS, new_deadline=day))
        for (unit, code), day in zip(owed, days, strict=True)
    ]
    told = drafts(month(*late), FIRST_MONTH)
    assert f"(mục 1, phần IV) {until}: " in told["propose overdue"]
    last = until.removeprefix("theo thời hạn tại phần VI, ")
    assert any(last in text for key, text in told.items() if key.startswith("task overdue"))


def test_what_falls_due_is_told_until_it_is_done() -> None:
    """A deadline between the filing and the end of its month is the nearest of all."""
    sent = [
        filed("so-ab", record("so-ab", "3.1", Status.IN_PROGRESS)),
        filed("10888"),
    ]
    told = drafts(month(*sent, period=AUGUST), FIRST_MONTH)
    assert told["task due 3.1"] == "Nhiệm vụ 3.1 trước ngày 31/8/2025. Chủ trì: Sở A & B."
    assert "task due 1.3" not in told
    over = drafts(month(*sent), FIRST_MONTH)
    assert "task due 3.1" not in over
    assert "task overdue 3.1" in over
    complete = filed("so-ab", record("so-ab", "3.1", Status.DONE, done_on=on(20)))
    assert "task due 3.1" not in drafts(month(complete, period=AUGUST), FIRST_MONTH)
    assert "Nhiệm vụ 3.1" not in str(
        progress_prose(month(complete, period=AUGUST), None).sections[3]
    )
