"""Turns of phrase that several sections share; and what of a unit's text a body has room for, none said twice in a report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby, pairwise

from cv183_reports.consolidation.choices import FIGURE
from cv183_reports.model import (
    Indicator,
    ListValue,
    Obligation,
    Period,
    Profile,
    Register,
    Source,
    Unit,
)
from cv183_reports.model.consolidated import Consolidated, Theme
from cv183_reports.model.prose import AppendixKind
from cv183_reports.vietnamese.text import fold_words
from cv183_reports.vietnamese.wording import (
    count,
    listed,
    lower_first,
    mid_sentence,
    names_listed,
    period_name,
    period_noun,
    period_word,
    roman,
    sentence,
    short_period,
    upper_first,
)

NAMED = 8
"""Units that a sentence names; a longer list moves to an appendix."""

_LIST_MARKS = " \t-+•*–—✓✔➢➤►▪▫◦●■◆❖·"
"""What a line of a list may begin with, or end with, in a cell."""
_MARKS = ".;:,!?…"
_GOES_ON = ";:,"
"""Of them those behind which a sentence goes on."""
_ET_CETERA = re.compile(r"\bv\.\s?v\Z", re.IGNORECASE)
_LETTERS = {roman(number).lower(): number for number in range(1, 40)}
_LETTERED = re.compile(r"\(([ivx]+)\)")
"""How a dispatch may number its items instead: ``(i)``, ``(ii)``."""
_RUN = 4
"""Items in a row that are cited from the first to the last."""


def subject(text: str, period: Period) -> str:
    """Trích yếu, in the lines of `text`: the name that the register gives a report."""
    return f"{text} {period_name(period)}"


def noun(now: Consolidated) -> str:
    """What a period is called: ``tháng``, ``quý``."""
    return period_noun(now.period.cycle)


def matter(register: Register, period: Period) -> str:
    """What the monthly report is about, inside a sentence."""
    return subject(register.settings.board.subject, period).replace("\n", " ")


def leaders(register: Register) -> str:
    """To whom the monthly report goes."""
    return listed(register.settings.board.addressees)


def by_order(profile: Profile) -> str:
    """What every report begins with: the dispatch it obeys."""
    return f"Thực hiện {profile.dispatch.name} về {profile.dispatch.matter}"


def cited(obligations: Sequence[Obligation]) -> str:
    """Obligations as the dispatch numbers them: ``ý (1), (3), mục 1; ý (ii), mục 4; mục 6, 7``.

    Args:
        obligations: in the order of the dispatch.
    """
    parts: list[str] = []
    whole: list[str] = []
    for section, those in groupby(obligations, key=lambda o: o.section_number):
        items = [(int(o.code.partition(".")[2]), o) for o in those if o.code != section]
        if not items:
            whole.append(section)
            continue
        if whole:
            parts.append(f"mục {listed(whole)}")
            whole = []
        parts.append(f"ý {listed(_runs(items))}, mục {section}")
    return "; ".join(parts + ([f"mục {listed(whole)}"] if whole else []))


def _runs(items: Sequence[tuple[int, Obligation]]) -> list[str]:
    """``(1) đến (5)``, ``(7)``: the items of one section, many in a row by their first and last."""
    told: list[str] = []
    ranked = groupby(enumerate(items), key=lambda pair: pair[1][0] - pair[0])
    for _, pairs in ranked:
        marks = [item_mark(obligation) for _, (_, obligation) in pairs]
        told += [f"{marks[0]} đến {marks[-1]}"] if len(marks) >= _RUN else marks
    return told


def item_mark(obligation: Obligation) -> str:
    """``(3)``, or ``(iii)`` where the text of the dispatch numbers the item so itself; none of a whole section."""
    number = obligation.code.partition(".")[2]
    letters = _LETTERED.findall(obligation.text)
    if len(letters) == 1 and str(_LETTERS.get(letters[0])) == number:
        return f"({letters[0]})"
    return f"({number})" if number else ""


def task_next(now: Consolidated, obligation: Obligation) -> str:
    """What has to be done of it in the month after, as it stands inside a sentence."""
    if obligation.judged_by_receipt:
        return f"gửi báo cáo {month(now.period.following, now.period)} về {now.register.settings.board.name}"
    return lower_first(without_full_stop(obligation.short_text))


def figures_named(indicators: Sequence[Indicator]) -> str:
    """Figures by their names, as they stand inside a sentence: ``hồ sơ tiếp nhận; lớp tập huấn đã mở``.

    What a name says in brackets at its end is left out; commas within names are common, so semicolons part them.
    """
    return "; ".join(lower_first(indicator.short_name) for indicator in indicators)


def name_of(unit: Unit) -> str:
    """As it stands inside a sentence: ``phường Thủy Nguyên``; a city unit by its full name."""
    short = unit.short_name
    return short[0].lower() + short[1:] if unit.tier else unit.name


def full_name(unit: Unit) -> str:
    """The same as it stands in a cell: ``Phường Thủy Nguyên``, ``Ủy ban Kiểm tra``, no abbreviation."""
    return upper_first(name_of(unit))


def names_of(units: Sequence[Unit]) -> str:
    """``phường A, xã B``; names that hold commas themselves are set apart by semicolons."""
    return names_listed([name_of(unit) for unit in units])


def from_to(before: int, now: int) -> str:
    """``tăng từ 05 lên 07``, ``giảm từ 07 xuống 0``, of numbers that differ."""
    way, to = ("tăng", "lên") if now > before else ("giảm", "xuống")
    return f"{way} từ {count(before)} {to} {count(now)}"


def base_of_moves(now: Consolidated) -> str:
    """Over what a change of completed or overdue assignments is counted (`consolidation.progress.moves`)."""
    return f"lượt có báo cáo cả hai {noun(now)}, trừ nhiệm vụ hằng {noun(now)}"


def in_workbook(place: Source) -> str:
    """Where in a file something is, before what is said of it: ``Trang Số liệu, ô F12: ``; nothing of a whole file."""
    if place.cell:
        return f"Trang {place.sheet}, ô {place.cell}: "
    return f"Trang {place.sheet}: " if place.sheet else ""


def all_of(number: int, words: str) -> str:
    """What is said of all of them: ``đều đúng hạn``; one is not all."""
    return f"đều {words}" if number > 1 else words


def files_not_sent(now: Consolidated) -> str:
    """How many of the overdue are the period's file itself, which is told of apart where tasks are."""
    files = len(now.overdue) - len(now.overdue_tasks)
    if not files:
        return ""
    what = f"là báo cáo {noun(now)} chưa gửi"
    if not now.overdue_tasks:
        return f", {all_of(files, what)}"
    return f", trong đó {count(files)} lượt {what}"


