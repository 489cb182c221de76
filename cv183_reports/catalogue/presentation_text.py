"""FMT: looks of the parts, running text, signing block, Nơi nhận, appendices of a Word document."""

from __future__ import annotations

from cv183_reports.model.finding import Rule, Severity

_E, _W = Severity.ERROR, Severity.WARNING
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
HEADINGS_MIXED = Rule(
    "FMT059",
    _W,
    "Đề mục chữ số La Mã viết không thống nhất: {where}",
    "Hãy dùng một cách viết cho cả văn bản, nên dùng I- ({clause}).",
)

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

# Nơi nhận and Kính gửi.

RECIPIENT_DASH = Rule(
    "FMT070",
    _E,
    "Dòng nơi nhận không bắt đầu bằng gạch đầu dòng: {where}",
    "Hãy viết mỗi nơi nhận một dòng, bắt đầu bằng «- » ({clause}).",
)
RECIPIENT_MARK = Rule(
    "FMT071",
    _E,
    "Dòng nơi nhận không kết thúc bằng «{wanted}»: {where}",
    "Hãy kết thúc mỗi dòng bằng «{wanted}», dòng cuối bằng dấu chấm ({clause}).",
)
RECIPIENT_LAST = Rule(
    "FMT072",
    _E,
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
    _E,
    "Nơi nhận không bắt đầu bằng «- Như trên» tuy văn bản có Kính gửi: «{text}»",
    "Hãy ghi «- Như trên{mark}» ở dòng đầu ({clause}).",
)
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

APPENDIX_LOOK = Rule("FMT065", _E, _LOOK, _SET)
APPENDIX_TITLE_LOOK = Rule("FMT066", _E, _LOOK, _SET)
APPENDIX_REFERENCE_LOOK = Rule("FMT067", _E, _LOOK, _SET)

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
    "Chỉ dẫn của phụ lục không khớp văn bản ({faults}): {where}",
    "Hãy ghi đúng số, ký hiệu, ngày tháng năm và cơ quan của văn bản ({clause}).",
)
REFERENCE_NUMBER = "số, ký hiệu phải là {value}"
REFERENCE_DATE = "ngày phải là {value}"
REFERENCE_ISSUER = "cơ quan phải là {value}"
APPENDIX_PAGES = Rule(
    "FMT084",
    _E,
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
