"""Prose of a document before it is typeset: numbered sections of blocks; and what staff decide and word anew of it."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum, StrEnum, auto

from msgspec import Struct

from cv183_reports.model import Unit


class BlockKind(StrEnum):
    """How a block is set; a template compares it with these words."""

    HEADING = "heading"
    """``1. …`` bold, under a section."""
    BODY = "body"
    INTRO = "intro"
    """A paragraph that items follow: never the last of its page."""
    ITEM = "item"
    """``- …``"""
    FIGURE_TABLE = "figure table"
    """Rows of five cells: indicator, this month, last month, change, what they cover."""
    OVERDUE_TABLE = "overdue table"
    """Rows of five cells under the task: unit, days over, share done, cause, new deadline asked for."""
    PROPOSAL_TABLE = "proposal table"
    """Rows of three cells: content, units, whether it was put before."""


class AppendixKind(Enum):
    """What a report can append, in the order in which it does."""

    PROGRESS = auto()
    FILING = auto()
    OVERDUE = auto()
    VOICES = auto()
    FIGURES = auto()


class About(Enum):
    """What is counted; the comment says what the key of a Basis of it holds."""

    FILING = auto()
    """How units filed: a group, or nothing for all."""
    ASSIGNMENTS = auto()
    """All assignments by class: nothing, or a class (its value) for that one alone."""
    OBLIGATION = auto()
    """One obligation by class: its code, and a class (its value) for that one alone."""
    OBLIGATIONS = auto()
    """Several obligations by class: their codes."""
    ASSIGNMENT = auto()
    """One assignment: unit, obligation."""
    OVERDUE = auto()
    """What is overdue: nothing for all, or the obligations that count."""
    COURSE = auto()
    """How the months went: nothing."""
    GIVERS = auto()
    """Units that gave figures: nothing."""
    INDICATOR = auto()
    """One indicator over all units: its code, after a word where only units that filed count."""
    INDICATORS = auto()
    """Several indicators over all units: their codes."""
    FIGURES = auto()
    """Figures of one unit: unit, indicators."""
    UNIT = auto()
    """All that one unit said: unit."""
    DIFFICULTIES = auto()
    """Field and text, or nothing for all."""
    PROPOSALS = auto()
    """Level and text, or nothing for all."""
    RESULTS = auto()
    """Obligation and text."""
    PLANS = auto()
    """Texts."""
    ASSESSMENT = auto()
    """What is drafted by rule: the key of the assessment."""


class Basis(Struct, frozen=True):
    """What the figures of a paragraph, a row or a cell rest on, said by whoever composes it."""

    about: About
    key: tuple[str, ...] = ()
    """Codes, as `about` says."""


class BlockRow(Struct, frozen=True):
    """One row of a table in the body."""

    cells: tuple[str, ...]
    """As many as its kind of table has; a title alone: what the rows below have in common."""
    basis: Basis | None = None
    rank: str = ""
    """``1``, ``2`` … through the table; empty for a title."""

    @property
    def is_title(self) -> bool:
        """Whether it heads the rows below."""
        return not self.rank


class Block(Struct, frozen=True):
    """One paragraph, or one table."""

    kind: BlockKind
    text: str
    lead: str = ""
    """Bold-italic words the paragraph begins with; empty for most."""
    basis: Basis | None = None
    """None: nothing in it is counted from the submissions."""
    heads: tuple[str, ...] = ()
    """Of a table: what its columns are called where that changes with the month."""
    rows: tuple[BlockRow, ...] = ()
    """Of a table; empty for a paragraph."""

    @property
    def compares(self) -> bool:
        """Whether any row of a table of figures or proposals has something of the month before."""
        return any(any(row.cells[2:4]) for row in self.rows if not row.is_title)


class Section(Struct, frozen=True):
    """One section of a document: ``I- …``."""

    number: str
    title: str
    blocks: tuple[Block, ...]


class ReportProse(Struct, frozen=True):
    """All sentences of a report on the month."""

    subject: str
    """Trích yếu, in two balanced lines."""
    opening: str
    closing: str
    sections: tuple[Section, ...]
    appendices: tuple[AppendixKind, ...] = ()
    """Those that have something in them, in their order; they are numbered from 1."""


class ReminderProse(Struct, frozen=True):
    """All sentences of the letter to units that owe."""

    subject: str
    """Trích yếu, in two lines."""
    addressees: tuple[str, ...]
    """Full names, or one line for all that the appendix lists."""
    blocks: tuple[Block, ...]
    closing: str
    list_title: str
    """Title of the appendix that lists the units; empty where the letter names them itself."""


class BriefFigure(Struct, frozen=True):
    """One figure of the summary, in words ready to print."""

    name: str
    """With what it covers, where that is less than all units asked."""
    now: str
    before: str
    """Over the same units, or with its own base; empty: not known."""
    change: str
    """Arrow and word: ``▲ tăng 03 lượt``; empty: nothing to compare with."""


class BriefShare(Struct, frozen=True):
    """How much of what a group of units has to complete is completed."""

    group: str
    points: Decimal
    """Exact: 80.5 is 80,5 %."""
    told: str
    """``400/456 (87,7%)``."""


class BriefProse(Struct, frozen=True):
    """All sentences of the summary on one page."""

    subject: str
    """Trích yếu, in two balanced lines."""
    verdict: str
    """Empty where staff left it out."""
    months: tuple[str, str]
    """What the columns of this and of last month are called; the second is empty in a first month."""
    figures: tuple[BriefFigure, ...]
    note: str
    """What the figures are counted over."""
    shares_title: str
    shares: tuple[BriefShare, ...]
    """In official order of the groups; empty where nothing has to be completed."""
    lead: str
    """Who puts what follows to whom; or that nothing is put."""
    decisions: tuple[str, ...]
    """At most three, the weightiest first."""


class UnitProse(Struct, frozen=True):
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


def body(text: str, lead: str = "", basis: Basis | None = None) -> Block:
    """An ordinary paragraph."""
    return Block(BlockKind.BODY, text, lead, basis)


def intro(text: str, basis: Basis | None = None) -> Block:
    """A paragraph that items follow."""
    return Block(BlockKind.INTRO, text, basis=basis)


def item(text: str, basis: Basis | None = None) -> Block:
    """A dash item; `text` without its dash."""
    return Block(BlockKind.ITEM, f"- {text}", basis=basis)


class AssessmentPart(Enum):
    """Where an assessment stands in the monthly report; the value is what the editor's sheet shows, but for the noun of a period."""

    EVALUATION = "Đánh giá chung"
    CAUSES = "Nguyên nhân"
    PROPOSALS = "Kiến nghị, đề xuất"
    TASKS = "Nhiệm vụ {noun} tới"


