"""Files read ahead by a worker: in their order, each as if it were alone, and not when nobody asks."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from cv183_reports.app import reading
from cv183_reports.app.reading import Described, described, read_ahead
from cv183_reports.intake.inbox import Arrival
from tests.promise_files import filled_form

FILES = 40


def arrivals(count: int = FILES) -> Iterator[Arrival]:
    return (Arrival(f"{number:02}.xlsx", b"x", None, None) for number in range(count))


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """By whom each file was read; the earlier it comes, the longer it takes."""
    read: dict[str, str] = {}

    def slow(arrival: Arrival) -> Described:
        read[arrival.file] = threading.current_thread().name
        time.sleep((FILES - len(read)) / 10_000)
        return None, ()

    monkeypatch.setattr(reading, "described", slow)
    return read


def test_they_come_in_their_order_however_long_each_takes(threads: dict[str, str]) -> None:
    order = []
    for arrival, told in read_ahead(arrivals(), lambda _: True):
        assert told() == (None, ())
        order.append(arrival.file)
    assert order == [arrival.file for arrival in arrivals()]
    assert len(set(threads.values())) == 1
    assert threading.current_thread().name not in threads.values()


def test_what_nobody_wants_is_read_only_when_somebody_asks(threads: dict[str, str]) -> None:
    for arrival, told in read_ahead(arrivals(4), lambda arrival: arrival.file == "02.xlsx"):
        if arrival.file == "03.xlsx":
            told()
    assert threads.keys() == {"02.xlsx", "03.xlsx"}


def test_what_breaks_one_breaks_when_it_is_asked_for_and_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(arrival: Arrival) -> Described:
        if arrival.file == "01.xlsx":
            raise ValueError(arrival.file)
        return None, ()

    monkeypatch.setattr(reading, "described", broken)
    told = {}
    for arrival, read in read_ahead(arrivals(3), lambda _: True):
        told[arrival.file] = read
    assert told["00.xlsx"]() == told["02.xlsx"]() == (None, ())
    with pytest.raises(ValueError, match="01"):
        told["01.xlsx"]()


def test_who_stops_waits_for_one_file_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []
    first, rest = threading.Event(), threading.Event()

    def slow(arrival: Arrival) -> Described:
        begun.append(arrival.file)
        first.set()
        rest.wait(10)
        return None, ()

    monkeypatch.setattr(reading, "described", slow)
    coming = read_ahead(arrivals(), lambda _: True)
    next(coming)
    first.wait(10)
    threading.Timer(0.2, rest.set).start()
    with pytest.raises(KeyboardInterrupt):
        coming.throw(KeyboardInterrupt)  # type: ignore[attr-defined]
    assert begun == ["00.xlsx"]


def test_what_is_read_ahead_says_the_same_by_the_same_worker() -> None:
    forms = [Arrival("a.xlsx", filled_form("11560"), None, None)] * 20
    alone, _ = described(forms[0])
    worker = reading._worker()
    child = worker.process_id
    assert alone is not None
    for _, told in read_ahead(forms, lambda _: True):
        assert told() == described(forms[0]) == (alone, ())
    assert (reading._worker(), worker.process_id) == (worker, child)
