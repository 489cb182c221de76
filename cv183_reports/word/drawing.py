"""Shapes drawn in a document, of DrawingML and of the older VML: lines, and boxes with text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cv183_reports.ooxml.xml import Node
from cv183_reports.word.cascade import MM_PER_POINT, Theme, emu, hex_color, points, whole
from cv183_reports.word.facts import AUTO
from cv183_reports.word.text import content

_LINE_FORMS = frozenset({"line", "straightConnector1"})
_LINE_TYPE = "#_x0000_t32"
"""VML's own name for a straight connector."""
_THIN = 0.5
"""Millimetres: a shape no thicker is a line."""
_DEFAULT_WEIGHT = 0.75
_EMU_PER_POINT = 12_700
_VML_SHAPES = frozenset({"shape", "rect", "roundrect", "oval", "line"})
_VML_GROUPS = frozenset({"group"})
_PLACE = re.compile(r"\s*([\w-]+)\s*:\s*([^;]*)")
_LONGEST_STYLE = 2_000
_INSET = 2.54
"""Millimetres between the sides of a text box and its text, unless said otherwise."""


@dataclass(frozen=True, slots=True)
class Where:
    """Where a drawing stands, in mm, as far as the file says."""

    left: float | None = None
    left_of: str = ""
    top: float | None = None
    top_of: str = ""
    aligned: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape, in mm and points."""

    where: Where
    width: float
    height: float
    is_line: bool
    weight: float
    color: str
    content: Node | None
    """``w:txbxContent``."""
    inset: float
    """Between its sides and its text, both together."""


def shapes(drawn: Node, theme: Theme) -> Iterator[Shape]:
    """The lines and text boxes of a ``w:drawing``, ``w:pict`` or ``w:object``."""
    if drawn.name == "drawing":
        for anchor in drawn:
            yield from _drawing(anchor, theme)
    else:
        yield from _vml(drawn, None, 1.0, theme)


def _drawing(anchor: Node, theme: Theme) -> Iterator[Shape]:
    extent = anchor.child("extent")
    if extent is None:
        return
    size = (emu(extent.get("cx")) or 0.0, emu(extent.get("cy")) or 0.0)
    where = _anchored(anchor)
    found = [node for node in _shown(anchor) if node.name == "wsp"]
    for node in found:
        own = _own_size(node) if len(found) > 1 else None
        yield _drawn_shape(node, where, own or size, theme)


def _shown(node: Node) -> Iterator[Node]:
    """All below `node`, not looking into text boxes."""
    for child in content(node):
        yield child
        if child.name != "txbxContent":
            yield from _shown(child)


def _anchored(anchor: Node) -> Where:
    across, down = anchor.child("positionH"), anchor.child("positionV")
    if across is None or down is None:
        return Where()
    offset, aligned = across.child("posOffset"), across.child("align")
    fall = down.child("posOffset")
    return Where(
        left=None if offset is None else emu(offset.text),
        left_of=across.get("relativeFrom"),
        top=None if fall is None else emu(fall.text),
        top_of=down.get("relativeFrom"),
        aligned="" if aligned is None else aligned.text,
    )


def _own_size(shape: Node) -> tuple[float, float] | None:
    """Of one shape of several, as drawn in the group."""
    extent = shape.descend("spPr", "xfrm", "ext")
    if extent is None:
        return None
    return emu(extent.get("cx")) or 0.0, emu(extent.get("cy")) or 0.0


def _drawn_shape(shape: Node, where: Where, size: tuple[float, float], theme: Theme) -> Shape:
    properties = shape.child("spPr") or shape
    form = properties.child("prstGeom")
    outline = properties.child("ln")
    box, text = shape.child("bodyPr"), shape.descend("txbx", "txbxContent")
    weight = None if outline is None else whole(outline.get("w"))
    insets = [_INSET if box is None else emu(box.get(side)) for side in ("lIns", "rIns")]
    return Shape(
        where=where,
        width=size[0],
        height=size[1],
        is_line=(form is not None and form.get("prst") in _LINE_FORMS)
        or (text is None and min(size) <= _THIN),
        weight=_DEFAULT_WEIGHT if not weight else weight / _EMU_PER_POINT,
        color=_fill(outline, theme) or _fill(properties, theme) or AUTO,
        content=text,
        inset=sum(_INSET if inset is None else inset for inset in insets),
    )


def _fill(parent: Node | None, theme: Theme) -> str:
    fill = None if parent is None else parent.child("solidFill")
    for said in () if fill is None else fill:
        value = said.get("val")
        return theme.role(value) if said.name == "schemeClr" else hex_color(value)
    return ""


def _vml(parent: Node, around: Where | None, scale: float, theme: Theme) -> Iterator[Shape]:
    """The shapes below `parent`; within a group its place counts, and its measure."""
    for node in content(parent):
        if node.name in _VML_GROUPS:
            said = _style(node)
            units = whole(node.get("coordsize").partition(",")[0])
            width = _length(said.get("width", ""))
            inner = width / units if units and width else 1.0
            yield from _vml(node, around or _vml_where(said), inner, theme)
        elif node.name in _VML_SHAPES:
            yield _vml_shape(node, around, scale, theme)


def _vml_shape(node: Node, around: Where | None, scale: float, theme: Theme) -> Shape:
    said = _style(node)
    box = node.child("textbox")
    text = None if box is None else box.child("txbxContent")
    width, height = _vml_size(node, said, scale if around else None)
    stroked = node.get("stroked") not in {"f", "false"}
    named = node.get("strokecolor" if stroked else "fillcolor").partition(" ")[0]
    is_line = node.name == "line" or node.get("type") == _LINE_TYPE
    return Shape(
        where=around or _vml_where(said),
        width=width,
        height=height,
        is_line=is_line or (text is None and min(width, height) <= _THIN),
        weight=points(node.get("strokeweight"), 1) or _DEFAULT_WEIGHT,
        color=theme.role(named) or hex_color(named) or AUTO,
        content=text,
        inset=2 * _INSET,
    )


def _vml_size(node: Node, said: Mapping[str, str], scale: float | None) -> tuple[float, float]:
    """Width and height; a line tells its two ends instead. Within a group, numbers are its units."""
    unit = MM_PER_POINT if scale is None else scale
    if node.name == "line":
        ends = [_point(node.get(end), unit) for end in ("from", "to")]
        return abs(ends[0][0] - ends[1][0]), abs(ends[0][1] - ends[1][1])
    return _length(said.get("width", ""), unit), _length(said.get("height", ""), unit)


def _point(written: str, unit: float) -> tuple[float, float]:
    across, _, down = written.partition(",")
    return _length(across, unit), _length(down, unit)


def _style(node: Node) -> dict[str, str]:
    return {
        name: value.strip() for name, value in _PLACE.findall(node.get("style")[:_LONGEST_STYLE])
    }


def _vml_where(said: Mapping[str, str]) -> Where:
    aligned = said.get("mso-position-horizontal", "")
    placed = "margin-left" in said and aligned in {"", "absolute"}
    return Where(
        left=_length(said["margin-left"]) if placed else None,
        left_of=said.get("mso-position-horizontal-relative", "column").replace("text", "column"),
        top=_length(said["margin-top"]) if "margin-top" in said else None,
        top_of=said.get("mso-position-vertical-relative", "paragraph").replace("text", "paragraph"),
        aligned=aligned.removeprefix("absolute"),
    )


def _length(written: str, unit: float = MM_PER_POINT) -> float:
    """Millimetres of a CSS length; a number alone is in `unit` mm."""
    found = points(written, 1)
    if found is None:
        return 0.0
    return round(found * (unit if written.strip()[-1:].isdigit() else MM_PER_POINT), 3)
