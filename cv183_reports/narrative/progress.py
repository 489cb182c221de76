"""All sentences of the report on the progress of the dispatch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from cv183_reports.consolidation.progress import Progress, Stage, gained, moves, progress, term
from cv183_reports.model import Obligation
from cv183_reports.model.consolidated import (
    DONE_STANDINGS,
    Assignment,
    Consolidated,
    FilingStanding,
    Standing,
    Theme,
)
from cv183_reports.model.prose import Block, ReportProse, Section, body, heading, item
from cv183_reports.narrative import filing, plans, results
from cv183_reports.narrative.phrases import basis, by_order, in_sentence, month, names_of, subject
from cv183_reports.narrative.voices import overdue
from cv183_reports.vietnamese.wording import (
    change,
    count,
    joined,
    listed,
    percent,
    sentence,
)

_OWING = "Phụ lục 2"
"""Who has not done what is overdue, and who has not reported."""
_MOST = 3
"""Obligations or fields that a sentence names as those with the most units."""
_STAGES = {
    Stage.DONE: "đã được tất cả đơn vị phải thực hiện hoàn thành",
    Stage.WITHIN_DEADLINE: "đang thực hiện, còn trong hạn",
    Stage.UNDER_WAY: "thường xuyên hoặc không quy định thời hạn, đang thực hiện",
    Stage.OVERDUE: "còn đơn vị chưa hoàn thành, đã quá hạn",
    Stage.UNTOLD: "chưa đủ báo cáo của đơn vị được giao để đánh giá",
    Stage.NOT_OWED: "không đơn vị nào phải thực hiện trong kỳ",
}
"""In the order of the sentence."""


def compose(now: Consolidated, before: Consolidated | None) -> ReportProse:
    """What the month says of the progress; `before` is the month before, None where it is unknown."""
    office = now.register.settings.office
    told = progress(now)
    sections = (
        Section("I", "Tiến độ chung", _overall(now, before, told)),
        Section("II", "Tiến độ thực hiện từng nhiệm vụ", _each(now, before)),
        Section("III", "Đánh giá chung", _assessment(now, told)),
        plans.ahead("IV", now, owing_in=_OWING, overdue_in=_OWING),
    )
    return ReportProse(
        subject=subject(office.subject, now.period),
        opening=_opening(now),
        closing=f"{office.name} trân trọng báo cáo {listed(office.addressees)} xem xét, cho ý kiến chỉ đạo.",
        sections=sections,
    )


def _opening(now: Consolidated) -> str:
    settings = now.register.settings
    return (
        f"{by_order(now.register.profile)}, {settings.office.name} tổng hợp từ báo cáo của các đơn vị gửi {settings.board.name} "
        f"({basis(now)}), báo cáo {listed(settings.office.addressees)} tiến độ thực hiện các nhiệm vụ được giao như sau:"
    )


def _overall(
    now: Consolidated, before: Consolidated | None, told: Sequence[Progress]
) -> tuple[Block, ...]:
    """Section I: all assignments by class, all obligations by stage; both add up."""
    texts = [results.overall(now), _by_stage(told), _since(now, before)]
    return tuple(body(text) for text in texts if text)


def _by_stage(told: Sequence[Progress]) -> str:
    shares = [
        f"{count(len(codes))} nhiệm vụ {words} (mục {listed(codes)})"
        for stage, words in _STAGES.items()
        if (codes := _codes(told, stage))
    ]
    return sentence(f"trong {count(len(told))} nhiệm vụ: {'; '.join(shares)}") if shares else ""


def _codes(told: Sequence[Progress], stage: Stage) -> list[str]:
    return [each.obligation.code for each in told if each.stage is stage]


def _since(now: Consolidated, before: Consolidated | None) -> str:
    """All assignments done and overdue, against last month."""
    if before is None:
        return ""
    moved = moves(now, before)
    parts = [
        f"số lượt {words} {change(here, there, 'lượt')}"
        for words, here, there in (
            ("đã hoàn thành", moved.done, moved.done_before),
            ("quá hạn chưa hoàn thành", moved.overdue, moved.overdue_before),
        )
        if here != there
    ]
    if not parts:
        return ""
    base = "tính trên các lượt có báo cáo cả hai tháng, không kể nhiệm vụ hằng tháng, thường xuyên"
    return sentence(f"so với {month(before.period)} ({base}), {joined(parts)}")


def _each(now: Consolidated, before: Consolidated | None) -> tuple[Block, ...]:
    """Section II: every obligation, in the order of the dispatch."""

    def tell(assigned: Sequence[Assignment], lead: str) -> list[Block]:
        texts = [_terms(assigned, now)]
        if len(assigned) == 1:
            said = now.results_of(assigned[0].obligation.code)
            texts += [results.single(assigned[0], said), _single_since(assigned[0], before)]
        else:
            texts += [
                results.many(assigned, _OWING),
                _many_since(assigned[0].obligation, now, before),
            ]
        return [body(" ".join(text for text in texts if text), lead)]

    return (*_measure(now, before), *results.by_section(now, tell))


def _measure(now: Consolidated, before: Consolidated | None) -> list[Block]:
    """What rises and falls are counted over."""
    if before is None or not (now.accepted and before.accepted):
        return []
    code = now.register.filing.code
    apart = "" if now.as_of < now.due else f" (riêng mục {code} tính trên tất cả các đơn vị)"
    return [
        body(
            f"Tăng, giảm so với {month(before.period)} tính trên các đơn vị có báo cáo cả hai tháng{apart}."
        )
    ]


def _terms(assigned: Sequence[Assignment], now: Consolidated) -> str:
    """How many owe it, until when, with whom."""
    obligation = assigned[0].obligation
    owners = f"giao {count(len(assigned))} đơn vị" if len(assigned) > 1 else ""
    others = [unit for code in obligation.with_units if (unit := now.register.unit(code))]
    company = f"phối hợp: {names_of(others)}" if others else ""
    return sentence(
        "; ".join(
            part for part in (owners, f"thời hạn: {term(obligation, now.period)}", company) if part
        )
    )


def _many_since(obligation: Obligation, now: Consolidated, before: Consolidated | None) -> str:
    more = gained(obligation, now, before) if before is not None else None
    if before is None or more is None:
        return ""
    moved = change(more, 0, "đơn vị") if more else "không thay đổi"
    return sentence(f"so với {month(before.period)}, số đơn vị {results.verb(obligation)} {moved}")


def _single_since(assignment: Assignment, before: Consolidated | None) -> str:
    """Where the one unit stood last month, unless it had done it already or did not say."""
    if before is None:
        return ""
    earlier = next(
        (
            a
            for a in before.assignments
            if (a.unit.code, a.obligation.code)
            == (assignment.unit.code, assignment.obligation.code)
        ),
        None,
    )
    if earlier is None or earlier.record is None or earlier.standing in DONE_STANDINGS:
        return ""
    if results.state(earlier) == results.state(assignment):
        return sentence(f"không thay đổi so với {month(before.period)}")
    return sentence(f"{month(before.period)}: {results.state(earlier)}")


def _assessment(now: Consolidated, told: Sequence[Progress]) -> tuple[Block, ...]:
    """Section III: what went well, what did not; a part with nothing to say is left out."""
    parts = (
        ("Kết quả đạt được", _achieved(now, told)),
        ("Hạn chế, khó khăn", _wanting(now, told)),
    )
    blocks: list[Block] = []
    kept = [(title, lines) for title, texts in parts if (lines := [t for t in texts if t])]
    for rank, (title, lines) in enumerate(kept, start=1):
        blocks.append(heading(f"{rank}. {title}"))
        blocks += [item(sentence(line)) for line in lines]
    return tuple(blocks)


def _achieved(now: Consolidated, told: Sequence[Progress]) -> Iterable[str]:
    done = _codes(told, Stage.DONE)
    if done:
        yield (
            f"có {count(len(done))}/{count(len(told))} nhiệm vụ đã hoàn thành ở tất cả đơn vị phải thực hiện "
            f"(mục {listed(done)})"
        )
    if now.accepted and not now.overdue:
        yield f"chưa ghi nhận nhiệm vụ quá hạn mà chưa hoàn thành ({_OWING})"
    came, total = filing.received(now), len(now.expected)
    late = {assignment.unit.code for assignment in now.overdue}
    clear = sum(f.receipt is not None and f.unit.code not in late for f in now.expected)
    if clear:
        yield (
            f"có {count(clear)}/{count(came)} đơn vị đã gửi báo cáo không còn nhiệm vụ quá hạn ({percent(clear, came)})"
        )
    on_time = now.filing_tally()[FilingStanding.ON_TIME]
    if on_time:
        yield f"có {count(on_time)}/{count(total)} đơn vị gửi báo cáo đúng hạn ({percent(on_time, total)})"


def _wanting(now: Consolidated, told: Sequence[Progress]) -> Iterable[str]:
    yield overdue(now, _OWING)
    yield _slowest(told)
    yield _without_report(now)
    yield _difficulties(now)


def _slowest(told: Sequence[Progress]) -> str:
    """The obligations that most units are overdue with; nothing where there is only one."""
    counts = Counter(
        {
            each.obligation: sum(a.standing is Standing.OVERDUE for a in each.assigned)
            for each in told
            if each.stage is Stage.OVERDUE and not each.obligation.judged_by_receipt
        }
    )
    if len(counts) < 2:  # noqa: PLR2004 - a most needs another
        return ""
    most = [
        f"mục {obligation.code} ({count(units)} đơn vị)"
        for obligation, units in counts.most_common(_MOST)
        if units > 1
    ]
    return f"nhiều đơn vị quá hạn nhất là {listed(most)}" if most else ""


def _without_report(now: Consolidated) -> str:
    """Whose progress is not known, and over how many assignments."""
    owing = filing.standing(now, FilingStanding.MISSING, FilingStanding.FAULTY)
    tally = now.tally()
    unknown = tally[Standing.NOT_FILED] + tally[Standing.FAULTY] + tally[Standing.BLANK]
    if not unknown:
        return ""
    who = f"{count(len(owing))} đơn vị chưa có báo cáo ({_OWING})" if owing else ""
    rows = "nội dung có lỗi hoặc để trống trong báo cáo đã gửi"
    why = joined([part for part in (who, rows if _has_bad_rows(now) else "") if part])
    return f"chưa xác định được tiến độ của {count(unknown)} lượt nhiệm vụ, do {why}"


def _has_bad_rows(now: Consolidated) -> bool:
    return any(f.faulty or f.blank for f in now.filings)


def _difficulties(now: Consolidated) -> str:
    if not now.difficulties:
        return ""
    units = {group.label: _speakers(group.themes) for group in now.difficulties}
    everyone = set().union(*units.values())
    most = sorted(units, key=lambda label: -len(units[label]))[:_MOST]
    known = now.register.profile.fields
    fields = listed(
        f"{in_sentence(known, label)} ({count(len(units[label]))} đơn vị)" for label in most
    )
    return f"có {count(len(everyone))} đơn vị nêu khó khăn, vướng mắc, nhiều nhất về: {fields}"


def _speakers(themes: Sequence[Theme]) -> set[str]:
    return {unit.code for theme in themes for unit in theme.units}
