"""What only laying out shows: every document as LibreOffice prints it, page by page.

Where LibreOffice or poppler is missing these tests are skipped, except under CI, where they fail.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest
from msgspec import Struct

from cv183_reports.lint.judge import Verdict, judge
from cv183_reports.lint.parts import Part
from cv183_reports.lint.vocabulary import PartKind
from cv183_reports.word.document import read_facts
from cv183_reports.word.facts import DocumentFacts, SectionFacts
from tests.conftest import REPOSITORY
from tests.laid_out import LaidOut, Page, Row, laid_out_once, rules_below, squeezed
from tests.layout_cases import cases, documents_of

MARK = "SỐ LIỆU MINH HỌA"
SLACK = 0.6
"""Millimetres that letters may stand out of the text area: side bearings, rounding."""
PAGES = {
    "monthly: nothing known yet": 8,
    "monthly: nothing came": 5,
    "monthly: by order, ten long recipients": 9,
    "PARTY, deputy": 2,
    "PARTY, ten recipients": 2,
    "STATE, deputy": 2,
    "STATE, ten recipients": 2,
    "monthly, 1 paragraphs more": 8,
    "monthly, 5 paragraphs more": 9,
    "PARTY, 15 paragraphs more": 2,
    "PARTY, 27 paragraphs more": 3,
    "STATE, 22 paragraphs more": 2,
    "STATE, 31 paragraphs more": 3,
}
HEADINGS = (
    PartKind.HEADING_I,
    PartKind.HEADING_1,
    PartKind.HEADING_11,
    PartKind.PART_HEADING,
)


class Printed(Struct, frozen=True):
    """A document, what was recognised in it, and its pages."""

    laid: LaidOut
    facts: DocumentFacts
    verdict: Verdict

    @property
    def pages(self) -> tuple[Page, ...]:
        return self.laid.pages

    def parts(self, *kinds: PartKind) -> tuple[Part, ...]:
        return self.verdict.anatomy.of(*kinds)

    def starts(self) -> list[int]:
        """Ranks of the pages on which the main text and each appendix begin."""
        labels = [each.label.text for each in self.verdict.anatomy.appendices]
        found = [0]
        for label in labels:
            after = range(found[-1] + 1, len(self.pages))
            found.append(next(at for at in after if self._begins_with(self.pages[at], label)))
        return found

    def _begins_with(self, page: Page, label: str) -> bool:
        rows = self.body(page)
        return bool(rows) and squeezed(rows[0].text) == squeezed(label)

    def section(self, page: Page) -> SectionFacts:
        """The set-up of a page: that of its shape."""
        return next(
            each
            for each in self.facts.sections
            if abs(each.width - page.width) < 1 and abs(each.height - page.height) < 1
        )

    def body(self, page: Page) -> list[Row]:
        """The rows of a page within its upper and lower margins; a row's box is taller than its line of 18 points."""
        margins = self.section(page).margins
        return [
            row
            for row in page.rows
            if row.top > margins.top - SLACK
            and row.bottom < page.height - margins.bottom + 2 * SLACK
        ]

    def across(self, text: str) -> tuple[float, float]:
        """Where on page 1 a line of the head begins and ends."""
        row = self.pages[0].row(text)
        assert row is not None
        words = row.words[-len(text.split()) :]
        assert squeezed(" ".join(word.text for word in words)) == squeezed(text)
        return words[0].left, words[-1].right

    def last_of_text(self) -> int:
        """Rank of the last page before the appendices."""
        return [*self.starts(), len(self.pages)][1] - 1

    def headings(self) -> list[str]:
        """Whatever announces what comes below it: headings, heads and groups of tables."""
        found = [part.text for part in self.parts(*HEADINGS)]
        for each in self.verdict.anatomy.appendices:
            found += [part.text for part in (each.label, *each.title)]
            found += [part.text for part in each.text if part.line.is_bold]
        for table in self.facts.tables:
            rows = table.rows if len(table.columns) > 1 else ()
            found += [row.cells[0].text for row in rows if len(row.cells) == 1]
        return found

    def is_header(self, row: Row) -> bool:
        """Whether all its words are those of the header rows of a table."""
        words = {
            word
            for table in self.facts.tables
            for each in table.rows
            if each.header
            for cell in each.cells
            for word in cell.text.split()
        }
        return all(word.text in words for word in row.words)

    def is_text(self, row: Row) -> bool:
        """Whether it is a line of a paragraph outside tables."""
        outside = (each.text for each in self.facts.paragraphs if each.place is None)
        return any(row.is_in(text) for text in outside)

    def edges(self, page: Page) -> list[Row]:
        """The rows of a page in its upper and lower margins."""
        body = self.body(page)
        return [row for row in page.rows if row not in body]


