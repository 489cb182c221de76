"""The contexts of our papers: Consolidated and prose in, what a template is filled with out.

The reports on a month (of the board, its summary, of the office), what is made about units that owe, a unit's own report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count as numbers
from itertools import groupby

from msgspec import Struct
from msgspec.structs import asdict, replace

from cv183_reports.consolidation.consolidate import reminded
from cv183_reports.document.appendices import (
    figure_tables,
    filing_groups,
    overdue_groups,
    overdue_rows,
    progress_table,
    theme_tables,
)
from cv183_reports.document.context import (
    AppendixNumbers,
    Brief,
    CallList,
    CallListGroup,
    CallRow,
    FigureTable,
    Letterhead,
    MonthlyReport,
    ProgressReport,
    ProgressRow,
    ProgressTable,
    Reminder,
    SigningBlock,
    UnitFigureRow,
    UnitFigureTopic,
    UnitReport,
    UnitSection,
)
from cv183_reports.document.letterhead import (
    REPORT_NAME,
    REPORT_SYMBOL,
    UnitHead,
    attached_to,
    balanced,
    cited_by_number,
    issued_report,
    letterhead,
    list_mark,
    recipients,
    signing_block,
    styled,
    unit_head,
)
from cv183_reports.lint.rules import ND30, rules_in
from cv183_reports.model import Filing, Issuer, Period, PresentationStyle, Register, Unit
from cv183_reports.model.consolidated import Consolidated, Debt
from cv183_reports.model.prose import (
    About,
    AppendixKind,
    Basis,
    BlockKind,
    BriefFigure,
    BriefProse,
    ReminderProse,
    ReportProse,
    Section,
    UnitProse,
)
from cv183_reports.narrative.filing import calls
from cv183_reports.template.chart import BarChart, ChartBar
from cv183_reports.vietnamese.text import fold, place_tones
from cv183_reports.vietnamese.text_width import text_width_mm
from cv183_reports.vietnamese.wording import (
    blank_date,
    deadline_words,
    document_number,
    instant,
    lower_first,
    number,
    period_name,
    roman,
    upper_first,
)


def monthly_report(now: Consolidated, prose: ReportProse, sample: str) -> MonthlyReport:
    """All that the template of the monthly report prints.

    Args:
        now: the month.
        prose: its sentences, composed.
        sample: what a report that rests on invented files says of itself; empty for a real one.
    """
    paper = issued_report(now, now.register.settings.board, prose, sample)
    return MonthlyReport(
        **asdict(paper),
        appendices=numbers_of(prose),
        progress=progress_table(now),
        filing=filing_groups(now, now.filings),
        overdue=overdue_rows(now),
        difficulties=theme_tables(now.difficulties, About.DIFFICULTIES),
        proposals=theme_tables(now.proposals, About.PROPOSALS),
        figures=figure_tables(now),
    )


def numbers_of(prose: ReportProse) -> AppendixNumbers:
    """Each appendix under its number; empty: the report has none of it."""
    ranks = {each: str(rank) for rank, each in enumerate(prose.appendices, start=1)}
    return AppendixNumbers(*(ranks.get(appendix, "") for appendix in AppendixKind))


def progress_report(now: Consolidated, prose: ReportProse, sample: str) -> ProgressReport:
    """All that the template of the progress report prints.

    Args:
        now: the month.
        prose: its sentences, composed.
        sample: what a report that rests on invented files says of itself; empty for a real one.
    """
    paper = issued_report(now, now.register.settings.office, prose, sample)
    return ProgressReport(
        **asdict(paper),
        progress=progress_table(now),
        overdue=overdue_groups(now),
        owing=filing_groups(now, [f for f in now.owing if f.debt is not Debt.INCOMPLETE]),
    )


_TOTAL = "tổng"
_WORDS = {"phu luc": "pl", "hang": "dong", "doan": "", "muc": "", "tong cong": "tong"}
"""Other words for the same, folded."""


class RowCell(Struct, frozen=True):
    """One column of a row."""

    header: str
    text: str
    """As printed; empty for an empty cell."""
    basis: Basis | None


class Place(Struct, frozen=True):
    """One paragraph, row or cell."""

    name: str
    """As it is asked for: ``III.4``, ``Phụ lục 5 bảng 2 dòng 12``."""
    text: str
    """As the report has it."""
    basis: Basis | None
    """None: nothing in it is counted from the submissions."""
    cells: tuple[RowCell, ...] = ()
    """Columns that can be asked for, from 1."""


def places_of(paper: MonthlyReport) -> tuple[Place, ...]:
    """Paragraphs by section, then the rows of the appendices, as they are printed."""
    return (*_paragraphs(paper), *_appendices(paper))


def _paragraphs(paper: MonthlyReport) -> Iterator[Place]:
    """Headings are not counted."""
    for section in paper.sections:
        told = (b for b in section.blocks if b.kind is not BlockKind.HEADING and not b.rows)
        for rank, block in enumerate(told, start=1):
            text = f"{block.lead} {block.text}".strip()
            yield Place(f"{section.number}.{rank}", text, block.basis)
        for row in (row for block in section.blocks for row in block.rows if not row.is_title):
            yield Place(f"{section.number} dòng {row.rank}", _line(row.cells), row.basis)


def _appendices(paper: MonthlyReport) -> Iterator[Place]:
    numbers = paper.appendices
    yield from _progress(paper.progress, numbers.progress)
    for group in paper.filing:
        for row in group.rows:
            shown = (row.rank, row.unit, row.received, row.standing, row.debt, row.valid, row.note)
            yield _row(numbers.filing, row.rank, shown, row.basis)
    for late in paper.overdue:
        shown = (
            late.rank,
            late.unit,
            late.code,
            late.text,
            late.deadline,
            late.status,
            late.percent,
        )
        yield _row(numbers.overdue, late.rank, shown, late.basis)
    for rank, themes in enumerate((*paper.difficulties, *paper.proposals), start=1):
        for theme in themes.rows:
            told = (theme.rank, theme.text, theme.count, theme.units)
            yield _row(f"{numbers.voices} bảng {rank}", theme.rank, told, theme.basis)
    for rank, table in enumerate(paper.figures, start=1):
        yield from _figures(table, f"{numbers.figures} bảng {rank}")


def _row(where: str, rank: str, shown: Sequence[str], basis: Basis) -> Place:
    return Place(f"Phụ lục {where} dòng {rank}", _line(shown), basis)


def _line(shown: Sequence[str]) -> str:
    """Without the cells that are empty on paper."""
    return " | ".join(text for text in shown if text)


def _headed(headers: Sequence[str], shown: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{header}: {text}" for header, text in zip(headers, shown, strict=True) if text)


def _progress(table: ProgressTable, number: str) -> Iterator[Place]:
    rows = [(str(rank), row) for rank, row in enumerate(table.rows, start=1)]
    for rank, row in (*rows, (_TOTAL, table.total)):
        shown = (row.code, row.text, f"Tổng số: {row.total}", *_headed(table.headers, row.counts))
        place = _row(number, rank, shown, row.basis)
        yield replace(place, cells=_classes(table, row))


def _classes(table: ProgressTable, row: ProgressRow) -> tuple[RowCell, ...]:
    """One for each class."""
    return tuple(
        RowCell(header, text, Basis(row.basis.about, (*row.basis.key, header)))
        for header, text in zip(table.headers, row.counts, strict=True)
    )


def _figures(table: FigureTable, where: str) -> Iterator[Place]:
    names = [column.name for column in table.columns]
    for row in table.rows:
        unit, *codes = row.basis.key
        cells = tuple(
            RowCell(column.name, text, Basis(About.FIGURES, (unit, code)))
            for column, text, code in zip(table.columns, row.values, codes, strict=True)
        )
        shown = (row.rank, row.unit, *_headed(names, row.values))
        place = _row(where, row.rank, shown, row.basis)
        yield replace(place, cells=cells)
    totals = tuple(
        RowCell(column.name, text, column.basis)
        for column, text in zip(table.columns, table.totals, strict=True)
    )
    yield Place(f"Phụ lục {where} dòng {_TOTAL}", _line(_headed(names, table.totals)), None, totals)


def found(places: Sequence[Place], asked: str) -> tuple[Place, ...]:
    """The places that `asked` names: a paragraph, a section, a row, a cell; none: it names nothing.

    Case, accents, marks and the words "đoạn", "mục" do not matter; a table that is not named means
    every table of the appendix.
    """
    wanted = _key(asked)
    row, _, column = wanted.partition(" cot ")
    exact = [place for place in places if _key(place.name) == row]
    some = exact or [place for place in places if _is_within(_key(place.name), row)]
    if not column:
        return tuple(some)
    return tuple(cell for place in some for cell in _columns(place, column))


def _key(text: str) -> str:
    """Folded, with one word for each thing: ``pl 5 bang 2 dong 12``."""
    words = f" {fold(text)} "
    for other, word in _WORDS.items():
        words = words.replace(f" {other} ", f" {word} ")
    return " ".join(re.sub(r"\bpl(?=\d)", "pl ", words).split())


def _is_within(name: str, wanted: str) -> bool:
    """Whether `name` lies in the section, table or row of any table that is `wanted`."""
    without_table = re.sub(r" bang \d+", "", name)
    return any(each == wanted or each.startswith(f"{wanted} ") for each in (name, without_table))


def _columns(place: Place, column: str) -> Iterator[Place]:
    """The cells of `place` under the column of that number or header."""
    for rank, cell in enumerate(place.cells, start=1):
        codes = cell.basis.key[-1:] if cell.basis else ()
        if column in (str(rank), fold(cell.header), *map(fold, codes)):
            name = f"{place.name} cột {rank} ({cell.header})"
            yield Place(name, cell.text, cell.basis)


def brief_page(now: Consolidated, prose: BriefProse, sample: str) -> Brief:
    """All that the template of the summary prints.

    Args:
        now: the month.
        prose: its sentences, composed.
        sample: what a summary that rests on invented files says of itself; empty for a real one.
    """
    board = now.register.settings.board
    this_month, last_month = prose.months
    return Brief(
        subject=prose.subject,
        sample=styled(now, sample),
        attached_to=attached_to(board, now.period, REPORT_SYMBOL, REPORT_NAME),
        verdict=prose.verdict,
        this_month=this_month,
        last_month=last_month,
        compared_with=lower_first(last_month),
        figures=tuple(_styled(now, figure) for figure in prose.figures),
        note=styled(now, prose.note),
        completion_title=styled(now, prose.shares_title),
        completion=_chart(now, prose),
        lead=styled(now, prose.lead),
        decisions=prose.decisions,
        report=cited_by_number(board, REPORT_SYMBOL, REPORT_NAME),
    )


def _styled(now: Consolidated, figure: BriefFigure) -> BriefFigure:
    """Names of figures are the register's, the rest is ours."""
    return replace(figure, name=styled(now, figure.name), change=styled(now, figure.change))


