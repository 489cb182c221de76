"""`pdf`: the month's documents as PDF files to print, bookmarks and all; what a person laid there stays."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from pypdf import PdfReader, PdfWriter

from cv183_reports.app import pdf as subject
from cv183_reports.app.pdf import PdfPart, bound, steady
from cv183_reports.form.blank import form_name
from cv183_reports.model import Period
from cv183_reports.workspace import folder as places
from tests.conftest import REPOSITORY, Command
from tests.laid_out import _need_tools
from tests.shipped import register_at
from tests.test_closing import AUGUST, month, open_month
from tests.test_lint_many import POSIX, alone, lives_on, stands_in
from tests.test_sending import sent, told
from tests.test_validity import form

__all__ = ["alone", "month", "open_month"]

REPORT, BRIEF, LETTER = (
    f"{name}-{AUGUST}" for name in ("bao-cao-thang", "tom-tat", "cong-van-don-doc")
)
PACK = f"bao-cao-don-vi-{AUGUST}.pdf"


@pytest.fixture
def office() -> None:
    """LibreOffice and its fonts: skips, or fails under CI, where they are missing."""
    _need_tools()


def out(root: Path) -> Path:
    return root / "out" / AUGUST


def keep(root: Path, *stems: str) -> None:
    """Takes away the Word documents whose names begin otherwise."""
    for path in out(root).rglob("*.docx"):
        if not path.name.startswith(stems):
            path.unlink()


def bookmarks(path: Path) -> list[tuple[int, str, int]]:
    """Depth, title and page of each."""
    reader = PdfReader(path)

    def below(items: list[Any], depth: int) -> Iterator[tuple[int, str, int]]:
        for item in items:
            if isinstance(item, list):
                yield from below(item, depth + 1)
            else:
                page = reader.get_destination_page_number(item)
                assert page is not None
                yield depth, str(item.title), page

    return list(below(list(reader.outline), 0))


def text_of(path: Path, page: int = 0) -> str:
    return " ".join(PdfReader(path).pages[page].extract_text().split())


@pytest.mark.usefixtures("office")
def test_a_month_becomes_pdf_files_with_bookmarks(month: Path, command: Command) -> None:
    keep(month, REPORT, BRIEF, "11329", "10507", "du-ubnd")
    ran = command("--root", month, "pdf", "8/2025")
    assert (ran.code, ran.err) == (0, "")
    assert sorted(path.name for path in out(month).rglob("*.pdf")) == [
        PACK, f"{REPORT} (bản in).pdf", f"{BRIEF} (bản in).pdf",
    ]  # fmt: skip
    assert "LibreOffice" in ran.out
    assert f"{BRIEF} (bản in).pdf  (ghi mới): 01 trang" in ran.out
    assert f"{PACK}  (ghi mới): 03 văn bản, " in ran.out

    marks = bookmarks(out(month) / f"{REPORT} (bản in).pdf")
    tops = [title.partition("-")[0] for depth, title, _ in marks if depth == 0]
    assert tops[:6] == ["I", "II", "III", "IV", "V", "VI"]
    assert tops[6:] == [f"Phụ lục {number}" for number in range(1, len(tops) - 5)]
    assert len(tops) > 8
    assert (1, "Tình hình gửi báo cáo của các đơn vị") in {(d, t) for d, t, _ in marks}
    assert [page for _, _, page in marks] == sorted(page for _, _, page in marks)

    register = register_at(month / "data" / "danh-muc.xlsx")
    names = [u.name for u in register.units if u.code in ("11329", "10507", "du-ubnd")]
    pack = bookmarks(out(month) / PACK)
    assert [title for depth, title, _ in pack if depth == 0] == names
    first = [page for depth, _, page in pack if depth == 0]
    assert all("BÁO CÁO" in text_of(out(month) / PACK, page) for page in first)
    assert next(title for depth, title, _ in pack if depth == 1).startswith("I")
    folded = PdfReader(out(month) / PACK).root_object["/Outlines"]
    assert folded["/Count"] == 3  # type: ignore[index]


@pytest.mark.usefixtures("office")
def test_what_a_person_edited_is_printed_to_the_same_bytes_each_time(
    month: Path, command: Command
) -> None:
    path = out(month) / f"{BRIEF}.docx"
    document = docx.Document(str(path))
    document.paragraphs[0].insert_paragraph_before("ĐÃ SỬA TAY")
    document.save(str(path))
    asked = ("--root", month, "pdf", AUGUST, "--only", "tom-tat")
    assert command(*asked).code == 0
    printed = out(month) / f"{BRIEF} (bản in).pdf"
    first = printed.read_bytes()
    assert "ĐÃ SỬA TAY" in text_of(printed)
    assert b"/CreationDate" not in first

    time.sleep(1.1)  # the clock of a PDF counts seconds
    assert "(không đổi)" in command(*asked).out
    assert printed.read_bytes() == first


@pytest.mark.usefixtures("office")
def test_forms_are_printed_when_asked_for_with_numbers_as_vietnamese_write_them(
    month: Path, command: Command
) -> None:
    register = register_at(month / "data" / "danh-muc.xlsx")
    unit = next(unit for unit in register.units if unit.code == "11329")
    path = out(month) / "bieu-mau" / form_name(unit, Period(2025, 8))
    path.parent.mkdir()
    path.write_bytes(form("11329", filled=True))
    ran = command("--root", month, "pdf", AUGUST, "--only", "bieu-mau", "--unit", "11329")
    assert (ran.code, ran.err) == (0, "")
    printed = path.with_name(f"{path.stem} (bản in).pdf")
    pages = [text_of(printed, at) for at in range(len(PdfReader(printed).pages))]
    (figures,) = (page for page in pages if "SỐ LIỆU THỐNG KÊ" in page)
    assert re.search(r"triệu đồng [\d.]*\d,\d ", figures)
    assert list(out(month).glob("*.pdf")) == []


# A stand-in for LibreOffice, which prints one page of each file but refuses those that hold REFUSED.

STAND_IN = """
for f in "$@"; do case $f in */in/*)
  n=$(basename "$f"); if ! grep -q REFUSED "$f"; then cat "{page}" > "out/${{n%.*}}.pdf"; fi;;
esac; done
"""


def page(width: int = 595) -> bytes:
    writer, file = PdfWriter(), BytesIO()
    writer.add_blank_page(width, 842)
    writer.add_outline_item(title=" I- Mục ", page_number=0)
    writer.metadata = {"/CreationDate": "D:20250101000000Z"}
    writer.write(file)
    return file.getvalue()


@pytest.fixture
def stand_in(alone: Path) -> Path:
    for name in ("cat", "grep"):
        (alone / "bin" / name).symlink_to(str(shutil.which(name, path="/usr/bin:/bin")))
    (alone / "page.pdf").write_bytes(page())
    stands_in(alone, STAND_IN.format(page=alone / "page.pdf"))
    return alone


@POSIX
@pytest.mark.usefixtures("stand_in")
def test_one_file_that_the_program_refuses_stops_no_other(month: Path, command: Command) -> None:
    (bad,) = (out(month) / "don-vi").glob("10903*.docx")
    bad.write_bytes(b"REFUSED")
    there = sorted(path.name.partition("-")[0] for path in (out(month) / "don-vi").iterdir())
    ran = command("--root", month, "pdf", AUGUST)
    assert (ran.code, ran.out.count("MAY052")) == (1, 1)
    assert told(ran.out, bad.name) == ["MAY052"]
    assert len(PdfReader(out(month) / PACK).pages) == len(there) - 1
    assert [depth for depth, title, _ in bookmarks(out(month) / PACK) if title == "I- Mục"]
    assert (out(month) / f"{REPORT} (bản in).pdf").is_file()


@POSIX
def test_what_the_program_writes_may_be_no_pdf(
    month: Path, stand_in: Path, command: Command
) -> None:
    (stand_in / "page.pdf").write_bytes(b"%PDF-1.7\nnothing\n%%EOF")
    ran = command("--root", month, "pdf", AUGUST, "--only", "tom-tat")
    assert (ran.code, "bản PDF ghi ra bị hỏng" in ran.out) == (1, True)
    assert list(out(month).glob("*.pdf")) == []


@POSIX
@pytest.mark.usefixtures("stand_in")
def test_a_pdf_that_cannot_be_replaced_is_told_and_the_others_are_written(
    month: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    (out(month) / f"{BRIEF} (bản in).pdf").mkdir()
    ran = command("--root", month, "pdf", AUGUST)
    assert (ran.code, "MAY017" in ran.out) == (3, True)
    assert (out(month) / PACK).is_file()

    def refused(*_: object) -> Path:
        raise PermissionError(13, "read-only")

    monkeypatch.setattr(places, "_stage", refused)
    (out(month) / PACK).unlink()
    ran = command("--root", month, "pdf", AUGUST)
    assert (ran.code, "MAY013" in ran.out, (out(month) / PACK).exists()) == (3, True, False)


@POSIX
def test_a_pdf_that_a_person_laid_there_or_changed_stays(
    month: Path, stand_in: Path, command: Command
) -> None:
    asked = ("--root", month, "pdf", AUGUST, "--only", "tom-tat")
    printed = out(month) / f"{BRIEF} (bản in).pdf"
    for mine in (b"%PDF-1.7 laid there", b"%PDF-1.7 with a note"):
        printed.write_bytes(mine)
        ran = command(*asked)
        assert (ran.code, "MAY010" in ran.out) == (0, True)
        assert printed.read_bytes() == mine
        beside = out(month) / f"{BRIEF} (bản in) (bản 2).pdf"
        assert len(PdfReader(beside).pages) == 1
        beside.unlink()
        (stand_in / "page.pdf").write_bytes(page(842))


@POSIX
@pytest.mark.usefixtures("stand_in")
def test_of_several_versions_the_one_that_is_sent_is_printed(month: Path, command: Command) -> None:
    (out(month) / f"{BRIEF} (bản 2).docx").write_bytes(b"of a person")
    ran = command("--root", month, "pdf", AUGUST, "--only", "tom-tat")
    assert (ran.code, told(ran.out, f"{BRIEF} (bản 2).docx")) == (0, ["MAY053"])
    assert "vì là bản đã có người sửa" in ran.out


@POSIX
@pytest.mark.usefixtures("stand_in")
def test_a_print_is_never_taken_for_the_signed_scan(month: Path, command: Command) -> None:
    command("--root", month, "pdf", AUGUST, "--only", "bao-cao-thang")
    asked = ("--root", month, "mail", AUGUST, "reports", "--as-of", "2025-08-25T09:00")
    ran = command(*asked)
    assert ("THU045" in ran.out, "THU020" in ran.out) == (False, True)
    assert sent(month, AUGUST) == [f"{REPORT}.docx", f"{BRIEF}.docx"]

    scan = out(month) / f"{REPORT}.pdf"
    shutil.copy(out(month) / f"{REPORT} (bản in).pdf", scan)
    ran = command(*asked)
    assert told(ran.out, f"{REPORT}.docx") == ["THU020"]
    assert told(ran.out, scan.name) == ["THU045"]
    assert sent(month, AUGUST) == [f"{REPORT}.docx", f"{BRIEF}.docx"]

    scan.write_bytes(scan.read_bytes() + b"\n% a signature\n%%EOF\n")
    assert "THU045" not in command(*asked).out
    assert sent(month, AUGUST) == [f"{REPORT}.docx", f"{BRIEF}.docx", scan.name]


@pytest.mark.parametrize(
    ("asked", "codes", "code", "says"),
    [
        ((), ["MAY051"], 1, "cv183-report build 2025-08"),
        (("--only", "bieu-mau"), ["MAY051"], 1, "cv183-report templates 2025-08"),
        (("--unit", "11329"), ["MAY051"], 1, "cv183-report build 2025-08"),
        (("--only", "tong-hop"), ["MAY007"], 2, "bieu-mau"),
        (("--only", "tom-tat", "--unit", "11329"), ["MAY008"], 2, "don-vi"),
        (("--unit", "khong co"), ["MAY005"], 2, "Đơn vị"),
    ],
    ids=["nothing yet", "no forms", "no report of a unit", "no Word document", "not of units", "unit"],
)  # fmt: skip
def test_what_cannot_be_printed_is_said(
    asked: tuple[str, ...], codes: list[str], code: int, says: str, empty: Path, command: Command
) -> None:
    ran = command("--root", empty, "pdf", AUGUST, *asked)
    assert (ran.code, [c for c in codes if c in ran.err], says in ran.err) == (code, codes, True)
    assert not (empty / "out").exists()


def test_without_an_office_program_one_sentence_and_nothing_is_written(
    month: Path, alone: Path, command: Command
) -> None:
    assert alone
    ran = command("--root", month, "pdf", AUGUST)
    assert (ran.code, "MAY050" in ran.err, "Word hay LibreOffice" in ran.err) == (3, True, True)
    assert list(out(month).rglob("*.pdf")) == []


def test_without_the_library_a_sentence(
    month: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subject, "find_spec", lambda _: None)
    ran = command("--root", month, "pdf", AUGUST)
    assert (ran.code, "MAY049" in ran.err, '".[pdf]"' in ran.err) == (3, True, True)


@POSIX
def test_ctrl_c_leaves_nothing(month: Path, alone: Path) -> None:
    stands_in(alone, f'sleep 603 & echo $! > "{alone}/pids"; wait')
    child = subprocess.Popen(
        [sys.executable, "-m", "cv183_reports", "--root", month, "pdf", AUGUST], cwd=REPOSITORY,
        stderr=subprocess.PIPE, env={**os.environ, "TMPDIR": str(alone)}, encoding="utf-8",
    )  # fmt: skip
    until = time.monotonic() + 60
    while not (alone / "pids").exists() and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.1)
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=30)
    assert (child.returncode, said) == (3, "\nĐã dừng theo yêu cầu.\n")
    assert not lives_on(int((alone / "pids").read_text(encoding="ascii")))
    assert [*alone.glob("cv183-*"), *out(month).rglob("*.pdf"), *out(month).rglob("*.tmp")] == []


# What the PDF files are bound from.


def pages(*sizes: tuple[int, int]) -> bytes:
    writer, file = PdfWriter(), BytesIO()
    for width, height in sizes:
        writer.add_blank_page(width, height)
    writer.write(file)
    return file.getvalue()


UPRIGHT, ACROSS, LARGE = (595, 842), (842, 595), (842, 1191)
A, B, C = (UPRIGHT,), (UPRIGHT, ACROSS), (LARGE, UPRIGHT, LARGE)


@pytest.mark.parametrize(
    ("two_sided", "sizes", "starts"),
    [
        (False, [*A, *B, *C], [0, 1, 3]),
        (True, [*A, UPRIGHT, *B, *C], [0, 2, 4]),
    ],
)
def test_bound_in_order_each_page_as_large_as_it_is(
    two_sided: bool, sizes: list[tuple[int, int]], starts: list[int], tmp_path: Path
) -> None:
    parts = [PdfPart(f"Đơn vị {at}", pages(*part)) for at, part in enumerate((A, B, C))]
    steps: list[int] = []
    made = bound(parts, "tập", two_sided=two_sided, step=lambda: steps.append(1))
    (tmp_path / "a.pdf").write_bytes(made.data)
    read = PdfReader(tmp_path / "a.pdf")
    assert [(int(p.mediabox.width), int(p.mediabox.height)) for p in read.pages] == sizes
    assert bookmarks(tmp_path / "a.pdf") == [(0, f"Đơn vị {n}", at) for n, at in enumerate(starts)]
    assert (made.pages, len(steps)) == (len(sizes), 3)
    assert bound(parts, "tập", two_sided=two_sided).data == made.data


def test_what_depends_on_the_moment_is_left_out() -> None:
    made = steady(page(), "tóm tắt")
    assert made is not None
    read = PdfReader(BytesIO(made.data))
    assert dict(read.metadata or {}) == {"/Title": "tóm tắt"}
    assert ("/ID" in read.trailer, "/Metadata" in read.root_object) == (False, False)
    assert read.page_mode == "/UseOutlines"
    assert [str(item.title) for item in read.outline] == ["I- Mục"]  # type: ignore[union-attr]
    assert steady(b"%PDF-1.7 nothing %%EOF", "") is None
