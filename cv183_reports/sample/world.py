"""The invented world: what its units write (``texts.toml``), and how their figures go (``figures.toml``).

Texts are sentences with fields, by obligation. Some indicators have a recipe; what a constraint then leaves open follows
from it (đã giải quyết = chuyển sang + tiếp nhận − đang giải quyết), and an indicator that staff add later gets a small
number. Sizes follow what the press has told of a few communes (578 to 3,511 files a month); no published figure is used
as a unit's own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from importlib import resources
from random import Random
from typing import Any

from msgspec import Struct

from cv183_reports.model import Constraint, Period, Register, Unit

_SHARED = "@"
"""Before the name of lines that several lists have in common."""
_Shared = Mapping[str, tuple[str, ...]]
_TOO_FEW = 0.55
_TOO_MANY = 1.6


class StoryStage(Struct, frozen=True):
    """What is written while work is at one stage: one opening, then details, and what proves it."""

    openings: tuple[str, ...]
    details: tuple[str, ...]
    evidence: tuple[str, ...]


class Pool(Struct, frozen=True):
    """Sentences to draw from for one obligation."""

    done: StoryStage
    doing: StoryStage
    not_started: tuple[str, ...]


class Motif(Struct, frozen=True):
    """One difficulty with what is proposed about it: what recurs from unit to unit in other words."""

    obligations: tuple[str, ...]
    """Codes of the rows in which units raise it; none: in any."""
    field: str
    level: str
    """As the register lists them; empty: any of its list."""
    causes: tuple[str, ...]
    """What units say it comes from, each of them one of these; likewise."""
    difficulties: tuple[str, ...]
    """Clauses that say the same."""
    asked: str
    """Who is asked …"""
    deed: str
    """… to do what: a verb and what follows it."""


class Wordings(Struct, frozen=True):
    """Around a difficulty go a view and a time; a request, a manner and a plea around a proposal."""

    views: tuple[str, ...]
    times: tuple[str, ...]
    requests: tuple[str, ...]
    manners: tuple[str, ...]
    pleas: tuple[str, ...]


class FaultTexts(Struct, frozen=True):
    """What is typed, and how files are named, where something goes wrong."""

    percent_in_words: str
    correction: str
    renamed: str
    folder: str
    sent_again: str


class UnitTexts(Struct, frozen=True):
    """What one kind of units writes."""

    pools: Mapping[str, Pool]
    """By the code of the obligation."""
    themes: tuple[Motif, ...]
    plans: tuple[str, ...]
    telephone: str
    """The area of its numbers."""
    legacy: str
    """What it pastes from a document in an old code."""
    highlights: tuple[tuple[str, ...], ...]
    """What stands out, in sentences: one of each list. Lengths have no common divisor, so that neighbours differ in all."""


class Texts(Struct, frozen=True):
    """Everything that ``texts.toml`` says."""

    directive: str
    """What the texts of communes and city units tell of."""
    issued: int
    """Day of the first month on which units had the dispatch in hand."""
    earliest: Mapping[str, date]
    """Before when an obligation cannot be done."""
    preparers: tuple[str, ...]
    letters: str
    no_initial: tuple[str, ...]
    """Words that leave no letter in the initials of a unit."""
    loose: Mapping[str, tuple[int, int]]
    """Numbers that mean nothing in particular: field, least and most."""
    documents: Mapping[str, str]
    """Kinds of documents by abbreviation."""
    deputies: tuple[str, ...]
    """What stands before the title of the head of a unit where another approves."""
    capitals: tuple[str, ...]
    """Words of titles that are written so."""
    new_deadlines: tuple[tuple[int, int], ...]
    """Days that units ask for: months after the one reported on, and the day; beyond its end, the last."""
    standing: tuple[str, ...]
    """Kinds that a unit issues once, when it takes the work up."""
    not_arising: tuple[str, ...]
    not_competent: tuple[str, ...]
    other: Pool
    """For an obligation that the dispatch does not have."""
    commune: UnitTexts
    city: UnitTexts
    elsewhere: UnitTexts
    """Of any unit under another dispatch, whose numbers mean other tasks."""
    wordings: Wordings
    faults: FaultTexts

    def tell_of(self, register: Register) -> bool:
        """Whether those of communes and city units do."""
        return register.profile.dispatch.directive == self.directive

    def of(self, unit: Unit, register: Register) -> UnitTexts:
        """What `unit` writes."""
        if not self.tell_of(register):
            return self.elsewhere
        return self.commune if unit.tier else self.city

    @property
    def themes(self) -> tuple[Motif, ...]:
        """Of all units."""
        return self.commune.themes + self.city.themes + self.elsewhere.themes


def read_texts(data: Mapping[str, Any]) -> Texts:
    """The texts in `data`, a table as ``texts.toml`` has it.

    Raises:
        KeyError: a table or a shared list that is needed is not there.
        TypeError: a table lacks an entry or has one too many.
        ValueError: a list is empty, or holds something else than text.
    """
    rest = dict(data)
    shared = {name: _lines(lines, {}) for name, lines in rest.pop("shared").items()}
    lists = ("preparers", "not_arising", "not_competent", "standing", "no_initial", "capitals")
    told: dict[str, Any] = {name: _lines(rest.pop(name), shared) for name in lists}
    told["deputies"] = tuple(rest.pop("deputies"))
    other = _pool(shared, (), **rest.pop("other"))
    return Texts(
        directive=rest.pop("dispatch")["directive"],
        other=other,
        new_deadlines=tuple((months, day) for months, day in rest.pop("new_deadlines")),
        loose={name: (least, most) for name, (least, most) in rest.pop("loose").items()},
        commune=_unit_texts(shared, other, **rest.pop("commune")),
        city=_unit_texts(shared, other, **rest.pop("city")),
        elsewhere=_unit_texts(shared, other, tasks={}, **rest.pop("elsewhere")),
        wordings=Wordings(**{name: tuple(told) for name, told in rest.pop("wordings").items()}),
        faults=FaultTexts(**rest.pop("faults")),
        **told,
        **rest,
    )


def _unit_texts(
    shared: _Shared,
    other: Pool,
    *,
    tasks: Mapping[str, Mapping[str, Any]],
    themes: Sequence[Mapping[str, Any]],
    plans: Sequence[str],
    telephone: str,
    legacy: str,
    highlights: Sequence[Sequence[str]],
) -> UnitTexts:
    return UnitTexts(
        pools={code: _pool(shared, other.not_started, **task) for code, task in tasks.items()},
        themes=tuple(_theme(theme) for theme in themes),
        plans=_lines(plans, shared),
        telephone=telephone,
        legacy=legacy,
        highlights=tuple(_lines(lines, shared) for lines in highlights),
    )


def _pool(
    shared: _Shared,
    otherwise: Sequence[str],
    *,
    done: Mapping[str, Sequence[str]],
    doing: Mapping[str, Sequence[str]],
    not_started: Sequence[str] | None = None,
) -> Pool:
    told = otherwise if not_started is None else not_started
    return Pool(_stage(shared, done), _stage(shared, doing), _lines(told, shared))


def _stage(shared: _Shared, parts: Mapping[str, Sequence[str]]) -> StoryStage:
    return StoryStage(**{part: _lines(lines, shared) for part, lines in parts.items()})


def _theme(raw: Mapping[str, Any]) -> Motif:
    told: dict[str, Any] = {"field": "", "level": "", **raw}
    told["causes"] = tuple(raw.get("causes", ()))
    told["obligations"] = tuple(raw.get("obligations", ()))
    told["difficulties"] = _lines(raw["difficulties"], {})
    return Motif(**told)


def _lines(written: Sequence[str], shared: _Shared) -> tuple[str, ...]:
    """The sentences of a list, the shared ones in the places of their names."""
    found: list[str] = []
    for line in written:
        found += shared[line[1:]] if line.startswith(_SHARED) else [line]
    if not found or isinstance(written, str) or not all(found):
        raise ValueError(f"no list of sentences: {written!r}")
    return tuple(found)


TEXTS = read_texts(
    tomllib.loads((resources.files(__package__) / "texts.toml").read_text(encoding="utf-8"))
)
"""The one invented world that ships with the project."""


class Stock(Struct, frozen=True):
    """A number that each unit has, between low and high, growing by a share of itself each month."""

    low: float
    high: float
    growth: float = 0.0
    sized: bool = True
    """Whether it follows the size of the unit."""


class Flow(Struct, frozen=True):
    """A number that is drawn anew each month, around one level of the unit."""

    low: float
    high: float
    sized: bool = True
    swing: float = 0.12
    """By what share of the level a month may differ from it."""


class Share(Struct, frozen=True):
    """A share of another indicator, between low and high, rising by `step` each month up to `most`."""

    of: str
    low: float
    high: float
    step: float = 0.0
    most: float = 1.0


class Carried(Struct, frozen=True):
    """What another indicator was at the end of the month before."""

    of: str


Recipe = Stock | Flow | Share | Carried

_KINDS = {"stock": Stock, "flow": Flow, "share": Share, "carried": Carried}
_DATA = tomllib.loads((resources.files(__package__) / "figures.toml").read_text(encoding="utf-8"))
_SIZES: Mapping[str, float] = _DATA["sizes"]
_RECIPES: Mapping[str, Recipe] = {
    code: _KINDS[recipe.pop("kind")](**recipe) for code, recipe in _DATA["recipes"].items()
}


def figures_of(unit: Unit, register: Register, period: Period, seed: str) -> dict[str, Decimal]:
    """The unit's figures by indicator code, for every indicator that it is asked for."""
    return _Draw(unit, register.at(period), seed).month(period)


