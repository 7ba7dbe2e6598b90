"""The words that answer, cut from the first citation by what the question wants.

who -> the responsible cell; how far -> the status and what it means; what -> the action; an example or
a place -> what is named beside the status; yes or no -> the words that decide, or those on the point
that do not; a comparison of recommendations -> a cell of each. Knows nothing of which passages were
chosen.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Literal

from assistant.answering.quoting import Quoter, Rank, share
from assistant.asking.telling import is_of_mention, of_whom, telling
from assistant.asking.tokens import tokens
from assistant.asking.wants import Want, asks_if_done, done_to, foremost, who_did
from assistant.asking.wordings import gathered, holds, opens_with, word_list
from assistant.domain import Citation, Field, Headline, Part
from assistant.indexing.tokenization import term_set
from assistant.retrieval.retriever import Evidence

# A cell of more words is not said whole: of it the sentence nearest to the question.
_LONG = 40
# The priority says what is wanted only where it is this much nearer to the question than the action.
_PRIORITY_NEARER = 0.09
# Words decide a yes or no if they are this near to the question: of 66 such questions 26 have words so
# near, read one by one, and five of these are on the point and decide nothing.
_DECIDES = 0.50
# ... or this near, and hold all that it names; or are text that says the duty that is asked for
# (of 423 labelled questions of yes or no three more are decided by such text, all rightly).
_DECIDES_IN_ITS_WORDS = 0.40
# What words alone hold so much more of a question, by idf, than the action or the nearest sentence is what it
# names: "what is the CQC's role?". Of 1,500 labelled questions eleven are answered by such words, all rightly.
_NAMED = 0.4

# Words decide nothing where others of the same quote hold so much more of what the question names. Of 102 questions
# that words decide five have such others; of these four were decided by words on something else.
_NAMED_ELSEWHERE = 0.08

# Behind these a participle says what is, and not what was done: "it is hoped".
_NOW = frozenset({"is", "are", "be", "being"})
_OF_PEOPLE = frozenset({"who", "us", "those", "people"})
_TEXT: tuple[Field, ...] = ("sentence", "item", "lead_in")
_DUTIES: tuple[Field, ...] = ("priority", "action")
# The items of a list are mostly what is to be done: "Assure the quality …".
_RECOMMENDED: tuple[Field, ...] = (*_DUTIES, "item")
_ALL: tuple[Field, ...] = ("priority", "action", "responsible", "status", *_TEXT)


def headline(
    citation: Citation, number: int, quoter: Quoter, evidence: Evidence
) -> Headline | None:
    """Cut the words that answer from a citation; None where a comparison has no single ones.

    Args:
        number: the citation's passage in the index.
    """
    cutter = _Cutter(citation, number, quoter, evidence)
    is_open = cutter.wants == "yes-no" and not cutter.decides()
    parts = cutter.on_the_point() if is_open else cutter.parts()
    is_unnamed = is_of_mention(evidence.asked) and not cutter.is_named_by(parts)
    is_undecided = is_open or is_unnamed or not cutter.tells_who(parts)
    if parts and parts[-1].field == "lead_in":
        parts = (*parts, *citation.quote.of("item"))
    return Headline(tuple(parts), citation.marker, is_undecided) if parts else None


def compared(citations: Sequence[Citation], wants: frozenset[Want]) -> Headline | None:
    """Put what recommendations say of what is compared side by side: by default, what each is about."""
    recommended = [c for c in citations if c.recommendation]
    cells: Sequence[Field] = ("priority", "action")
    cells = ("responsible",) if "who" in wants else ("status",) if "status" in wants else cells
    said = [Headline((parts[0],), c.marker) for c in recommended if (parts := c.quote.of(*cells))]
    return replace(said[0], beside=tuple(said[1:])) if len(said) > 1 else None


@dataclass(frozen=True)
class _Cutter:
    citation: Citation
    number: int
    quoter: Quoter
    evidence: Evidence

    @property
    def wants(self) -> Want | Literal["what"]:
        """What the answer itself is; whether anything is said on a subject is answered by what is."""
        asked = self.evidence.asked
        said, wanted = word_list(asked.tokens), asked.wants
        if not holds("how_far", said) and not opens_with("asks_so", asked.tokens):
            # "Our patients wait …" names a status, and asks for none.
            wanted -= {"status"}
        if is_of_mention(asked):
            wanted -= {"yes-no"}
        # "Are they already …?" is decided by how far it is, if no example stands beside that.
        is_how_far = _asks_so_far(said) and bool(self.citation.quote.of("status"))
        if "yes-no" in wanted and is_how_far and not self.citation.quote.of("status")[1:]:
            wanted -= {"examples"}
        return "status" if foremost(wanted) == "yes-no" and is_how_far else foremost(wanted)

    def is_named_by(self, parts: Sequence[Part]) -> bool:
        """Tell whether words hold some of what is asked about, by any of its names, or are near what takes many words."""
        names = (n for e in self.evidence.asked.expansions for n in (e.name, *e.abbreviations))
        named = self._telling | term_set(" ".join(names))
        is_near = self._nearest(*_ALL)[1] >= _DECIDES and not of_whom(self.evidence.asked)
        return is_near or bool(named & term_set(_text(parts)))

    def tells_who(self, parts: Sequence[Part]) -> bool:
        """Tell whether words that are to say who did something, or who pays, tell of that, or of who somebody is."""
        verb, text = self._did, _text(parts)
        states = self.quoter.stating.states(self.evidence.asked)
        pays = holds("asks_funder", word_list(self.evidence.asked.tokens))
        is_told = bool(term_set(verb) & term_set(text)) or bool(states and states(text))
        return is_told or not (verb or pays)

    @property
    def _did(self) -> str:
        """The verb of what it is asked who did; of relative clauses none."""
        said = word_list(self.evidence.asked.tokens)
        return who_did(said) if self.wants == "who" else ""

    def parts(self) -> Sequence[Part]:
        quote = self.citation.quote
        match self.wants:
            case "compare" if self.citation.recommendation:
                return ()
            case "who" if line := self._to_whom() or self._made_up():
                return line
            case "who" if self._did:
                # Whose duty something is does not tell who has done it.
                return self._nearest(*_ALL)[0]
            case "who" if quote.of("responsible"):
                return self._unless_named(quote.of("responsible"), quote.of(*_DUTIES))
            case "status" if quote.of("status"):
                return quote.of("status")[:1]
            case "examples" if quote.of("status")[1:]:
                return quote.of("status")[1:]
            case "yes-no":
                return self._deciding[0]
            case "fact" | "how many":
                return self._nearest(*_ALL)[0]
        return self.on_the_point()

    def _to_whom(self) -> Sequence[Part]:
        """Give the line of what is to be done that says to whom, where that is asked: "who has to be consulted?".

        Those who are consulted are not those who are responsible.
        """
        verb = done_to(word_list(self.evidence.asked.tokens))
        said = [x for x in self._lines if x.field in _DUTIES and term_set(verb) & term_set(x.text)]
        return [max(said, key=self._held)] if said else ()

    def _made_up(self) -> Sequence[Part]:
        """Give the action where it is asked who forms what it says is formed: "who should be on the team?"."""
        asks = holds("asks_made_up", word_list(self.evidence.asked.tokens))
        action = self._short("action")[0] if asks else ()
        return action if holds("says_made_up", word_list(tokens(_text(action)))) else ()

    def on_the_point(self) -> Sequence[Part]:
        """Give what an entry says of its name, the action, or the nearest sentence."""
        said = self._entry() or self._duty() or self._nearest(*_TEXT)[0]
        return self._unless_named(said, said)

    def _unless_named(self, said: Sequence[Part], about: Sequence[Part]) -> Sequence[Part]:
        """Give the line that alone holds what a question names, if the words that it is about do not."""
        line = max(self._lines, key=self._held)
        return [line] if self._held(line) >= _NAMED + self._held(*about) else said

    @cached_property
    def _lines(self) -> Sequence[Part]:
        return self.quoter.lines(self.number, self.citation.quote)

    @cached_property
    def _ranks(self) -> Sequence[Rank]:
        return self.quoter.ranks(self.number, self.evidence)

    @cached_property
    def _telling(self) -> Set[str]:
        return term_set(" ".join(telling(self.evidence.asked)))

    @cached_property
    def _named(self) -> Evidence:
        """The evidence without the words that name nothing of what is asked about."""
        own = term_set(self.evidence.asked.text) - self._telling
        named = {t: idf for t, idf in self.evidence.telling.items() if t not in own}
        return replace(self.evidence, telling=named)

    def _held(self, *parts: Part) -> float:
        """Give the share of the words that name what is asked about that some parts hold."""
        return share(term_set(_text(parts)), self._named)

    def _entry(self) -> Sequence[Part]:
        """Give the first sentence on the name that is asked about, behind the name if it says something else."""
        entry = self.quoter.entry(self.number, self.citation.quote)
        if not entry or not self._telling or not self._telling <= term_set(entry[0].text):
            return ()
        return entry[self._held(entry[1]) > 0 :]

    def decides(self) -> bool:
        """Tell whether the nearest words say yes or no: near enough, and of the kind asked for.

        A duty is said by an action, or by "must"; leave by "may" or a negation; that something is so,
        by a sentence that says so, which what is recommended is not.
        """
        nearest, nearness = self._deciding
        is_held = bool(self._telling) and self._telling <= term_set(_text(nearest))
        asked = word_list(self.evidence.asked.tokens)
        said = word_list(tokens(_text(nearest)))
        if self._is_said_elsewhere(nearest) or (
            asks_if_done(self.evidence.asked.tokens) and not tells(_text(nearest))
        ):
            return False
        is_text = bool(nearest) and nearest[-1].field in _TEXT
        is_held |= is_text and holds("asks_duty", asked) and holds("says_duty", said)
        if not nearest or nearness < (_DECIDES_IN_ITS_WORDS if is_held else _DECIDES):
            return False
        if holds("asks_duty", asked):
            return nearest[-1].field in _RECOMMENDED or holds("says_duty", said)
        if holds("asks_leave", asked):
            return holds("says_leave", said) or holds("says_duty", said)
        return nearest[-1].field not in _RECOMMENDED or holds("says_leave", said)

    def _is_said_elsewhere(self, nearest: Sequence[Part]) -> bool:
        """Tell whether other words of the quote hold more of what the question names: they are more on the point.

        "May the datasets be used commercially?" is not decided by what they are used for.
        """
        most = max(map(self._held, self._lines), default=0.0)
        return most > self._held(*nearest) + _NAMED_ELSEWHERE

    @cached_property
    def _deciding(self) -> tuple[Sequence[Part], float]:
        """Give the nearest words, and how near they are: not at all if they do not name the group asked about.

        What is said of one group decides nothing of another.
        """
        nearest, nearness = self._nearest(*_ALL)
        group = of_whom(self.evidence.asked)
        is_named = not group or bool(group & term_set(_text(nearest)))
        return nearest, nearness if is_named else 0.0

    def _duty(self) -> Sequence[Part]:
        """Give the action, the priority where that is what the question is about, or both where neither is by far."""
        (action, near), (priority, nearer) = (self._short(name) for name in ("action", "priority"))
        if self._telling and self._telling <= term_set(_text(priority)):
            return (*priority, *action)  # The recommendation is named, and known so far.
        if nearer > near + _PRIORITY_NEARER:
            return priority
        return (*priority, *action) if nearer > near else action

    def _short(self, name: Field) -> tuple[Sequence[Part], float]:
        """Give a cell, of a long one its sentence that is nearest; and how near it is."""
        cell, (nearest, nearness) = self.citation.quote.of(name), self._nearest(name)
        return nearest if cell and len(cell[0].text.split()) > _LONG else cell, nearness

    def _nearest(self, *fields: Field) -> tuple[Sequence[Part], float]:
        quote = self.citation.quote
        said, nearness = self.quoter.nearest(self.number, quote, fields, self._ranks)
        # A sentence of a cell that leads into the cell's lines is nothing without them.
        is_lead_in = said and ":\n" in said[-1].text
        return quote.of(said[-1].field) if is_lead_in else said, nearness


def _asks_so_far(said: Sequence[str]) -> bool:
    """Tell whether "already" and the like ask how far something is, and are not said of people: "those who already …"."""
    asks = [m.start for m in gathered("so_far").everywhere(said)]
    return holds("asks_so", said) and any(said[n - 1] not in _OF_PEOPLE for n in asks)


def tells(text: str) -> bool:
    """Tell whether words tell what was done, and not only what is or is to be."""
    said = word_list(tokens(text))
    told = (word for before, word in pairwise(["", *said]) if before not in _NOW)
    return holds("says_done", said) or any(word.endswith("ed") for word in told)


def _text(parts: Sequence[Part]) -> str:
    return " ".join(part.text for part in parts)
