"""`mail`, as clerks run it: which drafts, to whom, with which files."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import Command
from tests.shipped import NAMED, edit_register, keep_rows
from tests.test_cli import filled, form, put, text_of

THU = Path("out", "2025-09", "thu")


def drafts(root: Path, folder: str) -> dict[str, EmailMessage]:
    found = {}
    for path in sorted((root / THU / folder).glob("*.eml")):
        message = message_from_bytes(path.read_bytes(), policy=policy.default)
        assert isinstance(message, EmailMessage)
        found[path.stem] = message
    return found


def attachments(message: EmailMessage) -> dict[str, bytes]:
    return {str(part.get_filename()): part.get_content() for part in message.iter_attachments()}


def body(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def address(root: Path, **addresses: str) -> None:
    """Writes addresses into the register; ``u11329`` is the unit 11329."""
    edit_register(root / "data" / "danh-muc.xlsx", _address, tuple(addresses.items()))


def _address(book: openpyxl.Workbook, told: Iterable[tuple[str, str]]) -> None:
    addresses = dict(told)
    sheet = book["Đơn vị"]
    top = next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == "Mã")
    head = {str(cell.value): cell.column for cell in sheet[top]}
    for row in range(top + 1, sheet.max_row + 1):
        code = f"u{sheet.cell(row, head['Mã']).value}"
        if code in addresses:
            sheet.cell(row, head["Thư điện tử"], addresses[code])


def test_forms_go_out_one_to_each_unit(empty: Path, command: Command) -> None:
    address(empty, u11329="ngoquyen@haiphong.gov.vn")
    sent = form(empty, command)
    ran = command("--root", empty, "mail", "2025-09", "templates", "--unit", "11329")
    assert (ran.code, "1 thư nháp" in ran.out, "THU010" in ran.out) == (0, True, False)
    ((name, message),) = drafts(empty, "bieu-mau").items()
    assert name == "11329-phuong-ngo-quyen-2025-09"
    assert message["To"] == "ngoquyen@haiphong.gov.vn"
    assert attachments(message) == {f"{name}.xlsx": sent}
    assert "trước 16 giờ, ngày 22/9/2025" in body(message)
    assert "MINH HỌA" not in message["Subject"] + body(message)


def test_forms_that_are_not_there_are_told_in_one_line_not_made(
    empty: Path, command: Command
) -> None:
    form(empty, command, "11329")
    ran = command("--root", empty, "mail", "2025-09", "templates", "--group", "cap-xa")
    assert ran.code == 1
    assert ran.out.count("THU011") == 1
    assert "113 đơn vị chưa có biểu mẫu" in ran.out
    assert list(drafts(empty, "bieu-mau")) == ["11329-phuong-ngo-quyen-2025-09"]


TEN = NAMED | {"11329", "11359", "so-noi-vu"}


@pytest.fixture
def ten(empty: Path) -> Path:
    """A working folder of ten units to which nothing came."""
    keep_rows(empty / "data" / "danh-muc.xlsx", {"Đơn vị": TEN})
    return empty


def test_units_without_an_address_are_named_in_one_line(ten: Path, command: Command) -> None:
    assert command("--root", ten, "templates", "2025-09").code == 0
    ran = command("--root", ten, "mail", "2025-09", "templates")
    assert (ran.code, ran.out.count("THU010")) == (0, 1)
    assert f"{len(TEN):02} đơn vị chưa có địa chỉ" in ran.out
    made = drafts(ten, "bieu-mau")
    assert len(made) == len(TEN)
    assert not any("To" in message for message in made.values())


def test_reminders_go_to_those_that_owe_and_to_nobody_else(empty: Path, command: Command) -> None:
    put(empty, "tốt.xlsx", filled(form(empty, command, "11329")))
    put(empty, "thiếu.xlsx", filled(form(empty, command, "11383"), n1_1="Xong rồi nhé"))
    put(empty, "11359-hỏng.xlsx", b"not a workbook")
    units = ("11329", "11359", "11383", "so-noi-vu")
    asked = [word for unit in units for word in ("--unit", unit)]
    late = ("--as-of", "2025-09-22T16:00")
    assert command("--root", empty, "mail", "2025-09", "reminders", *asked, *late).code == 0
    made = drafts(empty, "don-doc")
    assert len(made) == 3
    faulty, incomplete, missing = (
        next(body(m) for name, m in made.items() if name.startswith(code)) for code in units[1:]
    )
    assert re.search(
        r"\(11359-hỏng\.xlsx\) chưa tổng hợp được \(.+\); đề nghị đơn vị gửi lại\.", faulty
    )
    assert "chưa đầy đủ. Đề nghị rà soát, bổ sung ngay trong tệp đã gửi rồi gửi lại:" in incomplete
    assert "- Trang Báo cáo, ô H6: Trạng thái ghi «Xong rồi nhé»" in incomplete
    assert not any(attachments(m) for name, m in made.items() if name.startswith("11383"))
    assert "chưa gửi báo cáo tháng 9 năm 2025" in missing
    assert "đã quá thời hạn" in missing
    early = ("--as-of", "2025-09-21T08:00", "--unit", "so-noi-vu")
    command("--root", empty, "mail", "2025-09", "reminders", *early)
    (again,) = (m for name, m in drafts(empty, "don-doc").items() if name.startswith("so"))
    assert "quá thời hạn" not in body(again)


def test_a_reminder_brings_the_form_and_the_official_letter(empty: Path, command: Command) -> None:
    sent = form(empty, command)
    command("--root", empty, "build", "2025-09")
    letter = empty / "out" / "2025-09" / "cong-van-don-doc-2025-09.docx"
    command("--root", empty, "mail", "2025-09", "reminders", "--unit", "11329")
    ((name, message),) = drafts(empty, "don-doc").items()
    assert attachments(message) == {
        "cong-van-don-doc-2025-09.docx": letter.read_bytes(),
        f"{name}.xlsx": sent,
    }


def test_a_reminder_brings_what_receive_laid_for_the_unit(
    empty: Path, tmp_path: Path, command: Command
) -> None:
    """Once it said that something is wrong, not what, and brought nothing, though the marked workbook lay there."""
    wrong = filled(form(empty, command, "11329"), n1_1="Xong rồi nhé")
    shutil.rmtree(empty / "out" / "2025-09" / "bieu-mau")
    came = tmp_path / "Tải về"
    came.mkdir()
    (came / "bc.xlsx").write_bytes(wrong)
    (came / "11359-hỏng.xlsx").write_bytes(b"not a workbook")
    command("--root", empty, "receive", "2025-09", came)
    units = ("--unit", "11329", "--unit", "11359")
    ran = command("--root", empty, "mail", "2025-09", "reminders", *units)
    assert (ran.code, "THU017" in ran.out) == (0, False)
    marked, again = drafts(empty, "don-doc").values()
    assert list(attachments(marked)) == ["11329-phuong-ngo-quyen-2025-09-can-sua.xlsx"]
    assert "ngay trong tệp đính kèm, đã đánh dấu từng chỗ, rồi gửi lại:" in body(marked)
    assert "- Trang Báo cáo, ô H6: Trạng thái ghi «Xong rồi nhé»" in body(marked)
    (lying,) = (empty / "out" / "2025-09" / "tra-lai" / "11359").glob("*.xlsx")
    assert list(attachments(again).values()) == [lying.read_bytes()]


def test_reminders_that_bring_no_form_are_told(empty: Path, command: Command) -> None:
    form(empty, command)
    units = ("--unit", "11329", "--unit", "11359")
    ran = command("--root", empty, "mail", "2025-09", "reminders", *units)
    assert (ran.code, ran.out.count("THU017")) == (0, 1)
    (told,) = (line for line in ran.out.splitlines() if "THU017" in line)
    assert "1 thư đôn đốc không kèm biểu mẫu" in told
    assert ("[11359]" in told, "[11329]" in told) == (True, False)


def test_a_letter_goes_to_all_addresses_of_a_unit(empty: Path, command: Command) -> None:
    address(empty, u11329="ngoquyen@haiphong.gov.vn;\nvanthu@ngoquyen.vn, bithu@ngoquyen.vn")
    form(empty, command)
    ran = command("--root", empty, "mail", "2025-09", "templates", "--unit", "11329")
    assert ran.code == 0
    (message,) = drafts(empty, "bieu-mau").values()
    assert [str(each.addr_spec) for each in message["To"].addresses] == [
        "ngoquyen@haiphong.gov.vn",
        "vanthu@ngoquyen.vn",
        "bithu@ngoquyen.vn",
    ]


def test_a_wrong_address_is_an_error_of_letters_and_of_nothing_else(
    empty: Path, command: Command
) -> None:
    address(empty, u11329="ngoquyen@haiphong.gov.vn; van thu", u11359="@")
    form(empty, command)
    for name in ("status", "build"):
        ran = command("--root", empty, name, "2025-09")
        assert (ran.code, "REG013" in ran.out + ran.err) == (0, False)
    doctor = command("--root", empty, "doctor").out
    assert doctor.count("REG013") == 3
    assert "✗ Danh mục" not in doctor
    ran = command("--root", empty, "mail", "2025-09", "templates", "--unit", "11329")
    assert (ran.code, ran.out.count("✗ REG013")) == (1, 3)
    (message,) = drafts(empty, "bieu-mau").values()
    assert message["To"] == "ngoquyen@haiphong.gov.vn"


def test_a_draft_that_is_no_longer_needed_is_named(empty: Path, command: Command) -> None:
    command("--root", empty, "mail", "2025-09", "reminders", "--unit", "11329")
    put(empty, "tốt.xlsx", filled(form(empty, command, "11329")))
    ran = command("--root", empty, "mail", "2025-09", "reminders", "--unit", "11329")
    assert (ran.code, "Không có thư nào phải gửi" in ran.out) == (0, True)
    assert re.search(r"THU016.*11329-phuong-ngo-quyen-2025-09\.eml", ran.out)


def test_reports_go_to_the_leadership_and_to_their_units(few: Path, command: Command) -> None:
    units = [word for unit in ("11560", "11329", "so-noi-vu") for word in ("--unit", unit)]
    command("--root", few, "build", "2025-09", *units)
    papers = [
        word
        for name in ("bao-cao-thang", "tom-tat", "bao-cao-tien-do")
        for word in ("--only", name)
    ]
    command("--root", few, "build", "2025-09", *papers)
    ran = command("--root", few, "mail", "2025-09", "reports")
    assert ran.code == 0
    made = drafts(few, "bao-cao")
    own = list((few / "out" / "2025-09" / "don-vi").iterdir())
    assert len(made) == len(own) + 2 > 4
    leading = made["bao-cao-thang-2025-09"]
    assert "To" not in leading
    assert leading["Subject"].startswith("[SỐ LIỆU MINH HỌA] Ban Tổ chức Thành ủy: báo cáo")
    out = few / "out" / "2025-09"
    together = [out / "bao-cao-thang-2025-09.docx", out / "tom-tat-2025-09.docx"]
    assert attachments(leading) == {path.name: path.read_bytes() for path in together}
    (document,) = attachments(made["11560-phuong-thuy-nguyen-2025-09"]).values()
    assert "PHƯỜNG THỦY NGUYÊN" in text_of(document)
    before = {p: p.read_bytes() for p in (few / THU).rglob("*.eml")}
    shutil.rmtree(few / THU)
    command("--root", few, "mail", "2025-09", "reports")
    assert {p: p.read_bytes() for p in (few / THU).rglob("*.eml")} == before


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ("bao-cao-thang-2025-09 (bản đã ghép).docx", "là bản đã sửa, đã ghép số liệu mới"),
        ("bao-cao-thang-2025-09 (bản 2).docx", "là bản đã có người sửa"),
    ],
)
def test_the_version_that_a_person_edited_is_sent_and_told(
    ten: Path, command: Command, sent: str, why: str
) -> None:
    folder = ten / "out" / "2025-09"
    command("--root", ten, "build", "2025-09")
    report = folder / "bao-cao-thang-2025-09.docx"
    first = report.read_bytes()
    report.write_bytes(first + b"edited")
    put(ten, "a.xlsx", filled(form(ten, command)))
    command("--root", ten, "build", "2025-09")
    second = folder / "bao-cao-thang-2025-09 (bản 2).docx"
    if sent == second.name:
        second.write_bytes(second.read_bytes() + b"carried over")
    ran = command("--root", ten, "mail", "2025-09", "reports")
    assert ran.code == 0
    assert f"thư kèm «{sent}» vì {why}" in " ".join(ran.out.split())
    message = drafts(ten, "bao-cao")["bao-cao-thang-2025-09"]
    assert attachments(message)[report.name] == (folder / sent).read_bytes()


def test_of_versions_that_nobody_edited_the_last_written_is_sent(
    ten: Path, command: Command
) -> None:
    folder = ten / "out" / "2025-09"
    command("--root", ten, "build", "2025-09")
    lock = folder / "~$o-cao-thang-2025-09.docx"
    lock.write_bytes(b"")
    put(ten, "a.xlsx", filled(form(ten, command)))
    command("--root", ten, "build", "2025-09")
    lock.unlink()
    ran = command("--root", ten, "mail", "2025-09", "reports")
    assert "THU014" in ran.out
    assert "(bản 2).docx» vì là bản ghi sau cùng" in " ".join(ran.out.split())


def test_the_progress_report_goes_out_from_its_own_issuer(ten: Path, command: Command) -> None:
    command("--root", ten, "build", "2025-09")
    report = ten / "out" / "2025-09" / "bao-cao-tien-do-2025-09.docx"
    command("--root", ten, "mail", "2025-09", "reports")
    message = drafts(ten, "bao-cao")["bao-cao-tien-do-2025-09"]
    assert message["Subject"].startswith("Văn phòng Thành ủy: báo cáo tiến độ tháng 9 năm 2025")
    assert body(message).splitlines()[-1] == "Văn phòng Thành ủy"
    assert attachments(message) == {report.name: report.read_bytes()}


def test_a_draft_that_a_person_changed_stays_and_none_of_its_versions_is_stale(
    empty: Path, command: Command
) -> None:
    again = ("--root", empty, "mail", "2025-09", "reminders", "--unit", "11329")
    command(*again, "--as-of", "2025-09-20T08:00")
    (path,) = (empty / THU / "don-doc").iterdir()
    path.write_bytes(path.read_bytes() + b"\r\n")
    command(*again)
    ran = command(*again)
    assert "THU016" not in ran.out
    assert len(list((empty / THU / "don-doc").iterdir())) == 2


def test_nothing_built_is_said(empty: Path, command: Command) -> None:
    ran = command("--root", empty, "mail", "2025-09", "reports")
    assert (ran.code, "THU012" in ran.out) == (1, True)


def test_marked_workbooks_are_returned_with_what_is_wrong(
    empty: Path, command: Command, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(filled(form(empty, command), n1_1="Xong rồi nhé"))
    command("--root", empty, "receive", "2025-09", path)
    (marked,) = (empty / "out" / "2025-09" / "tra-lai" / "11329").glob("*.xlsx")
    ran = command("--root", empty, "mail", "2025-09", "returns")
    assert ran.code == 0
    ((_, message),) = drafts(empty, "tra-lai").items()
    assert list(attachments(message).values()) == [marked.read_bytes()]
    assert re.search(r"- Trang Báo cáo, ô \w+: .*«Xong rồi nhé»", body(message))


def test_nothing_to_return_is_said(empty: Path, command: Command) -> None:
    ran = command("--root", empty, "mail", "2025-09", "returns")
    assert (ran.code, "THU013" in ran.out) == (0, True)


def test_a_faulty_text_is_told_once_and_writes_no_draft(empty: Path, command: Command) -> None:
    path = empty / "templates" / "mail" / "don-doc.txt"
    path.write_text("Tiêu đề: a\n\n{{ unti }}\n", encoding="utf-8")
    ran = command("--root", empty, "mail", "2025-09", "reminders")
    assert ran.code == 1
    assert ran.out.count("TPL030") == 1
    assert "dòng 3" in ran.out
    assert not (empty / THU).exists()
    path.unlink()
    assert "THU001" in command("--root", empty, "mail", "2025-09", "reminders").out


def test_an_unknown_kind_is_answered_with_the_known(empty: Path, command: Command) -> None:
    ran = command("--root", empty, "mail", "2025-09", "letters")
    assert ran.code == 2
    assert "LOẠI phải là một trong: templates, returns, reminders, reports" in ran.err


def without(data: bytes, part: str, text: str) -> bytes:
    """The file without `text` in that part of it, as a person or another program may save it."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        assert text.encode() in old.read(part)
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(text.encode(), b"-") if name == part else content)
    return target.getvalue()


