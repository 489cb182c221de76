"""`mail`: drafts of the month's e-mails, one for each unit or document. `posting` sends them where that is asked for.

What goes to the leadership is compared with the data on its way: what differs is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path, PurePath

from msgspec import Struct, field
from msgspec.structs import replace

from cv183_reports.app import ShowProgress, Stopped, Unseen
from cv183_reports.app.build import read_material
from cv183_reports.app.documents import (
    BRIEF,
    LETTER,
    MONTHLY,
    PROGRESS,
    UNITS,
    ChosenVersion,
    Material,
    called,
    chosen_versions,
    document_file,
    unit_report_name,
)
from cv183_reports.app.history import read_months
from cv183_reports.app.month import Month, closed_month, month_consolidated, open_ledger, open_sent
from cv183_reports.app.opening import (
    chosen_units,
    clock,
    in_house_style,
    period_of,
    register_and_findings,
)
from cv183_reports.app.templates import FORMS_FOLDER
from cv183_reports.app.verify import recognised_paper, verdict, verify_paper
from cv183_reports.catalogue import machine
from cv183_reports.catalogue import outbox as drafts
from cv183_reports.catalogue.files import OPEN_OR_FORBIDDEN, is_nowhere, reason
from cv183_reports.catalogue.register import CONTACTS
from cv183_reports.consolidation.closing import Published
from cv183_reports.consolidation.consolidate import reminded
from cv183_reports.form.blank import form_name
from cv183_reports.form.marked.copy import is_marked
from cv183_reports.model import LOCAL, Period, Register, Source, Unit
from cv183_reports.model.consolidated import Debt
from cv183_reports.model.finding import Finding, Severity
from cv183_reports.outbox.drafts import (
    DRAFTS,
    RETURNS_FOLDER,
    AttachmentKind,
    Drafted,
    Enclosure,
    MailDesk,
    MailDraft,
    after_closing_draft,
    draft_name,
    fault_points,
    form_draft,
    matter_of,
    owed_points,
    receipt_draft,
    reminder_draft,
    return_draft,
    unit_report_draft,
    write_draft,
)
from cv183_reports.outbox.sent import MailKind, not_given
from cv183_reports.register.sheets import Units
from cv183_reports.validation.reading import at_most
from cv183_reports.vietnamese.wording import count, lower_first, period_noun
from cv183_reports.workspace.folder import (
    Output,
    Workspace,
    is_first_version,
    lying,
    publish,
    was_written,
)

_KINDS = {f".{kind.extension}": kind for kind in AttachmentKind}


def _attached(
    workspace: Workspace, found: Mapping[str, ChosenVersion]
) -> tuple[dict[str, Enclosure], tuple[Finding, ...]]:
    """The documents as they go with a draft; which version, where there are several."""
    attachments: dict[str, Enclosure] = {}
    findings: list[Finding] = []
    for name, taken in found.items():
        place = Source(workspace.shown(taken.version.path))
        if taken.version.data is None:
            findings.append(machine.NOT_READ.at(place, reason=OPEN_OR_FORBIDDEN))
            continue
        findings += taken.told(drafts.SEVERAL_VERSIONS, place)
        title = PurePath(name)
        attachments[name] = Enclosure(title.stem, taken.version.data, _KINDS[title.suffix])
    return attachments, tuple(findings)


class _Mailing(Struct):
    """One run: the drafts so far and what is to be said."""

    desk: MailDesk
    register: Register
    """As the register writes it."""
    units: tuple[Unit, ...]
    """Those chosen of it."""
    all_units: bool
    files: dict[str, bytes] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    letters: dict[str, MailDraft] = field(default_factory=dict)
    """By the name of the file."""
    unaddressed: list[Unit] = field(default_factory=list)
    taken: dict[str, ChosenVersion] = field(default_factory=dict)
    """What was attached, by the names of the documents."""
    closed: Published | None = None
    """The month as it was signed."""

    def styled(self, unit: Unit) -> Unit:
        """`unit` in the house style."""
        found = self.desk.register.unit(unit.code)
        assert found is not None
        return found

    def folder(self, name: str = "") -> Path:
        """A folder of the month."""
        return self.desk.workspace.out(self.desk.period) / name

    def attach(self, folder: Path, names: Sequence[str]) -> dict[str, Enclosure]:
        """Those of `names` that lie there; what is to be said of them is kept."""
        found = chosen_versions(self.desk.workspace, folder, names, self.closed)
        self.taken |= found
        attached, told = _attached(self.desk.workspace, found)
        self.findings += told
        return attached

    def returned(self, unit: Unit) -> dict[str, Enclosure]:
        """The workbooks that lie there to go back to `unit`."""
        there = self.folder(RETURNS_FOLDER) / unit.code
        names = sorted(path.name for path in there.glob("*.xlsx") if path.name[:2] != "~$")
        return self.attach(there, [name for name in names if is_first_version(name)])

    def keep(self, title: str, made: Drafted) -> None:
        """One draft, or why there is none."""
        draft, found = made
        self.findings += found
        if draft is None:
            return
        name = draft_name(title)
        self.letters[name] = draft
        self.files[name] = write_draft(draft, self.desk.register)
        if draft.recipient is not None and not draft.recipient.email:
            self.unaddressed.append(draft.recipient)

    def title(self, unit: Unit) -> str:
        """What the draft to `unit` is called."""
        return f"{unit.code}-{unit.short_name}-{self.desk.period}"


class Drafts(Struct, frozen=True):
    """The drafts of one run."""

    folder: Path
    outputs: tuple[Output, ...]
    findings: tuple[Finding, ...]
    letters: tuple[MailDraft, ...]
    """What stands in each of `outputs`."""
    desk: MailDesk
    """Where they were written."""
    sent: int
    """Of how many the book says that they were sent, in full."""
    unsure: tuple[Unit, ...]
    """Whose mail may have left before, or not."""

    @property
    def told(self) -> str:
        """How many lie where."""
        if not self.outputs:
            return "Không có thư nào phải gửi."
        there = len(lying(self.outputs))
        return f"{there or 'Không có'} thư nháp trong {self.folder}."

    def told_of_sent(self) -> Iterator[str]:
        """How many the program sent before, and of how many it cannot tell."""
        if self.sent:
            yield f"Trong đó {count(self.sent)} thư chương trình đã gửi từ trước: đừng gửi lại."
        if self.unsure:
            told = count(len(self.unsure))
            yield f"Không rõ đã gửi hay chưa {told} thư; hỏi đơn vị trước khi gửi:"


def make_drafts(
    root: Path,
    text: str,
    kind: MailKind,
    units: Sequence[str] = (),
    groups: Sequence[str] = (),
    as_of: str | None = None,
    progress: ShowProgress = Unseen,
) -> Drafts:
    """Writes the drafts of that kind for the units asked for, or for all.

    Raises:
        Stopped: no such period, unit or group; no sound register.
    """
    period, now = period_of(text), clock(as_of)
    workspace = Workspace(root)
    register, told = register_and_findings(workspace, period)
    chosen = chosen_units(register, period, units, groups)
    desk = MailDesk(workspace, in_house_style(register), period, now)
    mailing = _Mailing(desk, register, chosen, not units and not groups)
    contacts = (finding for finding in told if finding.code in CONTACTS)
    mailing.findings += (replace(finding, severity=Severity.ERROR) for finding in contacts)

    until = now if as_of else None

    def month() -> Month:
        return read_months(workspace, register, period, until=until, progress=progress)[0]

    match kind:
        case MailKind.TEMPLATES:
            _forms(mailing)
        case MailKind.REMINDERS:
            _reminders(mailing, month())
        case MailKind.RETURNS:
            _returns(mailing, month())
        case MailKind.RECEIPTS:
            _receipts(mailing, month())
        case MailKind.REPORTS:
            closed = closed_month(workspace, period, open_ledger(workspace, period), until)
            mailing.closed = closed if isinstance(closed, Published) else None
            _reports(mailing, cache(lambda: _material(mailing, until, progress)))
    folder = mailing.folder(DRAFTS) / kind.value
    outputs = publish(workspace.root, folder, mailing.files) if mailing.files else ()
    _stale(mailing, folder)
    _unaddressed(mailing)
    letters = tuple(mailing.letters.values())
    findings = tuple(dict.fromkeys(mailing.findings))
    booked = _booked(workspace, period, kind, letters)
    return Drafts(folder, outputs, findings, letters, desk, *booked)


def _booked(
    workspace: Workspace, period: Period, kind: MailKind, letters: Sequence[MailDraft]
) -> tuple[int, tuple[Unit, ...]]:
    """How many of `letters` the book has as sent in full, and the units of which it cannot tell."""
    book, since = open_sent(workspace, period), kind.since(datetime.now(LOCAL))
    sent, unsure = 0, list[Unit]()
    for letter in letters:
        unit = letter.recipient
        standing = book.standing(matter_of(kind, letter), since) if unit else {}
        if unit is None or not standing:
            continue
        if any(line.is_unsure for line in standing.values()):
            unsure.append(unit)
        else:
            sent += not not_given(standing, unit.addresses)
    return sent, tuple(unsure)


def _material(mailing: _Mailing, until: datetime | None, progress: ShowProgress) -> Material:
    """The month that documents are compared with."""
    desk = mailing.desk
    return read_material(
        desk.workspace,
        mailing.register,
        desk.period,
        desk.now,
        until=until,
        read_only=True,
        progress=progress,
    )


def _forms(mailing: _Mailing) -> None:
    """The form of each unit, as a clerk has looked at it; one that is not there is told, not made."""
    names = {form_name(unit, mailing.desk.period): unit for unit in mailing.units}
    folder = mailing.folder(FORMS_FOLDER)
    found = mailing.attach(folder, tuple(names))
    for name, form in found.items():
        unit = names[name]
        mailing.keep(mailing.title(unit), form_draft(mailing.desk, mailing.styled(unit), form))
    if missing := [unit for name, unit in names.items() if name not in found]:
        place = Source(mailing.desk.workspace.shown(folder))
        told = {"count": len(missing), "units": units_named(missing), "period": mailing.desk.period}
        mailing.findings.append(drafts.NO_FORM.at(place, **told))


def _reminders(mailing: _Mailing, month: Month) -> None:
    """To each unit that owes: the official letter, and what it is to fill in.

    That is what `receive` laid for it, every fault marked; else its form, where nothing of it counts yet.
    """
    desk = mailing.desk
    now = month_consolidated(month, desk.register, desk.now)
    desk.invented = now.sample
    lost = month.adrift | month.shut
    owing = {filing.unit.code: filing for filing in reminded(now)}
    units = [unit for unit in mailing.units if unit.code in owing and unit.code not in lost]
    if kept := [unit for unit in mailing.units if unit.code in owing and unit.code in lost]:
        place = Source(desk.workspace.shown(desk.workspace.ledger(desk.period)))
        mailing.findings.append(machine.NOT_REMINDED.at(place, units=units_named(kept)))
    letter = mailing.attach(mailing.folder(), (f"{LETTER}-{desk.period}.docx",))
    names = {unit.code: form_name(unit, desk.period) for unit in units}
    forms = mailing.attach(mailing.folder(FORMS_FOLDER), tuple(names.values()))
    faulty = {unit.code: judgement for unit, judgement in month.batch.faulty(desk.register)}
    bare: list[Unit] = []
    for unit in units:
        filing, judgement = owing[unit.code], faulty.get(unit.code)
        back = mailing.returned(unit) if judgement else {}
        form = forms.get(names[unit.code]) if filing.debt is not Debt.INCOMPLETE else None
        enclosed = (*back.values(),) or ((form,) if form else ())
        faults = fault_points(judgement.findings) if judgement and judgement.filing else ()
        points = owed_points(now, filing, faults, is_marked=any(map(is_marked, back)))
        attachments = (*letter.values(), *enclosed)
        made = reminder_draft(desk, mailing.styled(unit), points, attachments)
        mailing.keep(mailing.title(unit), made)
        if not enclosed and filing.debt is not Debt.INCOMPLETE:
            bare.append(unit)
    if bare:
        place = Source(desk.workspace.shown(mailing.folder(FORMS_FOLDER)))
        told = {"count": len(bare), "units": units_named(bare), "period": desk.period}
        mailing.findings.append(drafts.REMINDED_WITHOUT_FORM.at(place, **told))


def _returns(mailing: _Mailing, month: Month) -> None:
    """To each unit whose latest file is faulty: what lies there for it, and what is wrong."""
    desk = mailing.desk
    chosen = {unit.code for unit in mailing.units}
    for unit, judgement in month.batch.faulty(desk.register):
        found = mailing.returned(unit) if unit.code in chosen else {}
        if found:
            made = return_draft(
                desk,
                mailing.styled(unit),
                judgement.findings,
                tuple(found.values()),
                marked=any(map(is_marked, found)),
            )
            mailing.keep(mailing.title(unit), made)
    if not mailing.files:
        place = Source(desk.workspace.shown(mailing.folder(RETURNS_FOLDER)))
        mailing.findings.append(drafts.NOTHING_RETURNED.at(place))


def _receipts(mailing: _Mailing, month: Month) -> None:
    """To each unit whose file counts, or came once the month was closed: that it came, and how it is counted.

    Of a unit that has to mend its latest file the letter that returns it says so.
    """
    desk, closed = mailing.desk, month.closed
    later = {each.judgement.unit: each for each in month.later}
    faulty = {unit.code for unit, _ in month.batch.faulty(desk.register)}
    settled = {judgement.file: judgement for judgement in month.batch.judgements}
    came = {each.judgement.file: each for each in month.received}
    for unit in mailing.units:
        filing, late = month.by_unit.get(unit.code), later.get(unit.code)
        if closed is not None and late is not None:
            if unit.code not in faulty:
                made = after_closing_draft(desk, mailing.styled(unit), late, closed.closed)
                mailing.keep(mailing.title(unit), made)
        elif filing is not None and unit.code not in month.adrift:
            desk.invented = filing.sample
            each = replace(came[filing.file], judgement=settled[filing.file])
            mailing.keep(
                mailing.title(unit), receipt_draft(desk, mailing.styled(unit), each, filing)
            )
    if not mailing.files and not mailing.findings:
        place = Source(desk.workspace.shown(desk.workspace.ledger(desk.period)))
        mailing.findings.append(drafts.NOTHING_CAME.at(place, period=desk.period))


def _reports(mailing: _Mailing, material: Callable[[], Material]) -> None:
    """Each document to the leadership, and each unit's own report to its unit."""
    desk = mailing.desk
    if mailing.all_units:
        _to_leadership(mailing, material)
    styled = [mailing.styled(unit) for unit in mailing.units]
    own = {unit_report_name(unit, desk.period): unit for unit in styled}
    folder = mailing.folder(UNITS)
    for name, enclosed in mailing.attach(folder, tuple(own)).items():
        unit = own[name]
        mailing.keep(mailing.title(unit), unit_report_draft(desk, unit, enclosed))
    edited = [mailing.taken[name] for name in own if name in mailing.taken]
    edited = [taken for taken in edited if taken.version.edited]
    mailing.findings += (f for each in edited for f in _compared(mailing, each, material()))
    if not mailing.files and not mailing.findings:
        place = Source(desk.workspace.shown(mailing.folder()))
        mailing.findings.append(drafts.NOTHING_TO_SEND.at(place, period=desk.period))


