"""Words of office Vietnamese by what they do to a text. Data, no logic; all folded as texts are."""

from __future__ import annotations

from cv183_reports.vietnamese.text import fold_words


def _folded(*phrases: str) -> tuple[str, ...]:
    return tuple(fold_words(phrase) for phrase in phrases)


def _words(text: str) -> frozenset[str]:
    return frozenset(fold_words(text).split())


OPENINGS = _folded(
    "kính đề nghị", "trân trọng đề nghị", "đơn vị đề nghị", "đơn vị kiến nghị", "đơn vị đề xuất",
    "đề nghị", "kiến nghị", "đề xuất", "qua rà soát", "qua theo dõi", "qua kiểm tra", "qua đánh giá",
    "qua tổng hợp", "qua khảo sát", "qua thực tế", "qua giao ban", "qua giám sát", "trên thực tế",
    "thực tế cho thấy", "hiện nay", "hiện tại", "hiện", "đến nay", "thời gian qua", "trong kỳ",
    "trong tháng", "còn tình trạng", "vẫn còn tình trạng", "vẫn",
)  # fmt: skip
"""What a text may begin with and say no more by it."""
ENDINGS = _folded(
    "trong thời gian tới", "trong tháng tới", "trong quý tới", "trong năm nay", "trong thời gian sớm nhất",
)  # fmt: skip
_AIMS = (
    "đáp ứng yêu cầu", "đáp ứng yêu cầu nhiệm vụ", "đáp ứng yêu cầu công việc", "bảo đảm hoạt động",
    "nâng cao hiệu quả hoạt động", "nâng cao chất lượng phục vụ", "phục vụ nhân dân", "phục vụ người dân",
)  # fmt: skip
TRIMMINGS = _folded(
    "theo quy định", "theo đúng quy định", "theo quy định của pháp luật", "trên địa bàn", "tại địa phương",
    "của địa phương", "ở địa phương", "của đơn vị", "tại đơn vị", "ở đơn vị", "hiện nay", "trong thời gian qua",
    *(f"{joint} {aim}" for joint in ("để", "nhằm") for aim in _AIMS),
)  # fmt: skip
"""What a clause may end with and say no more by it, unless a negation stands right before."""

JOINTS = _words("do vì thì là và các những việc còn")
"""Words that only join."""
PREPOSITIONS = _words("về cho của để nhằm tại ở với trong bị")
MANNER = _folded("sớm", "rất", "hết sức", "xem xét", "quan tâm", "kịp thời", "cụ thể", "chi tiết")
"""Courtesies and degrees, unless a negation governs them ("chưa quan tâm", "chưa kịp thời")."""
LIGHT = JOINTS | PREPOSITIONS
"""Texts that differ in these words, or in manner, alone say the same. No tense, number, quantity,
negation or side of a contrast is among them."""

EQUIVALENTS = {
    fold_words(written): fold_words(meant)
    for written, meant in {
        "ủy ban nhân dân": "ubnd", "hội đồng nhân dân": "hđnd", "ủy ban mặt trận tổ quốc": "ubmttq",
        "mặt trận tổ quốc": "mttq", "thủ tục hành chính": "tthc", "công nghệ thông tin": "cntt",
        "cơ sở dữ liệu": "csdl", "cơ sở vật chất": "csvc", "cán bộ công chức": "cbcc",
        "cán bộ công chức viên chức": "cbccvc", "bảo hiểm xã hội": "bhxh", "bảo hiểm y tế": "bhyt",
        "trung tâm phục vụ hành chính công": "ttpvhcc", "giải phóng mặt bằng": "gpmb",
        "quyền sử dụng đất": "qsdđ", "đơn vị hành chính": "đvhc", "phòng cháy chữa cháy": "pccc",
        "thành phố": "tp", "đối với": "với", "nguồn kinh phí": "kinh phí", "trụ sở làm việc": "trụ sở",
        "hệ thống phần mềm": "phần mềm", "trang thiết bị": "thiết bị", "máy vi tính": "máy tính",
        "thiếu thốn": "thiếu", "kiến nghị": "đề nghị", "đề xuất": "đề nghị", "đội ngũ cán bộ": "cán bộ",
        "đội ngũ cbcc": "cbcc",
        "chưa được": "chưa", "chưa có": "chưa",
    }.items()
}  # fmt: skip
"""Ways of writing the same thing → one of them."""

NEGATIONS = _words("không chưa chẳng chả chớ đừng")
NUMERALS = _words(
    "hai ba bốn tư năm sáu bảy tám chín mười mươi trăm nghìn ngàn triệu tỷ rưỡi nửa đôi chục"
)
"""Numbers in words; ``một`` is not among them ("một số", "một cửa")."""
CONTRASTS = tuple(
    (_words(one), _words(other))
    for one, other in (
        ("thiếu", "đủ thừa dư"), ("tăng", "giảm"), ("đã", "chưa không sẽ"), ("có", "không"),
        ("nhập gộp", "tách giữ"), ("nhanh", "chậm"), ("cao", "thấp"), ("trước", "sau"), ("trên", "dưới"),
        ("cũ", "mới"), ("nhiều", "ít"), ("rộng", "hẹp"), ("tốt", "kém"),
    )
)  # fmt: skip
"""Words that stand on two sides of one question: a text with both sides means its words in their order."""
DIRECTIONS = _words("từ sang hơn vào")
"""Words that make the order of what stands around them matter."""
_DECISIVE = _words(
    "lập thể hợp chia trao giao thu hồi thêm bớt cắt bỏ trừ đồng phản tiếp dừng ngừng thôi bắt buộc miễn "
    "ngoài cấm đúng sai nâng hạ lớn nhỏ xấu mở đóng hủy chỉ riêng mọi toàn tất hầu phải cần nên "
    "đang từng sắp"
)
"""Further words of contrast, scope, duty and time."""
SENSITIVE = frozenset[str]().union(
    NEGATIONS, NUMERALS, DIRECTIONS, _DECISIVE, *(side for pair in CONTRASTS for side in pair)
)
"""Two texts that differ in one of these never say the same."""

CONSEQUENCES = _folded(
    "dẫn đến", "ảnh hưởng đến", "ảnh hưởng tới", "gây khó khăn", "gây ảnh hưởng", "làm ảnh hưởng"
)
"""What begins the consequence of what was said before."""
