"""A month counted anew from the raw forms, as DESIGN says it is counted, with openpyxl alone.

Nothing of the package is imported here (``tests/test_oracle.py`` looks): two readers that share no line
do not share a mistake. It knows the kinds of answers that the shipped and the generated months hold, and
raises `UnclearError` on any other: what it cannot judge for certain it does not judge.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from tests.oracle_sources import (
    AVERAGE,
    FLOW,
    HERE,
    HUNDRED,
    MONTHLY,
    ONE_OFF,
    ONGOING,
    RATIO,
    Came,
    Form,
    Indicator,
    Obligation,
    Register,
    UnclearError,
    Unit,
    bare,
    came,
    exact,
    first_of,
    month_before,
    read_form,
    read_register,
    text_of,
)

ON_TIME, LATE, RESEND, MISSING, EXCUSED = (
    "Đúng hạn",
    "Muộn",
    "Cần gửi lại",
    "Chưa gửi",
    "Được miễn, hoãn",
)
"""How a unit stands with its file."""
DONE_ON_TIME, DONE_LATE = "Hoàn thành đúng hạn", "Hoàn thành sau hạn"
WITHIN, OVERDUE = "Chưa hoàn thành, còn hạn", "Chưa hoàn thành, quá hạn"
DONE, UNDER_WAY, NOT_BEGUN = "Hoàn thành", "Đang thực hiện", "Chưa thực hiện"
NOT_ARISING, NOT_COMPETENT = "Không phát sinh", "Không thuộc thẩm quyền"
WAIVED = "Được miễn, hoãn"
FAULTY, BLANK, NOT_FILED = "Báo cáo chưa hợp lệ", "Báo cáo để trống", "Chưa gửi báo cáo"
CLASSES = (
    DONE_ON_TIME, DONE_LATE, WITHIN, OVERDUE, DONE, UNDER_WAY, NOT_BEGUN,
    NOT_ARISING, NOT_COMPETENT, WAIVED, FAULTY, BLANK, NOT_FILED,
)  # fmt: skip
"""What one obligation of one unit can be, each in exactly one."""
ALL_DONE = frozenset((DONE_ON_TIME, DONE_LATE, DONE))
UNTOLD = frozenset((WAIVED, FAULTY, BLANK, NOT_FILED))
"""Classes that say nothing of how far the work has come."""
STATUSES = (NOT_BEGUN, UNDER_WAY, DONE, NOT_ARISING, NOT_COMPETENT)
TCVN3 = frozenset("¸µ¶·¹¨¾»¼½©®ÆÖÏÎÞ")
"""Letters of texts in the old code that no Vietnamese text in Unicode has."""


# What one form validly says.


@dataclass(frozen=True)
class Said:
    """A row that counts."""

    status: str
    percent: Decimal | None
    day: date | None
    answers: Mapping[str, object]


@dataclass(frozen=True)
class Filed:
    """The file that counts for a unit."""

    came: Came
    form: Form
    said: Mapping[str, Said]
    faulty: frozenset[str]
    blank: frozenset[str]
    figures: Mapping[str, Decimal]
    spoilt: frozenset[str]
    """Indicators that it gives and that do not count."""


class _WrongError(Exception):
    """A cell that cannot be taken, and its row with it."""


def _percent(value: object) -> Decimal | None:
    """Points. One number above 0 up to 1 may be a share or points: it is nobody's to choose."""
    if value is None or text_of(value) in ("-", "–"):
        return None
    if isinstance(value, str):
        found = re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*%?", value.strip())
        if not found:
            raise _WrongError
        number, is_clear = Decimal(found[1].replace(",", ".")), value.strip().endswith("%")
    elif isinstance(value, int | float | Decimal):
        number, is_clear = exact(value), False
    else:
        raise _WrongError
    if not 0 <= number <= HUNDRED:
        raise _WrongError
    return number if is_clear or not 0 < number <= 1 else None


