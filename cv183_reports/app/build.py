"""`build`: the documents of a month, everything rendered and checked first, then put in place.

Of each Word document that a person edited it also lists what the new version says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from cv183_reports.app import ShowProgress, Unseen, Waiting
from cv183_reports.app.documents import (
    LETTER,
    UNITS,
    Document,
    Made,
    Material,
    merged_name,
    select,
)
from cv183_reports.app.history import filed_after_closing, keep_in_mind, months_before
from cv183_reports.app.journal import JOURNAL, basis_of, journal
from cv183_reports.app.memory import DOCUMENTS_MADE, PaperMemory, begin
from cv183_reports.app.month import (
    Month,
    as_documents_tell,
    closed_month,
    open_ledger,
    read_month,
)
from cv183_reports.app.opening import clock, doubts, period_of, register_and_findings
from cv183_reports.catalogue import closing, machine, structure
from cv183_reports.catalogue.intake import MORE_FILES, MORE_UNITS
from cv183_reports.consolidation.closing import MonthBefore, Published
from cv183_reports.consolidation.consolidate import after_closing
from cv183_reports.consolidation.progress import Point, point_of
from cv183_reports.editor.changes import Editing, follow_editor
from cv183_reports.model import Period, Register, Source
from cv183_reports.model.consolidated import AfterClosing, Consolidated, FilingStanding
from cv183_reports.model.finding import Finding, Outcome, Severity, tally_line
from cv183_reports.narrative.monthly import MonthsBefore, drafted
from cv183_reports.narrative.phrases import own_names
from cv183_reports.validation.reading import at_most
from cv183_reports.vietnamese.text import fold_words
from cv183_reports.vietnamese.wording import SAMPLE_MARK, count, instant, percent
from cv183_reports.workspace.folder import (
    KeptEdit,
    Output,
    Placed,
    Shelf,
    Workspace,
    bytes_at,
    failed,
    publish,
)

if TYPE_CHECKING:
    from cv183_reports.differences.comparison import Differences, DocumentLine

DIFFERENCES = "khac-biet-"
"""Before the name of the document whose differences a list names."""


class ComparedDocument(Struct, frozen=True):
    """What became of one Word document that a person edited."""

    edited: str
    """Its name."""
    list_name: str
    """What the list of differences is called."""
    found: Differences | None
    """What the new version says otherwise (where it was merged: what both changed); None: what we wrote
    before the edit is not kept any more."""
    outputs: tuple[Output, ...] = ()
    """The list of it, as a document; before it the merged document."""
    is_settled: bool = False
    """Whether the edited document now holds all the new one says; the list from before is emptied."""
    merged: str = ""
    """What the merged document is called; empty: there is none."""
    findings: tuple[Finding, ...] = ()
    """Why there is none, or what is wrong with its presentation."""

    def told(self) -> Iterator[str]:
        """What was carried over, and what a person has to weigh."""
        found = self.found
        if found is None:
            yield f"{self.edited}: không còn giữ bản trước khi sửa nên không kê được chỗ khác."
        elif self.merged:
            yield (
                f"{self.edited}: đã ghép {count(found.carried)} chỗ mới vào {self.merged}; soát lại trong Word."
            )
            if found.found:
                yield (
                    f"  {count(found.places)} chỗ anh chị cũng đã sửa được giữ nguyên, có ghi chú trong bản đã ghép; "
                    f"xem {self.list_name}"
                )
        elif self.is_settled:
            return
        elif not found.found:
            yield f"{self.edited}: không còn chỗ nào phải chép từ bản mới."
        else:
            own = f", {count(found.contested)} chỗ anh chị cũng đã sửa" if found.contested else ""
            done = f", đã chép {count(found.carried)} chỗ" if found.carried else ""
            yield f"{self.edited}: bản mới khác {count(found.places)} chỗ{own}{done}; xem {self.list_name}"


class BuiltMonth(Struct, frozen=True):
    """What one run made, of what, and everything that is to be said of it."""

    material: Material
    outputs: tuple[Output, ...]
    compared: tuple[ComparedDocument, ...]
    faults: tuple[Finding, ...]
    """Of the register, of templates, of the editor's sheet, and of what was asked for."""
    held: tuple[Finding, ...] = ()
    """Of each document that was not written, because it names units whose files are lost."""

    @property
    def is_hindered(self) -> bool:
        """Whether the machine refused something, be it only what is laid beside an edited document."""
        return failed(self.outputs) or any(failed(each.outputs) for each in self.compared)

    @property
    def own_reports(self) -> list[Output]:
        """Those of units."""
        folder = self.material.folder / UNITS
        return [output for output in self.outputs if output.path.parent == folder]

    @property
    def apart(self) -> tuple[Finding, ...]:
        """That a closed month's documents lie beside those that were signed."""
        month = self.material.month
        if not month.is_closed:
            return ()
        folder = Source(self.material.workspace.shown(self.material.folder))
        return (closing.APART.at(folder, period=month.period),)

    @property
    def warning(self) -> str:
        """That invented figures are in it; empty: none."""
        told = f"*** {SAMPLE_MARK}: có tệp tập dùng trong số liệu, không phải báo cáo thật ***"
        return told if self.material.invented else ""

    @property
    def counts(self) -> str:
        """Who filed, how much was read, what is wrong with it."""
        month, now = self.material.month, self.material.now
        tally = now.filing_tally()
        came = tally[FilingStanding.ON_TIME] + tally[FilingStanding.LATE]
        refused = sum(j.outcome is Outcome.REJECTED for j in month.batch.judgements)
        share = f" ({percent(came, len(now.expected))})" if now.expected else ""
        return (
            f"Kỳ {month.period}, xét tại {instant(now.as_of)}: {came}/{len(now.expected)} đơn vị đã gửi"
            f"{share}, {tally[FilingStanding.LATE]} gửi muộn, "
            f"{tally[FilingStanding.FAULTY]} cần gửi lại; đọc {len(month.received)} tệp, "
            f"{refused} tệp không dùng được; {tally_line(month.findings) or 'không có lỗi'}."
        )

    @property
    def is_adrift(self) -> bool:
        """Whether the ledger and the originals disagree on a file that matters, or one cannot be opened now."""
        month = self.material.month
        return bool(month.adrift or month.shut or self.material.unread)


