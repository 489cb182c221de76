"""Proof of a Vietnamese office text: what is mistyped or misspelt in it, and what is right.

Rules: NĐ 30/2020 Phụ lục I (dates), Phụ lục II (capitals); QĐ 1989/QĐ-BGDĐT (place of tones); blanks and marks by common
usage. Each was held against some 790,000 words of genuine office text, and what it said falsely is left out here:
proper names, foreign words, abbreviations, document numbers, dots to fill in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain

from cv183_reports.vietnamese.spelling import Typo, TypoKind, misspellings
from cv183_reports.vietnamese.syllables import is_syllable
from cv183_reports.vietnamese.text import LETTERS, ORDINAL_WORDS, place_tones

_LINK = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+\.\w+"
    r"|[\w.-]+\.(?:vn|com|org|net|gov|edu|info|docx?|xlsx?|pptx?|pdf|txt|png|jpe?g|rar|zip)\b(?:/\S*)?",
    re.IGNORECASE,
)
_FILLED_IN = re.compile(r"\.{3,}|…{2,}|…\.|\.…|_{3,}")
"""Dots and lines to be filled in by hand: blanks and marks around them say nothing."""
_LETTER = r"[^\W\d_]"
_REPEATED = frozenset({TypoKind.TWICE, TypoKind.PERHAPS_TWICE})


def typos(text: str) -> tuple[Typo, ...]:
    """All that is wrong in one paragraph, in order.

    Args:
        text: NFC, as typed; tabs and line feeds part columns and lines.
    """
    if not text or text.isspace():
        return ()
    found = [*misspellings(text), *_in_marks(text), *_in_numbers(text)]
    if not found:
        return ()
    left_alone = [link.span() for link in _LINK.finditer(text)]
    repeated = [(typo.start, typo.end) for typo in found if typo.kind in _REPEATED]
    kept = [
        typo
        for typo in found
        if not any(_overlaps(typo, span) for span in left_alone)
        and not (
            typo.kind is TypoKind.TWO_BLANKS and any(_overlaps(typo, span) for span in repeated)
        )
    ]
    return tuple(sorted(kept, key=lambda typo: (typo.start, typo.kind.value)))


def _overlaps(typo: Typo, span: tuple[int, int]) -> bool:
    return typo.start < span[1] and span[0] < typo.end


# Blanks and marks.

_BLANK = "[ \u00a0]"
_BLANK_BEFORE = re.compile(
    rf"(?<=[\w)\]”\"%]){_BLANK}{{1,2}}(?=[,;:!?.](?:\s|$))|(?<=\d){_BLANK}(?=,\d)"
)
_BLANK_MISPLACED = re.compile(rf"(?<=[\w)\]”\"%]){_BLANK}{{1,2}}(?P<mark>[,;:])(?={_LETTER})")
"""Before the mark in place of behind it."""
_GLUED = re.compile(rf"[,;:.](?={_LETTER}{{2}})|[,;](?=\d)|\((?={_LETTER}{{3}}|\d{{3}})")
_BEFORE_COMMA = re.compile(r"[\w)”%]\Z")
_LAST_WORD = re.compile(rf"{_LETTER}+\Z")
_LONGEST_SYLLABLE = 7
_AFTER_BRACKET = re.compile(rf"(?<=\w\))(?={_LETTER}{{2}})")
_INSIDE_BEFORE = re.compile(rf"(?<=[(\[“]){_BLANK}{{1,2}}(?=[^\s.…_)\]”])")
_INSIDE_AFTER = re.compile(rf"(?<=[^\s.…_:(\[“]){_BLANK}{{1,2}}(?=[)\]”])")
_TWO_BLANKS = re.compile(rf"(?<=[^\s.…_]){_BLANK}{{2,3}}(?=[^\s.…_/])")
_LIST_MARK = re.compile(r"^\s*(?:[-–+•*]|\w{1,5}[.)])$")
"""What a paragraph begins with that more than one blank may part from its text."""
_ONE_SIDED = re.compile(rf"{_BLANK}-(?={_LETTER})|(?<={_LETTER})-{_BLANK}(?={_LETTER})")
_DOUBLED = re.compile(r"(?<=[^\W_])(,,|;;|::|,\.|;\.)(?![.,;:])")
_CAPITALS = "".join(filter(str.isupper, map(chr, range(ord("A"), ord("Ỹ") + 1))))
_TWO_STOPS = re.compile(rf"(?<=[^\W_])\.\.(?=$|\s+[{_CAPITALS}])")
_STRAIGHT = re.compile(r"\"(?=\S)[^\"“”]{1,300}?(?<=\S)\"")
_HALF_STRAIGHT = re.compile(r"“(?=\S)[^\"“”]{1,300}?(?<=\S)\"|\"(?=\S)[^\"“”]{1,300}?(?<=\S)”")
_DOTS = re.compile(rf"(?P<before>{_LETTER}{{2,}}),? ?\.\.\.(?![.\w])(?! ?/)")
_BLANKS_FOLLOW = "ngày tháng năm số từ đến tại điều lưu"
_FILLED_IN_AFTER = frozenset(_BLANKS_FOLLOW.split())
_FILLED_IN_BEFORE = re.compile(r"(?:ngày|tháng|năm|đến|của|và|khoản|tại)\b|[^\w\s]")
"""Two blanks between one of the words above and this are a number or a day to be written by hand."""


def _in_marks(text: str) -> Iterator[Typo]:
    if '"' in text:
        yield from _quotes(text)
    has_dots = "..." in text
    if _has(text, _DOTTED) and _FILLED_IN.search(_DOTS.sub("", text) if has_dots else text):
        return
    spaced = text.replace("\u00a0", " ") if "\u00a0" in text else text
    for kind, sign, pattern, right in _MARK_RULES:
        for found in pattern.finditer(text) if _has(spaced, sign) else ():
            yield Typo(kind, *found.span(), found[0][-1] if right is None else right)
    for found in _BLANK_MISPLACED.finditer(text) if _has(spaced, _SPACED_MARKS) else ():
        yield Typo(TypoKind.BLANK_BEFORE, *found.span(), f"{found['mark']} ")
    if "  " in spaced:
        yield from _two_blanks(text)
    yield from _glued(text)
    yield from _sentences(text)
    yield from _glued_numbers(text)
    yield from _lone_brackets(text)
    if _has(spaced, _DASHED):
        yield from _dashes(text)
    for found in _DOTS.finditer(text) if has_dots else ():
        if found["before"].lower() not in _FILLED_IN_AFTER:
            yield Typo(TypoKind.THREE_DOTS, found.end() - 3, found.end(), "…")


def _has(text: str, signs: Sequence[str]) -> bool:
    """Whether any of `signs` is in `text`: much quicker than a pattern that finds nothing."""
    return any(sign in text for sign in signs)


_DOTTED = ("..", "…", "___")
_DASHED = (" -", "- ")
_BRACKETS = ("(", ")", "“")
_SPACED_MARKS = (" ,", " ;", " :")
_DOUBLED_SIGNS = (",,", ";;", "::", ",.", ";.", "..")
_MARK_RULES: tuple[tuple[TypoKind, Sequence[str], re.Pattern[str], str | None], ...] = (
    (TypoKind.BLANK_BEFORE, (" ,", " ;", " :", " !", " ?", " ."), _BLANK_BEFORE, ""),
    (TypoKind.BLANK_INSIDE, ("( ", "[ ", "“ "), _INSIDE_BEFORE, ""),
    (TypoKind.BLANK_INSIDE, (" )", " ]", " ”"), _INSIDE_AFTER, ""),
    (TypoKind.BLANK_MISSING, (")",), _AFTER_BRACKET, " "),
    (TypoKind.DOUBLED_MARK, _DOUBLED_SIGNS, _DOUBLED, None),
    (TypoKind.DOUBLED_MARK, ("..",), _TWO_STOPS, None),
)
"""What is wrong, what must stand in a text for it, the pattern, what is right (None: the last of the marks)."""


def _two_blanks(text: str) -> Iterator[Typo]:
    for found in _TWO_BLANKS.finditer(text):
        before = text[: found.start()]
        filled_in = before.split()[-1].lower() in _FILLED_IN_AFTER and _FILLED_IN_BEFORE.match(
            text, found.end()
        )
        if not _LIST_MARK.match(before) and not filled_in:
            yield Typo(TypoKind.TWO_BLANKS, *found.span(), " ")


def _glued(text: str) -> Iterator[Typo]:
    """Marks without the blank that follows them, brackets without the one before."""
    for found in _GLUED.finditer(text):
        before, after = _word_before(text, found.start()), _word_at(text, found.end())
        ends = before.islower() and _is_word(before) and len(before) > 1
        if found[0] == "(" or not after:
            wrong = ends
        elif found[0] == ".":
            wrong = (ends or _is_name(before)) and after.istitle() and _is_word(after)
        elif found[0] == ":":
            wrong = len(before) > 1 and _is_word(after)
        else:
            wrong = bool(_BEFORE_COMMA.search(text[: found.start()][-1:])) and _is_word(after)
        if wrong:
            right = " (" if found[0] == "(" else f"{found[0]} "
            yield Typo(TypoKind.BLANK_MISSING, *found.span(), right)


_SMALL_AGAIN = re.compile(
    rf"(?<![\w.])(?P<before>{_LETTER}{{2,7}})\. (?P<after>{_LETTER}{{2,7}})(?![\w.-])"
)
_BIBLIOGRAPHY = frozenset({"ngày", "tháng", "tr", "tập"})
"""What a source is quoted with: ``Báo Nhân dân. ngày …``."""


def _sentences(text: str) -> Iterator[Typo]:
    """A small letter behind a full stop; or a stop where a comma was meant."""
    for found in _SMALL_AGAIN.finditer(text) if ". " in text else ():
        before, after = found["before"], found["after"]
        small = before.islower() and after.islower() and after not in _BIBLIOGRAPHY
        if small and not before.isascii() and is_syllable(before) and is_syllable(after):
            right = f"{before}. {after.capitalize()}"
            yield Typo(TypoKind.CAPITAL, *found.span(), right, certain=False)


_NUMBERED_BY = re.compile(r"[mgyốýun](?=\d)")
_NUMBERED_WORDS = "năm tháng ngày số quý điều khoản"
_NUMBERED = frozenset(_NUMBERED_WORDS.split())
_YEAR_GLUED = re.compile(rf"(?<![\w.,/-])(?:19|20)\d{{2}}(?={_LETTER}{{2}})")
_MEASURE_WORDS = "ha km kg tấn tạ mét lít giờ đồng tỷ tỉ triệu nghìn người hộ"
_MEASURES = frozenset(_MEASURE_WORDS.split())
"""What is written on to a number as often as not."""


def _glued_numbers(text: str) -> Iterator[Typo]:
    """``năm2025``, ``số12``, ``2025đơn vị``."""
    if not _DIGIT.search(text):
        return
    for found in _NUMBERED_BY.finditer(text):
        word = _word_before(text, found.end())
        if word.lower() in _NUMBERED and not word.isupper():
            yield Typo(TypoKind.BLANK_MISSING, found.end(), found.end(), " ")
    for found in _YEAR_GLUED.finditer(text):
        after = _word_at(text, found.end())
        if after.islower() and is_syllable(after) and after not in _MEASURES:
            yield Typo(TypoKind.BLANK_MISSING, found.end(), found.end(), " ")


_STOPPED = re.compile(r"[.;][”\s]*$")
"""How a paragraph ends that does not go on in the next one."""
_LABEL_END = re.compile(
    r"(?:^|[\s;:,./“\"'])(?:[a-zđ]{1,2}\d?|\d{1,3}|[ivxIVX]{1,4}|[-–+*•])[.']?$"
)
"""Before a bracket that closes, what only labels an item: ``a)``, ``1)``, ``ii)``."""
_BOTH_PAIRS, _ROUND = re.compile(r"[()“”]"), re.compile(r"[()]")


def _lone_brackets(text: str) -> Iterator[Typo]:
    """Brackets and quotation marks of which the other one is missing, in a paragraph that ends with a stop.

    What is quoted may go on over paragraphs, behind a colon or from the first letter on.
    """
    opened: list[int] = []
    is_whole = (
        _has(text, _BRACKETS) and _STOPPED.search(text) and not text.lstrip("-–+ ")[:1].islower()
    )
    signs = _ROUND if '"' in text else _BOTH_PAIRS  # a straight mark may close
    for found in signs.finditer(text) if is_whole else ():
        at, sign = found.start(), found[0]
        if sign in "(“":
            opened.append(at)
        elif opened and text[opened[-1]] == {")": "(", "”": "“"}[sign]:
            opened.pop()
        elif sign == ")" and "(" not in map(text.__getitem__, opened):
            if not _LABEL_END.search(text[:at]):
                yield Typo(TypoKind.ONE_BRACKET, at, at + 1, "", certain=False)
        else:
            return  # one in the other: which of them is wrong a person must say
    for at in opened:
        before = text[:at].rstrip()
        goes_on = text[at] == "“" and (not before or before[-1] == ":")
        if not goes_on:
            yield Typo(TypoKind.ONE_BRACKET, at, at + 1, "", certain=False)


def _word_before(text: str, at: int) -> str:
    """The word that ends at a place, if it is none longer than a syllable may be; empty = there is none."""
    found = _LAST_WORD.search(text[max(at - _LONGEST_SYLLABLE - 1, 0) : at])
    return found[0] if found else ""


def _word_at(text: str, at: int) -> str:
    found = LETTERS.match(text, at)
    return found[0] if found else ""


def _is_word(word: str) -> bool:
    return is_syllable(word) and not word.isupper()


def _is_name(word: str) -> bool:
    """Whether a capitalised word is no abbreviation, as those with a stop are: ``Tp.``, ``Ths.``."""
    return word.istitle() and not word.isascii() and is_syllable(word)


def _dashes(text: str) -> Iterator[Typo]:
    for found in _ONE_SIDED.finditer(text):
        words = _word_before(text, found.start()), _word_at(text, found.end())
        if all(word.islower() and is_syllable(word) and len(word) > 1 for word in words):
            yield Typo(TypoKind.ONE_SIDED_DASH, *found.span(), " - ")


def _quotes(text: str) -> Iterator[Typo]:
    for found in _STRAIGHT.finditer(text):
        if not text[: found.start()][-1:].isdigit():  # inches, minutes
            inner = text[found.start() + 1 : found.end() - 1]
            yield Typo(TypoKind.STRAIGHT_QUOTES, *found.span(), f"“{inner}”")
    for found in _HALF_STRAIGHT.finditer(text):
        inner = text[found.start() + 1 : found.end() - 1]
        yield Typo(TypoKind.OPEN_QUOTE, *found.span(), f"“{inner}”")


# Numbers and days.

_DIGIT = re.compile(r"\d")
_UNITS = r"(?:tỷ|tỉ|triệu|nghìn|ngàn|ha|km|kg|tấn|tạ|mét|m2|m²|km2|km²|m3|m³|lít|giờ|tháng|năm)"
_ENGLISH_DECIMAL = re.compile(
    rf"(?<![\d.,/])(?P<whole>\d{{1,3}})\.(?P<part>\d{{1,2}})(?=\s?%|{_BLANK}{_UNITS}\b)"
)
_ENGLISH_GROUPS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3}){2,}(?![\d.,]*\d)")
_PERCENT_APART = re.compile(rf"(?<=\d){_BLANK}+%")
_DAY = re.compile(
    r"(?<![\d/.-])(?P<day>0?[1-9]|[12]\d|3[01])/(?P<month>0?[1-9]|1[0-2])/(?P<year>(?:19|20)\d{2})(?![\d/-])"
)
_DAY_WITHOUT_YEAR = re.compile(r"(?<=[Nn]gày )(?P<day>[1-9])/(?P<month>1[0-2]|[1-9])(?![\d/-])")
_DAY_IN_WORDS = re.compile(r"(?<=[Nn]gày )(?P<day>[1-9]) (?=tháng \d{1,2} năm \d{4})")
_COUNTED = (
    "đơn vị|xã|phường|đặc khu|đồng chí|trường hợp|nhiệm vụ|văn bản|cuộc|lượt|hồ sơ|dự án|người|đảng viên|chi bộ|đảng bộ"
    "|tổ chức|cơ quan|địa phương|cán bộ|công chức|viên chức|hội nghị|buổi|đoàn|kiến nghị|chỉ tiêu|mục tiêu|giải pháp|vụ"
    "|trường|công trình|mô hình|thủ tục|thôn|tổ dân phố|hộ"
)
_SMALL = re.compile(rf"(?<=[\s(])[1-9] (?=(?:{_COUNTED})\b)")
_NUMBER_FOLLOWS = (
    "số mục cấp quý lớp ngày tháng loại hạng nhóm thứ khu tổ từ đến khoản điều phần chương kỳ bậc phụ phố"
    " thôn xóm ấp bản làng đội khối đoạn đợt vòng tuyến lộ km lần bước bảng biểu quận phường huyện đoàn cụm vùng trạm"
)
_NAMES_BY_NUMBER = frozenset(_NUMBER_FOLLOWS.split())
"""What a number below ten is the name of, or the end of a range: no count."""
_CITED = re.compile(r"\bKhoản(?=\s+\d+[a-zđ]?,?\s+Điều\s+\d)")
_KINDS = (
    "nghị quyết|nghị định|quyết định|chỉ thị|kết luận|thông tư|công văn|kế hoạch|thông báo|báo cáo|tờ trình|hướng dẫn"
    "|công điện|chương trình"
)
_DOCUMENT = re.compile(rf"(?<![\w-])(?:{_KINDS})(?= số \d+(?:/\d{{4}})?[/-] ?[A-ZĐ])")
"""One definite paper is named with a capital (NĐ 30 Phụ lục II, V.6)."""
_NOTICE = re.compile(r"\b(?:Thông báo|Báo cáo|Tờ trình) (?:ý kiến )?$")
"""What a paper is called by, of which the next word says only what it tells: ``Thông báo kết luận số …``."""
_ARTICLE = re.compile(
    r"(?<![\w-])điều(?= \d+[a-zđ]?,? (?:của )?(?:Nghị|Luật|Bộ luật|Thông tư|Quyết định|Quy |Điều lệ|Hiến pháp|Pháp lệnh))"
)
_AMOUNT = re.compile(r"(?<![\d.,/-])\d+(?:\.\d+)+(?= (?:đồng|VNĐ|VND)\b)")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+|\d+\.\d{1,2}")
"""Thousands with their stops; a decimal with one is told as such."""
_PART_WORDS = "mục lục điểm khoản phần bảng hình biểu bản số"
_LISTED_WORDS = "số trang phòng thửa tờ lớp mã nhà lô ô hộp"
_NUMBERED_THINGS = frozenset(_LISTED_WORDS.split())
_NAMES_WITH_STOP = frozenset(_PART_WORDS.split())
"""What a number with a stop in it is the name of: a part of a text, a version."""
_LAST_PADDED_DAY, _LAST_PADDED_MONTH = 9, 2


def _in_numbers(text: str) -> Iterator[Typo]:
    if not _DIGIT.search(text):
        return
    for found in _ENGLISH_DECIMAL.finditer(text) if "." in text else ():
        before = _LAST_WORD.search(text[: found.start()].rstrip())
        is_place = before is not None and before[0].lower() in _NAMES_WITH_STOP
        # 2.1 at the beginning numbers a paragraph, as does «mục 2.1»
        if text[: found.start()].strip() and not is_place:
            yield Typo(TypoKind.NUMBER, *found.span(), f"{found['whole']},{found['part']}")
    for found in _ENGLISH_GROUPS.finditer(text) if "," in text else ():
        if not _lists_numbers(text, found):
            yield Typo(TypoKind.NUMBER, *found.span(), found[0].replace(",", "."))
    for found in _PERCENT_APART.finditer(text) if "%" in text else ():
        yield Typo(TypoKind.NUMBER, *found.span(), "%")
    for found in _AMOUNT.finditer(text) if "đồng" in text or "VN" in text else ():
        if not _GROUPED.fullmatch(found[0]):
            yield Typo(TypoKind.NUMBER, *found.span(), "", certain=False)
    yield from _small_numbers(text)
    yield from _cited(text)
    if "/" in text or "gày " in text or "háng " in text:
        yield from _days(text)
        yield from _no_days(text)


def _lists_numbers(text: str, found: re.Match[str]) -> bool:
    """Whether figures with commas between are so many rising numbers of what bears them: ``phòng 201,202,203``."""
    numbers = [int(group) for group in found[0].split(",")]
    before = _LAST_WORD.search(text[: found.start()].rstrip())
    is_named = before is not None and before[0].lower() in _NUMBERED_THINGS
    return is_named and numbers == sorted(numbers)


def _cited(text: str) -> Iterator[Typo]:
    """Papers and their parts that a number makes definite, with the wrong letter first."""
    for found in _CITED.finditer(text) if "Khoản" in text else ():
        if text[: found.start()].strip():
            yield Typo(TypoKind.CAPITAL, *found.span(), "khoản")
    for found in _DOCUMENT.finditer(text) if " số " in text else ():
        if not _NOTICE.search(text[: found.start()]):
            yield Typo(TypoKind.CAPITAL, *found.span(), found[0].capitalize())
    for found in _ARTICLE.finditer(text) if "điều " in text else ():
        yield Typo(TypoKind.CAPITAL, *found.span(), "Điều")


def _small_numbers(text: str) -> Iterator[Typo]:
    for found in _SMALL.finditer(text):
        before = text[: found.start()].rstrip()
        if before and not _is_named_by_number(before):
            number = found[0].strip()
            yield Typo(TypoKind.SMALL_NUMBER, found.start(), found.start() + 1, f"0{number}")


_NAMED_BY_NUMBER = re.compile(r"\b(?:(?:chi|đảng) bộ|cơ sở|trung tâm)$", re.IGNORECASE)


def _is_named_by_number(before: str) -> bool:
    """Whether a number behind `before` counts nothing: ``khoản 2``, ``Chi bộ 3``, ``từ 2``, ``3 - 5``."""
    if _NAMED_BY_NUMBER.search(before):
        return True
    word = _LAST_WORD.search(before)
    return word[0].lower() in _NAMES_BY_NUMBER if word else before[-1] not in ",;:("


def _days(text: str) -> Iterator[Typo]:
    for found in chain(_DAY.finditer(text), _DAY_WITHOUT_YEAR.finditer(text)):
        right = _padded(found)
        if right != found[0] and found[0] != text.strip():  # alone it is a cell of a list
            yield Typo(TypoKind.DAY, *found.span(), right)
    for found in _DAY_IN_WORDS.finditer(text):
        yield Typo(TypoKind.DAY, *found.span("day"), f"0{found['day']}")


def _padded(found: re.Match[str]) -> str:
    """Days to 9 and the months 1 and 2 with a zero (NĐ 30 Phụ lục I, HD36); a zero more elsewhere stays."""
    day, month = found["day"], found["month"]
    day = day.zfill(2) if int(day) <= _LAST_PADDED_DAY else day
    month = month.zfill(2) if int(month) <= _LAST_PADDED_MONTH else month
    return "/".join((day, month, *(group for group in [found.groupdict().get("year")] if group)))


_WRITTEN_DAY = r"\d{1,2}(?:/\d{1,2}/| tháng \d{1,2} năm )(?:19|20)\d{2}"
_WHOLE_DAY = re.compile(rf"(?<![\d/.-]){_WRITTEN_DAY}(?![\d/-])")
_OF_ANY_YEAR = re.compile(
    r"(?<=[Nn]gày )(?:(?:[0-2]?\d|3[01])/(?:0?\d|1[0-2])(?![\d/-])|\d{1,2} tháng \d{1,2}(?! năm|\d))"
)
_MONTH = re.compile(r"(?<=tháng )(?P<month>\d{1,2})(?:/| năm )(?:19|20)\d{2}\b")
_LEAP = 2024
_LAST_MONTH, _LAST_DAY = 12, 31
_SPAN = re.compile(
    rf"\btừ (?:ngày )?(?P<first>{_WRITTEN_DAY}) (?:đến|tới)(?: hết)?(?: ngày)? "
    rf"(?P<last>{_WRITTEN_DAY})(?!\d)",
    re.IGNORECASE,
)
_LUNAR = re.compile(r"[âÂ]m lịch")
_WEEKDAYS = tuple(f"{word}|{digit}" for digit, word in enumerate(ORDINAL_WORDS[1:7], start=2))
_WEEKDAY = rf"(?P<weekday>thứ (?:{'|'.join(_WEEKDAYS)})|chủ nhật)"
_A_DAY = rf"(?P<day>{_WRITTEN_DAY})"
_ORDINAL = "(?<!lần )(?<!kỳ họp )(?<!phiên họp )(?<!bản )(?<!kỳ )(?<!hội )(?<!khóa )(?<!tập )(?<!giờ )(?<!ngày )"
"""Words behind which ``thứ hai`` counts."""
_DAY_OF_WEEK = (
    re.compile(rf"{_ORDINAL}\b{_WEEKDAY},? (?:ngày )?{_A_DAY}(?!\d)", re.IGNORECASE),
    re.compile(rf"(?<!\d){_A_DAY}\s*\({_WEEKDAY}\b", re.IGNORECASE),
)


_OF_WEEK = ("thứ ", "Thứ ", "hủ nhật", "hủ Nhật")


def _no_days(text: str) -> Iterator[Typo]:
    """Days that no calendar has, that are not of the weekday beside them, spans that end before they begin."""
    if "lịch" in text and _LUNAR.search(text):
        return
    for found in chain(_WHOLE_DAY.finditer(text), _OF_ANY_YEAR.finditer(text)):
        is_page = int(found[0].partition(" ")[0]) > _LAST_DAY if " " in found[0] else False
        is_day = not is_page or text[: found.start()].lower().endswith("ngày ")
        if is_day and _day_of(found[0]) is None:
            yield Typo(TypoKind.NO_DAY, *found.span(), "", certain=False)
    for found in _MONTH.finditer(text):
        alone = not _WORDED_BEFORE.search(text[: found.start()])
        if alone and not 0 < int(found["month"]) <= _LAST_MONTH:
            yield Typo(TypoKind.NO_DAY, *found.span(), "", certain=False)
    for found in _SPAN.finditer(text) if "ừ " in text else ():
        first, last = _day_of(found["first"]), _day_of(found["last"])
        if first and last and last < first:
            yield Typo(TypoKind.NO_DAY, *found.span(), "", certain=False)
    patterns = _DAY_OF_WEEK if _has(text, _OF_WEEK) else ()
    for found in chain.from_iterable(pattern.finditer(text) for pattern in patterns):
        day = _day_of(found["day"])
        if day is not None and day.weekday() != _weekday(found["weekday"].lower()):
            yield Typo(TypoKind.NO_DAY, *found.span(), "", certain=False)


_WORDED_BEFORE = re.compile(r"\d tháng $")


def _day_of(text: str) -> date | None:
    """The day that is written; one without a year in any; None = there is none."""
    day, month, *year = (int(number) for number in re.findall(r"\d+", text))
    try:
        return date(year[0] if year else _LEAP, month, day)
    except ValueError:
        return None


def _weekday(name: str) -> int:
    """From 0 for Monday, as `date.weekday` counts."""
    word = name.rsplit(maxsplit=1)[-1]
    return next((rank for rank, forms in enumerate(_WEEKDAYS) if word in forms.split("|")), 6)


# What only a whole document shows.

_QUOTED = re.compile("“[^“”]*”")
_DASHED_DAY = re.compile(r"(?<![\d/.-])\d{1,2}-\d{1,2}-(?:19|20)\d{2}(?![\d/-])")


def both_tone_places(texts: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Words that `texts` spell in both ways, ``hòa`` and ``hoà``: the rarer and the usual form, small letters."""
    words = (LETTERS.findall(_QUOTED.sub(" ", text).lower()) for text in texts)
    counts = Counter(word for word in chain.from_iterable(words) if _has_two_places(word))
    pairs = {word: place_tones(word, new_style=False) for word in counts}
    mixed = [
        sorted((word, old), key=lambda each: (counts[each], each))
        for word, old in pairs.items()
        if old != word and old in counts
    ]
    return tuple((rare, usual) for rare, usual in mixed)


@lru_cache(maxsize=32768)
def _has_two_places(word: str) -> bool:
    """Whether the tone of a word may stand on either of its vowels."""
    old, new = (place_tones(word, new_style=style) for style in (False, True))
    return old != new


def both_day_forms(texts: Sequence[str]) -> tuple[str, str] | None:
    """A day with dashes and one with slashes, the rarer form first; None where one form is kept."""
    dashed = [found for text in texts if "-" in text for found in _DASHED_DAY.findall(text)]
    slashed = [found[0] for text in texts if "/" in text for found in _DAY.finditer(text)]
    if not dashed or not slashed:
        return None
    one, two = dashed[0], slashed[0]
    return (one, two) if len(dashed) <= len(slashed) else (two, one)
