"""The lines of a Word document: page set-up, headers and footers, then each block in order.

A paragraph is ``style | alignment | marks ¶ text``; marks (bold, size …) are those set directly, and
stand in brackets before the words they belong to where a paragraph mixes them. A table row is
``| a | b |``. In texts ``→`` is a tab, ``↵`` a line break, ``⤓`` a page break, ``{…}`` a field.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from lxml import etree

from cv183_reports.catalogue import files
from cv183_reports.workbook.safe_zip import Refusal
from cv183_reports.workbook.strict_xml import check_prolog
from cv183_reports.workbook.xlsx_package import Package

_ALIGNMENTS = {
    "both": "đều hai bên",
    "center": "giữa",
    "end": "phải",
    "left": "trái",
    "right": "phải",
    "start": "trái",
}
_TOGGLES = {
    "b": "đậm",
    "i": "nghiêng",
    "u": "gạch chân",
    "caps": "in hoa",
    "strike": "gạch ngang",
    "vanish": "ẩn",
}
_OFF = frozenset({"0", "false", "off", "none"})
_SIGNS = {"tab": "→", "cr": "↵", "noBreakHyphen": "‑"}
_PICTURES = frozenset({"drawing", "pict", "object", "AlternateContent"})
_GONE = frozenset({"del", "moveFrom"})
"""Tracked deletions: no longer text of the document."""
_MM_PER_TWIP = 25.4 / 1440
_MARGINS = (("top", "trên"), ("bottom", "dưới"), ("left", "trái"), ("right", "phải"))
_REFERENCES = {"headerReference": "đầu trang", "footerReference": "chân trang"}
_PAGES = {"default": "", "first": " đầu", "even": " chẵn"}


def lines(package: Package, main: str) -> Iterator[str]:
    """The lines of the document whose main part is `main`.

    Raises:
        Refusal: a part is missing, damaged or no XML.
    """
    document = _Document(package, main, _style_names(package, main))
    yield from document.lines()
    package.verify_rest()


@dataclass(frozen=True, slots=True)
class _Document:
    package: Package
    main: str
    styles: Mapping[str, str]
    """Names by id; the default style of paragraphs under the empty id."""

    def lines(self) -> Iterator[str]:
        """Section by section: the set-up of each stands at its end in the file."""
        body = _child(_xml(self.package, self.main), "body")
        rank = 1
        pending: list[etree._Element] = []
        for block in _blocks(body):
            pending.append(block)
            properties = _child(_child(block, "pPr"), "sectPr")
            if properties is not None:
                yield from self._section(rank, properties, pending)
                rank, pending = rank + 1, []
        yield from self._section(rank, _child(body, "sectPr"), pending)

    def _section(
        self, rank: int, properties: etree._Element | None, blocks: list[etree._Element]
    ) -> Iterator[str]:
        if properties is not None:
            yield f"phần {rank}: {_set_up(properties)}"
            yield from self._headers(properties)
        for block in blocks:
            yield from self._block(block)

    def _headers(self, properties: etree._Element) -> Iterator[str]:
        """Headers and footers of one section; those it shares with the one before are not repeated."""
        targets = {r.identity: r.target for r in self.package.relationships(self.main)}
        for reference in properties:
            place = _REFERENCES.get(_name(reference))
            part = targets.get(_get(reference, "id"))
            if place is None or not part:
                continue
            page = _PAGES.get(_get(reference, "type"), "")
            for block in _blocks(_xml(self.package, part)):
                for line in self._block(block):
                    yield f"  {place}{page}: {line}"

    def _block(self, block: etree._Element) -> Iterator[str]:
        if _name(block) == "p":
            yield self._paragraph(block)
        else:
            yield from self._table(block)

    def _paragraph(self, paragraph: etree._Element) -> str:
        properties = self._properties(paragraph)
        segments = _segments(paragraph)
        if len(segments) == 1:
            marks, text = segments[0]
            properties += [marks] if marks else []
        else:
            text = _marked(segments)
        return f"{' | '.join(properties)} ¶ {text}".rstrip()

    def _properties(self, paragraph: etree._Element) -> list[str]:
        """Style, alignment, numbering."""
        properties = _child(paragraph, "pPr")
        style = _value(properties, "pStyle")
        alignment = _value(properties, "jc")
        found = [self.styles.get(style, style)]
        if alignment:
            found.append(_ALIGNMENTS.get(alignment, alignment))
        if _child(properties, "numPr") is not None:
            found.append("đánh số")
        return found

    def _table(self, table: etree._Element) -> Iterator[str]:
        grid = _child(table, "tblGrid")
        rows = [row for row in table.iter() if _name(row) == "tr" and _owner(row, "tbl") is table]
        yield f"bảng {0 if grid is None else len(grid)} cột, {len(rows)} dòng"
        for row in rows:
            repeated = _child(_child(row, "trPr"), "tblHeader")
            mark = "" if repeated is None or _get(repeated, "val") in _OFF else " (lặp lại)"
            cells = [c for c in row.iter() if _name(c) == "tc" and _owner(c, "tr") is row]
            yield f"| {' | '.join(self._cell(cell) for cell in cells)} |{mark}"

    def _cell(self, cell: etree._Element) -> str:
        """One cell on one line; what differs from the document's default stands in brackets."""
        properties = _child(cell, "tcPr")
        merge = _child(properties, "vMerge")
        if merge is not None and _get(merge, "val") != "restart":
            return "↑"
        span = _value(properties, "gridSpan")
        texts = [self._in_cell(block) for block in _blocks(cell)]
        text = " ↵ ".join(texts).replace("|", "\\|")
        return f"{text} ⟷{span}" if span else text

    def _in_cell(self, block: etree._Element) -> str:
        if _name(block) == "tbl":
            return " / ".join(self._table(block))
        properties = [p for p in self._properties(block) if p != self.styles.get("")]
        text = _marked(_segments(block))
        return f"[{' | '.join(properties)}] {text}".rstrip() if properties else text


