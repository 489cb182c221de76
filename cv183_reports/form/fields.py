"""The one declaration of the form that travels: what it asks, what it is called and says, what its colours mean.

Blank form, reading, records, cell differences, ``--json`` and tong-hop derive from its table of columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from unicodedata import normalize

from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.catalogue import submission as catalogue
from cv183_reports.model import (
    Answer,
    Answered,
    Cycle,
    Kind,
    Nature,
    Obligation,
    Option,
    Period,
    Profile,
    Register,
    Status,
)
from cv183_reports.model.finding import Rule
from cv183_reports.vietnamese import wording
from cv183_reports.vietnamese.text import lazy_pattern

FORM_VERSION = 3
"""Raised whenever a row comes or bears another header: `Column.since`, `Column.formerly` say what changed."""
_GRACE = timedelta(days=9)
"""A form that comes late may still name a day of the month after, up to its 10th."""


class Input(Enum):
    """What a cell takes, and with it how it is read, checked by Excel and written."""

    LOCKED = "locked"
    TEXT = "text"
    PROSE = "prose"
    """A text that documents print as sentences."""
    CHOICE = "choice"
    PERCENT = "percent"
    DATE = "date"
    NUMBER = "number"
    """The figure of an indicator, read as the register says."""


REFUSALS = {
    Input.CHOICE: "Hãy chọn một mục trong danh sách: bấm mũi tên ở góc phải ô.",
    Input.PERCENT: "Ghi số từ 0 đến 100, không ghi dấu %. Ví dụ: 80 nghĩa là 80%; không ghi 0,8.",
    Input.DATE: "Ghi ngày/tháng/năm từ {first} đến {last}, ví dụ 15/8/2025.",
    Input.NUMBER: "Ghi một số từ 0 trở lên, không kèm chữ. Chỉ tiêu đếm thì ghi số nguyên.",
}
"""What Excel says when a cell does not take what was typed."""


class Column(Struct, frozen=True):
    """One column of a table in the form."""

    key: str
    """Its name in records and in ``--json``."""
    header: str
    """Found again by its folded text, never by position."""
    width: float
    """In characters of the default font, as Excel counts."""
    input: Input
    hint: str = ""
    """Shown beside the cell when it is selected, and in Hướng dẫn."""
    options: tuple[Option, ...] = ()
    """Of a CHOICE: what it offers."""
    chosen_from: Callable[[Profile], tuple[Option, ...]] | None = None
    """Of a CHOICE: what it offers where that is a list of the register."""
    unknown: Rule = catalogue.CHOICE_UNKNOWN
    """The finding on a choice that is none of them."""
    may_be_nothing: bool = False
    """Of PROSE: "không có" means that there is none."""
    is_cited: bool = False
    """Of TEXT: documents cite it, so that it has to say by itself what it means."""
    months_ahead: int = 0
    """Of a DATE: how far beyond the month reported on it may lie."""
    after_filing: bool = False
    """Of a DATE: it lies after the day on which the files of the month are due."""
    stands_alone: bool = False
    """What is wrong with a cell of it leaves out that cell and nothing else of its row."""
    required: bool = False
    """Without this column the form cannot be read."""
    listed_width: int = 20
    """In tong-hop."""
    is_voice: bool = False
    """Says what hinders the unit or what it asks for: tong-hop prints that in a sheet of its own."""
    since: int = 1
    """The first version of the form that has it."""
    formerly: tuple[tuple[int, str], ...] = ()
    """Headers that it bore, each with the last version in which it did, the oldest first."""

    def header_in(self, version: int) -> str:
        """The header that it bore in that version."""
        return next((name for last, name in self.formerly if version <= last), self.header)


ANSWER_COLUMNS: tuple[Column, ...] = (
    CODE := Column("code", "Mã", 5, Input.LOCKED, required=True),
    TEXT := Column("text", "Nội dung nhiệm vụ", 36, Input.LOCKED),
    DEADLINE := Column("deadline", "Thời hạn", 11, Input.LOCKED),
    NOTICE := Column("notice", "Lưu ý", 11, Input.LOCKED, since=2),
    LAST_STATUS := Column("last_status", "Kỳ trước: Trạng thái", 10, Input.LOCKED),
    LAST_PERCENT := Column("last_percent", "Kỳ trước: Tỷ lệ (%)", 9, Input.LOCKED),
    LAST_RESULT := Column("last_result", "Kỳ trước: Kết quả", 23, Input.LOCKED),
    STATUS := Column(
        "status",
        "Trạng thái",
        13,
        Input.CHOICE,
        "Chọn một trong năm trạng thái của danh sách. Không để trống.",
        options=tuple(Status),
        unknown=catalogue.STATUS_UNKNOWN,
        required=True,
        listed_width=14,
    ),
    PERCENT := Column(
        "percent",
        "Tỷ lệ (%)",
        8,
        Input.PERCENT,
        "Số từ 0 đến 100. Ví dụ: 80 nghĩa là 80%. Hoàn thành thì ghi 100 hoặc để trống.",
        required=True,
        listed_width=7,
    ),
    DONE_ON := Column(
        "done_on",
        "Ngày hoàn thành",
        11,
        Input.DATE,
        "Ghi ngày/tháng/năm, ví dụ 15/8/2025. Chỉ ghi khi trạng thái là Hoàn thành.",
        required=True,
        listed_width=12,
    ),
    RESULT := Column(
        "result",
        "Kết quả thực hiện",
        28,
        Input.PROSE,
        "Nêu ngắn gọn việc đã làm, kết quả cụ thể, có số liệu.",
        may_be_nothing=True,
        required=True,
        listed_width=84,
    ),
    EVIDENCE := Column(
        "evidence",
        "Văn bản minh chứng",
        18,
        Input.TEXT,
        "Số, ký hiệu, ngày của văn bản. Ví dụ: Báo cáo số 15-BC/ĐU, ngày 20/9/2025.",
        is_cited=True,
        listed_width=26,
    ),
    DIFFICULTY := Column(
        "difficulty",
        "Khó khăn, vướng mắc",
        26,
        Input.PROSE,
        "Nêu cụ thể; không có thì để trống (không ghi “không”).",
        may_be_nothing=True,
        listed_width=48,
        is_voice=True,
    ),
    CAUSE := Column(
        "cause",
        "Nguyên nhân",
        12,
        Input.CHOICE,
        "Nguyên nhân của khó khăn, vướng mắc, chọn trong danh sách; không có khó khăn thì để trống.",
        chosen_from=lambda profile: profile.causes,
        stands_alone=True,
        listed_width=17,
        is_voice=True,
        since=3,
    ),
    FIELD := Column(
        "field",
        "Lĩnh vực",
        15,
        Input.CHOICE,
        "Lĩnh vực của khó khăn hoặc kiến nghị, chọn trong danh sách.",
        chosen_from=lambda profile: profile.fields,
        listed_width=17,
        is_voice=True,
    ),
    PROPOSAL := Column(
        "proposal",
        "Kiến nghị, đề xuất",
        26,
        Input.PROSE,
        "Nêu rõ đề nghị ai làm gì; không có thì để trống.",
        may_be_nothing=True,
        listed_width=48,
        is_voice=True,
    ),
    LEVEL := Column(
        "level",
        "Cấp giải quyết",
        17,
        Input.CHOICE,
        "Cấp có thẩm quyền giải quyết kiến nghị, chọn trong danh sách.",
        chosen_from=lambda profile: profile.levels,
        listed_width=19,
        is_voice=True,
    ),
    NEW_DEADLINE := Column(
        "new_deadline",
        "Hạn mới đề nghị",
        11,
        Input.DATE,
        "Chỉ ghi cho nhiệm vụ đã quá hạn mà chưa hoàn thành: ngày đơn vị đề nghị được hoàn thành, "
        "ví dụ 31/10/2025. Các nhiệm vụ khác để trống.",
        months_ahead=12,
        after_filing=True,
        stands_alone=True,
        listed_width=12,
        since=3,
    ),
)
"""Sheet Báo cáo: one row for each obligation of the unit."""

FIGURE_COLUMNS: tuple[Column, ...] = (
    replace(CODE, width=8),
    NAME := Column("name", "Chỉ tiêu", 56, Input.LOCKED),
    MEASURE := Column("measure", "Đơn vị tính", 13, Input.LOCKED),
    TOTAL := Column("total", "Lũy kế đến kỳ trước", 18, Input.LOCKED, since=2),
    LAST_VALUE := Column("last_value", "Kỳ trước", 13, Input.LOCKED),
    VALUE := Column(
        "value",
        "Kỳ này",
        15,
        Input.NUMBER,
        "Ghi số. Không có thì ghi 0; chưa thống kê được thì để trống.",
        required=True,
    ),
    NOTE := Column(
        "note",
        "Ghi chú",
        36,
        Input.TEXT,
        "Giải thích khi số liệu khác thường.",
        listed_width=44,
    ),
)
"""Sheet Số liệu: one row for each indicator asked of the unit, under topic rows."""


class HeaderField(Struct, frozen=True):
    """One line of the header block above the table of Báo cáo: label in one cell, value right of it."""

    key: str
    """Its name in filings and in ``--json``."""
    label: str
    input: Input
    row: int
    """From 0. Few and short rows, so that the frozen part leaves the screen to the obligations."""
    under: Column
    """The column in which the label stands."""
    until: Column
    """The last column of the value, which begins right of the label; both on the same printed page."""
    listed_width: int = 20
    """In tong-hop."""
    since: int = 1
    """The first version of the form that has it."""


HEADER_FIELDS: tuple[HeaderField, ...] = (
    UNIT := HeaderField("unit", "Đơn vị", Input.LOCKED, 1, DEADLINE, LAST_RESULT),
    PERIOD := HeaderField("period", "Kỳ báo cáo", Input.LOCKED, 1, STATUS, DONE_ON),
    DUE := HeaderField("due", "Hạn gửi", Input.LOCKED, 1, EVIDENCE, PROPOSAL),
    HeaderField("prepared_by", "Người lập", Input.TEXT, 2, DEADLINE, LAST_RESULT),
    HeaderField("phone", "Điện thoại", Input.TEXT, 2, STATUS, DONE_ON, listed_width=16),
    HeaderField("approved_by", "Người duyệt", Input.TEXT, 2, EVIDENCE, CAUSE, since=3),
    HeaderField("approver_title", "Chức vụ", Input.TEXT, 2, FIELD, LEVEL, 18, since=3),
)


def inputs(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Those that units fill in."""
    return tuple(column for column in columns if column.input is not Input.LOCKED)


