"""`sample`: an invented month, to learn with and to test with."""

from __future__ import annotations

from pathlib import Path

from cv183_reports.app.opening import open_register, period_of
from cv183_reports.app.running import Cause, Stopped
from cv183_reports.catalogue import machine
from cv183_reports.model import Period, Source
from cv183_reports.sample.month import SEED, sample_month
from cv183_reports.workspace.folder import Output, publish


def make_sample(
    root: Path, text: str, units: int | None, seed: str | None
) -> tuple[Period, tuple[Output, ...]]:
    """Writes one .zip of returned forms into the month's inbox.

    Raises:
        Stopped: fewer units than the register has; real files lie in the inbox.
    """
    period = period_of(text)
    workspace, register = open_register(root)
    if units is not None and units < len(register.units):
        few = machine.TOO_FEW_UNITS.at(Source("--units"), value=units, known=len(register.units))
        raise Stopped((few,), Cause.USAGE)
    inbox, name = workspace.inbox(period), f"bao-cao-minh-hoa-{period}.zip"
    if inbox.is_dir() and any(path.name != name for path in inbox.iterdir()):
        place = Source(str(inbox))
        raise Stopped((machine.REAL_FILES.at(place, folder=place),), Cause.USAGE)
    data = sample_month(register, period, seed=seed or SEED, units=units)
    return period, publish(workspace.root, inbox, {name: data})
