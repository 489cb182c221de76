"""Judges the page and how the parts on it are printed.

Paper, margins, page number, font and colour everywhere, leftovers; of each part size, weight, slant,
underline, capitals, centring.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import structs

from cv183_reports.catalogue import lint as catalogue
from cv183_reports.lint.checks import Case, Fault, grouped, quoted_list
from cv183_reports.lint.checks.head import width_of
from cv183_reports.lint.lines import Line, Side, has_letters, is_face, runs_width
from cv183_reports.lint.parts import Part
from cv183_reports.lint.rules import PageRules, PartLook, Span
from cv183_reports.lint.vocabulary import PartKind, phrase_of
from cv183_reports.model.finding import Rule
from cv183_reports.vietnamese.text_width import SINGLE_LINE
from cv183_reports.vietnamese.wording import count, measured
from cv183_reports.word.facts import (
    AUTO,
    Alignment,
    BlockFacts,
    LineRule,
    ParagraphFacts,
    RowFacts,
    RunFacts,
    SectionFacts,
    paragraphs_in,
)

LETTERHEAD = (PartKind.TITLE, PartKind.NATION, PartKind.NUMBER)
"""What tells that a file is meant for an official document."""
_DARK = 0x1A
"""Of 255, up to which red, green and blue still make black."""
DECIMAL = frozenset({"", "decimal", "numberInDash"})
_BRACKETED = re.compile(r"\([^()]*\)")
_SHOWN_TAGS = 5
_PUSHING = "   "
_SEEN = 6.0
"""Millimetres of room beside a text from which it shows that it is not centred."""
_PLACED = 5.0
"""Millimetres of indent by which somebody placed a line by hand."""
_EMPTY_SIZE = 12.0
_BLANK = 0.5
"""Of a blank line, whose letters may be small."""
_NARROWEST = 5.0
_POINT = 25.4 / 72


def check_page(case: Case) -> Iterator[Fault]:
    """The set-up of the pages."""
    yield from _set_up(case)
    yield from _numbering(case)


def _by_section(
    case: Case, rule: Rule, faults_of: Callable[[SectionFacts], tuple[str, ...]], **values: object
) -> Iterator[Fault]:
    """One finding for all sections that are wrong in the same way."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for section in case.facts.sections:
        faults = faults_of(section)
        if faults:
            groups.setdefault(faults, []).append(str(section.index + 1))
    for faults, ranks in groups.items():
        name = catalogue.SECTION.format(ranks=", ".join(ranks))
        yield case.whole(rule, section=name, faults=faults, **values)


def _set_up(case: Case) -> Iterator[Fault]:
    page = case.rules.page
    yield from _by_section(
        case,
        catalogue.PAPER,
        lambda section: _paper_faults(case, section),
        wanted=f"{page.width} × {page.height}",
        clause=page.clause,
    )
    yield from _by_section(
        case,
        catalogue.MARGINS,
        lambda section: _wrong_sides(section, margins_wanted(case, section)),
        wanted=_margins_said(page),
        clause=page.clause,
    )


def _margins_said(page: PageRules) -> tuple[str, ...]:
    spans = (page.top, page.bottom, page.left, page.right)
    return tuple(
        catalogue.MARGIN.format(side=side, value=span)
        for side, span in zip(catalogue.ALL_MARGINS, spans, strict=True)
    )


def is_turned(case: Case, section: SectionFacts) -> bool:
    """Whether a page lies on its side, as those of appendices may, and of lists without a letterhead."""
    may_turn = section.index > 0 or not case.anatomy.of(*LETTERHEAD)
    return may_turn and section.width > section.height


def _paper_faults(case: Case, section: SectionFacts) -> tuple[str, ...]:
    page = case.rules.page
    sides = (section.width, section.height)
    wide, tall = reversed(sides) if is_turned(case, section) else sides
    if page.width.holds(wide) and page.height.holds(tall):
        return ()
    return (f"{measured(section.width)} × {measured(section.height)}",)


