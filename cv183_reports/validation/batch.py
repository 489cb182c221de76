"""All files of one month together: which of a unit's counts, what a person decided, what many have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import chain

from msgspec import Struct, field
from msgspec.structs import replace

from cv183_reports.catalogue import intake, machine
from cv183_reports.form import fields
from cv183_reports.form.fields import Input, answer_text
from cv183_reports.model import LOCAL, Filing, Receipt, Record, Register, Source, Unit
from cv183_reports.model.finding import Finding, Judgement, Outcome, Severity, outcome_of
from cv183_reports.validation.reading import at_most
from cv183_reports.validation.receipt import differ, differences
from cv183_reports.vietnamese import wording
from cv183_reports.vietnamese.text import fold_words

_COPIED_LENGTH = 40
"""Shorter texts are the same by chance."""
_LASTING = "bcghknt0123456789"
"""Bear no mark in Vietnamese."""
_UNKNOWN = datetime.min.replace(tzinfo=LOCAL)
_AT_ONCE = timedelta(minutes=1)
"""Two files of one unit that came closer together: the order in which they were copied, or
packed, tells nothing of which one is meant."""
_FAULTY = {Outcome.HAS_ERRORS, Outcome.REJECTED}
_NAMED = 3
"""Units that a finding on copied texts names; it counts the others."""
_MANY = 10
"""Units up to which a sentence is told of each; beyond, it is one note for the month."""
_ALL = Source("Chung cả kỳ")
"""Where notes stand that concern no single file."""


class Received(Struct, frozen=True):
    """One file of the period, judged, with what the ledger knows of it."""

    sha256: str
    """Of its bytes; empty where they could not be read, and then like no other."""
    receipt: Receipt
    judgement: Judgement
    sender: str = ""
    """The address it was sent from; empty: no mail."""
    others: tuple[str, ...] = ()
    """Codes of the units whose address that is, its own unit not among them."""
    is_lost: bool = False
    """The ledger has it, but its original cannot be read now: nothing that the unit has to mend."""


class SetAside(Struct, frozen=True):
    """A file that a person took out: it counts for nothing."""

    file: str
    reason: str
    at: datetime


class Taken(Struct, frozen=True):
    """A file that a person chose for its unit."""

    file: str
    over: frozenset[str]
    """SHA-256 of the unit's files that were there and stand back behind it."""
    at: datetime


class Decided(Struct, frozen=True):
    """What persons decided of the files of a month."""

    aside: Mapping[str, SetAside] = field(default_factory=dict)
    """By file."""
    taken: Mapping[str, Taken] = field(default_factory=dict)
    """By code of the unit."""


class Shared(Struct, frozen=True):
    """One sentence that many files have in common."""

    note: Finding
    """Said once for all of them."""
    findings: tuple[Finding, ...]
    """As it stands in each file."""


