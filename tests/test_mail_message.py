"""Mails (.eml) as envelopes: what each kind brings, exactly."""

from __future__ import annotations

import base64
import unicodedata
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from cv183_reports.catalogue import files
from cv183_reports.catalogue import intake as mails
from cv183_reports.intake import mail_message
from cv183_reports.intake.inbox import Arrival
from cv183_reports.model import LOCAL
from cv183_reports.model.finding import Rule, Severity
from tests.builders_mail import (
    ENCRYPTED,
    ENVELOPED,
    ENVELOPED_AND_WHOLE,
    RECEIVED,
    SENDER,
    attached,
    entity,
    envelope,
    in_mailbox,
    letter,
    outlook,
    posted,
    signed,
    uuencoded,
    winmail,
)
from tests.builders_xlsx import RawEntry, raw_zip
from tests.test_envelope import FORM, arrivals, put, told

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)
NAME = "Báo cáo phường Thủy Nguyên.xlsx"
FORM_64 = base64.encodebytes(FORM).decode()


def came(folder: Path, mail: EmailMessage | bytes) -> list[Arrival]:
    put(folder / "thu.eml", mail if isinstance(mail, bytes) else posted(mail))
    told(folder)
    return arrivals(folder)


def brought(folder: Path, mail: EmailMessage | bytes) -> list[tuple[str, str]]:
    """Name and fate of each arrival, without the name of the mail before them."""
    put(folder / "thu.eml", mail if isinstance(mail, bytes) else posted(mail))
    return [(name.removeprefix("thu.eml").removeprefix("/"), fate) for name, fate in told(folder)]


def raw_mail(part: str, *, head: str = "") -> bytes:
    """A multipart mail with one hand-written part; `part` begins with its headers."""
    text = (
        f"From: {SENDER}\r\nSubject: BC\r\nDate: Mon, 22 Sep 2025 15:50:00 +0700\r\n{head}"
        'Content-Type: multipart/mixed; boundary="b1"\r\n\r\n--b1\r\nContent-Type: text/plain\r\n'
        f"\r\nKinh gui\r\n--b1\r\n{part}\r\n--b1--\r\n"
    )
    return text.encode("utf-8", "surrogateescape")


def attachment(headers: str, body: str = FORM_64) -> bytes:
    return raw_mail(f"Content-Transfer-Encoding: base64\r\n{headers}\r\n\r\n{body}")


def test_a_form_comes_out_of_its_mail_whole_timed_and_with_its_sender(tmp_path: Path) -> None:
    (arrival,) = came(tmp_path, letter((NAME, FORM)))
    assert (arrival.file, arrival.data) == (f"thu.eml/{NAME}", FORM)
    assert arrival.sender == SENDER
    assert arrival.receipt is not None
    assert arrival.receipt.at.isoformat() == "2025-09-22T15:52:07+07:00"
    assert arrival.receipt.evidence == (
        f"theo thời điểm máy chủ thư nhận thư “Báo cáo tháng 9” từ {SENDER}"
    )


@pytest.mark.parametrize("ending", ["\r\n", "\n"])
@pytest.mark.parametrize("version", ["", "MIME-Version: 1.0\n"])
def test_line_ends_and_a_missing_version_do_not_matter(
    tmp_path: Path, ending: str, version: str
) -> None:
    text = attachment(f"{version}Content-Disposition: attachment; filename=a.xlsx").decode()
    plain = "\n".join(text.splitlines())
    assert brought(tmp_path, plain.replace("\n", ending).encode()) == [("a.xlsx", "read")]


Q = "=?UTF-8?Q?B=C3=A1o_c=C3=A1o_ph=C6=B0=E1=BB?= =?UTF-8?Q?=9Dng_Th=E1=BB=A7y_Nguy=C3=AAn.xlsx?="
B = f"=?utf-8?B?{base64.b64encode(NAME.encode()).decode()}?="
PERCENT = "B%C3%A1o%20c%C3%A1o%20ph%C6%B0%E1%BB%9Dng%20Th%E1%BB%A7y%20Nguy%C3%AAn.xlsx"
NFD = unicodedata.normalize("NFD", NAME)
CP1258 = unicodedata.normalize("NFD", "Bao cao Thúy.xlsx").encode("cp1258")


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        (f"Content-Disposition: attachment; filename*=UTF-8''{PERCENT}", NAME),
        (f"Content-Disposition: attachment; filename*0*=UTF-8''{PERCENT[:19]};\r\n filename*1*={PERCENT[19:]}", NAME),
        (f"Content-Disposition: attachment; filename=BC.xlsx; filename*=UTF-8''{PERCENT}", NAME),
        (f'Content-Disposition: attachment; filename="{B}"', NAME),
        (f'Content-Disposition: attachment; filename="{Q}"', NAME),
        (f"Content-Disposition: attachment; filename={B}", NAME),
        (f'Content-Type: application/octet-stream; name="{B}"\r\nContent-Disposition: attachment', NAME),
        (f'Content-Disposition: attachment; filename="{NAME}"', NAME),
        (f'Content-Disposition: attachment; filename="{NFD}"', NAME),
        (f'Content-Disposition: attachment; filename="{CP1258.decode("ascii", "surrogateescape")}"', "Bao cao Thúy.xlsx"),
        ('Content-Disposition: attachment; filename="C:\\\\Users\\\\a\\\\bc.xlsx"', "bc.xlsx"),
        ('Content-Disposition: attachment; filename="../../etc/bc.xlsx"', "bc.xlsx"),
        ('Content-Disposition: attachment; filename="=?x-unknown?B?QQ==?=.xlsx"', "A.xlsx"),
        ("Content-Disposition: attachment", "tệp không tên 1"),
        ('Content-Disposition: attachment; filename=""', "tệp không tên 1"),
        ("Content-Type: application/octet-stream\r\nContent-Description: bc.xlsx", "bc.xlsx"),
    ],
)  # fmt: skip
def test_names_as_mailers_write_them(tmp_path: Path, headers: str, name: str) -> None:
    assert brought(tmp_path, attachment(headers)) == [(name, "read")]