def _day(value: object) -> date | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date()
    found = re.fullmatch(r"(\d\d?)[./-](\d\d?)[./-](\d{4})", text_of(value))
    if not found:
        raise _WrongError
    return date(int(found[3]), int(found[2]), int(found[1]))


_FIRST_OF_MANY = ("Trạng thái", "Tỷ lệ (%)", "Ngày hoàn thành")


def _row(
    row: Mapping[str, object],
    owed: Obligation,
    at: datetime,
    month: str,
    begun: date,
    last: Said | None,
) -> Said | None:
    """What the row says; None: nothing is filled in. Raises _WrongError where it does not count."""
    if all(value is None for value in row.values()):
        return None
    if any(TCVN3 & set(text_of(value)) for value in row.values()):
        raise _WrongError
    status = {bare(each): each for each in STATUSES}.get(bare(row["Trạng thái"]))
    if status is None:
        raise _WrongError
    percent, day = _percent(row["Tỷ lệ (%)"]), _day(row["Ngày hoàn thành"])
    typed = row["Tỷ lệ (%)"]
    if status == DONE and typed is not None and percent != HUNDRED:
        raise _WrongError
    if day is None and status == DONE and owed.once and last and last.status == DONE:
        day = last.day
    if day is not None and (day > at.date() or day < date(begun.year, 1, 1)):
        raise _WrongError
    deadline = owed.deadline(month)
    if status == DONE and deadline and not owed.by_receipt:
        if day is None and at >= deadline:
            raise _WrongError
        if owed.kind == MONTHLY and day is not None and day < first_of(month):
            raise _WrongError
    return Said(status, percent, day, {k: v for k, v in row.items() if k not in _FIRST_OF_MANY})


def _figure(value: object, decimals: int) -> Decimal | None:
    if value is None or text_of(value) in ("-", "–"):
        return None
    if isinstance(value, str):
        if not re.fullmatch(r"\d{1,3}|\d{1,3}(\.\d{3})+,\d+|\d+", value.strip()):
            raise _WrongError
        number = Decimal(value.strip().replace(".", "").replace(",", "."))
    elif isinstance(value, int | float | Decimal):
        number = exact(value)
    else:
        raise _WrongError
    near = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    if number < 0 or (not decimals and near != number):
        raise _WrongError
    return near


def judged(one: Came, form: Form, register: Register, month: str, last: Filed | None) -> Filed:
    """The rows and figures of a form that count, and which do not."""
    unit = next(u for u in register.units if u.code == form.unit)
    said: dict[str, Said] = {}
    faulty, blank = set(), set()
    for owed in register.owed(unit, month):
        if owed.code not in form.asked:
            continue
        before = last.said.get(owed.code) if last else None
        try:
            row = _row(form.rows[owed.code], owed, one.at, month, register.begun, before)
        except _WrongError:
            faulty.add(owed.code)
            continue
        if row is None:
            blank.add(owed.code)
        else:
            said[owed.code] = row
    figures, spoilt = _figures(form, unit, register, month)
    return Filed(one, form, said, frozenset(faulty), frozenset(blank), figures, spoilt)


def _figures(
    form: Form, unit: Unit, register: Register, month: str
) -> tuple[dict[str, Decimal], frozenset[str]]:
    given: dict[str, Decimal] = {}
    spoilt: set[str] = set()
    asked = [i for i in register.asked(month) if unit.group in i.groups and i.code in form.asked]
    for indicator in asked:
        try:
            value = _figure(form.figures[indicator.code], indicator.decimals)
        except _WrongError:
            spoilt.add(indicator.code)
            continue
        if value is not None:
            given[indicator.code] = value
    held = {indicator.code for indicator in register.asked(month)}
    torn: set[str] = set()
    for equation in register.equations:
        both = {*equation.left, *equation.right}
        if not (both <= held and both <= given.keys()):
            continue
        left, right = (
            sum(given[code] for code in side) for side in (equation.left, equation.right)
        )
        if left > right or (left != right and not equation.at_most):
            torn |= both
    return {c: v for c, v in given.items() if c not in torn}, frozenset(spoilt | torn)


