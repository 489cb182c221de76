"""What communes write of their obligations. Data, no logic; the fields are told in `texts`."""

from __future__ import annotations

from cv183_reports.sample.texts import LETTER, NOTICE, PAPER, PLAN, RESOLUTION, Pool

COMMUNE: dict[str, Pool] = {
    "1.1": Pool(
        documents=(PLAN,),
        done=(
            "{don_vi} hoàn thành quán triệt Kết luận số 183-KL/TW đến {DH01} chi bộ, đảng bộ trực thuộc ngày {xong}.",
        ),
        doing=(
            "Ban Thường vụ {don_vi} ban hành {vb}, tổ chức {it} hội nghị quán triệt cho {nhieu} lượt cán bộ, đảng viên.",
            "{don_vi} quán triệt Kết luận số 183-KL/TW đến {DH01} chi bộ, đảng bộ trực thuộc, cụ thể hóa bằng {vb}.",
            "Bộ máy chính quyền {noi} vận hành ổn định; Ban Thường vụ giao ban {it} kỳ trong {thang} để nắm tình hình, đôn đốc.",
            "{don_vi} tiếp tục thực hiện {vb}, bảo đảm hoạt động của hệ thống chính trị {noi} không gián đoạn.",
        ),
        details=(
            "Trung tâm Phục vụ hành chính công tiếp nhận {HC02} hồ sơ, đã giải quyết {HC05} hồ sơ.",
            "Trong {thang} tiếp nhận {HC02} hồ sơ thủ tục hành chính, trong đó trực tuyến {HC04} hồ sơ.",
            "Đã tổ chức {it} buổi đối thoại, tiếp thu {vua} ý kiến của người dân và doanh nghiệp.",
            "Thu ngân sách trên địa bàn đến {moc} đạt {phan}% dự toán năm.",
            "Tổ công nghệ số cộng đồng hỗ trợ {nhieu} lượt người dân nộp hồ sơ trực tuyến.",
            "Đã xếp xong {TC01} phòng, trung tâm và tương đương theo phương án được duyệt.",
        ),
    ),
    "1.2": Pool(
        documents=(
            PLAN,
            NOTICE,
        ),
        done=("{don_vi} hoàn thành phân công nhiệm vụ tại {vb}, rõ người, rõ việc, rõ thời hạn.",),
        doing=(
            "{don_vi} phân công từng đồng chí cấp ủy phụ trách địa bàn tại {vb}; kiểm điểm tiến độ hằng tuần.",
            "Ban Thường vụ {don_vi} lập danh mục {vua} nhiệm vụ trọng tâm, giao người chịu trách nhiệm và thời hạn cụ thể.",
            "{don_vi} rà soát các hạn chế sau sắp xếp tại {noi}, giao khắc phục từng việc theo {vb}.",
        ),
        details=(
            "Đến {moc} đã khắc phục {vua} hạn chế, còn {it} việc đang xử lý.",
            "Đã tự giải quyết {it} vướng mắc thuộc thẩm quyền, không để dồn lên cấp trên.",
            "Duy trì {it} tổ công tác xuống thôn, tổ dân phố nắm tình hình.",
            "Tỷ lệ nhiệm vụ hoàn thành đúng hạn trong {thang} đạt {phan}%.",
            "Đã thay đổi vị trí công tác {it} công chức cho phù hợp chuyên môn.",
        ),
    ),
    "1.3": Pool(
        documents=(
            LETTER,
            PAPER,
        ),
        done=(
            "Đã hoàn thiện, gửi hồ sơ của {CS01} người thuộc diện Nghị định số 178/2024/NĐ-CP tại {noi} về Ban Tổ chức Thành ủy ngày {xong}.",
            "{don_vi} hoàn thành hồ sơ giải quyết chế độ ngày {xong}: {CS02} người nghỉ hưu trước tuổi, {CS03} người nghỉ thôi việc.",
            "Hồ sơ chế độ, chính sách tại {noi} đã trình đủ theo {vb}, không còn hồ sơ tồn.",
        ),
        doing=(
            "{don_vi} đã trình hồ sơ của {CS04}/{CS01} người, đang bổ sung giấy tờ cho số còn lại.",
            "Đang hoàn thiện hồ sơ của những người nghỉ sau ngày 01/7/2025 tại {noi}; đã họp xét {it} đợt.",
        ),
        details=(
            "Đến {moc} có {CS04} người đã nhận đủ chế độ.",
            "Có {CS06} người hoạt động không chuyên trách có quyết định nghỉ, {CS07} người đã nhận đủ chế độ.",
            "Đã niêm yết công khai danh sách, không có đơn thư khiếu nại.",
            "Cấp ủy đã gặp mặt, động viên {it} trường hợp có hoàn cảnh khó khăn.",
        ),
    ),
    "1.4": Pool(
        documents=(PAPER,),
        done=(
            "{don_vi} đã xây dựng báo cáo tình hình vận hành chính quyền địa phương 02 cấp {thang}, gửi Ban Tổ chức Thành ủy ngày {xong}.",
            "Đã tổng hợp số liệu của các cơ quan, đơn vị thuộc {noi}, hoàn thành báo cáo {thang} ngày {xong}.",
        ),
        doing=("{don_vi} đang tổng hợp báo cáo {thang}.",),
        details=(
            "Báo cáo đã được tập thể Ban Thường vụ cho ý kiến.",
            "Số liệu tính đến {moc}.",
            "Đã đối chiếu số liệu với Ủy ban nhân dân và Mặt trận Tổ quốc cùng cấp.",
        ),
    ),
    "2.1": Pool(
        documents=(RESOLUTION,),
        done=(
            "Đại hội đại biểu Đảng bộ {noi} lần thứ I, nhiệm kỳ 2025 - 2030 tổ chức thành công, bế mạc ngày {xong}, có {nhieu} đại biểu dự.",
            "Đảng bộ {noi} hoàn thành đại hội ngày {xong}; đại hội thông qua {vua} chỉ tiêu nhiệm kỳ 2025 - 2030.",
        ),
        doing=(
            "Tiểu ban Văn kiện {don_vi} hoàn chỉnh dự thảo báo cáo chính trị lần thứ {it}, lấy ý kiến {DH02}/{DH01} tổ chức đảng trực thuộc.",
            "Đã duyệt nội dung, nhân sự đại hội; {DH02}/{DH01} chi bộ, đảng bộ trực thuộc {noi} tổ chức xong đại hội.",
        ),
        details=(
            "Văn kiện tiếp thu {vua} lượt ý kiến tham gia.",
            "Đang xây dựng chương trình hành động thực hiện nghị quyết đại hội, dự kiến ban hành {it} chuyên đề.",
            "Công tác tuyên truyền, trang trí, bảo đảm an ninh đại hội được chuẩn bị chu đáo.",
            "{DH02}/{DH01} chi bộ, đảng bộ trực thuộc đã tổ chức đại hội.",
        ),
    ),
    "2.2": Pool(
        documents=(PAPER,),
        done=(
            "{don_vi} hoàn thành rà soát {CB02} cán bộ, công chức, gửi kết quả tại {vb}.",
            "Đã đánh giá xong đội ngũ cán bộ, công chức {noi} ngày {xong}: có mặt {CB02}/{CB01} biên chế được giao.",
        ),
        doing=(
            "{don_vi} đang rà soát, phân loại {CB02} cán bộ, công chức theo vị trí việc làm.",
            "Đã rà soát bước đầu đội ngũ cán bộ {noi}, có mặt {CB02}/{CB01} biên chế; đang lấy ý kiến các phòng.",
        ),
        details=(
            "Còn thiếu {CB03} vị trí lãnh đạo, quản lý.",
            "Trong {thang} tiếp nhận {CB04} lượt người được điều động, tăng cường.",
            "Đã cử {TH02} lượt người dự {TH01} lớp tập huấn, bồi dưỡng.",
            "{SO02}/{SO01} người đã được cấp chữ ký số.",
        ),
    ),
}
"""What communes write."""
