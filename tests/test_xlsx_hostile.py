"""Damaged and hostile workbooks: each is refused with its own code, none raises, none lies."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from cv183_reports.catalogue import files
from cv183_reports.intake.guard import refusal_of
from cv183_reports.model.finding import Rule
from cv183_reports.spreadsheet.xlsx import read_workbook
from tests.builders_xlsx import (
    SHEET,
    RawEntry,
    codes,
    filled_form,
    only_cell,
    packed,
    parts,
    raw_workbook,
    raw_zip,
    relationships,
    sheet_xml,
    strings_xml,
    workbook_xml,
)
from tests.damage import spread

CELL = '<row r="1"><c r="A1"{}</c></row>'
DTD = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
XXE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
MEGABYTE = 1024 * 1024


def changed(part: str, content: str | bytes | None) -> Callable[[], bytes]:
    return lambda: packed(parts(), {part: content})


def rows(xml: str) -> Callable[[], bytes]:
    return lambda: raw_workbook(xml)


def zipped(*extra: RawEntry, count: int | None = None) -> Callable[[], bytes]:
    """An honest workbook with further entries."""
    honest = [RawEntry(name, content) for name, content in parts().items()]
    return lambda: raw_zip([*honest, *extra], count)


def bomb(megabytes: int, declared: int | None = None) -> Callable[[], bytes]:
    """An honest workbook with an entry of zeros, well packed."""

    def built() -> bytes:
        return zipped(RawEntry("a.bin", bytes(megabytes * MEGABYTE), size=declared))()

    return built


def reread(*targets: str) -> dict[str, str]:
    """Changes that give the workbook one sheet for each of `targets`."""
    sheets = "".join(f'<sheet name="s{n}" r:id="r{n}"/>' for n in range(len(targets)))
    arrows = [(f"r{n}", "worksheet", target) for n, target in enumerate(targets)]
    return {
        "xl/workbook.xml": workbook_xml(sheets),
        "xl/_rels/workbook.xml.rels": relationships(*arrows),
    }


CASES: list[tuple[str, Rule, Callable[[], bytes]]] = [
    ("no zip", files.BROKEN_ZIP, lambda: b"khong phai zip"),
    ("nothing", files.BROKEN_ZIP, lambda: b""),
    ("no directory", files.BROKEN_ZIP, lambda: packed(parts())[:300]),
    ("fewer entries than listed", files.BROKEN_ZIP, zipped(count=9)),
    ("file too big", files.TOO_BIG, zipped(RawEntry("a.bin", bytes(10 * MEGABYTE), stored=True))),
    ("wrong CRC", files.DAMAGED_PART, zipped(RawEntry("a.xml", b"<a/>", packed=b"<b/>", method=0))),
    ("no deflate data", files.DAMAGED_PART, zipped(RawEntry("a.xml", b"<a/>", packed=b"\xff\xff\xff"))),
    ("names differ", files.DAMAGED_PART, zipped(RawEntry("a.xml", b"<a/>", local_name="b.xml"))),
    ("header of another", files.DAMAGED_PART, zipped(RawEntry("a.xml", b"<a/>", same_data_as=0))),
    ("understated size", files.DAMAGED_PART, bomb(200, declared=100)),
    ("overstated size", files.DAMAGED_PART, zipped(RawEntry("a.bin", b"abc", size=4))),
    ("encrypted", files.ENCRYPTED_PART, zipped(RawEntry("a.xml", b"<a/>", flags=1))),
    ("bzip2", files.UNKNOWN_COMPRESSION, zipped(RawEntry("a.xml", b"<a/>", method=12))),
    ("two of a name", files.DUPLICATE_PART, zipped(RawEntry(SHEET, b"<a/>"))),
    ("two but for case", files.DUPLICATE_PART, zipped(RawEntry(SHEET.upper(), b"<a/>"))),
    ("two but for slash", files.DUPLICATE_PART, zipped(RawEntry("/" + SHEET, b"<a/>"))),
    ("overlap", files.OVERLAPPING_PARTS, lambda: raw_zip([RawEntry("a", b"x" * 99), RawEntry("a", b"x" * 99, same_data_as=0)])),
    ("climbing name", files.UNSAFE_NAME, zipped(RawEntry("xl/../../a.xml", b"<a/>"))),
    ("name with NUL", files.UNSAFE_NAME, zipped(RawEntry("a.xml\0.png", b"<a/>"))),
    ("2,001 entries", files.TOO_MANY_PARTS, zipped(*(RawEntry(f"a{n}") for n in range(1_994)))),
    ("2,001 relationships", files.TOO_MANY_PARTS, changed("_rels/.rels", relationships(*[("a", "b", "c")] * 2_001))),
    ("part of 41 MB", files.PART_TOO_BIG, bomb(41)),
    ("three of 39 MB", files.PARTS_TOO_BIG, lambda: packed(parts(), {f"xl/{n}.bin": bytes(39 * MEGABYTE) for n in range(3)})),
    ("one part read 30 times", files.PARTS_TOO_BIG, lambda: packed(parts(), {**reread(*["worksheets/sheet1.xml"] * 30), SHEET: sheet_xml(" " * 3 * MEGABYTE)})),
    ("DTD in the sheet", files.DOCTYPE, changed(SHEET, DTD + sheet_xml(CELL.format(' t="str"><v>&b;</v>')))),
    ("DTD in the strings", files.DOCTYPE, changed("xl/sharedStrings.xml", DTD + strings_xml("<t>&b;</t>"))),
    ("DTD in a part nobody needs", files.DOCTYPE, changed("xl/theme/theme1.xml", DTD + "<a/>")),
    ("DTD in relationships nobody needs", files.DOCTYPE, changed("xl/x.rels", DTD + "<a/>")),
    ("external entity", files.DOCTYPE, changed("[Content_Types].xml", XXE + "<Types>&a;</Types>")),
    ("DTD in UTF-16", files.DOCTYPE, changed("xl/workbook.xml", (DTD + workbook_xml()).encode("utf-16"))),
    ("DTD in UTF-16 without mark", files.DOCTYPE, changed("a.xml", ('<?xml version="1.0" encoding="UTF-16"?>' + DTD + "<a/>").encode("utf-16-be"))),
    ("UTF-7", files.BAD_XML, changed("a.xml", b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-<a/>')),
    ("unknown encoding", files.BAD_XML, changed(SHEET, b'<?xml version="1.0" encoding="unicode_escape"?><a/>')),
    ("multi-byte encoding", files.BAD_XML, changed(SHEET, b'<?xml version="1.0" encoding="shift_jis"?><a/>')),
    ("XML cut short", files.BAD_XML, changed(SHEET, sheet_xml("")[:-9])),
    ("undefined entity", files.BAD_XML, changed(SHEET, sheet_xml("&nbsp;"))),
    ("a tag of 5 MB", files.BAD_XML, changed(SHEET, f'<worksheet a="{"x" * 5 * MEGABYTE}"/>')),
    ("empty workbook part", files.BAD_XML, changed("xl/workbook.xml", "")),
    ("65 levels", files.TOO_DEEP, changed(SHEET, "<a>" * 65 + "</a>" * 65)),
    ("no relationships", files.MISSING_PART, changed("_rels/.rels", None)),
    ("no workbook", files.MISSING_PART, changed("xl/workbook.xml", None)),
    ("no sheet part", files.MISSING_PART, changed(SHEET, None)),
    ("no strings part", files.MISSING_PART, changed("xl/sharedStrings.xml", None)),
    ("sheet without target", files.MISSING_PART, changed("xl/_rels/workbook.xml.rels", None)),
    ("a document", files.NOT_A_WORKBOOK, changed("xl/workbook.xml", "<w:document xmlns:w='w'/>")),
    ("no sheets", files.NO_SHEETS, changed("xl/workbook.xml", workbook_xml(""))),
    ("31 sheets", files.TOO_MANY_SHEETS, lambda: packed(parts(), reread(*["a.xml"] * 31))),
    ("200,001 cells", files.TOO_MANY_CELLS, rows("<row>" + "</row><row>".join(["<c><v>1</v></c>" * 10_000] * 20) + "</row><row><c><v>1</v></c></row>")),
    ("200,001 merges", files.TOO_MANY_CELLS, lambda: packed(parts(), {SHEET: sheet_xml("", '<mergeCell ref="A1"/>' * 200_001)})),
    ("row 1048577", files.BAD_REFERENCE, rows('<row r="1048577"/>')),
    ("row after the last", files.BAD_REFERENCE, rows('<row r="1048576"/><row/>')),
    ("row 0", files.BAD_REFERENCE, rows('<row r="0"/>')),
    ("row in words", files.BAD_REFERENCE, rows('<row r="một"/>')),
    ("column XFE", files.BAD_REFERENCE, rows('<row r="1"><c r="XFE1"/></row>')),
    ("column after the last", files.BAD_REFERENCE, rows('<row r="1"><c r="XFD1"/><c/></row>')),
    ("cell of another row", files.BAD_REFERENCE, rows('<row r="2"><c r="A12"/></row>')),
    ("cell outside rows", files.BAD_REFERENCE, rows("<c><v>1</v></c>")),
    ("merge of nothing", files.BAD_REFERENCE, changed(SHEET, sheet_xml("", '<mergeCell ref="A0:B1"/>'))),
    ("hidden columns twice", files.BAD_REFERENCE, changed(SHEET, sheet_xml("", '<col min="1" max="9" hidden="1"/>' * 2))),
    ("hidden columns backwards", files.BAD_REFERENCE, changed(SHEET, sheet_xml("", '<col min="9" max="1" hidden="1"/>'))),
    ("one cell twice", files.DUPLICATE_CELL, rows(CELL.format("><v>1</v>") + CELL.format("><v>2</v>"))),
    ("32,768 characters", files.LONG_TEXT, rows(CELL.format(f' t="str"><v>{"a" * 32_768}</v>'))),
    ("no such string", files.UNREADABLE_CELL, rows(CELL.format(' t="s"><v>1</v>'))),
    ("string -1", files.UNREADABLE_CELL, rows(CELL.format(' t="s"><v>-1</v>'))),
    ("number in words", files.UNREADABLE_CELL, rows(CELL.format("><v>tám mươi</v>"))),
    ("boolean 2", files.UNREADABLE_CELL, rows(CELL.format(' t="b"><v>2</v>'))),
    ("unknown type", files.UNREADABLE_CELL, rows(CELL.format(' t="z"><v>1</v>'))),
    ("wrong date", files.UNREADABLE_CELL, rows(CELL.format(' t="d"><v>30/2/2025</v>'))),
    ("blank error", files.UNREADABLE_CELL, rows(CELL.format(' t="e"><v> </v>'))),
    ("1,001 bad cells", files.TOO_MANY_UNREADABLE, rows("<row>" + '<c t="b"><v>2</v></c>' * 1_001 + "</row>")),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "data"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_each_gives_exactly_its_code(rule: Rule, data: Callable[[], bytes]) -> None:
    assert codes(data()) == [rule.code]


def test_a_cell_that_cannot_be_read_is_never_taken_for_blank_or_for_a_value() -> None:
    data = raw_workbook(CELL.format(' t="b"><v>2</v>'))
    workbook, (finding,) = read_workbook(data, "tep.xlsx")
    assert workbook is not None
    cell = workbook.sheets[0].cells[1, 1]
    assert (cell.kind.name, cell.text, cell.number) == ("ERROR", "2", None)
    assert str(finding.place) == "tep.xlsx · Báo cáo!A1"


def test_32767_characters_are_read() -> None:
    assert (
        len(only_cell(raw_workbook(CELL.format(f' t="str"><v>{"ữ" * 32_767}</v>'))).text) == 32_767
    )


def test_what_surrounds_the_zip_does_not_matter() -> None:
    honest = packed(parts())
    assert only_cell(honest + b"\r\n").text == "1"


FORM = filled_form()
FORM_READ = read_workbook(FORM, "tep.xlsx")


def damaged_silently(data: bytes) -> bool:
    """Whether the damaged form reads as something else without a finding."""
    if refusal_of(data, "tep.xlsx") is not None:
        return False
    found = read_workbook(data, "tep.xlsx")
    return found[0] != FORM_READ[0] if not found[1] else False


def test_no_bit_flip_changes_what_is_read_unnoticed() -> None:
    assert FORM_READ[0] is not None
    assert len(FORM_READ[0].sheets[0].cells) == 20
    dice = random.Random(183)
    unchanged = 0
    for place in spread(len(FORM), 700, dice):
        flipped = bytearray(FORM)
        flipped[place] ^= 1 << dice.randrange(8)
        assert not damaged_silently(bytes(flipped))
        unchanged += read_workbook(bytes(flipped), "tep.xlsx") == FORM_READ
    assert unchanged < 210


def test_no_bit_flip_in_the_directory_changes_what_is_read_unnoticed() -> None:
    directory = FORM.index(b"PK\1\2")
    for place in range(directory, len(FORM)):
        flipped = bytearray(FORM)
        flipped[place] ^= 1 << place % 8
        assert not damaged_silently(bytes(flipped))


def test_no_truncation_is_read() -> None:
    for length in range(0, len(FORM), 7):
        assert read_workbook(FORM[:length], "tep.xlsx")[0] is None


def test_bytes_written_over_never_raise() -> None:
    dice = random.Random(5)
    for _ in range(300):
        start = dice.randrange(len(FORM))
        length = dice.randrange(1, 64)
        spoilt = FORM[:start] + dice.randbytes(length) + FORM[start + length :]
        assert not damaged_silently(spoilt)


def test_spoilt_xml_never_raises() -> None:
    """Every part of an honest workbook, a few bytes changed, packed soundly again."""
    dice = random.Random(9)
    honest = parts('<row r="1"><c r="A1" s="1" t="n"><f>B1</f><v>45884</v></c></row>')
    for _ in range(600):
        name = dice.choice(list(honest))
        spoilt = bytearray(honest[name])
        for _ in range(dice.randrange(1, 4)):
            spoilt[dice.randrange(len(spoilt))] = dice.choice(b'<>"&/;x0-9:=\xff\0')
        workbook, findings = read_workbook(packed({**honest, name: bytes(spoilt)}), "tep.xlsx")
        assert workbook is not None or len(findings) == 1
