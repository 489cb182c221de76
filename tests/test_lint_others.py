"""Documents made by other people, in other ways: recognised, and judged without absurd findings."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cv183_reports.lint.anatomy import explained
from cv183_reports.lint.judge import Verdict, judge
from cv183_reports.lint.rules import HD05, ND30
from cv183_reports.lint.vocabulary import PartKind
from cv183_reports.word.document import read_facts
from tests import word_others
from tests.conftest import REPOSITORY
from tests.word_correct import built, saved, word
from tests.word_pieces import CORRECT, Piece


def judged(data: bytes) -> Verdict:
    facts, _ = read_facts(data, "van-ban.docx")
    assert facts is not None
    return judge(facts)


def codes(verdict: Verdict) -> list[str]:
    return sorted(fault.finding.code for fault in verdict.faults)


def texts(verdict: Verdict, kind: PartKind) -> list[str]:
    return [part.text for part in verdict.anatomy.of(kind)]


SAVED_BY_LIBREOFFICE = REPOSITORY / "tests" / "data" / "lint"
HABIT = (
    "FMT003 FMT012 FMT016 FMT017 FMT027 FMT036 FMT038 FMT039 FMT040 FMT043 FMT045 FMT050 FMT052 "
    "FMT053 FMT054 FMT060 FMT061 FMT062 FMT071 FMT072 FMT073 FMT075 FMT080 FMT082 FMT085 FMT086"
)


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (word_others.tabs, "FMT003 FMT054 FMT217"),
        (word_others.habit, HABIT),
        (word_others.plain, "FMT011"),
        (word_others.decomposed, "FMT204"),
        (word_others.boxes, ""),
        (lambda: word_others.ruled(73), ""),
        (lambda: word_others.ruled(85), "FMT015"),
    ],
    ids=["tabs", "habit", "plain", "decomposed", "boxes", "drawn rule", "drawn rule too long"],
)
def test_judged_sensibly(make: Callable[[], bytes], expected: str) -> None:
    assert codes(judged(make())) == expected.split()


@pytest.mark.parametrize(
    ("name", "rules", "expected"),
    [
        ("cong-van-dang", "hd36", ""),
        ("bao-cao-tab", "hd36", "FMT039"),
        ("khung-chu", "hd36", ""),
        ("so-nd30", "nd30", "FMT018 FMT018"),
    ],
)
def test_documents_saved_by_libreoffice_are_judged_sensibly(
    name: str, rules: str, expected: str
) -> None:
    """A letter in a table, a report by tabs with an appendix, a notice in frames, a department's report."""
    verdict = judged((SAVED_BY_LIBREOFFICE / f"{name}.docx").read_bytes())
    assert verdict.choice.rules.code == rules
    assert codes(verdict) == expected.split()
    head = (PartKind.ISSUER, PartKind.NUMBER, PartKind.DATELINE, PartKind.AUTHORITY)
    known = (*head, PartKind.SIGNATORY)
    assert {part.kind for part in verdict.anatomy.of(*known)} == set(known)


def test_columns_made_by_tabs_are_told_apart() -> None:
    verdict = judged(word_others.tabs())
    assert texts(verdict, PartKind.SUPERIOR) == ["ĐẢNG BỘ THÀNH PHỐ HẢI PHÒNG"]
    assert texts(verdict, PartKind.ISSUER) == ["ĐẢNG UỶ PHƯỜNG NGÔ QUYỀN"]
    assert texts(verdict, PartKind.TITLE) == ["ĐẢNG CỘNG SẢN VIỆT NAM"]
    assert texts(verdict, PartKind.NUMBER) == ["Số 05-BC/ĐU"]
    assert texts(verdict, PartKind.AUTHORITY) == ["T/M BAN THƯỜNG VỤ"]
    assert texts(verdict, PartKind.POSITION) == ["PHÓ BÍ THƯ THƯỜNG TRỰC"]
    assert texts(verdict, PartKind.SIGNATORY) == ["Trần Thị Bình"]
    assert len(texts(verdict, PartKind.RECIPIENT)) == 2


