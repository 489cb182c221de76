"""Assessment: what a report says beyond what units say, drafted by rule, worded anew by staff. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from cv183_reports.model.prose import Basis


class AssessmentPart(Enum):
    """Where a assessment stands in the monthly report; the value is what the editor's sheet shows."""

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
