"""The program without a command, and what it understands of a hurried command line."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from msgspec.structs import replace

from cv183_reports.app import Stopped
from cv183_reports.app.where import MonthStanding, Papers, Step, current_period
from cv183_reports.cli import clerk, screen, start
from cv183_reports.cli.clerk import ClerkPath, whole_paths
from cv183_reports.model import LOCAL, Period
from cv183_reports.outbox.sent import MailKind
from cv183_reports.workspace.folder import folder_around
from tests.conftest import REPOSITORY, Command
from tests.promise_files import filled_form
from tests.shipped import FIRST_ROW, edit_register
from tests.test_receive import laid

SEPTEMBER = Period(2025, 9)
BEGUN = MonthStanding(
    period=SEPTEMBER,
    now=datetime(2025, 9, 20, 8, tzinfo=LOCAL),
    due=datetime(2025, 9, 22, 16, tzinfo=LOCAL),
    report_due=datetime(2025, 9, 23, 16, tzinfo=LOCAL),
    units=142, forms=0, drafts=dict.fromkeys(MailKind, 0),
    came=0, late=0, faulty=0, papers=Papers.NONE, edited=0, slips=0, closed=None,
)  # fmt: skip
DUE = datetime(2025, 9, 22, 16, tzinfo=LOCAL)


def drafts(**kinds: int) -> dict[MailKind, int]:
    named = {MailKind(kind.replace("_", "-")): count for kind, count in kinds.items()}
    return {**BEGUN.drafts, **named}


@pytest.mark.parametrize(
    ("standing", "step"),
    [
        (BEGUN, Step.TEMPLATES),
        (replace(BEGUN, forms=142), Step.MAIL_TEMPLATES),
        (replace(BEGUN, forms=142, drafts=drafts(bieu_mau=142)), Step.RECEIVE),
        (replace(BEGUN, forms=142, drafts=drafts(bieu_mau=142), now=DUE), Step.MAIL_REMINDERS),
        (replace(BEGUN, came=7, faulty=2), Step.MAIL_RETURNS),
        (replace(BEGUN, came=7, faulty=2, drafts=drafts(tra_lai=2)), Step.RECEIVE),
        (replace(BEGUN, came=142), Step.BUILD),
        (replace(BEGUN, came=7, now=DUE), Step.BUILD),
        (replace(BEGUN, came=7, now=DUE, papers=Papers.OLD), Step.BUILD),
        (replace(BEGUN, came=7, papers=Papers.CURRENT), Step.RECEIVE),
        (replace(BEGUN, came=7, now=DUE, papers=Papers.CURRENT), Step.VERIFY),
        (replace(BEGUN, came=7, now=DUE, papers=Papers.CURRENT, slips=1), Step.MAIL_REPORTS),
        (
            replace(
                BEGUN, now=DUE, papers=Papers.CURRENT, slips=1, drafts=drafts(bao_cao=2), came=7
            ),
            Step.CLOSE,
        ),
        (replace(BEGUN, closed=DUE, papers=Papers.CURRENT), Step.NEXT_MONTH),
    ],
)
def test_what_comes_next(standing: MonthStanding, step: Step) -> None:
    assert standing.next is step
    page = list(start.lines(Path("x"), standing))
    assert page[-2] == f"Việc tiếp theo: {step.command(SEPTEMBER)}"
    assert all(len(line) < 160 for line in page)


@pytest.mark.parametrize(("written", "mark"), [(1, "·"), (142, "✓")])
def test_forms_are_sent_once_there_is_a_mail_to_each_unit(written: int, mark: str) -> None:
    page = start.lines(Path("x"), replace(BEGUN, drafts=drafts(bieu_mau=written)))
    assert any(line.startswith(f"  {mark} Gửi biểu mẫu") for line in page)


def test_a_month_lived_by_its_next_steps(
    empty: Path, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found from a folder within; each step that the page names leads to the next one."""
    monkeypatch.chdir(empty / "templates" / "docx")
    (empty / "data" / "2025-09").mkdir()

    def told() -> str:
        ran = command()
        assert (ran.code, ran.err) == (0, "")
        assert "Kỳ 2025-09 (tháng 9 năm 2025)" in ran.out
        assert "Hạn đơn vị gửi: 16 giờ, ngày 22/9/2025 (đã quá hạn" in ran.out
        return ran.out.partition("Việc tiếp theo: ")[2].splitlines()[0]

    assert told() == "cv183-report templates 2025-09"
    assert command("templates", "9/2025", "--unit", "ngo quyen").code == 0
    assert told() == "cv183-report mail 2025-09 templates"
    assert command("mail", "2025-09", "templates", "--unit", "Phường Ngô Quyền").code == 0
    assert told() == "cv183-report mail 2025-09 reminders"
    came = laid(tmp_path, "11329.xlsx", filled_form("11329"))
    assert command("receive", "2025-09", came).code == 0
    assert told() == "cv183-report build 2025-09"
    assert command("build", "2025-09", "--only", "bao-cao-thang").code == 0
    assert told() == "cv183-report verify 2025-09 TỆP.docx"
    again = laid(tmp_path, "so-noi-vu.xlsx", filled_form("so-noi-vu"))
    assert command("receive", "09-2025", f'{again}"').code == 0
    assert told() == "cv183-report build 2025-09"


