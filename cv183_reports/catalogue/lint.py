"""FMT: presentation of a Word document (thể thức): what the file is, and how it departs from the rules."""

from __future__ import annotations

from cv183_reports.model.finding import Rule, Severity

_E, _W = Severity.ERROR, Severity.WARNING
_SAVE_AS_DOCX = (
    "Hãy mở bằng Word, chọn Lưu thành (Save As) → Word Document (.docx) rồi kiểm tra lại."
)
_SAVE_AGAIN = "Hãy mở tệp gốc bằng Word, lưu lại rồi kiểm tra bản vừa lưu."
_COPY_OUT = "Hãy chép nội dung sang một văn bản Word mới, lưu lại rồi kiểm tra bản đó."

# The file as a whole (FMT090–FMT099).

EMPTY_FILE = Rule("FMT090", Severity.ERROR, "Tệp rỗng, không có nội dung", _SAVE_AGAIN)
NOT_WORD = Rule(
    "FMT091",
    Severity.ERROR,
    "Đây không phải là văn bản Word (.docx)",
    "Hãy chọn đúng tệp Word (.docx) cần kiểm tra.",
)
OLD_WORD = Rule("FMT092", Severity.ERROR, "Tệp là Word đời cũ (.doc) hoặc RTF", _SAVE_AS_DOCX)
PASSWORD = Rule(
    "FMT093",
    Severity.ERROR,
    "Tệp được đặt mật khẩu mở nên không đọc được",
    "Hãy bỏ mật khẩu mở tệp (Tệp → Thông tin → Bảo vệ tài liệu → Mã hóa bằng mật khẩu, xóa trống) rồi kiểm tra lại.",
)
DAMAGED = Rule(
    "FMT094",
    Severity.ERROR,
    "Tệp không còn nguyên vẹn, có lẽ bị cắt hoặc hỏng, không mở được",
    _SAVE_AGAIN,
)
DAMAGED_PART = Rule("FMT095", Severity.ERROR, "Tệp bị hỏng ở bên trong: {reason}", _SAVE_AGAIN)
UNSAFE = Rule(
    "FMT096",
    Severity.ERROR,
    "Bên trong tệp có khai báo DOCTYPE, tệp Word bình thường không có; có thể là tệp độc hại",
    "Không mở tệp này; hãy hỏi lại nơi gửi.",
)
BEYOND_LIMITS = Rule("FMT097", Severity.ERROR, "Tệp vượt mức chương trình đọc: {reason}", _COPY_OUT)
TOO_LONG = Rule(
    "FMT098",
    Severity.ERROR,
    "Văn bản quá dài, có hơn {limit} thành phần",
    "Hãy chia văn bản thành các tệp ngắn hơn rồi kiểm tra từng tệp.",
)
NO_TEXT = Rule(
    "FMT099",
    Severity.ERROR,
    "Văn bản không có chữ nào",
    "Hãy kiểm tra lại đã chọn đúng tệp chưa.",
)

OTHER_KIND = Rule(
    "FMT069",
    Severity.ERROR,
    "Tệp là {kind}, không phải văn bản Word (.docx)",
    "Hãy chọn đúng tệp Word; nếu cần kiểm tra chính nội dung này, hãy lưu thành Word Document (.docx) trước.",
)
PDF, WEB_PAGE, PICTURE = "PDF", "trang web (HTML)", "ảnh"
EXCEL, POWERPOINT = "bảng tính Excel", "bản trình chiếu PowerPoint"
OPEN_DOCUMENT = "tài liệu OpenDocument của LibreOffice (.odt, .ods)"
OWNER_FILE = Rule(
    "FMT079",
    Severity.ERROR,
    "Đây là tệp tạm «~$…» mà Word đặt cạnh một văn bản đang mở, không phải văn bản",
    "Hãy chọn chính văn bản đó (tên không có ~$).",
)

