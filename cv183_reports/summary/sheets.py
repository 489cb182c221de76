"""The list sheets of the consolidated workbook and those of its indicators, each declared as columns over rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.consolidation.consolidate import Change, change_of
from cv183_reports.consolidation.salience import days_overdue
from cv183_reports.form import fields
from cv183_reports.form.fields import (
    DIFFICULTY,
    HIGHLIGHT_ROW,
    NEW_DEADLINE,
    PERCENT,
    RESULT,
    STATUS,
    HeaderField,
    answer_text,
    asked_beside,
    header_inputs,
    inputs,
    plan_heading,
)
from cv183_reports.model import (
    NO_ANSWERS,
    Aggregation,
    Answered,
    Figure,
    Indicator,
    Obligation,
    Plan,
    Record,
    Unit,
)
from cv183_reports.model.consolidated import (
    Assignment,
    Consolidated,
    FilingStanding,
    IndicatorTotal,
    Standing,
    UnitFiling,
    Voice,
)
from cv183_reports.model.finding import Finding
from cv183_reports.narrative.filing import kept, note
from cv183_reports.spreadsheet.style import Style
from cv183_reports.spreadsheet.writer import (
    Amount,
    Bottom,
    Formula,
    Shade,
    SheetTable,
    T,
    TableColumn,
    WrittenSheet,
    WrittenValue,
)
from cv183_reports.summary.columns import (
    CARRIED,
    CHANGE,
    CHART_LABEL,
    CODE,
    INDICATOR,
    LAST_MONTH,
    LOOKS,
    SAME_LAST_MONTH,
    SAME_THIS_MONTH,
    SAME_UNITS,
    THIS_MONTH,
    TOTAL,
    answer_column,
    cell_columns,
    file_column,
    obligation_columns,
    rank_column,
    source_columns,
    unit_columns,
    unit_of,
)
from cv183_reports.vietnamese.wording import deadline_words, decision, tabular_period, upper_first


def filing_sheet(now: Consolidated) -> WrittenSheet[UnitFiling]:
    """Tình hình gửi: one row for each unit that owes."""
    groups = {group.code: upper_first(group.name) for group in now.register.groups}
    return WrittenSheet(
        "Tình hình gửi",
        "TÌNH HÌNH GỬI BÁO CÁO CỦA CÁC ĐƠN VỊ",
        SheetTable(
            (
                rank_column(),
                *unit_columns(lambda f: f.unit),
                TableColumn("Nhóm đơn vị", 28, lambda f: groups[f.unit.group]),
                TableColumn("Tình trạng", 13, lambda f: f.standing.value),
                TableColumn("Thời điểm nhận", 16, _received_at, Style.INSTANT),
                TableColumn("Căn cứ", 38, lambda f: f.receipt.evidence if f.receipt else ""),
                TableColumn(
                    "Nhiệm vụ được giao",
                    9,
                    lambda f: f.owed + len(f.waived),
                    Style.COUNT,
                    Bottom.SUM,
                ),
                TableColumn("Số liệu hợp lệ", 9, lambda f: f.valid, Style.COUNT, Bottom.SUM),
                TableColumn("Nhiệm vụ có lỗi", 13, lambda f: ", ".join(f.faulty)),
                TableColumn("Nhiệm vụ để trống", 13, lambda f: ", ".join(f.blank)),
                TableColumn("Nhiệm vụ được miễn, hoãn", 13, lambda f: ", ".join(f.waived)),
                TableColumn("Chỉ tiêu không được tính", 15, lambda f: ", ".join(f.faulty_figures)),
                TableColumn("Lý do", 44, lambda f: _reason(now, f)),
                *_header_columns(now),
                file_column("Tệp", lambda f: "; ".join(f.files)),
            ),
            now.filings,
            TOTAL,
        ),
        frozen=3,
    )


def _header_columns(now: Consolidated) -> tuple[TableColumn[UnitFiling], ...]:
    """Who filled the form in."""
    told = {filing.unit: filing.header for filing in now.accepted}

    def column(line: HeaderField) -> TableColumn[UnitFiling]:
        def said(filing: UnitFiling) -> str:
            return answer_text(told.get(filing.unit.code, NO_ANSWERS).get(line.key))

        return TableColumn(line.label, line.listed_width, said, printed=False)

    return tuple(map(column, header_inputs()))


def _received_at(filing: UnitFiling) -> datetime | None:
    return filing.receipt.at if filing.receipt else None


def _reason(now: Consolidated, filing: UnitFiling) -> str:
    """Why nothing of what the unit sent counts, or why it owes nothing; and what stays done all the same."""
    if filing.waiver is not None:
        return (
            f"Theo {decision(filing.waiver.document, filing.waiver.decided_on)} của "
            f"{filing.waiver.decided_by}: {filing.waiver.reason}"
        )
    why = note(now, filing) if filing.standing is FilingStanding.FAULTY else ""
    return ". ".join(part for part in (why, kept(now, filing)) if part)


class ObligationCounts(Struct, frozen=True):
    """One obligation and how many of its assignments are in each class."""

    obligation: Obligation
    tally: Counter[Standing]


def progress_sheet(now: Consolidated) -> WrittenSheet[ObligationCounts]:
    """Tiến độ: obligation × class, with sums of rows and columns, and labels for the chart."""
    classes = tuple(
        TableColumn(
            standing.value,
            11,
            _tallied(standing),
            Style.ALARM if look.alarming else Style.COUNT,
            Bottom.SUM,
            look.group,
        )
        for standing, look in LOOKS.items()
    )
    span = f"SUM([{classes[0].header}]:[{classes[-1].header}])"
    return WrittenSheet(
        "Tiến độ",
        "TIẾN ĐỘ THỰC HIỆN TỪNG NHIỆM VỤ",
        SheetTable(
            (
                TableColumn(CODE, 7, lambda p: p.obligation.code, Style.CENTRE),
                TableColumn("Nhiệm vụ", 58, lambda p: p.obligation.short_text),
                TableColumn("Thời hạn", 18, lambda p: _deadline(p.obligation, now)),
                *classes,
                TableColumn(
                    TOTAL,
                    10,
                    lambda p: Formula(span, p.tally.total()),
                    Style.TOTAL,
                    Bottom.SUM,
                ),
                TableColumn(CHART_LABEL, 14, _chart_label, Style.PATH, printed=False),
            ),
            tuple(ObligationCounts(o, now.tally(o.code)) for o in now.register.obligations),
            TOTAL,
        ),
        frozen=2,
    )


def _tallied(standing: Standing) -> Callable[[ObligationCounts], int]:
    return lambda progress: progress.tally[standing]


def _chart_label(progress: ObligationCounts) -> str:
    return f"{progress.obligation.code} ({progress.tally.total()})"


def _deadline(obligation: Obligation, now: Consolidated) -> str:
    return deadline_words(obligation.deadline.at(now.period)) if obligation.deadline else ""


class SaidRecord(Struct, frozen=True):
    """One record with what its codes stand for."""

    unit: Unit
    obligation: Obligation
    record: Record


def _said(now: Consolidated) -> tuple[SaidRecord, ...]:
    """Every record, in official order of the units."""
    obligations = {o.code: o for o in now.register.obligations}
    return tuple(
        SaidRecord(unit_of(now.register, record.unit), obligations[record.obligation], record)
        for filing in now.accepted
        for record in filing.records
    )


def record_sheet(now: Consolidated) -> WrittenSheet[SaidRecord]:
    """Số liệu hợp lệ: every record with the file, sheet and cell it was read from.

    Difficulties and proposals stay off paper here: Khó khăn, kiến nghị prints them.
    """
    month = tabular_period(now.period)
    return WrittenSheet(
        "Số liệu hợp lệ",
        "SỐ LIỆU HỢP LỆ CỦA TỪNG ĐƠN VỊ, TỪNG NHIỆM VỤ",
        SheetTable(
            (
                *_said_columns(),
                *_answer_columns(voices=False),
                *cell_columns(lambda s: s.record.source),
                *(replace(column, printed=False) for column in _answer_columns(voices=True)),
                TableColumn("Kỳ báo cáo", 9, lambda _: month, Style.CENTRE, printed=False),
                file_column("Tệp nguồn", lambda s: s.record.source.file),
            ),
            _said(now),
        ),
        frozen=3,
    )


def voice_sheet(now: Consolidated) -> WrittenSheet[SaidRecord]:
    """Khó khăn, kiến nghị: the words of the units as they wrote them."""
    return WrittenSheet(
        "Khó khăn, kiến nghị",
        "KHÓ KHĂN, VƯỚNG MẮC VÀ KIẾN NGHỊ, ĐỀ XUẤT CỦA CÁC ĐƠN VỊ",
        SheetTable(
            (
                rank_column(),
                *_said_columns(),
                *_answer_columns(voices=True),
                *source_columns(lambda s: s.record.source),
            ),
            tuple(s for s in _said(now) if s.record.difficulty or s.record.proposal),
        ),
        frozen=3,
    )


def overdue_sheet(now: Consolidated) -> WrittenSheet[Assignment]:
    """Quá hạn: what is not done though its deadline has passed, by unit, with whom to phone."""
    return WrittenSheet(
        "Quá hạn",
        "NHIỆM VỤ CHƯA HOÀN THÀNH, QUÁ HẠN",
        SheetTable(
            (
                rank_column(),
                *unit_columns(lambda a: a.unit),
                *obligation_columns(lambda a: a.obligation),
                TableColumn("Thời hạn", 18, _passed),
                TableColumn("Số ngày quá hạn", 9, lambda a: days_overdue(a, now), Style.NUMBER),
                answer_column(STATUS, _told, width=17),
                answer_column(PERCENT, _told, width=8),
                answer_column(RESULT, _told, width=40),
                answer_column(DIFFICULTY, _told, width=30),
                answer_column(NEW_DEADLINE, _told),
                TableColumn("Cán bộ theo dõi", 18, lambda a: a.unit.officer),
                TableColumn("Điện thoại đơn vị", 14, lambda a: a.unit.phone),
            ),
            now.overdue,
        ),
        frozen=3,
    )


def _passed(assignment: Assignment) -> str:
    assert assignment.deadline is not None
    return deadline_words(assignment.deadline)


def _told(assignment: Assignment) -> Answered:
    """What the unit says of it; that it has not filed stands for its status."""
    record = assignment.record
    return record.answers if record else {STATUS.key: Standing.NOT_FILED}


def plan_sheet(now: Consolidated) -> WrittenSheet[Plan]:
    """What the units will do next month, as they wrote it."""
    heading = plan_heading(now.period.cycle)
    return WrittenSheet(
        heading,
        heading.upper(),
        SheetTable(
            (
                rank_column(),
                *unit_columns(lambda p: unit_of(now.register, p.unit)),
                TableColumn("Nội dung", 52, lambda p: p.text),
                *source_columns(lambda p: p.source),
            ),
            now.plans,
        ),
        frozen=3,
        portrait=True,
    )


def highlight_sheet(now: Consolidated) -> WrittenSheet[Voice]:
    """What the units say stands out, as they wrote it, under the labels of their forms."""
    asked = dict.fromkeys(group.highlight for group in now.register.groups if group.highlight)
    return WrittenSheet(
        HIGHLIGHT_ROW,
        "; ".join(asked).upper(),
        SheetTable(
            (
                rank_column(),
                *unit_columns(lambda voice: voice.unit),
                TableColumn("Nội dung", 52, lambda voice: voice.text),
                *source_columns(lambda voice: voice.source),
            ),
            now.highlights,
        ),
        frozen=3,
        portrait=True,
    )


def finding_sheet(now: Consolidated) -> WrittenSheet[Finding]:
    """Phát hiện: every finding of every file."""
    return WrittenSheet(
        "Phát hiện",
        "LỖI, CẢNH BÁO KHI KIỂM TRA CÁC TỆP",
        SheetTable(
            (
                rank_column(),
                TableColumn("Mã lỗi", 9, lambda f: f.code, Style.CENTRE),
                TableColumn("Mức độ", 10, lambda f: f.severity.value, Style.CENTRE),
                TableColumn("Tệp nguồn", 30, lambda f: f.place.file),
                *cell_columns(lambda f: f.place),
                TableColumn("Phát hiện", 48, lambda f: f.message),
                TableColumn("Cách xử lý", 48, lambda f: f.remedy),
            ),
            now.findings,
        ),
        frozen=2,
    )


def _said_columns() -> tuple[TableColumn[SaidRecord], ...]:
    return (*unit_columns(lambda s: s.unit), *obligation_columns(lambda s: s.obligation))


def _answer_columns(*, voices: bool) -> tuple[TableColumn[SaidRecord], ...]:
    """What the units answered: of the work, or what hinders them and what they ask for."""
    asked = (column for column in inputs(fields.ANSWER_COLUMNS) if column.is_voice is voices)
    return tuple(answer_column(column, lambda said: said.record.answers) for column in asked)


_NOT_COUNTED = "(*)"
_SAME_UNITS_ONLY = "Các đơn vị có số liệu cả hai kỳ"


class Compared(Struct, frozen=True):
    """One indicator, this month and last."""

    indicator: Indicator
    now: IndicatorTotal
    before: IndicatorTotal | None
    """As last month's own documents told it; None: it was not asked then, or there was no such month."""
    change: Change | None
    """None: of no unit it is known in both months."""


