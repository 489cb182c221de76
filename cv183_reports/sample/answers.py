"""One unit's invented month: what it writes into every cell of its form, and what it wrote before."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from string import Formatter

from cv183_reports.model import (
    Figure,
    Kind,
    Obligation,
    Period,
    PresentationStyle,
    Record,
    Register,
    Source,
    Status,
    Unit,
)
from cv183_reports.sample import texts, texts_city, texts_commune, themes
from cv183_reports.sample.figures import figures_of
from cv183_reports.sample.progress import FIRST_PERIOD, progress
from cv183_reports.vietnamese.wording import count, number, short_date, upper_first
from cv183_reports.workbook.form_values import Answers, FigureAnswer, LastMonth, RowAnswer

_NO_SOURCE = Source("")
_PREPARERS = ("Nguyễn Văn", "Trần Thị", "Lê Văn", "Phạm Thị", "Vũ Văn", "Bùi Thị", "Đỗ Văn")
_LETTERS = "ABCDEGHK"
_EVIDENCE = 0.85
"""Share of the rows that name a document."""
_SECOND_DETAIL = 0.45
_NO_WORDS = {"và", "các"}
_SPELT = 100
"""Below it a count is written as `count` does: 04, 12."""


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
        owed = self.register.obligations_of(self.unit)
        raised = self._raised(owed)
        draw = self._draw("head")
        return Answers(
            rows={o.code: self._row(o, figures, raised.get(o.code)) for o in owed},
            figures={code: FigureAnswer(value) for code, value in figures.items()},
            plans=self._plans(figures),
            prepared_by=f"{draw.choice(_PREPARERS)} {draw.choice(_LETTERS)}",
            phone=f"0225.000.{draw.randrange(10_000):04d}",
        )

    def last_month(self) -> LastMonth:
        """What these answers will be next month: last month's."""
        answers = self.answers()
        records = {code: self._record(code, row) for code, row in answers.rows.items()}
        figures = {
            code: Figure(self.unit.code, code, value, _NO_SOURCE)
            for code, value in self._figures().items()
        }
        return LastMonth(records, figures)

    def _record(self, code: str, row: RowAnswer) -> Record:
        return Record(
            unit=self.unit.code,
            obligation=code,
            status=Status(row.status),
            percent=row.percent if isinstance(row.percent, Decimal) else None,
            done_on=row.done_on if isinstance(row.done_on, date) else None,
            result=str(row.result),
            evidence=str(row.evidence),
            difficulty=str(row.difficulty),
            field=None,
            proposal=str(row.proposal),
            level=None,
            source=_NO_SOURCE,
        )

    def _draw(self, name: str) -> Random:
        """Luck that is the unit's own, month by month."""
        return Random(f"{self.seed}-{self.period}-{self.unit.code}-{name}")  # noqa: S311 invented data

    def _steady(self, name: str) -> Random:
        """Luck that is the unit's own for good: what was done stays told in the same words."""
        return Random(f"{self.seed}-{self.unit.code}-{name}")  # noqa: S311 invented data

    def _figures(self) -> dict[str, Decimal]:
        return figures_of(self.unit, self.register, self.period, self.seed)

    def _row(
        self, obligation: Obligation, figures: Mapping[str, Decimal], theme: themes.Theme | None
    ) -> RowAnswer:
        state = progress(self.unit, obligation, self.period, self.day, self.seed)
        is_settled = state.status is Status.DONE and obligation.kind is Kind.ONE_OFF
        draw = self._steady(obligation.code) if is_settled else self._draw(obligation.code)
        pools = texts_commune.COMMUNE if self.unit.code.isdigit() else texts_city.CITY
        pool = pools.get(obligation.code, texts.ANY)
        words = self._words(pool, draw, figures, state.done_on)
        opened = state.status in (Status.IN_PROGRESS, Status.DONE)
        answer = RowAnswer(
            status=state.status.value,
            percent="" if state.percent is None else state.percent,
            done_on=state.done_on or "",
            result=_result(pool, state.status, words, draw),
            evidence=words["vb"] if opened and draw.random() < _EVIDENCE else "",
        )
        return _with_theme(answer, theme, self.unit.order) if theme and opened else answer

    def _words(
        self,
        pool: texts.Pool,
        draw: Random,
        figures: Mapping[str, Decimal],
        done_on: date | None,
    ) -> dict[str, str]:
        """What the fields of a sentence stand for."""
        words = {
            "noi": place_of(self.unit),
            "don_vi": self.unit.name,
            "thang": f"tháng {self.period.month}",
            "moc": f"ngày {short_date(self.day)}",
            "vb": self._document(pool.documents, draw, done_on),
        }
        if done_on:
            words["xong"] = short_date(done_on)
        return words | {code: _in_words(value) for code, value in figures.items()}

    def _document(
        self, kinds: Sequence[tuple[str, str]], draw: Random, done_on: date | None
    ) -> str:
        """A document of the unit: ``Báo cáo số 15-BC/ĐU, ngày 20/9/2025``."""
        kind, short = draw.choice(kinds)
        day = done_on or self.day - timedelta(days=draw.randint(2, 14))
        issuer = _initials(self.unit)
        running = draw.randint(6, 190)
        symbol = (
            f"{running:02d}/{short}-{issuer}"
            if self.unit.style is PresentationStyle.STATE
            else f"{running:02d}-{short}/{issuer}"
        )
        return f"{kind} số {symbol}, ngày {short_date(day)}"

    def _raised(self, owed: Sequence[Obligation]) -> dict[str, themes.Theme]:
        """The difficulties of the unit by obligation; most of them last for months."""
        draw = self._steady("themes")
        known = themes.COMMUNE if self.unit.code.isdigit() else themes.CITY
        codes = {obligation.code for obligation in owed}
        raised: dict[str, themes.Theme] = {}
        for theme in draw.sample(known, k=draw.randint(0, 3)):
            free = [code for code in theme.obligations if code in codes and code not in raised]
            if free:
                raised[free[0]] = theme
        return raised

    def _plans(self, figures: Mapping[str, Decimal]) -> tuple[str, ...]:
        draw = self._draw("plans")
        words = self._words(texts.ANY, draw, figures, None)
        pool = texts.PLANS if self.unit.code.isdigit() else texts.CITY_PLANS
        return tuple(_filled(line, words, draw) for line in draw.sample(pool, k=draw.randint(2, 4)))


