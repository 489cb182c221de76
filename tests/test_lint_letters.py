"""Tracked changes in a paragraph: accepted they say what was meant, refused what stood there; looks stay."""

from __future__ import annotations

from itertools import count

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cv183_reports.lint.opened import TypedParagraph, letters_of
from tests.word_facts import A4, first, paragraph, run, word
from tests.word_facts import facts as read

LOOKS = ("", "<w:b/>", "<w:i/>", '<w:sz w:val="30"/>', "<w:vanish/>")
PIECES = st.lists(
    st.tuples(st.text("aăâbé ừ\u0323", min_size=1, max_size=6), st.sampled_from(LOOKS)),
    min_size=1,
    max_size=6,
)
AROUND = ("{}", "<w:hyperlink>{}</w:hyperlink>", '<w:ins w:id="7" w:author="A">{}</w:ins>')


def opened(inner: str) -> tuple[etree._Element, TypedParagraph]:
    """The paragraph of that content, as python-docx has it."""
    body = f"<w:p>{inner}</w:p>"
    facts = first(body + paragraph() + A4.format("", ""))
    element = parse_xml(f"<w:p {nsdecls('w')}>{inner}</w:p>")
    typed = TypedParagraph.opened(element, facts)
    assert typed is not None
    return element, typed


def accepted(element: etree._Element) -> str:
    return "".join(letter.text for letter in letters_of(element))


def refused(element: etree._Element) -> str:
    """What is left without the insertions of ours, and with what we took out."""
    ours = [each for each in element.iter(qn("w:ins")) if each.get(qn("w:author")) != "A"]
    for each in ours:
        parent = each.getparent()
        assert parent is not None
        parent.remove(each)
    return "".join(each.text or "" for each in element.iter(qn("w:t"), qn("w:delText")))


def looks(element: etree._Element) -> list[tuple[str, str]]:
    """Each letter that was not taken out and not put in, with the look of its run."""
    found = []
    for text in element.iter(qn("w:t")):
        owner = next(text.iterancestors(qn("w:ins")), None)
        if owner is None or owner.get(qn("w:author")) == "A":
            parent = text.getparent()
            assert parent is not None
            said = "".join(each.tag for each in parent.find(qn("w:rPr")))
            found += [(letter, said) for letter in text.text or ""]
    return found


@given(PIECES, st.sampled_from(AROUND), st.data())
def test_a_change_says_what_was_meant_and_keeps_what_was(
    pieces: list[tuple[str, str]], around: str, data: st.DataObject
) -> None:
    inner = "".join(around.format(run(text, look)) for text, look in pieces)
    element, typed = opened(inner)
    before = looks(element)
    shown = [i for i, (_, look) in enumerate(before) if "vanish" not in look]
    start = data.draw(st.integers(0, len(shown)))
    end = data.draw(st.integers(start, len(shown)))
    text = data.draw(st.text("xyzđ", max_size=4))
    hidden = [letter for letter, look in before if "vanish" in look]
    original = "".join(letter for letter, _ in before)
    done = typed.track(start, end, text, count(1))
    assert done == bool(shown)
    if not done:
        return
    gone = set(shown[start:end])
    kept = [each for i, each in enumerate(before) if i not in gone]
    assert looks(element) == kept
    seen = [before[i][0] for i in shown]
    without_hidden = list(accepted(element))
    for letter in hidden:
        without_hidden.remove(letter)
    assert sorted(without_hidden) == sorted([*seen[:start], *text, *seen[end:]])
    assert refused(element) == original


@given(PIECES, st.data())
def test_a_run_is_parted_and_says_the_same(
    pieces: list[tuple[str, str]], data: st.DataObject
) -> None:
    element, typed = opened("".join(run(text, look) for text, look in pieces))
    before = looks(element)
    shown = "".join(letter for letter, look in before if "vanish" not in look)
    start = data.draw(st.integers(0, len(shown)))
    end = data.draw(st.integers(start, len(shown)))
    runs = typed.runs(start, end)
    assert looks(element) == before
    said = "".join(t.text or "" for each in runs for t in each.iter(qn("w:t")))
    assert said == shown[start:end]


def test_changes_from_right_to_left_do_not_stand_in_each_others_way() -> None:
    element, typed = opened(run("Cong hoa ") + run("xa hoi", "<w:b/>"))
    numbers = count(1)
    for start, end, text in ((12, 15, "hội"), (9, 11, "xã"), (5, 8, "hòa"), (0, 4, "Cộng")):
        assert typed.track(start, end, text, numbers)
    assert accepted(element) == "Cộng hòa xã hội"
    assert refused(element) == "Cong hoa xa hoi"


def test_what_no_change_may_touch() -> None:
    field = f'<w:fldSimple w:instr=" REF a ">{run("hai")}</w:fldSimple>'
    element, typed = opened(run("một ") + field + "<w:r><w:tab/></w:r>" + run("ba"))
    said = etree.tostring(element)
    assert not typed.track(4, 6, "x", count(1))
    assert not typed.track(7, 8, " ", count(1))
    assert not typed.track(0, 1, "\t", count(1))
    assert etree.tostring(element) == said
    assert typed.track(8, 10, "bốn", count(1))
    assert accepted(element) == "một hai\tbốn"


def test_a_picture_between_two_letters_is_not_taken_out() -> None:
    inner = "<w:r><w:rPr/><w:t>a</w:t><w:drawing/><w:t>b</w:t></w:r>"
    element, typed = opened(inner)
    assert not typed.track(0, 2, "x", count(1))
    assert element.findall(f".//{qn('w:drawing')}")


def test_a_paragraph_that_says_otherwise_is_not_opened() -> None:
    facts = next(read(word(paragraph("một") + A4.format("", ""))).paragraphs)
    element = docx.Document().add_paragraph("hai")._p
    assert TypedParagraph.opened(element, facts) is None
