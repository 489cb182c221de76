"""The ledger: one line for each thing, only ever added to, readable after any crash."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cv183_reports.intake.ledger import (
    Booking,
    Decision,
    LedgerLine,
    Will,
    Withdrawal,
    append,
    find,
    keep,
    orphans,
    read_ledger,
    sweep,
)
from cv183_reports.model import LOCAL
from cv183_reports.model.finding import Outcome
from cv183_reports.outbox.sent import read_book
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
    call="first",
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
digests = st.just("") | st.text("0123456789abcdef", min_size=64, max_size=64)
instants = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(LOCAL))


@given(
    st.lists(
        st.builds(
            Booking,
            digests,
            texts,
            texts,
            digests,
            st.none() | instants,
            texts,
            texts,
            instants,
            st.sampled_from(Outcome),
            texts,
            st.lists(texts, max_size=2).map(tuple),
            st.booleans(),
            texts,
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


HOSTILE = [
    "garbage",
    "[]",
    "null",
    '"x"',
    "1e999",
    '{"a": 1}',
    '{"kind": {}}',
    '{"kind": "undo"}',
    '{"kind": "take", "over": ["../x"]}',
    f'{{"received": {"[" * 100_000}',
    f'{{"received": {"9" * 10_000}}}',
    " " * 300_000 + "x",
]


def spoilt(**values: object) -> str:
    """A line of ours in which a hand changed something."""
    lines: list[str] = []
    with TemporaryDirectory() as folder:
        append(Path(folder, "so.jsonl"), [BOOKING])
        lines = Path(folder, "so.jsonl").read_text(encoding="utf-8").splitlines()
    return json.dumps(json.loads(lines[0]) | values)


CHANGED = [
    {"original": "../../../../etc"},
    {"original": "/etc/passwd"},
    {"original": "\0"},
    {"original": "A" * 64},
    {"original": "a" * 63},
    {"original": ["a" * 64]},
    {"sha256": "b" * 65},
    {"name": None},
    {"name": "\ud800"},
    {"findings": "SUB063"},
    {"findings": [float("nan")]},
    {"booked": float("nan")},
    {"received": "9999-12-31T23:59:59-12:00"},
    {"received": "0001-01-01T00:00:00+14:00"},
    {"outcome": "lost"},
]


@pytest.mark.parametrize("line", [*HOSTILE, *(spoilt(**values) for values in CHANGED)])
def test_a_hostile_line_is_one_finding_and_stops_no_other(tmp_path: Path, line: str) -> None:
    path = tmp_path / "so.jsonl"
    append(path, [BOOKING])
    path.write_bytes(path.read_bytes() + line.encode("utf-8", "surrogatepass") + b"\n")
    append(path, [OTHER])
    ledger = read_ledger(path)
    assert ledger.bookings == (BOOKING, OTHER)
    (finding,) = ledger.findings
    assert (finding.code, finding.severity.name) == ("STN001", "ERROR")
    assert finding.message.startswith("Dòng 2 của sổ tiếp nhận không đọc được")
    assert str(finding).isprintable()


def test_a_line_of_a_newer_version_says_so(tmp_path: Path) -> None:
    path = tmp_path / "so.jsonl"
    path.write_text('{"kind": "merge", "files": []}\n', encoding="utf-8")
    append(path, [BOOKING])
    ledger = read_ledger(path)
    assert ledger.bookings == (BOOKING,)
    (finding,) = ledger.findings
    assert (finding.code, "«merge»" in finding.message) == ("STN009", True)


def test_older_lines_without_a_call_are_read_and_those_written_together_belong_together(
    tmp_path: Path,
) -> None:
    path = tmp_path / "so.jsonl"
    at = BOOKING.booked + timedelta(minutes=1)
    append(path, [replace(BOOKING, booked=at - timedelta(minutes=1)), OTHER])
    append(path, [replace(BOOKING, inside="a", booked=at), replace(BOOKING, inside="b", booked=at)])
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        told = json.loads(line)
        del told["call"]
        lines[number] = json.dumps(told)
    path.write_text("\n".join(lines), encoding="utf-8")
    ledger = read_ledger(path)
    assert len(ledger.bookings) == 4
    assert [each.inside for each in ledger.last_call] == ["a", "b"]


def decision(will: Will, call: str, inside: str = BOOKING.inside) -> Decision:
    return Decision(
        will, BOOKING.original, BOOKING.name, inside, BOOKING.sha256, "11560", ("c" * 64,), "nhầm",
        BOOKING.booked, call,
    )  # fmt: skip


def undo(call: str) -> Withdrawal:
    return Withdrawal(call, BOOKING.booked, f"undo of {call}")


NEXT = replace(OTHER, call="second")
TAKE, ASIDE = decision(Will.TAKE, "take"), decision(Will.SET_ASIDE, "aside")


@pytest.mark.parametrize(
    ("lines", "bookings", "decisions", "last"),
    [
        ([BOOKING, TAKE], [BOOKING], [TAKE], [TAKE]),
        ([BOOKING, ASIDE, undo("aside")], [BOOKING], [], [BOOKING]),
        ([BOOKING, NEXT, undo("second")], [BOOKING], [], [BOOKING]),
        ([BOOKING, NEXT, undo("second"), undo("first")], [], [], []),
        ([BOOKING, undo("first"), replace(BOOKING, call="x")], [replace(BOOKING, call="x")], [],
         [replace(BOOKING, call="x")]),
        ([BOOKING, undo("no such call")], [BOOKING], [], [BOOKING]),
    ],
)  # fmt: skip
def test_what_stands_is_what_no_call_took_back(
    tmp_path: Path,
    lines: list[LedgerLine],
    bookings: list[Booking],
    decisions: list[Decision],
    last: list[LedgerLine],
) -> None:
    path = tmp_path / "so.jsonl"
    for line in lines:
        append(path, [line])
    ledger = read_ledger(path)
    assert ledger.findings == ()
    assert [*ledger.bookings] == bookings
    assert [*ledger.decisions] == decisions
    assert [*ledger.last_call] == last
    assert ledger.originals == {BOOKING.original}


def test_what_is_set_aside_is_what_was_decided_last(tmp_path: Path) -> None:
    path = tmp_path / "so.jsonl"
    append(path, [BOOKING, OTHER, ASIDE, decision(Will.SET_ASIDE, "x", OTHER.inside), TAKE])
    assert read_ledger(path).aside == {OTHER.key}


def test_what_no_line_names_is_an_orphan_and_what_was_taken_back_is_none(tmp_path: Path) -> None:
    given, folder, path = tmp_path / "a.xlsx", tmp_path / "goc", tmp_path / "so.jsonl"
    kept = []
    for content in (b"1", b"2", b"3"):
        given.write_bytes(content)
        kept.append(keep(given, folder))
    (folder / "Thumbs.db").write_bytes(b"")
    (folder / f"{TEMPORARY}9.tmp").write_bytes(b"")
    append(path, [replace(BOOKING, original=each.sha256, call=each.sha256) for each in kept[:2]])
    append(path, [undo(kept[1].sha256)])
    assert orphans(folder, read_ledger(path)) == (kept[2].path,)
    assert orphans(tmp_path / "none", read_ledger(path)) == ()


@pytest.mark.parametrize("read", [read_ledger, read_book])
def test_a_book_on_a_share_that_is_gone_is_no_empty_book(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: Callable[[Path], object]
) -> None:
    """A month of which nothing came, mails of which none was sent: nobody knows that now."""
    assert read(tmp_path / "so.jsonl") is not None
    opened = FileNotFoundError(2, "", str(tmp_path / "so.jsonl"))
    looked = FileNotFoundError(2, "", str(tmp_path / "so.jsonl"))
    opened.winerror, looked.winerror = None, 53  # type: ignore[attr-defined]

    def refuse(error: OSError) -> Callable[..., None]:
        def gone(*_: object, **__: object) -> None:
            raise error

        return gone

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", refuse(opened))
        patch.setattr(Path, "stat", refuse(looked))
        with pytest.raises(FileNotFoundError):
            read(tmp_path / "so.jsonl")


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
