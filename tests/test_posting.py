"""`mail --send` against a real mail server: each unit gets its mail once, whatever server, network or clerk do."""

from __future__ import annotations

import json
import shutil
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cv183_reports.app import Cause, Stopped
from cv183_reports.app import posting as subject
from cv183_reports.app.posting import Posting, SendingResult, post, prepare
from cv183_reports.catalogue import outbox as catalogue
from cv183_reports.form.blank import form_name
from cv183_reports.model import Period
from cv183_reports.outbox import sending
from cv183_reports.outbox.sent import Fate, MailKind, SentBook, read_book
from cv183_reports.workspace.folder import sha256
from tests.conftest import Command
from tests.mail_server import PASSWORD, USER, Office, free_port, serving, settle, trust
from tests.shipped import NAMED, keep_rows, lay, shipped_register

pytestmark = pytest.mark.filterwarnings("ignore:Session.login_data")
PERIOD = "2025-09"
A, B, C = "11329", "11359", "11383"


def address(unit: str) -> str:
    return f"{unit}@vidu.vn"


ADDRESSES = {unit.code: address(unit.code) for unit in shipped_register().units}
ADDRESSES[C] = "c1@vidu.vn; c2@vidu.vn; c3@vidu.vn"


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory, port: int) -> Path:
    """A working folder in which all units have an address, and something lies in the place of their forms."""
    return laid_ready(tmp_path_factory.mktemp("gửi thư") / "Ban Tổ chức", port)


def laid_ready(folder: Path, port: int) -> Path:
    lay(folder)
    settle(folder, port, ADDRESSES)
    forms = folder / "out" / PERIOD / "bieu-mau"
    forms.mkdir(parents=True)
    period = Period(2025, 9)
    for unit in shipped_register().units_in(period):
        (forms / form_name(unit, period)).write_bytes(f"PK {unit.code}\r\n.\r\n".encode() * 500)
    return folder


