"""Which file of a unit counts, what a resubmission changed, and what units copied."""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cv183_reports.catalogue import structure
from cv183_reports.catalogue import submission as catalogue
from cv183_reports.model import Receipt, Source
from cv183_reports.model.finding import Finding, Judgement, Outcome, outcome_of
from cv183_reports.validation.batch import Batch, Decided, Received, SetAside, Taken, settle
from tests.builders import COMMUNE, REGISTER, WARD
from tests.submission_cases import RECEIVED, judged, submitted

ANSWERS = """
| Báo cáo |                |           |                 |                   |
| ------- | -------------- | --------- | --------------- | ----------------- |
| Mã      | Trạng thái     | Tỷ lệ (%) | Ngày hoàn thành | Kết quả thực hiện |
| 1.1     | Đang thực hiện | {percent} |                 | Đã làm một phần   |
| 1.3     | Hoàn thành     |           | @2025-08-10     | Đã ban hành       |
| 3.1     | Hoàn thành     |           | @2025-08-20     | Đã bố trí         |
"""


def received(name: str, hours: float, percent: str = "60", *, extra: str = "") -> Received:
    """A file of the ward that came `hours` after the first; equal arguments, equal bytes."""
    content = ANSWERS.format(percent=percent) + extra
    receipt = Receipt(RECEIVED + timedelta(hours=hours), "theo tên tệp")
    judgement = judged(submitted(content, name), receipt=receipt)
    return Received(hashlib.sha256(content.encode()).hexdigest(), receipt, judgement)


def unreadable(name: str, hours: int, unit: str | None = WARD.code) -> Received:
    receipt = Receipt(RECEIVED + timedelta(hours=hours), "theo tên tệp")
    return Received("", receipt, Judgement(name, Outcome.REJECTED, unit, None, None, ()))


def codes(batch: Batch) -> list[str]:
    return sorted(
        f"{finding.code} {judgement.file}"
        for judgement in batch.judgements
        for finding in judgement.findings
    )


def test_nothing_came() -> None:
    assert settle([], REGISTER) == Batch((), (), {}, {})


def test_the_first_receipt_of_the_same_bytes_counts() -> None:
    batch = settle([received("b", 2), received("a", 0)], REGISTER)
    (filing,) = batch.filings
    assert (filing.file, filing.receipt.at) == ("a", RECEIVED)
    assert codes(batch) == ["SUB090 b"]


def test_sent_again_after_another_version_it_counts_again() -> None:
    batch = settle([received("a", 0), received("b", 1, "70"), received("c", 2)], REGISTER)
    (filing,) = batch.filings
    assert (filing.file, filing.receipt.at) == ("c", RECEIVED + timedelta(hours=2))
    assert codes(batch) == ["SUB092 a", "SUB092 b", "SUB094 c"]


def test_of_two_files_of_one_time_that_say_the_same_none_is_called_the_later() -> None:
    batch = settle([received("a", 0), received("b", 0, extra="\n")], REGISTER)
    (filing,) = batch.filings
    (other,) = {"a", "b"} - {filing.file}
    assert codes(batch) == [f"FIL101 {other}"]


def test_the_diff_tells_old_and_new() -> None:
    batch = settle([received("a", 0), received("b", 1, "70")], REGISTER)
    (told,) = [f for f in batch.judgements[1].findings if f.code == "SUB094"]
    assert told.message == "Nhiệm vụ 1.1 khác bản trước «a»: Tỷ lệ (%) «60» → «70»"
    assert batch.judgements[1].outcome is Outcome.ACCEPTED


def test_a_row_that_is_wrong_in_the_newer_is_not_said_to_be_gone() -> None:
    batch = settle([received("a", 0), received("b", 1, "khoảng 80%")], REGISTER)
    assert codes(batch) == ["SUB042 b", "SUB092 a"]


def test_a_row_that_was_wrong_is_said_to_be_mended_not_to_have_been_blank() -> None:
    batch = settle([received("a", 0, "khoảng 80%"), received("b", 1)], REGISTER)
    (told,) = [f for f in batch.judgements[1].findings if f.code == "SUB094"]
    mended = "bản trước có lỗi ở dòng này, bản này đã sửa"
    assert told.message == f"Nhiệm vụ 1.1 khác bản trước «a»: {mended}"


def test_at_once_one_wrong_and_one_right_are_left_to_a_person() -> None:
    batch = settle([received("a", 0), received("b", 0, "khoảng 80%")], REGISTER)
    assert batch.filings == ()
    assert codes(batch) == ["SUB042 b", "SUB091 a", "SUB091 b"]


