"""When a file came: what counts as late, what nobody can know, and what a person is asked."""

from __future__ import annotations

import json
import re
import shlex
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from cv183_reports.catalogue import intake, machine
from cv183_reports.intake.ledger import read_ledger
from cv183_reports.model import LOCAL, Claim, Period, Receipt
from cv183_reports.model.finding import Outcome, Severity
from cv183_reports.validation.batch import Batch, Received, settle
from cv183_reports.validation.receipt import credible, with_receipt
from tests.builders import REGISTER, WARD
from tests.builders_mail import (
    attached,
    in_mailbox,
    letter,
    outlook,
    posted,
    signed,
    uuencoded,
)
from tests.builders_xlsx import RawEntry, raw_zip
from tests.conftest import Command
from tests.test_cli import filled, form
from tests.test_receive import laid
from tests.test_validation_batch import codes, received, unreadable

SEPTEMBER = Period(2025, 9)
NOW = datetime(2025, 9, 22, 15, tzinfo=LOCAL)


def came(*when: int) -> datetime:
    return datetime(2025, *when, tzinfo=LOCAL)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("at", "now", "invented", "evidence"),
    [
        (came(9, 22, 14, 59), NOW, False, None),
        (came(9, 22, 15, 9), NOW, False, None),
        (came(9, 22, 15, 11), NOW, False, "theo tệp: 15 giờ 11 phút, ngày 22/9/2025, sau cả lúc kiểm tra tệp này"),
        (NOW.replace(year=2099), NOW, False, "theo tệp: 15 giờ, ngày 22/9/2099, sau cả lúc kiểm tra tệp này"),
        (came(9, 1), NOW, False, None),
        (came(8, 31, 23, 59), NOW, False, "theo tệp: 23 giờ 59 phút, ngày 31/8/2025, trước khi có kỳ báo cáo tháng 9 năm 2025"),
        (NOW.replace(year=2008), NOW, False, "theo tệp: 15 giờ, ngày 22/9/2008, trước khi có kỳ báo cáo tháng 9 năm 2025"),
        (came(12, 1), NOW.replace(year=2026), False, None),
        # An invented month is practised on before it has passed; 2099 is too far even so.
        (came(9, 23, 8), NOW, True, None),
        (NOW.replace(year=2099), NOW, True, "theo tệp: 15 giờ, ngày 22/9/2099, sau cả lúc kiểm tra tệp này"),
        # A clock that stands before the month itself proves nothing.
        (came(9, 20), NOW.replace(year=2020), False, None),
        (NOW.replace(year=2099), NOW.replace(year=2020), False, "theo tệp: 15 giờ, ngày 22/9/2099, sau cả lúc kiểm tra tệp này"),
    ],
)  # fmt: skip
def test_an_instant_that_cannot_be_true_is_none(
    at: datetime, now: datetime, invented: bool, evidence: str | None
) -> None:
    receipt = Receipt(at, "theo tệp")
    told = credible(receipt, SEPTEMBER, now, invented=invented)
    assert told == (receipt if evidence is None else Receipt(None, evidence))
    assert credible(told, SEPTEMBER, now, invented=invented) is told


def test_without_a_month_only_the_future_is_impossible() -> None:
    old = Receipt(NOW.replace(year=2008), "theo tệp")
    assert credible(old, None, NOW, invented=False) is old


LATE, EARLY = came(9, 24, 10), came(9, 22, 8)
SAID = Claim("theo thư kia", EARLY)


@pytest.mark.parametrize(
    ("receipt", "expected"),
    [
        (Receipt(EARLY, "e"), [machine.RECEIVED]),
        (Receipt(None, "e"), [intake.UNKNOWN_TIME]),
        (Receipt(EARLY, "e", (Claim("đọc không được", None),)), [machine.RECEIVED, intake.DOUBTFUL_TIME]),
        (Receipt(EARLY, "e", (SAID,)), [machine.RECEIVED, intake.FORWARDED_TIME]),
        (Receipt(None, "e", (SAID,)), [intake.UNKNOWN_TIME, intake.FORWARDED_TIME]),
        (Receipt(LATE, "e", (SAID,)), [machine.RECEIVED, intake.FORWARDED_EARLIER]),
        (Receipt(LATE, "e", (SAID, Claim("giữa", LATE))), [machine.RECEIVED, intake.FORWARDED_TIME]),
    ],
)  # fmt: skip
def test_what_is_said_of_when_a_file_came(receipt: Receipt, expected: list[Any]) -> None:
    judgement = received("a", 0).judgement
    assert judgement.filing is not None
    filing = replace(judgement.filing, receipt=receipt)
    sound = replace(judgement, filing=filing, findings=(), outcome=Outcome.ACCEPTED)
    told = with_receipt(sound, "", REGISTER)
    assert [finding.code for finding in told.findings] == [rule.code for rule in expected]
    warned = any(rule.severity is Severity.WARNING for rule in expected)
    assert told.outcome is (Outcome.ACCEPTED_WITH_WARNINGS if warned else Outcome.ACCEPTED)


