"""`receive`: each file kept untouched, booked with its time of receipt, and checked at once."""

from __future__ import annotations

import stat
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache, partial
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from cv183_reports.app import ShowProgress, Unseen, Waiting
from cv183_reports.app.history import read_before
from cv183_reports.app.journal import outdated_by
from cv183_reports.app.memory import RETURNS_MADE, Memory, PaperMemory, begin
from cv183_reports.app.month import Month, judged, memory_of, open_ledger, read_month
from cv183_reports.app.opening import clock, in_house_style, open_register, period_of
from cv183_reports.app.reading import read_ahead
from cv183_reports.app.returns import ReturnDesk, Returned, return_files
from cv183_reports.app.status import overview_files
from cv183_reports.catalogue import files
from cv183_reports.catalogue import intake as catalogue
from cv183_reports.catalogue.files import is_disk_full, is_out_of_reach
from cv183_reports.catalogue.machine import refusal
from cv183_reports.intake.guard import is_ignored, shown_name
from cv183_reports.intake.inbox import Arrival, inside, named_once, names_in, unpacked, walk
from cv183_reports.intake.ledger import (
    Booking,
    Decision,
    Key,
    LedgerLine,
    Will,
    append,
    keep,
    new_call,
    sha256_of,
    sweep,
)
from cv183_reports.model import Period, Register, Source
from cv183_reports.model.finding import OUTCOMES, Finding, Judgement, Rule
from cv183_reports.outbox.drafts import MailDesk
from cv183_reports.summary.lists import Results, write_results
from cv183_reports.validation.batch import Received
from cv183_reports.vietnamese.wording import instant
from cv183_reports.workspace.folder import PRIVATE, TEMPORARY, Output, Workspace, publish

RESULTS = "ket-qua-nhan.xlsx"
_UNTAKEN = (files.NOT_FOUND, files.CANNOT_OPEN)
"""Nothing came: there is nothing to keep or to book, and the next try counts."""


class _Thing(Struct, frozen=True):
    """One thing of a parcel that the ledger does not have yet."""

    arrival: Arrival
    """Without what it holds."""
    key: Key
    received: Received


class _Parcel(Struct, frozen=True):
    """One file that was given, looked at where it lies and not yet kept."""

    path: Path
    digest: str
    """SHA-256 of the file; empty for what is no report at all and is not kept."""
    things: list[_Thing] = field(default_factory=list)
    """What came in it and is new."""


