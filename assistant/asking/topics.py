"""Another subject in the place of the last: "and CTRads?", "does the RCR agree?"; is a document itself meant?"""

from dataclasses import replace

from assistant.asking.asked import Asked, Before, ByConditions, OfDocument, Search
from assistant.asking.other_words import SHORT_NAME
from assistant.asking.pointing import content, ends, points, points_at_one
from assistant.asking.tokens import SMALL_WORDS
from assistant.asking.wordings import gathered, holds, opens_with, uncovered, word_list, words_of
from assistant.indexing.tokenization import STOP_WORDS
from assistant.records.conditions import EVERYTHING, Area, leaves

# What is said of a document that is only to speak on what was asked before.
_VIEW = ("says", "compare", "compares", "its_view")
# What is asked of a document, and hardly of anything else that is pointed at.
_OF_WHAT_IS_READ = ("published", "current", "authors", "publisher")


def instead(asked: Asked, before: Before) -> str:
    """Write out a question that names another thing of the same kind as the last topic, or nothing.

    "And CTRads?" after "What is CRUK RadNet?"; after a question on something "what about the RCR?",
    "does the RCR agree?".
    """
    topic = before.topic
    if topic is None or not isinstance(topic.sought, Search):
        return ""
    if len(asked.documents) == 1 and asked.documents != topic.documents:
        return _with_document(asked, topic)
    start = opens_with("opening", asked.tokens)
    named = asked.tokens[start:]
    if not start or not named:
        return ""
    said = word_list(topic.tokens)
    opening = gathered("what_is").at(said, 0) if said else None
    is_name = named[0].word in words_of("articles") or named[0].word not in STOP_WORDS
    is_name &= not asked.documents and 0 < len(content(asked)) <= SHORT_NAME
    if opening is None or not is_name or points(asked) or len(content(topic)) > SHORT_NAME:
        return ""
    verb = topic.text[: topic.tokens[opening.end - 1].end]
    return f"{verb} {asked.text[named[0].start :]}"


def in_there(asked: Asked, before: Before) -> ByConditions | None:
    """Read "list the recommendations there" behind a question on an area as those of it; None for anything else."""
    topic, said = before.topic, asked.fragment
    is_all = said.condition == EVERYTHING and said.shows and said.has_noun
    if topic is None or before.in_force is not None or not (is_all and ends(asked, "in_there")):
        return None
    areas = {x for x in leaves(topic.fragment.condition) if isinstance(x, Area)}
    return ByConditions(areas.pop()) if len(areas) == 1 else ByConditions(EVERYTHING, (asked.text,))


def asks_which_it_is(asked: Asked, before: Before) -> bool:
    """Tell whether the number of what was spoken of is asked for: "which recommendation is it?"."""
    said, topic = asked.fragment, before.topic
    is_bare = said.has_noun and said.condition == EVERYTHING and not said.aside
    is_of_topic = topic is not None and isinstance(topic.sought, Search) and not before.numbers
    if not (is_bare and is_of_topic):
        return False
    is_of_it = points_at_one(asked) or holds("which_it_is", word_list(asked.tokens))
    return is_of_it and holds("asks_which", word_list(asked.tokens))


def _with_document(asked: Asked, topic: Asked) -> str:
    """Ask the last topic of another document; nothing where more was said than what is its view."""
    names = [range(*span) for span in asked.named_at]
    left = (t for t in uncovered(asked.tokens, *_VIEW) if not any(t.start in n for n in names))
    if len(names) != 1 or len(topic.named_at) > 1 or any(t.word not in SMALL_WORDS for t in left):
        return ""
    name = asked.text[names[0].start : names[0].stop]
    if not topic.named_at:
        return f"{topic.text.rstrip('?.! ')} – {name}?"
    ((first, last),) = topic.named_at
    return topic.text[:first] + name + topic.text[last:]


def of_document(asked: Asked, sought: OfDocument, topic: Asked | None) -> Asked | None:
    """Read a question about a document; None if it points at something else that was spoken of."""
    if sought.is_named:
        return asked
    is_of_one = topic is not None and isinstance(topic.sought, OfDocument)
    if topic is None or not (is_of_one or _is_at_hand(asked, sought, topic)):
        return None
    return replace(asked, documents=asked.documents or topic.documents)


def _is_at_hand(asked: Asked, sought: OfDocument, topic: Asked) -> bool:
    """Tell whether "when was this published?" asks of what is read, and of nothing published that was spoken of.

    Of what was spoken of, however it is pointed at, no guidance says who paid for it.
    """
    said = word_list(asked.tokens)
    is_this = "this" in said and sought.facet in _OF_WHAT_IS_READ
    is_of_another = holds("publication", word_list(topic.tokens))
    return sought.facet == "funders" or (is_this and not is_of_another)
