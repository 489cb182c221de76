"""More sound documents: drafts, marks, heads set otherwise, slips, unions, the Party; and the table of all."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import structs

from tests.lint_documents import Block, Blocks, Grid, Row, Tabbed, ruled
from tests.lint_papers import (
    DAY,
    LONG,
    article,
    commune_decision,
    council_resolution,
    department_letter,
    end,
    head,
    hospital_report,
    introduction,
    invitation,
    ministry_letter,
    named,
    police_minutes,
    police_report,
    power_of_attorney,
    proposal,
    right,
    school_plan,
    telegram,
    text,
    ward_decision,
)
from tests.word_pieces import Page, Piece


def party_text(words: str, **look: object) -> Piece:
    return text(words, **{"indent": 10, "line": 19, "rule": "exact", **look})


def draft() -> Blocks:
    """DỰ THẢO below the number, number and day left blank."""
    blocks = list(school_plan())
    row = blocks[2]
    assert isinstance(row, Row)
    number = structs.replace(row.left[0], text="Số:      /KH-THVTS")
    mark = Piece("DỰ THẢO", size=13, bold=True, before=6)
    dateline = structs.replace(row.right[0], text="An Lộc, ngày      tháng 9 năm 2025")
    blocks[2] = structs.replace(row, left=(number, mark), right=(dateline,))
    return tuple(blocks)


def urgent() -> Blocks:
    """MẬT and HỎA TỐC between the head and the name."""
    blocks = list(hospital_report())
    row = blocks[2]
    assert isinstance(row, Row)
    marks = (Piece("MẬT", size=13, bold=True), Piece("HỎA TỐC", size=13, bold=True))
    blocks[2] = structs.replace(row, left=(*row.left, *marks))
    return tuple(blocks)


def mark_above_the_name() -> Blocks:
    blocks = list(school_plan())
    return (
        *blocks[:3],
        Piece("DỰ THẢO LẦN 2", bold=True),
        Piece("SỐ LIỆU MINH HỌA", bold=True),
        *blocks[3:],
    )


def electronic() -> Blocks:
    """Issued by a digital signature: number, day and the chỉ dẫn of its appendices are blank in the file."""
    reference = "(Kèm theo Kế hoạch số      /KH-UBND ngày      tháng      năm 2025 của Ủy ban nhân dân phường An Lộc)"
    right = head(
        ("ỦY BAN NHÂN DÂN", "PHƯỜNG AN LỘC"),
        "Số:      /KH-UBND",
        "An Lộc",
        own=2,
        day="     tháng      năm 2025",
    )
    return (
        *right,
        *named("KẾ HOẠCH", "Chuyển đổi số năm 2026"),
        text("I. MỤC TIÊU", bold=True),
        text(LONG + " Nhiệm vụ cụ thể tại Phụ lục I, Phụ lục II."),
        end(("- Như trên;",), "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", kept="- Lưu: VT."),
        Page(),
        Piece("Phụ lục I", bold=True),
        Piece("DANH MỤC NHIỆM VỤ", bold=True),
        Piece(reference, italic=True),
        Grid((("STT", "Nhiệm vụ"), ("1", "Số hóa hồ sơ"))),
        Page(),
        Piece("Phụ lục II", bold=True),
        Piece("KINH PHÍ", bold=True),
        Piece(reference, italic=True),
        Grid((("STT", "Nội dung"), ("1", "Thiết bị"))),
    )


def tabbed(gap: str = "\t") -> Blocks:
    """The head set with tabs, its rules drawn."""
    left = Piece("UBND PHƯỜNG AN LỘC", size=12, align="left")
    issuer = Piece("TRƯỜNG TIỂU HỌC AN LỘC", size=13, bold=True, align="left")
    (nation, motto), dateline = right("An Lộc", DAY)
    return (
        Page(),
        Tabbed(left, structs.replace(nation, size=12), gap),
        Tabbed(issuer, motto, gap, rules=((15, 40), (100, 160.5))),
        Tabbed(Piece("Số: 45/KH-THAL", size=13, align="left"), dateline, gap),
        *school_plan()[3:],
    )


def set_with_blanks() -> Blocks:
    """The same with blanks."""
    return tabbed("          ")


def bold_face() -> Blocks:
    """Its names are set in the face Times New Roman Bold."""

    def faced(piece: Piece) -> Piece:
        return (
            structs.replace(piece, font="Times New Roman Bold", bold=False) if piece.bold else piece
        )

    def one(block: Block) -> Block:
        if isinstance(block, Row):
            return structs.replace(
                block, left=tuple(map(faced, block.left)), right=tuple(map(faced, block.right))
            )
        return faced(block) if isinstance(block, Piece) else block

    return tuple(map(one, proposal()))


def chapters() -> Blocks:
    """A scheme whose chapters are called like documents."""
    names = ("UBND TỈNH BÌNH LÂM", "SỞ KHOA HỌC VÀ CÔNG NGHỆ")
    return (
        *head(names, "Số: 12/ĐA-SKHCN", "Bình Lâm"),
        *named("ĐỀ ÁN", "Phát triển hạ tầng số giai đoạn 2026 - 2030"),
        Piece("Phần I", bold=True),
        Piece("SỰ CẦN THIẾT", bold=True, after=6),
        text(LONG),
        Piece("Phần II", bold=True),
        Piece("KẾ HOẠCH", bold=True, after=6),
        text(LONG),
        Piece("Phần III", bold=True),
        Piece("BÁO CÁO, THÔNG BÁO", bold=True, after=6),
        text(LONG),
        end(("- Ủy ban nhân dân tỉnh (để báo cáo);",), "GIÁM ĐỐC", kept="- Lưu: VT."),
    )


def slip() -> Blocks:
    """A phiếu trình: no letterhead, margins of its own."""
    return (
        Page(left=25, right=25, number=""),
        Piece("PHIẾU TRÌNH GIẢI QUYẾT CÔNG VIỆC", bold=True),
        Piece("Kính trình: Lãnh đạo Văn phòng", align="left"),
        Grid((("Vấn đề trình", "Ý kiến"), ("Kế hoạch tháng 9", ""))),
        Piece("Người trình", align="right"),
    )


def union_notice() -> Blocks:
    names = ("LIÊN ĐOÀN LAO ĐỘNG TỈNH BÌNH LÂM", "CÔNG ĐOÀN VIÊN CHỨC TỈNH")
    return (
        *head(names, "Số: 22/TB-CĐVC", "Bình Lâm"),
        *named("THÔNG BÁO", "Kết luận hội nghị Ban Chấp hành"),
        text(LONG),
        end(("- Các công đoàn cơ sở;",), "TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", kept="- Lưu: VT."),
    )


def on_behalf() -> Blocks:
    """A deputy of a department signs an office's paper by TUQ."""
    names = ("UBND TỈNH BÌNH LÂM", "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG")
    return (
        *head(
            names, "Số: 412/SNNMT-TCCB", "Bình Lâm", subject="V/v cử công chức tham gia tập huấn"
        ),
        Piece("Kính gửi: Sở Nội vụ tỉnh Bình Lâm", before=12, after=12),
        text(LONG),
        end(
            ("- Như trên;",),
            "TUQ. GIÁM ĐỐC",
            "TRƯỞNG PHÒNG TỔ CHỨC CÁN BỘ",
            kept="- Lưu: VT, TCCB.",
        ),
    )


