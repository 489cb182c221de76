"""Who owes what, what figures are asked, and the profile: the values of danh-muc.xlsx.

The profile is what makes a register that of one dispatch and one province: who issues and signs, where a report draws its lines.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.model.period import Cycle, Deadline, Kind, Period


class Issuer(Struct, frozen=True):
    """One body that issues a document of ours (cơ quan ban hành): its head, signing block and recipients."""

    superior: str
    """First line of the issuer block: ``TỈNH ỦY …``."""
    heading: str
    """Second line: ``BAN TỔ CHỨC``."""
    name: str
    """In a sentence: ``Ban Tổ chức Tỉnh ủy``."""
    number_code: str
    """After the slash of the document number: ``BTCTU``."""
    number: str
    """Of its report of the month; empty while unsigned."""
    signed_on: date | None
    """None while unsigned."""
    capacity: str
    """First, bold line of the signing block: ``K/T TRƯỞNG BAN``."""
    title: str
    """Second line; empty when the head signs."""
    signatory: str
    recipients: tuple[str, ...]
    """Nơi nhận, one each, without dash and end mark; the last is the file copy."""
    addressees: tuple[str, ...]
    """Whom its report is written to, in sentences; in official order."""
    subject: str
    """Trích yếu of its report without the month, its line ends where a head would break it."""


class Thresholds(Struct, frozen=True):
    """From when on a report says what of a month: the only place, shown in sheet Thiết lập."""

    good: int = 95
    """Points of completion and of files in time from which a month goes well."""
    fair: int = 85
    """From which it goes well but for what is named."""
    poor: int = 70
    """From which it is finding its way; below, it lags."""
    moved: int = 1
    """Per cent of its last value by which an indicator must move to be named as better or worse."""
    repeated: int = 2
    """Months running that a unit is late, or sends nothing that counts, before it is named for it."""
    named: int = 5
    """Units that one sentence of judgement names at most."""
    shared: int = 5
    """Units that must share a proposal before the board puts it forward as its own."""
    outlying: int = 5
    """Robust deviations (1.4826 × MAD) from its own months beyond which a figure is called unusual."""
    outlying_months: int = 4
    """Months before that must be known for that."""


class Encryption(Enum):
    """How a connection to a mail server is kept from others; the value is what the register writes."""

    STARTTLS = "STARTTLS"
    TLS = "TLS"

    @property
    def port(self) -> int:
        """Where servers usually listen for it."""
        return {Encryption.STARTTLS: 587, Encryption.TLS: 465}[self]


class MailServer(Struct, frozen=True):
    """The office's own server, through which its mails leave. Its password stands nowhere."""

    host: str
    port: int
    encryption: Encryption
    user: str
    """Whom it knows; empty: it asks nobody."""
    sender: str
    """The address that mails come from."""


class Settings(Struct, frozen=True):
    """Sheet Thiết lập: who issues, who signs, and the house style."""

    board: Issuer
    """Of the monthly report and the reminder; units send their files there."""
    office: Issuer
    """Of the report on the progress of the dispatch."""
    new_tone_marks: bool
    """True: uỷ, hoà; False: ủy, hòa (default)."""
    thresholds: Thresholds = Thresholds()
    mail_server: MailServer | None = None
    """None: none is named, or what is said of it cannot be used."""


class Dispatch(Struct, frozen=True):
    """The document that gives the obligations (công văn), as ours speak of it."""

    name: str
    """How documents cite it: ``Công văn số 12-CV/TU, ngày … của …``."""
    kind: str
    """What it is called once cited: ``Công văn``."""
    issuer: str
    matter: str
    """What it is about, after ``về``: ``triển khai Kết luận số …, ngày … của …``."""
    directive: str
    """The document above it that all of this carries out, for titles: ``Kết luận số …``."""
    begun_on: date
    """When what it asks for began: an earlier date may be a day taken for a month."""
    first_period: Period
    """The first one reported."""

    @property
    def earliest(self) -> date:
        """Nothing that it asks for was done before this day."""
        return date(self.begun_on.year, 1, 1)


