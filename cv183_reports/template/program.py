"""What the tags of a part become: blocks paired and checked for safety, then compiled into a program that is run.

It runs in a Jinja environment with names and values only, printed safely, within bounds.
"""

from __future__ import annotations

import math
import re
from collections.abc import Generator, Iterable, Iterator, Mapping
from decimal import Decimal
from difflib import get_close_matches
from functools import cache, lru_cache
from itertools import islice
from types import TracebackType
from typing import Any

import jinja2
from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, Undefined, nodes, pass_context
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from msgspec import Struct

from cv183_reports.catalogue import template as catalogue
from cv183_reports.catalogue.template import (
    BAD_TAG,
    CROSSED,
    FORBIDDEN,
    ILLEGAL_CHARACTER,
    NEVER_BEGUN,
    NEVER_ENDED,
    NO_NAMES,
    NO_VALUE,
    NOT_A_LIST,
    PARTED_LEVEL,
    RUNAWAY,
    TOO_DEEP,
    UNKNOWN_FILTER,
    UNKNOWN_NAME,
    UNKNOWN_TAG,
    UNPRINTABLE,
    WRONG_OPERATION,
)
from cv183_reports.model.finding import Finding, Rule
from cv183_reports.ooxml.archive import MAX_PART
from cv183_reports.template.draft import PlacedTag
from cv183_reports.template.tags import ENDING, KEYWORDS, MIDDLE, OPENING, NearTag, Tag, TagMark

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
ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
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
    """What a template may ask a value of that type for: its fields and properties."""
    if issubclass(kind, LoopContext):
        return _LOOP_NAMES
    if not issubclass(kind, Struct):
        return frozenset()
    properties = {name for name in dir(kind) if isinstance(getattr(kind, name), property)}
    names = properties | {*kind.__struct_fields__}
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

MAX_DEPTH = 12
"""Python refuses code with more than 20 loops inside each other."""


class _Open(Struct):
    """A block that waits for its end."""

    placed: PlacedTag
    has_else: bool = False

    @property
    def keyword(self) -> str:
        return self.placed.tag.keyword

    def takes(self, keyword: str) -> bool:
        """Whether a tag of that keyword may follow inside, or end, this block."""
        if keyword in ENDING:
            return self.keyword == ENDING[keyword]
        return not self.has_else and (keyword == "else" or self.keyword == "if")


def check_blocks(tags: Iterable[PlacedTag]) -> tuple[Finding, ...]:
    """Every block tag without its partner, and every pair in two different places."""
    faults: list[Finding] = []
    opened: list[_Open] = []
    for placed in tags:
        keyword = placed.tag.keyword
        if keyword in OPENING:
            opened.append(_Open(placed))
            if len(opened) == MAX_DEPTH + 1:
                faults.append(placed.tag.fault(TOO_DEEP, limit=MAX_DEPTH))
        elif keyword in MIDDLE or keyword in ENDING:
            faults += _partner(placed, opened)
    return (*faults, *map(_never_ended, opened))


def _partner(placed: PlacedTag, opened: list[_Open]) -> list[Finding]:
    """What is wrong between `placed` and the block it continues or ends; that one is then closed.

    An ending skips the open blocks of the other kind inside its own: those were never ended.
    """
    keyword = placed.tag.keyword
    faults: list[Finding] = []
    if keyword in ENDING and any(block.takes(keyword) for block in opened):
        while not opened[-1].takes(keyword):
            faults.append(_never_ended(opened.pop()))
    if not opened or not opened[-1].takes(keyword):
        return [placed.tag.fault(NEVER_BEGUN, name=keyword)]
    block = opened.pop() if keyword in ENDING else opened[-1]
    block.has_else = keyword == "else"
    partner = block.placed
    if (partner.path, partner.container) != (placed.path, placed.container):
        faults.append(placed.tag.fault(CROSSED, name=keyword, opening=partner.tag.shown))
    return faults


def _never_ended(block: _Open) -> Finding:
    return block.placed.tag.fault(NEVER_ENDED, name=block.keyword)


_MAX_TAG = 1_000
"""Characters of one tag; deep brackets in a longer one would exhaust Jinja's parser."""
_MAX_DEPTH = 40
"""Levels of one tag's syntax tree; Python refuses code with more than 200 brackets in each other."""
_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If),
    *(nodes.Name, nodes.Const, nodes.Tuple, nodes.List, nodes.Getattr, nodes.Getitem, nodes.Slice),
    *(nodes.Filter, nodes.Test, nodes.Pair, nodes.Keyword),
    *(nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr),
    *(nodes.Add, nodes.Sub, nodes.Mul, nodes.FloorDiv, nodes.Mod, nodes.Neg, nodes.Pos),
    nodes.Concat,
)
"""No calls, no assignments, no power, no division that gives endless digits."""


def jinja_source(tag: Tag) -> str:
    """`tag` in the sandbox's marks, its text on a line of its own: the line tells which tag it was."""
    if tag.mark is TagMark.VALUE:
        return f"{VALUE_START}\n{tag.body} {VALUE_END}"
    return f"{BLOCK_START}\n{tag.body} {BLOCK_END}"


