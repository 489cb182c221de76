"""The register in the house style of tone marks: what the documents print of it."""

from __future__ import annotations

from dataclasses import fields, replace

from cv183_reports.model import (
    Dispatch,
    Indicator,
    Issuer,
    Obligation,
    OwnPaper,
    Register,
    Settings,
    Unit,
    UnitGroup,
)
from cv183_reports.vietnamese.text import place_tones


def in_house_style(register: Register) -> Register:
    """`register` with one style of tone marks (ủy or uỷ), as its settings ask.

    The dispatch itself mixes both; documents print one. Forms and comparisons keep the original.
    """
    new = register.settings.new_tone_marks

    def styled(text: str) -> str:
        return place_tones(text, new_style=new)

    def group(value: UnitGroup) -> UnitGroup:
        return replace(value, name=styled(value.name), paper=paper(value.paper))

    def unit(value: Unit) -> Unit:
        names = (styled(value.name), styled(value.short_name))
        return replace(value, name=names[0], short_name=names[1], paper=paper(value.paper))

    def paper(value: OwnPaper) -> OwnPaper:
        return OwnPaper(*(styled(getattr(value, field.name)) for field in fields(value)))

    def dispatch(value: Dispatch) -> Dispatch:
        return replace(
            value,
            name=styled(value.name),
            kind=styled(value.kind),
            issuer=styled(value.issuer),
            matter=styled(value.matter),
            directive=styled(value.directive),
        )

    def obligation(value: Obligation) -> Obligation:
        texts = (styled(value.section), styled(value.text), styled(value.short_text))
        return replace(value, section=texts[0], text=texts[1], short_text=texts[2])

    def indicator(value: Indicator) -> Indicator:
        return replace(value, name=styled(value.name), topic=styled(value.topic))

    return Register(
        groups=tuple(map(group, register.groups)),
        units=tuple(map(unit, register.units)),
        obligations=tuple(map(obligation, register.obligations)),
        indicators=tuple(map(indicator, register.indicators)),
        constraints=register.constraints,
        settings=_settings(register.settings),
        profile=replace(
            register.profile,
            dispatch=dispatch(register.profile.dispatch),
            place=styled(register.profile.place),
            whole=styled(register.profile.whole),
        ),
        fingerprint=register.fingerprint,
        waivers=register.waivers,
    )


def _settings(settings: Settings) -> Settings:
    def styled(text: str) -> str:
        return place_tones(text, new_style=settings.new_tone_marks)

    def issuer(value: Issuer) -> Issuer:
        return replace(
            value,
            superior=styled(value.superior),
            heading=styled(value.heading),
            name=styled(value.name),
            capacity=styled(value.capacity),
            title=styled(value.title),
            recipients=tuple(map(styled, value.recipients)),
            addressees=tuple(map(styled, value.addressees)),
            subject=styled(value.subject),
        )

    return replace(settings, board=issuer(settings.board), office=issuer(settings.office))
