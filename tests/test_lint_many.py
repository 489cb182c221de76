"""Many files at once: what only Word or LibreOffice opens, what hangs, the summary as a workbook, progress."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import openpyxl
import pytest

from cv183_reports.catalogue import machine
from cv183_reports.workspace import office
from cv183_reports.workspace.office import (
    Conversion,
    NoConversion,
    OfficeFile,
    OfficeKind,
    convert,
    office_program,
)
from tests.conftest import REPOSITORY, Command
from tests.word_correct import word

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument\0".encode("utf-16-le")
RTF = rb"{\rtf1\ansi\deff0{\fonttbl{\f0 Times New Roman;}}\f0\fs28 Xin ch\u224?o c\u225?c b\u7841?n.\par}"  # fmt: skip
HAS_OFFICE = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="a script stands in for LibreOffice")
WRITE = 'i=0; for f in "$@"; do case $f in */in/*) n=$(basename "$f"); printf \'PK\\005\\006\' > "out/${n%%.*}.docx";; esac; done'


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing on the PATH but what a test lays there; and a folder of files."""
    (tmp_path / "bin").mkdir()
    for name in ("sh", "sleep", "basename"):
        if found := shutil.which(name):
            (tmp_path / "bin" / name).symlink_to(found)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(office, "_usual_places", lambda: ())
    return tmp_path


def stands_in(folder: Path, script: str) -> None:
    """A LibreOffice that does what `script` says, in the folder of the call."""
    program = folder / "bin" / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)


def laid(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / "Văn bản & 50%" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder / "Văn bản & 50%"


def rows(path: Path) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    return [row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]


def test_without_an_office_program_an_old_file_is_told_as_before(
    alone: Path, command: Command
) -> None:
    folder = laid(alone, {"cũ.doc": OLD, "b.rtf": RTF, "đúng.docx": word("hd36")})
    before = {path: path.read_bytes() for path in folder.iterdir()}
    ran = command("lint", folder)
    assert (ran.code, ran.out.count("FMT092")) == (1, 2)
    assert "Lưu thành (Save As)" in ran.out
    assert "đúng.docx: không có lỗi" in ran.out
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


@HAS_OFFICE
def test_what_an_old_file_is_decides_not_its_name(tmp_path: Path, command: Command) -> None:
    folder = laid(
        tmp_path,
        {"a.docx.doc": word("hd36"), "=b.doc": RTF, "c.rtf": b"{\\rtf", "d.doc": b"gi\xcc", "e.docx": RTF},
    )  # fmt: skip
    before = {path: path.read_bytes() for path in folder.iterdir()}
    table = tmp_path / "t.xlsx"
    ran = command("lint", folder, "--summary", table)
    assert ran.code == 1
    found = {str(row[1]).rsplit(os.sep, 1)[-1]: row for row in rows(table)}
    assert (found["a.docx.doc"][2:6]) == ("Báo cáo", "hd36", 0, 0)
    assert (found["=b.doc"][6], found["e.docx"][6]) == (2, 2)  # converted; no head
    assert ran.out.count("FMT183 Tệp là RTF, được xét theo bản .docx mà LibreOffice") >= 2
    assert str(found["d.doc"][7]).startswith("FMT091")
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


@HAS_OFFICE
def test_an_old_file_with_faults_names_the_original_and_may_be_commented(
    tmp_path: Path, command: Command
) -> None:
    source = laid(tmp_path, {"sai.docx": word("hd36", title={"size": 13})}) / "sai.docx"
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'p').as_uri()}", "--headless", "--convert-to",
         "doc", "--outdir", str(tmp_path), str(source)], check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    ran = command("lint", tmp_path / "sai.doc", "--comments", tmp_path / "ghi chú.docx")
    assert (ran.code, "FMT020" in ran.out, "FMT183" in ran.out) == (1, True, True)
    assert ran.out.startswith(f"{tmp_path / 'sai.doc'}: ")
    with ZipFile(tmp_path / "ghi chú.docx") as archive:
        assert "word/comments.xml" in archive.namelist()


@HAS_OFFICE
def test_a_pdf_is_made_too() -> None:
    (made,) = convert([OfficeFile(word("hd36"), ".docx")], OfficeKind.PDF)
    assert made.data is not None
    assert made.data.startswith(b"%PDF")


