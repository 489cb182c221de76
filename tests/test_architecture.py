"""The house itself: modules that fit in one reading, nothing unplaced, every command in the front door."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from cv183_reports.cli import cli
from tests.conftest import REPOSITORY

PACKAGE = REPOSITORY / "cv183_reports"
MODULES = sorted(PACKAGE.rglob("*.py"))
TESTS = sorted((REPOSITORY / "tests").glob("*.py"))
BANNED = {"utils", "util", "helpers", "common", "misc", "report"}
LONGEST = 600
MOST = 216
"""Modules that hold code: a package's own docstring is none."""
SPLINTER = 150
"""Lines under which a module that one other imports goes home, but for commands, which have one each."""
APART = {"spreadsheet/bounded_child.py"}
"""The child process starts with it alone, and at once."""


TWICE = {"explain", "main", "outline"}
"""A command is named alike where it is shown and where it is done; no other name means two things."""
GENERIC = {"T", "T_co"}


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def relative(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def test_there_is_something_to_look_at() -> None:
    assert len(MODULES) > 80
    assert len(TESTS) > 20


@pytest.mark.parametrize("path", [*MODULES, *TESTS], ids=relative)
def test_a_module_fits_in_one_reading(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST
    assert path.stem not in BANNED


def test_splinters_went_home() -> None:
    holding = [path for path in MODULES if len(tree_of(path).body) > 1]
    assert len(holding) <= MOST, "join what is one subject before a module is added"
    importers = Counter(chain.from_iterable(imported(tree_of(path)) for path in MODULES))
    small = {
        path.relative_to(PACKAGE).as_posix()
        for path in holding
        if len(path.read_text(encoding="utf-8").splitlines()) < SPLINTER
        and importers[".".join(path.relative_to(REPOSITORY).with_suffix("").parts)] == 1
    }
    assert {path for path in small if not path.startswith(("app/", "cli/"))} == APART


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_functions_are_short_and_modules_say_what_they_are(path: Path) -> None:
    tree = tree_of(path)
    assert ast.get_docstring(tree)
    lengths = {
        node.name: (node.end_lineno or 0) - node.lineno + 1
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    }
    assert {name: length for name, length in lengths.items() if length > 60} == {}


def test_most_functions_are_under_25_lines() -> None:
    lengths = [
        (node.end_lineno or 0) - node.lineno + 1
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef)
    ]
    assert sum(length > 25 for length in lengths) < len(lengths) * 0.06


ROOM = {"archive.py": {"zipfile"}, "xml.py": {"xml.parsers.expat", "fromstring", "XMLParser"}}
"""What the doors themselves are made of."""
_MODULES = ("zipfile", "gzip", "tarfile", "xml.", "defusedxml", "lxml.objectify")
_CALLS = {
    *("fromstring", "fromstringlist", "parse", "iterparse", "XML", "HTML", "XMLID", "parse_xml"),
    *("XMLParser", "XMLPullParser", "HTMLParser"),
}


def doors(tree: ast.Module) -> set[str]:
    """What a module uses to open zips or to read XML, by whatever library."""
    modules: set[str] = set()
    calls: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module in {"xml", "xml.parsers", "lxml"}:
            modules |= {f"{node.module}.{each.name}" for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules.add(node.module)
            if node.module.startswith(("lxml", "docx", "openpyxl.xml")):
                calls |= {each.name for each in node.names}
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            calls |= {node.attr} if node.value.id in {"etree", "oxml", "parser"} else set()
    return {each for each in modules if each.startswith(_MODULES)} | (calls & _CALLS)


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_zips_and_xml_are_opened_by_one_room(path: Path) -> None:
    mine = ROOM.get(path.name, set()) if path.parent.name == "ooxml" else set()
    assert doors(tree_of(path)) == mine


@pytest.mark.parametrize(
    "way",
    [
        "import zipfile",
        "from zipfile import ZipFile",
        "import xml.etree.ElementTree as ET",
        "from xml.parsers import expat",
        "from lxml import objectify",
        "from docx.oxml.parser import parse_xml",
        "from lxml.etree import fromstring",
        "etree.parse(path)",
        "etree.XMLParser()",
    ],
)
def test_every_way_past_the_doors_is_seen(way: str) -> None:
    assert doors(ast.parse(way))


NETWORK = re.compile(
    r"(_?socket|_?ssl|select|smtplib|imaplib|poplib|ftplib|http|urllib\.request|xmlrpc|socketserver|asyncio|requests|httpx|aiohttp|urllib3)\b"
)
CONNECTED = {
    "outbox/sending.py": {"select", "smtplib", "socket", "ssl"},
    "desk/door.py": {"http.client", "socket"},
}
"""The modules that may open a connection, or listen, and by what; the desk on the loopback address alone."""


def imported(tree: ast.Module) -> set[str]:
    """The modules that a module imports, wherever in it."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
    return found


def test_two_modules_alone_open_connections() -> None:
    used = {
        path.relative_to(PACKAGE).as_posix(): {
            name for name in imported(tree_of(path)) if NETWORK.match(name)
        }
        for path in MODULES
    }
    assert {path: names for path, names in used.items() if names} == CONNECTED


def test_only_sending_loads_it() -> None:
    """Every module but that one, and the one that hands it the mails, which only `mail --send` imports."""
    code = "import importlib, pkgutil, sys, cv183_reports as package\n"
    code += "for m in pkgutil.walk_packages(package.__path__, 'cv183_reports.'):\n"
    code += "    if not m.name.endswith(('__main__', 'outbox.sending', 'app.posting')):\n"
    code += "        importlib.import_module(m.name)\n"
    code += "print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(ran.stdout.split())
    assert {"cv183_reports.app.mail", "cv183_reports.cli.mail"} <= loaded
    assert not loaded & {"smtplib", "cv183_reports.outbox.sending"}


def _declared(node: ast.stmt) -> list[str]:
    """The names that a statement gives something of its own."""
    match node:
        case ast.ClassDef() | ast.FunctionDef():
            return [node.name]
        case ast.Assign():
            return [target.id for target in node.targets if isinstance(target, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
        case _:
            return []


def test_a_public_name_means_one_thing() -> None:
    """Of all that a module shows; rules are called by their module (``files.PASSWORD``)."""
    places = defaultdict(list)
    for path in MODULES:
        for node in tree_of(path).body if path.parent.name != "catalogue" else ():
            for name in _declared(node):
                if not name.startswith("_") and name not in GENERIC:
                    places[name].append(relative(path))
    twice = {name: modules for name, modules in places.items() if len(modules) > 1}
    assert {name: modules for name, modules in twice.items() if name not in TWICE} == {}
    assert TWICE - twice.keys() == set(), "mended: take these from the list"


def test_nothing_is_called_report_and_no_more() -> None:
    """Of the board, the office, a unit, a fault? But for the name that a Word template has of old."""
    called = {
        (relative(path), name)
        for path in MODULES
        if path != PACKAGE / "document" / "context.py"
        for node in ast.walk(tree_of(path))
        for name in ([node.arg] if isinstance(node, ast.arg) else _stored(node))
        if name == "report"
    }
    assert called == set()


def _stored(node: ast.AST) -> list[str]:
    match node:
        case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
            return [name]
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case _:
            return []


def test_all_text_is_composed_unicode() -> None:
    for path in (*MODULES, *TESTS, *REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        if "NFD" not in text:
            assert unicodedata.is_normalized("NFC", text), path


@pytest.mark.parametrize("name", list(cli.commands))
def test_every_command_is_in_the_front_door_and_in_the_guide(name: str) -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert f"cv183-report {name}" in readme, "told in README.md"
    if name != "outline":
        guide = (REPOSITORY / "docs" / "huong-dan.md").read_text(encoding="utf-8")
        assert f"cv183-report {name}" in guide, "told in docs/huong-dan.md"


def test_pictures_and_files_that_the_front_door_names_exist() -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    links = [target for target in re.findall(r"\]\(([^)]+)\)", readme) if "://" not in target]
    assert len(links) >= 3
    assert all((REPOSITORY / target).is_file() for target in links)


@pytest.mark.parametrize("arguments", [["--help"], ["build", "--help"]])
def test_help_loads_nothing_that_only_work_needs(arguments: list[str]) -> None:
    """Whoever asks for help waits for click alone."""
    code = "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr))\n"
    code += f"from cv183_reports.cli import main; sys.argv[1:] = {arguments!r}; main()"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in ran.stderr.split()}
    assert "click" in loaded
    assert not loaded & {"babel", "docx", "jinja2", "lxml", "openpyxl", "rapidfuzz", "xlsxwriter"}
