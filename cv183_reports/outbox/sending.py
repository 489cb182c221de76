"""Handing mails to the office's own server: one connection, always encrypted, its certificate checked.

The only module that opens a connection, and only `mail --send` imports it. A mail is handed over in two
steps, all but its last dot and then the dot (RFC 5321, 4.1.1.4): before the dot a server may not keep
what it was given, so whatever breaks until then is certainly not sent and can be tried again; after it
only the answer tells, and where none comes nobody knows.
"""

from __future__ import annotations

import re
import select
import smtplib
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from typing import Self

from msgspec import Struct, field

from cv183_reports.catalogue import outbox as catalogue
from cv183_reports.intake.guard import showable
from cv183_reports.model import Encryption, MailServer, Source
from cv183_reports.model.finding import Finding
from cv183_reports.outbox.sent import Fate

_PATIENCE = 30
"""Seconds for each answer of the server."""
_LAST_PATIENCE = 600
"""Seconds for the answer to a whole mail (RFC 5321, 4.5.3.2.6)."""
_GRACE = 0.1
"""Seconds in which a connection that broke in mid-message is seen to be broken."""
_PIECE = 1 << 16
_DOTS = re.compile(rb"^\.", re.MULTILINE)
_NO_WAY = (smtplib.SMTPException, smtplib.SMTPNotSupportedError)
"""What smtplib says of a server that offers no login, or none that it knows."""
_MOST = 200
"""Characters of an answer that a sentence quotes."""
_TOO_BIG = 552
_CLOSING = 421
_CODES = range(200, 600)
_CERTIFICATE = {
    10: catalogue.CERTIFICATE_EXPIRED,
    62: catalogue.CERTIFICATE_OF_OTHERS,
    64: catalogue.CERTIFICATE_OF_OTHERS,
}
"""OpenSSL's number of what is wrong (X509_V_ERR_…) → words."""


class Reply(Struct, frozen=True):
    """What the server said; 0: nothing, the connection broke."""

    code: int
    text: str = ""

    @property
    def is_yes(self) -> bool:
        """Whether it did what was asked."""
        return 200 <= self.code < 300  # noqa: PLR2004 - RFC 5321, 4.2.1

    @property
    def is_for_now(self) -> bool:
        """Whether it may say otherwise later."""
        return self.code < 500  # noqa: PLR2004 - likewise

    def __str__(self) -> str:
        return f"{self.code} {self.text}".strip() if self.code else ""

    @property
    def quoted(self) -> tuple[str, ...]:
        """What a sentence says of it at its end."""
        said = str(self)
        return (catalogue.SAID.format(answer=said),) if said else ("",)


class Outgoing(Struct, frozen=True):
    """One mail as it leaves, and to whom."""

    sender: str
    to: tuple[str, ...]
    data: bytes
    """Lines end with CRLF."""


class Handover(Struct, frozen=True):
    """What became of one mail."""

    fate: Fate
    reply: Reply
    refused: Mapping[str, Reply] = field(default_factory=dict)
    """By address; what became of the mail is of the others."""
    is_of_sender: bool = False
    """Whether it was the sender that was refused: so will be every other mail."""


