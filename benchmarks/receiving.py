"""`receive` of a whole month with every hazard in it: time and peak memory.

Usage: python -m benchmarks.receiving

The folder is that of tests/test_promises_month.py: what 142 units send, faults, damage and mails
included. The command runs in a process of its own, start-up included, the best of three runs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.conftest import REPOSITORY, lay
from tests.test_promises_month import PERIOD, lay_month

RUNS, UNITS = 3, 142
PEAK = """
import resource, sys
from cv183_reports.cli import cli
from cv183_reports.cli.clerk import run
try:
    run(cli)
finally:
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stderr.write(f"\\n{own} {children}")
"""


def received(root: Path, folder: Path) -> tuple[float, int, int]:
    """Seconds; peak megabytes of the command, and of the largest worker it started."""
    start = time.perf_counter()
    ran = subprocess.run(
        [sys.executable, "-c", PEAK, "--root", str(root), "receive", PERIOD, str(folder), "--json"],
        capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    seconds = time.perf_counter() - start
    assert ran.returncode == 0, ran.stderr
    assert len(json.loads(ran.stdout)["files"]) > UNITS
    own, children = ran.stderr.rsplit("\n", 1)[1].split()
    return seconds, int(own) // 1024, int(children) // 1024


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "Tải về"
        expected = lay_month(folder)
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        runs = []
        for number in range(RUNS):
            root = lay(Path(temporary) / str(number), months=("2025-08",))
            runs.append(received(root, folder))
    seconds, own, children = min(runs)
    print(
        f"{len(expected)} things received ({size / 2**20:.1f} MB): {seconds:.2f} s, "
        f"peak {own} MB, largest worker {children} MB"
    )


if __name__ == "__main__":
    main()
