"""The strict reader against openpyxl, on the same forms in the same run.

Usage: python -m benchmarks.reading [--rounds 3] [--forms 142]
"""

from __future__ import annotations

import argparse
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl

from cv183_reports.form.filled import describe
from cv183_reports.spreadsheet.xlsx import read_workbook

SHIPPED = next((Path(__file__).parent.parent / "data" / "2025-09" / "nop").glob("*.zip"))


def forms(most: int) -> list[bytes]:
    with zipfile.ZipFile(SHIPPED) as archive:
        files = [archive.read(entry) for entry in archive.infolist()[:most]]
    return [data for data in files if read_workbook(data, "")[0] is not None]


def strict(data: bytes) -> None:
    workbook, _ = read_workbook(data, "")
    assert workbook is not None
    describe(workbook)


def other(data: bytes) -> None:
    """Values and formats of every cell, as any reader of these forms would need."""
    for sheet in openpyxl.load_workbook(BytesIO(data)).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                _ = (cell.value, cell.number_format, cell.font.name)


def seconds(read: Callable[[bytes], None], files: list[bytes]) -> float:
    started = time.perf_counter()
    for data in files:
        read(data)
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description="the strict reader and openpyxl")
    parser.add_argument("--rounds", type=int, default=3, help="the best of so many counts")
    parser.add_argument("--forms", type=int, default=142, help="of the shipped month")
    asked = parser.parse_args()
    files = forms(asked.forms)
    ours = min(seconds(strict, files) for _ in range(asked.rounds))
    theirs = min(seconds(other, files) for _ in range(asked.rounds))
    print(
        f"{len(files)} forms: strict {ours:.2f} s, openpyxl {theirs:.2f} s, ratio {theirs / ours:.1f}"
    )


if __name__ == "__main__":
    main()
