"""Who sent a form, against the addresses of the register."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cv183_reports.catalogue import intake as catalogue
from cv183_reports.model import Register
from cv183_reports.model.finding import Rule
from cv183_reports.validation.identity import judge_sender, unit_of_sender
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
        ("camgiang2@haiphong.gov.vn", "10888", catalogue.SENDER_OF_OTHERS),
        ("camgiang2@haiphong.gov.vn", "so-ab", catalogue.SENDER_OF_OTHERS),
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


def test_a_sender_of_another_unit_is_named() -> None:
    whole = register()
    unit = whole.unit("10888")
    assert unit is not None
    (finding,) = judge_sender("camgiang2@haiphong.gov.vn", unit, whole, "thu.eml/a.xlsx")
    assert str(finding) == (
        "thu.eml/a.xlsx — Thư gửi từ camgiang2@haiphong.gov.vn, là địa chỉ của Đảng ủy xã Cẩm Giàng, nhưng báo cáo"
        " là của Đảng ủy xã Cẩm Giang — Hãy hỏi lại xem có gửi nhầm tệp của đơn vị khác không. [SUB111]"
    )


def test_whose_an_address_is() -> None:
    whole = register()
    found = unit_of_sender("vanthu@camgiang.vn", whole)
    assert found is not None
    assert found.code == "10888"
    assert unit_of_sender("", whole) is None
    assert unit_of_sender("ai.do@gmail.com", whole) is None
    shared = tuple(replace(unit, email="chung@haiphong.gov.vn") for unit in whole.units)
    assert unit_of_sender("chung@haiphong.gov.vn", replace(whole, units=shared)) is None