class Batch(Struct, frozen=True):
    """All files of one period, settled."""

    judgements: tuple[Judgement, ...]
    """One for each file, in the order given, with the findings that only the whole shows."""
    filings: tuple[Filing, ...]
    """The one that counts for each unit, by code of the unit."""
    unreadable: Mapping[str, tuple[str, ...]]
    """Units that sent something of which nothing counts: code → their files."""
    versions: Mapping[str, tuple[Received, ...]]
    """Everything each unit sent, the same file once: code → its files, the latest last."""
    strangers: tuple[Received, ...] = ()
    """Files that came from another unit's address; none of them counts."""
    aside: tuple[SetAside, ...] = ()
    """Files that a person took out, in the order given."""
    shared: tuple[Shared, ...] = ()
    """What many files have in common: it stands here and no more in their judgements."""

    def faulty(self, register: Register) -> Iterator[tuple[Unit, Judgement]]:
        """The latest file of each unit that has to mend it, in official order.

        A unit that has sent a sound file after a bad one gets none back, nor does one whose latest
        file we cannot read for a reason of our own.
        """
        for unit in register.units:
            sent = self.versions.get(unit.code, ())
            if sent and not sent[-1].is_lost and sent[-1].judgement.outcome in _FAULTY:
                yield unit, sent[-1].judgement

    def questions(self, register: Register) -> Iterator[tuple[Unit, str]]:
        """What a person has to ask of a unit by telephone: both sides of a file from a wrong address."""
        for each in self.strangers:
            owner = register.unit(each.judgement.unit or "")
            senders = [unit for code in each.others if (unit := register.unit(code))]
            file = Source(each.judgement.file)
            for unit in senders:
                yield unit, intake.ASK_SENDER.format(file=file, unit=owner and owner.name)
            if owner is not None:
                names = ", ".join(unit.name for unit in senders)
                yield owner, intake.ASK_OWNER.format(file=file, units=names)

    @property
    def unsettled(self) -> Iterator[Finding]:
        """Errors on files that do not count, unless a later one of the unit does: whole units hang on them."""
        settled = {
            filing.unit: self.versions[filing.unit][-1].judgement.file for filing in self.filings
        }
        counted = {filing.file for filing in self.filings}
        strange = {each.judgement.file for each in self.strangers}
        return (
            finding
            for judgement in self.judgements
            if judgement.file not in counted
            for is_last in [settled.get(judgement.unit or "", judgement.file) == judgement.file]
            for finding in judgement.findings
            if finding.severity is Severity.ERROR
            and (is_last or judgement.file in strange or finding.code == intake.UNKNOWN_ORDER.code)
        )


class _Decision(Struct, frozen=True):
    """What became of the files of one unit."""

    counted: Filing | None
    findings: tuple[Finding, ...]
    versions: tuple[Received, ...]
    """Each once, the latest last."""


def settle(
    received: Sequence[Received], register: Register, decided: Decided | None = None
) -> Batch:
    """Which file counts for each unit: the latest that could be read, or the one that a person took.

    Two different ones less than a minute apart are never chosen between, unless one of them came
    again later: the unit then has no filing. An invented file counts only where no real one can be
    read, one from another unit's address only where a person took it.
    The order of `received` decides nothing but the order of the judgements.
    """
    decided = decided or Decided()
    took = {taken.file for taken in decided.taken.values()}
    by_unit: dict[str, list[Received]] = {}
    strangers: list[Received] = []
    for each in received:
        unit, file = each.judgement.unit, each.judgement.file
        if unit is None or each.judgement.outcome is Outcome.IGNORED or file in decided.aside:
            continue
        if each.others and file not in took:
            strangers.append(each)
        else:
            by_unit.setdefault(unit, []).append(each)
    decisions = {unit: _decide(by_unit[unit], decided.taken.get(unit)) for unit in sorted(by_unit)}
    filings = tuple(d.counted for d in decisions.values() if d.counted)
    found: dict[str, list[Finding]] = {}
    own = chain(
        *(decision.findings for decision in decisions.values()),
        _strange(strangers, register),
        _copied(filings, register),
    )
    for finding in own:
        found.setdefault(finding.place.file, []).append(finding)
    judgements = tuple(_whole(each, found, decided) for each in received)
    judgements, shared = _without_shared(judgements)
    return Batch(
        judgements,
        filings,
        unreadable=_unreadable(decisions, by_unit, strangers),
        versions={unit: decision.versions for unit, decision in decisions.items()},
        strangers=tuple(strangers),
        aside=tuple(decided.aside[j.file] for j in judgements if j.file in decided.aside),
        shared=shared,
    )


