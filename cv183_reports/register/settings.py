"""Sheet Thiết lập → Settings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cv183_reports.catalogue import register as rules
from cv183_reports.model import Issuer, Settings
from cv183_reports.register.cells import CellReader, Row, Table
from cv183_reports.register.sheets import (
    NEW_TONE_MARKS,
    IssuerRows,
    Setting,
    SettingRows,
    SettingsTable,
)
from cv183_reports.vietnamese.text import fold

_VALUE = SettingsTable.VALUE
_FOR_ANOTHER = ("K/T", "T/M", "T/L")
"""Who signs for another shows his own title on a second line (HD 05-HD/VPTW, 7.1)."""
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


def read_settings(table: Table, cells: CellReader) -> Settings:
    """The settings; after a finding of severity error with stand-ins."""
    rows = _Rows(_rows_by_setting(table, cells), cells)
    tone_marks = rows.found.get(SettingRows.TONE_MARKS)
    return Settings(
        board=_issuer(rows, SettingRows.BOARD),
        office=_issuer(rows, SettingRows.OFFICE),
        place=rows.text(SettingRows.PLACE),
        dispatch=rows.text(SettingRows.DISPATCH),
        new_tone_marks=bool(tone_marks and cells.choice(tone_marks, _VALUE, NEW_TONE_MARKS)),
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
        title=_title(rows, of.title, rows.text(of.capacity)),
        signatory=rows.text(of.signatory),
        recipients=_recipients(rows, of.recipients),
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


def _title(rows: _Rows, setting: Setting, capacity: str) -> str:
    """The second line of the signing block: there exactly when one signs for another."""
    title = rows.text(setting)
    row = rows.found.get(setting)
    if row and capacity:
        signs_for_another = capacity.upper().startswith(_FOR_ANOTHER)
        if signs_for_another and not title:
            rows.cells.say(rules.TITLE_MISSING, row, _VALUE, value=capacity)
        if title and not signs_for_another:
            rows.cells.say(rules.TITLE_UNWANTED, row, _VALUE, value=title, capacity=capacity)
    return title


def _recipients(rows: _Rows, setting: Setting) -> tuple[str, ...]:
    """Each line without dash and end mark; the last is the file copy."""
    row = rows.found.get(setting)
    if row is None:
        return ()
    lines = (line.strip(" -;.,") for line in rows.cells.lines(row, _VALUE).split("\n"))
    recipients = tuple(line for line in lines if line)
    if recipients and not recipients[-1].startswith(_COPY):
        rows.cells.say(rules.COPY_LINE_MISSING, row, _VALUE)
    return recipients