def _party_head(
    names: tuple[str, str], number: str, place: str, day: str = DAY, subject: str = ""
) -> Blocks:
    title = Piece("ĐẢNG CỘNG SẢN VIỆT NAM", size=15, bold=True, underline=True)
    left = [Piece(names[0]), Piece(names[1], bold=True), Piece("*"), Piece(number)]
    left += [Piece(subject, size=12, italic=True)] if subject else []
    return Page(), Row(tuple(left), (title, Piece(f"{place}, ngày {day}", italic=True)))


def _party_named(name: str, abstract: str) -> Blocks:
    return (
        Piece(name, size=16, bold=True, before=12),
        Piece(abstract, bold=True),
        Piece("-----", after=12),
    )


def _party_end(recipients: tuple[str, ...], *signing: str, mark: str = ",") -> Row:
    label = Piece("Nơi nhận:", underline=True, align="left")
    lines = [Piece(f"- {line}{mark}", size=12, align="left") for line in recipients[:-1]]
    kept = Piece(f"- {recipients[-1]}.", size=12, align="left")
    titles = [Piece(signing[0], bold=True), *(Piece(line) for line in signing[1:])]
    return Row((label, *lines, kept), (*titles, Piece("Nguyễn Văn An", bold=True, before=70)))


def cell_resolution() -> Blocks:
    return (
        *_party_head(("ĐẢNG BỘ PHƯỜNG AN LỘC", "CHI BỘ SỐ 5"), "Số 03-NQ/CB", "An Lộc"),
        *_party_named("NGHỊ QUYẾT", "họp chi bộ tháng 9 năm 2025"),
        party_text("I- Đánh giá kết quả", bold=True),
        party_text(LONG),
        party_text("II- Nhiệm vụ", bold=True),
        party_text(LONG),
        _party_end(("Đảng ủy phường", "Lưu Chi bộ"), "T/M CHI BỘ", "BÍ THƯ"),
    )


