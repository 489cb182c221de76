"""Whose a form is, by its hidden sheet and what contradicts it; and who sent it, against the addresses of the register.

The sender is a remark, never a reason to refuse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from cv183_reports.catalogue import intake
from cv183_reports.catalogue import submission as catalogue
from cv183_reports.form import fields
from cv183_reports.form.fields import HeaderField
from cv183_reports.form.values import Meta, Submission
from cv183_reports.model import Cycle, Period, Register, Source, Unit
from cv183_reports.model.finding import Finding
from cv183_reports.validation.seen import shown
from cv183_reports.validation.structure import labels_of, names_unit
from cv183_reports.vietnamese import wording
from cv183_reports.vietnamese.parsing import another_period, names_period, period_in
from cv183_reports.vietnamese.text import clean, fold, fold_words

_FOR_EVERYONE = frozenset(
    {
        "gmail.com",
        "yahoo.com",
        "yahoo.com.vn",
        "outlook.com",
        "hotmail.com",
        "live.com",
        "icloud.com",
    }
)
"""Domains at which anyone gets an address: they tell nothing of whose it is."""


def addresses(unit: Unit) -> tuple[str, ...]:
    """The addresses of a unit, as mail servers compare them."""
    return tuple(each.casefold() for each in unit.addresses)


def unit_of_sender(sender: str, register: Register) -> Unit | None:
    """The unit whose address `sender` is; None when it is nobody's, or of several."""
    owners = _owners(sender, register)
    return owners[0] if len(owners) == 1 else None


def others_at(sender: str, unit: Unit, register: Register) -> tuple[Unit, ...]:
    """The units whose address `sender` is, when it is not also that of `unit`.

    The body that gathers the reports is none of them: its staff hand on what units sent.
    """
    owners = _owners(sender, register)
    if unit in owners:
        return ()
    return tuple(each for each in owners if not names_unit(register.settings.board.name, each))


def judge_sender(sender: str, unit: Unit, register: Register, file: str) -> Iterator[Finding]:
    """Says so when `unit`'s form was sent from an address that the register gives to nobody.

    Nothing is said of a file that came by no mail, nor of a strange address when the register
    gives none for the unit.
    """
    known, place = addresses(unit), Source(file)
    if known and sender and not _owners(sender, register):
        domain = _domain(sender)
        is_own = domain in map(_domain, known) and _is_own_domain(domain, unit, register)
        rule = intake.SENDER_COLLEAGUE if is_own else intake.SENDER_UNKNOWN
        yield rule.at(place, sender=sender, unit=unit.name, known=known)


def _owners(sender: str, register: Register) -> list[Unit]:
    folded = sender.casefold()
    return [unit for unit in register.units if folded and folded in addresses(unit)]


def _domain(address: str) -> str:
    return address.rpartition("@")[2].casefold()


def _is_own_domain(domain: str, unit: Unit, register: Register) -> bool:
    """Whether `domain` is the unit's alone: the whole city may share one."""
    others = (other for other in register.units if other.code != unit.code)
    shared = any(domain == _domain(each) for other in others for each in addresses(other))
    return domain not in _FOR_EVERYONE and not shared


_IN_BRACKETS = re.compile(r"\(([^()]+)\)\s*$")
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_NAMED = 4
"""More units than these are no suggestion."""


class Suggestion(Struct, frozen=True):
    """Whose a file seems to be."""

    unit: Unit | None
    """None: not certain."""
    finding: Finding | None


class _Clue(Struct, frozen=True):
    """What one place tells."""

    told: str
    """The place, in words, and what it says."""
    units: tuple[Unit, ...]
    certain: bool


def suggest(submission: Submission, register: Register, sender: str) -> Suggestion:
    """What the header cell, the name of the file and the address of the sender tell together.

    Certain is one unit that every certain clue names and no other clue excludes.
    """
    clues = tuple(clue for clue in _clues(submission, register, sender) if clue.units)
    certain = {unit.code for clue in clues if clue.certain for unit in clue.units}
    unit = register.unit(certain.pop()) if len(certain) == 1 else None
    if unit is not None and any(unit not in clue.units for clue in clues):
        unit = None
    named = dict.fromkeys(unit.code for clue in clues for unit in clue.units)
    if not named or len(named) > _NAMED:
        return Suggestion(unit, None)
    units = [unit] if unit else [each for each in register.units if each.code in named]
    finding = catalogue.SEEMS_TO_BE.at(
        Source(submission.file),
        clues=tuple(clue.told for clue in clues),
        units=tuple(f"{each.name} [{each.code}]" for each in units),
    )
    return Suggestion(unit, finding)


