"""Texts of a worksheet's comments: ours taken away again, new ones added, those of the unit left alone.

Excel keeps a comment in two parts: its text, here, and its box (`marked_boxes`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from cv183_reports.ooxml.parts import child, children, index, local, named_like, new_root
from cv183_reports.spreadsheet.grid import column_letters
from cv183_reports.spreadsheet.style import FONT
from cv183_reports.spreadsheet.values import cell_range
from cv183_reports.workbook.layout import COMMENT_AUTHOR, COMMENT_BEGINNING
from cv183_reports.workbook.marked_sheet import Place

_THREADED = "tc="
"""Begins the author of the comment that old programs see in place of a conversation."""
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def empty_comments(namespace: str) -> etree._Element:
    """A comments part without comments."""
    root = new_root("comments", namespace)
    for name in ("authors", "commentList"):
        etree.SubElement(root, f"{{{namespace}}}{name}")
    return root


def cleared(root: etree._Element) -> frozenset[Place]:
    """Take our comments out of a comments part; gives the cells that have none any more.

    What a unit wrote before ours in the same box stays.
    """
    gone: set[Place] = set()
    for comment in _comments(root):
        pieces = [each for each in comment.iter() if local(each) == "t"]
        text = "".join(each.text or "" for each in pieces)
        start = text.find(COMMENT_BEGINNING)
        if start < 0 or _is_conversation(root, comment):
            continue
        place = _place(comment)
        if text[:start].strip() and place is not None:
            _cut(pieces, len(text[:start].rstrip()))
            continue
        parent = comment.getparent()
        assert parent is not None
        parent.remove(comment)
        if place is not None:
            gone.add(place)
    return frozenset(gone)


def _cut(pieces: list[etree._Element], length: int) -> None:
    for piece in pieces:
        text = piece.text or ""
        piece.text = text[:length]
        length = max(0, length - len(text))


def has_comments(root: etree._Element) -> bool:
    """Whether a comments part holds any."""
    return any(True for _ in _comments(root))


def add_comments(root: etree._Element, texts: Mapping[Place, str]) -> tuple[Place, ...]:
    """Add `texts` to a comments part; gives the cells that need a box.

    Where the unit has a comment of its own, ours goes under it; a conversation is left alone.
    """
    author = _author(root)
    around = child(root, "commentList")
    if around is None:
        around = etree.SubElement(root, named_like(root, "commentList"))
    theirs = {place: each for each in _comments(root) if (place := _place(each)) is not None}
    boxes: list[Place] = []
    for (row, column), text in sorted(texts.items()):
        comment = theirs.get((row, column))
        if comment is not None:
            if not _is_conversation(root, comment):
                _append_run(comment, f"\n\n{text}")
            continue
        comment = etree.SubElement(around, named_like(root, "comment"))
        comment.set("ref", f"{column_letters(column)}{row}")
        comment.set("authorId", author)
        etree.SubElement(comment, named_like(root, "text"))
        _append_run(comment, text)
        boxes.append((row, column))
    _sort(around)
    return tuple(boxes)


def _sort(around: etree._Element) -> None:
    """Comments in the order of their cells, as Excel writes them."""
    ordered = sorted(around, key=lambda each: _place(each) or (0, 0))
    for each in ordered:
        around.append(each)


def _append_run(comment: etree._Element, text: str) -> None:
    inner = child(comment, "text")
    if inner is None:
        inner = etree.SubElement(comment, named_like(comment, "text"))
    plain = child(inner, "t")
    if plain is not None:
        inner.remove(plain)
        run = etree.SubElement(inner, named_like(comment, "r"))
        run.append(plain)
    run = etree.SubElement(inner, named_like(comment, "r"))
    looks = etree.SubElement(run, named_like(comment, "rPr"))
    etree.SubElement(looks, named_like(comment, "sz")).set("val", "11")
    etree.SubElement(looks, named_like(comment, "rFont")).set("val", FONT)
    written = etree.SubElement(run, named_like(comment, "t"))
    written.text = text
    written.set(_SPACE, "preserve")


def _author(root: etree._Element) -> str:
    """Our place in the list of authors."""
    authors = child(root, "authors")
    if authors is None:
        authors = etree.Element(named_like(root, "authors"))
        root.insert(0, authors)
    names = [each.text or "" for each in children(authors, "author")]
    if COMMENT_AUTHOR not in names:
        etree.SubElement(authors, named_like(root, "author")).text = COMMENT_AUTHOR
        names.append(COMMENT_AUTHOR)
    return str(names.index(COMMENT_AUTHOR))


def _is_conversation(root: etree._Element, comment: etree._Element) -> bool:
    authors = child(root, "authors")
    names = [] if authors is None else [each.text or "" for each in children(authors, "author")]
    known = dict(enumerate(names))
    rank = index(comment.get("authorId", ""))
    return rank is not None and known.get(rank, "").startswith(_THREADED)


def _comments(root: etree._Element) -> Iterator[etree._Element]:
    around = child(root, "commentList")
    return iter([] if around is None else children(around, "comment"))


def _place(comment: etree._Element) -> Place | None:
    area = cell_range(str(comment.get("ref", "")).replace("$", ""))
    return None if area is None else (area.top, area.left)
