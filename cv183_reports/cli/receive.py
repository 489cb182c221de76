"""`receive` on the screen and as JSON: one page of what must be mended, what asked, what was done."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from cv183_reports.app import Cause, Stopped
from cv183_reports.app.deciding import Wish, decide
from cv183_reports.app.receive import GivenBack, ReceivedFiles, give_back, receive_files
from cv183_reports.app.returns import Returned
from cv183_reports.catalogue import intake as catalogue
from cv183_reports.catalogue import submission
from cv183_reports.cli.screen import (
    SEVERITY_MARKS,
    Bar,
    code_of,
    finding_lines,
    in_short,
    judgement_json,
    judgement_lines,
    name_lines,
    placed_json,
    shared_json,
    show_findings,
)
from cv183_reports.intake.ledger import Booking, Decision, LedgerLine
from cv183_reports.model import Register, Source
from cv183_reports.model.finding import (
    Finding,
    Judgement,
    Outcome,
    Severity,
)
from cv183_reports.workspace.folder import failed, lying

_WHOLE = 10
"""Lines that the files of a run may take to be shown one by one; of more only the gist is."""
_NAMED = 3
"""Paths that a command to run names."""
_UNTAKEN, _MENDED, _ASKED, _GENERAL, _RETURNED, _HINDERED = 4, 2, 3, 2, 1, 3
"""Lines of each part of the page, its heading not counted: 25 in all. The workbook has everything."""
_FAULTY = (Outcome.HAS_ERRORS, Outcome.REJECTED)


def receive(
    root: Path,
    period: str,
    paths: Sequence[Path],
    as_of: str | None,
    wish: Wish,
    *,
    convert_legacy: bool,
    keep_period: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Takes in everything in `paths`, or does what a person wishes, and says what came of it."""
    _expect_one(paths, wish, dry_run=dry_run)
    if paths:
        received = receive_files(
            root,
            period,
            paths,
            as_of,
            convert_legacy=convert_legacy,
            keep_period=keep_period,
            dry_run=dry_run,
            progress=Bar,
        )
    else:
        received = decide(root, period, wish, as_of, progress=Bar)
    if received.wrong_month is not None:
        return _refused(received, received.wrong_month, as_json=as_json)
    if not as_json:
        _show_verdicts(received)
    if received.is_trial:
        return _end_trial(received, paths, as_json=as_json)
    given = give_back(received)
    if as_json:
        click.echo(json.dumps(_json(received, given), ensure_ascii=False, indent=1))
    else:
        _show_given(received, given)
    return _code(received, given)


def _end_trial(received: ReceivedFiles, paths: Sequence[Path], *, as_json: bool) -> int:
    """What would have been booked is told; nothing was written."""
    if as_json:
        told = {"dry_run": True, **_judgements_json(received)}
        findings = [placed_json(each) for each in (*received.untaken, *received.month.ledger)]
        click.echo(json.dumps({**told, "findings": findings}, ensure_ascii=False, indent=1))
    else:
        given = " ".join(f'"{path}"' for path in paths[:_NAMED])
        more = " …" if len(paths) > _NAMED else ""
        click.echo(f"Nhận thật: cv183-report receive {received.period} {given}{more}")
    if received.refused:
        return Cause.MACHINE
    return Cause.USAGE if received.missing else 0


def _expect_one(paths: Sequence[Path], wish: Wish, *, dry_run: bool) -> None:
    """Only one thing at a time, and all that it needs."""
    asked = sum(map(bool, (paths, wish.take, wish.set_aside, wish.undo)))
    rule = None
    if asked != 1:
        rule = catalogue.SEVERAL_WISHES if asked else catalogue.NO_WISH
    elif wish.set_aside and not wish.reason.strip():
        rule = catalogue.NO_REASON
    elif wish.reason and not wish.set_aside:
        rule = catalogue.REASON_ALONE
    elif dry_run and not paths:
        rule = catalogue.TRIAL_OF_FILES
    if rule is not None:
        raise Stopped((rule.at(Source("receive")),), Cause.USAGE)


def _code(received: ReceivedFiles, given: GivenBack) -> int:
    outputs = [
        given.results,
        *given.overview,
        *(o for each in given.returned for o in each.outputs),
    ]
    if received.refused or failed(outputs):
        return Cause.MACHINE
    if received.missing:
        return Cause.USAGE
    on_replies = (finding for each in given.returned for finding in each.findings)
    return code_of((*given.findings, *on_replies))


