"""Consolidated: everything the documents may say about one period (tổng hợp). Values only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from enum import Enum
from functools import cached_property

from msgspec import Struct

from cv183_reports.model import (
    Figure,
    Filing,
    Indicator,
    Obligation,
    Period,
    Plan,
    Receipt,
    Record,
    Register,
    Source,
    Unit,
    Waiver,
)
from cv183_reports.model.finding import Finding


class Standing(Enum):
    """The one class an assignment is in at the instant of judgement; the value heads its column."""

    DONE_ON_TIME = "Hoàn thành đúng hạn"
    DONE_LATE = "Hoàn thành sau hạn"
    WITHIN_DEADLINE = "Chưa hoàn thành, còn hạn"
    OVERDUE = "Chưa hoàn thành, quá hạn"
    DONE = "Hoàn thành"
    """These three: obligations without a deadline, which can never be overdue."""
    UNDER_WAY = "Đang thực hiện"
    NOT_BEGUN = "Chưa thực hiện"
    NOT_ARISING = "Không phát sinh"
    NOT_COMPETENT = "Không thuộc thẩm quyền"
    WAIVED = "Được miễn, hoãn"
    """By a decision in the register, whatever the unit says of it or when."""
    FAULTY = "Báo cáo chưa hợp lệ"
    BLANK = "Báo cáo để trống"
    NOT_FILED = "Chưa gửi báo cáo"


class FilingStanding(Enum):
    """How one unit stands with its monthly file; the value is what the documents print."""

    ON_TIME = "Đúng hạn"
    LATE = "Muộn"
    FAULTY = "Cần gửi lại"
    """Something came, nothing of it counts."""
    MISSING = "Chưa gửi"
    WAIVED = "Được miễn, hoãn"
    """Owes no file this month, whatever came; what is valid in a file that came counts."""


class Debt(Enum):
    """What one unit still owes of its monthly file; the value is what lists print."""

    MISSING = "Chưa gửi"
    UNUSABLE = "Cần gửi lại"
    """Something came, nothing of it counts."""
    INCOMPLETE = "Cần rà soát, bổ sung"
    """It counts, but for some rows, cells or figures."""


DONE_STANDINGS = frozenset({Standing.DONE_ON_TIME, Standing.DONE_LATE, Standing.DONE})


class UnitFiling(Struct, frozen=True):
    """How one unit filed."""

    unit: Unit
    standing: FilingStanding
    receipt: Receipt | None
    """None: nothing came, or nothing that can be read."""
    files: tuple[str, ...]
    """The file that counts, or those of which nothing counts; empty when nothing came."""
    owed: int
    """Assignments of the unit that its form asked of it and no waiver excuses."""
    faulty: tuple[str, ...]
    """Obligations left out for a wrong cell; never the filing itself, which its receipt judges."""
    blank: tuple[str, ...]
    faulty_figures: tuple[str, ...] = ()
    """Indicators that the file gives but that do not count, in the register's order."""
    waived: tuple[str, ...] = ()
    """Obligations that a waiver excuses, the filing itself among them."""
    waiver: Waiver | None = None
    """What excuses the unit from filing at all."""
    unseen: frozenset[str] = frozenset()
    """Obligations and indicators that its form did not have: nothing was asked, nothing is owed."""
    short: tuple[str, ...] = ()
    """Obligations that count, but for a cell of theirs that is wrong."""

    @property
    def to_mend(self) -> tuple[str, ...]:
        """Obligations and indicators of its file of which not all counts."""
        return (*self.faulty, *self.short, *self.blank, *self.faulty_figures)

    @property
    def is_asked(self) -> bool:
        """Whether the unit is asked for anything: it owes a file, or sent one all the same."""
        return self.waiver is None or self.receipt is not None

    def is_asked_for(self, indicator: Indicator) -> bool:
        """Whether the unit is asked for that figure, in the register and in the form it had."""
        is_its = self.unit.group in indicator.groups and indicator.code not in self.unseen
        return is_its and self.is_asked

    @property
    def debt(self) -> Debt | None:
        """What the unit has to send or mend; None: nothing, however late its file came."""
        if self.waiver is not None:
            return None
        if self.standing is FilingStanding.MISSING:
            return Debt.MISSING
        if self.standing is FilingStanding.FAULTY:
            return Debt.UNUSABLE
        return Debt.INCOMPLETE if self.to_mend else None

    @property
    def valid(self) -> int:
        """Assignments that the file answers and that count; 0 without a file that counts."""
        return self.owed - len(self.faulty) - len(self.blank) if self.receipt else 0


