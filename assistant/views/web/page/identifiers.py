"""Tells whether a question looks as if it holds a patient's identifiers.

Errs towards asking: a question that is wrongly held back costs one click.
"""

import re
from collections.abc import Iterator

_TEN_DIGITS = re.compile(r"(?<!\d)(?:\d[ \-\u2013.]?){9}\d(?!\d)")
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    "sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_DATE = re.compile(
    r"(?<!\d)(?:"
    r"(?:0?[1-9]|[12]\d|3[01])\s?[./\-]\s?(?:0?[1-9]|1[0-2])\s?[./\-]\s?(?:(?:19|20)\d\d|\d\d)"
    r"|(?:19|20)\d\d[./\-](?:0[1-9]|1[0-2])[./\-](?:0[1-9]|[12]\d|3[01])"
    rf"|(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS})[\s,]+(?:19|20)\d\d"
    r")(?!\d)",
    re.IGNORECASE,
)
_BORN = re.compile(r"\b(?:d\.?o\.?b\.?|date of birth|born (?:on|in))\b[^\n]{0,20}\d", re.IGNORECASE)
_LABELLED_NUMBER = re.compile(
    r"\b(?:hospital|patient|unit|district|case|accession|MRN|PAS|CHI|H&C)\s*"
    r"(?:number|no\.?|num\.?|id|identifier|#)?\s*(?:is\s+|[:#]\s*)?"
    r"(?=[A-Z\-/]*\d)[A-Z]{0,3}[\-/]?\d[\dA-Z\-/]{4,}\b",
    re.IGNORECASE,
)
# A letter or two and six or more digits, the shape of most trusts' numbers: X123456, RXH1234567.
_BARE_NUMBER = re.compile(r"\b[A-Z]{1,3}\d{6,8}[A-Z]?\b")
_UNLABELLED_LONG = re.compile(r"(?<![\d.])\d{7,9}(?![\d.])")
_HOSPITAL_NUMBERS = _LABELLED_NUMBER, _BARE_NUMBER, _UNLABELLED_LONG


def identifiers(question: str) -> tuple[str, ...]:
    """Name the kinds of identifiers that a question seems to hold, in words."""
    return tuple(dict.fromkeys(_found(question)))


def _found(question: str) -> Iterator[str]:
    for match in _TEN_DIGITS.finditer(question):
        if is_nhs_number("".join(c for c in match[0] if c.isdigit())):
            yield "an NHS number"
    if _DATE.search(question) or _BORN.search(question):
        yield "a date of birth"
    if any(number.search(question) for number in _HOSPITAL_NUMBERS):
        yield "a hospital number"


def is_nhs_number(digits: str) -> bool:
    """Check ten digits by modulus 11; Scotland's and Northern Ireland's numbers share the rule.

    Source: NHS Data Dictionary, NHS NUMBER.
    """
    if len(digits) != 10 or not digits.isdigit() or len(set(digits)) == 1:
        return False
    check = 11 - sum(int(digit) * (10 - at) for at, digit in enumerate(digits[:9])) % 11
    return check != 10 and check % 11 == int(digits[9])
