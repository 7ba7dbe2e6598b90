"""Finds in guidance text what is not words: reference marks, addresses, link markup."""

import re
from functools import lru_cache
from typing import NamedTuple

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")

# users¹ · services²⁰⁻²⁶ · techniques^{4,10-15} · measured [18]
# A power (10³) and a unit (cm²) are words, no marks.
REFERENCE_MARK = re.compile(
    r"(?<!\d)(?<!\bm)(?<!\b[ckm]m)[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:[⁻,–-][⁰¹²³⁴⁵⁶⁷⁸⁹]+)*"
    r"|\^\{(?P<braced>\d+(?:[,–-]\d+)*)\}"
    r"|(?<=[\w.,)])\s?\[(?P<bracketed>\d+(?:\s?[,–-]\s?\d+)*)\](?!\()"
)
ADDRESS = re.compile(r"<?(?:https?://|www\.)\S+")
LINK = re.compile(r"\[([^\[\]]+)\]\([^()\s]*\)")


class ReferenceMark(NamedTuple):
    """A mark in a text that points to numbered references."""

    start: int
    end: int
    labels: tuple[str, ...]


def reference_marks(text: str) -> list[ReferenceMark]:
    """Find the reference marks of a text, in order."""
    found = []
    for match in REFERENCE_MARK.finditer(text):
        written = match["braced"] or match["bracketed"] or match[0].translate(_SUPERSCRIPTS)
        found.append(ReferenceMark(match.start(), match.end(), _labels(written)))
    return found


def _labels(written: str) -> tuple[str, ...]:
    """Spell out '4,10-12' as 4, 10, 11, 12."""
    labels: list[str] = []
    for piece in re.split(r"\s?,\s?", written):
        first, *last = (int(number) for number in re.split(r"\s?[–-]\s?", piece))
        # A range of over a hundred is a slip of the pen, not a hundred references.
        stop = last[0] if last and first <= last[0] <= first + 100 else first
        labels += [str(number) for number in range(first, stop + 1)]
    return tuple(labels)


def words_only(text: str) -> str:
    """Take out marks and addresses and keep a link's words, for searching."""
    if text.isascii() and not any(sign in text for sign in ("[", "^{", "://", "www.")):
        return text
    text = LINK.sub(r"\1", text)
    return REFERENCE_MARK.sub(" ", ADDRESS.sub(" ", text))


@lru_cache(maxsize=10_000)
def readable(text: str) -> tuple[tuple[int, int], ...]:
    """List what of a text is read, in order: all but reference marks and a link's brackets and address.

    Remembered, as the same parts of passages are quoted again and again.
    """
    left_out = [(mark.start, mark.end) for mark in reference_marks(text)]
    for link in LINK.finditer(text):
        left_out += [(link.start(), link.start(1)), (link.end(1), link.end())]
    ranges, at = [], 0
    for start, end in sorted(left_out):
        ranges.append((at, start))
        at = max(at, end)
    ranges.append((at, len(text)))
    return tuple((start, end) for start, end in ranges if text[start:end].strip())