def test_two_at_once_are_left_to_a_person() -> None:
    batch = settle([received("a", 0), received("b", 1, "70"), received("c", 1, "80")], REGISTER)
    assert batch.filings == ()
    assert set(batch.unreadable[WARD.code]) == {"a", "b", "c"}
    assert codes(batch) == ["SUB091 b", "SUB091 c"]
    assert [judgement.outcome for judgement in batch.judgements] == [
        Outcome.ACCEPTED, Outcome.HAS_ERRORS, Outcome.HAS_ERRORS,
    ]  # fmt: skip


def test_two_at_once_that_say_the_same_are_one() -> None:
    batch = settle([received("a", 0), received("b", 0, extra="\n- hidden Số liệu!40\n")], REGISTER)
    assert len(batch.filings) == 1
    assert len(codes(batch)) == 1


@pytest.mark.parametrize(("seconds", "counted"), [(59, []), (60, ["b"])])
def test_less_than_a_minute_is_at_once(seconds: int, counted: list[str]) -> None:
    batch = settle([received("b", seconds / 3600, "70"), received("a", 0)], REGISTER)
    assert [filing.file for filing in batch.filings] == counted
    assert codes(batch) == (["SUB092 a", "SUB094 b"] if counted else ["SUB091 a", "SUB091 b"])


def test_the_last_of_those_at_once_that_say_the_same_counts() -> None:
    files = [received("a", 0), received("b", 0.01, extra="\n- hidden Số liệu!40\n")]
    (filing,) = settle(files, REGISTER).filings
    assert filing.file == "b"


def invented(name: str, hours: float, percent: str = "60") -> Received:
    """The same with the mark of a sample."""
    each = received(name, hours, percent)
    assert each.judgement.filing is not None
    filing = replace(each.judgement.filing, sample=True)
    return replace(each, sha256=f"sample {name}", judgement=replace(each.judgement, filing=filing))


@pytest.mark.parametrize("hours", [-1, 0, 1])
def test_an_invented_file_never_takes_the_place_of_a_real_one(hours: int) -> None:
    batch = settle([invented("s", hours, "90"), received("a", 0)], REGISTER)
    assert [filing.file for filing in batch.filings] == ["a"]
    assert codes(batch) == ["SUB097 s"]
    assert [judgement.outcome for judgement in batch.judgements] == [Outcome.ACCEPTED] * 2


def test_an_invented_file_does_not_settle_what_real_ones_leave_open() -> None:
    batch = settle([received("a", 0), received("b", 0, "70"), invented("s", 1)], REGISTER)
    assert batch.filings == ()
    assert codes(batch) == ["SUB091 a", "SUB091 b", "SUB097 s"]


def test_invented_files_among_themselves_are_as_others() -> None:
    batch = settle([invented("r", 0), invented("s", 1, "70"), unreadable("x", 2)], REGISTER)
    assert [filing.file for filing in batch.filings] == ["s"]
    assert codes(batch) == ["SUB092 r", "SUB093 s", "SUB094 s"]


@pytest.mark.parametrize(
    ("files", "counted", "at"),
    [
        ("A0 B0 A5", "A0", 0),
        ("A0 B0 B5", "B0", 0),
        ("B0 A0.01 A5", "A0.01", 0.01),
        ("A0 B0 A0.01", "", 0),
        ("A0 B0 A5 B5", "", 0),
        ("A0 B0 C3 A5", "A5", 5),
        ("A0 B0 C0 B5", "B0", 0),
        ("A0 A1", "A0", 0),
        ("A0 B1 A2", "A2", 2),
        ("A0 B0 A5 B9", "B9", 9),
    ],
)
def test_the_same_again_later_tells_which_of_those_at_once_is_meant(
    files: str, counted: str, at: float
) -> None:
    """``A0.01``: version A that came 0.01 hours after the first; each is named so."""
    percents = {"A": "60", "B": "70", "C": "80"}
    sent = [received(name, float(name[1:]), percents[name[0]]) for name in files.split()]
    batch = settle(sent, REGISTER)
    assert [filing.file for filing in batch.filings] == ([counted] if counted else [])
    if counted:
        assert batch.filings[0].receipt.at == RECEIVED + timedelta(hours=at)
        assert batch.versions[WARD.code][-1].judgement.file == counted
    assert any(code.startswith("SUB091") for code in codes(batch)) is not bool(counted)


def stranger(name: str, hours: float, percent: str = "60") -> Received:
    """The ward's form from the commune's address."""
    each = received(name, hours, percent)
    return replace(each, sender="xa@example.vn", others=(COMMUNE.code,))


@pytest.mark.parametrize("hours", [-1, 0, 1])
def test_a_file_from_another_units_address_never_replaces_the_units_own(hours: int) -> None:
    batch = settle([received("a", 0), stranger("x", hours, "90")], REGISTER)
    assert [filing.file for filing in batch.filings] == ["a"]
    assert codes(batch) == ["SUB111 x"]
    assert batch.judgements[1].outcome is Outcome.REJECTED
    asked = dict(batch.questions(REGISTER))
    assert {unit.code for unit in asked} == {WARD.code, COMMUNE.code}
    assert [f.code for f in batch.unsettled] == ["SUB111"]
    assert list(batch.faulty(REGISTER)) == []


