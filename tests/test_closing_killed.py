"""P12 for `close` and `reopen`: killed at any step, the month is closed whole or not at all."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from cv183_reports.consolidation.closing import Published, read_published
from cv183_reports.intake.ledger import Closing, read_ledger
from tests.test_promises_killed import PERIOD, Runs, filled, mortal, root, runs, start, tree
from tests.test_receive import laid

__all__ = ["mortal", "root", "runs"]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs fork and /proc")


def closing(folder: Path) -> Closing | None:
    return read_ledger(folder / "data" / PERIOD / "so-tiep-nhan.jsonl").closing


def test_close_killed_at_any_step_closes_the_month_whole_or_not_at_all(
    runs: Runs, root: Path, tmp_path: Path
) -> None:
    saved = tmp_path / "saved"
    first = laid(tmp_path / "gửi", "11359.xlsx", filled(root, "11359"))
    assert runs("receive", PERIOD, first)[0] == 0
    assert runs("build", PERIOD, "--only", "bao-cao-thang")[0] == 0
    paper = root / "out" / PERIOD / f"bao-cao-thang-{PERIOD}.docx"
    shutil.copytree(root, saved)
    before = tree(saved)
    close = ("close", PERIOD, "--signed", paper, "--anyway", "--reason", "thử")
    assert runs.rehearsed(*close) == runs.rehearsed("reopen", PERIOD, "--reason", "thử") == 0
    deaths, seen = 0, set[bool]()
    start(tmp_path, saved)
    for was_killed in runs.deaths(*close):
        deaths += was_killed
        now, line = tree(root), closing(root)
        ledger = f"data/{PERIOD}/so-tiep-nhan.jsonl"
        assert {name: now[name] for name in before if name != ledger} == {
            name: data for name, data in before.items() if name != ledger
        }
        seen.add(line is not None)
        if line is None:
            assert runs(*close)[0] == 0
            line = closing(root)
        assert line is not None
        path = root / "data" / PERIOD / "chot.json"
        assert isinstance(read_published(path, line.sha256, ""), Published)
        assert runs("reopen", PERIOD, "--reason", "thử")[0] == 0
        assert closing(root) is None
    assert deaths > 8
    assert seen == {True, False}
