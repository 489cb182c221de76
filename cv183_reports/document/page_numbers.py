"""Do all sections of a template number their pages, if any does?

LibreOffice, saving a .docx, may leave a section without ``titlePg`` and with an empty header in place of
the one it shared with the section before: nothing looks wrong until the pages are printed.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from cv183_reports.catalogue.template import BODY, NO_PAGE_NUMBERS, NO_TEXT
from cv183_reports.document.draft import SECTION, parse
from cv183_reports.document.paragraph import P, Paragraph, W
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding
from cv183_reports.ooxml.copies import Package

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
