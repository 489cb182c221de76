"""`build`, the part for units: each unit's own report, ready for its signature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from cv183_reports.catalogue import machine
from cv183_reports.cli.month import Month, root_relative
from cv183_reports.cli.opening import read_file
from cv183_reports.document.template import Template, load_template
from cv183_reports.document.unit_report import TEMPLATES, unit_report
from cv183_reports.finding import Finding
from cv183_reports.model import PresentationStyle, Register, Source
from cv183_reports.narrative.unit import compose
from cv183_reports.vietnamese.text import file_name
from cv183_reports.workbook.layout import SAMPLE_MARK
from cv183_reports.workspace import Workspace


def unit_reports(
    workspace: Workspace, register: Register, month: Month
) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """File name → document of every filing that counts, and what is wrong with the templates.

    A template with faults leaves the units of its style out; `register` is in the house style.
    """
    templates, faults = _templates(workspace)
    reports: dict[str, bytes] = {}
    for filing in month.batch.filings:
        unit = register.unit(filing.unit)
        assert unit is not None
        template = templates.get(unit.style)
        if template is None:
            continue
        prose = compose(filing, register, month.period)
        mark = SAMPLE_MARK if filing.sample else ""
        report = unit_report(filing, register, month.period, prose, mark)
        data, found = template.render({f.name: getattr(report, f.name) for f in fields(report)})
        faults += found
        if data is not None:
            reports[file_name(f"{unit.code}-{unit.short_name}-{month.period}.docx")] = data
    return reports, tuple(dict.fromkeys(faults))


def _templates(
    workspace: Workspace,
) -> tuple[Mapping[PresentationStyle, Template], tuple[Finding, ...]]:
    """The template of each style that can be used."""
    templates: dict[PresentationStyle, Template] = {}
    faults: list[Finding] = []
    for style, name in TEMPLATES.items():
        path = workspace.templates / name
        if not path.is_file():
            faults.append(machine.NO_TEMPLATE.at(Source(root_relative(workspace, path))))
            continue
        template, found = load_template(read_file(path), name)
        faults += found
        if template is not None:
            templates[style] = template
    return templates, tuple(faults)
