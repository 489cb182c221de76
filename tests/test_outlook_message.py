"""Mails that Outlook saved (.msg), and what Outlook packs into winmail.dat."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import olefile
import oxmsg
import pytest

from cv183_reports.catalogue import files
from cv183_reports.catalogue import intake as mails
from cv183_reports.intake import outlook_message
from cv183_reports.intake.wrappings import in_winmail
from cv183_reports.model.finding import Rule
from cv183_reports.ooxml.archive import Refusal
from tests.builders_mail import (
    ENVELOPED,
    SENDER,
    attached,
    entity,
    envelope,
    in_mailbox,
    letter,
    ole,
    outlook,
    outlook_tree,
    posted,
    signed,
    winmail,
)
from tests.builders_xlsx import RawEntry, raw_zip
from tests.test_envelope import FORM, arrivals, put, told
from tests.test_mail_message import NAME, PDF, PNG

HEADERS = (
    "Microsoft Mail Internet Headers Version 2.0\r\n"
    "Received: from a by b; Mon, 22 Sep 2025 15:59:59 +0700\r\n"
    "Received: from c by a; Mon, 22 Sep 2025 15:40:00 +0700\r\nFrom: An <AN@haiphong.gov.vn>\r\n\r\n"
)
READ = "read"


def inner(*attachments: object, **more: object) -> dict[str, object]:
    return outlook_tree(*attachments, header=24, **more)  # type: ignore[arg-type,return-value]


CASES: list[tuple[str, Callable[[], bytes], list[tuple[str, str | Rule]]]] = [
    ("form", lambda: outlook(attached(NAME, FORM)), [(NAME, READ)]),
    ("form and signed copy", lambda: outlook(attached("ký.pdf", PDF), attached(NAME, FORM)), [("ký.pdf", mails.COMPANION), (NAME, READ)]),
    ("zip", lambda: outlook(attached("a.zip", raw_zip([RawEntry("a.xlsx", FORM)]))), [("a.zip/a.xlsx", READ)]),
    ("logo", lambda: outlook(attached("image001.png", PNG, p3712="x@y"), attached(NAME, FORM)), [(NAME, READ), ("image001.png", mails.ORNAMENTS)]),
    ("hidden logo only", lambda: outlook(attached("image001.png", PNG, p7FFE=True)), [("", mails.WITHOUT_FILES), ("image001.png", mails.ORNAMENTS)]),
    ("old workbook, written before the directory of the message", lambda: outlook(attached("a.xls", ole({"Workbook": bytes(9_000)}))), [("a.xls", READ)]),
    ("picture that is sent", lambda: outlook(attached("scan.png", PNG)), [("scan.png", READ)]),
    ("object in the text", lambda: outlook(attached("Bảng", b"x", p3705=6)), [("", mails.WITHOUT_FILES), ("Bảng", mails.ORNAMENTS)]),
    ("no attachment", outlook, [("", mails.WITHOUT_FILES)]),
    ("link in the text", lambda: outlook(p1000="Xem https://1drv.ms/x/abc"), [("", mails.ONLY_LINKS)]),
    ("cloud attachment", lambda: outlook(attached(NAME, b"", p3705=7, p370D="https://x.sharepoint.com/a.xlsx")), [("", mails.ONLY_LINKS)]),
    ("message in the message", lambda: outlook(attached("Fwd", inner(attached(NAME, FORM)))), [(f"Fwd.msg/{NAME}", READ)]),
    ("message without its properties", lambda: outlook(attached("Fwd", {"x": b"x"})), [("Fwd.msg", mails.DAMAGED_ATTACHMENT)]),
    ("messages too deep", lambda: outlook(attached("1", inner(attached("2", inner(attached("3", inner(attached("4", inner(attached("5", inner()))))))))))
     , [("1.msg/2.msg/3.msg/4.msg/5.msg", files.NESTED_TOO_DEEP)]),
    ("mail in the message", lambda: outlook(attached("a.eml", posted(letter((NAME, FORM))))), [(f"a.eml/{NAME}", READ)]),
    ("report of the server", lambda: outlook(attached("BC", inner(attached(NAME, FORM))), p001A="REPORT.IPM.Note.NDR"), [("", mails.AUTOMATIC)]),
    ("a form beside such a report", lambda: outlook(attached(NAME, FORM), p001A="REPORT.IPM.Note.NDR"), [(NAME, READ)]),
    ("a form declared as a calendar", lambda: outlook(attached("hop.ics", FORM, p370E="text/calendar")), [("hop.ics", READ)]),
    ("a form that is hidden", lambda: outlook(attached("bc", FORM, p7FFE=True, p370E="image/png")), [("bc", READ)]),
    ("shortcuts", lambda: outlook(attached("bc.gsheet", b""), attached("b.url", b"[InternetShortcut]")), [("bc.gsheet", mails.SHORTCUTS)]),
    ("signed and sealed in one", lambda: outlook(attached("smime.p7m", signed(entity((NAME, FORM)))), p001A="IPM.Note.SMIME"), [(f"smime.p7m/{NAME}", READ)]),
    ("a mailbox", lambda: outlook(attached("Inbox", in_mailbox(posted(letter((NAME, FORM)))))), [(f"Inbox/thư 1 Báo cáo tháng 9.eml/{NAME}", READ)]),
    ("sealed", lambda: outlook(attached("smime.p7m", envelope(ENVELOPED, bytes(90))), p001A="IPM.Note.SMIME"), [("smime.p7m", mails.SEALED)]),
    ("signed", lambda: outlook(attached("smime.p7m", posted(letter((NAME, FORM)))), p001A="IPM.Note.SMIME.MultipartSigned"), [(f"smime.p7m/{NAME}", READ)]),
    ("signed, without the head of a mail", lambda: outlook(attached("smime.p7m", entity((NAME, FORM)).replace(b"MIME-Version: 1.0\n", b"")), p001A="IPM.Note.SMIME.MultipartSigned"), [(f"smime.p7m/{NAME}", READ)]),
    ("an envelope that is none", lambda: outlook(attached("smime.p7m", b"\x30\x82"), p001A="IPM.Note.SMIME"), [("smime.p7m", mails.DAMAGED_ATTACHMENT)]),
    ("attachment shorter than it says", lambda: outlook({**attached(NAME, FORM), "__substg1.0_37010102": FORM[:-1]}), [(NAME, mails.DAMAGED_ATTACHMENT)]),
    ("attachment without its data", lambda: outlook({k: v for k, v in attached(NAME, FORM).items() if "3701" not in k}), [(NAME, mails.DAMAGED_ATTACHMENT)]),
    ("attachment of 11 MB", lambda: outlook(attached(NAME, bytes(6 * 1024 * 1024)), attached("a", FORM)), [(NAME, READ), ("a", READ)]),
    ("no name", lambda: outlook(attached("", FORM)), [("tệp không tên 1", READ)]),
    ("cut", lambda: outlook(attached(NAME, FORM))[:-600], [("", files.OUTLOOK_MESSAGE)]),
    ("nothing but the name of a property", lambda: ole({"__properties_version1.0": b""}), [("", mails.WITHOUT_FILES)]),
    ("26 MB", lambda: outlook() + bytes(26 * 1024 * 1024), [("", mails.TOO_BIG)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "expected"), [pytest.param(*case[1:], id=case[0]) for case in CASES]
)
def test_each_message_brings_exactly_this(
    tmp_path: Path, data: Callable[[], bytes], expected: list[tuple[str, str | Rule]]
) -> None:
    put(tmp_path / "thu.msg", data())
    codes = [
        ("/".join(filter(None, ("thu.msg", name))), fate.code if isinstance(fate, Rule) else fate)
        for name, fate in expected
    ]
    assert told(tmp_path) == codes


@pytest.mark.parametrize(
    ("more", "at", "evidence", "sender"),
    [
        ({"p007D": HEADERS}, "2025-09-22T15:59:59+07:00", "theo thời điểm máy chủ thư nhận {mail}", "an@haiphong.gov.vn"),
        ({}, "2025-09-22T15:52:07+07:00", "theo thời điểm vào hộp thư mà Outlook ghi cho {mail}", SENDER),
        ({"p0E06": datetime(4501, 1, 1, tzinfo=UTC)}, "2025-09-22T15:50:00+07:00", "theo ngày ghi trong {mail} (máy gửi ghi)", SENDER),
        ({"p0E06": datetime(2099, 9, 22, 9, tzinfo=UTC)}, "2099-09-22T16:00:00+07:00", "theo thời điểm vào hộp thư mà Outlook ghi cho {mail}", SENDER),
        ({"p007D": "Received: from a by b; GMT+7\r\nDate: x\r\n\r\n"}, "2025-09-22T15:52:07+07:00", "theo thời điểm vào hộp thư mà Outlook ghi cho {mail}", SENDER),
        ({"p0E06": datetime(1601, 1, 1, tzinfo=UTC), "p0039": datetime(1601, 1, 1, tzinfo=UTC), "p007D": "Date: Mon, 22 Sep 2025 15:00:00 GMT+7\r\n\r\n"}, "2025-09-22T15:00:00+07:00", "theo ngày ghi trong {mail} (máy gửi ghi)", SENDER),
        ({"p0E06": datetime(1601, 1, 1, tzinfo=UTC)}, "2025-09-22T15:50:00+07:00", "theo ngày ghi trong {mail} (máy gửi ghi)", SENDER),
        ({"p5D01": "", "p0C1F": "/O=HP/CN=AN"}, "2025-09-22T15:52:07+07:00", "theo thời điểm vào hộp thư mà Outlook ghi cho {mail}", ""),
    ],
)  # fmt: skip
def test_time_and_sender_of_a_message(
    tmp_path: Path, more: dict[str, str], at: str, evidence: str, sender: str
) -> None:
    put(tmp_path / "thu.msg", outlook(attached(NAME, FORM), **more))
    (arrival,) = arrivals(tmp_path)
    assert (arrival.data, arrival.sender) == (FORM, sender)
    assert arrival.receipt is not None
    assert arrival.receipt.at.isoformat() == at
    mail = f"thư “Báo cáo tháng 9” từ {sender}" if sender else "thư “Báo cáo tháng 9”"
    assert arrival.receipt.evidence == evidence.format(mail=mail)


def test_a_message_in_the_message_tells_its_own_sender(tmp_path: Path) -> None:
    forwarded = inner(attached(NAME, FORM), p5D01="vp@xa.vn", p0037="BC")
    put(tmp_path / "thu.msg", outlook(attached("Fwd", forwarded)))  # type: ignore[arg-type]
    (arrival,) = arrivals(tmp_path)
    assert arrival.sender == "vp@xa.vn"
    assert arrival.receipt is not None
    assert arrival.receipt.evidence.endswith(f"cho thư “Báo cáo tháng 9” từ {SENDER}")
    (claim,) = arrival.receipt.claims
    assert claim.evidence.endswith("cho thư “BC” từ vp@xa.vn")


def test_text_in_a_code_page(tmp_path: Path) -> None:
    put(tmp_path / "thu.msg", outlook(attached("a.xlsx", FORM), ansi="utf-8"))
    (arrival,) = arrivals(tmp_path)
    assert arrival.receipt is not None
    assert "“Báo cáo tháng 9”" in arrival.receipt.evidence


def test_python_oxmsg_reads_the_same() -> None:
    data = outlook(attached(NAME, FORM), attached("a.pdf", PDF), p007D=HEADERS[45:])
    ours, theirs = outlook_message.read_outlook_message(data), oxmsg.Message.load(data)
    assert [(a.name, a.content) for a in ours.attachments] == [
        (a.file_name, a.file_bytes) for a in theirs.attachments
    ]
    assert ours.subject == theirs.subject
    assert ours.sender in (theirs.sender or "").lower()


def test_streams_that_claim_more_than_the_file_holds_are_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(olefile.OleFileIO, "get_size", lambda *_: 10**9)
    with pytest.raises(Refusal):
        outlook_message.read_outlook_message(outlook(attached(NAME, FORM)))


def test_more_streams_than_any_true_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlook_message, "_MAX_STREAMS", 5)
    with pytest.raises(Refusal) as refused:
        outlook_message.read_outlook_message(outlook(attached(NAME, FORM)))
    assert refused.value.rule is mails.TOO_MANY_PARTS


def test_two_streams_of_the_same_bytes_are_a_damage() -> None:
    """Or a small file could unfold to gigabytes."""
    data = bytearray(outlook(attached(NAME, FORM), attached("b.xlsx", FORM)))
    entries = [
        n
        for n in range(0, len(data), 128)
        if data[n:].startswith("__substg1.0_37010102".encode("utf-16-le"))
    ]
    first, second = entries
    data[second + 116 : second + 120] = data[first + 116 : first + 120]
    with olefile.OleFileIO(BytesIO(bytes(data))) as lenient:
        assert len(lenient.listdir()) >= 10
    with pytest.raises(Refusal):
        outlook_message.read_outlook_message(bytes(data))


def test_a_winmail_is_taken_only_whole() -> None:
    data = winmail(("BAOCAO~1.XLS", NAME, FORM))
    assert list(in_winmail(data)) == [(NAME, FORM)]
    whole = 0
    for end in range(len(data)):
        try:
            found = list(in_winmail(data[:end]))
        except Refusal:
            continue
        whole += 1
        assert [content for _, content in found] in ([], [FORM])
    assert whole < 5
