"""FIL08x, FIL09x, SUB11x: mails as envelopes: what they hold, when they came, who sent them."""

from __future__ import annotations

from cv183_reports.model.finding import Rule, Severity

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE
_SAVE_ATTACHMENTS = (
    "Hãy mở thư trong hộp thư, lưu các tệp Excel đính kèm ra ngoài rồi nộp các tệp đó."
)
_SAVE_MAIL_AGAIN = "Hãy lưu lại thư từ hộp thư rồi chạy lại; vẫn lỗi thì đề nghị đơn vị gửi lại."

# The mail as a whole.

TOO_BIG = Rule("FIL080", _E, "Thư lớn {size} MB, vượt mức cho phép {limit} MB", _SAVE_ATTACHMENTS)
TRUNCATED = Rule(
    "FIL081", _E, "Thư bị cắt hoặc hỏng một phần, có thể thiếu tệp đính kèm", _SAVE_MAIL_AGAIN
)
TOO_MANY_PARTS = Rule("FIL082", _E, "Thư có quá nhiều phần (trên {limit})", _SAVE_ATTACHMENTS)
WITHOUT_FILES = Rule(
    "FIL083",
    _E,
    "Thư không có tệp đính kèm",
    "Hãy đề nghị đơn vị gửi biểu mẫu Excel (.xlsx) đã điền, đính kèm vào thư.",
)
ONLY_LINKS = Rule(
    "FIL084",
    _E,
    "Thư không kèm tệp mà dẫn đến tệp để trên mạng: {links}",
    "Chương trình không mở mạng; hãy tải tệp về rồi nộp, hoặc đề nghị đơn vị đính kèm tệp vào thư.",
)
SEALED = Rule(
    "FIL085",
    _E,
    "Thư được ký số hoặc mã hóa trọn gói (S/MIME), chương trình không mở được",
    _SAVE_ATTACHMENTS,
)
AUTOMATIC = Rule(
    "FIL086",
    _N,
    "Đây là thư do máy tự gửi (báo nhận, báo không chuyển được, trả lời tự động), đã bỏ qua",
    "Nếu thư báo không chuyển được, hãy kiểm tra lại địa chỉ của đơn vị trong danh mục.",
)

# What is attached.

DAMAGED_ATTACHMENT = Rule(
    "FIL087",
    _E,
    "Tệp đính kèm bị hỏng trên đường gửi (nội dung không khớp cách mã hóa của thư)",
    _SAVE_MAIL_AGAIN,
)
UNREADABLE_WINMAIL = Rule(
    "FIL088",
    _E,
    "Outlook gói các tệp đính kèm vào một tệp riêng (winmail.dat), tệp này không đọc được",
    "Hãy đề nghị đơn vị gửi lại thư theo định dạng HTML hoặc văn bản thường (không phải Rich Text).",
)
COMPANION = Rule(
    "FIL089",
    _N,
    "Bản kèm theo biểu mẫu Excel trong cùng thư, không lấy số liệu từ tệp này",
    "Không cần làm gì.",
)
ORNAMENTS = Rule(
    "FIL090",
    _N,
    "Phần phụ của thư (ảnh trong thư, chữ ký, lịch hẹn, danh thiếp), đã bỏ qua {count} phần: {names}",
    "Không cần làm gì.",
)
ALSO_LINKS = Rule(
    "FIL091",
    _N,
    "Thư còn dẫn đến tệp để trên mạng: {links}",
    "Chương trình không mở mạng; nếu đó là báo cáo, hãy tải về rồi nộp.",
)

UNNAMED = "tệp không tên {number}"
FORWARDED = "thư chuyển kèm {number}"

# What says when a mail came.

SOME_MAIL = "thư không có tiêu đề"
MAIL_ABOUT = "thư “{subject}”"
MAIL_FROM = "{mail} từ {sender}"
BY_RECEIVED = "theo dòng Received của {mail}"
BY_DELIVERY = "theo thời điểm vào hộp thư mà Outlook ghi cho {mail}"
BY_DATE = "theo ngày ghi trong {mail} (máy gửi ghi)"
BY_OUTER_TIME = "{evidence} ({mail} không ghi thời điểm)"
RECEIVED_UNREADABLE = "{evidence}; dòng Received không đọc được"


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

# Who sent the form, and when it was sent before.

_ASK = "Hãy hỏi lại đơn vị; nếu là địa chỉ mới của đơn vị thì ghi vào trang Đơn vị của danh mục."

SENDER_UNKNOWN = Rule(
    "SUB110",
    _W,
    "Thư gửi từ {sender}, không phải địa chỉ của {unit} trong danh mục ({known})",
    _ASK,
)
SENDER_OF_OTHERS = Rule(
    "SUB111",
    _W,
    "Thư gửi từ {sender}, là địa chỉ của {others}, nhưng báo cáo là của {unit}",
    "Hãy hỏi lại xem có gửi nhầm tệp của đơn vị khác không.",
)
SENDER_COLLEAGUE = Rule(
    "SUB112",
    _N,
    "Thư gửi từ {sender}, cùng tên miền nhưng không phải địa chỉ của {unit} trong danh mục ({known})",
    "Không cần làm gì nếu đó là cán bộ của đơn vị.",
)
FILE_OF_LAST_MONTH = Rule(
    "SUB113",
    _E,
    "Đây chính là tệp đã gửi cho {found} («{other}»), không khác một chi tiết nào",
    "Hãy điền biểu mẫu báo cáo {expected} rồi gửi lại.",
)