def overdue_for(days: int) -> str:
    """``38 ngày``; of what was due on the very day of judgement ``dưới 01 ngày``."""
    return f"{count(days)} ngày" if days else "dưới 01 ngày"


def who_said(theme: Theme) -> str:
    """``phường A, xã B`` for one or two units, else ``23 đơn vị``."""
    units = theme.units
    return names_of(units) if len(units) <= 2 else f"{count(len(units))} đơn vị"  # noqa: PLR2004


def with_whom(obligation: Obligation, register: Register) -> str:
    """``phối hợp: sở A, sở B``; empty where its owners do it alone."""
    others = [unit for code in obligation.with_units if (unit := register.unit(code))]
    return f"phối hợp: {names_of(others)}" if others else ""


def own_names(unit: Unit) -> tuple[str, ...]:
    """What a unit may call itself."""
    return unit.name, unit.short_name


def names_itself(unit: Unit, text: str) -> bool:
    """Whether `text` says whose it is."""
    told = fold_words(text)
    return any(fold_words(name) in told for name in own_names(unit))


_HAS_DONE = ("hoàn thành", "đã hoàn thành")
_PARTLY = tuple(fold_words(part) for part in ("một phần", "một số", "bước đầu", "cơ bản"))
"""What follows where not all is done."""