class ListValue(Struct, frozen=True):
    """One value of a list that forms offer."""

    value: str
    in_sentence: str
    """As it stands inside a sentence: ``cấp xã``."""


class Profile(Struct, frozen=True):
    """What makes the register that of one dispatch and one province."""

    dispatch: Dispatch
    place: str
    """Before the date of the documents, and of units that have no place of their own."""
    whole: str
    """All units together, as in ``số liệu toàn tỉnh``: ``toàn tỉnh``."""
    overall_report: str
    """Code of the obligation to report on all units, whose deadline is that of the monthly report; may be empty."""
    fields: tuple[ListValue, ...]
    """Of difficulties (Lĩnh vực)."""
    levels: tuple[ListValue, ...]
    """Who can settle proposals (Cấp giải quyết), the highest last."""
    causes: tuple[ListValue, ...]
    """Of difficulties (Nguyên nhân)."""
    cycle: Cycle = Cycle.MONTH
    """How often is reported: every period of the dispatch is of that length."""
    direction_topic: str = ""
    """The topic of the indicators that say how the work is led (văn bản, cuộc kiểm tra); may be empty."""


_FINGERPRINT_DIGITS = 16


class PresentationStyle(Enum):
    """Whose presentation rules a unit's own documents follow (Thể thức)."""

    PARTY = "Đảng"
    STATE = "Nhà nước"


_WHOLE = 100
"""Percent."""


class Aggregation(Enum):
    """How an indicator is brought together (Cách tổng hợp); RATIO is never asked, always recomputed.

    SUM: added over units and months. LAST: added over units, never over months.
    AVERAGE: the mean over units. RATIO: numerator / denominator × 100 of other indicators' sums.
    """

    SUM = "Cộng dồn"
    LAST = "Số cuối kỳ"
    AVERAGE = "Bình quân"
    RATIO = "Tỷ lệ"


class Nature(Enum):
    """What one figure of an indicator counts (Tính chất số liệu): how its months go together."""

    FLOW = "Phát sinh trong kỳ"
    """What happened in the month alone: months add up."""
    STOCK = "Hiện có cuối kỳ"
    """What there is at the end of the month; it may fall."""
    CUMULATIVE = "Lũy kế đến cuối kỳ"
    """All that happened so far; it never falls."""


class OwnPaper(Struct, frozen=True):
    """How a unit heads and signs its own papers; of a unit, what is empty is as its group has it."""

    symbol: str = ""
    """After the kind in the document number (Ký hiệu): ``ĐU``, ``SNV``; empty: left to the pen."""
    superior: str = ""
    """First line of the head, in capitals; may have line ends."""
    heading: str = ""
    """Second line; empty: the full name."""
    place: str = ""
    """Before the date; empty: as the short name tells."""
    capacity: str = ""
    """First, bold line of the signing block: ``GIÁM ĐỐC``, ``T/M BAN THƯỜNG VỤ``."""
    title: str = ""
    """Second line; empty when the head signs."""
    kept_by: str = ""
    """After ``Lưu``; empty: the unit itself, or VT in state papers."""

    def over(self, group: OwnPaper) -> OwnPaper:
        """With what is empty taken from `group`; capacity and title go together."""
        signs = self if self.capacity else group
        return OwnPaper(
            self.symbol or group.symbol,
            self.superior or group.superior,
            self.heading,
            self.place,
            signs.capacity,
            signs.title,
            self.kept_by or group.kept_by,
        )


class UnitGroup(Struct, frozen=True):
    """One group of units (nhóm đơn vị), in the official order of the register."""

    code: str
    name: str
    """As it stands inside a sentence and in tables: ``cấp ủy cấp xã``."""
    order: int
    paper: OwnPaper = OwnPaper()
    highlight: str = ""
    """What its form asks for in one text beside all obligations, as a label; empty: nothing."""


