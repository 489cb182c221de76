"""The same package without the time it was saved at, so that the same content gives the same bytes."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_CREATED = re.compile(rb"<dcterms:created[^>]*>([^<]*)</dcterms:created>")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def timeless(data: bytes) -> bytes:
    """The .docx or .xlsx in `data` as if it had been saved when it was created."""
    target = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml" and (created := _CREATED.search(part)):
                part = _MODIFIED.sub(rb"\g<1>" + created[1] + rb"\g<2>", part)
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, part)
    return target.getvalue()