def party_plan() -> Blocks:
    """By HD05, a draft with its mark under the number."""
    day = "05 tháng 9 năm 2026"
    row = _party_head(
        ("ĐẢNG BỘ TỈNH BÌNH LÂM", "ĐẢNG ỦY PHƯỜNG AN LỘC"), "Số 15-KH/ĐU", "An Lộc", day
    )[1]
    assert isinstance(row, Row)
    row = structs.replace(row, left=(*row.left, Piece("Dự thảo lần 2", italic=True)))
    return (
        Page(),
        row,
        *_party_named("KẾ HOẠCH", "học tập, quán triệt nghị quyết"),
        party_text("- Căn cứ Quy chế làm việc của Đảng ủy;"),
        party_text("- Căn cứ Chương trình công tác năm."),
        party_text("I- Mục đích, yêu cầu", bold=True),
        party_text(LONG),
        _party_end(
            ("Các chi bộ trực thuộc", "Lưu Văn phòng Đảng ủy"),
            "T/M BAN THƯỜNG VỤ",
            "PHÓ BÍ THƯ THƯỜNG TRỰC",
            mark=";",
        ),
    )


def party_letter() -> Blocks:
    subject = "về việc chuẩn bị hội nghị trực tuyến"
    return (
        *_party_head(
            ("TỈNH ỦY BÌNH LÂM", "VĂN PHÒNG"), "Số 357-CV/VPTU", "Bình Lâm", subject=subject
        ),
        Piece("Kính gửi: Các đảng ủy trực thuộc Tỉnh ủy,", before=12, after=12, italic=True),
        party_text(LONG),
        _party_end(
            ("Như trên", "Lưu Văn phòng Tỉnh ủy"), "K/T CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"
        ),
    )


def youth_plan() -> Blocks:
    """Of the Youth Union, whose rules are its own."""
    title = Piece("ĐOÀN TNCS HỒ CHÍ MINH", size=15, bold=True, underline=True)
    left = (
        Piece("TỈNH ĐOÀN BÌNH LÂM"),
        Piece("BAN CHẤP HÀNH ĐOÀN PHƯỜNG AN LỘC", bold=True),
        Piece("***"),
        Piece("Số: 12-KH/ĐTN"),
    )
    return (
        Page(left=30, right=20),
        Row(left, (title, Piece(f"An Lộc, ngày {DAY}", italic=True))),
        Piece("KẾ HOẠCH", size=16, bold=True),
        Piece("Tổ chức Tháng Thanh niên", size=15, bold=True),
        Piece("----------"),
        text(LONG, line=1.0, after=3),
        Row(
            (Piece("Nơi nhận:", size=12),),
            (Piece("TM. BAN THƯỜNG VỤ ĐOÀN PHƯỜNG", bold=True), Piece("BÍ THƯ", bold=True)),
        ),
    )


