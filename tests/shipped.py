"""Registers that lie on disk, each read once: the one that ships with the repository, and older ones."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from cv183_reports.model import Register
from cv183_reports.register import read_register
from cv183_reports.spreadsheet.xlsx.reader import read_workbook
from tests.conftest import REPOSITORY


@cache
def register_at(path: Path) -> Register:
    book, _ = read_workbook(path.read_bytes(), path.name)
    assert book is not None
    register, _ = read_register(book)
    assert register is not None
    return register


def shipped_register() -> Register:
    return register_at(REPOSITORY / "data" / "danh-muc.xlsx")
