"""P9, P11: what units wrote stands in the documents, all of it, as the same characters and nothing more."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocumentObject
from msgspec.structs import replace

from cv183_reports.app.month import read_month
from cv183_reports.model import Filing
from cv183_reports.spreadsheet.grid import CellKind
from cv183_reports.vietnamese.wording import number
from cv183_reports.workspace.folder import Workspace
from tests.builders_xlsx import read
from tests.conftest import Command, lay
from tests.promise_files import SEPTEMBER, answers_of, form_of
from tests.shipped import shipped_register
from tests.test_receive import laid

PERIOD = "2025-09"
EVIL = (
    "{{ 7 * 7 }} {% for x in (1, 2) %}lặp{% endfor %} {# ghi chú #}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    '=HYPERLINK("http://vidu.vn/x","bấm vào đây") là chữ',
    "=1+1 là chữ, không phải công thức",
    "@SUM(A1:A9) + -1 là chữ",
    "+84 225 3.123.456 là số điện thoại",
    "<w:p><w:r><w:t>thẻ</w:t></w:r></w:p> & &amp; ]]> <!-- -->",
    "http://vidu.vn/?a=1&b=2 là chữ",
    r"\\may-chu\chia-se\*.docx và C:\Windows",
    "%s %(x)s {0} {name} ${jndi:ldap://vidu.vn}",
    "_x0041_ và x000D là chữ",
    "“Ngoặc kép”, ‘ngoặc đơn’ – gạch… ½ m² 😀",
)
"""Texts that some program on the way might take for something else than text."""
PRINTED = tuple(text.replace("&amp;", "&").replace(" 😀", "") for text in EVIL)
"""Without marks of the program that they were copied from, and emoji, of which the unit is told."""


def text_of(document: DocumentObject) -> str:
    """Body, tables, headers and footers, on one line."""
    lines = [paragraph.text for paragraph in document.paragraphs]
    lines += [c.text for table in document.tables for row in table.rows for c in row.cells]
    for section in document.sections:
        for part in (section.header, section.footer, section.first_page_header):
            lines += [paragraph.text for paragraph in part.paragraphs]
    return " ".join(" ".join(lines).split())


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder whose units wrote EVIL, each of them two of it; not built yet."""
    root = lay(tmp_path_factory.mktemp("evil") / "CV 183")
    units = [unit for unit in shipped_register().units if unit.code.isdigit()]
    for n, unit in enumerate(units[: len(EVIL)]):
        first, second = EVIL[n], EVIL[(n + 1) % len(EVIL)]
        good = answers_of(unit.code)
        code, row = next(iter(good.rows.items()))
        spoilt = {
            **row, "result": f"Kết quả: {first}", "evidence": second,
            "difficulty": f"Khó khăn: {second}", "field": "Lĩnh vực khác",
            "proposal": f"Đề nghị: {first}", "level": "Trung ương",
        }  # fmt: skip
        plans = (f"Kế hoạch: {second}",)
        data = form_of(unit.code, replace(good, rows={**good.rows, code: spoilt}, plans=plans))
        laid(root / "data" / PERIOD / "nop", f"{unit.code}.xlsx", data)
    return root


def filings(root: Path) -> tuple[Filing, ...]:
    month = read_month(Workspace(root), shipped_register(), SEPTEMBER, None)
    return month.batch.filings


def written(filing: Filing) -> Iterator[str]:
    """Everything that the unit validly said in words or figures."""
    decimals = {each.code: each.decimals for each in shipped_register().indicators}
    for record in filing.records:
        yield from (record.result, record.evidence, record.difficulty, record.proposal)
    yield from (plan.text for plan in filing.plans)
    yield from (number(figure.value, decimals[figure.indicator]) for figure in filing.figures)


def test_what_some_program_might_take_for_a_command_stays_text(
    hostile: Path, command: Command
) -> None:
    assert command("--root", hostile, "build", PERIOD).code == 0
    found = filings(hostile)
    assert len(found) == len(EVIL)
    out = hostile / "out" / PERIOD
    for filing in found:
        (path,) = (out / "don-vi").glob(f"{filing.unit}-*.docx")
        text = text_of(Document(str(path))).casefold()
        lost = [
            t for t in written(filing) if " ".join(t.split()).rstrip(".").casefold() not in text
        ]
        assert lost == []
    report = text_of(Document(str(out / f"bao-cao-thang-{PERIOD}.docx")))
    assert all(f"Đề nghị: {evil}" in report for evil in PRINTED)
    assert all(f"Khó khăn: {evil}" in report for evil in PRINTED)


def test_no_document_links_to_anything_or_holds_a_program(hostile: Path, command: Command) -> None:
    assert command("--root", hostile, "build", PERIOD).code == 0
    made = [p for p in (hostile / "out").rglob("*") if p.suffix in (".docx", ".xlsx")]
    assert len(made) > len(EVIL)
    for path in made:
        with zipfile.ZipFile(path) as package:
            assert not [name for name in package.namelist() if "vba" in name.lower()]
            for name in package.namelist():
                if name.endswith(".rels"):
                    assert b"External" not in package.read(name), (path.name, name)


def test_every_text_stands_in_tong_hop_as_a_text(hostile: Path, command: Command) -> None:
    assert command("--root", hostile, "build", PERIOD).code == 0
    data = (hostile / "out" / PERIOD / f"tong-hop-{PERIOD}.xlsx").read_bytes()
    cells = [cell for sheet in read(data).sheets for cell in sheet.cells.values()]
    for evil in PRINTED:
        holding = [cell for cell in cells if cell.text.endswith(evil)]
        assert {f"Kết quả: {evil}", evil, f"Đề nghị: {evil}"} <= {cell.text for cell in holding}
        assert {cell.kind for cell in holding} == {CellKind.TEXT}
        assert not any(cell.from_formula for cell in holding)


def test_every_accepted_value_of_the_month_is_in_its_units_document(
    built: Path,
) -> None:
    """Of the shipped month of all units; the documents are opened by python-docx."""
    found = filings(built)
    assert len(found) > 130
    folder = built / "out" / PERIOD / "don-vi"
    assert len(list(folder.iterdir())) == len(found)
    for filing in found[::6]:
        (path,) = folder.glob(f"{filing.unit}-*.docx")
        text = text_of(Document(str(path))).casefold()
        values = [" ".join(value.split()).rstrip(".").casefold() for value in written(filing)]
        assert [value for value in values if value not in text] == []
