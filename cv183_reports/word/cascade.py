"""What a document says for all that stands in it: of looks, level over level (measures, switches, the theme, the style sheet); of lists.

Each paragraph of a list gets its number in its turn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from cv183_reports.ooxml.xml import Node
from cv183_reports.word.facts import AUTO, NO_BORDERS, Borders

MM_PER_POINT = 25.4 / 72
_POINTS = {
    "pt": 1.0,
    "in": 72.0,
    "cm": 72 / 2.54,
    "mm": 72 / 25.4,
    "pc": 12.0,
    "pi": 12.0,
    "px": 0.75,
}
_MEASURE = re.compile(r"\s*(-?\d{0,9}(?:\.\d{1,9})?)\s*(pt|in|cm|mm|pc|pi|px|)\s*", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,9}", re.ASCII)
_OFF = frozenset({"0", "false", "off", "none"})
_TWIPS_PER_POINT = 20
_EMU_PER_MM = 36_000


def points(written: str, per_point: float = _TWIPS_PER_POINT) -> float | None:
    """The points that `written` means, in units of 1/`per_point` pt where it names none; None if none.

    The default is twips (1/20 pt); font sizes are in half points.
    """
    found = _MEASURE.fullmatch(written)
    if found is None or not found[1].strip("-"):
        return None
    number = float(found[1])
    return number * _POINTS[found[2]] if found[2] else number / per_point


def millimetres(written: str, default: float = 0.0) -> float:
    """The millimetres that a length in twips, or with a unit, means."""
    found = points(written)
    return default if found is None else round(found * MM_PER_POINT, 3)


def emu(written: str) -> float | None:
    """The millimetres that a length of DrawingML means (English Metric Units); None if none."""
    number = whole(written)
    return None if number is None else round(number / _EMU_PER_MM, 3)


def whole(written: str) -> int | None:
    """The whole number that `written` is, or None."""
    return int(written) if _WHOLE.fullmatch(written) else None


def is_on(written: str | None) -> bool:
    """Whether a switch that is there is on; without a value it is."""
    return written is None or written not in _OFF


Level = Mapping[str, Mapping[str, str]]

NOTHING: Level = MappingProxyType({})

_DEEPER = frozenset({"pBdr", "numPr", "tblBorders", "tcBorders", "tblCellMar", "tcMar"})
_NO_PROPERTIES = frozenset({"rPr", "sectPr", "pPrChange", "rPrChange", "tcPrChange", "tblPrChange"})
_BY_ATTRIBUTE = frozenset({"rFonts", "lang", "ind", "spacing"})
"""Properties whose attributes are inherited one by one; of all others the whole is replaced."""
_RIVALS = {
    "ascii": "asciiTheme",
    "hAnsi": "hAnsiTheme",
    "eastAsia": "eastAsiaTheme",
    "cs": "cstheme",
    "firstLine": "hanging",
    "hanging": "firstLine",
    "left": "start",
    "start": "left",
    "right": "end",
    "end": "right",
}
"""Attributes that put an end to an inherited one of another name."""

TOGGLES = frozenset({"b", "i", "caps", "smallCaps", "strike", "dstrike", "vanish"})
"""Properties that styles turn over instead of setting (ECMA-376 part 1, 17.7.3)."""


def level(properties: Node | None) -> Level:
    """What one ``rPr``, ``pPr``, ``tblPr`` or ``tcPr`` says."""
    if properties is None:
        return NOTHING
    found: dict[str, Mapping[str, str]] = {}
    for child in properties:
        if child.name in _DEEPER:
            found |= {f"{child.name}.{inner.name}": inner.attributes for inner in child}
        elif child.name == "tabs":
            found |= {f"tabs.{tab.get('pos')}": tab.attributes for tab in child}
        elif child.name not in _NO_PROPERTIES:
            found[child.name] = child.attributes
    return found


def merged(levels: Iterable[Level]) -> Level:
    """All `levels` as one, each laid over those before it."""
    result: dict[str, Mapping[str, str]] = {}
    for one in levels:
        for name, said in one.items():
            inherited = result.get(name) if name in _BY_ATTRIBUTE else None
            result[name] = said if inherited is None else _joined(inherited, said)
    return result


def switched_on(defaults: Level, styles: Iterable[Level], direct: Level) -> frozenset[str]:
    """The TOGGLES that hold.

    Direct formatting decides; else defaults that say yes; else an odd number of `styles`: the table
    style, the paragraph style and the character style, each with all it is based on.
    """
    levels = tuple(styles)
    return frozenset(name for name in TOGGLES if _holds(name, defaults, levels, direct))


def _holds(name: str, defaults: Level, styles: tuple[Level, ...], direct: Level) -> bool:
    if name in direct:
        return is_on(direct[name].get("val"))
    if name in defaults and is_on(defaults[name].get("val")):
        return True
    return sum(name in one and is_on(one[name].get("val")) for one in styles) % 2 == 1


def _joined(inherited: Mapping[str, str], said: Mapping[str, str]) -> Mapping[str, str]:
    over = {_RIVALS[name] for name in said if name in _RIVALS}
    return {name: value for name, value in inherited.items() if name not in over} | dict(said)


_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_SCRIPTS = {"hansi": "latin", "ascii": "latin", "eastasia": "ea", "bidi": "cs"}
_MAPPED = {
    "text1": "dk1",
    "dark1": "dk1",
    "text2": "dk2",
    "dark2": "dk2",
    "background1": "lt1",
    "light1": "lt1",
    "background2": "lt2",
    "light2": "lt2",
    "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}
"""Names of documents → names of the theme (the mapping every honest document has)."""


@dataclass(frozen=True, slots=True)
class DocumentTheme:
    """Fonts and colours by role; without a theme part nothing is known."""

    _fonts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    _colors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Node | None) -> DocumentTheme:
        """The theme in the part ``theme1.xml``."""
        elements = None if root is None else root.child("themeElements")
        if elements is None:
            return cls()
        return cls(_fonts(elements.child("fontScheme")), _colors(elements.child("clrScheme")))

    def font(self, role: str) -> str:
        """The font of a role such as ``minorHAnsi``; empty when the theme has none."""
        size = role[:5]
        return self._fonts.get((size, _SCRIPTS.get(role[5:].lower(), "")), "")

    def color(self, said: Mapping[str, str]) -> str:
        """The colour that the attributes of a ``w:color`` say: AUTO, six hex digits, or empty."""
        role = said.get("themeColor", "")
        base = self._colors.get(_MAPPED.get(role, role), "")
        written = _hex_color(said.get("val", ""))
        if "themeTint" in said or "themeShade" in said:
            # Word keeps beside them the colour it worked out.
            return written or base
        return base or written


def _hex_color(written: str) -> str:
    """AUTO, or six hex digits in capitals; empty when `written` is neither."""
    if written == AUTO:
        return AUTO
    digits = written.removeprefix("#")
    return digits.upper() if _HEX.fullmatch(digits) else ""


def _fonts(scheme: Node | None) -> dict[tuple[str, str], str]:
    found = {}
    for size in () if scheme is None else scheme:
        for script in size:
            found[size.name[:5], script.name] = script.get("typeface")
    return found


def _colors(scheme: Node | None) -> dict[str, str]:
    found = {}
    for role in () if scheme is None else scheme:
        for said in role:
            color = _hex_color(said.get("lastClr") or said.get("val"))
            if color:
                found[role.name] = color
    return found


_INVISIBLE = frozenset({"", "nil", "none"})


def has_line(said: Mapping[str, str] | None) -> bool:
    """Whether one side says a line that is seen."""
    return said is not None and said.get("val", "") not in _INVISIBLE


def paragraph_borders(said: Level) -> Borders:
    """The lines around a paragraph."""
    found = {
        side: has_line(said.get(f"pBdr.{side}"))
        for side in ("top", "bottom", "left", "right", "between")
    }
    return Borders(**found) if any(found.values()) else NO_BORDERS


PARAGRAPH, CHARACTER, TABLE, NUMBERING = "paragraph", "character", "table", "numbering"

_LONGEST_CHAIN = 24
"""Styles one on another; beyond it (or in a circle) the rest of the chain is not followed."""


@dataclass(frozen=True, slots=True, eq=False)
class WordStyle:
    """One style, as defined."""

    identity: str
    kind: str
    name: str
    based_on: str
    node: Node
    run: Level
    paragraph: Level


@dataclass(slots=True)
class WordStyles:
    """All styles of a document; ids compare as written."""

    run_defaults: Level = field(default_factory=dict)
    paragraph_defaults: Level = field(default_factory=dict)
    _styles: dict[tuple[str, str], WordStyle] = field(default_factory=dict)
    _default: dict[str, str] = field(default_factory=dict)
    _runs: dict[tuple[str, str], Level] = field(default_factory=dict)
    _chains: dict[tuple[str, str], tuple[WordStyle, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Node | None) -> WordStyles:
        """The styles in the part ``styles.xml``; none where there is no such part."""
        found = cls()
        if root is None:
            return found
        defaults = root.child("docDefaults")
        if defaults is not None:
            found.run_defaults = level(defaults.descend("rPrDefault", "rPr"))
            found.paragraph_defaults = level(defaults.descend("pPrDefault", "pPr"))
        for node in root:
            if node.name == "style":
                found._add(node)
        return found

    def _add(self, node: Node) -> None:
        style = WordStyle(
            identity=node.get("styleId"),
            kind=node.get("type", PARAGRAPH),
            name=node.value("name"),
            based_on=node.value("basedOn"),
            node=node,
            run=level(node.child("rPr")),
            paragraph=level(node.child("pPr")),
        )
        self._styles.setdefault((style.kind, style.identity), style)
        if "default" in node.attributes and is_on(node.get("default")):
            self._default[style.kind] = style.identity

    def identity(self, kind: str, named: str) -> str:
        """The id of the style that holds where a document names `named`: the default if it is unknown."""
        return named if (kind, named) in self._styles else self._default.get(kind, "")

    def name(self, kind: str, identity: str) -> str:
        """What Word calls the style; empty when there is none."""
        style = self._styles.get((kind, identity))
        return "" if style is None else style.name

    def chain(self, kind: str, identity: str) -> tuple[WordStyle, ...]:
        """The style and all it is based on, the first of them first."""
        key = (kind, identity)
        if key not in self._chains:
            self._chains[key] = self._followed(kind, identity)
        return self._chains[key]

    def _followed(self, kind: str, identity: str) -> tuple[WordStyle, ...]:
        chain: dict[str, WordStyle] = {}
        style = self._styles.get((kind, identity))
        while style is not None and style.identity not in chain and len(chain) < _LONGEST_CHAIN:
            chain[style.identity] = style
            style = self._styles.get((kind, style.based_on))
        return tuple(reversed(chain.values()))

    def run(self, kind: str, identity: str) -> Level:
        """What the style, with all it is based on, says of runs."""
        key = (kind, identity)
        if key not in self._runs:
            self._runs[key] = merged(style.run for style in self.chain(kind, identity))
        return self._runs[key]


_LEVELS = 9
_LONGEST_TEXT = 255
"""Characters of a level's text, as Word allows."""
_HIGHEST_ROMAN = 3_999
_HIGHEST_LETTER = 780
"""Word stops at thirty times the same letter."""
_PLACEHOLDER = re.compile(r"%([1-9])")
_SUFFIXES = {"": "\t", "tab": "\t", "space": " ", "nothing": ""}
SYMBOLS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf02d": "-", "\uf0d8": "➢", "\uf0fc": "✓", "\uf06f": "o"}
"""Signs of the fonts Symbol and Wingdings, which lie in Unicode's private use area."""
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


