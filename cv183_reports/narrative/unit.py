"""The sentences of a unit's own report: what its one filing says, and nothing besides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cv183_reports.consolidation.consolidate import is_board
from cv183_reports.model import (
    Filing,
    Kind,
    ListValue,
    Obligation,
    Period,
    Profile,
    Record,
    Register,
    Status,
    Unit,
)
from cv183_reports.model.prose import Block, Section, UnitProse, body, heading, item
from cv183_reports.narrative.phrases import (
    as_prose,
    by_order,
    cited,
    figures_named,
    in_sentence,
    subject,
    with_evidence,
    without_day_done,
    without_full_stop,
)
from cv183_reports.vietnamese.text import fold_words
from cv183_reports.vietnamese.wording import (
    listed,
    lower_first,
    percent_points,
    period_name,
    sentence,
    short_date,
    upper_first,
)

_DIFFICULTIES = "Khó khăn, vướng mắc"
_PROPOSALS = "Kiến nghị, đề xuất"


def unit_prose(filing: Filing, register: Register, period: Period) -> UnitProse:
    """What one filing says, in sentences; `register` is in the house style and holds the unit."""
    unit = register.unit(filing.unit)
    assert unit is not None
    addressees = _addressees(register, unit)
    return UnitProse(
        subject=subject(register.settings.board.subject, period),
        opening=(
            f"{by_order(register.profile)}, {unit.name} báo cáo kết quả thực hiện "
            f"{period_name(period)} như sau:"
        ),
        closing=f"{unit.name} trân trọng báo cáo {listed(addressees)}.",
        addressees=addressees,
        results=results_section(filing, register, register.obligations_of(unit)),
        figures=figures_section(filing, register),
        voices=voices(filing, register),
        plans=plans_section(filing, period),
    )


def _addressees(register: Register, unit: Unit) -> tuple[str, ...]:
    """To the leaders, by way of the board that brings the reports together."""
    board = register.settings.board
    return board.addressees if is_board(register, unit) else (*board.addressees, board.name)


def results_section(
    filing: Filing, register: Register, obligations: Sequence[Obligation]
) -> Section:
    """What the unit did of each of its `obligations`; its number is given where it is put together."""
    unit = register.unit(filing.unit)
    assert unit is not None
    said = {record.obligation: record for record in filing.records}
    blocks: list[Block] = []
    told = [
        (obligation, said[obligation.code]) for obligation in obligations if obligation.code in said
    ]
    for rank, (obligation, record) in enumerate(told, start=1):
        short = without_full_stop(obligation.short_text)
        blocks.append(heading(f"{rank}. {short} ({cited([obligation])})"))
        blocks.append(body(account(record, obligation, unit)))
    left_out = filing.blank | filing.faulty
    missing = [o for o in obligations if o.code in left_out and not o.judged_by_receipt]
    if missing:
        kind = register.profile.dispatch.kind
        text = f"báo cáo này chưa có nội dung tại {cited(missing)} {kind}"
        blocks.append(body(sentence(text)))
    if said_besides := filing.highlight:
        blocks.append(heading(f"{len(told) + 1}. {without_full_stop(said_besides.label)}"))
        blocks.append(body(sentence(as_prose(said_besides.text))))
    return Section("", "Kết quả thực hiện các nhiệm vụ", tuple(blocks))


def account(record: Record, obligation: Obligation, unit: Unit) -> str:
    """What was done, as the unit tells it: its own words, and of how it stands what they leave unsaid."""
    own = sentence(without_day_done(as_prose(record.result), record.done_on))
    stands = _stands(record, obligation, unit, own)
    if own and record.status is Status.IN_PROGRESS:
        told = f"{with_evidence([own], record.evidence)} {stands}".rstrip()
    else:
        told = with_evidence([stands, own], record.evidence)
    if record.new_deadline is not None:
        told += f" Đề nghị lùi thời hạn hoàn thành đến ngày {short_date(record.new_deadline)}."
    return told


def _stands(record: Record, obligation: Obligation, unit: Unit, own: str) -> str:
    """How it stands, in a sentence of ours; empty where the unit's `own` words say so."""
    share = ""
    if obligation.kind is Kind.ONE_OFF and record.percent is not None and not _is_plain(record):
        share = percent_points(record.percent)
    match record.status:
        case Status.DONE:
            return _done(record, obligation, own)
        case Status.IN_PROGRESS:
            return _under_way(obligation, unit, own, share)
        case Status.NOT_STARTED:
            begun = f", đạt {share}" if share else ""
            return "" if _says(own, "chưa") else f"{upper_first(unit.name)} chưa thực hiện{begun}."
        case Status.NOT_ARISING:
            return "" if _says(own, "không phát sinh") else "Trong kỳ không phát sinh nội dung."
        case Status.NOT_COMPETENT:
            if _says(own, "không thuộc thẩm quyền"):
                return ""
            return f"Nội dung này không thuộc thẩm quyền của {unit.name}."


