"""The strict reader of .xlsb: its records (MS-XLSB 2.1.4), and the values that stand in them."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import replace

from cv183_reports.catalogue import files
from cv183_reports.model.finding import Finding
from cv183_reports.ooxml.archive import Refusal
from cv183_reports.ooxml.package import Package, target
from cv183_reports.spreadsheet.building import (
    MAX_SHEETS,
    SheetBuilder,
    Surroundings,
    Value,
    text_value,
    value_of,
)
from cv183_reports.spreadsheet.cell_style import (
    BLACK,
    PLAIN_FONT,
    WHITE,
    CellStyle,
    Colour,
    FontLook,
    cell_style,
    is_faint,
    run_of,
    stated_colour,
)
from cv183_reports.spreadsheet.grid import CellRange, Floating, FloatingKind, Run, Workbook
from cv183_reports.spreadsheet.values import MAX_COLUMN, MAX_ROW, error_text, volatile_formula
from cv183_reports.spreadsheet.xlsx import Frame, Tab

_LONGEST_TEXT = 65_536
_IS_RICH, _MOST_RUNS = 0x01, 32_767
_STRUCK = 0x0008
_SEVEN_BITS, _MORE = 0x7F, 0x80
_LENGTH_BYTES = 4


class BinaryRecord:
    """One record: `identity` says what it is; its fields are taken one after the other.

    Taking more than the record holds raises Refusal.
    """

    __slots__ = ("_at", "_content", "_end", "_part", "identity")

    def __init__(self, part: str, identity: int, content: bytes, at: int, end: int) -> None:
        self.identity = identity
        self._part = part
        self._content = content
        self._at = at
        self._end = end

    def take(self, layout: struct.Struct) -> tuple[int | float, ...]:
        """The next fields."""
        at, self._at = self._at, self._at + layout.size
        if self._at > self._end:
            raise Refusal(files.BAD_RECORD, part=self._part)
        return layout.unpack_from(self._content, at)

    def number(self, layout: struct.Struct) -> int:
        """The next field, a whole number."""
        return int(self.take(layout)[0])

    def skip(self, count: int) -> None:
        """Leave out `count` bytes."""
        self._at += count

    def rest(self) -> bytes:
        """All that is left."""
        return self._content[self._at : self._end]

    def text(self) -> str:
        """The next field, a text: its length in UTF-16 units, then these. A length of -1 is no text."""
        length = self.number(UINT)
        if length == 0xFFFFFFFF:  # noqa: PLR2004
            return ""
        at, self._at = self._at, self._at + 2 * length
        if length > _LONGEST_TEXT or self._at > self._end:
            raise Refusal(files.BAD_RECORD, part=self._part)
        return self._content[at : self._at].decode("utf-16-le", "replace")


BYTE, USHORT, UINT = (struct.Struct(f"<{code}") for code in "BHI")
DOUBLE = struct.Struct("<d")


def records(part: str, content: bytes) -> Iterator[BinaryRecord]:
    """Every record of `part`, in order.

    Raises:
        Refusal: the part ends within a record.
    """
    at, size = 0, len(content)
    while at < size:
        identity, at = _number(part, content, at, 2)
        length, at = _number(part, content, at, _LENGTH_BYTES)
        if at + length > size:
            raise Refusal(files.BAD_RECORD, part=part)
        yield BinaryRecord(part, identity, content, at, at + length)
        at += length


def _number(part: str, content: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of seven bits a byte, the lowest first (0x9C 0x01 is 156), and where it ends."""
    value = 0
    for position in range(most):
        if at >= len(content):
            raise Refusal(files.BAD_RECORD, part=part)
        byte = content[at]
        at += 1
        value |= (byte & _SEVEN_BITS) << 7 * position
        if not byte & _MORE:
            break
    return value, at


