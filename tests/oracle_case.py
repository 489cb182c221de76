"""One month twice: as the oracle counts it from the raw forms, and as it was printed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import oracle
from tests.oracle import Month
from tests.oracle_months import PERIODS, build_generated
from tests.printed import Book, Paper

KINDS = ("shipped", *PERIODS)


@dataclass(frozen=True)
class Case:
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


def read_case(kind: str, built: Path, temporary: pytest.TempPathFactory) -> Case:
    """The month of that kind: the shipped one as it lies in `built`, or one generated and built now."""
    root, period = built, "2025-09"
    twins = {}
    if kind != "shipped":
        root, period = temporary.mktemp(kind) / "CV", str(PERIODS[kind])
        twins = dict(build_generated(root, kind))
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
