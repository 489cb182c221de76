"""TPL: findings on a template: the file, its tags, its names, and the values put in.

Every rule about a tag takes `tag` (as written) and `paragraph` (as Word shows it, around the tag).
"""

from __future__ import annotations

from cv183_reports.model.finding import Rule, Severity

BODY = "thân văn bản"
HEADER = "đầu trang"
FOOTER = "chân trang"
FOOTNOTES = "cước chú"
ENDNOTES = "chú thích cuối"

PICTURE, NOTE = "(hình)", "(cước chú)"
"""Quoted where what would be lost is a picture, or the mark of a note."""
NO_TEXT = "(không có chữ)"
"""Quoted where a section has no text of its own."""
NO_NAMES = "(không có tên nào)"
"""Listed where a value has no names of its own."""

_E, _W = Severity.ERROR, Severity.WARNING
_WHERE = " (thẻ {tag} trong đoạn «{paragraph}»)"
_MEND_TAG = "Hãy mở mẫu và sửa lại thẻ này."
_SAVE_AGAIN = "Hãy mở mẫu bằng Word, lưu lại dạng Word Document (.docx), hoặc lấy lại mẫu gốc."
_TELL_AUTHOR = "Hãy báo người phụ trách chương trình, gửi kèm tệp mẫu này."

# The file.

NOT_WORD = Rule("TPL001", _E, "Đây không phải tệp Word (.docx) đọc được", _SAVE_AGAIN)
TOO_LARGE = Rule(
    "TPL002",
    _E,
    "Tệp mẫu quá lớn (giới hạn {file} MB, {parts} phần, {part} MB một phần, {total} MB tất cả khi giải nén)",
    "Hãy bỏ bớt ảnh và nội dung không cần, rồi lưu lại.",
)
DAMAGED = Rule("TPL003", _E, "Phần «{part}» bên trong tệp mẫu bị hỏng", _SAVE_AGAIN)
NO_SECTION = Rule(
    "TPL004", _E, "Mẫu thiếu thiết lập trang (khổ giấy, lề) ở cuối thân văn bản", _SAVE_AGAIN
)
TRACKED = Rule(
    "TPL005",
    _W,
    "Mẫu còn dấu vết sửa đổi (Track Changes), mọi văn bản tạo ra sẽ mang theo",
    "Hãy mở mẫu, chọn Review → Accept All Changes, tắt Track Changes rồi lưu lại.",
)
NO_PAGE_NUMBERS = Rule(
    "TPL006",
    _W,
    "Các trang của phần thứ {rank} trong mẫu, bắt đầu bằng «{text}», sẽ không có số trang, trong khi phần khác có",
    "Hãy mở mẫu bằng Word, thêm số trang vào đầu trang của phần này (Insert → Page Number → Top of Page), "
    "chọn Different First Page rồi lưu lại; hoặc lấy lại mẫu gốc.",
)

DELETED_TAG = Rule(
    "TPL007",
    _E,
    "Thẻ đã xóa khi đang bật Track Changes nên còn nằm trong mẫu: «{text}»",
    "Hãy mở mẫu, chọn Review → Accept All Changes, tắt Track Changes rồi lưu lại.",
)
NUMBERS_RUN_ON = Rule(
    "TPL008",
    _W,
    "Danh sách đánh số tự động nằm trong thẻ for lồng trong thẻ for khác: số chạy tiếp, không bắt đầu lại từ 1, "
    "ở đoạn «{paragraph}»",
    "Nếu muốn số bắt đầu lại thì bỏ đánh số tự động của đoạn, thay bằng {{{{ loop.index }}}}.",
)

# The tags.

