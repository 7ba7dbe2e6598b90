"""Does a question ask of a document itself? Of its title, date, authors, address, readers, making, aim.

Read from the classes of words.toml. Every word counts: with one left over, it asks of something else.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

from assistant.asking.tokens import SMALL_WORDS, Token
from assistant.asking.wordings import gathered, holds, uncovered, word_list, words_of

Facet: TypeAlias = Literal[
    "title",
    "published",
    "current",
    "authors",
    "n_authors",
    "n_references",
    "publisher",
    "funders",
    "address",
    "reference",
    "readers",
    "method",
    "purpose",
    "limits",
    "whole",
]


class _Wording(NamedTuple):
    """How a facet is asked for: by words of a class, with one of these words if there are any.

    Attributes:
        is_last: whether it must end the question: "who is it for?".
        is_own: whether it is asked of nothing but a document, even where none is spoken of.
        is_of_named: whether it is asked of a document only by its name.
    """

    facet: Facet
    name: str
    asking: tuple[str, ...] = ()
    is_last: bool = False
    is_own: bool = False
    is_of_named: bool = False


_WHO, _WHAT = ("who", "whom", "whose"), ("what",)
_OF_OTHERS = {*_WHO, "where", "when", "why", "how"}
# The first that a question holds is what it asks.
_WORDINGS = (
    _Wording("title", "about_all", is_own=True),
    _Wording("n_authors", "about_n_authors", is_own=True),
    _Wording("n_references", "about_n_references", is_own=True),
    _Wording("reference", "about_reference"),
    _Wording("limits", "about_limits"),
    _Wording("current", "about_current"),
    _Wording("published", "about_date"),
    _Wording("published", "about_made", ("when",)),
    _Wording("published", "about_issued", ("when",)),
    _Wording("address", "about_address"),
    _Wording("address", "about_got", ("where", "how")),
    _Wording("method", "about_method", is_own=True),
    _Wording("authors", "about_authors", is_own=True),
    _Wording("readers", "about_readers", is_own=True),
    _Wording("readers", "about_read", _WHO),
    _Wording("readers", "about_for", _WHO, is_last=True),
    _Wording("publisher", "about_publisher"),
    _Wording("publisher", "about_from", ("where",)),
    _Wording("publisher", "stands_for", is_of_named=True),
    _Wording("publisher", "about_issued", _WHO),
    _Wording("funders", "about_funded", _WHO),
    _Wording("authors", "about_made", _WHO),
    _Wording("method", "about_made", ("how",)),
    _Wording("method", "about_agreed", ("how",)),
    _Wording("purpose", "about_purpose"),
    _Wording("purpose", "about_made", ("why",)),
    _Wording("title", "about_title"),
    _Wording("purpose", "about_for", _WHAT, is_last=True),
    _Wording("whole", "about_whole", is_own=True),
    _Wording("whole", "about_said", _WHAT),
)
_COUNTED = ("about_n_authors", "about_n_references")
_NAMES = tuple(dict.fromkeys(wording.name for wording in _WORDINGS))


def facet_of(
    found: Sequence[Token], named: Sequence[tuple[int, int]], subjects: Sequence[tuple[int, int]]
) -> Facet | None:
    """Tell what a question asks of a document; None if it asks of anything else.

    Args:
        named: the tokens [start, end) that name documents.
        subjects: those that name what the whole guidance is about.
    """
    said = word_list(found)
    held = {name for match in gathered(*_NAMES).everywhere(said) for name in match.meanings}
    asked = next((w for w in _WORDINGS if w.name in held and _is_asked(w, said)), None)
    if asked is None:
        # "Guidance on AI", "about the guidance", "the guidance".
        n_spoken_of = len(list(gathered("about_document").everywhere(said)))
        is_of_all = n_spoken_of == 1 and _OF_OTHERS.isdisjoint(said)
        is_whole = is_of_all and not _left_over(found, subjects)
        return "whole" if is_whole else None
    # "What does it say radiographers should do?"
    people = () if asked.facet == "whole" else ("about_people",)
    if (asked.is_of_named and not named) or _left_over(found, (*named, *subjects), people):
        return None
    # "What is the Society responsible for?" names a body, and no document.
    is_named = bool(named) and not asked.is_last
    speaks = speaks_of_one(said) or holds("about_authors", said)
    is_of_one = speaks or is_named or not words_of("pointers").isdisjoint(said)
    return asked.facet if is_of_one or asked.is_own or holds("about_itself", said) else None


def speaks_of_one(said: Sequence[str]) -> bool:
    """Tell whether words speak of a document: "the guidance", "this paper"; nothing else has references."""
    return any(holds(name, said) for name in ("about_document", *_COUNTED))


def _is_asked(wording: _Wording, said: list[str]) -> bool:
    if wording.asking and not any(word in said for word in wording.asking):
        return False
    ends = next((n for n in range(len(said), 0, -1) if said[n - 1].isalnum()), 0)
    return not wording.is_last or holds(wording.name, said[ends - 1 : ends])


def _left_over(
    found: Sequence[Token], named: Sequence[tuple[int, int]], beside: Sequence[str] = ()
) -> bool:
    """Tell whether a question holds words that ask nothing of a document."""
    names = {token.start for start, end in named for token in found[start:end]}
    left = uncovered(found, "about_document", "about_beside", *beside, *_NAMES)
    return any(t.word not in SMALL_WORDS and t.start not in names for t in left)
