"""Every name a Word template may use. A template that names anything else is told so.

All fields are texts ready to print, or tuples of rows of such texts, so that a template never
has to format, count or choose words.
"""

from __future__ import annotations

from msgspec import Struct

from cv183_reports.model.prose import Basis, Block, BriefFigure, Section
from cv183_reports.template.chart import BarChart


class Letterhead(Struct, frozen=True):
    """The head of page 1."""

    superior: str
    issuer: str
    number: str
    """``Số 12-BC/BTCTU``; the number is blank until it is known."""
    place_and_date: str
    """``Hà Nội, ngày 15 tháng 9 năm 2025``; the day is blank until signed."""


class SigningBlock(Struct, frozen=True):
    """The block at the bottom right."""

    capacity: str
    title: str
    """Empty when the head signs."""
    name: str


class ProgressRow(Struct, frozen=True):
    """Phụ lục 1: one obligation."""

    code: str
    text: str
    owners: str
    """``142 đơn vị``, or the one unit."""
    deadline: str
    total: str
    counts: tuple[str, ...]
    """One for each of ProgressTable.headers; empty text for zero."""
    basis: Basis
    """What its figures rest on; never printed."""


class ProgressTable(Struct, frozen=True):
    """Phụ lục 1."""

    headers: tuple[str, ...]
    rows: tuple[ProgressRow, ...]
    total: ProgressRow
    parts: tuple[ProgressRow, ...]
    """What the total is made of, as sentences tell it: to be completed, ongoing, excused."""


class FilingRow(Struct, frozen=True):
    """Phụ lục 2: one unit."""

    rank: str
    unit: str
    received: str
    standing: str
    debt: str
    """What the unit still owes: ``Chưa gửi``; empty: nothing."""
    valid: str
    """``06/06``: obligations validly answered of those owed."""
    note: str
    basis: Basis
    """What its figures rest on; never printed."""


class FilingGroup(Struct, frozen=True):
    """Phụ lục 2: the units of one group."""

    title: str
    rows: tuple[FilingRow, ...]


class OverdueRow(Struct, frozen=True):
    """Phụ lục 3: one obligation of one unit."""

    rank: str
    unit: str
    code: str
    text: str
    deadline: str
    status: str
    percent: str
    basis: Basis
    """What its figures rest on; never printed."""


class OverdueGroup(Struct, frozen=True):
    """What is overdue of one obligation."""

    title: str
    rows: tuple[OverdueRow, ...]


class ThemeRow(Struct, frozen=True):
    """Phụ lục 4: one difficulty or proposal."""

    rank: str
    text: str
    count: str
    units: str
    basis: Basis
    """What its figures rest on; never printed."""


class ThemeTable(Struct, frozen=True):
    """Phụ lục 4: one field or level."""

    title: str
    rows: tuple[ThemeRow, ...]


class FigureColumn(Struct, frozen=True):
    """Phụ lục 5: the head of one column."""

    name: str
    measure: str
    basis: Basis
    """What its figures rest on; never printed."""


class FigureRow(Struct, frozen=True):
    """Phụ lục 5: one unit."""

    rank: str
    unit: str
    values: tuple[str, ...]
    """Empty text: not given. ``0``: given as zero. ``x``: not asked of this unit. ``(*)``: given, not counted."""
    basis: Basis
    """What its figures rest on; never printed."""


class FigureTable(Struct, frozen=True):
    """Phụ lục 5: one topic of one group of units, or a part of it that fits the page."""

    title: str
    columns: tuple[FigureColumn, ...]
    rows: tuple[FigureRow, ...]
    totals: tuple[str, ...]


class IssuedReport(Struct, frozen=True):
    """What every report on the month has, whoever issues it."""

    letterhead: Letterhead
    subject: str
    """Trích yếu."""
    sample: str
    """SỐ LIỆU MINH HỌA, or empty."""
    opening: str
    sections: tuple[Section, ...]
    closing: str
    recipients: tuple[str, ...]
    """Lines of Nơi nhận, with dash and end mark."""
    signing: SigningBlock
    attached_to: str
    """``(Kèm theo Báo cáo số …)`` under the title of each appendix."""
    dispatch_kind: str
    """What the dispatch is called once cited: ``Công văn``."""


class AppendixNumbers(Struct, frozen=True):
    """The number of each appendix; empty: it is left out, since it holds nothing."""

    progress: str
    filing: str
    overdue: str
    voices: str
    figures: str


