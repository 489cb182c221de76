"""One month twice: as the oracle counts it from the raw forms, and as it was printed."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from tests import oracle
from tests.oracle import Month
from tests.oracle_months import PERIODS, build_generated
from tests.printed import Book, Paper

KINDS = ("shipped", *PERIODS)
SHIPPED = "2025-09"


class Case(Struct, frozen=True):
    """A month: as the oracle counts it, and as it was printed."""

    kind: str
    month: Month
    out: Path
    book: Book
    monthly: Paper
    progress: Paper
    brief: Paper
    letter: Paper | None

    @property
    def before(self) -> Month | None:
        return self.month.before


def read_case(kind: str, root: Path) -> Case:
    """The month of that kind: the shipped one as it was built in `root`, or one laid and built there now."""
    period, twins = SHIPPED, {}
    if kind != "shipped":
        period, twins = str(PERIODS[kind]), dict(build_generated(root, kind))
    out = root / "out" / period
    letter = out / f"cong-van-don-doc-{period}.docx"
    return Case(
        kind,
        oracle.count(root, period, twins),
        out,
        Book(out / f"tong-hop-{period}.xlsx"),
        Paper.read(out / f"bao-cao-thang-{period}.docx"),
        Paper.read(out / f"bao-cao-tien-do-{period}.docx"),
        Paper.read(out / f"tom-tat-{period}.docx"),
        Paper.read(letter) if letter.exists() else None,
    )
