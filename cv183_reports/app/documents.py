"""The documents of a month: what each is made of, when there is one, and how it is rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import asdict

from cv183_reports.app import Cause, ShowProgress, Stopped, Unseen
from cv183_reports.app.memory import PaperMemory
from cv183_reports.app.month import Month
from cv183_reports.app.opening import chosen_units, digest_of, read_file
from cv183_reports.catalogue import machine, outbox
from cv183_reports.catalogue.files import reason
from cv183_reports.consolidation.choices import decided
from cv183_reports.consolidation.closing import MonthBefore, Published
from cv183_reports.consolidation.progress import Point, course_of
from cv183_reports.editor.changes import NO_EDITING, Editing
from cv183_reports.intake.ledger import find
from cv183_reports.model import Cycle, Filing, Period, PresentationStyle, Register, Source, Unit
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.model.finding import Finding, Rule
from cv183_reports.model.frozen import frozen_whole
from cv183_reports.model.prose import Assessment
from cv183_reports.narrative import monthly
from cv183_reports.vietnamese.text import file_name
from cv183_reports.vietnamese.wording import SAMPLE_MARK
from cv183_reports.workspace.folder import Shelf, Version, Workspace, versions

if TYPE_CHECKING:  # imported when a document is made: most runs find all of them made
    from cv183_reports.document.context import (
        Brief,
        IssuedReport,
        MonthlyReport,
        PaperContext,
        Reminder,
    )
    from cv183_reports.template.word import Template

CALL_LIST = "danh-sach-goi"
"""Whom to phone: a list beside the documents, of a template of its own."""
UNITS = "don-vi"
"""The document that is one for each unit, and the folder these lie in."""
UNIT_TEMPLATES = {
    PresentationStyle.PARTY: "bao-cao-don-vi-dang.docx",
    PresentationStyle.STATE: "bao-cao-don-vi-nha-nuoc.docx",
}
"""The templates of theirs."""


MONTHLY, BRIEF = "bao-cao-thang", "tom-tat"
"""The monthly report, and the page that goes with it."""
PROGRESS = "bao-cao-tien-do"
"""The report of the office."""
_QUARTERLY = "bao-cao-quy"
"""The report of the period where that is a quarter; its template is the same."""
LETTER = "cong-van-don-doc"
"""The letter to the units that owe."""
SLIP = "phieu-soat-"
"""Before the name of the document that a slip of `verify` is about."""


def called(name: str, cycle: Cycle) -> str:
    """What ``--only``, and the files of a document, call it where such periods are reported."""
    return _QUARTERLY if name == MONTHLY and cycle is Cycle.QUARTER else name


def document_file(name: str, period: Period) -> str:
    """File name of a document: ``bao-cao-thang-2025-09.docx``, ``bao-cao-quy-2026-Q1.docx``."""
    return f"{called(name, period.cycle)}-{period}.docx"


class Material(Struct, frozen=True):
    """One month, read and brought together, before anything is rendered."""

    workspace: Workspace
    month: Month
    now: Consolidated
    """This month, as staff edited it."""
    against: monthly.MonthsBefore
    """What the report of this month tells it against."""
    units: frozenset[str]
    """Codes of the units whose own reports are wanted."""
    editing: Editing = NO_EDITING
    history: tuple[MonthBefore, ...] = ()
    """Of the months before, the oldest first; those that a closed one stands for are left out."""
    unread: tuple[Finding, ...] = ()
    """That files of the month, or of those before, cannot be opened now: what rests on them may be wrong."""
    papers: PaperMemory | None = None
    """What was rendered before; None: everything is rendered now."""
    progress: ShowProgress = Unseen
    """Told of each of the many own reports of units."""

    @property
    def folder(self) -> Path:
        """Where its documents go: apart from those that were signed, once they were."""
        period = self.month.period
        apart = self.month.is_closed
        return self.workspace.out_after_closing(period) if apart else self.workspace.out(period)

    @property
    def before(self) -> Consolidated | None:
        """The month before; None where it is unknown."""
        return self.against.last

    @property
    def earlier(self) -> tuple[Point, ...]:
        """How the months before the last one went, the oldest first."""
        return self.against.earlier

    @property
    def invented(self) -> bool:
        """Whether any figure of the documents, of whatever month, is a sample."""
        months = (*self.earlier, self.now, *((self.before,) if self.before else ()))
        return any(month.sample for month in months)

    @property
    def mark(self) -> str:
        """What documents that rest on invented files say of themselves."""
        return SAMPLE_MARK if self.invented else ""


class Made(Struct, frozen=True):
    """What became of one document."""

    files: Mapping[str, bytes]
    """Path within the month's folder of documents → content; none where there is nothing to say, or
    where a template has faults."""
    faults: tuple[Finding, ...] = ()


class Document(Struct, frozen=True):
    """One document of the month."""

    name: str
    """What its template is named, and mostly its files or their folder, too; see `called`."""
    make: Callable[[Material], Made]
    is_one_paper: bool = False
    """Whether it is one Word file, made of one template."""


def open_template(workspace: Workspace, name: str) -> tuple[Template | None, tuple[Finding, ...]]:
    """The template of that name, and what is wrong with it; None when that is an error."""
    from cv183_reports.template.word import load_template

    path = workspace.templates / name
    try:
        if not path.is_file():
            return None, (machine.NO_TEMPLATE.at(Source(workspace.shown(path))),)
        return load_template(read_file(path), name)
    except OSError as error:  # the folder may not be entered
        return None, (machine.NOT_READ.at(Source(str(path)), reason=reason(error)),)
    except Stopped as stopped:
        return None, stopped.findings


def rendered(template: Template, paper: PaperContext) -> tuple[bytes | None, tuple[Finding, ...]]:
    """The document, or why there is none; one that rests on invented figures says so for good."""
    return template.render(asdict(paper), SAMPLE_MARK if paper.sample else "")


_LARGE = 500
"""Units beyond which a document is rendered by a process of its own: its text takes 100 kB a unit on its way."""


def _rendered_apart(
    template: bytes, file: str, paper: PaperContext
) -> tuple[bytes | None, tuple[Finding, ...]]:
    """As `rendered`; the memory that it takes ends with its process. Where none can be had, it is rendered here."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    with (
        suppress(BrokenProcessPool, OSError),
        ProcessPoolExecutor(1, get_context("spawn")) as alone,
    ):
        return alone.submit(_rendered_of, template, file, paper).result()
    return _rendered_of(template, file, paper)