def _refused(received: ReceivedFiles, finding: Finding, *, as_json: bool) -> int:
    """Nothing was booked: the month was mistyped, most likely."""
    if as_json:
        told = {"files": [], "again": received.again, "returned": []}
        findings = [placed_json(each) for each in (*received.untaken, finding)]
        click.echo(json.dumps({**told, "findings": findings}, ensure_ascii=False, indent=1))
    else:
        show_findings([*received.untaken, finding])
    return Cause.USAGE


def _json(received: ReceivedFiles, given: GivenBack) -> dict[str, object]:
    on_replies = dict.fromkeys(finding for each in given.returned for finding in each.findings)
    on_month = (*received.month.ledger, *received.outdated)
    findings = (*received.untaken, *on_month, *given.findings, *on_replies)
    return {
        **_judgements_json(received),
        "decided": [_line_json(line) for line in received.decided],
        "undone": [_line_json(line) for line in received.undone],
        "returned": [
            {
                "unit": each.unit.code,
                "file": each.judgement.file,
                "outputs": [received.workspace.shown(output.path) for output in each.outputs],
            }
            for each in given.returned
        ],
        "results": received.workspace.shown(given.results.path),
        "overview": [received.workspace.shown(output.path) for output in given.overview],
        "shared": [shared_json(shared) for shared in received.month.batch.shared],
        "findings": [placed_json(finding) for finding in findings],
    }


def _judgements_json(received: ReceivedFiles) -> dict[str, object]:
    counted = received.month.counted
    files = [
        judgement_json(judgement, counts=judgement.file in counted)
        for judgement in received.judgements
    ]
    return {"files": files, "again": received.again}


def _line_json(line: LedgerLine) -> dict[str, object]:
    """One line of the ledger: what was received, taken or set aside."""
    told: dict[str, object] = {"booked": line.booked.isoformat()}
    if isinstance(line, Booking | Decision):
        kind = line.will.value if isinstance(line, Decision) else "received"
        told |= {"kind": kind, "file": line.shown, "unit": line.unit}
    if isinstance(line, Decision):
        told["reason"] = line.reason
    return told


def _show_verdicts(received: ReceivedFiles) -> None:
    """What was found and done, before anything is written for the units."""
    details = [*judgement_lines(received.judgements, received.register)]
    is_short = len(details) <= _WHOLE
    parts = [
        details if is_short else [],
        _some([*finding_lines(received.untaken)], _UNTAKEN),
        _done(received),
        [] if is_short else _mended(received.judgements, received.register),
        _asked(received),
        _general(received),
    ]
    for line in (line for part in parts for line in part):
        click.echo(line)


def _some(lines: Sequence[str], most: int) -> list[str]:
    """All of `lines` or, on as many lines, the first of them and that there are others."""
    if len(lines) <= most:
        return list(lines)
    return [*map(in_short, lines[: most - 1]), f"  … và {len(lines) - most + 1} dòng nữa."]


def _done(received: ReceivedFiles) -> list[str]:
    """What was booked, decided, taken back; where it lies."""
    if received.is_trial:
        return ["", received.booked]
    lines = [*_decided(received), *_undone(received)]
    if not lines:
        lines.append(received.booked)
    ledger = received.workspace.ledger(received.period)
    if not ledger.is_file():
        return ["", *lines]
    shown = received.workspace.shown(ledger)
    return ["", *lines, f"Sổ tiếp nhận: {shown}; bản gốc giữ nguyên trong thư mục goc bên cạnh."]


def _decided(received: ReceivedFiles) -> list[str]:
    told = list(received.decisions())
    if not told:
        return []
    return [*told, f"Muốn rút lại quyết định này: cv183-report receive {received.period} --undo"]


def _undone(received: ReceivedFiles) -> list[str]:
    lines = received.undone
    names = [line.shown for line in lines if isinstance(line, Booking | Decision)]
    return [received.taken_back, *name_lines(names, _MENDED)] if lines else []


def _mended(judgements: Sequence[Judgement], register: Register) -> list[str]:
    """Whose files of this run have to be mended."""
    faulty = [j for j in judgements if j.outcome in _FAULTY and not _is_asked(j)]
    names = [_whose(judgement, register) for judgement in faulty]
    if not names:
        return []
    return [f"Phải sửa ({len(names)} tệp):", *name_lines(list(dict.fromkeys(names)), _MENDED)]