def _to_leadership(mailing: _Mailing, material: Callable[[], Material]) -> None:
    """Documents for readers whose addresses are not the register's; each has a text of its own name.

    The summary goes with the monthly report, never alone.
    """
    desk, settings = mailing.desk, mailing.desk.register.settings
    letters = (
        (MONTHLY, settings.board, (MONTHLY, BRIEF)),
        (PROGRESS, settings.office, (PROGRESS,)),
    )
    for text, issuer, documents in letters:
        names = tuple(document_file(document, desk.period) for document in documents)
        found = mailing.attach(mailing.folder(), names)
        if names[0] not in found:
            continue
        scans = tuple(_scans(mailing, found))
        made = desk.draft(text, None, (*found.values(), *scans), issuer=issuer)
        mailing.keep(f"{called(text, desk.period.cycle)}-{desk.period}", made)
        for name in found:
            told = _compared(mailing, mailing.taken[name], material(), is_signed=bool(scans))
            mailing.findings += told


def _scans(mailing: _Mailing, names: Iterable[str]) -> Iterator[Enclosure]:
    """The signed and scanned copies that lie beside these documents, under their names.

    What the program itself printed is none, whoever gave it that name; that it stays behind is told.
    """
    workspace = mailing.desk.workspace
    for name in names:
        path = (mailing.folder() / name).with_suffix(f".{AttachmentKind.PDF.extension}")
        try:
            data = path.read_bytes()
        except OSError as error:
            if not is_nowhere(error):
                place = Source(workspace.shown(path))
                mailing.findings.append(machine.NOT_READ.at(place, reason=reason(error)))
            continue
        if was_written(workspace.root, data):
            mailing.findings.append(drafts.PRINT_NO_SCAN.at(Source(workspace.shown(path))))
        else:
            yield Enclosure(path.stem, data, AttachmentKind.PDF)


