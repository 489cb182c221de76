"""The frozen values that the stages hand each other. No behaviour beyond what a value says of itself."""

from cv183_reports.model.calendar import (
    LOCAL,
    Deadline,
    Period,
)
from cv183_reports.model.register import (
    Aggregation,
    Constraint,
    Indicator,
    Issuer,
    Kind,
    Obligation,
    PresentationStyle,
    Register,
    Settings,
    Unit,
    UnitGroup,
    Waiver,
)
from cv183_reports.model.submission import (
    Field,
    Figure,
    Filing,
    Level,
    Plan,
    Receipt,
    Record,
    Source,
    Status,
)

__all__ = [
    "LOCAL",
    "Aggregation",
    "Constraint",
    "Deadline",
    "Field",
    "Figure",
    "Filing",
    "Indicator",
    "Issuer",
    "Kind",
    "Level",
    "Obligation",
    "Period",
    "Plan",
    "PresentationStyle",
    "Receipt",
    "Record",
    "Register",
    "Settings",
    "Source",
    "Status",
    "Unit",
    "UnitGroup",
    "Waiver",
]
