"""A desk to try: its folder, its state, and somebody who asks it as its page does."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from cv183_reports.desk.server import HOST, Lock, create_app
from cv183_reports.desk.state import DeskState
from cv183_reports.model import Period
from tests.shipped import NAMED, keep_rows, lay

PORT, TOKEN = 4711, "chìa khóa"
LOCK = Lock(PORT, TOKEN)
OURS = {"Host": f"{HOST}:{PORT}"}
FROM_US = {**OURS, "Origin": LOCK.origin, "X-Desk-Token": LOCK.page_token}
SEPTEMBER = Period(2025, 9)
UNITS = ("11329", "10903", *NAMED)
Ask = Callable[..., TestResponse]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder of few units in which September has begun; to copy."""
    root = lay(tmp_path_factory.mktemp("bàn") / "CV 183")
    keep_rows(root / "data" / "danh-muc.xlsx", {"Đơn vị": UNITS})
    (root / "data" / "2025-09").mkdir()
    return root


@pytest.fixture
def folder(begun: Path, tmp_path: Path) -> Path:
    """A working folder of few units in which September has begun."""
    return Path(shutil.copytree(begun, tmp_path / "Ban Tổ chức – tháng 9"))


@pytest.fixture
def state(folder: Path) -> Iterator[DeskState]:
    made = DeskState(folder)
    yield made
    made.bench.stop()
    assert made.bench.wait()
    made.parcels.close()


@pytest.fixture
def stranger(state: DeskState) -> FlaskClient:
    """Asks without the cookie."""
    return create_app(state, LOCK).test_client()


@pytest.fixture
def ask(stranger: FlaskClient) -> Ask:
    """Asks as our page does."""
    stranger.set_cookie(LOCK.cookie, TOKEN, domain=HOST)

    def asked(path: str, method: str = "POST", **more: object) -> TestResponse:
        headers = FROM_US if method == "POST" else OURS
        base = f"http://{HOST}:{PORT}/"
        return stranger.open(path, method=method, headers=headers, base_url=base, **more)

    return asked


def shown(ask: Ask, window: str = "w") -> dict[str, object]:
    told: dict[str, object] = json.loads(ask(f"/state?window={window}", "GET").data)
    return told


def done(ask: Ask, state: DeskState, deed: str, **told: object) -> dict[str, object]:
    """What came of a button."""
    answer = ask(f"/do/{deed}", data=json.dumps(told))
    assert answer.status_code == 202, answer.text
    assert state.bench.wait()
    result = shown(ask)["told"]
    assert isinstance(result, dict)
    return result


def brought(ask: Ask, *files: tuple[str, bytes], modified: float | None = None) -> str:
    """A parcel of these files."""
    parcel: str = ask("/parcel").json
    for name, data in files:
        query = {"name": name} | ({} if modified is None else {"modified": str(modified)})
        answer = ask(f"/parcel/{parcel}", query_string=query, data=data)
        assert answer.status_code == 200, answer.text
    return parcel
