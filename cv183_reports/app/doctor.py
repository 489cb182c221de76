"""`doctor`: is this machine, this working folder, fit for the month? Facts in, one verdict for each topic out.

The judges of the machine look at facts that `machine` gathered, so that a Windows office machine can be
judged in a test on Linux. Each template is tried out: filled in with invented figures, and judged.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct
from msgspec.structs import asdict, replace

from cv183_reports.app import Stopped
from cv183_reports.app.documents import CALL_LIST, DOCUMENTS, Material, open_template, rendered
from cv183_reports.app.journal import months_told
from cv183_reports.app.machine import MachineFacts, StateFacts, machine_facts
from cv183_reports.app.month import (
    Month,
    closed_month,
    judged,
    month_consolidated,
    open_ledger,
    open_sent,
    orphan,
)
from cv183_reports.app.opening import (
    in_house_style,
    read_file,
    register_and_findings,
    register_workbook,
    shipped_register,
)
from cv183_reports.catalogue import closing, files, intake, outbox
from cv183_reports.catalogue import machine as rules
from cv183_reports.catalogue.files import WINDOWS_PATH, reason
from cv183_reports.consolidation.closing import Published
from cv183_reports.document.letterhead import unit_head
from cv183_reports.document.papers import call_list_paper
from cv183_reports.intake.inbox import gather, lost
from cv183_reports.intake.ledger import Ledger, find, orphans
from cv183_reports.lint.judge import judge
from cv183_reports.model import Period, Register, Source
from cv183_reports.model.finding import Finding, Rule, Severity
from cv183_reports.narrative.monthly import FIRST_MONTH
from cv183_reports.outbox.drafts import CoverNote, cover_note
from cv183_reports.register.older import done_without
from cv183_reports.register.sheets import SettingRows, SettingsTable
from cv183_reports.sample.month import sample_month
from cv183_reports.spreadsheet.style import FONT
from cv183_reports.template.text import load_text_template
from cv183_reports.vietnamese.wording import SAMPLE_MARK
from cv183_reports.word.document import read_facts
from cv183_reports.workspace.folder import (
    MAIL_TEMPLATES,
    REGISTER,
    TEMPLATES,
    Placed,
    Workspace,
    free_name,
    is_open,
    publish,
    renew,
    shipped,
)

NEEDED = 200
"""MB that the documents, forms, drafts and the second copies of one month take at most."""
EXCEL_PATH = 218
"""Characters of the path of a workbook that Excel opens."""
LEEWAY = timedelta(minutes=5)
"""By which clocks of two machines may differ."""

_FONT_NAMES = ("times new roman", "times.ttf", "timesnewroman.ttf")
_UTF_8 = frozenset({"utf8", "cp65001"})
_HANOI = timedelta(hours=7)
_YEARS = range(2025, 2046)
"""From the dispatch on, for as long as anybody may use the tool."""
_UNSEEN = "không xem được"
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
    LEDGER = "Sổ tiếp nhận và bản gốc"
    REGISTER = "Danh mục"
    TEMPLATES = "Mẫu văn bản"
    MAIL_TEMPLATES = "Mẫu thư"


class TopicVerdict(Struct, frozen=True):
    """One topic, judged."""

    topic: Topic
    detail: str
    """What was seen, in a few words; may be empty."""
    findings: tuple[Finding, ...]
    is_unknown: bool = False
    """Whether it could not be looked at, for want of a sound register."""

    @property
    def told(self) -> str:
        """The topic, and what was seen."""
        return f"{self.topic.value}: {self.detail}" if self.detail else self.topic.value

    @property
    def is_wrong(self) -> bool:
        """Whether a person should look at it."""
        found = any(finding.severity is not Severity.NOTE for finding in self.findings)
        return found and not self.is_unknown


def in_sum(verdicts: Sequence[TopicVerdict]) -> str:
    """How many topics a person should look at."""
    wrong = sum(verdict.is_wrong for verdict in verdicts)
    return f"{wrong} mục cần xem lại." if wrong else "Máy và thư mục làm việc sẵn sàng."


def examine(facts: MachineFacts) -> tuple[TopicVerdict, ...]:
    """A verdict for each topic of the machine, in the order of Topic."""
    return tuple(
        TopicVerdict(topic, detail(facts), tuple(check(facts)))
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
    if facts.free is not None and (left := facts.free >> 20) < NEEDED:
        yield rules.LITTLE_SPACE.at(_HERE, free=left, need=NEEDED)


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
    yield from _files(rules.FROM_THE_FUTURE, ahead)


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
    yield from _files(rules.OPEN_FILES, facts.open_files)


def _cloud(facts: MachineFacts) -> Iterator[Finding]:
    yield from _files(rules.IN_THE_CLOUD, facts.in_the_cloud)


def _files(rule: Rule, files: Sequence[str]) -> Iterator[Finding]:
    if files:
        more = len(files) - _NAMED
        named = (*files[:_NAMED], *([f"và {more} tệp nữa"] if more > 0 else []))
        yield rule.at(_HERE, count=len(files), files=named)


def _state(facts: MachineFacts) -> Iterator[Finding]:
    if facts.state is StateFacts.BROKEN:
        yield rules.BROKEN_STATE.at(Source(facts.state_path))


_Check = Callable[[MachineFacts], Iterator[Finding]]
_Detail = Callable[[MachineFacts], str]
_CHECKS: dict[Topic, tuple[_Check, _Detail]] = {
    Topic.PROGRAM: (_program, lambda f: f"cv183-report {f.program}, Python {f.python}, {f.system}"),
    Topic.FOLDERS: (_folders, lambda f: ", ".join(folder.name for folder in f.folders)),
    Topic.DISK: (_disk, lambda f: _UNSEEN if f.free is None else f"còn {f.free >> 20} MB"),
    Topic.CONSOLE: (_console, lambda f: f.console),
    Topic.FONTS: (_fonts, lambda _: FONT),
    Topic.CLOCK: (_clock, lambda f: f"{f.now:%H:%M %d/%m/%Y}"),
    Topic.PATHS: (_paths, lambda f: f"dài nhất {len(f.longest_path)} ký tự"),
    Topic.OPEN_FILES: (_open_files, lambda f: "" if f.open_files else "không có"),
    Topic.CLOUD: (_cloud, lambda f: "" if f.in_the_cloud else "không có"),
    Topic.STATE: (_state, lambda f: f.state.value),
}


_OF_EACH_GROUP = 3
"""Units of the trial: enough for every part of every document."""
_OWING = 3
"""One of so many sends nothing: the letter to units that owe is tried too."""


def _trial_period(register: Register) -> Period:
    """The second month, which is the first with something to compare with."""
    return register.profile.dispatch.first_period.following


def try_templates(workspace: Workspace, register: Register) -> tuple[Finding, ...]:
    """What is wrong with the Word templates, and with what they make, by the rules of presentation.

    Each rule is told once for each template, however many documents break it.
    """
    material = _material(workspace, register)
    faults: list[Finding] = []
    for document in DOCUMENTS:
        made = document.make(material)
        faults += made.faults
        told: dict[str, Finding] = {}
        for name, data in made.files.items():
            if name.endswith(".docx"):
                for finding in _judged(data, document.name):
                    told.setdefault(finding.code, finding)
        faults += told.values()
    faults += _try_call_list(workspace, material)
    faults += _strangers(workspace, TEMPLATES, _WORD)
    return tuple(dict.fromkeys(faults))


def _try_call_list(workspace: Workspace, material: Material) -> Iterator[Finding]:
    """The list is no document of the month, and no rule of presentation is for it."""
    template, faults = open_template(workspace, f"{CALL_LIST}.docx")
    yield from faults
    if template is not None:
        yield from rendered(template, call_list_paper(material.now, ""))[1]


def _strangers(workspace: Workspace, folder: Path, suffixes: Collection[str]) -> Iterator[Finding]:
    """Files beside the templates that look like some, and that nothing is made of."""
    known = {each.name.casefold() for each in shipped().joinpath(*folder.parts).iterdir()}
    with suppress(OSError):  # told where they are tried
        for path in sorted((workspace.root / folder).iterdir()):
            is_meant = path.suffix.casefold() in suffixes and path.name[0] not in ".~"
            if is_meant and path.name.casefold() not in known:
                yield rules.STRANGE_TEMPLATE.at(Source(workspace.shown(path)))


_WORD = frozenset({".docx", ".doc", ".docm", ".dotx", ".dot", ".odt", ".rtf"})


def _material(workspace: Workspace, register: Register) -> Material:
    """An invented month of a few units of each group, read as a real one is."""
    period = _trial_period(register)
    few = _few(register, period)
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder, "minh-hoa.zip")
        path.write_bytes(sample_month(few, period))
        sent = gather([path], path.parent)
        received = [judged(each, few, period, None) for at, each in enumerate(sent) if at % _OWING]
    month = Month.settled(period, tuple(received), few)
    now = month_consolidated(month, in_house_style(few), few.due(period))
    wanted = frozenset(unit.code for unit in few.units)
    return Material(workspace, month, now, FIRST_MONTH, wanted)


def _few(register: Register, period: Period) -> Register:
    """Units whose symbol is known: in the papers of others a pen must fill it in, which `lint` rightly says."""
    taken: dict[str, int] = {}
    units = []
    for unit in register.units_in(period):
        if not unit_head(unit, register).code:
            continue
        taken[unit.group] = taken.get(unit.group, 0) + 1
        if taken[unit.group] <= _OF_EACH_GROUP:
            units.append(unit)
    return replace(register, units=tuple(units))


def _judged(data: bytes, document: str) -> Iterator[Finding]:
    facts, findings = read_facts(data, f"{document} (thử)")
    yield from findings
    if facts is not None:
        yield from (fault.finding for fault in judge(facts).faults)


def try_mail_templates(workspace: Workspace, register: Register) -> tuple[Finding, ...]:
    """What is wrong with the texts of e-mails, each filled in once with everything and once with nothing."""
    faults: list[Finding] = []
    folder = workspace.mail_templates
    try:
        paths = sorted(folder.iterdir()) if folder.is_dir() else []
    except OSError as error:  # the folder may not be entered
        place = Source(workspace.shown(folder))
        return (rules.NOT_READ.at(place, reason=reason(error)),)
    lying = {path.name.casefold(): path for path in paths}
    for name in sorted(each.name for each in shipped().joinpath(*MAIL_TEMPLATES.parts).iterdir()):
        path = lying.get(name.casefold())
        if path is None:
            place = Source(workspace.shown(folder / name))
            faults.append(outbox.NO_TEMPLATE.at(place))
            continue
        try:
            data = read_file(path)
        except Stopped as stopped:
            faults += stopped.findings
            continue
        template, found = load_text_template(data, workspace.shown(path))
        faults += found
        if template is not None:
            for note in _notes(register):
                faults += template.render(asdict(note))[1]
    faults += _strangers(workspace, MAIL_TEMPLATES, (".txt",))
    return tuple(dict.fromkeys(faults))


def _notes(register: Register) -> Iterator[CoverNote]:
    """A note to a unit with everything in it, and one to the leadership with nothing."""
    period = _trial_period(register)
    board, dispatch, due = register.settings.board, register.profile.dispatch, register.due(period)
    full = replace(register.units[0], officer=register.units[0].name, officer_phone="0")
    yield cover_note(
        dispatch,
        board,
        period,
        due,
        full,
        attachments=(full.code,),
        points=(full.name,),
        notes=(full.name,),
        overdue=True,
        sample=SAMPLE_MARK,
    )
    yield cover_note(dispatch, board, period, due, None)


_UNKNOWN = "chưa thử được vì danh mục còn lỗi"
_KEPT = "danh-muc.truoc-bo-sung.xlsx"
_BLANK = "…"
"""What stands in the settings for a number or a day that is not known yet."""


def examine_machine(root: Path, *, fix: bool = False) -> tuple[TopicVerdict, ...]:
    """Looks at everything, says everything; changes nothing but, with `fix`, what the register lacks."""
    workspace = Workspace(root)
    mended = _mended(workspace) if fix else ()
    register, found = _register(workspace)
    return (
        *examine(machine_facts(workspace, register)),
        _ledgers(workspace),
        TopicVerdict(Topic.REGISTER, _contents(register), (*mended, *found)),
        *_templates(workspace, register),
    )


def _mended(workspace: Workspace) -> tuple[Finding, ...]:
    """Adds to an older register what it lacks; the file as it was is kept beside it."""
    from cv183_reports.register.rewriting import completed
    from cv183_reports.spreadsheet.changing import NotKept

    path, place = workspace.register, Source(workspace.register.name)
    if not path.is_file():
        return ()
    seen = path.read_bytes()
    fresh = completed(seen, shipped().joinpath(*REGISTER.parts).read_bytes())
    if isinstance(fresh, NotKept):
        return (rules.REGISTER_NOT_FILLED.at(place, what=fresh.what),)
    data, lacking = fresh
    if not lacking:
        return ()
    if is_open(path):
        return (rules.REGISTER_OPEN.at(place),)
    kept = free_name(path.with_name(_KEPT))
    (output,) = publish(workspace.root, path.parent, {kept.name: seen})
    if output.placed is Placed.FAILED or not renew(workspace.root, path, seen, data):
        return (output.finding or rules.REGISTER_OPEN.at(place),)
    what = tuple(f"{gap.kind} {gap.what}" for gap in lacking if gap.what)
    return (rules.REGISTER_FILLED.at(place, what=what, kept=kept.name),)


def _ledgers(workspace: Workspace) -> TopicVerdict:
    """Whether each month's ledger and book of mails can be read, its originals are those that it names."""
    findings: list[Finding] = []
    try:
        folders = sorted(workspace.data.iterdir()) if workspace.data.is_dir() else []
    except OSError as error:
        return TopicVerdict(Topic.LEDGER, "", (_not_compared(workspace, workspace.data, error),))
    months: list[Period] = []
    for period in (period for folder in folders if (period := Period.parse(folder.name))):
        try:
            if not workspace.has_month(period):
                continue
            findings += [*_booked(workspace, period), *_inbox(workspace.inbox(period), workspace)]
        except Stopped as stopped:
            findings += stopped.findings
        except OSError as error:
            findings.append(_not_compared(workspace, workspace.data / str(period), error))
        months.append(period)
    for period, before in months_told(workspace):
        if before not in months:
            gone = Source(workspace.shown(workspace.data / str(before)))
            findings.append(rules.MONTH_GONE.at(gone, before=before, period=period))
    return TopicVerdict(Topic.LEDGER, f"{len(months)} kỳ", tuple(findings))


