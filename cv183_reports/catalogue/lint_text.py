"""FMT, further on: the end of a document, what is unfinished or doubtful in it, and the proof of its text."""

from __future__ import annotations

from cv183_reports.model.finding import Rule, Severity, quote

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

# The signing block.

DELEGATION_FORM = Rule(
    "FMT060",
    _E,
    "Quyền hạn ký «{text}» viết chưa đúng kiểu của {family}",
    "Hãy viết «{model}» ({clause}).",
)
HONORIFIC = Rule(
    "FMT061",
    _E,
    "Trước họ tên người ký có «{found}»",
    "Hãy chỉ ghi họ và tên, không ghi học hàm, học vị, quân hàm, danh hiệu ({clause}).",
)
POST_WITH_AGENCY = Rule(
    "FMT062",
    _E,
    "Chức vụ người ký có kèm tên cơ quan: «{text}»",
    "Hãy chỉ ghi chức vụ, ví dụ TRƯỞNG BAN ({clause}).",
)
BOARD_SIGNED_FOR = Rule(
    "FMT063",
    _E,
    "Văn bản của Ban («{number}») không ký thay mặt: «{text}»",
    "Hãy ký trực tiếp TRƯỞNG BAN, hoặc K/T TRƯỞNG BAN, T/L TRƯỞNG BAN ({clause}).",
)

SIGNATORY_CAPITALS = Rule(
    "FMT140",
    _W,
    "Họ tên người ký viết in hoa: {where}",
    "Hãy viết họ tên bằng chữ thường, viết hoa chữ đầu mỗi tiếng ({clause}).",
)
SIGNED_FOR_ONE = Rule(
    "FMT141",
    _E,
    "Ký thay mặt «{text}» tuy không phải một tập thể",
    "Chỉ ký thay mặt tập thể (ủy ban, hội đồng, ban thường vụ); người đứng đầu ký trực tiếp, cấp phó ký thay ({clause}).",
)
SIGNED_UPSIDE_DOWN = Rule(
    "FMT143",
    _E,
    "Quyền hạn ký «{text}» đứng dưới chức vụ «{above}»",
    "Hãy đặt dòng ký thay mặt, ký thay, thừa lệnh ở trên, chức vụ của người ký ở dưới ({clause}).",
)
SIGNED_FOR_DEPUTY = Rule(
    "FMT144",
    _E,
    "«{text}» ký thay, thừa lệnh hoặc thừa ủy quyền của cấp phó",
    "Hãy ghi chức vụ của người đứng đầu ở dòng này, chức vụ của người ký ở dòng dưới ({clause}).",
)
SIGNED_FOR_OFFICE = Rule(
    "FMT145",
    _E,
    "«{text}» ghi tên cơ quan, không phải chức vụ của người đứng đầu",
    "Ký thay, thừa lệnh thì hãy ghi chức vụ của người đứng đầu; ký thay mặt tập thể thì ghi thay mặt ({clause}).",
)
SIGNED_BY_OTHER = Rule(
    "FMT146",
    _E,
    "Người có chức vụ «{text}» không ký được theo quyền hạn «{above}» ở ngay trên",
    "Người đứng đầu ký trực tiếp hoặc thay mặt tập thể; cấp phó ký thay người đứng đầu; cấp dưới ký thừa lệnh ({clause}).",
)
OTHER_BODY = Rule(
    "FMT148",
    _E,
    "«{text}» không phải của cơ quan ban hành «{issuer}»",
    "Hãy ghi đúng cơ quan ban hành ({clause}).",
)
SIDES_SWAPPED = Rule(
    "FMT142",
    _E,
    "«{text}» đứng bên phải, chữ ký đứng bên trái",
    "Hãy đặt Nơi nhận bên trái, chữ ký bên phải ({clause}).",
)

# Nơi nhận and Kính gửi.