UNCLOSED_TAG = Rule(
    "TPL010",
    _E,
    "Thẻ mở mà không đóng trong cùng đoạn" + _WHERE,
    "Hãy thêm dấu đóng: }}}} cho {{{{, %}} cho {{%, #}} cho {{#.",
)
UNOPENED_TAG = Rule(
    "TPL011",
    _E,
    "Có dấu đóng thẻ mà không có dấu mở trong cùng đoạn" + _WHERE,
    "Hãy thêm dấu mở {{{{, {{% hoặc {{#, hoặc xóa dấu đóng thừa; muốn in đúng dấu đó thì viết }}_}}, %_}} hoặc #_}}.",
)
UNKNOWN_TAG = Rule(
    "TPL012", _E, "Không có thẻ «{name}»" + _WHERE, "Hãy dùng một trong các thẻ: {names}."
)
BAD_TAG = Rule("TPL013", _E, "Thẻ viết sai, không hiểu được" + _WHERE, _MEND_TAG)
NEVER_ENDED = Rule(
    "TPL014",
    _E,
    "Thẻ «{name}» không có thẻ kết thúc «end{name}»" + _WHERE,
    "Hãy thêm thẻ «end{name}» ở nơi phần này kết thúc.",
)
NEVER_BEGUN = Rule(
    "TPL015",
    _E,
    "Thẻ «{name}» không ứng với thẻ mở nào trước nó" + _WHERE,
    "Hãy thêm thẻ mở (for, if) tương ứng phía trước, hoặc xóa thẻ này.",
)
CROSSED = Rule(
    "TPL016",
    _E,
    "Thẻ «{name}» không cùng chỗ với thẻ mở {opening}: khác bảng, khác hàng, khác ô hoặc khác loại"
    + _WHERE,
    "Hãy đặt thẻ mở và thẻ đóng trong cùng ô, cùng bảng, và dùng cùng một loại (p, tr, tc).",
)
OUTSIDE_TABLE = Rule(
    "TPL017",
    _E,
    "Thẻ loại «{level}» chỉ dùng được trong bảng" + _WHERE,
    "Hãy đưa thẻ vào bảng, hoặc dùng loại «p» cho cả đoạn.",
)
LOST_CONTENT = Rule(
    "TPL018",
    _E,
    "Đoạn, hàng hoặc ô chứa thẻ này sẽ biến mất cùng nội dung khác trong đó: «{lost}»" + _WHERE,
    "Hãy để thẻ riêng một đoạn (loại p), một hàng (loại tr) hoặc một ô (loại tc).",
)
SECTION_BREAK = Rule(
    "TPL019",
    _E,
    "Đoạn chứa thẻ này mang dấu ngắt phần (Section Break), không rõ dấu đó thuộc phía nào của thẻ"
    + _WHERE,
    "Hãy chuyển dấu ngắt phần sang một đoạn riêng, trước hoặc sau thẻ.",
)
FORBIDDEN = Rule(
    "TPL020",
    _E,
    "Thẻ dùng cách viết mà mẫu không cho phép (gọi hàm, lũy thừa, …)" + _WHERE,
    "Hãy chỉ dùng tên, dấu chấm, so sánh, and/or/not, phép tính đơn giản và bộ lọc.",
)
UNKNOWN_FILTER = Rule(
    "TPL021", _E, "Không có bộ lọc hay phép thử «{name}»" + _WHERE, "Có thể dùng: {names}."
)
MISPLACED = Rule(
    "TPL022",
    _E,
    "Có thẻ nằm ở chỗ không thay được (mã trường, công thức, thuộc tính ảnh): «{text}»",
    "Hãy chuyển thẻ ra chữ thường của văn bản.",
)
TOO_DEEP = Rule(
    "TPL023",
    _E,
    "Các thẻ lồng nhau quá {limit} lớp" + _WHERE,
    "Hãy tách mẫu cho đơn giản hơn.",
)
NESTED_TABLE = Rule(
    "TPL024",
    _E,
    "Bảng có thẻ loại «tc» không được chứa bảng khác" + _WHERE,
    "Hãy đưa bảng bên trong ra ngoài.",
)

OUT_OF_REACH = Rule(
    "TPL025",
    _E,
    "Có thẻ trong {part} của mẫu, chỗ mà thẻ không được thay: «{text}»",
    "Hãy xóa thẻ ở đó; thẻ chỉ dùng được trong chữ của văn bản, đầu trang, chân trang và chú thích.",
)
PARTS = (
    ("_rels/", "địa chỉ của liên kết (Edit Hyperlink)"),
    ("docProps/", "thuộc tính tệp (File → Info)"),
    ("numbering.xml", "kiểu đánh số tự động (Define New Number Format)"),
    ("charts/", "biểu đồ"),
    ("diagrams/", "hình SmartArt"),
)
"""How a finding calls a part that holds no tags, by what stands in its name; others by their names."""
OTHER_PART = "phần «{name}»"
PARTED_LEVEL = Rule(
    "TPL026",
    _E,
    "Chữ «{level}» phải viết liền ngay sau dấu mở thẻ" + _WHERE,
    "Hãy xóa dấu cách giữa {{% và «{level}».",
)

