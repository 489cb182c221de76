"""Reads the months that lie in the working folder: files → judgements → filings → Consolidated."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.app import Cause, ShowProgress, Stopped, Unseen
from cv183_reports.app.memory import OF_THE_MACHINE, Memory
from cv183_reports.app.opening import in_house_style
from cv183_reports.app.reading import Awaited, Described, described, read_ahead
from cv183_reports.catalogue import closing, intake, machine
from cv183_reports.catalogue.files import CANNOT_OPEN, reason
from cv183_reports.consolidation.closing import KeptMonth, MonthBefore, Published, read_published
from cv183_reports.consolidation.consolidate import Earlier, consolidate, cut_off, still_counted
from cv183_reports.consolidation.progress import Point
from cv183_reports.intake.inbox import Arrival, arrivals, names_in, unpacked
from cv183_reports.intake.ledger import Decision, Key, Ledger, Will, orphans, read_ledger
from cv183_reports.model import (
    LOCAL,
    Figure,
    Filing,
    Period,
    Receipt,
    Record,
    Register,
    Source,
    Unit,
)
from cv183_reports.model.consolidated import Consolidated, Question
from cv183_reports.model.finding import Finding, Judgement
from cv183_reports.outbox.sent import SentBook, read_book
from cv183_reports.validation.batch import Batch, Decided, Received, SetAside, Taken, settle
from cv183_reports.validation.identity import others_at
from cv183_reports.validation.reading import at_most
from cv183_reports.validation.receipt import (
    credible,
    is_of_another_month,
    sent_before,
    turned_away,
    with_receipt,
)
from cv183_reports.vietnamese import wording
from cv183_reports.workspace.folder import Workspace

_LOST = frozenset({intake.ORIGINAL_MISSING.code, intake.ORIGINAL_CHANGED.code})
"""Of what the ledger has and is gone."""
_SHUT = frozenset({intake.ORIGINAL_UNREADABLE.code})
"""Of what is there and cannot be opened now."""
_NEVER = Receipt(None, "không có tệp")
"""Of a path that leads nowhere."""


T = TypeVar("T", Record, Figure)
B = TypeVar("B", Ledger, SentBook)


class OfUnits(Mapping[tuple[str, str], T]):
    """What filings have, by unit and code, found in the filings: tables of their own would weigh a third of them."""

    def __init__(
        self,
        by_unit: Mapping[str, Filing],
        parts: Callable[[Filing], Sequence[T]],
        code: Callable[[T], str],
    ) -> None:
        self._by_unit = by_unit
        self._parts: Callable[[Filing], Sequence[T]] = parts
        self._code: Callable[[T], str] = code

    def __getitem__(self, key: tuple[str, str]) -> T:
        unit, code = key
        for part in self._parts(self._by_unit[unit]):
            if self._code(part) == code:
                return part
        raise KeyError(key)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return (
            (unit, self._code(part))
            for unit, filing in self._by_unit.items()
            for part in self._parts(filing)
        )

    def __len__(self) -> int:
        return sum(len(self._parts(filing)) for filing in self._by_unit.values())


class Month(Struct, frozen=True):
    """What came in for one period, judged file by file and then together."""

    period: Period
    received: tuple[Received, ...]
    """One for each file, whatever its fate, in the order of their names: when they were booked is nothing."""
    batch: Batch
    by_unit: Mapping[str, Filing]
    """The filings that count."""
    earlier: tuple[tuple[Period, Mapping[str, Filing]], ...]
    """What counted in the months before, the latest first: the filings by unit."""
    ledger: tuple[Finding, ...] = ()
    """What is wrong with the ledger itself, and where it and the originals disagree."""
    orphans: frozenset[str] = frozenset()
    """Units, by code, of which an original lies there that the ledger does not know."""
    closed: Published | None = None
    """As it was signed; None: it is open, or what was kept of it cannot be used."""
    spoilt: Finding | None = None
    """Why what was kept of it when it was closed cannot be used."""
    kept: KeptMonth | None = None
    """As it was when it was closed, or read last: nothing of it was read now."""
    state: str = ""
    """Tells what counts of it, and of the months before, from any other state of them."""

    @classmethod
    def as_kept(cls, kept: KeptMonth, state: str, closed: Published | None = None) -> Month:
        """A month that is over, as it was closed or read before."""
        counted = Batch((), kept.month.accepted, {}, {})
        month = cls.of(kept.period, (), counted, kept.before)
        return replace(month, closed=closed, kept=kept, state=state)

    def kept_as(
        self,
        now: Consolidated,
        course: Sequence[Point],
        history: Sequence[MonthBefore] = (),
    ) -> KeptMonth:
        """What later months ask of it; `now` is the month brought together, the others are of those before it."""
        earlier = still_counted(((self.period, self.by_unit), *self.earlier))[1:]
        received = {each.judgement.file: each.sha256 for each in self.received}
        return KeptMonth(self.period, now, tuple(course), earlier, received, tuple(history))

    @property
    def as_told_later(self) -> MonthBefore:
        """What of it has a part in the documents of later months."""
        if self.closed is not None:
            return MonthBefore(self.period, self.closed.sha256, ())
        if self.kept is not None:
            return MonthBefore(self.period, "", self.kept.files)
        counted = self.counted
        came = ((each.judgement.file, each.sha256) for each in self.received)
        return MonthBefore(self.period, "", tuple(each for each in came if each[0] in counted))

    @classmethod
    def settled(
        cls,
        period: Period,
        received: tuple[Received, ...],
        register: Register,
        before: Month | None = None,
        decided: Decided | None = None,
    ) -> Month:
        """All files of `period`, judged together with what persons decided of them."""
        batch = settle(received, register, decided)
        earlier = ((before.period, before.by_unit), *before.earlier) if before else ()
        return cls.of(period, received, batch, earlier)

    @classmethod
    def of(
        cls, period: Period, received: tuple[Received, ...], batch: Batch, earlier: Earlier
    ) -> Month:
        """The month of which that counts which `batch` says."""
        return cls(
            period,
            received,
            batch,
            {filing.unit: filing for filing in batch.filings},
            tuple(earlier),
        )

    @property
    def records(self) -> Mapping[tuple[str, str], Record]:
        """Of the filings that count, by unit and obligation."""
        return OfUnits(self.by_unit, lambda filing: filing.records, lambda r: r.obligation)

    @property
    def figures(self) -> Mapping[tuple[str, str], Figure]:
        """Likewise, by unit and indicator."""
        return OfUnits(self.by_unit, lambda filing: filing.figures, lambda f: f.indicator)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Of all files, in the order of their names, and what many of them share."""
        of_files = (f for judgement in self.batch.judgements for f in judgement.findings)
        return (*of_files, *(shared.note for shared in self.batch.shared))

    @property
    def counted(self) -> frozenset[str]:
        """The files that count."""
        return frozenset(filing.file for filing in self.batch.filings)

    @property
    def digests(self) -> Mapping[str, str]:
        """SHA-256 of everything that came → the name it is shown by; of the same thing twice the first name."""
        if self.kept is not None:
            return {digest: file for file, digest in [*self.kept.received.items()][::-1]}
        return {each.sha256: each.judgement.file for each in reversed(self.received)}

    @property
    def is_closed(self) -> bool:
        """Whether it was signed, be it that what was kept of it cannot be used."""
        return self.closed is not None or self.spoilt is not None

    @property
    def later(self) -> tuple[Received, ...]:
        """What came after it was closed."""
        if self.closed is None:
            return ()
        known = frozenset(self.closed.kept.received.values())
        return tuple(each for each in self.received if each.sha256 and each.sha256 not in known)

    @property
    def lost(self) -> tuple[Finding, ...]:
        """What the ledger has and cannot be read: gone, changed, or not opened now."""
        codes = _LOST | _SHUT
        return tuple(finding for finding in self.findings if finding.code in codes)

    @property
    def is_certain(self) -> bool:
        """Whether another reading would find the same: the machine gave every file, and the closing is sound."""
        codes = {finding.code for finding in (*self.findings, *self.ledger)}
        known = _LOST | _SHUT | OF_THE_MACHINE | closing.FAULTS
        return codes.isdisjoint(known) and not self.unopened

    @property
    def unopened(self) -> tuple[str, ...]:
        """Files laid in its folder that the machine does not give now, and so nobody knows whose."""
        names = {f.place.file for f in self.findings if f.code == CANNOT_OPEN.code}
        return tuple(sorted(names))

    @property
    def adrift(self) -> frozenset[str]:
        """Units, by code, of which the ledger has a file that is gone, or the originals one that it lacks.

        Whatever says of them that they did not file, or what an older file of theirs says, may be wrong.
        """
        return self.orphans | self._of_lost(_LOST)

    @property
    def shut(self) -> frozenset[str]:
        """Likewise, but the file is there and the machine does not open it now."""
        return self._of_lost(_SHUT)

    def _of_lost(self, codes: frozenset[str]) -> frozenset[str]:
        """Units with a file that is lost for one of these reasons, unless a later one of theirs counts."""
        units = set()
        for each in self.received:
            is_lost = any(finding.code in codes for finding in each.judgement.findings)
            if is_lost and each.judgement.unit and self._matters(each):
                units.add(each.judgement.unit)
        return frozenset(units)

    def _matters(self, each: Received) -> bool:
        filing = self.by_unit.get(each.judgement.unit or "")
        is_out = any(aside.file == each.judgement.file for aside in self.batch.aside)
        is_past = filing is not None and filing.receipt.is_after(each.receipt)
        return not is_out and not is_past

    def filing(self, unit: str) -> Filing | None:
        """The filing of `unit` that counts."""
        return self.by_unit.get(unit)

    def filings_of(
        self, unit: Unit, register: Register
    ) -> tuple[tuple[Period, Filing | None], ...]:
        """What `unit` reported in this month and those before it, the latest first.

        Months in which it owed no report are left out, unless it gave one.
        """
        months = ((self.period, self.by_unit), *self.earlier)
        told = ((period, filings.get(unit.code)) for period, filings in months)
        return tuple(
            (month, filing) for month, filing in told if filing or register.owes(unit, month)
        )