def check_tag(tag: Tag) -> Finding | None:
    """What is wrong with `tag` by itself."""
    if tag.mark is TagMark.BLOCK and tag.keyword not in KEYWORDS:
        return _unknown(tag)
    if len(tag.body) > _MAX_TAG:
        return tag.fault(BAD_TAG)
    if tag.keyword == "else" or tag.keyword in ENDING:
        return None if tag.body == tag.keyword else tag.fault(BAD_TAG)
    found = _wrong_in(_alone(tag))
    return tag.fault(found[0], **found[1]) if found else None


@lru_cache(maxsize=2_048)
def _wrong_in(source: str) -> tuple[Rule, Mapping[str, object]] | None:
    """The rule that the one tag in `source` breaks, with its values; documents repeat their tags."""
    try:
        tree = SANDBOX.parse(source)
    except (TemplateSyntaxError, RecursionError):
        return BAD_TAG, {}
    if _depth(tree) > _MAX_DEPTH or any(
        name.name == "loop" and name.ctx == "store" for name in tree.find_all(nodes.Name)
    ):
        return BAD_TAG, {}
    return _wrong_node(tree)


def _unknown(tag: Tag) -> Finding:
    if tag.parted_level:
        return tag.fault(PARTED_LEVEL, level=tag.parted_level)
    return tag.fault(UNKNOWN_TAG, name=tag.keyword, names=nearest(tag.keyword, frozenset(KEYWORDS)))


def _alone(tag: Tag) -> str:
    """A whole template that holds nothing but `tag` and the partners it needs."""

    def block(body: str) -> str:
        return f"{BLOCK_START} {body} {BLOCK_END}"

    source = jinja_source(tag)
    if tag.keyword == "elif":
        return block("if 1") + source + block("endif")
    return source + block(f"end{tag.keyword}") if tag.keyword else source


_BOUNDLESS = (math.inf, -math.inf)
"""``1e400``: no number that Python can write into the program that Jinja makes of a tag."""


def _wrong_node(tree: nodes.Template) -> tuple[Rule, Mapping[str, object]] | None:
    for node in _all_nodes(tree):
        if not isinstance(node, _ALLOWED) or (isinstance(node, nodes.For) and node.recursive):
            return FORBIDDEN, {}
        if isinstance(node, nodes.Const) and node.value in _BOUNDLESS:
            return BAD_TAG, {}
        if isinstance(node, nodes.Filter | nodes.Test):
            known = frozenset(FILTERS if isinstance(node, nodes.Filter) else TESTS)
            if node.name not in known:
                return UNKNOWN_FILTER, {"name": node.name, "names": nearest(node.name, known)}
    return None


def _depth(node: nodes.Node) -> int:
    return 1 + max(map(_depth, node.iter_child_nodes()), default=0)


def _all_nodes(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _all_nodes(child)


def harden(tree: nodes.Template, environment: Environment = SANDBOX) -> None:
    """Count the turns of every loop, print no None inside ``~``, give ``if`` without ``else`` a text."""
    for loop in tree.find_all(nodes.For):
        loop.iter = _filtered(loop.iter, COUNTED)
    for joined in tree.find_all(nodes.Concat):
        joined.nodes = [_filtered(node, PLAIN) for node in joined.nodes]
    for choice in tree.find_all(nodes.CondExpr):
        choice.expr2 = choice.expr2 or nodes.Const("", lineno=choice.lineno)
    tree.set_environment(environment)


def _filtered(node: nodes.Node, name: str) -> nodes.Expr:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def used_paths(tree: nodes.Template) -> Iterator[tuple[str, int]]:
    """Every name of the context that `tree` reads, as a path, with its line.

    A path is ``monthly.filing[].rows[].unit``: fields after dots, ``[]`` for any item of a tuple,
    loops followed. Each prefix of a path comes as a path of its own.
    """
    yield from _paths_in(tree, {})


def _paths_in(node: nodes.Node, bound: Mapping[str, str | None]) -> Iterator[tuple[str, int]]:
    if isinstance(node, nodes.For):
        yield from _paths_in(node.iter, bound)
        inside = {**bound, **_targets(node, bound), "loop": None}
        for child in (*node.body, *([node.test] if node.test else [])):
            yield from _paths_in(child, inside)
        for child in node.else_:
            yield from _paths_in(child, bound)
        return
    if isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
        path = _path(node, bound)
        is_context = path is not None and not (isinstance(node, nodes.Name) and node.name in bound)
        if path is not None and is_context:
            yield path, node.lineno
    for child in node.iter_child_nodes():
        yield from _paths_in(child, bound)


def _targets(loop: nodes.For, bound: Mapping[str, str | None]) -> dict[str, str | None]:
    """The names that `loop` binds; None for a name whose path cannot be told."""
    if isinstance(loop.target, nodes.Name):
        path = _path(loop.iter, bound)
        return {loop.target.name: None if path is None else f"{path}[]"}
    return {name.name: None for name in loop.target.find_all(nodes.Name)}


def _path(node: nodes.Node, bound: Mapping[str, str | None]) -> str | None:
    """The path that `node` reads, where it is a name followed by fields and items."""
    if isinstance(node, nodes.Name):
        return bound.get(node.name, node.name)
    if isinstance(node, nodes.Getattr):
        return _extended(node.node, f".{node.attr}", bound)
    if isinstance(node, nodes.Filter) and node.name in {"first", "last"} and node.node is not None:
        return _extended(node.node, "[]", bound)
    if isinstance(node, nodes.Getitem):
        if isinstance(node.arg, nodes.Slice):
            return _path(node.node, bound)
        is_name = isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str)
        step = f".{node.arg.as_const()}" if is_name else "[]"
        return _extended(node.node, step, bound)
    return None


