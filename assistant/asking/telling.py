"""The words of a question that name what it asks about, and the groups of people that may be among them.

Knows nothing of passages.
"""

from collections.abc import Iterator, Sequence, Set
from itertools import groupby, pairwise, takewhile

from assistant.asking.asked import Asked
from assistant.asking.tokens import CLAUSE_ENDS, SMALL_WORDS, Token, plain
from assistant.asking.wordings import gathered, holds, uncovered, word_list, words_of
from assistant.indexing.tokenization import term_set

# Whether a word is mentioned is answered by the words that hold it.
MENTIONS = ("mention", "occurs", "asks_mention")
# In so few words what is mentioned is named, in more it is told; and so few things are names, more a story.
_FEW = 2
# What a question whether a word is mentioned says besides it.
_BESIDE = (
    *MENTIONS,
    "says",
    "document",
    "about_document",
    "publication",
    "somewhere",
    "before_a_fact",
)
# Behind "should" and the like, where they open a question, stands who is asked about, however long the question is.
_OPENS, _BEFORE_IT = words_of("yes_no"), words_of("asks_which")
_JOINING = frozenset({"and", "or", ","})
# A name may hold a pair: IR(ME)R.
_BRACKETS = str.maketrans("", "", "()")
# By these somebody says something on a subject: "the WHO's view of it".
_SAYS = words_of("says") | words_of("its_view")


def telling(asked: Asked) -> list[str]:
    """List the words of a question that name what it asks about; no document's name."""
    return [asked.text[t.start : t.end] for t in _telling(asked)]


def _telling(asked: Asked) -> list[Token]:
    named = [range(*span) for span in asked.named_at]
    return [
        t
        for t in uncovered(asked.tokens, *_BESIDE)
        if t.word not in SMALL_WORDS and not any(t.start in span for span in named)
    ]


def said_by(asked: Asked) -> tuple[str, list[str]]:
    """Give the words for whoever is to say something, and those that name on what; none if nobody is.

    "What does the WHO say about ethics?", "the WHO's view of it", "the view of the WHO on it", "according to the WHO".
    """
    said = word_list(asked.tokens)
    for at, word in enumerate(said):
        is_according = said[at : at + 2] == ["according", "to"]
        if is_according or (word in words_of("its_view") and said[at + 1 : at + 2] == ["of"]):
            start = at + 2
            end = start + sum(1 for _ in takewhile(_goes_on, said[start:]))
            aside = range(at if is_according else 0, end)
            is_said = is_according or said[end : end + 1] in (["on"], ["about"])
        else:
            is_said = word in words_of("subject_follows") and not _SAYS.isdisjoint(
                said[at - 2 : at]
            )
            end = next((n for n in (at - 1, at - 2) if is_said and said[n] in _SAYS), 0)
            start = end - sum(1 for _ in takewhile(_goes_on, reversed(said[:end])))
            aside = range(at)
        if is_said and start < end:
            first, last = asked.tokens[start].start, asked.tokens[end - 1].end
            known = {asked.tokens[n].start for n in aside}
            on = (t for t in _telling(asked) if t.start not in known)
            return asked.text[first:last], [asked.text[t.start : t.end] for t in on]
    return "", []


def _goes_on(word: str) -> bool:
    return word not in CLAUSE_ENDS | _OPENS | _BEFORE_IT | {"on", "about"}


def groups(asked: Asked, is_short: bool) -> list[Sequence[str]]:
    """List the names that may be a group's that is asked about: of several people, or of one behind "a".

    Of a short question all, else those behind "should" and the like. A name has one word or two: "bank clerks".
    """
    said = ["", *word_list(asked.tokens)]
    opens = {
        at
        for at, word in enumerate(said)
        if word in _OPENS and (said[at - 1] in _BEFORE_IT or not said[at - 1].isalpha())
    }
    out: list[Sequence[str]] = []
    for first, run in _runs(asked):
        for at, word in enumerate(run):
            is_one = said[first] in ("a", "an") and at == len(run) - 1 < 2
            is_several = is_of_several(word)
            start = max(at - 1, 0)
            is_opened = not opens.isdisjoint((first + start, first + start - 1))
            if (is_one or is_several) and (is_short or is_opened):
                out.append(run[start : at + 1])
    return out


def is_of_mention(asked: Asked) -> bool:
    """Tell whether it is asked if anything speaks of something, or covers or lists it."""
    said = word_list(asked.tokens)
    asks_if = "yes-no" in asked.wants or said[:1] in (["anything"], ["something"])
    return asks_if and any(holds(name, said) for name in MENTIONS)


def of_whom(asked: Asked) -> Set[str]:
    """Give the terms of whom or what it is asked if something is so, or if it is spoken of: only what names it can say.

    Of groups what they are, of service users users; none where what is spoken of takes many words.
    """
    if "yes-no" not in asked.wants:
        return frozenset()
    named = [name[-1] for name in groups(asked, is_short=False)]
    spoken_of = telling(asked) if is_of_mention(asked) and not named else []
    return term_set(" ".join((*named, *spoken_of[: _FEW * (len(spoken_of) <= _FEW)])))


def things(asked: Asked) -> list[str]:
    """List what is asked about: the telling words that stand side by side, each of one thing."""
    out: list[str] = []
    end = 0
    for first, run in _runs(asked):
        between, named = word_list(asked.tokens[end:first]), " ".join(run)
        # "The Department of Health" is one.
        if out and between in (["of"], ["of", "the"]):
            out[-1] += f" {named}"
        else:
            out.append(named)
        end = first + len(run)
    return out


def asks_for_word(asked: Asked) -> bool:
    """Tell whether it is asked if a word is mentioned, not if anything is said on a subject."""
    said = word_list(asked.tokens)
    asking = [said[m.end - 1] for m in gathered(*MENTIONS).everywhere(said)]
    is_word = not words_of("subject_follows").issuperset(asking)
    n_named = len(things(asked)) if is_word and is_of_mention(asked) else 0
    # A mark at the end joins nothing.
    is_joined = any(a in _JOINING and b.isalnum() for a, b in pairwise(said))
    return n_named == 1 or (n_named == _FEW and is_joined)


def names_of(asked: Asked, thing: str) -> list[Set[str]]:
    """List the terms of each name of what is asked about: its own, and those of the term that is called so."""
    own = term_set(thing)
    names = [[term_set(n) for n in (e.name, *e.abbreviations)] for e in asked.expansions]
    return [own, *(n for called in names if any(own <= n for n in called) for n in called)]


def is_of_several(word: str) -> bool:
    """Tell whether a word is in the plural."""
    return word.endswith("men") or plain(word) != word.casefold()


def _runs(asked: Asked) -> Iterator[tuple[int, list[str]]]:
    """Give the telling words that stand side by side, with the place of the first among the tokens."""
    starts = {t.start for t in _telling(asked) if t.word not in words_of("behind_group")}
    written = [asked.text[t.start : t.end] for t in asked.tokens]
    is_word = [
        t.start in starts and w.translate(_BRACKETS).isalpha()
        for t, w in zip(asked.tokens, written, strict=True)
    ]
    for is_run, places in groupby(range(len(written)), is_word.__getitem__):
        run = list(places)
        if is_run:
            yield run[0], [written[at] for at in run]
