"""`mail`: drafts of the month's e-mails, one for each unit or document; nothing is ever sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

import click

from cv183_reports.catalogue import outbox as drafts
from cv183_reports.cli.attaching import attached
from cv183_reports.cli.clerk import MACHINE
from cv183_reports.cli.documents import UNITS
from cv183_reports.cli.forms import FORMS_FOLDER
from cv183_reports.cli.mail_drafts import (
    Made,
    MailDesk,
    form_draft,
    reminder_draft,
    return_draft,
    unit_report_draft,
)
from cv183_reports.cli.month import Month, brought_together, read_months, root_relative
from cv183_reports.cli.opening import FINDINGS, clock, open_register, period_of
from cv183_reports.cli.returns import RETURNS_FOLDER, faulty_files, is_marked
from cv183_reports.cli.screen import failed, needs_action, show_findings, show_outputs
from cv183_reports.cli.unit_choice import chosen_units
from cv183_reports.cli.unit_reports import unit_report_name
from cv183_reports.document.house_style import in_house_style
from cv183_reports.form.blank import form_name
from cv183_reports.model import Source, Unit
from cv183_reports.model.consolidated import Debt
from cv183_reports.model.finding import Finding
from cv183_reports.outbox.eml import Attachment, draft_name, write_draft
from cv183_reports.outbox.points import owed_points
from cv183_reports.register.sheets import Units
from cv183_reports.validation.reading import at_most
from cv183_reports.workspace.folder import Output, is_first_version, publish

FOLDER = "thu"
"""Within the folder of the period."""
_REMINDER = "cong-van-don-doc"
_MORE = "và {count} nữa"
"""How a sentence ends that names only the first of many."""
_NEXT = (
    "Việc tiếp theo: bấm đúp từng tệp .eml, xem người nhận, nội dung, tệp đính kèm rồi bấm Gửi; "
    "chương trình không tự gửi thư."
)

_NOTHING = "Không có thư nào phải gửi."


class MailKind(Enum):
    """What is sent; the value is the folder of its drafts."""

    TEMPLATES = "bieu-mau"
    RETURNS = "tra-lai"
    REMINDERS = "don-doc"
    REPORTS = "bao-cao"


@dataclass(slots=True)
class _Mailing:
    """One run: the drafts so far and what is to be said."""

    desk: MailDesk
    units: tuple[Unit, ...]
    """Those chosen, as the register writes them."""
    all_units: bool
    files: dict[str, bytes] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    unaddressed: list[Unit] = field(default_factory=list)

    def styled(self, unit: Unit) -> Unit:
        """`unit` in the house style."""
        found = self.desk.register.unit(unit.code)
        assert found is not None
        return found

    def folder(self, name: str = "") -> Path:
        """A folder of the month."""
        return self.desk.workspace.out(self.desk.period) / name

    def attach(self, folder: Path, names: Sequence[str]) -> dict[str, Attachment]:
        """Those of `names` that lie there; what is to be said of them is kept."""
        found, told = attached(self.desk.workspace, folder, names)
        self.findings += told
        return found

    def keep(self, title: str, made: Made) -> None:
        """One draft, or why there is none."""
        draft, found = made
        self.findings += found
        if draft is None:
            return
        self.files[draft_name(title)] = write_draft(draft, self.desk.register)
        if draft.recipient is not None and not draft.recipient.email:
            self.unaddressed.append(draft.recipient)

    def title(self, unit: Unit) -> str:
        """What the draft to `unit` is called."""
        return f"{unit.code}-{unit.short_name}-{self.desk.period}"


def make_drafts(
    root: Path,
    text: str,
    kind: MailKind,
    units: Sequence[str],
    groups: Sequence[str],
    as_of: str | None,
) -> int:
    """Writes the drafts of that kind for the units asked for, or for all."""
    period, now = period_of(text), clock(as_of)
    workspace, register = open_register(root)
    chosen = chosen_units(register, period, units, groups)
    desk = MailDesk(workspace, in_house_style(register), period, now)
    mailing = _Mailing(desk, chosen, not units and not groups)

    def month() -> Month:
        return read_months(workspace, register, period, until=now if as_of else None)[0]

    match kind:
        case MailKind.TEMPLATES:
            _forms(mailing)
        case MailKind.REMINDERS:
            _reminders(mailing, month())
        case MailKind.RETURNS:
            _returns(mailing, month())
        case MailKind.REPORTS:
            _reports(mailing)
    folder = mailing.folder(FOLDER) / kind.value
    outputs = publish(workspace.root, folder, mailing.files) if mailing.files else ()
    _stale(mailing, folder)
    return _told(mailing, folder, outputs)


def _forms(mailing: _Mailing) -> None:
    """The form of each unit, as a clerk has looked at it; one that is not there is told, not made."""
    names = {form_name(unit, mailing.desk.period): unit for unit in mailing.units}
    folder = mailing.folder(FORMS_FOLDER)
    found = mailing.attach(folder, tuple(names))
    for name, form in found.items():
        unit = names[name]
        mailing.keep(mailing.title(unit), form_draft(mailing.desk, mailing.styled(unit), form))
    if missing := [unit for name, unit in names.items() if name not in found]:
        place = Source(root_relative(mailing.desk.workspace, folder))
        told = {"count": len(missing), "units": _named(missing), "period": mailing.desk.period}
        mailing.findings.append(drafts.NO_FORM.at(place, **told))


def _reminders(mailing: _Mailing, month: Month) -> None:
    """To each unit that owes: the official letter, and its form where nothing of it counts yet."""
    desk = mailing.desk
    now = brought_together(month, desk.register, desk.now)
    desk.invented = now.sample
    owing = {filing.unit.code: filing for filing in now.owing}
    units = [unit for unit in mailing.units if unit.code in owing]
    letter = mailing.attach(mailing.folder(), (f"{_REMINDER}-{desk.period}.docx",))
    names = {unit.code: form_name(unit, desk.period) for unit in units}
    forms = mailing.attach(mailing.folder(FORMS_FOLDER), tuple(names.values()))
    for unit in units:
        filing, form = owing[unit.code], forms.get(names[unit.code])
        wanted = [form] if form and filing.debt is not Debt.INCOMPLETE else []
        attachments = (*letter.values(), *wanted)
        points = owed_points(now, filing)
        made = reminder_draft(desk, mailing.styled(unit), points, attachments)
        mailing.keep(mailing.title(unit), made)


def _returns(mailing: _Mailing, month: Month) -> None:
    """To each unit whose latest file is faulty: what lies there for it, and what is wrong."""
    desk, folder = mailing.desk, mailing.folder(RETURNS_FOLDER)
    chosen = {unit.code for unit in mailing.units}
    for unit, judgement in faulty_files(month, desk.register):
        there = folder / unit.code
        names = sorted(path.name for path in there.glob("*.xlsx") if path.name[:2] != "~$")
        found = mailing.attach(there, [name for name in names if is_first_version(name)])
        if found and unit.code in chosen:
            made = return_draft(
                desk,
                mailing.styled(unit),
                judgement.findings,
                tuple(found.values()),
                marked=any(map(is_marked, found)),
            )
            mailing.keep(mailing.title(unit), made)
    if not mailing.files:
        place = Source(root_relative(desk.workspace, folder))
        mailing.findings.append(drafts.NOTHING_RETURNED.at(place))


def _reports(mailing: _Mailing) -> None:
    """Each document to the leadership, and each unit's own report to its unit."""
    desk = mailing.desk
    if mailing.all_units:
        _to_leadership(mailing)
    styled = [mailing.styled(unit) for unit in mailing.units]
    own = {unit_report_name(unit, desk.period): unit for unit in styled}
    for name, report in mailing.attach(mailing.folder(UNITS), tuple(own)).items():
        unit = own[name]
        mailing.keep(mailing.title(unit), unit_report_draft(desk, unit, report))
    if not mailing.files and not mailing.findings:
        place = Source(root_relative(desk.workspace, mailing.folder()))
        mailing.findings.append(drafts.NOTHING_TO_SEND.at(place, period=desk.period))


