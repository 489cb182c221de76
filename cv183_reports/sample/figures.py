"""Invented figures: for every indicator asked of a unit, month after month, true to the constraints.

Some indicators have a recipe (``figures.toml``). What a constraint then leaves open follows from it (đã giải quyết =
chuyển sang + tiếp nhận − đang giải quyết), and an indicator that staff add later gets a small number.
Sizes follow what the press has told of a few communes (578 to 3,511 files a month); no published
figure is used as a unit's own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from importlib import resources
from random import Random

from msgspec import Struct

from cv183_reports.model import Constraint, Period, Register, Unit

_TOO_FEW = 0.55
_TOO_MANY = 1.6


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
