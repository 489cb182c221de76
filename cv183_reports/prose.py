"""Prose of a document, before it is typeset: numbered sections of blocks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """How a block is set; a template compares it with these words."""

    HEADING = "heading"
    """``1. …`` bold, under a section."""
    BODY = "body"
    INTRO = "intro"
    """A paragraph that items follow: never the last of its page."""
    ITEM = "item"
    """``- …``"""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph."""

    kind: BlockKind
    text: str
    lead: str = ""
    """Bold-italic words the paragraph begins with; empty for most."""


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a document: ``I- …``."""

    number: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ReportProse:
    """All sentences of a report on the month."""

    subject: str
    """Trích yếu, in two balanced lines."""
    opening: str
    closing: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class ReminderProse:
    """All sentences of the letter to units that owe."""

    subject: str
    """Trích yếu, in two lines."""
    addressees: tuple[str, ...]
    """Full names, or one line for all that the appendix lists."""
    blocks: tuple[Block, ...]
    closing: str
    list_title: str
    """Title of the appendix that lists the units; empty where the letter names them itself."""


@dataclass(frozen=True, slots=True)
class UnitProse:
    """All sentences of a unit's own report."""

    subject: str
    """Trích yếu, in two balanced lines."""
    opening: str
    closing: str
    addressees: tuple[str, ...]
    results: Section
    figures: Section
    voices: Section
    plans: Section


def heading(text: str) -> Block:
    """A heading under a section."""
    return Block(BlockKind.HEADING, text)


def body(text: str, lead: str = "") -> Block:
    """An ordinary paragraph."""
    return Block(BlockKind.BODY, text, lead)


def intro(text: str, lead: str = "") -> Block:
    """A paragraph that items follow."""
    return Block(BlockKind.INTRO, text, lead)


def item(text: str) -> Block:
    """A dash item; `text` without its dash."""
    return Block(BlockKind.ITEM, f"- {text}")
