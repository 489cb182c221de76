"""What a window of the desk shows and says, in a real browser: refusals, sentences, small screens, two windows."""

from __future__ import annotations

import os
import re
import threading
import time
from itertools import chain
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from cv183_reports.app import ShowProgress
from cv183_reports.catalogue.closing import CAME_SINCE
from cv183_reports.desk.deeds import DEEDS, Deed, DeedResult, Errand, FileRow, on_the_desk
from cv183_reports.desk.door import OpenDesk
from cv183_reports.model import Period
from cv183_reports.workspace.folder import Workspace
from tests.codes import FAMILIES
from tests.desk_windows import (
    AT_125_PERCENT,
    PATIENCE,
    SEPTEMBER,
    WITHIN_BROWSER,
    Opening,
    browser,
    desk,
    drop,
    folder,
    sent,
    window,
)
from tests.shipped import FIRST_ROW

__all__ = ["browser", "desk", "folder", "sent", "window"]

HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>"
COMMAND = re.compile("cv183-report (?!desk|help|init)[a-z]")
NOT_HERE = {"STN035"}
"""Rules whose remedies name what only commands do."""
IN_SIGHT = """
() => {
  const { top, bottom } = find("#result").getBoundingClientRect();
  return top >= 0 && (bottom <= innerHeight || top < innerHeight / 2);
}
"""


