"""Dates in the heads of mails: every way in which mailers write them, and those that say nothing for certain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv183_reports.intake.mail import Stamp, instant_of, stamp
from cv183_reports.model import LOCAL

AT = "2025-09-22T15:59:00+07:00"
READ = [
    # The standard, and what stands loosely around it.
    "Mon, 22 Sep 2025 15:59:00 +0700",
    "22 Sep 2025 15:59:00 +0700",
    "Mon, 22 Sep 2025 15:59 +0700",
    "Mon, 22 Sep 2025 08:59:00 GMT",
    "Mon, 22 Sep 2025 08:59:00 UT",
    "Mon, 22 Sep 2025 08:59:00 Z",
    "Mon, 22 Sep 2025 08:59:00 -0000",
    "Mon, 22 Sep 2025 04:59:00 -0400",
    "Mon, 22 Sep 2025 04:59:00 EDT",
    "Mon, 22 Sep 2025 14:29:00 +0530",
    "Mon, 22 Sep 2025 17:59:00 JST",
    # Zones that no standard has.
    "Mon, 22 Sep 2025 15:59:00 GMT+7",
    "Mon, 22 Sep 2025 15:59:00 GMT +7",
    "Mon, 22 Sep 2025 15:59:00 GMT+07",
    "Mon, 22 Sep 2025 15:59:00 GMT+0700",
    "Mon, 22 Sep 2025 15:59:00 GMT+07:00",
    "Mon, 22 Sep 2025 15:59:00 UTC+7",
    "Mon, 22 Sep 2025 15:59:00 UTC+07:00",
    "Mon, 22 Sep 2025 15:59:00 +07:00",
    "Mon, 22 Sep 2025 15:59:00 + 07:00",
    "Mon, 22 Sep 2025 15:59:00 +7",
    "Mon, 22 Sep 2025 15:59:00 +700",
    "Mon, 22 Sep 2025 15:59:00 ICT",
    "Mon, 22 Sep 2025 15:59:00 ICT+7",
    "Mon, 22 Sep 2025 15:59:00 +0700 ICT",
    "Mon, 22 Sep 2025 15:59:00 SE Asia Standard Time",
    "Mon, 22 Sep 2025 15:59:00 Asia/Ho_Chi_Minh",
    "Mon, 22 Sep 2025 06:59:00 \N{MINUS SIGN}0200",
    # No zone: local.
    "Mon, 22 Sep 2025 15:59:00",
    "2025-09-22 15:59",
    # Comments.
    "Mon, 22 Sep 2025 15:59:00 +0700 (ICT)",
    "Mon, 22 Sep 2025 15:59:00 +0700 (GMT+7 (Hà Nội))",
    "Mon, (thứ hai) 22 Sep 2025 15:59:00 (chiều) +0700",
    "Mon, 22 Sep 2025 15:59:00 (GMT+7)",
    "Mon, 22 Sep 2025 08:59:00 (UTC)",
    "Mon, 22 Sep 2025 15:59:00 +0700 (chưa đóng",
    # Spaces.
    "  Mon ,22   Sep\t2025  15:59:00\r\n +0700 ",
    "Mon,22Sep2025 15:59:00+0700",
    "Mon, 22 Sep 2025 15 : 59 : 00 +0700",
    "Mon,\N{NO-BREAK SPACE}22\N{NO-BREAK SPACE}Sep 2025 15:59:00 +0700",
    # ISO 8601.
    "2025-09-22T15:59:00+07:00",
    "2025-09-22T15:59:00.123456+07:00",
    "2025-09-22T08:59:00Z",
    "2025-09-22t08:59z",
    "2025-09-22 15:59:00 +0700",
    "2025-09-22T15:59+07",
    "20250922T085900Z",
    # Years of two digits, names in full, other orders.
    "Mon, 22 Sep 25 15:59:00 +0700",
    "Mon, 22 Sep 125 15:59:00 +0700",
    "Monday, 22-Sep-25 15:59:00 +0700",
    "22 September 2025 3:59:00 PM +0700",
    "22 Sept 2025 03:59 pm",
    "Monday, September 22, 2025 3:59 PM",
    "Mon Sep 22 15:59:00 2025",
    "Mon Sep 22 15:59:00 ICT 2025",
    "Mon Sep 22 15:59:00 +0700 2025",
    "Mon Sep 22 2025 15:59:00 GMT+0700 (Indochina Time)",
    "MON, 22 SEP 2025 15:59:00 +0700",
    "Mon, 22 Sep 2025 15.59.00 +0700",
    "Mon, 22 Sep 2025 15:59:00,",
    "Thứ hai, 22 tháng 9, 2025 15:59",
    "T2, 22 Thg 9 2025 3:59 CH",
    "22/9/2025 15:59:00",
    "22/09/2025, 15:59",
    "15:59 22/9/2025",
    "15:59, ngày 22/09/2025",
    "9/22/2025 3:59 PM",
    "２２ Sep ２０２５ １５:５９:００ +0700",
]  # fmt: skip
UNREAD = [
    "", " ", "mai", "hôm qua", "22", "Mon, 22 Sep 2025", "15:59:00", "Mon, 22 Sep 15:59:00 +0700",
    "Mon, 32 Sep 2025 15:59:00 +0700", "Mon, 31 Sep 2025 15:59:00 +0700", "Mon, 22 Sep 2025 25:59:00 +0700",
    "Mon, 22 Sep 2025 15:60:00 +0700", "Mon, 22 Sep 2025 13:59 PM", "Mon, 22 S 2025 15:59:00 +0700",
    "Mon, 22 Ju 2025 15:59:00 +0700", "Mon, 22 Xyz 2025 15:59:00 +0700", "22/13/2025 15:59",
    # Two meanings.
    "5/9/2025 15:59", "05-09-2025 15:59:00 +0700",
    "Mon, 22 Sep 2025 15:59:00 CST", "Mon, 22 Sep 2025 15:59:00 IST", "Mon, 22 Sep 2025 15:59:00 EST5EDT",
    "Mon, 22 Sep 2025 15:59:00 EST+5",
    # Zones that there are not.
    "Mon, 22 Sep 2025 15:59:00 +2500", "Mon, 22 Sep 2025 15:59:00 +0760", "Mon, 22 Sep 2025 15:59:00 LMT",
    "Mon, 22 Sep 2025 15:59:00 +0700; x", "1 Jan 0001 00:00:00 +1400", "31 Dec 9999 23:59:00 -1200",
]  # fmt: skip


@pytest.mark.parametrize("text", READ)
def test_every_way_of_writing_one_instant(text: str) -> None:
    at = instant_of(text)
    assert at is not None
    assert at.isoformat() == AT
    assert at.tzinfo is LOCAL


@pytest.mark.parametrize("text", UNREAD)
def test_what_says_nothing_for_certain_is_not_read(text: str) -> None:
    assert instant_of(text) is None


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("9/9/2025 15:59", "2025-09-09T15:59:00+07:00"),
        ("Mon, 22 Sep 1970 15:59:00 +0700", "1970-09-22T15:59:00+07:00"),
        ("Mon, 22 Sep 70 15:59:00 +0700", "1970-09-22T15:59:00+07:00"),
        ("Mon, 22 Sep 2099 15:59:00 +0700", "2099-09-22T15:59:00+07:00"),
        ("Mon, 22 Sep 2025 15:59:60 +0700", "2025-09-22T15:59:59+07:00"),
        ("Tue, 23 Sep 2025 00:30:00 +1400", "2025-09-22T17:30:00+07:00"),
        ("22 Sep 2025 12:30 AM", "2025-09-22T00:30:00+07:00"),
        ("22 Sep 2025 12:30 PM", "2025-09-22T12:30:00+07:00"),
    ],
)
def test_true_or_not_an_instant_is_read_as_written(text: str, at: str) -> None:
    told = instant_of(text)
    assert told is not None
    assert told.isoformat() == at


def test_only_the_topmost_trace_counts() -> None:
    told = stamp(["a; Mon, 22 Sep 2025 15:59:00 +0700", "b; Mon, 22 Sep 2025 01:00:00 +0700"])
    assert isinstance(told, Stamp)
    assert told.at is not None
    assert told.at.isoformat() == AT
    assert stamp([]) is None
    assert stamp([""], ("", "x"), (None, "y")) is None


@given(st.text(st.sampled_from("0129 :;,.()+-/tTzZgGmMsSeEpP thángMonSep\t"), max_size=300))
def test_no_text_raises(text: str) -> None:
    told = stamp([text], (text, "x"))
    assert told is None or told.at is None or told.at.tzinfo is LOCAL


@pytest.mark.parametrize("piece", ["(", ")", "1", " ", "1 ", "sep ", "22 sep 2025 ", "15:", ";"])
def test_a_date_that_goes_on_and_on_ends_all_the_same(piece: str) -> None:
    """Pieces on which a careless pattern would try every division."""
    assert instant_of(piece * 100_000) is None
    told = stamp([piece * 4_000])
    assert told is None or told.at is None