NO_WORD_FILES = Rule(
    "FMT180",
    Severity.ERROR,
    "Trong thư mục này và các thư mục con không có tệp Word nào",
    "Hãy chọn đúng thư mục có văn bản cần kiểm tra.",
)

SUMMARY_EXISTS = Rule(
    "FMT181",
    _E,
    "Đã có tệp mang tên này nên không ghi bảng tổng hợp",
    "Hãy chọn tên khác cho bảng tổng hợp.",
)
NOT_CONVERTED = Rule(
    "FMT182",
    _E,
    "Tệp là {kind}, {program} trên máy này không chuyển được sang .docx ({reason})",
    _SAVE_AS_DOCX,
)
HANGS, REFUSED = "quá lâu không xong nên đã dừng", "tệp hỏng, có mật khẩu hoặc không phải văn bản"
CONVERTED = Rule(
    "FMT183",
    Severity.NOTE,
    "Tệp là {kind}, được xét theo bản .docx mà {program} chuyển từ tệp này; cách trình bày có thể lệch đôi chút",
    "Tệp gốc không đổi; muốn xét chính xác, hãy lưu tệp này thành .docx rồi kiểm tra bản đó.",
)
KINDS = {".doc": "Word đời cũ (.doc)", ".rtf": "RTF", ".odt": "OpenDocument (.odt)"}
SUMMARY_NAME = Rule(
    "FMT184",
    _E,
    "Bảng tổng hợp phải là tệp Excel, tên kết thúc bằng .xlsx",
    "Hãy ghi tên như tong-hop-the-thuc.xlsx.",
)
COPY_NAME = Rule(
    "FMT185",
    _E,
    "Tên bản sao phải kết thúc bằng {suffix}, nếu không Word không mở được",
    "Hãy ghi tên như ban-sua{suffix}.",
)

# Why a line was taken for what it was (--explain), and how a set of rules was chosen.

WHY_WORDS = "theo chữ của chính dòng đó"
WHY_ABOVE_NUMBER = "dòng phía trên số, ký hiệu, bên trái"
WHY_BELOW_NUMBER = "dòng phía dưới số, ký hiệu"
WHY_BELOW_NAME = "dòng giữa trang, dưới tên loại"
WHY_LIST = "dòng tiếp theo của danh sách"
WHY_BASIS = "dòng căn cứ ở đầu nội dung"
WHY_HEADING = "dòng ngắn có số thứ tự, hoặc dòng giữa trang"
WHY_BODY = "đoạn nằm giữa phần đầu và phần ký"
WHY_BELOW_AUTHORITY = "dòng dưới quyền hạn, cùng cột"
WHY_BELOW_LABEL = "dòng dưới chữ Nơi nhận, cùng cột"
WHY_BEHIND = "phía sau chữ ký và Nơi nhận"
WHY_APPENDIX = "dòng mở đầu phụ lục"
WHY_TABLE = "số bảng trong văn bản"
WHY_BESIDE_TABLE = "dòng ghi chú cạnh bảng"

CHOSEN_BY_HAND = "theo lựa chọn --rules"
CHOSEN_BY_NATION = "văn bản có Quốc hiệu"
CHOSEN_BY_NUMBER_FORM = "số, ký hiệu viết theo kiểu văn bản hành chính: «{text}»"
CHOSEN_BY_DATE = "văn bản của Đảng, ghi {day}"
CHOSEN_WITHOUT_HEAD = "không nhận ra phần đầu văn bản"
CHOSEN_BY_REFERENCE = "văn bản kèm theo, chỉ dẫn ghi «{text}»"
CHOSEN_WITHOUT_DATE = "văn bản của Đảng, không rõ ngày tháng"
CHOSEN_BY_LOOKS = (
    "văn bản của Đảng, không rõ ngày tháng, trình bày đúng bộ này hơn bộ đang có hiệu lực"
)

# Words of faults and wishes about a look.

