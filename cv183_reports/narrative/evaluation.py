"""What a report judges, drafted by rule: how the month goes, its causes, what to propose, what comes next.

Each rule has a name, which is the key of what it drafts; `RULES` says it in words for `explain`, by the
thresholds of the register. Staff word the drafts anew in the editor's sheet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from types import MappingProxyType

from msgspec.structs import asdict

from cv183_reports.consolidation.choices import ranked_proposals
from cv183_reports.consolidation.consolidate import Change, is_board
from cv183_reports.consolidation.progress import falling_due, owners_next, there_next
from cv183_reports.consolidation.salience import Laggard, Rating, Salience, Shift, most_told
from cv183_reports.model import Aggregation, Obligation, Record, Unit
from cv183_reports.model.consolidated import Assignment, Consolidated, Theme, ThemeGroup
from cv183_reports.model.prose import About, AppendixKind, Assessment, AssessmentPart, Basis
from cv183_reports.narrative.figures import (
    are_asked,
    both_figures,
    carried_from,
    moved,
    moved_unrounded,
    way,
    with_measure,
)
from cv183_reports.narrative.phrases import (
    MOST_SYLLABLES,
    cited,
    in_one_bracket,
    in_sentence,
    month,
    name_of,
    names_of,
    noun,
    overdue_for,
    pointer,
    syllables,
    task_next,
    told_within,
    with_whom,
    without_full_stop,
)
from cv183_reports.vietnamese.text import fold, fold_words
from cv183_reports.vietnamese.wording import (
    count,
    deadline_words,
    instant,
    joined,
    listed,
    lower_first,
    number,
    percent_points,
    period_name,
    roman,
    sentence,
    short_date,
)

VERDICT, IMPROVED, WORSENED = "verdict", "improved", "worsened"
LEADERS, LAGGARDS, UNUSUAL, CAUSES = "leaders", "laggards", "unusual", "causes"
PROPOSE_OVERDUE, PROPOSE_SILENT, PROPOSE_FILING = (
    "propose overdue",
    "propose silent",
    "propose filing",
)
PROPOSE_WORSENED, PROPOSE_SHARED = "propose worsened", "propose shared"
TASK_OVERDUE, TASK_DUE = "task overdue", "task due"

RULES: Mapping[str, str] = MappingProxyType(
    {
        VERDICT: "Mức đánh giá theo tỷ lệ thấp hơn trong hai tỷ lệ: lượt nhiệm vụ phải hoàn thành đã hoàn thành, đơn vị gửi báo cáo "
        "đúng hạn: từ {good}% (và không có nhiệm vụ quá hạn) là bảo đảm tiến độ, từ {fair}% là cơ bản, từ {poor}% là từng bước đi vào "
        "nền nếp, thấp hơn là còn chậm. Quá nửa số đơn vị chưa có báo cáo hợp lệ là chưa đủ cơ sở đánh giá.",
        IMPROVED: "Chỉ tiêu chủ yếu có chiều hướng tốt ghi trong danh mục, đổi từ {moved}% giá trị {noun} trước trở lên trên cùng đơn vị, ít nhất một nửa số đơn vị được hỏi; lấy "
        "chỉ tiêu tốt lên nhiều nhất. Đơn vị nêu tên là đơn vị góp nhiều nhất vào thay đổi đó.",
        WORSENED: "Chỉ tiêu chủ yếu có chiều hướng tốt ghi trong danh mục, đổi từ {moved}% giá trị {noun} trước trở lên trên cùng đơn vị, ít nhất một nửa số đơn vị được hỏi; lấy "
        "chỉ tiêu xấu đi nhiều nhất. Đơn vị nêu tên là đơn vị góp nhiều nhất vào thay đổi đó.",
        LEADERS: "Đơn vị gửi báo cáo đúng hạn, mọi nội dung hợp lệ, mọi nhiệm vụ phải hoàn thành đã hoàn thành và không hoàn thành sau hạn; "
        "như ở tỷ lệ hoàn thành, nhiệm vụ báo không phát sinh, không thuộc thẩm quyền là chưa hoàn thành, nhiệm vụ được miễn, hoãn không tính.",
        LAGGARDS: "Đơn vị có nhiệm vụ quá hạn, chưa có báo cáo hợp lệ, hoặc từ {repeated} {noun} liên tiếp chậm hay chưa có báo cáo hợp lệ; xếp "
        "theo số nhiệm vụ quá hạn, số {noun} liên tiếp, số ngày quá hạn.",
        UNUSUAL: "Số bình quân một đơn vị lệch trung vị của ít nhất {outlying_months} {noun} trước quá {outlying} lần độ lệch (1,4826 × MAD) và từ {moved}% trở lên. "
        "Số đơn vị giữa các {noun} khác nhau thì số của các đơn vị có số liệu hai {noun} cũng phải đổi từ {moved}% trở lên.",
        CAUSES: "Đếm cột Nguyên nhân của các nội dung khó khăn, vướng mắc hợp lệ, nội dung một đơn vị nêu ở nhiều nhiệm vụ đếm một lần; đếm riêng cột đó của các nhiệm vụ quá hạn, dù có nêu khó khăn "
        "hay không.",
        PROPOSE_OVERDUE: "Có đơn vị khác cơ quan ban hành còn nhiệm vụ quá hạn: đề nghị chỉ đạo hoàn thành theo thời hạn ghi ở nhiệm vụ {noun} tới.",
        PROPOSE_SILENT: "Số đơn vị có báo cáo hợp lệ dưới {poor}%: đề nghị chỉ đạo các đơn vị còn lại gửi ngay.",
        PROPOSE_FILING: "Có đơn vị từ {repeated} {noun} liên tiếp chậm hoặc chưa có báo cáo hợp lệ, mà chưa thuộc số được đề nghị gửi ngay.",
        PROPOSE_WORSENED: "Theo chỉ tiêu xấu đi nhiều nhất ở Đánh giá chung; giao các đơn vị góp nhiều nhất vào thay đổi đó.",
        PROPOSE_SHARED: "Kiến nghị thuộc một cấp mà từ {shared} đơn vị trở lên cùng nêu.",
        TASK_OVERDUE: "Nhiệm vụ quá hạn, theo từng nhiệm vụ; thời hạn là hạn mới muộn nhất do các đơn vị đề nghị nếu mọi đơn vị đều đề nghị, "
        "nếu không là hạn gửi báo cáo {noun} sau.",
        TASK_DUE: "Nhiệm vụ chưa hoàn thành có thời hạn từ nay đến hết {noun} sau theo danh mục.",
    }
)
"""Rule → how it decides, with the thresholds of the register by name."""

_LEVELS = {
    Rating.GOOD: "bảo đảm tiến độ, đúng yêu cầu",
    Rating.FAIR: "cơ bản bảo đảm tiến độ, yêu cầu",
    Rating.FINDING_ITS_WAY: "từng bước đi vào nền nếp, nhưng còn chậm so với yêu cầu",
    Rating.LAGGING: "còn chậm, chưa đạt yêu cầu",
}
"""Of the usual ladder of such papers."""
OVERDUE_ROWS = 12
"""Overdue tasks in the table of the body; the appendix has them all."""
_GROUPS_NAMED = 3
"""Groups of units up to which a sentence names those that stand alike."""
_ROOM_FOR_NAMES = 30
"""Syllables of the names of those who moved an indicator."""


def rule_of(key: str, now: Consolidated) -> str:
    """How the assessment of that key was drafted, in words.

    Raises:
        KeyError: no rule drafts such a one (a mistake of ours).
    """
    name = next(rule for rule in RULES if key == rule or key.startswith(f"{rule} "))
    return RULES[name].format(**asdict(now.register.settings.thresholds), noun=noun(now))


def assessments(now: Consolidated, found: Salience) -> tuple[Assessment, ...]:
    """Every assessment of the monthly report, in its order.

    Args:
        now: the month, with the texts of units as staff edited them.
        found: what of it stands out.
    """
    drafts = (
        *_evaluation(now, found),
        (AssessmentPart.CAUSES, CAUSES, _causes(now)),
        *_proposals(now, found),
        *_tasks(now),
    )
    return tuple(
        Assessment(
            key,
            part,
            " ".join(sentence(one) for one in text),
            Basis(About.ASSESSMENT, (key, *_rests_on(key, found))),
        )
        for part, key, text in drafts
        if text
    )


def _rests_on(key: str, found: Salience) -> tuple[str, ...]:
    """Codes of the indicators or obligations that the draft of that key is about."""
    shifts = {IMPROVED: found.improved, WORSENED: found.worsened, PROPOSE_WORSENED: found.worsened}
    if key in shifts:
        return (shifts[key][0].change.indicator.code,)
    if key == UNUSUAL:
        return (found.unusual[0].indicator.code,)
    name = next((rule for rule in (TASK_OVERDUE, TASK_DUE) if key.startswith(rule)), None)
    return tuple(key.removeprefix(name).split()) if name else ()


_Draft = tuple[AssessmentPart, str, Sequence[str]]
"""Part, key, sentences."""


def _evaluation(now: Consolidated, found: Salience) -> Iterator[_Draft]:
    part = AssessmentPart.EVALUATION
    yield part, VERDICT, _verdict(now, found)
    for key, shifts in ((IMPROVED, found.improved), (WORSENED, found.worsened)):
        yield part, key, _shift(now, shifts[0]) if shifts else ()
    yield part, LEADERS, _leaders(now, found.leaders)
    yield part, LAGGARDS, _laggards(now, found.laggards)
    yield part, UNUSUAL, _unusual(now, found)


def _verdict(now: Consolidated, found: Salience) -> Sequence[str]:
    """One level of the ladder, and what it does not hide."""
    period, matter = now.period, now.register.profile.dispatch.directive
    if now.as_of < now.due or found.rating is None:
        came = len(now.accepted)
        sent = f"mới có {count(came)}" if came else "chưa có đơn vị nào trong số"
        whole = f"/{count(len(now.expected))}" if came else f" {count(len(now.expected))}"
        text = f"tính đến {instant(now.as_of)}, {sent}{whole} đơn vị có báo cáo hợp lệ, chưa đủ cơ sở đánh giá chung"
        late = _with_overdue(now) if now.as_of >= now.due else []
        return (text, f"còn {late[0]}") if late else (text,)
    text = f"{period_name(period)}, việc triển khai thực hiện {matter} {_LEVELS[found.rating]}"
    limits = _limits(now)
    turn = "tuy nhiên, còn" if found.rating >= Rating.FAIR else "còn"
    return (text, f"{turn} {joined(limits)}") if limits else (text,)


def _with_overdue(now: Consolidated) -> list[str]:
    units = {a.unit.code for a in now.overdue_tasks}
    return [f"{count(len(units))} đơn vị có nhiệm vụ quá hạn"] if units else []


def _limits(now: Consolidated) -> list[str]:
    silent = len(now.expected) - now.filed
    told = _with_overdue(now)
    if silent:
        told.append(f"{count(silent)} đơn vị chưa có báo cáo hợp lệ")
    return told


def _shift(now: Consolidated, shift: Shift) -> Sequence[str]:
    change, then = shift.change, month(now.period.previous, now.period)
    few = _moved_by(now, shift)
    alone = f"số liệu của {names_of(few)}" if change.units == 1 else ""
    base = [alone or _those_compared(now, change)]
    base += ["tính trước khi làm tròn"] if moved_unrounded(change) else []
    fact = (
        f"{_lead(shift)} so với {then}: {lower_first(change.indicator.name)} {moved(change)}, "
        f"{both_figures(change)} ({'; '.join(base)})"
    )
    if alone:
        return (fact,)
    if not few:
        return fact, f"có {_all_alike(shift)}, {_each(shift)}"
    who = "các đơn vị" if len(few) > 1 else "đơn vị"
    return fact, f"{who} làm {way(change)} nhiều nhất: {names_of(few)}"


def _those_compared(now: Consolidated, change: Change) -> str:
    """Over how many units, and of how many of them this month's figure is an earlier one."""
    total = now.total(change.indicator.code)
    those = f"cùng {count(change.units)} đơn vị"
    if total is None or not total.carried:
        return f"{those} có số liệu hai {noun(now)}"
    return f"{those}, {count(total.carried)} đơn vị lấy theo {carried_from(now)}"