class Unit(Struct, frozen=True):
    """One unit that owes (đơn vị). Identity is the code, never the name."""

    code: str
    name: str
    """Full name, as in a sentence: ``Đảng ủy phường Thủy Nguyên``."""
    short_name: str
    """For tables and file names: ``Phường Thủy Nguyên``."""
    group: str
    """Code of its UnitGroup."""
    style: PresentationStyle
    order: int
    """In the official order, from 0."""
    email: str = ""
    """As lists print it; several addresses stand between semicolons."""
    phone: str = ""
    officer: str = ""
    """Who looks after this unit."""
    officer_phone: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    """Last day on which the unit owes; None = still."""
    former_names: tuple[str, ...] = ()
    tier: str = ""
    """What the short name of a commune begins with: ``Phường``; empty: it is none."""
    paper: OwnPaper = OwnPaper()

    @property
    def labelled(self) -> str:
        """As screens and findings name it: ``Phường An Biên [11329]``."""
        return f"{self.short_name} [{self.code}]"

    @property
    def all_names(self) -> tuple[str, ...]:
        """What it is called, and was."""
        return (self.name, self.short_name, *self.former_names)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Each e-mail address by itself."""
        return tuple(filter(None, re.split(r"[\s;,]+", self.email)))

    def exists_on(self, day: date) -> bool:
        """Whether it owes on that day."""
        return self.has_begun(day) and (self.valid_until is None or day <= self.valid_until)

    def has_begun(self, day: date) -> bool:
        """Whether it owes on that day, or did before."""
        return self.valid_from is None or self.valid_from <= day


def _in_force(first: Period | None, last: Period | None, period: Period) -> bool:
    return (first is None or first <= period) and (last is None or period <= last)


class Obligation(Struct, frozen=True):
    """One numbered item of the dispatch (nhiệm vụ), ``1.1`` … ``9``."""

    code: str
    section: str
    """Heading of its section of the dispatch, verbatim."""
    text: str
    """Verbatim."""
    short_text: str
    kind: Kind
    deadline: Deadline | None
    """None: no date, can never be overdue."""
    assigned_to: tuple[str, ...]
    """Codes of groups or units that owe it."""
    with_units: tuple[str, ...]
    """Codes of the units that take part (phối hợp)."""
    proof: str
    """What proves it done."""
    judged_by_receipt: bool
    """True: done when the unit's monthly file came in time, whatever its row says."""
    order: int
    valid_from: Period | None = None
    """The first month it is asked in; None: it always was."""
    valid_until: Period | None = None
    """The last; None: it still is."""

    def holds_in(self, period: Period) -> bool:
        """Whether it is asked in `period`."""
        return _in_force(self.valid_from, self.valid_until, period)

    @property
    def section_number(self) -> str:
        """``3`` of ``3.7``."""
        return self.code.partition(".")[0]


class Better(Enum):
    """Which way an indicator goes when things improve; the value is what the register writes."""

    HIGHER = "Tăng"
    LOWER = "Giảm"


