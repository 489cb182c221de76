"""SOA: a document to be signed, against the data: what it is, what it states otherwise, what is left in it."""

from cv183_reports.model.finding import Rule, Severity

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

# What the file is.

OTHER_DOCUMENT = Rule(
    "SOA001",
    _E,
    "Đây không phải văn bản mà chương trình làm cho {month}; có vẻ là {seems}",
    "Hãy chọn tệp của một trong các văn bản: báo cáo {noun}, tóm tắt, báo cáo tiến độ, công văn đôn đốc, báo cáo của đơn vị.",
)
OTHER_MONTH = Rule(
    "SOA002",
    _E,
    "Đây là {seems} của {its}, không phải của {month}",
    "Hãy chọn đúng tệp, hoặc soát với đúng kỳ: cv183-report verify {period} TỆP.",
)
NOTHING_TO_COMPARE = Rule(
    "SOA003",
    _E,
    "Đây là {seems}, nhưng với số liệu hiện có thì {month} không có văn bản này để đối chiếu",
    "Hãy xem kỳ này đã nhận những gì: cv183-report status {period}.",
)
TOO_UNLIKE = Rule(
    "SOA004",
    _E,
    "Đây là {seems}, nhưng có {count} đoạn, dòng bảng, bản chương trình làm có {own}: khác quá nhiều để so từng chỗ",
    "Hãy kiểm tra có bỏ sót, chép nhầm phần lớn văn bản không; bản chương trình làm ở out/{period}.",
)
SEEMS_NAMED = "{name} của {issuer}: «{subject}»"
SEEMS_UNHEADED = "văn bản không có phần đầu, bắt đầu bằng «{text}»"
SEEMS_NOTHING = "văn bản không có chữ"
LETTER_NAME = "công văn"
MONTHLY_REPORT = "báo cáo {noun} của {issuer}"
BRIEF_REPORT = "tóm tắt kèm báo cáo {noun} của {issuer}"
PROGRESS_REPORT = "báo cáo tiến độ của {issuer}"
REMINDER_LETTER = "công văn đôn đốc của {issuer}"
UNIT_REPORT = "báo cáo của {issuer}"

# What it states otherwise.

DIFFERENT = Rule(
    "SOA010",
    _E,
    "Ghi «{printed}», theo số liệu là «{right}»{context}",
    "Hãy sửa theo số liệu{see}.",
)
LOST = Rule(
    "SOA011",
    _E,
    "Thiếu «{right}», ở đó đang ghi «{printed}»{context}",
    "Hãy ghi lại theo số liệu{see}.",
)
NOT_IN_DATA = Rule(
    "SOA012",
    _E,
    "Ghi «{printed}»: số, ngày, tên này không có trong dữ liệu ở phần đó{context}",
    "Hãy bỏ, hoặc đối chiếu nguồn riêng rồi ghi rõ nguồn vào hồ sơ trình.",
)
ROW_NOT_IN_DATA = Rule(
    "SOA013",
    _E,
    "Dòng «{printed}» không có trong dữ liệu",
    "Hãy bỏ dòng này, hoặc yêu cầu đơn vị báo cáo bổ sung rồi làm lại văn bản.",
)
SUM = Rule(
    "SOA014",
    _E,
    "Dòng tổng ghi {printed}, cộng các dòng trên được {right}",
    "Hãy xem đã bỏ hay thêm dòng nào trong bảng.",
)
ROWS = Rule(
    "SOA015",
    _E,
    "Phần lời ghi {printed}, phụ lục chỉ có số dòng là {right}{context}",
    "Hãy khôi phục dòng đã bỏ ở phụ lục, hoặc bỏ dòng đã thêm.",
)
RANK = Rule(
    "SOA016", _E, "Số thứ tự ghi {printed}, đúng ra là {right}", "Hãy đánh lại số thứ tự của bảng."
)
UNEQUAL = Rule(
    "SOA017",
    _E,
    "Số, ngày của văn bản ở đây ghi «{printed}», chỗ khác ghi «{right}»{context}",
    "Hãy ghi giống nhau ở mọi chỗ.",
)
ROWS_GONE = Rule(
    "SOA018",
    _N,
    "Đã bỏ {count} dòng mà số liệu có: {rows}",
    "Nếu không cố ý bỏ, hãy chép lại từ bản chương trình làm.",
)
SEE = "; xem số từ đâu ra: cv183-report explain {period} {address}"
IN_CONTEXT = ": {text}"
NOTHING = "(để trống)"

# What is left in it.

COMMENTS = Rule(
    "SOA020",
    _E,
    "Còn {count} ghi chú bên lề",
    "Hãy xóa hết ghi chú (Review → Delete All Comments).",
)
TRACKED = Rule(
    "SOA021",
    _E,
    "Còn {count} chỗ sửa có theo dõi; đã soát theo chữ sau khi chấp nhận hết",
    "Hãy chấp nhận hoặc từ chối từng chỗ (Review → Accept, Reject), rồi soát lại.",
)
HIGHLIGHTED = Rule("SOA022", _E, "Còn chữ tô nền: «{text}»", "Hãy kiểm tra rồi bỏ nền màu.")
STRUCK = Rule(
    "SOA023", _E, "Còn chữ gạch ngang: «{text}»", "Hãy xóa hẳn chữ này, hoặc bỏ gạch ngang."
)
HIDDEN = Rule(
    "SOA024",
    _E,
    "Có chữ ẩn: «{text}»",
    "Hãy bỏ chữ ẩn (Home → Font → Hidden) hoặc xóa hẳn; chữ ẩn không được soát.",
)
TAG = Rule("SOA025", _E, "Còn thẻ của mẫu văn bản: «{text}»", "Hãy thay bằng nội dung, hoặc xóa.")
PLACEHOLDER = Rule("SOA026", _E, "Còn chỗ chờ điền: «{text}»", "Hãy điền nội dung, hoặc xóa.")
BLANK = Rule(
    "SOA027",
    _W,
    "Số hoặc ngày còn trống: «{text}», {count} chỗ ({where})",
    "Điền khi phát hành; trước khi ký để trống cũng được.",
)

# The verdict.

VERDICT = "Đã soát {figures} con số, {names} tên đơn vị: {found}."
NO_PLACES, PLACES = "không có chỗ nào khác số liệu", "{count} chỗ khác số liệu"
LEFT, BLANKS = "{count} dấu vết chưa dọn", "{count} chỗ còn trống"
PRESENTATION = "Thể thức: {tally} (xem: cv183-report lint TỆP)"
PRESENTATION_SOUND = "Thể thức: không có lỗi, cảnh báo"

NEXT = "Việc tiếp theo: trình ký; ký xong: cv183-report mail {period} reports, rồi cv183-report close {period} --signed TỆP.docx"

# The slip to sign.

TITLE = "PHIẾU SOÁT SỐ LIỆU"
ABOUT = "Văn bản: {called}, {month}."
FILE = "Tệp: {file}"
DIGEST = "SHA-256: {sha256}"
AS_OF = "Đối chiếu với số liệu xét tại {as_of}."
HEADS = ("STT", "Ở đâu", "Đang ghi", "Đúng là", "Xử lý")
MORE = "… và {count} chỗ khác; xem đủ bằng lệnh cv183-report verify."
MORE_LEFT = "và {count} chỗ khác"
LEFT_OVER = "Chưa dọn: {told}."
SIGNERS = ("NGƯỜI SOÁT", "NGƯỜI DUYỆT")
SIGN_HERE = "(Ký, ghi rõ họ tên)"
SIGNED_ON = "Ngày      tháng      năm"
