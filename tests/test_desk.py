"""The desk over HTTP: who is answered, what may be named, what is kept; one piece of work at a time; how it opens and closes."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from cv183_reports.app.running import Progress, Stopped
from cv183_reports.catalogue import desk as catalogue
from cv183_reports.desk import door, parcels, server
from cv183_reports.desk.bench import Bench
from cv183_reports.desk.deeds import DEEDS, Asked, Deed, Ending, Told
from cv183_reports.desk.door import Address, OpenDesk, running
from cv183_reports.desk.server import HOST, Lock, create_app
from cv183_reports.desk.state import DeskState, Presence
from cv183_reports.intake.ledger import read_ledger
from cv183_reports.model import LOCAL, Period
from cv183_reports.model.finding import Finding
from cv183_reports.workspace.folder import Workspace
from tests.conftest import Command
from tests.promise_files import filled_form
from tests.shipped import NAMED, keep_rows, lay

PORT, TOKEN = 4711, "chìa khóa"
LOCK = Lock(PORT, TOKEN)
OURS = {"Host": f"{HOST}:{PORT}"}
FROM_US = {**OURS, "Origin": LOCK.origin, "X-Desk-Token": LOCK.page_token}
SEPTEMBER = Period(2025, 9)
UNITS = ("11329", "10903", *NAMED)
Ask = Callable[..., TestResponse]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder of few units in which September has begun; to copy."""
    root = lay(tmp_path_factory.mktemp("bàn") / "CV 183")
    keep_rows(root / "data" / "danh-muc.xlsx", {"Đơn vị": UNITS})
    (root / "data" / "2025-09").mkdir()
    return root


@pytest.fixture
def folder(begun: Path, tmp_path: Path) -> Path:
    """A working folder of few units in which September has begun."""
    return Path(shutil.copytree(begun, tmp_path / "Ban Tổ chức – tháng 9"))


@pytest.fixture
def state(folder: Path) -> Iterator[DeskState]:
    made = DeskState(folder)
    yield made
    made.bench.stop()
    assert made.bench.wait()
    made.parcels.close()


@pytest.fixture
def stranger(state: DeskState) -> FlaskClient:
    """Asks without the cookie."""
    return create_app(state, LOCK).test_client()


@pytest.fixture
def ask(stranger: FlaskClient) -> Ask:
    """Asks as our page does."""
    stranger.set_cookie(LOCK.cookie, TOKEN, domain=HOST)

    def asked(path: str, method: str = "POST", **more: object) -> TestResponse:
        headers = FROM_US if method == "POST" else OURS
        base = f"http://{HOST}:{PORT}/"
        return stranger.open(path, method=method, headers=headers, base_url=base, **more)

    return asked


def shown(ask: Ask, window: str = "w") -> dict[str, object]:
    told: dict[str, object] = json.loads(ask(f"/state?window={window}", "GET").data)
    return told


def done(ask: Ask, state: DeskState, deed: str, **told: object) -> dict[str, object]:
    """What came of a button."""
    answer = ask(f"/do/{deed}", data=json.dumps(told))
    assert answer.status_code == 202, answer.text
    assert state.bench.wait()
    result = shown(ask)["told"]
    assert isinstance(result, dict)
    return result


def brought(ask: Ask, *files: tuple[str, bytes], modified: float | None = None) -> str:
    """A parcel of these files."""
    parcel: str = ask("/parcel").json
    for name, data in files:
        query = {"name": name} | ({} if modified is None else {"modified": str(modified)})
        answer = ask(f"/parcel/{parcel}", query_string=query, data=data)
        assert answer.status_code == 200, answer.text
    return parcel


# Who is answered

COOKIE = {"Cookie": f"{LOCK.cookie}={TOKEN}"}
REFUSED = [
    ("GET", "/", {}),
    ("GET", "/?token=khac", {}),
    ("GET", "/state", {}),
    ("GET", f"/state?token={TOKEN}", {}),
    ("GET", "/state", {"Cookie": f"{LOCK.cookie}=khac"}),
    ("GET", "/state", {"Cookie": f"cv183-80={TOKEN}"}),
    ("GET", "/state", {**COOKIE, "Host": f"localhost:{PORT}"}),
    ("GET", "/state", {**COOKIE, "Host": "evil.example"}),
    ("GET", "/state", {**COOKIE, "Host": HOST}),
    ("GET", "/state", {**COOKIE, "Origin": "http://evil.example"}),
    ("GET", "/state", {**COOKIE, "Origin": "null"}),
    ("GET", "/state", {**COOKIE, "Origin": f"http://{HOST}:80"}),
    ("GET", "/overview", {**COOKIE, "Sec-Fetch-Site": "cross-site"}),
    ("GET", "/page.js", {**COOKIE, "Sec-Fetch-Site": "same-site"}),
    ("POST", "/do/build", COOKIE),
    ("POST", "/do/build", {**COOKIE, "X-Desk-Token": LOCK.page_token}),
    ("POST", "/do/build", {**COOKIE, "Origin": LOCK.origin}),
    ("POST", "/do/build", {**COOKIE, "Origin": LOCK.origin, "X-Desk-Token": TOKEN}),
    ("POST", "/do/build", {"Origin": LOCK.origin, "X-Desk-Token": LOCK.page_token}),
    ("POST", f"/?token={TOKEN}", {"Origin": LOCK.origin, "X-Desk-Token": LOCK.page_token}),
    ("POST", "/shut", {**COOKIE, "Origin": "http://evil.example", "X-Desk-Token": LOCK.page_token}),
    ("DELETE", "/state", COOKIE),
    ("GET", "/khong-co", {}),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "headers"), REFUSED)
