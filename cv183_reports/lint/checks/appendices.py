"""Judges the appendices: number, title, chỉ dẫn, pages, and that the text mentions them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from cv183_reports.catalogue import lint as catalogue
from cv183_reports.lint.case import Case, Fault, grouped, with_severity
from cv183_reports.lint.checks.head import dateline
from cv183_reports.lint.lines import nfc
from cv183_reports.lint.parts.values import Appendix
from cv183_reports.lint.vocabulary import PartKind
from cv183_reports.model.finding import Rule
from cv183_reports.vietnamese.text import fold_words
from cv183_reports.vietnamese.wording import roman
from cv183_reports.word.facts import ParagraphFacts

_MENTIONS = re.compile(
    r"phụ lục(?:\s+số)?\s+((?:\d+|[IVXLC]+)(?:\s*(?:,|;|và|đến|[-–])\s*(?:phụ lục\s+)?(?:\d+|[IVXLC]+)\b)*)",
    re.IGNORECASE,
)
_NUMERAL = re.compile(r"\d+|[IVXLC]+")
_RANGE = re.compile(r"đến|[-–]")
_UNNUMBERED = re.compile(r"phụ lục(?!\s+(?:số\s+)?(?:\d|[IVXLC]+\b))", re.IGNORECASE)


def check_appendices(case: Case) -> Iterator[Fault]:
    """All appendices of a document; those with the same fault in one finding."""
    numbers = ", ".join(
        f"{PartKind.APPENDIX.value} {_wanted(case, rank)}"
        for rank in range(1, len(case.anatomy.appendices) + 1)
    )
    mentioned = _mentioned(case)
    own_pages = case.rules.appendix_own_pages
    unreferenced = with_severity(
        catalogue.APPENDIX_WITHOUT_REFERENCE, case.rules.reference_severity
    )
    checks: tuple[tuple[Rule, Callable[[int, Appendix], bool]], ...] = (
        (catalogue.APPENDIX_NUMBER, lambda rank, each: _is_numbered(case, each, rank)),
        (catalogue.APPENDIX_WITHOUT_TITLE, lambda _, each: bool(each.title or each.own_title)),
        (unreferenced, lambda _, each: each.reference is not None),
        (catalogue.APPENDIX_PLACE, lambda _, each: _begins_page(case, each)),
        (catalogue.APPENDIX_PAGES, lambda _, each: not own_pages or _has_own_pages(case, each)),
        (
            catalogue.APPENDIX_UNMENTIONED,
            lambda _, each: mentioned is None or each.number in mentioned,
        ),
    )
    clause = case.rules.clauses.appendix
    for rule, holds in checks:
        wrong = [
            each.label
            for rank, each in enumerate(case.anatomy.appendices, start=1)
            if not holds(rank, each)
        ]
        if wrong:
            yield case.in_parts(rule, wrong, wanted=numbers, clause=clause)
    yield from _references(case)


def _wanted(case: Case, rank: int) -> str:
    return str(rank) if case.is_party else roman(rank)


def _is_numbered(case: Case, appendix: Appendix, rank: int) -> bool:
    """In order and in the right numerals; one alone needs no number."""
    alone = len(case.anatomy.appendices) == 1 and not appendix.number
    return alone or appendix.number == _wanted(case, rank)


def _begins_page(case: Case, appendix: Appendix) -> bool:
    paragraph = appendix.label.line.paragraph
    before = _before(case, paragraph)
    if before is None or paragraph.page_break_before or "\f" in paragraph.own_text:
        return True
    new_section = before.section != paragraph.section
    starts_page = case.facts.sections[paragraph.section].start != "continuous"
    return (new_section and starts_page) or "\f" in before.own_text


def _has_own_pages(case: Case, appendix: Appendix) -> bool:
    paragraph = appendix.label.line.paragraph
    before = _before(case, paragraph)
    own_section = before is None or before.section != paragraph.section
    return own_section and case.facts.sections[paragraph.section].page_number_start == 1


def _before(case: Case, paragraph: ParagraphFacts) -> ParagraphFacts | None:
    """The paragraph just above."""
    above = (each for each in case.facts.paragraphs if each.index < paragraph.index)
    return max(above, key=lambda each: each.index, default=None)


def _mentioned(case: Case) -> set[str] | None:
    """The numbers of the appendices that the text points to; None where it points to all of them."""
    texts = [part.text for part in case.anatomy.parts if part.kind is not PartKind.RECIPIENT]
    text = nfc(
        " ".join([*texts, *(table.text for table in case.facts.tables if table.section == 0)])
    )
    if _UNNUMBERED.search(text):
        return None
    found: set[str] = set()
    for mention in _MENTIONS.finditer(text):
        numerals = _NUMERAL.findall(mention[1])
        found.update(numerals)
        if _RANGE.search(mention[1]) and all(numeral.isdigit() for numeral in numerals):
            values = [int(numeral) for numeral in numerals]
            found.update(str(value) for value in range(min(values), max(values) + 1))
    return found | {""} if found else found


def _references(case: Case) -> Iterator[Fault]:
    """Each chỉ dẫn against the head; appendices with the same fault together."""
    references = [each.reference for each in case.anatomy.appendices if each.reference is not None]
    pairs = ((_reference_faults(case, part.text), part) for part in references)
    for faults, alike in grouped(pairs).items():
        yield case.in_parts(
            catalogue.REFERENCE_DIFFERS,
            alike,
            faults=faults,
            clause=case.rules.clauses.appendix,
        )


def _reference_faults(case: Case, text: str) -> tuple[str, ...]:
    squeezed = re.sub(r"[\s.…]", "", text).casefold()
    faults = []
    number = case.anatomy.first(PartKind.NUMBER)
    if number is not None:
        own = re.sub(r"[\s.…:]", "", number.text).casefold()
        if own not in squeezed.replace("số:", "số"):
            faults.append(catalogue.REFERENCE_NUMBER.format(value=" ".join(number.text.split())))
    line = case.anatomy.first(PartKind.DATELINE)
    read = dateline(line.text) if line is not None else None
    if read is not None and read.month is not None:
        day = read.day or ""
        forms = (f"{day}/{read.month}/{read.year}", f"{day}tháng{read.month}năm{read.year}")
        if not any(f"ngày{form}" in squeezed for form in forms):
            faults.append(catalogue.REFERENCE_DATE.format(value=forms[0]))
    issuer = case.text_of(PartKind.ISSUER)
    if issuer and fold_words(issuer) not in fold_words(text):
        faults.append(catalogue.REFERENCE_ISSUER.format(value=issuer))
    return tuple(faults)
