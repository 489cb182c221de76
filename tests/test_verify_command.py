"""`verify` from the file to the screen: what a document is, what differs, what is left in it, the slip."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from cv183_reports.app import Cause, Stopped
from cv183_reports.app import verify as app
from cv183_reports.app.build import build_month
from cv183_reports.app.documents import Material, monthly_context
from cv183_reports.app.opening import clock, open_register
from cv183_reports.app.verify import VerifiedDocument, verify_document
from cv183_reports.differences.comparison import DocumentLine, lines_of
from cv183_reports.differences.stated import Trace, unit_names
from cv183_reports.differences.verify import Slip, checked
from cv183_reports.document.papers import found, places_of
from cv183_reports.lint.judge import judge
from cv183_reports.model import Period
from cv183_reports.word.document import read_facts
from tests.conftest import Command, lay
from tests.shipped import MONTHS, keep_senders
from tests.test_verify import spots, written

PERIOD = MONTHS[-1]


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A working folder of few senders, the only units, with the documents of September and the report of August.

    It is read once, and each of its papers is rendered once to be compared with.
    """
    folder = lay(tmp_path_factory.mktemp("verify") / "CV 183", months=MONTHS, few=True)
    keep_senders(folder / "data" / "danh-muc.xlsx", "so-tai-chinh")
    build_month(folder, MONTHS[0], only=("bao-cao-thang",))
    build_month(folder, PERIOD)
    read, rendering = app.read_material, app._own

    @cache
    def material(period: Period) -> Material:
        return read(*open_register(folder), period, clock(None), read_only=True)

    @cache
    def own(period: Period, paper: app.Recognised) -> tuple[tuple[DocumentLine, ...], ...]:
        return tuple(rendering(material(period), paper))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app, "read_material", lambda _w, _r, period, *_, **__: material(period))
        patch.setattr(app, "_own", lambda of, paper: iter(own(of.month.period, paper)))
        yield folder


def report(month: Path, period: str = PERIOD) -> Path:
    return month / "out" / period / f"bao-cao-thang-{period}.docx"


def paragraphs(document: Document) -> Iterator[Paragraph]:
    yield from document.paragraphs
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs


def holding(document: Document, text: str) -> Paragraph:
    return next(each for each in paragraphs(document) if text in each.text)


def retyped(paragraph: Paragraph, old: str, new: str) -> None:
    """The words of a paragraph as a person types them, whatever runs they are in."""
    assert old in paragraph.text
    text = paragraph.text.replace(old, new, 1)
    first, *rest = paragraph.runs
    first.text = text
    for run in rest:
        run.text = ""


def edited(path: Path, tmp_path: Path, edit: Callable[[Document], None]) -> Path:
    document = docx.Document(str(path))
    edit(document)
    target = tmp_path / "Trình ký (sửa lần 3).docx"
    document.save(str(target))
    return target


def verified(month: Path, path: Path) -> VerifiedDocument:
    return verify_document(month, PERIOD, path)