@dataclass(frozen=True, slots=True, eq=False)
class NumberLevel:
    """One level of a list."""

    paragraph: Level
    """Its indents and tabs."""
    start: int
    form: str
    """``decimal``, ``upperRoman``, ``bullet`` …"""
    text: str
    """``%1.%2.``"""
    suffix: str
    legal: bool
    """All numbers decimal."""
    restart: int | None
    """Restarts after a paragraph of that level (from 1) or a higher one; 0 = never; None = after any."""


@dataclass(frozen=True, slots=True)
class _Abstract:
    levels: Mapping[int, NumberLevel]
    style: str
    """Id of the numbering style where the levels stand instead."""


@dataclass(frozen=True, slots=True)
class _List:
    abstract: str
    own: Mapping[int, NumberLevel]
    starts: Mapping[int, int]
    """Levels that begin anew in this list."""


@dataclass(slots=True)
class Numbering:
    """The lists of one document, and how far each has been counted."""

    styles: WordStyles
    _abstracts: dict[str, _Abstract] = field(default_factory=dict)
    _lists: dict[str, _List] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def read(cls, root: Node | None, styles: WordStyles) -> Numbering:
        """The lists in the part ``numbering.xml``; none where there is no such part."""
        found = cls(styles)
        for node in () if root is None else root:
            if node.name == "abstractNum":
                abstract = _Abstract(_levels(node), node.value("numStyleLink"))
                found._abstracts[node.get("abstractNumId")] = abstract
            elif node.name == "num":
                found._lists[node.get("numId")] = _list(node)
        return found

    def at(self, list_id: str, rank: int) -> NumberLevel | None:
        """The level `rank` (from 0) of a list; None when there is none."""
        found = self._lists.get(list_id)
        if found is None:
            return None
        if rank in found.own:
            return found.own[rank]
        abstract = self._abstracts.get(self._abstract_id(found))
        return None if abstract is None else abstract.levels.get(rank)

    def next(self, list_id: str, rank: int) -> str:
        """Count one more paragraph of that list and level; the number it shows."""
        found, shown = self._lists.get(list_id), self.at(list_id, rank)
        if found is None or shown is None:
            return ""
        counts = self._counts.setdefault(self._abstract_id(found), {})
        self._count(list_id, found, rank, counts)
        return self._text(list_id, shown, counts)

    def suffix(self, list_id: str, rank: int) -> str:
        """What parts the number of that level from the text."""
        shown = self.at(list_id, rank)
        return "" if shown is None else shown.suffix

    def _abstract_id(self, found: _List) -> str:
        """Where the levels of a list stand: a numbering style may lie between."""
        abstract = self._abstracts.get(found.abstract)
        if abstract is None or not abstract.style:
            return found.abstract
        chain = self.styles.chain(NUMBERING, abstract.style)
        named = next(
            (s.paragraph["numPr.numId"] for s in chain if "numPr.numId" in s.paragraph), {}
        )
        linked = self._lists.get(named.get("val", ""))
        return found.abstract if linked is None else linked.abstract

    def _count(self, list_id: str, found: _List, rank: int, counts: dict[int, int]) -> None:
        for upper in range(rank):
            counts.setdefault(upper, self._start(list_id, upper))
        if rank in found.starts and (list_id, rank) not in self._begun:
            self._begun.add((list_id, rank))
            counts[rank] = found.starts[rank]
        else:
            counts[rank] = counts[rank] + 1 if rank in counts else self._start(list_id, rank)
        for lower in range(rank + 1, _LEVELS):
            shown = self.at(list_id, lower)
            if shown is None or shown.restart is None or rank < shown.restart:
                counts.pop(lower, None)

    def _start(self, list_id: str, rank: int) -> int:
        shown = self.at(list_id, rank)
        return 1 if shown is None else shown.start

    def _text(self, list_id: str, shown: NumberLevel, counts: Mapping[int, int]) -> str:
        if shown.form == "bullet":
            return "".join(SYMBOLS.get(letter, letter) for letter in shown.text)

        def number(place: re.Match[str]) -> str:
            rank = int(place[1]) - 1
            its = self.at(list_id, rank)
            form = "decimal" if shown.legal or its is None else its.form
            return numbered(counts.get(rank, self._start(list_id, rank)), form)

        return _PLACEHOLDER.sub(number, shown.text)


