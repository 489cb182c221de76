"""Working folders, and the command line as a clerk uses it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from cv183_reports.cli import cli
from cv183_reports.cli.clerk import run

REPOSITORY = Path(__file__).resolve().parent.parent

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@dataclass(frozen=True)
class Ran:
    """What a command gave back."""

    code: int
    out: str
    err: str


Command = Callable[..., Ran]


def lay(folder: Path, *, months: tuple[str, ...] = ()) -> Path:
    """A working folder: the repository's register and templates, and the months asked for."""
    (folder / "data").mkdir(parents=True)
    shutil.copy(REPOSITORY / "data" / "danh-muc.xlsx", folder / "data")
    shutil.copytree(REPOSITORY / "templates", folder / "templates")
    for month in months:
        shutil.copytree(REPOSITORY / "data" / month, folder / "data" / month)
    return folder


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
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with both shipped months; tests read it and write only into out/."""
    return lay(tmp_path_factory.mktemp("lived") / "CV 183", months=("2025-08", "2025-09"))


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
