"""The rule sets as data: figures, tolerances, severities and clauses of hd36, hd05 and nd30.

Every clause cited was read in the text itself: HD36 and NĐ 30 whole, the main text of HD05 with its
page. The appendices of HD05 were not: its sizes are those of HD36, Phụ lục 3, which it kept, and are
cited so. What only practice knows (headings within a report) is a warning that says so. Where no text
gives a figure there is no rule.
"""

from __future__ import annotations

from datetime import date
from enum import Enum

from msgspec import Struct, structs

from cv183_reports.lint.vocabulary import PartKind
from cv183_reports.model.finding import Severity
from cv183_reports.vietnamese.wording import measured


class Family(Enum):
    """Whose documents a rule set is for; the value names them."""

    PARTY = "văn bản của Đảng"
    STATE = "văn bản hành chính của cơ quan nhà nước"


class Span(Struct, frozen=True):
    """What is allowed, both ends included."""

    least: float
    most: float
    tolerance: float = 0.0

    def holds(self, value: float) -> bool:
        """Whether `value` is within the span, give or take the tolerance."""
        return self.least - self.tolerance <= value <= self.most + self.tolerance

    def nearest(self, value: float) -> float:
        """What is allowed and nearest to `value`."""
        return min(max(value, self.least), self.most)

    def __str__(self) -> str:
        if self.least == self.most:
            return measured(self.least)
        return f"{measured(self.least)}–{measured(self.most)}"


class PartLook(Struct, frozen=True):
    """How one part is printed; None = not ruled."""

    part: PartKind
    sizes: Span
    clause: str
    bold: bool | None = False
    italic: bool | None = False
    underlined: bool | None = None
    capitals: bool = False
    centred: bool = False


class PageRules(Struct, frozen=True):
    """Paper, margins and page number; millimetres and points."""

    width: Span
    height: Span
    top: Span
    bottom: Span
    left: Span
    right: Span
    header: Span
    """From the edge to the top of the header, which puts the number at about 10 mm."""
    number_sizes: Span
    clause: str
    number_clause: str
    font_clause: str


class TextRules(Struct, frozen=True):
    """Paragraphs of the main text; millimetres and points."""

    sizes: Span
    indent: Span
    usual_indent: float
    """To be set where no paragraph of the document shows another that is right."""
    gap: float
    """Least space between paragraphs."""
    lines: Span
    """Points when `exact`, else lines."""
    exact: bool
    clause: str
    line_advice: str
    """What to set in Word."""


class Clauses(Struct, frozen=True):
    """Where each form is laid down."""

    title: str
    issuer: str
    number: str
    dateline: str
    name: str
    body: str
    signing: str
    recipients: str
    appendix: str


class RuleSet(Struct, frozen=True):
    """One set of presentation rules."""

    code: str
    source: str
    """The text it stands in."""
    valid_from: date
    list_mark: str
    """Ends each line of Nơi nhận but the last, which ends with a full stop."""
    family: Family
    page: PageRules
    text: TextRules
    looks: tuple[PartLook, ...]
    clauses: Clauses
    basis_dashed: bool
    """Whether each căn cứ begins with a dash."""
    basis_marks: tuple[str, str]
    """Ends every căn cứ but the last, and the last; of nd30 too."""
    proposal_word: str
    """What a tờ trình says for Kính gửi."""
    regulation_code: str
    """Of a quy định in its number."""
    as_above: tuple[str, ...]
    """Codes of the kinds whose Nơi nhận begins with «Như trên» where they say Kính gửi; công văn always."""
    reference_severity: Severity
    """Of an appendix without its chỉ dẫn."""
    appendix_own_pages: bool
    """Whether the pages of each appendix are numbered by themselves."""

    def look(self, part: PartKind) -> PartLook | None:
        """How `part` is printed, if this set says so."""
        return next((look for look in self.looks if look.part is part), None)


_HD36 = "HD 36-HD/VPTW"
_HD36_SIZES = f"{_HD36}, Phụ lục 3"
_PRACTICE = "cách trình bày phổ biến, hướng dẫn không quy định"