def numbered(number: int, form: str) -> str:
    """`number` in one of Word's number formats; decimal in those of other languages."""
    if form == "none":
        return ""
    if form == "decimalZero":
        return f"{number:02d}"
    if form in {"upperRoman", "lowerRoman"} and 0 < number <= _HIGHEST_ROMAN:
        roman = _roman(number)
        return roman.upper() if form == "upperRoman" else roman
    if form in {"upperLetter", "lowerLetter"} and 0 < number <= _HIGHEST_LETTER:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    return str(number)


def _roman(number: int) -> str:
    parts = []
    for value, letters in _ROMAN:
        parts.append(letters * (number // value))
        number %= value
    return "".join(parts)


def _levels(parent: Node) -> dict[int, NumberLevel]:
    found = {}
    for node in parent:
        rank = whole(node.get("ilvl")) if node.name == "lvl" else None
        if rank is not None and 0 <= rank < _LEVELS:
            found[rank] = _level(node)
    return found


def _level(node: Node) -> NumberLevel:
    start = whole(node.value("start"))
    legal = node.child("isLgl")
    return NumberLevel(
        paragraph=level(node.child("pPr")),
        start=0 if start is None else start,  # ECMA-376 part 1, 17.9.25
        form=node.value("numFmt") or "decimal",
        text=node.value("lvlText")[:_LONGEST_TEXT],
        suffix=_SUFFIXES.get(node.value("suff"), "\t"),
        legal=legal is not None and is_on(legal.attributes.get("val")),
        restart=whole(node.value("lvlRestart")),
    )


def _list(node: Node) -> _List:
    own: dict[int, NumberLevel] = {}
    starts: dict[int, int] = {}
    for override in node:
        rank = whole(override.get("ilvl")) if override.name == "lvlOverride" else None
        if rank is None or not 0 <= rank < _LEVELS:
            continue
        own |= _levels(override)
        start = whole(override.value("startOverride"))
        if start is not None:
            starts[rank] = start
    return _List(node.value("abstractNumId"), own, starts)
