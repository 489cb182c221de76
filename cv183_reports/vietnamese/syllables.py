"""Which words are well-formed Vietnamese syllables."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

TONES = "\u0300\u0309\u0303\u0301\u0323"
"""The combining tone marks in dictionary order: huyền, hỏi, ngã, sắc, nặng."""

TO_TRUE_D = str.maketrans("ÐƉðɖ", "ĐĐđđ")
"""Letters of other alphabets that look like Đ and are typed for it."""

_CONSONANTS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_ONSETS = frozenset(["", *_CONSONANTS.split()])

# What may follow each vowel group; the tone mark goes where the apostrophe stands, "-" is nothing.
# Open oa, oe, uy take the tone on either letter: hòa and hoà are both written.
_CODAS = {
    "a'": "- c ch i m n ng nh o p t u y",
    "ă'": "c m n ng p t",
    "â'": "c m n ng p t u y",
    "e'": "- c m n ng o p t",
    "ê'": "- ch m n nh p t u",
    "i'": "- ch m n nh p t u",
    "o'": "- c i m n ng p t",
    "ô'": "- c i m n ng p t",
    "ơ'": "- i m n p t",
    "u'": "- c i m n ng p t",
    "ư'": "- c i m n ng t u",
    "y'": "- ch n nh p t u",
    "oo'": "c ng",
    "i'a": "-",
    "u'a": "-",
    "ư'a": "-",
    "iê'": "c m n ng p t u",
    "yê'": "m n ng t u",
    "uô'": "c i m n ng t",
    "ươ'": "c i m n ng p t u",
    "oa'": "- c ch i m n ng nh o p t y",
    "o'a": "-",
    "oă'": "c m n ng t",
    "oe'": "- m n o t",
    "o'e": "-",
    "uâ'": "n ng t y",
    "uê'": "- ch n nh",
    "uơ'": "-",
    "uy'": "- ch n nh p t u",
    "u'y": "-",
    "uyê'": "n t",
    "uy'a": "-",
}
_STOPS = frozenset({"c", "ch", "p", "t"})


def _with_tones(vowels: str, coda: str) -> list[str]:
    """The rime in every tone it can carry: before a stop only sắc and nặng."""
    tones = "\u0301\u0323" if coda in _STOPS else ["", *TONES]
    letters = vowels + coda.replace("-", "")
    return [unicodedata.normalize("NFC", letters.replace("'", tone)) for tone in tones]


_RIMES = frozenset(
    rime
    for vowels, codas in _CODAS.items()
    for coda in codas.split()
    for rime in _with_tones(vowels, coda)
)


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether `word` is spelt as a Vietnamese syllable may be, its tone mark in the right place.

    Case and NFC/NFD do not matter. Only the form is judged: many well-formed syllables mean nothing.
    """
    letters = unicodedata.normalize("NFC", word).lower()
    return any(letters[:cut] in _ONSETS and letters[cut:] in _RIMES for cut in range(4))
