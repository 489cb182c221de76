"""The desk over HTTP: who is answered, what may be named, what is kept."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import tempfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from flask.testing import FlaskClient
from msgspec.structs import replace

from cv183_reports.app import Stopped, status
from cv183_reports.app import pdf as printing
from cv183_reports.app.pdf import PrintedFile, PrintedMonth
from cv183_reports.app.status import SavedOverview
from cv183_reports.catalogue import machine
from cv183_reports.catalogue.closing import DIFFERS
from cv183_reports.desk import parcels, server
from cv183_reports.desk.deeds import DEEDS, ON_THE_DESK, Deed, DeedResult, PointRow, on_the_desk
from cv183_reports.desk.server import HOST
from cv183_reports.desk.state import DeskState
from cv183_reports.intake.ledger import read_ledger
from cv183_reports.model import LOCAL, Period, Source
from cv183_reports.workspace.folder import Output, Placed
from tests.codes import FAMILIES
from tests.conftest import Command
from tests.desks import (
    LOCK,
    OURS,
    PORT,
    SEPTEMBER,
    TOKEN,
    Ask,
    ask,
    begun,
    brought,
    done,
    folder,
    shown,
    state,
    stranger,
)
from tests.promise_files import filled_form

__all__ = ["ask", "begun", "folder", "state", "stranger"]

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


def test_every_deed_has_its_button_and_no_button_stands_for_nothing() -> None:
    folder = Path(server.__file__).parent
    page, script = ((folder / f"page.{kind}").read_text("utf-8") for kind in ("html", "js"))
    buttons = {a or b for a, b in re.findall(r"""deed\("([^"]+)"|data-deed="([a-z-]+)\"""", page)}
    missing = [name for name in DEEDS if name not in buttons and f'"{name}"' not in script]
    assert missing == [], 'lay {{ deed("…") }} in desk/page.html'
    assert buttons - {*DEEDS} == set(), "a row in DEEDS of desk/deeds.py"


@pytest.mark.parametrize(("method", "path", "headers"), REFUSED)
def test_whoever_is_not_our_page_gets_nothing(
    method: str, path: str, headers: dict[str, str], stranger: FlaskClient, state: DeskState
) -> None:
    answer = stranger.open(
        path, method=method, headers={**OURS, **headers}, base_url=f"http://{HOST}:{PORT}/"
    )
    assert answer.status_code == 403
    assert machine.DESK_STRANGER.message in answer.text
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
    def broken(*_: object) -> DeedResult:
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


def test_a_long_name_in_a_deep_temporary_folder_is_one_that_windows_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("C" * (120 - len(str(tmp_path))))
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    kept = parcels.Parcels()
    name = kept.new()
    kept.add(name, f"{'Báo cáo ' * 40}.xlsx", None, io.BytesIO(b"1"))
    (path,) = kept.paths(name)
    assert len(str(path)) <= 259
    assert path.name.startswith("Báo cáo Báo cáo")
    assert path.suffix == ".xlsx"


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
    assert told["ending"] == "stopped"
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


def test_what_remedies_say_of_typing_is_said_of_buttons(ask: Ask, state: DeskState) -> None:
    remedies = " ".join(rule.remedy for rules in FAMILIES.values() for rule in rules).lower()
    assert [typed for typed in ON_THE_DESK if typed.lower() not in remedies] == []
    assert "chạy lại" not in on_the_desk(remedies)
    assert [each["where"] for each in done(ask, state, "undo")["points"]] == [""]  # type: ignore[attr-defined]
    point = PointRow.of(DIFFERS.at(Source("a.docx"), found="01 chỗ khác số liệu", period="2025-09"))
    assert "hãy chốt với lý do (ô Lý do ở bước 6); " in point.todo


def test_an_older_register_is_completed_as_the_command_completes_it(
    ask: Ask, state: DeskState
) -> None:
    register = state.workspace.register
    book = openpyxl.load_workbook(register)
    del book["Danh sách chọn"]
    book.save(register)
    assert "cv183-report doctor --fix" in str(done(ask, state, "doctor")["points"])
    done(ask, state, "doctor-fix")
    assert "Danh sách chọn" in openpyxl.load_workbook(register).sheetnames


def test_as_many_units_must_mend_as_get_their_file_back(ask: Ask, state: DeskState) -> None:
    """A cell alone that does not count takes nothing else with it, and goes back all the same."""
    book = openpyxl.load_workbook(io.BytesIO(filled_form("11329")))
    book["Báo cáo"]["H6"], book["Báo cáo"]["I6"] = "Đang thực hiện", "0,8"
    saved = io.BytesIO()
    book.save(saved)
    told = done(ask, state, "receive", parcel=brought(ask, ("11329.xlsx", saved.getvalue())))
    assert "Trả lại 1 đơn vị" in str(told["lines"])
    stages = shown(ask)["month"]["stages"]  # type: ignore[index]
    assert "1 phải sửa" in stages[2]["told"]


def test_documents_of_files_that_no_longer_count_are_not_the_last_word(
    ask: Ask, state: DeskState
) -> None:
    """Nor is a slip of a document that changed since."""
    done(ask, state, "receive", parcel=brought(ask, ("11329.xlsx", filled_form("11329"))))
    done(ask, state, "receive", parcel=brought(ask, ("10903.xlsx", filled_form("10903"))))
    done(ask, state, "build")
    done(ask, state, "verify", documents=["bao-cao-thang-2025-09.docx"])

    def stages() -> list[str]:
        month = shown(ask)["month"]
        return [f"{each['mark']}: {each['told']}" for each in month["stages"][3:5]]  # type: ignore[index]

    assert stages() == ["done: đã làm", "done: 1 phiếu soát"]
    done(ask, state, "undo")
    assert stages()[0] == "look: đã làm, nhưng sau đó tệp được tính đã đổi"
    done(ask, state, "build")
    assert stages() == ["done: đã làm", "look: 1 phiếu soát cũ hơn văn bản"]
    signed = (state.workspace.out(SEPTEMBER) / "bao-cao-thang-2025-09.docx").read_bytes()
    done(ask, state, "verify", parcel=brought(ask, ("đã ký.docx", signed)))
    assert stages()[1] == "done: 1 phiếu soát; 1 phiếu soát cũ hơn văn bản"
    done(ask, state, "verify", documents=["bao-cao-thang-2025-09.docx"])
    assert stages()[1] == "done: 2 phiếu soát"
    done(ask, state, "receive", parcel=brought(ask, ("10903.xlsx", filled_form("10903"))))
    done(ask, state, "build")
    assert stages()[1] == "look: 2 phiếu soát cũ hơn văn bản"


def test_what_was_received_before_is_told_again(
    ask: Ask, state: DeskState, command: Command
) -> None:
    """As the command tells it; whatever was done meanwhile, a file can still be decided about."""
    files = (("11329.xlsx", filled_form("11329")), ("ảnh.xlsx", b"\x89PNG\r\n\x1a\n"))
    received = done(ask, state, "receive", parcel=brought(ask, *files))
    done(ask, state, "doctor")
    told = done(ask, state, "check")
    assert (told["rows"], told["ending"]) == (received["rows"], "look")
    assert told["lines"] == [command("--root", state.root, "check", "2025-09").out.splitlines()[-1]]


def test_a_trial_books_nothing_and_tells_what_would_be_booked(ask: Ask, state: DeskState) -> None:
    told = done(ask, state, "trial", parcel=brought(ask, ("a.xlsx", filled_form("11329"))))
    assert "sẽ ghi sổ 1 tệp" in str(told["lines"])
    assert [row["unit"] for row in told["rows"]] == ["Phường Ngô Quyền"]  # type: ignore[attr-defined]
    other = ("b.xlsx", filled_form("10903", Period(2025, 8)))
    told = done(ask, state, "trial", parcel=brought(ask, other))
    assert ("STN028" in str(told["points"]), told["ending"], told["lines"]) == (True, "look", [])
    assert not state.workspace.ledger(SEPTEMBER).exists()
    assert not state.workspace.out(SEPTEMBER).exists()


def test_a_place_is_explained_as_the_command_explains_it(
    ask: Ask, state: DeskState, command: Command
) -> None:
    done(ask, state, "receive", parcel=brought(ask, ("a.xlsx", filled_form("11329"))))
    (place,) = done(ask, state, "explain", place=" HC02 ")["places"]  # type: ignore[misc]
    lines = command("--root", state.root, "explain", "2025-09", "HC02").out
    said = [place["name"], place["text"], place["rule"], *place["sums"]]
    said += [text for part in place["parts"] for text in (part["text"], *part["units"])]
    printed = " ".join(lines.replace("==", "").replace("→", "").split())
    assert " ".join(" ".join(said).split()) == printed
    for nowhere in ("", "không có chỗ này"):
        (point,) = done(ask, state, "explain", place=nowhere)["points"]  # type: ignore[misc]
        assert (point["code"], point["where"]) == ("MAY040", "")


def test_the_month_is_printed_and_no_print_is_offered_for_the_signature(
    ask: Ask, state: DeskState, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "MAY051" in str(done(ask, state, "pdf")["points"])
    out = state.workspace.out(SEPTEMBER)
    out.mkdir(parents=True)
    for name in ("tom-tat-2025-09.docx", "tom-tat-2025-09 (bản in).pdf", "tom-tat-2025-09.pdf"):
        (out / name).write_bytes(b"x")
    output = Output(out / "tom-tat-2025-09 (bản in).pdf", Placed.WRITTEN, None)
    made = PrintedMonth(SEPTEMBER, ("Word",), (PrintedFile(output, 1, 2),), ())
    monkeypatch.setattr(printing, "print_month", lambda *_, **__: made)
    told = done(ask, state, "pdf")
    assert told["files"] == [
        {"name": "tom-tat-2025-09 (bản in).pdf", "words": f"{Placed.WRITTEN.value}: 02 trang"}
    ]
    assert told["lines"] == ["PDF (làm bằng Word)"]
    shown_month = shown(ask)["month"]
    assert set(shown_month["documents"]) == {"tom-tat-2025-09.docx", "tom-tat-2025-09.pdf"}  # type: ignore[index]


def test_the_machine_and_the_folder_are_examined(ask: Ask, state: DeskState) -> None:
    (state.workspace.mail_templates / "don-doc.txt").write_bytes(b"\xff")
    told = done(ask, state, "doctor")
    assert told["ending"] == "look"
    assert "! Mẫu thư: đã thử 9 mẫu" in told["lines"]  # type: ignore[operator]
    assert "don-doc.txt" in str(told["points"])


def test_a_folder_called_as_its_month_is_no_sign_that_it_is_closed(
    ask: Ask, state: DeskState, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What tells it is the month that was read."""
    saved = SavedOverview(
        (Output(Path("out/khác/tinh-hinh.html"), Placed.WRITTEN, None),), is_closed=False
    )
    monkeypatch.setattr(status, "save_overview", lambda *_, **__: saved)
    assert done(ask, state, "overview")["folder"] == "out"
    monkeypatch.setattr(status, "save_overview", lambda *_, **__: replace(saved, is_closed=True))
    assert done(ask, state, "overview")["folder"] == "out-after-closing"


