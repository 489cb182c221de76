"""One worksheet part → its non-blank cells. Runs once for every element of a sheet: kept fast."""

from __future__ import annotations

from cv183_reports.catalogue import files
from cv183_reports.ooxml.xml import Handler
from cv183_reports.spreadsheet.building import (
    SHOWN,
    SheetBuilder,
    Surroundings,
    Value,
    text_value,
    value_of,
)
from cv183_reports.spreadsheet.grid import CellKind
from cv183_reports.spreadsheet.values import (
    MAX_COLUMN,
    MAX_ROW,
    cell_range,
    column_number,
    decoded,
    is_true,
    whole_number,
)
from cv183_reports.spreadsheet.xlsx.rich_text import RichText
from cv183_reports.spreadsheet.xlsx.styles import PLAIN, CellStyle

_TEXT_ELEMENTS = frozenset({"v", "f", "t"})


class SheetHandler(Handler):
    """Gives the cells of one worksheet part to `built`.

    `start`, `text` and `end` raise Refusal where the sheet as a whole is not sound.
    """

    def __init__(self, built: SheetBuilder, around: Surroundings) -> None:
        self._built = built
        self._around = around
        self._shared_formulas: dict[str, str] = {}
        self._in_data = False
        self._row = 0
        self._row_digits = "0"
        self._row_hidden = False
        self._column = 0
        self._pieces: list[str] | None = None
        self._in_phonetic = False
        self._type = ""
        self._style = ""
        self._styles: dict[str, CellStyle] = {}
        self._value: str | None = None
        self._inline = RichText()
        self._formula: str | None = None
        self._picture = False
        self._shared_with: str | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Rows and cells inside sheetData; column widths and merges outside it."""
        if not self._in_data:
            self._start_outside(name, attributes)
        elif name == "c":
            self._start_cell(attributes)
        elif name in _TEXT_ELEMENTS:
            if name == "f":
                self._shared_with = attributes.get("si")
            if not self._in_phonetic:
                self._pieces = []
        elif name == "row":
            self._start_row(attributes)
        elif name == "rPh":
            self._in_phonetic = True
        else:
            self._inline.start(name, attributes)

    def text(self, text: str) -> None:
        """Characters of a value, a formula or an inline string."""
        if self._pieces is not None:
            self._pieces.append(text)

    def end(self, name: str) -> None:
        """A value, a cell or all the data ends."""
        if not self._in_data:
            return
        if name == "c":
            self._end_cell()
        elif name in _TEXT_ELEMENTS:
            self._end_text(name)
        elif name == "rPh":
            self._in_phonetic = False
        elif name == "sheetData":
            self._in_data = False

    def _start_outside(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheetData":
            self._in_data = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name == "col" and is_true(attributes.get("hidden")):
            self._hide(attributes.get("min", ""), attributes.get("max", ""))

    def _hide(self, first: str, last: str) -> None:
        columns = range(self._whole(first, MAX_COLUMN), self._whole(last, MAX_COLUMN) + 1)
        self._built.hide_columns(columns)

    def _merge(self, reference: str) -> None:
        merged = cell_range(reference)
        if merged is None:
            raise self._built.refusal(files.BAD_REFERENCE, reference=reference[:SHOWN])
        self._built.merge(merged)

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = self._whole(attributes.get("r") or str(self._row + 1), MAX_ROW)
        self._row_digits = str(self._row)
        self._row_hidden = is_true(attributes.get("hidden"))
        self._column = 0

    def _start_cell(self, attributes: dict[str, str]) -> None:
        """Where the cell stands: by its address, or next to the one before."""
        reference = attributes.get("r")
        column: int | None = None
        if reference is None:
            column = self._column + 1
        elif reference.endswith(self._row_digits):
            column = column_number(reference[: -len(self._row_digits)])
        if column is None or column > MAX_COLUMN or not self._row:
            shown = f"{self._row_digits}:{column}" if reference is None else reference[:SHOWN]
            raise self._built.refusal(files.BAD_REFERENCE, reference=shown)
        self._column = column
        self._type = attributes.get("t", "n")
        self._style = attributes.get("s", "0")
        self._value = self._formula = self._shared_with = None
        self._picture = "vm" in attributes
        if self._inline:
            self._inline = RichText()

    def _style_of_cell(self) -> CellStyle:
        style = self._styles.get(self._style)
        if style is None:
            style = self._styles[self._style] = self._around.style(self._style)
        return style

    def _end_text(self, name: str) -> None:
        if self._pieces is None:
            return
        text, self._pieces = "".join(self._pieces), None
        if name == "v":
            self._value = text
        elif name == "t":
            self._inline.add(decoded(text))
        else:
            self._formula = self._whole_formula(text)

    def _whole_formula(self, text: str) -> str:
        """The formula with its ``=``; a shared one without text of its own has that of its first cell."""
        if self._shared_with is None:
            return f"={text}"
        if text:
            self._shared_formulas[self._shared_with] = f"={text}"
        return self._shared_formulas.get(self._shared_with, "=")

    def _end_cell(self) -> None:
        style = self._style_of_cell() if self._inline or self._value or self._formula else PLAIN
        if self._inline:
            value = text_value(self._inline.text())
            self._keep(value, value.text, style)
        elif self._value:
            self._keep(value_of(self._type, self._value, style, self._around), self._value, style)
        elif self._formula is not None and not (self._type == "str" and self._value is not None):
            self._keep(Value(CellKind.UNCALCULATED, self._formula), self._formula, style)

    def _keep(self, value: Value | None, stored: str, style: CellStyle) -> None:
        self._built.keep(
            self._row,
            self._column,
            value,
            stored,
            style,
            formula=self._formula or "",
            hidden=self._row_hidden,
            is_picture=self._picture,
        )

    def _whole(self, text: str, last: int) -> int:
        found = whole_number(text, last)
        if found is None:
            raise self._built.refusal(files.BAD_REFERENCE, reference=text[:SHOWN])
        return found
