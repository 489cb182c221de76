"""What the form that travels (biểu mẫu) is called and says, and what its colours mean; `fields` is what it asks."""

from __future__ import annotations

from enum import Enum

from cv183_reports.model import Profile

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
PLAN_HEADING = "Nhiệm vụ trọng tâm tháng tới"
PLAN_LINES = 5
HIGHLIGHT_ROW = "Nội dung nổi bật"
"""What findings and tong-hop call the one text that the register asks some groups for, under a label of its own."""
HIGHLIGHT_HINT = (
    "Nêu ngắn gọn kết quả nổi bật trong tháng của đơn vị, có số liệu cụ thể; không có thì để trống."
)

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
ASKED_NOTICE = "Đã quá hạn; đã đề nghị hạn mới {day} (báo cáo {month})"
"""Of an overdue obligation for which the unit has named a new deadline."""
PAST_NOTICE = "Đã qua thời hạn"
"""Of an obligation of which the unit has told nothing."""
DONE_NOTICE = "Đã hoàn thành{day} (báo cáo {month})"
DONE_LATE_NOTICE = "Đã hoàn thành{day}, quá hạn (báo cáo {month})"
ON_DAY = " ngày {day}"
"""Cells of column Lưu ý: what a clerk should see at once of one obligation."""
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
