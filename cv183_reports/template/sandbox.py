"""The Jinja environment of Word templates: names and values only, printed safely, within bounds."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from typing import Any

from jinja2 import StrictUndefined, Undefined, pass_context
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from cv183_reports.catalogue.template import (
    ILLEGAL_CHARACTER,
    NO_NAMES,
    NO_VALUE,
    NOT_A_LIST,
    RUNAWAY,
    UNKNOWN_NAME,
    UNPRINTABLE,
    WRONG_OPERATION,
)
from cv183_reports.model.finding import Rule

BLOCK_START, BLOCK_END, VALUE_START, VALUE_END = "\x01", "\x02", "\x03", "\x04"
"""Jinja's marks here: no XML text can hold them, so nothing but a tag is ever read as one."""
COUNTED, PLAIN = "*counted", "*plain"
"""Filters that the engine adds itself; no template can write their names."""
STEPS = "*steps"
"""Name in the context of the Steps of one rendering."""
TESTS = ("none", "even", "odd", "divisibleby")
MAX_STEPS = 1_000_000
"""Turns of all loops of one rendering together."""

_LOOP_NAMES = frozenset({"index", "index0", "revindex", "revindex0", "first", "last", "length"})
ILLEGAL = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold; and CR, which no two programs read alike."""
_NEXT_LINE = '</w:t><w:br/><w:t xml:space="preserve">'
_NEXT_STOP = '</w:t><w:tab/><w:t xml:space="preserve">'


class FaultError(Exception):
    """What a rendering stumbled over: a rule and the values of its sentence but tag and paragraph."""

    def __init__(self, rule: Rule, **values: object) -> None:
        super().__init__(rule.code)
        self.rule = rule
        self.values = values


class Steps:
    """The turns that the loops of one rendering have left."""

    def __init__(self) -> None:
        self.left = MAX_STEPS

    def spend(self, turns: int) -> None:
        """Count a loop of that many turns.

        Raises:
            FaultError: none are left.
        """
        self.left -= turns + 1
        if self.left < 0:
            raise FaultError(RUNAWAY)


def nearest(name: str, names: frozenset[str]) -> tuple[str, ...]:
    """Those of `names` that a clerk may have meant by `name`; all of them where none is near."""
    close = get_close_matches(name, sorted(names), 3, 0.6)
    return tuple(close or sorted(names)) or (NO_NAMES,)


def plain_text(value: object) -> str:
    """The text that `value` prints as.

    Raises:
        FaultError: it is no text or whole or decimal number.
    """
    if type(value) is str:
        return value
    if type(value) is int or type(value) is Decimal:
        return str(value)
    raise FaultError(NO_VALUE if value is None or isinstance(value, Undefined) else UNPRINTABLE)


def _printed(value: object) -> str:
    """`value` as the inside of a w:t: escaped, its line breaks and tabs as Word's own.

    Raises:
        FaultError: it cannot be printed, or holds a character that XML cannot.
    """
    text = value if type(value) is str else plain_text(value)
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if text.isprintable():
        return text
    if (illegal := ILLEGAL.search(text)) is not None:
        shown = ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", str(value))
        raise FaultError(ILLEGAL_CHARACTER, value=shown, character=f"U+{ord(illegal[0]):04X}")
    return text.replace("\n", _NEXT_LINE).replace("\t", _NEXT_STOP)


@cache
def _names_of(kind: Any) -> frozenset[str]:
    """What a template may ask a value of that type for: the fields and properties of a dataclass."""
    if issubclass(kind, LoopContext):
        return _LOOP_NAMES
    if not is_dataclass(kind):
        return frozenset()
    properties = {name for name in dir(kind) if isinstance(getattr(kind, name), property)}
    names = properties | {field.name for field in fields(kind)}
    return frozenset(name for name in names if not name.startswith("_"))


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, narrowed to what a template for clerks needs."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def getattr(self, obj: Any, attribute: str) -> object:
        """The field or property of a context value, the only attributes there are."""
        names = _names_of(type(obj))  # type: ignore[arg-type] # Hashable, which mypy denies type[Any]
        if attribute not in names:
            raise FaultError(UNKNOWN_NAME, name=attribute, names=nearest(attribute, names))
        return getattr(obj, attribute)

    def getitem(self, obj: object, argument: object) -> object:
        """An item of a tuple, counted from 0; a text in the brackets is a name."""
        if isinstance(argument, str):
            return self.getattr(obj, argument)
        if isinstance(obj, tuple) and type(argument) is int and argument < len(obj):
            return obj[argument]
        raise FaultError(WRONG_OPERATION)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic on numbers only: a repeated text or tuple could fill the memory."""
        if not {type(left), type(right)} <= {int, Decimal}:
            raise FaultError(WRONG_OPERATION)
        return super().call_binop(context, operator, left, right)


@pass_context
def _counted(context: Context, values: object) -> object:
    """A list about to be looped over, its turns counted."""
    if not isinstance(values, tuple | list):
        raise FaultError(NOT_A_LIST)
    context[STEPS].spend(len(values))
    return values


def _join(values: object, separator: str = "") -> str:
    if not isinstance(values, tuple | list):
        raise FaultError(NOT_A_LIST)
    return plain_text(separator).join(map(plain_text, values))


def _end_of(position: int, values: object) -> object:
    if not isinstance(values, tuple | list) or not values:
        raise FaultError(NOT_A_LIST)
    return values[position]


FILTERS = {
    "first": lambda values: _end_of(0, values),
    "join": _join,
    "last": lambda values: _end_of(-1, values),
    "length": len,
    "lower": lambda value: plain_text(value).lower(),
    "upper": lambda value: plain_text(value).upper(),
}
"""The filters of a template: each takes time and memory in proportion to its value."""


def _environment() -> _Sandbox:
    sandbox = _Sandbox(
        block_start_string=BLOCK_START,
        block_end_string=BLOCK_END,
        variable_start_string=VALUE_START,
        variable_end_string=VALUE_END,
        comment_start_string="\x05",
        comment_end_string="\x06",
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        # `finalize` escapes whatever is printed, and no template can switch it off. Jinja's own
        # autoescape would need each text as Markup: more than twice the cost (measured).
        autoescape=False,
        finalize=_printed,
    )
    sandbox.globals.clear()
    sandbox.filters = {**FILTERS, COUNTED: _counted, PLAIN: plain_text}
    sandbox.tests = {name: sandbox.tests[name] for name in TESTS}
    return sandbox


SANDBOX = _environment()
"""The one environment; it keeps nothing of any rendering."""
