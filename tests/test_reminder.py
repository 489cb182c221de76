"""The letter to units that owe: to exactly those, before and after the deadline, to one and to many."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from cv183_reports.app.opening import in_house_style
from cv183_reports.app.outline import outline
from cv183_reports.catalogue import files
from cv183_reports.consolidation.consolidate import consolidate, reminded
from cv183_reports.document.context import Reminder
from cv183_reports.document.papers import reminder
from cv183_reports.model import Filing, Period, Register, Source, Waiver
from cv183_reports.model.consolidated import Consolidated, Debt
from cv183_reports.model.finding import Finding
from cv183_reports.narrative.filing import reminder_prose
from cv183_reports.outbox.drafts import owed_points
from tests.conftest import REPOSITORY, Command, lay
from tests.months import CUT_OFF, SEPTEMBER, on, register
from tests.months import filing as filed
from tests.papers import filled_in, names_in
from tests.papers import judged as judged_as

NAME = "cong-van-don-doc.docx"
MARK = "SỐ LIỆU MINH HỌA"
EARLY = datetime(2025, 9, 20, 10, tzinfo=CUT_OFF.tzinfo)


def many() -> Register:
    """Twelve communes more than the register of `tests.months`, too many to name."""
    found = register()
    model = found.units[1]
    more = tuple(
        replace(
            model,
            code=f"2000{rank:02d}",
            name=f"Đảng ủy xã Tân {rank}",
            short_name=f"Xã Tân {rank}",
            order=10 + rank,
        )
        for rank in range(12)
    )
    return replace(found, units=(*found.units, *more))


def together(
    *filings: Filing,
    found: Register | None = None,
    as_of: datetime = CUT_OFF,
    period: Period = SEPTEMBER,
    unreadable: tuple[str, ...] = (),
    findings: tuple[Finding, ...] = (),
) -> Consolidated:
    return consolidate(
        found or register(),
        period,
        filings,
        as_of=as_of,
        unreadable={unit: (f"{unit}.pdf",) for unit in unreadable},
        findings=findings,
    )


def mixed(as_of: datetime = CUT_OFF, found: Register | None = None) -> Consolidated:
    """Sở owes nothing, one commune mends, one sends again, the rest have not sent."""
    bad = filed("10888", blank=("1.1",), faulty=("2.1",))
    return together(
        filed("so-ab"),
        replace(bad, faulty_figures=frozenset({"N1"})),
        as_of=as_of,
        found=found,
        unreadable=("10903",),
    )


def letter(now: Consolidated, sample: str = MARK) -> Reminder:
    prose = reminder_prose(now)
    assert prose is not None
    return reminder(now, prose, sample)


def rendered(context: Reminder) -> bytes:
    return filled_in(context, NAME)


def lines(now: Consolidated) -> list[str]:
    context = letter(now)
    return [*(block.text for block in context.blocks), context.closing]


def judged(context: Reminder) -> tuple[str, list[str]]:
    return judged_as(rendered(context), NAME)


ONE = (filed("so-ab"), filed("10888"), filed("10903"))
LETTERS: dict[str, Callable[[], Consolidated]] = {
    "to several, after the deadline": mixed,
    "to several, before it": lambda: mixed(EARLY),
    "to one that did not send": lambda: together(*ONE),
    "to one, before the deadline": lambda: together(*ONE, as_of=EARLY),
    "to one that mends": lambda: together(*ONE, filed("11329", faulty=("1.1",))),
    "to one that sends again": lambda: together(*ONE, unreadable=("11329",)),
    "to many": lambda: mixed(found=many()),
    "to many, before the deadline": lambda: mixed(EARLY, many()),
    "nothing came": together,
    "two that mend": lambda: together(
        filed("so-ab"),
        replace(filed("10888"), faulty_figures=frozenset({"N1", "N3"})),
        filed("10903", blank=("1.1", "1.3", "2.1")),
        filed("11329"),
    ),
    "a whole group is excused": lambda: together(filed("10888"), found=excusing("so-ab")),
    "a file that cannot be opened": lambda: together(
        *ONE[:2], unreadable=("10903", "11329"), findings=(NO_FORM, DAMAGE)
    ),
}
NO_FORM = files.PDF.at(Source("10903.pdf"))
DAMAGE = files.DAMAGED_PART.at(Source("11329.pdf"), part="xl/workbook.xml")


def excusing(*units: str) -> Register:
    """The register with these units excused from September's report."""
    waivers = tuple(
        Waiver(unit, "", SEPTEMBER, SEPTEMBER, "Công văn số 15-CV/BTCTU", on(5), "Ông A", "Bão")
        for unit in units
    )
    return replace(register(), waivers=waivers)


