"""Judges what is mistyped: blanks and marks, words, numbers and days; each kind in one finding."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cv183_reports.catalogue import lint_text as catalogue
from cv183_reports.lint.case import Case, Fault, LetterEdit, mended
from cv183_reports.lint.parts import Part
from cv183_reports.lint.vocabulary import LETTERHEAD_LINES, TO_FILL_IN, PartKind
from cv183_reports.model.finding import Rule, quote
from cv183_reports.vietnamese.proof import both_day_forms, both_tone_places, typos
from cv183_reports.vietnamese.spelling import Typo, TypoKind
from cv183_reports.vietnamese.wording import count
from cv183_reports.word.facts import Alignment, ParagraphFacts

_RULES: dict[TypoKind, Rule] = {
    TypoKind.BLANK_BEFORE: catalogue.BLANK_BEFORE,
    TypoKind.BLANK_MISSING: catalogue.BLANK_MISSING,
    TypoKind.TWO_BLANKS: catalogue.TWO_BLANKS,
    TypoKind.BLANK_INSIDE: catalogue.BLANK_INSIDE,
    TypoKind.ONE_SIDED_DASH: catalogue.ONE_SIDED_DASH,
    TypoKind.DOUBLED_MARK: catalogue.DOUBLED_MARK,
    TypoKind.SYLLABLE: catalogue.NO_SYLLABLE,
    TypoKind.STRANGE: catalogue.STRANGE_WORD,
    TypoKind.KEYS: catalogue.KEYS_LEFT,
    TypoKind.UNACCENTED: catalogue.UNACCENTED,
    TypoKind.TWICE: catalogue.TWICE_TYPED,
    TypoKind.PERHAPS_TWICE: catalogue.PERHAPS_TWICE,
    TypoKind.MISSPELT: catalogue.MISSPELT,
    TypoKind.VARIANT: catalogue.UNUSUAL,
    TypoKind.CAPITAL: catalogue.CAPITALS,
    TypoKind.NUMBER: catalogue.NUMBER_FORM,
    TypoKind.SMALL_NUMBER: catalogue.SMALL_NUMBER,
    TypoKind.DAY: catalogue.DAY_FORM,
    TypoKind.STRAIGHT_QUOTES: catalogue.STRAIGHT_QUOTES,
    TypoKind.OPEN_QUOTE: catalogue.QUOTES_UNLIKE,
    TypoKind.THREE_DOTS: catalogue.THREE_DOTS,
}
_OF_BLANKS = frozenset(
    {
        TypoKind.BLANK_BEFORE,
        TypoKind.BLANK_MISSING,
        TypoKind.TWO_BLANKS,
        TypoKind.BLANK_INSIDE,
        TypoKind.ONE_SIDED_DASH,
        TypoKind.DOUBLED_MARK,
        TypoKind.THREE_DOTS,
    }
)
"""Kinds that are shown by the words around them."""
_SET_BY_HAND = LETTERHEAD_LINES | {
    PartKind.DASHES,
    PartKind.AUTHORITY,
    PartKind.POSITION,
    PartKind.SIGNATORY,
    PartKind.MARK,
}
"""Lines of a head and a signing block, which have checks of their own, and blanks that place them."""
_RUNNING = frozenset(
    {
        PartKind.LEGAL_BASIS,
        PartKind.BODY,
        PartKind.HEADING_I,
        PartKind.HEADING_1,
        PartKind.HEADING_11,
        PartKind.ARTICLE,
        PartKind.APPENDIX_TEXT,
        PartKind.ATTACHED,
    }
)
_SHOWN = 3
"""Places that a finding quotes."""
_ZERO = re.compile(r"(?<![\d.,/])0[1-9] (?=[^\W\d_])")
_TAG = re.compile(r"\{\{|\{%|\{#")
_FOR_WORD = re.compile(r"\S+\s*$"), re.compile(r"^\s*\S+")


@dataclass(frozen=True, slots=True)
class _Place:
    """One typo of one paragraph."""

    paragraph: ParagraphFacts
    text: str
    typo: Typo


def check_proof(case: Case, paragraphs: Sequence[ParagraphFacts]) -> Iterator[Fault]:
    """What is mistyped in `paragraphs`, whose letters can be read; fields of templates are nobody's words."""
    written = ((each, unicodedata.normalize("NFC", each.own_text)) for each in paragraphs)
    read = [(paragraph, text) for paragraph, text in written if not _TAG.search(text)]
    texts = [text for _, text in read]
    by_kind: dict[TypoKind, list[_Place]] = {}
    kinds = _kinds(case)
    for paragraph, text in read:
        for typo in typos(text):
            if _counts(typo, paragraph, kinds):
                by_kind.setdefault(typo.kind, []).append(_Place(paragraph, text, typo))
    if not case.is_party and not any(map(_ZERO.search, texts)):
        by_kind.pop(TypoKind.SMALL_NUMBER, None)
    for kind, rule in _RULES.items():
        if kind in by_kind:
            yield _fault(case, rule, by_kind[kind])
    yield from _mixtures(case, texts)
    yield from _open_sentences(case)


def _kinds(case: Case) -> dict[tuple[str, int], PartKind]:
    """What each paragraph was taken for; of several lines in one the first."""
    found: dict[tuple[str, int], PartKind] = {}
    appended = (part for appendix in case.anatomy.appendices for part in appendix.text)
    for part in (*case.anatomy.parts, *case.anatomy.attached, *appended):
        paragraph = part.line.paragraph
        found.setdefault((paragraph.part, paragraph.index), part.kind)
    return found


