"""Groups what units say: near-duplicate texts become one theme, with every unit that said it.

Nothing is altered: the most complete wording stands for the theme. Two texts are one theme when
their folded words are alike (the thresholds below) and they name the same numbers: "thiếu 05 công
chức" never stands for a unit that lacks 03.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from cv183_reports.consolidated import Theme, ThemeGroup, Voice
from cv183_reports.model import Field, Filing, Level, Record, Register
from cv183_reports.vietnamese.text import fold_words

SIMILAR = 80.0
"""Least likeness (rapidfuzz token_sort_ratio, 0–100) of two texts of one theme: all words count."""
SHARED = 88.0
"""Or: least likeness (token_set_ratio) of what two texts share, turns of phrase around it set aside …"""
COMPARABLE = 0.6
"""… provided that the shorter is at least this part of the longer, so that it leaves nothing out."""

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_UNNAMED = "Chưa nêu lĩnh vực"
_UNADDRESSED = "Chưa nêu cấp giải quyết"


def difficulties(register: Register, filings: Sequence[Filing]) -> tuple[ThemeGroup, ...]:
    """Difficulties by field, in the order of the form; those without a field last."""
    labels = [*(field.value for field in Field), _UNNAMED]
    said = [
        (record.field.value if record.field else _UNNAMED, voice)
        for record, voice in _voices(register, filings, "difficulty")
    ]
    return _by_label(labels, said)


def proposals(register: Register, filings: Sequence[Filing]) -> tuple[ThemeGroup, ...]:
    """Proposals by who can settle them, the highest level first."""
    labels = [*(level.value for level in reversed(Level)), _UNADDRESSED]
    said = [
        (record.level.value if record.level else _UNADDRESSED, voice)
        for record, voice in _voices(register, filings, "proposal")
    ]
    return _by_label(labels, said)


def plans(register: Register, filings: Sequence[Filing]) -> tuple[Theme, ...]:
    """What units will do next month, grouped."""
    return themes(
        Voice(unit, plan.text, plan.source)
        for filing in filings
        for plan in filing.plans
        if (unit := register.unit(plan.unit)) is not None
    )


def _voices(
    register: Register, filings: Sequence[Filing], column: str
) -> Iterable[tuple[Record, Voice]]:
    for filing in filings:
        unit = register.unit(filing.unit)
        assert unit is not None
        for record in filing.records:
            text = record.difficulty if column == "difficulty" else record.proposal
            if text:
                yield record, Voice(unit, text, record.source)


def _by_label(labels: Sequence[str], said: Sequence[tuple[str, Voice]]) -> tuple[ThemeGroup, ...]:
    groups = (
        ThemeGroup(label, themes(voice for own, voice in said if own == label)) for label in labels
    )
    return tuple(group for group in groups if group.themes)


def themes(voices: Iterable[Voice]) -> tuple[Theme, ...]:
    """The voices as themes, most units first; the order they come in does not matter."""
    alike: list[tuple[str, tuple[str, ...], list[Voice]]] = []
    for folded, same in _identical(voices):
        numbers = tuple(sorted(_NUMBER.findall(folded)))
        for head, head_numbers, members in alike:
            if numbers == head_numbers and _alike(head, folded):
                members.extend(same)
                break
        else:
            alike.append((folded, numbers, list(same)))
    gathered = [_theme(members) for _, _, members in alike]
    return tuple(sorted(gathered, key=lambda t: (-len(t.units), t.units[0].order, t.text)))


def _alike(longer: str, shorter: str) -> bool:
    if fuzz.token_sort_ratio(longer, shorter) >= SIMILAR:
        return True
    comparable = len(shorter) >= COMPARABLE * len(longer)
    return comparable and fuzz.token_set_ratio(longer, shorter) >= SHARED


def _identical(voices: Iterable[Voice]) -> list[tuple[str, list[Voice]]]:
    """Voices by folded text, the longest text first, so that themes never depend on file order."""
    same: dict[str, list[Voice]] = {}
    for voice in voices:
        same.setdefault(fold_words(voice.text), []).append(voice)
    return sorted(same.items(), key=lambda item: (-len(item[0]), item[0]))


def _theme(members: list[Voice]) -> Theme:
    """A wording that names its own unit stands for others only where there is no other."""
    ordered = tuple(sorted(members, key=lambda v: (v.unit.order, v.source)))
    fullest = min(ordered, key=lambda v: (_names_itself(v), -len(v.text), v.unit.order, v.text))
    return Theme(fullest.text, ordered)


def _names_itself(voice: Voice) -> bool:
    return fold_words(voice.unit.short_name) in fold_words(voice.text)
