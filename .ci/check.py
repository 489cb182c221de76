"""The one list of checks: hand, hook and CI all run this file.

``--quick`` leaves the tests out: seconds, for the pre-commit hook.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("-c", "from importlinter.cli import lint_imports_command as c; c()")
QUICK = (
    ("-m", "ruff", "format", "--check", "."),
    ("-m", "ruff", "check", "."),
    ("-m", "mypy"),
    FLOORS,
)
# Files go to workers whole, in the order of tests/conftest.py: the longest first. Two workers a core: many tests wait
# for LibreOffice, a browser or a mail server.
WORKERS = str(2 * (os.cpu_count() or 1))
TESTS = ("-m", "pytest", "-n", WORKERS, "--dist", "loadfile", "--no-loadscope-reorder")


def main(*, quick: bool) -> int:
    """Runs all of them, even after one failed; the exit code is that of the worst."""
    worst = 0
    for check in QUICK if quick else (*QUICK, TESTS):
        print("==>", "floors" if check is FLOORS else " ".join(check[1:]), flush=True)
        ran = subprocess.run([sys.executable, *check], cwd=ROOT, check=False)
        worst = max(worst, abs(ran.returncode))
    return worst


if __name__ == "__main__":
    sys.exit(main(quick="--quick" in sys.argv[1:]))
