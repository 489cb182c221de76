"""The strict reader of .xlsx; what frames the sheets of an .xlsb too."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from cv183_reports.catalogue import files
from cv183_reports.model.finding import Finding
from cv183_reports.ooxml.archive import Refusal
from cv183_reports.ooxml.package import Package, Relationship, target
from cv183_reports.ooxml.xml import Handler, Taker, index, parse
from cv183_reports.spreadsheet.building import (
    MAX_SHEETS,
    SHOWN,
    Budget,
    SheetBuilder,
    Surroundings,
    Value,
    text_value,
    value_of,
)
from cv183_reports.spreadsheet.cell_style import PLAIN, CellStyle, RichText, StylesHandler
from cv183_reports.spreadsheet.floating import read_floating
from cv183_reports.spreadsheet.grid import (
    Cell,
    CellKind,
    CellRange,
    Run,
    Sheet,
    Workbook,
)
from cv183_reports.spreadsheet.values import (
    MAX_COLUMN,
    MAX_ROW,
    cell_range,
    column_number,
    decoded,
    is_true,
    stored_number,
    whole_number,
)

_MACROS = frozenset({"vbaProject", "xlMacrosheet", "xlIntlMacrosheet"})


class Tab(Struct, frozen=True):
    """One sheet, as the workbook part names it."""

    name: str
    visible: bool
    relationship: str
    """Identity of the arrow to its part."""


class Frame(Struct, frozen=True):
    """A package and where its workbook part points."""

    package: Package
    file: str
    main: str
    """Name of the workbook part."""
    relationships: tuple[Relationship, ...]
    """Of the workbook part."""

    @classmethod
    def of(cls, package: Package, file: str) -> Frame:
        """The frame of `package`; raises Refusal where it names no workbook part."""
        main = target(package.relationships(""), "officeDocument")
        if main is None:
            raise Refusal(files.MISSING_PART, part="_rels/.rels")
        return cls(package, file, main, package.relationships(main))

    def assembled(
        self, tabs: Sequence[Tab], read_sheet: Callable[[str, SheetBuilder], None]
    ) -> tuple[Workbook, tuple[Finding, ...]]:
        """The whole workbook, all its parts proved, and what could not be read in single cells.

        Args:
            tabs: the sheets in their order.
            read_sheet: gives the cells of the sheet part of that name to the builder.
        """
        if not tabs:
            raise Refusal(files.NO_SHEETS)
        parts = {each.identity: each.target for each in self.relationships}
        sheets: list[Sheet] = []
        findings: list[Finding] = []
        budget = Budget()
        for tab in tabs:
            part = parts.get(tab.relationship)
            if not part:
                raise Refusal(files.MISSING_PART, part=tab.name)
            built = SheetBuilder(self.file, tab.name, budget)
            read_sheet(part, built)
            read_floating(self.package, part, built)
            sheets.append(built.sheet(visible=tab.visible))
            findings += built.findings
        workbook = Workbook(
            self.file,
            tuple(sheets),
            has_macros=any(each.kind in _MACROS for each in self.relationships),
            has_external_links=target(self.relationships, "externalLink") is not None,
        )
        self.package.verify_rest()
        return workbook, tuple(findings)


_REMEMBERED = 256 * 1024
"""Bytes of a part that is remembered, at most."""
_HIDDEN = frozenset({"hidden", "veryHidden"})


def read_workbook(data: bytes, file: str) -> tuple[Workbook | None, tuple[Finding, ...]]:
    """Read the .xlsx or .xlsm in `data`; findings name it `file`.

    Returns:
        The workbook and what could not be read in single cells; or None and why the whole file
        cannot be read. Nothing a file holds makes it raise.
    """
    try:
        return _read(Package(data), file)
    except Refusal as refusal:
        return None, (refusal.finding(file),)


def _read(package: Package, file: str) -> tuple[Workbook, tuple[Finding, ...]]:
    frame = Frame.of(package, file)
    outline = _Outline()
    package.parse(frame.main, outline)
    if outline.root != "workbook":
        raise Refusal(files.NOT_A_WORKBOOK)
    around = _surroundings(package, frame.relationships, since_1904=outline.since_1904)

    def read_sheet(part: str, built: SheetBuilder) -> None:
        package.parse_taking(part, _Cells(built, around))

    return frame.assembled(outline.tabs, read_sheet)


def _surroundings(
    package: Package, relationships: tuple[Relationship, ...], *, since_1904: bool
) -> Surroundings:
    """Shared strings and styles; a workbook may do without either."""
    strings = _SharedStrings()
    part = target(relationships, "sharedStrings")
    if part is not None:
        package.parse_taking(part, strings)
    part = target(relationships, "styles")
    styles, hiding = _NO_STYLES if part is None else _styles(part, package.read(part))
    return Surroundings(strings.strings, styles, since_1904, hiding=hiding)


_Styles = tuple[tuple[CellStyle, ...], frozenset[int]]
"""Those of cells, and which of the rules hide cells."""
_NO_STYLES: _Styles = ((), frozenset())


def _styles(part: str, content: bytes) -> _Styles:
    """The styles in `content`; forms of one version bring the same, again and again."""
    read = _read_styles if len(content) <= _REMEMBERED else _read_styles.__wrapped__
    return read(part, content)


@lru_cache(maxsize=16)
def _read_styles(part: str, content: bytes) -> _Styles:
    handler = StylesHandler()
    parse(part, content, handler)
    return tuple(handler.styles), frozenset(handler.hiding)


class _Outline(Handler):
    """Reads ``workbook.xml``: its sheets and its date system."""

    def __init__(self) -> None:
        self.root = ""
        self.tabs: list[Tab] = []
        self.since_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.root = self.root or name
        if name == "sheet":
            relationship = next((attributes[key] for key in attributes if key.endswith(":id")), "")
            visible = attributes.get("state") not in _HIDDEN
            if len(self.tabs) >= MAX_SHEETS:
                raise Refusal(files.TOO_MANY_SHEETS, limit=MAX_SHEETS)
            self.tabs.append(Tab(decoded(attributes.get("name", "")), visible, relationship))
        elif name == "workbookPr":
            self.since_1904 = is_true(attributes.get("date1904"))


_STRINGS = ["sst"]


class _SharedStrings(Taker):
    """Reads ``sharedStrings.xml``: phonetic guides left out."""

    ordinary = re.compile(
        rb"<si><t(?: xml:space=\"preserve\")?+>([\t\n -%'-;=?-\xee\xf0-\xff]*+)</t></si>"
    )
    """A text in one look."""

    def __init__(self) -> None:
        self.strings: list[str | tuple[Run, ...]] = []
        self._text = RichText()
        self._pieces: list[str] = []
        self._in_text = False
        self._in_phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self._text = RichText()
        elif name == "t":
            self._in_text, self._pieces = not self._in_phonetic, []
        elif name == "rPh":
            self._in_phonetic = True
        else:
            self._text.start(name, attributes)

    def text(self, text: str) -> None:
        if self._in_text:
            self._pieces.append(text)

    def end(self, name: str) -> None:
        if name == "si":
            self.strings.append(self._text.text())
        elif name == "t":
            if self._in_text:
                self._text.add(decoded("".join(self._pieces)))
            self._in_text = False
        elif name == "rPh":
            self._in_phonetic = False

    def may_take(self, path: list[str]) -> bool:
        """Right inside the whole, where no text is open."""
        return path == _STRINGS

    def take(self, found: Sequence[Any]) -> None:
        """An ordinary text: what `start`, `text` and `end` would do with it, in one."""
        self.strings.append(decoded(found[1].decode()))


_NO_SIZE = re.compile(r"0+(?:\.[0-4][0-9]*)?")
"""Less than half a point, or half a character."""


def _is_unseen(attributes: dict[str, str], size: str) -> bool:
    """Whether a row or a column is hidden, or drawn so narrow that nothing of it is seen."""
    if is_true(attributes.get("hidden")):
        return True
    given = attributes.get(size)
    return given is not None and given[:1] == "0" and _NO_SIZE.fullmatch(given) is not None


_TEXT_ELEMENTS = frozenset({"v", "f", "t"})
_OUTSIDE = frozenset({"sheetData", "mergeCell", "col"})
_OF_RULES = frozenset({"conditionalFormatting", "cfRule", "iconSet", "dataBar", "formula"})
_IN_A_ROW = ["sheetData", "row"]


@lru_cache(maxsize=MAX_COLUMN)
def _column(letters: bytes) -> int | None:
    return column_number(letters.decode())


class _HidingRule(Struct, frozen=True):
    """A rule (conditional format) in whose look nobody sees what a cell says."""

    kind: str
    operator: str = ""
    text: str = ""
    formulas: tuple[str, ...] = ()
    row: tuple[bool, int] = (False, 0)
    """Of the cell that is compared: whether that is always the same, and its number or how far below it lies."""
    column: tuple[bool, int] = (False, 0)

    def applies(self, cell: Cell, cells: Mapping[tuple[int, int], Cell]) -> bool:
        """Whether the rule is for a cell that holds something; of what is not plain, a person is to look."""
        words, wanted = cell.text.casefold(), self.text.casefold()
        applies = {
            "numbers": cell.number is not None,
            "cellIs": self._compares(cells.get(self._compared_with(cell))),
            "expression": self.formulas not in _NEVER,
            "containsText": wanted in words,
            "notContainsText": wanted not in words,
            "beginsWith": words.startswith(wanted),
            "endsWith": words.endswith(wanted),
            "containsErrors": cell.kind is CellKind.ERROR,
            "notContainsErrors": cell.kind is not CellKind.ERROR,
            "containsBlanks": False,
        }
        return applies.get(self.kind, True)

    def on(self, reach: CellRange) -> _HidingRule:
        """The rule for `reach`; a formula that compares a cell with one value as a comparison."""
        found = _ON_A_CELL.fullmatch("".join(self.formulas)) if self.kind == "expression" else None
        column = column_number(found[2]) if found else None
        if found is None or column is None:
            return self
        row = int(found[4])
        return replace(
            self,
            kind="cellIs",
            operator=_SIGNS[found[5]],
            formulas=(found[6],),
            column=(bool(found[1]), column if found[1] else column - reach.left),
            row=(bool(found[3]), row if found[3] else row - reach.top),
        )

    def _compared_with(self, cell: Cell) -> tuple[int, int]:
        (is_row, row), (is_column, column) = self.row, self.column
        return row if is_row else cell.row + row, column if is_column else cell.column + column

    def _compares(self, cell: Cell | None) -> bool:
        """Whether what the cell holds stands to the numbers or the text of the rule as that says; None: it is blank."""
        texts = [text[1:-1].replace('""', '"') for text in self.formulas if text[:1] == '"']
        numbers = [number for text in self.formulas if (number := stored_number(text)) is not None]
        if texts:
            is_same = (cell.text if cell else "").casefold() == texts[0].casefold()
            return is_same is (self.operator == "equal") or self.operator not in _OF_SAMENESS
        if not numbers or len(numbers) < len(self.formulas):
            return True
        if cell and cell.number is None:
            return self.operator in _OF_TEXTS
        least, most = numbers[0], numbers[-1]
        value = cell.number if cell and cell.number is not None else Decimal()
        holds = {
            "equal": value == least,
            "notEqual": value != least,
            "lessThan": value < least,
            "lessThanOrEqual": value <= least,
            "greaterThan": value > least,
            "greaterThanOrEqual": value >= least,
            "between": least <= value <= most,
            "notBetween": not least <= value <= most,
        }
        return holds.get(self.operator, True)


_NEVER = (("FALSE",), ("FALSE()",), ("0",))
_ON_A_CELL = re.compile(
    r'(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})(=|<>|<=?|>=?)("(?:[^"]|"")*"|-?[0-9.]+)', re.ASCII
)
_SIGNS = {
    "=": "equal",
    "<>": "notEqual",
    "<": "lessThan",
    "<=": "lessThanOrEqual",
    ">": "greaterThan",
    ">=": "greaterThanOrEqual",
}
_OF_SAMENESS = ("equal", "notEqual")
_OF_TEXTS = ("notEqual", "greaterThan", "greaterThanOrEqual", "notBetween")
"""What holds of a text compared with a number, which Excel counts as less."""


class _Cells(Taker):
    """Gives the cells of one worksheet part to `built`.

    `start`, `text`, `end` and `take` raise Refusal where the sheet as a whole is not sound.
    """

    ordinary = re.compile(
        rb'<c r="([A-Z]{1,3}+)([1-9][0-9]{0,6}+)"(?: s="([0-9]++)")?+(?: t="([A-Za-z]++)")?+ ?+'
        rb"(?:/>|>(?:<v>([ -%'-;=?-~]*+)</v>)?+</c>)"
    )
    """A cell as nearly every program writes it: address, style, type, and at most a value in plain ASCII."""

    def __init__(self, built: SheetBuilder, around: Surroundings) -> None:
        self._built = built
        self._around = around
        self._texts = around.first_strings
        self._shared_formulas: dict[str, str] = {}
        self._in_data = False
        self._row = 0
        self._row_digits = "0"
        self._row_bytes = b"0"
        self._row_hidden = False
        self._column = 0
        self._pieces: list[str] | None = None
        self._in_phonetic = False
        self._type = ""
        self._style = ""
        self._styles: dict[str, CellStyle] = {}
        self._looks: dict[bytes | None, CellStyle] = {}
        self._value: str | None = None
        self._inline = RichText()
        self._formula: str | None = None
        self._rich = False
        self._shared_with: str | None = None
        self._reach = ""
        self._rule: _HidingRule | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Rows and cells inside sheetData; column widths and merges outside it."""
        if not self._in_data:
            if name in _OUTSIDE:
                self._start_outside(name, attributes)
            elif name in _OF_RULES:
                self._start_of_rule(name, attributes)
        elif name == "row":
            self._start_row(attributes)
        elif name == "c":
            self._start_cell(attributes)
        elif name in _TEXT_ELEMENTS:
            if name == "f":
                self._shared_with = attributes.get("si")
            if not self._in_phonetic:
                self._pieces = []
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
            if name in _OF_RULES:
                self._end_of_rule(name)
        elif name == "c":
            self._end_cell()
        elif name in _TEXT_ELEMENTS:
            self._end_text(name)
        elif name == "rPh":
            self._in_phonetic = False
        elif name == "sheetData":
            self._in_data = False

    def may_take(self, path: list[str]) -> bool:
        """Right inside a row, where no cell, value or run is open."""
        return self._in_data and path[1:] == _IN_A_ROW

    def take(self, found: Sequence[Any]) -> None:
        """An ordinary cell: what `start`, `text` and `end` would do with it, in one."""
        _, letters, digits, style, kind, stored = found
        column = _column(letters)
        if column is None or digits != self._row_bytes:
            raise self._nowhere((letters + digits).decode())
        self._column = column
        if not stored:
            return
        look = self._looks.get(style) or self._look(style)
        if kind == b"s":
            text = self._texts.get(stored) or self._around.string(stored)
            if isinstance(text, str):
                self._built.keep_text(self._row, column, text, look, hidden=self._row_hidden)
                return
        told = stored.decode()
        value = value_of(kind.decode() if kind else "n", told, look, self._around)
        self._built.keep(self._row, column, value, told, look, hidden=self._row_hidden)

    def _look(self, index: bytes | None) -> CellStyle:
        look = self._looks[index] = self._style_of_cell(index.decode() if index else "0")
        return look

    def _start_outside(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheetData":
            self._in_data = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name == "col" and _is_unseen(attributes, "width"):
            self._hide(attributes.get("min", ""), attributes.get("max", ""))

    def _start_of_rule(self, name: str, attributes: dict[str, str]) -> None:
        """A conditional format begins, one of its rules, or what a rule says; only what hides cells matters."""
        if name == "conditionalFormatting":
            self._reach = attributes.get("sqref", "")
        elif name == "cfRule":
            self._rule = self._hiding_rule(attributes) if self._around.hiding else None
        elif name == "formula":
            self._pieces = [] if self._rule is not None else None
        elif attributes.get("showValue") in ("0", "false"):
            self._rule = _HidingRule("numbers")

    def _hiding_rule(self, attributes: dict[str, str]) -> _HidingRule | None:
        if index(attributes.get("dxfId", "")) not in self._around.hiding:
            return None
        kind, operator, text = (attributes.get(key, "") for key in ("type", "operator", "text"))
        return _HidingRule(kind, operator, text)

    def _end_of_rule(self, name: str) -> None:
        if name == "formula" and self._pieces is not None and self._rule is not None:
            text, self._pieces = "".join(self._pieces), None
            self._rule = replace(self._rule, formulas=(*self._rule.formulas, text.strip()))
        elif name == "cfRule" and self._rule is not None:
            rule, self._rule = self._rule, None
            found = [each for each in map(cell_range, self._reach.split()) if each is not None]
            for reach in found:
                self._built.hide_by_rule(reach, rule.on(found[0]).applies)

    def _hide(self, first: str, last: str) -> None:
        columns = range(self._whole(first, MAX_COLUMN), self._whole(last, MAX_COLUMN) + 1)
        self._built.hide_columns(columns)

    def _merge(self, reference: str) -> None:
        merged = cell_range(reference)
        if merged is None:
            raise self._nowhere(reference)
        self._built.merge(merged)

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = self._whole(attributes.get("r") or str(self._row + 1), MAX_ROW)
        self._row_digits = str(self._row)
        self._row_bytes = self._row_digits.encode()
        self._row_hidden = _is_unseen(attributes, "ht")
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
            raise self._nowhere(f"{self._row_digits}:{column}" if reference is None else reference)
        self._column = column
        self._type = attributes.get("t", "n")
        self._style = attributes.get("s", "0")
        self._value = self._formula = self._shared_with = None
        self._rich = "vm" in attributes and self._type == "e"
        self._inline = RichText()

    def _nowhere(self, reference: str) -> Refusal:
        return self._built.refusal(files.BAD_REFERENCE, reference=reference[:SHOWN])

    def _style_of_cell(self, index: str) -> CellStyle:
        style = self._styles.get(index)
        if style is None:
            style = self._styles[index] = self._around.style(index)
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
        is_blank = not (self._inline or self._value or self._formula)
        style = PLAIN if is_blank else self._style_of_cell(self._style)
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
            is_rich=self._rich,
        )

    def _whole(self, text: str, last: int) -> int:
        found = whole_number(text, last)
        if found is None:
            raise self._nowhere(text)
        return found