def _party_looks(sizes: str, headings: str) -> tuple[PartLook, ...]:
    """Sizes by HD36, Phụ lục 3; `sizes` and `headings` name the clause of the set at hand."""
    kind, big, body = PartKind, Span(15, 15), Span(14, 15)
    plain, small = Span(14, 14), Span(12, 12)
    return (
        PartLook(kind.TITLE, big, sizes, bold=True, capitals=True),
        PartLook(kind.SUPERIOR, plain, sizes, capitals=True, centred=True),
        PartLook(kind.ISSUER, plain, sizes, bold=True, capitals=True, centred=True),
        PartLook(kind.NUMBER, plain, sizes, centred=True),
        PartLook(kind.DATELINE, plain, sizes, italic=True),
        PartLook(kind.NAME, Span(15, 16), sizes, bold=True, capitals=True, centred=True),
        PartLook(kind.ABSTRACT, body, sizes, bold=True, centred=True),
        PartLook(kind.LETTER_ABSTRACT, small, sizes, italic=True, centred=True),
        PartLook(kind.ADDRESSEE, plain, sizes, italic=None),
        PartLook(kind.PART_HEADING, body, headings, bold=True, centred=True),
        PartLook(kind.HEADING_I, body, _PRACTICE, bold=True),
        PartLook(kind.HEADING_1, body, _PRACTICE, bold=True),
        PartLook(kind.HEADING_11, body, _PRACTICE, bold=True, italic=True),
        PartLook(kind.AUTHORITY, plain, sizes, bold=True, capitals=True),
        PartLook(kind.POSITION, plain, sizes, capitals=True),
        PartLook(kind.SIGNATORY, plain, sizes, bold=True),
        PartLook(kind.RECIPIENTS_LABEL, plain, sizes, underlined=True),
        PartLook(kind.RECIPIENT, small, sizes),
    )


_ND30_SIGNING = "Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục II.7"
_ND30 = "Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục"


def _state_looks() -> tuple[PartLook, ...]:
    kind, upper, lower = PartKind, Span(12, 13), Span(13, 14)
    return (
        PartLook(kind.NATION, upper, f"{_ND30} II.1", bold=True, capitals=True),
        PartLook(kind.MOTTO, lower, f"{_ND30} II.1", bold=True),
        PartLook(kind.SUPERIOR, upper, f"{_ND30} II.2", capitals=True, centred=True),
        PartLook(kind.ISSUER, upper, f"{_ND30} II.2", bold=True, capitals=True, centred=True),
        PartLook(kind.NUMBER, Span(13, 13), f"{_ND30} II.3", centred=True),
        PartLook(kind.DATELINE, lower, f"{_ND30} II.4", italic=True),
        PartLook(kind.NAME, lower, f"{_ND30} II.5", bold=True, capitals=True, centred=True),
        PartLook(kind.ABSTRACT, lower, f"{_ND30} II.5", bold=True, centred=True),
        PartLook(kind.LETTER_ABSTRACT, upper, f"{_ND30} II.5", centred=True),
        PartLook(kind.ADDRESSEE, lower, f"{_ND30} II.9"),
        PartLook(kind.PART_HEADING, lower, f"{_ND30} II.6đ", bold=True, centred=True),
        PartLook(kind.HEADING_I, lower, f"{_ND30} V.6b", bold=True, capitals=True),
        PartLook(kind.HEADING_1, lower, f"{_ND30} II.6đ", bold=True),
        PartLook(kind.AUTHORITY, lower, _ND30_SIGNING, bold=True, capitals=True),
        PartLook(kind.POSITION, lower, _ND30_SIGNING, bold=True, capitals=True),
        PartLook(kind.SIGNATORY, lower, _ND30_SIGNING, bold=True),
        PartLook(kind.RECIPIENTS_LABEL, Span(12, 12), f"{_ND30} II.9", bold=True, italic=True),
        PartLook(kind.RECIPIENT, Span(11, 11), f"{_ND30} II.9"),
        PartLook(kind.APPENDIX, Span(14, 14), f"{_ND30} III.1b", bold=True, centred=True),
        PartLook(kind.APPENDIX_TITLE, lower, f"{_ND30} III.1b", bold=True, capitals=True),
        PartLook(kind.APPENDIX_REFERENCE, lower, f"{_ND30} III.1c", italic=True),
    )


def _fixed(value: float) -> Span:
    return Span(value, value, 0.5)


HD36 = RuleSet(
    code="hd36",
    source="Hướng dẫn số 36-HD/VPTW, ngày 03/4/2018 của Văn phòng Trung ương Đảng",
    valid_from=date(2018, 4, 3),
    list_mark=",",
    family=Family.PARTY,
    page=PageRules(
        width=Span(210, 210, 1),
        height=Span(297, 297, 1),
        top=_fixed(20),
        bottom=_fixed(20),
        left=_fixed(30),
        right=_fixed(15),
        header=Span(6, 10, 0.1),
        number_sizes=Span(14, 14),
        clause=f"{_HD36}, mục II.4.2, II.4.3",
        number_clause=f"{_HD36}, mục II.4.4",
        font_clause=f"{_HD36}, mục II.4.1, Phụ lục 3",
    ),
    text=TextRules(
        sizes=Span(14, 15),
        indent=Span(9, 13, 0.05),
        usual_indent=10,
        gap=6,
        lines=Span(18, 60),
        exact=True,
        clause=f"{_HD36}, mục II.1.6.2",
        line_advice="Exactly, từ 18 pt trở lên",
    ),
    looks=_party_looks(_HD36_SIZES, f"{_HD36}, mục II.1.6.2"),
    clauses=Clauses(
        title=f"{_HD36}, mục II.1.1",
        issuer=f"{_HD36}, mục II.1.2",
        number=f"{_HD36}, mục II.1.3",
        dateline=f"{_HD36}, mục II.1.4",
        name=f"{_HD36}, mục II.1.5",
        body=f"{_HD36}, mục II.1.6.2",
        signing=f"{_HD36}, mục II.1.7",
        recipients=f"{_HD36}, mục II.1.9.2",
        appendix=f"{_HD36}, mục II.4.5",
    ),
    basis_dashed=False,
    basis_marks=(";", ","),
    proposal_word="Kính gửi",
    regulation_code="QĐi",
    as_above=("TTr",),
    reference_severity=Severity.WARNING,
    appendix_own_pages=False,
)

