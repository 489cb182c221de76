"""This month against last month: over the same units, whatever else came or did not come."""

from __future__ import annotations

from datetime import time
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cv183_reports.consolidation.consolidate import consolidate
from cv183_reports.consolidation.indicators import Change, change_of
from cv183_reports.model import Period
from cv183_reports.model.consolidated import Consolidated
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
