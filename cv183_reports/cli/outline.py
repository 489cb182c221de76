"""`outline` on the screen."""

from __future__ import annotations

import sys
from pathlib import Path

from cv183_reports.app.opening import read_named
from cv183_reports.app.outline import outline as as_text


def outline(file: Path) -> int:
    """Prints a document as text, in UTF-8 whatever the console: git reads it through a pipe."""
    sys.stdout.buffer.write(as_text(read_named(file), file.name).encode())
    return 0