def closed_month(
    workspace: Workspace, period: Period, ledger: Ledger, until: datetime | None = None
) -> Published | Finding | None:
    """`period` as it was closed; what is wrong with its file; None: it is open, or was at that instant."""
    closing_line = ledger.closing
    if closing_line is None or (until is not None and closing_line.booked > until):
        return None
    path = workspace.closing(period)
    return read_published(path, closing_line.sha256, workspace.shown(path))


def read_month(
    workspace: Workspace,
    register: Register,
    period: Period,
    before: Month | None,
    *,
    until: datetime | None = None,
    known: Sequence[Received] = (),
    unbooked: Sequence[Received] = (),
    progress: ShowProgress = Unseen,
) -> Month:
    """Everything that came for one period; where there is nothing yet, a month without files.

    What is `known`, judged a moment ago under the same name, is not judged again. What is `unbooked` counts as if it
    were: the month as it would be.
    """
    received = list(unbooked)
    judged_before = {(each.judgement.file, each.sha256): each for each in known if each.sha256}
    ledger = open_ledger(workspace, period)
    memory = memory_of(workspace, register, period, before)

    def is_wanted(arrival: Arrival) -> bool:
        is_known = (arrival.file, arrival.sha256) in judged_before or memory.knows(arrival)
        return bool(arrival.sha256) and not is_known

    with progress(f"Đọc báo cáo kỳ {period}", len(register.units_in(period))) as bar:
        for arrival, reading in read_ahead(arrivals(workspace, period, ledger), is_wanted):
            bar.step()
            again = judged_before.get((arrival.file, arrival.sha256))
            each = again or judged(arrival, register, period, before, memory, reading)
            if until is None or each.receipt.at is None or each.receipt.at <= until:
                received.append(each)
    memory.save()
    decided = decisions_of(ledger, received)
    files = tuple(sorted(received, key=_file_name))
    month = Month.settled(period, files, register, before, decided)
    told, units = _left_over(workspace, register, period, ledger)
    of_before = (f for f in before.ledger if f.code in closing.FAULTS) if before else ()
    month = replace(month, ledger=(*of_before, *ledger.findings, *told), orphans=units)
    return _with_closing(month, closed_month(workspace, period, ledger, until))


