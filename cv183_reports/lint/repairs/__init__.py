"""The menders: each repairs one look of a document where it stands.

Here is what they share: the document on the bench, what was found of it, the copy that is changed, and how letters are
made to look otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docx.oxml.ns import qn
from docx.oxml.text.run import CT_R
from docx.shared import Pt, RGBColor
from docx.text.font import Font
from docx.text.paragraph import Paragraph
from docx.text.parfmt import ParagraphFormat
from docx.text.run import Run
from msgspec import Struct, field

from cv183_reports.lint.checks import Case, Fault
from cv183_reports.lint.opened import OpenedCopy, TypedParagraph
from cv183_reports.lint.parts import Part
from cv183_reports.word.facts import ParagraphFacts, RunFacts

_SLOTS = ("ascii", "hAnsi", "eastAsia", "cs")
_BLACK_INK = RGBColor(0, 0, 0)


class Ink(Struct, frozen=True):
    """What is to be otherwise with some letters; None = left as it is."""

    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    underlined: bool | None = None
    capitals: bool | None = None
    font: str | None = None
    black: bool = False


_NOTHING = Ink()
InkStretch = tuple[int, int, Ink]
"""Letters of a paragraph, and what is to be otherwise with them."""


class RepairBench(Struct):
    """A document under repair: what was found of it, and the copy that is changed."""

    case: Case
    copy: OpenedCopy
    widened: dict[int, float] = field(default_factory=dict)
    """Millimetres that the second column of a table was given, by `TableFacts.index`."""
    _facts: dict[tuple[str, int], ParagraphFacts] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._facts = {(each.part, each.index): each for each in self.case.everywhere}

    def facts(self, part: str, index: int) -> ParagraphFacts:
        """The paragraph of that `ParagraphFacts.index`."""
        return self._facts[part, index]

    def paragraphs(self, fault: Fault) -> list[ParagraphFacts]:
        """Those in which a fault lies."""
        return [self._facts[place] for place in fault.paragraphs if place in self._facts]

    def parts(self, fault: Fault) -> list[Part]:
        """Those in which a fault lies."""
        places = set(fault.paragraphs)
        return [
            part
            for part in self._all_parts()
            if part.kind.value == fault.part
            and (part.line.paragraph.part, part.line.paragraph.index) in places
        ]

    def _all_parts(self) -> Iterator[Part]:
        anatomy = self.case.anatomy
        yield from anatomy.parts
        yield from anatomy.attached
        for each in anatomy.appendices:
            yield from (each.label, *each.title, *each.reference, *each.text)

    def format(self, facts: ParagraphFacts) -> ParagraphFormat:
        """How a paragraph is laid out, to be changed."""
        paragraph = self.copy.paragraph(facts.part, facts.index)
        layout: ParagraphFormat = Paragraph(paragraph, self.copy.part(facts.part)).paragraph_format
        return layout

    def identities(self, part: str) -> Iterator[int]:
        """Numbers for tracked changes in a part."""
        while True:
            yield self.copy.identity(part)

    def ink(self, facts: ParagraphFacts, stretches: Iterable[InkStretch]) -> None:
        """Lets letters of a paragraph look otherwise; they stay what they are."""
        wanted = [each for each in stretches if each[2] != _NOTHING]
        if not wanted:
            return
        typed = TypedParagraph.opened(self.copy.paragraph(facts.part, facts.index), facts)
        for start, end, ink in reversed(wanted) if typed is not None else ():
            for run in typed.runs(start, end) if typed is not None else ():
                set_ink(run, ink)


def set_ink(run: CT_R, ink: Ink) -> None:
    """Lets one run look so."""
    font: Font = Run(run, None).font  # type: ignore[arg-type]  # it asks nothing of what it stands in
    if ink.size is not None:
        font.size = Pt(ink.size)
    if ink.bold is not None:
        font.bold = ink.bold
    if ink.italic is not None:
        font.italic = ink.italic
    if ink.underlined is not None:
        font.underline = ink.underlined
    if ink.capitals is not None:
        font.all_caps = ink.capitals
        font.small_caps = None if ink.capitals else False
    if ink.black:
        font.color.rgb = _BLACK_INK
    if ink.font is not None:
        _set_font(font, ink.font)


def _set_font(font: Font, name: str) -> None:
    """For letters of every script; a font of the theme would go before it."""
    font.name = name
    fonts = font.element.rPr.rFonts
    for slot in _SLOTS:
        fonts.attrib.pop(qn(f"w:{slot}Theme"), None)
        fonts.set(qn(f"w:{slot}"), name)
    fonts.attrib.pop(qn("w:cstheme"), None)


def placed(runs: Iterable[RunFacts], start: int) -> Iterator[tuple[int, int, RunFacts]]:
    """Each run with the places where it begins and ends, the first at `start`."""
    for run in runs:
        yield start, start + len(run.text), run
        start += len(run.text)
