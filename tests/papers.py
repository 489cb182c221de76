"""Papers as the shipped templates print them, and what our own judge says of them."""

from __future__ import annotations

from functools import cache

from msgspec import Struct
from msgspec.structs import asdict

from cv183_reports.lint.judge import judge
from cv183_reports.template.word import Template, load_template
from cv183_reports.word.document import read_facts
from tests.shipped import REPOSITORY


@cache
def template(name: str) -> Template:
    """The template of that file name, in which nothing is wrong."""
    found, faults = load_template((REPOSITORY / "templates" / "docx" / name).read_bytes(), name)
    assert found is not None, faults
    assert not faults
    return found


def names_in(name: str) -> set[str]:
    """What that template takes from its context."""
    return {use.path for use in template(name).uses if use.path.isidentifier()}


def filled_in(context: Struct, name: str) -> bytes:
    """The paper that the template of that name makes of `context`."""
    data, faults = template(name).render(asdict(context))
    assert data is not None, faults
    return data


def judged(data: bytes, name: str) -> tuple[str, list[str]]:
    """The set of rules that a paper falls under, and everything it says against it."""
    facts, findings = read_facts(data, name)
    assert facts is not None
    verdict = judge(facts)
    found = [*findings, *(fault.finding for fault in verdict.faults)]
    return verdict.choice.rules.code, [f"{each.code} {each.message}" for each in found]
