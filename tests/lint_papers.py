"""Sound documents of many offices, laid out by Nghị định 30/2020/NĐ-CP, Phụ lục I, or by the Party's rules."""

from __future__ import annotations

from tests.lint_documents import Blocks, Grid, Row, ruled
from tests.word_pieces import Page, Piece

_SENTENCE = "Các cơ quan, đơn vị tập trung chỉ đạo, tổ chức thực hiện nhiệm vụ được giao, bảo đảm đúng tiến độ, chất lượng. "
LONG = (_SENTENCE * 5).strip()
DAY = "05 tháng 9 năm 2025"


def text(words: str, **look: object) -> Piece:
    settings: dict[str, object] = {"align": "both", "indent": 12.7, "line": 1.15, "after": 6}
    return Piece(words, **{**settings, **look})  # type: ignore[arg-type]


def article(words: str) -> Piece:
    return text(words, lead=" ".join(words.split()[:2]))


def right(place: str, day: str) -> tuple[tuple[Piece, ...], Piece]:
    nation = Piece("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=13, bold=True)
    motto = Piece("Độc lập - Tự do - Hạnh phúc", size=14, bold=True, underline=True)
    return (nation, motto), Piece(f"{place}, ngày {day}", italic=True)


def head(
    names: tuple[str, ...],
    number: str,
    place: str,
    *,
    own: int = 1,
    day: str = DAY,
    subject: str = "",
) -> Blocks:
    """A state letterhead; the last `own` lines of `names` are the issuer's."""
    superior = [Piece(name, size=13) for name in names[: len(names) - own]]
    issuer = [Piece(name, size=13, bold=True) for name in names[len(names) - own :]]
    issuer[-1] = ruled(issuer[-1])
    top, dateline = right(place, day)
    left = [Piece(number, size=13)]
    left += [Piece(subject, size=12, before=6)] if subject else []
    return (
        Page(),
        Row((*superior, *issuer), top),
        Row(tuple(left), (dateline,), goes_on=True),
    )


def named(name: str, abstract: str) -> Blocks:
    return (Piece(name, bold=True, before=12), ruled(Piece(abstract, bold=True, after=6), 165))


def end(
    recipients: tuple[str, ...],
    *signing: str,
    name: str = "Nguyễn Văn An",
    kept: str = "- Lưu: VT, TH.",
) -> Row:
    label = Piece("Nơi nhận:", size=12, bold=True, italic=True, align="left")
    lines = [Piece(line, size=11, align="left") for line in (*recipients, kept)]
    titles = [Piece(line, bold=True) for line in signing]
    return Row((label, *lines), (*titles, Piece(name, bold=True, before=70)))


def _bases(*texts: str) -> Blocks:
    return tuple(text(each, italic=True) for each in texts)


def _articles(*texts: str) -> Blocks:
    return tuple(text(each) for each in texts)


def ward_decision() -> Blocks:
    """Two-line head, the authority's line, căn cứ, a quy chế attached after the signature."""
    reference = "(Kèm theo Quyết định số 12/QĐ-UBND ngày 05 tháng 9 năm 2025 của Ủy ban nhân dân phường An Lộc)"
    return (
        *head(("ỦY BAN NHÂN DÂN", "PHƯỜNG AN LỘC"), "Số: 12/QĐ-UBND", "An Lộc", own=2),
        *named("QUYẾT ĐỊNH", "Về việc ban hành Quy chế làm việc"),
        Piece("ỦY BAN NHÂN DÂN PHƯỜNG AN LỘC", bold=True, before=12, after=12),
        *_bases(
            "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
            "Căn cứ Nghị định số 150/2025/NĐ-CP ngày 12 tháng 6 năm 2025 của Chính phủ;",
            "Theo đề nghị của Chánh Văn phòng Hội đồng nhân dân và Ủy ban nhân dân phường.",
        ),
        Piece("QUYẾT ĐỊNH:", bold=True, before=12, after=12),
        article(
            "Điều 1. Ban hành kèm theo Quyết định này Quy chế làm việc của Ủy ban nhân dân phường.",
        ),
        article("Điều 2. Quyết định này có hiệu lực kể từ ngày ký."),
        article(
            "Điều 3. Các cơ quan, đơn vị có liên quan chịu trách nhiệm thi hành Quyết định này./."
        ),
        end(
            ("- Như Điều 3;", "- Ủy ban nhân dân tỉnh (để báo cáo);"),
            "TM. ỦY BAN NHÂN DÂN",
            "CHỦ TỊCH",
        ),
        Page(),
        Piece("QUY CHẾ", bold=True),
        Piece("Làm việc của Ủy ban nhân dân phường An Lộc", bold=True),
        Piece(reference, italic=True, after=12),
        Piece("Chương I", bold=True),
        Piece("QUY ĐỊNH CHUNG", bold=True, after=6),
        text("Điều 1. Phạm vi điều chỉnh", bold=True),
        text(
            "Quy chế này quy định nguyên tắc, chế độ trách nhiệm, lề lối làm việc của Ủy ban nhân dân phường."
        ),
        text("Điều 2. Đối tượng áp dụng", bold=True),
        text("1. Thành viên Ủy ban nhân dân phường."),
        text("2. Các cơ quan chuyên môn thuộc Ủy ban nhân dân phường."),
        Piece("Chương II", bold=True),
        Piece("CHƯƠNG TRÌNH CÔNG TÁC VÀ CHẾ ĐỘ HỌP", bold=True, after=6),
        text("Điều 3. Chương trình công tác", bold=True),
        text(LONG),
    )


def commune_decision() -> Blocks:
    """A chairman's own decision."""
    return (
        *head(("ỦY BAN NHÂN DÂN", "XÃ BÌNH LÂM"), "Số: 125/QĐ-UBND", "Bình Lâm", own=2),
        *named("QUYẾT ĐỊNH", "Về việc điều động công chức"),
        Piece("CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ BÌNH LÂM", bold=True, before=12, after=12),
        *_bases(
            "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
            "Căn cứ Luật Cán bộ, công chức ngày 24 tháng 6 năm 2025;",
            "Xét đề nghị của Trưởng phòng Văn hóa - Xã hội.",
        ),
        Piece("QUYẾT ĐỊNH:", bold=True, before=12, after=12),
        article(
            "Điều 1. Điều động ông Trần Văn Bình, công chức Văn phòng, đến nhận công tác tại Phòng Kinh tế."
        ),
        article("Điều 2. Quyết định này có hiệu lực kể từ ngày ký."),
        article(
            "Điều 3. Chánh Văn phòng, các cơ quan có liên quan và ông Trần Văn Bình chịu trách nhiệm thi hành Quyết định này./."
        ),
        end(("- Như Điều 3;",), "CHỦ TỊCH"),
    )


def ministry_letter() -> Blocks:
    """Kính gửi with a list."""
    listed = (
        "- Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương;",
        "- Các đơn vị thuộc Bộ.",
    )
    return (
        *head(
            ("BỘ NỘI VỤ",),
            "Số: 1250/BNV-TCBC",
            "Hà Nội",
            subject="V/v báo cáo tình hình tổ chức bộ máy",
        ),
        Piece("Kính gửi:", before=12, align="left", indent=40),
        *(Piece(line, align="left", indent=55) for line in listed),
        text(LONG, before=12),
        text("Đề nghị các cơ quan, đơn vị quan tâm, phối hợp thực hiện./."),
        end(
            ("- Như trên;", "- Bộ trưởng (để báo cáo);"),
            "KT. BỘ TRƯỞNG",
            "THỨ TRƯỞNG",
            kept="- Lưu: VT, TCBC.",
        ),
    )


def department_letter() -> Blocks:
    """Kính gửi in the table of the head."""
    names = ("UBND TỈNH BÌNH LÂM", "SỞ TÀI CHÍNH")
    return (
        *head(names, "Số: 325/STC-QLNS", "Bình Lâm", subject="V/v lập dự toán ngân sách năm 2026"),
        Row(
            (Piece("Kính gửi:", align="right"),),
            (
                Piece("- Các sở, ban, ngành;", align="left"),
                Piece("- Ủy ban nhân dân các xã, phường.", align="left"),
            ),
            goes_on=True,
        ),
        text(LONG, before=12),
        text("Trân trọng./."),
        end(("- Như trên;",), "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", kept="- Lưu: VT, QLNS."),
    )


def school_plan() -> Blocks:
    names = ("UBND PHƯỜNG AN LỘC", "TRƯỜNG TIỂU HỌC", "VÕ THỊ SÁU")
    return (
        *head(names, "Số: 45/KH-THVTS", "An Lộc", own=2),
        *named("KẾ HOẠCH", "Kiểm tra nội bộ năm học 2025 - 2026"),
        text("Thực hiện nhiệm vụ năm học, nhà trường xây dựng kế hoạch như sau:"),
        text("I. MỤC ĐÍCH, YÊU CẦU", bold=True),
        text(LONG),
        text("II. TỔ CHỨC THỰC HIỆN", bold=True),
        text("1. Hiệu trưởng", bold=True),
        text(LONG),
        text("a) Tổ trưởng chuyên môn phối hợp thực hiện;"),
        text("b) Giáo viên thực hiện đúng kế hoạch."),
        end(
            ("- Ủy ban nhân dân phường (để báo cáo);", "- Tổ chuyên môn (để thực hiện);"),
            "HIỆU TRƯỞNG",
            kept="- Lưu: VT.",
        ),
    )


def hospital_report() -> Blocks:
    """With a table and an appendix whose chỉ dẫn stands on two lines."""
    names = ("SỞ Y TẾ BÌNH LÂM", "BỆNH VIỆN ĐA KHOA TỈNH")
    return (
        *head(names, "Số: 210/BC-BVĐKT", "Bình Lâm"),
        *named("BÁO CÁO", "Kết quả công tác quý III năm 2025"),
        Piece("Kính gửi: Sở Y tế tỉnh Bình Lâm", before=12, after=12),
        text("I. KẾT QUẢ", bold=True),
        text(LONG),
        text("Số liệu chi tiết tại Phụ lục kèm theo."),
        Grid((("STT", "Chỉ tiêu", "Kết quả"), ("1", "Lượt khám", "12.500"))),
        text("II. NHIỆM VỤ TRỌNG TÂM", bold=True),
        text(LONG),
        end(("- Như trên;",), "GIÁM ĐỐC", kept="- Lưu: VT, KHTH."),
        Page(),
        Piece("PHỤ LỤC", bold=True),
        Piece("SỐ LIỆU KHÁM, CHỮA BỆNH", bold=True),
        Piece("(Kèm theo Báo cáo số 210/BC-BVĐKT ngày 05 tháng 9 năm 2025", italic=True),
        Piece("của Bệnh viện Đa khoa tỉnh)", italic=True, after=12),
        Grid((("STT", "Khoa", "Lượt khám"), ("1", "Khoa Nội", "5.200"))),
    )


def police_minutes() -> Blocks:
    """Minutes: a secretary beside the chair, a rank before the name."""
    names = ("CÔNG AN TỈNH BÌNH LÂM", "CÔNG AN PHƯỜNG AN LỘC")
    return (
        *head(names, "Số: 15/BB-CAP", "An Lộc"),
        *named("BIÊN BẢN", "Họp rà soát công tác cải cách hành chính"),
        text("Thời gian bắt đầu: 08 giờ 00, ngày 05 tháng 9 năm 2025."),
        text("Địa điểm: Phòng họp Công an phường."),
        text("Thành phần tham dự: lãnh đạo và các tổ công tác."),
        text("Chủ trì (chủ tọa): Đại úy Nguyễn Văn An."),
        text("Thư ký: Thiếu úy Trần Thị Bình."),
        text("Nội dung (theo diễn biến cuộc họp):", bold=True),
        text(LONG),
        text("Cuộc họp kết thúc vào 10 giờ 30, ngày 05 tháng 9 năm 2025./."),
        Row(
            (Piece("THƯ KÝ", bold=True), Piece("Thiếu úy Trần Thị Bình", bold=True, before=70)),
            (Piece("CHỦ TỌA", bold=True), Piece("Đại úy Nguyễn Văn An", bold=True, before=70)),
        ),
        Piece("Nơi nhận:", size=12, bold=True, italic=True, align="left"),
        Piece("- Công an tỉnh (để báo cáo);", size=11, align="left"),
        Piece("- Lưu: VT, hồ sơ.", size=11, align="left"),
    )


def police_report() -> Blocks:
    names = ("BỘ CÔNG AN", "CÔNG AN TỈNH BÌNH LÂM")
    return (
        *head(names, "Số: 88/BC-CAT-PV01", "Bình Lâm"),
        *named("BÁO CÁO", "Tình hình an ninh, trật tự tháng 8 năm 2025"),
        text(LONG),
        end(
            ("- Bộ Công an (để báo cáo);",),
            "KT. GIÁM ĐỐC",
            "PHÓ GIÁM ĐỐC",
            name="Thượng tá Nguyễn Văn An",
            kept="- Lưu: VT, PV01.",
        ),
    )


def invitation() -> Blocks:
    names = ("UBND TỈNH BÌNH LÂM", "SỞ NỘI VỤ")
    return (
        *head(names, "Số: 55/GM-SNV", "Bình Lâm"),
        *named("GIẤY MỜI", "Dự hội nghị sơ kết công tác cải cách hành chính"),
        text("Sở Nội vụ trân trọng kính mời: Lãnh đạo các sở, ban, ngành."),
        text("Tới dự: Hội nghị sơ kết công tác cải cách hành chính."),
        text("Chủ trì: Đồng chí Giám đốc Sở."),
        text("Thời gian: 08 giờ 00, ngày 10 tháng 9 năm 2025."),
        text("Địa điểm: Hội trường Sở Nội vụ./."),
        end(("- Như trên;",), "TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG", kept="- Lưu: VT, VP."),
    )


def power_of_attorney() -> Blocks:
    names = ("UBND TỈNH BÌNH LÂM", "SỞ XÂY DỰNG")
    return (
        *head(names, "Số: 07/GUQ-SXD", "Bình Lâm"),
        Piece("GIẤY ỦY QUYỀN", bold=True, before=12, after=12),
        *_bases("Căn cứ Quy chế làm việc của Sở Xây dựng;", "Căn cứ yêu cầu công tác."),
        text("Bên ủy quyền: Ông Nguyễn Văn An, Giám đốc Sở Xây dựng."),
        text("Bên được ủy quyền: Bà Trần Thị Bình, Chánh Văn phòng Sở."),
        text("Nội dung ủy quyền: Ký hợp đồng mua sắm tài sản năm 2025./."),
        Row(
            (Piece("BÊN ĐƯỢC ỦY QUYỀN", bold=True), Piece("Trần Thị Bình", bold=True, before=70)),
            (Piece("BÊN ỦY QUYỀN", bold=True), Piece("Nguyễn Văn An", bold=True, before=70)),
        ),
    )


def introduction() -> Blocks:
    names = ("UBND TỈNH BÌNH LÂM", "SỞ XÂY DỰNG")
    return (
        *head(names, "Số: 31/GGT-SXD", "Bình Lâm"),
        Piece("GIẤY GIỚI THIỆU", bold=True, before=12, after=12),
        text("Sở Xây dựng trân trọng giới thiệu:"),
        text("Ông (bà): Trần Văn Bình."),
        text("Chức vụ: Chuyên viên."),
        text("Được cử đến: Ủy ban nhân dân phường An Lộc."),
        text("Đề nghị Quý cơ quan tạo điều kiện để ông (bà) có tên ở trên hoàn thành nhiệm vụ."),
        text("Giấy này có giá trị đến hết ngày 30 tháng 9 năm 2025./."),
        end(("- Như trên;",), "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", kept="- Lưu: VT."),
    )


def proposal() -> Blocks:
    names = ("UBND PHƯỜNG AN LỘC", "PHÒNG VĂN HÓA - XÃ HỘI")
    return (
        *head(names, "Số: 19/TTr-VHXH", "An Lộc"),
        *named("TỜ TRÌNH", "Về việc ban hành Quy chế phối hợp"),
        Piece("Kính gửi: Chủ tịch Ủy ban nhân dân phường An Lộc", before=12, after=12),
        text(LONG),
        text("Kính trình Ủy ban nhân dân phường xem xét, quyết định./."),
        end(("- Như trên;",), "TRƯỞNG PHÒNG", kept="- Lưu: VT."),
    )


def council_resolution() -> Blocks:
    return (
        *head(("HỘI ĐỒNG NHÂN DÂN", "PHƯỜNG AN LỘC"), "Số: 08/NQ-HĐND", "An Lộc", own=2),
        *named("NGHỊ QUYẾT", "Về dự toán ngân sách năm 2026"),
        Piece("HỘI ĐỒNG NHÂN DÂN PHƯỜNG AN LỘC", bold=True, before=12),
        Piece("KHÓA II, KỲ HỌP THỨ 3", bold=True, after=12),
        *_bases(
            "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
            "Xét Tờ trình số 19/TTr-UBND ngày 01 tháng 9 năm 2025 của Ủy ban nhân dân phường; Báo cáo thẩm tra của Ban Kinh tế - Ngân sách; ý kiến thảo luận của đại biểu tại kỳ họp.",
        ),
        Piece("QUYẾT NGHỊ:", bold=True, before=12, after=12),
        article("Điều 1. Quyết nghị dự toán ngân sách phường năm 2026."),
        article("Điều 2. Giao Ủy ban nhân dân phường tổ chức thực hiện Nghị quyết."),
        text(
            "Nghị quyết này đã được Hội đồng nhân dân phường Khóa II, Kỳ họp thứ 3 thông qua ngày 05 tháng 9 năm 2025./."
        ),
        end(("- Thường trực Hội đồng nhân dân tỉnh;",), "CHỦ TỊCH", kept="- Lưu: VT."),
    )


def telegram() -> Blocks:
    return (
        *head(("ỦY BAN NHÂN DÂN", "TỈNH BÌNH LÂM"), "Số: 05/CĐ-UBND", "Bình Lâm", own=2),
        *named("CÔNG ĐIỆN", "Về việc chủ động ứng phó với bão số 5"),
        Piece("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH BÌNH LÂM điện:", before=12),
        Piece("- Giám đốc các sở, ban, ngành;", align="left", indent=40),
        Piece("- Chủ tịch Ủy ban nhân dân các xã, phường.", align="left", indent=40, after=12),
        text(LONG),
        end(("- Như trên;",), "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", kept="- Lưu: VT, NL."),
    )
