"""Rows of the register → the values of the model, each with the row it came from; sheet Thiết lập → Settings."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.structs import asdict, replace

from cv183_reports.catalogue import register as rules
from cv183_reports.model import (
    Aggregation,
    Better,
    Constraint,
    Cycle,
    Deadline,
    Dispatch,
    Encryption,
    Indicator,
    Issuer,
    Kind,
    ListValue,
    MailServer,
    Nature,
    Obligation,
    OwnPaper,
    Period,
    PresentationStyle,
    Settings,
    Thresholds,
    Unit,
    UnitGroup,
    Waiver,
)
from cv183_reports.register.cells import (
    EMAIL,
    GROUP_CODE,
    HOST_NAME,
    INDICATOR_CODE,
    OBLIGATION_CODE,
    CellReader,
    Ratio,
    RegisterRow,
    as_seen,
    parse_ratio,
    parse_sum,
)
from cv183_reports.register.sheets import (
    CYCLES,
    JUDGED_BY_RECEIPT,
    NEW_TONE_MARKS,
    RELATIONS,
    YES_OR_NO,
    Constraints,
    Groups,
    Indicators,
    IssuerRows,
    Lists,
    MailRows,
    Obligations,
    PaperColumns,
    RegisterColumn,
    Setting,
    SettingRows,
    SettingsTable,
    ThresholdRows,
    Units,
    Waivers,
    WholeSetting,
)
from cv183_reports.register.table import RegisterTable, rows_by_setting
from cv183_reports.vietnamese.text import fold
from cv183_reports.vietnamese.wording import period_noun, short_date

T = TypeVar("T")

_STYLES = {style.value: style for style in PresentationStyle}
_KINDS = {kind.value: kind for kind in Kind}
_AGGREGATIONS = {aggregation.value: aggregation for aggregation in Aggregation}
_NATURES = {nature.value: nature for nature in Nature}
_BETTER = {better.value: better for better in Better}
_FITTING = {
    Aggregation.SUM: (Nature.FLOW,),
    Aggregation.LAST: (Nature.STOCK, Nature.CUMULATIVE),
    Aggregation.AVERAGE: (Nature.FLOW, Nature.STOCK),
}
"""What each aggregation may bring together; the first where the register does not say."""
_MOST_DECIMALS = 4
_YEARS_AHEAD = 10
NO_MONTH = Period(1, 1)
"""Stands in where no month could be read."""


class Entry(Struct, Generic[T], frozen=True):
    """One value of the register and where it was read.

    After a finding of severity error the value holds stand-ins; no register is built from it.
    """

    row: RegisterRow
    value: T


def read_group(row: RegisterRow, order: int, cells: CellReader) -> Entry[UnitGroup]:
    """One row of Nhóm đơn vị."""
    code = cells.code(row, Groups.CODE, GROUP_CODE)
    paper = _read_paper(row, cells, Groups.PAPER)
    name, highlight = cells.text(row, Groups.NAME), cells.text(row, Groups.HIGHLIGHT)
    return Entry(row, UnitGroup(code, name, order, paper, highlight))


def _read_paper(
    row: RegisterRow, cells: CellReader, of: PaperColumns, heading: str = "", place: str = ""
) -> OwnPaper:
    """What units of the row head their papers with, and who signs them."""
    capacity, title = (
        " ".join(cells.capitals(row, column).split()) for column in (of.capacity, of.title)
    )
    check_title(row, of.title, capacity, title, cells)
    return OwnPaper(
        symbol=cells.text(row, of.symbol),
        superior=cells.capitals(row, of.superior),
        heading=heading,
        place=place,
        capacity=capacity,
        title=title,
        kept_by=cells.text(row, of.kept_by),
    )


_FOR_ANOTHER = ("K/T", "T/M", "T/L", "KT.", "TM.", "TL.")
"""Who signs for another shows his own title on a second line (HD 05-HD/VPTW, 7.1; NĐ 30)."""


def check_title(
    row: RegisterRow, column: RegisterColumn, capacity: str, title: str, cells: CellReader
) -> None:
    """The second line of a signing block is there exactly when one signs for another."""
    for_another = capacity.upper().startswith(_FOR_ANOTHER)
    if capacity and for_another and not title:
        cells.say(rules.TITLE_MISSING, row, column, value=capacity)
    if title and not for_another:
        cells.say(rules.TITLE_UNWANTED, row, column, value=title, capacity=capacity)


def read_unit(row: RegisterRow, order: int, cells: CellReader) -> Entry[Unit]:
    """One row of Đơn vị."""
    since, until = cells.day(row, Units.VALID_FROM), cells.day(row, Units.VALID_UNTIL)
    if since and until and until < since:
        told = {"since": short_date(since), "until": short_date(until)}
        cells.say(rules.VALIDITY_REVERSED, row, Units.VALID_UNTIL, **told)
    unit = Unit(
        code=cells.unit_code(row, Units.CODE),
        name=cells.text(row, Units.NAME),
        short_name=cells.text(row, Units.SHORT_NAME),
        group=cells.text(row, Units.GROUP),
        style=cells.choice(row, Units.STYLE, _STYLES) or PresentationStyle.PARTY,
        order=order,
        email="; ".join(cells.emails(row, Units.EMAIL)),
        phone=cells.phone(row, Units.PHONE),
        officer=cells.text(row, Units.OFFICER),
        officer_phone=cells.phone(row, Units.OFFICER_PHONE),
        valid_from=since,
        valid_until=until,
        former_names=cells.codes(row, Units.FORMER_NAMES),
        paper=_read_paper(
            row,
            cells,
            Units.PAPER,
            cells.capitals(row, Units.PAPER.heading),
            cells.text(row, Units.PAPER.place),
        ),
    )
    return Entry(row, unit)


def read_obligation(row: RegisterRow, order: int, cells: CellReader) -> Entry[Obligation]:
    """One row of Nhiệm vụ."""
    code = cells.code(row, Obligations.CODE, OBLIGATION_CODE)
    kind = cells.choice(row, Obligations.KIND, _KINDS)
    deadline = cells.deadline(row, Obligations.DEADLINE)
    is_understood = deadline is not None or row.cell(Obligations.DEADLINE) is None
    if kind and is_understood and not _fits(kind, deadline):
        told = {"kind": kind.value, "value": as_seen(row.cell(Obligations.DEADLINE))}
        told["noun"] = period_noun(cells.cycle)
        cells.say(rules.DEADLINE_UNFIT, row, Obligations.DEADLINE, **told)
    if deadline and deadline.once and (why := _far(deadline.once.date(), cells.begun_on)):
        shown = short_date(deadline.once.date())
        cells.say(rules.DEADLINE_FAR, row, Obligations.DEADLINE, value=shown, why=why)
    if kind and kind.cycle not in (None, cells.cycle):
        told = {"kind": kind.value, "noun": period_noun(cells.cycle)}
        cells.say(rules.KIND_UNFIT, row, Obligations.KIND, **told)
    owners = cells.codes(row, Obligations.ASSIGNED_TO)
    if row.cell(Obligations.ASSIGNED_TO) is None:
        cells.say(rules.OWED_BY_NOBODY, row, Obligations.ASSIGNED_TO, code=code)
    since, until = _validity(row, Obligations.VALID_FROM, Obligations.VALID_UNTIL, cells)
    obligation = Obligation(
        code=code,
        section=cells.text(row, Obligations.SECTION),
        text=cells.text(row, Obligations.TEXT),
        short_text=cells.text(row, Obligations.SHORT_TEXT),
        kind=kind or Kind.ONGOING,
        deadline=deadline,
        assigned_to=owners,
        with_units=cells.codes(row, Obligations.WITH_UNITS),
        proof=cells.text(row, Obligations.PROOF),
        judged_by_receipt=cells.choice(row, Obligations.JUDGED_BY, JUDGED_BY_RECEIPT) or False,
        order=order,
        valid_from=since,
        valid_until=until,
    )
    return Entry(row, obligation)


def _far(day: date, begun_on: date) -> tuple[str, ...]:
    """Why the year of a deadline is likely a slip; empty: it is not."""
    if day < begun_on:
        return rules.TOO_EARLY
    is_late = begun_on > date.min and day.year - begun_on.year > _YEARS_AHEAD
    return rules.TOO_LATE if is_late else ()


def _validity(
    row: RegisterRow, since: RegisterColumn, until: RegisterColumn, cells: CellReader
) -> tuple[Period | None, Period | None]:
    """The first and the last month of a row, None where there is no end to that side."""
    first, last = cells.period(row, since), cells.period(row, until)
    if first and last and last < first:
        cells.say(rules.PERIODS_REVERSED, row, until, since=first, until=last)
        return None, None
    return first, last


def _fits(kind: Kind, deadline: Deadline | None) -> bool:
    """Whether the deadline has the form its kind needs: none, one instant, or a day of every period."""
    if kind.recurs:
        return deadline is not None and deadline.monthly_day is not None
    if kind is Kind.ONE_OFF:
        return deadline is None or deadline.once is not None
    return deadline is None


def read_indicator(row: RegisterRow, order: int, cells: CellReader) -> Entry[Indicator]:
    """One row of Chỉ tiêu."""
    code = cells.code(row, Indicators.CODE, INDICATOR_CODE)
    aggregation = cells.choice(row, Indicators.AGGREGATION, _AGGREGATIONS)
    groups = cells.codes(row, Indicators.GROUPS)
    ratio = None
    if aggregation is Aggregation.RATIO:
        ratio = _read_ratio(row, code, cells)
    elif aggregation:
        _expect_asked(row, code, cells)
    since, until = _validity(row, Indicators.VALID_FROM, Indicators.VALID_UNTIL, cells)
    indicator = Indicator(
        code=code,
        name=cells.text(row, Indicators.NAME),
        measure=cells.text(row, Indicators.MEASURE),
        topic=cells.text(row, Indicators.TOPIC),
        groups=groups,
        aggregation=aggregation or Aggregation.SUM,
        decimals=cells.whole(row, Indicators.DECIMALS, 0, _MOST_DECIMALS) or 0,
        order=order,
        is_main=bool(cells.choice(row, Indicators.MAIN, YES_OR_NO)),
        numerator=ratio.numerator if ratio else (),
        denominator=ratio.denominator if ratio else (),
        nature=_read_nature(row, aggregation, cells),
        better=cells.choice(row, Indicators.BETTER, _BETTER),
        valid_from=since,
        valid_until=until,
    )
    return Entry(row, indicator)


def _read_nature(row: RegisterRow, aggregation: Aggregation | None, cells: CellReader) -> Nature:
    """What the figures count; a ratio is computed and has none."""
    nature = cells.choice(row, Indicators.NATURE, _NATURES)
    fitting = _FITTING.get(aggregation, ()) if aggregation else tuple(Nature)
    if aggregation and nature and nature not in fitting:
        told = {"aggregation": aggregation.value, "nature": nature.value}
        cells.say(rules.NATURE_UNFIT, row, Indicators.NATURE, **told)
    return nature or next(iter(fitting), Nature.FLOW)


def _read_ratio(row: RegisterRow, code: str, cells: CellReader) -> Ratio | None:
    """The formula of a ratio, which nobody is asked for."""
    if row.cell(Indicators.GROUPS) is not None:
        cells.say(rules.RATIO_ASKED, row, Indicators.GROUPS, code=code)
    if row.cell(Indicators.FORMULA) is None:
        cells.say(rules.FORMULA_MISSING, row, Indicators.FORMULA, code=code)
        return None
    written = cells.text(row, Indicators.FORMULA)
    ratio = parse_ratio(written)
    if ratio is None and written:
        told = {"value": written, "example": "(HC06 + HC07) / HC05"}
        cells.say(rules.FORMULA_MALFORMED, row, Indicators.FORMULA, **told)
    return ratio


def _expect_asked(row: RegisterRow, code: str, cells: CellReader) -> None:
    """An indicator that is no ratio is asked of somebody and has no formula."""
    if row.cell(Indicators.GROUPS) is None:
        cells.say(rules.ASKED_OF_NOBODY, row, Indicators.GROUPS, code=code)
    if row.cell(Indicators.FORMULA) is not None:
        cells.say(rules.FORMULA_UNWANTED, row, Indicators.FORMULA, code=code)


def read_constraint(row: RegisterRow, _order: int, cells: CellReader) -> Entry[Constraint]:
    """One row of Ràng buộc."""
    sides = []
    for column in (Constraints.LEFT, Constraints.RIGHT):
        written = cells.text(row, column)
        terms = parse_sum(written)
        if terms is None and written:
            told = {"value": written, "example": "HC01 + HC02"}
            cells.say(rules.FORMULA_MALFORMED, row, column, **told)
        sides.append(terms or ())
    if both := [code for code in sides[0] if code in sides[1]]:
        cells.say(rules.CONSTRAINT_IDLE, row, Constraints.RIGHT, codes=tuple(both))
    relation = cells.choice(row, Constraints.RELATION, RELATIONS)
    constraint = Constraint(
        left=sides[0],
        relation=relation or "=",
        right=sides[1],
        text=cells.text(row, Constraints.TEXT),
    )
    return Entry(row, constraint)


class ListedValue(Struct, frozen=True):
    """One value, and the list it is of."""

    list_name: str
    """One of Lists.NAMES; empty: none that is known."""
    choice: ListValue


def read_listed(row: RegisterRow, _order: int, cells: CellReader) -> Entry[ListedValue]:
    """One row of Danh sách chọn."""
    name = cells.choice(row, Lists.LIST, {name: name for name in Lists.NAMES})
    value = cells.text(row, Lists.VALUE)
    return Entry(
        row, ListedValue(name or "", ListValue(value, cells.text(row, Lists.IN_SENTENCE) or value))
    )


def read_waiver(row: RegisterRow, _order: int, cells: CellReader) -> Entry[Waiver]:
    """One row of Miễn, hoãn."""
    first, last = cells.period(row, Waivers.FIRST), cells.period(row, Waivers.LAST)
    if first and last and last < first:
        told = {"since": first, "until": last}
        cells.say(rules.MONTHS_REVERSED, row, Waivers.LAST, **told)
    written = cells.text(row, Waivers.OBLIGATION)
    is_everything = written in ("", Waivers.EVERYTHING)
    waiver = Waiver(
        unit=cells.text(row, Waivers.UNIT),
        obligation="" if is_everything else written,
        first=first or NO_MONTH,
        last=last or first or NO_MONTH,
        document=cells.text(row, Waivers.DOCUMENT),
        decided_on=cells.day(row, Waivers.DECIDED_ON) or date.min,
        decided_by=cells.text(row, Waivers.DECIDED_BY),
        reason=cells.text(row, Waivers.REASON),
    )
    return Entry(row, waiver)


_VALUE = SettingsTable.VALUE
_COPY = "Lưu "
"""Nơi nhận ends with the line of the file copy (HD 05-HD/VPTW, 9.2)."""
_NUMBER = re.compile(r"0*[1-9]\d{0,4}", re.ASCII)


class _Rows(Struct, frozen=True):
    """The rows of the sheet by setting; those that are missing have been said."""

    found: dict[Setting, RegisterRow]
    cells: CellReader

    def text(self, setting: Setting) -> str:
        row = self.found.get(setting)
        return self.cells.text(row, _VALUE) if row else ""

    def whole(self, setting: WholeSetting) -> int | None:
        row, of = self.found.get(setting), setting
        if row is None:
            return None
        return self.cells.whole(row, _VALUE, of.least, of.most, in_percent=of.in_percent)


class SheetSettings(Struct, frozen=True):
    """What the sheet says: who issues and signs, and whose register this is."""

    settings: Settings
    dispatch: Dispatch
    cycle: Cycle
    place: str
    whole: str
    tiers: tuple[str, ...]
    """What short names of communes may begin with."""
    overall_report: str
    overall_report_row: RegisterRow | None
    """Where it stands."""
    direction_topic: str
    """As written; its indicators may write it otherwise."""
    direction_topic_row: RegisterRow | None
    """Where it stands."""


def read_settings(table: RegisterTable, cells: CellReader) -> SheetSettings:
    """The settings; after a finding of severity error with stand-ins.

    `cells` has the cycle from here on by which periods and deadlines of all sheets are read, and the day of the beginning.
    """
    rows = _Rows(rows_by_setting(table, cells), cells)
    begun_on = rows.found.get(SettingRows.BEGUN_ON)
    cells.begun_on = (cells.day(begun_on, _VALUE) if begun_on else None) or date.min
    cycle = rows.found.get(SettingRows.CYCLE)
    cells.cycle = (
        cells.choice(cycle, _VALUE, CYCLES, SettingRows.CYCLE.key) if cycle else None
    ) or Cycle.MONTH
    tone_marks = rows.found.get(SettingRows.TONE_MARKS)
    tiers = rows.found.get(SettingRows.TIERS)
    return SheetSettings(
        settings=Settings(
            board=_issuer(rows, SettingRows.BOARD),
            office=_issuer(rows, SettingRows.OFFICE),
            new_tone_marks=bool(
                tone_marks
                and cells.choice(tone_marks, _VALUE, NEW_TONE_MARKS, SettingRows.TONE_MARKS.key)
            ),
            thresholds=_thresholds(rows, SettingRows.THRESHOLDS),
            mail_server=_mail_server(rows, SettingRows.MAIL),
        ),
        dispatch=_dispatch(rows),
        cycle=cells.cycle,
        place=rows.text(SettingRows.PLACE),
        whole=rows.text(SettingRows.WHOLE),
        tiers=cells.codes(tiers, _VALUE) if tiers else (),
        overall_report=rows.text(SettingRows.OVERALL_REPORT),
        overall_report_row=rows.found.get(SettingRows.OVERALL_REPORT),
        direction_topic=rows.text(SettingRows.DIRECTION_TOPIC),
        direction_topic_row=rows.found.get(SettingRows.DIRECTION_TOPIC),
    )


def _mail_server(rows: _Rows, of: MailRows) -> MailServer | None:
    """What the rows say. A wrong one is a warning: it keeps nobody from anything but sending."""
    said = len(rows.cells.findings)
    host, port = rows.text(of.host), rows.text(of.port)
    user, sender = rows.text(of.user), rows.text(of.sender)
    written = rows.text(of.encryption)
    usual = Encryption.TLS if port == str(Encryption.TLS.port) else Encryption.STARTTLS
    way = next((each for each in Encryption if fold(each.value) == fold(written)), None)
    sound = (
        (of.host, host, HOST_NAME.fullmatch(host), rules.HOST_FORM),
        (
            of.port,
            port,
            port.isdecimal() and of.port.least <= int(port) <= of.port.most,
            rules.PORT_FORM,
        ),
        (of.encryption, written, way, rules.ENCRYPTION_FORM),
        (of.sender, sender, EMAIL.fullmatch(sender), rules.SENDER_FORM),
    )
    for setting, value, is_sound, form in sound:
        if value and not is_sound:
            told = {"key": setting.key, "value": value, "form": form}
            rows.cells.say(rules.MAIL_SERVER_MALFORMED, rows.found[setting], _VALUE, **told)
    if host and not sender and not EMAIL.fullmatch(user):
        told = {"key": of.sender.key, "value": "để trống", "form": rules.SENDER_FORM}
        rows.cells.say(rules.MAIL_SERVER_MALFORMED, rows.found[of.host], _VALUE, **told)
    if not host or len(rows.cells.findings) > said:
        return None
    encryption = way or usual
    return MailServer(host, int(port or encryption.port), encryption, user, sender or user)


def _thresholds(rows: _Rows, of: ThresholdRows) -> Thresholds:
    """What the rows say; where they say nothing, the defaults."""
    said = len(rows.cells.findings)
    written = {name: rows.whole(row) for name, row in asdict(of).items()}
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
    first = rows.found.get(SettingRows.FIRST_PERIOD)
    return Dispatch(
        name=rows.text(SettingRows.DISPATCH),
        kind=rows.text(SettingRows.KIND),
        issuer=rows.text(SettingRows.DISPATCH_ISSUER),
        matter=rows.text(SettingRows.MATTER),
        directive=rows.text(SettingRows.DIRECTIVE),
        begun_on=rows.cells.begun_on,
        first_period=(rows.cells.period(first, _VALUE) if first else None) or NO_MONTH,
    )


def _issuer(rows: _Rows, of: IssuerRows) -> Issuer:
    """What the rows of one issuer say."""
    signed_on = rows.found.get(of.signed_on)
    return Issuer(
        superior=rows.text(of.superior).upper(),
        heading=rows.text(of.heading).upper(),
        name=rows.text(of.name),
        number_code=rows.text(of.number_code),
        number=_number(rows, of.number),
        signed_on=rows.cells.day(signed_on, _VALUE) if signed_on else None,
        capacity=rows.text(of.capacity).upper(),
        title=_title(rows, of),
        signatory=rows.text(of.signatory),
        recipients=_recipients(rows, of),
        addressees=_names(rows, of.addressees),
        subject=_lines(rows, of.subject).rstrip(" .;,"),
    )


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
    title, row = rows.text(of.title).upper(), rows.found.get(of.title)
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
        rows.cells.say(
            rules.COPY_LINE_MISSING, row, _VALUE, value=recipients[-1], name=rows.text(of.name)
        )
    return recipients
