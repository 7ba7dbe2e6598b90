"""Tells that documents never speak of what is asked: of a group, or of a word that they are to mention.

Knows words only, and nothing of passages.
"""

from collections.abc import Set
from functools import cached_property

from assistant.asking.asked import Asked
from assistant.asking.tokens import SMALL_WORDS
from assistant.asking.wordings import gathered, uncovered, word_list, words_of
from assistant.indexing.storage import Index
from assistant.indexing.tokenization import term_set, terms

# Whether a word is mentioned is answered by the words that hold it.
MENTIONS = ("mention", "occurs", "asks_mention")
# What a question whether a word is mentioned says besides it.
_BESIDE = (*MENTIONS, "says", "document", "about_document", "publication", "somewhere")
# Source: of 15 questions of eleven labelled sets that name one document and are answered less than firmly none
# below this has such a word; of six of our own that neither document answers three have, from 0.11 to 0.62. The line was
# set by these.
_HARDLY = 0.65


class Silence:
    """Knows which words the texts of one index hold, and what people ask of them."""

    def __init__(self, index: Index) -> None:
        """Take an open index."""
        self._index = index

    def is_on(self, asked: Asked) -> bool:
        """Tell whether nothing that is said can answer, whatever is near in meaning."""
        return self._is_on_group(asked) or self._is_on_word(asked)

    def is_unheard_of(self, asked: Asked, confidence: float) -> bool:
        """Tell whether one document is asked of a word that stands nowhere, and what is near is hardly an answer."""
        if len(asked.documents) != 1 or confidence >= _HARDLY:
            return False
        held = self._index.text_index.vocabulary.keys() | self._asked_for
        return any(not held.issuperset(terms(word)) for word in _telling(asked))

    def _is_on_group(self, asked: Asked) -> bool:
        """Tell whether the one document named never speaks of a group that is asked about."""
        if len(asked.documents) != 1 or "compare" in asked.wants:
            return False
        held = self._of(asked)
        wordings = ((*group.asked, *group.named) for group in asked.groups)
        return not all(any(term_set(w) <= held for w in each) for each in wordings)

    def _is_on_word(self, asked: Asked) -> bool:
        """Tell whether a word that is to be mentioned stands nowhere; as a subject, in no question either."""
        said = word_list(asked.tokens)
        asking = [said[m.end - 1] for m in gathered(*MENTIONS).everywhere(said)]
        if "yes-no" not in asked.wants or not asking:
            return False
        sought, held = terms(" ".join(_telling(asked))), self._of(asked)
        # "Mentioned" asks for a word; "anything about" for a subject, which people have other words for.
        if words_of("subject_follows").issuperset(asking):
            held |= self._asked_for
        meant = (term_set(" ".join((e.name, *e.abbreviations))) for e in asked.expansions)
        return bool(sought) and held.isdisjoint(sought) and not any(m <= held for m in meant)

    def _of(self, asked: Asked) -> Set[str]:
        """List the terms of the one document named, or of all."""
        if len(asked.documents) == 1:
            return term_set(self._index.sources[asked.documents[0]])
        return self._index.text_index.vocabulary.keys()

    @cached_property
    def _asked_for(self) -> Set[str]:
        return term_set("\n".join(line.question for line in self._index.asked_as))


def _telling(asked: Asked) -> list[str]:
    """List the words of a question that name what it asks about; no document's name."""
    named = [range(*span) for span in asked.named_at]
    return [
        asked.text[t.start : t.end]
        for t in uncovered(asked.tokens, *_BESIDE)
        if t.word not in SMALL_WORDS and not any(t.start in span for span in named)
    ]
