"""What a file is, by its name and its first bytes: to be read, refused or ignored; and names fit to be shown."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from io import BytesIO

from cv183_reports.catalogue import files
from cv183_reports.catalogue import intake as mails
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding, Rule
from cv183_reports.ooxml.archive import (
    MAX_FILE,
    MEGABYTE,
    OLE,
    Refusal,
    ZipEntry,
    entries,
    read_entry,
)
from cv183_reports.spreadsheet.reading import BINARY_MAIN, CONTENT_TYPES, MIMETYPE, part_name
from cv183_reports.vietnamese.text import lazy_pattern
from cv183_reports.vietnamese.wording import upper_first

_TONES_AND_MARKS = frozenset("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")
_UNSHOWABLE = lazy_pattern("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, marks that turn the writing round, halves of characters."""


def decoded_name(raw: bytes, *, utf8: bool) -> str:
    """The name of a zip entry.

    Only programs that set the UTF-8 flag say which encoding they used. The others: macOS writes
    UTF-8 all the same, a Vietnamese Windows its code page 1258, everything else code page 437.
    """
    if utf8:
        return raw.decode("utf-8", "replace")
    for encoding in ("utf-8", "cp1258"):
        try:
            name = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or all(map(_is_vietnamese, unicodedata.normalize("NFD", name))):
            return name
    return raw.decode("cp437")


def shown_name(name: str) -> str:
    """`name` as a path to be shown: NFC, ``/``, no control characters, nothing that climbs."""
    parts = [
        part for part in showable(name).replace("\\", "/").split("/") if part not in ("", ".", "..")
    ]
    return "/".join(parts) or "\ufffd"


def showable(text: str) -> str:
    """`text` in NFC, ``\ufffd`` for what no screen should be given."""
    return _UNSHOWABLE.sub("\ufffd", unicodedata.normalize("NFC", text))


@lru_cache(maxsize=256)
def _is_vietnamese(character: str) -> bool:
    """Whether a decomposed character may stand in a Vietnamese file name."""
    return character.isascii() or character in "đĐ–—“”’" or character in _TONES_AND_MARKS


ZIP = b"PK\3\4"
"""How a zip with something in it begins."""
EMPTY_ZIP = b"PK\5\6"

