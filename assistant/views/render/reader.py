"""A document to read: headings, paragraphs, table rows and references, with spans lit up."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from assistant.domain import DocumentId, Passage, Span
from assistant.views.render import wording
from assistant.views.render.edition import Edition
from assistant.views.render.elements import NOTHING, Html, button, joined, named_values, tag
from assistant.views.render.words import words

# One letter matches everywhere and says nothing.
_SHORTEST_SEARCH = 2


class Found(NamedTuple):
    """Where a search found its words."""

    n_places: int
    spans: tuple[Span, ...]


def beside(document: DocumentId, lit: Sequence[Span], edition: Edition) -> Html:
    """Show a document beside an answer, with a way back."""
    entry = edition.entry(document)
    return tag.div(
        tag.p(
            tag.strong(f"{entry.short_title} ({entry.published})"),
            button("Back to the answer", "back", "answer"),
            button("Close", "close", "reader"),
            class_="reader-bar",
        ),
        tag.div(
            _title(document, edition),
            _text(document, lit, edition, "beside"),
            class_="paper",
            tabindex="0",
            role="region",
            title=f"Text of {entry.short_title}",
        ),
        class_="reader",
    )


def whole(document: DocumentId, lit: Sequence[Span], edition: Edition) -> Html:
    """Show a document on its own, with its headings to walk by."""
    return tag.div(
        _contents(document, edition),
        tag.div(_title(document, edition), _text(document, lit, edition, "whole"), class_="paper"),
        class_="reader whole",
    )


def find(document: DocumentId, wanted: str, edition: Edition) -> Found:
    """Find words in a document, whatever their case; never across two passages."""
    needle = " ".join(wanted.lower().split())
    if len(needle) < _SHORTEST_SEARCH:
        return Found(0, ())
    places = [
        passage.excerpt.slice(at.start(), at.end()).spans
        for passage in edition.passages_of(document)
        for at in re.finditer(re.escape(needle), passage.text.lower())
    ]
    return Found(len(places), tuple(span for spans in places for span in spans))


def found(wanted: str, result: Found) -> Html:
    """Say how often the words were found."""
    if len(wanted.strip()) < _SHORTEST_SEARCH:
        return NOTHING
    said = f"{wording.plural(result.n_places, 'place')} with “{wanted.strip()}”."
    steps = (" ", button("Previous", "step", "-1"), " ", button("Next", "step", "1"))
    shown = steps if result.n_places else ()
    return tag.p(tag.span(said, role="status"), *shown, class_="found")


def _title(document: DocumentId, edition: Edition) -> Html:
    entry = edition.entry(document)
    return joined(
        tag.h2(entry.title),
        tag.p(f"{entry.publisher}, {entry.published}. {entry.licence}", class_="front"),
    )


def _contents(document: DocumentId, edition: Edition) -> Html:
    lines = [
        tag.li(
            button(heading, "goto", _heading_id("whole", document, path), class_="link"),
            class_=f"level-{level}",
        )
        for path, level, heading in _headings(edition.passages_of(document))
    ]
    listed = (tag.h2("Contents"), tag.ul(*lines, role="list"))
    title = "Contents of the document"
    return tag.nav(*listed, class_="contents", title=title) if lines else NOTHING


def _headings(passages: Iterable[Passage]) -> Iterator[tuple[tuple[str, ...], int, str]]:
    """Give each heading once, with the path that leads to it and its level from 1."""
    seen: set[tuple[str, ...]] = set()
    for passage in passages:
        for level in range(1, len(passage.headings) + 1):
            path = passage.headings[:level]
            if path not in seen:
                seen.add(path)
                yield path, level, path[-1]


def _heading_id(prefix: str, document: DocumentId, path: Sequence[str]) -> str:
    return f"{prefix}-{document}-" + "/".join("-".join(step.split()) for step in path)


def _text(document: DocumentId, lit: Sequence[Span], edition: Edition, prefix: str) -> Html:
    passages = edition.passages_of(document)
    opened = {path: (level, heading) for path, level, heading in _headings(passages)}
    parts: list[Html] = []
    for headings, under in groupby(passages, key=lambda passage: passage.headings):
        for depth in range(1, len(headings) + 1):
            path = headings[:depth]
            if path in opened:
                level, heading = opened.pop(path)
                anchor = _heading_id(prefix, document, path)
                parts.append(tag[f"h{min(level + 2, 6)}"](heading, id=anchor, tabindex="-1"))
        parts += _blocks(under, lit, edition, prefix)
    return joined(*parts)


def _blocks(
    passages: Iterable[Passage], lit: Sequence[Span], edition: Edition, prefix: str
) -> Iterator[Html]:
    """Show the passages under one heading; a table's caption stands once, before its rows."""
    for (is_list, caption), group in groupby(passages, key=_setting):
        blocks = [_block(passage, lit, edition, prefix) for passage in group]
        if caption:
            yield tag.p(caption, class_="caption")
        yield tag.ul(*blocks) if is_list else joined(*blocks)


def _setting(passage: Passage) -> tuple[bool, str]:
    if passage.kind in {"row", "recommendation"}:
        return False, passage.lead_in
    return passage.kind == "item", ""


def _block(passage: Passage, lit: Sequence[Span], edition: Edition, prefix: str) -> Html:
    anchor = f"{prefix}-{passage.id}"
    if passage.kind == "recommendation":
        return tag.div(_recommendation(passage, lit, edition), class_="table-row", id=anchor)
    if passage.kind == "row":
        cells = (tag.p(words(part, passage.document_id, lit)) for part in passage.parts)
        return tag.div(*cells, class_="table-row", id=anchor)
    shown = words(passage.excerpt, passage.document_id, lit)
    name = "li" if passage.kind == "item" else "p"
    return tag[name](shown, class_=f"text-{passage.kind}", id=anchor)


def _recommendation(passage: Passage, lit: Sequence[Span], edition: Edition) -> Html:
    """Lay a table row out as named fields: five columns do not fit beside an answer or a phone."""
    item = edition.recommendation_of(passage)
    if item is None:
        return words(passage.excerpt, passage.document_id, lit)
    fields = (
        ("Priority", item.priority),
        ("Action", item.action),
        ("Who is responsible", item.responsible),
        ("Status", item.status_cell),
    )
    shown = ((name, words(excerpt, item.document_id, lit)) for name, excerpt in fields)
    card = button(f"Recommendation {item.number}", "card", item.id, class_="link")
    return joined(tag.p(card), named_values(shown))
