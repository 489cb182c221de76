"""The Vietnamese syllable: which words are spelt as one, what is wrong with one that is not, which keys type one.

The grammar was held against a public list of 6,642 syllables; what it refuses of them are loans and dialect.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import Enum
from functools import cache, lru_cache

from msgspec import Struct

TONES = "\u0300\u0309\u0303\u0301\u0323"
"""The combining tone marks in dictionary order: huyền, hỏi, ngã, sắc, nặng."""

LIKE_D = {"Ð": "Đ", "Ɖ": "Đ", "Ƌ": "Đ", "ð": "đ", "ɖ": "đ", "ƌ": "đ"}
"""Letters of other alphabets that look like Đ and are typed for it, each with the true one."""


def with_true_d(text: str) -> str:
    """`text` with Đ for each of its look-alikes."""
    for alike, true in LIKE_D.items():  # `translate` takes ten times as long
        text = text.replace(alike, true)
    return text


# What may follow each vowel group; the tone mark goes where the apostrophe stands, "-" is nothing.
# Open oa, oe, uy take the tone on either letter, by the older usage first: hòa and hoà are both written.
_RIMES = {
    "a'": "- c ch i m n ng nh o p t u y",
    "ă'": "c m n ng p t",
    "â'": "c m n ng p t u y",
    "e'": "- c m n ng o p t",
    "ê'": "- ch m n nh p t u",
    "i'": "- ch m n nh p t u",
    "i'a": "-",
    "iê'": "c m n ng p t u",
    "o'": "- c i m n ng p t",
    "o'a": "-",
    "oa'": "- c ch i m n ng nh o p t y",
    "oă'": "c m n ng t",
    "o'e": "-",
    "oe'": "- m n o t",
    "oo'": "c ng",
    "ô'": "- c i m n ng p t",
    "ơ'": "- i m n p t",
    "u'": "- c i m n ng p t",
    "u'a": "-",
    "uâ'": "n ng t y",
    "uê'": "- ch nh",
    "uô'": "c i m n ng t",
    "uơ'": "-",
    "u'y": "-",
    "uy'": "- ch n nh p t u",
    "uy'a": "-",
    "uyê'": "n t",
    "ư'": "- c i m ng t u",
    "ư'a": "-",
    "ươ'": "c i m n ng p t u",
    "y'": "-",
    "yê'": "m n ng t u",
}
_AFTER_QU = {
    "a'": "- c ch i m n ng nh o t u y",
    "ă'": "c m n ng p t",
    "â'": "c n ng t u y",
    "e'": "- c n o t",
    "ê'": "- ch n nh t u",
    "i'": "- ch n nh t u",
    "ô'": "c i ng",
    "ơ'": "- i n",
    "y'": "- ch nh t",
    "yê'": "n t",
}
_AFTER_G = {"i'": "- ch m n p", "iê'": "- c m n ng t u"}
"""Where the i of gi is the vowel: gì, gìn, giếng."""
_FRONT = "eêiy"
_ONSETS = "b ch d đ h kh l m n nh p ph r s t th tr v x"
_STOPS = ("c", "ch", "p", "t")


class Misspelling(Enum):
    """Why a word is no Vietnamese syllable."""

    SHAPE = "shape"
    """Its letters make none: ``nghành``, ``hộii``."""
    STOP = "stop"
    """Before c, ch, p, t only sắc and nặng are spoken: ``viêc``."""
    PLACE = "place"
    """Its tone mark stands on the wrong letter: ``hòan``."""


class _Rime(Struct, frozen=True):
    """One rime: its letters without a tone, and the letters that may bear it."""

    letters: str
    places: tuple[int, ...]
    is_stopped: bool


def _rimes(table: dict[str, str]) -> dict[str, _Rime]:
    found: dict[str, _Rime] = {}
    for vowels, codas in table.items():
        for coda in codas.split():
            letters = vowels.replace("'", "") + coda.replace("-", "")
            known = found[letters].places if letters in found else ()
            place = vowels.index("'") - 1
            found[letters] = _Rime(letters, (*known, place), coda in _STOPS)
    return found


@cache
def _by_onset() -> dict[str, dict[str, _Rime]]:
    """The rimes that may follow each onset."""
    every = _rimes(_RIMES)
    initial = {letters: rime for letters, rime in every.items() if not letters.startswith("iê")}
    usual = {letters: rime for letters, rime in every.items() if not letters.startswith("yê")}
    front = {letters: rime for letters, rime in usual.items() if letters[0] in _FRONT}
    back = {letters: rime for letters, rime in usual.items() if letters[0] not in _FRONT}
    after_gi = back | {letters: rime for letters, rime in front.items() if letters[0] == "e"}
    return {
        **dict.fromkeys(_ONSETS.split(), usual),
        **dict.fromkeys(("c", "ng"), back),
        **dict.fromkeys(("k", "gh", "ngh"), front),
        "": initial,
        "g": back | _rimes(_AFTER_G),
        "gi": after_gi,
        "qu": _rimes(_AFTER_QU),
    }


def _parsed(letters: str) -> tuple[str, _Rime] | None:
    """Onset and rime of a word in small letters without a tone; None = it has no such form."""
    for cut in range(4):
        rime = _by_onset().get(letters[:cut], {}).get(letters[cut:])
        if rime is not None:
            return letters[:cut], rime
    return None


def _split(word: str) -> tuple[str, str]:
    """Small letters without tones (NFC), and the tones."""
    apart = unicodedata.normalize("NFD", word.lower())
    tones = "".join(letter for letter in apart if letter in TONES)
    bare = "".join(letter for letter in apart if letter not in TONES)
    return unicodedata.normalize("NFC", bare), tones


def _toned(onset: str, rime: _Rime, tone: str, place: int) -> str:
    letters = rime.letters[: place + 1] + tone + rime.letters[place + 1 :]
    return unicodedata.normalize("NFC", onset + letters)


def spelt(letters: str, tone: str = "") -> str:
    """The syllable of `letters` (small, NFC, without a tone) with a combining `tone`; empty = there is none."""
    parsed = _parsed(letters)
    if parsed is None or (parsed[1].is_stopped and tone not in tuple(TONES[3:])):
        return ""
    return _toned(*parsed, tone, parsed[1].places[0])


@lru_cache(maxsize=32768)
def misspelling(word: str) -> Misspelling | None:
    """Why `word` is no Vietnamese syllable; None = it is spelt as one may be.

    Case and NFC/NFD do not matter. Only the form is judged: many well-formed syllables mean nothing.
    """
    letters, tones = _split(word)
    parsed = _parsed(letters)
    if parsed is None or len(tones) > 1:
        return Misspelling.SHAPE
    onset, rime = parsed
    if rime.is_stopped and (not tones or tones in TONES[:3]):
        return Misspelling.STOP
    written = unicodedata.normalize("NFC", word.lower())
    if tones and written not in {_toned(onset, rime, tones, place) for place in rime.places}:
        return Misspelling.PLACE
    return None


def is_syllable(word: str) -> bool:
    """Whether `word` is spelt as a Vietnamese syllable may be, its tone mark in the right place."""
    return misspelling(word) is None


def with_tone_placed(word: str) -> str:
    """`word`, whose letters make a syllable, with its tone mark where it belongs; small letters, NFC."""
    letters, tones = _split(word)
    return spelt(letters, tones)


@cache
def bare_syllables() -> frozenset[str]:
    """Every syllable as one types it without any mark: ``nhiem``, ``duoc``."""
    plain = str.maketrans("ăâđêôơư", "aadeoou")
    return frozenset(
        (onset + letters).translate(plain)
        for onset, rimes in _by_onset().items()
        for letters in rimes
    )


# Keys of Telex and VNI that were not turned into letters: which syllable a token of them is.

_TELEX_TONES = dict(zip("frxsj", TONES, strict=True))
_VNI_TONES = dict(zip("23415", TONES, strict=True))
TELEX_LETTERS = (
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
_UNENGLISH = re.compile(r"^(?:dd|kh|ngh?|nh)|aa|uw|uow|iee|uoo|yee")
"""Keys that foreign words do not have: ``town``, ``poor``, ``trees`` would spell syllables, too."""
_HEAVY = "j"


def with_letters(letters: str, table: Sequence[tuple[str, str]]) -> str:
    """What keys spell, each pair of them its letter, once."""
    for typed, letter in table:
        letters = letters.replace(typed, letter, 1)
    return letters


@lru_cache(maxsize=8192)
def from_telex(token: str) -> str:
    """The syllable whose Telex keys `token` is, told apart from foreign words; empty = none."""
    typed = with_letters(token, TELEX_LETTERS)
    is_ours = _UNENGLISH.search(token) is not None
    if is_ours and typed != token and spelt(typed):
        return spelt(typed)
    if typed == token and not is_ours:
        return ""
    for at in range(len(typed) - 1, 0, -1):
        tone = _TELEX_TONES.get(typed[at])
        toned = spelt(typed[:at] + typed[at + 1 :], tone) if tone else ""
        if toned and (is_ours or typed[at] == _HEAVY):
            return toned
    return ""


_WEAK_ENGLISH = frozenset({"boost", "roost"})


@lru_cache(maxsize=8192)
def from_weak_telex(token: str) -> str:
    """The syllable that foreign keys may spell, too, but for the place of the tone: ``keest``, ``thoongs``."""
    typed = with_letters(token, TELEX_LETTERS)
    if typed == token or token in _WEAK_ENGLISH:
        return ""
    for at in range(len(typed) - 1, 0, -1):
        tone = _TELEX_TONES.get(typed[at])
        toned = spelt(typed[:at] + typed[at + 1 :], tone) if tone else ""
        inside = at < len(typed) - 1 and typed[-1] in "cptnmgh"
        if toned and (inside or typed[:at].endswith(("ng", "nh", "ch"))):
            return toned
    return ""


@lru_cache(maxsize=8192)
def from_vni(token: str) -> str:
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
    return spelt(with_letters(letters, _VNI_LETTERS), _VNI_TONES[tones[0]] if tones else "")
