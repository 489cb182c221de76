"""More units than there are, for measuring how the work grows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cv183_reports.form.blank import write_form
from cv183_reports.form.values import Answers
from cv183_reports.model import Period, PresentationStyle, Register, Unit
from cv183_reports.ooxml.archive import stored, zipped
from cv183_reports.sample.answers import Writer, last_month, months_before
from cv183_reports.sample.faults import (
    PDF_BYTES,
    Fault,
    Sending,
    copied,
    corrected,
    plant,
    reported_on,
    sendings,
)

_FIRST_CODE = 90_001
"""No commune of Việt Nam has a code from here on."""


def scaled(register: Register, units: int) -> Register:
    """The register with `units` units: its own, and invented communes after them.

    Raises:
        ValueError: fewer units than the register has, or no commune to take after.
    """
    added = units - len(register.units)
    communes = [unit for unit in register.units if unit.code.isdigit()]
    if added < 0 or not communes:
        raise ValueError(f"cannot make {len(register.units)} units into {units}")
    group = communes[0].group
    first = len(register.units)
    invented = tuple(_commune(n, group, first + n) for n in range(added))
    return replace(register, units=register.units + invented)


def _commune(number: int, group: str, order: int) -> Unit:
    name = f"Minh họa {number + 1:04d}"
    return Unit(
        code=str(_FIRST_CODE + number),
        name=f"Đảng ủy xã {name}",
        short_name=f"Xã {name}",
        group=group,
        style=PresentationStyle.PARTY,
        order=order,
    )


SEED = "183"
"""Names the one invented world that ships with the project."""


def sample_month(
    register: Register, period: Period, seed: str = SEED, units: int | None = None
) -> bytes:
    """A zip of the files that all units send for `period`; the same bytes for the same arguments.

    The time of an entry is the time of receipt, local.

    Args:
        register: The register; never changed.
        period: The month reported on.
        seed: Another seed is another invented world; the months of one seed fit together.
        units: How many units there are, with invented communes added; None = the register's own.

    Raises:
        ValueError: `units` is less than the register has.
    """
    world = register if units is None else scaled(register, units)
    return zipped(
        stored(sending.name, content, sending.at.timetuple()[:6])
        for sending, content in attachments(world, period, seed)
    )


def attachments(
    register: Register, period: Period, seed: str = SEED
) -> Iterator[tuple[Sending, bytes]]:
    """Every attachment of the month with its bytes, in the order of receipt."""
    days = {month: reported_on(register, month, seed) for month in months_before(period)}
    month = _Month(register, period, seed, days)
    sent = sendings(register, period, seed)
    for sending in sent:
        yield sending, _content(sending, sent, month)


@dataclass(frozen=True, slots=True)
class _Month:
    register: Register
    period: Period
    seed: str
    days: Mapping[Period, Mapping[str, date]]
    """When each unit reported in the months before, by code."""

    def answers(self, sending: Sending) -> Answers:
        unit, day = sending.unit, sending.written_on
        return Writer(unit, self.register, self.period, day, self.seed).answers()

    def form(self, unit: Unit, answers: Answers) -> bytes:
        days = {month: told[unit.code] for month, told in self.days.items() if unit.code in told}
        last = last_month(unit, self.register, self.period, days, self.seed)
        return write_form(unit, self.register, self.period, last, answers, sample=True)


def _content(sending: Sending, sent: Sequence[Sending], month: _Month) -> bytes:
    """The bytes of one attachment of those `sent` in the month."""
    answers = month.answers(sending)
    match sending.fault:
        case Fault.PDF:
            return PDF_BYTES
        case Fault.WRONG_MONTH:
            before = _Month(month.register, month.period.previous, month.seed, {})
            return before.form(sending.unit, before.answers(sending))
        case Fault.TRUNCATED:
            whole = month.form(sending.unit, answers)
            return whole[: len(whole) * 3 // 5]
        case Fault.COPIED:
            model = next(s for s in sent if s.fault is None and s.unit.code.isdigit())
            answers = copied(answers, month.answers(model))
        case Fault.RESUBMITTED if sending.again:
            answers = corrected(answers)
        case Fault():
            answers = plant(sending.fault, answers, month.register.at(month.period).constraints)
    return month.form(sending.unit, answers)
