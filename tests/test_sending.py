"""`mail … reports` as the last gate: what is edited, older than its data or still blank is named before it leaves."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest

from tests.conftest import Command
from tests.test_closing import (
    AUGUST,
    LATER,
    SEPTEMBER,
    closed,
    closed_month,
    late_file,
    month,
    open_month,
    report,
    typed_wrong,
)

__all__ = ["closed", "closed_month", "month", "open_month"]


def sent(root: Path, period: str) -> list[str]:
    """Names of what goes to the leadership with the monthly report."""
    draft = root / "out" / period / "thu" / "bao-cao" / f"bao-cao-thang-{period}.eml"
    message = message_from_bytes(draft.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return [str(part.get_filename()) for part in message.iter_attachments()]


def told(out: str, name: str) -> list[str]:
    """Codes of what is said of one file."""
    lines = out.splitlines()
    begin = next((at for at, line in enumerate(lines) if line.endswith(name)), len(lines))
    own = lines[begin + 1 :]
    last = next((at for at, line in enumerate(own) if not line.startswith("  ")), len(own))
    return [line.split()[1] for line in own[:last]]


def test_each_document_is_compared_on_its_way(
    month: Path, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("--root", month, "mail", AUGUST, "reports", "--as-of", "2025-08-25T09:00")
    ran = command(*asked)
    assert ran.code == 0
    assert told(ran.out, f"bao-cao-thang-{AUGUST}.docx") == ["THU020"]
    assert told(ran.out, f"bao-cao-tien-do-{AUGUST}.docx") == ["THU020"]

    (month / "out" / AUGUST / f"bao-cao-thang-{AUGUST}.pdf").write_bytes(b"%PDF-1.7")
    typed_wrong(month, tmp_path).replace(report(month))
    own = next((month / "out" / AUGUST / "don-vi").glob("10507*"))
    document = docx.Document(str(own))
    document.paragraphs[-1].add_run(" ")
    document.save(str(own))
    ran = command(*asked)
    assert told(ran.out, f"bao-cao-thang-{AUGUST}.docx") == ["THU018"]
    assert "đã sửa tay, chưa khớp số liệu. Đã soát" in ran.out
    assert "01 chỗ khác số liệu" in ran.out
    assert told(ran.out, f"tom-tat-{AUGUST}.docx") == []
    assert told(ran.out, own.name) == ["THU019"]
    names = [f"{name}-{AUGUST}.{kind}" for name, kind in (("bao-cao-thang", "docx"),)]
    assert sent(month, AUGUST) == [*names, f"tom-tat-{AUGUST}.docx", f"bao-cao-thang-{AUGUST}.pdf"]

    shut, read = f"bao-cao-thang-{AUGUST}.pdf", Path.read_bytes

    def away(path: Path) -> bytes:
        if path.name == shut:
            raise PermissionError(13, "open elsewhere", str(path))
        return read(path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", away)
        ran = command(*asked)
    assert told(ran.out, shut) == ["MAY014"]
    assert shut not in sent(month, AUGUST)

    document = docx.Document()
    document.add_paragraph("Kế hoạch tuần")
    document.save(str(report(month)))
    assert told(command(*asked).out, f"bao-cao-thang-{AUGUST}.docx") == ["THU021"]


def test_what_is_older_than_its_data_is_named(
    month: Path, tmp_path: Path, command: Command
) -> None:
    late = late_file(month, tmp_path)
    received = ("--as-of", "2025-08-26T10:00")
    command("--root", month, "receive", AUGUST, late, "--as-of", "2025-09-03T10:05")
    ran = command("--root", month, "mail", AUGUST, "reports", "--as-of", "2025-09-03T11:00")
    assert told(ran.out, f"bao-cao-thang-{AUGUST}.docx") == ["THU018", "THU020"]
    assert "làm từ số liệu cũ hơn số liệu đang có" in ran.out
    ran = command("--root", month, "mail", AUGUST, "reports", *received)
    assert told(ran.out, f"bao-cao-thang-{AUGUST}.docx") == ["THU020"]


@pytest.mark.parametrize("period", [AUGUST, SEPTEMBER])
def test_what_was_signed_is_not_doubted(period: str, closed: Path, command: Command) -> None:
    ran = command("--root", closed, "mail", period, "reports", *LATER)
    expected = [] if period == AUGUST else ["THU020"]
    assert told(ran.out, f"bao-cao-thang-{period}.docx") == expected


def test_the_merged_report_goes_before_the_edited_one_and_the_signed_before_all(
    month: Path, tmp_path: Path, command: Command
) -> None:
    document = docx.Document(str(report(month)))
    document.paragraphs[12].add_run(" Ban đã rà soát.")
    document.save(str(report(month)))
    command(
        *("--root", month, "receive", AUGUST, late_file(month, tmp_path)),
        *("--as-of", "2025-09-03T10:05"),
    )
    later = ("--as-of", "2025-09-03T11:00")
    assert command("--root", month, "build", AUGUST, *later).code == 0
    merged = report(month).with_name(f"bao-cao-thang-{AUGUST} (bản đã ghép).docx")
    ran = command("--root", month, "mail", AUGUST, "reports", *later)
    assert told(ran.out, merged.name) == ["THU014", "THU019", "THU020"]
    assert attached(month) == merged.read_bytes()

    signed = tmp_path / "bản trình ký.docx"
    signed.write_bytes(merged.read_bytes() + b"\0")
    close = ("--root", month, "close", AUGUST, "--signed", signed)
    assert command(*close, *later).code == 0
    merged.write_bytes(b"")
    ran = command("--root", month, "mail", AUGUST, "reports", "--as-of", "2025-09-03T12:00")
    assert told(ran.out, f"bao-cao-thang-{AUGUST}.docx") == []
    assert attached(month) == signed.read_bytes()


def attached(root: Path) -> bytes:
    draft = root / "out" / AUGUST / "thu" / "bao-cao" / f"bao-cao-thang-{AUGUST}.eml"
    message = message_from_bytes(draft.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    found: bytes = next(message.iter_attachments()).get_content()
    return found


def test_who_closes_after_more_files_came_is_told_how(
    month: Path, tmp_path: Path, command: Command
) -> None:
    asked = ("receive", AUGUST, late_file(month, tmp_path), "--as-of", "2025-09-03T10:05")
    command("--root", month, *asked)
    close = ("--root", month, "close", AUGUST, "--signed", report(month))
    ran = command(*close, "--as-of", "2025-09-03T11:00")
    assert (ran.code, "CHO003" in ran.err, "CHO011" in ran.err) == (1, True, True)
    at = ran.err.partition("--as-of ")[2].partition(". ")[0].partition(" ")[0].rstrip(".")
    assert command(*close, "--as-of", at).code == 0
