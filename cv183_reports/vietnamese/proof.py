"""Proof of a Vietnamese office text: what is mistyped or misspelt in it, and what is right.

Rules: NĐ 30/2020 Phụ lục I (dates), Phụ lục II (capitals); QĐ 1989/QĐ-BGDĐT (place of tones); blanks and marks by common
usage. Each was held against some 790,000 words of genuine office text, and what it said falsely is left out here:
proper names, foreign words, abbreviations, document numbers, dots to fill in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain, pairwise

from cv183_reports.vietnamese.syllables import (
    TONES,
    Misspelling,
    bare_syllables,
    is_syllable,
    misspelling,
    spelt,
    with_tone_placed,
)
from cv183_reports.vietnamese.text import place_tones


class TypoKind(Enum):
    """What may be wrong at one place of a text."""

    BLANK_BEFORE = auto()
    """Before a comma, a stop, a bracket that closes."""
    BLANK_MISSING = auto()
    TWO_BLANKS = auto()
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
    """A paragraph without any accent: ``Bao cao ket qua``."""
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
    STRAIGHT_QUOTES = auto()
    OPEN_QUOTE = auto()
    THREE_DOTS = auto()


@dataclass(frozen=True, slots=True)
class Typo:
    """One place of a text that is not as it should be."""

    kind: TypoKind
    start: int
    end: int
    """Of the characters `start` to `end`, end excluded."""
    right: str
    """What should stand there. Empty = a person must say; for a letter or blank too many it is what remains."""
    certain: bool = True
    """Whether `right` is what was meant, so that it may be put there."""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


_WORD = re.compile(r"[^\W\d_]+")
_LINK = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+\.\w+"
    r"|[\w.-]+\.(?:vn|com|org|net|gov|edu|info|docx?|xlsx?|pptx?|pdf|txt|png|jpe?g|rar|zip)\b(?:/\S*)?",
    re.IGNORECASE,
)
_FILLED_IN = re.compile(r"\.{3,}|…{2,}|…\.|\.…|_{3,}")
"""Dots and lines to be filled in by hand: blanks and marks around them say nothing."""
_LETTER = r"[^\W\d_]"
_BETTER_TOLD = frozenset({TypoKind.MISSPELT, TypoKind.TWICE, TypoKind.PERHAPS_TWICE})
_WORSE_TOLD = frozenset({TypoKind.SYLLABLE, TypoKind.STRANGE, TypoKind.TWO_BLANKS})
"""Kinds that say less of the same letters than those above, and give way to them."""


def typos(text: str) -> tuple[Typo, ...]:
    """All that is wrong in one paragraph, in order.

    Args:
        text: NFC, as typed; tabs and line feeds part columns and lines.
    """
    if not text or text.isspace():
        return ()
    words = [_Word(found[0], *found.span()) for found in _WORD.finditer(text)]
    left_alone = [found.span() for found in _LINK.finditer(text)]
    found = [*_in_words(text, words), *_in_marks(text), *_in_numbers(text)]
    better = [(typo.start, typo.end) for typo in found if typo.kind in _BETTER_TOLD]
    kept = [
        typo
        for typo in found
        if not any(_overlaps(typo, span) for span in left_alone)
        and not (typo.kind in _WORSE_TOLD and any(_overlaps(typo, span) for span in better))
    ]
    return tuple(sorted(kept, key=lambda typo: (typo.start, typo.kind.value)))


def _overlaps(typo: Typo, span: tuple[int, int]) -> bool:
    return typo.start < span[1] and span[0] < typo.end


def _in_words(text: str, words: Sequence[_Word]) -> Iterator[Typo]:
    if _is_bare(text, words):
        yield Typo(TypoKind.UNACCENTED, words[0].start, words[-1].end, "", certain=False)
        return
    if not text.isupper():
        yield from _listed(text, words)
        yield from _twice(text, words)
    yield from _syllables(text, words)
    yield from _keys(text)


# Syllables.

_OWN_LETTERS = frozenset("abcdđeghiklmnopqrstuvxyăâêôơư")
_SURELY_OURS = frozenset("ăđơư\u0309\u0323")
"""Letters and tones (NFD) that no other language in Latin letters has, or hardly one."""
_MARKS_AROUND = frozenset("-'’/.@\\")
_SHORT = 2


def _syllables(text: str, words: Sequence[_Word]) -> Iterator[Typo]:
    for at, word in enumerate(words):
        fault = None if word.text.isascii() or len(word.text) < _SHORT else _fault(word.text)
        if fault is None or _is_joined(text, word):
            continue
        if fault is Misspelling.PLACE:
            right = _cased_as(word.text, with_tone_placed(word.text))
            yield Typo(TypoKind.SYLLABLE, word.start, word.end, right)
        elif fault is Misspelling.STOP:
            yield Typo(TypoKind.SYLLABLE, word.start, word.end, "", certain=False)
        elif _is_ours(word.text, words[max(at - 1, 0) : at + 2]):
            yield Typo(TypoKind.STRANGE, word.start, word.end, "", certain=False)


@lru_cache(maxsize=32768)
def _fault(word: str) -> Misspelling | None:
    """What is wrong with a word, if a word it is: not a code, an abbreviation, a known loan."""
    fault = misspelling(word)
    if fault is None or word.lower() in _words(_LOAN):
        return None
    apart = unicodedata.normalize("NFD", word)
    has_tone = any(letter in TONES for letter in apart)
    as_words_are = word.islower() or word.istitle() or word.isupper()
    if not has_tone and (word.isupper() or not as_words_are):
        return None
    return fault if not set("aeiouy").isdisjoint(apart.lower()) else None


def _is_joined(text: str, word: _Word) -> bool:
    """Whether a mark or a figure ties it to what stands beside it: a name, a code, a foreign word."""
    before, after = text[: word.start][-2:], text[word.end :][:2]
    tied = len(after) > 1 and after[0] in _MARKS_AROUND and after[1].isalnum()
    led = len(before) > 1 and before[1] in _MARKS_AROUND and before[0].isalnum()
    return tied or led or before[-1:].isdigit() or after[:1].isdigit()


def _is_ours(word: str, around: Sequence[_Word]) -> bool:
    """Whether a word whose letters make no syllable was meant to be Vietnamese."""
    letters = frozenset(unicodedata.normalize("NFD", word.lower())) - {"\u0302", "\u0306", "\u031b"}
    marked = not _SURELY_OURS.isdisjoint(unicodedata.normalize("NFD", word.lower()) + word.lower())
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

_TOKEN = re.compile(r"(?<![\w@./-])\w{3,}(?![\w@/-])", re.ASCII)
_TELEX_TONES = dict(zip("frxsj", TONES, strict=True))
_VNI_TONES = dict(zip("23415", TONES, strict=True))
_TELEX_LETTERS = (
    ("uwow", "ươ"),
    ("uow", "ươ"),
    ("dd", "đ"),
    ("aa", "â"),
    ("ee", "ê"),
    ("oo", "ô"),
    ("aw", "ă"),
    ("ow", "ơ"),
    ("uw", "ư"),
)
_VNI_LETTERS = (
    ("u7o7", "ươ"),
    ("uo7", "ươ"),
    ("d9", "đ"),
    ("a6", "â"),
    ("e6", "ê"),
    ("o6", "ô"),
    ("a8", "ă"),
    ("o7", "ơ"),
    ("u7", "ư"),
)
_UNENGLISH = ("kh", "ng", "nh")
_FEWEST_BARE = 5


def _keys(text: str) -> Iterator[Typo]:
    for found in _TOKEN.finditer(text):
        token = found[0]
        right = _from_telex(token.lower()) if token.isalpha() else _from_vni(token.lower())
        if right:
            yield Typo(TypoKind.KEYS, *found.span(), _cased_as(token, right))


def _replaced(letters: str, table: Sequence[tuple[str, str]]) -> str:
    for typed, letter in table:
        letters = letters.replace(typed, letter, 1)
    return letters


@lru_cache(maxsize=8192)
def _from_telex(token: str) -> str:
    """The syllable whose Telex keys `token` is, told apart from foreign words; empty = none."""
    toneless = spelt(_replaced(token, _TELEX_LETTERS))
    if (
        toneless
        and toneless != token
        and (token.startswith(("dd", *_UNENGLISH)) or "w" in token[1:-1])
    ):
        return toneless
    for at in range(len(token) - 1, 0, -1):
        tone = _TELEX_TONES.get(token[at])
        letters = token[:at] + token[at + 1 :]
        changed = _replaced(letters, _TELEX_LETTERS)
        if tone and (changed != letters or token.startswith(_UNENGLISH)):
            toned = spelt(changed, tone)
            if toned:
                return toned
    return ""


@lru_cache(maxsize=8192)
def _from_vni(token: str) -> str:
    """The syllable whose VNI keys `token` is; empty = none, or a code may be meant (``Q6``, ``PC04``)."""
    digits = [letter for letter in token if letter.isdigit()]
    if not token[0].isalpha() or set(digits).isdisjoint("6789"):
        return ""
    if len(digits) < 2 and token[-1].isdigit():  # noqa: PLR2004 - one key at the end: a code
        return ""
    tones = [letter for letter in digits if letter in _VNI_TONES]
    if len(tones) > 1:
        return ""
    letters = token.replace(tones[0], "", 1) if tones else token
    return spelt(_replaced(letters, _VNI_LETTERS), _VNI_TONES[tones[0]] if tones else "")


def _is_bare(text: str, words: Sequence[_Word]) -> bool:
    """Whether a text of some words is Vietnamese typed without accents."""
    if not text.isascii() or len(words) < _FEWEST_BARE or text.isupper():
        return False
    low = [word.text.lower() for word in words]
    ours = any(word.startswith(("ng", "nh", "kh", "tr", "gi", "qu")) for word in low)
    stopped = sum(misspelling(word) is Misspelling.STOP or not is_syllable(word) for word in low)
    return ours and stopped > 1 and all(word in bare_syllables() for word in low)


# Words that are spelt or capitalised otherwise, by the list.


@dataclass(frozen=True, slots=True)
class _Entry:
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
    """Of ``spelling.tsv``: wrong, right, level, and the words after and before which it is right after all."""
    lines = (files(__package__) / "spelling.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return tuple(tuple(line.split("\t")) for line in lines)


@cache
def _words(wanted: str) -> frozenset[str]:
    """Loans and parts of names that are no syllables of ours, and right; words that rightly stand twice."""
    return frozenset(word for word, _, level, *_ in _rows() if level == wanted)


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
    return tuple(tuple(_one_place(each).lower().split()) for each in listed.split(",") if each)


def _one_place(text: str) -> str:
    """One place of the tones of open oa, oe, uy, for comparing."""
    return text if text.isascii() else place_tones(text, new_style=False)


def _listed(text: str, words: Sequence[_Word]) -> Iterator[Typo]:
    entries = _entries()
    as_compared = _one_place(text)
    as_typed = [as_compared[word.start : word.end] for word in words]
    low = [word.lower() for word in as_typed]
    for at, word in enumerate(as_typed):
        for entry in (
            *entries.get(word, ()),
            *(entries.get(low[at], ()) if word != low[at] else ()),
        ):
            if _is_entry(entry, at, as_typed, low) and _is_one_phrase(text, words, at, entry):
                last = words[at + len(entry.words) - 1]
                right = _right(entry, words[at].text)
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


def _is_one_phrase(text: str, words: Sequence[_Word], at: int, entry: _Entry) -> bool:
    """Whether only blanks stand between its words."""
    span = words[at : at + len(entry.words)]
    return all(text[one.end : two.start].isspace() for one, two in pairwise(span))


def _right(entry: _Entry, typed: str) -> str:
    if entry.kind is TypoKind.CAPITAL or not typed[:1].isupper():
        return entry.right
    return entry.right[:1].upper() + entry.right[1:]


# Words typed twice.

_GRAMMAR = "của các những và là để cho đã được trên trong với tại theo do về này khi mà thì cũng đang sẽ bởi nhằm bằng"
_NEVER_TWICE = frozenset(_GRAMMAR.split())
"""Words of grammar that never stand twice."""


def _twice(text: str, words: Sequence[_Word]) -> Iterator[Typo]:
    for one, two in pairwise(words):
        if one.text.lower() != two.text or not text[one.end : two.start].isspace():
            continue
        if two.text in _NEVER_TWICE:
            yield Typo(TypoKind.TWICE, one.start, two.end, one.text)
        elif is_syllable(two.text) and _one_place(two.text) not in _words(_TWICE):
            yield Typo(TypoKind.PERHAPS_TWICE, one.start, two.end, one.text, certain=False)


# Blanks and marks.

_BLANK = "[ \u00a0]"
_BLANK_BEFORE = re.compile(rf"(?<=[\w)\]”\"%]){_BLANK}{{1,2}}(?=[,;:!?.](?:\s|$))")
_GLUED = re.compile(rf"[,;:.](?={_LETTER}{{2}})|\((?={_LETTER}{{3}}|\d{{3}})")
_BEFORE_COMMA = re.compile(r"[\w)”]\Z")
_LAST_WORD = re.compile(rf"{_LETTER}+\Z")
_LONGEST_SYLLABLE = 7
_AFTER_BRACKET = re.compile(rf"(?<=\w\))(?={_LETTER}{{2}})")
_INSIDE_BEFORE = re.compile(rf"(?<=[(\[“]){_BLANK}{{1,2}}(?=[^\s.…_)\]”])")
_INSIDE_AFTER = re.compile(rf"(?<=[^\s.…_:(\[“]){_BLANK}{{1,2}}(?=[)\]”])")
_TWO_BLANKS = re.compile(rf"(?<=[^\s.…_]){_BLANK}{{2,3}}(?=[^\s.…_/])")
_LIST_MARK = re.compile(r"^\s*(?:[-–+•*]|\w{1,5}[.)])$")
"""What a paragraph begins with that more than one blank may part from its text."""
_ONE_SIDED = re.compile(rf"{_BLANK}-(?={_LETTER})|(?<={_LETTER})-{_BLANK}(?={_LETTER})")
_DOUBLED = re.compile(r"(?<=[^\W_])(,,|;;|::|,\.|;\.)(?![.,;:])")
_TWO_STOPS = re.compile(r"(?<=[^\W_])\.\.$")
_STRAIGHT = re.compile(r"\"(?=\S)[^\"“”]{1,300}?(?<=\S)\"")
_HALF_STRAIGHT = re.compile(r"“(?=\S)[^\"“”]{1,300}?(?<=\S)\"|\"(?=\S)[^\"“”]{1,300}?(?<=\S)”")
_DOTS = re.compile(rf"(?P<before>{_LETTER}{{2,}}),? ?\.\.\.(?![.\w])(?! ?/)")
_BLANKS_FOLLOW = "ngày tháng năm số từ đến tại điều lưu"
_FILLED_IN_AFTER = frozenset(_BLANKS_FOLLOW.split())


def _in_marks(text: str) -> Iterator[Typo]:
    if '"' in text:
        yield from _quotes(text)
    if _FILLED_IN.search(_DOTS.sub("", text) if "..." in text else text):
        return
    for kind, pattern, right in _BLANK_RULES:
        for found in pattern.finditer(text):
            yield Typo(kind, *found.span(), right)
    for found in _TWO_BLANKS.finditer(text):
        before = text[: found.start()]
        if not _LIST_MARK.match(before) and before.split()[-1].lower() not in _FILLED_IN_AFTER:
            yield Typo(TypoKind.TWO_BLANKS, *found.span(), " ")
    yield from _glued(text)
    yield from _dashes(text)
    for found in chain(_DOUBLED.finditer(text), _TWO_STOPS.finditer(text)):
        yield Typo(TypoKind.DOUBLED_MARK, *found.span(), found[0][-1])
    for found in _DOTS.finditer(text) if "..." in text else ():
        if found["before"].lower() not in _FILLED_IN_AFTER:
            yield Typo(TypoKind.THREE_DOTS, found.end() - 3, found.end(), "…")


_BLANK_RULES = (
    (TypoKind.BLANK_BEFORE, _BLANK_BEFORE, ""),
    (TypoKind.BLANK_INSIDE, _INSIDE_BEFORE, ""),
    (TypoKind.BLANK_INSIDE, _INSIDE_AFTER, ""),
    (TypoKind.BLANK_MISSING, _AFTER_BRACKET, " "),
)


def _glued(text: str) -> Iterator[Typo]:
    """Marks without the blank that follows them, brackets without the one before."""
    for found in _GLUED.finditer(text):
        before, after = _word_before(text, found.start()), _word_at(text, found.end())
        ends = before.islower() and _is_word(before) and len(before) > 1
        if found[0] == "(":
            wrong = ends
        elif found[0] == ".":
            wrong = ends and after.istitle() and _is_word(after)
        elif found[0] == ":":
            wrong = len(before) > 1 and _is_word(after)
        else:
            wrong = bool(_BEFORE_COMMA.search(text[: found.start()][-1:])) and _is_word(after)
        if wrong:
            right = " (" if found[0] == "(" else f"{found[0]} "
            yield Typo(TypoKind.BLANK_MISSING, *found.span(), right)


def _word_before(text: str, at: int) -> str:
    """The word that ends at a place, if it is none longer than a syllable may be; empty = there is none."""
    found = _LAST_WORD.search(text[max(at - _LONGEST_SYLLABLE - 1, 0) : at])
    return found[0] if found else ""


def _word_at(text: str, at: int) -> str:
    found = _WORD.match(text, at)
    return found[0] if found else ""


def _is_word(word: str) -> bool:
    return is_syllable(word) and not word.isupper()


def _dashes(text: str) -> Iterator[Typo]:
    for found in _ONE_SIDED.finditer(text):
        words = _word_before(text, found.start()), _word_at(text, found.end())
        if all(word.islower() and is_syllable(word) and len(word) > 1 for word in words):
            yield Typo(TypoKind.ONE_SIDED_DASH, *found.span(), " - ")


def _quotes(text: str) -> Iterator[Typo]:
    for found in _STRAIGHT.finditer(text):
        if not text[: found.start()][-1:].isdigit():  # inches, minutes
            inner = text[found.start() + 1 : found.end() - 1]
            yield Typo(TypoKind.STRAIGHT_QUOTES, *found.span(), f"“{inner}”")
    for found in _HALF_STRAIGHT.finditer(text):
        inner = text[found.start() + 1 : found.end() - 1]
        yield Typo(TypoKind.OPEN_QUOTE, *found.span(), f"“{inner}”")


# Numbers and days.

_DIGIT = re.compile(r"\d")
_UNITS = r"(?:tỷ|tỉ|triệu|nghìn|ngàn|ha|km|kg|tấn|tạ|mét|m2|m²|km2|km²|m3|m³|lít|giờ|tháng|năm)"
_ENGLISH_DECIMAL = re.compile(
    rf"(?<![\d.,/])(?P<whole>\d{{1,3}})\.(?P<part>\d{{1,2}})(?=\s?%|{_BLANK}{_UNITS}\b)"
)
_ENGLISH_GROUPS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3}){2,}(?![\d.,]*\d)")
_PERCENT_APART = re.compile(rf"(?<=\d){_BLANK}+%")
_DAY = re.compile(
    r"(?<![\d/.-])(?P<day>0?[1-9]|[12]\d|3[01])/(?P<month>0?[1-9]|1[0-2])/(?P<year>(?:19|20)\d{2})(?![\d/-])"
)
_DAY_WITHOUT_YEAR = re.compile(r"(?<=ngày )(?P<day>[1-9])/(?P<month>1[0-2]|[1-9])(?![\d/-])")
_DAY_IN_WORDS = re.compile(r"(?<=ngày )(?P<day>[1-9]) (?=tháng \d{1,2} năm \d{4})")
_COUNTED = (
    "đơn vị|xã|phường|đặc khu|đồng chí|trường hợp|nhiệm vụ|văn bản|cuộc|lượt|hồ sơ|dự án|người|đảng viên|chi bộ|đảng bộ"
    "|tổ chức|cơ quan|địa phương|cán bộ|công chức|viên chức|hội nghị|buổi|đoàn|kiến nghị|chỉ tiêu|mục tiêu|giải pháp|vụ"
    "|trường|công trình|mô hình|thủ tục|thôn|tổ dân phố|hộ"
)
_SMALL = re.compile(rf"(?<=[\s(])[1-9] (?=(?:{_COUNTED})\b)")
_NUMBER_FOLLOWS = "số mục cấp quý lớp ngày tháng loại hạng nhóm thứ khu tổ từ đến khoản điều phần chương kỳ bậc phụ phố"
_NAMES_BY_NUMBER = frozenset(_NUMBER_FOLLOWS.split())
"""What a number below ten is the name of, or the end of a range: no count."""
_CITED = re.compile(r"\bKhoản(?=\s+\d+[a-zđ]?,?\s+Điều\s+\d)")
_LAST_PADDED_DAY, _LAST_PADDED_MONTH = 9, 2


def _in_numbers(text: str) -> Iterator[Typo]:
    if not _DIGIT.search(text):
        return
    for found in _ENGLISH_DECIMAL.finditer(text):
        if text[: found.start()].strip():  # 2.1 at the beginning numbers a paragraph
            yield Typo(TypoKind.NUMBER, *found.span(), f"{found['whole']},{found['part']}")
    for found in _ENGLISH_GROUPS.finditer(text):
        yield Typo(TypoKind.NUMBER, *found.span(), found[0].replace(",", "."))
    for found in _PERCENT_APART.finditer(text):
        yield Typo(TypoKind.NUMBER, *found.span(), "%")
    for found in _SMALL.finditer(text):
        before = text[: found.start()].rstrip()
        if before and not _is_named_by_number(before):
            number = found[0].strip()
            yield Typo(TypoKind.SMALL_NUMBER, found.start(), found.start() + 1, f"0{number}")
    for found in _CITED.finditer(text):
        if text[: found.start()].strip():
            yield Typo(TypoKind.CAPITAL, *found.span(), "khoản")
    yield from _days(text)


def _is_named_by_number(before: str) -> bool:
    """Whether a number behind `before` counts nothing: ``khoản 2``, ``từ 2``, ``3 - 5``."""
    word = _LAST_WORD.search(before)
    return word[0].lower() in _NAMES_BY_NUMBER if word else before[-1] not in ",;:("


def _days(text: str) -> Iterator[Typo]:
    for found in chain(_DAY.finditer(text), _DAY_WITHOUT_YEAR.finditer(text)):
        right = _padded(found)
        if right != found[0] and found[0] != text.strip():  # alone it is a cell of a list
            yield Typo(TypoKind.DAY, *found.span(), right)
    for found in _DAY_IN_WORDS.finditer(text):
        yield Typo(TypoKind.DAY, *found.span("day"), f"0{found['day']}")


def _padded(found: re.Match[str]) -> str:
    """Days to 9 and the months 1 and 2 with a zero (NĐ 30 Phụ lục I, HD36); a zero more elsewhere stays."""
    day, month = found["day"], found["month"]
    day = day.zfill(2) if int(day) <= _LAST_PADDED_DAY else day
    month = month.zfill(2) if int(month) <= _LAST_PADDED_MONTH else month
    return "/".join((day, month, *(group for group in [found.groupdict().get("year")] if group)))


# What only a whole document shows.

_OPEN = re.compile(
    "[^\\W\\d_]*(?:"
    + "|".join(
        unicodedata.normalize("NFC", first + tone + second)
        + "|"
        + unicodedata.normalize("NFC", first + second + tone)
        for first, second in ("oa", "oe", "uy")
        for tone in TONES
    )
    + r")(?![^\W\d_])",
    re.IGNORECASE,
)
_QUOTED = re.compile("“[^“”]*”")
_DASHED_DAY = re.compile(r"(?<![\d/.-])\d{1,2}-\d{1,2}-(?:19|20)\d{2}(?![\d/-])")


def both_tone_places(texts: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Words that `texts` spell in both ways, ``hòa`` and ``hoà``: the rarer and the usual form, small letters."""
    counts: dict[str, int] = {}
    for text in texts:
        for word in _OPEN.findall(_QUOTED.sub(" ", text)):
            counts[word.lower()] = counts.get(word.lower(), 0) + 1
    pairs = {word: place_tones(word, new_style=False) for word in counts}
    mixed = [
        sorted((word, old), key=lambda each: (counts[each], each))
        for word, old in pairs.items()
        if old != word and old in counts
    ]
    return tuple((rare, usual) for rare, usual in mixed)


def both_day_forms(texts: Sequence[str]) -> tuple[str, str] | None:
    """A day with dashes and one with slashes, the rarer form first; None where one form is kept."""
    dashed = [found for text in texts for found in _DASHED_DAY.findall(text)]
    slashed = [found[0] for text in texts for found in _DAY.finditer(text)]
    if not dashed or not slashed:
        return None
    one, two = dashed[0], slashed[0]
    return (one, two) if len(dashed) <= len(slashed) else (two, one)
