"""Written forms of dates, periods, numbers, percentages and of nothing, read as a Vietnamese clerk means them.

Nothing is guessed: a text with two meanings comes back as AMBIGUOUS with both. Whether the value
makes sense (range, whole number) is for the judge.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.model.period import Cycle, Period
from cv183_reports.vietnamese.text import NUMBER_WORDS, ORDINAL_WORDS, clean, fold, lazy_pattern
from cv183_reports.vietnamese.wording import period_name, period_word


class Problem(Enum):
    """Why a written value could not be taken."""

    NONE = "none"
    AMBIGUOUS = "ambiguous"
    """Two meanings; `readings` has both."""
    UNREADABLE = "unreadable"
    NO_SUCH_DAY = "no such day"
    """A date that no calendar has: ``31/02/2025``."""


class ParsedDate(Struct, frozen=True):
    """A date read from text."""

    value: date | None
    problem: Problem = Problem.NONE
    noted: bool = False
    """Taken, but written otherwise than day/month/year."""
    readings: tuple[date, ...] = ()
    """AMBIGUOUS: both meanings. UNREADABLE: what it would mean month first (``8/15/2025``), to be
    shown to the clerk."""


class ParsedNumber(Struct, frozen=True):
    """A number or a percentage (in points) read from text."""

    value: Decimal | None
    problem: Problem = Problem.NONE
    noted: bool = False
    """Taken, but written otherwise than ``1234,5`` or ``1.234,5`` (``%`` after a percentage)."""
    readings: tuple[Decimal, ...] = ()
    """AMBIGUOUS only: both meanings."""


_FULL_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(0x5E)}
"""Digits and marks as East Asian keyboards type them."""
_DASHES = str.maketrans("–—−‐‑", "-----")
_STOPS = " .;"
"""What may end a sentence behind a date or a number."""


def _written(text: str) -> str:
    """`text` fit to be read: cleaned, in ASCII digits, without the stop of a sentence; nothing where it is turned round."""
    if "\u202e" in text:
        return ""
    return clean(text).text.translate(_FULL_WIDTH).rstrip(_STOPS)


_UNREADABLE_DATE = ParsedDate(None, Problem.UNREADABLE)
UNREADABLE_NUMBER = ParsedNumber(None, Problem.UNREADABLE)

_TIME = r"(?:[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: (?:AM|PM|SA|CH))?)?"
_PLAIN_DATE = lazy_pattern("[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}")
_DAY_FIRST = lazy_pattern(
    r"(?:ng[aà]y )?([0-9]{1,2}) ?[-/.] ?([0-9]{1,2}) ?[-/.] ?([0-9]{4}|[0-9]{2})" + _TIME,
    re.IGNORECASE,
)
_YEAR_FIRST = lazy_pattern("([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})" + _TIME, re.IGNORECASE)
_FOLDED_WORDS = lazy_pattern(
    "(?:ngai )?([0-9]{1,2}) (?:thang|thg|th) ?([0-9]{1,2}) (?:nam )?([0-9]{4}|[0-9]{2})"
)
_OUR_MONTHS = ("một", *ORDINAL_WORDS[1:], "mười một", "mười hai")
_ENGLISH_MONTHS = (
    *("jan|januari", "feb|februari", "mar|march", "apr|april", "mai", "jun|june", "jul|juli"),
    *("aug|august", "sep|sept|september", "oct|october", "nov|november", "dec|december"),
)
"""As a machine writes them, folded (y is i)."""
_MONTH_OF_NAME = {
    name: str(month)
    for month, (ours, theirs) in enumerate(zip(_OUR_MONTHS, _ENGLISH_MONTHS, strict=True), start=1)
    for name in (fold(f"tháng {ours}"), *theirs.split("|"))
}
_NAME = "|".join(sorted(_MONTH_OF_NAME, key=len, reverse=True))
_NAMED_MONTH = lazy_pattern(
    rf"(?:ngai )?(?P<day>[0-9]{{1,2}}) (?P<name>{_NAME}) (?:nam )?(?P<year>[0-9]{{4}}|[0-9]{{2}})"
)
_NAMED_MONTH_FIRST = lazy_pattern(rf"(?P<name>{_NAME}) (?P<day>[0-9]{{1,2}}) (?P<year>[0-9]{{4}})")
_DAYS_OF_THE_WEEK = ORDINAL_WORDS[1:7]
_LED_IN_DAY = lazy_pattern(
    rf"'|(?:thứ ({'|'.join(_DAYS_OF_THE_WEEK)}|[2-7])|T([2-7])|(chủ nhật|CN)),? ?(?=\d|ngày)",
    re.IGNORECASE,
)
"""What may stand before a day and says nothing else than that it is one; the day of the week has to be its own."""
_SUNDAY = 6
_CENTURY = "20"


def parse_date(text: str, *, plausible: tuple[date, date] | None = None) -> ParsedDate:
    """The date `text` says, day first unless a year of four digits comes first.

    Taken: ``15/8/2025``, ``15-08-25``, ``15–8–2025``, ``15.8.2025.``, ``2025-08-15``, each with a time behind it;
    ``ngày 15 tháng 8 năm 2025``, ``15 thg 8, 2025``, ``15-Aug-25``; behind its own day of the week.
    Two-digit years are 20xx. A date without year is unreadable; one that no calendar has (``31/02/2025``) is told apart.

    `plausible` has the first and the last day that may be meant: ``25-08-15`` is AMBIGUOUS where
    15/8/2025, its year taken first, lies among them.
    """
    as_typed = clean(text).text
    written = _written(text).translate(_DASHES)
    led = _LED_IN_DAY.match(written)
    bare = written[led.end() :] if led else written
    parts = _day_month_year(bare)
    if parts is None:
        return _UNREADABLE_DATE
    day, month, year = parts
    value = _calendar_day(year, month, day)
    if value and led and _day_of_week(led) not in (None, value.weekday()):
        return _UNREADABLE_DATE
    other = _calendar_day(day, month, year) if len(day) == len(year) else None
    if value and other and value != other and plausible and plausible[0] <= other <= plausible[1]:
        return ParsedDate(None, Problem.AMBIGUOUS, readings=(value, other))
    if value:
        return ParsedDate(value, noted=not _PLAIN_DATE.fullmatch(as_typed))
    swapped = _calendar_day(year, day, month) if _DAY_FIRST.fullmatch(bare) else None
    if swapped is None:
        return ParsedDate(None, Problem.NO_SUCH_DAY)
    return replace(_UNREADABLE_DATE, readings=(swapped,))


def _day_month_year(written: str) -> tuple[str, str, str] | None:
    """The three parts of a written date, in digits."""
    if found := _YEAR_FIRST.fullmatch(written):
        return found[3], found[2], found[1]
    folded = fold(written)
    if found := _DAY_FIRST.fullmatch(written) or _FOLDED_WORDS.fullmatch(folded):
        return found[1], found[2], found[3]
    if found := _NAMED_MONTH.fullmatch(folded) or _NAMED_MONTH_FIRST.fullmatch(folded):
        return found["day"], _MONTH_OF_NAME[found["name"]], found["year"]
    return None


def _day_of_week(led: re.Match[str]) -> int | None:
    """The day of the week that stands before a date, Monday being 0; None: none does."""
    name, digit, sunday = led.groups()
    if sunday:
        return _SUNDAY
    if digit or (name and name.isdigit()):
        return int(digit or name) - 2
    return _DAYS_OF_THE_WEEK.index(name.lower()) if name else None


def _calendar_day(year: str, month: str, day: str) -> date | None:
    century = _CENTURY if len(year) == len("25") else ""
    try:
        return date(int(century + year), int(month), int(day))
    except ValueError:
        return None


_LONGEST_NUMERAL = 40
"""Characters; no figure asked for comes near it."""
_LED_IN = lazy_pattern(r"(?:đạt|tỷ lệ|tỉ lệ)(?: đạt)? ?:? ?", re.IGNORECASE)
"""Words before a number that say nothing else than that it is one."""
_SIGN_NUMERAL_WORD = lazy_pattern(r"([-−+]?)([0-9](?:[0-9., ]*[0-9])?) ?([^0-9., ].*)?", re.DOTALL)
_VIETNAMESE = lazy_pattern(r"(?:[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(,[0-9]+)?")
_ENGLISH = lazy_pattern(r"(?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(\.[0-9]+)?")
_SPACED = lazy_pattern("[1-9][0-9]{0,2}(?: [0-9]{3})+([.,][0-9]+)?")


class _Reading(Struct, frozen=True):
    """One meaning of a numeral without sign."""

    value: Decimal
    has_decimals: bool
    vietnamese: bool


def _readings(numeral: str) -> tuple[_Reading, ...]:
    """Every meaning the digits and marks of `numeral` can have: none, one, or two."""
    found: dict[Decimal, _Reading] = {}
    for form in (_VIETNAMESE, _ENGLISH, _SPACED):
        match = form.fullmatch(numeral)
        if match and len(numeral) <= _LONGEST_NUMERAL:
            fraction = match[1] or ""
            digits = re.sub("[., ]", "", numeral.removesuffix(fraction))
            value = Decimal(f"{digits}.{fraction[1:]}")
            found.setdefault(value, _Reading(value, bool(fraction), form is _VIETNAMESE))
    return tuple(found.values())


def parse_number(text: str, *, whole: bool = False, measure: str = "") -> ParsedNumber:
    """The number `text` says.

    Args:
        text: ``1.234,5``, ``1234,5``, ``1 234,5``, ``1,234.5``, ``-7``, ``12 người``.
        whole: the figure asked for is a whole number: ``1.234`` and ``1,234`` then are 1234.
            Otherwise they may also be 1 and 234 thousandths, and are AMBIGUOUS.
        measure: the one word or unit that may follow the number, ``người``.
    """
    written, is_bare = _numeral(text)
    found = _SIGN_NUMERAL_WORD.fullmatch(written)
    if not found or not _is_measure(found[3] or "", measure):
        return UNREADABLE_NUMBER
    readings = _readings(found[2])
    if whole and len(readings) > 1:
        readings = tuple(reading for reading in readings if not reading.has_decimals)
    unusual = not is_bare or found[1] in ("+", "−") or found[3] is not None
    return _parsed(readings, negative=found[1] in ("-", "−"), unusual=unusual)


def _numeral(text: str) -> tuple[str, bool]:
    """What may be a number in `text`, and whether nothing else stands there."""
    as_typed, written = clean(text).text, _written(text)
    bare = _LED_IN.sub("", written, count=1) if _LED_IN.match(written) else written
    return bare, bare == as_typed


def _is_measure(word: str, measure: str) -> bool:
    """Whether `word` is the measure asked for, or how it begins: ``triệu`` of ``triệu đồng``."""
    folded, asked = fold(word), fold(measure)
    return word in ("", measure) or (folded != "" and f"{asked} ".startswith(f"{folded} "))


_ABOUT = ("khoảng", "chừng", "gần", "hơn", "trên", "dưới", "ước", "ít", "nhiều", "tối")
"""How words begin that make a number no certain one: ``ít nhất``, ``tối thiểu``."""
_SCALES = dict.fromkeys(("trăm", "nghìn", "vạn", "triệu", "tỷ", *_ABOUT, *"‰~≈<>≤≥±"), "") | {
    "ngàn": "nghìn",
    "k": "nghìn",
    "tr": "triệu",
    "tỉ": "tỷ",
}
"""What makes another number of the one it stands beside; its usual name, where it has another."""
_SCALE = lazy_pattern(r"[^\W\d_]+|[‰~≈<>≤≥±]")
_PERCENT = "%"
_OF_PERCENT = lazy_pattern("đạt|t[ỷỉ] lệ|phần(?: trăm)?|điểm", re.IGNORECASE)
"""Words that may stand beside a percentage."""


def changes_number(beside: str, measure: str) -> bool:
    """Whether what stands beside a number makes another of it: ``5 nghìn``, ``~5``, ``khoảng 5``, ``5‰``.

    Not where the `measure` asked for says the same: ``5 triệu`` of ``triệu đồng``; ``5 đồng`` is another. Where
    a percentage is asked for, any other word makes another: ``5 việc``.
    """
    if not beside:
        return False
    words, asked = _words(beside), _words(measure)
    if measure == _PERCENT:
        return bool(_words(_OF_PERCENT.sub("", clean(beside).text)))
    told, meant = _scales(words), _scales(asked)
    is_whole = not (words & asked).isdisjoint(words - _SCALES.keys())
    return told != meant if is_whole else not told <= meant


_SPELT = {word: value for value, word in enumerate(NUMBER_WORDS[:10])}
_SPELT |= {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
_TENS = {"mười": 10, "mươi": 10, "trăm": 100}
POWERS_OF_TEN = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_BETWEEN = frozenset({"linh", "lẻ"})


def spelt_number(words: str) -> int | None:
    """``một trăm bốn mươi hai`` is 142; None: not a number in words from end to end."""
    total = group = 0
    digit: int | None = None
    for word in words.split():
        if word in _SPELT and digit is None:
            digit = _SPELT[word]
        elif word in _TENS:
            group += _TENS[word] * (1 if digit is None else digit)
            digit = None
        elif word in POWERS_OF_TEN:
            total += POWERS_OF_TEN[word] * (group + (digit or 0) or 1)
            group, digit = 0, None
        elif word not in _BETWEEN or digit is not None:
            return None
    return total + group + (digit or 0) if words else None


def _words(text: str) -> set[str]:
    return {*_SCALE.findall(clean(text).text.casefold())}


def _scales(words: set[str]) -> set[str]:
    return {_SCALES[word] or word for word in words if word in _SCALES}


def _parsed(readings: tuple[_Reading, ...], *, negative: bool, unusual: bool) -> ParsedNumber:
    """The only reading as a value, or why there is none."""
    values = tuple(-reading.value if negative else reading.value for reading in readings)
    if not values:
        return UNREADABLE_NUMBER
    if len(values) > 1:
        return ParsedNumber(None, Problem.AMBIGUOUS, readings=values)
    return ParsedNumber(values[0], noted=unusual or not readings[0].vietnamese)


_PERCENTAGE = lazy_pattern(r"(-?)([0-9](?:[0-9., ]*[0-9])?) ?(%|/ ?100|phần trăm)?", re.IGNORECASE)
_WHOLE = 100


def parse_percent(text: str) -> ParsedNumber:
    """The percentage `text` says, in points: ``80``, ``80%``, ``80,5 %`` and, noted, ``80.5``.

    ``75%.``, ``đạt 75%``, ``75/100`` and ``75 phần trăm`` are taken and noted. Without ``%`` a number above 0 and up to 1 may also
    be a share: ``0,8`` is AMBIGUOUS between 0.8 and 80. Since a percentage has no thousands,
    ``33,333`` has one meaning.
    """
    written, is_bare = _numeral(text)
    found = _PERCENTAGE.fullmatch(written)
    if not found:
        return UNREADABLE_NUMBER
    readings = _readings(found[2])
    if len(readings) > 1:
        readings = tuple(reading for reading in readings if reading.has_decimals)
    unusual = not is_bare or found[3] not in (None, "%")
    parsed = _parsed(readings, negative=bool(found[1]), unusual=unusual)
    if parsed.value is not None and 0 < parsed.value <= 1 and not found[3]:
        both = (parsed.value, parsed.value * _WHOLE)
        return ParsedNumber(None, Problem.AMBIGUOUS, readings=both)
    return parsed


_SHORT = 100
"""Characters up to which a text may say no more than that there is none, or where it is said."""
_MEANWHILE = r"(?:trong (?:ki|thang|qui)(?: nai)?|trong qua trinh (?:trien khai|to chuc|thuc hien)(?: thuc hien)?(?: nhiem vu)?)"
_LEAD = (
    rf"(?:(?:kho khan(?: vuong mac)?|kien nghi(?: de xuat)?|de nghi|noi dung|1) )?"
    rf"(?:(?:hien|hien nai|hien tai|tam thoi|(?:tinh )?den nai|den thoi diem (?:nai|hien tai|bao cao)|(?:ve )?co ban|nhin chung|thuan loi"
    rf"|don vi|dia phuong|phuong|xa|{_MEANWHILE}) )*"
)
_CAPITALS = "".join(letter for letter in map(chr, range(0x41, 0x1EFA)) if letter.isupper())
_OFFICE = lazy_pattern(
    r"(?i:(?:(?:(?:ban )?thường (?:vụ|trực) )?đảng (?:ủy|uỷ|bộ)|ubnd|hđnd|(?:ủy|uỷ) ban nhân dân|cấp (?:ủy|uỷ)"
    r"|(?:các )?(?:cơ quan|đơn vị|địa phương)|phường|xã|đặc khu|sở|ban|văn phòng),? (?:và )?)+"
    rf"(?:[{_CAPITALS}][^\W\d_]* (?:[^\W\d_]+ ){{0,2}}?)*(?=(?i:hiện|đến|trong|cơ bản|không|ko|khg)\b)"
)
"""Whoever speaks at the beginning of a text, by the kind of office and its name: ``UBND xã Hà Đông``."""
_WITHOUT = "(?: kien nghi| de xuat| de nghi| i kien| kho khan| vuong(?: mac)?| va| hoac| gi| nao| them| khac)+"
_TO_WHOM = r"(?: (?:doi )?(?:voi|len|toi|den)| cap)(?: (?!(?:de|kien|nghi|nhung|ngoai|tru|mong|can|hien|con)\b)\w+){1,6}"
_NO_MATTER = rf"{_LEAD}(?:khong|ko|khg)(?: co| gap| phat sinh)?{_WITHOUT}(?:{_TO_WHOM})?"
_NOTHING = lazy_pattern(
    rf"{_LEAD}(?:khong|chua|ko|khg|kg|k|0)(?: co| gap| phai| phat sinh| phat hien| ghi nhan| xai ra| thai| neu)*"
    r"(?: gi| nao| noi dung| i kien| kho khan| vuong(?: mac)?| ton tai| han che| kien nghi| de xuat| de nghi| phat sinh| va"
    rf"| hoac| them| khac| ca| a| moi| van de| can (?:kien nghi|de xuat|thao go|giai quiet|bao cao)| (?:gi )?(?:lon|dang ke|dac biet)| {_MEANWHILE})*"
    rf"|{_NO_MATTER}"
    r"|khong ap dung|n\W?a|nil|none|x+|"
)
"""Folded texts (y is i) that say there is none; ``-`` and ``…`` fold to nothing."""
_BY_OFFICE = lazy_pattern(_NO_MATTER)
"""The same behind the office that says it: more than «chưa có», which may tell what that office lacks."""
_NOT_COUNTED = lazy_pattern(
    rf"{_LEAD}(?:khong|chua|ko|dang|cho)(?: the| co)*(?: thong ke| tong hop| xac dinh| ra soat| so lieu)+"
    r"(?: duoc| xong| ti le| cu the)*"
)
"""Folded texts that say nobody has counted it yet."""
_PERIOD = r"(?:ki|thang|qui)(?: bao cao)? (?:truoc|[\d ]+)"
_SAME = "n ?t|idem|tuong tu|khong(?: co(?: gi)?)? thai doi(?: gi)?(?: so voi .{2,20})?"
_POINTS = "(?:n ?t )?(?:(?:noi dung|ket qua) )?(?:nhu|giong|xem|tuong tu|trung|trung voi|cung)(?: nhu| da (?:neu|bao cao|trinh bai)| o| tai| voi| noi dung)*"
_PLACE = (
    r"(?: tren(?: da neu)?|(?: (?:cac )?(?:muc|i|dong|phan|nhiem vu|noi dung|trang|sheet)(?: so)?)?(?: tren| [\d ]+)"
    "| (?:muc|phan|cot|o) (?:ben(?: canh)?|tren|duoi|ket qua|kho khan|kien nghi|van ban)"
    "(?: thuc hien| vuong mac| de xuat| minh chung)*)"
)
_TOLD = "(?:(?:noi dung|ket qua)(?: nai)? )?da (?:duoc )?(?:neu|ghi|bao cao|trinh bai|the hien)(?: cu the| chi tiet)?(?: o| tai| trong)"
_SENT = r"(?:(?:bao cao|ket qua|noi dung|file|tep) )?(?:da )?gui (?:qua|bang|len|vao) (?:zalo|e ?mail|g ?mail|mail|thu|drive|hop thu)\b.{0,30}"
_BEFORE = (
    "(?:(?:van |tiep tuc )?(?:thuc hien|trien khai|dui tri) )?(?:nhu|giong|giu nguien|theo|da bao cao)(?: nhu| o| tai| trong| noi dung| bao cao| bc| cua| voi)*"
    f" (?:{_PERIOD}|bao cao truoc)"
)
_LEADING = "xem|chi tiet|cu the|noi dung|ket qua|so lieu|co|nhu|theo|tai|trong|o|da gui|gui|bang"
_PAPER = "(?:cac )?(?:file|tep|phu luc|bieu|bao cao|bc|van ban|ho so|tai lieu|danh sach)(?: chi tiet| tong hop| excel| word)*"
_ATTACHED = f"(?:(?:{_LEADING}) )*(?:{_PAPER} (?:(?:dinh|gui) )?kem(?: theo)?|{_PAPER} rieng(?: (?:(?:dinh|gui) )?kem(?: theo)?)?|(?:dinh )?kem(?: theo)? {_PAPER}|(?:gui|dinh) kem(?: theo)?)(?: (?:theo )?(?:thu|e ?mail|mail|cong van)(?: nai)?)?"
_APPENDED = (
    "(?:xem|chi tiet|cu the|nhu|theo)(?: chi tiet| tai| o| trong)* (?:cac )?(?:phu luc|bieu|bang|file|tep)"
    r"(?: so)?(?: [\divx]+)?"
)
_ELSEWHERE = lazy_pattern(
    f"{_SAME}|{_POINTS}{_PLACE}|{_TOLD}{_PLACE}|nhu da (?:bao cao|neu)|da neu tren|xem (?:{_PAPER})|{_SENT}|{_BEFORE}|{_ATTACHED}|{_APPENDED}"
)
"""Folded texts that only point to another place, to another period, or to what was sent along."""


def is_none(text: str) -> bool:
    """Whether a text says that there is none: «không có», «UBND xã hiện nay chưa có vướng mắc», marks alone."""
    if len(text) > _SHORT:
        return False
    if _NOTHING.fullmatch(fold(text)):
        return True
    if (office := _OFFICE.match(text)) and _BY_OFFICE.fullmatch(fold(text[office.end() :])):
        return True
    parts = [part for part in re.split(r"[.;\n]\s*", text) if part]
    return len(parts) > 1 and all(map(is_none, parts))


def points_elsewhere(text: str) -> bool:
    """Whether a text only says where it is said: «như trên», «xem file đính kèm», «như tháng 8»."""
    return len(text) <= _SHORT and _ELSEWHERE.fullmatch(fold(text)) is not None


_NO_PAPER = lazy_pattern(
    rf"{_LEAD}(?:khong|chua|ko)(?: co| ban hanh| van ban| minh chung| tai lieu| giai to| nao| gi| kem theo)*"
    rf"|{_LEAD}dang (?:du thao|soan|trinh|xai dung|hoan thien|cho|lam)(?: thao| ki| duiet| ban hanh| van ban)*|du thao"
    r"|(?:da )?(?:co|dai du|co du|du|co dai du)(?: van ban| ho so| tai lieu| minh chung)*"
    r"|(?:se )?(?:gui|bo sung) sau|(?:co )?(?:dinh )?kem(?: theo)?|ban (?:cung|giai|mem)(?: (?:luu|gui|nop) .{1,30})?"
    r"|(?:hinh )?anh(?: chup)?|da gui(?: (?:qua|bang|len) .{1,30})?|link(?: drive)?"
)
"""Folded texts that name no document: there is none, or not yet, or there are some."""
_BLANK_LEFT = lazy_pattern(
    r"(?i)\bsố ?:? ?[._… ]*[/-] ?(?=(?-i:[A-ZĐ]{2}))|\b(?:số|ngày|tháng|năm) ?:? ?(?:[._]{2}|…)"
    r"|\bx{2,} ?[/-] ?(?=(?-i:[A-ZĐ]{2}))|\[(?:số|ngày)\b|\bngày ?/ ?(?=[\d._…])|\bngày tháng(?= \d| năm\b| ?[._…])|(?:[._]{2}|…) ?[/-]"
)
"""Where the number or the day of a document has still to be filled in: ``Số:    /BC-UBND, ngày …/9``."""


def names_no_paper(text: str) -> bool:
    """Whether a text that should name documents says only that there is none, or that there are some: «chưa ban hành», «có đủ»."""
    return len(text) <= _SHORT and _NO_PAPER.fullmatch(fold(text)) is not None


def unfinished(papers: str) -> tuple[str, ...]:
    """Those of some documents, one a line or set apart by semicolons, whose number or day is left blank."""
    return tuple(paper for paper in papers_of(papers) if _BLANK_LEFT.search(paper))


def papers_of(text: str) -> list[str]:
    """What lines and semicolons set apart, blanks around it gone."""
    return [item for part in re.split(r"\n|;(?=\s|$)", text) if (item := part.strip())]


def is_not_counted(text: str) -> bool:
    """Whether a text says that nobody knows yet: «chưa thống kê được», «đang tổng hợp»."""
    return _NOT_COUNTED.fullmatch(fold(text)) is not None


_MONTH_YEAR = lazy_pattern(r"(?<!\d)(0?[1-9]|1[0-2]) (?:nam )?(20\d\d)(?!\d)")
_YEAR_MONTH = lazy_pattern(r"(?<!\d)(20\d\d) (0?[1-9]|1[0-2])(?!\d)")
_WHOLE_DAY = lazy_pattern(
    r"(?<!\d)(?:0?[1-9]|[12]\d|3[01]) (?:0?[1-9]|1[0-2]) 20\d\d(?!\d)|(?<!\d)20\d\d (?:0?[1-9]|1[0-2]) (?:0?[1-9]|[12]\d|3[01])(?!\d)"
)
_MONTH = lazy_pattern(r"(?<![a-z\d])t(?:hang)? ?(0?[1-9]|1[0-2])(?!\d)(?! (?:nam )?20\d\d)")
_QUARTER = r"(?<![a-z\d])(?:q|qui) ?(?P<number>0?[1-4]|i{1,3}|iv)(?![a-z\d])"
_QUARTER_ALONE = lazy_pattern(_QUARTER)
_QUARTER_YEAR = lazy_pattern(rf"{_QUARTER} (?:nam )?(?P<year>20\d\d)(?!\d)")
_YEAR_QUARTER = lazy_pattern(r"(?<!\d)(?P<year>20\d\d) ?q(?P<number>[1-4])(?!\d)")


def period_in(text: str) -> Period | None:
    """The period that a text names: ``tháng 9 năm 2025``, ``9/2025``, ``2025-09``; ``quý I năm 2026``, ``2026-Q1``."""
    words, typed = fold(text), Period.typed(text)
    if typed is not None and typed.cycle is Cycle.QUARTER:
        return typed
    if found := _QUARTER_YEAR.search(words) or _YEAR_QUARTER.search(words):
        return Period.typed(f"quý {found['number']}/{found['year']}")
    if found := _MONTH_YEAR.search(words):
        return Period(int(found[2]), int(found[1]))
    if found := _YEAR_MONTH.search(words):
        return Period(int(found[1]), int(found[2]))
    return None


def names_period(text: str, period: Period) -> bool:
    """Whether a text names `period`, or a month of that quarter, among others perhaps: ``tháng 9``, ``từ 15/8/2025 đến 14/9/2025``."""
    words = fold(text)
    months = (Period(period.year, int(found[1])) for found in _MONTH.finditer(words))
    whole = (Period(int(found[2]), int(found[1])) for found in _MONTH_YEAR.finditer(words))
    return any(map(period.covers, (*months, *whole))) or period_in(text) == period


def another_period(text: str, period: Period) -> str:
    """The period that a text names, in words, if it is another than `period` and no month of that quarter; else empty.

    A text that names `period` as well names no other: ``tháng 9 (gửi lại ngày 02/10/2025)``; nor does a day.
    """
    words = _WHOLE_DAY.sub(" ", fold(text))
    told = period_in(text) if words == fold(text) else period_in(words)
    month, quarter = _MONTH.search(words), _QUARTER_ALONE.search(words)
    if names_period(text, period):
        return ""
    if told is not None:
        return "" if period.covers(told) else period_name(told)
    if month is not None:
        return f"tháng {int(month[1])}"
    if quarter is not None and period.cycle is Cycle.QUARTER:
        other = Period.typed(f"quý {quarter['number']}/{period.year}")
        return period_word(other) if other is not None and other != period else ""
    return ""