class _Reception(Struct):
    """One run of `receive`: what it works with, and what came of it so far."""

    workspace: Workspace
    register: Register
    period: Period
    before: Month | None
    memory: Memory
    now: datetime
    convert_legacy: bool
    booked: dict[Key, bool]
    """What the ledger has, and whether its legacy texts are converted; what this run adds included."""
    shown: dict[Key, str]
    """Under which name each of those is shown."""
    names: dict[str, int]
    """All those names (see `named_once`)."""
    seen: Callable[[Judgement], None]
    """Told of each file as it is judged by itself."""
    call: str = field(default_factory=new_call)
    parcels: list[_Parcel] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    told: list[Judgement] = field(default_factory=list)
    """Of what is booked and not kept: a lock file, Thumbs.db."""
    again: int = 0
    """Things that the ledger had before."""
    refused: list[Finding] = field(default_factory=list)
    """What the machine did not let us keep or book."""
    missing: list[Finding] = field(default_factory=list)
    """Paths that lead nowhere."""
    is_stopped: bool = False
    """The machine lets nothing more be kept or booked."""

    def look(self, given: Iterable[tuple[Path, Rule | None]]) -> None:
        """Judges every file given and everything packed in them, where they lie."""
        opened: deque[tuple[_Parcel, Key]] = deque()
        arrivals = (a for path, forbidden in given for a in self._open(path, forbidden, opened))
        for arrival, reading in read_ahead(arrivals, self._is_wanted):
            parcel, key = opened.popleft()
            basis = (self.register, self.period, self.before, self.memory)
            each = judged(arrival, *basis, reading)
            self.seen(each.judgement)
            parcel.things.append(_Thing(replace(arrival, data=None), key, each))

    def _is_wanted(self, arrival: Arrival) -> bool:
        return bool(arrival.sha256) and not self.memory.knows(arrival)

    def _open(
        self, path: Path, forbidden: Rule | None, opened: deque[tuple[_Parcel, Key]]
    ) -> Iterator[Arrival]:
        """What the ledger does not have yet of one file; `opened` takes the parcel and the key of each."""
        place = Source(str(path))
        forbidden = forbidden or _closed(path)
        if forbidden in _UNTAKEN:
            told = self.missing if forbidden is files.NOT_FOUND else self.refused
            told.append(forbidden.at(place))
            return
        name = shown_name(path.name)
        try:
            is_kept = forbidden is None and is_ignored(name) is None and path.is_file()
            parcel = _Parcel(path, sha256_of(path) if is_kept else "")
            arrivals = unpacked(path, name)
            if forbidden is not None:
                arrivals = iter((Arrival(name, None, None, forbidden.at(Source(name))),))
            for arrival, key in self._new(arrivals, parcel.digest, name):
                opened.append((parcel, key))
                yield arrival
            self.parcels.append(parcel)
        except OSError as error:
            self.refused.append(refusal(error, place, catalogue.NOT_KEPT))

    def _new(
        self, arrivals: Iterator[Arrival], digest: str, name: str
    ) -> Iterator[tuple[Arrival, Key]]:
        """What the ledger does not have yet."""
        for arrival in arrivals:
            key = (digest, name, inside(arrival, name))
            if self.booked.get(key, False) or (key in self.booked and not self.convert_legacy):
                self.again += 1
                continue
            self.booked[key] = self.convert_legacy
            yield self._shown(arrival, key), key

    def _shown(self, arrival: Arrival, key: Key) -> Arrival:
        """The arrival as the month will show it."""
        asked = replace(arrival, convert_legacy=self.convert_legacy)
        is_kept, _, _ = key
        if key in self.shown:
            return replace(asked, file=self.shown[key])
        if not is_kept:
            return asked
        named = named_once(asked, self.names)
        self.shown[key] = named.file
        return named

    def of_another_month(self) -> tuple[Period, int, int] | None:
        """The month that most of the files are of, if it is not this one; how many, of how many.

        Files that the month before has already do not decide it: whoever gives the whole mailbox
        gives them along. Once it is decided they are counted with the others.
        """
        months: Counter[Period] = Counter({self.period: self.again})
        known: Counter[Period] = Counter()
        for thing in (thing for parcel in self.parcels for thing in parcel.things):
            judgement = thing.received.judgement
            is_known = any(f.code == catalogue.FILE_OF_LAST_MONTH.code for f in judgement.findings)
            if judgement.period is not None:
                (known if is_known else months)[judgement.period] += 1
        if self._most(months)[0] == self.period:
            return None
        everything = months + known
        return *self._most(everything), everything.total()

    def _most(self, months: Counter[Period]) -> tuple[Period, int]:
        return max(months.items(), key=lambda each: (each[1], each[0] == self.period))

    def book(self, parcel: _Parcel) -> None:
        """Keeps and books one file, and everything packed in it."""
        place = Source(str(parcel.path))
        try:
            if parcel.digest:
                kept = keep(parcel.path, self.workspace.originals(self.period))
                if kept.sha256 != parcel.digest:
                    told = {"reason": "tệp vừa bị sửa trong lúc nhận"}
                    self.refused.append(catalogue.NOT_KEPT.at(place, **told))
                    return
        except OSError as error:
            self.refused.append(refusal(error, place, catalogue.NOT_KEPT))
            is_ours = error.filename != str(parcel.path)
            self.is_stopped = is_disk_full(error) or (is_ours and is_out_of_reach(error))
            return
        try:
            if parcel.things:
                lines = [self._booking(thing) for thing in parcel.things]
                append(self.workspace.ledger(self.period), lines)
        except OSError as error:
            self.refused.append(refusal(error, place, catalogue.NOT_BOOKED))
            self.is_stopped = True
            return
        self._count(parcel)

    def count_unbooked(self) -> None:
        """Counts all that was looked at, as if it were booked."""
        for parcel in self.parcels:
            self._count(parcel)

    def _count(self, parcel: _Parcel) -> None:
        received = [thing.received for thing in parcel.things]
        if parcel.digest:
            self.received += received
        else:
            self.told += [each.judgement for each in received]

    def _booking(self, thing: _Thing) -> Booking:
        digest, name, within = thing.key
        judgement = thing.received.judgement
        receipt = thing.received.receipt if thing.arrival.receipt else None
        return Booking(
            original=digest,
            name=name,
            inside=within,
            sha256=thing.received.sha256,
            received=receipt.at if receipt else None,
            evidence=receipt.evidence if receipt else "",
            sender=thing.arrival.sender,
            booked=self.now,
            outcome=judgement.outcome,
            unit=judgement.unit or "",
            findings=tuple(dict.fromkeys(finding.code for finding in judgement.findings)),
            convert_legacy=self.convert_legacy,
            call=self.call,
        )