class _Draw:
    """Draws the figures of one unit; the same unit, month and seed give the same figures."""

    def __init__(self, unit: Unit, register: Register, seed: str) -> None:
        self._key = f"{seed}-{unit.code}"
        self._began = register.profile.dispatch.first_period.previous
        """Stocks grow from here."""
        self._size = _SIZES.get(unit.code) or self._level("size", _TOO_FEW, _TOO_MANY)
        self._asked = {i.code: i for i in register.indicators_of(unit)}
        self._constraints = tuple(
            c for c in register.constraints if self._asked.keys() >= {*c.left, *c.right}
        )

    def month(self, period: Period) -> dict[str, Decimal]:
        known: dict[str, Decimal] = {}
        while len(known) < len(self._asked):
            self._follow_recipes(known, period)
            if not self._derive(known) and len(known) < len(self._asked):
                self._invent(known, period)
        self._repair(known)
        return known

    def _level(self, name: str, low: float, high: float) -> float:
        """The unit's own level of something, the same in every month."""
        return Random(f"{self._key}-{name}").uniform(low, high)  # noqa: S311 invented data

    def _follow_recipes(self, known: dict[str, Decimal], period: Period) -> None:
        """Fill in every indicator whose recipe can be followed by now."""
        before = -1
        while before < len(known):
            before = len(known)
            for code in [c for c in self._asked if c in _RECIPES and c not in known]:
                value = self._cook(code, known, period)
                if value is not None:
                    known[code] = self._rounded(code, value)

    def _cook(self, code: str, known: Mapping[str, Decimal], period: Period) -> float | None:
        age = period.since(self._began)
        match _RECIPES[code]:
            case Stock(low, high, growth, sized):
                return self._level(code, low, high) * (1 + growth * age) * self._scale(sized)
            case Flow(low, high, sized, swing):
                draw = Random(f"{self._key}-{code}-{period}")  # noqa: S311 invented data
                month = 1 + draw.uniform(-swing, swing)
                return self._level(code, low, high) * month * self._scale(sized)
            case Share(of, low, high, step, most) if of in known:
                share = min(most, self._level(code, low, high) + step * age)
                return float(known[of]) * share
            case Carried(of) if of in self._asked:
                return self._carried(of, period)
        return None

    def _scale(self, sized: bool) -> float:  # noqa: FBT001 read from a recipe
        return self._size if sized else 1.0

    def _carried(self, code: str, period: Period) -> float:
        """Last month's value, cooked from what its recipe needs and nothing else."""
        known: dict[str, Decimal] = {}
        recipe = _RECIPES[code]
        assert isinstance(recipe, Share), "only what follows from a flow is carried over"
        source = self._cook(recipe.of, known, period.previous)
        assert source is not None
        known[recipe.of] = self._rounded(recipe.of, source)
        return float(self._rounded(code, self._cook(code, known, period.previous) or 0.0))

    def _rounded(self, code: str, value: float) -> Decimal:
        return round(Decimal(max(0.0, value)), self._asked[code].decimals)

    def _derive(self, known: dict[str, Decimal]) -> bool:
        """Fill in what an equation leaves open in one place only; whether there was such a place."""
        for constraint in self._constraints:
            left, right = constraint.left, constraint.right
            unknown = [code for code in (*left, *right) if code not in known]
            if constraint.relation != "=" or len(unknown) != 1:
                continue
            own, other = (left, right) if unknown[0] in left else (right, left)
            rest = sum((known[code] for code in own if code in known), Decimal())
            known[unknown[0]] = max(Decimal(), sum((known[c] for c in other), -rest))
            return True
        return False

    def _invent(self, known: dict[str, Decimal], period: Period) -> None:
        """A small number for the first indicator that nothing tells of."""
        code = next(code for code in self._asked if code not in known)
        draw = Random(f"{self._key}-{code}-{period}")  # noqa: S311 invented data
        known[code] = self._rounded(code, draw.uniform(2, 12))

    def _repair(self, known: dict[str, Decimal]) -> None:
        """Bend the figures until every constraint holds; in our own register it bends nothing."""
        for _ in self._constraints:
            for constraint in self._constraints:
                if not holds(constraint, known):
                    _bend(constraint, known)


def _bend(constraint: Constraint, known: dict[str, Decimal]) -> None:
    """Raise the smaller side of an equation; take from the left side what an inequality forbids."""
    excess = _excess(constraint, known)
    if constraint.relation == "=":
        known[(constraint.right if excess > 0 else constraint.left)[-1]] += abs(excess)
        return
    for code in constraint.left:
        taken = min(excess, known[code])
        known[code] -= taken
        excess -= taken


def _excess(constraint: Constraint, known: Mapping[str, Decimal]) -> Decimal:
    return _sum(constraint.left, known) - _sum(constraint.right, known)


def _sum(codes: Iterable[str], known: Mapping[str, Decimal]) -> Decimal:
    return sum((known[code] for code in codes), Decimal())


def holds(constraint: Constraint, known: Mapping[str, Decimal]) -> bool:
    """Whether figures satisfy a constraint."""
    excess = _excess(constraint, known)
    return excess == 0 if constraint.relation == "=" else excess <= 0
