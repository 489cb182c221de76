"""The register that ships, data/danh-muc.xlsx, against the dispatch and the lists it was made from."""

from __future__ import annotations

import unicodedata
from collections import Counter
from datetime import date
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import fields

from cv183_reports.model import (
    Aggregation,
    Better,
    Deadline,
    Issuer,
    Kind,
    MailServer,
    Nature,
    PresentationStyle,
    Register,
    Thresholds,
)
from cv183_reports.register.reader import read_register
from cv183_reports.register.sheets import (
    IssuerRows,
    Lists,
    MailRows,
    SettingRows,
    SettingsTable,
    ThresholdRows,
)
from cv183_reports.register.table import read_table
from cv183_reports.spreadsheet.grid import CellKind, Workbook
from cv183_reports.spreadsheet.xlsx import read_workbook

DATA = Path(__file__).parents[1] / "data" / "danh-muc.xlsx"


@cache
def book() -> Workbook:
    found, findings = read_workbook(DATA.read_bytes(), DATA.name)
    assert not findings
    assert found is not None
    return found


@cache
def register() -> Register:
    found, findings = read_register(book())
    assert not findings
    assert found is not None
    return found


def test_units() -> None:
    units = register().units
    assert Counter(unit.group for unit in units) == {
        "co-quan-thanh-uy": 5,
        "don-vi-su-nghiep-thanh-uy": 2,
        "dang-uy-thanh-pho": 4,
        "cap-uy-truc-thuoc": 2,
        "so-nganh": 15,
        "cap-xa": 114,
    }
    groups = [group.code for group in register().groups]
    assert [groups.index(unit.group) for unit in units] == sorted(
        groups.index(u.group) for u in units
    )
    assert len({unit.name for unit in units}) == len({unit.short_name for unit in units}) == 142
    assert {unit.group for unit in units if unit.style is PresentationStyle.STATE} == {"so-nganh"}


def test_nothing_of_a_person_is_invented() -> None:
    assert {(u.email, u.phone, u.officer, u.former_names) for u in register().units} == {
        ("", "", "", ())
    }
    settings = register().settings
    for issuer in (settings.board, settings.office):
        assert (issuer.number, issuer.signed_on, issuer.signatory) == ("", None, "")


def test_communes() -> None:
    communes = [unit for unit in register().units if unit.group == "cap-xa"]
    assert all(unit.code.isdigit() and len(unit.code) == 5 for unit in communes)
    kinds = Counter(unit.short_name.split()[0] for unit in communes)
    assert kinds == {"Xã": 67, "Phường": 45, "Đặc": 2}
    assert all(
        unit.name == f"Đảng ủy {unit.short_name[0].lower()}{unit.short_name[1:]}"
        for unit in communes
    )


def test_the_communes_that_are_easily_confused() -> None:
    names = {code: unit.name for code in ("10888", "10903") if (unit := register().unit(code))}
    assert names == {"10888": "Đảng ủy xã Cẩm Giang", "10903": "Đảng ủy xã Cẩm Giàng"}
    vinh_am = register().unit("11887")
    assert vinh_am is not None
    assert vinh_am.short_name == "Xã Vĩnh Am"


def test_obligations() -> None:
    codes = [
        f"{section}.{item}"
        for section, items in enumerate((4, 2, 7, 3, 4), 1)
        for item in range(1, items + 1)
    ]
    assert [o.code for o in register().obligations] == [*codes, "6", "7", "8", "9"]
    assert register().filing.code == "1.4"
    assert max(len(o.short_text) for o in register().obligations) <= 110


def test_every_unit_owes_what_the_dispatch_gives_it() -> None:
    owed = Counter(o.code for unit in register().units for o in register().obligations_of(unit))
    assert sum(owed.values()) == 4 * 142 + 2 * 114 + 18 == 814
    assert {owed[f"1.{item}"] for item in range(1, 5)} == {142}
    assert {owed["2.1"], owed["2.2"]} == {114}
    assert {count for code, count in owed.items() if code[0] not in "12"} == {1}


