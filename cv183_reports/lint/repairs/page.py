"""Mends the pages: paper, margins, the number of the page, and tables that the page has become too narrow for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import cast

from docx.enum.section import WD_HEADER_FOOTER
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.section import CT_SectPr
from docx.oxml.text.paragraph import CT_P
from docx.oxml.text.run import CT_R
from docx.section import Section
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from lxml import etree

from cv183_reports.lint.checks import Fault
from cv183_reports.lint.checks.head import width_of
from cv183_reports.lint.checks.page import (
    DECIMAL,
    is_turned,
    margins_wanted,
    number_faults,
    page_numbers,
)
from cv183_reports.lint.lines import FAMILY, runs_width
from cv183_reports.lint.opened import TypedParagraph
from cv183_reports.lint.parts import Part
from cv183_reports.lint.repairs import Ink, RepairBench, placed, set_ink
from cv183_reports.word.facts import (
    Alignment,
    BlockFacts,
    CellFacts,
    ParagraphFacts,
    RunFacts,
    SectionFacts,
    TableFacts,
    paragraphs_in,
    tables_in,
)

_Element = etree._Element  # noqa: SLF001 - its stubs have no other name
_GRID, _ROW, _CELL = map(qn, ("w:tblGrid", "w:tr", "w:tc"))
_WIDTH, _KIND, _TWIPS = qn("w:w"), qn("w:type"), "dxa"
_OF_TABLE, _OF_CELL = f"{qn('w:tblPr')}/{qn('w:tblW')}", f"{qn('w:tcPr')}/{qn('w:tcW')}"
_FITS = 3.0
"""Millimetres that a table that fits its page may be wider."""
_ROOMY = 1.0
"""Millimetres beside a line that must not wrap."""
_PAIR = 2


def fit_tables(bench: RepairBench, section: SectionFacts, lost: float) -> None:
    """Narrows the tables that a page had room for and has not, now that its lines are `lost` mm shorter."""
    margins = section.margins
    room = section.width - margins.left - margins.right - margins.gutter
    for table in bench.case.facts.blocks:
        if isinstance(table, TableFacts) and table.section == section.index:
            width = sum(table.columns)
            if room - lost < width <= room + _FITS:
                _scale(bench.copy.table(table.part, table.index), (room - lost) / width)


def _scale(table: _Element, factor: float) -> None:
    """A table and its cells; not tables within."""
    said = [*table.iterfind(_OF_TABLE), *table.iterfind(f"{_ROW}/{_CELL}/{_OF_CELL}")]
    told = [each for each in said if each.get(_KIND) == _TWIPS]
    for each in (*told, *table.iterfind(f"{_GRID}/*")):
        width = each.get(_WIDTH, "")
        if width.isdecimal():
            each.set(_WIDTH, str(round(int(width) * factor)))


def mend_date_room(bench: RepairBench, fault: Fault) -> None:
    """Widens the column of a date that wraps."""
    for part in bench.parts(fault):
        keep_on_line(bench, part, width_of(part))


def keep_on_line(bench: RepairBench, part: Part, width: float) -> None:
    """Widens the second column of a head for a line of so many mm, where the column beside it has room to spare."""
    place = part.line.paragraph.place
    tables = tables_in(bench.case.facts.blocks) if place and place.cell == _PAIR - 1 else iter(())
    table = next((each for each in tables if place and each.index == place.table), None)
    if table is None or part.line.boxed:
        return
    given = bench.widened.get(table.index, 0.0)
    need = width + _ROOMY - part.line.paragraph.room - given
    pairs = all(len(row.cells) == len(table.columns) == _PAIR for row in table.rows)
    if pairs and 0 < need < _spare(row.cells[0] for row in table.rows) - given:
        bench.widened[table.index] = given + need
        _widen_second(bench.copy.table(table.part, table.index), round(Mm(need).twips))


def _spare(cells: Iterable[CellFacts]) -> float:
    """Millimetres that no line of these cells needs; a text that wraps may wrap sooner."""
    paragraphs = (each for cell in cells for each in paragraphs_in(cell.blocks))
    left = [each.room - runs_width(each.runs) - _ROOMY for each in paragraphs]
    return min((length for length in left if length >= 0), default=0.0)


def _widen_second(table: _Element, twips: int) -> None:
    """Gives the second column so much of the first."""
    for pair in _pairs(table):
        for said, more in zip(pair, (-twips, twips), strict=True):
            said.set(_WIDTH, str(int(said.get(_WIDTH, "0")) + more))


def _pairs(table: _Element) -> Iterator[list[_Element]]:
    """What says the widths of both columns: in the grid, and row by row."""
    yield list(table.iterfind(f"{_GRID}/*"))
    for row in table.iterfind(_ROW):
        said = list(row.iterfind(f"{_CELL}/{_OF_CELL}"))
        if len(said) == _PAIR and all(each.get(_KIND) == _TWIPS for each in said):
            yield said


_TBL, _SECTION, _R, _PPR, _FIELD = map(qn, ("w:tbl", "w:sectPr", "w:r", "w:pPr", "w:fldSimple"))
_NUMBERING, _FORMAT, _START = qn("w:pgNumType"), qn("w:fmt"), qn("w:start")
_CODES = (qn("w:instr"), qn("w:instrText"))
_SIDES = ("top", "bottom", "left", "right")
_LIKE_A4 = 1.25
"""Paper whose sides are at most so many times those of A4, or so many times less: Letter, Folio, Legal; not A3, A5."""


def _properties(bench: RepairBench) -> list[CT_SectPr]:
    """The ``sectPr`` of each section."""
    body = bench.copy.document.element.body
    inner = [
        each
        for each in body.iter(_SECTION)
        if each.getparent() is not body and not any(each.iterancestors(_TBL))
    ]
    return [*inner, body.get_or_add_sectPr()]


def _sections(bench: RepairBench) -> Iterator[tuple[SectionFacts, Section]]:
    pairs = zip(bench.case.facts.sections, _properties(bench), strict=True)
    return ((facts, Section(said, bench.copy.document)) for facts, said in pairs)


def mend_paper(bench: RepairBench, _: Fault) -> None:
    """Paper like A4 that is not A4."""
    page = bench.case.rules.page
    for facts, section in _sections(bench):
        turned = is_turned(bench.case, facts)
        wide, tall = (page.height, page.width) if turned else (page.width, page.height)
        pairs = ((facts.width, wide), (facts.height, tall))
        if all(1 / _LIKE_A4 < found / span.least < _LIKE_A4 for found, span in pairs):
            section.page_width = Mm(wide.nearest(facts.width))
            section.page_height = Mm(tall.nearest(facts.height))
            fit_tables(bench, facts, facts.width - wide.nearest(facts.width))


def mend_margins(bench: RepairBench, _: Fault) -> None:
    """Margins that are too wide or too narrow: to the nearest that is allowed."""
    for facts, section in _sections(bench):
        lost = 0.0
        for side, span in zip(_SIDES, margins_wanted(bench.case, facts), strict=True):
            gutter = facts.margins.gutter if side == "left" else 0.0
            value = getattr(facts.margins, side) + gutter
            if not span.holds(value):
                setattr(section, f"{side}_margin", Mm(span.nearest(value) - gutter))
                lost += span.nearest(value) - value if side in {"left", "right"} else 0
        fit_tables(bench, facts, lost)


def mend_number_height(bench: RepairBench, _: Fault) -> None:
    """A header too near the edge, or too far from it."""
    span = bench.case.rules.page.header
    for facts, section in _sections(bench):
        if page_numbers(facts.headers.default) and not span.holds(facts.margins.header):
            section.header_distance = Mm(span.nearest(facts.margins.header))


def mend_number_start(bench: RepairBench, _: Fault) -> None:
    """Pages that are not counted from 1."""
    for said in _properties(bench)[0].findall(_NUMBERING):
        said.set(_START, "1")


def mend_even_pages(bench: RepairBench, _: Fault) -> None:
    """Even pages without a number: they are no longer told from the others, where nothing else stands on them."""
    settings = bench.copy.package.target(bench.copy.main, "settings")
    pages = bench.case.facts.sections
    if settings and all(_is_bare((*each.headers.even, *each.footers.even)) for each in pages):
        root = bench.copy.part(settings).element
        for switch in root.findall(qn("w:evenAndOddHeaders")):
            root.remove(switch)


def mend_first_page(bench: RepairBench, _: Fault) -> None:
    """A number on the first page, where it is all that stands in its header and footer."""
    facts, section = next(_sections(bench))
    if facts.title_page:
        for blocks in (facts.headers.first, facts.footers.first):
            for paragraph, _run in page_numbers(blocks) if _is_bare(blocks) else ():
                _empty(bench.copy.paragraph(paragraph.part, paragraph.index))
    elif _is_bare(facts.headers.default) and not page_numbers(facts.footers.default):
        _part_first_page(bench, section)


def _blank_first_header(bench: RepairBench, properties: CT_SectPr) -> None:
    """Says that nothing stands at the head of the first page: LibreOffice would print the header of the others."""
    if properties.get_headerReference(WD_HEADER_FOOTER.FIRST_PAGE) is None:
        identity, part = bench.copy.add_header()
        part.element.append(OxmlElement("w:p"))
        properties.add_headerReference(WD_HEADER_FOOTER.FIRST_PAGE, identity)


def _part_first_page(bench: RepairBench, section: Section) -> None:
    """Lets the first page have a header of its own, that is blank, and the footer of the others."""
    properties: CT_SectPr = section._sectPr  # noqa: SLF001 - as below
    section.different_first_page_header_footer = True
    first, others = WD_HEADER_FOOTER.FIRST_PAGE, WD_HEADER_FOOTER.PRIMARY
    _blank_first_header(bench, properties)
    footer = properties.get_footerReference(others)
    if footer is not None and properties.get_footerReference(first) is None:
        properties.add_footerReference(first, footer.rId)


def _is_bare(blocks: Sequence[BlockFacts]) -> bool:
    """Whether nothing but numbers of pages stands here."""
    runs = [run for each in paragraphs_in(blocks) for run in each.runs]
    texts = [run.shown for run in runs if not _is_number(run)]
    lettered = any(letter.isalnum() for text in texts for letter in text)
    return not lettered and not any(run.picture for run in runs)


def _is_number(run: RunFacts) -> bool:
    return run.field.split()[:1] == ["PAGE"]


def _empty(paragraph: CT_P) -> None:
    for child in list(paragraph):
        if child.tag != _PPR:
            paragraph.remove(child)


def mend_no_number(bench: RepairBench, _: Fault) -> None:
    """Pages without a number, neither in the text nor in a box of a header or footer."""
    package = bench.copy.package
    edges = [package.targets(bench.copy.main, kind).values() for kind in ("header", "footer")]
    if any(_has_number(bench.copy.part(part)) for part in chain.from_iterable(edges)):
        return
    for rank, (facts, section) in enumerate(_sections(bench)):
        _give_number(bench, section, WD_HEADER_FOOTER.PRIMARY, rank)
        if _has_even_pages(facts):
            _give_number(bench, section, WD_HEADER_FOOTER.EVEN_PAGE, rank)


def _has_even_pages(facts: SectionFacts) -> bool:
    """Whether its even pages have headers or footers of their own."""
    return (
        facts.headers.even is not facts.headers.default
        or facts.footers.even is not facts.footers.default
    )


def _give_number(bench: RepairBench, section: Section, kind: WD_HEADER_FOOTER, rank: int) -> None:
    """A number in the header of a section; one that a section takes over from that before has it already."""
    properties: CT_SectPr = section._sectPr  # noqa: SLF001 - nor is there another way to it
    own = properties.get_headerReference(kind)
    if own is not None:
        part = bench.copy.part(bench.copy.package.targets(bench.copy.main)[own.rId])
    elif rank:
        return
    else:
        identity, part = bench.copy.add_header()
        properties.add_headerReference(kind, identity)
        if section.different_first_page_header_footer:
            _blank_first_header(bench, properties)
    if not _has_number(part):
        _put_number(part, bench.case.rules.page.number_sizes.most)


def _has_number(part: XmlPart) -> bool:
    codes = [each.get(_CODES[0], "") for each in part.element.iter(_FIELD)]
    codes += [each.text or "" for each in part.element.iter(_CODES[1])]
    return any(code.split()[:1] == ["PAGE"] for code in codes)


def _put_number(part: XmlPart, size: float) -> None:
    """In the only paragraph, if it is blank, else in one above all else."""
    blocks = list(part.element)
    if len(blocks) == 1 and isinstance(blocks[0], CT_P) and not blocks[0].findall(_R):
        paragraph = blocks[0]
    else:
        paragraph = cast("CT_P", OxmlElement("w:p"))
        part.element.insert(0, paragraph)
    layout = Paragraph(paragraph, part).paragraph_format
    layout.alignment = WD_ALIGN_PARAGRAPH.CENTER
    layout.first_line_indent = layout.left_indent = layout.right_indent = Mm(0)
    layout.space_before = layout.space_after = Pt(0)
    field, run = OxmlElement("w:fldSimple"), cast("CT_R", OxmlElement("w:r"))
    field.set(_CODES[0], " PAGE ")
    run.text = "2"
    set_ink(run, Ink(size=size, font=FAMILY))
    field.append(run)
    paragraph.append(field)


def mend_number_look(bench: RepairBench, _: Fault) -> None:
    """Numbers that look otherwise, stand elsewhere, are no plain digits, have words beside them."""
    for rank, (facts, section) in enumerate(_sections(bench)):
        if not number_faults(facts, bench.case.rules.page):
            continue
        for paragraph, run in page_numbers(_above(facts)):
            _tidy(bench, paragraph, run)
        _raise(bench, facts, section, rank)
        for said in section._sectPr.findall(_NUMBERING):  # noqa: SLF001 - as above
            if facts.page_number_format not in DECIMAL:
                said.attrib.pop(_FORMAT, "")


def _above(facts: SectionFacts) -> list[BlockFacts]:
    found = (*facts.headers.default, *facts.headers.first, *facts.headers.even)
    return list({id(block): block for block in found}.values())


def _tidy(bench: RepairBench, facts: ParagraphFacts, number: RunFacts) -> None:
    """One number in a header."""
    paragraph = bench.copy.paragraph(facts.part, facts.index)
    sizes = bench.case.rules.page.number_sizes
    ink = Ink(
        size=None if sizes.holds(number.size) else sizes.nearest(number.size),
        bold=False if number.bold else None,
        italic=False if number.italic else None,
    )
    for run in paragraph.iter(_R):
        assert isinstance(run, CT_R)
        set_ink(run, ink)
    _strike_words(bench, paragraph, facts)
    if facts.alignment is not Alignment.CENTER and facts.frame != "center":
        _to_the_middle(bench, paragraph, facts)


def _strike_words(bench: RepairBench, paragraph: CT_P, facts: ParagraphFacts) -> None:
    """Words beside a number (``Trang 2``) go as a tracked change."""
    typed = TypedParagraph.opened(paragraph, facts)
    pieces = list(placed((run for run in facts.runs if not run.vanish), 0))
    for start, end, run in reversed(pieces):
        if typed and not run.field and any(letter.isalpha() for letter in run.text):
            typed.track(start, end, "", bench.identities(facts.part))


def _to_the_middle(bench: RepairBench, paragraph: CT_P, facts: ParagraphFacts) -> None:
    layout = bench.format(facts)
    for frame in paragraph.xpath("./w:pPr/w:framePr"):
        frame.set(qn("w:xAlign"), "center")
        frame.attrib.pop(qn("w:x"), None)
    layout.alignment = WD_ALIGN_PARAGRAPH.CENTER
    layout.first_line_indent = layout.left_indent = layout.right_indent = Mm(0)
    if _is_bare([facts]):
        for tab in paragraph.xpath(".//w:r/w:tab"):
            tab.getparent().remove(tab)


def _raise(bench: RepairBench, facts: SectionFacts, section: Section, rank: int) -> None:
    """Takes numbers from the foot of a page to its head."""
    kinds = [(WD_HEADER_FOOTER.PRIMARY, facts.headers.default, facts.footers.default)]
    if _has_even_pages(facts):
        kinds.append((WD_HEADER_FOOTER.EVEN_PAGE, facts.headers.even, facts.footers.even))
    for kind, above, below in kinds:
        found = [paragraph for paragraph, _ in page_numbers(below)]
        if found and not page_numbers(above) and _is_bare(found):
            for paragraph in found:
                _empty(bench.copy.paragraph(paragraph.part, paragraph.index))
            _give_number(bench, section, kind, rank)