@pytest.fixture
def root(ready: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SSL_CERT_FILE", str(trust(tmp_path / "ca.pem")))
    return shutil.copytree(ready, tmp_path / "Thư mục")


def prepared(root: Path, *units: str, resend: tuple[str, ...] = ()) -> Posting:
    return prepare(root, PERIOD, MailKind.TEMPLATES, units or (A, B, C), resend=resend)


def no_wait(_seconds: int, _left: int) -> None:
    pass


def sent(posting: Posting, wait: Callable[[int, int], None] = no_wait) -> SendingResult:
    return post(posting, PASSWORD, wait=wait)


def codes(result: SendingResult | Posting) -> list[str]:
    return [finding.code for finding in result.findings]


def book_at(root: Path) -> SentBook:
    return read_book(root / "data" / PERIOD / "so-gui.jsonl")


def fates(root: Path, unit: str) -> list[Fate]:
    return [line.fate for line in book_at(root).lines if line.unit == unit]


def test_what_leaves_is_the_draft_with_its_sender_its_date_and_its_name(
    root: Path, port: int
) -> None:
    office = Office()
    with serving(office, port):
        assert sent(prepared(root, A, B)) == SendingResult(2, 0, (), None)
    assert office.logins == [("PLAIN", True)]
    folder = root / "out" / PERIOD / "thu" / "bieu-mau"
    for taken in office.taken:
        (unit,) = (unit for unit in (A, B) if taken.to == [address(unit)])
        (draft,) = (
            message_from_bytes(p.read_bytes(), policy=policy.default)
            for p in folder.glob(f"{unit}-*")
        )
        assert isinstance(draft, EmailMessage)
        message, own = taken.message, ("From", "Date", "Message-ID")
        assert message["From"].addresses[0].addr_spec == USER
        assert message["From"].addresses[0].display_name == "Ban Tổ chức Thành ủy"
        assert message["Message-ID"].endswith("@haiphong.gov.vn>")
        assert message["Date"].datetime.tzinfo is not None
        kept = [(name, value) for name, value in message.items() if name not in own]
        assert kept == [pair for pair in draft.items() if pair[0] != "X-Unsent"]
        assert "X-Unsent" not in message
        assert message.get_payload()[0].get_content() == draft.get_payload()[0].get_content()
        assert taken.data.replace(b"\r\n", b"").count(b"\n") == 0
        (file,) = message.iter_attachments()
        (theirs,) = draft.iter_attachments()
        assert (file.get_filename(), file.get_content()) == (
            theirs.get_filename(),
            theirs.get_content(),
        )


def test_the_book_tells_of_each_mail_before_and_after(root: Path, port: int) -> None:
    office = Office()
    seen: list[list[Fate]] = []
    office.on_taken = lambda: seen.append(fates(root, A))
    with serving(office, port):
        sent(prepared(root, A))
    assert seen == [[Fate.LEAVING]]
    path = root / "data" / PERIOD / "so-gui.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line["fate"] for line in lines] == ["leaving", "sent"]
    (form,) = (root / "out" / PERIOD / "bieu-mau").glob(f"{A}-*")
    (taken,) = office.taken
    assert (
        lines[1].items()
        >= {
            "kind": "bieu-mau",
            "unit": A,
            "to": [address(A)],
            "subject": taken.message["Subject"],
            "message_id": taken.message["Message-ID"],
            "server": f"127.0.0.1:{port}",
            "answer": "250 2.0.0 Ok: queued as 000001",
        }.items()
    )
    (file,) = lines[1]["files"]
    assert file == {
        "name": taken.message.get_payload()[1].get_filename(),
        "sha256": sha256(form.read_bytes()),
    }
    assert PASSWORD not in path.read_text(encoding="utf-8")


def test_142_mails_leave_once_through_one_connection(root: Path, port: int) -> None:
    office = Office()
    with serving(office, port):
        posting = prepare(root, PERIOD, MailKind.TEMPLATES)
        assert len(posting.letters) == 142
        assert sent(posting) == SendingResult(142, 0, (), None)
        again = prepare(root, PERIOD, MailKind.TEMPLATES)
    assert (again.letters, again.done) == ((), 142)
    assert len(office.logins) == 1
    assert len({taken.message["Message-ID"] for taken in office.taken}) == 142
    assert set(office.addresses.values()) == {1}


def test_a_second_run_sends_only_what_is_missing_and_what_changed(root: Path, port: int) -> None:
    office = Office()
    with serving(office, port):
        sent(prepared(root, A))
        posting = prepared(root)
        assert ([each.unit.code for each in posting.letters], posting.done) == ([B, C], 1)
        sent(posting)
        (form,) = (root / "out" / PERIOD / "bieu-mau").glob(f"{B}-*")
        form.write_bytes(form.read_bytes() + b"!")
        posting = prepared(root)
        assert ([each.unit.code for each in posting.letters], posting.done) == ([B], 2)
        assert codes(posting) == ["THU036"]
        sent(posting)
    assert office.addresses[address(B)] == 2
    assert office.addresses[address(A)] == 1


def test_a_new_address_gets_what_the_others_have(root: Path, port: int) -> None:
    office = Office(answers={"c2@vidu.vn": ["550 5.1.1 User unknown"]})
    with serving(office, port):
        first = sent(prepared(root, C))
        assert (first.sent, codes(first), first.cause) == (1, ["THU032"], Cause.FINDINGS)
        assert "c2@vidu.vn: máy chủ nói «550 5.1.1 User unknown»" in first.findings[0].message
        posting = prepared(root, C)
        assert [each.to for each in posting.letters] == [("c2@vidu.vn",)]
        sent(posting)
    assert office.addresses == Counter(["c1@vidu.vn", "c2@vidu.vn", "c3@vidu.vn"])


def test_what_is_put_off_is_tried_again_once_the_others_are_gone(root: Path, port: int) -> None:
    office = Office(
        answers={address(A): ["451 4.7.1 Greylisted"] * 2, "c1@vidu.vn": ["450 4.2.1 Later"]}
    )
    waited: list[tuple[int, int]] = []
    with serving(office, port):
        result = sent(prepared(root), lambda seconds, left: waited.append((seconds, left)))
    assert result == SendingResult(3, 0, (), None)
    assert waited == [(subject.PAUSES[0], 2), (subject.PAUSES[1], 1)]
    assert [taken.to for taken in office.taken] == [
        [address(B)], ["c2@vidu.vn", "c3@vidu.vn"], ["c1@vidu.vn"], [address(A)],
    ]  # fmt: skip
    names = {taken.message["Message-ID"] for taken in office.taken if taken.to[0][0] == "c"}
    assert len(names) == 1


def test_patience_ends_and_nothing_is_lost(root: Path, port: int) -> None:
    office = Office(answers={address(A): ["451 4.7.1 Greylisted"] * (len(subject.PAUSES) + 1)})
    with serving(office, port):
        result = sent(prepared(root, A, B))
        assert (result.sent, result.left, codes(result)) == (1, 1, ["THU034"])
        assert "máy chủ nói «451 4.7.1 Greylisted»" in result.findings[0].message
        assert sent(prepared(root, A, B)).sent == 1
    assert office.addresses == Counter([address(A), address(B)])


def test_a_mail_that_is_refused_keeps_no_other(root: Path, port: int) -> None:
    office = Office(content=["552 5.3.4 Message too big", "", ""])
    with serving(office, port):
        result = sent(prepared(root))
    assert (result.sent, codes(result), result.cause) == (2, ["THU033"], Cause.FINDINGS)
    assert "552 5.3.4 Message too big" in result.findings[0].message


def test_a_sender_that_is_refused_stops_everything(root: Path, port: int) -> None:
    office = Office(sender=["550 5.4.5 Daily sending quota exceeded"])
    with serving(office, port):
        result = sent(prepared(root))
        assert (result.sent, result.left, codes(result)) == (0, 3, ["THU031"])
        assert len(office.taken) == 0
        assert sent(prepared(root)).sent == 3


def test_too_many_recipients_are_sent_in_several_goes(root: Path, port: int) -> None:
    office = Office(most_recipients=1)
    with serving(office, port):
        assert sent(prepared(root)) == SendingResult(3, 0, (), None)
    assert set(office.addresses.values()) == {1}
    assert len(office.addresses) == 5


@pytest.mark.parametrize(("most", "calls"), [(1, 7), (2, 4)])
def test_a_server_that_takes_few_mails_at_a_time_is_called_again(
    root: Path, port: int, most: int, calls: int
) -> None:
    office = Office(most_mails=most)
    waited: list[int] = []
    units = [unit.code for unit in shipped_register().units[:7]]
    with serving(office, port):
        posting = prepared(root, *units)
        assert sent(posting, lambda seconds, _: waited.append(seconds)).sent == 7
    assert (waited, len(office.logins)) == ([], calls)
    assert set(office.addresses.values()) == {1}


@pytest.mark.parametrize("at", [0, 100, 5000])
def test_a_connection_that_breaks_in_mid_message_costs_nothing(
    root: Path, port: int, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_GRACE", 1.0)  # on a busy machine news of it takes its time
    office = Office(cut_at=[at, at])
    with serving(office, port):
        assert sent(prepared(root)) == SendingResult(3, 0, (), None)
    assert set(office.addresses.values()) == {1}
    assert fates(root, A)[:2] == [Fate.LEAVING, Fate.NOT_SENT]


def test_what_breaks_is_of_those_addresses_that_were_taken(
    root: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One is refused, one put off, and the connection breaks: in mid-message, then before the answer."""
    monkeypatch.setattr(sending, "_GRACE", 1.0)
    never, later = ["550 5.1.1 User unknown"] * 9, ["450 4.2.1 Later"] * 2
    office = Office(answers={"c1@vidu.vn": never, "c2@vidu.vn": later}, cut_at=[10, -1])
    with serving(office, port):
        result = sent(prepared(root, C))
        assert sorted(codes(result)) == ["THU032", "THU035"]
        assert "c3@vidu.vn bị ngắt" in next(
            f.message for f in result.findings if f.code == "THU035"
        )
        assert [taken.to for taken in office.taken] == [["c2@vidu.vn"]]
        assert [each.to for each in prepared(root, C).letters] == [("c1@vidu.vn",)]


def test_what_is_no_answer_is_a_doubt(root: Path, port: int) -> None:
    office = Office(content=["what?"])
    with serving(office, port):
        assert codes(sent(prepared(root, A))) == ["THU035"]


def test_a_connection_that_breaks_before_the_answer_leaves_a_doubt_that_only_a_person_settles(
    root: Path, port: int
) -> None:
    office = Office(cut_at=[-1])
    with serving(office, port):
        result = sent(prepared(root))
        assert (result.sent, result.left, codes(result)) == (2, 0, ["THU035"])
        assert result.findings[0].remedy.endswith(f"--resend {A}.")
        (name,) = {line.message_id for line in book_at(root).lines if line.unit == A}
        posting = prepared(root)
        assert (posting.letters, posting.done, codes(posting)) == ((), 2, ["THU035"])
        posting = prepared(root, resend=(A,))
        assert [(each.unit.code, each.message_id) for each in posting.letters] == [(A, name)]
        sent(posting)
        assert codes(prepared(root)) == []
    assert [taken.message["Message-ID"] for taken in office.taken if taken.to == [address(A)]] == [
        name
    ]


def test_what_was_sent_is_sent_again_when_asked_for_under_a_new_name(root: Path, port: int) -> None:
    office = Office()
    with serving(office, port):
        sent(prepared(root, A))
        sent(prepared(root, A, resend=("Phường Ngô Quyền",)))
    names = [taken.message["Message-ID"] for taken in office.taken]
    assert len(names) == len(set(names)) == 2
    with serving(office, port):
        assert "THU043" in codes(prepared(root, A, resend=(B,)))


def test_two_programs_at_once_send_each_mail_once(root: Path, port: int) -> None:
    office = Office()
    with serving(office, port):
        postings = [prepared(root, *ADDRESSES), prepared(root, *ADDRESSES)]
        runs = [threading.Thread(target=sent, args=(posting,)) for posting in postings]
        for run in runs:
            run.start()
        for run in runs:
            run.join()
    assert set(office.addresses.values()) == {1}
    assert len(office.addresses) == len(ADDRESSES) + 2


def test_stopped_by_hand_while_waiting(root: Path, port: int) -> None:
    office = Office(answers={address(A): ["451 4.7.1 Greylisted"]})

    def stop(_seconds: int, _left: int) -> None:
        raise KeyboardInterrupt

    with serving(office, port):
        result = sent(prepared(root), stop)
        assert (result.sent, result.left, result.is_cut, result.cause) == (
            2,
            1,
            True,
            Cause.FINDINGS,
        )
        assert sent(prepared(root)).sent == 1
    assert set(office.addresses.values()) == {1}


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="needs signals of POSIX")
@pytest.mark.parametrize("when", ["MAIL", "RCPT", "DATA"])
def test_stopped_by_hand_in_the_middle_of_a_mail(
    root: Path, port: int, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the server has not got is not sent; what it has is sent or in doubt, never sent again."""
    office = Office()
    stops = [False, True]
    handler: Any = getattr(office, f"handle_{when}")

    async def stopping(*given: Any) -> Any:
        answer = await handler(*given)
        if stops and stops.pop(0):
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        return answer

    monkeypatch.setattr(Office, f"handle_{when}", staticmethod(stopping))
    units = [unit.code for unit in shipped_register().units[:6]]
    with serving(office, port):
        result = sent(prepared(root, *units))
        assert result.is_cut
        assert 1 <= result.sent <= 3
        last = prepared(root, *units)
        if when != "DATA":
            assert codes(last) == []
        sent(last)
    assert set(office.addresses.values()) == {1}
    assert len(office.addresses) == 6


KINDS = {
    "yes": "",
    "later": "451 4.3.0 Try later",
    "never": "554 5.7.1 Spam",
}


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moods=st.lists(st.sampled_from(["yes", "later", "never", "cut", "lost"]), max_size=9))
def test_whatever_the_server_does_no_address_gets_a_mail_twice(
    ready: Path, port: int, tmp_path_factory: pytest.TempPathFactory, moods: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("moods")
    root = shutil.copytree(ready, folder / "Thư mục")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(trust(folder / "ca.pem")))
        office = Moods(list(moods))
        with serving(office, port):
            for _ in range(3):
                sent(prepared(root))
            doubtful = {
                line.split(" tới ")[1].split(" ")[0].rstrip(",") for line in unsure_of(root)
            }
            refused = {line.unit for line in book_at(root).lines if line.answer.startswith("554")}
    assert max(office.addresses.values(), default=0) <= 1
    for unit in (A, B):
        assert office.addresses[address(unit)] == 1 or address(unit) in doubtful or unit in refused
    shutil.rmtree(folder)


def unsure_of(root: Path) -> list[str]:
    found = prepared(root).findings
    return [finding.message for finding in found if finding.code == catalogue.UNSURE.code]


class Moods(Office):
    """An office that does with each whole mail, or each connection, what comes next."""

    def __init__(self, moods: list[str]) -> None:
        super().__init__()
        self.moods = moods

    @property  # type: ignore[override]
    def cut_at(self) -> list[int]:
        if self.moods and self.moods[0] in ("cut", "lost"):
            return [40 if self.moods.pop(0) == "cut" else -1]
        return []

    @cut_at.setter
    def cut_at(self, _: list[int]) -> None:
        pass

    async def handle_DATA(self, *given: Any) -> str:  # noqa: N802
        mood = self.moods.pop(0) if self.moods else "yes"
        return KINDS[mood] or await super().handle_DATA(*given)


def test_a_reminder_holds_for_half_a_day(root: Path, port: int) -> None:
    def remind() -> Posting:
        return prepare(root, PERIOD, MailKind.REMINDERS, (A,), as_of="2025-09-20T08:00")

    office = Office()
    with serving(office, port):
        sent(remind())
        assert (remind().letters, remind().done) == ((), 1)
        path = root / "data" / PERIOD / "so-gui.jsonl"
        older(path, timedelta(hours=13))
        assert len(remind().letters) == 1
        assert "THU036" not in codes(remind())
        late = prepare(root, PERIOD, MailKind.REMINDERS, (A,), as_of="2025-09-22T16:00")
        assert len(late.letters) == 1


def older(path: Path, age: timedelta) -> None:
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for line, posted in zip(lines, read_book(path).lines, strict=True):
        line["at"] = (posted.at - age).isoformat()
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")


def test_a_draft_that_a_person_changed_is_left_to_that_person(root: Path) -> None:
    prepared(root, A, B)
    (draft,) = (root / "out" / PERIOD / "thu" / "bieu-mau").glob(f"{A}-*")
    draft.write_bytes(draft.read_bytes().replace(b"X-Unsent: 1", b"X-Unsent: 1\r\nCc: d@vidu.vn"))
    posting = prepared(root, A, B)
    assert [each.unit.code for each in posting.letters] == [B]
    assert codes(posting) == ["THU037"]


def test_a_line_that_was_cut_short_is_told_and_one_of_a_newer_version_stops(
    root: Path, port: int
) -> None:
    office = Office()
    path = root / "data" / PERIOD / "so-gui.jsonl"
    with serving(office, port):
        sent(prepared(root, A))
        whole = path.read_bytes()
        path.write_bytes(whole[:-30])
        posting = prepared(root, A)
        assert (posting.letters, codes(posting)) == ((), ["THU040", "THU035"])
    path.write_bytes(whole + b'{"fate": "recalled", "kind": "bieu-mau"}\n')
    with pytest.raises(Stopped) as stopped:
        prepared(root, A)
    assert ([f.code for f in stopped.value.findings], stopped.value.cause) == (
        ["THU041"],
        Cause.FINDINGS,
    )


def test_without_a_book_nothing_leaves(
    root: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    posting = prepared(root)
    office = Office()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(subject, "book_after", full)
    with serving(office, port):
        result = sent(posting)
    assert (result.sent, codes(result), result.cause) == (0, ["THU038"], Cause.MACHINE)
    assert office.taken == []


def test_a_mail_that_left_and_cannot_be_booked_is_told_and_is_the_last(
    root: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    posting, office, book = prepared(root), Office(), subject.book_after

    def once(path: Path, decide: Callable[[SentBook], Any]) -> None:
        if office.taken:
            raise OSError(28, "No space left on device")
        book(path, decide)

    monkeypatch.setattr(subject, "book_after", once)
    monkeypatch.setattr(subject, "_PAUSE", 0)
    with serving(office, port):
        result = sent(posting)
        monkeypatch.undo()
        assert (len(office.taken), codes(result), result.cause) == (1, ["THU039"], Cause.MACHINE)
    monkeypatch.setenv("SSL_CERT_FILE", "x")
    assert codes(prepared(root)) == ["THU035"]


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    """The system's own store of passwords, as the package keyring shows it."""
    kept: dict[tuple[str, str], str] = {}
    module, errors = ModuleType("keyring"), ModuleType("keyring.errors")
    errors.KeyringError = type("KeyringError", (Exception,), {})  # type: ignore[attr-defined]
    module.get_password = lambda *key: kept.get(key)  # type: ignore[attr-defined]
    module.set_password = lambda service, user, value: kept.update({(service, user): value})  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", module)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    monkeypatch.setattr(subject, "find_spec", lambda _: module)
    return kept


def test_the_password_may_lie_in_the_store_of_the_system(
    root: Path, keyring: dict[tuple[str, str], str]
) -> None:
    server = prepared(root, A).server
    assert subject.kept_password(server) is None
    assert subject.keep_password(server, PASSWORD)
    assert keyring == {("cv183-report", f"{USER}@127.0.0.1"): PASSWORD}
    assert subject.kept_password(server) == PASSWORD


def test_without_a_store_the_password_is_asked(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "find_spec", lambda _: None)
    assert subject.kept_password(prepared(root, A).server) is None


def test_no_server_and_a_wrong_one_are_said_before_anything_is_written(root: Path) -> None:
    settle(root, None, {}, host="")
    with pytest.raises(Stopped) as stopped:
        prepared(root)
    assert [f.code for f in stopped.value.findings] == ["THU022"]
    settle(root, None, {}, host="smtp://mail.vidu.vn")
    with pytest.raises(Stopped) as stopped:
        prepared(root)
    assert [f.code for f in stopped.value.findings] == ["REG072"]
    assert not (root / "out" / PERIOD / "thu").exists()


def test_the_leadership_has_no_address_and_is_told(root: Path, command: Command) -> None:
    folder = root / "out" / PERIOD
    keep_rows(root / "data" / "danh-muc.xlsx", {"Đơn vị": NAMED | {A, B, "so-noi-vu"}})
    assert command("--root", root, "build", PERIOD, "--only", "bao-cao-thang").code == 0
    assert len(list(folder.glob("bao-cao-thang-*.docx"))) == 1
    posting = prepare(root, PERIOD, MailKind.REPORTS)
    assert posting.letters == ()
    (told,) = (finding for finding in posting.findings if finding.code == "THU042")
    assert f"bao-cao-thang-{PERIOD}.eml" in told.message