def untimed(name: str, percent: str = "60") -> Received:
    known = received(name, 0, percent)
    assert known.judgement.filing is not None
    receipt = Receipt(None, "không rõ")
    filing = replace(known.judgement.filing, receipt=receipt)
    return Received(known.sha256, receipt, replace(known.judgement, filing=filing))


def counted(batch: Batch) -> list[str]:
    return [filing.file for filing in batch.filings]


def test_a_file_of_unknown_time_counts_alone_and_never_replaces_another() -> None:
    assert counted(settle([untimed("a")], REGISTER)) == ["a"]
    batch = settle([untimed("a", "90"), received("b", 0), received("c", 5, "70")], REGISTER)
    assert counted(batch) == ["c"]
    assert "FIL100 a" in codes(batch)
    assert [f.code for f in batch.unsettled] == ["FIL100"]
    assert batch.versions[WARD.code][-1].judgement.file == "c"


def test_of_files_of_unknown_time_none_counts_unless_they_say_the_same() -> None:
    batch = settle([untimed("a"), untimed("b", "90")], REGISTER)
    assert counted(batch) == []
    assert batch.unreadable[WARD.code]
    assert codes(batch) == ["FIL100 a", "FIL100 b"]
    batch = settle([untimed("a"), untimed("b")], REGISTER)
    assert len(batch.filings) == 1
    assert codes(batch) == ["SUB090 b"]
    same = replace(untimed("b"), sha256="other")
    batch = settle([untimed("a"), same, received("c", 3)], REGISTER)
    assert counted(batch) == ["c"]
    assert codes(batch) == ["FIL101 b", "SUB090 a"]
    assert "FIL101 b" in codes(batch)


def test_what_cannot_be_read_and_came_nobody_knows_when_is_no_later_file() -> None:
    broken = replace(unreadable("x", 0), receipt=Receipt(None, "không rõ"))
    batch = settle([received("a", 0), broken], REGISTER)
    assert counted(batch) == ["a"]
    assert codes(batch) == []


# Whole runs.

WARD_MAIL = "vanthu@ngoquyen.vn"
IN_TIME = "from mx by mail.thanhuy.vn; Mon, 22 Sep 2025 08:52:07 +0000"
TOO_LATE = "from mx by mail.thanhuy.vn; Wed, 24 Sep 2025 03:00:00 +0000"


def dated(date: str, *files: tuple[str, bytes], received_: str = "") -> bytes:
    mail = letter(*files, date="").as_bytes()
    head = f"Received: {received_}\r\n" if received_ else ""
    return f"{head}Date: {date}\r\n".encode() + mail


def told(root: Path, command: Command) -> list[dict[str, Any]]:
    return [
        finding
        for file in json.loads(command("--root", root, "check", "2025-09", "--json").out)["files"]
        for finding in file["findings"]
        if finding["code"].startswith(("FIL", "SUB09"))
    ]


def standing(root: Path, command: Command) -> tuple[int, int]:
    """How many units filed in time, and how many late."""
    ran = command("--root", root, "status", "2025-09", "--json", "--as-of", "2025-09-30")
    status = json.loads(ran.out)
    return status["on_time"], status["late"]


@pytest.fixture
def answers(empty: Path, command: Command) -> bytes:
    return filled(form(empty, command))


@pytest.mark.parametrize("where", ["loose", "zip", "msg", "mbox"])
@pytest.mark.parametrize(
    ("date", "quoted"),
    [
        ("Mon, 22 Sep 2025 15:59:00 GMT+7", None),
        ("Mon, 22 Sep 2025 15:59:00 +07:00", None),
        ("2025-09-22T15:59:00", None),
        ("thứ hai tuần trước", "«thứ hai tuần trước»"),
        ("Mon, 22 Sep 2099 15:59:00 +0700", "15 giờ 59 phút, ngày 22/9/2099"),
        ("Mon, 22 Sep 2008 15:59:00 +0700", "15 giờ 59 phút, ngày 22/9/2008"),
    ],
)
def test_a_date_that_can_be_read_counts_and_no_other_makes_anybody_late(
    empty: Path, tmp_path: Path, command: Command, answers: bytes, where: str, date: str, quoted: str | None
) -> None:  # fmt: skip
    mail, name = dated(date, ("bc.xlsx", answers)), "thu.eml"
    if where == "zip":
        mail, name = raw_zip([RawEntry("thu.eml", mail)]), "thu.zip"
    elif where == "msg":
        unset = datetime(1601, 1, 1, tzinfo=UTC)
        head = f"Date: {date}\r\n\r\n"
        mail = outlook(attached("bc.xlsx", answers), p0E06=unset, p0039=unset, p007D=head)
        name = "thu.msg"
    elif where == "mbox":
        mail, name = in_mailbox(mail), "Inbox"
    path = laid(tmp_path / "đến", name, mail, at="2025-09-25T09:00")
    assert command("--root", empty, "receive", "2025-09", path).code in (0, 1)
    assert standing(empty, command) == (1, 0)
    (booking,) = read_ledger(empty / "data" / "2025-09" / "so-tiep-nhan.jsonl").bookings
    findings = told(empty, command)
    if quoted is None:
        assert booking.received == datetime(2025, 9, 22, 15, 59, tzinfo=LOCAL)
        assert findings == []
    else:
        assert booking.received is None
        assert quoted in booking.evidence
        (finding,) = findings
        assert finding["code"] == intake.UNKNOWN_TIME.code
        assert quoted in finding["message"]
    ran = command("--root", empty, "build", "2025-09")
    assert "1/142 đơn vị đã gửi" in ran.out


