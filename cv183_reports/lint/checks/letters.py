"""Proofreads: letters (Unicode by TCVN 6909:2001), what is mistyped, each kind one finding; fixed phrases letter by letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from cv183_reports.catalogue import lint as catalogue
from cv183_reports.catalogue import lint_text
from cv183_reports.lint.checks import (
    Case,
    Fault,
    LetterEdit,
    mended,
    opening_with,
    quoted_list,
    respelt,
    with_severity,
)
from cv183_reports.lint.lines import is_face
from cv183_reports.lint.parts import Part
from cv183_reports.lint.vocabulary import (
    LETTERHEAD_LINES,
    NAMES,
    PHRASES,
    RECIPIENTS,
    SPELT_AS,
    TO_FILL_IN,
    PartKind,
    phrase_of,
)
from cv183_reports.model.finding import Rule, Severity, quote
from cv183_reports.vietnamese.legacy import Broken, Legacy, broken, detect, reread
from cv183_reports.vietnamese.proof import both_day_forms, both_tone_places, typos
from cv183_reports.vietnamese.spelling import UNSEEN, Typo, TypoKind
from cv183_reports.vietnamese.syllables import is_syllable, with_true_d
from cv183_reports.vietnamese.text import (
    DRESSED,
    LETTERS,
    LOOK_ALIKE_LETTER,
    SYMBOLS,
    fold,
    place_tones,
    signs,
    undressed,
    with_own_letters,
    without_markup,
)
from cv183_reports.vietnamese.wording import count
from cv183_reports.word.facts import Alignment, ParagraphFacts

_RULES: dict[TypoKind, Rule] = {
    TypoKind.BLANK_BEFORE: lint_text.BLANK_BEFORE,
    TypoKind.BLANK_MISSING: lint_text.BLANK_MISSING,
    TypoKind.TWO_BLANKS: lint_text.TWO_BLANKS,
    TypoKind.ONE_BRACKET: lint_text.ONE_BRACKET,
    TypoKind.BLANK_INSIDE: lint_text.BLANK_INSIDE,
    TypoKind.ONE_SIDED_DASH: lint_text.ONE_SIDED_DASH,
    TypoKind.DOUBLED_MARK: lint_text.DOUBLED_MARK,
    TypoKind.SYLLABLE: lint_text.NO_SYLLABLE,
    TypoKind.STRANGE: lint_text.STRANGE_WORD,
    TypoKind.KEYS: lint_text.KEYS_LEFT,
    TypoKind.UNACCENTED: lint_text.UNACCENTED,
    TypoKind.TWICE: lint_text.TWICE_TYPED,
    TypoKind.PERHAPS_TWICE: lint_text.PERHAPS_TWICE,
    TypoKind.MISSPELT: lint_text.MISSPELT,
    TypoKind.VARIANT: lint_text.UNUSUAL,
    TypoKind.CAPITAL: lint_text.CAPITALS,
    TypoKind.NUMBER: lint_text.NUMBER_FORM,
    TypoKind.SMALL_NUMBER: lint_text.SMALL_NUMBER,
    TypoKind.DAY: lint_text.DAY_FORM,
    TypoKind.NO_DAY: lint_text.NO_DAY,
    TypoKind.STRAIGHT_QUOTES: lint_text.STRAIGHT_QUOTES,
    TypoKind.OPEN_QUOTE: lint_text.QUOTES_UNLIKE,
    TypoKind.THREE_DOTS: lint_text.THREE_DOTS,
}
_OF_BLANKS = frozenset(
    {
        TypoKind.BLANK_BEFORE,
        TypoKind.BLANK_MISSING,
        TypoKind.TWO_BLANKS,
        TypoKind.ONE_BRACKET,
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


class _Place(Struct, frozen=True):
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
    """Blanks count where text runs and inside a fixed phrase; capitals and days have rules of their own in a head."""
    kind = kinds.get((paragraph.part, paragraph.index))
    if typo.kind is TypoKind.TWO_BLANKS and kind in _FIXED:
        return fold(paragraph.text) in _PHRASES
    if typo.kind in {TypoKind.TWO_BLANKS, TypoKind.ONE_BRACKET}:
        is_running = kind in _RUNNING and paragraph.place is None
        return is_running and paragraph.alignment is not Alignment.CENTER
    if typo.kind is TypoKind.CAPITAL and _is_in_capitals(typo, paragraph):
        return False
    if typo.kind is TypoKind.CAPITAL and kind is PartKind.DATELINE:
        return True
    words = {TypoKind.SYLLABLE, TypoKind.MISSPELT, TypoKind.KEYS, TypoKind.TWICE}
    return kind not in _SET_BY_HAND or typo.kind in words


_FIXED = frozenset(
    (PartKind.NATION, PartKind.MOTTO, PartKind.TITLE, PartKind.NAME, PartKind.RECIPIENTS_LABEL)
)
_PHRASES = frozenset((*PHRASES, *NAMES, RECIPIENTS))
"""Folded: nothing else stands in their paragraph, as it would where blanks part two columns."""


def _is_in_capitals(typo: Typo, paragraph: ParagraphFacts) -> bool:
    """Whether letters are drawn in capitals, however they are typed (Font → All caps)."""
    return "".join(run.shown for run in paragraph.runs)[typo.start : typo.end].isupper()


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
    return lint_text.MORE_PLACES.format(count=count(len(shown)), places=where)


def _shown(place: _Place) -> str:
    text, typo = place.text, place.typo
    found = text[typo.start : typo.end]
    before, after = _around(text, typo)
    if typo.kind is TypoKind.TWO_BLANKS:
        return lint_text.BETWEEN.format(before=before.strip(), after=after.strip())
    if typo.kind in _OF_BLANKS:
        return f"«{quote(f'{before}{found}{after}')}»"
    return lint_text.suggestion(found, typo.right)


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
        shown = [lint_text.suggestion(rare, usual) for rare, usual in tones[:_SHOWN]]
        yield case.whole(lint_text.TONE_PLACES, where=", ".join(shown))
    days = both_day_forms(texts)
    if days:
        yield case.whole(lint_text.DAY_FORMS, one=days[0], other=days[1])


_LONG = 100
"""Characters from which on a paragraph is a sentence and no title."""
_MOST_OPEN = 0.5
"""Share of open paragraphs above which they are a list that its author leaves without stops."""
_ENDS_OPEN = re.compile(r"[^\W_][\")”]?$")
_LABELLED = re.compile(
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
        yield case.in_paragraphs(lint_text.NO_FULL_STOP, paragraphs, PartKind.BODY, where=where)


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
    labelled = _LABELLED.match(above.text) is not None and not _LABELLED.match(next_one.text)
    may_be_title = part.kind is PartKind.ARTICLE or labelled
    goes_on = below.text[:1].islower()
    is_known = is_near and is_last_line and not (may_be_title or goes_on or is_form)
    return is_known and _ENDS_OPEN.search(part.text) is not None


_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_STRETCH = re.compile(r"\S+")
_BULLET = re.compile(rf"\s*(?P<bullet>[{SYMBOLS}]\s*)")
_LONGEST_ABBREVIATION = 6
_SOFT_HYPHEN = "\u00ad"
"""Where a word may be parted; in TCVN3 a letter."""
_UNSEEN = re.compile(rf"(?<=[^\W\d_])[{UNSEEN}]+(?=[^\W\d_])")


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
        (lint_text.PRIVATE_LETTERS, _private, _dashed),
        (lint_text.ETH, _mistaken, _with_own_letters),
        (lint_text.UNSEEN_LETTERS, _split_unseen, _without_unseen),
        (lint_text.DECOMPOSED, _decomposed, _composed),
    ):
        yield from _told(case, others, rule, found_in, mend)
    yield from _told_pasted(case, others)
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
            lint_text.LEGACY_LETTERS,
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
            lint_text.BROKEN_LETTERS,
            [each for each, _ in found],
            None,
            [edit for each, _ in found for edit in _reread(each)],
            where=quoted_list([place.found for _, place in found]),
            meant=lint_text.MEANT.format(text=meant) if meant else "",
        )


def _told_pasted(case: Case, paragraphs: Iterable[ParagraphFacts]) -> Iterator[Fault]:
    """Emoji, and marks of a chat or a web page, in one finding."""
    found = [(each, marks) for each in paragraphs if (marks := _pasted(each.own_text))]
    if found:
        shown = dict.fromkeys(f"«{mark}»" for _, marks in found for mark in marks)
        yield case.in_paragraphs(
            lint_text.PASTED_MARKS,
            [each for each, _ in found],
            None,
            marks=", ".join([*shown][:_SHOWN]),
            where=quoted_list([each.text for each, _ in found]),
        )


def _pasted(text: str) -> tuple[str, ...]:
    return (*signs(text), *without_markup(text)[1])


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
    """The first Vietnamese word with an eth for its Đ, a Cyrillic or Greek letter for ours; or letters of mathematics."""
    written = _written(paragraph)
    if not LOOK_ALIKE_LETTER.search(written):
        return ""
    if _is_dressed(paragraph):
        return next(word for word in written.split() if DRESSED.search(word))
    words = LETTERS.findall(written)
    return next((word for word in words if _has_look_alike(word)), "")


def _is_dressed(paragraph: ParagraphFacts) -> bool:
    """Whether words are written with letters of mathematics; one alone is a variable."""
    return any(len(found[0]) > 1 for found in DRESSED.finditer(_written(paragraph)))


def _has_look_alike(word: str) -> bool:
    """Whether a look-alike stands where only our letter makes a syllable or an abbreviation."""
    meant = with_own_letters(word)
    short = word.isupper() and len(word) <= _LONGEST_ABBREVIATION
    return meant != word and (is_syllable(meant) or short)


def _split_unseen(paragraph: ParagraphFacts) -> str:
    """The first word that an unseen character parts; shown without it."""
    own = paragraph.own_text
    words = (word[0] for word in _STRETCH.finditer(own) if _UNSEEN.search(word[0]))
    return _UNSEEN.sub("", next(words, ""))


def _without_unseen(paragraph: ParagraphFacts) -> Iterator[LetterEdit]:
    for found in _UNSEEN.finditer(paragraph.own_text):
        yield from mended(paragraph, *found.span(), "")


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


def _with_own_letters(paragraph: ParagraphFacts) -> Iterator[LetterEdit]:
    if _is_dressed(paragraph):
        yield from _all_of(paragraph, undressed(paragraph.own_text))
        return
    for word in LETTERS.finditer(paragraph.own_text):
        if _has_look_alike(word[0]):
            yield from mended(paragraph, *word.span(), with_own_letters(word[0]))


def _composed(paragraph: ParagraphFacts) -> Iterator[LetterEdit]:
    for word in _STRETCH.finditer(paragraph.own_text):
        composed = unicodedata.normalize("NFC", word[0])
        if len(composed) < len(word[0]):
            yield from mended(paragraph, *word.span(), composed)


_LABEL = "Nơi nhận:"
_ADDRESSES = {"kinh gui": "Kính gửi", "kinh goi": "Kính gửi", "kinh trinh": "Kính trình"}
_STAR = "*"
_DECISION, _RESOLUTION = "quiet dinh", "nghi quiet"
_RESOLVED = "QUYẾT NGHỊ"
_ENACTING = {fold(phrase): phrase for phrase in ("QUYẾT ĐỊNH", _RESOLVED, "NGHỊ QUYẾT")}


def check_phrases(case: Case) -> Iterator[Fault]:
    """Title, motto, name, what a paper decides by, Nơi nhận, Kính gửi, star."""
    yield from _phrases(case)
    yield from _name(case)
    yield from _enacting(case)
    yield from _labels(case)


def _phrases(case: Case) -> Iterator[Fault]:
    for part in case.anatomy.of(PartKind.TITLE, PartKind.NATION, PartKind.MOTTO):
        wanted = PHRASES[phrase_of(part.line.folded)]
        if part.kind is PartKind.MOTTO:
            right = _spelt(part.text) == _spelt(wanted)
        else:
            right = _spelt(part.text).upper() == _spelt(wanted)
        slight = right and _LONG_DASH.search(part.text) is not None
        if slight or not right:
            clause = case.rules.clauses.title
            edits = respelt(part.line, wanted)
            phrase = with_severity(catalogue.PHRASE, Severity.NOTE) if slight else catalogue.PHRASE
            yield case.in_parts(phrase, [part], edits, wanted=wanted, clause=clause)


_LONG_DASH = re.compile(r"[–—]")
"""What Word puts for a hyphen between blanks by itself."""


def _spelt(text: str) -> str:
    """For comparing letter by letter: one blank, one place of tones, one kind of dash, a true Đ.

    An eth for a Đ is told by itself, wherever it stands.
    """
    plain = with_true_d(_LONG_DASH.sub("-", " ".join(text.split())))
    return place_tones(plain, new_style=False)


def _name(case: Case) -> Iterator[Fault]:
    part = case.anatomy.first(PartKind.NAME)
    wanted = SPELT_AS.get(part.line.folded, "") if part is not None else ""
    if part is not None and wanted and _spelt(part.text).strip(" :").upper() != wanted:
        clause = case.rules.clauses.name
        edits = respelt(part.line, wanted)
        yield case.in_parts(catalogue.PHRASE, [part], edits, wanted=wanted, clause=clause)


def _enacting(case: Case) -> Iterator[Fault]:
    """The line below the căn cứ by which a paper decides: spelt letter by letter, and that of its name."""
    lines = case.anatomy.of(PartKind.CENTRED, PartKind.BODY)
    part = next((each for each in lines if each.line.folded in _ENACTING), None)
    if part is None:
        return
    clause = case.rules.clauses.name
    said = _ENACTING[part.line.folded]
    name = case.anatomy.first(PartKind.NAME)
    wanted = _enacted(case, name.line.folded) if name is not None else ""
    if name is not None and wanted and said != wanted:
        yield case.in_parts(
            catalogue.ENACTED_OTHERWISE,
            [part],
            name=name.text,
            wanted=f"{wanted}:",
            clause=clause,
        )
    elif _spelt(part.text).strip(" :").upper() != said:
        edits = respelt(part.line, f"{said}:")
        yield case.in_parts(catalogue.PHRASE, [part], edits, wanted=f"{said}:", clause=clause)


def _enacted(case: Case, name: str) -> str:
    """What a paper of that folded name says below its căn cứ; empty = no rule says it for sure.

    That of the Party lays nothing down, and other bodies than people's councils resolve in their own words.
    """
    is_councils = "hoi dong nhan dan" in fold(case.text_of(PartKind.ISSUER))
    if case.is_party or (name == _RESOLUTION and not is_councils):
        return ""
    return {_DECISION: SPELT_AS[_DECISION], _RESOLUTION: _RESOLVED}.get(name, "")


def _labels(case: Case) -> Iterator[Fault]:
    clause = case.rules.clauses.recipients
    label = case.anatomy.first(PartKind.RECIPIENTS_LABEL)
    if label is not None and label.line.folded == RECIPIENTS and _tight(label.text) != _LABEL:
        edits = respelt(label.line, _LABEL)
        yield case.in_parts(catalogue.PHRASE, [label], edits, wanted=_LABEL, clause=clause)
    address = case.anatomy.first(PartKind.ADDRESSEE)
    if address is not None:
        words = " ".join(address.text.split()[:2]).rstrip(":")
        wanted = _ADDRESSES.get(fold(words), "")
        if wanted and words != wanted:
            edits = opening_with(address.line, wanted)
            yield case.in_parts(catalogue.PHRASE, [address], edits, wanted=wanted, clause=clause)
    for star in case.anatomy.of(PartKind.STAR):
        if case.is_party and star.text != _STAR:
            edits = respelt(star.line, _STAR)
            clause = case.rules.clauses.issuer
            yield case.in_parts(catalogue.ONE_STAR, [star], edits, clause=clause)


def _tight(text: str) -> str:
    return re.sub(r"\s+:", ":", " ".join(text.split()))
