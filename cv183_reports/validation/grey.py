"""Grey cells: what stands in them though no form of ours prints it there. Nobody reads it, so it is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cv183_reports.catalogue import submission as rules
from cv183_reports.form.answers import deadline_text, is_notice
from cv183_reports.form.submission import Row, Slot, Submission
from cv183_reports.model import Obligation, Period, Record, Register, Status, Unit
from cv183_reports.model.finding import Finding
from cv183_reports.spreadsheet.grid import Cell, CellKind
from cv183_reports.validation.reading import at_most, shown
from cv183_reports.vietnamese.text import fold_words
from cv183_reports.vietnamese.wording import deadline_words

_NUMBERS = ("total", "last_value")
_STATUSES = {fold_words(status.value) for status in Status}


def grey_cells(
    submission: Submission,
    unit: Unit,
    register: Register,
    period: Period,
    last: Mapping[tuple[str, str], Record],
) -> Iterator[Finding]:
    """One finding for each sheet on the cells beside the answers that hold what no form prints there.

    Of figures of the months before only the kind is looked at: they may have changed since the form
    was issued. Likewise the result of last month counts only beside a result left blank, as the
    place where it was typed by mistake. `last`: last month's records by (unit, obligation).
    """
    owed = {obligation.code: obligation for obligation in register.obligations_of(unit)}
    slots = [*_in_header(submission, register, period)]
    for row in (row for table in submission.answers for row in table.rows if row.code in owed):
        slots += _in_answers(row, owed[row.code], period, last.get((unit.code, row.code)))
    for row in (row for table in submission.figures for row in table.rows):
        slots += (row.slot(key) for key in _NUMBERS if _is_text(row.cells.get(key)))
    by_sheet: dict[str, list[Slot]] = {}
    for slot in slots:
        by_sheet.setdefault(slot.sheet, []).append(slot)
    for found in by_sheet.values():
        cells = at_most([slot.place.cell for slot in found], rules.MORE_CELLS)
        assert found[0].cell is not None
        yield rules.GREY_CELLS.at(found[0].place, cells=cells, value=shown(found[0].cell))


def _in_header(submission: Submission, register: Register, period: Period) -> Iterator[Slot]:
    slot = submission.header.get("due")
    if slot and slot.cell and not _says(slot.cell, deadline_words(register.due(period))):
        yield slot


def _in_answers(
    row: Row, obligation: Obligation, period: Period, last: Record | None
) -> Iterator[Slot]:
    cells = row.cells
    deadline, notice = cells.get("deadline"), cells.get("notice")
    status, result = cells.get("last_status"), cells.get("last_result")
    if deadline is not None and not _says(deadline, deadline_text(obligation, period)):
        yield row.slot("deadline")
    if notice is not None and not all(map(is_notice, notice.text.splitlines())):
        yield row.slot("notice")
    if status is not None and fold_words(status.text) not in _STATUSES:
        yield row.slot("last_status")
    if _is_text(cells.get("last_percent")):
        yield row.slot("last_percent")
    if (
        result is not None
        and last is not None
        and "result" not in cells
        and not _says(result, last.result)
    ):
        yield row.slot("last_result")


def _says(cell: Cell, text: str) -> bool:
    return cell.text == text or fold_words(cell.text) == fold_words(text)


def _is_text(cell: Cell | None) -> bool:
    return cell is not None and cell.kind is not CellKind.NUMBER
