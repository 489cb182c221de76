"""How the invented obligations go: when each was done, and how far it had come on a given day."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from itertools import combinations
from random import Random
from string import Formatter

from msgspec import Struct

from cv183_reports.form.values import Answers, Cells, LastMonth, Typed
from cv183_reports.model import (
    Cycle,
    Figure,
    Filing,
    Kind,
    ListValue,
    Obligation,
    Period,
    PresentationStyle,
    Receipt,
    Record,
    Register,
    Source,
    Status,
    Unit,
)
from cv183_reports.sample.world import TEXTS, Motif, Pool, StoryStage, UnitTexts, figures_of
from cv183_reports.vietnamese.wording import count, number, period_word, short_date, upper_first

_FAR_AWAY = date.max
_SATURDAY = 5
_NATIONAL_DAYS = {(9, 1), (9, 2)}
_MOST = 95


class InventedProgress(Struct, frozen=True):
    """Where one obligation of one unit stands on the day of a report."""

    status: Status
    percent: Decimal | None
    done_on: date | None


def period_told(period: Period) -> str:
    """How units call it: ``tháng 9``, ``quý III``."""
    return period_word(period) if period.cycle is Cycle.QUARTER else f"tháng {period.month}"


def issued(register: Register) -> date:
    """About when units had the dispatch in hand."""
    begun = register.profile.dispatch.first_period.begin.date()
    return begun + timedelta(days=TEXTS.issued - 1)


def invented_progress(
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
    return _under_way(obligation, period.since(first), draw)


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
_ASKS_ANEW = 0.85
"""Share of the overdue rows for which the unit names a new deadline."""
_STANDS_OUT = 0.9
"""Share of the units asked for it that say what stands out."""
_FIRST_DAYS, _LAST_DAYS = 10, 9
_EARLIER = {True: (9, 45), False: (60, 240)}
"""How many documents of a kind a commune, and a city unit, had before the dispatch."""
_NEXT_THEME = 11
"""By how much the wordings of a theme are ahead of those of the theme before."""
_NEXT_MONTH = 5
"""By how much a unit is ahead, each month, in the ways of telling the same."""
_NEXT_WAY = 29
"""By how much the ways of telling are apart that the same opening begins."""
_SPELT = 100
"""Below it a count is written as `count` does: 04, 12."""


_STAGES: Mapping[Status, Callable[[Pool], StoryStage]] = {
    Status.DONE: lambda pool: pool.done,
    Status.IN_PROGRESS: lambda pool: pool.doing,
}
_SHORT = {Status.NOT_ARISING: TEXTS.not_arising, Status.NOT_COMPETENT: TEXTS.not_competent}


class Writer(Struct, frozen=True):
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
                **self._approver(),
            },
            highlight=self._highlight(figures),
        )

    def filing(self) -> Filing:
        """What these answers will be in the months after."""
        answers = self.answers()
        records = (self._record(code, row) for code, row in answers.rows.items())
        figures = (
            Figure(self.unit.code, code, value, _NO_SOURCE)
            for code, row in answers.figures.items()
            if isinstance(value := row["value"], Decimal)
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
            "new_deadline": new if isinstance(new := row.get("new_deadline"), date) else None,
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
        state = invented_progress(
            self.unit, obligation, self.register, self.period, self.day, self.seed
        )
        is_settled = state.status is Status.DONE and obligation.kind is Kind.ONE_OFF
        draw = self._steady(obligation.code) if is_settled else self._draw(obligation.code)
        pool = self._texts.pools.get(obligation.code, TEXTS.other)
        words = self._words(draw, figures, state.done_on)
        stage = _STAGES.get(state.status)
        nth = self.unit.order + (0 if is_settled else _NEXT_MONTH * self.period.month)
        answer: Cells = {
            "status": state.status.value,
            "percent": _or_blank(state.percent),
            **self._of_overdue(obligation, state),
        }
        if stage is None:
            short = _known(_SHORT.get(state.status, pool.not_started), words)
            return {**answer, "result": _filled(short[nth % len(short)], words, draw)}
        told = stage(pool)
        answer = {
            **answer,
            "done_on": state.done_on or "",
            "result": _result(told, words, nth, draw),
            "evidence": _choose(told.evidence, words, draw) if draw.random() < _EVIDENCE else "",
        }
        return self._with_theme(answer, theme) if theme else answer

    def _of_overdue(self, obligation: Obligation, state: InventedProgress) -> dict[str, Typed]:
        """Where the obligation is overdue: what it comes from and, mostly, the day that the unit asks for."""
        due = self.register.due(self.period)
        deadline = obligation.deadline.at(self.period) if obligation.deadline else None
        draw = self._draw(f"new deadline {obligation.code}")
        is_open = state.status in (Status.NOT_STARTED, Status.IN_PROGRESS)
        if not is_open or deadline is None or deadline > due:
            return {}
        cause = _one_of(self.register.profile.causes, "", self.unit.order + obligation.order)
        if draw.random() > _ASKS_ANEW:
            return {"cause": cause}
        day = _ahead(draw.choice(TEXTS.new_deadlines), self.period, due.date())
        return {"cause": cause, "new_deadline": day}

    def _approver(self) -> dict[str, Typed]:
        """Who approves the report: the head of the unit, as the register has its signer, or a deputy."""
        draw = self._steady("approver")
        paper = self.unit.paper.over(self.register.group_of(self.unit).paper)
        title = upper_first((paper.title or paper.capacity).lower())
        for word in TEXTS.capitals:
            title = title.replace(word.lower(), word)
        return {
            "approved_by": f"{draw.choice(TEXTS.preparers)} {draw.choice(TEXTS.letters)}",
            "approver_title": f"{draw.choice(TEXTS.deputies)}{title}",
        }

    def _highlight(self, figures: Mapping[str, Decimal]) -> str:
        """What stands out in the month; a few units that are asked leave it blank."""
        draw = self._draw("highlight")
        if not self.register.group_of(self.unit).highlight or draw.random() > _STANDS_OUT:
            return ""
        nth = self.unit.order + _NEXT_MONTH * self.period.month
        words = self._words(draw, figures, None)
        lists = self._texts.highlights
        return " ".join(_filled(lines[nth % len(lines)], words, draw) for lines in lists)

    def _with_theme(self, answer: Cells, theme: Motif) -> Cells:
        """The answer with the theme raised, in words that no unit near it in the register shares."""
        profile, around = self.register.profile, TEXTS.wordings
        nth = self.unit.order + _NEXT_THEME * TEXTS.themes.index(theme)
        difficulty = _nth(nth, around.views, around.times, theme.difficulties)
        request, manner, plea = _nth(nth, around.requests, around.manners, around.pleas)
        cause = self._steady(f"cause {theme.deed}").choice(theme.causes or ("",))
        return {
            **answer,
            "difficulty": upper_first(f"{''.join(difficulty)}."),
            "cause": _one_of(profile.causes, cause, nth),
            "field": _one_of(profile.fields, theme.field, nth),
            "proposal": f"{request}{theme.asked}{manner}{theme.deed}{plea}.",
            "level": _one_of(profile.levels, theme.level, nth),
        }

    def _words(
        self, draw: Random, figures: Mapping[str, Decimal], done_on: date | None
    ) -> dict[str, str]:
        """What the fields of a sentence stand for; a figure of nought is not worth a sentence."""
        words = {
            "noi": _place_of(self.unit),
            "don_vi": self.unit.name,
            "thang": period_told(self.period),
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


def _result(stage: StoryStage, words: Mapping[str, str], nth: int, draw: Random) -> str:
    """The nth of all ways to tell it: an opening and one or two details, none of which repeats a figure."""
    rank, place = divmod(nth, len(openings := _known(stage.openings, words)))
    opening = openings[place]
    details = [d for d in _known(stage.details, words) if not _telling(d) & _telling(opening)]
    pairs = [pair for pair in combinations(details, 2) if not _telling(pair[0]) & _telling(pair[1])]
    ways = [*pairs, *((detail,) for detail in details)]
    told = ways[rank * _NEXT_WAY % len(ways)] if ways else ()
    return " ".join(_filled(sentence, words, draw) for sentence in (opening, *told))


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
    months = [month for month in earlier_periods(register, period) if register.owes(unit, month)]
    filings = {
        month: Writer(unit, register, month, days[month], seed).filing()
        for month in months
        if month in days
    }
    return LastMonth.of(register, period, [(month, filings.get(month)) for month in months])


def earlier_periods(register: Register, period: Period) -> tuple[Period, ...]:
    """The months of the dispatch before `period`, the latest first."""
    months = []
    while period > register.profile.dispatch.first_period:
        period = period.previous
        months.append(period)
    return tuple(months)


def _place_of(unit: Unit) -> str:
    """``phường Thủy Nguyên``; a city unit's full name."""
    return unit.short_name[:1].lower() + unit.short_name[1:] if unit.tier else unit.name


def _ahead(wanted: tuple[int, int], period: Period, due: date) -> date:
    """A working day that many months after `period`, and after `due`."""
    months, day = wanted
    month = period.month_after(months)
    last = month.end.date() - timedelta(days=1)
    return _workday(
        min(month.begin.date() + timedelta(days=day - 1), last), due + timedelta(days=1)
    )


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
    return draw.choice(_known(pool, words))


def _known(pool: Sequence[str], words: Mapping[str, str]) -> Sequence[str]:
    """The sentences of the pool whose fields are all known."""
    known = words.keys() | TEXTS.loose.keys()
    return [text for text in pool if _fields(text) <= known] or TEXTS.other.doing.details


def _filled(text: str, words: Mapping[str, str], draw: Random) -> str:
    """A sentence with its fields filled in; loose numbers are drawn for each sentence."""
    loose = {name: count(draw.randint(*limits)) for name, limits in TEXTS.loose.items()}
    return text.format_map({**loose, **words})


@cache
def _telling(text: str) -> frozenset[str]:
    """The indicators whose figures a sentence gives."""
    return frozenset(name for name in _fields(text) if name[-1].isdigit())


@cache
def _fields(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


@lru_cache(maxsize=100_000)
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
