"""Text typed in the encodings before Unicode: TCVN3 (ABC), VNI-Windows, Windows-1258.

In a workbook each legacy byte is stored as the Latin-1 character of the same number, so
`Công tác` arrives as ``C«ng t¸c``, ``Coâng taùc`` or ``Công taìc``. Detection must see the text as stored: soft
hyphen is the TCVN3 ``ư``, and NFKC would destroy other letters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from html import unescape
from itertools import pairwise, product

from msgspec import Struct

from cv183_reports.vietnamese.syllables import is_syllable, with_true_d
from cv183_reports.vietnamese.text import SYMBOLS, lazy_pattern

TCVN3 = "TCVN3"
VNI = "VNI-Windows"
CP1258 = "Windows-1258"

# U+00A1 … U+00FE in order; "·" where TCVN3 has no letter. Equal to glibc TCVN5712-1 and UniKey.
_TCVN3_ROW = (
    "ĂÂÊÔƠƯĐăâêôơưđ······àảãáạ·ằẳẵắ·······ặầẩẫấậè·ẻẽéẹềểễếệìỉ···ĩíịò·ỏõóọồổỗốộờởỡớợù·ủũúụừửữứựỳỷỹýỵ"
)
TCVN3_LETTERS = {chr(code): letter for code, letter in enumerate(_TCVN3_ROW, 0xA1) if letter != "·"}
"""What each stored character stands for (74)."""

# One mark letter writes a tone, or a tone together with the hat or the breve. Equal to UniKey.
_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_HATS = {
    "â": "\u0302",
    "á": "\u0302\u0301",
    "à": "\u0302\u0300",
    "å": "\u0302\u0309",
    "ã": "\u0302\u0303",
    "ä": "\u0302\u0323",
}
_VNI_BREVES = {
    "ê": "\u0306",
    "é": "\u0306\u0301",
    "è": "\u0306\u0300",
    "ú": "\u0306\u0309",
    "ü": "\u0306\u0303",
    "ë": "\u0306\u0323",
}
_VNI_SINGLE = dict(zip("ñôöíìæóòî", "đơưíìỉĩịỵ", strict=True))


def _vni_letters() -> dict[str, str]:
    """Every VNI sequence, small and capital: base letter + mark letter, or one letter."""
    pairs = [
        *product("aeouyôö", _VNI_TONES.items()),
        *product("aeo", _VNI_HATS.items()),
        *product("a", _VNI_BREVES.items()),
    ]
    small = dict(_VNI_SINGLE)
    for base, (mark, tone) in pairs:
        if base + mark != "yï":  # ỵ has a letter of its own
            vowel = _VNI_SINGLE.get(base, base) + tone
            small[base + mark] = unicodedata.normalize("NFC", vowel)
    return small | {sequence.upper(): letter.upper() for sequence, letter in small.items()}


VNI_LETTERS = _vni_letters()
"""What each stored letter or pair of letters stands for (134)."""

CP1258_LETTERS = {
    **dict(zip("ÃÐÕÝãðõý", "ĂĐƠƯăđơư", strict=True)),
    **dict(zip("ÌÒÞìò", "\u0300\u0309\u0303\u0301\u0323", strict=True)),
}
"""What each letter stands for that Windows-1252 has in another's place; tones stand behind their vowel."""

_CP1258_TABLE = str.maketrans(CP1258_LETTERS)
_TCVN3_TABLE = str.maketrans(TCVN3_LETTERS)
_VNI_SEQUENCE = lazy_pattern("|".join(sorted(VNI_LETTERS, key=len, reverse=True)))

_BETWEEN_WORDS = r"\s0-9!-/:-@\[-`{-~‘’“”–—…"
_A_WORD = lazy_pattern(f"[^{_BETWEEN_WORDS}]+")
_ASCII_LETTER = lazy_pattern("[A-Za-z]")
_UNITS = frozenset({"µm"})
"""Stands in good text, and would decode to a syllable (``àm``)."""

