"""A sample month lived on the desk in a real browser: once by mouse, once by keyboard."""

from __future__ import annotations

from pathlib import Path

from cv183_reports.desk.door import OpenDesk
from cv183_reports.intake.ledger import read_ledger
from cv183_reports.workspace.folder import Workspace
from tests.desk_windows import (
    AT_125_PERCENT,
    SEPTEMBER,
    UNITS,
    Opening,
    browser,
    desk,
    drop,
    folder,
    sent,
    window,
)

__all__ = ["browser", "desk", "folder", "sent", "window"]

MONTH = ("✓ Biểu mẫu", "✓ Gửi biểu mẫu", "✓ Báo cáo gửi về", "✓ Văn bản", "✓ Soát, ký", "✓ Gửi đi, chốt")  # fmt: skip
_SETTLED = 300
"""Milliseconds after which a click no longer hits the frame, a process of its own, where it was before a scroll."""


def test_a_month_by_mouse(window: Opening, desk: OpenDesk, folder: Path, sent: Path) -> None:
    one = window()
    page = one.page
    assert desk.address.token not in page.url
    page.select_option("#period", "2025-09")
    one.idle("2025-09")
    assert one.shown("#name") == "Tháng 9 năm 2025"
    assert one.shown("#next") == "Làm biểu mẫu cho các đơn vị"
    one.can_be_read()

    page.click("[data-deed='templates']")
    assert f"{len(UNITS)} biểu mẫu" in one.told("templates")
    page.click("#go")
    page.click("[data-deed='mail-templates']")
    assert f"{len(UNITS)} thư nháp" in one.told("mail-templates")

    page.click(".step[data-step='3']")
    one.can_be_read()
    drop(page, "#drop", sent / "Thư ngày 22-9")
    told = one.told("receive")
    ledger = read_ledger(Workspace(folder).ledger(SEPTEMBER))
    assert len(ledger.bookings) == len(list((sent / "Thư ngày 22-9").iterdir()))
    assert {booking.received.date().month for booking in ledger.bookings if booking.received} == {9}
    assert "có lỗi phải sửa" in told
    assert one.shown("#mark") == "SỐ LIỆU MINH HỌA"
    assert page.locator("table.rows tbody tr").count() == len(ledger.bookings)
    page.select_option("#verdicts", index=1)
    assert page.locator("table.rows tbody tr:visible").count() < len(ledger.bookings)
    one.can_be_read()
    page.click("[data-deed='mail-returns']")
    assert "thư nháp" in one.told("mail-returns")

    page.click(".step[data-step='4']")
    page.click("[data-deed='build']")
    page.reload()
    told = one.told("build")
    assert page.url.endswith("#buoc-4")
    assert "bao-cao-thang-2025-09.docx ghi mới" in told
    assert "SỐ LIỆU MINH HỌA" in told

    page.click("#go")
    page.click("[data-deed='verify']")
    assert "không có chỗ nào khác số liệu" in one.told("verify")
    page.click("[data-deed='lint']")
    assert "không có lỗi, cảnh báo" in one.told("lint")
    one.can_be_read()

    page.click(".step[data-step='0']")
    frame = page.frame_locator("#overview")
    frame.locator("tr[data-unit='11329'] th").click()
    assert "Ngô Quyền" in frame.locator("#panel-title").inner_text()

    assert one.shown("#next") == "Soạn thư gửi báo cáo"
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(_SETTLED)
    page.click("#go")
    page.click("[data-deed='mail-reports']")
    assert "thư nháp" in one.told("mail-reports")
    page.check("#signed input[value='bao-cao-thang-2025-09.docx']")
    page.click("[data-deed='close']")
    one.can_be_read()
    page.click("dialog button[value='no']")
    assert not Workspace(folder).closing(SEPTEMBER).exists()
    page.click("[data-deed='close']")
    page.click("#yes")
    assert "Đã chốt kỳ 2025-09" in one.told("close")
    assert one.stages == MONTH
    assert Workspace(folder).closing(SEPTEMBER).is_file()
    one.can_be_read()
    page.click(".step[data-step='4']")
    page.click("[data-deed='build']")
    one.told("build")
    assert page.locator("#result [data-open='out-after-closing']").count() == 1
    page.click(".step[data-step='6']")
    page.click("#following")
    one.idle("2025-10")
    assert one.shown("#name") == "Tháng 10 năm 2025"
    page.click("#shut")
    page.wait_for_selector("#gone:visible")
    assert desk.state.closing.is_set()


def test_a_month_by_keyboard(window: Opening, desk: OpenDesk, folder: Path, sent: Path) -> None:
    one = window(AT_125_PERCENT)
    page, keyboard = one.page, one.page.keyboard
    one.reach("#period")
    keyboard.type("Tháng 9 năm 2025")
    keyboard.press("Enter")
    one.idle("2025-09")
    one.press("[data-deed='templates']")
    assert f"{len(UNITS)} biểu mẫu" in one.told("templates")

    page.evaluate("document.activeElement.blur()")
    one.press(".step[data-step='3']", "Space")
    with page.expect_file_chooser() as chooser:
        one.press("[data-pick='files']")
    files = sorted((sent / "Thư ngày 22-9").iterdir())
    chooser.value.set_files(files)
    assert f"ghi sổ {len(files)} tệp" in one.told("receive")
    one.press("#verdicts")
    one.can_be_read()

    page.evaluate("document.activeElement.blur()")
    one.press("#go")
    assert page.evaluate("document.activeElement.textContent") == "Bước 4. Văn bản"
    one.press("[data-deed='build']", "Space")
    one.told("build")
    page.evaluate("document.activeElement.blur()")
    one.press("#go")
    one.press("[data-deed='verify']")
    assert "không có chỗ nào khác số liệu" in one.told("verify")
    with page.expect_file_chooser() as chooser:
        page.evaluate("document.activeElement.blur()")
        one.press("[data-pick='other']")
    chooser.value.set_files(Workspace(folder).out(SEPTEMBER) / "tom-tat-2025-09.docx")
    one.press("[data-deed='lint']")
    assert "tom-tat-2025-09.docx: không có lỗi, cảnh báo" in one.told("lint")
    page.evaluate("document.activeElement.blur()")
    one.press("#go")
    one.press("[data-deed='mail-reports']")
    one.told("mail-reports")
    one.press("#signed input", "Space")
    one.press("[data-deed='close']")
    keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.deed") == "close"
    keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "yes"
    keyboard.press("Enter")
    assert "Đã chốt kỳ 2025-09" in one.told("close")
    one.press("[data-deed='reopen']")
    keyboard.type("  ")
    keyboard.press("Enter")
    assert page.locator("dialog[open]").count() == 1
    keyboard.type("Sửa số")
    keyboard.press("Enter")
    assert "Đã mở lại kỳ 2025-09" in one.told("reopen")
    assert "✓ Văn bản" in one.stages
    page.evaluate("document.activeElement.blur()")
    one.press("#shut")
    page.wait_for_selector("#gone:visible")
    assert desk.state.closing.is_set()
