"""A .docx opened to be merged: its lines, each with the element it stands in, and what else it is made of (python-docx)."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace

from docx.opc.constants import CONTENT_TYPE
from docx.opc.packuri import PackURI
from docx.oxml.ns import qn
from docx.package import Package as WordPackage
from docx.parts.document import DocumentPart
from lxml import etree

from cv183_reports.catalogue import machine
from cv183_reports.differences.comparison import DocumentLine, lines_of
from cv183_reports.ooxml.archive import MAX_WORD_PART
from cv183_reports.ooxml.package import Package
from cv183_reports.ooxml.xml import children, identity_in
from cv183_reports.word.document import read_facts
from cv183_reports.word.facts import DocumentFacts

P, TABLE, ROW, CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_STYLED = {qn("w:pStyle"): "paragraph", qn("w:rStyle"): "character", qn("w:tblStyle"): "table"}
_VALUE, _IDENTITY = (
    qn("w:val"),
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
)
_REFERENCES = frozenset({qn("w:headerReference"), qn("w:footerReference")})
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_ANCHORS = frozenset(
    map(
        qn,
        (
            "w:ins", "w:del", "w:moveFrom", "w:moveTo", "w:commentRangeStart", "w:commentRangeEnd",
            "w:commentReference", "w:footnoteReference", "w:endnoteReference", "w:drawing", "w:pict", "w:object",
        ),
    )
)  # fmt: skip
"""What a person may have laid into a place without changing a letter of it."""


class CannotMerge(Exception):  # noqa: N818 - a verdict, not a mistake
    """The documents do not fit together well enough to be merged; says why, in the words for a clerk."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class OpenedDocument:
    """One of the documents that are merged."""

    def __init__(self, data: bytes) -> None:
        """Opens `data`.

        Raises:
            CannotMerge: it cannot be read, or is of a kind that python-docx does not change.
        """
        facts, _ = read_facts(data, "")
        if facts is None:
            raise CannotMerge(machine.UNREADABLE_WORD)
        self.facts: DocumentFacts = facts
        self.package = Package(data)
        self.main = self.package.target("", "officeDocument") or ""
        text = self.package.read(self.main, MAX_WORD_PART)
        if _STRICT in text:
            raise CannotMerge(machine.STRICT_WORD)
        kind, name = CONTENT_TYPE.WML_DOCUMENT_MAIN, PackURI(f"/{self.main}")
        part = DocumentPart.load(name, kind, text, WordPackage())
        assert isinstance(part, DocumentPart)
        self.part = part
        self.body: etree._Element = part.element.body
        self.lines = tuple(map(_known_by_heads, lines_of(facts)))
        self._paragraphs: list[etree._Element] = self.paragraphs
        self.units = {id(line): self._unit(line) for line in self.lines}
        self._blocks = {self.block(unit) for unit in self.units.values()}
        self._styles = _style_names(self.package, self.main)

    @property
    def paragraphs(self) -> list[etree._Element]:
        """All of the main part, by rank, as they stand now."""
        return list(self.part.element.iter(P))

    def cell(self, line: DocumentLine, at: int) -> list[etree._Element]:
        """The paragraphs of one text of a line."""
        return [self._paragraphs[rank] for rank in line.paragraphs[at]]

    def _unit(self, line: DocumentLine) -> etree._Element:
        """What comes and goes with the line: its paragraph, or its row."""
        ranks = [rank for each in line.paragraphs for rank in each]
        if not ranks:
            raise CannotMerge(machine.OTHER_STRUCTURE)
        paragraph = self._paragraphs[ranks[0]]
        return [*paragraph.iterancestors(ROW)][-1] if line.table else paragraph

    def block(self, element: etree._Element) -> etree._Element:
        """The child of the body that `element` is, or stands in."""
        while (parent := element.getparent()) is not self.body:
            if parent is None:
                raise CannotMerge(machine.OTHER_STRUCTURE)
            element = parent
        return element

    def before(self, block: etree._Element) -> list[etree._Element]:
        """The blocks without a word that stand right before `block` and come and go with it."""
        found: list[etree._Element] = []
        for each in block.itersiblings(preceding=True):
            if each in self._blocks or each.tag not in {P, TABLE}:
                break
            found.insert(0, each)
        return found

    def note(self, element: etree._Element) -> None:
        """Something that was put in says something, too."""
        self._blocks.add(self.block(element))

    def others(self, line: DocumentLine) -> list[etree._Element]:
        """The cells of a row that the line leaves out: its rank."""
        told = {p.getparent() for at in range(len(line.texts)) for p in self.cell(line, at)}
        return [cell for cell in self.units[id(line)].iterchildren(CELL) if cell not in told]

    def fitted(self, element: etree._Element, origin: OpenedDocument) -> etree._Element:
        """A copy of an element of `origin` that may stand here.

        Raises:
            CannotMerge: it needs a style that is not here, or another part (a picture).
        """
        copy = deepcopy(element)
        for each in list(copy.iter()):
            parent = each.getparent()
            if each.tag in _REFERENCES and parent is not None:
                parent.remove(each)
            elif any(str(name).startswith(_IDENTITY) for name in each.attrib):
                raise CannotMerge(machine.PICTURE_TO_MERGE)
            elif kind := _STYLED.get(str(each.tag)):
                each.set(_VALUE, self._style(kind, origin.style_name(kind, each.get(_VALUE, ""))))
        return copy

    def style_name(self, kind: str, identity: str) -> str:
        """What the style of that identity is called."""
        return self._styles.get((kind, identity), identity)

    def _style(self, kind: str, name: str) -> str:
        for (known, identity), called in self._styles.items():
            if known == kind and called == name:
                return identity
        raise CannotMerge(machine.STYLE_TO_MERGE)

    def charts(self) -> dict[str, tuple[etree._Element, str]]:
        """Name → the ``wp:docPr`` and the part of each chart in the text."""
        targets = self.package.targets(self.main)
        found = {}
        for drawn in self.body.iter(_DRAWN):
            holder = drawn.getparent()
            chart = next(holder.iter(_CHART), None) if holder is not None else None
            if chart is not None and (part := targets.get(identity_in(chart))):
                found[str(drawn.get("name", ""))] = (drawn, part)
        return found

    def packed(self) -> bytes:
        """The file with what was changed in its text."""
        self.package.put(self.main, self.part.blob)
        return self.package.packed()


def has_anchors(element: etree._Element) -> bool:
    """Whether something of a person's stands in `element` that is no text: a comment, a tracked change, a picture."""
    return any(each.tag in _ANCHORS for each in element.iter())


def _known_by_heads(line: DocumentLine) -> DocumentLine:
    """The line as it is known here: a table by its heads, not by its appendix, whose number may change."""
    if not line.table:
        return line
    heads, label = " | ".join(line.columns), line.key.partition("\n")[2]
    return replace(line, table=heads, key=f"{heads}\n{label}")


def _style_names(package: Package, main: str) -> dict[tuple[str, str], str]:
    """Kind and identity of each style → its name in small letters."""
    part = package.target(main, "styles")
    return dict(_named(package.root(part))) if part else {}


def _named(styles: etree._Element) -> Iterator[tuple[tuple[str, str], str]]:
    for style in children(styles, "style"):
        kind, identity = style.get(qn("w:type"), ""), style.get(qn("w:styleId"), "")
        name = next((each.get(_VALUE, "") for each in children(style, "name")), identity)
        yield (kind, identity), name.lower()
