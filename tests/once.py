"""What is dear to make is made by the first worker of a test run that needs it; the others wait."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

_PATIENCE = 300
"""Seconds for which a worker waits for another."""
_MADE, _FAILED = "made", "failed"


def made_once(name: str, temporary: pytest.TempPathFactory, make: Callable[[Path], None]) -> Path:
    """The folder that `make` fills; it is handed the path of one that is not there yet."""
    # Workers of pytest-xdist have neighbouring folders; without it there is one folder and one worker.
    base = temporary.getbasetemp()
    around = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / f"once {name}"
    folder = around / name
    try:
        around.mkdir()
    except FileExistsError:
        _wait(around)
        return folder
    outcome = _FAILED
    try:
        make(folder)
        outcome = _MADE
    finally:
        (around / outcome).touch()
    return folder


def _wait(around: Path) -> None:
    for _ in range(_PATIENCE * 10):
        if (around / _MADE).exists():
            return
        assert not (around / _FAILED).exists(), f"another worker failed to make {around}"
        time.sleep(0.1)
    raise TimeoutError(around)