def compared(now: Consolidated, before: Consolidated | None) -> tuple[Compared, ...]:
    """Every indicator of the register, in its order."""
    return tuple(
        Compared(
            total.indicator,
            total,
            before.total(total.indicator.code) if before else None,
            change_of(total.indicator, now, before),
        )
        for total in now.totals
    )


def indicator_sheet(rows: Sequence[Compared], whole: str) -> WrittenSheet[Compared]:
    """Chỉ tiêu: totals with how many units stand behind them, and the change over the same units.

    `whole` is what all units together are called.
    """
    return WrittenSheet(
        "Chỉ tiêu",
        f"CHỈ TIÊU TỔNG HỢP {whole.upper()}",
        SheetTable(
            (
                TableColumn(CODE, 8, lambda c: c.indicator.code, Style.CENTRE),
                TableColumn("Nội dung", 27, lambda c: c.indicator.topic),
                TableColumn(INDICATOR, 52, lambda c: c.indicator.name),
                TableColumn("Đơn vị tính", 12, lambda c: c.indicator.measure, Style.CENTRE),
                TableColumn("Cách tổng hợp", 12, lambda c: c.indicator.aggregation.value),
                *total_columns(upper_first(whole)),
                *change_columns(_SAME_UNITS_ONLY),
            ),
            rows,
        ),
        frozen=3,
        note=(
            "Số đơn vị có số liệu mỗi kỳ có thể khác nhau, nên tăng, giảm chỉ tính trên các đơn vị "
            "có số liệu cả hai kỳ; số hiện có, số lũy kế của đơn vị chưa gửi lấy theo báo cáo gần nhất "
            "của đơn vị đó. Ô trống: không so sánh được."
        ),
    )


