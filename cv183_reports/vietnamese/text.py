"""Cleaning, folding, sorting and tone-mark placement of Vietnamese text.

Cleaning is for what will be printed, folding only for comparing. NFKC is for letters of mathematics
alone: it would turn ½ and m² into other text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache, partial
from html import unescape
from typing import AnyStr, Generic, cast

from msgspec import Struct

from cv183_reports.vietnamese.syllables import LIKE_D, TONES, is_syllable, with_true_d


class _Lazy(Generic[AnyStr]):
    """A pattern until something is asked of it; then it answers as the compiled one does."""

    def __init__(self, text: AnyStr, flags: int) -> None:
        self._text: AnyStr = text
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        found = getattr(re.compile(self._text, self._flags), name)
        setattr(self, name, found)
        return found


def lazy_pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The pattern, compiled where it is first asked for something: most runs judge no text."""
    return cast("re.Pattern[AnyStr]", _Lazy(text, flags))


CONTROL_CHARACTERS = "ký tự điều khiển"
LOOK_ALIKE = "chữ cái của bảng chữ khác trông giống chữ tiếng Việt"
SYMBOL_BULLETS = "dấu đầu dòng của phông ký hiệu"

_LINE_ENDS = lazy_pattern("\r\n|[\r\v\f\x85\u2028\u2029]")
# Controls, and what XML 1.0 cannot hold: lone surrogates, U+FFFE, U+FFFF.
_FORBIDDEN = lazy_pattern("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Soft hyphen, zero-width and direction marks; what joins two emoji into one picture stays.
_PICTURE = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
_INVISIBLE = lazy_pattern(
    "[\u00ad\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
    f"|(?<![{_PICTURE}])\u200d|\u200d(?![{_PICTURE}])"
)
SYMBOLS = "\uf02d\uf06c\uf06e\uf06f\uf071\uf076\uf0a7\uf0a8\uf0b7\uf0d8\uf0e0\uf0fc"
"""Bullets of Symbol and Wingdings as Word and Excel keep them."""
_LEADING_BULLET = lazy_pattern(rf"(?m)^([^\S\n]*)[{SYMBOLS}][^\S\n]*")
_INNER_BULLET = lazy_pattern(f"[{SYMBOLS}]")
_BLANKS = lazy_pattern(r"[^\S\n]{2,}|[^\S\n ]")
_BLANKS_AT_LINE_END = lazy_pattern(" ?\n ?")
_BLANK_LINES = lazy_pattern("\n{3,}")

_FOREIGN = dict(
    zip("аеорсхуіАВЕКМНОРСТХУІοΑΒΕΗΙΚΜΝΟΡΤΥΧ", "aeopcxyiABEKMHOPCTXYIoABEHIKMNOPTYX", strict=True)
)
"""Cyrillic and Greek letters that look like ours: copied from scans and foreign programs."""
_FOREIGN_LETTER = lazy_pattern(f"[{''.join(_FOREIGN)}]")
_OWN_LETTER = lazy_pattern("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_DRESSED = "\U0001d400-\U0001d7ff"
DRESSED = lazy_pattern(f"[{_DRESSED}]+")
"""Letters and digits of mathematics: chats and assistants write words bold or slanted with them."""
LOOK_ALIKE_LETTER = lazy_pattern(f"[{''.join(LIKE_D)}{''.join(_FOREIGN)}{_DRESSED}]")
NUMBER_WORDS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
"""Each at the place of its number."""
ORDINAL_WORDS = ("nhất", "hai", "ba", "tư", *NUMBER_WORDS[5:])
"""What stands behind ``thứ``, from the first on; Monday is ``thứ hai``."""
LETTERS = lazy_pattern("[^\\W\\d_\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2089]+")
"""A word of letters alone; a raised figure behind it, of a note, is none."""
_ABBREVIATION = lazy_pattern("[A-ZĂÂĐÊÔƠƯ]+")


_TEXTS = 8192
"""Texts of which what was made of them is kept: a month brings the same ones again and again."""
_STRETCHES = 8192
"""Parts of texts between blanks, likewise: the same words."""


class Cleaned(Struct, frozen=True):
    """Text fit to print, and what had to be changed in it."""

    text: str
    removed: tuple[str, ...]
    """In words for a finding: `CONTROL_CHARACTERS`, `LOOK_ALIKE`, `SYMBOL_BULLETS`. Empty when only spaces, line ends,
    invisible characters and the Unicode form (NFC) differ."""


@lru_cache(maxsize=_TEXTS)
def clean(text: str) -> Cleaned:
    """`text` in NFC, line feeds its only control characters, without superfluous blanks.

    Typographic quotes and everything else the clerk wrote stay. Legacy encodings must have been
    looked for before: afterwards they can no longer be told.
    """
    printed = text if text.isprintable() else _with_bullets(text)
    visible, forbidden = (text, 0) if text.isprintable() else _visible(printed)
    composed = unicodedata.normalize("NFC", visible)
    spelt = _with_true_letters(composed)
    changes = {
        CONTROL_CHARACTERS: forbidden > 0,
        LOOK_ALIKE: spelt != composed,
        SYMBOL_BULLETS: printed != text,
    }
    removed = tuple(name for name, changed in changes.items() if changed)
    return Cleaned(_without_spare_blanks(spelt), removed)


def _with_bullets(text: str) -> str:
    """`text` with a dash for a symbol that begins a line, a bullet for one inside it."""
    return _INNER_BULLET.sub("•", _LEADING_BULLET.sub(r"\1- ", text))


def _visible(text: str) -> tuple[str, int]:
    """`text` with one kind of line end and no invisible characters, and how many were forbidden."""
    legal, forbidden = _FORBIDDEN.subn("", _LINE_ENDS.sub("\n", text))
    return _INVISIBLE.sub("", legal), forbidden


def _without_spare_blanks(text: str) -> str:
    spaced = _BLANKS.sub(" ", text)
    if "\n" in spaced:
        spaced = _BLANK_LINES.sub("\n\n", _BLANKS_AT_LINE_END.sub("\n", spaced))
    return spaced.strip(" \n")


def _with_true_letters(text: str) -> str:
    return LETTERS.sub(_true_word, undressed(text)) if LOOK_ALIKE_LETTER.search(text) else text


def undressed(text: str) -> str:
    """`text` with plain letters for those of mathematics, in NFC where it has any."""
    plain = DRESSED.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return text if plain == text else unicodedata.normalize("NFC", plain)


def with_own_letters(word: str) -> str:
    """`word` with our letters for their look-alikes; one that is wholly of another alphabet stays (``СССР``)."""
    word = with_true_d(word)
    if _FOREIGN_LETTER.search(word) and _OWN_LETTER.search(word):
        word = "".join(_FOREIGN.get(letter, letter) for letter in word)
    return word


def _true_word(found: re.Match[str]) -> str:
    """The word with our letters, if that makes it Vietnamese (``Guðmundsson`` stays)."""
    word = with_own_letters(found[0])
    vietnamese = is_syllable(word) or word == "đ" or _ABBREVIATION.fullmatch(word)
    return word if vietnamese else found[0]


_WORD = lazy_pattern(r"[^\W_]+")
_MARKED_WORD = lazy_pattern(r"(?:[^\W_]|[\u0300-\u036f])+")
_MARKS = lazy_pattern("[\u0300-\u036f]")
_D_TO_ASCII = {"Đ": "D", "đ": "d"}
_D_TO_ASCII |= {alike: _D_TO_ASCII[true] for alike, true in LIKE_D.items()}


@lru_cache(maxsize=_TEXTS)
def fold(text: str) -> str:
    """What headers and fixed vocabularies are matched by: ``Tỷ lệ (%)`` and ``TI LE`` are ``ti le``.

    Lower case, no accents, ``y`` as ``i``, words of letters and digits with one space between.
    """
    return " ".join(filter(None, map(_folded, _stretches(text))))


@lru_cache(maxsize=_STRETCHES)
def _folded(stretch: str) -> str:
    plain = _without_marks(_with_true_letters(stretch)).lower().replace("y", "i")
    return " ".join(_WORD.findall(plain))


def _stretches(text: str) -> list[str]:
    """What stands between blanks: a month has few different ones, so that each is folded once."""
    return (text if text.isprintable() else _INVISIBLE.sub("", text)).split()


def _without_marks(text: str) -> str:
    """`text` without accents, đ as d; case kept."""
    if text.isascii():
        return text
    letters = _MARKS.sub("", unicodedata.normalize("NFD", text))
    for letter, plain in _D_TO_ASCII.items():  # `translate` takes ten times as long
        letters = letters.replace(letter, plain)
    return letters


@lru_cache(maxsize=_TEXTS)
def fold_words(text: str) -> str:
    """What names and prose are compared by: equal for ``Hòa``, ``hoà`` and ``HÒA``, not for ``hóa``.

    Lower case; of each word first the letters without tone, then the tone as a combining mark.
    Letters, ``i``/``y`` and tones are told apart (Cẩm Giang, Cẩm Giàng), punctuation is not.
    """
    return " ".join(filter(None, map(_folded_words, _stretches(text))))


@lru_cache(maxsize=_STRETCHES)
def _folded_words(stretch: str) -> str:
    apart = unicodedata.normalize("NFD", with_true_d(_with_true_letters(stretch))).lower()
    return " ".join(map(_tone_last, _MARKED_WORD.findall(apart)))


def _tone_last(word: str) -> str:
    tones = sorted(letter for letter in word if letter in TONES)
    letters = "".join(letter for letter in word if letter not in TONES)
    return unicodedata.normalize("NFC", letters) + "".join(tones)


def _tone_moves() -> dict[str, str]:
    """Open oa, oe, uy in every tone: old style to new style."""
    composed = partial(unicodedata.normalize, "NFC")
    return {
        composed(first + tone + second): composed(first + second + tone)
        for first, second in ("oa", "oe", "uy")
        for tone in TONES
    }


_TO_NEW_STYLE = _tone_moves()
_MOVES = {True: _TO_NEW_STYLE, False: {new: old for old, new in _TO_NEW_STYLE.items()}}
# An onset (q is none: in quý the tone already stands on the vowel), then nothing after the two vowels.
_OPEN_SYLLABLE = r"(?<![^\W\d_])((?:ngh?|[cknpt]h|gh|gi|tr|[bcdđghklmnprstvx])?)({})(?![^\W\d_])"
_OPEN_SYLLABLES = {
    new_style: lazy_pattern(_OPEN_SYLLABLE.format("|".join(moves)), re.IGNORECASE)
    for new_style, moves in _MOVES.items()
}


def place_tones(text: str, *, new_style: bool) -> str:
    """`text` (NFC) with the tone of open oa, oe, uy as in ``uỷ, hoà`` (new) or ``ủy, hòa`` (old).

    All other spelling and the case of every letter stay: quý, hoàn, tuyết are written in one way.
    """

    def moved(found: re.Match[str]) -> str:
        vowels = _MOVES[new_style][found[2].lower()]
        pairs = zip(vowels, found[2], strict=True)
        return found[1] + "".join(new.upper() if old.isupper() else new for new, old in pairs)

    return _OPEN_SYLLABLES[new_style].sub(moved, unicodedata.normalize("NFC", text))


_AFTER_LINK = ".,;:!?…)]}>'\"”’»"
"""Marks that end the sentence around an address rather than the address."""
_BEFORE_LINK = lazy_pattern(
    r"(?:(?<!\w)(?:xem(?: thêm)?|chi tiết|(?:đường )?link|đường dẫn|liên kết|địa chỉ|tại|ở|theo)\s*:?\s*)+$",
    re.IGNORECASE,
)
"""What only leads to the address: without it, it says nothing."""
_EMPTY_BRACKETS = lazy_pattern(r"\s*(?:\(\s*\)|\[\s*\]|«\s*»|“\s*”|<\s*>|\"\s*\")")
_LEFT_BEHIND = lazy_pattern(r"\s+(?=[.,;:])|(?<=[,;:])\s*[,;:]+(?=\s|$)")


_ON_DISK = (
    r"file:/+[^\s/]\S*"
    r"|(?:[a-z]:\\|\\\\[\w.-]+\\)[^\n\"*:;<>?|]{0,260}?\.(?:docx?|xls[xbm]?|pptx?|pdf|jpe?g|png|zip|rar)\b"
)
"""Where a file lies on the machine of who writes: ``C:\\Users\\…\\BC 15.docx``; no longer than Windows takes it."""
_MAY_BE_ON_DISK = (":\\", "\\\\", "file:/")


@lru_cache
def _links(hosts: tuple[str, ...]) -> re.Pattern[str]:
    known = "|".join(map(re.escape, hosts))
    site = rf"(?:[a-z0-9-]+\.)*(?:{known})(?:[/?#:]\S*|(?!\.?\w))"
    pattern = rf"(?<![\w@.])(?:(?:(?:https?|ftp)://)?{site}|{_ON_DISK})"
    return re.compile(pattern, re.IGNORECASE)


def without_links(text: str, hosts: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """`text` without addresses at `hosts`, or on a disk, and what only leads to them; and the addresses.

    Other addresses are the unit's words: an office cites the page of a decision.

    Args:
        text: some lines.
        hosts: sites, whose addresses are also typed without ``https://``.
    """
    low = text.lower()
    if not any(part in low for part in (*hosts, *_MAY_BE_ON_DISK)):
        return text, ()
    links: list[str] = []
    lines = [_line_without_links(line, _links(hosts), links) for line in text.splitlines()]
    if not links:
        return text, ()
    return "\n".join(line for line in lines if line), tuple(links)


def _line_without_links(line: str, pattern: re.Pattern[str], links: list[str]) -> str:
    kept, end, found = "", 0, len(links)
    for match in pattern.finditer(line):
        link = match[0].rstrip(_AFTER_LINK)
        links.append(link)
        kept += _BEFORE_LINK.sub("", line[end : match.start()])
        end = match.start() + len(link)
    if len(links) == found:
        return line
    kept = _EMPTY_BRACKETS.sub("", kept + line[end:])
    kept = " ".join(_LEFT_BEHIND.sub("", kept).split())
    return kept.lstrip(" .,;:–-").rstrip(" ,;:–-(")


_STRONG = lazy_pattern(r"\*\*(?=\S)([^*\n]*\S)\*\*")
_AS_HEADING = lazy_pattern(r"(?m)^#{1,6} (?=\S)")
_ENTITY = lazy_pattern(r"&(?:nbsp|amp|lt|gt|quot|#[0-9]{2,5});")
_BREAK = lazy_pattern(r"(?i)<br ?/?>|</(?:p|div|li|tr)>")
_TAG = lazy_pattern(
    r"(?i)</?(?:p|b|i|u|strong|em|span|div|ul|ol|li|td|tr|table|font)(?: [^<>\n]{0,200})?/?>"
)


def without_markup(text: str) -> tuple[str, tuple[str, ...]]:
    """`text` as the program that it was copied from shows it, plain; and the marks it has for that: ``**``, ``<br>``, ``&nbsp;``."""
    if not any(mark in text for mark in "*#&<"):
        return text, ()
    found = sorted(
        (match.start(), "**" if each is _STRONG else match[0].strip())
        for each in (_STRONG, _AS_HEADING, _ENTITY, _BREAK, _TAG)
        for match in each.finditer(text)
    )
    if not found:
        return text, ()
    spelt = _ENTITY.sub(lambda each: unescape(each[0]), text)
    plain = _AS_HEADING.sub("", _STRONG.sub(r"\1", spelt))
    shown = _TAG.sub("", _BREAK.sub("\n", plain))
    lines = (line.strip() for line in _without_spare_blanks(shown).splitlines())
    marks = tuple(dict.fromkeys(mark for _, mark in found))
    return "\n".join(line for line in lines if line), marks


_SAID_BY_SIGN = lazy_pattern("[\u2705\u274c\u274e]")
"""Done, not done."""
_PICTOGRAPHS = "\u2600-\u2604\u2607-\u260d\u2613-\u26ff\u2702-\u2704\u2708\u270a-\u270f\u2728\u2753-\u2757\u2763\u2764\u2b50\u2b55\U0001f000-\U0001faff"
"""Emoji that say nothing; ticks, crosses, ballot boxes, a star or a telephone on paper do."""
_FAR_BEHIND = lazy_pattern("[^\0-\u20e2]")
"""Looked for first: no letter or sign of ours stands so far behind."""
_AS_EMOJI = "\ufe0f"
"""Asks for the picture of the sign before it."""
_KEYCAP = lazy_pattern("(?m)^([^\\S\n]*\\d{1,2})\ufe0f?\u20e3[^\\S\n]*|\ufe0f?\u20e3")
_AS_PICTURE = f"(?:[{_PICTOGRAPHS}][\ufe0f\u200d]*)+"
_EMOJI = lazy_pattern(
    f"(?m)^[^\\S\n]*(?:{_AS_PICTURE}|[\u2705\u27a1\u25b6]\ufe0f?)[^\\S\n]*"
    f"|[^\\S\n]*{_AS_PICTURE}(?=[^\\S\n]*(?:[.,;:!?…)]|$))|{_AS_PICTURE}[^\\S\n]*"
)
"""One with the blanks that go with it: those behind it, or before a mark or the end of a line those before it."""


@lru_cache(maxsize=_TEXTS)
def without_pictures(text: str) -> tuple[str, tuple[str, ...]]:
    """`text` without emoji, also those that stand for the dash before a line (``✅ Đã họp``), and what they were.

    A digit on a key (``1️⃣``) is a digit, at the beginning of a line with a full stop.
    """
    if _FAR_BEHIND.search(text) is None:
        return text, ()
    plain = _KEYCAP.sub(lambda key: f"{key[1]}. " if key[1] else "", text)
    found = tuple(dict.fromkeys(each[0].strip() for each in _EMOJI.finditer(plain)))
    lines = (line for line in _EMOJI.sub("", plain).splitlines() if line)
    return ("\n".join(lines) if found else plain).replace(_AS_EMOJI, ""), found


def signs(text: str) -> tuple[str, ...]:
    """Emoji in `text`, those that say something, too; each once."""
    return tuple(dict.fromkeys((*without_pictures(text)[1], *_SAID_BY_SIGN.findall(text))))


_TO_FILL = lazy_pattern(
    r"(?<!\S)(?:\.{4,}|…[.…]+|_{3,})(?=[ /]*\w)|\[[^\W\d_][^\[\]\n]{0,40}\]|\[[.… ]*\]|\bx{2,}\b|\bXX+(?= ?[%/])"
)
_STRUCK_BY_MARKS = lazy_pattern(r"~~\S[^~\n]*~~|<(?:s|del|strike)>[^<\n]*")
_OF_AN_ASSISTANT = lazy_pattern(
    r"(?i)(?:^|(?<=[.!?:\n] )|(?<=\n))(?:dưới đây là|đây là|sau đây là) (?:một |phiên )?(?:đoạn|bản|mẫu|nội dung|gợi ý|câu trả lời)"
    r"[^\n.:]*\b(?:bạn|anh/chị|ngắn gọn|hoàn chỉnh|gợi ý|chỉnh sửa)\b[^\n:.]*[:.]"
    r"|(?:bạn có muốn|nếu bạn (?:cần|muốn)|hy vọng [^\n.]{0,40}hữu ích|chắc chắn rồi|tôi có thể giúp)[^\n.?!]*[.?!]?"
)


_IN_WHAT_IS_NOT_WRITTEN = (
    "....", "…", "___", "[", "xx", "XX", "bạn", "Bạn", "anh/chị", "ngắn gọn", "hoàn chỉnh", "gợi ý", "chỉnh sửa",
    "hữu ích", "ắc chắn rồi", "có thể giúp", "~~", "<",
)  # fmt: skip
"""One of these is in each: looked for first."""


def not_written(text: str) -> tuple[str, ...]:
    """What no unit means to say: blanks of a model (``[tên xã]``, ``..... hồ sơ``), what an assistant says around its text, ``~~bỏ~~``."""
    if not any(mark in text for mark in _IN_WHAT_IS_NOT_WRITTEN):
        return ()
    found = (
        match
        for each in (_TO_FILL, _STRUCK_BY_MARKS, _OF_AN_ASSISTANT)
        for match in each.finditer(text)
    )
    told = sorted((each.start(), each[0].strip()) for each in found)
    return tuple(dict.fromkeys(piece for _, piece in told))


_NOT_IN_FILE_NAMES = lazy_pattern(r'[<>:"/\\|?*]+')
_NOT_PLAIN = lazy_pattern(r"[^A-Za-z0-9._]+")
_RESERVED = lazy_pattern("(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])", re.IGNORECASE)
FILE_NAME_BYTES = 200
"""Of UTF-8, extension included: Windows allows 255 letters a name, Linux 255 bytes."""
_LONGEST_EXTENSION = 6


def is_reserved(name: str) -> bool:
    """Whether Windows keeps `name` for a device, whatever follows its first dot: ``con``, ``LPT1.txt``."""
    return _RESERVED.fullmatch(name.partition(".")[0].strip()) is not None


def to_ascii(text: str) -> str:
    """`text` as a file name of ASCII letters, digits, ``.``, ``_`` and ``-``: ``Bao-cao-thang-9.xlsx``.

    Never empty, never a name that Windows reserves (CON, LPT1).
    """
    plain = _NOT_PLAIN.sub("-", _without_marks(clean(text).text))
    return _safe_name(plain.replace("-.", ".").strip("-."), FILE_NAME_BYTES)


def file_name(text: str, most: int = FILE_NAME_BYTES) -> str:
    """`text` as a file name that Windows and Linux accept, Vietnamese letters kept (NFC).

    Characters illegal on Windows become ``-``; at most `most` bytes of UTF-8, the extension kept.
    """
    name = " ".join(clean(text).text.split())
    return _safe_name(_NOT_IN_FILE_NAMES.sub("-", name).strip(" ."), most)


def _safe_name(name: str, most: int) -> str:
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > _LONGEST_EXTENSION:
        stem, extension = name, ""
    suffix = f".{extension}" if extension else ""
    room = most - len(f"_{suffix}".encode())
    short = stem.encode()[:room].decode(errors="ignore").rstrip(" .-")
    return ("_" if not short or is_reserved(short) else "") + short + suffix
