"""`watch`: what comes to rest in a folder is received once, told on a line; nothing half written is touched."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cv183_reports.app import Stopped, reading, watch
from cv183_reports.app.watch import CameIn, watch_folder
from cv183_reports.model.finding import Outcome
from tests.conftest import Command
from tests.test_cli import filled, form
from tests.test_receive import PERIOD, bookings, laid

AT = "2025-09-20T10:00"
COUNTS = Outcome.ACCEPTED_WITH_WARNINGS


@pytest.fixture
def came(tmp_path: Path) -> Path:
    folder = tmp_path / "Thư đến"
    folder.mkdir()
    return folder


def looked(root: Path, folder: Path, *between: Callable[[], object]) -> list[CameIn]:
    """What came of as many looks as there are doings, and one more: each is done after a look."""
    doings: Iterator[Callable[[], object]] = iter(between)

    def wait() -> bool:
        doing = next(doings, None)
        if doing is not None:
            doing()
        return doing is not None

    return list(watch_folder(root, PERIOD, folder, wait, AT))


def nothing() -> None:
    """Time goes by."""


def outcomes(came: list[CameIn]) -> list[Outcome]:
    received = [each.received for each in came if each.received is not None]
    return [judgement.outcome for each in received for judgement in each.judgements]


def test_what_is_there_and_what_comes_is_received_once(
    empty: Path, came: Path, command: Command
) -> None:
    data = filled(form(empty, command))
    laid(came, "trước.xlsx", data)
    later = filled(form(empty, command), {"E": "Nội dung khác"}) if False else data + b""
    found = looked(
        empty,
        came,
        nothing,
        nothing,
        lambda: laid(came / "sâu hơn", "sau.xlsx", later),
        nothing,
        nothing,
    )
    assert outcomes(found) == [COUNTS, COUNTS]
    assert [booking.name for booking in bookings(empty)] == ["trước.xlsx", "sau.xlsx"]
    assert (empty / "out" / PERIOD / "tinh-hinh.html").exists()


def test_no_worker_waits_with_it(empty: Path, came: Path, command: Command) -> None:
    laid(came, "tệp.xlsx", filled(form(empty, command)))
    children: list[int | None] = []
    told = looked(empty, came, nothing, lambda: children.append(reading._worker().process_id))
    assert outcomes(told) == [COUNTS]
    assert children == [None]


def test_a_file_that_still_grows_waits(empty: Path, came: Path, command: Command) -> None:
    data = filled(form(empty, command))
    path = came / "bc.xlsx"

    def grow(size: int) -> Callable[[], object]:
        return lambda: path.write_bytes(data[:size])

    found = looked(empty, came, grow(100), grow(5000), grow(len(data)), nothing, nothing)
    assert outcomes(found) == [COUNTS]
    assert [booking.outcome for booking in bookings(empty)] == [COUNTS]


@pytest.mark.parametrize("name", ["bc.xlsx.part", "bc.xlsx.crdownload", "~$bc.xlsx", "bc.TMP"])
def test_what_a_program_is_still_bringing_is_left(
    empty: Path, came: Path, command: Command, name: str
) -> None:
    laid(came, name, filled(form(empty, command)))
    assert looked(empty, came, nothing, nothing) == []


def test_a_faulty_file_goes_back_and_the_others_are_received(
    empty: Path, came: Path, command: Command
) -> None:
    data = filled(form(empty, command))
    laid(came, "a.xlsx", data[:3000])
    laid(came, "b.xlsx", data)
    (found,) = looked(empty, came, nothing)
    assert outcomes([found]) == [Outcome.REJECTED, COUNTS]
    assert found.given is not None


def test_a_folder_that_goes_and_comes_back_is_told_once(
    empty: Path, came: Path, command: Command
) -> None:
    data = filled(form(empty, command))
    away = came.with_name("đi vắng")
    laid(came, "bc.xlsx", data)
    doings = (
        lambda: came.rename(away),
        nothing,
        nothing,
        lambda: away.rename(came),
        nothing,
        nothing,
    )
    found = looked(empty, came, *doings)
    assert [[f.code for f in each.hindered] for each in found] == [["STN037"], []]
    assert outcomes(found) == [COUNTS]


def test_it_waits_for_a_working_folder_on_a_share_that_went(
    empty: Path, came: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = filled(form(empty, command))
    away = empty.with_name("đi vắng")
    unheard = OSError(22, "", str(empty / "data" / "danh-muc.xlsx"))
    unheard.winerror = 64  # type: ignore[attr-defined]

    def gone(*_: object) -> None:
        raise unheard

    doings = (
        lambda: (empty.rename(away), laid(came, "bc.xlsx", data)),
        nothing,
        nothing,
        lambda: (away.rename(empty), monkeypatch.setattr(watch, "receive_files", gone)),
        nothing,
        monkeypatch.undo,
        nothing,
    )
    found = looked(empty, came, *doings)
    assert [[f.code for f in each.hindered] for each in found] == [["MAY001"], ["MAY014"], []]
    assert "ổ mạng" in str(found[1].hindered[0])
    assert outcomes(found) == [COUNTS]


def test_files_of_another_month_are_asked_about_once(
    empty: Path, came: Path, command: Command
) -> None:
    laid(came, "bc.xlsx", filled(form(empty, command)))
    wait = iter([True, True, True, False])
    found = list(watch_folder(empty, "2025-10", came, lambda: next(wait), "2025-10-20T10:00"))
    (told,) = [each.received.wrong_month for each in found if each.received]
    assert told is not None
    assert "phần lớn" in told.message or "2025-09" in told.message
    assert not (empty / "data" / "2025-10" / "so-tiep-nhan.jsonl").exists()


def test_no_such_folder_is_said(empty: Path, tmp_path: Path) -> None:
    with pytest.raises(Stopped, match="STN036"):
        next(watch_folder(empty, PERIOD, tmp_path / "không có", lambda: False, AT))


@pytest.mark.skipif(sys.platform == "win32", reason="signals of another kind")
def test_a_clerk_sees_a_line_a_file_and_stops_it(empty: Path, came: Path, command: Command) -> None:
    data = filled(form(empty, command))
    laid(came, "bc tháng 9.xlsx", data)
    program = shutil.which("cv183-report") or ""
    arguments = [program, "--root", str(empty), "watch", PERIOD, str(came), "--as-of", AT]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    ) as ran:
        ledger = empty / "data" / PERIOD / "so-tiep-nhan.jsonl"
        results = empty / "out" / PERIOD / "ket-qua-nhan.xlsx"
        until = time.monotonic() + 60
        while not (ledger.exists() and results.exists()) and time.monotonic() < until:
            time.sleep(0.1)
        time.sleep(0.5)
        ran.send_signal(signal.SIGINT)
        try:
            out = ran.communicate(timeout=60)[0]
        except subprocess.TimeoutExpired:
            ran.kill()  # or leaving the block would wait for it for ever
            raise
    assert ran.returncode == 0, out
    assert f"Theo dõi {came}: tệp đến được nhận vào kỳ 2025-09. Dừng: Ctrl+C." in out
    (line,) = [line for line in out.splitlines() if line.startswith("10:00 ! ")]
    assert "[11329]: dùng được, có cảnh báo (bc tháng 9.xlsx); ! " in line
    assert "Đã dừng: nhận 1 tệp (1 dùng được, có cảnh báo)." in out
    assert "Traceback" not in out