# A month.


@dataclass(frozen=True)
class Level:
    """An indicator over the units of which it is known."""

    value: Decimal | None
    asked: int
    known: int
    carried: int


@dataclass(frozen=True)
class Change:
    """An indicator over the units of which it is known in both months."""

    now: Decimal
    before: Decimal
    units: int


@dataclass
class Month:
    """Everything that may be said of one month."""

    register: Register
    month: str
    as_of: datetime
    filed: dict[str, Filed]
    sent: dict[str, list[Came]]
    """What came of each unit, usable or not."""
    before: Month | None
    standings: dict[tuple[str, str], str] = field(default_factory=dict)
    """(unit, obligation) → class."""
    kept: dict[tuple[str, str], tuple[str, Said]] = field(default_factory=dict)
    """Done as an earlier month said it: the month, and what it said."""

    @property
    def units(self) -> tuple[Unit, ...]:
        return self.register.owing(self.month)

    @property
    def past(self) -> Iterator[Month]:
        """The months before, the latest first."""
        month = self.before
        while month is not None:
            yield month
            month = month.before

    def waived(self, unit: Unit) -> frozenset[str]:
        """Obligations that a decision excuses; who need not file and did not, is excused from all."""
        own = [w for w in self.register.waivers if w.unit == unit.code and w.term.holds(self.month)]
        owed = {o.code for o in self.register.owed(unit, self.month)}
        if any(not w.obligation for w in own) or (
            unit.code not in self.filed and self.is_excused(unit)
        ):
            return frozenset(owed)
        return frozenset(w.obligation for w in own) & owed

    def is_excused(self, unit: Unit) -> bool:
        """Whether it need not file."""
        filing = self.register.filing().code
        return any(
            w.unit == unit.code and w.term.holds(self.month) and w.obligation in ("", filing)
            for w in self.register.waivers
        )

    def owed(self, unit: Unit) -> tuple[Obligation, ...]:
        """What the unit owes, but for what its own form did not ask yet."""
        filed = self.filed.get(unit.code)
        owed = self.register.owed(unit, self.month)
        return tuple(o for o in owed if filed is None or o.code in filed.form.asked)

    def filing(self, unit: Unit) -> str:
        """How it stands with its file."""
        if self.is_excused(unit):
            return EXCUSED
        filed = self.filed.get(unit.code)
        if filed is None:
            return RESEND if self.sent.get(unit.code) else MISSING
        return ON_TIME if filed.came.at < self.register.due(self.month) else LATE

    def is_asked(self, unit: Unit, indicator: Indicator) -> bool:
        """Whether the unit is asked for all that makes the indicator."""
        filed = self.filed.get(unit.code)
        if self.is_excused(unit) and filed is None:
            return False
        parts = [i for i in self.register.indicators if i.code in indicator.parts]
        return all(
            unit.group in part.groups and (filed is None or part.code in filed.form.asked)
            for part in parts
        )

    def lines(self, unit: Unit) -> tuple[list[str], list[str], list[str], int, int]:
        """Codes with an error, left blank; indicators that do not count; assignments owed, and valid."""
        filed, waived = self.filed.get(unit.code), self.waived(unit)
        owed = [o for o in self.owed(unit) if o.code not in waived]
        if filed is None:
            return [], [], [], len(owed), 0
        told = [o.code for o in owed if not o.by_receipt]
        faulty, blank = ([c for c in told if c in some] for some in (filed.faulty, filed.blank))
        spoilt = [i.code for i in self.register.asked(self.month) if i.code in filed.spoilt]
        return faulty, blank, spoilt, len(owed), len(owed) - len(faulty) - len(blank)

    def owes(self, unit: Unit) -> bool:
        """Whether it has to send or mend something."""
        standing = self.filing(unit)
        faulty, blank, spoilt, _, _ = self.lines(unit)
        return standing in (MISSING, RESEND) or (
            standing != EXCUSED
            and bool(faulty or blank or spoilt or self._has_unclear_shares(unit))
        )

    def _has_unclear_shares(self, unit: Unit) -> bool:
        """Whether a row counts but for its percentage, which has two meanings."""
        filed = self.filed.get(unit.code)
        if filed is None:
            return False
        typed = {code: text_of(filed.form.rows[code]["Tỷ lệ (%)"]) for code in filed.said}
        return any(
            typed[code] not in ("", "-", "–") and row.percent is None
            for code, row in filed.said.items()
        )

    # Counts.

    def tally(self, obligation: str | None = None) -> Counter[str]:
        return Counter(
            standing for (_, code), standing in self.standings.items() if obligation in (None, code)
        )

    def completion(self, among: Iterable[tuple[str, str]] | None = None) -> Counter[str]:
        """Classes over what can be completed: not what goes on all the time, nor what is excused."""
        kinds = {o.code: o.kind for o in self.register.obligations}
        some = self.standings.keys() if among is None else among
        return Counter(
            self.standings[key]
            for key in some
            if kinds[key[1]] != ONGOING and self.standings[key] != WAIVED
        )

    def known(self) -> set[tuple[str, str]]:
        """Assignments of which this month's own file says how far they have come."""
        return {
            key for key, s in self.standings.items() if s not in UNTOLD and key not in self.kept
        }

    def voices(self, header: str) -> set[str]:
        """Units that say something there."""
        return {
            unit
            for unit, filed in self.filed.items()
            if any(row.answers.get(header) is not None for row in filed.said.values())
        }

    # Figures.

    def given(self, indicator: Indicator) -> dict[str, dict[str, Decimal]]:
        """Unit → its figures that make the indicator, of units that gave them all."""
        return {
            code: {part: filed.figures[part] for part in indicator.parts}
            for code, filed in self.filed.items()
            if filed.figures.keys() >= set(indicator.parts)
        }

    def carried(self, indicator: Indicator) -> dict[str, dict[str, Decimal]]:
        """What stands or has added up, of units that did not file, from their last report."""
        natures = {i.nature for i in self.register.indicators if i.code in indicator.parts}
        if FLOW in natures:
            return {}
        found = {}
        for unit in self.units:
            if unit.code in self.filed or not self.is_asked(unit, indicator):
                continue
            last = next((m for m in self.past if unit.code in m.filed), None)
            if last and unit.code in (known := last.given(indicator)):
                found[unit.code] = known[unit.code]
        return found

    def figures(self, indicator: Indicator) -> dict[str, dict[str, Decimal]]:
        return {**self.given(indicator), **self.carried(indicator)}

    def level(self, indicator: Indicator) -> Level:
        known = self.figures(indicator)
        asked = sum(self.is_asked(unit, indicator) for unit in self.units)
        value = brought_together(indicator, known.values())
        return Level(value, asked, len(known), len(self.carried(indicator)))

    def change(self, indicator: Indicator) -> Change | None:
        if self.before is None:
            return None
        here, there = self.figures(indicator), self.before.figures(indicator)
        both = here.keys() & there.keys()
        now, before = (
            brought_together(indicator, [known[unit] for unit in both]) for known in (here, there)
        )
        return None if now is None or before is None else Change(now, before, len(both))


