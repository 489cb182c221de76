"""`init`: what it lays besides the data; the launchers do what they say, whatever names are dropped on them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cv183_reports.app.opening import launchers
from tests.conftest import REPOSITORY, Command
from tests.word_correct import word

LINT = "KIEM-TRA-THE-THUC"
NAMES = ["hai chữ.docx", "A&B.docx", "50%.docx", "%PATH%.docx", "hay!.docx", "a^b.docx", "=1+1.docx", "a,b;c.docx"]  # fmt: skip
SHIPPED = REPOSITORY / "templates" / "launchers"


def test_launchers_of_this_system_are_laid_and_nothing_is_overwritten(
    tmp_path: Path, command: Command
) -> None:
    suffix = ".cmd" if os.name == "nt" else ".desktop"
    theirs = tmp_path / f"{LINT}{suffix}"
    theirs.write_text("của người khác", encoding="utf-8")
    ran = command("init", tmp_path)
    assert ran.code == 0
    assert theirs.read_text(encoding="utf-8") == "của người khác"
    laid = tmp_path / f"{LINT} (bản 2){suffix}"
    assert laid.is_file()
    assert os.access(laid, os.X_OK)
    shipped = {file.stem for file in SHIPPED.iterdir() if file.suffix == suffix}
    assert {file.stem.removesuffix(" (bản 2)") for file in tmp_path.glob(f"*{suffix}")} == shipped


def test_each_launcher_is_there_for_both_systems_with_its_line_ends() -> None:
    by_system = {
        suffix: {file.stem for file in SHIPPED.glob(f"*{suffix}")}
        for suffix in (".cmd", ".desktop")
    }
    assert LINT in by_system[".cmd"] == by_system[".desktop"]
    for file in SHIPPED.iterdir():
        data = file.read_bytes()
        assert data.count(b"\r\n") == (data.count(b"\n") if file.suffix == ".cmd" else 0), file


def test_a_percent_sign_in_the_path_of_the_interpreter_stays_one(tmp_path: Path) -> None:
    batch = launchers(tmp_path, "C:\\100% ổn & tốt!\\python.exe", windows=True)[f"{LINT}.cmd"]
    assert 'set "PROGRAM=C:\\100%% ổn & tốt!\\python.exe"\r\n' in batch.decode()
    assert b"@PYTHON@" not in batch


@pytest.mark.parametrize(
    ("python", "near"),
    [
        (r"E:\CV183 chạy ngay\python\python.exe", r"..\..\CV183 chạy ngay\python\python.exe"),
        (r"E:\100%\python.exe", r"..\..\100%%\python.exe"),
        (r"C:\Python312\python.exe", r"C:\Python312\python.exe"),
    ],
)
@pytest.mark.parametrize("name", [f"{LINT}.cmd", "CV183.cmd"])
def test_a_launcher_on_a_stick_finds_the_program_beside_it(
    python: str, near: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The letter of the stick's drive is another on each machine."""
    monkeypatch.setattr(
        Path, "resolve", lambda path: Path(rf"\\may-chu\{path.name}")
    )  # of a mapped drive
    monkeypatch.setattr(Path, "absolute", lambda path: path)
    batch = launchers(Path(r"E:\Việc\CV183"), python, windows=True)[name].decode()
    order = re.findall(r'set "PROGRAM=(.+)"', batch)
    said = python.replace("%", "%%")
    assert order == [said, f"%~dp0{near}", r"%%~dp$PATH:Fchuong-trinh\Scripts\python.exe"]
    assert "@" not in batch.replace("@echo off", "")


def test_the_desk_is_told_its_folder_by_name(tmp_path: Path) -> None:
    """`pushd` into a share takes a drive letter each time, which nothing gives back."""
    batch = launchers(tmp_path, sys.executable, windows=True)["CV183.cmd"].decode()
    assert batch.count('--root "%~dp0." desk') == 2
    assert "pushd" not in batch


def _awaited(path: Path) -> str:
    """The text of a file that another process writes."""
    until = time.monotonic() + 60
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.05)
    return path.read_text(encoding="utf-8")


