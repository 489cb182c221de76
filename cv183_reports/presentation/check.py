"""Judges a document: dissects it, chooses its rules, asks every judge."""

from __future__ import annotations

from dataclasses import dataclass

from cv183_reports.catalogue import lint as catalogue
from cv183_reports.presentation.case import Case, Fault
from cv183_reports.presentation.check_appendices import check_appendices
from cv183_reports.presentation.check_end import check_end
from cv183_reports.presentation.check_head import check_head
from cv183_reports.presentation.check_lines import check_lines
from cv183_reports.presentation.check_looks import check_looks
from cv183_reports.presentation.check_page import LETTERHEAD, check_page, is_control
from cv183_reports.presentation.check_text import check_text
from cv183_reports.presentation.choosing import Choice, chosen
from cv183_reports.presentation.parts import Anatomy, dissect
from cv183_reports.presentation.rules import RuleSet
from cv183_reports.word.facts import DocumentFacts

_JUDGES = (check_head, check_lines, check_looks, check_text, check_end, check_appendices)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One document, judged."""

    choice: Choice
    anatomy: Anatomy
    faults: tuple[Fault, ...]


def judge(facts: DocumentFacts, rules: RuleSet | None = None) -> Verdict:
    """Everything wrong with a document, by `rules` or by the set that holds for it.

    A document without any letterhead is judged by its page alone: nothing says what it is. So is a
    template: its tags are none of the words that it will print.
    """
    anatomy = dissect(facts)
    choice = Choice(rules, catalogue.CHOSEN_BY_HAND) if rules else chosen(anatomy)
    case = Case(facts, anatomy, choice.rules)
    faults = list(check_page(case))
    if any(is_control(tag.text) for tag in facts.template_tags):
        return Verdict(choice, anatomy, tuple(faults))
    if anatomy.of(*LETTERHEAD):
        for check in _JUDGES:
            faults += check(case)
    else:
        faults.append(case.whole(catalogue.NO_LETTERHEAD, clause=choice.rules.clauses.title))
    return Verdict(choice, anatomy, tuple(faults))
