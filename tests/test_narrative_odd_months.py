"""Months that are odd: nobody, one or all of a kind; what then is no part, no list and no praise."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from cv183_reports.consolidation.consolidate import consolidate
from cv183_reports.document.appendices import progress_table
from cv183_reports.model import (
    Answer,
    Deadline,
    Filing,
    Kind,
    ListValue,
    Period,
    Record,
    Register,
    Status,
    Waiver,
)
from cv183_reports.model.consolidated import Consolidated, Standing
from cv183_reports.model.prose import About, Assessment, AssessmentPart, Basis, Section
from cv183_reports.narrative import filing, phrases, results
from cv183_reports.narrative.brief import brief_prose
from cv183_reports.narrative.explanation import explain
from cv183_reports.narrative.monthly import (
    FIRST_MONTH,
    MonthsBefore,
    difficulties_section,
    drafted,
    monthly_prose,
)
from cv183_reports.narrative.phrases import MOST_SYLLABLES, syllables
from cv183_reports.narrative.progress import progress_prose
from tests.months import CUT_OFF, SEPTEMBER, Field, on, record, register
from tests.months import filing as filed
from tests.test_evaluation import AUGUST, IN_AUGUST, LATE, UNITS, asked, done, drafts
from tests.test_evaluation import month as judged_month
from tests.test_narrative import REGISTER, figures_of, lines, of_many, results_of, together


def test_one_is_not_told_as_all() -> None:
    now = together(filed("so-ab", record("so-ab", "3.1", Status.DONE, done_on=on(20))))
    assert "(đạt 25%); đúng hạn (trước 16 giờ" in filing.paragraph(now, None).text
    assert results.in_all(now).endswith("Số đã hoàn thành là 02 lượt, đều đúng hạn.")
    late = together(filed("so-ab", record("so-ab", "3.1", percent=Decimal(40))))
    assert results.in_all(late).endswith("Số đã hoàn thành là 01 lượt, đúng hạn.")
    (figure,) = (line for line in lines(_section_one(late)) if "quá hạn:" in line)
    assert figure == "- Nhiệm vụ quá hạn: 01 lượt của 01 đơn vị, 22 ngày."


def test_the_first_part_says_why_most_of_what_is_overdue_is_so() -> None:
    objective, subjective = register().profile.causes
    commonly = (subjective, subjective, objective)

    def told(*causes: ListValue | None) -> str:
        late = [
            filed(
                unit, record(unit, "1.3", Status.IN_PROGRESS, **({"cause": cause} if cause else {}))
            )
            for unit, cause in zip(("10888", "10903", "11329"), causes, strict=False)
        ]
        (line,) = (one for one in lines(_section_one(together(*late))) if "lượt của" in one)
        return line.removeprefix("- Nhiệm vụ quá hạn: ")

    late = filed("10888", record("10888", "1.3", Status.IN_PROGRESS, cause=subjective))
    (basis,) = (b.basis for b in _section_one(together(late)).blocks if "lượt của" in b.text)
    (evidence,) = explain(together(late), basis, ()).parts[0].evidence
    assert evidence.said == "Đang thực hiện, nguyên nhân: Chủ quan"
    assert told(*commonly) == (
        "03 lượt của 03 đơn vị, lâu nhất 38 ngày; nguyên nhân đơn vị nêu nhiều nhất: chủ quan (02/03 lượt)."
    )
    assert told(subjective, subjective) == (
        "02 lượt của 02 đơn vị, lâu nhất 38 ngày; nguyên nhân đơn vị nêu: đều chủ quan."
    )
    assert told(subjective) == "01 lượt của 01 đơn vị, 38 ngày; nguyên nhân đơn vị nêu: chủ quan."
    assert told(subjective, None) == "02 lượt của 02 đơn vị, lâu nhất 38 ngày."
    assert told(subjective, objective) == "02 lượt của 02 đơn vị, lâu nhất 38 ngày."


def test_a_register_without_figures_has_no_part_for_them() -> None:
    """The parts behind it move up, and what points to them does."""
    late = filed(
        "10888", record("10888", "1.3", Status.IN_PROGRESS, new_deadline=date(2025, 10, 5))
    )
    others = [filed(u) for u in ("so-ab", "10903", "11329")]
    now = consolidate(
        replace(REGISTER, indicators=()),
        SEPTEMBER,
        (late, *others),
        as_of=CUT_OFF,
        unreadable={},
    )
    sections = monthly_prose(now, FIRST_MONTH).sections
    titles = [f"{each.number}- {each.title}" for each in sections]
    assert titles[2:] == [
        "III- Hạn chế, khó khăn, nguyên nhân",
        "IV- Kiến nghị, đề xuất",
        "V- Nhiệm vụ trọng tâm tháng 10 năm 2025",
    ]
    (asked,) = (line for s in sections for line in lines(s) if "Chỉ đạo hoàn thành" in line)
    assert "(mục 1, phần III) theo hạn đơn vị đề nghị (phần V), chậm nhất" in asked


def _section_one(now: Consolidated) -> Section:
    return monthly_prose(now, FIRST_MONTH).sections[0]


def test_nothing_is_said_to_be_in_time_of_units_that_said_nothing() -> None:
    def overdue(now: Consolidated) -> list[str]:
        sections = monthly_prose(now, FIRST_MONTH).sections
        told = [line for s in sections for line in lines(s) if "quá hạn" in line]
        return [line for line in told if not line.startswith("1. ")]

    done = record("so-ab", "1.3", Status.DONE, done_on=on(14))
    own = record("so-ab", "3.1", Status.DONE, done_on=on(14))
    assert overdue(together(filed("so-ab", done, own))) == [
        "- Các đơn vị có báo cáo hợp lệ không có nhiệm vụ quá hạn.",
        "Còn 03 lượt nhiệm vụ gửi báo cáo tháng quá hạn (Phụ lục 3); các đơn vị có báo cáo hợp lệ không có nhiệm vụ quá hạn.",
    ]
    assert overdue(together()) == [
        "Còn 04 lượt nhiệm vụ gửi báo cáo tháng quá hạn (Phụ lục 3); chưa đủ báo cáo để xác định nhiệm vụ khác."
    ]
    sent = [
        filed(u, record(u, "1.3", Status.DONE, done_on=on(14))) for u in ("10888", "10903", "11329")
    ]
    assert overdue(together(filed("so-ab", done, own), *sent)) == ["- Không có nhiệm vụ quá hạn."]


def test_what_the_dispatch_gave_adds_up_in_words_and_in_the_table() -> None:
    """What is to be completed holds what does not arise: body and appendix say so alike."""
    excused = Waiver(
        "11329", "", SEPTEMBER, SEPTEMBER, "Công văn số 15-CV/BTCTU", on(5), "Ông A", "Bão"
    )
    sent = (
        filed(
            "so-ab",
            record("so-ab", "1.3", Status.NOT_COMPETENT),
            record("so-ab", "3.1", Status.DONE),
        ),
        filed(
            "10888",
            record("10888", "1.3", Status.NOT_ARISING),
            record("10888", "1.1", Status.NOT_ARISING),
        ),
    )
    register_ = replace(REGISTER, waivers=(excused,))
    now = consolidate(register_, SEPTEMBER, sent, as_of=CUT_OFF, unreadable={})
    assert results.in_all(now) == (
        "Công văn giao 06 nhiệm vụ cho 04 đơn vị, tổng số 17 lượt nhiệm vụ, gồm 07 lượt phải hoàn thành, 06 lượt thường xuyên, "
        "04 lượt được miễn, hoãn (Phụ lục 1). Số đã hoàn thành là 03 lượt, đều đúng hạn. "
        "Số phải hoàn thành tính cả 02 lượt không phát sinh, không thuộc thẩm quyền."
    )
    table = progress_table(now)
    assert [(part.text, part.total) for part in table.parts] == [
        ("Trong đó: Nhiệm vụ phải hoàn thành", "7"),
        ("Nhiệm vụ thường xuyên", "6"),
        ("Được miễn, hoãn", "4"),
    ]
    for column, total in enumerate(table.total.counts):
        parts = (int(part.counts[column] or 0) for part in table.parts)
        assert sum(parts) == int(total or 0), table.headers[column]
    declined = [
        table.headers.index(s.value) for s in (Standing.NOT_ARISING, Standing.NOT_COMPETENT)
    ]
    assert [table.parts[0].counts[at] for at in declined] == ["1", "1"]
    alone = replace(REGISTER, obligations=REGISTER.obligations[1:3])
    assert (
        progress_table(consolidate(alone, SEPTEMBER, (), as_of=CUT_OFF, unreadable={})).parts == ()
    )


def test_what_stands_from_before_is_of_the_months_that_told_it() -> None:
    july, done = SEPTEMBER.previous.previous, record("10888", "1.3", Status.DONE, done_on=on(14))
    sent = filed("so-ab", record("so-ab", "1.3", Status.DONE, done_on=on(14)))
    told = {}
    for name, month, filings in (
        ("last", SEPTEMBER.previous, (sent,)),
        ("earlier", july, (sent,)),
        ("alone", july, ()),
    ):
        earlier = ((month, {"10888": filed("10888", done)}),)
        now = consolidate(
            REGISTER, SEPTEMBER, filings, as_of=CUT_OFF, unreadable={}, earlier=earlier
        )
        (told[name],) = (line for line in lines(_section_one(now)) if "phải hoàn thành:" in line)
    assert told["last"].endswith(", trong đó 01 lượt theo báo cáo tháng trước.")
    assert told["earlier"].endswith(", trong đó 01 lượt theo báo cáo các tháng trước.")
    assert told["alone"].endswith(
        "01/09 lượt, đạt 11,1% (mỗi nhiệm vụ giao một đơn vị tính một lượt), theo báo cáo các tháng trước."
    )


def _of_three(*said: Record, short_text: str = "Nhiệm vụ") -> str:
    """What is said of section 3, which then has three items: the second without a deadline."""
    *others, first, last = REGISTER.obligations
    items = [
        replace(
            first, code=f"3.{n}", short_text=f"{short_text} 3.{n}", order=first.order + n,
            deadline=None if n == 2 else first.deadline,
        )
        for n in (1, 2, 3)
    ]  # fmt: skip
    asked = replace(REGISTER, obligations=(*others, *items, replace(last, order=20)))
    now = consolidate(
        asked, SEPTEMBER, [filed("so-ab", *said)] if said else [], as_of=CUT_OFF, unreadable={}
    )
    told = results_of(now)
    return told[next(at for at, line in enumerate(told) if "(mục 3 Công văn)" in line) + 1]


def test_the_tasks_of_one_unit_that_stand_alike_are_told_together() -> None:
    begun = [record("so-ab", f"3.{n}", Status.NOT_STARTED, percent=Decimal()) for n in (1, 2, 3)]
    assert _of_three(*begun) == (
        "Sở A & B chưa hoàn thành, đã quá hạn 02 nhiệm vụ: nhiệm vụ 3.1 (ý (1)), đạt 0%; nhiệm vụ 3.3 (ý (3)), đạt 0%. "
        "Chưa thực hiện 01 nhiệm vụ: nhiệm vụ 3.2 (ý (2))."
    )


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (Status.NOT_ARISING, "báo cáo 03 nhiệm vụ không phát sinh nội dung"),
        (Status.NOT_COMPETENT, "báo cáo 03 nhiệm vụ không thuộc thẩm quyền"),
    ],
)
def test_the_tasks_that_one_unit_declines_are_the_object_of_what_it_says(
    status: Status, told: str
) -> None:
    said = _of_three(*(record("so-ab", f"3.{n}", status) for n in (1, 2, 3)))
    assert said.startswith(f"Sở A & B {told}: nhiệm vụ 3.1 (ý (1)); ")


def test_what_one_unit_did_by_earlier_reports_is_told_by_them() -> None:
    first, last = REGISTER.obligations[4:]
    items = [replace(first, code=f"3.{n}", order=first.order + n) for n in (1, 2)]
    asked = replace(
        REGISTER, obligations=(*REGISTER.obligations[:4], *items, replace(last, order=20))
    )
    done = [record("so-ab", f"3.{n}", Status.DONE, done_on=on(14)) for n in (1, 2)]
    earlier = ((SEPTEMBER.previous, {"so-ab": filed("so-ab", *done)}),)
    now = consolidate(asked, SEPTEMBER, (), as_of=CUT_OFF, unreadable={}, earlier=earlier)
    assert (
        "Sở A & B hoàn thành 02/02 nhiệm vụ phải hoàn thành (02 nhiệm vụ theo báo cáo tháng 8/2025)."
        in results_of(now)
    )


def test_what_all_units_are_excused_from_begins_with_no_numeral_and_is_compared_with_nothing() -> (
    None
):
    excused = tuple(
        Waiver(
            unit.code,
            code,
            SEPTEMBER.previous,
            SEPTEMBER,
            "Công văn số 15-CV/BTCTU",
            on(5),
            "Ông A",
            "Bão",
        )
        for unit in REGISTER.units
        for code in ("1.3", "3.1")
    )
    asked = replace(REGISTER, waivers=excused)
    last, now = (
        consolidate(
            asked,
            period,
            [filed("so-ab", record("so-ab", "3.1", Status.IN_PROGRESS, percent=Decimal(40)))],
            as_of=asked.due(period),
            unreadable={},
        )
        for period in (SEPTEMBER.previous, SEPTEMBER)
    )
    assert of_many(now, "1.3") == "Cả 04 đơn vị được giao đều được miễn, hoãn."
    (own,) = (
        line for line in lines(progress_prose(now, last).sections[1]) if "(1) Nhiệm vụ 3.1" in line
    )
    assert own == (
        "(1) Nhiệm vụ 3.1: Sở A & B được miễn, hoãn theo Công văn số 15-CV/BTCTU, ngày 05/8/2025."
    )


def test_a_result_that_says_only_how_it_stands_is_none_in_the_progress_report_either() -> None:
    def told(result: str) -> str:
        said = record("so-ab", "9", Status.IN_PROGRESS, result=result)
        section = progress_prose(together(filed("so-ab", said)), None).sections[1]
        return lines(section)[-1]

    assert told("Đang triển khai thực hiện.") == "Sở A & B thực hiện thường xuyên."
    assert told("Đã họp 02 lần") == "Sở A & B thực hiện thường xuyên. Đã họp 02 lần."


def test_many_ways_of_not_doing_it_are_told_in_a_sentence_of_their_own() -> None:
    units = [replace(REGISTER.units[1], code=f"100{n}", order=n) for n in range(6)]
    asked = replace(REGISTER, units=tuple(units))
    said = (Status.IN_PROGRESS, Status.NOT_ARISING, Status.NOT_COMPETENT)
    sent = [filed(u.code, record(u.code, "1.3", s)) for u, s in zip(units, said, strict=False)]
    sent += [filed("1003", faulty=("1.3",)), filed("1004", blank=("1.3",))]
    now = consolidate(asked, SEPTEMBER, sent, as_of=CUT_OFF, unreadable={})
    told = of_many(now, "1.3")
    assert told == (
        "Chưa có đơn vị nào trong số 06 đơn vị báo cáo hoàn thành. Còn 01 đơn vị chưa hoàn thành, đã quá hạn (xã Cẩm Giang); "
        "01 đơn vị báo cáo không phát sinh nội dung; 01 đơn vị báo cáo nội dung không thuộc thẩm quyền; "
        "01 đơn vị có báo cáo chưa hợp lệ, cần rà soát; 01 đơn vị để trống nội dung báo cáo; 01 đơn vị chưa gửi báo cáo."
    )


def test_what_one_unit_says_of_many_tasks_is_counted_and_told_once() -> None:
    """Its list is told without its numbers, in small letters where another wrote it so."""
    listed = "1. Thiếu công chức địa chính\n2. Thiếu máy quét"
    said: dict[str, Answer] = {
        "difficulty": listed,
        "field": Field.STAFF,
        "cause": ListValue("Chủ quan", "chủ quan"),
    }
    again = said | {"difficulty": "1) thiếu công chức địa chính; 2) thiếu máy quét."}
    now = together(
        filed(
            "10888", *(record("10888", code, Status.IN_PROGRESS, **said) for code in ("1.1", "1.3"))
        ),
        filed(
            "10903",
            record("10903", "1.1", Status.IN_PROGRESS, **(said | {"difficulty": listed.upper()})),
        ),
        filed("11329", record("11329", "1.1", Status.IN_PROGRESS, **again)),
    )
    (section,) = (s for s in monthly_prose(now, FIRST_MONTH).sections if s.number == "IV")
    told = lines(section)
    assert "- Cán bộ, biên chế (03 đơn vị): thiếu công chức địa chính; thiếu máy quét." in told
    assert told[-1].startswith(
        "Trong 03 nội dung khó khăn, vướng mắc có nêu nguyên nhân, đơn vị xác định: chủ quan 03. "
    )
    wanting = lines(progress_prose(now, None).sections[2])
    assert wanting[-1] == "- Có 03 đơn vị nêu khó khăn, vướng mắc về cán bộ, biên chế."


def test_tasks_that_a_sentence_cannot_hold_by_name_are_told_by_number() -> None:
    long = "Hoàn thiện thể chế; kiện toàn tổ chức bộ máy, cán bộ; phân cấp, phân quyền; ngân sách, cơ sở vật chất"
    assert _of_three(short_text=long) == (
        "Sở A & B chưa gửi báo cáo về 03 nhiệm vụ (ý (1), (2), (3), mục 3)."
    )
    half = [record("so-ab", f"3.{n}", percent=Decimal(50)) for n in (1, 2, 3)]
    assert _of_three(*half, short_text=long).startswith(
        "Sở A & B chưa hoàn thành, đã quá hạn 02 nhiệm vụ: "
    )
    assert max(map(syllables, _of_three(*half, short_text=long).split(". "))) <= MOST_SYLLABLES


@pytest.mark.parametrize(
    ("result", "told"),
    [
        ("Đang triển khai.", "Sở A & B thực hiện thường xuyên: nhiệm vụ 9."),
        ("đã thực hiện tốt", "Sở A & B thực hiện thường xuyên: nhiệm vụ 9."),
        (
            "Đã thực hiện 05 việc",
            "Sở A & B thực hiện thường xuyên nhiệm vụ được giao. Đã thực hiện 05 việc.",
        ),
        (
            "Đang triển khai tại 114 xã",
            "Sở A & B thực hiện thường xuyên nhiệm vụ được giao. Đang triển khai tại 114 xã.",
        ),
    ],
)
def test_a_result_that_says_only_how_it_stands_is_none(result: str, told: str) -> None:
    said = record("so-ab", "9", Status.IN_PROGRESS, result=result)
    assert told in results_of(together(filed("so-ab", said)))


@pytest.mark.parametrize(
    ("code", "statuses", "told"),
    [
        ("2.1", (Status.NOT_ARISING,) * 3, "Cả 03 đơn vị được giao đều báo cáo không phát sinh nội dung."),
        ("2.1", (Status.NOT_STARTED,) * 3, "Cả 03 đơn vị được giao đều chưa thực hiện."),
        (
            "2.1",
            (Status.NOT_STARTED, Status.NOT_STARTED, Status.NOT_ARISING),
            "Chưa có đơn vị nào trong số 03 đơn vị báo cáo thực hiện; 02 đơn vị chưa thực hiện; 01 đơn vị báo cáo không phát sinh nội dung.",
        ),
    ],
)  # fmt: skip
def test_what_none_does_is_told_in_the_words_of_its_kind_and_all_alike_as_one(
    code: str, statuses: tuple[Status, ...], told: str
) -> None:
    units = ("10888", "10903", "11329")
    said = (filed(u, record(u, code, s)) for u, s in zip(units, statuses, strict=True))
    assert of_many(together(*said), code) == told


@pytest.mark.parametrize(
    ("result", "told"),
    [
        (
            "Sở A & B hoàn thành nhiệm vụ ngày 14/08/2025: đã ban hành 05 văn bản",
            "Sở A & B hoàn thành ngày 14/8/2025, đúng hạn. Đã ban hành 05 văn bản.",
        ),
        (
            "Sở A & B hoàn thành nhiệm vụ ngày 14/8/2025 theo kế hoạch",
            "Sở A & B hoàn thành đúng hạn. Sở A & B hoàn thành nhiệm vụ ngày 14/8/2025 theo kế hoạch.",
        ),
    ],
)
def test_what_the_one_owner_says_of_the_day_is_not_said_before_it(result: str, told: str) -> None:
    said = record("so-ab", "3.1", Status.DONE, done_on=on(14), result=result)
    assert told in results_of(together(filed("so-ab", said)))


@pytest.mark.parametrize(
    ("result", "told"),
    [
        ("Sở A & B đã hoàn thành việc đánh giá", "Sở A & B đã hoàn thành việc đánh giá"),
        (
            "Đã hoàn thành việc đánh giá",
            "Sở A & B hoàn thành nhiệm vụ được giao. Đã hoàn thành việc đánh giá",
        ),
        (
            "Sở A & B hoàn thành 3/5 việc",
            "Sở A & B hoàn thành nhiệm vụ được giao. Sở A & B hoàn thành 3/5 việc",
        ),
    ],
)
def test_that_it_is_done_is_said_once_and_of_whom(result: str, told: str) -> None:
    said = record("so-ab", "3.1", Status.DONE, done_on=on(14), result=f"{result} ngày 14/8/2025")
    without_deadline = tuple(
        replace(o, deadline=None) if o.code == "3.1" else o for o in REGISTER.obligations
    )
    undated = replace(REGISTER, obligations=without_deadline)
    now = consolidate(undated, SEPTEMBER, (filed("so-ab", said),), as_of=CUT_OFF, unreadable={})
    assert f"{told} ngày 14/8/2025." in results_of(now)


def test_units_that_all_came_late_are_not_told_beside_none_in_time() -> None:
    late = [filed(unit, at=CUT_OFF) for unit in ("so-ab", "10888")]
    due = "sau hạn (thời hạn trước 16 giờ, ngày 22/9/2025; Phụ lục 2)."
    for number in (1, 2):
        told = filing.paragraph(together(*late[:number]), None).text
        assert told.startswith(f"Có 0{number}/04 đơn vị gửi báo cáo (đạt ")
        assert f"; {'đều ' * (number > 1)}{due}" in told


def test_a_unit_is_named_in_what_follows_its_report_under_way() -> None:
    """The sentence on the very report has no unit for its subject that the next could go on with."""
    found = register()
    due = replace(found.obligations[4].deadline, once=CUT_OFF.replace(day=28))
    last = replace(found.obligations[5], kind=Kind.ONE_OFF, deadline=due)
    board = replace(found.settings.board, name="Sở A & B")
    found = replace(
        found,
        settings=replace(found.settings, board=board),
        profile=replace(found.profile, overall_report="3.2"),
        obligations=(
            *found.obligations[:5],
            replace(last, code="3.2", section=found.obligations[4].section),
        ),
    )
    came = filed("so-ab", *(record("so-ab", code, Status.NOT_STARTED) for code in ("3.1", "3.2")))
    now = consolidate(found, SEPTEMBER, [came], as_of=CUT_OFF, unreadable={})
    assert (
        "Nhiệm vụ lập báo cáo này (ý (2)) có thời hạn trước 16 giờ, ngày 28/9/2025. "
        "Sở A & B chưa hoàn thành, đã quá hạn 01 nhiệm vụ: nhiệm vụ 3.1 (ý (1))."
    ) in results_of(now)
    alone = replace(last, code="9", section="9. Phần 9")
    of_its_own = replace(
        found,
        profile=replace(found.profile, overall_report="9"),
        obligations=(*found.obligations[:5], alone),
    )
    came = filed("so-ab", record("so-ab", "9", Status.NOT_STARTED))
    now = consolidate(of_its_own, SEPTEMBER, [came], as_of=CUT_OFF, unreadable={})
    assert "Nhiệm vụ lập báo cáo này có thời hạn trước 16 giờ, ngày 28/9/2025." in results_of(now)


def _told_over(period: Period, *, as_said: str) -> str:
    """Everything that the papers of a month say against the one before, each unit heard in both."""
    units = ("so-ab", "10888", "10903", "11329")

    def sent(share: int, status: Status, figure: int) -> list[Filing]:
        said = record("10888", "1.3", status, percent=Decimal(share), proposal=as_said)
        others = [filed(unit, record(unit, "1.1", Status.IN_PROGRESS)) for unit in units[2:]]
        own = record("so-ab", "3.1", status, percent=Decimal(share))
        numbers = {"N1": figure, "N2": figure // 2}
        return [filed("so-ab", own), filed("10888", said, figures=numbers), *others]

    before = period.previous
    filings = (sent(40, Status.IN_PROGRESS, 100), sent(90, Status.DONE, 200))
    last, now = (
        consolidate(REGISTER, each, those, as_of=REGISTER.due(each), unreadable={})
        for each, those in zip((before, period), filings, strict=True)
    )
    against = MonthsBefore(last)
    judged = drafted(now, against)
    report, page = monthly_prose(now, against, judged), brief_prose(now, against, judged)
    told = [
        line
        for prose in (report, progress_prose(now, last))
        for s in prose.sections
        for line in lines(s)
    ]
    heads = [head for s in report.sections for block in s.blocks for head in block.heads]
    return "\n".join([*told, *heads, *page.months, page.note])


def test_a_month_of_another_year_is_named_with_it() -> None:
    january, december = Period(2026, 1), Period(2025, 12)
    for period, other, year in ((january, "12", 2025), (december, "01", 2026)):
        told = _told_over(period, as_said="Đề nghị cấp máy quét")
        named = re.findall(rf"[Tt]háng {other}\b(.{{5}})", told)
        assert set(named) == {f"/{year}"}, told
    assert "so với tháng 12/2025" in _told_over(january, as_said="")
    assert "Gửi báo cáo tháng 01/2026 về" in _told_over(december, as_said="")
    assert "tháng 8/" not in _told_over(SEPTEMBER, as_said="")
    last, first = Period.of_quarter(2025, 4), Period.of_quarter(2026, 1)
    assert (phrases.month(last, first), phrases.month(last, last)) == ("quý IV/2025", "quý IV")


def test_a_part_that_stands_alone_has_no_number() -> None:
    done = [
        filed(u, record(u, "1.3", Status.DONE, done_on=on(12))) for u in ("10888", "10903", "11329")
    ]
    own = [record("so-ab", code, Status.DONE, done_on=on(12)) for code in ("1.3", "3.1")]
    now = together(filed("so-ab", *own), *done)
    assert [line[:17] for line in lines(difficulties_section("IV", now, None, ()))] == [
        "Có 04/04 đơn vị g"
    ]
    cause = Assessment("causes", AssessmentPart.CAUSES, "Do khách quan.", Basis(About.ASSESSMENT))
    assert lines(difficulties_section("IV", now, None, (cause,)))[::2] == [
        "1. Chấp hành chế độ báo cáo",
        "2. Nguyên nhân",
    ]


def test_sections_need_no_month_before() -> None:
    now = together(filed("so-ab", figures={"N1": 5}))
    assert "so với" not in filing.paragraph(now, None).text + "".join(figures_of(now))


# What there is to ask in the next month, and of whom.


def with_unit(code: str, base: Register | None = None, **changes: object) -> Register:
    base = base or asked()
    units = [replace(u, **changes) if u.code == code else u for u in base.units]  # type: ignore[arg-type]
    return replace(base, units=tuple(units))


def test_a_unit_that_ends_with_the_month_is_asked_for_nothing_in_the_next() -> None:
    def told(found: Register) -> dict[str, str]:
        silent = [filed(unit, at=IN_AUGUST) for unit in UNITS if unit != "10888"]
        before = judged_month(*silent, period=AUGUST, found=found)
        behind = filed("10888", record("10888", "1.3", Status.IN_PROGRESS), at=LATE)
        return drafts(judged_month(done("so-ab"), behind, done("10903"), done("11329"), found=found), MonthsBefore(before))  # fmt: skip

    stays, ends = told(asked()), told(with_unit("10888", valid_until=date(2025, 9, 30)))
    assert "xã Cẩm Giang" in stays["propose overdue"]
    assert "xã Cẩm Giang" in stays["propose filing"]
    assert stays["task overdue 1.3"].endswith("Chủ trì: xã Cẩm Giang.")
    assert stays["task due 1.4"].endswith("Chủ trì: 04 đơn vị được giao.")
    assert ends["laggards"] == stays["laggards"]
    assert not {"propose overdue", "propose filing", "task overdue 1.3"} & ends.keys()
    assert ends["task due 1.4"].endswith("Chủ trì: Sở A & B, xã Cẩm Giàng, phường Ngô Quyền.")


def test_the_progress_report_asks_no_unit_that_ends_with_the_month() -> None:
    behind = filed("10888", record("10888", "1.3", Status.IN_PROGRESS))

    def ahead(found: Register) -> str:
        section = progress_prose(judged_month(done("so-ab"), behind, found=found), None).sections[
            -1
        ]
        assert section.title == "Nhiệm vụ trọng tâm tháng 10 năm 2025"
        return " ".join(block.text for block in section.blocks)

    assert "Xã Cẩm Giang hoàn thành nhiệm vụ nhiệm vụ 1.3" in ahead(asked())
    ended = ahead(with_unit("10888", valid_until=date(2025, 9, 30)))
    assert "Cẩm Giang" not in ended
    assert "các đơn vị (03 đơn vị) gửi báo cáo tháng 10" in ended.casefold()


def test_a_unit_that_begins_with_the_next_month_owes_what_falls_due_in_it() -> None:
    found = with_unit("11329", valid_from=date(2025, 10, 1))
    told = drafts(judged_month(done("so-ab"), found=found))
    assert told["task due 1.4"].endswith("Chủ trì: 04 đơn vị được giao.")


def test_what_is_done_once_falls_due_for_those_that_have_not_done_it() -> None:
    base = asked()
    due = Deadline(once=SEPTEMBER.following.instant(15))
    told = tuple(replace(o, deadline=due) if o.code == "1.3" else o for o in base.obligations)
    found = replace(base, obligations=told)
    none = filed("10903", record("10903", "1.3", Status.NOT_ARISING))
    some = drafts(judged_month(done("so-ab"), filed("10888"), none, found=found))
    assert some["task due 1.3"].endswith("Chủ trì: xã Cẩm Giang, phường Ngô Quyền.")
    assert "task due 1.3" not in drafts(judged_month(*map(done, UNITS), found=found))