def _with_closing(month: Month, closed: Published | Finding | None) -> Month:
    """The month with how it was closed, and of each file that came later that it did."""
    if closed is None:
        return month
    if isinstance(closed, Finding):
        return replace(month, ledger=(*month.ledger, closed), spoilt=closed)
    month = replace(month, closed=closed)
    later = frozenset(each.judgement.file for each in month.later)
    judgements = tuple(
        replace(each, findings=(*each.findings, _after_closing(closed, each.file)))
        if each.file in later
        else each
        for each in month.batch.judgements
    )
    told = was_closed(closed, sorted(later))
    return replace(
        month,
        ledger=(*month.ledger, told),
        batch=replace(month.batch, judgements=judgements),
    )


def _after_closing(closed: Published, file: str) -> Finding:
    at = wording.instant(closed.closed)
    return closing.AFTER_CLOSING.at(Source(file), period=closed.period, at=at)


def was_closed(closed: Published, later: Sequence[str]) -> Finding:
    """That the month is closed, and what came later."""
    files = at_most([f"«{file}»" for file in later], intake.MORE_FILES)
    came = (closing.CAME_LATER.format(count=len(later), files=", ".join(map(str, files))),)
    return closing.CLOSED.at(
        Source(f"Kỳ {closed.period}"),
        period=closed.period,
        at=wording.instant(closed.closed),
        signed=tuple(f"«{paper.name}»" for paper in closed.signed),
        later=came if later else ("",),
    )


