"""What communes write of their obligations. Data, no logic; the fields are told in `texts`."""

from __future__ import annotations

from cv183_reports.sample.texts import Pool, Stage

_FILES = (
    "Trong {thang} tiếp nhận {HC02} hồ sơ thủ tục hành chính, trong đó trực tuyến {HC04} hồ sơ.",
    "Đã giải quyết {HC05} hồ sơ, trong đó trước hạn {HC06} hồ sơ, đúng hạn {HC07} hồ sơ.",
    "Đến {moc} còn {HC09} hồ sơ đang giải quyết.",
)
_POLICY = (
    "Lũy kế đến {moc} có {CS01} người có quyết định nghỉ theo Nghị định số 178/2024/NĐ-CP, {CS04} người đã được chi trả đủ.",
    "Lũy kế đến {moc} có {CS02} người nghỉ hưu trước tuổi, {CS03} người nghỉ thôi việc.",
    "Lũy kế đến {moc} có {CS06} người hoạt động không chuyên trách có quyết định nghỉ, {CS07} người đã được chi trả đủ.",
)
_STAFF = (
    "Đến {moc} có mặt {CB02}/{CB01} biên chế được giao.",
    "Đến {moc} còn thiếu {CB03} vị trí lãnh đạo, quản lý.",
    "Trong {thang} tiếp nhận {CB04} lượt người được điều động, biệt phái, tăng cường.",
)

