"""Values of the model ↔ what JSON can hold, field by field as their dataclasses declare them.

What the register has stands by its code; days, instants and numbers as text; an enum by its name in
the code. A field that has its default is left out; one that is not known here is passed over.

Told briefly, for whoever reads it back before the program changes, the values that a month has by the
thousand are lists without names of fields.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import cache
from sys import intern
from types import MappingProxyType
from typing import Any, TypeVar, get_origin

from cattrs import Converter

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


def frozen(value: object, *, briefly: bool = False) -> Any:
    """`value` as JSON holds it; of what the register has the codes alone."""
    return _coding(briefly).unstructure(value)


def frozen_whole(value: object) -> Any:
    """`value` as JSON holds it, briefly, units and all in full: the register itself, or what names none of it."""
    return _plain().unstructure(value)


def thawed_whole(told: object, kind: type[T]) -> T:
    """What `frozen_whole` gave of a value of that kind.

    Raises:
        Exception: it is none.
    """
    return _plain().structure(told, kind)


class Thawing:
    """Gives back what `frozen` gave, with the units, obligations and indicators of one register."""

    def __init__(self, register: Register, *, briefly: bool = False) -> None:
        converter = _converter(briefly=briefly)
        _by_code(converter, Unit, {each.code: each for each in register.units})
        _by_code(converter, Obligation, {each.code: each for each in register.obligations})
        _by_code(converter, Indicator, {each.code: each for each in register.indicators})
        converter.register_structure_hook(Register, lambda *_: register)
        self._converter = converter

    def thawed(self, told: object, kind: type[T]) -> T:
        """The value, of that kind.

        Raises:
            Exception: it is none.
        """
        return self._converter.structure(told, kind)


def _by_code(converter: Converter, kind: type[T], known: Mapping[str, T]) -> None:
    converter.register_structure_hook(kind, lambda code, _: known[code])


@cache
def _coding(briefly: bool) -> Converter:  # noqa: FBT001 - a key of the cache
    converter = _converter(briefly=briefly)
    for kind in (Unit, Obligation, Indicator):
        converter.register_unstructure_hook(kind, lambda value: value.code)
    converter.register_unstructure_hook(
        Register, lambda _: None
    )  # of the month, and stands whole beside it
    return converter


@cache
def _plain() -> Converter:
    return _converter(briefly=True)


def _converter(*, briefly: bool) -> Converter:
    converter = Converter(omit_if_default=True, detailed_validation=False)
    for kind, (write, read) in (_TEXTS | (_LISTS if briefly else {})).items():
        converter.register_unstructure_hook(kind, write)
        converter.register_structure_hook(kind, _reading(read))
    converter.register_unstructure_hook_func(_is_enum, lambda value: value.name)
    converter.register_structure_hook_func(_is_enum, lambda name, kind: kind[name])
    converter.register_unstructure_hook_func(_is_set, sorted)
    converter.register_unstructure_hook_func(_are_answers, _told)
    converter.register_structure_hook_func(_are_answers, lambda told, _: _answers(told))
    converter.register_structure_hook(str, lambda told, _: _text(told))
    return converter


_REPEATED = 160
"""Letters of a text, at most, that may be a code, a cell, a file: what stands in many places."""


def _text(told: object) -> str:
    """A short text is one in all places: of a large month they would weigh as much as all else."""
    text = str(told)
    return intern(text) if len(text) <= _REPEATED else text


def _reading(read: Callable[[Any], object]) -> Callable[[Any, object], object]:
    return lambda told, _: read(told)


def _period(text: str) -> Period:
    period = Period.parse(text)
    if period is None:
        raise ValueError(text)
    return period


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(LOCAL)


_Ways = dict[Any, tuple[Callable[[Any], object], Callable[[Any], object]]]
"""Kind → how a value of it is told, and read back."""
_TEXTS: _Ways = {
    Period: (str, _period),
    Cycle: (lambda cycle: cycle.name, Cycle.__getitem__),  # a number, too, but told as any enum
    Decimal: (str, shared_number),
    datetime: (datetime.isoformat, _instant),
    date: (date.isoformat, date.fromisoformat),
    time: (time.isoformat, time.fromisoformat),
}


def _is_enum(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)


def _is_set(kind: object) -> bool:
    return get_origin(kind) is frozenset


def _are_answers(kind: object) -> bool:
    return bool(kind == Answered)


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
