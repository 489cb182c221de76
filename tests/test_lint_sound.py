"""Sound documents of many offices have no error and no warning."""

from __future__ import annotations

import pytest

from cv183_reports.lint.judge import Verdict, judge
from cv183_reports.lint.vocabulary import PartKind
from cv183_reports.model.finding import Severity
from cv183_reports.word.document import read_facts
from tests.lint_documents import Blocks, built
from tests.lint_papers import ward_decision
from tests.lint_papers_others import SOUND, slip
from tests.word_correct import saved


def judged(blocks: Blocks) -> Verdict:
    facts, findings = read_facts(saved(built(blocks)), "van-ban.docx")
    assert facts is not None
    assert not findings
    return judge(facts)


@pytest.mark.parametrize("name", SOUND)
def test_nothing_is_said_against_a_sound_document(name: str) -> None:
    faults = [fault.finding for fault in judged(SOUND[name]).faults]
    assert [str(each) for each in faults if each.severity is not Severity.NOTE] == []


def test_there_are_enough_of_them() -> None:
    assert len(SOUND) >= 25


def test_what_has_no_head_is_told_so_once() -> None:
    assert [fault.finding.code for fault in judged(slip()).faults] == ["FMT011"]


def test_what_stands_behind_the_signature_is_attached() -> None:
    anatomy = judged(ward_decision()).anatomy
    assert [part.text for part in anatomy.attached][:1] == ["QUY CHẾ"]
    assert anatomy.of(PartKind.RECIPIENT)[-1].text == "- Lưu: VT, TH."
