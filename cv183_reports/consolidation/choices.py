"""Texts of units: what says the same becomes one theme, and which the report prints, by rank or as staff decided.

Nothing is altered: one wording stands for a theme, the most complete. What says the same is
judged by `likeness`: the same words once courtesies are set aside, and no more than slips of the pen,
abbreviations and turns of phrase between them. "Máy in" is not "máy tính", "đề nghị sáp nhập" not "đề
nghị không sáp nhập", "thiếu 05 công chức" never stands for a unit that lacks 03.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import count, islice

from cv183_reports.consolidation.likeness import (
    Said,
    completeness,
    horizons,
    linked,
    say,
    slips,
    without_horizons,
)
from cv183_reports.model import Filing, Record, Register, Source, Unit
from cv183_reports.model.consolidated import Consolidated, Theme, ThemeGroup, Voice
from cv183_reports.model.editing import Candidate, EditingTally, TextDecision, TextKind, Use
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
    text = standing(voices).text
    return without_horizons(text, _own_horizons(text, voices))


def _own_horizons(text: str, voices: Iterable[Voice]) -> frozenset[str]:
    """The horizons of `text` that not all of `voices` name."""
    told = [horizons(voice.text) for voice in voices]
    return frozenset(own for own in horizons(text) if any(own not in each for each in told))


def standing(voices: Iterable[Voice]) -> Voice:
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


THEMES = 5
"""Themes of one field or level that the body prints; the rest stand in Phụ lục 4."""
PLANS = 6
"""Plans of units that the body prints."""
EXAMPLES = 3
"""Units whose own words illustrate an obligation that many owe."""

_MOST = {
    TextKind.RESULT: EXAMPLES,
    TextKind.DIFFICULTY: THEMES,
    TextKind.PROPOSAL: THEMES,
    TextKind.PLAN: PLANS,
}
_LEFT = {
    TextKind.RESULT: Use.NONE,
    TextKind.DIFFICULTY: Use.APPENDIX,
    TextKind.PROPOSAL: Use.APPENDIX,
    TextKind.PLAN: Use.NONE,
}
"""Where a text goes that the body leaves out."""
_KEY_DIGITS = 12
_UNDECIDED = TextDecision()

Decisions = Mapping[str, TextDecision]
"""By key of the text."""


def printed(themes: Sequence[Theme], most: int) -> tuple[Theme, ...]:
    """The themes that the body prints, in their order: what staff want, filled up to `most` by rank."""
    places = most - sum(theme.wanted for theme in themes)
    shown = []
    for theme in themes:
        if theme.wanted or places > 0:
            shown.append(theme)
            places -= not theme.wanted
    return tuple(shown)


def key_of(kind: TextKind, obligation: str, text: str) -> str:
    """The key of a text: twelve hexadecimal digits, whoever says it and whatever its group."""
    meant = "\n".join((kind.name, obligation, fold_words(text)))
    return hashlib.sha256(meant.encode()).hexdigest()[:_KEY_DIGITS]


def candidates(now: Consolidated) -> tuple[Candidate, ...]:
    """Every text that the report may print, each once, in the order of the report.

    `now` is the month as the program consolidated it, before any decision of staff.
    """
    titles = {o.code: o.short_text for o in now.register.obligations}
    found: dict[str, Candidate] = {}
    for kind in TextKind:
        number = count(1)
        for group in _groups(now, kind):
            label = titles[group.label] if kind is TextKind.RESULT else group.label
            shown = {id(theme) for theme in printed(group.themes, _MOST[kind])}
            for theme in group.themes:
                use = Use.BODY if id(theme) in shown else _LEFT[kind]
                for row in _rows(kind, label, theme, next(number), use):
                    same = found.get(row.key)
                    found[row.key] = _also_said(same, row.units) if same else row
    return tuple(found.values())


def _rows(kind: TextKind, label: str, theme: Theme, number: int, use: Use) -> Iterable[Candidate]:
    """The texts of one theme, the one that stands for it first."""
    told = {voice.text for voice in theme.voices}
    lead = theme.text if theme.text in told else standing(theme.voices).text
    for voice in sorted(theme.voices, key=lambda v: v.text != lead):
        within = use is Use.BODY and voice.text != lead
        yield Candidate(
            key_of(kind, voice.obligation, voice.text),
            kind,
            number,
            label,
            voice.obligation,
            voice.text,
            (voice.unit,),
            len(theme.units),
            Use.WITHIN if within else use,
        )


def _also_said(candidate: Candidate, units: Iterable[Unit]) -> Candidate:
    by_code = {unit.code: unit for unit in (*candidate.units, *units)}
    return replace(candidate, units=tuple(sorted(by_code.values(), key=lambda u: u.order)))


def follow(now: Consolidated, decisions: Decisions) -> Consolidated:
    """`now` as staff want it: texts left out, wanted, or worded anew."""
    if not decisions:
        return now
    groups = {kind: _followed_groups(now, kind, decisions) for kind in TextKind}
    plans = groups[TextKind.PLAN]
    return replace(
        now,
        results=groups[TextKind.RESULT],
        difficulties=groups[TextKind.DIFFICULTY],
        proposals=groups[TextKind.PROPOSAL],
        plan_themes=plans[0].themes if plans else (),
    )


def tally(texts: Iterable[Candidate], decisions: Decisions) -> EditingTally:
    """How many of `texts` staff decided about, and a fingerprint of what they decided."""
    made = {text.key: decisions[text.key] for text in texts if text.key in decisions}
    told = "\n".join(f"{key} {made[key]!r}" for key in sorted(made))
    return EditingTally(
        edited=sum(d.include is not False and bool(d.wording) for d in made.values()),
        omitted=sum(d.include is False for d in made.values()),
        wanted=sum(d.include is True for d in made.values()),
        fingerprint=hashlib.sha256(told.encode()).hexdigest() if made else "",
    )


def _groups(now: Consolidated, kind: TextKind) -> tuple[ThemeGroup, ...]:
    match kind:
        case TextKind.RESULT:
            return now.results
        case TextKind.DIFFICULTY:
            return now.difficulties
        case TextKind.PROPOSAL:
            return now.proposals
        case TextKind.PLAN:
            return (ThemeGroup("", now.plan_themes),)


def _followed_groups(
    now: Consolidated, kind: TextKind, decisions: Decisions
) -> tuple[ThemeGroup, ...]:
    followed = (
        ThemeGroup(group.label, _followed(kind, group.themes, decisions))
        for group in _groups(now, kind)
    )
    return tuple(group for group in followed if group.themes)


def _followed(kind: TextKind, themes: Iterable[Theme], decisions: Decisions) -> tuple[Theme, ...]:
    """The themes of one group; those that staff worded alike become one."""
    kept: dict[str | int, Theme] = {}
    for theme in themes:
        for own in _decided(kind, theme, decisions):
            key = own.text if own.edited else len(kept)
            kept[key] = _joined(kept[key], own) if key in kept else own
    return tuple(kept.values()) if kind is TextKind.RESULT else ranked(kept.values())


def _joined(one: Theme, other: Theme) -> Theme:
    voices = sorted((*one.voices, *other.voices), key=lambda v: (v.unit.order, v.source))
    return replace(one, voices=tuple(voices), wanted=one.wanted or other.wanted)


def _decided(kind: TextKind, theme: Theme, decisions: Decisions) -> list[Theme]:
    """What becomes of one theme: nothing, itself, or one theme for each wording of staff."""

    def decision(voice: Voice) -> TextDecision:
        return decisions.get(key_of(kind, voice.obligation, voice.text), _UNDECIDED)

    voices = [voice for voice in theme.voices if decision(voice).include is not False]
    if not voices:
        return []
    wanted = [voice for voice in voices if decision(voice).include]
    worded = sorted(
        (voice for voice in voices if decision(voice).wording), key=lambda v: v.text != theme.text
    )
    if not worded:
        text = _standing(kind, theme, wanted or voices)
        return [replace(theme, text=text, voices=tuple(voices), wanted=bool(wanted))]
    by_wording: dict[str, list[Voice]] = {decision(voice).wording: [] for voice in worded}
    for voice in voices:
        by_wording[decision(voice).wording or decision(worded[0]).wording].append(voice)
    return [
        Theme(wording, tuple(own), any(v in wanted for v in own), edited=True)
        for wording, own in by_wording.items()
    ]


def _standing(kind: TextKind, theme: Theme, voices: Sequence[Voice]) -> str:
    """The text that stands for `voices`: as before where it is still among them."""
    if any(voice.text == theme.text for voice in voices):
        return theme.text
    return min(voices, key=fullest).text if kind is TextKind.RESULT else wording(voices)