def asked_beside() -> tuple[Column, ...]:
    """What is asked of an indicator besides its figure."""
    return tuple(column for column in inputs(FIGURE_COLUMNS) if column.key != VALUE.key)


def header_inputs() -> tuple[HeaderField, ...]:
    """The lines of the header block that units fill in."""
    return tuple(field for field in HEADER_FIELDS if field.input is not Input.LOCKED)


def options_of(column: Column, profile: Profile) -> tuple[Option, ...]:
    """What a CHOICE offers."""
    return column.chosen_from(profile) if column.chosen_from else column.options


def choices_of(column: Column, profile: Profile) -> tuple[str, ...]:
    """What its drop-down offers."""
    return tuple(option.value for option in options_of(column, profile))


def position(columns: Sequence[Column], wanted: Column) -> int:
    """Index of a column, from 0."""
    for at, column in enumerate(columns):
        if column.key == wanted.key:
            return at
    raise ValueError(wanted.key)


def version_of(written: str) -> int | None:
    """The version of the form that a file names; None of one that was never issued."""
    versions = {str(number): number for number in range(1, FORM_VERSION + 1)}
    return versions.get(written)


def as_issued_in(version: int, columns: Sequence[Column]) -> tuple[Column, ...]:
    """What that version had of today's `columns`, under the headers of that day."""
    return tuple(
        replace(column, header=column.header_in(version))
        for column in columns
        if column.since <= version
    )