def rk_number(packed: int) -> float:
    """A number packed into four bytes: a whole number or the upper half of a double, or a hundredth."""
    if packed & 0x2:
        value = float((packed >> 2) - (0x40000000 if packed & 0x80000000 else 0))
    else:
        (value,) = DOUBLE.unpack(struct.pack("<II", 0, packed & 0xFFFFFFFC))
    return value / 100 if packed & 0x1 else value


_ROW, _COLUMNS, _MERGED = 0, 60, 176
_FORMULAS = frozenset({8, 9, 10, 11})
_FIRST_SHORT, _LAST_SHORT = 12, 18
"""Cells that stand right of the one before and leave out their column."""
_STYLE = 0xFFFFFF
"""The style of a cell: 24 bits of four bytes."""
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x10, 0x01
_LEAST_HEIGHT, _LEAST_WIDTH = 10, 128
"""Half a point in twips, half a character in its 256th parts: below that nothing of a row or a column is seen."""

Stored = str | tuple[Run, ...]
RecordReader = Callable[[BinaryRecord, Surroundings], tuple[str, Stored]]
"""Type and stored characters of a cell, as an .xlsx would have them; a text has the type ``""``."""


class _Sheet:
    def __init__(self, built: SheetBuilder, around: Surroundings) -> None:
        self._built = built
        self._around = around
        self._row = self._column = 0
        self._hidden = False

    def take(self, record: BinaryRecord) -> None:
        if record.identity == _ROW:
            self._begin_row(record)
        elif record.identity in _READERS:
            self._cell(record, _READERS[record.identity])
        elif record.identity == _MERGED:
            top, bottom, left, right = (record.number(UINT) + 1 for _ in range(4))
            self._built.merge(CellRange(top, left, bottom, right))
        elif record.identity == _COLUMNS:
            self._columns(record)

    def _begin_row(self, record: BinaryRecord) -> None:
        self._row, self._column = record.number(UINT) + 1, 0
        record.skip(5)
        height, flags = record.number(USHORT), record.number(BYTE)
        self._hidden = bool(flags & _ROW_HIDDEN) or 0 < height < _LEAST_HEIGHT

    def _columns(self, record: BinaryRecord) -> None:
        first, last = record.number(UINT), record.number(UINT)
        width, _, flags = record.number(UINT), record.number(UINT), record.number(USHORT)
        if flags & _COLUMN_HIDDEN or width < _LEAST_WIDTH:
            self._built.hide_columns(range(first + 1, min(last, MAX_COLUMN - 1) + 2))

    def _cell(self, record: BinaryRecord, read: RecordReader | None) -> None:
        is_short = _FIRST_SHORT <= record.identity <= _LAST_SHORT
        self._column = self._column + 1 if is_short else record.number(UINT) + 1
        if not (1 <= self._row <= MAX_ROW and self._column <= MAX_COLUMN):
            raise self._built.refusal(files.BAD_REFERENCE, reference=f"{self._row}:{self._column}")
        style = self._around.style(str(record.number(UINT) & _STYLE))
        if read is not None:
            kind, stored = read(record, self._around)
            self._built.keep(
                self._row,
                self._column,
                _value(kind, stored, style, self._around),
                stored if isinstance(stored, str) else "",
                style,
                formula=_formula(record) if record.identity in _FORMULAS else "",
                hidden=self._hidden,
            )


def read_sheet(part: str, content: bytes, built: SheetBuilder, around: Surroundings) -> None:
    """Give every non-blank cell of the worksheet part to `built`; raises Refusal where it is not sound."""
    sheet = _Sheet(built, around)
    for record in records(part, content):
        sheet.take(record)


def _value(kind: str, stored: Stored, style: CellStyle, around: Surroundings) -> Value | None:
    if isinstance(stored, str) and kind:
        return value_of(kind, stored, style, around)
    return text_value(stored)


def _formula(record: BinaryRecord) -> str:
    """The formula of a cell whose value has been taken: only what changes by the day is spelt out."""
    return volatile_formula(record.rest())


def _rk(record: BinaryRecord, _around: Surroundings) -> tuple[str, str]:
    return "n", repr(rk_number(record.number(UINT))).removesuffix(".0")


