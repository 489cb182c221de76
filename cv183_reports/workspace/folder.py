"""The folders of one installation, and writing into them: whole or not at all, never over a person's edit.

What was made waits until all can be put in place: more than a few files on the disk.
"""

from __future__ import annotations

import itertools
import os
import re
import time
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from enum import Enum
from importlib import resources
from importlib.resources.abc import Traversable
from os import SEEK_END
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.catalogue import machine
from cv183_reports.catalogue.files import is_read_only
from cv183_reports.model import Period, Source
from cv183_reports.model.finding import Finding, Rule, Severity
from cv183_reports.workspace.written import (
    PRIVATE,
    WRITTEN_BOOK,
    Written,
    naming,
    replace_file,
    sha256,
    state_file,
)

__all__ = [
    "LAUNCHERS", "MAIL_TEMPLATES", "PRIVATE", "REGISTER", "TEMPLATES", "TEMPORARY", "KeptEdit", "Output", "Placed", "Shelf", "Version",
    "Workspace", "failed", "folder_around", "free_name", "is_first_version", "is_open", "is_within", "publish", "put_in_place",
    "renew", "replace_file", "sha256", "shipped", "state_file", "version_name", "versions", "was_written",
]  # fmt: skip

REGISTER = Path("data", "danh-muc.xlsx")
TEMPLATES = Path("templates", "docx")
MAIL_TEMPLATES = Path("templates", "mail")
LAUNCHERS = Path("templates", "launchers")
"""Of what is shipped: the files to double-click or to drop others on; a working folder has its own on top."""

TEMPORARY = ".cv183-"
"""How the names begin under which files wait to be put in place; nobody reads those."""
_OURS = f"{TEMPORARY}{uuid4().hex[:12]}-"
"""Of this run alone: two clerks may write into one folder from two machines."""
_ABANDONED = 600
"""Seconds after which what waits was left by a run that died."""
_VERSION = re.compile(r"(.+) \(bản (\d{1,4})\)(\.[^.]+)")
"""What `_version` makes of a name."""
_IN_MEMORY = 8 << 20
"""Bytes that wait in memory: all that is made of 142 units."""


def shipped() -> Traversable:
    """The register and templates that an installed copy carries; in a clone, the clone's own."""
    installed = resources.files("cv183_reports") / "seed"
    return installed if installed.is_dir() else resources.files("cv183_reports").joinpath("..")


def folder_around(start: Path) -> Path:
    """The working folder in which, or below which, somebody stands; `start` where there is none."""
    here = Path(os.path.abspath(start))  # noqa: PTH100 - as the clerk sees it, links and all
    found = (folder for folder in (here, *here.parents) if (folder / REGISTER).is_file())
    return next(found, start)


def is_within(path: Path, root: Path) -> bool:
    """Whether `path` is there and lies in the working folder, wherever links lead."""
    try:
        return path.resolve(strict=True).is_relative_to(root.resolve(strict=True))
    except (OSError, RuntimeError):  # a loop of links
        return False


class Workspace(Struct, frozen=True):
    """The working folder: the register, templates, what came in and what goes out."""

    root: Path

    @property
    def register(self) -> Path:
        """The register workbook."""
        return self.root / REGISTER

    @property
    def templates(self) -> Path:
        """The folder of Word templates."""
        return self.root / TEMPLATES

    @property
    def mail_templates(self) -> Path:
        """The folder of e-mail texts."""
        return self.root / MAIL_TEMPLATES

    @property
    def data(self) -> Path:
        """The register and what came in, one folder a month."""
        return self.root / "data"

    def inbox(self, period: Period) -> Path:
        """Where the returned files of `period` are laid."""
        return self.data / str(period) / "nop"

    def originals(self, period: Period) -> Path:
        """Where the files received for `period` are kept as they came."""
        return self.data / str(period) / "goc"

    def ledger(self, period: Period) -> Path:
        """What was received for `period`, one line each."""
        return self.data / str(period) / "so-tiep-nhan.jsonl"

    def sent_book(self, period: Period) -> Path:
        """Which mails of `period` were sent, two lines each."""
        return self.data / str(period) / "so-gui.jsonl"

    def has_month(self, period: Period) -> bool:
        """Whether anything of `period` can have come."""
        folders = (self.inbox(period), self.originals(period))
        return self.ledger(period).is_file() or any(folder.is_dir() for folder in folders)

    def editor(self, period: Period) -> Path:
        """The editor's sheet of `period`, which staff and the program fill by turns."""
        return self.data / str(period) / "bien-tap.xlsx"

    def closing(self, period: Period) -> Path:
        """The figures of `period` as they were signed; there once it was closed."""
        return self.data / str(period) / "chot.json"

    def signed(self, period: Period) -> Path:
        """Where the signed documents of `period` are kept as they were given."""
        return self.data / str(period) / "da-ky"

    @property
    def out_of_all(self) -> Path:
        """Where everything that the program makes goes, one folder a month."""
        return self.root / "out"

    def out(self, period: Period) -> Path:
        """Where the documents of `period` go."""
        return self.out_of_all / str(period)

    def out_after_closing(self, period: Period) -> Path:
        """Where documents of `period` go that are made once it is closed, beside those that were signed."""
        return self.out_of_all / f"{period} (sau chốt)"

    def shown(self, path: Path) -> str:
        """`path` as a clerk reads it: within the working folder where it lies there."""
        try:
            return path.resolve().relative_to(self.root.resolve()).as_posix()
        except (OSError, ValueError):  # of a share that is gone nothing can be resolved
            return str(path)


