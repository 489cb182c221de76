"""The register of a province that does not exist, for a directive that nobody gave, as tables and as a workbook.

Nothing in it is of the register that ships: 65 communes, other tasks, other figures, other lists,
files due on the 10th at 11:00, a plan (kế hoạch) in place of a dispatch.
"""

from __future__ import annotations

from tests.builders import xlsx
from tests.register_tables import workbook

COMMUNES = """
Phường Lâm Sơn, Phường Lâm Hà, Phường Bến Đá, Phường Nguyễn Du, Phường Thạch, Xã An Bình, Xã An Lộc, Xã An Mỹ,
Xã An Sơn, Xã Ba Khe, Xã Bản Lầu, Xã Bình Trị, Xã Cam Lộ, Xã Cẩm Đường, Xã Chợ Mới, Xã Cư Jút, Xã Cửa Rào, Xã Dầu Giây,
Xã Đá Bạc, Xã Đăk Mil, Xã Đồng Cỏ, Xã Đồng Xoài, Xã Đức Lý, Xã Gia Canh, Xã Giồng Ké, Xã Hàm Yên, Xã Hoài Ân,
Xã Hòa Lạc, Xã Ia Pa, Xã Khe Sanh, Xã Kim Bảng, Xã Krông Ana, Xã Lạc Dương, Xã Lâm Trường, Xã Lộc Ninh, Xã Mai Châu,
Xã Mộc Hóa, Xã Mù Cả, Xã Mường Lát, Xã Nà Hang, Xã Nam Giang, Xã Nghĩa Hành, Xã Ngọc Hồi, Xã Nhơn Trạch, Xã Ninh Sơn,
Xã Phong Thổ, Xã Phú Lương, Xã Quế Phong, Xã Sìn Hồ, Xã Sơn Động, Xã Sơn Hà, Xã Tam Bình, Xã Tân Biên, Xã Thạch An,
Xã Thanh Sơn, Xã Tiên Yên, Xã Trà Bồng, Xã Trà Cú, Xã Tri Tôn, Xã U Minh, Xã Vân Hồ, Xã Vị Xuyên, Xã Vũ Quang,
Xã Xín Mần, Xã Yên Thế
"""
NAMES = [" ".join(name.split()) for name in COMMUNES.split(",")]

_COMMUNE = "| xa-{n:02d} | Đảng ủy {lower} | {name} | xa | Đảng | xa{n:02d}@vidu.vn | | | | | | | | | | | | {place} |"
_UNITS = "\n".join(
    _COMMUNE.format(
        n=n, lower=name[0].lower() + name[1:], name=name, place=name if "Du" in name else ""
    )
    for n, name in enumerate(NAMES, 1)
)