RECIPIENT_DASH = Rule(
    "FMT070",
    _W,
    "Dòng nơi nhận không bắt đầu bằng gạch đầu dòng: {where}",
    "Hãy viết mỗi nơi nhận một dòng, bắt đầu bằng «- » ({clause}).",
)
RECIPIENT_MARK = Rule(
    "FMT071",
    _W,
    "Dòng nơi nhận không kết thúc bằng «{wanted}»: {where}",
    "Hãy kết thúc mỗi dòng bằng «{wanted}», dòng cuối bằng dấu chấm ({clause}).",
)
RECIPIENT_LAST = Rule(
    "FMT072",
    _W,
    "Dòng nơi nhận cuối cùng không kết thúc bằng dấu chấm: «{text}»",
    "Hãy kết thúc dòng lưu bằng dấu chấm ({clause}).",
)
KEPT_FORM = Rule(
    "FMT073",
    _W,
    "Dòng lưu «{text}» viết chưa đúng mẫu «{model}»",
    "Hãy viết dòng lưu theo mẫu {model} ({clause}).",
)
MODEL_PARTY_KEPT, MODEL_STATE_KEPT = "- Lưu (tên cơ quan).", "- Lưu: VT, TH."
AS_ABOVE = Rule(
    "FMT074",
    _W,
    "Nơi nhận không bắt đầu bằng «- Như trên» tuy văn bản có Kính gửi: «{text}»",
    "Hãy ghi «- Như trên{mark}» ở dòng đầu ({clause}).",
)
AS_ARTICLE = Rule(
    "FMT147",
    _E,
    "Nơi nhận ghi «{text}» nhưng văn bản chỉ có đến Điều {last}",
    "Hãy ghi đúng số của Điều nêu các đơn vị, cá nhân thi hành ({clause}).",
)
AS_NOTHING_ABOVE = Rule(
    "FMT157",
    _W,
    "Nơi nhận ghi «{text}» nhưng văn bản không có Kính gửi",
    "Hãy ghi theo Điều nêu các đơn vị, cá nhân thi hành, như «- Như Điều {last};» ({clause}).",
)
DEPUTY_ALONE = Rule(
    "FMT155",
    _W,
    "Cấp phó ký mà phía trên không có «KT.»: «{text}»",
    "Hãy ghi «KT. …» với chức vụ cấp trưởng ở dòng trên ({clause}).",
)
ADDRESSEE_MARK = Rule(
    "FMT156",
    _W,
    "Dấu cuối dòng nơi gửi (Kính gửi) chưa đúng: {where}",
    "Hãy kết thúc mỗi dòng bằng «{wanted}»{last} ({clause}).",
)
LAST_BY_STOP = ", dòng cuối bằng dấu chấm"
ADDRESSED = Rule(
    "FMT075",
    _W,
    "Văn bản có tên loại không ghi Kính gửi: «{text}»",
    "Hãy bỏ Kính gửi, đưa nơi gửi vào Nơi nhận ({clause}).",
)
ADDRESSEE_FORM = Rule(
    "FMT076",
    _E,
    "Sau «{word}» không có dấu hai chấm: «{text}»",
    "Hãy viết «{word}:» rồi đến nơi gửi ({clause}).",
)
PROPOSAL_WORD = Rule(
    "FMT077",
    _E,
    "Tờ trình viết «{found}», không phải «{wanted}»",
    "Hãy viết «{wanted}:» ({clause}).",
)
NOT_KEPT = Rule(
    "FMT078",
    _W,
    "Nơi nhận không có dòng lưu",
    "Hãy thêm dòng lưu ở cuối theo mẫu {model} ({clause}).",
)

# Appendices.