@pytest.mark.skipif(
    shutil.which("gio") is None, reason="gio reads a .desktop as a file manager does"
)
def test_what_is_dropped_on_the_desktop_entry_is_judged(tmp_path: Path) -> None:
    """A terminal of ours stands in for the clerk's; the interpreter has a name with every mark."""
    python = tmp_path / "máy \"của\" 'tôi' $HOME 100% \\ `x`" / "python"
    python.parent.mkdir()
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    terminal = tmp_path / "bin" / "xterm"
    terminal.parent.mkdir()
    terminal.write_text(
        f'#!/bin/sh\nshift\n"$@" </dev/null >"{tmp_path}/ra" 2>&1\nmv "{tmp_path}/ra" "{tmp_path}/xong"\n',
        encoding="utf-8",
    )
    for program in (python, terminal):
        program.chmod(0o755)
    dropped = [tmp_path / "Công văn & 'đi'" / name for name in (*NAMES, 'a"b$HOME`c.docx')]
    dropped[0].parent.mkdir()
    for path in dropped:
        path.write_bytes(word("hd36"))
    entry = tmp_path / "x.desktop"
    entry.write_bytes(launchers(tmp_path, str(python), windows=False)[f"{LINT}.desktop"])
    path = f"{terminal.parent}{os.pathsep}/usr/bin{os.pathsep}/bin"
    subprocess.run(
        ["gio", "launch", entry, *dropped], check=True, env={**os.environ, "PATH": path}, timeout=60
    )
    out = _awaited(tmp_path / "xong")
    assert [p.name for p in dropped if f"{p}: không có lỗi, cảnh báo" not in out] == []
    assert f"Đã kiểm tra {len(dropped):02} tệp: 0 tệp còn phải sửa." in out
    assert out.rstrip().endswith("Nhấn Enter để đóng cửa sổ này.")


@pytest.mark.skipif(
    shutil.which("gio") is None, reason="gio reads a .desktop as a file manager does"
)
@pytest.mark.parametrize("is_there", [True, False])
def test_a_double_click_opens_the_desk_of_that_folder(tmp_path: Path, *, is_there: bool) -> None:
    folder, tools = tmp_path / "Ban 'Tổ chức' & $HOME", tmp_path / "bin"
    for each in (folder, tools):
        each.mkdir()
    python, terminal = tools / "python", tools / "xterm"
    if is_there:
        python.write_text('#!/bin/sh\npwd\necho "$@"\n', encoding="utf-8")
    terminal.write_text(
        f'#!/bin/sh\nshift\n"$@" </dev/null >"{tmp_path}/ra" 2>&1\nmv "{tmp_path}/ra" "{tmp_path}/xong"\n',
        encoding="utf-8",
    )
    for program in (python, terminal) if is_there else (terminal,):
        program.chmod(0o755)
    entry = folder / "CV183.desktop"
    entry.write_bytes(launchers(folder, str(python), windows=False)[entry.name])
    path = f"{tools}{os.pathsep}/usr/bin{os.pathsep}/bin"
    subprocess.run(
        ["gio", "launch", entry], check=True, env={**os.environ, "PATH": path}, timeout=60
    )
    out = _awaited(tmp_path / "xong").splitlines()
    if is_there:
        assert out == [str(folder), "-P -m cv183_reports desk"]
    else:
        assert "chưa cài chương trình" in out[0]
        assert out[-1] == "Nhấn Enter để đóng cửa sổ này."


@pytest.mark.skipif(sys.platform != "win32", reason="cmd is on Windows")
def test_what_is_dropped_on_the_batch_file_is_judged(tmp_path: Path) -> None:
    """As Explorer calls it: the whole in quotes, and only names with blanks in quotes of their own."""
    names = [name for name in NAMES if name != "hai chữ.docx"]
    for name in NAMES:
        (tmp_path / name).write_bytes(word("hd36"))
    batch = tmp_path / f"{LINT}.cmd"
    batch.write_bytes(launchers(tmp_path, sys.executable, windows=True)[batch.name])
    dropped = " ".join([*names, '"hai chữ.docx"'])
    ran = subprocess.run(
        f'{os.environ["COMSPEC"]} /c ""{batch}" {dropped}"', input=b"\r\n", cwd=tmp_path,
        capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    out = ran.stdout.decode()
    assert [name for name in NAMES if f"{name}: không có lỗi, cảnh báo" not in out] == []