def _whose(judgement: Judgement, register: Register) -> str:
    unit = register.unit(judgement.unit) if judgement.unit else None
    return unit.labelled if unit else f"«{judgement.file}»"


_QUESTIONS = frozenset(
    rule.code
    for rule in (
        catalogue.SAME_TIME,
        catalogue.SENDER_OF_OTHERS,
        catalogue.UNKNOWN_ORDER,
        submission.SEEMS_TO_BE,
        catalogue.ORIGINAL_MISSING,
        catalogue.ORIGINAL_CHANGED,
        catalogue.ORIGINAL_UNREADABLE,
    )
)
"""Of what only a person can settle, by asking or looking."""


def _is_asked(judgement: Judgement) -> bool:
    return any(finding.code in _QUESTIONS for finding in judgement.findings)


def _asked(received: ReceivedFiles) -> list[str]:
    """What somebody has to ask or to decide, of the whole month: once for each unit."""
    found = {
        (_whose(judgement, received.register), finding.code): finding
        for judgement in received.month.batch.judgements
        for finding in judgement.findings
        if finding.code in _QUESTIONS
    }
    lines = [f"{whose}: {finding.message}" for (whose, _), finding in found.items()]
    head = f"Phải hỏi ({len(found)}; cách làm: cv183-report check {received.period}):"
    return _part(head, lines, _ASKED)


def _general(received: ReceivedFiles) -> list[str]:
    """What concerns no single file."""
    notes = [shared.note for shared in received.month.batch.shared]
    found = [*received.month.ledger, *received.outdated, *notes]
    lines = [f"{SEVERITY_MARKS[f.severity]} {f.place}: {f.message}" for f in found]
    worst = any(f.severity is Severity.ERROR for f in received.month.ledger)
    head = "Sổ tiếp nhận, bản gốc, số liệu chốt có chỗ không khớp" if worst else "Điều chung"
    return _part(f"{head} ({len(found)}):", lines, _GENERAL)


def _part(head: str, lines: Sequence[str], most: int) -> list[str]:
    """One part of the page; nothing where there is nothing."""
    return [head, *_some([in_short(f"  {line}") for line in lines], most)] if lines else []


def _show_given(received: ReceivedFiles, given: GivenBack) -> None:
    """Who gets something back, that of this run first; what stood in the way; the next step."""
    fresh = [each for each in given.returned if each.is_new]
    for head, group in given.heads(received.workspace):
        click.echo(head)
        _show_units(group)
    outputs = [*(output for each in fresh for output in each.outputs), given.results]
    outputs += given.overview
    hindered = [output.finding for output in outputs if output.finding]
    on_replies = [finding for each in given.returned for finding in each.findings]
    told = list(dict.fromkeys((*hindered, *given.findings, *on_replies)))
    for line in _some([*finding_lines(told)], _HINDERED):
        click.echo(line)
    is_hindered = bool(received.refused or received.missing) or failed(outputs)
    has_returns = any(not each.is_refused for each in fresh)
    after = _AGAIN if is_hindered else _next(received, has_returns=has_returns)
    if lying([given.results]):
        results = received.workspace.shown(given.results.path)
        seen = [f"; cả kỳ: {each.path.name} (cùng chỗ)" for each in lying(given.overview)]
        after = f"Mọi tệp, mọi điểm: {results}{''.join(seen)}. {after}"
    click.echo(after)


_AGAIN = "Việc tiếp theo: sửa chỗ nêu trên rồi chạy lại đúng lệnh này."


def _next(received: ReceivedFiles, *, has_returns: bool) -> str:
    """What comes next: letters to who must mend, then the documents once it is time, else the look at the month.

    Of a closed month the documents stay as they were signed: who filed is told so.
    """
    period = received.period
    if has_returns:
        return f"Việc tiếp theo: cv183-report mail {period} returns"
    if received.month.closed is not None:
        return f"Việc tiếp theo: cv183-report mail {period} receipts"
    if received.now >= received.register.due(period):
        return f"Việc tiếp theo: cv183-report build {period}"
    return f"Xem cả kỳ: cv183-report status {period}"


def _show_units(returned: Iterable[Returned]) -> None:
    for line in name_lines([each.shown for each in returned], _RETURNED):
        click.echo(line)
