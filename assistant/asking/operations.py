"""What does a follow-up do with the list in force, and what does it say beside the words that tell so?

Knows the question only, not the list.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from assistant.asking.asked import OPERATIONS, Asked, Fragment
from assistant.asking.meanings import Meanings
from assistant.asking.naming import Piece
from assistant.asking.pointing import behind_opening, ends, points_at_those, without_described
from assistant.asking.tokens import SMALL_WORDS, Token, tokens
from assistant.asking.wordings import (
    Match,
    gathered,
    holds,
    opens_with,
    word_list,
    wording_at,
    words_of,
)
from assistant.indexing.arrays import Float32Array
from assistant.records.conditions import (
    EVERYTHING,
    Area,
    Number,
    Responsible,
    Status,
    Without,
    leaves,
    nodes,
)

Understand: TypeAlias = Callable[[str], Asked]

MEANT = Meanings("operations")
# An operation is taken that is likelier than this. Source: scripts/fit_meanings.py.
_NEAR = 0.6
# The same where something is named: at .6 one more of 766 labelled follow-ups is spoiled, none mended.
_NEARER = 0.7
# In a follow-up's shape this stands for all that it names, and in a plain wording what it names for this.
_NAMED, _SLOT = "education", "…"
_LEAVES_OUT = "leave out …"
# The classes whose words say what is done, where they are not those of its name.
_WORDS = {
    "keeps_only": ("keeps_only", "narrows"),
    "joins": ("as_well",),
    "denied": ("denied", "ends_denied"),
}
# What a question says that holds nothing beside these.
_ALONE = {"turns_alone": "turns", "counts_alone": "repeats"}
# So many numbers are named one by one.
FEW_NUMBERS = 2
# Of a sentence that holds words for several, these tell least.
_WEAKEST = frozenset({"drops", "narrows"})
# With these, or none, both of two lists may be spoken of.
_MAY_BE_OF_BOTH = ("", "repeats", "adds")

# What these say may be any.
WIDENED: dict[str, type] = {"any_status": Status, "any_area": Area, "any_group": Responsible}
# What is asked of each of a list, or of two named by number, is asked of no other list.
_OF_EACH = frozenset({"who", "yes-no", "status", "examples"})


@dataclass(frozen=True, slots=True)
class Operation:
    """What is made of a list.

    Attributes:
        name: the class of words.toml that says so; empty for none.
        said: what the question says beside the words of that class.
        text: the same, as written.
    """

    name: str
    said: Fragment
    text: str


def operation(asked: Asked, understand: Understand) -> Operation:
    """Read what a question does with a list."""
    name = _name(asked)
    widened = _widened_by_whether(asked)
    if widened:
        return Operation(widened, Fragment(is_whole=True), "")
    is_read = asked.fragment.is_whole and asked.fragment.condition != EVERYTHING
    if name in _WEAKEST and is_read and asked.fragment.narrows:
        # "Cut it down to research" keeps to it, "no need for research" does not.
        is_out = isinstance(asked.fragment.condition, Without)
        return Operation("drops" if is_out else "narrows", asked.fragment, asked.text)
    is_read &= name not in (*_WEAKEST, *WIDENED) and not _is_corrected(asked)
    if not name or is_read or name == "combines":
        return Operation(name, asked.fragment, asked.text)
    text = _beside(asked, name)
    if not any(c.isalnum() for c in text):
        return Operation(name, Fragment(is_whole=True), "")
    return Operation(name, understand(text).fragment, text)


def in_plain_words(asked: Asked, encode: Callable[[Sequence[str]], Float32Array]) -> str:
    """Write what a follow-up does with a list in the plain words nearest in meaning; empty if none is near."""
    pieces = asked.fragment.pieces
    named = [p for p in pieces if p.condition is not None]
    (likely,) = MEANT.likelihoods(encode([shape(pieces)]))
    at, least = int(likely.argmax()), _NEARER if named else _NEAR
    plain = MEANT.names[at] if at < len(MEANT.names) and likely[at] > least else ""
    said = asked.fragment.condition
    # What is denied as a whole goes; what is denied in part is not said plainly.
    n_denied = sum(isinstance(node, Without) for node in nodes(said))
    is_out = isinstance(said, Without) and n_denied == 1 and plain == _LEAVES_OUT
    is_denied = n_denied > 0 and not is_out
    if (_SLOT in plain) != bool(named) or is_denied:
        return ""
    return plain.replace(_SLOT, asked.text[named[0].start : named[-1].end] if named else "")


def shape(pieces: Sequence[Piece]) -> str:
    """Write a follow-up with one name for all that it names."""
    said = [_NAMED if p.condition is not None else p.word for p in pieces if not p.has("mark")]
    return " ".join(word for word, _ in groupby(said))


def _name(asked: Asked) -> str:
    said = word_list(asked.tokens)
    found = next((name for name in OPERATIONS if holds(name, said)), "")
    is_of_both = found in _MAY_BE_OF_BOTH or (found == "denied" and holds("both_lists", said))
    is_joined = found == "adds" and holds("put_together", said) and points_at_those(asked)
    is_joined |= is_of_both and _speaks_of_both(asked)  # "merge them", "merge the two"
    is_joined |= holds("more_of_two", said)  # "which section has more?"
    if asked.fragment.condition == EVERYTHING and is_joined:
        return "combines"
    if not found and _is_corrected(asked):
        # "Actually, drop the pending ones" leaves out; "actually, research" turns the list to it.
        return "drops" if isinstance(asked.fragment.condition, Without) else "swaps"
    rest = [t.word for t in asked.tokens[behind_opening(asked) :] if not t.is_mark]
    alone = next((to for name, to in _ALONE.items() if " ".join(rest) in words_of(name)), "")
    if alone:
        return alone
    is_plain = found in ("turns", "denied", "loosens") and asked.fragment.condition != EVERYTHING
    # "Keep all but research and drop the rest."
    is_plain |= found == "keeps_only" and Without in map(type, nodes(asked.fragment.condition))
    if is_plain:
        # "Those that are pending", "is either of them pending?", but "also those that are pending".
        found = "adds" if asked.tokens and _opens_adding(asked) else ""
    if found in ("", "adds") and ends(asked, "ends_denied"):
        return "denied"  # "might I also see the research ones that are not?"
    is_asked_of_any = "yes-no" in asked.wants and asks_any(said)
    is_asked_of_any |= asks_which_also(asked)
    is_of_those = points_at_those(asked) and not holds("with_them", said)
    if found == "adds" and (is_of_those or is_asked_of_any):
        return ""  # "do any also name industry?"
    is_out = found == "adds" and isinstance(asked.fragment.condition, Without)
    if is_out and (holds("except_close", said) or _leaves_out_at_once(asked)):
        return ""  # "put HEIs to one side", "remove those that industry is also responsible for"
    if found == "rest_of" and isinstance(asked.fragment.condition, Without):
        return ""  # "without research, what is left?"
    if found or points_at_those(asked):
        return found
    return (
        "joins" if ends(asked, "as_well") and not holds("chooses", without_described(said)) else ""
    )


def _opens_adding(asked: Asked) -> bool:
    start = next((n for n, t in enumerate(asked.tokens) if t.word not in words_of("joints")), 0)
    return opens_with("adds", asked.tokens[start:]) > 0


def _leaves_out_at_once(asked: Asked) -> bool:
    """Tell whether the first word of weight leaves something out."""
    said = word_list(asked.tokens)
    first = next((at for at, word in enumerate(said) if word not in SMALL_WORDS), 0)
    return gathered("except", "except_open").at(said, first) is not None


def _widened_by_whether(asked: Asked) -> str:
    """Give the class that says the same as "whether they have begun or not"; empty for none."""
    if not holds("whether", word_list(asked.tokens)):
        return ""
    kinds = {type(leaf) for leaf in leaves(asked.fragment.condition)}
    return next((name for name, kind in WIDENED.items() if kinds == {kind}), "")


def asks_which_also(asked: Asked) -> bool:
    """Tell whether it is asked which of a list are something as well: "and which are also pending?"."""
    said = word_list(asked.tokens)[behind_opening(asked) :]
    return said[:1] == ["which"] and holds("as_well", said) and not asked.fragment.has_noun


def _speaks_of_both(asked: Asked) -> bool:
    """Tell whether both of two lists are spoken of, or both of two things that a list names."""
    said = word_list(asked.tokens)
    is_both = holds("both_of_something", said) and not asked.wants & _OF_EACH
    return is_both or holds("both_lists", said)


def _is_corrected(asked: Asked) -> bool:
    """Tell whether a question begins by putting right what was asked: "so no, sorry, research"."""
    said = leaves(asked.fragment.condition)
    is_range = len(said) > FEW_NUMBERS and all(isinstance(leaf, Number) for leaf in said)
    if is_range and opens_with("apologises", tokens(asked.written)):
        return True  # "oops, 11 to 18"
    return holds("corrects", word_list(asked.tokens[: behind_opening(asked)]))


def put_right(asked: Asked) -> str:
    """Write what is meant where something else was said by mistake: "I said ongoing, I wanted pending"; empty for nothing."""
    found = tokens(asked.written)
    said = word_list(found)
    begins = next((n for n, t in enumerate(found) if t.word not in ("no", ",")), 0)
    off = opens_with("denies_those", found[begins:])
    after = begins + off + 1
    if off and after < len(found) and found[after - 1].is_mark:
        return f"I meant {_clause(asked.written, found, after, len(said))}"  # "not those, the …"
    wrong = next(gathered("misspoke").everywhere(said), None) or _called_off(said)
    if wrong is None or holds("as_well", said):
        return ""  # "I said pending, I need the ongoing ones too"
    right = next((m for m in gathered("meant").everywhere(said) if m.start > wrong.end), None)
    if right is None or right.end == len(said):
        return ""
    return f"I meant {_clause(asked.written, found, right.end, len(said))}"


def _called_off(said: Sequence[str]) -> Match[str] | None:
    """Find what takes something back before what is meant: "scrap ongoing, I meant emerging"."""
    meant = next((m for m in gathered("meant").everywhere(said) if m.start > 1), None)
    if meant is None or [said[meant.start - 1], said[meant.start]] != [",", "i"]:
        return None
    return gathered("drops", "except", "except_open").at(said, 0)


def _beside(asked: Asked, name: str) -> str:
    """Give what is said beside the words of an operation."""
    found = asked.tokens
    said = word_list(found)
    out = set(range(behind_opening(asked)))
    for match in gathered(*_WORDS.get(name, (name,))).everywhere(said):
        out |= set(range(match.start, match.end))
    return _joined(asked.text, [t for n, t in enumerate(found) if n not in out])


def _joined(text: str, kept: Sequence[Token]) -> str:
    """Write tokens out as they stand in a text, without what lies between those that are left out."""
    return " ".join(text[t.start : t.end] for t in kept).strip(" ,.;:?!-–")


def steps_of(asked: Asked) -> list[str]:
    """Cut "drop the pending ones and add research" where another operation begins; one text if none does."""
    said = word_list(asked.tokens)
    first = next((at for at in range(behind_opening(asked), len(said)) if said[at].isalpha()), 0)
    verbs = sorted({m.start for m in gathered("step").everywhere(said)})
    cuts = [
        at for at in verbs if at > first and said[at - 1] in (*words_of("joints"), ",", ";", "then")
    ]
    if first not in verbs or not cuts or holds("swaps", said):
        return [asked.text]
    bounds = zip((first, *cuts), (*cuts, len(said)), strict=True)
    return [_clause(asked.text, asked.tokens, start, end) for start, end in bounds]


def _clause(text: str, found: Sequence[Token], start: int, end: int) -> str:
    """Write out some tokens of a text as they stand, without the joint behind them."""
    while end > start and end < len(found) and not _says(found[end - 1]):
        end -= 1
    return text[found[start].start : found[end - 1].end]


def _says(token: Token) -> bool:
    return not (token.is_mark or token.word in words_of("joints") or token.word == "then")


def keeps_or_leaves(asked: Asked, n_kinds: int) -> bool:
    """Tell whether a question begins with what to keep or leave out: "only pending recommendations, please"."""
    said, at = [t.word for t in asked.tokens if not t.is_mark], behind_opening(asked)
    while at < len(said) and (said[at] in SMALL_WORDS or holds("asks_list", [said[at]])):
        if gathered("only", "except", "except_open").at(said, at):
            break
        at += 1
    is_out = at < len(said) and gathered("except", "except_open").at(said, at) is not None
    is_led = wording_at("only", said, at) is not None
    if is_led and not asked.fragment.has_noun:
        return True  # "only the ones in education, and skip any that are ongoing"
    is_kept = is_led or ends(asked, "only")
    # "Remove everything in education" leaves out, "except education, everything" lists.
    is_every = is_out and gathered("every").at([*said, ""], at + 1) is not None
    is_told = tells(asked) or is_every or (is_out and holds("of_these", said))
    return is_told and (is_out or (is_kept and n_kinds == 1))


def tells(asked: Asked) -> bool:
    """Tell whether something is told to be done, rather than asked: no "which", no "all"."""
    spoken = word_list(asked.tokens)
    return not (holds("every", spoken) or holds("asks_which", spoken))


def leaves_out(asked: Asked) -> bool:
    """Tell whether a question does no more than keep to something or leave it out: "only pending", "not those in research"."""
    said = asked.fragment
    is_out = isinstance(said.condition, Without) or said.narrows
    return is_out and said.is_whole and said.condition != EVERYTHING and tells(asked)


def tells_all(asked: Asked) -> bool:
    """Tell whether all are told to be shown, and none is asked for: "everything except …"."""
    spoken = word_list(asked.tokens)
    return holds("every", spoken) and not holds("asks_which", spoken)


def asks_of_each(asked: Asked) -> bool:
    """Tell whether something is asked of each of a list, and not which are so: "are they pending or what?"."""
    said = [t.word for t in asked.tokens if not t.is_mark]
    while said and (said[0] in words_of("joints") or wording_at("courtesy", said, 0)):
        said.pop(0)
    is_of_them = (
        len(said) > 1 and said[0] in words_of("be_or_have") and said[1] in words_of("all_of_them")
    )
    is_of_them &= not any(t.is_mark for t in asked.tokens[-len(said) : -1])
    return is_of_them and not asks_any(said)


def asks_any(said: Sequence[str]) -> bool:
    """Tell whether it is asked of which something is so: "any ongoing?", "which are …"."""
    return "any" in said or holds("of_these", said)
