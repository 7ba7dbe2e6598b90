"""Questions that nobody would ask, from a seed: of every class of character, size and language."""

import sys
import unicodedata
from collections import defaultdict
from functools import cache

WORDS = "who should check that the AI tools still work in education research practice audit".split()
STOP_WORDS = (
    "the a an of and or to in is are be it that this for with on at by from what who".split()
)
MARKUP = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</div></textarea>", "{{7*7}}",
    "${jndi:ldap://x}", "'; DROP TABLE passages; --", "' OR 1=1 --", "%s%n%x", "(a+)+$", "[[:alpha:]]",
    "(?P<x>", "\\x00\\u0000", "../../etc/passwd", "# h1\n\n| a | b |\n|---|---|", "![x](http://x)",
    "[a](javascript:1)", "$$\\href{x}{y}$$", "&lt;b&gt;&amp;&#60;", "]]>", "<!--", "-->", "```", "\\", "\"", "=cmd|'/c'!A1",
    "--json", "-", "{\"question\": 1}", "null", "NaN", "%00", "\r\nSet-Cookie: a=b", "recommendation 99999999999999999999",
)  # fmt: skip
STEERING = "\x00\x07\x08\x1b\x7f\x85\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069\ufeff\ufff9\U000e0041"
BIDIRECTIONAL = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
SURROGATES = "\ud800\udbff\udc00\udfff"

# One range for each of fifty languages or scripts, by Unicode's blocks.
LANGUAGES = {
    "Latin": (0x41, 0x7A), "Latin-1": (0xC0, 0xFF), "Vietnamese": (0x1EA0, 0x1EF9), "Greek": (0x391, 0x3C9),
    "Russian": (0x410, 0x44F), "Armenian": (0x561, 0x586), "Hebrew": (0x5D0, 0x5EA), "Arabic": (0x621, 0x64A),
    "Syriac": (0x710, 0x72C), "Thaana": (0x780, 0x7A5), "NKo": (0x7CA, 0x7EA), "Hindi": (0x905, 0x939),
    "Bengali": (0x985, 0x9B9), "Punjabi": (0xA05, 0xA39), "Gujarati": (0xA85, 0xAB9), "Odia": (0xB05, 0xB39),
    "Tamil": (0xB85, 0xBB9), "Telugu": (0xC05, 0xC39), "Kannada": (0xC85, 0xCB9), "Malayalam": (0xD05, 0xD39),
    "Sinhala": (0xD85, 0xDC6), "Thai": (0xE01, 0xE30), "Lao": (0xE81, 0xEB0), "Tibetan": (0xF40, 0xF6C),
    "Burmese": (0x1000, 0x102A), "Georgian": (0x10D0, 0x10FA), "Hangul Jamo": (0x1100, 0x11FF), "Amharic": (0x1200, 0x135A),
    "Cherokee": (0x13A0, 0x13F4), "Inuktitut": (0x1401, 0x166C), "Ogham": (0x1681, 0x169A), "Runic": (0x16A0, 0x16EA),
    "Tagalog": (0x1700, 0x1711), "Khmer": (0x1780, 0x17B3), "Mongolian": (0x1820, 0x1878), "Limbu": (0x1900, 0x191E),
    "Tai Le": (0x1950, 0x196D), "Balinese": (0x1B05, 0x1B33), "Sundanese": (0x1B83, 0x1BA0), "Lepcha": (0x1C00, 0x1C23),
    "Ol Chiki": (0x1C5A, 0x1C7D), "Glagolitic": (0x2C00, 0x2C5F), "Coptic": (0x2C80, 0x2CE4), "Tifinagh": (0x2D30, 0x2D67),
    "Hiragana": (0x3041, 0x3096), "Katakana": (0x30A1, 0x30FA), "Bopomofo": (0x3105, 0x312F), "Chinese": (0x4E00, 0x9FA5),
    "Yi": (0xA000, 0xA48C), "Korean": (0xAC00, 0xD7A3),
}  # fmt: skip


@cache
def classes():
    """All characters but private ones, by their general category."""
    found = defaultdict(list)
    for code in range(sys.maxunicode + 1):
        category = unicodedata.category(chr(code))
        if category not in {"Co", "Cn"}:
            found[category].append(chr(code))
    return dict(found)


def question(random, number):
    """Make one question; the kinds take turns."""
    kind = KINDS[number % len(KINDS)]
    return kind(random)


def _words(random, most=12):
    return " ".join(random.choices(WORDS, k=random.randint(1, most)))


def _of_a_class(random):
    characters = classes()[random.choice(sorted(classes()))]
    return "".join(random.choices(characters, k=random.randint(1, 60)))


def _of_a_language(random):
    first, last = LANGUAGES[random.choice(sorted(LANGUAGES))]
    words = (
        "".join(chr(random.randint(first, last)) for _ in range(random.randint(1, 9)))
        for _ in range(8)
    )
    return " ".join(words) + "?"


def _strewn(random, with_what):
    text = list(_words(random))
    for _ in range(random.randint(1, 12)):
        text.insert(random.randint(0, len(text)), random.choice(with_what))
    return "".join(text)


def _long(random):
    size = random.choice((1_000, 1_001, 1_999, 2_000, 2_001, 60_000, 1_000_000))
    return (
        (_words(random) + " " + _of_a_language(random) + " ") * (size // 20)
        if size > 9_999
        else "audit " * (size // 6)
    )


def _anything(random):
    return "".join(chr(random.randrange(sys.maxunicode + 1)) for _ in range(random.randint(0, 40)))


KINDS = (
    _of_a_class,
    _of_a_language,
    lambda r: _strewn(r, STEERING),
    lambda r: f"{_words(r)} {r.choice(MARKUP)} {_words(r)}",
    lambda r: r.choice(MARKUP),
    lambda r: " ".join(r.choices(STOP_WORDS, k=r.randint(1, 20))),
    lambda r: _strewn(r, SURROGATES),
    _anything,
    _words,
    lambda r: _long(r) if r.random() < 0.2 else _words(r) * r.randint(1, 30),
    lambda r: _words(r, 3) + "e\u0301\u0323" * r.randint(1, 300),
    lambda r: r.choice(("", " ", "?", "\n\n", "\t", "...", "0", "٣", "½", "Ⅳ", "🩻", "é")) * r.randint(1, 5),
)  # fmt: skip


def check_characters(text):
    """Nothing in a text steers the terminal or the reader."""
    found = {c for c in set(text) - set("\t\n") if unicodedata.category(c) in {"Cc", "Cs"}}
    assert not found | (BIDIRECTIONAL & set(text)), ascii(found)
