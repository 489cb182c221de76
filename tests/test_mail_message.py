"""Mails (.eml) as envelopes: what each kind brings, exactly."""

from __future__ import annotations

import base64
import binascii
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
from tests.builders_mail import RECEIVED, SENDER, letter, posted, winmail
from tests.builders_xlsx import RawEntry, raw_zip
from tests.test_envelope import FILE_TIME, FORM, arrivals, put, told

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
    assert arrival.receipt.evidence == (f"theo dòng Received của thư “Báo cáo tháng 9” từ {SENDER}")


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
    lines = b"".join(binascii.b2a_uu(FORM[n : n + 45]) for n in range(0, len(FORM), 45)).decode()
    head = (
        "Content-Transfer-Encoding: x-uuencode\r\nContent-Disposition: attachment; filename=a.xlsx"
    )
    (arrival,) = came(tmp_path, raw_mail(f"{head}\r\n\r\nbegin 644 a.xlsx\n{lines}`\nend"))
    assert arrival.data == FORM
    assert brought(tmp_path, raw_mail(f"{head}\r\n\r\nbegin 644 a.xlsx\n{lines}")) == [
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


def report(kind: str = "multipart/report") -> bytes:
    return posted(forwarded(letter((NAME, FORM)))).replace(b"multipart/mixed", kind.encode(), 1)


def sealed() -> bytes:
    return raw_mail("Content-Type: application/pkcs7-mime; name=smime.p7m\r\n\r\nMIIK")


def linked(*attached: tuple[str, bytes]) -> EmailMessage:
    text = 'Mời tải: https://drive.google.com/file/d/1A/view?usp=sharing, và https://1drv.ms/x/s!Ab.\n"https://haiphong.gov.vn/a"'
    return letter(*attached, text=text)


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
    ("zip with password", lambda: letter(("bc.zip", raw_zip([RawEntry("a.xlsx", FORM, flags=1)]))), [("bc.zip/a.xlsx", files.ENCRYPTED_PART)]),
    ("calendar, card, logo", with_calendar, [(NAME, READ), ("hop.ics", mails.ORNAMENTS)]),
    ("no attachment", letter, [("", mails.WITHOUT_FILES)]),
    ("links only", linked, [("", mails.ONLY_LINKS)]),
    ("form and links", lambda: linked((NAME, FORM)), [(NAME, READ), ("", mails.ALSO_LINKS)]),
    ("forwarded", lambda: forwarded(letter((NAME, FORM))), [(f"Báo cáo tháng 9.eml/{NAME}", READ)]),
    ("forwarded without files", lambda: forwarded(letter()), [("Báo cáo tháng 9.eml", mails.WITHOUT_FILES)]),
    ("mail attached as a file", lambda: letter(("thu.eml", posted(letter((NAME, FORM))))), [(f"thu.eml/{NAME}", READ)]),
    ("forwarded too often", lambda: deep(5), [("4.eml/3.eml/2.eml/1.eml/0.eml", files.NESTED_TOO_DEEP)]),
    ("zips and mails too deep", lambda: forwarded(forwarded(forwarded(letter(("1.zip", raw_zip([RawEntry("2.zip", packed("a.xlsx"))])))))),
     [("Fwd.eml/Fwd.eml/Báo cáo tháng 9.eml/1.zip/2.zip", files.NESTED_TOO_DEEP)]),
    ("not delivered", report, [("", mails.AUTOMATIC)]),
    ("out of office", lambda: b"Auto-Submitted: auto-replied\r\n" + posted(letter()), [("", mails.AUTOMATIC)]),
    ("sent by a document system", lambda: posted(letter((NAME, FORM))).replace(b"From:", b"Auto-Submitted: auto-generated\r\nFrom:", 1), [(NAME, READ)]),
    ("sealed", sealed, [("smime.p7m", mails.SEALED)]),
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


def test_every_rule_on_mails_has_a_case() -> None:
    rules = {
        rule.code
        for rule in vars(mails).values()
        if isinstance(rule, Rule) and rule.code.startswith("FIL")
    }
    tested = {fate.code for *_, fates in CASES for _, fate in fates if isinstance(fate, Rule)}
    assert len(rules) >= 12
    assert rules <= tested


def test_what_is_said_of_links_and_of_parts_of_the_letter(tmp_path: Path) -> None:
    (only,) = came(tmp_path, linked())
    assert str(only.finding) == (
        "thu.eml — Thư không kèm tệp mà dẫn đến tệp để trên mạng: https://drive.google.com/file/d/1A/view?usp=sharing,"
        " https://1drv.ms/x/s!Ab — Chương trình không mở mạng; hãy tải tệp về rồi nộp, hoặc đề nghị đơn vị đính kèm tệp"
        " vào thư. [FIL084]"
    )
    _, parts = came(tmp_path, with_calendar())
    assert parts.finding is not None
    assert parts.finding.severity is Severity.NOTE
    assert parts.finding.message.endswith("đã bỏ qua 3 phần: hop.ics, a.vcf, image001.png")


def test_a_forwarded_mail_tells_its_own_time_and_sender(tmp_path: Path) -> None:
    inner = letter(
        (NAME, FORM),
        sender="Xa An Lao <VP.AnLao@haiphong.gov.vn>",
        date="Sat, 20 Sep 2025 09:00:00 +0700",
    )
    own, other = came(tmp_path, forwarded(inner, ("kem.xlsx", FORM)))
    assert (own.sender, other.sender) == ("btc@haiphong.gov.vn", "vp.anlao@haiphong.gov.vn")
    assert own.receipt is not None
    assert other.receipt is not None
    assert own.receipt.evidence == "theo dòng Received của thư “Fwd” từ btc@haiphong.gov.vn"
    assert other.receipt.at == datetime(2025, 9, 20, 9, tzinfo=LOCAL)
    assert other.receipt.evidence == (
        "theo ngày ghi trong thư “Báo cáo tháng 9” từ vp.anlao@haiphong.gov.vn (máy gửi ghi)"
    )


def test_files_zipped_in_a_mail_came_when_the_mail_came(tmp_path: Path) -> None:
    (arrival,) = came(tmp_path, letter(("bc.zip", packed("a.xlsx"))))
    assert arrival.receipt is not None
    assert arrival.receipt.at.isoformat() == "2025-09-22T15:52:07+07:00"


TIMES: list[tuple[str, str, str, str]] = [
    (RECEIVED, "", "2025-09-22T15:52:07+07:00", "theo dòng Received của {mail}"),
    ("x; Mon, 22 Sep 2025 15:59:59 +0700 (ICT)", "", "2025-09-22T15:59:59+07:00", "theo dòng Received của {mail}"),
    ("x; 22 Sep 2025 08:59:59 -0000", "", "2025-09-22T15:59:59+07:00", "theo dòng Received của {mail}"),
    ("a;b; 22 Sep 2025 08:59:59 GMT", "", "2025-09-22T15:59:59+07:00", "theo dòng Received của {mail}"),
    ("x; hôm qua", "22 Sep 2025 15:50:00 +0700", "2025-09-22T15:50:00+07:00", "theo ngày ghi trong {mail} (máy gửi ghi); dòng Received không đọc được"),
    ("x; Mon, 22 Sep 2025 15:59:59", "22 Sep 2025 15:50:00 +0700", "2025-09-22T15:50:00+07:00", "theo ngày ghi trong {mail} (máy gửi ghi); dòng Received không đọc được"),
    ("x; 22 Sep 1970 15:59:59 +0000", "22 Sep 2199 15:50:00 +0700", FILE_TIME.isoformat(), "theo thời điểm sửa tệp ({mail} không ghi thời điểm); dòng Received không đọc được"),
    ("x", "mai", FILE_TIME.isoformat(), "theo thời điểm sửa tệp ({mail} không ghi thời điểm); dòng Received không đọc được"),
]  # fmt: skip


@pytest.mark.parametrize(("received", "date", "at", "evidence"), TIMES)
def test_when_a_mail_came(tmp_path: Path, received: str, date: str, at: str, evidence: str) -> None:
    raw = posted(letter((NAME, FORM), date=""), received)
    (arrival,) = came(tmp_path, f"Date: {date}\r\n".encode() + raw if date else raw)
    assert arrival.receipt is not None
    mail = f"thư “Báo cáo tháng 9” từ {SENDER}"
    assert (arrival.receipt.at.isoformat(), arrival.receipt.evidence) == (
        at,
        evidence.format(mail=mail),
    )


def test_a_mail_that_tells_nothing_came_when_its_file_or_its_zip_says(tmp_path: Path) -> None:
    mail = b"Subject: \r\n" + posted(
        letter((NAME, FORM), date="", subject="x", sender="x"), "y"
    ).replace(b"Subject: x", b"X-S: x")
    put(tmp_path / "nop.zip", raw_zip([RawEntry("thu.eml", mail.replace(b"Received: y\r\n", b""))]))
    (arrival,) = arrivals(tmp_path)
    assert (arrival.file, arrival.sender) == (f"nop.zip/thu.eml/{NAME}", "")
    assert arrival.receipt is not None
    assert arrival.receipt.evidence == (
        "theo thời điểm của tệp trong nop.zip (thư không có tiêu đề không ghi thời điểm)"
    )


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
