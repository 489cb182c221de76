"""The command: what it prints, its exit code, its JSON, and the copy with comments."""

from __future__ import annotations

import copy
import io
import json
import re
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.opc.constants import CONTENT_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from cv183_reports.app import Stopped
from cv183_reports.cli.lint import lint as lint_files
from cv183_reports.lint.judge import judge
from cv183_reports.lint.opened import AUTHOR, Comment, with_comments
from cv183_reports.word.document import read_facts
from tests import word_facts, word_others
from tests.conftest import REPOSITORY
from tests.word_correct import word
from tests.word_facts import A4, STRICT, TRANSITIONAL, facts, paragraph, run

MAIN = "word/document.xml"
TEMPLATES = REPOSITORY / "templates" / "docx"


def lint(
    *paths: Path,
    rules: str | None = None,
    as_json: bool = False,
    explain: bool = False,
    comments: Path | None = None,
    fix: Path | None = None,
) -> int:
    return lint_files(paths, rules, as_json=as_json, explain=explain, comments=comments, fix=fix)


@pytest.fixture
def right(tmp_path: Path) -> Path:
    path = tmp_path / "đúng.docx"
    path.write_bytes(word("hd36"))
    return path


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    path = tmp_path / "sai.docx"
    path.write_bytes(
        word("hd36", title={"size": 13}, body_1={"align": "left"}, heading_1={"bold": False})
    )
    return path


