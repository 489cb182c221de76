"""The one declaration of the form that travels (biểu mẫu). Writer, reader, checks and help derive from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from types import MappingProxyType

from cv183_reports.model import Profile, Status

FORM_VERSION = "2"
"""Raised whenever columns change; what changed stands in `FORMER_VERSIONS`."""

INSTRUCTIONS_SHEET = "Hướng dẫn"
ANSWERS_SHEET = "Báo cáo"
FIGURES_SHEET = "Số liệu"
META_SHEET = "_meta"
MENDING_SHEET = "Cần sửa"
"""First sheet of a marked copy: what is wrong in a form that came back. Ours, never read."""

FORM_TITLE = "BÁO CÁO KẾT QUẢ THỰC HIỆN "
"""Before the name of the document that is carried out, in capitals."""
PLAN_HEADING = "Nhiệm vụ trọng tâm tháng tới"
PLAN_LINES = 5

FIGURES_TITLE = "SỐ LIỆU THỐNG KÊ"
FIGURES_NOTE = "Ô số liệu tô màu cam là số liệu chưa khớp nhau: chọn ô đó để xem phải khớp thế nào."
TOTALS_NOTE = "Lũy kế là tổng số liệu các kỳ trước của đơn vị; có ghi (1/2 kỳ) là trong 2 kỳ trước mới có số liệu của 1 kỳ."
PARTIAL_TOTAL = "({months}/{of} kỳ)"
"""Stands after the total of an indicator of which some months gave no figure."""
RECEIPT_NOTE = "tính theo thời điểm {board} nhận tệp"
"""Added to the deadline of the obligation that the file itself fulfils."""
RECEIPT_HINT = "Nhiệm vụ này tính theo thời điểm nhận tệp: gửi tệp đúng hạn là hoàn thành."
"""Hint of that obligation's row in place of the status column's own."""
WAIVED_NOTE = "Được miễn, hoãn theo {decision}: không phải điền dòng này"
"""Notice of an obligation that a decision in the register excuses this month."""
NEW_NOTICE = "Nhiệm vụ mới"
DUE_NOTICE = "Đến hạn trong tháng"
OVERDUE_NOTICE = "Đã quá hạn"
PAST_NOTICE = "Đã qua thời hạn"
"""Of an obligation of which the unit has told nothing."""
DONE_NOTICE = "Đã hoàn thành{day} (báo cáo {month})"
DONE_LATE_NOTICE = "Đã hoàn thành{day}, quá hạn (báo cáo {month})"
ON_DAY = " ngày {day}"
"""Cells of column Lưu ý: what a clerk should see at once of one obligation."""
DONE_HINT = "Đơn vị đã báo Hoàn thành{day} ở báo cáo {month}. Nếu không có gì thay đổi, chọn lại Hoàn thành."
DONE_HINT_DAY = " Ngày hoàn thành để trống thì lấy theo kỳ trước."
"""Hints of the status cell of what was done before: the unit says it again, nobody says it for it."""
NO_DATE = "Không ấn định ngày"
"""Deadline of a one-off obligation to which the dispatch gives no date."""

INSTRUCTIONS_TITLE = "HƯỚNG DẪN ĐIỀN BIỂU MẪU"
INSTRUCTIONS: tuple[str, ...] = (
    "Chỉ điền các ô nền vàng. Các ô nền xám đã khóa, không phải điền; số liệu kỳ trước ghi ở đó để đối chiếu.",
    "Trang “Báo cáo”: mỗi dòng là một nhiệm vụ của đơn vị theo {kind} của {issuer}; dòng nào cũng phải chọn Trạng thái, kể cả nhiệm vụ đã hoàn thành.",
    "Cột “Lưu ý” cho biết nhiệm vụ nào mới, đến hạn, đã quá hạn hoặc đã hoàn thành theo các báo cáo trước của đơn vị.",
    "Trang “Số liệu”: điền số của riêng kỳ này, không cộng dồn. Không có thì ghi 0; chưa thống kê được thì để trống.",
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


class Input(Enum):
    """What a cell of a column takes."""

    LOCKED = "locked"
    TEXT = "text"
    CHOICE = "choice"
    PERCENT = "percent"
    DATE = "date"
    NUMBER = "number"


REFUSALS = {
    Input.CHOICE: "Hãy chọn một mục trong danh sách: bấm mũi tên ở góc phải ô.",
    Input.PERCENT: "Ghi số từ 0 đến 100, không ghi dấu %. Ví dụ: 80 nghĩa là 80%; không ghi 0,8.",
    Input.DATE: "Ghi ngày/tháng/năm từ {first} đến {last}, ví dụ 15/8/2025.",
    Input.NUMBER: "Ghi một số từ 0 trở lên, không kèm chữ. Chỉ tiêu đếm thì ghi số nguyên.",
}
"""What Excel says when a cell does not take what was typed."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table in the form."""

    key: str
    header: str
    """Found again by its folded text, never by position."""
    width: float
    """In characters of the default font, as Excel counts."""
    input: Input
    hint: str = ""
    """Shown beside the cell when it is selected, and in Hướng dẫn."""
    choices: tuple[str, ...] = ()
    chosen_from: str = ""
    """In place of choices: the list of the register, by its name in model.Profile."""
    required: bool = False
    """Without this column the form cannot be read."""


