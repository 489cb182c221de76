"""The guide as one page for the browser: complete in itself, with a table of contents, fit to be printed."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

STYLE = Path(__file__).resolve().parent / "guide_page.css"
KINDS = {".png": "image/png", ".jpg": "image/jpeg", ".svg": "image/svg+xml"}
MARKDOWN = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True, slots=True)
class Heading:
    """One line of the table of contents."""

    anchor: str
    title: str


def page(path: Path) -> str:
    """The page of a Markdown file; the files of its folder that it links to follow it.

    Raises:
        ValueError: a link or a picture leads nowhere.
    """
    parts = {each: MARKDOWN.parse(each.read_text(encoding="utf-8")) for each in linked(path)}
    bodies, contents = [], []
    for part, tokens in parts.items():
        headings = list(anchored(tokens, part.stem))
        contents += headings[1:] if part == path else headings[:1]
        for token in inline(tokens):
            embed(token, part, parts)
        bodies.append(
            f"<article>\n{MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})}</article>"
        )
    title = next(token.content for token in parts[path] if token.type == "inline")
    return framed(title, contents, "\n".join(bodies))


def linked(path: Path) -> list[Path]:
    """The file, and those beside it that it or they link to, in the order of the links."""
    found = [path]
    for each in found:
        for target in re.findall(r"\]\(([\w.-]+\.md)[)#]", each.read_text(encoding="utf-8")):
            if each.parent / target not in found:
                found.append(each.parent / target)
    return found


def anchored(tokens: Sequence[Token], name: str) -> Iterator[Heading]:
    """Gives first and second headings an id: the number of its section, else a running one."""
    for number, (opening, text) in enumerate(
        (token, tokens[at + 1])
        for at, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag in {"h1", "h2"}
    ):
        own = re.match(r"(\d+)\. ", text.content)
        anchor = name if opening.tag == "h1" else f"{name}-{own[1] if own else f'phan-{number}'}"
        opening.attrSet("id", anchor)
        yield Heading(anchor, MARKDOWN.renderInline(text.content))


def inline(tokens: Sequence[Token]) -> Iterator[Token]:
    """The links and pictures of a text."""
    for token in tokens:
        yield from (each for each in token.children or () if each.type in {"link_open", "image"})


def embed(token: Token, part: Path, parts: Mapping[Path, object]) -> None:
    """Takes a picture into the page, leads a link to a file to its place on the page."""
    name = "src" if token.type == "image" else "href"
    address = str(token.attrs[name])
    told = urlsplit(address)
    if name == "href" and (told.scheme or not told.path):
        return
    file = part.parent / unquote(told.path)
    if name == "href" and file in parts:
        token.attrSet(name, f"#{file.stem}")
    elif name == "src" and not told.scheme and file.is_file():
        data = base64.b64encode(file.read_bytes()).decode()
        token.attrSet(name, f"data:{KINDS[file.suffix]};base64,{data}")
    else:
        raise ValueError(f"{part.name}: {address} leads nowhere")


def framed(title: str, contents: Sequence[Heading], body: str) -> str:
    """The whole document; nothing but its own style may be loaded, no script runs."""
    style = STYLE.read_text(encoding="utf-8")
    digest = base64.b64encode(sha256(style.encode()).digest()).decode()
    items = "\n".join(f'<li><a href="#{each.anchor}">{each.title}</a></li>' for each in contents)
    body = body.replace("<table>", '<div class="wide"><table>').replace(
        "</table>", "</table></div>"
    )
    return f"""<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'sha256-{digest}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{html.escape(title)}</title>
<style>{style}</style>
</head>
<body>
<nav aria-label="Mục lục">
<h2>Mục lục</h2>
<ul>
{items}
</ul>
</nav>
<main>
{body}
</main>
</body>
</html>
"""
