"""What each button does: the same functions as the commands, and what a page shows of what came of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.app import ShowProgress
from cv183_reports.app.templates import FORMS_FOLDER
from cv183_reports.catalogue import closing as closing_words
from cv183_reports.catalogue import machine
from cv183_reports.model import Period, Register, Source
from cv183_reports.model.finding import OUTCOMES, Finding, Judgement, Outcome, needs_action
from cv183_reports.outbox.drafts import DRAFTS, RETURNS_FOLDER
from cv183_reports.outbox.sent import MailKind
from cv183_reports.vietnamese.wording import upper_first
from cv183_reports.workspace.folder import Output, Placed, Workspace, failed, lying

if TYPE_CHECKING:
    from cv183_reports.app.explain import ToldPlace
    from cv183_reports.app.lint import Linted
    from cv183_reports.app.receive import ReceivedFiles


ON_THE_DESK = {
    "chuyển vào đúng thư mục làm việc, thêm --root THƯ_MỤC, hoặc tạo thư mục mới bằng: cv183-report init THƯ_MỤC": "chép lại data/danh-muc.xlsx từ bản sao lưu gần nhất",
    "chạy lại lệnh vừa rồi, thêm --keep-period": "đánh dấu «Vẫn nhận vào kỳ này» ở bước 3 rồi thả lại",
    "--anyway --reason LÝ_DO": "lý do (ô Lý do ở bước 6)",
    ": --signed TỆP.docx": ", chọn trong danh sách ở bước 6",
    "chạy lại lệnh receive với": "nhận lại",
    "chạy lại lệnh receive": "nhận lại",
    "chạy lại đúng lệnh này": "làm lại việc này",
    "chạy lại lệnh này": "làm lại việc này",
    "chạy lại đúng lệnh vừa rồi": "làm lại việc vừa rồi",
    "chạy lại lệnh vừa rồi": "làm lại việc vừa rồi",
    "chạy lại build": "bấm lại Làm văn bản (bước 4)",
    "chạy lại": "làm lại",
}
"""What remedies say of typing, and what the desk says of its buttons; whole commands are buttons there."""


def on_the_desk(remedy: str) -> str:
    """The remedy for whoever has buttons."""
    for typed, pressed in ON_THE_DESK.items():
        remedy = remedy.replace(typed, pressed)
        remedy = remedy.replace(upper_first(typed), upper_first(pressed))
    return remedy


class Errand(Struct, frozen=True):
    """What a person asked for with a button."""

    period: str
    paths: tuple[Path, ...] = ()
    file: str = ""
    """One that lies there, as the month calls it."""
    place: str = ""
    """What is to be explained, as a person calls it."""
    reason: str = ""
    keep_period: bool = False
    as_of: str | None = None
    """The instant to take for now; None: the clock's."""
    seen: Callable[[FileRow], None] = lambda _: None
    """Told of each file as it is judged by itself."""


class Finish(Enum):
    """How a piece of work came out."""

    DONE = "done"
    LOOK = "look"
    """Done; something needs a person."""
    STOPPED = "stopped"
    """Not done, or not wholly: it is said why."""
    CANCELLED = "cancelled"
    """A person stopped it."""


class PointRow(Struct, frozen=True):
    """One finding, in the columns of a page."""

    severity: str
    words: str
    """Error, warning or note, in Vietnamese."""
    code: str
    where: str
    what: str
    todo: str

    @classmethod
    def of(cls, finding: Finding, where: str | None = None) -> PointRow:
        """The finding; `where` in place of its own place."""
        severity = finding.severity
        place = _short(finding.place) if where is None else where
        message, remedy = upper_first(finding.message), on_the_desk(finding.remedy)
        return cls(severity.name.lower(), severity.value, finding.code, place, message, remedy)


class FileRow(Struct, frozen=True):
    """One file that came, judged."""

    file: str
    unit: str
    verdict: str
    words: str
    came: str
    points: tuple[PointRow, ...]