@pytest.fixture(scope="session")
def laid(built: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Printed]:
    """All documents by name."""

    def documents() -> dict[str, bytes]:
        return dict(cases()) | documents_of(built)

    found = laid_out_once(documents, "layout", tmp_path_factory)
    return {name: _printed(one) for name, one in found.items()}


def _printed(laid: LaidOut) -> Printed:
    facts, _ = read_facts(laid.data, laid.name)
    assert facts is not None
    return Printed(laid, facts, judge(facts))


def everywhere(faults: Callable[[Printed], Iterable[str]], laid: dict[str, Printed]) -> list[str]:
    """What is wrong anywhere, with the name of the document."""
    return [f"{name}: {fault}" for name, one in laid.items() for fault in faults(one)]


def test_every_page_has_text_and_the_last_is_not_blank(laid: dict[str, Printed]) -> None:
    def blank(one: Printed) -> list[str]:
        return [f"page {at}" for at, page in enumerate(one.pages, 1) if not one.body(page)]

    assert everywhere(blank, laid) == []


def test_nothing_stands_outside_the_text_area(laid: dict[str, Printed]) -> None:
    def outside(one: Printed) -> Iterator[str]:
        for at, page in enumerate(one.pages, 1):
            margins = one.section(page).margins
            left, right = margins.left - SLACK, page.width - margins.right + SLACK
            yield from (
                f"page {at}: {row.text}"
                for row in page.rows
                if row.left < left or row.right > right
            )
            yield from (
                f"page {at}, in the margin: {row.text}"
                for row in one.edges(page)
                if not row.text.isdigit() and row.text != MARK
            )

    assert everywhere(outside, laid) == []


def test_pages_are_numbered_from_the_second_of_each_part(laid: dict[str, Printed]) -> None:
    def faults(one: Printed) -> Iterator[str]:
        starts = [*one.starts(), len(one.pages)]
        for start, end in pairwise(starts):
            for number, page in enumerate(one.pages[start:end], 1):
                found = [row for row in one.edges(page) if row.text != MARK]
                expected = [] if number == 1 else [str(number)]
                if [row.text for row in found] != expected:
                    yield f"page {start + number}: {[row.text for row in found]}"
                yield from (
                    f"page {start + number} at {row}" for row in found if _astray(one, page, row)
                )

    assert everywhere(faults, laid) == []


def _astray(one: Printed, page: Page, number: Row) -> bool:
    """Whether a page number is not at 10 mm from the edge, in the middle of the text area."""
    margins = one.section(page).margins
    middle = (margins.left + page.width - margins.right) / 2
    return not (number.top < 10.5 < number.bottom + 2 and abs(number.centre - middle) < 0.5)


def test_each_line_of_the_head_stays_on_one_line(laid: dict[str, Printed]) -> None:
    kinds = (
        PartKind.TITLE,
        PartKind.NATION,
        PartKind.MOTTO,
        PartKind.SUPERIOR,
        PartKind.ISSUER,
        PartKind.NUMBER,
        PartKind.DATELINE,
        PartKind.NAME,
        PartKind.ABSTRACT,
        PartKind.LETTER_ABSTRACT,
    )

    def wrapped(one: Printed) -> Iterator[str]:
        found = one.parts(*kinds)
        name = PartKind.LETTER_ABSTRACT if one.verdict.anatomy.is_letter else PartKind.NAME
        assert {PartKind.DATELINE, PartKind.ISSUER, name} <= {each.kind for each in found}
        return (each.text for each in found if one.pages[0].row(each.text) is None)

    assert everywhere(wrapped, laid) == []


def test_the_ending_is_whole_on_one_page_with_the_last_lines_of_the_text(
    laid: dict[str, Printed],
) -> None:
    ending = (
        PartKind.AUTHORITY,
        PartKind.POSITION,
        PartKind.SIGNATORY,
        PartKind.RECIPIENTS_LABEL,
    )

    def parted(one: Printed) -> Iterator[str]:
        page = one.pages[one.last_of_text()]
        label = page.row("Nơi nhận:")
        if label is None:
            yield "no ending"
            return
        yield from (each.text for each in one.parts(*ending) if page.row(each.text) is None)
        below = squeezed(" ".join(row.text for row in one.body(page)))
        yield from (
            each.text
            for each in one.parts(PartKind.RECIPIENT)
            if squeezed(each.text.split()[-1]) not in below
        )
        above = [row for row in one.body(page) if row.bottom <= label.top + 1]
        last = one.parts(PartKind.BODY)[-1].text
        if not above or not squeezed(last).endswith(squeezed(above[-1].text)):
            yield f"above the ending: {above[-1].text if above else 'nothing'}"

    assert everywhere(parted, laid) == []


