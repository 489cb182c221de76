"""Do all sections of a template number their pages, if any does?

LibreOffice, saving a .docx, may leave a section without ``titlePg`` and with an empty header in place of
the one it shared with the section before: nothing looks wrong until the pages are printed.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.parsers import expat

from lxml import etree

from cv183_reports.catalogue import template as catalogue
from cv183_reports.catalogue.template import BODY, NO_PAGE_NUMBERS, NO_TEXT
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding, Severity
from cv183_reports.ooxml import copies as package
from cv183_reports.ooxml.copies import Package
from cv183_reports.template.draft import SECTION, Draft, Placed, draft, has_section, mend, parse
from cv183_reports.template.program import (
    Program,
    Use,
    check_blocks,
    check_tag,
    compiled,
    run,
    unknown_names,
    with_steps,
)
from cv183_reports.template.tags import P, Paragraph, W

_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_EDGES = (f"{W}headerReference", f"{W}footerReference")
_PAGE = re.compile(r"\bPAGE\b", re.IGNORECASE)
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


@dataclass(frozen=True, slots=True)
class _Section:
    """One section: its place among them from 1, its first words, whether it numbers its pages."""

    rank: int
    text: str
    is_numbered: bool


def check_page_numbers(packed: Package, main: str, file: str) -> tuple[Finding, ...]:
    """A warning for each section of part `main` without page numbers, where another has them.

    Only headers and footers of ordinary pages count: a first page of its own goes without by rule.
    """
    part = packed.get(main)
    root = parse(part.data()) if part else None
    if root is None:  # a fault of its own
        return ()
    place = Source(file, BODY)
    sections = list(_sections(root, packed, _targets(packed, main)))
    if not any(section.is_numbered for section in sections):
        return ()
    return tuple(
        NO_PAGE_NUMBERS.at(place, rank=section.rank, text=section.text or NO_TEXT)
        for section in sections
        if not section.is_numbered
    )


def _sections(root: etree._Element, packed: Package, targets: dict[str, str]) -> Iterator[_Section]:
    """The sections in order; a header or footer that one does not name is that of the one before."""
    edges = dict.fromkeys(_EDGES, False)
    for rank, (properties, text) in enumerate(_ends(root), 1):
        for reference in properties.iterchildren(*_EDGES):
            if reference.get(f"{W}type", "default") == "default":
                edges[str(reference.tag)] = _prints_number(
                    packed, targets.get(reference.get(_ID, ""), "")
                )
        yield _Section(rank, text, any(edges.values()))


def _ends(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The page set-up of each section, and the first text in it that is more than tags."""
    text = ""
    for element in root.iter(P):
        if not text:
            paragraph = Paragraph(element, Source(""))
            text = paragraph.text if paragraph.without(list(paragraph.tags)) else ""
        if (properties := element.find(SECTION)) is not None:
            yield properties, text
            text = ""
    if (properties := root.find(f"{W}body/{W}sectPr")) is not None:
        yield properties, text


def _targets(packed: Package, main: str) -> dict[str, str]:
    """The names of the parts to which part `main` refers, by its ids for them."""
    folder, name = posixpath.split(main)
    listed = packed.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    try:
        links = [] if listed is None else list(etree.fromstring(listed.data(), _PARSER))
    except etree.XMLSyntaxError:
        links = []
    paths = {
        link.get("Id", ""): posixpath.join("/", folder, link.get("Target", "")) for link in links
    }
    return {identity: posixpath.normpath(path).lstrip("/") for identity, path in paths.items()}


def _prints_number(packed: Package, name: str) -> bool:
    part = packed.get(name)
    root = parse(part.data()) if part else None
    if root is None:
        return False
    codes = "".join(element.text or "" for element in root.iter(f"{W}instrText"))
    simple = (element.get(f"{W}instr", "") for element in root.iter(f"{W}fldSimple"))
    old = next(root.iter(f"{W}pgNum"), None) is not None
    return old or any(map(_PAGE.search, (codes, *simple)))


_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_MAIN = _TYPE.format("document.main")
_LABELS = {
    _MAIN: catalogue.BODY,
    _TYPE.format("header"): catalogue.HEADER,
    _TYPE.format("footer"): catalogue.FOOTER,
    _TYPE.format("footnotes"): catalogue.FOOTNOTES,
    _TYPE.format("endnotes"): catalogue.ENDNOTES,
}
"""Content types of the parts that may hold tags, and what a finding calls each."""
_COMMENTS = _TYPE.removesuffix("{}+xml") + "comments"
"""How the content types of the parts that hold comments (their texts, replies, dates) begin."""
_CONTENT_TYPES = "[Content_Types].xml"
_PLAIN_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


@dataclass(frozen=True, slots=True)
class _Part:
    """One part with tags, compiled."""

    name: str
    place: Source
    program: Program