def build_month(
    root: Path,
    text: str,
    as_of: str | None = None,
    only: Sequence[str] = (),
    units: Sequence[str] = (),
    progress: ShowProgress = Unseen,
) -> BuiltMonth:
    """Reads, judges, consolidates, renders, checks, then writes.

    Makes every document, or those named in `only`, or the own reports of `units`.

    A template with faults leaves its document out and is told; everything else is done.

    Raises:
        Stopped: no such period, document or unit; no sound register; a file that cannot be read.
    """
    period, now = period_of(text), clock(as_of)
    begin(root)
    workspace = Workspace(root)
    register, told_of_register = register_and_findings(workspace, period)
    selection = select(register, period, only, units)
    until = now if as_of else None
    material = read_material(
        workspace, register, period, now, selection.units, until=until, progress=progress
    )
    papers = PaperMemory(workspace, material.now.register, DOCUMENTS_MADE, period)
    material = replace(material, papers=papers, progress=progress)
    with progress(f"Làm văn bản kỳ {period}", len(selection.documents)) as waiting:
        files, told = _made(material, selection.documents, papers, waiting)
    faults = (
        *doubts(told_of_register),
        *_withdrawn(material.month),
        *material.editing.findings,
        *material.unread,
        *told,
    )
    if units:
        faults += _without_report(material)
    held = _held_back(material, files)
    files = files.part({name: name for name in files if name not in held})
    outputs = _publish(material, files, is_whole=selection.is_whole and not held)
    compared = tuple(_compared(workspace.root, outputs))
    return BuiltMonth(material, outputs, compared, faults, tuple(held.values()))


def _withdrawn(month: Month) -> Iterator[Finding]:
    """What many units were asked and the register no longer has: the documents lack it, and nobody filed wrongly."""
    for each in month.batch.shared:
        if each.findings[0].code == structure.ROWS_WITHDRAWN.code:
            yield replace(each.note, severity=Severity.WARNING)


def _made(
    material: Material, documents: Sequence[Document], papers: PaperMemory, waiting: Waiting
) -> tuple[Shelf, tuple[Finding, ...]]:
    """All documents, and the faults of their templates."""
    files, faults = Shelf(), list[Finding]()
    basis = basis_of(material)
    for document in documents:
        waiting.step()
        made = _one(material, document, papers, basis)
        faults += made.faults
        for name, data in made.files.items():
            files.lay(name, data)
    papers.save()
    return files, tuple(faults)


def _one(
    material: Material, document: Document, papers: PaperMemory, basis: Mapping[str, object]
) -> Made:
    """The document, as it was made of the very same before, or made now; units' own know that each for itself."""
    if document.name == UNITS:
        return document.make(material)
    now: list[Made] = []

    def make() -> Mapping[str, bytes]:
        now.append(document.make(material))
        return {} if now[0].faults else now[0].files

    files = papers.files((document.name, basis), make)
    return now[0] if now else Made(files)


