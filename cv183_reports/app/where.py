"""Where a month stands, and what comes next: what a clerk asks who sits down before the machine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from enum import Enum, auto
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from cv183_reports.app import Cause, ShowProgress, Stopped, Unseen
from cv183_reports.app.documents import PAPERS, SLIP, called, document_file
from cv183_reports.app.history import read_months
from cv183_reports.app.journal import JOURNAL, counted_in, decided_in, inputs_of
from cv183_reports.app.month import Month, closed_month, month_consolidated, open_ledger, open_sent
from cv183_reports.app.opening import open_register, period_of
from cv183_reports.app.templates import FORMS_FOLDER
from cv183_reports.catalogue import machine
from cv183_reports.consolidation.closing import Published
from cv183_reports.editor.changes import decided_now
from cv183_reports.model import LOCAL, Cycle, Period, Register, Source
from cv183_reports.model.consolidated import Consolidated, Debt, FilingStanding
from cv183_reports.model.finding import Finding
from cv183_reports.outbox.drafts import DRAFTS
from cv183_reports.outbox.sent import MailKind
from cv183_reports.vietnamese.wording import duration, instant, lower_first, period_noun
from cv183_reports.workspace.folder import Workspace, versions

_STALE_AFTER = timedelta(days=10)
"""Past the end of the last month: from then on it is no longer what somebody means without saying so."""


class Papers(Enum):
    """How far the documents of a month are."""

    NONE = auto()
    OLD = auto()
    """Made before files that came since."""
    RECOUNTED = auto()
    """Made when other files counted: one was taken back, set aside or chosen since."""
    REWORDED = auto()
    """Made before staff chose or reworded something in the editor's sheet."""
    CURRENT = auto()


class Step(Enum):
    """What comes next; the value is the command, with the period at its place."""

    TEMPLATES = "templates {period}"
    MAIL_TEMPLATES = "mail {period} templates"
    RECEIVE = "receive {period} TỆP…"
    MAIL_RETURNS = "mail {period} returns"
    MAIL_REMINDERS = "mail {period} reminders"
    BUILD = "build {period}"
    VERIFY = "verify {period} TỆP.docx"
    MAIL_REPORTS = "mail {period} reports"
    CLOSE = "close {period} --signed TỆP.docx"
    NEXT_MONTH = "templates {following}"

    def command(self, period: Period) -> str:
        """What to type."""
        words = self.value.format(period=period, following=period.following)
        return f"cv183-report {words}"

    def words(self, cycle: Cycle) -> str:
        """What it does."""
        return _WORDS[self].format(noun=period_noun(cycle))


_WORDS = {
    Step.TEMPLATES: "làm biểu mẫu cho các đơn vị",
    Step.MAIL_TEMPLATES: "soạn thư gửi biểu mẫu",
    Step.RECEIVE: "nhận báo cáo đơn vị gửi về (tệp, thư, thư mục)",
    Step.MAIL_RETURNS: "soạn thư trả lại đơn vị phải sửa",
    Step.MAIL_REMINDERS: "soạn thư đôn đốc đơn vị chưa gửi, chưa sửa",
    Step.BUILD: "làm các văn bản của {noun}",
    Step.VERIFY: "soát văn bản sắp ký với số liệu",
    Step.MAIL_REPORTS: "soạn thư gửi báo cáo",
    Step.CLOSE: "chốt số liệu theo văn bản đã ký",
    Step.NEXT_MONTH: "bắt đầu {noun} sau",
}
_PAPERS = {
    Papers.NONE: "chưa làm",
    Papers.OLD: "đã làm, nhưng có tệp đến sau",
    Papers.RECOUNTED: "đã làm, nhưng sau đó tệp được tính đã đổi",
    Papers.REWORDED: "đã làm, nhưng sau đó bảng biên tập (bien-tap.xlsx) đã sửa",
    Papers.CURRENT: "đã làm",
}


class StageMark(Enum):
    """Whether a stage is behind us; the value is the sign before it."""

    DONE = "✓"
    OPEN = "·"
    LOOK = "!"
    """Something in it waits for a person."""


