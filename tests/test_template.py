"""Word templates: what each tag does, what Word insists on, and which names are read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from itertools import pairwise

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.word_templates import (
    CONTEXT,
    ROWS,
    body_of,
    loaded,
    rendered,
    shown,
    template_file,
)

# What tags do.


@pytest.mark.parametrize(
    ("paragraphs", "lines"),
    [
        (["Gửi {{ ten }}."], ["Gửi Sở Nội vụ."]),
        ([["Gửi {", "{ te", "n }", "}."]], ["Gửi Sở Nội vụ."]),
        (["{{ “A” ~ ten ~ ‘B’ }}"], ["ASở Nội vụB"]),
        (["{{\xa0ten\xa0}}{% if\xa0ten %}!{% endif %}"], ["Sở Nội vụ!"]),
        (["{{ te\u200bn }}"], ["Sở Nội vụ"]),
        (["{% if rows|length > 1 and 1 < 2 %}nhiều{% else %}ít{% endif %}"], ["nhiều"]),
        (["{%p if empty %}", "A", "{%p elif yes %}", "B", "{%p endif %}"], ["B"]),
        (["{%p for row in rows %}", "{{ row.unit }}", "{%p endfor %}"], [row.unit for row in ROWS]),
        (
            ["{%p for row in empty %}", "x", "{%p else %}", "không có", "{%p endfor %}"],
            ["không có"],
        ),
        (["{%p if yes %}{%p if empty %}", "x", "{%p endif %}{%p endif %}", "y"], ["y"]),
        (["{#p ghi chú: {{ x }} #}", "A"], ["A"]),
        (["{{p ten }}", "{{r ten }}"], ["Sở Nội vụ", "Sở Nội vụ"]),
        (["{{ rows[1].unit }} {{ rows[-1].count }} {{ rate }}"], ["Xã An Lão 7 98.20"]),
        (["{% for r in rows[:1] %}{{ r.title }}{% endfor %}"], ["PHƯỜNG THỦY NGUYÊN"]),
        (
            ["{% for r in rows %}{{ r.unit }}{% if not loop.last %}, {% endif %}{% endfor %}"],
            ["Phường Thủy Nguyên, Xã An Lão"],
        ),
        (
            ["{{ rows[0].values|join('; ') }} {{ ten|upper }} {{ (rows|last).count + 1 }}"],
            ["1; 2 SỞ NỘI VỤ 8"],
        ),
        (["{{ 'một' if empty }}|{{ 'a' if yes else 'b' }}"], ["|a"]),
        (["{% if rows[0].note is none %}trống{% endif %}"], ["trống"]),
        (["A {%- if yes -%} B {%- endif %} C"], ["AB C"]),
        (
            ["Ở{% if yes -%}", " thành phố", "{%- else -%}", " nông thôn", "{%- endif %}, ok"],
            ["Ở thành phố, ok"],
        ),
        ([["A", "{%r if empty %}", "B", "{%r endif %}", "C"]], ["AC"]),
        (["A{%r if yes %} B{%r endif %} C"], ["A B C"]),
    ],
)
def test_tags(paragraphs: list[str | Sequence[str]], lines: list[str]) -> None:
    assert shown(rendered(template_file(*paragraphs), CONTEXT)) == lines


@pytest.mark.parametrize(
    "text", ["Sở A & Sở B <c>", "a\nb\n", "\ta\tb", "  hai  cách  ", "{{ ten }}", "]]>"]
)
def test_value_is_printed_as_it_is(text: str) -> None:
    assert shown(rendered(template_file("[{{ ten }}]"), {"ten": text})) == [f"[{text}]"]


def test_rows_cells_headers_and_footers() -> None:
    data = template_file(
        table=[
            ["Đơn vị", "{%tc for v in rows[0].values %}", "{{ v }}", "{%tc endfor %}"],
            ["{%tr for row in rows %}", "", "", ""],
            ["{{ row.unit }}", "{%tc for v in row.values %}", "{{ v }}", "{%tc endfor %}"],
            ["{%tr endfor %}", "", "", ""],
        ],
        header="{{ ten }}",
        footer="Trang {{ rows|length }}",
    )
    assert shown(rendered(data, CONTEXT)) == [
        "^ Sở Nội vụ",
        "| Đơn vị | 1 | 2 |",
        "| Phường Thủy Nguyên | 1 | 2 |",
        "| Xã An Lão | 3 | 4 |",
        "_ Trang 2",
    ]


def test_run_tag_keeps_the_format_of_what_follows() -> None:
    def bold(document: Document) -> None:
        document.paragraphs[0].runs[0].bold = True

    data = rendered(template_file("A{%r if yes %}B{%r endif %}C", change=bold), CONTEXT)
    assert [(run.text, run.bold) for run in docx.Document(io.BytesIO(data)).paragraphs[0].runs] == [
        ("A", True),
        ("B", True),
        ("C", True),
    ]


def test_tag_split_by_what_word_leaves_behind() -> None:
    pieces = (
        '<w:p {} w:rsidR="00AA"><w:r><w:t>A {{</w:t></w:r><w:proofErr w:type="spellStart"/>'
        '<w:bookmarkStart w:id="0" w:name="x"/><w:r w:rsidR="00BB"><w:lastRenderedPageBreak/><w:t>{{ te</w:t></w:r>'
        '<w:bookmarkEnd w:id="0"/><w:hyperlink w:anchor="x"><w:r><w:t xml:space="preserve">n }}</w:t></w:r>'
        "</w:hyperlink><w:r><w:t>}} B &amp; C</w:t></w:r></w:p>"
    ).format(nsdecls("w"))

    def insert(document: Document) -> None:
        document.element.body.insert(0, parse_xml(pieces))

    data = rendered(template_file(change=insert), CONTEXT)
    assert shown(data) == ["A Sở Nội vụ B & C"]
    assert b"rsid" not in body_of(data)
    assert b"proofErr" not in body_of(data)


SPLIT = "A {{ ten }} B {% if yes %}x{% endif %} {{ “y” }}"


@settings(max_examples=40)
@given(st.sets(st.integers(1, len(SPLIT) - 1)))
def test_tag_split_anywhere_is_the_same_tag(cuts: set[int]) -> None:
    edges = [0, *sorted(cuts), len(SPLIT)]
    runs = [SPLIT[start:end] for start, end in pairwise(edges)]
    assert shown(rendered(template_file(runs), CONTEXT)) == ["A Sở Nội vụ B x y"]


def test_footnotes_are_rendered_and_comments_emptied() -> None:
    types = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    part = '<w:{0}s {1}><w:{0} w:id="2"><w:p><w:r><w:t>{{{{ ten }}}}</w:t></w:r></w:p></w:{0}></w:{0}s>'
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(template_file("A"))) as old,
        zipfile.ZipFile(stream, "w") as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            if name == "[Content_Types].xml":
                added = "".join(
                    f'<Override PartName="/word/{kind}s.xml" ContentType="{types}{kind}s+xml"/>'
                    for kind in ("footnote", "comment")
                )
                data = data.replace(b"</Types>", added.encode() + b"</Types>")
            new.writestr(name, data)
        for kind in ("footnote", "comment"):
            new.writestr(f"word/{kind}s.xml", part.format(kind, nsdecls("w")))
    with zipfile.ZipFile(io.BytesIO(rendered(stream.getvalue(), CONTEXT))) as archive:
        assert "Sở Nội vụ" in archive.read("word/footnotes.xml").decode()
        assert "{{ ten }}" not in archive.read("word/comments.xml").decode()


def test_text_boxes_have_their_own_paragraphs() -> None:
    box = (
        f'<w:r {nsdecls("w")}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>'
        "<w:txbxContent><w:p><w:r><w:t>{{ ten }}</w:t></w:r></w:p></w:txbxContent>"
        "</v:textbox></v:shape></w:pict></w:r>"
    )

    def insert(document: Document) -> None:
        document.paragraphs[0]._p.append(parse_xml(box))

    data = rendered(template_file("{{ rows|length }} khung", change=insert), CONTEXT)
    assert "Sở Nội vụ" in body_of(data).decode()
    assert "2" in body_of(data).decode()


# What Word insists on.


def test_cell_that_lost_its_paragraphs_keeps_one() -> None:
    data = template_file(table=[["{%p if empty %}\nA\n{%p endif %}", "B"]])
    assert shown(rendered(data, CONTEXT)) == ["|  | B |"]
    assert b"</w:tcPr><w:p/></w:tc>" in body_of(rendered(data, CONTEXT))
    kept = rendered(data, {**CONTEXT, "empty": ("x",)})
    assert shown(kept) == ["| A | B |"]


def test_table_without_rows_is_left_out() -> None:
    rows = [["{%tr for row in empty %}"], ["{{ row.unit }}"], ["{%tr endfor %}"]]
    data = template_file("A", table=rows, after=["B"])
    assert shown(rendered(data, CONTEXT)) == ["A", "B"]
    assert b"w:tbl" not in body_of(rendered(data, CONTEXT))


def test_row_without_cells_is_left_out() -> None:
    rows = [["A", "B", "C"], ["{%tc for v in empty %}", "{{ v }}", "{%tc endfor %}"]]
    assert shown(rendered(template_file(table=rows), CONTEXT)) == ["| A | B | C |"]


def test_looped_cells_share_the_width_and_the_grid_follows() -> None:
    def widths(document: Document) -> None:
        table = document.tables[0]
        title = table.rows[0].cells
        title[0].merge(title[3])
        for cell, width in zip(table.rows[1].cells, (1000, 100, 7800, 100), strict=True):
            cell._tc.get_or_add_tcPr().get_or_add_tcW().set(qn("w:w"), str(width))

    rows = [["", "", "", ""], ["Đơn vị", "{%tc for v in five %}", "{{ v }}", "{%tc endfor %}"]]
    data = rendered(template_file(table=rows, change=widths), {"five": tuple("abcde")})
    table = docx.Document(io.BytesIO(data)).tables[0]
    assert [column._gridCol.w.twips for column in table.columns] == [1000, *[1600] * 5]
    assert table.rows[0]._tr.tc_lst[0].grid_span == 6
    assert len(table.rows[1].cells) == 6


def test_bytes_are_the_same_and_other_parts_untouched() -> None:
    data = template_file("{{ ten }}")
    first, second = rendered(data, CONTEXT), rendered(data, CONTEXT)
    assert first == second
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(io.BytesIO(first)) as after:
        assert after.testzip() is None
        assert before.namelist() == after.namelist()
        changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
    assert changed == ["word/document.xml"]


# Names.


def test_the_names_that_a_template_uses_follow_loops() -> None:
    template = loaded(
        template_file(
            "{% for row in rows %}{{ loop.index }} {{ row.unit }} {{ row.rows[0].count }}{% endfor %}",
            "{{ (rows|first).title }}{% if yes %}{{ head.line }}{% endif %}",
            header="{{ rows[1:][0].note }}",
        )
    )
    leaves = {
        "rows[].unit",
        "rows[].rows[].count",
        "rows[].title",
        "rows[].note",
        "yes",
        "head.line",
    }
    prefixes = {"rows", "rows[]", "rows[].rows", "rows[].rows[]", "head"}
    assert {use.path for use in template.uses} == leaves | prefixes
