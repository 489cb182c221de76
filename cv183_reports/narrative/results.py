"""How the work was led and what came of it: every obligation in the order of the dispatch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from cv183_reports.consolidation.choices import telling
from cv183_reports.consolidation.consolidate import is_board
from cv183_reports.consolidation.progress import (
    Completion,
    Progress,
    completion,
    fulfilled_by,
    progress,
)
from cv183_reports.model import Kind, Obligation, Status, Unit
from cv183_reports.model.consolidated import (
    DONE_STANDINGS,
    Assignment,
    Consolidated,
    Standing,
    Theme,
)
from cv183_reports.model.prose import (
    About,
    AppendixKind,
    Basis,
    Block,
    Section,
    body,
    heading,
    item,
)
from cv183_reports.narrative.figures import led_by
from cv183_reports.narrative.phrases import (
    MOST_SYLLABLES,
    NAMED,
    all_of,
    cited,
    excerpt,
    files_not_sent,
    in_one_bracket,
    item_mark,
    name_of,
    names_itself,
    names_of,
    own_names,
    pointer,
    syllables,
    tells_day,
    tells_done,
    told_of,
    with_evidence,
    without_day_done,
    without_full_stop,
)
from cv183_reports.vietnamese.wording import (
    count,
    deadline_words,
    decision,
    listed,
    lower_first,
    mid_sentence,
    percent,
    percent_points,
    sentence,
    short_date,
    short_period,
    upper_first,
)

_NAMED_IN_SHORT = 3
"""Units overdue that a sentence of the monthly report names; its table has them all."""
RESULTS_TITLE = "Kết quả lãnh đạo, chỉ đạo và thực hiện nhiệm vụ"

_WORDS = {
    Standing.DONE_ON_TIME: "hoàn thành đúng hạn",
    Standing.DONE_LATE: "hoàn thành sau hạn",
    Standing.WITHIN_DEADLINE: "chưa hoàn thành, còn trong hạn",
    Standing.OVERDUE: "chưa hoàn thành, đã quá hạn",
    Standing.DONE: "hoàn thành",
    Standing.UNDER_WAY: "đang thực hiện",
    Standing.NOT_BEGUN: "chưa thực hiện",
    Standing.NOT_ARISING: "không phát sinh",
    Standing.NOT_COMPETENT: "không thuộc thẩm quyền",
    Standing.WAIVED: "được miễn, hoãn",
    Standing.FAULTY: "báo cáo chưa hợp lệ",
    Standing.BLANK: "để trống nội dung báo cáo",
    Standing.NOT_FILED: "chưa gửi báo cáo",
}
_UNIT_WORDS = _WORDS | {
    Standing.FAULTY: "có báo cáo chưa hợp lệ, cần rà soát",
    Standing.NOT_ARISING: "báo cáo không phát sinh nội dung",
    Standing.NOT_COMPETENT: "báo cáo nội dung không thuộc thẩm quyền",
}
"""Of units, who say so themselves."""
_TASKS_WORDS = {
    Standing.NOT_ARISING: "báo cáo {} nhiệm vụ không phát sinh nội dung",
    Standing.NOT_COMPETENT: "báo cáo {} nhiệm vụ không thuộc thẩm quyền",
    Standing.FAULTY: "có báo cáo chưa hợp lệ, cần rà soát về {} nhiệm vụ",
    Standing.BLANK: "để trống nội dung báo cáo về {} nhiệm vụ",
    Standing.NOT_FILED: "chưa gửi báo cáo về {} nhiệm vụ",
}
"""Of several tasks of one unit, where the words for one would stand crooked."""
_FILING_WORDS = _UNIT_WORDS | {
    Standing.WITHIN_DEADLINE: "chưa gửi, còn trong hạn",
    Standing.OVERDUE: "chưa gửi, đã quá hạn",
    Standing.FAULTY: "cần gửi lại",
}
"""Of the obligation that the monthly file itself fulfils."""
_DONE_WORDS = {
    Standing.DONE_ON_TIME: "đúng hạn",
    Standing.DONE_LATE: "sau hạn",
    Standing.DONE: "không quy định thời hạn",
}
"""Of what is done, where that was said before."""
_UNDONE_WORDS = {
    Standing.WITHIN_DEADLINE: "còn trong hạn",
    Standing.OVERDUE: "đã quá hạn",
}
"""Of what is not done, where that was said before."""
_DECLINED = (Standing.NOT_ARISING, Standing.NOT_COMPETENT)
_NOT_YET_DONE = (Standing.WITHIN_DEADLINE, Standing.OVERDUE, Standing.UNDER_WAY, Standing.NOT_BEGUN)
_ORDER = {standing: rank for rank, standing in enumerate(Standing)}
_OTHER = (*_DECLINED, Standing.FAULTY, Standing.BLANK, Standing.NOT_FILED)
"""What can be completed and is neither done nor yet to do."""


def work_section(rank: str, now: Consolidated, course: str) -> Section:
    """The section of the monthly report on what was done.

    Args:
        rank: number of the section.
        now: the month.
        course: how the months went; empty for a few.
    """
    led = led_by(now)
    parts = [("Công tác lãnh đạo, chỉ đạo", led)] if led else []
    general = [body(in_all(now), basis=Basis(About.ASSIGNMENTS))]
    general += [body(course, basis=Basis(About.COURSE))] if course else []
    said, chosen = set[str](), telling(now)
    kind = now.register.profile.dispatch.kind
    told_here = [each for each in progress(now) if not each.obligation.judged_by_receipt]
    for numbers, group in groupby(_by_dispatch_section(told_here), key=lambda pair: pair[0]):
        own = [
            block
            for _, told in group
            for block in _dispatch_section_in_short(
                now, told, chosen.get(told[0].obligation.section_number, ()), said
            )
        ]
        parts.append((f"{_owners_named(told_here, numbers)} (mục {listed(numbers)} {kind})", own))
    for at, (title, own) in enumerate(parts, start=1):
        general += [heading(f"{at}. {title}"), *own]
    return Section(rank, RESULTS_TITLE, tuple(general))


def _by_dispatch_section(
    told: Sequence[Progress],
) -> list[tuple[tuple[str, ...], list[Progress]]]:
    """The sections of the dispatch, each with the numbers that stand in its heading: small ones share one."""
    sections = [
        (number, list(group))
        for number, group in groupby(told, key=lambda each: each.obligation.section_number)
    ]
    small = tuple(n for n, own in sections if len(own) == 1 and len(own[0].assigned) == 1)
    if len(small) == 1:
        small = ()
    ranked = sorted(sections, key=lambda section: section[0] in small)
    return [(small if number in small else (number,), own) for number, own in ranked]


def _owners_named(told: Sequence[Progress], numbers: Sequence[str]) -> str:
    if len(numbers) > 1:
        return "Các cơ quan, đơn vị khác"
    own = next(each for each in told if each.obligation.section_number == numbers[0])
    return upper_first(own.obligation.section.removeprefix("Giao "))


ChosenThemes = Sequence[tuple[str, Theme]]
"""Results that the body prints, each with the code of its obligation."""


def _dispatch_section_in_short(
    now: Consolidated, told: Sequence[Progress], chosen: ChosenThemes, said: set[str]
) -> list[Block]:
    """How far one section of the dispatch has come, exceptions by name, then what units say of it."""
    owners = {a.unit.code for each in told for a in each.assigned}
    if len(owners) == 1:
        return _of_one_owner(now, told, chosen, said)
    where = pointer(now, AppendixKind.OVERDUE).strip(" ()")
    blocks = [
        body(
            many(each.assigned, where, _NAMED_IN_SHORT)
            if len(each.assigned) > 1
            else single(each.assigned[0], ()),
            _item_lead(each.obligation),
            Basis(About.OBLIGATION, (each.obligation.code,)),
        )
        for each in told
    ]
    for code, theme in chosen:
        if words := _example(theme, said):
            blocks.append(item(words, Basis(About.RESULTS, (code, theme.text))))
    return blocks


def _of_one_owner(
    now: Consolidated, told: Sequence[Progress], chosen: ChosenThemes, said: set[str]
) -> list[Block]:
    """The same where one unit owes it all: its name is said once; a single result follows in line."""
    codes = tuple(each.obligation.code for each in told)
    results = []
    for code, theme in chosen:
        if words := _own_result(now, code, theme, said):
            results.append(item(words, Basis(About.RESULTS, (code, theme.text))))
    stands = _by_one(told, now, named=not results)
    basis = Basis(About.OBLIGATIONS, codes)
    if len(told) == 1 and len(results) == 1:
        text = results[0].text.removeprefix("- ")
        before = _with_object(standing_before(text, stands, told[0].assigned[0]))
        return [body(f"{before} {text}".lstrip(), basis=basis)]
    return [body(stands, basis=basis), *results]


def _with_object(stands: str) -> str:
    """``Trường A hoàn thành nhiệm vụ được giao.``: what a unit fulfils, where the sentence ends before saying so."""
    words = stands.removesuffix(".")
    is_bare = words.endswith((" hoàn thành", " thực hiện thường xuyên"))
    return f"{words} nhiệm vụ được giao." if is_bare else stands


def _own_result(now: Consolidated, code: str, theme: Theme, said: set[str]) -> str:
    """What the one unit that owes it did, with the document that proves it; or as staff worded it."""
    if theme.edited:
        return sentence(told_of(theme))
    record = next((a.record for a in now.assignments if a.obligation.code == code), None)
    unit = _speaker(theme)
    text = without_day_done(theme.text, record.done_on if record else None, own_names(unit))
    words = excerpt(text, said, unit.short_name)
    return with_evidence([sentence(words)] if words else [], record.evidence if record else "")


def _item_lead(obligation: Obligation) -> str:
    """``Hoàn thiện hồ sơ … (ý (3)):``."""
    return f"{without_full_stop(obligation.short_text)} ({_item_of(obligation)}):"


def _by_one(told: Sequence[Progress], now: Consolidated, *, named: bool) -> str:
    """What the one unit that owes a section has done of it; the numbers add up to its obligations.

    A single one is `named` where no result after it tells what it is.
    """
    assigned = [each.assigned[0] for each in told]
    if len(assigned) > 1:
        return _of_several(assigned, now)
    (one,) = assigned
    if _is_this_report(one, now):
        return sentence(f"nhiệm vụ lập báo cáo này có thời hạn {_until(one)}")
    what = f": {_named(one)}" if named else ""
    return sentence(f"{name_of(one.unit)} {state(one)}{what}")


def _of_several(assigned: Sequence[Assignment], now: Consolidated) -> str:
    owner, fulfilled = name_of(assigned[0].unit), _fulfilled(assigned)
    lines = [f"{owner} {fulfilled}"] if fulfilled else []
    rest = [a for a in assigned if a.standing not in fulfilled_by(a.obligation)]
    own = [a for a in rest if _is_this_report(a, now)]
    lines += [
        f"nhiệm vụ lập báo cáo này ({_item_of(a.obligation)}) có thời hạn {_until(a)}" for a in own
    ]
    rest = sorted((a for a in rest if a not in own), key=lambda a: _ORDER[a.standing])
    classes = [_of_class(s, list(group)) for s, group in groupby(rest, key=lambda a: a.standing)]
    if classes and not fulfilled:
        classes[0] = f"{owner} {classes[0]}"
    return " ".join(map(sentence, (*lines, *classes)))


def _fulfilled(assigned: Sequence[Assignment]) -> str:
    """``hoàn thành 02/03 nhiệm vụ phải hoàn thành; thực hiện thường xuyên 01 nhiệm vụ``; empty: none."""
    once = [a for a in assigned if a.obligation.kind is not Kind.ONGOING]
    done = [a for a in once if a.standing in DONE_STANDINGS]
    parts = []
    if done:
        late = sum(a.standing is Standing.DONE_LATE for a in done)
        notes = [f"{count(late)} nhiệm vụ sau hạn"] if late else []
        notes += reported_before(done, "nhiệm vụ")
        bracket = f" ({'; '.join(notes)})" if notes else ""
        share = f"{count(len(done))}/{count(len(once))}"
        parts.append(f"hoàn thành {share} nhiệm vụ phải hoàn thành{bracket}")
    ongoing = (a for a in assigned if a.obligation.kind is Kind.ONGOING)
    if kept_up := sum(a.standing in fulfilled_by(a.obligation) for a in ongoing):
        parts.append(f"thực hiện thường xuyên {count(kept_up)} nhiệm vụ")
    return "; ".join(parts)


def _of_class(standing: Standing, own: Sequence[Assignment]) -> str:
    """``chưa thực hiện 02 nhiệm vụ: …``, each by its name; where a sentence does not hold them, by its number."""
    tasks = "; ".join(f"{_named(a)}{_percent_of(a)}" for a in own)
    words = _TASKS_WORDS.get(standing, f"{_UNIT_WORDS[standing]} {{}} nhiệm vụ")
    text = words.format(count(len(own)))
    if syllables(f"{text}: {tasks}") <= MOST_SYLLABLES:
        return f"{text}: {tasks}"
    if any(_percent_of(a) for a in own):
        return f"{text}: {'; '.join(f'{_item_of(a.obligation)}{_percent_of(a)}' for a in own)}"
    return f"{text} ({cited([a.obligation for a in own])})"


def _is_this_report(assignment: Assignment, now: Consolidated) -> bool:
    """Whether it is the making of the very report, which is under way while it is read."""
    is_ours = assignment.obligation.code == now.register.profile.overall_report
    is_open = assignment.standing is Standing.WITHIN_DEADLINE
    return is_ours and is_open and is_board(now.register, assignment.unit)


def _until(assignment: Assignment) -> str:
    assert assignment.deadline is not None
    return deadline_words(assignment.deadline)


def _item_of(obligation: Obligation) -> str:
    """``ý (4)``; of a section that is one item, ``mục 6``."""
    mark = item_mark(obligation)
    return f"ý {mark}" if mark else cited([obligation])


def _percent_of(assignment: Assignment) -> str:
    """``, đạt 60%`` of what is under way; that nothing of it is done says its class."""
    record = assignment.record
    if record is None or record.percent is None or record.status is Status.DONE:
        return ""
    if assignment.standing is Standing.NOT_BEGUN and not record.percent:
        return ""
    return f", đạt {percent_points(record.percent)}"


def _named(assignment: Assignment) -> str:
    """``hướng dẫn cơ chế … (ý (i))``."""
    obligation = assignment.obligation
    what, mark = lower_first(without_full_stop(obligation.short_text)), item_mark(obligation)
    return f"{what} (ý {mark})" if mark else what


def in_all(now: Consolidated) -> str:
    """What the dispatch gave, of what is completed how much was in time, and what is not though no unit is late."""
    told = completion(now.assignments)
    lines = [_given(now, pointer(now, AppendixKind.PROGRESS))]
    kinds = [standing for standing in _DONE_WORDS if told.completable[standing]]
    if len(kinds) == 1:
        words = all_of(told.done, _DONE_WORDS[kinds[0]])
        lines.append(f"số đã hoàn thành là {count(told.done)} lượt, {words}")
    elif kinds:
        shares = _shares(told.completable, kinds, "lượt", _DONE_WORDS)
        lines.append(f"trong {count(told.done)} lượt đã hoàn thành có {shares}")
    declined = sum(told.completable[s] for s in _DECLINED)
    if declined:
        words = listed([_WORDS[s] for s in _DECLINED if told.completable[s]])
        lines.append(f"số phải hoàn thành tính cả {count(declined)} lượt {words}")
    return " ".join(sentence(line) for line in lines)


def _given(now: Consolidated, where: str, meant: str = "") -> str:
    """All assignments, and what they are made of, as the table has it."""
    told = completion(now.assignments)
    parts = (
        (told.owed, "phải hoàn thành"),
        (told.ongoing.total(), "thường xuyên"),
        (now.tally()[Standing.WAIVED], _WORDS[Standing.WAIVED]),
    )
    shares = [f"{count(number)} lượt {words}" for number, words in parts if number]
    made_of = f", gồm {listed(shares)}" if len(shares) > 1 else ""
    given = (
        f"{now.register.profile.dispatch.kind} giao {count(len(now.register.obligations))} nhiệm vụ"
    )
    whole = f"tổng số {count(len(now.assignments))} lượt nhiệm vụ{meant}{made_of}{where}"
    return f"{given} cho {count(len(now.filings))} đơn vị, {in_one_bracket(whole)}"


def overall(now: Consolidated, where: str) -> str:
    """All assignments by class, what can be completed and what is ongoing apart; the numbers add up.

    `where` points to the table that has them, `` (Phụ lục 1)``.
    """
    told = completion(now.assignments)
    parts = [
        _given(now, where, " (mỗi nhiệm vụ giao một đơn vị tính một lượt)"),
        *_completed(now, told),
    ]
    if told.ongoing:
        shares = _shares(told.ongoing, tuple(Standing), "lượt", _WORDS)
        parts.append(f"nhiệm vụ thường xuyên ({count(told.ongoing.total())} lượt): {shares}")
    return " ".join(sentence(part) for part in parts)


def _completed(now: Consolidated, told: Completion) -> list[str]:
    """How much of what can be completed is, and how the rest stands."""
    if not told.owed:
        return []
    main = f"trong {count(told.owed)} lượt nhiệm vụ phải hoàn thành, "
    if told.done:
        shares = _shares(told.completable, tuple(_DONE_WORDS), "lượt", _DONE_WORDS)
        main += f"đã hoàn thành {count(told.done)} lượt ({percent(told.done, told.owed)}): {shares}"
    else:
        main += "chưa có lượt nào hoàn thành"
    words = _WORDS | _UNDONE_WORDS
    words[Standing.OVERDUE] += files_not_sent(now)
    rest = ((_NOT_YET_DONE, "chưa hoàn thành"), (_OTHER, "còn lại"))
    tallies = [(lead, _shares(told.completable, each, "lượt", words)) for each, lead in rest]
    return [main, *(f"{lead}: {tally}" for lead, tally in tallies if tally)]


def _shares(
    tally: Mapping[Standing, int],
    classes: Sequence[Standing],
    noun: str,
    words: Mapping[Standing, str],
) -> str:
    """``104 đơn vị …; 17 đơn vị …``: the classes that have something in them."""
    return "; ".join(f"{count(tally[c])} {noun} {words[c]}" for c in classes if tally[c])


def many(assigned: Sequence[Assignment], overdue_in: str, named: int = NAMED) -> str:
    """How far the units that share an obligation have come: who fulfils it, then the rest; its numbers add up.

    Units that are overdue are named, up to `named` of them; of more, `overdue_in`, the appendix that lists them.
    """
    waived = [a.unit for a in assigned if a.standing is Standing.WAIVED]
    if not waived:
        return sentence(_of_those_owing(assigned, overdue_in, named))
    if len(waived) == len(assigned):
        words = _WORDS[Standing.WAIVED]
        return sentence(alike(assigned, words, words, "được giao"))
    owing = [a for a in assigned if a.standing is not Standing.WAIVED]
    whom = f" ({names_of(waived)})" if len(waived) <= NAMED else ""
    excused = f"ngoài ra, {count(len(waived))} đơn vị {_WORDS[Standing.WAIVED]}{whom}"
    return sentence(f"{_of_those_owing(owing, overdue_in, named)}; {excused}")


def _of_those_owing(assigned: Sequence[Assignment], overdue_in: str, most: int) -> str:
    """Of units that no decision excuses."""
    obligation, total = assigned[0].obligation, len(assigned)
    tally = Counter(a.standing for a in assigned)
    words = _FILING_WORDS if obligation.judged_by_receipt else _UNIT_WORDS
    advanced = fulfilled_by(obligation)
    done = sum(tally[standing] for standing in advanced)
    if not any(a.record for a in assigned) and not done:
        return f"chưa có báo cáo hợp lệ của {count(total)} đơn vị được giao"
    late = _overdue(assigned, words[Standing.OVERDUE], overdue_in, most)
    told = words | {Standing.OVERDUE: late} | _declined(assigned)
    if not done and len(tally) == 1:
        (standing,) = tally
        return alike(assigned, words[standing], told[standing], "được giao")
    if not done:
        main = f"chưa có đơn vị nào trong số {count(total)} đơn vị {verb_undone(obligation)}"
    else:
        share = "; ".join((percent(done, total), *reported_before(assigned)))
        main = f"có {count(done)}/{count(total)} đơn vị {verb(obligation)} ({share})"
        main += of_done(tally, done, obligation)
    rest = [standing for standing in Standing if standing not in advanced]
    shares = _shares(tally, rest, "đơn vị", told)
    if not shares:
        return main
    if done or syllables(f"{main}; {shares}") > MOST_SYLLABLES:
        return f"{main}. Còn {shares}"
    return f"{main}; {shares}"


def alike(assigned: Sequence[Assignment], words: str, with_names: str, who: str) -> str:
    """That all of them stand so: ``cả 12 đơn vị được giao đều đang thực hiện``; the only one by its name.

    Args:
        assigned: they, none of which a decision excuses.
        words: how they stand.
        with_names: the same, naming those who have to be named.
        who: of which units they are all.
    """
    if len(assigned) == 1:
        return f"{name_of(assigned[0].unit)} {words}"
    return f"cả {count(len(assigned))} đơn vị {who} đều {with_names}"


def _declined(assigned: Sequence[Assignment]) -> dict[Standing, str]:
    """Who says that it does not owe what the dispatch gives it by name."""
    found = {}
    for standing in _DECLINED:
        units = [a.unit for a in assigned if a.standing is standing and a.is_by_name]
        if units:
            found[standing] = f"{_UNIT_WORDS[standing]} ({names_of(units)})"
    return found


def verb(obligation: Obligation) -> str:
    """What a unit that fulfils it does."""
    if obligation.judged_by_receipt:
        return "đã gửi báo cáo"
    if obligation.kind is Kind.ONGOING:
        return "báo cáo thực hiện thường xuyên"
    return "hoàn thành"


def verb_undone(obligation: Obligation) -> str:
    """What no unit does of what none fulfils."""
    if obligation.judged_by_receipt:
        return "gửi báo cáo"
    return "báo cáo thực hiện" if obligation.kind is Kind.ONGOING else "báo cáo hoàn thành"


def reported_before(assigned: Sequence[Assignment], counted: str = "đơn vị") -> list[str]:
    """``03 đơn vị theo báo cáo tháng 8/2025``: of those that have no report of this month."""
    months = Counter(a.reported_in for a in assigned if a.reported_in)
    return [f"{count(months[m])} {counted} theo báo cáo {short_period(m)}" for m in sorted(months)]


def of_done(tally: Counter[Standing], done: int, obligation: Obligation) -> str:
    """``, trong đó 104 đơn vị đúng hạn, 17 đơn vị sau hạn``, ``, đều đúng hạn``, or of one ``, đúng hạn``."""
    told = {Standing.DONE_ON_TIME: "đúng hạn", Standing.DONE_LATE: "sau hạn"}
    for standing, words in told.items():
        if tally[standing] == done:
            return f", {all_of(done, words)}"
    if obligation.kind is Kind.ONGOING:
        told[Standing.DONE] = "báo cáo hoàn thành"
    parts = [f"{count(tally[each])} đơn vị {words}" for each, words in told.items() if tally[each]]
    return f", trong đó {listed(parts)}" if parts else ""


def _overdue(assigned: Sequence[Assignment], words: str, appendix: str, most: int) -> str:
    """With the units, where they are few enough to name."""
    units = [a.unit for a in assigned if a.standing is Standing.OVERDUE]
    named = names_of(units) if len(units) <= most else appendix
    return f"{words} ({named})"


def state(assignment: Assignment) -> str:
    """``chưa hoàn thành, còn trong hạn, đạt 60%``: how one unit stands, in our words."""
    record, words = assignment.record, _UNIT_WORDS[assignment.standing]
    if assignment.waiver is not None:
        waiver = assignment.waiver
        return f"{words} theo {decision(waiver.document, waiver.decided_on)}"
    if record is None:
        return words
    if assignment.standing is Standing.UNDER_WAY and assignment.obligation.kind is Kind.ONGOING:
        return "thực hiện thường xuyên"
    before = assignment.reported_in
    kept = f" (theo báo cáo {short_period(before)})" if before else ""
    if record.status is Status.DONE and record.done_on:
        return f"{_done_on(assignment.standing, record.done_on)}{kept}"
    return f"{words}{kept}{_percent_of(assignment)}"


def _done_on(standing: Standing, day: date) -> str:
    """``hoàn thành ngày 14/8/2025, đúng hạn``: the day stands by what was done, not by the deadline."""
    when = _DONE_WORDS[standing] if standing is not Standing.DONE else ""
    return f"{_WORDS[Standing.DONE]} ngày {short_date(day)}{f', {when}' if when else ''}"


def single(assignment: Assignment, results: Sequence[Theme]) -> str:
    """What the one unit that owes it says: its standing in our words, then its own."""
    record, own = assignment.record, own_names(assignment.unit)
    stands = sentence(f"{name_of(assignment.unit)} {state(assignment)}")
    if record is None:
        return stands
    texts = (without_day_done(told_of(theme), record.done_on, own) for theme in results)
    said = [sentence(text) for text in texts if text]
    if not said:
        return in_one_bracket(with_evidence([stands], record.evidence))
    return with_evidence(
        [standing_before(" ".join(said), stands, assignment), *said], record.evidence
    )


def standing_before(text: str, stands: str, assignment: Assignment, evidence: str = "") -> str:
    """`stands`, our sentence, without what the `text` of the unit after it says again: the day, or all of it."""
    day = assignment.record.done_on if assignment.record else None
    if day and tells_day(f"{text} {evidence}", day):
        told = f" ngày {short_date(day)}"
        stands = stands.replace(f"{told},", "").replace(told, "")
    own = own_names(assignment.unit)
    if stands == "Hoàn thành.":
        return "" if tells_done(text, (*own, "")) else stands
    return "" if stands.endswith(" hoàn thành.") and tells_done(text, own) else stands


def _speaker(theme: Theme) -> Unit:
    """Whose wording stands for the theme."""
    voices = theme.voices
    return next((voice.unit for voice in voices if voice.text == theme.text), voices[0].unit)


def _example(theme: Theme, said: set[str]) -> str:
    """The unit's own words behind its name, unless they say it themselves; or as staff worded them."""
    if theme.edited:
        return sentence(told_of(theme))
    unit = _speaker(theme)
    text = excerpt(theme.text, said, unit.short_name)
    is_named = not text or names_itself(unit, text)
    return sentence(text if is_named else f"{name_of(unit)}: {mid_sentence(text)}")
