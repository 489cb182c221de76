"""The program's door: ``cv183-report``, and ``python -m cv183_reports`` for machines whose PATH lacks the scripts folder.

Light on purpose: Ctrl+C is a stop that is said, with the exit code of one, from the first moment to the last.
"""

from __future__ import annotations

import atexit
import signal
import sys
from typing import NoReturn


class _StoppedByPerson(KeyboardInterrupt):
    """Ctrl+C. Of a plain KeyboardInterrupt in a text that is executed (each named tuple is one) Python remembers to die."""


def main() -> NoReturn:
    """Entry point of the console script."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _stop)
        atexit.register(signal.signal, signal.SIGINT, signal.SIG_IGN)  # all is said by then
    try:
        from cv183_reports.cli import main as command_line  # noqa: PLC0415 - takes its time

        command_line()
    except _StoppedByPerson:
        sys.stderr.write("Đã dừng theo yêu cầu.\n")
        sys.exit(3)


def _stop(*_: object) -> NoReturn:
    raise _StoppedByPerson


if __name__ == "__main__":
    main()
