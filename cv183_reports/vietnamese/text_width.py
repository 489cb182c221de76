"""How wide a text is in Times New Roman: whether it fits on one line, how long a rule under it is.

The advance widths are those of Liberation Serif 2, which is as wide as Times New Roman letter by
letter, in 1/2048 of the size. A letter with a tone mark is as wide as the letter without.
"""

from __future__ import annotations

from functools import cache
from unicodedata import combining, normalize

EM = 2048
_MM_PER_POINT = 25.4 / 72

_REGULAR = {
    369: "'",
    410: "|",
    512: " ,.",
    569: "/:;\\ijlt",
    682: "!()-I[]`fr‘’·",
    717: "•",
    797: "Js",
    819: "°",
    836: '"',
    909: "?acez“”",
    961: "^",
    983: "{}",
    1024: "#$*0123456789_bdghknopquvxyđ–§«»",
    1083: "ơ",
    1108: "~",
    1110: "ư",
    1124: "±",
    1139: "FPS",
    1155: "+<=>×−",
    1251: "ELTZ",
    1366: "BCR",
    1479: "ADGHKNOQUVXYwĐƠ",
    1536: "½¼",
    1589: "Ư",
    1593: "&m",
    1706: "%",
    1821: "M",
    1886: "@",
    1933: "W",
    2048: "—…",
}
_BOLD = {
    451: "|",
    512: " ,.",
    569: "'/\\il",
    682: "!()-:;[]`fjt‘’",
    683: "·",
    717: "•",
    797: "Is",
    807: "{}",
    819: "°",
    909: "cerz",
    1024: "#$*0123456789?J_agovxy–“”§«»",
    1065: "~",
    1124: "±",
    1134: "ơ",
    1137: '"',
    1139: "Sbdhknpquđ",
    1167: "+<=>×−",
    1190: "^",
    1229: "ư",
    1251: "FP",
    1366: "BELTZ",
    1479: "ACDNRUVXYwĐ",
    1536: "½¼",
    1593: "GHKOQƠ",
    1630: "Ư",
    1706: "&m",
    1905: "@",
    1933: "M",
    2048: "%W—…",
}
_ITALIC = {
    438: "'",
    512: " ,.·",
    563: "|",
    569: "/\\fijlt",
    682: "!()-:;I`‘’",
    717: "•",
    797: "[]rsz",
    819: "{}°",
    860: '"',
    864: "^",
    909: "Jcekvxy",
    1024: "#$*0123456789?S_abdghnopquđ–§«»",
    1093: "ơ",
    1108: "~",
    1117: "ư",
    1124: "±",
    1139: "LTYZ“”",
    1251: "ABEFPRVX",
    1366: "CKNw",
    1382: "+<=>×−",
    1479: "DGHOQUmĐƠ",
    1536: "½¼",
    1544: "Ư",
    1593: "&",
    1706: "%MW",
    1821: "—…",
    1884: "@",
}
_BOLD_ITALIC = {
    451: "|",
    512: " ,.·",
    569: "'/\\ijlt",
    682: "()-:;[]`f‘’",
    713: "{}",
    717: "•",
    797: "!Irsz",
    819: "°",
    909: "cevy",
    1024: "#$*0123456789?J_abdgkopqxđ–“”§«»",
    1099: "ơ",
    1124: "±",
    1137: '"',
    1139: "Shnu",
    1167: "+<=>^~×",
    1227: "ư",
    1241: "−",
    1251: "LPTYZ",
    1366: "ABCEFKRVXw",
    1479: "DGNOQUĐƠ",
    1536: "½¼",
    1587: "Ư",
    1593: "&Hm",
    1704: "@",
    1706: "%",
    1821: "MW",
    2048: "—…",
}
_STYLES = {
    (False, False): _REGULAR,
    (True, False): _BOLD,
    (False, True): _ITALIC,
    (True, True): _BOLD_ITALIC,
}
_SAME = {"\N{NO-BREAK SPACE}": " ", "\N{NON-BREAKING HYPHEN}": "-"}
_HORNS = {"o": "ơ", "O": "Ơ", "u": "ư", "U": "Ư"}
_HORN = "\N{COMBINING HORN}"
_UNKNOWN = 1024
"""Of a letter not listed: a digit's width."""


SINGLE_LINE = 1.15
"""Height of a single line of Times New Roman, in sizes of its letters."""


def text_width_mm(
    text: str,
    size: float,
    bold: bool = False,  # noqa: FBT001, FBT002 - bold and italic, in the order everyone names them
    italic: bool = False,  # noqa: FBT001, FBT002
) -> float:
    """The millimetres `text` takes on one line at `size` points; tabs and breaks take none."""
    return text_units(text, bold, italic) / EM * size * _MM_PER_POINT


def text_units(text: str, bold: bool = False, italic: bool = False) -> int:  # noqa: FBT001, FBT002
    """What `text` takes on one line, in `EM` units to the size; tabs and breaks take none."""
    return sum(map(_widths(bold, italic).__getitem__, normalize("NFC", text)))


class _Widths(dict[str, int]):
    """The width of each letter; of one not listed it is found when it is first asked for."""

    def __missing__(self, letter: str) -> int:
        self[letter] = found = self._found(letter)
        return found

    def _found(self, letter: str) -> int:
        if letter in _SAME:
            return self[_SAME[letter]]
        if letter < " " or combining(letter) or letter == "\N{SOFT HYPHEN}":
            return 0
        parts = normalize("NFD", letter)
        base = _HORNS.get(parts[0], parts[0]) if _HORN in parts else parts[0]
        return self.get(base, _UNKNOWN)


@cache
def _widths(bold: bool, italic: bool) -> _Widths:  # noqa: FBT001
    widths = _STYLES[bold, italic]
    return _Widths((letter, width) for width, letters in widths.items() for letter in letters)
