"""What city units write of their obligations. Data, no logic; the fields are told in `texts`."""

from __future__ import annotations

from cv183_reports.sample.texts import GUIDE, LETTER, NOTICE, PAPER, PLAN, Pool

CITY: dict[str, Pool] = {
    "1.1": Pool(
        documents=(PLAN,),
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
        documents=(
            PLAN,
            NOTICE,
        ),
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
        documents=(
            LETTER,
            PAPER,
        ),
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
        documents=(PAPER,),
        done=("{don_vi} đã hoàn thành báo cáo {thang}, gửi Ban Tổ chức Thành ủy ngày {xong}.",),
        doing=("{don_vi} đang tổng hợp báo cáo {thang}.",),
        details=("Số liệu tính đến {moc}.", "Báo cáo đã được tập thể lãnh đạo cho ý kiến."),
    ),
    "3.1": Pool(
        documents=(LETTER,),
        done=(
            "Đã trình ban hành {it} văn bản về tổ chức, hoạt động của chính quyền địa phương 02 cấp, hoàn thành ngày {xong} theo {vb}.",
        ),
        doing=(
            "Đã trình {it} dự thảo văn bản; đang hoàn thiện nội dung phân bổ ngân sách cho cấp xã theo {vb}.",
        ),
        details=(
            "Đến {moc} đạt {phan}% khối lượng rà soát văn bản.",
            "Đã bố trí trang thiết bị cho {vua} xã, phường còn thiếu.",
        ),
    ),
    "3.2": Pool(
        documents=(PAPER,),
        done=("Hoàn thành đánh giá 02 tháng thực hiện phân cấp, phân quyền tại {vb}.",),
        doing=("Các sở, ngành đang đánh giá {vua} nhiệm vụ phân cấp cho cấp xã theo {vb}.",),
        details=(
            "Kiến nghị điều chỉnh {it} nhiệm vụ chưa phù hợp năng lực cấp xã.",
            "Đã nhận ý kiến của {vua} xã, phường tính đến {moc}.",
        ),
    ),
    "3.3": Pool(
        documents=(PLAN,),
        done=(
            "Hoàn thành {it} lớp tập huấn cho {nhieu} công chức cấp xã; bộ công cụ đánh giá hiệu quả công việc ban hành ngày {xong}.",
        ),
        doing=(
            "Đã mở {it} lớp tập huấn cho {nhieu} công chức cấp xã; bộ công cụ đánh giá đang lấy ý kiến.",
        ),
        details=("Tỷ lệ học viên đạt yêu cầu {phan}%.", "Kế hoạch chi tiết thực hiện theo {vb}."),
    ),
    "3.4": Pool(
        documents=(PLAN,),
        done=("Hoàn thành các nhiệm vụ được giao tại Kế hoạch số 03-KH/TU theo {vb}.",),
        doing=(
            "Đã hoàn thành {vua} nhiệm vụ được giao tại Kế hoạch số 03-KH/TU, còn {it} nhiệm vụ đang thực hiện.",
        ),
        details=(
            "Tiến độ chung đến {moc} đạt {phan}%.",
            "Giao ban chuyên đề {it} kỳ trong {thang}.",
        ),
    ),
    "3.5": Pool(
        documents=(
            LETTER,
            PAPER,
        ),
        done=("Đã giải quyết xong chế độ cho {nhieu} người khối chính quyền ngày {xong}.",),
        doing=(
            "Đã phê duyệt kinh phí cho {nhieu} người khối chính quyền; còn {vua} hồ sơ đang thẩm định.",
        ),
        details=("Đã tổ chức {it} đợt chi trả.", "Việc thẩm định thực hiện theo {vb}."),
    ),
    "3.6": Pool(
        documents=(PLAN,),
        done=(
            "Hoàn thành trang bị điều kiện kỹ thuật cho Trung tâm Phục vụ hành chính công cấp xã theo {vb}.",
        ),
        doing=(
            "Đã cấp thêm {nhieu} chữ ký số, chứng thư số; {phan}% hồ sơ được số hóa khi tiếp nhận.",
        ),
        details=(
            "Đã cử {vua} người hỗ trợ số hóa tại cấp xã.",
            "Xử lý {it} lỗi kết nối phần mềm hộ tịch, đất đai trong {thang}.",
        ),
    ),
    "3.7": Pool(
        documents=(LETTER,),
        done=("Đã ban hành đủ quy định chức năng, nhiệm vụ của các cơ quan chuyên môn theo {vb}.",),
        doing=("Đã thẩm định {vua} dự thảo quy định chức năng, nhiệm vụ, đang trình ban hành.",),
        details=(
            "Còn {it} nội dung giao thoa nhiệm vụ đang được thống nhất.",
            "Tiến độ đến {moc} đạt {phan}%.",
        ),
    ),
    "4.1": Pool(
        documents=(GUIDE,),
        done=("Đã ban hành hướng dẫn cơ chế chỉ đạo, phối hợp tại {vb}.",),
        doing=("Dự thảo hướng dẫn cơ chế phối hợp đã lấy ý kiến {vua} xã, phường.",),
        details=("Tiếp thu {vua} lượt ý kiến góp ý.", "Tiến độ đến {moc} đạt {phan}%."),
    ),
    "4.2": Pool(
        documents=(GUIDE,),
        done=(
            "Đã ban hành hướng dẫn quy chế làm việc của Cơ quan Ủy ban Mặt trận Tổ quốc cấp xã tại {vb}.",
        ),
        doing=(
            "Dự thảo hướng dẫn quy chế làm việc đang hoàn thiện lần {it}, lấy ý kiến {vua} xã, phường.",
        ),
        details=(
            "Đã tập huấn {it} cụm cho {nhieu} cán bộ Mặt trận.",
            "Tiến độ đến {moc} đạt {phan}%.",
        ),
    ),
    "4.3": Pool(
        documents=(GUIDE,),
        done=("Đã hướng dẫn quản lý tài chính, tài sản của hệ thống công đoàn tại {vb}.",),
        doing=("Đang kiểm kê, bàn giao tài chính, tài sản công đoàn; xong {vua} đầu mối.",),
        details=("Còn {it} đầu mối chưa khóa sổ.", "Tiến độ đến {moc} đạt {phan}%."),
    ),
    "5.1": Pool(
        documents=(LETTER,),
        done=("Đã tham mưu bổ sung {vua} cán bộ lãnh đạo cho cấp xã, hoàn thành ngày {xong}.",),
        doing=(
            "Đã tham mưu bổ sung {vua} cán bộ lãnh đạo cho cấp xã; còn {it} vị trí chưa có nhân sự.",
        ),
        details=(
            "Điều chuyển {vua} biên chế giữa các xã, phường theo {vb}.",
            "Tiến độ đại hội cấp xã đến {moc} đạt {phan}%.",
        ),
    ),
    "5.2": Pool(
        documents=(LETTER,),
        done=(
            "Đã trình Ban Thường vụ Thành ủy dự thảo quy định tiêu chuẩn chức danh, tiêu chí đánh giá cán bộ tại {vb}.",
        ),
        doing=(
            "Đang xây dựng dự thảo lần {it} quy định tiêu chuẩn chức danh, lấy ý kiến {vua} cơ quan, đơn vị.",
        ),
        details=("Khối lượng đến {moc} đạt {phan}%.", "Đã tổ chức {it} hội thảo lấy ý kiến."),
    ),
    "5.3": Pool(
        documents=(LETTER,),
        done=(
            "Đã tham mưu giải quyết xong chế độ cho {nhieu} người khối đảng, đoàn thể theo {vb}.",
        ),
        doing=("Đã thẩm định {nhieu} hồ sơ khối đảng, đoàn thể; còn {vua} hồ sơ chờ bổ sung.",),
        details=(
            "Họp xét {it} đợt trong {thang}.",
            "Đến {moc} đã có quyết định cho {vua} trường hợp.",
        ),
    ),
    "5.4": Pool(
        documents=(PAPER,),
        done=("Đã trình Thường trực Thành ủy báo cáo {thang} ngày {xong}.",),
        doing=(
            "Đang tổng hợp báo cáo {thang}, dự kiến trình đúng hạn; đã nhận báo cáo của {nhieu} đầu mối.",
        ),
        details=("Số liệu tính đến {moc}.", "Đã phối hợp đối chiếu {it} nhóm số liệu."),
    ),
    "6": Pool(
        documents=(
            PLAN,
            NOTICE,
        ),
        done=("Hoàn thành kế hoạch kiểm tra, giám sát của tháng tại {vb}.",),
        doing=(
            "Ủy ban kiểm tra các cấp kiểm tra, giám sát {vua} tổ chức đảng về sắp xếp bộ máy theo {vb}.",
        ),
        details=(
            "Đã nhắc nhở, chấn chỉnh {it} tập thể.",
            "Trong {thang} kết thúc {it} cuộc kiểm tra.",
        ),
    ),
    "7": Pool(
        documents=(
            GUIDE,
            PLAN,
        ),
        done=("Hoàn thành định hướng tuyên truyền của tháng tại {vb}.",),
        doing=(
            "Định hướng các cơ quan báo chí đăng, phát {nhieu} tin, bài về chính quyền địa phương 02 cấp.",
        ),
        details=(
            "Gặp gỡ {vua} chức sắc, chức việc tôn giáo.",
            "Phản bác {it} thông tin sai lệch trên mạng xã hội trong {thang}.",
        ),
    ),
    "8": Pool(
        documents=(PLAN,),
        done=("Kế hoạch đào tạo, bồi dưỡng được phê duyệt ngày {xong}; dự kiến {vua} lớp.",),
        doing=(
            "Dự thảo kế hoạch đào tạo, bồi dưỡng gồm {vua} lớp đang lấy ý kiến các cơ quan liên quan.",
        ),
        details=(
            "Khảo sát nhu cầu {nhieu} cán bộ, công chức cấp xã.",
            "Đã biên soạn {it} chuyên đề tính đến {moc}.",
        ),
    ),
    "9": Pool(
        documents=(PAPER,),
        done=("Đã báo cáo Thường trực Thành ủy về tiến độ thực hiện công văn tại {vb}.",),
        doing=(
            "Theo dõi, tổng hợp tiến độ thực hiện công văn, báo cáo Thường trực Thành ủy {it} kỳ theo {vb}.",
        ),
        details=("Đôn đốc {vua} cơ quan, đơn vị chậm tiến độ.", "Số liệu tính đến {moc}."),
    ),
}
"""What city units write."""
