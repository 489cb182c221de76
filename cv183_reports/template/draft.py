"""What Word insists on, put right after rendering: no hollow tables, no hollow cells, fitting grids.

A draft sets control characters, which no value can hold, around the places that may need it.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from itertools import count

from lxml import etree
from msgspec import Struct

from cv183_reports.catalogue.template import (
    DELETED_TAG,
    IN_FIELD,
    LOST_CONTENT,
    MISPLACED,
    NESTED_TABLE,
    NOTE,
    OUTSIDE_TABLE,
    PICTURE,
    SECTION_BREAK,
    TRACKED,
)
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding
from cv183_reports.ooxml.xml import remove
from cv183_reports.template.tags import (
    MIDDLE,
    OPENING,
    TBL,
    TC,
    TEXTBOX,
    TR,
    NearTag,
    P,
    Paragraph,
    R,
    T,
    Tag,
    TagLevel,
    TagMark,
    W,
    counted_anew,
    shown_around,
)

HOLLOW, HOLLOW_END = "\x0e", "\x0f"
"""Around a table or row that loops may leave without rows or cells."""
REFIT = "\x12"
"""Right after HOLLOW: loops make cells in this table, so its grid must follow."""
SPARE, SPARE_END = "\x10", "\x11"
"""Around the paragraph that stands in when everything else in its container vanished."""

_SPARE = re.compile(f"{SPARE}([^{SPARE_END}]*){SPARE_END}")
_RANGE_ENDS = ("<w:bookmarkStart ", "<w:bookmarkEnd ", "<w:permStart ", "<w:permEnd ")
"""Not content: what stands before them is the last of its container."""
_GRID = re.compile(r"<w:tblGrid>.*?</w:tblGrid>|<w:tblGrid/>", re.DOTALL)
_CELL = re.compile(r"<w:tc(?: [^>]*)?>(?:<w:tcPr>(.*?)</w:tcPr>)?", re.DOTALL)
_SPAN = re.compile(r'<w:gridSpan w:val="(\d+)"/>')
_WIDTH = re.compile(r'<w:tcW\b[^>]*\bw:w="(\d+)"')


_BOOKMARK, _DRAWING = "<w:bookmarkStart ", "<wp:docPr "
_BOOKMARK_TAG = re.compile(r'<w:bookmark(Start|End)\b[^>]*\bw:id="(\d+)"[^>]*>')
_BOOKMARK_ID = re.compile(r'<w:bookmarkStart\b[^>]*\bw:id="(\d+)"')
_BOOKMARK_NAME = re.compile(r'w:name="([^"]*)"')
_DRAWING_TAG = re.compile(r'(<wp:docPr\b[^>]*?\bid=")(\d+)(")')
_DRAWING_ID = re.compile(r'<wp:docPr\b[^>]*?\bid="(\d+)"')
_LONGEST_NAME = 40
"""Characters of a bookmark's name that Word takes."""


def mend(xml: str) -> str:
    """`xml` as Word wants it, all marks gone."""
    if HOLLOW in xml:
        xml = _without_hollow(xml)
    if SPARE in xml:
        xml = _SPARE.sub(_spare, xml)
    return _with_own_ids(xml) if _BOOKMARK in xml or _DRAWING in xml else xml


def _with_own_ids(xml: str) -> str:
    """`xml` with an id, and a bookmark with a name, that no other has: a loop repeats them all."""
    ids = [int(found) for found in (*_BOOKMARK_ID.findall(xml), *_DRAWING_ID.findall(xml))]
    free = count(max(ids, default=0) + 1)
    drawn: set[str] = set()

    def drawing(found: re.Match[str]) -> str:
        is_repeated = found[2] in drawn
        drawn.add(found[2])
        return f"{found[1]}{next(free)}{found[3]}" if is_repeated else found[0]

    marks = _Bookmarks(free)
    return _DRAWING_TAG.sub(drawing, _BOOKMARK_TAG.sub(marks.renamed, xml))