def test_alone_it_does_not_count_and_is_not_returned_to_the_unit() -> None:
    batch = settle([stranger("x", 0)], REGISTER)
    assert (batch.filings, batch.unreadable) == ((), {WARD.code: ("x",)})
    assert list(batch.faulty(REGISTER)) == []


def taken(file: str, *over: Received) -> Decided:
    shas = frozenset(each.sha256 for each in over)
    return Decided(taken={WARD.code: Taken(file, shas, RECEIVED + timedelta(days=1))})


def test_what_a_person_took_counts_before_those_that_were_there() -> None:
    a, b, x = received("a", 0), received("b", 0, "70"), stranger("x", 5, "90")
    for chosen, others in ((a, (b,)), (b, (a,)), (x, (a, b))):
        name = chosen.judgement.file
        batch = settle([a, b, x], REGISTER, taken(name, *others))
        assert [filing.file for filing in batch.filings] == [name]
        assert f"STN032 {name}" in codes(batch)
        assert "SUB091" not in " ".join(codes(batch))


def test_what_came_since_counts_before_what_a_person_took() -> None:
    a, b = received("a", 0), received("b", 0, "70")
    later = received("c", 30, "80")
    batch = settle([a, b, later], REGISTER, taken("a", b))
    assert [filing.file for filing in batch.filings] == ["c"]
    at_once = received("c", 0, "80")
    batch = settle([a, b, at_once], REGISTER, taken("a", b))
    assert batch.filings == ()


def test_what_a_person_set_aside_is_not_there_for_the_others() -> None:
    a, b = received("a", 0), received("b", 1, "70")
    aside = SetAside("b", "gửi nhầm", RECEIVED)
    batch = settle([a, b], REGISTER, Decided(aside={"b": aside}))
    assert [filing.file for filing in batch.filings] == ["a"]
    assert codes(batch) == ["STN031 b"]
    assert batch.judgements[1].outcome is Outcome.SET_ASIDE
    assert (batch.aside, batch.unreadable) == ((aside,), {})


def test_a_lost_file_is_neither_returned_nor_said_to_be_the_units_fault() -> None:
    lost = replace(unreadable("x", 2), is_lost=True)
    batch = settle([received("a", 0), lost], REGISTER)
    assert codes(batch) == []
    assert list(batch.faulty(REGISTER)) == []
    assert list(settle([lost], REGISTER).faulty(REGISTER)) == []


MANY = tuple(replace(COMMUNE, code=f"x{n:02}", order=n) for n in range(12))


def saying(unit: str, *findings: Finding) -> Received:
    """A file of which that is to be said."""
    told = tuple(replace(finding, place=Source(f"{unit}.xlsx", "Báo cáo")) for finding in findings)
    judgement = Judgement(f"{unit}.xlsx", outcome_of(told), unit, None, None, told)
    return Received(unit, Receipt(RECEIVED, "theo tên tệp"), judgement)


WARNED = catalogue.REGISTER_CHANGED.at(Source(""))
NOTED = catalogue.FORMER_VERSION.at(Source(""), value="1", known="2")
WRONG = structure.TWO_TABLES.at(Source(""), sheet="Báo cáo", places=("A1",))


@pytest.mark.parametrize(
    ("units", "findings", "left", "notes"),
    [
        (11, (WARNED,), 0, ["SUB009"]),
        (10, (WARNED,), 1, []),
        (12, (WARNED, NOTED), 0, ["SUB009", "SUB100"]),
        (12, (WRONG,), 1, []),
    ],
)
def test_a_sentence_of_more_than_ten_units_is_one_note(
    units: int, findings: tuple[Finding, ...], left: int, notes: list[str]
) -> None:
    files = [saying(unit.code, *findings) for unit in MANY[:units]]
    batch = settle(files, replace(REGISTER, units=(*REGISTER.units, *MANY)))
    assert {len(judgement.findings) for judgement in batch.judgements} == {left}
    assert [shared.findings[0].code for shared in batch.shared] == notes
    for shared in batch.shared:
        assert (shared.note.code, len(shared.findings)) == ("SUB098", units)
        assert shared.note.message.startswith(f"{units} đơn vị cùng có điều này: ")
    if notes:
        assert {judgement.outcome for judgement in batch.judgements} == {Outcome.ACCEPTED}


