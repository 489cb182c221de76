"""THU: drafts of e-mails and the templates of their texts."""

from cv183_reports.model.finding import Rule, Severity

SUBJECT = "Tiêu đề:"
"""How the first line of a mail template begins."""

NO_TEMPLATE = Rule(
    "THU001",
    Severity.ERROR,
    "Không thấy mẫu thư",
    "Chép lại mẫu vào templates/mail, hoặc tạo thư mục làm việc mới bằng: cv183-report init THƯ_MỤC rồi lấy mẫu ở đó.",
)
NOT_UNICODE = Rule(
    "THU002",
    Severity.ERROR,
    "Mẫu thư không phải tệp chữ Unicode",
    "Hãy mở bằng Notepad, chọn Save As, ô Encoding chọn UTF-8 rồi lưu lại.",
)
NO_SUBJECT = Rule(
    "THU003",
    Severity.ERROR,
    "Dòng đầu của mẫu thư là «{line}», không phải tiêu đề",
    "Hãy bắt đầu mẫu bằng một dòng dạng «" + SUBJECT + " …», để một dòng trống, rồi đến nội dung.",
)
NO_BODY = Rule(
    "THU004",
    Severity.ERROR,
    "Mẫu thư không có nội dung dưới dòng tiêu đề",
    "Hãy viết nội dung thư, hoặc lấy lại mẫu gốc.",
)
NO_ADDRESS = Rule(
    "THU010",
    Severity.WARNING,
    "{count} đơn vị chưa có địa chỉ thư điện tử nên thư nháp chưa có người nhận: {units}",
    "Điền cột «Thư điện tử» của trang Đơn vị rồi chạy lại, hoặc tự điền người nhận khi mở từng thư.",
)
NO_FORM = Rule(
    "THU011",
    Severity.ERROR,
    "{count} đơn vị chưa có biểu mẫu nên chưa có thư: {units}",
    "Chạy cv183-report templates {period} rồi chạy lại lệnh này.",
)
REMINDED_WITHOUT_FORM = Rule(
    "THU017",
    Severity.WARNING,
    "{count} thư đôn đốc không kèm biểu mẫu vì chưa có tệp biểu mẫu của đơn vị: {units}",
    "Chạy cv183-report templates {period} rồi chạy lại lệnh này, nếu muốn gửi kèm biểu mẫu.",
)
NOTHING_TO_SEND = Rule(
    "THU012",
    Severity.ERROR,
    "Chưa có văn bản nào để gửi",
    "Chạy cv183-report build {period} rồi chạy lại lệnh này.",
)
NOTHING_RETURNED = Rule(
    "THU013",
    Severity.WARNING,
    "Chưa có tệp nào để trả lại đơn vị",
    "Tệp trả lại được làm khi nhận bằng cv183-report receive; xem đơn vị nào phải sửa bằng cv183-report status, "
    "rồi nhận lại tệp của đơn vị đó.",
)
SEVERAL_VERSIONS = Rule(
    "THU014",
    Severity.WARNING,
    "Có {count} bản; thư kèm «{taken}» vì {why}, không kèm: {others}",
    "Mở các bản để đối chiếu; nếu muốn gửi bản khác thì chuyển bản không dùng ra khỏi thư mục rồi chạy lại.",
)
TOO_HEAVY = Rule(
    "THU015",
    Severity.WARNING,
    "Các tệp đính kèm nặng {size} MB, nhiều máy chủ thư không nhận quá {limit} MB",
    "Bỏ bớt ảnh trong văn bản, hoặc gửi làm nhiều thư.",
)
STALE = Rule(
    "THU016",
    Severity.WARNING,
    "{count} thư nháp của lần chạy trước không còn cần gửi: {files}",
    "Xóa các tệp này để không gửi nhầm.",
)

DIFFERS = Rule(
    "THU018",
    Severity.WARNING,
    "Văn bản gửi kèm {why}. {verdict}",
    "Xem từng chỗ trước khi gửi: cv183-report verify {period} TỆP.",
)
EDITED_SINCE = "đã sửa tay, chưa khớp số liệu"
OLDER_THAN_DATA = "làm từ số liệu cũ hơn số liệu đang có"
EDITED_AND_SOUND = Rule(
    "THU019",
    Severity.NOTE,
    "Văn bản gửi kèm đã sửa tay; soát lại, không có chỗ nào khác số liệu",
    "Không phải làm gì.",
)
STILL_BLANK = Rule(
    "THU020",
    Severity.WARNING,
    "Văn bản gửi kèm còn trống số, ngày ({count} chỗ)",
    "Điền số, ngày; hoặc để bản quét đã ký (PDF, cùng tên) cạnh văn bản: bản đó được gửi kèm.",
)
NOT_COMPARED = Rule(
    "THU021",
    Severity.WARNING,
    "Văn bản gửi kèm không soát được với số liệu: {reason}",
    "Mở tệp xem có đúng văn bản của tháng này không.",
)
CAME_AFTER_CLOSING = "Báo cáo đến lúc {at}, sau khi số liệu tháng đã chốt (lúc {closed}); được lưu đầy đủ, không làm thay đổi số liệu đã báo cáo."

EDITED_BY_HAND = "là bản đã có người sửa"
LATEST = "là bản ghi sau cùng"
MERGED_SINCE = "là bản đã sửa, đã ghép số liệu mới"
AS_SIGNED = "là bản đã ký"
"""Why a version was taken, for SEVERAL_VERSIONS."""