def _real(record: BinaryRecord, _around: Surroundings) -> tuple[str, str]:
    return "n", repr(record.take(DOUBLE)[0]).removesuffix(".0")


def _boolean(record: BinaryRecord, _around: Surroundings) -> tuple[str, str]:
    return "b", str(record.number(BYTE))


def _error(record: BinaryRecord, _around: Surroundings) -> tuple[str, str]:
    return "e", error_text(record.number(BYTE))


def _text(record: BinaryRecord, _around: Surroundings) -> tuple[str, str]:
    return "", record.text()


def _rich_text(record: BinaryRecord, around: Surroundings) -> tuple[str, Stored]:
    return "", _rich(record, around.fonts)


def _rich(record: BinaryRecord, fonts: Sequence[FontLook]) -> Stored:
    """A text (RichStr), as runs where any has a look of its own."""
    is_rich = record.number(BYTE) & _IS_RICH
    text = record.text()
    if not is_rich:
        return text
    starts: list[tuple[int, FontLook | None]] = [(0, None)]
    for _ in range(min(record.number(UINT), _MOST_RUNS)):
        at, font = record.number(USHORT), record.number(USHORT)
        starts.append((at, fonts[font] if font < len(fonts) else PLAIN_FONT))
    ends = [at for at, _ in starts[1:]] + [len(text)]
    runs = zip(starts, ends, strict=True)
    return tuple(run_of(text[at:end], font) for (at, font), end in runs if at < end)


def _shared(record: BinaryRecord, _around: Surroundings) -> tuple[str, str]:
    return "s", str(record.number(UINT))


_READERS: dict[int, RecordReader | None] = {
    1: None,
    2: _rk,
    3: _error,
    4: _boolean,
    5: _real,
    6: _text,
    7: _shared,
    8: _text,
    9: _real,
    10: _boolean,
    11: _error,
    12: None,
    13: _rk,
    14: _error,
    15: _boolean,
    16: _real,
    17: _text,
    18: _shared,
    62: _rich_text,
}
"""By number of the record (MS-XLSB 2.3): BrtCellBlank … BrtFmlaError, the short ones, BrtCellRString."""


_TEXT, _FONT, _FORMAT, _FILL, _CELL_STYLE = 19, 43, 44, 45, 47
_STYLES_BEGIN, _STYLES_END = 617, 618
_SETTINGS, _TAB = 153, 156
_AUTHOR, _COMMENT = 632, 635
_AFTER_SHIFT = 4
"""Bytes of underline, family and so on before the colour of a font."""
_COLOUR = struct.Struct("<BBh4B")
"""Kind, index, tint, then red, green, blue and how opaque (MS-XLSB 2.5.16)."""
_IS_GIVEN, _OF_THEME = 0x01, 3
_NO_FILL, _SOLID = 0, 1


def read_xlsb(data: bytes, file: str) -> tuple[Workbook | None, tuple[Finding, ...]]:
    """Read the .xlsb in `data`, with the promises of `xlsx.read_workbook`."""
    try:
        return _read(Package(data), file)
    except Refusal as refusal:
        return None, (refusal.finding(file),)


def _read(package: Package, file: str) -> tuple[Workbook, tuple[Finding, ...]]:
    frame = Frame.of(package, file)
    tabs, since_1904 = _outline(frame.main, package.read(frame.main))
    strings = target(frame.relationships, "sharedStrings")
    styles = target(frame.relationships, "styles")
    looks, fonts = _styles(styles, package.read(styles)) if styles else ((), ())
    texts = _strings(strings, package.read(strings), fonts) if strings else ()
    around = Surroundings(texts, looks, since_1904, fonts)

    def read_cells(part: str, built: SheetBuilder) -> None:
        read_sheet(part, package.read(part), built, around)
        comments = target(package.relationships(part), "comments")
        if comments and comments.endswith(".bin") and package.has(comments):
            _read_comments(comments, package.read(comments), built)

    return frame.assembled(tabs, read_cells)


