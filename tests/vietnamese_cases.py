"""Cases written as Markdown tables, for the tests of `cv183_reports.vietnamese`."""

from __future__ import annotations


def cases(table: str) -> list[tuple[str, ...]]:
    """The rows under the header of a Markdown table; ``⍽`` stands for a no-break space, ``␣`` for a space."""
    _, _, *rows = table.strip().splitlines()
    return [
        tuple(
            cell.strip().replace("⍽", "\u00a0").replace("␣", " ")
            for cell in row.strip().strip("|").split("|")
        )
        for row in rows
    ]