def _not_compared(workspace: Workspace, folder: Path, error: OSError) -> Finding:
    return intake.NOT_COMPARED.at(Source(workspace.shown(folder)), reason=reason(error))


def _inbox(folder: Path, workspace: Workspace) -> Iterator[Finding]:
    """A folder for what comes in whose files nobody can list is told: the month would be read without them."""
    try:
        if folder.is_dir():
            next(folder.iterdir(), None)
    except OSError:
        yield files.CANNOT_OPEN.at(Source(workspace.shown(folder)))


def _booked(workspace: Workspace, period: Period) -> list[Finding]:
    place, ledger = workspace.originals(period), open_ledger(workspace, period)
    left = orphans(place, ledger)
    return [
        *open_sent(workspace, period).findings,
        *ledger.findings,
        *_split(workspace, period),
        *_closing(workspace, period, ledger),
        *lost(place, ledger),
        *(orphan(workspace, period, path, len(left)) for path in left),
    ]


def _split(workspace: Workspace, period: Period) -> Iterator[Finding]:
    """Copies of the month's books, as programs that keep folders alike make them of two machines' lines."""
    for book in (workspace.ledger(period), workspace.sent_book(period)):
        for path in sorted(book.parent.glob(f"{book.stem}?*{book.suffix}")):
            yield rules.SPLIT_BOOK.at(Source(workspace.shown(path)), book=book.name)


