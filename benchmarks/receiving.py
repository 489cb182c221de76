"""`receive` of a whole month with every hazard in it: time and peak memory.

Usage: python -m benchmarks.receiving [--rounds 3] [--files 145]

The folder is that of tests/test_promises_month.py: what 142 units send, faults, damage and mails
included. The command runs in a process of its own, start-up included. It has no other side: nothing
else does this work.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.shipped import REPOSITORY, lay
from tests.test_promises_month import PERIOD, lay_month

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


def received(root: Path, files: list[Path]) -> tuple[float, int, int, int]:
    """Seconds; things booked; peak megabytes of the command, and of the largest worker it started."""
    start = time.perf_counter()
    ran = subprocess.run(
        [sys.executable, "-c", PEAK, "--root", str(root), "receive", PERIOD, *files, "--json"],
        capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    seconds = time.perf_counter() - start
    assert ran.returncode in (0, 1), ran.stderr
    booked = len(json.loads(ran.stdout)["files"])
    assert booked >= len(files)
    own, children = ran.stderr.rsplit("\n", 1)[1].split()
    return seconds, booked, int(own) // 1024, int(children) // 1024


def main() -> None:
    parser = argparse.ArgumentParser(description="receive of a month with every hazard in it")
    parser.add_argument("--rounds", type=int, default=3, help="the best of so many counts")
    parser.add_argument("--files", type=int, help="at most so many of those that come")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "Tải về"
        lay_month(folder)
        files = sorted(path for path in folder.rglob("*") if path.is_file())[: asked.files]
        size = sum(path.stat().st_size for path in files)
        runs = []
        for number in range(asked.rounds):
            root = lay(Path(temporary) / str(number), months=("2025-08",))
            runs.append(received(root, files))
    seconds, booked, own, children = min(runs)
    print(
        f"{booked} things received ({size / 2**20:.1f} MB): {seconds:.2f} s, "
        f"peak {own} MB, largest worker {children} MB"
    )


if __name__ == "__main__":
    main()
