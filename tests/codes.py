"""The codes of findings by topic, as the catalogue declares them: ``python -m tests.codes``."""

from __future__ import annotations

import importlib
import pkgutil
import re

from msgspec import Struct

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
"""The rules of each module of the catalogue."""
_ROW = re.compile(r"^ +([A-Z]{3})(\d{3})–(\d{3})  (\S.*?) {2,}([\w, ]+)$", re.MULTILINE)


class Topic(Struct, frozen=True):
    """A range of codes, from the table in the docstring of the catalogue."""

    family: str
    first: int
    last: int
    about: str
    modules: tuple[str, ...]

    def holds(self, code: str) -> bool:
        return code[:3] == self.family and self.first <= int(code[3:]) <= self.last

    @property
    def is_full(self) -> bool:
        return self.about.startswith("full")

    @property
    def next_code(self) -> str | None:
        """After the highest that is taken: the gaps below it may be codes of the past."""
        codes = [rule.code for rules in FAMILIES.values() for rule in rules]
        taken = [int(code[3:]) for code in codes if self.holds(code)]
        number = max(taken, default=self.first - 1) + 1
        return f"{self.family}{number:03}" if number <= self.last else None


TOPICS = [
    Topic(family, int(first), int(last), about, tuple(modules.split(", ")))
    for family, first, last, about, modules in _ROW.findall(package.__doc__ or "")
]


def main() -> None:
    for topic in TOPICS:
        print(f"{topic.next_code or 'none  '}  {topic.about} ({', '.join(topic.modules)})")  # noqa: T201


if __name__ == "__main__":
    main()