def circular() -> Blocks:
    """A legal text, of which the decree on papers of offices does not speak."""
    return (
        *head(("BỘ NỘI VỤ",), "Số: 01/2025/TT-BNV", "Hà Nội"),
        Piece("THÔNG TƯ", bold=True),
        Piece("Quy định chế độ báo cáo", bold=True),
        text("Căn cứ Luật Ban hành văn bản quy phạm pháp luật;", italic=True),
        text(LONG, line=2.0),
        end(("- Thủ tướng Chính phủ;",), "BỘ TRƯỞNG", kept="- Lưu: VT, PC."),
    )


def press_release() -> Blocks:
    blocks = list(school_plan())
    blocks[3] = Piece("THÔNG CÁO BÁO CHÍ", bold=True)
    row = blocks[2]
    assert isinstance(row, Row)
    blocks[2] = structs.replace(row, left=(structs.replace(row.left[0], text="Số: 45/TC-THVTS"),))
    return tuple(blocks)


def joint_plan() -> Blocks:
    """Two issuers, each signs; Nơi nhận stands below."""
    names = ("SỞ NỘI VỤ - SỞ TÀI CHÍNH",)
    return (
        *head(names, "Số: 12/KHPH-SNV-STC", "Bình Lâm"),
        *named("KẾ HOẠCH PHỐI HỢP", "Thực hiện chế độ, chính sách năm 2025"),
        text("I. MỤC ĐÍCH", bold=True),
        text(LONG),
        Row(
            (
                Piece("GIÁM ĐỐC SỞ TÀI CHÍNH", bold=True),
                Piece("Trần Thị Bình", bold=True, before=70),
            ),
            (Piece("GIÁM ĐỐC SỞ NỘI VỤ", bold=True), Piece("Nguyễn Văn An", bold=True, before=70)),
        ),
        Piece("Nơi nhận:", size=12, bold=True, italic=True, align="left"),
        Piece("- Ủy ban nhân dân tỉnh (để báo cáo);", size=11, align="left"),
        Piece("- Lưu: VT (SNV, STC).", size=11, align="left"),
    )


def direct_report() -> Blocks:
    """Kính gửi by a tab, sub-lists in Nơi nhận, a footnote of an agency's address."""
    names = ("UBND TỈNH BÌNH LÂM", "BAN QUẢN LÝ KHU KINH TẾ")
    return (
        *head(names, "Số: 95/BC-BQL", "Bình Lâm"),
        *named("BÁO CÁO TÓM TẮT", "Tình hình thu hút đầu tư 8 tháng năm 2025"),
        Piece("\t\tKính gửi: Ủy ban nhân dân tỉnh Bình Lâm", align="left", before=12, after=12),
        text(
            "Thực hiện Công văn số 123/UBND-TH ngày 01 tháng 9 năm 2025, Ban Quản lý báo cáo như sau:"
        ),
        text("I. KẾT QUẢ", bold=True),
        text("1. Thu hút đầu tư", bold=True),
        text(LONG),
        text(
            "(Chi tiết có biểu kèm theo, số liệu do các phòng chuyên môn cung cấp và Ban Quản lý tổng hợp tại thời điểm báo cáo.)",
            italic=True,
        ),
        text("II. KIẾN NGHỊ", bold=True),
        text(LONG),
        text(
            "Trên đây là báo cáo của Ban Quản lý, kính trình Ủy ban nhân dân tỉnh xem xét, chỉ đạo./."
        ),
        end(
            ("- Như trên;", "- Trưởng ban, các Phó Trưởng ban;"),
            "TRƯỞNG BAN",
            kept="- Lưu: VT, KHTH.",
        ),
    )