_ARCHIVES = {
    b"Rar!\x1a\x07": "RAR",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"\x1f\x8b": "gzip",
    b"\xfd7zXZ\0": "xz",
    b"MSCF\0\0\0\0": "CAB",
    b"PK\x07\x08": "ZIP chia nhiều phần (.z01)",
}
_PICTURES = {
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"BM": "BMP",
}
_TAR = slice(257, 262)
"""Where an archive of tar says so: ``ustar``."""
_HEIC = lazy_pattern(rb".{4}ftyp(?:heic|heix|hevc|mif1|msf1|avif)", re.DOTALL)
_WEBP = lazy_pattern(rb"RIFF.{4}WEBP", re.DOTALL)
_HTML = lazy_pattern(
    rb"<(?:!doctype\s+html|html|head|body|table|meta|style|div)\b|<!--\[if", re.IGNORECASE
)
_SIGN_IN = lazy_pattern(
    rb"accounts\.google|drive\.google|login\.(?:microsoft|live)|onedrive|type=[\"']?password|<title>[^<]{0,40}(?:sign ?in|log ?in|virus scan|\xc4[\x90\x91]\xc4\x83ng nh\xe1\xba\xadp)",
    re.IGNORECASE,
)
"""What pages hold that a browser saves in place of a file that it was not let to."""
_TABLE_ROW = lazy_pattern(rb"<tr\b", re.IGNORECASE)
_MAIL_HEADER = lazy_pattern(rb"[A-Za-z][A-Za-z0-9-]{0,60}:")
_TRACE_HEADER = lazy_pattern(
    rb"(?:Received|Return-Path|Delivered-To|DKIM-Signature|ARC-[\w-]+|Authentication-Results):",
    re.IGNORECASE,
)
"""What mail servers put before all else, often more than is looked at."""
_MIME_HEADER = lazy_pattern(rb"Content-[A-Za-z-]{1,40}:", re.IGNORECASE)
_SAID_OF_MAILS = lazy_pattern(
    rb"^(?:Received|Message-ID|MIME-Version|From|To|Subject|Date|Content-Type):",
    re.IGNORECASE | re.MULTILINE,
)
_OF_A_WHOLE_MAIL = lazy_pattern(
    rb"^(?:Received|MIME-Version|Content-[A-Za-z-]{1,40}):", re.IGNORECASE | re.MULTILINE
)
"""What the head of a mail has that no mailer quotes where one is handed on."""
_SAVED_WEB_PAGE = lazy_pattern(
    rb"^(?:X-Document-Type: Workbook|Snapshot-Content-Location:|From: <?Saved by )",
    re.IGNORECASE | re.MULTILINE,
)
HEAD = 4096
"""Bytes in which a text file shows what it is."""
_CONTROL = lazy_pattern(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")

_OLE_STREAMS = (
    ("EncryptedPackage", None),
    ("__properties_version1.0", files.OUTLOOK_MESSAGE),
    ("__nameid_version1.0", files.OUTLOOK_MESSAGE),
    ("Workbook", None),
    ("Book", files.OLD_XLS),
    ("WordDocument", files.WORD_DOCUMENT),
)
"""Names in the directory of an OLE file (MS-CFB) that tell whose it is; None: an .xls, or a file under a password, that is read."""

_OFFICE_PARTS = {
    "xl/workbook.xml": None,
    BINARY_MAIN: None,
    "word/document.xml": files.WORD_DOCUMENT,
    "ppt/presentation.xml": files.OFFICE_DOCUMENT,
    "visio/document.xml": files.OFFICE_DOCUMENT,
    "fixeddocumentsequence.fdseq": files.OFFICE_DOCUMENT,
    "fixeddocseq.fdseq": files.OFFICE_DOCUMENT,
}
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_DOCUMENT_STARTS = (CONTENT_TYPES, MIMETYPE, "_rels/", "docprops/", "xl/", "word/", "customxml/")

_OWN_LOCKS = lazy_pattern(r"~\$.*|\.~lock\..*#", re.DOTALL)
_SYSTEM_FILES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_MAC_FOLDER = "__macosx"


def refusal_of(data: bytes, file: str) -> Finding | None:
    """Say what `data` is; None when it is a workbook for `reading.read_any` to judge."""
    place = Source(file)
    if found := other_kind(data, file):
        rule, kind = found
        return rule.at(place, kinds=(upper_first(kind),), names=(file.rpartition("/")[2],))
    if not data.strip(b"\0"):
        return files.EMPTY_FILE.at(place)
    if len(data) > MAX_FILE:
        return too_big(file, len(data))
    if known := _by_signature(data):
        rule, kind = known
        return rule.at(place, kind=kind)
    if data.startswith((ZIP, EMPTY_ZIP)):
        rule_of = _zip_rule
    else:
        rule_of = _ole_rule if data.startswith(OLE) else _text_rule
    told = rule_of(data)
    return None if told is None else told.at(place)


def _by_signature(data: bytes) -> tuple[Rule, str] | None:
    """The rule on archives and pictures that are known by how they begin, and what they are called."""
    for signatures, rule in ((_ARCHIVES, files.OTHER_ARCHIVE), (_PICTURES, files.PICTURE)):
        for signature, kind in signatures.items():
            if data.startswith(signature):
                return rule, kind
    if data[_TAR] == b"ustar":
        return files.OTHER_ARCHIVE, "tar"
    if _HEIC.match(data) or _WEBP.match(data):
        return files.PICTURE, "HEIC" if _HEIC.match(data) else "WebP"
    return None


def is_ignored(name: str) -> Finding | None:
    """The note for a file that is no report at all, from its path `name`; None for any other."""
    *folders, last = name.replace("\\", "/").split("/")
    if _OWN_LOCKS.fullmatch(last):
        return files.OPEN_IN_EXCEL.at(Source(name))
    of_system = last.startswith("._") or last.lower() in _SYSTEM_FILES
    if of_system or any(folder.lower() == _MAC_FOLDER for folder in folders):
        return files.SYSTEM_FILE.at(Source(name))
    return None


_SHORTCUT_SIZE = 64 * 1024
_LNK = b"L\0\0\0\1\x14\2\0"
_SHORTCUTS = {
    "url": lazy_pattern(rb"\s*\[(?:InternetShortcut|\{000214A0-)", re.IGNORECASE),
    "desktop": lazy_pattern(rb"\s*\[Desktop Entry\]"),
    "webloc": lazy_pattern(rb"(?:bplist00|.{0,300}<plist).{1,200}URL", re.DOTALL),
    "glink": lazy_pattern(
        rb"\s*\{.{0,600}\"(?:(?:doc_id|resource_key|resource_id)\"|url\": ?\"https?://(?:docs|drive)\.google\.com)",
        re.DOTALL,
    ),
}
"""How files begin that only lead to another."""
_APPLE_PARTS = lazy_pattern(
    r"(?:[^/]+\.(numbers|pages|key)/)?(index/document\.iwa|index\.(?:zip|xml|apxl)(?:\.gz)?)"
)
_APPLE_HISTORY = "buildversionhistory.plist"


def other_kind(data: bytes, file: str) -> tuple[Rule, str] | None:
    """The rule on what units send in place of a form without knowing, and what it is called.

    Shortcuts to what lies elsewhere, and documents of Apple's programs. The content tells; of an empty
    or unknown file, its name.
    """
    ending = file.rpartition(".")[2].lower()
    if data.startswith(ZIP):
        kind = "" if begins_as_document(data[:1024]) else _apple_kind(data, ending)
        return (mails.APPLE_DOCUMENTS, mails.APPLE_KINDS[kind]) if kind else None
    kind = _shortcut_kind(data)
    if kind == "glink" or not (kind or may_be_sent(data) or is_picture(data)):
        kind = ending if ending in mails.SHORTCUT_KINDS else kind
    is_unknown = not (kind or may_be_sent(data) or is_picture(data)) and data.strip(b"\0")
    if is_unknown and ending in ("numbers", "pages"):
        return mails.APPLE_DOCUMENTS, mails.APPLE_KINDS[ending]
    return (mails.SHORTCUTS, mails.SHORTCUT_KINDS[kind]) if kind else None


def _shortcut_kind(data: bytes) -> str:
    if data.startswith(_LNK):
        return "lnk"
    head = _as_bytes(data[:HEAD]) if len(data) <= _SHORTCUT_SIZE else b""
    return next((kind for kind, begins in _SHORTCUTS.items() if begins.match(head)), "")


def _apple_kind(data: bytes, ending: str) -> str:
    try:
        return apple_kind(entries(BytesIO(data)), ending)
    except Refusal:
        return ending if ending in mails.APPLE_KINDS else ""


def apple_kind(found: list[ZipEntry], ending: str = "") -> str:
    """Whether a zip of these entries is one document of Numbers, Pages or Keynote, and of which."""
    names = [entry.name.lower() for entry in found]
    has_history = any(name.rpartition("/")[2] == _APPLE_HISTORY for name in names)
    for name in () if is_document(found) else names:
        part = _APPLE_PARTS.fullmatch(name)
        if part and (has_history or name.endswith(".iwa")):
            return part[1] or (ending if ending in mails.APPLE_KINDS else "iwork")
    return ""


def is_mail(head: bytes) -> bool:
    """Whether a file that begins so is a mail (.eml), from its first four kilobytes."""
    text = head[:HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not _MAIL_HEADER.match(text) or _SAVED_WEB_PAGE.search(text):
        return False
    told = {name.lower() for name in _SAID_OF_MAILS.findall(text)}
    return len(told) > 1 or bool(_TRACE_HEADER.match(text))


def as_posted(data: bytes) -> bytes:
    """A mail as it came, whatever kept it since; anything else as it is.

    Apple Mail (.emlx) puts a count before it and a list behind it; an editor that saves as "Unicode" makes two bytes of each.
    """
    if data.startswith(_IN_TWO_BYTES) and is_mail(_as_bytes(data[:HEAD])):
        return _as_bytes(data)
    count = _COUNT.match(data)
    if count is None or not is_mail(data[count.end() : count.end() + HEAD]):
        return data
    *_, last = (None, *_LIST.finditer(data, count.end()))
    return data[count.end() : last.start() if last else len(data)]


_IN_TWO_BYTES = (b"\xff\xfe", b"\xfe\xff")
_COUNT = lazy_pattern(rb"[0-9]{1,10}[ \t]*\r?\n")
_LIST = lazy_pattern(rb"<\?xml[^>]{1,100}>\s{1,9}<!DOCTYPE plist")


def is_mime(content: object) -> bool:
    """Whether `content` begins as what a signed letter holds: a part of a mail, without its head."""
    if not isinstance(content, bytes):
        return False
    return is_mail(content) or bool(_MIME_HEADER.match(content[:HEAD].lstrip()))


def is_mailbox(head: bytes) -> bool:
    """Whether a file that begins so has mails one after the other (mbox), as mail programs export them."""
    text = head[:HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    first, _, rest = text.partition(b"\n")
    return first.startswith((b"From ", b">From ")) and is_mail(rest)


def may_be_sent(content: object) -> bool:
    """Whether `content` is of a kind that a report may come as or in; a letter's own trimmings are not."""
    if not isinstance(content, bytes):
        return False
    if (
        content.startswith((ZIP, EMPTY_ZIP, OLE, *_ARCHIVES))
        or is_mail(as_posted(content))
        or is_mailbox(content)
    ):
        return True
    return _text_rule(content) in _SENT_TEXTS


_PAGES = (files.WEB_PAGE, files.SIGN_IN_PAGE)
_SENT_TEXTS = (files.PDF, files.WORD_DOCUMENT, files.XML_TEXT, *_PAGES)


def is_written(content: object) -> bool:
    """Whether `content` is what people write in letters: a web page, or the head of a letter that they hand on."""
    if not isinstance(content, bytes):
        return False
    is_handed_on = is_mail(content) and not _OF_A_WHOLE_MAIL.search(content[:HEAD])
    return is_handed_on or _text_rule(content) in _PAGES


def is_outlook_message(data: bytes) -> bool:
    """Whether `data` is a mail saved by Outlook (.msg)."""
    return data.startswith(OLE) and _ole_rule(data) is files.OUTLOOK_MESSAGE


def is_picture(content: object) -> bool:
    """Whether `content` is a picture of a kind that mailers show."""
    if not isinstance(content, bytes):
        return False
    return content.startswith(tuple(_PICTURES)) or bool(
        _HEIC.match(content) or _WEBP.match(content)
    )


def too_big(file: str, size: int) -> Finding:
    """The finding for a file of `size` bytes, more than is read."""
    return files.TOO_BIG.at(Source(file), size=-(-size // MEGABYTE), limit=MAX_FILE // MEGABYTE)


def is_document(found: list[ZipEntry]) -> bool:
    """Whether a zip of these entries is itself one document (OOXML, OpenDocument), not files packed.

    Its main part tells it, too, where the list of types was lost on the way.
    """
    names = {part_name(entry.name) for entry in found}
    return not names.isdisjoint((CONTENT_TYPES, MIMETYPE, *_OFFICE_PARTS))


def opens_as_document(head: bytes) -> bool:
    """Whether a zip is told for one document by its first entry alone; `head` is its first kilobyte.

    Excel, Word and LibreOffice put first what only documents have. Where others do not, the zip is listed.
    """
    return _first_name(head) in (CONTENT_TYPES, MIMETYPE)


def begins_as_document(head: bytes) -> bool:
    """Whether a zip too damaged to be listed began as a document: `head` is its first kilobyte."""
    return _first_name(head).startswith(_DOCUMENT_STARTS)


def _first_name(head: bytes) -> str:
    length = int.from_bytes(head[26:28], "little")
    return head[30 : 30 + length].decode("cp437").lower()


def _zip_rule(data: bytes) -> Rule | None:
    """None for a workbook, and for an OOXML package that only the reader can judge."""
    source = BytesIO(data)
    try:
        found = entries(source)
    except Refusal as refusal:
        return files.TRUNCATED if refusal.rule is files.BROKEN_ZIP else None
    names = {part_name(entry.name): entry for entry in found}
    main = next((part for part in _OFFICE_PARTS if part in names), None)
    if main or CONTENT_TYPES in names:
        return _OFFICE_PARTS[main] if main else None
    return _open_document_rule(source, names[MIMETYPE]) if MIMETYPE in names else files.ZIP_OF_FILES


def _open_document_rule(source: BytesIO, entry: ZipEntry) -> Rule | None:
    try:
        mimetype = read_entry(source, entry, MEGABYTE)
    except Refusal:
        return files.TRUNCATED
    if not mimetype.startswith(_OPEN_DOCUMENT):
        return files.ZIP_OF_FILES
    is_sheet = mimetype.startswith(_OPEN_DOCUMENT + b"spreadsheet")
    return None if is_sheet else files.OFFICE_DOCUMENT


def _ole_rule(data: bytes) -> Rule | None:
    """By the stream named first in its directory: what is embedded stands behind its own streams."""
    for start in (_ole_directory(data), 0):
        places = [
            (data.find(f"{name}\0".encode("utf-16-le"), start), rule) for name, rule in _OLE_STREAMS
        ]
        named = [(at, rule) for at, rule in places if at >= 0]
        if named:
            return min(named, key=lambda pair: pair[0])[1]
    return files.OFFICE_DOCUMENT


def _ole_directory(data: bytes) -> int:
    """Offset of the directory (MS-CFB 2.2): before it may lie whole files that are embedded."""
    size = 1 << (int.from_bytes(data[30:32], "little") & 0xF)
    return (int.from_bytes(data[48:52], "little") + 1) * size


_XML_WORKBOOK = b"urn:schemas-microsoft-com:office:spreadsheet"
"""The namespace of a workbook of Excel 2003 saved as XML."""


def _text_rule(data: bytes) -> Rule:
    """PDF, HTML, XML, mail, plain text; or nothing known."""
    head = _as_bytes(data[:HEAD]).lstrip()
    if b"%PDF-" in head[:1024]:
        return files.PDF
    if head.startswith(b"{\\rtf"):
        return files.WORD_DOCUMENT
    if head.startswith(b"<?xml"):
        return _xml_rule(head)
    if _HTML.match(head) or _SAVED_WEB_PAGE.search(head):
        return _page_rule(data)
    if is_mail(head):
        return files.MAIL
    return _plain_rule(head)


def _page_rule(data: bytes) -> Rule:
    """A table of a web page may be the form's; a page to sign in holds nothing."""
    is_sign_in = _SIGN_IN.search(data) and not _TABLE_ROW.search(data)
    return files.SIGN_IN_PAGE if is_sign_in else files.WEB_PAGE


def _plain_rule(head: bytes) -> Rule:
    if head.startswith(b"-----BEGIN PGP MESSAGE"):
        return mails.SEALED
    return files.UNKNOWN if _CONTROL.search(head) else files.PLAIN_TEXT


def _xml_rule(head: bytes) -> Rule:
    if _XML_WORKBOOK in head:
        return files.XML_WORKBOOK
    is_page = _SAVED_WEB_PAGE.search(head) or _HTML.search(head)
    return files.WEB_PAGE if is_page and _OPEN_DOCUMENT not in head else files.XML_TEXT


def _as_bytes(head: bytes) -> bytes:
    """Text without byte order mark, UTF-16 made UTF-8."""
    for mark, encoding in zip(_IN_TWO_BYTES, ("utf-16-le", "utf-16-be"), strict=True):
        if head.startswith(mark):
            return head[2:].decode(encoding, "replace").encode()
    return head.removeprefix(b"\xef\xbb\xbf")