SIZE_IS = "cỡ chữ {size}"
BOLD, ITALIC, UNDERLINED, CAPITALS, CENTRED = "đậm", "nghiêng", "gạch chân", "in hoa", "căn giữa"
UPRIGHT = "đứng"
PLAIN = "không đậm"
LACKS = "chưa {quality}"
EXCEEDS = "thừa {quality}"
SIZE_WANTED = "cỡ {sizes}"
MANY_PARAGRAPHS = "{count} đoạn: {texts}…"
FEW_PARAGRAPHS = "{count} đoạn: {texts}"
SECTION = "phần (section) {ranks}"
NUMBER_NOT_CENTRED = "chưa căn giữa"
NUMBER_NOT_ARABIC = "không dùng chữ số Ả Rập"
NUMBER_IN_FOOTER = "đặt ở chân trang"
NUMBER_WITH_WORDS = "có chữ kèm theo"
MODEL_PARTY_NUMBER, MODEL_STATE_NUMBER = "Số 12-BC/BTCTU", "Số: 12/BC-SNV"
MODEL_PARTY_SUBJECT, MODEL_STATE_SUBJECT = "về việc …", "V/v …"
MARGIN = "{side} {value}"
ALL_MARGINS = ("trên", "dưới", "trái", "phải")

# The page, and the document as a whole.

PAPER = Rule(
    "FMT001",
    _E,
    "Khổ giấy của {section} là {faults} mm, không phải A4 {wanted} mm",
    "Hãy chọn Layout → Size → A4 ({clause}).",
)
MARGINS = Rule(
    "FMT002",
    _E,
    "Lề trang của {section} chưa đúng: {faults} mm",
    "Hãy đặt lề {wanted} mm ({clause}).",
)
NO_PAGE_NUMBER = Rule(
    "FMT003",
    _E,
    "Văn bản không đánh số trang ở đầu trang",
    "Hãy chèn số trang ở giữa, phía trên (Insert → Page Number → Top of Page), cỡ {sizes} ({clause}).",
)
PAGE_NUMBER_LOOK = Rule(
    "FMT004",
    _E,
    "Số trang của {section} trình bày chưa đúng: {faults}",
    "Hãy đặt số trang chữ số Ả Rập, ở giữa, phía trên, cỡ {sizes}, đứng ({clause}).",
)
NUMBER_ON_FIRST_PAGE = Rule(
    "FMT005",
    _E,
    "Trang thứ nhất của {section} có in số trang",
    "Hãy chọn Different First Page trong đầu trang và để trống đầu trang của trang thứ nhất ({clause}).",
)
NUMBER_HEIGHT = Rule(
    "FMT006",
    _E,
    "Đầu trang của {section} cách mép trên {faults} mm",
    "Hãy đặt Header from Top trong khoảng {wanted} mm để số trang cách mép trên khoảng 10 mm ({clause}).",
)
NUMBER_START = Rule(
    "FMT100",
    _W,
    "Số trang bắt đầu từ {found}, không phải từ 1",
    "Hãy chọn Insert → Page Number → Format Page Numbers → Start at 1 ({clause}).",
)
NUMBER_LOST = Rule(
    "FMT101",
    _W,
    "Số trang không in ở {pages} của {section}",
    "Hãy bỏ chọn Different Odd & Even Pages, hoặc chèn số trang vào cả hai loại trang ({clause}).",
)
EVEN_PAGES = "trang chẵn"
FONT = Rule(
    "FMT007",
    _E,
    "Chữ không phải phông Times New Roman mà là {fonts}: {where}",
    "Hãy chọn các đoạn này và đặt phông Times New Roman ({clause}).",
)
COLOUR = Rule(
    "FMT008",
    _E,
    "Chữ không phải màu đen: {where}",
    "Hãy đặt màu chữ là Automatic hoặc đen ({clause}).",
)
TRACKED = Rule(
    "FMT009",
    _E,
    "Văn bản còn {count} dấu vết sửa đổi (Track Changes); các lỗi khác được xét như đã chấp nhận hết sửa đổi",
    "Hãy soát lại, chọn Review → Accept All Changes, tắt Track Changes rồi lưu.",
)
LEFTOVER_TAG = Rule(
    "FMT010",
    _E,
    "Văn bản còn thẻ mẫu chưa thay: {tags}",
    "Hãy tạo lại văn bản từ mẫu, hoặc điền nội dung thay cho thẻ.",
)

