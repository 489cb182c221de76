"""One part of a .docx (body, header, …) turned into literal XML with tags between.

Tags are looked for in the text that Word shows and nowhere else. Each becomes a processing
instruction in the tree, so that the tree stays well formed whatever moves; the serialised tree is
then cut at these.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from cv183_reports.catalogue.template import (
    LOST_CONTENT,
    MISPLACED,
    NESTED_TABLE,
    OUTSIDE_TABLE,
    PICTURE,
    SECTION_BREAK,
    TRACKED,
)
from cv183_reports.document.mend import HOLLOW, HOLLOW_END, REFIT, SPARE, SPARE_END
from cv183_reports.document.tags import Level, Mark, Tag, excerpt, scan
from cv183_reports.finding import Finding
from cv183_reports.model import Source

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_P, _R, _T, _TBL, _TR, _TC = (f"{_W}{name}" for name in ("p", "r", "t", "tbl", "tr", "tc"))
_TEXTBOX = f"{_W}txbxContent"
_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
_PROPERTIES = frozenset({f"{_W}pPr", f"{_W}rPr"})
_SHOWN = {
    _T: "",
    f"{_W}tab": "\t",
    f"{_W}ptab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
}
"""What stands for text in a run, and the character it is (w:t: its own text)."""
_TARGET = {Level.PARAGRAPH: _P, Level.ROW: _TR, Level.CELL: _TC}
_NEEDS_PARAGRAPH = frozenset(
    {_TC, _TEXTBOX}
    | {f"{_W}{name}" for name in ("hdr", "ftr", "footnote", "endnote", "sdtContent")}
)
_PICTURES = tuple(f"{_W}{name}" for name in ("drawing", "pict", "object"))
_TRACKED = tuple(f"{_W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_NOISE = tuple(f"{_W}{name}" for name in ("proofErr", "lastRenderedPageBreak"))
"""Word's notes to itself: where its spelling check and its page breaks stood last time."""
_NOISY = (
    *(f"{_W}rsid{name}" for name in ("R", "RPr", "RDefault", "P", "Tr", "Sect", "Del")),
    f"{_W14}paraId",
    f"{_W14}textId",
)
"""Editing sessions and paragraph ids: of no use in a new document, and ids must not repeat."""
_MARKER = re.compile(r"<?\?cv183 (\d+)\?>?")
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class Placed:
    """A tag and where its replacement stands."""

    tag: Tag
    path: tuple[str, ...]
    """Names of the elements around it, innermost first."""
    container: str
    """Path of the element that a pair of tags must share: cell, row, table or whole part."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A part as literal XML (str) and tags, in order."""

    pieces: tuple[str | Placed, ...]

    @property
    def tags(self) -> tuple[Placed, ...]:
        """The tags alone."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Placed))


def parse(xml: bytes) -> etree._Element | None:
    """The root of a Word part; None for broken XML, a DTD, or a prefix other than Word's ``w:``."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError:
        return None
    has_dtd = root.getroottree().docinfo.internalDTD is not None
    usable = root.prefix == "w" and root.tag.startswith(_W) and b"?cv183" not in xml
    return root if usable and not has_dtd else None


def has_section(root: etree._Element) -> bool:
    """Whether a document's body ends in its page set-up."""
    body = root.find(f"{_W}body")
    return body is not None and len(body) > 0 and body[-1].tag == f"{_W}sectPr"


def draft(root: etree._Element, place: Source) -> tuple[Draft, tuple[Finding, ...]]:
    """The draft of the part that `root` holds (`root` is changed), and what is wrong with its tags."""
    editor = _Editor(root, place)
    return editor.draft(), tuple(editor.faults)


