"""A conversation: which earlier question does this one lean on, and how is it then read?

Follows the list in force and the last topic from turn to turn, nothing older. Without a language
model: by pointing words, by how little a question says alone, and by phrases that announce a new
topic. Searches nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from assistant.asking.asked import Asked, ByConditions, ByNumber, Search, SmallTalk, Sought
from assistant.asking.wordings import gathered, holds, opens_with, word_list, wording_at
from assistant.domain import Correction, RecommendationNumber
from assistant.indexing.tokenization import STOP_WORDS, words
from assistant.records.conditions import (
    EVERYTHING,
    Alone,
    Area,
    Condition,
    End,
    Every,
    Mention,
    Number,
    Responsible,
    Status,
    Without,
    based,
    either,
    every,
    leaves,
)
from assistant.records.selecting import Records

Understand: TypeAlias = Callable[[str], Asked]

# What may be asked of a recommendation without saying what it is about.
_OF_A_RECORD = frozenset(
    words(
        "action actions along area begun come coming detail details done example examples exactly far finished full going gone"
        " group groups happening instance involved lead leads mean means meant note people priority"
        " progress reason responsible responsibility say says show stage start started state status"
        " table term text word wording words yet"
    )
)
# Fewer content words than this can hardly be a question of its own.
_FEW = 3
# A question of this many content words stands by itself even if it holds a pointing word.
_MANY = 9
# A question that asks what a name is, of no more content words than these, has no other subject.
_SHORT_NAME = 4
# Behind two words of their own these point at one of them: "AI that can explain its results".
_OWNS = frozenset({"its", "their"})
_ARTICLES = frozenset({"the", "a", "an"})


@dataclass(frozen=True, slots=True)
class Before:
    """What the turns before left behind.

    Attributes:
        listed: the condition of the list in force, or None.
        numbers: the recommendations named by number last.
        topic: the last question that stood by itself; more: the follow-up to it asked last.
    """

    listed: Condition | None = None
    numbers: tuple[RecommendationNumber, ...] = ()
    topic: Asked | None = None
    more: Asked | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """A question, read with what it leans on.

    Attributes:
        asked: the question; with what is sought, if that comes from an earlier list or number.
        leans: on what it leans: nothing, the list in force, the recommendations that answered
            the question before, or its topic.
        before: what it leans on, if anything.
    """

    asked: Asked
    leans: Literal["", "list", "those", "topic"] = ""
    before: Before = Before()


def read(asked: Asked, earlier: Sequence[str], understand: Understand, records: Records) -> Turn:
    """Read a question with the earlier ones, oldest first."""
    before = Before()
    for question in earlier:
        before = _after(before, _turn(understand(question), before, understand, records))
    return _turn(asked, before, understand, records)


def _turn(asked: Asked, before: Before, understand: Understand, records: Records) -> Turn:
    is_new = before == Before() or holds("new_topic", word_list(asked.tokens))
    if is_new or isinstance(asked.sought, SmallTalk):
        return Turn(asked)
    beside = _beside(asked, before.numbers, records)
    if beside is not None:
        return Turn(_leaning(asked, before, beside), "list", before)
    if isinstance(asked.sought, ByNumber) and not (before.listed and asked.fragment.narrows):
        return Turn(asked)
    return _of_list(asked, before) or _of_topic(asked, before, understand)


def _of_list(asked: Asked, before: Before) -> Turn | None:
    """Read a question that changes the list in force, chooses among what was shown, or lists anew."""
    said = asked.fragment
    in_force = before.listed or _numbered(asked, before) or _named_before(asked, before)
    listed = _changed(asked, in_force) if in_force is not None else None
    if listed is not None:
        return Turn(_leaning(asked, before, ByConditions(listed)), "list", before)
    chooses = said.is_whole and said.condition != EVERYTHING and _points_at_those(asked)
    if in_force is None and chooses:
        return Turn(asked, "those", before)
    return Turn(asked) if _is_own_list(asked) else None


def _of_topic(asked: Asked, before: Before, understand: Understand) -> Turn:
    """Read a question that leans on the last topic, or stands by itself."""
    instead = _instead(asked, before)
    if instead:
        corrections = _read_as(asked, instead)
        return Turn(replace(understand(instead), written=asked.written, corrections=corrections))
    if before.topic is None or not depends(asked):
        return Turn(asked)
    # After a list, or to a document by name, a question with a subject of its own is a new one.
    is_new = before.listed is not None or bool(asked.documents)
    if is_new and not (_opens(asked) or points(asked) or names_nothing(asked)):
        return Turn(asked)
    return Turn(asked, "topic", before)


def _after(before: Before, turn: Turn) -> Before:
    """Tell what a turn leaves behind for the next one."""
    if isinstance(turn.asked.sought, SmallTalk):
        return before
    if turn.leans in ("topic", "those"):
        return replace(before, more=turn.asked)
    match turn.asked.sought:
        case ByConditions(condition):
            return Before(listed=condition, topic=turn.asked)
        case ByNumber(known):
            earlier = before.numbers if _opens(turn.asked) else ()
            return Before(numbers=(*earlier, *known), topic=turn.asked)
        case _:
            return Before(topic=turn.asked)


def _leaning(asked: Asked, before: Before, sought: Sought) -> Asked:
    topic = before.topic.text if before.topic else ""
    read_as = f"{topic.rstrip('?.! ')} – {asked.text}"
    return replace(asked, sought=sought, corrections=_read_as(asked, read_as))


def _read_as(asked: Asked, read_as: str) -> tuple[Correction, ...]:
    return (*asked.corrections, Correction(asked.text, read_as, "follow-up"))


# --- lists


def _changed(asked: Asked, listed: Condition) -> Condition | None:
    """Give the list in force as a question changes it, or None if it is about something else."""
    said = asked.fragment
    if not said.is_whole:
        return _mentioning_instead(asked, listed)
    leans = _opens(asked) or points(asked)
    kinds = {type(leaf) for leaf in leaves(said.condition)}
    if not leans and (said.has_noun or (said.shows and len(kinds) > 1)):
        return None
    if said.is_alone:
        return _alone(listed)
    if said.condition == EVERYTHING:
        is_asked = said.shows or asked.wants & {"who", "status", "how many", "examples"}
        return listed if is_asked else None
    back = _with_again(said.condition, listed)
    if back is not None and (not said.narrows or holds("back_in", word_list(asked.tokens))):
        return back
    if isinstance(said.condition, Alone) and leans and not holds("alone", word_list(asked.tokens)):
        # "And for industry only?" keeps the list to industry's.
        return every(listed, *map(Responsible, said.condition.groups))
    if said.narrows or _points_at_those(asked) or kinds & {End, Number}:
        return every(listed, based(said.condition, listed))
    alike = [p for p in _parts(listed) if kinds & {type(leaf) for leaf in leaves(p)}]
    kept = [p for p in _parts(listed) if p not in alike]
    if alike and _ends(asked, "as_well"):
        return every(*kept, either(every(*alike), said.condition))
    return every(*kept, said.condition)


def _ends(asked: Asked, name: str) -> bool:
    """Tell whether a question ends with a wording of a class."""
    said = [t.word for t in asked.tokens if not t.is_mark]
    return any(
        wording_at(name, said[at:], 0) == (0, len(said) - at, (name,)) for at in range(len(said))
    )


def _with_again(condition: Condition, listed: Condition) -> Condition | None:
    """Take back in what a list leaves out and a question names: "and with research?"."""
    named = set(leaves(condition))
    kept = [p for p in _parts(listed) if not (isinstance(p, Without) and named & set(leaves(p)))]
    return every(*kept) if len(kept) < len(_parts(listed)) else None


def _alone(listed: Condition) -> Condition | None:
    """Keep to those that name the groups of a list and nobody else."""
    groups = tuple(x.group for x in leaves(listed) if isinstance(x, Responsible))
    rest = [p for p in _parts(listed) if not isinstance(p, Responsible)]
    return every(*rest, Alone(groups)) if groups else None


def _mentioning_instead(asked: Asked, listed: Condition) -> Condition | None:
    """Read "and UKIO?" after a list of what mentions something as what mentions that."""
    start = opens_with("opening", asked.tokens)
    is_list = any(isinstance(leaf, Mention) for leaf in leaves(listed))
    if not is_list or not 0 < start < len(asked.tokens) or len(_content(asked)) > _SHORT_NAME:
        return None
    kept = [p for p in _parts(listed) if not isinstance(p, Mention)]
    return every(*kept, Mention(asked.text[asked.tokens[start].start :].strip(" ?.!")))


def _parts(condition: Condition) -> tuple[Condition, ...]:
    return condition.parts if isinstance(condition, Every) else (condition,)


def _numbered(asked: Asked, before: Before) -> Condition | None:
    """Take several recommendations named by number as a list, if something is asked of which."""
    is_chosen = asked.fragment.is_whole and asked.fragment.condition != EVERYTHING
    if len(before.numbers) < 2 or not is_chosen or "yes-no" in asked.wants:
        return None
    return either(*map(Number, before.numbers))


def _named_before(asked: Asked, before: Before) -> Condition | None:
    """Take a topic that is nothing but names as a list, if a list is spoken of now."""
    topic = before.topic
    if topic is None or not isinstance(topic.sought, Search):
        return None
    said = topic.fragment
    kinds = {type(leaf) for leaf in leaves(said.condition)}
    if not said.is_whole or said.shows or not kinds or not kinds <= {Area, Status}:
        return None
    more = {type(leaf) for leaf in leaves(asked.fragment.condition)}
    is_next = _opens(asked) and asked.fragment.is_whole and bool(more) and more <= {Area, Status}
    is_list = isinstance(asked.sought, ByConditions) and asked.fragment.condition != EVERYTHING
    is_list |= is_next
    return said.condition if is_list else None


def _is_own_list(asked: Asked) -> bool:
    """Tell whether a question for a list says enough to be one of its own."""
    if not isinstance(asked.sought, ByConditions):
        return False
    kinds = {type(leaf) for leaf in leaves(asked.sought.condition)}
    return asked.fragment.has_noun or len(kinds) > 1 or not depends(asked)


def _points_at_those(asked: Asked) -> bool:
    """Tell whether a question speaks of those of the answer before: "which of those …"."""
    said = word_list(asked.tokens)
    return holds("those", said) and not holds("not_those", said)


def _beside(
    asked: Asked, numbers: Sequence[RecommendationNumber], records: Records
) -> ByNumber | None:
    """Read "and the next one?" after recommendations named by number."""
    whole = [int(n) for n in numbers if n.isdecimal()]
    if not whole or not asked.fragment.is_beside:
        return None
    step = 1 if holds("next", word_list(asked.tokens)) else -1
    number = str(max(whole) + 1 if step > 0 else min(whole) - 1)
    is_there = number in records.numbers
    return ByNumber((number,) if is_there else (), () if is_there else (number,))


# --- topics


def _instead(asked: Asked, before: Before) -> str:
    """Write out a question that names another thing of the same kind as the last topic, or nothing.

    "And CTRads?" after "What is CRUK RadNet?", "what about the RCR?" after what another document
    says on something.
    """
    topic = before.topic
    start = opens_with("opening", asked.tokens)
    named = asked.tokens[start:]
    if topic is None or not start or not named or not isinstance(topic.sought, Search):
        return ""
    own = set(asked.documents)
    if own and len(asked.documents) == 1 == len(topic.documents) and own != set(topic.documents):
        return _with_document(asked, topic)
    said = word_list(topic.tokens)
    opening = gathered("what_is").at(said, 0) if said else None
    is_name = named[0].word in _ARTICLES or named[0].word not in STOP_WORDS
    is_name &= not asked.documents and 0 < len(_content(asked)) <= _SHORT_NAME
    if opening is None or not is_name or points(asked) or len(_content(topic)) > _SHORT_NAME:
        return ""
    verb = topic.text[: topic.tokens[opening.end - 1].end]
    return f"{verb} {asked.text[named[0].start :]}"


def _with_document(asked: Asked, topic: Asked) -> str:
    """Ask the last topic of another document; nothing where more than its name was said."""
    (start, end), *others = asked.named_at
    rest = f"{asked.text[:start]} {asked.text[end:]}"
    if others or len(topic.named_at) != 1 or any(w not in STOP_WORDS for w in words(rest)):
        return ""
    first, last = topic.named_at[0]
    return topic.text[:first] + asked.text[start:end] + topic.text[last:]


def depends(asked: Asked) -> bool:
    """Tell whether a question can only be understood after an earlier one."""
    if holds("new_topic", word_list(asked.tokens)):
        return False
    if _opens(asked):
        return True
    content = _content(asked)
    if len(content) > _MANY:
        return False
    return points(asked) or len(content) < _FEW


def may_depend(asked: Asked) -> bool:
    """Tell whether a question says so little that an earlier one may be needed to place it."""
    if holds("new_topic", word_list(asked.tokens)):
        return False
    return _opens(asked) or len(_content(asked)) <= _FEW + 1


def points_back(asked: Asked) -> bool:
    """Tell whether a question asks on about the very thing before, rather than about a next one."""
    found = [t for n, t in enumerate(asked.tokens) if n or t.word not in ("and", "but", "so")]
    if opens_with("next_thing", found):
        return False
    return _points(asked, ("pointing",)) or names_nothing(asked)


def names_nothing(asked: Asked) -> bool:
    """Tell whether a question is about no subject of its own: "who does that?", "why?"."""
    return set(_content(asked)) <= _OF_A_RECORD


def points(asked: Asked) -> bool:
    """Tell whether a question points at something said before."""
    return _points(asked, ("pointing", "pointing_at_people"))


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
        elif word in _OWNS and sum(w not in STOP_WORDS for w in said[:place] if w.isalpha()) > 1:
            out[place] = ""
        elif _begins_clause(said, place):
            out[place + 1] = ""
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


def topic_of(asked: Asked) -> str:
    """Give a question without the words that announce its topic."""
    start = opens_with("new_topic", asked.tokens)
    rest = [token for token in asked.tokens[start:] if not token.is_mark]
    return asked.text[rest[0].start :] if start and rest else asked.text


def _opens(asked: Asked) -> bool:
    said = [t.word for t in asked.tokens if not t.is_mark]
    return bool(opens_with("opening", asked.tokens)) or said == ["why"]


def _content(asked: Asked) -> list[str]:
    return [w for w in words(asked.text) if w not in STOP_WORDS]
