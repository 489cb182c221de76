"""Returns of `receive`: to each unit whose latest file is faulty, its own workbook marked, and a reply to send."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache, partial
from pathlib import Path

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from cv183_reports.app.history import state_before
from cv183_reports.app.journal import library_versions
from cv183_reports.app.memory import OF_THE_MACHINE, PaperMemory
from cv183_reports.app.month import Month, judged, open_ledger
from cv183_reports.app.opening import digest_of
from cv183_reports.app.reading import described
from cv183_reports.app.templates import form_of, told_before
from cv183_reports.catalogue import intake as catalogue
from cv183_reports.catalogue.files import reason
from cv183_reports.form.blank import carried_over, form_name
from cv183_reports.form.marked.copy import MarkedHead, is_marked, mark, marked_name
from cv183_reports.form.values import Submission
from cv183_reports.intake.inbox import Arrival, arrivals
from cv183_reports.model import Register, Source, Unit
from cv183_reports.model.finding import Finding, Judgement
from cv183_reports.model.frozen import frozen_whole, thawed_whole
from cv183_reports.outbox.drafts import (
    FILL_AGAIN,
    RETURN,
    RETURNS_FOLDER,
    AttachmentKind,
    Enclosure,
    MailDesk,
    return_draft,
    write_draft,
)
from cv183_reports.vietnamese.wording import deadline_words
from cv183_reports.workspace.folder import Output, Placed, lying, publish, retire

_REPLY = "thu-tra-lai.eml"
_AS_BEFORE = {Placed.UNCHANGED, Placed.KEPT}
_TOLD = ""
"""Among the files that are remembered of a unit: what is to be said of them."""
_READ_BACK = "bản đã tô màu đọc lại không còn như tệp của đơn vị"
_AT_ONCE = "ngay trong ngày"
"""When a mended file must come once the deadline has passed."""


class Returned(Struct, frozen=True):
    """What goes back to one unit."""

    unit: Unit
    judgement: Judgement
    """Of its latest file, by itself: what only all files together show is the office's matter."""
    outputs: tuple[Output, ...]
    findings: tuple[Finding, ...]
    """What is wrong with the text of the reply."""

    @property
    def is_new(self) -> bool:
        """Whether this run wrote any of it, or was to."""
        return any(output.placed not in _AS_BEFORE for output in self.outputs)

    @property
    def is_refused(self) -> bool:
        """Whether the machine did not let us write all of it."""
        return len(lying(self.outputs)) < len(self.outputs)

    @property
    def shown(self) -> str:
        """The unit on the screen."""
        return self.unit.labelled


class ReturnDesk(Struct, frozen=True):
    """What returns are made with."""

    mail: MailDesk
    register: Register
    """As the forms print it."""
    month: Month
    last: Callable[[], Month | None]
    """Reads the month before, with all before it, for the grey cells of a form that is sent out anew."""
    papers: PaperMemory
    """What was made of the very same before."""
    hindrances: list[str] = field(default_factory=list)
    """What the machine did not let us: what was made meanwhile is not remembered."""

    @property
    def due_text(self) -> str:
        """When a mended file must come."""
        overdue = self.mail.now >= self.mail.due
        return _AT_ONCE if overdue else deadline_words(self.mail.due)


def return_files(desk: ReturnDesk) -> tuple[tuple[Returned, ...], tuple[Finding, ...]]:
    """Writes what goes back to each unit, and takes away what no longer does; what stood in the way.

    A workbook that nothing of ours can be made of is one unit's matter and stops no other.
    """
    faulty = tuple(desk.month.batch.faulty(desk.register))
    came = cache(partial(_arrivals, desk, frozenset(judgement.file for _, judgement in faulty)))
    known = _known_to(desk) if faulty else ()
    workspace = desk.mail.workspace
    folder = workspace.out(desk.month.period) / RETURNS_FOLDER
    returned: list[Returned] = []
    findings: list[Finding] = []
    for unit, judgement in faulty:
        try:
            files, told = _remembered(desk, unit, judgement, known, came)
            if not files:  # taken out of the folder a moment ago
                continue
            outputs = publish(workspace.root, folder / unit.code, files)
            retire(workspace.root, folder / unit.code, {output.path.name for output in outputs})
        except Exception as error:  # noqa: BLE001 - whatever it is, the others get theirs
            told_of = {"reason": _named(error)}
            findings.append(catalogue.NOT_RETURNED.at(Source(judgement.file), **told_of))
        else:
            returned.append(Returned(unit, judgement, outputs, told))
    desk.papers.save()
    codes = {unit.code for unit, _ in faulty}
    for path in _there(folder):
        if path.is_dir() and path.name not in codes:
            retire(workspace.root, path)
    return tuple(returned), tuple(findings)


def _there(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir()) if folder.is_dir() else []
    except OSError:
        return []


def _named(error: Exception) -> str:
    """What stood in the way, for whoever looks after the program."""
    return reason(error) if isinstance(error, OSError) else f"lỗi {type(error).__name__}"


def _known_to(desk: ReturnDesk) -> tuple[object, ...]:
    """All that what is returned rests on, beside the file and what was found in it."""
    workspace, period = desk.mail.workspace, desk.month.period
    texts = (workspace.mail_templates / f"{name}.txt" for name in (RETURN, FILL_AGAIN))
    digests = [digest_of(path) for path in texts]
    months = state_before(workspace, desk.register, period)
    return (str(period), desk.due_text, digests, months, library_versions())


