"""Templates of the working folder: opened and filled in, every fault a finding."""

from __future__ import annotations

from dataclasses import fields

from cv183_reports.catalogue import machine
from cv183_reports.cli.month import root_relative
from cv183_reports.cli.opening import read_file
from cv183_reports.document.context import CallList, IssuedReport, Reminder, UnitReport
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding
from cv183_reports.template.word import Template, load_template
from cv183_reports.workspace.folder import Workspace


def open_template(workspace: Workspace, name: str) -> tuple[Template | None, tuple[Finding, ...]]:
    """The template of that name, and what is wrong with it; None when that is an error."""
    path = workspace.templates / name
    if not path.is_file():
        return None, (machine.NO_TEMPLATE.at(Source(root_relative(workspace, path))),)
    return load_template(read_file(path), name)


def rendered(
    template: Template, report: CallList | IssuedReport | Reminder | UnitReport
) -> tuple[bytes | None, tuple[Finding, ...]]:
    """The document, or why there is none."""
    return template.render({field.name: getattr(report, field.name) for field in fields(report)})