def _chart(now: Consolidated, prose: BriefProse) -> BarChart:
    bars = tuple(ChartBar(styled(now, each.group), each.points, each.told) for each in prose.shares)
    told = "; ".join(f"{bar.label} {bar.text}" for bar in bars)
    return BarChart(bars, f"{styled(now, prose.shares_title)}: {told}" if bars else "")


LETTER_SYMBOL = "CV"
"""Abbreviation of công văn in a document number."""
LETTER_NAME = "Công văn"
_AS_ABOVE = "Như trên"


def reminder(now: Consolidated, prose: ReminderProse, sample: str) -> Reminder:
    """All that the template of the letter prints.

    Args:
        now: the month.
        prose: its sentences, composed.
        sample: what a letter that rests on invented files says of itself; empty for a real one.
    """
    settings, period = now.register.settings, now.period
    board = _unsigned(settings.board)
    mark = list_mark(board, period)
    addressees = tuple(f"{styled(now, name)}{mark}" for name in prose.addressees)
    return Reminder(
        letterhead=letterhead(board, now.register.profile.place, period, LETTER_SYMBOL),
        subject=styled(now, prose.subject),
        sample=styled(now, sample),
        addressee=addressees[0] if len(addressees) == 1 else "",
        addressees=addressees if len(addressees) > 1 else (),
        blocks=tuple(replace(block, text=styled(now, block.text)) for block in prose.blocks),
        closing=styled(now, prose.closing),
        recipients=recipients(board, period),
        signing=signing_block(board),
        attached_to=attached_to(board, period, LETTER_SYMBOL, LETTER_NAME),
        list_title=styled(now, prose.list_title),
        owing=filing_groups(now, reminded(now), for_units=True) if prose.list_title else (),
    )


