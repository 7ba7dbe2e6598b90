"""The one table of characters that nobody sees, and how text is made plain of them."""

import re
import unicodedata

# Source: Unicode 15.1, general category Cc; UAX #9, explicit directional formatting; the deprecated
# formatting characters, interlinear annotation and tags of the core specification, 23.3 to 23.9.
STEERING = (
    *range(0x20),
    *range(0x7F, 0xA0),
    0x061C,
    *range(0x200E, 0x2010),
    *range(0x2028, 0x202F),
    *range(0x2066, 0x2070),
    *range(0xFFF9, 0xFFFC),
    *range(0xE0000, 0xE0080),
)
# Of no width, within a word: soft hyphen, combining grapheme joiner, zero-width space, non-joiner
# and joiner, word joiner and the invisible operators, byte order mark, variation selectors.
WIDTHLESS = (0xAD, 0x34F, 0x180E, *range(0x200B, 0x200E), *range(0x2060, 0x2066), 0xFEFF)
_SELECTORS = (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
SURROGATES = range(0xD800, 0xE000)
# Between two words these are white space.
SPACES = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029")

# What is left of each character that nobody sees: nothing, or a space between words.
UNSEEN: dict[int, str] = {
    **{n: " " if chr(n) in SPACES else "" for n in (*STEERING, *WIDTHLESS, *_SELECTORS)},
    **dict.fromkeys(SURROGATES, "\ufffd"),
}
# In a question a control character stands for something that was lost: the words beside it stay apart.
_IN_A_QUESTION = {**UNSEEN, **dict.fromkeys((*range(32), *range(127, 160)), " ")}
_QUOTES = str.maketrans("‘’‚‛′＇“”„‟″＂", "''''''" + '""""""')
_WORD = re.compile(r"[^\W_]+(?:['&/.-][^\W_]+)*")


def seen(text: str) -> str:
    """Make one line of what can be seen of a question: no character that is invisible or steers."""
    if not text.isascii() or not text.isprintable():
        text = unicodedata.normalize("NFC", text.translate(_IN_A_QUESTION))
    return " ".join(text.split())


def straight(text: str) -> str:
    """Write curly quotes straight."""
    return text if text.isascii() else text.translate(_QUOTES)


def bare(question: str) -> str:
    """Give a question's words alone, as it is encoded: punctuation must not move its vector.

    Asked-as questions and outside examples are encoded so too.
    """
    return " ".join([*_WORD.findall(straight(question)), "?"])