def total_columns(over: str = "") -> tuple[TableColumn[Compared], ...]:
    """Totals over every unit that the indicator is known of, under the heading `over`."""
    return (
        TableColumn(THIS_MONTH, 13, lambda c: _amount(c, c.now.value), Style.NUMBER, group=over),
        TableColumn(LAST_MONTH, 13, _last_month, Style.NUMBER, group=over),
        TableColumn("Số đơn vị được hỏi", 10, lambda c: c.now.asked, Style.COUNT, group=over),
        TableColumn("Số đơn vị có số liệu", 10, lambda c: c.now.units, Style.COUNT, group=over),
        TableColumn(CARRIED, 10, lambda c: c.now.carried, Style.COUNT, group=over),
    )


def _last_month(row: Compared) -> Amount | None:
    return _amount(row, row.before.value) if row.before else None


def change_columns(over: str = "") -> tuple[TableColumn[Compared], ...]:
    """Totals over the units of which it is known in both months."""

    def shown(part: Callable[[Change], Decimal]) -> Callable[[Compared], Amount | None]:
        return lambda c: _amount(c, part(c.change) if c.change else None)

    def units(row: Compared) -> int | None:
        return row.change.units if row.change else None

    def difference(row: Compared) -> Formula | None:
        if row.change is None:
            return None
        here, there = (
            amount(row.indicator, exact).value
            for exact in (row.change.exact_now, row.change.exact_before)
        )
        result = Amount(here - there, row.indicator.total_decimals)
        return Formula(f"[{SAME_THIS_MONTH}]-[{SAME_LAST_MONTH}]", result)

    now = shown(lambda change: change.exact_now)
    before = shown(lambda change: change.exact_before)
    return (
        TableColumn(SAME_UNITS, 11, units, Style.COUNT, group=over),
        TableColumn(SAME_THIS_MONTH, 13, now, Style.NUMBER, group=over),
        TableColumn(SAME_LAST_MONTH, 13, before, Style.NUMBER, group=over),
        TableColumn(CHANGE, 12, difference, Style.CHANGE, group=over),
    )


