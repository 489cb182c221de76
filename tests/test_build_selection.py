"""`build --only` and `--unit`: what is made, what is said of the rest, what the log claims."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cv183_reports.app.documents import DOCUMENTS, PAPERS, UNITS, Made, Material
from cv183_reports.app.month import Month
from cv183_reports.app.verify import OWN_NAMES
from cv183_reports.cli import cli
from cv183_reports.consolidation.consolidate import consolidate
from cv183_reports.narrative.monthly import FIRST_MONTH
from cv183_reports.narrative.phrases import full_name
from cv183_reports.workspace.folder import Workspace
from tests.conftest import Command, lay
from tests.months import CUT_OFF, SEPTEMBER, register
from tests.months import filing as filed
from tests.shipped import shipped_register
from tests.test_cli import OUTPUTS, filled, form, outputs, put, text_of

NAMES = [document.name for document in DOCUMENTS]


def log(root: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(outputs(root)["nhat-ky.json"])
    return found


@pytest.fixture
def month(empty: Path, command: Command) -> Path:
    """A month to which two units sent."""
    for unit in ("11329", "so-noi-vu"):
        put(empty, f"{unit}.xlsx", filled(form(empty, command, unit)))
    return empty


@pytest.mark.parametrize("name", [name for name in NAMES if name != "don-vi"])
def test_only_that_document_is_made(month: Path, command: Command, name: str) -> None:
    assert command("--root", month, "build", "2025-09", "--only", name).code == 0
    made = [file for file in OUTPUTS if file.startswith(name)]
    assert sorted(outputs(month)) == sorted([*made, "nhat-ky.json"])
    assert not (month / "out" / "2025-09" / "don-vi").exists()
    assert list(log(month)["outputs"]) == made


def test_only_may_be_said_again(month: Path, command: Command) -> None:
    asked = ("--only", "tong-hop", "--only", "bao-cao-thang")
    assert command("--root", month, "build", "2025-09", *asked).code == 0
    assert sorted(outputs(month)) == [
        "bao-cao-thang-2025-09.docx",
        "nhat-ky.json",
        "tong-hop-2025-09.xlsx",
    ]


@pytest.mark.parametrize("only", [(), ("--only", "don-vi")])
def test_one_unit_gets_its_own_report_and_nobody_else(
    month: Path, command: Command, only: tuple[str, ...]
) -> None:
    ran = command("--root", month, "build", "2025-09", "--unit", "11329", *only)
    assert (ran.code, "báo cáo riêng của 1 đơn vị" in ran.out) == (0, True)
    (made,) = (month / "out" / "2025-09" / "don-vi").iterdir()
    assert made.name.startswith("11329-")
    assert list(outputs(month)) == ["nhat-ky.json"]


def test_a_unit_that_sent_nothing_is_told(month: Path, command: Command) -> None:
    asked = ("--unit", "11359", "--unit", "11329")
    ran = command("--root", month, "build", "2025-09", *asked)
    assert (ran.code, "MAY009" in ran.out) == (1, True)
    (made,) = (month / "out" / "2025-09" / "don-vi").iterdir()
    assert made.name.startswith("11329-")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--only", "bao-cao"), "MAY007"),
        (("--only", "bao-cao"), ", ".join(NAMES)),
        (("--unit", "99999"), "MAY005"),
        (("--only", "tong-hop", "--unit", "11329"), "MAY008"),
    ],
)
def test_wrong_choices_stop_before_anything_is_made(
    empty: Path, command: Command, arguments: tuple[str, ...], says: str
) -> None:
    ran = command("--root", empty, "build", "2025-09", *arguments)
    assert (ran.code, says in ran.err) == (2, True)
    assert not (empty / "out").exists()


def test_the_log_keeps_what_was_made_of_the_very_same(month: Path, command: Command) -> None:
    at = ("--as-of", "2025-09-23T08:00")
    command("--root", month, "build", "2025-09", *at)
    whole = outputs(month)["nhat-ky.json"]
    command("--root", month, "build", "2025-09", *at, "--only", "tong-hop")
    assert outputs(month)["nhat-ky.json"] == whole


def test_the_log_calls_outdated_what_was_made_of_something_else(
    month: Path, command: Command
) -> None:
    command("--root", month, "build", "2025-09")
    before = log(month)["outputs"]
    put(month, "11359.xlsx", filled(form(month, command, "11359")))
    command("--root", month, "build", "2025-09", "--only", "bao-cao-thang")
    after = log(month)
    assert list(after["outputs"]) == ["bao-cao-thang-2025-09.docx"]
    assert after["outdated"] == {
        name: digest for name, digest in before.items() if name not in after["outputs"]
    }
    command("--root", month, "build", "2025-09", "--only", "tong-hop")
    assert list(log(month)["outputs"]) == ["bao-cao-thang-2025-09.docx", "tong-hop-2025-09.xlsx"]
    assert "tong-hop-2025-09.xlsx" not in log(month)["outdated"]
    command("--root", month, "build", "2025-09")
    assert "outdated" not in log(month)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"outputs": 3}', '{"outputs": {}}'])
def test_a_log_that_is_none_is_no_obstacle(month: Path, command: Command, text: str) -> None:
    folder = month / "out" / "2025-09"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "nhat-ky.json").write_text(text, encoding="utf-8")
    ran = command("--root", month, "build", "2025-09", "--only", "tong-hop")
    assert ran.code == 0
    (made,) = folder.glob("nhat-ky (bản 2).json")
    assert list(json.loads(made.read_bytes())["outputs"]) == ["tong-hop-2025-09.xlsx"]


@pytest.mark.parametrize(
    ("template", "left_out"),
    [("tom-tat.docx", "tom-tat-2025-09.docx"), ("bao-cao-don-vi-dang.docx", "")],
)
def test_a_template_that_another_program_holds_leaves_out_what_is_made_of_it_alone(
    month: Path, command: Command, held: Callable[..., None], template: str, left_out: str
) -> None:
    held(template)
    for _ in range(2):  # the second run remembers the first
        ran = command("--root", month, "build", "2025-09")
        assert (ran.code, ran.out.count("MAY014")) == (3, 1)
        assert template in ran.out
        assert "Việc tiếp theo" not in ran.out
        assert sorted(outputs(month)) == sorted({*OUTPUTS} - {left_out})
    assert (log(month)["templates"][template], left_out in log(month)["outputs"]) == ("", False)


def test_a_letter_that_is_no_longer_needed_is_told_and_left(tmp_path: Path) -> None:
    found = register()
    everyone = [filed(unit.code) for unit in found.units]
    now = consolidate(found, SEPTEMBER, everyone, as_of=CUT_OFF, unreadable={})
    month = Month.settled(SEPTEMBER, (), found)
    material = Material(Workspace(tmp_path), month, now, FIRST_MONTH, frozenset())
    document = next(document for document in DOCUMENTS if document.name == "cong-van-don-doc")
    assert document.make(material) == Made({})
    old = tmp_path / "out" / "2025-09" / "cong-van-don-doc-2025-09.docx"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"signed")
    made = document.make(material)
    assert [(fault.code, fault.place.file) for fault in made.faults] == [
        ("MAY022", "out/2025-09/cong-van-don-doc-2025-09.docx")
    ]
    assert (made.files, old.read_bytes()) == ({}, b"signed")


def test_the_letter_names_everyone_that_owes(tmp_path: Path, command: Command) -> None:
    root = lay(tmp_path / "CV 183", months=("2025-08", "2025-09"), few=True)
    assert command("--root", root, "build", "2025-09", "--only", "cong-van-don-doc").code == 0
    text = text_of(outputs(root)["cong-van-don-doc-2025-09.docx"])
    assert "về việc đôn đốc gửi và hoàn chỉnh báo cáo" in text
    assert "SỐ LIỆU MINH HỌA" in text
    state = json.loads(command("--root", root, "status", "2025-09", "--json").out)
    for key in ("faulty", "missing", "with_errors"):
        owing = {unit["code"] for unit in state["units"][key]}
        names = [full_name(unit) for unit in shipped_register().units if unit.code in owing]
        assert names
        assert all(name in text for name in names)


def test_errors_that_a_later_file_made_good_are_not_told(empty: Path, command: Command) -> None:
    blank = form(empty, command)
    put(empty, "sai.xlsx", filled(blank, n1_1="Xong rồi"))
    put(empty, "hong.xlsx", b"", at="2025-09-20 10:00")
    put(empty, "sua.xlsx", filled(blank), at="2025-09-21 09:00")
    ran = command("--root", empty, "build", "2025-09", "--only", "tong-hop")
    told = ran.out.partition("Văn bản:")[0]
    assert ("sai.xlsx" in told, "SUB060" in told, "hong.xlsx" in told) == (False, False, True)


def test_every_document_is_named_wherever_one_is_asked_for() -> None:
    """A new one that was left out of a help page, or that `verify` and `close` cannot know."""
    for command, names in (("build", NAMES), ("pdf", [*PAPERS, UNITS])):
        (asked,) = (param for param in cli.commands[command].params if param.name == "only")
        missing = [name for name in names if name not in (asked.help or "")]
        assert missing == [], f"name them in the help of `{command} --only`: cli/__init__.py"
    known = {*OWN_NAMES.values()}
    assert known == {*PAPERS, UNITS}, "tell it by its head: recognition.py, OWN_NAMES of verify.py"