def _extended(base: nodes.Node, step: str, bound: Mapping[str, str | None]) -> str | None:
    path = _path(base, bound)
    return None if path is None else path + step


_BATCH = 4_096
"""Pieces of output between two looks at the size; all share the strings they repeat."""


class NameUse(Struct, frozen=True):
    """One place where a template reads the context."""

    path: str
    """``monthly.filing[].rows[].unit``; see `expressions.used_paths`."""
    tag: Tag


class Program(Struct, frozen=True):
    """One text with tags, compiled."""

    code: jinja2.Template
    tag_of_line: Mapping[int, Tag]
    uses: tuple[NameUse, ...]
    """Every reading of the context, in the order of the text."""


def compiled(pieces: Iterable[str | Tag], environment: jinja2.Environment = SANDBOX) -> Program:
    """The program of literal text and tags that have been checked; `environment` says how values print."""
    source: list[str] = []
    tag_of_line: dict[int, Tag] = {}
    line = 1
    for piece in pieces:
        text = jinja_source(piece) if isinstance(piece, Tag) else piece
        line += text.count("\n")
        if isinstance(piece, Tag):
            tag_of_line[line] = piece
        source.append(text)
    tree = environment.parse("".join(source))
    paths = sorted(used_paths(tree), key=lambda use: use[1])
    uses = tuple(dict.fromkeys(NameUse(path, tag_of_line[at]) for path, at in paths))
    harden(tree, environment)
    code = jinja2.Template.from_code(environment, environment.compile(tree), {})
    return Program(code, tag_of_line, uses)


def unknown_names(uses: Iterable[NameUse], context: Mapping[str, object]) -> tuple[Finding, ...]:
    """One finding for each reading of a name that `context` does not have."""
    names = frozenset(context)
    unknown = [use for use in uses if use.path.isidentifier() and use.path not in names]
    return tuple(
        use.tag.fault(catalogue.UNKNOWN_NAME, name=use.path, names=nearest(use.path, names))
        for use in dict.fromkeys(unknown)
    )


def misprinted(slips: Iterable[NearTag], context: Mapping[str, object]) -> Iterator[Finding]:
    """Each text without the marks of a tag that names what `context` has."""
    return (slip.fault for slip in slips if slip.name in context)


def with_steps(context: Mapping[str, object]) -> dict[str, object]:
    """`context` for one rendering, its loops bounded together."""
    return {**context, STEPS: Steps()}


def run_program(program: Program, values: dict[str, object]) -> str | Finding:
    """The text for `values` (made by `with_steps`), or what the rendering stumbled over."""
    try:
        return _written(program.code, values)
    except FaultError as error:
        tag = _tag_at(error.__traceback__, program)
        return tag.fault(error.rule, **{"expression": tag.body, **error.values})
    except (TypeError, ValueError, ArithmeticError, LookupError, jinja2.TemplateError) as error:
        return _tag_at(error.__traceback__, program).fault(catalogue.WRONG_OPERATION)


def _written(code: jinja2.Template, values: dict[str, object]) -> str:
    """What the compiled text writes.

    Raises:
        FaultError: a value cannot be printed, or the text outgrows a part's limit.
    """
    stream = code.root_render_func(code.new_context(values, shared=True))
    assert isinstance(stream, Generator)
    batches: list[str] = []
    room = MAX_PART
    while batch := list(islice(stream, _BATCH)):
        room -= sum(map(len, batch))
        if room < 0:
            stream.throw(FaultError(catalogue.RUNAWAY))  # from inside the loop that is at fault
        batches.append("".join(batch))
    return "".join(batches)


def _tag_at(trace: TracebackType | None, program: Program) -> Tag:
    """The tag in the compiled text from which `trace` came; else its first loop or first tag.

    Else: a text can outgrow its limit with its last piece, when no tag is being worked on.
    """
    line = 0
    while trace is not None:
        if trace.tb_frame.f_code is program.code.root_render_func.__code__:
            line = program.code.get_corresponding_lineno(trace.tb_lineno)
        trace = trace.tb_next
    tags = list(program.tag_of_line.values())
    return program.tag_of_line.get(line) or next((t for t in tags if t.keyword == "for"), tags[0])
