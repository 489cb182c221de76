"""Each kind of file that is no workbook is named by its content, whatever it is called."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cv183_reports.catalogue import files, intake
from cv183_reports.intake.guard import HEAD, is_ignored, opens_as_document, refusal_of
from cv183_reports.model.finding import Rule, Severity
from tests.builders_xlsx import RawEntry, filled_form, packed, parts, raw_zip

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1_000)
TYPES = "[Content_Types].xml"


def ole(*streams: str) -> bytes:
    """What an OLE file with these streams looks like from outside."""
    return OLE + b"".join(stream.encode("utf-16-le").ljust(64, b"\0") for stream in streams)


def zip_of(*names: str, mimetype: str = "") -> bytes:
    first = [RawEntry("mimetype", mimetype.encode(), stored=True)] if mimetype else []
    return raw_zip([*first, *(RawEntry(name, b"x") for name in names)])


ODF = "application/vnd.oasis.opendocument."
CASES: list[tuple[str, Rule, bytes | Callable[[], bytes]]] = [
    ("zero bytes", files.EMPTY_FILE, b""),
    ("zeros only", files.EMPTY_FILE, bytes(4096)),
    ("too big", files.TOO_BIG, lambda: b"PK\3\4" + bytes(10 * 1024 * 1024)),
    ("truncated xlsx", files.TRUNCATED, filled_form()[:2_000]),
    ("ods with its type damaged", files.TRUNCATED, zip_of(mimetype=ODF + "spreadsheet").replace(b"vnd", b"vnx")),
    ("xls of Excel 95", files.OLD_XLS, ole("Book")),
    ("doc", files.WORD_DOCUMENT, ole("1Table", "WordDocument")),
    ("doc holding a sheet", files.WORD_DOCUMENT, ole("WordDocument", "ObjectPool", "Workbook")),
    ("rtf", files.WORD_DOCUMENT, rb"{\rtf1\ansi}"),
    ("docx", files.WORD_DOCUMENT, zip_of(TYPES, "_rels/.rels", "word/document.xml")),
    ("xps", files.OFFICE_DOCUMENT, zip_of(TYPES, "_rels/.rels", "FixedDocumentSequence.fdseq")),
    ("docx without its types", files.WORD_DOCUMENT, zip_of("_rels/.rels", "word/document.xml")),
    ("msg", files.OUTLOOK_MESSAGE, ole("__nameid_version1.0", "__properties_version1.0", "Workbook")),
    ("ppt", files.OFFICE_DOCUMENT, ole("PowerPoint Document")),
    ("pptx", files.OFFICE_DOCUMENT, zip_of(TYPES, "ppt/presentation.xml")),
    ("odt", files.OFFICE_DOCUMENT, zip_of("content.xml", mimetype=ODF + "text")),
    ("pdf", files.PDF, b"%PDF-1.7\n%\xe2\xe3\xcf\xd3"),
    ("pdf after rubbish", files.PDF, b"\n\n junk %PDF-1.4"),
    ("html", files.WEB_PAGE, b"\r\n<HTML xmlns:x='urn:schemas-microsoft-com:office:excel'>"),
    ("html doctype", files.WEB_PAGE, b"\xef\xbb\xbf<!DOCTYPE html><p>"),
    ("html table", files.WEB_PAGE, b"<table border=1><tr><td>"),
    ("html in UTF-16", files.WEB_PAGE, "<html>".encode("utf-16")),
    ("xhtml", files.WEB_PAGE, b"<?xml version='1.0'?><html xmlns='x'>"),
    (
        "flat .ods",
        files.XML_TEXT,
        b"<?xml version='1.0'?><o:document o:mimetype='application/vnd.oasis.opendocument.spreadsheet'><meta/>",
    ),
    ("mht of Excel", files.WEB_PAGE, b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n"),
    ("xml", files.XML_TEXT, b"<?xml version='1.0'?><danh-sach><xa>An Lao</xa></danh-sach>"),
    (
        "xml",
        files.XML_WORKBOOK,
        (b"<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?>"
        b"<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'><Html>x</Html>"),
    ),
    ("page to sign in", files.SIGN_IN_PAGE, "<!DOCTYPE html><html><title>Đăng nhập - Google</title><form>".encode()),
    ("page before a download", files.SIGN_IN_PAGE, b"<html><title>Google Drive - Virus scan warning</title><p>"),
    ("table that names a drive", files.WEB_PAGE, b"<html><table><tr><td>https://drive.google.com/x</td></tr></table>"),
    ("tar", files.OTHER_ARCHIVE, b"bc.xlsx".ljust(257, b"\0") + b"ustar" + bytes(250)),
    ("xz", files.OTHER_ARCHIVE, b"\xfd7zXZ\0\0\4"),
    ("csv", files.PLAIN_TEXT, "Mã;Trạng thái\n1.1;Hoàn thành\n".encode()),
    ("csv in UTF-16", files.PLAIN_TEXT, "Mã\tTrạng thái\n".encode("utf-16")),
    ("csv in UTF-16, big end first", files.PLAIN_TEXT, b"\xfe\xff" + "Mã".encode("utf-16-be")),
    ("csv in TCVN3", files.PLAIN_TEXT, b"C\xabng t\xb8c x\xa9y d\xf9ng"),
    ("png", files.PICTURE, b"\x89PNG\r\n\x1a\n" + bytes(9)),
    ("jpg", files.PICTURE, b"\xff\xd8\xff\xe0" + bytes(9)),
    ("heic", files.PICTURE, b"\0\0\0\x18ftypheic" + bytes(9)),
    ("webp", files.PICTURE, b"RIFF\1\2\3\4WEBPVP8 "),
    ("rar", files.OTHER_ARCHIVE, b"Rar!\x1a\x07\x01\0"),
    ("7z", files.OTHER_ARCHIVE, b"7z\xbc\xaf\x27\x1c\0\4"),
    ("zip in several parts", files.OTHER_ARCHIVE, b"PK\7\x08PK\3\4" + bytes(30)),
    ("eml", files.MAIL, b"Received: from mail.haiphong.gov.vn\r\nFrom: a@b.vn\r\n"),
    ("zip", files.ZIP_OF_FILES, zip_of("11560.xlsx")),
    ("empty zip", files.ZIP_OF_FILES, raw_zip([])),
    ("epub", files.ZIP_OF_FILES, zip_of("a.xml", mimetype="application/epub+zip")),
    ("noise", files.UNKNOWN, b"\x01\x02\x03\xfa\xfb"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "data"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_each_kind_gives_exactly_its_code(rule: Rule, data: bytes | Callable[[], bytes]) -> None:
    finding = refusal_of(data if isinstance(data, bytes) else data(), "11560.xlsx")
    assert finding is not None
    assert finding.code == rule.code
    assert str(finding.place) == "11560.xlsx"


@pytest.mark.parametrize(
    "data",
    [
        filled_form(),
        packed(parts()),
        packed(parts(), {"xl/workbook.xml": "damaged"}),
        packed(parts(), {"mimetype": "application/epub+zip"}),
        raw_zip([RawEntry(f"xl/{n}") for n in range(2_001)]),
        ole("Workbook", "\5SummaryInformation"),
        ole("Workbook", "MBD0001", "WordDocument"),
        zip_of("content.xml", mimetype=ODF + "spreadsheet"),
        zip_of("content.xml", mimetype=ODF + "spreadsheet-template"),
        zip_of(TYPES, "xl/workbook.bin"),
    ],
)
def test_what_the_readers_are_to_judge(data: bytes) -> None:
    assert refusal_of(data, "11560.pdf") is None


def test_what_is_sealed_is_told_as_such() -> None:
    finding = refusal_of(b"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n", "11560.asc")
    assert finding is not None
    assert finding.code == intake.SEALED.code


IGNORED: list[tuple[str, Rule]] = [
    ("~$11560.xlsx", files.OPEN_IN_EXCEL),
    ("nop/~$11560.xlsx", files.OPEN_IN_EXCEL),
    ("nop\\~$11560.xlsx", files.OPEN_IN_EXCEL),
    (".~lock.11560.xlsx#", files.OPEN_IN_EXCEL),
    ("._11560.xlsx", files.SYSTEM_FILE),
    ("nop/.DS_Store", files.SYSTEM_FILE),
    ("nop.zip/__MACOSX/11560.xlsx", files.SYSTEM_FILE),
    ("Thumbs.db", files.SYSTEM_FILE),
    ("thumbs.db", files.SYSTEM_FILE),
    ("Desktop.ini", files.SYSTEM_FILE),
]


@pytest.mark.parametrize(("name", "rule"), IGNORED)
def test_files_that_are_no_reports_are_told_of_and_left(name: str, rule: Rule) -> None:
    finding = is_ignored(name)
    assert finding is not None
    assert (finding.code, finding.severity) == (rule.code, Severity.NOTE)


@pytest.mark.parametrize("name", ["11560.xlsx", "nop/a~$.xlsx", "Thumbs.db.xlsx", "nop/.an.xlsx"])
def test_other_names_are_not_ignored(name: str) -> None:
    assert is_ignored(name) is None


@pytest.mark.parametrize(
    ("first", "opens"),
    [
        ("[Content_Types].xml", True),
        ("[content_types].xml", True),
        ("mimetype", True),
        ("xl/workbook.xml", False),
        ("báo cáo.xlsx", False),
        ("[Content_Types].xml/báo cáo.xlsx", False),
    ],
)
def test_a_document_is_told_by_its_first_entry_where_that_is_what_only_documents_have(
    first: str, *, opens: bool
) -> None:
    head = raw_zip([RawEntry(first.encode(), b"x"), RawEntry(b"xl/workbook.xml", b"x")])
    assert opens_as_document(head[:HEAD]) is opens
