"""What staff decide and word anew: the texts of units that a report may print, the judgement drafted by rule. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from cv183_reports.model import Unit
from cv183_reports.model.prose import Basis


class AssessmentPart(Enum):
    """Where an assessment stands in the monthly report; the value is what the editor's sheet shows."""

    EVALUATION = "Đánh giá chung"
    CAUSES = "Nguyên nhân"
    PROPOSALS = "Kiến nghị, đề xuất"
    TASKS = "Nhiệm vụ tháng tới"


@dataclass(frozen=True, slots=True)
class Assessment:
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
    """Where a text comes from; the value names its sheet."""

    RESULT = "Kết quả nổi bật"
    DIFFICULTY = "Khó khăn, vướng mắc"
    PROPOSAL = "Kiến nghị, đề xuất"
    PLAN = "Nhiệm vụ tháng tới"


class Use(Enum):
    """What the program does with a text if left to itself; the value is what the sheet shows."""

    BODY = "Có"
    WITHIN = "Có, gộp trong nhóm"
    """Another text of its group stands for it in the body."""
    APPENDIX = "Chỉ ở Phụ lục 4"
    NONE = "Không"


@dataclass(frozen=True, slots=True)
class Candidate:
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


@dataclass(frozen=True, slots=True)
class TextDecision:
    """What staff decided about one text of units or one assessment. Neither: the program decides."""

    include: bool | None = None
    """True: into the body, whatever its rank; False: into no document."""
    wording: str = ""
    """Printed in place of the whole group, or of the draft."""


@dataclass(frozen=True, slots=True)
class EditingTally:
    """How many texts of units and assessments staff decided about, of those that are still said."""

    edited: int = 0
    omitted: int = 0
    wanted: int = 0
    fingerprint: str = ""
    """Changes with every decision, also where the numbers stay; empty: none was made."""
