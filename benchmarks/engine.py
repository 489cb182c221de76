"""Our Word template engine and docxtpl, on the same templates with the same data, in one run.

Usage: python -m benchmarks.engine [--rounds 15] [--rows 1160]
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable, Mapping
from time import perf_counter

import docx
from docxtpl.template import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from msgspec import Struct

from cv183_reports.template.word import load_template


class Row(Struct, frozen=True):
    rank: str
    unit: str
    received: str
    standing: str
    valid: str
    note: str


def row(number: int) -> Row:
    unit = f"Đảng ủy phường Thủy Nguyên & Hòa Bình {number}"
    return Row(str(number), unit, "22/9/2025", "Đúng hạn", "06/06", "Không có ý kiến thêm")


def one_page() -> bytes:
    document = docx.Document()
    document.sections[0].footer.paragraphs[0].text = "{{ title }}"
    document.add_table(1, 2).rows[0].cells[0].text = "{{ issuer }}"
    document.add_heading("{{ title }}")
    document.add_paragraph("Kính gửi: {{ issuer }}")
    document.add_paragraph("{%p for line in lines %}")
    document.add_paragraph("{{ line }}")
    document.add_paragraph("{%p endfor %}")
    table(document)
    return saved(document)


def long_report() -> bytes:
    document = docx.Document()
    document.add_heading("{{ title }}")
    table(document)
    return saved(document)


def table(document: docx.document.Document) -> None:
    names = ("rank", "unit", "received", "standing", "valid", "note")
    grid = document.add_table(4, len(names), style="Table Grid")
    for cell, name in zip(grid.rows[0].cells, names, strict=True):
        cell.text = name
    for cell, name in zip(grid.rows[2].cells, names, strict=True):
        cell.text = f"{{{{ row.{name} }}}}"
    grid.rows[1].cells[0].text = "{%tr for row in rows %}"
    grid.rows[3].cells[0].text = "{%tr endfor %}"


def saved(document: docx.document.Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def by_docxtpl(template: bytes, context: Mapping[str, object]) -> None:
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    document = DocxTemplate(io.BytesIO(template))
    document.render(dict(context), environment)
    document.save(io.BytesIO())


def best(work: Callable[[], object], times: int) -> float:
    """Milliseconds of the fastest of so many runs."""

    def once() -> float:
        start = perf_counter()
        work()
        return perf_counter() - start

    return min(once() for _ in range(times)) * 1_000


def compare(name: str, data: bytes, context: Mapping[str, object], rounds: int) -> None:
    template, findings = load_template(data, name)
    assert template is not None, findings
    assert template.render(context)[0] is not None
    load = best(lambda: load_template(data, name), rounds)
    ours = best(lambda: template.render(context), rounds)
    theirs = best(lambda: by_docxtpl(data, context), max(1, rounds // 5))
    print(f"{name}: {ours:.2f} ms (loaded once in {load:.1f}), docxtpl {theirs:.1f} ms", end="")
    print(f" = {theirs / ours:.1f} × faster")


def main() -> None:
    parser = argparse.ArgumentParser(description="our template engine and docxtpl")
    parser.add_argument("--rounds", type=int, default=15, help="the best of so many counts")
    parser.add_argument("--rows", type=int, default=1_160, help="of the long table")
    asked = parser.parse_args()
    lines = tuple(f"Nhiệm vụ {n}: đã hoàn thành, không phát sinh vướng mắc." for n in range(8))
    base = {"title": "BÁO CÁO THÁNG 9", "issuer": "Ban Tổ chức Thành ủy", "lines": lines}
    for name, data, rows in (
        ("one page", one_page(), 6),
        (f"{asked.rows:,} rows", long_report(), asked.rows),
    ):
        context = {**base, "rows": tuple(map(row, range(rows)))}
        compare(name, data, context, asked.rounds)


if __name__ == "__main__":
    main()