class Placed(Enum):
    """What became of one output."""

    WRITTEN = "ghi mới"
    UNCHANGED = "không đổi"
    KEPT = "giữ bản đã có người sửa; số liệu không đổi từ đó"
    BESIDE = "ghi bên cạnh"
    FAILED = "không ghi được"


class KeptEdit(Struct, frozen=True):
    """A file that stays because a person edited it."""

    path: Path
    wanted: Path
    """The name it was first written under; the same unless a ``… (bản 2)`` was edited, too."""
    wrote: bytes | None
    """The Word document we wrote before the person edited it; None: not kept."""


class Output(Struct, frozen=True):
    """One file put in its place, or not."""

    path: Path
    """Where it really is; for FAILED, where it should have been."""
    placed: Placed
    finding: Finding | None
    kept: KeptEdit | None = None
    """The latest version that a person edited; None where nobody did."""


class Version(Struct, frozen=True):
    """One of the files that an output has become: ``X.docx``, ``X (bản 2).docx`` and so on."""

    path: Path
    number: int
    data: bytes | None
    """None: the machine does not give it now."""
    edited: bool
    """Whether a person changed it (or has it open) since we wrote it."""
    modified: float
    """Seconds since 1970."""


def lying(outputs: Iterable[Output]) -> tuple[Output, ...]:
    """Those that lie there: the machine refused the others."""
    return tuple(output for output in outputs if output.placed is not Placed.FAILED)


def failed(outputs: Iterable[Output]) -> bool:
    """Whether the machine refused something."""
    return any(
        output.placed is Placed.FAILED
        or (output.finding is not None and output.finding.severity is Severity.ERROR)
        for output in outputs
    )


def versions(root: Path, folder: Path, names: Iterable[str]) -> dict[str, tuple[Version, ...]]:
    """All versions of each of `names` in `folder`, by number; none: the output is not there."""
    try:
        there = {unicodedata.normalize("NFC", path.name): path for path in folder.iterdir()}
    except OSError:
        there = {}
    written = Written.read(root)
    found: dict[str, list[Version]] = {name: [] for name in names}
    for shown in sorted(there):
        number, name = _parted(shown)
        if name in found and there[shown].is_file():
            found[name].append(_as_it_lies(there[shown], number, folder / shown, written))
    return {name: tuple(sorted(each, key=lambda v: v.number)) for name, each in found.items()}


def was_written(root: Path, content: bytes) -> bool:
    """Whether the program wrote `content` into this working folder, wherever it lies now and whatever it is called."""
    return Written.read(root).has(content)


def version_name(name: str, number: int) -> str:
    """``X (bản 2).docx``."""
    return _version(Path(name), number).name


def is_first_version(name: str) -> bool:
    """Whether `name` is an output's own, not that of a version beside it."""
    return _parted(name)[0] == 1


def _as_it_lies(path: Path, number: int, known_as: Path, written: Written) -> Version:
    content = bytes_at(path)
    edited = content is None or not written.is_ours(known_as, content)
    return Version(path, number, content, edited, path.stat().st_mtime)


def _parted(name: str) -> tuple[int, str]:
    """``(2, X.docx)`` of ``X (bản 2).docx``."""
    found = _VERSION.fullmatch(name)
    return (int(found[2]), found[1] + found[3]) if found else (1, name)


