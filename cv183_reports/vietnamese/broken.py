"""Letters broken on the way: what another program made of Vietnamese text, and nobody can read.

UTF-8 read as Windows-1252 (``nhiá»‡m vá»¥``), letters lost to ``?`` or U+FFFD, soft hyphens inside
words, letters of symbol fonts. Legacy encodings are another matter, and must be looked for first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cv183_reports.vietnamese.syllables import is_syllable
from cv183_reports.vietnamese.text import SYMBOLS

_WINDOWS_1252 = {bytes([code]).decode("cp1252", "replace"): code for code in range(0x80, 0x100)}
_BYTES = {chr(code): code for code in range(0x80, 0x100)} | {
    letter: code for letter, code in _WINDOWS_1252.items() if letter != "\ufffd"
}
"""What stands for each byte above ASCII in text that was decoded as Windows-1252 or Latin-1."""
_STRETCH = re.compile(f"[{re.escape(''.join(_BYTES))}]{{2,}}")
_LOST = re.compile(r"\S*\ufffd\S*")
_SPLIT = re.compile(r"\S*[^\W\d_]\u00ad[^\W\d_]\S*")
_PRIVATE = re.compile(rf"\S*(?![{SYMBOLS}])[\ue000-\uf8ff\U000f0000-\U0010fffd]\S*")
_ASKED = re.compile(r"[^\W\d_]+(?:\?[^\W\d_]+)+\??")
_OF_A_LINK = re.compile(r"[/=&@.]")
_AROUND = 24
"""Characters shown on each side of what is broken."""


@dataclass(frozen=True, slots=True)
class Broken:
    """The first broken place of a text."""

    found: str
    """As it stands, with what is around it."""
    meant: str
    """What it most likely was; empty where nothing tells."""


def broken(text: str) -> Broken | None:
    """The first place of `text` (as stored, before any clean-up) where letters are broken; None: sound."""
    if text.isascii() and "?" not in text:
        return None
    if (stretch := _misread(text)) is not None:
        return stretch
    for pattern in (_LOST, _SPLIT, _PRIVATE):
        if found := pattern.search(text):
            return Broken(_around(text, found), "")
    asked = next((each for each in _ASKED.finditer(text) if _is_lost(text, each)), None)
    return Broken(_around(text, asked), "") if asked else None


def _misread(text: str) -> Broken | None:
    """UTF-8 that was read as Windows-1252 or Latin-1."""
    found = next((each for each in _STRETCH.finditer(text) if _as_utf_8(each[0])), None)
    if found is None:
        return None
    around = _around(text, found)
    return Broken(around, _STRETCH.sub(lambda each: _as_utf_8(each[0]) or each[0], around))


def _as_utf_8(stretch: str) -> str:
    """What the bytes of `stretch` say in UTF-8; empty where they say nothing."""
    try:
        return bytes(_BYTES[letter] for letter in stretch).decode()
    except UnicodeDecodeError:
        return ""


def _is_lost(text: str, found: re.Match[str]) -> bool:
    """Whether a ``?`` inside a word stands for a letter: not in a link, nor a blank forgotten behind it."""
    before, after = text[: found.start()], text[found.end() :]
    neighbours = before.rpartition(" ")[2] + after.partition(" ")[0].rstrip(".")
    if _OF_A_LINK.search(neighbours):
        return False
    first, *others = found[0].rstrip("?").split("?")
    return not is_syllable(first) or not all(is_syllable(o) or o[0].isupper() for o in others)


def _around(text: str, found: re.Match[str]) -> str:
    start, end = found.start() - _AROUND, found.end() + _AROUND
    start = text.rfind(" ", 0, start) + 1 if start > 0 else 0
    cut = text.find(" ", end)
    return text[start : cut if cut >= 0 else len(text)].strip()
