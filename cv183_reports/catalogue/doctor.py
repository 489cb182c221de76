"""KTM: the machine and the working folder, as `doctor` finds them."""

from cv183_reports.model.finding import Rule, Severity

NO_FONT = Rule(
    "KTM001",
    Severity.WARNING,
    "Máy chưa có phông chữ {font}: văn bản mở trên máy này sẽ hiện, in bằng phông khác, số trang có thể lệch",
    "Cài Microsoft Office hoặc bộ phông chữ có {font}; tệp gửi đi vẫn đúng phông.",
)
FONTS_UNKNOWN = Rule(
    "KTM002",
    Severity.NOTE,
    "Không xem được danh sách phông chữ của máy này",
    "Mở Word, tìm {font} trong danh sách phông; nếu không có thì cài thêm.",
)
NOT_WRITABLE = Rule(
    "KTM003",
    Severity.ERROR,
    "Không ghi được vào thư mục ({reason})",
    "Nhờ quản trị mở quyền ghi, bỏ thuộc tính chỉ đọc, hoặc chuyển thư mục làm việc sang ổ khác, ví dụ D:\\CV183.",
)
DISK_FULL = Rule(
    "KTM004",
    Severity.ERROR,
    "Ổ đĩa chỉ còn trống {free} MB, làm một kỳ cần khoảng {need} MB",
    "Dọn bớt ổ đĩa (Thùng rác, Tệp tải về), rồi chạy lại.",
)
CONSOLE = Rule(
    "KTM005",
    Severity.WARNING,
    "Cửa sổ lệnh dùng bảng mã {encoding}, chữ Việt có thể hiện thành ô vuông hoặc dấu hỏi",
    "Gõ chcp 65001 rồi chạy lại, hoặc dùng Windows Terminal; văn bản tạo ra không bị ảnh hưởng.",
)
OPEN_FILES = Rule(
    "KTM006",
    Severity.WARNING,
    "{count} tệp đang mở trong Word, Excel, LibreOffice (hoặc còn dấu khóa của lần tắt máy đột ngột): {files}",
    "Đóng các tệp đó trước khi build; nếu không ai mở thì xóa tệp khóa (tên bắt đầu bằng ~$ hoặc .~lock).",
)
TOO_LONG = Rule(
    "KTM007",
    Severity.ERROR,
    "Đường dẫn dài đến {length} ký tự, Windows chỉ cho {limit}",
    "Chuyển thư mục làm việc lên gần gốc ổ đĩa, ví dụ D:\\CV183, hoặc nhờ quản trị bật LongPathsEnabled.",
)
TOO_LONG_FOR_EXCEL = Rule(
    "KTM008",
    Severity.WARNING,
    "Đường dẫn dài đến {length} ký tự, Excel chỉ mở được tệp có đường dẫn đến {limit}",
    "Chuyển thư mục làm việc lên gần gốc ổ đĩa, ví dụ D:\\CV183.",
)
IN_THE_CLOUD = Rule(
    "KTM009",
    Severity.WARNING,
    "{count} tệp chỉ có trên đám mây, chưa tải về máy: {files}",
    "Bấm chuột phải vào thư mục làm việc, chọn Always keep on this device (Luôn giữ trên thiết bị này), chờ tải xong.",
)
WRONG_ZONE = Rule(
    "KTM010",
    Severity.WARNING,
    "Múi giờ của máy là {offset}, không phải +07:00: giờ nhận báo cáo có thể lệch với giờ trên máy",
    "Vào Settings, Time & language, chọn múi giờ (UTC+07:00) Bangkok, Hanoi, Jakarta và bật đặt giờ tự động.",
)
WRONG_YEAR = Rule(
    "KTM011",
    Severity.ERROR,
    "Đồng hồ máy chỉ năm {year}",
    "Đặt lại ngày giờ của máy; giờ nhận báo cáo và hạn gửi xét theo đồng hồ này.",
)
FROM_THE_FUTURE = Rule(
    "KTM012",
    Severity.WARNING,
    "{count} tệp nhận được mang thời điểm sau đồng hồ máy: {files}",
    "Xem lại đồng hồ máy; nếu đồng hồ đúng thì lấy lại tệp từ hộp thư để có thời điểm nhận thật.",
)
MISSING_LIBRARY = Rule(
    "KTM013",
    Severity.ERROR,
    "Thiếu thư viện {name} (cần {wanted})",
    "Trong thư mục chương trình, gõ lại: py -m pip install .",
)
OLD_LIBRARY = Rule(
    "KTM014",
    Severity.ERROR,
    "Thư viện {name} đang là bản {installed}, cần {wanted}",
    "Trong thư mục chương trình, gõ lại: py -m pip install .",
)
OLD_PYTHON = Rule(
    "KTM015",
    Severity.ERROR,
    "Python đang là bản {installed}, cần {wanted} trở lên",
    "Cài Python mới từ python.org rồi cài lại chương trình.",
)
BROKEN_STATE = Rule(
    "KTM016",
    Severity.WARNING,
    "Sổ theo dõi tệp đã ghi bị hỏng hoặc không đọc được, nên văn bản cũ nào cũng coi như đã có người sửa",
    "Xóa tệp này rồi chạy lại build; bản mới sẽ nằm bên cạnh bản cũ, không mất bản nào.",
)
UNFINISHED_SETTING = Rule(
    "KTM017",
    Severity.WARNING,
    "Mục «{key}» còn chỗ để trống: «{value}»; mọi văn bản, thư sẽ in đúng như vậy",
    "Điền đủ số, ngày của công văn ở trang Thiết lập.",
)
REGISTER_FILLED = Rule(
    "KTM018",
    Severity.NOTE,
    "Đã bổ sung {what}; bản trước giữ ở «{kept}»",
    "Mở danh mục, xem lại các giá trị mới cho đúng với công văn và địa phương.",
)
REGISTER_NOT_FILLED = Rule(
    "KTM019",
    Severity.WARNING,
    "Chưa bổ sung được: ghi lại thì mất {what}; tệp giữ nguyên",
    "Bỏ phần đó rồi chạy lại; hoặc chép các trang, cột, dòng còn thiếu từ danh mục do cv183-report init tạo ra.",
)
REGISTER_OPEN = Rule(
    "KTM020",
    Severity.WARNING,
    "Chưa bổ sung được vì danh mục đang mở trong chương trình khác hoặc không ghi được",
    "Đóng Excel rồi chạy lại.",
)