def _remembered(
    desk: ReturnDesk,
    unit: Unit,
    judgement: Judgement,
    known: tuple[object, ...],
    came: Callable[[], Mapping[str, Arrival]],
) -> _Files:
    """As `_files` makes them now, or made them of the very same before; none where the file is gone."""
    made: list[_Files] = []
    before = len(desk.hindrances)

    def make() -> Mapping[str, bytes]:
        arrival = came().get(judgement.file)
        if arrival is None:
            return {}
        made.append(_files(desk, unit, judgement, arrival))
        files, told = made[0]
        is_hindered = len(desk.hindrances) > before
        return {} if is_hindered else {**files, _TOLD: msgspec.json.encode(frozen_whole(told))}

    received = next((r for r in desk.month.received if r.judgement.file == judgement.file), None)
    if received is None or not received.sha256:
        kept = make()
    else:
        file = (received.sha256, frozen_whole(received.receipt), frozen_whole(judgement))
        kept = desk.papers.files((unit.code, *file, *known), make)
    if made or not kept:
        return made[0] if made else ({}, ())
    told = thawed_whole(msgspec.json.decode(kept[_TOLD]), tuple[Finding, ...])
    return {name: data for name, data in kept.items() if name != _TOLD}, told


def _arrivals(desk: ReturnDesk, names: Collection[str]) -> Mapping[str, Arrival]:
    """The files of those names, as they came."""
    workspace, period = desk.mail.workspace, desk.month.period
    everything = arrivals(workspace, period, open_ledger(workspace, period))
    return {arrival.file: arrival for arrival in everything if arrival.file in names}


_Files = tuple[Mapping[str, bytes], tuple[Finding, ...]]
"""What goes back to a unit, by name, and what is to be said of it."""


def _files(desk: ReturnDesk, unit: Unit, judgement: Judgement, arrival: Arrival) -> _Files:
    """The marked workbook (or a form to fill in) and the reply, by name."""
    name, data, told = _workbook(desk, unit, judgement, arrival)
    attachment = Enclosure(name.rpartition(".")[0], data, AttachmentKind.EXCEL)
    styled = desk.mail.register.unit(unit.code)
    assert styled is not None
    draft, findings = return_draft(
        desk.mail, styled, judgement.findings, (attachment,), marked=is_marked(name)
    )
    files = {name: data}
    if draft is not None:
        files[_REPLY] = write_draft(draft, desk.mail.register)
    return files, (*told, *findings)


def _workbook(
    desk: ReturnDesk, unit: Unit, judgement: Judgement, arrival: Arrival
) -> tuple[str, bytes, tuple[Finding, ...]]:
    """Name and content of what the unit is to mend, and send back; what is to be said of it.

    Its own workbook, marked; where that cannot be marked (.xls, .ods, damaged) or lacks what the
    form needs, a form of ours with its answers; where nothing of it is this month's form, the form
    as issued.
    """
    form = form_name(unit, desk.month.period)
    marked = marked_name(form)
    told: tuple[Finding, ...] = ()
    if judgement.filing is not None and arrival.data is not None:
        theirs = [f for f in judgement.findings if f.code not in catalogue.OF_THE_OFFICE]
        own, why = _marked(desk, unit, arrival, theirs)
        if own is not None:
            return marked, own, ()
        if why:
            place = Source(judgement.file)
            told = (catalogue.NOT_MARKED.at(place, unit=unit.name, reason=why),)
    carried = _carried(desk, unit, judgement, arrival)
    if carried is None:
        return form, form_of(unit, desk.register, desk.month.period, desk.last()), told
    fresh = Arrival(form, carried, arrival.receipt, None)
    again = judged(fresh, desk.register, desk.month.period, desk.last()).judgement
    desk.hindrances.extend(f.code for f in again.findings if f.code in OF_THE_MACHINE)
    own, _ = _marked(desk, unit, fresh, again.findings)
    return marked, own or carried, told


def _marked(
    desk: ReturnDesk, unit: Unit, arrival: Arrival, findings: Sequence[Finding]
) -> tuple[bytes | None, str]:
    """The file with what is wrong marked in it; why there is none, where that is worth a word.

    It is read back first: a copy that no longer says what the unit wrote is none.
    """
    assert arrival.data is not None
    board = desk.register.settings.board.name
    head = MarkedHead(unit.name, desk.month.period, desk.due_text, board)
    try:
        data = mark(arrival.data, findings, head)
    except Exception as error:  # noqa: BLE001 - units send what no program ever wrote
        if isinstance(error, (MemoryError, OSError)):
            desk.hindrances.append(_named(error))
        return None, _named(error)
    if data is None:
        return None, ""
    was, now = (_said(desk, each, board) for each in (arrival, replace(arrival, data=data)))
    return (data, "") if now == was else (None, _READ_BACK)


def _described(desk: ReturnDesk, arrival: Arrival) -> Submission | None:
    """What the file says; None where it cannot be read, or the machine is in the way."""
    form, found = described(arrival)
    desk.hindrances.extend(f.code for f in found if f.code in OF_THE_MACHINE)
    return form


def _said(desk: ReturnDesk, arrival: Arrival, board: str) -> Submission | None:
    """What the file says, without the comments of `board`."""
    form = _described(desk, arrival)
    if form is None:
        return None
    answers, figures = (
        tuple(replace(table, floating=table.without_ours(board)) for table in tables)
        for tables in (form.answers, form.figures)
    )
    return replace(form, answers=answers, figures=figures)


def _carried(desk: ReturnDesk, unit: Unit, judgement: Judgement, arrival: Arrival) -> bytes | None:
    """The unit's answers in a form of ours; None where the file is not this unit's for this month."""
    submission = _described(desk, arrival)
    is_own = judgement.unit == unit.code and judgement.period == desk.month.period
    if submission is None or not submission.answers or not is_own:
        return None
    last = told_before(unit, desk.register, desk.month.period, desk.last())
    return carried_over(submission, unit, desk.register, desk.month.period, last)
