"""BLV: the desk, the month behind buttons on a page of this machine."""

from cv183_reports.model.finding import Rule, Severity

_E, _N = Severity.ERROR, Severity.NOTE
_AGAIN = "Đóng trang này, mở lại bàn làm việc bằng CV183 trong thư mục làm việc (hoặc: cv183-report desk)."

NO_LIBRARY = Rule(
    "BLV001",
    _E,
    "Máy chưa có phần bàn làm việc của chương trình (thiếu thư viện {name})",
    'Trong thư mục chương trình, gõ: py -m pip install ".[desk]" (mọi việc vẫn làm được bằng lệnh: cv183-report --help).',
)
NO_PORT = Rule(
    "BLV002",
    _E,
    "Máy không cho mở trang ở địa chỉ 127.0.0.1 ({reason})",
    "Khởi động lại máy, hoặc nhờ quản trị xem phần mềm bảo mật có chặn không; mọi việc vẫn làm được bằng lệnh.",
)
BUSY = Rule(
    "BLV003",
    _E,
    "Đang làm việc khác: {label}",
    "Chờ việc đó xong, hoặc bấm Dừng rồi bấm lại.",
)
STRANGER = Rule(
    "BLV004",
    _E,
    "Yêu cầu này không đến từ bàn làm việc đang mở nên không được làm",
    _AGAIN,
)
FILE_TOO_BIG = Rule(
    "BLV005",
    _E,
    "Tệp nặng quá {limit} MB nên không nhận",
    "Chọn đúng tệp báo cáo hoặc thư; gói .zip lớn thì chia thành vài gói.",
)
TOO_MANY = Rule(
    "BLV006",
    _E,
    "Một lần nhận được nhiều nhất {files} tệp, cộng lại {limit} MB; chưa nhận tệp nào",
    "Thả ít tệp hơn, hoặc chỉ thả thư mục chứa báo cáo; chia thành vài lần cũng được, tệp đã nhận không ghi trùng.",
)
NO_FILES = Rule(
    "BLV007",
    _E,
    "Chưa chọn tệp nào",
    "Bấm Chọn tệp, ở bước 3 kéo thả tệp vào khung cũng được; văn bản để soát, để chốt thì chọn trong danh sách, chưa có thì làm ở bước 4.",
)
GONE = Rule(
    "BLV008",
    _E,
    "Các tệp vừa chọn không còn ở bàn làm việc",
    "Chọn hoặc thả lại các tệp đó.",
)
STOPPED_BY_HAND = Rule(
    "BLV009",
    _N,
    "Đã dừng theo yêu cầu",
    "Muốn làm thì bấm lại; những gì đã ghi vẫn còn nguyên, không có gì ghi dở.",
)
BROKEN = Rule(
    "BLV010",
    _E,
    "Chương trình hỏng giữa chừng ở việc này ({error})",
    "Làm lại; nếu vẫn hỏng thì chép các dòng ở cửa sổ lệnh, báo người phụ trách chương trình. Số liệu đã nhận không bị ảnh hưởng.",
)
NOT_OPENED = Rule(
    "BLV011",
    _E,
    "Không mở được thư mục «{folder}»",
    "Mở bằng tay: {path}.",
)
NO_SUCH_DEED = Rule(
    "BLV012",
    _E,
    "Bàn làm việc không có việc nào như vậy",
    _AGAIN,
)
NO_DOCUMENT = Rule(
    "BLV013",
    _E,
    "Không còn tệp «{name}» trong thư mục của kỳ",
    "Chọn tệp khác trong danh sách, hoặc bấm Chọn tệp khác.",
)
NO_ROOM = Rule(
    "BLV014",
    _E,
    "Không giữ được tệp vừa chọn ({reason})",
    "Dọn bớt ổ đĩa, rồi thả lại tệp.",
)
STILL_WORKING = Rule(
    "BLV015",
    _E,
    "Chưa đóng được vì đang làm: {label}",
    "Chờ việc đó xong, hoặc bấm Dừng rồi đóng.",
)
NOT_YET_THERE = Rule(
    "BLV016",
    _E,
    "Chưa có thư mục «{folder}»",
    "Làm việc của bước này trước, thư mục sẽ có.",
)
OTHER_MONTH = Rule(
    "BLV017",
    _E,
    "Kỳ báo cáo đã đổi sang {period} ở một cửa sổ khác nên chưa làm gì",
    "Xem lại kỳ ở góc trên của trang, chọn đúng kỳ rồi bấm lại.",
)
NO_PAGE_YET = "Kỳ này chưa có trang tình hình. Bấm Làm mới để làm; nhận báo cáo và làm văn bản cũng làm trang này."

OPENED = "Bàn làm việc của thư mục {folder} đang mở ở: {address}"
FOUND = "Bàn làm việc của thư mục này đã mở từ trước; mở lại trang đó: {address}"
BY_HAND = "Không mở được trình duyệt. Chép địa chỉ trên vào trình duyệt (Edge, Chrome, Firefox) của máy này."
UNTIL = "Giữ cửa sổ này khi đang làm việc; đóng bằng nút Đóng trên trang, hoặc Ctrl+C ở đây."
CLOSED = "Đã đóng bàn làm việc."
READ_ONLY = "Thư mục làm việc không cho ghi ({reason}): xem, soát được; nhận báo cáo, làm văn bản thì không."
