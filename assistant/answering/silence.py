"""Tells that documents never speak of what is asked: of a group, or of a word that they are to mention.

Knows words only, and nothing of passages.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence, Set
from functools import cached_property

from assistant.asking.asked import Asked
from assistant.asking.tokens import SMALL_WORDS
from assistant.asking.wordings import gathered, holds, uncovered, word_list, words_of
from assistant.domain import PassageId
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
# A word is asked about, and not named in passing, if of the lines that hold it so many ask of one passage, or of one
# area: "vocabulary" all, "taught" .93 and "mammography" .13 and .40. Of the same questions none is taken so either, with
# .20 to .30 and .50 to .60; of those outside five more are told.
_OF_ONE_PASSAGE, _OF_ONE_AREA = 0.25, 0.6


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
        few = self._asked_about if confidence < _HARDLY else self._asked_in_few
        if self._is_of_nothing(asked, few):
            return True
        if len(asked.documents) != 1 or confidence >= _HARDLY:
            return False
        is_sought = _asks_whether(asked)
        held = self._vocabulary | (self._asked_about if is_sought else self._asked_for)
        return any(term not in held for word in telling(asked) for term in terms(word))

    def _is_of_nothing(self, asked: Asked, people_ask: Set[str]) -> bool:
        """Tell whether nobody speaks of the few things that are asked about: "AI and dentistry"."""
        sought = term_set(" ".join(telling(asked))) - self._subject
        # Most questions have a word of some text, so that what people ask need not be read.
        if not 0 < len(sought) <= _FEW_SOUGHT or not self._vocabulary.isdisjoint(sought):
            return False
        is_none = bool(people_ask) and people_ask.isdisjoint(sought)
        return is_none and not self._is_meant(asked, sought, self._vocabulary | people_ask)

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
        sought, held = terms(" ".join(telling(asked))), self._of(asked)
        # "Mentioned" asks for a word; "anything about" for a subject, which people have other words for.
        if words_of("subject_follows").issuperset(asking):
            held |= self._asked_for
        return (
            bool(sought)
            and held.isdisjoint(sought)
            and not self._is_meant(asked, set(sought), held)
        )

    def _is_meant(self, asked: Asked, sought: Set[str], held: Set[str]) -> bool:
        """Tell whether what is asked about has another name that is held; the subject of the guidance always is."""
        names = [(term_set(" ".join((e.name, *e.abbreviations))), e) for e in asked.expansions]
        meant = (n for n, e in names if sought & (n | term_set(" ".join(e.also))))
        return any(m <= held and not m <= self._subject for m in meant)

    def _of(self, asked: Asked) -> Set[str]:
        """List the terms of the one document named, or of all."""
        if len(asked.documents) == 1:
            return term_set(self._index.sources[asked.documents[0]])
        return self._vocabulary

    @property
    def _vocabulary(self) -> Set[str]:
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
        few = (q for _, q in self._asked_questions if len(q.split()) <= _FEW_WORDS)
        return term_set("\n".join(few))

    @cached_property
    def _asked_about(self) -> Set[str]:
        """Those of them that are not named in passing, but mostly of one passage or area."""
        areas = {r.id: r.area for r in self._index.recommendations}
        passages: dict[str, Counter[str]] = defaultdict(Counter)
        in_areas: dict[str, Counter[str]] = defaultdict(Counter)
        for passage, question in self._asked_questions:
            for term in term_set(question) & self._asked_in_few:
                passages[term][passage] += 1
                in_areas[term][areas.get(passage) or passage] += 1
        return {
            term
            for term in self._asked_in_few
            if _most(passages[term]) >= _OF_ONE_PASSAGE or _most(in_areas[term]) >= _OF_ONE_AREA
        }

    @property
    def _asked_questions(self) -> Sequence[tuple[PassageId, str]]:
        return [(line.passage_id, line.question) for line in self._index.asked_as]

    @cached_property
    def _asked_for(self) -> Set[str]:
        return term_set("\n".join(question for _, question in self._asked_questions))


def _most(counts: Counter[str]) -> float:
    """Give the share of the most frequent."""
    return max(counts.values()) / counts.total()


def _asks_whether(asked: Asked) -> bool:
    """Tell whether all that is asked is whether anything is said of something."""
    said = word_list(asked.tokens)
    return "yes-no" in asked.wants and any(holds(name, said) for name in MENTIONS)


def telling(asked: Asked) -> list[str]:
    """List the words of a question that name what it asks about; no document's name."""
    named = [range(*span) for span in asked.named_at]
    return [
        asked.text[t.start : t.end]
        for t in uncovered(asked.tokens, *_BESIDE)
        if t.word not in SMALL_WORDS and not any(t.start in span for span in named)
    ]