def _to_leadership(mailing: _Mailing) -> None:
    """Documents for readers whose addresses are not the register's; each has a text of its own name."""
    desk = mailing.desk
    issuers = {
        "bao-cao-thang": desk.register.settings.board,
        "bao-cao-tien-do": desk.register.settings.office,
    }
    names = {f"{document}-{desk.period}.docx": document for document in issuers}
    for name, report in mailing.attach(mailing.folder(), tuple(names)).items():
        made = desk.draft(names[name], None, (report,), issuer=issuers[names[name]])
        mailing.keep(f"{names[name]}-{desk.period}", made)


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
        place = Source(root_relative(mailing.desk.workspace, folder))
        mailing.findings.append(drafts.STALE.at(place, count=len(left), files=at_most(left, _MORE)))


def _told(mailing: _Mailing, folder: Path, outputs: Sequence[Output]) -> int:
    """Says what was made; the exit code."""
    if mailing.unaddressed:
        place = Source(mailing.desk.workspace.register.name, Units.SHEET.name)
        told = {"count": len(mailing.unaddressed), "units": _named(mailing.unaddressed)}
        mailing.findings.append(drafts.NO_ADDRESS.at(place, **told))
    findings = tuple(dict.fromkeys(mailing.findings))
    click.echo(f"{len(outputs)} thư nháp trong {folder}." if outputs else _NOTHING)
    show_outputs([output for output in outputs if output.finding])
    show_findings(findings)
    if failed(outputs):
        return MACHINE
    if outputs:
        click.echo(_NEXT)
    return FINDINGS if needs_action(findings) else 0


def _named(units: Sequence[Unit]) -> tuple[object, ...]:
    return at_most([f"{unit.short_name} [{unit.code}]" for unit in units], _MORE)
