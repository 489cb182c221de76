"""What the page tells of one unit or one of its assignments, once it is chosen; and how each class of them looks there.

A sign tells the class without its colour.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from cv183_reports.form import fields
from cv183_reports.form.fields import answer_text, header_inputs, inputs
from cv183_reports.model import NO_ANSWERS, Answered, Source, Waiver
from cv183_reports.model.consolidated import (
    Assignment,
    Consolidated,
    FilingStanding,
    Standing,
    UnitFiling,
)
from cv183_reports.model.finding import Finding, Severity
from cv183_reports.narrative.filing import kept, note
from cv183_reports.vietnamese.wording import (
    deadline_words,
    decision,
    received_words,
    short_period,
    upper_first,
)

_WITH_DEADLINE = "Có thời hạn"
_WITHOUT_DEADLINE = "Không có thời hạn"
_NOT_OWED = "Không thực hiện"
_UNKNOWN = "Chưa có số liệu"


class CellSign(Struct, frozen=True):
    """One class of assignments in the heat map."""

    group: str
    """Its heading in the legend."""
    sign: str


SIGNS: Mapping[Standing, CellSign] = MappingProxyType(
    {
        Standing.DONE_ON_TIME: CellSign(_WITH_DEADLINE, "✓"),
        Standing.DONE_LATE: CellSign(_WITH_DEADLINE, "S"),
        Standing.WITHIN_DEADLINE: CellSign(_WITH_DEADLINE, "▷"),
        Standing.OVERDUE: CellSign(_WITH_DEADLINE, "!"),
        Standing.DONE: CellSign(_WITHOUT_DEADLINE, "●"),
        Standing.UNDER_WAY: CellSign(_WITHOUT_DEADLINE, "→"),
        Standing.NOT_BEGUN: CellSign(_WITHOUT_DEADLINE, "○"),
        Standing.NOT_ARISING: CellSign(_NOT_OWED, "–"),
        Standing.NOT_COMPETENT: CellSign(_NOT_OWED, "×"),
        Standing.WAIVED: CellSign(_NOT_OWED, "M"),
        Standing.FAULTY: CellSign(_UNKNOWN, "?"),
        Standing.BLANK: CellSign(_UNKNOWN, "□"),
        Standing.NOT_FILED: CellSign(_UNKNOWN, "∅"),
    }
)
"""In the order of the legend."""

FILED: Mapping[FilingStanding, str] = MappingProxyType(
    {
        FilingStanding.ON_TIME: "Đúng hạn",
        FilingStanding.LATE: "Muộn",
        FilingStanding.FAULTY: "Gửi lại",
        FilingStanding.MISSING: "Chưa gửi",
        FilingStanding.WAIVED: "Miễn",
    }
)
"""How a unit filed, in the width of its column."""


def coloured_as(standing: Standing | FilingStanding) -> str:
    """The name of its colours in page.css."""
    prefix = "f-" if isinstance(standing, FilingStanding) else "s-"
    return prefix + standing.name.lower().replace("_", "-")


_MOST = 60
"""Findings told of one unit; `check` has them all."""
_ROW = re.compile(r"\d+")
_UNCOUNTED = frozenset({Standing.FAULTY, Standing.BLANK})
_LOOKS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}

ToldLine = tuple[str, str]
"""A label and what is said under it."""


class ToldPoint(Struct, frozen=True):
    """One finding, as the page shows it."""

    look: str
    what: str
    remedy: str
    place: str


class ToldTask(Struct, frozen=True):
    """One assignment: the class it is in, and everything known of it."""

    look: str
    lines: tuple[ToldLine, ...]
    points: tuple[ToldPoint, ...]


class ToldUnit(Struct, frozen=True):
    """One unit: how it filed, and its assignments by the column they stand in."""

    name: str
    group: str
    look: str
    filed: str
    lines: tuple[ToldLine, ...]
    points: tuple[ToldPoint, ...]
    tasks: dict[int, ToldTask]


def told_units(now: Consolidated) -> Iterator[tuple[str, ToldUnit]]:
    """Each unit after its code, in official order."""
    groups = {group.code: upper_first(group.name) for group in now.register.groups}
    columns = {obligation.code: at for at, obligation in enumerate(now.register.obligations)}
    headers = {filing.unit: filing.header for filing in now.accepted}
    found = _found(now.findings)
    owed: dict[str, list[Assignment]] = {}
    for assignment in now.assignments:
        owed.setdefault(assignment.unit.code, []).append(assignment)
    for filing in now.filings:
        code = filing.unit.code
        own = [finding for file in filing.files for finding in found.get(file, ())]
        tasks = _tasks(owed.get(code, ()), own, columns)
        lines = tuple(_unit_lines(now, filing, headers.get(code, NO_ANSWERS)))
        yield (
            code,
            ToldUnit(
                filing.unit.name,
                groups[filing.unit.group],
                coloured_as(filing.standing),
                filing.standing.value,
                lines,
                _points(own),
                tasks,
            ),
        )


def _found(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """What was found, by file."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.place.file, []).append(finding)
    return found


