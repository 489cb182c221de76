"""Whole runs, as clerks make them."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from cv183_reports.cli import cli
from cv183_reports.workspace import folder as workspace
from tests.conftest import REPOSITORY, Command, lay
from tests.shipped import MONTHS, NAMED, keep_rows, keep_senders

OUTPUTS = [
    "bao-cao-thang-2025-09.docx",
    "bao-cao-tien-do-2025-09.docx",
    "cong-van-don-doc-2025-09.docx",
    "nhat-ky.json",
    "tinh-hinh.html",
    "tom-tat-2025-09.docx",
    "tong-hop-2025-09.xlsx",
]


def outputs(root: Path, period: str = "2025-09") -> dict[str, bytes]:
    return {
        p.name: p.read_bytes() for p in sorted((root / "out" / period).iterdir()) if p.is_file()
    }


def text_of(data: bytes) -> str:
    document = Document(BytesIO(data))
    lines = [p.text for p in document.paragraphs]
    lines += [c.text for table in document.tables for row in table.rows for c in row.cells]
    return "\n".join(lines)


def put(root: Path, name: str, data: bytes, *, at: str = "2025-09-20 09:00") -> Path:
    path = root / "data" / "2025-09" / "nop" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    stamp = datetime.fromisoformat(f"{at}+07:00").timestamp()
    os.utime(path, (stamp, stamp))
    return path


def form(root: Path, command: Command, unit: str = "11329", period: str = "2025-09") -> bytes:
    assert command("--root", root, "templates", period, "--unit", unit).code == 0
    (path,) = (root / "out" / period / "bieu-mau").glob(f"{unit}-*.xlsx")
    return path.read_bytes()


@cache
def filled(data: bytes, **statuses: str) -> bytes:
    """The form with a status (and what must go with it) in each row of Báo cáo."""
    book = openpyxl.load_workbook(BytesIO(data))
    sheet = book["Báo cáo"]
    head = next(c for row in sheet.iter_rows() for c in row if c.value == "Trạng thái")
    columns = {str(c.value): c.column for c in sheet[head.row] if c.value}
    for row in range(head.row + 1, head.row + 20):
        code = str(sheet.cell(row, columns["Mã"]).value or "")
        if re.fullmatch(r"\d\.\d", code):
            status = statuses.get(f"n{code.replace('.', '_')}", "Đang thực hiện")
            sheet.cell(row, columns["Trạng thái"], status)
            sheet.cell(row, columns["Kết quả thực hiện"], f"Đã làm việc {code}")
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_month_to_which_nothing_came_still_builds_a_true_report(
    empty: Path, command: Command
) -> None:
    ran = command("--root", empty, "build", "2025-09")
    assert ran.code == 0
    assert "0/142 đơn vị đã gửi" in ran.out
    files = outputs(empty)
    assert sorted(files) == OUTPUTS
    text = text_of(files["bao-cao-thang-2025-09.docx"])
    assert "Chưa có đơn vị nào trong số 142 đơn vị gửi báo cáo (Phụ lục 2)." in text
    assert "MINH HỌA" not in text
    assert "None" not in text


def test_the_shipped_month_builds_twice_the_same_bytes_and_says_it_is_invented(
    tmp_path: Path, command: Command
) -> None:
    """Of few senders: once in a process of its own, once here and later, in another folder."""
    built, root = (lay(tmp_path / name, months=MONTHS, few=True) for name in ("one", "again"))
    for folder in (built, root):
        keep_senders(folder / "data" / "danh-muc.xlsx")
    once = [sys.executable, "-m", "cv183_reports", "--root", built, "build", MONTHS[-1]]
    subprocess.run(once, cwd=REPOSITORY, check=True, capture_output=True)
    ran = command("--root", root, "build", "2025-09", "--as-of", "2026-01-05T08:00", "--strict")
    assert ran.code == 1
    assert "SỐ LIỆU MINH HỌA" in ran.out
    first, again = outputs(built), outputs(root)
    assert again == first
    assert len(first) == 7
    assert "SỐ LIỆU MINH HỌA" in text_of(first["bao-cao-thang-2025-09.docx"])


def test_an_edited_report_is_kept_and_the_new_one_lies_beside_it(
    empty: Path, command: Command
) -> None:
    keep_rows(empty / "data" / "danh-muc.xlsx", {"Đơn vị": {"11329", *NAMED}})
    command("--root", empty, "build", "2025-09")
    report = empty / "out" / "2025-09" / "bao-cao-thang-2025-09.docx"
    document = Document(str(report))
    document.paragraphs[0].add_run(" – đã sửa")
    document.save(str(report))
    edited = report.read_bytes()
    put(empty, "phuong.xlsx", filled(form(empty, command)))
    ran = command("--root", empty, "build", "2025-09")
    assert ran.code == 0
    assert "MAY010" in ran.out
    assert report.read_bytes() == edited
    assert "bao-cao-thang-2025-09 (bản 2).docx" in outputs(empty)


def test_a_report_open_in_word_is_said_and_everything_else_is_done(
    empty: Path, command: Command
) -> None:
    command("--root", empty, "build", "2025-09")
    folder = empty / "out" / "2025-09"
    report = folder / "bao-cao-thang-2025-09.docx"
    was = report.read_bytes()
    (folder / "~$o-cao-thang-2025-09.docx").write_bytes(b"")
    put(empty, "phuong.xlsx", filled(form(empty, command)))
    ran = command("--root", empty, "build", "2025-09")
    assert ran.code == 3
    assert "MAY011" in ran.out
    assert report.read_bytes() == was
    assert "1/142" in ran.out


def test_a_form_goes_out_comes_back_and_is_counted(empty: Path, command: Command) -> None:
    data = filled(form(empty, command), n1_1="Hoàn thành", n1_3="Không phát sinh")
    path = put(empty, "Ngô Quyền/bc thang 9.xlsx", data)
    ran = command("--root", empty, "check", path, "--json")
    (file,) = json.loads(ran.out)["files"]
    assert {r["obligation"]: r["status"] for r in file["records"]} == {
        "1.1": "Hoàn thành",
        "1.2": "Đang thực hiện",
        "1.3": "Không phát sinh",
        "1.4": "Đang thực hiện",
        "2.1": "Đang thực hiện",
        "2.2": "Đang thực hiện",
    }
    assert (file["unit"], file["period"]) == ("11329", "2025-09")
    assert file["outcome"] == "accepted-with-warnings", file["findings"]
    assert ran.code == 0
    state = json.loads(command("--root", empty, "status", "2025-09", "--json").out)
    assert (state["expected"], state["received"], state["on_time"], state["missing"]) == (
        142,
        1,
        1,
        141,
    )


def test_every_unit_that_filed_gets_its_own_report(empty: Path, command: Command) -> None:
    for unit in ("11329", "so-noi-vu"):
        put(empty, f"{unit}.xlsx", filled(form(empty, command, unit)))
    ran = command("--root", empty, "build", "2025-09")
    assert (ran.code, "báo cáo riêng của 2 đơn vị" in ran.out) == (0, True)
    folder = empty / "out" / "2025-09" / "don-vi"
    reports = {p.name.partition("-")[0]: text_of(p.read_bytes()) for p in folder.iterdir()}
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in reports["11329"]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in reports["so"]
    assert all("Đã làm việc 1.1" in text for text in reports.values())


def test_status_adds_up_and_counts_down(few: Path, command: Command) -> None:
    early = json.loads(
        command("--root", few, "status", "2025-09", "--as-of", "2025-09-22T15:00", "--json").out
    )
    assert early["seconds_left"] == 3600
    for part in (early, *early["groups"]):
        kinds = [part[key] for key in ("on_time", "late", "faulty", "missing")]
        assert sum(kinds) == part["expected"]
        assert part["received"] == part["expected"] - part["missing"]
        for key in ("on_time", "late", "faulty", "missing", "with_errors"):
            assert len(part["units"][key]) == part[key]
    shown = command("--root", few, "status", "2025-09", "--as-of", "2025-09-22T15:00")
    assert "Còn 1 giờ đến hạn (16 giờ, ngày 22/9/2025)." in shown.out


def test_two_files_of_one_moment_are_never_chosen_between(empty: Path, command: Command) -> None:
    blank = form(empty, command)
    put(empty, "a.xlsx", filled(blank))
    put(empty, "b.xlsx", filled(blank, n1_1="Hoàn thành"))
    files = json.loads(command("--root", empty, "check", empty / "data" / "2025-09", "--json").out)[
        "files"
    ]
    assert all("SUB091" in {f["code"] for f in file["findings"]} for file in files)
    state = json.loads(command("--root", empty, "status", "2025-09", "--json").out)
    assert (state["faulty"], state["missing"]) == (1, 141)


def test_a_file_of_another_month_is_rejected_and_the_rest_counts(
    empty: Path, command: Command
) -> None:
    put(empty, "cu.xlsx", filled(form(empty, command, "11329", "2025-08")))
    put(empty, "moi.xlsx", filled(form(empty, command, "11359")))
    ran = command("--root", empty, "build", "2025-09")
    assert ran.code == 0
    assert "1/142 đơn vị đã gửi" in ran.out
    assert "SUB003" in ran.out


LETTER = str(REPOSITORY / "templates" / "docx" / "tom-tat.docx")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("build", "2025-13"), 2, "MAY002"),
        (("build", "tháng 9"), 2, "MAY002"),
        (("build", "2025-09", "--as-of", "hôm nay"), 2, "MAY003"),
        (("templates", "2025-09", "--unit", "99999"), 2, "MAY005"),
        (("templates", "2025-09", "--group", "xa"), 2, "MAY006"),
        (("biuld", "2025-09"), 2, "không có lệnh"),
        (("biuld", "2025-09"), 2, "cv183-report --help"),
        (("verify", "2025-09"), 2, "thiếu TỆP"),
        (("close", "2025-09"), 2, "thiếu --signed TỆP"),
        (("close", "2025-09", "--signed", str(REPOSITORY)), 2, "đang là một thư mục"),
        (("reopen", "2025-09"), 2, "thiếu --reason LÝ_DO"),
        (("reopen", "2025-09"), 2, "cv183-report reopen --help"),
        (("sample", "2025-10", "--units", "0"), 2, "--units phải là số từ 1 đến 9999"),
        (("build", "2025-09", "--nope"), 2, "không có tùy chọn"),
        (("check", "khong-co.xlsx"), 2, "khong-co.xlsx"),
        (("check", "khong-co.xlsx", str(REPOSITORY / "pyproject.toml")), 1, "khong-co.xlsx"),
        (("verify", "2025-09", "khong-co.docx"), 2, "khong-co.docx"),
        (("outline", "khong-co.docx"), 2, "khong-co.docx"),
        (("outline", str(REPOSITORY)), 2, "đang là một thư mục"),
        (("receive", "2025-09", "khong-co.xlsx"), 2, "khong-co.xlsx"),
        (("lint", "khong-co.docx"), 2, "khong-co.docx"),
        (("lint", LETTER, "--comments", "khong/co.docx"), 2, "khong"),
        (("lint", LETTER, "--fix", "khong/co.docx"), 2, "khong"),
        (("close", "2025-09", "--signed", "khong-co.docx"), 2, "khong-co.docx"),
    ],
)
def test_wrong_usage_is_one_clear_sentence(
    empty: Path, command: Command, arguments: tuple[str, ...], code: int, says: str
) -> None:
    ran = command("--root", empty, *arguments)
    assert ran.code == code
    assert says in ran.out + ran.err


def test_a_moment_before_anything_came_is_no_empty_folder(empty: Path, command: Command) -> None:
    put(empty, "den.xlsx", filled(form(empty, command)))
    early = command(
        "--root", empty, "build", "2025-09", "--as-of", "2025-09-01", "--only", "tom-tat"
    )
    assert "Đến lúc xét chưa có tệp nào: văn bản đúng với việc chưa đơn vị nào gửi." in early.out


def test_on_a_full_disk_nothing_is_said_to_lie_there_and_the_reason_once(
    empty: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(empty, "den.xlsx", filled(form(empty, command)))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(workspace, "_stage", full)
    for asked, says, folders in (
        (("templates", "2025-09"), "Không có biểu mẫu trong", 1),
        (("mail", "2025-09", "reminders"), "Không có thư nháp trong", 1),
        (("status", "2025-09", "--html"), "không ghi được", 1),
        (("build", "2025-09", "--only", "don-vi"), "không ghi được", 3),
    ):
        ran = command("--root", empty, *asked)
        assert (ran.code, says in ran.out, ran.out.count("MAY023")) == (3, True, folders)
        assert "Đã ghi" not in ran.out
        assert "báo cáo riêng của" not in ran.out


def test_a_folder_without_a_register_is_said(tmp_path: Path, command: Command) -> None:
    ran = command("--root", tmp_path, "build", "2025-09")
    assert (ran.code, "MAY001" in ran.err) == (2, True)


def test_a_faulty_register_stops_with_its_cells(empty: Path, command: Command) -> None:
    path = empty / "data" / "danh-muc.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["Đơn vị"]
    sheet.cell(5, 1, sheet.cell(4, 1).value)
    book.save(path)
    ran = command("--root", empty, "build", "2025-09")
    assert ran.code == 1
    assert "danh-muc.xlsx · Đơn vị!A5" in ran.err
    assert not (empty / "out").exists()


def test_a_faulty_template_is_told_and_everything_else_is_done(
    empty: Path, command: Command
) -> None:
    path = empty / "templates" / "docx" / "bao-cao-thang.docx"
    document = Document(str(path))
    document.add_paragraph("{{ clossing }}")
    document.save(str(path))
    ran = command("--root", empty, "build", "2025-09")
    assert ran.code == 1
    assert "«clossing»" in ran.out
    assert "closing" in ran.out.replace("clossing", "")
    assert sorted(outputs(empty)) == OUTPUTS[1:]


def test_a_missing_template_is_told_and_everything_else_is_done(
    empty: Path, command: Command
) -> None:
    (empty / "templates" / "docx" / "bao-cao-thang.docx").unlink()
    ran = command("--root", empty, "build", "2025-09")
    assert (ran.code, "MAY016" in ran.out) == (1, True)
    assert sorted(outputs(empty)) == OUTPUTS[1:]


def test_the_clock_may_be_set_back_and_what_came_later_is_not_there(
    empty: Path, command: Command
) -> None:
    put(empty, "a.xlsx", filled(form(empty, command)), at="2025-09-20 09:00")
    for at, received in (("2025-09-20T08:59", 0), ("2025-09-20T09:00", 1)):
        ran = command("--root", empty, "status", "2025-09", "--json", "--as-of", at)
        assert json.loads(ran.out)["received"] == received


def test_check_judges_an_inbox_for_its_own_month(empty: Path, command: Command) -> None:
    path = put(empty, "cu.xlsx", filled(form(empty, command, "11329", "2025-08")))
    inside = json.loads(command("--root", empty, "check", path, "--json").out)["files"]
    assert inside[0]["outcome"] == "rejected"
    elsewhere = empty / "cu.xlsx"
    shutil.copy2(path, elsewhere)
    outside = json.loads(command("--root", empty, "check", elsewhere, "--json").out)["files"]
    assert (outside[0]["outcome"], outside[0]["period"]) == ("accepted-with-warnings", "2025-08")


def test_the_time_of_receipt_is_told_with_what_says_so(empty: Path, command: Command) -> None:
    path = put(empty, "a.xlsx", filled(form(empty, command)), at="2025-09-22 16:00")
    ran = command("--root", empty, "check", path)
    assert "nhận lúc 16 giờ, ngày 22/9/2025, theo thời điểm sửa tệp" in ran.out
    assert "; sau hạn" in ran.out


def test_nothing_to_check_is_said(empty: Path, command: Command) -> None:
    (empty / "trống").mkdir()
    assert "MAY020" in command("--root", empty, "check", empty / "trống").out


def test_a_sample_never_lands_among_real_files(empty: Path, command: Command) -> None:
    put(empty, "a.xlsx", b"somebody's")
    ran = command("--root", empty, "sample", "2025-09")
    assert (ran.code, "MAY018" in ran.err) == (2, True)
    assert [p.name for p in (empty / "data" / "2025-09" / "nop").iterdir()] == ["a.xlsx"]


def test_a_sample_of_fewer_units_than_there_are_is_answered(empty: Path, command: Command) -> None:
    ran = command("--root", empty, "sample", "2025-09", "--units", "5")
    assert (ran.code, "MAY019" in ran.err) == (2, True)


def test_a_real_month_after_an_invented_one_still_says_so(few: Path, command: Command) -> None:
    """Its comparisons rest on invented figures, and so do the grey cells of its forms."""
    assert command("--root", few, "build", "2025-10").code == 0
    assert "SỐ LIỆU MINH HỌA" in text_of(outputs(few, "2025-10")["bao-cao-thang-2025-10.docx"])
    book = openpyxl.load_workbook(BytesIO(form(few, command, "11560", "2025-10")))
    assert any(
        "SỐ LIỆU MINH HỌA" in str(c.value) for row in book["Báo cáo"].iter_rows() for c in row
    )


def test_templates_for_all_units_twice_the_same(empty: Path, command: Command) -> None:
    assert command("--root", empty, "templates", "2025-09", "--group", "so-nganh").code == 0
    folder = empty / "out" / "2025-09" / "bieu-mau"
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    assert len(before) == 15
    shutil.rmtree(folder)
    assert command("--root", empty, "templates", "2025-09", "--group", "so-nganh").code == 0
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before


def test_forms_carry_last_months_answers(few: Path, command: Command) -> None:
    book = openpyxl.load_workbook(BytesIO(form(few, command, "11560", "2025-09")))
    cells = [c.value for row in book["Báo cáo"].iter_rows() for c in row]
    assert any(value in cells for value in ("Hoàn thành", "Đang thực hiện"))


def test_init_lays_a_folder_that_builds_and_refuses_to_touch_an_old_one(
    tmp_path: Path, command: Command
) -> None:
    folder = tmp_path / "CV 183 của Ban"
    assert command("init", folder).code == 0
    assert command("--root", folder, "build", "2025-10").code == 0
    register = (folder / "data" / "danh-muc.xlsx").read_bytes()
    again = command("init", folder)
    assert (again.code, "MAY015" in again.err) == (2, True)
    assert (folder / "data" / "danh-muc.xlsx").read_bytes() == register


def test_sample_is_the_one_that_is_shipped(empty: Path, command: Command) -> None:
    assert command("--root", empty, "sample", "2025-09").code == 0
    (made,) = (empty / "data" / "2025-09" / "nop").glob("*.zip")
    (shipped,) = (REPOSITORY / "data" / "2025-09" / "nop").glob("*.zip")
    with zipfile.ZipFile(made) as ours, zipfile.ZipFile(shipped) as theirs:
        assert [(i.filename, i.date_time, i.CRC) for i in ours.infolist()] == [
            (i.filename, i.date_time, i.CRC) for i in theirs.infolist()
        ]


def test_inputs_are_never_changed(few: Path, command: Command) -> None:
    inbox = few / "data"

    def inputs() -> dict[Path, tuple[bytes, int]]:
        """All but the editor's sheet, which `build` makes and keeps up."""
        found = (p for p in inbox.rglob("*") if p.is_file() and p.name != "bien-tap.xlsx")
        return {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in found}

    before = inputs()
    for arguments in (
        ("check", inbox),
        ("status", "2025-09"),
        ("build", "2025-09"),
        ("templates", "2025-10", "--unit", "11560"),
    ):
        command("--root", few, *arguments)
    assert inputs() == before


