"""What can go wrong with what a unit sends, each made of the unit's own good form."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from io import BytesIO

import openpyxl
from msgspec import Struct
from openpyxl.worksheet.worksheet import Worksheet

from tests.builders_mail import attached, letter, ole, outlook, posted, winmail
from tests.builders_other import unpacked, xlsb
from tests.builders_xlsx import (
    DOCUMENT,
    MAIN,
    STRICT_DOCUMENT,
    STRICT_MAIN,
    RawEntry,
    packed,
    raw_zip,
    read,
)

Made = Mapping[str, bytes]
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(900)
DTD = b'<!DOCTYPE x [<!ENTITY a "ha">]>'


class Hazard(Struct, frozen=True):
    """One kind of sending."""

    make: Callable[[str, bytes], Made]
    """From the name and the bytes of the form: path → content of every file that comes."""
    expected: Mapping[str, str]
    """Of each thing received, by its path, ``{}`` the name of the form: its outcome, then codes."""


def edited(change: Callable[[openpyxl.Workbook], None]) -> Callable[[str, bytes], Made]:
    """The form, opened, changed and saved again by another program."""

    def make(name: str, data: bytes) -> Made:
        book = openpyxl.load_workbook(BytesIO(data))
        change(book)
        target = BytesIO()
        book.save(target)
        return {name: target.getvalue()}

    return make


def answer(book: openpyxl.Workbook, header: str, row: int = 0) -> openpyxl.cell.Cell:
    """The cell of that column in the n-th row of Báo cáo that holds a code."""
    sheet = book["Báo cáo"]
    assert isinstance(sheet, Worksheet)
    head = next(c for line in sheet.iter_rows() for c in line if c.value == header)
    rows = [r for r in range(head.row + 1, head.row + 25) if _is_code(sheet.cell(r, 1).value)]
    cell = sheet.cell(rows[row], head.column)
    assert isinstance(cell, openpyxl.cell.Cell)
    return cell


def _is_code(value: object) -> bool:
    return str(value or "").replace(".", "").isdigit() and not str(value).endswith(".")


def put(header: str, value: object) -> Callable[[str, bytes], Made]:
    def change(book: openpyxl.Workbook) -> None:
        answer(book, header).value = value  # type: ignore[assignment]

    return edited(change)


def as_is(content: bytes | Callable[[bytes], bytes]) -> Callable[[str, bytes], Made]:
    """Something else under the name of the form."""
    return lambda name, data: {name: content if isinstance(content, bytes) else content(data)}


def with_part(name: str, content: bytes) -> Callable[[bytes], bytes]:
    return lambda data: packed(unpacked(data), {name: content})


def strict(data: bytes) -> bytes:
    """The same workbook as Strict OOXML."""
    main, document = (
        (MAIN.encode(), STRICT_MAIN.encode()),
        (DOCUMENT.encode(), STRICT_DOCUMENT.encode()),
    )
    parts = unpacked(data).items()
    return packed({name: part.replace(*main).replace(*document) for name, part in parts})


def nested(name: str, data: bytes, depth: int) -> bytes:
    """The form in a .zip in a .zip …"""
    for level in range(depth):
        data = raw_zip([RawEntry(f"{level}.zip" if level else name, data)])
    return data


def mail(file: str, *others: tuple[str, bytes]) -> Callable[[str, bytes], Made]:
    """A mail with the form and other files attached."""
    return lambda name, data: {file: posted(letter((name, data), *others))}


def with_result(data: bytes) -> bytes:
    """The form with another result."""
    made = put("Kết quả thực hiện", "Đã ban hành kế hoạch, phân công từng đồng chí")("", data)
    return made[""]


def merge_two_tasks(book: openpyxl.Workbook) -> None:
    first, second = (answer(book, "Kết quả thực hiện", row) for row in (0, 1))
    book["Báo cáo"].merge_cells(f"{first.coordinate}:{second.coordinate}")


def hide_a_row(book: openpyxl.Workbook) -> None:
    book["Báo cáo"].row_dimensions[answer(book, "Trạng thái").row].hidden = True


def insert_a_column(book: openpyxl.Workbook) -> None:
    book["Số liệu"].insert_cols(2)


def delete_column(book: openpyxl.Workbook) -> None:
    book["Báo cáo"].delete_cols(answer(book, "Tỷ lệ (%)").column)


def delete_row(book: openpyxl.Workbook) -> None:
    book["Báo cáo"].delete_rows(answer(book, "Tỷ lệ (%)", 1).row)


def rename_sheet(book: openpyxl.Workbook) -> None:
    book["Báo cáo"].title = "Bao cao thang 9"


def copy_sheet(book: openpyxl.Workbook) -> None:
    book.copy_worksheet(book["Báo cáo"])


def lose_meta(book: openpyxl.Workbook) -> None:
    del book["_meta"]


def note_below(book: openpyxl.Workbook) -> None:
    sheet = book["Báo cáo"]
    sheet.cell(sheet.max_row + 3, 4, "Người duyệt: Trần Thị B")


def style_far_away(book: openpyxl.Workbook) -> None:
    book["Báo cáo"]["XFD1048576"].number_format = "0.00"


NOTHING, WARNED, FAULTY, REFUSED, IGNORED = (
    "accepted",
    "accepted-with-warnings",
    "has-errors",
    "rejected",
    "ignored",
)
HAZARDS: dict[str, Hazard] = {
    # Not a workbook of ours, or not one at all.
    "a scan": Hazard(as_is(PDF), {"{}": f"{REFUSED} FIL009"}),
    "zero bytes": Hazard(as_is(b""), {"{}": f"{REFUSED} FIL001"}),
    "a password": Hazard(as_is(ole({"EncryptionInfo": b"a", "EncryptedPackage": bytes(5_000)})), {"{}": f"{REFUSED} FIL004"}),
    "a Word document": Hazard(as_is(raw_zip([RawEntry("[Content_Types].xml", b"a"), RawEntry("word/document.xml", b"a")])), {"{}": f"{REFUSED} FIL006"}),
    "a web page": Hazard(as_is(b"<html><table>"), {"{}": f"{REFUSED} FIL010"}),
    "a text file": Hazard(as_is("Mã;Trạng thái\n".encode()), {"{}": f"{REFUSED} FIL011"}),
    "a photo": Hazard(as_is(JPEG), {"{}": f"{REFUSED} FIL014"}),
    "an archive nobody opens": Hazard(as_is(b"Rar!\x1a\x07\x01\0"), {"{}": f"{REFUSED} FIL015"}),
    "cut at the end": Hazard(as_is(lambda data: data[:-400]), {"{}": f"{REFUSED} FIL003"}),
    "one byte wrong": Hazard(as_is(lambda data: data[:5_000] + bytes([data[5_000] ^ 1]) + data[5_001:]), {"{}": f"{REFUSED} FIL031"}),
    "a DTD": Hazard(as_is(with_part("docProps/app.xml", DTD + b"<a/>")), {"{}": f"{REFUSED} FIL040"}),
    "a bomb": Hazard(as_is(with_part("xl/media/a.bin", bytes(41 << 20))), {"{}": f"{REFUSED} FIL038"}),
    # The form, saved or packed otherwise.
    "as .xlsb": Hazard(as_is(lambda data: xlsb(read(data))), {"{}": f"{NOTHING} FIL022"}),
    "as Strict OOXML": Hazard(as_is(strict), {"{}": NOTHING}),
    "decomposed name": Hazard(lambda name, data: {unicodedata.normalize("NFD", name): data}, {"{}": NOTHING}),
    "name of its own": Hazard(lambda _, data: {"Báo cáo (bản chính thức) - Copy.xlsx": data}, {"Báo cáo (bản chính thức) - Copy.xlsx": NOTHING}),
    "in a .zip in a .zip": Hazard(lambda name, data: {"gui BTC.zip": nested(name, data, 2)}, {"gui BTC.zip/1.zip/{}": NOTHING}),
    "in three .zips": Hazard(lambda name, data: {"gui BTC lan 2.zip": nested(name, data, 3)}, {"gui BTC lan 2.zip/2.zip/1.zip": f"{REFUSED} FIL068"}),
    "in a mail": Hazard(mail("Fwd bao cao.eml"), {"Fwd bao cao.eml/{}": NOTHING}),
    "in a mail with its scan": Hazard(mail("thu.eml", ("ky.pdf", PDF)), {"thu.eml/{}": NOTHING, "thu.eml/ky.pdf": f"{IGNORED} FIL089"}),
    "in a message of Outlook": Hazard(lambda name, data: {"RE_ bao cao.msg": outlook(attached(name, data))}, {"RE_ bao cao.msg/{}": NOTHING}),
    "in a winmail.dat": Hazard(lambda name, data: {"tu Outlook.eml": posted(letter(("winmail.dat", winmail(("A.XLS", name, data)))))}, {"tu Outlook.eml/{}": NOTHING}),
    "the same file again": Hazard(lambda name, data: {name: data, f"Bản sao của {name}": data}, {"{}": NOTHING, "Bản sao của {}": f"{NOTHING} SUB090"}),
    "two files at one time": Hazard(lambda name, data: {name: data, f"Bản khác {name}": with_result(data)}, {"{}": f"{FAULTY} SUB091", "Bản khác {}": f"{FAULTY} SUB091"}),
    "with what systems leave": Hazard(
        lambda name, data: {name: data, f"~${name}": b"x", "Thumbs.db": b"x", f"._{name}": b"x"},
        {"{}": NOTHING, "~${}": f"{IGNORED} FIL020", "Thumbs.db": f"{IGNORED} FIL021", "._{}": f"{IGNORED} FIL021"},
    ),
    # The form, changed.
    "columns of its own": Hazard(edited(insert_a_column), {"{}": NOTHING}),
    "a column lost": Hazard(edited(delete_column), {"{}": f"{REFUSED} FIL112 SUB012"}),
    "a row lost": Hazard(edited(delete_row), {"{}": f"{FAULTY} SUB016"}),
    "a sheet renamed": Hazard(edited(rename_sheet), {"{}": NOTHING}),
    "a sheet copied": Hazard(edited(copy_sheet), {"{}": f"{REFUSED} SUB011"}),
    "no hidden sheet": Hazard(edited(lose_meta), {"{}": f"{REFUSED} SUB001 SUB101"}),
    "two tasks merged": Hazard(edited(merge_two_tasks), {"{}": f"{FAULTY} SUB023"}),
    "a row hidden": Hazard(edited(hide_a_row), {"{}": f"{WARNED} SUB024"}),
    "a note below": Hazard(edited(note_below), {"{}": f"{FAULTY} SUB015"}),
    "a style at the end of the world": Hazard(edited(style_far_away), {"{}": NOTHING}),
    "a formula never calculated": Hazard(put("Kết quả thực hiện", "=A1&B1"), {"{}": f"{FAULTY} SUB031"}),
    "a result in VNI": Hazard(put("Kết quả thực hiện", "Coâng taùc xaây döïng Ñaûng vaø heä thoáng chính trò"), {"{}": f"{FAULTY} SUB032"}),
    "a status of its own": Hazard(put("Trạng thái", "Sắp xong"), {"{}": f"{FAULTY} SUB060"}),
    "a control character": Hazard(put("Kết quả thực hiện", "Đã ban hành_x0007_ kế hoạch"), {"{}": f"{WARNED} SUB033"}),
}  # fmt: skip
