"""What all windows of one desk see alike: the month, the one piece of work under way, what came of the last one."""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from datetime import datetime
from pathlib import Path
from typing import Generic, Self, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from cv183_reports.app import Cause, ShowProgress, Stopped, Unseen
from cv183_reports.app.build import DIFFERENCES
from cv183_reports.app.documents import PAPERS, PRINTED, SLIP, called
from cv183_reports.app.where import MonthStanding, Step, known_periods, last_period, where_it_stands
from cv183_reports.catalogue import machine
from cv183_reports.desk.deeds import DEEDS, DeedResult, Errand, FileRow, Finish, PointRow
from cv183_reports.desk.parcels import Parcels
from cv183_reports.model import LOCAL, Period, Source
from cv183_reports.model.finding import Finding, Rule
from cv183_reports.overview.page import OVERVIEW_FILE
from cv183_reports.vietnamese.wording import SAMPLE_MARK, period_name, period_noun, upper_first
from cv183_reports.workspace.folder import Workspace, is_within

T = TypeVar("T")
_PATIENCE = 60.0
"""Seconds that a look, which changes nothing, may take to stop for real work."""


class Cancelled(BaseException):
    """A person wants the work to stop: what Ctrl+C is on the command line."""


class Under(Struct, frozen=True):
    """The work under way."""

    number: int
    title: str
    label: str
    """What it is at just now."""
    done: int
    expected: int
    stopping: bool
    silent: bool
    """Whether nobody asked for it."""


class _Task(Struct):
    """One piece of work; only its own thread changes it but for `stopping`."""

    number: int
    title: str
    silent: bool
    label: str = ""
    done: int = 0
    expected: int = 1
    stopping: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None


class _Waiting(AbstractContextManager["_Waiting"]):
    """Told by the work how far it is; tells it whether to stop."""

    def __init__(self, task: _Task, label: str, expected: int) -> None:
        self._task = task
        task.label, task.done, task.expected = label, 0, max(expected, 1)
        self._look()

    def __enter__(self) -> Self:
        return self

    def step(self) -> None:
        self._task.done += 1
        self._look()

    def __exit__(self, *_: object) -> None:
        pass

    def _look(self) -> None:
        if self._task.stopping.is_set():
            raise Cancelled


