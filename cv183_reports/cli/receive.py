"""`receive` on the screen and as JSON: what was booked, what was found, what goes back to whom."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from cv183_reports.app.receive import ReceivedFiles, receive_files
from cv183_reports.app.returns import Returned
from cv183_reports.app.running import Cause
from cv183_reports.cli.screen import (
    OUTCOMES,
    Bar,
    failed,
    finding_json,
    judgement_json,
    needs_action,
    show_findings,
    show_judgements,
    show_names,
    show_outputs,
)
from cv183_reports.model.finding import Finding
from cv183_reports.workspace.folder import Workspace


def receive(
    root: Path,
    period: str,
    paths: Sequence[Path],
    as_of: str | None,
    *,
    convert_legacy: bool,
    as_json: bool,
) -> int:
    """Takes in everything in `paths`, and says what came of it."""
    received = receive_files(
        root, period, paths, as_of, convert_legacy=convert_legacy, progress=Bar
    )
    if as_json:
        click.echo(json.dumps(_json(received), ensure_ascii=False, indent=1))
    else:
        show_judgements(received.judgements, received.register)
        show_findings(received.untaken)
        _sum_up(received)
        _show_returned(received.returned, received.workspace)
        click.echo(f"Xem cả kỳ: cv183-report status {received.period}")
    if received.refused or any(failed(each.outputs) for each in received.returned):
        return Cause.MACHINE
    if received.missing:
        return Cause.USAGE
    return Cause.FINDINGS if any(needs_action(each.findings) for each in received.returned) else 0


def _json(received: ReceivedFiles) -> dict[str, object]:
    on_replies = dict.fromkeys(finding for each in received.returned for finding in each.findings)
    return {
        "files": [judgement_json(judgement) for judgement in received.judgements],
        "again": received.again,
        "returned": [
            {
                "unit": each.unit.code,
                "file": each.judgement.file,
                "outputs": [received.workspace.shown(output.path) for output in each.outputs],
            }
            for each in received.returned
        ],
        "findings": [*map(_place_json, (*received.untaken, *on_replies))],
    }


def _place_json(finding: Finding) -> dict[str, object]:
    return {"file": finding.place.file, **finding_json(finding)}


def _show_returned(returned: Sequence[Returned], workspace: Workspace) -> None:
    """Who gets something back, that of this run first; and what stood in the way."""
    fresh = [each for each in returned if each.is_new]
    waiting = [each for each in returned if not each.is_new]
    if returned:
        folder = workspace.shown(returned[0].outputs[0].path.parent.parent)
        labels = (
            f"Trả lại {len(fresh)} đơn vị (tệp đã đánh dấu và thư nháp, chưa gửi, trong {folder}/MÃ):",
            f"Từ lần trước còn {len(waiting)} đơn vị phải sửa (tệp và thư nháp trong {folder}/MÃ):",
        )
        for label, group in zip(labels, (fresh, waiting), strict=True):
            if group:
                click.echo(label)
                show_names(each.shown for each in group)
    told = (output for each in fresh for output in each.outputs)
    show_outputs([output for output in told if output.finding])
    show_findings(list(dict.fromkeys(finding for each in returned for finding in each.findings)))


def _sum_up(received: ReceivedFiles) -> None:
    """What was booked, what not, and where it lies."""
    judgements = received.judgements
    tally = Counter(judgement.outcome for judgement in judgements)
    parts = [f"{tally[outcome]} {label}" for outcome, label in OUTCOMES.items() if tally[outcome]]
    booked = f"ghi sổ {len(judgements)} tệp" + (f" ({'; '.join(parts)})" if parts else "")
    again = f"; {received.again} tệp đã có trong sổ từ trước" if received.again else ""
    is_left = bool(received.refused or received.missing)
    left = "; còn tệp chưa nhận được, nêu ở trên" * is_left
    click.echo(f"\nKỳ {received.period}: {booked}{again}{left}.")
    months = Counter(judgement.period for judgement in judgements if judgement.period)
    for month, count in sorted(months.items()):
        if count > months[received.period]:
            what_then = f"nếu gõ nhầm kỳ thì nhận lại bằng: cv183-report receive {month} TỆP…"
            click.echo(f"{count} tệp là báo cáo của kỳ {month}; {what_then}")
    ledger = received.workspace.shown(received.workspace.ledger(received.period))
    click.echo(f"Sổ tiếp nhận: {ledger}; bản gốc giữ nguyên trong thư mục goc bên cạnh.")
