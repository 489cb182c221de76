"""Documents as they come out of a printer: LibreOffice lays them out, poppler reads the pages.

Lengths are millimetres from the top left corner of the page. Liberation Serif has the widths of Times
New Roman, so lines break as Word breaks them.
"""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from lxml import etree
from msgspec import Struct

from tests.once import made_once

TOOLS = ("soffice", "pdftotext", "pdftoppm", "fc-list")
FONT = "Liberation Serif:charset=1ed9"
"""Its first edition lacks Vietnamese letters: a page then holds letters of two fonts, and no whole word."""
_POINT = 25.4 / 72
_MOST_FILES = 200
"""LibreOffice leaves what comes after about 250 arguments, and says nothing."""
_FOUND = "found.pickle"
_SAME_ROW = 0.35
"""Of the lesser height: words whose middles are nearer stand in one row."""
_RESOLUTION = 200
_DARK = 128


class Word(Struct, frozen=True):
    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


class Row(Struct, frozen=True):
    """The words on one height of a page, from left to right."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return max(word.right for word in self.words)

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    def holds(self, text: str) -> bool:
        """Whether all of `text` stands in it, blanks apart."""
        return squeezed(text) in squeezed(self.text)

    def is_in(self, text: str) -> bool:
        """Whether all of it stands in `text`."""
        return squeezed(self.text) in squeezed(text)


class Page(Struct, frozen=True):
    width: float
    height: float
    rows: tuple[Row, ...]

    def row(self, text: str) -> Row | None:
        """The first row that holds all of `text`."""
        return next((row for row in self.rows if row.holds(text)), None)


class LaidOut(Struct, frozen=True):
    """One file: what it is, and its pages."""

    name: str
    data: bytes
    pdf: Path
    pages: tuple[Page, ...]


def squeezed(text: str) -> str:
    """Without blanks, composed, in one case: as pages and files may be compared."""
    return unicodedata.normalize("NFC", "".join(text.split())).casefold()


def _need_tools() -> None:
    """Skips, or fails under CI, where one of the programs or the font is missing."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if "fc-list" not in missing and not _has_font():
        missing.append(FONT)
    if not missing:
        return
    reason = f"cannot lay documents out: no {', '.join(missing)} on this machine"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def _has_font() -> bool:
    ran = subprocess.run(["fc-list", FONT], check=True, capture_output=True)
    return bool(ran.stdout.strip())


def laid_out_once(
    make: Callable[[], Mapping[str, bytes]], name: str, temporary: pytest.TempPathFactory
) -> dict[str, LaidOut]:
    """What `lay_out` gives for the files that `make` makes, once for all workers of a test run.

    Skips, or fails under CI, where LibreOffice or poppler is missing.
    """
    _need_tools()

    def fill(folder: Path) -> None:
        folder.mkdir()
        (folder / _FOUND).write_bytes(pickle.dumps(lay_out(make(), folder)))

    found = pickle.loads((made_once(name, temporary, fill) / _FOUND).read_bytes())
    assert isinstance(found, dict)
    return found


def lay_out(files: Mapping[str, bytes], folder: Path) -> dict[str, LaidOut]:
    """Every file by its name, laid out; as few calls of LibreOffice as it bears."""
    sources = {
        name: _written(folder, rank, data) for rank, (name, data) in enumerate(files.items())
    }
    paths = list(sources.values())
    for first in range(0, len(paths), _MOST_FILES):
        _convert(paths[first : first + _MOST_FILES])
    pdfs = {name: source.with_suffix(".pdf") for name, source in sources.items()}
    missing = [name for name, pdf in pdfs.items() if not pdf.is_file()]
    assert missing == [], "LibreOffice does not open these"
    with ThreadPoolExecutor(4) as pool:
        pages = list(pool.map(_pages, pdfs.values()))
    return {
        name: LaidOut(name, files[name], pdf, tuple(found))
        for (name, pdf), found in zip(pdfs.items(), pages, strict=True)
    }


def _written(folder: Path, rank: int, data: bytes) -> Path:
    kind = "docx" if b"word/document.xml" in data else "xlsx"
    path = folder / f"{rank:04d}.{kind}"
    path.write_bytes(data)
    return path


def _convert(sources: Sequence[Path]) -> None:
    """Beside the sources, on a profile of its own: a user's open LibreOffice is left alone."""
    folder = sources[0].parent
    command = [
        "soffice",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        *map(str, sources),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


def _pages(pdf: Path) -> list[Page]:
    ran = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True)
    root = etree.fromstring(ran.stdout, etree.XMLParser(recover=True))
    return [_page(element) for element in root.iter("{*}page")]


def _page(element: etree._Element) -> Page:
    words = [
        Word(
            unicodedata.normalize("NFC", word.text or ""),
            *(float(word.get(side, "")) * _POINT for side in ("xMin", "yMin", "xMax", "yMax")),
        )
        for word in element.iter("{*}word")
    ]
    width, height = (float(element.get(name, "")) * _POINT for name in ("width", "height"))
    return Page(width, height, tuple(_rows(words)))


def _rows(words: Sequence[Word]) -> Iterator[Row]:
    row: list[Word] = []
    for word in sorted(words, key=lambda each: each.middle):
        if row and not _beside(row[-1], word):
            yield _row(row)
            row = []
        row.append(word)
    if row:
        yield _row(row)


def _beside(one: Word, other: Word) -> bool:
    height = min(one.bottom - one.top, other.bottom - other.top)
    return abs(one.middle - other.middle) < _SAME_ROW * height


def _row(words: Sequence[Word]) -> Row:
    return Row(tuple(sorted(words, key=lambda each: each.left)))


def rules_below(document: LaidOut, row: Row, depth: float = 3.0) -> list[tuple[float, float]]:
    """(left, right) of the flat lines drawn on page 1 from the feet of a row to `depth` below it.

    Seen in the picture of the page: runs of dark dots longer than any stroke of a letter.
    """
    width, height, dots = _picture(document.pdf)
    first, last = (int(at / 25.4 * _RESOLUTION) for at in (row.bottom - 1.5, row.bottom + depth))
    found: list[tuple[float, float]] = []
    for y in range(max(first, 0), min(last, height)):
        line = dots[y * width : (y + 1) * width]
        found += [(at / _RESOLUTION * 25.4, to / _RESOLUTION * 25.4) for at, to in _runs(line)]
    return found


def _picture(pdf: Path) -> tuple[int, int, bytes]:
    """Width, height and dots (one byte each, 0 is black) of page 1."""
    command = ["pdftoppm", "-gray", "-r", str(_RESOLUTION), "-f", "1", "-l", "1", str(pdf)]
    picture = subprocess.run(command, check=True, capture_output=True).stdout
    kind, width, height, _, dots = picture.split(maxsplit=4)
    assert kind == b"P5"
    return int(width), int(height), dots[-int(width) * int(height) :]


def _runs(line: bytes, least: float = 5.0) -> Iterator[tuple[int, int]]:
    """Stretches of dark dots of at least `least` millimetres."""
    start = None
    for x, dot in enumerate(line + b"\xff"):
        if dot < _DARK and start is None:
            start = x
        elif dot >= _DARK and start is not None:
            if (x - start) / _RESOLUTION * 25.4 >= least:
                yield start, x
            start = None