def _lead(shift: Shift) -> str:
    """What is worse is not always less."""
    if shift.improved:
        return "Chuyển biến rõ nhất"
    return "Giảm sút nhiều nhất" if shift.change.difference < 0 else "Hạn chế rõ nhất"


def _moved_by(now: Consolidated, shift: Shift) -> list[Unit]:
    """The few that moved it most; none of those who moved it alike is named without the others."""
    through = shift.through
    for most in range(now.register.settings.thresholds.named, 0, -1):
        beyond = abs(through[most].change) if len(through) > most else 0
        few = [each.unit for each in through[:most] if abs(each.change) > beyond]
        if syllables(names_of(few)) <= _ROOM_FOR_NAMES:
            return few
    return few


def _all_alike(shift: Shift) -> str:
    """``62 đơn vị làm giảm``: where too many to name moved it most, or all as much."""
    alike = sum(each.change == shift.through[0].change for each in shift.through)
    most = " nhiều nhất" if alike < len(shift.through) else ""
    return f"{count(alike)} đơn vị làm {way(shift.change)}{most}"


def _each(shift: Shift) -> str:
    """By how much each of them moved it; of a share no unit has a part of its own."""
    indicator = shift.change.indicator
    if indicator.aggregation in (Aggregation.RATIO, Aggregation.AVERAGE):
        return "mức như nhau"
    return f"mỗi đơn vị {with_measure(abs(shift.through[0].change), indicator)}"