def _counts(typo: Typo, paragraph: ParagraphFacts, kinds: dict[tuple[str, int], PartKind]) -> bool:
    """Blanks count where text runs; capitals and days have rules of their own in a head."""
    kind = kinds.get((paragraph.part, paragraph.index))
    if typo.kind is TypoKind.TWO_BLANKS:
        is_running = kind in _RUNNING and paragraph.place is None
        return is_running and paragraph.alignment is not Alignment.CENTER
    words = {TypoKind.SYLLABLE, TypoKind.MISSPELT, TypoKind.KEYS, TypoKind.TWICE}
    return kind not in _SET_BY_HAND or typo.kind in words


def _fault(case: Case, rule: Rule, places: Sequence[_Place]) -> Fault:
    where = _places([_shown(place) for place in places])
    edits = [edit for place in places for edit in _edits(place)]
    return case.in_paragraphs(rule, [place.paragraph for place in places], None, edits, where=where)


def _places(shown: Sequence[str]) -> str:
    """The first of them, and how many there are."""
    different = list(dict.fromkeys(shown))
    where = ", ".join(different[:_SHOWN])
    if len(different) == 1:
        return where
    return catalogue.MORE_PLACES.format(count=count(len(shown)), places=where)


def _shown(place: _Place) -> str:
    text, typo = place.text, place.typo
    found = text[typo.start : typo.end]
    before, after = _around(text, typo)
    if typo.kind is TypoKind.TWO_BLANKS:
        return catalogue.BETWEEN.format(before=before.strip(), after=after.strip())
    if typo.kind in _OF_BLANKS:
        return f"«{quote(f'{before}{found}{after}')}»"
    return catalogue.suggestion(found, typo.right)


def _around(text: str, typo: Typo) -> tuple[str, str]:
    """The word before and the word after, with the blanks between."""
    before, after = (
        pattern.search(side)
        for pattern, side in zip(_FOR_WORD, (text[: typo.start], text[typo.end :]), strict=True)
    )
    return (before[0] if before else ""), (after[0] if after else "")


def _edits(place: _Place) -> tuple[LetterEdit, ...]:
    """What would mend it; nothing where that is unsure, or where the file has its letters apart (NFD)."""
    typo, paragraph = place.typo, place.paragraph
    if not typo.certain or place.text != paragraph.own_text:
        return ()
    return mended(paragraph, typo.start, typo.end, typo.right)


def _mixtures(case: Case, texts: Sequence[str]) -> Iterator[Fault]:
    """What is right by itself and is written in two ways in one document."""
    tones = both_tone_places(texts)
    if tones:
        shown = [catalogue.suggestion(rare, usual) for rare, usual in tones[:_SHOWN]]
        yield case.whole(catalogue.TONE_PLACES, where=", ".join(shown))
    days = both_day_forms(texts)
    if days:
        yield case.whole(catalogue.DAY_FORMS, one=days[0], other=days[1])


_LONG = 100
"""Characters from which on a paragraph is a sentence and no title."""
_MOST_OPEN = 0.5
"""Share of open paragraphs above which they are a list that its author leaves without stops."""
_ENDS_OPEN = re.compile(r"[^\W_][\")”]?$")
_LABEL = re.compile(
    r"^\s*(?:[a-zđ]{1,2}\)|\d+[.)]|\d+(?:\.\d+)+|[IVXLC]+[-.]|Điều \d|Chương |Mục )"
)
_EXAMPLE = re.compile(r"^(?:Ví dụ|VD|Mẫu|Ghi chú)\b")
_FORM = re.compile(TO_FILL_IN)
_NEXT = 2
"""Paragraphs further on at most, one of them blank, that the next part begins; behind more stands a table."""


def _open_sentences(case: Case) -> Iterator[Fault]:
    """Paragraphs of running text that end in a letter, among such as end in a stop."""
    sentences = [
        (part, below) for part, below in pairwise(case.anatomy.parts) if _is_sentence(part)
    ]
    left_open = [part for part, below in sentences if _is_left_open(part, below)]
    if left_open and len(left_open) <= len(sentences) * _MOST_OPEN:
        texts = [f"«…{quote(part.text[-40:])}»" for part in left_open]
        paragraphs = [part.line.paragraph for part in left_open]
        where = _places(texts)
        yield case.in_paragraphs(catalogue.NO_FULL_STOP, paragraphs, PartKind.BODY, where=where)


def _is_sentence(part: Part) -> bool:
    line = part.line
    set_as_title = line.is_bold or line.is_centred or line.paragraph.place is not None
    is_text = part.kind in {PartKind.BODY, PartKind.ARTICLE} and not _EXAMPLE.match(part.text)
    return is_text and not set_as_title and len(part.text) >= _LONG


def _is_left_open(part: Part, below: Part) -> bool:
    """Whether a sentence ends without its stop; one with a label may be the title of what is below it."""
    above, next_one = part.line.paragraph, below.line.paragraph
    is_last_line = above.own_text.rstrip().endswith(part.text[-10:])
    is_near = 0 < next_one.index - above.index <= _NEXT and next_one.place is None
    is_form = _FORM.search(above.own_text) is not None
    labelled = _LABEL.match(above.text) is not None and not _LABEL.match(next_one.text)
    may_be_title = part.kind is PartKind.ARTICLE or labelled
    goes_on = below.text[:1].islower()
    is_known = is_near and is_last_line and not (may_be_title or goes_on or is_form)
    return is_known and _ENDS_OPEN.search(part.text) is not None
