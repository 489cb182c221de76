"""Which texts of units and which assessments the report prints: as drafted, or as staff decided in the editor's sheet."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count

from msgspec.structs import replace

from cv183_reports.consolidation.themes import fullest, ranked, spokesman, wording
from cv183_reports.model import Kind, Status, Unit
from cv183_reports.model.consolidated import Assignment, Consolidated, Theme, ThemeGroup, Voice
from cv183_reports.model.prose import (
    Assessment,
    Candidate,
    EditingTally,
    TextDecision,
    TextKind,
    Use,
)
from cv183_reports.vietnamese.text import fold, fold_words

DIFFICULTIES = 1
"""Difficulties of one field that the body prints; the rest stand in the appendix."""
FIELDS = 5
"""Fields of which the body prints difficulties: those that most units name."""
PROPOSALS = 3
"""Proposals to one level that the body prints; the rest stand in the appendix."""
PLANS = 3
"""Plans of units that the body prints."""
EXAMPLES = 2
"""Results of one section of the dispatch that the body prints, in the words of units."""
_MOST_FIGURES = 6
"""Figures of a result beyond which more make it no more telling."""
FIGURE = re.compile(r"\d[\d./,-]*")

_STANDING_ALONE = re.compile(
    r"((da|dang|chua|van|tiep tuc|co ban|don vi) )*(trien khai|thuc hien|hoan thanh|tien hanh|xong)"
    r"( (trien khai|thuc hien|xong|tot|day du|kip thoi|nghiem tuc|nhiem vu|dung|theo|ke hoach|qui dinh|tien do|thoi han))*"
)
"""Folded results that say how it stands and nothing that was done: the sentence before them says that."""

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
"""By key of the text, or of the assessment."""


def printed(themes: Sequence[Theme], most: int) -> tuple[Theme, ...]:
    """The themes that the body prints, in their order: what staff want, filled up to `most` by rank."""
    places = most - sum(theme.wanted for theme in themes)
    shown = []
    for theme in themes:
        if theme.wanted or places > 0:
            shown.append(theme)
            places -= not theme.wanted
    return tuple(shown)


def telling(now: Consolidated) -> Mapping[str, tuple[tuple[str, Theme], ...]]:
    """Section of the dispatch → the results that the body prints of it, each with its obligation.

    What staff want, filled up to `EXAMPLES` by weight: more figures, then more units, then the fuller text;
    of another obligation and another unit before one of the same.
    """
    by_section: dict[str, list[tuple[str, Theme]]] = {}
    reached = {(a.unit.code, a.obligation.code) for a in now.assignments if _is_result(a)}
    for group in now.results:
        told = by_section.setdefault(group.label.partition(".")[0], [])
        told += [
            (group.label, theme)
            for theme in group.themes
            if theme.wanted
            or (
                any((u.code, group.label) in reached for u in theme.units)
                and not says_only_how_it_stands(theme.text)
            )
        ]
    return {section: _most_telling(told) for section, told in by_section.items()}


def says_only_how_it_stands(text: str) -> bool:
    """Whether `text` is ``Đang triển khai thực hiện`` and the like: no result."""
    return _STANDING_ALONE.fullmatch(fold(text)) is not None


def _is_result(assignment: Assignment) -> bool:
    """Whether what is said of it is something done: what is still under way, or late, is no result."""
    record = assignment.record
    ongoing = assignment.obligation.kind is Kind.ONGOING
    return record is not None and (record.status is Status.DONE or ongoing)


def _most_telling(told: Sequence[tuple[str, Theme]]) -> tuple[tuple[str, Theme], ...]:
    kept = [pair for pair in told if pair[1].wanted]
    left = sorted((pair for pair in told if not pair[1].wanted), key=_weight)
    while left and len(kept) < EXAMPLES:
        codes = {code for code, _ in kept}
        units = {theme.units[0].code for _, theme in kept}
        best = min(left, key=lambda p: (p[0] in codes, p[1].units[0].code in units))
        kept.append(best)
        left.remove(best)
    order = {id(theme): at for at, (_, theme) in enumerate(told)}
    return tuple(sorted(kept, key=lambda pair: order[id(pair[1])]))


def _weight(pair: tuple[str, Theme]) -> tuple[int, int, int]:
    """By what units said, so that staff's own wording does not lose its place."""
    theme = pair[1]
    said = max((voice.text for voice in theme.voices), key=len)
    figures = len(set(FIGURE.findall(said)))
    return -min(figures, _MOST_FIGURES), -len(theme.units), -len(said)


