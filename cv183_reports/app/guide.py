"""`help`: the guide for staff, section by section, without a browser and without a connection."""

from __future__ import annotations

import difflib
import re

from msgspec import Struct

from cv183_reports.app import Cause, Stopped
from cv183_reports.catalogue import machine
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding
from cv183_reports.vietnamese.text import fold
from cv183_reports.workspace.folder import shipped

_GUIDE = ("docs", "huong-dan.md")
_HEADING = re.compile(r"^## +(.+)$", re.MULTILINE)
_NUMBERED = re.compile(r"^(\d+)\. ")
_NUMBER = re.compile(r"(\d+)(?:\.\d+)*")
_NEAREST = 3
_MOST_PASSAGES = 6


class GuideSection(Struct, frozen=True):
    """One section of the guide, as written (Markdown)."""

    title: str
    """With its number, where it has one."""
    text: str

    @property
    def passages(self) -> tuple[str, ...]:
        """Its paragraphs, each with the list, table or block of commands that follows it."""
        found: list[str] = []
        for block in re.split(r"\n{2,}(?=\S)", self.text.strip()):
            is_rest = block.startswith(("- ", "|", "```", "!", "1. "))
            if is_rest and found:
                found[-1] += f"\n\n{block}"
            else:
                found.append(block)
        return tuple(found)


class Advice(Struct, frozen=True):
    """What the guide says of a topic: whole sections, or passages, each under the title of its section."""

    sections: tuple[GuideSection, ...]


def guide_sections() -> tuple[GuideSection, ...]:
    """All sections of the guide, in order."""
    text = shipped().joinpath(*_GUIDE).read_text(encoding="utf-8")
    _, *pieces = _HEADING.split(text)
    pairs = zip(pieces[::2], pieces[1::2], strict=True)
    return tuple(GuideSection(title.strip(), rest.strip()) for title, rest in pairs)


def advice_on(topic: str) -> Advice:
    """The section of that number (of 4.1: section 4) or title, else every passage that has all the words of `topic`.

    Accents and case do not matter.

    Raises:
        Stopped: the guide says nothing of it; the nearest titles are named.
    """
    guide = guide_sections()
    wanted = fold(topic) if len(fold(topic)) > 1 else ""
    number = _NUMBER.fullmatch(topic.strip(" ."))
    numbered = [each for each in guide if number and _number(each) == number[1]]
    titled = [each for each in guide if wanted and wanted in fold(each.title)]
    found = numbered or titled or _passages_on(guide, wanted)
    if not found:
        raise Stopped((_unknown(topic, guide),), Cause.USAGE)
    return Advice(tuple(found))


def _number(section: GuideSection) -> str:
    found = _NUMBERED.match(section.title)
    return found[1] if found else ""


def _passages_on(guide: tuple[GuideSection, ...], wanted: str) -> list[GuideSection]:
    """Passages with the words one after the other, else those with all of them; the first few."""
    passages = [
        (f" {fold(passage)} ", GuideSection(section.title, passage))
        for section in guide
        for passage in section.passages
    ]
    words = set(wanted.split())
    phrased = [each for text, each in passages if wanted and f" {wanted} " in text]
    worded = [each for text, each in passages if words and words <= set(text.split())]
    return (phrased or worded)[:_MOST_PASSAGES]


def _unknown(topic: str, guide: tuple[GuideSection, ...]) -> Finding:
    titles = {fold(each.title): each.title for each in guide}
    near = difflib.get_close_matches(fold(topic), titles, n=_NEAREST, cutoff=0.3)
    hint = "; gần giống: " + ", ".join(f"«{titles[each]}»" for each in near) if near else ""
    return machine.UNKNOWN_TOPIC.at(Source("help"), value=topic, hint=(hint,))