class MonthStage(Struct, frozen=True):
    """One of the six stages of a month, as far as it is."""

    name: str
    mark: StageMark
    told: str
    steps: tuple[Step, ...]
    """What is done in it."""


def _mark(*, done: bool, look: bool = False) -> StageMark:
    return StageMark.DONE if done else StageMark.LOOK if look else StageMark.OPEN


class MonthStanding(Struct, frozen=True):
    """One month, as far as it is."""

    period: Period
    now: datetime
    due: datetime
    """Until when (exclusive) units have to file."""
    report_due: datetime | None
    """Until when the board has to report."""
    units: int
    """That have to file."""
    forms: int
    """Forms that lie there."""
    drafts: Mapping[MailKind, int]
    """Drafts of e-mails that lie there."""
    came: int
    """Units that filed, and whose file counts."""
    late: int
    faulty: int
    """Units whose latest file goes back to them; of a closed month those of whose file not all counts."""
    papers: Papers
    edited: int
    """Documents that somebody edited."""
    slips: int
    """Slips of `verify` that lie there, of documents that are as they were then."""
    closed: datetime | None
    spoilt: Finding | None = None
    """Why what was kept when it was closed cannot be used."""
    invented: bool = False
    """Whether invented figures are among them."""
    old_slips: int = 0
    """Those of documents that changed since, or were made anew."""
    sent: Mapping[MailKind, int] = field(default_factory=dict)
    """Units that the program sent such a mail."""

    @property
    def is_due(self) -> bool:
        """Whether the deadline of the units has passed."""
        return self.now >= self.due

    @property
    def next(self) -> Step:
        """What comes next."""
        if self.closed is not None:
            return Step.NEXT_MONTH
        return self._of_papers if self.papers is Papers.CURRENT else self._of_files

    @property
    def deadlines(self) -> str:
        """Until when units file, how long that is; until when the board reports."""
        if self.closed:
            return f"Hạn đơn vị gửi: {instant(self.due)}. Đã chốt lúc {instant(self.closed)}."
        left = (
            f"đã quá hạn {duration(self.now - self.due)}"
            if self.is_due
            else f"còn {duration(self.due - self.now)}"
        )
        told = f"Hạn đơn vị gửi: {instant(self.due)} ({left})."
        return told + (f" Hạn báo cáo: {instant(self.report_due)}." if self.report_due else "")

    @property
    def stages(self) -> tuple[MonthStage, ...]:
        """The six stages, from the forms to the closing."""
        return (
            MonthStage(
                "Biểu mẫu",
                _mark(done=self.forms >= self.units),
                f"{self.forms} tệp",
                (Step.TEMPLATES,),
            ),
            self._sent,
            self._came,
            self._written,
            self._checked,
            self._ended,
        )

    @property
    def _sent(self) -> MonthStage:
        told, steps = self._mails(MailKind.TEMPLATES, "thư nháp"), (Step.MAIL_TEMPLATES,)
        written = max(self.drafts[MailKind.TEMPLATES], self.sent.get(MailKind.TEMPLATES, 0))
        return MonthStage("Gửi biểu mẫu", _mark(done=written >= self.units), told, steps)

    def _mails(self, kind: MailKind, words: str) -> str:
        """Drafts that lie there, units that the program sent one."""
        sent = self.sent.get(kind, 0)
        return f"{self.drafts[kind]} {words}" + (f" ({sent} đơn vị đã được gửi)" if sent else "")

    @property
    def _came(self) -> MonthStage:
        counts = ((self.late, "muộn"), (self.faulty, "phải sửa"))
        more = ", ".join(f"{count} {words}" for count, words in counts if count)
        told = f"{self.came}/{self.units} đơn vị" + (f" ({more})" if more else "")
        if self.drafts[MailKind.REMINDERS] or self.sent.get(MailKind.REMINDERS):
            told += f"; {self._mails(MailKind.REMINDERS, 'thư đôn đốc')}"
        mark = _mark(done=self.came >= self.units, look=self.is_due)
        steps = (Step.RECEIVE, Step.MAIL_RETURNS, Step.MAIL_REMINDERS)
        return MonthStage("Báo cáo gửi về", mark, told, steps)

    @property
    def _written(self) -> MonthStage:
        edited = f"; {self.edited} văn bản đã sửa tay" if self.edited else ""
        is_current, is_none = self.papers is Papers.CURRENT, self.papers is Papers.NONE
        mark = _mark(done=is_current, look=not is_none)
        return MonthStage("Văn bản", mark, _PAPERS[self.papers] + edited, (Step.BUILD,))

    @property
    def _checked(self) -> MonthStage:
        slips = f"{self.slips} phiếu soát" if self.slips else ""
        old = f"{self.old_slips} phiếu soát cũ hơn văn bản" if self.old_slips else ""
        told = "; ".join(filter(None, (slips, old))) or "chưa có phiếu soát"
        mark = _mark(done=self.slips > 0, look=self.old_slips > 0)
        return MonthStage("Soát, ký", mark, told, (Step.VERIFY,))

    @property
    def _ended(self) -> MonthStage:
        reports = self._mails(MailKind.REPORTS, "thư nháp gửi báo cáo")
        drafts = f"{reports}; " if self.drafts[MailKind.REPORTS] else ""
        steps = (Step.MAIL_REPORTS, Step.CLOSE, Step.NEXT_MONTH)
        if self.spoilt is not None:
            why, code = lower_first(self.spoilt.message.partition(";")[0]), self.spoilt.code
            return MonthStage("Gửi đi, chốt", StageMark.LOOK, f"{why} ({code})", steps)
        told = "đã chốt" if self.closed else f"{drafts}chưa chốt"
        return MonthStage("Gửi đi, chốt", _mark(done=self.closed is not None), told, steps)

    @property
    def _of_files(self) -> Step:
        """Before the documents are what the files say."""
        if not self.forms and not self.came:
            return Step.TEMPLATES
        if not self.came and not self.drafts[MailKind.TEMPLATES]:
            return Step.MAIL_TEMPLATES
        if not self.came:
            return Step.MAIL_REMINDERS if self.is_due else Step.RECEIVE
        if self.is_due or self.came == self.units:
            return Step.BUILD
        return Step.MAIL_RETURNS if self.faulty > self.drafts[MailKind.RETURNS] else Step.RECEIVE

    @property
    def _of_papers(self) -> Step:
        """Once they are."""
        if not self.is_due and self.came < self.units:
            return Step.RECEIVE
        if not self.slips:
            return Step.VERIFY
        return Step.CLOSE if self.drafts[MailKind.REPORTS] else Step.MAIL_REPORTS


