"""The desk at work: one thing at a time, the same in every window; how it opens and closes."""

from __future__ import annotations

import http.client
import json
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cv183_reports.app import ShowProgress, Stopped
from cv183_reports.catalogue import machine
from cv183_reports.desk import door
from cv183_reports.desk.deeds import DEEDS, Deed, DeedResult, Errand, Finish
from cv183_reports.desk.door import Address, OpenDesk, running
from cv183_reports.desk.server import HOST
from cv183_reports.desk.state import Bench, DeskState, Presence
from cv183_reports.model.finding import Finding
from cv183_reports.workspace.folder import Workspace
from tests.conftest import Command
from tests.desks import SEPTEMBER, Ask, ask, begun, brought, done, folder, shown, state, stranger
from tests.promise_files import filled_form

__all__ = ["ask", "begun", "folder", "state", "stranger"]

# One piece of work at a time


class Slow:
    """Work that goes on until it is told to end."""

    def __init__(self) -> None:
        self.goes_on, self.ended = threading.Event(), False

    def __call__(self, root: Path, _: Errand, progress: ShowProgress) -> DeedResult:
        with progress("Đọc", 3) as waiting:
            waiting.step()
            while not self.goes_on.wait(0.01):
                waiting.step()
        self.ended = True
        return DeedResult(Finish.DONE, (str(root),))


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    work = Slow()
    monkeypatch.setitem(DEEDS, "build", Deed("Làm văn bản", work))  # type: ignore[arg-type]
    return work


def until(true: Callable[[], object], seconds: float = 20) -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.01)


def test_a_page_loaded_anew_and_a_second_window_see_the_same_work(
    ask: Ask, state: DeskState, slow: Slow
) -> None:
    assert ask("/do/build", data="{}").status_code == 202
    until(lambda: state.bench.under() and state.bench.under().label)  # type: ignore[union-attr]
    one, two = shown(ask, "một"), shown(ask, "hai")
    assert one["under"]["number"] == two["under"]["number"]  # type: ignore[index]
    assert (one["under"]["title"], one["under"]["label"]) == ("Làm văn bản", "Đọc")  # type: ignore[index]
    for again in ("build", "templates"):
        answer = ask(f"/do/{again}", data="{}")
        assert (answer.status_code, "Đang làm việc khác: Làm văn bản" in answer.text) == (409, True)
    assert "BLV015" in ask("/shut").text
    assert not state.closing.is_set()
    slow.goes_on.set()
    assert state.bench.wait()
    one, two = shown(ask, "một"), shown(ask, "hai")
    assert one["told"] == two["told"]
    assert one["told"]["ending"] == "done"  # type: ignore[index]
    assert one["month"] is not None
    assert json.loads(ask(f"/state?known={one['number']}", "GET").data)["told"] is None
    assert ask("/shut").status_code == 200
    assert state.closing.is_set()


def test_files_of_whoever_comes_second_are_not_kept(ask: Ask, state: DeskState, slow: Slow) -> None:
    parcel = brought(ask, ("a.xlsx", b"x"))
    ask("/do/build", data="{}")
    assert ask("/do/receive", data=json.dumps({"parcel": parcel})).status_code == 409
    with pytest.raises(Stopped):
        state.parcels.paths(parcel)
    slow.goes_on.set()


def test_stopping_ends_the_work_at_its_next_step(ask: Ask, state: DeskState, slow: Slow) -> None:
    ask("/do/build", data="{}")
    number = state.bench.under().number  # type: ignore[union-attr]
    ask("/stop?number=999")
    assert not state.bench.under().stopping  # type: ignore[union-attr]
    ask(f"/stop?number={number}")
    assert state.bench.wait()
    told = shown(ask)["told"]
    assert (told["ending"], slow.ended) == ("cancelled", False)  # type: ignore[index]
    assert machine.DESK_STOPPED_BY_HAND.message in str(told)


