"""Judgements: how many units a sentence names, what a change is told over, by which day what is to be done."""

from __future__ import annotations

from datetime import date, time

import pytest
from msgspec.structs import replace

from cv183_reports.consolidation.consolidate import consolidate
from cv183_reports.model import Better, Filing, Nature, Status, Thresholds
from cv183_reports.model.prose import BlockKind
from cv183_reports.narrative.explanation import explain
from cv183_reports.narrative.monthly import FIRST_MONTH, MonthsBefore, drafted, monthly_prose
from cv183_reports.narrative.phrases import syllables
from cv183_reports.narrative.progress import progress_prose
from tests.months import CUT_OFF, SEPTEMBER, on, record
from tests.months import filing as filed
from tests.test_evaluation import AUGUST, UNITS, asked, done, drafts, figures_of, month


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
    assert said["laggards"] == (
        f"Chậm tiến độ nhất: {names}{left} (mỗi đơn vị 01 nhiệm vụ quá hạn, 38 ngày; Phụ lục 3)."
    )
    assert said["propose overdue"].endswith(f"{names.replace(',', ';')}{left}.")


def test_those_that_are_as_late_stand_under_one_bracket() -> None:
    base = asked()
    tasks = tuple(
        replace(o, assigned_to=("ban", "xa")) if o.code == "3.1" else o for o in base.obligations
    )
    found = replace(base, obligations=tasks)

    def late(unit: str, *codes: str) -> Filing:
        return filed(unit, *(record(unit, code, Status.IN_PROGRESS) for code in codes))

    def told(*filings: Filing) -> str:
        sent = {each.unit: each for each in filings}
        return drafts(month(*sent.values(), found=found))["laggards"]

    one = "(01 nhiệm vụ quá hạn, 38 ngày)"
    each, two = f"(mỗi đơn vị {one[1:-1]})", "(02 nhiệm vụ quá hạn, lâu nhất 38 ngày)"
    later = "(01 nhiệm vụ quá hạn, 22 ngày)"
    assert told(late("10888", "1.3"), late("10903", "1.3")) == (
        f"Chậm tiến độ nhất: xã Cẩm Giang, xã Cẩm Giàng {each}."
    )
    assert told(late("10888", "1.3", "3.1"), late("10903", "1.3"), late("11329", "3.1")) == (
        f"Chậm tiến độ nhất: xã Cẩm Giang {two}; xã Cẩm Giàng {one}; phường Ngô Quyền {later}."
    )
    found = replace(found, settings=replace(found.settings, thresholds=Thresholds(named=1)))
    assert told(late("10888", "1.3"), late("11329", "3.1")) == (
        f"Chậm tiến độ nhất: xã Cẩm Giang {one} và 01 đơn vị khác (Phụ lục 3)."
    )


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
        ((5, 7, 9), "theo hạn đơn vị đề nghị (phần VI), chậm nhất ngày 09/10/2025"),
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
    last = until.rpartition(", ")[2]
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


def test_what_is_to_be_settled_for_good_is_said_to_be_so_once() -> None:
    base = asked()
    found = replace(
        base,
        obligations=tuple(
            replace(o, short_text="Giải quyết dứt điểm chế độ") for o in base.obligations
        ),
    )
    told = drafts(month(filed("10888", record("10888", "1.3", Status.IN_PROGRESS)), found=found))
    assert told["task overdue 1.3"].startswith("Hoàn thành việc giải quyết dứt điểm chế độ (ý (3)")


def test_of_many_that_are_late_as_long_none_is_the_longest() -> None:
    """Twelve stand in the table; the demand then points to all."""
    base = asked()
    many = tuple(
        replace(base.units[1], code=f"2{n:04}", short_name=f"Xã {n}", order=n) for n in range(13)
    )
    found = replace(base, units=(base.units[0], *many))
    department = filed("so-ab", record("so-ab", "3.1", Status.IN_PROGRESS))

    def lead(*others: Filing, communes: int) -> str:
        late = [filed(u.code, record(u.code, "1.3", Status.IN_PROGRESS)) for u in many[:communes]]
        now = month(*late, *others, found=found)
        assert drafts(now)["propose overdue"].endswith(" đơn vị khác (Phụ lục 3).")
        blocks = [b.text for s in monthly_prose(now, FIRST_MONTH).sections for b in s.blocks]
        return next(text for text in blocks if text.startswith("Còn 13 lượt"))

    assert lead(communes=13).endswith("; trong đó 12 lượt:")
    assert lead(department, communes=12).endswith("; 12 lượt quá hạn lâu nhất:")