def _read_comments(part: str, content: bytes, built: SheetBuilder) -> None:
    """Give the comments of a sheet to `built`: which cell each hangs on, and who wrote it."""
    authors: list[str] = []
    for record in records(part, content):
        if record.identity == _AUTHOR:
            authors.append(record.text())
        elif record.identity == _COMMENT:
            number, row, _, column = (record.number(UINT) for _ in range(4))
            author = authors[number] if number < len(authors) else ""
            built.float(Floating(FloatingKind.COMMENT, row + 1, column + 1, author))


def _outline(part: str, content: bytes) -> tuple[list[Tab], bool]:
    """The sheets in the order of their tabs, and whether dates count from 1904."""
    tabs: list[Tab] = []
    since_1904 = False
    for record in records(part, content):
        if record.identity == _SETTINGS:
            since_1904 = bool(record.number(UINT) & 1)
        elif record.identity == _TAB:
            if len(tabs) >= MAX_SHEETS:
                raise Refusal(files.TOO_MANY_SHEETS, limit=MAX_SHEETS)
            state, _ = record.number(UINT), record.number(UINT)
            relationship, name = record.text(), record.text()
            tabs.append(Tab(name, not state, relationship))
    return tabs, since_1904


def _strings(part: str, content: bytes, fonts: Sequence[FontLook]) -> tuple[Stored, ...]:
    found = (record for record in records(part, content) if record.identity == _TEXT)
    return tuple(_rich(record, fonts) for record in found)


def _font(record: BinaryRecord) -> tuple[FontLook, Colour]:
    record.skip(2)
    flags, _, shift = record.number(USHORT), record.number(USHORT), record.number(USHORT)
    record.skip(_AFTER_SHIFT)
    ink = _colour(record)
    record.skip(1)
    look = FontLook(record.text(), bool(flags & _STRUCK), {1: 1, 2: -1}.get(shift, 0))
    return look, ink


def _colour(record: BinaryRecord) -> Colour:
    """A colour; None where nobody knows it without the theme."""
    kind, index, tint, *parts = record.take(_COLOUR)
    of_theme = int(kind) >> 1 == _OF_THEME
    if of_theme and tint:
        return None
    if int(kind) & _IS_GIVEN:
        red, green, blue = map(int, parts[:3])
        return red, green, blue
    return stated_colour({"theme" if of_theme else "indexed": str(index)})


def _ground(record: BinaryRecord) -> Colour:
    """What lies under the cells of a fill: nothing, a colour, or what no one colour tells."""
    pattern = record.number(UINT)
    if pattern == _NO_FILL:
        return WHITE
    return _colour(record) if pattern == _SOLID else None


def _styles(part: str, content: bytes) -> tuple[tuple[CellStyle, ...], tuple[FontLook, ...]]:
    """The styles that cells refer to (those of named styles stand outside), and all fonts."""
    fonts: list[tuple[FontLook, Colour]] = []
    grounds: list[Colour] = []
    formats: dict[int, str] = {}
    styles: list[CellStyle] = []
    of_cells = False
    for record in records(part, content):
        if record.identity in (_STYLES_BEGIN, _STYLES_END):
            of_cells = record.identity == _STYLES_BEGIN
        elif record.identity == _FORMAT:
            number = record.number(USHORT)
            formats[number] = record.text()
        elif record.identity == _FONT:
            fonts.append(_font(record))
        elif record.identity == _FILL:
            grounds.append(_ground(record))
        elif record.identity == _CELL_STYLE and of_cells:
            record.skip(2)
            number, font, fill = (record.number(USHORT) for _ in range(3))
            look, ink = fonts[font] if font < len(fonts) else (PLAIN_FONT, BLACK)
            cannot_be_seen = is_faint(ink, grounds[fill] if fill < len(grounds) else None)
            style = cell_style(number, formats, look)
            styles.append(replace(style, is_faint=cannot_be_seen))
    return tuple(styles), tuple(look for look, _ in fonts)