def test_deadlines_are_exclusive_instants() -> None:
    once = {
        o.code: o.deadline.once for o in register().obligations if o.deadline and o.deadline.once
    }
    assert {code: moment.isoformat() for code, moment in once.items()} == {
        "1.3": "2025-08-15T00:00:00+07:00",
        "3.1": "2025-08-29T00:00:00+07:00",
        "3.3": "2025-08-29T00:00:00+07:00",
        **dict.fromkeys(("3.5", "4.1", "4.2", "4.3", "5.1"), "2025-08-31T00:00:00+07:00"),
    }
    monthly = {o.code: o.deadline for o in register().obligations if o.kind is Kind.MONTHLY}
    sixteen = register().filing.deadline
    assert sixteen is not None
    assert sixteen.monthly_time.hour == 16
    assert monthly == {
        "1.4": Deadline(monthly_day=22, monthly_time=sixteen.monthly_time),
        "5.4": Deadline(monthly_day=23, monthly_time=sixteen.monthly_time),
    }


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            "2.1",
            "yêu cầu. Trường hợp đặc biệt do sắp xếp tổ chức bộ máy, cho phép cấp uỷ triệu tập",
        ),
        ("3.5", "viên chức khối chính quyền chịu sự tác động"),
        ("3.6", "“đúng - đủ - sạch - sống”"),
        ("4.2", "các văn bản: (ii) Hướng dẫn quy chế làm việc của Cơ quan Ủy ban"),
        ("5.3", "công chức khối các cơ quan đảng, đoàn thể."),
        ("9", "được giao tại Công văn này."),
    ],
)
def test_the_text_is_that_of_the_dispatch(code: str, words: str) -> None:
    (text,) = (o.text for o in register().obligations if o.code == code)
    assert words in text
    assert "*" not in text
    assert "\n" not in text


def test_indicators() -> None:
    asked = {group.code: 0 for group in register().groups}
    for indicator in register().indicators:
        for group in indicator.groups:
            asked[group] += 1
    assert 25 <= asked.pop("cap-xa") <= 35
    assert all(5 <= number <= 8 for number in asked.values())
    assert {indicator.aggregation for indicator in register().indicators} == set(Aggregation)
    ratios = [i for i in register().indicators if i.aggregation is Aggregation.RATIO]
    assert {(i.measure, i.decimals) for i in ratios} == {("%", 1)}


def test_what_is_counted_from_the_beginning_is_told_from_what_there_is_and_what_happened() -> None:
    natures = {i.code: i.nature for i in register().indicators if i.groups}
    named = {i.code for i in register().indicators if i.groups and "lũy kế" in i.name}
    cumulative = {code for code, nature in natures.items() if nature is Nature.CUMULATIVE}
    assert cumulative == named | {"DH02", "TS02"}
    assert Counter(natures.values()) == {
        Nature.FLOW: 15,
        Nature.STOCK: 14,
        Nature.CUMULATIVE: 14,
    }
    written = {cell.text for sheet in book().sheets for cell in sheet.cells.values()}
    assert {"Tính chất số liệu", "Hiệu lực từ kỳ", "Hiệu lực đến kỳ"} <= written
    assert {nature.value for nature in Nature} <= written


def test_the_dispatch_and_its_figures_hold_in_every_month() -> None:
    each = (*register().obligations, *register().indicators)
    assert {(one.valid_from, one.valid_until) for one in each} == {(None, None)}


def test_formulas_are_about_indicators_that_are_asked() -> None:
    asked = {i.code for i in register().indicators if i.groups}
    formulas = [(*c.left, *c.right) for c in register().constraints]
    formulas += [(*i.numerator, *i.denominator) for i in register().indicators if not i.groups]
    assert len(formulas) == 20
    assert all(asked.issuperset(codes) for codes in formulas)


