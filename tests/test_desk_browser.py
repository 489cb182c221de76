"""A sample month lived on the desk in a real browser: once by mouse, once by keyboard; nothing leaves this machine."""

from __future__ import annotations

import os
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from msgspec import Struct, field
from msgspec.structs import replace
from playwright.sync_api import Browser, Page, Route

from cv183_reports.app import ShowProgress
from cv183_reports.app.opening import lay_folder
from cv183_reports.desk.deeds import DEEDS, Deed, DeedResult, Errand, FileRow
from cv183_reports.desk.door import OpenDesk
from cv183_reports.intake.ledger import read_ledger
from cv183_reports.model import LOCAL, Period
from cv183_reports.sample.month import sample_month
from cv183_reports.workspace.folder import Workspace
from tests.browsers import CONTRASTS, browser
from tests.shipped import FIRST_ROW, NAMED, keep_rows, register_at

__all__ = ["browser"]

SEPTEMBER = Period(2025, 9)
UNITS = ("10507", "10903", "11329", "11383", *NAMED)
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>"
SMALL = {"width": 1024, "height": 700}
AT_125_PERCENT = {"width": 1093, "height": 614}
"""What a screen of 1366 × 768 has left."""
WITHIN_BROWSER = {"width": 1093, "height": 500}
"""The same, without what the browser itself takes."""
IN_SIGHT = """
() => {
  const { top, bottom } = find("#result").getBoundingClientRect();
  return top >= 0 && (bottom <= innerHeight || top < innerHeight / 2);
}
"""
MONTH = ("✓ Biểu mẫu", "✓ Gửi biểu mẫu", "✓ Báo cáo gửi về", "✓ Văn bản", "✓ Soát, ký", "✓ Gửi đi, chốt")  # fmt: skip
_PATIENCE = 60_000
_MOST_TABS = 60
_SETTLED = 300
"""Milliseconds after which a click no longer hits the frame, a process of its own, where it was before a scroll."""


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the units of a small sample month sent, in a folder beside their register."""
    root = tmp_path_factory.mktemp("gửi về")
    lay_folder(root / "CV 183")
    register = root / "CV 183" / "data" / "danh-muc.xlsx"
    keep_rows(register, {"Đơn vị": UNITS})
    came = root / "Thư ngày 22-9"
    came.mkdir()
    with zipfile.ZipFile(BytesIO(sample_month(register_at(register), SEPTEMBER))) as archive:
        for entry in archive.infolist():
            path = came / entry.filename
            path.write_bytes(archive.read(entry))
            stamp = datetime(*entry.date_time, tzinfo=LOCAL).timestamp()  # type: ignore[misc]
            os.utime(path, (stamp, stamp))
    return root


@pytest.fixture
def folder(sent: Path, tmp_path: Path) -> Path:
    """What `init` lays, with a register of few units, after a month to which nobody sent anything."""
    root = tmp_path / "Ban Tổ chức – tháng 9"
    lay_folder(root)
    (root / "data" / "danh-muc.xlsx").write_bytes(
        (sent / "CV 183" / "data" / "danh-muc.xlsx").read_bytes()
    )
    (root / "data" / "2025-08").mkdir()
    return root


class Window(Struct):
    """One window of the desk, and everything that must not happen in it."""

    page: Page
    left: list[str] = field(default_factory=list)
    """Requests to anywhere else."""
    errors: list[str] = field(default_factory=list)

    def idle(self, period: str = "") -> None:
        """Waits until nothing is under way, and the month read; with `period` that one."""
        self.page.wait_for_function(
            "(period) => last && last.month && !last.under && uploading === null"
            " && (!period || last.period === period)",
            arg=period,
            timeout=_PATIENCE,
        )

    def shown(self, selector: str) -> str:
        return " ".join(self.page.locator(selector).inner_text().split())

    def told(self, deed: str) -> str:
        """The result of that button, once it is there."""
        self.page.wait_for_function(
            "(deed) => result && result.deed === deed && last && !last.under",
            arg=deed,
            timeout=_PATIENCE,
        )
        self.page.evaluate("() => { const it = result; result = null; window.before = it; }")
        return self.shown("#result")

    def noted(self) -> str:
        """Why nothing was done, once it is told; in sight."""
        self.page.wait_for_selector("#note:visible")
        box = self.page.locator("#note").bounding_box()
        assert box is not None
        assert 0 <= box["y"] <= self.page.evaluate("innerHeight") - box["height"]
        assert self.shown("#note").startswith("Chưa làm được. ")
        return self.shown("#note")

    def can_be_read(self) -> None:
        """In good contrast, nothing beside the screen."""
        assert self.page.evaluate(CONTRASTS) == {}
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    def reach(self, selector: str) -> None:
        """By the Tab key alone; where it stops the focus is in sight."""
        for _ in range(_MOST_TABS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("(s) => document.activeElement.matches(s)", selector):
                outline = self.page.evaluate(
                    "getComputedStyle(document.activeElement).outlineStyle"
                )
                assert outline == "solid"
                return
        pytest.fail(f"no Tab leads to {selector}")

    def press(self, selector: str, key: str = "Enter") -> None:
        self.reach(selector)
        self.page.keyboard.press(key)

    @property
    def stages(self) -> tuple[str, ...]:
        ranks = self.page.locator(".step .rank").all_inner_texts()
        titles = self.page.locator(".step .title").all_inner_texts()
        return tuple(f"{rank} {title}" for rank, title in zip(ranks, titles, strict=True))[:6]


Opening = Callable[..., Window]


@pytest.fixture
def desk(folder: Path) -> Iterator[OpenDesk]:
    opened = OpenDesk(folder)
    yield opened
    opened.close()


@pytest.fixture
def window(browser: Browser, desk: OpenDesk) -> Iterator[Opening]:
    """Opens windows; at the end nothing went elsewhere, nothing complained."""
    opened: list[Window] = []
    with ExitStack() as contexts:

        def open_window(size: dict[str, int] = SMALL) -> Window:
            context = browser.new_context(viewport=size)  # type: ignore[arg-type]
            contexts.callback(context.close)
            found = Window(context.new_page())
            opened.append(found)

            def gate(route: Route) -> None:
                if not route.request.url.startswith(f"http://127.0.0.1:{desk.address.port}/"):
                    found.left.append(route.request.url)
                route.continue_()

            found.page.route("**/*", gate)
            found.page.on("console", lambda message: found.errors.append(message.text))
            found.page.on("pageerror", lambda error: found.errors.append(str(error)))
            found.page.goto(desk.address.url)
            found.idle()
            return found

        yield open_window
        for each in opened:
            assert (each.left, each.errors) == ([], [])


def drop(page: Page, selector: str, *paths: Path) -> None:
    """Drags files or folders of the machine onto an element, as a file manager does."""
    box = page.locator(selector).bounding_box()
    assert box is not None
    line = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
        line.send(
            "Input.dispatchDragEvent",
            {"type": kind, "x": box["x"] + 20, "y": box["y"] + 20, "data": data},
        )
    line.detach()


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
    came = tmp_path / "11329 <b>&amp;.xlsx"
    filled.save(came)
    one.page.click(".step[data-step='3']")
    drop(one.page, "#drop", came)
    told = one.told("receive")
    assert HOSTILE in told
    assert told.count("<img src=x onerror=alert(1)>") >= 2
    assert one.page.locator("img, #result script").count() == 0


def test_a_desk_that_is_gone_is_told(window: Opening, desk: OpenDesk) -> None:
    one = window()
    desk.close()
    one.page.wait_for_selector("#gone:visible", timeout=_PATIENCE)
    assert "Bàn làm việc đã đóng" in one.shown("#gone")
    assert all("ERR_CONNECTION_REFUSED" in error for error in one.errors)
    one.errors.clear()
