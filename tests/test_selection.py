"""Which texts the report prints: by rank, or as staff decided."""

from __future__ import annotations

import pytest

from cv183_reports.consolidation.choices import candidates, follow, key_of, printed, tally
from cv183_reports.consolidation.consolidate import consolidate
from cv183_reports.model import Filing, Status
from cv183_reports.model.consolidated import Consolidated, Theme
from cv183_reports.model.prose import TextDecision, TextKind, Use
from cv183_reports.narrative import results
from cv183_reports.narrative.monthly import difficulties_section
from tests.months import CUT_OFF, SEPTEMBER, Field, Level, filing, on, record, register

REGISTER = register()
LONG = "Đã tổ chức {} hội nghị quán triệt đến toàn thể cán bộ, đảng viên"
NETWORK, NETWORK_TOO = "Đường truyền mạng chậm", "Hiện nay, đường truyền mạng rất chậm"
OFFICE = "Trụ sở chật hẹp"


def said(*texts: str) -> Consolidated:
    """Each text of another unit, as a difficulty about digital work."""
    codes = [unit.code for unit in REGISTER.units]
    filings = [
        filing(code, record(code, "1.1", difficulty=text, field=Field.DIGITAL))
        for code, text in zip(codes, texts, strict=False)
    ]
    return together(*filings)


def together(*filings: Filing) -> Consolidated:
    return consolidate(REGISTER, SEPTEMBER, filings, as_of=CUT_OFF, unreadable={})


def key(text: str, kind: TextKind = TextKind.DIFFICULTY) -> str:
    return key_of(kind, "1.1", text)


def told(now: Consolidated) -> list[str]:
    return [theme.text for group in now.difficulties for theme in group.themes]


def theme(text: str, *, wanted: bool = False) -> Theme:
    unit = REGISTER.units[0]
    from_unit = said(text).difficulties[0].themes[0].voices
    assert from_unit[0].unit == unit
    return Theme(text, from_unit, wanted)


@pytest.mark.parametrize(
    ("wanted", "most", "shown"),
    [
        ("", 2, "ab"),
        ("d", 2, "ad"),
        ("cd", 2, "cd"),
        ("bcd", 2, "bcd"),
        ("a", 2, "ab"),
        ("", 9, "abcd"),
    ],
)
def test_what_staff_want_takes_its_place_first(wanted: str, most: int, shown: str) -> None:
    themes = [theme(letter, wanted=letter in wanted) for letter in "abcd"]
    assert "".join(t.text for t in printed(themes, most)) == shown


def test_the_key_outlives_marks_case_and_tone_placement() -> None:
    assert key("Trụ sở hoà nhập.") == key("TRỤ SỞ HÒA NHẬP")
    assert key("Trụ sở") != key("Trụ sở", TextKind.PROPOSAL)
    assert key_of(TextKind.PLAN, "1.1", "a") != key_of(TextKind.PLAN, "1.2", "a")


def test_every_text_is_a_candidate_once_with_its_use() -> None:
    rows = candidates(said(NETWORK, NETWORK_TOO, OFFICE))
    assert [(r.text, r.group, r.group_units, r.use) for r in rows] == [
        (NETWORK_TOO, 1, 2, Use.BODY),
        (NETWORK, 1, 2, Use.WITHIN),
        (OFFICE, 2, 1, Use.APPENDIX),
    ]
    same = candidates(said(OFFICE, f"{OFFICE}."))
    assert [[unit.code for unit in row.units] for row in same] == [["so-ab", "10888"]]


def test_no_decision_changes_nothing() -> None:
    now = said(NETWORK, OFFICE)
    assert follow(now, {}) is now
    assert follow(now, {key("không ai nói"): TextDecision(include=False)}) == now


def test_what_staff_leave_out_is_said_by_nobody() -> None:
    now = said(NETWORK, NETWORK_TOO, OFFICE)
    without = follow(now, {key(NETWORK_TOO): TextDecision(include=False)})
    assert told(without) == [NETWORK, OFFICE]
    assert [len(t.units) for t in without.difficulties[0].themes] == [1, 1]
    everything = {key(t): TextDecision(include=False) for t in (NETWORK, NETWORK_TOO, OFFICE)}
    assert follow(now, everything).difficulties == ()


def test_the_wording_of_staff_stands_for_the_whole_group_as_written() -> None:
    now = follow(
        said(NETWORK, NETWORK_TOO, OFFICE),
        {key(NETWORK): TextDecision(wording="Mạng yếu (toàn xã)")},
    )
    assert told(now) == ["Mạng yếu (toàn xã)", OFFICE]
    lines = [block.text for block in difficulties_section("IV", now, None, ()).blocks]
    assert "- Chuyển đổi số (03 đơn vị): Mạng yếu (toàn xã) (Sở A & B, xã Cẩm Giang)." in lines


