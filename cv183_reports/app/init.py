"""`init`: a new working folder."""

from __future__ import annotations

from pathlib import Path

from cv183_reports.app.running import Cause, Stopped
from cv183_reports.catalogue import machine
from cv183_reports.model import Source
from cv183_reports.workspace.folder import (
    MAIL_TEMPLATES,
    REGISTER,
    TEMPLATES,
    Output,
    publish,
    shipped,
)


def lay_folder(folder: Path) -> tuple[Output, ...]:
    """Lays a new working folder: register, templates, and nothing else.

    Raises:
        Stopped: there is one already; nothing is changed.
    """
    if (folder / REGISTER).exists():
        place = Source(str(folder))
        raise Stopped((machine.NOT_EMPTY.at(place, folder=str(folder)),), Cause.USAGE)
    seed = shipped()
    register = seed.joinpath(*REGISTER.parts).read_bytes()
    outputs = publish(folder, (folder / REGISTER).parent, {REGISTER.name: register})
    for templates in (TEMPLATES, MAIL_TEMPLATES):
        files = sorted(seed.joinpath(*templates.parts).iterdir(), key=lambda file: file.name)
        outputs += publish(
            folder, folder / templates, {file.name: file.read_bytes() for file in files}
        )
    return outputs