def _rendered_of(
    template: bytes, file: str, paper: PaperContext
) -> tuple[bytes | None, tuple[Finding, ...]]:
    from cv183_reports.template.word import load_template

    loaded, found = load_template(template, file)
    return rendered(loaded, paper) if loaded is not None else (None, found)


def _word(
    name: str,
    context: Callable[[Material], PaperContext | None],
    stale: Rule | None = None,
    *,
    names_all: bool = False,
) -> Document:
    """A document of its own template, of the same name.

    Where it has nothing to say there is none, and `stale` is found on one that lies there from before.
    One that `names_all` units in its appendices grows with them.
    """

    def make(material: Material) -> Made:
        file = document_file(name, material.month.period)
        content = context(material)
        if content is None:
            return Made({}, _left_over(material, file, stale))
        template, found = open_template(material.workspace, f"{name}.docx")
        if template is None:
            return Made({}, found)
        if names_all and len(material.now.expected) > _LARGE:
            path = material.workspace.templates / f"{name}.docx"
            data, faults = _rendered_apart(read_file(path), path.name, content)
        else:
            data, faults = rendered(template, content)
        return Made({file: data} if data is not None else {}, (*found, *faults))

    return Document(name, make, is_one_paper=True)


def _left_over(material: Material, file: str, stale: Rule | None) -> tuple[Finding, ...]:
    path = material.folder / file
    if stale is None or not path.exists():
        return ()
    return (stale.at(Source(material.workspace.shown(path))),)


def monthly_context(material: Material) -> MonthlyReport:
    """The monthly report, before it is rendered."""
    from cv183_reports.document.papers import monthly_report

    prose = monthly.monthly_prose(material.now, material.against, _judged(material))
    return monthly_report(material.now, prose, material.mark)


def _judged(material: Material) -> tuple[Assessment, ...]:
    """The assessments as staff want them."""
    drafts = monthly.drafted(material.now, material.against)
    return decided(drafts, material.editing.decisions)


def _brief(material: Material) -> Brief:
    from cv183_reports.document.papers import brief_page
    from cv183_reports.narrative.brief import brief_prose

    prose = brief_prose(material.now, material.against, _judged(material))
    return brief_page(material.now, prose, material.mark)