class Assignment(Struct, frozen=True):
    """One obligation of one unit, classed."""

    unit: Unit
    obligation: Obligation
    standing: Standing
    deadline: datetime | None
    record: Record | None
    """None unless the unit validly answered."""
    waiver: Waiver | None = None
    """The decision; None unless waived."""
    reported_in: Period | None = None
    """The month before whose file of the unit says it, where this month's unit has none; `record` is of it."""

    @property
    def is_by_name(self) -> bool:
        """Whether the dispatch gives it to this very unit, not to its group."""
        return self.unit.code in self.obligation.assigned_to


class CarriedFigures(Struct, frozen=True):
    """What stands or has added up of a unit that sent no file: as its last report told it."""

    unit: Unit
    period: Period
    """Of that report."""
    figures: tuple[Figure, ...]
    """At least one; none of what happens anew each month."""
    sample: bool = False
    """Whether that report is invented."""


class AfterClosing(Struct, frozen=True):
    """What files that came after a month was closed would make of its published figures."""

    period: Period
    units: tuple[Unit, ...]
    """Of whom another file would count, in official order."""
    indicators: int
    """Totals that would be other ones."""
    assignments: int
    """Assignments that would be in another class."""


class IndicatorTotal(Struct, frozen=True):
    """One indicator brought together over the units of which it is known."""

    indicator: Indicator
    value: Decimal | None
    """Exact; None: it is known of nobody (or a ratio with nothing below the line)."""
    asked: int
    given: int
    """Units that gave it; for a ratio, units that gave all its parts, the only ones it counts."""
    carried: int = 0
    """Units that sent no file, of which it is known from their last report."""

    @property
    def units(self) -> int:
        """Units that it covers."""
        return self.given + self.carried


class Voice(Struct, frozen=True):
    """One text of one unit, exactly as it counts."""

    unit: Unit
    text: str
    source: Source
    obligation: str = ""
    """Code of the obligation it was said of; empty for a plan or a highlight."""


class Theme(Struct, frozen=True):
    """Texts of several units that say the same; the most complete wording stands for them all."""

    text: str
    """One of the voices' texts, but for a day that not all of them name; or what staff wrote instead."""
    voices: tuple[Voice, ...]
    """In official order of the units; at least one."""
    wanted: bool = False
    """Staff want it in the body, whatever its rank."""
    edited: bool = False
    """Staff wrote the text."""

    @property
    def units(self) -> tuple[Unit, ...]:
        """Each unit once, in official order."""
        return tuple({voice.unit.code: voice.unit for voice in self.voices}.values())


class ThemeGroup(Struct, frozen=True):
    """The themes of one field (lĩnh vực), of one level (cấp giải quyết) or of one obligation."""

    label: str
    themes: tuple[Theme, ...]
    """Most units first, then official order."""


class Question(Struct, frozen=True):
    """What a person has to ask of a unit by telephone, whatever the unit owes."""

    unit: Unit
    text: str


def by_indicator(figures: Iterable[Figure]) -> dict[str, list[Figure]]:
    """`figures` by the code of what they tell."""
    known: dict[str, list[Figure]] = {}
    for figure in figures:
        known.setdefault(figure.indicator, []).append(figure)
    return known


def making(indicator: Indicator, known: Mapping[str, list[Figure]]) -> list[Figure]:
    """Those of the figures, by the code of what they tell, that make `indicator`."""
    return [figure for code in indicator.parts for figure in known.get(code, ())]


