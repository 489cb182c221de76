"""Vietnamese wording of numbers, dates, deadlines and lists, as documents and screens print them.

What Vietnamese is, Babel knows (CLDR, locale ``vi``). The presentation rules go on top: numbers below 10
take a leading 0, in dates days below 10 and months below 3 (HD05-HD/VPTW 3.2.2 and 4.2.2).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import lru_cache

from babel import Locale, dates, lists, numbers

from cv183_reports.model.period import Cycle, Period

SAMPLE_MARK = "SỐ LIỆU MINH HỌA"
"""Stands on everything that is made of invented figures."""

_VIETNAMESE = Locale("vi")
_HALF_UP = Context(prec=60, rounding=ROUND_HALF_UP)
_WHOLE = Decimal(100)
_TWO_DIGITS = 10
_TWO_DIGIT_MONTHS = 3
_DATE = "dd/{month}/y"
_ANY_YEAR = 2025
_NOUNS = {Cycle.MONTH: "tháng", Cycle.QUARTER: "quý"}
_BLANK = " " * 6
"""Room for the hand that fills in a number or a day."""


@lru_cache(maxsize=4096)
def number(value: Decimal | int, decimals: int | None = None) -> str:
    """``1.234,5``.

    Args:
        value: any finite number, below 10^40.
        decimals: digits after the comma, rounded half up; None = as many as the value has.
    """
    exact = Decimal(value)
    pattern = _VIETNAMESE.decimal_formats[None]
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), context=_HALF_UP)
        pattern = _with_decimals(decimals)
    return _formatted(exact, pattern)


@lru_cache(maxsize=32)
def _with_decimals(decimals: int) -> numbers.NumberPattern:
    whole, _, _ = _VIETNAMESE.decimal_formats[None].pattern.partition(".")
    return numbers.parse_pattern(f"{whole}.{'0' * decimals}" if decimals else whole)


def _formatted(exact: Decimal, pattern: numbers.NumberPattern) -> str:
    """All the digits of `exact`; nothing at all has no sign."""
    unsigned = abs(exact) if exact.is_zero() else exact
    with localcontext(_HALF_UP):
        return str(pattern.apply(unsigned, _VIETNAMESE, decimal_quantization=False))


def measured(value: float, decimals: int = 1) -> str:
    """A length or size that Word or Excel keeps as a float: ``13,5``, ``21``."""
    return number(Decimal(f"{value:.{decimals}f}"))


def count(quantity: int) -> str:
    """How many, in a sentence: ``03``, ``12``, ``1.204``; none is ``0``.

    Raises:
        ValueError: a negative quantity.
    """
    if quantity < 0:
        raise ValueError(f"a count cannot be {quantity}")
    return f"{quantity:02d}" if 0 < quantity < _TWO_DIGITS else number(quantity)


def percent(part: Decimal | int, whole: Decimal | int) -> str:
    """The share of `part` in `whole` with at most one decimal: ``98,2%``, ``50%``.

    ``100%`` says that nothing is missing and ``0%`` that there is nothing, exactly; what would be
    rounded to them is written ``99,9%`` (``100,1%``) and ``0,1%``.

    Raises:
        ValueError: `whole` is zero or less, or `part` negative.
    """
    if whole <= 0 or part < 0:
        raise ValueError(f"no share of {part} in {whole}")
    return percent_points(_HALF_UP.divide(_WHOLE * part, Decimal(whole)))


def percent_points(points: Decimal) -> str:
    """A percentage given in points (80.5 is ``80,5%``), rounded as `percent` does."""
    tenth = Decimal("0.1")
    rounded = points.quantize(tenth, context=_HALF_UP)
    if rounded in (0, _WHOLE) and rounded != points:
        rounded += tenth if points > rounded else -tenth
    with localcontext(_HALF_UP):
        share = rounded.scaleb(-2)
    return _formatted(share, _VIETNAMESE.percent_formats[None])


def change(now: Decimal | int, before: Decimal | int, noun: str) -> str:
    """``tăng 03 đơn vị``, ``giảm 1,5 km``, or ``bằng`` when nothing changed."""
    difference = Decimal(now) - Decimal(before)
    if not difference:
        return "bằng"
    size = abs(difference)
    figure = count(int(size)) if size == size.to_integral_value() else number(size)
    return f"{'tăng' if difference > 0 else 'giảm'} {figure} {noun}"


def short_date(day: date) -> str:
    """``05/9/2025``, ``05/02/2025``, ``15/11/2025``."""
    return _dated(day, _DATE)


def long_date(day: date) -> str:
    """``ngày 05 tháng 9 năm 2025``."""
    return _dated(day, "'ngày' dd {name} 'năm' y")


def blank_date(year: int, month: int) -> str:
    """The date of an unsigned document, the day left to be written by hand."""
    return f"ngày{_BLANK}" + _dated(date(year, month, 1), "{name} 'năm' y")


def period_noun(cycle: Cycle) -> str:
    """What sentences call one period: ``tháng``, ``quý``."""
    return _NOUNS[cycle]


def every_period(cycle: Cycle) -> str:
    """``hằng tháng``, ``hằng quý``."""
    return f"hằng {period_noun(cycle)}"


def typed_forms(cycle: Cycle) -> tuple[str, str]:
    """How people may type a period, for example: in short, and at length."""
    return ("2026-Q1", "quý I/2026") if cycle is Cycle.QUARTER else ("2025-09", "9/2025")


def period_name(period: Period) -> str:
    """``tháng 9 năm 2025``, ``tháng 02 năm 2026``, ``quý I năm 2026``."""
    return f"{period_word(period)} năm {period.year}"


def short_period(period: Period) -> str:
    """``tháng 9/2025``, ``tháng 02/2026``, ``quý I/2026``."""
    return f"{period_word(period)}/{period.year}"


def tabular_period(period: Period) -> str:
    """``09/2025``, ``I/2026``: over a column, where all months are equally wide."""
    if period.cycle is Cycle.QUARTER:
        return f"{roman(period.number)}/{period.year}"
    return f"{period.month:02d}/{period.year}"


def period_word(period: Period) -> str:
    """``tháng 9``, ``tháng 01``, ``quý I``: beside another, or where the year is plain."""
    if period.cycle is Cycle.QUARTER:
        return f"{period_noun(period.cycle)} {roman(period.number)}"
    return _dated(period.begin, "{name}")


def month_number(month: int) -> str:
    """``9``, ``01``: as it stands in a date and after the word tháng."""
    return _dated(date(_ANY_YEAR, month, 1), "{month}")


def instant(moment: datetime) -> str:
    """``16 giờ, ngày 22/9/2025``, ``15 giờ 52, ngày 22/9/2025``; seconds are left out, never rounded."""
    return _dated(moment, f"{_clock(moment)}, 'ngày' {_DATE}")


def instant_if_known(moment: datetime | None) -> str:
    """As `instant`; None: nobody knows it."""
    return "không rõ" if moment is None else instant(moment)


def received_words(moment: datetime | None) -> str:
    """When something came: ``nhận lúc 15 giờ 52, ngày 22/9/2025``; None: nobody knows."""
    return "không rõ nhận lúc nào" if moment is None else f"nhận lúc {instant(moment)}"


def deadline_words(end: datetime) -> str:
    """An exclusive instant as the dispatch words it.

    ``trước ngày 15/8/2025`` for midnight, ``trước 16 giờ, ngày 22/9/2025`` for any other time.
    """
    clock = "" if end.time() == time() else f"{_clock(end)}, "
    return _dated(end, f"'trước' {clock}'ngày' {_DATE}")


def _clock(moment: datetime) -> str:
    """The pattern of a time of day: minutes only where there are any."""
    return "HH 'giờ' mm 'phút'" if moment.minute else "HH 'giờ'"


@lru_cache(maxsize=1024)
def _dated(day: date, pattern: str) -> str:
    """`day` in a pattern of Babel's; ``{month}`` is the number of its month, ``{name}`` tháng and number."""
    two_digits = day.month < _TWO_DIGIT_MONTHS
    month, name = ("MM", "'tháng' MM") if two_digits else ("M", "MMMM")
    return dates.parse_pattern(pattern.format(month=month, name=name)).apply(day, _VIETNAMESE)


