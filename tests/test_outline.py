"""A Word or Excel file as text: golden lines, damaged files, and git's own use of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import openpyxl
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from openpyxl.worksheet.datavalidation import DataValidation

from cv183_reports.app.outline import outline
from cv183_reports.catalogue import files
from cv183_reports.catalogue import lint as presentation
from cv183_reports.model.finding import Rule
from tests.word_facts import paragraph, run, word

ROOT = Path(__file__).parents[1]

REPORT = """\
chữ thường: Cambria 11
phần 1: 210 × 297 mm, dọc; lề trên 20, dưới 20, trái 30, phải 15 mm; đầu trang cách 10 mm; chân trang cách 12,5 mm; trang đầu riêng; đánh số trang từ 3
  đầu trang: header | giữa ¶ {PAGE}
  đầu trang đầu: header ¶
bảng 2 cột (82,5 + 82,5 mm), 1 dòng, không kẻ
| [giữa] [đậm 13: BAN TỔ CHỨC] ↵ Số      -BC/BTCTU | Nơi nhận: a \\| b |
Title | giữa | cách dưới 15 pt | có kẻ khung | Calibri màu 17365D 26 giãn 0,2 pt ¶ BÁO CÁO
Normal | đều hai bên | cách dưới 10 pt | 1,2 dòng | nghiêng 14,5 ¶ Kính gửi: Thường trực Thành ủy
Normal | cách dưới 10 pt | 1,2 dòng ¶ Có [đậm: 112/114] cấp ủy →đã gửi↵báo cáo⤓[hình]
List Number | lùi trái 6,3 mm | treo 6,3 mm | cách dưới 10 pt | 1,2 dòng ¶ 1.→Một
Normal | cách dưới 10 pt | 1,2 dòng ¶
phần 2: 297 × 210 mm, ngang; lề trên 20, dưới 20, trái 30, phải 15 mm; đầu trang cách 10 mm; chân trang cách 12,5 mm
bảng 3 cột (84 + 84 + 84 mm), 3 dòng, không kẻ
| STT | Đơn vị ⟷2 | (lặp lại)
| 1 | Xã Cẩm Giang | Đúng hạn |
| ↑ | Xã Cẩm Giàng |  |
Normal | cách dưới 10 pt | 1,2 dòng ¶ Trong khung
Normal | cách dưới 10 pt | 1,2 dòng ¶ Đã thêm: {DATE: hôm nay}
"""

FORM = """\
## Báo cáo
| | A | B | D |
|---|---|---|---|
| 1 | Đơn vị | Xã Cẩm Giàng |  |
| 3 | Mã | Kết quả\\n(ghi rõ) | Số |
| 5 | 1.1 | a \\| b | 80 |
| 6 |  |  | ƒ =SUM(D5:D5) |
- gộp ô: B1:C1
- dòng ẩn: 5
- cột ẩn: D
- cố định từ B4
- khóa, không có mật khẩu
- lọc A3:D5
- kiểm nhập B5:B9: list "Hoàn thành,Đang thực hiện"
- kiểm nhập D5:D9: decimal 0; 100
## _meta (ẩn)
| | A | B |
|---|---|---|
| 1 | unit | 10903 |
"""


def word_file() -> Document:
    document = docx.Document()
    _set_up_first(document)
    table = document.add_table(1, 2)
    cell = table.cell(0, 0)
    bold = cell.paragraphs[0].add_run("BAN TỔ CHỨC")
    bold.bold, bold.font.size = True, Pt(13)
    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    cell.add_paragraph("Số      -BC/BTCTU")
    table.cell(0, 1).text = "Nơi nhận: a | b"
    document.add_paragraph("BÁO CÁO", style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
    addressed = document.add_paragraph()
    addressed.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    for words in ("Kính gửi: ", "Thường trực Thành ủy"):
        run = addressed.add_run(words)
        run.italic, run.font.size = True, Pt(14.5)
    _add_mixed_paragraph(document)
    numbered = document.add_paragraph("Một", style="List Number")
    numbered._p.get_or_add_pPr().get_or_add_numPr()
    _add_second_section(document)
    return document


def _set_up_first(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance, section.footer_distance = Mm(10), Mm(12.5)
    section.different_first_page_header_footer = True
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:start"), "3")
    section._sectPr.append(numbering)
    page = section.header.paragraphs[0]
    page.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text or None
        page.add_run()._r.append(element)
    section.first_page_header.is_linked_to_previous = False


def _add_mixed_paragraph(document: Document) -> None:
    mixed = document.add_paragraph("Có ")
    mixed.add_run("112/").bold = True
    mixed.add_run("114").bold = True
    mixed.add_run(" cấp ủy \t")
    plain = mixed.add_run("đã gửi")
    plain.bold = False
    mixed.add_run().add_break()
    mixed.add_run("báo cáo").add_break(WD_BREAK.PAGE)
    mixed.add_run()._r.append(OxmlElement("w:drawing"))


def _add_second_section(document: Document) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.different_first_page_header_footer = False
    section._sectPr.remove(section._sectPr.find(qn("w:pgNumType")))
    table = document.add_table(3, 3)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    words = ("STT", "Đơn vị", "", "1", "Xã Cẩm Giang", "Đúng hạn", "", "Xã Cẩm Giàng", "")
    for at, text in enumerate(words):
        table.cell(at // 3, at % 3).text = text
    table.cell(0, 1).merge(table.cell(0, 2)).text = "Đơn vị"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "1"
    framed = f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>Trong khung</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    tracked = (
        f"<w:p {nsdecls('w')}><w:del><w:r><w:delText>Đã xóa</w:delText></w:r></w:del>"
        '<w:ins><w:r><w:t xml:space="preserve">Đã thêm: </w:t></w:r></w:ins>'
        '<w:fldSimple w:instr=" DATE "><w:r><w:t>hôm nay</w:t></w:r></w:fldSimple></w:p>'
    )
    for xml in (framed, tracked):
        document.element.body.insert(-1, parse_xml(xml))


def saved(save: Callable[[BytesIO], object]) -> bytes:
    stream = BytesIO()
    save(stream)
    return stream.getvalue()


def word_bytes() -> bytes:
    return saved(word_file().save)


def excel_bytes() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Báo cáo"
    cells = {
        "A1": "Đơn vị",
        "B1": "Xã Cẩm Giàng",
        "A3": "Mã",
        "B3": "Kết quả\n(ghi rõ)",
        "D3": "Số",
        "A5": "1.1",
        "B5": "a | b",
        "D5": 80,
        "D6": "=SUM(D5:D5)",
    }
    for place, value in cells.items():
        sheet[place] = value
    sheet.merge_cells("B1:C1")
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["D"].hidden = True
    sheet.freeze_panes = "B4"
    sheet.protection.sheet = True
    sheet.auto_filter.ref = "A3:D5"
    chosen = DataValidation("list", formula1='"Hoàn thành,Đang thực hiện"')
    chosen.add("B5:B9")
    bounded = DataValidation("decimal", operator=None, formula1="0", formula2="100")
    bounded.add("D5:D9")
    sheet.add_data_validation(chosen)
    sheet.add_data_validation(bounded)
    meta = book.create_sheet("_meta")
    meta.append(["unit", "10903"])
    meta.sheet_state = "hidden"
    return saved(book.save)


def test_a_document_as_text() -> None:
    assert outline(word_bytes(), "báo cáo.docx") == REPORT


def test_a_workbook_as_text() -> None:
    assert outline(excel_bytes(), "biểu mẫu.xlsx") == FORM


def test_the_content_tells_what_it_is_and_the_name_does_not_matter() -> None:
    assert outline(word_bytes(), "/tmp/git-blob-a1/x.xlsx") == REPORT


def test_a_large_sheet_is_cut_and_says_so() -> None:
    book = openpyxl.Workbook()
    for row in range(1, 5_004):
        book.active.cell(row, 1, row)
    for column in range(2, 203):
        book.active.cell(1, column, column)
    lines = outline(saved(book.save), "lớn.xlsx").splitlines()
    assert lines[-1] == "- không in: 3 dòng, 2 cột"
    assert len(lines) == 1 + 2 + 5_000 + 1


def without_document(data: bytes) -> bytes:
    stream = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != "word/document.xml":
                new.writestr(name, old.read(name))
    return stream.getvalue()


def with_broken_document(data: bytes) -> bytes:
    stream = BytesIO(without_document(data))
    with ZipFile(stream, "a", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<w:document xmlns:w='w'><w:body></w:document>")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", files.BROKEN_ZIP),
        (b"%PDF-1.7", files.BROKEN_ZIP),
        (without_document(word_bytes()), presentation.DAMAGED_PART),
        (with_broken_document(word_bytes()), presentation.DAMAGED_PART),
    ],
)
def test_what_cannot_be_read_is_one_sentence(data: bytes, rule: Rule) -> None:
    text = outline(data, "thư mục/tệp lạ.docx")
    reason = rule.message.partition("{")[0]
    assert text.startswith(f"(không đọc được «tệp lạ.docx»: {reason}")
    assert text.endswith(".)\n")
    assert text.count("\n") == 1


def test_what_is_drawn_and_noted_stands_at_the_end() -> None:
    box = "<w:txbxContent>" + paragraph("trong khung", "", "<w:b/>") + "</w:txbxContent>"
    shapes = (
        '<w:r><w:pict><v:line from="0,0" to="206.95pt,0"/></w:pict></w:r>'
        f'<w:r><w:pict><v:rect style="width:5cm;height:1cm"><v:textbox>{box}</v:textbox></v:rect></w:pict></w:r>'
        '<w:r><w:footnoteReference w:id="2"/></w:r>'
    )
    note = f'<w:footnote w:id="2">{paragraph("Theo báo cáo.")}</w:footnote>'
    text = outline(word(f"<w:p>{run('Tiêu đề')}{shapes}</w:p>", footnotes=note), "a.docx")
    assert text.splitlines()[2:] == [
        "¶ Tiêu đề[hình][hình][^2]",
        "đường kẻ dài 73 mm, neo ở đoạn 1",
        "khung neo ở đoạn 1: đậm ¶ trong khung",
        "chú thích 2: ¶ Theo báo cáo.",
    ]


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_diff_shows_the_lines_of_a_vietnamese_file(tmp_path: Path) -> None:
    command = tmp_path / "outline.py"
    command.write_text(
        "import sys; from pathlib import Path; from cv183_reports.app.outline import outline\n"
        "sys.stdout.buffer.write(outline(Path(sys.argv[1]).read_bytes(), sys.argv[1]).encode())\n",
        encoding="utf-8",
    )
    clone = tmp_path / "kho"
    clone.mkdir()
    shutil.copy(ROOT / ".gitattributes", clone)
    settings = (ROOT / ".ci" / "gitconfig").read_text(encoding="utf-8")
    assert "textconv = cv183-report outline\n" in settings
    local = tmp_path / "gitconfig"
    called = f"'{Path(sys.executable).as_posix()}' '{command.as_posix()}'"
    local.write_text(settings.replace("cv183-report outline", f'"{called}"'), encoding="utf-8")

    def git(*arguments: str) -> str:
        done = subprocess.run(
            ["git", "-c", f"include.path={local}", *arguments],
            cwd=clone,
            env={**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)},
            check=True,
            capture_output=True,
        )
        return done.stdout.decode()

    git("init", "-q")
    report = clone / "Báo cáo tháng 9.docx"
    report.write_bytes(word_bytes())
    git("add", "-A")
    changed = word_file()
    changed.paragraphs[0].runs[0].text = "TỜ TRÌNH"
    changed.save(str(report))
    diff = git("diff")
    assert "+++ b/Báo cáo tháng 9.docx" in diff
    look = "Title | giữa | cách dưới 15 pt | có kẻ khung | Calibri màu 17365D 26 giãn 0,2 pt"
    assert f"-{look} ¶ BÁO CÁO\n+{look} ¶ TỜ TRÌNH\n" in diff
