"""What units say, grouped: texts that say the same become one theme, with every unit that says it.

The words of office Vietnamese that decide whether two texts say the same stand here as data, folded.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import islice
from operator import attrgetter

from msgspec import Struct
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from cv183_reports.model import Filing, Record, Register, Source, Unit
from cv183_reports.model.consolidated import Consolidated, Theme, ThemeGroup, Voice
from cv183_reports.vietnamese.syllables import is_syllable
from cv183_reports.vietnamese.text import LETTERS, NUMBER_WORDS, fold_words
from cv183_reports.vietnamese.wording import upper_first


def _folded(*phrases: str) -> tuple[str, ...]:
    return tuple(fold_words(phrase) for phrase in phrases)


def _words(text: str) -> frozenset[str]:
    return frozenset(fold_words(text).split())


_ASKING = (
    "đề nghị cấp trên", "kính đề nghị", "trân trọng đề nghị", "đơn vị đề nghị", "đơn vị kiến nghị",
    "đơn vị đề xuất", "đề nghị", "kiến nghị", "đề xuất",
)  # fmt: skip
_TELLING = (
    "qua rà soát", "qua theo dõi", "qua kiểm tra", "qua đánh giá", "qua tổng hợp", "qua khảo sát",
    "qua thực tế", "qua giao ban", "qua giám sát", "trên thực tế", "thực tế cho thấy", "hiện nay",
    "hiện tại", "hiện", "đến nay", "thời gian qua",
)  # fmt: skip
OPENINGS = _folded(
    *_ASKING, *_TELLING, "trong kỳ", "trong tháng", "còn tình trạng", "vẫn còn tình trạng", "vẫn",
)  # fmt: skip
"""What a text may begin with and say no more by it."""
_HORIZONS = (
    "trong thời gian tới", "trong tháng tới", "trong quý tới", "trong năm nay", "trong thời gian sớm nhất",
)  # fmt: skip
ENDINGS = _folded(*_HORIZONS)
_AIMS = (
    "đáp ứng yêu cầu", "đáp ứng yêu cầu nhiệm vụ", "đáp ứng yêu cầu công việc", "bảo đảm hoạt động",
    "nâng cao hiệu quả hoạt động", "nâng cao chất lượng phục vụ", "phục vụ nhân dân", "phục vụ người dân",
)  # fmt: skip
TRIMMINGS = _folded(
    "theo quy định", "theo đúng quy định", "theo quy định của pháp luật", "trên địa bàn", "tại địa phương",
    "của địa phương", "ở địa phương", "của đơn vị", "tại đơn vị", "ở đơn vị", "hiện nay", "trong thời gian qua",
    *(f"{joint} {aim}" for joint in ("để", "nhằm") for aim in _AIMS),
)  # fmt: skip
"""What a clause may end with and say no more by it, unless a negation stands right before."""

JOINTS = _words("do vì thì là và các những việc còn")
"""Words that only join."""
PREPOSITIONS = _words("về cho của để nhằm tại ở với trong bị đến")
MANNER = _folded("sớm", "rất", "hết sức", "xem xét", "quan tâm", "kịp thời", "cụ thể", "chi tiết")
"""Courtesies and degrees, unless a negation governs them ("chưa quan tâm", "chưa kịp thời")."""
LIGHT = JOINTS | PREPOSITIONS
"""Texts that differ in these words, or in manner, alone say the same. No tense, number, quantity,
negation or side of a contrast is among them."""

EQUIVALENTS = {
    fold_words(written): fold_words(meant)
    for written, meant in {
        "ủy ban nhân dân": "ubnd", "hội đồng nhân dân": "hđnd", "ủy ban mặt trận tổ quốc": "ubmttq",
        "mặt trận tổ quốc": "mttq", "thủ tục hành chính": "tthc", "công nghệ thông tin": "cntt",
        "cơ sở dữ liệu": "csdl", "cơ sở vật chất": "csvc", "cán bộ công chức": "cbcc",
        "cán bộ công chức viên chức": "cbccvc", "bảo hiểm xã hội": "bhxh", "bảo hiểm y tế": "bhyt",
        "trung tâm phục vụ hành chính công": "ttpvhcc", "giải phóng mặt bằng": "gpmb",
        "quyền sử dụng đất": "qsdđ", "đơn vị hành chính": "đvhc", "phòng cháy chữa cháy": "pccc",
        "thành phố": "tp", "đối với": "với", "nguồn kinh phí": "kinh phí", "trụ sở làm việc": "trụ sở",
        "hệ thống phần mềm": "phần mềm", "trang thiết bị": "thiết bị", "máy vi tính": "máy tính",
        "thiếu thốn": "thiếu", "kiến nghị": "đề nghị", "đề xuất": "đề nghị", "đội ngũ cán bộ": "cán bộ",
        "đội ngũ cbcc": "cbcc",
        "chưa được": "chưa", "chưa có": "chưa",
    }.items()
}  # fmt: skip
"""Ways of writing the same thing → one of them."""

NEGATIONS = _words("không chưa chẳng chả chớ đừng")
NUMERALS = _words(
    f"{' '.join(NUMBER_WORDS[2:])} tư mươi trăm nghìn ngàn triệu tỷ rưỡi nửa đôi chục"
)
"""Numbers in words; ``một`` is not among them ("một số", "một cửa")."""
CONTRASTS = tuple(
    (_words(one), _words(other))
    for one, other in (
        ("thiếu", "đủ thừa dư"), ("tăng", "giảm"), ("đã", "chưa không sẽ"), ("có", "không"),
        ("nhập gộp", "tách giữ"), ("nhanh", "chậm"), ("cao", "thấp"), ("trước", "sau"), ("trên", "dưới"),
        ("cũ", "mới"), ("nhiều", "ít"), ("rộng", "hẹp"), ("tốt", "kém"),
    )
)  # fmt: skip
"""Words that stand on two sides of one question: a text with both sides means its words in their order."""
DIRECTIONS = _words("từ sang hơn vào")
"""Words that make the order of what stands around them matter."""
_DECISIVE = _words(
    "lập thể hợp chia trao giao thu hồi thêm bớt cắt bỏ trừ đồng phản tiếp dừng ngừng thôi bắt buộc miễn "
    "ngoài cấm đúng sai nâng hạ lớn nhỏ xấu mở đóng hủy chỉ riêng mọi toàn tất hầu phải cần nên "
    "đang từng sắp"
)
"""Further words of contrast, scope, duty and time."""
SENSITIVE = frozenset[str]().union(
    NEGATIONS, NUMERALS, DIRECTIONS, _DECISIVE, *(side for pair in CONTRASTS for side in pair)
)
"""Two texts that differ in one of these never say the same."""

CONSEQUENCES = _folded(
    "dẫn đến", "ảnh hưởng đến", "ảnh hưởng tới", "gây khó khăn", "gây ảnh hưởng", "làm ảnh hưởng"
)
"""What begins the consequence of what was said before."""


_STOP = "|"
"""Stands between clauses."""
_SELF = "@"
"""Stands for the name of the unit that speaks."""
_CLAUSE_ENDS = re.compile(r"[;:!?()\n]+|[.,]+(?=\s|$)|\s[-–—]\s")
_NUMBER = re.compile(r"\d[\w./,-]*\w|\d")
_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_NAME = re.compile(r"(?<![.!?\n] )(?<!^)\b[^\W\d_]+")
_PHRASES = re.compile(
    "|".join(
        rf"(?<= ){re.escape(phrase)}(?= )" for phrase in sorted(EQUIVALENTS, key=len, reverse=True)
    )
)
_TRIMMED = re.compile(
    rf"(?<= )(\S+) (?:{'|'.join(map(re.escape, sorted(TRIMMINGS, key=len, reverse=True)))})(?= \||\s*$)"
)
_OWN_PLACE = re.compile(
    rf"(?<= )(?:(?:{'|'.join(map(re.escape, (fold_words(w) for w in ('trên địa bàn', 'của', 'tại', 'ở'))))}) )?{_SELF}(?= )"
)

_TOLD = re.compile(
    rf"(?:{'|'.join(sorted(_TELLING, key=len, reverse=True))})\b"
    r"(?! (?:đại|trạng|hữu|vật|thực|hành|tượng|diện|nay|tại)\b)[\s,:]+(?=\w)",
    re.IGNORECASE,
)
_COURTESIES = re.compile(
    r"(?<!chưa )(?<!không )\b(?:quan tâm, xem xét|xem xét, quan tâm|xem xét|quan tâm), (?=\w)"
)
_THANKS = re.compile(
    r"(?<=[.;!])\s+(?:xin |đơn vị )?(?:trân trọng|chân thành|xin) (?:cảm|cám) ơn\b[^.;!]*[.;!/]*\s*\Z",
    re.IGNORECASE,
)
_ASKED = re.compile(
    rf"(?:{'|'.join(sorted(_ASKING, key=len, reverse=True))})\b[\s,:]+(?=\w)", re.IGNORECASE
)
_NOUN = re.compile(r"(?:của|về|này|trên|đã|chưa|được|chậm)\b", re.IGNORECASE)
"""What follows a proposal that is spoken of, not made: ``kiến nghị của cử tri``."""
_HORIZON = re.compile(rf"[\s,]*\b({'|'.join(_HORIZONS)})\b", re.IGNORECASE)
_MANNERS = re.compile(rf"(?<= )(?:{'|'.join(map(re.escape, MANNER))}) (?=\S|$)")
_LIGHT_OR_STOP = LIGHT | {_STOP}


class Said(Struct, frozen=True):
    """What a text says, set apart from how it says it. Equal ones are one text."""

    words: tuple[str, ...]
    """In their order, folded, without courtesies and light words."""
    numbers: tuple[str, ...]
    """Sorted; dates and numbers of documents are among them."""
    denied: tuple[tuple[str, ...], ...]
    """For each negation, itself and what it governs, to the end of its clause, but for joints; sorted."""
    names: frozenset[str]
    """Words with a capital inside a sentence."""
    misspelt: frozenset[str]
    """Words that are no Vietnamese syllables."""
    consequence: int
    """Where among `words` the consequence begins; their number if there is none."""

    @property
    def bag(self) -> str:
        """The words in alphabetical order, as likeness is measured."""
        return " ".join(sorted(self.words))

    @property
    def order_matters(self) -> bool:
        """Whether the same words in another order could say something else."""
        words = frozenset(self.words)
        return bool(words & DIRECTIONS) or any(
            one & words and other & words for one, other in CONTRASTS
        )


@lru_cache(maxsize=8_192)
def say(text: str, own_name: str = "") -> Said:
    """What `text` says; `own_name` is the unit that speaks: "của xã A" said by A is "của đơn vị"."""
    clauses = [fold_words(clause) for clause in _CLAUSE_ENDS.split(text)]
    folded = f" {f' {_STOP} '.join(clause for clause in clauses if clause)} "
    if own_name:
        folded = folded.replace(f" {fold_words(own_name)} ", f" {_SELF} ")
    core = _OWN_PLACE.sub("", _PHRASES.sub(lambda found: EQUIVALENTS[found[0]], _bare(folded)))
    core = _TRIMMED.sub(
        lambda f: f[0] if f[1] in NEGATIONS else f[1], f" {' '.join(core.split())} "
    )
    plain = _MANNERS.sub("", core)
    words = tuple(_kept(plain.split(), _LIGHT_OR_STOP) or _kept(folded.split(), frozenset(_STOP)))
    return Said(
        words=words,
        numbers=tuple(sorted(_LEADING_ZEROS.sub("", n).lower() for n in _NUMBER.findall(text))),
        denied=_denied(_kept(core.split(), JOINTS)),
        names=frozenset(fold_words(n) for n in _NAME.findall(text) if n[0].isupper()),
        misspelt=frozenset(fold_words(w) for w in LETTERS.findall(text) if not is_syllable(w)),
        consequence=_consequence(words, plain),
    )


@lru_cache(maxsize=4_096)
def horizons(text: str) -> frozenset[str]:
    """Until when `text` wants something done, as it says so at its end: ``trong năm nay``."""
    folded = f" {fold_words(text)} "
    return frozenset(ending for ending in ENDINGS if f" {ending} " in folded)


def without_horizons(text: str, unwanted: Iterable[str]) -> str:
    """`text` without the horizons that `unwanted` names, as `horizons` gave them."""
    gone = set(unwanted)
    return _HORIZON.sub(lambda f: "" if fold_words(f[1]) in gone else f[0], text) if gone else text


def without_lead_in(text: str) -> str:
    """`text` from the fact on: without ``Qua theo dõi, hiện nay``; whoever asks, ``Đề nghị``."""
    told = text.strip()
    while found := _TOLD.match(told):
        told = told[found.end() :]
    asked = _ASKED.match(told)
    if asked is None or _NOUN.match(told[asked.end() :]):
        return upper_first(told)
    return f"Đề nghị {told[asked.end() :]}"


def without_courtesies(text: str) -> str:
    """`text` without thanks, and ``xem xét,`` ``quan tâm,`` before what is to be done, where nothing denies them."""
    return _THANKS.sub("", _COURTESIES.sub("", text))


@lru_cache(maxsize=4_096)
def slips(text: str) -> int:
    """How many words of `text` are no Vietnamese syllables: slips of the pen and abbreviations."""
    return sum(not is_syllable(word) for word in LETTERS.findall(text))


@lru_cache(maxsize=4_096)
def completeness(text: str) -> int:
    """How many words `text` has, its courtesies set aside."""
    return sum(
        word != _STOP for word in _bare(f" {fold_words(text)} ").split() if word not in JOINTS
    )


def _bare(folded: str) -> str:
    """Without what it opens and ends with."""
    core = folded.strip()
    while opening := next((o for o in OPENINGS if core.startswith(f"{o} ")), None):
        core = core[len(opening) :].strip(f" {_STOP}")
    while ending := next((e for e in ENDINGS if core.endswith(f" {e}")), None):
        core = core.removesuffix(f" {ending}").strip(f" {_STOP}")
    return f" {core} "


def _kept(tokens: Iterable[str], without: frozenset[str]) -> list[str]:
    numbers = (str(int(token)) if token.isdecimal() else token for token in tokens)
    return [token for token in numbers if token not in without]


def _denied(tokens: list[str]) -> tuple[tuple[str, ...], ...]:
    found = []
    for start, token in enumerate(tokens):
        if token in NEGATIONS:
            end = next(
                (i for i in range(start + 1, len(tokens)) if tokens[i] == _STOP), len(tokens)
            )
            found.append(tuple(tokens[start:end]))
    return tuple(sorted(found))


def _consequence(words: tuple[str, ...], core: str) -> int:
    """Counted from the end."""
    starts = [core.find(f" {phrase} ") for phrase in CONSEQUENCES]
    first = min((start for start in starts if start > 0), default=None)
    if first is None:
        return len(words)
    return len(words) - len(_kept(core[first:].split(), _LIGHT_OR_STOP))


LIKENESS = 70
"""Least likeness of two texts of one group, 0 to 100: rapidfuzz's ratio over their sorted words."""
MISSPELT = 2
"""Misspelt words that two texts of one group may differ in, each by one letter."""
_PART = 3
"""Words that a part of a text has at least, if it may stand before or after the rest."""
_SHORT = 3
"""Letters below which a word that is no syllable is an abbreviation rather than a slip."""


