"""A Word document read whole: its sections, pages, headers and footers, and every story → DocumentFacts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import TypeVar

from msgspec import Struct

from cv183_reports.catalogue import files
from cv183_reports.catalogue import lint as presentation
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding, Rule
from cv183_reports.ooxml.archive import MAX_WORD_PART, OLE, Refusal, is_locked
from cv183_reports.ooxml.package import Package, target
from cv183_reports.ooxml.xml import Node, Trees
from cv183_reports.word.blocks import BlockReader
from cv183_reports.word.cascade import DocumentTheme, WordStyles, is_on, millimetres, whole
from cv183_reports.word.facts import (
    BlockFacts,
    DocumentFacts,
    Margins,
    NoteFacts,
    PageBlocks,
    SectionFacts,
    paragraphs_in,
)
from cv183_reports.word.numbering import Numbering
from cv183_reports.word.text import Story, content

_LETTER = (215.9, 279.4)
"""Word's paper where a section names none."""
_MARGIN = 25.4
_HEADER = 12.7
_COLUMN_GAP = 12.7
_MOST_COLUMNS = 45
_KINDS = ("default", "first", "even")
_GONE = frozenset({"del", "moveFrom", "tbl"})

HeaderReader = Callable[[str, int], tuple[BlockFacts, ...]]
"""Reads the header or footer part of that name, first met in the section of that index."""


class PageSettings(Struct, frozen=True):
    """What the settings of a document say of all its sections."""

    mirrored: bool
    even_and_odd: bool

    @classmethod
    def read(cls, root: Node | None) -> PageSettings:
        """What ``settings.xml`` says."""
        return cls(_on(root, "mirrorMargins"), _on(root, "evenAndOddHeaders"))


def _spaces_add(settings: Node | None) -> bool:
    """Whether the spaces of two paragraphs add up, as in Word before it took over the way of web pages."""
    compat = None if settings is None else settings.child("compat")
    return _on(compat, "doNotUseHTMLParagraphAutoSpacing")


def section_properties(body: Node) -> tuple[Node | None, ...]:
    """The ``sectPr`` of each section; None for a last one that the file does not describe."""
    found: list[Node | None] = list(_inner(body))
    found.append(body.child("sectPr"))
    return tuple(found)


def line_width(properties: Node | None) -> float:
    """Millimetres of a line between the margins, of one column where there are several."""
    facts = _page(properties)
    margins = _margins(properties)
    width = facts[0] - margins.left - margins.right - margins.gutter
    columns = _columns(properties)
    if columns == 1 or properties is None:
        return width
    said = properties.child("cols")
    gap = _COLUMN_GAP if said is None else millimetres(said.get("space"), _COLUMN_GAP)
    return (width - gap * (columns - 1)) / columns


def sections(
    described: tuple[Node | None, ...],
    settings: PageSettings,
    targets: Mapping[str, str],
    read: HeaderReader,
) -> Iterator[SectionFacts]:
    """The facts of each section; headers it does not have are those of the one before."""
    headers: dict[str, tuple[BlockFacts, ...]] = {}
    footers: dict[str, tuple[BlockFacts, ...]] = {}
    for index, properties in enumerate(described):
        for reference in () if properties is None else properties:
            part = targets.get(reference.get("id"), "")
            if part and reference.name == "headerReference":
                headers[reference.get("type", "default")] = read(part, index)
            elif part and reference.name == "footerReference":
                footers[reference.get("type", "default")] = read(part, index)
        yield _section(index, properties, settings, headers, footers)


def _section(
    index: int,
    properties: Node | None,
    settings: PageSettings,
    headers: Mapping[str, tuple[BlockFacts, ...]],
    footers: Mapping[str, tuple[BlockFacts, ...]],
) -> SectionFacts:
    width, height = _page(properties)
    title_page = _on(properties, "titlePg")
    numbers = None if properties is None else properties.child("pgNumType")
    return SectionFacts(
        index=index,
        width=width,
        height=height,
        margins=_margins(properties),
        mirrored=settings.mirrored,
        start=("" if properties is None else properties.value("type")) or "nextPage",
        columns=_columns(properties),
        title_page=title_page,
        page_number_start=None if numbers is None else whole(numbers.get("start")),
        page_number_format="decimal" if numbers is None else numbers.get("fmt", "decimal"),
        headers=_shown(headers, title_page=title_page, even=settings.even_and_odd),
        footers=_shown(footers, title_page=title_page, even=settings.even_and_odd),
    )