def _unsigned(board: Issuer) -> Issuer:
    """The board as issuer of a letter: the number and day of the settings are those of its report."""
    return replace(board, number="", signed_on=None, recipients=(_AS_ABOVE, board.recipients[-1]))


def call_list_paper(now: Consolidated, sample: str) -> CallList:
    """All that the template of the list prints.

    Args:
        now: the month.
        sample: what a list that rests on invented files says of itself; empty for a real one.
    """
    ranks = numbers(1)
    return CallList(
        month=period_name(now.period),
        as_of=instant(now.as_of),
        deadline=deadline_words(now.due),
        sample=styled(now, sample),
        groups=tuple(
            CallListGroup(
                styled(now, group.title),
                tuple(
                    CallRow(
                        str(next(ranks)),
                        call.unit.short_name,
                        call.unit.officer,
                        call.unit.phone,
                        call.unit.email,
                        call.state,
                    )
                    for call in group.calls
                ),
            )
            for group in calls(now)
        ),
    )


_ISSUER_SIZE = {PresentationStyle.PARTY: 14, PresentationStyle.STATE: 13}
_LEFT_ROOM = {PresentationStyle.PARTY: 80, PresentationStyle.STATE: 66}
"""Millimetres of the left half of the head in the templates."""
_DATE_ROOM = 83.5
"""Of the right half under the Party's title; in the state's every date fits."""
_RULES = ((24, 8), (36, 12), (54, 18))
"""(width of the issuer's last line below which, rule of a third to a half of it), millimetres."""
_LONGEST_RULE = 24


