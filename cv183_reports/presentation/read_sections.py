"""The sections of a document: pages, margins, numbers, and what stands in headers and footers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from cv183_reports.ooxml.tree import Node
from cv183_reports.presentation.facts import Block, Margins, PageBlocks, SectionFacts
from cv183_reports.presentation.measures import is_on, millimetres, whole
from cv183_reports.presentation.story import content

_LETTER = (215.9, 279.4)
"""Word's paper where a section names none."""
_MARGIN = 25.4
_HEADER = 12.7
_COLUMN_GAP = 12.7
_MOST_COLUMNS = 45
_KINDS = ("default", "first", "even")
_GONE = frozenset({"del", "moveFrom", "tbl"})

HeaderReader = Callable[[str, int], tuple[Block, ...]]
"""Reads the header or footer part of that name, first met in the section of that index."""


@dataclass(frozen=True, slots=True)
class PageSettings:
    """What the settings of a document say of all its sections."""

    mirrored: bool
    even_and_odd: bool

    @classmethod
    def read(cls, root: Node | None) -> PageSettings:
        """What ``settings.xml`` says."""
        return cls(_on(root, "mirrorMargins"), _on(root, "evenAndOddHeaders"))


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
    headers: dict[str, tuple[Block, ...]] = {}
    footers: dict[str, tuple[Block, ...]] = {}
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
    headers: Mapping[str, tuple[Block, ...]],
    footers: Mapping[str, tuple[Block, ...]],
) -> SectionFacts:
    width, height, landscape = _page(properties)
    title_page = _on(properties, "titlePg")
    numbers = None if properties is None else properties.child("pgNumType")
    return SectionFacts(
        index=index,
        width=width,
        height=height,
        landscape=landscape,
        margins=_margins(properties),
        mirrored=settings.mirrored,
        start=("" if properties is None else properties.value("type")) or "nextPage",
        columns=_columns(properties),
        title_page=title_page,
        even_and_odd=settings.even_and_odd,
        page_number_start=None if numbers is None else whole(numbers.get("start")),
        page_number_format="decimal" if numbers is None else numbers.get("fmt", "decimal"),
        headers=_shown(headers, title_page=title_page, even=settings.even_and_odd),
        footers=_shown(footers, title_page=title_page, even=settings.even_and_odd),
    )


def _shown(said: Mapping[str, tuple[Block, ...]], *, title_page: bool, even: bool) -> PageBlocks:
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


def _page(properties: Node | None) -> tuple[float, float, bool]:
    size = None if properties is None else properties.child("pgSz")
    if size is None:
        return *_LETTER, False
    width, height = millimetres(size.get("w"), _LETTER[0]), millimetres(size.get("h"), _LETTER[1])
    return width, height, size.get("orient") == "landscape"


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