def labels_in(version: int, lines: Sequence[HeaderField]) -> tuple[HeaderField, ...]:
    """What that version had of today's header block."""
    return tuple(line for line in lines if line.since <= version)


def last_day(column: Column, period: Period) -> date:
    """Of a DATE: the last day that it may name in a form for `period`."""
    return period.month_after(column.months_ahead).end.date() + _GRACE


def plan_heading(cycle: Cycle) -> str:
    """``Nhiệm vụ trọng tâm tháng tới``: above what the unit plans."""
    return _PLAN_HEADING.format(noun=wording.period_noun(cycle))


def highlight_hint(cycle: Cycle) -> str:
    """How the text that the register asks some groups for is written."""
    return _HIGHLIGHT_HINT.format(noun=wording.period_noun(cycle))


def answer_text(answer: Answer) -> str:
    """An answer in words; empty = nothing."""
    match answer:
        case None | str():
            return answer or ""
        case date():
            return wording.short_date(answer)
        case Decimal():
            return wording.number(answer)
        case _:
            return answer.value


def answer_json(answer: Answer) -> str | int | float | None:
    """An answer as JSON has it."""
    match answer:
        case None | str():
            return answer
        case date():
            return answer.isoformat()
        case Decimal():
            return int(answer) if answer == answer.to_integral_value() else float(answer)
        case _:
            return answer.value


