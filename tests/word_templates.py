"""Word templates built in tests, and what Word would show of a rendered document."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

import docx
from docx.document import Document
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from msgspec import Struct

from cv183_reports.model.finding import Finding
from cv183_reports.template.word import Template, load_template
from tests.word_correct import saved
from tests.word_pieces import blank

FILE = "mau.docx"


class Row(Struct, frozen=True):
    unit: str
    count: int = 0
    note: str | None = None
    values: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()

    @property
    def title(self) -> str:
        return self.unit.upper()


ROWS = (Row("Phường Thủy Nguyên", 3, values=("1", "2")), Row("Xã An Lão", 7, values=("3", "4")))
CONTEXT: Mapping[str, object] = {
    "ten": "Sở Nội vụ",
    "rows": ROWS,
    "none": None,
    "rate": Decimal("98.20"),
    "empty": (),
    "yes": True,
}


def codes(findings: Sequence[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def template_file(
    *paragraphs: str | Sequence[str],
    table: Sequence[Sequence[str]] = (),
    after: Sequence[str] = (),
    header: str = "",
    footer: str = "",
    change: Callable[[Document], object] = lambda _: None,
) -> bytes:
    """A template: paragraphs (a sequence of texts = that many runs), one table, paragraphs, edges.

    A cell with line breaks has that many paragraphs.
    """
    document = blank()
    for paragraph in paragraphs:
        runs = [paragraph] if isinstance(paragraph, str) else paragraph
        added = document.add_paragraph()
        for run in runs:
            added.add_run(run)
    if table:
        add_table(document, table)
    for text in after:
        document.add_paragraph(text)
    section = document.sections[0]
    if header:
        section.header.paragraphs[0].text = header
    if footer:
        section.footer.paragraphs[0].text = footer
    change(document)
    return saved(document)


def add_table(document: Document, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            first, *rest = text.split("\n")
            cell.paragraphs[0].add_run(first)
            for line in rest:
                cell.add_paragraph(line)


def loaded(data: bytes) -> Template:
    template, findings = load_template(data, FILE)
    assert template is not None, [str(finding) for finding in findings]
    assert findings == ()
    return template


def rendered(data: bytes, context: Mapping[str, object]) -> bytes:
    result, findings = loaded(data).render(context)
    assert result is not None, [str(finding) for finding in findings]
    assert findings == ()
    return result


def shown(data: bytes) -> list[str]:
    """The text of a document as lines: headers, body, footers; a table row is ``| a | b |``."""
    document = docx.Document(io.BytesIO(data))
    section = document.sections[0]
    return [
        *(f"^ {p.text}" for p in section.header.paragraphs if p.text),
        *(line for block in document.iter_inner_content() for line in _lines(block)),
        *(f"_ {p.text}" for p in section.footer.paragraphs if p.text),
    ]


def _lines(block: Paragraph | Table) -> list[str]:
    if isinstance(block, Paragraph):
        return [block.text]
    return ["| " + " | ".join(map(_cell_text, row._tr.tc_lst)) + " |" for row in block.rows]


def _cell_text(tc: object) -> str:
    cell = _Cell(tc, None)  # type: ignore[arg-type]
    return " / ".join(line for block in cell.iter_inner_content() for line in _lines(block))


def body_of(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("word/document.xml")