class Indicator(Struct, frozen=True):
    """One figure asked of units (chỉ tiêu)."""

    code: str
    name: str
    measure: str
    """Unit of measure (đơn vị tính): ``hồ sơ``, ``người``, ``%``."""
    topic: str
    """Heading it stands under in the form and the report."""
    groups: tuple[str, ...]
    """Codes of the groups asked; empty for a RATIO."""
    aggregation: Aggregation
    decimals: int
    """Digits allowed after the comma: 0 = whole numbers only."""
    order: int
    is_main: bool = True
    """Whether the body of the report prints its total; the appendices have them all."""
    numerator: tuple[str, ...] = ()
    """RATIO only: codes added above the line."""
    denominator: tuple[str, ...] = ()
    """RATIO only: codes added below the line."""
    nature: Nature = Nature.FLOW
    """Of a RATIO nothing: it is computed from its parts."""
    better: Better | None = None
    """None: neither way is better, or nobody said."""
    valid_from: Period | None = None
    """The first month it is asked in; None: it always was."""
    valid_until: Period | None = None
    """The last; None: it still is."""

    def holds_in(self, period: Period) -> bool:
        """Whether it is asked, or computed, in `period`."""
        return _in_force(self.valid_from, self.valid_until, period)

    @property
    def short_name(self) -> str:
        """Without what the name says in brackets at its end."""
        return self.name.partition("(")[0].strip() or self.name

    @property
    def adds_up(self) -> bool:
        """Whether its figures of several months can be added."""
        return self.nature is Nature.FLOW and self.aggregation is Aggregation.SUM

    @property
    def parts(self) -> tuple[str, ...]:
        """The indicators whose figures make this one: itself, or the terms of a RATIO."""
        return self.numerator + self.denominator or (self.code,)

    @property
    def total_decimals(self) -> int:
        """Digits after the comma that its total is shown with, everywhere."""
        match self.aggregation:
            case Aggregation.RATIO:
                return 1
            case Aggregation.AVERAGE:
                return max(self.decimals, 2)
            case _:
                return self.decimals

    def rounded(self, total: Decimal) -> Decimal:
        """`total` as shown; a share is never rounded to all or to nothing."""
        digit = Decimal(1).scaleb(-self.total_decimals)
        shown = total.quantize(digit, ROUND_HALF_UP)
        if self.aggregation is Aggregation.RATIO and shown in (0, _WHOLE) and shown != total:
            shown += digit if total > shown else -digit
        return shown


class Constraint(Struct, frozen=True):
    """What must hold between indicators of one unit: sum(left) = or ≤ sum(right)."""

    left: tuple[str, ...]
    relation: str
    """``=`` or ``<=``."""
    right: tuple[str, ...]
    text: str
    """For the finding."""


class Waiver(Struct, frozen=True):
    """A decision that excuses one unit for some months (miễn, hoãn)."""

    unit: str
    obligation: str
    """Empty: every obligation, the monthly file included."""
    first: Period
    last: Period
    """The same as `first` for a single month."""
    document: str
    """Number and name of the decision, as written: ``Công văn số 15-CV/BTCTU``."""
    decided_on: date
    decided_by: str
    reason: str

    def covers(self, obligation: str, period: Period) -> bool:
        """Whether `obligation` is not owed in `period`."""
        return self.obligation in ("", obligation) and self.first <= period <= self.last


