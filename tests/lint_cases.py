"""Reads the table of mutations."""

from __future__ import annotations

import ast
from pathlib import Path

from msgspec import Struct

from tests.word_pieces import Change

TABLE = Path(__file__).parent / "cases" / "format" / "mutations.md"


class Mutation(Struct, frozen=True):
    document: str
    piece: str
    change: Change
    codes: tuple[str, ...]
    shown: str


def mutations() -> list[Mutation]:
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in TABLE.read_text(encoding="utf-8").splitlines()
        if line.startswith("|")
    ]
    return [_mutation(*row) for row in rows[2:]]


def _mutation(document: str, piece: str, change: str, codes: str) -> Mutation:
    shown = f"{document} {piece} {change}"
    return Mutation(document, piece, _change(change), tuple(sorted(codes.split())), shown)


def _change(text: str) -> Change:
    if text == "none":
        return None
    call = ast.parse(f"f({text})", mode="eval").body
    assert isinstance(call, ast.Call)
    return {str(each.arg): ast.literal_eval(each.value) for each in call.keywords}
