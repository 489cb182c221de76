"""Repairs a copy of a document: looks in place, letters as tracked changes, and tells what is left for a person.

What was found is repaired, read again and judged again until nothing more comes of it: only what the judges no
longer find counts as repaired. A code that stands in no table and whose faults carry no `edits` is for a person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby

from msgspec import Struct

from cv183_reports.catalogue import lint as catalogue
from cv183_reports.catalogue import lint_text
from cv183_reports.lint.checks import Case, Fault, LetterEdit
from cv183_reports.lint.checks.page import LOOK_RULES
from cv183_reports.lint.judge import Verdict, judge
from cv183_reports.lint.opened import OpenedCopy, TypedParagraph
from cv183_reports.lint.repairs import RepairBench, page, paragraphs
from cv183_reports.model.finding import Finding, Rule
from cv183_reports.word.document import read_facts
from cv183_reports.word.facts import DocumentFacts

Mender = Callable[[RepairBench, Fault], None]
"""Changes the looks of what a fault lies in."""

_LOOKS: Mapping[Rule, Mender] = {
    catalogue.PAPER: page.mend_paper,
    catalogue.MARGINS: page.mend_margins,
    catalogue.NO_PAGE_NUMBER: page.mend_no_number,
    catalogue.PAGE_NUMBER_LOOK: page.mend_number_look,
    catalogue.NUMBER_ON_FIRST_PAGE: page.mend_first_page,
    catalogue.NUMBER_HEIGHT: page.mend_number_height,
    catalogue.NUMBER_START: page.mend_number_start,
    catalogue.NUMBER_LOST: page.mend_even_pages,
    catalogue.FONT: paragraphs.mend_font,
    catalogue.COLOUR: paragraphs.mend_colour,
    **dict.fromkeys(LOOK_RULES.values(), paragraphs.mend_look),
    catalogue.DASHES: paragraphs.mend_centring,
    catalogue.NOT_CENTRED: paragraphs.mend_centring,
    catalogue.TEXT_SIZE: paragraphs.mend_text_size,
    catalogue.TEXT_SIZES: paragraphs.mend_text_size,
    catalogue.JUSTIFIED: paragraphs.mend_justification,
    catalogue.INDENT: paragraphs.mend_indent,
    catalogue.LINE_SPACING: paragraphs.mend_line_spacing,
    catalogue.GAP: paragraphs.mend_gap,
    catalogue.BODY_LOOK: paragraphs.mend_excess,
    catalogue.ARTICLE_LOOK: paragraphs.mend_article,
    catalogue.BASIS_FORM: paragraphs.mend_basis,
    lint_text.SIGNATORY_CAPITALS: paragraphs.mend_capitals,
    lint_text.APPENDIX_PLACE: paragraphs.mend_page_break,
    catalogue.NAME_RULED: paragraphs.mend_ruled_name,
}
_MEASURED: Mapping[Rule, Mender] = {
    catalogue.HEADING_RULE: paragraphs.mend_heading_rule,
    catalogue.NO_HEADING_RULE: paragraphs.mend_heading_rule,
    catalogue.SHORT_RULE: paragraphs.mend_short_rule,
    catalogue.SHORT_RULE_LENGTH: paragraphs.mend_short_rule,
    catalogue.DATE_WRAPS: page.mend_date_room,
}
"""What is measured by the words: only when nothing else is left to be repaired."""
_IN_PLACE = {rule.code: mend for rule, mend in _LOOKS.items()}
_BY_MEASURE = {rule.code: mend for rule, mend in _MEASURED.items()}
_WHOLE = (("", 0),)
_MOST_PASSES = 8
"""Passes after which what is not settled never will be."""


class Mended(Struct, frozen=True):
    """What was done about one fault."""

    finding: Finding
    part: str
    places: int
    """Paragraphs in which it is gone; 1 for the document as a whole."""
    is_tracked: bool
    """By tracked changes, which a person accepts or refuses."""


class RepairedCopy(Struct, frozen=True):
    """A repaired copy, and what its judges say of it."""

    data: bytes
    """The very same bytes where there was nothing to repair."""
    done: tuple[Mended, ...]
    verdict: Verdict
    """Of the copy; its faults are what is left for a person."""


class _State(Struct, frozen=True):
    """The copy after some passes."""

    data: bytes
    facts: DocumentFacts
    verdict: Verdict


def repair(data: bytes, facts: DocumentFacts, verdict: Verdict) -> RepairedCopy:
    """Repairs a copy of the document `data`, of which `facts` and `verdict` tell; the same bytes for the same document."""
    state, found = _State(data, facts, verdict), list(verdict.faults)
    for _pass in range(_MOST_PASSES):
        after = _mended(state, state.verdict.faults, _IN_PLACE)
        if after is state:
            after = _measured(state)
        if after is state:
            break
        state = after
        found += state.verdict.faults
    done = tuple(_done(found, state.verdict.faults))
    return RepairedCopy(state.data, done, state.verdict)


def _mended(state: _State, faults: Sequence[Fault], menders: Mapping[str, Mender]) -> _State:
    """The copy after one pass; the very same where nothing can be done.

    The rules stay those of the first pass, unless its letters hid whose paper it is.
    """
    case = Case(state.facts, state.verdict.anatomy, state.verdict.choice.rules)
    bench = RepairBench(case, OpenedCopy(state.data, next(state.facts.paragraphs).part))
    for fault in faults:
        mend = menders.get(fault.finding.code)
        if mend is not None:
            mend(bench, fault)
    if menders is _IN_PLACE:
        _track(bench, [edit for fault in faults for edit in fault.edits])
    data = bench.copy.packed()
    if data is state.data:
        return state
    facts, _ = read_facts(data, state.facts.file)
    assert facts is not None, "what was written can be read"
    headless = state.verdict.choice.why == catalogue.CHOSEN_WITHOUT_HEAD
    return _State(data, facts, judge(facts, None if headless else case.rules))


def _measured(state: _State) -> _State:
    """The copy with its rules drawn and its columns widened; one by one where together they stand in each other's way."""
    faults = [fault for fault in state.verdict.faults if fault.finding.code in _BY_MEASURE]
    for some in (faults, *([fault] for fault in faults)):
        after = _mended(state, some, _BY_MEASURE)
        if len(after.verdict.faults) < len(state.verdict.faults):
            return after
    return state