class Bench(Generic[T]):
    """Does one piece of work after the other, each in a thread of its own, and never two at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._task: _Task | None = None
        self._count = 0

    def under(self) -> Under | None:
        """The work under way."""
        task = self._task
        if task is None:
            return None
        stopping = task.stopping.is_set()
        return Under(
            task.number, task.title, task.label, task.done, task.expected, stopping, task.silent
        )

    def begin(
        self,
        title: str,
        work: Callable[[ShowProgress], T],
        done: Callable[[T | tuple[Finding, ...]], None],
        *,
        silent: bool = False,
    ) -> bool:
        """Begins `work`, and gives `done` what came of it, or why nothing did.

        A silent one gives way to whatever is asked for. False: something else is under way.
        """
        with self._lock:
            if self._task is not None and self._task.silent and not silent:
                self._give_way(self._task)
            if self._task is not None:
                return False
            self._count += 1
            task = self._task = _Task(self._count, title, silent)
            task.thread = threading.Thread(target=self._run, args=(task, work, done), daemon=True)
            task.thread.start()
        return True

    def stop(self, number: int | None = None) -> None:
        """Lets the work under way stop at its next step; with `number` only if it is that one."""
        task = self._task
        if task is not None and number in (None, task.number):
            task.stopping.set()

    def wait(self, seconds: float = _PATIENCE) -> bool:
        """Waits until nothing is under way; False: it took longer."""
        task = self._task
        if task is not None and task.thread is not None:
            task.thread.join(seconds)
        return self._task is None

    def _give_way(self, task: _Task) -> None:
        task.stopping.set()
        if task.thread is not None:
            task.thread.join(_PATIENCE)

    def _run(
        self,
        task: _Task,
        work: Callable[[ShowProgress], T],
        done: Callable[[T | tuple[Finding, ...]], None],
    ) -> None:
        def progress(label: str, expected: int) -> _Waiting:
            return _Waiting(task, label, expected)

        try:
            done(came_of(work, progress))
        finally:
            self._task = None


def came_of(work: Callable[[ShowProgress], T], progress: ShowProgress) -> T | tuple[Finding, ...]:
    """What came of it; what stopped it, in words: nothing that a person or a machine can cause ends the desk."""
    place = Source("")
    try:
        return work(progress)
    except Stopped as stopped:
        return stopped.findings
    except Cancelled:
        return (machine.DESK_STOPPED_BY_HAND.at(place),)
    except OSError as error:
        return (machine.not_given(error),)
    except Exception as error:  # noqa: BLE001 - a mistake of ours in one piece of work; the engineer reads it
        traceback.print_exc()
        return (machine.DESK_BROKEN.at(place, error=type(error).__name__),)


_LEFT, _SILENT = 30.0, 2 * 3600.0
"""Seconds after which a desk is deserted: since its last window was closed; since one that never said so was
heard of (browsers let a window sleep that nobody looks at)."""
_ASLEEP = 60.0
"""Seconds between two looks that mean the machine itself slept: everybody gets time to come back."""
_SIGNED = (".docx", ".pdf")
_READING = "Xem {noun} đang đến đâu"


class ShownStage(Struct, frozen=True):
    """One of the six stages."""

    name: str
    mark: str
    told: str
    is_next: bool


class ShownMonth(Struct, frozen=True):
    """The month as the page shows it."""

    name: str
    mark: str
    """That invented figures are in it; empty: none."""
    deadlines: str
    stages: tuple[ShownStage, ...]
    next: str
    """What comes next, in words."""
    deed: str
    """The button of it; empty: it has none."""
    following: str
    """The month after, once this one is closed."""
    closed: bool
    documents: tuple[str, ...]
    """What can be verified, linted, signed; what most likely is meant first."""


class Shown(Struct, frozen=True):
    """Everything that a window needs."""

    folder: str
    period: str
    periods: tuple[tuple[str, str], ...]
    """Those that can be chosen, and how they are called."""
    month: ShownMonth | None
    """None: it is being read, or cannot be."""
    overview: int
    """When the page of the month was written last; 0: there is none."""
    trouble: tuple[PointRow, ...]
    """Why the month cannot be read; that nothing can be written."""
    under: Under | None
    arrived: tuple[FileRow, ...]
    """Files that were judged meanwhile and that the window has not yet."""
    number: int
    """Of what is told last."""
    told: DeedResult | None
    """None: the window has it already."""


_DEEDS = {
    Step.TEMPLATES: "templates",
    Step.MAIL_TEMPLATES: "mail-templates",
    Step.RECEIVE: "receive",
    Step.MAIL_RETURNS: "mail-returns",
    Step.MAIL_REMINDERS: "mail-reminders",
    Step.BUILD: "build",
    Step.VERIFY: "verify",
    Step.MAIL_REPORTS: "mail-reports",
    Step.CLOSE: "close",
    Step.NEXT_MONTH: "",
}
"""Which button each step is."""


class Presence:
    """Which windows are open, as far as they say so."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: dict[str, float] = {}
        self._left: float | None = None
        self._looked = clock()

    def seen(self, window: str) -> None:
        """A window asks for something."""
        self._seen[window] = self._clock()

    def left(self, window: str) -> None:
        """A window says that it is closed, or loaded anew."""
        if self._seen.pop(window, None) is not None:
            self._left = self._clock()

    def is_deserted(self) -> bool:
        """Whether the last window was closed long enough ago; before the first was opened nobody left."""
        now = self._clock()
        if now - self._looked > _ASLEEP:
            self._seen = dict.fromkeys(self._seen, now)
            self._left = now if self._left is not None else None
        self._looked = now
        if self._seen:
            return all(now - since > _SILENT for since in self._seen.values())
        return self._left is not None and now - self._left > _LEFT