def _shown(
    said: Mapping[str, tuple[BlockFacts, ...]], *, title_page: bool, even: bool
) -> PageBlocks:
    default, first, other = (said.get(kind, ()) for kind in _KINDS)
    return PageBlocks(default, first if title_page else default, other if even else default)


def _inner(parent: Node) -> Iterator[Node]:
    """The ``sectPr`` of paragraphs, in the order in which their sections end."""
    for child in content(parent):
        if child.name == "p":
            properties = child.descend("pPr", "sectPr")
            if properties is not None:
                yield properties
        elif child.name not in _GONE:
            yield from _inner(child)


def _page(properties: Node | None) -> tuple[float, float]:
    size = None if properties is None else properties.child("pgSz")
    if size is None:
        return _LETTER
    return millimetres(size.get("w"), _LETTER[0]), millimetres(size.get("h"), _LETTER[1])


def _margins(properties: Node | None) -> Margins:
    said = None if properties is None else properties.child("pgMar")
    if said is None:
        return Margins(_MARGIN, _MARGIN, _MARGIN, _MARGIN, 0.0, _HEADER, _HEADER)
    return Margins(
        top=millimetres(said.get("top"), _MARGIN),
        bottom=millimetres(said.get("bottom"), _MARGIN),
        left=millimetres(said.get("left", said.get("start")), _MARGIN),
        right=millimetres(said.get("right", said.get("end")), _MARGIN),
        gutter=millimetres(said.get("gutter")),
        header=millimetres(said.get("header"), _HEADER),
        footer=millimetres(said.get("footer"), _HEADER),
    )


def _columns(properties: Node | None) -> int:
    said = None if properties is None else properties.child("cols")
    number = None if said is None else whole(said.get("num"))
    return min(max(1, number or 1), _MOST_COLUMNS)


def _on(parent: Node | None, name: str) -> bool:
    switch = None if parent is None else parent.child(name)
    return switch is not None and is_on(switch.attributes.get("val"))


_OLD_STREAM = "WordDocument\0".encode("utf-16-le")
_RTF = b"{\\rtf"
_ZIP = b"PK"
_ODT = b"mimetypeapplication/vnd.oasis.opendocument.textPK"
"""How the zip of a text of LibreOffice begins, its first part stored as it is."""

_OTHERS = {
    b"%pdf-": presentation.PDF,
    b"<!doctype html": presentation.WEB_PAGE,
    b"<html": presentation.WEB_PAGE,
    b"\x89png\r\n": presentation.PICTURE,
    b"\xff\xd8\xff": presentation.PICTURE,
}
"""How files begin that are often taken for documents, small letters."""
_OTHER_PARTS = {
    "xl/workbook.xml": presentation.EXCEL,
    "xl/workbook.bin": presentation.EXCEL,
    "ppt/presentation.xml": presentation.POWERPOINT,
    "mimetype": presentation.OPEN_DOCUMENT,
}
"""Parts of packages that are no documents of Word."""

_REFUSED = {
    files.BROKEN_ZIP: presentation.DAMAGED,
    files.DOCTYPE: presentation.UNSAFE,
    files.DAMAGED_PART: presentation.DAMAGED_PART,
    files.BAD_XML: presentation.DAMAGED_PART,
    files.MISSING_PART: presentation.DAMAGED_PART,
    files.DUPLICATE_PART: presentation.DAMAGED_PART,
    files.OVERLAPPING_PARTS: presentation.DAMAGED_PART,
    files.UNKNOWN_COMPRESSION: presentation.DAMAGED_PART,
    files.UNSAFE_NAME: presentation.DAMAGED_PART,
    files.ENCRYPTED_PART: presentation.PASSWORD,
    presentation.TOO_LONG: presentation.TOO_LONG,
    presentation.NOT_WORD: presentation.NOT_WORD,
    presentation.OTHER_KIND: presentation.OTHER_KIND,
}
"""What the doors of a zip and of XML refuse, in the words for a Word document; all else is a limit."""

