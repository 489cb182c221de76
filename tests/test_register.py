"""Every rule of the register: one change to a sound register, the exact findings with their cells."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, time

import pytest
from msgspec.structs import replace

from cv183_reports.catalogue import register as rules
from cv183_reports.model import (
    LOCAL,
    Better,
    Deadline,
    Encryption,
    Kind,
    MailServer,
    Nature,
    Period,
    PresentationStyle,
    Register,
    Thresholds,
)
from cv183_reports.model.finding import Rule, Severity
from cv183_reports.register.reader import read_register
from cv183_reports.register.sheets import SettingRows
from cv183_reports.spreadsheet.grid import Sheet, Workbook
from tests.register_tables import better, changed, dated, settled, waived, workbook
from tests.test_register_edited import EDITS

Change = tuple[str, str]

MONTHS = tuple(Period(2025, month) for month in (8, 9, 10))

CASES: list[tuple[str, tuple[Change, ...], str]] = [
    ("sheet under another name", (("# Ràng buộc", "# Ghi chú"),), "REG040 Ghi chú"),
    ("sheet missing", (("# Ràng buộc", "# Ghi chú"), ("| Vế trái     |", "| A |"), ("| Quan hệ        |", "| B |"), ("| Vế phải |", "| C |"), ("| Diễn giải          |", "| D |")), "REG001 -"),
    ("column missing", (("| Tên cũ ", "| Kho "),), "REG002 Đơn vị"),
    ("column under another name", (("| Tên cũ ", "| Tên xưa "),), "REG066 Đơn vị!K1"),
    ("later column under another name", (("| Ký hiệu | Cơ quan cấp trên | Quyền hạn ký | Chức vụ người ký | Nơi lưu | Cơ quan ban hành |", "| Ký hiệu văn bản | Cơ quan cấp trên | Quyền hạn ký | Chức vụ người ký | Nơi lưu | Cơ quan ban hành |"),), "REG066 Đơn vị!L1"),
    ("two columns missing", (("| Mục  ", "| M "), ("| Giá trị", "| G")), "REG002 Thiết lập\nREG002 Thiết lập"),
    ("column twice", (("| Giải thích", "| GIA TRI"),), "REG003 Thiết lập!C1"),
    ("no rows", (("| so-nganh | sở, ban, ngành ||ỦY BAN NHÂN DÂN<br>THÀNH PHỐ | GIÁM ĐỐC         |        |                   |\n| cap-xa   | cấp ủy cấp xã  |ĐU      | ĐẢNG BỘ THÀNH PHỐ           | T/M BAN THƯỜNG VỤ | BÍ THƯ | Văn phòng Đảng ủy |\n", ""),), "REG004 Nhóm đơn vị"),
    ("required cell empty", (("| Sở Nội vụ     | so-nganh", "|  | so-nganh"),), "REG005 Đơn vị!C2"),
    ("nothing visible", (("| Sở Nội vụ     | so-nganh", "| \u200b\u00a0 | so-nganh"),), "REG005 Đơn vị!C2"),
    ("required setting empty", (("BTCTU", ""),), "REG005 Thiết lập!B5"),
    ("error value", (("Nguyễn Văn A", "{#REF!}"),), "REG006 Đơn vị!H2"),
    ("formula without result", (("Nguyễn Văn A", "{=A1}"),), "REG006 Đơn vị!H2"),
    ("truth value", (("| Văn bản               |", "| {TRUE} |"),), "REG006 Nhiệm vụ!I2"),
    ("code became a date", (("| {1.1} |", "| {01/1/2025} |"),), "REG007 Nhiệm vụ!A2"),
    ("code with a path", (("| 10888     | Đảng", "| ../10888 | Đảng"), ("so-noi-vu        | 10888", "so-noi-vu | ")), "REG008 Đơn vị!A3"),
    ("obligation code in words", (("| 1.3   |", "| 1.b |"),), "REG008 Nhiệm vụ!A3"),
    ("unit twice", (("| {10903}", "| {10888}"),), "REG009 Đơn vị!A4"),
    ("unit named as a group", (("| {10903}", "| cap-xa"),), "REG009 Đơn vị!A4"),
    ("obligation twice", (("| 1.3   |", "| 1.1   |"),), "REG009 Nhiệm vụ!A3"),
    ("indicator twice", (("| CD01", "| HC01"),), "REG009 Chỉ tiêu!A6"),
    ("setting twice", (("| Cơ quan ban hành   ", "| Cơ quan cấp trên   "),), "REG009 Thiết lập!A3\nREG034 Thiết lập"),
    ("unknown style", (("| Nhà nước |", "| Chính quyền |"),), "REG010 Đơn vị!E2"),
    ("unknown kind", (("| Thường xuyên |", "| Hằng năm |"),), "REG010 Nhiệm vụ!G2"),
    ("unknown aggregation", (("| Số cuối kỳ ", "| Tổng "),), "REG010 Chỉ tiêu!F6"),
    ("unknown relation", (("| không vượt quá |", "| khác |"),), "REG010 Ràng buộc!B2"),
    ("unknown tone marks", (("Kiểu mới (uỷ)", "tùy"),), "REG010 Thiết lập!B14"),
    ("no such day", (("{31/12/2025}", "31/9/2025"),), "REG011 Đơn vị!J2"),
    ("number for a date", (("{31/12/2025}", "{20251231}"),), "REG011 Đơn vị!J2"),
    ("date with a time", (("{31/12/2025}", "{31/12/2025 08:30}"),), "REG011 Đơn vị!J2"),
    ("broken number", (("| Tỷ lệ         | {1} ", "| Tỷ lệ | {1.5} "),), "REG012 Chỉ tiêu!G5"),
    ("too many decimals", (("| Tỷ lệ         | {1} ", "| Tỷ lệ | {9} "),), "REG012 Chỉ tiêu!G5"),
    ("number in words", (("| {12}   ", "| số 12 "),), "REG012 Thiết lập!B6"),
    ("endless number", (("| {12}   ", f"| {'9' * 5000} "),), "REG012 Thiết lập!B6"),
    ("endless decimals", (("| Tỷ lệ         | {1} ", f"| Tỷ lệ | {'1' * 5000} "),), "REG012 Chỉ tiêu!G5"),
    ("document number nought", (("| {12}   ", "| 0 "),), "REG012 Thiết lập!B6"),
    ("address that is none", (("snv@vidu.vn", "snv@vidu.vn; b@"),), "REG013 Đơn vị!F2"),
    ("address that is a formula's error", (("snv@vidu.vn", "{#REF!}"),), "REG067 Đơn vị!F2"),
    ("address with Vietnamese letters", (("snv@vidu.vn", "sởnộivụ@vidu.vn"),), "REG013 Đơn vị!F2"),
    ("phone lost its zero", (("0900000001", "{900000001}"),), "REG014 Đơn vị!G2"),
    ("unit of unknown group", (("| so-nganh | Nhà nước", "| so-ban | Nhà nước"),), "REG015 Đơn vị!D2"),
    ("indicator of unknown group", (("| so-nganh | Số cuối kỳ ", "| so-nganh; phuong | Số cuối kỳ "),), "REG015 Chỉ tiêu!E6"),
    ("unknown owner", (("| so-noi-vu        |", "| so-noi-vu; 10889 |"),), "REG016 Nhiệm vụ!E5"),
    ("commas for semicolons", (("| so-noi-vu        |", "| so-noi-vu, 10888 |"),), "REG016 Nhiệm vụ!E5"),
    ("unknown partner", (("so-noi-vu        | 10888", "so-noi-vu        | cap-xa"),), "REG017 Nhiệm vụ!F5"),
    ("assigned to nobody", (("| so-noi-vu        |", "|  |"),), "REG018 Nhiệm vụ!E5"),
    ("assigned to an empty group", (("\n# Đơn vị\n", "| bo | bộ |\n\n# Đơn vị\n"), ("| so-noi-vu        |", "| bo |")), "REG018 Nhiệm vụ!E5"),
    ("nothing judged by receipt", (("Theo thời điểm nhận báo cáo", "Theo báo cáo của đơn vị"),), "REG019 Nhiệm vụ"),
    ("two judged by receipt", (("| Tờ trình              | Theo báo cáo của đơn vị", "| Tờ trình | Theo thời điểm nhận báo cáo"),), "REG020 Nhiệm vụ!J4"),
    ("deadline in words", (("31/8/2025", "cuối tháng 8"),), "REG021 Nhiệm vụ!H5"),
    ("day that February lacks", (("16:00 ngày 22 hằng", "16:00 ngày 30 hằng"),), "REG021 Nhiệm vụ!H4"),
    ("deadline with a time", (("{15/8/2025}", "{15/8/2025 16:00}"),), ""),
    *((f"written deadline {told}", (("31/8/2025", told),), "") for told in ("31/8/2025 16:00", "17:00 ngày 31/8/2025", "Trước 17 giờ 30 phút, ngày 31/8/2025", "trước ngày 31/8/2025")),
    *((f"no deadline {told}", (("31/8/2025", told),), "REG021 Nhiệm vụ!H5") for told in ("25:00 ngày 31/8/2025", "17:00 ngày 31/9/2025", "trước quý IV")),
    ("monthly deadline after its own word", (("16:00 ngày 22 hằng tháng", "Trước 16 giờ ngày 22 hằng tháng"),), ""),
    ("deadline before all began", (("31/8/2025", "31/8/1925"),), "REG079 Nhiệm vụ!H5"),
    ("deadline in another century", (("{15/8/2025}", "{15/8/2205}"),), "REG079 Nhiệm vụ!H3"),
    ("monthly on one date", (("16:00 ngày 22 hằng tháng", "22/9/2025"),), "REG022 Nhiệm vụ!H4"),
    ("monthly without deadline", (("16:00 ngày 22 hằng tháng", ""),), "REG022 Nhiệm vụ!H4"),
    ("ongoing with deadline", (("| Thường xuyên |      ", "| Thường xuyên | {1/9/2025} "),), "REG022 Nhiệm vụ!H2"),
    ("one-off every month", (("{15/8/2025}", "ngày 15 hằng tháng"),), "REG022 Nhiệm vụ!H3"),
    ("owed by quarters in a register of months", (("Hằng tháng", "Hằng quý"),), "REG073 Nhiệm vụ!G4"),
    ("ends before it begins", (("{31/12/2025}", "{30/06/2025}"),), "REG023 Đơn vị!J2"),
    ("two headings of one section", (("| 1.3   | Các cấp ủy ", "| 1.3   | Cấp ủy "),), "REG024 Nhiệm vụ!B3"),
    ("sum without brackets", (("(HC02 + HC03) / HC01", "HC02 + HC03 / HC01"),), "REG025 Chỉ tiêu!H5"),
    ("ratio without a line", (("(HC02 + HC03) / HC01", "HC02"),), "REG025 Chỉ tiêu!H5"),
    ("difference", (("| HC02 + HC03 |", "| HC02 - HC03 |"),), "REG025 Ràng buộc!A2"),
    ("unknown indicator in a constraint", (("| HC02 + HC03 |", "| HC02 + HC99 |"),), "REG026 Ràng buộc!A2"),
    ("unknown indicator in a ratio", (("(HC02 + HC03) / HC01", "HC02 / HC99"),), "REG026 Chỉ tiêu!H5"),
    ("ratio in a constraint", (("| HC02 + HC03 |", "| HC04 |"),), "REG027 Ràng buộc!A2"),
    ("ratio without formula", (("(HC02 + HC03) / HC01", ""),), "REG028 Chỉ tiêu!H5"),
    ("formula of a sum", (("| Số cuối kỳ    | {0}                 |    ", "| Số cuối kỳ    | {0} | HC01 "),), "REG029 Chỉ tiêu!H6"),
    ("asked of nobody", (("| so-nganh | Số cuối kỳ ", "|  | Số cuối kỳ "),), "REG030 Chỉ tiêu!E6"),
    ("ratio asked", (("| Hồ sơ   |          | Tỷ lệ ", "| Hồ sơ   | cap-xa | Tỷ lệ "),), "REG031 Chỉ tiêu!E5"),
    ("no common group", (("| HC02 + HC03 |", "| HC02 + CD01 |"),), "REG032 Ràng buộc!A2"),
    ("unknown setting", (("| Họ tên người ký ", "| Người ký "),), "REG078 Thiết lập!A11"),
    ("a setting that nobody knows", settled("Ghi chú thêm | x"), "REG033 Thiết lập!A38"),
    ("setting missing", (("| Ngày ký                | 23/9/2025                                            | –          |\n", ""),), "REG034 Thiết lập"),
    ("signs for another without title", (("| PHÓ TRƯỞNG BAN  ", "|   "),), "REG035 Thiết lập!B10"),
    ("no line of the file copy", (("<br>- Lưu Ban Tổ chức Thành ủy.", ""),), "REG036 Thiết lập!B13"),
    ("same name twice", (("| Đảng ủy xã Cẩm Giàng |", "| Đảng ủy xã Cẩm Giang |"),), "REG037 Đơn vị!B4"),
    ("legacy encoding", (("| Kiểm tra            |", "| KiÓm tra, gi¸m s¸t |"),), "REG038 Nhiệm vụ!C5"),
    ("waivers under another name", (("# Miễn, hoãn", "# Miễn giảm"),), "REG040 Miễn giảm"),
    ("month in words", waived(("| 9/2025 ", "| từ tháng chín ")), "REG041 Miễn, hoãn!C3"),
    ("a day for a month", waived(("{01/10/2025}", "{02/10/2025}")), "REG041 Miễn, hoãn!D2"),
    ("no first month", waived(("| 9/2025 ", "|  ")), "REG005 Miễn, hoãn!C3"),
    ("waiver without a decision", waived(("| 16-CV/BTCTU ", "|  ")), "REG005 Miễn, hoãn!E3"),
    ("waiver without its day", waived(("{06/8/2025}", "")), "REG005 Miễn, hoãn!F3"),
    ("waiver that nobody decided", waived(("| {06/8/2025}  | Trưởng ban ", "| {06/8/2025} |  ")), "REG005 Miễn, hoãn!G3"),
    ("waiver without a reason", waived(("| Lũ ", "|  ")), "REG005 Miễn, hoãn!H3"),
    ("months reversed", waived(("| 2025-08 | {01/10/2025} ", "| 2025-08 | 7/2025 ")), "REG042 Miễn, hoãn!D2"),
    ("waived unit by name", waived(("| 10903     | *", "| 10904 | *")), "REG043 Miễn, hoãn!A3"),
    ("waived obligation unknown", waived(("| 10888     | {1.3} ", "| 10888 | 1.7 ")), "REG044 Miễn, hoãn!B2"),
    ("waived twice", waived(("| 10903     | * ", "| 10888 | ")), "REG045 Miễn, hoãn!A3"),
    ("waived from another's obligation", waived(("| 10888     | {1.3} ", "| 10888 | 6 ")), "REG046 Miễn, hoãn!B2"),
    ("waived after its end", waived(("| 10903     | *           | 9/2025  ", "| so-noi-vu | * | 1/2026 ")), "REG047 Miễn, hoãn!C3"),
    ("a period in words", dated(("1.3", "quý IV |")), "REG041 Nhiệm vụ!K3"),
    ("a day for a period", dated(("HC01", "| | {15/10/2025}")), "REG041 Chỉ tiêu!L2"),
    ("obligation ends before it begins", dated(("1.3", "2025-10 | 9/2025")), "REG060 Nhiệm vụ!L3"),
    ("indicator ends before it begins", dated(("HC02", "| 2025-10 | 2025-09")), "REG060 Chỉ tiêu!L3"),
    ("the filing begins", dated(("1.4", "2025-08 |")), "REG061 Nhiệm vụ!K4"),
    ("the filing ends", dated(("1.4", "| 2026-12")), "REG061 Nhiệm vụ!L4"),
    ("begins after its only unit", dated(("6", "2026-01 |")), "REG062 Nhiệm vụ!K5"),
    ("ended before its only unit", dated(("6", "| 2025-06")), "REG062 Nhiệm vụ!L5"),
    ("asked after its only unit", dated(("CD01", "| 2026-01 |")), "REG062 Chỉ tiêu!K6"),
    ("terms of different periods", dated(("HC01", "| 2025-10 |"), ("HC02", "| | 2025-09")), "REG063 Chỉ tiêu!H5\nREG063 Ràng buộc!A2"),
    ("ratio after its parts", dated(("HC04", "| 2025-10 |"), ("HC02", "| | 2025-09")), "REG063 Chỉ tiêu!H5"),
    ("cumulative figures added over months", dated(("HC01", "Lũy kế đến cuối kỳ | |")), "REG064 Chỉ tiêu!J2"),
    ("flow of which the last month counts", dated(("CD01", "Phát sinh trong kỳ | |")), "REG064 Chỉ tiêu!J6"),
    ("ratio that counts something", dated(("HC04", "Hiện có cuối kỳ | |")), "REG064 Chỉ tiêu!J5"),
    ("unknown nature", dated(("HC01", "Tồn kho | |")), "REG010 Chỉ tiêu!J2"),
    ("waived before it began", (*waived(), *dated(("1.3", "2025-11 |"))), "REG065 Miễn, hoãn!C2"),
    ("validity under another name", (("Thời hạn (trước)         |", "Thời hạn (trước)         | Hiệu lực từ tháng |"),), "REG066 Nhiệm vụ!I1"),
    ("a value twice but for its marks", (("|Lĩnh vực|Chuyển đổi số|", "|Lĩnh vực|TO CHUC BO MAY|"),), "REG048 Danh sách chọn!B3"),
    ("the same value in two lists", (("|Nguyên nhân|Khách quan|", "|Nguyên nhân|Cấp xã|"),), ""),
    ("a list without values", (("|Nguyên nhân|Khách quan|khách quan|\n", ""),), "REG049 Danh sách chọn"),
    ("a list that nobody knows", (("|Nguyên nhân|", "|Lý do|"),), "REG010 Danh sách chọn!A6\nREG049 Danh sách chọn"),
    ("a row without a value", (("|Lĩnh vực|Chuyển đổi số|", "|Lĩnh vực||"),), "REG005 Danh sách chọn!B3"),
    ("no lists", (("# Danh sách chọn", "# Danh sách"),), "REG040 Danh sách"),
    ("no such obligation to report", (("|Nhiệm vụ lập báo cáo | {6} |", "|Nhiệm vụ lập báo cáo | 5.4 |"),), "REG050 Thiết lập!B35"),
    ("no obligation to report", (("|Nhiệm vụ lập báo cáo | {6} |", "|Nhiệm vụ lập báo cáo | |"),), ""),
    ("no addressee", (("|Nơi báo cáo | Thường trực Thành ủy |", "|Nơi báo cáo | |"),), "REG005 Thiết lập!B25"),
    ("no row of the addressee", (("|Nơi báo cáo | Thường trực Thành ủy | – |\n", ""),), "REG034 Thiết lập"),
    ("a day for the first month", (("| 2025-08 | – |", "| {05/8/2025} | – |"),), "REG041 Thiết lập!B34"),
    ("a month for the first day", (("|Thực hiện từ ngày | {01/7/2025} |", "|Thực hiện từ ngày | tháng 7 |"),), "REG011 Thiết lập!B33"),
    ("no tiers", (("| Xã; Đặc khu |", "| |"),), "REG005 Thiết lập!B37"),
    ("a unit that signs for another without title", (("| CHÁNH VĂN PHÒNG | | | |", "| | | | |"),), "REG035 Đơn vị!O2"),
    ("a head of units with a title", (("| GIÁM ĐỐC         |        |", "| GIÁM ĐỐC | PHÓ |"),), "REG039 Nhóm đơn vị!F2"),
    ("a unit without a symbol", (("| SNV |", "| |"),), "REG052 Đơn vị!L2"),
    ("a column of units missing", (("| Nơi lưu | Cơ quan ban hành |", "| Kho | Cơ quan ban hành |"),), "REG002 Đơn vị"),
    *(
        (f"a unit {code}, which Windows keeps for a device", (("| 10888     | Đảng ủy xã Cẩm Giang ", f"| {code} | Đảng ủy xã Cẩm Giang "), ("| 10888  ", f"| {code}  ")), expected)
        for code, expected in (
            *((device, "REG068 Đơn vị!A3") for device in ("con", "nul", "prn", "aux", "com1", "lpt9")),
            ("CON", "REG008 Đơn vị!A3\nREG068 Đơn vị!A3"),
            ("con-dao", ""),
            ("nul1", ""),
            *((bad, "REG008 Đơn vị!A3") for bad in ("so-a.", "so<a", "so>a", "so:a", 'so"a', "so/a", "so\\a", "so?a", "so*a", "..", ".", "so..a", "so a")),
        )
    ),
    ("a threshold in words", settled("Ngưỡng: vận hành tốt (%) | chín mươi"), "REG012 Thiết lập!B38"),
    ("a threshold with a fraction", settled("Ngưỡng: vận hành tốt (%) | {94.5}"), "REG012 Thiết lập!B38"),
    ("a share of more than all", settled("Ngưỡng: vận hành tốt (%) | {101}"), "REG012 Thiết lập!B38"),
    ("a share of nothing", settled("Ngưỡng: từng bước vào nền nếp (%) | {0}"), "REG012 Thiết lập!B38"),
    ("a number of units in per cent", settled("Ngưỡng: số đơn vị cùng kiến nghị | 5%"), "REG012 Thiết lập!B38"),
    ("no unit to be named", settled("Ngưỡng: số đơn vị nêu tên trong một câu | {0}"), "REG012 Thiết lập!B38"),
    ("more units than a sentence holds", settled("Ngưỡng: số đơn vị nêu tên trong một câu | {21}"), "REG012 Thiết lập!B38"),
    ("too few months to call a figure unusual", settled("Ngưỡng: số kỳ trước để xét bất thường | {2}"), "REG012 Thiết lập!B38"),
    ("a threshold that Excel made a day", settled("Ngưỡng: biến động đáng nêu (%) | {01/5/2025}"), "REG007 Thiết lập!B38"),
    ("a threshold twice", settled("Ngưỡng: vận hành tốt (%) | {90}", "NGƯỠNG vận hành tốt | {91}"), "REG009 Thiết lập!A39"),
    ("a threshold that nobody knows", settled("Ngưỡng: vận hành rất tốt (%) | {99}"), "REG078 Thiết lập!A38"),
    ("good below the default of fair", settled("Ngưỡng: vận hành tốt (%) | {84}"), "REG069 Thiết lập!B38"),
    ("fair above good", settled("Ngưỡng: vận hành tốt (%) | {90}", "Ngưỡng: vận hành cơ bản tốt (%) | {91}"), "REG069 Thiết lập!B39"),
    ("poor above fair, which is empty", settled("Ngưỡng: vận hành cơ bản tốt (%) | ", "Ngưỡng: từng bước vào nền nếp (%) | {86}"), "REG069 Thiết lập!B39"),
    ("no step between good and fair", settled("Ngưỡng: vận hành tốt (%) | {90}", "Ngưỡng: vận hành cơ bản tốt (%) | {90}"), ""),
    ("a step is judged once it can be read", settled("Ngưỡng: vận hành tốt (%) | cao", "Ngưỡng: vận hành cơ bản tốt (%) | {99}"), "REG012 Thiết lập!B38"),
    ("empty thresholds", settled("Ngưỡng: vận hành tốt (%) | ", "Ngưỡng: số đơn vị cùng kiến nghị | "), ""),
    ("no such topic", settled("Chủ đề số liệu về lãnh đạo, chỉ đạo | Chỉ đạo, hỗ trợ"), "REG070 Thiết lập!B38"),
    ("no topic", settled("Chủ đề số liệu về lãnh đạo, chỉ đạo | "), ""),
    ("a server with its scheme", settled("Máy chủ gửi thư | smtp://mail.vidu.vn", "Tài khoản gửi thư | a@vidu.vn"), "REG072 Thiết lập!B38"),
    ("a server of nobody", settled("Máy chủ gửi thư | mail.vidu.vn", "Tài khoản gửi thư | vanthu"), "REG072 Thiết lập!B38"),
    ("no such port", settled("Máy chủ gửi thư | mail.vidu.vn", "Cổng của máy chủ gửi thư | {70000}", "Tài khoản gửi thư | a@vidu.vn"), "REG072 Thiết lập!B39"),
    ("no encryption", settled("Máy chủ gửi thư | mail.vidu.vn", "Cách mã hóa khi gửi thư | không", "Tài khoản gửi thư | a@vidu.vn"), "REG072 Thiết lập!B39"),
    ("a sender that is none", settled("Máy chủ gửi thư | mail.vidu.vn", "Địa chỉ thư gửi đi | Văn thư"), "REG072 Thiết lập!B39"),
    ("a server", settled("Máy chủ gửi thư | mail.vidu.vn", "Tài khoản gửi thư | a@vidu.vn"), ""),
    ("an account without a server", settled("Máy chủ gửi thư | ", "Tài khoản gửi thư | a@vidu.vn"), ""),
    ("a way that is none", better(HC04="Tốt"), "REG010 Chỉ tiêu!J5"),
    ("the way under another name", (("| In trong báo cáo |", "| In trong báo cáo | Chiều hướng tốt lên |"),), "REG066 Chỉ tiêu!J1"),
    ("the head signs with a title", (("| K/T TRƯỞNG BAN ", "| TRƯỞNG BAN "),), "REG039 Thiết lập!B10"),
]  # fmt: skip


def outcome(book: Workbook) -> str:
    """One line for each finding: code and place."""
    _, findings = read_register(book)
    places = (f"{f.place.sheet}!{f.place.cell}".rstrip("!") or "-" for f in findings)
    return "\n".join(sorted(f"{f.code} {at}" for f, at in zip(findings, places, strict=True)))


def sound(book: Workbook) -> Register:
    register, findings = read_register(book)
    assert register is not None, [str(finding) for finding in findings]
    return register


@pytest.mark.parametrize(
    ("changes", "expected"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_rule(changes: tuple[Change, ...], expected: str) -> None:
    assert outcome(changed(*changes)) == "\n".join(sorted(expected.split("\n")))


def test_every_rule_has_a_case() -> None:
    catalogue = {rule.code for rule in vars(rules).values() if isinstance(rule, Rule)}
    assert len(catalogue) > 30
    catalogue -= {rules.TAKEN.code, rules.LACKING.code}  # see test_older_register
    catalogue -= {rules.DOUBTS.code}  # see test_register_edited
    expected = [*(case[-1] for case in CASES), *(edit[-1] for edit in EDITS)]
    assert catalogue == {line.split()[0] for each in expected for line in each.split("\n") if line}


def test_no_error_without_a_place_and_a_remedy() -> None:
    for rule in (rule for rule in vars(rules).values() if isinstance(rule, Rule)):
        sentence = rule.message + rule.remedy
        assert unicodedata.is_normalized("NFC", sentence)
        assert rule.remedy.startswith("Hãy ")
        assert rule.remedy.endswith(".")
        assert not rule.message.endswith(".")


def test_a_finding_reads_as_a_sentence() -> None:
    _, findings = read_register(changed(("| {10903}", "| {10888}"), ("| Nhà nước |", "| Bộ |")))
    assert [str(finding) for finding in findings] == [
        "danh-muc.xlsx · Đơn vị!E2 — «Bộ» không có trong danh sách của cột «Thể thức» — Hãy chọn một trong các giá trị: Đảng, Nhà nước. [REG010]",
        "danh-muc.xlsx · Đơn vị!A4 — Mã «10888» đã dùng ở Đơn vị!A3 — Hãy đổi một trong hai mã, hoặc xóa dòng thừa. [REG009]",
    ]


def test_all_faults_in_one_pass_and_no_register() -> None:
    book = changed(
        ("# Nhóm đơn vị", "# Nhóm"),
        ("snv@vidu.vn", "snv"),
        ("31/8/2025", "hôm nay"),
        ("| Số cuối kỳ ", "| Tổng "),
        ("BTCTU", ""),
    )
    assert outcome(book).split("\n") == [
        "REG001 -",
        "REG005 Thiết lập!B5",
        "REG010 Chỉ tiêu!F6",
        "REG013 Đơn vị!F2",
        "REG021 Nhiệm vụ!H5",
    ]
    assert read_register(book)[0] is None


def test_a_warning_leaves_the_register() -> None:
    register, findings = read_register(changed(("0900000001", "{900000001}")))
    assert [finding.severity for finding in findings] == [Severity.WARNING]
    assert register is not None
    assert register.units[0].phone == "900000001"


@pytest.mark.parametrize("between", [";", "; ", ", ", "<br>", ";<br>"])
def test_a_unit_may_have_several_addresses(between: str) -> None:
    register, findings = read_register(
        changed(("snv@vidu.vn", between.join(("snv@vidu.vn", "vanthu@vidu.vn"))))
    )
    assert findings == ()
    assert register is not None
    assert register.units[0].email == "snv@vidu.vn; vanthu@vidu.vn"
    assert register.units[0].addresses == ("snv@vidu.vn", "vanthu@vidu.vn")


@pytest.mark.parametrize(
    ("changes", "code", "addresses"),
    [
        ((("snv@vidu.vn", "snv"),), "REG013", ()),
        ((("snv@vidu.vn", "snv@vidu.vn; b@"),), "REG013", ("snv@vidu.vn",)),
        ((("snv@vidu.vn", "{#REF!}"),), "REG067", ()),
        ((("0900000001", "{#N/A}"),), "REG067", ("snv@vidu.vn",)),
        ((("0900000001", "{15/8/2025}"),), "REG067", ("snv@vidu.vn",)),
    ],
)
def test_a_wrong_contact_leaves_the_register(
    changes: tuple[Change, ...], code: str, addresses: tuple[str, ...]
) -> None:
    register, findings = read_register(changed(*changes))
    assert [(f.code, f.severity) for f in findings] == [(code, Severity.WARNING)]
    assert register is not None
    assert register.units[0].addresses == addresses


def test_units() -> None:
    units = sound(workbook()).units
    first = units[0]
    assert [unit.code for unit in units] == ["so-noi-vu", "10888", "10903"]
    assert [unit.order for unit in units] == [0, 1, 2]
    assert (first.email, first.phone, first.officer) == (
        "snv@vidu.vn",
        "0900000001",
        "Nguyễn Văn A",
    )
    assert (first.valid_from, first.valid_until) == (date(2025, 7, 1), date(2025, 12, 31))
    assert first.former_names == ("Sở Lao động", "X")
    assert [unit.style for unit in units] == [
        PresentationStyle.STATE,
        *[PresentationStyle.PARTY] * 2,
    ]


def test_line_ends_in_a_cell() -> None:
    register = sound(
        changed(
            ("| Sở Nội vụ           |", "| Sở<br>Nội vụ |"),
            ("| so-noi-vu        |", "| so-noi-vu<br>10903 |"),
        )
    )
    assert register.units[0].name == "Sở Nội vụ"
    assert register.obligations[3].assigned_to == ("so-noi-vu", "10903")


def test_obligations() -> None:
    register = sound(workbook())
    assert [o.code for o in register.obligations] == ["1.1", "1.3", "1.4", "6"]
    assert [o.deadline for o in register.obligations] == [
        None,
        Deadline(once=datetime(2025, 8, 15, tzinfo=LOCAL)),
        Deadline(monthly_day=22, monthly_time=time(16)),
        Deadline(once=datetime(2025, 8, 31, tzinfo=LOCAL)),
    ]
    assert [o.kind for o in register.obligations][:3] == [Kind.ONGOING, Kind.ONE_OFF, Kind.MONTHLY]
    assert register.filing.code == "1.4"
    assert register.obligations[3].assigned_to == ("so-noi-vu",)
    assert register.obligations[3].with_units == ("10888",)


def test_indicators_and_constraints() -> None:
    register = sound(workbook())
    ratio = register.indicators[3]
    assert (ratio.numerator, ratio.denominator, ratio.groups) == (("HC02", "HC03"), ("HC01",), ())
    assert (ratio.decimals, register.indicators[2].decimals) == (1, 0)
    assert [(c.left, c.relation, c.right) for c in register.constraints] == [
        (("HC02", "HC03"), "<=", ("HC01",))
    ]


def test_a_register_without_the_columns_of_validity_is_as_one_that_leaves_them_blank() -> None:
    old, new = sound(workbook()), sound(changed(*dated()))
    assert old == new
    assert [i.nature for i in old.indicators] == [Nature.FLOW] * 4 + [Nature.STOCK]
    assert all(
        each.holds_in(period) for each in (*old.obligations, *old.indicators) for period in MONTHS
    )


def test_what_a_figure_counts_and_when_it_is_asked() -> None:
    rows = (
        ("1.1", "| 9/2025"),
        ("1.3", "2025-10 | {01/12/2025}"),
        ("HC01", "phát sinh trong kỳ | 2025-10 |"),
        ("CD01", "Lũy kế đến cuối kỳ | | 2025-10"),
    )
    register = sound(changed(*dated(*rows)))
    assert [(o.valid_from, o.valid_until) for o in register.obligations[:2]] == [
        (None, Period(2025, 9)),
        (Period(2025, 10), Period(2025, 12)),
    ]
    assert register.indicators[4].nature is Nature.CUMULATIVE
    assert [i.nature for i in register.indicators[:4]] == [Nature.FLOW] * 4


@pytest.mark.parametrize(
    ("rows", "held"),
    [
        ((), "1.1 1.3 1.4 6 HC01 HC02 HC03 HC04 CD01 ≤"),
        ((("1.3", "2025-09 |"),), "1.1 1.3 1.4 6 HC01 HC02 HC03 HC04 CD01 ≤"),
        ((("1.3", "2025-10 |"),), "1.1 1.4 6 HC01 HC02 HC03 HC04 CD01 ≤"),
        ((("1.3", "| 2025-08"), ("6", "| 2025-09")), "1.1 1.4 6 HC01 HC02 HC03 HC04 CD01 ≤"),
        ((("CD01", "| 2025-10 |"),), "1.1 1.3 1.4 6 HC01 HC02 HC03 HC04 ≤"),
        ((("HC04", "| | 2025-08"),), "1.1 1.3 1.4 6 HC01 HC02 HC03 CD01 ≤"),
        ((("HC03", "| 2025-10 |"),), "1.1 1.3 1.4 6 HC01 HC02 CD01"),
    ],
)  # fmt: skip
def test_a_month_has_what_holds_in_it_and_ratios_and_constraints_all_of_whose_terms_do(
    rows: tuple[Change, ...], held: str
) -> None:
    register = sound(changed(*dated(*rows)))
    september = register.at(Period(2025, 9))
    codes = [each.code for each in (*september.obligations, *september.indicators)]
    assert " ".join([*codes, *("≤" for _ in september.constraints)]) == held
    assert september.units == register.units
    assert september.at(Period(2025, 9)) == september


NEW_OBLIGATION = (
    "| {6}   | Giao Sở ",
    "| 1.5 | Các cấp ủy | Mới | Mới | cap-xa | | Một lần | | Văn bản | Theo báo cáo của đơn vị | 2025-10 |\n| {6}   | Giao Sở ",
)
NEW_UNIT = (
    "| Xã Cẩm Giàng |\n\n",
    "| Xã Cẩm Giàng |\n| 10909 | Đảng ủy xã Mao Điền | Xã Mao Điền | cap-xa | Đảng | | | | 01/10/2025 | | | | | | | | | |\n\n",
)


@pytest.mark.parametrize("added", [NEW_OBLIGATION, NEW_UNIT])
def test_a_form_of_september_is_no_other_for_what_begins_in_october(added: tuple[str, str]) -> None:
    old, new = sound(workbook()), sound(changed(*dated(), added))
    assert new.fingerprint != old.fingerprint
    assert [new.at(month).fingerprint == old.fingerprint for month in MONTHS] == [True, True, False]


def test_settings() -> None:
    settings = sound(workbook()).settings
    board, office = settings.board, settings.office
    assert (board.number, board.signed_on) == ("12", date(2025, 9, 23))
    assert board.recipients == ("Thường trực Thành ủy", "Lưu Ban Tổ chức Thành ủy")
    assert (office.heading, office.name, office.number_code) == (
        "VĂN PHÒNG",
        "Văn phòng Thành ủy",
        "VPTU",
    )
    assert (office.number, office.signed_on, office.capacity) == ("", None, "CHÁNH VĂN PHÒNG")
    assert (office.signatory, office.recipients) == (
        "Lê Văn C",
        ("Thường trực Thành ủy", "Lưu văn thư"),
    )
    assert settings.new_tone_marks


def test_a_register_without_thresholds_has_the_defaults_and_no_topic() -> None:
    register = sound(workbook())
    assert register.settings.thresholds == Thresholds()
    assert register.profile.direction_topic == ""
    assert {indicator.better for indicator in register.indicators} == {None}


def test_thresholds_and_the_topic_of_direction() -> None:
    values = (91, 80, 60, 3, 4, 7, 12, 6, 8)
    keys = [setting.key for setting in SettingRows.THRESHOLDS.all]
    rows = [f"{key} | {{{value}}}" for key, value in zip(keys, values, strict=True)]
    register = sound(
        changed(*settled("Chủ đề số liệu về lãnh đạo, chỉ đạo | CHI DAO", *reversed(rows)))
    )
    assert register.settings.thresholds == Thresholds(*values)
    assert register.profile.direction_topic == "Chỉ đạo"


def test_a_threshold_that_is_empty_has_its_default() -> None:
    rows = ("Ngưỡng: vận hành tốt (%) | ", "Ngưỡng: số đơn vị cùng kiến nghị | 8")
    assert sound(changed(*settled(*rows))).settings.thresholds == Thresholds(shared=8)


@pytest.mark.parametrize("written", ["90", "90%", "90 %", "{90}", "{0.9}"])
def test_a_share_may_bear_its_sign(written: str) -> None:
    book = changed(*settled(f"Ngưỡng: vận hành tốt (%) | {written}"))
    if written == "{0.9}":
        book = _formatted(book, "Thiết lập", (38, 2), "0%")
    assert sound(book).settings.thresholds == Thresholds(good=90)


def test_a_share_that_is_wrong_is_quoted_as_excel_shows_it() -> None:
    book = changed(*settled("Ngưỡng: vận hành tốt (%) | {0.945}"))
    _, (finding,) = read_register(_formatted(book, "Thiết lập", (38, 2), "0.0%"))
    assert finding.message == "«94.5%» không phải số nguyên từ 1 đến 100"


def _formatted(book: Workbook, name: str, at: tuple[int, int], number_format: str) -> Workbook:
    """`book` with one cell shown otherwise."""
    sheet = book.sheet(name)
    assert sheet is not None
    cell = replace(sheet.cells[at], number_format=number_format)
    fresh = replace(sheet, cells=sheet.cells | {at: cell})
    return replace(book, sheets=tuple(fresh if s is sheet else s for s in book.sheets))


def test_which_way_a_figure_is_better() -> None:
    register = sound(changed(*better(HC02="giảm", HC04="Tăng", CD01="")))
    assert [i.better for i in register.indicators] == [
        None,
        Better.LOWER,
        None,
        Better.HIGHER,
        None,
    ]


def test_what_is_wrong_between_thresholds_reads_as_a_sentence() -> None:
    _, (finding,) = read_register(changed(*settled("Ngưỡng: vận hành tốt (%) | {80}")))
    assert str(finding) == (
        "danh-muc.xlsx · Thiết lập!B38 — «Ngưỡng: vận hành cơ bản tốt (%)» là 85, cao hơn "
        "«Ngưỡng: vận hành tốt (%)» là 80 — Hãy sửa một trong hai: mức đánh giá tốt hơn không đòi ít hơn; "
        "để trống thì theo mức có sẵn. [REG069]"
    )


NAMED = ("Máy chủ gửi thư | mail.vidu.vn", "Tài khoản gửi thư | btc@vidu.vn")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (NAMED, (587, Encryption.STARTTLS, "btc@vidu.vn", "btc@vidu.vn")),
        ((*NAMED, "Cổng của máy chủ gửi thư | {465}"), (465, Encryption.TLS, "btc@vidu.vn", "btc@vidu.vn")),
        ((*NAMED, "Cách mã hóa khi gửi thư | tls"), (465, Encryption.TLS, "btc@vidu.vn", "btc@vidu.vn")),
        (
            (NAMED[0], "Cổng của máy chủ gửi thư | {25}", "Tài khoản gửi thư | vanthu", "Địa chỉ thư gửi đi | btc@vidu.vn"),
            (25, Encryption.STARTTLS, "vanthu", "btc@vidu.vn"),
        ),
        ((NAMED[0], "Địa chỉ thư gửi đi | btc@vidu.vn"), (587, Encryption.STARTTLS, "", "btc@vidu.vn")),
    ],
)  # fmt: skip
def test_the_server_that_sends_mails(rows: tuple[str, ...], expected: tuple[object, ...]) -> None:
    assert sound(changed(*settled(*rows))).settings.mail_server == MailServer(
        "mail.vidu.vn", *expected
    )


@pytest.mark.parametrize("row", ["Máy chủ gửi thư | a b", "Cách mã hóa khi gửi thư | SSL"])
def test_a_server_that_cannot_be_used_keeps_nobody_from_anything_else(row: str) -> None:
    register, (finding,) = read_register(changed(*settled(*NAMED[1:], row)))
    assert register is not None
    assert (register.settings.mail_server, finding.severity) == (None, Severity.WARNING)


def test_an_unknown_topic_is_no_error() -> None:
    register, (finding,) = read_register(
        changed(*settled("Chủ đề số liệu về lãnh đạo, chỉ đạo | Đôn đốc"))
    )
    assert register is not None
    assert register.profile.direction_topic == ""
    assert str(finding) == (
        "danh-muc.xlsx · Thiết lập!B38 — «Đôn đốc» không phải chủ đề nào của trang Chỉ tiêu, nên báo cáo không có "
        "số liệu về lãnh đạo, chỉ đạo — Hãy ghi một trong các chủ đề: Hồ sơ, Chỉ đạo; không có thì để trống. [REG070]"
    )


def test_an_unsigned_document() -> None:
    book = changed(("| {12}   ", "|   "), ("| 23/9/2025  ", "|  "), ("| Trần Thị B ", "|  "))
    settings = sound(book).settings.board
    assert (settings.number, settings.signed_on, settings.signatory) == ("", None, "")


@pytest.mark.parametrize(
    ("stored", "code"),
    [("6", "6"), ("6.0", "6"), ("8.1999999999999993", "8.2"), ("9.3000000000000007", "9.3")],
)
def test_a_code_that_excel_made_a_number(stored: str, code: str) -> None:
    register = sound(changed(("| {6}   ", f"| {{{stored}}} ")))
    assert register.obligations[3].code == code


def test_columns_and_sheets_are_found_by_their_words() -> None:
    book = changed(("# Đơn vị\n", "# ĐƠN  VỊ\n"), ("| Thư điện tử ", "| thu dien tu "))
    swapped = replace(book, sheets=tuple(_shifted(sheet) for sheet in reversed(book.sheets)))
    assert sound(swapped) == sound(workbook())


def _shifted(sheet: Sheet) -> Sheet:
    """The table two rows lower and a column further right, under a title."""
    moved = [
        replace(cell, row=cell.row + 2, column=cell.column + 1) for cell in sheet.cells.values()
    ]
    title = replace(moved[0], row=1, column=1, text="Danh mục")
    return replace(sheet, cells={(cell.row, cell.column): cell for cell in [title, *moved]})


def test_the_fingerprint_is_of_what_forms_show() -> None:
    before = sound(workbook()).fingerprint
    assert len(before) == 16
    for old, new in [("snv@vidu.vn", ""), ("BTCTU", "BNCTU"), ("| Tờ trình ", "| Báo cáo ")]:
        assert sound(changed((old, new))).fingerprint == before
    judged = (*settled("Ngưỡng: vận hành tốt (%) | {90}"), *better(HC04="Tăng"))
    assert sound(changed(*judged)).fingerprint == before
    for old, new in [
        ("| Sở Nội vụ           |", "| Sở Tài chính |"),
        ("Hoàn thiện hồ sơ", "Hoàn thiện"),
        ("{15/8/2025}", "{16/8/2025}"),
        ("16:00 ngày 22", "17:00 ngày 22"),
        ("Hồ sơ tiếp nhận", "Hồ sơ nhận"),
        ("không vượt quá", "bằng"),
    ]:
        assert sound(changed((old, new))).fingerprint != before
