"""Who sent a form, against the addresses of the register: a remark, never a reason to refuse."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cv183_reports.catalogue import submission as catalogue
from cv183_reports.model import Register, Source, Unit
from cv183_reports.model.finding import Finding

_BETWEEN = re.compile(r"[\s;,]+")
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
    """The addresses of a unit: its cell may hold several, between blanks, commas or semicolons."""
    return tuple(each.casefold() for each in _BETWEEN.split(unit.email) if each)


def unit_of_sender(sender: str, register: Register) -> Unit | None:
    """The unit whose address `sender` is; None when it is nobody's, or of several."""
    owners = _owners(sender, register)
    return owners[0] if len(owners) == 1 else None


def judge_sender(sender: str, unit: Unit, register: Register, file: str) -> Iterator[Finding]:
    """Says so when `unit`'s form was sent from an address that is not its own.

    Nothing is said of a file that came by no mail, nor of a strange address when the register
    gives none for the unit.
    """
    known, place = addresses(unit), Source(file)
    if not sender or sender.casefold() in known:
        return
    others = tuple(other.name for other in _owners(sender, register))
    if others:
        yield catalogue.SENDER_OF_OTHERS.at(place, sender=sender, others=others, unit=unit.name)
    elif known:
        domain = _domain(sender)
        is_own = domain in map(_domain, known) and _is_own_domain(domain, unit, register)
        rule = catalogue.SENDER_COLLEAGUE if is_own else catalogue.SENDER_UNKNOWN
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
