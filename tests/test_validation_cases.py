"""Every rule of the family, shown failing; every form that must pass, shown passing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cv183_reports.catalogue import intake, structure, submission
from cv183_reports.model.finding import Outcome, Rule
from tests.submission_cases import FOLDER, Case, figure_line, record_line, run

PASSING = sorted((FOLDER / "should_pass").glob("*.md"))
FAILING = sorted((FOLDER / "should_fail").glob("*.md"))
SENDERS = "11"
"""First figures of the codes of who sent a form: `test_sender`."""
RULES = [
    rule
    for module in (submission, structure, intake)
    for rule in vars(module).values()
    if isinstance(rule, Rule) and rule.code.startswith("SUB") and rule.code[3:5] != SENDERS
]
ELSEWHERE = {
    "SUB098",
    "SUB130",
    "SUB131",
    "SUB132",
    "SUB160",
    "SUB134",
    "SUB135",
    "SUB143",
    "SUB144",
    "SUB146",
    "SUB159",
    "SUB156",
    "SUB158",
}
"""Of more than ten units: `test_validation_batch`; of looks: `test_validation_seen`; of a register edited since:
`test_register_edited`."""


def _name(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", PASSING, ids=_name)
def test_a_good_form_counts(path: Path) -> None:
    case = run(path)
    assert case.found == case.expected
    assert {judgement.outcome for judgement in case.batch.judgements} == {Outcome.ACCEPTED}
    _counts_what_it_promises(case)


@pytest.mark.parametrize("path", FAILING, ids=_name)
def test_a_fault_gives_exactly_its_findings(path: Path) -> None:
    case = run(path)
    assert case.found == case.expected
    promised = set(re.findall(r"SUB\d{3}", path.stem))
    assert promised <= {line.split()[0] for line in case.found}
    _counts_what_it_promises(case)


def _counts_what_it_promises(case: Case) -> None:
    if case.records is not None:
        (filing,) = case.batch.filings
        assert [record_line(record) for record in filing.records] == case.records
    if case.figures is not None:
        (filing,) = case.batch.filings
        assert [figure_line(figure) for figure in filing.figures] == case.figures


def test_every_rule_has_a_failing_case() -> None:
    assert len(PASSING) > 5
    assert len(FAILING) > 50
    shown = {code for path in FAILING for code in re.findall(r"SUB\d{3}", path.stem)}
    untried = {rule.code for rule in RULES} - shown - ELSEWHERE
    assert untried == set(), (
        f"lay a form that it finds in {FOLDER.name}/should_fail, CODE-in-words.md"
    )
    assert shown | ELSEWHERE == {rule.code for rule in RULES}
