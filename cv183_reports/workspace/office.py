"""Word, Excel or LibreOffice, where the machine has one: their files saved as another kind, within limits.

Originals are never opened: what is given are bytes, laid under names of our own into a folder of our own that goes
away with the call. No macro runs, no link is followed, nobody is asked anything. What hangs is killed with its
children, and no file waits for another that hangs.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path

from msgspec import Struct

SECONDS_EACH = 60.0
"""For one file, and for the program to start: an old machine, its virus scanner awake."""
_MOST_IN_VAIN = 3
_MOST_FILES = 200
"""In one call: LibreOffice leaves what comes after about 250, and says nothing."""
_SHEETS = (".xlsx",)
"""Suffixes of what Word does not open."""
_LOOK = 0.05
"""Seconds between two looks."""


if sys.platform == "win32":
    _NO_WINDOW = subprocess.CREATE_NO_WINDOW
else:
    _NO_WINDOW = 0


class OfficeKind(Enum):
    """What a file is saved as; the value is its suffix."""

    DOCX = ".docx"
    PDF = ".pdf"


class NoConversion(Enum):
    """Why there is no file of the other kind."""

    NO_PROGRAM = "no program"
    TOO_LONG = "too long"
    REFUSED = "refused"
    """The program gave nothing: damaged, locked with a password, not what it seems."""


class OfficeFile(Struct, frozen=True):
    """One file to be saved as another kind."""

    data: bytes
    suffix: str
    """``.doc``: what it is, whatever its name says."""


class Conversion(Struct, frozen=True):
    """What became of one file: its bytes as the other kind, or why there are none."""

    data: bytes | None
    trouble: NoConversion | None


class OfficeProgram(Struct, frozen=True):
    """The program of this machine that is asked."""

    name: str
    """As people call it."""
    path: str
    """LibreOffice itself, or the shell through which Microsoft's programs are called."""
    called: str = ""
    """What that shell calls: Word, Excel; empty: LibreOffice."""


def office_program(suffix: str = ".docx") -> OfficeProgram | None:
    """What opens files of that `suffix`; None: there is nothing.

    Word (Excel) where Windows knows it, else LibreOffice on the PATH or where it installs itself.
    """
    called = "Excel" if suffix in _SHEETS else "Word"
    if sys.platform == "win32" and _knows(called):
        shell = shutil.which("powershell")
        if shell is not None:
            return OfficeProgram(f"Microsoft {called}", shell, called)
    places = (shutil.which("soffice"), shutil.which("libreoffice"), *_usual_places())
    found = next((place for place in places if place and Path(place).is_file()), None)
    return OfficeProgram("LibreOffice", found) if found else None


def _knows(called: str) -> bool:
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 - Windows only

        with suppress(OSError):
            winreg.CloseKey(
                winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, rf"{called}.Application\CLSID")
            )
            return True
    return False


def _usual_places() -> Iterator[str]:
    for variable in ("ProgramFiles", "ProgramFiles(x86)"):
        if root := os.environ.get(variable):
            yield str(Path(root, "LibreOffice", "program", "soffice.exe"))


def convert(
    files: Sequence[OfficeFile], kind: OfficeKind, step: Callable[[], None] = lambda: None
) -> tuple[Conversion, ...]:
    """Each of `files`, all of one suffix's program, as `kind`, in their order; `step` is called as each is done.

    One call of the program does many, one after the other. Where it hangs, or breaks, a new call goes on behind
    the file that it was at. After `_MOST_IN_VAIN` calls in a row that gave nothing no more is tried.
    """
    program = office_program(files[0].suffix) if files else None
    if program is None:
        return tuple(Conversion(None, NoConversion.NO_PROGRAM) for _ in files)
    found: list[Conversion] = []
    in_vain = 0
    while len(found) < len(files):
        some, stepped = _called(program, files[len(found) :][:_MOST_FILES], kind, step)
        in_vain = 0 if any(each.data for each in some) else in_vain + 1
        if in_vain == _MOST_IN_VAIN:
            some = some[:1] * (len(files) - len(found))
        found += some
        for _ in range(len(some) - stepped):
            step()
    return tuple(found)


