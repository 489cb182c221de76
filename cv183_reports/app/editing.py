"""`build`, the part of the editor's sheet: read, followed, and brought up to date with what is said and drafted now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field

from cv183_reports.catalogue import editor as rules
from cv183_reports.catalogue import files
from cv183_reports.consolidation.choices import candidates, follow, tally
from cv183_reports.consolidation.themes import LIKENESS, MISSPELT
from cv183_reports.editor.blank import ASSESSMENTS, KEY, write_editor
from cv183_reports.editor.changes import NO_CHANGES, Changes, MovedRow, Redraft, changes, updated
from cv183_reports.editor.reading import Edited, read_editor
from cv183_reports.intake.guard import refusal_of
from cv183_reports.model import Source
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.model.finding import Finding
from cv183_reports.model.prose import Assessment, EditingTally, TextDecision
from cv183_reports.spreadsheet.grid import Workbook
from cv183_reports.spreadsheet.reading import is_locked
from cv183_reports.spreadsheet.xlsx import read_workbook
from cv183_reports.vietnamese.wording import count, listed
from cv183_reports.workspace.folder import Placed, Workspace, is_open, publish, reason, renew

_UNTOUCHED = EditingTally()
_NOT_READ = "không đọc được"
_REDRAFTS = 4
"""Figures of one row that its finding names."""


class Editing(Struct, frozen=True):
    """What became of the editor's sheet."""

    file: str = ""
    """Within the working folder; empty while there is no sheet."""
    tally: EditingTally = _UNTOUCHED
    decisions: Mapping[str, TextDecision] = field(default_factory=dict)
    """On assessments, by key; those on texts of units the month has followed already."""
    news: str = ""
    """What the program did to the sheet, for the screen."""
    findings: tuple[Finding, ...] = ()

    @property
    def told(self) -> str:
        """The line on the screen."""
        done = (
            (self.tally.edited, "sửa lời"),
            (self.tally.omitted, "bỏ"),
            (self.tally.wanted, "chọn đưa vào"),
        )
        made = ", ".join(f"{words} {count(number)} nội dung" for number, words in done if number)
        return f"Bảng biên tập: {self.file}  ({self.news}); {made or 'chưa có phần biên tập nào'}."

    @property
    def logged(self) -> dict[str, int | str]:
        """What nhat-ky.json keeps: how much staff changed of units' words and of assessments, and how texts were grouped."""
        return {
            "edited": self.tally.edited,
            "omitted": self.tally.omitted,
            "wanted": self.tally.wanted,
            "decisions": self.tally.fingerprint,
            "likeness": LIKENESS,
            "misspelt": MISSPELT,
        }


NO_EDITING = Editing()
"""Of a month in which staff have nothing to choose from."""


Draft = Callable[[Consolidated], Sequence[Assessment]]
"""What the program judges of a month, once the texts of units in it are as staff want them."""