def _progress(material: Material) -> IssuedReport:
    from cv183_reports.document.papers import progress_report
    from cv183_reports.narrative.progress import progress_prose

    prose = progress_prose(material.now, material.before)
    return progress_report(material.now, prose, material.mark)


def _reminder(material: Material) -> Reminder | None:
    from cv183_reports.document.papers import reminder
    from cv183_reports.narrative.filing import reminder_prose

    prose = reminder_prose(material.now)
    return reminder(material.now, prose, material.mark) if prose is not None else None


def merged_name(name: str) -> str:
    """What the edited version of that document is called, once the new figures were carried into it."""
    title = PurePath(name)
    return f"{title.stem} (bản đã ghép){title.suffix}"


PRINTED = " (bản in).pdf"
"""How the name of a PDF ends that is for printing."""


def printed_name(name: str) -> str:
    """What the PDF of that document is called, to be printed: its own name is that of a signed and scanned copy."""
    return f"{PurePath(name).stem}{PRINTED}"


def unit_report_name(unit: Unit, period: Period) -> str:
    """File name of a unit's own report: ``11560-Phường Thủy Nguyên-2025-09.docx``."""
    return file_name(f"{unit.code}-{unit.short_name}-{period}.docx")


_MOST_REMEMBERED = 1_000
"""Own reports of units that are remembered: more of them take longer to hold than to render."""


class _UnitReports(Struct):
    """The own reports of units: each rendered, or taken as it was rendered of the very same before."""

    material: Material
    faults: list[Finding] = field(default_factory=list)
    _templates: dict[PresentationStyle, Template | None] = field(default_factory=dict)

    def files(self) -> Shelf:
        """Path → document of every filing that counts and is wanted.

        A template with faults leaves the units of its style out.
        """
        month = self.material.month
        wanted = [filing for filing in month.batch.filings if filing.unit in self.material.units]
        papers = self.material.papers if len(wanted) <= _MOST_REMEMBERED else None
        found = Shelf()
        told = f"Làm báo cáo riêng của đơn vị, kỳ {month.period}"
        with self.material.progress(told, len(wanted)) as waiting:
            for filing in wanted:
                make = partial(self._rendered, filing)
                about = (UNITS, self._template_digest(filing), frozen_whole(filing))
                for name, data in (papers.files(about, make) if papers else make()).items():
                    found.lay(f"{UNITS}/{name}", data)
                waiting.step()
        return found

    def _rendered(self, filing: Filing) -> dict[str, bytes]:
        from cv183_reports.document.papers import unit_report
        from cv183_reports.narrative.unit import unit_prose

        register, period = self.material.now.register, self.material.month.period
        unit = self._unit(filing)
        template = self._template(unit.style)
        if template is None:
            return {}
        mark = SAMPLE_MARK if filing.sample else ""
        prose = unit_prose(filing, register, period)
        data, told = rendered(template, unit_report(filing, register, period, prose, mark))
        self.faults += told
        return {unit_report_name(unit, period): data} if data is not None else {}

    def _unit(self, filing: Filing) -> Unit:
        unit = self.material.now.register.unit(filing.unit)
        assert unit is not None
        return unit

    def _template(self, style: PresentationStyle) -> Template | None:
        if style not in self._templates:
            self._templates[style], told = open_template(
                self.material.workspace, UNIT_TEMPLATES[style]
            )
            self.faults += told
        return self._templates[style]

    def _template_digest(self, filing: Filing) -> str:
        return digest_of(
            self.material.workspace.templates / UNIT_TEMPLATES[self._unit(filing).style]
        )


def _units(material: Material) -> Made:
    reports = _UnitReports(material)
    return Made(reports.files(), tuple(dict.fromkeys(reports.faults)))


def _summary(material: Material) -> Made:
    from cv183_reports.summary.workbook import write_summary

    data = write_summary(material.now, material.before, material.earlier)
    return Made({f"tong-hop-{material.month.period}.xlsx": data})


def _overview(material: Material) -> Made:
    from cv183_reports.overview.page import OVERVIEW_FILE, write_page

    course = course_of(material.earlier, material.before, material.now)
    return Made({OVERVIEW_FILE: write_page(material.now, course)})


