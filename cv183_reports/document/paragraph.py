"""One paragraph of a Word part: the text Word shows, the tags in it, and markers put in their place."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from cv183_reports.document.tags import Level, Mark, Tag, scan
from cv183_reports.model import Source

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
P, R, T, TBL, TR, TC = (f"{W}{name}" for name in ("p", "r", "t", "tbl", "tr", "tc"))
TEXTBOX = f"{W}txbxContent"

_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
_PROPERTIES = frozenset({f"{W}pPr", f"{W}rPr"})
_SHOWN = {
    T: "",
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
"""What stands for text in a run, and the character it is (w:t: its own text)."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One element of a paragraph that shows text, and where that text begins in the paragraph."""

    element: etree._Element
    start: int
    text: str

    @property
    def end(self) -> int:
        """Where its text ends in the paragraph."""
        return self.start + len(self.text)


class Paragraph:
    """A paragraph's own text (text boxes inside have paragraphs of their own) and the tags in it."""

    def __init__(self, element: etree._Element, place: Source) -> None:
        self.atoms: list[Atom] = []
        start = 0
        for shown in _text_elements(element):
            atom = Atom(shown, start, _SHOWN[str(shown.tag)] or shown.text or "")
            self.atoms.append(atom)
            start = atom.end
        self.text = "".join(atom.text for atom in self.atoms)
        self.tags, self.faults = scan(self.text, place)

    def without(self, tags: list[Tag]) -> str:
        """The text that stands beside `tags` and notes."""
        rest = self.text
        for tag in reversed(self.tags):
            if tag in tags or tag.mark is Mark.COMMENT:
                rest = rest[: tag.start] + rest[tag.end :]
        return rest.strip()

    def drop(self, position: int) -> None:
        """Take the character at `position` out of the tree; this object then no longer describes it."""
        for atom in self.atoms:
            if atom.start <= position < atom.end:
                at = position - atom.start
                atom.element.text = atom.text[:at] + atom.text[at + 1 :]

    def put_markers(self, marker: Callable[[Tag], etree._Element]) -> None:
        """Replace each tag by what `marker` makes of it; a note by nothing."""
        for atom in self.atoms if self.tags else ():
            touching = [tag for tag in self.tags if tag.start < atom.end and tag.end > atom.start]
            if touching and atom.element.tag == T:
                _rewrite(atom, touching, marker)
            elif touching:
                _remove_from_run(atom.element)


def remove(element: etree._Element) -> None:
    """Take `element` out of its tree."""
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def _text_elements(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if child.tag in _SHOWN:
            yield child
        elif child.tag not in _PROPERTIES and child.tag != TEXTBOX:
            yield from _text_elements(child)


def _rewrite(atom: Atom, tags: list[Tag], make: Callable[[Tag], etree._Element]) -> None:
    """Put a marker for each tag that begins in this w:t, and drop the text that the tags cover."""
    element = atom.element
    element.text = ""
    element.set(_PRESERVE, "preserve")
    of_runs: list[etree._Element] = []
    position = atom.start
    for tag in tags:
        _append_text(element, atom.text[position - atom.start : max(0, tag.start - atom.start)])
        if atom.start <= tag.at < atom.end and tag.mark is not Mark.COMMENT:
            marker = make(tag)
            element.append(marker)
            if tag.level is Level.RUN and tag.mark is Mark.BLOCK:
                of_runs.append(marker)
        position = max(position, min(tag.end, atom.end))
    _append_text(element, atom.text[position - atom.start :])
    for marker in reversed(of_runs):
        _lift(marker)
    if element.getparent() is not None and not len(element) and not element.text:
        _remove_from_run(element)


def _append_text(element: etree._Element, text: str) -> None:
    """Add `text` after everything in `element`."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _remove_from_run(element: etree._Element) -> None:
    """Remove `element`, and its run if that shows nothing now."""
    run = element.getparent()
    remove(element)
    if run is not None and run.tag == R and all(child.tag == f"{W}rPr" for child in run):
        remove(run)


def _lift(marker: etree._Element) -> None:
    """Move `marker` out of its run, splitting the run in two of the same format."""
    text = marker.getparent()
    run = None if text is None else text.getparent()
    assert text is not None
    assert run is not None
    rest = etree.Element(R)
    run.addnext(rest)  # first into the tree: its names then take the prefixes that are known there
    rest.extend(copy.deepcopy(run.findall(f"{W}rPr")))
    rest_text = etree.SubElement(rest, T, {_PRESERVE: "preserve"})
    rest_text.text, marker.tail = marker.tail, None
    rest_text.extend(list(marker.itersiblings()))
    rest.extend(list(text.itersiblings()))
    run.addnext(marker)
    if not len(rest_text) and not rest_text.text:
        _remove_from_run(rest_text)