_GAIN = 0.2
_GAIN_WITH_FONT = 0.05
_REACH = 0.75
_LONGEST_ABBREVIATION = 6


class Legacy(Struct, frozen=True):
    """Text recognised as legacy: what it was typed in and what it most likely says."""

    encoding: str
    """`TCVN3`, `VNI` or `CP1258`."""
    text: str
    """Decoded. To be offered, never to be taken silently."""
    start: int = 0
    """Where the first word stands that is legacy: up to there `text` is as it was stored."""


@lru_cache(maxsize=8192)
def detect(text: str, font: str = "") -> Legacy | None:
    """The legacy encoding that `text`, or a part of it, is written in; None for ordinary text.

    Args:
        text: as stored in the cell, before any clean-up.
        font: name of the cell's or the run's font; ``.Vn…`` and ``VNI…`` fonts lower the threshold.

    An encoding is recognised when decoding raises the share of well-formed syllables among the
    words by at least 0.2 (0.05 where the font says so) to at least 0.75; when two words in a row
    spell nothing as they stand and syllables once decoded; or one such word in such a font, or with a sign
    where a letter belongs (``c¸n``). A single word in a legacy font is taken at the font's word.
    """
    hinted = _encoding_of_font(font)
    tokens = [] if text.isascii() else _A_WORD.findall(text)
    words = _telling(tokens) if hinted or any(map(_is_suspicious, tokens)) else []
    if not words:
        return None
    scores = {
        encoding: score
        for encoding in sorted((VNI, TCVN3, CP1258), key=lambda name: name != hinted)
        if (score := _score(text, words, encoding, hinted=encoding == hinted)) is not None
    }
    if not scores:
        return None
    # Of equals max takes the first: the encoding of the font, then VNI, then TCVN3.
    best = max(scores, key=lambda name: scores[name])
    return Legacy(best, _offered(text, best, font), _start(text))


def decode(text: str, encoding: str) -> str:
    """`text` read as `encoding` (`TCVN3`, `VNI` or `CP1258`), whatever it is."""
    if encoding == TCVN3:
        return text.translate(_TCVN3_TABLE)
    if encoding == CP1258:
        return unicodedata.normalize("NFC", text.translate(_CP1258_TABLE))
    return _VNI_SEQUENCE.sub(lambda found: VNI_LETTERS[found[0]], text)


def repaired(text: str, encoding: str) -> str:
    """`text` with what is `encoding` decoded: all of it, or, between words of Unicode, the broken words.

    A word that is a syllable as it stands (``bé``) is decoded only between two broken ones.
    """
    found = list(_A_WORD.finditer(text))
    if not any(_is_unicode(word[0]) for word in found):
        return decode(text, encoding)
    broken = [_is_suspicious(word[0]) for word in found]
    wide = [False, *broken, False]
    taken = [
        is_broken or (wide[at] and wide[at + 2] and is_syllable(decode(word[0], encoding)))
        for at, (word, is_broken) in enumerate(zip(found, broken, strict=True))
    ]
    pieces, end = [], 0
    for word, is_taken in zip(found, taken, strict=True):
        pieces += [text[end : word.start()], decode(word[0], encoding) if is_taken else word[0]]
        end = word.end()
    return "".join((*pieces, text[end:]))


def _start(text: str) -> int:
    """Where the first broken word stands in a text that also has words of Unicode."""
    found = list(_A_WORD.finditer(text))
    if not any(_is_unicode(word[0]) for word in found):
        return 0
    return next((word.start() for word in found if _is_suspicious(word[0])), 0)


