"""What a question wants to know: who, how far, an example, one fact, a comparison, everything.

Read from the classes of words.toml. Knows nothing of conditions or passages.
"""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from assistant.asking.tokens import Token
from assistant.asking.values import Value
from assistant.asking.wordings import gathered, holds, word_list, wording_at, words_of

Want: TypeAlias = Literal[
    "who",
    "status",
    "examples",
    "fact",
    "all",
    "how many",
    "compare",
    "yes-no",
    "meaning",
    "references",
    "involved",
    "share",
    "numbers",
    "breakdown",
    "by area",
    "by status",
    "by group",
]
# Of several, the first decides what the answer itself is.
_FOREMOST: tuple[Want, ...] = (
    "how many",
    "all",
    "who",
    "status",
    "examples",
    "compare",
    "yes-no",
    "fact",
)
_CLASSES: dict[str, Want] = {
    "who": "who",
    "responsible": "who",
    "how_far": "status",
    "example": "examples",
    "count": "how many",
    "compares": "compare",
    "meaning": "meaning",
    "reference": "references",
    "involved": "involved",
    "whole_subject": "all",
}
# Beside what recommendations are counted by, these ask for the recommendations.
_LISTING = ("asks_list", "listed", "every", "first", "last")
# How a list is to be shown.
_FORMS: dict[str, Want] = {"share": "share", "numbers_alone": "numbers"}
# By what recommendations may be counted, by the classes that name it.
_KINDS: dict[str, Want] = {"by_area": "by area", "by_status": "by status", "by_group": "by group"}
# "Responsible" asks who only as such: "falls to" and the like say it of somebody.
_OWNS = ("responsib", "accountable", "in charge")
# What opens a question for something else than people: "what is there for staff who …?"
_ASKS_ELSE = frozenset({"what", "which", "how", "where", "when", "why"})
_GOING_ON = frozenset({"and", "but", "so", ",", "."})
# Who asks, and what stands before what is done: "who do we have to consult?", "who needs to be consulted?".
_ASKERS = frozenset({"i", "we", "you", "they", "one", "people"})
_BEFORE_BE = frozenset(
    {"have", "need", "must", "should", "ought", "to", "might", "can", "could", "will", "would"}
)
# How far into a question the word that asks may stand, after an opening of other words.
_LATE = 14
_BEFORE_IT = frozenset({"from", "since", "until", "by", "in", "on", "within", "at"})


def wants(found: Sequence[Token], values: Sequence[Value]) -> frozenset[Want]:
    """Tell what a question wants to know; values are those that it asks for."""
    said = word_list(found)
    begins = next((n for n, word in enumerate(said) if word not in _GOING_ON), 0)
    asks_if = wording_at("yes_no", said, begins) is not None
    asks_else = said[begins : begins + 1] != [] and said[begins] in _ASKS_ELSE
    out: set[Want] = set()
    for match in gathered(*_CLASSES).everywhere(said):
        is_of_whom = asks_if or asks_else or _is_of_people(said, match.start)
        is_relative = is_of_whom and said[match.start] == "who" and not _is_asked(said, match.start)
        for name in match.meanings:
            is_owned = " ".join(said[match.start : match.end]).startswith(_OWNS)
            is_said_of = name == "count" and said[match.end : match.end + 1] == ["as"]
            if not (is_relative or is_said_of or (name == "responsible" and not is_owned)):
                out.add(_CLASSES[name])
    if asks_if and said[begins + 1 : begins + 2] != ["you"]:
        out.add("yes-no")
    if _asks_for_all(said):
        out.add("all")
    if "status" not in out and (values or _asks_one_fact(said)):
        out.add("fact")
    return frozenset(out)


def form_wanted(found: Sequence[Token]) -> frozenset[Want]:
    """Tell in what form a list is wanted, by the tokens of the whole question as it was written.

    "List them by area" lists, "how many in each area", "break it down" and "by area as well" only count.
    """
    said = word_list(found)
    out = {want for name, want in _FORMS.items() if holds(name, said)}
    parts = [said[m.start : m.end] for m in gathered("breakdown").everywhere(said)]
    if not parts:
        return frozenset(out)
    out |= {want for name, want in _KINDS.items() if any(holds(name, part) for part in parts)}
    is_listed = any(holds(name, said) for name in _LISTING)
    is_counted = any(holds(name, said) for name in ("count", "breaks_down"))
    return frozenset(out | ({"breakdown"} if is_counted or not is_listed else set()))