DOCUMENTS = (
    _word(MONTHLY, monthly_context, names_all=True),
    _word(BRIEF, _brief),
    _word(PROGRESS, _progress),
    _word(LETTER, _reminder, stale=machine.NOBODY_OWES),
    Document("tong-hop", _summary),
    Document("tinh-hinh", _overview),
    Document(UNITS, _units),
)
"""In the order in which they are made and named."""
PAPERS = tuple(document.name for document in DOCUMENTS if document.is_one_paper)
"""Of those each one Word file: what is printed, looked over, offered for the signature."""


class Selection(Struct, frozen=True):
    """What one run is to make."""

    documents: tuple[Document, ...]
    units: frozenset[str]
    """Codes of the units whose own reports are wanted."""

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out by choice."""
        return self.documents == DOCUMENTS


def select(
    register: Register, period: Period, only: Sequence[str], units: Sequence[str]
) -> Selection:
    """What the command line asks for: all documents, those of `only`, or the own reports of `units`.

    Raises:
        Stopped: an unknown document or unit, or units without the document that is theirs.
    """
    cycle = period.cycle
    known = tuple(called(document.name, cycle) for document in DOCUMENTS)
    findings = tuple(
        machine.UNKNOWN_DOCUMENT.at(Source("--only"), value=name, known=known)
        for name in only
        if name not in known
    )
    if units and only and UNITS not in only:
        findings += (machine.UNIT_WITHOUT_UNITS.at(Source("--unit"), name=UNITS),)
    if findings:
        raise Stopped(findings, Cause.USAGE)
    names = only or ((UNITS,) if units else known)
    chosen = chosen_units(register, period, units, ())
    return Selection(
        tuple(document for document in DOCUMENTS if called(document.name, cycle) in names),
        frozenset(unit.code for unit in chosen),
    )


class ChosenVersion(Struct, frozen=True):
    """One of several versions of a document, and why it is that."""

    version: Version
    why: str
    others: tuple[Version, ...]

    @property
    def is_signed(self) -> bool:
        """Whether it is what was signed, as it was kept."""
        return self.why == outbox.AS_SIGNED

    def told(self, rule: Rule, place: Source) -> Iterator[Finding]:
        """By `rule` that it is this of several; what was signed needs no such word."""
        others = tuple(f"«{version.path.name}»" for version in self.others)
        if others and not self.is_signed:
            taken = Source(self.version.path.name)
            yield rule.at(place, count=len(others) + 1, taken=taken, why=self.why, others=others)


def chosen_versions(
    workspace: Workspace, folder: Path, names: Iterable[str], closed: Published | None = None
) -> dict[str, ChosenVersion]:
    """Which version of each of `names` is sent, or printed; those of which none lies there are left out.

    What was signed, as it was kept. Else one that a person edited goes before ours: it is what
    somebody looked at; before it the merged one, which has the new figures, too. Of several edited
    ones the last counts (it was begun from newer figures), of none the one written last.
    """
    names = tuple(names)
    merged = versions(workspace.root, folder, map(merged_name, names))
    chosen = {}
    for name, found in versions(workspace.root, folder, names).items():
        both = (*found, *merged[merged_name(name)])
        taken = _signed_version(workspace, name, closed) or _edited_version(
            found, merged[merged_name(name)]
        )
        if taken is not None:
            version, why = taken
            others = tuple(each for each in both if each.data != version.data)
            chosen[name] = ChosenVersion(version, why, others)
    return chosen


def _signed_version(
    workspace: Workspace, name: str, closed: Published | None
) -> tuple[Version, str] | None:
    """The document as it was signed, if it was and is still there."""
    if closed is None:
        return None
    paper = next((each for each in closed.signed if each.wanted == name), None)
    path = find(workspace.signed(closed.period), paper.sha256) if paper else None
    if path is None:
        return None
    return Version(path, 1, path.read_bytes(), edited=True, modified=0), outbox.AS_SIGNED


def _edited_version(
    found: tuple[Version, ...], merged: tuple[Version, ...]
) -> tuple[Version, str] | None:
    if not found:
        return None
    edited = [version for version in found if version.edited]
    if not edited:
        return max(found, key=lambda version: version.modified), outbox.LATEST
    if merged and merged[-1].modified >= edited[-1].modified:
        return merged[-1], outbox.MERGED_SINCE
    return edited[-1], outbox.EDITED_BY_HAND