TEMPLATE_FILE = Rule(
    "FMT068",
    _E,
    "Đây là mẫu, còn thẻ điều khiển {tags}; chỉ xét được khổ giấy, lề, số trang, phông chữ và màu chữ",
    "Hãy tạo văn bản từ mẫu này rồi kiểm tra văn bản đó.",
)

# The head.

NO_LETTERHEAD = Rule(
    "FMT011",
    Severity.NOTE,
    "Không thấy phần đầu văn bản (Quốc hiệu hoặc tiêu đề; số, ký hiệu) nên không xét thể thức",
    "Nếu đây là văn bản hành chính hoặc văn bản của Đảng, hãy bổ sung phần đầu rồi kiểm tra lại; nếu là phiếu, giấy tờ nội bộ thì không cần.",
)
MISSING = Rule(
    "FMT012",
    _E,
    "Không thấy thành phần «{part}»",
    "Hãy bổ sung {part} ({clause}).",
)
ENACTING_LINE = "dòng {line}"
DECIDER_LINE = "tên người hoặc cơ quan ban hành, trên các căn cứ"
STATE_HEADING = Rule(
    "FMT013",
    _E,
    "Văn bản của Đảng không dùng «{text}»",
    "Hãy thay bằng tiêu đề ĐẢNG CỘNG SẢN VIỆT NAM ({clause}).",
)
PARTY_HEADING = Rule(
    "FMT014",
    _E,
    "Văn bản hành chính không dùng tiêu đề «{text}»",
    "Hãy thay bằng Quốc hiệu và Tiêu ngữ ({clause}).",
)
HEADING_RULE = Rule(
    "FMT015",
    _W,
    "Đường kẻ dưới «{text}» dài {found} mm, chữ dài {wanted} mm",
    "Hãy kẻ đường liền dài đúng bằng dòng chữ, lệch không quá {tolerance} mm ({clause}).",
)
NO_HEADING_RULE = Rule(
    "FMT016",
    _W,
    "Không có đường kẻ dưới «{text}»",
    "Hãy kẻ đường liền dài đúng bằng dòng chữ ({clause}).",
)
NAME_RULED = Rule(
    "FMT017",
    _E,
    "Có đường kẻ dưới tên cơ quan «{text}»",
    "Hãy bỏ đường kẻ, để dấu sao (*) riêng một dòng dưới tên cơ quan ({clause}).",
)
SHORT_RULE = Rule(
    "FMT018",
    Severity.WARNING,
    "Dưới «{text}» không có đường kẻ dài từ 1/3 đến 1/2 dòng chữ",
    "Hãy kẻ một đường liền, cân giữa, dài từ 1/3 đến 1/2 dòng chữ ({clause}).",
)
SHORT_RULE_LENGTH = Rule(
    "FMT110",
    Severity.NOTE,
    "Đường kẻ dưới «{text}» dài {found} mm, không phải từ 1/3 đến 1/2 dòng chữ",
    "Hãy kẻ đường liền, cân giữa, dài từ 1/3 đến 1/2 dòng chữ ({clause}).",
)
PHRASE = Rule(
    "FMT111",
    _E,
    "«{text}» viết chưa đúng từng chữ",
    "Hãy viết đúng «{wanted}» ({clause}).",
)
ABSTRACT_IN_CAPITALS = Rule(
    "FMT120",
    _W,
    "Trích yếu in hoa: «{text}»",
    "Hãy viết trích yếu bằng chữ thường, tên riêng viết hoa chữ đầu ({clause}).",
)
ONE_STAR = Rule(
    "FMT112",
    _W,
    "Dưới tên cơ quan là «{text}», không phải một dấu sao",
    "Hãy đặt một dấu sao (*) riêng một dòng ({clause}).",
)
UPSIDE_DOWN = Rule(
    "FMT113",
    _W,
    "Tên cơ quan ban hành «{text}» đứng trên «{below}»",
    "Hãy đặt tên cơ quan cấp trên ở trên, tên cơ quan ban hành (đậm) ở dưới ({clause}).",
)
OUT_OF_ORDER = Rule(
    "FMT102",
    _E,
    "«{text}» đứng dưới «{above}», phải ở trên",
    "Hãy đổi chỗ hai dòng ({clause}).",
)
NOT_CENTRED = Rule(
    "FMT114",
    _W,
    "Chưa căn giữa: {where}",
    "Hãy chọn Center (Ctrl+E) cho dòng này trong phần của nó ({clause}).",
)
OTHER_PLACE = Rule(
    "FMT115",
    _W,
    "Địa danh «{found}» không phải của cơ quan «{issuer}»",
    "Hãy ghi địa danh nơi cơ quan ban hành đóng trụ sở ({clause}).",
)
DOUBLE_BLANK = Rule(
    "FMT116",
    _W,
    "Dòng địa danh, ngày tháng năm có hai dấu cách liền nhau sau «{after}»",
    "Hãy xóa bớt dấu cách ({clause}).",
)
LETTER_CODE = Rule(
    "FMT117",
    _W,
    "Ký hiệu của công văn có chữ «CV»: «{text}»",
    "Hãy ghi tên cơ quan và đơn vị soạn thảo, không ghi tên loại, như {model} ({clause}).",
)
ENACTED_OTHERWISE = Rule(
    "FMT118",
    _E,
    "Dưới căn cứ của «{name}» ghi «{text}»",
    "Hãy ghi «{wanted}» ({clause}).",
)
MODEL_LETTER_NUMBER = "Số: 12/SNV-VP"
DATE_WRAPS = Rule(
    "FMT019",
    _E,
    "Dòng «{text}» dài {found} mm, cột chỉ rộng {room} mm nên bị xuống dòng",
    "Hãy nới cột bên phải để địa danh, ngày tháng năm nằm trên một dòng ({clause}).",
)
NUMBER_FORM = Rule(
    "FMT040",
    _E,
    "Số, ký hiệu «{text}» viết chưa đúng mẫu «{model}»",
    "Hãy viết theo mẫu {model} ({clause}).",
)
NUMBER_ZERO = Rule(
    "FMT041",
    _E,
    "Số nhỏ hơn 10 phải có số 0 đứng trước: «{text}»",
    "Hãy thêm số 0 trước số văn bản ({clause}).",
)
NUMBER_KIND = Rule(
    "FMT064",
    _E,
    "Ký hiệu «{code}» trong «{text}» không phải của tên loại {name}",
    "Hãy sửa ký hiệu thành {wanted}, hoặc sửa tên loại ({clause}).",
)
DATE_FORM = Rule(
    "FMT042",
    _E,
    "Dòng địa danh, ngày tháng năm «{text}» viết chưa đúng mẫu «Hà Nội, ngày 05 tháng 9 năm 2025»",
    "Hãy viết: địa danh, dấu phẩy, ngày … tháng … năm … ({clause}).",
)
DATE_ZERO = Rule(
    "FMT043",
    _W,
    "Ngày, tháng trong «{text}» viết số 0 chưa đúng",
    "Ngày dưới 10 và tháng 1, tháng 2 có số 0 đứng trước; các tháng khác không ({clause}).",
)
PLACE = Rule(
    "FMT044",
    _E,
    "Địa danh «{found}» chưa đúng với cơ quan «{issuer}»",
    "Hãy viết địa danh là {wanted} ({clause}).",
)
NAME_NOT_ALONE = Rule(
    "FMT045",
    _W,
    "Tên loại không đứng riêng một dòng: «{text}»",
    "Hãy đưa trích yếu xuống dòng dưới tên loại ({clause}).",
)
DASHES = Rule(
    "FMT046",
    _E,
    "Dưới trích yếu là «{text}», không phải 5 gạch nối",
    "Hãy gõ đúng 5 dấu gạch nối ----- dưới trích yếu ({clause}).",
)
LETTER_NAMED = Rule(
    "FMT047",
    _E,
    "Công văn không ghi tên loại «{text}»",
    "Hãy bỏ dòng này; trích yếu công văn đặt dưới số, ký hiệu ({clause}).",
)
SUBJECT_FORM = Rule(
    "FMT048",
    Severity.WARNING,
    "Trích yếu công văn bắt đầu bằng «{text}»",
    "Hãy viết «{model}» ở đầu trích yếu ({clause}).",
)
ABSTRACT_CAPITAL = Rule(
    "FMT049",
    Severity.WARNING,
    "Trích yếu bắt đầu bằng chữ hoa: «{text}»",
    "Hãy viết thường chữ đầu của trích yếu, trừ tên riêng ({clause}).",
)

