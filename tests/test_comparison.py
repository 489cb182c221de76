"""This month against last month: over the same units, whatever else came or did not come."""

from __future__ import annotations

from datetime import time
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cv183_reports.consolidation.consolidate import Change, change_of, consolidate
from cv183_reports.model import Nature, Period
from cv183_reports.model.consolidated import Consolidated, IndicatorTotal
from tests.months import SEPTEMBER, filing, register

REGISTER = register()
N1, _, N3, N4 = REGISTER.indicators


def month(period: Period, **figures: dict[str, int | str]) -> Consolidated:
    filings = [filing(unit.removeprefix("u"), figures=given) for unit, given in figures.items()]
    return consolidate(REGISTER, period, filings, as_of=period.instant(22, time(16)), unreadable={})


def test_a_unit_that_did_not_send_is_not_a_fall() -> None:
    before = month(SEPTEMBER.previous, u10888={"N1": 100}, u10903={"N1": 900})
    now = month(SEPTEMBER, u10888={"N1": 110}, u11329={"N1": 5})
    assert change_of(N1, now, before) == Change(N1, Decimal(110), Decimal(100), 1)


def test_averages_and_ratios_are_brought_together_over_the_same_units() -> None:
    before = month(
        SEPTEMBER.previous, u10888={"N1": 100, "N2": 50, "N3": "90.00"}, u10903={"N3": 10}
    )
    now = month(SEPTEMBER, u10888={"N1": 100, "N2": 60, "N3": "90.255"}, u10903={"N1": 7})
    assert change_of(N3, now, before) == Change(N3, Decimal("90.255"), Decimal("90.00"), 1)
    assert change_of(N4, now, before) == Change(N4, Decimal("60.0"), Decimal("50.0"), 1)


def test_no_common_unit_no_month_before_no_change() -> None:
    now = month(SEPTEMBER, u10888={"N1": 1})
    assert change_of(N1, now, None) is None
    assert change_of(N1, now, month(SEPTEMBER.previous, u10903={"N1": 1})) is None
    assert change_of(N4, month(SEPTEMBER, u10888={"N1": 0, "N2": 0}), now) is None


@given(st.dictionaries(st.sampled_from(["10888", "10903", "11329"]), st.integers(0, 10**9)))
def test_a_month_against_itself_never_moves(values: dict[str, int]) -> None:
    now = month(SEPTEMBER, **{f"u{unit}": {"N1": value} for unit, value in values.items()})
    change = change_of(N1, now, now)
    assert (change is None) == (not values)
    assert change is None or (change.difference, change.units) == (0, len(values))


STANDING = replace(N1, nature=Nature.STOCK)
"""As if it were counted at the end of the month."""


def test_what_stands_is_carried_from_the_last_report_however_old() -> None:
    asked = replace(REGISTER, indicators=(STANDING, *REGISTER.indicators[1:]))
    july, august = Period(2025, 7), SEPTEMBER.previous
    reports = {
        july: {"10903": {"N1": 900, "N2": 9}, "11329": {"N1": 40}},
        august: {"10888": {"N1": 100}, "11329": {"N2": 4}},
        SEPTEMBER: {"10888": {"N1": 110}},
    }
    filed = {
        period: {
            unit: replace(filing(unit, figures=given), period=period)
            for unit, given in told.items()
        }
        for period, told in reports.items()
    }
    first, second, third = (
        consolidate(
            asked,
            period,
            filed[period].values(),
            as_of=period.instant(22, time(16)),
            unreadable={},
            earlier=[(past, filed[past]) for past in reversed(filed) if past < period],
        )
        for period in filed
    )
    assert [
        (t.value, t.given, t.carried, t.asked) for t in (m.totals[0] for m in (second, third))
    ] == [
        (1000, 1, 1, 3),
        (1010, 1, 1, 3),
    ]
    assert [(kept.unit.code, kept.period) for kept in third.carried] == [("10903", july)]
    assert change_of(STANDING, third, second) == Change(STANDING, Decimal(1010), Decimal(1000), 2)
    assert change_of(STANDING, second, first) == Change(STANDING, Decimal(900), Decimal(900), 1)
    assert third.total("N2") == IndicatorTotal(REGISTER.indicators[1], None, 3, 0)
