"""Text templates of e-mails: what they print, and every fault by its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import asdict, fields

from cv183_reports.outbox.drafts import CoverNote, cover_note
from cv183_reports.template.text import Letter, load_text_template
from tests.conftest import REPOSITORY
from tests.months import SEPTEMBER, register

SHIPPED = sorted((REPOSITORY / "templates" / "mail").glob("*.txt"))
HEAD = "Tiêu đề: Báo cáo {{ month }}\n\n"


def note(*, full: bool = True) -> CoverNote:
    known = register()
    unit = known.units[3]
    due = SEPTEMBER.instant(22)
    if not full:
        return cover_note(known.profile.dispatch, known.settings.board, SEPTEMBER, due, unit)
    return cover_note(
        known.profile.dispatch,
        known.settings.board,
        SEPTEMBER,
        due,
        unit,
        attachments=("a.xlsx", "b.docx"),
        points=("A & B < C", "thứ hai"),
        overdue=True,
        sample="MINH HỌA",
    )


def rendered(
    text: str | bytes, context: CoverNote | None = None
) -> tuple[Letter | None, list[str]]:
    """The letter, and the findings as ``CODE dòng N``."""
    data = text if isinstance(text, bytes) else text.encode()
    template, found = load_text_template(data, "mau.txt")
    letter = None
    if template is not None:
        values = context or note()
        letter, more = template.render(asdict(values))
        found += more
    return letter, [f"{finding.code} {finding.place.sheet}".strip() for finding in found]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{{ unit }}", "Đảng ủy phường Ngô Quyền\n"),
        ("{% for point in points %}\n- {{ point }}\n{% endfor %}", "- A & B < C\n- thứ hai\n"),
        ("{%p for point in points %}\n- {{ point }}\n{%p endfor %}", "- A & B < C\n- thứ hai\n"),
        ("a\n\n{% if not overdue %}\nb\n{% endif %}\n\nc", "a\n\nc\n"),
        ("a {% if overdue %}quá{% else %}còn{% endif %} hạn {# ghi chú #}.", "a quá hạn .\n"),
        ("{# chỉ là ghi chú #}\na", "a\n"),
        ("{{ attachments | join(“, ”) }}", "a.xlsx, b.docx\n"),
    ],
)
def test_what_is_printed(body: str, expected: str) -> None:
    letter, found = rendered(HEAD + body)
    assert found == []
    assert letter == Letter("Báo cáo tháng 9 năm 2025", expected)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Báo cáo\n\na", ["THU003 dòng 1"]),
        ("Tiêu đề:\n\na", ["THU003"]),
        ("Tiêu đề: a\n\n{% if not overdue %}\nb\n{% endif %}", ["THU004"]),
        (HEAD + "{{ unit", ["TPL010 dòng 3"]),
        (HEAD + "a }} b", ["TPL011 dòng 3"]),
        (HEAD + "{{ unti }}\n{{ montf }}", ["TPL030 dòng 3", "TPL030 dòng 4"]),
        (HEAD + "{{ points }}", ["TPL032 dòng 3"]),
        (HEAD + "{% if overdue %}\na", ["TPL014 dòng 3"]),
        (HEAD + "{% endif %}\n{% for x in points %}", ["TPL015 dòng 3", "TPL014 dòng 4"]),
        (HEAD + "{%tr if overdue %}\n{%tr endif %}", ["TPL017 dòng 3", "TPL017 dòng 4"]),
        (HEAD + "{%p if overdue %} a\n{%p endif %}", ["TPL018 dòng 3"]),
        (HEAD + "{{ unit.upper() }}", ["TPL020 dòng 3"]),
        (HEAD + "{ unit }, «unit»", ["TPL045 dòng 3", "TPL045 dòng 3"]),
        (HEAD + "{ % if overdue % }", ["TPL045 dòng 3"]),
        (HEAD + "{% set a = 1 %}", ["TPL012 dòng 3"]),
        ("Tiêu đề: Tổ chức".encode("cp1258", errors="replace") + b"\xd0\xff", ["THU002"]),
    ],
)
def test_every_fault_is_told_with_its_line(text: str | bytes, found: list[str]) -> None:
    letter, told = rendered(text)
    assert letter is None
    assert told == found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_any_unicode_that_notepad_saves_is_read(encoding: str, line_end: str) -> None:
    text = (HEAD + "Kính gửi:\n{{ unit }}").replace("\n", line_end)
    letter, found = rendered(text.encode(encoding))
    assert found == []
    assert letter == Letter("Báo cáo tháng 9 năm 2025", "Kính gửi:\nĐảng ủy phường Ngô Quyền\n")


def test_control_characters_of_a_file_are_never_read_as_tags() -> None:
    letter, found = rendered(HEAD + "a\x03 unit \x04\x01 if x \x02b")
    assert found == []
    assert letter is not None
    assert letter.body == "a unit  if x b\n"


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
@pytest.mark.parametrize("full", [True, False])
def test_the_shipped_texts_are_sound(path: Path, *, full: bool) -> None:
    letter, found = rendered(path.read_bytes(), note(full=full))
    assert found == []
    assert letter is not None
    assert "\n\n\n" not in letter.body
    assert ("MINH HỌA" in letter.body) == full
    assert "  " not in letter.body
    assert letter.body.startswith("*** MINH HỌA ***\n\nKính gửi: " if full else "Kính gửi: ")
    assert len(letter.subject) < 160


def test_there_is_a_text_for_every_kind_of_mail() -> None:
    assert [path.stem for path in SHIPPED] == [
        "bao-cao-don-vi",
        "bao-cao-thang",
        "bao-cao-tien-do",
        "bieu-mau",
        "da-nhan",
        "dien-lai",
        "don-doc",
        "sau-chot",
        "tra-lai",
    ]


@pytest.mark.parametrize("name", [field.name for field in fields(CoverNote)])
def test_every_name_is_in_the_guide(name: str) -> None:
    guide = (REPOSITORY / "docs" / "huong-dan.md").read_text(encoding="utf-8")
    assert f"`{name}`" in guide
