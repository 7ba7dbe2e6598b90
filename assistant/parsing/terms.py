"""Sets out a web page's definition list whose terms number recommendations: each heads what is said below it.

Knows elements only; nothing of what is written of them.
"""

import re

from assistant.characters import UNSEEN
from assistant.parsing.furniture import Element
from assistant.parsing.statements import is_numbered

_LEVEL = "h6"  # below every heading of the page
# What is said of a recommendation, not by it: "For: all wards".
_NAMED = re.compile(r"\s*[A-Z][a-z]+(?: [a-z]+)?:\s")


def headed_by_terms(root: Element) -> None:
    """Make headings of the terms that number recommendations, and one paragraph of each one's words.

    What stands beside the number, as whether it was accepted, are not those.
    """
    for term in list(root.iter("dt")):
        below = term.getnext()
        if below is None or below.tag != "dd" or not is_numbered(_words(term)):
            continue
        term.tag = _LEVEL
        for paragraph in below.iterchildren("p"):
            if not _NAMED.match(_words(paragraph)):
                paragraph.tag = "span"
                paragraph.tail = f" {paragraph.tail or ''}"


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).translate(UNSEEN).split())
