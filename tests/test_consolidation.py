"""Every assignment in exactly one class, whatever came and in whatever order."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cv183_reports.consolidation.consolidate import consolidate
from cv183_reports.document.appendices import figure_tables, filing_groups
from cv183_reports.model import Filing, Indicator, Obligation, Period, Record, Status, Waiver
from cv183_reports.model.consolidated import Consolidated, Debt, FilingStanding, Standing
from cv183_reports.model.prose import About, Basis
from cv183_reports.narrative import results
from cv183_reports.narrative.explanation import explain
from cv183_reports.narrative.filing import paragraph
from cv183_reports.narrative.indicator_explanation import ExplainedPart
from tests.months import CUT_OFF, SEPTEMBER, filing, on, record, register

REGISTER = register()
T = TypeVar("T", Obligation, Indicator)


def together(
    *filings: Filing,
    as_of: datetime = CUT_OFF,
    unreadable: dict[str, tuple[str, ...]] | None = None,
) -> Consolidated:
    return consolidate(REGISTER, SEPTEMBER, filings, as_of=as_of, unreadable=unreadable or {})


def standing(now: Consolidated, unit: str, obligation: str) -> Standing:
    return next(
        a.standing
        for a in now.assignments
        if (a.unit.code, a.obligation.code) == (unit, obligation)
    )


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (record("10888", "1.3", Status.DONE, done_on=on(14)), Standing.DONE_ON_TIME),
        (record("10888", "1.3", Status.DONE, done_on=on(15)), Standing.DONE_LATE),
        (record("10888", "1.3", Status.DONE), Standing.DONE_ON_TIME),
        (record("10888", "1.3", Status.IN_PROGRESS), Standing.OVERDUE),
        (record("10888", "1.3", Status.NOT_STARTED), Standing.OVERDUE),
        (record("10888", "1.3", Status.NOT_ARISING), Standing.NOT_ARISING),
        (record("10888", "1.3", Status.NOT_COMPETENT), Standing.NOT_COMPETENT),
        (record("10888", "1.1", Status.DONE), Standing.DONE),
        (record("10888", "1.1", Status.IN_PROGRESS), Standing.UNDER_WAY),
        (record("10888", "1.1", Status.NOT_STARTED), Standing.NOT_BEGUN),
    ],
)
def test_a_record_is_classed_by_status_and_exclusive_deadline(
    said: Record, expected: Standing
) -> None:
    assert standing(together(filing("10888", said)), "10888", said.obligation) is expected


def test_an_unfinished_obligation_is_not_overdue_before_its_deadline() -> None:
    early = datetime(2025, 8, 14, 23, 59, tzinfo=CUT_OFF.tzinfo)
    said = filing("10888", record("10888", "1.3"))
    assert standing(together(said, as_of=early), "10888", "1.3") is Standing.WITHIN_DEADLINE
    assert (
        standing(together(said, as_of=early + timedelta(minutes=1)), "10888", "1.3")
        is Standing.OVERDUE
    )


@pytest.mark.parametrize(
    ("at", "obligation", "unit_standing"),
    [
        (CUT_OFF - timedelta(seconds=1), Standing.DONE_ON_TIME, FilingStanding.ON_TIME),
        (CUT_OFF, Standing.DONE_LATE, FilingStanding.LATE),
    ],
)
def test_the_filing_itself_is_judged_by_its_receipt_whatever_its_row_says(
    at: datetime, obligation: Standing, unit_standing: FilingStanding
) -> None:
    now = together(filing("10888", record("10888", "1.4", Status.NOT_STARTED), at=at))
    assert standing(now, "10888", "1.4") is obligation
    assert now.filings[1].standing is unit_standing


def test_a_wrong_row_of_the_filing_itself_is_counted_once_as_filed() -> None:
    """Its receipt judges it: the unit has nothing to mend, and no row of it is left out."""
    now = together(
        filing("10888", record("10888", "1.1"), faulty=("1.4",)),
        filing("10903", record("10903", "1.1"), faulty=("1.3", "1.4"), blank=("2.1",)),
    )
    by_unit = {f.unit.code: f for f in now.filings}
    assert [by_unit[unit].faulty for unit in ("10888", "10903")] == [(), ("1.3",)]
    assert [by_unit[unit].debt for unit in ("10888", "10903")] == [None, Debt.INCOMPLETE]
    assert [(by_unit[unit].valid, by_unit[unit].owed) for unit in ("10888", "10903")] == [
        (4, 4),
        (2, 4),
    ]
    told = paragraph(now, None).text
    assert "Có 01 đơn vị còn nội dung, số liệu để trống hoặc chưa thống nhất" in told


JULY, AUGUST = Period(2025, 7), Period(2025, 8)
DONE = record("10888", "1.3", Status.DONE, done_on=on(14))
LATE = record("10888", "1.3", Status.DONE, done_on=on(15))
OPEN = record("10888", "1.3", Status.IN_PROGRESS)
ONGOING = record("10888", "1.1", Status.DONE)


@pytest.mark.parametrize(
    ("july", "august", "september", "expected", "reported_in"),
    [
        pytest.param([], [DONE], None, Standing.DONE_ON_TIME, AUGUST, id="done last month"),
        pytest.param([], [LATE], None, Standing.DONE_LATE, AUGUST, id="late stays late"),
        pytest.param([DONE], None, None, Standing.DONE_ON_TIME, JULY, id="silent for two months"),
        pytest.param([DONE], [LATE], None, Standing.DONE_LATE, AUGUST, id="the last word counts"),
        pytest.param([DONE], [OPEN], None, Standing.NOT_FILED, None, id="taken back in between"),
        pytest.param([DONE], [], None, Standing.DONE_ON_TIME, JULY, id="not a word in between"),
        pytest.param([], [DONE], [OPEN], Standing.OVERDUE, None, id="taken back now"),
        pytest.param([], [DONE], [], Standing.FAULTY, None, id="a file that says nothing of it"),
        pytest.param([], [OPEN], None, Standing.NOT_FILED, None, id="never done"),
    ],
)
def test_what_was_done_once_stays_done_while_the_unit_is_silent(
    july: list[Record],
    august: list[Record] | None,
    september: list[Record] | None,
    expected: Standing,
    reported_in: Period | None,
) -> None:
    earlier = tuple(
        (month, {} if said is None else {"10888": filing("10888", *said)})
        for month, said in ((AUGUST, august), (JULY, july))
    )
    sent = [] if september is None else [filing("10888", *september)]
    now = consolidate(REGISTER, SEPTEMBER, sent, as_of=CUT_OFF, unreadable={}, earlier=earlier)
    (found,) = (a for a in now.assignments if (a.unit.code, a.obligation.code) == ("10888", "1.3"))
    assert (found.standing, found.reported_in) == (expected, reported_in)
    assert now.tally().total() == len(now.assignments) == len(together().assignments)
    others = [a for a in now.assignments if a is not found]
    assert not any(a.reported_in for a in others)


def test_only_what_is_done_once_stays_done_and_a_waiver_goes_before() -> None:
    earlier = ((AUGUST, {"10888": filing("10888", DONE, ONGOING)}),)
    decision = Waiver("10888", "1.3", SEPTEMBER, SEPTEMBER, "15-CV/BTCTU", on(5), "Ông A", "Bão")
    for register_, expected in (
        (REGISTER, [Standing.FAULTY, Standing.DONE_ON_TIME]),
        (replace(REGISTER, waivers=(decision,)), [Standing.FAULTY, Standing.WAIVED]),
    ):
        now = consolidate(
            register_, SEPTEMBER, (), as_of=CUT_OFF, unreadable={"10888": ("x",)}, earlier=earlier
        )
        assert [standing(now, "10888", code) for code in ("1.1", "1.3")] == expected


def test_what_stays_done_is_marked_wherever_it_is_told() -> None:
    earlier = ((AUGUST, {"10888": filing("10888", DONE, sample=True)}),)
    others = [filing(unit, record(unit, "1.3", Status.DONE)) for unit in ("10903", "11329")]
    now = consolidate(REGISTER, SEPTEMBER, others, as_of=CUT_OFF, unreadable={}, earlier=earlier)
    assert now.sample
    rows = {row.unit: row.note for group in filing_groups(now, now.filings) for row in group.rows}
    assert rows["Xã Cẩm Giang"] == "Hoàn thành theo báo cáo tháng 8/2025: ý (3), mục 1"
    letter = filing_groups(now, now.filings, for_units=True)
    assert not any("theo báo cáo" in row.note for group in letter for row in group.rows)
    (row,) = (p for p in _explained(now, "10888", "1.3") if p.label == "Hoàn thành đúng hạn")
    assert row.evidence[0].said == "Hoàn thành ngày 14/8/2025, theo báo cáo tháng 8/2025"
    assert row.evidence[0].source == DONE.source
    told = results.many([a for a in now.assignments if a.obligation.code == "1.3"], "")
    assert (
        "Có 03/04 đơn vị hoàn thành (75%; 01 đơn vị theo báo cáo tháng 8/2025), đều đúng hạn"
        in told
    )


def _explained(now: Consolidated, *key: str) -> tuple[ExplainedPart, ...]:
    return explain(now, Basis(About.ASSIGNMENT, key), ()).parts


def test_the_kinds_of_nothing_stay_apart() -> None:
    now = together(
        filing(
            "10888", record("10888", "1.1", Status.NOT_ARISING), blank=("1.3",), faulty=("2.1",)
        ),
        unreadable={"10903": ("10903.pdf",)},
    )
    assert standing(now, "10888", "1.1") is Standing.NOT_ARISING
    assert standing(now, "10888", "1.3") is Standing.BLANK
    assert standing(now, "10888", "2.1") is Standing.FAULTY
    assert standing(now, "10903", "1.4") is Standing.FAULTY
    assert standing(now, "10903", "1.1") is Standing.FAULTY
    assert standing(now, "11329", "1.1") is Standing.NOT_FILED
    assert standing(now, "11329", "1.4") is Standing.OVERDUE
    assert [f.standing for f in now.filings] == [
        FilingStanding.MISSING,
        FilingStanding.ON_TIME,
        FilingStanding.FAULTY,
        FilingStanding.MISSING,
    ]


def test_what_a_form_did_not_have_is_owed_by_nobody_and_asked_of_nobody() -> None:
    lacking = replace(
        filing("10888", record("10888", "1.1"), figures={"N1": 9}), unseen=frozenset({"2.1", "N2"})
    )
    now = together(lacking, filing("10903", figures={"N1": 1}))
    assert [a.obligation.code for a in now.assignments if a.unit.code == "10888"] == [
        "1.1",
        "1.3",
        "1.4",
    ]
    assert [a.unit.code for a in now.assignments if a.obligation.code == "2.1"] == [
        "10903",
        "11329",
    ]
    unit = next(f for f in now.filings if f.unit.code == "10888")
    assert (unit.owed, unit.valid, unit.debt) == (3, 3, None)
    assert {t.indicator.code: t.asked for t in now.totals} == {"N1": 3, "N2": 2, "N3": 3, "N4": 2}
    tables = [table for table in figure_tables(now) if len(table.columns) == 3]
    assert [row.values for table in tables for row in table.rows][:2] == [
        ("9", "x", ""),
        ("1", "", ""),
    ]


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (None, None, [8, 9, 10]),
        (Period(2025, 9), None, [9, 10]),
        (None, Period(2025, 8), [8]),
        (Period(2025, 10), Period(2025, 10), [10]),
    ],
)
def test_a_month_counts_what_holds_in_it(
    first: Period | None, last: Period | None, months: list[int]
) -> None:
    def dated(each: T) -> T:
        return (
            replace(each, valid_from=first, valid_until=last)
            if each.code in {"2.1", "N1"}
            else each
        )

    found = replace(
        REGISTER,
        obligations=tuple(map(dated, REGISTER.obligations)),
        indicators=tuple(map(dated, REGISTER.indicators)),
    )
    for month in (8, 9, 10):
        now = consolidate(found, Period(2025, month), (), as_of=CUT_OFF, unreadable={})
        is_held = month in months
        assert any(a.obligation.code == "2.1" for a in now.assignments) is is_held
        assert [t.indicator.code for t in now.totals if t.indicator.code in {"N1", "N4"}] == (
            ["N1", "N4"] if is_held else []
        )


def test_totals_add_averages_average_and_ratios_use_only_units_that_gave_every_part() -> None:
    now = together(
        filing("10888", figures={"N1": 100, "N2": 80, "N3": "90.5"}),
        filing("10903", figures={"N1": 0, "N2": 0, "N3": "91.5"}),
        filing("11329", figures={"N1": 900}),
    )
    shown = {t.indicator.code: (t.value, t.given, t.asked) for t in now.totals}
    assert shown == {
        "N1": (Decimal(1000), 3, 3),
        "N2": (Decimal(80), 2, 3),
        "N3": (Decimal(91), 2, 3),
        "N4": (Decimal(80), 2, 3),
    }


def test_a_figure_nobody_gave_is_not_zero() -> None:
    assert together(filing("10888", figures={"N1": 0})).total("N2").value is None  # type: ignore[union-attr]
    assert together(filing("10888", figures={"N1": 0})).total("N1").value == 0  # type: ignore[union-attr]


statuses = st.sampled_from(Status)
instants = st.datetimes(datetime(2025, 8, 1), datetime(2025, 9, 30)).map(
    lambda at: at.replace(tzinfo=CUT_OFF.tzinfo)
)


@st.composite
def anything_filed(draw: st.DrawFn) -> list[Filing]:
    units = draw(st.lists(st.sampled_from(REGISTER.units), unique_by=lambda u: u.code))
    return [
        filing(
            unit.code,
            *(
                record(unit.code, o.code, draw(statuses), done_on=draw(st.none() | st.just(on(20))))
                for o in REGISTER.obligations_of(unit)
                if draw(st.booleans())
            ),
            at=draw(instants),
        )
        for unit in units
    ]


@given(anything_filed(), instants, st.randoms())
def test_classes_add_up_to_the_assignments_and_order_does_not_matter(
    filings: list[Filing], as_of: datetime, random: object
) -> None:
    now = together(*filings, as_of=as_of)
    assert now.tally().total() == len(now.assignments) == 4 + 4 + 4 + 3 + 1 + 1
    for obligation in REGISTER.obligations:
        owed = sum(a.obligation.code == obligation.code for a in now.assignments)
        assert now.tally(obligation.code).total() == owed
    assert now.filing_tally().total() == len(REGISTER.units)
    shuffled = list(filings)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert together(*shuffled, as_of=as_of) == now
