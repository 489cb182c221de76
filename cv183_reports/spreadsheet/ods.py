"""The strict reader of .ods: the value of a cell from what the file declares and what it shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.catalogue import files
from cv183_reports.model.finding import Finding
from cv183_reports.ooxml.archive import Refusal
from cv183_reports.ooxml.package import Package
from cv183_reports.ooxml.xml import Handler
from cv183_reports.spreadsheet.building import (
    MAX_SHEETS,
    MAX_TEXT,
    SHOWN,
    Budget,
    SheetBuilder,
    Value,
)
from cv183_reports.spreadsheet.cell_style import (
    CellStyle,
    FontLook,
    OdsStyles,
    is_telling,
    length_in_points,
    local_names,
    run_of,
)
from cv183_reports.spreadsheet.grid import (
    MOST_OF_A_COMMENT,
    CellKind,
    CellRange,
    Floating,
    FloatingKind,
    Sheet,
    Workbook,
)
from cv183_reports.spreadsheet.values import (
    HIDDEN,
    MAX_COLUMN,
    MAX_ROW,
    cell_range,
    instant_of_serial,
    iso,
    iso_instant,
    serial_of,
    stored_number,
)


def read_ods(data: bytes, file: str) -> tuple[Workbook | None, tuple[Finding, ...]]:
    """Read the .ods in `data`, with the promises of `xlsx.read_workbook`.

    Not told: fonts of parts of a cell, number formats other than "is a percentage".
    """
    try:
        return _read(Package(data), file)
    except Refusal as refusal:
        return None, (refusal.finding(file),)


def _read(package: Package, file: str) -> tuple[Workbook, tuple[Finding, ...]]:
    manifest, styles = _Manifest(), OdsStyles()
    optional = (("META-INF/manifest.xml", manifest), ("styles.xml", styles))
    for part, handler in optional:
        if manifest.is_encrypted:
            raise Refusal(files.PASSWORD)
        if package.has(part):
            package.parse(part, handler)
    content = _Content(file, styles)
    package.parse("content.xml", content)
    if not content.is_spreadsheet:
        raise Refusal(files.NOT_A_WORKBOOK)
    if not content.sheets:
        raise Refusal(files.NO_SHEETS)
    package.verify_rest()
    workbook = Workbook(
        file,
        tuple(content.sheets),
        has_macros=package.has("Basic/script-lc.xml"),
        has_external_links=content.has_links,
    )
    return workbook, tuple(content.findings)


class _Manifest(Handler):
    """Reads whether the parts are locked with a password."""

    def __init__(self) -> None:
        self.is_encrypted = False

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002
        if name == "encryption-data":
            self.is_encrypted = True


_ERROR = re.compile(r"#[A-Z][A-Z/0-9_]*[!?]|#N/A|Err:\d{3}")
"""What LibreOffice and Excel show for an error; files declare it a text, or a number, or nothing."""
_DURATION = re.compile(
    r"(-?)P(?:(\d{1,6})D)?(?:T(?:(\d{1,8})H)?(?:(\d{1,8})M)?(?:(\d{1,8}(?:[.,]\d{1,9})?)S)?)?"
)
_SECONDS = (86_400, 3_600, 60, 1)
_BOOLEANS = {"true": "TRUE", "1": "TRUE", "false": "FALSE", "0": "FALSE"}
_SHARE = "0%"
"""Format of a value of type percentage, whose own format stands far away in the styles."""


def _value_of(
    given: dict[str, str], shown: str | None, *, is_error: bool
) -> tuple[Value | None, str]:
    """The value of a cell, and the characters it was read from.

    Args:
        given: attributes of the cell, without prefix.
        shown: its paragraphs as text; None where it has none at all.
        is_error: LibreOffice declares the value an error.
    """
    kind, formula = given.get("value-type", ""), given.get("formula")
    text = shown or ""
    error = _ERROR.fullmatch(given.get("string-value") or text)
    if is_error or (error and (formula is not None or kind in ("", "string"))):
        return Value(CellKind.ERROR, error[0] if error else text or "#N/A"), text
    if not kind and formula is not None and (text or shown is None):
        return Value(CellKind.UNCALCULATED, _formula(formula)), formula
    if kind in ("", "string"):
        text = given.get("string-value") or text
        return Value(CellKind.TEXT, text), text
    attribute, read = _READERS.get(kind, ("value-type", _unknown))
    stored = given.get(attribute, "").strip()
    return read(stored), stored


def _formula(formula: str) -> str:
    """``of:=A1`` without its language."""
    return formula[formula.find("=") :] if "=" in formula else f"={formula}"


def _number(stored: str) -> Value | None:
    amount = stored_number(stored)
    return None if amount is None else Value(CellKind.NUMBER, stored, amount)


def _date(stored: str) -> Value | None:
    when = iso_instant(stored)
    return None if when is None else Value(CellKind.DATE, iso(when), serial_of(when), when)


def _time(stored: str) -> Value | None:
    """A time of day is an instant, as in Excel; a longer or negative time is an amount of days."""
    found = _DURATION.fullmatch(stored)
    if found is None or not any(found.groups()[1:]):
        return None
    amounts = (Decimal((part or "0").replace(",", ".")) for part in found.groups()[1:])
    seconds = sum(amount * size for amount, size in zip(amounts, _SECONDS, strict=True))
    days = Decimal(-seconds if found[1] else seconds) / _SECONDS[0]
    when = instant_of_serial(days, since_1904=False) if 0 <= days < 1 else None
    if when is None:
        return _number(f"{days:f}"[:40])
    return Value(CellKind.DATE, iso(when), days, when)


def _boolean(stored: str) -> Value | None:
    shown = _BOOLEANS.get(stored)
    return None if shown is None else Value(CellKind.BOOLEAN, shown)


def _unknown(_stored: str) -> None:
    """A type of value that OpenDocument does not have."""


_READERS: dict[str, tuple[str, Callable[[str], Value | None]]] = {
    **dict.fromkeys(("float", "percentage", "currency"), ("value", _number)),
    "date": ("date-value", _date),
    "time": ("time-value", _time),
    "boolean": ("boolean-value", _boolean),
}
"""By type of value: the attribute that holds it, and how it is read."""


_ROWS_AND_COLUMNS = frozenset(
    {
        *("table-columns", "table-column-group", "table-header-columns", "table-column"),
        *("table-rows", "table-row-group", "table-header-rows", "table-row"),
    }
)
_SHAPES = "shapes"
"""What lies on a sheet and hangs on none of its cells."""
_READ_THROUGH = _ROWS_AND_COLUMNS | {_SHAPES}
"""What a table is read through; what else stands in it (forms, scenarios) is no cell."""
_CELLS = frozenset({"table-cell", "covered-table-cell"})
_PARAGRAPHS = frozenset({"p", "h"})
_AROUND_PARAGRAPHS = frozenset({"list", "list-item", "list-header"})
_INSIDE_PARAGRAPHS = frozenset(
    {"span", "a", "meta", "ruby", "ruby-base", "date", "time", "title", "sheet-name", "file-name"}
)
"""Whose characters are the paragraph's own; a note, a drawing or a ruby text is something else."""
_BREAKS = {"tab": "\t", "line-break": "\n"}
_BLANKS = re.compile(r"[ \t\r\n]+")
_FLOATING = {
    "annotation": FloatingKind.COMMENT,
    "frame": FloatingKind.PICTURE,
    "custom-shape": None,
    "g": None,
}
"""What hangs on a cell, by its element; a frame holds a picture or a text box, others what is found in them."""
_IN_A_FRAME = {"image": FloatingKind.PICTURE, "text-box": None}
"""What a frame turns out to hold; a box without text says nothing."""
_HIDDEN = frozenset({"collapse", "filter"})
_REFERENCE_DIGITS = 7
_SLIVER = 5.0
"""Points of a row: what reaches no further into it does not cover it."""


