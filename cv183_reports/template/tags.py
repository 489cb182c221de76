"""Tags in the text of one paragraph: found, straightened, and understood as far as text allows.

The syntax is docxtpl's: ``{{ value }}``, ``{% if … %}``, ``{# note #}``, with ``p``, ``tr``, ``tc`` or
``r`` right after the opening mark for tags that take their whole paragraph, row, cell or run away.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Sequence
from enum import Enum

from lxml import etree
from msgspec import Struct

from cv183_reports.catalogue.template import UNCLOSED_TAG, UNMARKED, UNOPENED_TAG
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding, Rule
from cv183_reports.ooxml.xml import SPACE, remove


class TagMark(Enum):
    """What kind of tag; the value is its opening mark."""

    VALUE = "{{"
    BLOCK = "{%"
    COMMENT = "{#"


class TagLevel(Enum):
    """What a tag takes away with itself; the value is its letters after the opening mark."""

    TEXT = ""
    RUN = "r"
    PARAGRAPH = "p"
    ROW = "tr"
    CELL = "tc"


OPENING = frozenset({"for", "if"})
MIDDLE = frozenset({"elif", "else"})
ENDING = {"endfor": "for", "endif": "if"}
"""Keywords of block tags; each that ends a block with the one that begins it."""
KEYWORDS = (*sorted(OPENING), *sorted(MIDDLE), *ENDING)

STRUCTURAL = frozenset({TagLevel.PARAGRAPH, TagLevel.ROW, TagLevel.CELL})

_CLOSING = {TagMark.VALUE: "}}", TagMark.BLOCK: "%}", TagMark.COMMENT: "#}"}
_OPENING = frozenset(mark.value for mark in TagMark)
_ANY_MARK = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_ESCAPES = {"{_{": "{{", "}_}": "}}", "{_%": "{%", "%_}": "%}", "{_#": "{#", "#_}": "#}"}
"""How docxtpl writes marks that are to be printed."""
_MARK_OR_ESCAPE = re.compile("|".join((*map(re.escape, _ESCAPES), _ANY_MARK.pattern)))
_LEVEL = re.compile(r"(p|tr|tc|r)\s+(?=\S)")
_STRAIGHT = str.maketrans("“”„‟‘’‚‛\xa0\u202f\t\n", "\"\"\"\"''''    ")
"""What Word makes of straight quotes and plain spaces while a clerk types; one for one."""
_DASH = re.compile("[–—−]")
"""What Word makes of a minus sign while a clerk types."""
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
_INVISIBLE = str.maketrans("", "", "\u200b\u200c\u200d\u2060\ufeff\xad")
_EXCERPT = 56
"""Characters of the paragraph that a finding shows (below what `finding.quote` cuts at)."""
_BEFORE = 16
"""Characters of the paragraph shown before the tag."""


class Tag(Struct, frozen=True):
    """One tag of one paragraph."""

    mark: TagMark
    level: TagLevel
    body: str
    """What Jinja is to read: no marks, no level, quotes and spaces straightened, trimmed."""
    at: int
    """Where its opening mark stands in the paragraph's text."""
    start: int
    end: int
    """Half-open range of the text that it replaces: with ``-``, also the spaces around."""
    shown: str
    """As written."""
    paragraph: str
    """The paragraph's text around the tag, as Word shows it."""
    place: Source
    joins_before: bool = False
    """``{%-`` with nothing but spaces before it: its paragraph joins the one before."""
    joins_after: bool = False
    """``-%}`` with nothing but spaces after it: the next paragraph joins its own."""

    @property
    def parted_level(self) -> str:
        """``tr`` of ``{% tr for … %}``, whose letters must adjoin the opening mark; else empty."""
        if self.mark is not TagMark.BLOCK or self.level is not TagLevel.TEXT:
            return ""
        found = _LEVEL.match(self.body)
        rest = self.body[found.end() :].partition(" ")[0] if found else ""
        return found[1] if found and rest in KEYWORDS else ""

    @property
    def keyword(self) -> str:
        """First word of a block tag: ``endfor``."""
        return self.body.partition(" ")[0] if self.mark is TagMark.BLOCK else ""

    @property
    def is_structural(self) -> bool:
        """Whether its paragraph, row or cell vanishes. Values are text, so theirs never does."""
        return self.level in STRUCTURAL and self.mark is not TagMark.VALUE

    def fault(self, rule: Rule, **values: object) -> Finding:
        """The finding that `rule` makes of this tag."""
        return rule.at(self.place, tag=self.shown, paragraph=self.paragraph, **values)


