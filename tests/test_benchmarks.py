"""Every benchmark runs as the README says; here as small as it goes, so that only its working is seen."""

from __future__ import annotations

import importlib
import sys
import time
from functools import partial
from types import ModuleType
from typing import Any

import pytest
from msgspec.structs import fields

from tests.conftest import Command
from tests.shipped import REPOSITORY, lay

SMALL = {
    "engine": ("--rounds", "1", "--rows", "6"),
    "reading": ("--rounds", "1", "--forms", "2"),
    "linting": ("--paragraphs", "200"),
    "receiving": ("--rounds", "1", "--files", "3"),
    "month": ("--rounds", "1", "--months", "1", "--few"),
    "sizes": ("--few",),
}
OURS = ("-m", "cv183_reports")
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


def run_here(module: ModuleType, command: Command, patch: pytest.MonkeyPatch) -> None:
    """Lets a benchmark start the program once as it does; what it would start later runs in this process."""
    measured, cost = module.measured, getattr(module, "Work", None) or module.Cost
    started = list[tuple[object, ...]]()

    def here(*told: Any) -> object:
        words = ("--root", *told) if cost.__name__ == "Work" else (*told[0],)
        is_ours = cost.__name__ == "Work" or words[:2] == OURS
        if not is_ours or not started:
            started.append(words if is_ours else ())
            return measured(*told)
        start = time.process_time()
        assert command(*words[words.index("--root") :]).code in {0, 1}
        took = time.process_time() - start + 0.001
        return cost(took, took, *[0] * (len(fields(cost)) - 2))

    patch.setattr(module, "measured", here)


@pytest.mark.parametrize("name", SMALL)
def test_it_runs(
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: Command,
) -> None:
    module = importlib.import_module(f"benchmarks.{name}")
    if name == "receiving":
        monkeypatch.setattr(module, "lay", partial(lay, few=True))
    if name in {"month", "sizes"}:
        run_here(module, command, monkeypatch)
    monkeypatch.setattr(sys, "argv", [name, *SMALL[name]])
    module.main(*([SMALL[name]] if name == "sizes" else []))
    assert SAYS[name] in capsys.readouterr().out