def unit_report(
    filing: Filing, register: Register, period: Period, prose: UnitProse, sample: str
) -> UnitReport:
    """All that the template of a unit's own report prints.

    Args:
        filing: the unit's submission, judged; what was refused in it is named, never printed.
        register: in the house style of tone marks; it holds the unit.
        period: the month reported.
        prose: its sentences, composed.
        sample: what a report that rests on an invented file says of itself; empty for a real one.
    """
    unit = register.unit(filing.unit)
    assert unit is not None
    new = register.settings.new_tone_marks
    head = unit_head(unit, register)
    letterhead = _letterhead(head, unit, period)
    is_party = unit.style is PresentationStyle.PARTY
    return UnitReport(
        letterhead=letterhead,
        has_wide_date=_width(letterhead.place_and_date) > _DATE_ROOM,
        issuer_rule=_issuer_rule(letterhead.issuer, _ISSUER_SIZE[unit.style]),
        subject=prose.subject if is_party else upper_first(prose.subject),
        sample=place_tones(sample, new_style=new),
        opening=place_tones(prose.opening, new_style=new),
        sections=_sections(filing, register, prose),
        closing=place_tones(prose.closing, new_style=new),
        address=f"{ND30.proposal_word}: {prose.addressees[0]}."
        if len(prose.addressees) == 1
        else f"{ND30.proposal_word}:",
        addressees=_addressees(prose.addressees),
        recipients=_recipients(prose.addressees, head, unit, period),
        signing=SigningBlock(head.capacity, head.title, ""),
    )