def test_a_later_file_of_known_time_wins_against_an_impossible_one(
    empty: Path, tmp_path: Path, command: Command
) -> None:
    first, second = (
        filled(form(empty, command), n1_1=said) for said in ("Chưa thực hiện", "Không phát sinh")
    )
    future = posted(letter(("bc.xlsx", first)), IN_TIME.replace("2025", "2099"))
    again = posted(letter(("bc.xlsx", second)), TOO_LATE)
    for name, mail in (("1.eml", future), ("2.eml", again)):
        path = laid(tmp_path / "đến", name, mail)
        command("--root", empty, "receive", "2025-09", path)
    assert standing(empty, command) == (0, 1)
    found = [(f["code"], f["message"]) for f in told(empty, command)]
    assert [code for code, _ in found] == ["FIL096", "FIL100"]
    assert "«2.eml/bc.xlsx»" in found[1][1]
    assert "đang tính tệp kia" in found[1][1]


BEFORE_ITS_MONTH = "a by b; Sun, 31 Aug 2025 17:00:00 +0700"


@pytest.mark.parametrize("comes_again", [False, True])
def test_a_report_sent_before_its_month_is_asked_about_until_a_person_takes_it(
    empty: Path, tmp_path: Path, command: Command, comes_again: bool
) -> None:
    first, second = (
        filled(form(empty, command), n1_1=said) for said in ("Không phát sinh", "Chưa thực hiện")
    )
    mails = {"1.eml": posted(letter(("bc.xlsx", first)), BEFORE_ITS_MONTH)}
    if comes_again:
        mails["2.eml"] = posted(letter(("bc.xlsx", second)), IN_TIME)
    for name, mail in mails.items():
        path = laid(tmp_path / "đến", name, mail)
        command("--root", empty, "receive", "2025-09", path)
    asked = next(f for f in told(empty, command) if f["code"] == "FIL096")
    (remedy,) = re.findall(r"cv183-report (receive .*)\.$", asked["remedy"])
    ran = command("--root", empty, *shlex.split(remedy))
    assert (ran.code, standing(empty, command)) == (0, (1, 0))
    found = [f["code"] for f in told(empty, command) if f["code"].startswith("FIL")]
    assert found == ["FIL102"]
    said = command("--root", empty, "check", "2025-09").out
    assert "17 giờ, ngày 31/8/2025, trước khi có kỳ báo cáo tháng 9 năm 2025); không coi" in said
    command("--root", empty, "receive", "2025-09", "--undo")
    assert "FIL096" in [f["code"] for f in told(empty, command)]


def test_a_mail_within_a_late_one_makes_nobody_be_in_time(
    empty: Path, tmp_path: Path, command: Command, answers: bytes
) -> None:
    typed = letter(("bc.xlsx", answers), subject="BC", sender=WARD_MAIL)
    typed["Received"] = IN_TIME
    outer = letter(subject="Fwd", sender="x@evil.vn", date="Wed, 24 Sep 2025 10:00:00 +0700")
    outer.add_attachment(typed)
    path = laid(tmp_path / "đến", "thu.eml", posted(outer, TOO_LATE), at="2025-09-20T09:00")
    ran = command("--root", empty, "receive", "2025-09", path)
    assert standing(empty, command) == (0, 1)
    assert "theo thời điểm máy chủ thư nhận thư “Fwd” từ x@evil.vn; sau hạn" in ran.out
    (finding,) = (f for f in told(empty, command) if f["code"] == "FIL099")
    assert "thư “BC” từ vanthu@ngoquyen.vn: 15 giờ 52 phút, ngày 22/9/2025" in finding["message"]


