"""Mends the looks of letters and paragraphs where they stand; styles stay, for others share them.

No letter is changed here. What is set is what the set of rules says, the nearest that it allows, or what
most of the text has where that is allowed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.parfmt import ParagraphFormat
from lxml.etree import ElementBase

from cv183_reports.lint.case import Fault
from cv183_reports.lint.checks.characters import legacy_in
from cv183_reports.lint.checks.page import can_be_centred, is_black, judged_runs
from cv183_reports.lint.checks.text import (
    ARTICLE_LABEL,
    usual_indent,
    usual_lines,
    usual_size,
)
from cv183_reports.lint.lines import FAMILY, Line, has_letters, is_face
from cv183_reports.lint.repairs.bench import Ink, RepairBench, Stretch, placed
from cv183_reports.lint.repairs.tables import keep_on_line
from cv183_reports.lint.rules import PartLook
from cv183_reports.vietnamese.text_width import SINGLE_LINE, text_width_mm
from cv183_reports.word.facts import LineRule, ParagraphFacts, RunFacts

_PALE = 0xD0
"""Of red, green and blue each, from which on a colour cannot be read on paper."""
_SIGN_FONTS = ("symbol", "wingdings", "webdings")


def _seen(facts: ParagraphFacts) -> list[tuple[int, int, RunFacts]]:
    return list(placed((run for run in facts.runs if not run.vanish), 0))


def mend_font(bench: RepairBench, fault: Fault) -> None:
    """Another font; not where it draws other letters than are written: signs, letters of an old encoding."""
    for facts in bench.paragraphs(fault):
        if legacy_in(facts) is not None:
            continue
        strange = [each for each in _seen(facts) if _is_strange(each[2])]
        bench.ink(facts, [(start, end, Ink(font=FAMILY)) for start, end, _ in strange])


def _is_strange(run: RunFacts) -> bool:
    return not is_face(run.font) and not run.font.casefold().startswith(_SIGN_FONTS)


def mend_colour(bench: RepairBench, fault: Fault) -> None:
    """Letters that are not black; those that nobody sees on white paper stay, for a person to look at."""
    for facts in bench.paragraphs(fault):
        coloured = [
            each for each in _seen(facts) if not is_black(each[2]) and not _is_pale(each[2])
        ]
        bench.ink(facts, [(start, end, Ink(black=True)) for start, end, _ in coloured])


def _is_pale(run: RunFacts) -> bool:
    """Whether a colour is white, or nearly so."""
    return all(part >= _PALE for part in RGBColor.from_string(run.color))


def mend_look(bench: RepairBench, fault: Fault) -> None:
    """A part that is printed otherwise than the rules say."""
    for part in bench.parts(fault):
        look = bench.case.rules.look(part.kind)
        if look is None:
            continue
        stretches = list(_as_ruled(part.line, look))
        bench.ink(part.line.paragraph, stretches)
        keep_on_line(bench, part, _grown(part.line, stretches))
        if look.centred and can_be_centred(part) and not part.line.is_centred:
            _centre(bench, part.line.paragraph)


def _as_ruled(line: Line, look: PartLook) -> Iterator[Stretch]:
    """What is to be otherwise, run by run: only what is not as it should be."""
    if line.start is None:
        return
    judged = judged_runs(line, look)
    worded = [run for run in line.runs if has_letters(run.shown)]
    for start, end, run in placed(line.runs, line.start):
        if run in worded and run not in judged:
            continue
        underlined = look.underlined
        if underlined and run not in worded:
            underlined = None
        yield start, end, _difference(run, look, underlined=underlined)


def _grown(line: Line, stretches: Iterable[Stretch]) -> float:
    """Millimetres that a line takes once its letters look otherwise."""
    looks = {start: ink for start, _, ink in stretches}
    runs = [(run, looks.get(start, Ink())) for start, _, run in placed(line.runs, line.start or 0)]
    return sum(
        text_width_mm(
            run.text.upper() if ink.capitals else run.shown,
            ink.size or run.size,
            run.bold if ink.bold is None else ink.bold,
            run.italic if ink.italic is None else ink.italic,
        )
        for run, ink in runs
    )


def _difference(run: RunFacts, look: PartLook, *, underlined: bool | None) -> Ink:
    return Ink(
        size=None if look.sizes.holds(run.size) else look.sizes.nearest(run.size),
        bold=_unless(look.bold, run.bold),
        italic=_unless(look.italic, run.italic),
        underlined=_unless(underlined, bool(run.underline)),
        capitals=True if look.capitals and run.shown != run.shown.upper() else None,
    )


def _unless(wanted: bool | None, found: bool) -> bool | None:  # noqa: FBT001 - values of a rule and a run
    return None if wanted == found else wanted


def mend_text_size(bench: RepairBench, fault: Fault) -> None:
    """Text of another size than most of it has, or the nearest that is allowed."""
    sizes, usual = bench.case.rules.text.sizes, usual_size(bench.case)
    ink = Ink(size=sizes.nearest(usual))
    for part in bench.parts(fault):
        if part.line.start is not None:
            runs = placed(part.line.runs, part.line.start)
            others = [each for each in runs if not each[2].note and each[2].size != ink.size]
            bench.ink(part.line.paragraph, [(start, end, ink) for start, end, _ in others])


def mend_excess(bench: RepairBench, fault: Fault) -> None:
    """Paragraphs of text that are bold, slanted or underlined throughout."""
    for part in bench.parts(fault):
        letters = [run for run in part.line.runs if run.text.strip()]
        ink = Ink(
            bold=False if all(run.bold for run in letters) else None,
            italic=False if all(run.italic for run in letters) else None,
            underlined=False if all(run.underline for run in letters) else None,
        )
        bench.ink(part.line.paragraph, _whole(part.line, ink))


def _whole(line: Line, ink: Ink) -> list[Stretch]:
    return [] if line.start is None else [(line.start, line.start + len(line.written), ink)]


def mend_article(bench: RepairBench, fault: Fault) -> None:
    """«Điều 1.» that is not bold."""
    for part in bench.parts(fault):
        found = ARTICLE_LABEL.match(part.line.paragraph.own_text)
        if found is not None:
            bench.ink(part.line.paragraph, [(0, found.end(), Ink(bold=True))])


def mend_basis(bench: RepairBench, fault: Fault) -> None:
    """The slant of a căn cứ."""
    for part in bench.parts(fault):
        bench.ink(part.line.paragraph, _whole(part.line, Ink(italic=not bench.case.is_party)))


def mend_capitals(bench: RepairBench, fault: Fault) -> None:
    """The name of one who signs, drawn in capitals though it is not typed so."""
    for part in bench.parts(fault):
        drawn = [run for run in part.line.runs if run.caps or run.small_caps]
        bench.ink(part.line.paragraph, _whole(part.line, Ink(capitals=False)) if drawn else [])


def mend_centring(bench: RepairBench, fault: Fault) -> None:
    """Lines that should stand in the middle."""
    for part in bench.parts(fault):
        _centre(bench, part.line.paragraph)


def _centre(bench: RepairBench, facts: ParagraphFacts) -> None:
    layout = bench.format(facts)
    layout.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if facts.indent_first:
        _set_first(layout, 0)
    if facts.indent_left != facts.indent_right and not facts.borders.bottom:
        _set_sides(layout, 0)


def _set_first(layout: ParagraphFormat, indent: float) -> None:
    """Sets the first line in; what is told in letters goes, it would win."""
    layout.first_line_indent = Mm(indent)
    _forget(layout, "w:ind", "firstLineChars", "hangingChars")


def _set_sides(layout: ParagraphFormat, indent: float) -> None:
    layout.left_indent = layout.right_indent = Mm(indent)
    _forget(layout, "w:ind", "leftChars", "startChars", "rightChars", "endChars", "start", "end")


def _forget(layout: ParagraphFormat, name: str, *attributes: str) -> None:
    """Takes away what would win over what is set."""
    for said in layout.element.pPr.findall(qn(name)):
        for attribute in attributes:
            said.attrib.pop(qn(f"w:{attribute}"), None)


def mend_justification(bench: RepairBench, fault: Fault) -> None:
    """Text of one straight side; not where lines are broken by hand, which would be torn apart."""
    for facts in bench.paragraphs(fault):
        if "\n" not in facts.own_text:
            bench.format(facts).alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def mend_indent(bench: RepairBench, fault: Fault) -> None:
    """First lines that are set in too far or too little."""
    indent = usual_indent(bench.case)
    for facts in bench.paragraphs(fault):
        layout = bench.format(facts)
        _set_first(layout, indent)
        if facts.indent_left:
            _set_sides(layout, 0)


def mend_line_spacing(bench: RepairBench, fault: Fault) -> None:
    """Lines too near or too far: as most of the text has them, else the nearest that is allowed."""
    text, usual = bench.case.rules.text, usual_lines(bench.case)
    for facts in bench.paragraphs(fault):
        layout = bench.format(facts)
        if text.exact:
            is_exact = usual is not None and usual.rule is LineRule.EXACT
            points = usual.value if usual and is_exact else text.lines.nearest(_points(facts))
            layout.line_spacing = Pt(round(points))
            layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        elif usual is not None and usual.rule is LineRule.MULTIPLE:
            layout.line_spacing = usual.value
        else:
            layout.line_spacing = text.lines.nearest(_points(facts) / (_size(facts) * SINGLE_LINE))


def _points(facts: ParagraphFacts) -> float:
    """From line to line."""
    single = _size(facts) * SINGLE_LINE
    if facts.line.rule is LineRule.MULTIPLE:
        return facts.line.value * single
    return (
        max(facts.line.value, single) if facts.line.rule is LineRule.AT_LEAST else facts.line.value
    )


def _size(facts: ParagraphFacts) -> float:
    return max((run.size for run in facts.runs), default=0.0) or 1.0


def mend_gap(bench: RepairBench, fault: Fault) -> None:
    """Paragraphs too near to the next."""
    for facts in bench.paragraphs(fault):
        layout = bench.format(facts)
        layout.space_after = Pt(bench.case.rules.text.gap)
        _forget(layout, "w:spacing", "afterLines", "afterAutospacing")
        if facts.contextual_spacing:
            _part_alike(bench, facts)


def _part_alike(bench: RepairBench, facts: ParagraphFacts) -> None:
    """Lets the space count between neighbours of one style, too."""
    properties = bench.copy.paragraph(facts.part, facts.index).get_or_add_pPr()
    for said in properties.findall(qn("w:contextualSpacing")):
        said.set(qn("w:val"), "0")
        return
    told = cast("ElementBase", OxmlElement("w:contextualSpacing"))
    told.set(qn("w:val"), "0")
    properties.insert_element_before(told, *_AFTER_CONTEXTUAL)


_AFTER_CONTEXTUAL = (
    *("w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment"),
    *("w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr"),
    "w:pPrChange",
)


def mend_page_break(bench: RepairBench, fault: Fault) -> None:
    """What should begin on a new page."""
    for facts in bench.paragraphs(fault):
        bench.format(facts).page_break_before = True
