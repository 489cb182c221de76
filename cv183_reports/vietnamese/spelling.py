"""Spelling of Vietnamese office texts: syllables, keys left untyped, a list of misspellings, capitals, words typed twice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum, auto
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain, pairwise, product
from operator import eq

from msgspec import Struct

from cv183_reports.vietnamese.syllables import (
    TELEX_LETTERS,
    TONES,
    Misspelling,
    bare_syllables,
    from_telex,
    from_vni,
    from_weak_telex,
    is_syllable,
    misspelling,
    with_letters,
    with_tone_placed,
)
from cv183_reports.vietnamese.text import LETTERS, lazy_pattern, place_tones, with_own_letters


class TypoKind(Enum):
    """What may be wrong at one place of a text."""

    BLANK_BEFORE = auto()
    """Before a comma, a stop, a bracket that closes."""
    BLANK_MISSING = auto()
    TWO_BLANKS = auto()
    ONE_BRACKET = auto()
    """A bracket or a quotation mark without the other one."""
    BLANK_INSIDE = auto()
    """Inside brackets or quotation marks."""
    ONE_SIDED_DASH = auto()
    """``kinh tế- xã hội``."""
    DOUBLED_MARK = auto()
    SYLLABLE = auto()
    """No syllable for certain: its tone before a stop, or on the wrong letter."""
    STRANGE = auto()
    """No syllable by its letters; a name or a loan may be."""
    KEYS = auto()
    """Telex or VNI as it is typed: ``dduwowcj``, ``d9u7o7c5``."""
    UNACCENTED = auto()
    """Text without any accent, a paragraph or words in a row of it: ``Bao cao ket qua``."""
    TWICE = auto()
    """A word of grammar."""
    PERHAPS_TWICE = auto()
    """Another word, which two compounds may rarely share: «hành vi vi phạm» is known, «tác tác» is not."""
    MISSPELT = auto()
    VARIANT = auto()
    """Found in dictionaries, not usual in offices."""
    CAPITAL = auto()
    NUMBER = auto()
    SMALL_NUMBER = auto()
    """Below ten and without its zero, before what is counted: ``5 đơn vị``. Not every office writes the zero."""
    DAY = auto()
    NO_DAY = auto()
    """No day of the calendar, not the weekday that stands beside it, or the last of a span before its first."""
    STRAIGHT_QUOTES = auto()
    OPEN_QUOTE = auto()
    THREE_DOTS = auto()


class Typo(Struct, frozen=True):
    """One place of a text that is not as it should be."""

    kind: TypoKind
    start: int
    end: int
    """Of the characters `start` to `end`, end excluded."""
    right: str
    """What should stand there. Empty = a person must say; for a letter or blank too many it is what remains."""
    certain: bool = True
    """Whether `right` is what was meant, so that it may be put there."""


class Word(Struct, frozen=True):
    """One word of a text, and where it stands."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=8192)
def misspellings(text: str) -> tuple[Typo, ...]:
    """What is wrong with the words of one paragraph (NFC)."""
    return tuple(_misspellings(text))


def _misspellings(text: str) -> Iterator[Typo]:
    if not _may_be_misspelt(text):
        return
    words = [Word(found[0], *found.span()) for found in LETTERS.finditer(text)]
    if _is_bare(text, words):
        yield Typo(TypoKind.UNACCENTED, words[0].start, words[-1].end, "", certain=False)
        return
    listed = [] if text.isupper() else [*_listed(text, words), *_twice(text, words)]
    listed += _bare_runs(text, words)
    told = {at for typo in listed for at in range(typo.start, typo.end)}
    yield from listed
    yield from (typo for typo in _syllables(text, words) if typo.start not in told)
    yield from _keys(text)


def _may_be_misspelt(text: str) -> bool:
    """Whether a closer look is worth its time: most of what offices write passes here."""
    tokens = LETTERS.findall(text)
    low = LETTERS.findall(text.lower())
    return (
        any(map(_is_doubtful, tokens))
        or any(map(eq, low, low[1:]))
        or _may_be_listed(low, capitals=False)
        or _may_be_listed(tokens, capitals=True)
        or _FIGURED.search(text) is not None
        or (text.isascii() and len(tokens) >= _FEWEST_BARE)
        or sum(map(_lacks_accent, tokens)) >= _FEWEST_LACKING
    )