def _closed(path: Path) -> Rule | None:
    """What keeps us from opening it, if it is a file at all (a pipe would never end)."""
    try:
        if stat.S_ISREG(path.stat().st_mode):
            path.open("rb").close()
    except OSError as error:
        return files.NOT_FOUND if files.leads_astray(error) else files.CANNOT_OPEN
    return None


_TRIAL = " Xem trước: chưa ghi gì."


class ReceivedFiles(Struct, frozen=True):
    """What came of one run of `receive`."""

    workspace: Workspace
    register: Register
    now: datetime
    before: Month | None
    month: Month
    """With everything of this run in it."""
    judgements: tuple[Judgement, ...] = ()
    """Of this run, those that can be read judged together with everything of the month."""
    again: int = 0
    """Things that the ledger had before."""
    untaken: tuple[Finding, ...] = ()
    """What is to be said of files that were not taken."""
    missing: tuple[Finding, ...] = ()
    """Those of them whose path leads nowhere."""
    refused: tuple[Finding, ...] = ()
    """Those of them that the machine did not let us keep or book."""
    wrong_month: Finding | None = None
    """Why nothing at all was booked: the files are of another month."""
    decided: tuple[LedgerLine, ...] = ()
    """What this run decided of files that were there: taken, or set aside."""
    undone: tuple[LedgerLine, ...] = ()
    """The lines that this run took back."""
    outdated: tuple[Finding, ...] = ()
    """Of each later month whose documents were made of what counted before."""
    is_trial: bool = False
    """Only looked at: nothing was kept or booked."""

    @property
    def period(self) -> Period:
        """The month."""
        return self.month.period

    @property
    def booked(self) -> str:
        """How many files were booked, of which kind; how many the ledger had before."""
        tally = Counter(judgement.outcome for judgement in self.judgements)
        parts = [
            f"{tally[outcome]} {label}" for outcome, label in OUTCOMES.items() if tally[outcome]
        ]
        verb, trial = ("sẽ ghi sổ", _TRIAL) if self.is_trial else ("ghi sổ", "")
        booked = f"{verb} {len(self.judgements)} tệp" + (f" ({'; '.join(parts)})" if parts else "")
        again = f"; {self.again} tệp đã có trong sổ từ trước" if self.again else ""
        is_left = bool(self.refused or self.missing)
        left = "; còn tệp chưa nhận được, nêu riêng" * is_left
        return f"Kỳ {self.period}: {booked}{again}{left}.{trial}"

    def decisions(self) -> Iterator[str]:
        """What this run decided, line by line."""
        names = names_in(open_ledger(self.workspace, self.period), {}) if self.decided else {}
        for line in self.decided:
            if isinstance(line, Decision):
                file = names.get(line.key, line.shown)
                aside = f"Để riêng, không tính: «{file}» – {line.reason}."
                yield f"Tính tệp «{file}»." if line.will is Will.TAKE else aside

    @property
    def taken_back(self) -> str:
        """Which call was taken back; empty: none."""
        if not self.undone:
            return ""
        at = instant(self.undone[0].booked)
        return f"Đã rút lại lần nhận lúc {at} ({len(self.undone)} dòng sổ, không xóa gì):"


