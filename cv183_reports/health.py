"""Is the machine fit for the month? Facts about it in, one verdict for each topic out.

Nothing here looks at a machine: the command line gathers the facts, so that a Windows office machine
can be judged in a test on Linux.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from cv183_reports.catalogue import doctor as rules
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding, Rule

FONT = "Times New Roman"
"""Of all documents and forms (HD05-HD/VPTW, NĐ 30/2020/NĐ-CP)."""
NEEDED = 200
"""MB that the documents, forms, drafts and the second copies of one month take at most."""
WINDOWS_PATH = 259
"""Characters of a path without LongPathsEnabled (MAX_PATH less its end mark)."""
EXCEL_PATH = 218
"""Characters of the path of a workbook that Excel opens."""
LEEWAY = timedelta(minutes=5)
"""By which clocks of two machines may differ."""

_FONT_NAMES = ("times new roman", "times.ttf", "timesnewroman.ttf")
_UTF_8 = frozenset({"utf8", "cp65001"})
_HANOI = timedelta(hours=7)
_YEARS = range(2025, 2046)
"""From the dispatch on, for as long as anybody may use the tool."""
_HERE = Source("Thư mục làm việc")
_NAMED = 5
"""Files that a sentence names."""


class Topic(Enum):
    """What is looked at; the value stands before the verdict."""

    PROGRAM = "Chương trình"
    FOLDERS = "Quyền ghi"
    DISK = "Chỗ trống trên đĩa"
    CONSOLE = "Bảng mã màn hình"
    FONTS = "Phông chữ"
    CLOCK = "Đồng hồ"
    PATHS = "Độ dài đường dẫn"
    OPEN_FILES = "Tệp đang mở"
    CLOUD = "Tệp trên đám mây"
    STATE = "Sổ theo dõi tệp đã ghi"
    REGISTER = "Danh mục"
    TEMPLATES = "Mẫu văn bản"
    MAIL_TEMPLATES = "Mẫu thư"


@dataclass(frozen=True, slots=True)
class FolderFacts:
    """One folder of the working folder that the tool writes into."""

    name: str
    refusal: str
    """Why it cannot be written into, in words; empty: it can."""


@dataclass(frozen=True, slots=True)
class LibraryFacts:
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


@dataclass(frozen=True, slots=True)
class MachineFacts:
    """A machine and a working folder, as far as `doctor` looks at them."""

    system: str
    """``Windows``, ``Linux``, ``Darwin``."""
    program: str
    """Version of the tool."""
    python: str
    wanted_python: str
    libraries: tuple[LibraryFacts, ...]
    folders: tuple[FolderFacts, ...]
    free: int
    """Bytes left on the disk of the working folder."""
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


@dataclass(frozen=True, slots=True)
class Verdict:
    """One topic, judged."""

    topic: Topic
    detail: str
    """What was seen, in a few words; may be empty."""
    findings: tuple[Finding, ...]


def examine(facts: MachineFacts) -> tuple[Verdict, ...]:
    """A verdict for each topic of the machine, in the order of Topic."""
    return tuple(
        Verdict(topic, detail(facts), tuple(check(facts)))
        for topic, (check, detail) in _CHECKS.items()
    )


def _program(facts: MachineFacts) -> Iterator[Finding]:
    place = Source("Python")
    if _version(facts.python) < _version(facts.wanted_python):
        told = {"installed": facts.python, "wanted": facts.wanted_python}
        yield rules.OLD_PYTHON.at(place, **told)
    for library in facts.libraries:
        told = {"name": library.name, "wanted": library.wanted}
        if library.installed is None:
            yield rules.MISSING_LIBRARY.at(place, **told)
        elif _version(library.installed) < _version(library.wanted):
            yield rules.OLD_LIBRARY.at(place, installed=library.installed, **told)


def _version(text: str) -> tuple[int, ...]:
    """The leading numbers of a version: ``3.12.0rc1`` is (3, 12, 0)."""
    numbers: list[int] = []
    for part in text.split("."):
        digits = part[: len(part) - len(part.lstrip("0123456789"))]
        if not digits:
            break
        numbers.append(int(digits))
    return tuple(numbers)


def _folders(facts: MachineFacts) -> Iterator[Finding]:
    for folder in facts.folders:
        if folder.refusal:
            yield rules.NOT_WRITABLE.at(Source(folder.name), reason=folder.refusal)


def _disk(facts: MachineFacts) -> Iterator[Finding]:
    if _megabytes(facts) < NEEDED:
        yield rules.DISK_FULL.at(_HERE, free=_megabytes(facts), need=NEEDED)


def _megabytes(facts: MachineFacts) -> int:
    return facts.free >> 20


def _console(facts: MachineFacts) -> Iterator[Finding]:
    if facts.console.casefold().replace("-", "").replace("_", "") not in _UTF_8:
        yield rules.CONSOLE.at(Source("Cửa sổ lệnh"), encoding=facts.console)


def _fonts(facts: MachineFacts) -> Iterator[Finding]:
    place = Source("Phông chữ của máy")
    if facts.fonts is None:
        yield rules.FONTS_UNKNOWN.at(place, font=FONT)
    elif not any(name.casefold().startswith(_FONT_NAMES) for name in facts.fonts):
        yield rules.NO_FONT.at(place, font=FONT)


def _clock(facts: MachineFacts) -> Iterator[Finding]:
    place = Source("Đồng hồ máy")
    if facts.now.year not in _YEARS:
        yield rules.WRONG_YEAR.at(place, year=facts.now.year)
        return
    if facts.now.utcoffset() != _HANOI:
        offset = f"{facts.now:%z}"
        yield rules.WRONG_ZONE.at(place, offset=f"{offset[:3]}:{offset[3:5]}")
    ahead = [name for name, at in facts.received if at > facts.now + LEEWAY]
    yield from _files(rules.FROM_THE_FUTURE, _HERE, ahead)


def _paths(facts: MachineFacts) -> Iterator[Finding]:
    if facts.system != "Windows":
        return
    length = len(facts.longest_path)
    if length > WINDOWS_PATH and not facts.has_long_paths:
        yield rules.TOO_LONG.at(Source(facts.longest_path), length=length, limit=WINDOWS_PATH)
    elif len(facts.longest_workbook) > EXCEL_PATH:
        place = Source(facts.longest_workbook)
        told = {"length": len(facts.longest_workbook), "limit": EXCEL_PATH}
        yield rules.TOO_LONG_FOR_EXCEL.at(place, **told)


def _open_files(facts: MachineFacts) -> Iterator[Finding]:
    yield from _files(rules.OPEN_FILES, _HERE, facts.open_files)


def _cloud(facts: MachineFacts) -> Iterator[Finding]:
    yield from _files(rules.IN_THE_CLOUD, _HERE, facts.in_the_cloud)


def _files(rule: Rule, place: Source, files: Sequence[str]) -> Iterator[Finding]:
    if files:
        more = len(files) - _NAMED
        named = (*files[:_NAMED], *([f"và {more} tệp nữa"] if more > 0 else []))
        yield rule.at(place, count=len(files), files=named)


def _state(facts: MachineFacts) -> Iterator[Finding]:
    if facts.state is StateFacts.BROKEN:
        yield rules.BROKEN_STATE.at(Source(facts.state_path))


_Check = Callable[[MachineFacts], Iterator[Finding]]
_Detail = Callable[[MachineFacts], str]
_CHECKS: dict[Topic, tuple[_Check, _Detail]] = {
    Topic.PROGRAM: (_program, lambda f: f"cv183-report {f.program}, Python {f.python}, {f.system}"),
    Topic.FOLDERS: (_folders, lambda f: ", ".join(folder.name for folder in f.folders)),
    Topic.DISK: (_disk, lambda f: f"còn {_megabytes(f)} MB"),
    Topic.CONSOLE: (_console, lambda f: f.console),
    Topic.FONTS: (_fonts, lambda _: FONT),
    Topic.CLOCK: (_clock, lambda f: f"{f.now:%H:%M %d/%m/%Y}"),
    Topic.PATHS: (_paths, lambda f: f"dài nhất {len(f.longest_path)} ký tự"),
    Topic.OPEN_FILES: (_open_files, lambda f: "" if f.open_files else "không có"),
    Topic.CLOUD: (_cloud, lambda f: "" if f.in_the_cloud else "không có"),
    Topic.STATE: (_state, lambda f: f.state.value),
}
