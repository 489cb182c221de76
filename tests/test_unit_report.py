"""A unit's own report: how it reads, that it holds every value, and that it keeps the rules of its kind."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace
from openxml_audit import FileFormat, OpenXmlValidator

from cv183_reports.app.documents import UNIT_TEMPLATES
from cv183_reports.app.opening import in_house_style
from cv183_reports.app.outline import outline
from cv183_reports.document.context import UnitReport
from cv183_reports.document.letterhead import balanced, unit_head
from cv183_reports.document.papers import unit_report
from cv183_reports.model import (
    Filing,
    ListValue,
    OwnPaper,
    Period,
    Plan,
    PresentationStyle,
    Register,
    Source,
    Status,
    Unit,
    UnitGroup,
)
from cv183_reports.narrative.unit import account, unit_prose, voices
from cv183_reports.vietnamese.wording import number, short_date
from cv183_reports.word.document import read_facts
from tests.conftest import REPOSITORY
from tests.months import SEPTEMBER, Field, Level, on, record, register
from tests.months import filing as filed
from tests.papers import filled_in, names_in
from tests.papers import judged as judged_as
from tests.shipped import shipped_register
from tests.test_phrases import rows

MARK = "SỐ LIỆU MINH HỌA"
NAME = "bao-cao.docx"
PARTY, STATE = PresentationStyle.PARTY, PresentationStyle.STATE
SOURCES = {
    style: (REPOSITORY / "templates" / "docx" / name).read_bytes()
    for style, name in UNIT_TEMPLATES.items()
}


def told(unit: str) -> Filing:
    """A filing that says something of everything."""
    records = (
        record(
            unit,
            "1.1",
            percent=Decimal("60.5"),
            result="Vận hành ổn định <tốt>;\nđã họp 03 phiên & kết luận",
            evidence="Kế hoạch số 20-KH/ĐU",
            difficulty="Thiếu máy quét",
            field=Field.DIGITAL,
            proposal="Đề nghị cấp máy quét",
            level=Level.CITY_PARTY,
        ),
        record(
            unit,
            "1.3",
            Status.DONE,
            percent=Decimal(100),
            done_on=on(14),
            result="Đã gửi 12 hồ sơ",
            evidence="đã gửi 12 hồ sơ",
            difficulty="thiếu máy quét.",
            field=Field.DIGITAL,
        ),
        record(unit, "1.4", Status.NOT_ARISING),
    )
    base = filed(
        unit,
        *records,
        figures={"N1": 1234, "N2": 0, "N3": "90.25"} if unit.isdigit() else {},
        blank=("2.1",) if unit.isdigit() else ("3.1",),
        faulty=() if unit.isdigit() else ("9",),
    )
    return replace(base, plans=(Plan(unit, "tập huấn cho công chức", Source("x")),))


def rendered(report: UnitReport, style: PresentationStyle) -> bytes:
    return filled_in(report, UNIT_TEMPLATES[style])


def own(filing: Filing) -> UnitReport:
    found = register()
    return unit_report(filing, found, SEPTEMBER, unit_prose(filing, found, SEPTEMBER), "")


def built(
    filing: Filing, found: Register | None = None, period: Period = SEPTEMBER, sample: str = MARK
) -> bytes:
    register_ = in_house_style(found or register())
    unit = register_.unit(filing.unit)
    assert unit is not None
    return rendered(
        unit_report(filing, register_, period, unit_prose(filing, register_, period), sample),
        unit.style,
    )


def judged(data: bytes) -> tuple[str, list[str]]:
    return judged_as(data, NAME)


def with_unit(name: str, short: str, style: PresentationStyle) -> Register:
    """The register of `tests.months` with one unit more, of code ``00001``."""
    found = register()
    group = "xa" if style is PARTY else "ban"
    shipped = shipped_register()
    papers = (u.paper.over(shipped.group_of(u).paper) for u in shipped.units if u.name == name)
    paper = next(papers, OwnPaper("BQL"))
    unit = Unit("00001", name, short, group, style, 9, paper=paper)
    return replace(found, units=(*found.units, unit))


@pytest.mark.parametrize(("unit", "name"), [("11329", "dang"), ("so-ab", "nha-nuoc")])
def test_the_report_reads_so(unit: str, name: str, golden: Callable[[str, str], None]) -> None:
    golden(f"bao-cao-don-vi-{name}.txt", outline(built(told(unit)), NAME))


@pytest.mark.parametrize("style", list(PresentationStyle))
def test_the_templates_name_only_what_the_context_has(style: PresentationStyle) -> None:
    names = names_in(UNIT_TEMPLATES[style])
    unused = {PARTY: {"issuer_rule", "address", "addressees"}, STATE: {"has_wide_date"}}[style]
    assert {*UnitReport.__struct_fields__} - names == unused
    assert names <= {*UnitReport.__struct_fields__}


PARTY_UNITS = {
    "Đảng ủy phường Thủy Nguyên": "Phường Thủy Nguyên",
    "Đảng ủy phường Nguyễn Đại Năng": "Phường Nguyễn Đại Năng",
    "Đảng ủy xã Nguyễn Lương Bằng": "Xã Nguyễn Lương Bằng",
    "Đảng ủy xã Nam Thanh Miện": "Xã Nam Thanh Miện",
    "Đảng ủy đặc khu Bạch Long Vĩ": "Đặc khu Bạch Long Vĩ",
    "Đảng ủy Mặt trận Tổ quốc Việt Nam thành phố": "Đảng ủy MTTQ thành phố",
    "Đảng ủy Công an thành phố": "Đảng ủy Công an",
    "Ủy ban Kiểm tra Thành ủy": "UBKT Thành ủy",
    "Ban Tuyên giáo và Dân vận Thành ủy": "Ban Tuyên giáo và Dân vận",
    "Ban Tổ chức Thành ủy": "Ban Tổ chức",
    "Văn phòng Thành ủy": "Văn phòng Thành ủy",
    "Trường Chính trị Tô Hiệu": "Trường Chính trị Tô Hiệu",
}
STATE_UNITS = {
    "Sở Y tế": "Sở Y tế",
    "Sở Nội vụ": "Sở Nội vụ",
    "Sở Công Thương": "Sở Công Thương",
    "Sở Nông nghiệp và Môi trường": "Sở Nông nghiệp và Môi trường",
    "Sở Văn hóa, Thể thao và Du lịch": "Sở VHTT và Du lịch",
    "Thanh tra thành phố": "Thanh tra thành phố",
    "Văn phòng Ủy ban nhân dân thành phố": "VP UBND thành phố",
    "Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân thành phố": "VP Đoàn ĐBQH và HĐND",
    "Ban Quản lý Khu kinh tế Hải Phòng": "BQL Khu kinh tế",
}


@pytest.mark.parametrize("month", [9, 12])
@pytest.mark.parametrize("name", PARTY_UNITS)
def test_a_party_report_keeps_the_rules_of_its_day(name: str, month: int) -> None:
    found = with_unit(name, PARTY_UNITS[name], PARTY)
    assert judged(built(told("00001"), found, Period(2025, month))) == ("hd36", [])
    later = built(told("00001"), found, Period(2026, month), sample="")
    assert judged(later) == ("hd05", [])


@pytest.mark.parametrize("name", STATE_UNITS)
def test_a_state_report_keeps_the_decree(name: str) -> None:
    found = with_unit(name, STATE_UNITS[name], STATE)
    assert judged(built(told("00001"), found)) == ("nd30", [])
    assert judged(built(told("00001"), found, Period(2026, 12), sample="")) == ("nd30", [])


def test_the_report_of_every_unit_of_the_register_keeps_its_rules() -> None:
    found = shipped_register()
    faults = {unit.code: judged(built(filed(unit.code), found))[1] for unit in found.units}
    assert {unit: said for unit, said in faults.items() if said} == {}
    assert len(faults) == 142


@pytest.mark.parametrize("unit", ["11329", "so-ab"])
def test_one_that_says_nothing_is_still_a_document(unit: str) -> None:
    data = built(filed(unit))
    text = outline(data, NAME)
    assert "TT Mục I |" not in text
    assert "Kỳ này" not in text
    assert judged(data) == ("hd36" if unit == "11329" else "nd30", [])


@pytest.mark.parametrize("unit", ["11329", "so-ab"])
def test_every_value_of_the_filing_is_in_the_document(unit: str) -> None:
    filing = told(unit)
    facts, _ = read_facts(built(filing), NAME)
    assert facts is not None
    text = " ".join(
        " ".join("".join(run.text for run in p.runs) for p in facts.paragraphs).split()
    ).casefold()
    indicators = {each.code: each for each in register().indicators}
    expected = [plan.text for plan in filing.plans]
    expected += [number(f.value, indicators[f.indicator].decimals) for f in filing.figures]
    for each in filing.records:
        expected += [each.result, each.evidence, each.proposal]
        expected += [each.difficulty.rstrip(".")]
        expected += [each.field.value] if each.field else []
        expected += [each.level.value] if each.level else []
        expected += [short_date(each.done_on)] if each.done_on else []
    assert len(expected) > 10
    missing = [value for value in expected if " ".join(value.casefold().split()) not in text]
    assert missing == []


def test_what_was_refused_is_named_and_not_printed() -> None:
    filing = replace(told("11329"), faulty_figures=frozenset({"N3"}), figures=())
    text = outline(built(filing), NAME)
    assert "Báo cáo này chưa có nội dung tại ý (1), mục 2 Công văn." in text
    assert "Báo cáo này chưa có số liệu về điểm chỉ số." in text
    assert "Báo cáo này chưa có nội dung tại ý (1), mục 3; mục 9 Công văn." in outline(
        built(told("so-ab")), NAME
    )


def test_sections_are_numbered_through_and_the_same_difficulty_is_said_once() -> None:
    report = own(told("so-ab"))
    assert [(each.number, each.title) for each in report.sections] == [
        ("I", "Kết quả thực hiện các nhiệm vụ"),
        ("II", "Khó khăn, vướng mắc và kiến nghị, đề xuất"),
        ("III", "Nhiệm vụ trọng tâm tháng 10 năm 2025"),
    ]
    items = [block.text for block in report.sections[1].blocks if block.kind.value == "item"]
    assert items == [
        "- Thiếu máy quét (lĩnh vực chuyển đổi số; ý (1), (3), mục 1).",
        "- Đề nghị cấp máy quét (thuộc thẩm quyền của Thành ủy, Ban Thường vụ Thành ủy; ý (1), mục 1).",
    ]
    alone = replace(told("so-ab"), records=(record("so-ab", "1.1", difficulty="Thiếu máy quét"),))
    (_, voices, _) = own(alone).sections
    assert voices.title == "Khó khăn, vướng mắc"
    assert [block.text for block in voices.blocks] == ["- Thiếu máy quét (ý (1), mục 1)."]


ACCOUNTS = """
| kind | status | day | % | result | evidence | as the unit reports it |
|---|---|---|---|---|---|---|
| once | done | 12 | 100 | Đã ban hành 05 văn bản | Báo cáo số 73-BC/ĐU, ngày 12/8/2025 | Đã hoàn thành. Đã ban hành 05 văn bản (Báo cáo số 73-BC/ĐU, ngày 12/8/2025). |
| once | done | 12 | 100 | Hoàn thành ngày 12/8/2025: đã ban hành 05 văn bản | Báo cáo số 73-BC/ĐU | Đã hoàn thành ngày 12/8/2025. Đã ban hành 05 văn bản (Báo cáo số 73-BC/ĐU). |
| once | done | 12 |  | Sở A & B hoàn thành hồ sơ ngày 12/8/2025. Không còn hồ sơ tồn |  | Sở A & B hoàn thành hồ sơ ngày 12/8/2025. Không còn hồ sơ tồn. |
| once | done | 12 |  | Có 02 hồ sơ chưa hoàn thành ngày 12/8/2025, nay đã xong |  | Đã hoàn thành. Có 02 hồ sơ chưa hoàn thành ngày 12/8/2025, nay đã xong. |
| once | done |  | 100 | Đã gửi 12 hồ sơ |  | Đã hoàn thành. Đã gửi 12 hồ sơ. |
| once | done | 12 |  |  | Tờ trình số 5-TTr/SA | Đã hoàn thành ngày 12/8/2025 (Tờ trình số 5-TTr/SA). |
| once | going |  | 60 | Dự thảo đang lấy ý kiến các xã | Kế hoạch số 7-KH/SA | Dự thảo đang lấy ý kiến các xã (Kế hoạch số 7-KH/SA). Đến nay đạt 60%. |
| once | going |  |  | Dự thảo đang lấy ý kiến các xã |  | Dự thảo đang lấy ý kiến các xã. Nhiệm vụ đang thực hiện. |
| once | going |  | 60 |  | Kế hoạch số 7-KH/SA | Sở A & B đang thực hiện, đạt 60% (Kế hoạch số 7-KH/SA). |
| once | not begun |  | 0 | Do chưa có hướng dẫn |  | Do chưa có hướng dẫn. |
| once | not begun |  | 0 | Chờ hướng dẫn |  | Sở A & B chưa thực hiện. Chờ hướng dẫn. |
| once | not arising |  |  |  |  | Trong kỳ không phát sinh nội dung. |
| once | not arising |  |  | Trong tháng không phát sinh |  | Trong tháng không phát sinh. |
| once | not ours |  |  |  |  | Nội dung này không thuộc thẩm quyền của Sở A & B. |
| once | not ours |  |  | Nội dung không thuộc thẩm quyền của Sở; đã chuyển hồ sơ |  | Nội dung không thuộc thẩm quyền của Sở; đã chuyển hồ sơ. |
| ongoing | going |  | 75 | Trong tháng 9 tổ chức 04 cuộc kiểm tra | Kế hoạch số 67/KH-SA, ngày 12/8/2025 | Trong tháng 9 tổ chức 04 cuộc kiểm tra (Kế hoạch số 67/KH-SA, ngày 12/8/2025). |
| ongoing | going |  | 75 |  |  | Sở A & B thực hiện thường xuyên. |
| ongoing | done |  | 100 | Trong tháng 9 tổ chức 04 cuộc kiểm tra |  | Trong tháng 9 tổ chức 04 cuộc kiểm tra. |
| ongoing | done |  | 100 |  |  | Đã hoàn thành. |
| monthly | going |  | 55 | Đang tổng hợp báo cáo tháng 9 |  | Đang tổng hợp báo cáo tháng 9. |
"""
_KINDS = {"once": "1.3", "ongoing": "1.1", "monthly": "1.4"}
_STATUSES = {
    "done": Status.DONE,
    "going": Status.IN_PROGRESS,
    "not begun": Status.NOT_STARTED,
    "not arising": Status.NOT_ARISING,
    "not ours": Status.NOT_COMPETENT,
}


@pytest.mark.parametrize("row", rows(ACCOUNTS), ids=" ".join)
def test_what_a_unit_did_reads_as_its_own_words(row: list[str]) -> None:
    kind, status, day, share, text, proof, told = row
    found = register()
    obligation = next(o for o in found.obligations if o.code == _KINDS[kind])
    said = record(
        "so-ab",
        obligation.code,
        _STATUSES[status],
        done_on=on(int(day)) if day else None,
        percent=Decimal(share) if share else None,
        result=text,
        evidence=proof,
    )
    assert account(said, obligation, found.units[0]) == told


def test_a_new_deadline_and_a_cause_are_asked_and_named() -> None:
    found = register()
    late = record("so-ab", "1.3", percent=Decimal(60), new_deadline=on(15, 10))
    assert account(late, found.obligations[1], found.units[0]) == (
        "Sở A & B đang thực hiện, đạt 60%. Đề nghị lùi thời hạn hoàn thành đến ngày 15/10/2025."
    )
    cause = found.profile.causes[0]
    hard = record("so-ab", "1.3", difficulty="Thiếu máy quét", field=Field.DIGITAL, cause=cause)
    section = voices(filed("so-ab", hard), found)
    assert [block.text for block in section.blocks] == [
        "- Thiếu máy quét (lĩnh vực chuyển đổi số; nguyên nhân khách quan; ý (3), mục 1)."
    ]


def test_a_field_that_calls_itself_one_is_not_called_so_twice() -> None:
    other = ListValue("Lĩnh vực khác", "lĩnh vực khác")
    (block,) = voices(
        filed("so-ab", record("so-ab", "1.3", difficulty="X", field=other)), register()
    ).blocks
    assert block.text == "- X (lĩnh vực khác; ý (3), mục 1)."


def test_a_proposal_that_names_who_decides_does_not_name_it_twice() -> None:
    named = record(
        "so-ab", "1.3", proposal="Đề nghị Trung ương sửa đổi nghị định", level=Level.CENTRAL
    )
    (block,) = voices(filed("so-ab", named), register()).blocks
    assert block.text == "- Đề nghị Trung ương sửa đổi nghị định (ý (3), mục 1)."


def test_a_state_unit_says_kinh_gui_and_points_to_it() -> None:
    report = own(told("so-ab"))
    assert report.address == "Kính gửi:"
    assert report.addressees == ("- Thường trực Thành ủy;", "- Ban Tổ chức Thành ủy.")
    assert report.recipients == ("- Như trên;", "- Lưu: VT.")
    filing, found = told("so-ab"), register()
    prose = replace(unit_prose(filing, found, SEPTEMBER), addressees=("Thường trực Thành ủy",))
    alone = unit_report(filing, found, SEPTEMBER, prose, "")
    assert (alone.address, alone.addressees) == ("Kính gửi: Thường trực Thành ủy.", ())
    assert judged(rendered(alone, STATE)) == ("nd30", [])


@pytest.mark.parametrize("unit", ["11329", "so-ab"])
def test_the_mark_of_a_sample_is_on_every_page_and_on_no_real_report(unit: str) -> None:
    marked, bare = (outline(built(told(unit), sample=sample), NAME) for sample in (MARK, ""))
    assert marked.count(MARK) >= 3
    assert MARK not in bare


HEADS = """
11560        | ĐẢNG BỘ THÀNH PHỐ HẢI PHÒNG | ĐẢNG ỦY PHƯỜNG THỦY NGUYÊN | ĐU     | Thủy Nguyên      | T/M BAN THƯỜNG VỤ / BÍ THƯ      | Văn phòng Đảng ủy
11329        | ĐẢNG BỘ THÀNH PHỐ HẢI PHÒNG | ĐẢNG ỦY PHƯỜNG NGÔ QUYỀN   | ĐU     | Phường Ngô Quyền | T/M BAN THƯỜNG VỤ / BÍ THƯ      | Văn phòng Đảng ủy
11948        | ĐẢNG BỘ THÀNH PHỐ HẢI PHÒNG | ĐẢNG ỦY ĐẶC KHU BẠCH LONG VĨ | ĐU   | Bạch Long Vĩ     | T/M BAN THƯỜNG VỤ / BÍ THƯ      | Văn phòng Đảng ủy
du-quan-su   | ĐẢNG BỘ THÀNH PHỐ HẢI PHÒNG | ĐẢNG ỦY QUÂN SỰ THÀNH PHỐ  | ĐUQS   | Hải Phòng        | T/M BAN THƯỜNG VỤ / BÍ THƯ      | Văn phòng Đảng ủy
ubkt-tu      | THÀNH ỦY HẢI PHÒNG          | ỦY BAN KIỂM TRA            | UBKTTU | Hải Phòng        | T/M ỦY BAN KIỂM TRA / CHỦ NHIỆM | Ủy ban Kiểm tra Thành ủy
bnc-tu       | THÀNH ỦY HẢI PHÒNG          | BAN NỘI CHÍNH              | BNCTU  | Hải Phòng        | TRƯỞNG BAN                      | Ban Nội chính Thành ủy
vp-tu        | THÀNH ỦY HẢI PHÒNG          | VĂN PHÒNG                  | VPTU   | Hải Phòng        | CHÁNH VĂN PHÒNG                 | Văn phòng Thành ủy
so-noi-vu    | ỦY BAN NHÂN DÂN / THÀNH PHỐ HẢI PHÒNG | SỞ NỘI VỤ        | SNV    | Hải Phòng        | GIÁM ĐỐC                        | VT
so-ngoai-vu  | ỦY BAN NHÂN DÂN / THÀNH PHỐ HẢI PHÒNG | SỞ NGOẠI VỤ      | SNgV   | Hải Phòng        | GIÁM ĐỐC                        | VT
so-gddt      | ỦY BAN NHÂN DÂN / THÀNH PHỐ HẢI PHÒNG | SỞ GIÁO DỤC VÀ ĐÀO TẠO | SGDĐT | Hải Phòng   | GIÁM ĐỐC                        | VT
thanh-tra    | ỦY BAN NHÂN DÂN / THÀNH PHỐ HẢI PHÒNG | THANH TRA THÀNH PHỐ | TTTP | Hải Phòng       | CHÁNH THANH TRA                 | VT
vp-ubnd      | ỦY BAN NHÂN DÂN / THÀNH PHỐ HẢI PHÒNG | VĂN PHÒNG        | VP     | Hải Phòng        | CHÁNH VĂN PHÒNG                 | VT
bql-kkt      | ỦY BAN NHÂN DÂN / THÀNH PHỐ HẢI PHÒNG | BAN QUẢN LÝ KHU KINH TẾ HẢI PHÒNG | BQL | Hải Phòng | TRƯỞNG BAN                | VT
"""


@pytest.mark.parametrize("line", HEADS.strip().splitlines(), ids=lambda line: line.split()[0])
def test_a_unit_heads_and_signs_as_the_shipped_register_says(line: str) -> None:
    code, *wanted = map(str.strip, line.split("|"))
    unit = shipped_register().unit(code)
    assert unit is not None
    head = unit_head(unit, shipped_register())
    signing = " / ".join(filter(None, (head.capacity, head.title)))
    superior = head.superior.replace("\n", " / ")
    shown = [superior, head.issuer, head.code, head.place, signing, head.kept_by]
    assert shown == wanted


OWN = OwnPaper("BQ", "ỦY BAN", "BAN QUẢN LÝ", "Cảng", "GIÁM ĐỐC", "", "Kho")


@pytest.mark.parametrize(
    ("short", "paper", "expected"),
    [
        ("Phường Đông Hải", OwnPaper(), "ĐẢNG BỘ|ĐẢNG ỦY|ĐU|Đông Hải|T/M BAN THƯỜNG VỤ|BÍ THƯ|VP"),
        ("Phường Huế", OwnPaper(), "ĐẢNG BỘ|ĐẢNG ỦY|ĐU|Phường Huế|T/M BAN THƯỜNG VỤ|BÍ THƯ|VP"),
        ("Phường Bến Tre", OwnPaper(), "ĐẢNG BỘ|ĐẢNG ỦY|ĐU|Phường Bến Tre|T/M BAN THƯỜNG VỤ|BÍ THƯ|VP"),
        ("Đảng ủy Quân sự", OwnPaper("ĐUQS"), "ĐẢNG BỘ|ĐẢNG ỦY|ĐUQS|Bến Tre|T/M BAN THƯỜNG VỤ|BÍ THƯ|VP"),
        ("Phường Lê Lợi", OwnPaper(place="Phường Lê Lợi"), "ĐẢNG BỘ|ĐẢNG ỦY|ĐU|Phường Lê Lợi|T/M BAN THƯỜNG VỤ|BÍ THƯ|VP"),
        ("Ban", OWN, "ỦY BAN|BAN QUẢN LÝ|BQ|Cảng|GIÁM ĐỐC||Kho"),
    ],
)  # fmt: skip
def test_what_a_unit_does_not_say_its_group_says(
    short: str, paper: OwnPaper, expected: str
) -> None:
    group = OwnPaper("ĐU", "ĐẢNG BỘ", "", "", "T/M BAN THƯỜNG VỤ", "BÍ THƯ", "VP")
    tier = "Phường" if short.startswith("Phường") else ""
    unit = Unit("x", "Đảng ủy", short, "g", PARTY, 0, tier=tier, paper=paper)
    base = register()
    found = replace(
        base,
        groups=(UnitGroup("g", "nhóm", 0, group),),
        profile=replace(base.profile, place="Bến Tre"),
    )
    head = unit_head(unit, found)
    shown = (head.superior, head.issuer, head.code, head.place, head.capacity, head.title)
    assert "|".join((*shown, head.kept_by)) == expected


def test_a_paper_without_a_keeper_is_kept_by_the_unit_itself_or_the_archive() -> None:
    base = replace(register(), groups=(UnitGroup("g", "nhóm", 0),))
    kept = [unit_head(Unit("x", "Cơ quan", "CQ", "g", style, 0), base) for style in (PARTY, STATE)]
    assert [head.kept_by for head in kept] == ["Cơ quan", "VT"]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("SỞ Y TẾ", "SỞ Y TẾ"),
        ("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "SỞ NÔNG NGHIỆP\nVÀ MÔI TRƯỜNG"),
        ("ĐẢNG ỦY PHƯỜNG NGUYỄN ĐẠI NĂNG", "ĐẢNG ỦY\nPHƯỜNG NGUYỄN ĐẠI NĂNG"),
        ("ĐẢNG ỦY ỦY BAN NHÂN DÂN THÀNH PHỐ", "ĐẢNG ỦY ỦY BAN NHÂN DÂN\nTHÀNH PHỐ"),
        ("A A A A A A A A A A A A A A A A A A A A", "A A A A A A A A A A\nA A A A A A A A A A"),
    ],
)
def test_a_long_name_breaks_where_sense_and_width_suit(name: str, lines: str) -> None:
    assert balanced(name, 75, 14) == lines


def test_new_tone_marks_style_our_words_and_leave_the_units_alone() -> None:
    filing = replace(told("11329"), records=(record("11329", "1.1", result="Thành ủy khen"),))
    text = outline(built(filing, register(new_tone_marks=True)), NAME)
    assert "Thành ủy khen" in text
    assert "ĐẢNG UỶ" in text
    assert "Thường trực Thành uỷ" in text
    assert text.count("ủy") == 1
    chosen, (mixture,) = judged(built(filing, register(new_tone_marks=True)))
    assert chosen == "hd36"
    assert "FMT217" in mixture  # the unit's own spelling beside ours, and a note only


@pytest.mark.parametrize("unit", ["11329", "so-ab"])
@pytest.mark.parametrize("version", [FileFormat.OFFICE_2010, FileFormat.MICROSOFT_365])
def test_every_version_of_word_opens_it(unit: str, version: FileFormat, tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(built(told(unit)))
    errors = OpenXmlValidator(file_format=version).validate(path).errors
    assert [str(error) for error in errors] == []


def test_the_same_filing_gives_the_same_bytes() -> None:
    assert built(told("11329")) == built(told("11329"))