REGISTER = f"""
# Nhóm đơn vị
| Mã       | Tên nhóm                   | Ký hiệu | Cơ quan cấp trên         | Quyền hạn ký      | Chức vụ người ký | Nơi lưu           | Nội dung nổi bật |
|----------|----------------------------|---------|--------------------------|-------------------|--------|-------------------|------------------|
| ban-dang | cơ quan tham mưu, giúp việc Tỉnh ủy |         | TỈNH ỦY BÌNH LÂM         | TRƯỞNG BAN        |        |                   |  |
| so       | sở, ngành                  |         | ỦY BAN NHÂN DÂN<br>TỈNH BÌNH LÂM | GIÁM ĐỐC  |        |                   |  |
| xa       | đảng ủy xã, phường         | ĐU      | ĐẢNG BỘ TỈNH BÌNH LÂM    | T/M BAN THƯỜNG VỤ | BÍ THƯ | Văn phòng Đảng ủy | Tiết kiệm trong sinh hoạt cộng đồng |

# Đơn vị
| Mã | Tên đầy đủ | Tên ngắn | Nhóm | Thể thức | Thư điện tử | Điện thoại | Cán bộ theo dõi | Hiệu lực từ ngày | Hiệu lực đến hết ngày | Tên cũ | Ký hiệu | Cơ quan cấp trên | Quyền hạn ký | Chức vụ người ký | Nơi lưu | Cơ quan ban hành | Nơi ban hành |
|----|----|----|----|----|----|----|----|----|----|----|----|----|----|----|----|----|----|
| vp-tu | Văn phòng Tỉnh ủy | Văn phòng Tỉnh ủy | ban-dang | Đảng | vp@vidu.vn | | | | | | VPTU | | CHÁNH VĂN PHÒNG | | | VĂN PHÒNG | |
| btgdv | Ban Tuyên giáo và Dân vận Tỉnh ủy | Ban Tuyên giáo và Dân vận | ban-dang | Đảng | tg@vidu.vn | | | | | | BTGDVTU | | | | | BAN TUYÊN GIÁO VÀ DÂN VẬN | |
| ubkt | Ủy ban Kiểm tra Tỉnh ủy | UBKT Tỉnh ủy | ban-dang | Đảng | kt@vidu.vn | | | | | | UBKTTU | | T/M ỦY BAN KIỂM TRA | CHỦ NHIỆM | | ỦY BAN KIỂM TRA | |
| so-nv | Sở Nội vụ | Sở Nội vụ | so | Nhà nước | nv@vidu.vn | | | | | | SNV | | | | | | |
| so-tc | Sở Tài chính | Sở Tài chính | so | Nhà nước | tc@vidu.vn | | | | | | STC | | | | | | |
| tt-tinh | Thanh tra tỉnh | Thanh tra tỉnh | so | Nhà nước | tt@vidu.vn | | | | | | TTT | | CHÁNH THANH TRA | | | | |
{_UNITS}

# Nhiệm vụ
| Mã  | Mục của công văn | Nội dung nguyên văn | Nội dung rút gọn | Giao cho | Phối hợp | Loại | Thời hạn (trước) | Minh chứng hoàn thành | Cách xét |
|-----|------|------|------|------|------|------|------|------|------|
| 1.1 | Các cấp ủy, cơ quan | Phổ biến, quán triệt nội dung tiết kiệm, chống lãng phí đến toàn thể cán bộ, đảng viên | Phổ biến, quán triệt nội dung tiết kiệm, chống lãng phí | ban-dang; so; xa | | Thường xuyên | | Văn bản phổ biến | Theo báo cáo của đơn vị |
| 1.2 | Các cấp ủy, cơ quan | Ban hành kế hoạch tiết kiệm của đơn vị | Ban hành kế hoạch tiết kiệm | ban-dang; so; xa | | Một lần | 31/01/2026 | Kế hoạch của đơn vị | Theo báo cáo của đơn vị |
| 1.3 | Các cấp ủy, cơ quan | Báo cáo kết quả hằng tháng | Báo cáo kết quả hằng tháng | ban-dang; so; xa | | Hằng tháng | 11:00 ngày 10 hằng tháng | Báo cáo tháng | Theo thời điểm nhận báo cáo |
| 2.1 | Cấp xã | Rà soát, lập danh mục tài sản công chưa sử dụng | Lập danh mục tài sản công chưa sử dụng | xa | | Một lần | 28/02/2026 | Danh mục | Theo báo cáo của đơn vị |
| 3   | Sở Tài chính | Hướng dẫn cấp xã sử dụng tài sản công | Hướng dẫn cấp xã sử dụng tài sản công | so-tc | so-nv | Một lần | | Văn bản hướng dẫn | Theo báo cáo của đơn vị |
| 4   | Văn phòng Tỉnh ủy | Tổng hợp, báo cáo Ban Thường vụ Tỉnh ủy | Tổng hợp, báo cáo Ban Thường vụ | vp-tu | ubkt; so-tc | Hằng tháng | 17:00 ngày 12 hằng tháng | Báo cáo | Theo báo cáo của đơn vị |

# Chỉ tiêu
| Mã   | Tên chỉ tiêu                      | Đơn vị tính | Chủ đề          | Hỏi nhóm | Cách tổng hợp | Số chữ số thập phân | Công thức   | In trong báo cáo | Chiều hướng tốt |
|------|-----------------------------------|-------------|-----------------|----------|---------------|---|-------------|----|------|
| TK01 | Kinh phí tiết kiệm trong tháng    | triệu đồng  | Tiết kiệm chi   | xa; so   | Cộng dồn      | 1 |             | Có | Tăng |
| TS01 | Cơ sở nhà, đất chưa sử dụng       | cơ sở       | Tài sản công    | xa       | Số cuối kỳ    | 0 |             | Có | Giảm |
| TS02 | Cơ sở nhà, đất đã có phương án    | cơ sở       | Tài sản công    | xa       | Số cuối kỳ    | 0 |             | Có |
| TS03 | Tỷ lệ cơ sở đã có phương án       | %           | Tài sản công    |          | Tỷ lệ         | 1 | TS02 / TS01 | Có | Tăng |
| KT01 | Cuộc kiểm tra việc tiết kiệm, chống lãng phí trong tháng | cuộc | Kiểm tra, đôn đốc | ban-dang; so | Cộng dồn | 0 |     | Có | |

# Ràng buộc
| Vế trái | Quan hệ        | Vế phải | Diễn giải                                              |
|---------|----------------|---------|--------------------------------------------------------|
| TS02    | không vượt quá | TS01    | Số cơ sở đã có phương án không vượt quá số chưa sử dụng. |

# Danh sách chọn
| Danh sách      | Giá trị                 | Viết giữa câu           |
|----------------|-------------------------|-------------------------|
| Lĩnh vực       | Chi thường xuyên        | chi thường xuyên        |
| Lĩnh vực       | Tài sản công            | tài sản công            |
| Cấp giải quyết | Cấp xã                  | cấp xã                  |
| Cấp giải quyết | Sở, ngành của tỉnh      | sở, ngành của tỉnh      |
| Cấp giải quyết | Ban Thường vụ Tỉnh ủy   |                         |
| Nguyên nhân    | Khách quan              | khách quan              |
| Nguyên nhân    | Chủ quan                | chủ quan                |

# Miễn, hoãn
| Mã đơn vị | Mã nhiệm vụ | Từ kỳ | Đến hết kỳ | Văn bản | Ngày văn bản | Người quyết định | Lý do |
|---|---|---|---|---|---|---|---|
| xa-09 | * | 02/2026 | | Thông báo số 8-TB/VPTU | 20/01/2026 | Chánh Văn phòng | Lũ ống |

# Thiết lập
| Mục | Giá trị | Giải thích |
|---|---|---|
| Cơ quan cấp trên | TỈNH ỦY BÌNH LÂM | – |
| Cơ quan ban hành | VĂN PHÒNG | – |
| Tên cơ quan trong câu văn | Văn phòng Tỉnh ủy | – |
| Ký hiệu cơ quan | VPTU | – |
| Số văn bản | | – |
| Nơi ban hành | Bình Lâm | – |
| Ngày ký | | – |
| Quyền hạn ký | K/T CHÁNH VĂN PHÒNG | – |
| Chức vụ người ký | PHÓ CHÁNH VĂN PHÒNG | – |
| Họ tên người ký | | – |
| Công văn được thực hiện | Kế hoạch số 45-KH/TU, ngày 05/01/2026 của Ban Thường vụ Tỉnh ủy | – |
| Nơi nhận | Ban Thường vụ Tỉnh ủy<br>Lưu Văn phòng Tỉnh ủy | – |
| Kiểu đặt dấu thanh | Kiểu cũ (ủy) | – |
| Cơ quan cấp trên (báo cáo tiến độ) | TỈNH ỦY BÌNH LÂM | – |
| Cơ quan ban hành (báo cáo tiến độ) | BAN TUYÊN GIÁO VÀ DÂN VẬN | – |
| Tên cơ quan trong câu văn (báo cáo tiến độ) | Ban Tuyên giáo và Dân vận Tỉnh ủy | – |
| Ký hiệu cơ quan (báo cáo tiến độ) | BTGDVTU | – |
| Số văn bản (báo cáo tiến độ) | | – |
| Ngày ký (báo cáo tiến độ) | | – |
| Quyền hạn ký (báo cáo tiến độ) | TRƯỞNG BAN | – |
| Chức vụ người ký (báo cáo tiến độ) | | – |
| Họ tên người ký (báo cáo tiến độ) | | – |
| Nơi nhận (báo cáo tiến độ) | Ban Thường vụ Tỉnh ủy<br>Lưu Ban Tuyên giáo và Dân vận Tỉnh ủy | – |
| Nơi báo cáo | Ban Thường vụ Tỉnh ủy | – |
| Trích yếu | kết quả thực hành tiết kiệm,<br>chống lãng phí | – |
| Nơi báo cáo (báo cáo tiến độ) | Ban Thường vụ Tỉnh ủy | – |
| Trích yếu (báo cáo tiến độ) | tiến độ thực hiện các nhiệm vụ<br>về tiết kiệm, chống lãng phí | – |
| Tên loại công văn | Kế hoạch | – |
| Cơ quan ban hành công văn | Ban Thường vụ Tỉnh ủy | – |
| Nội dung công văn | thực hiện Chỉ thị số 07-CT/TW, ngày 15/12/2025 của Ban Bí thư về tiết kiệm, chống lãng phí | – |
| Văn bản được triển khai | Chỉ thị số 07-CT/TW | – |
| Thực hiện từ ngày | 01/01/2026 | – |
| Kỳ báo cáo đầu tiên | 01/2026 | – |
| Nhiệm vụ lập báo cáo | 4 | – |
| Phạm vi tổng hợp | toàn tỉnh | – |
| Loại đơn vị hành chính | Xã; Phường | – |
| Chủ đề số liệu về lãnh đạo, chỉ đạo | Kiểm tra, đôn đốc | – |
| Ngưỡng: vận hành tốt (%) | 90 | – |
| Ngưỡng: số đơn vị nêu tên trong một câu | 3 | – |
"""


