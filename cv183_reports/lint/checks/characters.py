"""Judges the letters themselves: Unicode by TCVN 6909:2001, composed, whole, each the one it looks like."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from cv183_reports.catalogue import lint_text as catalogue
from cv183_reports.lint.case import Case, Fault, LetterEdit, mended, quoted_list
from cv183_reports.lint.checks.proofread import check_proof
from cv183_reports.lint.lines import is_face
from cv183_reports.model.finding import Rule, quote
from cv183_reports.vietnamese.legacy import Broken, Legacy, broken, detect, reread
from cv183_reports.vietnamese.syllables import TO_TRUE_D, is_syllable
from cv183_reports.vietnamese.text import LETTERS, SYMBOLS
from cv183_reports.word.facts import ParagraphFacts

_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_STRETCH = re.compile(r"\S+")
_BULLET = re.compile(rf"\s*(?P<bullet>[{SYMBOLS}]\s*)")
_ETHS = frozenset("ÐƉðɖ")
_LONGEST_ABBREVIATION = 6
_SOFT_HYPHEN = "\u00ad"
"""Where Word may part a word; in TCVN3 a letter."""


def check_characters(case: Case) -> Iterator[Fault]:
    """Letters of old encodings, broken, private, mistaken, decomposed; each kind in one finding. Then what they spell."""
    paragraphs = tuple(case.facts.paragraphs)
    legacy = [(each, old) for each in paragraphs if (old := legacy_in(each))]
    taken = {id(each) for each, _ in legacy}
    others = [each for each in paragraphs if id(each) not in taken]
    yield from _told_legacy(case, legacy)
    spoilt = [(each, found) for each in others if (found := _broken(each))]
    yield from _told_broken(case, spoilt)
    for rule, found_in, mend in (
        (catalogue.PRIVATE_LETTERS, _private, _dashed),
        (catalogue.ETH, _mistaken, _with_true_d),
        (catalogue.DECOMPOSED, _decomposed, _composed),
    ):
        yield from _told(case, others, rule, found_in, mend)
    taken |= {id(each) for each, _ in spoilt}
    yield from check_proof(case, [each for each in paragraphs if id(each) not in taken])


def _told(
    case: Case,
    paragraphs: list[ParagraphFacts],
    rule: Rule,
    found_in: Callable[[ParagraphFacts], str],
    mend: Callable[[ParagraphFacts], Iterable[LetterEdit]],
) -> Iterator[Fault]:
    found = [(each, text) for each in paragraphs if (text := found_in(each))]
    if found:
        where = quoted_list([text for _, text in found])
        edits = [edit for each, _ in found for edit in mend(each)]
        yield case.in_paragraphs(rule, [each for each, _ in found], None, edits, where=where)


def _told_legacy(case: Case, found: list[tuple[ParagraphFacts, Legacy]]) -> Iterator[Fault]:
    for encoding in sorted({legacy.encoding for _, legacy in found}):
        of_one = [(each, legacy) for each, legacy in found if legacy.encoding == encoding]
        yield case.in_paragraphs(
            catalogue.LEGACY_LETTERS,
            [each for each, _ in of_one],
            None,
            [edit for each, legacy in of_one for edit in _decoded(each, legacy)],
            encoding=encoding,
            where=quoted_list([each.text for each, _ in of_one]),
            meant=quote(of_one[0][1].text),
        )


def _told_broken(case: Case, found: list[tuple[ParagraphFacts, Broken]]) -> Iterator[Fault]:
    if found:
        meant = found[0][1].meant
        yield case.in_paragraphs(
            catalogue.BROKEN_LETTERS,
            [each for each, _ in found],
            None,
            [edit for each, _ in found for edit in _reread(each)],
            where=quoted_list([place.found for _, place in found]),
            meant=catalogue.MEANT.format(text=meant) if meant else "",
        )


def _written(paragraph: ParagraphFacts) -> str:
    """Letter by letter as the file has it."""
    return "".join(run.text for run in paragraph.runs)


def legacy_in(paragraph: ParagraphFacts) -> Legacy | None:
    """The old encoding that a paragraph is written in."""
    font = next((run.font for run in paragraph.runs if not is_face(run.font)), "")
    return detect(_written(paragraph), font)


def _broken(paragraph: ParagraphFacts) -> Broken | None:
    """What is broken, but for signs of a font (`_private`) and places to part a word."""
    return broken(_PRIVATE.sub(" ", _written(paragraph).replace(_SOFT_HYPHEN, "")))


def _private(paragraph: ParagraphFacts) -> str:
    """The text, where a letter of Unicode's private use area is set in the font of the text."""
    runs = [run for run in paragraph.runs if is_face(run.font) and not run.vanish]
    return paragraph.text if any(_PRIVATE.search(run.text) for run in runs) else ""


def _mistaken(paragraph: ParagraphFacts) -> str:
    """The first Vietnamese word with an eth for its Đ."""
    written = _written(paragraph)
    if _ETHS.isdisjoint(written):
        return ""
    words = LETTERS.findall(written)
    return next((word for word in words if _has_eth(word)), "")


def _has_eth(word: str) -> bool:
    """Whether an eth stands where only a Đ makes a syllable or an abbreviation."""
    meant = word.translate(TO_TRUE_D)
    short = word.isupper() and len(word) <= _LONGEST_ABBREVIATION
    return meant != word and (is_syllable(meant) or short)


def _decomposed(paragraph: ParagraphFacts) -> str:
    """The first word in which a mark stands by itself though Unicode has a letter for both."""
    written = _written(paragraph)
    if unicodedata.is_normalized("NFC", written):
        return ""
    words = written.split()
    return next((word for word in words if len(unicodedata.normalize("NFC", word)) < len(word)), "")


def _decoded(paragraph: ParagraphFacts, legacy: Legacy) -> tuple[LetterEdit, ...]:
    """The letters in Unicode; nothing where fonts of two kinds leave it open which letters are capitals."""
    fonts = {run.font for run in paragraph.runs if run.text.strip() and not is_face(run.font)}
    if len({font.rstrip().endswith("H") for font in fonts}) > 1:
        return ()
    return _all_of(paragraph, legacy.text)


def _reread(paragraph: ParagraphFacts) -> tuple[LetterEdit, ...]:
    """The letters that were meant, where they are all sound then."""
    meant = reread(_written(paragraph))
    return _all_of(paragraph, meant) if broken(meant) is None else ()


def _all_of(paragraph: ParagraphFacts, text: str) -> tuple[LetterEdit, ...]:
    own = paragraph.own_text
    return mended(paragraph, 0, len(own), text) if own == _written(paragraph) else ()


def _dashed(paragraph: ParagraphFacts) -> tuple[LetterEdit, ...]:
    """A dash for the bullet that a paragraph begins with, if that is all."""
    own = paragraph.own_text
    found = _BULLET.match(own)
    if found is None or _PRIVATE.search(own, found.end()):
        return ()
    return mended(paragraph, *found.span("bullet"), "- ")


def _with_true_d(paragraph: ParagraphFacts) -> Iterator[LetterEdit]:
    for word in LETTERS.finditer(paragraph.own_text):
        if _has_eth(word[0]):
            yield from mended(paragraph, *word.span(), word[0].translate(TO_TRUE_D))


def _composed(paragraph: ParagraphFacts) -> Iterator[LetterEdit]:
    for word in _STRETCH.finditer(paragraph.own_text):
        composed = unicodedata.normalize("NFC", word[0])
        if len(composed) < len(word[0]):
            yield from mended(paragraph, *word.span(), composed)
