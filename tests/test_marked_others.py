"""Marked copies of what other programs write, of odd packages, and of the worst files."""

from __future__ import annotations

import re
import time
from io import BytesIO

import pytest
import xlsxwriter

from cv183_reports.form.marked.copy import mark
from cv183_reports.model.finding import Severity
from tests.builders_other import unpacked
from tests.builders_xlsx import (
    DOCUMENT,
    MAIN,
    SHEET,
    STRICT_DOCUMENT,
    STRICT_MAIN,
    packed,
    raw_workbook,
    read,
    sheet_xml,
)
from tests.builders_xlsx import parts as smallest
from tests.conftest import REPOSITORY
from tests.marked_cases import HEAD, comments, fault, listed, marked, marks, opened, theirs

LIBREOFFICE = (REPOSITORY / "tests" / "data" / "libreoffice.xlsx").read_bytes()
ONE = [fault("B7"), fault("A1", Severity.WARNING)]


def rich() -> bytes:
    """A workbook with whatever a unit might put into one, by XlsxWriter."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    page = book.add_worksheet("Báo cáo")
    other = book.add_worksheet("Trang ‘lạ’ & <khác>")
    page.write_row(0, 0, ["a", 1, 2.5])
    page.write_formula("D1", "=B1+C1", None, 3.5)
    page.merge_range("B7:D9", "gộp")
    page.conditional_format("A1:C3", {"type": "data_bar", "data_bar_2010": True})
    page.conditional_format("A1:C3", {"type": "cell", "criteria": ">", "value": 1})
    page.data_validation("E1", {"validate": "list", "source": ["x", "y"]})
    page.write_url("A5", "https://example.vn")
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "='Báo cáo'!$A$1:$C$1"})
    page.insert_chart("F5", chart)
    page.insert_textbox("F20", "hình")
    page.add_table("A11:B13")
    page.insert_button("A16", {"caption": "Nút"})
    page.write_comment("C1", "của đơn vị")
    other.write_comment("B2", "cũng của đơn vị")
    other.repeat_rows(0)
    book.define_name("Vùng", "='Báo cáo'!$A$1")
    book.close()
    return target.getvalue()


def test_everything_a_unit_put_in_stays() -> None:
    original = rich()
    copy = marked(original, ONE)
    before, after = unpacked(original), unpacked(copy)
    assert before.keys() <= after.keys()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        "[Content_Types].xml",
        "xl/_rels/workbook.xml.rels",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
    }
    for kept in (b"dataValidation ", b"x14:dataBar", b"<tablePart ", b"<drawing ", b"<controls>"):
        assert (kept in before["xl/worksheets/sheet1.xml"]) == (
            kept in after["xl/worksheets/sheet1.xml"]
        )
    assert marks(copy) == {"error": {"Báo cáo!B7:D9"}, "warning": {"Báo cáo!A1"}}
    drawn = after["xl/drawings/vmlDrawing1.vml"]
    assert drawn.count(b'ObjectType="Note"') == 3
    assert drawn.count(b'ObjectType="Button"') == 1
    assert unpacked(marked(copy, []))["xl/drawings/vmlDrawing1.vml"].count(b"ObjectType") == 2
    assert opened(copy).sheetnames[1:] == [
        "Báo cáo",
        "Trang ‘lạ’ & <khác>",
    ]


def test_macros_stay_byte_for_byte() -> None:
    book = unpacked(rich())
    types = (
        book["[Content_Types].xml"]
        .replace(b"spreadsheetml.sheet.main+xml", b"x")
        .replace(
            b"application/vnd.openxmlformats-officedocument.x",
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        )
    )
    rels = book["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" Target="vbaProject.bin" '
        b'Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"/></Relationships>',
    )
    original = packed(
        book,
        {
            "[Content_Types].xml": types,
            "xl/_rels/workbook.xml.rels": rels,
            "xl/vbaProject.bin": bytes(range(256)) * 9,
        },
    )
    copy = marked(original, ONE)
    assert read(copy).has_macros
    assert unpacked(copy)["xl/vbaProject.bin"] == bytes(range(256)) * 9
    assert b"macroEnabled" in unpacked(copy)["[Content_Types].xml"]


def test_a_file_of_libreoffice_is_marked() -> None:
    sheet = read(LIBREOFFICE).sheets[0].name
    copy = marked(LIBREOFFICE, [fault("B2", sheet=sheet)])
    assert theirs(copy) == read(LIBREOFFICE).sheets
    assert marks(copy)["error"] == {f"{sheet}!B2"}
    assert comments(copy).keys() == {f"{sheet}!B2"}


def test_a_strict_file_is_marked_in_its_own_terms() -> None:
    strict = packed(
        {
            name: part.decode()
            .replace(MAIN, STRICT_MAIN)
            .replace(DOCUMENT, STRICT_DOCUMENT)
            .encode()
            for name, part in smallest().items()
        }
    )
    copy = marked(strict, ONE)
    assert theirs(copy) == read(strict).sheets
    assert len(listed(copy)) == 2
    written = b"".join(part for name, part in unpacked(copy).items() if not name.startswith("["))
    assert MAIN.encode() not in written
    assert DOCUMENT.encode() not in written


PREFIXED = (
    sheet_xml('<x:row r="1"><x:c r="A1" t="str"><x:v>a</x:v></x:c></x:row>')
    .replace("<sheetData", "<x:sheetData")
    .replace("</sheetData", "</x:sheetData")
    .replace("<worksheet xmlns=", "<x:worksheet xmlns:x=")
    .replace("</worksheet", "</x:worksheet")
)
ROWS = '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'
ODD = {
    "prefixed": packed(smallest(), {SHEET: PREFIXED}),
    "no rows": raw_workbook(""),
    "no rows, closed": packed(smallest(), {SHEET: sheet_xml("").replace("></sheetData>", "/>")}),
    "UTF-16": packed(
        smallest(),
        {SHEET: f'<?xml version="1.0" encoding="UTF-16"?>{sheet_xml(ROWS)}'.encode("utf-16")},
    ),
    "byte order mark": packed(smallest(), {SHEET: "\ufeff" + sheet_xml(ROWS)}),
    "rows without numbers": raw_workbook('<row><c t="str"><v>a</v></c></row><row ht="40"/>'),
    "no styles": packed(
        smallest(),
        {
            "xl/styles.xml": None,
            "xl/_rels/workbook.xml.rels": re.sub(
                '<Relationship Id="rId3"[^>]*>',
                "",
                smallest()["xl/_rels/workbook.xml.rels"].decode(),
            ),
        },
    ),
    "last cell": raw_workbook('<row r="1048576"><c r="XFD1048576" s="1"/></row>'),
    "our hole in a comment": packed(
        smallest(), {SHEET: sheet_xml(ROWS, after="<!-- <sheetData> -->")}
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_packages_are_marked(name: str) -> None:
    findings = [*ONE, fault("XFD1048576")]
    copy = marked(ODD[name], findings)
    assert theirs(copy) == read(ODD[name]).sheets
    assert [row[1][-10:] for row in listed(copy)][-1] == "XFD1048576"
    assert marked(copy, findings) == copy
    assert b"XFD1048576" in b"".join(unpacked(copy).values())


@pytest.mark.parametrize(
    ("part", "content"),
    [
        (SHEET, "<worksheet>"),
        (SHEET, f'<!DOCTYPE x [<!ENTITY e "e">]>{sheet_xml(ROWS)}'),
        (SHEET, sheet_xml(ROWS, before="<cv183-rows/>")),
        ("xl/styles.xml", "<a"),
        ("xl/workbook.xml", "<a/>"),
        ("[Content_Types].xml", None),
        ("[Content_Types].xml", "x"),
    ],
)
def test_what_is_not_sound_is_not_marked(part: str, content: str | None) -> None:
    assert mark(packed(smallest(), {part: content}), ONE, HEAD) is None


def test_a_drawing_that_cannot_be_read_is_left_as_it_is() -> None:
    book = unpacked(rich())
    name = "xl/drawings/vmlDrawing1.vml"
    broken = book[name].replace(b"<div", b"<br><div")
    copy = marked(packed(book, {name: broken}), ONE)
    assert unpacked(copy)[name] == broken
    assert unpacked(copy)["xl/comments1.xml"] == book["xl/comments1.xml"]
    assert marks(copy)["error"] == {"Báo cáo!B7:D9"}


def test_the_worst_file_is_marked_within_bounds() -> None:
    rows = "".join(f'<row r="{row}" s="1" ht="20"/>' for row in range(1, 1_048_577))
    findings = [fault(f"C{row}") for row in (*range(1, 1_001), 1_048_576)]
    data = raw_workbook(rows)
    start = time.process_time()
    copy = marked(data, findings)
    assert time.process_time() - start < 20
    assert rows.encode() in unpacked(copy)[SHEET]
    assert unpacked(copy)["xl/can-sua-comments1.xml"].count(b"</comment>") == len(findings)
