"""Which texts form one group: alike each with each, never by a chain; the order of files is nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from cv183_reports.likeness.said import Said
from cv183_reports.likeness.vocabulary import PREPOSITIONS, SENSITIVE

LIKENESS = 70
"""Least likeness of two texts of one group, 0 to 100: rapidfuzz's ratio over their sorted words."""
MISSPELT = 2
"""Misspelt words that two texts of one group may differ in, each by one letter."""
_SHORT = 3
"""Letters below which a word that is no syllable is an abbreviation rather than a slip."""


def linked(said: Sequence[Said]) -> list[list[Said]]:
    """The groups of different texts; every two of a group are alike (complete linkage)."""
    texts = sorted(said, key=lambda s: (s.bag, s.words, s.numbers, s.denied, sorted(s.names)))
    alike = _alike_pairs(texts)
    groups = {at: [at] for at in range(len(texts))}
    group_of = list(range(len(texts)))
    for one, other in sorted(alike, key=lambda pair: (-alike[pair], pair)):
        into, out = sorted((group_of[one], group_of[other]))
        if into != out and all(
            (min(a, b), max(a, b)) in alike for a in groups[into] for b in groups[out]
        ):
            moved = groups.pop(out)
            groups[into] += moved
            for at in moved:
                group_of[at] = into
    return [[texts[at] for at in sorted(members)] for members in groups.values()]


def _alike_pairs(texts: Sequence[Said]) -> dict[tuple[int, int], float]:
    """Every pair of alike texts, by place, with its likeness."""
    bags = [text.bag for text in texts]
    alike: dict[tuple[int, int], float] = {}
    for one, bag in enumerate(bags):
        near = process.extract(
            bag, bags[one + 1 :], scorer=fuzz.ratio, score_cutoff=LIKENESS, limit=None
        )
        for _, score, ahead in near:
            other = one + 1 + ahead
            if says_same(texts[one], texts[other]):
                alike[one, other] = score
    return alike


def says_same(one: Said, other: Said) -> bool:
    """Whether texts that are alike in letters say the same; in doubt they do not.

    They name the same numbers, deny the same, and differ in slips of the pen, or in a consequence
    that only one of them adds.
    """
    if one.numbers != other.numbers or not _deny_the_same(one, other):
        return False
    more, less = _difference(one, other), _difference(other, one)
    if not more and not less:
        return one.words == other.words or not (one.order_matters or other.order_matters)
    if more and less:
        return _only_misspelt(one, other, more, less)
    return _only_adds(one, more) if more else _only_adds(other, less)


def _difference(one: Said, other: Said) -> list[str]:
    return sorted((Counter(one.words) - Counter(other.words)).elements())


def _deny_the_same(one: Said, other: Said) -> bool:
    """Each negation has its counterpart."""
    return len(one.denied) == len(other.denied) and all(
        _denies(here, there, one.words)
        if len(here) <= len(there)
        else _denies(there, here, other.words)
        for here, there in zip(one.denied, other.denied, strict=True)
    )


def _denies(shorter: Sequence[str], longer: Sequence[str], words: Sequence[str]) -> bool:
    """What the longer governs begins with what the shorter governs; the rest stands elsewhere in `words`."""
    if shorter == longer:
        return True
    rest = set(longer[len(shorter) :]) - PREPOSITIONS
    return len(shorter) > 1 and longer[: len(shorter)] == shorter and rest <= set(words)


def _only_misspelt(one: Said, other: Said, more: list[str], less: list[str]) -> bool:
    if len(more) != len(less) or len(more) > MISSPELT or one.order_matters or other.order_matters:
        return False
    left = list(less)
    for word in more:
        slip = next((w for w in left if _is_slip(word, one, w, other)), None)
        if slip is None:
            return False
        left.remove(slip)
    return True


def _is_slip(word: str, one: Said, counterpart: str, other: Said) -> bool:
    """One of the two is no word at all and one letter away from the other, which decides nothing."""
    wrong, right = word in one.misspelt, counterpart in other.misspelt
    meant = counterpart if wrong else word
    plain = wrong != right and meant not in SENSITIVE and min(len(word), len(counterpart)) >= _SHORT
    named = word in one.names or counterpart in other.names
    return plain and not named and OSA.distance(word, counterpart, score_cutoff=1) <= 1


def _only_adds(fuller: Said, more: list[str]) -> bool:
    """Whether `more` is the consequence that the fuller text adds, and nothing in it decides."""
    decisive = SENSITIVE | fuller.names
    return sorted(fuller.words[fuller.consequence :]) == more and not any(
        word in decisive or any(letter.isdigit() for letter in word) for word in more
    )