def test_every_wrapping_of_a_form_is_opened_and_timed_by_its_mail(
    empty: Path, tmp_path: Path, command: Command, answers: bytes
) -> None:
    text = letter(text=uuencoded("bc.xlsx", answers))
    mails = {
        "uu.eml": posted(text, IN_TIME),
        "ky.eml": posted(letter(("smime.p7m", signed(answers))), IN_TIME),
        "trong.eml": b"\r\n\r\n" + posted(letter(("bc.xlsx", answers)), IN_TIME),
        "hop": in_mailbox(posted(letter(("bc.xlsx", answers)), IN_TIME)),
    }
    for name, mail in mails.items():
        laid(tmp_path / "đến", name, mail, at="2025-09-25T09:00")
    command("--root", empty, "receive", "2025-09", tmp_path / "đến")
    booked = read_ledger(empty / "data" / "2025-09" / "so-tiep-nhan.jsonl").bookings
    assert {b.received and b.received.isoformat() for b in booked} == {"2025-09-22T15:52:07+07:00"}
    assert len({b.sha256 for b in booked}) == 1
    assert len(booked) == len(mails)
    assert standing(empty, command) == (1, 0)


def test_what_was_found_impossible_when_it_came_stays_so(
    empty: Path, tmp_path: Path, command: Command, answers: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or a unit would turn late on the day that the calendar passes the wrong date."""
    mail = posted(letter(("bc.xlsx", answers)), "a by b; Mon, 22 Sep 2099 08:00:00 +0000")
    command("--root", empty, "receive", "2025-09", laid(tmp_path / "đến", "thu.eml", mail))
    ledger = empty / "data" / "2025-09" / "so-tiep-nhan.jsonl"
    before = ledger.read_text(encoding="utf-8")
    assert '"received": null' in before

    class Later(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return datetime(2100, 1, 1, tzinfo=tz)

    monkeypatch.setattr("cv183_reports.app.month.datetime", Later)
    assert standing(empty, command) == (1, 0)
    command("--root", empty, "receive", "2025-09", tmp_path / "đến" / "thu.eml")
    assert ledger.read_text(encoding="utf-8") == before


def test_a_ledger_of_before_is_read_and_shown_in_words_of_today(
    empty: Path, tmp_path: Path, command: Command, answers: bytes
) -> None:
    mail = posted(letter(("bc.xlsx", answers)), IN_TIME)
    path = laid(tmp_path / "đến", "thu.eml", mail)
    command("--root", empty, "receive", "2025-09", path)
    ledger = empty / "data" / "2025-09" / "so-tiep-nhan.jsonl"
    line = json.loads(ledger.read_text(encoding="utf-8"))
    line["evidence"] = "theo dòng Received của thư “BC” từ a@b.vn; dòng Received không đọc được"
    ledger.write_text(json.dumps(line, ensure_ascii=False) + "\n", encoding="utf-8")
    kept = ledger.read_bytes()
    for ran in (
        command("--root", empty, "check", "2025-09"),
        command("--root", empty, "receive", "2025-09", path),
        command("--root", empty, "status", "2025-09", "--json"),
    ):
        assert "Received" not in ran.out
    shown = command("--root", empty, "check", "2025-09").out
    assert "theo thời điểm máy chủ thư nhận thư “BC” từ a@b.vn; thời điểm máy chủ thư nhận" in shown
    line["received"] = (datetime.now(LOCAL) + timedelta(days=900)).isoformat()
    ledger.write_text(json.dumps(line, ensure_ascii=False) + "\n", encoding="utf-8")
    assert standing(empty, command) == (1, 0)
    assert ledger.read_bytes() != kept
    assert [f["code"] for f in told(empty, command)] == ["FIL096"]


def test_a_link_to_a_cloud_is_named_and_its_address_printed_nowhere(
    empty: Path, tmp_path: Path, command: Command
) -> None:
    link = "https://drive.google.com/file/d/1AbC/view?usp=sharing"
    mail = posted(letter(text=f"Mời tải: {link}", sender=WARD_MAIL), IN_TIME)
    command("--root", empty, "receive", "2025-09", laid(tmp_path / "đến", "11329-thu.eml", mail))
    ran = command("--root", empty, "status", "2025-09", "--call-list", "--save")
    assert ran.code == 0
    assert "Google Drive" in ran.out
    command("--root", empty, "build", "2025-09")
    shown = [
        command("--root", empty, "outline", path).out for path in (empty / "out").rglob("*.docx")
    ]
    shown += [
        command("--root", empty, "outline", path).out for path in (empty / "out").rglob("*.xlsx")
    ]
    assert any("Google Drive" in text for text in shown)
    assert not any("1AbC" in text or "drive.google" in text for text in shown)
    journal = (empty / "out" / "2025-09" / "nhat-ky.json").read_text(encoding="utf-8")
    assert "drive.google" not in journal