def without_day_done(text: str, day: date | None, names: Sequence[str] = ()) -> str:
    """`text` without ``Hoàn thành ngày 12/8/2025:`` at its head, where that was said before it; of `names` too."""
    if day is None:
        return text
    whose = "".join(rf"{re.escape(name)}\s+|" for name in names)
    said = (
        rf"\A\s*(?:{whose})(?:đã )?hoàn thành (?:nhiệm vụ |công việc )?(?:vào )?"
        rf"{_day(day)}\s*(?:[:,;.]\s*|\Z)"
    )
    return re.sub(said, "", text, count=1, flags=re.IGNORECASE)


def tells_day(text: str, day: date) -> bool:
    """Whether `text` says ``ngày`` and that day."""
    return re.search(_day(day), text, flags=re.IGNORECASE) is not None


def tells_done(text: str, names: Sequence[str]) -> bool:
    """Whether `text` begins with it that one of `names`, of which one may be empty, has completed what it tells."""
    told = f"{fold_words(text)} "
    begins = (fold_words(f"{name} {has}") + " " for name in names for has in _HAS_DONE)
    rest = next((told.removeprefix(begin) for begin in begins if told.startswith(begin)), "")
    return bool(rest) and not rest[0].isdigit() and not rest.startswith(_PARTLY)


def _day(day: date) -> str:
    return rf"ngày 0?{day.day}/0?{day.month}/{day.year}(?!\d)"


def with_evidence(told: Sequence[str], evidence: str) -> str:
    """The sentences of `told`, the last with the document that proves them, unless they cite it."""
    texts = [text for text in told if text]
    proof = _unbracketed(without_full_stop(as_prose(evidence)))
    if proof and texts and fold_words(proof) not in fold_words(" ".join(texts)):
        texts[-1] = sentence(f"{without_full_stop(texts[-1])} ({proof})")
    return " ".join(texts)


def _unbracketed(text: str) -> str:
    """`text` without the one bracket that it wholly stands in."""
    return found[1] if (found := re.fullmatch(r"\(\s*([^()]+?)\s*\)", text)) else text


def in_one_bracket(told: str) -> str:
    """``… (a) (b).`` as ``… (a; b).``: notes of ours that follow each other."""
    return told.replace(") (", "; ")


def in_sentence(choices: Sequence[ListValue], label: str) -> str:
    """A label as it stands inside a sentence; one that is none of `choices` is no name."""
    known = {choice.value: choice.in_sentence for choice in choices}
    return known.get(label) or lower_first(label)


def month(period: Period, beside: Period) -> str:
    """``tháng 8``: a month as it is called `beside` the one reported; of another year, ``tháng 12/2025``."""
    return period_word(period) if period.year == beside.year else short_period(period)


def in_line(text: str) -> str:
    """A text as part of a paragraph: its lines follow each other, its words stay as they are."""
    return _joined(text, "")


def _joined(text: str, goes_on: str) -> str:
    """The lines of `text`, each beginning small behind no mark at all, or one of `goes_on`."""
    joined, begun = "", ""
    for written in text.splitlines():
        line = " ".join(written.strip(_LIST_MARKS).split())
        if not line:
            continue
        if joined and _is_wrapped(written, joined, begun):
            joined += f" {line}"
            continue
        begun = written.lstrip()
        if joined and joined[-1] not in _MARKS:
            joined += f"; {mid_sentence(line)}"
        elif joined:
            joined += f" {mid_sentence(line) if joined[-1] in goes_on else line}"
        else:
            joined = line
    return joined


_WRAPPED = 40
"""Characters of a line that a PDF or a mail broke off; whoever ends one earlier means to."""


def _is_wrapped(line: str, before: str, begun: str) -> bool:
    """Whether `line` only goes on where the line `before` it was broken off; `begun` as its sentence or item began."""
    is_small = line.strip()[:1].islower() and not _LETTERED_ITEM.match(line)
    if not is_small or before[-1] in _MARKS:
        return False
    is_item = begun[0] in _LIST_MARKS or _ITEM.match(begun) is not None
    return is_item or (begun[0].isupper() and len(begun) >= _WRAPPED)