def scan(text: str, place: Source) -> tuple[tuple[Tag, ...], tuple[Finding, ...]]:
    """All tags of one paragraph's `text`, and every mark that has no partner in it.

    Marks that are to be printed, written as docxtpl has it (``{_{``, ``}_}``) or plainly meant as braces
    (``{a, {b}}``), are values of that text.
    """
    tags: list[Tag] = []
    faults: list[Finding] = []
    plain = text.translate(_STRAIGHT)
    position = literal = 0
    while found := _MARK_OR_ESCAPE.search(plain, position):
        start, position = found.span()
        if found[0] in _ESCAPES:
            tags.append(_literal(text, start, position, place))
        elif found[0] not in _OPENING:
            if found[0] != "}}" or not _closes_braces(plain[literal:start]):
                faults.append(_lone(UNOPENED_TAG, text, start, position, place))
        elif (end := _end(plain, position, mark := TagMark(found[0]))) is None:
            faults.append(_lone(UNCLOSED_TAG, text, start, position, place))
        else:
            tags.append(_tag(text, mark, start, end, place))
            position = literal = end
    return tuple(tags), tuple(faults)


_NAME = r"(?P<name>[A-Za-z_]\w*)(?P<field>(?:\.\w+)*)"
_NEARLY = re.compile(
    rf"(?P<open>[{{｛]\s*[{{｛]?|\[\s*\[|«|<<)\s*{_NAME}\s*(?P<close>[}}｝]\s*[}}｝]?|\]\s*\]|»|>>)"
    rf"|[{{｛]\s*%[-\s]*(?:(?:p|tr|tc|r)\s+)?(?:{'|'.join(KEYWORDS)})\b[^{{}}｛｝]{{0,80}}[}}｝]?",
    re.ASCII,
)
"""What people type, or other programs have, for ``{{ name }}`` and ``{% if … %}``."""


class NearTag(Struct, frozen=True):
    """Text that was meant as a tag and has other marks: it would be printed as it stands."""

    name: str
    """What it names; empty: it is no tag of a value, or plainly meant as a tag whatever it names."""
    shown: str
    paragraph: str
    place: Source

    @property
    def fault(self) -> Finding:
        """That it is none."""
        return UNMARKED.at(self.place, text=self.shown, paragraph=self.paragraph)


def near_tags(text: str, tags: Sequence[Tag], place: Source) -> Iterator[NearTag]:
    """What stands beside `tags` in one paragraph's `text` and was meant as one of them."""
    if not _MAY_SLIP.search(text):
        return
    rest = text.translate(_STRAIGHT)
    for tag in tags:
        rest = rest[: tag.start] + "\n" * (tag.end - tag.start) + rest[tag.end :]
    for found in _NEARLY.finditer(rest):
        mark = "".join((found["open"] or "").split())
        is_plain = not mark or mark in _TWICE or (mark in _ONCE and found["field"])
        name, shown = "" if is_plain else found["name"], text[found.start() : found.end()]
        yield NearTag(name, shown, shown_around(text, found.start()), place)


_ONCE = ("{", "｛")
_TWICE = tuple(one + other for one in _ONCE for other in _ONCE)
_MAY_SLIP = re.compile(r"[{｛«]|\[\s*\[|<<")


def _closes_braces(before: str) -> bool:
    """Whether two braces that were opened one by one wait for their ends."""
    return before.count("{") - before.count("}") >= len("}}")


def _literal(text: str, start: int, end: int, place: Source) -> Tag:
    """A value that prints a mark."""
    body = f'"{_ESCAPES[text[start:end]]}"'
    shown = text[start:end]
    return Tag(
        TagMark.VALUE,
        TagLevel.TEXT,
        body,
        start,
        start,
        end,
        shown,
        shown_around(text, start),
        place,
    )


def shown_around(text: str, start: int) -> str:
    """`text` on one line, cut so that what begins at `start` is seen."""
    cut = max(0, start - _BEFORE) if len(text) > _EXCERPT else 0
    return ("…" if cut else "") + text[cut : cut + _EXCERPT]


def _lone(rule: Rule, text: str, start: int, end: int, place: Source) -> Finding:
    return rule.at(place, tag=text[start:end], paragraph=shown_around(text, start))