BY_QUARTERS = (
    ("11:00 ngày 10 hằng tháng", "11:00 ngày 10 hằng quý"),
    ("17:00 ngày 12 hằng tháng", "17 giờ 00 ngày 12 tháng cuối quý"),
    ("Hằng tháng", "Hằng quý"),
    ("hằng tháng", "hằng quý"),
    ("Báo cáo tháng", "Báo cáo quý"),
    ("trong tháng", "trong quý"),
    ("| Một lần | 28/02/2026 |", "| Một lần | 31/5/2026 |"),
    ("| xa-09 | * | 02/2026 |", "| xa-09 | * | quý II/2026 |"),
    (
        "| Kỳ báo cáo đầu tiên | 01/2026 |",
        "| Kỳ báo cáo | Quý | – |\n| Kỳ báo cáo đầu tiên | 2026-Q1 |",
    ),
)
"""What differs where the same province has its units report by quarters."""


def _by_quarters() -> str:
    text = REGISTER
    for monthly, quarterly in BY_QUARTERS:
        assert monthly in text, monthly
        text = text.replace(monthly, quarterly)
    return text


QUARTERLY = _by_quarters()


def register_file(tables: str = REGISTER) -> bytes:
    """danh-muc.xlsx of the province."""
    return xlsx(workbook(tables))
