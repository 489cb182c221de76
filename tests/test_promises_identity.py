"""P15: unit and month come from inside the file; whatever disagrees with them is said.

The sender of the mail has its own table, in test_sender.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from msgspec.structs import replace

from cv183_reports.spreadsheet.grid import Cell, CellKind, Sheet, Workbook
from cv183_reports.validation.batch import Received, settle
from cv183_reports.validation.structure import names_unit
from tests.builders import COMMUNE, FILE, REGISTER, WARD
from tests.builders_xlsx import read
from tests.saved_forms import filled
from tests.submission_cases import PERIOD, judged
from tests.word_templates import codes

Codes = list[str]


@cache
def form() -> Workbook:
    return replace(read(filled()), file=FILE)


def at(name: str, label: str, text: str) -> Callable[[], Codes]:
    """The form with another text right of that label."""

    def found() -> Codes:
        sheets = (
            replace(s, cells={**s.cells, place: Cell(*place, CellKind.TEXT, text)})
            if s.name == name
            else s
            for s in form().sheets
            for place in [right_of(s, label)]
        )
        return codes(judged(replace(form(), sheets=tuple(sheets))).findings)

    return found


def right_of(sheet: Sheet, label: str) -> tuple[int, int]:
    places = [(c.row, c.column + 1) for c in sheet.cells.values() if c.text == label]
    return places[0] if places else (1, 1)


def named(file: str) -> Callable[[], Codes]:
    return lambda: codes(judged(replace(form(), file=file)).findings)


def two_at_once() -> Codes:
    received = []
    for number, file in enumerate(("a.xlsx", "b.xlsx")):
        judgement = judged(replace(form(), file=file))
        assert judgement.filing is not None
        filing = judgement.filing
        if number:
            first, *rest = filing.records
            filing = replace(filing, records=(first.saying("result", "Kết quả khác hẳn"), *rest))
        each = replace(judgement, file=file, filing=replace(filing, file=file))
        received.append(Received(file, filing.receipt, each))
    batch = settle(received, REGISTER)
    assert batch.filings == ()
    return codes(tuple(f for judgement in batch.judgements for f in judgement.findings))


CONFLICTS: dict[str, tuple[Callable[[], Codes], Codes]] = {
    "the cells name another unit": (at("Báo cáo", "Đơn vị", COMMUNE.name), ["SUB005"]),
    "the cells name a unit nobody knows": (at("Báo cáo", "Đơn vị", "Đảng ủy xã Cẩm Giang"), ["SUB007"]),
    "the cells name another month": (at("Báo cáo", "Kỳ báo cáo", "tháng 8 năm 2025"), ["SUB006"]),
    "the cells name no month": (at("Báo cáo", "Kỳ báo cáo", "quý III"), ["SUB007"]),
    "_meta is of another month": (at("_meta", "period", "2025-08"), ["SUB003", "SUB006", "SUB008"]),
    "_meta is of a unit nobody knows": (at("_meta", "unit", "99999"), ["SUB002"]),
    "_meta is of no unit": (at("_meta", "unit", " "), ["SUB001", "SUB101"]),
    "the file name is another unit's": (named("10909-Xã Cẩm Giàng-2025-09.xlsx"), ["SUB008"]),
    "the file name is of another month": (named("11560-Phường Thủy Nguyên-2025-08.xlsx"), ["SUB008"]),
    "two files came at one time": (two_at_once, ["SUB091", "SUB091"]),
}  # fmt: skip


def test_a_form_in_which_all_agrees_says_nothing() -> None:
    judgement = judged(form())
    assert (judgement.unit, judgement.period, judgement.findings) == (WARD.code, PERIOD, ())


@pytest.mark.parametrize(("found", "expected"), CONFLICTS.values(), ids=CONFLICTS)
def test_each_conflict_is_reported(found: Callable[[], Codes], expected: Codes) -> None:
    assert found() == expected


@pytest.mark.parametrize("name", [COMMUNE.name, *COMMUNE.former_names])
def test_a_form_that_went_out_before_its_unit_was_renamed_names_the_unit(name: str) -> None:
    assert names_unit(f"{name} ({COMMUNE.code})", COMMUNE)
    assert not names_unit(f"{name} ({WARD.code})", COMMUNE)