def _closing(workspace: Workspace, period: Period, ledger: Ledger) -> Iterator[Finding]:
    """Of a closed month: whether its figures and the signed papers are there, as they were kept."""
    closed = closed_month(workspace, period, ledger)
    if isinstance(closed, Finding):
        yield closed
    if not isinstance(closed, Published):
        return
    folder = workspace.signed(period)
    for paper in closed.signed:
        if find(folder, paper.sha256) is None:
            place = Source(workspace.shown(folder))
            yield closing.SIGNED_GONE.at(place, name=(paper.name,), period=period)


def _register(workspace: Workspace) -> tuple[Register | None, tuple[Finding, ...]]:
    """The register, and what is wrong with it; no error of it ends the examination."""
    try:
        register, read = register_and_findings(workspace)
        workbook, _ = register_workbook(workspace)
    except Stopped as stopped:
        return None, stopped.findings
    except OSError as error:  # the folder may not be entered
        place = Source(workspace.shown(workspace.register))
        return None, (rules.NOT_READ.at(place, reason=reason(error)),)
    found = (*read, *done_without(workbook, shipped_register))
    dispatch = register.profile.dispatch.name
    if _BLANK not in dispatch:
        return register, found
    place = Source(workspace.register.name, SettingsTable.SHEET.name)
    told = {"key": SettingRows.DISPATCH.key, "value": dispatch}
    return register, (*found, rules.UNFINISHED_SETTING.at(place, **told))


def _contents(register: Register | None) -> str:
    if register is None:
        return ""
    addressed = sum(bool(unit.email) for unit in register.units)
    return (
        f"{len(register.units)} đơn vị ({addressed} có thư điện tử), "
        f"{len(register.obligations)} nhiệm vụ, {len(register.indicators)} chỉ tiêu"
    )


def _templates(workspace: Workspace, register: Register | None) -> tuple[TopicVerdict, ...]:
    if register is None:
        topics = (Topic.TEMPLATES, Topic.MAIL_TEMPLATES)
        return tuple(TopicVerdict(topic, _UNKNOWN, (), is_unknown=True) for topic in topics)
    return (
        TopicVerdict(
            Topic.TEMPLATES, _listed(workspace.templates), try_templates(workspace, register)
        ),
        TopicVerdict(
            Topic.MAIL_TEMPLATES,
            _listed(workspace.mail_templates),
            try_mail_templates(workspace, register),
        ),
    )


def _listed(folder: Path) -> str:
    try:
        names = [path.name for path in folder.glob("*.*")]
    except OSError:
        return ""
    return f"đã thử {sum(name[0] not in '.~' for name in names)} mẫu"
