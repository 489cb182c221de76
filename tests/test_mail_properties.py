"""Mails damaged in every way: nothing is raised, and nothing else than what was sent comes out silently."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cv183_reports.intake.arrivals import Arrival, Delivery
from cv183_reports.intake.guard import refusal_of
from cv183_reports.intake.inbox import gather
from cv183_reports.intake.mail import address, attachment_name, legible, stamp
from cv183_reports.model import LOCAL, Receipt
from cv183_reports.spreadsheet.xlsx import read_workbook
from tests.builders_mail import (
    attached,
    entity,
    in_mailbox,
    letter,
    outlook,
    posted,
    signed,
    uuencoded,
    winmail,
)
from tests.damage import spread
from tests.test_envelope import FILE_TIME, FORM, put
from tests.test_mail_message import NAME, PDF, deep, with_calendar

ON_DISK = Receipt(FILE_TIME, "theo thời điểm sửa tệp")
ORIGINALS = [
    posted(letter((NAME, FORM), ("ký.pdf", PDF))),
    posted(letter(("winmail.dat", winmail(("A.XLS", NAME, FORM))))),
    posted(with_calendar()),
    posted(deep(2)),
    outlook(attached(NAME, FORM), attached("ký.pdf", PDF), p007D="From: a@b.vn\r\n\r\n"),
    posted(letter(text=uuencoded("a.xlsx", FORM))),
    posted(letter(("smime.p7m", signed(entity((NAME, FORM)), endless=True)))),
    in_mailbox(posted(letter((NAME, FORM))), posted(letter(("a.p7m", signed(FORM))))),
]


def of(data: bytes) -> list[Arrival]:
    return list(Delivery("thu", ON_DISK).arrivals(BytesIO(data), len(data)))


@cache
def wrong(data: bytes) -> bool:
    """Whether these bytes would be read as a form, and are none that was sent."""
    if data == FORM or refusal_of(data, "a") is not None:
        return False
    workbook, findings = read_workbook(data, "a")
    return workbook is not None and not findings and workbook != read_workbook(FORM, "a")[0]


def is_form(data: bytes) -> bool:
    """Whether these bytes say what the form that was sent says."""
    return data == FORM or (
        refusal_of(data, "a") is None and read_workbook(data, "a") == read_workbook(FORM, "a")
    )


def is_honest(found: list[Arrival]) -> bool:
    """Each form is one that was sent, or recognised as damaged; or something is said."""
    assert found
    assert all((a.data is None) == (a.finding is not None) for a in found)
    instants = [a.receipt.at for a in found if a.receipt is not None]
    assert len(instants) == len(found)
    assert all(at is None or at.tzinfo is LOCAL for at in instants)
    return not any(a.data is not None and wrong(a.data) for a in found)


def says_all(found: list[Arrival]) -> bool:
    """The form came out as it was sent, or a finding tells that something is wrong."""
    whole = any(a.data is not None and is_form(a.data) for a in found)
    told = any(
        a.finding is not None or (a.data is not None and refusal_of(a.data, "a")) for a in found
    )
    broken = any(a.data is not None and read_workbook(a.data, "a")[0] is None for a in found)
    return whole or told or broken


def cuts(data: bytes) -> Iterator[bytes]:
    steps = random.Random(7).sample(range(len(data)), 100)
    return (data[:end] for end in steps)


@pytest.mark.parametrize("number", range(len(ORIGINALS)))
def test_every_truncation_is_told_of(number: int) -> None:
    for data in cuts(ORIGINALS[number]):
        found = of(data)
        assert is_honest(found)
        assert says_all(found)


@pytest.mark.parametrize("number", range(len(ORIGINALS)))
def test_bit_flips_never_give_another_form(number: int) -> None:
    chance, data = random.Random(number), ORIGINALS[number]
    for at in spread(len(data) * 8, 120, chance):
        flipped = bytearray(data)
        flipped[at // 8] ^= 1 << at % 8
        found = of(bytes(flipped))
        assert is_honest(found)
        assert says_all(found)


@given(st.binary(max_size=2_000))
@settings(max_examples=150, deadline=None)
def test_noise_behind_any_beginning_raises_nothing(noise: bytes) -> None:
    for head in (
        b"",
        b"From: a@b.vn\r\nSubject: x\r\n",
        b'From: a\nTo: b\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: ',
        b"From: a\nTo: b\nContent-Disposition: attachment; filename*=",
        b"From: a\nTo: b\nReceived: ",
        ORIGINALS[4][:3_000],
    ):
        assert is_honest(of(head + noise))


@given(st.text(), st.text())
@settings(max_examples=300, deadline=None)
def test_any_header_gives_a_text_that_can_be_shown(raw: str, other: str) -> None:
    for text in (raw, f"=?utf-8?B?{raw}?= =?{other}?Q?x?=", f"<{raw}@{other}>"):
        for shown in (legible(text), attachment_name(text), address(text)):
            shown.encode("utf-8", "replace")
            assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in shown)
        assert len(attachment_name(text)) <= 200
        assert "/" not in attachment_name(text)
        stamp([f"x; {text}"], (text, "{mail}"))


def test_arrivals_do_not_depend_on_the_run(tmp_path: Path) -> None:
    for number, data in enumerate(ORIGINALS):
        put(tmp_path / f"{number}.dat", data)
    first = list(gather([tmp_path], tmp_path))
    assert len(first) > len(ORIGINALS)
    assert first == list(gather([tmp_path], tmp_path))
    assert {a.file for a in first} == {
        a.file for a in gather(sorted(tmp_path.iterdir())[::-1], tmp_path)
    }
