"""Cells and texts that are taken whole give what they give element by element, whatever stands around them."""

from __future__ import annotations

import pytest

from cv183_reports.catalogue import files
from cv183_reports.ooxml import xml
from cv183_reports.spreadsheet.xlsx import read_workbook
from tests.builders_xlsx import MAIN, SHEET, codes, only_sheet, packed, parts, raw_workbook

STRINGS = "xl/sharedStrings.xml"
ORDINARY = (
    '<c r="B1"><v>12</v></c><c r="C1" s="1"><v>45884</v></c><c r="D1" t="s"><v>0</v></c><c r="E1"/>'
)
ROWS = [
    f'<row r="1">{ORDINARY}</row>',
    f'<row r="1" hidden="1">{ORDINARY}</row><row r="2"><c r="A2" t="str"><v>chữ</v></c><c r="B2"><v>1</v></c></row>',
    f'<row r="1"><c r="A1" t="inlineStr"><is><t>chữ</t></is></c>{ORDINARY}</row>',
    f'<row r="1"><c r="A1" t="n" s="1"><is><t>chữ</t></is></c>{ORDINARY}<c r="F1"><is><t/></is></c></row>',
    f'<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve"> _x0041_\n</t></is></c>{ORDINARY}</row>',
    f'<row r="1"><c r="A1" t="inlineStr"><is><t></t></is></c>{ORDINARY}<c r="F1"><is><t>a&amp;b</t></is></c></row>',
    f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"dài" * 12_000}</t></is></c>{ORDINARY}</row>',
    f'<row r="1">{ORDINARY}<c r="F1" t="inlineStr"><is><t>a</t><t>b</t></is></c></row>',
    f'<row r="1">{ORDINARY}<c r="F1"><v>1</v><is><t>b</t></is></c><c r="G1"><is><t>b</t></is><v>1</v></c></row>',
    f'<row r="1">{ORDINARY}{ORDINARY}</row>',
    f'<row r="2">{ORDINARY}</row>',
    f"<row>{ORDINARY}</row><row>{ORDINARY}</row>",
    f'<row r="1"><c r="XFE1"><v>1</v></c>{ORDINARY}</row>',
    f'<row r="1">{ORDINARY}<c><v>3</v></c></row>',
    f'<row r="1"><c r="A1">{ORDINARY}<v>3</v></c></row>',
    f'<row r="1"><c r="A1"><v>{ORDINARY}</v></c></row>',
    f'<row r="1"><c r="A1" t="inlineStr"><is><rPh>{ORDINARY}</rPh></is></c></row>',
    f'<row r="1"><c r="A1"><row r="1">{ORDINARY}</row></c></row>',
    f'<row r="1"><r><rPr><strike/></rPr></r>{ORDINARY}<c r="F1"><is><t>x</t></is></c></row>',
    f'<row r="1"><c r="A1"><is><t>a</t></is></c>{ORDINARY}<r><rPr><strike/></rPr></r><c r="F1"><is><t>x</t></is></c></row>',
    f'<row r="1"><x>{ORDINARY}</x></row>',
    ORDINARY,
    f'<row r="1">{"<a>" * 60}{ORDINARY}{"</a>" * 60}</row>',
    f'<row r="1">{"<a>" * 61}{ORDINARY}{"</a>" * 61}</row>',
    f'<row r="1">{"<a>" * 62}<c r="B1"/>{"</a>" * 62}</row>',
    f'<row r="1"><!-- {ORDINARY} --><c r="A1"><v>7</v></c></row>',
    f'<row r="1"><?x {ORDINARY} ?><c r="A1"><v>7</v></c></row>',
    f'<row r="1"><![CDATA[{ORDINARY}]]><c r="A1"><v>7</v></c></row>',
    f'<row r="1" x="{ORDINARY}"/>',
    f"<row r=\"1\" x='{ORDINARY}'/>",
    f'<row r="1">{ORDINARY}',
    f'<row r="1">{ORDINARY}</row></row>',
    f'</sheetData><row r="1">{ORDINARY}</row><sheetData>',
    f'<row r="1">{ORDINARY}</row></sheetData><sheetData><row r="1">{ORDINARY}</row>',
    '<row r="1"><c r="A1" t="s"><v>99</v></c><c r="B1" t="zz"><v>1</v></c><c r="C1"><v>x y</v></c></row>',
    '<row r="1"><c r="A1" t="str"><v>_x0041_</v></c><c r="B1" t="str"><v>a]]b</v></c></row>',
]
TEXTS = [
    "<si><t>chữ</t></si>",
    '<si><t xml:space="preserve"> chữ\n</t></si>',
    "<si><t>a\r\nb</t></si>",
    "<si><t>a&amp;b</t></si>",
    "<si><t>a]]>b</t></si>",
    "<si><t>_x0041_</t></si>",
    "<si><t></t></si>",
    "<t><si><t>chữ</t></si></t>",
    "<rPh><si><t>chữ</t></si></rPh>",
    "<si><si><t>chữ</t></si></si>",
    "<si><t>chữ\x01</t></si>",
    "<si><t>chữ\ufffe</t></si>",
    "<si><t>chữ\ufffd</t></si>",
]
DECLARATIONS = [
    "",
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<?xml version="1.0" encoding="us-ascii"?>',
]


def shared(texts: str) -> str:
    return f'<sst xmlns="{MAIN}">{texts}</sst>'


def said_of(data: bytes) -> object:
    return read_workbook(data, "tep.xlsx")


def check_alike(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = said_of(data)
    with monkeypatch.context() as patched:
        patched.setattr(xml, "_is_plain", lambda _content: False)
        assert said_of(data) == taken


@pytest.mark.parametrize("rows", ROWS)
def test_cells_taken_whole_are_those_read_element_by_element(
    rows: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_alike(raw_workbook(rows), monkeypatch)


def test_looks_that_stand_in_no_cell_are_those_of_none() -> None:
    stray = "<r><rPr><strike/></rPr></r>"
    within = f'<c r="A1" t="inlineStr"><is>{stray}</is></c>'
    for before in (stray, within):
        sheet = only_sheet(
            raw_workbook(f'<row r="1">{before}<c r="B1"><is><t>x</t></is></c></row>')
        )
        assert [cell.text for cell in sheet.cells.values()] == ["x"]


@pytest.mark.parametrize("declaration", DECLARATIONS)
@pytest.mark.parametrize("texts", TEXTS)
def test_texts_taken_whole_are_those_read_element_by_element(
    texts: str, declaration: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    strings = declaration + shared(texts)
    check_alike(packed(parts(rows), {STRINGS: strings}), monkeypatch)


def test_a_text_that_is_no_utf8_is_no_xml() -> None:
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    strings = shared("<si><t>@</t></si>").encode().replace(b"@", b"\xed\xa0\x80")
    assert codes(packed(parts(rows), {STRINGS: strings})) == [files.BAD_XML.code]


def test_what_looks_like_a_cell_in_utf16_is_text() -> None:
    hidden = b'<c r="B1"><v>123</v></c>'.decode("utf-16-le")
    rows = f'<row r="1">{hidden}<c r="A1"><v>7</v></c></row>'
    sheet = parts(rows)[SHEET].decode().encode("utf-16")
    assert [
        cell.reference for cell in only_sheet(packed(parts(rows), {SHEET: sheet})).cells.values()
    ] == ["A1"]