def brought_together(
    indicator: Indicator, known: Iterable[Mapping[str, Decimal]]
) -> Decimal | None:
    """One value over units; None over none, or where nothing stands below the line."""
    figures = list(known)
    if not figures:
        return None
    if indicator.how == RATIO:
        above, below = (
            sum((f[code] for f in figures for code in side), Decimal())
            for side in (indicator.above, indicator.below)
        )
        return above * 100 / below if below else None
    whole = sum((f[indicator.code] for f in figures), Decimal())
    return whole / len(figures) if indicator.how == AVERAGE else whole


def count(root: Path, month: str, twins: Mapping[str, bytes] | None = None) -> Month:
    """The month as it lies in the working folder, judged at its deadline, with those before it.

    Args:
        root: the working folder; its originals lie in ``data/<month>/nop``.
        month: ``2025-09``.
        twins: SHA-256 of a file that openpyxl does not read → the same form as .xlsx, as it was written.
    """
    register = read_register(root / "data" / "danh-muc.xlsx")
    months = [month]
    while (root / "data" / month_before(months[0])).is_dir():
        months.insert(0, month_before(months[0]))
    last: Month | None = None
    for each in months:
        last = _month(register, root / "data" / each / "nop", each, last, twins or {})
    assert last is not None
    return last