def page() -> str:
    """Every letter as one reads it aloud: subject, addressees, paragraphs, rows of the appendix."""
    told = []
    for name, case in LETTERS.items():
        context = letter(case(), sample="")
        to = "; ".join(context.addressees or (context.addressee,))
        told += [f"## {name}", f"*{context.subject}*".replace("\n", " "), f"Kính gửi: {to}"]
        told += [*(block.text for block in context.blocks), context.closing]
        rows = [row for group in context.owing for row in group.rows][:3]
        if rows:
            told.append(
                "\n".join(f"| {row.rank} | {row.unit} | {row.debt} | {row.note} |" for row in rows)
            )
    return "\n\n".join(told) + "\n"


def test_every_letter_as_one_page(golden: Callable[[str, str], None]) -> None:
    golden("don-doc.md", page())


@pytest.mark.parametrize(
    ("name", "file"),
    [("to several, after the deadline", "mot-so"), ("to many, before the deadline", "nhieu")],
)
def test_the_letter_reads_so(name: str, file: str, golden: Callable[[str, str], None]) -> None:
    golden(f"cong-van-don-doc-{file}.txt", outline(rendered(letter(LETTERS[name]())), NAME))


@pytest.mark.parametrize("name", LETTERS)
def test_every_letter_keeps_the_rules_of_its_day(name: str) -> None:
    now = LETTERS[name]()
    assert judged(letter(now)) == ("hd36", [])
    assert judged(letter(now, sample="")) == ("hd36", [])
    later = Period(2026, 6)
    moved = replace(now, period=later, as_of=now.as_of.replace(year=2026, month=6))
    assert judged(letter(moved)) == ("hd05", [])


def test_the_template_names_only_what_the_context_has() -> None:
    assert names_in(NAME) == {*Reminder.__struct_fields__}


def test_nobody_owes_so_there_is_no_letter() -> None:
    late = CUT_OFF.replace(hour=20)
    assert reminder_prose(together(*ONE, filed("11329", at=late))) is None


def test_exactly_those_that_owe_are_addressed() -> None:
    now = mixed()
    assert [(f.unit.code, f.debt) for f in now.owing] == [
        ("10888", Debt.INCOMPLETE),
        ("10903", Debt.UNUSABLE),
        ("11329", Debt.MISSING),
    ]
    context = letter(now)
    assert context.addressee == ""
    assert context.addressees == (
        "Đảng ủy xã Cẩm Giang,",
        "Đảng ủy xã Cẩm Giàng,",
        "Đảng ủy phường Ngô Quyền,",
    )
    assert "Sở A & B" not in outline(rendered(context), NAME)


def with_the_board() -> Register:
    """The register in which a department is the board itself."""
    found = register()
    board = replace(found.units[0], name="Ban Tổ chức Thành uỷ", short_name="Ban Tổ chức")
    return replace(found, units=(board, *found.units[1:]))


def test_the_board_never_writes_to_itself() -> None:
    others = [filed(unit) for unit in ("10888", "10903", "11329")]
    assert reminder_prose(together(*others, found=with_the_board())) is None
    assert (
        reminder_prose(together(*others, filed("so-ab", blank=("9",)), found=with_the_board()))
        is None
    )
    now = together(*others[:2], found=with_the_board())
    assert [f.unit.code for f in now.owing] == ["so-ab", "11329"]
    assert letter(now).addressee == "Đảng ủy phường Ngô Quyền,"
    assert "đề nghị Ban Tổ chức" not in outline(rendered(letter(now)), NAME)