def _clues(submission: Submission, register: Register, sender: str) -> Iterator[_Clue]:
    slot = submission.header.get(fields.UNIT.key)
    if slot is not None and slot.cell is not None:
        written = shown(slot.cell)
        yield _of_name(written, f"ô Đơn vị ghi «{written}»", register)
    name = clean(re.split(r"[/\\]", submission.file)[-1]).text
    yield _of_file(_EXTENSION.sub("", name), f"tên tệp «{name}»", register)
    owner = unit_of_sender(sender, register)
    if owner is not None:
        yield _Clue(f"thư gửi từ {sender}", (owner,), certain=True)


def _of_name(written: str, told: str, register: Register) -> _Clue:
    """The unit that a cell names."""
    found = _IN_BRACKETS.search(written)
    coded = register.unit(found[1].strip()) if found else None
    name = written[: found.start()] if found and coded else written
    exact = tuple(unit for unit in register.units if names_unit(name, unit))
    if coded is not None:
        units = tuple(dict.fromkeys((coded, *exact)))
        return _Clue(told, units, certain={*exact} <= {coded})
    if len(exact) == 1:
        return _Clue(told, exact, certain=True)
    folded = fold(written)
    alike = (u for u in register.units if folded in map(fold, u.all_names))
    return _Clue(told, exact or tuple(alike), certain=False)


def _of_file(name: str, told: str, register: Register) -> _Clue:
    """The units whose code or name stands in the name of a file; the longest name counts."""
    coded = [u for u in register.units if re.search(rf"(?<![\w-]){re.escape(u.code)}(?!\w)", name)]
    if coded:
        longest = max(len(unit.code) for unit in coded)
        units = tuple(unit for unit in coded if len(unit.code) == longest)
        return _Clue(told, units, certain=len(units) == 1)
    words, folded = f" {fold_words(name)} ", f" {fold(name)} "
    exact = _longest({u: [fold_words(n) for n in u.all_names] for u in register.units}, words)
    alike = _longest({u: [fold(n) for n in u.all_names] for u in register.units}, folded)
    if len(exact) == 1:
        return _Clue(told, exact, certain=True)
    return _Clue(told, exact or alike, certain=False)


def _longest(names: dict[Unit, list[str]], text: str) -> tuple[Unit, ...]:
    """The units the longest of whose names stands in `text`, as whole words."""
    found = {
        unit: max((len(name) for name in own if f" {name} " in text), default=0)
        for unit, own in names.items()
    }
    most = max(found.values(), default=0)
    return tuple(unit for unit, length in found.items() if most and length == most)


class Identity(Struct, frozen=True):
    """Whose file, for which month, as far as it can be told."""

    unit: Unit | None
    period: Period | None
    findings: tuple[Finding, ...]


def identify(
    submission: Submission, register: Register, expected: Period | None, sender: str = ""
) -> Identity:
    """Whose file it is; an error among the findings rejects it.

    `expected` is the month that is being gathered; None takes any. `sender` is the address that
    the file was sent from: it only helps to tell whom to give a file back whose hidden sheet is gone.
    """
    place = Source(submission.file)
    meta = submission.meta or Meta("", "", "", "", "")
    period = Period.parse(meta.period)
    absent = tuple(_absent(meta, period))
    if absent:
        missing = catalogue.NO_META.at(place, keys=absent)
        return _unmarked(submission, register, period, missing, sender)
    assert period is not None
    unit = register.unit(meta.unit)
    if unit is None or not register.owes(unit, period):
        wrong = catalogue.UNKNOWN_UNIT.at(
            place, value=meta.unit, period=wording.period_name(period)
        )
        return Identity(None, period, (wrong,))
    findings = (
        *_form(meta, register, period, place),
        *_month(period, expected, place),
        *_unit_cell(submission, unit, register),
        *_period_cell(submission, period),
        *_file_name(submission.file, unit, period, register),
    )
    return Identity(unit, period, findings)