def outcome(script: str, count: int, alone: Path) -> list[NoConversion | None]:
    stands_in(alone, script)
    return [each.trouble for each in convert([OfficeFile(RTF, ".rtf")] * count, OfficeKind.DOCX)]


LATE, BAD = NoConversion.TOO_LONG, NoConversion.REFUSED


@POSIX
@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (WRITE, [None] * 4),
        ("sleep 600", [LATE] * 4),
        ("exit 1", [BAD] * 4),
        ("printf half > out/00000.docx; sleep 600", [LATE] * 4),
        (f"if [ -e in/00003.rtf ]; then sleep 600; else {WRITE}; fi", [LATE, None, None, None]),
        (f"{WRITE}; : > out/00001.docx", [None, BAD, None, None]),
        (f"{WRITE}; sleep 600", [None] * 4),
    ],
    ids=[
        "all",
        "hangs",
        "breaks",
        "half a file",
        "hangs at one",
        "refuses one",
        "hangs at the end",
    ],
)
def test_no_file_waits_for_another(
    script: str, expected: list[NoConversion | None], alone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "SECONDS_EACH", 1.0)
    assert outcome(script, 4, alone) == expected


@POSIX
def test_more_files_than_the_program_takes_are_given_in_several_calls(
    alone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LibreOffice leaves what comes after some number of arguments, and says nothing."""
    monkeypatch.setattr(office, "_MOST_FILES", 3)
    script = f'echo x >> "{alone}/calls"; set -- "$@"; [ $# -le 11 ] || exit 0; {WRITE}'
    stands_in(alone, script)
    steps: list[int] = []
    made = convert([OfficeFile(RTF, ".rtf")] * 7, OfficeKind.DOCX, lambda: steps.append(1))
    assert [each.trouble for each in made] == [None] * 7
    assert (len(steps), (alone / "calls").read_text(encoding="ascii").count("x")) == (7, 3)


@POSIX
def test_each_file_is_told_as_it_comes(alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program writes the third file only once the first was told."""
    monkeypatch.setattr(office, "SECONDS_EACH", 20.0)
    write, marker = "printf 'PK\\005\\006' > out/0000", alone / "told"
    wait = f'until [ -e "{marker}" ]; do sleep 0.05; done'
    stands_in(alone, f"{write}0.docx; {write}1.docx; {wait}; {write}2.docx")
    steps: list[int] = []

    def step() -> None:
        steps.append(1)
        marker.touch()

    made = convert([OfficeFile(RTF, ".rtf")] * 3, OfficeKind.DOCX, step)
    assert ([each.trouble for each in made], len(steps)) == ([None] * 3, 3)


@POSIX
def test_what_hangs_is_killed_with_its_children_and_leaves_nothing(
    alone: Path, monkeypatch: pytest.MonkeyPatch, command: Command
) -> None:
    monkeypatch.setattr(office, "SECONDS_EACH", 0.5)
    monkeypatch.setenv("TMPDIR", str(alone))
    monkeypatch.setattr("tempfile.tempdir", None)
    stands_in(alone, f'sleep 601 & echo $! >> "{alone}/pids"; wait')
    folder = laid(alone, {"cũ.doc": OLD, "đúng.docx": word("hd36")})
    ran = command("lint", folder)
    assert (ran.code, "FMT182" in ran.out, "quá lâu" in ran.out) == (1, True, True)
    assert "đúng.docx: không có lỗi" in ran.out
    pids = [int(line) for line in (alone / "pids").read_text(encoding="ascii").split()]
    assert [pid for pid in pids if lives_on(pid)] == []
    assert list(alone.glob("cv183-*")) == []


def lives_on(pid: int) -> bool:
    """Whether a process that was killed is there still, once a busy machine had time to end it."""
    until = time.monotonic() + 20
    while is_running(pid):
        if time.monotonic() > until:
            return True
        time.sleep(0.05)
    return False


def is_running(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    try:
        return state.read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] not in {"Z", "X"}
    except OSError:
        return False


@POSIX
def test_a_stop_while_the_program_begins_ends_it_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin, begun = subprocess.Popen, []

    def beginning(*arguments: object, **named: object) -> subprocess.Popen[bytes]:
        begun.append(begin(*arguments, **named))  # type: ignore[call-overload]
        os.kill(os.getpid(), signal.SIGINT)
        return begun[0]

    monkeypatch.setattr(office.subprocess, "Popen", beginning)
    with pytest.raises(KeyboardInterrupt):
        office._run(["sleep", "602"], tmp_path, lambda: None)
    assert begun[0].poll() is not None


@POSIX
def test_ctrl_c_ends_everything(alone: Path) -> None:
    stands_in(alone, f'sleep 602 & echo $! > "{alone}/pids"; wait')
    folder = laid(alone, {"cũ.doc": OLD})
    child = subprocess.Popen(
        [sys.executable, "-m", "cv183_reports", "lint", folder], cwd=REPOSITORY, stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(alone)}, encoding="utf-8",
    )  # fmt: skip
    until = time.monotonic() + 60
    while not (alone / "pids").exists() and time.monotonic() < until:
        time.sleep(0.05)
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=30)
    assert (child.returncode, "Đã dừng theo yêu cầu" in said, "Traceback" in said) == (
        3,
        True,
        False,
    )
    assert not lives_on(int((alone / "pids").read_text(encoding="ascii")))
    assert list(alone.glob("cv183-*")) == []