class Register(Struct, frozen=True, dict=True):
    """data/danh-muc.xlsx: everything that does not change from month to month."""

    groups: tuple[UnitGroup, ...]
    units: tuple[Unit, ...]
    obligations: tuple[Obligation, ...]
    indicators: tuple[Indicator, ...]
    constraints: tuple[Constraint, ...]
    settings: Settings
    profile: Profile
    fingerprint: str
    """First 16 hex digits of the SHA-256 over what a form asks; changes when forms must.

    Not over waivers, names of the dispatch, lists to choose from and what groups are asked for beside
    their obligations: one unit's waiver would call the
    forms of all others out of date, and a form made before such a change still asks the same.
    """
    waivers: tuple[Waiver, ...] = ()

    @cached_property
    def _units(self) -> dict[str, Unit]:
        return {unit.code: unit for unit in self.units}

    @cached_property
    def _waivers(self) -> dict[str, tuple[Waiver, ...]]:
        by_unit: dict[str, tuple[Waiver, ...]] = {}
        for waiver in self.waivers:
            by_unit[waiver.unit] = (*by_unit.get(waiver.unit, ()), waiver)
        return by_unit

    @cached_property
    def _months(self) -> dict[Period, Register]:
        return {}

    def unit(self, code: str) -> Unit | None:
        """The unit of that code."""
        return self._units.get(code)

    def units_in(self, period: Period) -> tuple[Unit, ...]:
        """Units that owe in `period`, in official order."""
        return tuple(unit for unit in self.units if self.owes(unit, period))

    def owes(self, unit: Unit, period: Period) -> bool:
        """Whether `unit` exists on the day on which the files of `period` are due."""
        return unit.exists_on(self.due(period).date())

    def at(self, period: Period) -> Register:
        """The register as it stands in `period`: without what begins later, or has ended.

        A ratio is there while all its parts are, a constraint while all its terms are. Units stay;
        those that owe are in `units_in`, and the fingerprint is over none that begins later. Whatever
        asks, judges or counts a month starts from here.
        """
        if period not in self._months:
            self._months[period] = self._narrowed(period)
        return self._months[period]

    def _narrowed(self, period: Period) -> Register:
        obligations = tuple(o for o in self.obligations if o.holds_in(period))
        held = {i.code for i in self.indicators if i.holds_in(period)}
        indicators = tuple(i for i in self.indicators if held.issuperset((i.code, *i.parts)))
        constraints = tuple(c for c in self.constraints if held.issuperset((*c.left, *c.right)))
        kept = (obligations, indicators, constraints)
        day = self.due(period).date()
        units = tuple(unit for unit in self.units if unit.has_begun(day))
        if (units, *kept) == (self.units, self.obligations, self.indicators, self.constraints):
            return self
        return replace(
            self,
            obligations=obligations,
            indicators=indicators,
            constraints=constraints,
            fingerprint=fingerprint_of(units, *kept),
        )

    def obligations_of(self, unit: Unit) -> tuple[Obligation, ...]:
        """What `unit` owes, in the order of the dispatch."""
        owners = {unit.code, unit.group}
        return tuple(o for o in self.obligations if owners & set(o.assigned_to))

    def indicators_of(self, unit: Unit) -> tuple[Indicator, ...]:
        """What figures `unit` is asked for, in the register's order."""
        return tuple(i for i in self.indicators if unit.group in i.groups)

    def codes_of(self, unit: Unit) -> tuple[str, ...]:
        """The codes of what `unit` owes, then of what it is asked for."""
        owed, asked = self.obligations_of(unit), self.indicators_of(unit)
        return (*(each.code for each in owed), *(each.code for each in asked))

    def waiver(self, unit: Unit, obligation: Obligation, period: Period) -> Waiver | None:
        """What excuses `unit` from `obligation` in `period`; None: it owes it."""
        found = self._waivers.get(unit.code, ())
        return next((w for w in found if w.covers(obligation.code, period)), None)

    @property
    def filing(self) -> Obligation:
        """The obligation to send the monthly file itself."""
        return next(o for o in self.obligations if o.judged_by_receipt)

    def due(self, period: Period) -> datetime:
        """The instant before which the files of `period` have to come."""
        deadline = self.filing.deadline
        assert deadline is not None, "the obligation to file has a deadline"
        return deadline.at(period)

    def group_of(self, unit: Unit) -> UnitGroup:
        """The group of `unit`."""
        return next(group for group in self.groups if group.code == unit.group)

    @property
    def overall_report(self) -> Obligation | None:
        """The obligation to report on all units; None where the dispatch gives none."""
        return next((o for o in self.obligations if o.code == self.profile.overall_report), None)


def fingerprint_of(
    units: Sequence[Unit],
    obligations: Sequence[Obligation],
    indicators: Sequence[Indicator],
    constraints: Sequence[Constraint],
) -> str:
    """A digest of everything forms show: not of contacts, settings, waivers, periods or the order of units."""
    shown = [
        sorted([unit.code, unit.name, unit.group] for unit in units),
        [_shown(obligation) for obligation in obligations],
        [
            [i.code, i.name, i.measure, i.topic, i.groups, i.decimals]
            for i in indicators
            if i.groups
        ],
        [[c.left, c.relation, c.right, c.text] for c in constraints],
    ]
    canonical = json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:_FINGERPRINT_DIGITS]


def _shown(obligation: Obligation) -> list[object]:
    deadline = obligation.deadline or Deadline()
    return [
        obligation.code,
        obligation.section,
        obligation.text,
        obligation.kind.value,
        deadline.once and deadline.once.isoformat(),
        deadline.monthly_day,
        deadline.monthly_time.isoformat(),
        obligation.assigned_to,
    ]