class Shelf(Mapping[str, bytes]):
    """Files by name, in the order in which they were laid here.

    Those on the disk lie in one file without a name, which ends with the program, however that ends.
    Where the disk refuses, they wait in memory.
    """

    def __init__(self) -> None:
        self._here: dict[str, bytes] = {}
        self._places: dict[str, tuple[int, int]] = {}
        """Of each where it begins and how long it is; of one that is `_here` it tells nothing."""
        self._room = _IN_MEMORY
        self._file: IO[bytes] | None = None

    def lay(self, name: str, data: bytes) -> None:
        """Takes one more file, of a name of its own."""
        is_small = len(data) <= self._room
        place = None if is_small else self._written(data)
        if place is None:
            self._here[name] = data
        if is_small:
            self._room -= len(data)
        self._places[name] = place or (0, 0)

    def part(self, names: Mapping[str, str]) -> Shelf:
        """Some of the files under other names: new name → name here."""
        part = Shelf()
        part._file = self._file
        part._places = {new: self._places[name] for new, name in names.items()}
        part._here = {new: self._here[name] for new, name in names.items() if name in self._here}
        return part

    def _written(self, data: bytes) -> tuple[int, int] | None:
        with suppress(OSError):
            file = self._file or self._opened()
            begin = file.seek(0, SEEK_END)
            if file.write(data) == len(data):
                return begin, len(data)
        return None

    def _opened(self) -> IO[bytes]:
        self._file = TemporaryFile(buffering=0)  # noqa: SIM115 - closed with the last shelf that knows it
        return self._file

    def __getitem__(self, name: str) -> bytes:
        if name in self._here:
            return self._here[name]
        begin, size = self._places[name]
        assert self._file is not None
        self._file.seek(begin)
        return self._file.read(size)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def publish(root: Path, folder: Path, files: Mapping[str, bytes]) -> tuple[Output, ...]:
    """Puts `files` (names within `folder`) in place: all staged first, then each moved atomically.

    A file that a person edited stays; the new one lands beside it as ``… (bản 2).docx``, unless it is what
    we wrote before the edit, or a version beside it that the person took away. A file that is open
    elsewhere does not stop the others; once it is written again, what lay beside it meanwhile goes, unless a
    person changed that. Nothing raises for what a machine can refuse.

    Args:
        root: the working folder, which remembers what was written.
        folder: where the files go, made if need be.
        files: name → content.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        written = Written.read(root)
        targets = {name: _target(folder, name, data, written) for name, data in files.items()}
        staged = {
            name: _stage(targets[name].path, data)
            for name, data in files.items()
            if targets[name].placed not in (Placed.UNCHANGED, Placed.KEPT)
        }
        if staged:
            _promise(written, ((targets[name].path, files[name]) for name in staged))
    except OSError as error:
        _sweep(folder)
        place = Source(str(folder))
        failed = machine.refusal(error, place, machine.NO_FOLDER_RIGHT)
        return tuple(Output(folder / name, Placed.FAILED, failed) for name in files)
    outputs = tuple(
        _move(staged[name], targets[name], files[name], written)
        if name in staged
        else targets[name]
        for name in files
    )
    for output, data in zip(outputs, files.values(), strict=True):
        if output.placed is not Placed.FAILED:
            written.keep(output.path, data)
        if output.placed in (Placed.WRITTEN, Placed.UNCHANGED) and output.finding is None:
            _drop_later(output.path, written)
    if staged:
        written.clean()
    _sweep(folder)
    return outputs


def retire(root: Path, folder: Path, keep: Collection[str] = ()) -> None:
    """Takes away what we wrote into `folder` and nobody changed since, but for the names in `keep`.

    What a person edited, or has open, stays; so does everything that is not ours.
    """
    written = Written.read(root)
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        content = None if path.name in keep or is_open(path) else bytes_at(path)
        if content is not None and written.is_ours(path, content):
            with suppress(OSError):
                path.unlink()
    with suppress(OSError):
        folder.rmdir()


def renew(root: Path, path: Path, seen: bytes, data: bytes) -> bool:
    """Puts `data`, which holds all that staff wrote into `seen`, in its place.

    Returns:
        False: the file is open elsewhere, changed since it was seen, or the machine refused; it stays.
    """
    if bytes_at(path) != seen or is_open(path):
        return False
    try:
        staged = _stage(path, data)
        _promise(Written.read(root), [(path, data)])
        replace_file(staged, path)
    except OSError:
        return False
    finally:
        _sweep(path.parent)
    return True


def _promise(written: Written, files: Iterable[tuple[Path, bytes]]) -> None:
    """Before the moves, so that no file of ours is ever taken for a person's."""
    path = written.root / WRITTEN_BOOK
    path.parent.mkdir(exist_ok=True)
    with written.alone():
        replace_file(_stage(path, written.promised(files)), path)