def test_encodings_of_a_part(tmp_path: Path) -> None:
    octets = FORM.decode("ascii", "surrogateescape")
    for encoding in ("binary", "8bit"):
        part = f"Content-Transfer-Encoding: {encoding}\r\nContent-Disposition: attachment; filename=a.xlsx\r\n\r\n{octets}"
        (arrival,) = came(tmp_path, raw_mail(part))
        assert arrival.data == FORM
    written = uuencoded("a.xlsx", FORM)
    head = (
        "Content-Transfer-Encoding: x-uuencode\r\nContent-Disposition: attachment; filename=a.xlsx"
    )
    (arrival,) = came(tmp_path, raw_mail(f"{head}\r\n\r\n{written}"))
    assert arrival.data == FORM
    assert brought(tmp_path, raw_mail(f"{head}\r\n\r\n{written[:-6]}")) == [
        ("a.xlsx", mails.DAMAGED_ATTACHMENT.code)
    ]


def with_calendar() -> EmailMessage:
    mail = letter((NAME, FORM))
    mail.add_attachment("BEGIN:VCALENDAR", subtype="calendar", filename="hop.ics")
    mail.add_attachment("BEGIN:VCARD", subtype="vcard", filename="a.vcf")
    mail.add_attachment(PNG, maintype="image", subtype="png", cid="<logo>", filename="image001.png")
    return mail


def forwarded(inner: EmailMessage, *files_: tuple[str, bytes]) -> EmailMessage:
    mail = letter(*files_, subject="Fwd", sender="btc@haiphong.gov.vn")
    mail.add_attachment(inner)
    return mail


_STATUS = "text/x-status"
"""Stands for message/delivery-status, which the library does not let be written."""


def report(*files_: tuple[str, bytes], status: bool = True) -> EmailMessage:
    """What a server says of a letter that it could not deliver, the letter itself attached."""
    mail = forwarded(letter((NAME, FORM)), *files_)
    if status:
        told = EmailMessage()
        told.set_content("Reporting-MTA: dns; mx.x.vn\n\nAction: failed\n")
        told.replace_header("Content-Type", _STATUS)
        mail.attach(told)
    mail.replace_header("Content-Type", "multipart/report")
    return mail


def bounced(mail: EmailMessage) -> bytes:
    return posted(mail).replace(_STATUS.encode(), b"message/delivery-status")


def declared(kind: str, name: str = "") -> bytes:
    """A form that is declared to be something else."""
    named = f"; filename={name}" if name else ""
    head = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n"
    return raw_mail(f"{head}Content-Disposition: attachment{named}\r\n\r\n{FORM_64}")


def whole(kind: str, content: bytes = FORM, name: str = "") -> bytes:
    """A mail that is nothing but this."""
    head = f"From: {SENDER}\r\nSubject: BC\r\nReceived: {RECEIVED}\r\nContent-Type: {kind}"
    encoded = base64.encodebytes(content).decode()
    return f"{head}{name and f'; name={name}'}\r\nContent-Transfer-Encoding: base64\r\n\r\n{encoded}".encode()


def sealed(content: bytes) -> bytes:
    return whole("application/pkcs7-mime", content, "smime.p7m")


def padded(end: str, more: str = "") -> bytes:
    """A form of which base64 must fill up the end, and does not as it should."""
    data = FORM if len(FORM) % 3 else FORM + b"\0"
    text = base64.encodebytes(data).decode().rstrip("=\n")
    return attachment("Content-Disposition: attachment; filename=a.xlsx", f"{text}{end}\n{more}")


def emlx(mail: bytes) -> bytes:
    """The mail as Apple Mail keeps it: a count of bytes before it, a list of properties behind."""
    properties = b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://x">\n<plist version="1.0"><dict/></plist>\n'
    return b"%-10d\n" % len(mail) + mail + properties


def written_in(*files_: str, kind: str = "text/plain") -> bytes:
    head = f"From: a@b.vn\nSubject: BC\nDate: Mon, 22 Sep 2025 15:50:00 +0700\nContent-Type: {kind}\n\n"
    return (head + "Kính gửi\n\n" + "\n".join(files_) + "\n-- \nVăn thư\n").encode()


def linked(*attached: tuple[str, bytes]) -> EmailMessage:
    text = 'Mời tải: https://drive.google.com/file/d/1A/view?usp=sharing, và https://1drv.ms/x/s!Ab.\n"https://haiphong.gov.vn/a"'
    return letter(*attached, text=text)