def _called(
    program: OfficeProgram, files: Sequence[OfficeFile], kind: OfficeKind, step: Callable[[], None]
) -> tuple[list[Conversion], int]:
    """What one call gave: of each file up to the last that was done, and of the one that it was at when it ended.

    And how many of them were told by `step` while it ran.
    """
    with _own_folder() as folder:
        for number, file in enumerate(files):
            (folder / "in" / f"{number:05}{file.suffix}").write_bytes(file.data)
        command = _microsoft(program, kind) if program.called else _libre(program, kind, folder)
        stepped = 0

        def seen() -> None:
            nonlocal stepped
            stepped += 1
            step()

        in_time = _run(command, folder, seen)
        results = [_result(folder, number, kind) for number in range(len(files))]
    done = max((rank for rank, each in enumerate(results) if each), default=-1)
    told = [
        Conversion(each, None if each else NoConversion.REFUSED) for each in results[: done + 1]
    ]
    if done + 1 < len(files):
        told.append(Conversion(None, NoConversion.REFUSED if in_time else NoConversion.TOO_LONG))
    return told, stepped


@contextmanager
def _own_folder() -> Iterator[Path]:
    """What the program still holds open when it was killed (Windows) is left to the system's own sweeping."""
    folder = Path(tempfile.mkdtemp(prefix="cv183-"))
    try:
        for name in ("in", "out", "profile/user"):
            (folder / name).mkdir(parents=True)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _result(folder: Path, number: int, kind: OfficeKind) -> bytes | None:
    """What was still being written when the program was killed is none."""
    try:
        data = (folder / "out" / f"{number:05}{kind.value}").read_bytes()
    except OSError:
        return None
    return data if _is_whole(data, kind) else None


def _is_whole(data: bytes, kind: OfficeKind) -> bool:
    """Whether the end of the file is there: the directory of a zip, the last mark of a PDF."""
    return (b"PK\5\6" if kind is OfficeKind.DOCX else b"%%EOF") in data[-1024:]


_FOLDER = "CV183_OFFICE_FOLDER"

# LibreOffice: a profile of its own, so that an open LibreOffice is left alone; no macro, no link, no web. Numbers as
# Vietnamese write them. PDF for print: bookmarks, no comments; no tags, of which a long table has megabytes.

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>vi-VN</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Filter/PDF/Export"><prop oor:name="ExportBookmarks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Filter/PDF/Export"><prop oor:name="UseTaggedPDF" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Filter/PDF/Export"><prop oor:name="ExportNotes" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""


def _libre(program: OfficeProgram, kind: OfficeKind, folder: Path) -> list[str]:
    (folder / "profile" / "user" / "registrymodifications.xcu").write_text(
        _PROFILE, encoding="utf-8"
    )
    return [
        program.path,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        kind.value.removeprefix("."),
        "--outdir",
        str(folder / "out"),
        *map(str, sorted((folder / "in").iterdir())),
    ]


# Word and Excel: a call through PowerShell. They open to read, with a password that nobody has, so that they never ask.
# A Word that the call starts is no child of ours: it writes down which one it is. One that was open is left open.

