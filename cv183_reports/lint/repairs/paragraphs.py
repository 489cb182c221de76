"""Mends how parts look where they stand, styles stay, for others share them: letters, paragraphs, and the rules (lines) of a head."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from math import ceil
from typing import cast

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.shared import Mm, Pt, RGBColor
from docx.text.parfmt import ParagraphFormat
from lxml import etree
from lxml.etree import ElementBase

from cv183_reports.lint.checks import Fault
from cv183_reports.lint.checks.head import width_of
from cv183_reports.lint.checks.letters import legacy_in
from cv183_reports.lint.checks.page import can_be_centred, is_black, judged_runs
from cv183_reports.lint.checks.positions import (
    TOLERANCE,
    bordered_blanks,
    lines_under,
    short_lengths,
)
from cv183_reports.lint.checks.text import ARTICLE_LABEL, usual_indent, usual_lines, usual_size
from cv183_reports.lint.lines import FAMILY, Line, has_letters, is_face, nfc, runs_width
from cv183_reports.lint.parts import Part
from cv183_reports.lint.repairs import Ink, InkStretch, RepairBench, placed
from cv183_reports.lint.repairs.page import keep_on_line
from cv183_reports.lint.rules import PartLook
from cv183_reports.lint.vocabulary import PartKind
from cv183_reports.ooxml.xml import fragment
from cv183_reports.vietnamese.text_width import SINGLE_LINE, text_width_mm
from cv183_reports.word.facts import LineFacts, LineRule, ParagraphFacts, RunFacts

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


def _as_ruled(line: Line, look: PartLook) -> Iterator[InkStretch]:
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


def _grown(line: Line, stretches: Iterable[InkStretch]) -> float:
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


def _whole(line: Line, ink: Ink) -> list[InkStretch]:
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


_Element = etree._Element  # noqa: SLF001 - its stubs have no other name
_NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
_DRAWN = (
    '<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{identity}"'
    ' behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
    '<wp:positionH relativeFrom="column"><wp:posOffset>{left}</wp:posOffset></wp:positionH>'
    '<wp:positionV relativeFrom="paragraph"><wp:posOffset>{below}</wp:posOffset></wp:positionV>'
    '<wp:extent cx="{length}" cy="0"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
    '<wp:docPr id="{identity}" name="{name}"/><wp:cNvGraphicFramePr/>'
    '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
    '<wps:wsp><wps:cNvCnPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{length}" cy="0"/></a:xfrm>'
    '<a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/>'
    "</a:solidFill></a:ln></wps:spPr><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
    "</wp:anchor></w:drawing></w:r>"
)
_OURS = "cv183-report, đường kẻ"
_MM_PER_POINT = 25.4 / 72
_CLEAR = 0.4
"""Millimetres between the letters and the rule below them."""
_WP, _A = f"{{{_NAMES['wp']}}}", f"{{{_NAMES['a']}}}"
_VML, _PICT, _RUN = "{urn:schemas-microsoft-com:vml}", qn("w:pict"), qn("w:r")
_PROPERTIES = f"{_WP}docPr"
_UNITS = {"": _MM_PER_POINT, "pt": _MM_PER_POINT, "mm": 1.0, "cm": 10.0, "in": 25.4}
_LONG = r"(?P<x>-?[\d.]+)(?P<unit>pt|mm|cm|in|)"
_POINT = re.compile(rf"{_LONG},.*")
_WIDE, _LEFT = (
    re.compile(rf"(?:^|;)width:{_LONG}(?=;|$)"),
    re.compile(rf"(?:^|;)margin-left:{_LONG}(?=;|$)"),
)
_EITHER = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_ALIKE = 0.5
"""Millimetres within which a width is that of a line."""


def mend_heading_rule(bench: RepairBench, fault: Fault) -> None:
    """The rule under the title or the motto, as long as the words."""
    for part in bench.parts(fault):
        _rule(bench, part, width_of(part), also_underlined=True)


def mend_short_rule(bench: RepairBench, fault: Fault) -> None:
    """The rule under an agency's name or a trích yếu, from a third to a half of the words."""
    for part in bench.parts(fault):
        wanted = short_lengths(bench.case.anatomy.of(part.kind))
        _rule(bench, part, (wanted.least + wanted.most) / 2, also_underlined=False)


