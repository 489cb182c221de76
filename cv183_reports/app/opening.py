"""What every command begins with: the working folder (`init` lays it), the period, the clock, the register, the units meant.

The register is had as it is, and as the documents print it.
"""

from __future__ import annotations

import difflib
import ntpath
import os
import re
import stat
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import cast

from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.app import Cause, Stopped
from cv183_reports.app.memory import ReadRegister, remembered_register
from cv183_reports.catalogue import files, machine
from cv183_reports.catalogue import register as rules
from cv183_reports.catalogue.files import leads_astray, reason
from cv183_reports.model import (
    LOCAL,
    Dispatch,
    Indicator,
    Issuer,
    Obligation,
    OwnPaper,
    Period,
    Profile,
    Register,
    Settings,
    Source,
    Unit,
    UnitGroup,
)
from cv183_reports.model.finding import Finding, Severity
from cv183_reports.spreadsheet.grid import Workbook
from cv183_reports.vietnamese.text import fold as folded
from cv183_reports.vietnamese.text import fold_words, place_tones
from cv183_reports.vietnamese.wording import (
    count,
    lower_first,
    period_noun,
    short_date,
    short_period,
    typed_forms,
)
from cv183_reports.workspace.folder import (
    LAUNCHERS,
    MAIL_TEMPLATES,
    REGISTER,
    TEMPLATES,
    Output,
    Workspace,
    publish,
    sha256,
    shipped,
)

_NEAR = 4
"""Units that a hint names."""
_ALIKE = 0.75
"""How alike a name must be, whole or without Xã, Phường."""
_EXECUTABLE = 0o111
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?")


def period_of(text: str) -> Period:
    """The period of the command line.

    Raises:
        Stopped: neither a month nor a quarter.
    """
    period = Period.typed(text)
    if period is None:
        raise Stopped((machine.BAD_PERIOD.at(Source("KỲ"), value=text),), Cause.USAGE)
    return period


def clock(as_of: str | None) -> datetime:
    """Now, or the instant given instead; local time.

    Raises:
        Stopped: not an instant.
    """
    if as_of is None:
        return datetime.now(LOCAL)
    with suppress(ValueError):
        if _INSTANT.fullmatch(as_of):
            return datetime.fromisoformat(as_of).replace(tzinfo=LOCAL)
    raise Stopped((machine.BAD_INSTANT.at(Source("--as-of"), value=as_of),), Cause.USAGE)


def open_register(root: Path, period: Period | None = None) -> tuple[Workspace, Register]:
    """The working folder and its register, which reports by such periods as `period`.

    Raises:
        Stopped: there is none, or it has errors; all of them are named. It reports by others.
    """
    workspace = Workspace(root)
    register, _ = register_and_findings(workspace, period)
    return workspace, register


def register_and_findings(
    workspace: Workspace, period: Period | None = None
) -> tuple[Register, tuple[Finding, ...]]:
    """The register, and what is to be said of it all the same.

    Raises:
        Stopped: as `open_register`.
    """
    read = _read_register(workspace)
    cycle = read.register.profile.cycle
    if period is not None and period.cycle is not cycle:
        short, long = typed_forms(cycle)
        told = {"value": short_period(period), "noun": period_noun(cycle)}
        found = machine.OTHER_CYCLE.at(Source("KỲ"), **told, short=short, long=long)
        raise Stopped((found,), Cause.USAGE)
    return read.register, read.findings


def doubts(told: Sequence[Finding]) -> tuple[Finding, ...]:
    """What is to be looked at in the register, in one line; contacts are told where letters are written."""
    own = [f for f in told if f.severity is Severity.WARNING and f.code not in rules.CONTACTS]
    if not own:
        return ()
    first = own[0]
    shown = f"{first.place.sheet}!{first.place.cell}: " if first.place.cell else ""
    told_first = (f"{shown}{lower_first(first.message)}",)
    return (rules.DOUBTS.at(Source(first.place.file), count=count(len(own)), first=told_first),)


