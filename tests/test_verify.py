"""A document to be signed against the data: every changed figure is found, wording may change freely."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from cv183_reports.differences.comparison import DocumentLine, lines_of
from cv183_reports.differences.stated import Sort, stated_in, unit_names
from cv183_reports.differences.verify import (
    Misprint,
    Slip,
    Verification,
    Wording,
    checked,
    restated,
)
from cv183_reports.word.document import read_facts
from tests.months import register
from tests.test_documents import rendered, report, small

NAMES = unit_names((u.code, (u.name, u.short_name)) for u in register().units)
MASK = re.compile(r"\d+(?:[.,]\d+)*")


def lines(data: bytes) -> tuple[DocumentLine, ...]:
    facts, found = read_facts(data, "thử.docx")
    assert facts is not None, found
    return lines_of(facts)


SENT = "Có 02/04 đơn vị gửi báo cáo"
OWN = lines(rendered(report(small())))


def address(line: DocumentLine, column: str) -> str:
    return f"chỗ {line.where}{column and f' cột {column}'}"


def compared(mine: tuple[DocumentLine, ...]) -> Verification:
    return checked(OWN, mine, NAMES, address)


def written(line: DocumentLine, at: int, text: str) -> DocumentLine:
    """The line as `lines_of` would read it, with that text in that cell."""
    texts = tuple(text if rank == at else old for rank, old in enumerate(line.texts))
    return replace(line, texts=texts, key=line.key if line.table else MASK.sub("0", text))


def changed(line: DocumentLine, at: int, text: str) -> tuple[DocumentLine, ...]:
    return tuple(written(each, at, text) if each is line else each for each in OWN)


def found(where: str) -> DocumentLine:
    return next(line for line in OWN if where in line.text)


def spots(own: tuple[DocumentLine, ...]) -> Iterator[tuple[int, int, str]]:
    """Each number of a document but those of headings, changed: rank of its line, of its cell, and the new text."""
    for rank, line in enumerate(own):
        for at, text in enumerate(line.texts):
            for number in re.finditer(r"(?<!\w)\d+(?!\. \D)", text):
                digit = str((int(number[0][-1]) + 3) % 10)
                yield rank, at, f"{text[: number.end() - 1]}{digit}{text[number.end() :]}"


def test_the_month_is_what_it_says() -> None:
    same = compared(OWN)
    assert same.misprints == ()
    assert same.rows_gone == ()
    assert same.figures > 150
    assert same.names > 20


def test_every_number_that_is_changed_is_found_at_its_place() -> None:
    missed = []
    total = 0
    for rank, at, text in spots(OWN):
        total += 1
        mine = (*OWN[:rank], written(OWN[rank], at, text), *OWN[rank + 1 :])
        told = compared(mine).misprints
        if not any(each.where.startswith(OWN[rank].where) for each in told):
            missed.append((OWN[rank].where, text))
    assert missed == []
    assert total > 150


def test_what_is_found_is_told_as_printed_and_right_with_its_address() -> None:
    line = found(SENT)
    (only,) = compared(changed(line, 0, line.text.replace("50%", "55%"))).misprints
    assert (only.slip, only.printed, only.right) == (Slip.DIFFERENT, "55%", "50%")
    assert only.where == "Mục IV, 2. Chấp hành chế độ báo cáo"
    assert "[55%]" in only.context
    assert only.address == f"chỗ {only.where}"


def test_a_cell_is_told_with_its_column() -> None:
    line = next(each for each in OWN if each.table == "Phụ lục 1" and "1.3" in each.texts)
    at = next(rank for rank, text in enumerate(line.texts) if text == "4")
    (only,) = compared(changed(line, at, "5")).misprints
    assert only.where == f"{line.where}, cột “{line.columns[at]}”"
    assert (only.printed, only.right) == ("5", "4")
    (gone,) = compared(changed(line, at, "")).misprints
    assert (gone.slip, gone.right) == (Slip.LOST, "4")


def test_a_short_cell_of_words_is_one_of_the_data() -> None:
    line = next(each for each in OWN if each.table == "Phụ lục 2" and "Chưa gửi" in each.texts)
    at = line.texts.index("Chưa gửi")
    (only,) = compared(changed(line, at, "Đúng hạn")).misprints
    assert (only.printed, only.right) == ("Đúng hạn", "Chưa gửi")
    assert compared(changed(line, at, "chưa gửi.")).misprints == ()


def test_ranks_go_up_by_one() -> None:
    line = next(each for each in OWN if each.table == "Phụ lục 2" and each.rank == "2")
    mine = tuple(replace(each, rank="7") if each is line else each for each in OWN)
    assert {each.slip for each in compared(mine).misprints} == {Slip.RANK}


def figures(*rows: tuple[str, ...], columns: tuple[str, ...]) -> list[DocumentLine]:
    keys = (row[0] for row in rows)
    return [DocumentLine(f"Mục III, dòng “{key}”", "Mục III", columns, row, key)
            for key, row in zip(keys, rows, strict=True)]  # fmt: skip


COLUMNS = "Chỉ tiêu", "Tháng 9", "Tháng 8", "Số đơn vị"
FIGURES = (
    ("Hồ sơ đã giải quyết trong kỳ (hồ sơ)", "177.348", "179.188", "102"),
    ("Kinh phí đã chi trả lũy kế (triệu đồng)", "2.039.664,2", "1.504.633,2", "109"),
)


def test_columns_may_come_and_go_what_stays_is_compared_under_its_head() -> None:
    own = figures(*FIGURES, columns=COLUMNS)
    fewer = figures(*(row[:3] for row in FIGURES), columns=COLUMNS[:3])
    more = figures(*((*row, "Ghi chú") for row in FIGURES), columns=(*COLUMNS, "Ghi chú"))
    for mine in (fewer, more):
        assert checked(own, mine, NAMES, address).misprints == ()
        wrong = [mine[0], written(mine[1], 2, "1.504.663,2")]
        (only,) = checked(own, wrong, NAMES, address).misprints
        assert (only.printed, only.right) == ("1.504.663,2", "1.504.633,2")
        assert only.where.endswith("cột “Tháng 8”")
    (only,) = checked(own, [written(more[0], 4, "99"), more[1]], NAMES, address).misprints
    assert (only.slip, only.printed) == (Slip.ADDED, "99")


def test_heads_of_which_only_the_upper_row_is_known_as_such_are_no_other_heads() -> None:
    """Word no longer repeats them, or LibreOffice went by way of .rtf."""
    two = ("Chỉ tiêu", "Tháng 9 – (hồ sơ)", "Tháng 8 – (triệu đồng)", "Số đơn vị – (đơn vị)")
    own = figures(*FIGURES, columns=two)
    mine = figures(
        ("(hồ sơ)", "(triệu đồng)", "(đơn vị)"),
        *FIGURES,
        columns=tuple(h.split(" – ")[0] for h in two),
    )
    assert checked(own, mine, NAMES, address).misprints == ()


def test_the_name_of_a_row_of_figures_is_told_when_it_was_worded_anew() -> None:
    own = figures(*FIGURES, columns=COLUMNS)
    label = FIGURES[0][0].replace("đã", "chưa")
    told = checked(own, [written(own[0], 0, label), own[1]], NAMES, address)
    assert told.misprints == ()
    assert [(each.printed, each.right) for each in told.relabelled] == [(label, FIGURES[0][0])]
    other = FIGURES[1][0].replace("triệu", "tỷ")
    (only,) = checked(own, [own[0], written(own[1], 0, other)], NAMES, address).misprints
    assert only.printed == other


def test_a_sentence_may_tell_a_row_in_another_measure() -> None:
    own = figures(*FIGURES, columns=COLUMNS)

    def told(text: str) -> list[str]:
        mine = [*own, DocumentLine("Mục III", "", ("",), (text,), text)]
        return [each.printed for each in checked(own, mine, NAMES, address).misprints]

    assert told("Kinh phí đã chi trả là hơn 2.039 tỷ đồng.") == []
    assert told("Kinh phí đã chi trả là 2.040 tỷ đồng.") == []
    assert told("Kinh phí đã chi trả là hơn 2.093 tỷ đồng.") == ["2.093 tỷ"]


def test_heads_of_columns_are_compared_once() -> None:
    table = next(each.table for each in OWN if each.table.startswith("Phụ lục 5"))
    mine = tuple(
        replace(line, columns=(*line.columns[:-1], "Cột năm 2031")) if line.table == table else line
        for line in OWN
    )
    (only,) = compared(mine).misprints
    assert only.where.startswith(f"{table}, đầu bảng")


def test_a_row_that_is_gone_is_a_note_and_what_it_was_counted_in_a_misprint() -> None:
    line = next(each for each in OWN if each.table == "Phụ lục 3" and each.rank == "3")
    told = compared(tuple(each for each in OWN if each is not line))
    assert told.rows_gone == (line.where,)
    assert [(each.slip, each.printed) for each in told.misprints] == [(Slip.ROWS, "02")]
    assert told.misprints[0].right == "1 (Phụ lục 3)"


@pytest.mark.parametrize("rank", range(3))
def test_a_row_without_a_number_of_its_own_is_gone_as_any_other(rank: int) -> None:
    whole = table(("Xã A", "3", "50%"), ("Xã B", "4", "60%"), ("Tổng số", "7", "55%"))
    told = checked(whole, (*whole[:rank], *whole[rank + 1 :]), {}, address)
    assert told.rows_gone == (whole[rank].where,)


def test_the_head_of_a_group_within_a_table_may_go() -> None:
    whole = table(("02 xã", "", ""), ("Xã A", "3", "50%"), ("Xã B", "4", "60%"))
    assert checked(whole, whole[1:], {}, address).rows_gone == ()


def test_a_row_that_the_data_do_not_have() -> None:
    line = next(each for each in OWN if each.table == "Phụ lục 3" and each.rank == "3")
    texts = ("Xã Lạ", *line.texts[1:])
    new = replace(line, rank="4", texts=texts, key="Phụ lục 3\nXã Lạ", where="Phụ lục 3, Xã Lạ")
    at = OWN.index(line) + 1
    told = compared((*OWN[:at], new, *OWN[at:])).misprints
    assert Slip.ROW_ADDED in {each.slip for each in told}


def table(*rows: tuple[str, str, str]) -> tuple[DocumentLine, ...]:
    heads = ("Đơn vị", "Đã gửi", "Tỷ lệ")
    return tuple(
        DocumentLine(f"Bảng, dòng “{name}”", "Bảng", heads, (name, *texts), f"Bảng\n{name}", "")
        for name, *texts in rows
    )


def test_totals_are_added_again() -> None:
    whole = table(("Xã A", "3", "50%"), ("Xã B", "4", "60%"), ("Tổng số", "7", "55%"))
    told = checked(whole, (whole[0], whole[2]), {}, address).misprints
    assert [(each.slip, each.printed, each.right) for each in told] == [(Slip.SUM, "7", "3")]
    cell = (replace(whole[0], texts=("Xã A", "5", "50%")), *whole[1:])
    (only,) = checked(whole, cell, {}, address).misprints
    assert (only.slip, only.printed) == (Slip.DIFFERENT, "5")


def test_a_unit_that_begins_like_a_total_is_added_up_like_any_other() -> None:
    rows = (("Công an thành phố", "3", "50%"), ("Xã B", "4", "60%"), ("Tổng số", "7", "55%"))
    whole = table(*rows)
    told = checked(whole, whole[1:], {}, address).misprints
    assert [(each.slip, each.printed, each.right) for each in told] == [(Slip.SUM, "7", "4")]


def test_sentences_that_a_person_adds_say_nothing_that_the_part_does_not() -> None:
    at = OWN.index(found(SENT))
    where = OWN[at].where

    def with_sentence(text: str) -> tuple[Misprint, ...]:
        new = DocumentLine(where, "", ("",), (text,), MASK.sub("0", text))
        return compared((*OWN[: at + 1], new, *OWN[at + 1 :])).misprints

    assert with_sentence("Nhìn chung, các đơn vị đã có nhiều cố gắng trong tháng 9.") == ()
    assert with_sentence("Trong đó 02 đơn vị gửi được ngay từ đầu tháng 9/2025.") == ()
    (only,) = with_sentence("Trong đó 77 đơn vị gửi qua mạng.")
    assert (only.slip, only.printed, only.right) == (Slip.ADDED, "77", "")


def test_sentences_may_be_taken_out_and_moved() -> None:
    line = found(SENT)
    assert compared(tuple(each for each in OWN if each is not line)).misprints == ()
    one, other = found("- Nhiệm vụ phải"), found("- Chế độ báo cáo")
    swapped = {id(one): other, id(other): one}
    assert compared(tuple(swapped.get(id(each), each) for each in OWN)).misprints == ()


def test_what_the_pen_fills_in_is_no_difference_but_must_be_one_number() -> None:
    def signed(text: str, number: str) -> str:
        return (
            text.replace("ố -BC/BTCTU", f"ố {number}-BC/BTCTU")
            .replace("ngày tháng 9 năm 2025", "ngày 02 tháng 10 năm 2025")
            .replace("ngày /9/2025", "ngày 02/10/2025")
        )

    filled = tuple(
        written(line, 0, signed(line.text, "45")) if not line.table else line for line in OWN
    )
    assert filled != OWN
    assert compared(filled).misprints == ()
    last = next(at for at in reversed(range(len(OWN))) if "ố -BC/BTCTU" in OWN[at].text)
    unlike = (
        *filled[:last],
        written(OWN[last], 0, signed(OWN[last].text, "54")),
        *filled[last + 1 :],
    )
    (only,) = compared(unlike).misprints
    assert (only.slip, only.printed, only.right) == (Slip.UNEQUAL, "54-BC/BTCTU", "45-BC/BTCTU")
    other = written(filled[last], 0, filled[last].text.replace("02/10/2025", "03/10/2025"))
    (only,) = compared((*filled[:last], other, *filled[last + 1 :])).misprints
    assert (only.slip, only.printed) == (Slip.UNEQUAL, "ngày 03/10/2025")


RIGHT = (
    "Có 18/142 đơn vị gửi báo cáo (đạt 12,7%), tăng 01 đơn vị so với tháng 8; trong đó 16 đơn vị gửi đúng hạn (trước 16 giờ, "
    "ngày 22/9/2025), 02 đơn vị gửi sau hạn. Tiếp nhận 173.342 hồ sơ theo Kết luận số 183-KL/TW. Chưa gửi: xã Cẩm Giang, xã Cẩm "
    "Giàng, phường Ngô Quyền."
)
WORDINGS = (
    ("Có 18/142", "Đã có 18/142"),
    ("Có 18/142 đơn vị gửi", "Tổng số 18 trên 142 đơn vị đã gửi"),
    ("Có 18/142 đơn vị gửi báo cáo", "Trong 142 đơn vị, đã có 18 đơn vị nộp báo cáo"),
    (" (đạt 12,7%)", ""),
    (", tăng 01 đơn vị so với tháng 8", ""),
    ("tăng 01 đơn vị", "tăng một đơn vị"),
    ("tăng 01 đơn vị", "tăng thêm 1 đơn vị"),
    ("so với tháng 8", "so với tháng 8 năm 2025"),
    ("ngày 22/9/2025", "ngày 22 tháng 9 năm 2025"),
    ("ngày 22/9/2025", "ngày 22/09/2025"),
    ("16 đơn vị gửi đúng hạn", "số gửi đúng hạn là 16 đơn vị"),
    ("02 đơn vị gửi sau hạn", "còn 2 đơn vị gửi muộn so với quy định"),
    ("trong đó 16 đơn vị gửi đúng hạn (trước 16 giờ, ngày 22/9/2025), 02 đơn vị gửi sau hạn",
     "trong đó 02 đơn vị gửi sau hạn, 16 đơn vị gửi đúng hạn (trước 16 giờ, ngày 22/9/2025)"),
    ("173.342 hồ sơ", "173342 hồ sơ"),
    ("Tiếp nhận 173.342 hồ sơ", "Toàn thành phố đã tiếp nhận được 173.342 bộ hồ sơ"),
    (" theo Kết luận số 183-KL/TW", ""),
    ("theo Kết luận số", "thực hiện Kết luận"),
    ("12,7%", "12,7 %"),
    ("Chưa gửi: xã Cẩm Giang, xã Cẩm Giàng, phường Ngô Quyền", "Còn phường Ngô Quyền, xã Cẩm Giang và xã Cẩm Giàng chưa gửi"),
    (" Chưa gửi: xã Cẩm Giang, xã Cẩm Giàng, phường Ngô Quyền.", ""),
    ("xã Cẩm Giang, xã", "Đảng ủy xã Cẩm Giang, xã"),
    ("đơn vị", "cơ quan, đơn vị"),
    ("18/142 đơn vị", "mười tám trên một trăm bốn mươi hai đơn vị"),
    ("16 đơn vị gửi đúng hạn", "mười sáu đơn vị gửi đúng hạn"),
    ("tháng 8", "tháng Tám"),
    ("đạt 12,7%", "đạt gần 13%"),
    ("đạt 12,7%", "đạt hơn 12,5%"),
    ("đạt 12,7%", "đạt 13%"),
    ("173.342", "173 342"),
    ("173.342", "hơn 173.000"),
    ("173.342", "trên 173 nghìn"),
    ("173.342", "173,3 nghìn"),
    ("ngày 22/9/2025", "ngày 22-9-2025"),
    ("ngày 22/9/2025", "ngày 22/9"),
    ("16 giờ, ngày", "16 giờ 00 phút ngày"),
    ("16 giờ, ngày", "16h00 ngày"),
    ("16 giờ, ngày", "16:00 ngày"),
    ("xã Cẩm Giang, xã Cẩm Giàng, phường Ngô Quyền", "phường Ngô Quyền, xã Cẩm Giang và xã Cẩm Giàng"),
)  # fmt: skip
"""(what stands, what a person makes of it): only wording."""
SLIPS = (
    ("18/142", "19/142", "19", "18"),
    ("18/142", "142/18", "142", "18"),
    ("12,7%", "1,27%", "1,27%", "12,7%"),
    ("12,7%", "12,7", "12,7", "12,7%"),
    ("tăng 01", "giảm 01", "01", "01"),
    ("173.342", "137.342", "137.342", "173.342"),
    ("173.342", "173,342", "173,342", "173.342"),
    ("ngày 22/9/2025", "ngày 23/9/2025", "ngày 23/9/2025", "ngày 22/9/2025"),
    ("183-KL/TW", "138-KL/TW", "138-KL/TW", "183-KL/TW"),
    ("183-KL/TW", "183-NQ/TW", "183-NQ/TW", "183-KL/TW"),
    ("xã Cẩm Giang,", "phường Ngô Quyền,", "phường Ngô Quyền", "xã Cẩm Giang"),
    ("16 đơn vị gửi đúng hạn", "đơn vị gửi đúng hạn", "", "16"),
    ("xã Cẩm Giang, ", "", "", "xã Cẩm Giang"),
    ("xã Cẩm Giang,", "xã Cẩm Giảng,", "xã cẩm giảng", "xã Cẩm Giang"),
    ("Có 18/142 đơn vị gửi", "Theo thống kê, đã có 18/145 đơn vị gửi", "145", "142"),
    ("18/142 đơn vị", "18/một trăm bốn mươi ba đơn vị", "một trăm bốn mươi ba", "142"),
    ("đạt 12,7%", "đạt gần 12%", "12%", "12,7%"),
    ("đạt 12,7%", "đạt trên 13%", "13%", "12,7%"),
    ("đạt 12,7%", "đạt 12%", "12%", "12,7%"),
    ("đạt 12,7%", "đạt gần 20%", "20%", "12,7%"),
    ("173.342", "hơn 200 nghìn", "200 nghìn", "173.342"),
    ("173.342", "gần 170.000", "170.000", "173.342"),
    ("173.342", "173.342 triệu", "173.342 triệu", "173.342"),
    ("18/142", "18 trên 140", "140", "142"),
    ("16 giờ, ngày", "16h30, ngày", "16h30", "16 giờ"),
    ("16 giờ, ngày", "15 giờ, ngày", "15 giờ", "16 giờ"),
    ("tháng 8", "tháng Chín", "tháng chín", "tháng 8"),
)  # fmt: skip
"""(what stands, what a person makes of it, printed, right)."""


def line_of(text: str) -> DocumentLine:
    return DocumentLine("Mục IV", "", ("",), (text,), MASK.sub("0", text))


def test_headings_may_be_numbered_anew() -> None:
    own, mine = line_of("7. Các cơ quan khác (mục 6, 7)"), line_of("8. Các cơ quan khác (mục 6, 7)")
    assert checked([own], [mine], NAMES, address).misprints == ()
    (only,) = checked([own], [line_of("8. Các cơ quan khác (mục 6, 8)")], NAMES, address).misprints
    assert (only.printed, only.right) == ("8", "7")


@pytest.mark.parametrize(("old", "new"), WORDINGS)
def test_wording_may_change_freely(old: str, new: str) -> None:
    edited = RIGHT.replace(old, new)
    assert edited != RIGHT
    told = checked([line_of(RIGHT)], [line_of(edited)], NAMES, address)
    assert told.misprints == ()


@pytest.mark.parametrize(("old", "new", "printed", "right"), SLIPS)
def test_what_is_stated_may_not(old: str, new: str, printed: str, right: str) -> None:
    told = checked([line_of(RIGHT)], [line_of(RIGHT.replace(old, new, 1))], NAMES, address)
    assert (printed, right) in [(each.printed, each.right) for each in told.misprints]


def test_all_wordings_at_once_hide_no_slip() -> None:
    """The first, the eleventh and the fifteenth edit, and one wrong digit."""
    edited = RIGHT
    for at in (0, 10, 14):
        edited = edited.replace(*WORDINGS[at])
    told = checked(
        [line_of(RIGHT)], [line_of(edited.replace("173.342", "173.324"))], NAMES, address
    )
    assert [(each.printed, each.right) for each in told.misprints] == [("173.324", "173.342")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("01", "1"),
        ("98,5%", "98,50 %"),
        ("1.234", "1234"),
        ("1.234.567,80", "1234567,8"),
        ("05/9/2025", "ngày 05 tháng 9 năm 2025"),
        ("05/9/2025", "05.09.2025"),
        ("tháng 9/2025", "Tháng 9 năm 2025"),
        ("09/2025", "tháng 9 năm 2025"),
        ("số 05-BC/ĐU", "Số 5-BC/ĐU"),
        ("XÃ CẨM GIANG", "xã Cẩm Giang"),
        ("-0,50", "−0,5"),
        ("13 giờ 05 phút", "13h05"),
        ("16 giờ", "16:00"),
        ("1.234,5", "1 234,5"),
        ("2,5 triệu", "2.500 nghìn"),
    ],
)  # fmt: skip
def test_two_ways_to_write_one_thing_agree(one: str, other: str) -> None:
    (here,), (there,) = stated_in(one, NAMES), stated_in(other, NAMES)
    assert here.agrees(there)


@pytest.mark.parametrize(
    ("one", "other"),
    [("1.234", "1,234"), ("98,5%", "98,5"), ("1.3", "1,3"), ("-4", "4"), ("xã Cẩm Giang", "xã Cẩm Giàng"),
     ("05/9/2025", "05/9/2026"), ("178/2024/NĐ-CP", "178/2025/NĐ-CP"), ("tăng 5", "giảm 5")],
)  # fmt: skip
def test_two_things_do_not(one: str, other: str) -> None:
    (here,), (there,) = stated_in(one, NAMES), stated_in(other, NAMES)
    assert not here.agrees(there)


def test_what_is_no_figure_is_none() -> None:
    assert stated_in("máy quét A3, mã HC02, mục III", NAMES) == ()
    sorts = [
        each.sort for each in stated_in("đạt 12 điểm, ngày 03/9, số 7-KH/TU, xã Cẩm Giang", NAMES)
    ]
    assert sorts == [Sort.NUMBER, Sort.DATE, Sort.DOCUMENT, Sort.UNIT]


def test_a_swap_is_a_difference_and_a_turned_sentence_is_none() -> None:
    def told(one: str, other: str) -> int:
        wordings = [Wording(text, stated_in(text, NAMES)) for text in (one, other)]
        return len(restated(*wordings).differ)

    assert told("có 5 xã đúng hạn, 7 xã muộn", "có 7 xã đúng hạn, 5 xã muộn") == 2
    assert told("có 5 xã đúng hạn, 7 xã muộn", "có 7 xã muộn, 5 xã đúng hạn") == 0
    assert told("xã gửi đạt 89,7%, phường nộp đạt 90%", "phường nộp đạt 90%, xã gửi đạt 89,7%") == 0
