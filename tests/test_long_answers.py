"""A month in which every unit answers at length: the body stays short, and what is cut points on."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from cv183_reports.consolidation.consolidate import consolidate
from cv183_reports.document.context import MonthlyReport
from cv183_reports.document.papers import monthly_report
from cv183_reports.model import Filing, Record
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.narrative.monthly import monthly_prose
from cv183_reports.narrative.phrases import ROOM, shortened
from tests.laid_out import lay_out
from tests.test_documents import rendered
from tests.test_explain import material, read_before

__all__ = ["read_before"]

LETTERS = 5 * ROOM
"""Far more than the body may quote of a text."""
_MOST_PAGES = 10


def _long(text: str, unit: str) -> str:
    """`text`, and whole sentences after it."""
    more = " ".join(
        f"Đơn vị {unit} đã tổ chức {n} buổi làm việc để rà soát nội dung này tại {n + 3} thôn, tổ dân phố."
        for n in range(11, 30)
    )
    return f"{text.rstrip(' .')}. {more}"[:LETTERS]


def _answered_at_length(filing: Filing) -> Filing:
    def longer(record: Record) -> Record:
        for key in ("result", "difficulty", "proposal"):
            if record.answers.get(key):
                record = record.saying(key, _long(str(record.answers[key]), filing.unit))
        return record

    plans = tuple(replace(plan, text=_long(plan.text, filing.unit)) for plan in filing.plans)
    return replace(filing, records=tuple(map(longer, filing.records)), plans=plans)


@pytest.fixture(scope="module")
def month() -> Consolidated:
    now = material().now
    return consolidate(
        now.register,
        now.period,
        map(_answered_at_length, now.accepted),
        as_of=now.as_of,
        unreadable={f.unit.code: f.files for f in now.filings if f.files and f.receipt is None},
    )


@pytest.fixture(scope="module")
def body(month: Consolidated) -> MonthlyReport:
    """The report without its appendices, which hold everything."""
    report = monthly_report(month, monthly_prose(month, material().against), "")
    return replace(report, difficulties=(), proposals=(), figures=(), overdue=(), filing=())


def test_the_body_stays_within_ten_pages(body: MonthlyReport, tmp_path: Path) -> None:
    pages = lay_out({"body": rendered(body)}, tmp_path)["body"].pages
    first = next(
        at for at, page in enumerate(pages) if any(r.text == "Phụ lục 1" for r in page.rows)
    )
    assert first <= _MOST_PAGES


def test_what_is_cut_ends_with_a_sentence_and_points_to_the_appendix(body: MonthlyReport) -> None:
    told = [block.text for section in body.sections for block in section.blocks]
    told += [row.cells[0] for s in body.sections for b in s.blocks for row in b.rows]
    cut = [text for text in told if "thôn, tổ dân phố" in text]
    assert cut
    assert all(len(text) <= 3 * ROOM for text in cut)
    named = [
        text
        for s in body.sections[3:5]
        for b in s.blocks
        for text in (b.text, *(r.cells[0] for r in b.rows))
    ]
    long = [text for text in named if "buổi làm việc" in text]
    assert long
    assert all("(Phụ lục 4)" in text for text in long)


@pytest.mark.parametrize(
    ("text", "room", "kept"),
    [
        ("Ngắn.", 20, "Ngắn."),
        ("Câu đầu. Câu sau dài hơn nhiều.", 20, "Câu đầu."),
        ("Câu đầu. Đề nghị cấp trên sớm xem xét.", 25, "Câu đầu."),
        ("Một câu rất dài, có nhiều vế, không có dấu chấm", 30, "Một câu rất dài, có nhiều vế…"),
        ("Một câu không có dấu nào cả trong đó", 20, "Một câu không có…"),
        ("Nghị định số 178/2024/NĐ-CP. Tiếp theo còn nữa.", 30, "Nghị định số 178/2024/NĐ-CP."),
    ],
)
def test_a_text_is_cut_at_a_sentence_a_clause_or_a_word(text: str, room: int, kept: str) -> None:
    assert shortened(text, room) == kept
