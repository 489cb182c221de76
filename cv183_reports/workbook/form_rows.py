"""Row heights: estimated when the form is written, fitted again by Excel while a clerk types."""

from __future__ import annotations

from collections.abc import Iterable

from xlsxwriter.worksheet import Worksheet

LINE_HEIGHT = 15.0
"""Points that one line of the form's font takes."""
_HIGHEST = 409.0
"""Points; Excel's limit."""
_PADDING = 3.0
_LETTERS = 1.12
"""Letters of running Vietnamese that fit where Excel counts one digit of the column's width."""


def lines_of(text: str, width: float) -> int:
    """Lines that `text` takes when wrapped in a column of `width` (in digits, as Excel counts)."""
    room = max(1, int(width * _LETTERS))
    return sum(_wrapped(paragraph, room) for paragraph in text.split("\n"))


def fitted_height(texts: Iterable[tuple[str, float]], least: int = 1) -> float:
    """Points that a row needs for texts with their column widths, and for `least` lines."""
    lines = max((lines_of(text, width) for text, width in texts), default=least)
    return min(max(lines, least) * LINE_HEIGHT + _PADDING, _HIGHEST)


def _wrapped(paragraph: str, room: int) -> int:
    """Lines after breaking between words; a word longer than a line takes as many as it needs."""
    lines, used = 1, 0
    for word in paragraph.split(" "):
        if used and used + len(word) > room:
            lines, used = lines + 1, 0
        used += len(word) + 1
        if used > room + 1:
            lines, used = lines + (used - 2) // room, (used - 2) % room + 2
    return lines


class GrowingSheet(Worksheet):
    """A worksheet with rows whose height is only where Excel starts from.

    XlsxWriter marks every height as set by hand (``customHeight``), and such a row never grows.
    Excel leaves the mark out of rows that it fitted itself; so does this sheet.
    """

    def __init__(self) -> None:
        super().__init__()
        self._growing: set[int] = set()

    def fit_row(self, row: int, texts: Iterable[tuple[str, float]], least: int = 1) -> None:
        """Make `row` high enough for texts with their column widths, and for `least` lines."""
        self.set_row(row, fitted_height(texts, least))
        self._growing.add(row)

    def _xml_start_tag_unencoded(
        self, tag: str, attributes: Iterable[tuple[str, object]] = ()
    ) -> None:
        kept = list(attributes)
        if tag == "row" and int(str(dict(kept)["r"])) - 1 in self._growing:
            kept.remove(("customHeight", 1))
        super()._xml_start_tag_unencoded(tag, kept)
