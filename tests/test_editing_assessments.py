"""What staff decide on assessments, as `build` follows it from run to run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

from cv183_reports.consolidation.choices import decided
from cv183_reports.editor.changes import Draft, Editing, follow_editor
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.model.prose import (
    Assessment,
    AssessmentPart,
    TextDecision,
    TextKind,
)
from cv183_reports.workspace.folder import Workspace
from tests.months import SEPTEMBER
from tests.test_editor_assessments import assessment
from tests.test_selection import NETWORK, OFFICE, said, told

NOW = said(NETWORK, OFFICE)
VERDICT, FIELDS = "verdict", "difficulties"


def drafts(figure: str = "87,0%") -> Draft:
    """A verdict with that figure, and an assessment that names the difficulties of the month it is given."""

    def draft(now: Consolidated) -> Sequence[Assessment]:
        return (
            assessment(VERDICT, f"Đã hoàn thành {figure} nhiệm vụ."),
            assessment(FIELDS, "; ".join(told(now)), AssessmentPart.CAUSES),
        )

    return draft


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def build(
    workspace: Workspace, draft: Draft | None = None, *, in_retrospect: bool = False
) -> tuple[Consolidated, Editing]:
    return follow_editor(workspace, NOW, draft or drafts(), in_retrospect=in_retrospect)


def write(workspace: Workspace, sheet: str, text: str, column: str, value: str | None) -> None:
    """Staff write `value` into the row where `text` stands."""
    path = workspace.editor(SEPTEMBER)
    book = openpyxl.load_workbook(path)
    columns = {str(cell.value): cell.column for cell in book[sheet][5] if cell.value}
    rows = book[sheet].iter_rows(6)
    row = next(row[0].row for row in rows if text in [cell.value for cell in row])
    book[sheet].cell(row, columns[column]).value = value
    book.save(path)


def shown(workspace: Workspace, column: str) -> list[object]:
    sheet = openpyxl.load_workbook(workspace.editor(SEPTEMBER))["Đánh giá"]
    columns = {str(cell.value): cell.column for cell in sheet[5] if cell.value}
    return [sheet.cell(row, columns[column]).value for row in range(6, sheet.max_row + 1)]


def codes(editing: Editing) -> list[str]:
    return [finding.code for finding in editing.findings]


def test_the_first_build_lays_the_drafts_before_staff(workspace: Workspace) -> None:
    now, editing = build(workspace)
    assert now is NOW
    assert editing.decisions == {}
    assert editing.told.endswith("(ghi mới, 04 nội dung); chưa có phần biên tập nào.")
    assert shown(workspace, "Phần") == ["Đánh giá chung", "Nguyên nhân"]
    assert shown(workspace, "Chương trình soạn") == [
        "Đã hoàn thành 87,0% nhiệm vụ.",
        f"{NETWORK}; {OFFICE}",
    ]
    made = workspace.editor(SEPTEMBER).read_bytes()
    assert build(workspace)[1].news == "không đổi"
    assert workspace.editor(SEPTEMBER).read_bytes() == made


def test_a_month_without_texts_still_has_assessments_to_choose_from(workspace: Workspace) -> None:
    nothing = said()
    follow_editor(workspace, nothing, lambda _: (), in_retrospect=False)
    assert not workspace.editor(SEPTEMBER).exists()
    follow_editor(workspace, nothing, drafts(), in_retrospect=False)
    assert shown(workspace, "Mã dòng") == [VERDICT, FIELDS]


def test_words_of_staff_are_handed_on_counted_and_logged(workspace: Workspace) -> None:
    build(workspace)
    write(workspace, "Đánh giá", VERDICT, "Nội dung biên tập", "Cơ bản hoàn thành.")
    write(workspace, "Đánh giá", FIELDS, "Đưa vào báo cáo", "Không")
    now, editing = build(workspace)
    assert editing.decisions == {
        VERDICT: TextDecision(wording="Cơ bản hoàn thành."),
        FIELDS: TextDecision(include=False),
    }
    (verdict,) = decided(drafts()(now), editing.decisions)
    assert (verdict.text, verdict.edited, verdict.key) == ("Cơ bản hoàn thành.", True, VERDICT)
    assert "sửa lời 01 nội dung, bỏ 01 nội dung." in editing.told
    assert (editing.logged["edited"], editing.logged["omitted"]) == (1, 1)
    write(workspace, "Đánh giá", VERDICT, "Nội dung biên tập", "Hoàn thành tốt.")
    assert build(workspace)[1].logged["decisions"] != editing.logged["decisions"]


def test_assessments_rest_on_the_month_as_staff_want_it(workspace: Workspace) -> None:
    build(workspace)
    write(workspace, TextKind.DIFFICULTY.value, NETWORK, "Nội dung biên tập", "Mạng yếu")
    now, editing = build(workspace)
    assert told(now) == ["Mạng yếu", OFFICE]
    assert shown(workspace, "Chương trình soạn")[1] == f"Mạng yếu; {OFFICE}"
    assert editing.decisions == {}
    assert editing.tally.edited == 1


def test_a_moved_figure_is_one_warning_until_staff_answer_it(workspace: Workspace) -> None:
    build(workspace)
    write(workspace, "Đánh giá", VERDICT, "Nội dung biên tập", "Cơ bản hoàn thành, 87,0%.")
    moved = drafts("87,6%")
    for _ in range(2):
        _, editing = build(workspace, moved)
        (finding,) = editing.findings
        assert str(finding.place) == "data/2025-09/bien-tap.xlsx · Đánh giá!D6"
        assert finding.code == "BTA015"
        assert "(«87,0%» thành «87,6%»)" in finding.message
        assert "xóa ô Tình trạng" in finding.remedy
        assert shown(workspace, "Tình trạng")[0] == "số liệu đã đổi (đợt 2)"
        assert editing.decisions[VERDICT].wording == "Cơ bản hoàn thành, 87,0%."
    write(workspace, "Đánh giá", VERDICT, "Nội dung biên tập", "Cơ bản hoàn thành, 87,6%.")
    assert codes(build(workspace, moved)[1]) == []
    assert shown(workspace, "Tình trạng")[0] is None


def test_an_open_sheet_still_tells_what_moved(workspace: Workspace) -> None:
    build(workspace)
    write(workspace, "Đánh giá", VERDICT, "Nội dung biên tập", "Cơ bản hoàn thành.")
    path = workspace.editor(SEPTEMBER)
    path.with_name("~$bien-tap.xlsx").write_bytes(b"")
    was = path.read_bytes()
    assert codes(build(workspace, drafts("87,6%"))[1]) == ["BTA015", "BTA013"]
    assert path.read_bytes() == was


def test_a_month_in_retrospect_follows_the_words_and_leaves_no_trace(workspace: Workspace) -> None:
    assert build(workspace, in_retrospect=True)[1] == Editing()
    assert not workspace.editor(SEPTEMBER).exists()
    build(workspace)
    write(workspace, "Đánh giá", VERDICT, "Nội dung biên tập", "Cơ bản hoàn thành.")
    was = workspace.editor(SEPTEMBER).read_bytes()
    _, editing = build(workspace, drafts("87,6%"), in_retrospect=True)
    assert editing.decisions == {VERDICT: TextDecision(wording="Cơ bản hoàn thành.")}
    assert codes(editing) == []
    assert workspace.editor(SEPTEMBER).read_bytes() == was


def test_an_older_sheet_gets_its_drafts_and_keeps_what_staff_chose(workspace: Workspace) -> None:
    build(workspace)
    path = workspace.editor(SEPTEMBER)
    book = openpyxl.load_workbook(path)
    del book["Đánh giá"]
    book.save(path)
    write(workspace, TextKind.DIFFICULTY.value, NETWORK, "Nội dung biên tập", "Mạng yếu")
    now, editing = build(workspace)
    assert editing.news == "thêm trang Đánh giá, ghi thêm 02 nội dung mới"
    assert editing.findings == ()
    assert told(now) == ["Mạng yếu", OFFICE]
    assert shown(workspace, "Mã dòng") == [VERDICT, FIELDS]
    write(workspace, "Đánh giá", FIELDS, "Đưa vào báo cáo", "Không")
    assert build(workspace)[1].decisions == {FIELDS: TextDecision(include=False)}


def test_a_assessment_drafted_no_more_is_kept_and_counts_for_nothing(workspace: Workspace) -> None:
    build(workspace)
    write(workspace, "Đánh giá", VERDICT, "Nội dung biên tập", "Cơ bản hoàn thành.")

    def fewer(now: Consolidated) -> Sequence[Assessment]:
        return drafts()(now)[1:]

    now, editing = build(workspace, fewer)
    assert codes(editing) == []
    assert editing.tally.edited == 0
    assert [each.key for each in decided(fewer(now), editing.decisions)] == [FIELDS]
    assert shown(workspace, "Tình trạng")[0] == "không còn"
    assert shown(workspace, "Nội dung biên tập")[0] == "Cơ bản hoàn thành."


def test_a_tampered_key_is_named(workspace: Workspace) -> None:
    build(workspace)
    write(workspace, "Đánh giá", VERDICT, "Nội dung biên tập", "Cơ bản hoàn thành.")
    write(workspace, "Đánh giá", VERDICT, "Mã dòng", "tự ghi")
    _, editing = build(workspace)
    (finding,) = editing.findings
    assert (finding.code, finding.place.cell) == ("BTA005", "G6")


def _renamed(workspace: Workspace) -> None:
    path = workspace.editor(SEPTEMBER)
    book = openpyxl.load_workbook(path)
    book["Đánh giá"].title = "Nhận định"
    book.save(path)


def _damaged(workspace: Workspace) -> None:
    workspace.editor(SEPTEMBER).write_bytes(b"PK\x03\x04 no more")


@pytest.mark.parametrize(("fault", "code"), [(_renamed, "BTA002"), (_damaged, "BTA001")])
def test_what_cannot_be_followed_leaves_the_drafts(
    workspace: Workspace, fault: Callable[[Workspace], None], code: str
) -> None:
    build(workspace)
    write(workspace, "Đánh giá", VERDICT, "Nội dung biên tập", "Cơ bản hoàn thành.")
    fault(workspace)
    now, editing = build(workspace)
    assert codes(editing) == [code]
    assert decided(drafts()(now), editing.decisions) == drafts()(now)
