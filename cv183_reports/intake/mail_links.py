"""Addresses in the text of a mail that lead to files kept in a cloud, instead of attachments."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LOOKED_AT = 1024 * 1024
"""Bytes of one text."""
_CLOUDS = (
    "drive.google.com",
    "docs.google.com",
    "1drv.ms",
    "onedrive.live.com",
    "sharepoint.com",
    "dropbox.com",
    "fshare.vn",
    "mega.nz",
    "wetransfer.com",
    "we.tl",
    "icloud.com",
    "mediafire.com",
)
_LINK = re.compile(rb"https?://([a-z0-9.-]{3,100})/[!#-;=?-~]{1,2000}", re.IGNORECASE)
"""An address of ASCII, up to a blank, a quote or an angle bracket."""
_TRAILING = ".,;:)]'*"


def cloud_links(texts: Iterable[bytes]) -> tuple[str, ...]:
    """The addresses of cloud storage in `texts`, each once, in the order they stand."""
    found: dict[str, None] = {}
    for text in texts:
        for link in _LINK.finditer(text[:_LOOKED_AT]):
            if is_cloud(link[1].decode("ascii")):
                found.setdefault(link[0].decode("ascii").replace("&amp;", "&").rstrip(_TRAILING))
    return tuple(found)


def is_cloud(host: str) -> bool:
    """Whether files lie at `host` for others to fetch."""
    return any(host.lower() == cloud or host.lower().endswith(f".{cloud}") for cloud in _CLOUDS)