def _leaders(now: Consolidated, leaders: Sequence[Unit]) -> Sequence[str]:
    if not leaders:
        return ()
    text = (
        f"có {count(len(leaders))}/{count(len(now.expected))} đơn vị gửi báo cáo đúng hạn, số liệu hợp lệ và hoàn thành đúng hạn "
        "các nhiệm vụ phải hoàn thành"
    )
    shares = _by_group(now, leaders)
    compared = now.as_of >= now.due and most_told(now)
    if len(shares) < 2 or not compared:  # noqa: PLR2004 one group has nobody to be before
        return (text,)
    first, last = shares[0][0], shares[-1][0]
    if first == last:
        return (text,)
    return (
        text,
        f"tỷ lệ cao nhất là {_with_share(shares, first)}; thấp nhất là {_with_share(shares, last)}",
    )


def _with_share(shares: Sequence[tuple[Decimal, str, str]], wanted: Decimal) -> str:
    """Every group that has the share, by name where they are few: a tie has more than one first."""
    tied = [f"{name} ({told})" for share, name, told in shares if share == wanted]
    if len(tied) <= _GROUPS_NAMED:
        return joined(tied)
    return f"{count(len(tied))} nhóm đơn vị (đều đạt {percent_points(100 * wanted)})"


def _by_group(now: Consolidated, leaders: Sequence[Unit]) -> list[tuple[Decimal, str, str]]:
    """Share, name and ``09/15`` of each group, the best first."""
    leading = Counter(unit.group for unit in leaders)
    asked = Counter(filing.unit.group for filing in now.expected)
    shares = [
        (
            Decimal(leading[group.code]) / asked[group.code],
            group.name,
            f"{count(leading[group.code])}/{count(asked[group.code])} đơn vị",
        )
        for group in now.register.groups
        if asked[group.code]
    ]
    return sorted(shares, key=lambda share: -share[0])