def without_full_stop(text: str) -> str:
    """`text` ready to be followed by our own words; the stop of ``v.v.`` is its own."""
    told = _END_SIGN.sub(".", in_line(text))
    words = told.rstrip(" .;,")
    return f"{words}." if _ET_CETERA.search(words) and told[len(words) :] else words


def appendices(now: Consolidated) -> tuple[AppendixKind, ...]:
    """What the monthly report appends: all that has something in it."""
    filled = {
        AppendixKind.PROGRESS: bool(now.assignments),
        AppendixKind.FILING: bool(now.filings),
        AppendixKind.OVERDUE: bool(now.overdue),
        AppendixKind.VOICES: bool(now.difficulties or now.proposals),
        AppendixKind.FIGURES: bool(now.known_figures),
    }
    return tuple(appendix for appendix in AppendixKind if filled[appendix])


def pointer(now: Consolidated, *wanted: AppendixKind) -> str:
    """`` (Phụ lục 2, 3)``, with the blank before it; empty where the report has none of them."""
    known = appendices(now)
    ranks = [str(known.index(each) + 1) for each in wanted if each in known]
    return f" (Phụ lục {listed(ranks)})" if ranks else ""


MOST_SYLLABLES = 60
"""Of one sentence of ours."""


def syllables(text: str) -> int:
    """How many of them, as Vietnamese writes them apart."""
    return len(re.findall(r"\w[\w./-]*", text))


def told_within(lead: str, items: Sequence[str], rest: str, most: int) -> str:
    """`lead` and as many `items`, set apart by semicolons, as one sentence holds: at least one, at `most` so many.

    `rest` says how many are left, ``và {} đơn vị khác``.
    """
    shown = [items[0]]
    for item in items[1:most]:
        left = rest.format(count(len(items) - len(shown)))
        if syllables(f"{lead} {' '.join((*shown, item))} {left}") > MOST_SYLLABLES:
            break
        shown.append(item)
    tail = f" {rest.format(count(len(items) - len(shown)))}" if len(shown) < len(items) else ""
    return f"{lead} {'; '.join(shown)}{tail}"


ROOM = 220
"""Characters of one unit's text in the body; the whole of it stands in its own report."""
CUT = "…"
"""Ends a sentence that is longer than that by itself."""
_STOPS = re.compile(r"(?<=[.!?])\s+(?=\S)")
_CLAUSE_ENDS = (re.compile(r";(?=\s)"), re.compile(r",(?=\s)"))
"""Where a sentence that is too long is cut: a list between two of its items, if it can be."""


def sentences(text: str) -> list[str]:
    """The sentences of a unit's text (see `as_prose`)."""
    joined = as_prose(text)
    starts = [0, *(found.end() for found in _ends(joined)), len(joined)]
    return [one for a, b in pairwise(starts) if (one := joined[a:b].strip())]


@lru_cache(maxsize=8_192)
def as_prose(text: str) -> str:
    """A unit's text as running text: its lines joined, blanks behind its marks, items of a list without number or letter."""
    joined = _joined(_with_known_marks(text), _GOES_ON)
    if any(loose in joined for loose in _LOOSE):
        joined = _END_SIGN.sub(".", _BLANK_BEFORE_MARK.sub("", joined))
    spaced = _STOP_WITHOUT_BLANK.sub(_with_blank, _MARK_WITHOUT_BLANK.sub(r"\1 ", joined))
    return _unlettered(_unnumbered(spaced))


def _with_known_marks(text: str) -> str:
    """`text` with its lists marked as most clerks mark them: ``1. ``, ``a) ``, a dash on a line of its own."""
    if "\n" in text or ")" in text:
        parts = _ROMAN_OF_PART.sub("- ", text) if _PARTS.match(text) else text
        text = _LETTER_OF_ITEM.sub(r"\1) ", _NUMBER_OF_ITEM.sub(r"\1 ", parts))
    is_list = any(bullet in text for bullet in _BULLETS)
    return _BULLET_WITHIN.sub(r"\n- ", text) if is_list else text


