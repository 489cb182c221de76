"""Drafts (.eml): what two implementations read is what was written; bytes fit for every mail program."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.header import decode_header
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cv183_reports.model import Register, Unit
from cv183_reports.outbox.drafts import (
    AttachmentKind,
    Enclosure,
    MailDraft,
    draft_name,
    write_draft,
)
from tests.months import register

fast_mail_parser = pytest.importorskip("fast_mail_parser")

SUBJECT = "Ban Tổ chức Thành ủy: biểu mẫu báo cáo tháng 9 năm 2025 – Đảng ủy phường Thủy Nguyên"
BODY = "Kính gửi: Đảng ủy phường Thủy Nguyên\n\n. một mình\nFrom đầu dòng\n" + "ư" * 1200 + "\n"
FORM = Enclosure("11329-Phường Ngô Quyền-2025-09", bytes(range(256)) * 40, AttachmentKind.EXCEL)
LETTER = Enclosure("cong-van-don-doc-2025-09", b"PK\x03\x04", AttachmentKind.WORD)
WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1)


def addressed(address: str = "ngoquyen@haiphong.gov.vn") -> tuple[Register, Unit]:
    """A register of whose units one has an address, and that unit."""
    plain = register()
    unit = replace(plain.units[3], email=address)
    return replace(plain, units=(*plain.units[:3], unit)), unit


def read(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def test_both_implementations_read_what_was_written() -> None:
    known, unit = addressed()
    data = write_draft(MailDraft(unit, SUBJECT, BODY, (FORM, LETTER)), known)
    ours, theirs = read(data), fast_mail_parser.parse_email(data)
    assert ours["Subject"] == theirs.subject == SUBJECT
    assert [ours["To"]] == theirs.headers["To"] == ["ngoquyen@haiphong.gov.vn"]
    body = ours.get_body(("plain",))
    assert body is not None
    assert body.get_content() == theirs.text_plain[0] == BODY.replace("\n", "\r\n")
    assert theirs.text_html == []
    expected = [
        ("11329-phuong-ngo-quyen-2025-09.xlsx", AttachmentKind.EXCEL.value, FORM.data),
        ("cong-van-don-doc-2025-09.docx", AttachmentKind.WORD.value, LETTER.data),
    ]
    assert expected == [
        (part.get_filename(), part.get_content_type(), part.get_content())
        for part in ours.iter_attachments()
    ]
    assert expected == [(a.filename, a.mimetype, a.content) for a in theirs.attachments]


def test_it_is_a_draft_and_leaves_to_the_mail_program_what_is_its() -> None:
    known, unit = addressed()
    message = read(write_draft(MailDraft(unit, SUBJECT, BODY), known))
    assert message["X-Unsent"] == "1"
    assert message["MIME-Version"] == "1.0"
    assert not {"From", "Date", "Message-ID", "Cc", "Bcc", "Sender"} & set(message.keys())
    assert len(message.get_all("To", [])) == len(message["To"].addresses) == 1


@pytest.mark.parametrize("recipient", [None, register().units[0]], ids=["nobody", "no address"])
def test_without_an_address_the_person_who_sends_fills_it_in(recipient: Unit | None) -> None:
    message = read(write_draft(MailDraft(recipient, SUBJECT, BODY), register()))
    assert "To" not in message


def test_an_address_outside_the_register_is_refused() -> None:
    known, unit = addressed()
    for stranger in (replace(unit, email="other@example.vn"), replace(unit, code="99999")):
        with pytest.raises(ValueError, match="is not addressed as the register says"):
            write_draft(MailDraft(stranger, SUBJECT, BODY), known)


def test_bytes_are_fit_for_every_mail_program() -> None:
    known, unit = addressed()
    data = write_draft(MailDraft(unit, SUBJECT * 3, BODY, (FORM,)), known)
    assert data.isascii()
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"\r" not in data.replace(b"\r\n", b"")
    assert max(len(line) for line in data.split(b"\r\n")) <= 78
    for word in re.findall(rb"=\?utf-8\?b\?[^?]*\?=", data):
        ((content, charset),) = decode_header(word.decode())
        assert len(word) <= 75
        assert content.decode(charset)


def test_the_same_draft_is_the_same_bytes_and_another_is_not() -> None:
    known, unit = addressed()
    draft = MailDraft(unit, SUBJECT, BODY, (FORM,))
    assert write_draft(draft, known) == write_draft(replace(draft), known)
    assert write_draft(draft, known) != write_draft(replace(draft, body="Khác\n"), known)


@given(subject=WORDS, body=st.lists(WORDS), data=st.binary())
def test_any_text_comes_back(subject: str, body: list[str], data: bytes) -> None:
    known, unit = addressed()
    form = replace(FORM, data=data)
    written = write_draft(MailDraft(unit, subject, "\n".join(body), (form,)), known)
    message = read(written)
    assert message["Subject"] == " ".join(subject.split())
    assert [part.get_content() for part in message.iter_attachments()] == [data]
    theirs = fast_mail_parser.parse_email(written)
    assert theirs.subject.split() == subject.split()
    assert theirs.text_plain[0] == "\r\n".join(body)


def test_names_are_ascii() -> None:
    assert draft_name("11560-Phường Thủy Nguyên-2025-09") == "11560-phuong-thuy-nguyen-2025-09.eml"
    assert Enclosure("Đặc khu Bạch Long Vĩ/…", b"", AttachmentKind.WORD).name.isascii()
