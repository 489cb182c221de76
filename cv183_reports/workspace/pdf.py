"""PDF files as office programs give them: made the same of the same, and several bound into one (pypdf).

What the program adds of the moment (when, and a number of its own) is left out. What it draws stays as it is: other
versions of Word or LibreOffice draw otherwise, so the same bytes are promised of one program on one machine only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO

from msgspec import Struct
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, NameObject, NumberObject, PdfObject, TextStringObject

_MARKS_OF_THE_MOMENT = ("/CreationDate", "/ModDate")


class PdfPart(Struct, frozen=True):
    """One document of those that are bound into one."""

    title: str
    """Its bookmark; those of its own headings stand below it."""
    data: bytes


class Pdf(Struct, frozen=True):
    """A PDF file."""

    data: bytes
    pages: int


def steady(data: bytes, title: str) -> Pdf | None:
    """The same file, without what depends on the moment; called `title` where it has none. None: it is damaged."""
    writer = PdfWriter()
    try:
        reader = PdfReader(BytesIO(data))
        writer.clone_reader_document_root(reader)
        told = {name: str(value) for name, value in (reader.metadata or {}).items()}
    except PyPdfError:
        return None
    kept = {name: value for name, value in told.items() if name not in _MARKS_OF_THE_MOMENT}
    return _written(writer, {"/Title": title, **kept})


def bound(
    parts: Iterable[PdfPart],
    title: str,
    *,
    two_sided: bool = False,
    step: Callable[[], None] = lambda: None,
) -> Pdf:
    """All `parts` one after the other, each page as large as it is, with a bookmark for each.

    Args:
        parts: in their order.
        title: of the whole.
        two_sided: each part begins on the front of a sheet, after an empty back if need be.
        step: called as each part is done.
    """
    writer = PdfWriter()
    for part in parts:
        if two_sided and len(writer.pages) % 2:
            writer.add_blank_page()
        writer.append(PdfReader(BytesIO(part.data)), outline_item=part.title)
        step()
    outline = writer.get_outline_root()
    for item in (tops := list(_children(outline))):
        below = sum(1 for _ in _children(item))
        item[NameObject("/Count")] = NumberObject(-below)  # less than none: they are folded up
    outline[NameObject("/Count")] = NumberObject(len(tops))
    return _written(writer, {"/Title": title})


def _written(writer: PdfWriter, told: Mapping[str, str]) -> Pdf:
    """Whoever opens it sees its bookmarks, where it has any."""
    writer.metadata = dict(told)
    writer.root_object.pop("/Metadata", None)  # says the same once more, and the moment
    for item in _bookmarks(writer.root_object.get("/Outlines")):
        item[NameObject("/Title")] = TextStringObject(str(item["/Title"]).strip())
        writer.page_mode = "/UseOutlines"
    written = BytesIO()
    writer.write(written)
    return Pdf(written.getvalue(), len(writer.pages))


def _bookmarks(parent: PdfObject | None) -> Iterator[DictionaryObject]:
    """Those below `parent`, at any depth."""
    for item in _children(parent):
        yield item
        yield from _bookmarks(item)


def _children(parent: PdfObject | None) -> Iterator[DictionaryObject]:
    found = parent.get_object() if parent else None
    item = found.get("/First") if isinstance(found, DictionaryObject) else None
    while item is not None:
        here = item.get_object()
        assert isinstance(here, DictionaryObject)
        yield here
        item = here.get("/Next")
