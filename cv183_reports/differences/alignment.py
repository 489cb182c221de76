"""Which line of one document is which line of another, although figures and words changed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from cv183_reports.differences.lines import Line

_SAME_LINE = 60
"""Least likeness (rapidfuzz ratio, 0 to 100) of two lines at one place that are the same one reworded."""

Pair = tuple[Line | None, Line | None]
"""A line and its counterpart; None: there is none."""


def aligned(old: Sequence[Line], new: Sequence[Line]) -> list[Pair]:
    """Every line of both, in order, with its counterpart: the same text, the same key, or one alike."""
    return list(_moved(list(_pairs(old, new, (_exactly, _by_key)))))


def _exactly(line: Line) -> str:
    return f"{line.table}\n{line.text}"


def _by_key(line: Line) -> str:
    return line.key


def _pairs(
    old: Sequence[Line], new: Sequence[Line], ways: Sequence[Callable[[Line], str]]
) -> Iterator[Pair]:
    """Pairs what is the same in the first way; what lies between in the next ways, then by likeness."""
    if not ways or not old or not new:
        yield from _reworded(old, new)
        return
    here, there = [ways[0](line) for line in old], [ways[0](line) for line in new]
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, here, there, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from zip(old[i1:i2], new[j1:j2], strict=True)
        else:
            yield from _pairs(old[i1:i2], new[j1:j2], ways[1:])


def _moved(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Lines that only stand elsewhere are paired by their key, where they stand now."""
    lost: dict[str, deque[Line]] = {}
    for old, new in pairs:
        if old and new is None:
            lost.setdefault(old.key, deque()).append(old)
    found = {
        id(new): lost[new.key].popleft()
        for old, new in pairs
        if new and old is None and lost.get(new.key)
    }
    elsewhere = {id(old) for old in found.values()}
    for old, new in pairs:
        if new and old is None:
            yield found.get(id(new)), new
        elif id(old) not in elsewhere:
            yield old, new


def _reworded(old: Sequence[Line], new: Sequence[Line]) -> Iterator[Pair]:
    """Lines between two that are surely the same, paired in order where they are alike."""
    start = 0
    for line in old:
        likely = [
            (fuzz.ratio(line.text, other.text, score_cutoff=_SAME_LINE), -at, at)
            for at, other in enumerate(new)
            if at >= start and other.table == line.table
        ]
        best = max(likely, default=(0, 0, 0))
        if best[0]:
            yield from ((None, other) for other in new[start : best[2]])
            yield line, new[best[2]]
            start = best[2] + 1
        else:
            yield line, None
    yield from ((None, other) for other in new[start:])
