"""What goes with a draft: files as they lie in the month's folder, a person's edits and all."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePath

from cv183_reports.catalogue import machine
from cv183_reports.catalogue import outbox as drafts
from cv183_reports.cli.month import root_relative
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding
from cv183_reports.outbox.eml import Attachment, AttachmentKind
from cv183_reports.workspace.folder import Version, Workspace, versions

_KINDS = {f".{kind.extension}": kind for kind in AttachmentKind}


def attached(
    workspace: Workspace, folder: Path, names: Iterable[str]
) -> tuple[dict[str, Attachment], tuple[Finding, ...]]:
    """Those of `names` that lie in `folder`, in the version to send; which one, where there are several.

    A version that a person edited goes before ours: it is what somebody looked at. Of several
    edited ones the last counts (it was begun from newer figures), of none the one written last.
    """
    attachments: dict[str, Attachment] = {}
    findings: list[Finding] = []
    for name, found in versions(workspace.root, folder, names).items():
        if not found:
            continue
        taken = _to_send(found)
        place = Source(root_relative(workspace, taken.path))
        if taken.data is None:
            findings.append(machine.NOT_READ.at(place, reason=machine.OPEN_OR_FORBIDDEN))
            continue
        findings += _told(found, taken, place)
        title = PurePath(name)
        attachments[name] = Attachment(title.stem, taken.data, _KINDS[title.suffix])
    return attachments, tuple(findings)


def _to_send(found: tuple[Version, ...]) -> Version:
    edited = [version for version in found if version.edited]
    return edited[-1] if edited else max(found, key=lambda version: version.modified)


def _told(found: tuple[Version, ...], taken: Version, place: Source) -> list[Finding]:
    others = tuple(f"«{version.path.name}»" for version in found if version is not taken)
    if not others:
        return []
    why = drafts.EDITED_BY_HAND if taken.edited else drafts.LATEST
    told = {"count": len(found), "taken": Source(taken.path.name), "why": why, "others": others}
    return [drafts.SEVERAL_VERSIONS.at(place, **told)]
