"""Case files of submissions: Markdown sheets, then the exact findings they must give.

A block of sheets is one file; ``# file NAME, 2025-09-20 08:00`` begins a further one, ``# last`` is
last month's. Sheets that a block does not draw are those of ``base.md``; ``- without _meta`` leaves
one out. Optional columns that a block does not draw stand, blank, right of what it draws;
``- without Lĩnh vực`` leaves one out; ``- convert-legacy`` reads the file
so; ``- ended 3.1`` judges it by a register in which that code ended the month before,
``- cumulative CD01`` by one in which that figure counts all so far. ``# findings`` has code and place of every finding, sorted;
``# records`` and ``# figures`` what counts. ``{version}`` is the version of the form, ``{next version}``
one that is not issued yet.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.form.fields import (
    ANSWER_COLUMNS,
    FIGURE_COLUMNS,
    FORM_VERSION,
    META_SHEET,
    Input,
    MetaKey,
    as_issued_in,
    version_of,
)
from cv183_reports.form.filled import describe
from cv183_reports.model import LOCAL, Figure, Filing, Nature, Period, Receipt, Record, Register
from cv183_reports.model.finding import Finding, Judgement
from cv183_reports.spreadsheet.grid import Cell, CellKind, Sheet, Workbook
from cv183_reports.validation.batch import Batch, Received, settle
from cv183_reports.validation.judgement import judge_submission
from cv183_reports.validation.reading import converted
from cv183_reports.vietnamese.text import fold
from tests.builders import FILE, REGISTER, workbook

FOLDER = Path(__file__).parent / "cases" / "submissions"
PERIOD = Period(2025, 9)
RECEIVED = datetime(2025, 9, 20, 8, tzinfo=LOCAL)

_HEADING = re.compile(r"^# ", re.MULTILINE)


class Case(Struct, frozen=True):
    """One case file, run."""

    batch: Batch
    expected: list[str]
    """Lines of ``# findings``."""
    records: list[str] | None
    """Lines of ``# records``, where the case has them."""
    figures: list[str] | None
    """Lines of ``# figures``, likewise."""

    @property
    def found(self) -> list[str]:
        single = len(self.batch.judgements) == 1
        findings = [f for judgement in self.batch.judgements for f in judgement.findings]
        return sorted(_line(finding, single=single) for finding in findings)


def run(path: Path) -> Case:
    """Judge and settle what a case file draws."""
    first, *sections = _HEADING.split(path.read_text(encoding="utf-8"))
    files, last, expected = [(FILE, RECEIVED, first)], None, []
    counted: dict[str, list[str]] = {}
    for section in sections:
        title, _, body = section.partition("\n")
        if title.startswith("file "):
            name, at = title.removeprefix("file ").rsplit(", ", 1)
            files.append((name, datetime.fromisoformat(at).replace(tzinfo=LOCAL), body))
        elif title == "last":
            last = filing(submitted(body), period=PERIOD.previous)
        elif title == "findings":
            expected = sorted(body.strip().splitlines())
        else:
            assert title in {"records", "figures"}, title
            counted[title] = body.strip().splitlines()
    if len(files) > 1 and not first.strip():
        del files[0]
    received = [_received(name, at, body, last) for name, at, body in files]
    batch = settle(received, REGISTER)
    return Case(batch, expected, counted.get("records"), counted.get("figures"))


def _received(name: str, at: datetime, body: str, last: Filing | None) -> Received:
    receipt = Receipt(at, "theo tên tệp")
    book, told = submitted(body, name), ()
    if "- convert-legacy" in body.splitlines():
        book, told = converted(book)
    ended = {line.removeprefix("- ended ") for line in body.splitlines()}
    so_far = {line.removeprefix("- cumulative ") for line in body.splitlines()}
    asked = _counting_all_so_far(without(ended), so_far)
    judgement = judged(book, receipt=receipt, last=last, on_cells=told, register=asked)
    return Received(hashlib.sha256(body.strip().encode()).hexdigest(), receipt, judgement)


def submitted(markdown: str, file: str = FILE) -> Workbook:
    """The workbook of one block: its own sheets, and those of ``base.md`` that it does not draw."""
    base = workbook(_of_today((FOLDER / "base.md").read_text(encoding="utf-8")))
    drawn = workbook(_of_today(markdown), file)
    absent = {line.removeprefix("- without ") for line in markdown.splitlines()}
    absent |= {sheet.name for sheet in drawn.sheets}
    kept = tuple(sheet for sheet in base.sheets if sheet.name not in absent)
    sheets = (*kept, *drawn.sheets)
    version = _version_of(sheets)
    whole = (_with_optional_columns(sheet, absent, version) for sheet in sheets)
    return replace(drawn, sheets=tuple(whole))