# The command line of lint.

UNKNOWN_RULES = Rule(
    "FMT087",
    _E,
    "Không có bộ quy tắc «{value}»",
    "Hãy chọn hd36, hd05 hoặc nd30, hoặc bỏ --rules để chọn theo ngày tháng của văn bản.",
)
ONE_COPY = Rule(
    "FMT088",
    _E,
    "{option} chỉ dùng khi kiểm tra một tệp, ở đây có {count} tệp",
    "Hãy kiểm tra từng tệp khi cần bản sao có chú thích hoặc bản đã sửa.",
)
COPY_EXISTS = Rule(
    "FMT089",
    _E,
    "Đã có tệp mang tên này nên không ghi bản sao",
    "Hãy chọn tên khác cho bản sao.",
)


_LOOK = "{part} trình bày chưa đúng ({faults}): {where}"
_SET = "Hãy đặt {wanted} ({clause})."

# How each part is printed.

TITLE_LOOK = Rule("FMT020", _E, _LOOK, _SET)
NATION_LOOK = Rule("FMT021", _E, _LOOK, _SET)
MOTTO_LOOK = Rule("FMT022", _E, _LOOK, _SET)
SUPERIOR_LOOK = Rule("FMT023", _E, _LOOK, _SET)
ISSUER_LOOK = Rule("FMT024", _E, _LOOK, _SET)
NUMBER_LOOK = Rule("FMT025", _E, _LOOK, _SET)
DATELINE_LOOK = Rule("FMT026", _E, _LOOK, _SET)
NAME_LOOK = Rule("FMT027", _E, _LOOK, _SET)
ABSTRACT_LOOK = Rule("FMT028", _E, _LOOK, _SET)
SUBJECT_LOOK = Rule("FMT029", _E, _LOOK, _SET)
ADDRESSEE_LOOK = Rule("FMT030", _E, _LOOK, _SET)
PART_HEADING_LOOK = Rule("FMT031", _E, _LOOK, _SET)
HEADING_I_LOOK = Rule("FMT032", _W, _LOOK, _SET)
HEADING_1_LOOK = Rule("FMT033", _W, _LOOK, _SET)
HEADING_11_LOOK = Rule("FMT034", _W, _LOOK, _SET)
AUTHORITY_LOOK = Rule("FMT035", _E, _LOOK, _SET)
POSITION_LOOK = Rule("FMT036", _E, _LOOK, _SET)
SIGNATORY_LOOK = Rule("FMT037", _E, _LOOK, _SET)
LABEL_LOOK = Rule("FMT038", _E, _LOOK, _SET)
RECIPIENT_LOOK = Rule("FMT039", _E, _LOOK, _SET)
APPENDIX_LOOK = Rule("FMT065", _E, _LOOK, _SET)
APPENDIX_TITLE_LOOK = Rule("FMT066", _E, _LOOK, _SET)
APPENDIX_REFERENCE_LOOK = Rule("FMT067", _E, _LOOK, _SET)