def test_two_windows_see_the_same_and_one_stops_what_the_other_began(
    window: Opening, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(_: Path, __: Errand, progress: ShowProgress) -> DeedResult:
        with progress("Đọc kỳ 2025-09", 1000) as waiting:
            while True:
                waiting.step()
                time.sleep(0.05)

    monkeypatch.setitem(DEEDS, "templates", Deed("Làm biểu mẫu", slow))  # type: ignore[arg-type]
    one, two = window(), window()
    one.page.click("[data-deed='templates']")
    for each in (one, two):
        each.page.wait_for_selector("#work:visible")
        assert each.shown("#work").startswith("Làm biểu mẫu – Đọc kỳ 2025-09")
        assert each.page.locator("[data-deed='templates']").is_disabled()
    one.can_be_read()
    one.page.click("#shut")
    assert "Chưa đóng được" in one.noted()
    two.page.reload()
    two.page.wait_for_selector("#work:visible")
    two.page.click("#stop")
    for each in (one, two):
        each.idle()
        assert "đã dừng" in each.shown("#result-title")
    assert not Workspace(folder).out(Period(2025, 8)).exists()
    assert ["409" in error for error in one.errors] == [True]
    one.errors.clear()


class Held:
    """Receives as the desk does, and lets its work end when it is told to."""

    def __init__(self) -> None:
        self.goes_on = threading.Event()
        self.deed = DEEDS["receive"]

    def __call__(self, root: Path, asked: Errand, progress: ShowProgress) -> DeedResult:
        rows: list[FileRow] = []
        told = self.deed.do(root, replace(asked, seen=rows.append), progress)
        for number, row in enumerate(rows):
            asked.seen(row)
            with progress("Kiểm tra", len(rows)) as waiting:
                waiting.step()
            if number == 0:
                self.goes_on.wait(60)
        return told


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    """Of what is received the first file is shown, the others once it goes on."""
    work = Held()
    monkeypatch.setitem(DEEDS, "receive", Deed(work.deed.title, work))  # type: ignore[arg-type]
    return work


def test_what_is_refused_meanwhile_is_told_beside_what_is_shown(
    window: Opening, sent: Path, held: Held
) -> None:
    """Files dropped, buttons pressed, a page loaded anew while others are received."""
    one = window()
    page = one.page
    page.select_option("#period", "2025-09")
    one.idle("2025-09")
    page.click(".step[data-step='1']")
    page.click("[data-deed='doctor']")
    one.told("doctor")
    page.click(".step[data-step='3']")
    first, second, third, *_ = sorted((sent / "Thư ngày 22-9").iterdir())
    drop(page, "#drop", first, second)
    page.wait_for_selector("table.rows tbody tr")
    drop(page, "#drop", third)
    assert "tệp vừa thả chưa được nhận" in one.noted()
    page.click("#shut")
    page.wait_for_function("() => find('#note').textContent.includes('Chưa đóng được')")
    page.reload()
    page.wait_for_selector("table.rows tbody tr")
    held.goes_on.set()
    assert "ghi sổ 2 tệp" in one.told("receive")
    assert page.locator("table.rows tbody tr").count() == 2
    assert page.locator("#gone").is_hidden()
    assert [error for error in one.errors if "409" not in error] == []
    one.errors.clear()


def test_files_dropped_on_another_step_are_for_it_or_refused(
    window: Opening, folder: Path, sent: Path
) -> None:
    one = window()
    page = one.page
    paper = sent / "đã ký.docx"
    paper.write_bytes((folder / "templates" / "docx" / "tom-tat.docx").read_bytes())
    page.click(".step[data-step='1']")
    drop(page, ".panel[data-panel='1']", paper)
    assert "bước 3" in one.noted()
    page.click(".step[data-step='5']")
    assert page.locator("#note").is_hidden()
    drop(page, ".panel[data-panel='5']", paper)
    page.wait_for_function("() => find('#document').textContent.includes('đã ký.docx')")
    page.click(".step[data-step='6']")
    drop(page, ".panel[data-panel='6']", paper)
    page.wait_for_function("() => find('#signed').textContent.includes('đã ký.docx')")


def test_nothing_is_explained_where_nothing_was_asked(window: Opening) -> None:
    one = window()
    one.page.click(".step[data-step='5']")
    one.page.fill("#place", "  ")
    one.page.click("[data-deed='explain']")
    assert "Ghi chỗ cần xem" in one.noted()


def test_what_was_ticked_for_one_drop_is_not_for_the_next(
    window: Opening, folder: Path, sent: Path
) -> None:
    one = window()
    page = one.page
    page.select_option("#period", "2025-08")
    one.idle("2025-08")
    page.click(".step[data-step='3']")
    file = min((sent / "Thư ngày 22-9").iterdir())
    page.check("#trial")
    drop(page, "#drop", file)
    assert "bỏ đánh dấu “Chỉ xem trước”" in one.told("trial")
    page.uncheck("#trial")
    page.check("#keep")
    drop(page, "#drop", file)
    assert "ghi sổ 1 tệp" in one.told("receive")
    assert Workspace(folder).ledger(Period(2025, 8)).exists()
    assert not page.is_checked("#keep")


def test_what_the_browser_refuses_is_told_in_vietnamese(window: Opening) -> None:
    one = window()
    one.page.evaluate(
        """() => tell(async () => {
            const refused = { isFile: true, file: (_, no) => no(new DOMException("gone", "NotFoundError")) };
            await dropped({ items: [{ webkitGetAsEntry: () => refused }], files: [] });
        })"""
    )
    assert "Không đọc được tệp hoặc thư mục vừa thả" in one.noted()


def test_a_double_click_is_one_click(window: Opening) -> None:
    one = window()
    one.page.dblclick("[data-deed='doctor']")
    one.told("doctor")
    assert one.page.locator("#note").is_hidden()


def test_on_a_small_screen_what_came_of_it_is_in_sight(window: Opening) -> None:
    one = window(WITHIN_BROWSER)
    page = one.page
    page.click(".step[data-step='5']")
    page.fill("#place", "HC02")
    page.press("#place", "Enter")
    one.told("explain")
    page.wait_for_function(IN_SIGHT)


def test_what_a_sentence_tells_to_type_is_a_button(window: Opening) -> None:
    """Of the whole catalogue; what is left is no work of the desk."""
    one = window()
    told = {
        "at": "2025-08-22T09:00",
        "period": "2025-08",
        "before": "2025-08",
        "file": "a “b”, c.xlsx",
        "path": "D:\\Thư 1",
    }
    left: dict[str, str] = {}
    for rule in chain.from_iterable(FAMILIES.values()):
        text = on_the_desk(rule.remedy)
        for name, value in told.items():
            text = text.replace(f"{{{name}}}", value)
        text = one.page.evaluate(
            "(text) => worded(text).map((part) => typeof part === 'string' ? part : '').join('')",
            text,
        )
        left |= {rule.code: text} if COMMAND.search(text) else {}
    assert left.keys() == NOT_HERE


def test_a_file_is_decided_about_from_a_sentence(window: Opening, folder: Path) -> None:
    """From those about files of other months, too."""
    one = window()
    page = one.page
    page.select_option("#period", "2025-09")
    one.idle("2025-09")
    page.evaluate(
        """() => result = null || find("#trouble").replaceChildren(...worded(
            'Chạy: cv183-report receive 2025-08 --set-aside "a, b.xlsx" --reason "gửi nhầm"; '
            + 'xem cv183-report explain 2025-08 III dòng 1. Rồi cv183-report close 2025-08 --signed TỆP.'
        ))"""
    )
    assert one.shown("#trouble") == (
        "Bấm: Để riêng tệp này (tháng 8 năm 2025); xem Xem từ đâu ra (tháng 8 năm 2025). "
        "Rồi Chốt số liệu (bước 6, tháng 8 năm 2025)."
    )
    page.click("#trouble button >> nth=0")
    page.wait_for_selector("dialog[open]")
    assert "«a, b.xlsx»" in one.shown("#ask-text")
    assert page.input_value("#ask-reason") == "gửi nhầm"
    page.click("#yes")
    assert "a, b.xlsx" in one.told("set-aside")
    assert one.shown("#name") == "Tháng 8 năm 2025"
    assert not Workspace(folder).ledger(Period(2025, 8)).exists()


def test_a_month_is_closed_as_of_when_its_papers_were_made(window: Opening, folder: Path) -> None:
    """Where the sentence about files that came since says so; a reason serves one closing alone."""
    out = Workspace(folder).out(SEPTEMBER)
    out.mkdir(parents=True)
    (out / "bao-cao-thang-2025-09.docx").write_bytes(b"x")
    one = window()
    page = one.page
    sentence = CAME_SINCE.remedy.format(period=SEPTEMBER, at="2025-09-22T16:01")
    page.evaluate("(text) => { find('#trouble').replaceChildren(...worded(text)); }", sentence)
    page.click("#trouble button")
    assert "Chưa chọn tệp nào" in one.noted()
    page.check("#signed input")
    page.click("#trouble button")
    page.wait_for_selector("dialog[open]")
    assert "bao-cao-thang-2025-09.docx" in one.shown("#ask-text")
    with page.expect_request("**/do/close") as request:
        page.click("#yes")
    told = request.value.post_data_json
    assert (told["as_of"], told["period"]) == ("2025-09-22T16:01", "2025-09")
    one.told("close")


def test_on_paper_and_in_high_contrast_it_can_be_read(window: Opening) -> None:
    one = window()
    page = one.page
    page.click("[data-deed='doctor']")
    one.told("doctor")
    page.emulate_media(media="print")
    assert page.locator("#result-title").is_visible()
    assert [page.locator(each).first.is_visible() for each in ("#steps", "button", "select")] == [False] * 3  # fmt: skip
    assert page.evaluate("getComputedStyle(find('h1')).color") != "rgb(255, 255, 255)"
    page.emulate_media(media="screen", forced_colors="active")
    outlines = "(s) => getComputedStyle(find(s)).outlineStyle"
    current, other = ".step[aria-current]", ".step:not([aria-current])"
    assert [page.evaluate(outlines, each) for each in (current, other)] == ["solid", "none"]
    page.click(".step[data-step='3']")
    assert page.get_by_role("button", name="Mở thư mục thư đôn đốc").is_visible()


def test_of_several_versions_the_newest_is_meant(window: Opening, folder: Path) -> None:
    out = Workspace(folder).out(SEPTEMBER)
    out.mkdir(parents=True)
    for name, at in (("bao-cao-thang-2025-09", 1), ("tom-tat-2025-09", 2)):
        (out / f"{name}.docx").write_bytes(b"x")
        os.utime(out / f"{name}.docx", (at, at))
    one = window()
    page = one.page
    page.select_option("#period", "2025-09")
    one.idle("2025-09")
    page.wait_for_function("() => find('#document').value === 'bao-cao-thang-2025-09.docx'")
    merged = "bao-cao-thang-2025-09 (bản đã ghép).docx"
    (out / merged).write_bytes(b"y")
    page.evaluate("() => poll()")
    page.wait_for_function("(merged) => find('#document').value === merged", arg=merged)


def test_what_was_mended_in_excel_is_looked_at_again(window: Opening, folder: Path) -> None:
    """At the button that says so, by loading the page anew, and when somebody comes back to the window."""
    one = window()
    page = one.page
    register = folder / "data" / "danh-muc.xlsx"
    sound = register.read_bytes()
    for mended in (
        lambda: page.click("text=Đã sửa xong, xem lại"),
        page.reload,
        lambda: page.evaluate("() => { looked = 0; window.dispatchEvent(new Event('focus')); }"),
    ):
        register.write_bytes(b"x")
        page.evaluate("() => lookAgain()")
        page.wait_for_selector("#trouble table")
        assert page.locator("#trouble [data-open='data']").is_visible()
        register.write_bytes(sound)
        mended()
        page.wait_for_selector("#trouble table", state="detached", timeout=PATIENCE)
        one.idle()


def test_back_leads_to_the_step_before_not_off_the_desk(window: Opening) -> None:
    page = window().page
    for step in ("3", "5"):
        page.click(f".step[data-step='{step}']")
    page.go_back()
    page.wait_for_selector(".panel[data-panel='3']:visible")
    assert page.locator(".step[aria-current]").get_attribute("data-step") == "3"
    page.go_forward()
    page.wait_for_selector(".panel[data-panel='5']:visible")


def test_too_much_is_refused_before_it_is_read(window: Opening, desk: OpenDesk) -> None:
    one = window()
    one.page.click(".step[data-step='3']")
    for files, said in (
        ("Array(10000).fill({name: 'a.xlsx', size: 1})", "nhiều nhất 3000 tệp"),
        ("[{name: 'b.zip', size: 3 * 2 ** 30}]", "b.zip: Tệp nặng quá 512 MB"),
        ("[]", "Chưa chọn tệp nào"),
    ):
        one.page.evaluate(f"() => tell(() => receive({files}))")
        assert said in one.noted()
    assert desk.state.parcels._parcels == {}


def test_what_is_examined_tried_and_explained_by_keyboard(
    window: Opening, folder: Path, sent: Path
) -> None:
    one = window(AT_125_PERCENT)
    page, keyboard = one.page, one.page.keyboard
    page.select_option("#period", "2025-09")
    one.idle("2025-09")
    one.press("[data-deed='doctor']")
    assert "Quyền ghi: data, out" in one.told("doctor")

    page.evaluate("document.activeElement.blur()")
    one.press(".step[data-step='3']")
    one.press("#trial", "Space")
    drop(page, "#drop", sent / "Thư ngày 22-9")
    told = one.told("trial")
    assert "Xem trước: chưa ghi gì" in told
    assert "có lỗi phải sửa" in told
    assert page.locator("#result table.rows button", has_text="Để riêng").count() == 0
    assert not Workspace(folder).ledger(SEPTEMBER).exists()
    one.can_be_read()
    page.uncheck("#trial")
    drop(page, "#drop", sent / "Thư ngày 22-9")
    one.told("receive")
    assert Workspace(folder).ledger(SEPTEMBER).exists()

    page.evaluate("document.activeElement.blur()")
    one.press(".step[data-step='5']")
    one.reach("#place")
    keyboard.type("HC02")
    keyboard.press("Enter")
    assert "Cách tính: HC02." in one.told("explain")
    assert page.locator("#result details li:visible").count() == 0
    one.press("#result summary", "Space")
    assert "Số liệu!F" in page.locator("#result details li:visible").first.inner_text()
    one.can_be_read()
    page.fill("#place", HOSTILE)
    page.press("#place", "Enter")
    assert HOSTILE[:20] in one.told("explain")
    assert "Hỏi được: một đoạn" in one.shown("#live")
    assert page.locator("#result img, #result script").count() == 0


def test_texts_are_shown_as_they_are(window: Opening, folder: Path, tmp_path: Path) -> None:
    """Of the register, of a file, of its name: none becomes markup."""
    register = folder / "data" / "danh-muc.xlsx"
    book = openpyxl.load_workbook(register)
    sheet = book["Đơn vị"]
    heads = {cell.value: cell.column for cell in sheet[FIRST_ROW - 1]}
    for row in range(FIRST_ROW, sheet.max_row + 1):
        if str(sheet.cell(row, 1).value) == "11329":
            sheet.cell(row, heads["Tên ngắn"]).value = HOSTILE
    book.save(register)
    one = window()
    one.page.click("[data-deed='templates']")
    one.told("templates")
    form = next(path for path in folder.rglob("*.xlsx") if path.name.startswith("11329"))
    filled = openpyxl.load_workbook(form)
    filled["Báo cáo"]["H6"].value = HOSTILE
    filled["Báo cáo"]["I6"].value = 'cv183-report receive 2025-08 --take "x"'
    came = tmp_path / "11329 <b>&amp;.xlsx"
    filled.save(came)
    one.page.click(".step[data-step='3']")
    drop(one.page, "#drop", came)
    told = one.told("receive")
    assert HOSTILE in told
    assert told.count("<img src=x onerror=alert(1)>") >= 2
    assert one.page.locator("img, #result script").count() == 0
    assert "--take" in told
    assert one.page.locator("#result button", has_text="Tính tệp này").count() == 0


def test_a_desk_that_is_gone_is_told(window: Opening, desk: OpenDesk) -> None:
    one = window()
    desk.close()
    one.page.wait_for_selector("#gone:visible", timeout=PATIENCE)
    assert "Bàn làm việc đã đóng" in one.shown("#gone")
    assert all("ERR_CONNECTION_REFUSED" in error for error in one.errors)
    one.errors.clear()
