"""`sample`: an invented month, to learn with and to test with; of more units than there are, in a working folder of its own."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.app import Cause, ShowProgress, Stopped, Unseen
from cv183_reports.app.opening import (
    lay_folder,
    open_register,
    period_of,
    read_file,
    register_workbook,
)
from cv183_reports.catalogue import machine
from cv183_reports.catalogue.machine import refusal
from cv183_reports.model import Period, Register, Source
from cv183_reports.model.finding import Finding
from cv183_reports.sample.month import MOST_IN_ZIP, SEED, sample_zips, scaled, zip_stem
from cv183_reports.workspace.folder import (
    TEMPORARY,
    Output,
    Workspace,
    failed,
    publish,
    replace_file,
    retire,
)


class MadeSample(Struct, frozen=True):
    """What one call made."""

    period: Period
    root: Path
    """The working folder that it lies in."""
    outputs: tuple[Output, ...]
    units: int
    """Of its register."""
    invented: int
    """How many of them were added."""
    is_new: bool
    """Whether the working folder was made, too."""


def make_sample(
    root: Path,
    text: str,
    units: int | None = None,
    seed: str | None = None,
    into: Path | None = None,
    progress: ShowProgress = Unseen,
) -> MadeSample:
    """Writes the returned forms of a month into its inbox, as .zip files.

    Args:
        root: the working folder, whose register is followed and never changed.
        text: the month.
        units: of how many units; more than the register has only `into` another folder. None: those it has.
        seed: names the invented world; None: the one that is shipped.
        into: a working folder to be made, whole or not at all, with a register of so many units; None: `root`.
        progress: told of every form.

    Raises:
        Stopped: fewer units than the register has, or more and no new folder; real files lie in the
            inbox; no place for the new folder; the machine refused.
    """
    period = period_of(text)
    workspace, register = open_register(root, period)
    wanted = len(register.units) if units is None else units
    if found := _refused(register, wanted, into, period):
        raise Stopped((found,), Cause.USAGE)
    if into is not None:
        return _in_new_folder(workspace, register, wanted, (period, seed), into, progress)
    outputs = _sent(workspace, register, (period, seed), progress)
    return MadeSample(period, root, outputs, wanted, 0, is_new=False)


def _refused(register: Register, units: int, into: Path | None, period: Period) -> Finding | None:
    """What is wrong with what was asked for."""
    known, place = len(register.units), Source("--units")
    if units < known:
        return machine.TOO_FEW_UNITS.at(place, value=units, known=known)
    if into is None and units > known:
        command = f"cv183-report sample {period} --units {units} --into minh-hoa-{units}"
        return machine.NEW_FOLDER_NEEDED.at(place, known=known, command=command)
    if units > known and not any(unit.tier for unit in register.units):
        return machine.NO_COMMUNE.at(place)
    is_taken = into is not None and into.exists() and not _is_empty(into)
    return machine.NOT_A_FREE_PLACE.at(Source("--into"), folder=str(into)) if is_taken else None


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())


def _sent(
    workspace: Workspace,
    register: Register,
    month: tuple[Period, str | None],
    progress: ShowProgress,
) -> tuple[Output, ...]:
    """The zips of the month in its inbox, and no others of an earlier call.

    Raises:
        Stopped: real files lie in it.
    """
    period, seed = month
    inbox = workspace.inbox(period)
    ours = re.compile(rf"{zip_stem(period)}(-\d+)?\.zip")
    if inbox.is_dir() and any(not ours.fullmatch(path.name) for path in inbox.iterdir()):
        place = Source(str(inbox))
        raise Stopped((machine.REAL_FILES.at(place, folder=place),), Cause.USAGE)
    with progress(f"Làm báo cáo minh họa kỳ {period}", len(register.units_in(period))) as waiting:
        zips = sample_zips(register, period, seed or SEED, most=MOST_IN_ZIP, step=waiting.step)
    outputs = publish(workspace.root, inbox, zips)
    if not failed(outputs):
        retire(workspace.root, inbox, zips.keys())
    return outputs


def _in_new_folder(
    workspace: Workspace,
    register: Register,
    units: int,
    month: tuple[Period, str | None],
    into: Path,
    progress: ShowProgress,
) -> MadeSample:
    """A working folder of so many units with the month in it, made beside its place and then put there."""
    period, _ = month
    staged = into.absolute().with_name(f"{TEMPORARY}{into.absolute().name}")
    data = _register_of(workspace, register, units)
    try:
        shutil.rmtree(staged, ignore_errors=True)  # of a call that was cut off
        laid = lay_folder(staged, data, into)
        _stop_if_failed(laid, into)
        sent = _sent(Workspace(staged), open_register(staged)[1], month, progress)
        _stop_if_failed(sent, into)
        _put_in_place(staged, into)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    placed = tuple(replace(o, path=into / o.path.relative_to(staged)) for o in (*laid, *sent))
    added = units - len(register.units)
    return MadeSample(period, into, placed, units, added, is_new=True)


def _register_of(workspace: Workspace, register: Register, units: int) -> bytes:
    """The file of the register with as many communes added as it takes.

    Raises:
        Stopped: the file holds what cannot be written again.
    """
    from cv183_reports.register.rewriting import with_units
    from cv183_reports.spreadsheet.changing import NotKept

    data = read_file(workspace.register)
    added = scaled(register, units).units[len(register.units) :]
    if not added:
        return data
    grown = with_units(data, register_workbook(workspace)[0], added)
    if isinstance(grown, NotKept):
        place = Source(workspace.shown(workspace.register))
        raise Stopped((machine.REGISTER_NOT_COPIED.at(place, what=(grown.what,)),), Cause.FINDINGS)
    return grown


def _stop_if_failed(outputs: Sequence[Output], into: Path) -> None:
    """What failed is told once, of the folder that was asked for: nothing of it is there."""
    if failed(outputs):
        found = next(each.finding for each in outputs if each.finding is not None)
        raise Stopped((replace(found, place=Source(str(into))),), Cause.MACHINE)


def _put_in_place(staged: Path, into: Path) -> None:
    """Moves the folder that is whole to where it shall stand.

    Raises:
        Stopped: the machine refused; it stands nowhere.
    """
    try:
        with suppress(FileNotFoundError):
            into.rmdir()
        replace_file(staged, into)
    except OSError as error:
        found = refusal(error, Source(str(into)), machine.NO_FOLDER_RIGHT)
        raise Stopped((found,), Cause.MACHINE) from None