def _laggards(now: Consolidated, laggards: Sequence[Laggard]) -> Sequence[str]:
    overdue = [each for each in laggards if each.overdue]
    least = now.register.settings.thresholds.repeated
    running = [each for each in laggards if each.late_running >= least]
    told = []
    if overdue:
        told.append(_slowest(now, overdue))
    if running:
        items = [name_of(each.unit) for each in running]
        where = pointer(now, AppendixKind.FILING)
        lead = f"gửi chậm hoặc chưa có báo cáo hợp lệ từ {count(least)} {noun(now)} liên tiếp:"
        told.append(_named_of(now, lead, items, where))
    return told


def _slowest(now: Consolidated, overdue: Sequence[Laggard]) -> str:
    """As many of them as one sentence holds, those that are as late under one bracket."""
    most = min(now.register.settings.thresholds.named, len(overdue))
    told = (_so_slow(now, overdue, shown) for shown in range(most, 0, -1))
    return next(
        (text for text in told if syllables(text) <= MOST_SYLLABLES), _so_slow(now, overdue, 1)
    )


def _so_slow(now: Consolidated, overdue: Sequence[Laggard], shown: int) -> str:
    """The first `shown` by name, and how many others there are: under the last bracket, where they are as late."""
    others, items = overdue[shown:], []
    rest = f" và {count(len(others))} đơn vị khác" if others else ""
    where = pointer(now, AppendixKind.OVERDUE) if others else ""
    alike = {_how_late(each) for each in (overdue[shown - 1], *others)}
    for how, group in groupby(overdue[:shown], key=_how_late):
        units = [each.unit for each in group]
        is_last = units[-1] == overdue[shown - 1].unit
        takes_rest = is_last and len(alike) == 1
        each = "mỗi đơn vị " if len(units) > 1 or (takes_rest and others) else ""
        items.append(f"{names_of(units)}{rest if takes_rest else ''} ({each}{how})")
    text = f"chậm tiến độ nhất: {'; '.join(items)}"
    return in_one_bracket(f"{text}{where}" if len(alike) == 1 else f"{text}{rest}{where}")


