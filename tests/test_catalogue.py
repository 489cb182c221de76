"""The catalogue as a whole: one code, one meaning; sentences a clerk can read."""

from __future__ import annotations

import ast
import re
import unicodedata
from importlib import import_module
from itertools import chain
from pathlib import Path
from string import Formatter

import pytest

from cv183_reports import catalogue
from cv183_reports.model.finding import Rule
from tests.codes import FAMILIES, TOPICS, Topic

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


def test_every_code_is_of_one_topic_and_stands_in_its_module() -> None:
    for module, rules in FAMILIES.items():
        for rule in rules:
            (topic,) = (topic for topic in TOPICS if topic.holds(rule.code))
            assert module in topic.modules, rule.code


def test_topics_do_not_overlap_and_stand_in_order() -> None:
    ends = [(topic.family, number) for topic in TOPICS for number in (topic.first, topic.last)]
    assert len(TOPICS) > 15
    assert ends == sorted(set(ends))


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: f"{topic.next_code}: {topic.about}")
def test_a_topic_has_a_next_code_or_says_that_it_is_full(topic: Topic) -> None:
    assert topic.is_full == (topic.next_code is None)


def test_every_rule_has_a_judge() -> None:
    """A sentence that nothing says was forgotten, on its way in or on its way out."""
    package = Path(catalogue.__file__).parents[1]
    files = [path for path in package.rglob("*.py") if path.parent.name != "catalogue"]
    words = set(chain.from_iterable(re.findall(r"\w+", path.read_text("utf-8")) for path in files))
    for path in (package / "catalogue").glob("*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(
                node, ast.FunctionDef
            ):  # what it says itself, of a refusal of the machine
                words |= {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    names = {
        name
        for family in FAMILIES
        for name, rule in vars(import_module(f"{catalogue.__name__}.{family}")).items()
        if isinstance(rule, Rule)
    }
    assert names - words == set()