PAGES = (
    '<div dir="ltr">',
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta>',
    "<!DOCTYPE html><table><tr><td>Văn phòng Đảng ủy",
    "<style>p {margin: 0}</style>",
)
"""How letters begin that Gmail, Outlook and others write."""


HANDED_ON = "From: Văn thư <vt@x.vn>\nSent: Monday, September 22, 2025 3:40 PM\nTo: Ban Tổ chức\nSubject: Báo cáo\n\nKính gửi Ban.\n"
"""The text of a letter that Outlook hands on in plain text."""


def in_html(start: str, *attached: tuple[str, bytes]) -> EmailMessage:
    """A letter as nearly all mailers write it: the same text plain and as a page."""
    message = letter()
    message.add_alternative(f"{start}Kính gửi Ban Tổ chức", subtype="html")
    for name, data in attached:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message


def packed(*names: str) -> bytes:
    return raw_zip([RawEntry(name, PDF if name.endswith("pdf") else FORM) for name in names])


def damaged() -> bytes:
    return attachment(
        "Content-Disposition: attachment; filename=a.xlsx", FORM_64[:400] + "*" + FORM_64[400:]
    )


def deep(layers: int) -> EmailMessage:
    mail = letter((NAME, FORM), subject="0")
    for layer in range(layers):
        mail, inner = letter(subject=str(layer + 1)), mail
        mail.add_attachment(inner)
    return mail


