"""The offline folder for office PCs: which releases its target needs; what cannot be made is told first."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import bundle
import pytest
from guide_page import page
from packaging.requirements import Requirement

WINDOWS = bundle.Target()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--platform", "amiga"], "Nothing is known of the platform amiga: name one of Windows or Linux.\n"),
        (["--python", "khong-co.zip"], "khong-co.zip cannot be read as a .zip: "),
    ],
)  # fmt: skip
def test_what_cannot_be_made_is_told_before_anything_is_fetched(
    arguments: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(bundle, "pip", pytest.fail)
    assert bundle.main([*arguments, "--out", str(tmp_path / "ra")]) == 1
    assert capsys.readouterr().err.startswith(told)
    assert not (tmp_path / "ra").exists()


# Which releases a target needs.

ROOT = bundle.Release("root", "1", (Requirement("a>=2"), Requirement('mail; extra == "mail"')))
A = bundle.Release("a", "2.1", (Requirement('win>=1; sys_platform == "win32"'), Requirement('tux; sys_platform == "linux"')))  # fmt: skip
MAIL = bundle.Release(
    "mail", "3", (Requirement('old; python_version < "3.12"'), Requirement("a[more]"))
)
WIN, TUX, OLD = (bundle.Release(name, "1", ()) for name in ("win", "tux", "old"))


@pytest.mark.parametrize(
    ("known", "extras", "found", "missing"),
    [
        ((ROOT, A, WIN, TUX), (), {"root", "a", "win"}, set()),
        ((ROOT, A, TUX), (), {"root", "a"}, {"win>=1"}),
        ((ROOT, A, bundle.Release("win", "0.9", ())), (), {"root", "a"}, {"win>=1"}),
        ((ROOT, A, WIN, MAIL, OLD), ("mail",), {"root", "a", "win", "mail"}, set()),
        ((ROOT, A, WIN), ("mail",), {"root", "a", "win"}, {"mail"}),
    ],
)
def test_markers_are_those_of_the_target(
    known: tuple[bundle.Release, ...], extras: tuple[str, ...], found: set[str], missing: set[str]
) -> None:
    by_name = {release.name: release for release in known}
    needed, asked = bundle.closure("root", extras, by_name, WINDOWS.environment)
    assert (needed.keys(), asked) == (found, missing)


@pytest.mark.parametrize(
    ("a", "asked"),
    [
        ("2.1", [{"root"}, {"win>=1"}]),
        ("1", [{"root"}, {"a>=2"}, {"root", "a>=2"}]),
    ],
)
def test_what_the_target_alone_needs_is_asked_for_by_itself_and_all_together_where_that_does_not_fit(
    a: str, asked: list[set[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before it is asked for together, pip gives an `a` that is too old and keeps to it."""
    calls = list[set[str]]()
    early = {"root": ROOT, "a": replace(A, version=a), "mail": replace(MAIL, requires=())}

    def offered(wanted: set[str], _: bundle.Target) -> dict[str, bundle.Release]:
        calls.append({each.partition("[")[0] for each in wanted})
        if len(calls) == 1:
            return early | ({"win": WIN} if a == "1" else {})
        return {"win": WIN} if len(calls) == 2 and a != "1" else early | {"a": A, "win": WIN}

    monkeypatch.setattr(bundle, "offered", offered)
    monkeypatch.setattr(bundle, "extras", lambda: ["mail"])
    found = bundle.needed(Path("/root-1-py3-none-any.whl"), WINDOWS, WINDOWS.environment)
    assert {name: each.version for name, each in found.items()} == {
        "root": "1", "a": "2.1", "mail": "3", "win": "1",
    }  # fmt: skip
    assert calls == asked


@pytest.mark.parametrize("line", ["![hình](anh/khong-co.png)", "[xem](khong-co.txt)", "[lên](../README.md)"])  # fmt: skip
def test_a_link_that_leads_nowhere_stops_the_guide(line: str, tmp_path: Path) -> None:
    path = tmp_path / "huong-dan.md"
    path.write_text(f"# Hướng dẫn\n\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="leads nowhere"):
        page(path)
