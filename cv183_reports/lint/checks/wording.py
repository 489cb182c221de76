"""Judges fixed phrases letter by letter, and what a head says against its own issuer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cv183_reports.catalogue import lint as catalogue
from cv183_reports.catalogue import lint_text as endings
from cv183_reports.lint.case import Case, Fault, opening_with, respelt
from cv183_reports.lint.checks.head import dateline
from cv183_reports.lint.parts import Part
from cv183_reports.lint.vocabulary import (
    DELEGATED,
    PHRASES,
    RECIPIENTS,
    SPELT,
    PartKind,
    is_post,
    phrase_of,
)
from cv183_reports.vietnamese.syllables import TO_TRUE_D
from cv183_reports.vietnamese.text import fold, fold_words, place_tones

_LABEL = "Nơi nhận:"
_ADDRESSES = {"kinh gui": "Kính gửi", "kinh goi": "Kính gửi", "kinh trinh": "Kính trình"}
_STAR = "*"
_NAMES = {fold(name): name for name in SPELT}
_COMMUNE = re.compile(r"\b(?:PHƯỜNG|XÃ(?! HỘI\b)|ĐẶC KHU|THỊ TRẤN)\s+(?P<name>\S.*)$")
_TIER = re.compile(
    r"^(?:phường|xã|đặc khu|thị trấn|thành phố|tỉnh|tp\.?|p\.|x\.|đk)\s*", re.IGNORECASE
)
_ALONE = re.compile(
    r"^(?:so|phong|cuc|chi cuc|vu|truong|benh vien|trung tam|nha truong|vien)\b", re.IGNORECASE
)


def check_wording(case: Case) -> Iterator[Fault]:
    """Title, motto, name, Nơi nhận, Kính gửi, star; the place; who signs for whom."""
    yield from _phrases(case)
    yield from _name(case)
    yield from _labels(case)
    yield from _order(case)
    yield from _place(case)
    yield from _signed_for(case)
    yield from _signatory(case)


def _phrases(case: Case) -> Iterator[Fault]:
    for part in case.anatomy.of(PartKind.TITLE, PartKind.NATION, PartKind.MOTTO):
        wanted = PHRASES[phrase_of(part.line.folded)]
        if part.kind is PartKind.MOTTO:
            right = _spelt(part.text) == _spelt(wanted)
        else:
            right = _spelt(part.text).upper() == _spelt(wanted)
        if not right:
            clause = case.rules.clauses.title
            edits = respelt(part.line, wanted)
            yield case.in_parts(catalogue.PHRASE, [part], edits, wanted=wanted, clause=clause)


def _spelt(text: str) -> str:
    """For comparing letter by letter: one blank, one place of tones, one kind of dash, a true Đ.

    An eth for a Đ is told by itself, wherever it stands.
    """
    plain = re.sub(r"[–—]", "-", " ".join(text.split())).translate(TO_TRUE_D)
    return place_tones(plain, new_style=False)


def _name(case: Case) -> Iterator[Fault]:
    part = case.anatomy.first(PartKind.NAME)
    wanted = _NAMES.get(part.line.folded, "") if part is not None else ""
    if part is not None and wanted and _spelt(part.text).strip(" :").upper() != wanted:
        clause = case.rules.clauses.name
        edits = respelt(part.line, wanted)
        yield case.in_parts(catalogue.PHRASE, [part], edits, wanted=wanted, clause=clause)


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


def _signed_for(case: Case) -> Iterator[Fault]:
    """T/M is for a collective: neither for one who heads, nor for an office that works under one head."""
    authority = case.anatomy.first(PartKind.AUTHORITY)
    found = DELEGATED.match(authority.text) if authority is not None else None
    if authority is None or found is None or fold(found[1]) not in {"t m", "tm"}:
        return
    rest = authority.text[found.end() :]
    if is_post(rest) or (not case.is_party and _ALONE.match(fold(rest))):
        clause = case.rules.clauses.signing
        yield case.in_parts(endings.SIGNED_FOR_ONE, [authority], clause=clause)


def _signatory(case: Case) -> Iterator[Fault]:
    capitals = [part for part in case.anatomy.of(PartKind.SIGNATORY) if _is_shouted(part)]
    if capitals:
        clause = case.rules.clauses.signing
        edits = [edit for part in capitals for edit in respelt(part.line, part.text.title())]
        yield case.in_parts(endings.SIGNATORY_CAPITALS, capitals, edits, clause=clause)


def _is_shouted(part: Part) -> bool:
    shown = "".join(run.shown for run in part.line.runs)
    return shown.isupper() and len(part.text.split()) > 1