class _Bookmarks:
    """The bookmarks of one part on their way from its beginning to its end."""

    def __init__(self, free: Iterator[int]) -> None:
        self.free = free
        self.names: set[str] = set()
        self.ids: set[str] = set()
        self.open: dict[str, str] = {}

    def renamed(self, found: re.Match[str]) -> str:
        """A start with an id and a name of its own; an end with the id of its start."""
        whole, identity = found[0], found[2]
        if found[1] == "End":
            return whole.replace(
                f'w:id="{identity}"', f'w:id="{self.open.get(identity, identity)}"'
            )
        own = str(next(self.free)) if identity in self.ids else identity
        self.ids.add(identity)
        self.open[identity] = own
        return _BOOKMARK_NAME.sub(self._name, whole.replace(f'w:id="{identity}"', f'w:id="{own}"'))

    def _name(self, found: re.Match[str]) -> str:
        name = next(n for n in _numbered(found[1]) if n not in self.names)
        self.names.add(name)
        return f'w:name="{name}"'


def _numbered(name: str) -> Iterator[str]:
    """`name`, then ``name_2``, ``name_3`` …, within the length that Word takes."""
    yield name
    for number in count(2):
        end = f"_{number}"
        yield name[: _LONGEST_NAME - len(end)] + end


def _without_hollow(xml: str) -> str:
    """`xml` without the rows and tables that loops left empty, the innermost judged first."""
    first, *others = xml.split(HOLLOW)
    opened = [[first]]
    for other in others:
        inside, *after = other.split(HOLLOW_END)
        opened.append([inside])
        for text in after:
            element = "".join(opened.pop())
            opened[-1] += [_filled(element), text]
    return "".join(opened[0])


def _filled(element: str) -> str:
    """A row that has cells; a table that has rows; else nothing."""
    if element.startswith("<w:tr"):
        return element if "</w:tc>" in element else ""
    if "</w:tr>" not in element:
        return ""
    return _fitted(element.removeprefix(REFIT)) if element.startswith(REFIT) else element


def _spare(found: re.Match[str]) -> str:
    """The spare paragraph where the container does not end in a paragraph of its own."""
    end = found.start()
    last = found.string[found.string.rfind("<", 0, end) : end]
    while last.startswith(_RANGE_ENDS):
        end -= len(last)
        last = found.string[found.string.rfind("<", 0, end) : end]
    is_paragraph = last == "</w:p>" or (last.startswith(("<w:p/", "<w:p ")) and last.endswith("/>"))
    return "" if is_paragraph else found[1]