def _with_blank(stop: re.Match[str]) -> str:
    text, at = stop.string, stop.start()
    is_end = text[at + 1].isupper() and _BEFORE_STOP.search(text, max(at - 5, 0), at)
    return ". " if is_end and not text[at - 1].isupper() else "."


_ROMAN_OF_PART = re.compile(
    r"(?m)^[^\S\n]*(?:I{1,3}|IV|VI{0,3}|IX|X)(?:[.)/][^\S\n]*|-[^\S\n]+)(?=[^\W\d_])"
)
_PARTS = re.compile(r"\s*I[.)/-][^\n]*\n(?:[^\n]*\n)*?\s*II[.)/-]")
"""A text in parts: line after line, their headings say ``I.``, ``II.``, which in a paper of ours number its own."""
_NUMBER_OF_ITEM = re.compile(r"(?m)^(\s*[1-9]\d?[.)])(?=[^\W\d_])")
_LETTER_OF_ITEM = re.compile(r"(?m)(?:^[^\S\n]*|(?<=[;:,] ))\(?([a-eghkđ])[.)] ?(?=[^\W\d_]{2})")
"""``a.``, ``(a)`` or ``a)`` with or without a blank, where a line or a part of it begins."""
_BULLETS = (*"•✓✔➢►▪■◆", " * ", " + ", " - ", " – ")
_BULLET_WITHIN = re.compile(
    r"(?<=\S)[^\S\n]+[•✓✔➢►▪■◆][^\S\n]+|(?<=[;,.])[^\S\n]+[*+–-][^\S\n]+(?=[^\W\d_])"
)
"""Of a list in one line: ``• Đã họp • Đã sửa``, ``* Đã họp; * Đã sửa``."""
_LOOSE = (*(f" {mark}" for mark in ",;:!?)."), "( ", "/.")
_BLANK_BEFORE_MARK = re.compile(
    r"(?<=\S) +(?=[,;:!?)](?:\s|\Z))|(?<=[^\W\d_]) +(?=\.(?:\s|\Z|[A-ZĐ]))|(?<=\() +(?=\w)"
)
_END_SIGN = re.compile(r"\s*\.?/\.(?=\s|\Z)")
"""Ends a whole document (``./.``), never a sentence within one."""
_STOP_WITHOUT_BLANK = re.compile(r"\.(?=[^\W\d_]{2})")
_BEFORE_STOP = re.compile(r"(?:[^\W\d_]{3}|/\d{4})\Z")
"""A word, no abbreviation (``TP.Vinh``), or a date: a full stop behind it, before a capital, ends a sentence."""
_MARK_WITHOUT_BLANK = re.compile(r"(?<=[^\W\d_])([,;])(?=[^\W\d_])")


def told_of(theme: Theme) -> str:
    """What units say, as running text; what staff worded, to the letter."""
    return in_line(theme.text) if theme.edited else as_prose(theme.text)


_ITEM = re.compile(r"(?:\A|(?<=[.!?;:…] ))([1-9]\d?)[.)/-] (?=\w)")
"""The number before an item of a list in running text."""


def _unnumbered(text: str) -> str:
    """`text` without the numbers of a list that counts on from 1: of some of its items they say nothing."""
    found: list[re.Match[str]] = []
    for item in _ITEM.finditer(text):
        if int(item[1]) == len(found) + 1:
            found.append(item)
    if len(found) < 2:  # noqa: PLR2004 one number makes no list
        return text
    begins = [*(item.start() for item in found[1:]), len(text)]
    told = text[: found[0].start()]
    for item, end in zip(found, begins, strict=True):
        one = text[item.end() : end]
        told += mid_sentence(one) if told.endswith("; ") else one
    return told