def _unreadable(
    decisions: Mapping[str, _Decision],
    by_unit: Mapping[str, Sequence[Received]],
    strangers: Sequence[Received],
) -> dict[str, tuple[str, ...]]:
    """The files of each unit of which nothing counts."""
    left: dict[str, list[Received]] = {}
    for unit, sent in by_unit.items():
        if decisions[unit].counted is None:
            left.setdefault(unit, []).extend(sent)
    for each in strangers:
        unit = each.judgement.unit or ""
        if unit in left or unit not in decisions:
            left.setdefault(unit, []).append(each)
    return {
        unit: tuple(each.judgement.file for each in _in_order(left[unit])) for unit in sorted(left)
    }


def _strange(strangers: Sequence[Received], register: Register) -> Iterator[Finding]:
    """Of each file from another unit's address: that it does not count, and whom to ask."""
    for each in strangers:
        owner, file = register.unit(each.judgement.unit or ""), Source(each.judgement.file)
        period = each.judgement.period or intake.NO_PERIOD
        take = intake.TAKE_IT if each.judgement.filing else intake.ASK_AGAIN
        others = tuple(unit.name for code in each.others if (unit := register.unit(code)))
        yield intake.SENDER_OF_OTHERS.at(
            file,
            sender=each.sender,
            others=others,
            unit=owner.name if owner else "",
            period=period,
            file=file,
            then=(take.format(period=period, file=file),),
        )


def _whole(each: Received, found: Mapping[str, Sequence[Finding]], decided: Decided) -> Judgement:
    """The judgement with what all files together, and persons, say of its file."""
    judgement = each.judgement
    aside = decided.aside.get(judgement.file)
    if aside is not None:
        place, at = Source(judgement.file), wording.instant(aside.at)
        then = intake.COUNT_AGAIN if judgement.filing else ""
        offered = (then.format(period=judgement.period, file=place),)
        told = intake.SET_ASIDE.at(place, at=at, reason=(aside.reason,), then=offered)
        received = [f for f in judgement.findings if f.code == machine.RECEIVED.code]
        return replace(judgement, outcome=Outcome.SET_ASIDE, findings=(*received, told))
    own = found.get(judgement.file, ())
    findings = (*_answered(judgement, own), *own)
    is_stranger = any(finding.code == intake.SENDER_OF_OTHERS.code for finding in own)
    is_read = judgement.filing is not None
    outcome = outcome_of(findings) if is_read and own else judgement.outcome
    return replace(
        judgement, outcome=Outcome.REJECTED if is_stranger else outcome, findings=findings
    )


def _answered(judgement: Judgement, own: Sequence[Finding]) -> tuple[Finding, ...]:
    """Its findings; nobody is asked any more when a file came that a person took."""
    filing = judgement.filing
    if filing is None or all(finding.code != intake.TAKEN.code for finding in own):
        return judgement.findings
    known = intake.TAKEN_UNTIMED.at(Source(filing.file), evidence=(filing.receipt.evidence,))
    is_asked = intake.UNKNOWN_TIME.code
    return tuple(known if each.code == is_asked else each for each in judgement.findings)


def _without_shared(
    judgements: tuple[Judgement, ...],
) -> tuple[tuple[Judgement, ...], tuple[Shared, ...]]:
    """The judgements without the sentences that many units share, and these."""
    said: dict[tuple[str, str, str], list[tuple[str, Finding]]] = {}
    for judgement in judgements:
        for finding in judgement.findings:
            if judgement.unit and _may_be_shared(finding):
                said.setdefault(_sentence(finding), []).append((judgement.unit, finding))
    many = {
        sentence: tuple(finding for _, finding in told)
        for sentence, told in said.items()
        if len({unit for unit, _ in told}) > _MANY
    }
    if not many:
        return judgements, ()
    shared = tuple(
        Shared(_for_all(told[0], len({unit for unit, _ in said[sentence]})), told)
        for sentence, told in many.items()
    )
    return tuple(_without(judgement, many.keys()) for judgement in judgements), shared


def _may_be_shared(finding: Finding) -> bool:
    return finding.severity is not Severity.ERROR and finding.code != machine.RECEIVED.code


