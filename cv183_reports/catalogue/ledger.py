"""STN: the ledger of what was received, and the originals kept with it."""

from cv183_reports.model.finding import Rule, Severity

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

BROKEN_LINE = Rule(
    "STN001",
    _W,
    "Dòng {number} của sổ tiếp nhận không đọc được (máy có thể đã tắt đột ngột khi đang ghi): «{value}»",
    "Hãy chạy lại lệnh receive với các tệp nhận lúc đó; tệp đã có trong sổ không bị ghi lần nữa.",
)
ORIGINAL_MISSING = Rule(
    "STN002",
    _E,
    "Không thấy bản gốc đã tiếp nhận trong thư mục {folder}",
    "Hãy lấy lại tệp từ thư của đơn vị hoặc từ bản sao lưu rồi chạy lại lệnh receive.",
)
ORIGINAL_CHANGED = Rule(
    "STN003",
    _E,
    "Bản gốc đã tiếp nhận trong thư mục {folder} không còn như lúc nhận (khác mã SHA-256 ghi trong sổ)",
    "Hãy lấy lại tệp từ thư của đơn vị hoặc từ bản sao lưu rồi chạy lại lệnh receive.",
)
ALREADY_BOOKED = Rule(
    "STN004",
    _N,
    "Tệp đã có trong sổ tiếp nhận, tính theo sổ (nhận lúc {at}, {evidence})",
    "Không cần làm gì.",
)
NOT_KEPT = Rule(
    "STN005",
    _E,
    "Không chép được bản gốc vào thư mục tiếp nhận ({reason}); tệp chưa được nhận",
    "Kiểm tra quyền ghi và dung lượng đĩa rồi chạy lại lệnh receive; tệp gốc còn nguyên ở chỗ cũ.",
)
NOT_BOOKED = Rule(
    "STN006",
    _E,
    "Không ghi được sổ tiếp nhận ({reason}); tệp chưa được nhận",
    "Đóng sổ nếu đang mở trong chương trình khác, kiểm tra quyền ghi và dung lượng đĩa rồi chạy lại lệnh receive.",
)
NOT_REACHED = Rule(
    "STN007",
    _E,
    "Đã dừng ở tệp trên, còn {count} tệp chưa nhận",
    "Xử lý xong thì chạy lại đúng lệnh vừa rồi; tệp đã ghi sổ không bị ghi lần nữa.",
)
OWN_FILES = Rule(
    "STN008",
    _W,
    "Bỏ qua {count} tệp do chương trình làm ra hoặc đang dùng (trong thư mục out, templates; danh mục, sổ tiếp nhận, bảng biên tập), không phải tệp đơn vị gửi",
    "Không cần làm gì; nếu trong đó có tệp đã điền để nộp thì chép ra thư mục khác rồi nhận tệp ấy.",
)
