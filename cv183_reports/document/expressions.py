"""What Jinja makes of the tags: each one checked alone, then a whole part as one syntax tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jinja2 import Environment, TemplateSyntaxError, nodes

from cv183_reports.catalogue.template import BAD_TAG, FORBIDDEN, UNKNOWN_FILTER, UNKNOWN_TAG
from cv183_reports.document.sandbox import (
    BLOCK_END,
    BLOCK_START,
    COUNTED,
    FILTERS,
    PLAIN,
    SANDBOX,
    TESTS,
    VALUE_END,
    VALUE_START,
    nearest,
)
from cv183_reports.document.tags import ENDING, KEYWORDS, Mark, Tag
from cv183_reports.model.finding import Finding

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
    if tag.mark is Mark.VALUE:
        return f"{VALUE_START}\n{tag.body} {VALUE_END}"
    return f"{BLOCK_START}\n{tag.body} {BLOCK_END}"


def check_tag(tag: Tag) -> Finding | None:
    """What is wrong with `tag` by itself."""
    if tag.mark is Mark.BLOCK and tag.keyword not in KEYWORDS:
        names = nearest(tag.keyword, frozenset(KEYWORDS))
        return tag.fault(UNKNOWN_TAG, name=tag.keyword, names=names)
    if len(tag.body) > _MAX_TAG:
        return tag.fault(BAD_TAG)
    if tag.keyword == "else" or tag.keyword in ENDING:
        return None if tag.body == tag.keyword else tag.fault(BAD_TAG)
    try:
        tree = SANDBOX.parse(_alone(tag))
    except (TemplateSyntaxError, RecursionError):
        return tag.fault(BAD_TAG)
    if _depth(tree) > _MAX_DEPTH or any(
        name.name == "loop" and name.ctx == "store" for name in tree.find_all(nodes.Name)
    ):
        return tag.fault(BAD_TAG)
    return _check_nodes(tree, tag)


def _alone(tag: Tag) -> str:
    """A whole template that holds nothing but `tag` and the partners it needs."""

    def block(body: str) -> str:
        return f"{BLOCK_START} {body} {BLOCK_END}"

    source = jinja_source(tag)
    if tag.keyword == "elif":
        return block("if 1") + source + block("endif")
    return source + block(f"end{tag.keyword}") if tag.keyword else source


def _check_nodes(tree: nodes.Template, tag: Tag) -> Finding | None:
    for node in _all_nodes(tree):
        if not isinstance(node, _ALLOWED) or (isinstance(node, nodes.For) and node.recursive):
            return tag.fault(FORBIDDEN)
        if isinstance(node, nodes.Filter | nodes.Test):
            known = frozenset(FILTERS if isinstance(node, nodes.Filter) else TESTS)
            if node.name not in known:
                return tag.fault(UNKNOWN_FILTER, name=node.name, names=nearest(node.name, known))
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