def _fitted(table: str) -> str:
    """`table` with as many grid columns as its longest row, and its spanning headings stretched.

    Word forgives a wrong grid, LibreOffice draws by it. Tables within the table are not seen.
    """
    rows = table.split("</w:tr>")
    cells = [[_cell(cell) for cell in _CELL.finditer(row)] for row in rows[:-1]]
    totals = [sum(span for span, _ in row) for row in cells]
    columns = max(totals)
    longest = max(cells, key=lambda row: (sum(span for span, _ in row), len(row)))
    widths = [width // span for span, width in longest for _ in range(span)]
    if not all(widths):
        return table
    columns_xml = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _GRID.sub(f"<w:tblGrid>{columns_xml}</w:tblGrid>", rows[0], count=1)
    stretched = [
        _stretched(row, columns - total)
        for row, total in zip([head, *rows[1:-1]], totals, strict=True)
    ]
    return "</w:tr>".join([*stretched, rows[-1]])


def _cell(found: re.Match[str]) -> tuple[int, int]:
    """Grid columns that a cell spans, and its width as written."""
    properties = found[1] or ""
    span, width = _SPAN.search(properties), _WIDTH.search(properties)
    return int(span[1]) if span else 1, int(width[1]) if width else 0


def _stretched(row: str, missing: int) -> str:
    """`row` with its widest spanning cell (a heading, say) spanning `missing` columns more."""
    spans = list(_SPAN.finditer(row))
    if missing == 0 or not spans:
        return row
    widest = max(spans, key=lambda found: int(found[1]))
    return f"{row[: widest.start(1)]}{int(widest[1]) + missing}{row[widest.end(1) :]}"


_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_TARGET = {TagLevel.PARAGRAPH: P, TagLevel.ROW: TR, TagLevel.CELL: TC}
_NEEDS_PARAGRAPH = frozenset(
    {TC, TEXTBOX} | {f"{W}{name}" for name in ("hdr", "ftr", "footnote", "endnote")}
)
_PICTURES = tuple(f"{W}{name}" for name in ("drawing", "pict", "object"))
_TRACKED = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_NOTES = tuple(f"{W}{name}" for name in ("footnoteReference", "endnoteReference"))
_DELETED = f"{W}delText"
_NOISE = tuple(f"{W}{name}" for name in ("proofErr", "lastRenderedPageBreak"))
"""Word's notes to itself: where its spelling check and its page breaks stood last time."""
_COMMENTS = tuple(
    f"{W}{name}" for name in ("commentRangeStart", "commentRangeEnd", "commentReference")
)
"""Where the comments of those who made the template stand."""
_WRAPPERS = tuple(f"{W}{name}" for name in ("sdt", "sdtContent", "smartTag", "customXml"))
_WRAPPER_SETTINGS = tuple(
    f"{W}{name}" for name in ("sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr")
)
"""Content controls and smart tags: what they hold stays. A control bound to data would put its old
text back over ours, and one around a tag alone would part it from its partner."""
_RANGE_ENDS_draft = frozenset(
    f"{W}{name}" for name in ("bookmarkStart", "bookmarkEnd", "permStart", "permEnd")
)
"""May stand between two paragraphs that are neighbours all the same."""
_NOISY = (
    *(f"{W}rsid{name}" for name in ("R", "RPr", "RDefault", "P", "Tr", "Sect", "Del")),
    f"{_W14}paraId",
    f"{_W14}textId",
)
"""Editing sessions and paragraph ids: of no use in a new document, and ids must not repeat."""
SECTION_PROPERTIES = f"{W}pPr/{W}sectPr"
_ONE_POINT = {"before": "0", "after": "0", "line": "20", "lineRule": "exact"}
_MARKER = re.compile(r"<?\?cv183 (\d+)\?>?")
HIDDEN_TAG = re.compile(r"\{[{%]")
"""How a tag begins, wherever it stands."""
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class PlacedTag(Struct, frozen=True):
    """A tag and where its replacement stands."""

    tag: Tag
    path: tuple[str, ...]
    """Names of the elements around it, innermost first."""
    container: str
    """Path of the element that a pair of tags must share: cell, row, table or whole part."""


class DraftPart(Struct, frozen=True):
    """A part as literal XML (str) and tags, in order."""

    pieces: tuple[str | PlacedTag, ...]
    is_plain: bool
    """No tag of any kind, not even a note, and no comment: the part may stay as it is."""
    slips: tuple[NearTag, ...] = ()
    """What may have been meant as a tag: it depends on what can be named."""

    @property
    def tags(self) -> tuple[PlacedTag, ...]:
        """The tags alone."""
        return tuple(piece for piece in self.pieces if isinstance(piece, PlacedTag))


def has_section(root: etree._Element) -> bool:
    """Whether a document's body ends in its page set-up."""
    body = root.find(f"{W}body")
    return body is not None and len(body) > 0 and body[-1].tag == f"{W}sectPr"


def draft(root: etree._Element, place: Source) -> tuple[DraftPart, tuple[Finding, ...]]:
    """The draft of the part that `root` holds (`root` is changed), and what is wrong with its tags."""
    editor = _Editor(root, place)
    return editor.draft(), tuple(editor.faults)


class _Editor:
    """The tree of one part on its way to becoming a draft."""

    def __init__(self, root: etree._Element, place: Source) -> None:
        self.root = root
        self.place = place
        self.faults: list[Finding] = []
        self.slips: list[NearTag] = []
        self.markers: list[Tag | str] = []
        self.vanished_widths: dict[Tag, int] = {}

    def draft(self) -> DraftPart:
        """Work through the tree in the one order that is right."""
        if next(self.root.iter(*_TRACKED), None) is not None:
            self.faults.append(TRACKED.at(self.place))
        self._check_deleted()
        commented = next(self.root.iter(*_COMMENTS), None) is not None
        etree.strip_elements(self.root, *_NOISE, *_COMMENTS, *_WRAPPER_SETTINGS, with_tail=False)
        etree.strip_tags(self.root, *_WRAPPERS)
        etree.strip_attributes(self.root, *_NOISY)
        for element in list(self.root.iter(P)):
            while element.getparent() is not None and self._join_next(element):
                pass
        paragraphs = {element: Paragraph(element, self.place) for element in self.root.iter(P)}
        anew = counted_anew(self.root)
        for paragraph in paragraphs.values():
            self.faults += paragraph.faults
            self.slips += paragraph.near_tags
            self.faults += [tag.fault(IN_FIELD) for tag in paragraph.tags_in(anew)]
        is_plain = not commented and not any(found.tags for found in paragraphs.values())
        for element in self._take_away(paragraphs):
            del paragraphs[element]
        for paragraph in paragraphs.values():
            paragraph.put_markers(self._marker)
        self._guard()
        self._check_hidden_text()
        self.faults += [slip.fault for slip in self.slips if not slip.name]
        return DraftPart(self._cut(), is_plain, tuple(slip for slip in self.slips if slip.name))

    def _check_deleted(self) -> None:
        """Text deleted under Track Changes stays as it is, but no tag may stand in it."""
        for paragraph in self.root.iter(P):
            deleted = "".join(element.text or "" for element in paragraph.iter(_DELETED))
            if HIDDEN_TAG.search(deleted):
                self.faults.append(DELETED_TAG.at(self.place, text=shown_around(deleted, 0)))

    # Dashes: {%- and -%} at the edge of a paragraph join it to its neighbour, as in docxtpl.

    def _join_next(self, element: etree._Element) -> bool:
        siblings = element.itersiblings()
        following = next((other for other in siblings if other.tag not in _RANGE_ENDS_draft), None)
        if following is None or following.tag != P:
            return False
        here, there = Paragraph(element, self.place), Paragraph(following, self.place)
        last = next((tag for tag in here.tags[-1:] if tag.joins_after), None)
        first = next((tag for tag in there.tags[:1] if tag.joins_before), None)
        joining = last or first
        if joining is None:
            return False
        if last is not None:
            here.drop(last.at + len(last.shown) - len("-%}"))
        if first is not None:
            there.drop(first.at + len("{%"))
        section = following.find(SECTION_PROPERTIES)
        if section is not None and element.find(SECTION_PROPERTIES) is not None:
            self.faults.append(joining.fault(SECTION_BREAK))
        elif section is not None:
            element.addnext(_section_break(section))
        element.extend([child for child in following if child.tag != f"{W}pPr"])
        remove(following)
        return True

    # Tags that take their paragraph, row or cell away.

    def _take_away(self, paragraphs: dict[etree._Element, Paragraph]) -> list[etree._Element]:
        """Replace what structural tags stand in; the paragraphs that are gone."""
        targets: dict[etree._Element, list[Tag]] = {}
        for element, paragraph in paragraphs.items():
            for tag in paragraph.tags:
                if tag.is_structural:
                    target = _nearest(element, _TARGET[tag.level])
                    if target is None:
                        self.faults.append(tag.fault(OUTSIDE_TABLE, level=tag.level.value))
                    else:
                        targets.setdefault(target, []).append(tag)
        gone: dict[etree._Element, None] = {}
        for target, tags in targets.items():
            inside = [element for element in target.iter(P) if element in paragraphs]
            self._check_loss(target, tags, [paragraphs[element] for element in inside])
            self._replace(target, tags)
            gone.update(dict.fromkeys(inside))
        return list(gone)

    def _check_loss(self, target: etree._Element, tags: list[Tag], inside: list[Paragraph]) -> None:
        lost = " ".join(filter(None, (paragraph.without(tags) for paragraph in inside)))
        if not lost and next(target.iter(*_PICTURES), None) is not None:
            lost = PICTURE
        if not lost and next(target.iter(*_NOTES), None) is not None:
            lost = NOTE
        if lost:
            self.faults.append(tags[0].fault(LOST_CONTENT, lost=lost))
        begin = [tag.keyword in OPENING for tag in tags if tag.keyword]
        divides = begin != sorted(begin) or any(tag.keyword in MIDDLE for tag in tags)
        if divides and target.find(SECTION_PROPERTIES) is not None:
            self.faults.append(tags[0].fault(SECTION_BREAK))

    def _replace(self, target: etree._Element, tags: list[Tag]) -> None:
        container = target.getparent()
        if container is None:  # inside something already taken away, and reported as lost
            return
        section = target.find(SECTION_PROPERTIES)
        before, after = _breaks(target, tags) if target.tag == P else ([], [])
        for each in before:
            target.addprevious(each)
        for tag in tags:
            if tag.keyword in OPENING and section is not None:
                target.addprevious(_section_break(section))
                section = None
            if tag.mark is not TagMark.COMMENT:
                target.addprevious(self._marker(tag))
        for each in after:
            target.addprevious(each)
        if section is not None:
            target.addprevious(_section_break(section))
        if target.tag == TC:
            self.vanished_widths[tags[0]] = _width(target)
        container.remove(target)
        has_spare = len(container) > 0 and self._meaning(container[-1]) == SPARE_END
        if target.tag == P and container.tag in _NEEDS_PARAGRAPH and not has_spare:
            spare = etree.SubElement(container, P)
            spare.addprevious(self._marker(SPARE))
            spare.addnext(self._marker(SPARE_END))
            spare.extend(copy.deepcopy(target.findall(f"{W}pPr")))

    # What Word insists on.

    def _guard(self) -> None:
        """Mark the tables and rows that may end up hollow, and let looped cells share a width."""
        guarded: dict[etree._Element, None] = {}
        refitted: dict[etree._Element, None] = {}
        for marker, tag in list(self._tag_markers()):
            if tag.level not in {TagLevel.ROW, TagLevel.CELL} or not tag.is_structural:
                continue
            row, table = _nearest(marker, TR), _nearest(marker, TBL)
            if table is None:
                continue
            guarded[table] = None
            if tag.level is TagLevel.CELL and row is not None:
                if row not in guarded:
                    self._share_width(row)
                guarded[row] = None
                if table not in refitted and next(table.iterdescendants(TBL), None) is not None:
                    self.faults.append(tag.fault(NESTED_TABLE))
                refitted[table] = None
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
            elif child.tag == TC and depth == 1:
                looped.append(child)
            if depth == 0:
                self._share(looped, spent)
                looped, spent = [], 0

    def _share(self, cells: list[etree._Element], spent: int) -> None:
        total = sum(map(_width, cells))
        for cell in cells:
            width = cell.find(f"{W}tcPr/{W}tcW")
            if width is not None and _width(cell):
                whole = _width(cell) * (total + spent) // total
                body = f"{whole} // loop.length"
                share = Tag(TagMark.VALUE, TagLevel.TEXT, body, 0, 0, 0, body, "", self.place)
                width.set(f"{W}w", f"?cv183 {len(self.markers)}?")
                self.markers.append(share)

    def _check_hidden_text(self) -> None:
        """Tags in attributes, field codes or formulas would stay in the document for all to see."""
        for element in self.root.iter(etree.Element):
            texts = [str(value) for value in element.attrib.values()]
            texts += [element.text] if element.text and element.tag not in (T, _DELETED) else []
            self.faults += [
                MISPLACED.at(self.place, text=shown_around(text, found.start()))
                for text in texts
                if (found := HIDDEN_TAG.search(text)) is not None
            ]

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

    def _cut(self) -> tuple[str | PlacedTag, ...]:
        """The serialised tree, cut at its markers."""
        positions = {int(m.text or ""): _position(m, tag) for m, tag in self._tag_markers()}
        parts = _MARKER.split(etree.tostring(self.root, encoding="unicode"))
        pieces: list[str | PlacedTag] = [_DECLARATION + parts[0]]
        for number, literal in zip(parts[1::2], parts[2::2], strict=True):
            meaning = self.markers[int(number)]
            if isinstance(meaning, Tag):
                pieces.append(PlacedTag(meaning, *positions.get(int(number), ((), ""))))
            else:
                pieces.append(meaning)
            pieces.append(literal)
        return tuple(pieces)


def _section_break(section: etree._Element) -> etree._Element:
    """A paragraph of its own for `section`, one point high.

    LibreOffice saves the break of an empty paragraph in the paragraph before it, whatever that holds.
    """
    paragraph = etree.Element(P)
    properties = etree.SubElement(paragraph, f"{W}pPr")
    spacing = etree.SubElement(properties, f"{W}spacing")
    for name, value in _ONE_POINT.items():
        spacing.set(f"{W}{name}", value)
    properties.append(section)
    return paragraph


_KEPT_BREAKS = frozenset({"page", "column"})


def _breaks(
    paragraph: etree._Element, tags: list[Tag]
) -> tuple[list[etree._Element], list[etree._Element]]:
    """A paragraph for each page or column break of one that vanishes: those before its first tag, those after it."""
    atoms = [
        (atom, atom.element.get(f"{W}type", "")) for atom in Paragraph(paragraph, Source("")).atoms
    ]
    found = [(atom.start, kind) for atom, kind in atoms if kind in _KEPT_BREAKS]
    first = min(tag.at for tag in tags)
    before = [kind for start, kind in found if start < first]
    after = [kind for _, kind in found[len(before) :]]
    if paragraph.find(f"{W}pPr/{W}pageBreakBefore") is not None:
        before.insert(0, "page")
    return list(map(_break, before)), list(map(_break, after))


def _break(kind: str) -> etree._Element:
    """A paragraph that holds a break alone."""
    paragraph = etree.Element(P)
    run = etree.SubElement(paragraph, R)
    etree.SubElement(run, f"{W}br").set(f"{W}type", kind)
    return paragraph


def _position(marker: etree._Element, tag: Tag) -> tuple[tuple[str, ...], str]:
    """Path and container of `marker`, as Placed holds them."""
    path = tuple(str(element.tag) for element in marker.iterancestors())
    holder = marker if tag.is_structural else _nearest(marker, P)
    container = None if holder is None else holder.getparent()
    return path, "" if container is None else container.getroottree().getpath(container)


def _nearest(element: etree._Element, name: str) -> etree._Element | None:
    """`element` itself or its nearest ancestor of that name."""
    return element if element.tag == name else next(element.iterancestors(name), None)


def _width(cell: etree._Element) -> int:
    """The width of a cell as written (in twips, or fiftieths of a percent); 0 where it has none."""
    element = cell.find(f"{W}tcPr/{W}tcW")
    value = "" if element is None else element.get(f"{W}w", "")
    return int(value) if value.isdecimal() else 0