class DeskState:
    """One working folder on the desk."""

    def __init__(self, root: Path) -> None:
        self.workspace = Workspace(root)
        self.folder = str(root.resolve())
        """As it is shown: asked for once, for it may be out of reach later."""
        self.presence = Presence()
        self.parcels = Parcels()
        self.bench: Bench[DeedResult | None] = Bench()
        self.closing = threading.Event()
        self.warnings: tuple[PointRow, ...] = ()
        """What is to be said for as long as it is open."""
        self.period = last_period(root, datetime.now(LOCAL))
        self._standing: MonthStanding | None = None
        self._trouble: tuple[Finding, ...] = ()
        self._arrived: list[FileRow] = []
        self._told: DeedResult | None = None
        self._number = 1
        """0 is of no result: what a window knows that was just opened."""

    @property
    def root(self) -> Path:
        """The working folder."""
        return self.workspace.root

    @property
    def noun(self) -> str:
        """What a period is called here."""
        return period_noun(self.period.cycle)

    def shown(self, known: int, work: int = 0, rows: int = 0) -> Shown:
        """What a window needs that has the result of that number already, and so many rows of that work."""
        under = self.bench.under()
        arrived = self._arrived[rows if under and under.number == work else 0 :]
        periods, month, overview, trouble = self._lying()
        return Shown(
            folder=self.folder,
            period=str(self.period),
            periods=tuple((str(p), upper_first(period_name(p))) for p in periods),
            month=month,
            overview=overview,
            trouble=(*self.warnings, *map(PointRow.of, trouble)),
            under=under,
            arrived=tuple(arrived),
            number=self._number,
            told=self._told if known != self._number else None,
        )

    def _lying(self) -> tuple[tuple[Period, ...], ShownMonth | None, int, tuple[Finding, ...]]:
        """What the folder tells at each look, and what is in the way: a share that went for a while comes back."""
        try:
            return self._periods(), self._month(), self._overview_written(), self._trouble
        except OSError as error:
            return (self.period,), None, 0, (machine.not_given(error),)

    def choose(self, text: str) -> None:
        """Another month, for all windows; none that can be chosen is no matter."""
        found = Period.typed(text)
        if found in self._periods() and found != self.period:
            self.period, self._standing, self._told = found, None, None
            self._number += 1
            self.look()

    def look(self) -> None:
        """Finds out where the month stands, unless something is under way: that looks at its end."""
        self.bench.begin(_READING.format(noun=self.noun), self._read, lambda _: None, silent=True)

    def do(self, deed: str, asked: Errand, parcel: str = "") -> None:
        """Begins what a button does, on the files of a parcel where one is named.

        Raises:
            Stopped: no such button; another month was chosen meanwhile; something else is under way.
        """
        if asked.period != str(self.period):
            told = {"period": str(self.period)}
            raise Stopped((machine.DESK_OTHER_MONTH.at(Source(""), **told),), Cause.USAGE)
        found = DEEDS.get(deed)
        if found is None:
            raise Stopped((machine.DESK_NO_SUCH_DEED.at(Source(deed)),), Cause.USAGE)

        def work(progress: ShowProgress) -> DeedResult:
            self._arrived = []
            told = found.do(self.root, replace(asked, seen=self._arrived.append), progress)
            return replace(told, deed=deed, title=found.title)

        def done(told: DeedResult | tuple[Finding, ...] | None) -> None:
            self._keep(deed, told, Period.typed(asked.period))
            self.parcels.drop(parcel)
            self._read(Unseen)

        if not self.bench.begin(found.title, work, done):
            raise self._busy(machine.DESK_BUSY)

    def shut(self) -> None:
        """Closes the desk.

        Raises:
            Stopped: something is under way.
        """
        under = self.bench.under()
        if under is not None and not under.silent:
            raise self._busy(machine.DESK_STILL_WORKING)
        self.closing.set()

    def document(self, name: str) -> Path:
        """The document of the month that is called so.

        Raises:
            Stopped: there is none, or it leads out of the working folder.
        """
        path = self.workspace.out(self.period) / name
        if name not in self._documents() or not is_within(path, self.root):
            raise Stopped((machine.DESK_NO_DOCUMENT.at(Source(name), name=name),), Cause.USAGE)
        return path

    def overview(self) -> bytes | None:
        """The page of the month; None: there is none in the working folder."""
        path = self._overview_path()
        return path.read_bytes() if path else None

    def _overview_path(self) -> Path | None:
        folders = (self.workspace.out_after_closing(self.period), self.workspace.out(self.period))
        paths = [folder / OVERVIEW_FILE for folder in folders]
        there = [path for path in paths if path.is_file() and is_within(path, self.root)]
        return max(there, key=lambda path: path.stat().st_mtime, default=None)

    def _overview_written(self) -> int:
        path = self._overview_path()
        return path.stat().st_mtime_ns // 1_000_000 if path else 0

    def _busy(self, rule: Rule) -> Stopped:
        under = self.bench.under()
        label = under.title if under else ""
        return Stopped((rule.at(Source(""), label=label),), Cause.USAGE)

    def _keep(
        self, deed: str, told: DeedResult | tuple[Finding, ...] | None, of: Period | None
    ) -> None:
        """What came of it, without the folders that files of the browser lay in; of another month that is told."""
        if isinstance(told, tuple):
            told = _ended(deed, told)
        if told and of is not None and of != self.period:
            told = replace(told, title=f"{told.title}, {period_name(of)}", folder="")
        self._arrived = []
        self._told = told.reworded(self.parcels.shown) if told else None
        self._number += 1

    def _read(self, progress: ShowProgress) -> None:
        """Where the month stands now, or why that cannot be told."""
        period = str(self.period)
        found = came_of(lambda told: where_it_stands(self.root, period, progress=told), progress)
        if isinstance(found, MonthStanding):
            self._standing, self._trouble = found, ()
        elif [finding.code for finding in found] != [machine.DESK_STOPPED_BY_HAND.code]:
            self._standing, self._trouble = None, found

    def _periods(self) -> tuple[Period, ...]:
        now = datetime.now(LOCAL)
        this = Period.holding(now.date(), self.period.cycle)
        known = known_periods(self.root, now)
        following = [known[-1].following] if known else []
        return tuple(sorted({*known, this.previous, this, *following, self.period}))

    def _month(self) -> ShownMonth | None:
        standing = self._standing
        if standing is None or standing.period != self.period:
            return None
        step = standing.next
        stages = (
            ShownStage(s.name, s.mark.name.lower(), s.told, step in s.steps)
            for s in standing.stages
        )
        return ShownMonth(
            name=period_name(standing.period),
            mark=SAMPLE_MARK if standing.invented else "",
            deadlines=standing.deadlines,
            stages=tuple(stages),
            next=upper_first(step.words(self.period.cycle)),
            deed=_DEEDS[step],
            following=str(standing.period.following),
            closed=standing.closed is not None,
            documents=self._documents(),
        )

    def _documents(self) -> tuple[str, ...]:
        """Word files and scans of the month's folder: what is signed first, of each the newest first."""
        out = self.workspace.out(self.period)
        found: list[tuple[int, float, str]] = []
        papers = [called(paper, self.period.cycle) for paper in PAPERS]
        for path in out.iterdir() if out.is_dir() else ():
            name = path.name
            is_ours = name.startswith(("~$", ".", SLIP, DIFFERENCES)) or name.endswith(PRINTED)
            if path.suffix.lower() in _SIGNED and path.is_file() and not is_ours:
                ranks = [r for r, paper in enumerate(papers) if name.startswith(paper)]
                with suppress(OSError):  # taken away meanwhile
                    modified = path.stat().st_mtime
                    found.append((min(ranks, default=len(PAPERS)), -modified, name))
        return tuple(name for *_, name in sorted(found))


def _ended(deed: str, findings: tuple[Finding, ...]) -> DeedResult:
    """Work that came to no end of its own."""
    title = DEEDS[deed].title
    if [finding.code for finding in findings] == [machine.DESK_STOPPED_BY_HAND.code]:
        (stopped,) = findings
        lines = (f"{stopped.message}. {stopped.remedy}",)
        return DeedResult(Finish.CANCELLED, lines, deed=deed, title=title)
    points = tuple(map(PointRow.of, findings))
    return DeedResult(Finish.STOPPED, points=points, deed=deed, title=title)
