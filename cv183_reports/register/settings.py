"""Sheet Thiết lập → Settings."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from datetime import date
from itertools import pairwise

from cv183_reports.catalogue import register as rules
from cv183_reports.model import Dispatch, Issuer, Settings, Thresholds
from cv183_reports.register.cells import CellReader, Row, Table
from cv183_reports.register.entries import NO_MONTH, check_title
from cv183_reports.register.sheets import (
    NEW_TONE_MARKS,
    IssuerRows,
    Setting,
    SettingRows,
    SettingsTable,
    ThresholdRows,
    WholeSetting,
)
from cv183_reports.vietnamese.text import fold

_VALUE = SettingsTable.VALUE
_COPY = "Lưu "
"""Nơi nhận ends with the line of the file copy (HD 05-HD/VPTW, 9.2)."""
_NUMBER = re.compile(r"0*[1-9]\d{0,4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of the sheet by setting; those that are missing have been said."""

    found: dict[Setting, Row]
    cells: CellReader

    def text(self, setting: Setting) -> str:
        row = self.found.get(setting)
        return self.cells.text(row, _VALUE) if row else ""

    def whole(self, setting: WholeSetting) -> int | None:
        row, of = self.found.get(setting), setting
        if row is None:
            return None
        return self.cells.whole(row, _VALUE, of.least, of.most, in_percent=of.in_percent)


@dataclass(frozen=True, slots=True)
class SheetSettings:
    """What the sheet says: who issues and signs, and whose register this is."""

    settings: Settings
    dispatch: Dispatch
    place: str
    whole: str
    tiers: tuple[str, ...]
    """What short names of communes may begin with."""
    overall_report: str
    overall_report_row: Row | None
    """Where it stands."""
    direction_topic: str
    """As written; its indicators may write it otherwise."""
    direction_topic_row: Row | None
    """Where it stands."""


def read_settings(table: Table, cells: CellReader) -> SheetSettings:
    """The settings; after a finding of severity error with stand-ins."""
    rows = _Rows(_rows_by_setting(table, cells), cells)
    tone_marks = rows.found.get(SettingRows.TONE_MARKS)
    tiers = rows.found.get(SettingRows.TIERS)
    return SheetSettings(
        settings=Settings(
            board=_issuer(rows, SettingRows.BOARD),
            office=_issuer(rows, SettingRows.OFFICE),
            new_tone_marks=bool(tone_marks and cells.choice(tone_marks, _VALUE, NEW_TONE_MARKS)),
            thresholds=_thresholds(rows, SettingRows.THRESHOLDS),
        ),
        dispatch=_dispatch(rows),
        place=rows.text(SettingRows.PLACE),
        whole=rows.text(SettingRows.WHOLE),
        tiers=cells.codes(tiers, _VALUE) if tiers else (),
        overall_report=rows.text(SettingRows.OVERALL_REPORT),
        overall_report_row=rows.found.get(SettingRows.OVERALL_REPORT),
        direction_topic=rows.text(SettingRows.DIRECTION_TOPIC),
        direction_topic_row=rows.found.get(SettingRows.DIRECTION_TOPIC),
    )


def _thresholds(rows: _Rows, of: ThresholdRows) -> Thresholds:
    """What the rows say; where they say nothing, the defaults."""
    said = len(rows.cells.findings)
    written = {field.name: rows.whole(getattr(of, field.name)) for field in fields(of)}
    read = replace(
        Thresholds(), **{name: value for name, value in written.items() if value is not None}
    )
    if len(rows.cells.findings) == said:
        _check_ladder(rows, of, read)
    return read


def _check_ladder(rows: _Rows, of: ThresholdRows, read: Thresholds) -> None:
    """A better verdict asks for no less than a worse one."""
    steps = ((of.good, read.good), (of.fair, read.fair), (of.poor, read.poor))
    for (better, above), (worse, below) in pairwise(steps):
        if below > above:
            filled = (rows.found[each] for each in (worse, better) if each in rows.found)
            row = next(row for row in filled if row.cell(_VALUE))
            told = {"key": worse.key, "value": below, "other": better.key, "above": above}
            rows.cells.say(rules.THRESHOLDS_REVERSED, row, _VALUE, **told)