def test_whoever_is_not_our_page_gets_nothing(
    method: str, path: str, headers: dict[str, str], stranger: FlaskClient, state: DeskState
) -> None:
    answer = stranger.open(
        path, method=method, headers={**OURS, **headers}, base_url=f"http://{HOST}:{PORT}/"
    )
    assert answer.status_code == 403
    assert catalogue.STRANGER.message in answer.text
    assert not state.closing.is_set()
    assert state.bench.under() is None


def test_the_address_opens_the_page_and_the_token_leaves_it(stranger: FlaskClient) -> None:
    base = f"http://{HOST}:{PORT}/"
    answer = stranger.get(f"/?token={TOKEN}", headers=OURS, base_url=base)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    cookie = answer.headers["Set-Cookie"]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=Strict", f"cv183-{PORT}="))
    page = stranger.get("/", headers=OURS, base_url=base)
    assert page.status_code == 200
    assert TOKEN not in page.text
    assert LOCK.page_token in page.text
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "frame-ancestors 'none'" in policy
    assert page.headers["Cache-Control"] == "no-store"


def test_what_there_is_none_of_is_told_without_a_trace(ask: Ask, state: DeskState) -> None:
    assert ask("/khong-co", "GET").status_code == 404
    assert ask("/do/khong-co", data="{}").status_code == 409
    assert ask("/do/build", data="[").status_code == 404
    assert ask("/do/build", data='{"paths": ["/etc/passwd"]}').status_code == 404
    assert "Traceback" not in ask("/do/build", data="\xff").text
    assert state.bench.under() is None