def _unit_lines(now: Consolidated, filing: UnitFiling, header: Answered) -> Iterator[ToldLine]:
    unit, receipt = filing.unit, filing.receipt
    came = f"{upper_first(received_words(receipt.at))} ({receipt.evidence})" if receipt else ""
    lines = (
        ("Thời điểm nhận", came),
        ("Tệp được tính" if receipt else "Tệp đã gửi", "\n".join(filing.files)),
        ("Phải làm", filing.debt.value if filing.debt else ""),
        ("Cụ thể", "" if filing.standing is FilingStanding.WAIVED else note(now, filing)),
        ("Phải hỏi", "\n".join(q.text for q in now.questions if q.unit.code == unit.code)),
        ("Tính theo báo cáo trước", kept(now, filing)),
        ("Được miễn, hoãn", _decided(filing.waiver)),
        ("Cán bộ theo dõi", unit.officer),
        ("Điện thoại đơn vị", unit.phone),
        ("Thư điện tử", unit.email),
        ("Ghi trong tệp", "\n".join(_header_lines(header))),
    )
    return ((label, text) for label, text in lines if text)


def _header_lines(header: Answered) -> Iterator[str]:
    """Who filled the form in."""
    told = ((line.label, _said(header, line.key)) for line in header_inputs())
    return (f"{label}: {said}" for label, said in told if said)


def _said(answers: Answered, key: str) -> str:
    return answer_text(answers.get(key))


def _decided(waiver: Waiver | None) -> str:
    if waiver is None:
        return ""
    paper = decision(waiver.document, waiver.decided_on)
    return f"{paper} của {waiver.decided_by}: {waiver.reason}"


def _tasks(
    owed: Sequence[Assignment], found: Sequence[Finding], columns: dict[str, int]
) -> dict[int, ToldTask]:
    answered = [each.record.source for each in owed if each.record]
    rows = {_row(source): source for source in answered}
    return {
        columns[each.obligation.code]: ToldTask(
            coloured_as(each.standing),
            tuple(_task_lines(each)),
            _points(_of_task(each, found, rows.keys())),
        )
        for each in owed
    }


def _task_lines(assignment: Assignment) -> Iterator[ToldLine]:
    record, month = assignment.record, assignment.reported_in
    if assignment.deadline is not None:
        yield "Thời hạn", upper_first(deadline_words(assignment.deadline))
    if assignment.waiver is not None:
        yield "Được miễn, hoãn", _decided(assignment.waiver)
    if month is not None:
        yield "Tính theo", f"Báo cáo {short_period(month)} của đơn vị"
    if record is not None:
        for column in inputs(fields.ANSWER_COLUMNS):
            if said := _said(record.answers, column.key):
                yield column.header, said
        yield "Tệp, ô", str(record.source)


def _of_task(
    assignment: Assignment, found: Sequence[Finding], answered: Collection[_Place]
) -> list[Finding]:
    """What was found in the row of the assignment; where nothing of it counts, in all rows that do not count."""
    if assignment.record is not None:
        return [each for each in found if _row(each.place) == _row(assignment.record.source)]
    if assignment.standing not in _UNCOUNTED:
        return []
    sheets = {sheet for _, sheet, _ in answered}
    return [
        each
        for each in found
        if _row(each.place) not in answered and (not sheets or each.place.sheet in sheets)
    ]


_Place = tuple[str, str, str]
"""A file, a sheet, a row."""


def _row(place: Source) -> _Place:
    row = _ROW.search(place.cell)
    return place.file, place.sheet, row[0] if row else ""


def _points(found: Sequence[Finding]) -> tuple[ToldPoint, ...]:
    """The first of them; that there are more is said, too."""
    told = [
        ToldPoint(_LOOKS[f.severity], upper_first(f.message), f.remedy, f"{f.place} [{f.code}]")
        for f in found[:_MOST]
    ]
    if len(found) > _MOST:
        told.append(ToldPoint("note", f"Còn {len(found) - _MOST} điểm khác trong tệp.", "", ""))
    return tuple(told)