def _version_of(sheets: Sequence[Sheet]) -> int:
    """Of the form that is drawn; today's where it names none that was issued."""
    cells = [cell for sheet in sheets if sheet.name == META_SHEET for cell in sheet.cells.values()]
    rows = {cell.row for cell in cells if cell.text == MetaKey.VERSION.value}
    written = next((c.text for c in cells if c.row in rows and c.column == 2), "")
    return version_of(written) or FORM_VERSION


def _of_today(markdown: str) -> str:
    """`markdown` with the number of the form's version, and of the next, in their places."""
    return markdown.replace("{version}", f"'{FORM_VERSION}").replace(
        "{next version}", f"'{FORM_VERSION + 1}"
    )


def _with_optional_columns(sheet: Sheet, absent: set[str], version: int) -> Sheet:
    """`sheet` with the headers of that version's optional columns that it lacks, if it has the table."""
    tables = {"Kết quả thực hiện": ANSWER_COLUMNS, "Kỳ này": FIGURE_COLUMNS}
    kinds = {name: as_issued_in(version, columns) for name, columns in tables.items()}
    head = [cell for cell in sheet.cells.values() if fold(cell.text) in map(fold, kinds)]
    if not head:
        return sheet
    columns = next(c for name, c in kinds.items() if fold(name) == fold(head[0].text))
    row = head[0].row
    written = {fold(cell.text) for cell in sheet.cells.values() if cell.row == row}
    optional = [c.header for c in columns if c.input is not Input.LOCKED and not c.required]
    added = [h for h in optional if fold(h) not in written and h not in absent]
    right = max(column for _, column in sheet.cells)
    cells = {
        (row, column): Cell(row, column, CellKind.TEXT, header)
        for column, header in enumerate(added, right + 1)
    }
    return replace(sheet, cells={**sheet.cells, **cells})


def judged(
    book: Workbook,
    *,
    receipt: Receipt | None = None,
    last: Filing | None = None,
    period: Period | None = PERIOD,
    on_cells: tuple[Finding, ...] = (),
    register: Register | None = None,
) -> Judgement:
    """`book` judged as it is in September 2025."""
    return judge_submission(
        describe(book),
        register or REGISTER,
        period,
        receipt or Receipt(RECEIVED, "theo tên tệp"),
        last={(r.unit, r.obligation): r for r in last.records} if last else {},
        last_figures={(f.unit, f.indicator): f for f in last.figures} if last else {},
        on_cells=on_cells,
    )


def without(codes: Collection[str]) -> Register:
    """The register in which these obligations and indicators ended with August."""

    def until(code: str) -> Period | None:
        return PERIOD.previous if code in codes else None

    return replace(
        REGISTER,
        obligations=tuple(replace(o, valid_until=until(o.code)) for o in REGISTER.obligations),
        indicators=tuple(replace(i, valid_until=until(i.code)) for i in REGISTER.indicators),
    )


def _counting_all_so_far(register: Register, codes: Collection[str]) -> Register:
    indicators = (
        replace(i, nature=Nature.CUMULATIVE) if i.code in codes else i for i in register.indicators
    )
    return replace(register, indicators=tuple(indicators))


def filing(book: Workbook, *, period: Period = PERIOD) -> Filing:
    """What `book` validly says, whatever month its hidden sheet names."""
    judgement = judged(book, period=None)
    assert judgement.filing is not None
    return replace(judgement.filing, period=period)


def record_line(record: Record) -> str:
    """``3.1 Hoàn thành 100 2025-08-20``; ``-`` for what was not given."""
    percent = "-" if record.percent is None else f"{record.percent}"
    return f"{record.obligation} {record.status.value} {percent} {record.done_on or '-'}"


def figure_line(figure: Figure) -> str:
    """``CD01 120``."""
    return f"{figure.indicator} {figure.value}"


def _line(finding: Finding, *, single: bool) -> str:
    place = finding.place
    where = f"{place.sheet}!{place.cell}" if place.cell else place.sheet
    if not single:
        where = f"{place.file} · {where}" if where else place.file
    return f"{finding.code} {where}".strip()