def _rule(bench: RepairBench, part: Part, length: float, *, also_underlined: bool) -> None:
    """Stretches the rule that there is, or else draws one."""
    drawn = lines_under(bench.case, part)
    if drawn:
        _stretch(bench, min(drawn, key=lambda line: abs(line.length - length)), length)
        return
    if not _can_be_drawn(part):
        if also_underlined:
            _underline(bench, part.line, wanted=True)
        return
    _bare(bench, part)
    _draw(bench, part.line.paragraph, length)


def _can_be_drawn(part: Part) -> bool:
    """Whether a line stands by itself in the middle of its column, so that it is known where its rule belongs."""
    paragraph = part.line.paragraph
    alone = nfc(paragraph.own_text) == part.text and not paragraph.number
    return alone and part.line.is_centred and not part.line.boxed and paragraph.room > 0


def _bare(bench: RepairBench, part: Part) -> None:
    """Takes away what stood for the rule and was not one: a border of the paragraph or of a blank one below, an underline."""
    if any(run.underline for run in part.line.runs):
        _underline(bench, part.line, wanted=False)
    if part.line.paragraph.borders.bottom:
        _unborder(bench, part.line.paragraph)
    for blank in bordered_blanks(bench.case, part):
        _unborder(bench, blank)


def _underline(bench: RepairBench, line: Line, *, wanted: bool) -> None:
    written = line.written
    if line.start is not None:
        begun = line.start + len(written) - len(written.lstrip())
        ended = line.start + len(written.rstrip())
        bench.ink(line.paragraph, [(begun, ended, Ink(underlined=wanted))])


def _unborder(bench: RepairBench, facts: ParagraphFacts) -> None:
    """Without the border, and without the indents that made it short."""
    properties = bench.copy.paragraph(facts.part, facts.index).get_or_add_pPr()
    for borders in properties.findall(qn("w:pBdr")):
        for border in (*borders.findall(qn("w:top")), *borders.findall(qn("w:bottom"))):
            border.set(qn("w:val"), "nil")
    if facts.indent_left == facts.indent_right:
        layout = bench.format(facts)
        layout.left_indent = layout.right_indent = Mm(0)


def _draw(bench: RepairBench, facts: ParagraphFacts, length: float) -> None:
    """A line below the last letters of a paragraph; once."""
    paragraph = bench.copy.paragraph(facts.part, facts.index)
    if _OURS in {each.get("name") for each in paragraph.iter(_PROPERTIES)}:
        return
    room = facts.room + (facts.indent_left + facts.indent_right) * bool(facts.borders.bottom)
    left = facts.indent_left * (not facts.borders.bottom) + (room - length) / 2
    told = {
        "length": Mm(length),
        "left": Mm(left),
        "below": Mm(_height(facts, room) + _CLEAR),
        "identity": bench.copy.drawing_identity(),
        "name": _OURS,
    }
    paragraph.append(fragment(_DRAWN.format(**told), _NAMES))


def _height(facts: ParagraphFacts, room: float) -> float:
    """Millimetres from the top of a paragraph to the foot of its last line."""
    single = max((run.size for run in facts.runs if run.text.strip()), default=0.0) * SINGLE_LINE
    line = facts.line.value * (single if facts.line.rule is LineRule.MULTIPLE else 1)
    if facts.line.rule is LineRule.AT_LEAST:
        line = max(line, single)
    return max(1, ceil(runs_width(facts.runs) / room)) * line * _MM_PER_POINT


_OF_ONE_SHAPE = 2
"""Extents of a drawing and of its only shape."""


def _held(paragraph: CT_P, line: LineFacts) -> list[_Element]:
    """What draws a line that hangs at a paragraph; also for programs that know only the older way."""
    drawn = [
        holder
        for holder in paragraph.iter(f"{_WP}anchor", f"{_WP}inline")
        if len(_extents(holder)) <= _OF_ONE_SHAPE
        and all(_is_near(int(each.get("cx", "0")) / Mm(1), line) for each in _extents(holder)[:1])
    ]
    again = {id(old) for holder in drawn for old in _beside(holder)}
    old = [
        each for each in _old_lines(paragraph) if id(each) in again or _is_near(_across(each), line)
    ]
    return [*drawn, *old]


