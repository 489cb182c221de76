"""The sentences of a unit's own report: what its one filing says, and nothing besides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cv183_reports.consolidation.owing import is_board
from cv183_reports.model import Filing, Obligation, Period, Record, Register, Status, Unit
from cv183_reports.model.prose import Block, Section, UnitProse, body, heading, item
from cv183_reports.narrative.phrases import (
    by_order,
    in_line,
    matter,
    subject,
    with_evidence,
    without_day_done,
    without_full_stop,
)
from cv183_reports.vietnamese.text import fold_words
from cv183_reports.vietnamese.wording import (
    listed,
    lower_first,
    month_name,
    percent_points,
    sentence,
    short_date,
)

_DIFFICULTIES = "Khó khăn, vướng mắc"
_PROPOSALS = "Kiến nghị, đề xuất"


def compose(filing: Filing, register: Register, period: Period) -> UnitProse:
    """What one filing says, in sentences; `register` is in the house style and holds the unit."""
    unit = register.unit(filing.unit)
    assert unit is not None
    addressees = _addressees(register, unit)
    return UnitProse(
        subject=subject(register.settings.board.subject, period),
        opening=(
            f"{by_order(register.profile)}, {unit.name} báo cáo {matter(register, period)} như sau:"
        ),
        closing=f"{unit.name} trân trọng báo cáo {listed(addressees)}.",
        addressees=addressees,
        results=results(filing, register, register.obligations_of(unit)),
        figures=figures(filing, register),
        voices=voices(filing),
        plans=plans(filing, period),
    )


def _addressees(register: Register, unit: Unit) -> tuple[str, ...]:
    """To the leaders, by way of the board that brings the reports together."""
    board = register.settings.board
    return board.addressees if is_board(register, unit) else (*board.addressees, board.name)


def results(filing: Filing, register: Register, obligations: Sequence[Obligation]) -> Section:
    """What the unit did of each of its `obligations`; its number is given where it is put together."""
    said = {record.obligation: record for record in filing.records}
    blocks: list[Block] = []
    told = [
        (obligation, said[obligation.code]) for obligation in obligations if obligation.code in said
    ]
    for rank, (obligation, record) in enumerate(told, start=1):
        short = without_full_stop(obligation.short_text)
        blocks += [heading(f"{rank}. {short} (mục {obligation.code})"), body(_result(record))]
    if said_besides := filing.highlight:
        blocks.append(heading(f"{len(told) + 1}. {without_full_stop(said_besides.label)}"))
        blocks.append(body(sentence(in_line(said_besides.text))))
    left_out = filing.blank | filing.faulty
    missing = [o.code for o in obligations if o.code in left_out and not o.judged_by_receipt]
    if missing:
        blocks.append(
            body(
                f"Chưa có nội dung báo cáo hợp lệ về mục {listed(missing)} của {register.profile.dispatch.kind}."
            )
        )
    return Section("", "Kết quả thực hiện các nhiệm vụ", tuple(blocks))


def _result(record: Record) -> str:
    """Status in the form's words, then the unit's own."""
    state = record.status.value
    if record.done_on is not None:
        state += f" ngày {short_date(record.done_on)}"
    if record.percent is not None and not _says_itself(record):
        state += f", đạt {percent_points(record.percent)}"
    result = without_day_done(in_line(record.result), record.done_on)
    return with_evidence([sentence(state), sentence(result)], record.evidence)


def _says_itself(record: Record) -> bool:
    """Whether the status alone says how far it came: done is all of it, not begun nothing."""
    whole = {Status.DONE: 100, Status.NOT_STARTED: 0}
    return whole.get(record.status) == record.percent


def figures(filing: Filing, register: Register) -> Section:
    """What is said beside the table of figures."""
    left_out = [
        indicator.name
        for indicator in register.indicators
        if indicator.code in filing.faulty_figures
    ]
    blocks = [body(f"Chưa có số liệu hợp lệ về: {'; '.join(left_out)}.")] if left_out else []
    return Section("", "Một số số liệu chủ yếu", tuple(blocks))


def voices(filing: Filing) -> Section:
    """Difficulties, then proposals, each said once with the obligations it belongs to."""
    difficulties = _said(
        (record.difficulty, f"lĩnh vực: {record.field.value}" if record.field else "", record)
        for record in filing.records
    )
    proposals = _said(
        (record.proposal, f"cấp giải quyết: {record.level.value}" if record.level else "", record)
        for record in filing.records
    )
    parts = [part for part in ((_DIFFICULTIES, difficulties), (_PROPOSALS, proposals)) if part[1]]
    if len(parts) == 1:
        return Section("", *parts[0])
    blocks: list[Block] = []
    for rank, (name, items) in enumerate(parts, start=1):
        blocks += [heading(f"{rank}. {name}"), *items]
    return Section("", f"{_DIFFICULTIES} và {lower_first(_PROPOSALS)}", tuple(blocks))


def _said(texts: Iterable[tuple[str, str, Record]]) -> tuple[Block, ...]:
    """One item for each (text, label); words that differ only in case, blanks or punctuation count as the same."""
    first: dict[tuple[str, str], str] = {}
    codes: dict[tuple[str, str], list[str]] = {}
    for text, label, record in texts:
        if not text:
            continue
        key = (fold_words(text), label)
        first.setdefault(key, text)
        codes.setdefault(key, []).append(record.obligation)
    return tuple(item(_voice(text, key[1], codes[key])) for key, text in first.items())


def _voice(text: str, label: str, codes: Sequence[str]) -> str:
    note = "; ".join(part for part in (label, f"mục {listed(codes)}") if part)
    return f"{without_full_stop(sentence(text))} ({note})."


def plans(filing: Filing, period: Period) -> Section:
    """What the unit means to do in the month after `period`."""
    following = period.following
    title = f"Nhiệm vụ trọng tâm {month_name(following.year, following.month)}"
    return Section("", title, tuple(item(sentence(in_line(plan.text))) for plan in filing.plans))
