"""Outline: a Word or Excel file as text a person can read and compare line by line.

For golden files, for ``git diff`` (textconv) and for the command ``outline``. What a file is, its
content says, never its name: git hands over copies with names of its own.

Word, as it is shown: page set-up, headers and footers, each block in order. The first line names the look
most letters have; other lines tell only what differs from it and from a plain paragraph. A paragraph is
``style | format | look ¶ text``; where it mixes looks they stand in brackets before the words they belong
to. A table row is ``| a | b |``. In texts ``→`` is a tab, ``↵`` a line break, ``⤓`` a page break,
``{PAGE: 2}`` a field and its result.

Excel: each sheet as a Markdown table, then what a table cannot show. Blank rows and columns are left out,
so each row bears its number and each column its letters. ``ƒ`` stands before the result of a formula, or
before the formula itself where the file has no result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import PurePath

from msgspec import Struct

from cv183_reports.ooxml.archive import Refusal
from cv183_reports.ooxml.package import Package, target
from cv183_reports.ooxml.xml import Handler
from cv183_reports.spreadsheet.grid import Cell, Sheet, column_letters
from cv183_reports.spreadsheet.values import decoded, is_true
from cv183_reports.spreadsheet.xlsx import read_workbook
from cv183_reports.vietnamese.wording import measured
from cv183_reports.word.document import read_facts
from cv183_reports.word.facts import (
    AUTO,
    Alignment,
    BlockFacts,
    CellFacts,
    DocumentFacts,
    LineRule,
    PageBlocks,
    ParagraphFacts,
    RunFacts,
    SectionFacts,
    TableFacts,
)


def outline(data: bytes, file: str) -> str:
    """The file in `data` as lines; one line in brackets says why when it cannot be read.

    Args:
        data: a .docx or .xlsx file.
        file: its name or path; only its last part appears, and only in that one line.
    """
    name = PurePath(file).name
    try:
        return "".join(f"{line}\n" for line in _lines(data, name))
    except Refusal as refusal:
        return f"{_unreadable(name, refusal.finding(name).message)}\n"


def _lines(data: bytes, name: str) -> Iterable[str]:
    package = Package(data)
    main = target(package.relationships(""), "officeDocument") or ""
    if not main.startswith("word/"):
        return _workbook(package, data, name)
    document, findings = read_facts(data, name)
    if document is not None:
        return _document(document)
    return [_unreadable(name, finding.message) for finding in findings]


def _unreadable(name: str, reason: str) -> str:
    return f"(không đọc được «{name}»: {reason}.)"


_ALIGNMENTS = {
    Alignment.LEFT: "",
    Alignment.CENTER: "giữa",
    Alignment.RIGHT: "phải",
    Alignment.JUSTIFIED: "đều hai bên",
    Alignment.DISTRIBUTED: "dàn đều",
}
_LINE_RULES = {LineRule.EXACT: "dòng đúng {} pt", LineRule.AT_LEAST: "dòng ít nhất {} pt"}
_SIGNS = str.maketrans({"\t": "→", "\n": "↵", "\f": "⤓", "\v": "⤓", "\r": " "})
_BLACK = frozenset({AUTO, "000000"})
_PAGES = {"default": "", "first": " đầu", "even": " chẵn"}


class _Plain(Struct, frozen=True):
    """The font and size most letters have."""

    font: str
    size: float

    def __str__(self) -> str:
        return f"{self.font} {measured(self.size)}"


def _document(document: DocumentFacts) -> Iterator[str]:
    """The lines of `document`."""
    plain = _plain(document)
    yield f"chữ thường: {plain}"
    before = None
    for section in document.sections:
        yield f"phần {section.index + 1}: {_set_up(section)}"
        yield from _around(section, before, plain)
        blocks = (block for block in document.blocks if block.section == section.index)
        yield from _blocks(blocks, plain)
        before = section
    yield from _drawn(document, plain)
    for note in document.notes:
        for line in _blocks(note.blocks, plain):
            yield f"chú thích {note.identity}: {line}"


def _plain(document: DocumentFacts) -> _Plain:
    letters: Counter[tuple[str, float]] = Counter()
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            letters[run.font, run.size] += len(run.text)
    (font, size), _ = max(
        letters.items(), key=lambda item: (item[1], item[0]), default=(("", 0.0), 0)
    )
    return _Plain(font, size)


def _set_up(section: SectionFacts) -> str:
    margins = section.margins
    turned = "ngang" if section.width > section.height else "dọc"
    left, right = ("trong", "ngoài") if section.mirrored else ("trái", "phải")
    named = {"trên": margins.top, "dưới": margins.bottom, left: margins.left, right: margins.right}
    sides = ", ".join(f"{name} {measured(margin)}" for name, margin in named.items())
    parts = [
        f"{measured(section.width)} × {measured(section.height)} mm, {turned}",
        f"lề {sides} mm",
        f"đầu trang cách {measured(margins.header)} mm",
        f"chân trang cách {measured(margins.footer)} mm",
    ]
    if section.columns > 1:
        parts.append(f"{section.columns} cột")
    if section.title_page:
        parts.append("trang đầu riêng")
    if section.page_number_start is not None:
        parts.append(f"đánh số trang từ {section.page_number_start}")
    return "; ".join(parts)


def _around(section: SectionFacts, before: SectionFacts | None, plain: _Plain) -> Iterator[str]:
    """Headers and footers; those it shares with the section before are not repeated."""
    earlier = (None, None) if before is None else (before.headers, before.footers)
    shown = (("đầu trang", section.headers), ("chân trang", section.footers))
    for (place, blocks), known in zip(shown, earlier, strict=True):
        for page, name in _PAGES.items():
            here = _of(blocks, page)
            same = known is not None and _of(known, page) == here
            if same or (page != "default" and here == blocks.default):
                continue
            for line in _blocks(here, plain):
                yield f"  {place}{name}: {line}"


def _of(blocks: PageBlocks, page: str) -> tuple[BlockFacts, ...]:
    found: tuple[BlockFacts, ...] = getattr(blocks, page)
    return found


def _drawn(document: DocumentFacts, plain: _Plain) -> Iterator[str]:
    """Lines and text boxes, by the paragraph they are anchored in (from 1)."""
    for drawn in document.lines:
        yield f"đường kẻ dài {measured(drawn.length)} mm, neo ở đoạn {drawn.drawn.paragraph + 1}"
    for box in document.text_boxes:
        for line in _blocks(box.blocks, plain):
            yield f"khung neo ở đoạn {box.drawn.paragraph + 1}: {line}"


def _blocks(blocks: Iterable[BlockFacts], plain: _Plain) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, TableFacts):
            yield from _table(block, plain)
        else:
            yield _paragraph(block, plain)


def _paragraph(paragraph: ParagraphFacts, plain: _Plain) -> str:
    properties = [words for words in (paragraph.style, *_format(paragraph)) if words]
    segments = _segments(paragraph, plain)
    number = f"{paragraph.number}{paragraph.number_suffix}".translate(_SIGNS)
    if len(segments) == 1:
        ((marks, text),) = segments
        properties += [marks] if marks else []
    else:
        text = _marked(segments)
    return f"{' | '.join(properties)} ¶ {number}{text}".strip()


def _format(paragraph: ParagraphFacts) -> list[str]:
    """How it stands, as far as it is not a plain paragraph: left, single, without indents."""
    hanging = paragraph.indent_first < 0
    lengths = {
        "lùi trái {} mm": paragraph.indent_left,
        "lùi phải {} mm": paragraph.indent_right,
        "treo {} mm" if hanging else "thụt đầu dòng {} mm": abs(paragraph.indent_first),
        "cách trên {} pt": paragraph.space_before,
        "cách dưới {} pt": paragraph.space_after,
    }
    line = paragraph.line
    if line.rule is not LineRule.MULTIPLE or line.value != 1:
        lengths[_LINE_RULES.get(line.rule, "{} dòng")] = line.value
    switches = {
        "liền đoạn sau": paragraph.keep_next,
        "không tách đoạn": paragraph.keep_lines,
        "sang trang mới": paragraph.page_break_before,
        "có kẻ khung": paragraph.borders.visible,
    }
    found = [_ALIGNMENTS[paragraph.alignment]]
    found += [words.format(measured(value)) for words, value in lengths.items() if value]
    found += [words for words, on in switches.items() if on]
    return found


def _table(table: TableFacts, plain: _Plain) -> Iterator[str]:
    widths = " + ".join(measured(width) for width in table.columns)
    ruled = "có kẻ" if table.has_borders else "không kẻ"
    yield f"bảng {len(table.columns)} cột ({widths} mm), {len(table.rows)} dòng, {ruled}"
    for row in table.rows:
        mark = " (lặp lại)" if row.header else ""
        yield f"| {' | '.join(_cell(cell, plain) for cell in row.cells)} |{mark}"


def _cell(cell: CellFacts, plain: _Plain) -> str:
    """One cell on one line."""
    if cell.continues:
        return "↑"
    text = " ↵ ".join(_in_cell(block, plain) for block in cell.blocks).replace("|", "\\|")
    return f"{text} ⟷{cell.span}" if cell.span > 1 else text


def _in_cell(block: BlockFacts, plain: _Plain) -> str:
    if isinstance(block, TableFacts):
        return " / ".join(_table(block, plain))
    alignment = _ALIGNMENTS[block.alignment]
    number = f"{block.number}{block.number_suffix}".translate(_SIGNS)
    text = number + _marked(_segments(block, plain))
    return f"[{alignment}] {text}".rstrip() if alignment else text


def _segments(paragraph: ParagraphFacts, plain: _Plain) -> list[tuple[str, str]]:
    """(look, text) of the runs, neighbours of the same look joined."""
    runs = [(_marks(run, plain), text) for run in paragraph.runs if (text := _text(run))]
    return [
        (marks, "".join(text for _, text in same)) for marks, same in groupby(runs, lambda r: r[0])
    ]


def _marked(segments: list[tuple[str, str]]) -> str:
    return "".join(f"[{marks}: {text}]" if marks else text for marks, text in segments)


def _marks(run: RunFacts, plain: _Plain) -> str:
    """How a run differs from plain black letters: ``đậm nghiêng 15``."""
    found = {
        run.font: run.font != plain.font,
        "đậm": run.bold,
        "nghiêng": run.italic,
        "gạch chân": run.underline,
        "in hoa": run.caps or run.small_caps,
        "gạch ngang": run.strike,
        "ẩn": run.vanish,
        f"màu {run.color}": run.color not in _BLACK,
        measured(run.size): run.size != plain.size,
        f"giãn {measured(run.spacing)} pt": run.spacing,
    }
    return " ".join(words for words, differs in found.items() if differs)


def _text(run: RunFacts) -> str:
    if run.picture:
        return "[hình]"
    if run.note:
        return f"[^{run.note}]"
    text = run.text.translate(_SIGNS)
    if run.field:
        return f"{{{run.field}: {text}}}" if text else f"{{{run.field}}}"
    return text


_MOST_ROWS = 5_000
_MOST_COLUMNS = 200
_FORMULAS = frozenset({"formula1", "formula2"})


def _workbook(package: Package, data: bytes, file: str) -> Iterator[str]:
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
        yield from _cells(sheet)
        yield from _shape(sheet)
        yield from features.get(sheet.name, ())


def _cells(sheet: Sheet) -> Iterator[str]:
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
