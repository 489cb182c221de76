"""One change to a correct document is caught by exactly the rule meant for it, and repaired or left."""

from __future__ import annotations

import re
from functools import cache

import pytest

from cv183_reports.catalogue import lint, lint_text
from cv183_reports.lint.judge import Verdict
from cv183_reports.lint.repair import repair
from cv183_reports.model.finding import Rule
from tests.lint_cases import TABLE, Mutation, mutations
from tests.test_lint_repair import TRACKED, judged, left, repaired, texts
from tests.word_correct import word
from tests.word_facts import facts as read
from tests.word_pieces import CORRECT

MUTATIONS = mutations()
PERSON = frozenset(
    [
        "FMT012",
        "FMT013",
        "FMT042",
        "FMT045",
        "FMT062",
        "FMT063",
        "FMT064",
        "FMT074",
        "FMT078",
        "FMT080",
        "FMT081",
        "FMT082",
        "FMT083",
        "FMT132",
        "FMT084",
        "FMT086",
    ]
)
"""What no program can know: what is missing, who signs, what is meant."""
UNSURE = frozenset(["FMT040", "FMT044", "FMT073"])
"""Repaired where only one thing can be meant."""


def codes(verdict: Verdict) -> tuple[str, ...]:
    return tuple(sorted(fault.finding.code for fault in verdict.faults))


@pytest.mark.parametrize("kind", CORRECT)
def test_correct_documents_have_no_findings(kind: str) -> None:
    _, verdict = judged(word(kind))
    assert [str(fault.finding) for fault in verdict.faults] == []
    assert verdict.choice.rules.code == kind.partition("-")[0]


def test_every_rule_is_shown_by_a_test() -> None:
    folder = TABLE.parents[2]
    paths = (*folder.glob("*.py"), *folder.rglob("cases/**/*.md"))
    text = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    words = set(re.findall(r"\w+", text))
    untried = [
        rule.code
        for module in (lint, lint_text)
        for name, rule in vars(module).items()
        if isinstance(rule, Rule) and not words & {rule.code, name}
    ]
    assert untried == [], f"one change of a sound document that it finds, in {TABLE.name}"


@cache
def mutated(rank: int) -> bytes:
    mutation = MUTATIONS[rank]
    return word(mutation.document, **{mutation.piece: mutation.change})


every_mutation = pytest.mark.parametrize(
    ("rank", "mutation"), [*enumerate(MUTATIONS)], ids=[each.shown for each in MUTATIONS]
)


@every_mutation
def test_one_change_is_caught_by_its_rule(rank: int, mutation: Mutation) -> None:
    _, verdict = judged(mutated(rank))
    assert codes(verdict) == mutation.codes


@every_mutation
def test_each_fault_is_repaired_or_left_with_its_finding(rank: int, mutation: Mutation) -> None:
    data = mutated(rank)
    copy = repaired(data)
    remaining = set(left(copy).split()) - {TRACKED}
    assert remaining <= set(mutation.codes)
    assert remaining <= PERSON | UNSURE, "mend it (edits, lint/repairs), or name it in PERSON above"
    assert {each.finding.code for each in copy.done} >= set(mutation.codes) - remaining
    assert (TRACKED in left(copy)) == any(each.is_tracked for each in copy.done)
    again = read(copy.data)
    if TRACKED not in left(copy):
        assert texts(again) == texts(judged(data)[0])
    assert repair(copy.data, again, copy.verdict).data is copy.data, "twice is once"


def test_there_are_enough_mutations() -> None:
    assert len(MUTATIONS) > 100
    assert len({mutation.shown for mutation in MUTATIONS}) == len(MUTATIONS)
