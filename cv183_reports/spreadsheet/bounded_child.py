"""The child that `bounded.Worker` starts: reads a job and its bytes, answers with bytes, until told no more.

Runs as ``python -m``; imports little, so that it starts at once.
"""

from __future__ import annotations

import faulthandler
import math
import os
import signal
import struct
import sys
from contextlib import suppress
from enum import Enum
from importlib import import_module
from typing import IO

_LENGTH = struct.Struct("<I")
PATIENT = 3 if sys.platform != "win32" else 1
"""Times the limit that a job may take by the clock: the processor is shared, and counted where it can be."""
_GRACE = 5
"""Seconds after which the child ends itself, if its parent is no longer there to end it."""
_LONGEST_NAME = 200


class AnswerStatus(Enum):
    """First frame of an answer; the second is what the job returned, or what went wrong."""

    DONE = b"d"
    MEMORY = b"m"
    RAISED = b"r"


def write_frame(stream: IO[bytes], content: bytes) -> None:
    """Write `content`, its length in four bytes before it."""
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)


def read_frame(stream: IO[bytes], limit: int) -> bytes:
    """The next frame.

    Raises:
        EOFError: the other side ended.
        ValueError: the frame is longer than `limit` bytes.
    """
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    if length > limit:
        raise ValueError(length)
    content = stream.read(length)
    if len(content) < length:
        raise EOFError
    return content


def main() -> None:
    """Serve jobs until the parent closes its end."""
    package, memory, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not pass for an answer
    _limit_memory(memory)
    _send(answers, AnswerStatus.DONE, b"")
    requests = sys.stdin.buffer
    while True:
        try:
            job = read_frame(requests, _LONGEST_NAME).decode()
            payload = read_frame(requests, _LENGTH.unpack(b"\xff" * 4)[0])
        except EOFError:
            return
        _limit_time(seconds)
        faulthandler.dump_traceback_later(PATIENT * seconds + _GRACE, exit=True)
        status, content = _done(package, job, payload)
        faulthandler.cancel_dump_traceback_later()
        _send(answers, status, content)


def _done(package: str, job: str, payload: bytes) -> tuple[AnswerStatus, bytes]:
    try:
        module, _, function = job.partition(":")
        if not module.startswith(f"{package}."):
            raise ValueError(job)  # noqa: TRY301 - told like every other mistake
        result = getattr(import_module(module), function)(payload)
        if not isinstance(result, bytes):
            raise TypeError(type(result).__name__)  # noqa: TRY301
    except MemoryError:
        return AnswerStatus.MEMORY, b""
    except Exception as problem:  # noqa: BLE001 - whatever it is, the parent is told
        return AnswerStatus.RAISED, f"{type(problem).__name__}: {problem}"[:1000].encode(
            "utf-8", "replace"
        )
    return AnswerStatus.DONE, result


def _send(stream: IO[bytes], status: AnswerStatus, content: bytes) -> None:
    write_frame(stream, status.value)
    write_frame(stream, content)
    stream.flush()


def _limit_time(seconds: float) -> None:
    """So many seconds of the processor from now on, where the system can count them."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - POSIX only

        used = resource.getrusage(resource.RUSAGE_SELF)
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        with suppress(ValueError, OSError):
            limit = math.ceil(used.ru_utime + used.ru_stime + seconds)
            resource.setrlimit(resource.RLIMIT_CPU, (limit, most))


def _limit_memory(memory: int) -> None:
    """At most `memory` bytes of address space, where the system knows such a limit."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - POSIX only

        with suppress(ValueError, OSError):  # a lower limit is set already
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


if __name__ == "__main__":
    main()
