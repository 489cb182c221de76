"""What of a unit's text the body has room for: whole sentences, those with figures first, none said twice in a report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from cv183_reports.narrative.phrases import in_line
from cv183_reports.vietnamese.text import fold_words

ROOM = 220
"""Characters of one unit's text in the body; the whole of it stands in its own report."""
CUT = "…"
"""Ends a sentence that is longer than that by itself."""
_STOPS = re.compile(r"(?<=[.!?])\s+(?=\S)")
_FIGURES = re.compile(r"\d[\d./,-]*")
_CLAUSE_ENDS = re.compile(r"[;,:](?=\s)")


def sentences(text: str) -> list[str]:
    """The sentences of a unit's text, its lines joined."""
    joined = in_line(text)
    starts = [0, *(found.end() for found in _ends(joined)), len(joined)]
    return [one for a, b in pairwise(starts) if (one := joined[a:b].strip())]


def _ends(text: str) -> Iterator[re.Match[str]]:
    """Where a sentence ends and the next begins, with a capital: no end after ``số 12.`` or ``v.v.``."""
    return (found for found in _STOPS.finditer(text) if text[found.end()].isupper())


def excerpt(text: str, said: set[str], own_name: str = "") -> str:
    """Sentences of `text` in their order, within `ROOM`; empty where all of it was said before.

    Args:
        text: what a unit wrote.
        said: the phrases that the report has already; those of the excerpt are added.
        own_name: of the unit, in whose place another's would make the same phrase.
    """
    fresh = [one for one in sentences(text) if _phrase(one, own_name) not in said]
    if not fresh:
        return ""
    chosen = _within_room(sorted(fresh, key=_is_without_figures))
    kept = [one for one in fresh if one in chosen] or [shortened(fresh[0])]
    said.update(_phrase(one, own_name) for one in kept)
    return " ".join(kept)


def _within_room(ranked: Sequence[str]) -> list[str]:
    kept: list[str] = []
    for one in ranked:
        if len(" ".join((*kept, one))) <= ROOM:
            kept.append(one)
    return kept


def _is_without_figures(one: str) -> bool:
    return not _FIGURES.search(one)


def shortened(text: str, room: int = ROOM) -> str:
    """`text` within `room` characters: whole sentences, else to the end of a clause or a word, with `CUT`."""
    if len(text) <= room:
        return text
    head = text[:room]
    whole = [found.start() for found in _ends(head)]
    if whole:
        return head[: whole[-1]]
    clauses = [found.start() for found in _CLAUSE_ENDS.finditer(head)]
    at = next((end for end in reversed(clauses) if end > room // 2), head.rfind(" "))
    return head[: max(at, 1)].rstrip(" ,;:") + CUT


def _phrase(one: str, own_name: str) -> str:
    """What a sentence says but for its figures and whose it is."""
    folded = fold_words(_FIGURES.sub("#", one))
    name = fold_words(own_name)
    return " ".join(folded.replace(name, "@").split()) if name else folded
