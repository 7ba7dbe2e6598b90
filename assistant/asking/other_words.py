"""Other words that a list's recommendations are to mention: "and UKIO?", "same for UKIO".

Knows nothing of other conditions.
"""

from assistant.asking.asked import Asked
from assistant.asking.operations import Operation
from assistant.asking.pointing import behind_opening, opens
from assistant.asking.remaining import kinds_of, parts_of
from assistant.asking.tokens import tokens
from assistant.asking.wordings import gathered, word_list, words_of
from assistant.indexing.tokenization import STOP_WORDS, words
from assistant.records.conditions import Condition, Mention, every, leaves
from assistant.records.selecting import Records

# A question that asks what a name is, of no more content words than these, has no other subject.
SHORT_NAME = 4


def mentioning_instead(
    asked: Asked, op: Operation, listed: Condition, records: Records
) -> Condition | None:
    """Read "and UKIO?", "same for UKIO" after a list of what mentions something as what mentions that."""
    if op.name not in ("", "swaps") or Mention not in kinds_of(listed):
        return None
    start = behind_opening(asked)
    text = op.text if op.name == "swaps" else _written(asked, start)
    n_words = len([w for w in words(text) if w not in STOP_WORDS])
    columns = next(x.columns for x in leaves(listed) if isinstance(x, Mention))
    new = Mention(_named_words(text), columns=columns)
    leans = op.name == "swaps" or opens(asked) or (not asked.wants and records.select(new))
    if not (leans and 0 < n_words <= SHORT_NAME):
        return None
    return every(*(p for p in parts_of(listed) if not isinstance(p, Mention)), new)


def _written(asked: Asked, start: int) -> str:
    return asked.text[asked.tokens[start].start :] if start < len(asked.tokens) else ""


def _named_words(text: str) -> str:
    """Give the words looked for in "mentioning safety", "those that mention safety now"."""
    found = tokens(text)
    said = word_list(found)
    covered = gathered("mention", "going_on", "those", "closes_operation", "listed").everywhere(
        said
    )
    out = {at for match in covered for at in range(match.start, match.end)}
    kept = [
        t
        for n, t in enumerate(found)
        if n not in out and not t.is_mark and t.word not in words_of("leading")
    ]
    return " ".join(text[t.start : t.end] for t in kept)
