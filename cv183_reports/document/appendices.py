"""The rows of the appendices of our reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from msgspec.structs import replace

from cv183_reports.consolidation.progress import completion, term
from cv183_reports.document.context import (
    FigureColumn,
    FigureRow,
    FigureTable,
    FilingGroup,
    FilingRow,
    OverdueGroup,
    OverdueRow,
    ProgressRow,
    ProgressTable,
    ThemeRow,
    ThemeTable,
)
from cv183_reports.model import Aggregation, Indicator, Obligation, Period
from cv183_reports.model.consolidated import (
    Assignment,
    Consolidated,
    Standing,
    ThemeGroup,
    UnitFiling,
)
from cv183_reports.model.prose import About, Basis
from cv183_reports.narrative.filing import kept, note, obligations_of
from cv183_reports.narrative.phrases import cited, full_name
from cv183_reports.vietnamese.text_width import text_width_mm
from cv183_reports.vietnamese.wording import (
    count,
    deadline_words,
    decision,
    instant_if_known,
    names_listed,
    number,
    percent_points,
    short_period,
    upper_first,
)

_FIGURE_COLUMNS = 12
"""Most figures side by side on a landscape page; topics are packed up to it, a longer one is cut."""
_FIGURES_WIDTH, _CELL_MARGINS = 202, 2.2
"""Millimetres of all those columns together, and of the margins of a cell, in the template."""
_HEAD_SIZE, _HEAD_LINES = 9, 8
"""Points of their heads, and lines that one may have, so that it takes no more than a sixth of the page."""


def progress_table(now: Consolidated) -> ProgressTable:
    """Phụ lục 1: obligations × classes. Each row adds up to its total, the rows and the parts to the last one."""
    told, tally = completion(now.assignments), now.tally()
    waived = Counter({Standing.WAIVED: tally[Standing.WAIVED]})
    kinds = (
        ("Nhiệm vụ phải hoàn thành", told.completable),
        ("Nhiệm vụ thường xuyên", told.ongoing),
        ("Được miễn, hoãn", waived),
    )
    parts = [_sum(text, part) for text, part in kinds if part.total()]
    if len(parts) > 1:
        parts[0] = replace(parts[0], text=f"Trong đó: {parts[0].text}")
    return ProgressTable(
        tuple(standing.value for standing in Standing),
        tuple(_progress_row(now, obligation) for obligation in now.register.obligations),
        _sum("Tổng cộng", tally),
        tuple(parts) if len(parts) > 1 else (),
    )


def _sum(text: str, tally: Counter[Standing]) -> ProgressRow:
    """A row of several obligations."""
    total, counts = _counts(tally)
    return ProgressRow("", text, "", "", total, counts, Basis(About.ASSIGNMENTS))


def _progress_row(now: Consolidated, obligation: Obligation) -> ProgressRow:
    owners = [a.unit for a in now.assignments if a.obligation.code == obligation.code]
    return ProgressRow(
        obligation.code,
        obligation.short_text,
        owners[0].short_name if len(owners) == 1 else f"{count(len(owners))} đơn vị",
        upper_first(term(obligation, now.period)),
        *_counts(now.tally(obligation.code)),
        Basis(About.OBLIGATION, (obligation.code,)),
    )


def _counts(tally: Counter[Standing]) -> tuple[str, tuple[str, ...]]:
    """The total, and how many are in each class."""
    return number(tally.total()), tuple(number(tally[s]) if tally[s] else "" for s in Standing)


def filing_groups(
    now: Consolidated, chosen: Sequence[UnitFiling], *, for_units: bool = False
) -> tuple[FilingGroup, ...]:
    """How the `chosen` of `now` filed, by group of units, ranked through.

    With `for_units`, as the units themselves are told: by their full names, without how we count what they did not send.
    """
    groups = []
    rank = 0
    for group in now.register.groups:
        filings = [filing for filing in chosen if filing.unit.group == group.code]
        rows = tuple(
            _filing_row(
                rank + at,
                filing,
                full_name(filing.unit) if for_units else filing.unit.short_name,
                _remark(now, filing, for_units=for_units),
            )
            for at, filing in enumerate(filings, start=1)
        )
        rank += len(rows)
        if rows:
            title = f"{upper_first(group.name)} ({count(len(rows))} đơn vị)"
            groups.append(FilingGroup(title, rows))
    return tuple(groups)


def _filing_row(rank: int, filing: UnitFiling, name: str, remark: str) -> FilingRow:
    return FilingRow(
        str(rank),
        name,
        instant_if_known(filing.receipt.at) if filing.receipt else "",
        filing.standing.value,
        filing.debt.value if filing.debt else "",
        f"{filing.valid}/{filing.owed}" if filing.receipt and filing.owed else "",
        remark,
        Basis(About.UNIT, (filing.unit.code,)),
    )


def _remark(now: Consolidated, filing: UnitFiling, *, for_units: bool) -> str:
    """What the unit has to send or mend, what is counted without its file, and what it need not."""
    waiver = filing.waiver
    if waiver is not None:
        return f"Theo {decision(waiver.document, waiver.decided_on)}"
    waived = cited(obligations_of(now.register, filing.waived))
    excused = f"Được miễn, hoãn: {waived}" if waived else ""
    done = "" if for_units else kept(now, filing)
    return ". ".join(part for part in (note(now, filing), done, excused) if part)


def overdue_rows(now: Consolidated) -> tuple[OverdueRow, ...]:
    """Phụ lục 3: what is not done though its deadline has passed, by unit."""
    return tuple(_overdue_row(rank, late) for rank, late in enumerate(now.overdue, start=1))


def overdue_groups(now: Consolidated) -> tuple[OverdueGroup, ...]:
    """What is overdue, by obligation; files that did not come are told where the units are listed."""
    late = sorted(now.overdue_tasks, key=lambda a: a.obligation.order)
    groups = groupby(enumerate(late, start=1), key=lambda pair: pair[1].obligation)
    return tuple(
        OverdueGroup(
            f"{obligation.short_text} ({cited([obligation])}): {count(len(rows))} đơn vị",
            tuple(_overdue_row(rank, assignment) for rank, assignment in rows),
        )
        for obligation, pairs in groups
        if (rows := list(pairs))
    )


def _overdue_row(rank: int, assignment: Assignment) -> OverdueRow:
    assert assignment.deadline is not None
    record = assignment.record
    return OverdueRow(
        str(rank),
        assignment.unit.short_name,
        assignment.obligation.code,
        assignment.obligation.short_text,
        upper_first(deadline_words(assignment.deadline)),
        record.status.value if record else Standing.NOT_FILED.value,
        percent_points(record.percent) if record and record.percent is not None else "",
        Basis(About.ASSIGNMENT, (assignment.unit.code, assignment.obligation.code)),
    )


def theme_tables(groups: Sequence[ThemeGroup], about: About) -> tuple[ThemeTable, ...]:
    """Phụ lục 4: every theme, with every unit that said it."""
    return tuple(
        ThemeTable(
            group.label,
            tuple(
                ThemeRow(
                    str(rank),
                    theme.text,
                    number(len(theme.units)),
                    names_listed([unit.short_name for unit in theme.units]),
                    Basis(about, (group.label, theme.text)),
                )
                for rank, theme in enumerate(group.themes, start=1)
            ),
        )
        for group in groups
    )


def figure_tables(now: Consolidated) -> tuple[FigureTable, ...]:
    """Phụ lục 5: as few tables as the page is wide; topics asked of the same units side by side."""
    asked = [i for i in now.register.indicators if i.aggregation is not Aggregation.RATIO]
    groups_of = {
        topic: _groups(list(part)) for topic, part in groupby(asked, key=lambda i: i.topic)
    }
    tables: list[FigureTable] = []
    for groups, indicators in groupby(asked, key=lambda i: groups_of[i.topic]):
        filings = [filing for filing in now.filings if filing.unit.group in groups]
        tables += [_figure_table(now, part, filings) for part in _packed(list(indicators))]
    return tuple(tables) if now.known_figures else ()


def _groups(indicators: Sequence[Indicator]) -> frozenset[str]:
    """Every group asked for one of the indicators."""
    return frozenset(group for indicator in indicators for group in indicator.groups)


def _packed(indicators: Sequence[Indicator]) -> list[list[Indicator]]:
    """Whole topics, as many as fit side by side; a longer one is cut."""
    parts: list[list[Indicator]] = [[]]
    for _, topic in groupby(indicators, key=lambda i: i.topic):
        columns = list(topic)
        if not _fit([*parts[-1], *columns]):
            parts += [[]] if parts[-1] else []
        for column in columns:
            if parts[-1] and not _fit([*parts[-1], column]):
                parts.append([])
            parts[-1].append(column)
    return parts


def _fit(columns: Sequence[Indicator]) -> bool:
    """Whether they are few enough for a page, and wide enough for a head of few lines."""
    if len(columns) > _FIGURE_COLUMNS:
        return False
    room = _FIGURES_WIDTH / len(columns) - _CELL_MARGINS
    return all(_lines(each.short_name, room) <= _HEAD_LINES for each in columns)


def _lines(text: str, room: float) -> int:
    """Lines that `text` takes in a head `room` mm wide, broken between words."""
    lines, left = 1, room
    for word in text.split():
        width = text_width_mm(f"{word} ", _HEAD_SIZE, bold=True)
        if width > left and left < room:
            lines, left = lines + 1, room
        left -= width
    return lines


def _figure_table(
    now: Consolidated, indicators: Sequence[Indicator], filings: Sequence[UnitFiling]
) -> FigureTable:
    given = {(f.unit, f.indicator): f.value for f in now.known_figures}
    reports = {each.unit.code: each.period for each in now.carried}
    rows = tuple(
        FigureRow(
            str(rank),
            _source_of_row(filing, reports.get(filing.unit.code)),
            tuple(_figure(filing, i, given.get((filing.unit.code, i.code))) for i in indicators),
            Basis(About.FIGURES, (filing.unit.code, *(i.code for i in indicators))),
        )
        for rank, filing in enumerate(filings, start=1)
    )
    return FigureTable(
        "; ".join(dict.fromkeys(i.topic for i in indicators)),
        tuple(
            FigureColumn(i.short_name, i.measure, Basis(About.INDICATOR, (i.code,)))
            for i in indicators
        ),
        rows,
        tuple(_total(now, indicator) for indicator in indicators),
    )


def _source_of_row(filing: UnitFiling, period: Period | None) -> str:
    """The unit, and of which month its figures are where it sent no file."""
    if period is None:
        return filing.unit.short_name
    return f"{filing.unit.short_name} (số {short_period(period)})"


def _figure(filing: UnitFiling, indicator: Indicator, value: Decimal | None) -> str:
    """``x``: not asked; ``(*)``: given but not counted; nothing: not given."""
    if not filing.is_asked_for(indicator):
        return "x"
    if value is None:
        return "(*)" if indicator.code in filing.faulty_figures else ""
    return number(value, indicator.decimals)


def _total(now: Consolidated, indicator: Indicator) -> str:
    """What covers fewer units than are asked says so: ``177.071 (107/114)``."""
    total = now.total(indicator.code)
    if total is None or total.value is None:
        return ""
    shown = number(indicator.rounded(total.value), indicator.total_decimals)
    return shown if total.units == total.asked else f"{shown} ({total.units}/{total.asked})"