def _held_back(material: Material, files: Mapping[str, bytes]) -> dict[str, Finding]:
    """The documents that name units of which a file is lost, and what is to be said of each.

    Of units whose file only cannot be opened at this moment it is the letter to those that owe: what
    else is said of them is mended by the next run.
    """
    month = material.month
    if not month.adrift and not month.shut:
        return {}
    from cv183_reports.app.outline import outline

    named = {
        name: month.adrift | (month.shut if name.startswith(LETTER) else frozenset())
        for name in files
        if name.endswith(".docx")
    }
    held: dict[str, Finding] = {}
    for name, codes in named.items():
        lost = [unit for unit in material.now.register.units if unit.code in codes]
        words = f" {fold_words(outline(files[name], name))} " if lost else ""
        told = [u.name for u in lost if any(f" {fold_words(n)} " in words for n in own_names(u))]
        if told:
            place = Source(material.workspace.shown(material.folder / name))
            held[name] = machine.HELD_BACK.at(place, units=at_most(told, MORE_UNITS))
    return held


def _publish(material: Material, files: Shelf, *, is_whole: bool) -> tuple[Output, ...]:
    """Puts the documents in place, folder by folder, the month's own folder with the log of all."""
    root, out = material.workspace.root, material.folder
    files.lay(JOURNAL, journal(material, files, is_whole=is_whole))
    folders: dict[str, dict[str, str]] = {"": {}}
    for path in files:
        folder, _, name = path.rpartition("/")
        folders.setdefault(folder, {})[name] = path
    return tuple(
        output
        for folder, inside in folders.items()
        for output in publish(root, out / folder, files.part(inside))
    )


def _without_report(material: Material) -> tuple[Finding, ...]:
    """The units asked for by name of which no file counts."""
    period = str(material.month.period)
    return tuple(
        machine.NO_OWN_REPORT.at(Source("--unit"), unit=filing.unit.name, period=period)
        for filing in material.now.filings
        if filing.unit.code in material.units and filing.receipt is None
    )


def read_material(
    workspace: Workspace,
    register: Register,
    period: Period,
    now: datetime,
    units: frozenset[str] = frozenset(),
    *,
    until: datetime | None = None,
    read_only: bool = False,
    progress: ShowProgress = Unseen,
) -> Material:
    """The month and those before, read and brought together, each read once; `units` as in Material.

    With `read_only` the editor's sheet is followed and left as it is, and a closed month is as it was signed.
    """
    months = months_before(workspace, register, period, until=until, progress=progress)
    past = _brought_together(workspace, register, months, now)
    ledger = open_ledger(workspace, period)
    closed = closed_month(workspace, period, ledger, until)
    if read_only and isinstance(closed, Published):
        return _as_signed(workspace, closed, past.month, units)
    month = read_month(workspace, register, period, past.last, until=until, progress=progress)
    in_retrospect = read_only or until is not None or month.is_closed
    came_later = _came_later(workspace, register, past.last) if past.last else None
    against = MonthsBefore(past.month, tuple(past.course), came_later)
    this, editing = follow_editor(
        workspace,
        as_documents_tell(month, register, now),
        lambda edited: drafted(edited, against),
        in_retrospect=in_retrospect,
    )
    past.unread += _unopened(workspace, month, machine.WHO_FILED)
    told = (tuple(past.history), tuple(past.unread))
    return Material(workspace, month, this, against, units, editing, *told)


def _unopened(workspace: Workspace, month: Month, what: str) -> list[Finding]:
    if not month.unopened:
        return []
    place = Source(workspace.shown(workspace.inbox(month.period)))
    names = at_most([f"«{name}»" for name in month.unopened], MORE_FILES)
    return [machine.UNOPENED.at(place, count=len(month.unopened), what=(what,), files=names)]


class _Past(Struct):
    """The months before."""

    last: Month | None = None
    """As it was read."""
    month: Consolidated | None = None
    """As its documents told it."""
    course: list[Point] = field(default_factory=list)
    """Of those before that one, the oldest first."""
    history: list[MonthBefore] = field(default_factory=list)
    """Of all of them, likewise; those that a closed one stands for are left out."""
    unread: list[Finding] = field(default_factory=list)


