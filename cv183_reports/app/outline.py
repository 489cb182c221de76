"""Outline: a Word or Excel file as text a person can read and compare line by line.

For golden files, for ``git diff`` (textconv) and for the command ``outline``. What a file is, its
content says, never its name: git hands over copies with names of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from cv183_reports.ooxml.archive import Refusal
from cv183_reports.ooxml.package import Package, target
from cv183_reports.spreadsheet import outline as excel
from cv183_reports.word import outline as word
from cv183_reports.word.document import read_facts


def outline(data: bytes, file: str) -> str:
    """The file in `data` as lines; one line in brackets says why when it cannot be read.

    Args:
        data: a .docx or .xlsx file.
        file: its name or path; only its last part appears, and only in that one line.
    """
    name = PurePath(file).name
    try:
        return "".join(f"{line}\n" for line in _lines(data, name))
    except Refusal as refusal:
        return f"{_unreadable(name, refusal.finding(name).message)}\n"


def _lines(data: bytes, name: str) -> Iterable[str]:
    package = Package(data)
    main = target(package.relationships(""), "officeDocument") or ""
    if not main.startswith("word/"):
        return excel.lines(package, data, name)
    document, findings = read_facts(data, name)
    if document is not None:
        return word.lines(document)
    return [_unreadable(name, finding.message) for finding in findings]


def _unreadable(name: str, reason: str) -> str:
    return f"(không đọc được «{name}»: {reason}.)"