def _amount(row: Compared, value: Decimal | None) -> Amount | None:
    return None if value is None else amount(row.indicator, value)


def amount(indicator: Indicator, total: Decimal) -> Amount:
    """`total` exact, unless a cell would round a share to all or to nothing."""
    digits = indicator.total_decimals
    shown = indicator.rounded(total)
    is_as_shown = total.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) == shown
    return Amount(total if is_as_shown else shown, digits)


def matrix_sheet(now: Consolidated) -> WrittenSheet[Unit]:
    """Số liệu theo đơn vị: units × indicators."""
    asked = [i for i in now.register.indicators if i.aggregation is not Aggregation.RATIO]
    groups = {group for indicator in asked for group in indicator.groups}
    values = {(figure.unit, figure.indicator): figure.value for figure in now.known_figures}
    faulty = {(f.unit.code, code) for f in now.filings for code in f.faulty_figures}
    filings = {filing.unit.code: filing for filing in now.filings}
    return WrittenSheet(
        "Số liệu theo đơn vị",
        "SỐ LIỆU THEO ĐƠN VỊ",
        SheetTable(
            (
                rank_column(),
                *unit_columns(lambda unit: unit),
                _report_column(now, lambda unit: unit.code),
                *(_indicator_column(indicator, values, faulty, filings) for indicator in asked),
            ),
            tuple(filing.unit for filing in now.filings if filing.unit.group in groups),
            upper_first(now.register.profile.whole),
        ),
        frozen=3,
        note=(
            f"Ô trống: chưa có số liệu. {_NOT_COUNTED}: đơn vị có ghi nhưng không được tính vì có lỗi "
            "(xem trang Phát hiện). Ô xám: không phải báo cáo chỉ tiêu này. Đơn vị chưa gửi báo cáo kỳ này: "
            "số hiện có, số lũy kế theo báo cáo gần nhất."
        ),
    )


