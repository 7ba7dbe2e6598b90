"""Reads how strong and certain a recommendation is said to be, and what closes it that is none of its words.

Knows words only; nothing of blocks or files.
"""

import re

from assistant.domain import NOTHING, Excerpt

# How NICE closes a recommendation: "[2012, amended 2016]".
CLOSING_YEAR = re.compile(r"\[[^\[\]]*\b(?:19|20)\d\d\b[^\[\]]*\]\.?$")
# GRADE in two signs, the strength and the certainty: "1B", "2C".
_CODE = r"[12][A-D]"
_STRENGTH = re.compile(
    r"\b(strong|conditional|weak|discretionary)\b[^.;()\[\]]{0,40}?\brecommendation"
    r"|\b(?:level|strength|grade)(?: of (?:the )?recommendation)?\s*[:=–-]\s*([a-z]+)"
    r"|\brecommendation\s*[:–-]?\s*\(?(strong|conditional|weak)\b"
    r"|\b(good practice) (?:statement|point|recommendation)",
    re.IGNORECASE,
)
_LEVEL = r"((?:very low|low|moderate|high)(?:[- ]to[- ](?:very low|low|moderate|high))?)"
_CERTAINTY = re.compile(
    rf"\b{_LEVEL}[- ](?:certainty|quality)"
    rf"|\b(?:evidence|(?:certainty|quality)(?: of (?:the )?evidence)?)\s*[:=–-]\s*{_LEVEL}\b",
    re.IGNORECASE,
)
# The last words of a recommendation that only grade it: "[Weak, 2025]", "(Strong recommendation)",
# "(1B)", "[Grade 2C]", "Level: essential".
_GRADING_BEHIND = re.compile(
    r"\s+(?:[(\[]((?:(?:strong|conditional|weak|discretionary|ungraded|good practice|GPP)\b"
    rf"|(?:grade\s+|GRADE:\s*)?(?-i:{_CODE})\b|(?:grade|level|class)\s+(?:[A-E]|[IV]+[ab]?)\b)[^()\[\]]{{0,80}})[)\]]\.?"
    r"|((?:level|strength|grade)(?: of (?:the )?recommendation)?\s*[:=]\s*([\w-]+(?: [\w-]+){0,3}))\.?"
    rf"|(?<=[.;)\]]\s)((?:evidence|(?:quality|certainty)(?: of (?:the )?evidence)?)\s*[:=]\s*{_LEVEL})\.?)$",
    re.IGNORECASE,
)
# A year in brackets behind the last full stop says when it was made; before it, it may cite.
_YEAR_BEHIND = re.compile(r"(?<=[.:;!?)\]])\s*" + CLOSING_YEAR.pattern)
# Who is to do it: "[Lead: imaging manager]", "(Owner: trust board)"; or by its place, if most end so: "[Trust board]".
_OWNER_NAMED = re.compile(
    r"\s*[(\[](?:action|owners?|lead|led by|responsib\w+|accountab\w+|for)\s*:\s*(?P<who>[^()\[\]]{2,120})[)\]]\.?$",
    re.IGNORECASE,
)
_OWNER = re.compile(r"(?<=[.;!?])\s*\[(?P<who>[^\W\d][^\[\]\d]{2,120})\]$")
_BRACKETED = re.compile(r"[(\[][^()\[\]]*[)\]]")
# A badge beside a recommendation says its strength in one word.
BADGE = re.compile(r"[(\[]?\s*(strong|conditional|weak)\s*[)\]]?", re.IGNORECASE)
_MAX_GRADING = 200


def strength_in(text: str, grading: str = "") -> str:
    """Read how strong a recommendation is said to be, here or beside it: "strong", "1B", or empty."""
    badge = BADGE.match(grading.strip())
    code = re.search(rf"\b{_CODE}\b", grading)
    is_said = _graded(_STRENGTH, text, grading) or (badge[1] if badge else "")
    return is_said or (code[0] if code else "")


def certainty_in(text: str, grading: str = "") -> str:
    """Read how certain its evidence is said to be, as written: "low"; empty if not said."""
    return _graded(_CERTAINTY, text, grading)


def _graded(pattern: re.Pattern[str], text: str, grading: str) -> str:
    """Search where gradings stand: apart, in brackets, and in the last sentence."""
    last = re.split(r"(?<=[.!?])\s+(?=[A-Z])", text)[-1]
    for piece in (grading, *_BRACKETED.findall(text), last):
        if match := pattern.search(piece):
            return next(group for group in match.groups() if group)
    return ""


def is_grading(text: str) -> bool:
    """Tell whether a paragraph only says how strong and certain the recommendation is."""
    if BADGE.fullmatch(text):
        return True
    return len(text) <= _MAX_GRADING and bool(
        re.match(
            r"[(\[]?\s*(?:strong|conditional|weak|strength|certainty|quality|good practice)\b",
            text,
            re.IGNORECASE,
        )
        and (_STRENGTH.search(text) or _CERTAINTY.search(text))
    )


def without_closing(words: Excerpt) -> tuple[Excerpt, str]:
    """Part a recommendation from what closes it: its year, its grade. Give the grade's words too."""
    grading = ""
    while behind := _YEAR_BEHIND.search(words.text) or _GRADING_BEHIND.search(words.text):
        if behind.re is _GRADING_BEHIND:
            grading += f" {behind[1] or behind[2] or behind[4]}"
        words = words.slice(0, behind.start())
    return words, grading


def without_owner(words: Excerpt, *, is_usual: bool = False) -> tuple[Excerpt, Excerpt]:
    """Part a recommendation from the bracket behind it that says who is to do it.

    Args:
        is_usual: most recommendations of its document end with a bracket, which needs no name then.
    """
    behind = _OWNER_NAMED.search(words.text) or (_OWNER.search(words.text) if is_usual else None)
    if behind is None or not behind.start():
        return words, NOTHING
    return words.slice(0, behind.start()), words.slice(*behind.span("who"))


def ends_with_owner(text: str) -> bool:
    """Tell whether a recommendation ends with a bracket that may say who is to do it."""
    by_place = _OWNER.search(text)
    # One word may grade it: "[Essential]".
    return bool(_OWNER_NAMED.search(text) or (by_place and " " in by_place["who"]))
