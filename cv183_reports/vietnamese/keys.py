"""Keys of Telex and VNI that were not turned into letters: which syllable a token of them is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from cv183_reports.vietnamese.syllables import TONES, spelt

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