def follow_editor(
    workspace: Workspace, now: Consolidated, draft: Draft, *, in_retrospect: bool
) -> tuple[Consolidated, Editing]:
    """The month as staff want it, and what they decided on its assessments; their sheet is made, or shows what is new.

    Nothing that is wrong with the sheet stops the documents: they are then made as the program decides.
    A month seen `in_retrospect` (as of an instant) follows the sheet but leaves no trace in it.
    """
    path = workspace.editor(now.period)
    if not path.exists():
        return now, NO_EDITING if in_retrospect else _begun(workspace, now, draft(now), path)
    file = workspace.shown(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        found = rules.UNREADABLE.at(Source(file), reason=reason(error))
        return now, Editing(file, news=_NOT_READ, findings=(found,))
    workbook, faults = _read(data, file)
    if workbook is None:
        return now, Editing(file, news=_NOT_READ, findings=faults)
    edited = read_editor(workbook, now.period.cycle)
    texts, followed = candidates(now), follow(now, edited.decisions)
    assessments = draft(followed)
    due = NO_CHANGES if in_retrospect else changes(edited, texts, assessments, now.period.cycle)
    news, told = _brought_up_to_date(workspace, now, file, data, due)
    keys = [*(text.key for text in texts), *(assessment.key for assessment in assessments)]
    findings = (
        *(*faults, *edited.findings, *_unknown(edited, keys, file)),
        *(*map(_moved, [file] * len(due.moved), due.moved), *told),
    )
    made = tally(keys, {**edited.decisions, **edited.on_assessments})
    return followed, Editing(file, made, edited.on_assessments, news, findings)


def _begun(
    workspace: Workspace, now: Consolidated, assessments: Sequence[Assessment], path: Path
) -> Editing:
    """The first build with anything to choose from makes the sheet."""
    texts = candidates(now)
    if not texts and not assessments:
        return NO_EDITING
    data = write_editor(texts, assessments, now.period, sample=now.sample)
    (output,) = publish(workspace.root, path.parent, {path.name: data})
    if output.placed is Placed.FAILED:
        return Editing(findings=(output.finding,) if output.finding else ())
    news = f"{output.placed.value}, {count(len(texts) + len(assessments))} nội dung"
    return Editing(workspace.shown(path), news=news)


def _read(data: bytes, file: str) -> tuple[Workbook | None, tuple[Finding, ...]]:
    """The workbook, or why there is none: in the words of this file, not of a unit's."""
    refused = files.PASSWORD.at(Source(file)) if is_locked(data) else refusal_of(data, file)
    if refused:
        return None, (_unreadable(refused),)
    workbook, findings = read_workbook(data, file)
    if workbook is None:
        return None, tuple(map(_unreadable, findings))
    return workbook, findings


def _unreadable(finding: Finding) -> Finding:
    return rules.UNREADABLE.at(finding.place, reason=finding.message)


def _unknown(edited: Edited, said: Iterable[str], file: str) -> Iterator[Finding]:
    """Decisions behind a key that the program never wrote."""
    known = frozenset(said)
    for sheet in edited.sheets:
        decided = edited.on_assessments if sheet.page is ASSESSMENTS else edited.decisions
        for row in sheet.rows:
            if row.key in decided and row.key not in known and not sheet.is_ours(row):
                place = Source(file, sheet.sheet.name, sheet.cell(row, KEY))
                yield rules.UNKNOWN_KEY.at(place, value=row.key)


def _moved(file: str, row: MovedRow) -> Finding:
    told = listed([_told(redraft) for redraft in row.redrafts[:_REDRAFTS]])
    more = len(row.redrafts) - _REDRAFTS
    what = f"{told} và {count(more)} chỗ khác" if more > 0 else told
    return rules.DRAFT_MOVED.at(Source(file, row.sheet, row.cell), what=what)


def _told(redraft: Redraft) -> str:
    if not redraft.was:
        return f"thêm «{redraft.now}»"
    return f"«{redraft.was}» thành «{redraft.now}»" if redraft.now else f"bỏ «{redraft.was}»"


def _brought_up_to_date(
    workspace: Workspace, now: Consolidated, file: str, data: bytes, due: Changes
) -> tuple[str, tuple[Finding, ...]]:
    path = workspace.editor(now.period)
    if not due:
        return "không đổi", ()
    waiting = rules.OPEN_ELSEWHERE.at(Source(file), count=len(due))
    if is_open(path):
        return "đang mở", (waiting,)
    from cv183_reports.spreadsheet.changing import NotKept

    fresh = updated(data, due, now.period, sample=now.sample)
    if isinstance(fresh, NotKept):
        kept = rules.NOT_OURS_TO_REWRITE.at(Source(file), what=fresh.what, count=len(due))
        return "giữ nguyên", (kept,)
    if not renew(workspace.root, path, data, fresh):
        return "đang mở", (waiting,)
    added = f"ghi thêm {count(due.added)} nội dung mới" if due.added else "đã cập nhật"
    return f"thêm trang {ASSESSMENTS.name}, {added}" if due.assessments else added, ()