def foremost(now: Consolidated) -> tuple[tuple[ThemeGroup, tuple[Theme, ...]], ...]:
    """The difficulties that the body prints, by field, the field of most units first; what staff want is there."""
    ranked_groups = sorted(now.difficulties, key=lambda g: -len(_speakers(g)))
    shown = []
    for at, group in enumerate(ranked_groups):
        themes = printed(group.themes, DIFFICULTIES if at < FIELDS else 0)
        if themes:
            shown.append((group, themes))
    return tuple(shown)


def ranked_proposals(
    now: Consolidated,
) -> tuple[tuple[ThemeGroup, tuple[tuple[int, Theme], ...]], ...]:
    """The proposals that the body prints, by level, numbered from 1 through all levels."""
    ranks, shared = count(1), _shared(now)
    return tuple(
        (group, tuple((next(ranks), theme) for theme in chosen))
        for group in now.proposals
        if (chosen := [theme for theme in printed(group.themes, PROPOSALS) if shared(theme)])
    )


def _shared(now: Consolidated) -> Callable[[Theme], bool]:
    """Whether enough units ask for it; where nothing is asked by enough, everything will do."""
    least = now.register.settings.thresholds.shared
    told = [len(theme.units) for group in now.proposals for theme in group.themes]
    asked = least if any(units >= least for units in told) else 0
    return lambda theme: theme.wanted or len(theme.units) >= asked


def _speakers(group: ThemeGroup) -> set[str]:
    return {unit.code for theme in group.themes for unit in theme.units}


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
    chosen = {
        TextKind.RESULT: [theme for told in telling(now).values() for _, theme in told],
        TextKind.DIFFICULTY: [theme for _, themes in foremost(now) for theme in themes],
        TextKind.PROPOSAL: [t for _, ranked in ranked_proposals(now) for _, t in ranked],
        TextKind.PLAN: printed(now.plan_themes, PLANS),
    }
    for kind in TextKind:
        number = count(1)
        for group in _groups(now, kind):
            label = titles[group.label] if kind is TextKind.RESULT else group.label
            shown = {id(theme) for theme in chosen[kind]}
            for theme in group.themes:
                use = Use.BODY if id(theme) in shown else _LEFT[kind]
                for row in _rows(kind, label, theme, next(number), use):
                    same = found.get(row.key)
                    found[row.key] = _also_said(same, row.units) if same else row
    return tuple(found.values())


def _rows(kind: TextKind, label: str, theme: Theme, number: int, use: Use) -> Iterable[Candidate]:
    """The texts of one theme, the one that stands for it first."""
    told = {voice.text for voice in theme.voices}
    lead = theme.text if theme.text in told else spokesman(theme.voices).text
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


def decided(assessments: Iterable[Assessment], decisions: Decisions) -> tuple[Assessment, ...]:
    """The assessments as staff want them, in their order: some left out, some in words of staff."""
    made = ((assessment, decisions.get(assessment.key, _UNDECIDED)) for assessment in assessments)
    return tuple(
        replace(assessment, text=decision.wording, edited=True) if decision.wording else assessment
        for assessment, decision in made
        if decision.include is not False
    )


def tally(keys: Iterable[str], decisions: Decisions) -> EditingTally:
    """How many of the texts and assessments with these `keys` staff decided about, and what, as a fingerprint."""
    made = {key: decisions[key] for key in keys if key in decisions}
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
