"""Chooses the question that is suggested for a passage: of what people ask of it, the plainest."""

import re
from collections.abc import Iterable

from assistant.indexing.tokenization import term_set

_OPEN = frozenset({"who", "what", "how", "when", "where", "which", "why"})
_CLOSED = frozenset({"do", "does", "is", "are", "can", "should", "must"})
# Out of a conversation such a word stands for nothing.
_POINTING = frozenset(
    "i it its me my our that their them these they this those us we you your".split()
)
_WORD = re.compile(r"[\w’'-]+")
# Another clause, or a second sentence.
_BROKEN = re.compile(r"[.,;:()\"“”?].")
_SHORTEST, _LONGEST = 4, 9
# More words of the passage than this make a question no plainer.
_ENOUGH = 3


def plainest(questions: Iterable[str], passage: str) -> str:
    """Choose a question that can stand by itself and uses the passage's words; or none: "".

    Args:
        questions: what people ask of the passage.
        passage: its text.
    """
    own = term_set(passage)

    def rank(question: str) -> tuple[bool, bool, int, int, str]:
        words = _WORD.findall(question.lower())
        fits = min(len(term_set(question) & own), _ENOUGH) + (words[0] in _OPEN)
        threes = (question[n : n + 3] for n in range(len(question) - 2))
        is_jargon = any(three.isalpha() and three.isupper() for three in threes)
        return not question.endswith("?"), is_jargon, -fits, len(words), question

    chosen = min(filter(_is_plain, questions), key=rank, default="")
    return f"{chosen[:1].upper()}{chosen[1:].removesuffix('?')}?" if chosen else ""


def _is_plain(question: str) -> bool:
    words = _WORD.findall(question.lower())
    return (
        _SHORTEST <= len(words) <= _LONGEST
        and words[0] in _OPEN | _CLOSED
        and _POINTING.isdisjoint(words)
        and not _BROKEN.search(question)
    )
