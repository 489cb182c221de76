"""Whose file it is and for which month: from the hidden sheet; header cells and file name must agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cv183_reports.catalogue import submission as catalogue
from cv183_reports.form.layout import (
    FORM_VERSION,
    HEADER_FIELDS,
    META_SHEET,
    former_version,
)
from cv183_reports.form.submission import Meta, Submission
from cv183_reports.model import Period, Register, Source, Unit
from cv183_reports.model.finding import Finding
from cv183_reports.validation.reading import shown
from cv183_reports.validation.structure import labels_of, names_unit
from cv183_reports.validation.whose import suggest
from cv183_reports.vietnamese import wording
from cv183_reports.vietnamese.text import clean, fold

_LABELS = {field.key: field.label for field in HEADER_FIELDS}
_MONTH_YEAR = re.compile(r"(?<!\d)(0?[1-9]|1[0-2]) (?:nam )?(20\d\d)(?!\d)")
_YEAR_MONTH = re.compile(r"(?<!\d)(20\d\d) (0?[1-9]|1[0-2])(?!\d)")
_MONTH = re.compile(r"(?<![a-z\d])t(?:hang)? ?(0?[1-9]|1[0-2])(?!\d)")


@dataclass(frozen=True, slots=True)
class Identity:
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
    place = Source(submission.file, META_SHEET)
    meta = submission.meta or Meta("", "", "", "", "")
    period = Period.parse(meta.period)
    absent = tuple(_absent(meta, period))
    if absent:
        missing = catalogue.NO_META.at(place, keys=absent)
        return _unmarked(submission, register, period, missing, sender)
    assert period is not None
    unit = register.unit(meta.unit)
    if unit is None or not unit.owes_in(period):
        wrong = catalogue.UNKNOWN_UNIT.at(place, value=meta.unit, period=_month_words(period))
        return Identity(None, period, (wrong,))
    findings = (
        *_form(meta, register, place),
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
    told = _period_in(_header(submission, "period")[1]) if found.unit else None
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


def _form(meta: Meta, register: Register, place: Source) -> Iterator[Finding]:
    if former_version(meta.version):
        yield catalogue.FORMER_VERSION.at(place, value=meta.version, known=FORM_VERSION)
    elif meta.version != FORM_VERSION:
        yield catalogue.UNKNOWN_VERSION.at(place, value=meta.version, known=FORM_VERSION)
    if meta.fingerprint != register.fingerprint:
        yield catalogue.REGISTER_CHANGED.at(place)


def _month(period: Period, expected: Period | None, place: Source) -> Iterator[Finding]:
    if expected is not None and period != expected:
        yield catalogue.WRONG_PERIOD.at(
            place, found=_month_words(period), expected=_month_words(expected)
        )


def _unit_cell(submission: Submission, unit: Unit, register: Register) -> Iterator[Finding]:
    place, written = _header(submission, "unit")
    if not written or names_unit(written, unit):
        return
    if any(names_unit(written, other) for other in register.units):
        yield catalogue.UNIT_CONFLICT.at(place, value=written, unit=unit.name)
    else:
        yield _unreadable("unit", place, written, labels_of(unit)[0])


def _period_cell(submission: Submission, period: Period) -> Iterator[Finding]:
    place, written = _header(submission, "period")
    told = _period_in(written)
    if told is not None and told != period:
        yield catalogue.PERIOD_CONFLICT.at(place, value=written, period=_month_words(period))
    elif told is None and written:
        month = _month_words(period)
        yield _unreadable("period", place, written, month)


def _header(submission: Submission, key: str) -> tuple[Source, str]:
    """A cell of the header block: where, and what it says; nothing is no disagreement."""
    slot = submission.header.get(key)
    if slot is None or slot.cell is None:
        return Source(submission.file), ""
    return slot.place, shown(slot.cell)


def _unreadable(key: str, place: Source, written: str, issued: str) -> Finding:
    return catalogue.HEADER_UNREADABLE.at(place, label=_LABELS[key], value=written, issued=issued)


def _period_in(text: str) -> Period | None:
    """The month that a text names: ``tháng 9 năm 2025``, ``9/2025``, ``2025-09``."""
    words = fold(text)
    if found := _MONTH_YEAR.search(words):
        return Period(int(found[2]), int(found[1]))
    if found := _YEAR_MONTH.search(words):
        return Period(int(found[1]), int(found[2]))
    return None


def _file_name(file: str, unit: Unit, period: Period, register: Register) -> Iterator[Finding]:
    name = clean(re.split(r"[/\\]", file)[-1]).text
    told = [*_units_in_name(name, unit, register), *_month_in_name(name, period)]
    if told:
        yield catalogue.FILE_NAME_CONFLICT.at(
            Source(file), value=wording.joined(told), unit=unit.name, period=_month_words(period)
        )


def _units_in_name(name: str, unit: Unit, register: Register) -> Iterator[str]:
    """Codes of other units in a file name that lacks the unit's own."""
    if unit.code not in name:
        for other in register.units:
            told = other.code in name
            if told and re.search(rf"(?<![\w-]){re.escape(other.code)}(?!\w)", name):
                yield f"mã {other.code}"


def _month_in_name(name: str, period: Period) -> Iterator[str]:
    words = fold(name)
    told = _period_in(name)
    if told is not None and told != period:
        yield _month_words(told)
    elif told is None and (found := _MONTH.search(words)) and int(found[1]) != period.month:
        yield f"tháng {int(found[1])}"


def _month_words(period: Period) -> str:
    return wording.month_name(period.year, period.month)
