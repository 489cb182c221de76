"""Letters of old encodings, broken, private, mistaken and decomposed ones are told; all others are left alone."""

from __future__ import annotations

import unicodedata

import pytest

from cv183_reports.lint.judge import judge
from cv183_reports.model.finding import Finding, Severity
from cv183_reports.word.document import read_facts
from tests.lint_documents import built, changed
from tests.lint_papers import LONG, school_plan
from tests.word_correct import saved


def told(text: str, **look: object) -> list[Finding]:
    """What is said of a sound plan with `text` for one of its sentences."""
    document = built(changed(school_plan(), LONG, text=text, **look))
    facts, findings = read_facts(saved(document), "van-ban.docx")
    assert facts is not None
    assert not findings
    return [fault.finding for fault in judge(facts).faults]


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("C«ng t¸c x©y dùng §¶ng ®· ®­îc triÓn khai.", "FMT200", "Công tác xây dựng Đảng"),
        ("Ñaûng boä ñaõ trieån khai thöïc hieän nhieäm vuï.", "FMT200", "thực hiện nhiệm vụ"),
        ("Nhà trường thực hiện nhiá»‡m vá»¥ năm học mới.", "FMT201", "nhiệm vụ"),
        ("Nhà trường thực hiện nhi\ufffdm vụ năm học mới.", "FMT201", "nhi\ufffdm"),
        ("Nhà trường \uf0fc thực hiện nhiệm vụ năm học mới.", "FMT202", "\uf0fc"),
        ("Nhà trường \ue012 thực hiện nhiệm vụ năm học mới.", "FMT202", "\ue012"),
        ("Nhà trường báo cáo Ðảng ủy theo quy định.", "FMT203", "«Ðảng»"),
        ("Nhà trường thực hiện Quyết định số 12/QÐ-UBND.", "FMT203", "«QÐ»"),
        ("Nhà trường tổ сhứс hội nghị tổng kết năm học.", "FMT203", "«сhứс»"),
        ("Nhà trường thực hiện Quyết định số 12/QĐ-UВND.", "FMT203", "«UВND»"),
        ("Nhà trường báo cáo: 𝐊𝐞̂́𝐭 𝐪𝐮𝐚̉ tốt.", "FMT203", "«𝐊𝐞"),
        ("Nhà trường thực hi\u200bện tốt nhiệm v\u00adụ năm học mới.", "FMT229", "«hiện»"),
        ("Nhà trường thực hiện nh\ufeffiệm vụ năm học mới.", "FMT229", "«nhiệm»"),
        ("✅ Nhà trường đã tổ chức hội nghị 👍.", "FMT232", "(«✅», «👍»)"),
        ("**Kết quả:** Nhà trường đã tổ chức hội nghị.", "FMT232", "(«**»)"),
        (unicodedata.normalize("NFD", "Nhà trường báo cáo."), "FMT204", "Nha\u0300"),
        ("Nhà trường báo ca\u0301o Đảng ủy.", "FMT204", "ca\u0301o"),
    ],
)
def test_letters_that_are_none_of_the_alphabet_are_told(text: str, code: str, said: str) -> None:
    (finding,) = told(text)
    assert finding.code == code
    assert said in str(finding)


@pytest.mark.parametrize(
    "text",
    [
        "Phương châm “Học suốt đời” và\u00a0“Giáo dục cho mọi người”.",
        "Đoàn công tác của Zürich, São Paulo và François đã thăm trường.",
        "Điện thoại ☎ 0225 3842 000, mức ★★★, ☑ có ☐ không, A → B, (*) và (**).",
        "Diện tích 120 m², nhiệt độ 20°C, sai số ±0,5; đường ống Ø20.",
        "Tra cứu tại https://haiphong.gov.vn/tim?q=nghi-quyet và gửi về văn phòng.",
        "\ufeffNhà trường\u200b báo cáo.",
        "Ông Guðmundsson đến thăm và làm việc với nhà trường.",
    ],
)
def test_unusual_letters_are_left_alone(text: str) -> None:
    assert [str(each) for each in told(text) if each.severity is not Severity.NOTE] == []
