"""What invented units write, read from ``texts.toml`` and checked: sentences with fields, by obligation."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from importlib import resources
from typing import Any

from msgspec import Struct

from cv183_reports.model import Register, Unit

_SHARED = "@"
"""Before the name of lines that several lists have in common."""
_Shared = Mapping[str, tuple[str, ...]]


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
