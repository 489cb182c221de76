"""Two changes of one text brought together: what the data changed and what a person changed, character by character."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cv183_reports.differences.comparison import marked

_SENTENCE = re.compile(r".+?(?:[.;:!?](?=\s)|\n|$)\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters `start` to `end` of a text, and what stands there instead."""

    start: int
    end: int
    text: str

    def moved(self, by: int) -> Stretch:
        """The same, in a text with so many characters more before it."""
        return Stretch(self.start + by, self.end + by, self.text)


@dataclass(frozen=True, slots=True)
class Woven:
    """What is to be changed in the person's text."""

    stretches: tuple[Stretch, ...]
    """In the person's text, from left to right, none touching another."""
    contested: bool
    """Whether the data changed something that the person changed otherwise: it is left as the person has it."""


def stretches(old: str, new: str) -> tuple[Stretch, ...]:
    """What makes `new` of `old`."""
    was, now = marked(old, new)
    return tuple(_stretches(list(was), list(now)))


def _stretches(was: list[tuple[str, bool]], now: list[tuple[str, bool]]) -> Iterator[Stretch]:
    start = 0
    while was or now:
        gone = was.pop(0)[0] if was and was[0][1] else ""
        came = now.pop(0)[0] if now and now[0][1] else ""
        if gone or came:
            yield Stretch(start, start + len(gone), came)
            start += len(gone)
        else:
            now.pop(0)
            start += len(was.pop(0)[0])


def changed(text: str, changes: Sequence[Stretch]) -> str:
    """`text` with the changes made in it."""
    for each in reversed(changes):
        text = text[: each.start] + each.text + text[each.end :]
    return text


def weave(base: str, mine: str, new: str) -> Woven:
    """What of the way from `base` to `new` can be gone in `mine`.

    A figure flows in wherever the person left it; other words only in a sentence that the person left. Of a
    sentence in which both changed one place nothing is taken: its figures belong together.
    """
    own, data = stretches(base, mine), stretches(base, new)
    free: list[Stretch] = []
    contested: list[tuple[int, int]] = []
    for each in data:
        near = [other for other in own if _meet(base, each, other)]
        if not near:
            free.append(each)
        elif each not in near:
            contested.append(_sentence(base, each))
    taken = []
    for each in free:
        if not any(each.start < end and each.end > start for start, end in contested):
            before = sum(len(o.text) - (o.end - o.start) for o in own if o.end <= each.start)
            taken.append(each.moved(before))
    return Woven(tuple(taken), bool(contested))


def _meet(base: str, data: Stretch, own: Stretch) -> bool:
    """Whether both change one place: they touch, or the data rewords a sentence that the person changed."""
    first, second = sorted((data, own), key=lambda s: (s.start, s.end))
    if not base[first.end : second.start].strip():
        return True
    if not any(map(str.isalpha, base[data.start : data.end] + data.text)):
        return False
    start, end = _sentence(base, data)
    return (own.start < end and own.end > start) or start < own.start == own.end < end


def _sentence(base: str, data: Stretch) -> tuple[int, int]:
    """Where the sentences begin and end in which the data changes something."""
    spans = [found.span() for found in _SENTENCE.finditer(base)]
    within = [s for s in spans if s[0] <= data.end and s[1] >= data.start] or [(0, len(base))]
    return within[0][0], within[-1][1]