def _last_row(given: dict[str, str]) -> int:
    """The last row that a drawing covers; 0 where it does not say in which it ends."""
    end = cell_range(given.get("end-cell-address", "").rpartition(".")[2])
    reach = length_in_points(given.get("end-y", ""))
    if end is None or reach is None:
        return 0
    return end.bottom - (reach <= _SLIVER)


class _Pending(Struct, frozen=True, gc=False):
    """A non-blank cell of the row being read."""

    column: int
    repeated: int
    value: Value | None
    stored: str
    style: CellStyle
    formula: str


class _Content(Handler):
    """Reads ``content.xml``; afterwards `sheets` and `findings` hold what the tables hold."""

    def __init__(self, file: str, styles: OdsStyles) -> None:
        self.is_spreadsheet = False
        self.has_links = False
        self.sheets: list[Sheet] = []
        self.findings: list[Finding] = []
        self._file = file
        self._budget = Budget()
        self._styles = styles
        self._path: list[str] = []
        self._skipped = 0
        self._floating = ""
        self._floats: FloatingKind | None = None
        self._bottom = 0
        self._in_shape_text = False
        self._beginning = ""
        self._builder: SheetBuilder | None = None
        self._visible = True
        self._row = self._rows = self._column = self._columns = 0
        self._row_hidden = False
        self._row_style = ""
        self._column_styles: list[tuple[int, str]] = []
        self._pending: list[_Pending] = []
        self._cell: dict[str, str] = {}
        self._is_error = False
        self._paragraphs: list[str] = []
        self._pieces: list[tuple[str, str]] | None = None
        self._spans: list[str] = []
        self._runs: list[tuple[str, str]] = []
        self._after_blank = True
        self._spaces = 0
        self._cell_styles: dict[tuple[str, bool], CellStyle] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Sheets, columns, rows, cells and paragraphs; styles before them; everything else is skipped."""
        if self._skipped or self._is_strange(name, attributes):
            self._skip(name)
            return
        self._path.append(name)
        if self._builder is None:
            self._start_outside(name, attributes)
        elif name in _CELLS:
            self._start_cell(attributes)
        elif name in _PARAGRAPHS:
            self._pieces, self._after_blank = [], True
        elif name == "s" and self._pieces is not None:
            self._add_spaces(self._count(local_names(attributes).get("c", "1"), 0))
        elif name in _BREAKS and self._pieces is not None:
            self._add(_BREAKS[name])
        elif name == "span" and self._pieces is not None:
            self._spans.append(local_names(attributes).get("style-name", ""))
        elif name == "table-row":
            self._start_row(local_names(attributes))
        elif name == "table-column":
            self._add_columns(local_names(attributes))

    def text(self, text: str) -> None:
        """Characters of a paragraph: blanks in a row count as one, as in HTML."""
        if self._floating and self._in_shape_text:
            self._beginning = (self._beginning + text)[:MOST_OF_A_COMMENT]
            if text.strip():
                self._floats = self._floats or FloatingKind.TEXT_BOX
        if self._pieces is None or self._skipped:
            return
        run = _BLANKS.sub(" ", text)
        if self._after_blank:
            run = run.removeprefix(" ")
        if run:
            self._after_blank = run.endswith(" ")
            self._add(run)

    def end(self, name: str) -> None:
        """A paragraph, a cell, a row or a table ends."""
        if self._skipped:
            self._skipped -= 1
            if self._floating and not self._skipped:
                self._end_shape()
            return
        self._path.pop()
        if name == "span" and self._spans:
            self._spans.pop()
        if self._builder is None:
            return
        if name in _CELLS:
            self._end_cell()
        elif name in _PARAGRAPHS and self._pieces is not None:
            self._runs += [("\n", "")] if self._paragraphs else []
            self._runs += self._pieces
            self._paragraphs.append("".join(text for text, _ in self._pieces))
            self._pieces = None
        elif name == "table-row":
            self._end_row(self._builder)
        elif name == "table":
            self.sheets.append(self._builder.sheet(visible=self._visible))
            self.findings += self._builder.findings
            self._builder = None

    def _add_spaces(self, count: int) -> None:
        """Not more than a cell can hold: a few bytes declare millions of them."""
        assert self._pieces is not None
        kept = min(count, MAX_TEXT + 1 - self._spaces)
        self._spaces += kept
        self._add(" " * kept)

    def _add(self, text: str) -> None:
        """Characters of the paragraph, in the look of the innermost span."""
        assert self._pieces is not None
        if text:
            self._pieces.append((text, self._spans[-1] if self._spans else ""))

    def _is_strange(self, name: str, attributes: dict[str, str]) -> bool:
        """Whether what begins here is nothing of a sheet's cells."""
        if self._builder is None:
            in_body = self._path[-1:] == ["spreadsheet"]
            if in_body and name in ("dde-links", "external-links"):
                self.has_links = True
            return in_body and name != "table"
        parent = self._path[-1]
        self._note_floating(name, attributes)
        if self._pieces is not None:
            return name not in _INSIDE_PARAGRAPHS and name not in _BREAKS and name != "s"
        if parent in _CELLS or parent in _AROUND_PARAGRAPHS:
            return name not in _PARAGRAPHS and name not in _AROUND_PARAGRAPHS
        if name == "table-source":
            self.has_links = True
        return name not in _READ_THROUGH and not (parent == "table-row" and name in _CELLS)

    def _note_floating(self, name: str, attributes: dict[str, str]) -> None:
        """A picture, a text box, a group of them or a note begins, on the cell being read or on the sheet."""
        if name in _FLOATING and (self._path[-1] in _CELLS or self._path[-1] == _SHAPES):
            self._floating = name
            self._floats = _FLOATING[name]
            self._bottom = _last_row(local_names(attributes))
            self._in_shape_text, self._beginning = False, ""

    def _skip(self, name: str) -> None:
        """What is no part of a cell; of what hangs on it: whether that is a picture, a box, or has paragraphs."""
        self._skipped += 1
        self._in_shape_text |= name == "p"
        if self._floating and name in _IN_A_FRAME:
            self._floats = _IN_A_FRAME[name]

    def _end_shape(self) -> None:
        if self._floats is not None and self._builder is not None:
            told = self._beginning if self._floats is FloatingKind.COMMENT else ""
            place = (0, 0) if self._path[-1] == _SHAPES else (self._row, self._column + 1)
            floating = Floating(self._floats, *place, beginning=told, bottom=self._bottom)
            self._builder.float(floating)
        self._floating, self._floats = "", None

    def _start_outside(self, name: str, attributes: dict[str, str]) -> None:
        if name == "spreadsheet":
            self.is_spreadsheet = True
        elif name == "table" and self._path[-2:-1] == ["spreadsheet"]:
            if len(self.sheets) >= MAX_SHEETS:
                raise Refusal(files.TOO_MANY_SHEETS, limit=MAX_SHEETS)
            given = local_names(attributes)
            self._builder = SheetBuilder(self._file, given.get("name", ""), self._budget)
            hidden = given.get("display") == "false"
            self._visible = not (hidden or self._styles.hides(given.get("style-name", "")))
            self._row, self._rows, self._columns = 0, 0, 0
            self._column_styles = []
        else:
            self._styles.start(name, attributes)

    def _add_columns(self, given: dict[str, str]) -> None:
        """Note which columns are hidden and the style of their cells that have none of their own."""
        assert self._builder is not None
        first = self._columns + 1
        self._columns += self._count(given.get("number-columns-repeated", "1"))
        if self._is_unseen(given, "table-column"):
            self._builder.hide_columns(range(first, min(self._columns, MAX_COLUMN) + 1))
        self._column_styles.append((self._columns, given.get("default-cell-style-name", "")))

    def _start_row(self, given: dict[str, str]) -> None:
        self._row += self._rows or 1
        self._rows = self._count(given.get("number-rows-repeated", "1"))
        self._row_hidden = self._is_unseen(given, "table-row")
        self._row_style = given.get("default-cell-style-name", "")
        self._column = 0
        self._pending = []

    def _is_unseen(self, given: dict[str, str], family: str) -> bool:
        """Whether a row or a column is hidden, or so narrow that nothing of it is seen."""
        style = given.get("style-name", "")
        return given.get("visibility") in _HIDDEN or self._styles.hides(style, family)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._cell = local_names(attributes)
        self._is_error = attributes.get("calcext:value-type") == "error"
        self._paragraphs, self._runs = [], []
        self._spaces = 0

    def _end_cell(self) -> None:
        """Where the cell stands follows from those before it."""
        given = self._cell
        column = self._column + 1
        repeated = self._count(given.get("number-columns-repeated", "1"))
        self._column += repeated
        self._merge(column, given)
        if not (self._paragraphs or "formula" in given or "value-type" in given):
            return
        shown = "\n".join(self._paragraphs) if self._paragraphs else None
        value, stored = _value_of(given, shown, is_error=self._is_error)
        if value is None or value.text:
            style = self._style(given, column)
            if value is not None and value.text == shown:
                value = self._with_runs(value, style)
            elif value is not None and value.number is not None:
                value = replace(value, shown=shown or "")
                style = replace(style, number_format=HIDDEN) if shown == "" else style
            formula = _formula(given["formula"]) if "formula" in given else ""
            self._pending.append(_Pending(column, repeated, value, stored, style, formula))

    def _with_runs(self, value: Value, style: CellStyle) -> Value:
        """A text with its runs, where the looks of any of them tell something."""
        cell = FontLook("", style.struck, style.shift)
        looks = [self._styles.look(span, "text", cell) for _, span in self._runs]
        is_rich = is_telling(cell) or any(map(is_telling, looks))
        if value.kind is not CellKind.TEXT or not is_rich:
            return value
        runs = zip(self._runs, looks, strict=True)
        return replace(value, runs=tuple(run_of(text, look) for (text, _), look in runs))

    def _style(self, given: dict[str, str], column: int) -> CellStyle:
        name = given.get("style-name") or self._row_style
        if not name:
            name = next((style for last, style in self._column_styles if column <= last), "")
        key = (name, given.get("value-type") == "percentage")
        if key not in self._cell_styles:
            number_format = _SHARE if key[1] else "General"
            look = self._styles.look(name, "table-cell")
            self._cell_styles[key] = CellStyle(
                number_format,
                font=look.name,
                struck=look.struck,
                shift=look.shift,
                is_faint=self._styles.is_faint(name),
            )
        return self._cell_styles[key]

    def _merge(self, column: int, given: dict[str, str]) -> None:
        if "number-columns-spanned" not in given and "number-rows-spanned" not in given:
            return
        assert self._builder is not None
        wide = self._count(given.get("number-columns-spanned", "1"))
        high = self._count(given.get("number-rows-spanned", "1"))
        if wide > 1 or high > 1:
            self._builder.merge(
                CellRange(self._row, column, self._row + high - 1, column + wide - 1)
            )

    def _end_row(self, builder: SheetBuilder) -> None:
        """Keep the cells of the row, once for each time it is repeated."""
        if not self._pending:
            return
        last = self._pending[-1]
        right, bottom = last.column + last.repeated - 1, self._row + self._rows - 1
        if right > MAX_COLUMN or bottom > MAX_ROW:
            raise builder.refusal(files.BAD_REFERENCE, reference=f"{bottom}:{right}")
        for row in range(self._row, bottom + 1):
            for cell in self._pending:
                for column in range(cell.column, cell.column + cell.repeated):
                    builder.keep(
                        row,
                        column,
                        cell.value,
                        cell.stored,
                        cell.style,
                        formula=cell.formula,
                        hidden=self._row_hidden,
                    )

    def _count(self, digits: str, least: int = 1) -> int:
        if not (digits.isascii() and digits.isdigit() and len(digits) <= _REFERENCE_DIGITS):
            refusal = Refusal(files.BAD_REFERENCE, reference=digits[:SHOWN])
            raise refusal.within(self._builder.name if self._builder else "")
        return max(int(digits), least)