@dataclass(frozen=True, slots=True)
class _Atom:
    """One element of a paragraph that shows text, and where that text begins in the paragraph."""

    element: etree._Element
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class _Paragraph:
    """A paragraph's own text (text boxes inside have paragraphs of their own) and the tags in it."""

    def __init__(self, element: etree._Element, place: Source) -> None:
        self.element = element
        self.atoms: list[_Atom] = []
        start = 0
        for shown in _text_elements(element):
            atom = _Atom(shown, start, _SHOWN[str(shown.tag)] or shown.text or "")
            self.atoms.append(atom)
            start = atom.end
        self.text = "".join(atom.text for atom in self.atoms)
        self.tags, self.faults = scan(self.text, place)

    def without(self, tags: list[Tag]) -> str:
        """The text that stands beside `tags` and notes."""
        rest = self.text
        for tag in reversed(self.tags):
            if tag in tags or tag.mark is Mark.COMMENT:
                rest = rest[: tag.start] + rest[tag.end :]
        return rest.strip()


def _text_elements(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if child.tag in _SHOWN:
            yield child
        elif child.tag not in _PROPERTIES and child.tag != _TEXTBOX:
            yield from _text_elements(child)


class _Editor:
    """The tree of one part on its way to becoming a draft."""

    def __init__(self, root: etree._Element, place: Source) -> None:
        self.root = root
        self.place = place
        self.faults: list[Finding] = []
        self.markers: list[Tag | str] = []
        self.vanished_widths: dict[Tag, int] = {}

    def draft(self) -> Draft:
        """Work through the tree in the one order that is right."""
        if next(self.root.iter(*_TRACKED), None) is not None:
            self.faults.append(TRACKED.at(self.place))
        etree.strip_elements(self.root, *_NOISE, with_tail=False)
        etree.strip_attributes(self.root, *_NOISY)
        for element in list(self.root.iter(_P)):
            while element.getparent() is not None and self._join_next(element):
                pass
        paragraphs = {element: _Paragraph(element, self.place) for element in self.root.iter(_P)}
        for paragraph in paragraphs.values():
            self.faults += paragraph.faults
        for element in self._take_away(paragraphs):
            del paragraphs[element]
        for paragraph in paragraphs.values():
            self._put_inline(paragraph)
        self._guard()
        return self._cut()

    # Dashes: {%- and -%} at the edge of a paragraph join it to its neighbour, as in docxtpl.

    def _join_next(self, element: etree._Element) -> bool:
        following = element.getnext()
        if following is None or following.tag != _P:
            return False
        here, there = (_Paragraph(one, self.place).tags for one in (element, following))
        last, first = (here[-1:], there[:1])
        if not any(tag.joins_after for tag in last) and not any(tag.joins_before for tag in first):
            return False
        if any(tag.is_structural or tag.mark is Mark.VALUE for tag in (*last, *first)):
            return False
        if following.find(f"{_W}pPr/{_W}sectPr") is not None:
            self.faults.append((*last, *first)[0].fault(SECTION_BREAK))
        element.extend([child for child in following if child.tag != f"{_W}pPr"])
        _remove(following)
        return True

    # Tags that take their paragraph, row or cell away.

    def _take_away(self, paragraphs: dict[etree._Element, _Paragraph]) -> list[etree._Element]:
        """Replace what structural tags stand in; the paragraphs that are gone."""
        targets: dict[etree._Element, list[Tag]] = {}
        for paragraph in paragraphs.values():
            for tag in paragraph.tags:
                if tag.is_structural:
                    target = _nearest(paragraph.element, _TARGET[tag.level])
                    if target is None:
                        self.faults.append(tag.fault(OUTSIDE_TABLE, level=tag.level.value))
                    else:
                        targets.setdefault(target, []).append(tag)
        gone: dict[etree._Element, None] = {}
        for target, tags in targets.items():
            inside = [element for element in target.iter(_P) if element in paragraphs]
            self._check_loss(target, tags, [paragraphs[element] for element in inside])
            self._replace(target, tags)
            gone.update(dict.fromkeys(inside))
        return list(gone)

    def _check_loss(
        self, target: etree._Element, tags: list[Tag], inside: list[_Paragraph]
    ) -> None:
        lost = " ".join(filter(None, (paragraph.without(tags) for paragraph in inside)))
        if not lost and next(target.iter(*_PICTURES), None) is not None:
            lost = PICTURE
        if lost:
            self.faults.append(tags[0].fault(LOST_CONTENT, lost=lost))
        if next(target.iter(f"{_W}sectPr"), None) is not None:
            self.faults.append(tags[0].fault(SECTION_BREAK))

    def _replace(self, target: etree._Element, tags: list[Tag]) -> None:
        container = target.getparent()
        if container is None:  # inside something already taken away, and reported as lost
            return
        for tag in tags:
            if tag.mark is not Mark.COMMENT:
                target.addprevious(self._marker(tag))
        if target.tag == _TC:
            self.vanished_widths[tags[0]] = _width(target)
        container.remove(target)
        has_spare = len(container) > 0 and self._is(container[-1], SPARE_END)
        if target.tag == _P and container.tag in _NEEDS_PARAGRAPH and not has_spare:
            spare = etree.SubElement(container, _P)
            spare.addprevious(self._marker(SPARE))
            spare.addnext(self._marker(SPARE_END))
            spare.extend(copy.deepcopy(target.findall(f"{_W}pPr")))

    # Tags in running text.

    def _put_inline(self, paragraph: _Paragraph) -> None:
        for atom in paragraph.atoms if paragraph.tags else ():
            touching = [t for t in paragraph.tags if t.start < atom.end and t.end > atom.start]
            if not touching:
                continue
            if atom.element.tag == _T:
                self._rewrite(atom, touching)
            else:
                _remove_from_run(atom.element)

    def _rewrite(self, atom: _Atom, tags: list[Tag]) -> None:
        """Put a marker for each tag that begins in this w:t, and drop what the tags cover."""
        element = atom.element
        element.text = ""
        element.set(_PRESERVE, "preserve")
        lifted: list[etree._Element] = []
        position = atom.start
        for tag in tags:
            _append_text(element, atom.text[position - atom.start : max(0, tag.start - atom.start)])
            if atom.start <= tag.at < atom.end and tag.mark is not Mark.COMMENT:
                marker = self._marker(tag)
                element.append(marker)
                if tag.level is Level.RUN and tag.mark is Mark.BLOCK:
                    lifted.append(marker)
            position = max(position, min(tag.end, atom.end))
        _append_text(element, atom.text[position - atom.start :])
        for marker in reversed(lifted):
            _lift(marker)
        if not len(element) and not element.text:
            _remove_from_run(element)

    # What Word insists on.

    def _guard(self) -> None:
        """Mark the tables and rows that may end up hollow, and let looped cells share a width."""
        guarded: dict[etree._Element, None] = {}
        refitted: dict[etree._Element, None] = {}
        for marker, tag in list(self._tag_markers()):
            if tag.level not in {Level.ROW, Level.CELL} or not tag.is_structural:
                continue
            row, table = _nearest(marker, _TR), _nearest(marker, _TBL)
            if table is None:
                continue
            guarded[table] = None
            if tag.level is Level.CELL and row is not None:
                if row not in guarded:
                    self._share_width(row)
                guarded[row] = None
                refitted[table] = None
                if next(table.iterdescendants(_TBL), None) is not None:
                    self.faults.append(tag.fault(NESTED_TABLE))
        for element in guarded:
            element.addprevious(self._marker(HOLLOW + REFIT if element in refitted else HOLLOW))
            element.addnext(self._marker(HOLLOW_END))

    def _share_width(self, row: etree._Element) -> None:
        """The cells that a loop makes share the width of those that made it, tags' cells included."""
        depth = spent = 0
        looped: list[etree._Element] = []
        for child in row:
            if (tag := self._tag_of(child)) is not None:
                depth += {"for": 1, "endfor": -1}.get(tag.keyword, 0)
                spent += self.vanished_widths.get(tag, 0)
            elif child.tag == _TC and depth == 1:
                looped.append(child)
            if depth == 0 and looped:
                self._share(looped, spent)
                looped, spent = [], 0

    def _share(self, cells: list[etree._Element], spent: int) -> None:
        total = sum(map(_width, cells))
        for cell in cells:
            width = cell.find(f"{_W}tcPr/{_W}tcW")
            if width is not None and _width(cell):
                whole = _width(cell) * (total + spent) // total
                body = f"{whole} // loop.length"
                share = Tag(Mark.VALUE, Level.TEXT, body, 0, 0, 0, body, "", self.place)
                width.set(f"{_W}w", f"?cv183 {len(self.markers)}?")
                self.markers.append(share)

    # Markers.

    def _marker(self, stands_for: Tag | str) -> etree._Element:
        self.markers.append(stands_for)
        return etree.ProcessingInstruction("cv183", str(len(self.markers) - 1))

    def _tag_markers(self) -> Iterator[tuple[etree._Element, Tag]]:
        for marker in self.root.iter(etree.ProcessingInstruction):
            if (tag := self._tag_of(marker)) is not None:
                yield marker, tag

    def _meaning(self, element: etree._Element) -> Tag | str | None:
        if not isinstance(element, etree._ProcessingInstruction):  # noqa: SLF001 - lxml's only name for it
            return None
        return self.markers[int(element.text or "")]

    def _tag_of(self, element: etree._Element) -> Tag | None:
        meaning = self._meaning(element)
        return meaning if isinstance(meaning, Tag) else None

    def _is(self, element: etree._Element, mark: str) -> bool:
        return self._meaning(element) == mark

    def _cut(self) -> Draft:
        """The serialised tree, cut at its markers."""
        positions = {int(m.text or ""): _position(m, tag) for m, tag in self._tag_markers()}
        parts = _MARKER.split(etree.tostring(self.root, encoding="unicode"))
        for literal in parts[::2]:
            if (lone := re.search(r"\{[{%]", literal)) is not None:
                shown = re.split(r'[<"]', literal[lone.start() :])[0]
                self.faults.append(MISPLACED.at(self.place, text=excerpt(shown, 0)))
        pieces: list[str | Placed] = [_DECLARATION + parts[0]]
        for number, literal in zip(parts[1::2], parts[2::2], strict=True):
            meaning = self.markers[int(number)]
            if isinstance(meaning, Tag):
                pieces.append(Placed(meaning, *positions.get(int(number), ((), ""))))
            else:
                pieces.append(meaning)
            pieces.append(literal)
        return Draft(tuple(pieces))


def _position(marker: etree._Element, tag: Tag) -> tuple[tuple[str, ...], str]:
    """Path and container of `marker`, as Placed holds them."""
    path = tuple(str(element.tag) for element in marker.iterancestors())
    holder = marker if tag.is_structural else _nearest(marker, _P)
    container = None if holder is None else holder.getparent()
    return path, "" if container is None else container.getroottree().getpath(container)


def _nearest(element: etree._Element, name: str) -> etree._Element | None:
    """`element` itself or its nearest ancestor of that name."""
    return element if element.tag == name else next(element.iterancestors(name), None)


def _width(cell: etree._Element) -> int:
    """The width of a cell as written (in twips, or fiftieths of a percent); 0 where it has none."""
    element = cell.find(f"{_W}tcPr/{_W}tcW")
    value = "" if element is None else element.get(f"{_W}w", "")
    return int(value) if value.isdecimal() else 0


def _append_text(element: etree._Element, text: str) -> None:
    """Add `text` after everything in `element`."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _remove_from_run(element: etree._Element) -> None:
    """Remove `element`, and its run if that shows nothing now."""
    run = element.getparent()
    _remove(element)
    if run is not None and run.tag == _R and all(child.tag == f"{_W}rPr" for child in run):
        _remove(run)


def _lift(marker: etree._Element) -> None:
    """Move `marker` out of its run, splitting the run in two of the same format."""
    text = marker.getparent()
    run = None if text is None else text.getparent()
    if text is None or run is None:
        raise AssertionError("a marker stands in a w:t of a run")
    rest = etree.Element(_R)
    run.addnext(rest)  # first into the tree: its names then take the prefixes that are known there
    rest.extend(copy.deepcopy(run.findall(f"{_W}rPr")))
    rest_text = etree.SubElement(rest, _T, {_PRESERVE: "preserve"})
    rest_text.text, marker.tail = marker.tail, None
    rest_text.extend(list(marker.itersiblings()))
    rest.extend(list(text.itersiblings()))
    run.addnext(marker)
    for part in (rest_text, text):
        if not len(part) and not part.text:
            _remove_from_run(part)