class Assessment(Struct, frozen=True):
    """One drafted paragraph."""

    key: str
    """The rule and what it is about (``verdict``, ``overdue 4.1``): the same however the figures move."""
    part: AssessmentPart
    text: str
    """As drafted, or as staff worded it."""
    basis: Basis
    edited: bool = False
    """Staff wrote the text."""


class TextKind(Enum):
    """Where a text comes from; the value names its sheet, but for the noun of a period."""

    RESULT = "Kết quả nổi bật"
    DIFFICULTY = "Khó khăn, vướng mắc"
    PROPOSAL = "Kiến nghị, đề xuất"
    PLAN = "Nhiệm vụ {noun} tới"


class Use(Enum):
    """What the program does with a text if left to itself; the value is what the sheet shows."""

    BODY = "Có"
    WITHIN = "Có, gộp trong nhóm"
    """Another text of its group stands for it in the body."""
    APPENDIX = "Chỉ ở Phụ lục 4"
    NONE = "Không"


class Candidate(Struct, frozen=True):
    """One text that the report may print: one row of the editor's sheet."""

    key: str
    """The same as long as kind, obligation and folded text are the same, whatever group it is in."""
    kind: TextKind
    group: int
    """From 1, within the kind: texts of one group say the same."""
    label: str
    """Field, level or short text of the obligation; empty for a plan."""
    obligation: str
    """Code; empty for a plan."""
    text: str
    units: tuple[Unit, ...]
    """Who says it, in official order."""
    group_units: int
    """Units that say any text of its group."""
    use: Use


class TextDecision(Struct, frozen=True):
    """What staff decided about one text of units or one assessment. Neither: the program decides."""

    include: bool | None = None
    """True: into the body, whatever its rank; False: into no document."""
    wording: str = ""
    """Printed in place of the whole group, or of the draft."""


class EditingTally(Struct, frozen=True):
    """How many texts of units and assessments staff decided about, of those that are still said."""

    edited: int = 0
    omitted: int = 0
    wanted: int = 0
    fingerprint: str = ""
    """Changes with every decision, also where the numbers stay; empty: none was made."""
