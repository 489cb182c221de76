"""Forms that came back as .xlsx, .xls, .ods or .xlsb say the same; damaged or hostile ones say so."""

from __future__ import annotations

import hashlib
import json
import random
import struct
from collections.abc import Callable, Iterator
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from msgspec.structs import replace
from msoffcrypto.format.ooxml import OOXMLFile
from xlrd.compdoc import CompDoc

from cv183_reports.catalogue import files
from cv183_reports.catalogue.submission import FORMER_VERSION
from cv183_reports.model import Filing, Source
from cv183_reports.model.finding import Outcome, Rule
from cv183_reports.spreadsheet import xls
from cv183_reports.spreadsheet.bounded import Failed, Trouble, Worker
from cv183_reports.spreadsheet.grid import Cell, CellKind, Workbook
from cv183_reports.spreadsheet.reading import WorkbookKind, kind_of, read_any
from tests.builders_other import ods, ole, row, unpacked, xlsb
from tests.builders_xlsx import SHEET, packed, parts, sheet_xml
from tests.calamine import assert_read_alike
from tests.conftest import Command
from tests.damage import spread
from tests.saved_forms import FOLDER, filled, odd
from tests.shipped import shipped_register
from tests.submission_cases import judged

KINDS = {"xlsx": WorkbookKind.XLSX, "xls": WorkbookKind.XLS, "ods": WorkbookKind.ODS}


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker() as started:
        yield started