def expect_register(workspace: Workspace) -> None:
    """That the folder is a working folder.

    Raises:
        Stopped: it has no register, which is wrong usage; or the disk or share that it lies on is not to be had.
    """
    path = workspace.register
    try:
        is_there = stat.S_ISREG(path.stat().st_mode)
    except OSError as error:
        if not leads_astray(error):
            found = machine.NOT_READ.at(Source(str(path)), reason=reason(error))
            raise Stopped((found,), Cause.MACHINE) from None
        is_there = False
    if not is_there:
        folder = str(workspace.root.resolve())
        raise Stopped((machine.NO_REGISTER.at(Source(str(path)), folder=(folder,)),), Cause.USAGE)


def _read_register(workspace: Workspace) -> ReadRegister:
    expect_register(workspace)

    def read() -> ReadRegister:
        from cv183_reports.register.reader import read_register

        workbook, findings = register_workbook(workspace)
        register, faults = read_register(workbook, shipped_register, findings)
        if register is None:
            raise Stopped(faults, Cause.FINDINGS)
        return ReadRegister(register, faults)

    own, ours = read_file(workspace.register), shipped().joinpath(*REGISTER.parts).read_bytes()
    return remembered_register(workspace, (own, ours), read)


def register_workbook(workspace: Workspace) -> tuple[Workbook, tuple[Finding, ...]]:
    """The workbook of the register, and what the file says that is not read.

    Raises:
        Stopped: it cannot be read.
    """
    from cv183_reports.spreadsheet.xlsx import read_workbook

    data = read_file(workspace.register)
    workbook, findings = read_workbook(data, workspace.register.name)
    if workbook is None:
        told = {"why": (_why_unread(data, workspace.register.name, findings[0]),)}
        place = Source(workspace.register.name)
        raise Stopped((machine.REGISTER_NOT_READ.at(place, **told),), Cause.FINDINGS)
    return workbook, files.of_own_file(findings)


def _why_unread(data: bytes, file: str, found: Finding) -> str:
    """What the file is, where it is something else; else what the reader found."""
    from cv183_reports.intake.guard import refusal_of
    from cv183_reports.ooxml.archive import is_locked
    from cv183_reports.spreadsheet.reading import WorkbookKind, kind_of

    kind = kind_of(data)
    if refused := refusal_of(data, file):
        found = refused
    elif is_locked(data):
        found = files.PASSWORD.at(Source(file))
    elif kind is not WorkbookKind.XLSX:
        return machine.REGISTER_IS_OTHER.format(kind=kind.value)
    return lower_first(found.message)


@cache
def shipped_register() -> Workbook:
    """The register that comes with the program, read once: each column that another one lacks asks for it."""
    from cv183_reports.spreadsheet.xlsx import read_workbook

    workbook, _ = read_workbook(shipped().joinpath(*REGISTER.parts).read_bytes(), REGISTER.name)
    assert workbook is not None, "what we ship can be read"
    return workbook


_PRINTED: dict[type, tuple[str, ...]] = {
    Register: ("groups", "units", "obligations", "indicators", "settings", "profile"),
    UnitGroup: ("name", "paper"),
    Unit: ("name", "short_name", "paper"),
    OwnPaper: ("symbol", "superior", "heading", "place", "capacity", "title", "kept_by"),
    Obligation: ("section", "text", "short_text"),
    Indicator: ("name", "topic"),
    Profile: ("dispatch", "place", "whole"),
    Dispatch: ("name", "kind", "issuer", "matter", "directive"),
    Settings: ("board", "office"),
    Issuer: (
        "superior",
        "heading",
        "name",
        "capacity",
        "title",
        "recipients",
        "addressees",
        "subject",
    ),
}
"""What documents print of the register."""


