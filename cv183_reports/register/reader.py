"""Workbook → Register, with everything that is wrong with danh-muc.xlsx in one pass, sheet against sheet included."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.catalogue import register as rules
from cv183_reports.model import (
    Aggregation,
    Constraint,
    Cycle,
    Indicator,
    ListValue,
    Obligation,
    Period,
    Profile,
    Register,
    Source,
    Unit,
    UnitGroup,
    Waiver,
    fingerprint_of,
)
from cv183_reports.model.finding import Finding, Severity
from cv183_reports.register.cells import CellReader, RegisterRow
from cv183_reports.register.entries import (
    NO_MONTH,
    Entry,
    ListedValue,
    SheetSettings,
    read_constraint,
    read_group,
    read_indicator,
    read_listed,
    read_obligation,
    read_settings,
    read_unit,
    read_waiver,
)
from cv183_reports.register.older import filled, gaps, taken
from cv183_reports.register.sheets import (
    BY_RECEIPT,
    Constraints,
    Groups,
    Indicators,
    Lists,
    Obligations,
    RegisterColumn,
    SettingsTable,
    SheetPlan,
    Units,
    Waivers,
)
from cv183_reports.register.table import OF_LOOKS, RegisterTable, read_table
from cv183_reports.spreadsheet.grid import Workbook
from cv183_reports.vietnamese.text import fold, fold_words
from cv183_reports.vietnamese.wording import every_period


def check_waivers(
    waivers: Sequence[Entry[Waiver]], units: Sequence[Unit], obligations: Sequence[Obligation]
) -> Iterator[Finding]:
    """Units and obligations that nothing bears, what is excused twice, what is not owed anyway."""
    known = {unit.code: unit for unit in units}
    codes = {obligation.code for obligation in obligations}
    for at, entry in enumerate(waivers):
        waiver, row = entry.value, entry.row
        unit = known.get(waiver.unit)
        if unit is None and waiver.unit:
            yield rules.WAIVED_UNIT_UNKNOWN.at(row.place(Waivers.UNIT), value=waiver.unit)
        if waiver.obligation and waiver.obligation not in codes:
            place = row.place(Waivers.OBLIGATION)
            yield rules.WAIVED_OBLIGATION_UNKNOWN.at(place, value=waiver.obligation)
        elif unit is not None:
            yield from _not_owed(entry, unit, obligations)
        earlier = next((e for e in waivers[:at] if _overlap(e.value, waiver)), None)
        if earlier is not None and waiver.first != NO_MONTH:
            place = row.place(Waivers.UNIT)
            yield rules.WAIVED_TWICE.at(place, first=earlier.row.number)


def _overlap(one: Waiver, other: Waiver) -> bool:
    """Whether both excuse the same assignment: one assignment has one decision."""
    same = one.obligation == other.obligation or not (one.obligation and other.obligation)
    return one.unit == other.unit and same and one.first <= other.last and other.first <= one.last


def _not_owed(
    entry: Entry[Waiver], unit: Unit, obligations: Sequence[Obligation]
) -> Iterator[Finding]:
    """Excused from what the unit would not owe: harmless, but perhaps another was meant."""
    waiver = entry.value
    owners = {unit.code, unit.group}
    owed = {o.code for o in obligations if owners & set(o.assigned_to)}
    if waiver.obligation and waiver.obligation not in owed:
        place, told = entry.row.place(Waivers.OBLIGATION), unit.short_name
        yield rules.WAIVED_NOT_OWED.at(place, code=waiver.obligation, unit=told)
    elif NO_MONTH < waiver.first <= waiver.last and not any(
        unit.exists_on(_filing_day(obligations, period)) for period in _months(waiver)
    ):
        place = entry.row.place(Waivers.FIRST)
        yield rules.WAIVED_NOT_THERE.at(place, unit=unit.short_name)
    elif any(not _in_force(o, waiver) for o in obligations if o.code == waiver.obligation):
        place = entry.row.place(Waivers.FIRST)
        yield rules.WAIVED_NOT_IN_FORCE.at(place, code=waiver.obligation)


def _in_force(obligation: Obligation, waiver: Waiver) -> bool:
    """Whether the obligation is asked in a month of the waiver; also where no month could be read."""
    months = tuple(_months(waiver)) if waiver.first > NO_MONTH else ()
    return not months or any(map(obligation.holds_in, months))


def _months(waiver: Waiver) -> Iterator[Period]:
    month = waiver.first
    while month <= waiver.last:
        yield month
        month = month.following


def _filing_day(obligations: Iterable[Obligation], period: Period) -> date:
    """The day on which the files of `period` are due."""
    deadline = next((o.deadline for o in obligations if o.judged_by_receipt and o.deadline), None)
    return (deadline.at(period) if deadline else period.begin).date()


class RegisterDraft(Struct, frozen=True):
    """The whole register as read, not yet believed. None: that sheet could not be read."""

    groups: tuple[Entry[UnitGroup], ...] | None
    units: tuple[Entry[Unit], ...] | None
    obligations: tuple[Entry[Obligation], ...] | None
    indicators: tuple[Entry[Indicator], ...] | None
    constraints: tuple[Entry[Constraint], ...] | None
    waivers: tuple[Entry[Waiver], ...] | None
    lists: tuple[Entry[ListedValue], ...] | None
    settings: SheetSettings | None

    @property
    def cycle(self) -> Cycle:
        """What a period is."""
        return self.settings.cycle if self.settings else Cycle.MONTH


def check_register(draft: RegisterDraft) -> Iterator[Finding]:
    """Everything wrong between the entries, sheet by sheet."""
    yield from _repeated_codes(draft)
    yield from _repeated_names(draft)
    yield from _units_of_unknown_groups(draft)
    yield from _units_without_symbol(draft)
    yield from _unknown_owners(draft)
    yield from _owed_by_nobody(draft)
    yield from _unknown_partners(draft)
    yield from _differing_sections(draft)
    yield from _filing(draft)
    yield from _never_asked(draft)
    yield from _indicators_of_unknown_groups(draft)
    yield from _topics(draft)
    yield from _ratios(draft)
    yield from _constraints(draft)
    yield from _lists(draft)
    yield from _report(draft)
    yield from _direction(draft)
    if draft.waivers and draft.units is not None and draft.obligations is not None:
        units = tuple(entry.value for entry in draft.units)
        obligations = tuple(entry.value for entry in draft.obligations)
        yield from check_waivers(draft.waivers, units, obligations)


def _repeated_codes(draft: RegisterDraft) -> Iterator[Finding]:
    """One code, one thing; units and groups share their codes, for both stand in Giao cho."""
    owners = [(e.row.place(Groups.CODE), e.value.code) for e in draft.groups or ()]
    owners += [(e.row.place(Units.CODE), e.value.code) for e in draft.units or ()]
    obligations = [(e.row.place(Obligations.CODE), e.value.code) for e in draft.obligations or ()]
    indicators = [(e.row.place(Indicators.CODE), e.value.code) for e in draft.indicators or ()]
    for codes in (owners, obligations, indicators):
        for place, code, first in _repeated(codes):
            yield rules.CODE_TWICE.at(place, code=code, first=_cell(first))


def _repeated(texts: list[tuple[Source, str]]) -> Iterator[tuple[Source, str, Source]]:
    """Each text that came before, with the place where it first stood."""
    first: dict[str, Source] = {}
    for place, text in texts:
        if text and first.setdefault(text, place) is not place:
            yield place, text, first[text]


def _cell(place: Source) -> str:
    return f"{place.sheet}!{place.cell}"


def _repeated_names(draft: RegisterDraft) -> Iterator[Finding]:
    """Names are compared with their tones: Cẩm Giang and Cẩm Giàng are two communes."""
    names = [(e.row.place(Units.NAME), fold_words(e.value.name)) for e in draft.units or ()]
    shown = {e.row.place(Units.NAME): e.value.name for e in draft.units or ()}
    for place, _, first in _repeated(names):
        yield rules.NAME_TWICE.at(place, value=shown[place], first=_cell(first))


def _units_of_unknown_groups(draft: RegisterDraft) -> Iterator[Finding]:
    for entry in draft.units or ():
        if entry.value.group:
            yield from _unknown_groups(draft, entry.row.place(Units.GROUP), (entry.value.group,))


def _units_without_symbol(draft: RegisterDraft) -> Iterator[Finding]:
    groups = {entry.value.code: entry.value.paper for entry in draft.groups or ()}
    for entry in draft.units or ():
        unit = entry.value
        if unit.group in groups and not unit.paper.over(groups[unit.group]).symbol:
            yield rules.SYMBOL_MISSING.at(entry.row.place(Units.PAPER.symbol), unit=unit.short_name)


def _indicators_of_unknown_groups(draft: RegisterDraft) -> Iterator[Finding]:
    for entry in draft.indicators or ():
        yield from _unknown_groups(draft, entry.row.place(Indicators.GROUPS), entry.value.groups)


def _unknown_groups(
    draft: RegisterDraft, place: Source, codes: tuple[str, ...]
) -> Iterator[Finding]:
    if draft.groups is None:
        return
    known = tuple(group.value.code for group in draft.groups)
    for code in codes:
        if code not in known:
            yield rules.GROUP_UNKNOWN.at(place, value=code, allowed=known)


def _unknown_owners(draft: RegisterDraft) -> Iterator[Finding]:
    if draft.groups is None or draft.units is None:
        return
    known = {e.value.code for e in draft.groups} | {e.value.code for e in draft.units}
    for entry in draft.obligations or ():
        for code in entry.value.assigned_to:
            if code not in known:
                place = entry.row.place(Obligations.ASSIGNED_TO)
                yield rules.OWNER_UNKNOWN.at(place, value=code)


def _owed_by_nobody(draft: RegisterDraft) -> Iterator[Finding]:
    """Obligations given to groups that have no unit. An empty cell was said when it was read."""
    if draft.groups is None or draft.units is None:
        return
    empty = {e.value.code for e in draft.groups} - {e.value.group for e in draft.units}
    for entry in draft.obligations or ():
        owners = entry.value.assigned_to
        if owners and empty.issuperset(owners):
            place = entry.row.place(Obligations.ASSIGNED_TO)
            yield rules.OWED_BY_NOBODY.at(place, code=entry.value.code)


def _unknown_partners(draft: RegisterDraft) -> Iterator[Finding]:
    if draft.units is None:
        return
    known = {entry.value.code for entry in draft.units}
    for entry in draft.obligations or ():
        for code in entry.value.with_units:
            if code not in known:
                place = entry.row.place(Obligations.WITH_UNITS)
                yield rules.PARTNER_UNKNOWN.at(place, value=code)


def _differing_sections(draft: RegisterDraft) -> Iterator[Finding]:
    """One section of the dispatch has one heading."""
    first: dict[str, Entry[Obligation]] = {}
    for entry in draft.obligations or ():
        number = entry.value.section_number
        earlier = first.setdefault(number, entry)
        if entry.value.section != earlier.value.section and entry.value.section:
            place = entry.row.place(Obligations.SECTION)
            before = _cell(earlier.row.place(Obligations.SECTION))
            yield rules.SECTION_DIFFERS.at(place, number=number, first=before)


def _filing(draft: RegisterDraft) -> Iterator[Finding]:
    """Exactly one obligation is judged by the receipt of the monthly file."""
    if draft.obligations is None:
        return
    filings = [entry for entry in draft.obligations if entry.value.judged_by_receipt]
    if not filings:
        place = draft.obligations[0].row.place(Obligations.JUDGED_BY)
        told = {"word": BY_RECEIPT, "every": every_period(draft.cycle)}
        yield rules.FILING_MISSING.at(Source(place.file, place.sheet), **told)
    for entry in filings:
        bound = _bound(entry.row, (Obligations.VALID_FROM, Obligations.VALID_UNTIL))
        if bound is not None:
            told = {"code": entry.value.code, "every": every_period(draft.cycle)}
            yield rules.FILING_BOUNDED.at(entry.row.place(bound), **told)
    for entry in filings[1:]:
        told = {"code": entry.value.code, "word": BY_RECEIPT}
        first = _cell(filings[0].row.place(Obligations.JUDGED_BY))
        yield rules.FILING_TWICE.at(entry.row.place(Obligations.JUDGED_BY), **told, first=first)


def _never_asked(draft: RegisterDraft) -> Iterator[Finding]:
    """What is asked in no month in which a unit that it is asked of reports."""
    units = tuple(entry.value for entry in draft.units or ())
    for task in draft.obligations or ():
        owners, columns = task.value.assigned_to, (Obligations.VALID_FROM, Obligations.VALID_UNTIL)
        asked = [unit for unit in units if not {unit.code, unit.group}.isdisjoint(owners)]
        yield from _out_of_reach(draft, task, asked, columns, "Nhiệm vụ")
    for figure in draft.indicators or ():
        columns = (Indicators.VALID_FROM, Indicators.VALID_UNTIL)
        asked = [unit for unit in units if unit.group in figure.value.groups]
        yield from _out_of_reach(draft, figure, asked, columns, "Chỉ tiêu")


def _out_of_reach(
    draft: RegisterDraft,
    entry: Entry[Obligation] | Entry[Indicator],
    asked: Sequence[Unit],
    columns: tuple[RegisterColumn, RegisterColumn],
    what: str,
) -> Iterator[Finding]:
    bound = _bound(entry.row, columns)
    if bound and asked and not any(_meet(draft, entry.value, unit) for unit in asked):
        yield rules.NEVER_ASKED.at(entry.row.place(bound), what=f"{what} {entry.value.code}")


def _bound(
    row: RegisterRow, columns: tuple[RegisterColumn, RegisterColumn]
) -> RegisterColumn | None:
    """The first of the two columns of validity that says something."""
    return next((column for column in columns if row.cell(column)), None)


def _meet(draft: RegisterDraft, value: Obligation | Indicator, unit: Unit) -> bool:
    """Whether there is a period in which `value` is asked and `unit` reports.

    Two spans without a gap have a period in common where one at an end of one lies in both.
    """
    ends = [period for period in (value.valid_from, value.valid_until) if period]
    for day in (unit.valid_from, unit.valid_until):
        if day is not None:
            period = Period.holding(day, draft.cycle)
            ends += [period.previous, period, period.following]
    obligations = [entry.value for entry in draft.obligations or ()]
    return not ends or any(
        value.holds_in(end) and unit.exists_on(_filing_day(obligations, end)) for end in ends
    )


def _lists(draft: RegisterDraft) -> Iterator[Finding]:
    """Every list has values, and no two that read alike."""
    for name in Lists.NAMES if draft.lists else ():
        own = [e for e in draft.lists or () if e.value.list_name == name]
        values = [(e.row.place(Lists.VALUE), fold(e.value.choice.value)) for e in own]
        shown = {e.row.place(Lists.VALUE): e.value.choice.value for e in own}
        for place, _, first in _repeated(values):
            told = {"value": shown[place], "name": name, "first": _cell(first)}
            yield rules.CHOICE_TWICE.at(place, **told)
        if not own and draft.lists:
            row = draft.lists[0].row
            yield rules.LIST_EMPTY.at(Source(row.file, row.sheet), name=name)


def _report(draft: RegisterDraft) -> Iterator[Finding]:
    """The obligation to report on all units is one of the dispatch."""
    if (
        draft.settings is None
        or draft.obligations is None
        or draft.settings.overall_report_row is None
    ):
        return
    written = draft.settings.overall_report
    if written and written not in {entry.value.code for entry in draft.obligations}:
        place = draft.settings.overall_report_row.place(SettingsTable.VALUE)
        yield rules.REPORT_UNKNOWN.at(place, value=written)


def _direction(draft: RegisterDraft) -> Iterator[Finding]:
    """The topic of the figures on how the work is led is one of sheet Chỉ tiêu."""
    if draft.settings is None or draft.indicators is None:
        return
    written, row = draft.settings.direction_topic, draft.settings.direction_topic_row
    if written and row and not topic_like(written, draft.indicators):
        allowed = tuple(dict.fromkeys(e.value.topic for e in draft.indicators if e.value.topic))
        place = row.place(SettingsTable.VALUE)
        yield rules.TOPIC_UNKNOWN.at(place, value=written, allowed=allowed)


def topic_like(written: str, indicators: Sequence[Entry[Indicator]]) -> str:
    """The topic that `written` names, as the indicators write it; empty: none of theirs."""
    topics = (entry.value.topic for entry in indicators)
    return next((topic for topic in topics if topic and fold(topic) == fold(written)), "")


def _topics(draft: RegisterDraft) -> Iterator[Finding]:
    """Figures of one topic call it alike and stand together; where one parts another from itself, it is told alone."""
    indicators = draft.indicators or ()
    written = Counter(entry.value.topic for entry in indicators)
    usual = {fold(topic): topic for topic, _ in reversed(written.most_common())}
    begun: set[str] = set()
    was_told = False
    for key, block in groupby(indicators, key=lambda entry: fold(entry.value.topic)):
        entries = list(block)
        first = entries[0]
        for entry in entries:
            if entry.value.topic != usual[key]:
                place, told = entry.row.place(Indicators.TOPIC), {"other": usual[key]}
                yield rules.TOPIC_ALIKE.at(place, value=entry.value.topic, **told)
        was_told = bool(key) and key in begun and not was_told
        if was_told:
            yield rules.TOPIC_APART.at(first.row.place(Indicators.TOPIC), value=usual[key])
        begun.add(key)


def _ratios(draft: RegisterDraft) -> Iterator[Finding]:
    """Ratios are computed from figures that one unit gives."""
    for entry in draft.indicators or ():
        terms = (*entry.value.numerator, *entry.value.denominator)
        place = entry.row.place(Indicators.FORMULA)
        yield from _terms(draft, terms, [place] * len(terms), entry.value)


def _constraints(draft: RegisterDraft) -> Iterator[Finding]:
    """Constraints hold between figures that one unit gives; each is given once."""
    earlier: dict[tuple[frozenset[str], frozenset[str]], RegisterRow] = {}
    for entry in draft.constraints or ():
        left, right = entry.value.left, entry.value.right
        sides = frozenset(left), frozenset(right)
        for found, how in ((sides, rules.REPEATS), (sides[::-1], rules.REVERSES)):
            if all(sides) and found in earlier:
                told = {"how": how, "first": earlier[found].number}
                yield rules.CONSTRAINT_TWICE.at(entry.row.place(Constraints.LEFT), **told)
                break
        earlier.setdefault(sides, entry.row)
        places = [entry.row.place(Constraints.LEFT)] * len(left)
        places += [entry.row.place(Constraints.RIGHT)] * len(right)
        yield from _terms(draft, (*left, *right), places)


def _terms(
    draft: RegisterDraft,
    codes: tuple[str, ...],
    places: list[Source],
    ratio: Indicator | None = None,
) -> Iterator[Finding]:
    """Terms of one formula: every code an indicator that is asked, all of one same group and month."""
    if draft.indicators is None or not codes:
        return
    known = {entry.value.code: entry.value for entry in reversed(draft.indicators)}
    asked = []
    together = [ratio] if ratio else []
    for code, place in zip(codes, places, strict=True):
        indicator = known.get(code)
        if indicator is None:
            yield rules.INDICATOR_UNKNOWN.at(place, value=code)
        elif indicator.aggregation is Aggregation.RATIO:
            yield rules.INDICATOR_COMPUTED.at(place, value=code)
        else:
            asked.append(frozenset(indicator.groups))
            together.append(indicator)
    if len(asked) == len(codes) and all(asked) and not frozenset.intersection(*asked):
        yield rules.NO_COMMON_GROUP.at(places[0], codes=codes)
    starts = [each.valid_from for each in together if each.valid_from]
    ends = [each.valid_until for each in together if each.valid_until]
    if starts and ends and min(ends) < max(starts):
        yield rules.NO_COMMON_PERIOD.at(places[0], codes=codes)


T = TypeVar("T")


def read_register(
    workbook: Workbook,
    shipped: Callable[[], Workbook] | None = None,
    of_file: Sequence[Finding] = (),
) -> tuple[Register | None, tuple[Finding, ...]]:
    """The register that `workbook` says, and what is wrong with it.

    Args:
        workbook: danh-muc.xlsx.
        shipped: the register that ships, for what an older one lacks; None: it has to have everything.
        of_file: what reading the file said; what is of no matter to a register is left out.

    Returns:
        None for the register as soon as one finding is an error: forms and documents made from a
        register that is partly wrong would be wrong without a sign of it.
    """
    lacking = gaps(workbook, shipped) if shipped else ()
    whole = filled(workbook, lacking)
    cells = CellReader()
    cells.findings.extend(f for f in of_file if f.code not in OF_LOOKS)
    cells.findings.extend(taken(workbook, lacking))
    draft = _read_draft(whole, cells, of_file)
    findings = (*cells.findings, *check_register(draft))
    if any(finding.severity is Severity.ERROR for finding in findings):
        return None, findings
    return _build(draft), findings


def _read_draft(workbook: Workbook, cells: CellReader, of_file: Sequence[Finding]) -> RegisterDraft:
    """Every sheet, read as far as it can be: first the settings, which tell what a period is."""

    def table(plan: SheetPlan, cells: CellReader) -> RegisterTable | None:
        found, findings = read_table(workbook, plan, of_file)
        cells.findings.extend(findings)
        return found

    def entries(
        plan: SheetPlan, read: Callable[[RegisterRow, int, CellReader], Entry[T]]
    ) -> tuple[Entry[T], ...] | None:
        found = table(plan, cells)
        if found is None:
            return None
        return tuple(read(row, order, cells) for order, row in enumerate(found.rows))

    of_settings = CellReader()
    sheet = table(SettingsTable.SHEET, of_settings)
    settings = read_settings(sheet, of_settings) if sheet else None
    cells.cycle, cells.begun_on = of_settings.cycle, of_settings.begun_on
    groups = entries(Groups.SHEET, read_group)
    units = entries(Units.SHEET, read_unit)
    obligations = entries(Obligations.SHEET, read_obligation)
    indicators = entries(Indicators.SHEET, read_indicator)
    constraints = entries(Constraints.SHEET, read_constraint)
    waivers = entries(Waivers.SHEET, read_waiver)
    lists = entries(Lists.SHEET, read_listed)
    cells.findings.extend(of_settings.findings)
    return RegisterDraft(
        groups,
        units,
        obligations,
        indicators,
        constraints,
        waivers,
        lists,
        settings,
    )


def _build(draft: RegisterDraft) -> Register:
    """The register of a draft without errors."""
    assert draft.settings is not None
    units = tuple(_tiered(unit, draft.settings.tiers) for unit in _values(draft.units))
    obligations = _values(draft.obligations)
    indicators, constraints = _values(draft.indicators), _values(draft.constraints)
    return Register(
        groups=_values(draft.groups),
        units=units,
        obligations=obligations,
        indicators=indicators,
        constraints=constraints,
        settings=draft.settings.settings,
        profile=_profile(draft),
        fingerprint=fingerprint_of(units, obligations, indicators, constraints),
        waivers=_values(draft.waivers),
    )


def _tiered(unit: Unit, tiers: Sequence[str]) -> Unit:
    found = [tier for tier in tiers if unit.short_name.startswith(f"{tier} ")]
    return replace(unit, tier=max(found, key=len, default=""))


def _profile(draft: RegisterDraft) -> Profile:
    assert draft.settings is not None
    listed = _values(draft.lists)

    def choices(name: str) -> tuple[ListValue, ...]:
        return tuple(each.choice for each in listed if each.list_name == name)

    return Profile(
        dispatch=draft.settings.dispatch,
        cycle=draft.settings.cycle,
        place=draft.settings.place,
        whole=draft.settings.whole,
        overall_report=draft.settings.overall_report,
        fields=choices(Lists.FIELDS),
        levels=choices(Lists.LEVELS),
        causes=choices(Lists.CAUSES),
        direction_topic=topic_like(draft.settings.direction_topic, draft.indicators or ()),
    )


def _values(entries: tuple[Entry[T], ...] | None) -> tuple[T, ...]:
    """The values of a sheet that could be read."""
    assert entries is not None
    return tuple(entry.value for entry in entries)
