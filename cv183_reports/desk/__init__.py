"""The desk: the month behind buttons, on a page that only this machine sees. Only here is the web library known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def open_desk(root: Path, say: Callable[[str], None], *, browser: bool) -> None:
    """Serves the working folder until its desk is closed; where one is open already, shows that.

    `say` prints a line for whoever started it.

    Raises:
        Stopped: no working folder; the libraries of the desk are not installed; no port.
    """
    from cv183_reports.desk.door import keep_open

    keep_open(root, say, browser=browser)
