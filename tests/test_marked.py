"""The marked copy: everything is shown, nothing of the unit's is changed, and it can be marked again."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import canonicalize

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from cv183_reports.app.outline import outline
from cv183_reports.catalogue.submission import FLOATING
from cv183_reports.form.blank import write_form
from cv183_reports.form.fields import MENDING_SHEET
from cv183_reports.form.filled import describe
from cv183_reports.form.marked.copy import mark
from cv183_reports.form.values import LastMonth
from cv183_reports.model import LOCAL, Receipt
from cv183_reports.model.finding import Finding, Severity
from cv183_reports.sample.month import SPOILT, PlantedFault
from cv183_reports.spreadsheet.grid import column_letters
from cv183_reports.spreadsheet.xlsx import read_workbook
from cv183_reports.validation.judgement import judge_submission
from tests.builders import REGISTER, WARD, xlsx
from tests.builders_other import unpacked
from tests.builders_xlsx import read
from tests.marked_cases import (
    ALL,
    HEAD,
    comments,
    fault,
    listed,
    marked,
    marks,
    theirs,
    with_comment,
)
from tests.shipped import sent, shipped_register
from tests.submission_cases import FOLDER, PERIOD, judged, submitted

CASES = sorted(
    path
    for path in FOLDER.glob("should_*/*.md")
    if not re.search(r"^# file|\\u000", path.read_text(encoding="utf-8"), re.MULTILINE)
)
"""Of single files; openpyxl, which writes them here, takes no control characters."""


@cache
def form() -> bytes:
    return write_form(WARD, REGISTER, PERIOD, LastMonth())


def test_every_fault_is_marked_commented_and_listed() -> None:
    copy = marked(form())
    assert marks(copy) == {
        "error": {"Báo cáo!I6", "Báo cáo!K8:K9", "Số liệu!F7"},
        "warning": {"Báo cáo!J6"},
    }
    said = comments(copy)
    assert said.keys() == {"Báo cáo!I6", "Báo cáo!J6", "Báo cáo!K8", "Số liệu!F7"}
    assert said["Báo cáo!I6"] == (
        "[Cần sửa 3] Lỗi: Tỷ lệ ghi là “khoảng 80%”, không phải là số.\nHãy sửa.\n\n"
        "[Cần sửa 4] Cảnh báo: Tỷ lệ khác kỳ trước & <lạ>.\nHãy sửa."
    )
    assert [row[:3] for row in listed(copy)] == [
        ["1", "Cả tệp", "Lỗi"],
        ["2", "Trang “Báo cáo”", "Cảnh báo"],
        ["3", "Trang “Báo cáo”, ô I6", "Lỗi"],
        ["4", "Trang “Báo cáo”, ô I6", "Cảnh báo"],
        ["5", "Trang “Báo cáo”, ô J6", "Cảnh báo"],
        ["6", "Trang “Báo cáo”, ô K8:K9", "Lỗi"],
        ["7", "Trang “Số liệu”, ô F7", "Lỗi"],
    ]


def test_the_list_opens_first_and_each_place_is_a_link() -> None:
    book = openpyxl.load_workbook(BytesIO(marked(form())))
    assert book.sheetnames[0] == book.active.title == MENDING_SHEET
    assert [page.title for page in book if page.sheet_view.tabSelected] == [MENDING_SHEET]
    links = {cell.hyperlink.location for (cell,) in book.active["B9:B15"] if cell.hyperlink}
    assert links == {"'Báo cáo'!I6", "'Báo cáo'!J6", "'Báo cáo'!K8:K9", "'Số liệu'!F7"}
    titles = {page.title: page.print_title_rows for page in book}
    assert titles[MENDING_SHEET] == "$8:$8"
    assert (titles["Báo cáo"], titles["Số liệu"]) == ("$4:$4", "$5:$5")


def test_the_list_reads_as_it_should(golden: Callable[[str, str], None]) -> None:
    first = outline(marked(form()), "x.xlsx").partition("## Hướng dẫn")[0]
    golden("can-sua.txt", first)


def test_nothing_but_notes_leaves_no_list() -> None:
    assert marked(form(), [ALL[-1]]) == marked(form(), [])
    assert MENDING_SHEET not in [sheet.name for sheet in read(marked(form(), [])).sheets]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_marked_copy_is_judged_as_the_original(path: Path) -> None:
    drawn = path.read_text(encoding="utf-8").partition("\n# findings")[0]
    original = xlsx(submitted(drawn))
    first = judged(read(original))
    copy = marked(original, first.findings)
    assert theirs(copy) == read(original).sheets
    assert judged(replace(read(copy), file=first.file)) == first
    assert marked(copy, first.findings) == copy


def test_a_mended_copy_is_asked_nothing_though_a_program_dropped_who_wrote_its_comments() -> None:
    book = openpyxl.load_workbook(BytesIO(marked(form())))
    for comment in [cell.comment for row in book["Báo cáo"].iter_rows() for cell in row]:
        if comment is not None:
            comment.author = " "
    saved = BytesIO()
    book.save(saved)
    assert FLOATING.code not in {each.code for each in judged(read(saved.getvalue())).findings}


def test_the_faulty_files_of_the_invented_month_are_judged_as_before() -> None:
    seen: set[PlantedFault] = set()
    for sending, data in sent(str(PERIOD)):
        if sending.fault is None:
            continue
        if sending.fault in SPOILT - {PlantedFault.WRONG_MONTH}:
            assert mark(data, [fault("I6")], HEAD) is None
            continue
        seen.add(sending.fault)
        original = read(data)
        receipt = Receipt(sending.at.replace(tzinfo=LOCAL), "theo thư")
        ask = partial(
            judge_submission, register=shipped_register(), expected=PERIOD, receipt=receipt
        )
        first = ask(describe(original), last={}, last_figures={})
        copy = marked(data, [*first.findings, fault("I6")])
        assert theirs(copy) == original.sheets
        assert ask(describe(read(copy)), last={}, last_figures={}) == first
    assert len(seen) == len(PlantedFault) - 2


CELLS = st.builds(
    lambda c, r: f"{column_letters(c)}{r}", st.integers(1, 16_384), st.integers(1, 1_048_576)
)
NEAR = st.builds(lambda c, r: f"{column_letters(c)}{r}", st.integers(1, 16), st.integers(1, 20))
FINDINGS = st.builds(
    fault,
    CELLS | NEAR | st.just("") | st.just("B2:D9"),
    st.sampled_from(Severity),
    st.sampled_from(["Báo cáo", "Số liệu", "_meta", "Không có", ""]),
    st.text(min_size=1, max_size=80),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(FINDINGS, max_size=12), st.lists(FINDINGS, max_size=4))
def test_any_findings_change_nothing_that_is_read(
    first: list[Finding], then: list[Finding]
) -> None:
    copy = marked(form(), first)
    again = marked(copy, then)
    assert theirs(copy) == theirs(again) == read(form()).sheets
    assert marked(again, first) == marked(marked(again, first), first)
    asked = [finding for finding in then if finding.severity is not Severity.NOTE]
    if asked:
        assert len(listed(again)) == len(asked)


def test_what_is_mended_loses_its_mark_and_the_rest_keeps_it() -> None:
    once = marked(form())
    twice = marked(once, [fault("J6", Severity.WARNING)])
    assert marks(twice) == {"error": set(), "warning": {"Báo cáo!J6"}}
    assert comments(twice).keys() == {"Báo cáo!J6"}
    assert len(listed(twice)) == 1


def test_all_mended_gives_back_the_form() -> None:
    before, after = unpacked(form()), unpacked(marked(marked(form()), []))
    assert before.keys() == after.keys()
    sheets = [name for name, part in before.items() if b"<sheetData" in part]
    assert len(sheets) == 4
    for name in sheets:
        assert looks(after[name]) == looks(before[name]), name


def looks(sheet: bytes) -> str:
    """A worksheet without which sheet is open, and in which order rules of formats apply."""
    return re.sub(r' (?:priority|tabSelected)="\d+"', "", canonicalize(sheet.decode()))


@pytest.mark.parametrize("cell", ["I6", "L7"])
def test_a_comment_of_the_unit_stays(cell: str) -> None:
    own = "Đơn vị tự ghi:\nđã kiểm tra"
    original = with_comment(form(), "Báo cáo", cell, own)
    copy = marked(original)
    assert comments(copy)[f"Báo cáo!{cell}"].startswith(own)
    assert ("[Cần sửa 3]" in comments(copy)[f"Báo cáo!{cell}"]) == (cell == "I6")
    assert comments(marked(copy)) == comments(copy)
    assert comments(marked(copy, [])) == {f"Báo cáo!{cell}": own}
    assert comments(marked(marked(original, ALL[1:2]), [])) == {f"Báo cáo!{cell}": own}


def test_a_conversation_is_left_alone() -> None:
    original = with_comment(form(), "Báo cáo", "I6", "[Threaded comment]", "tc={0-1}")
    copy = marked(original)
    assert comments(copy)["Báo cáo!I6"] == "[Threaded comment]"
    assert "Báo cáo!I6" in marks(copy)["error"]


def test_comments_name_us() -> None:
    book = openpyxl.load_workbook(BytesIO(marked(form())))
    assert book["Báo cáo"]["I6"].comment.author == HEAD.board


def test_a_copy_that_another_program_saved_is_marked_anew() -> None:
    book = openpyxl.load_workbook(BytesIO(marked(form())))
    book.move_sheet(MENDING_SHEET, 2)
    saved = BytesIO()
    book.save(saved)
    again = marked(saved.getvalue(), [fault("K6")])
    assert theirs(again) == theirs(saved.getvalue())
    assert [sheet.name for sheet in read(again).sheets].count(MENDING_SHEET) == 1
    assert marks(again) == {"error": {"Báo cáo!K6"}, "warning": set()}
    assert comments(again).keys() == {"Báo cáo!K6"}
    titles = {page.title: page.print_title_rows for page in openpyxl.load_workbook(BytesIO(again))}
    assert (titles["Báo cáo"], titles["Số liệu"]) == ("$4:$4", "$5:$5")


def test_what_cannot_be_read_cannot_be_marked() -> None:
    for data in (b"", b"PK\3\4", b"%PDF-1.4", form()[:-200], unpacked(form())["xl/styles.xml"]):
        assert mark(data, ALL, HEAD) is None


@settings(deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 255))
def test_a_damaged_file_never_raises(at: int, flip: int) -> None:
    spoilt = bytearray(form())
    spoilt[at % len(spoilt)] ^= flip
    copy = mark(bytes(spoilt), ALL, HEAD)
    if copy is not None and read_workbook(bytes(spoilt), "x")[0] is not None:
        assert theirs(copy) == read(form()).sheets