PRINTED = ["word/document.xml", "word/footer1.xml", "word/footer2.xml"]
PROPERTY = "docProps/custom.xml"
SAMPLES: list[tuple[list[str], bool]] = [
    ([], True),
    ([PROPERTY], True),  # as the first version wrote it
    (PRINTED, True),  # struck out by a person
    ([*PRINTED, PROPERTY], False),
]


def test_a_sample_is_told_by_its_line_or_its_property(few: Path, command: Command) -> None:
    mark = "SỐ LIỆU MINH HỌA"
    command("--root", few, "build", "2025-09", "--unit", "11560")
    (report,) = (few / "out" / "2025-09" / "don-vi").glob("11560-*.docx")
    ours = report.read_bytes()
    for gone, marked in SAMPLES:
        data = ours
        for part in gone:
            data = without(data, part, mark)
        report.write_bytes(data)
        ran = command("--root", few, "mail", "2025-09", "reports", "--unit", "11560")
        assert ran.code == 0
        message = drafts(few, "bao-cao")["11560-phuong-thuy-nguyen-2025-09"]
        assert [*attachments(message).values()] == [data], gone
        assert message["Subject"].startswith(f"[{mark}] ") == marked, gone
        assert (f"*** {mark} ***" in body(message)) == marked, gone
    report.write_bytes(ours)