def test_topics_stand_together() -> None:
    topics = [i.topic for i in register().indicators]
    changes = sum(before != after for before, after in pairwise(topics))
    assert changes == len(set(topics)) - 1


def test_all_text_is_nfc() -> None:
    texts = [cell.text for sheet in book().sheets for cell in sheet.cells.values()]
    assert len(texts) > 1000
    assert all(unicodedata.is_normalized("NFC", text) for text in texts)


def test_codes_are_stored_as_text() -> None:
    """Excel would sort 11560 as a number and show 1.1 as a date in some languages."""
    for name in ("Nhóm đơn vị", "Đơn vị", "Nhiệm vụ", "Chỉ tiêu"):
        sheet = book().sheet(name)
        assert sheet is not None
        codes = [cell for cell in sheet.cells.values() if cell.column == 1]
        assert {cell.kind for cell in codes} == {CellKind.TEXT}
        assert {cell.number_format for cell in codes if cell.row > 3} == {"@"}


def test_one_off_deadlines_are_true_dates() -> None:
    sheet = book().sheet("Nhiệm vụ")
    assert sheet is not None
    dates = [cell.when for cell in sheet.cells.values() if cell.kind is CellKind.DATE]
    assert sorted({when.date() for when in dates if when}) == [
        date(2025, 8, 15),
        date(2025, 8, 29),
        date(2025, 8, 31),
    ]


def test_every_setting_of_the_model_has_its_row() -> None:
    settings, profile = register().settings, register().profile
    issuers = (settings.board, settings.office)
    named = (*issuers, settings, settings.thresholds, MailServer, profile, profile.dispatch)
    values = sum(len(fields(each)) for each in named)
    other = (
        len(issuers) + 3 + len(Lists.NAMES) - 1
    )  # in place of thresholds, mail server, dispatch, lists: the tiers
    assert len(SettingRows.ALL) == values - other
    assert [*IssuerRows.__struct_fields__] == [*Issuer.__struct_fields__]
    assert [*ThresholdRows.__struct_fields__] == [*Thresholds.__struct_fields__]
    assert [*MailRows.__struct_fields__] == [*MailServer.__struct_fields__]


def test_thresholds_are_shown_with_what_an_empty_one_means() -> None:
    assert register().settings.thresholds == Thresholds()
    table, _ = read_table(book(), SettingsTable.SHEET)
    sheet = book().sheet("Thiết lập")
    assert table is not None
    assert sheet is not None
    rows = {cell.text: row for row in table.rows if (cell := row.cell(SettingsTable.KEY))}
    for each in fields(ThresholdRows):
        setting = getattr(SettingRows.THRESHOLDS, each.name)
        row, default = rows[setting.key], getattr(Thresholds(), each.name)
        value, told = row.cell(SettingsTable.VALUE), sheet.at(row.number, 3)
        assert value is not None
        assert (value.kind, value.text) == (CellKind.NUMBER, str(default))
        assert told is not None
        assert told.text.endswith(f"Để trống là {default}.")
        assert setting.least <= default <= setting.most


def test_which_way_a_figure_is_better_and_which_tell_of_direction() -> None:
    ways = {i.code: i.better for i in register().indicators if i.better}
    assert {code for code, way in ways.items() if way is Better.LOWER} == {"CB03", "HC08", "HC11"}
    assert " ".join(code for code, way in ways.items() if way is Better.HIGHER) == (
        "TC02 CS08 CS09 HC12 HC13 HC14 SO03 DH02 TS02 CD09"
    )
    topic = register().profile.direction_topic
    assert {i.code[:2] for i in register().indicators if i.topic == topic} == {"CD"}


def test_saved_by_another_program_it_says_the_same() -> None:
    saved = BytesIO()
    openpyxl.load_workbook(DATA).save(saved)
    again, findings = read_workbook(saved.getvalue(), DATA.name)
    assert not findings
    assert again is not None
    assert read_register(again) == (register(), ())
