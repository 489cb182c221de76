"""The letters of a paragraph of a .docx as Word shows them, each with the element it stands in (python-docx).

A letter that is changed keeps the look of its run. Tracked changes count as accepted, as in `word`.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from cv183_reports.differences.weaving import Stretch
from cv183_reports.lint.letters import letters_of

_R, _T, _RPR, _PPR = qn("w:r"), qn("w:t"), qn("w:rPr"), qn("w:pPr")
_SIGNS = {qn("w:tab"): "\t", qn("w:ptab"): "\t", qn("w:cr"): "\n"}
_SIGNS |= {qn("w:noBreakHyphen"): "\N{NON-BREAKING HYPHEN}"}
_BR = qn("w:br")
_PLAIN = frozenset({_PPR, _R, qn("w:proofErr")})
_PLAIN_IN_RUN = frozenset({_RPR, _T, _BR, *_SIGNS, qn("w:lastRenderedPageBreak")})
_SAYS_NOTHING = frozenset(map(qn, ("w:lang", "w:noProof")))
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_Letter = tuple[str, etree._Element | None]  # noqa: SLF001 - its stubs have no other name
"""A character and the ``w:t`` it stands in; None: it cannot be changed (a tab, the result of a field)."""


class ShownText:
    """One paragraph, to be read and changed."""

    def __init__(self, paragraph: etree._Element) -> None:
        self._paragraph = paragraph
        self._letters: list[_Letter] = [
            (each.text, each.element if each.is_typed else None) for each in letters_of(paragraph)
        ]

    @property
    def text(self) -> str:
        """What is shown of it, without an automatic number."""
        return "".join(letter for letter, _ in self._letters)

    def change(self, changes: Sequence[Stretch], model: etree._Element) -> bool:
        """Makes the changes where the letters stand; False: one of them cannot be made, and none is.

        Args:
            changes: from left to right, in `text`.
            model: a paragraph whose first run shows how a letter looks where there is none yet.
        """
        letters: list[_Letter] = list(self._letters)
        owners = {id(t): t for _, t in letters if t is not None}
        for each in reversed(changes):
            replaced = letters[each.start : each.end]
            owner = self._owner(each, model)
            if (
                owner is None
                or any(t is None for _, t in replaced)
                or set(each.text) & set("\t\n\f\v")
            ):
                return False
            owners[id(owner)] = owner
            letters[each.start : each.end] = [(letter, owner) for letter in each.text]
        for owner in owners.values():
            owner.text = "".join(letter for letter, t in letters if t is owner)
            owner.set(_SPACE, "preserve")
        self._letters = letters
        return True

    def _owner(self, change: Stretch, model: etree._Element) -> etree._Element | None:
        """Where the new letters go: where the first old one stood, else behind the one before."""
        letters = self._letters
        if change.end > change.start:
            return letters[change.start][1]
        near = [*letters[max(0, change.start - 1) : change.start], *letters[change.start :][:1]]
        if near:
            return next((t for _, t in near if t is not None), None)
        return _new_run(self._paragraph, model)


def _new_run(paragraph: etree._Element, model: etree._Element) -> etree._Element:
    """An empty text at the end of a paragraph without any, in the look of the model's first run."""
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    looks = next((r.find(_RPR) for r in model.iter(_R)), None)
    if looks is not None:
        run.append(deepcopy(looks))
    run.append(text)
    paragraph.append(run)
    return text


def is_plain(paragraph: etree._Element) -> bool:
    """Whether nothing stands in it but text: no comment's end, tracked change, bookmark, field, picture."""
    return all(
        child.tag in _PLAIN
        and (child.tag != _R or all(inner.tag in _PLAIN_IN_RUN for inner in child))
        for child in paragraph
    )


def look_alike(one: etree._Element, other: etree._Element) -> bool:
    """Whether the runs of two paragraphs say the same in the same look."""
    return _looks(one) == _looks(other)


def _looks(paragraph: etree._Element) -> list[tuple[str, object]]:
    """Text after text with the look it has; neighbours of one look as one."""
    found: list[tuple[str, object]] = []
    for run in paragraph.iter(_R):
        text = "".join(_SIGNS.get(str(c.tag), c.text or "\n") for c in run if c.tag != _RPR)
        look = [_said(each) for each in run.iterfind(f"{_RPR}/*") if each.tag not in _SAYS_NOTHING]
        if found and found[-1][1] == look:
            found[-1] = (found[-1][0] + text, look)
        elif text:
            found.append((text, look))
    return found


def _said(element: etree._Element) -> object:
    """Equal for elements that say the same, whatever names were declared around them."""
    said = sorted((str(name), str(value)) for name, value in element.attrib.items())
    return element.tag, said, [_said(child) for child in element]


def take_runs(paragraph: etree._Element, model: etree._Element | None) -> None:
    """Lets a plain paragraph say what `model` says, as it says it (None: nothing); its own properties stay."""
    for child in list(paragraph):
        if child.tag != _PPR:
            paragraph.remove(child)
    for child in model if model is not None else ():
        if child.tag != _PPR:
            paragraph.append(deepcopy(child))