def answers_json(answers: Answered, asked: Sequence[Column | HeaderField]) -> dict[str, object]:
    """What was answered to what is `asked`, under the names that it has."""
    return {each.key: answer_json(answers.get(each.key)) for each in asked}


INSTRUCTIONS_SHEET = "Hướng dẫn"
ANSWERS_SHEET = "Báo cáo"
FIGURES_SHEET = "Số liệu"
META_SHEET = "_meta"
MENDING_SHEET = "Cần sửa"
"""First sheet of a marked copy: what is wrong in a form that came back. Ours, never read."""

FORM_TITLE = "BÁO CÁO KẾT QUẢ THỰC HIỆN "
"""Before the name of the document that is carried out, in capitals."""
HEADER_BLOCK = "Đầu biểu"
"""What findings call the lines above the table of Báo cáo."""
_PLAN_HEADING = "Nhiệm vụ trọng tâm {noun} tới"
PLAN_LINES = 5
HIGHLIGHT_ROW = "Nội dung nổi bật"
"""What findings and tong-hop call the one text that the register asks some groups for, under a label of its own."""
_HIGHLIGHT_HINT = "Nêu ngắn gọn kết quả nổi bật trong {noun} của đơn vị, có số liệu cụ thể; không có thì để trống."

FIGURES_TITLE = "SỐ LIỆU THỐNG KÊ"
FIGURES_NOTE = "Ô số liệu tô màu cam là số liệu chưa khớp nhau: chọn ô đó để xem phải khớp thế nào."
TOTALS_NOTE = "Lũy kế là tổng số liệu các kỳ trước của đơn vị; có ghi (1/2 kỳ) là trong 2 kỳ trước mới có số liệu của 1 kỳ."
NATURE_HINTS = {
    Nature.FLOW: "Số của riêng kỳ này, không cộng các kỳ trước.",
    Nature.STOCK: "Số hiện có ở cuối kỳ này.",
    Nature.CUMULATIVE: "Số lũy kế: tổng từ đầu đến hết kỳ này, gồm cả các kỳ trước.",
}
"""Begins the hint of a figure's cell: which number is meant."""
PARTIAL_TOTAL = "({months}/{of} kỳ)"
"""Stands after the total of an indicator of which some months gave no figure."""
RECEIPT_NOTE = "tính theo thời điểm {board} nhận tệp"
"""Added to the deadline of the obligation that the file itself fulfils."""
RECEIPT_HINT = "Nhiệm vụ này tính theo thời điểm nhận tệp: gửi tệp đúng hạn là hoàn thành."
"""Hint of that obligation's row in place of the status column's own."""
WAIVED_NOTE = "Được miễn, hoãn theo {decision}: không phải điền dòng này"
"""Notice of an obligation that a decision in the register excuses this month."""
NEW_NOTICE = "Nhiệm vụ mới"
DUE_NOTICE = "Đến hạn trong {noun}"
OVERDUE_NOTICE = "Đã quá hạn"
ASKED_NOTICE = "Đã quá hạn; đã đề nghị hạn mới {day} (báo cáo {month})"
"""Of an overdue obligation for which the unit has named a new deadline."""
PAST_NOTICE = "Đã qua thời hạn"
"""Of an obligation of which the unit has told nothing."""
DONE_NOTICE = "Đã hoàn thành{day} (báo cáo {month})"
DONE_LATE_NOTICE = "Đã hoàn thành{day}, quá hạn (báo cáo {month})"
ON_DAY = " ngày {day}"
"""Cells of column Lưu ý: what a clerk should see at once of one obligation."""
_NOTICES = [
    lazy_pattern(re.sub(r"\\{\w+\\}", ".*", re.escape(sentence)))
    for sentence in (
        WAIVED_NOTE,
        NEW_NOTICE,
        DUE_NOTICE,
        OVERDUE_NOTICE,
        ASKED_NOTICE,
        PAST_NOTICE,
        DONE_NOTICE,
        DONE_LATE_NOTICE,
    )
]
DONE_HINT = "Đơn vị đã báo Hoàn thành{day} ở báo cáo {month}. Nếu không có gì thay đổi, chọn lại Hoàn thành."
DONE_HINT_DAY = " Ngày hoàn thành để trống thì lấy theo kỳ trước."
"""Hints of the status cell of what was done before: the unit says it again, nobody says it for it."""
PROOF_HINT = "Minh chứng hoàn thành: {proof}"
"""Begins the hint of column Văn bản minh chứng: what the register says proves this obligation done."""
NO_DATE = "Không ấn định ngày"
"""Deadline of a one-off obligation to which the dispatch gives no date."""

