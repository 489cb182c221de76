"""Values of the model ↔ what JSON can hold, field by field as they are declared.

What the register has stands by its code; days, instants and numbers as text; an enum by its name in
the code. A field that has its default is left out; one that is not known here is passed over.

Told briefly, for whoever reads it back before the program changes, the values that a month has by the
thousand are lists without names of fields.
"""

from __future__ import annotations

import builtins
import types
from collections import abc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import cache
from operator import attrgetter
from sys import intern
from types import MappingProxyType
from typing import Any, TypeVar, get_args, get_origin

from msgspec import NODEFAULT
from msgspec.structs import FieldInfo, fields

from cv183_reports.model import (
    LOCAL,
    Cycle,
    Figure,
    Indicator,
    Obligation,
    Period,
    Record,
    Register,
    Source,
    Status,
    Unit,
)
from cv183_reports.model.register import ListValue
from cv183_reports.model.submission import Answer, Answered, Chosen, shared_answers, shared_number

T = TypeVar("T")

_Way = Callable[[Any], Any]
_Ways = dict[Any, tuple[_Way, _Way]]
"""Kind → how a value of it is told, and read back."""


def frozen(value: object, *, briefly: bool = False) -> Any:
    """`value` as JSON holds it; of what the register has the codes alone."""
    return _by_code(briefly).told(value)


def frozen_whole(value: object) -> Any:
    """`value` as JSON holds it, briefly, units and all in full: the register itself, or what names none of it."""
    return _whole().told(value)


def thawed_whole(told: object, kind: type[T]) -> T:
    """What `frozen_whole` gave of a value of that kind.

    Raises:
        Exception: it is none.
    """
    return _whole().thawed(told, kind)


class Thawing:
    """Gives back what `frozen` gave, with the units, obligations and indicators of one register.

    Indicators that are asked no more, of which months before tell, are given by themselves (`ended`).
    """

    def __init__(
        self, register: Register, ended: Iterable[Indicator] = (), *, briefly: bool = False
    ) -> None:
        known: dict[Any, _Way] = {
            Unit: {each.code: each for each in register.units}.__getitem__,
            Obligation: {each.code: each for each in register.obligations}.__getitem__,
            Indicator: {each.code: each for each in (*ended, *register.indicators)}.__getitem__,
            Register: lambda _: register,
        }
        ways: _Ways = {kind: (_code, read) for kind, read in known.items()}
        self._coding = _Coding(_TEXTS | (_LISTS if briefly else {}) | ways)

    def thawed(self, told: object, kind: type[T]) -> T:
        """The value, of that kind.

        Raises:
            Exception: it is none.
        """
        return self._coding.thawed(told, kind)


def _code(value: Unit | Obligation | Indicator) -> str:
    return value.code


@cache
def _by_code(briefly: bool) -> _Coding:  # noqa: FBT001 - a key of the cache
    # The register is that of the month, and stands whole beside it.
    unread: _Ways = dict.fromkeys((Unit, Obligation, Indicator), (_code, _same))
    unread[Register] = (lambda _: None, _same)
    return _Coding(_TEXTS | (_LISTS if briefly else {}) | unread)


@cache
def _whole() -> _Coding:
    return _Coding(_TEXTS | _LISTS)


class _Coding:
    """How values of each kind are told and read back: found once, when the first of the kind comes."""

    def __init__(self, ways: _Ways) -> None:
        self._ways = dict(ways)

    def told(self, value: object) -> Any:
        if isinstance(value, tuple):
            return [self.told(each) for each in value]
        return self._way(type(value))[0](value)

    def thawed(self, told: object, kind: type[T]) -> T:
        value: T = self._way(kind)[1](told)
        return value

    def _way(self, kind: Any) -> tuple[_Way, _Way]:
        found = self._ways.get(kind)
        if found is None:
            found = self._ways[kind] = self._found(kind)
        return found

    def _found(self, kind: Any) -> tuple[_Way, _Way]:
        of = get_args(kind)
        match get_origin(kind) or kind:
            case types.UnionType:
                (other,) = (each for each in of if each is not types.NoneType)
                return _or_none(*self._way(other))
            case builtins.tuple if of[-1] is ...:
                return _row(*self._way(of[0]))
            case builtins.tuple:
                return _together([self._way(each) for each in of])
            case builtins.frozenset:
                return sorted, lambda told: frozenset(map(_text, told))
            case abc.Mapping | builtins.dict:
                return _by_key(*self._way(of[1]))
            case named:
                return self._named(named)

    def _named(self, kind: Any) -> tuple[_Way, _Way]:
        if issubclass(kind, Enum):
            return attrgetter("name"), kind.__getitem__
        return _by_field(kind, [*self._fields(kind)])

    def _fields(self, kind: Any) -> Iterator[tuple[str, Any, _Way, _Way]]:
        for each in fields(kind):
            yield each.name, _default(each), *self._way(each.type)


def _same(value: Any) -> Any:
    return value