class MadeFile(Struct, frozen=True):
    """One file that was made."""

    name: str
    words: str


class DeedResult(Struct, frozen=True):
    """What came of one piece of work."""

    ending: Finish
    lines: tuple[str, ...] = ()
    points: tuple[PointRow, ...] = ()
    rows: tuple[FileRow, ...] = ()
    files: tuple[MadeFile, ...] = ()
    places: tuple[ToldPlace, ...] = ()
    """Where figures come from."""
    folder: str = ""
    """Where it lies, as `folder_named` knows it."""
    deed: str = ""
    """Name of the button; filled in, as is its title, by the desk that did it."""
    title: str = ""

    def reworded(self, shown: Callable[[str], str]) -> DeedResult:
        """The same, its texts as `shown` gives them."""
        points = (
            replace(p, where=shown(p.where), what=shown(p.what), todo=shown(p.todo))
            for p in self.points
        )
        return replace(self, lines=tuple(map(shown, self.lines)), points=tuple(points))


class Deed(Struct, frozen=True):
    """One button."""

    title: str
    do: Callable[[Path, Errand, ShowProgress], DeedResult]
    needs_files: bool = False
    """Without a file there is nothing to do."""


def _ending(outputs: Sequence[Output], findings: Iterable[Finding], *, is_clean: bool) -> Finish:
    if failed(outputs):
        return Finish.STOPPED
    return Finish.DONE if is_clean and not needs_action(findings) else Finish.LOOK


def _told(
    lines: Iterable[str],
    outputs: Sequence[Output] = (),
    findings: Sequence[Finding] = (),
    folder: str = "",
    *,
    named: bool = False,
    is_clean: bool = True,
) -> DeedResult:
    """`named`: whether each of `outputs` is worth its line; else only those that are not as usual."""
    found = dict.fromkeys((*(o.finding for o in outputs if o.finding), *findings))
    shown = [o for o in outputs if named or o.finding or o.placed is Placed.KEPT]
    return DeedResult(
        ending=_ending(outputs, found, is_clean=is_clean),
        lines=tuple(line for line in lines if line),
        points=tuple(map(PointRow.of, found)),
        files=tuple(MadeFile(o.path.name, o.placed.value) for o in shown),
        folder=folder,
    )


_TYPED = ("CHỖ", "KỲ")
"""Places of a command line, beside its options."""


def _short(place: Source) -> str:
    """The place, of a path its last part; of a command line there is none here."""
    path = Path(place.file)
    if place.file in _TYPED or place.file.startswith("--"):
        return ""
    return str(Source(path.name, place.sheet, place.cell)) if path.is_absolute() else str(place)


def _templates(root: Path, asked: Errand, progress: ShowProgress) -> DeedResult:
    from cv183_reports.app.templates import make_forms

    made = make_forms(root, asked.period, (), (), progress)
    return _told(made.told(), made.outputs, made.findings, "forms")


def _mail(kind: MailKind) -> Callable[[Path, Errand, ShowProgress], DeedResult]:
    def do(root: Path, asked: Errand, progress: ShowProgress) -> DeedResult:
        from cv183_reports.app.mail import make_drafts

        made = make_drafts(root, asked.period, kind, progress=progress)
        unsure = ", ".join(unit.labelled for unit in made.unsure)
        lines = [made.told, *made.told_of_sent(), unsure]
        return _told(lines, made.outputs, made.findings, _drafts_folder(kind))

    return do


def _receive(*, dry_run: bool) -> Callable[[Path, Errand, ShowProgress], DeedResult]:
    def do(root: Path, asked: Errand, progress: ShowProgress) -> DeedResult:
        from cv183_reports.app.opening import open_register
        from cv183_reports.app.receive import receive_files

        _, register = open_register(root)
        received = receive_files(
            root,
            asked.period,
            asked.paths,
            keep_period=asked.keep_period,
            dry_run=dry_run,
            progress=progress,
            seen=lambda judgement: asked.seen(_row(judgement, register)),
        )
        return _tried(received) if received.is_trial else _received(received)

    return do


