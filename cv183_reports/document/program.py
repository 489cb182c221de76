"""A template's text compiled: literal text and tags in, the written text or a finding out."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from types import TracebackType

import jinja2

from cv183_reports.catalogue import template as catalogue
from cv183_reports.document.expressions import harden, jinja_source, used_paths
from cv183_reports.document.sandbox import SANDBOX, STEPS, FaultError, Steps, nearest
from cv183_reports.document.tags import Tag
from cv183_reports.model.finding import Finding
from cv183_reports.ooxml import copies as package

_BATCH = 4_096
"""Pieces of output between two looks at the size; all share the strings they repeat."""


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a template reads the context."""

    path: str
    """``monthly.filing[].rows[].unit``; see `expressions.used_paths`."""
    tag: Tag


@dataclass(frozen=True, slots=True)
class Program:
    """One text with tags, compiled."""

    code: jinja2.Template
    tag_of_line: Mapping[int, Tag]
    uses: tuple[Use, ...]
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
    uses = tuple(dict.fromkeys(Use(path, tag_of_line[at]) for path, at in paths))
    harden(tree, environment)
    code = jinja2.Template.from_code(environment, environment.compile(tree), {})
    return Program(code, tag_of_line, uses)


def unknown_names(uses: Iterable[Use], context: Mapping[str, object]) -> tuple[Finding, ...]:
    """One finding for each reading of a name that `context` does not have."""
    names = frozenset(context)
    unknown = [use for use in uses if use.path.isidentifier() and use.path not in names]
    return tuple(
        use.tag.fault(catalogue.UNKNOWN_NAME, name=use.path, names=nearest(use.path, names))
        for use in dict.fromkeys(unknown)
    )


def with_steps(context: Mapping[str, object]) -> dict[str, object]:
    """`context` for one rendering, its loops bounded together."""
    return {**context, STEPS: Steps()}


def run(program: Program, values: dict[str, object]) -> str | Finding:
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
    room = package.MAX_PART
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