IN_FIELD = Rule(
    "TPL044",
    _W,
    "Thẻ nằm trong trường do Word tự tính (ngày tháng, số trang, …), Word sẽ ghi đè lên giá trị đã điền"
    + _WHERE,
    "Hãy bấm vào trường rồi nhấn Ctrl+Shift+F9 để thành chữ thường, sau đó viết lại thẻ.",
)

# The names and the values.

UNKNOWN_NAME = Rule(
    "TPL030",
    _E,
    "Không có tên «{name}»" + _WHERE,
    "Hãy sửa lại tên; có thể dùng: {names}.",
)
NO_VALUE = Rule(
    "TPL031",
    _E,
    "«{expression}» không có giá trị (trống), không in được" + _WHERE,
    "Hãy đặt thẻ trong {{% if … %}}, hoặc bổ sung giá trị.",
)
UNPRINTABLE = Rule(
    "TPL032",
    _E,
    "«{expression}» không phải chữ hoặc số nên không in được" + _WHERE,
    "Hãy nêu tiếp tên của phần cần in (dấu chấm), hoặc dùng thẻ for để in từng mục.",
)
ILLEGAL_CHARACTER = Rule(
    "TPL033",
    _E,
    "Giá trị «{value}» có ký tự điều khiển ({character}) mà Word không chấp nhận" + _WHERE,
    "Hãy xóa ký tự đó ở nơi nhập số liệu rồi tạo lại văn bản.",
)
NOT_A_LIST = Rule(
    "TPL034",
    _E,
    "Thẻ for và các bộ lọc join, first, last cần một danh sách (first, last: không rỗng)" + _WHERE,
    "Hãy sửa tên trong thẻ thành tên của một danh sách, hoặc đặt thẻ trong {{% if … %}}.",
)
RUNAWAY = Rule(
    "TPL035",
    _E,
    "Mẫu lặp quá nhiều hoặc tạo văn bản quá lớn" + _WHERE,
    "Hãy bỏ bớt các thẻ for lồng nhau.",
)
WRONG_OPERATION = Rule(
    "TPL036",
    _E,
    "Không tính được biểu thức trong thẻ" + _WHERE,
    "Phép tính chỉ dùng cho số; hãy nối chữ bằng dấu ~ và kiểm tra các giá trị.",
)
UNMARKED = Rule(
    "TPL045",
    _E,
    "«{text}» trông như thẻ nhưng viết sai dấu nên sẽ in nguyên ra văn bản, ở đoạn «{paragraph}»",
    "Hãy viết đúng dấu thẻ, liền nhau: {{{{ tên }}}}, {{% if … %}}; không phải thẻ thì bỏ dấu ngoặc.",
)
BROKEN_OUTPUT = Rule(
    "TPL040", _E, "Phần «{part}» của văn bản tạo ra không đúng cấu trúc Word", _TELL_AUTHOR
)
CHART_KIND = Rule(
    "TPL041",
    _E,
    "Biểu đồ «{name}» không điền số liệu được: phải là biểu đồ thanh hoặc cột, có đúng một dãy số liệu và có nhãn dữ liệu",
    "Hãy đổi kiểu biểu đồ (Change Chart Type → Bar, Column), để một dãy, bật Data Labels; hoặc lấy lại mẫu gốc.",
)
UNKNOWN_CHART = Rule(
    "TPL042",
    _E,
    "Không có số liệu cho biểu đồ tên «{name}»",
    "Hãy đặt lại tên biểu đồ (Layout → Selection Pane); có thể dùng: {names}.",
)
CHART_CHARACTER = Rule(
    "TPL043",
    _E,
    "Chữ của biểu đồ «{name}» có ký tự điều khiển mà Word không chấp nhận: «{value}»",
    "Hãy xóa ký tự đó ở nơi nhập số liệu rồi tạo lại văn bản.",
)
