"""Names inside a zip, as the person who packed it saw them; and names fit to be shown."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES_AND_MARKS = frozenset("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")
_UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, marks that turn the writing round, halves of characters."""


def decoded_name(raw: bytes, *, utf8: bool) -> str:
    """The name of a zip entry.

    Only programs that set the UTF-8 flag say which encoding they used. The others: macOS writes
    UTF-8 all the same, a Vietnamese Windows its code page 1258, everything else code page 437.
    """
    if utf8:
        return raw.decode("utf-8", "replace")
    for encoding in ("utf-8", "cp1258"):
        try:
            name = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or all(map(_is_vietnamese, unicodedata.normalize("NFD", name))):
            return name
    return raw.decode("cp437")


def shown_name(name: str) -> str:
    """`name` as a path to be shown: NFC, ``/``, no control characters, nothing that climbs."""
    parts = [
        part for part in showable(name).replace("\\", "/").split("/") if part not in ("", ".", "..")
    ]
    return "/".join(parts) or "\ufffd"


def showable(text: str) -> str:
    """`text` in NFC, ``\ufffd`` for what no screen should be given."""
    return _UNSHOWABLE.sub("\ufffd", unicodedata.normalize("NFC", text))


@lru_cache(maxsize=256)
def _is_vietnamese(character: str) -> bool:
    """Whether a decomposed character may stand in a Vietnamese file name."""
    return character.isascii() or character in "đĐ–—“”’" or character in _TONES_AND_MARKS