def _check(root: Path, asked: Errand, progress: ShowProgress) -> DeedResult:
    from cv183_reports.app.check import check_files

    checked = check_files(root, [Path(asked.period)], progress=progress)
    rows = _rows(checked.judgements, checked.register)
    is_sound = not any(row.verdict in _FAULTY for row in rows)
    told = _told([checked.told], findings=checked.general, folder="out", is_clean=is_sound)
    return replace(told, rows=rows)


def _decide(deed: str) -> Callable[[Path, Errand, ShowProgress], DeedResult]:
    def do(root: Path, asked: Errand, progress: ShowProgress) -> DeedResult:
        from cv183_reports.app.deciding import Wish, decide

        wishes = {
            "undo": Wish(undo=True),
            "take": Wish(take=asked.file),
            "set-aside": Wish(set_aside=asked.file, reason=asked.reason),
        }
        return _received(decide(root, asked.period, wishes[deed], progress=progress))

    return do


def _tried(received: ReceivedFiles) -> DeedResult:
    """What would be booked; nothing was written."""
    wrong = (received.wrong_month,) if received.wrong_month is not None else ()
    findings = (*received.untaken, *received.month.ledger, *wrong)
    lines = [] if wrong else [received.booked]
    rows = _rows(received.judgements, received.register)
    is_sound = not wrong and not any(row.verdict in _FAULTY for row in rows)
    return replace(_told(lines, findings=findings, is_clean=is_sound), rows=rows)


def _received(received: ReceivedFiles) -> DeedResult:
    from cv183_reports.app.receive import give_back

    if received.wrong_month is not None:
        refused = _told((), findings=(*received.untaken, received.wrong_month))
        return replace(refused, ending=Finish.STOPPED)
    given = give_back(received)
    returned = list(given.heads(received.workspace))
    month = received.month
    on_replies = (finding for each in given.returned for finding in each.findings)
    findings = (
        *received.untaken,
        *month.ledger,
        *received.outdated,
        *(shared.note for shared in month.batch.shared),
        *given.findings,
        *on_replies,
    )
    fresh = [o for each in given.returned if each.is_new for o in each.outputs]
    booked = received.taken_back or (received.booked if not received.decided else "")
    names = [f"{head} {', '.join(each.shown for each in group)}" for head, group in returned]
    told = _told(
        [booked.rstrip(":"), *received.decisions(), *names],
        (*fresh, given.results, *given.overview),
        findings,
        "returns" if given.returned else "out",
    )
    rows = _rows(received.judgements, received.register)
    is_sound = told.ending is not Finish.DONE or not any(row.verdict in _FAULTY for row in rows)
    ending = told.ending if is_sound else Finish.LOOK
    return replace(told, rows=rows, ending=ending, files=())


_FAULTY = (Outcome.HAS_ERRORS.value, Outcome.REJECTED.value)


def _rows(judgements: Sequence[Judgement], register: Register) -> tuple[FileRow, ...]:
    """The worst first, what is no report at all last."""
    ranks = list(OUTCOMES)[:-1]
    ordered = sorted(judgements, key=lambda j: -ranks.index(j.outcome) if j.outcome in ranks else 1)
    return tuple(_row(judgement, register) for judgement in ordered)


def _row(judgement: Judgement, register: Register) -> FileRow:
    unit = register.unit(judgement.unit) if judgement.unit else None
    came = [f.message for f in judgement.findings if f.code == machine.RECEIVED.code]
    own = [f for f in judgement.findings if f.code != machine.RECEIVED.code]
    points = tuple(PointRow.of(f, _cell(f.place)) for f in own)
    name = unit.short_name if unit else ""
    outcome = judgement.outcome
    return FileRow(judgement.file, name, outcome.value, outcome.words, ", ".join(came), points)