def test_there_is_room_for_a_signature_and_a_seal(laid: dict[str, Printed]) -> None:
    def cramped(one: Printed) -> Iterator[str]:
        page = one.pages[one.last_of_text()]
        for name in one.parts(PartKind.SIGNATORY):
            (*_, post) = one.parts(PartKind.AUTHORITY, PartKind.POSITION)
            rows = page.row(post.text), page.row(name.text)
            assert rows[0] is not None
            assert rows[1] is not None
            if not 20 < rows[1].top - rows[0].bottom < 40:
                yield f"{rows[1].top - rows[0].bottom:.0f} mm"

    assert sum(bool(one.parts(PartKind.SIGNATORY)) for one in laid.values()) > 10
    assert everywhere(cramped, laid) == []


def test_no_heading_is_the_last_line_of_its_page(laid: dict[str, Printed]) -> None:
    """Every heading is kept with what follows, which Word obeys. LibreOffice fills its pages by guess
    when it opens a file, and now and then leaves a heading behind when it puts that right."""

    def loose(one: Printed) -> list[str]:
        return [part.text for part in one.parts(*HEADINGS) if not part.line.paragraph.keep_next]

    def widowed(one: Printed) -> Iterator[str]:
        heads = {squeezed(text) for text in one.headings()}
        for at, page in enumerate(one.pages, 1):
            last = squeezed(one.body(page)[-1].text)
            if any(head.endswith(last) for head in heads):
                yield f"page {at}: {last}"

    assert everywhere(loose, laid) == []
    assert len(everywhere(widowed, laid)) < len(laid) / 8


def test_a_table_over_pages_repeats_its_header(laid: dict[str, Printed]) -> None:
    def headless(one: Printed) -> Iterator[str]:
        for at, page in enumerate(one.pages[1:], 2):
            first = one.body(page)[0]
            if not one.is_header(first) and not one.is_text(first):
                yield f"page {at}: {first.text}"

    assert everywhere(headless, laid) == []


def test_no_figure_is_broken_by_its_column(laid: dict[str, Printed]) -> None:
    def broken(one: Printed) -> list[str]:
        cells = (c.text for table in one.facts.tables for row in table.rows for c in row.cells)
        wanted = Counter(text for text in cells if any(map(str.isdigit, text)) and " " not in text)
        words = Counter(word.text for page in one.pages for row in page.rows for word in row.words)
        return sorted(wanted - words)

    assert everywhere(broken, laid) == []


def test_the_rule_under_the_title_is_as_long_as_the_title(laid: dict[str, Printed]) -> None:
    def wrong(one: Printed) -> Iterator[str]:
        (title, *_) = one.parts(PartKind.TITLE, PartKind.MOTTO)
        left, right = one.across(title.text)
        row = one.pages[0].row(title.text)
        assert row is not None
        rules = [rule for rule in rules_below(one.laid, row) if rule[0] > left - 5]
        if not any(abs(a - left) < 1.5 and abs(b - right) < 1.5 for a, b in rules):
            yield f"{title.text} {left:.0f}–{right:.0f}: {sorted(set(rules))}"

    chosen = {name: one for name, one in laid.items() if "paragraphs more" not in name}
    some = dict(list(chosen.items())[::5])
    assert {one.verdict.choice.rules.code for one in some.values()} == {"hd36", "hd05", "nd30"}
    assert everywhere(wrong, some) == []


def test_every_template_has_a_document_here(laid: dict[str, Printed]) -> None:
    def origin(data: bytes) -> tuple[bytes, ...]:
        with ZipFile(BytesIO(data)) as package:
            return tuple(package.read(part) for part in ("word/styles.xml", "docProps/core.xml"))

    found = {origin(one.laid.data) for one in laid.values()}
    templates = sorted((REPOSITORY / "templates" / "docx").glob("[!t]*.docx"))
    assert [path.name for path in templates if origin(path.read_bytes()) not in found] == []


def test_documents_have_the_pages_expected(laid: dict[str, Printed]) -> None:
    pages = {name: len(one.pages) for name, one in laid.items()}
    assert {name: pages[name] for name in PAGES} == PAGES
    own = [count for name, count in pages.items() if name.startswith("don-vi/")]
    assert set(own) <= {2, 3, 4, 5}
    (report,) = (one for name, one in laid.items() if name.startswith("bao-cao-thang"))
    stretches = [b - a for a, b in pairwise([*report.starts(), len(report.pages)])]
    assert len(stretches) == 6
    assert stretches[0] <= 8
    assert stretches[1] == 2
    assert stretches[2] == 6