def linked(said: Sequence[Said]) -> list[list[Said]]:
    """The groups of different texts; every two of a group are alike (complete linkage)."""
    texts = sorted(said, key=lambda s: (s.bag, s.words, s.numbers, s.denied, sorted(s.names)))
    alike = _alike_pairs(texts)
    groups = {at: [at] for at in range(len(texts))}
    group_of = list(range(len(texts)))
    for one, other in sorted(alike, key=lambda pair: (-alike[pair], pair)):
        into, out = sorted((group_of[one], group_of[other]))
        if into != out and all(
            (min(a, b), max(a, b)) in alike for a in groups[into] for b in groups[out]
        ):
            moved = groups.pop(out)
            groups[into] += moved
            for at in moved:
                group_of[at] = into
    return [[texts[at] for at in sorted(members)] for members in groups.values()]


def _alike_pairs(texts: Sequence[Said]) -> dict[tuple[int, int], float]:
    """Every pair of alike texts, by place, with its likeness; texts of other numbers are not even compared."""
    by_numbers: dict[tuple[str, ...], list[int]] = {}
    for at, text in enumerate(texts):
        by_numbers.setdefault(text.numbers, []).append(at)
    alike: dict[tuple[int, int], float] = {}
    for places in by_numbers.values():
        bags = [texts[at].bag for at in places]
        for rank, one in enumerate(places):
            near = process.extract(
                bags[rank], bags[rank + 1 :], scorer=fuzz.ratio, score_cutoff=LIKENESS, limit=None
            )
            for _, score, ahead in near:
                other = places[rank + 1 + ahead]
                if says_same(texts[one], texts[other]):
                    alike[one, other] = score
    return alike