def _cell(place: Source) -> str:
    """Sheet and cell: the file is told beside."""
    return "!".join(filter(None, (place.sheet, place.cell)))


def _build(root: Path, asked: Errand, progress: ShowProgress) -> DeedResult:
    from cv183_reports.app.build import build_month

    built = build_month(root, asked.period, progress=progress)
    month, own = built.material.month, built.own_reports
    others = [output for output in built.outputs if output not in own]
    lists = [output for each in built.compared for output in each.outputs]
    findings = [*month.ledger, *built.apart, *month.batch.unsettled, *built.faults, *built.held]
    findings += [finding for each in built.compared for finding in each.findings]
    findings += [output.finding for output in own if output.finding]
    lines = [
        built.warning,
        built.counts,
        built.material.editing.told if built.material.editing.file else "",
        *(line.strip() for each in built.compared for line in each.told()),
        f"Báo cáo riêng của {len(there)} đơn vị trong thư mục {there[0].path.parent.name}."
        if (there := lying(own))
        else "",
    ]
    clean = not built.is_adrift
    outputs = [*others, *lists]
    folder = _lying(is_closed=month.closed is not None)
    return _told(lines, outputs, findings, folder, named=True, is_clean=clean)


def _lying(*, is_closed: bool) -> str:
    """Where documents of the month lie: once it is closed beside what was signed."""
    return "out-after-closing" if is_closed else "out"


def _overview(root: Path, asked: Errand, progress: ShowProgress) -> DeedResult:
    from cv183_reports.app.status import save_overview

    saved = save_overview(root, asked.period, progress=progress)
    return _told((), saved.outputs, folder=_lying(is_closed=saved.is_closed))


def _explain(root: Path, asked: Errand, progress: ShowProgress) -> DeedResult:
    from cv183_reports.app.explain import explain_place

    explained = explain_place(root, asked.period, asked.place, progress=progress)
    return replace(_told(()), places=tuple(explained.told()))


def _pdf(root: Path, asked: Errand, progress: ShowProgress) -> DeedResult:
    from cv183_reports.app.pdf import print_month

    made = print_month(root, asked.period, progress=progress)
    outputs = [file.output for file in made.files]
    told = _told([made.told.rstrip(":")], outputs, made.findings, "out")
    names = (
        MadeFile(file.output.path.name, f"{file.output.placed.value}: {file.told}")
        for file in made.files
    )
    return replace(told, files=tuple(names))


def _doctor(*, fix: bool) -> Callable[[Path, Errand, ShowProgress], DeedResult]:
    def do(root: Path, _: Errand, progress: ShowProgress) -> DeedResult:
        from cv183_reports.app.doctor import examine_machine, in_sum

        with progress(DEEDS["doctor"].title, 1):
            verdicts = examine_machine(root, fix=fix)
        lines = [f"{'!' if verdict.is_wrong else '✓'} {verdict.told}" for verdict in verdicts]
        findings = [finding for verdict in verdicts for finding in verdict.findings]
        is_sound = not any(verdict.is_wrong for verdict in verdicts)
        return _told([in_sum(verdicts), *lines], findings=findings, is_clean=is_sound)

    return do


def _verify(root: Path, asked: Errand, progress: ShowProgress) -> DeedResult:
    from cv183_reports.app.verify import verify_document

    (path, *_) = asked.paths
    found = verify_document(root, asked.period, path, progress=progress, slip=True)
    told, outputs, clean = found.told(), found.outputs, found.is_clean
    return _told(told, outputs, found.findings, "out", named=True, is_clean=clean)


def _lint(_: Path, asked: Errand, progress: ShowProgress) -> DeedResult:
    from cv183_reports.app.lint import lint_files

    with progress(DEEDS["lint"].title, len(asked.paths)):
        linted = lint_files(asked.paths)
    told = _told([line for each in linted for line in (each.told, each.judged_by)])
    points = tuple(
        point for each in linted for point in _lint_points(each, several=len(linted) > 1)
    )
    is_sound = not any(needs_action(each.all_findings) for each in linted)
    return replace(told, points=points, ending=Finish.DONE if is_sound else Finish.LOOK)