def _track(bench: RepairBench, edits: Iterable[LetterEdit]) -> None:
    """Makes the edits, paragraph by paragraph from right to left; of two that overlap the first."""
    ordered = sorted(set(edits), key=lambda edit: (edit.part, edit.paragraph, edit.start, edit.end))
    for place, group in groupby(ordered, key=lambda edit: (edit.part, edit.paragraph)):
        typed = TypedParagraph.opened(bench.copy.paragraph(*place), bench.facts(*place))
        for edit in reversed(_apart(group)) if typed is not None else ():
            assert typed is not None
            typed.track(edit.start, edit.end, edit.text, bench.identities(edit.part))


def _apart(edits: Iterable[LetterEdit]) -> list[LetterEdit]:
    """Those that begin where none before has a letter."""
    kept: list[LetterEdit] = []
    for edit in edits:
        if not kept or edit.start >= max(kept[-1].end, kept[-1].start + 1):
            kept.append(edit)
    return kept


def _done(found: Sequence[Fault], left: Sequence[Fault]) -> Iterator[Mended]:
    """The faults of all passes that are there no more, or in fewer paragraphs."""
    firsts = {_key(fault): fault for fault in reversed(found)}
    order = dict.fromkeys(map(_key, found))
    for key in order:
        places = _places(found, key) - _places(left, key)
        if places:
            tracked = any(fault.edits for fault in found if _key(fault) == key)
            yield Mended(firsts[key].finding, firsts[key].part, len(places), tracked)


def _key(fault: Fault) -> tuple[str, str]:
    return fault.finding.code, fault.part


def _places(faults: Iterable[Fault], key: tuple[str, str]) -> set[tuple[str, int]]:
    """The paragraphs in which there is a fault of that code and part; one that is none for the whole document."""
    same = (fault.paragraphs or _WHOLE for fault in faults if _key(fault) == key)
    return set(chain.from_iterable(same))