def _or_none(tell: _Way, read: _Way) -> tuple[_Way, _Way]:
    return (
        lambda value: None if value is None else tell(value),
        lambda told: None if told is None else read(told),
    )


def _row(tell: _Way, read: _Way) -> tuple[_Way, _Way]:
    return lambda value: [*map(tell, value)], lambda told: tuple(map(read, told))


def _together(ways: Sequence[tuple[_Way, _Way]]) -> tuple[_Way, _Way]:
    return (
        lambda value: [tell(each) for (tell, _), each in zip(ways, value, strict=True)],
        lambda told: tuple(read(each) for (_, read), each in zip(ways, told, strict=True)),
    )


def _by_key(tell: _Way, read: _Way) -> tuple[_Way, _Way]:
    return (
        lambda value: {key: tell(each) for key, each in value.items()},
        lambda told: {key: read(each) for key, each in told.items()},
    )


def _by_field(
    kind: Callable[..., Any], fields_of: Sequence[tuple[str, Any, _Way, _Way]]
) -> tuple[_Way, _Way]:
    """A value with named fields; each comes as its name, its default (or what none is), and its ways."""

    def tell(value: Any) -> dict[str, Any]:
        return {
            name: told(each)
            for name, default, told, _ in fields_of
            if (each := getattr(value, name)) != default
        }

    def read(told: Mapping[str, Any]) -> Any:
        return kind(**{name: back(told[name]) for name, _, _, back in fields_of if name in told})

    return tell, read


def _default(field: FieldInfo) -> Any:
    """What a field is that is not told; NODEFAULT: it has to be told."""
    return field.default if field.default_factory is NODEFAULT else field.default_factory()


_REPEATED = 160
"""Letters of a text, at most, that may be a code, a cell, a file: what stands in many places."""


def _text(told: str) -> str:
    """A short text is one in all places: of a large month they would weigh as much as all else."""
    return intern(told) if len(told) <= _REPEATED else told


def _period(text: str) -> Period:
    period = Period.parse(text)
    if period is None:
        raise ValueError(text)
    return period


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(LOCAL)


def _told(answers: Answered) -> dict[str, object]:
    return {key: _answer_told(answer) for key, answer in answers.items()}


def _answer_told(answer: Answer) -> object:
    """A text as it is; anything else under what it is."""
    match answer:
        case None | str():
            return answer
        case Decimal():
            return {"number": str(answer)}
        case date():
            return {"day": answer.isoformat()}
        case Status():
            return {"status": answer.name}
        case ListValue():
            return {"choice": answer.value, "in_sentence": answer.in_sentence}
        case _:
            return {"option": answer.value}


def _answers(told: Mapping[str, Any]) -> Answered:
    if not any(told.values()):
        return shared_answers(tuple(told.items()))
    return MappingProxyType({key: _answer(answer) for key, answer in told.items()})


def _answer(told: Any) -> Answer:
    match told:
        case None | str():
            return told
        case {"number": text}:
            return Decimal(text)
        case {"day": text}:
            return date.fromisoformat(text)
        case {"status": name}:
            return Status[name]
        case {"choice": value, "in_sentence": words}:
            return ListValue(value, words)
        case {"option": value}:
            return Chosen(value)
        case _:
            raise ValueError(told)


_TEXTS: _Ways = {
    str: (_same, _text),
    int: (_same, _same),
    bool: (_same, _same),
    Period: (str, _period),
    Cycle: (lambda cycle: cycle.name, Cycle.__getitem__),  # a number, too, but told as any enum
    Decimal: (str, shared_number),
    datetime: (datetime.isoformat, _instant),
    date: (date.isoformat, date.fromisoformat),
    time: (time.isoformat, time.fromisoformat),
    Answered: (_told, _answers),
}
"""What stands in every telling as a text, or as itself."""


def _place_told(place: Source) -> tuple[str, str, str]:
    return place.file, place.sheet, place.cell


def _place(told: Sequence[str]) -> Source:
    file, sheet, cell = told
    return Source(_text(file), intern(sheet), intern(cell))


def _record_told(record: Record) -> tuple[object, ...]:
    place = _place_told(record.source)
    return record.unit, record.obligation, _told(record.answers), place


def _record(told: Sequence[Any]) -> Record:
    unit, obligation, answers, place = told
    return Record(intern(unit), intern(obligation), _answers(answers), _place(place))


def _figure_told(figure: Figure) -> tuple[object, ...]:
    place, beside = _place_told(figure.source), _told(figure.beside)
    return figure.unit, figure.indicator, str(figure.value), place, beside


def _figure(told: Sequence[Any]) -> Figure:
    unit, indicator, value, place, beside = told
    number = shared_number(value)
    return Figure(intern(unit), intern(indicator), number, _place(place), _answers(beside))


_LISTS: _Ways = {
    Source: (_place_told, _place),
    Record: (_record_told, _record),
    Figure: (_figure_told, _figure),
}