@pytest.mark.parametrize("typed", ['"{}"', "'{}'", '"{}', "{}'", "{}"])
def test_a_path_asked_for_is_taken_with_whatever_quotes(
    typed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = laid(tmp_path, "báo cáo tháng 9.xlsx", filled_form("11329"))
    monkeypatch.setattr("click.prompt", lambda *_, **__: typed.format(path))
    command, period, *asked = start._arguments(Step.RECEIVE, BEGUN)
    assert (command, period) == ("receive", "2025-09")
    pieces = [Path(ClerkPath().convert(each, None, None)) for each in asked]
    assert whole_paths(pieces) == (path,)


def test_a_quote_that_belongs_to_the_name_stays(tmp_path: Path) -> None:
    path = laid(tmp_path, "sao 'y'", filled_form("11329"))
    assert ClerkPath().convert(str(path), None, None) == path


def test_without_a_working_folder_it_says_how_to_begin(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = command()
    assert (ran.code, "cv183-report init THƯ_MỤC" in ran.out) == (0, True)
    assert folder_around(tmp_path) == tmp_path


@pytest.mark.parametrize("text", ["2025-09", "2025-9", "9/2025", "09-2025", "9.2025", " 2025/9 "])
def test_a_month_is_read_as_it_is_typed(text: str) -> None:
    assert Period.typed(text) == SEPTEMBER


@pytest.mark.parametrize("text", ["2025-13", "0/2025", "25-9", "9", "2025", "2025-09-01", "3.7"])
def test_what_is_no_month_is_none(text: str) -> None:
    assert Period.typed(text) is None


def test_the_month_may_be_left_out_until_nobody_can_know_it(empty: Path) -> None:
    def at(*day: int) -> datetime:
        return datetime(*day, tzinfo=LOCAL)  # type: ignore[misc]

    assert current_period(empty, at(2025, 9, 5)) == SEPTEMBER
    (empty / "data" / "2025-09").mkdir()
    assert current_period(empty, at(2025, 9, 30)) == SEPTEMBER
    assert current_period(empty, at(2025, 10, 10)) == SEPTEMBER
    with pytest.raises(Stopped) as stopped:
        current_period(empty, at(2025, 10, 11))
    assert [finding.code for finding in stopped.value.findings] == ["MAY047"]
    (empty / "out" / "2025-10").mkdir(parents=True)
    assert current_period(empty, at(2025, 10, 11)) == Period(2025, 10)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("stauts", "2025-09"), "không có lệnh 'stauts'; có phải ý là status"),
        (("build", "2025-09", "--onyl", "x"), "có phải ý là --only"),
        (("templates", "2025-09", "--unit", "Phường Ngô Quyềnh"), "gần giống: Phường Ngô Quyền [11329]"),
        (("templates", "2025-09", "--unit", "Ban Tống"), "MAY005"),
        (("templates", "2025-09", "--unit", "do sonn"), "gần giống: Phường Đồ Sơn [11455]"),
        (("templates", "2025-09", "--unit", "khong co"), "«khong co» trong danh mục — Ghi mã"),
        (("templates", "2025-09", "--unit", ""), "MAY005"),
        (("help", "0"), "MAY048"),
        (("templates", "2025-09", "--unit", "Phường"), "MAY046"),
        (("build", "2025-13"), "MAY002"),
    ],
)  # fmt: skip
def test_a_slip_is_told_with_what_was_meant(
    given: tuple[str, ...], said: str, empty: Path, command: Command
) -> None:
    ran = command("--root", empty, *given)
    assert (ran.code, said in " ".join(ran.err.split())) == (2, True), ran.err


def _ended(book: openpyxl.Workbook) -> None:
    units = book["Đơn vị"]
    heads = {cell.value: cell.column for cell in units[FIRST_ROW - 1]}
    row = next(r for r in range(FIRST_ROW, units.max_row) if units.cell(r, 1).value == "11542")
    units.cell(row, heads["Hiệu lực đến hết ngày"]).value = datetime(2025, 12, 31)


