"""Who sent a form, against the addresses of the register."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from cv183_reports.catalogue import intake as catalogue
from cv183_reports.model import Register
from cv183_reports.model.finding import Rule
from cv183_reports.validation.identity import judge_sender, others_at, unit_of_sender
from tests import months

ADDRESSES = {
    "so-ab": "soab@haiphong.gov.vn",
    "10888": "VP.CamGiang@gmail.com; vanthu@camgiang.vn",
    "10903": "camgiang2@haiphong.gov.vn",
}


def register() -> Register:
    whole = months.register()
    units = tuple(replace(unit, email=ADDRESSES.get(unit.code, "")) for unit in whole.units)
    return replace(whole, units=units)


@pytest.mark.parametrize(
    ("sender", "code", "rule"),
    [
        ("", "10888", None),
        ("vp.camgiang@gmail.com", "10888", None),
        ("vanthu@camgiang.vn", "10888", None),
        ("bithu@camgiang.vn", "10888", catalogue.SENDER_COLLEAGUE),
        ("ai.do@gmail.com", "10888", catalogue.SENDER_UNKNOWN),
        ("khac@haiphong.gov.vn", "so-ab", catalogue.SENDER_UNKNOWN),
        ("camgiang2@haiphong.gov.vn", "10888", None),
    ],
)
def test_what_is_said_of_a_sender(sender: str, code: str, rule: Rule | None) -> None:
    whole = register()
    unit = whole.unit(code)
    assert unit is not None
    found = [finding.code for finding in judge_sender(sender, unit, whole, "thu.eml/a.xlsx")]
    assert found == ([rule.code] if rule else [])


def test_nothing_is_said_where_the_register_gives_no_address() -> None:
    whole = register()
    unit = next(unit for unit in whole.units if not unit.email)
    assert list(judge_sender("ai.do@gmail.com", unit, whole, "a")) == []


@pytest.mark.parametrize(
    ("sender", "code", "others"),
    [
        ("", "10888", []),
        ("ai.do@gmail.com", "10888", []),
        ("VP.CamGiang@gmail.com", "10888", []),
        ("camgiang2@haiphong.gov.vn", "10888", ["10903"]),
        ("camgiang2@haiphong.gov.vn", "so-ab", ["10903"]),
        ("vanthu@camgiang.vn", "10903", ["10888"]),
        ("btc@haiphong.gov.vn", "10888", []),
    ],
)
def test_the_units_at_a_strange_address(sender: str, code: str, others: list[str]) -> None:
    """Ban Tổ chức, which gathers the reports and hands on what others sent, is never one."""
    whole = register()
    board = replace(
        whole.units[0], code="btc", name=whole.settings.board.name, email="btc@haiphong.gov.vn"
    )
    whole = replace(whole, units=(*whole.units, board))
    unit = whole.unit(code)
    assert unit is not None
    assert [other.code for other in others_at(sender, unit, whole)] == others


def test_an_address_that_units_share_is_each_ones_own() -> None:
    whole = register()
    shared = tuple(replace(unit, email="chung@haiphong.gov.vn") for unit in whole.units)
    whole = replace(whole, units=shared)
    assert not any(others_at("chung@haiphong.gov.vn", unit, whole) for unit in shared)


def test_whose_an_address_is() -> None:
    whole = register()
    found = unit_of_sender("vanthu@camgiang.vn", whole)
    assert found is not None
    assert found.code == "10888"
    assert unit_of_sender("", whole) is None
    assert unit_of_sender("ai.do@gmail.com", whole) is None
    shared = tuple(replace(unit, email="chung@haiphong.gov.vn") for unit in whole.units)
    assert unit_of_sender("chung@haiphong.gov.vn", replace(whole, units=shared)) is None
