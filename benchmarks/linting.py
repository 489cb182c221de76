"""The presentation rules on a long document, against python-docx merely opening it and walking its paragraphs.

Usage: python -m benchmarks.linting [--paragraphs 20000]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from copy import deepcopy
from io import BytesIO

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from cv183_reports.lint.judge import judge
from cv183_reports.word.document import read_facts

TEXT = (
    "Đơn vị thứ {} đã triển khai kịp thời các nội dung theo kế hoạch, đúng tiến độ và bảo đảm chất lượng; "
    "những việc chưa hoàn thành được giao người phụ trách, thời hạn cụ thể."
)
HEAD = (
    "ĐẢNG CỘNG SẢN VIỆT NAM", "TỈNH ỦY", "BAN TỔ CHỨC", "*", "Số 12-BC/BTCTU", "Hà Nội, ngày 05 tháng 9 năm 2025",
    "BÁO CÁO", "kết quả thực hiện nhiệm vụ", "-----",
)  # fmt: skip
END = ("Nơi nhận:", "- Như trên;", "- Lưu.", "TRƯỞNG BAN", "Nguyễn Văn An")
NUMBERED = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
COLUMNS = 5


def laid(kind: str, paragraphs: int) -> bytes:
    """A report with so many paragraphs between its head and its end."""
    document = docx.Document()
    for text in HEAD:
        document.add_paragraph(text)
    if kind == "cells":
        fill_table(document, paragraphs)
    else:
        fill_body(document, paragraphs, numbered=kind == "numbered")
    for text in END:
        document.add_paragraph(text)
    packed = BytesIO()
    document.save(packed)
    return packed.getvalue()


def fill_body(document: docx.document.Document, paragraphs: int, *, numbered: bool) -> None:
    model = document.add_paragraph(TEXT)._p  # noqa: SLF001
    if numbered:
        model.get_or_add_pPr().append(parse_xml(NUMBERED))
    above = model
    for number in range(paragraphs):
        copied = deepcopy(model)
        next(copied.iter(qn("w:t"))).text = TEXT.format(number)
        above.addnext(copied)
        above = copied


def fill_table(document: docx.document.Document, paragraphs: int) -> None:
    table = document.add_table(1, COLUMNS)
    (model,) = table._tbl.tr_lst  # noqa: SLF001
    for number in range(paragraphs // COLUMNS - 1):
        row = deepcopy(model)
        for rank, text in enumerate(row.iter(qn("w:p"))):
            run = parse_xml(f"<w:r {nsdecls('w')}><w:t>mục {number}.{rank}</w:t></w:r>")
            text.append(run)
        table._tbl.append(row)  # noqa: SLF001


def lint(data: bytes) -> None:
    facts, findings = read_facts(data, "")
    assert facts is not None, findings
    assert judge(facts).anatomy.is_signed_off


def walk(data: bytes) -> None:
    """Text and style of every paragraph, those in tables too."""
    document = docx.Document(BytesIO(data))
    for block in document.iter_inner_content():
        cells = [block] if not hasattr(block, "rows") else [c for r in block.rows for c in r.cells]
        for cell in cells:
            for paragraph in getattr(cell, "paragraphs", [cell]):
                _ = (paragraph.text, paragraph.style.name)


def seconds(run: Callable[[bytes], None], data: bytes) -> float:
    started = time.process_time()
    run(data)
    return time.process_time() - started


def main() -> None:
    parser = argparse.ArgumentParser(description="lint of a long document, and python-docx")
    parser.add_argument("--paragraphs", type=int, default=20_000)
    asked = parser.parse_args()
    for kind in ("body", "numbered", "cells"):
        data = laid(kind, asked.paragraphs)
        ours, theirs = seconds(lint, data), seconds(walk, data)
        print(
            f"{kind}, {asked.paragraphs} paragraphs: lint {ours:.1f} s, "
            f"python-docx opens and walks {theirs:.1f} s, {ours / theirs:.1f} times as long"
        )


if __name__ == "__main__":
    main()