def test_what_is_asked_for_a_moment_is_done_for_it(
    ask: Ask, state: DeskState, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def closed(*told: object) -> None:
        asked.extend(told)
        raise Stopped((DIFFERS.at(Source("a.docx"), found="", period="2025-09"),))

    monkeypatch.setattr("cv183_reports.app.close.close_month", closed)
    parcel = brought(ask, ("a.docx", b"x"))
    done(ask, state, "close", parcel=parcel, as_of="2025-09-22T16:01", reason=" Đã ký ")
    assert asked[3:5] == ["2025-09-22T16:01", "Đã ký"]


@pytest.mark.parametrize("deed", ["receive", "trial", "verify", "lint", "close"])
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


def test_what_finds_no_room_is_refused_before_it_is_sent(
    ask: Ask, state: DeskState, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What serves us keeps a file in the temporary folder before we are asked, and breaks off when that is full."""
    usage = shutil.disk_usage(tempfile.gettempdir())
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=60 * 2**20))
    assert ask("/parcel?size=1000000").status_code == 200
    answer = ask("/parcel?size=50000000")
    assert (answer.status_code, "BLV014" in answer.text, "60 MB" in answer.text) == (
        409,
        True,
        True,
    )
    assert "Dọn bớt ổ đĩa" in answer.text
    assert len(state.parcels._parcels) == 1


def test_a_disk_without_room_is_a_sentence(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(parcels, "_copied", full)
    answer = ask(f"/parcel/{ask('/parcel').json}?name=a", data=b"1")
    assert (answer.status_code, "MAY023" in answer.text) == (409, True)


def test_a_file_is_told_by_its_name_whatever_the_folder_of_the_machine_is_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What reads it may tell the folder's true name where the machine gave another."""
    (tmp_path / "dài").mkdir()
    (tmp_path / "DI~1").symlink_to("dài")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "DI~1"))
    made = parcels.Parcels()
    name = made.new()
    made.add(name, "bao cao.xlsx", None, io.BytesIO(b"x"))
    (path,) = made.paths(name)
    assert made.shown(f"{path.resolve()}: hỏng") == "bao cao.xlsx: hỏng"
    made.close()


def test_a_time_that_the_machine_does_not_take_loses_no_file(
    ask: Ask, state: DeskState, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError(22, "Invalid argument")

    monkeypatch.setattr("os.utime", refused)
    (path,) = state.parcels.paths(brought(ask, ("a.xlsx", b"x"), modified=-1e11))
    assert path.read_bytes() == b"x"


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
