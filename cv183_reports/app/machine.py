"""What `doctor` looks at on a machine: fonts, rights, clock, console, paths, libraries. Changes nothing."""

from __future__ import annotations

import locale
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from enum import Enum
from importlib import metadata
from pathlib import Path

from msgspec import Struct

from cv183_reports import __version__
from cv183_reports.app.documents import UNITS, unit_report_name
from cv183_reports.app.templates import FORMS_FOLDER
from cv183_reports.catalogue.files import is_in_the_cloud, reason
from cv183_reports.form.blank import form_name
from cv183_reports.model import Period, Register
from cv183_reports.workspace.folder import TEMPORARY, Workspace, state_file, version_name

_WRITTEN_INTO = ("data", "out")
_REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+)\s*>=\s*([0-9.]+)$")
_PYTHON = "3.11"
_ANY_PERIOD = Period(2025, 12)
"""Its name is as long as any other's."""
_WORKBOOKS = (".xlsx", ".xlsm", ".xls")
_SECONDS = 20
"""That a list of fonts may take."""


class FolderFacts(Struct, frozen=True):
    """One folder of the working folder that the tool writes into."""

    name: str
    refusal: str
    """Why it cannot be written into, in words; empty: it can."""


class LibraryFacts(Struct, frozen=True):
    """One library the tool needs."""

    name: str
    wanted: str
    """The least version: ``3.1.4``."""
    installed: str | None
    """None: not there."""


class StateFacts(Enum):
    """How the list of what the tool wrote lies on disk."""

    ABSENT = "chưa ghi tệp nào"
    SOUND = "đọc được"
    BROKEN = "hỏng"


class MachineFacts(Struct, frozen=True):
    """A machine and a working folder, as far as `doctor` looks at them."""

    system: str
    """``Windows``, ``Linux``, ``Darwin``."""
    program: str
    """Version of the tool."""
    python: str
    wanted_python: str
    libraries: tuple[LibraryFacts, ...]
    folders: tuple[FolderFacts, ...]
    free: int | None
    """Bytes left on the disk of the working folder; None: the disk is not to be had."""
    console: str
    """Encoding of the console: ``utf-8``, ``cp1258``."""
    fonts: tuple[str, ...] | None
    """Names of fonts or of their files; None: the machine does not tell."""
    now: datetime
    """The machine's clock in the machine's own time zone."""
    received: tuple[tuple[str, datetime], ...]
    """Each file of the inboxes, and when it was last written."""
    longest_path: str
    """The longest there is, or that a document of the register's units will have."""
    longest_workbook: str
    """Likewise, of those that Excel opens."""
    has_long_paths: bool
    """Whether Windows is set to paths of any length; True elsewhere."""
    open_files: tuple[str, ...]
    """Lock files (``~$…``, ``.~lock.…#``) within the working folder."""
    in_the_cloud: tuple[str, ...]
    """Files whose content is not on the machine."""
    state_path: str
    state: StateFacts


def machine_facts(workspace: Workspace, register: Register | None) -> MachineFacts:
    """The machine, and the working folder on it; without `register` no paths of units' documents."""
    files = list(_files(workspace))
    paths = [*(str(path.resolve()) for path in files), *_names_to_come(workspace, register)]
    workbooks = [path for path in paths if path.lower().endswith(_WORKBOOKS)]
    where, state = state_file(workspace.root)
    return MachineFacts(
        system=platform.system(),
        program=__version__,
        python=platform.python_version(),
        wanted_python=_PYTHON,
        libraries=_libraries(),
        folders=tuple(_folder(workspace, name) for name in _WRITTEN_INTO),
        free=_free(workspace.root.resolve()),
        console=_console(),
        fonts=_fonts(),
        now=datetime.now().astimezone(),
        received=tuple(_received(workspace, files)),
        longest_path=max(paths, key=len, default=""),
        longest_workbook=max(workbooks, key=len, default=""),
        has_long_paths=_has_long_paths(),
        open_files=tuple(workspace.shown(path) for path in files if _is_lock(path.name)),
        in_the_cloud=tuple(workspace.shown(path) for path in files if is_in_the_cloud(path)),
        state_path=workspace.shown(where),
        state={None: StateFacts.ABSENT, True: StateFacts.SOUND, False: StateFacts.BROKEN}[state],
    )


