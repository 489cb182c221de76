"""The page of the month in a real browser: nothing is fetched, and all of it is done by keyboard, filter and click."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec import Struct, field
from msgspec.structs import replace
from playwright.sync_api import Browser, Page, Route

from cv183_reports.consolidation.consolidate import consolidate
from cv183_reports.consolidation.progress import point_of
from cv183_reports.model.consolidated import Consolidated
from cv183_reports.overview.page import OVERVIEW_FILE, write_page
from tests.browsers import CONTRASTS, browser
from tests.months import CUT_OFF, SEPTEMBER, filing, record, register
from tests.summary_cases import september

__all__ = ["browser"]

HOSTILE = "</script><img src=x onerror=alert(1)>{{ 7*7 }}"
SMALL = {"width": 1280, "height": 800}
WIDE = {"width": 1920, "height": 1080}


class Watched(Struct):
    """A page, and everything that must not happen on it."""

    page: Page
    requests: list[str] = field(default_factory=list)
    """Besides the page itself."""
    errors: list[str] = field(default_factory=list)

    def texts(self, selector: str) -> list[str]:
        """Of what is in sight."""
        found = self.page.locator(selector).locator("visible=true").all_inner_texts()
        return [" ".join(text.split()) for text in found]

    def focused(self) -> str:
        """Unit and column of the cell that has the focus; else the name of the element."""
        found: str = self.page.evaluate(
            "() => { const a = document.activeElement, row = a.closest('tr[data-unit]');"
            " return row ? `${row.dataset.unit} ${a.cellIndex}` : a.id || a.tagName; }"
        )
        return found

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)


Opening = Callable[..., Watched]


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opening]:
    """Opens a page as a file; at the end nothing was fetched, nothing complained of."""
    watched: list[Watched] = []

    def watch(source: Path | Consolidated, size: dict[str, int] = SMALL) -> Watched:
        path = source if isinstance(source, Path) else tmp_path / OVERVIEW_FILE
        if isinstance(source, Consolidated):
            path.write_bytes(write_page(source, (point_of(source),)))
        page = browser.new_page(viewport=size)  # type: ignore[arg-type]
        found = Watched(page)
        watched.append(found)

        def gate(route: Route) -> None:
            if route.request.url == path.as_uri():
                route.continue_()
            else:
                found.requests.append(route.request.url)
                route.abort()

        page.route("**/*", gate)
        page.on("console", lambda message: found.errors.append(message.text))
        page.on("pageerror", lambda error: found.errors.append(str(error)))
        page.on("dialog", lambda dialog: found.errors.append(dialog.message))
        page.goto(path.as_uri())
        return found

    yield watch
    for each in watched:
        assert (each.requests, each.errors) == ([], [])
        each.page.close()


@pytest.fixture
def month(built: Path, opened: Opening) -> Watched:
    """The shipped month, all 142 units."""
    return opened(built / "out" / "2025-09" / OVERVIEW_FILE)


def officers() -> Consolidated:
    """A small month in which two officers look after units."""
    known = register()
    names = ("Lê Đức Anh", "Phạm Thị Ý", "Phạm Thị Ý", "")
    told = zip(known.units, names, strict=True)
    units = tuple(replace(unit, officer=name, phone="0912 345 678") for unit, name in told)
    came = filing("10888", record("10888", "1.1"))
    named = replace(known, units=units)
    return consolidate(named, SEPTEMBER, (came,), as_of=CUT_OFF, unreadable={})


def test_a_search_without_accents_finds_units(month: Watched) -> None:
    assert month.texts("#shown") == ["Đang hiện 142/142 đơn vị"]
    month.press("/")
    assert month.focused() == "search"
    month.page.keyboard.type("thuy nguyen")
    assert month.texts("tr[data-unit] th") == ["Phường Thủy Nguyên"]
    assert month.texts("tr.group") == ["Cấp ủy cấp xã: 114 đơn vị, 107 đã gửi"]
    month.page.fill("#search", "THUỶ NGUYÊN")
    assert month.texts("#shown") == ["Đang hiện 1/142 đơn vị"]
    month.page.fill("#search", "không có đâu")
    assert month.texts("#nothing") == ["Không có đơn vị nào hợp với điều kiện lọc."]
    month.page.fill("#search", "")
    assert month.texts("#nothing") == []
    assert month.texts("#shown") == ["Đang hiện 142/142 đơn vị"]


def test_filters_go_together(month: Watched) -> None:
    page = month.page
    page.check("#owing")
    assert month.texts("#shown") == ["Đang hiện 13/142 đơn vị"]
    page.locator("#group").select_option(index=1)
    assert month.texts("tr[data-unit]") == []
    page.uncheck("#owing")
    assert month.texts("#shown") == ["Đang hiện 5/142 đơn vị"]
    page.locator("#group").select_option("")
    page.click(".key[data-look='s-overdue']")
    hits = page.locator("td.hit").count()
    assert f"quá hạn {hits}" in month.texts(".key[aria-pressed='true']")[0]
    assert all("!" in row for row in month.texts("tr[data-unit]"))
    page.click(".key[data-look='s-overdue']")
    assert page.locator("td.hit").count() == 0


def test_units_of_one_officer(opened: Opening) -> None:
    small = opened(officers())
    assert small.texts("#officer option") in ([], ["Tất cả", "Lê Đức Anh", "Phạm Thị Ý"])
    small.page.locator("#officer").select_option("Phạm Thị Ý")
    assert small.texts("tr[data-unit] th") == ["Xã Cẩm Giang", "Xã Cẩm Giàng"]
    small.page.fill("#search", "pham thi i")
    assert small.texts("#shown") == ["Đang hiện 2/4 đơn vị"]


def test_a_click_tells_the_answer_with_file_and_cell(month: Watched) -> None:
    cell = month.page.locator("tr[data-unit='11560'] td").nth(3)
    cell.click()
    assert month.texts("#panel-title") == ["Đảng ủy phường Thủy Nguyên"]
    assert month.texts("#panel-under") == ["1.3: ý (3), mục 1"]
    told = dict(zip(month.texts("#panel dt"), month.texts("#panel dd"), strict=True))
    assert told["Trạng thái"] == "Hoàn thành"
    assert "11560" in told["Tệp, ô"]
    assert ".xlsx · Báo cáo!" in told["Tệp, ô"]
    month.page.click("text=Xem cả đơn vị")
    assert month.texts("#panel .state") == ["Đúng hạn"]
    assert len(month.texts("#panel .tasks li")) == 6
    month.page.click("#close")
    assert month.texts("#panel") == []
    assert month.focused() == "11560 4"


def test_a_faulty_row_tells_what_is_wrong_and_what_to_do(month: Watched) -> None:
    month.page.locator("tr[data-unit='10532'] td.s-faulty").click()
    (point,) = month.texts("#panel .points li")
    assert "«khoảng 80%»" in point
    assert "Báo cáo!I6" in point
    month.press("Escape")
    month.page.locator("summary").click()
    month.page.locator(".calls .link", has_text="An Biên").click()
    assert month.texts("#panel .state") == ["Chưa gửi"]


def test_everything_is_done_by_keyboard(month: Watched) -> None:
    month.press("/", "Tab", "Tab", "Tab")
    while month.focused() == "BUTTON":
        month.press("Tab")
    first = month.focused()
    assert first.endswith(" 0")
    month.press("ArrowRight", "ArrowRight", "ArrowRight")
    assert month.focused() == first.replace(" 0", " 3")
    month.press("ArrowDown", "ArrowUp", "ArrowLeft", "Enter")
    assert month.page.locator("#panel").is_visible()
    assert month.texts("#panel-under")[0].startswith("1.1: ")
    assert month.focused() == "close"
    month.press("Tab", "Tab", "Tab")
    assert month.page.evaluate("document.activeElement.closest('tr[data-unit]')") is None
    month.press("Escape")
    assert month.page.locator("#panel").is_hidden()
    assert month.focused() == first.replace(" 0", " 2")
    month.press("Home", "Enter")
    assert len(month.texts("#panel .tasks li")) >= 4
    month.press("Escape", "Control+End")
    assert month.focused().endswith(" 25")
    assert month.page.locator("#map tr[data-unit]").last.evaluate(
        "e => e.contains(document.activeElement)"
    )
    month.press("Control+Home", "PageDown", "End", "ArrowDown", "ArrowRight")
    assert month.focused().endswith(" 25")
    assert month.page.locator("#map [tabindex='0']").count() == 1


def test_a_cell_is_in_sight_beneath_the_heads_when_it_has_the_focus(month: Watched) -> None:
    month.page.locator("tr[data-unit] th").nth(40).click()
    month.press("Escape", *["ArrowUp"] * 36)
    covered = month.page.evaluate(
        "() => { const a = document.activeElement.getBoundingClientRect();"
        " return document.elementFromPoint(a.left + 8, a.top + 4) !== document.activeElement; }"
    )
    assert covered is False


def test_heads_and_names_stay_when_the_map_is_scrolled(month: Watched) -> None:
    month.page.set_viewport_size({"width": 800, "height": 600})
    frame = month.page.locator(".map")
    frame.evaluate("e => { e.scrollTop = 900; e.scrollLeft = 400; }")
    around, head = frame.bounding_box(), month.page.locator("thead th.unit").bounding_box()
    name = month.page.locator("tr[data-unit='11560'] th").bounding_box()
    assert around
    assert head
    assert name
    assert (head["y"], name["x"]) == (pytest.approx(around["y"] + 1, abs=1.5), around["x"])


def test_nothing_runs_over_the_edge_of_a_narrow_screen(month: Watched) -> None:
    month.page.set_viewport_size({"width": 400, "height": 800})
    assert month.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    name = month.page.locator("tr[data-unit='11560'] th").bounding_box()
    assert name
    assert name["width"] < 400 / 2


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["1280", "1920"])
def test_what_is_painted_can_be_read(built: Path, opened: Opening, size: dict[str, int]) -> None:
    month = opened(built / "out" / "2025-09" / OVERVIEW_FILE, size)
    assert month.page.evaluate(CONTRASTS) == {}
    assert month.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    month.page.locator("summary").click()
    month.page.click(".key[data-look='s-done-late']")
    month.page.locator("td.hit").first.click()
    assert month.page.evaluate(CONTRASTS) == {}


def test_on_paper_the_table_is_whole_and_the_tools_are_gone(month: Watched) -> None:
    page = month.page
    page.locator("tr[data-unit='11560'] td").nth(3).click()
    page.emulate_media(media="print")
    assert month.texts("#panel, .tools, .calls") == []
    assert len(month.texts("tr[data-unit] th")) == 142
    assert len(month.texts(".key")) == 13
    assert page.evaluate("getComputedStyle(document.querySelector('.map')).overflowY") == "visible"
    assert page.evaluate(CONTRASTS) == {}
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.count(b"/Type /Page\n") in range(2, 5)
    assert b"1190" in pdf or b"1191" in pdf


def test_texts_of_units_are_shown_as_they_are(opened: Opening) -> None:
    said = filing("10888", record("10888", "1.1", result=HOSTILE, evidence=HOSTILE))
    known = register()
    units = tuple(replace(unit, short_name=HOSTILE, name=HOSTILE) for unit in known.units)
    now = consolidate(replace(known, units=units), SEPTEMBER, (said,), as_of=CUT_OFF, unreadable={})
    small = opened(now)
    small.page.locator("tr[data-unit='10888'] td").nth(1).click()
    assert small.texts("#panel-title") == [HOSTILE]
    assert HOSTILE in small.texts("#panel dd")
    assert small.page.locator("img").count() == 0


@pytest.mark.parametrize(
    "tried",
    [
        "fetch('http://127.0.0.1:9/').catch(String)",
        "document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.1:9/a.png'}))",
        "document.body.append(Object.assign(document.createElement('script'), {text: 'x = 1'}))",
        "document.body.insertAdjacentHTML('beforeend', '<i onclick=\"1\" style=\"color:red\">a</i>')",
    ],
)
def test_whatever_is_tried_all_the_same_the_browser_refuses(opened: Opening, tried: str) -> None:
    small = opened(september())
    small.page.evaluate(f"() => {{ {tried}; }}")
    small.page.wait_for_timeout(100)
    assert any("Content Security Policy" in error for error in small.errors)
    small.errors.clear()


def test_a_month_to_which_nothing_came_opens_too(opened: Opening) -> None:
    now = september()
    assert opened(replace(now, filings=(), assignments=())).texts("#nothing") != []