def directive() -> Blocks:
    """A chỉ thị of a chairman: numbered paragraphs, no Kính gửi."""
    names = ("ỦY BAN NHÂN DÂN", "THÀNH PHỐ HẢI PHÒNG")
    return (
        *head(names, "Số: 05/CT-UBND", "Hải Phòng", own=2),
        *named("CHỈ THỊ", "Về việc tăng cường phòng cháy, chữa cháy"),
        text(LONG),
        text(
            "1. Giám đốc các sở, Thủ trưởng các ban, ngành; Chủ tịch Ủy ban nhân dân các xã, phường, đặc khu:",
            bold=True,
        ),
        text("a) " + LONG),
        text("b) Báo cáo kết quả trước ngày 15 hằng tháng."),
        text("2. Công an thành phố: " + LONG),
        text("Yêu cầu các cơ quan, đơn vị nghiêm túc thực hiện Chỉ thị này./."),
        end(
            ("- Văn phòng Chính phủ;", "- Các sở, ban, ngành;"),
            "KT. CHỦ TỊCH",
            "PHÓ CHỦ TỊCH",
            kept="- Lưu: VT, NC.",
        ),
    )


def contract() -> Blocks:
    return (
        *head(("UBND TỈNH BÌNH LÂM", "SỞ XÂY DỰNG"), "Số: 11/HĐ-SXD", "Bình Lâm"),
        *named("HỢP ĐỒNG", "Mua sắm thiết bị văn phòng"),
        *(
            text(each, italic=True)
            for each in (
                "Căn cứ Bộ luật Dân sự ngày 24 tháng 11 năm 2015;",
                "Căn cứ nhu cầu của hai bên.",
            )
        ),
        text("Bên A: Sở Xây dựng tỉnh Bình Lâm", bold=True),
        text("Địa chỉ: ……………………………………"),
        text("Điều 1. Nội dung hợp đồng", bold=True),
        text(LONG),
        Row(
            (Piece("ĐẠI DIỆN BÊN A", bold=True), Piece("Nguyễn Văn An", bold=True, before=70)),
            (Piece("ĐẠI DIỆN BÊN B", bold=True), Piece("Trần Thị Bình", bold=True, before=70)),
        ),
    )


def letter_of_congratulation() -> Blocks:
    return (
        *head(("UBND TỈNH BÌNH LÂM", "SỞ GIÁO DỤC VÀ ĐÀO TẠO"), "", "Bình Lâm"),
        Piece("THƯ CHÚC MỪNG", bold=True, before=12, after=12),
        text("Thân ái gửi các thầy giáo, cô giáo!"),
        text(LONG),
        Row(
            (Piece(""),),
            (Piece("GIÁM ĐỐC", bold=True), Piece("Nguyễn Văn An", bold=True, before=70)),
        ),
    )


def notice_with_lists() -> Blocks:
    """Appendices with Roman numerals, forms with dots in them."""
    reference = "(Kèm theo Thông báo số 22/TB-SNV ngày 05 tháng 9 năm 2025 của Sở Nội vụ)"
    return (
        *head(("UBND TỈNH BÌNH LÂM", "SỞ NỘI VỤ"), "Số: 22/TB-SNV", "Bình Lâm"),
        *named("THÔNG BÁO", "Về việc tuyển dụng công chức năm 2025"),
        text("Sở Nội vụ thông báo tuyển dụng công chức, chi tiết tại các phụ lục kèm theo."),
        text(LONG),
        end(("- Các sở, ban, ngành;",), "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", kept="- Lưu: VT, CCVC."),
        Page(),
        Piece("Phụ lục I", bold=True),
        Piece("DANH SÁCH VỊ TRÍ", bold=True),
        Piece(reference, italic=True),
        Grid((("STT", "Vị trí"), ("1", "Chuyên viên"))),
        Page(),
        Piece("Phụ lục II", bold=True),
        Piece("PHIẾU ĐĂNG KÝ DỰ TUYỂN", bold=True),
        Piece(reference, italic=True),
        Piece("Họ và tên: ……………………… Nơi nhận kết quả: ……………", align="left"),
        Piece("Nơi nhận:", align="left"),
    )