def _files(workspace: Workspace) -> Iterator[Path]:
    """Every file of data/, templates/ and out/, by name; what cannot be listed is left out."""
    for name in ("data", "templates", "out"):
        for folder, folders, files in os.walk(workspace.root / name):
            folders.sort()
            yield from (Path(folder, file) for file in sorted(files))


def _names_to_come(workspace: Workspace, register: Register | None) -> list[str]:
    """The paths of all units' forms and reports, as second versions beside a person's."""
    if register is None:
        return []
    out = workspace.out(_ANY_PERIOD).resolve()
    return [
        str(out / folder / version_name(name(unit, _ANY_PERIOD), 2))
        for unit in register.units
        for folder, name in ((FORMS_FOLDER, form_name), (UNITS, unit_report_name))
    ]


def _free(path: Path) -> int | None:
    """Of the disk of `path`, or of the nearest folder above it that exists; of a drive or share that is gone, none does."""
    try:
        there = next((each for each in (path, *path.parents) if each.is_dir()), None)
        return shutil.disk_usage(there).free if there else None
    except OSError:
        return None


def _folder(workspace: Workspace, name: str) -> FolderFacts:
    """Where a folder is not there yet, the one it will be made in."""
    folder = workspace.root / name
    probe = (folder if folder.is_dir() else workspace.root) / f"{TEMPORARY}{os.getpid()}.tmp"
    try:
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        return FolderFacts(name, reason(error))
    return FolderFacts(name, "")


def _received(workspace: Workspace, files: list[Path]) -> Iterator[tuple[str, datetime]]:
    """The files of the inboxes, with their times."""
    for path in files:
        if path.is_relative_to(workspace.data) and path != workspace.register:
            with suppress(OSError, OverflowError, ValueError):
                at = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
                yield workspace.shown(path), at


def _is_lock(name: str) -> bool:
    """Whether Word, Excel or LibreOffice lay a file of that name beside one they have open."""
    return name.startswith("~$") or (name.startswith(".~lock.") and name.endswith("#"))


def _libraries() -> tuple[LibraryFacts, ...]:
    """What the installed package asks for; nothing when it runs from a clone that is not installed."""
    try:
        requirements = metadata.requires("cv183-report") or []
    except metadata.PackageNotFoundError:
        return ()
    found = (_REQUIREMENT.match(requirement) for requirement in requirements)
    return tuple(LibraryFacts(m[1], m[2], _installed(m[1])) for m in found if m)


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _console() -> str:
    """What shows our letters: on Windows, a window takes them as Unicode, but a pipe as its code page."""
    if sys.platform == "win32":
        import ctypes

        if sys.stdout.isatty():
            return "utf-8"
        return f"cp{ctypes.windll.kernel32.GetConsoleOutputCP() or 65001}"
    return locale.getpreferredencoding(do_setlocale=False)


def _fonts() -> tuple[str, ...] | None:
    """The names of the fonts, or of their files."""
    match platform.system():
        case "Windows":
            windows, local = os.environ.get("WINDIR", "C:\\Windows"), os.environ.get("LOCALAPPDATA")
            folders = [Path(windows, "Fonts")]
            folders += [Path(local, "Microsoft", "Windows", "Fonts")] if local else []
        case "Darwin":
            folders = [Path("/Library/Fonts"), Path("/System/Library/Fonts/Supplemental")]
        case _:
            return _families()
    found: list[str] = []
    for folder in folders:
        with suppress(OSError):
            found += [path.name for path in folder.iterdir()]
    return tuple(found) or None


def _families() -> tuple[str, ...] | None:
    """What fontconfig knows."""
    tool = shutil.which("fc-list")
    if tool is None:
        return None
    try:
        listed = subprocess.run(  # noqa: S603 - found on the path, no argument of anybody's
            [tool, ":", "family"], capture_output=True, check=True, timeout=_SECONDS
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return tuple(sorted(set(re.split(r"[,\n]", listed.stdout.decode(errors="replace")))))


def _has_long_paths() -> bool:
    """Whether Windows is set to take paths over 259 characters; other systems are."""
    if sys.platform == "win32":
        import winreg

        with (
            suppress(OSError),
            winreg.OpenKey(
                winreg.HKEY_LOCAL_MACHINE, r"SYSTEM\CurrentControlSet\Control\FileSystem"
            ) as key,
        ):
            return bool(winreg.QueryValueEx(key, "LongPathsEnabled")[0])
        return False
    return True