@pytest.mark.parametrize("given", ["11542", "nam trieu"])
def test_a_unit_that_has_ended_is_not_told_as_unknown(
    given: str, empty: Path, command: Command
) -> None:
    edit_register(empty / "data" / "danh-muc.xlsx", _ended)
    ran = command("--root", empty, "templates", "2026-01", "--unit", given)
    told = "MAY060", "11542", "không báo cáo kỳ 2026-01; hiệu lực đến hết ngày 31/12/2025"
    assert (ran.code, [each in " ".join(ran.err.split()) for each in told]) == (2, [True] * 3), (
        ran.err
    )
    assert command("--root", empty, "templates", "2025-12", "--unit", given).code == 0


def test_paths_with_blanks_that_came_in_pieces_are_one(tmp_path: Path) -> None:
    folder = tmp_path / "Thư ngày 22-9"
    folder.mkdir()
    other = tmp_path / "b.eml"
    other.touch()
    pieces = [Path(piece) for piece in f"{folder} {other} không có".split()]
    assert whole_paths(pieces) == (folder, other, Path("không"), Path("có"))
    assert whole_paths([other] * 500) == (other,) * 500
    assert len(whole_paths([Path("dài" * 80)] * 30)) == 30


_INTERRUPTED = """
import atexit, runpy, signal, sys

class Interrupting:
    def find_spec(self, name, *_):
        if name == {module!r}:
            exec("signal.raise_signal(signal.SIGINT)")

signal.signal(signal.SIGINT, signal.default_int_handler)
sys.meta_path.insert(0, Interrupting())
atexit.register(lambda: {module!r} or signal.raise_signal(signal.SIGINT))
sys.argv = ["cv183-report", *{arguments!r}]
runpy.run_module("cv183_reports", run_name="__main__")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there a process is not told by a signal")
@pytest.mark.parametrize(
    ("module", "arguments", "code", "says"),
    [
        ("click", ("--help",), 3, "Đã dừng theo yêu cầu."),
        ("cv183_reports.app.where", ("status",), 3, "Đã dừng theo yêu cầu."),
        ("", ("--help",), 0, ""),
    ],
)
def test_a_stop_is_said_from_the_first_moment_to_the_last(
    tmp_path: Path, module: str, arguments: tuple[str, ...], code: int, says: str
) -> None:
    script = _INTERRUPTED.format(module=module, arguments=arguments)
    (tmp_path / "interrupted.py").write_text(script, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "interrupted"],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(tmp_path), str(REPOSITORY)))},
        capture_output=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr.decode().strip()) == (code, says)


@pytest.mark.parametrize("words", [(), ("status", "2025-09"), ("desk", "--no-browser")])
def test_a_working_folder_on_a_share_that_is_gone_is_no_wrong_folder(
    empty: Path, command: Command, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    real = Path.stat

    def gone(path: Path, **how: bool) -> os.stat_result:
        if empty not in path.parents:
            return real(path, **how)
        error = FileNotFoundError(2, "", str(path))
        error.winerror = 53  # type: ignore[attr-defined]
        raise error

    monkeypatch.setattr(Path, "stat", gone)
    ran = command("--root", str(empty), *words)
    assert ran.code == 3
    assert "Không đọc được tệp (không tới được ổ mạng, máy chủ hoặc USB chứa tệp)" in ran.err


@pytest.mark.parametrize(("system", "code"), [("win32", 0), ("linux", 3)])
def test_a_pager_that_is_left_is_no_refusal_on_windows_either(
    monkeypatch: pytest.MonkeyPatch, system: str, code: int
) -> None:
    """``cv183-report help | more``, left with q: Windows has no number of its own for it."""
    screen = StringIO()
    monkeypatch.setattr(clerk, "sys", SimpleNamespace(platform=system, stderr=screen))
    assert clerk._refused(OSError(22, "Invalid argument")) == code
    assert screen.closed is (code == 0)
    assert clerk._refused(OSError(22, "Invalid argument", "a.xlsx")) == 3
    assert clerk._refused(BrokenPipeError(32, "")) == 0


@pytest.mark.parametrize(("is_window", "told"), [(1, [0x1B7, 0x1F7]), (0, [])])
def test_a_click_into_the_window_holds_nobody_who_waits(
    monkeypatch: pytest.MonkeyPatch, is_window: int, told: list[int]
) -> None:
    """Windows: what writes into a window is held while text in it is marked, and a click begins that."""
    modes: list[int] = []

    def mode_of(_: object, mode: Any) -> int:
        mode._obj.value = 0x1F7
        return is_window

    kernel = SimpleNamespace(
        GetStdHandle=lambda _: 3,
        GetConsoleMode=mode_of,
        SetConsoleMode=lambda _, mode: modes.append(mode),
    )
    monkeypatch.setattr("ctypes.windll", SimpleNamespace(kernel32=kernel), raising=False)
    monkeypatch.setattr(screen, "sys", SimpleNamespace(platform="win32"))
    with screen.running_on():
        assert modes == told[:1]
    assert modes == told