INSTRUCTIONS_TITLE = "HƯỚNG DẪN ĐIỀN BIỂU MẪU"
INSTRUCTIONS: tuple[str, ...] = (
    "Chỉ điền các ô nền vàng. Các ô nền xám đã khóa, không phải điền; số liệu kỳ trước ghi ở đó để đối chiếu.",
    "Trang “Báo cáo”: mỗi dòng là một nhiệm vụ của đơn vị theo {kind} của {issuer}; dòng nào cũng phải chọn Trạng thái, kể cả nhiệm vụ đã hoàn thành.",
    "Cột “Lưu ý” cho biết nhiệm vụ nào mới, đến hạn, đã quá hạn hoặc đã hoàn thành theo các báo cáo trước của đơn vị.",
    "Trang “Số liệu”: ghi số của riêng kỳ này; chỉ tiêu “lũy kế” ghi tổng từ đầu đến hết kỳ này, chỉ tiêu “cuối kỳ” ghi số hiện có. Bấm vào ô để xem ghi số nào. Không có thì ghi 0; chưa thống kê được thì để trống.",
    "Ô có mũi tên ở góc phải: bấm mũi tên rồi chọn trong danh sách, không gõ tay.",
    "Xuống dòng trong một ô: nhấn Alt + Enter. Cần thêm chỗ: kéo rộng dòng, cột.",
    "Gõ tiếng Việt bằng bảng mã Unicode; không dùng phông .VnTime hoặc VNI.",
    "Không thêm, xóa, gộp hoặc đổi chỗ dòng, cột; không đổi tên trang.",
    "Lưu dạng Excel (.xlsx), không đặt mật khẩu, rồi gửi chính tệp này trước thời hạn: {due}.",
)
"""Steps of sheet Hướng dẫn; ``{due}`` is the instant before which the file must come, ``{kind}`` and
``{issuer}`` are of the dispatch."""
INSTRUCTIONS_HEADINGS = ("Cột", "Điền gì", "Chọn một trong")
"""Heads of the table that explains the columns to fill in."""
PROOF_HEADINGS = ("Nhiệm vụ", "Nội dung", "Minh chứng hoàn thành")
"""Heads of the table that says, of each obligation, what proves it done."""
CONSTRAINTS_HEADING = "Số liệu phải khớp nhau"

