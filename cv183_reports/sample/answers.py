"""How the invented obligations go: when each was done, and how far it had come on a given day."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from string import Formatter

from cv183_reports.form.values import Answers, Cells, LastMonth
from cv183_reports.model import (
    Figure,
    Filing,
    Kind,
    ListValue,
    Obligation,
    Period,
    PresentationStyle,
    Profile,
    Receipt,
    Record,
    Register,
    Source,
    Status,
    Unit,
)
from cv183_reports.sample.figures import figures_of
from cv183_reports.sample.texts import TEXTS, Motif, Pool, StoryStage, UnitTexts
from cv183_reports.vietnamese.wording import count, number, short_date, upper_first

_FAR_AWAY = date.max
_SATURDAY = 5
_NATIONAL_DAYS = {(9, 1), (9, 2)}
_MOST = 95


@dataclass(frozen=True, slots=True)
class InventedProgress:
    """Where one obligation of one unit stands on the day of a report."""

    status: Status
    percent: Decimal | None
    done_on: date | None


def issued(register: Register) -> date:
    """About when units had the dispatch in hand."""
    return register.profile.dispatch.first_period.instant(TEXTS.issued).date()


def progress(
    unit: Unit, obligation: Obligation, register: Register, period: Period, day: date, seed: str
) -> InventedProgress:
    """How far `obligation` had come when `unit` reported on `day` of `period`.

    The day it is done depends on seed, unit and obligation only, so that what was done stays done.
    """
    draw = Random(f"{seed}-{unit.code}-{obligation.code}")  # noqa: S311 invented data
    if obligation.judged_by_receipt:
        return InventedProgress(Status.DONE, Decimal(100), day)
    if _is_not_theirs(unit, obligation, draw):
        status = draw.choice((Status.NOT_ARISING, Status.NOT_ARISING, Status.NOT_COMPETENT))
        return InventedProgress(status, None, None)
    done_on = _done_on(obligation, register, draw)
    if done_on <= day:
        return InventedProgress(Status.DONE, Decimal(100), done_on)
    first = register.profile.dispatch.first_period
    age = (period.year - first.year) * 12 + period.month - first.month
    return _under_way(obligation, age, draw)


def _is_not_theirs(unit: Unit, obligation: Obligation, draw: Random) -> bool:
    """Some city units have nobody whom a dated task of everyone could concern."""
    is_everyones = len(obligation.assigned_to) > 1 and obligation.deadline is not None
    return is_everyones and not unit.tier and draw.random() < 0.35  # noqa: PLR2004


def _done_on(obligation: Obligation, register: Register, draw: Random) -> date:
    """The working day on which it is done; far away for what never ends."""
    chance, begun = draw.random(), issued(register)
    deadline = obligation.deadline.once if obligation.deadline else None
    if deadline is not None:
        last = max(begun, deadline.date() - timedelta(days=1))
        if chance < 0.82:  # noqa: PLR2004
            return _drawn(draw, begun, last)
        return _drawn(draw, last + timedelta(days=1), last + timedelta(days=60))
    if obligation.kind is Kind.ONE_OFF:
        days = 28 if chance < 0.75 else 80  # noqa: PLR2004
        earliest = TEXTS.earliest if TEXTS.tell_of(register) else {}
        first = earliest.get(obligation.code, begun)
        return _drawn(draw, first, first + timedelta(days=days))
    return _FAR_AWAY


def _drawn(draw: Random, first: date, last: date) -> date:
    return _workday(first + timedelta(days=draw.randrange((last - first).days + 1)), first)


def _workday(day: date, first: date) -> date:
    """`day`, or the last working day before it; never before `first`."""
    while day > first and (day.weekday() >= _SATURDAY or (day.month, day.day) in _NATIONAL_DAYS):
        day -= timedelta(days=1)
    return max(day, first)


def _under_way(obligation: Obligation, age: int, draw: Random) -> InventedProgress:
    waits = draw.random() < 0.12  # noqa: PLR2004
    if waits and obligation.kind is Kind.ONE_OFF and age < 1:
        return InventedProgress(Status.NOT_STARTED, Decimal(0), None)
    percent = draw.randrange(35, 75, 5) + draw.randrange(5, 20, 5) * age
    return InventedProgress(Status.IN_PROGRESS, Decimal(min(percent, _MOST)), None)


_NO_SOURCE = Source("")
_EVIDENCE = 0.85
"""Share of the rows that name a document."""
_SECOND_DETAIL = 0.45
_FIRST_DAYS, _LAST_DAYS = 10, 9
_EARLIER = {True: (9, 45), False: (60, 240)}
"""How many documents of a kind a commune, and a city unit, had before the dispatch."""
_NEXT_THEME = 11
"""By how much the wordings of a theme are ahead of those of the theme before."""
_SPELT = 100
"""Below it a count is written as `count` does: 04, 12."""


_STAGES: Mapping[Status, Callable[[Pool], StoryStage]] = {
    Status.DONE: lambda pool: pool.done,
    Status.IN_PROGRESS: lambda pool: pool.doing,
}
_SHORT = {Status.NOT_ARISING: TEXTS.not_arising, Status.NOT_COMPETENT: TEXTS.not_competent}


@dataclass(frozen=True, slots=True)
class Writer:
    """A unit and the day on which it fills its form in."""

    unit: Unit
    register: Register
    period: Period
    day: date
    seed: str

    def answers(self) -> Answers:
        """Everything that the unit types."""
        figures = self._figures()
        owed = self.register.at(self.period).obligations_of(self.unit)
        raised = self._raised(owed)
        draw = self._draw("head")
        return Answers(
            rows={o.code: self._row(o, figures, raised.get(o.code)) for o in owed},
            figures={code: {"value": value} for code, value in figures.items()},
            plans=self._plans(figures),
            header={
                "prepared_by": f"{draw.choice(TEXTS.preparers)} {draw.choice(TEXTS.letters)}",
                "phone": f"{self._texts.telephone}.000.{draw.randrange(10_000):04d}",
            },
        )

    def filing(self) -> Filing:
        """What these answers will be in the months after."""
        records = (self._record(code, row) for code, row in self.answers().rows.items())
        figures = (
            Figure(self.unit.code, code, value, _NO_SOURCE)
            for code, value in self._figures().items()
        )
        return Filing(
            unit=self.unit.code,
            period=self.period,
            file="",
            receipt=Receipt(self.period.instant(self.day.day), ""),
            sample=True,
            records=tuple(records),
            figures=tuple(figures),
            plans=(),
            faulty=frozenset(),
            blank=frozenset(),
        )

    def _record(self, code: str, row: Cells) -> Record:
        """With what the form shows of the month before."""
        percent, day = row.get("percent"), row.get("done_on")
        said = {
            "status": Status(row["status"]),
            "percent": percent if isinstance(percent, Decimal) else None,
            "done_on": day if isinstance(day, date) else None,
            "result": str(row["result"]),
        }
        return Record(self.unit.code, code, said, _NO_SOURCE)

    def _draw(self, name: str) -> Random:
        """Luck that is the unit's own, month by month."""
        return Random(f"{self.seed}-{self.period}-{self.unit.code}-{name}")  # noqa: S311 invented data

    def _steady(self, name: str) -> Random:
        """Luck that is the unit's own for good: what was done stays told in the same words."""
        return Random(f"{self.seed}-{self.unit.code}-{name}")  # noqa: S311 invented data

    @property
    def _texts(self) -> UnitTexts:
        return TEXTS.of(self.unit, self.register)

    def _figures(self) -> dict[str, Decimal]:
        return figures_of(self.unit, self.register, self.period, self.seed)

    def _row(
        self, obligation: Obligation, figures: Mapping[str, Decimal], theme: Motif | None
    ) -> Cells:
        state = progress(self.unit, obligation, self.register, self.period, self.day, self.seed)
        is_settled = state.status is Status.DONE and obligation.kind is Kind.ONE_OFF
        draw = self._steady(obligation.code) if is_settled else self._draw(obligation.code)
        pool = self._texts.pools.get(obligation.code, TEXTS.other)
        words = self._words(draw, figures, state.done_on)
        stage = _STAGES.get(state.status)
        if stage is None:
            short = _SHORT.get(state.status, pool.not_started)
            result = _choose(short, words, draw)
            return {
                "status": state.status.value,
                "percent": _or_blank(state.percent),
                "result": result,
            }
        told = stage(pool)
        answer: Cells = {
            "status": state.status.value,
            "percent": _or_blank(state.percent),
            "done_on": state.done_on or "",
            "result": _result(told, words, draw),
            "evidence": _choose(told.evidence, words, draw) if draw.random() < _EVIDENCE else "",
        }
        profile = self.register.profile
        return _with_theme(answer, theme, self.unit.order, profile) if theme else answer

    def _words(
        self, draw: Random, figures: Mapping[str, Decimal], done_on: date | None
    ) -> dict[str, str]:
        """What the fields of a sentence stand for; a figure of nought is not worth a sentence."""
        words = {
            "noi": _place_of(self.unit),
            "don_vi": self.unit.name,
            "thang": f"tháng {self.period.month}",
            "moc": f"ngày {short_date(self.day)}",
        }
        if done_on:
            words["xong"] = short_date(done_on)
        documents = {kind: self._document(kind, draw, done_on) for kind in TEXTS.documents}
        told = {code: _in_words(value) for code, value in figures.items() if value}
        return words | documents | told

    def _document(self, kind: str, draw: Random, done_on: date | None) -> str:
        """A document of the unit: ``Báo cáo số 15-BC/ĐU, ngày 20/9/2025``.

        It is of the day the work was done; before that, a standing one is of the first days, and
        any other of the last ones.
        """
        begun = issued(self.register)
        if done_on is not None:
            day = done_on
        elif kind in TEXTS.standing:
            first = self._steady(kind).randint(0, _FIRST_DAYS)
            day = _workday(min(begun + timedelta(days=first), self.day), begun)
        else:
            day = _workday(self.day - timedelta(days=draw.randint(1, _LAST_DAYS)), begun)
        issuer = _initials(self.unit)
        running = self._steady(f"number {kind}").randint(*_EARLIER[bool(self.unit.tier)])
        running += (day - begun).days
        symbol = (
            f"{running:02d}/{kind}-{issuer}"
            if self.unit.style is PresentationStyle.STATE
            else f"{running:02d}-{kind}/{issuer}"
        )
        return f"{TEXTS.documents[kind]} số {symbol}, ngày {short_date(day)}"

    def _raised(self, owed: Sequence[Obligation]) -> dict[str, Motif]:
        """The difficulties of the unit by obligation; most of them last for months."""
        draw = self._steady("themes")
        codes = {obligation.code for obligation in owed}
        raised: dict[str, Motif] = {}
        for theme in draw.sample(self._texts.themes, k=draw.randint(0, 3)):
            wanted = theme.obligations or [o.code for o in owed if not o.judged_by_receipt]
            free = [code for code in wanted if code in codes and code not in raised]
            if free:
                raised[free[0]] = theme
        return raised

    def _plans(self, figures: Mapping[str, Decimal]) -> tuple[str, ...]:
        draw = self._draw("plans")
        words = self._words(draw, figures, None)
        plans = draw.sample(self._texts.plans, k=draw.randint(2, 4))
        return tuple(_filled(line, words, draw) for line in plans)