APPENDIX_NUMBER = Rule(
    "FMT080",
    _E,
    "Số thứ tự phụ lục chưa đúng: {where}",
    "Hãy đánh số lần lượt {wanted} ({clause}).",
)
APPENDIX_WITHOUT_TITLE = Rule(
    "FMT081",
    _E,
    "Phụ lục không có tên: {where}",
    "Hãy ghi tên phụ lục ở dòng dưới, căn giữa ({clause}).",
)
APPENDIX_WITHOUT_REFERENCE = Rule(
    "FMT082",
    _E,
    "Phụ lục không có chỉ dẫn kèm theo dưới tên: {where}",
    "Hãy thêm dòng (Kèm theo … số …, ngày … của …) dưới tên phụ lục ({clause}).",
)
REFERENCE_DIFFERS = Rule(
    "FMT083",
    _E,
    "Chỉ dẫn kèm theo không khớp văn bản ({faults}): {where}",
    "Hãy ghi đúng số, ký hiệu, ngày tháng năm và cơ quan của văn bản ({clause}).",
)
REFERENCE_NUMBER = "số, ký hiệu phải là {value}"
REFERENCE_KIND = "tên loại phải là {value}"
REFERENCE_DATE = "ngày phải là {value}"
REFERENCE_ISSUER = "cơ quan phải là {value}"
APPENDIX_PAGES = Rule(
    "FMT084",
    _W,
    "Phụ lục không đánh số trang riêng: {where}",
    "Hãy đặt mỗi phụ lục trong một phần (section) riêng, đánh số trang bắt đầu từ 1 ({clause}).",
)
APPENDIX_PLACE = Rule(
    "FMT085",
    _E,
    "Phụ lục không bắt đầu ở trang mới: {where}",
    "Hãy chèn ngắt trang hoặc ngắt phần trước phụ lục ({clause}).",
)
APPENDIX_UNMENTIONED = Rule(
    "FMT086",
    _E,
    "Nội dung văn bản không nhắc đến phụ lục: {where}",
    "Hãy dẫn đến phụ lục này ở chỗ thích hợp trong văn bản ({clause}).",
)

# What is unfinished.

_READ_OVER = "Hãy soát lại và xóa trước khi phát hành."
COMMENTS = Rule("FMT160", _W, "Văn bản còn {count} chú thích (comment) của người soát", _READ_OVER)
HIGHLIGHTED = Rule(
    "FMT161",
    _W,
    "Còn chữ bôi màu nền: {where}",
    "Hãy soát lại chỗ này rồi chọn Text Highlight Color → No Color.",
)
STRUCK = Rule("FMT162", _W, "Còn chữ gạch ngang: {where}", "Hãy xóa chữ này hoặc bỏ gạch ngang.")
HIDDEN = Rule(
    "FMT163",
    _W,
    "Còn chữ ẩn, không thấy khi in: {where}",
    "Hãy chọn Font → bỏ Hidden để thấy chữ này, rồi xóa hoặc giữ lại.",
)
PLACEHOLDER = Rule(
    "FMT164",
    _W,
    "Còn chỗ chưa điền: {where}",
    "Hãy điền nội dung thay cho dấu chấm lửng, gạch dưới, «…», xxx hoặc ???.",
)
HALF_ISSUED = Rule(
    "FMT166",
    Severity.NOTE,
    "Số và ngày của văn bản mới ghi một, còn trống một: «{text}»",
    "Hãy điền nốt khi phát hành.",
)
MERGE_FIELD = Rule(
    "FMT165",
    _W,
    "Còn trường trộn thư (MERGEFIELD): {where}",
    "Hãy trộn thư (Mailings → Finish & Merge) hoặc điền nội dung thay cho trường.",
)

# What cannot be told for sure.

UNKNOWN_KIND = Rule(
    "FMT170",
    Severity.NOTE,
    "Chưa nhận ra thể loại văn bản: {why}",
    "Hãy tự soát thể thức; chương trình chỉ tìm chỗ còn sót trong văn bản này.",
)
CALLED_OTHERWISE = "«{name}» không phải tên loại văn bản hành chính hay văn bản của Đảng đã biết"
OF_STRANGERS = (
    "không có Quốc hiệu hay tiêu đề, số «{number}» không phải của cơ quan nhà nước hay cơ quan đảng"
)
HEAD_UNTOLD = "phần đầu không thấy {parts}"


# Letters. Unicode by TCVN 6909:2001 is demanded by both families.

