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
PLAIN = "--assert=plain"
"""Asserts as Python knows them: to rewrite those of all tests takes each worker longer than to import them."""
TESTS = ("-m", "pytest", "-n", WORKERS, "--dist", "loadfile", "--no-loadscope-reorder", PLAIN)
AGAIN = ("-m", "pytest", "--last-failed")
"""What failed, with the values that plain asserts do not tell."""
COMPILED = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
"""Some images keep Python from storing what it compiled: every child of a test would compile it again."""


def main(*, quick: bool) -> int:
    """Runs all of them, even after one failed; the exit code is that of the worst."""
    worst = max(ended(check) for check in QUICK)
    if quick:
        return worst
    tests = ended(TESTS)
    if tests == 1:
        ended(AGAIN)
    return max(worst, tests)


def ended(check: tuple[str, ...]) -> int:
    """Runs one of them; how it ended."""
    print("==>", "floors" if check is FLOORS else " ".join(check[1:]), flush=True)
    ran = subprocess.run([sys.executable, *check], cwd=ROOT, env=COMPILED, check=False)
    return abs(ran.returncode)


if __name__ == "__main__":
    sys.exit(main(quick="--quick" in sys.argv[1:]))
