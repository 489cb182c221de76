"""One text of a unit as it is compared: its words, numbers, names, and what its negations deny."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cv183_reports.likeness.vocabulary import (
    CONSEQUENCES,
    CONTRASTS,
    DIRECTIONS,
    ENDINGS,
    EQUIVALENTS,
    JOINTS,
    LIGHT,
    MANNER,
    NEGATIONS,
    OPENINGS,
    TRIMMINGS,
)
from cv183_reports.vietnamese.syllables import is_syllable
from cv183_reports.vietnamese.text import fold_words

_STOP = "|"
"""Stands between clauses."""
_SELF = "@"
"""Stands for the name of the unit that speaks."""
_CLAUSE_ENDS = re.compile(r"[;:!?()\n]+|[.,]+(?=\s|$)|\s[-–—]\s")
_NUMBER = re.compile(r"\d[\w./,-]*\w|\d")
_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_WORD = re.compile(r"[^\W\d_]+")
_NAME = re.compile(r"(?<![.!?\n] )(?<!^)\b[^\W\d_]+")
_PHRASES = re.compile(
    "|".join(
        rf"(?<= ){re.escape(phrase)}(?= )" for phrase in sorted(EQUIVALENTS, key=len, reverse=True)
    )
)
_TRIMMED = re.compile(
    rf"(?<= )(\S+) (?:{'|'.join(map(re.escape, sorted(TRIMMINGS, key=len, reverse=True)))})(?= \||\s*$)"
)
_OWN_PLACE = re.compile(
    rf"(?<= )(?:(?:{'|'.join(map(re.escape, (fold_words(w) for w in ('trên địa bàn', 'của', 'tại', 'ở'))))}) )?{_SELF}(?= )"
)

_MANNERS = re.compile(rf"(?<= )(?:{'|'.join(map(re.escape, MANNER))}) (?=\S|$)")
_LIGHT_OR_STOP = LIGHT | {_STOP}


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says, set apart from how it says it. Equal ones are one text."""

    words: tuple[str, ...]
    """In their order, folded, without courtesies and light words."""
    numbers: tuple[str, ...]
    """Sorted; dates and numbers of documents are among them."""
    denied: tuple[tuple[str, ...], ...]
    """For each negation, itself and what it governs, to the end of its clause, but for joints; sorted."""
    names: frozenset[str]
    """Words with a capital inside a sentence."""
    misspelt: frozenset[str]
    """Words that are no Vietnamese syllables."""
    consequence: int
    """Where among `words` the consequence begins; their number if there is none."""

    @property
    def bag(self) -> str:
        """The words in alphabetical order, as likeness is measured."""
        return " ".join(sorted(self.words))

    @property
    def order_matters(self) -> bool:
        """Whether the same words in another order could say something else."""
        words = frozenset(self.words)
        return bool(words & DIRECTIONS) or any(
            one & words and other & words for one, other in CONTRASTS
        )


def say(text: str, own_name: str = "") -> Said:
    """What `text` says; `own_name` is the unit that speaks: "của xã A" said by A is "của đơn vị"."""
    clauses = [fold_words(clause) for clause in _CLAUSE_ENDS.split(text)]
    folded = f" {f' {_STOP} '.join(clause for clause in clauses if clause)} "
    if own_name:
        folded = folded.replace(f" {fold_words(own_name)} ", f" {_SELF} ")
    core = _OWN_PLACE.sub("", _PHRASES.sub(lambda found: EQUIVALENTS[found[0]], _bare(folded)))
    core = _TRIMMED.sub(
        lambda f: f[0] if f[1] in NEGATIONS else f[1], f" {' '.join(core.split())} "
    )
    plain = _MANNERS.sub("", core)
    words = tuple(_kept(plain.split(), _LIGHT_OR_STOP) or _kept(folded.split(), frozenset(_STOP)))
    return Said(
        words=words,
        numbers=tuple(sorted(_LEADING_ZEROS.sub("", n).lower() for n in _NUMBER.findall(text))),
        denied=_denied(_kept(core.split(), JOINTS)),
        names=frozenset(fold_words(n) for n in _NAME.findall(text) if n[0].isupper()),
        misspelt=frozenset(fold_words(w) for w in _WORD.findall(text) if not is_syllable(w)),
        consequence=_consequence(words, plain),
    )


def slips(text: str) -> int:
    """How many words of `text` are no Vietnamese syllables: slips of the pen and abbreviations."""
    return sum(not is_syllable(word) for word in _WORD.findall(text))


def completeness(text: str) -> int:
    """How many words `text` has, its courtesies set aside."""
    return sum(
        word != _STOP for word in _bare(f" {fold_words(text)} ").split() if word not in JOINTS
    )


def _bare(folded: str) -> str:
    """Without what it opens and ends with."""
    core = folded.strip()
    while opening := next((o for o in OPENINGS if core.startswith(f"{o} ")), None):
        core = core[len(opening) :].strip(f" {_STOP}")
    while ending := next((e for e in ENDINGS if core.endswith(f" {e}")), None):
        core = core.removesuffix(f" {ending}").strip(f" {_STOP}")
    return f" {core} "


def _kept(tokens: Iterable[str], without: frozenset[str]) -> list[str]:
    numbers = (str(int(token)) if token.isdecimal() else token for token in tokens)
    return [token for token in numbers if token not in without]


def _denied(tokens: list[str]) -> tuple[tuple[str, ...], ...]:
    found = []
    for start, token in enumerate(tokens):
        if token in NEGATIONS:
            end = next(
                (i for i in range(start + 1, len(tokens)) if tokens[i] == _STOP), len(tokens)
            )
            found.append(tuple(tokens[start:end]))
    return tuple(sorted(found))


def _consequence(words: tuple[str, ...], core: str) -> int:
    """Counted from the end."""
    starts = [core.find(f" {phrase} ") for phrase in CONSEQUENCES]
    first = min((start for start in starts if start > 0), default=None)
    if first is None:
        return len(words)
    return len(words) - len(_kept(core[first:].split(), _LIGHT_OR_STOP))