LEGACY_LETTERS = Rule(
    "FMT200",
    _E,
    "Chữ viết bằng bảng mã cũ {encoding}: {where}",
    "Hãy chuyển sang bảng mã Unicode (TCVN 6909:2001); có lẽ là «{meant}».",
)
BROKEN_LETTERS = Rule(
    "FMT201",
    _E,
    "Chữ bị hỏng: {where}",
    "Hãy gõ lại chỗ này{meant}.",
)
MEANT = ", có lẽ là «{text}»"
PRIVATE_LETTERS = Rule(
    "FMT202",
    _W,
    "Có ký tự riêng của phông ký hiệu, máy khác hiện thành ô vuông: {where}",
    "Hãy thay bằng dấu thường, hoặc chèn lại bằng Insert → Symbol.",
)
ETH = Rule(
    "FMT203",
    _E,
    "Chữ cái của bảng chữ khác, trông giống chữ tiếng Việt (Ð, о, с …): {where}",
    "Hãy gõ lại bằng bộ gõ tiếng Việt, bảng mã Unicode, để tìm kiếm và sắp xếp được.",
)
DECOMPOSED = Rule(
    "FMT204",
    _W,
    "Dấu tiếng Việt tách rời khỏi chữ (Unicode tổ hợp) ở {where}",
    "Hãy chuyển sang Unicode dựng sẵn (TCVN 6909:2001), nếu không thì tìm kiếm không ra và dấu có thể hiện lệch.",
)

# Blanks and marks, words, numbers and days. What is wrong in many places is one finding.

_SUGGESTED = "«{found}» → «{right}»"


def suggestion(found: str, right: str) -> str:
    """What is wrong, and what should stand there where that is known; both shortened."""
    return (
        _SUGGESTED.format(found=quote(found), right=quote(right)) if right else f"«{quote(found)}»"
    )