def margins_wanted(case: Case, section: SectionFacts) -> tuple[Span, Span, Span, Span]:
    """Top, bottom, left, right; a page lying on its side may keep them or turn with them: the nearer."""
    page = case.rules.page
    upright = (page.top, page.bottom, page.left, page.right)
    turned = (page.left, page.right, page.top, page.bottom)
    allowed = [upright, turned] if is_turned(case, section) else [upright]
    return min(allowed, key=lambda spans: len(_wrong_sides(section, spans)))


def _wrong_sides(section: SectionFacts, spans: tuple[Span, Span, Span, Span]) -> tuple[str, ...]:
    margins = section.margins
    found = (margins.top, margins.bottom, margins.left + margins.gutter, margins.right)
    return tuple(
        catalogue.MARGIN.format(side=side, value=measured(value))
        for side, value, span in zip(catalogue.ALL_MARGINS, found, spans, strict=True)
        if not span.holds(value)
    )


def _numbering(case: Case) -> Iterator[Fault]:
    """The page number: there, where it belongs, not on page 1."""
    page = case.rules.page
    sizes, clause = str(page.number_sizes), page.number_clause
    yield from _by_section(
        case,
        catalogue.PAGE_NUMBER_LOOK,
        lambda section: number_faults(section, page),
        sizes=sizes,
        clause=clause,
    )
    yield from _by_section(
        case,
        catalogue.NUMBER_HEIGHT,
        lambda section: _height_faults(section, page),
        wanted=str(page.header),
        clause=clause,
    )
    sections = case.facts.sections
    numbered = any(_above(section) or _below(section) for section in sections)
    if not numbered and _is_long(case):
        yield case.whole(catalogue.NO_PAGE_NUMBER, sizes=sizes, clause=clause)
    yield from _first_page(case)
    yield from _start(case)
    yield from _by_section(
        case, catalogue.NUMBER_LOST, _lost, clause=clause, pages=catalogue.EVEN_PAGES
    )


def _start(case: Case) -> Iterator[Fault]:
    found = case.facts.sections[0].page_number_start
    if found is not None and found > 1 and _above(case.facts.sections[0]):
        clause = case.rules.page.number_clause
        yield case.whole(catalogue.NUMBER_START, found=str(found), clause=clause)


def _lost(section: SectionFacts) -> tuple[str, ...]:
    """Whether even pages have no number though the others have."""
    odd = _above(section) or _below(section)
    even = page_numbers((*section.headers.even, *section.footers.even))
    return (catalogue.EVEN_PAGES,) if odd and not even else ()


def _above(section: SectionFacts) -> list[tuple[ParagraphFacts, RunFacts]]:
    return page_numbers(section.headers.default)


def _below(section: SectionFacts) -> list[tuple[ParagraphFacts, RunFacts]]:
    return page_numbers(section.footers.default)


def _height_faults(section: SectionFacts, page: PageRules) -> tuple[str, ...]:
    height = section.margins.header
    return (measured(height),) if _above(section) and not page.header.holds(height) else ()


def _first_page(case: Case) -> Iterator[Fault]:
    first = case.facts.sections[0]
    if page_numbers(first.headers.first) or page_numbers(first.footers.first):
        yield case.whole(
            catalogue.NUMBER_ON_FIRST_PAGE,
            section=catalogue.SECTION.format(ranks="1"),
            clause=case.rules.page.number_clause,
        )


def _is_long(case: Case) -> bool:
    """Whether the document surely has a second page, without what follows it with a letterhead of its own."""
    others = (
        part.line.paragraph.index for part in case.anatomy.attached if phrase_of(part.line.folded)
    )
    end = min(others, default=None)
    own = [each for each in case.facts.paragraphs if end is None or each.index < end]
    last = max((each.index for each in own if each.text.strip()), default=-1)
    first = case.facts.sections[0]
    room = first.height - first.margins.top - first.margins.bottom
    pages = max((each.page_hint or 1 for each in own), default=1)
    return pages > 1 or _height(case.facts.blocks, last) > room