def saved(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def read(data: bytes, worker: Worker) -> Workbook:
    """The workbook, of which there is nothing to say but what kind it is."""
    workbook, findings = read_any(data, "tep", worker)
    kind = kind_of(data)
    assert [f.code for f in findings] == (
        [] if kind is WorkbookKind.XLSX else [files.OTHER_KIND.code]
    )
    assert workbook is not None
    return workbook


def content(filing: Filing | None) -> object:
    """What a filing says, without where: the rows are the same, the name of the file is not."""
    assert filing is not None
    nowhere = Source("")
    said = (*filing.records, *filing.figures, *filing.plans)
    return [replace(each, source=nowhere) for each in said], filing.faulty, filing.blank


@pytest.mark.parametrize("since_1904", [False, True])
@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods", "xlsb"])
def test_a_form_says_the_same_whatever_it_was_saved_as(
    kind: str, since_1904: bool, worker: Worker
) -> None:
    """Texts, dates, percentages in points and in a percent format, figures, plans."""
    original = read(filled(since_1904=since_1904), worker)
    expected = judged(original)
    assert expected.findings == ()
    assert expected.filing is not None
    assert len(expected.filing.records) == 4
    data = (
        xlsb(original, since_1904=since_1904)
        if kind == "xlsb"
        else saved(f"form{'-1904' * since_1904}.{kind}")
    )
    found = judged(read(data, worker))
    assert [f for f in found.findings if f.code != FORMER_VERSION.code] == []
    assert content(found.filing) == content(expected.filing)


def cells(book: Workbook) -> dict[str, Cell]:
    return {cell.reference: cell for cell in book.sheets[0].cells.values()}


ODD = """
C3 DATE 2025-08-15|D3 DATE 2025-08-15T14:30:00|E3 DATE 1899-12-31T07:30:00
C4 NUMBER 0.3|D4 NUMBER -5|E4 NUMBER 100000000000000000000|F4 NUMBER 0.29
C5 ERROR #DIV/0!|D5 ERROR #N/A|E5 ERROR #VALUE!|F5 ERROR #NAME?
C6 NUMBER 2|D6 TEXT chữ|F6 BOOLEAN TRUE
C7 TEXT dòng 1↵dòng 2|D7 TEXT  hai  bên |E7 TEXT a⇥b|F7 TEXT '80|G7 TEXT 15/8/2025
C8 TEXT ẩn|C10 TEXT gộp
"""
OF_ODS = {"E5 ERROR #VALUE!": "E5 ERROR Err:502", "F6 BOOLEAN TRUE": "F6 NUMBER 1"}
"""What LibreOffice itself puts into an .ods."""


@pytest.mark.parametrize("kind", list(KINDS))
def test_whatever_a_cell_may_hold(kind: str, worker: Worker) -> None:
    book = read(saved(f"odd.{kind}"), worker)
    found = cells(book)
    assert found.pop("C14").text == "x" * 32_767
    lines = {
        f"{place} {cell.kind.name} "
        + (f"{cell.number:f}" if cell.kind is CellKind.NUMBER else cell.text).replace("\n", "↵").replace("\t", "⇥")
        for place, cell in found.items()
    }  # fmt: skip
    expected = set(ODD.strip().replace("\n", "|").split("|"))
    assert lines == ({OF_ODS.get(line, line) for line in expected} if kind == "ods" else expected)
    formulas = {place for place, cell in found.items() if cell.from_formula}
    assert formulas == {"C5", "D5", "E5", "F5", "C6", "D6", "F6"}
    assert found["C8"].font == ".VnTime"
    sheet, meta = book.sheets
    assert [str(merged) for merged in sheet.merged] == ["C10:D12"]
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({8}, {10})
    assert (sheet.visible, meta.visible, meta.name) == (True, False, "_meta")


@pytest.mark.parametrize("name", ["excel-kinds.xls", "excel-1904.xls"])
def test_an_xls_that_excel_wrote_reads_as_calamine_reads_it(name: str, worker: Worker) -> None:
    """From the tests of calamine (MIT)."""
    assert_read_alike(read(saved(name), worker), FOLDER / name)


def test_in_an_xlsx_that_nobody_calculated_the_formulas_are_told_of(worker: Worker) -> None:
    found = cells(read(odd(), worker))
    assert {found[place].kind for place in ("C5", "C6", "F6")} == {CellKind.UNCALCULATED}


def test_kinds_are_told_by_content() -> None:
    for name, kind in KINDS.items():
        assert kind_of(saved(f"form.{name}")) is kind
    assert kind_of(saved("excel-kinds.xlsb")) is WorkbookKind.XLSB
    assert kind_of(saved("form.ods")[:9_000]) is WorkbookKind.XLSX
    assert kind_of(b"") is WorkbookKind.XLSX


def test_macros_are_noted_and_nothing_else_of_them(worker: Worker) -> None:
    """An .xlsm is an .xlsx with a further part; an .xlsb likewise."""
    rels = parts()["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="v" Type="x/vbaProject" Target="vbaProject.bin"/></Relationships>',
    )
    macro = {"xl/_rels/workbook.xml.rels": rels, "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}
    assert read(packed(parts(), macro), worker).has_macros
    assert read(saved("excel-kinds.xlsb"), worker).has_macros


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_the_command_reads_them(kind: str, command: Command, empty: Path) -> None:
    """The register of the working folder does not know the obligations of this form; it reads it."""
    inbox = empty / "data" / "2025-09" / "nop"
    inbox.mkdir(parents=True)
    (inbox / "11560-Thủy Nguyên.xlsx").write_bytes(saved(f"form.{kind}"))
    ran = command("--root", empty, "check", inbox)
    assert files.OTHER_KIND.code in ran.out
    assert "Báo cáo!" in ran.out


def unlike(data: bytes, whole: Workbook, worker: Worker) -> bool:
    """Whether damaged `data` reads as something else without a finding on it."""
    workbook, findings = read_any(data, "tep", worker)
    return workbook is not None and workbook != whole and len(findings) <= 1


@pytest.mark.parametrize("kind", ["ods", "xlsb"])
def test_no_bit_flip_is_read_as_something_else(kind: str, worker: Worker) -> None:
    """Every part has its CRC; 400 flips all over the file, and one in every third byte of the directory."""
    data = saved("odd.ods") if kind == "ods" else saved("excel-1904.xlsb")
    whole = read(data, worker)
    dice = random.Random(183)
    for place in (*spread(len(data), 400, dice), *range(data.index(b"PK\1\2"), len(data), 3)):
        flipped = bytearray(data)
        flipped[place] ^= 1 << dice.randrange(8)
        assert not unlike(bytes(flipped), whole, worker), place


@pytest.mark.parametrize("name", ["form.ods", "form.xls", "odd.xls", "excel-kinds.xlsb"])
def test_no_truncation_is_read(name: str, worker: Worker) -> None:
    """Of an .xls too: the chains of its sectors lead nowhere then."""
    data = saved(name)
    for length in range(8, len(data) - 1, 331):
        workbook, findings = read_any(data[:length], "tep", worker)
        assert workbook is None
        assert len(findings) == 1


def test_a_spoilt_xls_never_breaks_anything(worker: Worker) -> None:
    """It has no checksum: what is promised is an answer, and the same child for the next file."""
    data = saved("form.xls")
    read(data, worker)
    child = worker.process_id
    dice = random.Random(11)
    refused = 0
    for _ in range(100):
        spoilt = bytearray(data)
        for _ in range(dice.randrange(1, 30)):
            spoilt[dice.randrange(8, len(spoilt))] = dice.randrange(256)
        workbook, findings = read_any(bytes(spoilt), "tep", worker)
        assert workbook is not None or len(findings) == 1
        refused += workbook is None
    assert refused > 10
    assert worker.process_id == child


def test_a_truncated_and_a_locked_xls_have_their_own_sentences(worker: Worker) -> None:
    _, (finding,) = read_any(saved("form.xls")[:9_999], "tep.xls", worker)
    assert finding.code == files.TRUNCATED.code
    locked = saved("form.xls")
    head = locked.index(b"\x09\x08\x10\0\0\x06\x05\0")
    end = head + 20
    locked = locked[:end] + b"\x2f\0\x02\0\0\0" + locked[end + 6 :]
    _, (finding,) = read_any(locked, "tep.xls", worker)
    assert finding.code == files.PASSWORD.code


LOCKED = (files.PASSWORD, files.DEFAULT_PASSWORD)
"""What is said of files under a password."""


def stream_of(name: str) -> bytes:
    """The records of a saved .xls."""
    memory, base, length = CompDoc(saved(name), logfile=StringIO()).locate_named_stream("Workbook")
    assert memory is not None
    return bytes(memory[base : base + length])


def rc4(key: bytes, data: bytes) -> bytes:
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def digest(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def locked_xls(password: str) -> bytes:
    """The filled .xls as Excel 97 to 2003 locks it (MS-OFFCRYPTO 2.3.6, MS-XLS 2.2.10)."""
    salt, verifier = bytes(range(16)), bytes(range(16, 32))
    base = digest((digest(password.encode("utf-16-le"))[:5] + salt) * 16)[:5]

    def key(block: int) -> bytes:
        return digest(base + struct.pack("<L", block))

    proof = rc4(key(0), verifier + digest(verifier))
    lock = struct.pack("<2H3H", 0x2F, 54, 1, 1, 1) + salt + proof
    plain, records = stream_of("form.xls").rstrip(b"\0") + bytes(3), []
    while plain:
        kind, length = struct.unpack_from("<2H", plain)
        records.append((kind, plain[: 4 + length]))
        plain = plain[4 + length :]
    records.insert(1, (0x2F, lock))
    clear, shut = bytearray(), bytearray()
    for kind, record in records:
        body = record[4:]
        if kind == 0x85:  # where its sheet begins, which is never locked
            (start,) = struct.unpack_from("<L", body)
            body = struct.pack("<L", start + len(lock)) + body[4:]
        open_bytes = {0x0809: len(body), 0x2F: len(body), 0xE1: len(body), 0x85: 4}.get(kind, 0)
        shut += b"\1" * (4 + open_bytes) + b"\0" * (len(body) - open_bytes)
        clear += record[:4] + body
    sealed = b"".join(
        rc4(key(at // 1024), bytes(clear[at : at + 1024])) for at in range(0, len(clear), 1024)
    )
    return ole(bytes(c if s else e for c, e, s in zip(clear, sealed, shut, strict=True)))


def test_what_excel_locks_with_its_own_password_is_read_as_it_opens(worker: Worker) -> None:
    """It opens in Excel without a question: the clerk who sent it knows of no password."""
    found, (note, *others) = read_any(saved("locked-by-excel.xlsx"), "tep.xlsx", worker)
    assert (note.code, others) == (files.DEFAULT_PASSWORD.code, [])
    assert found is not None
    judgement = judged(found, register=shipped_register())
    assert judgement.filing is not None
    assert len(judgement.filing.records) > 3

    found, notes = read_any(locked_xls("VelvetSweatshop"), "tep.xls", worker)
    assert [each.code for each in notes] == [files.DEFAULT_PASSWORD.code, files.OTHER_KIND.code]
    assert found is not None
    assert found.sheets == read(saved("form.xls"), worker).sheets


def test_a_password_of_their_own_is_told_and_never_tried_further(worker: Worker) -> None:
    own = BytesIO()
    OOXMLFile(BytesIO(saved("form.xlsx"))).encrypt("Ngô Quyền 2025", own)
    whole, empty = saved("locked-by-excel.xlsx"), ole(bytes(64), "EncryptedPackage")
    for data in (own.getvalue(), locked_xls("Ngô Quyền 2025"), whole[:9_999], empty):
        workbook, (finding,) = read_any(data, "tep.xlsx", worker)
        assert workbook is None
        assert finding.code == files.PASSWORD.code


TROUBLES: list[tuple[Trouble, Rule]] = [
    (Trouble.TOO_LONG, files.READING_TOO_LONG),
    (Trouble.TOO_MUCH_MEMORY, files.READING_TOO_BIG),
    (Trouble.BROKE_OFF, files.READING_BROKE_OFF),
    (Trouble.NOT_STARTED, files.READING_NOT_STARTED),
]


@pytest.mark.parametrize(("trouble", "rule"), TROUBLES)
def test_what_goes_wrong_in_the_worker_has_its_sentence(
    trouble: Trouble, rule: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Worker() as worker:
        monkeypatch.setattr(worker, "run", lambda *_: Failed(trouble))
        workbook, (finding,) = read_any(saved("form.xls"), "tep.xls", worker)
    assert workbook is None
    assert finding.code == rule.code


def test_too_many_sheets_and_cells_of_an_xls(monkeypatch: pytest.MonkeyPatch) -> None:
    """The job answers one more than is allowed, so that it is seen."""
    assert xls.MAX_ANSWERED == 200_001
    assert xls.MAX_SHEETS_ANSWERED == 31
    sheet = '{"name": "a", "visible": true, "merged": [], "hidden_rows": [], "hidden_columns": [], "comments": [], "cells": [%s]}'
    cells = ",".join(
        f'[{n // 256 + 1}, {n % 256 + 1}, "n", "1", 0, "", []]' for n in range(200_001)
    )
    whole = '{"since_1904": false, "has_macros": false, "styles": [["General", "", false, 0]], "sheets": [%s]}'
    cases = {
        files.TOO_MANY_CELLS.code: whole % (sheet % cells),
        files.TOO_MANY_SHEETS.code: whole % ",".join([sheet % ""] * 31),
        files.NO_SHEETS.code: whole % "",
    }
    for code, answer in cases.items():
        content = json.loads(answer)
        monkeypatch.setattr(xls, "content_of", lambda _, content=content: content)
        assert [f.code for f in xls.read_xls(saved("form.xls"), "x")[1]] == [code]


def odd_stream() -> bytes:
    """The records of the odd .xls."""
    memory, base, length = CompDoc(saved("odd.xls"), logfile=StringIO()).locate_named_stream(
        "Workbook"
    )
    assert memory is not None
    return bytes(memory[base : base + length]).rstrip(b"\0")


def xls_with(records: bytes) -> bytes:
    """The odd .xls with further records at the end of its last sheet, in an OLE file of our own."""
    stream = odd_stream()
    end = stream.rindex(b"\x0a")
    return ole(stream[:end] + records + b"\x0a\0\0\0")


AUTOMATIC, WHITE, RED, YELLOW, INK, GROUND = 0x7FFF, 9, 10, 13, 0x40, 0x41


def recoloured(ink: int, pattern: int, ground: int) -> bytes:
    """The odd .xls, all of its letters and grounds in these colours of the palette."""
    stream, at = bytearray(odd_stream() + bytes(3)), 0  # the last record has nothing in it
    while at + 4 <= len(stream):
        identity, length = struct.unpack_from("<2H", stream, at)
        if identity == 0x31:  # FONT
            struct.pack_into("<H", stream, at + 8, ink)
        elif identity == 0xE0:  # XF
            (borders,) = struct.unpack_from("<I", stream, at + 18)
            struct.pack_into("<IH", stream, at + 18, borders & 0x3FFFFFF | pattern << 26, ground)
        at += 4 + length
    return ole(bytes(stream))


@pytest.mark.parametrize(
    ("ink", "pattern", "ground", "is_faint"),
    [
        (WHITE, 0, INK, True),
        (WHITE, 1, GROUND, True),
        (RED, 1, RED, True),
        (WHITE, 1, YELLOW, False),
        (WHITE, 4, WHITE, False),
        (AUTOMATIC, 0, INK, False),
        (AUTOMATIC, 1, INK, False),
        (RED, 0, INK, False),
    ],
)
def test_letters_of_the_colour_of_their_ground_in_an_xls(
    ink: int, pattern: int, ground: int, worker: Worker, *, is_faint: bool
) -> None:
    sheets = read(recoloured(ink, pattern, ground), worker).sheets
    assert [set(sheet.faint) for sheet in sheets] == [
        set(sheet.cells) if is_faint else set() for sheet in sheets
    ]


@pytest.mark.parametrize(
    ("height", "width", "hidden"),
    [(0, 0, (1, 1)), (9, 127, (1, 1)), (10, 128, (0, 0)), (0x8000, 2_000, (0, 0))],
)
def test_what_is_drawn_without_width_or_height_in_an_xls_is_hidden(
    height: int, width: int, hidden: tuple[int, int], worker: Worker
) -> None:
    low = struct.pack("<2H6HI", 0x0208, 16, 0, 0, 1, height, 0, 0, 0)
    narrow = struct.pack("<2H6H", 0x007D, 12, 3, 3, width, 15, 0, 0)
    sheet = read(xls_with(low + narrow), worker).sheets[-1]
    assert (len({1} & sheet.hidden_rows), len({4} & sheet.hidden_columns)) == hidden


def blanks(rows: range) -> bytes:
    """256 styled blank cells in each of `rows` (MULBLANK)."""
    styles = struct.pack("<256H", *[15] * 256)
    return b"".join(
        struct.pack("<4H", 0xBE, 6 + len(styles), row, 0) + styles + struct.pack("<H", 255)
        for row in rows
    )


def numbers(count: int) -> bytes:
    """So many cells with a number (NUMBER)."""
    return b"".join(
        struct.pack("<5Hd", 0x0203, 14, 1 + n // 256, n % 256, 15, n) for n in range(count)
    )


def test_an_ole_file_of_another_writer(worker: Worker) -> None:
    book = read(xls_with(numbers(3)), worker)
    assert book.sheets[0] == read(saved("odd.xls"), worker).sheets[0]
    assert [cell.text for cell in book.sheets[1].cells.values()] == ["unit", "0", "1", "2"]


ROWS = 1_048_576
STYLED = 'table:style-name="c" table:number-columns-repeated="16384">'
HOSTILE: list[tuple[str, Callable[[], bytes], str]] = [
    ("xlsx, every row styled, a styled cell in the last", lambda: packed(parts(), {SHEET: sheet_xml('<row><c s="1"/></row>' * (ROWS - 1) + '<row><c r="XFD1048576" s="1"/></row>')}), ""),
    ("xls of 7 MB, all styled blanks", lambda: xls_with(blanks(range(1, 13_400))), "FIL022"),
    ("xls, 200,000 cells", lambda: xls_with(numbers(200_000)), "FIL047"),
    ("ods, every row written out", lambda: ods('<table:table-row><table:table-cell table:style-name="c"/></table:table-row>' * (ROWS // 3)), "FIL022"),
    ("ods, every cell styled", lambda: ods(row(STYLED, number_rows_repeated=str(ROWS))), "FIL022"),
    ("ods, every cell filled", lambda: ods(row('table:number-columns-repeated="16384" office:value-type="float" office:value="1">', number_rows_repeated=str(ROWS))), "FIL047"),
    ("ods, 1.5 million times 30,000 blanks", lambda: ods(row("><text:p>" + '<text:s text:c="30000"/>' * 1_500_000 + "</text:p>")), "FIL022 FIL050"),
]  # fmt: skip


HOSTILE_ODS = [case for case in HOSTILE if case[0].startswith("ods")]
"""The others are read by the command in test_promises_hostile.py."""


@pytest.mark.parametrize(("data", "code"), [pytest.param(*c[1:], id=c[0]) for c in HOSTILE_ODS])
def test_the_worst_files_stay_within_20_seconds_and_700_megabytes(
    data: Callable[[], bytes], code: str
) -> None:
    """Read inside the worker, whose limits these are; it would answer that they were overrun."""
    with Worker(package="tests") as worker:
        assert worker.run("tests.jobs:codes", data()) == code.encode()


def test_outcome_of_a_sound_form_in_another_kind(worker: Worker) -> None:
    workbook, findings = read_any(saved("form.ods"), "tep.ods", worker)
    assert workbook is not None
    assert judged(workbook, on_cells=findings).outcome is Outcome.ACCEPTED
    assert "(.ods)" in findings[0].message


def test_parts_of_an_ods_are_proved_though_nobody_reads_them(worker: Worker) -> None:
    honest = unpacked(saved("form.ods"))
    data = packed(honest, {"settings.xml": "<!DOCTYPE a><a/>"})
    _, (finding,) = read_any(data, "tep", worker)
    assert finding.code == files.DOCTYPE.code
