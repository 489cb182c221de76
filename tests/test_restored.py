"""Backup and moving: what is copied back is known again, and what was left behind is told."""

from __future__ import annotations

import shutil
from pathlib import Path

from cv183_reports.workspace.folder import Placed, publish, versions


def test_without_the_private_folder_nothing_that_nobody_edited_is_called_edited(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "out" / "2025-09"
    publish(tmp_path, folder, {"a.docx": b"1", "b.docx": b"1"})
    (folder / "b.docx").write_bytes(b"edited")
    shutil.rmtree(tmp_path / ".cv183")
    outputs = publish(tmp_path, folder, {"a.docx": b"2", "b.docx": b"2"})
    assert [output.placed for output in outputs] == [Placed.WRITTEN, Placed.BESIDE]
    kept = outputs[1].kept
    assert kept is not None
    assert kept.wrote is None


def test_what_an_earlier_version_wrote_is_still_ours(tmp_path: Path) -> None:
    folder = tmp_path / "out" / "2025-09"
    publish(tmp_path, folder, {"a.docx": b"1"})
    (tmp_path / "out" / "so-da-ghi.json").rename(tmp_path / ".cv183" / "state.json")
    publish(tmp_path, folder, {"b.docx": b"1"})
    found = versions(tmp_path, folder, ("a.docx", "b.docx"))
    assert not any(version.edited for each in found.values() for version in each)