_LETTERS_IN_ORDER = "abcdđeghik"
_LETTERED_ITEM = re.compile(rf"(?<!\S)([{_LETTERS_IN_ORDER}])\) (?=\w)", re.IGNORECASE)
_CITED = re.compile(r"(?:điểm|ý|tiết|mục|khoản|phần|đoạn|nhóm|loại|phương án)\s+\Z", re.IGNORECASE)
"""What stands before the letter of an article that is cited."""


def _unlettered(text: str) -> str:
    """`text` without ``a)``, ``b)`` of a list that begins with a: some clerks put no mark between its items."""
    found: list[re.Match[str]] = []
    for item in _LETTERED_ITEM.finditer(text):
        is_next = item[1].lower() == _LETTERS_IN_ORDER[len(found) : len(found) + 1]
        if is_next and not _CITED.search(text[: item.start()]):
            found.append(item)
    if len(found) < 2:  # noqa: PLR2004 one letter makes no list
        return text
    told, ends = text[: found[0].start()], [*(item.start() for item in found[1:]), len(text)]
    for item, end in zip(found, ends, strict=True):
        one = text[item.end() : end]
        if told.rstrip()[-1:] in ("", *".!?…"):
            told += one
            continue
        joint = "" if told.rstrip()[-1:] in _GOES_ON else ";"
        told = f"{told.rstrip()}{joint} {mid_sentence(one)}"
    return told


def _ends(text: str) -> Iterator[re.Match[str]]:
    """Where a sentence ends and the next begins, with a capital: no end after ``số 12.`` or ``v.v.``.

    The number of an item belongs to what follows it.
    """
    items = {item.start(): item.end() for item in _ITEM.finditer(text)}
    for found in _STOPS.finditer(text):
        begin = items.get(found.end(), found.end())
        if text[begin].isupper() and found.end() not in items.values():
            yield found


def excerpt(text: str, said: set[str], own_name: str = "") -> str:
    """Sentences of `text` in their order, within `ROOM`; empty where all of it was said before.

    Args:
        text: what a unit wrote.
        said: the phrases that the report has already; those of the excerpt are added.
        own_name: of the unit, in whose place another's would make the same phrase.
    """
    fresh = [one for one in sentences(text) if _phrase(one, own_name) not in said]
    if not fresh:
        return ""
    chosen = _within_room(sorted(fresh, key=_is_without_figures))
    kept = [one for one in fresh if one in chosen] or [shortened(fresh[0])]
    said.update(_phrase(one, own_name) for one in kept)
    return " ".join(kept)


def _within_room(ranked: Sequence[str]) -> list[str]:
    kept: list[str] = []
    for one in ranked:
        if len(" ".join((*kept, one))) <= ROOM:
            kept.append(one)
    return kept


def _is_without_figures(one: str) -> bool:
    return not FIGURE.search(one)


def shortened(text: str, room: int = ROOM) -> str:
    """`text` within `room` characters: whole sentences, else to the end of a clause or a word, with `CUT`."""
    if len(text) <= room:
        return text
    head = text[:room]
    whole = [found.start() for found in _ends(head)]
    if whole:
        return head[: whole[-1]]
    least = room // 2
    clauses = [[found.start() for found in ends.finditer(head)] for ends in _CLAUSE_ENDS]
    at = next((last[-1] for last in clauses if last and last[-1] > least), head.rfind(" "))
    return _closed(head[: max(at, 1)], least // 2).rstrip(" ,;:") + CUT


def _closed(text: str, least: int) -> str:
    """`text` without the bracket or quotation that it breaks off in, if `least` so many characters stay."""
    for begin, end in ("()", "“”"):
        opened = text.rfind(begin)
        if opened > text.rfind(end) and opened >= least:
            text = text[:opened]
    return text


def _phrase(one: str, own_name: str) -> str:
    """What a sentence says but for its figures and whose it is."""
    folded = fold_words(FIGURE.sub("#", one))
    name = fold_words(own_name)
    return " ".join(folded.replace(name, "@").split()) if name else folded
