"""`receive` where the machine, another clerk or a wrong folder stands in the way: nothing passes for received."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from cv183_reports.intake import ledger
from cv183_reports.intake import ledger as originals
from cv183_reports.intake.ledger import Kept, append, find, keep, read_ledger
from cv183_reports.model import LOCAL
from cv183_reports.workspace import written as file_lock
from tests.conftest import REPOSITORY, Command
from tests.test_cli import filled, form
from tests.test_receive import PERIOD, bookings, came, filings, kept, laid

__all__ = ["came"]

_HOLDER = """
import sys
from cv183_reports.workspace.written import held
with open(sys.argv[1], "ab+") as file, held(file.fileno()):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_file_open_in_excel_is_said_each_time_and_taken_once_it_is_closed(
    empty: Path, came: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = laid(came, "bc.xlsx", filled(form(empty, command)))
    opened = Path.open

    def locked(self: Path, *arguments: Any, **named: Any) -> Any:
        if self.name == "bc.xlsx" and self.parent == came:
            raise PermissionError(13, "locked")
        return opened(self, *arguments, **named)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", locked)
        for _ in range(2):
            ran = command("--root", empty, "receive", PERIOD, path)
            assert (ran.code, "FIL061" in ran.out, "ghi sổ 0 tệp" in ran.out) == (3, True, True)
            assert "đã có trong sổ" not in ran.out
            assert "Sổ tiếp nhận:" not in ran.out, "there is none yet"
            assert ran.out.endswith("sửa chỗ nêu trên rồi chạy lại đúng lệnh này.\n")
    assert bookings(empty) == ()
    ran = command("--root", empty, "receive", PERIOD, path)
    assert (ran.code, len(bookings(empty))) == (0, 1)
    assert "bc.xlsx: dùng được" in ran.out


def test_what_is_ignored_is_shown_and_counted(empty: Path, came: Path, command: Command) -> None:
    laid(came, "~$a.xlsx", b"lock")
    laid(came, "Thumbs.db", b"system")
    ran = command("--root", empty, "receive", PERIOD, came)
    assert "FIL020" in ran.out
    assert "ghi sổ 2 tệp (2 bỏ qua)" in ran.out
    assert len(bookings(empty)) == 2


def test_what_the_program_made_itself_is_never_received(empty: Path, command: Command) -> None:
    data = filled(form(empty, command))
    nop = laid(empty / "data" / PERIOD / "nop", "bc.xlsx", data)
    command("--root", empty, "receive", PERIOD, nop)
    command("--root", empty, "build", PERIOD)
    laid(empty / "data" / PERIOD / "goc", ".cv183-0.tmp", b"cut off")
    ran = command("--root", empty, "receive", PERIOD, empty)
    assert (ran.code, "STN008" in ran.out) == (0, True)
    assert "ghi sổ 0 tệp" in ran.out
    assert [b.name for b in bookings(empty)] == ["bc.xlsx"]
    assert filings(empty, command)["with_errors"] == 0


def test_a_ledger_that_cannot_be_written_stops_the_run_and_the_next_takes_everything(
    empty: Path, came: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid(came, "1.xlsx", filled(form(empty, command)))
    laid(came, "2.xlsx", filled(form(empty, command, "11560")))
    laid(came, "3.pdf", b"%PDF-1.7")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "open in Excel")

    with monkeypatch.context() as patch:
        patch.setattr("cv183_reports.app.receive.append", refuse)
        ran = command("--root", empty, "receive", PERIOD, came)
    assert (ran.code, ran.out.count("STN006")) == (3, 1)
    assert "còn 2 tệp chưa nhận" in ran.out
    assert bookings(empty) == ()
    assert command("--root", empty, "receive", PERIOD, came).code == 0
    assert len(bookings(empty)) == len(kept(empty)) == 3


def test_the_same_bytes_under_another_name_have_the_time_they_came_with(
    empty: Path, came: Path, command: Command
) -> None:
    data = filled(form(empty, command))
    one = laid(came, "bc.xlsx", data, at="2025-09-20T09:00")
    two = laid(came, "bc cuối.xlsx", data, at="2025-09-22T10:00")
    command("--root", empty, "receive", PERIOD, one, two)
    days = {booking.name: booking.received for booking in bookings(empty)}
    assert days["bc cuối.xlsx"] == datetime(2025, 9, 22, 10, tzinfo=LOCAL)
    assert list(kept(empty)) == ["bc.xlsx"]


def test_a_ledger_saved_in_notepad_is_read_whole(empty: Path, came: Path, command: Command) -> None:
    for unit in ("11329", "11560"):
        laid(came, f"{unit}.xlsx", filled(form(empty, command, unit)))
    command("--root", empty, "receive", PERIOD, came)
    path = empty / "data" / PERIOD / "so-tiep-nhan.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert len(bookings(empty)) == 2


def test_two_programs_take_turns_at_the_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "so-tiep-nhan.jsonl"
    monkeypatch.setattr(file_lock, "_TRIES", 3)
    monkeypatch.setattr(file_lock, "_PAUSE", 0.01)
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=REPOSITORY,
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    with holder:
        assert holder.stdout.readline().strip() == b"held"
        with pytest.raises(OSError, match=r"."):
            append(path, ())
        holder.stdin.close()
    append(path, ())
    assert read_ledger(path) == ledger.Ledger((), ())


def test_two_programs_keep_at_once_and_each_keeps_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = laid(tmp_path, "1.xlsx", b"one"), laid(tmp_path, "2.xlsx", b"two")
    folder, other = tmp_path / "goc", list[Kept]()

    def meanwhile(where: Path, digest: str) -> Path | None:
        monkeypatch.setattr(originals, "find", find)
        other.append(keep(two, folder))
        return find(where, digest)

    monkeypatch.setattr(originals, "find", meanwhile)
    first = keep(one, folder)
    assert (first.path.read_bytes(), other[0].path.read_bytes()) == (b"one", b"two")
    assert not list(folder.glob("*.tmp"))
