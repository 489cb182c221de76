"""The invented month: who sends which file and when, what goes wrong in some, all of them in zips.

There can be more units than there are, to measure how the work grows.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from itertools import chain, count, islice
from multiprocessing import get_context
from random import Random

from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.form.blank import form_name, write_form
from cv183_reports.form.values import NO_CELLS, Answers, Cells
from cv183_reports.model import Constraint, Period, Register, Status, Unit
from cv183_reports.ooxml.archive import stored, zipped
from cv183_reports.sample.answers import Writer, earlier_periods, last_month, period_told
from cv183_reports.sample.world import TEXTS, UnitTexts
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


class Sending(Struct, frozen=True):
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
    own, told = form_name(unit, period), to_ascii(period_told(period)).replace("-", " ")
    chance = draw.random()
    if chance < _RENAMED:
        plain = to_ascii(unit.short_name).replace("-", " ")
        name = plain[:1].lower() + plain[1:]
        return TEXTS.faults.renamed.format(period=told, unit=name)
    if chance < _NUMBERED:
        return own.replace(".xlsx", " (1).xlsx")
    if chance < _FILED_AWAY:
        return f"{TEXTS.faults.folder.format(period=told)}/{own}"
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
    model = next((unit for unit in communes if unit.tier == _TIER), communes[0])
    taken = {unit.code for unit in register.units}
    free = (code for code in count(_FIRST_CODE) if str(code) not in taken)
    first = len(register.units)
    invented = (_commune(code, model, at) for at, code in enumerate(islice(free, added), first))
    return replace(register, units=(*register.units, *invented))


def _commune(code: int, model: Unit, order: int) -> Unit:
    """A commune that says in its name that there is none such, with the words around the name as `model` has them."""
    name = f"{model.tier} Minh họa {code - _FIRST_CODE + 1:04d}"
    return Unit(
        code=str(code),
        name=model.name.replace(lower_first(model.short_name), lower_first(name)),
        short_name=name,
        group=model.group,
        style=model.style,
        order=order,
        tier=model.tier,
    )


SEED = "183"
"""Names the one invented world that ships with the project."""
MOST_IN_ZIP = 1_000
"""Files of one zip: half as many as intake takes of one, some 25 MB."""


def sample_month(register: Register, period: Period, seed: str = SEED) -> bytes:
    """A zip of the files that all units send for `period`; the same bytes for the same arguments.

    The time of an entry is the time of receipt, local.

    Args:
        register: The register; never changed.
        period: The month reported on.
        seed: Another seed is another invented world; the months of one seed fit together.
    """
    return _packed(attachments(register, period, seed))


def sample_zips(
    register: Register,
    period: Period,
    seed: str = SEED,
    *,
    most: int = MOST_IN_ZIP,
    step: Callable[[], None] = lambda: None,
) -> dict[str, bytes]:
    """The same in as many zips as it takes, of `most` files each, by name; `step` is told of every file."""
    found = attachments(register, period, seed)
    zips: list[bytes] = []
    for first in found:
        rest = islice(found, most - 1)
        zips.append(_packed(_told(chain([first], rest), step)))
    if len(zips) <= 1:
        return {f"{zip_stem(period)}.zip": zips[0] if zips else _packed([])}
    return {f"{zip_stem(period)}-{n:02d}.zip": data for n, data in enumerate(zips, 1)}


def zip_stem(period: Period) -> str:
    """How the names of the month's zips begin."""
    return f"bao-cao-minh-hoa-{period}"


def _told(
    found: Iterable[tuple[Sending, bytes]], step: Callable[[], None]
) -> Iterator[tuple[Sending, bytes]]:
    for each in found:
        yield each
        step()


def _packed(found: Iterable[tuple[Sending, bytes]]) -> bytes:
    return zipped(
        stored(sending.name, content, sending.at.timetuple()[:6]) for sending, content in found
    )


_MANY = 300
"""Files that one process writes by itself: to start others takes as long as some fifty."""
_AT_ONCE = 25
"""Files that another process is asked for at a time."""


def attachments(
    register: Register, period: Period, seed: str = SEED
) -> Iterator[tuple[Sending, bytes]]:
    """Every attachment of the month with its bytes, in the order of receipt; many are written on all cores."""
    days = {
        month: reported_on(register, month, seed) for month in earlier_periods(register, period)
    }
    month = _Month(register, period, seed, days, sendings(register, period, seed))
    written = 0
    if len(month.sent) >= _MANY:
        with suppress(BrokenProcessPool, OSError):  # where no others can be had, this one does it
            for sending, content in zip(month.sent, _by_others(month), strict=True):
                yield sending, content
                written += 1
    for sending in month.sent[written:]:
        yield sending, month.content(sending)


def _by_others(month: _Month) -> Iterator[bytes]:
    cores = min(os.cpu_count() or 1, _MOST_WORKERS)
    alone = get_context("spawn")  # as on Windows: nothing of this process goes with it
    with ProcessPoolExecutor(cores, alone, _take_up, (month,)) as pool:
        yield from pool.map(_written, range(len(month.sent)), chunksize=_AT_ONCE)


_MOST_WORKERS = 8
_MONTHS: list[_Month] = []
"""In a process that helps: the month that it writes files of."""


def _take_up(month: _Month) -> None:
    _MONTHS[:] = [month]


def _written(number: int) -> bytes:
    (month,) = _MONTHS
    return month.content(month.sent[number])


class _Month(Struct, frozen=True):
    register: Register
    period: Period
    seed: str
    days: Mapping[Period, Mapping[str, date]]
    """When each unit reported in the months before, by code."""
    sent: tuple[Sending, ...]
    """Everything that comes in."""

    def content(self, sending: Sending) -> bytes:
        """The bytes of one attachment."""
        answers = self._answers(sending)
        match sending.fault:
            case PlantedFault.PDF:
                return _PDF_BYTES
            case PlantedFault.WRONG_MONTH:
                before = replace(self, period=self.period.previous, days={})
                return before._form(sending.unit, before._answers(sending))  # noqa: SLF001 - its own kind
            case PlantedFault.TRUNCATED:
                whole = self._form(sending.unit, answers)
                return whole[: len(whole) * 3 // 5]
            case PlantedFault.COPIED:
                model = next(s for s in self.sent if s.fault is None and s.unit.tier)
                answers = _copied(answers, self._answers(model))
            case PlantedFault.RESUBMITTED if sending.again:
                answers = _corrected(answers)
            case PlantedFault():
                asked = self.register.at(self.period).constraints
                texts = TEXTS.of(sending.unit, self.register)
                answers = _planted(sending.fault, answers, asked, texts)
        return self._form(sending.unit, answers)

    def _answers(self, sending: Sending) -> Answers:
        unit, day = sending.unit, sending.written_on
        return Writer(unit, self.register, self.period, day, self.seed).answers()

    def _form(self, unit: Unit, answers: Answers) -> bytes:
        days = {month: told[unit.code] for month, told in self.days.items() if unit.code in told}
        last = last_month(unit, self.register, self.period, days, self.seed)
        return write_form(unit, self.register, self.period, last, answers, sample=True)
