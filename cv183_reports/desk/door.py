"""How a desk is opened and closed: one for each working folder, on this machine alone."""

from __future__ import annotations

import http.client
import os
import platform
import secrets
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.app import Cause, Stopped
from cv183_reports.app.opening import expect_register
from cv183_reports.catalogue import machine
from cv183_reports.catalogue.files import reason
from cv183_reports.desk.deeds import PointRow
from cv183_reports.desk.state import DeskState
from cv183_reports.model import Source
from cv183_reports.workspace.folder import PRIVATE, Workspace
from cv183_reports.workspace.written import held

_ADDRESS = PRIVATE / "ban-lam-viec.json"
_LOCK = PRIVATE / "ban-lam-viec.lock"
_LIBRARIES = ("flask", "waitress")
_SECONDS = 3.0
"""How long another desk may take to answer."""
_PAUSE = 0.5
"""Seconds between two looks whether to close."""
_THREADS = 8
_SPARE = 1 << 16
"""Bytes that the request of a file of the largest size may have more."""


class Address(Struct, frozen=True):
    """Where a desk listens; `machine` tells whose loopback it is where the folder lies on a server."""

    machine: str
    port: int
    token: str

    @property
    def url(self) -> str:
        """What opens its page."""
        from cv183_reports.desk.server import HOST

        return f"http://{HOST}:{self.port}/?token={self.token}"


def keep_open(root: Path, say: Callable[[str], None], *, browser: bool) -> None:
    """Serves the working folder until its desk is closed; where one is open already, shows that.

    `say` prints a line for whoever started it.

    Raises:
        Stopped: no working folder; the libraries of the desk are not installed; no port.
    """
    expect_register(Workspace(root))
    _expect_libraries()
    with _alone(root):
        found = running(root)
        opened = None if found else OpenDesk(root)
    address = found or (opened.address if opened else None)
    assert address is not None
    sentence = machine.DESK_FOUND if found else machine.DESK_OPENED
    say(sentence.format(folder=root.resolve(), address=address.url))
    if browser and not _shown(address.url):
        say(machine.DESK_BY_HAND)
    if opened is not None:
        for point in opened.state.warnings:
            say(point.what)
        say(machine.DESK_UNTIL)
        opened.wait()
        say(machine.DESK_CLOSED)


def _expect_libraries() -> None:
    for name in _LIBRARIES:
        try:
            __import__(name)
        except ImportError:
            found = machine.DESK_NO_LIBRARY.at(Source("desk"), name=name)
            raise Stopped((found,), Cause.MACHINE) from None


def _shown(url: str) -> bool:
    try:
        return webbrowser.open(url)
    except (OSError, webbrowser.Error):
        return False


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Of two that are started at once the second waits, and finds the first; without it where nothing can be written."""
    try:
        (root / PRIVATE).mkdir(exist_ok=True)
        file = (root / _LOCK).open("ab")
    except OSError:
        yield
        return
    with file, held(file.fileno()):
        yield


def running(root: Path) -> Address | None:
    """The desk of this folder that is open on this machine; one that does not answer is none."""
    try:
        address = msgspec.json.decode((root / _ADDRESS).read_bytes(), type=Address)
    except (OSError, msgspec.DecodeError):
        return None
    if address.machine != platform.node():
        return None
    from cv183_reports.desk.server import HOST, Lock

    lock = Lock(address.port, address.token)
    connection = http.client.HTTPConnection(HOST, address.port, timeout=_SECONDS)
    try:
        connection.request("GET", "/alive", headers={"Cookie": f"{lock.cookie}={address.token}"})
        answer = connection.getresponse()
        is_ours = answer.status == http.client.OK
        return address if is_ours and answer.read().decode() == str(root.resolve()) else None
    except (OSError, http.client.HTTPException, ValueError):
        return None
    finally:
        connection.close()


def _listening() -> socket.socket:
    """A socket on a free port of the loopback address, which no other program can share.

    Raises:
        Stopped: the machine gives none.
    """
    from cv183_reports.desk.server import HOST

    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        listening.bind((HOST, 0))
    except OSError as error:
        listening.close()
        found = machine.DESK_NO_PORT.at(Source("desk"), reason=reason(error))
        raise Stopped((found,), Cause.MACHINE) from None
    return listening


class OpenDesk:
    """A desk that listens, until `wait` or `close` ends it."""

    def __init__(self, root: Path) -> None:
        """Listens on a free port, and leaves word of it in the working folder.

        Raises:
            Stopped: the machine gives no port.
        """
        from waitress import create_server

        from cv183_reports.desk.parcels import MAX_UPLOAD
        from cv183_reports.desk.server import Lock, create_app

        listening = _listening()
        self.state = DeskState(root)
        self.address = Address(
            platform.node(), listening.getsockname()[1], secrets.token_urlsafe(32)
        )
        self._sockets: dict[int, object] = {}
        self._server = create_server(
            create_app(self.state, Lock(self.address.port, self.address.token)),
            map=self._sockets,
            sockets=[listening],
            threads=_THREADS,
            max_request_body_size=MAX_UPLOAD + _SPARE,
            ident=None,
        )
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        self._announce()
        self.state.look()

    def wait(self) -> None:
        """Until somebody closes it, or everybody left; work under way is never left alone. Ctrl+C stops that, too."""
        try:
            while not self.state.closing.wait(_PAUSE):
                if self.state.presence.is_deserted() and self.state.bench.under() is None:
                    break
        except KeyboardInterrupt:
            self.state.bench.stop()
        finally:
            self.close()

    def close(self) -> None:
        """Stops the work under way and the server; nothing of the desk is left behind."""
        if not self._thread.is_alive():
            return
        self.state.bench.stop()
        self.state.bench.wait()
        time.sleep(_PAUSE)  # the answer to the button that closes is under way
        self._server.task_dispatcher.shutdown()
        from waitress import wasyncore

        self._server.trigger.pull_trigger(
            lambda: wasyncore.close_all(self._sockets, ignore_all=True)
        )
        self._thread.join(_SECONDS)
        self.state.parcels.close()
        with suppress(OSError):
            path = self.state.root / _ADDRESS
            if path.read_bytes() == self._word:
                path.unlink()

    def _announce(self) -> None:
        """Leaves word where it listens, for this account alone; where nothing can be written that is told."""
        path = self.state.root / _ADDRESS
        try:
            path.parent.mkdir(exist_ok=True)
            path.unlink(missing_ok=True)
            with os.fdopen(
                os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
            ) as file:
                file.write(self._word)
        except OSError as error:
            told = machine.DESK_READ_ONLY.format(reason=reason(error))
            place = self.state.workspace.shown(self.state.root)
            finding = machine.NOT_WRITABLE.at(Source(str(place)), reason=reason(error))
            self.state.warnings = (replace(PointRow.of(finding), what=told),)

    @property
    def _word(self) -> bytes:
        return msgspec.json.encode(self.address)
