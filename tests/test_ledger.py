"""The ledger: one line for each thing, only ever added to, readable after any crash."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv183_reports.intake.ledger import Booking, append, find, keep, read_ledger, sweep
from cv183_reports.model import LOCAL
from cv183_reports.model.finding import Outcome
from cv183_reports.workspace.folder import TEMPORARY

BOOKING = Booking(
    original="a" * 64,
    name="Báo cáo tháng 9.zip",
    inside="xã/11560.xlsx",
    sha256="b" * 64,
    received=datetime(2025, 9, 22, 15, 52, tzinfo=LOCAL),
    evidence="theo thời điểm của tệp",
    sender="vp@thuynguyen.vn",
    booked=datetime(2025, 9, 22, 15, 55, 3, 250, tzinfo=LOCAL),
    outcome=Outcome.HAS_ERRORS,
    unit="11560",
    findings=("SUB063", "SUB066"),
)
OTHER = replace(BOOKING, inside="xã/11329.xlsx", received=None, unit="")


def test_what_is_booked_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "2025-09" / "so-tiep-nhan.jsonl"
    append(path, [BOOKING])
    append(path, [OTHER])
    ledger = read_ledger(path)
    assert ledger.bookings == (BOOKING, OTHER)
    assert ledger.findings == ()
    assert len(path.read_text(encoding="utf-8").splitlines()) == 2


def test_a_ledger_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert read_ledger(tmp_path / "none").bookings == ()


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
instants = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(LOCAL))


@given(
    st.lists(
        st.builds(
            Booking,
            texts,
            texts,
            texts,
            texts,
            st.none() | instants,
            texts,
            texts,
            instants,
            st.sampled_from(Outcome),
            texts,
            st.lists(texts, max_size=2).map(tuple),
        ),
        max_size=3,
        unique_by=lambda booking: booking.key,
    )
)
def test_any_booking_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, bookings: list[Booking]
) -> None:
    path = tmp_path_factory.mktemp("ledger") / "so.jsonl"
    for booking in bookings:
        append(path, [booking])
    assert read_ledger(path).bookings == tuple(bookings)
    assert read_ledger(path).findings == ()


def test_cut_at_any_byte_only_what_was_cut_is_lost_and_the_next_line_stands(
    tmp_path: Path,
) -> None:
    path = tmp_path / "so.jsonl"
    append(path, [BOOKING])
    whole = len(path.read_bytes())
    append(path, [OTHER])
    data = path.read_bytes()
    later = replace(BOOKING, inside="sau", booked=BOOKING.booked + timedelta(hours=1))
    for size in range(whole, len(data)):
        path.write_bytes(data[:size])
        append(path, [later])
        ledger = read_ledger(path)
        is_whole = size == len(data) - 1
        assert ledger.bookings == ((BOOKING, OTHER, later) if is_whole else (BOOKING, later))
        is_cut = whole < size < len(data) - 1
        assert [f.code for f in ledger.findings] == (["STN001"] if is_cut else [])


@pytest.mark.parametrize(
    ("written", "spoilt"),
    [
        ("2025-09-22T15:52:00+07:00", "hôm qua"),
        ("2025-09-22T15:52:00+07:00", "9999-12-31T23:59:00-07:00"),
        ('"findings": [', f'"findings": {"[" * 100_000}'),
    ],
)
def test_a_line_that_somebody_spoilt_is_told_by_its_number(
    tmp_path: Path, written: str, spoilt: str
) -> None:
    path = tmp_path / "so.jsonl"
    append(path, [BOOKING, OTHER])
    lines = path.read_text(encoding="utf-8").splitlines()
    assert written in lines[0]
    lines[0] = lines[0].replace(written, spoilt)
    path.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8")
    ledger = read_ledger(path)
    assert ledger.bookings == (OTHER,)
    (finding,) = ledger.findings
    assert (finding.code, "Dòng 1 " in finding.message) == ("STN001", True)


def test_of_two_lines_on_one_thing_the_first_counts(tmp_path: Path) -> None:
    path = tmp_path / "so.jsonl"
    append(path, [BOOKING, replace(BOOKING, unit="11329")])
    assert read_ledger(path).bookings == (BOOKING,)


def test_an_original_is_kept_once_with_its_time_and_found_whatever_its_name(
    tmp_path: Path,
) -> None:
    given, folder = tmp_path / "Phường A: số 1?.xlsx", tmp_path / "goc"
    given.write_bytes(b"content")
    kept = keep(given, folder)
    assert kept.path.read_bytes() == b"content"
    assert kept.path.stat().st_mtime_ns == given.stat().st_mtime_ns
    assert kept.path.parent.name == kept.sha256
    assert kept.path.name == "Phường A- số 1.xlsx"
    renamed = kept.path.rename(kept.path.with_name("khác.xlsx"))
    assert find(folder, kept.sha256) == renamed
    assert keep(given, folder).path == renamed
    assert [p for p in folder.rglob("*") if p.is_file()] == [renamed]


def test_a_kept_file_that_was_changed_is_not_taken_for_the_original(tmp_path: Path) -> None:
    given, folder = tmp_path / "a.xlsx", tmp_path / "goc"
    given.write_bytes(b"content")
    kept = keep(given, folder)
    kept.path.write_bytes(b"changed")
    assert find(folder, kept.sha256) is None
    again = keep(given, folder)
    assert (again.path.read_bytes(), kept.path.read_bytes()) == (b"content", b"changed")
    assert find(folder, kept.sha256) == again.path


def test_what_a_run_that_died_left_is_swept_and_what_another_is_making_is_not(
    tmp_path: Path,
) -> None:
    given, folder = tmp_path / "a.xlsx", tmp_path / "goc"
    given.write_bytes(b"content")
    kept, half = keep(given, folder).path, folder / f"{TEMPORARY}17.tmp"
    half.write_bytes(b"cont")
    os.utime(half, (0, 0))
    sweep(folder, time.time())
    assert half.exists()
    sweep(folder, time.time() + 3_700)
    assert [path for path in folder.rglob("*") if path.is_file()] == [kept]
    sweep(tmp_path / "none", time.time())
