"""`build`, the part of the editor's sheet: read, followed, and brought up to date with what units say now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cv183_reports.catalogue import editor as rules
from cv183_reports.catalogue import files
from cv183_reports.consolidation.choices import candidates, follow, key_of, tally
from cv183_reports.consolidation.likeness import LIKENESS, MISSPELT
from cv183_reports.editor.blank import write_editor
from cv183_reports.editor.changes import NO_CHANGES, Changes, changes
from cv183_reports.editor.reading import Edited, EditorRow, read_editor
from cv183_reports.intake.guard import identify
from cv183_reports.model import Source
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.model.editing import Candidate, EditingTally, TextKind
from cv183_reports.model.finding import Finding
from cv183_reports.spreadsheet.grid import Workbook
from cv183_reports.spreadsheet.locked import is_locked
from cv183_reports.spreadsheet.xlsx.reader import read_workbook
from cv183_reports.vietnamese.wording import count
from cv183_reports.workspace.folder import Placed, Workspace, is_open, publish, reason, renew

_UNTOUCHED = EditingTally()
_NOT_READ = "không đọc được"


@dataclass(frozen=True, slots=True)
class Editing:
    """What became of the editor's sheet."""

    file: str = ""
    """Within the working folder; empty while there is no sheet."""
    tally: EditingTally = _UNTOUCHED
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
        """What nhat-ky.json keeps: how much of the units' words staff changed, and how they were grouped."""
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


def follow_editor(
    workspace: Workspace, now: Consolidated, *, in_retrospect: bool
) -> tuple[Consolidated, Editing]:
    """The month as staff want it; their sheet is made, or shows what is new.

    Nothing that is wrong with the sheet stops the documents: they are then made as the program decides.
    A month seen `in_retrospect` (as of an instant) follows the sheet but leaves no trace in it.
    """
    path = workspace.editor(now.period)
    texts = candidates(now)
    if not path.exists():
        return now, NO_EDITING if in_retrospect else _begun(workspace, now, texts, path)
    file = workspace.shown(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        found = rules.UNREADABLE.at(Source(file), reason=reason(error))
        return now, Editing(file, news=_NOT_READ, findings=(found,))
    workbook, faults = _read(data, file)
    if workbook is None:
        return now, Editing(file, news=_NOT_READ, findings=faults)
    edited = read_editor(workbook)
    decisions = edited.decisions
    due = NO_CHANGES if in_retrospect else changes(edited, texts, _is_ours)
    news, told = _brought_up_to_date(workspace, path, file, data, due)
    findings = (*faults, *edited.findings, *_unknown(edited, texts, file), *told)
    return follow(now, decisions), Editing(file, tally(texts, decisions), news, findings)


def _begun(
    workspace: Workspace, now: Consolidated, texts: Sequence[Candidate], path: Path
) -> Editing:
    """The first build with anything to choose from makes the sheet."""
    if not texts:
        return NO_EDITING
    data = write_editor(texts, now.period, sample=now.sample)
    (output,) = publish(workspace.root, path.parent, {path.name: data})
    if output.placed is Placed.FAILED:
        return Editing(findings=(output.finding,) if output.finding else ())
    news = f"{output.placed.value}, {len(texts)} nội dung"
    return Editing(workspace.shown(path), news=news)


def _read(data: bytes, file: str) -> tuple[Workbook | None, tuple[Finding, ...]]:
    """The workbook, or why there is none: in the words of this file, not of a unit's."""
    refused = files.PASSWORD.at(Source(file)) if is_locked(data) else identify(data, file)
    if refused:
        return None, (_unreadable(refused),)
    workbook, findings = read_workbook(data, file)
    if workbook is None:
        return None, tuple(map(_unreadable, findings))
    return workbook, findings


def _unreadable(finding: Finding) -> Finding:
    return rules.UNREADABLE.at(finding.place, reason=finding.message)


def _is_ours(kind: TextKind, row: EditorRow) -> bool:
    return key_of(kind, row.obligation, row.text) == row.key


def _unknown(edited: Edited, texts: Sequence[Candidate], file: str) -> Iterator[Finding]:
    """Decisions behind a key that the program never wrote."""
    said = {text.key for text in texts}
    decided = edited.decisions
    for sheet in edited.sheets:
        for row in sheet.rows:
            if row.key in decided and row.key not in said and not _is_ours(sheet.kind, row):
                place = Source(file, sheet.sheet.name, sheet.key_cell(row))
                yield rules.UNKNOWN_KEY.at(place, value=row.key)


def _brought_up_to_date(
    workspace: Workspace, path: Path, file: str, data: bytes, due: Changes
) -> tuple[str, tuple[Finding, ...]]:
    if not due:
        return "không đổi", ()
    waiting = rules.OPEN_ELSEWHERE.at(Source(file), count=len(due))
    if is_open(path):
        return "đang mở", (waiting,)
    from cv183_reports.editor.update import updated
    from cv183_reports.spreadsheet.changing import NotKept

    fresh = updated(data, due)
    if isinstance(fresh, NotKept):
        kept = rules.NOT_OURS_TO_REWRITE.at(Source(file), what=fresh.what, count=len(due))
        return "giữ nguyên", (kept,)
    if not renew(workspace.root, path, data, fresh):
        return "đang mở", (waiting,)
    return f"ghi thêm {count(due.added)} nội dung mới" if due.added else "đã cập nhật", ()
