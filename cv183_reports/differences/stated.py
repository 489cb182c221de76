"""What a text states that must be right, and what a document to be signed must not keep.

Numbers, hours, dates, numbers of documents and names of units are compared by what they mean: ``01`` is ``1``,
``05/9/2025`` is ``ngày 05 tháng 9 năm 2025``, ``hơn 177 nghìn`` is true of ``177.071``. Not kept: comments, marks of the pen, text that nobody sees, places to fill in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum, auto
from itertools import chain, groupby
from math import prod

from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.differences.comparison import DocumentLine
from cv183_reports.model.period import quarter_number
from cv183_reports.vietnamese.parsing import POWERS_OF_TEN
from cv183_reports.vietnamese.text import place_tones
from cv183_reports.word.facts import DocumentFacts, ParagraphFacts, RunFacts, paragraphs_in

_LEADER = r"(?:[….·_]+\s*)*"
"""What stands where a number or a day is still to be written."""
_CODE = r"[A-ZĐ][\w&]*(?:[-–/][A-ZĐ&][\w&]*)*"
_WHOLE_CODE = r"[A-ZĐ][\w&]*[-–/][A-ZĐ&][\w&]*"
_QUARTER = r"(?:I{1,3}|IV)"
_PATTERN = re.compile(
    rf"""
    (?<![\w/,.])(?P<serial>\d+[a-zđ]?)(?P<symbol>[-–/](?:\d{{4}}/)?{_CODE}|\s?[-–/]\s?{_WHOLE_CODE})
    | \b(?i:số)\b\s*:?\s*{_LEADER}(?P<unnumbered>[-–/]\s?{_CODE})
    | \b(?i:ngày)\s+(?P<day>\d{{1,2}})\s+(?i:tháng)\s+(?P<month>\d{{1,2}})(?:\s+(?i:năm)\s+(?P<year>\d{{4}}))?
    | \b(?i:ngày)\s*{_LEADER}(?i:tháng)\s+(?P<undated>\d{{1,2}})\s+(?i:năm)\s+(?P<undated_year>\d{{4}})
    | \b(?i:ngày)\s*{_LEADER}/(?P<unsigned>\d{{1,2}})/(?P<unsigned_year>\d{{4}})
    | \b(?i:ngày)\s+(?P<part_day>\d{{1,2}})/(?P<part_month>\d{{1,2}})(?![\w/])
    | (?:\b(?i:ngày)\s+)?(?<![\w/,.])(?P<d>\d{{1,2}})(?P<between>[/.-])(?P<m>\d{{1,2}})(?P=between)(?P<y>\d{{4}})(?![\w/])
    | (?<![\w/,.:])(?P<hour>\d{{1,2}})(?:
        :(?P<clock>\d{{2}})(?![\w:])
        | \s*(?i:giờ|h\b|h(?=\d))(?:\s*(?P<minute>[0-5]\d)(?:\s*(?i:phút|ph|')|(?![\w/.-]|,\d)(?!\s*(?i:tháng|năm))))?
      )
    | \b(?i:quý)\s+(?P<quarter>[1-4]|{_QUARTER})(?:(?:\s+(?i:năm)\s+|/)(?P<quarter_year>\d{{4}}))?(?![\w/])
    | (?<![\w/,.])(?P<short_quarter>{_QUARTER})/(?P<short_quarter_year>\d{{4}})(?![\w/])
    | \b(?i:tháng)\s+(?P<of>\d{{1,2}})(?:(?:\s+(?i:năm)\s+|/)(?P<of_year>\d{{4}}))?(?![\w/])
    | (?<![\w/,.])(?P<tabular>0?[1-9]|1[0-2])/(?P<tabular_year>\d{{4}})(?![\w/])
    | (?<!\w)(?P<sign>(?<![^\s(])[-−–])?(?P<number>[1-9]\d{{0,2}}(?:\s\d{{3}})+(?:,\d+)?(?!\d|[.,]\d)|\d+(?:[.,]\d+)*)
        (?:(?P<rate>\s?%)|\s(?P<scale>(?:(?:nghìn|ngàn)\s)?t[ỷỉ](?!\s+lệ)|nghìn|ngàn|triệu)\b)?
    | (?<!\w)(?P<measure>nghìn|ngàn|triệu|t[ỷỉ])\s+đồng\b
    """,
    re.VERBOSE,
)
_HEADING = re.compile(r"\d{1,2}[.)]\s+(?=[^\W\d])")
"""The number of a heading, or of one in a list: people renumber."""
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_WORD = re.compile(r"[\w&]+|[^\w\s]")
_ROUND = re.compile(rf"(?:,(\d+))?\s?(?:%|(?P<scale>{'|'.join(POWERS_OF_TEN)}))$")
_ENDS = frozenset({0, 100})
"""Percent that rounding never reaches."""
_ONE_POINT, _A_TWENTIETH, _FAIRLY = Decimal(1), Decimal("0.05"), Decimal("0.005")
"""How far from what is told ``gần``, ``hơn`` a rate may be, and an amount; an amount in another measure from the exact one."""
_WAYS = {"hơn": 1, "trên": 1, "gần": -1} | dict.fromkeys(("khoảng", "chừng", "ước", "xỉ"), 0)
"""Word before a rounded figure → on which side of it the exact one is."""
_MORE = frozenset({"nhiều", "ít", "cao", "thấp", "lớn", "nhỏ", "nhanh", "chậm", "tốt"})
"""Before ``hơn``: what is compared, not rounded."""
_UP, _DOWN = frozenset({"tăng", "▲"}), frozenset({"giảm", "▼"})
_SHARE, _MEASURE, _NO_AMOUNT = "%", "đồng", "mã"
"""Beside the value of a rate; of a measure without a number; of what looks like a number and is none."""
_SHARED = 5
"""Words before the whole of a share, among which its part stands."""
_BEFORE = 2
"""Words before a number that tell which way it goes."""


class Sort(Enum):
    """What kind of thing is stated."""

    NUMBER = "số"
    DATE = "ngày, tháng"
    TIME = "giờ"
    DOCUMENT = "số, ký hiệu văn bản"
    UNIT = "tên đơn vị"


_ROUNDED = tuple({(Sort.NUMBER, (beside,))} for beside in ("", _SHARE))
"""What two amounts have in common of which one may be the other, rounded."""


class Stated(Struct, frozen=True):
    """One thing a text states."""

    sort: Sort
    text: str
    """As it stands."""
    value: tuple[str, ...]
    """What it means; an empty part is blank, or not said."""
    start: int
    end: int
    is_blank: bool = False
    """Still to be written: a document's number, the day of its signature."""
    turn: int = 0
    """1: told as a rise, -1: as a fall, 0: neither."""
    about: str = ""
    """The word that makes it a rounded one: ``gần``, ``hơn``."""

    def agrees(self, other: Stated) -> bool:
        """Whether both mean the same; what one leaves out, the other may say."""
        if self.sort is not other.sort:
            return False
        if self.sort is Sort.DATE:
            pairs = zip(self.value, other.value, strict=True)
            return all(not one or not two or one == two for one, two in pairs)
        return self.value == other.value and self.turn * other.turn >= 0

    def rounds(self, exact: Stated) -> bool:
        """Whether this is `exact` as a person rounds it: ``gần 90%``, ``90%`` for 89,7%, ``2.039 tỷ`` for millions."""
        kinds = {(each.sort, each.value[1:]) for each in (self, exact)}
        if kinds not in _ROUNDED or self.turn * exact.turn < 0:
            return False
        here, off = Decimal(self.value[0]), Decimal(exact.value[0]) - Decimal(self.value[0])
        is_rate = self.value[1] == _SHARE
        if self.about:
            is_that_way = off * _WAYS[self.about] >= 0
            return is_that_way and abs(off) <= (_ONE_POINT if is_rate else abs(here) * _A_TWENTIETH)
        written = _ROUND.search(self.text)
        if written is None or (is_rate and here in _ENDS):
            return False
        unit = POWERS_OF_TEN.get(written["scale"] or "", 1) * Decimal(10) ** -len(written[1] or "")
        return abs(off) <= (unit / 2 if is_rate else min(unit / 2, abs(here) * _FAIRLY))

    def fills(self, blank: Stated) -> bool:
        """Whether this is what was to be written in `blank`; the day may come in a later month."""
        if not blank.is_blank or self.sort is not blank.sort or self.is_blank:
            return False
        if self.sort is Sort.DOCUMENT:
            return self.value[1] == blank.value[1]
        return bool(self.value[0]) and _month_of(self) >= _month_of(blank)


def _month_of(date: Stated) -> tuple[int, int]:
    return int(date.value[2] or 0), int(date.value[1] or 0)


UnitNames = Mapping[str, Sequence[tuple[tuple[str, ...], str]]]
"""First word → the words of each name that begins with it, the longest first, and whose it is."""


def unit_names(units: Iterable[tuple[str, Iterable[str]]]) -> UnitNames:
    """The names to look for, of each code."""
    found: dict[str, dict[tuple[str, ...], str]] = {}
    for code, names in units:
        for name in names:
            words = words_of(name)
            if words:
                found.setdefault(words[0], {}).setdefault(words, code)
    return {
        first: sorted(names.items(), key=lambda each: -len(each[0]))
        for first, names in found.items()
    }


def stated_in(text: str, names: UnitNames) -> tuple[Stated, ...]:
    """All that `text` states, in order."""
    units = list(_units(text, names))
    taken = {at for unit in units for at in range(unit.start, unit.end)}
    others = [each for each in _marked_out(text) if each.start not in taken]
    return tuple(sorted((*units, *others), key=lambda each: each.start))


def in_full(row: Sequence[Stated]) -> Iterator[Stated]:
    """The amounts of a row that names their measure (``triệu đồng``), in full."""
    measures = [Decimal(each.value[0]) for each in row if each.value[1:] == (_MEASURE,)]
    for each in row:
        if measures and each.sort is Sort.NUMBER and each.value[1] == "":
            amount = (Decimal(each.value[0]) * measures[0]).normalize()
            yield replace(each, value=(f"{amount:f}", ""))


def words_of(text: str) -> tuple[str, ...]:
    """The words and marks of `text` as they are compared: small letters, one style of tone marks."""
    return tuple(word for word, _, _ in _words(text))


def _words(text: str) -> Iterator[tuple[str, int, int]]:
    """Each word and mark as it is compared, and where it stands."""
    for found in _WORD.finditer(text):
        yield place_tones(found[0].casefold(), new_style=False), found.start(), found.end()


def _units(text: str, names: UnitNames) -> Iterator[Stated]:
    words = list(_words(text))
    at = 0
    while at < len(words):
        known = names.get(words[at][0], ())
        said = next((n for n in known if _says(words, at, n[0])), None)
        if said is None:
            at += 1
            continue
        name, code = said
        start, end = words[at][1], words[at + len(name) - 1][2]
        yield Stated(Sort.UNIT, text[start:end], (code,), start, end)
        at += len(name)


def _says(words: Sequence[tuple[str, int, int]], at: int, name: Sequence[str]) -> bool:
    stretch = words[at : at + len(name)]
    return len(stretch) == len(name) and all(w[0] == n for w, n in zip(stretch, name, strict=True))


def _marked_out(text: str) -> Iterator[Stated]:
    heading = _HEADING.match(text)
    for found in _PATTERN.finditer(text, heading.end() if heading else 0):
        sort, value, is_blank = _meaning(found)
        before = words_of(text[max(found.start() - 40, 0) : found.start()])
        turn, about = (_turn(before), _about(before, found)) if sort is Sort.NUMBER else (0, "")
        yield Stated(sort, found[0], value, found.start(), found.end(), is_blank, turn, about)


def _meaning(found: re.Match[str]) -> tuple[Sort, tuple[str, ...], bool]:
    said = found.groupdict()
    if said["serial"]:
        return Sort.DOCUMENT, (_plain(said["serial"]), _symbol(said["symbol"])), False
    if said["unnumbered"]:
        return Sort.DOCUMENT, ("", _symbol(said["unnumbered"])), True
    if dated := _date(said):
        return Sort.DATE, dated, not dated[0] and bool(said["undated"] or said["unsigned"])
    if said["hour"]:
        minute = said["clock"] or said["minute"] or "0"
        return Sort.TIME, (_plain(said["hour"]), _plain(minute)), False
    if said["measure"]:
        return Sort.NUMBER, (str(POWERS_OF_TEN[said["measure"]]), _MEASURE), False
    return Sort.NUMBER, _amount(found), False


def _date(said: Mapping[str, str | None]) -> tuple[str, str, str] | None:
    """Day, month or quarter, and year; what is not said is empty."""
    for quarter, year in (("quarter", "quarter_year"), ("short_quarter", "short_quarter_year")):
        if number := said[quarter]:
            return "", f"Q{quarter_number(number)}", said[year] or ""
    for day, month, year in _DATES:
        if number := said[month]:
            return _plain(said.get(day) or ""), _plain(number), said.get(year) or ""
    return None


_DATES = (
    ("day", "month", "year"),
    ("", "undated", "undated_year"),
    ("", "unsigned", "unsigned_year"),
    ("part_day", "part_month", ""),
    ("d", "m", "y"),
    ("", "of", "of_year"),
    ("", "tabular", "tabular_year"),
)
"""Groups of the day, the month and the year of each way to write a date."""


def _plain(digits: str) -> str:
    return digits.lstrip("0") or digits[-1:]


def _symbol(text: str) -> str:
    return re.sub(r"\s", "", text).replace("–", "-").upper()


def _amount(found: re.Match[str]) -> tuple[str, str]:
    """What a number means, and whether it is a rate; ``1.3`` is no number but the code of something."""
    share = _SHARE if found["rate"] else ""
    digits = re.sub(r"\s", ".", found["number"])
    if digits.count(",") == 1 and "." not in digits.partition(",")[2]:
        value = digits.replace(".", "").replace(",", ".")
    elif _THOUSANDS.fullmatch(digits):
        value = digits.replace(".", "")
    elif digits.isdigit() or (share and digits.count(".") == 1):
        value = digits
    else:
        return digits, _NO_AMOUNT
    exact = Decimal(value) * prod(POWERS_OF_TEN[word] for word in (found["scale"] or "").split())
    return f"{(-exact if found['sign'] else exact).normalize() + 0:f}", share


def _turn(before: Sequence[str]) -> int:
    words = set(before[-_BEFORE:])
    return (1 if _UP & words else 0) - (1 if _DOWN & words else 0)


def _about(before: Sequence[str], found: re.Match[str]) -> str:
    """The last word, where it says that the number behind it is rounded; ``18 trên 142`` is a share."""
    last = before[-1] if before else ""
    is_share = not found["rate"] and any(map(str.isdigit, before[-_SHARED:-1]))
    return last if last in _WAYS and not (is_share or {*before[-2:-1]} & _MORE) else ""


_PERHAPS = re.compile(r"số|ngày|[….]{2}|«|___", re.IGNORECASE)
"""What every text has that has something to fill in."""
_BESIDE = "Chú thích, hộp chữ, đầu và cuối trang"
_PLACEHOLDER = re.compile(r"«[^«»]{0,200}»|…{2,}|\.{4,}|_{3,}")


class Trace(Enum):
    """What kind of thing is left."""

    COMMENTS = auto()
    TRACKED = auto()
    HIGHLIGHTED = auto()
    STRUCK = auto()
    HIDDEN = auto()
    TAG = auto()
    PLACEHOLDER = auto()
    BLANK = auto()
    """The number or the day of a document, which the pen fills in."""


class Leftover(Struct, frozen=True):
    """One thing that is left."""

    trace: Trace
    where: str
    """As a clerk finds it; empty: of the document as a whole, or outside its body."""
    text: str
    count: int = 1


def left_in(
    facts: DocumentFacts, lines: Sequence[DocumentLine], own: Iterable[DocumentLine]
) -> tuple[Leftover, ...]:
    """All that is left in a document.

    Args:
        facts: the document.
        lines: the same, as `lines_of` reads it.
        own: the month's own rendering; what stands in it, too, is meant.
    """
    meant = {found for line in own for found in _PLACEHOLDER.findall(line.text)}
    found: list[Leftover] = []
    if facts.comments:
        found.append(Leftover(Trace.COMMENTS, "", "", facts.comments))
    if facts.tracked_changes:
        found.append(Leftover(Trace.TRACKED, "", "", facts.tracked_changes))
    for paragraph in chain(facts.paragraphs, _beside(facts)):
        found += _marks(paragraph, lines)
    found += [Leftover(Trace.TAG, _where(tag, lines), tag) for tag in facts.template_tags]
    for line in lines:
        found += _unfilled(line, meant)
    return tuple(found)


def lines_beside(facts: DocumentFacts) -> tuple[DocumentLine, ...]:
    """What stands outside the body: in boxes, notes, headers and footers; without what Word counts itself."""
    texts = (
        " ".join("".join(run.shown for run in paragraph.runs if not run.field).split())
        for paragraph in _beside(facts)
    )
    return tuple(DocumentLine(_BESIDE, "", ("",), (text,), text) for text in texts if text)


def _beside(facts: DocumentFacts) -> Iterator[ParagraphFacts]:
    boxes = (box.blocks for box in facts.text_boxes)
    notes = (note.blocks for note in facts.notes)
    edges = (
        blocks
        for section in facts.sections
        for page in (section.headers, section.footers)
        for blocks in (page.default, page.first, page.even)
    )
    seen: set[tuple[str, int]] = set()
    for paragraph in paragraphs_in(chain(*boxes, *notes, *edges)):
        if (paragraph.part, paragraph.index) not in seen:
            seen.add((paragraph.part, paragraph.index))
            yield paragraph


_LOOKS: tuple[tuple[Trace, Callable[[RunFacts], bool]], ...] = (
    (Trace.HIGHLIGHTED, lambda run: run.is_highlighted),
    (Trace.STRUCK, lambda run: run.is_struck),
    (Trace.HIDDEN, lambda run: run.vanish),
)


def _marks(paragraph: ParagraphFacts, lines: Sequence[DocumentLine]) -> Iterator[Leftover]:
    """Neighbouring runs of one look are one."""
    for trace, is_so in _LOOKS:
        for marked, runs in groupby(paragraph.runs, key=is_so):
            text = " ".join("".join(run.text for run in runs).split()) if marked else ""
            if text:
                shown = paragraph.own_text if trace is Trace.HIDDEN else text
                yield Leftover(trace, _where(" ".join(shown.split()), lines), text)


def _where(text: str, lines: Iterable[DocumentLine]) -> str:
    return next((line.where for line in lines if text and text in line.text), "")


def _unfilled(line: DocumentLine, meant: Container[str]) -> Iterator[Leftover]:
    for text in line.texts:
        if not _PERHAPS.search(text):
            continue
        blanks = [each for each in stated_in(text, {}) if each.is_blank]
        for each in blanks:
            yield Leftover(Trace.BLANK, line.where, each.text)
        for found in _PLACEHOLDER.finditer(text):
            if found[0] in meant:
                continue
            if not any(each.start <= found.start() < each.end for each in blanks):
                yield Leftover(Trace.PLACEHOLDER, line.where, found[0])