def _dispatch(rows: _Rows) -> Dispatch:
    begun_on, first = (
        rows.found.get(setting) for setting in (SettingRows.BEGUN_ON, SettingRows.FIRST_PERIOD)
    )
    return Dispatch(
        name=rows.text(SettingRows.DISPATCH),
        kind=rows.text(SettingRows.KIND),
        issuer=rows.text(SettingRows.DISPATCH_ISSUER),
        matter=rows.text(SettingRows.MATTER),
        directive=rows.text(SettingRows.DIRECTIVE),
        begun_on=(rows.cells.day(begun_on, _VALUE) if begun_on else None) or date.min,
        first_period=(rows.cells.month(first, _VALUE) if first else None) or NO_MONTH,
    )


def _issuer(rows: _Rows, of: IssuerRows) -> Issuer:
    """What the rows of one issuer say."""
    signed_on = rows.found.get(of.signed_on)
    return Issuer(
        superior=rows.text(of.superior),
        heading=rows.text(of.heading),
        name=rows.text(of.name),
        number_code=rows.text(of.number_code),
        number=_number(rows, of.number),
        signed_on=rows.cells.day(signed_on, _VALUE) if signed_on else None,
        capacity=rows.text(of.capacity),
        title=_title(rows, of),
        signatory=rows.text(of.signatory),
        recipients=_recipients(rows, of),
        addressees=_names(rows, of.addressees),
        subject=_lines(rows, of.subject),
    )


def _rows_by_setting(table: Table, cells: CellReader) -> dict[Setting, Row]:
    """Each row under the setting it names; unknown, repeated, empty and missing ones are said."""
    known = {fold(setting.key): setting for setting in SettingRows.ALL}
    found: dict[Setting, Row] = {}
    for row in table.rows:
        key = cells.text(row, SettingsTable.KEY)
        setting = known.get(fold(key))
        if setting is None:
            if key:
                told = {"value": key, "allowed": tuple(s.key for s in SettingRows.ALL)}
                cells.say(rules.SETTING_UNKNOWN, row, SettingsTable.KEY, **told)
        elif setting in found:
            first = found[setting].place(SettingsTable.KEY)
            cells.say(rules.CODE_TWICE, row, SettingsTable.KEY, code=key, first=first.cell)
        else:
            found[setting] = row
    for setting in SettingRows.ALL:
        if setting not in found:
            if not setting.optional:
                cells.findings.append(rules.SETTING_MISSING.at(table.place, key=setting.key))
        elif setting.required and found[setting].cell(_VALUE) is None:
            cells.say(rules.CELL_EMPTY, found[setting], _VALUE, column=setting.key)
    return found


def _number(rows: _Rows, setting: Setting) -> str:
    """The number of the document, digits only; empty while unsigned."""
    written = rows.text(setting)
    if written and not _NUMBER.fullmatch(written):
        row = rows.found[setting]
        told = {"value": written, "least": 1, "most": 99999}
        rows.cells.say(rules.NUMBER_MALFORMED, row, _VALUE, **told)
    return written


def _title(rows: _Rows, of: IssuerRows) -> str:
    """The second line of the signing block."""
    title, row = rows.text(of.title), rows.found.get(of.title)
    capacity = rows.text(of.capacity)
    if row and capacity:
        check_title(row, _VALUE, capacity, title, rows.cells)
    return title


def _lines(rows: _Rows, setting: Setting) -> str:
    row = rows.found.get(setting)
    return rows.cells.lines(row, _VALUE) if row else ""


def _names(rows: _Rows, setting: Setting) -> tuple[str, ...]:
    """Each line without dash and end mark."""
    lines = (line.strip(" -;.,") for line in _lines(rows, setting).split("\n"))
    return tuple(line for line in lines if line)


def _recipients(rows: _Rows, of: IssuerRows) -> tuple[str, ...]:
    """Nơi nhận; the last is the file copy."""
    recipients = _names(rows, of.recipients)
    if recipients and not recipients[-1].startswith(_COPY):
        row = rows.found[of.recipients]
        rows.cells.say(rules.COPY_LINE_MISSING, row, _VALUE, name=rows.text(of.name))
    return recipients
