"""What an engineer is told is so: the map, the recipes, which tests to run, versions, the changelog."""

from __future__ import annotations

import ast
import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest

from cv183_reports import __version__
from cv183_reports.cli import cli
from tests.conftest import LONGEST
from tests.shipped import REPOSITORY

PACKAGE = REPOSITORY / "cv183_reports"
ROOMS = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
MAP = (REPOSITORY / "docs" / "kien-truc.md").read_text(encoding="utf-8")
CONTRIBUTING = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
CODE = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"[\w./-]+\.(py|docx|txt|toml|md|xlsx)")


def rows(text: str, heading: str) -> list[list[str]]:
    """The cells of the table under a heading, heads left out."""
    section = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    table = [line for line in section.splitlines() if line.startswith("|")]
    found = [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]
    return [cells for cells in found if any(cells[1:])]


def found(name: str) -> Path | None:
    """The file of that path, below the package or the repository."""
    places = (PACKAGE / name, REPOSITORY / name)
    return next((place for place in places if place.is_file()), None)


def defined(path: Path) -> set[str]:
    """The names that a module gives to functions, classes and constants."""
    names = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return names


def test_every_room_is_on_the_map_and_no_other_in_the_order_of_the_floors() -> None:
    on_map = [CODE.findall(row[0])[0] for row in rows(MAP, "The rooms")]
    floors = next(c for c in PROJECT["tool"]["importlinter"]["contracts"] if c["name"] == "Floors")
    layers = [re.findall(r"\w+", layer) for layer in floors["layers"]]
    order = {room: rank for rank, layer in enumerate(layers) for room in layer}
    assert sorted(on_map) == sorted(ROOMS)
    assert [order[room] for room in on_map] == sorted(order[room] for room in on_map)


@pytest.mark.parametrize("page", ["docs/kien-truc.md", "CONTRIBUTING.md", "README.md"])
def test_every_path_that_is_named_exists(page: str) -> None:
    text = (REPOSITORY / page).read_text(encoding="utf-8")
    names = [name for name in CODE.findall(text) if PATH.fullmatch(name)]
    named = {name for name in names if "/" in name or name.endswith(".py")}
    made = ("out/", "data/2025-")
    kept = {name for name in named if not name.startswith(made) and "NAME" not in name}
    assert len(kept) > 2
    assert sorted(name for name in kept if found(name) is None) == []


def test_what_is_to_be_looked_for_stands_in_a_file_of_its_row() -> None:
    table = rows(MAP, "Where is …")
    assert len(table) > 20
    wrong = []
    for question, file, hint in table:
        assert found(CODE.findall(file)[0]) is not None, question
        files = filter(None, map(found, CODE.findall(f"{file} {hint}")))
        known = chain.from_iterable(defined(path) for path in files if path.suffix == ".py")
        named = {name for name in CODE.findall(hint) if re.fullmatch(r"\w+", name)}
        wrong += [f"{name}: {question}" for name in named - {*known, *cli.commands}]
    assert wrong == []


@pytest.mark.parametrize(
    ("question", "file"),
    [
        ("how a late file is judged", "validation/receipt.py"),
        ("the heading of Phụ lục 3", "templates/docx/bao-cao-thang.docx"),
        ("what `status` does", "app/status.py"),
    ],
)
def test_a_newcomer_opens_the_right_file_first(question: str, file: str) -> None:
    assert {asked: CODE.findall(path)[0] for asked, path, _ in rows(MAP, "Where is …")}[
        question
    ] == file


def test_the_table_of_tests_has_every_room_and_every_file() -> None:
    table = {CODE.findall(room)[0] if "`" in room else room: tests
             for room, tests in rows(CONTRIBUTING, "Which tests")}  # fmt: skip
    assert table.keys() == {*ROOMS, "the whole house"}
    globs = list(chain.from_iterable(CODE.findall(tests) for tests in table.values()))
    matched = [set(REPOSITORY.glob(pattern)) for pattern in globs]
    assert [glob for glob, files in zip(globs, matched, strict=True) if not files] == []
    assert set((REPOSITORY / "tests").glob("test_*.py")) == set().union(*matched)


def test_the_files_that_take_long_are_there() -> None:
    assert [name for name in LONGEST if not (REPOSITORY / "tests" / name).is_file()] == []


def test_the_changelog_ends_at_this_version_and_the_version_stands_once() -> None:
    changelog = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    heads = re.findall(r"^## \[([^]]+)\]", changelog, re.MULTILINE)
    assert heads[:2] == ["Unreleased", __version__]
    assert "version" not in PROJECT["project"]
    assert PROJECT["tool"]["hatch"]["version"]["path"] == "cv183_reports/__init__.py"


def test_the_licence_is_told_and_shipped() -> None:
    assert PROJECT["project"]["license"] == "MIT"
    (name,) = PROJECT["project"]["license-files"]
    assert (REPOSITORY / name).read_text(encoding="utf-8").startswith("MIT License")
