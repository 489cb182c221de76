"""The slip of a verification: one page of Word to print, sign and keep with the paper (python-docx)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docx.table import _Cell

from cv183_reports.catalogue import verify as words
from cv183_reports.differences.sheet import add_line, keep_whole, new_sheet, packed, repeat
from cv183_reports.differences.verify import Misprint
from cv183_reports.model.finding import quote
from cv183_reports.vietnamese.wording import count

_WIDTHS = (12, 76, 30, 30, 17)
_MOST = 12
"""Places that fit on the page beside everything else, each on two or three lines."""
_HEAD, _TAIL = 50, 45
"""Characters of a long place that are told, at its beginning and at its end."""
_MOST_LEFT = 6
_SIGNATURE = 60
"""Points for the pen."""


@dataclass(frozen=True, slots=True)
class SlipContent:
    """What a slip says."""

    called: str
    """What the document is, in words for a clerk."""
    month: str
    file: str
    sha256: str
    as_of: str
    verdict: str
    misprints: tuple[Misprint, ...]
    left: tuple[str, ...]
    """What is left in the document, one sentence each."""
    sample: str
    """SỐ LIỆU MINH HỌA, or empty."""


def write_slip(content: SlipContent) -> bytes:
    """The slip; the same bytes for the same content."""
    document = new_sheet()
    add_line(document, words.TITLE, bold=True, size=14, centred=True)
    if content.sample:
        add_line(document, content.sample, bold=True, centred=True)
    add_line(document, words.ABOUT.format(called=content.called, month=content.month))
    add_line(document, words.FILE.format(file=content.file))
    add_line(document, words.DIGEST.format(sha256=content.sha256), size=10)
    add_line(document, words.AS_OF.format(as_of=content.as_of))
    add_line(document, content.verdict, bold=True)
    if content.misprints:
        _table(document, content.misprints[:_MOST])
    more = len(content.misprints) - _MOST
    if more > 0:
        add_line(document, words.MORE.format(count=count(more)))
    if content.left:
        add_line(document, words.LEFT_OVER.format(told=_listed(content.left)))
    _signatures(document)
    return packed(document)


def _listed(left: Sequence[str]) -> str:
    told = "; ".join(left[:_MOST_LEFT])
    more = len(left) - _MOST_LEFT
    return f"{told}; {words.MORE_LEFT.format(count=count(more))}" if more > 0 else told


def _table(document: WordDocument, misprints: Sequence[Misprint]) -> None:
    table = document.add_table(1 + len(misprints), len(words.HEADS), "Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    head, *body = table.rows
    repeat(head)
    for cell, text in zip(head.cells, words.HEADS, strict=True):
        _write(cell, text, bold=True)
    for rank, (row, each) in enumerate(zip(body, misprints, strict=True), start=1):
        keep_whole(row)
        printed, right = (quote(t) if t else words.NOTHING for t in (each.printed, each.right))
        texts = (str(rank), _shortened(each.where), printed, right, "")
        for cell, text in zip(row.cells, texts, strict=True):
            _write(cell, text)
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, _WIDTHS, strict=True):
            cell.width = Mm(width)


def _shortened(where: str) -> str:
    """Both ends of a place: the section or the appendix, and the column."""
    if len(where) <= _HEAD + _TAIL:
        return where
    return f"{where[:_HEAD].rstrip()} … {where[-_TAIL:].lstrip()}"


def _write(cell: _Cell, text: str, *, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(11)


def _signatures(document: WordDocument) -> None:
    """Two places for the pen, side by side."""
    add_line(document, "")
    table = document.add_table(1, len(words.SIGNERS))
    keep_whole(table.rows[0])
    for cell, signer in zip(table.rows[0].cells, words.SIGNERS, strict=True):
        texts = (words.SIGNED_ON, signer, words.SIGN_HERE)
        for at, text in enumerate(texts):
            paragraph = cell.paragraphs[0] if not at else cell.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.add_run(text).bold = text == signer
        cell.paragraphs[-1].paragraph_format.space_after = Pt(_SIGNATURE)