def _score(text: str, words: list[str], encoding: str, *, hinted: bool) -> tuple[float, int] | None:
    """How well `encoding` explains the text: share of syllables, broken words mended; None: it does not."""
    if repaired(text, encoding) == text:
        return None
    is_mixed = any(map(_is_unicode, words))
    decoded = [
        decode(word, encoding) if not is_mixed or _is_suspicious(word) else word for word in words
    ]
    short = sum(map(_is_abbreviation, decoded)) / len(words) if hinted else 0.0
    after, before = _share(decoded) + short, _share([with_true_d(word) for word in words])
    mended = [_is_suspicious(word) and is_syllable(decode(word, encoding)) for word in words]
    in_a_row = any(one and other for one, other in pairwise(mended))
    is_whole = after >= max(_REACH, before + _wanted_gain(len(words), hinted=hinted))
    signed = (bool(_SIGN_AS_LETTER.search(word)) for word in words)
    is_sure = encoding == TCVN3 and any(map(all, zip(mended, signed, strict=True)))
    if is_whole or in_a_row or is_sure or (hinted and any(mended)):
        return after, sum(mended)
    return None


_SIGN_AS_LETTER = lazy_pattern(
    "[A-Za-z][\u00b8\u00b5\u00b6\u00a9\u00aa\u00ab\u00ac][A-Za-z]|^\u00ae[^\\W_]"
)
"""A sign inside a word, or ® before one, where only TCVN3 has letters: ``c¸n``, ``®¹t``."""


def _telling(tokens: list[str]) -> list[str]:
    """The words that can tell: not symbols alone, nor abbreviations and the like in plain ASCII."""
    return [
        word
        for word in tokens
        if _ASCII_LETTER.search(word)
        and word not in _UNITS
        and (not word.isascii() or is_syllable(word))
    ]


@lru_cache(maxsize=65_536)
def _is_suspicious(word: str) -> bool:
    """Whether `word` has only characters that legacy text has, and spells nothing as it stands."""
    return not word.isascii() and max(word) <= "ÿ" and not is_syllable(word)


def _is_unicode(word: str) -> bool:
    """Whether `word` is a syllable with a letter that no legacy text has."""
    return max(word) > "ÿ" and is_syllable(with_true_d(word))


def _is_abbreviation(word: str) -> bool:
    """Whether `word` is short for words one of which begins with Đ: ``QĐ``, ``HĐND``."""
    return "Đ" in word and word.isupper() and len(word) <= _LONGEST_ABBREVIATION


def _share(words: list[str]) -> float:
    return sum(is_syllable(word) for word in words) / len(words)


def _wanted_gain(words: int, *, hinted: bool) -> float:
    if not hinted:
        return _GAIN
    return 0.0 if words == 1 else _GAIN_WITH_FONT


def _encoding_of_font(font: str) -> str:
    name = font.strip().lower()
    if name.startswith(".vn"):
        return TCVN3
    return VNI if name.startswith("vni") else ""


def _offered(text: str, encoding: str, font: str) -> str:
    """The decoded text; fonts named ``.Vn…H`` draw every letter as a capital."""
    decoded = repaired(text, encoding)
    is_capital_font = _encoding_of_font(font) == TCVN3 and font.rstrip().endswith("H")
    return decoded.upper() if encoding == TCVN3 and is_capital_font else decoded


