"""Long documents: read and judged whole, and twice as long never costs more than about twice as much."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable
from itertools import product
from types import FrameType
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from cv183_reports.catalogue.lint import BEYOND_LIMITS
from cv183_reports.lint.judge import judge
from cv183_reports.lint.opened import Comment, with_comments
from cv183_reports.ooxml.archive import MAX_PART
from cv183_reports.word.document import read_facts
from tests.word_correct import word

MAIN = "word/document.xml"
CENTRED = '<w:jc w:val="center"/>'
TEXT, END = b"</w:p>", b"<w:sectPr"


def said(text: str, properties: str = "", look: str = "") -> str:
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def cells(number: int) -> str:
    return f"<w:tbl><w:tblPr/><w:tr><w:tc>{said('Nơi nhận:')}</w:tc><w:tc>{said(f'T/M BAN THƯỜNG VỤ {number}')}</w:tc></w:tr></w:tbl>"


KINDS: dict[str, Callable[[int], str]] = {
    "text": lambda n: said(f"Đơn vị thứ {n} đã triển khai kịp thời các nội dung theo kế hoạch."),
    "appendices": lambda n: said(f"Phụ lục {n}", CENTRED) + said("(Kèm theo Báo cáo số 1", CENTRED),
    "open brackets": lambda _: said("(Kèm theo Báo cáo (số (", CENTRED),
    "sizes": lambda n: said("Một việc", "", f'<w:sz w:val="{20 + n % 50}"/>'),
    "signatures": cells,
    "titles": lambda _: said("QUY ĐỊNH", CENTRED, "<w:b/>"),
}  # fmt: skip


def with_more(more: str, before: bytes) -> bytes:
    """The sound report with `more` in its middle, or before its last section."""
    packed = io.BytesIO()
    with ZipFile(io.BytesIO(word("hd36"))) as archive, ZipFile(packed, "w", ZIP_DEFLATED) as made:
        for name in archive.namelist():
            data = archive.read(name)
            if name == MAIN:
                at = _end_of_opening(data) if before == TEXT else data.rindex(END)
                data = data[:at] + more.encode() + data[at:]
            made.writestr(name, data)
    return packed.getvalue()


def _end_of_opening(document: bytes) -> int:
    """Behind the first paragraph of the text."""
    paragraphs = re.finditer(rb"<w:p[ >].*?</w:p>", document, re.DOTALL)
    return next(p.end() for p in paragraphs if len(re.sub(rb"<[^>]+>", b"", p[0])) > 100)


def calls(data: bytes) -> int:
    """How many functions are called to read and judge: what time is made of, on any machine."""
    count = 0

    def profile(_frame: FrameType, event: str, _: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    warm, _ = read_facts(data, "")  # what is remembered is remembered before the count
    assert warm is not None
    judge(warm)
    sys.setprofile(profile)
    try:
        facts, _ = read_facts(data, "")
        assert facts is not None
        judge(facts)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(("kind", "before"), [*product(["text", "sizes", "signatures"], [TEXT]), *product(["appendices", "open brackets", "titles"], [END])])  # fmt: skip
def test_twice_as_long_is_twice_the_work(kind: str, before: bytes) -> None:
    none, once, twice = (
        calls(with_more(said("Phụ lục", CENTRED) + "".join(map(KINDS[kind], range(count))), before))
        for count in (0, 150, 300)
    )
    assert (twice - once) < 1.12 * (once - none)


def test_a_text_of_more_than_any_other_part_may_have_is_read_and_commented() -> None:
    look = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/>'
    filler = f"<w:rPrChange>{' ' * (MAX_PART // 1000)}</w:rPrChange>"
    data = with_more(said("Một việc", "", look + filler) * 1001, TEXT)
    facts, findings = read_facts(data, "")
    assert (facts is not None, findings) == (True, ())
    with ZipFile(io.BytesIO(with_comments(data, MAIN, [Comment(0, "xem")]))) as archive:
        assert len(archive.read(MAIN)) > MAX_PART


def test_a_text_beyond_that_is_told() -> None:
    data = with_more(" " * (2 * MAX_PART + 1), END)
    facts, (finding,) = read_facts(data, "")
    assert (facts, finding.code) == (None, BEYOND_LIMITS.code)
    assert "80 MB" in finding.message
