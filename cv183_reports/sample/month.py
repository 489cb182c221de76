"""The invented month: who sends which file and when, what goes wrong in some, all of them in a zip.

More units than there are can be asked for, to measure how the work grows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from random import Random

from cv183_reports.form.blank import form_name, write_form
from cv183_reports.form.values import NO_CELLS, Answers, Cells
from cv183_reports.model import Constraint, Period, Register, Status, Unit
from cv183_reports.ooxml.archive import stored, zipped
from cv183_reports.sample.answers import Writer, last_month, months_before
from cv183_reports.sample.texts import TEXTS, UnitTexts
from cv183_reports.vietnamese.text import to_ascii
from cv183_reports.vietnamese.wording import lower_first, short_date


class PlantedFault(Enum):
    """One kind of fault; the value says what happened."""

    PERCENT_AS_SHARE = "80% typed as 0,8"
    PERCENT_IN_WORDS = "a percentage told in words"
    DATE_AS_TEXT = "a date typed as text with dots"
    DONE_AT_SIXTY = "Hoàn thành with 60%"
    STATUS_WITHOUT_MARKS = "a status typed without accents"
    ROW_LEFT_BLANK = "a row with nothing in it"
    LEGACY_TEXT = "a result pasted from a TCVN3 document"
    FIGURES_DISAGREE = "a sum that does not come out"
    COPIED = "a result copied word for word from another unit"
    RESUBMITTED = "sent twice, the second time with changes"
    PDF = "a PDF renamed to .xlsx"
    WRONG_MONTH = "last month's form sent again"
    TRUNCATED = "cut off on the way"


SPOILT = frozenset({PlantedFault.PDF, PlantedFault.WRONG_MONTH, PlantedFault.TRUNCATED})
"""Files of which nothing counts."""

_PDF_BYTES = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 842 595]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
"""An empty page, as a scanner program would save it."""


def _planted(
    fault: PlantedFault, answers: Answers, constraints: tuple[Constraint, ...], texts: UnitTexts
) -> Answers:
    """The answers with that fault in the first place that can have it; unchanged where none can.

    Faults of the file as a whole are not planted here.
    """
    if fault is PlantedFault.FIGURES_DISAGREE:
        return replace(answers, figures=_disagreeing(answers.figures, constraints))
    spoil = _ROW_FAULTS.get(fault)
    if spoil is None:
        return answers
    rows = dict(answers.rows)
    for code, row in rows.items():
        spoilt = spoil(row, texts)
        if spoilt != row:
            rows[code] = spoilt
            break
    return replace(answers, rows=rows)


def _disagreeing(
    figures: Mapping[str, Cells], constraints: tuple[Constraint, ...]
) -> Mapping[str, Cells]:
    """The left side of the last equation between given figures, raised by seven."""
    equations = [c for c in constraints if c.relation == "="]
    if not equations:
        return figures
    code = equations[-1].left[0]
    value = figures[code]["value"]
    assert isinstance(value, Decimal)
    return {**figures, code: {**figures[code], "value": value + 7}}


def _is_open(row: Cells) -> bool:
    return row["status"] == Status.IN_PROGRESS.value


def _as_share(row: Cells, _: UnitTexts) -> Cells:
    return {**row, "percent": Decimal("0.8")} if _is_open(row) else row


def _in_words(row: Cells, _: UnitTexts) -> Cells:
    return {**row, "percent": TEXTS.faults.percent_in_words} if _is_open(row) else row


def _dotted_date(row: Cells, _: UnitTexts) -> Cells:
    day = row.get("done_on")
    return {**row, "done_on": short_date(day).replace("/", ".")} if isinstance(day, date) else row


def _at_sixty(row: Cells, _: UnitTexts) -> Cells:
    return {**row, "percent": Decimal(60)} if row["status"] == Status.DONE.value else row


def _without_marks(row: Cells, _: UnitTexts) -> Cells:
    return {**row, "status": to_ascii(str(row["status"])).replace("-", " ").lower()}


def _blank(_row: Cells, _: UnitTexts) -> Cells:
    return NO_CELLS


def _legacy(row: Cells, texts: UnitTexts) -> Cells:
    return {**row, "result": texts.legacy} if _is_open(row) else row


_ROW_FAULTS: Mapping[PlantedFault, Callable[[Cells, UnitTexts], Cells]] = {
    PlantedFault.PERCENT_AS_SHARE: _as_share,
    PlantedFault.PERCENT_IN_WORDS: _in_words,
    PlantedFault.DATE_AS_TEXT: _dotted_date,
    PlantedFault.DONE_AT_SIXTY: _at_sixty,
    PlantedFault.STATUS_WITHOUT_MARKS: _without_marks,
    PlantedFault.ROW_LEFT_BLANK: _blank,
    PlantedFault.LEGACY_TEXT: _legacy,
}


def _copied(answers: Answers, other: Answers) -> Answers:
    """The answers with the first result that both units owe, and have in the same state, copied."""
    rows = dict(answers.rows)
    for code, row in rows.items():
        theirs = other.rows.get(code)
        if theirs is not None and theirs["status"] == row["status"]:
            rows[code] = {**row, "result": theirs["result"]}
            break
    return replace(answers, rows=rows)


def _corrected(answers: Answers) -> Answers:
    """What a unit sends a second time: one result told in more words."""
    rows = dict(answers.rows)
    code = next((code for code, row in rows.items() if _is_open(row)), next(iter(rows)))
    longer = f"{rows[code]['result']} {TEXTS.faults.correction}"
    rows[code] = {**rows[code], "result": longer}
    return replace(answers, rows=rows)


_DAYS = 7
"""Within which most send, before the deadline."""
_SATURDAY = 5
_MISSING = 0.03
_LATE = 0.045
_RENAMED, _NUMBERED, _FILED_AWAY = 0.12, 0.16, 0.21
"""Bounds of one draw: above the last, the file keeps the name of its form."""
_OPENS = 7
_LATE_MINUTES = (5, 300), (930, 22 * 60)
"""After the deadline: that evening, or the next day until 14:00."""


@dataclass(frozen=True, slots=True)
class Sending:
    """One attachment that comes in."""

    unit: Unit
    name: str
    """Path inside the zip."""
    at: datetime
    """When it is received, to the even second (a zip keeps no more)."""
    written_on: date
    """When the unit filled the form in."""
    fault: PlantedFault | None = None
    again: bool = False
    """The second file of a unit that corrects itself."""


def sendings(register: Register, period: Period, seed: str) -> tuple[Sending, ...]:
    """Every attachment of the month, in the order of receipt. Who sends none is missing."""
    due = register.due(period)
    units = register.units_in(period)
    slow = Random(f"{seed}-{period}-slow").sample(units, k=round(len(units) * (_MISSING + _LATE)))  # noqa: S311
    late = {unit.code for unit in slow[round(len(units) * _MISSING) :]}
    missing = {unit.code for unit in slow} - late
    sent = [
        _sending(unit, period, due, seed, is_late=unit.code in late)
        for unit in units
        if unit.code not in missing
    ]
    return tuple(sorted(_with_faults(sent, due, period, seed), key=_receipt))


def reported_on(register: Register, period: Period, seed: str) -> dict[str, date]:
    """The day on which each unit filled in what counts for `period`, by code; missing units are not in."""
    days: dict[str, date] = {}
    for sending in sendings(register, period, seed):
        if sending.fault not in SPOILT:
            days[sending.unit.code] = sending.written_on
    return days


def _receipt(sending: Sending) -> tuple[datetime, str]:
    return sending.at, sending.name


def _sending(unit: Unit, period: Period, due: datetime, seed: str, *, is_late: bool) -> Sending:
    draw = Random(f"{seed}-{period}-{unit.code}-sending")  # noqa: S311 invented data
    late = due + timedelta(minutes=draw.randint(*draw.choice(_LATE_MINUTES)))
    at = late if is_late else _in_time(period, due, draw)
    return Sending(unit, _name(unit, period, draw), at, at.date())


def _in_time(period: Period, due: datetime, draw: Random) -> datetime:
    """A minute of office hours of the last days before the deadline; most come at the end."""
    day = max(draw.randint(max(1, due.day - _DAYS), due.day) for _ in range(2))
    at = period.instant(day, time(draw.randrange(_OPENS, _OPENS + 9), draw.randrange(60)))
    while at.weekday() >= _SATURDAY:
        at -= timedelta(days=1)
    at += timedelta(seconds=draw.randrange(0, 60, 2))
    return at if at < due else due - timedelta(minutes=draw.randrange(1, 50))


def _name(unit: Unit, period: Period, draw: Random) -> str:
    """Mostly the name of the form; some rename it, number it, or send a whole folder."""
    own = form_name(unit, period)
    chance = draw.random()
    if chance < _RENAMED:
        plain = to_ascii(unit.short_name).replace("-", " ")
        name = plain[:1].lower() + plain[1:]
        return TEXTS.faults.renamed.format(month=period.month, unit=name)
    if chance < _NUMBERED:
        return own.replace(".xlsx", " (1).xlsx")
    if chance < _FILED_AWAY:
        return f"{TEXTS.faults.folder.format(month=period.month)}/{own}"
    return own


def _with_faults(
    sent: Sequence[Sending], due: datetime, period: Period, seed: str
) -> list[Sending]:
    """One fault of each kind, each with a commune that sends in time; one commune stays without."""
    draw = Random(f"{seed}-{period}-faults")  # noqa: S311 invented data
    able = [s for s in sent if s.at < due - timedelta(hours=2) and s.unit.tier]
    unlucky = draw.sample(able, k=max(0, min(len(able) - 1, len(PlantedFault))))
    faults = {s.unit.code: fault for s, fault in zip(unlucky, PlantedFault, strict=False)}
    planted = [replace(s, fault=faults.get(s.unit.code)) for s in sent]
    again = [
        replace(s, at=min(s.at + timedelta(hours=22), due - timedelta(hours=1)), again=True)
        for s in planted
        if s.fault is PlantedFault.RESUBMITTED
    ]
    return planted + [
        replace(s, name=f"{TEXTS.faults.sent_again}/{form_name(s.unit, period)}") for s in again
    ]


_TIER = "Xã"
"""Of invented communes, where the province has such."""
_FIRST_CODE = 90_001
"""No commune of Việt Nam has a code from here on."""


def scaled(register: Register, units: int) -> Register:
    """The register with `units` units: its own, and invented communes after them.

    Raises:
        ValueError: fewer units than the register has, or no commune to take after.
    """
    added = units - len(register.units)
    communes = [unit for unit in register.units if unit.tier]
    if added < 0 or not communes:
        raise ValueError(f"cannot make {len(register.units)} units into {units}")
    first = len(register.units)
    model = next((unit for unit in communes if unit.tier == _TIER), communes[0])
    invented = tuple(_commune(n, model, first + n) for n in range(added))
    return replace(register, units=register.units + invented)


def _commune(number: int, model: Unit, order: int) -> Unit:
    name = f"Minh họa {number + 1:04d}"
    return Unit(
        code=str(_FIRST_CODE + number),
        name=f"Đảng ủy {lower_first(model.tier)} {name}",
        short_name=f"{model.tier} {name}",
        group=model.group,
        style=model.style,
        order=order,
        tier=model.tier,
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
    days = {month: reported_on(register, month, seed) for month in months_before(register, period)}
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
        case PlantedFault.PDF:
            return _PDF_BYTES
        case PlantedFault.WRONG_MONTH:
            before = _Month(month.register, month.period.previous, month.seed, {})
            return before.form(sending.unit, before.answers(sending))
        case PlantedFault.TRUNCATED:
            whole = month.form(sending.unit, answers)
            return whole[: len(whole) * 3 // 5]
        case PlantedFault.COPIED:
            model = next(s for s in sent if s.fault is None and s.unit.tier)
            answers = _copied(answers, month.answers(model))
        case PlantedFault.RESUBMITTED if sending.again:
            answers = _corrected(answers)
        case PlantedFault():
            answers = _planted(
                sending.fault,
                answers,
                month.register.at(month.period).constraints,
                TEXTS.of(sending.unit, month.register),
            )
    return month.form(sending.unit, answers)