def _result(pool: texts.Pool, status: Status, words: Mapping[str, str], draw: Random) -> str:
    short = {
        Status.NOT_STARTED: texts.NOT_STARTED,
        Status.NOT_ARISING: texts.NOT_ARISING,
        Status.NOT_COMPETENT: texts.NOT_COMPETENT,
    }.get(status)
    if short:
        return _choose(short, words, draw, 1)
    opening = pool.done if status is Status.DONE else pool.doing
    details = 1 + (draw.random() < _SECOND_DETAIL)
    return f"{_choose(opening, words, draw, 1)} {_choose(pool.details, words, draw, details)}"


def last_month(
    unit: Unit, register: Register, period: Period, day: date | None, seed: str
) -> LastMonth:
    """What the unit reported the month before `period`, on `day`; nothing before the dispatch.

    Args:
        unit: Whose.
        register: The register.
        period: This month.
        day: When the unit reported last month; None when nothing of it counted.
        seed: Names the invented world.
    """
    before = period.previous
    if day is None or before < FIRST_PERIOD:
        return LastMonth()
    return Writer(unit, register, before, day, seed).last_month()


def place_of(unit: Unit) -> str:
    """``phường Thủy Nguyên``; a city unit's full name."""
    return unit.short_name[:1].lower() + unit.short_name[1:] if unit.code.isdigit() else unit.name


def _with_theme(answer: RowAnswer, theme: themes.Theme, rank: int) -> RowAnswer:
    """The answer with the theme raised, in words that no unit near `rank` in the register shares."""
    wording = theme.difficulties[rank % len(theme.difficulties)]
    time, witness = _pair(themes.TIMES, themes.WITNESSES, rank)
    request, plea = _pair(themes.REQUESTS, themes.PLEAS, rank)
    proposal = theme.proposals[rank % len(theme.proposals)].removesuffix(".")
    return replace(
        answer,
        difficulty=upper_first(f"{time}{witness}{wording}."),
        field=theme.field.value,
        proposal=f"{request}{proposal}{plea}.",
        level=theme.level.value,
    )


def _pair(firsts: Sequence[str], seconds: Sequence[str], rank: int) -> tuple[str, str]:
    """The `rank`-th of all pairs."""
    later, first = divmod(rank, len(firsts))
    return firsts[first], seconds[later % len(seconds)]


def _choose(pool: Sequence[str], words: Mapping[str, str], draw: Random, how_many: int) -> str:
    """Sentences of the pool whose fields are all known, filled in."""
    usable = [
        text for text in pool if _fields(text) <= words.keys() | texts.LOOSE.keys()
    ] or texts.ANY.doing
    chosen = draw.sample(usable, k=min(how_many, len(usable)))
    return " ".join(_filled(sentence, words, draw) for sentence in chosen)


def _filled(text: str, words: Mapping[str, str], draw: Random) -> str:
    """A sentence with its fields filled in; loose numbers are drawn for each sentence."""
    loose = {name: count(draw.randint(*limits)) for name, limits in texts.LOOSE.items()}
    return text.format_map({**loose, **words})


@cache
def _fields(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


def _in_words(value: Decimal) -> str:
    whole = value == value.to_integral_value()
    return count(int(value)) if whole and value < _SPELT else number(value)


def _initials(unit: Unit) -> str:
    """``ĐU`` of a party committee, ``BTCTU``, ``SNV``: initials without marks."""
    if unit.name.startswith("Đảng ủy"):
        return "ĐU"
    words = [word for word in unit.name.replace(",", "").split() if word not in _NO_WORDS]
    letters = "".join(_plain(word[0]) for word in words)
    return letters.upper()


def _plain(letter: str) -> str:
    return letter if letter in "đĐ" else unicodedata.normalize("NFD", letter)[0]
