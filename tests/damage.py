"""Where files are damaged."""

from __future__ import annotations

import random
from collections.abc import Iterator


def spread(size: int, count: int, dice: random.Random) -> Iterator[int]:
    """So many places below `size` or one more, one by chance in each stretch: no part is left out."""
    stretch = max(1, size // count)
    for start in range(0, size, stretch):
        yield dice.randrange(start, min(start + stretch, size))
