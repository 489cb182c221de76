"""One cell → one value and what is wrong with it. A value that has two meanings is never chosen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.catalogue import intake
from cv183_reports.catalogue import submission as catalogue
from cv183_reports.catalogue.lint_text import suggestion
from cv183_reports.form.fields import Column, Input, options_of
from cv183_reports.form.values import Slot
from cv183_reports.model import Answer, Dispatch, Option, Period, Profile, Receipt, Source
from cv183_reports.model.finding import QUOTED, Finding, Rule, needs_action, quote
from cv183_reports.spreadsheet.grid import Cell, CellKind, Sheet, Workbook
from cv183_reports.validation.seen import (
    beside_day,
    beside_number,
    exact,
    is_clock,
    is_rounded,
    is_share,
    is_whole_day,
    number_shown,
    other_day,
    shown,
)
from cv183_reports.vietnamese import wording
from cv183_reports.vietnamese.legacy import Legacy, broken, detect
from cv183_reports.vietnamese.parsing import (
    ParsedNumber,
    Problem,
    changes_number,
    is_none,
    is_not_counted,
    names_no_paper,
    papers_of,
    parse_date,
    parse_percent,
    points_elsewhere,
    unfinished,
)
from cv183_reports.vietnamese.spelling import TypoKind, misspellings
from cv183_reports.vietnamese.text import (
    CONTROL_CHARACTERS,
    LOOK_ALIKE,
    SYMBOL_BULLETS,
    clean,
    fold,
    fold_words,
    lazy_pattern,
    not_written,
    without_links,
    without_markup,
    without_pictures,
)

T_co = TypeVar("T_co", covariant=True)
OptionT = TypeVar("OptionT", bound=Option)

LONG_TEXT = 2_000
"""Characters; more does not lay out well. What Excel itself cannot hold, the reader refused."""
_PROSE = 40
"""Characters from which on a text says something, and one without a single accent is worth a word."""
_WHOLE = Decimal(100)
_OF_THE_DAY = lazy_pattern(r"\b(?:TODAY|NOW|RAND(?:BETWEEN|ARRAY)?)\(", re.IGNORECASE)
_SITES = (*intake.CLOUDS, "forms.gle", "goo.gl", "zalo.me")
"""Where files lie in the cloud, or what leads there."""
_MISSPELT = frozenset({TypoKind.SYLLABLE, TypoKind.KEYS, TypoKind.TWICE, TypoKind.MISSPELT})
_LONGEST_MONTH = 31
_LISTED = 10
"""Items that a finding lists; it counts the others."""
_MARKS = lazy_pattern(r"[-–—−_.…\s]+|[/\\]")
"""Marks by which a cell is left blank; two strokes (``//``) repeat what stands above."""


class Reading(Struct, Generic[T_co], frozen=True):
    """What a cell says."""

    value: T_co
    findings: tuple[Finding, ...] = ()

    @property
    def is_wrong(self) -> bool:
        """Whether the cell cannot be taken."""
        return needs_action(self.findings)


def at_most(items: Sequence[object], more: str, most: int = _LISTED) -> tuple[object, ...]:
    """The first of `items`, and how many others there are in the words of `more`."""
    rest = len(items) - most
    return (*items[:most], more.format(count=rest)) if rest > 0 else tuple(items)


def either(readings: Iterable[str]) -> tuple[str]:
    """What a cell can mean, as one item of a sentence, never shortened."""
    return (catalogue.OR.join(readings),)


def looks_otherwise(slot: Slot, measure: str) -> tuple[Finding, ...]:
    """The finding on a cell whose number is not the one that a person sees, or will see; it is asked for in `measure`."""
    cell = slot.cell
    if cell is None or cell.kind is not CellKind.NUMBER:
        return ()
    assert cell.number is not None
    if _OF_THE_DAY.search(cell.formula):
        return (catalogue.NUMBER_OF_THE_DAY.at(slot.place, formula=cell.formula),)
    is_seen = number_shown(cell) is not None
    if is_seen and not changes_number(beside_number(cell), measure):
        return ()
    told = {
        "stored": wording.number(exact(cell.number)),
        "format": cell.shown or cell.number_format,
    }
    return (catalogue.NUMBER_LOOKS_OTHERWISE.at(slot.place, **told),)


def unusable(slot: Slot) -> tuple[Finding, ...]:
    """The finding on a cell that holds no value at all: an error value, a formula without result."""
    if slot.cell is None:
        return ()
    if slot.cell.kind is CellKind.ERROR:
        words = _words_in_formula(slot.cell)
        told = {"value": slot.cell.text} | ({"text": words} if words else {})
        return (
            (catalogue.TEXT_IS_FORMULA if words else catalogue.CELL_ERROR).at(slot.place, **told),
        )
    if slot.cell.kind is CellKind.UNCALCULATED:
        return (catalogue.UNCALCULATED.at(slot.place, value=slot.cell.text),)
    return ()


def _words_in_formula(cell: Cell) -> str:
    """What was typed behind a dash or a plus and taken for a formula: names that no workbook has, and no function."""
    typed = cell.formula.removeprefix("=")
    is_name = cell.text == "#NAME?" and "(" not in typed
    return typed if is_name and _LETTERED_WORDS.search(typed) else ""


_LETTERED_WORDS = lazy_pattern(r"[^\W\d_]{2,}")
_NO_VALUE: Reading[None] = Reading(None)
_NO_TEXT = Reading("")


def read_blank(column: Column) -> Reading[Answer]:
    """What `read_answer` finds where nothing stands: most cells of a form are blank."""
    is_value = column.input in (Input.CHOICE, Input.PERCENT, Input.DATE)
    return _NO_VALUE if is_value else _NO_TEXT


def read_answer(
    slot: Slot, column: Column, profile: Profile, plausible: tuple[date, date]
) -> Reading[Answer]:
    """What a cell of that column says, whatever it takes; nothing where it cannot be taken.

    Args:
        slot: the cell.
        column: says what it takes.
        profile: has the lists to choose from.
        plausible: the first and the last day on which anything can have been done.
    """
    match column.input:
        case Input.CHOICE:
            options = options_of(column, profile)
            may_be_nothing = not column.required
            return read_choice(
                slot, column.header, options, column.unknown, may_be_nothing=may_be_nothing
            )
        case Input.PERCENT:
            return read_percent(slot, column.header)
        case Input.DATE:
            first, last = plausible
            return read_date(slot, column.header, (first, _months_after(last, column.months_ahead)))
        case Input.PROSE:
            return read_prose(slot, column.header, may_be_nothing=column.may_be_nothing)
        case _ if column.is_cited:
            return _read_papers(slot, column.header)
        case _:
            return read_words(slot, column.header)


def plausible_days(dispatch: Dispatch, receipt: Receipt, period: Period) -> tuple[date, date]:
    """The first and the last day on which anything that a file of `period` tells can have been done.

    The last is the day the file came; where nobody knows it, the last of its month.
    """
    if receipt.at is None:
        return dispatch.earliest, period.end.date() - timedelta(days=1)
    return dispatch.earliest, receipt.at.date()


def _months_after(day: date, months: int) -> date:
    return day + timedelta(days=_LONGEST_MONTH * months)


def read_text(slot: Slot, column: str = "") -> Reading[str]:
    """The text of a cell, fit to print; empty where the cell is blank or cannot be taken.

    `column` is the header, for the finding on a text that Excel turned into a date.
    """
    cell, findings = slot.cell, unusable(slot)
    if cell is None or findings:
        return Reading("", findings)
    if cell.kind is CellKind.DATE:
        return Reading(shown(cell), (_on_day(slot.place, cell, column),))
    if cell.kind is not CellKind.TEXT:
        return Reading(shown(cell))
    if (legacy := _legacy_of(cell)) is not None:
        return Reading("", (_on_legacy(slot.place, *legacy),))
    if (damage := broken(cell.text)) is not None:
        meant = catalogue.PROBABLY_MEANT.format(text=damage.meant) if damage.meant else ""
        told = {"value": damage.found, "meant": (meant,) if meant else ""}
        return Reading("", (catalogue.LETTERS_BROKEN.at(slot.place, **told),))
    cleaned = clean(cell.text)
    found = _on_removed(slot, cleaned.text, cleaned.removed) + _on_length(slot, cleaned.text)
    return Reading(cleaned.text, found)


def _on_day(place: Source, cell: Cell, column: str) -> Finding:
    """On a text that Excel turned into a day or a time: ``3/4`` it shows as ``3-Apr``, and nobody knows what was meant."""
    assert cell.when is not None
    told = {"column": column, "reading": shown(cell)}
    if not is_clock(cell) and is_whole_day(cell):
        return catalogue.VALUE_READ_AS.at(place, value=f"{cell.when:%d/%m/%Y}", **told)
    look = cell.shown or cell.number_format
    return catalogue.TEXT_IS_DATE.at(place, format=look, **told)


def read_words(slot: Slot, column: str) -> Reading[str]:
    """As `read_text`, without what no document prints: marks of other programs, links to files in the cloud, emoji."""
    read = read_text(slot, column)
    plain, marks = without_markup(read.value)
    linked, links = without_links(plain, _SITES)
    words, pictures = without_pictures(linked)
    rest = catalogue.WORDS_BESIDE if words else catalogue.NOTHING_BESIDE
    not_printed = (
        rule.at(slot.place, what=at_most([f"«{quote(each)}»" for each in found], more), rest=rest)
        for rule, found, more in (
            (catalogue.MARKUP, marks, catalogue.MORE_MARKS),
            (catalogue.LINKS_NOT_PRINTED, tuple(dict.fromkeys(links)), catalogue.MORE_LINKS),
            (catalogue.PICTURES_NOT_PRINTED, pictures, catalogue.MORE_PICTURES),
        )
        if found
    )
    return Reading(words, (*read.findings, *_on_spelling(slot, words), *not_printed))


def _on_spelling(slot: Slot, text: str) -> tuple[Finding, ...]:
    """What is surely misspelt, in one note: the words are printed as the unit wrote them."""
    told = (typo for typo in misspellings(text) if typo.kind in _MISSPELT)
    found = sorted(told, key=lambda typo: typo.start)
    if not found:
        return ()
    words = dict.fromkeys(suggestion(text[typo.start : typo.end], typo.right) for typo in found)
    return (catalogue.MISTYPED.at(slot.place, words=at_most(list(words), catalogue.MORE_WORDS)),)


def _legacy_of(cell: Cell) -> tuple[str, Legacy] | None:
    """The text that is legacy, all of the cell's or that of one run in such a font, and what it says."""
    pieces = ((cell.text, cell.font), *((run.text, run.font) for run in cell.runs if run.font))
    found = ((text, detect(text, font)) for text, font in pieces)
    return next(((text, legacy) for text, legacy in found if legacy is not None), None)


def _on_legacy(place: Source, text: str, legacy: Legacy) -> Finding:
    """Quotes from the first legacy word on: in a long text the good words before it say nothing."""
    start = legacy.start if len(text) > QUOTED else 0
    lead = "…" if start else ""
    return catalogue.LEGACY_ENCODING.at(
        place,
        encoding=legacy.encoding,
        value=lead + text[start:],
        decoded=lead + clean(legacy.text[start:]).text,
    )


def read_line(slot: Slot, label: str) -> Reading[str]:
    """A line of the header block: a number (of a telephone) is its digits."""
    read = read_text(slot, label)
    number = slot.cell.number if slot.cell and slot.cell.kind is CellKind.NUMBER else None
    return read if number is None else Reading(f"{exact(number):f}", read.findings)


def _on_removed(slot: Slot, text: str, removed: tuple[str, ...]) -> tuple[Finding, ...]:
    rules = {
        CONTROL_CHARACTERS: catalogue.CONTROL_CHARACTERS,
        LOOK_ALIKE: catalogue.LOOK_ALIKE,
        SYMBOL_BULLETS: catalogue.SYMBOL_BULLETS,
    }
    return tuple(rules[what].at(slot.place, value=text) for what in removed)


def _on_length(slot: Slot, text: str) -> tuple[Finding, ...]:
    if len(text) <= LONG_TEXT:
        return ()
    length, limit = wording.number(len(text)), wording.number(LONG_TEXT)
    return (catalogue.TEXT_LONG.at(slot.place, length=length, limit=limit),)


def read_prose(slot: Slot, column: str, *, may_be_nothing: bool = False) -> Reading[str]:
    """A text that documents print as sentences.

    `may_be_nothing`: "không", "không có", "-" mean that there is none, and give an empty text.
    """
    read = read_words(slot, column)
    if may_be_nothing and is_none(read.value):
        return Reading("", read.findings)
    if pieces := not_written(read.value):
        shown_pieces = at_most([f"«{quote(each)}»" for each in pieces], catalogue.MORE_PIECES)
        told = catalogue.TEXT_NOT_WRITTEN.at(slot.place, pieces=shown_pieces)
        read = replace(read, findings=(*read.findings, told))
    if len(read.value) >= _PROSE and (read.value.isascii() or read.value.isupper()):
        is_plain = read.value.isascii()
        rule = catalogue.TEXT_WITHOUT_MARKS if is_plain else catalogue.TEXT_IN_CAPITALS
        return Reading(read.value, (*read.findings, rule.at(slot.place, value=read.value)))
    return _said_here(slot, column, read)


def _said_here(slot: Slot, column: str, read: Reading[str]) -> Reading[str]:
    """`read`, unless it only points elsewhere (``như trên``): a document prints each cell by itself."""
    if not points_elsewhere(read.value):
        return read
    told = catalogue.SAID_ELSEWHERE.at(slot.place, column=column, value=read.value)
    return Reading("", (*read.findings, told))


def _read_papers(slot: Slot, column: str) -> Reading[str]:
    """Documents that ours cite: none that has no number or day yet."""
    read = _said_here(slot, column, read_words(slot, column))
    if is_none(read.value):
        return Reading("", read.findings)
    if names_no_paper(read.value):
        nothing = catalogue.READ_AS_NOTHING.at(slot.place, column=column, value=read.value)
        return Reading("", (*read.findings, nothing))
    if not (blank := unfinished(read.value)):
        return read
    papers = at_most([f"«{quote(paper)}»" for paper in blank], catalogue.MORE_PAPERS)
    told = catalogue.PAPER_UNFINISHED.at(slot.place, column=column, papers=papers)
    cited = "\n".join(paper for paper in papers_of(read.value) if paper not in blank)
    return Reading(cited, (*read.findings, told))


def read_choice(
    slot: Slot,
    column: str,
    options: tuple[OptionT, ...],
    unknown: Rule,
    *,
    may_be_nothing: bool = False,
) -> Reading[OptionT | None]:
    """The option a cell names; freely typed words are matched, and said when that took folding.

    `may_be_nothing`: "không", "-" mean that none is chosen.
    """
    text = read_text(slot, column)
    if text.is_wrong or not text.value:
        return Reading(None, text.findings)
    if may_be_nothing and is_none(text.value):
        return Reading(None, (*text.findings, *nothing_written(slot, column)))
    words = _words_of(options)
    is_bare = _SYMBOL.search(text.value) is None
    same = words.get(text.value) or (words.get(fold_words(text.value)) if is_bare else None)
    if same is not None:
        return Reading(same, text.findings)
    alike = _letters_of(options).get(_short(text.value).removeprefix(f"{_short(column)} "))
    if alike is not None and is_bare:
        read_as = catalogue.CHOICE_READ_AS.at(
            slot.place, column=column, value=text.value, choice=alike.value
        )
        return Reading(alike, (*text.findings, read_as))
    choices = tuple(f"«{option.value}»" for option in options)
    wrong = unknown.at(slot.place, column=column, value=text.value, choices=choices)
    return Reading(None, (*text.findings, wrong))


_SYMBOL = lazy_pattern(r"[^\w\s.…,;:/()\-–—•*+·]|\w\W*[*+]")
"""In an answer chosen from a list: a box, a cross, a tick, a doubt, a mark of a note is no way of writing the word."""


@cache
def _words_of(options: tuple[OptionT, ...]) -> dict[str, OptionT]:
    """Options by their text, and by its words: case, blanks and the place of the tone do not matter."""
    return {key: o for o in options for key in (o.value, fold_words(o.value))}


@cache
def _letters_of(options: tuple[OptionT, ...]) -> dict[str, OptionT]:
    """Options by their bare letters, and by a part of them that no other has: ``Tài chính`` of ``Tài chính, ngân sách``."""
    parts = [(_short(part), o) for o in options for part in o.value.split(",")]
    tally = Counter(part for part, _ in parts)
    alone = {part: option for part, option in parts if tally[part] == 1}
    return alone | {_short(option.value): option for option in options}


_ABBREVIATIONS = {
    fold(words): short
    for words, short in (
        ("ủy ban nhân dân", "ubnd"),
        ("hội đồng nhân dân", "hdnd"),
        ("ban thường vụ", "btv"),
        ("thành phố", "tp"),
        ("trung ương", "tw"),
    )
}


def _short(text: str) -> str:
    """`text` in bare letters, what every office abbreviates in its short form."""
    folded = fold(text)
    for words, short in _ABBREVIATIONS.items():
        folded = folded.replace(words, short)
    return folded


def read_date(slot: Slot, column: str, plausible: tuple[date, date]) -> Reading[date | None]:
    """The date of a cell.

    `plausible` tells, of a text with two meanings, which are worth asking for; whether the date
    itself is plausible is judged elsewhere.
    """
    cell, findings = slot.cell, unusable(slot)
    if cell is None or findings or is_dash(cell):
        return Reading(None, findings)
    if nothing := nothing_written(slot, column):
        return Reading(None, nothing)
    if cell.kind is CellKind.DATE and cell.when is not None:
        wrong = _day_unseen(slot, column, cell.when.date())
        return Reading(None if wrong else cell.when.date(), wrong)
    if cell.kind is CellKind.NUMBER and cell.number is not None:
        digits = f"{exact(cell.number):f}".replace(".", ",")
        return Reading(
            None, (catalogue.DATE_IS_NUMBER.at(slot.place, column=column, value=digits),)
        )
    parsed = parse_date(cell.text, plausible=plausible)
    if parsed.value is not None:
        day = wording.long_date(parsed.value)
        return Reading(parsed.value, noted(slot, column, day) if parsed.noted else ())
    if parsed.readings:
        days = either(wording.long_date(day) for day in parsed.readings)
        value, rule = shown(cell), catalogue.DATE_AMBIGUOUS
        doubt = rule.at(slot.place, column=column, value=value, readings=days)
    else:
        is_no_day = parsed.problem is Problem.NO_SUCH_DAY
        rule = catalogue.DATE_NOT_THERE if is_no_day else catalogue.DATE_UNREADABLE
        doubt = rule.at(slot.place, column=column, value=shown(cell))
    return Reading(None, (doubt,))


def nothing_written(slot: Slot, column: str) -> tuple[Finding, ...]:
    """A note on a cell for a date or a number that says in words that there is none: «chưa», «không»."""
    cell = slot.cell
    if cell is None or not (says_nothing(cell) or says_not_counted(cell)):
        return ()
    return (catalogue.READ_AS_NOTHING.at(slot.place, column=column, value=shown(cell)),)


def is_dash(cell: Cell) -> bool:
    """Whether the cell holds only a dash or dots: a clerk's way to leave it blank."""
    return cell.kind is CellKind.TEXT and _MARKS.fullmatch(cell.text) is not None


def says_nothing(cell: Cell) -> bool:
    """Whether the cell says in words that there is none."""
    folded = fold(cell.text)
    return _is_short(cell) and bool(folded) and not folded.isdigit() and is_none(cell.text)


def says_not_counted(cell: Cell) -> bool:
    """Whether the cell says in words that nobody knows yet: «chưa thống kê được», «đang tổng hợp»."""
    return _is_short(cell) and is_not_counted(cell.text)


def is_left_blank(cell: Cell | None) -> bool:
    """Whether a cell for a value says none: nothing stands there, or a dash, or words that there is none."""
    return cell is None or is_dash(cell) or says_nothing(cell) or says_not_counted(cell)


def _is_short(cell: Cell) -> bool:
    return cell.kind is CellKind.TEXT and len(cell.text) <= _PROSE


def _day_unseen(slot: Slot, column: str, day: date) -> tuple[Finding, ...]:
    """What is wrong with a stored day that a person does not see as that day."""
    cell = slot.cell
    assert cell is not None
    if _OF_THE_DAY.search(cell.formula):
        return (catalogue.DATE_OF_THE_DAY.at(slot.place, formula=cell.formula),)
    stored = wording.short_date(day)
    if words := beside_day(cell):
        value = f"{words} {stored}"
        return (catalogue.DATE_UNREADABLE.at(slot.place, column=column, value=value),)
    if not is_whole_day(cell):
        told = {"format": cell.shown or cell.number_format, "stored": stored}
        return (catalogue.DATE_PARTLY_SHOWN.at(slot.place, **told),)
    other = other_day(cell, day)
    if other is None:
        return ()
    readings = either(wording.long_date(each) for each in (day, other))
    seen = cell.shown or f"{day:%m/%d/%Y}"
    doubt = catalogue.DATE_AMBIGUOUS
    return (doubt.at(slot.place, column=column, value=seen, readings=readings),)


def noted(slot: Slot, column: str, reading: str) -> tuple[Finding, ...]:
    """The note on what is read otherwise than it stands: quoted with all digits, where a person sees fewer."""
    cell = slot.cell
    assert cell is not None
    value = wording.number(exact(cell.number)) if cell.number and is_rounded(cell) else shown(cell)
    return (catalogue.VALUE_READ_AS.at(slot.place, column=column, value=value, reading=reading),)


def read_percent(slot: Slot, column: str) -> Reading[Decimal | None]:
    """A percentage in points, from 0 to 100."""
    cell, findings = slot.cell, unusable(slot)
    if cell is None or findings or is_dash(cell):
        return Reading(None, findings)
    if cell.kind is CellKind.DATE:
        return Reading(None, (catalogue.PERCENT_IS_DATE.at(slot.place, value=shown(cell)),))
    if nothing := nothing_written(slot, column) or looks_otherwise(slot, "%"):
        return Reading(None, nothing)
    parsed = _percent_of(cell)
    if parsed.value is None or not 0 <= parsed.value <= _WHOLE:
        return Reading(None, (_no_percent(slot, shown(cell), parsed),))
    read_as = f"{wording.number(parsed.value)}%"
    return Reading(parsed.value, noted(slot, column, read_as) if parsed.noted else ())


def _no_percent(slot: Slot, value: str, parsed: ParsedNumber) -> Finding:
    """What is wrong with what stands for a percentage."""
    if parsed.problem is Problem.AMBIGUOUS:
        readings = either(f"{wording.number(reading)}%" for reading in parsed.readings)
        return catalogue.PERCENT_AMBIGUOUS.at(slot.place, value=value, readings=readings)
    rule = catalogue.PERCENT_UNREADABLE if parsed.value is None else catalogue.PERCENT_RANGE
    return rule.at(slot.place, value=value)


def doubtful_percents(slot: Slot) -> tuple[Decimal, ...]:
    """Both meanings of a percentage that has two."""
    return _percent_of(slot.cell).readings if slot.cell else ()


def _percent_of(cell: Cell) -> ParsedNumber:
    """Points; a number in a percent format is a share, as Excel shows it times 100."""
    if cell.kind is not CellKind.NUMBER or cell.number is None:
        return parse_percent(cell.text)
    number = number_shown(cell)
    if number is None or is_share(cell):
        return ParsedNumber(number)
    if 0 < number <= 1:
        return ParsedNumber(None, Problem.AMBIGUOUS, readings=(number, number * _WHOLE))
    return ParsedNumber(number, noted=is_rounded(cell))


def converted(workbook: Workbook) -> tuple[Workbook, tuple[Finding, ...]]:
    """`workbook` with every TCVN3 and VNI text decoded, and one finding for each of them.

    The font of a decoded cell is forgotten with its encoding.
    """
    findings: list[Finding] = []
    sheets = tuple(_converted(workbook.file, sheet, findings) for sheet in workbook.sheets)
    return replace(workbook, sheets=sheets), tuple(findings)


def _converted(file: str, sheet: Sheet, findings: list[Finding]) -> Sheet:
    cells = dict(sheet.cells)
    for place, cell in sheet.cells.items():
        legacy = detect(cell.text, cell.font) if cell.kind is CellKind.TEXT else None
        if legacy is not None:
            cells[place] = replace(cell, text=legacy.text, font="")
            told = {"encoding": legacy.encoding, "decoded": clean(legacy.text).text}
            where = Source(file, sheet.name, cell.reference)
            findings.append(catalogue.LEGACY_CONVERTED.at(where, value=cell.text, **told))
    return replace(sheet, cells=cells)
