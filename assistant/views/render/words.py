"""Shows an excerpt's words: spans lit up, reference marks as buttons, link markup as its words."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from assistant.domain import DocumentId, Excerpt, Span
from assistant.domain.marks import LINK, reference_marks
from assistant.views.render.elements import Html, button, joined, tag, text


class _Piece(NamedTuple):
    """Characters [start, end) of an excerpt's text; shown as words, or as reference labels."""

    start: int
    end: int
    labels: tuple[str, ...] = ()


def words(excerpt: Excerpt, document: DocumentId, lit: Sequence[Span] = ()) -> Html:
    """Show an excerpt of a document, lit up wherever it holds the spans that are `lit`."""
    ranges = _lit_ranges(excerpt, lit)
    return joined(
        *(_shown(excerpt.text, piece, document, ranges) for piece in _pieces(excerpt.text))
    )


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


def _pieces(words_: str) -> Iterator[_Piece]:
    """Cut a text at its reference marks and links; a link's brackets and address are left out."""
    inner = [(m.start, m.end, _Piece(m.start, m.end, m.labels)) for m in reference_marks(words_)]
    inner += [(m.start(), m.end(), _Piece(m.start(1), m.end(1))) for m in LINK.finditer(words_)]
    at = 0
    for start, end, piece in sorted(inner):
        if start < at:
            continue
        yield _Piece(at, start)
        yield piece
        at = end
    yield _Piece(at, len(words_))


def _shown(
    words_: str, piece: _Piece, document: DocumentId, ranges: Iterable[tuple[int, int]]
) -> Html:
    if piece.labels:
        is_lit = any(a < piece.end and piece.start < b for a, b in ranges)
        marks = joined(*(_reference(label, document) for label in piece.labels), between=", ")
        return tag.sup(tag.mark(marks) if is_lit else marks)
    parts: list[Html] = []
    at = piece.start
    for a, b in ranges:
        start, end = max(a, at), min(b, piece.end)
        if start < end:
            parts += [text(words_[at:start]), tag.mark(words_[start:end])]
            at = end
    return joined(*parts, text(words_[at : piece.end]))


def _reference(label: str, document: DocumentId) -> Html:
    place = f"{document}/ref-{label}"
    return button(label, "open", place, class_="reference", title=f"Reference {label}")