def _brought_together(
    workspace: Workspace, register: Register, months: Iterable[Month], now: datetime
) -> _Past:
    """The months before, the oldest first; the last is kept in mind where another reading would find the same."""
    past, is_certain = _Past(), True
    for month in months:
        if month.kept is not None:
            past.month, past.course = month.kept.month, [*month.kept.course]
            past.history = [*month.kept.history]
        else:
            past.course += [point_of(past.month)] if past.month else []
            past.month = as_documents_tell(month, register, now)
            is_certain = is_certain and month.is_certain
            past.unread += _unopened(workspace, month, machine.WHAT_CHANGED)
        past.last = month
        past.history.append(month.as_told_later)
    if past.last is not None and past.month is not None and not past.last.kept and is_certain:
        kept = past.last.kept_as(past.month, past.course, past.history[:-1])
        keep_in_mind(workspace, register, past.last, kept)
    return past


def _came_later(workspace: Workspace, register: Register, month: Month) -> AfterClosing | None:
    """What came after `month` was closed, where that would change it."""
    closed = month.closed
    if closed is None:
        return None
    later = filed_after_closing(workspace, register, closed)
    return after_closing(closed.month, later, closed.kept.before)


def _as_signed(
    workspace: Workspace, closed: Published, before: Consolidated | None, units: frozenset[str]
) -> Material:
    """A closed month: its figures, the texts and judgements of its documents as they were then."""
    earlier = closed.kept.course[: -1 if before else None]
    return Material(
        workspace,
        Month.as_kept(closed.kept, closed.sha256, closed),
        closed.month,
        MonthsBefore(before, earlier),
        units,
        Editing(decisions=closed.decisions),
    )


def _compared(root: Path, outputs: Iterable[Output]) -> Iterator[ComparedDocument]:
    """For each Word document that a person edited: what to carry over, written as a list."""
    for output in outputs:
        if output.kept is not None and output.path.suffix == ".docx":
            yield from _with_new(root, output, output.kept)


def _with_new(root: Path, output: Output, kept: KeptEdit) -> Iterator[ComparedDocument]:
    path = kept.path.with_name(f"{DIFFERENCES}{kept.wanted.name}")
    from cv183_reports.differences.comparison import Differences, compare

    if output.placed is Placed.FAILED:
        return
    if output.placed is Placed.KEPT:
        if path.exists():
            found = Differences((), 1)
            listed = _listed(root, path, found, kept, kept.path)
            yield ComparedDocument(kept.path.name, path.name, found, listed, is_settled=True)
        return
    mine, new = bytes_at(kept.path), bytes_at(output.path)
    lines = [_read(data) for data in (kept.wrote, mine, new)]
    if lines[0] is None or lines[2] is None:
        yield ComparedDocument(kept.path.name, path.name, None)
        return
    found = compare(lines[0], lines[0] if lines[1] is None else lines[1], lines[2])
    merged = _merged(root, kept, mine, new)
    found = merged.left or found
    listed = _listed(root, path, found, kept, output.path, merged.name)
    outputs = (*merged.outputs, *listed)
    yield ComparedDocument(
        kept.path.name, path.name, found, outputs, merged=merged.name, findings=merged.findings
    )


class _Merging(Struct, frozen=True):
    """What became of the attempt to merge one document."""

    name: str = ""
    outputs: tuple[Output, ...] = ()
    left: Differences | None = None
    """What both changed, and how many places were carried over."""
    findings: tuple[Finding, ...] = ()


def _merged(root: Path, kept: KeptEdit, mine: bytes | None, new: bytes | None) -> _Merging:
    """The new version carried into the edited document, written beside it."""
    from cv183_reports.differences.comparison import Differences
    from cv183_reports.differences.merge import merge_documents
    from cv183_reports.differences.opened import CannotMerge

    path = kept.wanted.with_name(merged_name(kept.wanted.name))
    try:
        merged = merge_documents(kept.wrote or b"", mine or b"", new or b"", path.name)
    except CannotMerge as found:
        place = Source(kept.path.name)
        return _Merging(findings=(machine.NOT_MERGED.at(place, reason=found.reason),))
    if not merged.taken and not merged.contested:
        return _Merging()
    (output,) = publish(root, path.parent, {path.name: merged.data})
    if output.placed is Placed.FAILED:
        return _Merging(outputs=(output,))
    left = Differences(merged.contested, merged.taken)
    return _Merging(output.path.name, (output,), left, merged.faults)


def _listed(
    root: Path, path: Path, found: Differences, kept: KeptEdit, new: Path, merged: str = ""
) -> tuple[Output, ...]:
    from cv183_reports.differences.papers import write_list

    data = write_list(found, kept.path.name, new.name, merged)
    return publish(root, path.parent, {path.name: data})


def _read(data: bytes | None) -> tuple[DocumentLine, ...] | None:
    from cv183_reports.differences.comparison import lines_of
    from cv183_reports.word.document import read_facts

    if data is None:
        return None
    facts, _ = read_facts(data, "")
    return lines_of(facts) if facts is not None else None
