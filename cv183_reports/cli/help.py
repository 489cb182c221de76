"""`help` on the screen: the guide's sections, or what it says of one topic, in plain text."""

from __future__ import annotations

import re
import shutil
import textwrap

import click

from cv183_reports.app.guide import GuideSection, advice_on, guide_sections

_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)\s*")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_BREAK = re.compile(r"\s*<br>\s*")
_RULE = re.compile(r"^\|[-| :]+\|$")
_ITEM = re.compile(r"\n(?=- |\d+\. )|\n +(?=- )")
_LIST = re.compile(r"^(?:- |· |\d+\. )")
_WIDEST = 100


def guide(topic: str) -> int:
    """What the guide says of `topic`; without one, of what it speaks."""
    if not topic:
        click.echo(
            "Hướng dẫn có các mục sau; xem một mục: cv183-report help MỤC (số hoặc vài chữ)."
        )
        for section in guide_sections():
            click.echo(f"  {section.title}")
        click.echo("Cách ghi một lệnh: cv183-report LỆNH --help")
        return 0
    title = ""
    for section in advice_on(topic).sections:
        if section.title != title:
            click.echo(f"\n{section.title}\n{'=' * len(section.title)}")
        title = section.title
        click.echo(_plain(section))
    return 0


def _plain(section: GuideSection) -> str:
    """The text without Markdown, folded to the width of the screen; commands as they are."""
    blocks: list[str] = []
    for number, piece in enumerate(re.split(r"^```.*$", section.text, flags=re.MULTILINE)):
        if number % 2:
            blocks.append(textwrap.indent(piece.strip("\n"), "    "))
        else:
            blocks += map(_folded, re.split(r"\n{2,}", _words(piece).strip()))
    return "\n\n".join(filter(None, blocks))


def _folded(block: str) -> str:
    width = min(shutil.get_terminal_size().columns, _WIDEST) - 1
    if block.startswith("|"):
        items = [_row(line) for line in block.splitlines() if not _RULE.match(line)]
    else:
        items = [" ".join(item.split()) for item in _ITEM.split(block)]
    lines = [
        textwrap.fill(
            item,
            width,
            subsequent_indent="  " if _LIST.match(item) else "",
            break_on_hyphens=False,
        )
        for item in items
    ]
    return "\n".join(lines)


def _words(text: str) -> str:
    shown = _LINK.sub(r"\1", _PICTURE.sub("", text))
    return _BREAK.sub("; ", shown.replace("**", "").replace("`", "").replace("\\|", "/"))


def _row(line: str) -> str:
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    return "· " + " — ".join(cell for cell in cells if cell)
