"""Whose a form without our hidden sheet seems to be: a suggestion, never enough to accept it.

Codes, and full names with all their tones, are certain; what agrees only without tones is named as
one of several. Cẩm Giang and Cẩm Giàng, An Hải and Hải An are never taken for each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cv183_reports.catalogue import submission as catalogue
from cv183_reports.form.submission import Submission
from cv183_reports.model import Register, Source, Unit
from cv183_reports.model.finding import Finding
from cv183_reports.validation.reading import shown
from cv183_reports.validation.sender import unit_of_sender
from cv183_reports.validation.structure import names_unit
from cv183_reports.vietnamese.text import clean, fold, fold_words

_IN_BRACKETS = re.compile(r"\(([^()]+)\)\s*$")
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_NAMED = 4
"""More units than these are no suggestion."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Whose a file seems to be."""

    unit: Unit | None
    """None: not certain."""
    finding: Finding | None


@dataclass(frozen=True, slots=True)
class _Clue:
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
    slot = submission.header.get("unit")
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
    alike = (u for u in register.units if folded in map(fold, _names(u)))
    return _Clue(told, exact or tuple(alike), certain=False)


def _of_file(name: str, told: str, register: Register) -> _Clue:
    """The units whose code or name stands in the name of a file; the longest name counts."""
    coded = [u for u in register.units if re.search(rf"(?<![\w-]){re.escape(u.code)}(?!\w)", name)]
    if coded:
        longest = max(len(unit.code) for unit in coded)
        units = tuple(unit for unit in coded if len(unit.code) == longest)
        return _Clue(told, units, certain=len(units) == 1)
    words, folded = f" {fold_words(name)} ", f" {fold(name)} "
    exact = _longest({u: [fold_words(n) for n in _names(u)] for u in register.units}, words)
    alike = _longest({u: [fold(n) for n in _names(u)] for u in register.units}, folded)
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


def _names(unit: Unit) -> tuple[str, ...]:
    return (unit.name, unit.short_name, *unit.former_names)
