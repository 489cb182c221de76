"""The monthly report under its own set of rules: every signer, number, date, list of recipients and month."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from msgspec.structs import replace

from cv183_reports.app.opening import in_house_style
from cv183_reports.app.outline import outline
from cv183_reports.consolidation.consolidate import consolidate
from cv183_reports.model import Filing, Register, Status
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.vietnamese.text import place_tones
from tests.months import CUT_OFF, SEPTEMBER, Field, Level, on, record, register
from tests.months import filing as filed
from tests.papers import judged as judged_as
from tests.shipped import REPOSITORY
from tests.test_documents import rendered, report, small

NAME = "bao-cao-thang.docx"
LONG = (
    "Đảng ủy Ủy ban nhân dân thành phố, Đảng ủy Hội đồng nhân dân thành phố Hải Phòng (để báo cáo)"
)
KEPT = "Lưu Ban Tổ chức Thành ủy"
PARTY_COMMITTEE = {
    "superior": "ĐẢNG BỘ THÀNH PHỐ HẢI PHÒNG",
    "heading": "ĐẢNG ỦY ĐẶC KHU BẠCH LONG VĨ",
    "name": "Đảng ủy đặc khu Bạch Long Vĩ",
    "number_code": "ĐU",
    "capacity": "T/M BAN THƯỜNG VỤ",
    "title": "PHÓ BÍ THƯ THƯỜNG TRỰC",
    "recipients": ("Thường trực Thành ủy", "Lưu Văn phòng Đảng ủy"),
}
SETTINGS: dict[str, dict[str, object]] = {
    "nothing known yet": {},
    "head alone": {"capacity": "TRƯỞNG BAN", "title": ""},
    "head by name": {"capacity": "TRƯỞNG BAN", "title": "", "signatory": "Nguyễn Văn An"},
    "acting head": {"capacity": "Q. TRƯỞNG BAN", "title": "", "signatory": "Nguyễn Văn An"},
    "deputy by name": {"signatory": "Nguyễn Thị Phương Thảo"},
    "first deputy": {"title": "PHÓ TRƯỞNG BAN THƯỜNG TRỰC", "signatory": "Nguyễn Văn An"},
    "by order": {
        "capacity": "T/L TRƯỞNG BAN",
        "title": "CHÁNH VĂN PHÒNG",
        "signatory": "Nguyễn Văn An",
    },
    "a committee": PARTY_COMMITTEE,
    "a committee, signed": PARTY_COMMITTEE
    | {"number": "7", "signed_on": date(2026, 6, 1), "signatory": "Nguyễn Văn An"},
    "long issuer": {
        "heading": "BAN TUYÊN GIÁO VÀ DÂN VẬN",
        "name": "Ban Tuyên giáo và Dân vận Thành ủy",
        "number_code": "BTGDVTU",
    },
    "number only": {"number": "12"},
    "date only": {"signed_on": date(2025, 9, 3)},
    "number and date": {"number": "1234", "signed_on": date(2025, 12, 31)},
    "one recipient": {"recipients": (KEPT,)},
    "five recipients": {"recipients": (*["Thường trực Thành ủy"] * 4, KEPT)},
    "ten long recipients": {"recipients": (*[LONG] * 9, KEPT)},
    "last day of hd36": {"signed_on": date(2026, 5, 26)},
    "first day of hd05": {"signed_on": date(2026, 5, 27)},
}
ANSWERED = {
    "so-ab": ("1.1", "1.3", "1.4", "3.1", "9"),
    "10888": ("1.1", "1.3", "1.4", "2.1"),
    "10903": ("1.1", "1.3", "1.4", "2.1"),
    "11329": ("1.1", "1.3", "1.4", "2.1"),
}


def months(found: Register) -> dict[str, Consolidated]:
    """Each leaves other appendices without anything to say."""

    def together(*filings: Filing, as_of: datetime = CUT_OFF) -> Consolidated:
        return consolidate(found, SEPTEMBER, filings, as_of=as_of, unreadable={})

    done = [
        filed(unit, *(record(unit, code, Status.DONE, done_on=on(14)) for code in codes))
        for unit, codes in ANSWERED.items()
    ]
    late = [replace(each, receipt=replace(each.receipt, at=CUT_OFF)) for each in done]
    difficult = record("10888", "1.1", difficulty="Thiếu máy quét", field=Field.DIGITAL)
    proposed = record("10888", "1.1", proposal="Cấp máy quét", level=Level.CITY_PARTY)
    half = record("10888", "1.3", percent=Decimal(50))
    return {
        "nothing came": together(),
        "nothing came yet": together(as_of=datetime(2025, 9, 20, 9, tzinfo=CUT_OFF.tzinfo)),
        "everything done": together(*done),
        "everything done, sent late": together(*late),
        "one is overdue": together(filed("10888", half), *done[:1], *done[2:]),
        "difficulties alone": together(filed("10888", difficult)),
        "proposals alone": together(filed("10888", proposed)),
        "figures alone": together(filed("10888", figures={"N1": 5, "N2": 3})),
    }


def judged(now: Consolidated, *, is_sample: bool = True) -> tuple[str, list[str]]:
    """The set of rules that the report of `now` falls under, and everything it says against it."""
    context = report(now)
    return judged_as(rendered(context if is_sample else replace(context, sample="")), NAME)


def in_force(settings: dict[str, object]) -> str:
    signed = settings.get("signed_on")
    return "hd05" if isinstance(signed, date) and signed >= date(2026, 5, 27) else "hd36"


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
def test_every_report_keeps_the_rules_of_its_day(settings: dict[str, object]) -> None:
    """Only what staff filled in by half is told: a number without its day, or a day without its number."""
    chosen, found = judged(small(**settings))
    assert chosen == in_force(settings)
    half = bool(settings.get("number")) is not bool(settings.get("signed_on"))
    assert [line.split()[0] for line in found] == (["FMT166"] if half else [])


@pytest.mark.parametrize("name", ["nothing known yet", "number and date", "a committee, signed"])
def test_a_report_of_real_figures_bears_no_mark_and_keeps_them_too(name: str) -> None:
    settings, mark = SETTINGS[name], "SỐ LIỆU MINH HỌA"
    now = small(**settings)
    assert judged(now, is_sample=False) == (in_force(settings), [])
    marked, bare = report(now), replace(report(now), sample="")
    assert [mark in outline(rendered(each), NAME) for each in (marked, bare)] == [True, False]


@pytest.mark.parametrize("name", months(register()))
def test_a_month_in_which_little_was_said_keeps_them_too(name: str) -> None:
    assert judged(months(register())[name]) == ("hd36", [])


def test_a_signature_that_a_board_may_not_give_is_found() -> None:
    (fault,) = judged(small(capacity="T/M BAN TỔ CHỨC", title="TRƯỞNG BAN"))[1]
    assert fault.startswith("FMT063 ")


@pytest.mark.parametrize("name", ["nothing came", "everything done"])
def test_the_other_tone_style_keeps_them_and_changes_nothing_else(name: str) -> None:
    old, new = (
        months(in_house_style(register(new_tone_marks=style)))[name] for style in (False, True)
    )
    assert judged(new) == ("hd36", [])
    before, after = (outline(rendered(report(now)), NAME) for now in (old, new))
    assert "ủy" in before
    styled = place_tones(before, new_style=True)
    assert after == styled.replace("TT Minh hoạ |", "TT Minh họa |")  # the name of a style


def test_the_change_of_rules_shows_in_dates_and_marks_of_recipients_alone() -> None:
    recipients = ("Thường trực Thành ủy", "Văn phòng Thành ủy", KEPT)

    def lines(day: int) -> list[str]:
        now = small(number="3", signed_on=date(2026, 5, day), recipients=recipients)
        return outline(rendered(report(now)), NAME).splitlines()

    before, after = lines(26), lines(27)
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) == 7
    dated = [
        old.replace("ngày 26 tháng 5 năm 2026", "ngày 27 tháng 5 năm 2026").replace(
            "ngày 26/5/2026", "ngày 27/5/2026"
        )
        for old in before
    ]
    (marked,) = [pair for pair in zip(dated, after, strict=True) if pair[0] != pair[1]]
    assert marked[1] == marked[0].replace("Thành ủy,]", "Thành ủy;]")
    assert marked[1].count("Thành ủy;]") == 2


# For who moves through a document by its headings, or has it read out.

TEMPLATES = sorted((REPOSITORY / "templates" / "docx").glob("*.docx"))
LEVELS = {"TT Mục I": 0, "TT Phụ lục": 0, "TT Mục 1": 1, "TT Tên phụ lục": 1, "TT Tên bảng": 2}
"""Style → outline level: what Word's navigation pane and the bookmarks of a PDF are made of."""


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_headings_have_their_level_and_nothing_else_has_one(path: Path) -> None:
    document = docx.Document(str(path))
    found = {
        style.name: int(level)
        for style in document.styles
        for level in style.element.xpath("w:pPr/w:outlineLvl/@w:val")
    }
    known = {style.name for style in document.styles}
    assert found == {name: level for name, level in LEVELS.items() if name in known}
    assert document.element.xpath("//w:p/w:pPr/w:outlineLvl") == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_every_table_and_drawing_says_what_it_is(path: Path) -> None:
    body = docx.Document(str(path)).element
    tables = body.xpath("//w:tbl")
    captions = body.xpath("//w:tbl/w:tblPr/w:tblCaption/@w:val")
    assert len(captions) == len(tables)
    assert all(len(caption) > 10 and caption.isprintable() for caption in captions)
    drawings = body.xpath("//wp:docPr")
    assert all(drawing.get("descr") for drawing in drawings)
    assert all(text == unicodedata.normalize("NFC", text) for text in captions)