def _lint_points(linted: Linted, *, several: bool) -> Iterator[PointRow]:
    name = linted.path.name
    yield from (PointRow.of(finding, name) for finding in linted.findings)
    for fault in linted.verdict.faults if linted.verdict else ():
        where = [name] if several else []
        where += [f"trang {fault.page}"] if fault.page else []
        where += [fault.part] if fault.part else []
        yield PointRow.of(fault.finding, ", ".join(where) or name)


def _close(root: Path, asked: Errand, progress: ShowProgress) -> DeedResult:
    from cv183_reports.app.close import close_month

    found = close_month(
        root, asked.period, asked.paths, asked.as_of, asked.reason.strip(), progress
    )
    return _told(found.told(), findings=found.findings, folder="out")


def _reopen(root: Path, asked: Errand, _: ShowProgress) -> DeedResult:
    from cv183_reports.app.close import reopen_month

    opened = reopen_month(root, asked.period, asked.reason.strip())
    return _told([closing_words.OPEN_AGAIN.format(period=opened)])


DEEDS: Mapping[str, Deed] = {
    "doctor": Deed("Khám máy và thư mục", _doctor(fix=False)),
    "doctor-fix": Deed("Bổ sung danh mục", _doctor(fix=True)),
    "templates": Deed("Làm biểu mẫu", _templates),
    "mail-templates": Deed("Soạn thư gửi biểu mẫu", _mail(MailKind.TEMPLATES)),
    "receive": Deed("Nhận báo cáo", _receive(dry_run=False), needs_files=True),
    "trial": Deed("Xem trước, chưa nhận", _receive(dry_run=True), needs_files=True),
    "check": Deed("Xem lại các tệp đã nhận", _check),
    "take": Deed("Tính tệp này", _decide("take")),
    "set-aside": Deed("Để riêng tệp này", _decide("set-aside")),
    "undo": Deed("Rút lại lần nhận gần nhất", _decide("undo")),
    "mail-returns": Deed("Soạn thư trả lại", _mail(MailKind.RETURNS)),
    "mail-receipts": Deed("Soạn thư báo đã nhận", _mail(MailKind.RECEIPTS)),
    "mail-reminders": Deed("Soạn thư đôn đốc", _mail(MailKind.REMINDERS)),
    "build": Deed("Làm văn bản", _build),
    "overview": Deed("Làm mới trang tình hình", _overview),
    "verify": Deed("Soát với số liệu", _verify, needs_files=True),
    "lint": Deed("Soát thể thức", _lint, needs_files=True),
    "explain": Deed("Xem từ đâu ra", _explain),
    "pdf": Deed("Làm PDF để in", _pdf),
    "mail-reports": Deed("Soạn thư gửi báo cáo", _mail(MailKind.REPORTS)),
    "close": Deed("Chốt số liệu", _close, needs_files=True),
    "reopen": Deed("Mở lại kỳ", _reopen),
}
"""Every button, by the name that the page calls it by."""


def _drafts_folder(kind: MailKind) -> str:
    return f"mail-{kind.name.lower()}"


def folder_named(workspace: Workspace, name: str, period: Period) -> Path | None:
    """The folder that a button opens; None: no such name."""
    out = workspace.out(period)
    folders = {
        "root": workspace.root,
        "data": workspace.data,
        "received": workspace.originals(period).parent,
        "out": out,
        "out-after-closing": workspace.out_after_closing(period),
        "forms": out / FORMS_FOLDER,
        "returns": out / RETURNS_FOLDER,
        **{_drafts_folder(kind): out / DRAFTS / kind.value for kind in MailKind},
    }
    return folders.get(name)
