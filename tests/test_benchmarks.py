"""Every benchmark runs as the README says; here as small as it goes, so that only its working is seen."""

from __future__ import annotations

import importlib
import sys

import pytest

from tests.shipped import REPOSITORY

SMALL = {
    "engine": ("--rounds", "1", "--rows", "6"),
    "reading": ("--rounds", "1", "--forms", "2"),
    "linting": ("--paragraphs", "200"),
    "receiving": ("--rounds", "1", "--files", "3"),
    "month": ("--rounds", "1", "--months", "1", "--few"),
    "sizes": ("--few",),
}
SAYS = {
    "engine": "× faster",
    "reading": "2 forms: strict",
    "linting": "body, 200 paragraphs: lint",
    "receiving": "3 things received",
    "month": "of its CPU",
    "sizes": "ms a unit",
}


def test_each_benchmark_is_here_and_in_the_front_door() -> None:
    names = {path.stem for path in (REPOSITORY / "benchmarks").glob("*.py")}
    assert names == SMALL.keys() == SAYS.keys()
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert [name for name in names if f"python -m benchmarks.{name}" not in readme] == []


@pytest.mark.parametrize("name", SMALL)
def test_it_runs(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", [name, *SMALL[name]])
    importlib.import_module(f"benchmarks.{name}").main()
    assert SAYS[name] in capsys.readouterr().out