class Consolidated(Struct, frozen=True, dict=True):
    """One period, brought together. Every assignment appears once; the classes add up."""

    register: Register
    period: Period
    as_of: datetime
    """The instant everything is judged at."""
    sample: bool
    filings: tuple[UnitFiling, ...]
    """One for each unit that owes, in official order."""
    assignments: tuple[Assignment, ...]
    """In the order of the dispatch, then of the units."""
    totals: tuple[IndicatorTotal, ...]
    accepted: tuple[Filing, ...]
    """The submissions that count, in official order."""
    findings: tuple[Finding, ...]
    difficulties: tuple[ThemeGroup, ...] = ()
    """By field, in the order of the form."""
    proposals: tuple[ThemeGroup, ...] = ()
    """By level, the highest first."""
    plan_themes: tuple[Theme, ...] = ()
    results: tuple[ThemeGroup, ...] = ()
    """By code of the obligation: what units did, worth quoting, the fullest first."""
    questions: tuple[Question, ...] = ()
    carried: tuple[CarriedFigures, ...] = ()
    """Of units that sent no file, in official order."""

    @cached_property
    def _known(self) -> dict[str, list[Figure]]:
        """`known_figures` by indicator."""
        return by_indicator(self.known_figures)

    @property
    def due(self) -> datetime:
        """Until when (exclusive) the monthly files had to come."""
        return self.register.due(self.period)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Of the files of this month that count."""
        return tuple(figure for filing in self.accepted for figure in filing.figures)

    @property
    def plans(self) -> tuple[Plan, ...]:
        """Likewise, what units plan for the next month."""
        return tuple(plan for filing in self.accepted for plan in filing.plans)

    @property
    def owing(self) -> tuple[UnitFiling, ...]:
        """Units that have to send or mend something of this month, in official order."""
        return tuple(filing for filing in self.filings if filing.debt is not None)

    @property
    def expected(self) -> tuple[UnitFiling, ...]:
        """Units that had to file, in official order: all but those excused."""
        return tuple(f for f in self.filings if f.standing is not FilingStanding.WAIVED)

    @property
    def filed(self) -> int:
        """How many of those did, in time or not."""
        return sum(filing.receipt is not None for filing in self.expected)

    @property
    def waivers(self) -> tuple[Waiver, ...]:
        """The decisions that excuse something this month, in the register's order."""
        used = {a.waiver for a in self.assignments}
        return tuple(waiver for waiver in self.register.waivers if waiver in used)

    @property
    def overdue(self) -> list[Assignment]:
        """Not done though the deadline has passed, in official order of the units."""
        late = [a for a in self.assignments if a.standing is Standing.OVERDUE]
        return sorted(late, key=lambda a: (a.unit.order, a.obligation.order))

    @property
    def overdue_tasks(self) -> list[Assignment]:
        """Of what is overdue all but the monthly file itself, which is told of where the filing is."""
        return [a for a in self.overdue if not a.obligation.judged_by_receipt]

    @property
    def highlights(self) -> tuple[Voice, ...]:
        """What units of the groups that are asked for it say stands out, in official order."""
        said = ((self.register.unit(each.unit), each.highlight) for each in self.accepted)
        return tuple(Voice(unit, told.text, told.source) for unit, told in said if unit and told)

    @property
    def known_figures(self) -> tuple[Figure, ...]:
        """What units gave, and what is carried of those that sent no file."""
        return (*self.figures, *(figure for each in self.carried for figure in each.figures))

    def known_of(self, indicator: Indicator) -> list[Figure]:
        """Those of `known_figures` that make `indicator`."""
        return making(indicator, self._known)

    @property
    def received_until(self) -> datetime | None:
        """When the last file that counts came."""
        came = (filing.receipt.at for filing in self.accepted)
        return max((at for at in came if at is not None), default=None)

    def tally(self, obligation: str | None = None) -> Counter[Standing]:
        """How many assignments are in each class, of one obligation or of all."""
        return Counter(
            a.standing
            for a in self.assignments
            if obligation is None or a.obligation.code == obligation
        )

    def filing_tally(self, group: str | None = None) -> Counter[FilingStanding]:
        """How many units stand how with their file, of one group or of all."""
        return Counter(f.standing for f in self.filings if group is None or f.unit.group == group)

    def results_of(self, obligation: str) -> tuple[Theme, ...]:
        """What was done of that obligation, worth quoting, the fullest first."""
        found = next((group for group in self.results if group.label == obligation), None)
        return found.themes if found else ()

    def total(self, indicator: str) -> IndicatorTotal | None:
        """The total of that indicator."""
        return next((t for t in self.totals if t.indicator.code == indicator), None)
