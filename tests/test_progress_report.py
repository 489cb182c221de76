"""The progress report of Văn phòng Thành ủy: its outline, its sentences, its sums, its presentation."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
from msgspec.structs import replace

from cv183_reports.app.opening import in_house_style
from cv183_reports.app.outline import outline
from cv183_reports.consolidation.consolidate import consolidate
from cv183_reports.consolidation.progress import Stage, gained, progress
from cv183_reports.document.context import ProgressReport
from cv183_reports.document.papers import progress_report
from cv183_reports.model import Filing, Obligation, Period, Record, Register, Status, Waiver
from cv183_reports.model.consolidated import Consolidated, Standing
from cv183_reports.narrative.phrases import cited
from cv183_reports.narrative.progress import progress_prose
from tests.months import CUT_OFF, OFFICE, SEPTEMBER, on, record, register
from tests.months import filing as filed
from tests.papers import filled_in, names_in
from tests.papers import judged as judged_as
from tests.test_documents import small
from tests.test_documents_presentation import months

NAME = "bao-cao-tien-do.docx"
MARK = "SỐ LIỆU MINH HỌA"


def report(
    now: Consolidated, before: Consolidated | None = None, sample: str = MARK
) -> ProgressReport:
    return progress_report(now, progress_prose(now, before), sample)


def rendered(context: ProgressReport) -> bytes:
    return filled_in(context, NAME)


def together(*filings: Filing, period: Period = SEPTEMBER) -> Consolidated:
    at = CUT_OFF.replace(year=period.year, month=period.month)
    return consolidate(register(), period, filings, as_of=at, unreadable={})


def said(now: Consolidated, before: Consolidated | None = None) -> dict[str, list[str]]:
    """The paragraphs of each section, by its number."""
    return {
        section.number: [f"{block.lead} {block.text}".strip() for block in section.blocks]
        for section in progress_prose(now, before).sections
    }


def judged(context: ProgressReport) -> tuple[str, list[str]]:
    return judged_as(rendered(context), NAME)


AUGUST = together(
    filed("so-ab", record("so-ab", "3.1", percent=Decimal(40))),
    filed("10888", record("10888", "1.3", percent=Decimal(40)), record("10888", "1.1")),
    filed("10903", record("10903", "1.3", percent=Decimal(10))),
    period=SEPTEMBER.previous,
)


def test_the_report_reads_so(golden: Callable[[str, str], None]) -> None:
    golden("bao-cao-tien-do.txt", outline(rendered(report(small(), AUGUST)), NAME))


def test_the_template_names_only_what_the_context_has() -> None:
    assert names_in(NAME) == {*ProgressReport.__struct_fields__}


def test_it_is_issued_by_the_office_and_bears_its_number_alone() -> None:
    office = replace(
        OFFICE,
        number="7",
        signed_on=date(2025, 9, 24),
        capacity="K/T CHÁNH VĂN PHÒNG",
        title="PHÓ CHÁNH VĂN PHÒNG",
        signatory="Trần Thị B",
    )
    context = report(small(number="12", signed_on=date(2025, 9, 23), office=office))
    text = outline(rendered(context), NAME)
    assert "Số 07-BC/VPTU" in text
    assert "(Kèm theo Báo cáo số 07-BC/VPTU, ngày 24/9/2025 của Văn phòng Thành ủy)" in text
    assert "BTCTU" not in text
    assert judged(context) == ("hd36", [])


OFFICES: dict[str, dict[str, object]] = {
    "nothing known yet": {},
    "head by name": {"signatory": "Nguyễn Văn An"},
    "deputy": {"capacity": "K/T CHÁNH VĂN PHÒNG", "title": "PHÓ CHÁNH VĂN PHÒNG"},
    "number and date": {"number": "1234", "signed_on": date(2025, 12, 31)},
    "last day of hd36": {"number": "5", "signed_on": date(2026, 5, 26)},
    "first day of hd05": {"number": "5", "signed_on": date(2026, 5, 27)},
}


@pytest.mark.parametrize("office", OFFICES.values(), ids=OFFICES)
def test_every_report_keeps_the_rules_of_its_day(office: dict[str, object]) -> None:
    signed = office.get("signed_on")
    rules = "hd05" if isinstance(signed, date) and signed >= date(2026, 5, 27) else "hd36"
    context = report(small(office=replace(OFFICE, **office)), AUGUST)  # type: ignore[arg-type]
    assert judged(context) == (rules, [])
    assert judged(replace(context, sample="")) == (rules, [])


@pytest.mark.parametrize("name", months(register()))
def test_a_month_in_which_little_was_said_keeps_them_too(name: str) -> None:
    now = months(register())[name]
    assert judged(report(now)) == ("hd36", [])
    assert judged(report(now, AUGUST)) == ("hd36", [])


def test_the_other_tone_style_keeps_them_too() -> None:
    found: Register = in_house_style(register(new_tone_marks=True))
    context = report(months(found)["everything done"])
    assert judged(context) == ("hd36", [])
    assert context.letterhead.superior == "THÀNH UỶ HẢI PHÒNG"
    assert "Thường trực Thành uỷ, Ban Thường vụ Thành uỷ" in context.closing


def test_the_mark_of_a_sample_is_on_every_page_and_on_no_real_report() -> None:
    marked, bare = (outline(rendered(report(small(), sample=s)), NAME) for s in (MARK, ""))
    assert marked.count(MARK) >= 3
    assert MARK not in bare


@pytest.mark.parametrize("name", months(register()))
def test_every_obligation_is_in_one_stage_and_every_assignment_in_one_class(name: str) -> None:
    now = months(register())[name]
    lines = said(now)["I"]
    stages = lines[lines.index("Tiến độ của 06 nhiệm vụ:") + 1 :]
    assert sum(int(re.findall(r": (\d+) nhiệm vụ \(", line)[0]) for line in stages) == 6
    by_stage: dict[Stage, list[Obligation]] = {}
    for each in progress(now):
        by_stage.setdefault(each.stage, []).append(each.obligation)
    assert sorted(line.partition(" nhiệm vụ ")[2] for line in stages) == sorted(
        f"({cited(those)})." for those in by_stage.values()
    )
    context = report(now)
    assert int(context.progress.total.total) == len(now.assignments)
    listed = [row for group in context.overdue for row in group.rows]
    assert [row.rank for row in listed] == [str(rank + 1) for rank in range(len(listed))]
    assert len(listed) == sum(
        a.standing is Standing.OVERDUE and a.obligation.code != "1.4" for a in now.assignments
    )


def test_stages() -> None:
    now = together(
        filed(
            "so-ab",
            record("so-ab", "1.1", Status.NOT_ARISING),
            record("so-ab", "1.3", Status.DONE, done_on=on(10)),
            record("so-ab", "3.1", Status.DONE, done_on=on(30)),
            record("so-ab", "9", Status.NOT_COMPETENT),
        ),
        filed("10888", record("10888", "1.3", percent=Decimal(50))),
    )
    assert {each.obligation.code: each.stage for each in progress(now)} == {
        "1.1": Stage.UNTOLD,
        "1.3": Stage.OVERDUE,
        "1.4": Stage.OVERDUE,
        "2.1": Stage.UNTOLD,
        "3.1": Stage.DONE,
        "9": Stage.NOT_OWED,
    }
    early = consolidate(
        register(),
        SEPTEMBER,
        (filed("10888", record("10888", "2.1")),),
        as_of=datetime(2025, 9, 21, tzinfo=CUT_OFF.tzinfo),
        unreadable={},
    )
    stages = {each.obligation.code: each.stage for each in progress(early)}
    assert (stages["1.4"], stages["2.1"]) == (Stage.WITHIN_DEADLINE, Stage.UNDER_WAY)


def test_what_is_gained_is_counted_over_units_that_answered_in_both_months() -> None:
    now = together(
        filed("so-ab", record("so-ab", "1.3", Status.DONE, done_on=on(20))),
        filed("10888", record("10888", "1.3", Status.DONE, done_on=on(20))),
    )
    obligation = {o.code: o for o in register().obligations}
    assert gained(obligation["1.3"], now, AUGUST) == 1  # so-ab said nothing of it in August
    assert gained(obligation["1.4"], now, AUGUST) == -1  # a file that did not come
    assert gained(obligation["2.1"], now, AUGUST) is None
    lines = said(now, AUGUST)["II"]
    assert any(
        line.endswith("So với tháng 8, số đơn vị hoàn thành tăng 01 đơn vị.") for line in lines
    )
    assert not any("tháng 8" in line for line in said(now)["II"])


def test_a_month_half_come_is_no_fall() -> None:
    everyone = ("so-ab", "10888", "10903", "11329")
    done = [filed(unit, record(unit, "1.3", Status.DONE, done_on=on(10))) for unit in everyone]
    before = together(*done, period=SEPTEMBER.previous)
    early = consolidate(
        register(),
        SEPTEMBER,
        done[:1],
        as_of=datetime(2025, 9, 20, tzinfo=CUT_OFF.tzinfo),
        unreadable={},
    )
    assert not any("giảm" in line for lines in said(early, before).values() for line in lines[1:])
    open_ = together(
        *(filed(unit, record(unit, "1.3", percent=Decimal(5))) for unit in everyone),
        period=SEPTEMBER.previous,
    )
    assert said(early, open_)["I"][2] == (
        "So với tháng 8, số lượt đã hoàn thành tăng từ 0 lên 01 và số lượt quá hạn chưa hoàn thành giảm từ 01 xuống 0 "
        "(tính trên các lượt có báo cáo cả hai tháng, trừ nhiệm vụ hằng tháng)."
    )


def test_an_obligation_of_one_unit_says_where_it_stood_last_month() -> None:
    done = together(filed("so-ab", record("so-ab", "3.1", Status.DONE, done_on=on(28))))
    same = together(filed("so-ab", record("so-ab", "3.1", percent=Decimal(40))))
    (moved,) = (line for line in said(done, AUGUST)["II"] if "Nhiệm vụ 3.1:" in line)
    (still,) = (line for line in said(same, AUGUST)["II"] if "Nhiệm vụ 3.1:" in line)
    assert moved == (
        "(1) Nhiệm vụ 3.1: Sở A & B hoàn thành ngày 28/8/2025, đúng hạn (thời hạn trước ngày 31/8/2025). "
        "Tháng 8 đạt 40%."
    )
    assert still.endswith("Tháng 8 đạt 40%.")


@pytest.mark.parametrize(
    ("status", "percent", "told"),
    [
        (Status.NOT_ARISING, None, "báo cáo không phát sinh nội dung"),
        (Status.NOT_COMPETENT, None, "báo cáo nội dung không thuộc thẩm quyền"),
        (Status.NOT_STARTED, Decimal(), "chưa thực hiện"),
        (Status.IN_PROGRESS, None, "đang thực hiện"),
        (Status.IN_PROGRESS, Decimal(40), "đạt 40%"),
    ],
)
def test_where_it_stood_last_month_is_what_the_unit_then_said(
    status: Status, percent: Decimal | None, told: str
) -> None:
    given = {} if percent is None else {"percent": percent}
    before = together(
        filed("so-ab", record("so-ab", "3.1", status, **given)), period=SEPTEMBER.previous
    )
    done = together(filed("so-ab", record("so-ab", "3.1", Status.DONE, done_on=on(28))))
    (line,) = (line for line in said(done, before)["II"] if "Nhiệm vụ 3.1:" in line)
    assert line.endswith(f"(thời hạn trước ngày 31/8/2025). Tháng 8 {told}.")


def test_a_new_deadline_that_the_one_unit_asks_for_is_told() -> None:
    late = record("so-ab", "3.1", percent=Decimal(40), new_deadline=on(15, 10))
    (told,) = (line for line in said(together(filed("so-ab", late)))["II"] if "3.1:" in line)
    assert told == (
        "(1) Nhiệm vụ 3.1: Sở A & B chưa hoàn thành, đã quá hạn, đạt 40% (thời hạn trước ngày 31/8/2025). "
        "Đề nghị lùi thời hạn hoàn thành đến ngày 15/10/2025."
    )


def page() -> str:
    """What the report says of months of every kind, as one reads it aloud."""
    found = register()
    alone = replace(found, units=found.units[1:2])
    group = tuple(
        Waiver(
            unit.code, "", SEPTEMBER, SEPTEMBER, "Công văn số 15-CV/BTCTU", on(5), "Ông A", "Bão"
        )
        for unit in found.units[1:]
    )
    cases: dict[str, tuple[Consolidated, Consolidated | None]] = {
        "an ordinary month, the month before known": (small(), AUGUST),
        "the first month": (small(), None),
        "nothing came": (months(found)["nothing came"], AUGUST),
        "everything done": (months(found)["everything done"], AUGUST),
        "one unit alone": (consolidated(alone, filed("10888", record("10888", "1.3"))), None),
        "a whole group is excused": (
            consolidated(replace(found, waivers=group), filed("so-ab", record("so-ab", "1.1"))),
            None,
        ),
    }
    told = []
    for name, (now, before) in cases.items():
        prose = progress_prose(now, before)
        told += [f"# {name}", prose.opening]
        for section in prose.sections:
            told.append(f"## {section.number}- {section.title}")
            told += [f"{block.lead} {block.text}".strip() for block in section.blocks]
        told.append(prose.closing)
    return "\n\n".join(told) + "\n"


def consolidated(found: Register, *filings: Filing) -> Consolidated:
    return consolidate(found, SEPTEMBER, filings, as_of=CUT_OFF, unreadable={})


def test_every_kind_of_month_as_one_page(golden: Callable[[str, str], None]) -> None:
    golden("tien-do.md", page())


def test_what_stands_from_before_is_no_part_beside_in_time_and_late() -> None:
    """The parts of «trong đó» add up to those that are done."""

    def done(unit: str, day: int) -> Record:
        return record(unit, "1.3", Status.DONE, done_on=on(day))

    earlier = ((SEPTEMBER.previous, {"10888": filed("10888", done("10888", 14))}),)
    sent = [filed("10903", done("10903", 20)), filed("11329", done("11329", 14))]
    now = consolidate(register(), SEPTEMBER, sent, as_of=CUT_OFF, unreadable={}, earlier=earlier)
    (line,) = (line for line in said(now)["II"] if "Nhiệm vụ 1.3:" in line)
    assert (
        "Có 03/04 đơn vị hoàn thành (75%; 01 đơn vị theo báo cáo tháng 8/2025), "
        "trong đó 02 đơn vị đúng hạn, 01 đơn vị sau hạn."
    ) in line


@pytest.mark.parametrize(
    ("statuses", "told"),
    [
        (
            (Status.NOT_ARISING,) * 3,
            "Cả 03 đơn vị phải thực hiện đều báo cáo không phát sinh nội dung.",
        ),
        (
            (Status.NOT_ARISING, Status.NOT_ARISING, Status.NOT_COMPETENT),
            "Chưa có đơn vị nào trong số 03 đơn vị báo cáo thực hiện: 02 đơn vị báo cáo không phát sinh nội dung; 01 đơn vị báo cáo nội dung không thuộc thẩm quyền.",
        ),
    ],
)
def test_nobody_stands_besides_all(statuses: tuple[Status, ...], told: str) -> None:
    units = ("10888", "10903", "11329")
    now = together(*(filed(u, record(u, "2.1", s)) for u, s in zip(units, statuses, strict=True)))
    (line,) = (line for line in said(now)["II"] if "Nhiệm vụ 2.1:" in line)
    assert line.endswith(f"Giao 03 đơn vị thực hiện thường xuyên. {told}")


def test_nothing_is_praised_and_nothing_regretted_that_is_not_there() -> None:
    nothing = said(together())["III"]
    assert nothing[0].startswith("- Còn 04 đơn vị quá hạn")
    everything = said(months(register())["everything done"])["III"]
    assert everything[0].startswith("- Có ")
    assert not any("Hạn chế" in line for line in everything)


def test_notes_of_ours_share_one_bracket_and_what_is_done_is_said_once() -> None:
    proof = "Báo cáo số 73-BC/ĐU, ngày 14/8/2025"
    done = record("so-ab", "3.1", Status.DONE, done_on=on(14), evidence=proof)
    july = SEPTEMBER.previous.previous
    earlier = ((july, {"so-ab": filed("so-ab", done)}),)
    now = consolidate(register(), SEPTEMBER, (), as_of=CUT_OFF, unreadable={}, earlier=earlier)
    (told,) = (t for t in said(now)["II"] if "Báo cáo số 73" in t)
    assert told.endswith(f" (theo báo cáo tháng 7/2025; thời hạn trước ngày 31/8/2025; {proof}).")


def test_an_appendix_of_nobody_is_left_out_and_the_other_one_has_no_number() -> None:
    quiet = outline(rendered(report(months(register())["everything done"])), NAME)
    assert "Phụ lục 2" not in quiet
    assert "Phụ lục 1" not in quiet
    assert "thường xuyên (Phụ lục)." in quiet
    assert "Không có nội dung" not in quiet
    owing = outline(rendered(report(small())), NAME)
    assert "thường xuyên (Phụ lục 1)." in owing
    assert "Phụ lục 2" in owing


def test_the_board_urges_others_and_not_itself() -> None:
    found = register()
    board = replace(found.settings.board, name="Sở A & B")
    found = replace(found, settings=replace(found.settings, board=board))
    nobody = consolidate(found, SEPTEMBER, (), as_of=CUT_OFF, unreadable={})
    told = said(nobody)["IV"]
    assert told[:2] == [
        "- Sở A & B đôn đốc 03 đơn vị gửi báo cáo tháng 9 năm 2025: xã Cẩm Giang, xã Cẩm Giàng, phường Ngô Quyền.",
        "- Sở A & B gửi báo cáo tháng 9 năm 2025.",
    ]


def test_what_nobody_has_begun_is_not_called_under_way() -> None:
    units = ("10888", "10903", "11329")
    idle = together(*(filed(u, record(u, "2.1", Status.NOT_STARTED)) for u in units))
    busy = together(*(filed(u, record(u, "2.1", Status.IN_PROGRESS)) for u in units))
    first, second = (next(t for t in said(now)["I"] if "ý (1), mục 2" in t) for now in (idle, busy))
    assert first.startswith(
        "- Thường xuyên hoặc không quy định thời hạn, còn đơn vị chưa thực hiện:"
    )
    assert second.startswith("- Thường xuyên hoặc không quy định thời hạn, đang thực hiện:")
    assert not [t for t in said(idle)["I"] if t.startswith("- Đang thực hiện, còn trong hạn")]
