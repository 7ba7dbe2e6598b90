"""Tells that documents never speak of what is asked: of a group, or of a word that they are to mention.

Knows words only, and nothing of passages.
"""

from collections.abc import Sequence, Set
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
# So few things are asked about, in so few words an asked-as question asks of nothing else. Source: of 1,480
# labelled questions of twenty sets that are answerable none is taken for one about nothing.
_FEW_SOUGHT = 4
_FEW_WORDS = 8


class Silence:
    """Knows which words the texts of one index hold, and what people ask of them."""

    def __init__(self, index: Index) -> None:
        """Take an open index."""
        self._index = index

    def is_on(self, asked: Asked) -> bool:
        """Tell whether nothing that is said can answer, whatever is near in meaning."""
        return self._is_on_group(asked) or self._is_on_word(asked)

    def is_unheard_of(self, asked: Asked, confidence: float) -> bool:
        """Tell whether what is asked about stands nowhere: all of it, or a word that one document is asked of.

        That is enough where what is near is hardly an answer.
        """
        if self._is_of_nothing(asked):
            return True
        if len(asked.documents) != 1 or confidence >= _HARDLY:
            return False
        held = self._index.text_index.vocabulary.keys() | self._asked_for
        return any(not held.issuperset(terms(word)) for word in _telling(asked))

    def _is_of_nothing(self, asked: Asked) -> bool:
        """Tell whether nobody speaks of the few things that are asked about: "AI and dentistry"."""
        sought = term_set(" ".join(_telling(asked))) - self._subject
        vocabulary = self._index.text_index.vocabulary
        # Most questions have a word of some text, so that what people ask need not be read.
        if not 0 < len(sought) <= _FEW_SOUGHT or any(term in vocabulary for term in sought):
            return False
        few = self._asked_in_few
        is_none = bool(few) and few.isdisjoint(sought)
        return is_none and not self._is_meant(asked, vocabulary.keys() | few)

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
        return bool(sought) and held.isdisjoint(sought) and not self._is_meant(asked, held)

    def _is_meant(self, asked: Asked, held: Set[str]) -> bool:
        """Tell whether a word has another name that is held; the subject of the guidance always is."""
        meant = (term_set(" ".join((e.name, *e.abbreviations))) for e in asked.expansions)
        return any(m <= held and not m <= self._subject for m in meant)

    def _of(self, asked: Asked) -> Set[str]:
        """List the terms of the one document named, or of all."""
        if len(asked.documents) == 1:
            return term_set(self._index.sources[asked.documents[0]])
        return self._index.text_index.vocabulary.keys()

    @cached_property
    def _subject(self) -> Set[str]:
        return term_set("\n".join(self._index.lexicon.subject)) | {
            term
            for e in self._index.lexicon.terms
            if e.name in self._index.lexicon.subject
            for name in (e.name, *e.abbreviations)
            for term in term_set(name)
        }

    @cached_property
    def _asked_in_few(self) -> Set[str]:
        """The terms of the questions that say little else: a long one tells a story around what it asks."""
        few = (q for q in self._asked_questions if len(q.split()) <= _FEW_WORDS)
        return term_set("\n".join(few))

    @property
    def _asked_questions(self) -> Sequence[str]:
        return [line.question for line in self._index.asked_as]

    @cached_property
    def _asked_for(self) -> Set[str]:
        return term_set("\n".join(self._asked_questions))


def _telling(asked: Asked) -> list[str]:
    """List the words of a question that name what it asks about; no document's name."""
    named = [range(*span) for span in asked.named_at]
    return [
        asked.text[t.start : t.end]
        for t in uncovered(asked.tokens, *_BESIDE)
        if t.word not in SMALL_WORDS and not any(t.start in span for span in named)
    ]