def test_the_letter_to_all_leaves_out_its_issuer(tmp_path: Path, command: Command) -> None:
    root = lay(tmp_path / "cv", months=())
    (root / "data" / "2025-09" / "nop").mkdir(parents=True)
    ran = command("--root", root, "build", "2025-09", "--only", "cong-van-don-doc")
    assert ran.code == 0, ran.out + ran.err
    path = root / "out" / "2025-09" / "cong-van-don-doc-2025-09.docx"
    rows = [line for line in outline(path.read_bytes(), NAME).splitlines() if "Chưa gửi" in line]
    assert len(rows) == 141
    assert not any("Ban Tổ chức" in row for row in rows)


def test_too_many_to_name_stand_in_the_appendix_by_group() -> None:
    context = letter(mixed(found=many()))
    assert context.addressee == "Các cơ quan, đơn vị, địa phương có tên tại Phụ lục,"
    (group,) = context.owing
    assert group.title == "Cấp ủy cấp xã (15 đơn vị)"
    assert [(row.unit, row.debt, row.note) for row in group.rows][:3] == [
        (
            "Xã Cẩm Giang",
            "Cần rà soát, bổ sung",
            (
                "Nội dung chưa hợp lệ: nhiệm vụ 2.1 (ý (1), mục 2). "
                "Nội dung chưa báo cáo: nhiệm vụ 1.1 (ý (1), mục 1). "
                "Số liệu chưa hợp lệ: hồ sơ tiếp nhận"
            ),
        ),
        ("Xã Cẩm Giàng", "Cần gửi lại", ""),
        ("Phường Ngô Quyền", "Chưa gửi", ""),
    ]
    assert not letter(mixed()).owing


def test_many_that_owe_the_same_are_counted_once() -> None:
    told = lines(together(filed("so-ab"), found=many()))
    assert "Còn 15 đơn vị chưa gửi báo cáo (Phụ lục)." in told


def test_only_who_has_not_sent_is_asked_why_it_is_late() -> None:
    """A unit that sent in time and has to mend is not late."""
    now = mixed()
    told = {filing.unit.code: " ".join(owed_points(now, filing)) for filing in reminded(now)}
    assert [unit for unit, text in told.items() if "lý do chậm" in text] == ["11329"]
    early = mixed(EARLY)
    assert not any("lý do chậm" in " ".join(owed_points(early, f)) for f in reminded(early))
    assert "lý do chậm" not in (REPOSITORY / "templates" / "mail" / "don-doc.txt").read_text(
        "utf-8"
    )


def test_the_number_and_day_of_the_report_are_not_those_of_the_letter() -> None:
    now = together(found=register(number="12", signed_on=datetime(2025, 9, 23).date()))
    text = outline(rendered(letter(now)), NAME)
    assert "Số      -CV/BTCTU" in text
    assert "Hải Phòng, ngày      tháng 9 năm 2025" in text
    assert "12-" not in text.replace("12-CV/TU", "")


def test_the_other_tone_style() -> None:
    now = mixed(found=in_house_style(register(new_tone_marks=True)))
    assert judged(letter(now)) == ("hd36", [])
    assert "ủy" not in " ".join(lines(now))


def test_when_the_report_is_due_says_why_it_cannot_wait() -> None:
    found = register()
    filing = found.filing
    assert filing.deadline is not None
    report = replace(
        filing,
        code="5.4",
        judged_by_receipt=False,
        deadline=replace(filing.deadline, monthly_day=23),
        assigned_to=("so-ab",),
    )
    now = together(*ONE, found=replace(found, obligations=(*found.obligations, report)))
    assert any(
        line.endswith(
            "ngay khi nhận được công văn này, để kịp tổng hợp, báo cáo Thường trực Thành ủy "
            "trước 16 giờ, ngày 23/9/2025."
        )
        for line in lines(now)
    )
