"""Connections to the office's server: every way in which there is none is a sentence with its code."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import ModuleType

import pytest
import trustme

from cv183_reports.app import posting
from cv183_reports.model import Encryption, MailServer
from cv183_reports.outbox import sending
from cv183_reports.outbox.sending import Carrier, NoCarrier, Outgoing, connect
from cv183_reports.outbox.sent import Fate
from tests.mail_server import PASSWORD, USER, Office, context, free_port, serving, trust

pytestmark = [
    pytest.mark.filterwarnings("ignore:Session.login_data"),
    pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS"),
]
MAIL = Outgoing(USER, ("a@vidu.vn",), b"Subject: a\r\n\r\n.\r\n..\r\nb\r\n")


@pytest.fixture(autouse=True)
def trusting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(trust(tmp_path / "ca.pem")))


def at(port: int, host: str = "127.0.0.1", way: Encryption = Encryption.STARTTLS) -> MailServer:
    return MailServer(host, port, way, USER, USER)


def refusal(server: MailServer, password: str = PASSWORD) -> NoCarrier:
    found = connect(server, password)
    assert isinstance(found, NoCarrier)
    return found


@pytest.mark.parametrize("at_once", [False, True])
def test_a_mail_is_handed_over_letter_by_letter(*, at_once: bool) -> None:
    office, way = Office(), Encryption.TLS if at_once else Encryption.STARTTLS
    with serving(office, at_once=at_once) as port:
        carrier = connect(at(port, way=way), PASSWORD)
        assert isinstance(carrier, Carrier)
        with carrier:
            assert carrier.deliver(MAIL).fate is Fate.SENT
    (taken,) = office.taken
    assert (taken.to, taken.sender, taken.data) == (["a@vidu.vn"], USER, MAIL.data)


def test_a_server_that_asks_nobody_is_asked_nothing() -> None:
    office = Office()
    with serving(office, asks=False) as port:
        server = MailServer("127.0.0.1", port, Encryption.STARTTLS, "", USER)
        carrier = connect(server, "")
        assert isinstance(carrier, Carrier)
        with carrier:
            assert carrier.deliver(MAIL).fate is Fate.SENT
    assert office.logins == []


@pytest.mark.parametrize(
    ("host", "code"),
    [("khong-co.invalid", "THU024"), ("mail..vidu.vn", "THU024"), ("127.0.0.1", "THU025")],
)
def test_nobody_there(host: str, code: str) -> None:
    assert refusal(at(free_port(), host)).finding.code == code


@contextmanager
def speaking(line: bytes) -> Iterator[int]:
    """Whoever calls is told `line`, and nothing else; nothing: is hung up on."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:

        def answer() -> None:
            caller, _ = server.accept()
            with caller:
                caller.sendall(line)
                if line:
                    caller.recv(100)

        thread = threading.Thread(target=answer)
        thread.start()
        yield server.getsockname()[1]
        thread.join()


def test_a_server_that_says_no_at_the_door_is_quoted() -> None:
    with speaking(b"554 5.7.1 Blocked: \x1b[31m see list\r\n") as port:
        found = refusal(at(port))
    assert (found.finding.code, found.is_for_now) == ("THU026", False)
    assert "máy chủ nói «554 5.7.1 Blocked: \ufffd[31m see list»" in found.finding.message
    with speaking(b"421 4.3.2 Come back later\r\n") as port:
        assert refusal(at(port)).is_for_now
    with speaking(b"") as port:
        assert refusal(at(port)).finding.code == "THU026"


def test_a_server_that_says_nothing_is_not_waited_for_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sending, "_PATIENCE", 0.3)
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        found = refusal(at(server.getsockname()[1]))
    assert (found.finding.code, found.is_for_now) == ("THU026", True)


STRANGER = trustme.CA()
PAST = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize(
    ("certified", "reason"),
    [
        (lambda: context("127.0.0.1", authority=STRANGER), "không do nơi nào máy này biết cấp"),
        (lambda: context("mail.khac.vn"), "cấp cho tên khác"),
        (lambda: context("127.0.0.1", not_after=PAST), "đã hết hạn"),
    ],
)
def test_a_wrong_certificate_gets_no_password(
    certified: Callable[[], ssl.SSLContext], reason: str, *, at_once: bool
) -> None:
    office, way = Office(), Encryption.TLS if at_once else Encryption.STARTTLS
    with serving(office, tls=certified(), at_once=at_once) as port:
        found = refusal(at(port, way=way)).finding
    assert (found.code, office.logins) == ("THU027", [])
    assert reason in found.message


def test_a_server_that_does_not_encrypt_gets_no_password() -> None:
    office = Office()
    with serving(office, encrypts=False) as port:
        assert refusal(at(port)).finding.code == "THU028"
        assert refusal(at(port, way=Encryption.TLS)).finding.code == "THU028"
    assert (office.logins, office.taken) == ([], [])


@pytest.mark.parametrize("password", ["sai", "mật khẩu có dấu", ""])
def test_a_login_that_is_refused_is_tried_once(password: str) -> None:
    office = Office()
    with serving(office) as port:
        found = refusal(at(port), password)
    assert (found.finding.code, found.is_login) == ("THU029", True)
    assert len(office.logins) <= 1
    assert not password or password not in str(found.finding)


@pytest.mark.parametrize("ways", ["LOGIN", "PLAIN"])
def test_each_way_of_login(ways: str) -> None:
    office = Office()
    other = {"LOGIN": "PLAIN", "PLAIN": "LOGIN"}[ways]
    with serving(office, without=(other,)) as port:
        carrier = connect(at(port), PASSWORD)
        assert isinstance(carrier, Carrier)
        carrier.close()
    assert office.logins == [(ways, True)]


def test_a_server_that_offers_no_login() -> None:
    with serving(Office(), without=("PLAIN", "LOGIN")) as port:
        assert refusal(at(port)).finding.code == "THU030"


def test_a_store_of_passwords_that_refuses_in_its_own_way_is_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """That of Windows raises ``pywintypes.error``, which is no error of the package keyring."""

    def refused(*_: str) -> None:
        raise type("error", (Exception,), {})(1783, "CredWrite", "The stub received bad data")

    store = ModuleType("keyring")
    store.get_password = store.set_password = refused  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", store)
    monkeypatch.setattr(posting, "find_spec", lambda _: store)
    assert posting.kept_password(at(25)) is None
    assert not posting.keep_password(at(25), PASSWORD)
