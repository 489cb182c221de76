"""`build`, the part for edited documents: what the new version says otherwise than the one a person edited."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from cv183_reports.cli.screen import show_outputs
from cv183_reports.differences.comparison import Difference, Differences, compare, marked
from cv183_reports.differences.lines import Line, lines_of
from cv183_reports.vietnamese.wording import count
from cv183_reports.word.document import read_facts
from cv183_reports.workspace.folder import Kept, Output, Placed, publish

PREFIX = "khac-biet-"
"""Before the name of the document whose differences a list names."""
_SHOWN = 3
"""Differences of one document on the screen; the list has them all."""
_CONTEXT = 24
"""Characters around what changed, on the screen."""


def list_differences(root: Path, outputs: Iterable[Output]) -> tuple[Output, ...]:
    """For each Word document that a person edited: the list of what to carry over, written and told."""
    return tuple(
        listed
        for output in outputs
        if output.kept is not None and output.path.suffix == ".docx"
        for listed in _listed(root, output, output.kept)
    )


def _listed(root: Path, output: Output, kept: Kept) -> tuple[Output, ...]:
    name = f"{PREFIX}{kept.wanted.name}"
    if output.placed is Placed.FAILED:
        return ()
    if output.placed is Placed.KEPT:
        stale = kept.path.with_name(name)
        found = Differences((), 1)
        return _written(root, stale, found, kept, kept.path) if stale.exists() else ()
    texts = [_read(data) for data in (kept.wrote, _bytes(kept.path), _bytes(output.path))]
    wrote, mine, new = texts
    if wrote is None or new is None:
        click.echo(
            f"  {kept.path.name}: không còn giữ bản trước khi sửa nên không kê được chỗ khác."
        )
        return ()
    found = compare(wrote, wrote if mine is None else mine, new)
    _tell(kept.path.name, found, name)
    return _written(root, kept.path.with_name(name), found, kept, output.path)


def _written(
    root: Path, path: Path, found: Differences, kept: Kept, new: Path
) -> tuple[Output, ...]:
    from cv183_reports.differences.list_document import write_list

    data = write_list(found, kept.path.name, new.name)
    outputs = publish(root, path.parent, {path.name: data})
    show_outputs(outputs)
    return outputs


def _tell(kept: str, found: Differences, name: str) -> None:
    """A few lines on the screen."""
    if not found.found:
        click.echo(f"  {kept}: không còn chỗ nào phải chép từ bản mới.")
        return
    own = f", {count(found.contested)} chỗ anh chị cũng đã sửa" if found.contested else ""
    done = f", đã chép {count(found.carried)} chỗ" if found.carried else ""
    click.echo(f"  {kept}: bản mới khác {count(found.places)} chỗ{own}{done}; xem {name}")
    for difference in found.found[:_SHOWN]:
        click.echo(f"    {_in_short(difference)}")
    if len(found.found) > _SHOWN:
        click.echo("    …")


def _in_short(difference: Difference) -> str:
    if difference.places > 1:
        return f"{difference.where}: {count(difference.places)} chỗ"
    was, now = marked(difference.old, difference.new)
    return f"{difference.where}: {_changed(was)} → {_changed(now)}"


def _changed(pieces: tuple[tuple[str, bool], ...]) -> str:
    """From the first change to the last, with a little of what stands around."""
    text = "".join(piece for piece, _ in pieces)
    if len(text) <= 2 * _CONTEXT or not any(changed for _, changed in pieces):
        return f"«{text if len(text) <= 2 * _CONTEXT else text[: 2 * _CONTEXT] + '…'}»"
    start = 0
    for piece, changed in pieces:
        if changed:
            break
        start += len(piece)
    begin = max(0, start - _CONTEXT // 2)
    end = begin + 2 * _CONTEXT
    return f"«{'…' if begin else ''}{text[begin:end].strip()}{'…' if end < len(text) else ''}»"


def _read(data: bytes | None) -> tuple[Line, ...] | None:
    if data is None:
        return None
    facts, _ = read_facts(data, "")
    return lines_of(facts) if facts is not None else None


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
