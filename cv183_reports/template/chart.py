"""Native charts of a template: how they look is the template's, what they draw is the context's.

A chart is filled in by the name of its drawing, which Word shows in the Selection Pane, as a tag is by
the name in it. No workbook lies behind it: the numbers stand in the chart itself, so nothing else is
shown when somebody opens its data.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from html import escape

from lxml import etree
from msgspec import Struct

from cv183_reports.catalogue import template as catalogue
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding
from cv183_reports.ooxml.archive import Refusal
from cv183_reports.ooxml.package import Package
from cv183_reports.ooxml.xml import children, root, serialised
from cv183_reports.template.program import ILLEGAL, nearest

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DRAWING = re.compile(r"<wp:docPr\b[^>]*?(/?)>")
_NAME = re.compile(r'\bname="([^"]*)"')
_DESCRIPTION = re.compile(r'\s+descr="[^"]*"')
_WANTED = ("cat", "val", "dLbls")
"""Of a series: what its bars are called, how long they are, what is printed at them."""
_BELOW_LABELS = ("spPr", "txPr", "dLblPos")
"""What a label takes over from those of its series, in the order of the schema."""
_SHOWN = {"showLegendKey": "0", "showVal": "1", "showCatName": "0"}
_SHOWN |= {"showSerName": "0", "showPercent": "0", "showBubbleSize": "0"}


class ChartBar(Struct, frozen=True):
    """One bar of a chart."""

    label: str
    length: Decimal
    """In the measure of the axis."""
    text: str
    """Printed at its end, as it is: no program writes the number its own way."""


class BarChart(Struct, frozen=True):
    """What a chart of bars or columns draws."""

    bars: tuple[ChartBar, ...]
    description: str
    """For those who cannot see it."""


class DrawnChart(Struct, frozen=True):
    """One chart in the body of a template."""

    name: str
    """Of its drawing: the name in the context that it draws."""
    part: str
    content: bytes
    """As the template has it."""


def charts_in(
    body: etree._Element, package: Package, targets: Mapping[str, str], place: Source
) -> tuple[tuple[DrawnChart, ...], tuple[Finding, ...]]:
    """The charts of a body, and which of them cannot be filled in.

    Args:
        body: the root of the part.
        package: holds it.
        targets: the parts to which the body refers, by its ids for them.
        place: of the body, for findings.
    """
    charts, faults = [], []
    for reference in body.iter(f"{_C}chart"):
        part = targets.get(reference.get(RELATION, ""), "")
        name = _name_of(reference)
        content = package.read(part) if part else b""
        if _series(part, content) is None:
            faults.append(catalogue.CHART_KIND.at(place, name=name))
        else:
            charts.append(DrawnChart(name, part, content))
    return tuple(charts), tuple(faults)


def _name_of(reference: etree._Element) -> str:
    holders = (each.find(f"{_WP}docPr") for each in reference.iterancestors())
    found = next((each for each in holders if each is not None), None)
    return "" if found is None else found.get("name", "")


def _series(part: str, content: bytes) -> etree._Element | None:
    """The one series of a chart of bars that has labels, names and numbers; else nothing."""
    try:
        chart = root(part, content, bare=True)
    except Refusal:
        return None
    series = list(chart.iter(f"{_C}ser"))
    if len(series) != 1 or series[0] not in list(chart.iterfind(f".//{_C}barChart/{_C}ser")):
        return None
    return series[0] if all(len(children(series[0], name)) == 1 for name in _WANTED) else None


def drawn_charts(
    charts: Sequence[DrawnChart], context: Mapping[str, object], place: Source
) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """Part → its content with what the context draws; or which chart cannot be drawn."""
    contents: dict[str, bytes] = {}
    faults = []
    known = frozenset(name for name, value in context.items() if isinstance(value, BarChart))
    for chart in charts:
        drawn = context.get(chart.name)
        if not isinstance(drawn, BarChart):
            names = nearest(chart.name, known)
            faults.append(catalogue.UNKNOWN_CHART.at(place, name=chart.name, names=names))
        elif illegal := _illegal(drawn):
            faults.append(catalogue.CHART_CHARACTER.at(place, name=chart.name, value=illegal))
        else:
            contents[chart.part] = _drawn(chart, drawn)
    return contents, tuple(faults)


def _illegal(chart: BarChart) -> str:
    """The first text that XML cannot hold, its characters replaced; empty: all can be held."""
    texts = [chart.description, *(t for bar in chart.bars for t in (bar.label, bar.text))]
    found = next((text for text in texts if ILLEGAL.search(text)), "")
    return ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", found)


def _drawn(chart: DrawnChart, drawn: BarChart) -> bytes:
    series = _series(chart.part, chart.content)
    assert series is not None, "it was tried when the template was loaded"
    names, lengths, labels = (child for name in _WANTED for child in children(series, name))
    _put(names, "strLit", [bar.label for bar in drawn.bars])
    _put(lengths, "numLit", [f"{bar.length:f}" for bar in drawn.bars])
    for former in labels.findall(f"{_C}dLbl"):
        labels.remove(former)
    for rank, bar in enumerate(drawn.bars):
        labels.insert(rank, _label(labels, rank, bar.text))
    whole = series.getroottree().getroot()
    for workbook in whole.findall(f"{_C}externalData"):
        whole.remove(workbook)
    return serialised(whole)


def _put(holder: etree._Element, kind: str, values: Sequence[str]) -> None:
    """Literal values in the place of whatever the template refers to."""
    holder[:] = []
    literal = etree.SubElement(holder, f"{_C}{kind}")
    if kind == "numLit":
        etree.SubElement(literal, f"{_C}formatCode").text = "General"
    etree.SubElement(literal, f"{_C}ptCount").set("val", str(len(values)))
    for rank, value in enumerate(values):
        point = etree.SubElement(literal, f"{_C}pt", idx=str(rank))
        etree.SubElement(point, f"{_C}v").text = value


def _label(labels: etree._Element, rank: int, text: str) -> etree._Element:
    """The label of one bar, in the look of those of its series."""
    label = etree.Element(f"{_C}dLbl")
    etree.SubElement(label, f"{_C}idx").set("val", str(rank))
    label.append(_words(labels.find(f"{_C}txPr"), text))
    for name in _BELOW_LABELS:
        if (look := labels.find(f"{_C}{name}")) is not None:
            label.append(copy.deepcopy(look))
    for name, value in _SHOWN.items():
        etree.SubElement(label, f"{_C}{name}").set("val", value)
    return label


def _words(look: etree._Element | None, text: str) -> etree._Element:
    holder = etree.Element(f"{_C}tx")
    rich = etree.SubElement(holder, f"{_C}rich")
    if look is None:
        etree.SubElement(rich, f"{_A}bodyPr")
    else:
        rich.extend(copy.deepcopy(child) for child in look if child.tag != f"{_A}p")
    paragraph = etree.SubElement(rich, f"{_A}p")
    letters = None if look is None else look.find(f"{_A}p/{_A}pPr")
    if letters is not None:
        paragraph.append(copy.deepcopy(letters))
    run = etree.SubElement(paragraph, f"{_A}r")
    properties = etree.SubElement(run, f"{_A}rPr")
    each = paragraph.find(f"{_A}pPr/{_A}defRPr")
    if each is not None:
        properties.attrib.update(each.attrib)
        properties.extend(map(copy.deepcopy, each))
    etree.SubElement(run, f"{_A}t").text = text
    return holder


def with_descriptions(xml: str, charts: Sequence[DrawnChart], context: Mapping[str, object]) -> str:
    """The body with what each chart draws said in its alternative text."""
    told = dict(_descriptions(charts, context))

    def with_words(found: re.Match[str]) -> str:
        name = _NAME.search(found[0])
        if name is None or name[1] not in told:
            return found[0]
        bare = _DESCRIPTION.sub("", found[0]).removesuffix(">").removesuffix("/").rstrip()
        return f'{bare} descr="{escape(told[name[1]])}"{found[1]}>'

    return _DRAWING.sub(with_words, xml) if told else xml


def _descriptions(
    charts: Sequence[DrawnChart], context: Mapping[str, object]
) -> Iterator[tuple[str, str]]:
    for chart in charts:
        drawn = context.get(chart.name)
        if isinstance(drawn, BarChart):
            yield chart.name, drawn.description