def test_two_wordings_part_a_group_and_one_wording_joins_two() -> None:
    now = said(NETWORK, NETWORK_TOO, OFFICE)
    parted = follow(
        now,
        {key(NETWORK): TextDecision(wording="Một"), key(NETWORK_TOO): TextDecision(wording="Hai")},
    )
    assert told(parted) == ["Một", "Hai", OFFICE]
    joined = follow(
        now,
        {
            key(NETWORK): TextDecision(wording="Hạ tầng yếu"),
            key(OFFICE): TextDecision(wording="Hạ tầng yếu"),
        },
    )
    assert told(joined) == ["Hạ tầng yếu"]
    assert [unit.code for unit in joined.difficulties[0].themes[0].units] == [
        "so-ab",
        "10888",
        "10903",
    ]


def test_the_text_that_staff_want_stands_for_its_group() -> None:
    now = follow(said(NETWORK, NETWORK_TOO), {key(NETWORK): TextDecision(include=True)})
    (only,) = now.difficulties[0].themes
    assert (only.text, only.wanted, len(only.units)) == (NETWORK, True, 2)


def test_regrouping_keeps_a_decision() -> None:
    decisions = {key(NETWORK): TextDecision(wording="Mạng yếu")}
    assert told(follow(said(NETWORK), decisions)) == ["Mạng yếu"]
    assert told(follow(said(NETWORK, NETWORK_TOO), decisions)) == ["Mạng yếu"]


def test_results_are_chosen_and_worded() -> None:
    texts = [LONG.format(number) for number in ("mười lăm", "mười", "hai", "ba")]
    codes = [unit.code for unit in REGISTER.units]
    now = together(
        *(filing(c, record(c, "1.1", result=t)) for c, t in zip(codes, texts, strict=True))
    )
    own = {row.text: row for row in candidates(now) if row.kind is TextKind.RESULT}
    assert [own[t].use for t in texts] == [Use.BODY, Use.BODY, Use.NONE, Use.NONE]
    decided = follow(
        now,
        {
            own[texts[0]].key: TextDecision(include=False),
            own[texts[1]].key: TextDecision(wording="Các đơn vị đã quán triệt"),
        },
    )
    lines = [block.text for block in results.work_section("II", decided, "").blocks]
    assert "- Các đơn vị đã quán triệt." in lines
    assert not any("mười" in line for line in lines)
    assert any(texts[2].lower() in line for line in lines)


def test_what_the_one_owner_said_can_be_worded_or_left_out() -> None:
    said = record("so-ab", "3.1", Status.DONE, done_on=on(28), result="Ban hành 03 quyết định")
    now = together(filing("so-ab", said))
    own = key_of(TextKind.RESULT, "3.1", "Ban hành 03 quyết định")

    def line(decision: TextDecision) -> str:
        blocks = results.work_section("II", follow(now, {own: decision}), "").blocks
        return next(block.text for block in blocks if block.text.startswith("Sở A & B"))

    assert (
        line(TextDecision())
        == "Sở A & B hoàn thành ngày 28/8/2025, đúng hạn. Ban hành 03 quyết định."
    )
    assert line(TextDecision(wording="Đã ban hành")).endswith("28/8/2025, đúng hạn. Đã ban hành.")
    assert line(TextDecision(include=False)).endswith(
        "ngày 28/8/2025, đúng hạn: nhiệm vụ 3.1 (ý (1))."
    )


def test_the_tally_counts_decisions_on_what_is_still_said() -> None:
    rows = candidates(said(NETWORK, OFFICE))
    decisions = {
        key(NETWORK): TextDecision(include=False, wording="bỏ"),
        key(OFFICE): TextDecision(include=True, wording="Trụ sở hẹp"),
        key("không còn"): TextDecision(include=False),
    }
    counted = tally((row.key for row in rows), decisions)
    assert (counted.edited, counted.omitted, counted.wanted) == (1, 1, 1)


def test_proposals_and_plans_are_candidates_too() -> None:
    said_there = record("10888", "1.1", proposal="Đề nghị bổ sung biên chế", level=Level.CENTRAL)
    (row,) = candidates(together(filing("10888", said_there)))
    assert (row.kind, row.label, row.obligation) == (TextKind.PROPOSAL, "Trung ương", "1.1")
