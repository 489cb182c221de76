"""Mends the rules (lines) of a head: draws those that lack, sets their length, takes away those too many."""

from __future__ import annotations

import re
from math import ceil

from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.shared import Mm
from lxml import etree

from cv183_reports.lint.case import Fault
from cv183_reports.lint.checks.head import width_of
from cv183_reports.lint.checks.rules_drawn import TOLERANCE, lines_under, short_lengths
from cv183_reports.lint.lines import Line, nfc, runs_width
from cv183_reports.lint.parts import Part
from cv183_reports.lint.repairs.bench import Ink, RepairBench
from cv183_reports.lint.vocabulary import PartKind
from cv183_reports.ooxml.xml import fragment
from cv183_reports.vietnamese.text_width import SINGLE_LINE
from cv183_reports.word.facts import LineFacts, LineRule, ParagraphFacts

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
    """Takes away what stood for the rule and was not one: the border of the paragraph, an underline."""
    if any(run.underline for run in part.line.runs):
        _underline(bench, part.line, wanted=False)
    if part.line.paragraph.borders.bottom:
        _unborder(bench, part.line.paragraph)


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
        for bottom in borders.findall(qn("w:bottom")):
            bottom.set(qn("w:val"), "nil")
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


def _held(paragraph: CT_P, line: LineFacts) -> list[_Element]:
    """What draws a line that hangs at a paragraph; also for programs that know only the older way."""
    drawn = [
        holder
        for holder in paragraph.iter(f"{_WP}anchor", f"{_WP}inline")
        if len(_extents(holder)) <= len(("of the drawing", "of its shape"))
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
