"""`mail --send` as a clerk sees it, on a terminal: the list, the question, the password, what left and what did not."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import pytest

from cv183_reports.cli import cli
from cv183_reports.cli.clerk import run
from tests.conftest import REPOSITORY, Command, Ran
from tests.mail_server import PASSWORD, Office, serving
from tests.test_posting import PERIOD, A, B, C, address, port, ready, root

__all__ = ["port", "ready", "root"]

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="needs a terminal of POSIX"),
    pytest.mark.filterwarnings("ignore:Session.login_data"),
]
NUMBER, SECRET = "Gõ số thư", "Mật khẩu của"
MOST = 120
"""Seconds."""


def on_a_terminal(
    folder: Path, *arguments: str, answers: Sequence[tuple[str, str]] = (), before: str = ""
) -> Ran:
    """Runs the command on a terminal of its own; each answer is typed once its question stands there."""
    import pty  # noqa: PLC0415 - there is none on Windows

    child, terminal = pty.fork()
    if not child:
        live(["cv183-report", "--root", str(folder), *arguments], before)
    shown, left, end = b"", list(answers), time.monotonic() + MOST
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.05)[0]:
            try:
                shown += os.read(terminal, 65536)
            except OSError:  # it has ended
                break
        elif left and left[0][0] in shown.decode().rpartition("\n")[2]:
            os.write(terminal, f"{left.pop(0)[1]}\n".encode())
            shown += b"\n"
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    text = shown.decode("utf-8").replace("\r\n", "\n")
    assert "Traceback" not in text, text
    return Ran(os.waitstatus_to_exitcode(status), text, "")


def live(words: list[str], before: str) -> NoReturn:
    """The child: the command, its streams those of the terminal."""
    code: object = 70
    try:
        sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
        sys.stdout = sys.stderr = os.fdopen(1, "w", 1, encoding="utf-8", closefd=False)
        os.chdir(REPOSITORY)
        exec(before, {})
        sys.argv = words
        run(cli)
    except SystemExit as end:
        code = end.code
    except BaseException:  # noqa: BLE001 - nothing of it may reach the tests
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code if isinstance(code, int) else 71)


MAIL = ("mail", PERIOD, "templates", "--unit", A, "--unit", B, "--unit", C)


def test_the_list_the_question_and_what_became_of_it(root: Path, port: int) -> None:
    office = Office(answers={address(B): ["550 5.1.1 User unknown"]})
    with serving(office, port):
        ran = on_a_terminal(root, *MAIL, "--send", answers=[(NUMBER, "3"), (SECRET, PASSWORD)])
    lines = ran.out.splitlines()
    at = next(n for n, line in enumerate(lines) if "03 thư sẽ gửi" in line)
    assert lines[at : at + 2] == [
        f"03 thư sẽ gửi qua 127.0.0.1, cổng {port} (STARTTLS), từ Ban Tổ chức Thành ủy <btc@haiphong.gov.vn>:",
        "  Tiêu đề: Ban Tổ chức Thành ủy: biểu mẫu báo cáo tháng 9 năm 2025 – Đảng ủy phường …",
    ]
    listed = " ".join(" ".join(lines[at + 2 : at + 9]).split())
    assert (
        "1. Phường Ngô Quyền [11329] → 11329@vidu.vn; …Ngô Quyền; kèm 11329-phuong-ngo-quyen-2025-09.xlsx"
    ) in listed
    assert "[11383] → c1@vidu.vn, c2@vidu.vn, c3@vidu.vn; …" in listed
    assert "Đã gửi 02/03 thư. Sổ gửi: data/2025-09/so-gui.jsonl." in lines
    assert (
        "✗ THU032 Máy chủ không nhận địa chỉ 11359@vidu.vn: máy chủ nói «550 5.1.1 User unknown»"
        in ran.out
    )
    assert (ran.code, PASSWORD in ran.out) == (1, False)
    assert not any(PASSWORD.encode() in p.read_bytes() for p in root.rglob("*") if p.is_file())


@pytest.mark.parametrize(("typed", "code"), [("", 0), ("2", 2), ("c", 2), ("3 thư", 2)])
def test_without_the_right_number_nothing_leaves(
    root: Path, port: int, typed: str, code: int
) -> None:
    office = Office()
    with serving(office, port):
        ran = on_a_terminal(root, *MAIL, "--send", answers=[(NUMBER, typed)])
    assert (ran.code, "Chưa gửi thư nào." in ran.out) == (code, True)
    assert (office.connections, SECRET in ran.out) == (1, False)  # that one looked whether it is up


def test_a_wrong_password_is_told_and_the_next_run_sends(root: Path, port: int) -> None:
    office = Office()
    with serving(office, port):
        ran = on_a_terminal(root, *MAIL, "--send", answers=[(NUMBER, "3"), (SECRET, "sai rồi")])
        assert (ran.code, "THU029" in ran.out, "sai rồi" in ran.out) == (1, True, False)
        assert office.taken == []
        ran = on_a_terminal(root, *MAIL, "--send", answers=[(NUMBER, "03"), (SECRET, PASSWORD)])
        assert (ran.code, "Đã gửi 03/03 thư." in ran.out) == (0, True)
        ran = on_a_terminal(root, *MAIL, "--send")
        assert (ran.code, NUMBER in ran.out) == (0, False)
        assert "Đã gửi từ trước, không gửi lại: 03 thư." in ran.out
        assert "Không còn thư nào phải gửi." in ran.out
    assert set(office.addresses.values()) == {1}


KEYRING = """
from pathlib import Path
KEPT = Path(__file__).with_name("kept")
def get_password(service, user):
    return KEPT.read_text() if KEPT.exists() else None
