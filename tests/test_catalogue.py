"""The catalogue as a whole: one code, one meaning; sentences a clerk can read."""

from __future__ import annotations

import importlib
import pkgutil
import re
import unicodedata
from itertools import chain
from string import Formatter

import pytest

import cv183_reports.catalogue as package
from cv183_reports.model.finding import Rule

FAMILIES = {
    module.name: [
        rule
        for rule in vars(importlib.import_module(f"{package.__name__}.{module.name}")).values()
        if isinstance(rule, Rule)
    ]
    for module in pkgutil.iter_modules(package.__path__)
}
RULES = list(chain.from_iterable(FAMILIES.values()))
PYTHON_WORDS = re.compile(
    r"None|True|False|Error|Exception|Traceback|str|dict|list|NaN|null|\bint\b"
)
VIETNAMESE = re.compile(r"[À-ỹ]")


def test_there_is_something_to_look_at() -> None:
    assert len(RULES) > 150
    assert all(FAMILIES.values())


def test_a_code_has_one_meaning() -> None:
    codes = [rule.code for rule in RULES]
    assert sorted(codes) == sorted(set(codes))
    assert all(re.fullmatch(r"[A-Z]{3}\d{3}", code) for code in codes)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_sentences_are_for_clerks(rule: Rule) -> None:
    for text in (rule.message, rule.remedy):
        assert unicodedata.is_normalized("NFC", text)
        assert VIETNAMESE.search(text)
        literal = "".join(part for part, *_ in Formatter().parse(text))
        assert not PYTHON_WORDS.search(literal.replace("Strict", ""))
    assert not rule.message.endswith((".", " "))
    assert rule.remedy.endswith(".")
    assert rule.remedy[0].isupper()