def _report_column(now: Consolidated, unit: Callable[[T], str]) -> TableColumn[T]:
    """Of which month the report is that tells the figures of a unit."""
    reports = {filing.unit: filing.period for filing in now.accepted}
    reports |= {each.unit.code: each.period for each in now.carried}

    def told(row: T) -> str:
        period = reports.get(unit(row))
        return tabular_period(period) if period else ""

    return TableColumn("Kỳ báo cáo", 8, told, Style.CENTRE)


def _indicator_column(
    indicator: Indicator,
    values: Mapping[tuple[str, str], Decimal],
    faulty: Collection[tuple[str, str]],
    filings: Mapping[str, UnitFiling],
) -> TableColumn[Unit]:
    def value(unit: Unit) -> WrittenValue:
        if not filings[unit.code].is_asked_for(indicator):
            return Shade.NOT_ASKED
        if (unit.code, indicator.code) in faulty:
            return _NOT_COUNTED
        given = values.get((unit.code, indicator.code))
        return None if given is None else Amount(given, indicator.decimals)

    average = indicator.aggregation is Aggregation.AVERAGE
    return TableColumn(
        f"{indicator.code}. {indicator.name} ({indicator.measure})",
        11,
        value,
        Style.NUMBER,
        Bottom.AVERAGE if average else Bottom.SUM,
        indicator.topic,
    )


def figure_sheet(now: Consolidated) -> WrittenSheet[Figure]:
    """Nguồn chỉ tiêu: every figure with the file, sheet and cell it was read from."""
    indicators = {i.code: i for i in now.register.indicators}
    return WrittenSheet(
        "Nguồn chỉ tiêu",
        "NGUỒN CỦA TỪNG SỐ LIỆU CHỈ TIÊU",
        SheetTable(
            (
                *unit_columns(lambda f: unit_of(now.register, f.unit)),
                TableColumn("Mã chỉ tiêu", 8, lambda f: f.indicator, Style.CENTRE),
                TableColumn(INDICATOR, 40, lambda f: indicators[f.indicator].name),
                TableColumn(
                    "Giá trị",
                    13,
                    lambda f: Amount(f.value, indicators[f.indicator].decimals),
                    Style.NUMBER,
                ),
                *cell_columns(lambda f: f.source),
                *(answer_column(c, lambda f: f.beside, printed=False) for c in asked_beside()),
                replace(_report_column(now, lambda f: f.unit), printed=False),
                file_column("Tệp nguồn", lambda f: f.source.file),
            ),
            now.known_figures,
        ),
        frozen=2,
        portrait=True,
    )
