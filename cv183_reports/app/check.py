"""`check`: says everything wrong with files, and writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from cv183_reports.app import ShowProgress, Unseen
from cv183_reports.app.history import read_before, read_months
from cv183_reports.app.month import Month, judged
from cv183_reports.app.opening import open_register
from cv183_reports.catalogue.files import NOT_FOUND
from cv183_reports.intake.inbox import Arrival, gather
from cv183_reports.model import Period, Register
from cv183_reports.model.finding import Finding, Judgement, tally_line
from cv183_reports.validation.batch import Batch, Received, Shared, settle
from cv183_reports.workspace.folder import Workspace


class CheckedFiles(Struct, frozen=True):
    """Files, judged those of one unit and month together."""

    register: Register
    judgements: tuple[Judgement, ...]
    """One for each file, in the order given, or of their names."""
    counted: frozenset[str]
    """The files that count."""
    shared: tuple[Shared, ...]
    """What many of them have in common."""
    ledger: tuple[Finding, ...] = ()
    """What is wrong with the ledger of the period, and with the originals that it names."""

    @property
    def general(self) -> tuple[Finding, ...]:
        """What is to be said of no single file."""
        return (*self.ledger, *(shared.note for shared in self.shared))

    @property
    def told(self) -> str:
        """How many files, and how many findings."""
        found = [finding for judgement in self.judgements for finding in judgement.findings]
        tally = tally_line((*found, *self.general)) or "không có lỗi, cảnh báo"
        return f"Đã kiểm tra {len(self.judgements)} tệp: {tally}."

    @property
    def leads_nowhere(self) -> bool:
        """No path that was given leads to a file."""
        found = [each.findings for each in self.judgements]
        return bool(found) and all(NOT_FOUND.code in {f.code for f in each} for each in found)


def check_files(
    root: Path,
    paths: Sequence[Path],
    *,
    convert_legacy: bool = False,
    progress: ShowProgress = Unseen,
) -> CheckedFiles:
    """The files, judged by the register, those of one unit and month together.

    A period stands for all that came in it. Files of one month's inbox are judged as `build` judges
    them: for that month.

    Raises:
        Stopped: no sound register.
    """
    workspace, register = open_register(root)
    period = _period(workspace, paths)
    if period is not None:
        month, _ = read_months(workspace, register, period, progress=progress)
        batch = month.batch
        return CheckedFiles(register, batch.judgements, month.counted, batch.shared, month.ledger)
    return _of_files(workspace, register, paths, convert_legacy=convert_legacy)


def _period(workspace: Workspace, paths: Sequence[Path]) -> Period | None:
    """The period that the command line names in place of files.

    A folder of that name in which somebody stands (``data``) does not hide it.
    """
    period = Period.parse(str(paths[0])) if len(paths) == 1 else None
    is_month = period is not None and workspace.has_month(period)
    return period if is_month or not paths[0].exists() else None


def _of_files(
    workspace: Workspace, register: Register, paths: Sequence[Path], *, convert_legacy: bool
) -> CheckedFiles:
    months = _Earlier(workspace, register)
    expected = _month_of(workspace, paths)
    received = [
        _judged(replace(each, convert_legacy=convert_legacy), register, months, expected)
        for each in gather(list(paths), Path.cwd())
    ]
    return _settled(received, register, expected)


def _month_of(workspace: Workspace, paths: Sequence[Path]) -> Period | None:
    """The month in whose folder all of `paths` lie."""
    data = workspace.data.resolve()
    months = {
        Period.parse(path.resolve().relative_to(data).parts[0]) if _lies_in(path, data) else None
        for path in paths
    }
    return months.pop() if len(months) == 1 else None


def _lies_in(path: Path, folder: Path) -> bool:
    return path.resolve() != folder and path.resolve().is_relative_to(folder)


class _Earlier(Struct):
    """The months before those checked, read when first asked for."""

    workspace: Workspace
    register: Register
    months: dict[Period, Month | None] = field(default_factory=dict)

    def before(self, period: Period) -> Month | None:
        """The month before `period`, if it lies in the working folder."""
        if period not in self.months:
            self.months[period] = read_before(self.workspace, self.register, period)
        return self.months[period]


def _judged(
    arrival: Arrival, register: Register, months: _Earlier, expected: Period | None
) -> Received:
    """Judged against the month before the one expected, or the one that the file itself names."""
    if expected is not None:
        return judged(arrival, register, expected, months.before(expected))
    alone = judged(arrival, register, None, None)
    period = alone.judgement.period
    before = months.before(period) if period else None
    return judged(arrival, register, None, before) if before else alone


def _settled(
    received: Sequence[Received], register: Register, expected: Period | None
) -> CheckedFiles:
    """In the order given; files of different months never compete."""
    positions: dict[Period | None, list[int]] = {}
    for position, each in enumerate(received):
        positions.setdefault(expected or each.judgement.period, []).append(position)
    settled: dict[int, Judgement] = {}
    batches: list[Batch] = []
    for of_month in positions.values():
        batch = settle([received[position] for position in of_month], register)
        settled.update(zip(of_month, batch.judgements, strict=True))
        batches.append(batch)
    return CheckedFiles(
        register,
        tuple(settled[position] for position in range(len(received))),
        frozenset(filing.file for batch in batches for filing in batch.filings),
        tuple(shared for batch in batches for shared in batch.shared),
    )
