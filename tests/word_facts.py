"""Small .docx files written part by part, one property at a time."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from cv183_reports.word.document import read_facts
from cv183_reports.word.facts import DocumentFacts, ParagraphFacts

TRANSITIONAL = "http://schemas.openxmlformats.org"
STRICT = "http://purl.oclc.org/ooxml"
WORD = f"{TRANSITIONAL}/wordprocessingml/2006/main"
_OFFICE = f"{TRANSITIONAL}/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NAMESPACES = (
    f'xmlns:w="{WORD}" xmlns:r="{_OFFICE}"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="urn:math"'
)
PARTS = {
    "styles": "styles",
    "numbering": "numbering",
    "settings": "settings",
    "theme": "a:theme",
    "footnotes": "footnotes",
    "comments": "comments",
    "header1": "hdr",
    "header2": "hdr",
    "footer1": "ftr",
}
"""Parts by name, and their outermost elements."""
A4 = (
    '<w:sectPr>{}<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="850" w:bottom="1134"'
    ' w:left="1701" w:header="567" w:footer="567" w:gutter="0"/>{}</w:sectPr>'
)


def word(body: str, **parts: str) -> bytes:
    """A .docx with this content of ``w:body``, and of the other parts named as in PARTS."""
    files = {"word/document.xml": _root("w:document", f"<w:body>{body}</w:body>")}
    arrows = []
    for name, content in parts.items():
        tag = PARTS[name] if ":" in PARTS[name] else f"w:{PARTS[name]}"
        files[f"word/{name}.xml"] = _root(tag, content)
        kind = name.rstrip("12")
        arrows.append((name, f"{_OFFICE}/{kind}", f"{name}.xml"))
    files["word/_rels/document.xml.rels"] = _relationships(arrows)
    return packed(files)


def packed(files: Mapping[str, str | bytes]) -> bytes:
    """A package of these parts, with the way from its root to ``word/document.xml``."""
    root = _relationships([("main", f"{_OFFICE}/officeDocument", "word/document.xml")])
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in ({"_rels/.rels": root} | dict(files)).items():
            archive.writestr(name, content)
    return stream.getvalue()


def changed(data: bytes, old: str, new: str) -> bytes:
    """The same package with `old` written `new` in all its parts."""
    with ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    return packed({name: content.replace(old, new) for name, content in parts.items()})


def paragraph(text: str = "Chữ", ppr: str = "", rpr: str = "") -> str:
    return f"<w:p><w:pPr>{ppr}</w:pPr>{run(text, rpr)}</w:p>"


def run(text: str, rpr: str = "") -> str:
    return f'<w:r><w:rPr>{rpr}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def style(kind: str, identity: str, inner: str = "", based_on: str = "", default: str = "") -> str:
    on = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    said = f' w:default="{default}"' if default else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{identity}"{said}>'
        f'<w:name w:val="Tên {identity}"/>{on}{inner}</w:style>'
    )


def cell(content: str, tcpr: str = "") -> str:
    return f"<w:tc><w:tcPr>{tcpr}</w:tcPr>{content}</w:tc>"


def row(*cells: str, trpr: str = "") -> str:
    return f"<w:tr><w:trPr>{trpr}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str, tblpr: str = "", columns: tuple[int, ...] = (2835, 2835)) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    return f"<w:tbl><w:tblPr>{tblpr}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def facts(data: bytes) -> DocumentFacts:
    """The facts of a file that can be read."""
    found, findings = read_facts(data, "thử.docx")
    assert findings == ()
    assert found is not None
    return found


def first(body: str, **parts: str) -> ParagraphFacts:
    """The facts of the first paragraph of a document of this body."""
    return next(facts(word(body, **parts)).paragraphs)


def _root(tag: str, content: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><{tag} {_NAMESPACES}>{content}</{tag}>'


def _relationships(arrows: list[tuple[str, str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="{identity}" Type="{kind}" Target="{target}"/>'
        for identity, kind, target in arrows
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'