_CHANGES = frozenset({"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge"})
_NOT_NOTES = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_TAG = re.compile(r"\{\{[^{}]{0,500}\}\}|\{%[^{}]{0,500}%\}|\{#[^{}]{0,500}#\}")


def read_facts(data: bytes, file: str) -> tuple[DocumentFacts | None, tuple[Finding, ...]]:
    """What Word would show of the .docx in `data`.

    Args:
        data: the file.
        file: its name or path, for the findings.

    Returns:
        The facts and no finding; or None and the one finding that says why there are none.
    """
    kind = next(
        (k for start, k in _OTHERS.items() if data[:64].lstrip().lower().startswith(start)), ""
    )
    if kind:
        return None, (presentation.OTHER_KIND.at(Source(file), kind=(kind,)),)
    rule = _no_package(data)
    if rule is not None:
        return None, (rule.at(Source(file)),)
    try:
        facts = _Reader(Package(data), file).facts()
    except Refusal as refusal:
        return None, (in_words_of_word(refusal, file),)
    if not _anything(facts):
        return None, (presentation.NO_TEXT.at(Source(file)),)
    return facts, ()


def foreign_suffix(data: bytes) -> str:
    """``.doc``, ``.rtf`` or ``.odt`` where that is what the file is, whatever its name says; empty = none of them."""
    if data.startswith(_RTF):
        return ".rtf"
    if data.startswith(OLE) and _OLD_STREAM in data and not is_locked(data):
        return ".doc"
    return ".odt" if data.startswith(_ZIP) and _ODT in data[:128] else ""


def _no_package(data: bytes) -> Rule | None:
    """What the file is when it is no zip at all."""
    if not data.strip(b"\0"):
        return presentation.EMPTY_FILE
    if is_locked(data):
        return presentation.PASSWORD
    if data.startswith(OLE):
        return presentation.OLD_WORD if _OLD_STREAM in data else presentation.NOT_WORD
    if data.startswith(_RTF):
        return presentation.OLD_WORD
    return None if data.startswith(_ZIP) else presentation.NOT_WORD


def in_words_of_word(refusal: Refusal, file: str) -> Finding:
    """What a refusal means of a Word document."""
    rule = _REFUSED.get(refusal.rule, presentation.BEYOND_LIMITS)
    if rule in {presentation.TOO_LONG, presentation.NOT_WORD, presentation.OTHER_KIND}:
        return refusal.finding(file)
    return rule.at(Source(file), reason=refusal.finding(file).message)


def _anything(facts: DocumentFacts) -> bool:
    """Whether there is a word or a picture anywhere in the body."""
    boxes = chain.from_iterable(box.blocks for box in facts.text_boxes)
    return any(
        paragraph.text.strip() or any(run.picture for run in paragraph.runs)
        for paragraph in chain(facts.paragraphs, paragraphs_in(boxes))
    )


T = TypeVar("T")
_REMEMBERED = 1024 * 1024
"""Bytes of a part up to which what was read of it is kept: papers of one office have one set of styles."""


@lru_cache(maxsize=8)
def _styles(part: str, content: bytes) -> WordStyles:
    return WordStyles.read(Trees().read(part, content) if part else None)


@lru_cache(maxsize=8)
def _theme(part: str, content: bytes) -> DocumentTheme:
    return DocumentTheme.read(Trees().read(part, content) if part else None)


