"""A document to read: headings, paragraphs, table rows and references, with spans lit up."""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from assistant.domain import DocumentId, Passage, Span
from assistant.views.render.edition import Edition
from assistant.views.render.markup import NOTHING, Html, Template

# One letter matches everywhere and says nothing.
_SHORTEST_SEARCH = 2
_PAGE = Template("reader.html")


class Block(NamedTuple):
    """A heading, of which `level` counts from 1, or the passages of one kind that stand together below one.

    Attributes:
        words: of the heading, or of the caption that stands once before the rows of a table.
        anchor: by which a heading is found on the page.
    """

    words: str
    level: int = 0
    anchor: str = ""
    passages: tuple[Passage, ...] = ()
    is_list: bool = False


def beside(document: DocumentId, lit: Sequence[Span], edition: Edition) -> Html:
    """Show a document beside an answer, with a way back."""
    return _PAGE.beside(edition.entry(document), blocks(document, edition), lit, edition)


def whole(document: DocumentId, lit: Sequence[Span], edition: Edition) -> Html:
    """Show a document on its own, with its headings to walk by."""
    return _PAGE.whole(edition.entry(document), blocks(document, edition), lit, edition)


def find(document: DocumentId, wanted: str, edition: Edition) -> list[tuple[Span, ...]]:
    """Find words in a document, whatever their case and never across two passages: each place's spans."""
    needle = " ".join(wanted.lower().split())
    if len(needle) < _SHORTEST_SEARCH:
        return []
    return [
        passage.excerpt.slice(at.start(), at.end()).spans
        for passage in edition.passages_of(document)
        for at in re.finditer(re.escape(needle), passage.text.lower())
    ]


def found(wanted: str, places: Sequence[object]) -> Html:
    """Say in how many places the words were found."""
    words = wanted.strip()
    return _PAGE.found(words, len(places)) if len(words) >= _SHORTEST_SEARCH else NOTHING


def blocks(document: DocumentId, edition: Edition) -> list[Block]:
    """List what a document is made of, in reading order; each heading once."""
    opened: set[tuple[str, ...]] = set()
    listed = []
    for headings, under in groupby(edition.passages_of(document), key=lambda p: p.headings):
        for level, heading in enumerate(headings, start=1):
            path = headings[:level]
            if path not in opened:
                opened.add(path)
                steps = "/".join("-".join(step.split()) for step in path)
                listed.append(Block(heading, level, f"{document}-{steps}"))
        for (is_list, caption), group in groupby(under, key=_setting):
            listed.append(Block(caption, passages=tuple(group), is_list=is_list))
    return listed


def _setting(passage: Passage) -> tuple[bool, str]:
    is_row = passage.kind in {"row", "recommendation"}
    return passage.kind == "item", passage.lead_in if is_row else ""
