"""`templates`: one form for each unit, last month's answers beside the empty cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from cv183_reports.app import ShowProgress, Unseen
from cv183_reports.app.history import read_before
from cv183_reports.app.month import Month
from cv183_reports.app.opening import chosen_units, doubts, period_of, register_and_findings
from cv183_reports.form.blank import form_name, write_form
from cv183_reports.form.values import LastMonth
from cv183_reports.model import Period, Register, Unit
from cv183_reports.model.finding import Finding
from cv183_reports.vietnamese.wording import listed
from cv183_reports.workspace.folder import Output, Placed, Workspace, lying, publish

FORMS_FOLDER = "bieu-mau"
"""Within the folder of the period."""


class MadeForms(Struct, frozen=True):
    """The forms of one run."""

    period: Period
    folder: Path
    outputs: tuple[Output, ...]
    has_last: bool
    """Whether anything of the month before lies there to be shown in the grey cells."""
    excused: tuple[Unit, ...]
    """Units whose report is waived, and that were not asked for by name: they get no form."""
    findings: tuple[Finding, ...] = ()
    """Of the register."""

    def told(self) -> Iterator[str]:
        """How many lie where, whose grey cells stay empty, who gets none."""
        fresh = sum(output.placed is Placed.WRITTEN for output in self.outputs)
        there = len(lying(self.outputs))
        yield f"{there or 'Không có'} biểu mẫu trong {self.folder} ({fresh} ghi mới)."
        if not self.has_last:
            yield f"Không có báo cáo kỳ {self.period.previous}: các ô “Kỳ trước” để trống."
        if self.excused:
            names = listed([unit.labelled for unit in self.excused])
            yield f"Không làm biểu mẫu cho {len(self.excused)} đơn vị được miễn, hoãn báo cáo: {names}."


def make_forms(
    root: Path,
    text: str,
    units: Sequence[str],
    groups: Sequence[str],
    progress: ShowProgress = Unseen,
) -> MadeForms:
    """Writes the forms of the units asked for, or of all.

    Raises:
        Stopped: no such period, unit or group; no sound register.
    """
    period = period_of(text)
    workspace = Workspace(root)
    register, told = register_and_findings(workspace, period)
    chosen = chosen_units(register, period, units, groups)
    last = read_before(workspace, register, period, whole=True, progress=progress)
    excused: tuple[Unit, ...] = ()
    if not units:
        excused = tuple(u for u in chosen if register.waiver(u, register.filing, period))
        chosen = tuple(unit for unit in chosen if unit not in excused)
    files: dict[str, bytes] = {}
    with progress(f"Làm biểu mẫu kỳ {period}", len(chosen)) as waiting:
        for unit in chosen:
            files[form_name(unit, period)] = form_of(unit, register, period, last)
            waiting.step()
    folder = workspace.out(period) / FORMS_FOLDER
    outputs = publish(workspace.root, folder, files)
    return MadeForms(period, folder, outputs, last is not None, excused, doubts(told))


def form_of(unit: Unit, register: Register, period: Period, last: Month | None) -> bytes:
    """The form of one unit, with what it said in the months before."""
    filings = last.filings_of(unit, register) if last else ()
    invented = any(filing.sample for _, filing in filings if filing)
    return write_form(
        unit, register, period, told_before(unit, register, period, last), sample=invented
    )


def told_before(unit: Unit, register: Register, period: Period, last: Month | None) -> LastMonth:
    """What `unit` said in the months before `period`, of which `last` is the latest."""
    return LastMonth.of(register, period, tuple(last.filings_of(unit, register)) if last else ())