def _named_of(now: Consolidated, lead: str, items: Sequence[str], where: str = "") -> str:
    """As many as one sentence of judgement may name, and how many others there are, `where` they are listed."""
    most = now.register.settings.thresholds.named
    return told_within(lead, items, f"và {{}} đơn vị khác{where}", most)


def _how_late(laggard: Laggard) -> str:
    tasks = f"{count(len(laggard.overdue))} nhiệm vụ"
    longest = "lâu nhất " if len(laggard.overdue) > 1 else ""
    return f"{tasks} quá hạn, {longest}{overdue_for(laggard.days)}"


def _unusual(now: Consolidated, found: Salience) -> Sequence[str]:
    if not found.unusual:
        return ()
    first = found.unusual[0]
    name, digits = lower_first(first.indicator.name), max(first.indicator.total_decimals, 1)
    text = (
        f"số liệu cần kiểm tra lại: {name}, bình quân một đơn vị {number(first.value, digits)} {first.indicator.measure}, "
        f"trong khi trung vị {count(first.months)} {noun(now)} trước là {number(first.usual, digits)}"
    )
    return (text,)


def _causes(now: Consolidated) -> Sequence[str]:
    """Counted as units gave them; nothing where none did. What is overdue may have a cause and no difficulty."""
    records, told = [record for _, record in difficulties_with_cause(now)], []
    if records:
        lead = f"trong {count(len(records))} nội dung khó khăn, vướng mắc có nêu nguyên nhân"
        told.append(f"{lead}, đơn vị xác định: {_by_cause(now, records)}")
    tasks = now.overdue_tasks
    late = [a.record for a in tasks if a.record and a.record.cause]
    if late:
        lead = f"có {count(len(late))}/{count(len(tasks))} lượt nhiệm vụ quá hạn nêu nguyên nhân"
        told.append(f"{lead}: {_by_cause(now, late)}")
    return told


def difficulties_with_cause(now: Consolidated) -> list[tuple[str, Record]]:
    """Unit, and what it says, once: many give one difficulty in the rows of several tasks."""
    told = {
        (f.unit, fold_words(r.difficulty), r.cause.value): (f.unit, r)
        for f in now.accepted
        for r in reversed(f.records)
        if r.difficulty and r.cause
    }
    order = {unit.code: unit.order for unit in now.register.units}
    tasks = {obligation.code: obligation.order for obligation in now.register.obligations}
    return sorted(told.values(), key=lambda each: (order[each[0]], tasks[each[1].obligation]))


def _by_cause(now: Consolidated, records: Sequence[Record]) -> str:
    """``khách quan 05, chủ quan 03``, in the order of the form; nothing of a cause that none gives."""
    causes = now.register.profile.causes
    tally = Counter(record.cause.value for record in records if record.cause)
    shares = ((in_sentence(causes, each.value), tally[each.value]) for each in causes)
    return listed([f"{words} {count(found)}" for words, found in shares if found])