def texts(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.docx") if not path.name.startswith("phieu-soat"))


def test_all_that_we_build_is_clean_and_known_by_its_content(month: Path, tmp_path: Path) -> None:
    kinds = set()
    wanted = ("bao-cao", "tom-tat", "cong-van", "btc-tu", "so-noi-vu")
    paths = [path for path in texts(month / "out" / PERIOD) if path.name.startswith(wanted)]
    for rank, path in enumerate(paths):
        copy = shutil.copy(path, tmp_path / f"{rank}.docx")
        told = verified(month, Path(copy))
        assert told.is_clean, told.findings
        assert told.blanks
        assert told.verification.figures > 20
        kinds.add(told.called)
    assert kinds == {
        "báo cáo tháng của Ban Tổ chức Thành ủy",
        "tóm tắt kèm báo cáo tháng của Ban Tổ chức Thành ủy",
        "báo cáo tiến độ của Văn phòng Thành ủy",
        "công văn đôn đốc của Ban Tổ chức Thành ủy",
        "báo cáo của Ban Tổ chức Thành ủy",
        "báo cáo của Sở Nội vụ",
    }


def test_wrong_digits_are_found_with_place_and_address(month: Path, tmp_path: Path) -> None:
    def edit(document: Document) -> None:
        retyped(holding(document, "lượt thường xuyên (Phụ lục 1)"), "36 đơn vị", "63 đơn vị")
        rows = [row for table in document.tables for row in table.rows]
        row = next(row for row in rows if row.cells[0].text == "1.3")
        retyped(row.cells[2].paragraphs[0], "36", "35")
        retyped(holding(document, "11 giờ 01 phút, ngày 17/9/2025"), "17/9", "19/9")

    told = verified(month, edited(report(month), tmp_path, edit)).verification.misprints
    assert [(each.slip, each.printed, each.right) for each in told] == [
        (Slip.DIFFERENT, "63", "36"),
        (Slip.DIFFERENT, "35", "36"),
        (Slip.DIFFERENT, "11 giờ 01 phút, ngày 19/9/2025", "11 giờ 01 phút, ngày 17/9/2025"),
    ]
    assert [each.where.partition(",")[0] for each in told] == ["Mục II", "Phụ lục 1", "Phụ lục 2"]
    assert [each.address for each in told][:2] == ["II.1", "Phụ lục 1 dòng 3"]
    places = places_of(monthly_context(app.read_material(None, None, Period(2025, 9))))  # type: ignore[arg-type,call-arg]
    assert all(found(places, each.address) for each in told)


def test_most_lines_of_the_monthly_report_have_an_address(month: Path) -> None:
    material = app.read_material(None, None, Period(2025, 9))  # type: ignore[arg-type,call-arg]
    facts, _ = read_facts(report(month).read_bytes(), "")
    assert facts is not None
    own = lines_of(facts)
    paper = app.Recognised(app.Paper.MONTHLY, "")
    addresses = app._Addresses(own, paper, material, {})
    places = places_of(monthly_context(material))
    rows = [line for line in own if line.rank]
    asked = [addresses.of(line, "") for line in rows]
    assert all(asked)
    for line, address in list(zip(rows, asked, strict=True))[::9]:
        (place,) = found(places, address)
        said = " ".join(place.text.split())
        assert all(text in said for text in line.texts if text), address


def test_figures_of_the_shipped_month_changed_one_at_a_time(month: Path) -> None:
    facts, _ = read_facts(report(month).read_bytes(), "")
    assert facts is not None
    own = lines_of(facts)
    _, register = open_register(month)
    names = unit_names((unit.code, (unit.name, unit.short_name)) for unit in register.units)
    every = list(spots(own))
    assert len(every) > 700
    for rank, at, text in random.Random(183).sample(every, 15):
        mine = (*own[:rank], written(own[rank], at, text), *own[rank + 1 :])
        told = checked(own, mine, names, lambda *_: "").misprints
        assert any(each.where.startswith(own[rank].where) for each in told), (own[rank].where, text)


def tracked(paragraph: Paragraph, old: str, new: str) -> None:
    """The words struck and written anew as Word keeps track of it."""
    before, _, after = paragraph.text.partition(old)
    first, *rest = paragraph.runs
    first.text = before
    for run in rest:
        run.text = ""
    at = first._r
    for kind, tag, text in (("w:del", "w:delText", old), ("w:ins", "w:t", new), ("", "w:t", after)):
        run, words = OxmlElement("w:r"), OxmlElement(tag)
        words.text = text
        words.set(qn("xml:space"), "preserve")
        run.append(words)
        change = run
        if kind:
            change = OxmlElement(kind)
            change.set(qn("w:id"), "9")
            change.set(qn("w:author"), "Cán bộ")
            change.append(run)
        at.addnext(change)
        at = change


@pytest.mark.parametrize("is_right", [True, False])
def test_tracked_changes_are_judged_as_accepted(
    month: Path, tmp_path: Path, *, is_right: bool
) -> None:
    def edit(document: Document) -> None:
        paragraph = holding(document, "lượt thường xuyên (Phụ lục 1)")
        if is_right:
            retyped(paragraph, "216", "261")
            tracked(paragraph, "261", "216")
        else:
            tracked(paragraph, "216", "261")

    told = verified(month, edited(report(month), tmp_path, edit))
    wrong = [(each.printed, each.right) for each in told.verification.misprints]
    assert wrong == ([] if is_right else [("261", "216")])
    assert Trace.TRACKED in {each.trace for each in told.leftovers}
    assert not told.is_clean


def test_what_is_left_is_told_where_it_is(month: Path, tmp_path: Path) -> None:
    def edit(document: Document) -> None:
        paragraph = holding(document, "lượt thường xuyên (Phụ lục 1)")
        document.add_comment(paragraph.runs[0], text="Xem lại", author="Cán bộ", initials="CB")
        for text, look in (
            (" tô nền.", "highlight"), (" gạch.", "strike"), (" ẩn 77.", "hidden"),
            (" {{ so_ao }}", ""), (" «tên đồng chí»", ""), (" ……", ""),
        ):  # fmt: skip
            run = paragraph.add_run(text)
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW if look == "highlight" else None
            run.font.strike = look == "strike" or None
            run.font.hidden = look == "hidden" or None

    told = verified(month, edited(report(month), tmp_path, edit))
    assert told.verification.misprints == ()
    left = [each for each in told.leftovers if each.trace is not Trace.BLANK]
    assert {each.trace for each in left} == set(Trace) - {Trace.TRACKED, Trace.BLANK}
    assert {each.where for each in left if each.trace is not Trace.COMMENTS} == {"Mục II"}
    assert [each.text for each in left if each.trace is Trace.PLACEHOLDER] == [
        "«tên đồng chí»",
        "……",
    ]
    assert not told.is_clean


def test_a_footnote_may_not_bring_a_figure_of_its_own(month: Path, tmp_path: Path) -> None:
    def edit(document: Document) -> None:
        document.sections[0].footer.paragraphs[0].add_run(" In 250 bản")

    (only,) = verified(month, edited(report(month), tmp_path, edit)).verification.misprints
    assert (only.slip, only.printed) == (Slip.ADDED, "250")


def test_the_screen_and_the_exit_code(month: Path, tmp_path: Path, command: Command) -> None:
    sound = command("--root", month, "verify", PERIOD, report(month))
    assert sound.code == 0
    assert "không có chỗ nào khác số liệu" in sound.out
    assert "SOA027 Số hoặc ngày còn trống: «số -BC/BTCTU»" in sound.out
    # not for the registry to fill in: nobody may sign a paper that cites a document without its number
    assert "SOA028 Văn bản được dẫn còn thiếu số hoặc ngày: «số …-CV/TU»" in sound.out
    path = edited(
        report(month),
        tmp_path,
        lambda document: retyped(holding(document, "lượt thường xuyên (Phụ lục 1)"), "216", "261"),
    )
    wrong = command("--root", month, "verify", PERIOD, path, "--slip")
    slip = next((month / "out" / PERIOD).glob("phieu-soat-*.docx"))
    first = slip.read_bytes()
    assert wrong.code == Cause.FINDINGS
    assert "01 chỗ khác số liệu" in wrong.out
    assert "Mục II: Ghi «261», theo số liệu là «216»" in wrong.out
    assert f"cv183-report explain {PERIOD} II.1" in wrong.out
    assert "Thể thức:" in wrong.out
    told = json.loads(command("--root", month, "verify", PERIOD, path, "--slip", "--json").out)
    assert slip.read_bytes() == first
    assert told["clean"] is False
    assert told["document"] == "báo cáo tháng của Ban Tổ chức Thành ủy"
    (misprint,) = told["misprints"]
    assert (misprint["kind"], misprint["right"], misprint["explain"]) == (
        "different",
        "216",
        "II.1",
    )
    document = docx.Document(BytesIO(first))
    said = "\n".join(paragraph.text for paragraph in paragraphs(document))
    for part in (path.name, told["sha256"], "01 chỗ khác số liệu", "261", "216", "NGƯỜI SOÁT"):
        assert part in said
    facts, _ = read_facts(first, slip.name)
    assert facts is not None
    assert {fault.finding.code for fault in judge(facts).faults} == {"FMT011"}


def plain(tmp_path: Path, name: str, *lines: str) -> Path:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    path = tmp_path / name
    document.save(str(path))
    return path


def stopped(month: Path, path: Path) -> Stopped:
    with pytest.raises(Stopped) as found:
        verified(month, path)
    return found.value


def test_another_month_is_said(month: Path) -> None:
    stop = stopped(month, report(month, MONTHS[0]))
    assert stop.cause is Cause.USAGE
    assert "của tháng 8 năm 2025, không phải của tháng 9 năm 2025" in str(stop)
    assert "verify 2025-08" in str(stop)


def test_a_month_mistyped_in_the_subject_is_a_misprint_of_this_month(
    month: Path, tmp_path: Path
) -> None:
    path = edited(
        report(month),
        tmp_path,
        lambda d: retyped(holding(d, "02 cấp tháng 9 năm 2025"), "tháng 9 năm", "tháng 8 năm"),
    )
    (only,) = verified(month, path).verification.misprints
    assert (only.printed, only.right) == ("tháng 8 năm 2025", "tháng 9 năm 2025")


@pytest.mark.parametrize(
    ("name", "lines", "seems"),
    [
        ("thư mời.docx", ("Kính mời đồng chí dự họp lúc 8 giờ.",), "Kính mời đồng chí"),
        ("rỗng.docx", (), "không có chữ nào"),
        ("100 trang.docx", ("Nội dung dài của một văn bản khác, số 1.",) * 3_000, "văn bản"),
    ],
)
def test_a_document_of_another_program(
    month: Path, tmp_path: Path, name: str, lines: tuple[str, ...], seems: str
) -> None:
    stop = stopped(month, plain(tmp_path, name, *lines))
    assert stop.cause is Cause.USAGE
    assert seems in str(stop)
    assert len(stop.findings) == 1


def test_another_paper_of_the_same_issuer(month: Path, tmp_path: Path) -> None:
    def edit(document: Document) -> None:
        retyped(holding(document, "BÁO CÁO"), "BÁO CÁO", "KẾ HOẠCH")

    stop = stopped(month, edited(report(month), tmp_path, edit))
    assert "có vẻ là kế hoạch của BAN TỔ CHỨC" in str(stop)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        (
            "cũ.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument\0".encode("utf-16-le"),
            "FMT092",
        ),
        ("quét.pdf", b"%PDF-1.7 ...", "FMT069"),
        ("trống.docx", b"", "FMT090"),
        ("cụt.docx", b"PK\x03\x04 cut", "FMT094"),
        ("~$bao cao.docx", b"owner", "FMT079"),
    ],
)
def test_what_is_no_docx_is_one_sentence(
    month: Path, tmp_path: Path, command: Command, name: str, data: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    ran = command("--root", month, "verify", PERIOD, path)
    assert (ran.code, ran.out) == (Cause.USAGE, "")
    assert code in ran.err
    assert len(ran.err.strip().splitlines()) == 1


def test_a_file_that_is_not_there(month: Path, tmp_path: Path, command: Command) -> None:
    ran = command("--root", month, "verify", PERIOD, tmp_path / "không có.docx")
    assert ran.code == Cause.USAGE
    assert "MAY014" in ran.err


def test_a_unit_without_a_filing_has_no_report_to_compare(month: Path, tmp_path: Path) -> None:
    (path,) = (month / "out" / PERIOD / "don-vi").glob("so-noi-vu-*.docx")

    def edit(document: Document) -> None:
        retyped(holding(document, "SỞ NỘI VỤ"), "SỞ NỘI VỤ", "SỞ TÀI CHÍNH")

    stop = stopped(month, edited(path, tmp_path, edit))
    assert stop.cause is Cause.USAGE
    assert "báo cáo của Sở Tài chính" in str(stop)


def test_an_emptied_report_and_one_of_500_pages_are_not_compared(
    month: Path, tmp_path: Path
) -> None:
    def emptied(document: Document) -> None:
        for paragraph in document.paragraphs[6:]:
            paragraph._p.getparent().remove(paragraph._p)

    def swollen(document: Document) -> None:
        last = document.paragraphs[-1]
        for _ in range(5_000):
            last._p.addnext(OxmlElement("w:p"))
            added = Paragraph(last._p.getnext(), last._parent)
            added.add_run("Nội dung chép từ một văn bản khác.")

    for edit in (emptied, swollen):
        stop = stopped(month, edited(report(month), tmp_path, edit))
        assert [finding.code for finding in stop.findings] == ["SOA004"]


def test_an_appendix_that_is_gone_is_one_note_and_contradicts_the_text(
    month: Path, tmp_path: Path
) -> None:
    def edit(document: Document) -> None:
        table = next(
            t for t in document.tables if "Thời điểm nhận" in [c.text for c in t.rows[0].cells]
        )
        table._tbl.getparent().remove(table._tbl)

    told = verified(month, edited(report(month), tmp_path, edit))
    assert {each.slip for each in told.verification.misprints} == {Slip.ROWS}
    (note,) = (finding for finding in told.findings if finding.code == "SOA018")
    assert note.place.sheet == "Phụ lục 2"
    assert "36 dòng" in note.message