_WORD_DOCX = 12
_MICROSOFT_ID = "program.pid"
_SCRIPT = """
$ErrorActionPreference = 'Stop'
$folder = $env:CV183_OFFICE_FOLDER
$before = @(Get-Process PROCESS -ErrorAction SilentlyContinue | ForEach-Object { $_.Id })
$program = New-Object -ComObject CALLED.Application
$own = @(Get-Process PROCESS | Where-Object { $before -notcontains $_.Id } | ForEach-Object { $_.Id })
$own | Set-Content -Encoding ASCII (Join-Path $folder 'program.pid')
try {
    $program.Visible = $false
    $program.DisplayAlerts = 0
    $program.AutomationSecurity = 3
    foreach ($file in Get-ChildItem (Join-Path $folder 'in') | Sort-Object Name) {
        try {
            $target = Join-Path (Join-Path $folder 'out') ($file.BaseName + 'SUFFIX')
            SAVE
        } catch { }
    }
} finally { if ($own) { QUIT } }
"""
_WORD_OPEN = "$opened = $program.Documents.Open($file.FullName, $false, $true, $false, '?', '?', $false, '?', '?'); "
_WORD_SAVE = {
    OfficeKind.DOCX: f"$opened.SaveAs2($target, {_WORD_DOCX}); ",
    # for print, all pages, without comments and marks of changes; headings as bookmarks, no tags
    OfficeKind.PDF: "$opened.ExportAsFixedFormat($target, 17, $false, 0, 0, 1, 1, 0, $true, $true, 1, $false); ",
}
_EXCEL_SAVE = (
    "$opened = $program.Workbooks.Open($file.FullName, 0, $true, 5, '?', '?', $true); "
    "$opened.ExportAsFixedFormat(0, $target); $opened.Close($false)"
)


def _microsoft(program: OfficeProgram, kind: OfficeKind) -> list[str]:
    is_word = program.called == "Word"
    parts = {
        "PROCESS": "WINWORD" if is_word else "EXCEL",
        "CALLED": program.called,
        "SUFFIX": kind.value,
        "SAVE": f"{_WORD_OPEN}{_WORD_SAVE[kind]}$opened.Close(0)" if is_word else _EXCEL_SAVE,
        "QUIT": "$program.Quit(0)" if is_word else "$program.Quit()",
    }
    text = _SCRIPT
    for name, part in parts.items():
        text = text.replace(name, part)
    script = b64encode(text.encode("utf-16-le")).decode()
    return [program.path, "-NoProfile", "-NonInteractive", "-EncodedCommand", script]


# The call itself.


def _run(command: Sequence[str], folder: Path, seen: Callable[[], None]) -> bool:
    """Whether it ended by itself; killed with its children where no file comes for too long, or when we are stopped.

    `seen` is called for each file that came before the one that is being written.
    """
    child: subprocess.Popen[bytes] | None = None
    try:
        with _stop_put_off(), suppress(OSError):
            child = subprocess.Popen(  # noqa: S603 - the office program, our own arguments
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                env={**os.environ, _FOLDER: str(folder)},
                creationflags=_NO_WINDOW,
                start_new_session=True,
            )
        return child is None or _waited_for(child, folder, seen)
    finally:
        if child is not None:
            _kill(child, folder)


def _waited_for(child: subprocess.Popen[bytes], folder: Path, seen: Callable[[], None]) -> bool:
    """Whether it ended before too long a time without another file."""
    until, there = time.monotonic() + SECONDS_EACH, 0
    while child.poll() is None and time.monotonic() < until:
        time.sleep(_LOOK)
        now = sum(1 for _ in (folder / "out").glob("[0-9]*"))
        if now > there:
            for _ in range(max(there, 1), now):
                seen()
            until, there = time.monotonic() + SECONDS_EACH, now
    return child.poll() is not None


@contextmanager
def _stop_put_off() -> Iterator[None]:
    """Ctrl+C waits until this is over: of a program that has begun unknown to us nothing would be killed."""
    if threading.current_thread() is not threading.main_thread():  # who stops stops the main one
        yield
        return
    came: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _frame: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
    if came and callable(handler):
        handler(came[0], None)


def _kill(child: subprocess.Popen[bytes], folder: Path) -> None:
    """What still runs of it: soffice is a script that starts the program, and Word is started by the system."""
    if child.poll() is not None:
        return
    if sys.platform == "win32":
        own = folder / _MICROSOFT_ID
        tasks = [str(child.pid), *(own.read_text("ascii").split() if own.is_file() else ())]
        for task in tasks:
            kill = ["taskkill", "/F", "/T", "/PID", task]
            subprocess.run(kill, capture_output=True, check=False)  # noqa: S603 - what we started
    else:
        with suppress(OSError):
            os.killpg(child.pid, signal.SIGKILL)
    child.wait()
