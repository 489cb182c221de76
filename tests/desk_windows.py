"""Windows of a desk in a real browser, over a working folder of few units: nothing leaves this machine."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from msgspec import Struct, field
from playwright.sync_api import Browser, Page, Route

from cv183_reports.app.opening import lay_folder
from cv183_reports.desk.door import OpenDesk
from cv183_reports.model import LOCAL, Period
from cv183_reports.sample.month import sample_month
from tests.browsers import CONTRASTS, browser
from tests.shipped import NAMED, keep_rows, register_at

__all__ = ["browser"]

SEPTEMBER = Period(2025, 9)
UNITS = ("10507", "10903", "11329", "11383", *NAMED)
SMALL = {"width": 1024, "height": 700}
AT_125_PERCENT = {"width": 1093, "height": 614}
"""What a screen of 1366 × 768 has left."""
WITHIN_BROWSER = {"width": 1093, "height": 500}
"""The same, without what the browser itself takes."""
PATIENCE = 60_000
_MOST_TABS = 60


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
            timeout=PATIENCE,
        )

    def shown(self, selector: str) -> str:
        return " ".join(self.page.locator(selector).inner_text().split())

    def told(self, deed: str) -> str:
        """The result of that button, once it is there."""
        self.page.wait_for_function(
            "(deed) => result && result.deed === deed && last && !last.under",
            arg=deed,
            timeout=PATIENCE,
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
