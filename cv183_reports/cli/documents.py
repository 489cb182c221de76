"""`build`, its list: the documents of a month, what each is made of, and when there is one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cv183_reports.catalogue import machine
from cv183_reports.cli.clerk import USAGE
from cv183_reports.cli.editing import NO_EDITING, Editing
from cv183_reports.cli.month import Month, root_relative
from cv183_reports.cli.opening import Stopped
from cv183_reports.cli.rendering import open_template, rendered
from cv183_reports.cli.unit_choice import chosen_units
from cv183_reports.cli.unit_reports import unit_reports
from cv183_reports.consolidation.trend import Point, course_of
from cv183_reports.document.context import IssuedReport, MonthlyReport, Reminder
from cv183_reports.document.monthly import monthly_report
from cv183_reports.document.progress import progress_report
from cv183_reports.document.reminder import reminder
from cv183_reports.model import Period, Register, Source
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.model.finding import Finding, Rule
from cv183_reports.narrative import monthly, progress
from cv183_reports.narrative import reminder as letter
from cv183_reports.spreadsheet.style import SAMPLE_MARK
from cv183_reports.summary.workbook import write_summary
from cv183_reports.workspace.folder import Workspace

UNITS = "don-vi"
"""The document that is one for each unit, and the folder these lie in."""


@dataclass(frozen=True, slots=True)
class Material:
    """One month, read and brought together, before anything is rendered."""

    workspace: Workspace
    month: Month
    now: Consolidated
    """This month, as staff edited it."""
    before: Consolidated | None
    units: frozenset[str]
    """Codes of the units whose own reports are wanted."""
    earlier: tuple[Point, ...] = ()
    """How the months before the last one went, the oldest first."""
    editing: Editing = NO_EDITING

    @property
    def invented(self) -> bool:
        """Whether any figure of the documents, of whatever month, is a sample."""
        return any(point.sample for point in course_of(self.earlier, self.before, self.now))

    @property
    def mark(self) -> str:
        """What documents that rest on invented files say of themselves."""
        return SAMPLE_MARK if self.invented else ""


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one document."""

    files: Mapping[str, bytes]
    """Path within the month's folder of documents → content; none where there is nothing to say, or
    where a template has faults."""
    faults: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the month."""

    name: str
    """What ``--only`` calls it; its files, or their folder, are named so."""
    make: Callable[[Material], Made]


def _word(
    name: str,
    context: Callable[[Material], IssuedReport | Reminder | None],
    stale: Rule | None = None,
) -> Document:
    """A document of its own template, of the same name.

    Where it has nothing to say there is none, and `stale` is found on one that lies there from before.
    """

    def make(material: Material) -> Made:
        file = f"{name}-{material.month.period}.docx"
        content = context(material)
        if content is None:
            return Made({}, _left_over(material, file, stale))
        template, found = open_template(material.workspace, f"{name}.docx")
        if template is None:
            return Made({}, found)
        data, faults = rendered(template, content)
        return Made({file: data} if data is not None else {}, (*found, *faults))

    return Document(name, make)


def _left_over(material: Material, file: str, stale: Rule | None) -> tuple[Finding, ...]:
    path = material.workspace.out(material.month.period) / file
    if stale is None or not path.exists():
        return ()
    return (stale.at(Source(root_relative(material.workspace, path))),)


def monthly_context(material: Material) -> MonthlyReport:
    """The monthly report, before it is rendered."""
    prose = monthly.compose(material.now, material.before, material.earlier)
    return monthly_report(material.now, prose, material.mark)


def _progress(material: Material) -> IssuedReport:
    prose = progress.compose(material.now, material.before)
    return progress_report(material.now, prose, material.mark)


def _reminder(material: Material) -> Reminder | None:
    prose = letter.compose(material.now)
    return reminder(material.now, prose, material.mark) if prose is not None else None


def _units(material: Material) -> Made:
    reports, faults = unit_reports(
        material.workspace, material.now.register, material.month, material.units
    )
    return Made({f"{UNITS}/{name}": data for name, data in reports.items()}, faults)


def _summary(material: Material) -> Made:
    data = write_summary(material.now, material.before, material.earlier)
    return Made({f"tong-hop-{material.month.period}.xlsx": data})


DOCUMENTS = (
    _word("bao-cao-thang", monthly_context),
    _word("bao-cao-tien-do", _progress),
    _word("cong-van-don-doc", _reminder, stale=machine.NOBODY_OWES),
    Document("tong-hop", _summary),
    Document(UNITS, _units),
)
"""In the order in which they are made and named."""


@dataclass(frozen=True, slots=True)
class Selection:
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
    known = tuple(document.name for document in DOCUMENTS)
    findings = tuple(
        machine.UNKNOWN_DOCUMENT.at(Source("--only"), value=name, known=known)
        for name in only
        if name not in known
    )
    if units and only and UNITS not in only:
        findings += (machine.UNIT_WITHOUT_UNITS.at(Source("--unit"), name=UNITS),)
    if findings:
        raise Stopped(findings, USAGE)
    names = only or ((UNITS,) if units else known)
    chosen = chosen_units(register, period, units, ())
    return Selection(
        tuple(document for document in DOCUMENTS if document.name in names),
        frozenset(unit.code for unit in chosen),
    )
