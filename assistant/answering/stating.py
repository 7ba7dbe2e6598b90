"""Do words state what a question asks for? What the guidance only names answers no question for a detail of it.

Knows nothing of which passages were chosen.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from functools import cached_property

from assistant.answering.silence import subject
from assistant.asking.asked import Asked
from assistant.asking.tokens import SMALL_WORDS, tokens
from assistant.asking.values import Value, asks_what_for
from assistant.asking.wordings import holds, word_list, words_of
from assistant.indexing.storage import Index
from assistant.indexing.tokenization import term_set

# What is asked for beside a value: who pays, a person, an address, a reason, an attitude, an aim. Words that state it go first, and others may answer.
_STATES: Mapping[str, Callable[[str], object]] = {
    "asks_funder": lambda text: holds("says_funder", word_list(tokens(text))),
    "asks_person": lambda text: holds("says_officer", word_list(tokens(text))),
    "asks_place": lambda text: "://" in text or "www." in text,
    "asks_reason": lambda text: holds("says_reason", word_list(tokens(text))),
    "asks_stance": lambda text: holds("says_stance", word_list(tokens(text))),
    "asks_aim": lambda text: holds("says_aim", word_list(tokens(text))),
}
# Lines that state the value and hold this share of the words of what is asked about answer where the gate is unsure.
# Of 2,168 labelled answerable questions four more are answered so, of 581 outside none (CONTRIBUTING, "A value").
_PLAINLY = 0.4
# What is planned stands beside other plans: its date in a line with this share of the words of what is asked about.
_PLANNED = 0.5


class Stating:
    """Knows what states a value in the texts of one index."""

    def __init__(self, index: Index) -> None:
        """Take an open index."""
        self._vocabulary = index.text_index.vocabulary.keys()
        self._lexicon = index.lexicon

    @cached_property
    def _subject(self) -> Set[str]:
        return subject(self._lexicon)

    @cached_property
    def _names(self) -> Set[str]:
        terms = self._lexicon.terms
        return term_set("\n".join(x for t in terms for x in (t.name, *t.abbreviations)))

    def states(self, asked: Asked) -> Callable[[str], object] | None:
        """Give what tells whether a text states what is asked for; None where nothing in particular is."""
        wanted, said = asked.values, word_list(asked.tokens)
        if wanted:
            return lambda text: any(self._is_stated(value, [text]) for value in wanted)
        asks = [name for name in _STATES if holds(name, said)]
        asks += ["asks_aim"] * asks_what_for(said)
        return _STATES[asks[0]] if asks else None

    def is_unstated(self, asked: Asked, lines: Sequence[str]) -> bool:
        """Tell whether a value is asked for that no line states on any of what is asked about."""
        wanted = asked.values
        if not wanted:
            return False
        about = self._about(asked, wanted)
        near, plain = _near(lines, about, 0.0), _near(lines, about, _PLANNED)
        return not all(self._is_stated(v, plain if v.kind == "plan" else near) for v in wanted)

    def is_plain(self, asked: Asked, lines: Sequence[str]) -> bool:
        """Tell whether a value is asked for, and lines state it on most of what is asked about."""
        wanted = asked.values
        if not wanted:
            return False
        near = _near(lines, self._about(asked, wanted), _PLAINLY)
        return all(v.is_plain and self._is_stated(v, near) for v in wanted)

    def _is_stated(self, value: Value, lines: Iterable[str]) -> bool:
        return any(value.is_stated(line, self._vocabulary, self._names) for line in lines)

    def _about(self, asked: Asked, wanted: Sequence[Value]) -> Set[str]:
        """Give the terms of what is asked about; who chairs is called the chair."""
        aside = term_set(" ".join(value.asking for value in wanted if value.kind != "officer"))
        # Members need not be called what may be said of anything: "the three statuses and what they mean".
        is_listed = any(value.kind == "members" for value in wanted)
        beside = SMALL_WORDS | (words_of("of_a_record") if is_listed else frozenset())
        named = " ".join(word for word in word_list(asked.tokens) if word not in beside)
        return term_set(named) - self._subject - aside


def _near(lines: Iterable[str], about: Set[str], least: float) -> list[str]:
    """Give the lines that hold a share of the terms of what is asked about, one at least."""
    n_least = max(min(1, len(about)), least * len(about))
    return [line for line in lines if len(about & term_set(line)) >= n_least]