ANSWER_COLUMNS: tuple[Column, ...] = (
    Column("code", "Mã", 5, Input.LOCKED, required=True),
    Column("text", "Nội dung nhiệm vụ", 38, Input.LOCKED),
    Column("deadline", "Thời hạn", 12, Input.LOCKED),
    Column("notice", "Lưu ý", 13, Input.LOCKED),
    Column("last_status", "Kỳ trước: Trạng thái", 12, Input.LOCKED),
    Column("last_percent", "Kỳ trước: Tỷ lệ (%)", 9, Input.LOCKED),
    Column("last_result", "Kỳ trước: Kết quả", 20, Input.LOCKED),
    Column(
        "status",
        "Trạng thái",
        15,
        Input.CHOICE,
        "Chọn một trong năm trạng thái của danh sách. Không để trống.",
        tuple(status.value for status in Status),
        required=True,
    ),
    Column(
        "percent",
        "Tỷ lệ (%)",
        8,
        Input.PERCENT,
        "Số từ 0 đến 100. Ví dụ: 80 nghĩa là 80%. Hoàn thành thì ghi 100 hoặc để trống.",
        required=True,
    ),
    Column(
        "done_on",
        "Ngày hoàn thành",
        12,
        Input.DATE,
        "Ghi ngày/tháng/năm, ví dụ 15/8/2025. Chỉ ghi khi trạng thái là Hoàn thành.",
        required=True,
    ),
    Column(
        "result",
        "Kết quả thực hiện",
        36,
        Input.TEXT,
        "Nêu ngắn gọn việc đã làm, kết quả cụ thể, có số liệu.",
        required=True,
    ),
    Column(
        "evidence",
        "Văn bản minh chứng",
        18,
        Input.TEXT,
        "Số, ký hiệu, ngày của văn bản. Ví dụ: Báo cáo số 15-BC/ĐU, ngày 20/9/2025.",
    ),
    Column(
        "difficulty",
        "Khó khăn, vướng mắc",
        26,
        Input.TEXT,
        "Nêu cụ thể; không có thì để trống (không ghi “không”).",
    ),
    Column(
        "field",
        "Lĩnh vực",
        15,
        Input.CHOICE,
        "Lĩnh vực của khó khăn hoặc kiến nghị, chọn trong danh sách.",
        chosen_from="fields",
    ),
    Column(
        "proposal",
        "Kiến nghị, đề xuất",
        26,
        Input.TEXT,
        "Nêu rõ đề nghị ai làm gì; không có thì để trống.",
    ),
    Column(
        "level",
        "Cấp giải quyết",
        17,
        Input.CHOICE,
        "Cấp có thẩm quyền giải quyết kiến nghị, chọn trong danh sách.",
        chosen_from="levels",
    ),
)
"""Sheet Báo cáo: one row for each obligation of the unit."""

FIGURE_COLUMNS: tuple[Column, ...] = (
    Column("code", "Mã", 8, Input.LOCKED, required=True),
    Column("name", "Chỉ tiêu", 56, Input.LOCKED),
    Column("measure", "Đơn vị tính", 13, Input.LOCKED),
    Column("total", "Lũy kế đến kỳ trước", 18, Input.LOCKED),
    Column("last_value", "Kỳ trước", 13, Input.LOCKED),
    Column(
        "value",
        "Kỳ này",
        15,
        Input.NUMBER,
        "Ghi số. Không có thì ghi 0; chưa thống kê được thì để trống.",
        required=True,
    ),
    Column("note", "Ghi chú", 36, Input.TEXT, "Giải thích khi số liệu khác thường."),
)
"""Sheet Số liệu: one row for each indicator asked of the unit, under topic rows."""


def choices_of(column: Column, profile: Profile) -> tuple[str, ...]:
    """What its drop-down offers."""
    if not column.chosen_from:
        return column.choices
    return tuple(choice.value for choice in getattr(profile, column.chosen_from))


def form_title(profile: Profile) -> str:
    """The title of Báo cáo."""
    return f"{FORM_TITLE}{profile.dispatch.directive.upper()}"


@dataclass(frozen=True, slots=True)
class FormerVersion:
    """How a version of the form that may still be in the mail differs from this one."""

    number: str
    without: frozenset[str]
    """Keys of the columns that it did not have yet."""
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Key → the header that the column bore then; of the others, today's."""

    def columns(self, columns: tuple[Column, ...]) -> tuple[Column, ...]:
        """What this version had of today's `columns`."""
        return tuple(
            replace(each, header=self.headers.get(each.key, each.header))
            for each in columns
            if each.key not in self.without
        )


FORMER_VERSIONS: tuple[FormerVersion, ...] = (FormerVersion("1", frozenset({"notice", "total"})),)
"""Read as today's form; any other version is refused."""


def former_version(number: str) -> FormerVersion | None:
    """The former version of that number."""
    return next((each for each in FORMER_VERSIONS if each.number == number), None)


@dataclass(frozen=True, slots=True)
class HeaderField:
    """One line of the header block above the table of Báo cáo: label in one cell, value right of it."""

    key: str
    label: str
    input: Input


HEADER_FIELDS: tuple[HeaderField, ...] = (
    HeaderField("unit", "Đơn vị", Input.LOCKED),
    HeaderField("period", "Kỳ báo cáo", Input.LOCKED),
    HeaderField("due", "Hạn gửi", Input.LOCKED),
    HeaderField("prepared_by", "Người lập", Input.TEXT),
    HeaderField("phone", "Điện thoại", Input.TEXT),
)


class MetaKey(Enum):
    """Keys in column A of the hidden sheet; the value stands in column B."""

    UNIT = "unit"
    PERIOD = "period"
    VERSION = "form_version"
    FINGERPRINT = "register"
    ROWS = "rows"
    """Codes of the obligations and indicators that the form was issued with, ``1.1; 1.2; HC01``."""
    SAMPLE = "sample"
    """Present, with SAMPLE_MARK, only in invented files."""


def column(columns: tuple[Column, ...], key: str) -> Column:
    """The column of that key.

    Raises:
        KeyError: no such column (a mistake of ours).
    """
    for candidate in columns:
        if candidate.key == key:
            return candidate
    raise KeyError(key)
