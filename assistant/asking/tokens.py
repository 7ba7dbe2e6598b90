"""Cuts a question into tokens: words in a plain form, numbers, and the marks that part clauses.

The form of a question ends here: capitals, curly quotes, hyphens, plurals and contractions make no
difference to what comes after. Knows no wording of a question.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import decimal

from assistant.characters import straight
from assistant.indexing.tokenization import STOP_WORDS

_TOKEN = re.compile(
    r"\d{1,3}(?:,\d{3})+(?![\d,])"  # 4,000
    r"|\d+(?:\.\d+)*"
    r"|\b[wW]/[oO]?(?![^\W\d_])"  # with, without
    r"|\b[iI]\.[eE]\b\.?"  # i.e.
    r"|[^\W\d_]++(?:\([^\W\d_]+\)[^\W\d_]+|'[^\W\d_]+)?"  # IR(ME)R, what's
    r"|[&%#£+,;:.!?()\[\]\"/–—-]"
)
_IS = frozenset(
    "what who where how when which that it one there here he she why nothing nobody".split()
)
_ENDINGS = {"'s": "is", "'re": "are", "'ve": "have", "'ll": "will", "'m": "am", "'d": "would"}
_PLAIN = {"has": "have", "em": "them"}  # "list 'em"
# People leave the mark out: "arent".
_UNMARKED = re.compile(
    r"(is|are|ar|was|were|do|does|did|has|have|had|would|could|should|ca)nt", re.IGNORECASE
)
_NEGATED = {"ar": "are", "ca": "can", "wo": "will", "sha": "shall", "ai": "is"}
_MARKS = {"—": "-", "–": "-", "[": "(", "]": ")", ";": ",", ":": ","}
# "Ones" is no number, nor are "tens of scans" or "the twenties".
_AS_THEY_ARE = frozenset(
    """
    ones twos threes fours fives sixes sevens eights nines tens twenties thirties forties fifties
    atlas bias canvas gas pancreas
    """.split()
)
_STOPS = frozenset(".!?")
# Of so many texts the tokens are kept, in memory only.
_REMEMBERED = 256
# What ends a clause; a hyphen does so only with space on either side.
CLAUSE_ENDS = frozenset({",", ".", "!", "?", "(", ")", " - "})


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or mark.

    Attributes:
        word: its plain form; " - " for a dash that stands by itself.
        start, end: where it stands in the text.
    """

    word: str
    start: int
    end: int

    @property
    def is_mark(self) -> bool:
        """Whether it parts clauses and says nothing itself."""
        return self.word in CLAUSE_ENDS or self.word == '"'


@lru_cache(maxsize=20_000)
def plain(word: str) -> str:
    """Give the plain form of a word: small letters without accents, in the singular."""
    if not word.isascii():
        decomposed = unicodedata.normalize("NFKD", word)
        word = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _singular(word.casefold())


def _singular(word: str) -> str:
    if word in _PLAIN:
        return _PLAIN[word]
    if (
        word in _AS_THEY_ARE
        or len(word) < 4
        or not word.endswith("s")
        or word.endswith(("ss", "us", "is"))
    ):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "uses", "xes", "ches", "shes")) and len(word) > 5:
        return word[:-2]
    return word[:-1]


@lru_cache(maxsize=_REMEMBERED)
def tokens(text: str) -> tuple[Token, ...]:
    """Cut a text into tokens; remembered, as a question's are looked at by many."""
    text = straight(text)
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        written, start, end = match[0], match.start(), match.end()
        if written[-2:] in ("nt", "NT") and (bare := _UNMARKED.fullmatch(written)):
            words = (_NEGATED.get(bare[1].casefold(), plain(bare[1])), "not")
            found += [Token(word, start, end) for word in words]
        elif written.isalpha() and text[end : end + 1] != "-":
            found.append(Token(plain(written), start, end))
        elif written[0].isdecimal():
            digits = "".join(str(decimal(c, c)) for c in written.replace(",", ""))
            found.append(Token(digits, start, end))
        elif written.endswith(("/", "/o", "/O")) and len(written) > 1:
            found.append(Token("with" if written[-1] == "/" else "without", start, end))
        elif not written[0].isalpha():
            found += _mark(text, written, start, end)
        elif text[end : end + 1] == "-" and written.casefold() == "un":
            found.append(Token("not", start, end))
        elif "'" in written:
            found += [Token(word, start, end) for word in _expanded(written.casefold())]
        else:
            found.append(Token(plain(written), start, end))
        if written == "of" and [t.word for t in found[-3:-1]] == ["no", "."]:
            # "No. of pending ones"; "No. Of those …" is two sentences.
            found[-3:-1] = [Token("number", found[-3].start, found[-2].end)]
    return tuple(found)


def _mark(text: str, written: str, start: int, end: int) -> list[Token]:
    mark = _MARKS.get(written, written)
    if mark == "/":
        return [Token("or", start, end)]
    if mark != "-":
        is_again = mark in _STOPS and text[max(start - 1, 0) : start] in _STOPS  # "started?!"
        return [] if is_again else [Token(mark, start, end)]
    if start and end < len(text) and not text[start - 1].isspace() and not text[end].isspace():
        # Between two numbers it means "to"; within a word it is nothing.
        between = text[start - 1].isdecimal() and text[end].isdecimal()
        return [Token("-", start, end)] if between or written != "-" else []
    beside = text[:start].rstrip()[-1:].isdecimal() and text[end:].lstrip()[:1].isdecimal()
    return [Token("-" if beside else " - ", start, end)]


def _expanded(written: str) -> tuple[str, ...]:
    """Write a contraction out: isn't as is not, what's as what is; a possessive loses its s."""
    if written.endswith("n't"):
        word = written[:-3]
        return (_NEGATED.get(word, plain(word)), "not")
    word, quote, ending = written.partition("'")
    if quote + ending == "'s":
        return (
            (plain(word), "is")
            if word in _IS
            else ("let", "us")
            if word == "let"
            else (plain(word),)
        )
    if quote + ending in _ENDINGS:
        return (plain(word), _ENDINGS[quote + ending])
    return (plain(written.replace("'", "")),)


def wording(text: str) -> tuple[str, ...]:
    """Give the plain words of a wording, as they stand among a question's tokens."""
    if text.isascii() and text.replace(" ", "").isalpha():
        return tuple(map(plain, text.split()))  # as most are: thousands, when a process starts
    return tuple(token.word for token in tokens(text) if not token.is_mark)


def kept_text(text: str, found: Sequence[Token], kept: Sequence[Token]) -> str:
    """Give a text without the tokens that are not kept."""
    held = {(t.start, t.word) for t in kept}
    out, end = [], 0
    for n, token in enumerate(found):
        following = found[n + 1].start if n + 1 < len(found) else len(text)
        if (token.start, token.word) in held:
            out.append(text[max(token.start, end) : max(following, end)])
        end = max(end, following)
    return " ".join("".join(out).split()).lstrip(",.;:!?- ")


# Small words of the searches, in their plain forms: "does" is "doe".
SMALL_WORDS = frozenset(map(plain, STOP_WORDS))