def _result(stage: StoryStage, words: Mapping[str, str], draw: Random) -> str:
    """An opening and one or two details, none of which repeats a figure."""
    said: set[str] = set()
    pools = [stage.openings, stage.details]
    if draw.random() < _SECOND_DETAIL:
        pools.append(stage.details)
    sentences: list[str] = []
    for pool in pools:
        new = [text for text in pool if text not in sentences and not said & _telling(text)]
        if new:
            sentences.append(_chosen(new, words, draw))
            said |= _telling(sentences[-1])
    return " ".join(_filled(sentence, words, draw) for sentence in sentences)


def last_month(
    unit: Unit, register: Register, period: Period, days: Mapping[Period, date], seed: str
) -> LastMonth:
    """What the unit reported in the months before `period`; nothing before the dispatch.

    Args:
        unit: Whose.
        register: The register.
        period: This month.
        days: When the unit reported in each of those months; of the others nothing counted.
        seed: Names the invented world.
    """
    months = [month for month in months_before(register, period) if register.owes(unit, month)]
    filings = {
        month: Writer(unit, register, month, days[month], seed).filing()
        for month in months
        if month in days
    }
    return LastMonth.of(register, period, [(month, filings.get(month)) for month in months])


def months_before(register: Register, period: Period) -> tuple[Period, ...]:
    """The months of the dispatch before `period`, the latest first."""
    months = []
    while period > register.profile.dispatch.first_period:
        period = period.previous
        months.append(period)
    return tuple(months)