def _height(blocks: Iterable[BlockFacts], last: int) -> float:
    """Millimetres that the paragraphs up to that index surely take one below the other."""
    return sum(
        _paragraph_height(block) * (block.index <= last)
        if isinstance(block, ParagraphFacts)
        else sum(_row_height(row, last) for row in block.rows)
        for block in blocks
    )


def _row_height(row: RowFacts, last: int) -> float:
    return max((_height(cell.blocks, last) for cell in row.cells), default=0.0)


def _paragraph_height(paragraph: ParagraphFacts) -> float:
    runs = [run for run in paragraph.runs if run.shown.strip()]
    size = max((run.size for run in runs), default=_EMPTY_SIZE)
    width = runs_width(runs)
    filled = (width + max(paragraph.indent_first, 0)) / max(paragraph.room, _NARROWEST)
    lines = max(1, math.ceil(filled)) + paragraph.own_text.strip().count("\n")
    single, line = size * SINGLE_LINE, paragraph.line
    heights = {
        LineRule.EXACT: line.value,
        LineRule.AT_LEAST: max(line.value, single),
        LineRule.MULTIPLE: line.value * single,
    }
    points = lines * heights[line.rule] + max(paragraph.space_before, paragraph.space_after)
    return points * _POINT * (1.0 if runs else _BLANK)


def page_numbers(blocks: Iterable[BlockFacts]) -> list[tuple[ParagraphFacts, RunFacts]]:
    """Each number of the page that stands in `blocks`, and the paragraph it stands in."""
    return [
        (paragraph, run)
        for paragraph in paragraphs_in(blocks)
        for run in paragraph.runs
        if run.field.split()[:1] == ["PAGE"]
    ]


def number_faults(section: SectionFacts, page: PageRules) -> tuple[str, ...]:
    """What is wrong with how the pages of a section are numbered."""
    above = _above(section)
    found = above or _below(section)
    if not found:
        return ()
    paragraph, run = found[0]
    faults = []
    if not above:
        faults.append(catalogue.NUMBER_IN_FOOTER)
    if paragraph.alignment is not Alignment.CENTER and paragraph.frame != "center":
        faults.append(catalogue.NUMBER_NOT_CENTRED)
    if not page.number_sizes.holds(run.size):
        faults.append(catalogue.SIZE_IS.format(size=measured(run.size)))
    faults += _quality(catalogue.BOLD, wanted=False, found=[run.bold])
    faults += _quality(catalogue.ITALIC, wanted=False, found=[run.italic])
    beside = (each.shown for each in paragraph.runs if not each.field)
    if any(letter.isalpha() for text in beside for letter in text):
        faults.append(catalogue.NUMBER_WITH_WORDS)
    if section.page_number_format not in DECIMAL:
        faults.append(catalogue.NUMBER_NOT_ARABIC)
    return tuple(faults)


def check_letters(case: Case) -> Iterator[Fault]:
    """Font and colour of whatever has letters, headers and text boxes too."""
    clause = case.rules.page.font_clause
    strange: list[ParagraphFacts] = []
    coloured: list[ParagraphFacts] = []
    fonts: dict[str, None] = {}
    for paragraph in case.everywhere:
        runs = [run for run in paragraph.runs if has_letters(run.shown)]
        others = [run.font for run in runs if not is_face(run.font)]
        fonts.update(dict.fromkeys(others))
        if others:
            strange.append(paragraph)
        if not all(map(is_black, runs)):
            coloured.append(paragraph)
    if strange:
        yield case.in_paragraphs(
            catalogue.FONT, strange, None, fonts=tuple(fonts), where=_where(strange), clause=clause
        )
    if coloured:
        yield case.in_paragraphs(
            catalogue.COLOUR, coloured, None, where=_where(coloured), clause=clause
        )