def _end(plain: str, position: int, mark: TagMark) -> int | None:
    """Where the tag whose inside begins at `position` ends; None if another opens first or none does."""
    closing = _CLOSING[mark]
    while found := _ANY_MARK.search(plain, position):
        position = found.end()
        if found[0] == closing:
            return position
        if found[0] in _OPENING and mark is not TagMark.COMMENT:
            return None
    return None


def _tag(text: str, mark: TagMark, start: int, end: int, place: Source) -> Tag:
    plain = text.translate(_STRAIGHT)
    inside = _with_minus(plain[start + 2 : end - 2])
    dash_before, dash_after = inside.startswith("-"), inside.endswith("-")
    inside = inside[dash_before : len(inside) - dash_after].translate(_INVISIBLE).strip(" ")
    level = TagLevel.TEXT
    if prefix := _LEVEL.match(inside):
        # A space must not stand before the letters: {{ r x }} is no run tag but a slip.
        adjoining = plain[start + 2 + dash_before] != " "
        if adjoining:
            level, inside = TagLevel(prefix[1]), inside[prefix.end() :]
    joins = mark is TagMark.BLOCK and level not in STRUCTURAL
    before, after = text[:start].rstrip(" "), text[end:].lstrip(" ")
    return Tag(
        mark,
        level,
        inside,
        start,
        len(before) if dash_before else start,
        len(plain) - len(after) if dash_after else end,
        text[start:end],
        shown_around(text, start),
        place,
        joins_before=joins and dash_before and not before,
        joins_after=joins and dash_after and not after,
    )


def _with_minus(inside: str) -> str:
    """The inside of a tag with minus signs for the dashes that stand outside of its texts."""
    pieces, end = [], 0
    for quoted in _QUOTED.finditer(inside):
        pieces += [_DASH.sub("-", inside[end : quoted.start()]), quoted[0]]
        end = quoted.end()
    return "".join((*pieces, _DASH.sub("-", inside[end:])))


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
P, R, T, TBL, TR, TC = (f"{W}{name}" for name in ("p", "r", "t", "tbl", "tr", "tc"))
TEXTBOX = f"{W}txbxContent"

