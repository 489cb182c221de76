"""A file held by one program at a time: two clerks may write into one folder from two machines."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_TRIES = 100
_PAUSE = 0.1
"""Seconds between tries: ten in all, far longer than a line takes to write."""
_FAR = 1 << 30
"""Where the byte lies that is locked: on Windows nobody else may read what is locked, so none of ours is."""
_HELD = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


@contextmanager
def held(descriptor: int) -> Iterator[None]:
    """Holds the open file; the system lets go of it when this program ends, however that ends.

    A file system that knows no locks is written to without.

    Raises:
        OSError: another program held it all the time.
    """
    for left in reversed(range(_TRIES)):
        try:
            _lock(descriptor)
        except OSError as error:
            if error.errno not in _HELD:
                break
            if not left:
                raise
            time.sleep(_PAUSE)
        else:
            break
    try:
        yield
    finally:
        with suppress(OSError):
            _unlock(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _FAR)

    def _unlock(descriptor: int) -> None:
        fcntl.lockf(descriptor, fcntl.LOCK_UN, 1, _FAR)