COMMUNE: dict[str, Pool] = {
    "1.1": Pool(
        done=Stage(
            ("{don_vi} hoàn thành quán triệt Kết luận số 183-KL/TW ngày {xong}.",),
            _FILES,
            ("{BC}",),
        ),
        doing=Stage(
            (
                "Trong {thang}, Ban Thường vụ {don_vi} tổ chức {it} hội nghị quán triệt Kết luận số 183-KL/TW cho {nhieu} lượt cán bộ, đảng viên.",
                "{don_vi} quán triệt Kết luận số 183-KL/TW đến {DH01} chi bộ, đảng bộ trực thuộc; trong {thang} bộ máy vận hành ổn định.",
                "Đến {moc}, bộ máy {noi} vận hành ổn định, {TC02}/{TC01} phòng, trung tâm và tương đương đã có cấp trưởng.",
                "Trong {thang}, Trung tâm Phục vụ hành chính công {noi} tiếp nhận {HC02} hồ sơ, giải quyết {HC05} hồ sơ (gồm cả hồ sơ kỳ trước chuyển sang).",
                "{don_vi} lãnh đạo hệ thống chính trị hoạt động ổn định, thông suốt; Ban Thường vụ giao ban {it} kỳ trong {thang} để nắm tình hình, đôn đốc.",
            ),
            (
                *_FILES,
                "Điểm Bộ chỉ số phục vụ người dân, doanh nghiệp đạt {HC12} điểm.",
                "Đã tổ chức {it} buổi đối thoại, tiếp thu {vua} ý kiến của người dân, doanh nghiệp.",
                "Tổ công nghệ số cộng đồng hỗ trợ {vua} lượt người dân nộp hồ sơ trực tuyến.",
                "Đã cấp chữ ký số cho {SO02}/{SO01} cán bộ, công chức thuộc diện được cấp.",
            ),
            ("{KH}",),
        ),
    ),
    "1.2": Pool(
        done=Stage(
            (
                "{don_vi} hoàn thành phân công nhiệm vụ ngày {xong}, rõ người, rõ việc, rõ thời hạn.",
            ),
            _STAFF,
            ("{TB}",),
        ),
        doing=Stage(
            (
                "{don_vi} phân công từng cấp ủy viên phụ trách địa bàn; trong {thang} kiểm điểm tiến độ tại giao ban hằng tuần.",
                "Ban Thường vụ {don_vi} lập danh mục {vua} nhiệm vụ của {thang}, giao người chịu trách nhiệm và thời hạn cụ thể.",
                "{don_vi} rà soát hạn chế trong vận hành bộ máy {thang}, giao từng phòng, trung tâm khắc phục.",
            ),
            (
                *_STAFF,
                "Đến {moc} đã khắc phục {vua} hạn chế, còn {it} hạn chế đang xử lý.",
                "Lũy kế đã gửi cấp có thẩm quyền {KN01} kiến nghị, được trả lời {KN02} kiến nghị.",
                "Lũy kế đã xử lý xong {TS02}/{TS01} trụ sở, cơ sở nhà đất dôi dư.",
                "Trong {thang} có {TH02} lượt cán bộ, công chức được tập huấn, bồi dưỡng qua {TH01} lớp.",
                "Tỷ lệ nhiệm vụ hoàn thành đúng hạn trong {thang} đạt {phan}%.",
            ),
            ("{KH}", "{TB}"),
        ),
    ),
    "1.3": Pool(
        done=Stage(
            (
                "{don_vi} hoàn thiện, gửi đủ hồ sơ giải quyết chế độ về Ban Tổ chức Thành ủy ngày {xong}.",
                "Hồ sơ chế độ, chính sách tại {noi} đã trình đủ ngày {xong}, không còn hồ sơ tồn.",
                "Ngày {xong}, {don_vi} hoàn thành hồ sơ giải quyết chế độ đối với người chịu tác động do sắp xếp.",
            ),
            (
                *_POLICY,
                "Danh sách được niêm yết công khai, không có đơn thư khiếu nại.",
                "Cấp ủy đã gặp mặt, động viên {it} trường hợp có hoàn cảnh khó khăn.",
            ),
            ("{TTr}", "{BC}"),
        ),
        doing=Stage(
            (
                "{don_vi} đã gửi hồ sơ các đợt đầu; đến {moc} đang bổ sung giấy tờ của {it} trường hợp.",
                "Hồ sơ chế độ, chính sách tại {noi} đang được hoàn thiện; đến {moc} còn {it} trường hợp thiếu giấy tờ.",
            ),
            (*_POLICY, "Việc xét duyệt được công khai tại trụ sở."),
            ("{KH}", "Dự thảo Tờ trình đề nghị giải quyết chế độ, chính sách đợt tiếp theo"),
        ),
    ),
    "1.4": Pool(
        done=Stage(
            (
                "{don_vi} hoàn thành báo cáo tình hình vận hành chính quyền địa phương 02 cấp {thang}, gửi Ban Tổ chức Thành ủy ngày {xong}.",
                "Trên cơ sở số liệu của các cơ quan, đơn vị thuộc {noi}, báo cáo {thang} được hoàn thành, gửi đi ngày {xong}.",
            ),
            (
                "Báo cáo đã được Ban Thường vụ Đảng ủy cho ý kiến.",
                "Số liệu đã được đối chiếu với Ủy ban nhân dân và Ủy ban Mặt trận Tổ quốc Việt Nam cùng cấp.",
                "Số liệu do các phòng, trung tâm cung cấp và chịu trách nhiệm.",
            ),
            ("{BC}",),
        ),
        doing=Stage(
            ("{don_vi} đang tổng hợp báo cáo {thang}.",),
            ("Các phòng, trung tâm đã gửi số liệu.",),
            ("Dự thảo Báo cáo {thang}",),
        ),
    ),
    "2.1": Pool(
        done=Stage(
            (
                "Đại hội đại biểu Đảng bộ {noi} lần thứ I, nhiệm kỳ 2025 - 2030 thành công tốt đẹp, bế mạc ngày {xong}, có {nhieu} đại biểu dự.",
                "Đảng bộ {noi} hoàn thành đại hội ngày {xong}; đại hội thông qua {chi_tieu} chỉ tiêu nhiệm kỳ 2025 - 2030.",
            ),
            (
                "Trước đó, {DH02}/{DH01} chi bộ, đảng bộ trực thuộc đã hoàn thành đại hội.",
                "Văn kiện đại hội tiếp thu {vua} lượt ý kiến góp ý.",
                "Ban Chấp hành đã thông qua quy chế làm việc, phân công nhiệm vụ các ủy viên.",
                "Công tác tuyên truyền, bảo đảm an ninh, an toàn đại hội được thực hiện tốt.",
            ),
            ("Nghị quyết Đại hội đại biểu Đảng bộ {noi} lần thứ I, ngày {xong}",),
        ),
        doing=Stage(
            (
                "Đến {moc}, Tiểu ban Văn kiện {don_vi} đang hoàn chỉnh dự thảo báo cáo chính trị trình đại hội.",
                "Đến {moc}, {don_vi} đang hoàn tất việc chuẩn bị nội dung, nhân sự và các điều kiện tổ chức đại hội.",
            ),
            (
                "Đã có {DH02}/{DH01} chi bộ, đảng bộ trực thuộc tổ chức xong đại hội.",
                "Dự thảo văn kiện đã tiếp thu {vua} lượt ý kiến góp ý.",
                "Công tác tuyên truyền, trang trí, bảo đảm an ninh đại hội đang được chuẩn bị.",
            ),
            ("{KH}", "Dự thảo Báo cáo chính trị trình Đại hội đại biểu Đảng bộ {noi} lần thứ I"),
        ),
        not_started=(
            "Đại hội đại biểu Đảng bộ {noi} chưa đến thời gian tổ chức theo lịch được phê duyệt.",
        ),
    ),
    "2.2": Pool(
        done=Stage(
            (
                "{don_vi} hoàn thành rà soát, đánh giá đội ngũ cán bộ, công chức ngày {xong}.",
                "Việc rà soát, đánh giá đội ngũ cán bộ, công chức {noi} hoàn thành ngày {xong}.",
            ),
            (
                *_STAFF,
                "Đã đề xuất Thường trực Thành ủy {it} nội dung về bố trí biên chế.",
                "Kết quả rà soát là căn cứ bố trí lại cán bộ theo vị trí việc làm.",
            ),
            ("{BC}", "{TTr}"),
        ),
        doing=Stage(
            (
                "Đến {moc}, {don_vi} đang rà soát, phân loại cán bộ, công chức theo vị trí việc làm.",
                "Đến {moc}, đội ngũ cán bộ {noi} đã được rà soát bước đầu, đang lấy ý kiến các phòng, trung tâm.",
            ),
            (*_STAFF, "Kết quả bước đầu đã được Ban Thường vụ Đảng ủy cho ý kiến."),
            ("{KH}", "Dự thảo Báo cáo đánh giá đội ngũ cán bộ {noi}"),
        ),
    ),
}
"""What communes write."""
