"""The one list of checks: hand, hook and CI all run this file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHECKS = (
    ("ruff", "format", "--check", "."),
    ("ruff", "check", "."),
    ("mypy",),
    ("importlinter.cli",),
    ("pytest", "-n", "auto", "--dist", "loadfile"),
)


def main() -> int:
    """Runs all of them, even after one failed; the exit code is that of the worst."""
    worst = 0
    for module, *arguments in CHECKS:
        print(f"==> {module} {' '.join(arguments)}", flush=True)
        if module == "importlinter.cli":
            command = [
                sys.executable,
                "-c",
                "from importlinter.cli import lint_imports_command as c; c()",
            ]
        else:
            command = [sys.executable, "-m", module, *arguments]
        worst = max(worst, subprocess.run(command, cwd=ROOT, check=False).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