def decisions_of(ledger: Ledger, received: Sequence[Received]) -> Decided:
    """What persons decided, by the names under which the files are shown; the last word counts."""
    names = names_in(ledger, {})
    aside: dict[str, SetAside] = {}
    taken: dict[str, Taken] = {}
    for decision in ledger.decisions:
        for file in _meant(decision, names, received):
            if decision.will is Will.SET_ASIDE:
                aside[file] = SetAside(file, decision.reason, decision.booked)
                taken = {unit: took for unit, took in taken.items() if took.file != file}
            else:
                aside.pop(file, None)
                over = frozenset(decision.over)
                taken[decision.unit] = Taken(file, over, decision.booked)
    return Decided(aside, taken)


def _meant(decision: Decision, names: Mapping[Key, str], received: Sequence[Received]) -> list[str]:
    """The files that a decision is about: the one thing that was booked, or all with those bytes."""
    if decision.original:
        return [names[decision.key]] if decision.key in names else []
    same = decision.sha256
    return [each.judgement.file for each in received if same and each.sha256 == same]


def _left_over(
    workspace: Workspace, register: Register, period: Period, ledger: Ledger
) -> tuple[tuple[Finding, ...], frozenset[str]]:
    """Originals that the ledger does not know, and the units that they are of."""
    folder = workspace.originals(period)
    try:
        paths = orphans(folder, ledger)
    except OSError as error:
        place = Source(workspace.shown(folder))
        return (intake.NOT_COMPARED.at(place, reason=reason(error)),), frozenset()
    findings: list[Finding] = []
    units: set[str] = set()
    for path in paths:
        each = [judged(a, register, None, None).judgement for a in unpacked(path, path.name)]
        of_month = (judgement for judgement in each if judgement.period in (None, period))
        found = {u.code: u.name for j in of_month if (u := register.unit(j.unit or ""))}
        units |= found.keys()
        names = at_most(list(found.values()), intake.MORE_UNITS)
        whose = f"; tệp của {', '.join(map(str, names))}" if found else ""
        findings.append(orphan(workspace, period, path, len(paths), whose))
    return tuple(findings), frozenset(units)


def orphan(
    workspace: Workspace, period: Period, path: Path, count: int, whose: str = ""
) -> Finding:
    """That the ledger says nothing of an original; of several, one command for all."""
    alone = count == 1
    again = workspace.shown(path if alone else workspace.originals(period))
    what = intake.THIS_FILE if alone else intake.ALL_FILES
    told = {"unit": (whose,), "period": period, "what": (what,), "path": Source(again)}
    return intake.ORPHAN.at(Source(workspace.shown(path)), **told)


def _file_name(received: Received) -> str:
    return received.judgement.file


def open_ledger(workspace: Workspace, period: Period) -> Ledger:
    """What the ledger of `period` has.

    Raises:
        Stopped: the machine does not give it.
    """
    return _opened(workspace.ledger(period), read_ledger)


