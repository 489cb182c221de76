"""CHO: a month that was closed: why it cannot be, what became of chot.json, what comes after it."""

from cv183_reports.model.finding import Rule, Severity

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

# Why a month is not closed, or not opened again.

ALREADY_CLOSED = Rule(
    "CHO001",
    _E,
    "Kỳ {period} đã chốt lúc {at}",
    "Muốn chốt lại với văn bản khác, hãy mở lại trước: cv183-report reopen {period} --reason LÝ_DO.",
)
NOT_CLOSED = Rule(
    "CHO002", _E, "Kỳ {period} chưa chốt nên không có gì để mở lại", "Hãy xem lại kỳ đã gõ."
)
DIFFERS = Rule(
    "CHO003",
    _E,
    "Văn bản đã ký chưa khớp số liệu: {found}",
    "Hãy xem từng chỗ: cv183-report verify {period} TỆP. Nếu văn bản đúng, hoặc đã phát hành, hãy chốt với "
    "--anyway --reason LÝ_DO; lý do được giữ cùng số liệu chốt.",
)
TOO_EARLY = Rule(
    "CHO004",
    _E,
    "Kỳ {period} chưa hết hạn gửi báo cáo ({due}), số liệu còn thay đổi",
    "Hãy chốt sau khi văn bản được ký; nếu vẫn chốt bây giờ thì thêm --anyway --reason LÝ_DO.",
)
NO_DOCUMENT = Rule(
    "CHO005",
    _E,
    "Chỉ có bản quét (PDF), không có văn bản Word nào để soát với số liệu",
    "Hãy thêm tệp Word của văn bản đã ký: --signed TỆP.docx.",
)
ADRIFT = Rule(
    "CHO006",
    _E,
    "Có báo cáo đã nhận mà nay không đọc được, số liệu của kỳ {period} chưa chắc đúng nên không chốt",
    "Hãy khôi phục bản gốc như nêu ở trên rồi chạy lại.",
)
NOT_WRITTEN = Rule(
    "CHO007",
    _E,
    "Không ghi được số liệu chốt ({reason}); kỳ vẫn chưa chốt",
    "Kiểm tra quyền ghi vào thư mục và dung lượng đĩa, rồi chạy lại đúng lệnh này.",
)
SIGNED_NOT_READ = Rule(
    "CHO008", _E, "Không đọc được tệp đã ký ({reason})", "Hãy đóng tệp, kiểm tra tên rồi chạy lại."
)
NOT_SCAN = Rule(
    "CHO009",
    _E,
    "Tệp mang đuôi .pdf nhưng không phải PDF",
    "Hãy chọn bản quét PDF của văn bản đã ký; văn bản Word thì giữ đuôi .docx.",
)
BEFORE_IS_OPEN = Rule(
    "CHO010",
    _W,
    "Kỳ {before} chưa chốt: báo cáo đến muộn của kỳ đó vẫn làm thay đổi số so sánh của các kỳ sau",
    "Hãy chốt cả kỳ đó: cv183-report close {before} --signed TỆP.",
)

CAME_SINCE = Rule(
    "CHO011",
    _N,
    "Từ lần làm văn bản gần nhất có thêm {count} tệp: {files}",
    "Làm lại rồi trình ký bản mới; nếu văn bản đã ký theo số liệu trước các tệp này, hãy chốt theo lúc đó: cv183-report close "
    "{period} --signed TỆP --as-of {at}.",
)

# What became of chot.json.

_RESTORE = (
    "Hãy chép lại chot.json từ bản sao lưu của thư mục data; không có bản sao thì mở lại kỳ rồi chốt lại: "
    "cv183-report reopen KỲ --reason LÝ_DO."
)
_READ_AGAIN = "; kỳ này được đọc lại từ các báo cáo gốc nên số có thể khác số đã công bố"
GONE = Rule(
    "CHO020", _E, "Sổ ghi kỳ này đã chốt nhưng không thấy số liệu chốt" + _READ_AGAIN, _RESTORE
)
UNREADABLE = Rule(
    "CHO021",
    _E,
    "Không mở được số liệu chốt ({reason})" + _READ_AGAIN,
    "Hãy đóng tệp rồi chạy lại.",
)
CHANGED = Rule(
    "CHO022",
    _E,
    "Số liệu chốt không còn đúng như lúc chốt (hỏng, hoặc đã có người sửa)" + _READ_AGAIN,
    _RESTORE,
)
NEWER = Rule(
    "CHO023",
    _E,
    "Số liệu chốt do bản chương trình mới hơn ghi ({program})" + _READ_AGAIN,
    "Hãy cập nhật chương trình trên máy này rồi chạy lại.",
)
NOT_UNDERSTOOD = Rule(
    "CHO024",
    _E,
    "Số liệu chốt còn nguyên nhưng bản chương trình này không đọc được" + _READ_AGAIN,
    "Hãy báo người phụ trách chương trình, kèm tệp này.",
)

SIGNED_GONE = Rule(
    "CHO025",
    _W,
    "Không thấy bản đã ký «{name}» giữ khi chốt kỳ {period}, hoặc bản đó đã bị sửa",
    "Hãy chép lại thư mục da-ky từ bản sao lưu của thư mục data.",
)
FAULTS = frozenset(rule.code for rule in (GONE, UNREADABLE, CHANGED, NEWER, NOT_UNDERSTOOD))
"""Of these the months after are told, too: they compare with what was not published."""

# What comes after it.

CLOSED = Rule(
    "CHO030",
    _N,
    "Kỳ {period} đã chốt lúc {at} theo {signed}{later}",
    "Số đã công bố không đổi; muốn làm lại thì mở kỳ: cv183-report reopen {period} --reason LÝ_DO.",
)
CAME_LATER = "; {count} tệp đến sau khi chốt, không tính vào số đã công bố: {files}"
AFTER_CLOSING = Rule(
    "CHO031",
    _N,
    "Đến sau khi chốt số liệu kỳ {period} (chốt lúc {at}): đã ghi sổ, không tính vào số đã công bố",
    "Báo đơn vị biết: cv183-report mail {period} returns; muốn tính thì mở lại kỳ rồi chốt lại.",
)
APART = Rule(
    "CHO032",
    _N,
    "Kỳ {period} đã chốt: các văn bản dưới đây tính cả tệp đến sau, chỉ để xem, ghi vào thư mục riêng",
    "Văn bản đã ký ở out/{period} giữ nguyên; soát với số đã công bố: cv183-report verify {period} TỆP.",
)

# On the screen.

SCANS = "Giữ kèm {count} bản quét: {names}"
CLOSED_NOW = "Đã chốt kỳ {period} lúc {at}: {path}"
NEXT = (
    "Từ nay số của kỳ {period} không đổi dù có báo cáo đến muộn; kỳ {following} so sánh với số này. "
    "Sao lưu thư mục data sau khi chốt."
)
OPEN_AGAIN = (
    "Đã mở lại kỳ {period}: báo cáo đến muộn được tính như thường. Việc tiếp theo: cv183-report build {period}, trình ký lại, "
    "rồi cv183-report close {period} --signed TỆP."
)