def _sentence(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.message, finding.remedy


def _for_all(finding: Finding, count: int) -> Finding:
    remedy = wording.lower_first(finding.remedy.rstrip("."))
    told = {"message": (finding.message,), "code": finding.code, "remedy": (remedy,)}
    return intake.SAID_OF_MANY.at(_ALL, count=count, **told)


def _without(judgement: Judgement, sentences: Collection[tuple[str, str, str]]) -> Judgement:
    kept = tuple(
        finding
        for finding in judgement.findings
        if not judgement.unit or _sentence(finding) not in sentences
    )
    if len(kept) == len(judgement.findings):
        return judgement
    is_worse = judgement.outcome is not Outcome.ACCEPTED_WITH_WARNINGS
    return replace(
        judgement, outcome=judgement.outcome if is_worse else outcome_of(kept), findings=kept
    )


def _in_order(received: Iterable[Received]) -> list[Received]:
    """By when they came; those of which nobody knows when, before all others."""
    return sorted(received, key=lambda r: (r.receipt.at or _UNKNOWN, r.sha256, r.judgement.file))


def _decide(received: Sequence[Received], taken: Taken | None) -> _Decision:
    """Which of one unit's files counts; invented ones stand back behind a real one."""
    real = [each for each in received if not _is_invented(each)]
    readable = [each.judgement.file for each in _in_order(real) if each.judgement.filing]
    if not readable:
        return _chosen(received, taken)
    decision, other = _chosen(real, taken), Source(readable[-1])
    invented = _in_order(each for each in received if _is_invented(each))
    told = (intake.SAMPLE_ASIDE.at(Source(each.judgement.file), other=other) for each in invented)
    behind = tuple(each for each in invented if each not in decision.versions)
    return replace(
        decision,
        findings=(*decision.findings, *told),
        versions=(*behind, *decision.versions),
    )


def _is_invented(each: Received) -> bool:
    return each.judgement.filing is not None and each.judgement.filing.sample


def _chosen(received: Sequence[Received], taken: Taken | None) -> _Decision:
    """Which of these files counts: the one that a person took, unless something else came since."""
    if taken is None:
        return _latest(received)
    chosen = next((each for each in received if each.judgement.file == taken.file), None)
    if chosen is None or chosen.judgement.filing is None:
        return _latest(received)
    over = taken.over - {chosen.sha256}
    behind = [e for e in received if e.sha256 in over and (e.receipt.at or _UNKNOWN) <= taken.at]
    decision = _latest([each for each in received if each not in behind])
    passed = [each for each in _in_order(behind) if each.judgement.filing]
    told = [
        intake.PASSED_OVER.at(Source(each.judgement.file), other=Source(taken.file))
        for each in passed
    ]
    same = {taken.file, *(e.judgement.file for e in received if e.sha256 == chosen.sha256 != "")}
    if decision.counted is not None and decision.counted.file in same:
        told.append(intake.TAKEN.at(Source(taken.file), at=wording.instant(taken.at)))
        if passed and passed[-1].judgement.filing is not None:
            told += differences(passed[-1].judgement.filing, decision.counted)
    versions = (*_in_order(behind), *decision.versions)
    return replace(decision, findings=(*decision.findings, *told), versions=versions)


def _latest(received: Sequence[Received]) -> _Decision:
    """Which of these files counts: the last that could be read."""
    events = _in_order(received)
    first = _first_of_each(events)
    once = [each for each in events if first[each.judgement.file] is each]
    findings = [
        intake.SAME_FILE.at(Source(each.judgement.file), other=Source(meant.judgement.file))
        for each in events
        if (meant := first[each.judgement.file]) is not each
    ]
    readable = [each for each in events if each.judgement.filing]
    if not readable:
        return _Decision(None, tuple(findings), tuple(once))
    untimed = [e for e in once if e.judgement.filing and e.receipt.at is None]
    last = readable[-1]
    if last.receipt.at is None:
        return _of_unknown_order(untimed, once, findings)
    ago = {e.judgement.file: last.receipt.at - e.receipt.at for e in readable if e.receipt.at}
    latest = _distinct(first[file] for file, before in ago.items() if before < _AT_ONCE)
    older = [
        each for each in once if each.judgement.file in ago and each.judgement.file not in latest
    ]
    *others, counted = latest.values()
    filing = _filing(counted)
    if any(differ(_filing(other), filing) for other in others):
        undecided = _undecided([_filing(each) for each in latest.values()])
        return _Decision(None, (*findings, *undecided), tuple(once))
    findings += (_replaced(each, counted, last) for each in older)
    findings += _stand_back([_filing(each) for each in others], filing)
    if older:
        findings += differences(_filing(older[-1]), filing)
    unread = [
        each
        for each in once
        if each.judgement.filing is None
        and _is_as_late(each, last)
        and not _is_sent_along(each, last, filing)
    ]
    findings += [
        intake.NEWER_UNREADABLE.at(Source(filing.file), other=Source(each.judgement.file))
        for each in unread
        if not each.is_lost
    ]
    before = [each for each in once if each is not counted and each not in unread]
    told = _stand_back([_filing(each) for each in untimed], filing)
    return _Decision(filing, (*findings, *told), (*before, counted, *unread))


def _is_as_late(one: Received, other: Received) -> bool:
    """Whether it is known that `one` came no earlier."""
    return bool(one.receipt.at and other.receipt.at and one.receipt.at >= other.receipt.at)


def _is_sent_along(one: Received, other: Received, filing: Filing) -> bool:
    """Whether `one` is a form of another period that came with `other`, whose `filing` counts."""
    is_other = one.judgement.period not in (None, filing.period)
    came, at = one.receipt.at, other.receipt.at
    return is_other and bool(came and at and came - at < _AT_ONCE)


def _replaced(each: Received, counted: Received, last: Received) -> Finding:
    """That another counts; which one says so where both came at once: `last` repeats it."""
    other = last if _is_as_late(each, counted) else counted
    return intake.REPLACED.at(Source(each.judgement.file), other=Source(other.judgement.file))


def _of_unknown_order(
    untimed: Sequence[Received], once: Sequence[Received], findings: Sequence[Finding]
) -> _Decision:
    """Of files of which nobody knows when they came, one counts only where they say the same."""
    *others, counted = [_filing(each) for each in untimed]
    if not any(differ(other, counted) for other in others):
        told = _stand_back(others, counted)
        return _Decision(counted, (*findings, *told), _with_last(once, counted))
    undecided = [
        _unordered(one, other, intake.NONE_COUNTS)
        for one in (*others, counted)
        for other in [next(o for o in (*others, counted) if o.file != one.file)]
    ]
    return _Decision(None, (*findings, *undecided), tuple(once))


def _with_last(once: Sequence[Received], counted: Filing) -> tuple[Received, ...]:
    """`once`, the file that counts at the end."""
    return tuple(sorted(once, key=lambda each: each.judgement.file == counted.file))


def _stand_back(filings: Sequence[Filing], counted: Filing) -> Iterator[Finding]:
    """Files of which nobody knows when they came never replace another."""
    for filing in filings:
        if differ(filing, counted):
            yield _unordered(filing, counted, intake.OTHER_COUNTS)
        else:
            yield intake.SAME_CONTENT.at(Source(filing.file), other=Source(counted.file))


def _unordered(one: Filing, other: Filing, counted: str) -> Finding:
    place, file = Source(one.file), Source(one.file)
    told = {"counted": counted, "file": file, "period": one.period}
    return intake.UNKNOWN_ORDER.at(place, other=Source(other.file), **told)


def _filing(each: Received) -> Filing:
    assert each.judgement.filing is not None, "only files that can be read are compared"
    return each.judgement.filing


def _distinct(received: Iterable[Received]) -> dict[str, Received]:
    """Each file once, by its name."""
    return {each.judgement.file: each for each in received}


def _first_of_each(events: Sequence[Received]) -> dict[str, Received]:
    """By file: the file itself, or the one before it that it repeats byte for byte.

    A file that came again after another version counts anew. One that came again after others of
    the same minute does not: that it came again only tells which of those is meant. One of which
    nobody knows when it came repeats whatever has its bytes.
    """
    first: dict[str, Received] = {}
    timed = [each for each in events if each.receipt.at]
    for place, each in enumerate(timed):
        same = [other for other in timed[:place] if each.sha256 and other.sha256 == each.sha256]
        is_new = not same or _is_parted(same[-1], timed[:place])
        first[each.judgement.file] = each if is_new else first[same[-1].judgement.file]
    known = {first[each.judgement.file].sha256: first[each.judgement.file] for each in timed}
    for each in (each for each in events if not each.receipt.at):
        first[each.judgement.file] = known.setdefault(each.sha256, each) if each.sha256 else each
    return first


def _is_parted(same: Received, timed: Sequence[Received]) -> bool:
    """Whether another version came clearly after `same`."""
    others = [e for e in timed if e.sha256 != same.sha256 and e.judgement.filing]
    since = [e.receipt.at - same.receipt.at for e in others if e.receipt.at and same.receipt.at]
    return any(time >= _AT_ONCE for time in since)


def _undecided(latest: Sequence[Filing]) -> Iterator[Finding]:
    for filing in latest:
        other = next(o.file for o in latest if o.file != filing.file)
        yield intake.SAME_TIME.at(
            Source(filing.file),
            other=Source(other),
            file=Source(filing.file),
            period=filing.period,
        )


def _copied(filings: Sequence[Filing], register: Register) -> Iterator[Finding]:
    """Texts of one unit that others have word for word, of the same obligation.

    One finding for all that a unit has in common with the same others: units that copy, copy it all.
    """
    prose = {each.key: each.header for each in fields.ANSWER_COLUMNS if each.input is Input.PROSE}
    texts = [
        (record, key, text)
        for filing in filings
        for record in filing.records
        for key in prose
        if len(text := answer_text(record.answers.get(key))) >= _COPIED_LENGTH
    ]
    sketches = [(record.obligation, key, _sketch(text)) for record, key, text in texts]
    often = Counter(sketches)
    said: dict[tuple[str, str, str], list[Record]] = {}
    for (record, key, text), sketch in zip(texts, sketches, strict=True):
        if often[sketch] > 1:
            said.setdefault((record.obligation, key, fold_words(text)), []).append(record)
    shared: dict[tuple[str, tuple[str, ...]], dict[str, list[Record]]] = {}
    for (_, key, _), records in said.items():
        for record in records if len(records) > 1 else ():
            others = tuple(r.unit for r in records if r.unit != record.unit)
            if others:
                shared.setdefault((record.unit, others), {}).setdefault(key, []).append(record)
    for (_, others), by_column in shared.items():
        first = next(iter(by_column.values()))[0]
        what = tuple(_shared_texts(prose[key], records) for key, records in by_column.items())
        yield intake.TEXT_SHARED.at(first.source, what=what, units=_names(others, register))


def _sketch(text: str) -> tuple[int, ...]:
    """How often it has letters and digits that stay when words are folded: texts that say the same have the same."""
    return tuple(map(text.lower().count, _LASTING))


def _shared_texts(header: str, records: Sequence[Record]) -> str:
    codes = ", ".join(record.obligation for record in records)
    return f"{header} của nhiệm vụ {codes}"


def _names(codes: Sequence[str], register: Register) -> tuple[object, ...]:
    names = [unit.short_name for code in codes if (unit := register.unit(code))]
    return at_most(names, intake.MORE_UNITS, _NAMED)