_WINDOWS_1252 = {bytes([code]).decode("cp1252", "replace"): code for code in range(0x80, 0x100)}
_BYTES = (
    {chr(code): code for code in range(0x80, 0x100)}
    | {letter: code for letter, code in _WINDOWS_1252.items() if letter != "\ufffd"}
    | {"Ă": 0xC3}
)
"""What stands for each byte above ASCII in text that was decoded as Windows-1252 or Latin-1; by Windows-1258, Ă."""
_STRETCH = lazy_pattern(f"[{re.escape(''.join(_BYTES))}]{{2,}}")
_WRITTEN = lazy_pattern("[\u0080-\u036f\u1e00-\u27bf\uf000-\uf0ff\ufeff\U0001f300-\U0001faff]+")
"""Letters and marks of Vietnamese, signs; other scripts only seem to be meant (``và “`` with a fixed blank)."""
_ACCENTED = frozenset(VNI_LETTERS.values())
_READ_ELSEWHERE = {
    read: letter
    for letter in _ACCENTED
    for page in ("cp437", "cp850", "mac_roman")
    if (read := letter.encode().decode(page))[0] not in _ACCENTED
}
"""Letters by what became of them where their UTF-8 was read in a code page of DOS, or of an old Mac."""
_ELSEWHERE = lazy_pattern(
    "|".join(
        f"[{''.join({each[0] for each in _READ_ELSEWHERE if len(each) == length})}]{'.' * (length - 1)}"
        for length in (2, 3)
    )
)
_SPELT = lazy_pattern("(?:=[0-9A-F]{2}){2,}|(?:%[0-9A-Fa-f]{2}){2,}")
_LOST = lazy_pattern("\ufffd")
_SPLIT = lazy_pattern(r"[^\W\d_]\u00ad[^\W\d_]")
_PRIVATE = lazy_pattern(rf"(?![{SYMBOLS}])[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_ASKED = lazy_pattern(r"(?<![^\W\d_])[^\W\d_]++(?:\?[^\W\d_]++)++\??")
_TURNED = lazy_pattern("[\u202d\u202e]")
"""What is shown from right to left says something else than its characters in their order."""
_ESCAPE = lazy_pattern(r"\\u([0-9A-Fa-f]{4})")
_ENTITY = lazy_pattern("&(?:#[0-9]{2,6}|#[xX][0-9A-Fa-f]{2,5}|[A-Za-z]{2,8});")
_MAY_BE_BROKEN = lazy_pattern("[?\ufffd\u00ad\u202d\u202e\ue000-\uf8ff\U000f0000-\U0010fffd]")
"""A letter without which nothing of these is found: looked for first, for these look for words."""
_BLANK = lazy_pattern(r"\s")
_OF_A_LINK = lazy_pattern(r"[/=&@.]")
_AROUND = 24
"""Characters shown on each side of what is broken."""


class Broken(Struct, frozen=True):
    """The first broken place of a text."""

    found: str
    """As it stands, with what is around it."""
    meant: str
    """What it most likely was; empty where nothing tells."""


@lru_cache(maxsize=8192)
def broken(text: str) -> Broken | None:
    """The first place of `text` (as stored, before any clean-up) where letters are broken; None: sound."""
    if (spelt := _spelt(text)) is not None:
        return spelt
    if text.isascii() and "?" not in text:
        return None
    if (stretch := _misread(text) or _misread_elsewhere(text)) is not None:
        return stretch
    if _MAY_BE_BROKEN.search(text) is None:
        return None
    for pattern in (_LOST, _SPLIT, _PRIVATE, _TURNED):
        if found := pattern.search(text):
            return Broken(_around(text, *_word_with(text, found)), "")
    asked = next((each for each in _ASKED.finditer(text) if _is_lost(text, each)), None)
    return Broken(_around(text, *asked.span()), "") if asked else None


def reread(text: str) -> str:
    """`text` with each stretch of UTF-8 that was read as Windows-1252 or Latin-1 read anew."""
    return _STRETCH.sub(lambda each: _as_utf_8(each[0]) or each[0], text)


def _entity(text: str) -> Broken | None:
    """A letter that stands as a web page writes it: ``&#7879;``, ``&acirc;``."""
    found = next((each for each in _ENTITY.finditer(text) if _is_letter(unescape(each[0]))), None)
    if found is None:
        return None
    around = _around(text, *found.span())
    return Broken(around, unescape(around))


def _is_letter(said: str) -> bool:
    return said.isalpha() and not said.isascii()


def _misread(text: str) -> Broken | None:
    """UTF-8 that was read as Windows-1252 or Latin-1."""
    found = next((each for each in _STRETCH.finditer(text) if _as_utf_8(each[0])), None)
    if found is None:
        return None
    around = _around(text, *found.span())
    return Broken(around, _STRETCH.sub(lambda each: _as_utf_8(each[0]) or each[0], around))


def _as_utf_8(stretch: str) -> str:
    """What the bytes of `stretch` say in UTF-8; empty where they say nothing that is written here."""
    try:
        said = bytes(_BYTES[letter] for letter in stretch).decode()
    except UnicodeDecodeError:
        return ""
    return said if _WRITTEN.fullmatch(said) else ""


def _misread_elsewhere(text: str) -> Broken | None:
    """UTF-8 that was read in a code page of DOS or of an old Mac; one such letter alone may be meant."""
    found = (each for each in _ELSEWHERE.finditer(text) if each[0] in _READ_ELSEWHERE)
    first, second = next(found, None), next(found, None)
    if first is None or second is None:
        return None
    around = _around(text, *first.span())
    return Broken(
        around, _ELSEWHERE.sub(lambda each: _READ_ELSEWHERE.get(each[0], each[0]), around)
    )


def _spelt(text: str) -> Broken | None:
    """Letters that stand as a web page, a mail or a link writes them."""
    if "&" in text and (entity := _entity(text)) is not None:
        return entity
    if "\\u" in text and (found := next(filter(_escaped, _ESCAPE.finditer(text)), None)):
        around = _around(text, *found.span())
        return Broken(around, _ESCAPE.sub(lambda each: _escaped(each) or each[0], around))
    return _bytes_spelt(text) if "=" in text or "%" in text else None


def _escaped(found: re.Match[str]) -> str:
    """The letter that stands by its number, as programs write it; empty: none of ours."""
    said = chr(int(found[1], 16))
    return said if _is_letter(said) else ""


def _bytes_spelt(text: str) -> Broken | None:
    """Letters whose bytes are spelt as in a mail or a link: ``Ph=C3=A2n``, ``Ph%C3%A2n``; in a link they are meant."""
    for found in _SPELT.finditer(text):
        start, end = _word_with(text, found)
        is_link = _OF_A_LINK.search(_SPELT.sub("", text[start:end]).rstrip("."))
        beside = text[: found.start()][-1:] + text[found.end() :][:1]
        if not is_link and any(map(str.isalpha, beside)) and _by_bytes(found):
            around = _around(text, start, end)
            return Broken(around, _SPELT.sub(lambda each: _by_bytes(each) or each[0], around))
    return None


def _by_bytes(found: re.Match[str]) -> str:
    """What the bytes say that are spelt there; empty where no Vietnamese letter is among it."""
    try:
        said = bytes.fromhex(found[0].replace(found[0][0], "")).decode()
    except UnicodeDecodeError:
        return ""
    return "" if _ACCENTED.isdisjoint(said) else said


def _is_lost(text: str, found: re.Match[str]) -> bool:
    """Whether a ``?`` inside a word stands for a letter: not in a link, nor a blank forgotten behind it."""
    before, after = text[: found.start()], text[found.end() :]
    neighbours = before.rpartition(" ")[2] + after.partition(" ")[0].rstrip(".")
    if _OF_A_LINK.search(neighbours):
        return False
    first, *others = found[0].rstrip("?").split("?")
    return not is_syllable(first) or not all(is_syllable(o) or o[0].isupper() for o in others)


def _word_with(text: str, found: re.Match[str]) -> tuple[int, int]:
    """Where the word begins and ends in which `found` stands."""
    before, after = text[: found.start()][::-1], text[found.end() :]
    return (
        found.start() - len(_BLANK.split(before, maxsplit=1)[0]),
        found.end() + len(_BLANK.split(after, maxsplit=1)[0]),
    )


def _around(text: str, first: int, last: int) -> str:
    """The text from `first` to `last` with the words around it."""
    start, end = first - _AROUND, last + _AROUND
    start = text.rfind(" ", 0, start) + 1 if start > 0 else 0
    cut = text.find(" ", end)
    return text[start : cut if cut >= 0 else len(text)].strip()
