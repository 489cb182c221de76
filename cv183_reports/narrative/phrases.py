"""Turns of phrase that several sections share."""

from __future__ import annotations

from collections.abc import Sequence

from cv183_reports.consolidated import Theme
from cv183_reports.model import Period, Unit
from cv183_reports.vietnamese.wording import count, listed

NAMED = 8
"""Units that a sentence names; a longer list moves to an appendix."""

_TIERS = ("Phường ", "Xã ", "Đặc khu ")


def name_of(unit: Unit) -> str:
    """The short name as it stands inside a sentence: ``phường Thủy Nguyên``, ``Sở Nội vụ``."""
    name = unit.short_name
    return name[0].lower() + name[1:] if name.startswith(_TIERS) else name


def units_named(units: Sequence[Unit], appendix: str) -> str:
    """``gồm: phường A, xã B``, or a pointer to `appendix` when there are too many to name."""
    if len(units) > NAMED:
        return f"chi tiết tại {appendix}"
    return f"gồm: {listed([name_of(unit) for unit in units])}"


def who_said(theme: Theme) -> str:
    """``phường A, xã B`` for one or two units, else ``23 đơn vị``."""
    units = theme.units
    if len(units) <= 2:  # noqa: PLR2004
        return listed([name_of(unit) for unit in units])
    return f"{count(len(units))} đơn vị"


def month(period: Period) -> str:
    """``tháng 8``: a month named beside the one reported."""
    return f"tháng {period.month}"


def lower_first(text: str) -> str:
    """`text` as the middle of a sentence; abbreviations keep their capitals."""
    if len(text) > 1 and text[1].isupper():
        return text
    return text[:1].lower() + text[1:]


def in_line(text: str) -> str:
    """A unit's text as part of a paragraph: its line breaks become blanks, its words stay."""
    return " ".join(text.split())


def without_full_stop(text: str) -> str:
    """`text` ready to be followed by our own words."""
    return in_line(text).rstrip(" .;,")