# Running text.

TEXT_SIZE = Rule(
    "FMT050",
    _E,
    "Nội dung không phải cỡ chữ {wanted} mà là {found}: {where}",
    "Hãy đặt cỡ chữ {wanted} cho nội dung ({clause}).",
)
TEXT_SIZES = Rule(
    "FMT051",
    _E,
    "Nội dung phần lớn cỡ {most}, có chỗ cỡ {found}: {where}",
    "Hãy dùng một cỡ chữ thống nhất cho toàn bộ nội dung ({clause}).",
)
JUSTIFIED = Rule(
    "FMT052",
    _E,
    "Nội dung chưa căn đều hai bên: {where}",
    "Hãy chọn Justify (Ctrl+J) cho các đoạn này ({clause}).",
)
INDENT = Rule(
    "FMT053",
    _W,
    "Dòng đầu của đoạn lùi vào {found} mm, quy định khoảng 10 mm: {where}",
    "Hãy đặt Special → First line trong khoảng {wanted} mm ({clause}).",
)
LINE_SPACING = Rule(
    "FMT054",
    _E,
    "Khoảng cách dòng là {found}: {where}",
    "Hãy đặt Line spacing {wanted} ({clause}).",
)
GAP = Rule(
    "FMT055",
    _E,
    "Khoảng cách giữa các đoạn nhỏ hơn {wanted} pt (là {found} pt): {where}",
    "Hãy đặt Spacing After hoặc Before từ {wanted} pt trở lên ({clause}).",
)
ENDS_WITH_SLASH = Rule(
    "FMT056",
    _E,
    "Nội dung kết thúc bằng «./.»: «{text}»",
    "Hãy kết thúc nội dung bằng dấu chấm ({clause}).",
)
ENDS_OPEN = Rule(
    "FMT057",
    _E,
    "Nội dung không kết thúc bằng dấu chấm: «{text}»",
    "Hãy đặt dấu chấm ở cuối đoạn cuối cùng ({clause}).",
)
BASIS_FORM = Rule(
    "FMT058",
    _W,
    "Căn cứ viết chưa đúng mẫu «{model}»: {where}",
    "Hãy viết mỗi căn cứ một dòng theo mẫu {model}, dòng cuối kết thúc bằng «{last}», {style} ({clause}).",
)
MODEL_BASIS, MODEL_DASHED_BASIS = "Căn cứ …;", "- Căn cứ …;"
BASIS_UPRIGHT = "chữ đứng"
BASIS_ITALIC = "chữ nghiêng"
BODY_LOOK = Rule(
    "FMT130",
    _W,
    "Nội dung trình bày chưa đúng ({faults}): {where}",
    "Hãy đặt nội dung chữ đứng, không đậm, không gạch chân ({clause}).",
)
ARTICLE_LOOK = Rule(
    "FMT131",
    _W,
    "Chữ Điều và số thứ tự chưa đậm: {where}",
    "Hãy đặt đậm «Điều …» ({clause}).",
)
NUMBER_SKIPPED = Rule(
    "FMT132",
    _W,
    "Số thứ tự không liền nhau: sau «{before}» là «{text}»",
    "Hãy đánh số lại cho liền nhau ({clause}).",
)
HEADINGS_MIXED = Rule(
    "FMT059",
    _W,
    "Đề mục chữ số La Mã viết không thống nhất: {where}",
    "Hãy dùng một cách viết cho cả văn bản, nên dùng I- ({clause}).",
)