def _unmarked(
    submission: Submission,
    register: Register,
    period: Period | None,
    missing: Finding,
    sender: str,
) -> Identity:
    """A form whose hidden sheet does not tell: rejected, with a suggestion whose it may be."""
    known = register.unit(submission.meta.unit) if submission.meta else None
    if known is not None:
        return Identity(known, period, (missing,))
    found = suggest(submission, register, sender)
    told = period_in(_header(submission, fields.PERIOD)[1]) if found.unit else None
    findings = (missing, found.finding) if found.finding else (missing,)
    return Identity(found.unit, period or told, findings)


def _absent(meta: Meta, period: Period | None) -> Iterator[str]:
    """What the hidden sheet does not tell, in words."""
    written = {
        catalogue.META_UNIT: meta.unit,
        catalogue.META_PERIOD: period,
        catalogue.META_VERSION: meta.version,
    }
    return (name for name, value in written.items() if not value)


def _form(meta: Meta, register: Register, period: Period, place: Source) -> Iterator[Finding]:
    version, known = fields.version_of(meta.version), fields.FORM_VERSION
    if version != known:
        rule = catalogue.FORMER_VERSION if version else catalogue.UNKNOWN_VERSION
        yield rule.at(place, value=meta.version, known=known)
    if meta.fingerprint != register.at(period).fingerprint:
        yield catalogue.REGISTER_CHANGED.at(place)


def _month(period: Period, expected: Period | None, place: Source) -> Iterator[Finding]:
    if expected is not None and period != expected:
        yield catalogue.WRONG_PERIOD.at(
            place, found=wording.period_name(period), expected=wording.period_name(expected)
        )


def _unit_cell(submission: Submission, unit: Unit, register: Register) -> Iterator[Finding]:
    place, written = _header(submission, fields.UNIT)
    if not written or names_unit(written, unit):
        return
    if any(names_unit(written, other) for other in register.units):
        yield catalogue.UNIT_CONFLICT.at(place, value=written, unit=unit.name)
    else:
        yield _unreadable(fields.UNIT, place, written, labels_of(unit)[0])


def _period_cell(submission: Submission, period: Period) -> Iterator[Finding]:
    place, written = _header(submission, fields.PERIOD)
    told = period_in(written)
    if told == period or (period.cycle is Cycle.MONTH and names_period(written, period)):
        return
    if told is not None:
        yield catalogue.PERIOD_CONFLICT.at(place, value=written, period=wording.period_name(period))
    elif written:
        month = wording.period_name(period)
        yield _unreadable(fields.PERIOD, place, written, month)


def _header(submission: Submission, line: HeaderField) -> tuple[Source, str]:
    """A cell of the header block: where, and what it says; nothing is no disagreement."""
    slot = submission.header.get(line.key)
    if slot is None or slot.cell is None:
        return Source(submission.file), ""
    return slot.place, shown(slot.cell)


def _unreadable(line: HeaderField, place: Source, written: str, issued: str) -> Finding:
    return catalogue.HEADER_UNREADABLE.at(place, label=line.label, value=written, issued=issued)


def _file_name(file: str, unit: Unit, period: Period, register: Register) -> Iterator[Finding]:
    name = clean(re.split(r"[/\\]", file)[-1]).text
    told = [*_units_in_name(name, unit, register), another_period(name, period)]
    if any(told):
        yield catalogue.FILE_NAME_CONFLICT.at(
            Source(file),
            value=wording.joined([each for each in told if each]),
            unit=unit.name,
            period=wording.period_name(period),
        )


def _units_in_name(name: str, unit: Unit, register: Register) -> Iterator[str]:
    """Codes of other units in a file name that lacks the unit's own."""
    if unit.code not in name:
        for other in register.units:
            told = other.code in name
            if told and re.search(rf"(?<![\w-]){re.escape(other.code)}(?!\w)", name):
                yield f"mã {other.code}"