READ = "read"
URL = b"[InternetShortcut]\r\nURL=https://docs.google.com/spreadsheets/d/1A/edit\r\n"
GOOGLE = b'{"":"WARNING! DO NOT EDIT THIS FILE!","doc_id":"1A","resource_key":"","email":"a@b.vn"}'
LNK = b"L\0\0\0\1\x14\2\0\0\0\0\0\xc0\0\0\0\0\0\0F" + bytes(80)
APPLE = raw_zip([RawEntry("Index/Document.iwa", b"x"), RawEntry("Data/a.jpg", b"x")])
SHORTCUTS = [
    ("bc.url", URL),
    (
        "bc.webloc",
        b"<?xml version='1.0'?><!DOCTYPE plist><plist><dict><key>URL</key></dict></plist>",
    ),
    ("bc2.webloc", b"bplist00\xd1\x01\x02SURL_\x10\x10https://1drv.ms/x"),
    ("bc.desktop", b"[Desktop Entry]\nType=Link\n"),
    ("bc.lnk", LNK),
    ("bc.gsheet", GOOGLE),
    ("bc.gdoc", GOOGLE),
    ("rong.gsheet", b""),
    ("khac.url", b"https://1drv.ms/x"),
]
CASES: list[tuple[str, Callable[[], EmailMessage | bytes], list[tuple[str, str | Rule]]]] = [
    ("two forms", lambda: letter(("b.xlsx", FORM), ("a.xlsx", FORM)), [("b.xlsx", READ), ("a.xlsx", READ)]),
    ("one name twice", lambda: letter(("a.xlsx", FORM), ("a.xlsx", FORM)), [("a.xlsx", READ), ("a.xlsx (2)", READ)]),
    ("signed copy beside", lambda: letter(("ký.pdf", PDF), ("a.xlsx", FORM), ("a.docx", rb"{\rtf1}")),
     [("ký.pdf", mails.COMPANION), ("a.xlsx", READ), ("a.docx", mails.COMPANION)]),
    ("signed copy alone", lambda: letter(("ký.pdf", PDF)), [("ký.pdf", READ)]),
    ("two scans alone", lambda: letter(("1.pdf", PDF), ("2.png", PNG)), [("1.pdf", READ), ("2.png", READ)]),
    ("zip", lambda: letter(("bc.zip", packed("a.xlsx", "ky.pdf"))), [("bc.zip/a.xlsx", READ), ("bc.zip/ky.pdf", mails.COMPANION)]),
    ("zip and a scan", lambda: letter(("bc.zip", packed("a.xlsx")), ("ky.pdf", PDF)), [("bc.zip/a.xlsx", READ), ("ky.pdf", mails.COMPANION)]),
    ("zip of a scan", lambda: letter(("bc.zip", packed("ky.pdf"))), [("bc.zip/ky.pdf", READ)]),
    ("mac zip", lambda: letter(("bc.zip", packed("a.xlsx", "__MACOSX/._a.xlsx", ".DS_Store"))),
     [("bc.zip/.DS_Store", files.SYSTEM_FILE), ("bc.zip/__MACOSX/._a.xlsx", files.SYSTEM_FILE), ("bc.zip/a.xlsx", READ)]),
    ("zip with password", lambda: letter(("bc.zip", raw_zip([RawEntry("a.xlsx", FORM, flags=1)]))), [("bc.zip/a.xlsx", files.LOCKED_ARCHIVE)]),
    ("calendar, card, logo", with_calendar, [(NAME, READ), ("hop.ics", mails.ORNAMENTS)]),
    ("no attachment", letter, [("", mails.WITHOUT_FILES)]),
    *((f"letter in HTML: {start}", lambda start=start: in_html(start), [("", mails.WITHOUT_FILES)]) for start in PAGES),
    *((f"form with a letter in HTML: {start}", lambda start=start: in_html(start, (NAME, FORM)), [(NAME, READ)]) for start in PAGES),
    *((f"letter handed on, {len(files)} files", lambda files=files: letter(*files, text=HANDED_ON), told) for files, told in (((), [("", mails.WITHOUT_FILES)]), (((NAME, FORM),), [(NAME, READ)]))),
    ("a page beside a letter in HTML", lambda: in_html("<div>", ("bang.html", b"<table><tr><td>1.1")), [("bang.html", READ)]),
    ("links only", linked, [("", mails.ONLY_LINKS)]),
    ("form and links", lambda: linked((NAME, FORM)), [(NAME, READ), ("", mails.ALSO_LINKS)]),
    ("forwarded", lambda: forwarded(letter((NAME, FORM))), [(f"Báo cáo tháng 9.eml/{NAME}", READ)]),
    ("forwarded without files", lambda: forwarded(letter()), [("Báo cáo tháng 9.eml", mails.WITHOUT_FILES)]),
    ("mail attached as a file", lambda: letter(("thu.eml", posted(letter((NAME, FORM))))), [(f"thu.eml/{NAME}", READ)]),
    ("forwarded too often", lambda: deep(5), [("4.eml/3.eml/2.eml/1.eml/0.eml", files.NESTED_TOO_DEEP)]),
    ("zips and mails too deep", lambda: forwarded(forwarded(forwarded(letter(("1.zip", raw_zip([RawEntry("2.zip", packed("a.xlsx"))])))))),
     [("Fwd.eml/Fwd.eml/Báo cáo tháng 9.eml/1.zip/2.zip", files.NESTED_TOO_DEEP)]),
    ("not delivered", lambda: bounced(report()), [("", mails.AUTOMATIC)]),
    ("a form in what claims to be a report", lambda: bounced(report((NAME, FORM), status=False)), [(NAME, READ), (f"Báo cáo tháng 9.eml/{NAME}", READ)]),
    ("a form beside a true report", lambda: bounced(report((NAME, FORM))), [(NAME, READ)]),
    ("the unit's own letter that came back to it", lambda: bounced(forwarded(report())), [(f"Fwd.eml/Báo cáo tháng 9.eml/{NAME}", READ)]),
    ("the head of a letter that came back", lambda: bounced(report()).replace(b"message/rfc822", b"text/rfc822-headers"), [("", mails.AUTOMATIC)]),
    *((f"a form declared as {kind}", lambda kind=kind: declared(kind, "bc"), [("bc", READ)]) for kind in (
        "text/calendar", "text/x-vcard", "text/plain", "text/html", "image/png", "message/partial; total=1", "message/delivery-status",
        "message/external-body", "message/rfc822", "application/pkcs7-signature", "application/pkcs7-mime", "application/ms-tnef",
        "audio/midi", "multipart", "multipart/mixed", "multipart/report; boundary=b9", "x", "text/rfc822-headers",
    )),
    ("a form declared as a calendar that is shown", lambda: declared("text/calendar", "hop.ics").replace(b": attachment", b": inline"), [("hop.ics", READ)]),
    ("a form that is the text", lambda: whole("text/plain"), [("tệp không tên 1", READ)]),
    ("a form that is the mail", lambda: whole("application/octet-stream", name="a.xlsx"), [("a.xlsx", READ)]),
    ("an encoding in quotes", lambda: declared("application/x", "a.xlsx").replace(b" base64", b' "base64"'), [("a.xlsx", READ)]),
    ("an encoding as it once was called", lambda: declared("application/x", "a.xlsx").replace(b" base64", b" X-BASE64."), [("a.xlsx", READ)]),
    ("a form said not to be encoded", lambda: declared("application/x", "a.xlsx").replace(b"base64", b"7bit"), [("a.xlsx", READ)]),
    ("a piece of a mail", lambda: whole("message/partial; number=2; total=3", b"x" * 90), [("", mails.TRUNCATED), ("tệp không tên 1", mails.ORNAMENTS)]),
    ("an encoded mail", lambda: whole("message/rfc822", posted(letter((NAME, FORM)))), [(f"thư chuyển kèm 1/{NAME}", READ)]),
    ("a digest", lambda: whole("multipart/digest; boundary=d").partition(b"Content-Transfer")[0] + b"\r\n--d\r\n\r\n" + letter((NAME, FORM)).as_bytes() + b"\r\n--d--\r\n", [(f"Báo cáo tháng 9.eml/{NAME}", READ)]),
    ("blank lines first", lambda: b"\r\n \r\n\n" + posted(letter((NAME, FORM))), [(NAME, READ)]),
    ("a blank part first", lambda: attachment("Content-Disposition: attachment; filename=a.xlsx").replace(b"--b1\r\n", b"--b1\r\n\r\n--b1\r\n", 1), [("a.xlsx", READ)]),
    *((f"filled up with {end!r}", lambda end=end: padded(end), [("a.xlsx", READ)]) for end in ("", "=", "==", "===", "====", "= =")),
    ("a gateway's line behind base64", lambda: padded("==", "--\nĐã quét vi-rút\n"), [("a.xlsx", READ)]),
    ("base64 cut within a letter", lambda: padded("", "")[:-30] + b"\r\n--b1--", [("a.xlsx", READ)]),
    ("two pieces of base64", lambda: padded("==", FORM_64), [("a.xlsx", mails.DAMAGED_ATTACHMENT)]),
    ("written into the text", lambda: written_in(uuencoded("a.xlsx", FORM), uuencoded("ký.pdf", PDF)), [("a.xlsx", READ), ("ký.pdf", mails.COMPANION)]),
    ("written into the text, in base64", lambda: written_in(f"begin-base64 644 a.xlsx\n{FORM_64}====\n"), [("a.xlsx", READ)]),
    ("written into the text and cut", lambda: written_in(uuencoded("a.xlsx", FORM)[:-6]), [("a.xlsx", mails.DAMAGED_ATTACHMENT)]),
    ("written into the text and damaged", lambda: written_in(uuencoded("a.xlsx", FORM).replace("\nM", "\nMé", 1)), [("a.xlsx", mails.DAMAGED_ATTACHMENT)]),
    ("a file of such lines", lambda: letter(("a.uue", uuencoded("a.xlsx", FORM).encode())), [("a.xlsx", READ)]),
    ("a file that only begins like it", lambda: letter(("a.txt", b"begin 64")), [("a.txt", READ)]),
    ("no file in the text", lambda: written_in("begin 644", "begin 64 x y", "end"), [("", mails.WITHOUT_FILES)]),
    ("several mails in one file", lambda: in_mailbox(posted(letter((NAME, FORM))), posted(letter()), posted(letter((NAME, FORM), subject=""))),
     [(f"thư 1 Báo cáo tháng 9.eml/{NAME}", READ), ("thư 2 Báo cáo tháng 9.eml", mails.WITHOUT_FILES), (f"thư 3/{NAME}", READ)]),
    ("mails without a blank line between them", lambda: in_mailbox(posted(letter((NAME, FORM))), posted(letter((NAME, FORM)))).replace(b"\n\nFrom vt", b"\nFrom vt"),
     [(f"thư 1 Báo cáo tháng 9.eml/{NAME}", READ), (f"thư 2 Báo cáo tháng 9.eml/{NAME}", READ)]),
    ("a line in a mail that begins like it", lambda: in_mailbox(posted(letter((NAME, FORM), text="Kính gửi\n\nFrom vt@x.vn Mon Sep 22 10:00:00 2025\nSubject: x\n"))), [(f"thư 1 Báo cáo tháng 9.eml/{NAME}", READ)]),
    ("one mail behind such a line", lambda: b"\n>From vt@x.vn\n" + posted(letter((NAME, FORM))), [(f"thư 1 Báo cáo tháng 9.eml/{NAME}", READ)]),
    ("a mailbox in a mail", lambda: letter(("Inbox", in_mailbox(posted(letter((NAME, FORM)))))), [(f"Inbox/thư 1 Báo cáo tháng 9.eml/{NAME}", READ)]),
    ("a mailbox with no mail in it", lambda: in_mailbox(posted(letter())).replace(b"\n\n", b"\n", 1)[:300], [("thư 1 Báo cáo tháng 9.eml", mails.WITHOUT_FILES)]),
    ("as Apple Mail keeps it", lambda: emlx(posted(letter((NAME, FORM)))), [(NAME, READ)]),
    ("saved by Notepad as Unicode", lambda: posted(letter((NAME, FORM))).decode().encode("utf-16"), [(NAME, READ)]),
    ("saved so, the higher byte first", lambda: b"\xfe\xff" + posted(letter((NAME, FORM))).decode().encode("utf-16-be"), [(NAME, READ)]),
    ("as Apple Mail keeps it, cut", lambda: emlx(posted(letter((NAME, FORM))))[:-40], [(NAME, READ)]),
    ("attached as Apple Mail keeps it", lambda: letter(("a.emlx", emlx(posted(letter((NAME, FORM)))))), [(f"a.emlx/{NAME}", READ)]),
    ("too many mails", lambda: in_mailbox(*[b"From: a@b.vn\nSubject: x\n"] * 2_001), [*((f"thư {n} x.eml", mails.WITHOUT_FILES) for n in range(1, 2_001)), ("", mails.TOO_MANY_MAILS)]),
    ("signed in one piece", lambda: sealed(signed(entity((NAME, FORM)))), [(f"smime.p7m/{NAME}", READ)]),
    ("signed, its length not known before", lambda: sealed(signed(entity((NAME, FORM)), endless=True)), [(f"smime.p7m/{NAME}", READ)]),
    ("signed twice", lambda: sealed(signed(b"Content-Type: application/pkcs7-mime\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(signed(entity((NAME, FORM)))))), [(f"smime.p7m/tệp không tên 1/{NAME}", READ)]),
    ("a signed file", lambda: letter(("bc.xlsx.p7m", signed(FORM))), [("bc.xlsx.p7m/bc.xlsx", READ)]),
    ("a signature apart", lambda: letter((NAME, FORM), ("bc.p7s", signed(None))), [(NAME, READ), ("bc.p7s", mails.ORNAMENTS)]),
    ("signed without a file", lambda: sealed(signed(entity())), [("smime.p7m", mails.WITHOUT_FILES)]),
    ("signed and cut", lambda: sealed(signed(entity((NAME, FORM)))[:-400]), [("smime.p7m", mails.DAMAGED_ATTACHMENT)]),
    ("encrypted", lambda: sealed(envelope(ENVELOPED, bytes(200))), [("smime.p7m", mails.SEALED)]),
    ("encrypted and proved to be whole", lambda: sealed(envelope(ENVELOPED_AND_WHOLE, bytes(200), endless=True)), [("smime.p7m", mails.SEALED)]),
    ("encrypted, then signed", lambda: sealed(signed(sealed(envelope(ENCRYPTED, bytes(200))))), [("smime.p7m/smime.p7m", mails.SEALED)]),
    ("an envelope that is none", lambda: sealed(b"\x30\x82\x0a"), [("smime.p7m", mails.DAMAGED_ATTACHMENT)]),
    ("a shortcut alone", lambda: letter(("bc.url", URL)), [("bc.url", mails.SHORTCUTS)]),
    ("shortcuts alone", lambda: letter(*SHORTCUTS), [("bc.url", mails.SHORTCUTS)]),
    ("shortcuts in a zip and beside it", lambda: letter(("a.zip", raw_zip([RawEntry(*each) for each in SHORTCUTS])), ("b.url", URL)), [("a.zip/bc.desktop", mails.SHORTCUTS)]),
    ("a shortcut beside a form", lambda: letter(("bc.gsheet", GOOGLE), (NAME, FORM)), [(NAME, READ), ("bc.gsheet", mails.ALSO_OTHER_FILES)]),
    ("a shortcut and a signed copy", lambda: letter(("bc.lnk", LNK), ("ký.pdf", PDF)), [("ký.pdf", READ), ("bc.lnk", mails.SHORTCUTS)]),
    ("documents of Apple's programs", lambda: letter(("bc.numbers", APPLE), ("ct.pages", APPLE)), [("bc.numbers", mails.APPLE_DOCUMENTS)]),
    ("an index beside forms", lambda: letter(("bc.zip", raw_zip([RawEntry("Index.zip", packed("a.xlsx")), RawEntry("b.xlsx", FORM)]))), [("bc.zip/Index.zip/a.xlsx", READ), ("bc.zip/b.xlsx", READ)]),
    ("a document of Apple's in a folder in a zip", lambda: letter(("bc.zip", raw_zip([RawEntry("bc.numbers/Index.zip", b"x"), RawEntry("bc.numbers/Metadata/BuildVersionHistory.plist", b"x"), RawEntry("__MACOSX/bc.numbers/._x")]))), [("bc.zip", mails.APPLE_DOCUMENTS)]),
    ("out of office", lambda: b"Auto-Submitted: auto-replied\r\n" + posted(letter()), [("", mails.AUTOMATIC)]),
    ("sent by a document system", lambda: posted(letter((NAME, FORM))).replace(b"From:", b"Auto-Submitted: auto-generated\r\nFrom:", 1), [(NAME, READ)]),
    ("damaged base64", damaged, [("a.xlsx", mails.DAMAGED_ATTACHMENT)]),
    ("unknown encoding", lambda: damaged().replace(b": base64", b": base65"), [("a.xlsx", mails.DAMAGED_ATTACHMENT)]),
    ("cut", lambda: posted(letter((NAME, FORM), ("b.xlsx", FORM)))[:6_000], [(NAME, READ), ("", mails.TRUNCATED)]),
    ("winmail", lambda: letter(("winmail.dat", winmail(("BAOCAO~1.XLS", NAME, FORM), ("KY.PDF", "ký.pdf", PDF)))), [(NAME, READ), ("ký.pdf", mails.COMPANION)]),
    ("damaged winmail", lambda: letter(("winmail.dat", winmail(("A.XLS", NAME, FORM))[:-9])), [("winmail.dat", mails.UNREADABLE_WINMAIL)]),
    ("lock file", lambda: letter((f"~${NAME}", b"x"), (NAME, FORM)), [(f"~${NAME}", files.OPEN_IN_EXCEL), (NAME, READ)]),
    ("old xls", lambda: letter(("a.xlsx", FORM[:900]), ("ky.pdf", PDF)), [("a.xlsx", READ), ("ky.pdf", mails.COMPANION)]),
    ("attachment of 11 MB", lambda: letter(("a.xlsx", bytes(11 * 1024 * 1024))), [("a.xlsx", files.TOO_BIG)]),
    ("mail of 26 MB", lambda: posted(letter()) + bytes(26 * 1024 * 1024), [("", mails.TOO_BIG)]),
    ("2,001 attachments", lambda: raw_mail("\r\n--b1\r\n".join(["Content-Disposition: attachment; filename=a\r\n\r\na"] * 2_001)), [("", mails.TOO_MANY_PARTS)]),
    ("no boundary", lambda: damaged().replace(b'boundary="b1"', b"x=y"), [("", mails.TRUNCATED)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("mail", "expected"), [pytest.param(*case[1:], id=case[0]) for case in CASES]
)
def test_each_mail_brings_exactly_this(
    tmp_path: Path,
    mail: Callable[[], EmailMessage | bytes],
    expected: list[tuple[str, str | Rule]],
) -> None:
    codes = [(name, fate.code if isinstance(fate, Rule) else fate) for name, fate in expected]
    assert brought(tmp_path, mail()) == codes


def test_every_rule_on_what_mails_hold_has_a_case() -> None:
    rules = {rule.code for rule in vars(mails).values() if isinstance(rule, Rule)}
    tested = {fate.code for *_, fates in CASES for _, fate in fates if isinstance(fate, Rule)}
    assert {code for code in rules if "FIL080" <= code <= "FIL095"} <= tested


def test_what_is_said_of_links_and_of_parts_of_the_letter(tmp_path: Path) -> None:
    (only,) = came(tmp_path, linked())
    assert str(only.finding) == (
        "thu.eml — Thư không kèm tệp mà dẫn đến tệp để trên mạng (Google Drive, OneDrive) — Chương trình không mở mạng; hãy mở thư,"
        " tải tệp về rồi nộp, hoặc đề nghị đơn vị đính kèm tệp vào thư. [FIL084]"
    )
    _, parts = came(tmp_path, with_calendar())
    assert parts.finding is not None
    assert parts.finding.severity is Severity.NOTE
    assert parts.finding.message.endswith("đã bỏ qua 3 phần: hop.ics, a.vcf, image001.png")


def test_shortcuts_are_named_as_what_they_are_once_in_a_mail(tmp_path: Path) -> None:
    (told_,) = came(tmp_path, letter(*SHORTCUTS))
    assert told_.finding is not None
    assert told_.finding.message == (
        "Lối tắt trang web (.url), lối tắt trang web của máy Mac (.webloc), lối tắt của Linux (.desktop),"
        " lối tắt của Windows (.lnk), lối tắt Google Trang tính (.gsheet), lối tắt Google Tài liệu (.gdoc): tệp chỉ dẫn đến"
        " một tệp để nơi khác, bên trong không có báo cáo (bc.url, bc.webloc, bc2.webloc, bc.desktop, bc.lnk, bc.gsheet,"
        " bc.gdoc, rong.gsheet, khac.url)"
    )
    (apple,) = came(tmp_path, letter(("bc.numbers", APPLE), ("ct.pages", APPLE), ("x", APPLE)))
    assert apple.finding is not None
    assert apple.finding.message == (
        "Bảng tính Numbers (.numbers), văn bản Pages (.pages), tài liệu Numbers, Pages hoặc Keynote: tệp của máy Apple,"
        " Excel và chương trình không mở được (bc.numbers, ct.pages, x)"
    )


INNER = "Mon, 22 Sep 2025 08:00:00 +0700"
"""When the mail within claims to have come: in time."""


def within(kind: str) -> EmailMessage:
    """A mail that came late, with another in it that claims to have come in time."""
    typed = letter((NAME, FORM), sender="Xa An Lao <VP.AnLao@haiphong.gov.vn>", date=INNER)
    raw = posted(typed, f"from a by b; {INNER}")
    if kind == "attached":
        return letter(("thu.eml", raw), subject="Fwd", sender="x@evil.vn")
    if kind == "zipped":
        return letter(
            ("a.zip", raw_zip([RawEntry("thu.eml", raw)])), subject="Fwd", sender="x@evil.vn"
        )
    if kind == "in a mailbox":
        return letter(("Inbox", in_mailbox(raw)), subject="Fwd", sender="x@evil.vn")
    if kind == "signed":
        return letter(("smime.p7m", signed(raw)), subject="Fwd", sender="x@evil.vn")
    if kind == "of Outlook":
        told_ = {
            "p0E06": datetime(2025, 9, 22, 8, tzinfo=LOCAL),
            "p5D01": "VP.AnLao@haiphong.gov.vn",
        }
        data = outlook(attached(NAME, FORM), **told_)  # type: ignore[arg-type]
        return letter(("thu.msg", data), subject="Fwd", sender="x@evil.vn")
    mail = letter(subject="Fwd", sender="x@evil.vn")
    typed["Received"] = f"from a by b; {INNER}"
    mail.add_attachment(typed)
    return mail


@pytest.mark.parametrize(
    "kind", ["forwarded", "attached", "zipped", "in a mailbox", "signed", "of Outlook"]
)
def test_the_outermost_mail_tells_when_a_file_came_and_the_inner_only_who_wrote(
    tmp_path: Path, kind: str
) -> None:
    (arrival,) = came(
        tmp_path, posted(within(kind), "from a by b; Wed, 24 Sep 2025 03:00:00 +0000")
    )
    assert (arrival.data, arrival.sender) == (FORM, "vp.anlao@haiphong.gov.vn")
    assert arrival.receipt is not None
    assert arrival.receipt.at == datetime(2025, 9, 24, 10, tzinfo=LOCAL)
    assert arrival.receipt.evidence == "theo thời điểm máy chủ thư nhận thư “Fwd” từ x@evil.vn"
    (claim,) = arrival.receipt.claims
    assert claim.at == datetime(2025, 9, 22, 8, tzinfo=LOCAL)
    assert claim.evidence.endswith("thư “Báo cáo tháng 9” từ vp.anlao@haiphong.gov.vn")


def test_each_mail_of_a_mailbox_and_of_a_zip_on_disk_is_one_that_we_received(
    tmp_path: Path,
) -> None:
    mails_ = [posted(letter((NAME, FORM)), f"a; {day} Sep 2025 15:00:00 +0700") for day in (20, 21)]
    put(tmp_path / "a.mbox", in_mailbox(*mails_))
    put(
        tmp_path / "b.zip",
        raw_zip([RawEntry("1.eml", mails_[0]), RawEntry("2", in_mailbox(mails_[1]))]),
    )
    found = [a.receipt.at for a in arrivals(tmp_path) if a.receipt and a.receipt.at]
    assert [at.day for at in found] == [20, 21, 20, 21]


def test_files_zipped_in_a_mail_came_when_the_mail_came(tmp_path: Path) -> None:
    (arrival,) = came(tmp_path, letter(("bc.zip", packed("a.xlsx"))))
    assert arrival.receipt is not None
    assert arrival.receipt.at.isoformat() == "2025-09-22T15:52:07+07:00"


RECEIVED_BY, DATED = (
    "theo thời điểm máy chủ thư nhận {mail}",
    "theo ngày ghi trong {mail} (máy gửi ghi)",
)
UNREAD = "máy chủ thư ghi thời điểm nhận {{mail}} là «{}», không đọc được"
TIMES: list[tuple[str, str, str | None, str, list[str]]] = [
    (RECEIVED, "", "2025-09-22T15:52:07+07:00", RECEIVED_BY, []),
    ("x; Mon, 22 Sep 2025 15:59:59 +0700 (ICT)", "mai", "2025-09-22T15:59:59+07:00", RECEIVED_BY, []),
    ("from a (b; c) by d; Mon, 22 Sep 2025 15:59:59 (GMT+7; x)", "", "2025-09-22T15:59:59+07:00", RECEIVED_BY, []),
    ("from a by b Mon, 22 Sep 2025 08:59:59 +0000", "", "2025-09-22T15:59:59+07:00", RECEIVED_BY, []),
    ("x; hôm qua", "22 Sep 2025 15:50:00 GMT+7", "2025-09-22T15:50:00+07:00", DATED, [UNREAD.format("hôm qua")]),
    ("x; Mon, 22 Sep 2025 15:59:59", "", "2025-09-22T15:59:59+07:00", RECEIVED_BY, []),
    ("x; 22 Sep 1970 15:59:59 +0000", "22 Sep 2025 15:50:00 +0700", "1970-09-22T22:59:59+07:00", RECEIVED_BY, []),
    ("", "22 Sep 2199 15:50:00 +0700", "2199-09-22T15:50:00+07:00", DATED, []),
    ("x", "mai", None, UNREAD.format("x") + "; {mail} ghi ngày «mai», không đọc được", []),
    ("", "{mail} 5/9/2025 15:00", None, "{mail} ghi ngày «{{mail}} 5/9/2025 15:00», không đọc được", []),
    ("", "=?utf-8?q?m=C3=B9ng_m=E1=BB=99t?=", None, "{mail} ghi ngày «mùng một», không đọc được", []),
    ("", "", None, "{mail} không ghi thời điểm", []),
]  # fmt: skip


@pytest.mark.parametrize(("received", "date", "at", "evidence", "claims"), TIMES)
def test_when_a_mail_came(
    tmp_path: Path, received: str, date: str, at: str | None, evidence: str, claims: list[str]
) -> None:
    raw = letter((NAME, FORM), date="").as_bytes()
    raw = posted(letter((NAME, FORM), date=""), received) if received else raw
    (arrival,) = came(tmp_path, f"Date: {date}\r\n".encode() + raw if date else raw)
    assert arrival.receipt is not None
    mail = f"thư “Báo cáo tháng 9” từ {SENDER}"
    told_ = arrival.receipt.at
    assert (told_ and told_.isoformat(), arrival.receipt.evidence) == (
        at,
        evidence.format(mail=mail),
    )
    assert [(c.evidence, c.at) for c in arrival.receipt.claims] == [
        (claim.format(mail=mail), None) for claim in claims
    ]


@pytest.mark.parametrize("name", ["thu.eml", "nop.zip"])
def test_the_time_of_the_file_that_a_mail_was_saved_in_tells_nothing(
    tmp_path: Path, name: str
) -> None:
    mail = letter((NAME, FORM), date="", subject="x", sender="x").as_bytes()
    mail = b"Subject: \r\nMIME-Version: 1.0\r\n" + mail.replace(b"Subject: x", b"X-S: x")
    put(tmp_path / name, raw_zip([RawEntry("thu.eml", mail)]) if name == "nop.zip" else mail)
    (arrival,) = arrivals(tmp_path)
    assert arrival.sender == ""
    assert arrival.receipt is not None
    assert arrival.receipt.at is None
    assert arrival.receipt.evidence == "thư không có tiêu đề không ghi thời điểm"


def test_a_mail_of_more_lines_or_parts_than_any_true_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for limit in ("_MAX_LINES", "_MAX_BOUNDARIES", "_MAX_MULTIPARTS"):
        with monkeypatch.context() as patch:
            patch.setattr(mail_message, limit, 0)
            assert brought(tmp_path, letter((NAME, FORM))) == [("", mails.TOO_MANY_PARTS.code)]


def test_a_header_of_a_megabyte_costs_no_more_than_a_long_one(tmp_path: Path) -> None:
    """The library looks at every part of it again for each that follows: for minutes."""
    pieces = "".join(f"; filename*{n}*=a" for n in range(100_000))
    (name, fate), *_ = brought(tmp_path, attachment(f"Content-Disposition: attachment{pieces}"))
    assert fate == "read"
    assert set(name) == {"a", "…"}
    assert len(name) == 200


def test_a_mail_nested_beyond_the_stack_is_told_of(tmp_path: Path) -> None:
    opening = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(990)
    )
    mail = f"From: a@b.vn\r\nSubject: x\r\n{opening}Content-Type: text/plain\r\n\r\nx"
    assert brought(tmp_path, mail.encode()) in (
        [("", files.MAIL.code)],
        [("", mails.TRUNCATED.code)],
    )