def test_stopped_in_the_middle_receiving_books_nothing(
    ask: Ask, state: DeskState, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Ctrl+C does; the same files are taken afterwards."""
    files = [(f"{code}.xlsx", filled_form(code)) for code in ("11329", "10903", "vp-tu")]
    receive, stop = DEEDS["receive"], state.bench.stop

    def stopping(root: Path, asked: Errand, progress: ShowProgress) -> DeedResult:
        def told(label: str, expected: int) -> object:
            stop()
            return progress(label, expected)

        return receive.do(root, asked, told if asked.paths else progress)  # type: ignore[arg-type]

    monkeypatch.setitem(DEEDS, "receive", Deed(receive.title, stopping))  # type: ignore[arg-type]
    told = done(ask, state, "receive", parcel=brought(ask, *files))
    assert told["ending"] == "cancelled"
    assert not state.workspace.ledger(SEPTEMBER).exists()
    assert not state.workspace.originals(SEPTEMBER).exists()
    monkeypatch.setitem(DEEDS, "receive", receive)  # type: ignore[arg-type]
    told = done(ask, state, "receive", parcel=brought(ask, *files))
    assert len(told["rows"]) == 3  # type: ignore[arg-type]


def test_files_are_shown_as_they_are_judged(
    ask: Ask, state: DeskState, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive = DEEDS["receive"]
    goes_on = threading.Event()

    def waiting(root: Path, asked: Errand, progress: ShowProgress) -> DeedResult:
        told = receive.do(root, asked, progress)
        goes_on.wait(30)
        return told

    monkeypatch.setitem(DEEDS, "receive", Deed(receive.title, waiting))  # type: ignore[arg-type]
    files = [(f"{code}.xlsx", filled_form(code)) for code in ("11329", "10903")]
    ask("/do/receive", data=json.dumps({"parcel": brought(ask, *files)}))
    until(lambda: len(shown(ask)["arrived"]) == 2)  # type: ignore[arg-type]
    number = shown(ask)["under"]["number"]  # type: ignore[index]
    more = json.loads(ask(f"/state?work={number}&rows=1", "GET").data)["arrived"]
    assert [row["file"] for row in more] == ["10903.xlsx"]
    assert len(json.loads(ask("/state?work=99&rows=1", "GET").data)["arrived"]) == 2
    goes_on.set()
    assert state.bench.wait()
    assert shown(ask)["arrived"] == []


def test_a_look_gives_way_to_real_work() -> None:
    bench: Bench[str] = Bench()
    results: list[object] = []
    begun = threading.Event()

    def looking(progress: ShowProgress) -> str:
        with progress("Xem", 1) as waiting:
            begun.set()
            while True:
                waiting.step()
                time.sleep(0.001)

    assert bench.begin("Xem", looking, results.append, silent=True)
    assert begun.wait(5)
    assert not bench.begin("Xem", looking, results.append, silent=True)
    assert bench.begin("Làm", lambda _: "xong", results.append)
    assert bench.wait()
    (stopped,), last = results  # type: ignore[misc]
    assert isinstance(stopped, Finding)
    assert (stopped.code, last) == ("BLV009", "xong")


def test_what_a_machine_refuses_is_a_sentence(
    state: DeskState, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> DeedResult:
        raise PermissionError(13, "denied", "x")

    monkeypatch.setitem(DEEDS, "build", Deed("Làm văn bản", refused))  # type: ignore[arg-type]
    assert "MAY014" in str(done(ask, state, "build")["points"])


def test_a_share_that_goes_for_a_while_is_told_and_the_desk_stays(
    ask: Ask, state: DeskState, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three failures in a row, and the page said that the desk was closed."""
    error = OSError(22, "", str(state.root / "data"))
    error.winerror = 64  # type: ignore[attr-defined]

    def gone(*_: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr("cv183_reports.desk.state.known_periods", gone)
        told = shown(ask)
        assert (told["month"], told["period"]) == (None, "2025-09")
        assert "không tới được ổ mạng" in str(told["trouble"])
        answer = ask("/period?period=2025-10")
        assert (answer.status_code, b"MAY014" in answer.data) == (409, True)
    assert shown(ask)["trouble"] == []


def test_another_month_is_chosen_for_all_windows(ask: Ask, state: DeskState) -> None:
    assert shown(ask)["period"] == "2025-09"
    ask("/period?period=1999-01")
    ask("/period?period=x")
    assert shown(ask)["period"] == "2025-09"
    ask("/period?period=2025-10")
    assert state.bench.wait()
    told = shown(ask)
    assert (told["period"], told["told"]) == ("2025-10", None)
    assert told["month"]["name"] == "tháng 10 năm 2025"  # type: ignore[index]


def test_a_window_that_shows_another_month_begins_nothing(ask: Ask, state: DeskState) -> None:
    """It was chosen in one window; the other has not heard of it yet, or asks before it does."""
    parcel = brought(ask, ("a.xlsx", b"x"))
    ask("/period?period=2025-10")
    answer = ask("/do/receive", data=json.dumps({"parcel": parcel, "period": "2025-09"}))
    assert (answer.status_code, "BLV017" in answer.text) == (409, True)
    assert "2025-10" in answer.text
    with pytest.raises(Stopped):
        state.parcels.paths(parcel)
    assert state.bench.wait()
    assert shown(ask)["told"] is None
    assert done(ask, state, "overview", period="2025-10")["title"] == "Làm mới trang tình hình"


def test_what_came_of_another_month_is_told_as_such(ask: Ask, state: DeskState, slow: Slow) -> None:
    ask("/do/build", data="{}")
    until(lambda: state.bench.under() and state.bench.under().label)  # type: ignore[union-attr]
    ask("/period?period=2025-10")
    slow.goes_on.set()
    assert state.bench.wait()
    told = shown(ask)["told"]
    assert (told["title"], told["folder"]) == ("Làm văn bản, tháng 9 năm 2025", "")  # type: ignore[index]


def test_a_look_that_the_machine_refuses_is_told(
    ask: Ask, state: DeskState, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "denied", "x")

    monkeypatch.setattr("cv183_reports.desk.state.where_it_stands", refused)
    done(ask, state, "overview")
    assert "MAY014" in str(shown(ask)["trouble"])


def test_a_register_with_errors_is_told_where_the_month_would_be(
    ask: Ask, state: DeskState
) -> None:
    state.workspace.register.write_bytes(b"x")
    ask("/look")
    assert state.bench.wait()
    told = shown(ask)
    assert told["month"] is None
    assert told["trouble"]


# When everybody left


def test_a_desk_is_deserted_when_its_last_window_was_closed() -> None:
    now = 0.0
    presence = Presence(lambda: now)

    def at(seconds: float) -> bool:
        nonlocal now
        while now + 50 < seconds:  # somebody looks all the time
            now += 50
            presence.is_deserted()
        now = seconds
        return presence.is_deserted()

    assert not at(100_000)  # nobody came yet
    presence.seen("a")
    presence.seen("b")
    presence.left("a")
    assert not at(100_100)
    presence.left("b")
    assert not at(100_120)  # loaded anew?
    presence.seen("c")
    assert not at(100_200)
    assert not at(105_000)  # a tab that sleeps
    assert at(107_500)
    presence.seen("c")
    presence.left("c")
    presence.left("chưa từng mở")
    assert not at(107_520)
    assert at(107_540)


def test_a_machine_that_slept_gives_everybody_time() -> None:
    now = 0.0
    presence = Presence(lambda: now)
    presence.seen("a")
    now = 50_000
    assert not presence.is_deserted()
    now = 50_001
    assert not presence.is_deserted()


# How it opens and closes


@pytest.fixture
def open_desk(folder: Path) -> Iterator[OpenDesk]:
    """A desk that really listens."""
    desk = OpenDesk(folder)
    yield desk
    desk.close()


def got(desk: OpenDesk, path: str, **headers: str) -> int:
    connection = http.client.HTTPConnection(HOST, desk.address.port, timeout=10)
    connection.request("GET", path, headers=headers)
    status = connection.getresponse().status
    connection.close()
    return status


def test_it_listens_on_this_machine_alone_and_leaves_nothing_behind(folder: Path) -> None:
    desk = OpenDesk(folder)
    word = folder / ".cv183" / "ban-lam-viec.json"
    cookie = f"cv183-{desk.address.port}={desk.address.token}"
    assert got(desk, "/state") == 403
    assert got(desk, "/state", Cookie=cookie) == 200
    assert got(desk, "/state", Cookie=cookie, Host="evil.example") == 403
    assert got(desk, "/state", Cookie=cookie, Origin="http://evil.example") == 403
    assert got(desk, "/../../etc/passwd", Cookie=cookie) == 404
    if os.name == "posix":
        assert word.stat().st_mode & 0o077 == 0
    taken = desk.state.parcels._folder
    assert taken.is_dir()
    assert running(folder) == desk.address
    desk.close()
    assert [word.exists(), taken.exists(), running(folder)] == [False, False, None]
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((HOST, desk.address.port), 1).close()


def test_a_file_of_three_gigabytes_is_refused_before_it_is_sent(open_desk: OpenDesk) -> None:
    address = open_desk.address
    head = (
        f"POST /parcel/x?name=a.zip HTTP/1.1\r\nHost: {HOST}:{address.port}\r\n"
        f"Content-Length: {3 << 30}\r\n\r\n"
    )
    with socket.create_connection((HOST, address.port), 10) as line:
        line.sendall(head.encode() + b"x" * 1000)
        assert line.recv(100).split()[1] == b"413"


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is printed, and which addresses the browser is given."""
    lines: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda url: lines.append(url) or True)
    return lines


def test_a_second_start_finds_the_first(open_desk: OpenDesk, folder: Path, said: list[str]) -> None:
    door.keep_open(folder, said.append, browser=True)
    url = open_desk.address.url
    assert said == [machine.DESK_FOUND.format(address=url), url]


@pytest.mark.parametrize(
    "left",
    [
        b"",
        b"{}",
        b'{"machine": 1}',
        b'{"machine": "%s", "port": 9, "token": "x"}',
        b'{"machine": "may-khac", "port": 9, "token": "x"}',
        b'{"machine": "%s", "port": 99999999, "token": "x"}',
    ],
)
def test_word_of_a_desk_that_is_gone_is_replaced(
    left: bytes, folder: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    word = folder / ".cv183" / "ban-lam-viec.json"
    word.parent.mkdir()
    word.write_bytes(left.replace(b"%s", door.platform.node().encode()))
    assert running(folder) is None
    opened: list[Address | None] = []

    def closing(desk: OpenDesk) -> None:
        opened.append(running(folder))
        desk.close()

    monkeypatch.setattr(OpenDesk, "wait", closing)
    door.keep_open(folder, said.append, browser=False)
    assert opened[0] is not None
    assert said == [
        machine.DESK_OPENED.format(folder=folder.resolve(), address=opened[0].url),
        machine.DESK_UNTIL,
        machine.DESK_CLOSED,
    ]
    assert not word.exists()


def test_another_program_on_the_port_is_not_taken_for_the_desk(folder: Path) -> None:
    with socket.create_server((HOST, 0)) as other:
        word = folder / ".cv183" / "ban-lam-viec.json"
        word.parent.mkdir()
        address = {"machine": door.platform.node(), "port": other.getsockname()[1], "token": "x"}
        word.write_text(json.dumps(address), encoding="utf-8")

        def answer() -> None:
            line, _ = other.accept()
            with line:
                line.recv(1000)
                line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")

        thread = threading.Thread(target=answer)
        thread.start()
        assert running(folder) is None
        thread.join()


@pytest.mark.parametrize("how", ["button", "everybody left", "Ctrl+C"])
def test_it_closes_but_never_on_its_own_during_work(
    how: str, folder: Path, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "_PAUSE", 0.02)
    desk = OpenDesk(folder)
    desk.state.do("build", Errand("2025-09"))
    monkeypatch.setattr(desk.state.presence, "is_deserted", lambda: how == "everybody left")
    if how == "Ctrl+C":

        def interrupted(_: float) -> bool:
            raise KeyboardInterrupt

        monkeypatch.setattr(desk.state.closing, "wait", interrupted)
        desk.wait()
        assert not slow.ended
        return
    ending = threading.Thread(target=desk.wait)
    ending.start()
    time.sleep(0.2)
    assert ending.is_alive()
    slow.goes_on.set()
    assert desk.state.bench.wait()
    if how == "button":
        desk.state.shut()
    ending.join(20)
    assert not ending.is_alive()
    assert slow.ended


def test_a_browser_that_does_not_open_is_told(
    folder: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webbrowser.open", lambda _: False)
    monkeypatch.setattr(OpenDesk, "wait", OpenDesk.close)
    door.keep_open(folder, said.append, browser=True)
    assert said[1] == machine.DESK_BY_HAND


def test_a_folder_that_cannot_be_written_is_told_and_can_be_looked_at(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> int:
        raise PermissionError(13, "denied")

    with monkeypatch.context() as patch:
        patch.setattr(door.os, "open", refused)
        desk = OpenDesk(folder)
    (warning,) = desk.state.warnings
    assert (warning.code, "không cho ghi" in warning.what) == ("KTM003", True)
    assert warning in desk.state.shown(-1).trouble
    desk.close()


def test_a_machine_that_gives_no_port_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(socket.socket, "bind", refused)
    with pytest.raises(Stopped) as stopped:
        OpenDesk(folder)
    assert [finding.code for finding in stopped.value.findings] == ["BLV002"]


def test_without_its_libraries_it_says_how_to_get_them(
    folder: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "flask", None)
    ran = command("--root", folder, "desk", "--no-browser")
    assert (ran.code, "BLV001" in ran.err, '".[desk]"' in ran.err) == (3, True, True)
    assert not (folder / ".cv183").exists()


def test_a_folder_that_is_not_ours_is_told(tmp_path: Path, command: Command) -> None:
    ran = command("--root", tmp_path, "desk")
    assert (ran.code, "MAY001" in ran.err) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_where_it_is(
    folder: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OpenDesk, "wait", OpenDesk.close)
    ran = command("--root", folder, "desk", "--no-browser")
    assert ran.code == 0
    assert f"http://{HOST}:" in ran.out
    assert ran.out.rstrip().endswith(machine.DESK_CLOSED)
    assert Workspace(folder).register.is_file()
