"""The strict reader against openpyxl and calamine, on the same forms in the same run; and lxml on their XML.

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
import python_calamine
from lxml import etree

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


def reader(data: bytes) -> None:
    """The strict reader alone: what the others below do, and every limit and finding."""
    assert read_workbook(data, "")[0] is not None


def other(data: bytes) -> None:
    """Values and formats of every cell, as any reader of these forms would need."""
    for sheet in openpyxl.load_workbook(BytesIO(data)).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                _ = (cell.value, cell.number_format, cell.font.name)


def calamine(data: bytes) -> None:
    """Values alone, by a reader in Rust."""
    workbook = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
    for name in workbook.sheet_names:
        workbook.get_sheet_by_name(name).to_python()


def lxml(data: bytes) -> None:
    """No values at all: the zip opened, each part of it a tree."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for entry in archive.infolist():
            if entry.filename.endswith((".xml", ".rels", ".vml")):
                etree.fromstring(archive.read(entry))


def seconds(read: Callable[[bytes], None], files: list[bytes]) -> float:
    started = time.process_time()
    for data in files:
        read(data)
    return time.process_time() - started


def main() -> None:
    parser = argparse.ArgumentParser(description="the strict reader, and other ones")
    parser.add_argument("--rounds", type=int, default=3, help="the best of so many counts")
    parser.add_argument("--forms", type=int, default=142, help="of the shipped month")
    asked = parser.parse_args()
    files = forms(asked.forms)
    ours, alone, theirs, rust, trees = (
        min(seconds(read, files) for _ in range(asked.rounds))
        for read in (strict, reader, other, calamine, lxml)
    )
    print(
        f"{len(files)} forms: strict {ours:.2f} s, openpyxl {theirs:.2f} s, ratio {theirs / ours:.1f}"
    )
    per_form = 1000 / len(files)
    print(
        f"the reader alone {alone * per_form:.2f} ms a form, calamine {rust * per_form:.2f}: "
        f"{alone / rust:.1f} times its time; lxml, bare trees {trees * per_form:.2f}: {alone / trees:.1f} times"
    )


if __name__ == "__main__":
    main()