def _month(
    register: Register, folder: Path, month: str, before: Month | None, twins: Mapping[str, bytes]
) -> Month:
    known = {unit.code: unit for unit in register.units}
    sent: dict[str, list[Came]] = {}
    readable: dict[str, list[tuple[Came, Form]]] = {}
    for one in came(folder) if folder.is_dir() else ():
        form = read_form(twins.get(one.digest, one.data))
        name = unicodedata.normalize("NFC", one.name.rpartition("/")[2])
        owner = form.unit if form else next((c for c in known if name.startswith(f"{c}-")), "")
        if owner not in known:
            raise UnclearError(f"{one.name}: whose?")
        sent.setdefault(owner, []).append(one)
        if form and form.month == month:
            readable.setdefault(owner, []).append((one, form))
    filed = {}
    for unit, files in readable.items():
        chosen = _latest(files)
        if chosen is not None:
            last = before.filed.get(unit) if before else None
            filed[unit] = judged(*chosen, register, month, last)
    made = Month(register, month, register.due(month), filed, sent, before)
    for unit in made.units:
        for owed in made.owed(unit):
            made.standings[unit.code, owed.code] = _standing(made, unit, owed)
    return made


def _latest(files: Sequence[tuple[Came, Form]]) -> tuple[Came, Form] | None:
    """The last that came, once; None where two that differ came within one minute."""
    once: list[tuple[Came, Form]] = []
    for one, form in sorted(files, key=lambda each: each[0].at):
        if not once or once[-1][0].digest != one.digest:
            once.append((one, form))
    (last, meant) = once[-1]
    near = [form for one, form in once if last.at - one.at < timedelta(minutes=1)]
    return None if any(form != meant for form in near) else (last, meant)


def _standing(month: Month, unit: Unit, owed: Obligation) -> str:
    filed, deadline = month.filed.get(unit.code), owed.deadline(month.month)
    if owed.code in month.waived(unit):
        return WAIVED
    if owed.by_receipt:
        return _filing(month, unit, filed)
    said = filed.said.get(owed.code) if filed else _kept(month, unit, owed)
    if said is not None:
        return _by_word(said, deadline, month.as_of)
    if filed is None:
        return FAULTY if month.sent.get(unit.code) else NOT_FILED
    return BLANK if owed.code in filed.blank else FAULTY


def _filing(month: Month, unit: Unit, filed: Filed | None) -> str:
    """The obligation to file is judged by the coming of the file alone."""
    due = month.register.due(month.month)
    if filed:
        return DONE_ON_TIME if filed.came.at < due else DONE_LATE
    if month.sent.get(unit.code):
        return FAULTY
    return WITHIN if month.as_of < due else OVERDUE


def _by_word(said: Said, deadline: datetime | None, as_of: datetime) -> str:
    if said.status in (NOT_ARISING, NOT_COMPETENT) or deadline is None:
        return said.status
    if said.status == DONE:
        began = datetime.combine(said.day, time(), HERE) if said.day else None
        return DONE_ON_TIME if began is None or began < deadline else DONE_LATE
    return WITHIN if as_of < deadline else OVERDUE


def _kept(month: Month, unit: Unit, owed: Obligation) -> Said | None:
    """A one-off task that the unit's last word on it says is done stays done."""
    if owed.kind != ONE_OFF:
        return None
    for past in month.past:
        said = past.filed[unit.code].said.get(owed.code) if unit.code in past.filed else None
        if said is not None:
            if said.status == DONE:
                month.kept[unit.code, owed.code] = (past.month, said)
                return said
            return None
    return None