class MonthlyReport(IssuedReport, frozen=True):
    """What ``bao-cao-thang.docx`` may use."""

    appendices: AppendixNumbers
    progress: ProgressTable
    filing: tuple[FilingGroup, ...]
    overdue: tuple[OverdueRow, ...]
    difficulties: tuple[ThemeTable, ...]
    proposals: tuple[ThemeTable, ...]
    figures: tuple[FigureTable, ...]


class Brief(Struct, frozen=True):
    """What ``tom-tat.docx`` may use."""

    subject: str
    """Trích yếu, in two lines."""
    sample: str
    """SỐ LIỆU MINH HỌA, or empty."""
    attached_to: str
    """``(Kèm theo Báo cáo số …)`` under the title."""
    verdict: str
    """Empty where staff left it out."""
    this_month: str
    """Over the column: ``Tháng 9``, ``Quý III``."""
    last_month: str
    """Over the column; empty in a first month, which has nothing to compare with."""
    compared_with: str
    """The same inside a sentence: ``tháng 8``, ``quý II``."""
    figures: tuple[BriefFigure, ...]
    note: str
    """What the figures are counted over."""
    completion_title: str
    completion: BarChart
    """How much each group of units completed; drawn by the chart of that name."""
    lead: str
    """What the decisions follow; or that there are none."""
    decisions: tuple[str, ...]
    report: str
    """Where everything stands: ``Báo cáo số 12-BC/BTCTU``."""


class ProgressReport(IssuedReport, frozen=True):
    """What ``bao-cao-tien-do.docx`` may use."""

    progress: ProgressTable
    overdue: tuple[OverdueGroup, ...]
    """By obligation, but for the monthly file itself."""
    owing: tuple[FilingGroup, ...]
    """Units of which no file counts."""


class Reminder(Struct, frozen=True):
    """What ``cong-van-don-doc.docx`` may use."""

    letterhead: Letterhead
    subject: str
    """Trích yếu, in two lines."""
    sample: str
    """SỐ LIỆU MINH HỌA, or empty."""
    addressee: str
    """With its mark, where there is only one; else empty."""
    addressees: tuple[str, ...]
    """With their marks, where there are several."""
    blocks: tuple[Block, ...]
    closing: str
    recipients: tuple[str, ...]
    """Lines of Nơi nhận, with dash and end mark."""
    signing: SigningBlock
    attached_to: str
    """``(Kèm theo Công văn số …)`` under the title of the appendix."""
    list_title: str
    owing: tuple[FilingGroup, ...]
    """Units that owe, by group; empty where the letter names them itself."""


class CallRow(Struct, frozen=True):
    """One unit to phone."""

    rank: str
    unit: str
    officer: str
    phone: str
    email: str
    state: str


class CallListGroup(Struct, frozen=True):
    """The units of one group that one officer looks after."""

    title: str
    rows: tuple[CallRow, ...]


class CallList(Struct, frozen=True):
    """What ``danh-sach-goi.docx`` may use."""

    month: str
    as_of: str
    """The instant the list holds for."""
    deadline: str
    """``trước 11 giờ, ngày 10/9/2025``."""
    sample: str
    """SỐ LIỆU MINH HỌA, or empty."""
    groups: tuple[CallListGroup, ...]


class UnitFigureRow(Struct, frozen=True):
    """One figure that a unit gave."""

    rank: str
    name: str
    measure: str
    value: str


class UnitFigureTopic(Struct, frozen=True):
    """The figures that a unit gave on one topic."""

    title: str
    rows: tuple[UnitFigureRow, ...]


class UnitSection(Struct, frozen=True):
    """One section of a unit's own report; the figures, if any, stand below its paragraphs."""

    number: str
    title: str
    blocks: tuple[Block, ...]
    figures: tuple[UnitFigureTopic, ...]


class UnitReport(Struct, frozen=True):
    """What ``bao-cao-don-vi-dang.docx`` and ``bao-cao-don-vi-nha-nuoc.docx`` may use."""

    letterhead: Letterhead
    has_wide_date: bool
    """Whether place and date need more room than the right half of the head has."""
    issuer_rule: int
    """Millimetres of the rule under the issuer's name: 8, 12, 18 or 24."""
    subject: str
    """Trích yếu, in two lines."""
    sample: str
    """SỐ LIỆU MINH HỌA, or empty."""
    opening: str
    sections: tuple[UnitSection, ...]
    closing: str
    address: str
    """``Kính gửi:``, with the addressee where there is one; for state units."""
    addressees: tuple[str, ...]
    """The lines under it, with dash and end mark."""
    recipients: tuple[str, ...]
    """Lines of Nơi nhận, with dash and end mark."""
    signing: SigningBlock


PaperContext = Brief | CallList | IssuedReport | Reminder | UnitReport
"""What a template of ours is filled with."""
