"""Another subject in the place of the last: "and CTRads?" after "What is CRUK RadNet?", "what about the RCR?"."""

from assistant.asking.asked import Asked, Before, Search
from assistant.asking.other_words import SHORT_NAME
from assistant.asking.pointing import content, points
from assistant.asking.wordings import gathered, opens_with, word_list, words_of
from assistant.indexing.tokenization import STOP_WORDS, words


def instead(asked: Asked, before: Before) -> str:
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
    is_name = named[0].word in words_of("articles") or named[0].word not in STOP_WORDS
    is_name &= not asked.documents and 0 < len(content(asked)) <= SHORT_NAME
    if opening is None or not is_name or points(asked) or len(content(topic)) > SHORT_NAME:
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
