"""Everyday typing faults planted in sound documents: each is told by its code, where it stands, with what mends it."""

from __future__ import annotations

import pytest

from cv183_reports.lint.checks import Fault
from cv183_reports.lint.judge import judge
from cv183_reports.word.document import read_facts
from tests.lint_documents import built, changed
from tests.lint_papers import LONG, school_plan
from tests.vietnamese_cases import cases
from tests.word_correct import saved

PLANTED = """
| text                                                                                     | code   | said                          | mended                        |
| ---------------------------------------------------------------------------------------- | ------ | ----------------------------- | ----------------------------- |
| Nhà trường  thực hiện nhiệm vụ năm học mới.                                              | FMT207 | giữa «trường» và «thực»       | Nhà trường thực hiện nhiệm vụ năm học mới. |
| Nhà trường thực hiện , nhiệm vụ năm học mới.                                             | FMT205 | «hiện ,»                       | Nhà trường thực hiện, nhiệm vụ năm học mới. |
| Nhà trường thực hiện,hoàn thành nhiệm vụ.                                                | FMT206 | «hiện,hoàn»                   | Nhà trường thực hiện, hoàn thành nhiệm vụ. |
| Nhà trường ( cơ sở 2) thực hiện nhiệm vụ.                                                | FMT208 | «( cơ»                        | Nhà trường (cơ sở 2) thực hiện nhiệm vụ. |
| Nhà trường thực hiện;; hoàn thành nhiệm vụ.                                              | FMT209 | «hiện;; hoàn»                 | Nhà trường thực hiện; hoàn thành nhiệm vụ. |
| Nhà trường đã hòan thành nhiệm vụ.                                                       | FMT210 | «hòan» → «hoàn»               | Nhà trường đã hoàn thành nhiệm vụ. |
| Nhà trường đang tiến hành viêc này.                                                      | FMT210 | «viêc»                        | Nhà trường đang tiến hành viêc này. |
| Nhà trường theo quy địnhcủa Bộ.                                                          | FMT211 | «địnhcủa»                     | Nhà trường theo quy địnhcủa Bộ. |
| Nhà trường đã dduwowcj công nhận.                                                        | FMT212 | «dduwowcj» → «được»           | Nhà trường đã được công nhận. |
| Nhà trường đã d9u7o7c5 công nhận.                                                        | FMT212 | «d9u7o7c5» → «được»           | Nhà trường đã được công nhận. |
| Nhiệm vụ của của nhà trường.                                                             | FMT213 | «của của» → «của»             | Nhiệm vụ của nhà trường.      |
| Nhà trường sử lý nghiêm vi phạm.                                                         | FMT214 | «sử lý» → «xử lý»             | Nhà trường xử lý nghiêm vi phạm. |
| Các nghành học của nhà trường.                                                           | FMT214 | «nghành» → «ngành»            | Các ngành học của nhà trường. |
| Nhà trường theo qui định của Bộ.                                                         | FMT215 | «qui định» → «quy định»       | Nhà trường theo qui định của Bộ. |
| Nhà trường báo cáo Ban thường vụ Đảng ủy.                                                | FMT216 | «Ban thường vụ» → «Ban Thường vụ» | Nhà trường báo cáo Ban Thường vụ Đảng ủy. |
| Học sinh khá giỏi đạt 98.5% toàn trường.                                                 | FMT218 | «98.5» → «98,5»               | Học sinh khá giỏi đạt 98,5% toàn trường. |
| Theo Công văn ngày 5/9/2025 của Bộ.                                                      | FMT219 | «5/9/2025» → «05/9/2025»      | Theo Công văn ngày 05/9/2025 của Bộ. |
| Từ ngày 05/9/2025 đến ngày 31-8-2026 của năm học.                                        | FMT220 | «31-8-2026» và «05/9/2025»    | Từ ngày 05/9/2025 đến ngày 31-8-2026 của năm học. |
| Phong trào "Dạy tốt" của nhà trường.                                                     | FMT222 | «"Dạy tốt"»                   | Phong trào “Dạy tốt” của nhà trường. |
| Phong trào “Dạy tốt" của nhà trường.                                                     | FMT223 | «“Dạy tốt"»                   | Phong trào “Dạy tốt” của nhà trường. |
| Các phòng, ban, tổ bộ môn... của nhà trường.                                             | FMT224 | «môn... của»                  | Các phòng, ban, tổ bộ môn… của nhà trường. |
| Phát triển kinh tế- xã hội của địa phương.                                               | FMT226 | «tế- xã»                      | Phát triển kinh tế - xã hội của địa phương. |
| Nha truong thuc hien nhiem vu nam hoc moi.                                               | FMT227 | «Nha truong thuc              | Nha truong thuc hien nhiem vu nam hoc moi. |
| Nhà trường thực hi\u200bện tốt.                                                                | FMT229 | «hiện»                        | Nhà trường thực hiện tốt.     |
| Nhà trường họp vào năm2025 theo kế hoạch.                                                | FMT206 | «năm2025»                     | Nhà trường họp vào năm 2025 theo kế hoạch. |
| Năm 2025nhà trường hoàn thành kế hoạch.                                                  | FMT206 | «2025nhà»                     | Năm 2025 nhà trường hoàn thành kế hoạch. |
| Nhà trường họp ngày 31/9/2025 theo kế hoạch.                                             | FMT230 | «31/9/2025»                   | Nhà trường họp ngày 31/9/2025 theo kế hoạch. |
| Nhà trường họp thứ Năm, ngày 10/9/2025.                                                  | FMT230 | «thứ Năm, ngày 10/9/2025»     | Nhà trường họp thứ Năm, ngày 10/9/2025. |
| Nhà trường (cơ sở 2 thực hiện nhiệm vụ.                                                  | FMT231 | (cơ»                          | Nhà trường (cơ sở 2 thực hiện nhiệm vụ. |
| Phong trào “Dạy tốt của nhà trường.                                                      | FMT231 | “Dạy»                         | Phong trào “Dạy tốt của nhà trường. |
| Nhà trường theo kế hoạch số 12/KH-UBND.                                                  | FMT216 | «kế hoạch» → «Kế hoạch»       | Nhà trường theo Kế hoạch số 12/KH-UBND. |
| Nhà trường theo điều 5 Luật Giáo dục.                                                    | FMT216 | «điều» → «Điều»               | Nhà trường theo Điều 5 Luật Giáo dục. |
| Nhà trường chi 12.50.000 đồng.                                                           | FMT218 | «12.50.000»                   | Nhà trường chi 12.50.000 đồng. |
| Nhà trường học học tập tốt.                                                              | –      |                               | Nhà trường học học tập tốt.   |
| Nhà trường đạt đạt kết quả tốt.                                                          | FMT228 | «đạt đạt»                     | Nhà trường đạt đạt kết quả tốt. |
"""


