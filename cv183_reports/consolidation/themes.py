"""Groups what units say: texts that say the same become one theme, with every unit that says it.

Nothing is altered: one wording stands for the theme, the most complete. What says the same is
judged by `likeness`: the same words once courtesies are set aside, and no more than slips of the pen,
abbreviations and turns of phrase between them. "Máy in" is not "máy tính", "đề nghị sáp nhập" not "đề
nghị không sáp nhập", "thiếu 05 công chức" never stands for a unit that lacks 03.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from cv183_reports.consolidation.likeness import (
    Said,
    completeness,
    horizons,
    linked,
    say,
    says_same,
    slips,
    without_horizons,
)
from cv183_reports.model import Filing, Record, Register, Source, Unit
from cv183_reports.model.consolidated import Consolidated, Theme, ThemeGroup, Voice
from cv183_reports.vietnamese.text import fold_words

_QUOTABLE = range(30, 601)
"""Characters of a result worth quoting."""
_BEGINNING = 40
"""Folded letters in which results that begin alike agree."""
_MOST_RESULTS = 200
"""Results of one obligation that staff can still choose from."""
_UNNAMED = "Chưa nêu lĩnh vực"
_UNADDRESSED = "Chưa nêu cấp giải quyết"


def difficulties(register: Register, filings: Sequence[Filing]) -> tuple[ThemeGroup, ...]:
    """Difficulties by field, in the order of the form; those without a field last."""
    labels = [*(field.value for field in register.profile.fields), _UNNAMED]
    said = [
        (record.field.value if record.field else _UNNAMED, voice)
        for record, voice in _voices(register, filings, "difficulty")
    ]
    return _by_label(labels, said)


def proposals(register: Register, filings: Sequence[Filing]) -> tuple[ThemeGroup, ...]:
    """Proposals by who can settle them, the highest level first."""
    labels = [*(level.value for level in reversed(register.profile.levels)), _UNADDRESSED]
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


def results(
    register: Register, units: Sequence[Unit], filings: Sequence[Filing]
) -> tuple[ThemeGroup, ...]:
    """What was done of each obligation, worth quoting; all that is said of one that one unit owes."""
    said: dict[str, list[Voice]] = {}
    for filing in filings:
        unit = register.unit(filing.unit)
        assert unit is not None
        for record in filing.records:
            if record.result:
                voice = Voice(unit, record.result, record.source, record.obligation)
                said.setdefault(record.obligation, []).append(voice)
    groups = []
    for obligation in register.obligations:
        voices = said.get(obligation.code, [])
        owners = sum(bool({u.code, u.group} & set(obligation.assigned_to)) for u in units)
        if owners > 1:
            voices = [voice for voice in voices if len(voice.text) in _QUOTABLE]
        if voices and not obligation.judged_by_receipt:
            groups.append(ThemeGroup(obligation.code, _by_beginning(voices)))
    return tuple(groups)


def _by_beginning(voices: Iterable[Voice]) -> tuple[Theme, ...]:
    """The fullest first; those that begin alike are one, since they were copied from each other."""
    alike: dict[str, list[Voice]] = {}
    for voice in sorted(voices, key=fullest):
        alike.setdefault(fold_words(voice.text)[:_BEGINNING], []).append(voice)
    themes = (Theme(own[0].text, tuple(sorted(own, key=_official))) for own in alike.values())
    return tuple(islice(themes, _MOST_RESULTS))


def fullest(voice: Voice) -> tuple[int, int]:
    """The key by which the fullest text comes first; official order decides ties."""
    return -len(voice.text), voice.unit.order


def _voices(
    register: Register, filings: Sequence[Filing], column: str
) -> Iterable[tuple[Record, Voice]]:
    for filing in filings:
        unit = register.unit(filing.unit)
        assert unit is not None
        for record in filing.records:
            text = record.difficulty if column == "difficulty" else record.proposal
            if text:
                yield record, Voice(unit, text, record.source, record.obligation)


def _by_label(labels: Sequence[str], said: Sequence[tuple[str, Voice]]) -> tuple[ThemeGroup, ...]:
    groups = (
        ThemeGroup(label, themes(voice for own, voice in said if own == label)) for label in labels
    )
    return tuple(group for group in groups if group.themes)


def themes(voices: Iterable[Voice]) -> tuple[Theme, ...]:
    """The voices as themes, most units first; the order they come in does not matter."""
    by_said: dict[Said, list[Voice]] = {}
    for voice in voices:
        by_said.setdefault(say(voice.text, voice.unit.short_name), []).append(voice)
    groups = [[v for said in group for v in by_said[said]] for group in linked(tuple(by_said))]
    return ranked(_theme(members) for group in groups for members in _with_a_spokesman(group))


def ranked(gathered: Iterable[Theme]) -> tuple[Theme, ...]:
    """Most units first, then official order."""
    return tuple(sorted(gathered, key=lambda t: (-len(t.units), t.units[0].order, t.text)))


def was_put(theme: Theme, label: str, before: Consolidated) -> bool:
    """Whether some unit put the same to the same level the month before."""
    told = next((group.themes for group in before.proposals if group.label == label), ())
    mine = {say(voice.text, voice.unit.short_name) for voice in theme.voices}
    theirs = {say(voice.text, voice.unit.short_name) for one in told for voice in one.voices}
    return any(says_same(one, other) for one in mine for other in theirs)


def _with_a_spokesman(members: list[Voice]) -> list[list[Voice]]:
    """`members`, or each unit alone where every text names its own unit: none could stand for another."""
    if not all(map(_names_itself, members)):
        return [members]
    alone: dict[str, list[Voice]] = {}
    for voice in members:
        alone.setdefault(voice.unit.code, []).append(voice)
    return list(alone.values())


def _theme(members: list[Voice]) -> Theme:
    return Theme(wording(members), tuple(sorted(members, key=_official)))


def wording(voices: Sequence[Voice]) -> str:
    """What stands for all: the text of one, without the day by when where not all name it."""
    text = spokesman(voices).text
    return without_horizons(text, _own_horizons(text, voices))


def _own_horizons(text: str, voices: Iterable[Voice]) -> frozenset[str]:
    """The horizons of `text` that not all of `voices` name."""
    told = [horizons(voice.text) for voice in voices]
    return frozenset(own for own in horizons(text) if any(own not in each for each in told))


def spokesman(voices: Iterable[Voice]) -> Voice:
    """Whose wording stands for all: the most complete, best spelt, plainest.

    Not one that names its unit, nor one that says by when where not all of them do.
    """
    known = list(voices)
    return min(
        known,
        key=lambda v: (
            _names_itself(v),
            len(_own_horizons(v.text, known)),
            -completeness(v.text),
            slips(v.text),
            len(v.text),
            v.unit.order,
            v.text,
        ),
    )


def _official(voice: Voice) -> tuple[int, Source]:
    return voice.unit.order, voice.source


def _names_itself(voice: Voice) -> bool:
    return fold_words(voice.unit.short_name) in fold_words(voice.text)