_HD05 = "HD 05-HD/VPTW"

HD05 = structs.replace(
    HD36,
    code="hd05",
    source="Hướng dẫn số 05-HD/VPTW, ngày 27/5/2026 của Văn phòng Trung ương Đảng",
    valid_from=date(2026, 5, 27),
    list_mark=";",
    page=structs.replace(
        HD36.page,
        clause=f"{_HD05}, mục IV, trang 28",
        number_clause=f"{_HD05}, mục IV, trang 28",
        font_clause=f"{_HD05}, mục IV.1, trang 28",
    ),
    text=structs.replace(
        HD36.text,
        lines=Span(18, 22),
        clause=f"{_HD05}, điểm 6.2.2, trang 12",
        line_advice="Exactly, 18–22 pt",
    ),
    looks=_party_looks(
        f"{_HD36_SIZES}; {_HD05} không đổi cỡ chữ", f"{_HD05}, điểm 6.2.4, trang 13"
    ),
    clauses=Clauses(
        title=f"{_HD05}, điểm 1.2, trang 2",
        issuer=f"{_HD05}, điểm 2.2, trang 6",
        number=f"{_HD05}, điểm 3.2, trang 9",
        dateline=f"{_HD05}, điểm 4, trang 9–10",
        name=f"{_HD05}, điểm 5.2, trang 11",
        body=f"{_HD05}, điểm 6.2, trang 12–13",
        signing=f"{_HD05}, điểm 7.1, trang 13–19",
        recipients=f"{_HD05}, điểm 9.2, trang 24–25",
        appendix=f"{_HD05}, mục II.1, trang 25; mục IV.5.2, trang 28",
    ),
    basis_dashed=True,
    basis_marks=(";", "."),
    proposal_word="Kính trình",
    regulation_code="QĐ",
    as_above=(),
    reference_severity=Severity.ERROR,
    appendix_own_pages=True,
)

ND30 = RuleSet(
    code="nd30",
    source="Nghị định số 30/2020/NĐ-CP, ngày 05/3/2020 của Chính phủ",
    valid_from=date(2020, 3, 5),
    list_mark=";",
    family=Family.STATE,
    page=PageRules(
        width=Span(210, 210, 1),
        height=Span(297, 297, 1),
        top=Span(20, 25, 0.5),
        bottom=Span(20, 25, 0.5),
        left=Span(30, 35, 0.5),
        right=Span(15, 20, 0.5),
        header=Span(5, 15, 0.1),
        number_sizes=Span(13, 14),
        clause=f"{_ND30} I.1, I.3",
        number_clause=f"{_ND30} I.7",
        font_clause=f"{_ND30} I.4",
    ),
    text=TextRules(
        sizes=Span(13, 14),
        indent=Span(9, 13, 0.05),
        usual_indent=10,
        gap=6,
        lines=Span(1, 1.5, 0.02),
        exact=False,
        clause=f"{_ND30} II.6e",
        line_advice="từ Single đến 1.5 lines",
    ),
    looks=_state_looks(),
    clauses=Clauses(
        title=f"{_ND30} II.1",
        issuer=f"{_ND30} II.2",
        number=f"{_ND30} II.3",
        dateline=f"{_ND30} II.4",
        name=f"{_ND30} II.5",
        body=f"{_ND30} II.6",
        signing=_ND30_SIGNING,
        recipients=f"{_ND30} II.9",
        appendix=f"{_ND30} III.1",
    ),
    basis_dashed=False,
    basis_marks=(";", "."),
    proposal_word="Kính gửi",
    regulation_code="QyĐ",
    as_above=("BC", "TTr"),
    reference_severity=Severity.ERROR,
    appendix_own_pages=True,
)

RULE_SETS = (HD36, HD05)
"""Of the Party, in order of validity."""


def rules_on(day: date) -> RuleSet:
    """The Party's set in force on the day a document is dated; the oldest we know for days before it."""
    return next((rules for rules in reversed(RULE_SETS) if rules.valid_from <= day), RULE_SETS[0])


def rules_in(year: int, month: int) -> RuleSet:
    """The Party's set for a document of that month whose day is not known yet: that in force when it begins."""
    return rules_on(date(year, month, 1))


def rules_named(code: str) -> RuleSet | None:
    """The set of that code: hd36, hd05 or nd30."""
    return next((rules for rules in (*RULE_SETS, ND30) if rules.code == code), None)
