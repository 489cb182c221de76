"""Working folders, and the command line as a clerk uses it."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from msgspec import Struct

from cv183_reports.cli import cli
from cv183_reports.cli.clerk import run
from tests.once import made_once
from tests.remembered import remember
from tests.shipped import MONTHS, REPOSITORY, keep_senders, lay

__all__ = ["REPOSITORY", "lay"]

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


class Ran(Struct, frozen=True):
    """What a command gave back."""

    code: int
    out: str
    err: str


Command = Callable[..., Ran]


@pytest.fixture(scope="session", autouse=True)
def remembering() -> Iterator[None]:
    """What was read once in this process is not read again."""
    with pytest.MonkeyPatch.context() as patch:
        remember(patch)
        yield


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs ``cv183-report`` with these arguments in this process."""

    def ran(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["cv183-report", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            run(cli)
        captured = capsys.readouterr()
        assert isinstance(end.value.code, int)
        assert "Traceback" not in captured.out + captured.err
        return Ran(end.value.code, captured.out, captured.err)

    return ran


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A working folder to which nothing came, with a path that has spaces and marks."""
    return lay(tmp_path / "Ban Tổ chức – tháng 9")


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with both invented months, of few units; tests write only into out/."""
    folder = lay(tmp_path_factory.mktemp("few") / "CV 183", months=MONTHS, few=True)
    keep_senders(folder / "data" / "danh-muc.xlsx")
    return folder


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A working folder with both invented months and what `build` made of the second, all 142 units.

    Built once for all workers; tests read it, and no more: who wants to write copies it.
    """
    folder = made_once("built", tmp_path_factory, build_whole_month)
    before = state_of(folder)
    yield folder
    assert state_of(folder) == before


def build_whole_month(folder: Path) -> None:
    lay(folder, months=MONTHS)
    command = [sys.executable, "-m", "cv183_reports", "--root", str(folder), "build", MONTHS[-1]]
    subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True)


def state_of(folder: Path) -> dict[Path, tuple[int, int]]:
    """Size and time of every file but the memory, which who looks with other eyes adds to."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.parent.name != "da-doc")
    found = ((path, path.stat()) for path in files)
    return {path: (stat.st_size, stat.st_mtime_ns) for path, stat in found}


LONGEST = (
    "test_bundle.py",
    "test_promises_killed.py",
    "test_layout.py",
    "test_cli.py",
    "test_promises_hostile.py",
    "test_verify_command.py",
    "test_closing.py",
    "test_saved_forms.py",
    "test_validity.py",
    "test_desk_browser.py",
    "test_desk_screen.py",
    "test_mailing.py",
    "test_benchmarks.py",
    "test_older_register.py",
    "test_profile.py",
    "test_oracle.py",
    "test_lint_repair.py",
    "test_layout_sheets.py",
    "test_originals.py",
    "test_promises_month.py",
    "test_lint_mutations.py",
    "test_periods.py",
    "test_differing_command.py",
    "test_marked.py",
    "test_deciding.py",
    "test_posting.py",
    "test_posting_killed.py",
    "test_explain.py",
    "test_closing_killed.py",
    "test_prose.py",
)
"""Longest first: a worker that takes one of these last lets the others wait for it."""


def pytest_configure() -> None:
    """Lets Ctrl+C be tried where the tests themselves run in the background, which shells let ignore it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the longest files first; files stay whole, tests in order."""
    ranks = {name: rank for rank, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.path.name, len(ranks)))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with tests/golden/NAME, or writes it there."""

    def compare(name: str, text: str) -> None:
        path = REPOSITORY / "tests" / "golden" / name
        if request.config.getoption("--update-golden"):
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text.splitlines() == path.read_text(encoding="utf-8").splitlines()

    return compare


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Lets another program hold the files of these names, so that nobody may read them."""
    real = Path.read_bytes

    def hold(*names: str) -> None:
        def refuse(self: Path) -> bytes:
            if self.name in names:
                raise PermissionError(13, "in use")
            return real(self)

        monkeypatch.setattr(Path, "read_bytes", refuse)

    return hold