def last_period(root: Path, now: datetime) -> Period:
    """The last month of which something lies there; that of the calendar where there is none."""
    known = known_periods(root, now)
    return known[-1] if known else Period.holding(now.date(), _cycle(root))


def _cycle(root: Path) -> Cycle:
    """How often the register has units report; a month where it cannot tell."""
    try:
        return open_register(root)[1].profile.cycle
    except Stopped:
        return Cycle.MONTH


def known_periods(root: Path, now: datetime) -> tuple[Period, ...]:
    """The months of which something lies there, but for what cannot be meant; the oldest first."""
    workspace, today = Workspace(root), now.date()
    found = set(_periods(workspace.data, workspace.out_of_all))
    return tuple(sorted(p for p in found if p <= Period.holding(today, p.cycle).following))


def current_period(root: Path, now: datetime) -> Period:
    """The month that is meant where nobody says which: the last of which something lies there.

    Raises:
        Stopped: that is long over, and it is not clear which one is meant.
    """
    last = last_period(root, now)
    this = Period.holding(now.date(), last.cycle)
    if last < this and now >= last.end + _STALE_AFTER:
        place, noun = Source("KỲ"), period_noun(last.cycle)
        told = machine.WHICH_PERIOD.at(place, last=last, this=this, noun=noun)
        raise Stopped((told,), Cause.USAGE)
    return last


def _periods(*folders: Path) -> Iterable[Period]:
    names = (path.name for folder in folders if folder.is_dir() for path in folder.iterdir())
    return (period for name in names if (period := Period.parse(name)) is not None)