def _proposals(now: Consolidated, found: Salience) -> Iterator[_Draft]:
    part, until = AssessmentPart.PROPOSALS, _next_filing(now)
    others = [each for each in found.laggards if not is_board(now.register, each.unit)]
    still = {each.unit.code for each in _still_overdue(now)}
    overdue = [name_of(each.unit) for each in others if each.unit.code in still]
    if overdue:
        table = f"mục 1, phần {_part(now, 4)}"
        lead = f"chỉ đạo hoàn thành dứt điểm nhiệm vụ quá hạn ({table}) {_by(now)}:"
        is_cut = len(now.overdue_tasks) > OVERDUE_ROWS
        where = pointer(now, AppendixKind.OVERDUE) if is_cut else ""
        yield part, PROPOSE_OVERDUE, (_named_of(now, lead, overdue, where),)
    speak = _silent(now, [each.unit for each in others if each.silent])
    yield part, PROPOSE_SILENT, speak
    least = now.register.settings.thresholds.repeated
    asked = {unit.code for unit in owners_next(now, now.register.filing)}
    late = [each for each in others if each.late_running >= least and each.unit.code in asked]
    late = [each for each in late if not (speak and each.silent)]
    running = [name_of(each.unit) for each in late]
    if running:
        following = now.period.following
        when = f"{month(following, now.period)} ({deadline_words(now.register.due(following))})"
        lead = f"nhắc nhở và yêu cầu gửi báo cáo đúng hạn từ kỳ {when}:"
        yield part, PROPOSE_FILING, (_named_of(now, lead, running),)
    if found.worsened:
        shift = found.worsened[0]
        what = f"tình trạng {lower_first(shift.change.indicator.name)} {way(shift.change)}"
        few = _moved_by(now, shift)
        whom = names_of(there_next(now, few)) if few else _all_alike(shift)
        text = f"giao {whom} rà soát, khắc phục {what}, báo cáo kết quả {until}"
        yield part, PROPOSE_WORSENED, (text,) if whom else ()
    for group, ranked in ranked_proposals(now):
        yield part, f"{PROPOSE_SHARED} {group.label}", _shared(now, group, ranked)


def _silent(now: Consolidated, units: Sequence[Unit]) -> Sequence[str]:
    """Where more are silent than a letter of the board's own brings to speak."""
    limits, asked = now.register.settings.thresholds, len(now.expected)
    if not units or 100 * now.filed >= limits.poor * asked:
        return ()
    named = f": {names_of(units)}" if len(units) <= limits.named else ""
    where = "" if named else pointer(now, AppendixKind.FILING)
    silent = [filing.unit for filing in now.expected if filing.receipt is None]
    if where and any(is_board(now.register, unit) for unit in silent):
        where = in_one_bracket(f" (không kể {now.register.settings.board.name}){where}")
    whom = f"{count(len(units))} đơn vị chưa có báo cáo hợp lệ{where}"
    when = f"{month(now.period, now.period)}, gửi báo cáo {month(now.period.following, now.period)} {deadline_words(now.register.due(now.period.following))}"
    return (f"chỉ đạo {whom} gửi ngay báo cáo {when}{named}",)


def _shared(
    now: Consolidated, group: ThemeGroup, ranked: Sequence[tuple[int, Theme]]
) -> Sequence[str]:
    """What many units ask of one level, put to who can have it settled, by its number in the table below.

    What they ask of the board itself it does not ask of those whom it reports to.
    """
    least, levels = now.register.settings.thresholds.shared, now.register.profile.levels
    ranks = [str(rank) for rank, theme in ranked if len(theme.units) >= least]
    level = next((each for each in levels if each.value == group.label), None)
    board = now.register.settings.board
    if not ranks or level is None or fold(level.value) == fold(board.name):
        return ()
    whom = in_sentence(levels, level.value)
    those = f"nội dung số {listed(ranks)} tại mục 2"
    asked = (now.register.profile.dispatch.issuer, *board.addressees)
    if any(each in level.value for each in asked):
        return (f"xem xét, cho ý kiến đối với {those}",)
    if level is levels[-1]:
        return (f"kiến nghị {whom} giải quyết {those}",)
    return (f"giao {whom} giải quyết {those}, trả lời {_next_filing(now)}",)


def _next_filing(now: Consolidated) -> str:
    """``trước ngày 22/10/2025``: when next month's files are due."""
    return f"trước ngày {short_date(now.register.due(now.period.following).date())}"