class _Reader:
    """Reads one package."""

    def __init__(self, package: Package, file: str) -> None:
        self._file = file
        self._package = package
        self._trees = Trees()
        self._main = _main_part(package)
        self._stories: list[Story] = []
        self._roots: list[Node] = []
        self._headers: dict[str, tuple[BlockFacts, ...]] = {}

    def facts(self) -> DocumentFacts:
        """All of it.

        Raises:
            Refusal: a part is missing, damaged, unsafe or too large.
        """
        main = self._main
        settings = self._related("settings")
        styles = self._alike("styles", _styles)
        theme = self._alike("theme", _theme)
        self._blocks = BlockReader(
            styles, theme, Numbering.read(self._related("numbering"), styles)
        )
        root = self._tree(main)
        body = root.child("body")
        if body is None:
            raise Refusal(files.BAD_XML, part=main)
        described = section_properties(body)
        self._widths = tuple(line_width(one) for one in described)
        blocks = self._read(main, root, body)
        pages = PageSettings.read(settings)
        found = tuple(sections(described, pages, self._package.targets(main), self._header))
        notes = tuple(chain(self._notes("footnotes"), self._notes("endnotes")))
        comments = self._related("comments")
        self._package.verify_rest()
        return DocumentFacts(
            file=self._file,
            sections=found,
            blocks=blocks,
            text_boxes=tuple(box for story in self._stories for box in story.text_boxes),
            lines=tuple(line for story in self._stories for line in story.lines),
            notes=notes,
            tracked_changes=sum(_is_change(node) for one in self._roots for node in one.walk()),
            comments=0 if comments is None else sum(c.name == "comment" for c in comments),
            template_tags=tuple(self._tags(blocks, notes)),
            spaces_add=_spaces_add(settings),
        )

    def _tree(self, part: str) -> Node:
        return self._trees.read(part, self._package.read(part, MAX_WORD_PART))

    def _related(self, kind: str) -> Node | None:
        """The part of that kind to which the text points."""
        part = self._package.target(self._main, kind)
        return None if part is None else self._tree(part)

    def _alike(self, kind: str, read: Callable[[str, bytes], T]) -> T:
        """What is read of the part of that kind, once for all documents in which it is the same to the byte."""
        part = self._package.target(self._main, kind)
        content = b"" if part is None else self._package.read(part, MAX_WORD_PART)
        known = read if len(content) <= _REMEMBERED else getattr(read, "__wrapped__", read)
        found: T = known(part or "", content)
        return found

    def _read(
        self, part: str, root: Node, parent: Node, section: int = 0
    ) -> tuple[BlockFacts, ...]:
        story = Story.open(part, root, self._widths, section)
        self._stories.append(story)
        self._roots.append(root)
        return self._blocks.blocks(parent, story)

    def _header(self, part: str, section: int) -> tuple[BlockFacts, ...]:
        if part not in self._headers:
            root = self._tree(part)
            self._headers[part] = self._read(part, root, root, section)
        return self._headers[part]

    def _notes(self, kind: str) -> Iterator[NoteFacts]:
        part = self._package.target(self._main, kind)
        if part is None:
            return
        root = self._tree(part)
        story = Story.open(part, root, self._widths)
        self._stories.append(story)
        self._roots.append(root)
        for note in root:
            if note.get("type") not in _NOT_NOTES:
                blocks = self._blocks.blocks(note, story)
                yield NoteFacts(note.get("id"), blocks)

    def _tags(self, body: Iterable[BlockFacts], notes: Iterable[NoteFacts]) -> Iterator[str]:
        """In the body, its text boxes, headers and footers, and notes."""
        boxes = (box.blocks for story in self._stories for box in story.text_boxes)
        everywhere = chain((body,), boxes, self._headers.values(), (note.blocks for note in notes))
        for paragraph in paragraphs_in(chain.from_iterable(everywhere)):
            yield from _TAG.findall(paragraph.own_text)


def _main_part(package: Package) -> str:
    """The part with the text.

    Raises:
        Refusal: the package is not one of Word.
    """
    for part, kind in _OTHER_PARTS.items():
        if package.has(part):
            raise Refusal(presentation.OTHER_KIND, kind=(kind,))
    main = target(package.relationships(""), "officeDocument") or ""
    if not main.startswith("word/"):
        raise Refusal(presentation.NOT_WORD)
    return main


def _is_change(node: Node) -> bool:
    return node.name in _CHANGES or node.name.endswith("PrChange")