def open_sent(workspace: Workspace, period: Period) -> SentBook:
    """Which mails of `period` were sent.

    Raises:
        Stopped: the machine does not give the book.
    """
    return _opened(workspace.sent_book(period), read_book)


def _opened(path: Path, read: Callable[[Path], B]) -> B:
    try:
        return read(path)
    except OSError as error:
        unread = machine.NOT_READ.at(Source(str(path)), reason=reason(error))
        raise Stopped((unread,), Cause.MACHINE) from None


def memory_of(
    workspace: Workspace, register: Register, period: Period, before: Month | None
) -> Memory:
    """What was judged of `period` already, against that register and that month before."""
    return Memory.of(workspace, register, period, before.state if before else "")


def judged(
    arrival: Arrival,
    register: Register,
    expected: Period | None,
    before: Month | None,
    memory: Memory | None = None,
    reading: Awaited | None = None,
) -> Received:
    """One file, judged alone.

    Args:
        arrival: the file as it came.
        register: who owes what.
        expected: the month that is being gathered; None takes any.
        before: the month before, for what must not shrink or repeat.
        memory: what was judged already of `expected`.
        reading: gives what the file says; None: it is read now.
    """
    read = reading or (lambda: described(arrival))

    def judgement_at(receipt: Receipt) -> Judgement:
        def judge() -> Judgement:
            return _judgement(arrival, read(), receipt, register, expected, before)

        if memory is None or not arrival.sha256 or arrival.finding is not None:
            return judge()
        return memory.judgement(arrival, receipt, judge)

    receipt = arrival.receipt or _NEVER
    judgement = judgement_at(receipt)
    month, is_invented = expected or judgement.period, _is_invented(judgement)
    known = credible(receipt, month, datetime.now(LOCAL), invented=is_invented)
    if known is not receipt:
        receipt, judgement = known, judgement_at(known)
    unit = register.unit(judgement.unit or "")
    others = others_at(arrival.sender, unit, register) if unit else ()
    return Received(
        arrival.sha256,
        receipt,
        judgement,
        arrival.sender,
        tuple(other.code for other in others),
        is_lost=arrival.finding is not None and arrival.finding.code in _LOST | _SHUT,
    )


def _is_invented(judgement: Judgement) -> bool:
    return judgement.filing is not None and judgement.filing.sample


def _judgement(
    arrival: Arrival,
    said: Described,
    receipt: Receipt,
    register: Register,
    expected: Period | None,
    before: Month | None,
) -> Judgement:
    form, found = said
    if form is None:
        return turned_away(arrival.file, arrival.sender, found, register, arrival.unit)
    from cv183_reports.validation.judgement import judge_submission

    judgement = judge_submission(
        form,
        register,
        expected,
        receipt,
        last=before.records if before else {},
        last_figures=before.figures if before else {},
        on_cells=found,
        sender=arrival.sender,
    )
    same = _as_last_month(judgement, arrival, before)
    if same is not None and expected is not None:
        judgement = sent_before(judgement, same, expected)
    return with_receipt(judgement, arrival.sender, register)


def _as_last_month(judgement: Judgement, arrival: Arrival, before: Month | None) -> str | None:
    """Of a file turned away as of the month before: the file of that month with the very same bytes, if there is one."""
    if before is None or not is_of_another_month(judgement) or judgement.period != before.period:
        return None
    return before.digests.get(arrival.sha256)


def month_consolidated(
    month: Month, register: Register, as_of: datetime, *, texts: bool = True
) -> Consolidated:
    """The month, consolidated, judged at `as_of`; `texts`: with what units say."""
    found = consolidate(
        register,
        month.period,
        month.batch.filings,
        as_of=as_of,
        unreadable=month.batch.unreadable,
        earlier=month.earlier,
        findings=tuple(f for f in month.findings if f.code != machine.RECEIVED.code),
        texts=texts,
    )
    asked = tuple(Question(unit, text) for unit, text in month.batch.questions(register))
    return replace(found, questions=asked)


def as_documents_tell(
    month: Month, register: Register, now: datetime, *, texts: bool = True
) -> Consolidated:
    """The month in the house style, judged at its cut-off; `texts` as in `month_consolidated`."""
    styled = in_house_style(register.at(month.period))
    return month_consolidated(month, styled, cut_off(register, month.period, now), texts=texts)
