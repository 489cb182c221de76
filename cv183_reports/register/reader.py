"""Workbook → Register, with everything that is wrong with danh-muc.xlsx in one pass."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from cv183_reports.model import ListValue, Profile, Register, Unit, fingerprint_of
from cv183_reports.model.finding import Finding, Severity
from cv183_reports.register.cells import CellReader, RegisterRow, RegisterTable, read_table
from cv183_reports.register.checks import RegisterDraft, check_register, topic_like
from cv183_reports.register.entries import (
    Entry,
    read_constraint,
    read_group,
    read_indicator,
    read_listed,
    read_obligation,
    read_settings,
    read_unit,
    read_waiver,
)
from cv183_reports.register.older import filled, gaps, taken
from cv183_reports.register.sheets import (
    Constraints,
    Groups,
    Indicators,
    Lists,
    Obligations,
    SettingsTable,
    SheetPlan,
    Units,
    Waivers,
)
from cv183_reports.spreadsheet.grid import Workbook

T = TypeVar("T")


def read_register(
    workbook: Workbook, shipped: Callable[[], Workbook] | None = None
) -> tuple[Register | None, tuple[Finding, ...]]:
    """The register that `workbook` says, and what is wrong with it.

    Args:
        workbook: danh-muc.xlsx.
        shipped: the register that ships, for what an older one lacks; None: it has to have everything.

    Returns:
        None for the register as soon as one finding is an error: forms and documents made from a
        register that is partly wrong would be wrong without a sign of it.
    """
    lacking = gaps(workbook, shipped) if shipped else ()
    cells = CellReader()
    cells.findings.extend(taken(workbook, lacking))
    draft = _read_draft(filled(workbook, lacking), cells)
    findings = (*cells.findings, *check_register(draft))
    if any(finding.severity is Severity.ERROR for finding in findings):
        return None, findings
    return _build(draft), findings


def _read_draft(workbook: Workbook, cells: CellReader) -> RegisterDraft:
    """Every sheet, read as far as it can be."""

    def table(plan: SheetPlan) -> RegisterTable | None:
        found, findings = read_table(workbook, plan)
        cells.findings.extend(findings)
        return found

    def entries(
        plan: SheetPlan, read: Callable[[RegisterRow, int, CellReader], Entry[T]]
    ) -> tuple[Entry[T], ...] | None:
        found = table(plan)
        if found is None:
            return None
        return tuple(read(row, order, cells) for order, row in enumerate(found.rows))

    groups = entries(Groups.SHEET, read_group)
    units = entries(Units.SHEET, read_unit)
    obligations = entries(Obligations.SHEET, read_obligation)
    indicators = entries(Indicators.SHEET, read_indicator)
    constraints = entries(Constraints.SHEET, read_constraint)
    waivers = entries(Waivers.SHEET, read_waiver)
    lists = entries(Lists.SHEET, read_listed)
    settings = table(SettingsTable.SHEET)
    return RegisterDraft(
        groups,
        units,
        obligations,
        indicators,
        constraints,
        waivers,
        lists,
        read_settings(settings, cells) if settings else None,
    )


def _build(draft: RegisterDraft) -> Register:
    """The register of a draft without errors."""
    assert draft.settings is not None
    units = tuple(_tiered(unit, draft.settings.tiers) for unit in _values(draft.units))
    obligations = _values(draft.obligations)
    indicators, constraints = _values(draft.indicators), _values(draft.constraints)
    return Register(
        groups=_values(draft.groups),
        units=units,
        obligations=obligations,
        indicators=indicators,
        constraints=constraints,
        settings=draft.settings.settings,
        profile=_profile(draft),
        fingerprint=fingerprint_of(units, obligations, indicators, constraints),
        waivers=_values(draft.waivers),
    )


def _tiered(unit: Unit, tiers: Sequence[str]) -> Unit:
    found = [tier for tier in tiers if unit.short_name.startswith(f"{tier} ")]
    return replace(unit, tier=max(found, key=len, default=""))


def _profile(draft: RegisterDraft) -> Profile:
    assert draft.settings is not None
    listed = _values(draft.lists)

    def choices(name: str) -> tuple[ListValue, ...]:
        return tuple(each.choice for each in listed if each.list_name == name)

    return Profile(
        dispatch=draft.settings.dispatch,
        place=draft.settings.place,
        whole=draft.settings.whole,
        overall_report=draft.settings.overall_report,
        fields=choices(Lists.FIELDS),
        levels=choices(Lists.LEVELS),
        causes=choices(Lists.CAUSES),
        direction_topic=topic_like(draft.settings.direction_topic, draft.indicators or ()),
    )


def _values(entries: tuple[Entry[T], ...] | None) -> tuple[T, ...]:
    """The values of a sheet that could be read."""
    assert entries is not None
    return tuple(entry.value for entry in entries)