def _letterhead(head: UnitHead, unit: Unit, period: Period) -> Letterhead:
    room, size = _LEFT_ROOM[unit.style], _ISSUER_SIZE[unit.style]
    written = document_number("", REPORT_SYMBOL, head.code)
    if unit.style is PresentationStyle.STATE:
        written = written.replace("Số", "Số:", 1).replace(
            f"-{REPORT_SYMBOL}/", f"/{REPORT_SYMBOL}-"
        )
    return Letterhead(
        superior=head.superior,
        issuer=balanced(head.issuer, room, size),
        number=written,
        place_and_date=f"{head.place}, {blank_date(period.year, period.month)}",
    )


def _width(line: str) -> float:
    return text_width_mm(line, _ISSUER_SIZE[PresentationStyle.PARTY], italic=True)


def _issuer_rule(issuer: str, size: float) -> int:
    width = text_width_mm(issuer.rpartition("\n")[2], size, bold=True)
    return next((rule for below, rule in _RULES if width < below), _LONGEST_RULE)


def _addressees(names: Sequence[str]) -> tuple[str, ...]:
    """The lines under Kính gửi (NĐ 30, Phụ lục I, phần I, mục II.9d); none where one stands beside it."""
    *before, last = names
    return (*(f"- {name};" for name in before), f"- {last}.") if before else ()


def _recipients(
    addressees: Sequence[str], head: UnitHead, unit: Unit, period: Period
) -> tuple[str, ...]:
    """Nơi nhận, marked as the rules of the day ask; a state unit's points to its Kính gửi."""
    if unit.style is PresentationStyle.STATE:
        return (f"- Như trên{ND30.list_mark}", f"- Lưu: {head.kept_by}.")
    mark = rules_in(period.year, period.month).list_mark
    return (*(f"- {name}{mark}" for name in addressees), f"- Lưu {head.kept_by}.")


def _sections(filing: Filing, register: Register, prose: UnitProse) -> tuple[UnitSection, ...]:
    """Those that have something to say, numbered through."""
    found = (
        (prose.results, ()),
        (prose.figures, figure_topics(filing, register)),
        (prose.voices, ()),
        (prose.plans, ()),
    )
    told = [(section, topics) for section, topics in found if section.blocks or topics]
    return tuple(
        _section(roman(rank), section, topics, new=register.settings.new_tone_marks)
        for rank, (section, topics) in enumerate(told, start=1)
    )


def _section(
    numeral: str, prose: Section, topics: tuple[UnitFigureTopic, ...], *, new: bool
) -> UnitSection:
    """Headings in the house style of tone marks; the unit's own words stay as they came."""
    blocks = tuple(
        replace(block, text=place_tones(block.text, new_style=new))
        if block.kind is BlockKind.HEADING
        else block
        for block in prose.blocks
    )
    return UnitSection(numeral, place_tones(prose.title, new_style=new), blocks, topics)


def figure_topics(filing: Filing, register: Register) -> tuple[UnitFigureTopic, ...]:
    """Every figure given, by topic in the register's order, ranked through."""
    given = {figure.indicator: figure.value for figure in filing.figures}
    asked = [indicator for indicator in register.indicators if indicator.code in given]
    ranked = enumerate(asked, start=1)
    return tuple(
        UnitFigureTopic(
            topic,
            tuple(
                UnitFigureRow(
                    str(rank),
                    indicator.name,
                    indicator.measure,
                    number(given[indicator.code], indicator.decimals),
                )
                for rank, indicator in rows
            ),
        )
        for topic, rows in groupby(ranked, key=lambda pair: pair[1].topic)
    )
