"""One change to a correct document is caught by exactly the rule meant for it."""

from __future__ import annotations

import pytest

from cv183_reports.lint.judge import Verdict, judge
from cv183_reports.word.document import read_facts
from tests.lint_cases import Mutation, mutations
from tests.word_correct import word
from tests.word_pieces import CORRECT

MUTATIONS = mutations()


def judged(data: bytes) -> Verdict:
    facts, findings = read_facts(data, "van-ban.docx")
    assert facts is not None
    assert not findings
    return judge(facts)


def codes(verdict: Verdict) -> tuple[str, ...]:
    return tuple(sorted(fault.finding.code for fault in verdict.faults))


@pytest.mark.parametrize("kind", CORRECT)
def test_correct_documents_have_no_findings(kind: str) -> None:
    verdict = judged(word(kind))
    assert [str(fault.finding) for fault in verdict.faults] == []
    assert verdict.choice.rules.code == kind.partition("-")[0]


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda each: each.shown)
def test_one_change_is_caught_by_its_rule(mutation: Mutation) -> None:
    verdict = judged(word(mutation.document, **{mutation.piece: mutation.change}))
    assert codes(verdict) == mutation.codes


def test_there_are_enough_mutations() -> None:
    assert len(MUTATIONS) > 100
    assert len({mutation.shown for mutation in MUTATIONS}) == len(MUTATIONS)