def _tasks(now: Consolidated) -> Iterator[_Draft]:
    part, register = AssessmentPart.TASKS, now.register
    for owners, until, obligations in _overdue_tasks(now):
        codes = " ".join(obligation.code for obligation in obligations)
        where = f"({cited(obligations)} {register.profile.dispatch.kind}) {until}"
        what = "; ".join(lower_first(without_full_stop(o.short_text)) for o in obligations)
        for_good = "" if "dứt điểm" in what else " dứt điểm"
        text = f"hoàn thành{for_good} việc {what} {where}"
        if syllables(text) > MOST_SYLLABLES:
            text = f"hoàn thành dứt điểm {count(len(obligations))} nhiệm vụ quá hạn {where}"
        text += f". Chủ trì: {_owner(owners)}"
        yield part, f"{TASK_OVERDUE} {codes}", (text,)
    for at, obligation in falling_due(now):
        owners = owners_next(now, obligation)
        if owners:
            what = task_next(now, obligation)
            lead = f"{what} {deadline_words(at)}. Chủ trì: {_owner(owners)}"
            text = "; ".join(filter(None, (lead, with_whom(obligation, now.register))))
            yield part, f"{TASK_DUE} {obligation.code}", (text,)


def _overdue_tasks(now: Consolidated) -> Iterator[tuple[list[Unit], str, list[Obligation]]]:
    """Units, until when, and the overdue obligations that they have to complete until then."""
    told = [
        ([a.unit for a in own], done_until(now, own), own[0].obligation) for own in _by_task(now)
    ]
    for (units, until), group in groupby(told, key=lambda each: each[:2]):
        yield units, until, [obligation for _, _, obligation in group]


def _still_overdue(now: Consolidated) -> list[Assignment]:
    """Of units that owe it next month, too: that are there then, and not excused."""
    late = now.overdue_tasks
    obligations = {each.obligation.code: each.obligation for each in late}
    owners = {c: {u.code for u in owners_next(now, o)} for c, o in obligations.items()}
    return [each for each in late if each.unit.code in owners[each.obligation.code]]


def _by_task(now: Consolidated) -> list[list[Assignment]]:
    """What is overdue of each obligation, in the order of the dispatch."""
    late = sorted(_still_overdue(now), key=lambda a: (a.obligation.order, a.unit.order))
    return [list(own) for _, own in groupby(late, key=lambda a: a.obligation.code)]


def done_until(now: Consolidated, own: Sequence[Assignment]) -> str:
    """By when what is overdue of one obligation is to be done: ``trước ngày 22/10/2025``."""
    last = _last_asked_for(now, own)
    return f"chậm nhất ngày {short_date(last)}" if last is not None else _next_filing(now)


def _last_asked_for(now: Consolidated, own: Sequence[Assignment]) -> date | None:
    """The last day that the units ask for, where all of them ask for one that is to come."""
    days = [a.record.new_deadline for a in own if a.record and a.record.new_deadline]
    ahead = [day for day in days if day > now.as_of.date()]
    return max(ahead) if len(ahead) == len(own) else None


def _by(now: Consolidated) -> str:
    """By when all that is overdue is to be done, as the tasks of next month have it, each by itself.

    Where the units themselves ask for these days, whoever is to decide reads it.
    """
    tasks = [_last_asked_for(now, own) for own in _by_task(now)]
    days = [day for day in tasks if day is not None]
    if not days:
        return _next_filing(now)
    due = now.register.due(now.period.following).date()
    is_last = len(days) == len(tasks) or max(days) >= due
    last = f"chậm nhất ngày {short_date(max(days))}" if is_last else _next_filing(now)
    part = f"phần {_part(now, 6)}"
    asked = len(days) == len(tasks)
    source = f"theo hạn đơn vị đề nghị ({part})" if asked else f"theo thời hạn tại {part}"
    return f"{source}, {last}"


def _part(now: Consolidated, rank: int) -> str:
    """The number of a part of the report, the one on figures being the third where there is one."""
    return roman(rank if are_asked(now) else rank - 1)


def _owner(units: Sequence[Unit]) -> str:
    """By name where they are few."""
    few = 3
    return names_of(units) if len(units) <= few else f"{count(len(units))} đơn vị được giao"
