"""The same template and the same data through docxtpl and through our engine: the same text.

What docxtpl 0.20 does and we do not copy, hence absent here: it drops text that stands beside a
``{%p``, ``{%tr`` or ``{%tc`` tag and text before a ``{%-`` in mid-line, without a word (ours: TPL018,
and ``-`` takes only spaces); text after a ``{%r`` tag loses its format; without ``autoescape`` it eats
``&`` and ``<c>``; BEL and FF in a value become a paragraph and a page; an empty ``{%tr for`` leaves a
table without rows, and an emptied cell has no paragraph: Word calls both damaged.
"""

from __future__ import annotations

import io

import pytest
from docxtpl.template import DocxTemplate
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from msgspec import Struct

from tests.word_templates import loaded, rendered, shown, template_file


class Item(Struct, frozen=True):
    name: str
    done: str = ""
    parts: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()


SPECIAL = "Sở A & Sở B <c> \"d\" 'đ' > e"
LINES = "dòng 1\ndòng 2\tcột"
CONTEXT: dict[str, object] = {
    "title": "BÁO CÁO THÁNG 9",
    "special": SPECIAL,
    "lines": LINES,
    "empty": (),
    "none": None,
    "three": ("một", "hai", "ba"),
    "items": (
        Item("Phường Thủy Nguyên", "x", ("1", "2", "3"), (Item("a", "x"), Item("b"))),
        Item(SPECIAL, "", ("4", "5", "6"), ()),
        Item("Đặc khu Cát Hải", "x", ("7", "8", LINES), (Item("c"),)),
    ),
}

TEMPLATES: dict[str, bytes] = {
    "values": template_file(
        "{{ title }}: {{ special }}", "{{ lines }}", "{{ items[1].name }} {{ items|length }}",
        header="{{ title }}", footer="{{ special }} / {{ title|lower }}",
    ),
    "split runs": template_file(
        ["A {", "{", " tit", "le }", "} B"], ["{{ spe", "cial", " }}"], ["{", "% if title %}có{% endi", "f %}"],
    ),
    "smart quotes": template_file("{% if title == “BÁO CÁO THÁNG 9” %}đúng{% endif %}", "{{ ‘a’ }}"),
    "paragraph loop": template_file(
        "{%p for item in items %}", "{{ loop.index }}. {{ item.name }}", "{%p if item.done %}", "đã xong",
        "{%p else %}", "chưa xong", "{%p endif %}", "{%p endfor %}", "hết",
    ),
    "inline loop": template_file(
        "{% for item in items %}{{ item.name }}{% if not loop.last %}; {% endif %}{% endfor %}.",
        "{% for item in items if item.done %}{{ loop.index }}/{{ loop.length }} {% endfor %}",
    ),
    "loop over several paragraphs": template_file(
        "{% for item in items %}Đơn vị {{ item.name }}", "kết quả {{ item.done }}", "hết{% endfor %}",
    ),
    "rows": template_file(
        "trước",
        table=[
            ["TT", "Đơn vị", "Xong"],
            ["{%tr for item in items %}", "", ""],
            ["{{ loop.index }}", "{{ item.name }}", "{{ item.done }}"],
            ["{%tr endfor %}", "", ""],
            ["", "Cộng", "{{ items|length }}"],
        ],
        after=["sau"],
    ),
    "nested rows and conditions": template_file(
        table=[
            ["Đơn vị", "Việc"],
            ["{%tr for item in items %}", ""],
            ["{%tr if item.items %}", ""],
            ["{{ item.name }}", ""],
            ["{%tr for one in item.items %}", ""],
            ["-", "{{ one.name }}{% if one.done %} (xong){% endif %}"],
            ["{%tr endfor %}", ""],
            ["{%tr else %}", ""],
            ["{{ item.name }}", "không có"],
            ["{%tr endif %}", ""],
            ["{%tr endfor %}", ""],
        ],
    ),
    "loops in cells": template_file(
        table=[
            ["Đơn vị", "{%p for item in items %}\n{{ item.name }}\n{%p endfor %}\nhết"],
            ["{% for x in three %}{{ x }} {% endfor %}", "{%p if empty %}\nẩn\n{%p endif %}\ncòn lại"],
        ],
    ),
    "columns": template_file(
        table=[
            ["Đơn vị", "{%tc for x in three %}", "{{ x }}", "{%tc endfor %}", "Ghi chú"],
            ["{%tr for item in items %}", "", "", "", ""],
            ["{{ item.name }}", "{%tc for x in item.parts %}", "{{ x }}", "{%tc endfor %}", "{{ item.done }}"],
            ["{%tr endfor %}", "", "", "", ""],
        ],
    ),
    "condition on cells": template_file(
        table=[["A", "{%tc if title %}", "B", "{%tc else %}", "C", "{%tc endif %}", "D"]],
    ),
    "tables in a paragraph loop": template_file(
        "{%p for item in items %}", "{{ item.name }}",
        table=[["{%tr for x in item.parts %}"], ["{{ x }}"], ["{%tr endfor %}"]],
        after=["hết {{ item.name }}", "{%p endfor %}"],
    ),
    "joined paragraphs": template_file(
        "Nhà ở{% if title -%}", " thành phố", "{%- else -%}", " nông thôn", "{%- endif %}, và vui.",
    ),
    "run tags": template_file(
        ["A", "{%r if empty %}", "B", "{%r else %}", "C", "{%r endif %}", "D"], "x {%r if title %}y{%r endif %} z",
    ),
    "notes": template_file("a{# bỏ #}b", "{#p bỏ cả đoạn #}", "c"),
}  # fmt: skip


def by_docxtpl(data: bytes) -> bytes:
    document = DocxTemplate(io.BytesIO(data))
    document.render(CONTEXT, SandboxedEnvironment(undefined=StrictUndefined, autoescape=True))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("name", TEMPLATES)
def test_same_text_as_docxtpl(name: str) -> None:
    ours, theirs = shown(rendered(TEMPLATES[name], CONTEXT)), shown(by_docxtpl(TEMPLATES[name]))
    assert ours == theirs
    assert ours


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))
LINED_TEXT = st.lists(TEXT, max_size=3).flatmap(
    lambda parts: st.sampled_from(["\n", "\t", " ", "{{", "%}"]).map(lambda mark: mark.join(parts))
)
ECHO = loaded(
    template_file(
        "[{{ text }}]",
        table=[["{%tr for x in (text, text) %}"], ["[{{ x }}]"], ["{%tr endfor %}"]],
        header="[{{ text }}]",
        footer="[{{ text }}]",
    )
)


@given(LINED_TEXT)
def test_any_text_that_xml_can_hold_comes_back(text: str) -> None:
    result, findings = ECHO.render({"text": text})
    assert findings == ()
    assert result is not None
    line, cell = f"[{text}]", f"| [{text}] |"
    assert shown(result) == [f"^ {line}", line, cell, cell, f"_ {line}"]