def judged(text: str) -> tuple[list[Fault], str]:
    """What is said of a sound plan with `text` for one of its sentences, and that sentence mended."""
    document = built(changed(school_plan(), LONG, text=text))
    facts, _ = read_facts(saved(document), "van-ban.docx")
    assert facts is not None
    faults = list(judge(facts).faults)
    edits = [edit for fault in faults for edit in fault.edits if edit.part == "word/document.xml"]
    for edit in sorted(edits, key=lambda each: each.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return faults, text


@pytest.mark.parametrize(("text", "code", "said", "mended"), cases(PLANTED))
def test_a_planted_fault_is_told_and_mended(text: str, code: str, said: str, mended: str) -> None:
    faults, after = judged(text)
    assert [fault.finding.code for fault in faults] == ([] if code == "–" else [code])
    assert all(said in fault.finding.message for fault in faults)
    assert after == mended


def test_many_places_of_one_kind_are_one_finding() -> None:
    ((fault,), _) = judged("Việc sử lý, sử trí của các nghành, của ngiệp đoàn.")
    assert "04 chỗ, như «sử lý» → «xử lý»" in fault.finding.message


def test_a_sentence_among_others_that_lacks_its_stop_is_told() -> None:
    open_ended = f"{LONG.rstrip('.;')} để hoàn thành nhiệm vụ năm học"
    ((fault,), _) = judged(open_ended)
    assert fault.finding.code == "FMT225"
    assert "nhiệm vụ năm học»" in fault.finding.message
