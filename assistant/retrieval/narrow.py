"""Does a question ask for one fact: a number, a date, an amount, a name, a place?

Such a question is answered only by words that state the fact; one that asks what to do is answered
by any passage on its subject. By how it opens, without a language model. Knows nothing of scores.
"""

from __future__ import annotations

import re

_BEFORE = (
    r"(?:(?:and|but|so|ok(?:ay)?|please|under|in|for|on|at|according to|(?:can|could) you|tell me)\b"
    r"[^?.!]{0,70}?[\s,]+)?"
)
_QUANTITIES = (
    r"(?:number|percentage|per ?cent|proportion|share|fee|price|cost|salary|budget|address|telephone"
    r"|phone|email|website|fine|penalty|threshold|date|deadline|year|month|day|name|rate|amount|figure"
    r"|minimum|maximum|average|median|version|size|dose|score|accuracy|sensitivity|specificity)"
)
_BODIES = (
    r"(?:countr(?:y|ies)|states|nations|compan(?:y|ies)|firms|vendors?|suppliers|manufacturers|products?"
    r"|brands?|hospitals?|trusts|universit(?:y|ies)|journals?|standards?)"
)
# After "who is": a duty, not a person.
_DUTIES = (
    r"(?:responsible|accountable|meant|supposed|expected|allowed|able|required|obliged|exempt|affected"
    r"|covered|involved|concerned|in charge|it|this|to)"
)
_FACTS = (
    r"how (?:many|much|long|old|big|large|far|high|fast|tall|heavy|expensive)",
    r"(?:(?:from|since|until|by) )?when (?:did|was|were|will|is|are|does|do)",
    r"where (?:is|was|were|did|are)",
    rf"who (?:is|was|were|are|did|won|wrote|led|\w+ed)\b(?! {_DUTIES}\b)",
    r"(?:(?:from|in|on|by|within|at) )?(?:what|which)(?:'s| (?:is|was|were|are))? (?:the |an? )?"
    rf"(?:[\w-]+ ){{0,4}}?{_QUANTITIES}",
    rf"(?:(?:in|by) )?(?:what|which) (?:[\w-]+ )?{_BODIES}",
)
_ONE_FACT = re.compile(rf"^\W*{_BEFORE}(?:{'|'.join(_FACTS)})\b", re.IGNORECASE)


def asks_one_fact(question: str) -> bool:
    """Tell whether a question asks for one fact."""
    return bool(_ONE_FACT.search(question))