@lru_cache(maxsize=65536)
def _is_doubtful(word: str) -> bool:
    """Whether a word alone may be a fault of any kind."""
    listed = any(len(entry.words) == 1 for entry in _entries_of(word.lower()))
    wrong = not word.isascii() and _fault(word) is not None
    low = word.lower()
    return listed or wrong or bool(from_telex(low) or from_weak_telex(low))


def _may_be_listed(words: Sequence[str], *, capitals: bool) -> bool:
    """Whether what a row of the list begins with is there, and what it ends with."""
    ends = _ends(capitals=capitals)
    begun = [ends[pair] for pair in pairwise(words) if pair in ends]
    return any(not lasts.isdisjoint(pairwise(words)) for lasts in begun)


@cache
def _ends(*, capitals: bool) -> Mapping[tuple[str, ...], set[tuple[str, ...]]]:
    """The first two words of all rows on capitals, or of all others → the last two of these; by either place of a tone."""
    ends: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for entry in chain.from_iterable(_entries().values()):
        if len(entry.words) > 1 and (entry.kind is TypoKind.CAPITAL) is capitals:
            for first in _placed(entry.words[:2]):
                ends.setdefault(first, set()).update(_placed(entry.words[-2:]))
    return ends


def _placed(pair: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return product(*((word, place_tones(word, new_style=True)) for word in pair))


def _entries_of(token: str) -> tuple[_Entry, ...]:
    """The rows that begin with a word, however it is written."""
    word = _one_place(token)
    forms = dict.fromkeys((word, word.capitalize(), word.upper()))
    return tuple(entry for form in forms for entry in _entries().get(form, ()))


# Syllables.

_OWN_LETTERS = frozenset("abcdđeghiklmnopqrstuvxyăâêôơư")
_SURELY_OURS = frozenset("ăđơư\u0309\u0323")
"""Letters and tones (NFD) that no other language in Latin letters has, or hardly one."""
UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Characters that part a word and are not seen: copied from web pages."""
_MARKS_AROUND = frozenset("-'’/.@\\" + UNSEEN)
_SHORT = 2
_BODIES = "bộ hội sở ban đảng ủy tổng trường viện cục vụ chi văn phòng ngân bảo mặt đoàn trung nhà quỹ tòa hiệp liên công luật"
_OF_BODIES = frozenset(_BODIES.split())
"""What names of bodies begin with; such as persons and places do not."""


def _syllables(text: str, words: Sequence[Word]) -> Iterator[Typo]:
    for at, word in enumerate(words):
        fault = None if word.text.isascii() or len(word.text) < _SHORT else _fault(word.text)
        if fault is None or _is_joined(text, word):
            continue
        if fault is Misspelling.PLACE:
            right = _cased_as(word.text, with_tone_placed(word.text))
            yield Typo(TypoKind.SYLLABLE, word.start, word.end, right)
        elif fault is Misspelling.STOP:
            if not _ends_name(text, words, at):
                yield Typo(TypoKind.SYLLABLE, word.start, word.end, "", certain=False)
        elif not _may_be_name(text, word) and _is_ours(word.text, words[max(at - 1, 0) : at + 2]):
            yield Typo(TypoKind.STRANGE, word.start, word.end, "", certain=False)


@lru_cache(maxsize=32768)
def _fault(word: str) -> Misspelling | None:
    """What is wrong with a word, if a word it is: not a code, an abbreviation, a known loan.

    Letters of other alphabets that stand for ours are told by themselves.
    """
    fault = misspelling(with_own_letters(word))
    if fault is None or word.lower() in _loans():
        return None
    apart = unicodedata.normalize("NFD", word)
    has_tone = any(letter in TONES for letter in apart)
    as_words_are = word.islower() or word.istitle() or word.isupper()
    if not has_tone and (word.isupper() or not as_words_are) and not _lacks_tone(word, fault):
        return None
    return fault if not set("aeiouy").isdisjoint(apart.lower()) else None


_SHORTEST_IN_CAPITALS = 4


def _lacks_tone(word: str, fault: Misspelling) -> bool:
    """Whether capitals are a syllable without the tone it must have (``THƯC``), and no abbreviation (``HĐND``)."""
    vowels = not _MARKED_VOWELS.isdisjoint(word)
    return (
        fault is Misspelling.STOP
        and len(word) >= _SHORTEST_IN_CAPITALS
        and vowels
        and word.isupper()
    )


_MARKED_VOWELS = frozenset("ĂÂÊÔƠƯ")


def _is_joined(text: str, word: Word) -> bool:
    """Whether a mark or a figure ties it to what stands beside it: a name, a code, a foreign word."""
    before, after = text[: word.start][-2:], text[word.end :][:2]
    tied = len(after) > 1 and after[0] in _MARKS_AROUND and after[1].isalnum()
    led = len(before) > 1 and before[1] in _MARKS_AROUND and before[0].isalnum()
    return tied or led or before[-1:].isdigit() or after[:1].isdigit()


def _may_be_name(text: str, word: Word) -> bool:
    """Whether a word is capitalised though no sentence begins with it."""
    return word.text.istitle() and not _begins(text, word)


def _ends_name(text: str, words: Sequence[Word], at: int) -> bool:
    """Whether a word goes on with a name, as those of other peoples: ``Krông Păc``, ``Siu Hơt``; not ``Bộ Quôc phòng``."""
    if not at or not words[at].text.istitle():
        return False
    before = words[at - 1]
    beside = text[before.end : words[at].start].isspace()
    return beside and before.text.istitle() and before.text.lower() not in _OF_BODIES


_LABEL = lazy_pattern(r"\s*\w{1,2}\)")


def _begins(text: str, word: Word) -> bool:
    """Whether a sentence, or what is listed, begins with a word."""
    before = text[: word.start].rstrip(' \u00a0\n\t“"(-–+')
    return not before or before[-1] in ".?!:;" or _LABEL.fullmatch(before) is not None


def _is_ours(word: str, around: Sequence[Word]) -> bool:
    """Whether a word whose letters make no syllable was meant to be Vietnamese."""
    low = word.lower()
    apart = unicodedata.normalize("NFD", low)
    letters = frozenset(apart) - {"\u0302", "\u0306", "\u031b"}
    marked = not _SURELY_OURS.isdisjoint(apart + low)
    neighbours = [other.text for other in around if other.text != word]
    at_home = any(not other.isascii() and is_syllable(other) for other in neighbours)
    if not (letters - frozenset(TONES)) <= _OWN_LETTERS:
        return word.islower() and at_home and (marked or bool(letters - _OWN_LETTERS - set("fjwz")))
    return at_home and (word.islower() or marked)


def _cased_as(model: str, word: str) -> str:
    if model.isupper():
        return word.upper()
    return word.capitalize() if model[:1].isupper() else word


# Keys of Telex and VNI that were not turned into letters, and text typed without any accent.

_TOKEN = lazy_pattern(r"(?<![\w@./-])\w{3,}(?![\w@/-])", re.ASCII)
_FIGURED = lazy_pattern(r"[A-Za-z][1-9]+[A-Za-z]")
_CASED_AS_TYPED = lazy_pattern(r"(?:DD|AA|EE|OO|[A-Z])?[a-z\d]+$")
"""A word, its first letter perhaps a capital: «Đ» comes of «DD»."""
_FEWEST_BARE = 5


def _keys(text: str) -> Iterator[Typo]:
    for found in _TOKEN.finditer(text):
        token = found[0]
        if token.isupper() and not text.isupper():  # AASC
            continue
        if not token.isupper() and not _CASED_AS_TYPED.match(token):  # DDoS
            continue
        right = from_telex(token.lower()) if token.isalpha() else from_vni(token.lower())
        if not right and token.islower() and _is_among_ours(text, found):
            right = from_weak_telex(token)
        if right and not _is_foreign_name(text, Word(token, *found.span()), right):
            yield Typo(TypoKind.KEYS, *found.span(), _cased_as(token, right))


def _is_foreign_name(text: str, word: Word, right: str) -> bool:
    """Whether keys of one kind alone stand in what may be a name: ``xã Bờ Ngoong``, ``Khor``."""
    has_tone = any(letter in TONES for letter in unicodedata.normalize("NFD", right))
    both = has_tone and with_letters(word.text.lower(), TELEX_LETTERS) != word.text.lower()
    return word.text.isalpha() and _may_be_name(text, word) and not both


def _is_among_ours(text: str, found: re.Match[str]) -> bool:
    """Whether what stands before and behind a token, with a blank between, can only be Vietnamese."""
    before = _WORD_BEFORE.search(text[max(found.start() - _LONGEST_WORD, 0) : found.start()])
    after = _WORD_BEHIND.match(text, found.end())
    return all(
        side is not None and not side[1].isascii() and is_syllable(side[1])
        for side in (before, after)
    )


_LONGEST_WORD = 9
_WORD_BEFORE, _WORD_BEHIND = lazy_pattern(r"([^\W\d_]+) $"), lazy_pattern(r" ([^\W\d_]+)")


def _is_bare(text: str, words: Sequence[Word]) -> bool:
    """Whether a text of some words is Vietnamese typed without accents."""
    if not text.isascii() or len(words) < _FEWEST_BARE or text.isupper():
        return False
    low = [word.text.lower() for word in words]
    ours = any(word.startswith(("ng", "nh", "kh", "tr", "gi", "qu")) for word in low)
    stopped = sum(misspelling(word) is Misspelling.STOP or not is_syllable(word) for word in low)
    return ours and stopped > 1 and all(word in bare_syllables() for word in low)


_FEWEST_IN_ROW, _LONG_ROW = 3, 6
_FEWEST_LACKING, _MANY_LACKING = 2, 3
_ONSETS_OF_OURS = ("ng", "nh", "kh", "gi")
_FOREIGN = frozenset({"adieu", "bien", "diet", "lien", "lieu", "mien", "quiet", "tech"})
"""Words of other languages that would be syllables of ours with an accent."""
_BARE_ON_PURPOSE = lazy_pattern(r"cú pháp|không dấu|chuyển khoản|tin nhắn", re.IGNORECASE)
_BARE_QUOTE = lazy_pattern(r"[\"“«'‘][\x20\x21\x23-\x7e]+[\"”»'’]")


@lru_cache(maxsize=32768)
def _lacks_accent(word: str) -> bool:
    """Whether a word in small letters is a syllable of ours with an accent alone: ``thuc``, ``hien``."""
    ours = word.isascii() and word.islower() and word in bare_syllables()
    return ours and not is_syllable(word) and word not in _FOREIGN


def _bare_runs(text: str, words: Sequence[Word]) -> Iterator[Typo]:
    """Words in a row typed without accents; what is quoted, named as a file or typed so on purpose is left alone."""
    lacking = sum(_lacks_accent(word.text.lower()) for word in words)
    if lacking < _FEWEST_LACKING or _BARE_ON_PURPOSE.search(text):
        return
    quoted = [found.span() for found in _BARE_QUOTE.finditer(text)]
    for run in _rows_of_bare(text, words):
        start, end = run[0].start, run[-1].end
        spared = any(start < last and first < end for first, last in quoted)
        tied = any(_is_joined(text, word) for word in run)
        if not spared and not tied and _is_ours_bare([word.text.lower() for word in run]):
            yield Typo(TypoKind.UNACCENTED, start, end, "", certain=False)


def _is_ours_bare(words: Sequence[str]) -> bool:
    """Whether words in a row can be nothing but ours: ``chip``, ``that`` may be others' as well."""
    lacking = [word for word in words if _lacks_accent(word)]
    by_letters = any(misspelling(word) is Misspelling.SHAPE for word in lacking)
    ours = by_letters or any(word.startswith(_ONSETS_OF_OURS) for word in lacking)
    some = len(words) >= _FEWEST_IN_ROW and len(lacking) >= _FEWEST_LACKING and ours
    return some or (len(words) >= _LONG_ROW and len(lacking) >= _MANY_LACKING)


def _rows_of_bare(text: str, words: Sequence[Word]) -> Iterator[list[Word]]:
    """Words with only blanks between them that may all lack accents; the first may begin a sentence."""
    run: list[Word] = []
    for word in words:
        beside = bool(run) and text[run[-1].end : word.start].isspace()
        is_bare = word.text.isascii() and word.text.lower() in bare_syllables()
        if is_bare and beside and word.text.islower():
            run.append(word)
            continue
        if run:
            yield run
        opens = word.text.islower() or (word.text.istitle() and _begins(text, word))
        run = [word] if is_bare and opens else []
    if run:
        yield run


# Words that are spelt or capitalised otherwise, by the list.


class _Entry(Struct, frozen=True):
    """One row of ``spelling.tsv``."""

    words: tuple[str, ...]
    right: str
    kind: TypoKind
    not_after: tuple[tuple[str, ...], ...]
    not_before: tuple[tuple[str, ...], ...]


_LEVELS = {
    "error": TypoKind.MISSPELT,
    "variant": TypoKind.VARIANT,
    "case": TypoKind.CAPITAL,
}


_LOAN, _TWICE = "loan", "twice"


@cache
def _rows() -> tuple[tuple[str, ...], ...]:
    """Of ``spelling.tsv``: wrong, right, level, and the words after and before which it is right after all.

    What rightly stands twice does so behind and before those words alone, where there are any.
    """
    lines = (files(__package__) / "spelling.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return tuple(tuple(line.split("\t")) for line in lines)


@cache
def _loans() -> frozenset[str]:
    """Loans and parts of names that are no syllables of ours, and right."""
    return frozenset(word for word, _, level, *_ in _rows() if level == _LOAN)


@cache
def _twice_right() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Words that may rightly stand twice, each with the words behind and before which alone; both empty = anywhere."""
    return {
        word: (frozenset(_split(after)), frozenset(_split(before)))
        for word, _, level, after, before in _rows()
        if level == _TWICE
    }


def _split(listed: str) -> list[str]:
    return [_one_place(each).lower() for each in listed.split(",") if each]


@cache
def _entries() -> dict[str, tuple[_Entry, ...]]:
    """The rows by their first word; those of capitals as they are written, all others in small letters."""
    by_word: dict[str, list[_Entry]] = {}
    for wrong, right, level, not_after, not_before in _rows():
        if level not in _LEVELS:
            continue
        entry = _Entry(
            tuple(_one_place(wrong).split()),
            right,
            _LEVELS[level],
            _neighbours(not_after),
            _neighbours(not_before),
        )
        by_word.setdefault(entry.words[0], []).append(entry)
    return {word: tuple(entries) for word, entries in by_word.items()}


def _neighbours(listed: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(each.split()) for each in _split(listed))


def _one_place(text: str) -> str:
    """One place of the tones of open oa, oe, uy, for comparing."""
    return text if text.isascii() else place_tones(text, new_style=False)


def _listed(text: str, words: Sequence[Word]) -> Iterator[Typo]:
    entries = _entries()
    as_compared = _one_place(text)
    as_typed = [as_compared[word.start : word.end] for word in words]
    low = [word.lower() for word in as_typed]
    for at, word in enumerate(as_typed):
        for entry in (
            row for form in dict.fromkeys((word, low[at])) for row in entries.get(form, ())
        ):
            is_phrase = _is_entry(entry, at, as_typed, low) and _is_one_phrase(
                text, words, at, entry
            )
            is_meant = is_phrase and (
                _is_of_name(text, words, at, entry) or _is_any_body(text, words, at, entry)
            )
            if is_phrase and not is_meant:
                last = words[at + len(entry.words) - 1]
                right = _right(entry, words[at].text, begins=_begins(text, words[at]))
                certain = entry.kind is not TypoKind.VARIANT
                yield Typo(entry.kind, words[at].start, last.end, right, certain)


def _is_entry(entry: _Entry, at: int, as_typed: Sequence[str], low: Sequence[str]) -> bool:
    stop = at + len(entry.words)
    written = as_typed if entry.kind is TypoKind.CAPITAL else low
    if tuple(written[at:stop]) != entry.words:
        return False
    after = any(tuple(low[max(at - len(guard), 0) : at]) == guard for guard in entry.not_after)
    before = any(tuple(low[stop : stop + len(guard)]) == guard for guard in entry.not_before)
    return not after and not before


def _is_one_phrase(text: str, words: Sequence[Word], at: int, entry: _Entry) -> bool:
    """Whether only blanks stand between its words."""
    span = words[at : at + len(entry.words)]
    return all(text[one.end : two.start].isspace() for one, two in pairwise(span))


def _is_of_name(text: str, words: Sequence[Word], at: int, entry: _Entry) -> bool:
    """Whether a misspelling may be (part of) a name: ``Nguyễn Hoàng Thiện``, ``Trần Văn Sẳn``, ``Lê Bắc đầu tư``, ``xã Thải Giàng Phố``."""
    first, *rest = words[at : at + len(entry.words)]
    if (
        entry.kind is not TypoKind.CAPITAL
        and first.text.islower()
        and any(word.text.istitle() for word in rest)
    ):
        return True
    is_ours = entry.kind is TypoKind.CAPITAL or not is_syllable(first.text)
    if is_ours or not first.text[0].isupper():
        return False
    if rest and all(word.text[0].isupper() for word in rest):
        return True
    before = words[at - 1] if at else first
    beside = text[before.end : first.start].isspace()
    alike = before.text.isupper() is first.text.isupper() and before.text[0].isupper()
    return (beside and alike) or (not rest and not _begins(text, first))


_ANY_COMMITTEE = lazy_pattern(
    r"\s+(?:các cấp|(?:cấp|đảng|thành|tỉnh|huyện|quận|chi)\s+(?:ủy|uỷ)|đảng bộ)\b"
)


def _is_any_body(text: str, words: Sequence[Word], at: int, entry: _Entry) -> bool:
    """Whether a sentence begins with a body of any committee, which has no name: ``Ban thường vụ cấp ủy``."""
    is_case = entry.kind is TypoKind.CAPITAL and " ".join(entry.words[1:]).islower()
    behind = words[at + len(entry.words) - 1].end
    return is_case and _begins(text, words[at]) and bool(_ANY_COMMITTEE.match(text, behind))


def _right(entry: _Entry, typed: str, *, begins: bool) -> str:
    is_small = entry.kind is TypoKind.CAPITAL and not begins
    if is_small or not typed[:1].isupper():
        return entry.right
    return entry.right[:1].upper() + entry.right[1:]


# Words typed twice.

_GRAMMAR = "của các những và là để cho đã được trên trong với tại theo do về này khi mà thì cũng đang sẽ bởi nhằm bằng"
_NEVER_TWICE = frozenset(_GRAMMAR.split())
"""Words of grammar that never stand twice."""


def _twice(text: str, words: Sequence[Word]) -> Iterator[Typo]:
    for at, (one, two) in enumerate(pairwise(words)):
        if one.text.lower() != two.text or not text[one.end : two.start].isspace():
            continue
        if _may_be_name(text, one):  # Nguyễn Văn Được được bầu
            continue
        if _is_right_twice(text, words, at):
            continue
        if two.text in _NEVER_TWICE:
            yield Typo(TypoKind.TWICE, one.start, two.end, one.text)
        elif is_syllable(two.text):
            yield Typo(TypoKind.PERHAPS_TWICE, one.start, two.end, one.text, certain=False)


def _is_right_twice(text: str, words: Sequence[Word], at: int) -> bool:
    """Whether one word ends and the next begins a compound: «tồn tại tại», «hệ thống thống kê»."""
    guards = _twice_right().get(_one_place(words[at].text.lower()))
    if guards is None or guards == (frozenset(), frozenset()):
        return guards is not None
    before, after = words[max(at - 1, 0)], words[min(at + 2, len(words) - 1)]
    led = text[before.end : words[at].start].isspace()
    followed = text[words[at + 1].end : after.start].isspace()
    behind = led and _one_place(before.text.lower()) in guards[0]
    return behind or (followed and _one_place(after.text.lower()) in guards[1])
