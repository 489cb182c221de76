"""Sound documents of many offices have no error and no warning."""

from __future__ import annotations

import re

import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from cv183_reports.lint.judge import Verdict, judge
from cv183_reports.lint.vocabulary import SPELT, PartKind
from cv183_reports.model.finding import Severity
from cv183_reports.word.document import read_facts
from tests.lint_documents import Blocks, built, changed
from tests.lint_papers import LONG, end, head, named, text, ward_decision
from tests.lint_papers_others import SOUND, cell_resolution, slip
from tests.word_correct import saved


def judged(blocks: Blocks) -> Verdict:
    facts, findings = read_facts(saved(built(blocks)), "van-ban.docx")
    assert facts is not None
    assert not findings
    return judge(facts)


@pytest.mark.parametrize("name", SOUND)
def test_nothing_is_said_against_a_sound_document(name: str) -> None:
    faults = [fault.finding for fault in judged(SOUND[name]).faults]
    assert [str(each) for each in faults if each.severity is not Severity.NOTE] == []


_WORDS = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)+")


@pytest.mark.parametrize("name", SOUND)
def test_capitals_may_be_set_by_the_font(name: str) -> None:
    """Typed «Giám đốc», drawn GIÁM ĐỐC: Font → All caps, or a style that says so."""
    document = built(SOUND[name])
    for run in document.element.body.iter(qn("w:r")):
        if _WORDS.fullmatch(run.text) and run.text.isupper():
            run.text = run.text.capitalize()
            run.get_or_add_rPr().append(OxmlElement("w:caps"))
    facts, _ = read_facts(saved(document), "van-ban.docx")
    assert facts is not None
    typed, drawn = judged(SOUND[name]), judge(facts)
    assert [fault.finding.code for fault in drawn.faults] == [
        fault.finding.code for fault in typed.faults
    ]


def test_there_are_enough_of_them() -> None:
    assert len(SOUND) >= 25


STATE = [name for name in SPELT if name not in {"CÔNG VĂN", "QUY ĐỊNH"}]
PARTY = ["NGHỊ QUYẾT", "KẾT LUẬN", "THÔNG TRI", "QUY CHẾ", "TUYÊN BỐ", "CHƯƠNG TRÌNH", "QUY HOẠCH"]


@pytest.mark.parametrize("name", STATE)
def test_every_kind_of_the_state_is_known(name: str) -> None:
    code = SPELT[name] or "SNV"
    blocks = (
        *head(("UBND TỈNH BÌNH LÂM", "SỞ NỘI VỤ"), f"Số: 12/{code}-SNV", "Bình Lâm"),
        *named(name, "Về công tác cải cách hành chính"),
        text(LONG),
        end(("- Ủy ban nhân dân tỉnh (để báo cáo);",), "GIÁM ĐỐC"),
    )
    assert [str(fault.finding) for fault in judged(blocks).faults] == []


def test_a_regulation_of_the_state_has_a_code_of_its_own() -> None:
    blocks = (
        *head(("UBND TỈNH BÌNH LÂM", "SỞ NỘI VỤ"), "Số: 12/QyĐ-SNV", "Bình Lâm"),
        *named("QUY ĐỊNH", "Về công tác văn thư"),
        text(LONG),
        end(("- Ủy ban nhân dân tỉnh (để báo cáo);",), "GIÁM ĐỐC"),
    )
    assert [str(fault.finding) for fault in judged(blocks).faults] == []


@pytest.mark.parametrize("name", PARTY)
def test_every_kind_of_the_party_is_known(name: str) -> None:
    blocks = changed(cell_resolution(), "NGHỊ QUYẾT", text=name)
    blocks = changed(blocks, "Số 03", text=f"Số 03-{SPELT[name]}/CB")
    assert [str(fault.finding) for fault in judged(blocks).faults] == []


def test_what_has_no_head_is_told_so_once() -> None:
    assert [fault.finding.code for fault in judged(slip()).faults] == ["FMT011"]


def test_what_stands_behind_the_signature_is_attached() -> None:
    anatomy = judged(ward_decision()).anatomy
    assert [part.text for part in anatomy.attached][:1] == ["QUY CHẾ"]
    assert anatomy.of(PartKind.RECIPIENT)[-1].text == "- Lưu: VT, TH."
