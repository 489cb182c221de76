"""What a resubmission changed: the older filing against the newer one, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cv183_reports.catalogue import intake
from cv183_reports.form import fields
from cv183_reports.form.fields import VALUE, answer_text, inputs
from cv183_reports.form.layout import ANSWERS_SHEET, HEADER_BLOCK, HIGHLIGHT_ROW, PLAN_HEADING
from cv183_reports.model import Figure, Filing, Record, Source
from cv183_reports.model.finding import Finding, quote

_LED_IN = 20
"""Characters that two long texts show before the place where they part."""
_OBLIGATION, _INDICATOR = "Nhiệm vụ {}", "Chỉ tiêu {}"
"""What a row is called."""


@dataclass(frozen=True, slots=True)
class _Said:
    """One row as a filing says it."""

    what: str
    place: Source
    values: tuple[tuple[str, str], ...]
    """Header of the column and what stands there, as printed; empty = nothing."""


def differences(older: Filing, newer: Filing) -> Iterator[Finding]:
    """One finding for each row that says something else, one for each that lost something.

    A row with an error in the newer is passed over: it is there, and what is wrong with it is said.
    """
    before, after = _rows_and_header(older), _rows_and_header(newer)
    were_faulty, are_faulty = _faulty(older), _faulty(newer)
    for what in dict.fromkeys((*before, *after)):
        place = after[what].place if what in after else Source(newer.file)
        if what in are_faulty:
            continue
        if what in were_faulty:
            mended = {"what": what, "other": Source(older.file), "changes": (intake.MENDED,)}
            yield intake.CHANGED.at(place, **mended)
            continue
        had, has = _values(before, what), _values(after, what)
        yield from _difference(what, place, older.file, had, has)


def differ(one: Filing, other: Filing) -> bool:
    """Whether the two say anything else, or of something only one says it rightly.

    Who filled it in is nothing that is reported on.
    """
    here, there = _rows(one), _rows(other)
    alike = (_values(here, what) == _values(there, what) for what in (*here, *there))
    return _faulty(one) != _faulty(other) or not all(alike)


def _values(rows: dict[str, _Said], what: str) -> dict[str, str]:
    """What stands in a row, by the header of the column; a row that is not there has nothing."""
    values = rows[what].values if what in rows else ()
    return {header: value for header, value in values if value}


def _faulty(filing: Filing) -> set[str]:
    """The rows that were left out because of an error."""
    return {
        *(_OBLIGATION.format(code) for code in filing.faulty),
        *(_INDICATOR.format(code) for code in filing.faulty_figures),
    }


def _difference(
    what: str, place: Source, other: str, had: dict[str, str], has: dict[str, str]
) -> Iterator[Finding]:
    lost = [header for header in had if header not in has]
    if lost:
        fields = tuple(f"{header} «{quote(had[header])}»" for header in lost)
        yield intake.EMPTIED.at(place, what=what, other=Source(other), fields=fields)
    changed = [header for header, value in has.items() if value != had.get(header)]
    if changed:
        changes = tuple(
            f"{header} «{old}» → «{new}»"
            for header in changed
            for old, new in [_contrasted(had.get(header, ""), has[header])]
        )
        yield intake.CHANGED.at(place, what=what, other=Source(other), changes=changes)


def _contrasted(old: str, new: str) -> tuple[str, str]:
    """Both texts shortened for a sentence, from a few words before the place where they part."""
    parts = (place for place, pair in enumerate(zip(old, new, strict=False)) if len({*pair}) > 1)
    same = next(parts, min(len(old), len(new)))
    if same <= _LED_IN or max(len(old), len(new)) <= _LED_IN:
        return quote(old), quote(new)
    start = old.rfind(" ", 0, same - _LED_IN) + 1
    lead = "…" if start else ""
    return quote(lead + old[start:]), quote(lead + new[start:])


def _rows(filing: Filing) -> dict[str, _Said]:
    """What `filing` says, by the name of the row."""
    rows = [
        *(_of_record(record) for record in filing.records),
        *(_of_figure(figure) for figure in filing.figures),
    ]
    if filing.plans:
        plans = "; ".join(plan.text for plan in filing.plans)
        rows.append(_Said(PLAN_HEADING, filing.plans[0].source, (("nội dung", plans),)))
    if told := filing.highlight:
        rows.append(_Said(HIGHLIGHT_ROW, told.source, (("nội dung", told.text),)))
    return {row.what: row for row in rows}


def _rows_and_header(filing: Filing) -> dict[str, _Said]:
    """What `filing` says and who says it, by the name of the row."""
    values = tuple(
        (line.label, answer_text(filing.header.get(line.key))) for line in fields.header_inputs()
    )
    place = Source(filing.file, ANSWERS_SHEET)
    return {HEADER_BLOCK: _Said(HEADER_BLOCK, place, values)} | _rows(filing)


def _of_record(record: Record) -> _Said:
    columns = inputs(fields.ANSWER_COLUMNS)
    values = tuple((c.header, answer_text(record.answers.get(c.key))) for c in columns)
    return _Said(_OBLIGATION.format(record.obligation), record.source, values)


def _of_figure(figure: Figure) -> _Said:
    beside = ((c.header, answer_text(figure.beside.get(c.key))) for c in fields.asked_beside())
    values = ((VALUE.header, answer_text(figure.value)), *beside)
    return _Said(_INDICATOR.format(figure.indicator), figure.source, values)
