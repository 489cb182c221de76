"""The letters of a paragraph of a .docx as Word shows them, each with the element it stands in (python-docx).

Tracked changes count as accepted, as in `word`. Runs are parted where a look or a change begins in the
middle of one; letters are replaced as tracked changes in the look of those they replace.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import cast

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.run import CT_R
from lxml import etree

from cv183_reports.ooxml.xml import local
from cv183_reports.word.facts import ParagraphFacts
from cv183_reports.word.numbering import SYMBOLS

_Element = etree._Element  # noqa: SLF001 - its stubs have no other name
_R, _T, _RPR = qn("w:r"), qn("w:t"), qn("w:rPr")
_GONE = frozenset(
    map(qn, ("w:pPr", "w:del", "w:moveFrom", "w:sdtPr", "w:sdtEndPr", "w:rPr", "w:rt"))
)
_SIGNS = {qn("w:tab"): "\t", qn("w:ptab"): "\t", qn("w:cr"): "\n"}
_SIGNS |= {qn("w:noBreakHyphen"): "\N{NON-BREAKING HYPHEN}"}
_BREAKS = {"page": "\f", "column": "\v"}
_BR, _SYM, _FIELD, _SIMPLE = qn("w:br"), qn("w:sym"), qn("w:fldChar"), qn("w:fldSimple")
AUTHOR = "cv183-report"
"""Of the changes and comments that we put into a document."""
_AUTHOR = qn("w:author")
_INS, _DEL, _DELETED = qn("w:ins"), qn("w:del"), qn("w:delText")
_TAKEN_OUT = frozenset({_RPR, _T, qn("w:lastRenderedPageBreak")})
"""What a run may hold whose letters are taken out whole."""
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SIGN_LETTERS = frozenset("\t\n\f\v")


@dataclass(slots=True)
class ShownLetter:
    """A letter and where it stands."""

    text: str
    element: _Element
    """Its ``w:t``, or the sign it is (a tab, a break)."""
    at: int
    """Its place in the text of `element`."""
    in_field: bool
    """Part of the result of a field, which Word makes anew."""

    @property
    def is_typed(self) -> bool:
        """Whether it can be changed."""
        return self.element.tag == _T and not self.in_field


def letters_of(paragraph: _Element) -> list[ShownLetter]:
    """What is shown of a paragraph, without an automatic number; hidden text too."""
    return list(_Reading().inline(paragraph, in_field=False))


class _Reading:
    def __init__(self) -> None:
        self._fields: list[bool] = []
        """Of each open field whether its result has begun."""

    def inline(self, node: _Element, *, in_field: bool) -> Iterator[ShownLetter]:
        for child in _shown(node):
            if child.tag == _R:
                yield from self._run(child, in_field=in_field)
            elif child.tag not in _GONE:
                yield from self.inline(child, in_field=in_field or child.tag == _SIMPLE)

    def _run(self, run: _Element, *, in_field: bool) -> Iterator[ShownLetter]:
        for child in _shown(run):
            if child.tag == _FIELD:
                self._field(str(child.get(qn("w:fldCharType"))))
            elif all(self._fields):
                begins, text = _characters(child)
                for at, letter in enumerate(text, start=begins):
                    yield ShownLetter(letter, child, at, in_field or bool(self._fields))

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()


def _characters(element: _Element) -> tuple[int, str]:
    """What a child of a run shows, and where in its text that begins."""
    if element.tag == _T:
        text = (element.text or "").replace("\n", " ")
        if element.get(_SPACE) == "preserve":
            return 0, text
        return len(text) - len(text.lstrip(" \t\r")), text.strip(" \t\r")
    if element.tag == _BR:
        return 0, _BREAKS.get(str(element.get(qn("w:type"))), "\n")
    if element.tag == _SYM:
        return 0, _symbol(str(element.get(qn("w:char"))))
    return 0, _SIGNS.get(str(element.tag), "")


def _symbol(written: str) -> str:
    try:
        letter = chr(int(written, 16))
    except (ValueError, OverflowError):
        return ""
    return SYMBOLS.get(letter, letter)


def _shown(node: _Element) -> Iterator[_Element]:
    """The children of `node`, of alternatives only the one that Word shows."""
    for child in node:
        name = local(child)
        if name == "AlternateContent":
            yield from (inner for choice in list(child)[:1] for inner in _shown(choice))
        elif name not in {"", "txbxContent"}:
            yield child


class TypedParagraph:
    """One paragraph whose runs may be parted and whose letters may be replaced.

    Places count in `ParagraphFacts.own_text` of the facts it was opened with; changes go from right to left.
    """

    def __init__(self, element: _Element, letters: list[ShownLetter]) -> None:
        self.element = element
        self._letters = letters

    @classmethod
    def opened(cls, element: _Element, facts: ParagraphFacts) -> TypedParagraph | None:
        """The paragraph; None where the file does not say what `facts` say."""
        letters = letters_of(element)
        told = [(letter, run) for run in facts.runs for letter in run.text]
        if len(letters) != len(told):
            return None
        for letter, (text, run) in zip(letters, told, strict=True):
            if letter.text != text:
                return None
            letter.in_field = letter.in_field or bool(run.field)
        seen = [each for each, (_, run) in zip(letters, told, strict=True) if not run.vanish]
        return cls(element, seen)

    def runs(self, start: int, end: int) -> list[CT_R]:
        """The runs of the letters from `start` to `end`, and of no others."""
        self._cut(end)
        self._cut(start)
        runs = (each.element.getparent() for each in self._letters[start:end])
        return list(dict.fromkeys(cast("CT_R", run) for run in runs if _is_run(run)))

    def _cut(self, place: int) -> None:
        """Lets a run begin at `place`, if there is a letter of the same run before it."""
        if not 0 < place < len(self._letters):
            return
        before, letter = self._letters[place - 1], self._letters[place]
        run = letter.element.getparent()
        if run is None or run is not before.element.getparent() or run.tag != _R:
            return
        rest = _like(run)
        first = letter.element
        moved = [*first.itersiblings()]
        if first is before.element:
            first = self._part(place)
        rest.extend([first, *moved])
        run.addnext(rest)

    def _part(self, place: int) -> _Element:
        """A text of its own for what stands in one ``w:t`` from `place` on."""
        text, at = self._letters[place].element, self._letters[place].at
        rest = OxmlElement("w:t")
        rest.text, text.text = (text.text or "")[at:], (text.text or "")[:at]
        for each in (text, rest):
            each.set(_SPACE, "preserve")
        for letter in self._letters[place:]:
            if letter.element is text:
                letter.element, letter.at = rest, letter.at - at
        return rest

    def track(self, start: int, end: int, text: str, identities: Iterator[int]) -> bool:
        """Puts `text` for the letters from `start` to `end` as a tracked change; False: it cannot be done.

        What stands in the result of a field, a tab or a break is not changed.
        """
        if not all(each.is_typed for each in self._letters[start:end]) or set(text) & _SIGN_LETTERS:
            return False
        beside = self._beside(start, end)
        if beside is None:
            return False
        runs = self.runs(start, end)
        if any(child.tag not in _TAKEN_OUT for run in runs for child in run):
            return False
        behind = start > 0 or bool(runs)
        anchor = self._letters[end - 1 if runs else start - 1 if behind else 0].element.getparent()
        assert anchor is not None
        looks = (runs[0] if runs else beside).find(_RPR)
        if text:
            _place(_inserted(text, looks, next(identities)), anchor, behind=behind)
        for run in runs:
            _delete(run, identities)
        return True

    def _beside(self, start: int, end: int) -> _Element | None:
        """The run that new letters look like: of the first replaced, else before, else behind the place."""
        self._cut(end)
        near = self._letters[start:end] or self._letters[max(0, start - 1) : start + (start == 0)]
        run = near[0].element.getparent() if near and not near[0].in_field else None
        return run if _is_run(run) else None


def _is_run(element: _Element | None) -> bool:
    return element is not None and element.tag == _R


def _like(run: _Element) -> _Element:
    """An empty run in the look of another."""
    made = OxmlElement("w:r")
    looks = run.find(_RPR)
    if looks is not None:
        made.append(deepcopy(looks))
    return made


def _change(kind: str, identity: int) -> _Element:
    """A tracked change that tells no time: the same whenever it is made."""
    change = OxmlElement(kind)
    change.set(qn("w:id"), str(identity))
    change.set(_AUTHOR, AUTHOR)
    return change


def _inserted(text: str, looks: _Element | None, identity: int) -> _Element:
    change, run, written = (
        _change("w:ins", identity),
        OxmlElement("w:r"),
        OxmlElement("w:t"),
    )
    if looks is not None:
        run.append(deepcopy(looks))
    written.text = text
    written.set(_SPACE, "preserve")
    run.append(written)
    change.append(run)
    return change


def _place(change: _Element, anchor: _Element, *, behind: bool) -> None:
    """Lays a change beside a run; not within another insertion, which is parted."""
    outer = anchor.getparent()
    if outer is not None and outer.tag == _INS:
        rest = OxmlElement("w:ins")
        for name, value in outer.attrib.items():
            rest.set(name, value)
        rest.extend([*anchor.itersiblings()] if behind else [anchor, *anchor.itersiblings()])
        if len(rest):
            outer.addnext(rest)
        outer.addnext(change)
        around = outer.getparent()
        if not len(outer) and around is not None:
            around.remove(outer)
    elif behind:
        anchor.addnext(change)
    else:
        anchor.addprevious(change)


def _delete(run: _Element, identities: Iterator[int]) -> None:
    """Marks a run as taken out; joins the deletion right before it."""
    before = run.getprevious()
    if before is not None and before.tag == _DEL and before.get(_AUTHOR) == AUTHOR:
        before.append(run)
    else:
        change = _change("w:del", next(identities))
        run.addprevious(change)
        change.append(run)
    for text in run.findall(_T):
        text.tag = _DELETED
        text.set(_SPACE, "preserve")
