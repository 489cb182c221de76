"""The lines of a workbook: each sheet as a Markdown table, then what a table cannot show.

The strict reader gives the cells; blank rows and columns are left out, so each row bears its number
and each column its letters. ``ƒ`` stands before the result of a formula, or before the formula
itself where the file has no result.
"""

from __future__ import annotations

from collections.abc import Iterator

from cv183_reports.ooxml.package import Package
from cv183_reports.ooxml.xml import Handler
from cv183_reports.spreadsheet.grid import Cell, Sheet, column_letters
from cv183_reports.spreadsheet.values import decoded, is_true
from cv183_reports.spreadsheet.xlsx.reader import read_workbook

_MOST_ROWS = 5_000
_MOST_COLUMNS = 200
_FORMULAS = frozenset({"formula1", "formula2"})


def lines(package: Package, data: bytes, file: str) -> Iterator[str]:
    """The lines of the workbook in `data`, which `package` has opened too.

    Raises:
        Refusal: a part is missing, damaged or no XML.
    """
    workbook, findings = read_workbook(data, file)
    if workbook is None:
        yield from (f"(không đọc được «{file}»: {finding.message}.)" for finding in findings)
        return
    features = _features(package)
    for sheet in workbook.sheets:
        yield f"## {sheet.name}{'' if sheet.visible else ' (ẩn)'}"
        yield from _table(sheet)
        yield from _shape(sheet)
        yield from features.get(sheet.name, ())


def _table(sheet: Sheet) -> Iterator[str]:
    rows = sheet.rows()
    columns = sorted({column for _, column in sheet.cells})
    shown, numbers = columns[:_MOST_COLUMNS], list(rows)[:_MOST_ROWS]
    yield f"| | {' | '.join(column_letters(column) for column in shown)} |"
    yield f"|---|{'---|' * len(shown)}"
    for number in numbers:
        written = (_written(sheet.at(number, column)) for column in shown)
        yield f"| {number} | {' | '.join(written)} |"
    if len(numbers) < len(rows) or len(shown) < len(columns):
        left_rows, left_columns = len(rows) - len(numbers), len(columns) - len(shown)
        yield f"- không in: {left_rows} dòng, {left_columns} cột"


def _written(cell: Cell | None) -> str:
    if cell is None:
        return ""
    text = cell.text.replace("\\", "\\\\").replace("\n", "\\n").replace("|", "\\|")
    return f"ƒ {text}" if cell.from_formula else text


def _shape(sheet: Sheet) -> Iterator[str]:
    if sheet.merged:
        yield f"- gộp ô: {', '.join(str(merged) for merged in sheet.merged)}"
    if sheet.hidden_rows:
        yield f"- dòng ẩn: {', '.join(str(row) for row in sorted(sheet.hidden_rows))}"
    if sheet.hidden_columns:
        hidden = sorted(sheet.hidden_columns)
        yield f"- cột ẩn: {', '.join(column_letters(column) for column in hidden)}"


def _features(package: Package) -> dict[str, list[str]]:
    """What makes a sheet a form, by name of the sheet: frozen panes, protection, validations."""
    main = next(r.target for r in package.relationships("") if r.kind == "officeDocument")
    targets = {r.identity: r.target for r in package.relationships(main)}
    tabs = _Tabs()
    package.parse(main, tabs)
    features: dict[str, list[str]] = {}
    for name, identity in tabs.found.items():
        found = _Features()
        package.parse(targets.get(identity, ""), found)
        features[name] = found.lines
    return features


class _Tabs(Handler):
    """Reads ``workbook.xml``: the relationship of each sheet by name."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            identity = next((attributes[key] for key in attributes if key.endswith(":id")), "")
            self.found[decoded(attributes.get("name", ""))] = identity


class _Features(Handler):
    """Reads a worksheet part for what is not in its cells."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._validation: dict[str, str] = {}
        self._formula: list[str] | None = None
        self._formulas: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "pane":
            self.lines.append(f"- cố định từ {attributes.get('topLeftCell', '?')}")
        elif name == "sheetProtection" and is_true(attributes.get("sheet")):
            locked = {"password", "hashValue"} & attributes.keys()
            self.lines.append(f"- khóa, {'có' if locked else 'không có'} mật khẩu")
        elif name == "autoFilter":
            self.lines.append(f"- lọc {attributes.get('ref', '?')}")
        elif name == "dataValidation":
            self._validation, self._formulas = attributes, []
        elif name in _FORMULAS:
            self._formula = []

    def text(self, text: str) -> None:
        if self._formula is not None:
            self._formula.append(text)

    def end(self, name: str) -> None:
        if name in _FORMULAS and self._formula is not None:
            self._formulas.append("".join(self._formula))
            self._formula = None
        elif name == "dataValidation":
            said = self._validation
            kind = " ".join(filter(None, (said.get("type", "any"), said.get("operator", ""))))
            rule = "; ".join(self._formulas)
            self.lines.append(f"- kiểm nhập {said.get('sqref', '?')}: {kind} {rule}".rstrip())