def set_password(service, user, password):
    KEPT.write_text(password)
"""


def test_the_store_of_the_system_is_asked_first_and_filled_when_wanted(
    root: Path, port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "libraries" / "keyring"
    store.mkdir(parents=True)
    (store / "__init__.py").write_text(KEYRING, encoding="utf-8")
    (store / "errors.py").write_text("class KeyringError(Exception): pass", encoding="utf-8")
    monkeypatch.syspath_prepend(store.parent)
    for name in ("keyring", "keyring.errors"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    office, wanted = Office(), "Lưu mật khẩu vào kho"
    with serving(office, port):
        first = [(NUMBER, "3"), (SECRET, PASSWORD), (wanted, "c")]
        ran = on_a_terminal(root, *MAIL, "--send", answers=first)
        assert "Đã lưu." in ran.out
        assert ran.out.index("Sổ gửi:") < ran.out.index(wanted)
        assert (store / "kept").read_text(encoding="utf-8") == PASSWORD
        again = (*MAIL, "--send", "--resend", A)
        ran = on_a_terminal(root, *again, answers=[(NUMBER, "1")])
        assert (ran.code, SECRET in ran.out, "GỬI LẠI theo yêu cầu" in ran.out) == (0, False, True)
        (store / "kept").write_text("cũ", encoding="utf-8")
        asked = [(NUMBER, "1"), (SECRET, PASSWORD), (wanted, "k")]
        ran = on_a_terminal(root, *again, answers=asked)
        assert (ran.code, "kho của máy không còn đúng" in ran.out) == (0, True)
    assert office.addresses[address(A)] == 3


def test_waiting_is_told_and_ctrl_c_ends_it_in_good_order(root: Path, port: int) -> None:
    office = Office(answers={address(B): ["451 4.7.1 Greylisted"] * 9})
    stop = "import os, signal, time; time.sleep = lambda _: os.kill(os.getpid(), signal.SIGINT)"
    with serving(office, port):
        ran = on_a_terminal(
            root, *MAIL, "--send", answers=[(NUMBER, "3"), (SECRET, PASSWORD)], before=stop
        )
    assert ran.code == 1
    assert "Máy chủ hẹn gửi lại sau 01 thư; chờ 30 giây rồi thử lại" in ran.out
    assert "Đã dừng theo yêu cầu.\nĐã gửi 02/03 thư; còn 01 thư chưa gửi." in ran.out
    assert "chạy lại đúng lệnh này; chỉ thư còn thiếu được gửi" in ran.out


def test_what_was_sent_is_told_by_mail_status_and_the_start(
    root: Path, port: int, command: Command
) -> None:
    office = Office(cut_at=[-1])
    with serving(office, port):
        on_a_terminal(root, *MAIL, "--send", answers=[(NUMBER, "3"), (SECRET, PASSWORD)])
    asked = ("--root", root)
    told = command(*asked, *MAIL).out
    assert "Trong đó 02 thư chương trình đã gửi từ trước: đừng gửi lại." in told
    assert (
        "Không rõ đã gửi hay chưa 01 thư; hỏi đơn vị trước khi gửi:\n  Phường Ngô Quyền [11329]"
        in told
    )
    status = command(*asked, "status", PERIOD).out
    assert "Thư chương trình đã gửi: biểu mẫu 02 đơn vị." in status
    assert re.search(rf"Không rõ thư đã gửi hay chưa \(1 đơn vị.*\):\n  {A}", status)
    (root / "data" / PERIOD / "nop").mkdir()
    assert "3 thư nháp (2 đơn vị đã được gửi)" in command(*asked).out
    as_json = command(*asked, "status", PERIOD, "--json").out
    assert f'"unsure": [\n    "{A}"\n   ]' in as_json


def test_without_a_terminal_nothing_is_sent_or_written(root: Path, port: int) -> None:
    office = Office()
    with serving(office, port):
        ran = subprocess.run(
            [sys.executable, "-m", "cv183_reports", "--root", str(root), *MAIL, "--send"],
            input=f"3\n{PASSWORD}\n", capture_output=True, text=True, encoding="utf-8", check=False,
            cwd=REPOSITORY, env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )  # fmt: skip
    assert (ran.returncode, "THU023" in ran.stderr) == (2, True)
    assert not (root / "out" / PERIOD / "thu").exists()
    assert office.connections == 1


def test_resend_goes_with_send_alone(root: Path, command: Command) -> None:
    ran = command("--root", root, *MAIL, "--resend", A)
    assert (ran.code, "--resend chỉ dùng cùng --send" in ran.err) == (2, True)


def test_drafts_alone_load_nothing_that_connects(root: Path) -> None:
    code = "import atexit, sys; atexit.register(lambda: print('\\n', *sys.modules))\n"
    code += "from cv183_reports.cli import main; main()"
    ran = subprocess.run(
        [sys.executable, "-c", code, "--root", str(root), *MAIL],
        capture_output=True, text=True, encoding="utf-8", check=True, cwd=REPOSITORY,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    loaded = set(ran.stdout.splitlines()[-1].split())
    assert "cv183_reports.app.mail" in loaded
    assert not loaded & {"smtplib", "cv183_reports.outbox.sending", "keyring"}