def also(asked: frozenset[Want], before: frozenset[Want]) -> frozenset[Want]:
    """Add to what a breakdown is by what the one before was by: "by status as well"."""
    return asked | (before & {*_KINDS.values()} if "breakdown" in asked & before else set())


def _is_asked(said: list[str], at: int) -> bool:
    """Tell whether "who" behind another opening asks: "does it say who …", not "what is there for people who …"."""
    before = said[at - 1]
    return not before.isalpha() or before in words_of("before_who") or holds("says", [before])


def _is_of_people(said: list[str], at: int) -> bool:
    """Tell whether people stand before a word: "I'm a radiographer who …"."""
    return at > 0 and said[at - 1] in words_of("before_relative")


def foremost(wanted: frozenset[Want]) -> Want | Literal["what"]:
    """Tell what a question wants before all else."""
    return next((want for want in _FOREMOST if want in wanted), "what")


def _asks_for_all(said: list[str]) -> bool:
    """Tell whether everything on a subject is wanted: "list all …", "every recommendation …"."""
    for match in gathered("every").everywhere(said):
        before, after = said[max(match.start - 4, 0) : match.start], said[match.end : match.end + 3]
        if any(gathered("asks_list").at(before, n) for n in range(len(before))):
            return True
        if any(gathered("listed").at(after, n) for n in range(len(after))):
            return True
    return False


def _asks_one_fact(said: list[str]) -> bool:
    """Tell whether a question asks for one fact beside a value: a date, a name, a place.

    Such a question is answered only by words that state the fact; one that asks what to do is
    answered by any passage on its subject.
    """
    if _opens_fact(said):
        return True
    if not said or wording_at("before_a_fact", said, 0) is None:
        return False
    ends = next((n for n, w in enumerate(said) if w in (".", "?", "!")), len(said))
    return any(_opens_fact(said[at:]) for at in range(1, min(ends, _LATE)))


def asks_if_done(found: Sequence[Token]) -> bool:
    """Tell whether it is asked if something has been done: "did they …?", "were patients …?"."""
    opens = next((token.word for token in found if not token.is_mark), "")
    return opens in ("did", "was", "were")


def who_did(said: Sequence[str]) -> str:
    """Give the verb of "who …ed?" or "who was …ed?", which asks who has done something or had it done; or nothing."""
    for at in (n for n, word in enumerate(said) if word == "who"):
        verb, behind = [*said[at + 1 :], "", ""][:2]
        verb = behind if verb in ("was", "were") else verb
        is_past = _is_past(verb) or verb in words_of("did_so")
        is_due = wording_at("not_a_person", [verb], 0) is not None
        if is_past and not is_due and verb not in {"did", "need", *words_of("be")}:
            return verb
    return ""


def done_to(said: Sequence[str]) -> str:
    """Give the verb of what is done to whom is asked for: "who do we consult?", "who has to be consulted?"; or nothing."""
    for at in (n for n, word in enumerate(said) if word in ("who", "whom")):
        behind = [*said[at + 1 :], "", "", "", ""]
        if behind[0] in words_of("yes_no") and behind[1] in _ASKERS:
            return next(w for w in behind[2:] if w not in ("have", "need", "to"))
        be = next((n for n, word in enumerate(behind[:4]) if word == "be"), None)
        if be is not None and all(w in _BEFORE_BE for w in behind[:be]):
            return behind[be + 1]
    return ""


def _opens_fact(said: list[str]) -> bool:
    rest = said[said[:1] != [] and said[0] in _BEFORE_IT :]
    asks, following = rest[:1], rest[1:]
    if asks == ["who"]:
        return _asks_person(following)
    if asks in (["what"], ["which"]):
        return any(wording_at("body", following, n) is not None for n in (0, 1))
    verbs = {"did", *words_of("be"), *({"will", "doe", "do"} if asks == ["when"] else ())}
    return asks in (["when"], ["where"]) and not verbs.isdisjoint(following[:1])


def _is_past(verb: str) -> bool:
    return verb in {"did", "won", "wrote", "led", *words_of("be")} or verb.endswith("ed")


def _asks_person(following: list[str]) -> bool:
    """Tell whether "who …" asks for a person, not whose duty something is."""
    if not following:
        return False
    verb = following[0]
    return _is_past(verb) and (
        len(following) == 1 or wording_at("not_a_person", following, 1) is None
    )
