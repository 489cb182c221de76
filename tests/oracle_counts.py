"""What the oracle's month has to be printed as: the counts and shares that our papers tell, in their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from tests import oracle
from tests.oracle import Month
from tests.oracle_sources import Indicator, Obligation, Unit

Told = Decimal | str | None


TENTH = Decimal("0.1")


def keys_of(month: Month) -> dict[str, int]:
    """The first table of Tổng quan, of one month by itself."""
    expected = [unit for unit in month.units if not month.is_excused(unit)]
    filed = sum(unit.code in month.filed for unit in expected)
    can = month.completion()
    return {
        "Đơn vị phải gửi báo cáo": len(expected),
        "Đơn vị đã gửi báo cáo hợp lệ": filed,
        "Đơn vị chưa gửi hoặc cần gửi lại": len(expected) - filed,
        "Đơn vị được miễn, hoãn báo cáo": len(month.units) - len(expected),
        "Lượt nhiệm vụ được giao": len(month.standings),
        "Lượt nhiệm vụ phải hoàn thành": can.total(),
        "Lượt nhiệm vụ đã hoàn thành": sum(can[each] for each in oracle.ALL_DONE),
        "Lượt nhiệm vụ quá hạn (kể cả chưa gửi báo cáo)": can[oracle.OVERDUE],
        "Lượt nhiệm vụ thường xuyên": ongoing(month, month.standings),
        "Đơn vị nêu khó khăn, vướng mắc": len(month.voices("Khó khăn, vướng mắc")),
        "Đơn vị có kiến nghị, đề xuất": len(month.voices("Kiến nghị, đề xuất")),
    }


def ongoing(month: Month, among: Collection[tuple[str, str]]) -> int:
    kinds = {o.code: o.kind for o in month.register.obligations}
    return sum(
        kinds[code] == oracle.ONGOING and standing != oracle.WAIVED
        for (unit, code), standing in month.standings.items()
        if (unit, code) in among
    )


def moved(now: Month, before: Month) -> dict[str, int]:
    """The changes of that table which are counted over what both months know."""
    both = now.known() & before.known()
    units = now.filed.keys() & before.filed.keys()
    here, there = now.completion(both), before.completion(both)
    return {
        "Lượt nhiệm vụ đã hoàn thành": sum(here[c] - there[c] for c in oracle.ALL_DONE),
        "Lượt nhiệm vụ quá hạn (kể cả chưa gửi báo cáo)": here[oracle.OVERDUE]
        - there[oracle.OVERDUE],
        **{
            label: len(now.voices(header) & units) - len(before.voices(header) & units)
            for label, header in (
                ("Đơn vị nêu khó khăn, vướng mắc", "Khó khăn, vướng mắc"),
                ("Đơn vị có kiến nghị, đề xuất", "Kiến nghị, đề xuất"),
            )
        },
    }


def done(month: Month) -> int:
    can = month.completion()
    return sum(can[each] for each in oracle.ALL_DONE)


def tabular(month: Month) -> str:
    year, _, rest = month.month.partition("-")
    return f"{rest}/{year}"


def headed(indicator: Indicator) -> str:
    return f"{indicator.code}. {indicator.name}"


def level(month: Month, indicator: Indicator) -> Decimal | None:
    is_asked = indicator in month.register.asked(month.month)
    return month.level(indicator).value if is_asked else None


def owing(month: Month, *standings: str) -> list[Unit]:
    return [unit for unit in month.units if month.filing(unit) in standings]


def overdue(month: Month) -> Iterator[tuple[Unit, str, str, datetime, Decimal | None]]:
    """Unit, code, what it says, when it was due, how far it is: by unit."""
    for unit in month.units:
        for owed in month.owed(unit):
            if month.standings[unit.code, owed.code] == oracle.OVERDUE:
                filed, deadline = month.filed.get(unit.code), owed.deadline(month.month)
                said = filed.said[owed.code] if filed else None
                status = said.status if said else oracle.NOT_FILED
                yield unit, owed.code, status, deadline, said.percent if said else None


def days_over(month: Month, due: datetime) -> int:
    """From the day of the deadline on, as an office counts."""
    return (month.as_of.date() - due.date()).days


def told_of(month: Month, indicator: Indicator) -> dict[str, Told]:
    """What stands for each unit: a figure, ``x``: not asked, ``(*)``: not counted."""
    known = month.figures(indicator)

    def figure(unit: Unit) -> Told:
        if not month.is_asked(unit, indicator):
            return "x"
        filed = month.filed.get(unit.code)
        if filed and indicator.code in filed.spoilt:
            return "(*)"
        return known.get(unit.code, {}).get(indicator.code)

    return {unit.code: figure(unit) for unit in month.units}


def running(month: Month) -> int:
    """Ongoing assignments that are under way."""
    return sum(
        standing in (oracle.UNDER_WAY, oracle.DONE) and kind(month, code) == oracle.ONGOING
        for (_, code), standing in month.standings.items()
    )


def on_time(month: Month) -> int:
    return len(owing(month, oracle.ON_TIME))


def kind(month: Month, code: str) -> str:
    return next(o.kind for o in month.register.obligations if o.code == code)


def points(part: int, whole: int) -> Decimal:
    """In points with one digit; never all or nothing by rounding."""
    exact = Decimal(100 * part) / whole
    near = exact.quantize(TENTH, ROUND_HALF_UP)
    if near in (0, 100) and near != exact:
        near += TENTH if exact > near else -TENTH
    return near


def attributed(month: Month, text: str) -> list[tuple[int, int]] | None:
    """What shares may stand in a sentence on one obligation, or on one group; None: on neither."""
    for name, units in named_groups(month):
        if text.startswith(f"- {name}:"):
            owe = [u for u in units if not month.is_excused(u)]
            return [(sum(u.code in month.filed for u in owe), len(owe))]
    about = [o for o in month.register.obligations if o.short in text]
    if len(about) != 1:
        return None
    (owed,) = about
    tally = month.tally(owed.code)
    fulfilled = {oracle.DONE, oracle.UNDER_WAY} if owed.kind == oracle.ONGOING else oracle.ALL_DONE
    return [(sum(tally[c] for c in fulfilled), tally.total() - tally[oracle.WAIVED])]


def named_groups(month: Month) -> Iterator[tuple[str, list[Unit]]]:
    for code, name in month.register.groups.items():
        yield name[0].upper() + name[1:], [u for u in month.units if u.group == code]


def gained(month: Month, before: Month, owed: Obligation) -> int:
    """Units more than last month that fulfil it: of those that tell it in both; for the file itself, of all."""
    wanted = {oracle.DONE, oracle.UNDER_WAY} if owed.kind == oracle.ONGOING else oracle.ALL_DONE
    both = month.standings.keys() & before.standings.keys()
    if not owed.by_receipt:
        both &= month.known() & before.known()
    return sum(
        (month.standings[key] in wanted) - (before.standings[key] in wanted)
        for key in both
        if key[1] == owed.code
        and oracle.WAIVED not in (month.standings[key], before.standings[key])
    )


def leading(month: Month) -> int:
    """Units that filed in time, have nothing to mend, and did in time all that can be completed."""

    def leads(unit: Unit) -> bool:
        own = [o for o in month.owed(unit) if o.kind != oracle.ONGOING]
        stand = {month.standings[unit.code, o.code] for o in own} - {oracle.WAIVED}
        return bool(stand) and stand <= {oracle.DONE_ON_TIME, oracle.DONE}

    return sum(leads(u) for u in owing(month, oracle.ON_TIME) if not month.owes(u))


def parts_of(month: Month) -> list[Counter[str]]:
    """What is to be completed, what goes on, what is excused; but for what there is none of."""
    kinds = {o.code: o.kind == oracle.ONGOING for o in month.register.obligations}
    told = Counter(
        (2 if standing == oracle.WAIVED else int(kinds[code]), standing)
        for (_, code), standing in month.standings.items()
    )
    parts = [Counter({s: n for (p, s), n in told.items() if p == part}) for part in range(3)]
    return [part for part in parts if part]