def _done(record: Record, obligation: Obligation, own: str) -> str:
    """The day where neither the unit's words nor the document that proves it name it."""
    day = short_date(record.done_on) if record.done_on else ""
    if day and day not in f"{own} {record.evidence}":
        return f"Đã hoàn thành ngày {day}."
    first = own.partition(". ")[0]
    says_done = _says(first, "hoàn thành") and not _says(first, "chưa hoàn thành")
    is_ongoing = obligation.kind is Kind.ONGOING
    return "" if own and (says_done or is_ongoing) else "Đã hoàn thành."


def _under_way(obligation: Obligation, unit: Unit, own: str, share: str) -> str:
    if not own:
        name = upper_first(unit.name)
        if obligation.kind is Kind.ONGOING:
            return f"{name} thực hiện thường xuyên."
        return f"{name} đang thực hiện{f', đạt {share}' if share else ''}."
    if share:
        return f"Đến nay đạt {share}."
    return "" if obligation.kind is not Kind.ONE_OFF else "Nhiệm vụ đang thực hiện."


def _says(text: str, words: str) -> bool:
    return f" {fold_words(words)} " in f" {fold_words(text)} "


def _is_plain(record: Record) -> bool:
    """Whether the status alone says how far it came: done is all of it, not begun nothing."""
    whole = {Status.DONE: 100, Status.NOT_STARTED: 0}
    return whole.get(record.status) == record.percent


def figures_section(filing: Filing, register: Register) -> Section:
    """What is said beside the table of figures."""
    left_out = [i for i in register.indicators if i.code in filing.faulty_figures]
    text = f"Báo cáo này chưa có số liệu về {figures_named(left_out)}."
    return Section("", "Một số số liệu chủ yếu", (body(text),) if left_out else ())


def voices(filing: Filing, register: Register) -> Section:
    """Difficulties, then proposals, each said once with the obligations it belongs to."""
    profile = register.profile
    difficulties = _said(
        register,
        (
            (record.difficulty, _about(profile, record.field, record.cause), record)
            for record in filing.records
        ),
    )
    proposals = _said(
        register,
        (
            (record.proposal, _decided_by(profile, record.level, record.proposal), record)
            for record in filing.records
        ),
    )
    parts = [part for part in ((_DIFFICULTIES, difficulties), (_PROPOSALS, proposals)) if part[1]]
    if len(parts) == 1:
        return Section("", *parts[0])
    blocks: list[Block] = []
    for rank, (name, items) in enumerate(parts, start=1):
        blocks += [heading(f"{rank}. {name}"), *items]
    return Section("", f"{_DIFFICULTIES} và {lower_first(_PROPOSALS)}", tuple(blocks))


def _about(profile: Profile, field: ListValue | None, cause: ListValue | None) -> str:
    """``lĩnh vực chuyển đổi số; nguyên nhân khách quan``."""
    parts = (
        _called("lĩnh vực", in_sentence(profile.fields, field.value)) if field else "",
        _called("nguyên nhân", in_sentence(profile.causes, cause.value)) if cause else "",
    )
    return "; ".join(part for part in parts if part)


def _called(what: str, name: str) -> str:
    """``lĩnh vực chuyển đổi số``; a name that says what it is, ``lĩnh vực khác``, stands alone."""
    return name if fold_words(name).startswith(fold_words(what)) else f"{what} {name}"


def _decided_by(profile: Profile, level: ListValue | None, text: str) -> str:
    """Who can settle it, unless the text says to whom it goes."""
    if level is None:
        return ""
    who = in_sentence(profile.levels, level.value)
    return "" if _says(text, who) else f"thuộc thẩm quyền của {who}"


def _said(register: Register, texts: Iterable[tuple[str, str, Record]]) -> tuple[Block, ...]:
    """One item for each (text, label); words that differ only in case, blanks or punctuation count as the same."""
    first: dict[tuple[str, str], str] = {}
    codes: dict[tuple[str, str], set[str]] = {}
    for text, label, record in texts:
        if not text:
            continue
        key = (fold_words(text), label)
        first.setdefault(key, text)
        codes.setdefault(key, set()).add(record.obligation)
    return tuple(
        item(_voice(text, key[1], cited([o for o in register.obligations if o.code in codes[key]])))
        for key, text in first.items()
    )


def _voice(text: str, label: str, cited_as: str) -> str:
    note = "; ".join(part for part in (label, cited_as) if part)
    return f"{without_full_stop(sentence(as_prose(text)))} ({note})."


def plans_section(filing: Filing, period: Period) -> Section:
    """What the unit means to do in the month after `period`."""
    following = period.following
    title = f"Nhiệm vụ trọng tâm {period_name(following)}"
    return Section("", title, tuple(item(sentence(as_prose(plan.text))) for plan in filing.plans))
