"""Two wordings of one paragraph: which of the things they state differ, and which came or went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from cv183_reports.differences.stated import Sort, Stated, words_of

_AROUND = 5
"""Words before and behind two figures that stand at the same place beyond doubt."""
_SPELT = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
"""Small numbers in words."""
_JOINS = frozenset({",", ";", "và", "."})
"""What falls away with a name that is taken out of a list."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A text and what it states."""

    text: str
    stated: tuple[Stated, ...]


@dataclass(slots=True)
class Restated:
    """What became of the things that one wording states, in another."""

    differ: list[tuple[Stated, Stated]] = field(default_factory=list)
    """(as it should be, as it stands)."""
    lost: list[tuple[Stated, str]] = field(default_factory=list)
    """What should stand, and the words that stand in its place; empty: nothing does."""
    added: list[Stated] = field(default_factory=list)


Piece = tuple[str, Stated | None]
"""A word, or a thing that is stated under the name of its sort."""


@dataclass(slots=True)
class _Loose:
    """What has no sure counterpart, on both sides."""

    pairs: list[tuple[Stated, Stated]] = field(default_factory=list)
    gone: list[tuple[Stated, str | None]] = field(default_factory=list)
    """With the words in its place; None: its clause went with it."""
    new: list[Stated] = field(default_factory=list)


def restated(right: Wording, stands: Wording) -> Restated:
    """What `stands` states otherwise than `right`; a clause that is gone is no difference.

    Words and things are aligned with the things masked, so that a figure is compared with what stands
    between the same words; one that only moved is none.
    """
    found, loose = Restated(), _Loose()
    wanted, given = list(_pieces(right)), list(_pieces(stands))
    here, there = [mask for mask, _ in wanted], [mask for mask, _ in given]
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, here, there, autojunk=False).get_opcodes():
        is_one = i2 - i1 == j2 - j1 == 1 and _sort(wanted[i1]) is _sort(given[j1]) is not None
        if kind != "equal" and not is_one:
            _loosen(loose, wanted[i1:i2], given[j1:j2])
            continue
        for i, j in zip(range(i1, i2), range(j1, j2), strict=True):
            one, other = wanted[i][1], given[j][1]
            if one and other and not _same(one, other):
                is_firm = _around(wanted, i) == _around(given, j)
                (found.differ if is_firm else loose.pairs).append((one, other))
    _settle(found, loose)
    return found


def _same(right: Stated, stands: Stated) -> bool:
    return right.agrees(stands) or stands.fills(right)


def _pieces(wording: Wording) -> Iterator[Piece]:
    at = 0
    for each in wording.stated:
        yield from ((word, None) for word in words_of(wording.text[at : each.start]))
        # A name stands for itself: lists of names are shortened and turned about.
        own = each.value[0] if each.sort is Sort.UNIT else ""
        yield f"\0{each.sort.name} {own}", each
        at = each.end
    yield from ((word, None) for word in words_of(wording.text[at:]))


def _sort(piece: Piece) -> Sort | None:
    return piece[1].sort if piece[1] else None


def _around(pieces: Sequence[Piece], at: int) -> list[tuple[str, Sort | None]]:
    """The words before and behind, and the sorts of what is stated there."""
    near = (*pieces[max(at - _AROUND, 0) : at], *pieces[at : at + 1 + _AROUND])
    return [("" if _sort(piece) else piece[0], _sort(piece)) for piece in near]


def _loosen(loose: _Loose, wanted: Sequence[Piece], given: Sequence[Piece]) -> None:
    """What stands between two stretches of the same words, one side against the other in order."""
    left, new = [s for _, s in wanted if s], [s for _, s in given if s]
    words = " ".join(mask for mask, each in given if not each)
    worded = {mask for mask, each in wanted if not each}
    if len(left) == len(new) and all(a.sort is b.sort for a, b in zip(left, new, strict=True)):
        loose.pairs += zip(left, new, strict=True)
        return
    for each in left:
        is_bare = worded <= _JOINS if each.sort is Sort.UNIT else not worded
        loose.gone.append((each, words if is_bare else None))
    loose.new += new


def _settle(found: Restated, loose: _Loose) -> None:
    """What left one place and stands at another only moved; the rest differs, came, or went."""
    pairs = [pair for pair in loose.pairs if not _same(*pair)]
    wanted = [*(one for one, _ in pairs), *(one for one, _ in loose.gone)]
    given = [*(other for _, other in pairs), *loose.new]
    for each in list(given):
        same = next((one for one in wanted if _same(one, each)), None)
        if same is not None:
            wanted.remove(same)
            given.remove(each)
    for one, other in pairs:
        if one in wanted and other in given:
            wanted.remove(one)
            given.remove(other)
            found.differ.append((one, other))
    found.added += given
    for one, words in loose.gone:
        if one in wanted and words is not None and not _spells(words, one):
            found.lost.append((one, words))


def _spells(words: str, each: Stated) -> bool:
    """Whether a small number is told in words."""
    if each.sort is not Sort.NUMBER or each.value[1]:
        return False
    return words in _SPELT and str(_SPELT.index(words)) == each.value[0]
