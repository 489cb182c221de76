"""What goes wrong in real months, planted into the invented one: one unit for each kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import Enum

from cv183_reports.form.values import Answers, FigureAnswer, RowAnswer
from cv183_reports.model import Constraint, Status
from cv183_reports.vietnamese.text import to_ascii
from cv183_reports.vietnamese.wording import short_date


class Fault(Enum):
    """One kind of fault; the value says what happened."""

    PERCENT_AS_SHARE = "80% typed as 0,8"
    PERCENT_IN_WORDS = "a percentage told in words"
    DATE_AS_TEXT = "a date typed as text with dots"
    DONE_AT_SIXTY = "Hoàn thành with 60%"
    STATUS_WITHOUT_MARKS = "a status typed without accents"
    ROW_LEFT_BLANK = "a row with nothing in it"
    LEGACY_TEXT = "a result pasted from a TCVN3 document"
    FIGURES_DISAGREE = "a sum that does not come out"
    COPIED = "a result copied word for word from another unit"
    RESUBMITTED = "sent twice, the second time with changes"
    PDF = "a PDF renamed to .xlsx"
    WRONG_MONTH = "last month's form sent again"
    TRUNCATED = "cut off on the way"


SPOILT = frozenset({Fault.PDF, Fault.WRONG_MONTH, Fault.TRUNCATED})
"""Files of which nothing counts."""

PDF_BYTES = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 842 595]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
"""An empty page, as a scanner program would save it."""

_LEGACY = (
    "§¶ng ñy ®· chØ ®¹o rµ so¸t ®éi ngò c¸n bé, c«ng chøc; kÕt qu¶ ®· b¸o c¸o Ban Tæ chøc Thµnh ñy."
)
"""TCVN3 bytes as a workbook stores them: Đảng ủy đã chỉ đạo rà soát đội ngũ cán bộ, công chức …"""


def plant(fault: Fault, answers: Answers, constraints: tuple[Constraint, ...]) -> Answers:
    """The answers with that fault in the first place that can have it; unchanged where none can.

    Faults of the file as a whole are not planted here.
    """
    if fault is Fault.FIGURES_DISAGREE:
        return replace(answers, figures=_disagreeing(answers.figures, constraints))
    spoil = _ROW_FAULTS.get(fault)
    if spoil is None:
        return answers
    rows = dict(answers.rows)
    for code, row in rows.items():
        spoilt = spoil(row)
        if spoilt != row:
            rows[code] = spoilt
            break
    return replace(answers, rows=rows)


def _disagreeing(
    figures: Mapping[str, FigureAnswer], constraints: tuple[Constraint, ...]
) -> Mapping[str, FigureAnswer]:
    """The left side of the last equation between given figures, raised by seven."""
    equations = [c for c in constraints if c.relation == "="]
    if not equations:
        return figures
    code = equations[-1].left[0]
    value = figures[code].value
    assert isinstance(value, Decimal)
    return {**figures, code: replace(figures[code], value=value + 7)}


def _is_open(row: RowAnswer) -> bool:
    return row.status == Status.IN_PROGRESS.value


def _as_share(row: RowAnswer) -> RowAnswer:
    return replace(row, percent=Decimal("0.8")) if _is_open(row) else row


def _in_words(row: RowAnswer) -> RowAnswer:
    return replace(row, percent="khoảng 80%") if _is_open(row) else row


def _dotted_date(row: RowAnswer) -> RowAnswer:
    if isinstance(row.done_on, str):
        return row
    assert isinstance(row.done_on, date)
    return replace(row, done_on=short_date(row.done_on).replace("/", "."))


def _at_sixty(row: RowAnswer) -> RowAnswer:
    return replace(row, percent=Decimal(60)) if row.status == Status.DONE.value else row


def _without_marks(row: RowAnswer) -> RowAnswer:
    return replace(row, status=to_ascii(str(row.status)).replace("-", " ").lower())


def _blank(_: RowAnswer) -> RowAnswer:
    return RowAnswer()


def _legacy(row: RowAnswer) -> RowAnswer:
    return replace(row, result=_LEGACY) if _is_open(row) else row


_ROW_FAULTS: Mapping[Fault, Callable[[RowAnswer], RowAnswer]] = {
    Fault.PERCENT_AS_SHARE: _as_share,
    Fault.PERCENT_IN_WORDS: _in_words,
    Fault.DATE_AS_TEXT: _dotted_date,
    Fault.DONE_AT_SIXTY: _at_sixty,
    Fault.STATUS_WITHOUT_MARKS: _without_marks,
    Fault.ROW_LEFT_BLANK: _blank,
    Fault.LEGACY_TEXT: _legacy,
}


def copied(answers: Answers, other: Answers) -> Answers:
    """The answers with the first result that both units owe, and have in the same state, copied."""
    rows = dict(answers.rows)
    for code, row in rows.items():
        theirs = other.rows.get(code)
        if theirs is not None and theirs.status == row.status:
            rows[code] = replace(row, result=theirs.result)
            break
    return replace(answers, rows=rows)


def corrected(answers: Answers) -> Answers:
    """What a unit sends a second time: one result told in more words."""
    rows = dict(answers.rows)
    code = next((code for code, row in rows.items() if _is_open(row)), next(iter(rows)))
    longer = f"{rows[code].result} Số liệu đã được rà soát, điều chỉnh lại."
    rows[code] = replace(rows[code], result=longer)
    return replace(answers, rows=rows)
