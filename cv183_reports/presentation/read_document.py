"""From the bytes of a .docx to the facts of what Word would show; what cannot be read is one finding."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain

from cv183_reports.catalogue import files
from cv183_reports.catalogue import lint as presentation
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding, Rule
from cv183_reports.ooxml.archive import Refusal
from cv183_reports.ooxml.package import Package
from cv183_reports.ooxml.tree import Node, Trees
from cv183_reports.presentation.facts import (
    Block,
    DocumentFacts,
    NoteFacts,
    TemplateTag,
    paragraphs_in,
)
from cv183_reports.presentation.numbering import Numbering
from cv183_reports.presentation.read_blocks import BlockReader
from cv183_reports.presentation.read_sections import (
    PageSettings,
    line_width,
    section_properties,
    sections,
)
from cv183_reports.presentation.story import Story
from cv183_reports.presentation.styles import Styles
from cv183_reports.presentation.theme import Theme

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage\0".encode("utf-16-le")
_OLD_STREAM = "WordDocument\0".encode("utf-16-le")
_RTF = b"{\\rtf"
_ZIP = b"PK"

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
        return None, (_in_words_of_word(refusal, file),)
    if not _anything(facts):
        return None, (presentation.NO_TEXT.at(Source(file)),)
    return facts, ()


def _no_package(data: bytes) -> Rule | None:
    """What the file is when it is no zip at all."""
    if not data.strip(b"\0"):
        return presentation.EMPTY_FILE
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            return presentation.PASSWORD
        return presentation.OLD_WORD if _OLD_STREAM in data else presentation.NOT_WORD
    if data.startswith(_RTF):
        return presentation.OLD_WORD
    return None if data.startswith(_ZIP) else presentation.NOT_WORD


def _in_words_of_word(refusal: Refusal, file: str) -> Finding:
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


class _Reader:
    """Reads one package."""

    def __init__(self, package: Package, file: str) -> None:
        self._file = file
        self._package = package
        self._trees = Trees(package)
        self._main = _main_part(package)
        self._stories: list[Story] = []
        self._roots: list[Node] = []
        self._headers: dict[str, tuple[Block, ...]] = {}

    def facts(self) -> DocumentFacts:
        """All of it.

        Raises:
            Refusal: a part is missing, damaged, unsafe or too large.
        """
        trees, main = self._trees, self._main
        settings = trees.related(main, "settings")
        styles = Styles.read(trees.related(main, "styles"))
        theme = Theme.read(trees.related(main, "theme"))
        self._blocks = BlockReader(
            styles, theme, Numbering.read(trees.related(main, "numbering"), styles)
        )
        root = trees.read(main)
        body = root.child("body")
        if body is None:
            raise Refusal(files.BAD_XML, part=main)
        described = section_properties(body)
        self._widths = tuple(line_width(one) for one in described)
        blocks = self._read(main, root, body)
        pages = PageSettings.read(settings)
        found = tuple(sections(described, pages, trees.targets(main), self._header))
        notes = tuple(chain(self._notes("footnotes"), self._notes("endnotes")))
        created, modified = self._dates()
        comments = trees.related(main, "comments")
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
            language=self._blocks.language() or _language(settings),
            created=created,
            modified=modified,
        )

    def _read(self, part: str, root: Node, parent: Node, section: int = 0) -> tuple[Block, ...]:
        story = Story.open(part, root, self._widths, section)
        self._stories.append(story)
        self._roots.append(root)
        return self._blocks.blocks(parent, story)

    def _header(self, part: str, section: int) -> tuple[Block, ...]:
        if part not in self._headers:
            root = self._trees.read(part)
            self._headers[part] = self._read(part, root, root, section)
        return self._headers[part]

    def _notes(self, kind: str) -> Iterator[NoteFacts]:
        root = self._trees.related(self._main, kind)
        if root is None:
            return
        part = self._trees.target(self._main, kind)
        story = Story.open(part, root, self._widths)
        self._stories.append(story)
        self._roots.append(root)
        for note in root:
            if note.get("type") not in _NOT_NOTES:
                blocks = self._blocks.blocks(note, story)
                yield NoteFacts(note.get("id"), kind == "endnotes", blocks)

    def _dates(self) -> tuple[datetime | None, datetime | None]:
        root = self._trees.related("", "core-properties")
        return _date(root, "created"), _date(root, "modified")

    def _tags(self, body: Iterable[Block], notes: Iterable[NoteFacts]) -> Iterator[TemplateTag]:
        """In the body, its text boxes, headers and footers, and notes."""
        boxes = (box.blocks for story in self._stories for box in story.text_boxes)
        everywhere = chain((body,), boxes, self._headers.values(), (note.blocks for note in notes))
        for paragraph in paragraphs_in(chain.from_iterable(everywhere)):
            for tag in _TAG.findall(paragraph.own_text):
                yield TemplateTag(tag, paragraph.part, paragraph.index)


def _main_part(package: Package) -> str:
    """The part with the text.

    Raises:
        Refusal: the package is not one of Word.
    """
    for part, kind in _OTHER_PARTS.items():
        if package.has(part):
            raise Refusal(presentation.OTHER_KIND, kind=(kind,))
    roots = package.relationships("")
    main = next((root.target for root in roots if root.kind == "officeDocument"), "")
    if not main.startswith("word/"):
        raise Refusal(presentation.NOT_WORD)
    return main


def _is_change(node: Node) -> bool:
    return node.name in _CHANGES or node.name.endswith("PrChange")


def _language(settings: Node | None) -> str:
    return "" if settings is None else settings.value("themeFontLang")


def _date(properties: Node | None, name: str) -> datetime | None:
    said = None if properties is None else properties.child(name)
    try:
        return None if said is None else datetime.fromisoformat(said.text.strip())
    except ValueError:
        return None