def _place_of(unit: Unit) -> str:
    """``phường Thủy Nguyên``; a city unit's full name."""
    return unit.short_name[:1].lower() + unit.short_name[1:] if unit.tier else unit.name


def _with_theme(answer: Cells, theme: Motif, rank: int, profile: Profile) -> Cells:
    """The answer with the theme raised, in words that no unit near `rank` in the register shares."""
    nth = rank + _NEXT_THEME * TEXTS.themes.index(theme)
    around = TEXTS.wordings
    difficulty = _nth(nth, around.views, around.times, theme.difficulties)
    request, manner, plea = _nth(nth, around.requests, around.manners, around.pleas)
    return {
        **answer,
        "difficulty": upper_first(f"{''.join(difficulty)}."),
        "field": _one_of(profile.fields, theme.field, nth),
        "proposal": f"{request}{theme.asked}{manner}{theme.deed}{plea}.",
        "level": _one_of(profile.levels, theme.level, nth),
    }


def _one_of(choices: Sequence[ListValue], wanted: str, nth: int) -> str:
    """`wanted` where the list has it, else the nth of the list."""
    values = [choice.value for choice in choices]
    return wanted if wanted in values else values[nth % len(values)]


def _nth(rank: int, *pools: Sequence[str]) -> tuple[str, ...]:
    """The `rank`-th of all combinations, begun again when they run out."""
    chosen = []
    for pool in pools:
        rank, place = divmod(rank, len(pool))
        chosen.append(pool[place])
    return tuple(chosen)


