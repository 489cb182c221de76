"""THU: drafts of e-mails, the templates of their texts, and sending them."""

from cv183_reports.model.finding import Rule, Severity

SUBJECT = "Tiêu đề:"
"""How the first line of a mail template begins."""
MORE = "và {count} nữa"
"""How a sentence ends that names only the first of many."""

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
    "Tệp trả lại được làm khi nhận (cv183-report receive). Xem đơn vị nào phải sửa (cv183-report status), rồi nhận tệp của đơn vị đó; "
    "tệp chép thẳng vào thư mục nop thì nhận cả thư mục ấy.",
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
    "Mở tệp xem có đúng văn bản của {noun} này không.",
)
NO_SERVER = Rule(
    "THU022",
    Severity.ERROR,
    "Chưa khai máy chủ gửi thư nên chưa gửi được thư nào",
    "Điền mục «Máy chủ gửi thư», «Tài khoản gửi thư» của trang Thiết lập rồi chạy lại; danh mục cũ chưa có các mục này thì chạy "
    "cv183-report doctor --fix trước. Hoặc bỏ --send để chỉ soạn thư nháp.",
)
NO_TERMINAL = Rule(
    "THU023",
    Severity.ERROR,
    "Gửi thư phải có người xem danh sách và xác nhận, mà lệnh này không chạy trong cửa sổ lệnh",
    "Mở cửa sổ lệnh, gõ lại đúng lệnh này, không chuyển hướng vào tệp hay chương trình khác.",
)
HOST_UNKNOWN = Rule(
    "THU024",
    Severity.ERROR,
    "Không tìm thấy máy chủ gửi thư «{host}»",
    "Xem máy có mạng không, tên ở mục «Máy chủ gửi thư» có đúng không.",
)
PORT_CLOSED = Rule(
    "THU025",
    Severity.ERROR,
    "Máy chủ «{host}» không nhận kết nối ở cổng {port}",
    "Xem lại mục «Cổng của máy chủ gửi thư» (thường là 587 hoặc 465), hoặc hỏi quản trị hộp thư xem mạng cơ quan có chặn cổng này không.",
)
NO_REPLY = Rule(
    "THU026",
    Severity.ERROR,
    "Máy chủ «{host}», cổng {port} không trả lời{answer}",
    "Xem lại mạng, cổng và cách mã hóa (587 đi với STARTTLS, 465 đi với TLS), rồi chạy lại: chỉ gửi thư còn thiếu.",
)
BAD_CERTIFICATE = Rule(
    "THU027",
    Severity.ERROR,
    "Chứng thư của máy chủ «{host}» không tin được: {reason}",
    "Xem tên máy chủ có đúng không; đúng thì nhờ quản trị cài chứng thư gốc của cơ quan vào máy này. Chương trình không gửi mật khẩu cho máy chủ như vậy.",
)
CERTIFICATE_EXPIRED = "đã hết hạn (hoặc đồng hồ máy sai)"
CERTIFICATE_OF_OTHERS = "cấp cho tên khác"
CERTIFICATE_SELF_MADE = "không do nơi nào máy này biết cấp"
NOT_ENCRYPTED = Rule(
    "THU028",
    Severity.ERROR,
    "Máy chủ «{host}», cổng {port} không mã hóa được bằng {way}",
    "Đổi mục «Cách mã hóa khi gửi thư» hoặc «Cổng của máy chủ gửi thư» (587 đi với STARTTLS, 465 đi với TLS). Chương trình không gửi khi đường truyền không mã hóa.",
)
LOGIN_REFUSED = Rule(
    "THU029",
    Severity.ERROR,
    "Máy chủ không nhận tài khoản «{user}» với mật khẩu vừa dùng{answer}",
    "Gõ lại cho đúng (tắt bộ gõ tiếng Việt, Caps Lock); nhiều hộp thư đòi mật khẩu ứng dụng riêng: hỏi quản trị hộp thư. Chưa thư nào được gửi.",
)
NO_LOGIN = Rule(
    "THU030",
    Severity.ERROR,
    "Máy chủ «{host}» không cho đăng nhập theo cách chương trình biết",
    "Để trống mục «Tài khoản gửi thư» nếu máy chủ không hỏi; hoặc hỏi quản trị cổng dành cho gửi thư có đăng nhập.",
)
SENDER_REFUSED = Rule(
    "THU031",
    Severity.ERROR,
    "Máy chủ không cho gửi thư từ địa chỉ {sender}{answer}",
    "Xem lại mục «Địa chỉ thư gửi đi», «Tài khoản gửi thư», và hạn mức gửi trong ngày của hộp thư; rồi chạy lại: chỉ gửi thư còn thiếu.",
)
ADDRESS_REFUSED = Rule(
    "THU032",
    Severity.ERROR,
    "Máy chủ không nhận địa chỉ {address}{answer}",
    "Gọi đơn vị hỏi lại địa chỉ, sửa cột «Thư điện tử» của trang Đơn vị rồi chạy lại: chỉ gửi địa chỉ còn thiếu.",
)
LETTER_REFUSED = Rule(
    "THU033",
    Severity.ERROR,
    "Máy chủ không nhận thư{answer}",
    "Nếu vì nặng quá thì bỏ bớt tệp, hoặc gửi thư nháp bằng cách khác; vì lý do khác thì chuyển câu này cho quản trị hộp thư.",
)
PUT_OFF = Rule(
    "THU034",
    Severity.ERROR,
    "Máy chủ hẹn gửi lại sau, đã thử nhiều lần chưa được{answer}",
    "Đợi ít phút rồi chạy lại đúng lệnh này: chỉ gửi thư còn thiếu.",
)
UNSURE = Rule(
    "THU035",
    Severity.ERROR,
    "Không rõ đã gửi hay chưa: thư lúc {at} tới {addresses} bị ngắt trước khi máy chủ trả lời, nên không tự gửi lại",
    "Hỏi đơn vị đã nhận chưa. Chưa nhận thì chạy lại, thêm: --resend {unit}.",
)
CHANGED_SINCE = Rule(
    "THU036",
    Severity.NOTE,
    "{count} đơn vị đã được gửi thư loại này với tệp khác; tệp nay đã đổi nên là thư mới: {units}",
    "Không muốn gửi lại thì gõ Enter khi được hỏi, rồi chạy lại với --unit cho đơn vị cần gửi.",
)
EDITED_DRAFT = Rule(
    "THU037",
    Severity.WARNING,
    "Thư nháp đã có người sửa, hoặc đang mở, nên chương trình không gửi thay",
    "Bấm đúp thư nháp để gửi từ chương trình thư; hoặc xóa thư nháp đó rồi chạy lại để gửi bản của chương trình.",
)
NOT_BOOKED = Rule(
    "THU038",
    Severity.ERROR,
    "Không ghi được sổ gửi ({reason}) nên dừng, thư này chưa gửi",
    "Đóng sổ nếu đang mở, xem lại đĩa và quyền ghi, rồi chạy lại: chỉ gửi thư còn thiếu.",
)
SENT_UNBOOKED = Rule(
    "THU039",
    Severity.ERROR,
    "Thư đã gửi nhưng không ghi được vào sổ gửi ({reason}) nên dừng",
    "Xem lại đĩa và quyền ghi. Lần sau thư này được nêu là không rõ đã gửi hay chưa: đừng gửi lại.",
)
BROKEN_LINE = Rule(
    "THU040",
    Severity.WARNING,
    "Dòng {number} của sổ gửi ghi dở (máy tắt đột ngột): «{value}»",
    "Không phải làm gì: thư của dòng đó chưa gửi, hoặc được nêu riêng là không rõ.",
)
UNKNOWN_LINE = Rule(
    "THU041",
    Severity.ERROR,
    "Dòng {number} của sổ gửi không đọc được bằng phiên bản này: «{value}»",
    "Cài phiên bản mới của chương trình, hoặc chép lại sổ từ bản sao lưu; chưa đọc được sổ thì không gửi thư, để không gửi lần nữa.",
)
NO_ADDRESSEE = Rule(
    "THU042",
    Severity.NOTE,
    "{count} thư trình lên không tự gửi được vì danh mục không có địa chỉ người nhận: {files}",
    "Mở thư nháp, điền người nhận rồi gửi.",
)
NOT_TO_RESEND = Rule(
    "THU043",
    Severity.ERROR,
    "--resend nêu đơn vị không có thư nào trong lần này: {units}",
    "Xem lại mã đơn vị và loại thư.",
)
NOTHING_CAME = Rule(
    "THU044",
    Severity.WARNING,
    "Chưa có báo cáo nào được tính nên chưa có thư báo đã nhận",
    "Chạy cv183-report receive {period} TỆP… rồi chạy lại lệnh này.",
)
PRINT_NO_SCAN = Rule(
    "THU045",
    Severity.WARNING,
    "Tệp này là bản in PDF do chương trình làm, không phải bản quét đã ký, nên không gửi kèm",
    "Chép bản quét đã ký vào đúng tên này rồi chạy lại; chỉ gửi văn bản Word thì xóa tệp này.",
)
SAID = ": máy chủ nói «{answer}»"
"""The server's own words, after a sentence; without them nothing follows."""

RECEIVED_FILE = "Tệp: {file}; mã tệp (SHA-256): {sha256}."
RECEIVED_AT = "Nhận lúc: {at}; {how}."
IN_TIME, LATE, TIME_UNKNOWN = (
    "đúng hạn",
    "sau hạn, tính là gửi muộn",
    "tính là đúng hạn",
)
COUNTS_WHOLE = "Cách tính: toàn bộ nội dung được tổng hợp."
COUNTS_IN_PART = (
    "Cách tính: được tổng hợp, trừ những chỗ chưa hợp lệ sau đây, đề nghị sửa rồi gửi lại cả tệp:"
)
"""What a receipt says of the file that counts."""
CAME_AFTER_CLOSING = "Báo cáo đến lúc {at}, sau khi số liệu {noun} đã chốt (lúc {closed}); được lưu đầy đủ, không làm thay đổi số liệu đã báo cáo."

EDITED_BY_HAND = "là bản đã có người sửa"
LATEST = "là bản ghi sau cùng"
MERGED_SINCE = "là bản đã sửa, đã ghép số liệu mới"
AS_SIGNED = "là bản đã ký"
"""Why a version was taken, for SEVERAL_VERSIONS; of what is printed, too."""