MENDING_TITLE = "NHỮNG CHỖ CẦN SỬA TRONG BÁO CÁO"
MENDING_FIRST = "Tệp có {counts}, ghi ở bảng dưới và ngay tại ô liên quan (rê chuột vào ô để đọc)."
MENDING_STEPS = (
    "Sửa các ô tô màu ngay trong tệp này, lưu lại rồi gửi chính tệp này về {board} "
    "{due}. Không cần xóa trang này, màu tô và chú thích."
)
"""How a clerk mends a marked copy; ``{due}``: ``trước 11 giờ, ngày 10/9/2025``."""
MENDING_LEGEND = ("Ô có lỗi: phải sửa", "Ô có cảnh báo: xem lại; đúng rồi thì để nguyên")
MENDING_HEADERS = ("STT", "Vị trí", "Mức độ", "Chưa đúng ở đâu", "Cách sửa")
WHOLE_FILE = "Cả tệp"
WHOLE_SHEET = "Trang “{sheet}”"
ONE_CELL = "Trang “{sheet}”, ô {cell}"
COMMENT_BEGINNING = "[Cần sửa "
"""Begins every comment of a marked copy, so that it is known again whatever program saved it."""
COMMENT_HEAD = COMMENT_BEGINNING + "{number}] {severity}: "


class Mark(Enum):
    """What the colour of a filled-in cell says; the value stands beside it in Hướng dẫn."""

    INPUT = "Ô cần điền"
    LOCKED = "Ô đã khóa, không phải điền"
    DONE = "Nhiệm vụ đã hoàn thành"
    OVERDUE = "Đã quá thời hạn mà chưa hoàn thành, hoặc hoàn thành sau thời hạn"
    CONTRADICTORY = "Chưa khớp hoặc còn thiếu: xem lại trước khi gửi"
    NEW = "Nhiệm vụ mới, báo cáo trước chưa có"


def form_title(profile: Profile) -> str:
    """The title of Báo cáo."""
    return f"{FORM_TITLE}{profile.dispatch.directive.upper()}"


def deadline_text(obligation: Obligation, period: Period, register: Register) -> str:
    """The deadline as the form shows it."""
    if obligation.deadline is None:
        return NO_DATE if obligation.kind is Kind.ONE_OFF else obligation.kind.value
    words = wording.deadline_words(obligation.deadline.at(period))
    if not obligation.judged_by_receipt:
        return words
    return f"{words} ({RECEIPT_NOTE.format(board=register.settings.board.name)})"


CUT_RESULT = " … (xem đủ ở báo cáo kỳ trước)"
"""What ends a result of last month that is longer than its cell shows."""


def recalls(text: str, result: str) -> bool:
    """Whether `text` is a result of last month as a form recalls it, whole or cut."""
    cut = text.removesuffix(CUT_RESULT)
    return text == result or (cut != text and result.startswith(cut))


def is_notice(text: str) -> bool:
    """Whether `text` is one line that a cell of column Lưu ý can say, of whatever month."""
    composed = normalize("NFC", text)
    return any(pattern.fullmatch(composed) for pattern in _NOTICES)


class MetaKey(Enum):
    """Keys in column A of the hidden sheet; the value stands in column B."""

    UNIT = "unit"
    PERIOD = "period"
    VERSION = "form_version"
    FINGERPRINT = "register"
    ROWS = "rows"
    """Codes of the obligations and indicators that the form was issued with, ``1.1; 1.2; HC01``."""
    HIGHLIGHT = "highlight"
    """The label of the one text that the form asks for above next month's plan; absent where it asks for none."""
    SAMPLE = "sample"
    """Present, with SAMPLE_MARK, only in invented files."""