def test_the_table_of_what_is_overdue_names_units_in_full() -> None:
    base = asked()
    office = replace(base.units[0], name="Văn phòng Hội đồng A", short_name="VP HĐ A")
    found = replace(base, units=(office, *base.units[1:]))
    late = filed("so-ab", record("so-ab", "3.1", Status.IN_PROGRESS))
    commune = filed("10888", record("10888", "1.3", Status.IN_PROGRESS))
    sections = monthly_prose(month(late, commune, found=found), FIRST_MONTH).sections
    table = next(b for s in sections for b in s.blocks if b.kind is BlockKind.OVERDUE_TABLE)
    assert [row.cells[0] for row in table.rows if len(row.cells) > 1] == [
        "Xã Cẩm Giang",
        "Văn phòng Hội đồng A",
    ]


def test_a_change_of_one_unit_is_told_as_its_own() -> None:
    two = asked(units=asked().units[:3])
    before = month(*figures_of(x10888={"N3": 90}), period=AUGUST, found=two)
    sent = figures_of(x10888={"N3": 80}, x10903={"N3": 80})
    assert drafts(month(*sent, found=two), MonthsBefore(before))["worsened"] == (
        "Giảm sút nhiều nhất so với tháng 8: điểm chỉ số giảm 10,00 điểm, từ 90,00 còn 80,00 (số liệu của xã Cẩm Giang)."
    )
    assert "worsened" not in drafts(month(*sent), MonthsBefore(before))


def test_of_a_month_that_few_told_the_whole_is_not_judged() -> None:
    """One of four: no verdict, no group before another, and the leaders are asked to have the others speak."""
    late = filed("11329", record("11329", "1.3", Status.IN_PROGRESS))
    told = drafts(month(late))
    assert told["verdict"] == (
        "Tính đến 16 giờ, ngày 22/9/2025, mới có 01/04 đơn vị có báo cáo hợp lệ, chưa đủ cơ sở đánh giá chung. "
        "Còn 01 đơn vị có nhiệm vụ quá hạn."
    )
    assert told["propose silent"] == (
        "Chỉ đạo 03 đơn vị chưa có báo cáo hợp lệ gửi ngay báo cáo tháng 9, gửi báo cáo tháng 10 trước 16 giờ, ngày 22/10/2025: "
        "Sở A & B, xã Cẩm Giang, xã Cẩm Giàng."
    )
    found = asked(Thresholds(named=2))
    ours = replace(
        found,
        settings=replace(found.settings, board=replace(found.settings.board, name="Sở A & B")),
    )
    assert (
        "02 đơn vị chưa có báo cáo hợp lệ gửi" in drafts(month(late, found=ours))["propose silent"]
    )
    few = replace(ours, settings=replace(ours.settings, thresholds=Thresholds(named=1)))
    assert (
        "02 đơn vị chưa có báo cáo hợp lệ (không kể Sở A & B; Phụ lục 2) gửi ngay"
        in drafts(month(late, found=few))["propose silent"]
    )
    assert "Tỷ lệ" not in drafts(month(done("so-ab")))["leaders"]
    assert "propose silent" not in drafts(month(*(done(unit) for unit in UNITS[1:])))
    early = month(late, as_of=SEPTEMBER.instant(20, time(9)))
    assert "propose silent" not in drafts(early)
    nobody = month(period=AUGUST)
    assert "propose filing" not in drafts(month(late), MonthsBefore(nobody))
    (board,) = (e for e in drafted(month(late), FIRST_MONTH) if e.key == "propose silent")
    assert "Cẩm Giàng" in str(explain(month(late), board.basis, ()))