def where_it_stands(root: Path, text: str, progress: ShowProgress = Unseen) -> MonthStanding:
    """How far the month is.

    Raises:
        Stopped: no such period; no sound register; a ledger that cannot be read.
    """
    period, now = period_of(text), datetime.now(LOCAL)
    workspace, register = open_register(root, period)
    closed = closed_month(workspace, period, open_ledger(workspace, period))
    if isinstance(closed, Published):
        owing = sum(each.debt in (Debt.UNUSABLE, Debt.INCOMPLETE) for each in closed.month.filings)
        return _standing(
            workspace, register, closed.month, owing, Papers.CURRENT, now, closed.closed
        )
    month, _ = read_months(workspace, register, period, progress=progress)
    counted = month_consolidated(month, register, now, texts=False)
    faulty = sum(1 for _ in month.batch.faulty(register))
    standing = _standing(workspace, register, counted, faulty, _papers(workspace, month), now, None)
    return replace(standing, spoilt=month.spoilt)


def _papers(workspace: Workspace, month: Month) -> Papers:
    folder = workspace.out(month.period)
    if not (folder / JOURNAL).is_file():
        return Papers.NONE
    came = {each.sha256 for each in month.received if each.sha256}
    if not came <= inputs_of(folder):
        return Papers.OLD
    counted, received = month.counted, zip(month.received, month.batch.judgements, strict=True)
    counts = {each.sha256 for each, judged in received if judged.file in counted}
    if counted_in(folder) not in (counts, None):
        return Papers.RECOUNTED
    return Papers.REWORDED if _is_reworded(workspace, month.period) else Papers.CURRENT


def _is_reworded(workspace: Workspace, period: Period) -> bool:
    """Whether the editor's sheet decides otherwise than when the documents were made; one not saved since is not read."""
    sheet, folder = workspace.editor(period), workspace.out(period)
    with suppress(OSError):
        if sheet.stat().st_mtime > (folder / JOURNAL).stat().st_mtime:
            was = decided_in(folder)
            return was is not None and decided_now(workspace, period) not in (was, None)
    return False


def _slips(out: Path, period: Period) -> tuple[int, int]:
    """Slips that lie there: of documents that are as they were then; of such as changed since."""
    papers = [called(paper, period.cycle) for paper in PAPERS]
    changed: dict[str, float] = {}
    slips: list[tuple[str, float]] = []
    for path in out.glob("*.docx"):
        name = path.name.removeprefix(SLIP)
        paper = next((each for each in papers if name.startswith(each)), "")
        with suppress(OSError):  # taken away meanwhile
            at = path.stat().st_mtime
            if name != path.name:
                slips.append((paper, at))
            elif paper:
                for each in (paper, ""):  # nobody knows of which paper a slip of another name is
                    changed[each] = max(changed.get(each, at), at)
    old = sum(at < changed.get(paper, at) for paper, at in slips)
    return len(slips) - old, old


def _standing(
    workspace: Workspace,
    register: Register,
    month: Consolidated,
    faulty: int,
    papers: Papers,
    now: datetime,
    closed: datetime | None,
) -> MonthStanding:
    period, out = month.period, workspace.out(month.period)
    tally, overall = month.filing_tally(), register.overall_report
    deadline = overall.deadline if overall else None
    names = [document_file(name, period) for name in PAPERS]
    book = open_sent(workspace, period)
    kept = versions(workspace.root, out, names).values()
    fresh, old = _slips(out, period)
    unsound = (FilingStanding.MISSING, FilingStanding.FAULTY)
    return MonthStanding(
        period=period,
        now=now,
        due=register.due(period),
        report_due=deadline.at(period) if deadline else None,
        units=len(month.expected),
        forms=_count(out / FORMS_FOLDER, "*.xlsx"),
        drafts={kind: _count(out / DRAFTS / kind.value, "*.eml") for kind in MailKind},
        came=sum(each.standing not in unsound for each in month.expected),
        late=tally[FilingStanding.LATE],
        faulty=faulty,
        papers=papers,
        edited=sum(any(version.edited for version in each) for each in kept),
        slips=fresh,
        old_slips=old,
        closed=closed,
        sent={kind: len(book.units(kind)) for kind in MailKind},
        invented=month.sample,
    )


def _count(folder: Path, pattern: str) -> int:
    found = (path for path in folder.glob(pattern) if path.name[0] not in "~.")
    return sum(1 for _ in found)
