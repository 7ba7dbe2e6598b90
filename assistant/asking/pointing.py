"""Does a question lean on what was said before? By pointing words, and by how little it says alone.

Without a language model. Knows nothing of what was said before.
"""

from collections.abc import Sequence

from assistant.asking.asked import Asked
from assistant.asking.tokens import SMALL_WORDS, Token, tokens
from assistant.asking.wordings import (
    gathered,
    holds,
    opens_with,
    uncovered,
    word_list,
    wording_at,
    words_of,
)
from assistant.indexing.tokenization import STOP_WORDS, words

# What is asked of anything at all that was spoken of.
_OF_ANYTHING = ("of_a_record", "amount", "about_made", "about_issued", "about_funded")
# By these a question goes on, or asks politely.
# One of these, within so many tokens behind "never mind", asks for a list anew.
_ANEW = ("asks_which", "asks_list", "count", "nouns_of_list")
_ASKS = 4
_GOING_ON = ("opening", "corrects", "going_on", "courtesy", "courtesy_before_list")
# Fewer content words than this can hardly be a question of its own.
_FEW = 3
# With fewer it names no subject and what is asked of it: "is it safe?", "students?".
_NO_SUBJECT = 2
# With so many a question that opens as one that goes on, or points, may still be one of its own: "what
# about public involvement in research?", "it was good when we bought it: who notices if it gets worse?".
# Source: 274 labelled follow-ups answered as without; of 269 questions put after one on another subject 23
# instead of 58 no longer find what they find alone.
_OPENED = 3
_POINTED = 5
# So many words of any kind make a question of one subject whole: "what training do I need?"
_WHOLE = 4
# A question of this many content words stands by itself even if it holds a pointing word.
_MANY = 9


def depends(asked: Asked) -> bool:
    """Tell whether a question can only be understood after an earlier one."""
    if turns_away(asked):
        return False
    if opens(asked):
        return True
    n_content = len(content(asked))
    if n_content > _MANY:
        return False
    return points(asked) or n_content < _FEW


def may_depend(asked: Asked) -> bool:
    """Tell whether a question says so little that an earlier one may be needed to place it."""
    if turns_away(asked):
        return False
    said = content(asked)
    if opens(asked):
        return len(said) < _OPENED
    if points(asked):
        return len(said) < _POINTED
    is_whole = sum(word.isalpha() for word in word_list(asked.tokens)) >= _WHOLE
    return len(said) < (1 if is_whole else _NO_SUBJECT)


def turns_away(asked: Asked) -> bool:
    """Tell whether a question says, in itself or before it, that it is on something else."""
    found = tokens(asked.written)
    return holds("new_topic", word_list(found)) or _calls_off(found)


def _calls_off(found: Sequence[Token]) -> bool:
    """Tell whether what was asked is called off, and a list asked for anew: "never mind, which are ongoing?"."""
    off, said = opens_with("called_off", found), word_list(found)
    asks = any(holds(name, said[off : off + _ASKS]) for name in _ANEW)
    is_off = off > 0 and any(t.is_mark for t in found[off : off + 1])
    return is_off and asks and not holds("those", said)


def points_back(asked: Asked) -> bool:
    """Tell whether a question asks on about the very thing before, rather than about a next one."""
    found = [t for n, t in enumerate(asked.tokens) if n or t.word not in ("and", "but", "so")]
    if opens_with("next_thing", found):
        return False
    return _points(asked, ("pointing",)) or names_nothing(asked)


def names_nothing(asked: Asked) -> bool:
    """Tell whether a question is about no subject of its own: "who made that?", "for how long?", "why?"."""
    return all(t.word in SMALL_WORDS for t in uncovered(asked.tokens, *_OF_ANYTHING))


def points(asked: Asked) -> bool:
    """Tell whether a question points at something said before."""
    return _points(asked, ("pointing", "pointing_at_people"))


