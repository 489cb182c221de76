"""A unit's own monthly report, ready for its signature: one Filing → its context."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from types import MappingProxyType

from cv183_reports.document.context import (
    Letterhead,
    SigningBlock,
    UnitFigureRow,
    UnitFigureTopic,
    UnitReport,
    UnitSection,
)
from cv183_reports.document.letterhead import UnitHead, balanced, unit_head
from cv183_reports.lint.rules import ND30, rules_in
from cv183_reports.model import Filing, Period, PresentationStyle, Register, Unit
from cv183_reports.model.prose import BlockKind, Section, UnitProse
from cv183_reports.vietnamese.text import place_tones
from cv183_reports.vietnamese.text_width import text_width_mm
from cv183_reports.vietnamese.wording import (
    blank_date,
    document_number,
    number,
    roman,
    upper_first,
)

TEMPLATES: Mapping[PresentationStyle, str] = MappingProxyType(
    {
        PresentationStyle.PARTY: "bao-cao-don-vi-dang.docx",
        PresentationStyle.STATE: "bao-cao-don-vi-nha-nuoc.docx",
    }
)
"""The template of each style."""

KIND = "BC"
_ISSUER_SIZE = {PresentationStyle.PARTY: 14, PresentationStyle.STATE: 13}
_LEFT_ROOM = {PresentationStyle.PARTY: 80, PresentationStyle.STATE: 66}
"""Millimetres of the left half of the head in the templates."""
_DATE_ROOM = 83.5
"""Of the right half under the Party's title; in the state's every date fits."""
_RULES = ((24, 8), (36, 12), (54, 18))
"""(width of the issuer's last line below which, rule of a third to a half of it), millimetres."""
_LONGEST_RULE = 24


def unit_report(
    filing: Filing, register: Register, period: Period, prose: UnitProse, sample: str
) -> UnitReport:
    """All that the template of a unit's own report prints.

    Args:
        filing: the unit's submission, judged; what was refused in it is named, never printed.
        register: in the house style of tone marks; it holds the unit.
        period: the month reported.
        prose: its sentences, composed.
        sample: what a report that rests on an invented file says of itself; empty for a real one.
    """
    unit = register.unit(filing.unit)
    assert unit is not None
    new = register.settings.new_tone_marks
    head = unit_head(unit, register)
    letterhead = _letterhead(head, unit, period)
    is_party = unit.style is PresentationStyle.PARTY
    return UnitReport(
        letterhead=letterhead,
        has_wide_date=_width(letterhead.place_and_date) > _DATE_ROOM,
        issuer_rule=_issuer_rule(letterhead.issuer, _ISSUER_SIZE[unit.style]),
        subject=prose.subject if is_party else upper_first(prose.subject),
        sample=place_tones(sample, new_style=new),
        opening=place_tones(prose.opening, new_style=new),
        sections=_sections(filing, register, prose),
        closing=place_tones(prose.closing, new_style=new),
        address=f"{ND30.proposal_word}: {prose.addressees[0]}."
        if len(prose.addressees) == 1
        else f"{ND30.proposal_word}:",
        addressees=_addressees(prose.addressees),
        recipients=_recipients(prose.addressees, head, unit, period),
        signing=SigningBlock(head.capacity, head.title, ""),
    )


def _letterhead(head: UnitHead, unit: Unit, period: Period) -> Letterhead:
    room, size = _LEFT_ROOM[unit.style], _ISSUER_SIZE[unit.style]
    written = document_number("", KIND, head.code)
    if unit.style is PresentationStyle.STATE:
        written = written.replace("Số", "Số:", 1).replace(f"-{KIND}/", f"/{KIND}-")
    return Letterhead(
        superior=head.superior,
        issuer=balanced(head.issuer, room, size, bold=True),
        number=written,
        place_and_date=f"{head.place}, {blank_date(period.year, period.month)}",
    )


def _width(line: str) -> float:
    return text_width_mm(line, _ISSUER_SIZE[PresentationStyle.PARTY], italic=True)


def _issuer_rule(issuer: str, size: float) -> int:
    width = text_width_mm(issuer.rpartition("\n")[2], size, bold=True)
    return next((rule for below, rule in _RULES if width < below), _LONGEST_RULE)


def _addressees(names: Sequence[str]) -> tuple[str, ...]:
    """The lines under Kính gửi (NĐ 30, Phụ lục I, phần I, mục II.9d); none where one stands beside it."""
    *before, last = names
    return (*(f"- {name};" for name in before), f"- {last}.") if before else ()


def _recipients(
    addressees: Sequence[str], head: UnitHead, unit: Unit, period: Period
) -> tuple[str, ...]:
    """Nơi nhận, marked as the rules of the day ask; a state unit's points to its Kính gửi."""
    if unit.style is PresentationStyle.STATE:
        return (f"- Như trên{ND30.list_mark}", f"- Lưu: {head.kept_by}.")
    mark = rules_in(period.year, period.month).list_mark
    return (*(f"- {name}{mark}" for name in addressees), f"- Lưu {head.kept_by}.")


def _sections(filing: Filing, register: Register, prose: UnitProse) -> tuple[UnitSection, ...]:
    """Those that have something to say, numbered through."""
    found = (
        (prose.results, ()),
        (prose.figures, figure_topics(filing, register)),
        (prose.voices, ()),
        (prose.plans, ()),
    )
    told = [(section, topics) for section, topics in found if section.blocks or topics]
    return tuple(
        _section(roman(rank), section, topics, new=register.settings.new_tone_marks)
        for rank, (section, topics) in enumerate(told, start=1)
    )


def _section(
    numeral: str, prose: Section, topics: tuple[UnitFigureTopic, ...], *, new: bool
) -> UnitSection:
    """Headings in the house style of tone marks; the unit's own words stay as they came."""
    blocks = tuple(
        replace(block, text=place_tones(block.text, new_style=new))
        if block.kind is BlockKind.HEADING
        else block
        for block in prose.blocks
    )
    return UnitSection(numeral, place_tones(prose.title, new_style=new), blocks, topics)


def figure_topics(filing: Filing, register: Register) -> tuple[UnitFigureTopic, ...]:
    """Every figure given, by topic in the register's order, ranked through."""
    given = {figure.indicator: figure.value for figure in filing.figures}
    asked = [indicator for indicator in register.indicators if indicator.code in given]
    ranked = enumerate(asked, start=1)
    return tuple(
        UnitFigureTopic(
            topic,
            tuple(
                UnitFigureRow(
                    str(rank),
                    indicator.name,
                    indicator.measure,
                    number(given[indicator.code], indicator.decimals),
                )
                for rank, indicator in rows
            ),
        )
        for topic, rows in groupby(ranked, key=lambda pair: pair[1].topic)
    )