@pytest.mark.parametrize("name", [None, *cli.commands])
def test_every_command_has_a_help_page_in_vietnamese(command: Command, name: str | None) -> None:
    ran = command(*([name] if name else []), "--help")
    assert ran.code == 0
    assert "Cách dùng" in ran.out
    assert "Options" not in ran.out
    assert "Show this message" not in ran.out
    assert not re.search(r"\[(default|x[<>]|required)", ran.out)
    assert "..." not in ran.out, "a line of the list of commands is cut short"
    takes_a_month = name is not None and "[KỲ]" in ran.out
    assert takes_a_month == ("2025-09 hoặc 9/2025 (quý:" in ran.out), "how a month is typed"


def test_what_a_command_cannot_do_without_is_told_by_its_help(command: Command) -> None:
    assert "check [TÙY CHỌN] KỲ|TỆP…" in command("check", "--help").out
    for name in ("close", "reopen"):
        assert "bắt buộc" in command(name, "--help").out


def test_a_report_beside_other_folders_lies_in_its_own(tmp_path: Path, command: Command) -> None:
    """The working folder may be named with a trailing blank of the shell, or relative."""
    root = lay(tmp_path / "a")
    os.chdir(root)
    assert command("build", "2025-09").code == 0
    assert sorted(outputs(root)) == OUTPUTS


