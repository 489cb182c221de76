"""Numbers by what their format shows; sentences that stay short, whole and in Vietnamese."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from cv183_reports.model import Register
from cv183_reports.model.finding import Finding, Judgement, Outcome, Severity
from cv183_reports.spreadsheet.grid import Cell, CellKind, Workbook
from tests import submission_cases
from tests.builders import REGISTER
from tests.submission_cases import judged, submitted


def told(judgement: Judgement, code: str) -> Finding:
    """The one finding of that code."""
    (finding,) = [finding for finding in judgement.findings if finding.code == code]
    return finding


def with_number(sheet: str, place: tuple[int, int], digits: str, number_format: str) -> Workbook:
    """The good form with this number in one of its cells."""
    book = submitted("")
    cell = Cell(*place, CellKind.NUMBER, digits, Decimal(digits), number_format=number_format)
    return replace(
        book,
        sheets=tuple(
            replace(s, cells={**s.cells, place: cell}) if s.name == sheet else s
            for s in book.sheets
        ),
    )


SHARES = ["0%", "0.00%", '0" phần"%', "[Red]0%", "0\\ %", '"đạt "0%']
POINTS = ["General", "0", r"0\%", '0"%"', "0_%", "0*%", r'0" %"', '0"%']


@pytest.mark.parametrize("number_format", SHARES)
def test_a_percent_sign_of_the_format_multiplies(number_format: str) -> None:
    judgement = judged(with_number("Báo cáo", (2, 3), "0.8", number_format))
    assert judgement.filing is not None
    assert judgement.filing.records[0].percent == 80
    assert judgement.findings == ()
    figures = judged(with_number("Số liệu", (5, 2), "0.8", number_format)).filing
    assert figures is not None
    assert figures.figures[-1].value == 80


@pytest.mark.parametrize("number_format", POINTS)
def test_a_percent_sign_that_is_only_printed_does_not(number_format: str) -> None:
    judgement = judged(with_number("Báo cáo", (2, 3), "80", number_format))
    assert judgement.filing is not None
    assert judgement.filing.records[0].percent == 80
    assert judgement.findings == ()
    doubt = judged(with_number("Báo cáo", (2, 3), "0.8", number_format))
    assert told(doubt, "SUB043").place.cell == "C2"
    figures = judged(with_number("Số liệu", (5, 2), "97", number_format)).filing
    assert figures is not None
    assert figures.figures[-1].value == Decimal(97)


def test_many_leftovers_are_counted() -> None:
    lines = "\n".join(f"| dòng {n} |" for n in range(1, 3001))
    judgement = judged(submitted(f"| Nháp |\n| ---- |\n{lines}\n"))
    assert told(judgement, "SUB015").message == (
        "Có nội dung ngoài các bảng tại A1, A2, A3, A4, A5, A6, A7, A8, A9, A10, … và 2990 ô khác, "
        "bắt đầu bằng «dòng 1», không được tổng hợp"
    )


@pytest.mark.parametrize(("count", "end"), [(10, "A10"), (11, "A10, … và 1 ô khác")])
def test_ten_are_listed_whole(count: int, end: str) -> None:
    lines = "\n".join(f"| dòng {n} |" for n in range(count))
    judgement = judged(submitted(f"| Nháp |\n| ---- |\n{lines}\n"))
    assert f"{end}, bắt đầu" in told(judgement, "SUB015").message


HEAD = """
| Báo cáo |            |           |                 |                   |
| ------- | ---------- | --------- | --------------- | ----------------- |
| Mã      | Trạng thái | Tỷ lệ (%) | Ngày hoàn thành | Kết quả thực hiện |
"""


def test_rows_of_one_code_hidden_or_merged_are_counted() -> None:
    rows = "| 1.1 | Hoàn thành | 100 | | Xong |\n" * 30
    flags = "".join(f"- hidden Báo cáo!{n}\n" for n in range(2, 32)) + "- merged Báo cáo!E2:E31\n"
    judgement = judged(submitted(f"{HEAD}{rows}\n{flags}"))
    listed = "2, 3, 4, 5, 6, 7, 8, 9, 10, 11, … và 20 dòng khác"
    assert f"({listed})" in told(judgement, "SUB017").message
    assert told(judgement, "SUB024").message.endswith(f": {listed}")
    assert "1.1, 1.1, … và 20 mã khác)" in told(judgement, "SUB023").message


def test_tables_of_one_kind_are_counted() -> None:
    row = "| 1.1 | Hoàn thành | 100 | | Xong |\n"
    copies = "".join(f"{HEAD.replace('Báo cáo', f'Bản {n}')}{row}" for n in range(12))
    message = told(judged(submitted(f"{copies}\n- without Báo cáo\n")), "SUB011").message
    assert "Bản 9!A1, … và 2 bảng khác" in message


def answers(percent: str, day: str, status: str = "Hoàn thành") -> str:
    return f"{HEAD}| 1.1 | {status} | {percent} | {day} | Đã sắp xếp xong |\n"


@pytest.mark.parametrize(
    ("code", "percent", "day", "sentence"),
    [
        ("SUB043", "0,8", "", "có thể là 0,8% hoặc 80% nên"),
        ("SUB063", "0,8", "", "tỷ lệ chỉ 0,8 hoặc 80%"),
        ("SUB048", "", "25-08-15", "có thể là ngày 25 tháng 8 năm 2015 hoặc ngày 15 tháng 8 năm 2025"),
        ("SUB048", "", "8/15/2025", "có thể là ngày 15 tháng 8 năm 2025"),
    ],
)  # fmt: skip
def test_two_meanings_are_said_with_or(code: str, percent: str, day: str, sentence: str) -> None:
    assert sentence in told(judged(submitted(answers(percent, day))), code).message


def test_a_figure_with_two_meanings() -> None:
    figure = (
        "| Số liệu | | |\n| --- | --- | --- |\n| Mã | Kỳ này | Ghi chú |\n| CD04 | '1.234 | |\n"
    )
    message = told(judged(submitted(figure)), "SUB081").message
    assert message == "Chỉ tiêu CD04 ghi «1.234», có thể là 1.234 hoặc 1,234"


def test_a_date_to_come_that_may_be_american_is_not_said_to_be_taken() -> None:
    judgement = judged(submitted(answers("", "@2025-10-08")))
    assert told(judgement, "SUB050")
    assert told(judgement, "SUB052").remedy.endswith("chương trình không tự đổi ngày.")


def test_a_broken_constraint_is_told_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    sentence = "Tổng số hồ sơ đã giải quyết và hồ sơ đang giải quyết phải đúng bằng tổng số hồ sơ đã tiếp nhận trong kỳ"
    (constraint,) = REGISTER.constraints
    register: Register = replace(REGISTER, constraints=(replace(constraint, text=sentence),))
    monkeypatch.setattr(submission_cases, "REGISTER", register)
    book = with_number("Số liệu", (2, 2), "121", "General")
    assert sentence in told(judged(book), "SUB085").message


def test_what_the_hidden_sheet_lacks_is_said_in_words() -> None:
    judgement = judged(submitted("- without _meta"))
    missing = told(judgement, "SUB001")
    assert "(thiếu: mã đơn vị, kỳ báo cáo, phiên bản biểu mẫu)" in missing.message
    assert not missing.place.sheet  # nobody can go to a sheet that nobody sees


@pytest.mark.parametrize(
    ("written", "column"),
    [
        ("Khó khăn", "Khó khăn, vướng mắc"),
        ("Kien nghi va de xuat", "Kiến nghị, đề xuất"),
        ("Minh chứng", "Văn bản minh chứng"),
        ("Cấp", "Cấp giải quyết"),
        ("Linh vuc cong tac", "Lĩnh vực"),
    ],
)
def test_a_retyped_header_is_laid_to_the_column_that_is_missing(written: str, column: str) -> None:
    head = HEAD.replace("thực hiện |\n", f"thực hiện | {written} |\n")
    row = "| 1.1 | Hoàn thành | | @2025-08-10 | Đã xong | Nội dung |\n"
    renamed = told(judged(submitted(f"{head}{row}\n- without {column}\n")), "SUB029")
    assert f"có lẽ là cột «{column}»" in renamed.message
    assert renamed.place.cell == "F1"


@pytest.mark.parametrize(
    ("case", "message", "remedy"),
    [
        (
            "SUB120-not-owed-though-named",
            "Ghi «Không thuộc thẩm quyền» nhưng Công văn giao đích danh đơn vị nhiệm vụ 5.4",
            "Hãy kiểm tra lại; nếu đúng như vậy thì nêu lý do ở cột Kết quả thực hiện.",
        ),
        (
            "SUB121-cumulative-figure-falls",
            "Chỉ tiêu CD01 là số lũy kế, không thể giảm: tháng 9 năm 2025 ghi 119, tháng 8 năm 2025 đã ghi 120",
            "Hãy kiểm tra lại cả hai số; ghi số cộng dồn từ đầu đến cuối kỳ, nếu kỳ trước ghi sai thì nêu rõ ở cột Ghi chú.",
        ),
    ],
)
def test_what_is_doubted_is_counted_and_both_sides_are_told(
    case: str, message: str, remedy: str
) -> None:
    settled = submission_cases.run(submission_cases.FOLDER / "should_fail" / f"{case}.md").batch
    (judgement,) = settled.judgements
    first = next(f for f in judgement.findings if f.code == case[:6])
    assert (first.message, first.remedy) == (message, remedy)
    assert first.severity is Severity.WARNING
    assert judgement.filing is not None
    assert not judgement.filing.faulty | judgement.filing.faulty_figures


def test_no_record_holds_a_link_and_the_note_quotes_it() -> None:
    case = submission_cases.FOLDER / "should_fail" / "SUB137-links-are-not-printed.md"
    (judgement,) = submission_cases.run(case).batch.judgements
    assert judgement.filing is not None
    told = {(f.place.cell, f.message) for f in judgement.findings}
    beside, alone = "chữ còn lại trong ô vẫn được in", "ô không còn chữ nào để in"
    assert told == {
        ("E2", f"Liên kết không được in vào văn bản: «https://drive.google.com/a»; {beside}"),
        ("G2", f"Liên kết không được in vào văn bản: «zalo.me/g/1»; {beside}"),
        ("F3", f"Liên kết không được in vào văn bản: «https://1drv.ms/b/1»; {alone}"),
        ("E5", f"Liên kết không được in vào văn bản: «https://dropbox.com/s/1»; {alone}"),
    }
    said = {r.obligation: (r.result, r.evidence, r.proposal) for r in judgement.filing.records}
    assert said == {
        "1.1": ("Đã sắp xếp xong", "", "Đề nghị cấp máy"),
        "1.3": ("Đã ban hành quy chế làm việc", "", ""),
        "3.1": ("", "", ""),
    }


def test_what_is_mistyped_is_printed_as_it_is_and_only_noted() -> None:
    case = submission_cases.FOLDER / "should_fail" / "SUB141-what-is-mistyped-is-a-note.md"
    (judgement,) = submission_cases.run(case).batch.judgements
    assert judgement.filing is not None
    assert judgement.outcome is Outcome.ACCEPTED
    first, second = (f.message for f in judgement.findings if f.severity is Severity.NOTE)
    assert first == (
        "Có lẽ gõ nhầm: «nghành» → «ngành», «của của» → «của», «sử lý» → «xử lý», «viêc»"
    )
    assert second == "Có lẽ gõ nhầm: «dduwowcj» → «được»"
    said = {record.obligation: record.result for record in judgement.filing.records}
    assert said["1.1"] == "Các nghành của của xã đang sử lý viêc này"