def test_a_right_document_ends_well(right: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lint(right) == 0
    out = capsys.readouterr().out
    assert "không có lỗi, cảnh báo" in out
    assert "hd36" in out
    assert "ngày 05 tháng 9 năm 2025" in out


def test_faults_are_shown_by_part(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lint(wrong) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith("2 lỗi, 1 cảnh báo")
    title = lines.index("    Tiêu đề")
    assert "✗ FMT020" in lines[title + 1]
    assert "cỡ chữ 13" in lines[title + 1]
    assert "cỡ 15" in lines[title + 1]
    assert any("! FMT033" in line for line in lines)


def test_warnings_alone_are_no_failure(tmp_path: Path) -> None:
    path = tmp_path / "cảnh báo.docx"
    path.write_bytes(word("hd36", heading_1={"bold": False}))
    assert lint(path) == 0


def test_json_is_for_machines(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lint(wrong, as_json=True) == 1
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert file["rules"] == "hd36"
    assert {each["code"] for each in file["findings"]} == {"FMT020", "FMT033", "FMT052"}
    assert {"part": "Tên loại", "text": "BÁO CÁO"}.items() <= file["parts"][6].items()


def test_explain_names_what_was_taken_for_what(
    right: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lint(right, explain=True)
    out = capsys.readouterr().out
    assert "Cơ quan ban hành: «BAN TỔ CHỨC»" in out
    assert "Quyền hạn: «K/T TRƯỞNG BAN»" in out


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
def test_what_is_no_document_gets_a_sentence(
    content: bytes, tmp_path: Path, right: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "hỏng.docx"
    path.write_bytes(content)
    assert lint(path, right) == 1
    out = capsys.readouterr().out
    assert "✗ FMT09" in out
    assert "đúng.docx: không có lỗi" in out


def test_a_missing_file_gets_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lint(tmp_path / "không có.docx") == 2
    assert "MAY014" in capsys.readouterr().out


def test_a_missing_file_among_others_is_one_more_finding(tmp_path: Path, right: Path) -> None:
    assert lint(tmp_path / "không có.docx", right) == 1


@pytest.mark.usefixtures("wrong")
def test_a_folder_stands_for_its_word_files(
    tmp_path: Path, right: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inner = tmp_path / "Công văn đi"
    inner.mkdir()
    for name in ("BẢN CUỐI.DOCX", "~$N CUỐI.DOCX", "danh sách.xlsx"):
        (inner / name).write_bytes(right.read_bytes())
    kept = tmp_path / ".cv183"
    kept.mkdir()
    (kept / "cũ.docx").write_bytes(right.read_bytes())
    assert lint(tmp_path) == 1
    out = capsys.readouterr().out
    judged = [line for line in out.splitlines() if line.startswith(str(tmp_path))]
    names = [Path(line.split(": ")[0]).relative_to(tmp_path).as_posix() for line in judged]
    assert names == ["Công văn đi/BẢN CUỐI.DOCX", "sai.docx", "đúng.docx"]
    assert out.endswith("Đã kiểm tra 03 tệp: 01 tệp còn phải sửa.\n")


def test_a_folder_without_word_files_gets_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert lint(tmp_path) == 1
    assert "FMT180" in capsys.readouterr().out


def test_a_file_of_another_kind_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register = (REPOSITORY / "data" / "danh-muc.xlsx").read_bytes()
    kinds = {
        b"%PDF-1.7\n": "PDF",
        b"\r\n<!DOCTYPE HTML><html>": "trang web (HTML)",
        b"\xff\xd8\xff\xe0": "ảnh",
        register: "bảng tính Excel",
        _zip("mimetype", "application/vnd.oasis.opendocument.spreadsheet"): "tài liệu OpenDocument",
    }
    for content, kind in kinds.items():
        path = tmp_path / "báo cáo.docx"
        path.write_bytes(content)
        assert lint(path) == 1
        assert f"✗ FMT069 Tệp là {kind}" in capsys.readouterr().out


def _zip(name: str, text: str) -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w") as package:
        package.writestr(name, text)
    return stream.getvalue()


def test_the_file_that_word_lays_beside_an_open_one_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "~$o cáo.docx"
    path.write_bytes(b"\x05Clerk" + bytes(156))
    assert lint(path) == 1
    assert "✗ FMT079" in capsys.readouterr().out


@pytest.mark.parametrize("name", sorted(p.name for p in TEMPLATES.glob("*.docx")))
def test_a_template_is_judged_by_its_page_alone(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert lint(TEMPLATES / name) == 1
    lines = capsys.readouterr().out.splitlines()
    (fault,) = (line for line in lines if "✗" in line or "!" in line)
    assert "✗ FMT068 Đây là mẫu, còn thẻ điều khiển {%" in fault


def test_leftover_tags_and_tracked_changes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = docx.Document(io.BytesIO(word("hd36", body_3={"text": "Tháng {{ ky }}."})))
    paragraph = document.paragraphs[-3]._p
    tracked = paragraph.makeelement(paragraph.nsmap["w"].join("{}") + "ins", {})
    paragraph.append(tracked)
    tracked.append(next(run for run in paragraph if run.tag.endswith("}r")))
    path = tmp_path / "nháp.docx"
    document.save(str(path))
    assert lint(path) == 1
    out = capsys.readouterr().out
    assert "FMT010 Văn bản còn thẻ mẫu chưa thay: {{ ky }}" in out
    assert "FMT009 Văn bản còn 01 dấu vết sửa đổi" in out
    assert "xét như đã chấp nhận hết sửa đổi" in out


def test_what_is_deleted_is_no_more_and_what_is_inserted_is(tmp_path: Path) -> None:
    document = docx.Document(io.BytesIO(word("hd36", last={"text": "Trên đây là báo cáo"})))
    paragraph = next(p for p in document.paragraphs if p.text == "Trên đây là báo cáo")
    (run,) = paragraph.runs
    for kind, text in (("del", "./."), ("ins", " của Ban.")):
        change = OxmlElement(f"w:{kind}")
        copied = copy.deepcopy(run._r)
        (words,) = copied.xpath("w:t")
        words.text = text
        words.set(qn("xml:space"), "preserve")
        if kind == "del":
            words.tag = qn("w:delText")
        change.append(copied)
        paragraph._p.append(change)
    path = tmp_path / "đang sửa.docx"
    document.save(str(path))
    facts, _ = read_facts(path.read_bytes(), path.name)
    assert facts is not None
    assert [fault.finding.code for fault in judge(facts).faults] == ["FMT009"]


def test_an_unknown_set_stops_the_command(right: Path) -> None:
    with pytest.raises(Stopped, match="FMT087"):
        lint(right, rules="hd99")


def test_a_copy_is_made_of_one_file_to_a_new_name(right: Path, wrong: Path, tmp_path: Path) -> None:
    with pytest.raises(Stopped, match="FMT088"):
        lint(right, wrong, comments=tmp_path / "bản.docx")
    with pytest.raises(Stopped, match="FMT089"):
        lint(wrong, comments=right)


def test_with_json_nothing_else_is_printed(
    wrong: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy_ = tmp_path / "bản.docx"
    lint(wrong, as_json=True, comments=copy_)
    captured = capsys.readouterr()
    assert len(json.loads(captured.out)["files"]) == 1
    assert "Đã ghi bản có chú thích" in captured.err
    assert copy_.exists()


def test_no_copy_of_what_cannot_be_read_nor_to_where_nothing_can_be(
    right: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "rỗng.docx"
    empty.write_bytes(b"")
    assert lint(empty, comments=tmp_path / "bản.docx") == 1
    assert "Không ghi bản có chú thích" in capsys.readouterr().err
    with pytest.raises(Stopped, match="MAY"):
        lint(right, comments=tmp_path / "không có" / "bản.docx")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["rỗng.docx", "đúng.docx"]


def test_the_copy_has_a_comment_at_each_fault(wrong: Path, tmp_path: Path) -> None:
    before = wrong.read_bytes()
    copy = tmp_path / "bản.docx"
    assert lint(wrong, comments=copy) == 1
    assert wrong.read_bytes() == before
    document = docx.Document(str(copy))
    comments = list(document.comments)
    assert {comment.author for comment in comments} == {AUTHOR}
    assert [comment.text[-8:] for comment in comments] == ["[FMT020]", "[FMT033]", "[FMT052]"]
    assert _commented(document, 0) == "ĐẢNG CỘNG SẢN VIỆT NAM"
    assert _commented(document, 1) == "1. Công tác lãnh đạo"


def _commented(document: docx.document.Document, identity: int) -> str:
    (start,) = document.element.xpath(f"//w:commentRangeStart[@w:id='{identity}']")
    assert document.element.xpath(f"//w:commentRangeEnd[@w:id='{identity}']")
    assert document.element.xpath(f"//w:commentReference[@w:id='{identity}']")
    return Paragraph(start.getparent(), document).text


def test_comments_join_those_already_there() -> None:
    once = with_comments(word("hd36"), MAIN, [Comment(0, "một")])
    twice = with_comments(once, MAIN, [Comment(0, "hai"), Comment(2, "ba")])
    document = docx.Document(io.BytesIO(twice))
    assert [(each.comment_id, each.text) for each in document.comments] == [
        (0, "một"),
        (1, "hai"),
        (2, "ba"),
    ]
    assert twice == with_comments(once, MAIN, [Comment(0, "hai"), Comment(2, "ba")])


def test_a_comment_on_a_text_box_is_at_its_anchor() -> None:
    data = word_others.boxes()
    document = docx.Document(io.BytesIO(with_comments(data, MAIN, [Comment(1, "trong khung")])))
    (start,) = document.element.xpath("//w:commentRangeStart")
    assert start.getparent() is document.paragraphs[0]._p


def test_a_fault_of_the_whole_document_is_at_its_beginning(tmp_path: Path) -> None:
    path, copy = tmp_path / "ghi chép.docx", tmp_path / "bản.docx"
    path.write_bytes(word_others.plain())
    lint(path, comments=copy)
    document = docx.Document(str(copy))
    assert len(list(document.comments)) == 1
    first = document.paragraphs[0]._p
    assert len(first.findall(first.nsmap["w"].join("{}") + "commentRangeStart")) == 1


TEXT = paragraph("Một") + '<w:p><w:hyperlink r:id="rId9">{}</w:hyperlink></w:p>'.format(run("hai"))
MADE = word_facts.word(f"{TEXT}<w:p/><w:p><w:r><w:t> </w:t></w:r></w:p>{A4.format('', '')}")


def declared(data: bytes, kind: str = CONTENT_TYPE.WML_DOCUMENT_MAIN) -> bytes:
    """The document with its content types, and a part that nothing points to."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    )
    stream = io.BytesIO(data)
    with ZipFile(stream, "a") as package:
        package.writestr("[Content_Types].xml", types)
        package.writestr("customXml/lost.xml", "<a>  <b/></a>")
    return stream.getvalue()


OTHERS = {
    "plain": declared(MADE),
    "macros": declared(MADE, CONTENT_TYPE.WML_DOCUMENT_MAIN.replace("document.main", "macro")),
    "strict": declared(
        word_facts.changed(
            word_facts.changed(
                MADE,
                f"{TRANSITIONAL}/wordprocessingml/2006",
                f"{STRICT}/wordprocessingml",
            ),
            f"{TRANSITIONAL}/officeDocument/2006",
            f"{STRICT}/officeDocument",
        )
    ),
    "boxes": word_others.boxes(),
    "tabs": word_others.tabs(),
    "ours": word("hd36"),
}


@pytest.mark.parametrize("data", OTHERS.values(), ids=OTHERS)
def test_a_comment_changes_nothing_else(data: bytes) -> None:
    before = facts(data)
    ranks = [paragraph.index for paragraph in before.paragraphs]
    copy = with_comments(data, MAIN, [Comment(rank, "một\nhai & <ba>") for rank in ranks])
    assert copy == with_comments(data, MAIN, [Comment(rank, "một\nhai & <ba>") for rank in ranks])
    after = facts(copy)
    assert after.comments == before.comments + len(ranks) > 1
    assert [p.text for p in after.paragraphs] == [p.text for p in before.paragraphs]
    assert (after.sections, after.text_boxes) == (before.sections, before.text_boxes)
    with ZipFile(io.BytesIO(data)) as old, ZipFile(io.BytesIO(copy)) as new:
        kept = set(old.namelist()) - {MAIN, "[Content_Types].xml"}
        kept -= {"word/_rels/document.xml.rels", "word/comments.xml"}
        assert len(kept) > 1
        assert {name for name in kept if old.read(name) != new.read(name)} == set()
        strict = STRICT.encode() in old.read(MAIN)
        for name in (MAIN, "word/comments.xml"):
            assert (f"{STRICT}/wordprocessingml".encode() in new.read(name)) == strict
            assert (word_facts.WORD.encode() in new.read(name)) != strict
        assert b"w:date" not in new.read("word/comments.xml")


def test_a_comment_is_around_all_that_a_paragraph_says() -> None:
    copy = with_comments(OTHERS["plain"], MAIN, [Comment(rank, "x") for rank in range(4)])
    with ZipFile(io.BytesIO(copy)) as package:
        body = package.read(MAIN).decode()
    for identity, said in enumerate(["Một", "hai", "", " "]):
        around = body[body.index(f'<w:commentRangeStart w:id="{identity}"/>') :]
        around = around[: around.index(f'<w:commentRangeEnd w:id="{identity}"/>')]
        assert re.sub("<[^>]*>", "", around) == said


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    path = tmp_path / "cần sửa.docx"
    path.write_bytes(
        word("hd36", title={"size": 13}, label={"text": "Nơi nhân:"}, heading_1={"bold": False})
    )
    return path


def test_a_repaired_copy_is_told_by_what_was_done_and_what_is_left(
    faulty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, repaired = faulty.read_bytes(), tmp_path / "đã sửa.docx"
    assert lint(faulty, fix=repaired) == 1
    assert faulty.read_bytes() == before
    lines = capsys.readouterr().out.splitlines()
    assert lines[2] == f"  Đã sửa 03 mục. Bản sao: {repaired}"
    assert lines[3].startswith("    ✓ FMT111 Nơi nhận: «Nơi nhân:» viết chưa đúng từng chữ")
    assert lines[3].endswith("(01 chỗ, sửa có theo dõi)")
    assert lines[4].startswith("    ✓ FMT020 Tiêu đề trình bày chưa đúng (cỡ chữ 13)")
    assert "  Còn 01 mục phải tự xem lại:" in lines
    assert [line.split()[1] for line in lines if line.strip().startswith("✗")] == ["FMT009"]
    assert lint(repaired) == 1
    assert "FMT009" in capsys.readouterr().out


def test_a_copy_whose_looks_alone_were_wrong_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong, repaired = tmp_path / "sai.docx", tmp_path / "đã sửa.docx"
    wrong.write_bytes(word("hd36", title={"size": 13}, body_1={"align": "left"}))
    assert lint(wrong, fix=repaired) == 0
    assert "  Không còn lỗi, cảnh báo." in capsys.readouterr().out.splitlines()
    assert lint(repaired) == 0
    again = tmp_path / "sửa lần hai.docx"
    assert lint(repaired, fix=again) == 0
    assert again.read_bytes() == repaired.read_bytes()
    assert "Không có gì tự sửa được" in capsys.readouterr().out


def test_a_repaired_copy_is_told_to_machines(
    faulty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repaired = tmp_path / "đã sửa.docx"
    assert lint(faulty, as_json=True, fix=repaired) == 1
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert {each["code"] for each in file["findings"]} == {"FMT020", "FMT033", "FMT111"}
    assert file["fix"]["copy"] == str(repaired)
    assert {
        (each["code"], each["part"], each["places"], each["tracked"])
        for each in file["fix"]["done"]
    } == {
        ("FMT020", "Tiêu đề", 1, False),
        ("FMT033", "Đề mục 1.", 1, False),
        ("FMT111", "Nơi nhận", 1, True),
    }
    assert [each["code"] for each in file["fix"]["left"]] == ["FMT009"]


def test_a_repaired_copy_is_made_of_one_file_to_a_new_name(
    right: Path, faulty: Path, tmp_path: Path
) -> None:
    with pytest.raises(Stopped, match="FMT088"):
        lint(right, faulty, fix=tmp_path / "bản.docx")
    for there in (right, faulty):
        with pytest.raises(Stopped, match="FMT089"):
            lint(faulty, fix=there)
    with pytest.raises(Stopped, match="MAY"):
        lint(faulty, fix=tmp_path / "không có" / "bản.docx")


@pytest.mark.parametrize(
    ("source", "copy_", "suffix"),
    [
        ("sai.docx", "bản", ".docx"),
        ("sai.docx", "bản.doc", ".docx"),
        ("sai.docx", "bản.docm", ".docx"),
        ("sai.docm", "bản.docx", ".docm"),
        ("sai.doc", "bản.docm", ".docx"),
    ],
)
def test_a_copy_bears_the_name_that_word_opens(
    faulty: Path, tmp_path: Path, source: str, copy_: str, suffix: str
) -> None:
    path = tmp_path / source
    path.write_bytes(faulty.read_bytes())
    for option in ("comments", "fix"):
        with pytest.raises(Stopped, match="FMT185") as stopped:
            lint(path, **{option: tmp_path / copy_})  # type: ignore[arg-type]
        assert f"kết thúc bằng {suffix}," in str(stopped.value)
    assert not (tmp_path / copy_).exists()


def test_comments_and_a_repaired_copy_may_be_asked_for_together(
    faulty: Path, tmp_path: Path
) -> None:
    commented, repaired = tmp_path / "ghi chú.docx", tmp_path / "đã sửa.docx"
    assert lint(faulty, comments=commented, fix=repaired) == 1
    assert len(list(docx.Document(str(commented)).comments)) == 3
    assert not list(docx.Document(str(repaired)).comments)


def test_no_repaired_copy_of_what_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "rỗng.docx"
    empty.write_bytes(b"")
    assert lint(empty, fix=tmp_path / "bản.docx") == 1
    captured = capsys.readouterr()
    assert "FMT090" in captured.out
    assert "Không ghi bản đã sửa" in captured.err
    assert [path.name for path in tmp_path.iterdir()] == ["rỗng.docx"]


def test_a_package_that_no_part_can_be_added_to_gets_a_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "thiếu.docx"
    stream = io.BytesIO()
    with (
        ZipFile(io.BytesIO(word("hd36", page={"number": ""}))) as source,
        ZipFile(stream, "w") as target,
    ):
        for name in source.namelist():
            if name != "[Content_Types].xml":
                target.writestr(name, source.read(name))
    broken.write_bytes(stream.getvalue())
    for option in ({"fix": tmp_path / "bản.docx"}, {"comments": tmp_path / "bản.docx"}):
        with pytest.raises(Stopped, match="FMT095"):
            lint(broken, **option)
