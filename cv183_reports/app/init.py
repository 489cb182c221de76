"""`init`: a new working folder."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from cv183_reports.app.running import Cause, Stopped
from cv183_reports.catalogue import machine
from cv183_reports.model import Source
from cv183_reports.workspace.folder import MAIL_TEMPLATES, REGISTER, TEMPLATES, Output, publish


def lay_folder(folder: Path) -> tuple[Output, ...]:
    """Lays a new working folder: register, templates, and nothing else.

    Raises:
        Stopped: there is one already; nothing is changed.
    """
    if (folder / REGISTER).exists():
        place = Source(str(folder))
        raise Stopped((machine.NOT_EMPTY.at(place, folder=str(folder)),), Cause.USAGE)
    seed = _seed()
    register = seed.joinpath(*REGISTER.parts).read_bytes()
    outputs = publish(folder, (folder / REGISTER).parent, {REGISTER.name: register})
    for templates in (TEMPLATES, MAIL_TEMPLATES):
        files = sorted(seed.joinpath(*templates.parts).iterdir(), key=lambda file: file.name)
        outputs += publish(
            folder, folder / templates, {file.name: file.read_bytes() for file in files}
        )
    return outputs


def _seed() -> Traversable:
    """The register and templates that an installed copy carries; in a clone, the clone's own."""
    installed = resources.files("cv183_reports") / "seed"
    return installed if installed.is_dir() else resources.files("cv183_reports").joinpath("..")