@pytest.mark.parametrize("kind", CORRECT)
def test_every_piece_is_taken_for_what_it_is(kind: str) -> None:
    facts, _ = read_facts(word(kind), "van-ban.docx")
    assert facts is not None
    anatomy = judge(facts).anatomy
    unknown = [part.text for part in anatomy.of(PartKind.OTHER, PartKind.MARK)]
    assert unknown == []
    assert anatomy.is_letter == kind.endswith("letter")
    shown = {text for _, text, _ in explained(facts, anatomy)}
    assert {line.text for line in facts.paragraphs if line.text} <= shown


def test_one_fault_in_many_paragraphs_is_one_finding() -> None:
    (fault,) = judged(word_others.long_document(200)).faults
    assert "200 đoạn" in fault.finding.message
    assert fault.finding.message.count("«") == 3
    assert len(fault.paragraphs) == 200


def test_nothing_missing_is_invented() -> None:
    verdict = judged(word_others.plain())
    kinds = {part.kind for part in verdict.anatomy.parts}
    assert kinds <= {PartKind.BODY, PartKind.HEADING_1}


def test_wrapped_recipients_are_one_item() -> None:
    changes = {"recipient_1": {"text": "- Thường trực Thành ủy"}}
    changes["recipient_2"] = {"text": "Hải Phòng,"}
    assert codes(judged(word("hd36", **changes))) == []


def test_a_longer_title_of_office_is_no_agency() -> None:
    changes = {"position": {"text": "PHÓ TRƯỞNG BAN THƯỜNG TRỰC"}}
    assert codes(judged(word("hd05", **changes))) == []


def test_a_letter_bears_no_name() -> None:
    changes = {"addressee": {"text": "CÔNG VĂN", "bold": True, "size": 16}}
    assert codes(judged(word("hd05-letter", **changes))) == ["FMT012", "FMT047"]


@pytest.mark.parametrize("kind", ["hd36", "nd30"])
def test_what_a_template_leaves_to_fill_in_is_no_acting_head(kind: str) -> None:
    assert codes(judged(word(kind, authority={"text": "QUYỀN HẠN, CHỨC VỤ CỦA NGƯỜI KÝ"}))) == []


@pytest.mark.parametrize(("opening", "expected"), [("Kính gửi", ["FMT077"]), ("Kính trình", [])])
def test_a_proposal_says_kinh_trinh(opening: str, expected: list[str]) -> None:
    pieces = dict(CORRECT["hd05"])
    address = Piece(f"{opening}: Thường trực Thành ủy;", before=12, after=12)
    pieces |= {"name": Piece("TỜ TRÌNH", size=16, bold=True), "basis_1": address}
    pieces["number"] = Piece("Số 12-TTr/BTCTU")
    for name in ("basis_2", "reference_1", "reference_2"):
        del pieces[name]
    without_references = ["FMT082"]
    assert codes(judged(saved(built(pieces)))) == sorted(expected + without_references)


@pytest.mark.parametrize(
    ("rules", "code", "expected"),
    [
        ("hd36", "QĐi", []),
        ("hd36", "QĐ", ["FMT064"]),
        ("hd05", "QĐi", ["FMT064"]),
        ("hd05", "QĐ", []),
    ],
)
def test_a_regulation_bears_the_code_of_its_day(rules: str, code: str, expected: list[str]) -> None:
    changes = {"name": {"text": "QUY ĐỊNH"}, "number": {"text": f"Số 12-{code}/BTCTU"}}
    found = codes(judged(word(rules, **changes)))
    assert [each for each in found if each != "FMT083"] == expected


def test_a_state_document_has_no_party_title() -> None:
    facts, _ = read_facts(word("hd05-letter"), "van-ban.docx")
    assert facts is not None
    assert "FMT014" in codes(judge(facts, ND30))


def test_rules_given_by_hand_are_used() -> None:
    facts, _ = read_facts(word("hd36"), "van-ban.docx")
    assert facts is not None
    verdict = judge(facts, HD05)
    assert verdict.choice.rules is HD05
    assert codes(verdict) == ["FMT058", "FMT071"]