def says_same(one: Said, other: Said) -> bool:
    """Whether texts that are alike in letters say the same; in doubt they do not.

    They name the same numbers, deny the same, and differ in slips of the pen, or in a consequence
    that only one of them adds.
    """
    if one.numbers != other.numbers or not _deny_the_same(one, other):
        return False
    more, less = _difference(one, other), _difference(other, one)
    if not more and not less:
        free = not (one.order_matters or other.order_matters)
        return free or one.words == other.words or _is_turned(one.words, other.words)
    if more and less:
        return _only_misspelt(one, other, more, less)
    return _only_adds(one, more) if more else _only_adds(other, less)


def _is_turned(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether `other` says first what `one` says last, each part whole: ``A do B``, ``B, A``."""
    whole = tuple(one)
    return any(
        whole[at:] + whole[:at] == tuple(other) for at in range(_PART, len(whole) - _PART + 1)
    )


def _difference(one: Said, other: Said) -> list[str]:
    return sorted((Counter(one.words) - Counter(other.words)).elements())


def _deny_the_same(one: Said, other: Said) -> bool:
    """Each negation has its counterpart."""
    return len(one.denied) == len(other.denied) and all(
        _denies(here, there, one.words)
        if len(here) <= len(there)
        else _denies(there, here, other.words)
        for here, there in zip(one.denied, other.denied, strict=True)
    )


def _denies(shorter: Sequence[str], longer: Sequence[str], words: Sequence[str]) -> bool:
    """What the longer governs begins with what the shorter governs; the rest stands elsewhere in `words`."""
    if shorter == longer:
        return True
    rest = set(longer[len(shorter) :]) - PREPOSITIONS
    return len(shorter) > 1 and longer[: len(shorter)] == shorter and rest <= set(words)


def _only_misspelt(one: Said, other: Said, more: list[str], less: list[str]) -> bool:
    if len(more) != len(less) or len(more) > MISSPELT or one.order_matters or other.order_matters:
        return False
    left = list(less)
    for word in more:
        slip = next((w for w in left if _is_slip(word, one, w, other)), None)
        if slip is None:
            return False
        left.remove(slip)
    return True


def _is_slip(word: str, one: Said, counterpart: str, other: Said) -> bool:
    """One of the two is no word at all and one letter away from the other, which decides nothing."""
    wrong, right = word in one.misspelt, counterpart in other.misspelt
    meant = counterpart if wrong else word
    plain = wrong != right and meant not in SENSITIVE and min(len(word), len(counterpart)) >= _SHORT
    named = word in one.names or counterpart in other.names
    return plain and not named and OSA.distance(word, counterpart, score_cutoff=1) <= 1


def _only_adds(fuller: Said, more: list[str]) -> bool:
    """Whether `more` is the consequence that the fuller text adds, and nothing in it decides."""
    decisive = SENSITIVE | fuller.names
    return sorted(fuller.words[fuller.consequence :]) == more and not any(
        word in decisive or any(letter.isdigit() for letter in word) for word in more
    )


_QUOTABLE = range(30, 601)
"""Characters of a result worth quoting."""
_BEGINNING = 40
"""Folded letters in which results that begin alike agree."""
_MOST_RESULTS = 200
"""Results of one obligation that staff can still choose from."""
_UNNAMED = "Chưa nêu lĩnh vực"
_UNADDRESSED = "Chưa nêu cấp giải quyết"


def difficulties(register: Register, filings: Sequence[Filing]) -> tuple[ThemeGroup, ...]:
    """Difficulties by field, in the order of the form; those without a field last."""
    labels = [*(field.value for field in register.profile.fields), _UNNAMED]
    said = [
        (record.field.value if record.field else _UNNAMED, voice)
        for record, voice in _voices(register, filings, attrgetter("difficulty"))
    ]
    return _by_label(labels, said)


def proposals(register: Register, filings: Sequence[Filing]) -> tuple[ThemeGroup, ...]:
    """Proposals by who can settle them, the highest level first."""
    labels = [*(level.value for level in reversed(register.profile.levels)), _UNADDRESSED]
    said = [
        (record.level.value if record.level else _UNADDRESSED, voice)
        for record, voice in _voices(register, filings, attrgetter("proposal"))
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


def results(
    register: Register, units: Sequence[Unit], filings: Sequence[Filing]
) -> tuple[ThemeGroup, ...]:
    """What was done of each obligation, worth quoting; all that is said of one that one unit owes."""
    said: dict[str, list[Voice]] = {}
    for filing in filings:
        unit = register.unit(filing.unit)
        assert unit is not None
        for record in filing.records:
            if record.result:
                voice = Voice(unit, record.result, record.source, record.obligation)
                said.setdefault(record.obligation, []).append(voice)
    groups = []
    for obligation in register.obligations:
        voices = said.get(obligation.code, [])
        owners = sum(bool({u.code, u.group} & set(obligation.assigned_to)) for u in units)
        if owners > 1:
            voices = [voice for voice in voices if len(voice.text) in _QUOTABLE]
        if voices and not obligation.judged_by_receipt:
            groups.append(ThemeGroup(obligation.code, _by_beginning(voices)))
    return tuple(groups)


def _by_beginning(voices: Iterable[Voice]) -> tuple[Theme, ...]:
    """The fullest first; those that begin alike are one, since they were copied from each other."""
    alike: dict[str, list[Voice]] = {}
    for voice in sorted(voices, key=fullest):
        alike.setdefault(fold_words(voice.text)[:_BEGINNING], []).append(voice)
    themes = (Theme(own[0].text, tuple(sorted(own, key=_official))) for own in alike.values())
    return tuple(islice(themes, _MOST_RESULTS))


def fullest(voice: Voice) -> tuple[int, int]:
    """The key by which the fullest text comes first; official order decides ties."""
    return -len(voice.text), voice.unit.order


def _voices(
    register: Register, filings: Sequence[Filing], text_of: Callable[[Record], str]
) -> Iterable[tuple[Record, Voice]]:
    for filing in filings:
        unit = register.unit(filing.unit)
        assert unit is not None
        for record in filing.records:
            if text := text_of(record):
                yield record, Voice(unit, text, record.source, record.obligation)


def _by_label(labels: Sequence[str], said: Sequence[tuple[str, Voice]]) -> tuple[ThemeGroup, ...]:
    groups = (
        ThemeGroup(label, themes(voice for own, voice in said if own == label)) for label in labels
    )
    return tuple(group for group in groups if group.themes)


def themes(voices: Iterable[Voice]) -> tuple[Theme, ...]:
    """The voices as themes, most units first; the order they come in does not matter."""
    by_said: dict[Said, list[Voice]] = {}
    for voice in voices:
        by_said.setdefault(say(voice.text, voice.unit.short_name), []).append(voice)
    groups = [[v for said in group for v in by_said[said]] for group in linked(tuple(by_said))]
    return ranked(_theme(members) for group in groups for members in _with_a_spokesman(group))


def ranked(gathered: Iterable[Theme]) -> tuple[Theme, ...]:
    """Most units first, then official order."""
    return tuple(sorted(gathered, key=lambda t: (-len(t.units), t.units[0].order, t.text)))


def was_put(theme: Theme, label: str, before: Consolidated) -> bool:
    """Whether some unit put the same to the same level the month before."""
    told = next((group.themes for group in before.proposals if group.label == label), ())
    mine = {say(voice.text, voice.unit.short_name) for voice in theme.voices}
    theirs = {say(voice.text, voice.unit.short_name) for one in told for voice in one.voices}
    return any(says_same(one, other) for one in mine for other in theirs)


def _with_a_spokesman(members: list[Voice]) -> list[list[Voice]]:
    """`members`, or each unit alone where every text names its own unit: none could stand for another."""
    if not all(map(_names_itself, members)):
        return [members]
    alone: dict[str, list[Voice]] = {}
    for voice in members:
        alone.setdefault(voice.unit.code, []).append(voice)
    return list(alone.values())


def _theme(members: list[Voice]) -> Theme:
    return Theme(wording(members), tuple(sorted(members, key=_official)))


def wording(voices: Sequence[Voice]) -> str:
    """What stands for all: the text of one, without the day by when where not all name it."""
    text = spokesman(voices).text
    return without_horizons(text, horizons(text) - _shared_horizons(voices))


def _shared_horizons(voices: Iterable[Voice]) -> frozenset[str]:
    """The horizons that all of `voices` name."""
    return frozenset.intersection(*(horizons(voice.text) for voice in voices))


def spokesman(voices: Iterable[Voice]) -> Voice:
    """Whose wording stands for all: the most complete, best spelt, plainest.

    Not one that names its unit, nor one that says by when where not all of them do, nor one in capitals.
    """
    known = list(voices)
    shared = _shared_horizons(known)
    return min(
        known,
        key=lambda v: (
            _names_itself(v),
            len(horizons(v.text) - shared),
            v.text.isupper(),
            -completeness(v.text),
            slips(v.text),
            len(v.text),
            v.unit.order,
            v.text,
        ),
    )


def _official(voice: Voice) -> tuple[int, Source]:
    return voice.unit.order, voice.source


def _names_itself(voice: Voice) -> bool:
    return fold_words(voice.unit.short_name) in fold_words(voice.text)