def placed_by_blanks() -> Blocks:
    """Lines placed by blanks, a title in a table of one cell, who drafted it behind the full stop."""
    return (
        Page(),
        Row(
            (
                Piece("        ỦY BAN NHÂN DÂN", size=13, bold=True, align="left"),
                ruled(Piece("TỈNH BÌNH LÂM", size=13, bold=True)),
            ),
            head(("X",), "", "")[1].right,  # type: ignore[union-attr]
        ),
        Row(
            (Piece("      Số:          /QĐ-UBND", size=13, align="left"),),
            (Piece("       Bình Lâm, ngày       tháng  9 năm 2025", align="left", italic=True),),
            goes_on=True,
        ),
        Piece("QUYẾT ĐỊNH", bold=True, before=12),
        Grid((("Về việc cho phép thành lập Hội",),), bold=True),
        Piece("____________"),
        Piece("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH BÌNH LÂM", bold=True, before=12, after=12),
        text("Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;", italic=True),
        text("Theo đề nghị của Giám đốc Sở Nội vụ.", italic=True),
        Piece("QUYẾT ĐỊNH:", bold=True, before=12, after=12),
        article("Điều 1. Cho phép thành lập Hội Chăn nuôi tỉnh Bình Lâm."),
        article("Điều 2. Quyết định này có hiệu lực kể từ ngày ký./."),
        Row(
            (
                Piece("Nơi nhận:", size=12, bold=True, italic=True, align="left"),
                Piece("- Như Điều 2;", size=11, align="left"),
                Piece("- Lưu: VT, NC.Châu(04b)", size=11, align="left"),
            ),
            (Piece("KT. CHỦ TỊCH", bold=True), Piece("PHÓ CHỦ TỊCH", bold=True)),
        ),
        Piece(f"{' ' * 90}Nguyễn Văn An", bold=True, align="left"),
        *charter(),
    )


def charter() -> Blocks:
    """Attached on the same pages, with a letterhead of its own and no number."""
    return (
        *head(("LIÊN HIỆP CÁC HỘI", "HỘI CHĂN NUÔI"), "", "Bình Lâm")[1:2],
        Piece("ĐIỀU LỆ", bold=True),
        Piece("HỘI CHĂN NUÔI TỈNH BÌNH LÂM", bold=True),
        Piece("Chương I", bold=True),
        Piece("QUY ĐỊNH CHUNG", bold=True),
        text("Điều 1. Tên gọi", bold=True),
        text("Hội có tên là Hội Chăn nuôi tỉnh Bình Lâm."),
    )


def charter_alone() -> Blocks:
    return (Page(left=25, right=10), *charter())


SOUND: Mapping[str, Blocks] = {
    make.__name__: make()
    for make in (
        ward_decision,
        commune_decision,
        ministry_letter,
        department_letter,
        school_plan,
        hospital_report,
        police_minutes,
        police_report,
        invitation,
        power_of_attorney,
        introduction,
        proposal,
        council_resolution,
        telegram,
        draft,
        urgent,
        mark_above_the_name,
        electronic,
        tabbed,
        set_with_blanks,
        bold_face,
        chapters,
        slip,
        union_notice,
        on_behalf,
        cell_resolution,
        party_plan,
        party_letter,
        youth_plan,
        circular,
        press_release,
        joint_plan,
        direct_report,
        directive,
        contract,
        letter_of_congratulation,
        notice_with_lists,
        placed_by_blanks,
        charter_alone,
    )
}
"""Each by its name."""