def test_a_mistake_of_ours_is_a_sentence(
    ask: Ask, state: DeskState, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> Told:
        raise ZeroDivisionError

    monkeypatch.setitem(DEEDS, "build", Deed("Làm văn bản", broken))  # type: ignore[arg-type]
    told = done(ask, state, "build")
    assert told["ending"] == "stopped"
    assert "BLV010" in str(told)
    assert "ZeroDivisionError" in capsys.readouterr().err
    monkeypatch.setattr(state, "shown", broken)
    assert ask("/state", "GET").status_code == 500
    assert "BLV010" in ask("/state", "GET").text


# What may be named

NAMES = {
    "../../../ra ngoài.xlsx": "ra ngoài.xlsx",
    "..\\..\\ra ngoài.xlsx": "ra ngoài.xlsx",
    "/etc/passwd": "passwd",
    "C:\\Windows\\win.ini": "win.ini",
    "..": "_",
    "": "_",
    "con.xlsx": "_con.xlsx",
    "a:b*c?.xlsx": "a-b-c.xlsx",
    "<img src=x onerror=alert(1)>.xlsx": "-img src=x onerror=alert(1).xlsx",
    "Báo cáo tháng 9 (bản 2).xlsx": "Báo cáo tháng 9 (bản 2).xlsx",
    "x" * 4000 + ".eml": None,
}


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_kept_in_its_parcel_whatever_it_is_called(
    name: str, ask: Ask, state: DeskState
) -> None:
    before = set(state.root.rglob("*"))
    parcel = brought(ask, (name, b"1"), (name, b"2"))
    one, other = state.parcels.paths(parcel)
    temporary = Path(tempfile.gettempdir()).resolve()
    assert one.name == other.name == (NAMES[name] or one.name)
    assert len(one.name.encode()) <= 255
    assert [one.read_bytes(), other.read_bytes()] == [b"1", b"2"]
    assert all(path.resolve().is_relative_to(temporary) for path in (one, other))
    assert set(state.root.rglob("*")) == before
    assert state.parcels.shown(f"«{one}» và {other}") == f"«{one.name}» và {one.name}"
    ask(f"/parcel/{parcel}/drop")
    assert not one.exists()
    assert ask(f"/parcel/{parcel}", data=b"3").status_code == 409


def test_only_documents_of_the_month_are_named(ask: Ask, state: DeskState, tmp_path: Path) -> None:
    out = state.workspace.out(SEPTEMBER)
    out.mkdir(parents=True)
    secret = tmp_path / "bí mật.docx"
    secret.write_bytes(b"x")
    (out / "nối ra.docx").symlink_to(secret)
    (out / "bao-cao-thang-2025-09.docx").write_bytes(b"x")
    for name in ("../../data/danh-muc.xlsx", str(secret), "nối ra.docx", "không có.docx", ""):
        answer = ask("/do/lint", data=json.dumps({"documents": [name]}))
        assert (answer.status_code, "BLV013" in answer.text) == (409, True), name
    told = done(ask, state, "lint", documents=["bao-cao-thang-2025-09.docx"])
    assert "FMT091" in str(told["points"])


def test_nothing_outside_is_served(ask: Ask, state: DeskState, tmp_path: Path) -> None:
    assert ask("/overview", "GET").status_code == 404
    for path in ("/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/data/danh-muc.xlsx", "//etc/passwd"):  # fmt: skip
        assert ask(path, "GET").status_code == 404
    out = state.workspace.out(SEPTEMBER)
    out.mkdir(parents=True)
    (tmp_path / "khác.html").write_text("bí mật", encoding="utf-8")
    page = out / "tinh-hinh.html"
    page.symlink_to(tmp_path / "khác.html")
    assert ask("/overview", "GET").status_code == 404
    page.unlink()
    page.write_text("<script>1</script>", encoding="utf-8")
    served = ask("/overview", "GET")
    assert served.text == "<script>1</script>"
    policy = served.headers["Content-Security-Policy"]
    assert "sandbox allow-scripts;" in f"{policy};"
    assert "connect-src" not in policy
    assert "default-src 'none'" in policy


def test_only_folders_of_the_month_are_opened(
    ask: Ask, state: DeskState, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(server, "_opened", lambda path: opened.append(path) or True)
    assert ask("/open/root").status_code == 200
    assert opened == [state.root.resolve()]
    assert "BLV016" in ask("/open/out").text
    for name in ("khong-co", "..", "%2e%2e", "etc/passwd"):
        assert ask(f"/open/{name}").status_code in (404, 405, 409)
    state.workspace.out(SEPTEMBER).parent.mkdir()
    state.workspace.out(SEPTEMBER).symlink_to(tmp_path)
    assert "BLV011" in ask("/open/out").text
    assert len(opened) == 1


def test_a_file_manager_that_does_not_start_is_told(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert "BLV011" in ask("/open/root").text


# What is kept of what comes


def test_a_file_counts_from_when_it_was_changed_last(ask: Ask, state: DeskState) -> None:
    at = datetime(2025, 9, 20, 9, tzinfo=LOCAL)
    parcel = brought(ask, ("11329.xlsx", filled_form("11329")), modified=at.timestamp())
    told = done(ask, state, "receive", parcel=parcel)
    (row,) = told["rows"]  # type: ignore[misc]
    assert (row["file"], row["unit"], row["verdict"]) == ("11329.xlsx", "Phường Ngô Quyền", "accepted-with-warnings")  # fmt: skip
    (booking,) = read_ledger(state.workspace.ledger(SEPTEMBER)).bookings
    assert (booking.received, booking.name) == (at, "11329.xlsx")
    kept = next(p for p in state.workspace.originals(SEPTEMBER).rglob("*") if p.is_file())
    assert kept.read_bytes() == filled_form("11329")
    with pytest.raises(Stopped):
        state.parcels.paths(parcel)
    again = brought(ask, ("11329.xlsx", filled_form("11329")))
    assert "1 tệp đã có trong sổ từ trước" in str(
        done(ask, state, "receive", parcel=again)["lines"]
    )
    assert "rút lại" in str(done(ask, state, "undo")["lines"])


def test_files_of_another_month_book_nothing_until_told(ask: Ask, state: DeskState) -> None:
    form = ("10903.xlsx", filled_form("10903", Period(2025, 8)))
    told = done(ask, state, "receive", parcel=brought(ask, form))
    assert told["ending"] == "look"
    assert "STN028" in str(told["points"])
    assert tempfile.gettempdir() not in str(told)
    assert not state.workspace.ledger(SEPTEMBER).exists()
    told = done(ask, state, "receive", parcel=brought(ask, form), keep_period=True)
    assert [row["verdict"] for row in told["rows"]] == ["rejected"]  # type: ignore[attr-defined]


def test_a_file_is_taken_or_set_aside_by_its_row(ask: Ask, state: DeskState) -> None:
    files = [
        ("a.xlsx", filled_form("11329")),
        ("b.xlsx", filled_form("11329", n1_1="Đã làm khác")),
    ]
    told = done(ask, state, "receive", parcel=brought(ask, *files, modified=1_758_333_600))
    assert str(told["rows"]).count("SUB091") == 2
    assert "Tính tệp «b.xlsx»" in str(done(ask, state, "take", file="b.xlsx")["lines"])
    aside = done(ask, state, "set-aside", file="a.xlsx", reason="Gửi thử")
    assert "Để riêng, không tính: «a.xlsx» – Gửi thử." in aside["lines"]  # type: ignore[operator]
    assert "STN" in str(done(ask, state, "take", file="không có.xlsx")["points"])


@pytest.mark.parametrize("deed", ["receive", "verify", "lint", "close"])
def test_without_a_file_nothing_begins(deed: str, ask: Ask, state: DeskState) -> None:
    assert "BLV007" in ask(f"/do/{deed}", data="{}").text
    empty = ask("/parcel").json
    assert "BLV007" in ask(f"/do/{deed}", data=json.dumps({"parcel": empty})).text
    assert "BLV008" in ask(f"/do/{deed}", data=json.dumps({"parcel": "khac"})).text
    assert state.bench.under() is None


def test_more_than_a_parcel_takes_is_refused_and_removed(
    ask: Ask, state: DeskState, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parcels, "MAX_FILES", 2)
    parcel = brought(ask, ("a", b"1"), ("b", b"2"))
    kept = state.parcels.paths(parcel)
    assert all(path.exists() for path in kept)
    answer = ask(f"/parcel/{parcel}?name=c", data=b"3")
    assert (answer.status_code, "BLV006" in answer.text) == (409, True)
    assert not any(path.exists() for path in kept)
    monkeypatch.setattr(parcels, "MAX_PARCEL", 5)
    second = brought(ask, ("a", b"123"))
    assert "BLV006" in ask(f"/parcel/{second}?name=b", data=b"456").text
    monkeypatch.setattr(parcels, "MAX_UPLOAD", 4)
    assert "BLV005" in ask(f"/parcel/{brought(ask, ('x', b''))}?name=b", data=b"12345").text


def test_a_disk_without_room_is_a_sentence(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(parcels, "_copied", full)
    answer = ask(f"/parcel/{ask('/parcel').json}?name=a", data=b"1")
    assert (answer.status_code, "MAY023" in answer.text) == (409, True)


def test_what_a_killed_desk_left_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    old, young = tmp_path / "cv183-ban-cu", tmp_path / "cv183-ban-moi"
    for each in (old, young):
        (each / "x").mkdir(parents=True)
    os.utime(old, (0, 0))
    made = parcels.Parcels()
    assert [old.exists(), young.exists()] == [False, True]
    made.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cv183-ban-moi"]


# One piece of work at a time


class Slow:
    """Work that goes on until it is told to end."""

    def __init__(self) -> None:
        self.goes_on, self.ended = threading.Event(), False

    def __call__(self, root: Path, _: Asked, progress: Progress) -> Told:
        with progress("Đọc", 3) as waiting:
            waiting.step()
            while not self.goes_on.wait(0.01):
                waiting.step()
        self.ended = True
        return Told("build", "Làm văn bản", Ending.DONE, (str(root),))


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
    assert catalogue.STOPPED_BY_HAND.message in str(told)


def test_stopped_in_the_middle_receiving_books_nothing(
    ask: Ask, state: DeskState, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Ctrl+C does; the same files are taken afterwards."""
    files = [(f"{code}.xlsx", filled_form(code)) for code in ("11329", "10903", "vp-tu")]
    receive, stop = DEEDS["receive"], state.bench.stop

    def stopping(root: Path, asked: Asked, progress: Progress) -> Told:
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

    def waiting(root: Path, asked: Asked, progress: Progress) -> Told:
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

    def looking(progress: Progress) -> str:
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
    def refused(*_: object) -> Told:
        raise PermissionError(13, "denied", "x")

    monkeypatch.setitem(DEEDS, "build", Deed("Làm văn bản", refused))  # type: ignore[arg-type]
    assert "MAY014" in str(done(ask, state, "build")["points"])


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
    assert said == [catalogue.FOUND.format(address=url), url]


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
        catalogue.OPENED.format(folder=folder.resolve(), address=opened[0].url),
        catalogue.UNTIL,
        catalogue.CLOSED,
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
    desk.state.do("build", Asked("2025-09"))
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
    assert said[1] == catalogue.BY_HAND


def test_a_folder_that_cannot_be_written_is_told_and_can_be_looked_at(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> int:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(door.os, "open", refused)
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
    assert ran.out.rstrip().endswith(catalogue.CLOSED)
    assert Workspace(folder).register.is_file()