_PROPERTIES = frozenset({f"{W}pPr", f"{W}rPr"})
_SHOWN = {
    T: "",
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
"""What stands for text in a run, and the character it is (w:t: its own text)."""


class Atom(Struct, frozen=True):
    """One element of a paragraph that shows text, and where that text begins in the paragraph."""

    element: etree._Element
    start: int
    text: str

    @property
    def end(self) -> int:
        """Where its text ends in the paragraph."""
        return self.start + len(self.text)


class Paragraph:
    """A paragraph's own text (text boxes inside have paragraphs of their own) and the tags in it."""

    def __init__(self, element: etree._Element, place: Source) -> None:
        self.atoms: list[Atom] = []
        start = 0
        for shown in _text_elements(element):
            atom = Atom(shown, start, _SHOWN[str(shown.tag)] or shown.text or "")
            self.atoms.append(atom)
            start = atom.end
        self.text = "".join(atom.text for atom in self.atoms)
        self.tags, self.faults = scan(self.text, place)
        self.place = place

    @property
    def near_tags(self) -> tuple[NearTag, ...]:
        """What was meant as a tag; nothing where a tag is broken, which is told itself."""
        return () if self.faults else tuple(near_tags(self.text, self.tags, self.place))

    def without(self, tags: list[Tag]) -> str:
        """The text that stands beside `tags` and notes."""
        rest = self.text
        for tag in reversed(self.tags):
            if tag in tags or tag.mark is TagMark.COMMENT:
                rest = rest[: tag.start] + rest[tag.end :]
        return rest.strip()

    def tags_in(self, texts: frozenset[etree._Element]) -> list[Tag]:
        """The tags that begin in one of these texts."""
        spans = [(atom.start, atom.end) for atom in self.atoms if atom.element in texts]
        return [tag for tag in self.tags if any(start <= tag.at < end for start, end in spans)]

    def drop(self, position: int) -> None:
        """Take the character at `position` out of the tree; this object then no longer describes it."""
        for atom in self.atoms:
            if atom.start <= position < atom.end:
                at = position - atom.start
                atom.element.text = atom.text[:at] + atom.text[at + 1 :]

    def put_markers(self, marker: Callable[[Tag], etree._Element]) -> None:
        """Replace each tag by what `marker` makes of it; a note by nothing."""
        for atom in self.atoms if self.tags else ():
            touching = [tag for tag in self.tags if tag.start < atom.end and tag.end > atom.start]
            if touching and atom.element.tag == T:
                _rewrite(atom, touching, marker)
            elif touching:
                _remove_from_run(atom.element)


_COUNTING = (
    "DATE TIME CREATEDATE SAVEDATE PRINTDATE EDITTIME PAGE NUMPAGES SECTION SECTIONPAGES NUMWORDS NUMCHARS REVNUM"
    " SEQ FILENAME FILESIZE AUTHOR LASTSAVEDBY USERNAME TITLE SUBJECT DOCPROPERTY"
)
_COUNTED_ANEW = frozenset(_COUNTING.split())
"""Fields whose result is none of the text of the document: of REF, STYLEREF, TOC it is, tags and all."""


class _Field(Struct):
    """A field that has begun: its instructions, and whether its result has."""

    instructions: str = ""
    has_result: bool = False

    @property
    def is_counted_anew(self) -> bool:
        """Whether Word works it out without what stands in it."""
        name = self.instructions.upper().split()[:1]
        return not _COUNTED_ANEW.isdisjoint(name) or self.instructions.lstrip().startswith("=")


def counted_anew(root: etree._Element) -> frozenset[etree._Element]:
    """The texts that Word writes over when it works out the fields they are the results of."""
    found: set[etree._Element] = set()
    fields: list[_Field] = []
    for element in root.iter(f"{W}fldSimple", f"{W}fldChar", f"{W}instrText", T):
        kind = element.get(f"{W}fldCharType", "")
        if element.tag == f"{W}fldSimple":
            simple = _Field(element.get(f"{W}instr", ""))
            found.update(element.iter(T) if simple.is_counted_anew else ())
        elif kind == "begin":
            fields.append(_Field())
        elif kind == "separate" and fields:
            fields[-1].has_result = True
        elif kind == "end" and fields:
            fields.pop()
        elif element.tag == f"{W}instrText" and fields:
            fields[-1].instructions += element.text or ""
        elif element.tag == T and any(each.has_result and each.is_counted_anew for each in fields):
            found.add(element)
    return frozenset(found)


def _text_elements(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if child.tag in _SHOWN:
            yield child
        elif child.tag not in _PROPERTIES and child.tag != TEXTBOX:
            yield from _text_elements(child)


def _rewrite(atom: Atom, tags: list[Tag], make: Callable[[Tag], etree._Element]) -> None:
    """Put a marker for each tag that begins in this w:t, and drop the text that the tags cover."""
    element = atom.element
    element.text = ""
    element.set(SPACE, "preserve")
    of_runs: list[etree._Element] = []
    position = atom.start
    for tag in tags:
        _append_text(element, atom.text[position - atom.start : max(0, tag.start - atom.start)])
        if atom.start <= tag.at < atom.end and tag.mark is not TagMark.COMMENT:
            marker = make(tag)
            element.append(marker)
            if tag.level is TagLevel.RUN and tag.mark is TagMark.BLOCK:
                of_runs.append(marker)
        position = max(position, min(tag.end, atom.end))
    _append_text(element, atom.text[position - atom.start :])
    for marker in reversed(of_runs):
        _lift(marker)
    if element.getparent() is not None and not len(element) and not element.text:
        _remove_from_run(element)


def _append_text(element: etree._Element, text: str) -> None:
    """Add `text` after everything in `element`."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _remove_from_run(element: etree._Element) -> None:
    """Remove `element`, and its run if that shows nothing now."""
    run = element.getparent()
    remove(element)
    if run is not None and run.tag == R and all(child.tag == f"{W}rPr" for child in run):
        remove(run)


def _lift(marker: etree._Element) -> None:
    """Move `marker` out of its run, splitting the run in two of the same format."""
    text = marker.getparent()
    run = None if text is None else text.getparent()
    assert text is not None
    assert run is not None
    rest = etree.Element(R)
    run.addnext(rest)  # first into the tree: its names then take the prefixes that are known there
    rest.extend(copy.deepcopy(run.findall(f"{W}rPr")))
    rest_text = etree.SubElement(rest, T, {SPACE: "preserve"})
    rest_text.text, marker.tail = marker.tail, None
    rest_text.extend(list(marker.itersiblings()))
    rest.extend(list(text.itersiblings()))
    run.addnext(marker)
    if not len(rest_text) and not rest_text.text:
        _remove_from_run(rest_text)