@dataclass(frozen=True, slots=True)
class Template:
    """A template without faults. Frozen: one may serve many renderings."""

    file: str
    uses: tuple[Use, ...]
    """Every reading of the context, in the order of the document, body first."""
    _package: Package
    _emptied: Mapping[str, bytes]
    """The parts that held comments, and what stands in them now."""
    _parts: tuple[_Part, ...]

    def render(self, context: Mapping[str, object]) -> tuple[bytes | None, tuple[Finding, ...]]:
        """The .docx for `context`: frozen dataclasses, tuples, str, int and Decimal under their names.

        The bytes are None when there is any finding; the same context gives the same bytes.
        """
        faults = list(unknown_names(self.uses, context))
        if faults:
            return None, tuple(faults)
        changed = dict(self._emptied)
        values = with_steps(context)
        for part in self._parts:
            result = _rendered(part, values)
            if isinstance(result, Finding):
                faults.append(result)
            else:
                changed[part.name] = result
        return (None if faults else self._package.with_parts(changed)), tuple(faults)


def declared_names(template: Template) -> frozenset[str]:
    """Every path that `template` reads of its context, and every prefix of one."""
    return frozenset(use.path for use in template.uses)


def load_template(data: bytes, file: str) -> tuple[Template | None, tuple[Finding, ...]]:
    """The template that the .docx `data` holds, and everything wrong with it.

    `file` is what findings call it. None when any finding is an error.
    """
    try:
        packed = Package.read(data)
    except package.NotAPackageError:
        return None, (catalogue.NOT_WORD.at(Source(file)),)
    except package.TooLargeError:
        limits = {
            "parts": package.MAX_PARTS,
            "part": package.MAX_PART >> 20,
            "total": package.MAX_TOTAL >> 20,
        }
        return None, (catalogue.TOO_LARGE.at(Source(file), **limits),)
    every_kind = _kinds_of_parts(packed)
    kinds = _texts(every_kind)
    if _MAIN not in kinds.values():
        return None, (catalogue.NOT_WORD.at(Source(file)),)
    parts: list[_Part] = []
    faults = list(check_page_numbers(packed, next(iter(kinds)), file))
    for part, kind in kinds.items():
        loaded, found = _load_part(packed, part, kind, file)
        faults += found
        parts += [loaded] if loaded else []
    if any(fault.severity is Severity.ERROR for fault in faults):
        return None, tuple(faults)
    uses = tuple(use for part in parts for use in part.program.uses)
    emptied = dict(_emptied(packed, every_kind))
    return Template(file, uses, packed, emptied, tuple(parts)), tuple(faults)


def _kinds_of_parts(packed: Package) -> dict[str, str]:
    """Content type of each part that is listed and there, by name."""
    listed = packed.get(_CONTENT_TYPES)
    try:
        root = etree.fromstring(listed.data(), _PLAIN_PARSER) if listed else None
    except etree.XMLSyntaxError:
        root = None
    kinds = {
        entry.get("PartName", "").removeprefix("/"): entry.get("ContentType", "")
        for entry in (() if root is None else root.iterfind("{*}Override"))
    }
    return {name: kind for name, kind in kinds.items() if packed.get(name) is not None}


def _texts(kinds: Mapping[str, str]) -> dict[str, str]:
    """The parts that may hold tags, the body first."""
    order = list(_LABELS)
    texts = [(name, kind) for name, kind in kinds.items() if kind in _LABELS]
    return dict(sorted(texts, key=lambda item: (order.index(item[1]), item[0])))


def _emptied(packed: Package, kinds: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """The parts with comments, without them: what staff say of a template is not for its readers."""
    for name, kind in kinds.items():
        part = packed.get(name) if kind.startswith(_COMMENTS) else None
        if part is None:
            continue
        try:
            root = etree.fromstring(part.data(), _PLAIN_PARSER)
        except etree.XMLSyntaxError:  # no comment of it stands anywhere in the text any more
            continue
        root[:] = []
        yield name, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _load_part(
    packed: Package, name: str, kind: str, file: str
) -> tuple[_Part | None, tuple[Finding, ...]]:
    """One part compiled, and what is wrong with it; None where it has no tags or an error."""
    place = Source(file, _LABELS[kind])
    part = packed.get(name)
    root = parse(part.data()) if part else None
    if root is None:
        return None, (catalogue.DAMAGED.at(Source(file), part=name),)
    no_section = kind == _MAIN and not has_section(root)
    sketch, faults = draft(root, place)
    tags = sketch.tags
    found = (
        *([catalogue.NO_SECTION.at(place)] if no_section else []),
        *faults,
        *filter(None, (check_tag(placed.tag) for placed in tags)),
        *check_blocks(tags),
    )
    if sketch.is_plain or any(fault.severity is Severity.ERROR for fault in found):
        return None, found
    return _compiled(sketch, name, place), found


def _compiled(sketch: Draft, part: str, place: Source) -> _Part:
    """A part whose tags have been checked."""
    pieces = (piece.tag if isinstance(piece, Placed) else piece for piece in sketch.pieces)
    return _Part(part, place, compiled(pieces))


def _rendered(part: _Part, values: dict[str, object]) -> bytes | Finding:
    """The part's XML for those values, read back; or what it stumbled over."""
    text = run(part.program, values)
    if isinstance(text, Finding):
        return text
    written = mend(text).encode()
    try:
        expat.ParserCreate().Parse(written, True)  # noqa: FBT003 - pyexpat takes no keywords
    except expat.ExpatError:
        return catalogue.BROKEN_OUTPUT.at(part.place, part=part.name)
    return written
