"""Cuts an excerpt into what is shown of it: words, lit up or not, and reference marks."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.domain import Excerpt, Span
from assistant.domain.marks import LINK, reference_marks


class Piece(NamedTuple):
    """Words to be shown, or the labels of a reference mark."""

    text: str
    is_lit: bool = False
    labels: tuple[str, ...] = ()


def pieces(excerpt: Excerpt, lit: Sequence[Span] = ()) -> Iterator[Piece]:
    """Cut an excerpt, lit up wherever it holds the spans that are `lit`.

    A link's brackets and address are left out.
    """
    ranges = _lit_ranges(excerpt, lit)
    for start, end, labels in _shown(excerpt.text):
        if labels:
            yield Piece("", any(a < end and start < b for a, b in ranges), labels)
            continue
        at = start
        for a, b in ranges:
            first, last = max(a, at), min(b, end)
            if first < last:
                yield Piece(excerpt.text[at:first])
                yield Piece(excerpt.text[first:last], is_lit=True)
                at = last
        yield Piece(excerpt.text[at:end])


def _lit_ranges(excerpt: Excerpt, lit: Sequence[Span]) -> list[tuple[int, int]]:
    """Turn spans of the source into ranges of the excerpt's text, joined where they touch."""
    found: list[tuple[int, int]] = []
    offset = 0
    for first, last in excerpt.spans:
        for start, end in sorted(lit):
            a, b = max(start, first) - first + offset, min(end, last) - first + offset
            if a < b:
                # Two spans that follow each other are one range: between them is one space.
                if found and a - found[-1][1] <= 1:
                    found[-1] = (found[-1][0], max(found[-1][1], b))
                else:
                    found.append((a, b))
        offset += last - first + 1
    return found


def _shown(words: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Cut a text at its reference marks and links: characters [start, end), a mark's with its labels."""
    inner = [(m.start, m.end, (m.start, m.end, m.labels)) for m in reference_marks(words)]
    inner += [(m.start(), m.end(), (*m.span(1), ())) for m in LINK.finditer(words)]
    at = 0
    for start, end, shown in sorted(inner):
        if start >= at:
            yield at, start, ()
            yield shown
            at = end
    yield at, len(words), ()