def duration(length: timedelta) -> str:
    """The two leading parts of a length of time, cut off below: ``2 ngày 3 giờ``, ``45 phút``.

    Raises:
        ValueError: a negative length.
    """
    if length < timedelta():
        raise ValueError(f"a duration cannot be {length}")
    hours, minutes = divmod(length.seconds // 60, 60)
    parts = [(length.days, "ngày"), (hours, "giờ"), (minutes, "phút")]
    first = next((index for index, (size, _) in enumerate(parts) if size), len(parts))
    shown = [f"{size} {unit}" for size, unit in parts[first : first + 2] if size]
    return " ".join(shown) or "dưới 1 phút"


def listed(items: Iterable[str]) -> str:
    """``A, B, C``: units and other long lists."""
    return ", ".join(items)


def names_listed(names: Sequence[str]) -> str:
    """As `listed`; names that hold commas themselves are set apart by semicolons."""
    return "; ".join(names) if any("," in name for name in names) else listed(names)


def joined(items: Sequence[str]) -> str:
    """``A, B và C``: a few things inside a sentence."""
    return lists.format_list(items, locale=_VIETNAMESE)


def sentence(text: str) -> str:
    """`text` with its first letter a capital and one full stop at its end; a ``?`` or ``!`` stays the end.

    Empty text stays empty: a sentence with nothing to say is not printed.
    """
    words = text.strip().rstrip(" \n.;,:…")
    if not words:
        return ""
    return upper_first(words) + ("" if words[-1] in "?!" else ".")


def upper_first(text: str) -> str:
    """`text` with its first letter a capital, whatever marks stand before it."""
    first = next((index for index, letter in enumerate(text) if letter.isalnum()), len(text))
    return text[:first] + text[first : first + 1].upper() + text[first + 1 :]


def lower_first(text: str) -> str:
    """`text` as the middle of a sentence; abbreviations keep their capitals."""
    if len(text) > 1 and text[1].isupper():
        return text
    return text[:1].lower() + text[1:]


_BODY = r"Chi cục|Học viện|Trung tâm|Văn phòng|Thường trực|Đảng ủy|Đảng uỷ"
_NAMED_WHOLE = r"(?:Ủy|Uỷ) ban nhân dân|Hội đồng nhân dân|Mặt trận Tổ quốc|Chính phủ|Thủ tướng|Quốc hội|Trung ương|(?:Thành|Tỉnh) (?:ủy|uỷ)"
_PAPER = r"Kết luận|Nghị quyết|Nghị định|Thông tư|Chỉ thị|Quyết định|Quy định|Hướng dẫn|Kế hoạch|Chương trình|Công văn|Thông báo|Báo cáo|Tờ trình|Công điện"
_NAME = re.compile(rf"(?:{_NAMED_WHOLE})\b|(?:{_PAPER}) số\b|(?:{_BODY}|\w+) (?=(\w))")
"""What is a name wherever it stands: a body of state or Party, a numbered paper; before a capital what else may be one."""
_NO_NAMES = (
    "phường xã thôn khu tỉnh huyện quận tại ở từ do theo vì với về của cho các để khi"
    " nếu bị được có mời giao trình gửi cùng sau trước trong qua"
)
_BEFORE_NAMES = frozenset(_NO_NAMES.split())


def mid_sentence(text: str) -> str:
    """What a person wrote, as the middle of a sentence: its first letter is small, unless a name begins with it."""
    found = _NAME.match(text)
    if found is None or text.split(maxsplit=1)[0].lower() in _BEFORE_NAMES:
        return lower_first(text)
    return text if found[1] is None or found[1].isupper() else lower_first(text)


_NUMERALS = [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
_MOST_SECTIONS = 39


def roman(section: int) -> str:
    """The number of a section, ``IV`` for 4; 1 to 39.

    Raises:
        ValueError: outside that range.
    """
    if not 1 <= section <= _MOST_SECTIONS:
        raise ValueError(f"no section {section}")
    numeral = ""
    for value, letters in _NUMERALS:
        times, section = divmod(section, value)
        numeral += letters * times
    return numeral


def decision(document: str, day: date) -> str:
    """``Công văn số 15-CV/BTCTU, ngày 05/9/2025``; a bare number is called a document (văn bản)."""
    kind = "văn bản số " if document[:1].isdigit() else ""
    return f"{kind}{document}, ngày {short_date(day)}"


def document_number(written: str, kind: str, code: str) -> str:
    """``Số 05-BC/BTCTU``: no colon, no year, at least two digits; room for a pen while `written` is empty.

    Args:
        written: the number as kept in the settings, ``5``; empty for an unsigned document.
        kind: abbreviation of the kind of document, ``BC``.
        code: code of the issuer, ``BTCTU``.
    """
    digits = written.strip()
    return f"Số {digits.zfill(2)}-{kind}/{code}" if digits else f"Số{_BLANK}-{kind}/{code}"