def _style_names(package: Package, main: str) -> dict[str, str]:
    part = next((r.target for r in package.relationships(main) if r.kind == "styles"), "")
    if not part:
        return {}
    names: dict[str, str] = {}
    for style in _xml(package, part):
        if _name(style) != "style":
            continue
        names[_get(style, "styleId")] = _value(style, "name")
        if _get(style, "type") == "paragraph" and _get(style, "default") not in {"", *_OFF}:
            names[""] = _value(style, "name")
    return names


def _set_up(properties: etree._Element) -> str:
    size, margins = _child(properties, "pgSz"), _child(properties, "pgMar")
    parts = []
    if size is not None:
        turned = "ngang" if _get(size, "orient") == "landscape" else "dọc"
        parts.append(f"{_mm(size, 'w')} × {_mm(size, 'h')} mm, {turned}")
    if margins is not None:
        sides = ", ".join(f"{word} {_mm(margins, side)}" for side, word in _MARGINS)
        parts.append(f"lề {sides} mm")
        parts.append(f"đầu trang cách {_mm(margins, 'header')} mm")
        parts.append(f"chân trang cách {_mm(margins, 'footer')} mm")
    first = _child(properties, "titlePg")
    if first is not None and _get(first, "val") not in _OFF:
        parts.append("trang đầu riêng")
    numbering = _child(properties, "pgNumType")
    if numbering is not None and _get(numbering, "start"):
        parts.append(f"đánh số trang từ {_get(numbering, 'start')}")
    return "; ".join(parts)


def _mm(element: etree._Element, attribute: str) -> str:
    written = _get(element, attribute)
    try:
        return f"{int(written) * _MM_PER_TWIP:.1f}".removesuffix(".0").replace(".", ",")
    except ValueError:
        return f"«{written}»"


def _blocks(parent: etree._Element | None) -> Iterator[etree._Element]:
    """Paragraphs and tables of `parent`, those within content controls too."""
    for child in () if parent is None else parent:
        name = _name(child)
        if name in {"p", "tbl"}:
            yield child
        elif name not in _GONE:
            yield from _blocks(child)


def _segments(paragraph: etree._Element) -> list[tuple[str, str]]:
    """(marks, text) of the runs, neighbours of the same marks joined, runs without text left out."""
    runs = [
        (_marks(_child(run, "rPr")), text)
        for run in paragraph.iter()
        if _name(run) in {"r", "fldSimple"}
        and _owner(run, "p") is paragraph
        and not any(_name(around) in _GONE for around in run.iterancestors())
        and (text := _text(run))
    ]
    return [
        (marks, "".join(text for _, text in same)) for marks, same in groupby(runs, lambda r: r[0])
    ]


def _marked(segments: list[tuple[str, str]]) -> str:
    return "".join(f"[{marks}: {text}]" if marks else text for marks, text in segments)


def _marks(properties: etree._Element | None) -> str:
    """What is set directly on a run: ``đậm nghiêng 14``."""
    found = []
    for name, word in _TOGGLES.items():
        toggle = _child(properties, name)
        if toggle is not None:
            found.append(f"không {word}" if _get(toggle, "val") in _OFF else word)
    size = _value(properties, "sz")
    if size.isdecimal():
        found.append(f"{int(size) / 2:g}".replace(".", ","))
    return " ".join(found)


def _text(run: etree._Element) -> str:
    """What a run prints; of a simple field, its instruction (its result is a run within)."""
    if _name(run) == "fldSimple":
        return f"{{{_get(run, 'instr').strip()}}}"
    return "".join(_sign(child) for child in run)


def _sign(element: etree._Element) -> str:
    name = _name(element)
    if name == "t":
        return " ".join((element.text or "").split("\n"))
    if name == "instrText":
        return f"{{{(element.text or '').strip()}}}"
    if name == "br":
        return "⤓" if _get(element, "type") == "page" else "↵"
    if name in {"footnoteReference", "endnoteReference"}:
        return f"[^{_get(element, 'id')}]"
    return "[hình]" if name in _PICTURES else _SIGNS.get(name, "")


def _xml(package: Package, part: str) -> etree._Element:
    """The root of an XML part.

    Raises:
        Refusal: there is no such part, it is damaged, has a DTD or is no XML.
    """
    content = package.read(part)
    check_prolog(part, content)
    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as problem:
        raise Refusal(files.BAD_XML, part=posixpath.basename(part)) from problem


def _name(element: etree._Element) -> str:
    """Local name, the same in transitional and Strict files; empty for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _get(element: etree._Element, attribute: str) -> str:
    """The attribute of that local name, or nothing."""
    for name, value in element.items():
        if str(name).rpartition("}")[2] == attribute:
            return str(value)
    return ""


def _child(parent: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of that local name."""
    if parent is None:
        return None
    return next((child for child in parent if _name(child) == name), None)


def _value(parent: etree._Element | None, name: str) -> str:
    """``w:val`` of the child of that name, or nothing."""
    child = _child(parent, name)
    return "" if child is None else _get(child, "val")


def _owner(element: etree._Element, name: str) -> etree._Element | None:
    """The nearest element of that name around `element`."""
    return next((around for around in element.iterancestors() if _name(around) == name), None)
