"""A mail server on the loopback address, as an office's own is: encrypted, asking for a password, with moods."""

# ruff: noqa: ARG002, N802 - the methods of aiosmtpd
from __future__ import annotations

import asyncio
import socket
import ssl
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import openpyxl
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from cv183_reports.app.posting import post, prepare
from cv183_reports.outbox.sent import MailKind

USER, PASSWORD = "btc@haiphong.gov.vn", "mat-khau-183"


@dataclass
class Taken:
    """One mail that the server took."""

    to: list[str]
    sender: str
    data: bytes

    @property
    def message(self) -> EmailMessage:
        message = message_from_bytes(self.data, policy=policy.default)
        assert isinstance(message, EmailMessage)
        return message


@dataclass
class Office:
    """What the server does, and what came to it."""

    answers: dict[str, list[str]] = field(default_factory=dict)
    """Address → what RCPT is told, one after the other; then it is taken."""
    content: list[str] = field(default_factory=list)
    """What whole mails are told, one after the other; empty: taken."""
    sender: list[str] = field(default_factory=list)
    """What MAIL is told."""
    most_recipients: int = 100
    most_mails: int = 10_000
    """On one connection."""
    cut_at: list[int] = field(default_factory=list)
    """At how many bytes of a mail the connection breaks, for the next mails; -1: after its last dot."""
    taken: list[Taken] = field(default_factory=list)
    logins: list[tuple[str, bool]] = field(default_factory=list)
    connections: int = 0
    on_taken: Callable[[], None] | None = None

    @property
    def addresses(self) -> Counter[str]:
        return Counter(address for each in self.taken for address in each.to)

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        is_right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        self.logins.append((mechanism, session.ssl is not None))
        return AuthResult(success=is_right, handled=False)

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.sender:
            return self.sender.pop(0)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answers.get(address):
            return self.answers[address].pop(0)
        if len(envelope.rcpt_tos) >= self.most_recipients:
            return "452 4.5.3 Too many recipients"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.content and (answer := self.content.pop(0)):
            return answer
        assert isinstance(envelope.content, bytes)
        assert envelope.mail_from is not None
        self.taken.append(Taken(envelope.rcpt_tos, envelope.mail_from, envelope.content))
        if self.on_taken:
            self.on_taken()
        return f"250 2.0.0 Ok: queued as {len(self.taken):06X}"


class Moody(SMTP):
    """aiosmtpd, with connections that break and end."""

    office: Office
    mails = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.office.connections += 1
        super().connection_made(transport)

    async def smtp_MAIL(self, arg: str) -> None:
        self.mails += 1
        if self.mails > self.office.most_mails:
            await self.push("421 4.7.0 Too many messages on this connection")
            self.transport.close()
            return
        await super().smtp_MAIL(arg)

    async def smtp_DATA(self, arg: str) -> None:
        if not self.office.cut_at or not self.envelope.rcpt_tos:
            await super().smtp_DATA(arg)
            return
        length = self.office.cut_at.pop(0)
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        if length < 0:
            while await self._reader.readline() != b".\r\n":
                pass
        else:
            await self._reader.readexactly(length)
        self.transport.abort()
        self._reader._buffer.clear()


class _Listening(Controller):
    def factory(self) -> SMTP:
        server = Moody(self.handler, **self.SMTP_kwargs)
        server.office = self.handler
        return server


AUTHORITY = trustme.CA()


def trust(path: Path) -> Path:
    """A file of the authorities that are trusted, for ``SSL_CERT_FILE``."""
    AUTHORITY.cert_pem.write_to_path(str(path))
    return path


def context(*names: str, authority: trustme.CA | None = None, **told: Any) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    (authority or AUTHORITY).issue_cert(*names, **told).configure_cert(made)
    return made


@contextmanager
def serving(
    office: Office,
    port: int = 0,
    *,
    tls: ssl.SSLContext | None = None,
    at_once: bool = False,
    asks: bool = True,
    without: tuple[str, ...] = (),
    encrypts: bool = True,
) -> Iterator[int]:
    """The server, as long as the block runs; its port.

    `at_once`: encrypted from the first byte; `without`: ways of login that it does not offer.
    """
    tls = tls or context("127.0.0.1", "localhost")
    told: dict[str, Any] = {"decode_data": False, "data_size_limit": 40_000_000, "timeout": 60}
    if asks:
        told |= {"authenticator": office.authenticate, "auth_required": True}
        told |= {"auth_require_tls": not at_once and encrypts, "auth_exclude_mechanism": without}
    if at_once:
        told |= {"ssl_context": tls}
    elif encrypts:
        told |= {"tls_context": tls, "require_starttls": True}
    controller = _Listening(office, hostname="127.0.0.1", port=port or free_port(), **told)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def free_port() -> int:
    """One that nobody listens on."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port: int = server.getsockname()[1]
    return port


def settle(root: Path, port: int | None, addresses: dict[str, str], **rows: str) -> None:
    """Writes the server and addresses of units into the register: ``user=""`` leaves the account out."""
    names = {
        "host": "Máy chủ gửi thư",
        "port": "Cổng của máy chủ gửi thư",
        "encryption": "Cách mã hóa khi gửi thư",
        "user": "Tài khoản gửi thư",
        "sender": "Địa chỉ thư gửi đi",
    }
    values = {"host": "127.0.0.1", "port": port or "", "user": USER, **rows}
    path = root / "data" / "danh-muc.xlsx"
    book = openpyxl.load_workbook(path)
    for row in book["Thiết lập"].iter_rows(min_row=4):
        for key, name in names.items():
            if row[0].value == name:
                row[1].value = values.get(key) or None
    sheet = book["Đơn vị"]
    at = next(cell.column for cell in sheet[3] if cell.value == "Thư điện tử")
    for row in sheet.iter_rows(min_row=4):
        if row[0].value in addresses:
            sheet.cell(row[0].row, at, addresses[row[0].value])
    book.save(path)


def send_forms(root: str, period: str, *units: str) -> int:
    """Sends the forms of these units, as a clerk does who agrees to everything; how many left."""
    posting = prepare(Path(root), period, MailKind.TEMPLATES, units)
    return post(posting, PASSWORD, wait=lambda _seconds, _left: None).sent