class GivenBack(Struct, frozen=True):
    """What was written once the verdicts stood."""

    returned: tuple[Returned, ...]
    results: Output
    """The workbook with everything in full."""
    overview: tuple[Output, ...]
    """The page of the month as it stands now; none of a closed one."""
    findings: tuple[Finding, ...]
    """What stood in the way of single returns."""

    def heads(self, workspace: Workspace) -> Iterator[tuple[str, list[Returned]]]:
        """Who gets something back because of this run, who cannot, and who waits since before."""
        if not self.returned:
            return
        refused = [each for each in self.returned if each.is_refused]
        fresh = [each for each in self.returned if each.is_new and each not in refused]
        waiting = [each for each in self.returned if not each.is_new]
        folder = workspace.shown(self.returned[0].outputs[0].path.parent.parent)
        if fresh:
            yield (
                f"Trả lại {len(fresh)} đơn vị (tệp đã đánh dấu và thư nháp, chưa gửi, trong {folder}/MÃ):",
                fresh,
            )
        if refused:
            yield f"Chưa ghi được tệp trả lại của {len(refused)} đơn vị trong {folder}/MÃ:", refused
        if waiting:
            yield (
                f"Từ lần trước còn {len(waiting)} đơn vị phải sửa (tệp và thư nháp trong {folder}/MÃ):",
                waiting,
            )


def give_back(received: ReceivedFiles) -> GivenBack:
    """Writes what goes back to units, and everything that is to be said as a workbook.

    Nothing that is wrong here changes what was booked and judged.
    """
    workspace, month = received.workspace, received.month
    desk = MailDesk(workspace, in_house_style(received.register), month.period, received.now)
    whole = cache(partial(read_before, workspace, received.register, month.period, whole=True))
    papers = PaperMemory(workspace, received.register, RETURNS_MADE, month.period)
    returned, findings = return_files(ReturnDesk(desk, received.register, month, whole, papers))
    ledger = open_ledger(workspace, month.period)
    booked = {booking.key: booking.booked for booking in ledger.bookings}
    results = Results(
        month.period,
        received.register,
        month.received,
        month.batch,
        {file: booked[key] for key, file in names_in(ledger, {}).items()},
        tuple(booking for booking in ledger.bookings if not booking.original),
        (*month.ledger, *received.untaken, *findings),
    )
    files = {RESULTS: write_results(results)}
    files |= overview_files(workspace, received.register, month, received.before, received.now)
    output, *overview = publish(workspace.root, workspace.out(month.period), files)
    return GivenBack(returned, output, tuple(overview), findings)


def receive_files(
    root: Path,
    text: str,
    paths: Sequence[Path],
    as_of: str | None = None,
    *,
    convert_legacy: bool = False,
    keep_period: bool = False,
    dry_run: bool = False,
    progress: ShowProgress = Unseen,
    seen: Callable[[Judgement], None] = lambda _: None,
) -> ReceivedFiles:
    """Takes in everything in `paths`; what the ledger has already is not booked twice.

    With `convert_legacy` the ledger also keeps, of each of them, that its TCVN3 and VNI texts are
    to be taken as what they most likely say. Where most of the files are of another month, nothing
    is booked, unless `keep_period` says that this one is meant. A `dry_run` looks, and keeps and books nothing.

    `seen` is told of each file as it is judged by itself, before all are judged together.

    Raises:
        Stopped: no such period; no sound register; a ledger that cannot be read.
    """
    period, now = period_of(text), clock(as_of)
    begin(root)
    workspace, register = open_register(root, period)
    before = read_before(workspace, register, period, now=now, progress=progress)
    ledger = open_ledger(workspace, period)
    if not dry_run:
        sweep(workspace.originals(period), time.time())
    names: dict[str, int] = {}
    reception = _Reception(
        workspace,
        register,
        period,
        before,
        memory_of(workspace, register, period, before),
        now,
        convert_legacy,
        booked={booking.key: booking.convert_legacy for booking in ledger.bookings},
        shown=names_in(ledger, names),
        names=names,
        seen=seen,
    )
    own = _look_at_all(reception, paths, progress)
    wrong = None if keep_period else _wrong_month(reception, paths)
    if wrong is None:
        _take(reception, dry_run=dry_run)
    return _come_of(reception, own, wrong, progress, is_trial=dry_run)