def test_word_is_asked_where_windows_knows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The call alone; what PowerShell and Word do with it nobody sees here."""
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(office, "_knows", lambda called: called == "Word")
    monkeypatch.setattr("shutil.which", lambda name: f"C:\\{name}.exe")
    program = office_program()
    assert program is not None
    assert (program.name, program.called, program.path) == (
        "Microsoft Word",
        "Word",
        "C:\\powershell.exe",
    )


def test_nothing_to_do_asks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "office_program", lambda: pytest.fail("asked"))
    assert convert([], OfficeKind.DOCX) == ()


def test_no_program_is_said_of_each(alone: Path) -> None:
    assert alone
    assert convert([OfficeFile(OLD, ".doc")], OfficeKind.PDF) == (
        Conversion(None, NoConversion.NO_PROGRAM),
    )


# The summary.


@pytest.fixture
def some(tmp_path: Path) -> Path:
    return laid(
        tmp_path,
        {
            "=1+1.docx": word("hd36", title={"size": 13}),
            "a #1 50%20/công văn.docx": word("hd36", heading_1={"bold": False}),
            "đúng.docx": word("hd36"),
        },
    )


def test_the_summary_has_a_row_for_each_file(some: Path, command: Command, tmp_path: Path) -> None:
    table = tmp_path / "Bảng tổng hợp.xlsx"
    ran = command("lint", some, "--summary", table)
    assert (ran.code, f"Đã ghi bảng tổng hợp: {table}" in ran.out) == (1, True)
    first, second, third = rows(table)
    assert first[1:7] == (str(some / "=1+1.docx"), "Báo cáo", "hd36", 1, 0, 0)
    assert str(first[7]).startswith("FMT020: Tiêu đề trình bày chưa đúng")
    assert second[2:7] == ("Báo cáo", "hd36", 0, 1, 0)
    assert str(second[7]).startswith("FMT033: ")
    assert third[4:8] == (0, 0, 0, None)


def test_the_summary_is_clickable_filterable_and_printable(
    some: Path, command: Command, tmp_path: Path
) -> None:
    table = tmp_path / "t.xlsx"
    command("lint", some, "--summary", table)
    sheet = openpyxl.load_workbook(table).active
    assert sheet is not None
    files = [row[1] for row in sheet.iter_rows() if isinstance(row[0].value, int)]
    assert [cell.data_type for cell in files] == ["s", "s", "s"]
    assert [cell.hyperlink.target for cell in files if cell.hyperlink] == [
        "V%C4%83n%20b%E1%BA%A3n%20%26%2050%25\\%3D1%2B1.docx",
        "V%C4%83n%20b%E1%BA%A3n%20%26%2050%25\\a%20%231%2050%2520\\c%C3%B4ng%20v%C4%83n.docx",
        "V%C4%83n%20b%E1%BA%A3n%20%26%2050%25\\%C4%91%C3%BAng.docx",
    ]
    header = files[0].row - 1
    assert sheet.auto_filter.ref == f"A{header}:H{header + 3}"
    assert sheet.freeze_panes == f"C{header + 1}"
    assert sheet.print_title_rows == f"${header}:${header}"


def test_the_same_files_give_the_same_bytes(some: Path, command: Command, tmp_path: Path) -> None:
    for name in ("một.xlsx", "hai.xlsx"):
        command("lint", some, "--summary", tmp_path / name)
    assert (tmp_path / "một.xlsx").read_bytes() == (tmp_path / "hai.xlsx").read_bytes()


def test_what_is_of_no_known_kind_has_none(tmp_path: Path, command: Command) -> None:
    files = {"1 khác.docx": unlike(), "2 thư.docx": word("hd05-letter"), "3 lạ.docx": b"x"}
    command("lint", laid(tmp_path, files), "--summary", tmp_path / "t.xlsx")
    assert [row[2] for row in rows(tmp_path / "t.xlsx")] == [None, "Công văn", None]


def unlike() -> bytes:
    document = docx.Document()
    document.add_paragraph("Danh sách mua sách.")
    packed = BytesIO()
    document.save(packed)
    return packed.getvalue()


def test_a_summary_of_sound_files_alone_ends_well(tmp_path: Path, command: Command) -> None:
    file = laid(tmp_path, {"đúng.docx": word("hd36")}) / "đúng.docx"
    assert command("lint", file, "--summary", tmp_path / "t.xlsx").code == 0
    ran = command("lint", file, "--json", "--summary", tmp_path / "u.xlsx")
    assert (ran.code, ran.out.startswith("{")) == (0, True)
    assert "Đã ghi bảng tổng hợp" in ran.err


def test_a_summary_is_never_written_over_anything(some: Path, command: Command) -> None:
    there = some / "có rồi.xlsx"
    there.write_bytes(b"cua nguoi khac")
    ran = command("lint", some, "--summary", there)
    assert (ran.code, "FMT181" in ran.err, ran.out) == (2, True, "")
    assert there.read_bytes() == b"cua nguoi khac"
    for name, code, finding in (
        ("t.docx", 2, "FMT184"),
        ("không có/t.xlsx", 2, machine.NOT_WRITTEN.code),
    ):
        ran = command("lint", some, "--summary", some / name)
        assert (ran.code, finding in ran.err, ran.out) == (code, True, ""), ran.err


def test_a_folder_that_takes_nothing_is_said_after_the_findings(
    some: Path, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr("cv183_reports.app.lint.replace_file", refuse)
    ran = command("lint", some, "--summary", tmp_path / "t.xlsx")
    assert (ran.code, "FMT020" in ran.out, str(tmp_path / "t.xlsx") in ran.err) == (3, True, True)
    assert [path.name for path in tmp_path.iterdir()] == [some.name]


def test_a_file_that_cannot_be_read_is_one_row(
    some: Path, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Path.open

    def locked(path: Path, *rest: object, **named: object) -> object:
        if path.name == "đúng.docx":
            raise PermissionError(13, "no")
        return opened(path, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "open", locked)
    command("lint", some, "--summary", tmp_path / "t.xlsx")
    monkeypatch.undo()
    assert [str(row[7])[:6] for row in rows(tmp_path / "t.xlsx")] == ["FMT020", "FMT033", "MAY014"]


def test_a_folder_without_word_files_is_one_row(tmp_path: Path, command: Command) -> None:
    folder = laid(tmp_path, {"a.txt": b"x"})
    ran = command("lint", folder, "--summary", tmp_path / "t.xlsx")
    assert (ran.code, [str(row[7])[:6] for row in rows(tmp_path / "t.xlsx")]) == (1, ["FMT180"])


def test_progress_is_told_on_a_terminal_and_nowhere_else(
    some: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command("lint", some).err == ""
    monkeypatch.setattr("cv183_reports.cli.screen.sys.stderr.isatty", lambda: True)
    ran = command("lint", some)
    assert "Đang soát thể thức" in ran.err
    assert "Đang soát thể thức" not in ran.out
