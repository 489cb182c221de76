"""SUB11x: who sent the mail that a returned form came in, and what was sent before."""

from cv183_reports.model.finding import Rule, Severity

_ASK = "Hãy hỏi lại đơn vị; nếu là địa chỉ mới của đơn vị thì ghi vào trang Đơn vị của danh mục."

SENDER_UNKNOWN = Rule(
    "SUB110",
    Severity.WARNING,
    "Thư gửi từ {sender}, không phải địa chỉ của {unit} trong danh mục ({known})",
    _ASK,
)
SENDER_OF_OTHERS = Rule(
    "SUB111",
    Severity.WARNING,
    "Thư gửi từ {sender}, là địa chỉ của {others}, nhưng báo cáo là của {unit}",
    "Hãy hỏi lại xem có gửi nhầm tệp của đơn vị khác không.",
)
SENDER_COLLEAGUE = Rule(
    "SUB112",
    Severity.NOTE,
    "Thư gửi từ {sender}, cùng tên miền nhưng không phải địa chỉ của {unit} trong danh mục ({known})",
    "Không cần làm gì nếu đó là cán bộ của đơn vị.",
)
FILE_OF_LAST_MONTH = Rule(
    "SUB113",
    Severity.ERROR,
    "Đây chính là tệp đã gửi cho {found} («{other}»), không khác một chi tiết nào",
    "Hãy điền biểu mẫu báo cáo {expected} rồi gửi lại.",
)