class Carrier:
    """A connection that mails are handed to, one after the other."""

    def __init__(self, smtp: smtplib.SMTP) -> None:
        self._smtp = smtp
        self.is_open = True
        self.is_handed_over = False
        """Whether all of the last mail is with the server, and it did not refuse it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self, *, politely: bool = True) -> None:
        """Ends the connection; in the middle of a mail it just breaks it off."""
        if self.is_open and politely:
            with suppress(OSError, smtplib.SMTPException):
                self._smtp.quit()
        self.is_open = False
        self._smtp.close()

    def deliver(self, mail: Outgoing) -> Handover:
        """Hands one mail over; nothing that a server or a network does raises."""
        self.is_handed_over = False
        refused: dict[str, Reply] = {}
        try:
            return self._deliver(mail, refused)
        except (OSError, smtplib.SMTPException):
            self.close(politely=False)
            if self.is_handed_over:
                return Handover(Fate.UNSURE, Reply(0), refused)
            return Handover(Fate.NOT_SENT, Reply(0))

    def _deliver(self, mail: Outgoing, refused: dict[str, Reply]) -> Handover:
        size = [f"SIZE={len(mail.data)}"] if self._smtp.has_extn("size") else []
        reply = _reply(self._smtp.mail(mail.sender, size))
        if not reply.is_yes:
            return self._put_back(reply, is_of_sender=reply.code != _TOO_BIG)
        for address in mail.to:
            reply = _reply(self._smtp.rcpt(address))
            if not reply.is_yes:
                refused[address] = reply
            if reply.code == _CLOSING:
                return self._put_back(reply)
        if len(refused) == len(mail.to):
            return self._put_back(reply, refused)
        reply = self._hand_over(mail.data)
        if not reply.is_yes:
            return self._put_back(reply)
        return Handover(Fate.SENT, reply, refused)

    def _hand_over(self, data: bytes) -> Reply:
        code, text = self._smtp.docmd("DATA")
        if code != 354:  # noqa: PLR2004 - RFC 5321, 4.2.3
            return _not_taken(code, text)
        body = _DOTS.sub(b"..", data)
        body = body if body.endswith(b"\r\n") else body + b"\r\n"
        for at in range(0, len(body), _PIECE):
            self._smtp.send(body[at : at + _PIECE])
        if self._speaks():  # before its turn: it gives up, or is gone
            reply = _not_taken(*self._smtp.getreply())
            self.close(politely=False)
            return reply
        assert self._smtp.sock is not None
        self._smtp.sock.settimeout(_LAST_PATIENCE)
        self.is_handed_over = True
        self._smtp.send(b".\r\n")
        reply = _reply(self._smtp.getreply())
        if reply.code not in _CODES:
            raise smtplib.SMTPServerDisconnected(reply.text)  # no answer at all
        self.is_handed_over = reply.is_yes
        self._smtp.sock.settimeout(_PATIENCE)
        return reply

    def _speaks(self) -> bool:
        assert self._smtp.sock is not None
        return bool(select.select([self._smtp.sock], [], [], _GRACE)[0])

    def _put_back(
        self,
        reply: Reply,
        refused: Mapping[str, Reply] | None = None,
        *,
        is_of_sender: bool = False,
    ) -> Handover:
        """What was not taken; the connection is made ready for the next mail."""
        if reply.code == _CLOSING:
            self.close(politely=False)
        elif self.is_open:
            with suppress(OSError, smtplib.SMTPException):
                self._smtp.rset()
        return Handover(Fate.NOT_SENT, reply, refused or {}, is_of_sender=is_of_sender)


def _reply(answer: tuple[int, bytes]) -> Reply:
    text = " ".join(showable(answer[1].decode("utf-8", "replace")).split())
    return Reply(answer[0], text if len(text) <= _MOST else f"{text[: _MOST - 1]}…")


def _not_taken(code: int, text: bytes) -> Reply:
    """An answer out of its turn is never a yes."""
    reply = _reply((code, text))
    return Reply(0) if reply.is_yes else reply


class NoCarrier(Struct, frozen=True):
    """Why there is no connection."""

    finding: Finding
    is_for_now: bool = False
    """Whether it may come about later."""
    is_login: bool = False
    """Whether the name or the password was refused."""


def connect(server: MailServer, password: str) -> Carrier | NoCarrier:
    """A connection to `server`, encrypted and logged in; nothing that a network does raises."""
    try:
        smtp = _opened(server)
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        return _not_opened(server, error)
    try:
        _log_in(smtp, server.user, password)
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        smtp.close()
        return _not_logged_in(server, error)
    return Carrier(smtp)


def _not_opened(server: MailServer, error: Exception) -> NoCarrier:
    place = Source(f"{server.host}:{server.port}")
    told = {"host": server.host, "port": server.port}
    match error:
        case socket.gaierror() | UnicodeError():
            return NoCarrier(catalogue.HOST_UNKNOWN.at(place, host=server.host), is_for_now=True)
        case ConnectionRefusedError():
            return NoCarrier(catalogue.PORT_CLOSED.at(place, **told), is_for_now=True)
        case ssl.SSLCertVerificationError():
            reason = (_CERTIFICATE.get(error.verify_code, catalogue.CERTIFICATE_SELF_MADE),)
            return NoCarrier(catalogue.BAD_CERTIFICATE.at(place, host=server.host, reason=reason))
        case ssl.SSLError() | smtplib.SMTPNotSupportedError():
            way = server.encryption.value
            return NoCarrier(catalogue.NOT_ENCRYPTED.at(place, way=way, **told))
        case _:
            return _silent(server, error)


def _opened(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    name = server.sender.rpartition("@")[2]  # that of the machine may be no name for the network
    if server.encryption is Encryption.TLS:
        return smtplib.SMTP_SSL(server.host, server.port, name, timeout=_PATIENCE, context=context)
    smtp = smtplib.SMTP(server.host, server.port, name, timeout=_PATIENCE)
    try:
        smtp.starttls(context=context)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _log_in(smtp: smtplib.SMTP, user: str, password: str) -> None:
    """One try alone, by the first way that the server offers: many lock an account after a few."""
    smtp.ehlo_or_helo_if_needed()
    if not user:
        return
    ways = smtp.esmtp_features.get("auth", "").upper().split()
    if "PLAIN" in ways:
        smtp.auth("PLAIN", _OneByOne(f"\0{user}\0{password}"))
    elif "LOGIN" in ways:
        smtp.auth("LOGIN", _OneByOne(user, password), initial_response_ok=False)
    else:
        smtp.login(user, password)


class _OneByOne:
    """Answers what the server asks, in this order."""

    def __init__(self, *answers: str) -> None:
        self._left = iter(answers)

    def __call__(self, _: bytes | None = None, /) -> str:
        return next(self._left, "")


def _not_logged_in(server: MailServer, error: Exception) -> NoCarrier:
    place = Source(f"{server.host}:{server.port}")
    match error:
        case smtplib.SMTPAuthenticationError() if error.smtp_code >= 500:  # noqa: PLR2004 - RFC 4954
            reply = _reply((error.smtp_code, _bytes(error.smtp_error)))
            found = catalogue.LOGIN_REFUSED.at(place, user=server.user, answer=reply.quoted)
            return NoCarrier(found, is_login=True)
        case UnicodeError():
            found = catalogue.LOGIN_REFUSED.at(place, user=server.user, answer=("",))
            return NoCarrier(found, is_login=True)
        case _ if type(error) in _NO_WAY:
            return NoCarrier(catalogue.NO_LOGIN.at(place, host=server.host))
        case _:
            return _silent(server, error)


def _silent(server: MailServer, error: Exception) -> NoCarrier:
    """The server does not come, or says that it is of no use now."""
    reply = Reply(0)
    if isinstance(error, smtplib.SMTPResponseException):
        reply = _reply((error.smtp_code, _bytes(error.smtp_error)))
    place = Source(f"{server.host}:{server.port}")
    told = {"host": server.host, "port": server.port, "answer": reply.quoted}
    return NoCarrier(catalogue.NO_REPLY.at(place, **told), is_for_now=reply.is_for_now)


def _bytes(said: bytes | str) -> bytes:
    return said.encode() if isinstance(said, str) else said