def in_house_style(register: Register) -> Register:
    """`register` with one style of tone marks (ủy or uỷ), as its settings ask.

    The dispatch itself mixes both; documents print one. Forms and comparisons keep the original.
    """
    return cast("Register", _styled(register, register.settings.new_tone_marks))


def _styled(value: object, new_style: bool) -> object:  # noqa: FBT001 - one style or the other
    if isinstance(value, str):
        return place_tones(value, new_style=new_style)
    if isinstance(value, tuple):
        return tuple(_styled(each, new_style) for each in value)
    assert isinstance(value, Struct)
    printed = {name: _styled(getattr(value, name), new_style) for name in _PRINTED[type(value)]}
    return replace(value, **printed)


def read_file(path: Path) -> bytes:
    """The bytes of a file the command cannot do without.

    Raises:
        Stopped: the machine does not give them.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise Stopped(
            (machine.NOT_READ.at(Source(str(path)), reason=reason(error)),), Cause.MACHINE
        ) from None


def digest_of(path: Path) -> str:
    """SHA-256 of a file; empty where none is there, or the machine does not give it."""
    try:
        return sha256(path.read_bytes())
    except OSError:
        return ""


def read_named(path: Path, most: int = -1) -> bytes:
    """The bytes of a file that was named on the command line, the first `most` of them.

    Raises:
        Stopped: nothing to read lies there, which is wrong usage; or the machine does not give it.
    """
    try:
        with path.open("rb") as stream:
            return stream.read(most)
    except OSError as error:
        finding = machine.NOT_READ.at(Source(str(path)), reason=reason(error))
        cause = Cause.USAGE if leads_astray(error) else Cause.MACHINE
        raise Stopped((finding,), cause) from None


def chosen_units(
    register: Register, period: Period, units: Sequence[str], groups: Sequence[str]
) -> tuple[Unit, ...]:
    """The units named, by code or by name, in official order.

    Raises:
        Stopped: a unit or group that the register does not have, or a name of several; all of them are named.
    """
    owing = register.units_in(period)
    meant = [_meant(text, owing, register.units, period) for text in units]
    findings = [each for each in meant if isinstance(each, Finding)]
    group_codes = tuple(group.code for group in register.groups)
    findings += [
        machine.UNKNOWN_GROUP.at(Source("--group"), value=code, known=group_codes)
        for code in groups
        if code not in group_codes
    ]
    if findings:
        raise Stopped(tuple(findings), Cause.USAGE)
    if not units and not groups:
        return owing
    return tuple(unit for unit in owing if unit in meant or unit.group in groups)


def _meant(
    text: str, owing: Sequence[Unit], units: Sequence[Unit], period: Period
) -> Unit | Finding:
    """The unit of that code, or the one of that name, with or without accents; first among those `owing`."""
    found = _called(text, owing)
    if len(found) == 1:
        return found[0]
    if found:
        near = [unit.labelled for unit in found[:_NEAR]]
        return machine.SEVERAL_UNITS.at(Source("--unit"), value=text, units=tuple(near))
    if len(gone := _called(text, units)) == 1:
        return _not_there(gone[0], period)
    return _unknown_unit(text, owing)


def _called(text: str, owing: Sequence[Unit]) -> list[Unit]:
    if not folded(text):
        return []
    found = [unit for unit in owing if unit.code == text]
    for fold in (fold_words, folded):
        told = fold(text)
        found = found or [u for u in owing if told in {fold(name) for name in u.all_names}]
    part = f" {folded(text)}"
    return found or [u for u in owing if any(part in f" {folded(name)}" for name in u.all_names)]


def _not_there(unit: Unit, period: Period) -> Finding:
    """Of the register, but not of that month: it began later, or has ended."""
    ends = ((machine.BEGINS, unit.valid_from), (machine.ENDS, unit.valid_until))
    told = "".join(words.format(day=short_date(day)) for words, day in ends if day)
    place = Source("--unit")
    return machine.UNIT_NOT_THERE.at(place, unit=unit.labelled, period=period, term=(told,))


def _unknown_unit(text: str, owing: Sequence[Unit]) -> Finding:
    known = {folded(name): unit for unit in owing for name in (unit.short_name, unit.code)}
    known |= {folded(unit.short_name).partition(" ")[2]: unit for unit in owing}
    near = difflib.get_close_matches(folded(text), known, n=_NEAR, cutoff=_ALIKE)
    told = ", ".join(dict.fromkeys(known[each].labelled for each in near))
    hint = f"; gần giống: {told}" if near else ""
    return machine.UNKNOWN_UNIT.at(Source("--unit"), value=text, hint=(hint,))


def lay_folder(
    folder: Path, register: bytes | None = None, place: Path | None = None
) -> tuple[Output, ...]:
    """Lays a new working folder: register, templates, launchers, and nothing else.

    Args:
        folder: where.
        register: its register; None: the one that is shipped.
        place: where the folder is going to stand once it is whole; None: where it is.

    Raises:
        Stopped: there is one already; nothing is changed.
    """
    if (folder / REGISTER).exists():
        there = Source(str(folder))
        raise Stopped((machine.NOT_EMPTY.at(there, folder=str(folder)),), Cause.USAGE)
    seed = shipped()
    data = register or seed.joinpath(*REGISTER.parts).read_bytes()
    outputs = publish(folder, (folder / REGISTER).parent, {REGISTER.name: data})
    for templates in (TEMPLATES, MAIL_TEMPLATES):
        files = sorted(seed.joinpath(*templates.parts).iterdir(), key=lambda file: file.name)
        outputs += publish(
            folder, folder / templates, {file.name: file.read_bytes() for file in files}
        )
    found = launchers(place or folder, sys.executable, windows=os.name == "nt")
    laid = publish(folder, folder, found)
    for output in laid:
        with suppress(OSError):  # else it can be allowed by hand
            output.path.chmod(output.path.stat().st_mode | _EXECUTABLE)
    return outputs + laid


def launchers(folder: Path, python: str, *, windows: bool) -> dict[str, bytes]:
    """The launchers of a working folder by name, those of one system: ``.cmd`` or ``.desktop``.

    In what is shipped ``@PYTHON@`` stands for the interpreter that runs us, in quotes, ``@NEAR@`` for the same as
    seen from the working folder (on a stick both travel), and ``@FOLDER@`` for the working folder, without quotes.
    """
    suffix, quoted = (".cmd", _in_batch) if windows else (".desktop", _in_exec)
    place = str(folder.resolve())
    said = {
        "@PYTHON@": quoted(python),
        "@NEAR@": quoted(_seen_from(str(folder.absolute()), python)),
        "@FOLDER@": quoted(place) if windows else _in_value(place),
    }
    found = {}
    for file in sorted(shipped().joinpath(*LAUNCHERS.parts).iterdir(), key=lambda file: file.name):
        if file.name.endswith(suffix):
            text = file.read_bytes().decode()
            for token, value in said.items():
                text = text.replace(token, value)
            # A name of a folder may be no text at all: on Linux it stays the bytes that it is.
            found[file.name] = text.encode("utf-8", "replace" if windows else "surrogateescape")
    return found


def _seen_from(folder: str, file: str) -> str:
    """The path of `file` from a folder of Windows; as it is where they lie on different disks."""
    try:
        return ntpath.relpath(file, folder)
    except ValueError:
        return file


def _in_batch(text: str) -> str:
    """Within quotes of a batch file, where only the percent sign means something."""
    return text.replace("%", "%%")


def _in_exec(text: str) -> str:
    """Within quotes of the key Exec of a desktop entry."""
    return _in_value(re.sub(r'(["`$\\])', r"\\\1", text)).replace("%", "%%")


def _in_value(text: str) -> str:
    """A value of a desktop entry."""
    return text.replace("\\", "\\\\")
