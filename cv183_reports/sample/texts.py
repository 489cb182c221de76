"""Wording of the invented results: sentences with fields, by obligation. Data, no logic.

Fields: ``{noi}`` the place or unit, ``{don_vi}`` its full name, ``{thang}`` tháng 9, ``{moc}`` the day
of the report, ``{vb}`` a document with number and day, ``{xong}`` the day it was done, ``{it}`` 2–9,
``{vua}`` 11–60, ``{nhieu}`` 120–390, ``{phan}`` 41–94, and the code of any indicator the unit is
asked for: a sentence is used only where all of its fields are known.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pool:
    """Sentences to draw from for one obligation: one opening, then details."""

    done: tuple[str, ...]
    doing: tuple[str, ...]
    details: tuple[str, ...]


NOT_STARTED = (
    "Chưa triển khai; {don_vi} dự kiến thực hiện ngay sau khi có hướng dẫn của cấp trên.",
    "{don_vi} đang chờ văn bản hướng dẫn, dự kiến triển khai trong tháng tới.",
)
NOT_ARISING = (
    "Đến {moc}, tại {noi} không phát sinh trường hợp phải giải quyết.",
    "Trong {thang}, {don_vi} không phát sinh nhiệm vụ này.",
)
NOT_COMPETENT = (
    "Nội dung này không thuộc thẩm quyền của {don_vi}; đã chuyển cơ quan chủ trì theo phân cấp.",
)

COMMUNE: dict[str, Pool] = {
    "1.1": Pool(
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
        done=(
            "{don_vi} hoàn thành phân công nhiệm vụ tại {vb}, rõ người, rõ việc, rõ thời hạn.",
        ),
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

CITY: dict[str, Pool] = {
    "1.1": Pool(
        done=("{don_vi} hoàn thành quán triệt Kết luận số 183-KL/TW ngày {xong}.",),
        doing=(
            "{don_vi} ban hành {vb}, quán triệt đến toàn thể cán bộ, công chức, viên chức.",
            "{don_vi} tiếp tục thực hiện {vb}; trong {thang} ban hành {CD01} văn bản chỉ đạo, hướng dẫn cấp xã.",
        ),
        details=(
            "Đã tổ chức {CD02} cuộc kiểm tra, làm việc với xã, phường, đặc khu.",
            "Đến {moc} đã trả lời {CD04}/{CD03} kiến nghị của cấp xã.",
            "Đang tăng cường {CD07} người về cấp xã.",
            "Bộ phận thường trực trả lời {vua} lượt hỏi của cấp xã qua điện thoại.",
        ),
    ),
    "1.2": Pool(
        done=("{don_vi} hoàn thành phân công nhiệm vụ tại {vb}.",),
        doing=(
            "{don_vi} phân công lãnh đạo, công chức phụ trách {vua} xã, phường theo {vb}.",
            "{don_vi} lập danh mục {vua} nhiệm vụ, kiểm điểm tiến độ tại giao ban hằng tuần.",
        ),
        details=(
            "Đến {moc} đã khắc phục {it} hạn chế được chỉ ra trong {thang}.",
            "Tỷ lệ nhiệm vụ hoàn thành đúng hạn đạt {phan}%.",
            "Đã mở {CD05} lớp tập huấn cho {CD06} lượt người của cấp xã.",
        ),
    ),
    "1.3": Pool(
        done=(
            "{don_vi} hoàn thiện và gửi đủ {vua} hồ sơ giải quyết chế độ, chính sách ngày {xong}.",
            "Đã trình hồ sơ của {vua} người chịu tác động do sắp xếp tại {noi} theo {vb}.",
        ),
        doing=("{don_vi} đã trình {vua} hồ sơ, còn {it} hồ sơ đang bổ sung giấy tờ.",),
        details=(
            "Không có đơn thư khiếu nại về chế độ, chính sách.",
            "Đã họp xét {it} đợt, công khai kết quả.",
        ),
    ),
    "1.4": Pool(
        done=("{don_vi} đã hoàn thành báo cáo {thang}, gửi Ban Tổ chức Thành ủy ngày {xong}.",),
        doing=("{don_vi} đang tổng hợp báo cáo {thang}.",),
        details=("Số liệu tính đến {moc}.", "Báo cáo đã được tập thể lãnh đạo cho ý kiến."),
    ),
    "3.1": Pool(
        done=("Đã trình ban hành {it} văn bản về tổ chức, hoạt động của chính quyền địa phương 02 cấp, hoàn thành ngày {xong} theo {vb}.",),
        doing=("Đã trình {it} dự thảo văn bản; đang hoàn thiện nội dung phân bổ ngân sách cho cấp xã theo {vb}.",),
        details=("Đến {moc} đạt {phan}% khối lượng rà soát văn bản.", "Đã bố trí trang thiết bị cho {vua} xã, phường còn thiếu."),
    ),
    "3.2": Pool(
        done=("Hoàn thành đánh giá 02 tháng thực hiện phân cấp, phân quyền tại {vb}.",),
        doing=("Các sở, ngành đang đánh giá {vua} nhiệm vụ phân cấp cho cấp xã theo {vb}.",),
        details=("Kiến nghị điều chỉnh {it} nhiệm vụ chưa phù hợp năng lực cấp xã.", "Đã nhận ý kiến của {vua} xã, phường tính đến {moc}."),
    ),
    "3.3": Pool(
        done=("Hoàn thành {it} lớp tập huấn cho {nhieu} công chức cấp xã; bộ công cụ đánh giá hiệu quả công việc ban hành ngày {xong}.",),
        doing=("Đã mở {it} lớp tập huấn cho {nhieu} công chức cấp xã; bộ công cụ đánh giá đang lấy ý kiến.",),
        details=("Tỷ lệ học viên đạt yêu cầu {phan}%.", "Kế hoạch chi tiết thực hiện theo {vb}."),
    ),
    "3.4": Pool(
        done=("Hoàn thành các nhiệm vụ được giao tại Kế hoạch số 03-KH/TU theo {vb}.",),
        doing=("Đã hoàn thành {vua} nhiệm vụ được giao tại Kế hoạch số 03-KH/TU, còn {it} nhiệm vụ đang thực hiện.",),
        details=("Tiến độ chung đến {moc} đạt {phan}%.", "Giao ban chuyên đề {it} kỳ trong {thang}."),
    ),
    "3.5": Pool(
        done=("Đã giải quyết xong chế độ cho {nhieu} người khối chính quyền ngày {xong}.",),
        doing=("Đã phê duyệt kinh phí cho {nhieu} người khối chính quyền; còn {vua} hồ sơ đang thẩm định.",),
        details=("Đã tổ chức {it} đợt chi trả.", "Việc thẩm định thực hiện theo {vb}."),
    ),
    "3.6": Pool(
        done=("Hoàn thành trang bị điều kiện kỹ thuật cho Trung tâm Phục vụ hành chính công cấp xã theo {vb}.",),
        doing=("Đã cấp thêm {nhieu} chữ ký số, chứng thư số; {phan}% hồ sơ được số hóa khi tiếp nhận.",),
        details=("Đã cử {vua} người hỗ trợ số hóa tại cấp xã.", "Xử lý {it} lỗi kết nối phần mềm hộ tịch, đất đai trong {thang}."),
    ),
    "3.7": Pool(
        done=("Đã ban hành đủ quy định chức năng, nhiệm vụ của các cơ quan chuyên môn theo {vb}.",),
        doing=("Đã thẩm định {vua} dự thảo quy định chức năng, nhiệm vụ, đang trình ban hành.",),
        details=("Còn {it} nội dung giao thoa nhiệm vụ đang được thống nhất.", "Tiến độ đến {moc} đạt {phan}%."),
    ),
    "4.1": Pool(
        done=("Đã ban hành hướng dẫn cơ chế chỉ đạo, phối hợp tại {vb}.",),
        doing=("Dự thảo hướng dẫn cơ chế phối hợp đã lấy ý kiến {vua} xã, phường.",),
        details=("Tiếp thu {vua} lượt ý kiến góp ý.", "Tiến độ đến {moc} đạt {phan}%."),
    ),
    "4.2": Pool(
        done=("Đã ban hành hướng dẫn quy chế làm việc của Cơ quan Ủy ban Mặt trận Tổ quốc cấp xã tại {vb}.",),
        doing=("Dự thảo hướng dẫn quy chế làm việc đang hoàn thiện lần {it}, lấy ý kiến {vua} xã, phường.",),
        details=("Đã tập huấn {it} cụm cho {nhieu} cán bộ Mặt trận.", "Tiến độ đến {moc} đạt {phan}%."),
    ),
    "4.3": Pool(
        done=("Đã hướng dẫn quản lý tài chính, tài sản của hệ thống công đoàn tại {vb}.",),
        doing=("Đang kiểm kê, bàn giao tài chính, tài sản công đoàn; xong {vua} đầu mối.",),
        details=("Còn {it} đầu mối chưa khóa sổ.", "Tiến độ đến {moc} đạt {phan}%."),
    ),
    "5.1": Pool(
        done=("Đã tham mưu bổ sung {vua} cán bộ lãnh đạo cho cấp xã, hoàn thành ngày {xong}.",),
        doing=("Đã tham mưu bổ sung {vua} cán bộ lãnh đạo cho cấp xã; còn {it} vị trí chưa có nhân sự.",),
        details=("Điều chuyển {vua} biên chế giữa các xã, phường theo {vb}.", "Tiến độ đại hội cấp xã đến {moc} đạt {phan}%."),
    ),
    "5.2": Pool(
        done=("Đã trình Ban Thường vụ Thành ủy dự thảo quy định tiêu chuẩn chức danh, tiêu chí đánh giá cán bộ tại {vb}.",),
        doing=("Đang xây dựng dự thảo lần {it} quy định tiêu chuẩn chức danh, lấy ý kiến {vua} cơ quan, đơn vị.",),
        details=("Khối lượng đến {moc} đạt {phan}%.", "Đã tổ chức {it} hội thảo lấy ý kiến."),
    ),
    "5.3": Pool(
        done=("Đã tham mưu giải quyết xong chế độ cho {nhieu} người khối đảng, đoàn thể theo {vb}.",),
        doing=("Đã thẩm định {nhieu} hồ sơ khối đảng, đoàn thể; còn {vua} hồ sơ chờ bổ sung.",),
        details=("Họp xét {it} đợt trong {thang}.", "Đến {moc} đã có quyết định cho {vua} trường hợp."),
    ),
    "5.4": Pool(
        done=("Đã trình Thường trực Thành ủy báo cáo {thang} ngày {xong}.",),
        doing=("Đang tổng hợp báo cáo {thang}, dự kiến trình đúng hạn; đã nhận báo cáo của {nhieu} đầu mối.",),
        details=("Số liệu tính đến {moc}.", "Đã phối hợp đối chiếu {it} nhóm số liệu."),
    ),
    "6": Pool(
        done=("Hoàn thành kế hoạch kiểm tra, giám sát của tháng tại {vb}.",),
        doing=("Ủy ban kiểm tra các cấp kiểm tra, giám sát {vua} tổ chức đảng về sắp xếp bộ máy theo {vb}.",),
        details=("Đã nhắc nhở, chấn chỉnh {it} tập thể.", "Trong {thang} kết thúc {it} cuộc kiểm tra."),
    ),
    "7": Pool(
        done=("Hoàn thành định hướng tuyên truyền của tháng tại {vb}.",),
        doing=("Định hướng các cơ quan báo chí đăng, phát {nhieu} tin, bài về chính quyền địa phương 02 cấp.",),
        details=("Gặp gỡ {vua} chức sắc, chức việc tôn giáo.", "Phản bác {it} thông tin sai lệch trên mạng xã hội trong {thang}."),
    ),
    "8": Pool(
        done=("Kế hoạch đào tạo, bồi dưỡng được phê duyệt ngày {xong}; dự kiến {vua} lớp.",),
        doing=("Dự thảo kế hoạch đào tạo, bồi dưỡng gồm {vua} lớp đang lấy ý kiến các cơ quan liên quan.",),
        details=("Khảo sát nhu cầu {nhieu} cán bộ, công chức cấp xã.", "Đã biên soạn {it} chuyên đề tính đến {moc}."),
    ),
    "9": Pool(
        done=("Đã báo cáo Thường trực Thành ủy về tiến độ thực hiện công văn tại {vb}.",),
        doing=("Theo dõi, tổng hợp tiến độ thực hiện công văn, báo cáo Thường trực Thành ủy {it} kỳ theo {vb}.",),
        details=("Đôn đốc {vua} cơ quan, đơn vị chậm tiến độ.", "Số liệu tính đến {moc}."),
    ),
}
"""What city units write."""

ANY = Pool(
    done=("{don_vi} hoàn thành nhiệm vụ ngày {xong} theo {vb}.",),
    doing=("{don_vi} đang thực hiện theo {vb}, đạt {phan}% khối lượng.",),
    details=("Đã tổ chức {it} cuộc họp chuyên đề trong {thang}.", "Số liệu tính đến {moc}."),
)
"""For an obligation that the dispatch does not have."""

PLANS: tuple[str, ...] = (
    "Tiếp tục quán triệt, thực hiện Kết luận số 183-KL/TW; giữ vững hoạt động ổn định của bộ máy tại {noi}.",
    "Ban hành chương trình hành động thực hiện nghị quyết đại hội đảng bộ của {noi}.",
    "Giải quyết dứt điểm {it} hồ sơ chế độ, chính sách còn lại.",
    "Bố trí đủ cấp trưởng các phòng, trung tâm của {noi}.",
    "Kiểm tra công vụ tại Trung tâm Phục vụ hành chính công, phấn đấu không còn hồ sơ quá hạn.",
    "Nâng tỷ lệ hồ sơ trực tuyến lên {phan}%.",
    "Xử lý {it} trụ sở dôi dư trên địa bàn {noi}.",
    "Cử cán bộ, công chức dự {it} lớp bồi dưỡng chuyên môn, nghiệp vụ.",
    "Cấp đủ chữ ký số cho cán bộ, công chức của {noi}.",
    "Tổ chức {it} hội nghị đối thoại với người dân, doanh nghiệp.",
)
CITY_PLANS: tuple[str, ...] = (
    "Kiểm tra, hướng dẫn {vua} xã, phường thuộc lĩnh vực phụ trách.",
    "Trả lời dứt điểm {it} kiến nghị của cấp xã còn tồn.",
    "Rà soát, đề xuất điều chỉnh nhiệm vụ đã phân cấp cho cấp xã thuộc lĩnh vực của {noi}.",
    "Mở {it} lớp tập huấn chuyên môn, nghiệp vụ cho công chức cấp xã.",
    "Hoàn thiện quy chế phối hợp giữa {noi} với cấp xã.",
    "Cử {it} công chức tăng cường về cấp xã.",
)