def _compared(
    mailing: _Mailing, taken: ChosenVersion, material: Material, *, is_signed: bool = True
) -> Iterator[Finding]:
    """What is to be known of a document before it is sent: edited by hand, older than its data, still blank.

    `is_signed`: whether number and day stand elsewhere, so that blanks are none.
    """
    desk, version = mailing.desk, taken.version
    place = Source(desk.workspace.shown(version.path))
    if taken.is_signed:
        return
    try:
        paper = recognised_paper(version.path, material.now.register, desk.period)
        found = verify_paper(paper, material)
    except Stopped as stopped:
        reason = (lower_first(stopped.findings[0].message),)
        yield drafts.NOT_COMPARED.at(place, reason=reason, noun=period_noun(desk.period.cycle))
        return
    if not found.is_clean:
        why = drafts.OLDER_THAN_DATA if taken.why == drafts.LATEST else drafts.EDITED_SINCE
        told = {"why": why, "verdict": (verdict(found).rstrip("."),), "period": desk.period}
        yield drafts.DIFFERS.at(place, **told)
    elif taken.why != drafts.LATEST:
        yield drafts.EDITED_AND_SOUND.at(place)
    if found.blanks and not is_signed:
        yield drafts.STILL_BLANK.at(place, count=count(found.blanks))


def _stale(mailing: _Mailing, folder: Path) -> None:
    """Drafts of an earlier run that nobody should send any more."""
    concerned = {draft_name(mailing.title(unit)) for unit in mailing.units}
    left = [
        path.name
        for path in sorted(folder.glob("*.eml"))
        if is_first_version(path.name)
        and path.name not in mailing.files
        and (mailing.all_units or path.name in concerned)
    ]
    if left:
        place = Source(mailing.desk.workspace.shown(folder))
        mailing.findings.append(
            drafts.STALE.at(place, count=len(left), files=at_most(left, drafts.MORE))
        )


def _unaddressed(mailing: _Mailing) -> None:
    """Drafts without an address: the register has none yet."""
    if mailing.unaddressed:
        place = Source(mailing.desk.workspace.register.name, Units.SHEET.name)
        told = {"count": len(mailing.unaddressed), "units": units_named(mailing.unaddressed)}
        mailing.findings.append(drafts.NO_ADDRESS.at(place, **told))


def units_named(units: Sequence[Unit]) -> tuple[object, ...]:
    """The first of them, and how many others there are."""
    return at_most([unit.labelled for unit in units], drafts.MORE)