def _extents(holder: _Element) -> list[_Element]:
    """What says how large a drawing is, then each shape of it."""
    found = (*holder.iterfind(f"{_WP}extent"), *holder.iter(f"{_A}ext"))
    return [each for each in found if each.get("cx") is not None]


def _old_lines(parent: _Element) -> list[_Element]:
    pictures = parent.iter(_PICT)
    return [
        each for pict in pictures for each in pict if each.tag in {f"{_VML}line", f"{_VML}shape"}
    ]


def _beside(holder: _Element) -> list[_Element]:
    """The same line as it is drawn for older programs."""
    around = next(holder.iterancestors(_EITHER), None)
    return [] if around is None else _old_lines(around)


def _is_near(width: float, line: LineFacts) -> bool:
    return abs(width - line.drawn.width) < _ALIKE


def _stretch(bench: RepairBench, line: LineFacts, length: float) -> None:
    """Another length for a drawn line; its middle stays where it is."""
    paragraph = bench.copy.paragraph(line.drawn.part, line.drawn.paragraph)
    for holder in _held(paragraph, line):
        if holder.tag == f"{_VML}line":
            _stretch_line(holder, length)
        elif holder.tag == f"{_VML}shape":
            _stretch_shape(holder, length)
        else:
            for extent in _extents(holder):
                extent.set("cx", str(Mm(length)))
            for offset in holder.iterfind(f"{_WP}positionH/{_WP}posOffset"):
                offset.text = str(int(offset.text or "0") + Mm((line.length - length) / 2))


def _across(drawn: _Element) -> float:
    """Millimetres between the ends of a line drawn the older way; 0 = it does not say."""
    if drawn.tag == f"{_VML}shape":
        found = _WIDE.search(drawn.get("style", ""))
        return float(found["x"]) * _UNITS[found["unit"]] if found else 0.0
    ends = _ends(drawn)
    return abs(ends[0] - ends[1]) if ends else 0.0


def _ends(drawn: _Element) -> tuple[float, float] | None:
    ends = [_POINT.fullmatch(drawn.get(name, "")) for name in ("from", "to")]
    placed = [float(end["x"]) * _UNITS[end["unit"]] for end in ends if end]
    return (placed[0], placed[1]) if len(placed) == len(ends) else None


def _stretch_line(drawn: _Element, length: float) -> None:
    ends = _ends(drawn)
    for name, side in (("from", -1), ("to", 1)) if ends else ():
        assert ends is not None
        across = sum(ends) / 2 + (side if ends[0] <= ends[1] else -side) * length / 2
        drawn.set(name, f"{_in_points(across)},{drawn.get(name, '').partition(',')[2]}")


def _stretch_shape(drawn: _Element, length: float) -> None:
    style, before = drawn.get("style", ""), _across(drawn)
    left = _LEFT.search(style)
    if before and left:
        moved = float(left["x"]) * _UNITS[left["unit"]] + (before - length) / 2
        style = f"{style[: left.start('x')]}{_in_points(moved)}{style[left.end('unit') :]}"
    found = _WIDE.search(style)
    if found:
        style = f"{style[: found.start('x')]}{_in_points(length)}{style[found.end('unit') :]}"
    drawn.set("style", style)


def _in_points(millimetres: float) -> str:
    return f"{round(millimetres / _MM_PER_POINT, 2):g}pt"


def mend_ruled_name(bench: RepairBench, fault: Fault) -> None:
    """A rule under an agency's name that has none by the Party's rules."""
    title = bench.case.anatomy.first(PartKind.TITLE)
    wanted = width_of(title) if title is not None else 0.0
    for part in bench.parts(fault):
        _bare(bench, part)
        for line in lines_under(bench.case, part):
            if abs(line.length - wanted) > TOLERANCE:
                paragraph = bench.copy.paragraph(line.drawn.part, line.drawn.paragraph)
                for holder in _held(paragraph, line):
                    _take_away(holder)


def _take_away(holder: _Element) -> None:
    """A drawing, out of the run that holds it."""
    parent = holder.getparent()
    while parent is not None and parent.tag != _RUN:
        holder, parent = parent, parent.getparent()
    if parent is not None:
        parent.remove(holder)
