"""The mark of invented figures: set as a document property, found wherever a file says it."""

from __future__ import annotations

import io
import shutil
import subprocess
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.comments import Comment

from cv183_reports.ooxml.package import PROPERTY, Package, carries, set_mark
from tests.builders_xlsx import raw_workbook
from tests.word_templates import CONTEXT, loaded, template_file

MARK = "SỐ LIỆU MINH HỌA"
BOX = (
    f"<w:p {nsdecls('w')} xmlns:v='urn:schemas-microsoft-com:vml'><w:r><w:pict><v:shape><v:textbox>"
    f"<w:txbxContent><w:p><w:r><w:t>{MARK}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape>"
    "</w:pict></w:r></w:p>"
)


def word(change: Callable[[docx.document.Document], object] = lambda _: None) -> bytes:
    document = docx.Document()
    document.add_paragraph("Kính gửi: Thường trực")
    change(document)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def excel(change: Callable[[openpyxl.Workbook], object]) -> bytes:
    book = openpyxl.Workbook()
    change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def marked(data: bytes) -> bytes:
    package = Package(data)
    set_mark(package, MARK)
    return package.packed()


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for each in old.namelist():
            new.writestr(each, change(old.read(each)) if each == name else old.read(each))
    return target.getvalue()


def in_runs(document: docx.document.Document) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run("*** SỐ LIỆU ").bold = True
    paragraph.add_run("MINH").italic = True
    paragraph.add_run(" HỌA ***")


def in_a_cell(document: docx.document.Document) -> None:
    document.add_table(1, 1).cell(0, 0).text = MARK


def in_the_header(document: docx.document.Document) -> None:
    document.sections[0].header.paragraphs[0].text = MARK


def in_a_text_box(document: docx.document.Document) -> None:
    document.element.body.insert(0, parse_xml(BOX))


def in_a_comment(document: docx.document.Document) -> None:
    document.add_comment(document.paragraphs[0].runs, text=f"Bỏ dòng {MARK}")


def decomposed(document: docx.document.Document) -> None:
    document.add_paragraph(unicodedata.normalize("NFD", MARK))


def entities(part: bytes) -> bytes:
    return part.decode().encode("ascii", "xmlcharrefreplace")


def utf_16(part: bytes) -> bytes:
    return part.decode().replace("UTF-8", "UTF-16").encode("utf-16")


VISIBLE = word(lambda d: d.add_paragraph(MARK))
BODY = "word/document.xml"
SAYS = {
    "property": marked(word()),
    "property of a workbook": marked(excel(lambda _: None)),
    "property and text": marked(VISIBLE),
    "paragraph, as the first version wrote it": VISIBLE,
    "runs of different looks": word(in_runs),
    "cell of a table": word(in_a_cell),
    "header": word(in_the_header),
    "text box": word(in_a_text_box),
    "decomposed letters": word(decomposed),
    "numbers for letters": with_part(VISIBLE, BODY, entities),
    "UTF-16": with_part(VISIBLE, BODY, utf_16),
    "cell": excel(lambda b: b.active.append(["", MARK])),
    "cell with a string of its own": raw_workbook(
        f'<row r="1"><c r="A1" t="inlineStr"><is><t>{MARK}</t></is></c></row>'
    ),
    "sheet header": excel(lambda b: setattr(b.active.oddHeader.right, "text", MARK)),
    "remarks among the properties": excel(lambda b: setattr(b.properties, "description", MARK)),
}
SAYS_NOT = {
    "nothing": word(),
    "half of it": word(lambda d: d.add_paragraph("SỐ LIỆU")),
    "comment": word(in_a_comment),
    "comment on a cell": excel(lambda b: setattr(b.active["A1"], "comment", Comment(MARK, "a"))),
    "no package": MARK.encode(),
    "cut": VISIBLE[:-40],
    "damaged body": with_part(VISIBLE, BODY, lambda part: part[:-9]),
}


@pytest.mark.parametrize("where", SAYS)
def test_a_mark_is_found_wherever_it_stands(where: str) -> None:
    assert carries(SAYS[where], (MARK,))
    assert carries(SAYS[where], ("another", MARK))
    assert not carries(SAYS[where], ("another",))


@pytest.mark.parametrize("where", SAYS_NOT)
def test_what_is_not_said_is_not_found(where: str) -> None:
    assert not carries(SAYS_NOT[where], (MARK,))


def test_a_mark_is_one_property_beside_those_of_others() -> None:
    other = b'<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="Mat"'
    data = with_part(
        marked(word()),
        "docProps/custom.xml",
        lambda part: part.replace(b"<property ", other + b"/><property ").replace(
            b'pid="2"', b'pid="3"'
        ),
    )
    twice = Package(marked(marked(data)))
    root = twice.root("docProps/custom.xml")
    assert [each.get("name") for each in root] == ["Mat", PROPERTY]
    assert len({each.get("pid") for each in root}) == 2
    assert len(twice.targets("", "custom-properties")) == 1


def test_a_template_tells_the_mark_of_the_rendering_that_asks_for_it() -> None:
    template = loaded(template_file("{{ ten }}"))
    plain, first, other = (template.render(CONTEXT, mark)[0] for mark in ("", MARK, "khác"))
    assert None not in (plain, first, other)
    assert [carries(each, (MARK,)) for each in (plain, first, other)] == [False, True, False]
    assert carries(other, ("khác",))
    assert template.render(CONTEXT)[0] == plain
    assert template.render(CONTEXT, MARK)[0] == first
    assert Package(first).read(BODY) == Package(plain).read(BODY)


def test_a_mark_outlives_an_edit_by_a_library() -> None:
    document = docx.Document(io.BytesIO(marked(VISIBLE)))
    document.paragraphs[-1].clear()
    target = io.BytesIO()
    document.save(target)
    assert carries(target.getvalue(), (MARK,))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice")
@pytest.mark.parametrize("data", [marked(word()), marked(excel(lambda _: None))])
def test_a_mark_outlives_saving_in_libreoffice(data: bytes, tmp_path: Path) -> None:
    kind = "docx" if b"word/document.xml" in data else "xlsx"
    (tmp_path / f"a.{kind}").write_bytes(data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir"]
    command += [str(tmp_path / "saved"), str(tmp_path / f"a.{kind}")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    saved = (tmp_path / "saved" / f"a.{kind}").read_bytes()
    assert b"LibreOffice" in zipfile.ZipFile(io.BytesIO(saved)).read("docProps/app.xml")
    assert carries(saved, (MARK,))