def test_ten_files_of_one_unit_share_nothing() -> None:
    files = [replace(saying(WARD.code, WARNED), sha256=str(n)) for n in range(12)]
    named = [
        replace(each, judgement=replace(each.judgement, file=f"{n}.xlsx"))
        for n, each in enumerate(files)
    ]
    assert settle(named, REGISTER).shared == ()


def test_an_older_one_that_cannot_be_read_is_no_matter() -> None:
    batch = settle([unreadable("a", 0), unreadable("x", 0), received("b", 1)], REGISTER)
    assert [filing.file for filing in batch.filings] == ["b"]
    assert codes(batch) == []
    assert batch.unreadable == {}


def test_a_newer_one_that_cannot_be_read_is_said() -> None:
    batch = settle([received("b", 1), unreadable("a", 2)], REGISTER)
    assert [filing.file for filing in batch.filings] == ["b"]
    assert codes(batch) == ["SUB093 b"]
    assert batch.judgements[0].outcome is Outcome.ACCEPTED_WITH_WARNINGS


def test_what_cannot_be_read_is_kept_by_unit() -> None:
    batch = settle([unreadable("b", 2), unreadable("a", 1), unreadable("x", 0, None)], REGISTER)
    assert batch.unreadable == {WARD.code: ("a", "b")}
    assert [judgement.file for judgement in batch.judgements] == ["b", "a", "x"]


def test_ignored_files_are_nobodys() -> None:
    lock = replace(unreadable("~$a", 5).judgement, outcome=Outcome.IGNORED)
    each = replace(unreadable("~$a", 5), judgement=lock)
    batch = settle([received("a", 0), each], REGISTER)
    assert codes(batch) == []
    assert batch.judgements[1] == lock


@given(st.permutations(["a", "b", "c", "d", "e"]))
def test_the_order_of_files_decides_nothing(order: list[str]) -> None:
    files = {
        "a": received("a", 0),
        "b": received("b", 3, "70"),
        "c": received("c", 3, "70"),
        "d": unreadable("d", 4),
        "e": unreadable("e", 0, COMMUNE.code),
    }
    batch = settle([files[name] for name in order], REGISTER)
    expected = settle(list(files.values()), REGISTER)
    assert (batch.filings, batch.unreadable, codes(batch)) == (
        expected.filings, expected.unreadable, codes(expected),
    )  # fmt: skip


LONG = "Đã ban hành quyết định sắp xếp toàn bộ các phòng chuyên môn"
COPIED = f"""
| Báo cáo |                |           |                 |                   |                            |
| ------- | -------------- | --------- | --------------- | ----------------- | -------------------------- |
| Mã      | Trạng thái     | Tỷ lệ (%) | Ngày hoàn thành | Kết quả thực hiện | Khó khăn, vướng mắc        |
| 1.1     | Đang thực hiện | 60        |                 | {LONG}            | {LONG} nhưng còn chưa xong |
| 1.3     | Hoàn thành     |           | @2025-08-10     | {LONG} đợt hai    |                            |
"""
META = """
| _meta        |                  |
| ------------ | ---------------- |
| unit         | '{unit}          |
| period       | 2025-09          |
| form_version | {{version}}      |
| register     | 0123456789abcdef |
"""


def test_all_that_two_units_have_in_common_is_one_warning_each() -> None:
    files = [
        Received(
            code, receipt, judged(submitted(META.format(unit=code) + COPIED, code), receipt=receipt)
        )
        for code in (WARD.code, COMMUNE.code)
        for receipt in [Receipt(RECEIVED, "theo tên tệp")]
    ]
    for judgement, other in zip(settle(files, REGISTER).judgements, (COMMUNE, WARD), strict=True):
        (told,) = [f for f in judgement.findings if f.code == "SUB096"]
        assert told.message == (
            "Kết quả thực hiện của nhiệm vụ 1.1, 1.3, Khó khăn, vướng mắc của nhiệm vụ 1.1 "
            f"giống nguyên văn của {other.short_name}"
        )


@pytest.mark.parametrize(
    "other",
    [
        LONG.upper(),
        LONG.replace("toàn", "tòan").replace(" các", " – các"),
        unicodedata.normalize("NFD", LONG),
        LONG.replace("Đ", "Ð").replace("đ", "ð").replace("c", "с"),
    ],
    ids=["capitals", "tone and dash", "marks apart", "letters that look alike"],
)
def test_a_text_is_another_units_however_it_is_written(other: str) -> None:
    files = [
        Received(
            code, receipt, judged(submitted(META.format(unit=code) + table, code), receipt=receipt)
        )
        for code, table in ((WARD.code, COPIED), (COMMUNE.code, COPIED.replace(LONG, other)))
        for receipt in [Receipt(RECEIVED, "theo tên tệp")]
    ]
    told = [
        [f.code for f in each.findings].count("SUB096")
        for each in settle(files, REGISTER).judgements
    ]
    assert told == [1, 1]
