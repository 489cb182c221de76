"""`build`, its list: the documents of a month, what each is made of, and when there is one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cv183_reports.cli.month import Month
from cv183_reports.cli.rendering import open_template, rendered
from cv183_reports.cli.unit_reports import unit_reports
from cv183_reports.consolidated import Consolidated
from cv183_reports.document.context import IssuedReport
from cv183_reports.document.monthly import monthly_report
from cv183_reports.document.progress import progress_report
from cv183_reports.finding import Finding
from cv183_reports.model import Unit
from cv183_reports.narrative import monthly, progress
from cv183_reports.workbook.layout import SAMPLE_MARK
from cv183_reports.workbook.summary import write_summary
from cv183_reports.workspace import Workspace

UNITS = "don-vi"
"""The document that is one for each unit, and the folder these lie in."""


@dataclass(frozen=True, slots=True)
class Material:
    """One month, read and brought together, before anything is rendered."""

    workspace: Workspace
    month: Month
    now: Consolidated
    before: Consolidated | None
    unit: Unit | None = None
    """The only unit whose own report is wanted; None: every unit's."""

    @property
    def invented(self) -> bool:
        """Whether any figure of the documents, this month's or last month's, is a sample."""
        return self.now.sample or (self.before is not None and self.before.sample)

    @property
    def mark(self) -> str:
        """What documents that rest on invented files say of themselves."""
        return SAMPLE_MARK if self.invented else ""


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one document."""

    files: Mapping[str, bytes]
    """Path within the month's folder of documents → content; none where a template has faults."""
    faults: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the month."""

    name: str
    """What ``--only`` calls it; its files, or their folder, are named so."""
    make: Callable[[Material], Made]


def _word(name: str, context: Callable[[Material], IssuedReport]) -> Document:
    """A document of its own template, of the same name."""

    def make(material: Material) -> Made:
        template, found = open_template(material.workspace, f"{name}.docx")
        if template is None:
            return Made({}, found)
        data, faults = rendered(template, context(material))
        files = {f"{name}-{material.month.period}.docx": data} if data is not None else {}
        return Made(files, (*found, *faults))

    return Document(name, make)


def _monthly(material: Material) -> IssuedReport:
    prose = monthly.compose(material.now, material.before)
    return monthly_report(material.now, prose, material.mark)


def _progress(material: Material) -> IssuedReport:
    prose = progress.compose(material.now, material.before)
    return progress_report(material.now, prose, material.mark)


def _units(material: Material) -> Made:
    reports, faults = unit_reports(material.workspace, material.now.register, material.month)
    return Made({f"{UNITS}/{name}": data for name, data in reports.items()}, faults)


def _summary(material: Material) -> Made:
    data = write_summary(material.now, material.before)
    return Made({f"tong-hop-{material.month.period}.xlsx": data})


DOCUMENTS = (
    _word("bao-cao-thang", _monthly),
    _word("bao-cao-tien-do", _progress),
    Document("tong-hop", _summary),
    Document(UNITS, _units),
)
"""In the order in which they are made and named."""