def _choose(pool: Sequence[str], words: Mapping[str, str], draw: Random) -> str:
    return _filled(_chosen(pool, words, draw), words, draw)


def _chosen(pool: Sequence[str], words: Mapping[str, str], draw: Random) -> str:
    """A sentence of the pool whose fields are all known."""
    known = words.keys() | TEXTS.loose.keys()
    return draw.choice(
        [text for text in pool if _fields(text) <= known] or TEXTS.other.doing.details
    )


def _filled(text: str, words: Mapping[str, str], draw: Random) -> str:
    """A sentence with its fields filled in; loose numbers are drawn for each sentence."""
    loose = {name: count(draw.randint(*limits)) for name, limits in TEXTS.loose.items()}
    return text.format_map({**loose, **words})


def _telling(text: str) -> frozenset[str]:
    """The indicators whose figures a sentence gives."""
    return frozenset(name for name in _fields(text) if name[-1].isdigit())


@cache
def _fields(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


def _in_words(value: Decimal) -> str:
    whole = value == value.to_integral_value()
    return count(int(value)) if whole and value < _SPELT else number(value)


def _or_blank(percent: Decimal | None) -> Decimal | str:
    return "" if percent is None else percent


def _initials(unit: Unit) -> str:
    """``ĐU`` of a party committee, ``BTCTU``, ``SNV``: initials without marks."""
    if unit.name.startswith("Đảng ủy"):
        return "ĐU"
    words = [word for word in unit.name.replace(",", "").split() if word not in TEXTS.no_initial]
    letters = "".join(_plain(word[0]) for word in words)
    return letters.upper()


def _plain(letter: str) -> str:
    return letter if letter in "đĐ" else unicodedata.normalize("NFD", letter)[0]