def test_a_link_in_an_answer_is_told_and_never_printed(tmp_path: Path, command: Command) -> None:
    root = lay(tmp_path / "cv")
    link = "https://drive.google.com/drive/folders/1AbC?usp=sharing"
    book = openpyxl.load_workbook(BytesIO(filled(form(root, command))))
    cells = [c for row in book["Báo cáo"].iter_rows() for c in row]
    for cell in cells:
        if str(cell.value or "").startswith("Đã làm việc"):
            cell.value = f"{cell.value}, xem tại {link}"
    out = BytesIO()
    book.save(out)
    put(root, "11329.xlsx", out.getvalue())
    checked = command("--root", root, "check", "2025-09", "--json")
    notes = [f for f in json.loads(checked.out)["files"][0]["findings"] if f["code"] == "SUB137"]
    assert len(notes) == 6
    assert all("drive.google.com" in note["message"] for note in notes)
    ran = command("--root", root, "build", "2025-09")
    assert ran.code == 0, ran.out + ran.err
    made = sorted((root / "out" / "2025-09").rglob("*.docx"))
    assert len(made) == 5
    for path in made:
        assert "drive.google" not in text_of(path.read_bytes())
    own = next(path for path in made if path.parent.name == "don-vi")
    assert "Đã làm việc 1.1." in text_of(own.read_bytes())