def is_black(run: RunFacts) -> bool:
    """Whether letters are black, so dark that they print as black, or left to Word, which prints them so."""
    parts = re.fullmatch("(..)(..)(..)", run.color)
    return run.color == AUTO or (
        parts is not None and all(int(part, 16) <= _DARK for part in parts.groups())
    )


def _where(paragraphs: list[ParagraphFacts]) -> str:
    return quoted_list([paragraph.text for paragraph in paragraphs])


def check_leftovers(case: Case) -> Iterator[Fault]:
    """Tracked changes and tags."""
    facts = case.facts
    if facts.tracked_changes:
        yield case.whole(catalogue.TRACKED, count=count(facts.tracked_changes))
    if facts.template_tags:
        tags = tuple(dict.fromkeys(facts.template_tags))
        control = tuple(tag for tag in tags if is_control(tag))
        rule = catalogue.TEMPLATE_FILE if control else catalogue.LEFTOVER_TAG
        yield case.whole(rule, tags=(control or tags)[:_SHOWN_TAGS])


def is_control(tag: str) -> bool:
    """Whether a tag steers what is printed: no document has one, only a template."""
    return tag.startswith("{%")


LOOK_RULES: dict[PartKind, Rule] = {
    PartKind.TITLE: catalogue.TITLE_LOOK,
    PartKind.NATION: catalogue.NATION_LOOK,
    PartKind.MOTTO: catalogue.MOTTO_LOOK,
    PartKind.SUPERIOR: catalogue.SUPERIOR_LOOK,
    PartKind.ISSUER: catalogue.ISSUER_LOOK,
    PartKind.NUMBER: catalogue.NUMBER_LOOK,
    PartKind.DATELINE: catalogue.DATELINE_LOOK,
    PartKind.NAME: catalogue.NAME_LOOK,
    PartKind.ABSTRACT: catalogue.ABSTRACT_LOOK,
    PartKind.LETTER_ABSTRACT: catalogue.SUBJECT_LOOK,
    PartKind.ADDRESSEE: catalogue.ADDRESSEE_LOOK,
    PartKind.PART_HEADING: catalogue.PART_HEADING_LOOK,
    PartKind.HEADING_I: catalogue.HEADING_I_LOOK,
    PartKind.HEADING_1: catalogue.HEADING_1_LOOK,
    PartKind.HEADING_11: catalogue.HEADING_11_LOOK,
    PartKind.AUTHORITY: catalogue.AUTHORITY_LOOK,
    PartKind.POSITION: catalogue.POSITION_LOOK,
    PartKind.SIGNATORY: catalogue.SIGNATORY_LOOK,
    PartKind.RECIPIENTS_LABEL: catalogue.LABEL_LOOK,
    PartKind.RECIPIENT: catalogue.RECIPIENT_LOOK,
    PartKind.APPENDIX: catalogue.APPENDIX_LOOK,
    PartKind.APPENDIX_TITLE: catalogue.APPENDIX_TITLE_LOOK,
    PartKind.APPENDIX_REFERENCE: catalogue.APPENDIX_REFERENCE_LOOK,
}

_IN_COLUMNS = frozenset(
    {PartKind.SUPERIOR, PartKind.ISSUER, PartKind.NUMBER, PartKind.LETTER_ABSTRACT}
)


def check_looks(case: Case) -> Iterator[Fault]:
    """One finding for each part, and for each way in which it is wrong."""
    appended = _of_appendices(case)
    placed = any(_is_pushed(part.line.paragraph) for part in case.anatomy.of(*_IN_COLUMNS))
    for look in case.rules.looks:
        parts = (*case.anatomy.of(look.part), *appended.get(look.part, ()))
        if look.part is PartKind.NUMBER and case.anatomy.first(PartKind.ISSUER) is None:
            continue  # of an agreement, below its name
        told = look
        if placed and look.part in _IN_COLUMNS:
            told = structs.replace(look, centred=False)
        for faults, alike in grouped((_faults(part, told), part) for part in parts).items():
            yield case.in_parts(
                LOOK_RULES[look.part],
                alike,
                part=look.part.value,
                faults=faults,
                wanted=_wanted(look),
                clause=look.clause,
            )


