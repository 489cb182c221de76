"""Every file that we write is valid Office Open XML, so that Word and Excel never offer to repair it.

Judged twice: by openxml-audit, which holds the schemas of Microsoft's Open XML SDK and needs no network,
and where there is Node.js by that SDK itself (npm: @ooxml-tools/validate), which checks every value too.
Each file is also opened by python-docx or openpyxl.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from openxml_audit import FileFormat, OpenXmlValidator, ValidationError
from openxml_audit.context import ValidationContext
from openxml_audit.parts import OpenXmlPart

from cv183_reports.cli.lint import lint as lint_files
from cv183_reports.consolidation.consolidate import consolidate
from cv183_reports.differences.comparison import Difference, Differences
from cv183_reports.differences.papers import write_list
from cv183_reports.document.papers import call_list_paper
from cv183_reports.form.blank import write_form
from cv183_reports.form.values import LastMonth
from cv183_reports.lint.judge import judge
from cv183_reports.lint.opened import Comment, with_comments
from cv183_reports.lint.repair import repair
from cv183_reports.model import Period
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.register.rewriting import completed
from cv183_reports.sample.answers import Writer, last_month
from cv183_reports.sample.month import SEED
from cv183_reports.summary.workbook import write_call_list, write_summary
from cv183_reports.word.document import read_facts
from tests import word_others
from tests.builders_other import spoilt
from tests.conftest import REPOSITORY
from tests.marked_cases import marked
from tests.months import CUT_OFF, SEPTEMBER, register
from tests.shipped import shipped_register
from tests.summary_cases import august, september
from tests.test_brief import CASES as SUMMARIES
from tests.test_brief import rendered as summary_rendered
from tests.test_call_list import month as called
from tests.test_call_list import rendered as call_list_rendered
from tests.test_documents import TEMPLATE, rendered, report, small
from tests.test_editor_sheet import NEW as EDITED
from tests.test_editor_sheet import TEXTS, renewed
from tests.test_editor_sheet import text as newcomer
from tests.test_mark import marked as with_mark
from tests.test_merge import contested_merge
from tests.test_older_register import OLDER
from tests.test_progress_report import rendered as progress_rendered
from tests.test_progress_report import report as progress_report
from tests.test_reminder import letter, many, mixed
from tests.test_reminder import rendered as letter_rendered
from tests.test_unit_report import built as unit_report_built
from tests.test_unit_report import told

LEFT = Differences(
    tuple(Difference("Mục I", "12", "13", mine, places) for mine, places in ((None, 1), ("", 2))), 1
)
REGISTER = (REPOSITORY / "data" / "danh-muc.xlsx").read_bytes()
BODY, SHEET = "word/document.xml", "xl/worksheets/sheet1.xml"
OLDEST, NEWEST = FileFormat.OFFICE_2010, FileFormat.MICROSOFT_365
SIGNED = {"number": "12", "signed_on": date(2025, 9, 23), "signatory": "Nguyễn Văn An"}
WRONG = {"capacity": "T/M BAN TỔ CHỨC", "title": "TRƯỞNG BAN"}


def completed_register() -> bytes:
    fresh = completed(OLDER.read_bytes(), REGISTER)
    assert isinstance(fresh, tuple)
    return fresh[0]


def nothing_came() -> Consolidated:
    return consolidate(register(), SEPTEMBER, (), as_of=CUT_OFF, unreadable={})


def form(code: str, *, filled: bool) -> bytes:
    found, period = shipped_register(), Period(2025, 9)
    unit = next(unit for unit in found.units if unit.code == code)
    if not filled:
        return write_form(unit, found, period, LastMonth())
    days = {Period(2025, 8): date(2025, 8, 18)}
    last = last_month(unit, found, period, days, SEED)
    answers = Writer(unit, found, period, date(2025, 9, 18), SEED).answers()
    return write_form(unit, found, period, last, answers, sample=True)


def commented(folder: Path, data: bytes) -> bytes:
    """The copy that ``lint --comments`` makes; it has at least one comment."""
    original, copy = folder / "gốc.docx", folder / "chú thích.docx"
    original.write_bytes(data)
    copy.unlink(missing_ok=True)
    lint_files([original], None, as_json=False, explain=False, comments=copy)
    with ZipFile(copy) as package:
        assert b"<w:comment " in package.read("word/comments.xml")
    return copy.read_bytes()


def repaired(data: bytes) -> bytes:
    """The copy that ``lint --fix`` makes of a document of which letters and looks are spoilt."""
    spoilt_letters = data
    for part, old, new in (
        (BODY, "Nơi nhận", "Nơi nhân"),
        (BODY, 'w:left="1701"', 'w:left="1134"'),
    ):
        spoilt_letters = spoilt(spoilt_letters, part, old, new)
    facts, _ = read_facts(spoilt_letters, "báo cáo.docx")
    assert facts is not None
    copy = repair(spoilt_letters, facts, judge(facts))
    assert any(done.is_tracked for done in copy.done)
    assert any(not done.is_tracked for done in copy.done)
    return copy.data


@cache
def validator(version: FileFormat) -> OpenXmlValidator:
    """Judges a part that is in many files, as styles are, by its schema once."""
    made = OpenXmlValidator(version)
    schema = made._schema_validator
    assert schema is not None
    judge_part, known = schema.validate_part, dict[tuple[str, bytes], list[ValidationError]]()

    def judged_once(part: OpenXmlPart, context: ValidationContext) -> list[ValidationError]:
        place, before = (part.uri, part.raw_content or b""), len(context.errors)
        if place in known:
            context.errors.extend(known[place])
        else:
            judge_part(part, context)
            known[place] = context.errors[before:]
        return context.errors

    schema.validate_part = judged_once
    return made


def faults(folder: Path, data: bytes, version: FileFormat = NEWEST) -> list[str]:
    """What is wrong with a file, of whatever severity."""
    with ZipFile(BytesIO(data)) as package:
        is_word = "word/document.xml" in package.namelist()
    path = folder / ("tệp.docx" if is_word else "tệp.xlsx")
    path.write_bytes(data)
    if is_word:
        docx.Document(str(path))
    else:
        openpyxl.load_workbook(path).close()
    found = [str(error) for error in validator(version).validate(path).errors]
    return [fault for fault in found if "inline-string cell" not in fault]  # advice: openpyxl's way


PAPERS: dict[str, Callable[[], bytes]] = {
    "template": lambda: TEMPLATE,
    "report": lambda: rendered(report(small())),
    "report, signed": lambda: rendered(report(small(**SIGNED))),
    "report of a sample": lambda: with_mark(rendered(report(small()))),
    "report, nothing came": lambda: rendered(report(nothing_came())),
    "progress report": lambda: progress_rendered(progress_report(small())),
    "progress report, nothing came": lambda: progress_rendered(progress_report(nothing_came())),
    "summary on one page": lambda: summary_rendered(SUMMARIES["a month after another"]()),
    "summary on one page, nothing came": lambda: summary_rendered(
        SUMMARIES["nothing came, first month"]()
    ),
    "letter to several": lambda: letter_rendered(letter(mixed())),
    "letter to many": lambda: letter_rendered(letter(mixed(found=many()))),
    "report of a Party unit": lambda: unit_report_built(told("11329")),
    "report of a State unit": lambda: unit_report_built(told("so-ab")),
    "call list": lambda: call_list_rendered(call_list_paper(called(), "")),
    "list of differences": lambda: write_list(LEFT, "a.docx", "b.docx"),
    "merged document": lambda: contested_merge().data,
    "copy with comments": lambda: with_comments(TEMPLATE, BODY, [Comment(0, "Sai & <lỗi>")]),
    "repaired copy": lambda: repaired(rendered(report(small(**WRONG)))),
}
SHEETS: dict[str, Callable[[], bytes]] = {
    "call list, Excel": lambda: write_call_list(called()),
    "register": lambda: REGISTER,
    "older register, filled in": completed_register,
    "form of a commune": lambda: form("10888", filled=False),
    "form of a commune, filled": lambda: form("10888", filled=True),
    "form of du-ubnd": lambda: form("du-ubnd", filled=False),
    "form of du-ubnd, filled": lambda: form("du-ubnd", filled=True),
    "marked copy": lambda: marked(form("10888", filled=True)),
    "marked copy, marked again": lambda: marked(marked(form("10888", filled=True))),
    "summary": lambda: write_summary(september(), august()),
    "editor's sheet": lambda: EDITED,
    "editor's sheet, brought up to date": lambda: renewed(EDITED, *TEXTS, newcomer("Chậm", 3)),
    "summary of a first month": lambda: write_summary(september(sample=True), None),
    "summary, nothing came": lambda: write_summary(nothing_came(), None),
}
WRITTEN = PAPERS | SHEETS


ONE_OF_EACH = (
    *("template", "report, signed", "progress report", "letter to several", "call list"),
    "summary on one page",
    *("report of a Party unit", "report of a State unit", "list of differences"),
    *(
        "merged document",
        "copy with comments",
        "repaired copy",
        "register",
        "form of a commune, filled",
        "marked copy",
    ),
    *("editor's sheet, brought up to date", "summary", "call list, Excel"),
)


@cache
def written(name: str) -> bytes:
    return WRITTEN[name]()


@pytest.mark.parametrize(
    ("name", "version"),
    [*((name, NEWEST) for name in WRITTEN), *((name, OLDEST) for name in ONE_OF_EACH)],
    ids=lambda each: getattr(each, "value", each),
)
def test_what_we_write_is_valid(name: str, version: FileFormat, tmp_path: Path) -> None:
    assert faults(tmp_path, written(name), version) == []


def judged_by_the_sdk(folder: Path, files: dict[str, bytes]) -> dict[str, list[str]]:
    """What the SDK finds wrong with each file; skips, or fails under CI, where it is missing.

    The environment variable OOXML_VALIDATE names the folder of the npm package @ooxml-tools/validate.
    """
    node, package = shutil.which("node"), os.environ.get("OOXML_VALIDATE", "")
    index = Path(package, "dist", "npm", "index.js")
    if node is None or not package or not index.is_file():
        reason = (
            "no second judge of documents: no node, or no @ooxml-tools/validate in OOXML_VALIDATE"
        )
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    paths = {}
    for rank, (name, data) in enumerate(files.items()):
        is_word = b"word/document.xml" in data
        paths[str(folder / f"{rank}.{'docx' if is_word else 'xlsx'}")] = name
        (folder / f"{rank}.{'docx' if is_word else 'xlsx'}").write_bytes(data)
    script = REPOSITORY / "tests" / "validate.mjs"
    ran = subprocess.run(
        [node, script, index, *paths], capture_output=True, timeout=600, check=False
    )
    assert ran.returncode == 0, ran.stderr.decode(errors="replace")[-2_000:]
    return {paths[path]: found for path, found in json.loads(ran.stdout).items()}


def test_the_sdk_of_microsoft_finds_nothing_wrong_either(tmp_path: Path) -> None:
    ours = {name: written(name) for name in ONE_OF_EACH}
    comma = spoilt(TEMPLATE, "word/styles.xml", '<w:name w:val="', '<w:name w:val="a, ')
    found = judged_by_the_sdk(tmp_path, {**ours, "comma": comma})
    assert any("Pattern" in fault for fault in found.pop("comma"))
    assert found == {name: [] for name in ONE_OF_EACH}


TEMPLATES = sorted((REPOSITORY / "templates" / "docx").glob("*.docx"))


@pytest.mark.parametrize(
    "data",
    [
        *(path.read_bytes for path in TEMPLATES),
        *(partial(written, name) for name in ONE_OF_EACH),
    ],
    ids=[*(path.name for path in TEMPLATES), *ONE_OF_EACH],
)
def test_no_name_of_a_style_reads_as_two(data: Callable[[], bytes]) -> None:
    """A comma parts the names that one style has in Word, a semicolon in a Word of Việt Nam."""
    with ZipFile(BytesIO(data())) as package:
        parts = {
            name: package.read(name).decode() for name in package.namelist() if "styles" in name
        }
    names = [
        name
        for part in parts.values()
        for name in re.findall(r'<(?:w:name|w:aliases|cellStyle) (?:w:val|name)="([^"]*)"', part)
    ]
    assert names
    assert [name for name in names if "," in name or ";" in name] == []


def test_a_valid_document_stays_so_with_comments(tmp_path: Path) -> None:
    once = commented(tmp_path, rendered(report(small(**WRONG))))
    assert faults(tmp_path, once) == []
    assert faults(tmp_path, commented(tmp_path, once)) == []


@pytest.mark.parametrize("make", [word_others.boxes, word_others.tabs, word_others.habit])
def test_a_comment_at_each_paragraph_adds_no_fault_to_documents_of_others(
    make: Callable[[], bytes], tmp_path: Path
) -> None:
    theirs = make()
    with ZipFile(BytesIO(theirs)) as package:
        paragraphs = len(re.findall(rb"<w:p[ >]", package.read(BODY)))
    ours = with_comments(theirs, BODY, [Comment(rank, "Sai & <lỗi>") for rank in range(paragraphs)])
    assert paragraphs > 5
    assert faults(tmp_path, ours) == faults(tmp_path, theirs)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (BODY, "<w:pPr><w:pStyle", '<w:pPr><w:jc w:val="left"/><w:pStyle'),
        (BODY, "<w:rPr><w:b/>", "<w:rPr><w:i/><w:b/>"),
        (BODY, "<w:tblPr><w:tblW", '<w:tblPr><w:jc w:val="left"/><w:tblW'),
        (BODY, "<w:trPr>", "<w:trPr><w:pStyle/>"),
        (BODY, "<w:tcPr><w:tcW", '<w:tcPr><w:vAlign w:val="top"/><w:tcW'),
        (BODY, "<w:sectPr><w:headerReference", "<w:sectPr><w:titlePg/><w:headerReference"),
        (BODY, "<w:body>", "<w:body><w:r/>"),
        (BODY, '<w:jc w:val="center"/>', '<w:jc w:val="middle"/>'),
        (BODY, 'r:id="rId', 'r:id="none'),
        ("word/styles.xml", "<w:style ", "<w:style><w:rPr/><w:pPr/></w:style><w:style "),
        (SHEET, "<sheetData>", "<pageMargins/><sheetData>"),
        (SHEET, "<mergeCells", "<hyperlinks/><mergeCells"),
    ],
)
def test_what_is_invalid_does_not_pass(part: str, old: str, new: str, tmp_path: Path) -> None:
    whole = written("report") if part.startswith("word/") else REGISTER
    assert faults(tmp_path, spoilt(whole, part, old, new)) != []
