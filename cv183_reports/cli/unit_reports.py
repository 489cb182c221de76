"""`build`, the part for units: each unit's own report, ready for its signature."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from cv183_reports.cli.month import Month
from cv183_reports.cli.rendering import open_template, rendered
from cv183_reports.document.unit_report import TEMPLATES, unit_report
from cv183_reports.model import Period, PresentationStyle, Register, Unit
from cv183_reports.model.finding import Finding
from cv183_reports.narrative.unit import compose
from cv183_reports.spreadsheet.style import SAMPLE_MARK
from cv183_reports.template.word import Template
from cv183_reports.vietnamese.text import file_name
from cv183_reports.workspace.folder import Workspace


def unit_report_name(unit: Unit, period: Period) -> str:
    """File name of a unit's own report: ``11560-Phường Thủy Nguyên-2025-09.docx``."""
    return file_name(f"{unit.code}-{unit.short_name}-{period}.docx")


def unit_reports(
    workspace: Workspace, register: Register, month: Month, codes: Collection[str]
) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """File name → document of every filing of `codes` that counts, and what is wrong with the templates.

    A template with faults leaves the units of its style out; `register` is in the house style.
    """
    templates, faults = _templates(workspace)
    reports: dict[str, bytes] = {}
    for filing in month.batch.filings:
        if filing.unit not in codes:
            continue
        unit = register.unit(filing.unit)
        assert unit is not None
        template = templates.get(unit.style)
        if template is None:
            continue
        prose = compose(filing, register, month.period)
        mark = SAMPLE_MARK if filing.sample else ""
        report = unit_report(filing, register, month.period, prose, mark)
        data, found = rendered(template, report)
        faults += found
        if data is not None:
            reports[unit_report_name(unit, month.period)] = data
    return reports, tuple(dict.fromkeys(faults))


def _templates(
    workspace: Workspace,
) -> tuple[Mapping[PresentationStyle, Template], tuple[Finding, ...]]:
    """The template of each style that can be used."""
    templates: dict[PresentationStyle, Template] = {}
    faults: list[Finding] = []
    for style, name in TEMPLATES.items():
        template, found = open_template(workspace, name)
        faults += found
        if template is not None:
            templates[style] = template
    return templates, tuple(faults)
