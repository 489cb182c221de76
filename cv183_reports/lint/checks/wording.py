"""Judges fixed phrases letter by letter, and what a head says against its own issuer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cv183_reports.catalogue import lint as catalogue
from cv183_reports.lint.checks import (
    Case,
    Fault,
    opening_with,
    respelt,
    with_severity,
)
from cv183_reports.lint.checks.head import dateline
from cv183_reports.lint.vocabulary import (
    PHRASES,
    RECIPIENTS,
    SPELT,
    SPELT_AS,
    PartKind,
    phrase_of,
)
from cv183_reports.model.finding import Severity
from cv183_reports.vietnamese.syllables import with_true_d
from cv183_reports.vietnamese.text import (
    fold,
    fold_words,
    place_tones,
)

_LABEL = "Nơi nhận:"
_ADDRESSES = {"kinh gui": "Kính gửi", "kinh goi": "Kính gửi", "kinh trinh": "Kính trình"}
_STAR = "*"
_NAMES = {fold(name): name for name in SPELT}
_DECISION, _RESOLUTION = "quiet dinh", "nghi quiet"
_RESOLVED = "QUYẾT NGHỊ"
_ENACTING = {fold(phrase): phrase for phrase in ("QUYẾT ĐỊNH", _RESOLVED, "NGHỊ QUYẾT")}
_COMMUNE = re.compile(r"\b(?:PHƯỜNG|XÃ(?! HỘI\b)|ĐẶC KHU|THỊ TRẤN)\s+(?P<name>\S.*)$")
_TIER = re.compile(
    r"^(?:phường|xã|đặc khu|thị trấn|thành phố|tỉnh|tp\.?|p\.|x\.|đk)\s*", re.IGNORECASE
)


def check_wording(case: Case) -> Iterator[Fault]:
    """Title, motto, name, Nơi nhận, Kính gửi, star; the place."""
    yield from _phrases(case)
    yield from _name(case)
    yield from _enacting(case)
    yield from _labels(case)
    yield from _order(case)
    yield from _place(case)


def _phrases(case: Case) -> Iterator[Fault]:
    for part in case.anatomy.of(PartKind.TITLE, PartKind.NATION, PartKind.MOTTO):
        wanted = PHRASES[phrase_of(part.line.folded)]
        if part.kind is PartKind.MOTTO:
            right = _spelt(part.text) == _spelt(wanted)
        else:
            right = _spelt(part.text).upper() == _spelt(wanted)
        slight = right and _LONG_DASH.search(part.text) is not None
        if slight or not right:
            clause = case.rules.clauses.title
            edits = respelt(part.line, wanted)
            phrase = with_severity(catalogue.PHRASE, Severity.NOTE) if slight else catalogue.PHRASE
            yield case.in_parts(phrase, [part], edits, wanted=wanted, clause=clause)


_LONG_DASH = re.compile(r"[–—]")
"""What Word puts for a hyphen between blanks by itself."""


def _spelt(text: str) -> str:
    """For comparing letter by letter: one blank, one place of tones, one kind of dash, a true Đ.

    An eth for a Đ is told by itself, wherever it stands.
    """
    plain = with_true_d(_LONG_DASH.sub("-", " ".join(text.split())))
    return place_tones(plain, new_style=False)


def _name(case: Case) -> Iterator[Fault]:
    part = case.anatomy.first(PartKind.NAME)
    wanted = _NAMES.get(part.line.folded, "") if part is not None else ""
    if part is not None and wanted and _spelt(part.text).strip(" :").upper() != wanted:
        clause = case.rules.clauses.name
        edits = respelt(part.line, wanted)
        yield case.in_parts(catalogue.PHRASE, [part], edits, wanted=wanted, clause=clause)


def _enacting(case: Case) -> Iterator[Fault]:
    """The line below the căn cứ by which a paper decides: spelt letter by letter, and that of its name."""
    lines = case.anatomy.of(PartKind.CENTRED, PartKind.BODY)
    part = next((each for each in lines if each.line.folded in _ENACTING), None)
    if part is None:
        return
    clause = case.rules.clauses.name
    said = _ENACTING[part.line.folded]
    name = case.anatomy.first(PartKind.NAME)
    wanted = _enacted(case, name.line.folded) if name is not None else ""
    if name is not None and wanted and said != wanted:
        yield case.in_parts(
            catalogue.ENACTED_OTHERWISE,
            [part],
            name=name.text,
            wanted=f"{wanted}:",
            clause=clause,
        )
    elif _spelt(part.text).strip(" :").upper() != said:
        edits = respelt(part.line, f"{said}:")
        yield case.in_parts(catalogue.PHRASE, [part], edits, wanted=f"{said}:", clause=clause)


def _enacted(case: Case, name: str) -> str:
    """What a paper of that folded name says below its căn cứ; empty = no rule says it for sure.

    That of the Party lays nothing down, and other bodies than people's councils resolve in their own words.
    """
    is_councils = "hoi dong nhan dan" in fold(case.text_of(PartKind.ISSUER))
    if case.is_party or (name == _RESOLUTION and not is_councils):
        return ""
    return {_DECISION: SPELT_AS[_DECISION], _RESOLUTION: _RESOLVED}.get(name, "")


def _labels(case: Case) -> Iterator[Fault]:
    clause = case.rules.clauses.recipients
    label = case.anatomy.first(PartKind.RECIPIENTS_LABEL)
    if label is not None and label.line.folded == RECIPIENTS and _tight(label.text) != _LABEL:
        edits = respelt(label.line, _LABEL)
        yield case.in_parts(catalogue.PHRASE, [label], edits, wanted=_LABEL, clause=clause)
    address = case.anatomy.first(PartKind.ADDRESSEE)
    if address is not None:
        words = " ".join(address.text.split()[:2]).rstrip(":")
        wanted = _ADDRESSES.get(fold(words), "")
        if wanted and words != wanted:
            edits = opening_with(address.line, wanted)
            yield case.in_parts(catalogue.PHRASE, [address], edits, wanted=wanted, clause=clause)
    for star in case.anatomy.of(PartKind.STAR):
        if case.is_party and star.text != _STAR:
            edits = respelt(star.line, _STAR)
            clause = case.rules.clauses.issuer
            yield case.in_parts(catalogue.ONE_STAR, [star], edits, clause=clause)


def _tight(text: str) -> str:
    return re.sub(r"\s+:", ":", " ".join(text.split()))


def _order(case: Case) -> Iterator[Fault]:
    """The superior stands above the issuer."""
    superior = case.anatomy.first(PartKind.SUPERIOR)
    issuer = case.anatomy.first(PartKind.ISSUER)
    if superior is None or issuer is None:
        return
    if superior.line.paragraph.index > issuer.line.paragraph.index:
        clause = case.rules.clauses.issuer
        yield case.in_parts(catalogue.UPSIDE_DOWN, [issuer], below=superior.text, clause=clause)


def _place(case: Case) -> Iterator[Fault]:
    """The place of a commune's paper is that commune, or another place that its head names."""
    line = case.anatomy.first(PartKind.DATELINE)
    read = dateline(line.text) if line is not None else None
    names = case.anatomy.of(PartKind.SUPERIOR, PartKind.ISSUER)
    communes = [found["name"] for part in names for found in [_COMMUNE.search(part.text)] if found]
    if line is None or read is None or not communes:
        return
    place = fold_words(_TIER.sub("", read.place))
    head = fold_words(" ".join(part.text for part in names))
    if place and place not in head:
        yield case.in_parts(
            catalogue.OTHER_PLACE,
            [line],
            found=read.place,
            issuer=" ".join(part.text for part in names),
            clause=case.rules.clauses.dateline,
        )
