"""Every workbook that we write opens in LibreOffice and prints on A4, in letters that can be read."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from tests.laid_out import LaidOut, laid_out_once, squeezed
from tests.test_validity import SHEETS

A4 = {(210, 297), (297, 210)}
LIKE_ANOTHER = {
    "form of du-ubnd",
    "marked copy, marked again",
    "older register, filled in",
    "summary of a first month",
}
"""Laid out as one that is here: what is written into its cells is tried elsewhere."""


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, LaidOut]:
    def sheets() -> dict[str, bytes]:
        assert SHEETS.keys() > LIKE_ANOTHER
        return {name: make() for name, make in SHEETS.items() if name not in LIKE_ANOTHER}

    found = laid_out_once(sheets, "sheets", tmp_path_factory)
    assert all(b"xl/workbook.xml" in one.data for one in found.values())
    assert len(found) > 5
    return found


def sheets_of(one: LaidOut) -> list[Worksheet]:
    book = openpyxl.load_workbook(BytesIO(one.data))
    return [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]


def test_every_page_is_a4_and_has_text(printed: dict[str, LaidOut]) -> None:
    for name, one in printed.items():
        shapes = {(round(page.width), round(page.height)) for page in one.pages}
        assert shapes <= A4, name
        assert all(len(page.rows) > 1 for page in one.pages), name


def test_a_sheet_is_as_wide_as_its_page_or_its_first_columns_stand_on_every_page(
    printed: dict[str, LaidOut],
) -> None:
    """The heads of its columns stand on one page; of a wider sheet, on pages with the first ones."""
    for name, one in printed.items():
        for sheet in sheets_of(one):
            heads = headers(sheet)
            seen = [
                {squeezed(word.text) for row in page.rows for word in row.words}
                for page in one.pages
            ]
            is_wide = bool(sheet.print_title_cols)
            groups = [[heads[0], head] for head in heads] if is_wide else [heads]
            for group in groups:
                words = {squeezed(word) for head in group for word in head.split()}
                assert any(words <= page for page in seen), f"{name}, {sheet.title}: {words}"


OURS = ("form of", "marked copy", "summary", "editor", "call list, Excel")
"""Workbooks whose pages we lay out; the register is staff's own."""
_HEIGHT = 1.2995
"""Of the box that poppler draws around a word of Liberation Serif, in sizes of the letters."""


def test_no_letter_on_paper_is_smaller_than_nine_points(printed: dict[str, LaidOut]) -> None:
    looked_at = 0
    for name, one in printed.items():
        if name.startswith(OURS):
            looked_at += 1
            small = {
                word.text: size
                for page in one.pages
                for row in page.rows
                for word in row.words
                if (size := (word.bottom - word.top) / 25.4 * 72 / _HEIGHT) < 8.95
                and len(word.text) > 3  # words of turned axis titles are boxed by their length
            }
            assert small == {}, name
    assert looked_at > 5


def headers(sheet: Worksheet) -> list[str]:
    """The texts of the row that is printed on every page, as far as the print area goes."""
    titles = sheet.print_title_rows
    if not titles:
        return []
    (area,) = sheet.print_area if isinstance(sheet.print_area, list) else [sheet.print_area]
    last = range_boundaries(str(area).replace("$", "").rpartition("!")[2])[2] if area else None
    cells = next(sheet.iter_rows(min_row=int(titles.rpartition("$")[2]), max_col=last))
    return [str(cell.value) for cell in cells if cell.value is not None]


@pytest.mark.parametrize("unit", ["a commune", "du-ubnd"])
def test_the_sheet_of_a_form_lies_across(printed: dict[str, LaidOut], unit: str) -> None:
    one = printed[f"form of {unit}, filled"]
    names = [sheet.title for sheet in sheets_of(one)]
    assert names == ["Hướng dẫn", "Báo cáo", "Số liệu"]
    upright = [page for page in one.pages if page.height > page.width]
    rest = one.pages[len(upright) :]
    assert 1 <= len(upright) <= 2, "Hướng dẫn"
    assert all(page.width > page.height for page in rest)
    heads = ("Nội dung nhiệm vụ", "Kỳ trước: Kết quả", "Cấp giải quyết")
    every, left, right = ([page for page in rest if page.row(head)] for head in heads)
    assert len(left) + len(right) == len(every)
    assert 1 <= len(right) <= len(left)