def _of_appendices(case: Case) -> dict[PartKind, list[Part]]:
    """The heading lines of all appendices."""
    found: dict[PartKind, list[Part]] = {}
    for each in case.anatomy.appendices:
        for part in (each.label, *each.title, *each.reference):
            found.setdefault(part.kind, []).append(part)
    return found


def _is_pushed(paragraph: ParagraphFacts) -> bool:
    """Whether blanks place a text by hand, and with it what stands above and below it."""
    return paragraph.own_text.startswith(_PUSHING) and paragraph.alignment is not Alignment.CENTER


def judged_runs(line: Line, look: PartLook) -> list[RunFacts]:
    """The runs whose look counts: with letters; not those of who drafted a paper, at the end of Nơi nhận."""
    runs = [run for run in line.runs if has_letters(run.shown)]
    while look.part is PartKind.RECIPIENT and len(runs) > 1 and runs[-1].size < look.sizes.least:
        runs.pop()
    return runs


def _faults(part: Part, look: PartLook) -> tuple[str, ...]:
    line = part.line
    runs = judged_runs(line, look)
    sizes = sorted({run.size for run in runs if not look.sizes.holds(run.size)})
    faults = [catalogue.SIZE_IS.format(size=measured(size)) for size in sizes]
    faults += _quality(catalogue.BOLD, look.bold, [run.bold for run in runs])
    faults += _quality(catalogue.ITALIC, look.italic, [run.italic for run in runs])
    faults += _quality(catalogue.UNDERLINED, look.underlined, [bool(run.underline) for run in runs])
    if look.capitals and not _in_capitals(runs):
        faults.append(catalogue.LACKS.format(quality=catalogue.CAPITALS))
    if look.centred and can_be_centred(part) and not line.is_centred:
        faults.append(catalogue.LACKS.format(quality=catalogue.CENTRED))
    return tuple(faults)


def _quality(name: str, wanted: bool | None, found: Sequence[bool]) -> list[str]:  # noqa: FBT001 - a value of the rule set
    if wanted is None or all(each == wanted for each in found):
        return []
    return [(catalogue.LACKS if wanted else catalogue.EXCEEDS).format(quality=name)]


def _in_capitals(runs: Sequence[RunFacts]) -> bool:
    """Whether all is in capitals but what stands in brackets."""
    text = _BRACKETED.sub("", "".join(run.shown for run in runs))
    return text == text.upper()


def can_be_centred(part: Part) -> bool:
    """Whether centring shows: not in columns made by tabs or blanks, nor where the text fills its column."""
    line, paragraph = part.line, part.line.paragraph
    if paragraph.own_text[:1].isspace() or paragraph.indent_left + paragraph.indent_first > _PLACED:
        return False
    if line.boxed or paragraph.place is not None:
        return paragraph.room - width_of(part) > _SEEN
    return line.side is Side.WHOLE and part.kind not in _IN_COLUMNS


def _wanted(look: PartLook) -> tuple[str, ...]:
    wishes = [catalogue.SIZE_WANTED.format(sizes=look.sizes)]
    wishes += [catalogue.CAPITALS] if look.capitals else []
    wishes += {True: [catalogue.BOLD], False: [catalogue.PLAIN], None: []}[look.bold]
    wishes += {True: [catalogue.ITALIC], False: [catalogue.UPRIGHT], None: []}[look.italic]
    wishes += [catalogue.UNDERLINED] if look.underlined else []
    wishes += [catalogue.CENTRED] if look.centred else []
    return tuple(wishes)
