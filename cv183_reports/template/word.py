"""A Word template: loaded with everything that is wrong with it said, then rendered as often as wanted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from lxml import etree
from msgspec import Struct, field

from cv183_reports.catalogue import files
from cv183_reports.catalogue import template as catalogue
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding, Severity
from cv183_reports.ooxml.archive import (
    MAX_ENTRIES,
    MAX_FILE,
    MAX_INFLATED,
    MAX_PART,
    MEGABYTE,
    Refusal,
)
from cv183_reports.ooxml.package import Package, set_mark
from cv183_reports.ooxml.xml import prove, root, serialised
from cv183_reports.template.chart import (
    RELATION,
    DrawnChart,
    charts_in,
    drawn_charts,
    with_descriptions,
)
from cv183_reports.template.draft import (
    HIDDEN_TAG,
    SECTION_PROPERTIES,
    DraftPart,
    PlacedTag,
    draft,
    has_section,
    mend,
)
from cv183_reports.template.program import (
    NameUse,
    Program,
    check_blocks,
    check_tag,
    compiled,
    misprinted,
    run_program,
    unknown_names,
    with_steps,
)
from cv183_reports.template.tags import NearTag, P, Paragraph, W

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_MAIN = _TYPE.format("document.main")
_LABELS = {
    _MAIN: catalogue.BODY,
    _TYPE.format("header"): catalogue.HEADER,
    _TYPE.format("footer"): catalogue.FOOTER,
    _TYPE.format("footnotes"): catalogue.FOOTNOTES,
    _TYPE.format("endnotes"): catalogue.ENDNOTES,
}
"""Content types of the parts that may hold tags, and what a finding calls each."""
_COMMENTS = _TYPE.removesuffix("{}+xml") + "comments"
"""How the content types of the parts that hold comments (their texts, replies, dates) begin."""
_LIMITS = {
    "file": MAX_FILE // MEGABYTE,
    "parts": MAX_ENTRIES,
    "part": MAX_PART // MEGABYTE,
    "total": MAX_INFLATED // MEGABYTE,
}
_BEYOND = frozenset({files.TOO_BIG, files.TOO_MANY_PARTS, files.PART_TOO_BIG, files.PARTS_TOO_BIG})
"""What the zip door refuses because a limit is passed."""

_LIST_OF = re.compile(r'<w:numId w:val="([^"]*)"')
_STYLE_OF = re.compile(r'<w:pStyle w:val="([^"]*)"')
_ANY_ELEMENT = re.compile("<[^>]*>")
_LOOSE = (".htm", ".html", ".xhtml", ".txt", ".mht")
_SHOWN = 40
"""Characters of a tag out of reach that a finding quotes."""


class Numbered(Struct, frozen=True):
    """Which lists of a document, and which of its styles, number their paragraphs."""

    lists: frozenset[str]
    styles: frozenset[str]

    @classmethod
    def of(cls, package: Package, targets: Mapping[str, str]) -> Numbered:
        """What the parts of numbering and styles say; `targets` are those of the body."""
        parts = {part.rpartition("/")[2]: part for part in targets.values()}
        if "numbering.xml" not in parts:
            return cls(frozenset(), frozenset())
        numbering = package.root(parts["numbering.xml"])
        counted = {
            kind.get(f"{W}abstractNumId", "")
            for kind in numbering.iter(f"{W}abstractNum")
            if (form := kind.find(f"{W}lvl/{W}numFmt")) is not None
            and form.get(f"{W}val") not in {"bullet", "none"}
        }
        lists = frozenset(
            each.get(f"{W}numId", "")
            for each in numbering.iter(f"{W}num")
            if (kind := each.find(f"{W}abstractNumId")) is not None
            and kind.get(f"{W}val") in counted
        )
        sheet = package.root(parts["styles.xml"]) if "styles.xml" in parts else None
        styles = frozenset(
            style.get(f"{W}styleId", "")
            for style in (() if sheet is None else sheet.iter(f"{W}style"))
            if (used := style.find(f"{W}pPr/{W}numPr/{W}numId")) is not None
            and used.get(f"{W}val") in lists
        )
        return cls(lists, styles)

    def in_text(self, xml: str) -> bool:
        """Whether a paragraph of that XML is numbered."""
        lists = _LIST_OF.findall(xml)
        of_style = not lists and not self.styles.isdisjoint(_STYLE_OF.findall(xml))
        return of_style or not self.lists.isdisjoint(lists)


class _Opened(Struct, frozen=True):
    """A .docx all of whose parts are whole, and what of it matters to a template."""

    file: str
    package: Package
    main: str
    """Name of the part that is the body."""
    kinds: Mapping[str, str]
    """Content type of each part that may hold tags, the body first."""
    roots: Mapping[str, etree._Element | None]
    """Of these parts; None for one that cannot be worked on."""
    targets: Mapping[str, str]
    """The parts to which the body refers, by its ids for them."""
    comments: Mapping[str, bytes]
    """The parts that hold comments."""
    others: Mapping[str, str]
    """The text of every other part that has any, by its name."""
    numbered: Numbered


class _Part(Struct, frozen=True):
    """One part with tags, compiled."""

    name: str
    place: Source
    program: Program


class Template(Struct, frozen=True):
    """A template without faults. Frozen: one may serve many renderings."""

    file: str
    uses: tuple[NameUse, ...]
    """Every reading of the context, in the order of the document, body first."""
    slips: tuple[NearTag, ...]
    """What may have been meant as a tag."""
    _package: Package
    _emptied: Mapping[str, bytes]
    """The parts that held comments, and what stands in them now."""
    _parts: tuple[_Part, ...]
    _charts: tuple[DrawnChart, ...] = ()
    _with_mark: dict[str, Package] = field(default_factory=dict)

    def render(
        self, context: Mapping[str, object], mark: str = ""
    ) -> tuple[bytes | None, tuple[Finding, ...]]:
        """The .docx for `context`: frozen values, tuples, str, int and Decimal under their names.

        A `BarChart` is drawn by the chart of that name.

        The bytes are None when there is any finding; the same context gives the same bytes.
        A `mark` is told in a document property, whether the template prints it or not.
        """
        faults = [*unknown_names(self.uses, context), *misprinted(self.slips, context)]
        if faults:
            return None, tuple(faults)
        drawn, chart_faults = drawn_charts(self._charts, context, Source(self.file, catalogue.BODY))
        faults += chart_faults
        changed = {**self._emptied, **drawn}
        values = with_steps(context)
        for part in self._parts:
            result = _rendered(part, values, self._charts)
            if isinstance(result, Finding):
                faults.append(result)
            else:
                changed[part.name] = result
        if faults:
            return None, tuple(faults)
        package = self._marked(mark) if mark else self._package
        return package.packed(changed), ()

    def _marked(self, mark: str) -> Package:
        """The package with the mark in it, opened anew once for all renderings."""
        if mark not in self._with_mark:
            package = self._with_mark[mark] = Package(self._package.packed())
            set_mark(package, mark)
        return self._with_mark[mark]


def load_template(data: bytes, file: str) -> tuple[Template | None, tuple[Finding, ...]]:
    """The template that the .docx `data` holds, and everything wrong with it.

    `file` is what findings call it. None when any finding is an error.
    """
    opened = _opened(data, file)
    if isinstance(opened, Finding):
        return None, (opened,)
    parts: list[_Part] = []
    slips: list[NearTag] = []
    charts, found = _charts(opened)
    faults = [*_check_page_numbers(opened), *_check_others(opened), *found]
    for part in opened.kinds:
        loaded, found, meant = _load_part(opened, part)
        faults += found
        slips += meant
        parts += [loaded] if loaded else []
    if any(fault.severity is Severity.ERROR for fault in faults):
        return None, tuple(faults)
    uses = tuple(use for part in parts for use in part.program.uses)
    emptied = dict(_emptied(opened.comments))
    found_slips = tuple(slips)
    template = Template(file, uses, found_slips, opened.package, emptied, tuple(parts), charts)
    return template, tuple(faults)


def _opened(data: bytes, file: str) -> _Opened | Finding:
    try:
        package = Package(data)
        every_kind = package.content_types()
        kinds = _texts(every_kind)
        main = next((part for part, kind in kinds.items() if kind == _MAIN), "")
        texts = {part: package.read(part) for part in kinds}
        comments = {
            part: package.read(part)
            for part, kind in every_kind.items()
            if kind.startswith(_COMMENTS)
        }
        targets = package.targets(main)
        rest = [part for part in package.names if part not in kinds and part not in comments]
        others = {
            **{
                part: _text(package.root(part)) for part in rest if part.endswith((".xml", ".rels"))
            },
            **{part: _loose_text(package.read(part)) for part in rest if part.endswith(_LOOSE)},
        }
        numbered = Numbered.of(package, targets)
        package.verify_rest()
    except Refusal as refusal:
        if refusal.rule in _BEYOND:
            return catalogue.TOO_LARGE.at(Source(file), **_LIMITS)
        return catalogue.NOT_WORD.at(Source(file))
    if not main:
        return catalogue.NOT_WORD.at(Source(file))
    roots = {part: _root(part, content) for part, content in texts.items()}
    return _Opened(file, package, main, kinds, roots, targets, comments, others, numbered)


def _charts(opened: _Opened) -> tuple[tuple[DrawnChart, ...], tuple[Finding, ...]]:
    body = opened.roots[opened.main]
    if body is None:  # a fault of its own
        return (), ()
    place = Source(opened.file, catalogue.BODY)
    return charts_in(body, opened.package, opened.targets, place)


def _text(found: etree._Element) -> str:
    """All that a part says: its text, and what its attributes do (a number's words, where a link leads)."""
    text = str(found.xpath("string()"))
    values = (str(value) for each in found.iter("*") for value in each.values())
    return f"{text}\n" + unquote("\n".join(values))


def _loose_text(content: bytes) -> str:
    """What a part of no XML says, that Word puts into the text as it opens it (``w:altChunk``)."""
    return content.decode("utf-8", "replace")


def _check_others(opened: _Opened) -> Iterator[Finding]:
    """Tags in a chart, SmartArt or the properties of the file would stay there for all to see."""
    for name, text in opened.others.items():
        if (found := HIDDEN_TAG.search(text)) is not None:
            kinds = (words for path, words in catalogue.PARTS if path in name)
            part = next(kinds, catalogue.OTHER_PART.format(name=name))
            shown = text[found.start() :].partition("\n")[0][:_SHOWN]
            yield catalogue.OUT_OF_REACH.at(Source(opened.file), part=(part,), text=shown)


def _root(part: str, content: bytes) -> etree._Element | None:
    """The root of a Word part; None for broken XML, a DTD, or a prefix other than Word's ``w:``."""
    try:
        found = root(part, content, bare=True)
    except Refusal:
        return None
    usable = found.prefix == "w" and found.tag.startswith(W) and b"?cv183" not in content
    return found if usable else None


def _texts(kinds: Mapping[str, str]) -> dict[str, str]:
    """The parts that may hold tags, the body first."""
    order = list(_LABELS)
    texts = [(name, kind) for name, kind in kinds.items() if kind in _LABELS]
    return dict(sorted(texts, key=lambda item: (order.index(item[1]), item[0])))


def _emptied(comments: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """The parts with comments, without them: what staff say of a template is not for its readers."""
    for part, content in comments.items():
        try:
            found = root(part, content)
        except Refusal:  # no comment of it stands anywhere in the text any more
            continue
        found[:] = []
        yield part, serialised(found)


def _load_part(
    opened: _Opened, name: str
) -> tuple[_Part | None, tuple[Finding, ...], tuple[NearTag, ...]]:
    """One part compiled, what is wrong with it and may be; None where it has no tags or an error."""
    place = Source(opened.file, _LABELS[opened.kinds[name]])
    found_root = opened.roots[name]
    if found_root is None:
        return None, (catalogue.DAMAGED.at(Source(opened.file), part=name),), ()
    no_section = name == opened.main and not has_section(found_root)
    sketch, faults = draft(found_root, place)
    tags = sketch.tags
    found = (
        *([catalogue.NO_SECTION.at(place)] if no_section else []),
        *faults,
        *filter(None, (check_tag(placed.tag) for placed in tags)),
        *check_blocks(tags),
    )
    found += tuple(_numbers_run_on(sketch, opened.numbered, place))
    if sketch.is_plain or any(fault.severity is Severity.ERROR for fault in found):
        return None, found, sketch.slips
    return _compiled(sketch, name, place), found, sketch.slips


def _numbers_run_on(sketch: DraftPart, numbered: Numbered, place: Source) -> Iterator[Finding]:
    """Paragraphs with automatic numbers in a loop that another repeats: the numbers never begin again."""
    depth = 0
    for piece in sketch.pieces:
        if isinstance(piece, PlacedTag):
            depth += {"for": 1, "endfor": -1}.get(piece.tag.keyword, 0)
        elif depth > 1 and numbered.in_text(piece):
            shown = " ".join(_ANY_ELEMENT.sub(" ", piece).split())
            yield catalogue.NUMBERS_RUN_ON.at(place, paragraph=shown or catalogue.NO_TEXT)


def _compiled(sketch: DraftPart, part: str, place: Source) -> _Part:
    """A part whose tags have been checked."""
    pieces = (piece.tag if isinstance(piece, PlacedTag) else piece for piece in sketch.pieces)
    return _Part(part, place, compiled(pieces))


def _rendered(
    part: _Part, values: dict[str, object], charts: tuple[DrawnChart, ...]
) -> bytes | Finding:
    """The part's XML for those values, read back; or what it stumbled over."""
    text = run_program(part.program, values)
    if isinstance(text, Finding):
        return text
    content = with_descriptions(mend(text), charts, values).encode()
    try:
        prove(part.name, content)
    except Refusal:
        return catalogue.BROKEN_OUTPUT.at(part.place, part=part.name)
    return content


_EDGES = (f"{W}headerReference", f"{W}footerReference")
_PAGE = re.compile(r"\bPAGE\b", re.IGNORECASE)


class _Section(Struct, frozen=True):
    """One section: its place among them from 1, its first words, whether it numbers its pages."""

    rank: int
    text: str
    is_numbered: bool


def _check_page_numbers(opened: _Opened) -> tuple[Finding, ...]:
    """A warning for each section of the body without page numbers, where another has them.

    LibreOffice, saving a .docx, may leave a section without ``titlePg`` and with an empty header in
    place of the one it shared with the section before: nothing looks wrong until the pages are printed.
    Only headers and footers of ordinary pages count: a first page of its own goes without by rule.
    """
    body = opened.roots[opened.main]
    if body is None:  # a fault of its own
        return ()
    place = Source(opened.file, catalogue.BODY)
    sections = list(_sections(body, opened))
    if not any(section.is_numbered for section in sections):
        return ()
    return tuple(
        catalogue.NO_PAGE_NUMBERS.at(
            place, rank=section.rank, text=section.text or catalogue.NO_TEXT
        )
        for section in sections
        if not section.is_numbered
    )


def _sections(body: etree._Element, opened: _Opened) -> Iterator[_Section]:
    """The sections in order; a header or footer that one does not name is that of the one before."""
    edges = dict.fromkeys(_EDGES, False)
    for rank, (properties, text) in enumerate(_ends(body), 1):
        for reference in properties.iterchildren(*_EDGES):
            if reference.get(f"{W}type", "default") == "default":
                part = opened.targets.get(reference.get(RELATION, ""), "")
                edges[str(reference.tag)] = _prints_number(opened.roots.get(part))
        yield _Section(rank, text, any(edges.values()))


def _ends(body: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The page set-up of each section, and the first text in it that is more than tags."""
    text = ""
    for element in body.iter(P):
        if not text:
            paragraph = Paragraph(element, Source(""))
            text = paragraph.text if paragraph.without(list(paragraph.tags)) else ""
        if (properties := element.find(SECTION_PROPERTIES)) is not None:
            yield properties, text
            text = ""
    if (properties := body.find(f"{W}body/{W}sectPr")) is not None:
        yield properties, text


def _prints_number(edge: etree._Element | None) -> bool:
    """Whether a header or footer prints the number of the page."""
    if edge is None:
        return False
    codes = "".join(element.text or "" for element in edge.iter(f"{W}instrText"))
    simple = (element.get(f"{W}instr", "") for element in edge.iter(f"{W}fldSimple"))
    old = next(edge.iter(f"{W}pgNum"), None) is not None
    return old or any(map(_PAGE.search, (codes, *simple)))
