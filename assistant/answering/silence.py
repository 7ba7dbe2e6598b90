"""Tells that documents never speak of what is asked: of a group, or of a word that they are to mention.

Knows words only, and nothing of passages.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from functools import cached_property
from itertools import dropwhile

from assistant.asking.asked import Asked
from assistant.asking.stages import STAGES
from assistant.asking.telling import (
    asks_for_word,
    groups,
    is_of_mention,
    is_of_several,
    names_of,
    said_by,
    telling,
    things,
)
from assistant.asking.tokens import CLAUSE_ENDS, plain
from assistant.asking.wordings import classes, word_list, words_of
from assistant.domain import Citation, Lexicon, PassageId
from assistant.indexing.arrays import Float32Array
from assistant.indexing.storage import Index
from assistant.indexing.tokenization import term_set, words
from assistant.retrieval.judging import FIRM

# Of 89 labelled questions to a document that it answers 7 are refused if four things may be sought, 3 if three. Of those
# whose words stand in no quote the answerable ones have .54 and more, and what no document speaks of ("voice
# recognition") up to .27: the line is between. Of the confidence of "AI and mammography" (0.49) and of "what is AI good
# for in radiography?" (0.66) the one below which a word may be named in passing.
_FEW_ON_ALL, _HARDLY_ON_ALL, _HARDLY = 3, 0.4, 0.65
# So few things are asked about, in so few words an asked-as question asks of nothing else. Source: of 1,480
# labelled questions of twenty sets that are answerable none is taken for one about nothing.
_FEW_SOUGHT = 4
_FEW_WORDS = 8
# A word is asked about, and not named in passing, if of the lines that hold it so many ask of one passage, or of one
# area: "vocabulary" all, "taught" .93 and "mammography" .13 and .40. Of the same questions none is taken so either, with
# .20 to .30 and .50 to .60; of those outside five more are told.
_OF_ONE_PASSAGE, _OF_ONE_AREA = 0.25, 0.6
# A word is the name of a trade if the encoder puts it this near to one of some (words.toml), and hardly less near than
# to people whatever they do ...
_A_TRADE, _NO_LESS = 0.38, 0.1
# ... unless a word of its root, so many letters or all but so many, is nearer by this much: who audits or trains is
# spoken of where auditing or training is. Of 60 other trades in five questions each 15 of 300 are answered so (drivers
# and economists, of whose words texts speak, and mechanics), 25 if one of them is asked about; of 40 roles that no list names all but 3 are
# (tests/answering/test_silence.py has both kinds), and of 1,995 labelled questions of one turn that are answerable none is refused.
_ROOT, _ENDING, _NEARER = 4, 5, 0.05
# A kind of people who are spoken of ("speech therapists", "older members") must be as near to a trade: else one of
# those 1,995 is refused, and one of 1,500 asked-as questions. Of 12 trades of two words four are answered.
_NO_LESS_OF_A_KIND = 0.02


class Silence:
    """Knows which words the texts of one index hold, and what people ask of them."""

    def __init__(self, index: Index) -> None:
        """Take an open index."""
        self._index = index
        self._subject = subject(index.lexicon)

    def is_on(self, asked: Asked) -> bool:
        """Tell whether nothing that is said can answer, whatever is near in meaning."""
        return self._is_on_group(asked) or self._is_on_word(asked)

    def is_unheard_of(self, asked: Asked, confidence: float) -> bool:
        """Tell whether nobody speaks of the few things that are asked about: "AI and dentistry", "the RCN".

        Where what is near is hardly an answer, being named in passing is not being spoken of.
        """
        if confidence < FIRM and self._is_of_unknown_name(asked):
            return True
        sought = term_set(" ".join(telling(asked))) - self._subject
        if self._is_of_strangers(asked, len(sought) <= _FEW_SOUGHT):
            return True
        if not 0 < len(sought) <= _FEW_SOUGHT or not self._vocabulary.isdisjoint(sought):
            return False
        if sought <= self._of_anything:
            return False
        people_ask = self._asked_about if confidence < _HARDLY else self._asked_in_few
        is_none = bool(people_ask) and people_ask.isdisjoint(sought)
        return is_none and not self._is_meant(asked, sought, self._vocabulary | people_ask)

    def _is_of_unknown_name(self, asked: Asked) -> bool:
        """Tell whether an abbreviation is asked about that neither texts nor people's questions know: "the RCN".

        Of 2,700 labelled questions four are refused so, all rightly. Who writes in capitals names nothing by them, and
        in a clause of their own doings people name where they are: "we have an ICU".
        """
        # As it was typed: what is mended is written small.
        written = [word for word in asked.written.split() if any(c.isalpha() for c in word)]
        if 2 * sum(map(_is_name, written)) > len(written):
            return False
        opens, names = "", []
        for token in asked.tokens:
            opens = "" if token.word in CLAUSE_ENDS else opens or token.word
            word = asked.text[token.start : token.end]
            names += [word] * (_is_name(word) and opens not in words_of("of_speaker"))
        return not term_set("\n".join(names)) <= self._known

    def is_beside(self, asked: Asked, cited: Sequence[Citation], confidence: float) -> bool:
        """Tell whether the one source named is asked of few things, and is hardly quoted on half of them.

        What stands neither in the quotes nor in what people ask of their passages is no document's answer; what
        others say of whom documents only speak is answered by quotes alone, which name them.
        """
        source, on = said_by(asked)
        names = () if asked.documents else self._names(asked, source)
        sought = term_set(" ".join(on if names else telling(asked))) - self._subject
        leans = any(correction.kind == "follow-up" for correction in asked.corrections)
        is_one = bool(names) or (len(asked.documents) == 1 and confidence < _HARDLY_ON_ALL)
        if not is_one or len(sought) > _FEW_ON_ALL or leans or sought <= self._of_anything:
            return False
        quoted = term_set("\n".join(t for c in cited for t in (c.quote.text, *c.headings)))
        people_ask = [q for c in cited for q in self.asked_of.get(c.passage_id, ())]
        held = quoted if names else quoted | term_set("\n".join(people_ask))
        # What nobody asked anything of may be asked of in any words.
        unmet = [t for t in sought - held if not self._is_meant(asked, {t}, held)]
        is_unmet = bool(people_ask and unmet) and 2 * len(unmet) >= len(sought)
        return is_unmet or (bool(names) and not any(name <= quoted for name in names))

    def _names(self, asked: Asked, source: str) -> Sequence[Set[str]]:
        """List the terms of each name of those who are said to speak, if these are names."""
        held = term_set(source)
        spoken = (e for e in asked.expansions if e.name != e.name.casefold())
        each = ([*map(term_set, (e.name, *e.abbreviations, *e.also))] for e in spoken)
        return [n for called in each if any(n and n <= held for n in called) for n in called if n]

    def _is_of_strangers(self, asked: Asked, is_short: bool) -> bool:
        """Tell whether a trade is asked about that nobody speaks of: "dentists".

        What is near is then said of others. People whatever they do ("youngsters") have none.
        """
        # Who asks of their own work asks of no other trade's.
        is_own = not words_of("own").isdisjoint(word_list(asked.tokens))
        if is_own or not self._asked_in_few or not STAGES.fits(self._index.manifest.encoder):
            return False
        return any(self._is_strange(name, asked) for name in groups(asked, is_short))

    def _is_strange(self, name: Sequence[str], asked: Asked) -> bool:
        """Tell whether a group's name is a trade's of which nobody speaks, from the first word that nobody uses on.

        "Dental hygienists", "speech therapists"; but not radiographers of any kind.
        """
        own = list(dropwhile(lambda word: self._is_heard_of(word, asked), name))
        if not own:
            return False
        *kind, people = own
        # Of several, as the trades of words.toml are.
        people = people if is_of_several(people) else re.sub("y$", "ie", people) + "s"
        (vector,) = self._index.encoder.encode([" ".join((*kind, people))])
        nearness = self._trades_and_people @ vector
        n_trades = len(classes()["trades"])
        trade, person = float(nearness[:n_trades].max()), float(nearness[n_trades:].max())
        unheard = [word for word in own if not self._is_heard_of(word, asked)]
        no_less = _NO_LESS if own[-1] in unheard else _NO_LESS_OF_A_KIND
        kin = max(self._nearest_kin(word, vector) for word in unheard)
        return trade >= _A_TRADE and trade >= person - no_less and kin < trade + _NEARER

    def _is_heard_of(self, word: str, asked: Asked) -> bool:
        """Tell whether people or texts use a word, or have another name for it."""
        is_said = plain(word.casefold()) in self._words_said
        return is_said or self._is_meant(asked, term_set(word), self._held_in_few)

    def _nearest_kin(self, word: str, vector: Float32Array) -> float:
        """Tell how near the nearest word of the same root is in which people or texts speak of what a group does."""
        written, own = word.casefold(), term_set(word)
        shared = max(_ROOT, len(written) - _ENDING)
        kin = [w for w in self._words_said if w[:shared] == written[:shared]]
        kin = [w for w in kin if w in self._words_of_text or term_set(w) & own]
        return float((self._index.encoder.encode(kin) @ vector).max()) if kin else 0.0

    @cached_property
    def _trades_and_people(self) -> Float32Array:
        return self._index.encoder.encode([*classes()["trades"], *classes()["people"]])

    def _is_on_group(self, asked: Asked) -> bool:
        """Tell whether the one document named never speaks of a group that is asked about."""
        if len(asked.documents) != 1 or "compare" in asked.wants:
            return False
        held = self._of(asked)
        wordings = ((*group.asked, *group.named) for group in asked.groups)
        return not all(any(term_set(w) <= held for w in each) for each in wordings)

    def _is_on_word(self, asked: Asked) -> bool:
        """Tell whether all that is to be mentioned stands nowhere."""
        sought = things(asked) if is_of_mention(asked) else []
        return bool(sought) and len(self.unmentioned(asked)) == len(sought)

    def unmentioned(self, asked: Asked) -> list[str]:
        """List what is to be mentioned and stands nowhere; as a subject, in no question either."""
        if not is_of_mention(asked):
            return []
        # "Mentioned" asks for a word; "anything about" for a subject, which people have other words for.
        held = self._of(asked) | (set() if asks_for_word(asked) else self._asked_for)
        unnamed = (t for t in things(asked) if not any(n <= held for n in names_of(asked, t)))
        return [thing for thing in unnamed if not self._is_meant(asked, term_set(thing), held)]

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
    def _of_anything(self) -> Set[str]:
        """The terms of what may be asked of anything, and names nothing: "has it finished?", "are they against it?"."""
        return term_set(" ".join((*classes()["of_a_record"], *classes()["asks_stance"])))

    @cached_property
    def asked_of(self) -> Mapping[PassageId, Sequence[str]]:
        """What people ask of each passage."""
        out: defaultdict[PassageId, list[str]] = defaultdict(list)
        for line in self._index.asked_as:
            out[line.passage_id].append(line.question)
        return out

    @cached_property
    def _asked_for(self) -> Set[str]:
        return term_set("\n".join(line.question for line in self._index.asked_as))

    @cached_property
    def _known(self) -> Set[str]:
        """The terms of texts, of people's questions, and of what the lexicon names."""
        terms, groups = self._index.lexicon.terms, self._index.lexicon.groups
        named = (w for t in terms for w in (t.name, *t.abbreviations, *t.also))
        called = (w for g in groups for w in (*g.asked, *g.named))
        return self._vocabulary | self._asked_for | term_set("\n".join((*named, *called)))

    @cached_property
    def _asked_in_few(self) -> Set[str]:
        """The terms of the questions that say little else: a long one tells a story around what it asks."""
        return term_set("\n".join(self._few_words))

    @cached_property
    def _held_in_few(self) -> Set[str]:
        """The terms of the texts and of the questions that say little else."""
        return self._vocabulary | self._asked_in_few

    @cached_property
    def _words_of_text(self) -> Set[str]:
        return {plain(w) for text in self._index.sources.values() for w in words(text)}

    @cached_property
    def _words_said(self) -> Set[str]:
        """The words of the texts and of the questions that say little else."""
        return self._words_of_text | {plain(w) for q in self._few_words for w in words(q)}

    @cached_property
    def _few_words(self) -> Sequence[str]:
        asked = (line.question for line in self._index.asked_as)
        return [question for question in asked if len(question.split()) <= _FEW_WORDS]

    @cached_property
    def _asked_about(self) -> Set[str]:
        """Those of them that are not named in passing, but mostly of one passage or area."""
        areas = {r.id: r.area for r in self._index.recommendations if r.area}
        total, of = Counter[str](), Counter[tuple[str, str]]()
        for line in self._index.asked_as:
            held, passage = term_set(line.question) & self._asked_in_few, line.passage_id
            total.update(held)
            of.update((t, place) for t in held for place in {passage, areas.get(passage, passage)})
        least = dict.fromkeys(areas.values(), _OF_ONE_AREA)
        return {t for (t, at), n in of.items() if n >= total[t] * least.get(at, _OF_ONE_PASSAGE)}


def _is_name(word: str) -> bool:
    return word.isupper() and len(word) > 1


def subject(lexicon: Lexicon) -> Set[str]:
    """List the terms of what the whole guidance is about."""
    called = (e for e in lexicon.terms if e.name in lexicon.subject)
    names = (name for e in called for name in (e.name, *e.abbreviations))
    return term_set("\n".join((*lexicon.subject, *names)))
