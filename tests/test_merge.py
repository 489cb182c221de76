"""Our new version merged into the document that a person edited: both stand, and what both changed is said."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal
from functools import cache
from io import BytesIO

import pytest
from docx import Document
from docx.document import Document as DocumentOfWord
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from cv183_reports.consolidation.consolidate import consolidate
from cv183_reports.differences.comparison import lines_of
from cv183_reports.differences.merge import MergedDocument, merge_documents
from cv183_reports.differences.opened import CannotMerge, changed, stretches, weave
from cv183_reports.document.papers import brief_page
from cv183_reports.lint.opened import AUTHOR
from cv183_reports.model import Status
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.narrative import brief as summary
from cv183_reports.narrative.monthly import MonthsBefore, drafted
from cv183_reports.word.document import read_facts
from tests.months import CUT_OFF, SEPTEMBER, Field, Level, on, record, register
from tests.months import filing as filed
from tests.papers import filled_in
from tests.test_documents import rendered, report


def _chunk(kind: bytes, content: bytes) -> bytes:
    size, check = len(content), zlib.crc32(kind + content)
    return struct.pack(">I", size) + kind + content + struct.pack(">I", check)


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\0\0"))
    + _chunk(b"IEND", b"")
)
"""One dot."""
NAME = "bao-cao-thang-2025-09 (bản đã ghép).docx"


def month(*, communes: int, offices: int, share: int, more: int) -> Consolidated:
    """A small month: how many of the four units filed, and their figures."""
    came = [
        filed(
            unit,
            record(unit, "1.1", Status.DONE, done_on=on(20), result=f"Vận hành {share} điểm"),
            record(
                unit,
                "1.3",
                Status.IN_PROGRESS,
                percent=Decimal(share),
                difficulty="Thiếu máy quét",
                field=Field.DIGITAL,
                proposal="Đề nghị cấp máy quét",
                level=Level.CITY_PARTY,
            ),
            figures={"N1": 1000 + more, "N2": 900 + more},
        )
        for unit in ("10888", "10903")[:communes]
    ]
    came += [
        filed(
            "so-ab",
            record("so-ab", "3.1", Status.DONE, done_on=on(28), result="Ban hành 03 quyết định"),
        )
        for _ in range(offices)
    ]
    return consolidate(register(), SEPTEMBER, tuple(came), as_of=CUT_OFF, unreadable={})


@cache
def made(communes: int = 1, offices: int = 0, share: int = 50, more: int = 0) -> bytes:
    return rendered(report(month(communes=communes, offices=offices, share=share, more=more)))


def said(data: bytes) -> list[tuple[str, ...]]:
    """Each paragraph and row, as it is shown."""
    facts, found = read_facts(data, NAME)
    assert facts is not None, found
    return [line.texts for line in lines_of(facts)]


def letters(data: bytes) -> list[str]:
    """Every paragraph of the body, ranks and heads of tables, too."""
    body = Document(BytesIO(data)).element.body
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))]


def edited(data: bytes, edit: Callable[[DocumentOfWord], object]) -> bytes:
    document = Document(BytesIO(data))
    edit(document)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def merged(wrote: bytes, mine: bytes, new: bytes) -> MergedDocument:
    return merge_documents(wrote, mine, new, NAME)


def comments(data: bytes) -> list[str]:
    return [c.text for c in Document(BytesIO(data)).comments if c.author == AUTHOR]


def at(document: DocumentOfWord, find: str) -> Paragraph:
    everywhere = [Paragraph(p, document) for p in document.element.body.iter(qn("w:p"))]
    return next(p for p in everywhere if find in p.text)


def replace(document: DocumentOfWord, find: str, text: str) -> None:
    """As typed in Word: within the run."""
    run = next(r for r in at(document, find).runs if find in r.text)
    run.text = run.text.replace(find, text)


Month = tuple[int, int, int, int]
MONTHS = st.sampled_from(
    [(0, 0, 50, 0), (1, 0, 50, 0), (1, 0, 40, 7), (2, 0, 50, 0), (2, 1, 50, 7), (0, 1, 50, 0)]
)
"""Small months, by what `made` makes them of."""


@st.composite
def edits(draw: st.DrawFn) -> tuple[tuple[str, int], ...]:
    kinds = st.sampled_from(["append", "before", "word", "remove", "row", "bold"])
    return tuple(draw(st.lists(st.tuples(kinds, st.integers(0, 500)), max_size=3)))


def hand(document: DocumentOfWord, kind: str, where: int) -> None:
    """One thing that a person does somewhere."""
    body = document.element.body
    worded = [Paragraph(p, document) for p in body.iter(qn("w:p")) if Paragraph(p, document).runs]
    paragraph = worded[where % len(worded)]
    if kind == "append":
        paragraph.add_run(f" Ý kiến {where}.")
    elif kind == "before":
        paragraph.insert_paragraph_before(f"Đoạn thêm {where}.")
    elif kind == "word":
        paragraph.runs[0].text = f"Lời khác {where}"
    elif kind == "remove":
        before = [p.text for p in document.paragraphs].index("Phụ lục 1")
        free = [p for p in document.paragraphs[:before] if p.text.strip()]
        gone = free[where % len(free)]._p
        gone.getparent().remove(gone)
    elif kind == "row":
        rows = list(body.iter(qn("w:tr")))
        rows[where % len(rows)].addnext(deepcopy(rows[where % len(rows)]))
    else:
        paragraph.runs[0].bold = True


def by_hand(data: bytes, done: tuple[tuple[str, int], ...]) -> bytes:
    return edited(data, lambda document: [hand(document, *each) for each in done])


@settings(max_examples=3, derandomize=True)
@given(MONTHS, edits())
def test_without_new_data_the_edited_document_is_what_comes_out(
    months: Month, done: tuple[tuple[str, int], ...]
) -> None:
    wrote = made(*months)
    mine = by_hand(wrote, done)
    found = merged(wrote, mine, wrote)
    assert found == MergedDocument(mine, 0, (), ())


@settings(max_examples=3, derandomize=True)
@given(MONTHS, MONTHS)
def test_without_an_edit_the_new_document_is_what_comes_out(months: Month, later: Month) -> None:
    wrote, new = made(*months), made(*later)
    found = merged(wrote, wrote, new)
    assert letters(found.data) == letters(new)
    assert said(found.data) == said(new)
    assert (found.contested, found.faults) == ((), ())


@settings(max_examples=3, derandomize=True)
@given(MONTHS, MONTHS, st.data())
def test_edits_and_data_in_different_places_both_stand(
    months: Month, later: Month, data: st.DataObject
) -> None:
    """Paragraphs that the data leaves are reworded, or get one behind them."""
    wrote, new = made(*months), made(*later)
    fresh = Counter(said(new))
    free = [
        p.text
        for p in Document(BytesIO(wrote)).paragraphs
        if len(p.text) > 20 and fresh[(" ".join(p.text.split()),)] == 1
    ]
    mine, reworded, more = Document(BytesIO(wrote)), [], []
    for text in data.draw(st.lists(st.sampled_from(free), unique=True, max_size=3)):
        paragraph = next(p for p in mine.paragraphs if p.text == text)
        if data.draw(st.booleans()):
            paragraph.add_run(" Ý kiến của Trưởng ban.")
            reworded.append(" ".join(text.split()))
        else:
            paragraph.insert_paragraph_before(f"Thêm vào trước: {text[:20]}")
            more.append(" ".join(f"Thêm vào trước: {text[:20]}".split()))
    target = BytesIO()
    mine.save(target)
    found = merged(wrote, target.getvalue(), new)
    wanted = fresh - Counter((text,) for text in reworded)
    wanted += Counter((f"{text} Ý kiến của Trưởng ban.",) for text in reworded)
    wanted += Counter((text,) for text in more)
    assert Counter(said(found.data)) == wanted
    assert found.contested == ()
    assert comments(found.data) == []


@settings(max_examples=4, derandomize=True)
@given(MONTHS, MONTHS, edits())
def test_no_edit_is_lost_and_every_conflict_has_its_comment(
    months: Month, later: Month, done: tuple[tuple[str, int], ...]
) -> None:
    wrote, new = made(*months), made(*later)
    mine = by_hand(wrote, done)
    try:
        found = merged(wrote, mine, new)
    except CannotMerge:  # the person was at an appendix that came or went with its pages
        assert len(Document(BytesIO(wrote)).sections) != len(Document(BytesIO(new)).sections)
        return
    assert found == merged(wrote, mine, new)
    assert len(comments(found.data)) == len(found.contested)
    typed = Counter(word for text in letters(mine) for word in text.split()) - Counter(
        word for text in letters(wrote) for word in text.split()
    )
    there = Counter(word for text in letters(found.data) for word in text.split())
    assert all(there[word] >= 1 for word in typed if not word.strip(".,()").isdecimal())


WROTE, NEW = made(1, 0, 50, 0), made(2, 1, 50, 7)


def test_a_figure_flows_into_a_sentence_that_the_person_went_on_with() -> None:
    def edit(document: DocumentOfWord) -> None:
        at(document, "đơn vị gửi báo cáo (đạt").add_run(" Đây là ý kiến chỉ đạo.")

    found = merged(WROTE, edited(WROTE, edit), NEW)
    told = next(t for t in letters(found.data) if "Đây là ý kiến chỉ đạo." in t)
    assert told in {f"{text} Đây là ý kiến chỉ đạo." for text in letters(NEW)}
    assert found.contested == ()


def contested_merge() -> MergedDocument:
    """One figure was put in by hand, all else is new."""
    return merged(
        WROTE, edited(WROTE, lambda d: replace(d, "01/04 đơn vị gửi", "04/04 đơn vị gửi")), NEW
    )


def test_a_figure_that_both_changed_stays_and_has_a_comment_with_old_and_new() -> None:
    old = next(t for t in letters(WROTE) if "Chế độ báo cáo:" in t)
    new = next(t for t in letters(NEW) if "Chế độ báo cáo:" in t)
    found = contested_merge()
    (contested,) = found.contested
    assert (contested.old, contested.new) == (old, new)
    assert "04/04" in (contested.mine or "")
    assert any("04/04" in text for text in letters(found.data))
    (comment,) = comments(found.data)
    assert comment.startswith("Số liệu mới khác ở chỗ anh chị đã sửa")
    assert "01/04" in comment
    assert new.partition(":")[2].split()[0] in comment


def test_what_the_person_took_out_stays_out_and_is_told() -> None:
    def edit(document: DocumentOfWord) -> None:
        gone = at(document, "Chế độ báo cáo:")._p
        gone.getparent().remove(gone)

    found = merged(WROTE, edited(WROTE, edit), NEW)
    assert not any("Chế độ báo cáo:" in text for text in letters(found.data))
    (contested,) = found.contested
    assert contested.mine == ""
    assert "anh chị đã xóa" in comments(found.data)[0]


def test_new_values_take_the_look_that_the_person_gave() -> None:
    def edit(document: DocumentOfWord) -> None:
        for run in at(document, "Chế độ báo cáo:").runs:
            run.italic = True

    found = merged(WROTE, edited(WROTE, edit), NEW)
    paragraph = at(Document(BytesIO(found.data)), "Chế độ báo cáo:")
    assert paragraph.text in letters(NEW)
    assert all(run.italic for run in paragraph.runs if run.text.strip())


def test_a_text_that_word_cut_into_runs_is_one_text() -> None:
    def edit(document: DocumentOfWord) -> None:
        paragraph = at(document, "Chế độ báo cáo:")
        run = paragraph.runs[-1]
        for letter in run.text[1:]:
            paragraph.add_run(letter).bold = True
        run.text = run.text[0]
        paragraph._p.insert(1, OxmlElement("w:proofErr"))

    found = merged(WROTE, edited(WROTE, edit), NEW)
    assert letters(found.data) == letters(NEW)


def test_pictures_comments_headers_and_settings_stay() -> None:
    def edit(document: DocumentOfWord) -> None:
        document.paragraphs[5].add_run().add_picture(BytesIO(PNG), Mm(10))
        document.add_comment(document.paragraphs[7].runs, "Xem lại", "Chị Lan", "L")
        document.sections[0].header.paragraphs[0].add_run("Đầu trang của tôi")

    mine = edited(WROTE, edit)
    found = merged(WROTE, mine, NEW)
    out = Document(BytesIO(found.data))
    assert len(out.inline_shapes) == 1
    assert [c.text for c in out.comments] == ["Xem lại"]
    assert "Đầu trang của tôi" in out.sections[0].header.paragraphs[0].text
    assert said(found.data) == said(NEW)
    assert {r.reltype for r in out.part.rels.values()} == {
        r.reltype for r in Document(BytesIO(mine)).part.rels.values()
    }


def test_tracked_changes_count_as_accepted_and_stay_tracked() -> None:
    def edit(document: DocumentOfWord) -> None:
        paragraph = at(document, "Chế độ báo cáo:")
        came = OxmlElement("w:ins")
        for name, value in (
            ("w:id", "901"),
            ("w:author", "Lan"),
            ("w:date", "2025-09-23T08:00:00Z"),
        ):
            came.set(qn(name), value)
        run = deepcopy(paragraph.runs[-1]._r)
        run.find(qn("w:t")).text = " Cần nhắc lại."
        run.find(qn("w:t")).set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        came.append(run)
        paragraph._p.append(came)
        gone = at(document, "Nhiệm vụ thường xuyên:")
        struck = OxmlElement("w:del")
        for name, value in (
            ("w:id", "902"),
            ("w:author", "Lan"),
            ("w:date", "2025-09-23T08:00:00Z"),
        ):
            struck.set(qn(name), value)
        for run in gone.runs:
            struck.append(run._r)
        for text in struck.iter(qn("w:t")):
            text.tag = qn("w:delText")
        gone._p.append(struck)

    found = merged(WROTE, edited(WROTE, edit), NEW)
    body = Document(BytesIO(found.data)).element.body
    (came,) = body.iter(qn("w:ins"))
    assert "".join(t.text for t in came.iter(qn("w:t"))) == " Cần nhắc lại."
    assert len(list(body.iter(qn("w:del")))) == 1
    new = next(t for t in letters(NEW) if "Chế độ báo cáo:" in t)
    assert (f"{new} Cần nhắc lại.",) in said(found.data)
    assert [c.mine for c in found.contested] == [""]


def test_rows_come_between_those_of_the_person_and_ranks_go_on() -> None:
    """The person puts a row of their own before the first unit of Phụ lục 5."""

    def edit(document: DocumentOfWord) -> None:
        table = document.tables[-1]
        first = next(row for row in table.rows if row.cells[0].text == "1")._tr
        mine = deepcopy(first)
        first.addprevious(mine)
        cells = next(row for row in table.rows if row._tr is mine).cells
        cells[1].paragraphs[0].runs[0].text = "Xã của tôi"
        for number, row in enumerate((r for r in table.rows if r.cells[0].text.isdecimal()), 1):
            row.cells[0].paragraphs[0].runs[0].text = str(number)

    found = merged(WROTE, edited(WROTE, edit), NEW)
    ranks = [r.cells[0].text for r in Document(BytesIO(found.data)).tables[-1].rows]
    numbers = [int(rank) for rank in ranks if rank.isdecimal()]
    assert numbers == list(range(1, len(numbers) + 1))
    ours = [r.cells[0].text for r in Document(BytesIO(NEW)).tables[-1].rows]
    assert len(numbers) == len([rank for rank in ours if rank.isdecimal()]) + 1


def brief_of(now: Consolidated) -> bytes:
    against = MonthsBefore(None)
    context = brief_page(now, summary.brief_prose(now, against, drafted(now, against)), "")
    return filled_in(context, "tom-tat.docx")


def test_a_chart_that_the_person_left_draws_the_new_figures() -> None:
    wrote, new = (
        brief_of(month(communes=communes, offices=1, share=50, more=0)) for communes in (1, 2)
    )
    charts = [
        {str(p.partname): p.blob for p in Document(BytesIO(d)).part.package.iter_parts()}
        for d in (wrote, new, merged(wrote, edited(wrote, lambda _: None), new).data)
    ]
    (name,) = (part for part in charts[0] if "/charts/" in part)
    assert charts[2][name] == charts[1][name]
    assert letters(merged(wrote, wrote, new).data) == letters(new)


def cut(
    document: DocumentOfWord, table: int, change: Callable[[list[etree._Element]], object]
) -> None:
    """Does something to the cells of each row of a table that has as many as its head."""
    rows = list(document.tables[table]._tbl.iter(qn("w:tr")))
    cells = [[*row.iterchildren(qn("w:tc"))] for row in rows]
    for each in cells:
        if len(each) == len(cells[0]):
            change(each)


def main_figures(document: DocumentOfWord) -> int:
    return next(
        at for at, table in enumerate(document.tables) if table.cell(0, 1).text == "Chỉ tiêu"
    )


def test_new_values_come_into_a_table_from_which_the_person_took_a_column() -> None:
    def edit(document: DocumentOfWord) -> None:
        cut(document, main_figures(document), lambda cells: cells[0].getparent().remove(cells[-1]))

    def told(data: bytes) -> list[tuple[str, ...]]:
        document = Document(BytesIO(data))
        return [
            tuple(c.text for c in r.cells[:3]) for r in document.tables[main_figures(document)].rows
        ]

    later = made(1, 0, 50, 7)
    found = merged(WROTE, edited(WROTE, edit), later)
    assert told(found.data) == told(later)
    assert len(found.contested) <= 1


def test_new_values_come_into_a_table_to_which_the_person_added_a_column() -> None:
    def widen(cells: list[etree._Element]) -> None:
        cells[-1].addnext(deepcopy(cells[-1]))

    def edit(document: DocumentOfWord) -> None:
        cut(document, main_figures(document), widen)

    later = made(1, 0, 50, 7)
    found = merged(WROTE, edited(WROTE, edit), later)
    assert found.contested == ()
    assert any("1.007" in texts for texts in said(found.data))


def test_a_table_that_the_person_took_out_is_told_once() -> None:
    def edit(document: DocumentOfWord) -> None:
        gone = document.tables[main_figures(document)]._tbl
        gone.getparent().remove(gone)

    found = merged(WROTE, edited(WROTE, edit), NEW)
    (contested,) = (each for each in found.contested if each.old == "cả bảng này")
    assert contested.where.startswith("Mục III")
    assert "dòng số liệu mới" in contested.new
    with pytest.raises(StopIteration):
        main_figures(Document(BytesIO(found.data)))


def test_blanks_dashes_and_quotes_that_word_changed_are_no_other_words() -> None:
    def edit(document: DocumentOfWord) -> None:
        for text in document.element.body.iter(qn("w:t")):
            text.text = (text.text or "").replace(" đơn vị", "\u00a0đơn vị").replace(" - ", " – ")

    found = merged(WROTE, edited(WROTE, edit), NEW)
    assert found.contested == ()
    assert any("02/04\u00a0đơn vị" in text for text in letters(found.data))


@pytest.mark.parametrize("other", ["another", "no document"])
def test_what_does_not_fit_together_is_not_merged(other: str) -> None:
    def rewrite(document: DocumentOfWord) -> None:
        for paragraph in document.element.body.iter(qn("w:p")):
            Paragraph(paragraph, document).text = "Không còn chữ nào của chương trình."

    mine = edited(WROTE, rewrite) if other == "another" else b"PK no document"
    with pytest.raises(CannotMerge) as stopped:
        merged(WROTE, mine, NEW)
    assert stopped.value.reason


texts = st.lists(
    st.sampled_from(
        ["Có 12 đơn vị gửi. ", "Đạt 98,2%. ", "Còn 03 xã chậm; ", "chưa nộp. ", "tăng 5 "]
    ),
    max_size=5,
).map("".join)


@settings(max_examples=50)
@given(texts, texts, texts)
def test_texts_are_woven_without_losing_either(base: str, mine: str, new: str) -> None:
    assert changed(base, stretches(base, new)) == new
    assert weave(base, mine, base).stretches == ()
    whole = weave(base, base, new)
    assert (changed(base, whole.stretches), whole.contested) == (new, False)
    assert weave(base, new, new).contested is False
    assert changed(new, weave(base, new, new).stretches) == new


@pytest.mark.parametrize(
    ("base", "mine", "new", "woven", "contested"),
    [
        ("Có 1 xã gửi.", "Có 1 xã gửi đủ.", "Có 2 xã gửi.", "Có 2 xã gửi đủ.", False),
        ("Có 1 xã gửi.", "Có 3 xã gửi.", "Có 2 xã gửi.", "Có 3 xã gửi.", True),
        ("Tăng 5 xã so với tháng 8.", "Tăng 5 xã so với kỳ trước.", "Giảm 2 xã so với tháng 8.",
         "Tăng 5 xã so với kỳ trước.", True),
        ("Tăng 5 xã.", "Tăng 5 xã. Cần nhắc.", "Giảm 2 xã.", "Giảm 2 xã. Cần nhắc.", False),
        ("Đạt 98,2%.", "Đạt 98,2%. Rất tốt.", "Đạt 99%.", "Đạt 99%. Rất tốt.", False),
        ("Có 1/4 xã, đạt 25%.", "Có 4/4 xã, đạt 25%.", "Có 2/4 xã, đạt 50%.", "Có 4/4 xã, đạt 25%.", True),
        ("A 1. B 2.", "A 9. B 2.", "A 3. B 4.", "A 9. B 4.", True),
    ],
)  # fmt: skip
def test_figures_flow_and_words_are_weighed(
    base: str, mine: str, new: str, woven: str, *, contested: bool
) -> None:
    found = weave(base, mine, new)
    assert (changed(mine, found.stretches), found.contested) == (woven, contested)