BETWEEN = "giữa «{before}» và «{after}»"
MORE_PLACES = "{count} chỗ, như {places}"
BLANK_BEFORE = Rule(
    "FMT205",
    _W,
    "Thừa dấu cách trước dấu câu: {where}",
    "Hãy xóa dấu cách đứng trước dấu câu.",
)
BLANK_MISSING = Rule(
    "FMT206",
    _W,
    "Thiếu dấu cách: {where}",
    "Hãy thêm một dấu cách.",
)
TWO_BLANKS = Rule(
    "FMT207",
    _W,
    "Có từ hai dấu cách liền nhau {where}",
    "Hãy để một dấu cách; cần cách xa hơn thì dùng Tab hoặc canh lề.",
)
BLANK_INSIDE = Rule(
    "FMT208",
    _W,
    "Thừa dấu cách ở bên trong dấu ngoặc: {where}",
    "Hãy viết liền chữ với dấu ngoặc.",
)
DOUBLED_MARK = Rule(
    "FMT209",
    _W,
    "Thừa dấu câu: {where}",
    "Hãy để một dấu.",
)
NO_SYLLABLE = Rule(
    "FMT210",
    _E,
    "Chữ thiếu dấu hoặc đặt sai dấu, đọc không thành tiếng: {where}",
    "Hãy gõ lại cho đúng.",
)
STRANGE_WORD = Rule(
    "FMT211",
    _W,
    "Chữ không ghép được thành tiếng Việt: {where}",
    "Hãy xem lại xem có gõ nhầm không; tên riêng, từ nước ngoài thì giữ nguyên.",
)
KEYS_LEFT = Rule(
    "FMT212",
    _E,
    "Phím gõ chưa thành chữ (Telex hoặc VNI): {where}",
    "Hãy bật bộ gõ tiếng Việt và gõ lại.",
)
TWICE_TYPED = Rule(
    "FMT213",
    _E,
    "Từ gõ lặp hai lần: {where}",
    "Hãy bỏ một từ.",
)
MISSPELT = Rule(
    "FMT214",
    _E,
    "Sai chính tả: {where}",
    "Hãy sửa lại theo gợi ý, nếu đúng là ý của mình.",
)
UNUSUAL = Rule(
    "FMT215",
    _N,
    "Cách viết ít dùng trong văn bản hành chính: {where}",
    "Nên viết theo gợi ý.",
)
CAPITALS = Rule(
    "FMT216",
    _W,
    "Viết hoa chưa đúng: {where}",
    "Hãy viết theo quy tắc viết hoa trong văn bản hành chính (Nghị định 30/2020/NĐ-CP, Phụ lục II).",
)
TONE_PLACES = Rule(
    "FMT217",
    _N,
    "Cùng một chữ mà đặt dấu thanh hai kiểu: {where}",
    "Nên dùng một kiểu trong cả văn bản (Replace → Replace All).",
)
NUMBER_FORM = Rule(
    "FMT218",
    _W,
    "Số viết không theo kiểu tiếng Việt: {where}",
    "Hãy dùng dấu phẩy cho phần thập phân, dấu chấm cho hàng nghìn, viết liền dấu %.",
)
DAY_FORM = Rule(
    "FMT219",
    _W,
    "Ngày dưới 10, tháng 1 và tháng 2 viết thiếu số 0: {where}",
    "Hãy thêm số 0 ở trước.",
)
DAY_FORMS = Rule(
    "FMT220",
    _W,
    "Ngày viết hai kiểu trong một văn bản: «{one}» và «{other}»",
    "Hãy viết một kiểu, như «05/9/2025».",
)
SMALL_NUMBER = Rule(
    "FMT221",
    _N,
    "Số dưới 10 viết không có số 0 ở trước: {where}",
    "Nên viết có số 0, như «05 đơn vị», thống nhất trong cả văn bản.",
)
STRAIGHT_QUOTES = Rule(
    "FMT222",
    _N,
    "Dấu ngoặc kép thẳng: {where}",
    "Nên dùng dấu ngoặc kép cong “…”.",
)
QUOTES_UNLIKE = Rule(
    "FMT223",
    _W,
    "Dấu ngoặc kép mở một kiểu, đóng một kiểu: {where}",
    "Hãy dùng cặp dấu “…”.",
)
THREE_DOTS = Rule(
    "FMT224",
    _N,
    "Dấu chấm lửng gõ bằng ba dấu chấm rời: {where}",
    "Nên dùng dấu chấm lửng liền (…), để không bị tách khi xuống dòng.",
)
NO_FULL_STOP = Rule(
    "FMT225",
    _W,
    "Câu không có dấu kết thúc: {where}",
    "Hãy thêm dấu chấm ở cuối câu, hoặc dấu phù hợp.",
)
ONE_SIDED_DASH = Rule(
    "FMT226",
    _W,
    "Gạch nối chỉ có dấu cách ở một bên: {where}",
    "Hãy để dấu cách ở cả hai bên, như «kinh tế - xã hội».",
)
UNACCENTED = Rule(
    "FMT227",
    _W,
    "Chữ gõ không dấu: {where}",
    "Hãy gõ lại bằng tiếng Việt có dấu.",
)
PERHAPS_TWICE = Rule(
    "FMT228",
    _W,
    "Từ viết hai lần liền nhau, có lẽ gõ thừa: {where}",
    "Hãy xem lại; gõ thừa thì bỏ một từ.",
)
UNSEEN_LETTERS = Rule(
    "FMT229",
    _W,
    "Có ký tự không nhìn thấy ở giữa chữ: {where}",
    "Hãy xóa chữ này rồi gõ lại; còn ký tự ấy thì tìm kiếm không ra chữ và chữ có thể bị ngắt khi xuống dòng.",
)
NO_DAY = Rule(
    "FMT230",
    _E,
    "Ngày tháng không thể có: {where}",
    "Hãy xem lại: ngày có trong lịch, đúng thứ trong tuần, ngày đầu đứng trước ngày cuối.",
)
ONE_BRACKET = Rule(
    "FMT231",
    _W,
    "Dấu ngoặc chỉ có một bên: {where}",
    "Hãy thêm dấu ngoặc còn thiếu hoặc bỏ dấu thừa.",
)
PASTED_MARKS = Rule(
    "FMT232",
    _W,
    "Có biểu tượng hoặc dấu định dạng dán từ chương trình khác ({marks}): {where}",
    "Hãy xóa các dấu này, chỉ để lại chữ.",
)