def _come_of(
    reception: _Reception,
    own: tuple[Finding, ...],
    wrong: Finding | None,
    progress: ShowProgress,
    *,
    is_trial: bool,
) -> ReceivedFiles:
    """What came of the run, judged together with everything of the month."""
    workspace, register = reception.workspace, reception.register
    seen = reception.received
    booked_now, tried = ((), seen) if is_trial else (seen, ())
    month = read_month(
        workspace,
        register,
        reception.period,
        reception.before,
        known=booked_now,
        unbooked=tried,
        progress=progress,
    )
    return ReceivedFiles(
        workspace,
        register,
        reception.now,
        reception.before,
        month,
        tuple(_of_this_run(reception, month)),
        reception.again,
        (*own, *reception.missing, *reception.refused),
        tuple(reception.missing),
        tuple(reception.refused),
        wrong,
        outdated=tuple(outdated_by(workspace, month)),
        is_trial=is_trial,
    )


def _take(reception: _Reception, *, dry_run: bool) -> None:
    """Books what was looked at; on trial it only counts."""
    if dry_run:
        reception.count_unbooked()
    else:
        _book_all(reception)
        reception.memory.save()


def _look_at_all(
    reception: _Reception, paths: Sequence[Path], progress: ShowProgress
) -> tuple[Finding, ...]:
    """Looks at everything in `paths` that units can have sent; gives what is to be said of the rest."""
    workspace, period = reception.workspace, reception.period
    everything = list(walk(paths))
    is_own = _own(workspace, period)
    given = [each for each in everything if not is_own(each[0])]
    with progress(f"Tiếp nhận kỳ {period}", len(given)) as waiting:
        reception.look(_seen(given, waiting))
    left_out = len(everything) - len(given)
    place = Source(workspace.shown(workspace.root))
    return (catalogue.OWN_FILES.at(place, count=left_out),) if left_out else ()


def _seen(
    given: Iterable[tuple[Path, Rule | None]], waiting: Waiting
) -> Iterator[tuple[Path, Rule | None]]:
    for each in given:
        yield each
        waiting.step()


def _book_all(reception: _Reception) -> None:
    """Keeps and books what was looked at, one file after the other, as long as the machine lets us."""
    workspace, period = reception.workspace, reception.period
    for number, parcel in enumerate(reception.parcels, 1):
        reception.book(parcel)
        if reception.is_stopped:
            left = len(reception.parcels) - number
            place = Source(workspace.shown(workspace.data / str(period)))
            told = catalogue.NOT_REACHED.at(place, count=left)
            reception.refused += [told] if left else []
            break


_NAMED = 3
"""Paths that a command to run names."""


def _wrong_month(reception: _Reception, paths: Sequence[Path]) -> Finding | None:
    """Why nothing is booked: most of the files are of another month."""
    found = reception.of_another_month()
    if found is None:
        return None
    month, count, everything = found
    given = " ".join(f'"{path}"' for path in paths) if len(paths) <= _NAMED else "TỆP…"
    return catalogue.MOSTLY_ANOTHER_MONTH.at(
        Source(f"Kỳ {reception.period}"),
        count=count,
        all=everything,
        found=month,
        period=reception.period,
        command=(f"cv183-report receive {month} {given}",),
    )


def _own(workspace: Workspace, period: Period) -> Callable[[Path], bool]:
    """Tells of a file whether the program makes it, or works with it: no unit sent it."""
    private = workspace.root / PRIVATE
    made = (workspace.out(period).parent, workspace.templates.parent, private)
    folders = {folder.resolve() for folder in made}
    register, months = workspace.register.resolve(), workspace.data.resolve()
    signed = workspace.signed(period).name
    made_of_a_month = (workspace.ledger, workspace.editor, workspace.closing)
    of_a_month = {path(period).name for path in made_of_a_month}

    def is_own(path: Path) -> bool:
        there = path.resolve()
        is_of_month = there.parent.parent == months and there.name in of_a_month
        is_half_written = months in there.parents and there.name.startswith(TEMPORARY)
        is_signed = there.parent.parent.name == signed and months in there.parents
        is_kept = there == register or is_of_month or is_half_written or is_signed
        return is_kept or not folders.isdisjoint(there.parents)

    return is_own


def _of_this_run(reception: _Reception, month: Month) -> list[Judgement]:
    """What was received now, what can be read judged together with everything of the month."""
    now = {each.judgement.file for each in reception.received}
    settled = [judgement for judgement in month.batch.judgements if judgement.file in now]
    return [*settled, *reception.told]
