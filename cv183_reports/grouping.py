"""Groups what units say: texts that differ only in turns of phrase become one theme, with every unit.

Nothing is altered: the plainest wording stands for the theme. Two texts are one theme when the
same words are left of both, in whatever order, once courtesies at their ends and a few particles
are set aside. A likeness measured in letters would not do: "máy in" is not "máy tính", "đề nghị sáp
nhập" not "đề nghị không sáp nhập", "thiếu 05 công chức" never stands for a unit that lacks 03.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cv183_reports.consolidated import Theme, ThemeGroup, Voice
from cv183_reports.model import Field, Filing, Level, Record, Register
from cv183_reports.vietnamese.text import fold_words

_OPENINGS = tuple(
    fold_words(words)
    for words in (
        "kính đề nghị", "trân trọng đề nghị", "đơn vị đề nghị", "đơn vị kiến nghị", "đơn vị đề xuất",
        "đề nghị", "kiến nghị", "đề xuất", "qua rà soát", "qua theo dõi", "qua kiểm tra", "qua đánh giá",
        "qua tổng hợp", "qua khảo sát", "qua thực tế", "qua giao ban", "qua giám sát", "trên thực tế",
        "thực tế cho thấy", "hiện nay", "hiện tại", "hiện", "đến nay", "thời gian qua", "trong kỳ",
        "trong tháng", "còn tình trạng", "vẫn còn tình trạng", "vẫn",
    )
)  # fmt: skip
"""What a text may begin with and say no more by it."""
_ENDINGS = tuple(
    fold_words(words)
    for words in (
        "trong thời gian tới", "trong tháng tới", "trong quý tới", "trong năm nay", "trong thời gian sớm nhất",
    )
)  # fmt: skip
_PARTICLES = frozenset(
    fold_words("sớm xem xét quan tâm do vì thì là và các những việc còn").split()
)
"""Words that carry no more than a courtesy or a joint; negations and tenses are not among them."""
_UNNAMED = "Chưa nêu lĩnh vực"
_UNADDRESSED = "Chưa nêu cấp giải quyết"


def difficulties(register: Register, filings: Sequence[Filing]) -> tuple[ThemeGroup, ...]:
    """Difficulties by field, in the order of the form; those without a field last."""
    labels = [*(field.value for field in Field), _UNNAMED]
    said = [
        (record.field.value if record.field else _UNNAMED, voice)
        for record, voice in _voices(register, filings, "difficulty")
    ]
    return _by_label(labels, said)


def proposals(register: Register, filings: Sequence[Filing]) -> tuple[ThemeGroup, ...]:
    """Proposals by who can settle them, the highest level first."""
    labels = [*(level.value for level in reversed(Level)), _UNADDRESSED]
    said = [
        (record.level.value if record.level else _UNADDRESSED, voice)
        for record, voice in _voices(register, filings, "proposal")
    ]
    return _by_label(labels, said)


def plans(register: Register, filings: Sequence[Filing]) -> tuple[Theme, ...]:
    """What units will do next month, grouped."""
    return themes(
        Voice(unit, plan.text, plan.source)
        for filing in filings
        for plan in filing.plans
        if (unit := register.unit(plan.unit)) is not None
    )


def _voices(
    register: Register, filings: Sequence[Filing], column: str
) -> Iterable[tuple[Record, Voice]]:
    for filing in filings:
        unit = register.unit(filing.unit)
        assert unit is not None
        for record in filing.records:
            text = record.difficulty if column == "difficulty" else record.proposal
            if text:
                yield record, Voice(unit, text, record.source)


def _by_label(labels: Sequence[str], said: Sequence[tuple[str, Voice]]) -> tuple[ThemeGroup, ...]:
    groups = (
        ThemeGroup(label, themes(voice for own, voice in said if own == label)) for label in labels
    )
    return tuple(group for group in groups if group.themes)


def themes(voices: Iterable[Voice]) -> tuple[Theme, ...]:
    """The voices as themes, most units first; the order they come in does not matter."""
    alike: dict[tuple[str, ...], list[Voice]] = {}
    for voice in voices:
        alike.setdefault(_said(voice.text), []).append(voice)
    gathered = [_theme(members) for members in alike.values()]
    return tuple(sorted(gathered, key=lambda t: (-len(t.units), t.units[0].order, t.text)))


def _said(text: str) -> tuple[str, ...]:
    """The words that make the text what it is, sorted."""
    core = folded = f"{fold_words(text)} "
    while opening := next((o for o in _OPENINGS if core.startswith(f"{o} ")), None):
        core = core[len(opening) + 1 :]
    core = core.strip()
    while ending := next((e for e in _ENDINGS if core.endswith(f" {e}")), None):
        core = core.removesuffix(f" {ending}")
    words = tuple(sorted(word for word in core.split() if word not in _PARTICLES))
    return words or tuple(folded.split())


def _theme(members: list[Voice]) -> Theme:
    """The plainest wording stands for all; one that names its own unit only where there is no other."""
    ordered = tuple(sorted(members, key=lambda v: (v.unit.order, v.source)))
    plainest = min(ordered, key=lambda v: (_names_itself(v), len(v.text), v.unit.order, v.text))
    return Theme(plainest.text, ordered)


def _names_itself(voice: Voice) -> bool:
    return fold_words(voice.unit.short_name) in fold_words(voice.text)