def points_at_one(asked: Asked) -> bool:
    """Tell whether a question points at one thing: "who owns that one?"."""
    return _points(asked, ("pointing_at_one",)) and not points_at_those(asked)


def points_at_those(asked: Asked) -> bool:
    """Tell whether a question speaks of those of the answer before: "which of those …"."""
    return holds("those", without_described(word_list(asked.tokens)))


def of_everything(asked: Asked) -> bool:
    """Tell whether a list is to be of all there are: "and which are ongoing in the whole paper?"."""
    return holds("of_everything", word_list(asked.tokens))


def counts_all(asked: Asked) -> bool:
    """Tell whether a count is asked for of all there are of something: "how many in total?"."""
    return asked.fragment.shows and holds("all_told", word_list(asked.tokens))


def topic_of(asked: Asked) -> str:
    """Give a question without the words that announce its topic."""
    start = opens_with("new_topic", asked.tokens)
    rest = [token for token in asked.tokens[start:] if not token.is_mark]
    return asked.text[rest[0].start :] if start and rest else asked.text


def opens(asked: Asked) -> bool:
    """Tell whether a question opens as one that goes on: "and …", "what about …", "why?"."""
    said = [t.word for t in asked.tokens if not t.is_mark]
    end = behind_opening(asked)
    return holds("opening", word_list(asked.tokens[:end])) or said == ["why"]


def behind_opening(asked: Asked) -> int:
    """Count the tokens by which a question goes on: "right, and now …", "so what about …"."""
    said, at = word_list(asked.tokens), 0
    while at < len(said):
        match = gathered(*_GOING_ON).at(said, at)
        if match is None and not asked.tokens[at].is_mark:
            break
        at = match.end if match else at + 1
    return at


def ends(asked: Asked, name: str) -> bool:
    """Tell whether a question ends with a wording of a class."""
    said = [t.word for t in asked.tokens if not t.is_mark]
    return any(
        wording_at(name, said[at:], 0) == (0, len(said) - at, (name,)) for at in range(len(said))
    )


def content(asked: Asked) -> list[str]:
    """List the words of a question that say what it is about."""
    return [w for w in words(asked.text) if w not in STOP_WORDS]


def _points(asked: Asked, names: Sequence[str]) -> bool:
    said = _without_clauses(word_list(asked.tokens))
    return any(holds(name, said) for name in names)


def _without_clauses(said: list[str]) -> list[str]:
    """Blank the words that only look as if they pointed: "so that", "tools that read", "is it true"."""
    out = list(said)
    for match in gathered("not_pointing").everywhere(said):
        out[match.start : match.end] = [""] * (match.end - match.start)
    for place, word in enumerate(said):
        rest = said[place + 1 :]
        if word in ("is", "was") and rest[:1] and rest[0] in ("it", "there"):
            if wording_at("after_it", rest, 1) or wording_at("after_it", rest, 2):
                out[place + 1] = ""
        elif (
            word in words_of("its")
            and sum(w not in STOP_WORDS for w in said[:place] if w.isalpha()) > 1
        ):
            out[place] = ""
        elif _begins_clause(said, place):
            out[place + 1] = ""
    return out


def without_described(said: list[str]) -> list[str]:
    """Blank "those" where words behind it say which: "add those in research", unlike "which of those"."""
    out = list(said)
    for match in gathered("not_those", "described").everywhere(said):
        before = said[match.start - 1] if match.start else ""
        if "not_those" in match.meanings:
            out[match.start : match.end] = [""] * (match.end - match.start)
        elif before not in words_of("chosen_from"):
            out[match.start] = ""
    return out


def _begins_clause(said: list[str], place: int) -> bool:
    """Tell whether "that" or "who" after a word begins a clause: "tools that read"."""
    word, rest = said[place], said[place + 1 :]
    if (
        len(rest) < 3
        or rest[0] not in ("that", "who")
        or wording_at("before_pointing", said, place)
    ):
        return False
    return word.isalpha() and rest[1].isalpha() and rest[2].isalnum()