def _target(folder: Path, name: str, data: bytes, written: Written) -> Output:
    """The first of ``name``, ``name (bản 2)``, … that is free or still ours; or the person's, if up to date."""
    wanted = folder / name
    obstacle: Rule | None = None
    placed = Placed.WRITTEN
    kept: KeptEdit | None = None
    for number in itertools.count(1):
        path = _version(wanted, number)
        if not path.exists():
            carried = written.recall(path) if kept else None
            if kept and carried == data:
                return Output(kept.path, Placed.KEPT, None, kept)
            kept = replace(kept, wrote=carried) if kept and carried else kept
            break
        content = bytes_at(path)
        if content == data:
            placed = Placed.UNCHANGED
            break
        found = _obstacle(path, content)
        if found is machine.EDITED and content is not None and written.is_ours(path, content):
            if not is_read_only(path):
                break
            found = machine.READ_ONLY
        obstacle = obstacle or found
        if found is machine.EDITED:
            kept = KeptEdit(path, wanted, written.recall(path))
            if written.is_last(path, data) and not _version(wanted, number + 1).exists():
                return Output(path, Placed.KEPT, None, kept)
    if obstacle is None:
        return Output(path, placed, None)
    finding = obstacle.at(Source(str(wanted)), beside=Source(path.name))
    beside = placed if placed is Placed.UNCHANGED else Placed.BESIDE
    return Output(path, beside, finding, kept)


def _drop_later(path: Path, written: Written) -> None:
    """Takes away the ``… (bản 2)`` of a file that has its own name again, if it is still ours: old figures, easily sent."""
    for number in itertools.count(2):
        later = _version(path, number)
        content = bytes_at(later)
        if content is None:
            return
        if not is_open(later) and written.is_ours(later, content):
            with suppress(OSError):
                later.unlink()


def _obstacle(path: Path, content: bytes | None) -> Rule:
    """What keeps us from writing over `path`; that a person edited it, where we did not write what stands there."""
    if path.is_dir():
        return machine.IN_THE_WAY
    if content is None or is_open(path):
        return machine.LOCKED
    return machine.EDITED


def bytes_at(path: Path) -> bytes | None:
    """The bytes of a file; None: a folder of that name, or a file that Windows will not let us read now."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def free_name(path: Path) -> Path:
    """The first of ``name``, ``name (bản 2)``, … that is not there yet."""
    versions = (path if number == 1 else _version(path, number) for number in itertools.count(1))
    return next(version for version in versions if not version.exists())


def _version(path: Path, number: int) -> Path:
    if number == 1:
        return path
    return path.with_name(f"{path.stem} (bản {number}){path.suffix}")


def is_open(path: Path) -> bool:
    """Word and Excel lay ``~$…`` beside an open file (a letter of seven, two of more give way); LibreOffice ``.~lock.…#``."""
    gone = min(max(len(path.stem) - 6, 0), 2)
    owners = (f"~${path.name}", f"~${path.name[gone:]}", f".~lock.{path.name}#")
    return any(path.with_name(owner).exists() for owner in owners)


def put_in_place(path: Path, data: bytes) -> None:
    """Puts `data` at `path`, whole or not at all.

    Raises:
        OSError: the machine refused; what stood there stands there still.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        replace_file(_stage(path, data), path)
    finally:
        _sweep(path.parent)


def _stage(target: Path, data: bytes) -> Path:
    """`data` on disk beside `target`, under a name of ours that nobody reads."""
    path = target.with_name(f"{_OURS}{sha256(target.name.encode())[:12]}.tmp")
    with naming(target), path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return path


def _move(temporary: Path, target: Output, data: bytes, written: Written) -> Output:
    try:
        replace_file(temporary, target.path)
    except PermissionError:
        return _move_beside(temporary, target, data, written)
    except OSError as error:
        return _failed(target, error)
    return target


def _move_beside(temporary: Path, target: Output, data: bytes, written: Written) -> Output:
    """Windows refused: the file is open in a program that leaves no trace beside it."""
    free = free_name(target.path)
    try:
        _promise(written, [(free, data)])
        replace_file(temporary, free)
    except OSError as error:
        return _failed(target, error)
    finding = machine.LOCKED.at(Source(str(target.path)), beside=Source(free.name))
    return Output(free, Placed.BESIDE, finding)


def _failed(target: Output, error: OSError) -> Output:
    finding = machine.refusal(error, Source(str(target.path)), machine.NOT_WRITTEN)
    return Output(target.path, Placed.FAILED, finding)


def _sweep(folder: Path) -> None:
    """Removes what this run has under temporary names, and what one that died left; another may be at work here."""
    with suppress(OSError):
        for leftover in folder.glob(f"{TEMPORARY}*.tmp"):
            is_ours = leftover.name.startswith(_OURS)
            if is_ours or time.time() - leftover.stat().st_mtime > _ABANDONED:
                leftover.unlink(missing_ok=True)
